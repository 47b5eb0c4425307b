"""What the desk does when somebody asks: each is one call of the library, then back to a page."""

import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import typer
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from toolkit.answers.waiver import Waiver
from toolkit.county.own_words import keep_words
from toolkit.desk.office import findings_of, office_of, sibling_years
from toolkit.errors import UsageError, XxgkError
from toolkit.files import safe_name, write_whole
from toolkit.form.days import read_day
from toolkit.year.entering.decisions import allow_exception, pin_version
from toolkit.year.entering.receiving import receive_file
from toolkit.year.entering.settings import change_settings
from toolkit.year.founding import found_year
from toolkit.year.pins import Pin

MOST_FILES, MOST_FIELDS = 1000, 100
LAST_YEAR = "上年"  # where in the folder the file with last year's figures is kept


def _back(path: str = "/") -> Response:
    return RedirectResponse(path, status_code=303)


def _begun(*, begun: bool, path: str = "/") -> Response:
    if not begun:
        raise UsageError("正在做另一件事，请等它做完，或先停下。")
    return _back(path)


def _text(form: FormData, name: str) -> str:
    given = form.get(name, "")
    return given.strip() if isinstance(given, str) else ""


async def _uploaded(form: FormData, name: str) -> list[tuple[str, bytes]]:
    given = [part for part in form.getlist(name) if isinstance(part, UploadFile) and part.filename]
    return [(part.filename or "", await part.read()) for part in given]


async def found(request: Request) -> Response:
    """Found the year in the desk's folder."""
    folder = office_of(request).folder
    await found_in(request, lambda _county, _year: folder)
    return _back()


async def found_in(request: Request, where: Callable[[str, str], Path]) -> None:
    """Found a year as a page's form says, in the folder that `where` gives to its county and year."""
    async with request.form(max_files=2, max_fields=MOST_FIELDS) as form:
        roster, last = await _uploaded(form, "roster"), await _uploaded(form, "last_file")
        texts = {key: _text(form, key) for key in ("county", "year", "last", "contact", "phone")}
    if not texts["county"]:
        raise UsageError("请写县（市、区）名称。")
    if not (texts["year"].isdecimal() and texts["year"].isascii() and len(texts["year"]) == 4):
        raise UsageError("年度请写四位年份，例如 2025。")
    folder = where(safe_name(texts["county"]), texts["year"])
    await run_in_threadpool(_found, folder, texts, roster, last)


def _found(
    folder: Path, texts: Mapping[str, str], roster: list[tuple[str, bytes]], last: list[tuple[str, bytes]]
) -> None:
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


async def settings(request: Request) -> Response:
    """Keep whom the units may ask, and until when they are to report."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        said = {key: _text(form, key) for key in form if key.startswith(("office.", "deadlines."))}
    await run_in_threadpool(change_settings, office_of(request).workspace(), said)
    return _begun(begun=office_of(request).check())


def reveal(request: Request) -> Response:
    """Show the year's folder in the file manager of this machine."""
    typer.launch(str(office_of(request).folder.resolve()))
    return _back()


async def issue(request: Request) -> Response:
    """Write the blank workbooks, of all units or of one."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        code = _text(form, "unit")
    return _begun(
        begun=office_of(request).issue((code,) if code else ()), path=f"/unit/{code}" if code else "/"
    )


async def receive(request: Request) -> Response:
    """Put what was dropped into the inbox, then check."""
    async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS) as form:
        workspace = office_of(request).workspace()
        for name, data in await _uploaded(form, "files"):
            await run_in_threadpool(receive_file, workspace, name, data)
    office_of(request).check()  # where something else is being done, the page begins it afterwards
    return _back()


def check(request: Request) -> Response:
    """Check what lies in the inbox."""
    return _begun(begun=office_of(request).check())


def stop(request: Request) -> Response:
    """Stop the work."""
    office_of(request).work.stop()
    return _back()


async def consolidate(request: Request) -> Response:
    """Write the county's outputs."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        draft = bool(_text(form, "draft"))
    return _begun(begun=office_of(request).consolidate(draft=draft))


async def report(request: Request) -> Response:
    """Write the reports."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        units = bool(_text(form, "units"))
    return _begun(begun=office_of(request).report(units=units), path="/report")


async def words(request: Request) -> Response:
    """Keep the county's words as they are typed, and say what the rules find in them."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS, max_part_size=8 * 1024 * 1024) as form:
        given = {key: text.replace("\r\n", "\n") for key, text in form.items() if isinstance(text, str)}
    office = office_of(request)

    def keep() -> Response:
        try:
            kept = keep_words(office.workspace(), given, given.get("state", ""))
        except XxgkError as error:
            return JSONResponse({"error": str(error)}, status_code=409)
        found = findings_of(office.year, given) if office.year is not None else []
        return JSONResponse({"state": kept, "findings": found})

    return await run_in_threadpool(keep)


async def pin(request: Request) -> Response:
    """Let one file of a unit count, and check again."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        decision = Pin(unit_code=_text(form, "unit"), file=_text(form, "file"), reason=_text(form, "reason"))
    await run_in_threadpool(pin_version, office_of(request).workspace(), decision)
    return _begun(begun=office_of(request).check(), path=f"/unit/{decision.unit_code}")


async def waive(request: Request) -> Response:
    """Allow an exception, and check again."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        texts = {key: _text(form, key) for key in ("unit", "rule", "reason", "approver", "expires")}
    workspace = office_of(request).workspace()
    expires = read_day(texts["expires"])
    if not isinstance(expires, date):
        raise UsageError(f"有效期至“{texts['expires'][:40]}”{expires}")
    waiver = Waiver(
        unit=texts["unit"], rule=texts["rule"], year=workspace.settings.year, reason=texts["reason"],
        approver=texts["approver"], expires=expires,
    )  # fmt: skip
    await run_in_threadpool(allow_exception, workspace, waiver)
    return _begun(begun=office_of(request).check(), path=f"/unit/{waiver.unit}")
