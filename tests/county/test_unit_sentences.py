"""摘录: every line of the digest is a sentence that its units wrote, and none of theirs is lost."""

import re

from toolkit.answers.messages import Finding
from toolkit.answers.submission import Submission
from toolkit.answers.units import Unit
from toolkit.county.consolidation import Consolidation
from toolkit.county.unit_sentences import quoted_sentences
from toolkit.form.definition import load_form
from toolkit.form.elements import Level
from toolkit.report import compose
from toolkit.year.workspace import ACCEPTED, RETURNED, Standing

FORM = load_form("annual-report-2021")
SAID = {
    "甲局": "（一）公开意识不强。\n1.更新不够及时，“五公开”不够细。 2022年只更新3.5次！无",
    "乙局": "更新不够及时，“五公开”不够细。\n=没有专人负责",
    "丙镇": "公开意识不强。公开意识不强。",
    "丁镇": "无。",
}


def county(*findings: Finding) -> Consolidation:
    standings = [standing(name, text, findings if name == "丙镇" else ()) for name, text in SAID.items()]
    late = standing("戊镇", "没有通过的不摘。", (), status=RETURNED)
    return Consolidation(form=FORM, county="某县", year=2022, notice="", standings=(*standings, late))


def standing(name: str, text: str, findings: tuple[Finding, ...], status: str = ACCEPTED) -> Standing:
    submission = Submission(
        form=FORM.key,
        year=2022,
        unit_code=name,
        unit_name=name,
        figures=dict.fromkeys(FORM.inputs, 0),
        narrative={"problems": text, "overview_platform": "网站正常。"},
    )
    return Standing(unit=Unit(code=name, name=name), status=status, submission=submission, findings=findings)


def test_the_digest_is_the_units_own_sentences_and_says_whose() -> None:
    quotes = quoted_sentences(county())
    assert quotes == {
        "problems": (
            "公开意识不强。（甲局、丙镇）",
            "更新不够及时，“五公开”不够细。（甲局、乙局）",
            "2022年只更新3.5次！（甲局）",
            "=没有专人负责（乙局）",
        ),
        "improvements": (),
    }
    for line in quotes["problems"]:
        sentence, names = re.fullmatch(r"(.*)（(.*?)）", line).groups()
        assert all(sentence in SAID[name] for name in names.split("、"))


def test_a_sentence_that_is_in_doubt_stays_marked() -> None:
    query = Finding(
        rule="P01",
        level=Level.QUERY,
        problem="对不上。",
        facts={"quote": "公开意识不强", "passage": "存在的主要问题"},
    )
    assert "公开意识不强。【待核】（丙镇）" in quoted_sentences(county(query))["problems"]


def test_the_county_report_lists_them_as_a_draft_until_it_has_words_of_its_own() -> None:
    c = county()

    def section(**narrative: str) -> list[str]:
        report = compose(
            FORM,
            year=2022,
            unit_name="某县",
            figures=c.totals,
            narrative=narrative,
            identity={},
            summary_of=4,
            quotes=quoted_sentences(c),
        )
        return [part.text for part in report.sections[4].parts]

    heading, mark, *lines = section()
    assert heading == "（一）存在的主要问题"
    assert mark.startswith("【草稿：以下是各单位自己写的句子")
    assert lines[:4] == list(quoted_sentences(c)["problems"])
    assert lines[-1] == "【待补充】"  # nobody wrote of 改进情况
    assert section(problems="全县公开不够细。")[1] == "全县公开不够细。"
