"""What the desk shows: the year's road, the units, a unit, the county's figures, the report.

And files to take away.
"""

import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from toolkit.county.same_units import same_units
from toolkit.county.trace import trace_in
from toolkit.county.upward import county_words, words_state
from toolkit.desk.beginning import sibling_years
from toolkit.desk.drawn import county_tables, unit_tables
from toolkit.desk.filling import fill_page
from toolkit.desk.office import YearRead, findings_of, office_of
from toolkit.errors import UsageError, XxgkError
from toolkit.files import natural_order
from toolkit.form.model import Key, plain_digits
from toolkit.layout.layout import lay_out
from toolkit.returns.return_all import OVERVIEW
from toolkit.returns.tasks import points_of
from toolkit.returns.unit_files import TEXT
from toolkit.year.journal import history_of_unit
from toolkit.year.reminders import COUNTED_AS, Situation, count_situations, situations_of, urgent_situations
from toolkit.year.roster import passed_over
from toolkit.year.workspace import AFTER_RETURN, Workspace, unit_stem, workbook_name

_DEADLINES = {"default": "各单位", AFTER_RETURN: "退回后改好"}  # of no kind of unit
PACKETS = ("issued", "returned", "summary")  # the folders whose files may be taken away


def show(request: Request, template: str, answer: int = 200, **facts: object) -> HTMLResponse:
    """Fill a page; every page knows the office and where in the year it stands."""
    office = office_of(request)
    year = office.year
    heading = "" if year is None else f"{year.workspace.settings.county} {year.workspace.settings.year} 年度"
    text = fill_page(
        template, office=office, work=office.work, heading=heading, here=request.url.path, **facts
    )
    return HTMLResponse(text, status_code=answer)


def show_error(request: Request, error: Exception) -> Response:
    """Say the tool's own sentence on a page."""
    assert isinstance(error, XxgkError)  # noqa: S101 (registered for these only)
    return show(request, "error.html", answer=409, sentence=str(error))


def _of_a_year(page: Callable[[Request, YearRead], Response]) -> Callable[[Request], Response]:
    """Make a page of the year as it was read; where it was not yet, the first page is shown."""

    @wraps(page)
    def shown(request: Request) -> Response:
        year = office_of(request).year
        return RedirectResponse("/", status_code=303) if year is None else page(request, year)

    return shown


def _situations(year: YearRead) -> tuple[Situation, ...]:
    settings, title = year.workspace.settings, year.collection.form.title
    return situations_of(year.collection.standings, settings, title, datetime.now().astimezone().date())


# ------------------------------------------------------------------ pages


def road(request: Request) -> Response:
    """Show the year's road: from founding to the report, and what came in."""
    office = office_of(request)
    if not office.founded:
        return show(request, "found.html", siblings=sibling_years(office.folder), this_year=_last_full_year())
    year = office.year
    if year is None:
        office.workspace()  # what is wrong with the folder is said at once
        return show(request, "reading.html")
    workspace, issued = office.workspace(), {path.name for path in files_in(office.folder / "issued")}
    due = [unit for unit in year.workspace.roster.units if unit.owes]
    return show(
        request,
        "road.html",
        year=year,
        counts=count_situations(_situations(year)),
        counted_as=COUNTED_AS,
        due=len(due),
        issued=sum(workbook_name(unit) in issued for unit in due),
        files=sorted(year.collection.files, key=lambda f: f.reading.modified, reverse=True),
        outputs=sorted(files_in(office.folder / "summary"), key=lambda path: "汇总" not in path.name),
        deadlines=_countdown(year),
        passed_over=passed_over(year.workspace.roster.unused),
        settings=workspace.settings,
        deadline_fields=_deadline_fields(workspace),
    )


def _last_full_year() -> int:
    return datetime.now().astimezone().year - 1


def _countdown(year: YearRead) -> list[tuple[str, str, int]]:
    """Say of each deadline which day it is and how many days are left (less than 0: past)."""
    today = datetime.now().astimezone().date()
    named = year.workspace.settings.deadlines.items()
    return [(_DEADLINES.get(kind, kind), day.isoformat(), (day - today).days) for kind, day in named]


def _deadline_fields(workspace: Workspace) -> list[tuple[str, str, str]]:
    """Give each deadline that can be set: its kind, what it is called, its day ("" where none is set)."""
    days, owing = workspace.settings.deadlines, [unit.kind for unit in workspace.roster.units if unit.owes]
    return [
        (kind, _DEADLINES.get(kind, kind), days[kind].isoformat() if kind in days else "")
        for kind in dict.fromkeys(("default", *filter(None, owing), *days, AFTER_RETURN))
    ]


@_of_a_year
def units(request: Request, year: YearRead) -> Response:
    """Show the units one a line, and the words that remind those who owe something."""
    everyone = _situations(year)
    wanted = request.query_params.get("state", "")
    shown = [s for s in everyone if not wanted or s.state == wanted or (wanted == "待说明" and s.asked)]
    reminders = "\n\n".join(s.reminder for s in urgent_situations(everyone))
    return show(
        request,
        "units.html",
        year=year,
        situations=shown,
        counts=count_situations(everyone),
        counted_as=COUNTED_AS,
        wanted=wanted,
        asked=sum(s.asked for s in everyone),
        reminders=reminders,
        deadlines=_countdown(year),
        returned=len(files_in(office_of(request).folder / "returned")),
        overview=OVERVIEW
        if any(path.name == OVERVIEW for path in files_in(office_of(request).folder / "returned"))
        else "",
    )


