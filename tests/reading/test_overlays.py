"""What keeps a figure from being seen: comments, controls, things fixed to the sheet; hidden lines.

The oracle of places is LibreOffice, which writes cells for them into .xls, and lengths into .ods.
"""

import io
import zipfile
from pathlib import Path
from random import Random
from typing import Any

import pytest
import recipes as r
from openpyxl.comments import Comment

from toolkit.reading.opened import Opened
from toolkit.reading.workbook import read_file

PENALTIES = r.place("disclosure", "penalties", "decisions")
SHEET, ROW = PENALTIES.sheet, PENALTIES.row
DRAWN = "http://schemas.openxmlformats.org/drawingml/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOX = (
    '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="框"{hidden}/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    "</xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>实为 12 件</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
)


def named(tmp_path: Path, data: bytes) -> list[str]:
    path = tmp_path / "来件.xlsx"
    path.write_bytes(data)
    return [f.message for f in read_file(path, path.name, [r.FORM]).findings if f.rule == "C17"]


def linked(kind: str, part: str, content: str) -> bytes:
    """Hang a drawing of a kind on the sheet."""
    entries = r.parts(r.good())
    sheet = r.sheet_part(SHEET)
    tag = {"drawing": "drawing", "vmlDrawing": "legacyDrawing"}[kind]
    there = f'<{tag} xmlns:o="{OFFICE}" o:id="rIdOver"/></worksheet>'
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rIdOver" Type="{OFFICE}/{kind}" Target="../drawings/{part}"/></Relationships>'
    )
    types = entries["[Content_Types].xml"].decode()
    vml = '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
    drawing = "application/vnd.openxmlformats-officedocument.drawing+xml"
    known = f'{vml}<Override PartName="/xl/drawings/over.xml" ContentType="{drawing}"/></Types>'
    return r.packed(
        {
            **entries,
            "[Content_Types].xml": types.replace("</Types>", known).encode(),
            sheet: entries[sheet].decode().replace("</worksheet>", there).encode(),
            sheet.replace("worksheets/", "worksheets/_rels/") + ".rels": relations.encode(),
            f"xl/drawings/{part}": content.encode(),
        }
    )


def drawn(anchors: str) -> bytes:
    head = f'<xdr:wsDr xmlns:xdr="{DRAWN}/spreadsheetDrawing" xmlns:a="{DRAWN}/main">'
    return linked("drawing", "over.xml", f"{head}{anchors}</xdr:wsDr>")


def two_cells(inside: str) -> str:
    corners = "".join(
        f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row>"
        f"<xdr:rowOff>0</xdr:rowOff></xdr:{name}>"
        for name, row, column in (
            ("from", ROW, PENALTIES.column),
            ("to", ROW + 1, PENALTIES.column + 1),
        )
    )
    return f"<xdr:twoCellAnchor>{corners}{inside}<xdr:clientData/></xdr:twoCellAnchor>"


def placed(x: int, y: int, wide: int, high: int) -> str:
    inside = f'<xdr:pos x="{x}" y="{y}"/><xdr:ext cx="{wide}" cy="{high}"/>{BOX.format(hidden="")}'
    return f"<xdr:absoluteAnchor>{inside}<xdr:clientData/></xdr:absoluteAnchor>"


def comment(style: str, kind: str = "Note", more: str = "", broken: str = "") -> bytes:
    """A comment beside the figure as Excel draws it, from the figure's cell on."""
    anchor = f"1, 5, {ROW}, 5, 2, 5, {ROW + 1}, 5"
    return linked(
        "vmlDrawing",
        "over.vml",
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f'<v:shape id="_x0000_s1025" type="#_x0000_t202" style="position:absolute;{style}">'
        f'<v:textbox><div style="text-align:left">{broken}</div></v:textbox>'
        f'<x:ClientData ObjectType="{kind}"><x:MoveWithCells/><x:Anchor>{anchor}</x:Anchor>{more}'
        f"<x:Row>{ROW}</x:Row><x:Column>0</x:Column></x:ClientData></v:shape></xml>",
    )


def test_a_comment_that_is_shown_is_named(tmp_path: Path) -> None:
    (message,) = named(tmp_path, comment("visibility:visible", more="<x:Visible/>"))
    assert f"批注盖在 {PENALTIES.a1}:{PENALTIES.moved(rows=1).a1} 上面" in message


