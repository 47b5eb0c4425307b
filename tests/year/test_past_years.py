"""Several years together: imported reports, years of another form, chains of folders."""

import csv
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import made_reports as made
import openpyxl
import pytest
from two_years import values, year

from toolkit.answers.units import Roster, Unit
from toolkit.county.outputs import write_summary
from toolkit.errors import UsageError
from toolkit.form.definition import load_form
from toolkit.form.model import Key, Mark, added_amount, comparable_figures, plain_digits
from toolkit.published.importing import import_reports
from toolkit.year.collection import collect
from toolkit.year.founding import found_year
from toolkit.year.issuing import issue
from toolkit.year.kept_results import read_units_csv
from toolkit.year.past_years import past_years, read_history, read_kept, workbooks_by_year
from toolkit.year.remembered.written import RECORD
from toolkit.year.roster import roster_workbook
from toolkit.year.unit_lines import UNITS_HEADER, units_at_once, units_of_lines
from toolkit.year.workspace import open_workspace

OLD, NEW = load_form("annual-report-2019"), load_form("annual-report-2021")
UNITS = [Unit(code="001", name="甲局"), Unit(code="002", name="东镇", kind="乡镇街道")]
TOTAL, IN_FORCE = Key("applications", "new", "total"), Key("disclosure", "normative_documents", "in_force")
LEFT = Key("applications", "carried_over", "natural_person")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[tuple[int, str], made.Report]]:
    """Published reports of two units for 2019 and 2020, imported."""
    folder = tmp_path_factory.mktemp("reports")
    printed = {
        (number, unit.name): made.report(OLD, 60 + 2 * (number - 2019) + n, year=number)
        for number in (2019, 2020)
        for n, unit in enumerate(UNITS)
    }
    pages = []
    for (number, name), report in printed.items():
        page = made.write_html(report, folder / f"{number}{name}.html")
        page.write_text(page.read_text("utf-8").replace("测试县民政局", name), encoding="utf-8")
        pages.append(page)
    imported = list(import_reports(pages, folder / "imported", [OLD.key, NEW.key]))
    assert [len(one.written) for one in imported] == [3] * 4
    return folder / "imported", printed


