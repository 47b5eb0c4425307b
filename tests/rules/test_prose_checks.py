"""What is said of a claim: its sentence, amounts, unit and place; and which figures are known."""

from dataclasses import replace

from submissions import FORM, applications, report

from toolkit.answers.messages import Finding
from toolkit.form.model import Mark
from toolkit.rules.checks import check
from toolkit.rules.prose_checks import prose_findings
from toolkit.rules.unit_report import known_figures

PASSAGE = "overview_applications"


def found(text: str, **figures: int) -> Finding:
    one = report(figures=applications(**figures), narrative={PASSAGE: text})
    (finding,) = (f for f in prose_findings(FORM, one) if f.rule == "W01")
    return finding


def test_a_claim_is_quoted_whole_with_its_amounts_and_its_place() -> None:
    finding = found("公开渠道畅通。本年新收政府信息公开申请5件。其余照常。", new=3)
    assert (finding.table, finding.row, finding.column) == ("narrative", PASSAGE, "value")
    assert "“本年新收政府信息公开申请5件”" in finding.problem
    assert "说的是 5 件" in finding.problem
    assert "是 3 件" in finding.problem


def test_what_a_wrong_table_explains_is_not_told_as_if_it_were_another_mistake() -> None:
    text = {PASSAGE: "本年新收政府信息公开申请5件。"}
    for handled, cause in ((3, None), (4, "R01.natural_person")):  # the column does not balance
        one = report(figures=applications(new=3, granted=handled), narrative=text)
        confirmed = replace(one, submission=replace(one.submission, identity={"zero_blanks": "是"}))
        (wrong,) = check(FORM, [confirmed.submission], [{}], ["部门"])
        (finding,) = (f for f in prose_findings(FORM, confirmed, found=wrong) if f.rule == "W01")
        assert finding.cause == cause


def test_a_blank_is_0_only_where_the_unit_confirmed_it() -> None:
    key = next(key for key in FORM.inputs if FORM.required(key))
    blank = report(figures={key: Mark.BLANK}).submission
    assert key not in known_figures(FORM, blank)
    assert known_figures(FORM, replace(blank, identity={"zero_blanks": "是"}))[key] == 0
    assert known_figures(FORM, report(figures={key: Mark.NOT_APPLICABLE}).submission)[key] == 0
    unread = replace(report(figures={key: Mark.UNREADABLE}).submission, identity={"zero_blanks": "是"})
    assert key not in known_figures(FORM, unread)
