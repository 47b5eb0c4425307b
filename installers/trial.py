"""Try the folder that `make dist` built: its demonstration and its desk.

`python -m installers.trial dist/xxgk`.
"""

import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path


def try_demonstration(program: Path, folder: Path) -> None:
    """Run a made-up county's whole year. Raises AssertionError when a result is missing."""
    subprocess.run([program, "demo", folder], check=True)  # noqa: S603 (our own program)
    written = {path.suffix for path in (folder / "summary").iterdir()}
    assert {".xlsx", ".csv", ".docx", ".html", ".sqlite"} <= written, written  # noqa: S101


def try_desk(program: Path, folder: Path) -> None:
    """Open the desk on that year as a browser would. Raises AssertionError when it shows something else."""
    with subprocess.Popen([program, "desk", folder, "--no-browser"], stderr=subprocess.PIPE) as desk:  # noqa: S603
        assert desk.stderr is not None  # noqa: S101
        try:
            said = desk.stderr.readline().decode("utf-8")
            address = said[said.index("http") :].strip()
            browser = urllib.request.build_opener(
                urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor()
            )
            page = browser.open(address, timeout=60).read().decode("utf-8")
            style = browser.open(f"{address.partition('?')[0]}static/desk.css", timeout=60).read()
            assert "读取这一年的文件夹" in page and style, page  # noqa: S101, PT018
            home = address.partition("?")[0]
            asked = urllib.request.Request(  # noqa: S310 (our own address)
                f"{home}do/check", data=b"", headers={"Origin": home.rstrip("/")}
            )
            browser.open(asked, timeout=60)
            for _ in range(120):  # files are read in processes that the built program starts anew
                page = browser.open(home, timeout=60).read().decode("utf-8")
                if "<h1>一年的路</h1>" in page:
                    break
                time.sleep(1)
            assert "应报" in page and "通过" in page, page  # noqa: S101, PT018
        finally:
            desk.terminate()


if __name__ == "__main__":
    built = Path(sys.argv[1]).resolve() / ("xxgk.exe" if sys.platform == "win32" else "xxgk")
    with tempfile.TemporaryDirectory() as temporary:
        try_demonstration(built, Path(temporary) / "演示")
        try_desk(built, Path(temporary) / "演示")
    sys.stdout.write("演示和工作台都能用。\n")
