"""The county workbook: totals exact and live, marks kept apart, nothing that a unit typed comes alive."""

import csv
import random
import re
import subprocess
import time
import zipfile
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from io import BytesIO, StringIO
from pathlib import Path
from shutil import which
from threading import Thread

import openpyxl
import pytest
from tiny_form import TINY
from xlsxwriter.workbook import Workbook

from toolkit.answers.baseline import Baseline, BothYears
from toolkit.answers.csv_files import inert_text
from toolkit.answers.last_year import History
from toolkit.answers.messages import Finding
from toolkit.answers.submission import Submission
from toolkit.answers.units import Unit
from toolkit.county.consolidation import Consolidation
from toolkit.county.data_files import totals_csv, units_csv
from toolkit.county.same_units import same_units
from toolkit.county.workbook import render, render_long
from toolkit.county.workbook.book import Details
from toolkit.county.workbook.long_sheets import LongWorkbook, LongWorksheet, pieces
from toolkit.errors import DefinitionError
from toolkit.form.definition import load_form, read_form
from toolkit.form.model import Key, Level, Mark, plain_digits
from toolkit.layout.layout import Place, lay_out
from toolkit.year.workspace import ACCEPTED, EXCUSED, MISSING, RETURNED, Standing

FORM = load_form("annual-report-2021")
NEW = Key("applications", "new", "natural_person")
CHARGES = Key("disclosure", "charges", "amount")
WEBSITE = Key("supplement", "website_items", "value")
MORNING = datetime(2023, 1, 9, 8, 30)


def figures_of(number: int, chance: random.Random) -> dict[Key, object]:
    """Made-up figures of one unit, many of them 0, some with money."""
    size = (0, 1, 2, 5, 20)[number % 5]
    figures: dict[Key, object] = {k: chance.choice((0, 0, 0, chance.randint(0, size))) for k in FORM.inputs}
    figures[CHARGES] = Decimal(chance.randint(0, 10**9)) / 10**6 if size else 0
    figures[NEW] = size * 3
    figures[Key("disclosure", "regulations", "in_force")] = Mark.NOT_APPLICABLE
    figures[Key("supplement", "information_fee", "value")] = Mark.BLANK
    return figures


def accepted(unit: Unit, figures, findings=(), *, form=FORM, identity=None, moved=None) -> Standing:
    submission = Submission(
        form=form.key,
        year=2022,
        unit_code=unit.code,
        unit_name=unit.name,
        figures=figures,
        identity=identity or {},
        moved=moved or {},
    )
    return Standing(
        unit=unit,
        status=ACCEPTED,
        file=f"inbox/{unit.code}.xlsx",
        sha256=f"{int(unit.code):064x}",
        saved=MORNING,
        submission=submission,
        findings=tuple(findings),
    )


NAMES = [
    "政府办公室",
    "发展和改革局",
    "教育和体育局",
    "科学技术局",
    "工业和信息化局",
    "公安局",
    "民政局",
    "司法局",
    "财政局",
    "人力资源和社会保障局",
    "自然资源和规划局",
    "住房和城乡建设局",
    "交通运输局",
    "水务局",
    "农业农村局",
    "文化和旅游局",
    "卫生健康局",
    "嘉祥街道",
    "卧龙山街道",
    "纸坊镇",
    "梁宝寺镇",
    "疃里镇",
    "马村镇",
    "经济开发区",
]


