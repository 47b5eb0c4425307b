"""Reading a workbook back: bytes → what kind of file → identity → raw cells → exact figures, with findings.

Values come in fast (python-calamine); openpyxl examines closely only the files that give reason to. Whatever is
wrong inside a file becomes a finding; the file itself is never changed.
"""

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from toolkit import remark
from toolkit.anatomy import Glance, glance, saved_time
from toolkit.definition import load_form
from toolkit.expression import Key
from toolkit.finding import Finding
from toolkit.form import Form, Table
from toolkit.intake import examine
from toolkit.layout import COVER, IDENTITY, PROSE, REASONS, Layout, Place, lay_out
from toolkit.sheets import Rows, at, locate
from toolkit.spelling import Raw, read_figure, written
from toolkit.submission import Figure, Mark, Submission, totals


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one file says. ``submission`` is None when nothing could be read; ``form`` the form it was taken for;
    ``issued`` its hidden identity.

    ``saved`` is when an office program last saved it, as the file itself says (ISO, UTC): the same in every copy.
    """

    file: str
    sha256: str
    modified: datetime
    saved: str | None = None
    form: str | None = None
    edition: str | None = None
    submission: Submission | None = None
    issued: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    unreadable: bool = False

    @property
    def saved_at(self) -> datetime | None:
        """``saved`` as a time."""
        return datetime.fromisoformat(self.saved).replace(tzinfo=None) if self.saved else None


def read_file(path: Path, name: str, forms: Sequence[str]) -> Reading:
    """Read one file; `name` is how messages call it, `forms` the forms (keys or paths) that it may be."""
    try:
        data = path.read_bytes()
        modified = datetime.fromtimestamp(path.stat().st_mtime).replace(microsecond=0)  # noqa: DTZ006 (local time is what the office sees)
    except OSError as error:
        finding = remark.UNREADABLE.finding(why=f"系统不让读：{error.strerror or error}")
        return Reading(file=name, sha256="", modified=datetime.min, findings=(finding,), unreadable=True)  # noqa: DTZ901
    reading = Reading(file=name, sha256=hashlib.sha256(data).hexdigest(), modified=modified)
    kind = examine(data, name)
    if not kind.readable:
        return replace(reading, findings=kind.findings, unreadable=True)
    return _read(reading, data, kind.findings, forms, zipped=kind.zipped)


def _read(reading: Reading, data: bytes, said: tuple[Finding, ...], forms: Sequence[str], *, zipped: bool) -> Reading:
    try:
        book = open_book(data)
    except Refused as refusal:
        return replace(reading, findings=(*said, refusal.finding), unreadable=True)
    identity = _identity(book)
    form = _form_of(book, identity, forms)
    if isinstance(form, Finding):
        return replace(reading, findings=(*said, form), form=identity.get("form"))
    reading = replace(reading, form=form.key, edition=identity.get("edition", form.edition), issued=identity)
    if identity.get("edition", form.edition) != form.edition:
        finding = remark.OTHER_EDITION.finding(found=identity["edition"], expected=form.edition)
        return replace(reading, findings=(*said, finding))
    looks = _glance(data, form) if zipped else {}
    reading = replace(reading, saved=saved_time(data) if zipped else None)
    return replace(reading, **_content(book, form, identity, looks, data, list(said)))


class Refused(Exception):  # noqa: N818 (a refusal, told as a finding)
    """The workbook cannot be opened."""

    def __init__(self, finding: Finding) -> None:
        """Keep the `finding` that says why."""
        self.finding = finding
        super().__init__(finding.message)


class Book:
    """An opened workbook: its sheets' names, and the rows of each from A1 on."""

    def __init__(self, workbook: Any) -> None:  # noqa: ANN401 (calamine's)
        """Wrap a calamine `workbook`."""
        self._workbook = workbook
        self.names: tuple[str, ...] = tuple(workbook.sheet_names)

    def rows(self, name: str) -> Rows:
        """Return the rows of a sheet, from A1 on; [] when it is not there."""
        if name not in self.names:
            return []
        rows: Rows = self._workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        return rows


def open_book(data: bytes) -> Book:
    """Open a workbook's bytes. Raises Refused."""
    from python_calamine import CalamineWorkbook, PasswordError  # noqa: PLC0415 (only where a workbook is read)

    try:
        return Book(CalamineWorkbook.from_filelike(io.BytesIO(data)))
    except PasswordError as error:
        raise Refused(remark.ENCRYPTED.finding()) from error
    except Exception as error:
        raise Refused(remark.UNREADABLE.finding(why="文件不完整或已损坏，像是没有传完")) from error


# ------------------------------------------------------------------ identity


