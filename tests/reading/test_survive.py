"""Every row of what people really send back.

A clear sentence, the right figures or none, never a traceback.
"""

import re
import time
from pathlib import Path

import pytest
import recipes as r
from hostile_files import Hostile
from hostile_xml import CASES
from places import REPO

from toolkit.answers.messages import MESSAGES
from toolkit.answers.reading import Reading
from toolkit.form.model import Form, Level, Mark
from toolkit.reading.workbook import read_file
from toolkit.year.inbox.loose import check_files

COLLECTED = {"S04", "S05", "U03"}  # what only the folder's roster and year can tell


def read(tmp_path: Path, data: bytes, name: str = "司法局.xlsx") -> Reading:
    path = tmp_path / name
    path.write_bytes(data)
    reading = read_file(path, name, [r.FORM])
    assert path.read_bytes() == data, "the original was changed"
    return reading


def ids(case: Hostile) -> str:
    return f"{case.row:02}-{case.name}"


LARGE = {"样式膨胀", "百万格式行", "百万格式格"}  # which take seconds each


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=ids(case), marks=pytest.mark.long if case.name in LARGE else ())
        for case in CASES
    ],
)
def test_survives(case: Hostile, tmp_path: Path, form: Form):
    path = tmp_path / f"来件{case.suffix}"
    data = case.make()
    path.write_bytes(data)
    began = time.process_time()
    (result,) = check_files([path], [r.FORM], workers=0).files
    assert time.process_time() - began < 15
    assert path.read_bytes() == data, "the original was changed"
    said = {finding.rule for finding in result.findings}
    assert set(case.rules) - COLLECTED <= said, [f.message for f in result.findings]
    assert "F07" not in said, [f.message for f in result.findings]
    assert not [
        f.message for f in result.findings if re.search("[。？！；，：][。？！；，]|[^。！]$", f.message)
    ]
    submission = result.reading.submission
    if case.outcome == "refused":  # row 1
        assert submission is None
        assert any(f.level is Level.ERROR for f in result.findings)
        return
    assert submission is not None, [f.message for f in result.findings]
    wanted = {**r.figures(), **case.figures}
    unknown = {
        key
        for key in form.inputs
        if submission.figures[key] is Mark.UNREADABLE and wanted[key] is not Mark.UNREADABLE
    }
    wrong = {
        key: submission.figures[key]
        for key in form.inputs
        if key not in unknown and submission.figures[key] != wanted[key]
    }
    if case.outcome == "either":
        assert not wrong or any(f.level is Level.ERROR for f in result.findings)
        return
    assert not wrong
    assert bool(unknown) == (case.outcome == "table")
    if case.outcome == "table":
        assert result.status == "returned" if case.rules else True
        assert "B01" not in said  # a table that cannot be read is not blank
    if case.outcome == "same" and not case.rules:  # what is harmless is not blamed
        assert Level.ERROR not in [f.level for f in result.reading.findings]


def test_an_ordinary_file_has_no_findings(tmp_path: Path):
    for seed in range(5):
        assert read(tmp_path, r.good(seed)).findings == ()


def test_the_messages_name_the_cell_as_opened(tmp_path: Path):
    data = r.shifted_rows("表三", 7, 2, r.text("表三", "D9", "约20"))
    (finding,) = [f for f in read(tmp_path, data).findings if f.rule == "C02"]
    assert (finding.sheet, finding.cell) == ("表三", "D11")


def test_a_renamed_sheet_is_named_as_it_is_now(tmp_path: Path):
    data = r.rewritten(
        "xl/workbook.xml", lambda x: x.replace('name="表三"', 'name="三"'), r.text("表三", "D9", "约20")
    )
    assert [(f.sheet, f.cell) for f in read(tmp_path, data).findings if f.rule == "C02"] == [("三", "D9")]


def test_what_was_changed_is_named_cell_by_cell(tmp_path: Path):
    from openpyxl.styles import Font, Protection

    def change(book):
        sheet = book["表三"]
        sheet["J9"].protection = Protection(locked=False)
        sheet["D9"].protection = Protection(locked=True)
        sheet["D10"].font = Font(size=30)  # nobody's business
        sheet.column_dimensions["D"].width = 50
        sheet.sheet_view.zoomScale = 200
        book["校核"]["H8"] = "通过"

    said = "".join(f.message for f in read(tmp_path, r.edited(change)).findings if f.rule == "S13")
    assert "“表三”J9 的锁定被解除" in said
    assert "“表三”D9 被锁定了" in said
    assert "“校核”H8 的公式没有了" in said
    assert "D10" not in said


def test_looks_are_nobodys_business(tmp_path: Path):
    data = r.in_sheet(
        "表三",
        'width="[^"]*"',
        'width="44"',
        r.in_sheet("表三", "<sheetView ", '<sheetView zoomScale="150" '),
    )
    data = r.rewritten("xl/styles.xml", lambda x: x.replace('<sz val="11"/>', '<sz val="18"/>'), data)
    assert read(tmp_path, data).findings == ()


