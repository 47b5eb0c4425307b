"""Files as units send them back, each made from a good workbook by a few readable steps."""

import io
import pickle
import re
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import column_index_from_string as number_of
from openpyxl.utils import get_column_letter as letter_of
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from toolkit.answers.reading import Reading
from toolkit.form.definition import load_form
from toolkit.form.model import Figure, Form, Key, Mark, with_totals
from toolkit.layout.layout import Place, lay_out
from toolkit.practice import sampling
from toolkit.reading.workbook import read_file
from toolkit.template import Content, render

FORM = "annual-report-2021"
CODE, NAME, YEAR, KIND = "004", "司法局", 2022, "部门"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_GOOD: dict[tuple[object, ...], bytes] = {}  # by seed and changes


@lru_cache
def the_form() -> Form:
    return load_form(FORM)


@lru_cache
def figures(seed: int = 1, density: float = 0.5) -> Mapping[Key, Figure]:
    """Figures that keep all rules."""
    return sampling.sample_figures(the_form(), Random(seed), kind=KIND, density=density)


def good(seed: int = 1, **changes: Any) -> bytes:
    """A filled workbook in which everything is right, but for what `changes`; the same one is made once."""
    given = (
        seed,
        *((name, repr(value) if isinstance(value, Mapping) else value) for name, value in changes.items()),
    )
    if given not in _GOOD:
        _GOOD[given] = _made(seed, **changes)
    return _GOOD[given]


def read(folder: Path, data: bytes) -> Reading:
    """Read a workbook as it came: a file of the folder."""
    path = folder / "来件.xlsx"
    path.write_bytes(data)
    return read_file(path, path.name, [FORM])


def rules_said(folder: Path, data: bytes, at: Place) -> set[str]:
    """Return the rules by which something is said of one cell of a workbook as it came."""
    return {f.rule for f in read(folder, data).findings if (f.sheet, f.cell) == (at.sheet, at.a1)}


def _made(seed: int, **changes: Any) -> bytes:
    given = {
        "unit_code": CODE,
        "unit_name": NAME,
        "year": YEAR,
        "kind": KIND,
        "county": "某某县",
        "entries": figures(seed),
    }
    return render(Content(form=the_form(), **{**given, **changes}))


def place(table: str, row: str, column: str) -> Any:
    return lay_out(the_form()).places[Key(table, row, column)]


# ------------------------------------------------------------------ ways to change a workbook


class _Handed(Workbook):
    """A workbook handed out to be changed: a plain sheet's cells are put in when it is taken out.

    That takes longer than all else, and so does writing them.
    """

    away: dict[str, bytes]  # the cells of the plain sheets that were not taken out, by title

    def __getitem__(self, key: str) -> Any:
        return self._taken(self._sheets[[sheet.title for sheet in self._sheets].index(key)])

    @property
    def worksheets(self) -> list[Any]:
        return [self._taken(sheet) for sheet in super().worksheets]

    @property
    def active(self) -> Any:
        return self._taken(super().active)

    @active.setter
    def active(self, value: Any) -> None:
        Workbook.active.fset(self, value)  # type: ignore[attr-defined]

    def _taken(self, sheet: Any) -> Any:
        if away := self.away.pop(sheet.title, None):
            sheet._cells = _Cells(away, sheet).load()
        return sheet


class _PutAway(pickle.Pickler):
    """Puts a sheet's cells away without the sheet and its workbook."""

    def persistent_id(self, obj: object) -> str | None:
        return "sheet" if isinstance(obj, Worksheet) else None


class _Cells(pickle.Unpickler):
    """Takes cells out again, for a sheet."""

    def __init__(self, away: bytes, sheet: Worksheet) -> None:
        super().__init__(io.BytesIO(away))
        self._sheet = sheet

    def persistent_load(self, _pid: str) -> Worksheet:
        return self._sheet


class _Saving(ExcelWriter):
    """Writes anew only the sheets that were taken out: to write one takes longer than all else."""

    def __init__(self, workbook: Workbook, archive: zipfile.ZipFile, kept: Mapping[Worksheet, bytes]) -> None:
        super().__init__(workbook, archive)
        self.kept = kept

    def write_worksheet(self, ws: Any) -> None:
        if ws not in self.kept:
            super().write_worksheet(ws)
            return
        ws._drawing = SpreadsheetDrawing()
        self._archive.writestr(ws.path[1:], self.kept[ws])
        self.manifest.append(ws)


def _saved(workbook: Workbook, kept: Mapping[Worksheet, bytes]) -> bytes:
    target = io.BytesIO()
    archive = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1)  # closed by save()
    _Saving(workbook, archive, kept).save()
    return target.getvalue()


