"""登记的上年数: read like every list that people edit; what is wrong is named by its line."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from toolkit.answers.units import Roster, Unit
from toolkit.errors import UsageError
from toolkit.form.definition import load_form
from toolkit.form.elements import Key
from toolkit.layout.naming import find_figure
from toolkit.year.openings import openings_to_fill, read_openings

FORM = load_form("annual-report-2021")
ROSTER = Roster(units=(Unit(code="021", name="甲县住建局"), Unit(code="022", name="甲县城管局")))
HEAD = "unit_code,unit_name,kind,table,row,column,value\n"
PERSON = "applications,carried_over,natural_person"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_what_the_office_registered_is_read_and_blanks_register_nothing(
    tmp_path: Path, encoding: str
) -> None:
    lines = (f"021,甲县住建局,,{PERSON},4", "021,,,applications,carried_over,business,", f"022,,,{PERSON},")
    text = HEAD + "\n".join(lines)
    (tmp_path / "opening.csv").write_text(text, encoding=encoding)
    given = read_openings(tmp_path, FORM, ROSTER)
    assert given == {"021": {Key("applications", "carried_over", "natural_person"): 4}}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            f"21,甲县住建局,,{PERSON},4",
            "第 2 行“单位代码”（A2）：单位名录里没有代码 21，是不是 021 甲县住建局？",
        ),
        (f"099,甲县某局,,{PERSON},4", "单位名录里没有代码 099"),
        (f"021,甲县城管局,,{PERSON},4", "（B2）：代码 021 在名录里是“甲县住建局”，这里写的是“甲县城管局”"),
        ("021,,,applications,carried_ovr,natural_person,4", "第 2 行：表样里没有“applications·carried_ovr·"),
        (
            "021,,,applications_2019,carried_over,total,4",
            "要按本年表样（国办公开办函〔2021〕30号）的格写",
        ),
        ("021,,,,,,4", "第 2 行：没有写是哪一格：请写在“格”这一栏里，例如 表二 B6"),
        ("021,,,表三,结转下年度继续办理,自然人,4", "是不是“结转下年度·自然人”"),
        (f"021,,,{PERSON},4件", "（G2）：写的是“4件”，请只写 4"),
        (f"021,,,{PERSON},-4", "（G2）：“-4”写的是增减或负数"),
        (f"021,,,{PERSON},1E+02", "（G2）：“1E+02”"),
        (f"021,,,{PERSON},4\n021,,,{PERSON},5", "第 3 行：021 甲县住建局 的结转下年度·自然人有两行"),
    ],
)
def test_every_doubtful_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "opening.csv").write_text(f"{HEAD}{line}\n", encoding="utf-8")
    with pytest.raises(UsageError) as error:
        read_openings(tmp_path, FORM, ROSTER)
    assert said in str(error.value)


def test_a_total_that_its_parts_contradict_is_refused(tmp_path: Path) -> None:
    parts = [key for key in FORM.cells if key[:2] == ("applications", "carried_over")]
    lines = "".join(f"021,,,{','.join(key)},{99 if key.column == 'total' else 1}\n" for key in parts)
    (tmp_path / "opening.csv").write_text(HEAD + lines, encoding="utf-8")
    with pytest.raises(UsageError, match=r"是 99，各项相加是 6"):
        read_openings(tmp_path, FORM, ROSTER)


def test_the_workbook_to_fill_in_keeps_the_codes_and_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "opening.xlsx"
    path.write_bytes(openings_to_fill(FORM, ROSTER.units))
    assert read_openings(tmp_path, FORM, ROSTER) == {}
    book = openpyxl.load_workbook(path)
    for line in book.active.iter_rows(min_row=2):
        line[3].value = 0.25 if FORM.kind(find_figure(FORM, line[4].value)).decimals else 3
    book.save(path)
    given = read_openings(tmp_path, FORM, ROSTER)
    assert set(given) == {"021", "022"}
    assert given["022"][Key("applications", "carried_over", "total")] == 18
    (tmp_path / "opening.csv").write_text(HEAD, encoding="utf-8")
    with pytest.raises(UsageError, match="只留一个"):
        read_openings(tmp_path, FORM, ROSTER)


@pytest.mark.parametrize("named", ["表三 D31", "表三!$D$31", "结转下年度·自然人", PERSON.replace(",", ".")])
def test_a_figure_is_named_by_its_cell_or_by_its_names(tmp_path: Path, named: str) -> None:
    for head, line in (("单位代码,登记的数,格", f"021,4,{named}"), ("代码,单元格,数", f"021,{named},4")):
        (tmp_path / "opening.csv").write_text(f"{head}\n{line}\n", encoding="utf-8-sig")
        given = read_openings(tmp_path, FORM, ROSTER)
        assert given == {"021": {Key(*PERSON.split(",")): 4}}


@pytest.mark.parametrize(
    ("value", "style", "shown"),
    [
        (4, "General", True),
        (4, "0", True),
        (4, "#,##0", True),
        (4, "0.00", True),
        (4, "0%", False),
        (4, "0\\!.0000", False),
        (4, '0"万"', False),
        (0.25, "General", True),
        (0.25, "0.00", True),
        (0.25, "#,##0.0000", True),
        (0.25, "0.0", False),
        (0.25, "0", False),
        (0.25, "0%", False),
        (0.25, "0.00%", False),
    ],
)
def test_a_figure_is_registered_as_it_is_shown(tmp_path: Path, value: float, style: str, shown: bool) -> None:
    book = openpyxl.Workbook()
    key = ("disclosure", "charges", "amount") if value < 1 else PERSON.split(",")
    book.active.append(["单位代码", "登记的数", "表", "行", "列"])
    book.active.append(["021", value, *key])
    book.active["B2"].number_format = style
    book.save(tmp_path / "opening.xlsx")
    if shown:
        assert [*read_openings(tmp_path, FORM, ROSTER)["021"].values()] == [Decimal(str(value))]
        return
    with pytest.raises(UsageError, match=r"（B2）：存的是 .*使它显示成别的样子"):
        read_openings(tmp_path, FORM, ROSTER)
