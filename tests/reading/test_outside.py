"""What stands on a table's sheet beside what the form prints there, and on sheets of the unit's own."""

from pathlib import Path
from random import Random

import pytest
import recipes as r
from openpyxl.workbook.workbook import Workbook

from toolkit.layout.layout import PASTE, Place, lay_out

FORM = r.the_form()
LAYOUT = lay_out(FORM)
PAST = {*LAYOUT.last_places.values()}


def blank_cells(book: Workbook, sheet: str) -> list[str]:
    """The cells that were issued locked and blank, none of them covered, down to below the table."""
    return [
        cell.coordinate
        for row in book[sheet].iter_rows(max_row=30)
        for cell in row
        if type(cell).__name__ == "Cell"
        and cell.value is None
        and cell.protection.locked
        and Place(sheet, cell.row - 1, cell.column - 1) not in PAST
    ]


@pytest.mark.parametrize(("seed", "words"), [*enumerate(["应为12件", 12, "见下行"])])
def test_what_stands_in_a_blank_cell_is_named(seed: int, words: object, tmp_path: Path) -> None:
    """Also between the table and last year's figures, beside and above them."""
    rng, places = Random(seed), []

    def write(book: Workbook) -> None:
        for table in FORM.tables:
            hidden = {where.column for where in LAYOUT.flags.values() if where.sheet == table.sheet}
            cell = book[table.sheet][rng.choice(blank_cells(book, table.sheet))]
            if cell.column - 1 not in hidden:
                cell.value = words
                places.append((table.sheet, cell.coordinate))

    with_last = r.good(last=dict.fromkeys(FORM.last_refs, 1))
    findings = r.read(tmp_path, r.edited(write, with_last)).findings
    assert {(f.sheet, f.cell) for f in findings if f.rule in {"F06", "S10", "S14"}} == {*places}


@pytest.mark.parametrize(("held", "shown"), [("不含下属单位", "不含下属单位"), (99, "99"), (0.25, "0.25")])
def test_what_stands_below_a_table_is_quoted(held: object, shown: str, tmp_path: Path) -> None:
    findings = r.read(tmp_path, r.edited(lambda book: book["表三"].__setitem__("B40", held))).findings
    assert [f.facts["cell"] for f in findings if f.rule == "F06"] == [f"B40（写着“{shown}”）"]


@pytest.mark.parametrize("text", ["3", "3件", "３", " 1,200 ", "-2", "5万元", "2人次"])
def test_a_figure_in_words_in_a_row_without_label_is_no_ones(text: str, tmp_path: Path) -> None:
    """Row or column, inserted anywhere in the table, before its first one too."""
    rng = Random(text)
    across = rng.random() < 0.5
    at = Place("表三", rng.randint(6, 30), rng.randint(3, 9))
    inserted = r.shifted_rows(at.sheet, at.row + 1, 1) if across else r.shifted_columns(at.sheet, at.a1[0], 1)
    data = r.edited(lambda book: book[at.sheet].__setitem__(at.a1, text), inserted)
    assert [f.sheet for f in r.read(tmp_path, data).findings if f.rule == "S14"] == [at.sheet]


@pytest.mark.parametrize("text", ["见附件", "第3项"])
def test_other_words_in_an_inserted_row_are_none(text: str, tmp_path: Path) -> None:
    data = r.shifted_rows("表三", 12, 1)
    moved = r.with_cells(
        "表三", f'<row r="90"><c r="D90" t="inlineStr"><is><t>{text}</t></is></c></row>', data
    )
    assert "S14" not in {f.rule for f in r.read(tmp_path, moved).findings}


def added(book: Workbook, name: str, value: object, state: str = "visible") -> None:
    sheet = book.create_sheet(name)
    sheet["B2"], sheet.sheet_state = value, state


@pytest.mark.parametrize(
    ("value", "state", "told"),
    [("执法大队 7", "visible", True), (None, "visible", False), (7, "hidden", False)],
)
def test_sheets_of_the_units_own_are_named(value: object, state: str, told: bool, tmp_path: Path) -> None:
    """But those in which nothing stands, and those that office programs keep for themselves."""
    findings = r.read(tmp_path, r.edited(lambda book: added(book, "二级单位", value, state))).findings
    assert [("“二级单位”" in f.message) for f in findings if f.rule == "S17"] == [True] * told


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.long)])
def test_figures_laid_out_but_not_copied_are_no_zeros(seed: int, tmp_path: Path) -> None:
    """Of a table of which some was copied, only the blank cells for which a number was laid out."""
    rng = Random(seed)
    zone = LAYOUT.paste_zones["review"]
    keys = [key for key in zone.position if FORM.is_input(key)]
    laid_out = {key: rng.choice((0, 3, 12)) for key in keys}
    copied = {*rng.sample(keys, 8)}
    entries = {key: figure for key, figure in laid_out.items() if key in copied}

    def paste(book: Workbook) -> None:
        sheet = book[PASTE]
        sheet[zone.corner.moved(1).a1] = 3
        for key, figure in laid_out.items():
            sheet[zone.shown(*zone.position[key]).a1] = figure

    data = r.good(
        entries={**r.figures(), **dict.fromkeys(keys, ""), **entries}, identity={"zero_blanks": "是"}
    )
    findings = [f for f in r.read(tmp_path, r.edited(paste, data)).findings if f.rule == "B07"]
    lost = {key for key in keys if key not in copied and laid_out[key]}
    assert [(f.sheet, f.blocks) for f in findings] == [("表四", True)] * bool(lost)
    assert all(LAYOUT.places[min(lost, key=keys.index)].a1 == f.cell for f in findings)
