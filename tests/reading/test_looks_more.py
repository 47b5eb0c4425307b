"""What nobody sees as it is held: colours of a theme or palette, crossed cells, ranges, zeros."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import recipes as r
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle

from toolkit.form.model import Key, Mark
from toolkit.reading.seen import xlsx_styles
from toolkit.reading.seen.xlsx_styles import read_styles
from toolkit.reading.workbook import read_file
from toolkit.reading.xml_walk import MAIN

PENALTIES = r.place("disclosure", "penalties", "decisions")


def said(tmp_path: Path, data: bytes) -> set[str]:
    return r.rules_said(tmp_path, data, PENALTIES)


def looked(change: Callable[[Cell], object], value: object = 407) -> bytes:
    def edit(book: object) -> None:
        cell = book[PENALTIES.sheet][PENALTIES.a1]  # type: ignore[index]
        cell.value = value
        change(cell)

    return r.edited(edit)


def coloured(**colour: object) -> Callable[[Cell], None]:
    def change(cell: Cell) -> None:
        cell.font = Font(color=Color(**colour))

    return change


@pytest.mark.parametrize(
    "colour",
    [{"indexed": 26}, {"indexed": 1}, {"theme": 0}, {"theme": 2}, {"theme": 4, "tint": 0.9}],
    ids=str,
)
def test_letters_nearly_white(colour: dict[str, object], tmp_path: Path) -> None:
    """#FFFFCC of the palette, the second background of a theme, an accent made nearly white."""
    assert said(tmp_path, looked(coloured(**colour))) == {"C11"}


@pytest.mark.long
@pytest.mark.parametrize("colour", [{"indexed": 8}, {"indexed": 10}, {"theme": 1}, {"theme": 4}], ids=str)
def test_letters_that_are_seen(colour: dict[str, object], tmp_path: Path) -> None:
    assert said(tmp_path, looked(coloured(**colour))) == set()


def test_some_digits_in_a_colour_of_the_theme(tmp_path: Path) -> None:
    text = CellRichText("12", TextBlock(InlineFont(color=Color(theme=2)), "34"))
    path = tmp_path / "来件.xlsx"
    path.write_bytes(looked(lambda _: None, value=text))
    assert "C11" in said(tmp_path, path.read_bytes())


@pytest.mark.parametrize("way", ["diagonalUp", "diagonalDown"])
def test_a_cell_crossed_from_corner_to_corner(way: str, tmp_path: Path) -> None:
    def change(cell: Cell) -> None:
        cell.border = Border(diagonal=Side(style="thin"), **{way: True})

    assert said(tmp_path, looked(change)) == {"C11"}


@pytest.mark.parametrize(("steps", "unseen"), [(2, False), (15, False), (16, True), (250, True)])
def test_a_figure_pushed_out_of_its_cell(steps: int, *, unseen: bool, tmp_path: Path) -> None:
    def change(cell: Cell) -> None:
        cell.alignment = Alignment(horizontal="left", indent=steps)

    assert said(tmp_path, looked(change)) == ({"C11"} if unseen else set())


@pytest.mark.parametrize("code", ['"两百"0', '"十"0', '"壹拾"0'])
def test_a_zero_behind_a_numeral(code: str, tmp_path: Path) -> None:
    def change(cell: Cell) -> None:
        cell.number_format = code

    assert said(tmp_path, looked(change, value=0)) == {"C08"}


@pytest.mark.long
@pytest.mark.parametrize("code", ["0", "#,##0", "0.00", '0"件"', "0%"])
def test_a_zero_that_is_one(code: str, tmp_path: Path) -> None:
    def change(cell: Cell) -> None:
        cell.number_format = code

    assert said(tmp_path, looked(change, value=0)) <= {"C01"}


PASTED = {"7": True, "1,200": True, "0": False, "1.属于国家秘密": False, "": False}


@pytest.mark.long
@pytest.mark.parametrize("typed", [None, "carried_in", "granted"])
@pytest.mark.parametrize(("pasted", "number"), PASTED.items())
def test_figures_that_lie_where_tables_are_pasted_are_no_confirmed_zeros(
    pasted: str, typed: str | None, number: bool, tmp_path: Path
) -> None:
    """Only where nothing of the table is filled in: what was copied may stay there. 上年结转 is prefilled."""
    entries = {Key("applications", typed, "business"): 4} if typed else {}
    data = r.good(entries=entries, identity={"zero_blanks": "是"})

    def paste(book: Workbook) -> None:
        book["粘贴区"]["L12"] = int(pasted) if pasted.isdecimal() else pasted or None

    path = tmp_path / "来件.xlsx"
    path.write_bytes(r.edited(paste, data))
    found = [f for f in read_file(path, path.name, [r.FORM]).findings if f.rule == "B07"]
    assert [(f.sheet, f.blocks) for f in found] == [("表三", True)] * (number and typed != "granted")


