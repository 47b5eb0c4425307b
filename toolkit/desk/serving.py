"""Serving the desk on this machine only: a free port of the loopback address, a token in the address, the browser."""

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
from toolkit.errors import XxgkError

ROUTES = (
    Route("/", pages.road),
    Route("/units", pages.units),
    Route("/unit/{code}", pages.unit),
    Route("/county", pages.county),
    Route("/report", pages.report),
    Route("/state", pages.state),
    Route("/take/issued.zip", pages.take_issued),
    Route("/take/unit/{code}.zip", pages.take_packet),
    Route("/take/{folder}/{name}", pages.take),
    *(
        Route(f"/do/{name}", getattr(actions, name), methods=["POST"])
        for name in (
            "found", "issue", "receive", "check", "stop", "consolidate", "report", "words", "pin", "waive",
        )
    ),
    Mount("/static", StaticFiles(packages=[("toolkit.desk", "static")])),
)  # fmt: skip


class Desk:
    """A desk on one folder: its address, and the server that answers there."""

    def __init__(self, folder: Path) -> None:
        """Open a port for the desk; nobody is served before `run`."""
        self.office = Office(folder=folder)
        self.token = secrets.token_urlsafe(32)
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen()  # a browser that comes early waits
        self.port: int = self._socket.getsockname()[1]
        app = Starlette(routes=ROUTES, exception_handlers={XxgkError: pages.show_error})
        app.state.office = self.office
        guarded = Guard(app, token=self.token, port=self.port)
        config = uvicorn.Config(
            guarded, http="h11", ws="none", lifespan="off", log_level="warning", access_log=False, server_header=False,
            proxy_headers=False, limit_concurrency=64, timeout_keep_alive=15,
        )  # fmt: skip
        self._server = uvicorn.Server(config)

    @property
    def address(self) -> str:
        """The address that opens the desk; whoever has it may enter."""
        return f"http://127.0.0.1:{self.port}/?token={self.token}"

    def run(self) -> None:
        """Serve until the desk is closed; work under way is stopped at its next step."""
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self.office.work.stop()
            self.office.work.finish()
            self._socket.close()

    def close(self) -> None:
        """Ask the server to stop."""
        self._server.should_exit = True


def open_desk(folder: Path, *, browser: bool, say: Callable[[str], None]) -> None:
    """Serve the desk of a folder and show it in the browser; `say` hears the address. Ends with Ctrl+C."""
    desk = Desk(folder)
    say(f"工作台已经打开，只在这台电脑上：{desk.address}")
    say("浏览器没有自己打开的，把上面这一行复制进去。用完在这里按 Ctrl+C，或关掉这个窗口。")
    if browser:
        webbrowser.open(desk.address)
    desk.run()
