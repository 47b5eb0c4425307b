"""粘贴区: whole tables pasted from Word are recognised, their totals compared, their figures laid out.

Two office programs calculate; what they show is compared with what was pasted.
"""

import io
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl
import pytest
from engines import ENGINES, Office, calculate, sheet_lines
from pasted import Cell, Pasted, as_text, figures_only, of_sheet, paste, whole_table
from real_material import shared
from shipped_forms import FORM, FORMS
from tiny_form import TINY

from toolkit.form.definition import load_form, read_form
from toolkit.form.model import Form, Key
from toolkit.layout.layout import PASTE, lay_out
from toolkit.layout.paste_zones import PasteSteps, PasteZone
from toolkit.reading.workbook import read_file
from toolkit.template import Content, render

_GROUPS = 'groups = [{ key = "all", label = "各类", printed = false, members = ["day", "night"] }]\n'
_LINES = '[{ key = "day", label = "白班" }, { key = "night", label = "夜班" }'
_TOTAL = '{ key = "total", label = "合计", sum_of = "all" }]\n'
_HEAD = TINY[: TINY.index("arrangement")]
IN_A_LIST = (
    f'{_HEAD}arrangement = "list"\n{_GROUPS}[[tables.blocks]]\n'
    f'columns = [{{ key = "n", label = "数" }}]\nrows = {_LINES}, {_TOTAL}'
)
OVER_BLOCKS = (
    f'{_HEAD}arrangement = "blocks"\n{_GROUPS}[[tables.blocks]]\narticle = "上半年"\n'
    f'columns = [{{ key = "n", label = "数" }}]\nrows = {_LINES}]\n[[tables.blocks]]\narticle = "全年"\n'
    f'columns = [{{ key = "n", label = "数" }}]\nrows = [{_TOTAL}'
)
EVERY = (
    *FORMS,
    load_form("sample-school-canteen"),
    *(read_form(text, "tiny.toml") for text in (TINY, IN_A_LIST, OVER_BLOCKS)),
)
TAKEN, DIFFERENT = "认出来了，合计都对得上。", "处合计与各项相加不一样"


def blank(form: Form) -> bytes:
    return render(Content(form=form, unit_code="003", unit_name="教育局", year=form.first_year))


def made_up(form: Form, seed: int, low: int = 0) -> dict[Key, Cell]:
    """Figures whose totals are right."""
    chance = random.Random(seed)
    typed = {key: chance.randint(low, 40) for key in form.inputs}
    return {key: sum(typed[leaf] for leaf in form.leaves[key]) for key in form.cells}


def zones(form: Form) -> list[PasteZone]:
    return list(lay_out(form).paste_zones.values())


def shown(lines: list[list[str]], zone: PasteZone, key: Key) -> str:
    place = zone.shown(*zone.position[key])
    return lines[place.row][place.column]


def test_every_table_with_a_total_has_a_place_and_every_open_cell_is_laid_out() -> None:
    for form in EVERY:
        places = lay_out(form).places
        assert {zone.table.key for zone in zones(form)} == {key.table for key in form.parts}
        for zone in zones(form):
            reached = set()
            for span, to in zone.copied(places):
                first, last = (openpyxl.utils.cell.coordinate_to_tuple(a) for a in (span.split(":") * 2)[:2])
                cells = [(r, c) for r in range(first[0], last[0] + 1) for c in range(first[1], last[1] + 1)]
                for row, column in cells:
                    there = to.moved(row - first[0], column - first[1])
                    key = next(k for k, place in places.items() if place == there)
                    assert form.is_input(key)
                    place = zone.shown(*zone.position[key])
                    assert (place.row + 1, place.column + 1) == (row, column)
                    reached.add(key)
            assert reached == {key for key in zone.table.cells if form.is_input(key)}


def test_of_nothing_pasted_the_sheet_shows_what_it_would_calculate() -> None:
    """Left and right are both 0; in a table of one column that is as wide as the table."""
    for form in EVERY:
        book = openpyxl.load_workbook(io.BytesIO(blank(form)), data_only=True)
        for zone in zones(form):
            place = zone.step(PasteSteps.UPRIGHT)
            assert book[place.sheet][place.a1].value is (zone.upright and zone.width == 1)


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is pasted into a form's workbook, the figures in it, and what the sheet says."""

    form: Form
    pasted: Mapping[PasteZone, Pasted]
    figures: Mapping[Key, Cell]
    said: str = TAKEN