def county(*, draft: bool = True, units: int = 24, findings: bool = True) -> Consolidation:
    """A made-up county of `units` units; with ``draft`` one is missing and one returned."""
    chance = random.Random(7)
    standings = []
    for i in range(units):
        name = NAMES[i] if i < len(NAMES) else f"第{i}村镇服务中心"
        kind = "乡镇街道" if name.endswith(("街道", "镇")) else "开发区" if name.endswith("区") else "部门"
        unit = Unit(code=f"{i + 1:03d}", name=name, kind=kind, contact="王明", phone="0537-6801234", note="")
        found = _findings(i) if findings else ()
        if draft and i == 5:
            standings.append(Standing(unit=unit, status=MISSING))
        elif draft and i == 20:
            error = Finding(
                rule="R01",
                level=Level.ERROR,
                table="applications",
                row="concluded",
                column="total",
                sheet="表三",
                cell="J27",
                found=3,
                expected=4,
                problem="“总计”一列收办不平：本年新收＋上年结转＝4，（七）总计＋结转下年度＝3，相差 -1。"
                "请核对这一列的新收、上年结转、各项办理结果和结转下年度，改正填错的格。",
            )
            standings.append(
                Standing(
                    unit=unit,
                    status=RETURNED,
                    file="inbox/梁宝寺镇(最终版2).xlsx",
                    sha256="ab" * 32,
                    saved=MORNING,
                    findings=(error, _consequence()),
                )
            )
        else:
            standings.append(accepted(unit, figures_of(i, chance), found))
    standings.append(
        Standing(unit=Unit(code="901", name="撤并的旧办公室", kind="部门", status="撤销"), status=EXCUSED)
    )
    return Consolidation(
        form=FORM,
        county="嘉祥县",
        year=2022,
        notice="演示数据，除司法局外均为虚构。",
        standings=tuple(standings),
    )


def _findings(i: int) -> tuple[Finding, ...]:
    if i % 4 == 2:
        return (
            Finding(
                rule="R06",
                level=Level.QUERY,
                problem="“行政规范性文件”现行有效填的是 12，上年现行有效＋本年制发－本年废止＝11，相差 1。"
                "请核对三个数；确有清理、失效、划转等原因的，请说明。",
                table="disclosure",
                row="normative_documents",
                column="in_force",
                sheet="表二",
                cell="D7",
                found=12,
                expected=11,
                explained="2022 年清理时从县政府办公室划入 1 件。",
            ),
            Finding(
                rule="T01",
                level=Level.NOTICE,
                problem="“12件”读作 12。",
                sheet="表三",
                cell="D7",
                found="12件",
                expected=12,
            ),
        )
    return ()


def _consequence() -> Finding:
    return Finding(
        rule="R05",
        level=Level.ERROR,
        problem="“总计”一列的上年结转与上年不符，相差 1。",
        sheet="表三",
        cell="J6",
        found=Decimal("0.5"),
        expected=1,
        cause="R01",
    )


def last_year(consolidation: Consolidation) -> dict[Key, object]:
    """Last year's county figures: some larger, some 0, the supplement unknown."""
    last: dict[Key, object] = {}
    for i, key in enumerate(FORM.cells):
        now = consolidation.totals[key]
        if key.table != "supplement" and not isinstance(now, Mark):
            last[key] = max(now - i % 4, 0) if i % 3 else 0
    return last


@lru_cache(maxsize=8)
def opened(data: bytes, *, values: bool = False) -> openpyxl.Workbook:
    """A workbook to look into; the same bytes are opened once."""
    return openpyxl.load_workbook(BytesIO(data), data_only=values)


def cell(book: openpyxl.Workbook, place: Place) -> object:
    return book[place.sheet].cell(place.row + 1, place.column + 1).value


# ------------------------------------------------------------------ totals


def test_every_total_is_a_sum_over_the_units_with_its_value():
    c = county()
    data = render(c)
    live, shown, places = opened(data), opened(data, values=True), lay_out(FORM).places
    plan = Details(form=FORM, kinds=c.kinds, units=len(c.counted))
    for key in FORM.cells:
        total = c.totals[key]
        formula = str(cell(live, places[key]))
        assert "SUM('分单位明细'!$" in formula
        assert formula == cell(live, plan.cell(key, plan.TOTAL)).replace(
            "SUM($", "SUM('分单位明细'!$"
        ).replace("COUNT($", "COUNT('分单位明细'!$")
        for where in (places[key], plan.cell(key, plan.TOTAL)):
            value = cell(shown, where)
            assert (
                (value or "") == plain_digits(total)
                if isinstance(total, Mark)
                else Decimal(str(value)) == total
            ), key


