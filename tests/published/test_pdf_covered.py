"""A figure in a PDF that is covered, cut off or switched off is doubted; poppler says what is seen."""

import random
import shutil
import subprocess
from pathlib import Path

import pytest

from toolkit.published.pages import UNSURE, Cell, Grid, Paragraph
from toolkit.published.pdf import read_pdf

FIGURE = "BT /F 12 Tf 110 205 Td (79) Tj ET"
LINES = "".join(f"{x} 150 m {x} 250 l S " for x in (100, 200, 300)) + "".join(
    f"100 {y} m 300 {y} l S " for y in (150, 200, 250)
)
TEXTS = "BT /F 12 Tf 210 205 Td (a) Tj -100 -45 Td (b) Tj 100 0 Td (5) Tj ET "
FORM = "<</Type/XObject/Subtype/Form/BBox[0 0 400 300]/Length {}>>stream\n{}\nendstream"
GROUP = FORM.replace("/BBox", "/Group<</S/Transparency>>/Resources<</Font<</F 5 0 R>>>>/BBox")
WHITE_PIXEL = (
    "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8{}/Length 1>>"
    "stream\nz\nendstream"
)
LAYER = "/OCProperties<</OCGs[7 0 R]/D<</OFF[7 0 R]/Order[7 0 R]>>>>"


def pdf(
    content: str,
    *,
    named: str = "",
    page: str = "",
    catalog: str = "",
    objects: tuple[str, ...] = (),
    matrix: str = "1 0 0 1 0 0",
) -> bytes:
    """A page with a table of two by two cells, its first cell and what happens to it in `content`."""
    drawn = f"{matrix} cm 0 G 0 g {LINES}{TEXTS}{content}"
    size = "" if "/MediaBox" in page else "/MediaBox[0 0 400 300]"
    parts = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R{size}/Contents 4 0 R{page}/Resources 6 0 R>>",
        f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Font<</F 5 0 R>>{named}>>",
        *objects,
    ]
    body, places = "%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += f"{number} 0 obj{part}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer<</Root 1 0 R/Size {len(parts) + 1}>>startxref\n{len(body)}\n%%EOF"
    return f"{body}xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