def right_ones() -> dict[str, Case]:
    cases = {}
    for number, form in enumerate(EVERY):
        whole, bare, text = (made_up(form, 10 * number + i, low=i == 2) for i in range(3))
        labelled = [zone for zone in zones(form) if any(zone.labels)]
        cases |= {
            f"{form.key}-whole": Case(form=form, figures=whole, pasted=printed(form, whole)),
            f"{form.key}-bare": Case(
                form=form, figures=bare, pasted={z: figures_only(z, bare) for z in zones(form)}
            ),
            f"{form.key}-text": Case(
                form=form,
                figures=text,
                pasted={z: as_text(z, lay_out(form).grids[z.table.key], text) for z in labelled},
            ),
        }
    wrong, words = made_up(FORM, 77), made_up(FORM, 78)
    applications = [key for key in FORM.cells if key.table == "applications"]
    totals = [key for key in applications if key in FORM.parts]
    for key in (totals[0], next(key for key in totals if key.column == applications[0].column)):
        wrong[key] = 1 + sum(int(wrong[leaf] or 0) for leaf in FORM.leaves[key])
    typed = [key for key in applications if FORM.is_input(key)]
    words.update(zip(typed[3:], (None, "/", "无", 0), strict=False))
    cases["wrong totals"] = Case(
        form=FORM, figures=wrong, pasted=printed(FORM, wrong), said=f"有 2 {DIFFERENT}"
    )
    cases["words"] = Case(form=FORM, figures=words, pasted=printed(FORM, words), said="认出来了")
    return {name: case for name, case in cases.items() if case.pasted}


def printed(form: Form, figures: Mapping[Key, Cell]) -> dict[PasteZone, Pasted]:
    """The whole tables as they are printed."""
    return {zone: whole_table(lay_out(form).grids[zone.table.key], figures) for zone in zones(form)}


def swapped_rows(pasted: Pasted) -> Pasted:
    rows = list(pasted.rows)
    rows[-1], rows[3] = rows[3], rows[-1]
    return Pasted(rows=rows)


def one_row_less(pasted: Pasted) -> Pasted:
    return Pasted(rows=[row for i, row in enumerate(pasted.rows) if i != 12])


def one_row_twice(pasted: Pasted) -> Pasted:
    return Pasted(rows=[*pasted.rows[:12], *pasted.rows[11:]])


def swapped_columns(pasted: Pasted) -> Pasted:
    return Pasted(rows=[[*row[:4], row[5], row[4], *row[6:]] for row in pasted.rows])


def last_column_less(pasted: Pasted) -> Pasted:
    return Pasted(rows=[row[:-1] for row in pasted.rows])


REFUSED: Mapping[str, tuple[Callable[[Pasted], Pasted], str]] = {
    "rows swapped": (swapped_rows, "行名不是"),
    "a row less": (one_row_less, "认出 24 行数，应当是 25 行"),
    "a row twice": (one_row_twice, "认出 26 行数，应当是 25 行"),
    "columns swapped": (swapped_columns, "列名不是"),
    "a column less": (last_column_less, "没有认全"),
}


@pytest.mark.long
@pytest.mark.office
@pytest.mark.parametrize("engine", ENGINES)
def test_what_was_pasted_is_laid_out_or_refused(engine: str, office: Office, tmp_path: Path) -> None:
    right, zone = right_ones(), zones(FORM)[0]
    whole = whole_table(lay_out(FORM).grids["applications"], made_up(FORM, 5))
    refused = {name: ({zone: how(whole)}, said) for name, (how, said) in REFUSED.items()}
    refused["nothing"] = {}, "还没有粘贴"
    blanks = {form.key: blank(form) for form in EVERY}
    for name, case in right.items():
        paste(blanks[case.form.key], case.pasted, tmp_path / f"{name}.xlsx")
    for name, (pasted, _) in refused.items():
        paste(blanks[FORM.key], pasted, tmp_path / f"{name}.xlsx")
    calculate(engine, sorted(tmp_path.glob("*.xlsx")), tmp_path / "out", office)
    for name, case in right.items():
        lines = sheet_lines(tmp_path / "out", name, PASTE)
        for one in case.pasted:
            said = case.said if one.table.key == "applications" else TAKEN
            assert said in lines[one.top + 1][0], (name, one.table.key)
            for key in one.position:
                agrees(case, key, shown(lines, one, key))
    for name, (_, said) in refused.items():
        lines = sheet_lines(tmp_path / "out", name, PASTE)
        assert said in lines[zone.top + 1][0], name
        assert not any(shown(lines, zone, key) for key in zone.position), name


