"""Whose table it is: said under each title, judged where the table was found.

One that no longer says it returns.
"""

import re
from pathlib import Path

import pytest
import recipes as r
from recipes import read

T3, PROSE = "表三", "文字报告"
SHEETS = [*(table.sheet for table in r.the_form().tables), PROSE]
OTHER = {"unit_code": "005", "unit_name": "财政局"}


def borrowed(sheet: str) -> bytes:
    """A workbook with another unit's sheet in it, as a program would put it there.

    Texts stand in their cells.
    """
    theirs = {s: r.parts(inlined(r.good(2, **OTHER)))[r.sheet_part(s)] for s in [sheet]}
    return r.packed({**r.parts(inlined(r.good())), r.sheet_part(sheet): theirs[sheet]})


def inlined(data: bytes) -> bytes:
    texts = re.findall(r"<si>(.*?)</si>", r.parts(data)["xl/sharedStrings.xml"].decode(), re.DOTALL)
    return r.in_every_part(
        r'<c r="(\w+)"( s="\d+")? t="s"><v>(\d+)</v></c>',
        lambda m: f'<c r="{m[1]}"{m[2] or ""} t="inlineStr"><is>{texts[int(m[3])]}</is></c>',
        data,
        only=r"xl/worksheets/.*",
    )


@pytest.mark.parametrize("sheet", SHEETS)
def test_another_units_sheet_is_named(sheet: str, tmp_path: Path):
    findings = read(tmp_path, borrowed(sheet)).findings
    assert [f.sheet for f in findings if f.rule == "S06"] == [sheet]


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_without_its_title_line_returns(sheet: str, tmp_path: Path):
    findings = read(tmp_path, r.cell(sheet, "A2", "")).findings
    assert [f.sheet for f in findings if f.rule == "S21"] == [sheet]


def test_also_where_the_table_moved_or_the_sheet_has_another_name(tmp_path: Path):
    moved = r.shifted_rows(T3, 1, 3, borrowed(T3))
    assert "S06" in {f.rule for f in read(tmp_path, moved).findings}
    named = r.rewritten("xl/workbook.xml", lambda x: x.replace('name="表三"', 'name="三"'), borrowed(T3))
    assert [f.sheet for f in read(tmp_path, named).findings if f.rule == "S06"] == ["三"]
    cleared = r.rewritten(
        "xl/workbook.xml", lambda x: x.replace('name="表三"', 'name="三"'), r.cell(T3, "A2", "")
    )
    assert [f.sheet for f in read(tmp_path, cleared).findings if f.rule == "S21"] == ["三"]


@pytest.mark.parametrize(
    "line", ["单位:司法局 2022年度", "单位： 司法局　　2022 年度", "单位：司 法 局　2022 年度"]
)
def test_a_line_written_a_little_otherwise_says_the_same(line: str, tmp_path: Path):
    assert {f.rule for f in read(tmp_path, r.text(T3, "A2", line)).findings} <= {"S13"}


@pytest.mark.parametrize("year", ["2022年", "2022年度", "２０２２ 年", " 2022年 "])
def test_a_year_on_the_cover_may_be_called_one(year: str, tmp_path: Path) -> None:
    at = r.lay_out(r.the_form()).identity["year"]
    reading = r.read(tmp_path, r.text(at.sheet, at.a1, year))
    assert reading.submission.identity["year"] == "2022"
    assert not [f for f in reading.findings if f.blocks]


@pytest.mark.parametrize("year", ["2021年", "2022年上半年", "22年"])
def test_another_one_is_asked_about(year: str, tmp_path: Path) -> None:
    at = r.lay_out(r.the_form()).identity["year"]
    assert "S06" in {f.rule for f in r.read(tmp_path, r.text(at.sheet, at.a1, year)).findings}