@lru_cache(maxsize=4)
def _opened(data: bytes) -> tuple[bytes, dict[str, bytes], dict[str, bytes]]:
    """A workbook as openpyxl opens it, put away; by title its plain sheets' cells and as it saves them."""
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    written = parts(_saved(workbook, {}))
    plain = [w for w in workbook.worksheets if not (w._comments or w._charts or w._images or w._tables)]
    plain = [w for w in plain if w.legacy_drawing is None]
    away: dict[str, bytes] = {}
    for sheet in plain:
        _PutAway(target := io.BytesIO(), protocol=pickle.HIGHEST_PROTOCOL).dump(sheet._cells)
        away[sheet.title] = target.getvalue()
        sheet._cells = {}
    # as values: some are those of cells that a change may alter
    workbook._cell_styles = IndexedList(map(StyleArray, workbook._cell_styles))
    workbook.__class__ = _Handed
    return pickle.dumps(workbook), away, {sheet.title: written[sheet.path[1:]] for sheet in plain}


def edited(change: Callable[[Workbook], Any], data: bytes | None = None) -> bytes:
    """Change a workbook with openpyxl, which drops the cached results."""
    workbook, away, kept = _opened(good() if data is None else data)
    handed = pickle.loads(workbook)  # noqa: S301 (our own)
    handed.away = dict(away)
    by_title = {sheet.title: sheet for sheet in handed._sheets}
    change(handed)
    untouched = {by_title[title]: kept[title] for title in handed.away}
    handed.away = {}  # whoever saves asks for all sheets
    return _saved(handed, untouched)


def parts(data: bytes) -> dict[str, bytes]:
    return dict(_unpacked(data))


@lru_cache(maxsize=8)
def _unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


SMALL = 2**20  # parts up to this size are only stored: recipes are many, and packing is slow


def packed(entries: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in entries.items():
            method = zipfile.ZIP_STORED if len(content) < SMALL else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (2022, 1, 1, 0, 0, 0)), content, method, 1)
    return target.getvalue()


def sheet_part(name: str) -> str:
    """The part of a sheet: the template writes them in order."""
    names = [
        "封面",
        "填报说明",
        *(t.sheet for t in the_form().tables),
        "文字报告",
        "校核",
        "核实说明",
        "_xxgk",
    ]
    return f"xl/worksheets/sheet{names.index(name) + 1}.xml"


def rewritten(part: str, change: Callable[[str], str], data: bytes | None = None) -> bytes:
    """Change the XML text of one part."""
    entries = parts(good() if data is None else data)
    return packed({**entries, part: change(entries[part].decode()).encode()})


def saved_at(moment: str, data: bytes) -> bytes:
    """Give a workbook that says it was saved at that moment (ISO, without its zone)."""
    stamp = re.compile(r"(<dcterms:modified[^>]*>)[^<]*")
    return rewritten("docProps/core.xml", lambda x: stamp.sub(rf"\g<1>{moment}Z", x), data)


def in_sheet(
    name: str,
    pattern: str,
    text: str | Callable[[re.Match[str]], str],
    data: bytes | None = None,
    count: int = 0,
) -> bytes:
    """Replace a pattern in a sheet's XML."""

    def change(xml: str) -> str:
        after, times = re.subn(pattern, text, xml, count=count, flags=re.DOTALL)
        assert times, f"the recipe finds no {pattern} in {name}"
        return after

    return rewritten(sheet_part(name), change, data)


def in_every_part(
    pattern: str,
    text: str | Callable[[re.Match[str]], str],
    data: bytes | None = None,
    only: str = r".*\.xml",
) -> bytes:
    entries = parts(good() if data is None else data)
    return packed(
        {
            n: re.sub(pattern, text, c.decode(), flags=re.DOTALL).encode() if re.fullmatch(only, n) else c
            for n, c in entries.items()
        }
    )


def cell(name: str, address: str, inner: str, data: bytes | None = None, kind: str = "") -> bytes:
    """Put other content into one cell, its style kept; `kind` is the cell's type (“str”, “inlineStr” …)."""

    def put(found: re.Match[str]) -> str:
        given = f' t="{kind}"' if kind else ""
        return f'<c r="{address}"{found[1] or ""}{given}>{inner}</c>'

    return in_sheet(name, rf'<c r="{address}"( s="\d+")?(?: t="\w+")?(?:/>|>(?:(?!<c ).)*?</c>)', put, data)


def number(name: str, address: str, value: object, data: bytes | None = None) -> bytes:
    return cell(name, address, f"<v>{value}</v>", data)


def text(name: str, address: str, value: str, data: bytes | None = None) -> bytes:
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return cell(name, address, f'<is><t xml:space="preserve">{escaped}</t></is>', data, "inlineStr")


def with_cells(name: str, xml: str, data: bytes | None = None) -> bytes:
    """Add rows of XML behind the last row of a sheet."""
    return in_sheet(name, "</sheetData>", xml + "</sheetData>", data)


# ------------------------------ insertions and deletions as Excel does them


