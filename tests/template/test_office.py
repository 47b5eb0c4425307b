"""The sheet and the checks must agree.

Two office programs calculate the workbook, Python judges the same figures.
"""

import io
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from engines import ENGINES, calculate, sheet_lines
from fillings import NO_REASONS, REASONS, Filling, filling, without_caches
from openpyxl import load_workbook
from shares import in_shares
from xlsxwriter.workbook import Workbook

from toolkit.answers.digest import digest_of
from toolkit.answers.explanations import accepted_reasons
from toolkit.form.days import day_numbered, day_of
from toolkit.form.definition import load_form, sample_forms, shipped_forms
from toolkit.form.model import Form, Key
from toolkit.layout.layout import CHECKS, COVER, COVER_VALUE, DIGEST_ROW, REASON_COLUMN, CheckColumns, lay_out
from toolkit.layout.layout import REASONS as REASONS_SHEET
from toolkit.layout.place import Place
from toolkit.practice.specimen import breaking_specimen, content_of
from toolkit.rules.checks import judge
from toolkit.rules.columns import gather_columns
from toolkit.rules.states import BAD, State, result_word
from toolkit.template import Content, render
from toolkit.template.book import TemplateBook
from toolkit.template.cover import STATUS_ROW
from toolkit.template.day_steps import day_formulas, is_day

FILLINGS = {"LibreOffice": 120, "Gnumeric": 30}
CACHED = 4  # workbooks whose every formula is compared


def content(form: Form, made: Filling) -> Content:
    return Content(
        form=form,
        unit_code="001",
        unit_name="甲局",
        year=2022,
        kind=made.kind,
        entries=made.entries,
        last=made.last,
        identity=made.identity,
        explanations=made.explanations,
    )


@pytest.mark.long  # a workbook that breaks each rule, below, is the share of this in the tests
@pytest.mark.office
@pytest.mark.parametrize("engine", ENGINES)
def test_the_sheet_agrees_with_the_checks_rule_by_rule(
    engine: str, form: Form, office, tmp_path: Path
) -> None:
    made = [filling(form, seed) for seed in range(FILLINGS[engine])]
    contents = [content(form, one) for one in made]
    paths = [tmp_path / f"{i}.xlsx" for i in range(FILLINGS[engine])]
    for path, one in zip(paths, contents, strict=True):
        path.write_bytes(without_caches(render(one)))
    calculate(engine, paths, tmp_path / "out", office)
    seen: Counter[tuple[str, str]] = Counter()
    for i, one in enumerate(contents):
        seen.update(compare(form, one, tmp_path / "out", str(i)))
    if engine == "Gnumeric":  # a figure_share of them is enough
        return
    met = {word for _, word in seen}
    assert met == {"不通过", "通过", "待填", "待改", "无上年数", "不适用", "待说明", "已说明", "提示"}
    stated = {rule.id for rule in form.rules if rule.stated}  # never broken while their formulas stand
    for rule in {rule.id for rule in form.rules if rule.check} - stated:
        assert seen[rule, "通过"], rule
        assert seen[rule, "不通过"] + seen[rule, "待说明"] + seen[rule, "已说明"] + seen[rule, "提示"], rule


@pytest.mark.office
@pytest.mark.parametrize("engine", in_shares(ENGINES))
@pytest.mark.parametrize("name", in_shares([*reversed(shipped_forms()), *sample_forms()]))
def test_the_sheet_finds_the_one_rule_that_a_specimen_breaks(
    name: str, engine: str, office, tmp_path: Path
) -> None:
    """Each rule's own breaking workbook, calculated.

    That rule fails in the sheet, and whatever else follows from it.
    """
    form = load_form(name)
    rules = [rule.id for rule in form.rules if rule.check]
    made = {rule: content_of(form, breaking_specimen(form, rule, Random(f"office {rule}"))) for rule in rules}
    for rule, one in made.items():
        (tmp_path / f"{rule}.xlsx").write_bytes(without_caches(render(one)))
    calculate(engine, [tmp_path / f"{rule}.xlsx" for rule in rules], tmp_path / "out", office)
    for rule, one in made.items():
        lines = sheet_lines(tmp_path / "out", rule, CHECKS)
        fired = {
            line[CheckColumns.RULE]
            for line in lines
            if line[CheckColumns.RESULT] in {"不通过", "待说明", "提示"}
        }
        assert rule in fired, (rule, fired)
        if not one.stated:
            compare(form, one, tmp_path / "out", rule)


