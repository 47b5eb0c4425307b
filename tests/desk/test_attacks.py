"""Nobody but the browser that this program opened may speak to the desk, and it never leaves its folder."""

import socket

import pytest
from correspondence import county, figures, send
from open_desk import ask, served, settle, upload


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.xlsx").write_bytes(b"not for the desk")
    folder = outside / "county"
    workspace = county(folder)
    send(workspace, "001", figures(workspace.form))
    (folder / "summary" / "link.xlsx").symlink_to(outside / "secret.xlsx")
    with served(folder) as open_desk:
        ask(open_desk, "POST", "/do/check", b"")
        settle(open_desk)
        assert open_desk.office.work.error == ""
        yield open_desk


def test_the_token_opens_the_desk_and_leaves_the_address(desk):
    status, headers, _ = ask(desk, "GET", f"/?token={desk.token}", Cookie=None)
    assert (status, headers["location"]) == (303, "/")
    assert "HttpOnly" in headers["set-cookie"] and "samesite=strict" in headers["set-cookie"].lower()
    assert ask(desk, "GET", "/")[0] == 200


@pytest.mark.parametrize("path", ["/", "/state", "/units", "/take/issued.zip", "/static/desk.js", "/nowhere"])
def test_nothing_is_told_without_the_token(desk, path):
    for cookie in (None, f"xxgk_desk_{desk.port}=", f"xxgk_desk_{desk.port}={desk.token[:-1]}", "a=b"):
        status, _, text = ask(desk, "GET", path, Cookie=cookie)
        assert status == 403
        assert "xxgk desk" in text and desk.token not in text
    assert ask(desk, "GET", "/?token=wrong", Cookie=None)[0] == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1", "localhost.evil.example", ""]
)
def test_another_host_is_refused(desk, host):
    assert ask(desk, "GET", "/", Host=host)[0] in {400, 403}
    assert ask(desk, "GET", f"/?token={desk.token}", Host=host, Cookie=None)[0] in {400, 403}


def test_no_other_page_can_make_it_act(desk):
    before = desk.office.work.number
    for origin in (
        None,
        "null",
        "http://evil.example",
        f"http://localhost:{desk.port}",
        "http://127.0.0.1:1",
    ):
        assert ask(desk, "POST", "/do/check", b"", Origin=origin)[0] == 403
    for method in ("PUT", "DELETE", "OPTIONS", "TRACE"):
        assert ask(desk, method, "/do/check", b"")[0] == 405
    assert ask(desk, "GET", "/do/check")[0] == 405
    assert desk.office.work.number == before


@pytest.mark.parametrize(
    "path",
    [
        "/take/summary/link.xlsx",
        "/take/summary/../xxgk.toml",
        "/take/summary/..%2Fxxgk.toml",
        "/take/summary/..%2F..%2Fsecret.xlsx",
        "/take/summary/%2Fetc%2Fpasswd",
        "/take/inbox/001_%E7%94%B2%E5%B1%80.xlsx",
        "/take/../xxgk.toml",
        "/take/%2e%2e/xxgk.toml",
        "/take/unit/..%2F..%2Fsecret.zip",
        "/static/../serving.py",
        "/static/..%2Fserving.py",
        "/static/%2e%2e/serving.py",
    ],
)
def test_no_path_leads_out(desk, path):
    status, headers, text = ask(desk, "GET", path)
    assert status in {404, 409}
    assert "content-disposition" not in headers
    assert "not for the desk" not in text and "county =" not in text and "import" not in text


def test_a_name_cannot_lead_out_of_the_inbox(desk):
    folder = desk.office.folder
    before = set(folder.parent.rglob("*"))
    names = (
        "../../up.txt",
        "..\\..\\back.txt",
        "/etc/abs.txt",
        ".xxgk.lock",
        "~$lock.txt",
        "a\x1b[2J.txt",
        "CON",
    )
    for name in names:
        body, kind = upload(name, b"x")
        assert ask(desk, "POST", "/do/receive", body, Content_Type=kind)[0] in {303, 409}
        settle(desk)
    new = set(folder.parent.rglob("*")) - before
    assert all(path.is_relative_to(folder) for path in new)
    came = {path.name for path in (folder / "inbox").iterdir()}
    assert {"up.txt", "back.txt", "abs.txt"} <= came
    assert not any(name.startswith((".", "~$")) or "\x1b" in name for name in came)


def test_too_much_is_refused_before_it_is_read(desk):
    for size in ("999999999999", "9" * 30, "-1", "1e3"):
        status, _, _ = ask(desk, "POST", "/do/receive", b"", Content_Length=size)
        assert status in {400, 411, 413}
    assert ask(desk, "POST", "/do/receive", None, Transfer_Encoding="chunked")[0] in {400, 411}
    body = (
        b"".join(upload(f"{n}.txt", b"x")[0].replace(b"--b--\r\n", b"") for n in range(1001)) + b"--b--\r\n"
    )
    before = len(list((desk.office.folder / "inbox").iterdir()))
    assert ask(desk, "POST", "/do/receive", body, Content_Type="multipart/form-data; boundary=b")[0] == 400
    assert len(list((desk.office.folder / "inbox").iterdir())) == before


def test_what_a_unit_wrote_is_text_on_every_page(desk):
    body, kind = upload("<img src=x onerror=alert(1)>.xlsx", b"junk")
    ask(desk, "POST", "/do/receive", body, Content_Type=kind)
    settle(desk)
    for path in ("/", "/units", "/unit/001", "/county", "/report", "/county?figure=<script>", "/unit/<b>"):
        _, headers, text = ask(desk, "GET", path.replace("<", "%3C").replace(">", "%3E"))
        assert "<img" not in text and "<script>" not in text and "<b>." not in text
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy


def test_it_listens_on_this_machine_only(desk):
    others = {entry[4][0] for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in others - {"127.0.0.1"}:
        if not address.startswith("127."):
            with pytest.raises(OSError), socket.create_connection((address, desk.port), timeout=2):
                pass
    assert desk._server.config.host == "127.0.0.1"


def test_two_tabs_and_one_folder(desk):
    """A passage written in one tab is not lost to another that was opened before."""
    page = ask(desk, "GET", "/report")[2]
    state = page.split('name="state" value="')[1].split('"')[0]
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    said = "problems=%E5%85%AC%E5%BC%80%E4%B8%8D%E5%A4%9F%E7%BB%86&state="
    first = ask(desk, "POST", "/do/words", (said + state).encode(), **form)
    second = ask(desk, "POST", "/do/words", ("problems=other&state=" + state).encode(), **form)
    assert (first[0], second[0]) == (200, 409)
    assert "刚才在别处改过" in second[2]
    assert "公开不够细" in (desk.office.folder / "county.csv").read_text(encoding="utf-8-sig")