def shifted_rows(name: str, at: int, by: int, data: bytes | None = None) -> bytes:
    """Insert (or delete, `by` below 0) whole rows before row `at`, as Excel does.

    Everything below moves, formulas too.
    """

    def move(row: int) -> int:
        return row + by if row >= at else row

    def line(found: re.Match[str]) -> str:
        row = int(found[1])
        if at <= row < at - by:
            return ""
        body = re.sub(rf'r="([A-Z]+){row}"', lambda c: f'r="{c[1]}{move(row)}"', found[0])
        return re.sub(r'<row r="\d+"', f'<row r="{move(row)}"', body)

    def references(xml: str) -> str:
        return re.sub(
            r"(?<![A-Za-z\"])(\$?[A-Z]{1,2}\$?)(\d+)(?![\d(])", lambda m: f"{m[1]}{move(int(m[2]))}", xml
        )

    def change(xml: str) -> str:
        start, end = xml.index("<sheetData>"), xml.index("</sheetData>")
        body = re.sub(r'<row r="(\d+)"(?:[^>]*/>|[^>]*[^/]>.*?</row>)', line, xml[start:end], flags=re.DOTALL)
        body = re.sub(r"<f>(.*?)</f>", lambda m: f"<f>{references(m[1])}</f>", body)
        tail = re.sub(r'(s?q?ref)="([^"]*)"', lambda m: f'{m[1]}="{references(" " + m[2])[1:]}"', xml[end:])
        return xml[:start] + body + tail

    return rewritten(sheet_part(name), change, data)


def shifted_columns(name: str, at: str, by: int, data: bytes | None = None) -> bytes:
    """Insert (or delete) whole columns before column `at`."""
    first = number_of(at)

    def move(letters: str) -> str:
        column = number_of(letters)
        return letter_of(column + by) if column >= first else letters

    def one(found: re.Match[str]) -> str:
        return (
            ""
            if first <= number_of(found[1]) < first - by
            else found[0].replace(f'r="{found[1]}', f'r="{move(found[1])}')
        )

    def references(xml: str) -> str:
        return re.sub(
            r"(?<![A-Za-z\"])(\$?)([A-Z]{1,2})(\$?\d+)(?![\d(])", lambda m: f"{m[1]}{move(m[2])}{m[3]}", xml
        )

    def change(xml: str) -> str:
        start, end = xml.index("<sheetData>"), xml.index("</sheetData>")
        body = re.sub(r'<c r="([A-Z]+)\d+"[^>]*?(?:/>|>.*?</c>)', one, xml[start:end], flags=re.DOTALL)
        body = re.sub(r"<f>(.*?)</f>", lambda m: f"<f>{references(m[1])}</f>", body)
        body = re.sub(r' spans="[^"]*"', "", body)
        tail = re.sub(r'(s?q?ref)="([^"]*)"', lambda m: f'{m[1]}="{references(" " + m[2])[1:]}"', xml[end:])
        return xml[:start] + body + tail

    return rewritten(sheet_part(name), change, data)


@lru_cache(maxsize=8)
def _loaded(data: bytes, *, data_only: bool) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=data_only)


def pushed(name: str, address: str, right: int = 0, down: int = 0, data: bytes | None = None) -> bytes:
    """Insert one cell at `address`.

    Only the cells right of it (or below it) move, as “插入→活动单元格右移” does.
    """
    source = _loaded(good() if data is None else data, data_only=False)
    values = _loaded(good() if data is None else data, data_only=True)[name]
    start = source[name][address]
    cells = source[name][start.row] if right else [row[start.column - 1] for row in source[name].iter_rows()]
    along = [c for c in cells if (c.column >= start.column if right else c.row >= start.row)]
    held = [
        (c.row + down, c.column + right, c.value, values.cell(c.row, c.column).value)
        for c in along
        if type(c).__name__ == "Cell"
    ]
    result = good() if data is None else data
    result = cell(name, address, "", result)
    for row, column, value, cached in held:
        where = f"{letter_of(column)}{row}"
        inner = "" if cached is None else f"<v>{cached}</v>"
        if isinstance(value, str) and value.startswith("="):
            inner = f"<f>{value[1:]}</f>{inner}"
        if isinstance(cached, int | float | type(None)):
            if f'r="{where}"' in parts(result)[sheet_part(name)].decode():
                result = cell(name, where, inner, result)
            elif f'<row r="{row}"' not in parts(result)[sheet_part(name)].decode():
                result = with_cells(name, f'<row r="{row}"><c r="{where}">{inner}</c></row>', result)
            else:
                result = in_sheet(
                    name, rf'(<row r="{row}".*?)(</row>)', rf'\1<c r="{where}">{inner}</c>\2', result, count=1
                )
    return result


# ------------------------------------------------------------------ what the sheet says, for comparison


def oracle(seed: int = 1, **changed: Any) -> dict[Key, Figure]:
    """All figures of `good(seed)`, independent of reading."""
    return with_totals(the_form(), figures(seed))


def as_number(value: str) -> Figure:
    return (
        Mark.BLANK
        if value == ""
        else int(Decimal(value))
        if Decimal(value) == int(Decimal(value))
        else Decimal(value)
    )
