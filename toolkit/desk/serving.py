"""Serving the desk on this machine only.

A free port of the loopback address, a token in the address, the browser.
"""

import secrets
import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from toolkit.desk import actions, pages
from toolkit.desk.guard import Guard
from toolkit.desk.office import Office
from toolkit.desk.shelf import Shelf, shelf_app
from toolkit.errors import XxgkError
from toolkit.files import make_folder
from toolkit.year.workspace import SETTINGS

STATIC = Mount("/static", StaticFiles(packages=[("toolkit.desk", "static")]))
ROUTES = (
    Route("/", pages.road),
    Route("/units", pages.units),
    Route("/unit/{code}", pages.unit),
    Route("/county", pages.county),
    Route("/report", pages.report),
    Route("/state", pages.state),
    Route("/take/issued.zip", pages.take_issued),
    Route("/take/returned.zip", pages.take_returned),
    Route("/take/unit/{code}.zip", pages.take_packet),
    Route("/take/{folder}/{name}", pages.take),
    *(
        Route(f"/do/{name}", getattr(actions, name), methods=["POST"])
        for name in (
            "found",
            "issue",
            "receive",
            "check",
            "stop",
            "consolidate",
            "report",
            "words",
            "pin",
            "waive",
            "explain",
            "settings",
            "roster",
            "reveal",
        )
    ),
    STATIC,
)


class _Served:
    """Pages served on a free port of this machine, to whoever brings the token."""

    def __init__(self) -> None:
        """Open a port; nobody is served before `run`."""
        self.token = secrets.token_urlsafe(32)
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen()  # a browser that comes early waits
        self.port: int = self._socket.getsockname()[1]

    def _serve(self, app: Starlette) -> None:
        guarded = Guard(app, token=self.token, port=self.port)
        config = uvicorn.Config(
            guarded,
            http="h11",
            ws="none",
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=64,
            timeout_keep_alive=15,
        )
        self._server = uvicorn.Server(config)

    @property
    def home(self) -> str:
        """The address of its first page, for a browser that has entered."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def address(self) -> str:
        """The address that opens it; whoever has it may enter."""
        return f"{self.home}?token={self.token}"

    def run(self) -> None:
        """Serve until it is closed."""
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._socket.close()

    def close(self) -> None:
        """Ask the server to stop."""
        self._server.should_exit = True


class Desk(_Served):
    """A desk on one year's folder; `shelf` is the address where another year is chosen."""

    def __init__(self, folder: Path, *, shelf: str = "") -> None:
        """Open a port for the desk; nobody is served before `run`."""
        super().__init__()
        self.office = Office(folder=folder, shelf=shelf)
        app = Starlette(routes=ROUTES, exception_handlers={XxgkError: pages.show_error})
        app.state.office = self.office
        self._serve(app)

    def run(self) -> None:
        """Serve until the desk is closed; work under way is stopped at its next step."""
        try:
            super().run()
        finally:
            self.office.work.stop()
            self.office.work.finish()


class YearsDesk(_Served):
    """The shelf of years in one folder, with a desk for each year that is opened."""

    def __init__(self, folder: Path) -> None:
        """Open a port for the shelf; nobody is served before `run`."""
        super().__init__()
        self.shelf = Shelf(folder=folder, opens=Desk, address=self.home)
        self._serve(shelf_app(self.shelf, STATIC))

    def run(self) -> None:
        """Serve until the shelf is closed, and all desks with it."""
        try:
            super().run()
        finally:
            self.shelf.close()


def open_desk(folder: Path, *, years: bool, browser: bool, say: Callable[[str], None]) -> None:
    """Serve the desk of a year's folder, or of a folder of years, and show it in the browser.

    `say` hears the address.

    A folder that is no year's but holds years is taken for a folder of years. Ends with Ctrl+C.
    """
    several = years or (not (folder / SETTINGS).is_file() and bool(list(folder.glob(f"*/{SETTINGS}"))))
    if several:
        make_folder(folder)
    desk = YearsDesk(folder) if several else Desk(folder)
    say(f"工作台已经打开，只在这台电脑上：{desk.address}")
    say("浏览器没有自己打开的，把上面这一行复制进去。用完在这里按 Ctrl+C，或关掉这个窗口。")
    if browser:
        webbrowser.open(desk.address)
    desk.run()