@pytest.fixture(scope="module")
def folders(reports, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """2021 after the imported years, and 2022 after 2021."""
    folder = tmp_path_factory.mktemp("years")
    left = {unit.code: reports[1][2020, unit.name].expected for unit in UNITS}
    answers = {
        code: "\n".join(
            ["table,row,column,value", "identity,zero_blanks,value,是", f"{','.join(IN_FORCE)},7"]
            + [f"applications,new,{c},0" for c in typed()]
            + [
                f"applications,carried_in,{c},{plain_digits(figures[LEFT._replace(column=c)])}"
                for c in typed()
            ]
            + [f"applications,granted,{c},{plain_digits(figures[LEFT._replace(column=c)])}" for c in typed()]
        )
        for code, figures in left.items()
    }
    first = year(folder / "2021", 2021, UNITS, answers, reports[0])
    assert write_summary(first, workers=0).complete
    second = {unit.code: values(new=3, granted=3) for unit in UNITS}
    write_summary(year(folder / "2022", 2022, UNITS, second, folder / "2021"), workers=0, draft=True)
    return folder / "2021", folder / "2022"


def typed() -> list[str]:
    return [c.key for c in NEW.table("applications").blocks[0].columns if c.sum_of is None]


def sheet(folder: Path, name: str) -> list[list[object]]:
    book = openpyxl.load_workbook(next((folder / "summary").glob("*汇总.xlsx")), data_only=True)
    return [[cell.value for cell in row] for row in book[name].iter_rows()]


@pytest.mark.long
def test_carried_over_is_checked_against_imported_reports(folders, reports, tmp_path: Path) -> None:
    """The very first year of a county: what its units published before is last year."""
    good = collect(open_workspace(folders[0]), workers=0)
    assert not [f for s in good.standings for f in s.findings if f.rule == "R05"]
    wrong = {unit.code: values(carried_in=1, granted=1) for unit in UNITS}
    bad = collect(year(tmp_path / "2021", 2021, UNITS, wrong, reports[0]), workers=0)
    for standing in bad.standings:
        asked = {f.column: f.expected for f in standing.findings if f.rule == "R05"}
        printed = reports[1][2020, standing.unit.name].expected
        assert asked["natural_person"] == printed[LEFT]


def test_years_stand_side_by_side(folders, reports) -> None:
    lines = sheet(folders[1], "历年")
    head = next(n for n, line in enumerate(lines) if line[0] == "表")
    assert lines[head][3:7] == ["2019 年", "2020 年", "2021 年", "2022 年（草稿）"]
    assert lines[head + 1][3:7] == [2, 2, 2, 2]
    assert [text[-7:-1] for text in lines[head + 2][3:7]] == ["019〕60", "019〕60", "021〕30", "021〕30"]
    of = dict(zip(NEW.cells, (line[3:7] for line in lines[head + 3 :]), strict=False))
    sums = [sum(reports[1][number, unit.name].expected[TOTAL] for unit in UNITS) for number in (2019, 2020)]
    assert of[TOTAL] == [*sums, 0, 6]
    assert of[IN_FORCE] == ["—", "—", 14, 0]  # counted in another way before 2021
    assert {key for key, line in of.items() if line[0] != "—"} <= set(comparable_figures(NEW, OLD))


@pytest.mark.long
def test_a_year_that_was_never_final_is_a_draft_in_the_next(tmp_path: Path) -> None:
    """Also where every unit had passed; adding up once more as a draft takes nothing back."""
    answers = {unit.code: values(new=3, granted=3) for unit in UNITS}
    first = year(tmp_path / "2021", 2021, UNITS, answers)
    for as_draft, known in ((True, True), (False, False), (True, False)):
        write_summary(first, workers=0, draft=as_draft)
        if as_draft and known:
            second = year(tmp_path / "2022", 2022, UNITS, answers, tmp_path / "2021")
        assert [one.draft for one in past_years(open_workspace(second.folder)).years] == [known]


@pytest.mark.long
def test_charts_of_several_years_are_native(folders) -> None:
    book = openpyxl.load_workbook(next((folders[1] / "summary").glob("*汇总.xlsx")))
    charts = book["历年"]._charts
    assert len(charts) == len([chart for chart in NEW.charts if chart.each != "unit"])
    assert all(type(chart).__name__ == "LineChart" for chart in charts)


def test_kinds_are_compared_with_last_year(folders) -> None:
    heads = [text for line in sheet(folders[1], "同比")[:5] for text in line if text]
    assert {"全县", "乡镇街道"} <= set(heads)


def test_two_versions_of_a_units_report_are_not_chosen_between(reports, tmp_path: Path) -> None:
    for number, name in ((2020, "甲局"), (2019, "甲局")):
        source = reports[0] / f"{name}{number}年.xlsx"
        (tmp_path / source.name).write_bytes(source.read_bytes())
    assert sorted(workbooks_by_year(NEW, tmp_path)) == [2019, 2020]
    with pytest.raises(UsageError, match="2019、2020"):
        read_kept(NEW, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "甲局2020年.xlsx")
    target = book["表三"] if "表三" in book.sheetnames else book.worksheets[3]
    place = next(
        c for row in target.iter_rows() for c in row if c.value == reports[1][2020, "甲局"].expected[LEFT]
    )
    place.value += 1
    changed = BytesIO()
    book.save(changed)
    (tmp_path / "另一份.xlsx").write_bytes(changed.getvalue())
    with pytest.raises(UsageError, match="两份不同的工作簿"):
        workbooks_by_year(NEW, tmp_path)


def test_a_units_csv_called_by_another_year_is_not_last_year_s(tmp_path: Path) -> None:
    """It does not itself say whose year it is: a folder copied for the next year still points at it."""
    lines = [",".join(UNITS_HEADER), ",".join(("001", "甲局", "部门", *LEFT, "3"))]
    for name, taken in (
        ("2022年units.csv", True),
        ("2023年用的上年数.csv", True),  # kept for this year
        ("units.csv", True),
        ("导出20210115.csv", True),
        ("2021年units.csv", False),
        ("units-2019-2020.csv", False),
    ):
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
        if taken:
            assert read_history(NEW, tmp_path / name, year=2022).figures["001"][LEFT] == 3
        else:
            with pytest.raises(UsageError, match=r"看文件名是 20.. 年度的，不是上年（2022 年度）"):
                read_history(NEW, tmp_path / name, year=2022)


def test_the_form_of_a_units_csv_is_told_by_its_keys(tmp_path: Path) -> None:
    typed_at = {k: n for n, k in enumerate(OLD.cells)}
    value = {
        k: sum(typed_at[leaf] for leaf in OLD.sums[k]) if k in OLD.sums else n for k, n in typed_at.items()
    }
    lines = [f"001,甲局,部门,{k.table},{k.row},{k.column},{n}" for k, n in value.items()]
    head = "unit_code,unit_name,kind,table,row,column,value"
    (tmp_path / "units.csv").write_text("\n".join([head, *lines]), encoding="utf-8")
    kept = read_units_csv(NEW, tmp_path / "units.csv")
    assert kept.basis == OLD.basis
    assert set(kept.figures["001"]) == set(comparable_figures(NEW, OLD))
    assert kept.figures["001"][TOTAL] == value[TOTAL]


def three_units() -> list[str]:
    lines = [
        f"00{unit},第{unit}局,部门,{','.join(key)},{n + unit if key in NEW.position else 0}"
        for unit in range(3)
        for n, key in enumerate(NEW.cells)
    ]
    return [",".join(UNITS_HEADER), *lines]


def test_lines_read_a_unit_at_a_time_are_those_read_one_by_one() -> None:
    lines = three_units()
    text = "\n".join([*lines, ""])
    at_once = units_at_once(NEW, NEW, text, ",")
    assert at_once == units_of_lines(NEW, NEW, UNITS_HEADER, csv.reader(lines[1:]))
    assert at_once is not None
    assert [len(figures) for figures in at_once[1].values()] == [len(NEW.cells)] * 3


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[:-1],
        lambda lines: [*lines[:-2], lines[-1], lines[-2]],
        lambda lines: [*lines, lines[-1]],
        lambda lines: [*lines, ",,,,,,"],
        lambda lines: [line.replace("第2局", '"第2局"') for line in lines],
        lambda lines: [line.replace("002,", "001,") for line in lines],
        lambda lines: [line.replace("002,", ",") for line in lines],
        lambda lines: [*lines[:-1], lines[-1].replace("第2局", "别的局")],
        lambda lines: [*lines[:-1], f"{lines[-1]}.25.3"],
        lambda lines: [*lines[:-1], f"{lines[-1]},1"],
        lambda lines: [*lines[:-1], lines[-1].rpartition(",")[0]],
        lambda lines: [*lines[:1], lines[1].replace("disclosure", "gone"), *lines[2:]],
        lambda lines: [lines[0].replace("kind", "sort"), *lines[1:]],
        lambda lines: [line.replace("第2局", "局" * 500) for line in lines],
        lambda lines: lines[:1],
    ],
)
def test_a_file_in_which_a_unit_is_not_as_the_first_one_is_left_to_be_read_line_by_line(
    change: Callable[[list[str]], list[str]],
) -> None:
    assert units_at_once(NEW, NEW, "\n".join([*change(three_units()), ""]), ",") is None


