"""Comments that say another figure than their cell holds; others change nothing."""

from pathlib import Path
from random import Random

import pytest
import recipes as r
from openpyxl.comments import Comment

from toolkit.form.model import Key, Mark, with_totals
from toolkit.layout.layout import LIST, OUR_NOTES

COUNT, MONEY = Key("disclosure", "penalties", "decisions"), Key("disclosure", "charges", "amount")
TOTAL = Key("applications", "new", "total")
SAYING = [
    "应为{n}",
    "王五:\n这个数不对，改为{n}件",
    "原为{m}，应为 {n}，填错了",
    "[Threaded comment]\nYour version of Excel\nComment:\n    更正为{n}",
    "（此数应是{n}）",
    "正确数：{n}",
    "原填{m}，现已按要求改为{n}件",
]
SILENT = ["{n}", "已核对", "2021年为{n}件", "表三受理应为{n}件", "含变更{n}件", "应为整数", "审核：12月{n}日"]


def commented(key: Key, text: str, value: object = None) -> bytes:
    at = r.place(*key)

    def change(book) -> None:
        cell = book[at.sheet][at.a1]
        cell.comment = Comment(text, "王五")
        if value is not None:
            cell.value = value

    return r.edited(change)


def said(folder: Path, data: bytes, key: Key) -> set[str]:
    return r.rules_said(folder, data, r.place(*key))


@pytest.mark.parametrize("text", SAYING)
def test_a_figure_of_which_a_comment_says_another_is_not_counted(tmp_path: Path, text: str) -> None:
    dice = Random(text)
    held, meant = dice.sample(range(20, 9000), 2)
    told = text.format(n=meant, m=held)
    reading = r.read(tmp_path, commented(COUNT, told, held))
    assert reading.submission is not None
    assert reading.submission.figures[COUNT] is Mark.UNREADABLE
    assert said(tmp_path, commented(COUNT, told, held), COUNT) == {"C07"}
    assert said(tmp_path, commented(COUNT, told, meant), COUNT) == set()  # as it says


@pytest.mark.parametrize("text", SILENT)
def test_other_comments_change_nothing(tmp_path: Path, text: str) -> None:
    assert said(tmp_path, commented(COUNT, text.format(n=11), 12), COUNT) == set()


@pytest.mark.parametrize(
    ("told", "rules"), [("125000元", set()), ("12.5万元", set()), ("12.5元", {"C07"}), ("125000", {"C07"})]
)
def test_an_amount_is_compared_in_its_unit(tmp_path: Path, told: str, rules: set[str]) -> None:
    assert said(tmp_path, commented(MONEY, f"应为{told}", 12.5), MONEY) == rules


def test_a_total_is_asked_about(tmp_path: Path) -> None:
    total = with_totals(r.the_form(), r.figures())[TOTAL]
    assert said(tmp_path, commented(TOTAL, f"应为{total}"), TOTAL) == set()
    assert said(tmp_path, commented(TOTAL, f"应为{total}1"), TOTAL) == {"C17"}


def test_our_own_comments_say_nothing(tmp_path: Path) -> None:
    """Those of a workbook that was returned; the unit's own in it do."""
    at = r.place(*COUNT)

    def returned(book, text: str) -> None:
        book.create_sheet(LIST, 0)
        book[at.sheet][at.a1].comment = Comment(text, "")

    for text, rules in ((f"{OUR_NOTES[0]}第 1 条\n应为987", set()), ("应为987", {"C07"})):
        data = r.edited(lambda book, text=text: returned(book, text))
        assert said(tmp_path, data, COUNT) == rules


@pytest.mark.parametrize(("text", "rules"), [("应为12", {"S14"}), ("←改为12件", {"S14"}), ("已核对", set())])
def test_a_figure_written_beside_the_table_stands_in_no_column(
    tmp_path: Path, text: str, rules: set[str]
) -> None:
    beside = r.place(*MONEY)._replace(column=4)
    data = r.edited(lambda book: setattr(book[beside.sheet][beside.a1], "value", text))
    assert r.rules_said(tmp_path, data, beside) & {"S14"} == rules
