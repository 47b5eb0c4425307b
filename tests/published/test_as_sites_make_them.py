"""Publications as sites and clerks make them: contents, frames, remarks, words for none, other numbers."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import made_reports as made
import pytest
from docx import Document
from publications import page

from toolkit.form.definition import load_form
from toolkit.form.model import Key
from toolkit.published import Published, read_published

FORM = load_form("annual-report-2021")
REPORT = made.report(FORM, 5)
FIGURE = Key("applications", "new", "natural_person")
NUMBERED = [f"{numeral}、{title}" for numeral, title in zip("一二三四五六", made.TITLES, strict=True)]
PARTS = [f"（{numeral}）{part}情况" for numeral, part in zip(made.NUMERALS, made.PARTS, strict=True)]


def whole(published: Published, report: made.Report = REPORT) -> None:
    assert not made.never_wrong(published, report)
    assert published.year == report.year
    assert published.unit_name == "测试县民政局"
    assert published.narrative == read_plain()


def read_plain() -> dict[str, str]:
    said = {
        f"overview_{key}": f"这里写{part}。"
        for key, part in zip(
            ("disclosure", "applications", "management", "platform", "safeguards"), made.PARTS, strict=True
        )
    }
    return {
        **said,
        "problems": "这里写问题。",
        "improvements": "针对问题，这里写改进。",
        "other_matters": "没有其他事项。",
    }


def with_parts(lines: list[str]) -> list[str]:
    return [lines[0], *PARTS, *lines[1:]]


CONTENTS = {
    "dots": [f"{line}{'.' * 20}{n}" for n, line in enumerate(NUMBERED, 1)],
    "tab and page": [f"{line}\t{n}" for n, line in enumerate(NUMBERED, 1)],
    "no pages": NUMBERED,
    "with parts": with_parts(NUMBERED),
    "with parts and pages": [f"{line}……{n}" for n, line in enumerate(with_parts(NUMBERED), 1)],
    "half of them": NUMBERED[:3],
}


@pytest.mark.parametrize("lines", CONTENTS.values(), ids=CONTENTS)
@pytest.mark.parametrize("under_title", [True, False])
def test_a_list_of_contents_takes_no_section_away(
    lines: list[str], under_title: bool, tmp_path: Path
) -> None:
    html = "<p>目　录</p>" + "".join(f"<p>{line}</p>" for line in lines)

    def listed(source: str) -> str:
        at = source.index("</p>") + len("</p>") if under_title else source.index("<body>") + len("<body>")
        return source[:at] + html + source[at:]

    whole(read_published(page(listed)(REPORT, tmp_path), [FORM]))


@pytest.mark.long
def test_a_list_of_contents_in_a_word_file(tmp_path: Path) -> None:
    document = Document(str(made.write_docx(REPORT, tmp_path / "r.docx")))
    below = document.paragraphs[1]
    for line in ("目录", *CONTENTS["tab and page"]):
        below.insert_paragraph_before(line)
    document.save(str(tmp_path / "r.docx"))
    whole(read_published(tmp_path / "r.docx", [FORM]))


def test_a_first_section_named_again_is_not_a_new_beginning(tmp_path: Path) -> None:
    """After a sentence or a table the sections found so far were no list."""
    once_more = page(lambda source: source.replace("<p>五、", "<p>一、总体情况</p><p>附后。</p><p>五、"))
    read = read_published(once_more(REPORT, tmp_path), [FORM])
    assert read.narrative == read_plain()
    prose = page(lambda source: source.replace("<p>（二）", "<p>总体情况</p><p>（二）"))
    read = read_published(prose(REPORT, tmp_path), [FORM])
    assert read.narrative["overview_disclosure"] == "这里写主动公开。\n总体情况"


FRAMES = [("<table><tr><td>" * n, "</td></tr></table>" * n) for n in (1, 2, 3)]
FRAMES.append(("<table><tr><td></td><td><table><tr><td>", "</td></tr></table></td></tr></table>"))


@pytest.mark.parametrize(("before", "after"), FRAMES)
def test_tables_in_frames_are_read(before: str, after: str, tmp_path: Path) -> None:
    framed = page(lambda s: s.replace("<table>", f"{before}<table>").replace("</table>", f"</table>{after}"))
    whole(read_published(framed(REPORT, tmp_path), [FORM]))


MENU = ("机构概况", "领导分工", "政府信息公开年报")


@pytest.mark.parametrize(
    "entry", ["<li><a href=x>{}</a></li>", "<p><a href=x>{}</a></p>", "<a href=x>{}</a><br>"]
)
@pytest.mark.parametrize("inner", ["", "<table><tr><td>"])
def test_links_in_a_cell_beside_the_report_are_no_title(entry: str, inner: str, tmp_path: Path) -> None:
    links = "".join(map(entry.format, MENU))
    laid = f"<body><table><tr><td>{links}</td><td>{inner}"
    read = read_published(page(lambda s: s.replace("<body>", laid))(REPORT, tmp_path), [FORM])
    whole(read)
    assert not {"P29", "P38"} & {finding.rule for finding in read.findings}


def with_remark(*texts: str) -> Callable[[made.Squares], made.Squares]:
    def change(squares: made.Squares) -> made.Squares:
        last, width = made.height(squares), max(s.column + s.width for s in squares)
        ends = [width - len(texts) + 1 if n == len(texts) - 1 else 1 for n in range(len(texts))]
        return squares + [made.Square(t, last, n, width=ends[n]) for n, t in enumerate(texts)]

    return change


REMARKS = [("备注", "由办公室填报，电话0100-1234567"), ("备注", ""), ("注：2021年起统计。",), ("说明：无",)]


@pytest.mark.parametrize("texts", REMARKS)
def test_a_remark_below_a_table_is_no_line_of_figures(texts: tuple[str, ...], tmp_path: Path) -> None:
    report = REPORT
    for table in REPORT.tables:
        report = report.changed(table, with_remark(*texts))
    whole(read_published(made.write_html(report, tmp_path / "r.html"), [FORM]))


@pytest.mark.parametrize("texts", [("备注", "5"), ("上年", "由办公室填报"), ("备注栏", "无")])
def test_another_line_below_a_table_still_leaves_it_unread(texts: tuple[str, ...], tmp_path: Path) -> None:
    report = REPORT.changed("review", with_remark(*texts))
    read = read_published(made.write_html(report, tmp_path / "r.html"), [FORM])
    assert len(made.never_wrong(read, report)) == 15


@pytest.mark.parametrize("word", ["无", "零", " 无 "])
def test_none_is_a_nought(word: str, tmp_path: Path) -> None:
    """As in a unit's workbook; what is printed instead of a figure contradicts it."""
    nothing = dict.fromkeys(REPORT.expected, 0)
    report = replace(
        REPORT,
        expected=nothing,
        tables={
            name: [replace(s, text=word) if s.key else s for s in squares]
            for name, squares in REPORT.tables.items()
        },
    )
    read = read_published(made.write_html(report, tmp_path / "r.html"), [FORM])
    whole(read, report)
    assert read.figures[FIGURE] == word.strip()