def test_a_comment_that_is_not_shown_costs_nothing(tmp_path: Path) -> None:
    assert named(tmp_path, comment("visibility:hidden")) == []


def test_a_control_is_named_though_its_part_is_no_xml(tmp_path: Path) -> None:
    """Excel leaves a line's break open in it."""
    (message,) = named(tmp_path, comment("z-index:1", kind="Button", broken="确<br>定"))
    assert message.startswith("控件盖在")


def test_a_drawing_of_which_there_are_two_versions(tmp_path: Path) -> None:
    """What newer programs show stands within the choice between both."""
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    choice = (
        f'<mc:AlternateContent xmlns:mc="{space}"><mc:Choice Requires="a14">{{}}</mc:Choice><mc:Fallback/>'
    )
    inside = choice.format(two_cells(BOX.format(hidden=""))) + "</mc:AlternateContent>"
    (message,) = named(tmp_path, drawn(inside))
    assert f"文本框盖在 {PENALTIES.a1} 上面" in message


INK = f'<xdr:contentPart xmlns:o="{OFFICE}" o:id="rIdInk"/>'


def over_the_label(inside: str) -> bytes:
    """Something over the label of the row, and over no figure."""
    anchor = two_cells(inside)
    for column in (PENALTIES.column, PENALTIES.column + 1):
        anchor = anchor.replace(f"<xdr:col>{column}</xdr:col>", f"<xdr:col>{column - 1}</xdr:col>")
    return drawn(anchor)


def test_ink_is_named(tmp_path: Path) -> None:
    (said,) = named(tmp_path, drawn(two_cells(INK)))
    assert "手写的笔迹" in said


def test_words_over_a_label_are_named_and_a_seal_is_not(tmp_path: Path) -> None:
    (said,) = named(tmp_path, over_the_label(BOX.format(hidden="")))
    assert f"盖在 A{ROW + 1} 上面" in said
    assert named(tmp_path, over_the_label(INK)) == []


def test_a_drawing_that_is_hidden_costs_nothing(tmp_path: Path) -> None:
    assert named(tmp_path, drawn(two_cells(BOX.format(hidden="")))) != []
    assert named(tmp_path, drawn(two_cells(BOX.format(hidden=' hidden="1"')))) == []


@pytest.mark.parametrize("width", ["x", "-1", "1e999", "nan"])
def test_a_sheet_of_odd_measures_costs_nothing(width: str, tmp_path: Path) -> None:
    data = drawn(placed(3_000_000, 3_600_000, 900_000, 900_000))
    odd = f'<cols><col min="1" max="99999" width="{width}"/><col min="-999" max="2" width="9"/></cols>'
    part = r.sheet_part(SHEET)
    path = tmp_path / "来件.xlsx"
    path.write_bytes(r.rewritten(part, lambda xml: xml.replace("<cols>", f"{odd}<cols>", 1), data))
    assert read_file(path, path.name, [r.FORM]).submission is not None


def boxes(seed: int) -> list[tuple[int, int, int, int]]:
    rng = Random(seed)
    places = (rng.randrange(5_000_000), rng.randrange(6_000_000))
    return [(*places, rng.randrange(200_000, 2_000_000), rng.randrange(100_000, 1_500_000))]


def spans(path: Path) -> list[tuple[int, int, int, int]]:
    data = path.read_bytes()
    book = Opened(data, zipfile.ZipFile(io.BytesIO(data)) if path.suffix == ".xlsx" else None)
    return [(each.top, each.left, each.bottom, each.right) for each in book.overlays(SHEET)]


@pytest.mark.long
@pytest.mark.office
def test_places_are_those_of_libreoffice(office, tmp_path: Path) -> None:
    """A thing fixed to the sheet lies over the same cells in all formats.

    But for two columns: their width is told in digits of a font, which each machine has in its own way.
    """
    paths = [tmp_path / f"{seed}.xlsx" for seed in range(12)]
    for seed, path in enumerate(paths):
        path.write_bytes(drawn("".join(placed(*box) for box in boxes(seed))))
    older = {kind: office(paths, kind, tmp_path / kind) for kind in ("xls", "ods")}
    for seed, path in enumerate(paths):
        ((top, left, bottom, right),) = spans(older["xls"][seed])
        assert spans(older["ods"][seed]) == [(top, left, bottom, right)], seed
        ((upper, first, lower, last),) = spans(path)
        assert (upper, lower) == (top, bottom), seed
        assert max(abs(first - left), abs(last - right)) <= 2, seed