def test_money_is_rounded_where_it_is_added_and_exact():
    units = [Unit(code=str(i), name=f"单位{i}", kind="部门") for i in range(1, 31)]
    figures = {CHARGES: Decimal("0.100001")}
    c = Consolidation(
        form=FORM, county="县", year=2022, notice="", standings=tuple(accepted(u, figures) for u in units)
    )
    data = render(c)
    where = lay_out(FORM).places[CHARGES]
    formula = str(cell(opened(data), where))
    assert formula.startswith("=ROUND(SUM(")
    assert formula.endswith(",6)")
    assert Decimal(str(cell(opened(data, values=True), where))) == Decimal("3.00003")
    assert "disclosure,charges,amount,3.00003\n" in totals_csv(c)


def test_blank_zero_and_not_applicable_stay_three():
    unit = Unit(code="001", name="甲局", kind="部门")
    figures = {NEW: 0, WEBSITE: Mark.BLANK, Key("supplement", "meetings", "value"): Mark.NOT_APPLICABLE}
    c = Consolidation(form=FORM, county="县", year=2022, notice="", standings=(accepted(unit, figures),))
    book = opened(render(c), values=True)
    plan = Details(form=FORM, kinds=c.kinds, units=1)
    seen = [cell(book, plan.cell(key, plan.first)) for key in figures]
    assert seen == [0, None, "/"]
    rows = {tuple(line[3:6]): line[6] for line in csv.reader(StringIO(units_csv(c)))}
    assert [rows[key] for key in figures] == ["0", "", "/"]


def test_a_sum_that_not_all_units_stated_says_of_how_many_it_is_on_paper_too():
    c = county(draft=False)
    fee = Key("supplement", "information_fee", "value")
    standings = [
        replace(s, submission=replace(s.submission, figures={**s.submission.figures, fee: 7}))
        if s.submission and s.unit.code in {"001", "002"}
        else s
        for s in c.standings
    ]
    c = replace(c, standings=tuple(standings))
    sheet = opened(render(c), values=True)["补充情况"]
    (head,) = [one for row in sheet.iter_rows() for one in row if one.value == "填了的单位"]
    at = lay_out(FORM).places[fee]
    assert sheet[at.a1].value == 14
    assert sheet.cell(at.row + 1, head.column).value == f"2 个（共 {len(c.counted)} 个）"
    assert sheet.print_area.endswith(f"${head.column_letter}${sheet.max_row}")


def test_a_total_of_what_applies_to_nobody_says_so_and_stays_live():
    units = [Unit(code=str(i), name=f"单位{i}", kind="部门") for i in (1, 2)]
    standings = tuple(accepted(unit, {WEBSITE: Mark.NOT_APPLICABLE}) for unit in units)
    c = Consolidation(form=FORM, county="县", year=2022, notice="", standings=standings)
    data, plan = render(c), Details(form=FORM, kinds=c.kinds, units=2)
    for where in (lay_out(FORM).places[WEBSITE], *(plan.cell(WEBSITE, plan.TOTAL + i) for i in (0, 1))):
        assert cell(opened(data, values=True), where) == "/"
        assert re.match(r'=IF\(.+=0,"/",', str(cell(opened(data), where)))
    assert f"{','.join(WEBSITE)},/\n" in totals_csv(c)


def test_blanks_that_units_confirmed_are_zero_in_every_total():
    unit = Unit(code="001", name="甲局", kind="部门")
    standing = accepted(unit, {}, identity={"zero_blanks": "是"})
    c = Consolidation(form=FORM, county="县", year=2022, notice="", standings=(standing,))
    book = opened(render(c), values=True)
    plan = Details(form=FORM, kinds=c.kinds, units=1)
    assert [cell(book, plan.cell(NEW, row)) for row in (plan.TOTAL, plan.TOTAL + 1, plan.first)] == [
        0,
        0,
        0,
    ]