def compare(form: Form, one: Content, folder: Path, stem: str) -> list[tuple[str, str]]:
    """Compare one calculated workbook with the checks; return the rules and the words of their results."""
    layout = lay_out(form)
    figures = gather_columns(form, [one.submission], [one.last])
    reasons = accepted_reasons(form, one.explanations)
    lines = sheet_lines(folder, stem, CHECKS)
    words = []
    for outcome in judge(form, figures, [one.kind]):
        line = lines[layout.checks[outcome.instance.line].row]
        state = State(int(outcome.states[0]))
        expected = result_word(outcome.instance.rule, state, explained=outcome.instance.line in reasons)
        assert line[CheckColumns.RESULT] == expected, (stem, outcome.instance.line, line)
        if state in {State.HOLDS, State.BROKEN}:
            left, right = outcome.amounts(0)
            assert float(line[CheckColumns.LEFT]) == float(
                left
            )  # Gnumeric shows the noise of binary fractions
            assert right is None or float(line[CheckColumns.RIGHT]) == float(right)
        words.append((outcome.instance.rule.id, expected))
    shown = sheet_lines(folder, stem, COVER)[DIGEST_ROW]
    assert digest_of(form, one.submission) in shown or BAD in {said for _, said in words}, (stem, shown)
    book = TemplateBook(workbook=None, formats=None, content=one)  # type: ignore[arg-type] (only its figures are asked)
    for key, amount in book.totals.items():
        place = layout.places[key]
        shown = sheet_lines(folder, stem, place.sheet)[place.row][place.column]
        assert float(shown) == float(amount), (stem, key)
    return words


@pytest.mark.office
@pytest.mark.parametrize("engine", ENGINES)
def test_the_sheet_agrees_on_every_reason(engine: str, form: Form, office, tmp_path: Path) -> None:
    places = lay_out(form).reasons
    later = [rule.id for rule in form.rules if rule.id in places and rule.procedure]
    every = (*REASONS, *NO_REASONS)
    written = [every[start : start + len(later)] for start in range(0, len(every), len(later))]
    for i, texts in enumerate(written):
        made = Filling(entries={}, last={}, explanations=dict(zip(later, texts, strict=False)))
        (tmp_path / f"{i}.xlsx").write_bytes(without_caches(render(content(form, made))))
    calculate(engine, sorted(tmp_path.glob("*.xlsx")), tmp_path / "out", office)
    for i, texts in enumerate(written):
        lines = sheet_lines(tmp_path / "out", str(i), REASONS_SHEET)
        for rule, text in zip(later, texts, strict=False):
            said = lines[places[rule].row][REASON_COLUMN + 1]
            assert said == ("已说明" if text in REASONS else "不算说明"), text


@pytest.mark.long
@pytest.mark.office
def test_cached_results_are_those_that_libreoffice_calculates(form: Form, office, tmp_path: Path) -> None:
    """Previews on a phone show caches.

    Every formula of the whole workbook, the cover's too, is cached rightly.
    """
    for i in range(CACHED):
        data = render(content(form, filling(form, 1000 + i)))
        (tmp_path / f"cached{i}.xlsx").write_bytes(data)
        (tmp_path / f"fresh{i}.xlsx").write_bytes(without_caches(data))
    paths = sorted(tmp_path.glob("*.xlsx"))
    calculate("LibreOffice", paths, tmp_path / "out", office)
    for i in range(CACHED):
        for fresh in sorted((tmp_path / "out").glob(f"fresh{i}-*.csv")):
            cached = fresh.with_name(fresh.name.replace("fresh", "cached"))
            assert cached.read_text() == fresh.read_text(), fresh.name


@pytest.mark.office
@pytest.mark.parametrize("engine", ENGINES)
def test_the_cover_says_how_the_workbook_stands(engine: str, form: Form, office, tmp_path: Path) -> None:
    blank = Content(form=form, unit_code="001", unit_name="甲局", year=2022)
    zeros = dict.fromkeys(form.asked, 0)
    cases = {
        "blank": (blank, "还有 166 格待填"),
        "zeros": (
            Content(form=form, unit_code="001", unit_name="甲局", year=2022, entries=zeros),
            "零报告待确认",
        ),
        "sure": (
            Content(
                form=form,
                unit_code="001",
                unit_name="甲局",
                year=2022,
                entries=zeros,
                identity={"zero_blanks": "是"},
            ),
            "还有 14 项没有写好（封面、文字）",
        ),
    }
    written = {field.key: "写了。" for field in form.narrative}
    cover = {field.key: "2023-01-10" for field in form.identity if field.required} | {"zero_blanks": "是"}
    whole = Content(
        form=form,
        unit_code="001",
        unit_name="甲局",
        year=2022,
        entries=zeros,
        identity=cover,
        narrative=written,
    )
    cases["whole"] = (whole, "可以上报")
    for name, (one, _) in cases.items():
        (tmp_path / f"{name}.xlsx").write_bytes(without_caches(render(one)))
    calculate(engine, [tmp_path / f"{name}.xlsx" for name in cases], tmp_path / "out", office)
    skipped = 1 if engine == "Gnumeric" else 0  # it leaves out the empty column at the left
    for name, (_, said) in cases.items():
        assert sheet_lines(tmp_path / "out", name, COVER)[STATUS_ROW][COVER_VALUE - skipped] == said


