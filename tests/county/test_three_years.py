"""Three made-up years: every printed comparison is made again by a script that knows only both units.csv.

A merger, a split, a renaming, new units, one that was missing, one that was sent back, both back a year
later, and a roster whose codes have shifted. Who goes on in whom is written here by hand; nothing below
reads it from the tool.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from two_years import year

from toolkit.answers.units import Unit
from toolkit.county.outputs import write_summary
from toolkit.county.reports import write_reports
from toolkit.errors import UsageError

pytestmark = pytest.mark.long

Cell = tuple[str, str, str]
Years = Mapping[str, Mapping[Cell, Decimal]]  # of each unit, the figures it states

FIRST = [
    Unit(code="001", name="甲县人民政府办公室", kind="政府"),
    Unit(code="010", name="甲县农业局"),
    Unit(code="011", name="甲县畜牧局"),
    Unit(code="020", name="甲县建设局"),
    Unit(code="030", name="甲县文化局"),
    Unit(code="050", name="东镇", kind="乡镇街道"),
    Unit(code="051", name="西镇", kind="乡镇街道"),
    Unit(code="052", name="南镇", kind="乡镇街道"),
]
SECOND = [
    FIRST[0],
    Unit(code="012", name="甲县农业农村局", status="合并", predecessors=("010", "011")),
    Unit(code="021", name="甲县住建局", status="拆分", predecessors=("020",)),
    Unit(code="022", name="甲县城管局", status="拆分", predecessors=("020",)),
    Unit(code="031", name="甲县文旅局", status="更名", predecessors=("030",)),
    *FIRST[5:],
    Unit(code="060", name="甲县数据局", status="新设"),
]
THIRD = [
    FIRST[0],
    Unit(code="012", name="甲县农业农村局"),
    Unit(code="023", name="甲县城建局", status="合并", predecessors=("021", "022")),
    Unit(code="031", name="甲县文旅局"),
    Unit(code="058", name="东西镇", kind="乡镇街道", status="合并", predecessors=("050", "051")),
    FIRST[7],
    Unit(code="060", name="甲县数据局"),
]
BASE = {
    2022: {"001": ["001"], "012": ["010", "011"], "031": ["030"], "050": ["050"]},
    2023: {"001": ["001"], "012": ["012"], "023": ["021", "022"], "031": ["031"], "060": ["060"]},
}
NO_BASE = {2022: {"021", "022", "060"}, 2023: {"058", "052"}}
GONE = {2022: {"020", "051", "052"}, 2023: {"050"}}
SPOKEN = {  # what the report calls a figure: the cells that are added up
    "新收政府信息公开申请": [("applications", "new", "total")],
    "制发行政规范性文件": [("disclosure", "normative_documents", "issued")],
    "行政许可决定": [("disclosure", "licensing", "decisions")],
    "行政处罚决定": [("disclosure", "penalties", "decisions")],
    "行政强制决定": [("disclosure", "compulsion", "decisions")],
    "全年办结": [("applications", "concluded", "total")],
    "行政复议": [("review", "reconsideration", "total")],
    "行政诉讼": [
        ("review", "direct_litigation", "total"),
        ("review", "litigation_after_reconsideration", "total"),
    ],
}


def answers(seed: int, number: int, *, broken: bool = False) -> str:
    """Make up a unit's year: applications that balance, one review, what is made public.

    All else a confirmed 0.
    """
    new, firms = (seed * number) % 7, seed % 3
    figures: dict[Cell, int] = {
        ("applications", "new", "natural_person"): new,
        ("applications", "new", "business"): firms,
        ("applications", "granted", "natural_person"): new + broken,
        ("applications", "granted", "business"): firms,
        ("disclosure", "licensing", "decisions"): 3 * seed,
        ("review", "reconsideration", "upheld"): seed % 2,
        ("review", "direct_litigation", "corrected"): number % 2,
    }
    if seed % 4 == 1:
        figures["supplement", "information_fee", "value"] = 10 * seed
    target = StringIO()
    csv.writer(target).writerows(
        [
            ("table", "row", "column", "value"),
            ("identity", "zero_blanks", "value", "是"),
            *((*cell, n) for cell, n in figures.items()),
        ]
    )
    return target.getvalue()


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three folders; in 2022 西镇 does not report and 南镇 is sent back."""
    home = tmp_path_factory.mktemp("county")
    last = None
    for number, units in ((2021, FIRST), (2022, SECOND), (2023, THIRD)):
        mine = {
            unit.code: answers(seed, number, broken=(number, unit.code) == (2022, "052"))
            for seed, unit in enumerate(units, 2)
            if (number, unit.code) != (2022, "051")
        }
        workspace = year(home / str(number), number, units, mine, last)
        write_summary(workspace, workers=0)
        write_reports(workspace, workers=0)
        last = home / str(number)
    return home


