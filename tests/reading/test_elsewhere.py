"""A table that is blank and said to be 0, with numbers elsewhere in the workbook: it is asked about.

What an honest unit has beside its zeros, last year's figures and lists of its own, is not.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import pytest
import recipes as r
from openpyxl import Workbook
from openpyxl.comments import Comment

from toolkit.answers.last_year import History
from toolkit.answers.submission import Submission
from toolkit.answers.units import Unit
from toolkit.form.model import Key, Mark, with_totals
from toolkit.reading.workbook import read_file
from toolkit.year.inbox.judged import _opening

SHEET = "表三"


LAST = with_totals(r.the_form(), r.figures(3, 0.9))


@cache
def sure(*, blank: bool = True) -> bytes:
    """A unit's workbook whose blanks are 0: all is blank, or all but one figure."""
    entries = {} if blank else {Key("applications", "new", "business"): 4}
    return r.good(entries=entries, identity={"zero_blanks": "是"}, last=LAST)


def own_sheet(book: Workbook, lines: list[list[object]]) -> None:
    sheet = book.create_sheet("我的表")
    for line in lines:
        sheet.append(line)


def form_as_text(value: object) -> list[list[object]]:
    """The table as a clerk has it in Word: the official labels, typed here from the notice."""
    return [
        ["", "自然人", "商业企业", "总计"],
        ["一、本年新收政府信息公开申请数量", value, 0, value],
        ["二、上年结转政府信息公开申请数量", 0, 0, 0],
        ["（一）予以公开", value, 0, value],
    ]


ASKED: dict[str, Callable[[Workbook], None]] = {
    "below the table": lambda book: book[SHEET].__setitem__("D80", 7),
    "right of last year's": lambda book: book[SHEET].__setitem__("W7", "1,200"),
    "on a sheet of its own": lambda book: own_sheet(book, form_as_text(7)),
    "on a sheet of its own, as text": lambda book: own_sheet(book, form_as_text("12")),
}
SENTENCES = ("本年受理申请12件，均已办结", "收费 0.5 万元", "新收1,200余件", "其中3 项不予公开")
DENIALS = (
    "本年受理申请0件",
    "没有收费，0.00元",
    "第3项不涉及",
    "2022年没有",
    "截至12月31日没有收到",
    "电话0537-3",
)
HONEST: dict[str, Callable[[Workbook], None]] = {
    "nothing besides": lambda book: None,
    "a note": lambda book: book[SHEET].__setitem__("D80", "本单位2022年没有收到申请"),
    "zeros on its own sheet": lambda book: own_sheet(book, form_as_text(0)),
    "telephones": lambda book: own_sheet(book, [["姓名", "电话"], ["李某", 13812345678], ["总计", 1]]),
    "a copy kept under a name of its own": lambda book: setattr(
        book.copy_worksheet(book[SHEET]), "title", "留底"
    ),
    "its totals calculated": lambda book: book[SHEET].__setitem__("J7", 0),
}


def said(
    folder: Path, change: Callable[[Workbook], None], data: bytes
) -> list[tuple[str | None, str | None]]:
    path = folder / "来件.xlsx"
    path.write_bytes(r.edited(change, data))
    return [(f.sheet, f.cell) for f in read_file(path, path.name, [r.FORM]).findings if f.rule == "B08"]


@pytest.mark.parametrize("case", ASKED)
def test_a_number_elsewhere_is_asked_about(case: str, tmp_path: Path) -> None:
    assert said(tmp_path, ASKED[case], sure()) == [(SHEET, "D7")]


@pytest.mark.parametrize("at", ["A40", "X3", "W12"])
@pytest.mark.parametrize("words", [*SENTENCES, *DENIALS])
def test_a_sentence_beside_a_blank_table_that_counts_something_is_asked_about(
    words: str, at: str, tmp_path: Path
) -> None:
    found = said(tmp_path, lambda book: book[SHEET].__setitem__(at, words), sure())
    assert bool(found) is (words in SENTENCES)


@pytest.mark.parametrize("words", [*SENTENCES, *DENIALS, "12", "0"])
def test_a_comment_on_a_blank_table_that_counts_something_is_asked_about(words: str, tmp_path: Path) -> None:
    def note(book: Workbook) -> None:
        book[SHEET]["E9"].comment = Comment(f"李四：\n{words}" if len(words) > 2 else words, "李四")

    asked = words in SENTENCES or words == "12"
    assert said(tmp_path, note, sure()) == ([(SHEET, "D7")] if asked else [])
    assert said(tmp_path, note, sure(blank=False)) == []


@pytest.mark.office
@pytest.mark.long
@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_a_comment_is_read_in_every_format(office, kind: str, tmp_path: Path) -> None:
    """Saved by an office program, which hides comments: what they say is the same."""
    counting = [*SENTENCES, "12", "第一行\n𠀀受理申请12件"]
    for number, words in enumerate((*counting, *DENIALS, "0")):
        data = r.edited(
            lambda book, w=words: book[SHEET]["E9"].__setattr__("comment", Comment(w, "李")), sure()
        )
        (tmp_path / f"{number}.xlsx").write_bytes(data)
    for path in office(sorted(tmp_path.glob("*.xlsx")), kind, tmp_path / kind):
        found = [(f.sheet, f.cell) for f in read_file(path, path.name, [r.FORM]).findings if f.rule == "B08"]
        assert found == ([(SHEET, "D7")] if int(path.stem) < len(counting) else []), path.stem


@pytest.mark.parametrize("case", HONEST)
def test_an_honest_zero_is_not(case: str, tmp_path: Path) -> None:
    assert said(tmp_path, HONEST[case], sure()) == []


@pytest.mark.parametrize("case", ASKED)
def test_what_stands_beside_a_table_that_is_filled_in_is_not(case: str, tmp_path: Path) -> None:
    filled = sure(blank=False)
    assert said(tmp_path, ASKED[case], filled) == []


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("blank", [True, False])
@pytest.mark.parametrize("history", [History(), History(given="嘉祥县2021")])
def test_figures_typed_over_those_of_last_year(seed: int, blank: bool, history: History) -> None:
    """Whichever of them: a number there is asked about where the table itself says nothing.

    Of a unit that has none, too.
    """
    form, unit = r.the_form(), Unit(code=r.CODE, name=r.NAME, kind=r.KIND)
    random = Random(seed)
    key = random.choice([key for key in r.figures(seed) if form.required(key)])
    inputs = [k for k in form.inputs if k.table == key.table and k not in form.openings]
    figures = {} if blank else {random.choice(inputs): 3}
    last = {} if history.given else {**LAST, key: random.choice([0, 5, Mark.BLANK])}
    submission = Submission(
        form=form.key,
        year=r.YEAR,
        unit_code=r.CODE,
        unit_name=r.NAME,
        figures=figures,
        identity={"zero_blanks": "是"},
        last={**last, key: 77},
    )
    told = [f for f in _opening(form, submission, last, unit, history) if f.rule == "B08"]
    assert [(f.table, "的 " in f.problem) for f in told] == [(key.table, True)] * blank
