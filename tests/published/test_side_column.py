"""A site's menu beside a report on its page: set apart and said; what only looks like one stays."""

import shutil
import subprocess
from pathlib import Path

import made_reports as made
import pytest
from publications import outcome, report_of
from shipped_forms import FORM, FORMS

from toolkit.published import read_published
from toolkit.published.pdf.drawing import Rectangle
from toolkit.published.pdf.page import Char
from toolkit.published.pdf.side_column import Columns, columns

WIDTH = 595.0
MENU = ("政府信息公开指南", "政府信息公开制度", "政府信息公开年报", "依申请公开渠道")
REPORT = "本单位全年通过门户网站公开各类信息政策解读同步发布按期办理申请答复规范"
NONE = Columns(groups=())


def line(text: str, x: float, top: float) -> list[Char]:
    """A line of letters ten points wide."""
    return [Char(c, x + 10 * n, x + 10 * n + 10, top, top + 10, 10) for n, c in enumerate(text)]


def said(chars: tuple[Char, ...]) -> str:
    return "".join(char.text for char in sorted(chars, key=lambda char: (char.top, char.x0)))


@pytest.mark.parametrize(("menu_at", "report_at"), [(30, 170), (430, 40)], ids=["left", "right"])
@pytest.mark.parametrize("step", [15, 18, 24, 31])
def test_a_menu_is_set_apart_at_whatever_heights_its_lines_stand(
    menu_at: int, report_at: int, step: int
) -> None:
    banner, foot = line("首页政务公开" * 8, 30, 20), line("主办单位：" + "青禾县" * 14, 30, 300)
    menu = [char for n, text in enumerate(MENU) for char in line(text, menu_at, 50 + step * n)]
    report = [char for n in range(9) for char in line(REPORT, report_at, 50 + 24 * n)]
    found = columns([*banner, *foot, *menu, *report], (), WIDTH, NONE)
    assert said(found.beside) == "".join(MENU)
    assert said(found.column) == REPORT * 9
    assert [said(group) for group in found.groups] == [
        said(tuple(banner)),
        REPORT * 9,
        said(tuple(foot)),
    ]


@pytest.mark.parametrize("size", [10, 18, 24])
def test_a_menu_stands_as_near_to_a_title_as_to_the_text_below_it(size: int) -> None:
    title = [
        Char(c, 160 + size * n, 160 + size * (n + 1), 50, 50 + size, size) for n, c in enumerate(REPORT[:16])
    ]
    menu = [char for n, text in enumerate(MENU) for char in line(text * 2, 155 - 20 * len(text), 50 + 24 * n)]
    report = [char for n in range(3) for char in line(REPORT, 160, 90 + 24 * n)]
    found = columns([*title, *menu, *report], (), WIDTH, NONE)
    assert said(found.column) == REPORT[:16] + REPORT * 3
    assert said(found.beside) == "".join(text * 2 for text in MENU)


def test_menus_on_both_sides_are_set_apart() -> None:
    banner, foot = line("首页政务公开" * 8, 30, 20), line("主办单位：" + "青禾县" * 14, 30, 400)
    left = [char for n, text in enumerate(MENU) for char in line(text, 20, 50 + 31 * n)]
    right = [char for n, text in enumerate(MENU) for char in line(text, 490, 60 + 24 * n)]
    report = [char for n in range(9) for char in line(REPORT, 120, 50 + 24 * n)]
    found = columns([*banner, *foot, *left, *right, *report], (), WIDTH, NONE)
    assert sorted(said(found.beside)) == sorted("".join(MENU) * 2)
    assert [said(group) for group in found.groups] == [
        said(tuple(banner)),
        REPORT * 9,
        said(tuple(foot)),
    ]


def test_a_menu_longer_than_the_report_goes_on_alone() -> None:
    first = columns(
        [c for n in range(5) for t, x in ((MENU[0], 30), (REPORT, 170)) for c in line(t, x, 50 + 20 * n)],
        (),
        WIDTH,
        NONE,
    )
    alone = [char for n, text in enumerate(MENU) for char in line(text, 30, 50 + 20 * n)]
    assert said(columns(alone, (), WIDTH, first).beside) == "".join(MENU)
    assert not columns(alone, (), WIDTH, NONE).beside  # where no menu was before, they are its lines


TITLE = "青禾县水务局二〇二四年政府信息公开工作年度报告"


@pytest.mark.parametrize("words", [["年报"], ["首页", "公开"], ["教育局"] * 3, ["2024年", "2023年"]])
@pytest.mark.parametrize("left", [True, False])
@pytest.mark.parametrize("step", [12, 24, 40])
def test_a_few_words_beside_a_title_are_none_of_it(words: list[str], left: bool, step: int) -> None:
    menu = [c for n, text in enumerate(words) for c in line(text, 30 if left else 480, 52 + step * n)]
    report = [*line(TITLE, 110, 50), *(c for n in range(4) for c in line(REPORT + "。", 110, 80 + 24 * n))]
    found = columns([*menu, *report], (), WIDTH, NONE)
    assert (said(found.beside), said(found.column)) == ("".join(words), TITLE + f"{REPORT}。" * 4)


