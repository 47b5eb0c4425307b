"""What the desk does when somebody asks: each is one call of the library, then back to a page."""

from collections.abc import Sequence
from datetime import date, datetime

import typer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from toolkit.answers.waiver import Waiver
from toolkit.county.outputs import write_summary
from toolkit.county.reports import write_reports
from toolkit.county.upward import keep_words
from toolkit.desk.beginning import found_in
from toolkit.desk.office import YearRead, findings_of, office_of
from toolkit.desk.sent_fields import MOST_FIELDS, text_of, uploaded_files
from toolkit.errors import UsageError, XxgkError
from toolkit.form.days import read_day
from toolkit.returns.check_year import check_year
from toolkit.year.entering.decisions import add_waiver, pin_version, register_explanation
from toolkit.year.entering.explained import Explained
from toolkit.year.entering.receiving import receive_file
from toolkit.year.entering.renewing import renew_roster
from toolkit.year.entering.setting_edits import change_settings
from toolkit.year.issuing import issue as write_issued
from toolkit.year.issuing import told_of_issuing
from toolkit.year.pins import Pin
from toolkit.year.workspace import Written

MOST_FILES = 1000


def _back(path: str = "/") -> Response:
    return RedirectResponse(path, status_code=303)


def _begun(*, begun: bool, path: str = "/") -> Response:
    if not begun:
        raise UsageError("正在做另一件事，请等它做完，或先停下。")
    return _back(path)


async def found(request: Request) -> Response:
    """Found the year in the desk's folder."""
    office = office_of(request)
    said = await found_in(request, lambda _county, _year: office.folder)
    office.work.lines = (said,) if said else ()
    return _back()


async def settings(request: Request) -> Response:
    """Keep whom the units may ask, and until when they are to report."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        said = {key: text_of(form, key) for key in form if key.startswith(("office.", "deadlines."))}
    await run_in_threadpool(change_settings, office_of(request).workspace(), said)
    return _begun(begun=_check(request))


async def roster(request: Request) -> Response:
    """Put another roster in the place of the year's, then check."""
    async with request.form(max_files=1, max_fields=MOST_FIELDS) as form:
        given = await uploaded_files(form, "roster")
    if not given:
        raise UsageError("没有选单位名录文件。")
    await run_in_threadpool(renew_roster, office_of(request).workspace(), *given[0])
    return _begun(begun=_check(request))


def reveal(request: Request) -> Response:
    """Show the year's folder in the file manager of this machine."""
    typer.launch(str(office_of(request).folder.resolve()))
    return _back()


async def issue(request: Request) -> Response:
    """Write the blank workbooks, of all units or of one."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        code = text_of(form, "unit")
    return _begun(begun=_issue(request, (code,) if code else ()), path=f"/unit/{code}" if code else "/")


async def receive(request: Request) -> Response:
    """Put what was dropped into the inbox, then check."""
    async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS) as form:
        workspace = office_of(request).workspace()
        for name, data in await uploaded_files(form, "files"):
            await run_in_threadpool(receive_file, workspace, name, data)
    _check(request)  # where something else is being done, the page begins it afterwards
    return _back()


def check(request: Request) -> Response:
    """Check what lies in the inbox."""
    return _begun(begun=_check(request))


def stop(request: Request) -> Response:
    """Stop the work."""
    office_of(request).work.stop()
    return _back()


async def consolidate(request: Request) -> Response:
    """Write the county's outputs."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        draft = bool(text_of(form, "draft"))
    return _begun(begun=_consolidate(request, draft=draft))


async def report(request: Request) -> Response:
    """Write the reports."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        units = bool(text_of(form, "units"))
    return _begun(begun=_report(request, units=units), path="/report")


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
        decision = Pin(
            unit_code=text_of(form, "unit"), file=text_of(form, "file"), reason=text_of(form, "reason")
        )
    await run_in_threadpool(pin_version, office_of(request).workspace(), decision)
    return _begun(begun=_check(request), path=f"/unit/{decision.unit_code}")


async def waive(request: Request) -> Response:
    """Allow a waiver, and check again."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        texts = {key: text_of(form, key) for key in ("unit", "rule", "reason", "approver", "expires")}
    workspace = office_of(request).workspace()
    expires = read_day(texts["expires"])
    if not isinstance(expires, date):
        raise UsageError(f"有效期至“{texts['expires'][:40]}”{expires}")
    waiver = Waiver(
        unit=texts["unit"],
        rule=texts["rule"],
        year=workspace.settings.year,
        reason=texts["reason"],
        approver=texts["approver"],
        expires=expires,
    )
    await run_in_threadpool(add_waiver, workspace, waiver)
    return _begun(begun=_check(request), path=f"/unit/{waiver.unit}")


async def explain(request: Request) -> Response:
    """Write down what a unit said to a query, and check again."""
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        said = Explained(**{key: text_of(form, key) for key in ("unit", "rule", "file", "text", "by")})
    await run_in_threadpool(register_explanation, office_of(request).workspace(), said)
    return _begun(begun=_check(request), path=f"/unit/{said.unit}")


# ------------------------------------------------------------------ long work


def _check(request: Request) -> bool:
    """Begin to check what lies in the inbox."""
    office = office_of(request)

    def task() -> Sequence[str]:
        workspace, state = office.workspace(), office.state()
        collection, lines = check_year(workspace, waiting=office.work.wait_for_others, done=office.work.tell)
        office.year = YearRead(workspace=workspace, collection=collection, state=state)
        return lines

    return office.work.start("校核", task)


def _issue(request: Request, codes: Sequence[str]) -> bool:
    """Begin to write the workbooks of these units, or of all."""
    office = office_of(request)

    def task() -> Sequence[str]:
        workspace = office.workspace()
        wanted = codes or [unit.code for unit in workspace.roster.units if unit.owes]
        written, doubtful = 0, list[str]()
        for _ in write_issued(workspace, wanted, doubtful.append):
            written += 1
            office.work.tell(written, len(wanted))
        told = told_of_issuing(workspace, datetime.now().astimezone().date())
        return [f"已写出 {written} 份工作簿。", *doubtful, *told]

    return office.work.start("下发", task)


def _consolidate(request: Request, *, draft: bool) -> bool:
    """Begin to write the county's workbook, data and upward submission."""
    office = office_of(request)

    def task() -> Sequence[str]:
        work = office.work
        return _said(
            write_summary(office.workspace(), draft=draft, waiting=work.wait_for_others, done=work.tell)
        )

    return office.work.start("汇总", task)


def _report(request: Request, *, units: bool) -> bool:
    """Begin to write the reports."""
    office = office_of(request)

    def task() -> Sequence[str]:
        return _said(write_reports(office.workspace(), units=units, done=office.work.tell))

    return office.work.start("报告", task)


def _said(result: Written) -> Sequence[str]:
    """Say what was written and what a person has to know."""
    return [*(f"已写出 {path.name}" for path in result.written), *result.lines]