BOX = "90 201 50 40 re f"
PICTURE = "q 60 0 0 30 105 201 cm /X Do Q"
NOT_SEEN = {
    "a white box over it": pdf(f"{FIGURE} 1 g {BOX}"),
    "a black box over it": pdf(f"{FIGURE} 0 g {BOX}"),
    "a box with a border": pdf(f"{FIGURE} 1 g 105 202 50 30 re b"),
    "a box over it, another figure on that": pdf(f"{FIGURE} 1 g {BOX} 0 g {FIGURE.replace('79', '85')}"),
    "a box of its own drawing": pdf(
        f"{FIGURE} /X Do", named="/XObject<</X 7 0 R>>", objects=(FORM.format(len(BOX) + 4, f"1 g {BOX}"),)
    ),
    "a picture over it": pdf(
        f"{FIGURE} {PICTURE}", named="/XObject<</X 7 0 R>>", objects=(WHITE_PIXEL.format(""),)
    ),
    "a gradient over it": pdf(
        f"{FIGURE} q 105 202 50 30 re W n /S sh Q",
        named="/Shading<</S<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 1 0]/Extend[true true]"
        "/Function<</FunctionType 2/Domain[0 1]/C0[1]/C1[1]/N 1>>>>>>",
    ),
    "cut off whole": pdf(f"q 0 0 50 50 re W n {FIGURE} Q"),
    "cut off after its first digit": pdf(f"q 100 150 17 150 re W n {FIGURE} Q"),
    "cut off with its page": pdf(FIGURE, page="/CropBox[0 0 117 300]"),
    "a box with round corners over it": pdf(
        f"{FIGURE} 1 g 106 202 m 150 202 l 154 202 156 204 156 208 c 156 226 l 156 230 154 232 150 232 c "
        "110 232 l 106 232 104 230 104 226 c 104 208 l 104 205 105 202 106 202 c f"
    ),
    "of the colour of its ground": pdf(f"101 201 98 48 re f {FIGURE}"),
    "nearly of the colour of its ground": pdf(f"0.85 g 101 201 98 48 re f 0.82 g {FIGURE}"),
    "white on a ground that was painted over": pdf(
        f"0 0 0.4 rg 101 201 98 48 re f 1 g 101 201 98 48 re f {FIGURE}"
    ),
    "upside down": pdf("BT /F 12 Tf -1 0 0 -1 130 215 Tm (79) Tj ET"),
    "mirrored": pdf("BT /F 12 Tf -1 0 0 1 130 205 Tm (79) Tj ET"),
    "on its side": pdf("BT /F 12 Tf 0 1 -1 0 130 205 Tm (79) Tj ET"),
    "slanted": pdf("BT /F 12 Tf 0.9 0.4 -0.4 0.9 110 205 Tm (79) Tj ET"),
    "in a drawing that lets nearly all through": pdf(
        "/G gs /X Do",
        named="/XObject<</X 7 0 R>>/ExtGState<</G<</ca 0.01>>>>",
        objects=(GROUP.format(len(FIGURE), FIGURE),),
    ),
    "in a layer that is off": pdf(
        f"/OC /O BDC {FIGURE} EMC",
        named="/Properties<</O 7 0 R>>",
        catalog=LAYER,
        objects=("<</Type/OCG/Name(x)>>",),
    ),
}
SEEN = {
    "plain": pdf(FIGURE),
    "in a drawing that lets some through": pdf(
        "/G gs /X Do",
        named="/XObject<</X 7 0 R>>/ExtGState<</G<</ca 0.7>>>>",
        objects=(GROUP.format(len(FIGURE), FIGURE),),
    ),
    "a box under it": pdf(f"1 g {BOX} 0 g {FIGURE}"),
    "a box beside it": pdf(f"{FIGURE} 1 g 210 202 20 20 re f"),
    "a box that lets it through": pdf(f"{FIGURE} q /G gs 1 g {BOX} Q", named="/ExtGState<</G<</ca 0.1>>>>"),
    "a large box cut off": pdf(f"{FIGURE} q 210 202 20 20 re W n 1 g 0 0 400 300 re f Q"),
    "a picture that lets it through": pdf(
        f"{FIGURE} {PICTURE}",
        named="/XObject<</X 7 0 R>>",
        objects=(WHITE_PIXEL.format("/SMask 8 0 R"), WHITE_PIXEL.format("").replace("\nz\n", "\n\x01\n")),
    ),
    "cut off round its cell": pdf(f"q 100 200 100 50 re W n {FIGURE} Q"),
    "a page cut to size": pdf(FIGURE, page="/CropBox[50 50 350 280]"),
    "a page cut to size and turned": pdf(FIGURE, page="/CropBox[0 100 400 300]/Rotate 180"),
    "a page shown on its side": pdf(FIGURE, page="/Rotate 90"),
    "marked as a cell": pdf(f"/TD<</MCID 0>>BDC {FIGURE} EMC"),
}


DARK = "0 0 0.4 rg 101 201 98 48 re f 1 g"
GROUNDS = {
    "white on blue": pdf(f"{DARK} {FIGURE}"),
    "white on a box with round corners": pdf(
        f"0 0 0.4 rg 106 202 m 190 202 l 194 202 196 204 196 208 c 196 226 l 196 230 194 232 190 232 c "
        f"110 232 l 106 232 104 230 104 226 c 104 208 l 104 205 105 202 106 202 c f 1 g {FIGURE}"
    ),
    "black on grey": pdf(f"0.8 g 101 201 98 48 re f 0 g {FIGURE}"),
    "leaning": pdf("BT /F 12 Tf 1 0 0.2 1 110 205 Tm (79) Tj ET"),
    "larger than said": pdf("BT /F 1 Tf 12 0 0 12 110 205 Tm (79) Tj ET"),
}
WATERMARK = "0.9 g BT /F 40 Tf 0.8 0.5 -0.5 0.8 110 152 Tm (draft) Tj ET 0 g"


@pytest.mark.parametrize("content", GROUNDS.values(), ids=GROUNDS)
def test_a_figure_is_read_on_any_ground_that_it_is_seen_on(content: bytes) -> None:
    cell = first_cell(content)
    assert (cell.text, cell.doubt) == ("79", "")