def test_subtotals_by_kind_add_up_and_their_criteria_are_literal():
    kinds = ("部门", "部*", '=引"号')
    units = [Unit(code=str(i), name=f"单位{i}", kind=kinds[i % 3]) for i in range(1, 7)]
    c = Consolidation(
        form=FORM,
        county="县",
        year=2022,
        notice="",
        standings=tuple(accepted(u, {NEW: int(u.code)}) for u in units),
    )
    data = render(c)
    plan = Details(form=FORM, kinds=c.kinds, units=6)
    rows = range(plan.TOTAL, plan.TOTAL + 4)
    assert [cell(opened(data, values=True), plan.cell(NEW, row)) for row in rows] == [21, 5, 7, 9]
    assert '"=部~*"' in str(cell(opened(data), plan.cell(NEW, plan.TOTAL + 1 + c.kinds.index("部*"))))


# ------------------------------------------------------------------ what units typed


def test_hostile_texts_stay_texts():
    names = (
        "=cmd|' /C calc'!A0",
        "+1",
        "@SUM(A1)",
        "[表]'三'",
        "很长的单位名称" * 12,
        "http://x.cn/",
        "{=1+1}",
    )
    units = [Unit(code=str(i), name=name, kind="部门", note="=1+1") for i, name in enumerate(names, 1)]
    finding = Finding(rule="R01", level=Level.ERROR, problem="=HYPERLINK(1)", found="=1", explained="-2+3")
    standings = tuple(accepted(u, {NEW: 9}, [finding]) for u in units)
    data = render(Consolidation(form=FORM, county="=县", year=2022, notice="=1", standings=standings))
    book = opened(data)
    typed = {*names, "=1+1", "=HYPERLINK(1)", "=1", "-2+3", "=县"}
    found = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value in typed]
    assert {c.value for c in found} == typed
    with zipfile.ZipFile(BytesIO(data)) as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
    formulas = [formula for sheet in sheets for formula in re.findall(r"<f>([^<]*)</f>", sheet)]
    ours = re.compile(r"(IF|SUM|SUMIF|SUMIFS|SUMPRODUCT|COUNT|ROUND|N)\(|'(分单位明细|表.|同比)'!\$")
    assert formulas
    assert all(ours.match(formula) for formula in formulas)


def archive_names(data: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.namelist()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("003", "003"),
        ("甲局", "甲局"),
        ("=1", "'=1"),
        ("-1", "'-1"),
        ("＝1", "'＝1"),
        (" @x", "' @x"),
        ("\t1", "'\t1"),
    ],
)
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text, written):
    assert inert_text(text) == written


def test_csv_files_hold_every_figure():
    c = county()
    lines = list(csv.reader(StringIO(units_csv(c))))
    assert len(lines) == 1 + len(c.counted) * len(FORM.cells)
    assert lines[1][0] == "001"
    totals = {Key(*line[:3]): line[3] for line in list(csv.reader(StringIO(totals_csv(c))))[1:]}
    assert totals == {key: plain_digits(c.totals[key]) for key in FORM.cells}


# ------------------------------------------------------------------ the sheets


def texts(book: openpyxl.Workbook, sheet: str) -> str:
    return "\n".join(str(c.value) for row in book[sheet].iter_rows() for c in row if c.value is not None)


def whole(c: Consolidation, last: dict) -> Baseline:
    """Last year's totals, taken as those of all units that count this year."""
    codes = frozenset(s.unit.code for s in c.counted)
    kinds = {"部门": BothYears(last=last, this=c.subtotals["部门"])} if "部门" in c.subtotals else {}
    return Baseline(codes=codes, county=BothYears(last=last, this=c.totals), kinds=kinds)


def part_of(c: Consolidation, last: dict) -> Baseline:
    """Only the first and the last counted unit are compared."""
    history = History(figures={s.unit.code: last for s in (c.counted[0], c.counted[-1])})
    return same_units(c, history)


