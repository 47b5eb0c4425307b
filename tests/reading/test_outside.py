"""What stands on a table's sheet beside what the form prints there, and on sheets of the unit's own."""

from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest
import recipes as r
from openpyxl.comments import Comment
from openpyxl.workbook.workbook import Workbook

from toolkit.form.model import Mark
from toolkit.layout.layout import PASTE, Box, Place, lay_out

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


SPLIT = [box for box in LAYOUT.grids["disclosure"].boxes if box.width > 1 and box.key]
HEADS = [box for box in LAYOUT.grids["disclosure"].boxes if box.width > 1 and box.text and box.left]


def parted(box: Box, held: Mapping[int, object]) -> bytes:
    """Split a merged cell of 表二, and write into its cells by their number, from 0."""
    places = [Place("表二", box.top, column) for column in range(box.left, box.right + 1)]

    def part(book: Workbook) -> None:
        sheet = book["表二"]
        sheet.unmerge_cells(f"{places[0].a1}:{places[-1].a1}")
        for number, value in held.items():
            sheet[places[number].a1] = value

    return r.edited(part, r.good(identity={"zero_blanks": "是"}))


@pytest.mark.parametrize("first", [None, 12, 0])
@pytest.mark.parametrize("other", [30, 0.5, 7, "３0", "5万元", "-", "见附件"])
def test_a_figure_in_a_cell_that_was_split_off_is_refused(
    first: object, other: object, tmp_path: Path
) -> None:
    """It may be that of the whole; blank cells are no 0 here."""
    rng = Random(f"{first}{other}")
    box, number = rng.choice(SPLIT), rng.choice((1, 2))
    reading = r.read(tmp_path, parted(box, {0: first, number: other}))
    at = Place("表二", box.top, box.left + number)
    asked = first is None or other not in {"-", "见附件"}
    assert [f.cell for f in reading.findings if f.rule == "S14"] == [at.a1] * asked
    assert all("删去多出来的" not in f.message for f in reading.findings if f.rule == "S14")
    assert [f.cell for f in reading.findings if f.rule == "F06"] == [at.a1] * (not asked)
    assert (reading.submission.figures[box.key] is Mark.UNREADABLE) == asked


@pytest.mark.parametrize("box", SPLIT[:2])
def test_cells_split_off_that_say_the_same_or_nothing_are_none(box: Box, tmp_path: Path) -> None:
    """Some programs write a merged cell's content into each of its cells; F06 tells of them."""
    for held in ({0: 4, 1: 4, 2: 4}, {0: 4}, {0: "12件", 1: "12件"}):
        reading = r.read(tmp_path, parted(box, held))
        assert {f.rule for f in reading.findings if f.blocks} == set()
        assert reading.submission.figures[box.key] == (4 if held[0] == 4 else 12)
        assert any(f.rule == "F06" for f in reading.findings) == (len(held) > 1)


@pytest.mark.parametrize("text", ["2021年", "其中：本级", 7])
def test_other_words_where_a_head_goes_on_are_asked_about(text: object, tmp_path: Path) -> None:
    box = Random(str(text)).choice(HEADS)
    assert "S10" in r.rules_said(tmp_path, parted(box, {1: text}), Place("表二", box.top, box.left + 1))
    findings = r.read(tmp_path, parted(box, {1: box.text, 2: box.text})).findings
    assert {f.rule for f in findings} <= {"T03", "S13"}


def test_what_lies_hidden_in_a_merged_cell_is_passed_over(tmp_path: Path) -> None:
    box = SPLIT[0]
    at = Place("表二", box.top, box.left + 1)
    data = r.number("表二", at.a1, 99, r.good())
    assert r.rules_said(tmp_path, data, at) == set()


LEDGER = [["许可证号", "状态", "备注"], *([[f"许{n}", "作废", "数据待核实"] for n in range(5)])]


@pytest.mark.parametrize(
    "lines", [[["作废"]], [["表二行政处罚应为15"]], [["说明"], ["表三漏报3件"]], [*LEDGER, ["表二数据未定"]]]
)
def test_words_on_a_sheet_of_the_units_own_that_take_back_are_asked_about(
    lines: list[list[object]], tmp_path: Path
) -> None:
    def write(book: Workbook) -> None:
        sheet = book.create_sheet("我的表")
        for line in lines:
            sheet.append(line)

    said = "".join(map(str, lines[-1]))
    refused = {f.sheet for f in r.read(tmp_path, r.edited(write)).findings if f.rule == "S10"}
    named = {table.sheet for table in FORM.tables if table.sheet in said}
    assert refused == (named or {table.sheet for table in FORM.tables})


@pytest.mark.parametrize(
    "lines",
    [
        LEDGER,
        [["执法台账"], ["合计应为12件", 12], ["其他", 3], ["城管", 9]],
        [["表二的依据：许可卷宗"]],
        [["更正日期", "2022-12-01"]],
    ],
)
def test_other_words_there_are_not(lines: list[list[object]], tmp_path: Path) -> None:
    def write(book: Workbook) -> None:
        sheet = book.create_sheet("我的表")
        for line in lines:
            sheet.append(line)

    assert "S10" not in {f.rule for f in r.read(tmp_path, r.edited(write)).findings}


@pytest.mark.parametrize(
    ("note", "quoted"),
    [
        ("15", "15"),
        ("15件", "15件"),
        ("张三:\n15", "15"),
        ("王五：１５", "１５"),
        ("核对过", ""),
        ("见第3页", ""),
    ],
)
def test_a_figure_alone_in_a_comment_is_quoted(note: str, quoted: str, tmp_path: Path) -> None:
    at = r.place("disclosure", "penalties", "decisions")
    data = r.edited(lambda book: setattr(book[at.sheet][at.a1], "comment", Comment(note, "张三")))
    (said,) = [f.message for f in r.read(tmp_path, data).findings if f.rule == "S17"]
    assert (f"“表二”{at.a1} 写着“{quoted}”" in said) == bool(quoted)
    assert ("写着" in said) == bool(quoted)


@pytest.mark.parametrize("words", ["草稿，数据未定", "未最终审定", "尚未定稿", "数据没有确定"])
@pytest.mark.parametrize("edge", ["oddHeader", "oddFooter"])
def test_words_printed_with_the_pages_that_take_back(words: str, edge: str, tmp_path: Path) -> None:
    def write(book: Workbook, text: str) -> None:
        getattr(book["表二"], edge).center.text = text

    said = {f.rule for f in r.read(tmp_path, r.edited(lambda book: write(book, words))).findings}
    assert "S10" in said
    honest = {
        f.rule for f in r.read(tmp_path, r.edited(lambda book: write(book, "人选未定，第&P页"))).findings
    }
    assert "S10" not in honest
