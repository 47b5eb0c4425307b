"""Founding a year from a page: at the desk of its folder, or on the shelf of years."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from toolkit.desk.sent_fields import MOST_FIELDS, text_of, uploaded_files
from toolkit.errors import UsageError
from toolkit.files import safe_name, write_whole
from toolkit.year.entering.setting_edits import change_settings
from toolkit.year.founding import found_year
from toolkit.year.roster import passed_over
from toolkit.year.workspace import SETTINGS, open_workspace

LAST_YEAR = "上年"  # where in the folder the file with last year's figures is kept


async def found_in(request: Request, where: Callable[[str, str], Path]) -> str:
    """Found a year as a page's form says, in the folder that `where` gives to its county and year.

    Return which columns of the roster were passed over; empty where none were.
    """
    async with request.form(max_files=2, max_fields=MOST_FIELDS) as form:
        roster, last = await uploaded_files(form, "roster"), await uploaded_files(form, "last_file")
        texts = {key: text_of(form, key) for key in ("county", "year", "last", "contact", "phone")}
    if not texts["county"]:
        raise UsageError("请写名称（县、市、省等）。")
    if not (texts["year"].isdecimal() and texts["year"].isascii() and len(texts["year"]) == 4):
        raise UsageError("年度请写四位年份，例如 2025。")
    folder = where(safe_name(texts["county"]), texts["year"])
    return await run_in_threadpool(_found, folder, texts, roster, last)


def _found(
    folder: Path, texts: Mapping[str, str], roster: list[tuple[str, bytes]], last: list[tuple[str, bytes]]
) -> str:
    before = dict(sibling_years(folder)).get(texts["last"])
    with tempfile.TemporaryDirectory() as temporary:
        given: Path | None = None
        for name, data in roster:
            given = Path(temporary) / safe_name(Path(name).name)
            write_whole(given, data)
        for name, data in last:
            before = folder / LAST_YEAR / safe_name(Path(name).name)
            write_whole(before, data)
        workspace = found_year(
            folder, county=texts["county"], year=int(texts["year"]), roster=given, last_year=before
        )
    told = {f"office.{key}": texts[key] for key in ("contact", "phone") if texts[key]}
    if told:
        change_settings(workspace, told)
    return passed_over(workspace.passed_over)


def sibling_years(folder: Path) -> list[tuple[str, Path]]:
    """List the year's folders that lie beside this one: what last year may be."""
    return years_in(folder.resolve().parent)


def years_in(folder: Path) -> list[tuple[str, Path]]:
    """List the years whose folders lie in this one, by what they are."""
    found = []
    for path in sorted(folder.resolve().glob("*/" + SETTINGS)):
        try:
            settings = open_workspace(path.parent).settings
        except UsageError:
            continue
        found.append((f"{settings.county} {settings.year} 年度（{path.parent.name}）", path.parent))
    return found
