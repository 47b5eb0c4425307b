"""What is told of a workbook.

By cell, found and expected as they stand there, nothing dropped without a word.
"""

import io
import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import recipes as r

from toolkit.answers.messages import MESSAGES, Finding
from toolkit.form.elements import Level
from toolkit.layout.layout import lay_out
from toolkit.reading.workbook import read_file

TOTAL, TYPED = "J7", "D8"  # 表三: 本年新收·总计, 上年结转·自然人


def told(tmp_path: Path, data: bytes) -> dict[str, Finding]:
    path = tmp_path / "司法局.xlsx"
    path.write_bytes(data)
    return {finding.rule: finding for finding in read_file(path, path.name, [r.FORM]).findings}


def test_numbers_are_told_as_numbers_and_words_as_words(tmp_path: Path):
    shown = openpyxl.load_workbook(io.BytesIO(r.good()), data_only=True)["表三"][TOTAL].value
    typed_over = told(tmp_path, r.number("表三", TOTAL, shown + 3))["T01"]
    assert (typed_over.found, typed_over.expected) == (shown + 3, shown)
    assert f"手工填的 {shown + 3}；按分项相加应是 {shown}" in typed_over.message
    negative = told(tmp_path, r.number("表三", TYPED, -2))["K01"]
    assert (negative.found, type(negative.found)) == (-2, int)
    assert told(tmp_path, r.number("表三", TYPED, 3.5))["K01"].found == Decimal("3.5")
    assert told(tmp_path, r.text("表三", TYPED, "2000万"))["C02"].found == "2000万"


def test_a_total_that_was_not_recalculated_is_told_in_numbers(tmp_path: Path):
    shown = openpyxl.load_workbook(io.BytesIO(r.good()), data_only=True)["表三"][TOTAL].value
    stale = told(tmp_path, r.in_sheet("表三", rf'(<c r="{TOTAL}"[^>]*><f>[^<]*</f><v>)[^<]*', r"\g<1>9999"))[
        "T02"
    ]
    assert (stale.found, stale.expected) == (9999, shown)


def test_what_stands_beside_a_table_is_told(tmp_path: Path):
    for cell in ("K40", "D33", "Z8"):
        beside = told(tmp_path, r.edited(lambda book, cell=cell: book["表三"].__setitem__(cell, 99)))["F06"]
        assert cell in beside.message


def test_a_choice_that_is_none_is_an_error_and_a_day_that_is_none_is_told(tmp_path: Path):
    places = lay_out(r.the_form()).identity
    for field, typed, rule in (
        ("zero_blanks", "可以", "C09"),
        ("date", "明天", "C10"),
        ("date", "2023-02-30", "C10"),
    ):
        finding = told(tmp_path, r.text("封面", places[field].a1, typed))[rule]
        assert (finding.sheet, finding.cell, finding.found) == ("封面", places[field].a1, typed)
        assert rule == "C09" or f"例：{r.YEAR + 1}-01-10" in finding.message
    assert MESSAGES["C09"].level is Level.ERROR


@pytest.mark.parametrize("day", ["2023-01-10", "2023/1/10", "2023年1月10日", "２０２３．１．１０"])
def test_a_day_may_be_written_as_people_do(day: str, tmp_path: Path):
    assert not told(tmp_path, r.text("封面", lay_out(r.the_form()).identity["date"].a1, day))


def test_a_day_that_lost_its_format_is_a_day(tmp_path: Path):
    path = tmp_path / "司法局.xlsx"
    path.write_bytes(r.number("封面", lay_out(r.the_form()).identity["date"].a1, 44936))
    assert read_file(path, path.name, [r.FORM]).submission.identity["date"] == "2023-01-10"


def test_a_unit_of_the_roster_is_named_by_its_code_and_its_name() -> None:
    """S21 shows the title line of a sheet, S26 whoever added up: they are no units of the roster."""
    for one in MESSAGES.values():
        if "unit" in one.example and one.id not in {"S21", "S26"}:
            assert re.fullmatch(r"\d{3} \D+", one.example["unit"]), one.id
            assert f"单位 {one.example['unit']}" not in one.printed(), one.id