@pytest.mark.parametrize("content", [f"{WATERMARK} {FIGURE}", f"{FIGURE} {WATERMARK}"])
def test_letters_of_a_watermark_are_none_of_the_table(content: str) -> None:
    items, _ = read_pdf(pdf(content), ())
    (grid,) = (item for item in items if isinstance(item, Grid))
    assert [(cell.text, cell.doubt) for cell in grid.cells] == [(text, "") for text in ("79", "a", "b", "5")]


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize("shown", [True, False], ids=["turned back", "on its side"])
def test_a_page_is_read_the_way_its_letters_stand(turns: int, *, shown: bool) -> None:
    """Some programs print a wide page as a high one that is turned when it is shown."""
    matrix = ("1 0 0 1 0 0", "0 1 -1 0 300 0", "-1 0 0 -1 400 300", "0 -1 1 0 0 400")[turns]
    size = "/MediaBox[0 0 300 400]" if turns % 2 else "/MediaBox[0 0 400 300]"
    page = f"{size}/Rotate {90 * turns if shown else 0}"
    items, _ = read_pdf(pdf(FIGURE, page=page, matrix=matrix), ())
    (grid,) = (item for item in items if isinstance(item, Grid))
    assert [cell.text for cell in grid.cells] == ["79", "a", "b", "5"]
    assert not any(cell.doubt for cell in grid.cells)


@pytest.mark.parametrize("size", [6, 7, 8, 9, 10, 10.5, 12, 14])
@pytest.mark.parametrize("apart", [0, 0.5, 1])
def test_a_space_in_a_number_is_seen_in_any_size(size: float, apart: float) -> None:
    """A space of Helvetica, 0.278 of its size, in numbers whose digits may all be set `apart` (points)."""
    others = f"BT /F {size} Tf 140 160 Td (1234) Tj 90 0 Td (98) Tj ET"
    figures = {
        text: f"{apart} Tc {others} BT /F {size} Tf 110 205 Td ({text}) Tj ET" for text in ("79", "7 9")
    }
    whole, parted = (first_cell(pdf(figure)) for figure in figures.values())
    assert (whole.text, whole.doubt) == ("79", "")
    assert parted.doubt or parted.text == "7 9"


def first_cell(content: bytes) -> Cell:
    items, _ = read_pdf(content, ())
    (grid,) = (item for item in items if isinstance(item, Grid))
    return grid.squares[0, 0]


@pytest.mark.parametrize("content", NOT_SEEN.values(), ids=NOT_SEEN)
def test_a_figure_that_nobody_sees_is_doubted(content: bytes) -> None:
    assert first_cell(content).doubt


@pytest.mark.parametrize("content", SEEN.values(), ids=SEEN)
def test_a_figure_that_is_seen_is_read(content: bytes) -> None:
    cell = first_cell(content)
    assert (cell.text, cell.doubt) == ("79", "")


def test_a_digit_that_nobody_sees_is_told_outside_tables_too() -> None:
    covered = pdf(f"{FIGURE} 1 g 116 202 20 20 re f").replace(LINES.encode(), b" " * len(LINES))
    items, _ = read_pdf(covered, ())
    texts = [item.text for item in items if isinstance(item, Paragraph)]
    assert any(f"7{UNSURE}9" in text for text in texts), texts


def test_a_figure_that_is_said_to_read_otherwise_is_doubted() -> None:
    assert first_cell(pdf(f"/Span<</ActualText(85)>>BDC {FIGURE} EMC")).doubt


def ink(content: bytes, folder: Path) -> bytes:
    """The upper left cell as poppler paints it, the whole page shown."""
    (folder / "a.pdf").write_bytes(content)
    box = ["-x", "101", "-y", "51", "-W", "98", "-H", "48"]
    done = subprocess.run(
        ["pdftoppm", "-cropbox", "-r", "72", "-gray", *box, str(folder / "a.pdf")],
        check=True,
        capture_output=True,
    )
    return done.stdout


@pytest.mark.long
@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="no poppler here")
def test_what_is_seen_is_what_poppler_paints(tmp_path: Path) -> None:
    """Pages of another size or turn are painted elsewhere, and left out here."""
    plain = ink(SEEN["plain"], tmp_path)
    for name, content in SEEN.items():
        if "page" not in name and "through" not in name:
            assert ink(content, tmp_path) == plain, name
    for name, content in NOT_SEEN.items():
        assert ink(content, tmp_path) != plain, name


