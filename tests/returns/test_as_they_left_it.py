"""What nobody knows the right reading of never passes because it was sent back as it was returned.

And what the advice asks can be done in the locked sheets that come back.
"""

import datetime as dt
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import recipes as r
from correspondence import check, county
from mistakes import named_cells, told
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from toolkit.layout.layout import LIST, PROSE, lay_out

pytestmark = pytest.mark.long

FORM = r.the_form()
LAYOUT = lay_out(FORM)
WORDS = {field.key: "按要求做了工作。\n其他也做了。" for field in FORM.narrative}
COVER = {
    "address": "某路1号",
    "phone": "0537-1",
    "prepared_by": "王某",
    "reviewed_by": "李某",
    "head": "张某",
}
FIRST, SECOND = (place.a1 for place in LAYOUT.passages[FORM.narrative[0].key][:2])
T3 = "表三"


def words(change: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    return lambda data: r.edited(lambda book: change(book[PROSE][FIRST]), data)


def valued(value: object) -> Callable[[Any], None]:
    return lambda cell: setattr(cell, "value", value)


def lettered(**looks: object) -> Callable[[Any], None]:
    return lambda cell: setattr(cell, "font", Font(**looks))


def copied(book: Any) -> None:
    copy = book.copy_worksheet(book[T3])
    copy.title, copy["D7"] = "表三 (2)", 4321


def repeated(book: Any) -> None:
    """Write the table once more below itself, with other figures."""
    grid = LAYOUT.grids["applications"]
    for box in grid.boxes:
        book[T3].cell(box.top + grid.bottom + 4, box.left + 1).value = box.text or 4321


def joined(sheet: str, span: str) -> Callable[[bytes], bytes]:
    return lambda data: r.in_sheet(
        sheet, '(<mergeCells count="\\d+">)', rf'\1<mergeCell ref="{span}"/>', data
    )


DOUBTS: Mapping[str, tuple[str, Callable[[bytes], bytes]]] = {
    "划掉几个字": (
        "C16",
        words(valued(CellRichText("较上年", TextBlock(InlineFont(strike=True), "增长二成，"), "持平。"))),
    ),
    "整格划掉": ("C16", words(lettered(strike=True))),
    "白字": ("C16", words(lettered(color="FFFFFFFF"))),
    "日期": ("C16", words(valued(dt.date(2022, 3, 4)))),
    "格式不显示的字": ("C16", words(lambda cell: setattr(cell, "number_format", ";;;"))),
    "倒着显示": ("C16", words(valued("本年\u202e加增"))),
    "电话划掉": (
        "C16",
        lambda data: r.edited(
            lambda book: lettered(strike=True)(book["封面"][LAYOUT.identity["phone"].a1]), data
        ),
    ),
    "盖住一段": ("C19", joined(PROSE, f"{FIRST}:{SECOND}")),
    "盖住一个数": ("C19", joined(T3, "D7:E7")),
    "两张表": ("S16", lambda data: r.edited(copied, data)),
    "下面又一张": ("S16", lambda data: r.edited(repeated, data)),
    "批注里另一个数": (
        "C07",
        lambda data: r.edited(lambda b: setattr(b[T3]["D7"], "comment", Comment("应为98765", "")), data),
    ),
    "截断": ("C21", words(valued("本机关" * 85))),
    "引用自己": ("C14", lambda data: r.edited(lambda book: valued("=SUM(D6:D10)")(book[T3]["D7"]), data)),
    "两种写法": (
        "C07",
        lambda data: r.in_sheet(T3, '(<c r="D7"[^>]*>).*?</c>', r"\1<v>7</v><v>8</v></c>", data, 1),
    ),
    "表旁有数": ("S14", lambda data: r.edited(lambda book: valued(5)(book[T3]["K9"]), data)),
}


def test_nothing_doubtful_passes_as_it_was_returned(tmp_path: Path) -> None:
    codes = {f"{number:03}": name for number, name in enumerate(DOUBTS, 1)}
    workspace = county(tmp_path / "year", tuple(f"{code},第{code}局,部门,王某,1" for code in codes))
    files = {code: workspace.path("inbox") / f"{code}.xlsx" for code in codes}
    for code, name in codes.items():
        data = r.good(unit_code=code, unit_name=f"第{code}局", county="某县", narrative=WORDS, identity=COVER)
        files[code].write_bytes(DOUBTS[name][1](data))
    check(workspace)
    for code, name in codes.items():
        back = [*workspace.path("returned").glob(f"{code}_*.xlsx")]
        (lines,) = [[*told(path)] for path in back if LIST in openpyxl.load_workbook(path).sheetnames]
        assert [line["规则"] for line in lines if line["要求"] == "必须改正"] == [DOUBTS[name][0]], name
        (again,) = [path for path in back if "问题清单" not in path.name]
        book = openpyxl.load_workbook(again)
        open_to_type(book, lines)
        shutil.copy(again, files[code])
    assert [s.status for s in check(workspace).standings] == ["returned"] * len(codes)


def open_to_type(book: Any, lines: list[dict[str, str]]) -> None:
    """Every cell that must be changed can be typed into, looks as issued, and is covered by no other."""
    for line in lines:
        if line["要求"] != "必须改正":
            continue
        for place in named_cells(line["在哪里"]):
            cell = book[place.sheet][place.a1]
            assert not cell.protection.locked, line
            assert not cell.font.strike
            assert not isinstance(cell.value, dt.date)
            assert not re.search("[\u202b\u202e\u2067]", str(cell.value))