def _identity(book: Book) -> dict[str, str]:
    """Read the hidden identity; {} when the sheet is gone."""
    return {str(row[0]): str(row[1]) for row in book.rows(IDENTITY) if len(row) > 1 and row[0]}


def _form_of(book: Book, identity: Mapping[str, str], forms: Sequence[str]) -> Form | Finding:
    """Find out which of the `forms` the workbook is; a finding when none."""
    loaded = [load_form(name) for name in forms]
    title = loaded[0].title
    if identity:
        for form in loaded:
            if form.key == identity.get("form"):
                return form
        return remark.OTHER_FORM.finding(found=identity.get("form", "?"), expected="、".join(f.key for f in loaded))
    for form in loaded:
        wanted = [table.sheet for table in form.tables if table.required]
        if all(sheet in book.names for sheet in wanted):
            return form
    missing = "、".join(table.sheet for table in loaded[0].tables if table.required and table.sheet not in book.names)
    return remark.FOREIGN.finding(form=title, why=f"找不到工作表 {missing}")


# ------------------------------------------------------------------ content


def _glance(data: bytes, form: Form) -> Mapping[str, Glance]:
    try:
        return glance(data, [COVER, PROSE, REASONS, IDENTITY, *(table.sheet for table in form.tables)])
    except (OSError, ValueError, KeyError, NotImplementedError, RuntimeError):  # odd zips: the values are still read
        return {}


@dataclass
class _Reader:
    """The state of reading one workbook: what was found so far."""

    form: Form
    layout: Layout
    book: Book
    findings: list[Finding]
    figures: dict[Key, Figure]
    shown: dict[Key, Figure]
    last: dict[Key, Figure]
    moved: dict[Key, Place]
    uncached: int = 0


def _content(
    book: Book,
    form: Form,
    identity: Mapping[str, str],
    looks: Mapping[str, Glance],
    data: bytes,
    said: list[Finding],
) -> dict[str, Any]:
    """Read everything; return the parts of the `Reading` that are now known."""
    reader = _Reader(form, lay_out(form), _bounded(book, looks, data, said), said, {}, {}, {}, {})
    for table in form.tables:
        _table(reader, table)
    texts = _fields(reader)
    narrative = _texts(reader, reader.layout.narrative)
    reasons = _texts(reader, reader.layout.reasons)
    code, name, year = _whose(reader, identity, texts)
    kind = identity.get("kind", "")
    stated = _totals(reader, looks, data)
    submission = Submission(
        form=form.key, year=year, unit_code=code, unit_name=name, kind=kind, figures=reader.figures, stated=stated,
        identity=texts, narrative=narrative, explanations=reasons, last=reader.last, moved=reader.moved,
    )  # fmt: skip
    return {"submission": submission, "findings": tuple(said)}


def _bounded(book: Book, looks: Mapping[str, Glance], data: bytes, said: list[Finding]) -> Book:
    """Read sheets with cells far from any table through openpyxl, bounded: calamine would allocate it all."""
    far = {name: look.far for name, look in looks.items() if look.far is not None}
    if not far:
        return book
    from toolkit.closelook import BoundedBook  # noqa: PLC0415 (only for the files that need it)

    said += [remark.TOO_WIDE.finding(sheet=name, cell=cell) for name, cell in far.items()]
    return BoundedBook(book, data, frozenset(far))


def _table(reader: _Reader, table: Table) -> None:
    """Read one table's figures, typed and computed, and last year's beside them."""
    grid = reader.layout.grids[table.key]
    rows = reader.book.rows(table.sheet)
    if not rows:
        if table.sheet not in reader.book.names or table.required:
            reader.findings.append(remark.NO_SHEET.finding(sheet=table.sheet))
        return
    found = locate(grid, rows)
    if found.lost:
        label = "”“".join(found.lost[:3])
        reader.findings.append(remark.LOST_LABELS.finding(sheet=table.sheet, label=label))
        reader.figures.update({key: Mark.UNREADABLE for key in table.cells if reader.form.is_input(key)})
        return
    if found.moved:
        reader.findings.append(remark.MOVED.finding(sheet=table.sheet))
        reader.moved.update(found.moved)
    for key in table.cells:
        place = reader.moved.get(key) or reader.layout.places[key]
        raw = at(rows, place.row, place.column)
        if reader.form.is_input(key):
            reader.figures[key] = _figure(reader, key, place, raw)
        else:
            reader.shown[key] = read_figure(raw, reader.form.kind(key)).figure
    if not found.moved:
        for key, place in grid.last.items():
            figure = read_figure(at(rows, place.row, place.column), reader.form.kind(key)).figure
            if not isinstance(figure, Mark):
                reader.last[key] = figure