def test_a_draft_says_so_and_names_who_is_missing():
    cover = texts(opened(render(county()), values=True), "封面")
    assert "草　　稿" in cover
    assert "未报（1 个）：公安局" in cover
    assert "退回（1 个）：梁宝寺镇" in cover
    assert "演示数据" in cover
    assert "草" not in texts(opened(render(county(draft=False)), values=True), "封面")


def test_the_same_inputs_give_the_same_bytes():
    c = county()
    assert render(c, baseline=whole(c, last_year(c))) == render(
        county(), baseline=whole(county(), last_year(county()))
    )


def test_findings_that_a_sheet_has_no_room_for_are_counted(monkeypatch: pytest.MonkeyPatch):
    whole = [row[1].value for row in opened(render(county()), values=True)["校核结果"].iter_rows(min_row=5)]
    levels = [level for level in whole[: whole.index(None)] if level]
    monkeypatch.setattr("toolkit.county.workbook.findings.FINDINGS_ROOM", 2)
    sheet = opened(render(county()), values=True)["校核结果"]
    assert sheet["A3"].value.startswith(f"一张表放不下：共 {len(levels)} 条，这里是前 2 条，强制的在前。")
    assert [sheet.cell(row, 2).value for row in (5, 6, 7)] == [*levels[:2], None]


def test_a_consequence_stands_behind_its_cause_and_names_it():
    sheet = opened(render(county()), values=True)["校核结果"]
    lines = [[c.value for c in row] for row in sheet.iter_rows(min_row=5) if isinstance(row[0].value, int)]
    assert lines[0][1:4] == ["强制", "R01", "021"]
    assert lines[1][2:4] == ["R05", "021"]
    assert lines[1][10] == "R01"
    order = [("强制", "核实", "提示").index(line[1]) for line in lines if not line[10]]
    assert order == sorted(order)


def test_files_are_dated_by_the_day_that_counts_everywhere():
    """By the register; what is not on record yet by what the file says itself."""
    c = county()
    evening = datetime(2023, 1, 20, 18, 0)
    some = (replace(c.standings[0], received=evening), *c.standings[1:])
    book = opened(render(replace(c, standings=some)), values=True)
    for sheet in ("报送情况", "来源文件"):
        (at,) = [cell for cell in book[sheet][4] if cell.value == "收到日期"]
        assert [book[sheet].cell(row, at.column).value.date() for row in (5, 6)] == [
            evening.date(),
            MORNING.date(),
        ]


def test_the_trace_of_a_figure_adds_up_and_follows_moved_cells():
    unit = Unit(code="001", name="甲局", kind="部门")
    moved = {NEW: Place("表三", 40, 3)}
    other = Unit(code="002", name="乙局", kind="部门")
    standings = (accepted(unit, {NEW: 3}, moved=moved), accepted(other, {NEW: 4}))
    book = opened(
        render(Consolidation(form=FORM, county="县", year=2022, notice="", standings=standings)), values=True
    )
    lines = [[c.value for c in row] for row in book["溯源"].iter_rows(min_row=5)]
    mine = [line for line in lines if line[1] == "本年新收" and line[2] == "自然人"]
    assert [(line[3], line[6], line[7]) for line in mine] == [("001", "D41", 3), ("002", "D7", 4)]
    assert f"{1:064x}" in texts(book, "来源文件")


def test_the_comparison_never_divides_by_zero():
    c = county()
    last = {NEW: 0, Key("applications", "new", "business"): 8}
    book = opened(render(c, baseline=whole(c, last)), values=True)
    lines = [[x.value for x in row] for row in book["同比"].iter_rows(min_row=6)]
    by = {(line[1], line[2]): line[3:7] for line in lines}
    now = c.totals[Key("applications", "new", "business")]
    assert by["本年新收", "自然人"] == [0, c.totals[NEW], c.totals[NEW], "—"]
    assert by["本年新收", "商业企业"] == [8, now, now - 8, (now - 8) / 8]
    assert by["本年新收", "科研机构"][0] == by["本年新收", "科研机构"][2] == "—"
    assert "同比" not in opened(render(c)).sheetnames