DAYS = (
    *(
        "2023-01-10",
        "2023/1/10",
        "2023.1.10",
        "2023年1月10日",
        "20230110",
        "２０２３．１．１０",
        "2023 - 1 - 10",
    ),
    *("2023年 1月 10 日", "2023-01-10 00:00:00", "2000-1-1", "2099-12-31", "2024-02-29", 44936, 44936.4),
    *(20230110, 36526, 73050, "2023-02-30", "2023-13-01", "23-1-10", "明天", "2023", "2023-1", "2023年1月"),
    *("1/10/2023", "20231301", "2023-1-", "2023--1", "2100-1-1", "1999-12-31", "2023-02-29", "26.1.5号"),
    *("2023-1-10-5", "2023.1.10.", "202301", "2023-00-10", 2023, 36525, 73051, 20231399, ""),
)


@pytest.mark.office
@pytest.mark.parametrize("engine", ENGINES)
def test_a_formula_judges_a_day_as_it_is_read(engine: str, office, tmp_path: Path) -> None:
    """Pasted from elsewhere a day is a text, written as people do, or none."""
    path = tmp_path / "days.xlsx"
    book = Workbook(path)
    sheet = book.add_worksheet("天")
    for row, day in enumerate(DAYS):
        cell, *steps = (Place("天", row, column) for column in range(3))
        sheet.write(row, 0, day)
        for step, formula in zip(steps, day_formulas(cell.a1, steps[0]), strict=True):
            sheet.write_formula(row, step.column, f"={formula}")
        sheet.write_formula(row, 3, f"=IF({is_day(cell.a1, *steps)},1,0)")
    book.close()
    path.write_bytes(without_caches(path.read_bytes()))
    calculate(engine, [path], tmp_path / "out", office)
    for day, line in zip(DAYS, sheet_lines(tmp_path / "out", path.stem, "天"), strict=True):
        read = day_numbered(day) or day if isinstance(day, int | float) else day
        assert line[3] == str(int(day_of(str(read)) is not None)), (day, line)


@pytest.mark.office
@pytest.mark.long
def test_the_cover_is_not_ready_with_a_day_or_a_choice_that_is_none(office, tmp_path: Path) -> None:
    form = load_form("annual-report-2021")
    zeros = {key: 0 for key in form.inputs if form.required(key)}
    cover = {field.key: "2023年1月10日" for field in form.identity if field.required} | {"zero_blanks": "是"}
    written = {field.key: "写了。" for field in form.narrative}
    said = {
        "好": {},
        "不是日期": {"date": "2023-02-30"},
        "没有日期": {"date": ""},
        "不是选项": {"zero_blanks": "可以"},
    }
    for name, other in said.items():
        some = ("new", "carried_over") if name == "不是选项" else ()  # else it were a zero report
        figures = zeros | {Key("applications", row, "natural_person"): 1 for row in some}
        made = Filling(entries=figures, last={}, identity=cover | other)
        data = render(replace(content(form, made), narrative=written))
        book = load_workbook(io.BytesIO(data))
        if name == "好":
            book[COVER][lay_out(form).identity["date"].a1].value = "2023年1月10日"
        book.save(tmp_path / f"{name}.xlsx")
        shown = load_workbook(io.BytesIO(data), data_only=True)[COVER].values
        cached = {cell for row in shown for cell in row}
        assert ("还有 1 项没有写好（封面、文字）" in cached) is bool(other), name
    calculate("LibreOffice", sorted(tmp_path.glob("*.xlsx")), tmp_path / "out", office)
    for name, other in said.items():
        line = sheet_lines(tmp_path / "out", name, COVER)[STATUS_ROW]
        assert ("还有 1 项没有写好（封面、文字）" in line) is bool(other), (name, line)
