"""The real sheets give no false 强制; a whole city may be asked a little, a zero report nothing."""

from decimal import Decimal
from pathlib import Path

import pytest

from toolkit.answers.messages import Finding
from toolkit.answers.submission import Submission
from toolkit.answers.units import Unit
from toolkit.answers.values_file import read_values
from toolkit.form.model import Form, Level, exact_amount
from toolkit.rules.across_units import County, neighbour_findings
from toolkit.rules.checks import check
from toolkit.rules.prose_checks import prose_findings
from toolkit.rules.unit_report import UnitReport


def judged(form: Form, path: Path, year: int, unit: Unit) -> list[Finding]:
    values = read_values(form, path)
    figures = {key: exact_amount(Decimal(text)) for key, text in values.figures.items() if text}
    submission = Submission(
        form=form.key,
        year=year,
        unit_code=unit.code,
        unit_name=unit.name,
        figures={k: f for k, f in figures.items() if form.is_input(k)},
        stated={k: f for k, f in figures.items() if not form.is_input(k)},
        identity=values.identity,
        narrative=values.narrative,
    )
    report = UnitReport(submission=submission, unit=unit)
    (found,) = check(form, [submission], [{}], [unit.kind])
    (across,) = neighbour_findings(County(form=form, reports=[report]))
    return [*found, *prose_findings(form, report, (), found), *across]


@pytest.mark.parametrize(
    ("file", "year", "unit"),
    [
        ("huaian-2024.csv", 2024, Unit(code="1", name="淮安市", kind="设区的市")),
        ("jiaxiang-sfj-2022.csv", 2022, Unit(code="7", name="嘉祥县司法局", kind="部门")),
    ],
)
def test_real_sheets_give_no_error_and_no_question(
    form: Form, real: Path, file: str, year: int, unit: Unit
) -> None:
    found = judged(form, real / file, year, unit)
    assert [f for f in found if f.level is not Level.NOTICE and f.rule != "B03"] == []
