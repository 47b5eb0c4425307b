"""The shelf: a folder whose sub-folders are years.

One is chosen or founded here, and each has a desk of its own.

Two years never share a desk: what a page of one year sends can only reach that year's folder.
"""

import threading
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from toolkit.desk.beginning import found_in, years_in
from toolkit.desk.filling import fill_page
from toolkit.errors import UsageError, XxgkError


class YearDesk(Protocol):
    """The desk of one year, as the shelf needs it."""

    @property
    def address(self) -> str:
        """The address that opens it."""

    def run(self) -> None:
        """Serve until it is closed."""

    def close(self) -> None:
        """Ask it to stop."""


class OpensDesks(Protocol):
    """What opens a desk on a year's folder, with the way back to the shelf."""

    def __call__(self, folder: Path, *, shelf: str) -> YearDesk:
        """Open it."""


@dataclass
class Shelf:
    """The years in a folder, and the desks that are open on them."""

    folder: Path
    opens: OpensDesks
    address: str = ""
    said: str = ""  # of the roster of the year that was founded last
    _open: dict[Path, tuple[YearDesk, threading.Thread]] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def years(self) -> list[tuple[str, Path]]:
        """List the years that lie here, the latest first."""
        return sorted(years_in(self.folder), key=lambda year: year[1].name, reverse=True)

    def desk_of(self, name: str) -> str:
        """Return the address of the desk of the year in the sub-folder `name`.

        Raises UsageError when there is none.
        """
        path = next((path for _, path in self.years() if path.name == name), None)
        if path is None:
            raise UsageError("没有这个年度，可能已经移走或改名了。")
        with self._lock:
            if path not in self._open:
                desk = self.opens(path, shelf=self.address)
                thread = threading.Thread(target=desk.run, name=name)
                thread.start()
                self._open[path] = desk, thread
            return self._open[path][0].address

    def close(self) -> None:
        """Close all desks."""
        for desk, _ in self._open.values():
            desk.close()
        for _, thread in self._open.values():
            thread.join(30)


def shelf_app(shelf: Shelf, *static: BaseRoute) -> Starlette:
    """Make the pages of the shelf."""

    def page(_: Request, error: Exception | None = None) -> Response:
        years = shelf.years()
        text = fill_page(
            "shelf.html",
            folder=shelf.folder.resolve(),
            years=years,
            siblings=years,
            this_year=datetime.now().astimezone().year - 1,
            said=shelf.said,
            error="" if error is None else str(error),
        )
        return HTMLResponse(text, status_code=200 if error is None else 409)

    def open_year(request: Request) -> Response:
        return RedirectResponse(shelf.desk_of(request.path_params["name"]), status_code=303)

    async def found(request: Request) -> Response:
        shelf.said = await found_in(request, lambda county, year: shelf.folder / f"{county}{year}")
        return RedirectResponse("/", status_code=303)

    routes: list[BaseRoute] = [
        Route("/", page),
        Route("/open/{name}", open_year),
        Route("/do/found", found, methods=["POST"]),
        *static,
    ]
    return Starlette(routes=routes, exception_handlers={XxgkError: page})