def test_a_broken_chain_is_said(folders) -> None:
    settings = folders[0] / "xxgk.toml"
    text = settings.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("last_year"))
    try:
        settings.write_text(text.replace(line, 'last_year = "gone"'), encoding="utf-8")
        past = past_years(open_workspace(folders[1]))
    finally:
        settings.write_text(text, encoding="utf-8")
    assert [one.year for one in past.years] == [2021]
    assert "gone" in past.broken
    assert past.years[0].totals[IN_FORCE] == 14


def test_a_sum_with_an_unknown_part_is_unknown_and_not_smaller() -> None:
    """A year whose form did not ask for one of the parts leaves a gap, never the sum of the rest."""
    whole = {TOTAL: 5, IN_FORCE: 7}
    assert added_amount(whole, [TOTAL, IN_FORCE]) == 12
    for missing in whole:
        rest = {key: amount for key, amount in whole.items() if key != missing}
        assert added_amount(rest, [TOTAL, IN_FORCE]) is None
        assert added_amount({**rest, missing: Mark.BLANK}, [TOTAL, IN_FORCE]) is None
        assert added_amount({**rest, missing: Mark.NOT_APPLICABLE}, [TOTAL, IN_FORCE]) is None


def test_a_workbook_of_last_year_that_cannot_be_opened_is_named(tmp_path: Path):
    (tmp_path / "甲.xlsx").write_bytes(b"PK\3\4 broken")
    with pytest.raises(UsageError, match=r"有 1 份打不开[\s\S]*甲\.xlsx"):
        workbooks_by_year(load_form("annual-report-2021"), tmp_path)


def two_years(folder: Path) -> tuple[Path, Path]:
    """A year that was published, with one case left over in each unit, and the next one after it."""
    before = year(
        folder / "2021", 2021, UNITS, {u.code: values(new=2, granted=1, carried_over=1) for u in UNITS}
    )
    assert write_summary(before, workers=0).complete
    answers = {u.code: values(new=3, carried_in=1, granted=4) for u in UNITS}
    return before.folder, year(folder / "2022", 2022, UNITS, answers, before.folder).folder


