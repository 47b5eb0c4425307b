"""Pages set in two columns, as gazettes are: read down the left one, then down the right."""

import re
from pathlib import Path

import made_reports as made
import pytest
from docx import Document
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from publications import outcome, report_of
from shipped_forms import FORMS

from toolkit.published import read_published
from toolkit.published.pdf.drawing import Rectangle
from toolkit.published.pdf.page import Char
from toolkit.published.pdf.side_column import Columns, columns

WIDTH, NONE = 595.0, Columns(groups=())
LEFT = "主动公开涉及机构职能政策法规财政预算决算"
RIGHT = "重点领域及时回应群众关切的事做到应公开的"


def line(text: str, x: float, top: float) -> list[Char]:
    """A line of letters ten points wide."""
    return [Char(c, x + 10 * n, x + 10 * n + 10, top, top + 10, 10) for n, c in enumerate(text)]


def said(chars: tuple[Char, ...]) -> str:
    return "".join(char.text for char in sorted(chars, key=lambda char: (char.top, char.x0)))


@pytest.mark.parametrize("rows", [(6, 6), (7, 6), (9, 4)])
@pytest.mark.parametrize("step", [14, 24])
def test_each_column_is_read_to_its_end(rows: tuple[int, int], step: int) -> None:
    """Between a title and a table, whose own title stands below the left column alone."""
    title, below = line("青禾县水务局二〇二四年政府信息公开工作年度报告" * 2, 60, 20), 60 + step * max(rows)
    left, right = (
        [char for n in range(count) for char in line(text, x, 50 + step * n)]
        for count, text, x in zip(rows, (LEFT, RIGHT), (70, 330), strict=True)
    )
    heading = line("二、主动公开政府信息情况", 70, below)
    table = Rectangle(70, below + 20, 530, below + 200)
    found = columns([*title, *left, *right, *heading], [table], WIDTH, NONE)
    assert [said(group) for group in found.groups] == [
        said(tuple(title)),
        LEFT * rows[0],
        RIGHT * rows[1],
        "二、主动公开政府信息情况",
    ]
    assert [said(half) for half in found.halves] == [LEFT * rows[0], RIGHT * rows[1]]


@pytest.mark.parametrize(
    ("left", "right"),
    [("地址：青禾县新城路9号", "电话：0100-1234567"), ("（一）主动公开情况", RIGHT), (LEFT, "科室：办公室")],
)
def test_short_lines_beside_others_are_no_columns(left: str, right: str) -> None:
    lines = [
        char for n in range(6) for char in (*line(left, 70, 50 + 20 * n), *line(right, 330, 50 + 20 * n))
    ]
    assert not columns(lines, (), WIDTH, NONE).halves


SENTENCES = "本年度规范办理流程，做好登记、审查、办理、答复、归档各环节，没有发生因答复不当引起的争议。" * 3


@pytest.mark.long
@pytest.mark.office
def test_an_office_prints_in_two_columns(office, tmp_path: Path) -> None:
    report = report_of(FORMS[1], 4)
    document = Document()
    for kind, text in made._flow(report):
        prose = kind == "p" and not re.match("[一二三四五六]、|测试县", text)
        section = document.sections[-1]
        if prose != (section._sectPr.find(qn("w:cols")).get(qn("w:num")) == "2"):
            section = document.add_section(WD_SECTION.CONTINUOUS)
            section._sectPr.find(qn("w:cols")).set(qn("w:num"), "2" if prose else "1")
        if kind == "p":
            document.add_paragraph(text + (SENTENCES if prose and "这里写" in text else ""))
        else:
            made.fill_table(document, report.tables[text])
    document.save(str(tmp_path / "r.docx"))
    (path,) = office([tmp_path / "r.docx"], "pdf", tmp_path / "out")
    word, printed = (read_published(one, FORMS) for one in (tmp_path / "r.docx", path))
    assert not outcome(printed, report).wrong
    assert {key: "".join(text.split()) for key, text in printed.narrative.items()} == {
        key: "".join(text.split()) for key, text in word.narrative.items()
    }
