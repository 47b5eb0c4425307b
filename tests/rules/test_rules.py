"""The rules: lawful figures break none, and each rule is found by exactly its id."""

from pathlib import Path
from random import Random

import pytest
from fillings import NO_REASONS, REASONS
from shipped_forms import FORMS

from toolkit.answers import messages
from toolkit.answers.explanations import accepted_reasons, weigh
from toolkit.answers.messages import Finding, blocks_submission
from toolkit.answers.submission import Submission
from toolkit.errors import DefinitionError
from toolkit.form.definition import read_form
from toolkit.form.model import Form, Key, Level, with_totals
from toolkit.layout.layout import lay_out
from toolkit.practice.sampling import sample_figures
from toolkit.practice.specimen import breaking_specimen
from toolkit.reporter.rulebook import printed_rules
from toolkit.returns.tasks import points_of
from toolkit.rules.checks import check

LIVE = [(form, rule.id) for form in FORMS for rule in form.rules if rule.check]
NAMES = [f"{form.first_year} {rule}" for form, rule in LIVE]


def findings(form: Form, figures, last=(), *, stated=(), kind="部门", explanations=()) -> list[Finding]:
    submission = Submission(
        form=form.key,
        year=2022,
        unit_code="001",
        unit_name="甲局",
        figures=dict(figures),
        stated=dict(stated),
        identity={"zero_blanks": "是"},
        explanations=dict(explanations),
    )
    return check(form, [submission], [dict(last)], [kind])[0]


@pytest.mark.parametrize("seed", range(40))
def test_lawful_figures_break_no_rule(form: Form, seed: int) -> None:
    rng = Random(seed)
    before = with_totals(form, sample_figures(form, rng, size=30))
    figures = sample_figures(form, rng, size=rng.choice([2, 9, 400]), last=before)
    assert [f for f in findings(form, figures, before) if f.level is not Level.NOTICE] == []


@pytest.mark.parametrize(("made_for", "rule"), LIVE, ids=NAMES)
def test_a_workbook_that_breaks_one_rule_gives_one_primary_finding(made_for: Form, rule: str) -> None:
    for seed in range(4):
        made = breaking_specimen(made_for, rule, Random(seed))
        found = findings(made_for, made.figures, made.last, stated=made.stated)
        assert {f.rule for f in found if f.primary} == {rule}, (seed, found)


def test_one_wrong_cell_gives_one_primary_finding_with_its_consequences_behind_it(form: Form) -> None:
    """上年结转 was typed one too high: the column no longer balances, and neither do the totals."""
    rng = Random(7)
    before = with_totals(form, sample_figures(form, rng))
    figures = sample_figures(form, rng, last=before)
    figures[Key("applications", "carried_in", "research")] += 1
    found = findings(form, figures, before)
    assert [f.line for f in found if f.primary] == ["R05.research"]
    assert {f.line for f in found if not f.primary} == {"R05.total", "R01.research", "R01.total"}
    assert {f.cause for f in found if not f.primary} == {"R05.research"}


def test_two_wrong_cells_give_two_primary_findings(form: Form) -> None:
    rng = Random(8)
    before = with_totals(form, sample_figures(form, rng))
    figures = sample_figures(form, rng, last=before)
    figures[Key("applications", "carried_in", "research")] += 1
    figures[Key("applications", "new", "business")] += 2
    assert {f.line for f in findings(form, figures, before) if f.primary} == {"R05.research", "R01.business"}


@pytest.mark.parametrize("seed", range(12))
def test_a_total_that_repeats_wrong_ones_is_no_mistake_of_its_own(form: Form, seed: int) -> None:
    """Totals were pasted as numbers; some are wrong, and that of them all by as much."""
    rng = Random(seed)
    figures = sample_figures(form, rng, size=30)
    right = with_totals(form, figures)
    lines = (
        [Key("applications", "concluded", column) for column in ("natural_person", "business", "research")],
        [Key("applications", row, "total") for row in ("granted", "partly_granted", "denied_third_party")],
    )
    wrong = {key: rng.randint(1, 9) for key in rng.sample(rng.choice(lines), rng.randint(1, 3))}
    whole, off = Key("applications", "concluded", "total"), rng.choice([0, 1])
    typed = wrong | {whole: sum(wrong.values()) + off}
    stated = {key: right[key] + more for key, more in typed.items()}
    found = [f for f in findings(form, figures, stated=stated) if f.blocks]
    assert {Key(f.table, f.row, f.column) for f in found if f.primary} == {*wrong, *([whole] if off else [])}
    assert whole in {Key(f.table, f.row, f.column) for f in found}
    gone = [
        messages.TYPED_OVER.finding(
            at=lay_out(form).places[key], key=key, label="", found=1, expected=1, compared="", issued=""
        )
        for key in typed
    ]
    points = points_of(lay_out(form), None, [*found, *gone])
    assert [p.restored for p in points] == [True] * (len(wrong) + off)