@cache
def read(home: Path, number: int) -> tuple[Years, list[Cell], Mapping[str, str]]:
    """Read units.csv by itself: what each unit states, the cells in order, the kind of each unit."""
    units: dict[str, dict[Cell, Decimal]] = {}
    cells: dict[Cell, None] = {}
    kinds: dict[str, str] = {}
    with (home / str(number) / "summary" / "units.csv").open(encoding="utf-8-sig", newline="") as lines:
        for line in csv.DictReader(lines):
            cell = (line["table"], line["row"], line["column"])
            cells[cell] = None
            kinds[line["unit_code"]] = line["kind"]
            mine = units.setdefault(line["unit_code"], {})
            if line["value"] not in {"", "/"}:
                mine[cell] = Decimal(line["value"])
    return units, list(cells), kinds


def both(
    home: Path, number: int, cells: Sequence[Cell], kind: str | None = None
) -> tuple[Decimal, Decimal] | None:
    """Add up last year and this year over the same units.

    None where some unit states a number in one of them only.
    """
    before, _, _ = read(home, number - 1)
    now, _, kinds = read(home, number)
    sums = [Decimal(0), Decimal(0)]
    for code, origins in BASE[number].items():
        if kind is not None and kinds[code] != kind:
            continue
        for cell in cells:
            last = [before[origin][cell] for origin in origins if cell in before[origin]]
            if bool(last) != (cell in now[code]):
                return None
            sums[0] += sum(last)
            sums[1] += now[code].get(cell, 0)
    return sums[0], sums[1]


def said_of(before: Decimal, now: Decimal) -> str:
    if before == now:
        return "与上年持平"
    change = abs(now - before)
    if not before:
        return f"比上年增加{change}件（上年为0件）"
    rate = (100 * change / before).quantize(Decimal("0.1"), ROUND_HALF_UP)
    words = ("增加", "增长") if now > before else ("减少", "下降")
    return f"同比{words[0]}{change}件、{words[1]}{rate}%"


COMPARED = re.compile(
    r"(与上年持平|比上年(?:增加|减少)\d+件（[^）]*）|同比(?:增加|减少)\d+件、(?:增长|下降)[\d.]+%)"
)


@pytest.mark.parametrize("number", [2022, 2023])
def test_every_comparison_in_the_report_is_that_of_the_same_units(county: Path, number: int) -> None:
    (path,) = (county / str(number) / "summary").glob("*年度报告.html")
    text = re.sub(r"<[^>]+>", "", path.read_text(encoding="utf-8"))
    found = list(COMPARED.finditer(text))
    assert len(found) == len(SPOKEN)
    assert len(found) == len(re.findall("同比(?:增|减)|上年持平|比上年", text))
    for one in found:
        before = text[: one.start()]
        name, cells = max(SPOKEN.items(), key=lambda item: before.rfind(item[0]))
        total = re.search(re.escape(name) + r"(\d+)件，同口径$", before)
        assert total, before[-40:]
        units, _, _ = read(county, number)
        assert Decimal(total[1]) == sum(mine[cell] for mine in units.values() for cell in cells)
        pair = both(county, number, cells)
        assert pair is not None
        assert one[0] == said_of(*pair), name
    base, *again = re.findall(r"（按今年已通过的 (\d+) 个单位同口径比较[^。]*。）", text)
    assert int(base) == len(BASE[number])
    assert again == [base]
    whose, _ = re.findall(r"不参加比较的：([^。]*?)；上年数没有算进来的：([^。]*)。", text)
    names = {unit.code: unit.name for unit in (*FIRST, *SECOND, *THIRD)}
    left_out, gone = (set(re.findall(r"(?:^|、)(\w+)（", one)) for one in whose)
    assert left_out >= {names[code] for code in NO_BASE[number]}  # the public reads no codes
    assert gone == {names[code] for code in GONE[number]}