@_of_a_year
def unit(request: Request, year: YearRead) -> Response:
    """Show one unit: its tables with what is wrong, the points in order of work, versions, what to send."""
    code = request.path_params["code"]
    situation = next((s for s in _situations(year) if s.standing.unit.code == code), None)
    if situation is None:
        raise UsageError(year.workspace.roster.unknown(code))
    standing, form = situation.standing, year.collection.form
    points = points_of(lay_out(form), standing.submission, standing.findings)
    tables = unit_tables(form, standing.submission, points) if standing.submission else ()
    returned = office_of(request).folder / "returned"
    chat = returned / f"{unit_stem(standing.unit)}{TEXT}"
    return show(
        request,
        "unit.html",
        year=year,
        s=situation,
        standing=standing,
        points=points,
        tables=tables,
        files=[f for f in year.collection.files if f.unit is not None and f.unit.code == code],
        receipts=history_of_unit(year.workspace, code)[1],
        chat=chat.read_text(encoding="utf-8-sig") if chat in files_in(returned) else situation.reminder,
        packet=[path.name for path in packet_of(request, code)],
    )


@_of_a_year
def county(request: Request, year: YearRead) -> Response:
    """Show the county's tables; a figure that is chosen with the cells it is the sum of, and last year's."""
    name = request.query_params.get("figure", "")
    facts: dict[str, Any] = {"trace": None, "before": None, "compared": ""}
    if name:
        key = Key.read(name)
        if key not in year.collection.form.position:
            raise UsageError(f"表样里没有“{name[:80]}”这个格。")
        facts["trace"] = trace_in(year.county, key)
        baseline = same_units(year.county, year.collection.history)
        if baseline is not None:
            both = baseline.county
            if key in both.last and key in both.this:
                facts["before"] = plain_digits(both.last[key]), plain_digits(both.this[key])
            facts["compared"] = baseline.sentence
    return show(
        request,
        "county.html",
        year=year,
        tables=county_tables(year.county),
        chosen=name,
        digits=plain_digits,
        **facts,
    )


@_of_a_year
def report(request: Request, year: YearRead) -> Response:
    """Show the county's own words beside its figures."""
    workspace = office_of(request).workspace()
    written = county_words(workspace).narrative
    return show(
        request,
        "report.html",
        year=year,
        fields=workspace.form.narrative,
        words=written,
        state=words_state(workspace),
        findings=findings_of(year, written),
        tables=county_tables(year.county),
        outputs=[path for path in files_in(workspace.path("summary")) if path.suffix in {".docx", ".html"}],
    )


def state(request: Request) -> Response:
    """Tell the page how far the work is, and whether something new lies in the folder."""
    office = office_of(request)
    work = office.work
    return JSONResponse(
        {
            "running": work.running,
            "title": work.title,
            "done": work.done,
            "total": work.total,
            "number": work.number,
            "stale": not work.running and office.stale,
            "failed": bool(work.error),
        }
    )


# ------------------------------------------------------------------ files to take away


def files_in(folder: Path) -> list[Path]:
    """List the files of a folder that may be taken away: no links, nothing hidden, none half written."""
    if not folder.is_dir() or folder.is_symlink():
        return []
    there = (path for path in folder.iterdir() if path.is_file() and not path.is_symlink())
    seen = (path for path in there if not path.name.startswith((".", "~$")))
    return sorted(seen, key=natural_order)


def packet_of(request: Request, code: str) -> list[Path]:
    """List what goes to a unit: what is returned to it, or the blank workbook where nothing is."""
    office = office_of(request)
    found = None if office.year is None else office.year.workspace.roster.find(code)
    if found is None:
        return []
    back = [
        path for path in files_in(office.folder / "returned") if path.name.startswith(f"{unit_stem(found)}_")
    ]
    return back or [path for path in files_in(office.folder / "issued") if path.name == workbook_name(found)]


def take(request: Request) -> Response:
    """Hand out one file of a folder, by its name; only names that the folder lists."""
    folder, name = request.path_params["folder"], request.path_params["name"]
    if folder not in PACKETS:
        raise UsageError("没有这个文件。")
    path = next((path for path in files_in(office_of(request).folder / folder) if path.name == name), None)
    if path is None:
        raise UsageError("没有这个文件，可能已经移走或改名了。")
    return _attachment(path.name, path.read_bytes())


def take_issued(request: Request) -> Response:
    """Hand out all blank workbooks as one archive: those of the roster as it is now."""
    office = office_of(request)
    due = {workbook_name(unit) for unit in office.workspace().roster.units if unit.owes}
    there = (path for path in files_in(office.folder / "issued") if path.name in due)
    return _attachment("下发.zip", _zipped(there))


def take_returned(request: Request) -> Response:
    """Hand out everything that goes back to units as one archive."""
    files = files_in(office_of(request).folder / "returned")
    if not files:
        raise UsageError("没有要发给单位的文件。")
    return _attachment("退回和回执.zip", _zipped(files))


def take_packet(request: Request) -> Response:
    """Hand out what goes to one unit as one archive."""
    code = request.path_params["code"]
    packet = packet_of(request, code)
    if not packet:
        raise UsageError("没有要发给这个单位的文件。")
    return _attachment(f"{packet[0].stem.split('_退回')[0].split('_请说明')[0]}.zip", _zipped(packet))


def _zipped(paths: Iterable[Path]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:  # workbooks are compressed already
        for path in paths:
            archive.writestr(path.name, path.read_bytes())
    return target.getvalue()


def _attachment(name: str, data: bytes) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(data, media_type="application/octet-stream", headers={"content-disposition": disposition})