@pytest.mark.parametrize("rows", [("issued",), ("issued", "in_force"), ("in_force",)])
@pytest.mark.parametrize("written", ["issued", "repealed", "in_force"])
def test_an_explanation_on_another_line_of_the_rule_is_said_to_stand_there(
    form: Form, rows: tuple[str, ...], written: str
) -> None:
    """Only where that line asks nothing; it never counts for this one."""
    figures = dict.fromkeys(form.inputs, 0) | {Key("disclosure", "regulations", row): 1 for row in rows}
    said = {f"R07.{written}": "这三件是代县政府起草的规章，已经备案"}
    for found in findings(form, figures, explanations=said):
        assert found.line is not None
        asked = found.line.partition(".")[2]
        assert bool(found.explained) is (asked == written)
        assert ("写在了" in found.message) is (written not in rows)


@pytest.mark.parametrize(
    "words",
    [
        "核实无误",
        "经核实，数据准确无误。",
        "情况属实",
        "与实际情况一致",
        "无",
        "。。。。。。。。",
        "已核实，以上情况属实！",
        "正常",
        "本单位填报数据真实准确完整",
    ],
)
def test_words_that_say_nothing_are_refused_and_the_finding_says_why(form: Form, words: str) -> None:
    figures = dict.fromkeys(form.inputs, 0) | {Key("disclosure", "regulations", "issued"): 1}
    (found,) = findings(form, figures, explanations={"R07.issued": words})
    assert found.waiting
    assert not blocks_submission([found])
    assert ("没有采纳" in found.message) is bool(words.strip("。"))


@pytest.mark.parametrize("words", REASONS)
@pytest.mark.parametrize("made_for", FORMS, ids=lambda made_for: made_for.key)
def test_a_real_reason_is_accepted(made_for: Form, words: str) -> None:
    assert accepted_reasons(made_for, {"R07": words}) == {"R07": words}


@pytest.mark.parametrize("words", NO_REASONS)
@pytest.mark.parametrize("made_for", FORMS, ids=lambda made_for: made_for.key)
def test_words_that_only_look_like_a_reason_are_refused(made_for: Form, words: str) -> None:
    assert not accepted_reasons(made_for, {"R07": words})


def test_one_sentence_for_many_lines_is_refused(form: Form) -> None:
    text = "本年清理了两件过期文件"
    weighed = weigh(
        form,
        {
            "R06.regulations": text,
            "R06.normative_documents": text + "。",
            "R07.issued": text,
            "R08": "按标准减半收取的零头",
        },
    )
    assert [bool(reason.refusal) for reason in weighed.values()] == [True, True, True, False]
    assert "用在了 3 处" in weighed["R07.issued"].refusal


def test_a_rule_on_trial_is_reported_and_never_blocks() -> None:
    text = Path("workbook_templates/annual-report-2021.toml").read_text(encoding="utf-8")
    form = read_form(text.replace('title = "收办平衡"', 'title = "收办平衡"\ntrial = true'), "试行.toml")
    figures = dict.fromkeys(form.inputs, 0) | {Key("applications", "new", "business"): 1}
    found = findings(form, figures)
    assert {(f.rule, f.level) for f in found} == {("R01", Level.NOTICE)}
    assert not blocks_submission(found)
    assert next(entry.level for entry in printed_rules(form) if entry.id == "R01") == "强制（试行）"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('procedure = "prose_fee"', 'procedure = "prose_fees"', "没有“prose_fees”这种校核"),
        ("limits = { percent = 50 }", "limits = { share = 90 }", "应写 percent"),
        ('after = ["R05"]\ncheck', 'after = ["R09"]\ncheck', "绕了一圈"),
        ("办结的 {right} 件全部是", "办结的 {rigth} 件全部是", "没有“{rigth}”这一项"),
        (
            '"disclosure.charges.amount"',
            '"disclosure.charges.amounts"',
            "没有“disclosure.charges.amounts”这个格",
        ),
        ('at = "figure"\nbasis', 'at = "figures"\nbasis', "没有“figures”这个格"),
        ('after = ["R02"]', 'after = ["R77"]', "没有“R77”这条规则"),
    ],
)
def test_a_contradiction_in_a_rule_is_refused_in_one_sentence(old: str, new: str, said: str) -> None:
    text = Path("workbook_templates/annual-report-2021.toml").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(DefinitionError) as error:
        read_form(text.replace(old, new), "改过的.toml")
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("淮安市人民政府", "设区的市"),
        ("江苏省人民政府办公厅", "省级政府"),
        ("恩施土家族苗族自治州人民政府", "自治州"),
        ("国家税务总局", "国务院部门"),
        ("财政部", "国务院部门"),
        ("中华人民共和国海关总署", "国务院部门"),
        ("嘉祥县人民政府", ""),
        ("济宁市任城区人民政府", ""),
        ("济宁市财政局", ""),
        ("国家税务总局嘉祥县税务局", ""),
        ("嘉祥县委宣传部", ""),
        ("黄垓镇人民政府", ""),
    ],
)
@pytest.mark.parametrize("made_for", FORMS, ids=lambda made_for: made_for.key)
def test_a_name_tells_who_may_make_regulations(made_for: Form, name: str, kind: str) -> None:
    assert made_for.kind_of_unit(name) == kind
    assert made_for.rule("R07").applies_to(kind) == (kind == "")