@pytest.mark.parametrize("word", ["无数", "无件", "不详", "没填"])
def test_other_words_are_not_a_nought(word: str, tmp_path: Path) -> None:
    squares = [replace(s, text=word) if s.key == FIGURE else s for s in REPORT.tables["applications"]]
    report = replace(REPORT, tables={**REPORT.tables, "applications": squares})
    read = read_published(made.write_html(report, tmp_path / "r.html"), [FORM])
    assert FIGURE in made.never_wrong(read, report)


NUMBERS = {
    "1.": "{digit}.",
    "1、": "{digit}、",
    "第一部分": "第{numeral}部分 ",
    "第一章": "第{numeral}章　",
}


@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS)
def test_sections_numbered_otherwise(number: str, tmp_path: Path) -> None:
    def renumbered(source: str) -> str:
        for digit, (line, title) in enumerate(zip(NUMBERED, made.TITLES, strict=True), 1):
            source = re.sub(
                f"<p>{line[:2]}[^<]*</p>",
                f"<p>{number.format(digit=digit, numeral=line[0])}{title}</p>",
                source,
            )
        return source

    whole(read_published(page(renumbered)(REPORT, tmp_path), [FORM]))


def headed(lines: list[str], titles: list[str], *, joined: bool = False) -> Callable[[str], str]:
    """Print `titles` for the headings `lines`; `joined`: in one paragraph with what stands below them."""

    def change(source: str) -> str:
        for line, title in zip(lines, titles, strict=True):
            assert source.count(f"<p>{line}</p>") == 1
            source = source.replace(f"<p>{line}</p>", f"<p>{title}。" if joined else f"<p>{title}</p>")
            source = source.replace(f"{title}。<p>", f"{title}。") if joined else source
        return source

    return change