@pytest.mark.parametrize(("apart", "paragraphs"), [(14, 1), (17, 1), (24, 2), (28, 2)])
@pytest.mark.parametrize("stop", ["!", "a"])
def test_a_line_far_below_a_full_stop_is_a_paragraph_though_nothing_is_indented(
    apart: int, paragraphs: int, stop: str
) -> None:
    """All lines are as long as the column: only how far apart they stand tells."""
    heights = (130, 116, 116 - apart, 102 - apart)
    texts = ("a" * 30, "b" * 29 + stop, "c" * 30, "d" * 30)
    lines = "".join(f"BT /F 12 Tf 100 {y} Td ({t}) Tj ET " for y, t in zip(heights, texts, strict=True))
    items, _ = read_pdf(pdf(lines), ())
    said = [item.text for item in items if isinstance(item, Paragraph)]
    whole = "".join(texts)
    assert said == ([whole] if paragraphs == 1 or stop != "!" else [whole[:60], whole[60:]])


RED = ".8 0 0 RG 1 w"
SCRIBBLES = {
    "a stroke from corner to corner": f"{FIGURE} {RED} 105 200 m 130 220 l S",
    "a cross": f"{FIGURE} {RED} 105 200 m 130 220 l S 105 220 m 130 200 l S",
    "a wave": f"{FIGURE} {RED} 105 209 m 112 214 118 204 130 209 c S",
    "many short strokes": f"{FIGURE} {RED} 106 206 m 111 211 l 117 207 l 121 212 l 126 206 l S",
    "a picture beside it": f"{FIGURE} q 6 0 0 9 124 205 cm BI /W 1/H 1/CS/G/BPC 8 ID 0 EI Q",
    "a digit drawn behind it": f"{FIGURE} 1 w 125 205 m 129 208 129 210 125 213 c S",
}
AROUND = {
    "a ring": f"{FIGURE} {RED} 105 209 m 105 225 132 225 132 209 c 132 195 105 195 105 209 c S",
    "a wave below it": f"{FIGURE} {RED} 108 202 m 112 204 118 200 126 202 c S",
    "a large drawing behind the table": f"{RED} 80 130 m 300 150 l 200 280 l S {FIGURE}",
    "a stroke in another cell": f"{FIGURE} {RED} 205 205 m 290 245 l S",
}


@pytest.mark.parametrize("content", SCRIBBLES.values(), ids=SCRIBBLES)
def test_a_figure_that_a_pen_went_over_is_doubted(content: str) -> None:
    """As where what was drawn on a page was printed into it: no annotation is left to tell."""
    assert first_cell(pdf(content)).doubt


def test_a_figure_with_a_note_beside_it_is_doubted() -> None:
    note = "<</Type/Annot/Subtype/FreeText/Contents(1)/Rect[124 200 140 225]>>"
    assert first_cell(pdf(FIGURE, page="/Annots[7 0 R]", objects=(note,))).doubt


@pytest.mark.parametrize("content", AROUND.values(), ids=AROUND)
def test_a_figure_that_a_pen_went_round_is_read(content: str) -> None:
    cell = first_cell(pdf(content))
    assert (cell.text, cell.doubt) == ("79", "")


@pytest.mark.parametrize("seed", range(6))
def test_letters_printed_again_to_look_bold_are_printed_once(seed: int) -> None:
    """Wherever they stand, and whichever way the second ones are moved."""
    rng = random.Random(seed)
    size, x, y = rng.choice((7, 9, 10.5, 12)), rng.uniform(104, 120), rng.uniform(203, 212)
    figure = f"{rng.randrange(100, 100_000)}"
    far = 0.08 * size
    places = [(x, y), *((x + rng.uniform(-far, far), y + rng.uniform(-far, far)) for _ in range(3))]
    again = " ".join(f"BT /F {size} Tf {a:.2f} {b:.2f} Td ({figure}) Tj ET" for a, b in places)
    cell = first_cell(pdf(again))
    assert (cell.text, cell.doubt) == (figure, "")
    squeezed = f"BT /F {size} Tf 5 Tz {x:.2f} {y:.2f} Td (2{figure}2) Tj ET"  # the same digits, side by side
    cell = first_cell(pdf(squeezed))
    assert cell.doubt or cell.text == f"2{figure}2"


