"""Prose rules and rules across units: found by exactly their id, and silent where nothing is amiss."""

from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from submissions import FORM, LONG, across, applications, report, several

from toolkit.answers.last_year import History
from toolkit.form.model import Key, Level, with_totals
from toolkit.form.procedures import PROCEDURES, Reach, Registry
from toolkit.rules.across_units import ACROSS, County, neighbour_findings
from toolkit.rules.prose_checks import IN_PROSE, prose_findings


def test_every_declared_procedure_is_there_and_every_one_there_is_declared() -> None:
    assert set(PROCEDURES) == set(IN_PROSE.checks) | set(ACROSS.checks)
    assert {rule.procedure for rule in FORM.rules if rule.procedure} == set(PROCEDURES)


@pytest.mark.parametrize("name", ["same_figure", "same_figures", "prose_fee"])
def test_code_for_a_procedure_that_nobody_declared_or_that_has_some_is_refused(name: str) -> None:
    registry: Registry[object] = Registry(Reach.UNITS)
    registry.carries_out("same_figures")(object())
    with pytest.raises(LookupError):
        registry.carries_out(name)


FIVE = applications(new=5, granted=5)
PROSE = {
    "W01": ("overview_applications", "全年收到政府信息公开申请7件。"),
    "W02": ("overview_applications", "收到政府信息公开申请5件，其中涉及征地3件，涉及拆迁4件。"),
    "W03": ("other_matters", "本报告所列数据的统计期限自2021年1月1日起至2021年12月31日止。"),
    "W04": ("overview_disclosure", "2021年，我局认真落实条例。"),
    "W05": ("other_matters", "本报告由乙县财政局编制。"),
    "W06": ("overview_disclosure", "按照国办公开办函〔2019〕60号编制。"),
    "W07": ("overview_disclosure", "概述本年主动公开政府信息的情况。"),
    "W08": ("other_matters", "本年度收取信息处理费125元。"),
}


@pytest.mark.parametrize("rule", PROSE)
def test_each_prose_rule_finds_its_mistake_and_nothing_else(rule: str) -> None:
    passage, text = PROSE[rule]
    everything = {field.key: "没有。" for field in FORM.narrative} | {passage: text}
    found = prose_findings(FORM, report(figures=FIVE, narrative=everything), ["甲县司法局", "乙县财政局"])
    assert {f.rule for f in found} == {rule}
    assert (found[0].sheet, found[0].row) == ("文字报告", passage)
    assert found[0].waiting


def test_of_other_units_whose_names_stand_there_the_longest_is_told() -> None:
    text = {"other_matters": "本报告由甲县财政局国库支付中心编制。"}
    names = ["甲县财政局", "甲县财政局国库支付中心", "甲县"]
    for others in (names, names[::-1]):
        (found,) = (f for f in prose_findings(FORM, report(narrative=text), others) if f.rule == "W05")
        assert "“甲县财政局国库支付中心”" in found.message


def test_prose_that_agrees_is_not_remarked() -> None:
    text = {field.key: "没有。" for field in FORM.narrative} | {
        "overview_applications": "2022年收到政府信息公开申请5件，予以公开5件。",
        "other_matters": "统计期限自2022年1月1日起至2022年12月31日止。本报告由甲县司法局编制。"
        "本年度收取信息处理费120元。",
    }
    assert prose_findings(FORM, report(figures=FIVE, narrative=text), ["甲县司法局", "乙县财政局"]) == []


def test_a_passage_left_out_is_a_notice_and_no_prose_at_all_is_nothing() -> None:
    (found,) = prose_findings(FORM, report(narrative={"problems": "没有。"}))
    assert (found.rule, found.level) == ("W09", Level.NOTICE)
    assert prose_findings(FORM, report()) == []


def test_an_explanation_answers_a_prose_rule_and_an_empty_phrase_does_not() -> None:
    passage, text = PROSE["W01"]
    for words, accepted in (("含电话咨询转办的2件，口径不同", True), ("经核实，情况属实。", False)):
        made = report(figures=FIVE, narrative={passage: text}, explanations={"W01": words})
        found = next(f for f in prose_findings(FORM, made) if f.rule == "W01")
        assert (found.explained == words) is accepted
        assert found.waiting is not accepted
        assert ("没有采纳" in found.message) is not accepted


