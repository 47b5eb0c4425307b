"""Submissions made of a few figures and passages, and what is found across them."""

from random import Random

from toolkit.answers.last_year import History
from toolkit.answers.submission import Submission
from toolkit.answers.units import Unit
from toolkit.form.definition import load_form
from toolkit.form.elements import Key
from toolkit.practice.sampling import sample_figures
from toolkit.rules.across_units import County, neighbour_findings
from toolkit.rules.unit_report import UnitReport

FORM = load_form("annual-report-2021")


LONG = (
    "我单位坚持以公开为常态、不公开为例外，围绕群众关心的事项主动发布信息，完善审查制度，落实专人负责，"
    "定期检查栏目更新情况，并把公开工作列入年度考核内容。"
)


def report(
    code="001",
    name="甲县司法局",
    figures=None,
    narrative=None,
    explanations=None,
    last=None,
    last_prose=None,
    **unit,
):
    zeros = {key: 0 for key in FORM.inputs if FORM.required(key)}
    submission = Submission(
        form=FORM.key,
        year=2022,
        unit_code=code,
        unit_name=name,
        figures=zeros | (figures or {}),
        narrative=narrative or {},
        explanations=explanations or {},
    )
    whose = Unit(code=code, name=name, kind="部门", **unit)
    return UnitReport(submission=submission, unit=whose, last=last or {}, last_prose=last_prose or {})


def applications(**rows: int):
    return {Key("applications", row, "natural_person"): n for row, n in rows.items()}


def across(*reports: UnitReport, history: History | None = None) -> list[set[str]]:
    county = County(form=FORM, reports=reports, history=history or History())
    return [{f.rule for f in findings} for findings in neighbour_findings(county)]


def several(seed: int) -> dict:
    return sample_figures(FORM, Random(seed), density=0.2)