def test_nobody_has_passed_yet():
    unit = Unit(code="001", name="甲局", kind="部门")
    c = Consolidation(
        form=FORM, county="县", year=2022, notice="", standings=(Standing(unit=unit, status=MISSING),)
    )
    book = opened(render(c), values=True)
    assert "没有通过的单位" in texts(book, "分单位明细")
    assert units_csv(c).count("\n") == 1
    assert render(Consolidation(form=FORM, county="县", year=2022, notice="", standings=()))


def test_another_form_needs_no_python():
    form = read_form(TINY, "tiny.toml")
    unit = Unit(code="1", name="甲", kind="站")
    figures = {Key("duty", "planned", "day"): 3, Key("duty", "held", "night"): 2}
    c = Consolidation(
        form=form, county="县", year=2022, notice="", standings=(accepted(unit, figures, form=form),)
    )
    book = opened(render(c, baseline=whole(c, {})), values=True)
    assert cell(book, lay_out(form).places[Key("duty", "planned", "total")]) == 3
    assert "没有设定图" in texts(book, "图表")


@pytest.mark.parametrize(
    ("chart", "says"),
    [
        ('shape = "radar"\neach = "row"\ntable = "duty"\ncolumn = "day"', "charts.c.shape"),
        ('shape = "pie"\neach = "month"\ntable = "duty"', "charts.c.each"),
        ('shape = "pie"\neach = "row"\ntable = "duty"', "要写 column"),
        ('shape = "pie"\neach = "row"\ntable = "x"\ncolumn = "day"', "charts.c.table"),
        ('shape = "pie"\neach = "row"\ntable = "duty"\ncolumn = "x"', "charts.c.column"),
        (
            'shape = "bar"\neach = "column"\ntable = "duty"\nrow = "planned"\nover = ["day", "x"]',
            "charts.c.over：没有“x”",
        ),
        ('shape = "bar"\neach = "unit"\ntable = "duty"\nrow = "planned"\ncolumn = "x"', "duty.planned.x"),
    ],
)
def test_a_chart_that_the_form_cannot_draw_is_refused(chart, says):
    with pytest.raises(DefinitionError, match=says):
        read_form(f'{TINY}[[charts]]\nkey = "c"\ntitle = "图"\n{chart}\n', "tiny.toml")


@pytest.mark.parametrize("shape", ["column", "bar", "pie"])
def test_charts_of_nothing_but_zeros_are_drawn(shape):
    form = read_form(
        f'{TINY}[[charts]]\nkey = "c"\ntitle = "图"\nshape = "{shape}"\neach = "column"\ntable = '
        f'"duty"\nrow = "planned"\n',
        "t",
    )
    unit = Unit(code="1", name="甲", kind="站")
    standing = accepted(unit, dict.fromkeys(form.inputs, 0), form=form)
    data = render(Consolidation(form=form, county="县", year=2022, notice="", standings=(standing,)))
    assert "xl/charts/chart1.xml" in archive_names(data)
    assert "各项都是 0" in texts(opened(data, values=True), "图表")


@pytest.mark.long
def test_a_thousand_units_in_reasonable_time():
    c = county(units=1000, draft=False, findings=False)
    started = time.perf_counter()
    data = render(c)
    assert time.perf_counter() - started < 90
    assert len(opened_names(data)) == 14 - 2 + 1  # 数据, 溯源 and 查数 are beside it; 送签稿 came
    long = render_long(c)
    assert long is not None
    assert len(opened_names(long)) == 3


def opened_names(data: bytes) -> list[str]:
    return [name for name in archive_names(data) if name.startswith("xl/worksheets/sheet")]


# ------------------------------------------------------------------ LibreOffice