@pytest.mark.parametrize("slope", ["1 0 0 1", ".8 .5 -.5 .8"])
@pytest.mark.parametrize("paint", [".87 g", ".8 .9 1 rg", "/Thin gs 0 g"])
@pytest.mark.parametrize("first", [True, False])
def test_digits_of_a_watermark_are_none_of_the_page(slope: str, paint: str, *, first: bool) -> None:
    mark = f"q {paint} BT /F 40 Tf {slope} 105 155 Tm (2021) Tj ET Q"
    content = f"{mark} {FIGURE}" if first else f"{FIGURE} {mark}"
    items, _ = read_pdf(pdf(content, named="/ExtGState<</Thin<</ca .1>>>>"), ())
    (grid,) = (item for item in items if isinstance(item, Grid))
    texts = [(cell.text, cell.doubt) for cell in grid.cells]
    assert texts == [(text, "") for text in ("79", "a", "b", "5")]


TILES = tuple(f"{x} {y} 99 49 re f" for x in (100.5, 200.5) for y in (150.5, 200.5))
DARK_TABLE = "0 g 100 150 200 100 re f"


def tiled(*painted: str) -> list[list[str]]:
    """The tables of a page without a rule on which this is painted below the texts."""
    drawn = f"{LINES}{TEXTS}".encode()
    page = pdf(" ".join((*painted, "0 g", TEXTS, FIGURE))).replace(drawn, b" " * len(drawn), 1)
    items, _ = read_pdf(page, ())
    grids = [item for item in items if isinstance(item, Grid)]
    assert not any(cell.doubt for grid in grids for cell in grid.cells)
    return [[cell.text for cell in grid.cells] for grid in grids]


@pytest.mark.parametrize("light", ["1 g", ".95 g", ".9 .95 1 rg"])
@pytest.mark.parametrize("page", ["", ".96 g 0 0 400 300 re f 1 g 50 50 300 230 re f"], ids=["paper", "box"])
def test_light_cells_on_a_dark_box_are_a_table(light: str, page: str) -> None:
    """Old pages have no rules: the box shows between its cells."""
    assert tiled(page, DARK_TABLE, light, *TILES) == [["79", "a", "b", "5"]]
    rows = tuple(f"100 {y} 200 49 re f" for y in (150.5, 200.5))
    assert tiled(page, DARK_TABLE, light, *rows, *TILES) == [["79", "a", "b", "5"]]


@pytest.mark.parametrize(
    "painted",
    [
        ("1 g", *TILES),
        (".9 g", *TILES),
        ("1 g 0 0 400 300 re f", *TILES),
        (DARK_TABLE, "1 g 101 151 198 98 re f"),
        (".9 g 80 130 250 140 re f 1 g", *TILES),
        (DARK_TABLE, "1 g", *(f"101 {y} {190 - y % 7 * 10} 12 re f" for y in range(152, 240, 16))),
    ],
)
def test_boxes_that_no_darker_one_parts_are_no_table(painted: tuple[str, ...]) -> None:
    assert tiled(*painted) == []


def boxes(gap: float, corner: float = 0.0, paint: str = "f") -> tuple[str, ...]:
    """Six boxes in two columns, the texts of the page in the upper four."""
    wide, high = 100 - gap, 50 - gap
    places = [(x + gap / 2, y + gap / 2) for y in (200, 150, 100) for x in (100, 200)]
    if not corner:
        return tuple(f"{x} {y} {wide} {high} re {paint}" for x, y in places)
    return tuple(rounded(x, y, wide, high, corner) + paint for x, y in places)


def rounded(x: float, y: float, wide: float, high: float, corner: float) -> str:
    right, top, bow = x + wide, y + high, corner * 0.45
    return (
        f"{x + corner} {y} m {right - corner} {y} l "
        f"{right - bow} {y} {right} {y + bow} {right} {y + corner} c "
        f"{right} {top - corner} l {right} {top - bow} {right - bow} {top} {right - corner} {top} c "
        f"{x + corner} {top} l {x + bow} {top} {x} {top - bow} {x} {top - corner} c "
        f"{x} {y + corner} l {x} {y + bow} {x + bow} {y} {x + corner} {y} c h "
    )