HEADINGS = {
    "（1）": [f"（{n}）{part}情况" for n, part in enumerate(made.PARTS, 1)],
    "1.": [f"{n}.{part}情况" for n, part in enumerate(made.PARTS, 1)],
    "①": [f"{n}{part}情况" for n, part in zip("①②③④⑤", made.PARTS, strict=True)],
    "一、": [f"{n}、{part}情况" for n, part in zip(made.NUMERALS, made.PARTS, strict=True)],
    "一是": [f"{n}是{part}情况" for n, part in zip(made.NUMERALS, made.PARTS, strict=True)],
    "第一，": [f"第{n}，{part}情况" for n, part in zip(made.NUMERALS, made.PARTS, strict=True)],
    "longer": [
        "（一）主动公开政府信息工作情况",
        "（二）依申请公开办理情况",
        "（三）政府信息资源管理情况",
        "（四）平台建设情况",
        "（五）监督保障及教育培训情况",
    ],
    "spoken": [
        "（一）聚焦重点，主动公开不断深化",
        "（二）规范流程，依申请公开稳步推进",
        "（三）健全机制，政府信息管理更加规范",
        "（四）优化栏目，政府信息公开平台建设持续加强",
        "（五）强化考核，监督保障更加有力",
    ],
}


@pytest.mark.parametrize("titles", HEADINGS.values(), ids=HEADINGS)
@pytest.mark.parametrize("joined", [False, True], ids=["alone", "joined"])
def test_parts_headed_otherwise(titles: list[str], tmp_path: Path, *, joined: bool) -> None:
    whole(read_published(page(headed(PARTS, titles, joined=joined))(REPORT, tmp_path), [FORM]))


def test_numbers_of_another_kind_within_a_part_are_no_headings(tmp_path: Path) -> None:
    """Where the parts have the numbers of the form, “4.平台建设” is a line of the part that it stands in."""
    more = page(lambda source: source.replace("<p>（二）", "<p>4.政府信息公开平台建设</p><p>（二）"))
    read = read_published(more(REPORT, tmp_path), [FORM])
    assert read.narrative["overview_disclosure"].endswith("\n4.政府信息公开平台建设")
    assert read.narrative["overview_platform"] == "这里写政府信息公开平台建设。"


def test_a_heading_that_says_a_figure_is_kept(tmp_path: Path) -> None:
    said = ["（一）主动公开政府信息1265条", *PARTS[1:]]
    read = read_published(page(headed(PARTS, said))(REPORT, tmp_path), [FORM])
    assert read.narrative["overview_disclosure"] == "（一）主动公开政府信息1265条\n这里写主动公开。"


SECTIONS = {
    "a stop": [f"{line}。" for line in NUMBERED],
    "a colon": [f"{line}：" for line in NUMBERED],
    "a space": [line.replace("、", " ", 1) for line in NUMBERED],
    "brackets": [f"【{line[0]}】{title}" for line, title in zip(NUMBERED, made.TITLES, strict=True)],
    "基本情况": ["一、基本情况", *NUMBERED[1:]],
    "概述": ["一、概述", *NUMBERED[1:]],
}


@pytest.mark.parametrize("titles", SECTIONS.values(), ids=SECTIONS)
def test_sections_headed_otherwise(titles: list[str], tmp_path: Path) -> None:
    whole(read_published(page(headed(NUMBERED, titles))(REPORT, tmp_path), [FORM]))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("（一）存在的主要问题", "（二）改进措施"),
        ("1.存在问题", "2.下一步工作打算"),
        ("存在的问题和不足：", "整改措施："),
    ],
)
def test_the_passages_of_a_section_under_headings_of_their_own(
    first: str, second: str, tmp_path: Path
) -> None:
    said = [("<p>这里写问题。", f"<p>{first}</p><p>这里写问题。"), ("<p>针对", f"<p>{second}</p><p>针对")]

    def change(source: str) -> str:
        for old, new in said:
            source = source.replace(old, new)
        return source

    whole(read_published(page(change)(REPORT, tmp_path), [FORM]))