@pytest.mark.long
@pytest.mark.office
@pytest.mark.skipif(which("soffice") is None, reason="没有 LibreOffice（soffice），不能重算")
def test_libreoffice_recalculates_every_formula_to_its_cached_value(tmp_path: Path):
    c = county()
    odd = Unit(code="777", name="=奇怪", kind='部*"?')
    standings = (*c.standings, accepted(odd, {NEW: 5, CHARGES: Decimal("0.3")}))
    c = Consolidation(form=FORM, county=c.county, year=c.year, notice=c.notice, standings=standings)
    data = render(c, baseline=part_of(c, last_year(c)))
    source = tmp_path / "county.xlsx"
    # without cached values LibreOffice has to calculate
    source.write_bytes(without_values(data))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        f"{tmp_path}/out",
        source,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    live, shown = opened(data), opened(data, values=True)
    again = opened((tmp_path / "out" / "county.xlsx").read_bytes(), values=True)
    compared = 0
    for sheet in live:
        for row in sheet.iter_rows():
            for one in row:
                if one.data_type == "f":
                    ours = shown[sheet.title][one.coordinate].value
                    theirs = again[sheet.title][one.coordinate].value
                    compared += 1
                    assert same(ours, theirs), (sheet.title, one.coordinate, one.value, ours, theirs)
    assert compared > 213 * 5