def agrees(case: Case, key: Key, said: str) -> None:
    """What is shown is what was pasted; of a total that its parts do not come to, both."""
    pasted = case.figures[key]
    written = "" if pasted is None else str(pasted)
    if case.form.is_input(key):
        assert said == written, key
        return
    parts = [case.figures[leaf] for leaf in case.form.leaves[key]]
    added = sum(part for part in parts if isinstance(part, int))
    assert said == (written if added == pasted else f"{written}≠{added}"), key


@pytest.mark.long
@pytest.mark.office
@pytest.mark.parametrize("engine", ENGINES)
def test_the_official_form_comes_from_word_as_word_cuts_it(
    engine: str, office: Office, tmp_path: Path
) -> None:
    """The blank form of the notice, filled in, pasted as an office program pastes a document's table."""
    document = docx.Document(str(shared("blank-form-2021.docx")))
    figures = made_up(FORM, 91)
    by_rows = {len(table.rows): table for table in document.tables}
    pasted: dict[PasteZone, Pasted] = {}
    for zone, table in zip(zones(FORM), (by_rows[28], by_rows[4]), strict=True):
        for line, row in zip(zone.lines[::-1], list(table.rows)[::-1], strict=False):
            for key, cell in zip(line[::-1], row.cells[::-1], strict=False):
                cell.text = str(figures[key])
        alone = docx.Document()
        alone.element.body.insert(0, table._tbl)
        alone.save(str(tmp_path / f"{zone.table.key}.docx"))
        (page,) = office([tmp_path / f"{zone.table.key}.docx"], "html", tmp_path / "pages")
        page = page.rename(page.with_suffix(".xls"))  # so that a sheet is made of it, as of the clipboard
        office([page], "xlsx", tmp_path / "pasted")
        pasted[zone] = of_sheet(openpyxl.load_workbook(tmp_path / "pasted" / f"{zone.table.key}.xlsx").active)
    paste(blank(FORM), pasted, tmp_path / "form.xlsx")
    calculate(engine, [tmp_path / "form.xlsx"], tmp_path / "out", office)
    lines = sheet_lines(tmp_path / "out", "form", PASTE)
    for zone in pasted:
        assert lines[zone.top + 1][0] == TAKEN
        assert all(shown(lines, zone, key) == str(figures[key]) for key in zone.position)


def test_nothing_that_is_pasted_there_is_read_or_spoken_of(tmp_path: Path) -> None:
    """Whole tables with their merged cells; nor does it matter when the sheet is thrown away."""
    before, after = tmp_path / "before.xlsx", tmp_path / "after.xlsx"
    paste(blank(FORM), {}, before)
    paste(blank(FORM), printed(FORM, made_up(FORM, 3)), after)
    first, second = (read_file(path, "甲.xlsx", [FORM.key]) for path in (before, after))
    assert second.submission == first.submission
    assert second.findings == first.findings
    book = openpyxl.load_workbook(after)
    del book[PASTE]
    book.save(after)
    assert read_file(after, "甲.xlsx", [FORM.key]).findings == first.findings


def test_a_table_that_was_taken_out_is_not_found_in_what_was_pasted(tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(blank(FORM)))
    for row in book["表三"].iter_rows():
        for cell in row:
            if type(cell).__name__ != "MergedCell":
                book[PASTE].cell(cell.row, cell.column).value = cell.value
    del book["表三"]
    book.save(path)
    assert any("表三" in finding.message for finding in read_file(path, "甲.xlsx", [FORM.key]).findings)
