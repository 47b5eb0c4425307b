"""A desk that serves while a test asks it: by plain HTTP as an attacker would, or for a browser."""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from toolkit.desk.serving import Desk


@contextmanager
def served(folder: Path) -> Iterator[Desk]:
    desk = Desk(folder)
    thread = threading.Thread(target=desk.run)
    thread.start()
    try:
        yield desk
    finally:
        desk.close()
        thread.join(30)


def ask(desk: Desk, method: str, path: str, body: bytes | None = None, **headers: str | None):
    """Ask as the desk's own page would; a header given as None is left out."""
    own = f"127.0.0.1:{desk.port}"
    sent = {
        "Host": own,
        "Cookie": f"xxgk_desk_{desk.port}={desk.token}",
        **({"Origin": f"http://{own}"} if method == "POST" else {}),
        **{name.replace("_", "-"): text for name, text in headers.items()},
    }
    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=30)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        if body is not None and "Content-Length" not in sent:
            sent["Content-Length"] = str(len(body))
        for name, text in sent.items():
            if text is not None:
                connection.putheader(name, text)
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


def settle(desk: Desk, seconds: float = 240) -> None:
    """Wait until nothing is being done."""
    until = time.monotonic() + seconds
    while desk.office.work.running and time.monotonic() < until:
        time.sleep(0.05)
    assert not desk.office.work.running


def upload(name: str, data: bytes, field: str = "files") -> tuple[bytes, str]:
    """Write one file as a browser's form does: the body, and its content type."""
    head = f'--b\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
    return head.encode() + data + b"\r\n--b--\r\n", "multipart/form-data; boundary=b"