# ------------------------------------------------------------------ across units


def test_the_same_figures_are_asked_of_both_units() -> None:
    one, two, other = (
        report(figures=several(1)),
        report("002", "甲县财政局", several(1)),
        report("003", "丙", several(2)),
    )
    assert across(one, two, other) == [{"X01"}, {"X01"}, set()]


def test_zero_reports_and_a_few_equal_figures_are_no_copies() -> None:
    few = applications(new=1, granted=1)
    assert (
        across(
            *(report(f"{i:03}", f"第{i}镇") for i in range(9)),
            report("100", "甲", few),
            report("101", "乙", few),
        )
        == [set()] * 11
    )


def test_the_same_figures_as_last_year() -> None:
    figures = several(3)
    assert across(report(figures=figures, last=with_totals(FORM, figures))) == [{"X02"}]
    assert across(report(figures=figures, last=with_totals(FORM, several(4)))) == [set()]


def test_the_same_prose_as_another_unit_or_as_last_year() -> None:
    one = report(narrative={"problems": LONG})
    two = report("002", "甲县财政局", narrative={"problems": LONG.replace("定期", "经常")})
    assert across(one, two) == [{"X03"}, {"X03"}]
    findings = neighbour_findings(County(form=FORM, reports=(one, two)))
    assert [(f.table, f.row, f.sheet) for (f,) in findings] == [("narrative", "problems", "文字报告")] * 2
    assert all("9" in f.message and "％ 相同" in f.message for (f,) in findings)
    assert across(report(narrative={"problems": LONG}, last_prose={"problems": LONG})) == [{"X04"}]
    assert across(one, report("002", "乙", narrative={"problems": "没有问题。" * 20})) == [set(), set()]


def test_a_parent_that_contains_its_child() -> None:
    child = several(5)
    parent = {key: figure * 2 for key, figure in child.items()}
    assert across(report(figures=parent), report("002", "甲县法律援助中心", child, parent="001")) == [
        {"X05"},
        set(),
    ]
    assert across(report(figures=parent), report("002", "甲县法律援助中心", child)) == [set(), set()]
    assert across(report(figures=several(6)), report("002", "中心", child, parent="001")) == [set(), set()]


@pytest.mark.parametrize(
    ("above", "below", "related"),
    [
        ("甲县水务局", "甲县水务局水政监察大队", True),
        ("水务局", "水务局水政监察大队", True),
        ("甲镇人民政府", "甲镇人民政府便民服务中心", True),
        ("甲县水务局", "甲县水务中心", False),
        ("甲县", "甲县水务局", False),
        ("甲县水务局水政监察大队", "甲县水务局", False),
        ("甲县公安局", "乙县公安局交警大队", False),
    ],
)
def test_a_unit_that_is_called_after_another_is_its_child(above: str, below: str, related: bool) -> None:
    """The roster does not say so; a bureau that adds its own branch in counts it twice all the same."""
    child = several(5)
    twice = {key: figure * 2 for key, figure in child.items()}
    both = report("001", above, twice), report("002", below, child)
    assert across(*both) == [{"X05"} if related else set(), set()]
    apart = report("001", above, several(6)), report("002", below, child)
    assert across(*apart) == [set(), set()]


def test_a_government_and_its_office_do_not_report_the_same() -> None:
    figures = applications(new=1, granted=1)
    office = report("002", "甲县人民政府办公室", figures)
    assert across(report("001", "甲县人民政府", figures), office) == [{"X06"}, {"X06"}]
    assert across(report("001", "甲县人民政府", applications(new=2, granted=2)), office) == [set(), set()]


def test_a_government_does_not_contain_its_office() -> None:
    """The county's own report holds the county's figures, not those of the office that reports beside it."""
    office = report("002", "甲县人民政府办公室", several(5))
    twice = report("001", "甲县人民政府", {key: figure * 2 for key, figure in several(5).items()})
    assert across(twice, office) == [{"X05"}, set()]
    assert across(report("001", "甲县人民政府", several(5)), office) == [{"X06"}, {"X06"}]
    assert across(report("001", "乙县人民政府", twice.submission.figures), office) == [set(), set()]