def without_values(data: bytes) -> bytes:
    """Take every formula's cached value out of the sheets."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"</f><v>[^<]*</v>", b"</f>", content)
            new.writestr(name, content)
    return target.getvalue()


def same(ours: object, theirs: object) -> bool:
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return abs(ours - theirs) <= 1e-9 * max(1, abs(ours))
    return (ours or None) == (theirs or None)


# ------------------------------------------------------------------ to be signed


def test_the_sheets_that_are_signed_come_first_and_every_other_leads_back() -> None:
    c = county(draft=False)
    book = opened(render(c, baseline=part_of(c, last_year(c))))
    names = book.sheetnames
    assert names[:2] == ["封面", "送签稿"]
    cover = book["封面"]
    listed = [row[1].value for row in cover.iter_rows() if row[1].hyperlink]
    assert listed == names[1:]  # the contents name every sheet, in its order
    for name in names[1:-1]:  # 数据 is nothing but its table
        back = [cell for row in book[name].iter_rows(max_row=3) for cell in row if cell.value == "返回目录"]
        assert len(back) == 1, name
        assert back[0].hyperlink.location.startswith("'封面'!"), name
        assert book[name].sheet_view.selection[-1].activeCell != "A1", name


def test_a_figure_leads_to_its_sources_and_a_unit_to_its_findings() -> None:
    book = opened(render(county()))
    place = lay_out(FORM).places[NEW]
    target = book[place.sheet][place.a1].hyperlink.location
    row = int(re.search(r"\d+$", target)[0])
    assert target == f"'溯源'!A{row}"
    assert [c.value for c in book["溯源"][row]][1:3] == ["本年新收", "自然人"]
    assert [c.value for c in book["溯源"][row - 1]][1:3] != ["本年新收", "自然人"]
    for line in book["报送情况"].iter_rows(min_row=5):
        if line[8].hyperlink:
            row = int(re.search(r"\d+$", line[8].hyperlink.location)[0])
            assert book["校核结果"].cell(row, 4).value == line[0].value
            break
    else:
        pytest.fail("no unit leads to its findings")


def test_the_parts_of_a_total_fold_away_and_the_total_stays() -> None:
    sheet = opened(render(county()))["分单位明细"]
    plan = Details(form=FORM, kinds=county().kinds, units=22)
    levels = {
        key: sheet.column_dimensions[plan.cell(key, 0).a1.rstrip("1")].outlineLevel for key in FORM.cells
    }
    assert levels[NEW] == 1
    assert levels[Key("applications", "new", "total")] == 0
    assert levels[CHARGES] == 0


def test_the_leader_sees_what_changed_most_and_what_is_to_be_decided() -> None:
    c = county()
    last = dict.fromkeys((k for k in FORM.cells if not isinstance(c.totals[k], Mark)), 0)
    last[CHARGES] = c.totals[CHARGES]
    last[Key("applications", "new", "total")] = c.totals[Key("applications", "new", "total")] + 5000
    late = replace(c, late={c.counted[0].unit.code: 3})
    page = texts(opened(render(late, baseline=whole(c, last)), values=True), "送签稿")
    lines = page.splitlines()
    assert lines[lines.index("增减率") + 1 :][1] == "本年新收 总计"  # by far the largest change
    assert "没有报送（1 个）：公安局" in page
    assert "迟报（1 个）：政府办公室（3 天）" in page
    assert "1 个单位没有报送、1 个单位退回没有改好：继续催报，还是先按草稿上报。" in page
    assert "领导批示" in page
    assert "没有上年数，不能比较。" in texts(opened(render(c), values=True), "送签稿")


@pytest.mark.long
def test_what_waits_before_it_counts_is_not_offered_to_be_added_up() -> None:
    c = county(draft=False, units=2, findings=False)
    held = Finding(rule="R15", level=Level.QUERY, problem="请说明。", waits=True)
    rest = replace(held, rule="R06", waits=False)
    for more, first, second in (
        ((held,), True, False),
        ((rest,), False, True),
        ((held, rest, rest), True, True),
    ):
        asked = replace(c.standings[0], findings=more)
        page = texts(opened(render(replace(c, standings=(asked, *c.standings[1:]))), values=True), "送签稿")
        assert ("1 处单位说明了才计入：催单位说明" in page) is first
        many = more.count(rest)
        assert (f"{many} 处等单位说明，不影响计入：等说明，还是按现在的数汇总" in page) is second


def test_data_adds_up_to_the_totals_by_its_parts_alone() -> None:
    c = county(draft=False)
    lines = list(opened(render(c), values=True)["数据"].iter_rows(min_row=2, values_only=True))
    added: dict[int, Decimal] = {}
    for line in lines:
        added[line[7]] = added.get(line[7], Decimal(0)) + Decimal(str(line[9]))
        assert (line[8] == "是") is (FORM.cells[line[7] - 1] in FORM.sums)
    for number, key in enumerate(FORM.cells, 1):
        total = c.totals[key]
        assert added.get(number, 0) == (0 if isinstance(total, Mark) else total), key


def test_what_a_sheet_cannot_hold_goes_on_to_the_next() -> None:
    assert [(name, list(part)) for name, part in pieces("数据", range(5), 2)] == [
        ("数据", [0, 1]),
        ("数据2", [2, 3]),
        ("数据3", [4]),
    ]
    assert [(name, list(part)) for name, part in pieces("数据", (), 2)] == [("数据", [])]
    assert [name for name, part in pieces("数据", range(4), 2) if list(part)] == ["数据", "数据2"]


def test_ninety_units_are_a_small_file() -> None:
    c = county(units=90, draft=False)
    history = History(figures={s.unit.code: f for s, f in zip(c.counted, c.figures, strict=True)})
    assert len(render(c, baseline=same_units(c, history))) < 700_000


def plain_workbook() -> bytes:
    target = BytesIO()
    with Workbook(target, {"in_memory": True}) as workbook:
        workbook.add_worksheet("别的").write_string(0, 0, "别处的字")
    return target.getvalue()


def test_what_another_thread_writes_meanwhile_stays_its_own() -> None:
    meanwhile: list[bytes] = []
    other = Thread(target=lambda: meanwhile.append(plain_workbook()))

    class Waiting(LongWorksheet):
        def poured(self):
            if not other.ident:  # has not begun
                other.start()
                other.join()
            yield from super().poured()

    workbook = LongWorkbook()
    sheet = workbook.add_worksheet("数据", Waiting)
    sheet.pour(0, [workbook.add_format()], [("县里的字",), (5,)])
    (ours,) = openpyxl.load_workbook(BytesIO(workbook.written()))
    assert [cell.value for (cell,) in ours] == ["县里的字", 5]
    (theirs,) = openpyxl.load_workbook(BytesIO(meanwhile[0]))
    assert [cell.value for (cell,) in theirs] == ["别处的字"]