@pytest.mark.parametrize(
    ("words", "title", "before"),
    [
        ("（一）主动公开", TITLE, NONE),  # a heading beside its text
        ("问题：", "本年度没有需要说明的其他情况，也没有收取过费用。", NONE),  # below a sentence
        ("教育局", TITLE, Columns(groups=((),))),  # no title stands on a later page
    ],
    ids=["heading", "no title", "later page"],
)
def test_words_beside_anything_else_stay(words: str, title: str, before: Columns) -> None:
    above = line(f"{REPORT}。", 30, 20) if title is not TITLE else []
    below = [c for n in range(3) for c in line(REPORT, 120, 80 + 24 * n)]
    chars = (*above, *line(words, 30, 52), *line(title, 120, 50), *below)
    assert columns(chars, (), WIDTH, before) == Columns(groups=(chars,))


@pytest.mark.parametrize(
    "rows",
    [
        [("一、", 30, REPORT, 70), ("二、", 30, REPORT, 70), ("", 30, REPORT, 70)],  # numbers of a list
        [("索引号：0031", 30, "发布日期：2025年1月20日", 300)] * 3,  # what a site says of the page
        [("", 30, REPORT, 30), ("", 30, REPORT, 30), ("", 30, "青禾县水务局", 400), ("", 30, "2025年", 430)],
        [("主要问题是解读形式单一公开不够", 30, "", 0), ("", 0, REPORT + REPORT[:15], 30)] * 3,
    ],
    ids=["numbers", "facts", "signed", "short lines"],
)
def test_what_is_no_menu_stays(rows: list[tuple[str, int, str, int]]) -> None:
    chars = [
        char
        for n, (left, at, right, further) in enumerate(rows)
        for char in [*line(left, at, 50 + 24 * n), *line(right, further, 50 + 24 * n)]
    ]
    assert columns(chars, (), WIDTH, NONE) == Columns(groups=(tuple(chars),))


def test_a_table_beside_a_menu_is_of_the_report() -> None:
    box = Rectangle(170, 60, 560, 260)
    menu = [char for n, text in enumerate(MENU) for char in line(text, 30, 70 + 24 * n)]
    report = [char for top in (40, 280) for char in line(REPORT, 170, top)]
    found = columns([*menu, *report], (box,), WIDTH, NONE)
    assert (said(found.beside), said(found.column)) == ("".join(MENU), REPORT * 2)


SIBLINGS = [f"测试县{name}局2023年政府信息公开工作年度报告" for name in ("教育", "财政", "民政", "司法")]


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("chromium"), reason="no browser here")
@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("entries", [SIBLINGS, SIBLINGS * 7, ["公开指南", "公开制度", "法定主动公开内容"]])
def test_a_page_is_printed_with_its_menu(side: str, entries: list[str], tmp_path: Path) -> None:
    report = report_of(FORM, len(entries))
    page = made.write_html(report, tmp_path / "r.html")
    menu = "".join(f"<p><a href='#'>{entry}</a></p>" for entry in entries)
    other = {"left": "right", "right": "left"}[side]
    head, body = page.read_text("utf-8").split("<body>")
    page.write_text(
        f"{head}<style>table{{border-collapse:collapse;width:100%}}td,th{{border:1px solid}}</style><body>"
        f"<div style='float:{side};width:22%'>{menu}</div><div style='float:{other};width:75%'>{body}",
        "utf-8",
    )
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    pdf = tmp_path / "r.pdf"
    subprocess.run(
        ["chromium", *options, f"--print-to-pdf={pdf}", page.as_uri()], check=True, capture_output=True
    )
    published = read_published(pdf, FORMS)
    assert outcome(published, report).word == "全"
    assert "P35" in {finding.rule for finding in published.findings}
    assert not any(entry in text for text in published.narrative.values() for entry in entries)


def beside_report(*lines_beside: str) -> Columns:
    menu = [
        char
        for n, text in enumerate(lines_beside)
        for at, word in enumerate(text.split())
        for char in line(word, 440 + 30 * at, 50 + 24 * n)
    ]
    return columns([*menu, *(c for n in range(9) for c in line(REPORT, 40, 50 + 24 * n))], (), WIDTH, NONE)


@pytest.mark.parametrize("heads", [[], ["申请人情况"], ["自然人 总计", "企业"]])
@pytest.mark.parametrize("rows", [["7 0 7", "0 0 0"], ["0 0", "0 0"], ["12 5 17", "1 2 3", "2 0 2"]])
def test_rows_of_figures_beside_their_labels_are_no_menu(heads: list[str], rows: list[str]) -> None:
    """As where a table has no lines, or upright ones only."""
    assert not beside_report(*heads, *rows).beside


@pytest.mark.parametrize(
    "days", [["1 2 3", "4 5 6", "7 8 9"], ["2024 2023", "2022 2021"], ["1 2 3 4", "12 5"]]
)
def test_days_years_and_pages_may_stand_in_a_menu(days: list[str]) -> None:
    lines = ["政府信息公开指南", *days, "政府信息公开年报"]
    assert said(beside_report(*lines).beside) == "".join("".join(one.split()) for one in lines)
