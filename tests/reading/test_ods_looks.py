"""What an .ods lays out so that nobody sees it as it is held: upside down, locked away, left out in print."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
import recipes as r

from toolkit.reading.opened import Opened
from toolkit.reading.seen.judging import words_refusal

NAMES = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = ("office", "style", "table", "text")
COMPATIBLE = {"fo": "xsl-fo-compatible"}
CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
TINY, CELL, LETTERS = "0.5mm", "table-cell-properties", "text-properties"
PARAGRAPH = "paragraph-properties"
# properties of a style, and what of the cell's look they make odd; "" where it is seen as it is
STYLES = {
    ("0", CELL, 'style:rotation-angle="0"'): "",
    ("1", CELL, 'style:rotation-angle="90"'): "",
    ("2", CELL, 'style:rotation-angle="270"'): "",
    ("3", CELL, 'style:rotation-angle="350deg"'): "",
    ("4", CELL, 'style:rotation-angle="180"'): "倒着",
    ("5", CELL, 'style:rotation-angle="160"'): "倒着",
    ("6", CELL, 'style:rotation-angle="-170"'): "倒着",
    ("7", CELL, 'style:cell-protect="protected formula-hidden"'): "",
    ("8", CELL, 'style:cell-protect="hidden-and-protected"'): "不显示",
    ("9", CELL, 'style:print-content="true"'): "",
    ("10", CELL, 'style:print-content="false"'): "不打印",
    ("11", CELL, 'style:diagonal-bl-tr="none"'): "",
    ("12", CELL, 'style:diagonal-bl-tr="0.74pt solid #000000"'): "删除线",
    ("13", CELL, 'style:diagonal-tl-br="2pt solid #ff0000"'): "删除线",
    ("14", LETTERS, 'fo:font-size="0.4cm"'): "",
    ("15", LETTERS, f'fo:font-size="{TINY}"'): "看不见",
    ("16", LETTERS, 'fo:font-size="0.01in"'): "看不见",
    ("18", PARAGRAPH, 'fo:margin-left="3cm"'): "",
    ("19", PARAGRAPH, 'fo:text-align="start" fo:margin-left="30cm"'): "缩进",
    ("17", CELL, 'style:repeat-content="true"'): "填充",
    ("20", LETTERS, 'text:display="none"'): "",
}
UNPRINTED = {"8", "10", "19"}  # of which no text stands on paper


def ods(*, locked: bool = True, rule: str = "", number_style: str = "") -> bytes:
    """A sheet with a cell in each of the styles, the number 4000 and that of the style in it."""
    spaces = " ".join(f'xmlns:{space}="{NAMES}:{space}:1.0"' for space in SPACES)
    spaces += "".join(f' xmlns:{short}="{NAMES}:{long}:1.0"' for short, long in COMPATIBLE.items())
    numbers = f'style:data-style-name="{number_style}"' if number_style else ""
    styles = "".join(
        f'<style:style style:name="s{name}" style:family="table-cell" {numbers}>'
        f"<style:{kind} {said}/></style:style>"
        for name, kind, said in STYLES
    )
    cells = "".join(
        f'<table:table-row><table:table-cell table:style-name="s{name}" office:value-type="float" '
        f'office:value="{4000 + int(name)}"><text:p>?</text:p></table:table-cell></table:table-row>'
        for name, _, _ in STYLES
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{NAMES}:manifest:1.0">'
            f'<m:file-entry m:full-path="/" m:media-type="{kind}"/>'
            '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content {spaces} xmlns:calcext="{CALC}" office:version="1.3">'
            f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
            f'<table:table table:name="表" table:protected="{str(locked).lower()}">'
            f"{cells}{rule}</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return target.getvalue()


def refusals(book: Opened) -> Sequence[str]:
    return [words_refusal("407", book.look("表", f"A{row}")) or "" for row in range(1, len(STYLES) + 1)]


def test_what_is_laid_out_otherwise_is_told() -> None:
    book = Opened(ods())
    for why, (style, expected) in zip(refusals(book), STYLES.items(), strict=True):
        assert (expected in why) if expected else not why, style


def test_what_only_a_lock_would_hide_is_seen_without_it() -> None:
    told = dict(zip(STYLES, refusals(Opened(ods(locked=False))), strict=True))
    assert [style[0] for style, expected in STYLES.items() if expected and not told[style]] == ["8"]


def test_general_needs_no_style_of_its_own() -> None:
    shown = {each: Opened(ods(number_style=each)).look("表", "A1").odd for each in ("General", "ND-1")}
    assert shown == {"General": False, "ND-1": True}


@pytest.mark.long
@pytest.mark.office
def test_what_gnumeric_saves_is_read(tmp_path: Path) -> None:
    program = shutil.which("ssconvert")
    if program is None:
        pytest.skip("没有 Gnumeric，跳过")
    source, saved = tmp_path / "来件.xlsx", tmp_path / "来件.ods"
    source.write_bytes(r.good())
    subprocess.run([program, str(source), str(saved)], check=True, capture_output=True, timeout=60)
    reading = r.read(tmp_path, saved.read_bytes())
    assert reading.submission is not None
    assert {key: reading.submission.figures[key] for key in r.figures()} == r.figures()
    assert {finding.rule for finding in reading.findings} == {"F09"}


@pytest.mark.parametrize(
    ("inside", "hidden"),
    [
        ('data-bar calcext:positive-color="#000000"', True),
        ('data-bar calcext:positive-color="#99ccff"', False),
        ('color-scale><calcext:color-scale-entry calcext:color="#000000"/></calcext:color-scale', True),
        ('color-scale><calcext:color-scale-entry calcext:color="#ffeb84"/></calcext:color-scale', False),
    ],
)
def test_a_bar_or_a_scale_as_dark_as_the_letters(inside: str, *, hidden: bool) -> None:
    within = f"<calcext:{inside}{'' if '</' in inside else '/'}>"
    rule = (
        "<calcext:conditional-formats>"
        '<calcext:conditional-format calcext:target-range-address="表.A1:表.A1">'
        f"{within}</calcext:conditional-format></calcext:conditional-formats>"
    )
    assert ("看不见" in refusals(Opened(ods(rule=rule)))[0]) == hidden


@pytest.mark.long
@pytest.mark.office
def test_libreoffice_prints_nothing_where_it_is_told(office, tmp_path: Path) -> None:
    path = tmp_path / "表.ods"
    path.write_bytes(ods())
    (printed,) = office([path], "pdf", tmp_path / "pdf")
    text = subprocess.run(["pdftotext", str(printed), "-"], check=True, capture_output=True, text=True).stdout
    shown = {str(int(number) - 4000) for number in re.findall(r"\b40\d\d\b", text)}
    upright = {name for (name, _, _), expected in STYLES.items() if expected not in {"倒着", "填充"}}
    assert upright - shown == UNPRINTED