def said(folder: Path) -> dict[str, str]:
    """What is said of the year by itself, and of units that do not open as last year ended."""
    collection = collect(open_workspace(folder), workers=0)
    opened = [f for s in collection.standings for f in s.findings if f.rule == "R05"]
    return {f.rule: f.message for f in (*collection.findings, *opened)}


def take_a_report_away(before: Path) -> None:
    next((before / "inbox").glob("001*")).unlink()
    write_summary(open_workspace(before), workers=0)


def say_it_is_a_draft(before: Path) -> None:
    send_a_correction(before)
    write_summary(open_workspace(before), workers=0, draft=True)


def send_a_correction(before: Path) -> None:
    path = next((before / "inbox").glob("001*"))
    book = openpyxl.load_workbook(path)
    book["表三"]["D9"], book["表三"]["D31"] = 2, 0
    book.save(path)


def type_into_units(before: Path) -> None:
    path = before / "summary" / "units.csv"
    line = "001,甲局,其他,applications,carried_over,natural_person,"
    text = path.read_text(encoding="utf-8-sig")
    assert f"{line}1" in text
    path.write_text(text.replace(f"{line}1", f"{line}2"), encoding="utf-8-sig")


def lose_units(before: Path) -> None:
    (before / "summary" / "units.csv").unlink()


@pytest.mark.long
@pytest.mark.parametrize(
    "what", [take_a_report_away, say_it_is_a_draft, type_into_units, lose_units], ids=lambda f: f.__name__
)
def test_what_was_published_last_is_last_year(tmp_path: Path, what: Callable[[Path], None]) -> None:
    """What lies in last year's summary/ now was never published: it is told, and what was counts."""
    before, now = two_years(tmp_path)
    assert said(now) == {}
    what(before)
    for _ in range(2):
        told = said(now)
        assert told.keys() == {"U10"}
        assert "已发布/第1次" in told["U10"]
    heard: list[str] = []
    assert len([*issue(open_workspace(now), (), heard.append)]) == len(UNITS)
    assert ["第1次" in line for line in heard] == [True]


@pytest.mark.long
def test_a_correction_that_was_published_is_last_year(tmp_path: Path) -> None:
    before, now = two_years(tmp_path)
    send_a_correction(before)
    assert said(now) == {}
    assert write_summary(open_workspace(before), workers=0).complete
    assert said(now).keys() == {"R05"}
    final = before / "summary" / "已发布"
    (final / "第2次").rename(final / "第10次")
    (before / RECORD).unlink()
    take_a_report_away(before)
    told = said(now)
    assert told.keys() == {"R05", "U10"}
    assert "第10次" in told["U10"]


def type_into_what_was_published(before: Path) -> None:
    """One unit's case becomes another's: all totals stay what they were, so nothing in the files shows it."""
    for results in (before / "summary", before / "summary" / "已发布" / "第1次"):
        path = results / "units.csv"
        text = path.read_text(encoding="utf-8-sig")
        for unit, figure in (("001", 2), ("002", 0)):
            of_unit = rf"(?m)^({unit},.*,carried_over,(?:natural_person|total),)1$"
            text, lines = re.subn(of_unit, rf"\g<1>{figure}", text)
            assert lines == 2
        path.write_text(text, encoding="utf-8-sig")


def lose_what_was_published(before: Path) -> None:
    shutil.rmtree(before / "summary" / "已发布")


@pytest.mark.long
@pytest.mark.parametrize(
    ("what", "how"),
    [
        (type_into_what_was_published, "已发布/第1次/units.csv 定稿以后有人改过"),
        (lose_what_was_published, "不见了"),
    ],
    ids=("typed", "lost"),
)
def test_what_was_published_must_be_as_it_was_kept(tmp_path: Path, what: Callable[[Path], None], how: str):
    """It is told every time, in the next year and when the year itself is added up again."""
    before, now = two_years(tmp_path)
    what(before)
    for _ in range(2):
        assert how in said(now)["U10"]
    lines = [line for line in write_summary(open_workspace(before), workers=0).lines if how in line]
    assert ["从备份放回" in line for line in lines] == [True]


@pytest.mark.long
def test_figures_of_a_year_that_was_never_published_are_told_as_a_draft(tmp_path: Path) -> None:
    before, now = two_years(tmp_path)
    shutil.rmtree(before / "summary" / "已发布")
    (before / RECORD).unlink()
    assert "草稿" in said(now)["U10"]
    heard: list[str] = []
    assert [*issue(open_workspace(now), ["001"], heard.append)]
    assert "草稿" in heard[0]


