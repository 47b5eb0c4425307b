"""Letters against what they stand on: conditional formats, patterns, gradients, a workbook's own colours.

The oracle is LibreOffice: what it prints of a cell, dot by dot.
"""

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
import recipes as r
from dots import HIDES, ROWS, SHOWS, contrasts
from openpyxl.formatting.rule import ColorScaleRule, DataBarRule, Rule
from openpyxl.styles import Font, GradientFill, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle

from toolkit.reading.opened import Opened

PENALTIES = r.place("disclosure", "penalties", "decisions")
WHITE, BLACK, GREY, NAVY, CREAM = "FFFFFF", "000000", "808080", "1F4E78", "FFFFCC"
Change = Callable[[Any, Any], None]


def said(tmp_path: Path, data: bytes) -> set[str]:
    return r.rules_said(tmp_path, data, PENALTIES)


def looked(change: Change, value: object = 407) -> bytes:
    def edit(book: Any) -> None:
        cell = book[PENALTIES.sheet][PENALTIES.a1]
        cell.value = value
        change(book[PENALTIES.sheet], cell)

    return r.edited(edit)


def solid(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


def ruled(
    fill: str | None = None, letters: str | None = None, own: Change | None = None, **rule: Any
) -> Change:
    def change(sheet: Any, cell: Any) -> None:
        given: dict[str, Any] = {}
        if fill:
            given["fill"] = PatternFill(bgColor=fill)
        if letters:
            given["font"] = Font(color=letters)
        kind = rule or {"type": "expression", "formula": ["LEN($A$1)>0"]}
        sheet.conditional_formatting.add(PENALTIES.a1, Rule(**kind, dxf=DifferentialStyle(**given)))
        if own:
            own(sheet, cell)

    return change


def white_on_navy(_sheet: Any, cell: Any) -> None:
    cell.font, cell.fill = Font(color=WHITE), solid(NAVY)


def grey_letters(_sheet: Any, cell: Any) -> None:
    cell.font = Font(color=GREY)


def on_white(_sheet: Any, cell: Any) -> None:
    cell.fill = solid(WHITE)


def filled(fill: Any, letters: str = BLACK) -> Change:
    def change(_sheet: Any, cell: Any) -> None:
        cell.font, cell.fill = Font(color=letters), fill

    return change


def barred(colour: str) -> Change:
    def change(sheet: Any, _cell: Any) -> None:
        sheet.conditional_formatting.add(PENALTIES.a1, DataBarRule("min", None, "max", None, color=colour))

    return change


def scaled(start: str, end: str, own: Change) -> Change:
    def change(sheet: Any, cell: Any) -> None:
        scale = ColorScaleRule("min", None, start, end_type="max", end_color=end)
        sheet.conditional_formatting.add(PENALTIES.a1, scale)
        own(sheet, cell)

    return change


HIDDEN: dict[str, Change] = {
    "白字规则，自己的白底": ruled(letters=WHITE, own=on_white),
    "白底规则，自己的白字": ruled(fill=WHITE, own=white_on_navy),
    "灰底规则，自己的灰字": ruled(fill=GREY, own=grey_letters),
    "灰字规则，自己的灰底": ruled(letters=GREY, own=filled(solid(GREY))),
    "大于零就隐去": ruled(letters=CREAM, type="cellIs", operator="greaterThan", formula=["0"]),
    "黑色数据条": barred(BLACK),
    "色阶经过字的颜色": scaled(WHITE, BLACK, grey_letters),
    "渐变到黑": filled(GradientFill(stop=(WHITE, BLACK))),
    "密纹同色": filled(PatternFill("darkTrellis", fgColor=BLACK, bgColor=WHITE)),
    "细纹成灰": filled(PatternFill("mediumGray", fgColor=BLACK, bgColor=WHITE), GREY),
}
SEEN: dict[str, Change] = {
    "白字规则，深底": ruled(letters=WHITE, own=filled(solid(NAVY), CREAM)),
    "浅底规则": ruled(fill="FFC7CE"),
    "深红字浅红底": ruled(fill="FFC7CE", letters="9C0006"),
    "白字深底规则": ruled(fill=NAVY, letters=WHITE, own=on_white),
    "不合的条件": ruled(letters=WHITE, type="cellIs", operator="greaterThan", formula=["500"]),
    "蓝色数据条": barred("638EC6"),
    "红绿色阶": scaled("F8696B", "63BE7B", on_white),
    "浅渐变": filled(GradientFill(stop=(WHITE, "DDEBF7"))),
    "浅纹": filled(PatternFill("lightGray", fgColor=GREY, bgColor=WHITE)),
}


@pytest.mark.parametrize("case", HIDDEN)
def test_letters_that_may_not_be_seen(case: str, tmp_path: Path) -> None:
    assert "C11" in said(tmp_path, looked(HIDDEN[case]))


@pytest.mark.parametrize("case", SEEN)
def test_letters_that_are_seen_whatever_applies(case: str, tmp_path: Path) -> None:
    assert said(tmp_path, looked(SEEN[case])) == set()


def test_a_rule_that_takes_the_ground_away(tmp_path: Path) -> None:
    data = looked(ruled(fill=NAVY, own=white_on_navy))
    assert said(tmp_path, data) == set()

    none = '<dxf><fill><patternFill patternType="none"><bgColor auto="1"/></patternFill></fill></dxf></dxfs>'
    bare = r.rewritten("xl/styles.xml", lambda xml: re.sub(r"<dxf>(?:(?!<dxf>).)*</dxfs>", none, xml), data)
    assert "C11" in said(tmp_path, bare)


def with_theme(data: bytes, name: str, colour: str) -> bytes:
    """Let a theme call a colour by a name."""
    own = f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>'
    named = re.compile(rf"<a:{name}>.*?</a:{name}>", re.DOTALL)
    return r.rewritten("xl/theme/theme1.xml", lambda xml: named.sub(own, xml), data)


def with_palette(data: bytes, *colours: str) -> bytes:
    """Give a workbook colours by numbers of its own."""
    each = "".join(f'<rgbColor rgb="00{colour}"/>' for colour in colours)
    own = f"<colors><indexedColors>{each}</indexedColors></colors></styleSheet>"
    return r.rewritten("xl/styles.xml", lambda xml: re.sub(r"(<colors>.*)?</styleSheet>", own, xml), data)


def lettered(**colour: object) -> bytes:
    def change(_sheet: Any, cell: Any) -> None:
        cell.font = Font(color=Color(**colour))

    return looked(change)


@pytest.mark.parametrize(("name", "number"), [("dk1", 1), ("lt2", 2), ("dk2", 3), ("accent1", 4)])
def test_a_theme_calls_its_own_colours(name: str, number: int, tmp_path: Path) -> None:
    data = lettered(theme=number)
    assert "C11" in said(tmp_path, with_theme(data, name, WHITE))
    assert said(tmp_path, with_theme(data, name, NAVY)) == set()


def test_a_theme_that_is_damaged_costs_nothing(tmp_path: Path) -> None:
    data = lettered(theme=4)
    for theme in (b"", b"<a", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', b"<clrScheme/>"):
        assert said(tmp_path, r.packed({**r.parts(data), "xl/theme/theme1.xml": theme})) == set()


def test_a_palette_of_the_files_own(tmp_path: Path) -> None:
    data = lettered(indexed=10)
    assert "C11" in said(tmp_path, with_palette(data, *[BLACK] * 10, WHITE))
    assert said(tmp_path, with_palette(data, *[WHITE] * 10, NAVY)) == set()
    assert said(tmp_path, with_palette(data, WHITE)) == set()


# ------------------------------------------------------------------ what LibreOffice prints

COLOURS = (WHITE, BLACK, "FF0000", CREAM, NAVY, GREY, "DDEBF7", "00B050", "404040", "FFF2CC", "C00000")
PATTERNS = ("solid",) * 6 + ("gray125", "lightGray", "mediumGray", "darkGray", "darkTrellis", "lightGrid")


def some_colour(rng: Random) -> Color:
    kind = rng.random()
    if kind < 0.6:
        return Color(rgb=f"FF{rng.choice(COLOURS)}")
    if kind < 0.85:
        return Color(theme=rng.randrange(10), tint=rng.choice((0, 0, 0.4, 0.8, -0.25, -0.5)))
    return Color(indexed=rng.choice((0, 1, 2, 8, 9, 10, 12, 22, 23, 26, 55)))


def sheet_of(seed: int, *, rules: bool) -> bytes:
    """Cells of figures in all colours, one in a row, with or without their conditional formats."""
    rng, book = Random(seed), openpyxl.Workbook()
    sheet = book.active
    sheet.title, sheet.column_dimensions["A"].width = "表", 60
    for side in ("left", "right", "top", "bottom", "header", "footer"):
        setattr(sheet.page_margins, side, 0)
    for row in range(1, ROWS + 1):
        sheet.row_dimensions[row].height = 20
        cell = sheet.cell(row, 1, 888_888_888_888)
        cell.number_format, cell.alignment = "0", openpyxl.styles.Alignment(horizontal="left")
        cell.font = Font(name="Liberation Sans", size=16, bold=True, color=some_colour(rng))
        if rng.random() < 0.6:
            colours = {"fgColor": some_colour(rng), "bgColor": some_colour(rng)}
            cell.fill = PatternFill(rng.choice(PATTERNS), **colours)
        look = {"font": Font(color=some_colour(rng)), "fill": PatternFill(bgColor=some_colour(rng))}
        look.pop(rng.choice(("font", "fill", "")), None)
        if rules and row % 2:
            rule = Rule(type="expression", formula=["TRUE"], dxf=DifferentialStyle(**look))
            sheet.conditional_formatting.add(cell.coordinate, rule)
    target = io.BytesIO()
    book.save(target)
    data = target.getvalue()
    names = ("dk1", "lt1", "dk2", "lt2", "accent1", "accent3")
    for name, colour in zip(names, rng.sample(COLOURS, len(names)), strict=True) if seed % 2 else ():
        data = with_theme(data, name, colour)
    return with_palette(data, *rng.choices(COLOURS, k=64)) if seed % 3 == 0 else data


@pytest.mark.long
@pytest.mark.office
@pytest.mark.parametrize(
    ("kind", "seed"), [("xlsx", 0), ("xlsx", 1), ("xlsx", 2), ("ods", 0), ("ods", 1), ("xls", 0)]
)
def test_what_libreoffice_prints(kind: str, seed: int, office, tmp_path: Path) -> None:
    """What cannot be told on paper is refused; what is plain with and without its rule is read."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("没有 pdftoppm，跳过")
    paths = [tmp_path / "有.xlsx", tmp_path / "无.xlsx"]
    for path, rules in zip(paths, (True, False), strict=True):
        path.write_bytes(sheet_of(seed, rules=rules))
    paths = paths if kind == "xlsx" else office(paths, kind, tmp_path)
    ruled, bare = map(contrasts, office(paths, "pdf", tmp_path))
    data = paths[0].read_bytes()
    book = Opened(data, zipfile.ZipFile(io.BytesIO(data)) if kind == "xlsx" else None)
    for row, both in enumerate(zip(ruled, bare, strict=True), start=1):
        unseen = book.look("表", f"A{row}").unseen
        assert unseen or both[0] > HIDES, f"A{row} {both}"
        # of rules in .xls it takes letters, too, from its default style, where they say nothing of them
        assert not unseen or min(both) < SHOWS or kind == "xls", f"A{row} {both}"