@pytest.mark.long
@pytest.mark.office
@pytest.mark.parametrize("shown", [True, False])
def test_comments_in_older_formats(shown: bool, office, tmp_path: Path) -> None:
    def commented(book: Any) -> None:
        beside = book[SHEET][PENALTIES.moved(columns=-1).a1]
        beside.comment = Comment("实为 40 件", "某某", width=300, height=100)

    def draw(xml: str) -> str:
        anchor = f"<ns2:Anchor>1, 5, {ROW - 1}, 5, 3, 5, {ROW + 2}, 5</ns2:Anchor>"
        seen = f"{anchor}<ns2:Visible/>" if shown else anchor
        style = "visibility:visible" if shown else "visibility:hidden"
        xml = xml.replace("<ns2:MoveWithCells/>", f"{seen}<ns2:MoveWithCells/>")
        return xml.replace("visibility:hidden", style)

    path = tmp_path / "批注.xlsx"
    path.write_bytes(r.rewritten("xl/drawings/commentsDrawing1.vml", draw, r.edited(commented)))
    for each in (path, *(p for kind in ("xls", "ods") for p in office([path], kind, tmp_path / kind))):
        found = [f for f in read_file(each, each.name, [r.FORM]).findings if f.rule == "C17"]
        assert bool(found) == shown, each.suffix
        assert all("批注盖在" in f.message and PENALTIES.a1 in f.message for f in found)


@pytest.mark.long
@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_hidden_lines_are_told_in_older_formats(kind: str, office, tmp_path: Path) -> None:
    """As they are in .xlsx: hidden, filtered out, of no height."""

    def hide(book: Any, how: str) -> None:
        sheet, row = book[SHEET], book[SHEET].row_dimensions[ROW + 1]
        row.hidden = how in {"行", "筛"}
        if how == "筛":
            sheet.auto_filter.ref = f"A5:D{ROW + 5}"
            sheet.auto_filter.add_filter_column(0, ["无"])
        if how == "低":
            row.height = 1
        sheet.column_dimensions["B"].hidden = how == "列"

    paths = [tmp_path / f"{how}.xlsx" for how in "行筛低列好"]
    for path in paths:
        path.write_bytes(r.edited(lambda book, how=path.stem: hide(book, how)))
    for path in office(paths, kind, tmp_path / kind):
        found = [f for f in read_file(path, path.name, [r.FORM]).findings if f.rule == "S12"]
        assert [f.sheet for f in found] == ([] if path.stem == "好" else [SHEET]), path.stem
        expected = "B 列" if path.stem == "列" else f"第 {ROW + 1} 行"
        assert all(expected in f.message for f in found)


def test_words_over_nothing_of_the_form_are_named_too(tmp_path: Path) -> None:
    """Nobody reads them: a box below the table, with the figure that should stand in it."""
    box = placed(0, 60 * 20 * 9_525, 900_000, 300_000)
    found = [f for f in r.read(tmp_path, drawn(box)).findings if f.rule in {"C17", "S17"}]
    assert [f.rule for f in found] == ["S17"]
    assert "实为 12 件" in found[0].message


@pytest.mark.parametrize("words", ["本表作废", "行政处罚应为15", "数据未定"])
@pytest.mark.parametrize(("row", "column"), [(1, 5), (12, 5), (22, 1), (12, 8), (5, 12)])
def test_words_over_a_sheet_that_take_its_figures_back_count_wherever_they_were_put(
    words: str, row: int, column: int, tmp_path: Path
) -> None:
    def said(text: str) -> set[str]:
        corners = "".join(
            f"<xdr:{name}><xdr:col>{column + more}</xdr:col><xdr:colOff>0</xdr:colOff>"
            f"<xdr:row>{row + more}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{name}>"
            for name, more in (("from", 0), ("to", 1))
        )
        box = BOX.format(hidden="").replace("实为 12 件", text)
        data = drawn(f"<xdr:twoCellAnchor>{corners}{box}<xdr:clientData/></xdr:twoCellAnchor>")
        return {f.rule for f in r.read(tmp_path, data).findings if f.sheet == SHEET}

    assert "S10" in said(words)
    assert "S10" not in said("联系人：张三 13800000000")