@pytest.mark.long
def test_last_year_is_missed_where_the_workbooks_hold_it(tmp_path: Path) -> None:
    """Without it the rules across the years are silent."""
    _, now = two_years(tmp_path)
    settings, roster = now / "xxgk.toml", now / "roster.xlsx"
    text, kept = settings.read_text(encoding="utf-8"), roster.read_bytes()
    settings.write_text(re.sub("(?m)^last_year = .*$", 'last_year = ""', text), encoding="utf-8")
    told = said(now)
    assert told.keys() == {"U09"}
    assert all(unit.label in told["U09"] for unit in UNITS)
    settings.write_text(text, encoding="utf-8")
    part = replace(UNITS[0], status="拆分", predecessors=("001",))
    roster.write_bytes(roster_workbook(Roster(units=(part, UNITS[1]))))
    assert "001 甲局" in said(now)["U09"]
    assert "002" not in said(now)["U09"]
    roster.write_bytes(kept)
    assert said(now) == {}


def test_a_first_year_misses_nothing(tmp_path: Path) -> None:
    first = year(tmp_path / "2021", 2021, UNITS, {u.code: values(new=2, granted=2) for u in UNITS})
    assert said(first.folder) == {}


@pytest.mark.long
def test_a_unit_of_last_year_that_the_roster_lost_is_asked_about(tmp_path: Path) -> None:
    """Nobody would miss its figures: the sums are a draft until the roster says what became of it."""
    _, now = two_years(tmp_path)
    kept, gone = UNITS[0], UNITS[1]
    (now / "roster.xlsx").write_bytes(roster_workbook(Roster(units=(kept,))))
    next((now / "inbox").glob(f"{gone.code}*")).unlink()
    assert gone.label in said(now)["U11"]
    heard: list[str] = []
    assert [*issue(open_workspace(now), (), heard.append)]
    assert any(gone.label in line for line in heard)
    outputs = write_summary(open_workspace(now), workers=0)
    assert not outputs.complete
    assert any(gone.label in line for line in outputs.lines)
    assert any("没有写去向" in why for why in outputs.open_matters)
    (now / "roster.xlsx").write_bytes(roster_workbook(Roster(units=(kept, replace(gone, status="撤销")))))
    assert said(now) == {}
    assert write_summary(open_workspace(now), workers=0).complete


def test_a_unit_that_owed_a_report_last_year_and_sent_none_is_asked_about(tmp_path: Path) -> None:
    """No figures of it are known; only last year's roster tells that it was there."""
    before, now = two_years(tmp_path)
    silent = Unit(code="003", name="丙局", kind="部门")
    (before / "roster.xlsx").write_bytes(roster_workbook(Roster(units=(*UNITS, silent))))
    assert silent.label in said(now)["U11"]
    heir = replace(UNITS[0], status="合并", predecessors=("003",))
    for units in ((*UNITS, silent), (*UNITS, replace(silent, status="撤销")), (heir, UNITS[1])):
        (now / "roster.xlsx").write_bytes(roster_workbook(Roster(units=units)))
        assert "U11" not in said(now)


def test_another_county_s_last_year_is_not_taken(tmp_path: Path) -> None:
    """Codes and names of bodies without their county's name agree everywhere: the county itself must, too.

    Whatever was kept of it: its folder, its results, its county workbook, its filled workbooks.
    """
    units = [Unit(code="001", name="司法局"), Unit(code="002", name="财政局")]
    answers = {unit.code: values(new=3, granted=1, carried_over=2) for unit in units}
    before = year(tmp_path / "a" / "甲县2022", 2022, units, answers)
    assert write_summary(before, workers=0).complete
    summary = before.folder / "summary"
    kept = (before.folder, summary, next(summary.glob("*汇总.xlsx")), before.folder / "inbox")
    for number, source in enumerate(kept):
        with pytest.raises(UsageError, match="是“甲县”的，这里是“乙县”"):
            year(tmp_path / f"b{number}" / "乙县2023", 2023, units, {}, last=source, county="乙县")
        assert year(tmp_path / f"c{number}" / "甲县2023", 2023, units, {}, last=source, county="甲县人民政府")
        renamed = found_year(
            tmp_path / f"d{number}",
            county="甲区",
            year=2023,
            roster=Roster(units=tuple(units)),
            last_year=source,
            county_before="甲县",
        )
        assert [*issue(open_workspace(renamed.folder))]
        settings = renamed.folder / "xxgk.toml"
        settings.write_text(
            settings.read_text("utf-8")
            .replace('county = "甲区"', 'county = "丙区"')
            .replace('county_before = "甲县"', ""),
            "utf-8",
        )
        with pytest.raises(UsageError, match="county_before"):
            [*issue(open_workspace(renamed.folder))]