@pytest.mark.parametrize("sure", ["是", ""])
@pytest.mark.parametrize(("value", "shared"), [("7", True), ("2.5", True), ("0", False), ("", False)])
def test_one_number_for_two_cells_made_one_is_nobody_s(
    sure: str, value: str, shared: bool, tmp_path: Path
) -> None:
    """The sheet lets only the first be typed in; the other is no confirmed 0, unless nothing is written."""
    below = PENALTIES.moved(rows=1)
    tail = f'</sheetData><mergeCells count="1"><mergeCell ref="{PENALTIES.a1}:{below.a1}"/></mergeCells>'
    data = r.good(identity={"zero_blanks": sure}) if sure else r.good()
    data = r.cell(below.sheet, below.a1, "", data)
    data = r.cell(PENALTIES.sheet, PENALTIES.a1, f"<v>{value}</v>" if value else "", data)
    path = tmp_path / "来件.xlsx"
    path.write_bytes(r.in_sheet(PENALTIES.sheet, r"</sheetData>", tail, data=data, count=1))
    reading = read_file(path, path.name, [r.FORM])
    assert [f.cell for f in reading.findings if f.rule == "C20"] == [below.a1] * shared
    assert reading.submission is not None
    expected = Mark.UNREADABLE if shared else Mark.BLANK
    assert reading.submission.figure(Key("disclosure", "compulsion", "decisions")) is expected


@pytest.mark.parametrize("written", ["{0}:{1}", "{1}:{0}", "{2}:{3}"])
def test_merged_cells_however_their_range_is_written(written: str, tmp_path: Path) -> None:
    """From the lower corner, in small letters: the cell below is not seen all the same."""
    below = PENALTIES.moved(rows=1)
    span = written.format(PENALTIES.a1, below.a1, PENALTIES.a1.lower(), below.a1.lower())
    tail = f'</sheetData><mergeCells count="1"><mergeCell ref="{span}"/></mergeCells>'
    data = r.number(PENALTIES.sheet, below.a1, 7)
    merged = r.in_sheet(PENALTIES.sheet, r"</sheetData>", tail, data=data, count=1)
    path = tmp_path / "来件.xlsx"
    path.write_bytes(merged)
    found = read_file(path, path.name, [r.FORM]).findings
    assert below.a1 in {f.cell for f in found if f.rule == "C19"}


@pytest.mark.parametrize("spans", ["{0}:{0}", "{1}:{1}", "A:Z", "1:99", "$A:${0}", "A1 {0}:{0}"])
def test_a_rule_for_whole_columns_or_rows(spans: str, tmp_path: Path) -> None:
    """White letters in all of a column: its figures are not seen."""
    letters, row = PENALTIES.a1.rstrip("0123456789"), PENALTIES.row + 1
    span = spans.format(letters, row)
    white = DifferentialStyle(font=Font(color="FFFFFFFF"))
    data = looked(
        lambda cell: cell.parent.conditional_formatting.add(
            "A1", Rule(type="expression", formula=["TRUE"], dxf=white)
        )
    )
    data = r.in_sheet(PENALTIES.sheet, r'sqref="A1"', f'sqref="{span}"', data=data, count=1)
    assert "C11" in said(tmp_path, data)


def test_rows_that_are_low_unless_they_say_otherwise(tmp_path: Path) -> None:
    def low(xml: str) -> str:
        bare = re.sub(rf'(<row r="{PENALTIES.row + 1}"[^>]*?) ht="[^"]*" customHeight="1"', r"\1", xml)
        return re.sub(r'defaultRowHeight="[^"]*"', 'defaultRowHeight="1"', bare)

    path = tmp_path / "来件.xlsx"
    path.write_bytes(r.rewritten(r.sheet_part(PENALTIES.sheet), low))
    told = [f.message for f in read_file(path, path.name, [r.FORM]).findings if f.rule == "S12"]
    assert any(f"第 {PENALTIES.row + 1} 行" in message for message in told)


@pytest.mark.parametrize("order", [1, -1])
def test_each_of_two_alignments_counts(order: int) -> None:
    """No program writes two; of “fill” and another, whoever takes the one or the other, it is doubted."""
    both = ['<alignment horizontal="fill"/>', '<alignment horizontal="left" shrinkToFit="1"/>'][::order]
    parts = ("<fonts><font/></fonts>", "<fills><fill/></fills>", "<borders><border/></borders>")
    xf = f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0">{"".join(both)}</xf>'
    styles = f'<styleSheet xmlns="{MAIN[0]}">{"".join(parts)}<cellXfs>{xf}</cellXfs></styleSheet>'
    look = read_styles(styles.encode()).look("0")
    assert look.odd
    assert not look.shrunk


def test_styles_that_are_written_alike_are_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workbooks that were copied for years have as many styles as Excel takes; most are alike."""
    judged: list[int] = []
    look = xlsx_styles._Lists.look
    monkeypatch.setattr(xlsx_styles._Lists, "look", lambda lists, n: judged.append(n) or look(lists, n))
    kinds = [
        f'<xf numFmtId="{code}" fontId="0" fillId="0" borderId="0"><alignment horizontal="{laid}"/>'
        f'<protection locked="{locked}"/></xf>'
        for code in (0, 9, 14)
        for laid in ("center", "fill")
        for locked in (0, 1)
    ]
    once = r.parts(r.good())["xl/styles.xml"].decode()
    styles = read_styles(once.replace("</cellXfs>", "".join(kinds * 500) + "</cellXfs>").encode())
    issued = once.partition("<cellXfs")[2].partition("</cellXfs>")[0].count("<xf ")
    assert len(judged) <= issued + len(kinds)
    for number in range(len(kinds) * 500):
        code, laid, locked = number // 4 % 3, number // 2 % 2, number % 2
        style = str(issued + number)
        assert (style in styles.odd) == bool(code or laid)
        assert (style in styles.unlocking) == (not locked)