def test_what_a_split_left_must_add_up() -> None:
    carried = Key("applications", "carried_over", "total")
    history = History(figures={"020": {carried: 5}}, names={"020": "甲县建设局"})
    halves = [
        report("021", "甲县住建局", applications(carried_in=3), status="拆分", predecessors=("020",)),
        report("022", "甲县交通局", applications(carried_in=2), status="拆分", predecessors=("020",)),
    ]
    assert across(*halves, history=history) == [set(), set()]
    wrong = replace(halves[1], submission=replace(halves[1].submission, figures=halves[0].submission.figures))
    assert across(halves[0], wrong, history=history) == [{"X07"}, {"X07"}]


@pytest.mark.parametrize("stays", [{}, {"status": "拆分", "predecessors": ("020",)}])
@pytest.mark.parametrize("rest", [3, 4])
def test_a_part_that_stays_is_added_once(stays: dict[str, Any], rest: int) -> None:
    """Whether the body that others came out of names itself as its predecessor or not."""
    carried = Key("applications", "carried_over", "natural_person")
    history = History(figures={"020": {carried: 5}}, names={"020": "甲县建设局"})
    new = report("021", "甲县城管局", applications(carried_in=2), status="拆分", predecessors=("020",))
    old = report("020", "甲县建设局", applications(carried_in=rest), **stays)
    found = neighbour_findings(County(form=FORM, reports=[new, old], history=history))
    expected = [] if rest + 2 == 5 else [("X07", rest + 2, 5)]
    assert [[(f.rule, f.found, f.expected) for f in one] for one in found] == [expected] * 2


def test_a_split_is_judged_column_by_column() -> None:
    """Nobody may hide a case of one applicant behind a case of another.

    The total is right, two columns are not.
    """
    person, business, total = (
        Key("applications", "carried_over", c) for c in ("natural_person", "business", "total")
    )
    history = History(figures={"020": {person: 4, business: 1, total: 5}}, names={"020": "甲县建设局"})
    opening = Key("applications", "carried_in", "business")
    halves = [
        report("021", "甲县住建局", applications(carried_in=3), status="拆分", predecessors=("020",)),
        report("022", "甲县交通局", {opening: 2}, status="拆分", predecessors=("020",)),
    ]
    found = neighbour_findings(County(form=FORM, reports=halves, history=history))
    assert [(f.rule, f.column, f.found, f.expected) for (f,) in found] == [
        ("X07", "natural_person", 3, 4)
    ] * 2


def small_unit(chance: Random) -> dict[Key, int]:
    """A unit in which little happened: one to three applications, a few documents and decisions."""
    figures: Counter[Key] = Counter()
    for _ in range(chance.choice((1, 1, 2, 3))):
        outcome = chance.choices(("granted", "unavailable_not_held", "carried_over"), (6, 3, 1))[0]
        figures.update(Key("applications", row, "natural_person") for row in ("new", outcome))
    few = (
        ("licensing", "decisions", 3),
        ("penalties", "decisions", 2),
        ("normative_documents", "in_force", 3),
    )
    figures.update({Key("disclosure", row, column): chance.randint(1, most) for row, column, most in few})
    if chance.random() < 0.3:
        figures[Key("review", "reconsideration", "upheld")] = 1
    return dict(figures)


def test_small_honest_units_are_not_copies_and_copies_among_them_are() -> None:
    """With 300 units of small numbers many agree by chance.

    Who copies figures of his own is found all the same.
    """
    chance = Random(300)
    honest = [report(f"{n:03}", f"甲县第{n}局", small_unit(chance)) for n in range(300)]
    copied = {
        Key("applications", "new", "natural_person"): 7,
        Key("applications", "granted", "natural_person"): 4,
        Key("applications", "unavailable_not_held", "natural_person"): 3,
        Key("disclosure", "licensing", "decisions"): 24,
        Key("disclosure", "penalties", "decisions"): 9,
        Key("disclosure", "normative_documents", "in_force"): 5,
    }
    copies = [report(code, f"甲县{code}中心", copied) for code in ("901", "902")]
    *among_honest, one, two = across(*honest, *copies)
    assert sum("X01" in rules for rules in among_honest) <= 4
    assert len({tuple(sorted(unit.submission.figures.items())) for unit in honest}) < 250  # many do agree
    assert "X01" in one & two