def test_totals_that_follow_a_typed_total_are_consequences(tmp_path: Path):
    total = r.oracle()[r.Key("applications", "concluded", "total")]
    person = r.oracle()[r.Key("applications", "concluded", "natural_person")]
    data = r.number("表三", "D30", person + 5)
    data = r.cell("表三", "J30", f"<f>SUM(D30:I30)</f><v>{total + 5}</v>", data)
    causes = {(f.rule, f.cell): f.cause for f in read(tmp_path, data).findings}
    assert causes == {("T01", "D30"): None, ("T02", "J30"): "T01"}


def test_totals_in_words(tmp_path: Path):
    person = r.oracle()[r.Key("applications", "concluded", "natural_person")]
    equal = read(tmp_path, r.number("表三", "D30", person)).findings[0].message
    other = read(tmp_path, r.number("表三", "D30", 999)).findings[0].message
    stale = read(tmp_path, r.cell("表三", "D30", "<f>SUM(D9:D29)</f><v>999</v>")).findings[0].message
    assert "公式不见了" in equal and "一致" in equal
    assert "公式不见了" in other and f"应是 {person}" in other
    assert "公式还在" in stale and str(person) in stale


# ------------------------------------------------------------------ every message can be raised

ELSEWHERE = {  # raised by other tests, over folders and processes
    **dict.fromkeys(COLLECTED, "test_collection"),
    "F07": "test_workers",
    "S21": "test_titles",
    "S22": "test_borrowed_tables",
    "F10": "test_collection",
    "S19": "test_commands",
    "S24": "test_commands",
    "S25": "test_next_level",
    "S28": "test_corrected_upward",
    "S29": "test_changed_form",
    "S30": "test_next_level",
    "S27": "test_next_level",
    "V01": "test_collection",
    "V02": "test_last_word",
    "U01": "test_collection",
    "F13": "test_unpacking",
    "F15": "test_unpacking",
    "F14": "test_damaged_records",
    "U02": "test_collection",
    "U04": "test_collection",
    "U05": "test_collection",
    "C11": "test_cells",
    "C12": "test_cells",
    "C13": "test_cells",
    "C14": "test_cells",
    "C15": "test_cells",
    "C16": "test_cells",
    "C17": "test_cells",
    "C18": "test_cells",
    "T09": "test_words_in_sums",
    "B06": "test_every_rule",
    "C09": "test_told",
    "C10": "test_told",
    "U06": "test_two_years",
    "U07": "test_undecided",
    "V03": "test_journal",
    "V07": "test_journal",
    "S23": "test_issuing",
    "V04": "test_last_word",
    "V05": "test_last_word",
    "V06": "test_last_word",
    "V08": "test_last_word",
    "V09": "test_last_word",
    "V10": "test_last_word",
    "V11": "test_last_word",
    "V12": "test_last_word",
    "V13": "test_last_word",
    "V14": "test_last_word",
    "U08": "test_last_word",
    "V15": "test_last_word",
    "U09": "test_past_years",
    "U10": "test_past_years",
    "U11": "test_past_years",
    "U12": "test_decisions",
    "B07": "test_looks_more",
    "B08": "test_elsewhere",
    "S26": "test_corrected_upward",
    "C20": "test_looks_more",
    "C21": "test_cut_words",
    "T04": "test_collection",
    "T08": "test_other_formats",
    "F09": "test_other_formats",
}


def test_every_message_is_raised_by_some_test():
    raised = {rule for case in CASES for rule in case.rules} - COLLECTED
    assert set(MESSAGES) - raised == set(ELSEWHERE)
    for message, test in ELSEWHERE.items():
        (path,) = (REPO / "tests").rglob(f"{test}.py")
        assert message in path.read_text(encoding="utf-8"), (message, test)


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_every_message_has_an_example(message):
    assert message.printed().endswith(("。", "！"))
    assert "{" not in message.printed()


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_every_message_says_what_to_do_in_excel_and_in_wps(message):
    """What must be corrected comes with what to do.

    What is called differently in WPS is named in its words too.
    """
    said = message.printed()
    if message.level is not Level.NOTICE:
        assert re.search("请|只填|填 0", said)
    if "另存为" in said or "文件→" in said:
        assert "WPS：" in said
    if message.id in {"T01", "T05", "T06", "T07"}:  # the formula is gone: the clerk types it again
        assert "=SUM(D9:D29)" in said


def test_swapped_rows_are_told_as_what_they_are(tmp_path: Path):
    def swap(book):
        sheet = book["表三"]
        first, second = (
            next(c for c in sheet["C"] if str(c.value).startswith(n)) for n in ("1.属于国家", "2.其他法律")
        )
        first.value, second.value = second.value, first.value

    (lost,) = [f for f in read(tmp_path, r.edited(swap)).findings if f.rule == "S10"]
    assert "各行的次序与下发时不一样" in lost.message
    assert "找不到" not in lost.message