@pytest.mark.parametrize("number", ["民发〔2022〕3号", "测民〔2022〕第12号", "民办字[2022]7号"])
def test_the_number_of_the_paper_is_no_part_of_its_title(number: str, tmp_path: Path) -> None:
    change = page(lambda source: source.replace("<body>", f"<body><p>{number}</p>"))
    whole(read_published(change(REPORT, tmp_path), [FORM]))


@pytest.mark.parametrize("dash", ["——", "--", "－－"])
@pytest.mark.parametrize("window", ["测试县人民政府", "2021年政府信息公开工作年度报告-测试县人民政府"])
def test_a_title_with_its_unit_behind_it(dash: str, window: str, tmp_path: Path) -> None:
    def change(source: str) -> str:
        title = "2021年政府信息公开工作年度报告"
        source = source.replace("<title>x<", f"<title>{window}<")
        return source.replace(f"<p>测试县民政局{title}<", f"<p>{title}{dash}测试县民政局<")

    whole(read_published(page(change)(REPORT, tmp_path), [FORM]))


def test_a_part_with_the_number_of_another_section_is_no_section(tmp_path: Path) -> None:
    """1.主动公开政府信息情况 within section 一 is a heading of its own; only 2. would be section 二."""
    renumbered = page(
        lambda source: source.replace("<p>（一）主动公开情况</p>", "<p>1.主动公开政府信息情况</p>")
    )
    read = read_published(renumbered(REPORT, tmp_path), [FORM])
    assert "这里写主动公开。" in read.narrative["overview_disclosure"]


def compared(title: str, *, lost: str = "") -> Callable[[made.Squares], made.Squares]:
    """Another column behind the last, `title` in each header; `lost`: a row that has a square less."""

    def change(squares: made.Squares) -> made.Squares:
        beyond = max(s.column + s.width for s in squares)
        figures = {s.row for s in squares if s.key}
        lowest = [row for row in range(made.height(squares)) if row + 1 in figures and row not in figures]
        first = 0 if len(lowest) == 1 else lowest[0]  # 表三 has one header of three lines
        more = [made.Square("77", row, beyond) for row in figures]
        more += [made.Square(title, row, beyond) for row in lowest[1:]]
        more.append(made.Square(title, first, beyond, lowest[0] - first + 1))
        gone = max((s for s in squares if s.key and s.key.row == lost), key=lambda s: s.column, default=None)
        return sorted((s for s in [*squares, *more] if s is not gone), key=lambda s: (s.row, s.column))

    return change


@pytest.mark.parametrize("title", ["上年数", "去年同期", "同比增减", "较上年增减（%）", "上年总计"])
@pytest.mark.parametrize("table", ["disclosure", "applications"])
def test_a_column_that_compares_is_set_aside(title: str, table: str, tmp_path: Path) -> None:
    report = REPORT.changed(table, compared(title))
    whole(read_published(made.write_html(report, tmp_path / "r.html"), [FORM]))


def test_a_figure_outside_the_columns_still_leaves_its_row_unread(tmp_path: Path) -> None:
    unknown = REPORT.changed("disclosure", compared("小计"))
    read = read_published(made.write_html(unknown, tmp_path / "r.html"), [FORM])
    assert len(made.never_wrong(read, unknown)) == 10
    moved = REPORT.changed("applications", compared("上年数", lost="granted"))
    read = read_published(made.write_html(moved, tmp_path / "r.html"), [FORM])
    assert {key.row for key in made.never_wrong(read, moved)} == {"granted"}


def test_tables_of_other_programs_are_told_by_their_names(tmp_path: Path) -> None:
    old = tmp_path / "r.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "Workbook".encode("utf-16-le"))
    (finding,) = read_published(old, [FORM]).findings
    assert "旧式的 Excel 工作簿" in finding.problem
    with ZipFile(tmp_path / "r.ofd", "w") as package:
        package.writestr("OFD.xml", "<OFD/>")
    (finding,) = read_published(tmp_path / "r.ofd", [FORM]).findings
    assert "OFD" in finding.problem
    office = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    with ZipFile(tmp_path / "r.ods", "w") as package:
        package.writestr(
            "content.xml",
            f"<office:document-content {office}><office:body><office:spreadsheet/></office:body>"
            "</office:document-content>",
        )
    (finding,) = read_published(tmp_path / "r.ods", [FORM]).findings
    assert ".xlsx" in finding.problem