def lines_of(
    sheet: openpyxl.worksheet.worksheet.Worksheet, first: int, cells: Sequence[Cell]
) -> Iterator[tuple[Cell, list[object]]]:
    for cell, row in zip(cells, sheet.iter_rows(min_row=first, values_only=True), strict=False):
        yield cell, list(row)


@pytest.mark.parametrize("number", [2022, 2023])
def test_every_line_of_the_comparison_is_that_of_the_same_units(county: Path, number: int) -> None:
    (path,) = (county / str(number) / "summary").glob("甲县*汇总.xlsx")
    sheet = openpyxl.load_workbook(path, data_only=True)["同比"]
    _, cells, kinds = read(county, number)
    heads = [cell.value for cell in sheet[4]][3::4]
    named = {f"同口径的 {len(BASE[number])} 个单位": None} | {kind: kind for kind in kinds.values()}
    assert set(heads) == {
        head
        for head, kind in named.items()
        if kind is None or any(kinds[code] == kind for code in BASE[number])
    }
    known = 0
    for cell, row in lines_of(sheet, 6, cells):
        for at, head in enumerate(heads):
            before, now, change, rate = row[3 + 4 * at : 7 + 4 * at]
            pair = both(county, number, [cell], named[str(head)])
            if pair is None:
                assert (before, change, rate) == ("—", "—", "—"), (cell, head)
            elif isinstance(change, int | float):
                known += 1
                assert (before, now, change) == (*pair, pair[1] - pair[0]), (cell, head)
                assert rate == (pytest.approx(float((pair[1] - pair[0]) / pair[0])) if pair[0] else "—")
            else:
                assert not any(pair), (cell, head)  # no unit states it, in neither year
    assert known > 300


def test_the_years_side_by_side_are_the_sums_of_each_year_and_say_that_they_are_not_the_same_units(
    county: Path,
) -> None:
    (path,) = (county / "2023" / "summary").glob("甲县*汇总.xlsx")
    sheet = openpyxl.load_workbook(path, data_only=True)["历年"]
    assert "不是同口径" in str(sheet["A3"].value)
    years = {number: read(county, number) for number in (2021, 2022, 2023)}
    assert [cell.value for cell in sheet[5]][3:] == [len(years[n][0]) for n in years]
    for cell, row in lines_of(sheet, 7, years[2023][1]):
        for shown, (units, _, _) in zip(row[3:6], years.values(), strict=True):
            stated = [mine[cell] for mine in units.values() if cell in mine]
            assert shown == sum(stated) if stated else not isinstance(shown, int | float), cell
    assert [cell.value for cell in sheet[4]][3:] == ["2021 年", "2022 年（草稿）", "2023 年"]
    assert "草稿的年份不画" in str(sheet["A3"].value)
    drawn = [[cell.value for cell in row[3:6]] for row in sheet.iter_rows() if row[0].value == "行政复议"]
    assert [(before is None, draft, now is None) for before, draft, now in drawn] == [(False, None, False)]
    titles = [str(c.value) for c in sheet["A"] if "不是同口径" in str(c.value)]
    assert len(titles) > 2


def test_a_shifted_roster_begins_no_year(county: Path, tmp_path: Path) -> None:
    """Every unit would have its neighbour's figures of last year."""
    names = [unit.name for unit in THIRD]
    shifted = [
        Unit(code=unit.code, name=name, kind=unit.kind)
        for unit, name in zip(THIRD, [*names[1:], names[0]], strict=True)
    ]
    with pytest.raises(UsageError, match="错了位"):
        year(tmp_path / "2024", 2024, shifted, {}, county / "2023")