def dots(size: float, pitch: float) -> str:
    """A table of two by two cells with lines of square dots."""
    level = [(100 + at, y) for y in (150, 200, 250) for at in _steps(200, size * pitch)]
    upright = [(x, 150 + at) for x in (100, 200, 300) for at in _steps(100, size * pitch)]
    return " ".join(f"{x:.2f} {y:.2f} {size} {size} re f" for x, y in (*level, *upright))


def _steps(length: float, pitch: float) -> list[float]:
    """Places about so far apart, the first and the last at the ends."""
    many = round(length / pitch)
    return [length * n / many for n in range(many + 1)]


def test_the_last_row_on_a_box_that_goes_on_is_of_the_table() -> None:
    """As where a browser moves the rest of a row to the next page, and leaves what is behind it."""
    assert tiled("0 g 100 20 200 230 re f", "1 g", *TILES) == [["79", "a", "b", "5"]]
    assert tiled("0 g 100 20 200 230 re f", "1 g", *(f"100.5 {y} 180 49 re f" for y in (150.5, 200.5))) == []


def test_a_row_alone_on_its_box_is_a_table() -> None:
    """As where the last row of a table stands on a page of its own."""
    assert tiled("0 g 100 200 200 30 re f", "1 g 100.5 200.5 99 29 re f 200.5 200.5 99 29 re f") == [
        ["79", "a"]
    ]


WHOLE = [["79", "a", "b", "5", "", ""]]


@pytest.mark.parametrize("gap", [0.5, 1.5, 2.5])
@pytest.mark.parametrize("corner", [0, 2, 6, 12])
@pytest.mark.parametrize("paint", [".9 g", ".6 .7 1 rg", "0 G", ".8 g .5 G"])
def test_boxes_side_by_side_on_the_paper_are_a_table(gap: float, corner: float, paint: str) -> None:
    how = {"0 G": "S", ".8 g .5 G": "B"}.get(paint, "f")
    assert tiled(paint, *boxes(gap, corner, how)) == WHOLE
    frame = "0 G 97 97 206 156 re S"
    assert tiled(frame, paint, *boxes(gap, corner, how)) == WHOLE


def test_what_is_marked_in_a_cell_is_no_cell() -> None:
    mark = "1 1 .2 rg 108 203 18 12 re f"
    assert tiled(".9 g", *boxes(1), mark) == WHOLE
    assert tiled(DARK_TABLE, "1 g", *TILES, mark) == [["79", "a", "b", "5"]]


@pytest.mark.parametrize(
    "painted",
    [
        (".9 g", *boxes(8)),
        (".9 g", *boxes(1)[:4]),
        (".9 g", *boxes(1)[::2]),
        (".9 g", *(f"100 {y} 200 11 re f" for y in range(100, 250, 12))),
        (".9 g", *boxes(1), "0 G 100 230 m 300 230 l S"),
        (".9 g", *boxes(1, 6), "0 G 130 100 m 130 250 l S"),
        ("0 G", *boxes(8, 6, "S")),
    ],
)
def test_boxes_apart_few_or_cut_are_no_table(painted: tuple[str, ...]) -> None:
    assert tiled(*painted) == []


@pytest.mark.parametrize("size", [0.7, 1, 1.5, 2.25])
@pytest.mark.parametrize("pitch", [1.5, 2, 2.5])
def test_a_table_with_dotted_lines_is_read(size: float, pitch: float) -> None:
    assert tiled(dots(size, pitch)) == [["79", "a", "b", "5"]]


def test_dots_far_apart_are_no_line() -> None:
    assert tiled(dots(1, 6)) == []


def test_a_round_frame_beside_a_figure_is_a_drawing() -> None:
    assert first_cell(pdf(f"{FIGURE} {RED} {rounded(126, 204, 10, 12, 3)} S")).doubt
    assert not first_cell(pdf(f"{FIGURE} {RED} {rounded(105, 202, 25, 18, 3)} S")).doubt