def _figure(reader: _Reader, key: Key, place: Place, raw: Raw) -> Figure:
    """Judge one typed cell by the reader's own rules, with a receipt for what was normalised."""
    kind = reader.form.kind(key)
    read = read_figure(raw, kind)
    label = reader.form.label(key)
    if read.refusal is not None:
        doubtful = remark.DOUBTFUL if isinstance(raw, str) else remark.OUT_OF_KIND
        facts = {"label": label, "why": read.refusal, "rule": kind.says}
        reader.findings.append(doubtful.finding(at=place, key=key, found=written(raw), **facts))
    elif read.figure is Mark.NOT_APPLICABLE:
        reader.findings.append(remark.NOT_APPLICABLE.finding(at=place, key=key, found=written(raw), label=label))
    elif read.receipt and not isinstance(read.figure, Mark):
        reader.findings.append(
            remark.READ_AS.finding(at=place, key=key, found=written(raw), expected=read.figure, label=label)
        )
    return read.figure


def _fields(reader: _Reader) -> dict[str, str]:
    """Read the cover; a field is found beside its label, also when rows were inserted above it."""
    rows = reader.book.rows(COVER)
    texts = {}
    for field in reader.form.identity:
        place = reader.layout.identity[field.key]
        row = place.row
        if at(rows, row, place.column - 1) != field.label:
            spots = [i for i, line in enumerate(rows) if field.label in line[: place.column]]
            if len(spots) != 1:
                continue
            row = spots[0]
        text = _text(at(rows, row, place.column))
        if text:
            texts[field.key] = text
    return texts


def _text(raw: Raw) -> str:
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return "" if raw is None else str(raw).strip()


def _texts(reader: _Reader, places: Mapping[str, Place]) -> dict[str, str]:
    """Read cells of words."""
    result = {}
    for key, place in places.items():
        text = _text(at(reader.book.rows(place.sheet), place.row, place.column))
        if text:
            result[key] = text
    return result


def _whose(reader: _Reader, identity: Mapping[str, str], texts: Mapping[str, str]) -> tuple[str, str, int]:
    """Say whose workbook it is: by the hidden identity, by the cover when that is gone; both must agree."""
    issued = identity.get("unit_code", ""), identity.get("unit_name", ""), identity.get("year", "")
    shown = texts.get("unit_code", ""), texts.get("unit_name", ""), texts.get("year", "")
    if not identity:
        reader.findings.append(remark.NO_IDENTITY.finding(unit=f"{shown[0]} {shown[1]}".strip()))
        issued = shown
    elif any(s and s != i for s, i in zip(shown, issued, strict=True)):
        reader.findings.append(remark.UNIT_MISMATCH.finding(issued=" ".join(issued), shown=" ".join(shown)))
    year = issued[2] or shown[2]
    return issued[0], issued[1], int(year) if year.isdigit() else 0


# ------------------------------------------------------------------ totals, three ways


def _totals(reader: _Reader, looks: Mapping[str, Glance], data: bytes) -> dict[Key, Figure]:
    """Compare what each total shows with our own sum; look closely only when something is odd.

    Returns the totals that are not (or no longer) our own sum: typed over their formula, or formula changed.
    """
    sums = totals(reader.form, reader.figures)
    odd = []
    for key, shown in reader.shown.items():
        if any(reader.figures.get(leaf) is Mark.UNREADABLE for leaf in reader.form.leaves[key]):
            continue
        expected = 0 if isinstance(sums[key], Mark) else sums[key]
        if isinstance(shown, Mark):
            reader.uncached += 1
        elif shown != expected:
            odd.append(key)
    if _pristine(reader, looks) and not odd:
        if reader.uncached:
            reader.findings.append(remark.NO_CACHE.finding())
        return {}
    from toolkit.closelook import examine_totals  # noqa: PLC0415 (only for the files that need it)

    seen = examine_totals(reader.form, reader.layout, reader.moved, data, reader.shown, sums)
    reader.findings += seen.findings
    return dict(seen.stated)


def _pristine(reader: _Reader, looks: Mapping[str, Glance]) -> bool:
    """Whether every table still has all its formulas, its protection and its validations, and nothing is hidden."""
    for name, grid in reader.layout.grids.items():
        look = looks.get(grid.table.sheet)
        if look is None:
            return False
        totals_here = sum(key.table == name for key in reader.form.parts)
        flags = [flag for flag in reader.layout.flags.values() if flag.sheet == grid.table.sheet]
        if look.formulas != totals_here + len(flags) or not look.protected or not look.validated:
            return False
        if look.hidden > bool(flags):
            return False
    return True
