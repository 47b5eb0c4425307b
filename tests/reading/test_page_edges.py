"""What is printed above and below the pages, in every format: without codes, each part by itself."""

from pathlib import Path
from random import Random

import pytest
import recipes as r
from openpyxl.workbook.workbook import Workbook

from toolkit.reading.seen.ods import read_views
from toolkit.reading.seen.page_edges import edge_texts
from toolkit.reading.workbook import read_file

CODES = ('&"宋体,常规"', "&12 ", "&B", "&K00FF00", "&P", "&D")
WORDS = ("2021年度", "单位：元", "截至9月30日", "第", "共 3 页", "12 件")


@pytest.mark.parametrize("seed", range(20))
def test_codes_are_dropped_and_places_parted(seed: int) -> None:
    rng = Random(seed)
    said = [rng.choice(WORDS) for _ in range(rng.randint(0, 3))]
    places = sorted(rng.sample("LCR", len(said)), key="LCR".index)
    coded = (
        f"&{place}{''.join(rng.sample(CODES, rng.randint(0, 3)))}{text}{rng.choice(('', '&N'))}"
        for place, text in zip(places, said, strict=True)
    )
    assert list(edge_texts("".join(coded))) == said


@pytest.mark.parametrize(("display", "seen"), [("", ("2021年度",)), (' style:display="false"', ())])
def test_an_ods_says_it_by_the_page_of_its_sheet(display: str, seen: tuple[str, ...]) -> None:
    names = (
        'xmlns:s="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:o="urn:o" '
        'xmlns:style="urn:style" xmlns:t="urn:table" xmlns:text="urn:text"'
    )
    pages = (
        f'<o:master-styles><s:master-page s:name="one"><s:header{display}><text:p>2021<text:span>年度'
        '</text:span></text:p></s:header></s:master-page><s:master-page s:name="two"/></o:master-styles>'
    )
    style = '<o:automatic-styles><s:style s:name="{0}" s:family="table" s:master-page-name="{1}"/>{2}'
    both = style.format("a", "one", '<s:style s:name="b" s:family="table" s:master-page-name="two"/>')
    sheet = '<t:table t:name="{0}" t:style-name="{1}"><t:table-row/></t:table>'
    sheets = sheet.format("甲", "a") + sheet.format("乙", "b")
    views = read_views(
        f"<d {names}>{both}</o:automatic-styles>{sheets}</d>".encode(), f"<d {names}>{pages}</d>".encode()
    )
    assert {name: view.around for name, view in views.items()} == {"甲": seen, "乙": ()}


@pytest.mark.office
@pytest.mark.long
@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_every_format_says_it(office, kind: str, tmp_path: Path) -> None:
    def above(book: Workbook) -> None:
        book["表三"].oddHeader.right.text = "数据截至9月30日"
        book["表四"].oddFooter.left.text = "填报单位：财政局"

    path = tmp_path / "来件.xlsx"
    path.write_bytes(r.edited(above))
    (saved,) = office([path], kind, tmp_path / kind)
    reading = read_file(saved, saved.name, [r.FORM])
    assert {f.sheet for f in reading.findings if f.rule == "S10"} == {"表三", "表四"}
