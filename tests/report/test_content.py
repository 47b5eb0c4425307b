"""What the report says: preamble, sections, the unit's own prose, standard sentences, the county's draft."""

from decimal import Decimal

import pytest

from toolkit.answers.baseline import Baseline, BothYears
from toolkit.form.definition import load_form
from toolkit.form.model import Key, Mark, with_totals
from toolkit.report import compose
from toolkit.report.content import BarChart, Heading, ReportParagraph
from toolkit.report.sentences import MISSING, compared_to_last, in_per_cent, share_of_whole
from toolkit.report.tables import PrintedTable

FORM = load_form("annual-report-2021")
NIL = {key: 0 for key in FORM.cells if key.table != "supplement"}
WHO = {"website": "www.example.gov.cn", "address": "人民路1号", "phone": "0537-1234567"}


def applications(**rows):
    """Figures with these rows filed by natural persons, all others 0; rows of table 四 as review__upheld=…"""
    typed = {key: 0 for key in FORM.inputs if key.table != "supplement"}
    for name, number in rows.items():
        row, _, column = name.partition("__")
        key = Key("review", row, column) if column else Key("applications", row, "natural_person")
        assert key in typed
        typed[key] = number
    return with_totals(FORM, typed)


def report(figures=NIL, **more):
    given = {"year": 2022, "unit_name": "某县某局", "narrative": {}, "identity": WHO, **more}
    return compose(FORM, figures=figures, **given)


def section(document, number):
    return document.sections[number - 1]


def texts(parts):
    return [part.text for part in parts if isinstance(part, Heading | ReportParagraph)]


def under(document, heading):
    """The texts below one heading of section 一."""
    said = texts(section(document, 1).parts)
    start = said.index(heading) + 1
    ends = [i for i, text in enumerate(said) if text.startswith("（") and i >= start]
    return said[start : ends[0] if ends else None]


def test_title_and_six_sections_in_order():
    document = report()
    assert document.title == "某县某局2022年政府信息公开工作年度报告"
    assert [s.heading for s in document.sections] == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
    assert [part.text for part in section(document, 1).parts if isinstance(part, Heading)] == [
        "（一）主动公开",
        "（二）依申请公开",
        "（三）政府信息管理",
        "（四）政府信息公开平台建设",
        "（五）监督保障",
    ]
    assert [part.text for part in section(document, 5).parts if isinstance(part, Heading)] == [
        "（一）存在的主要问题",
        "（二）改进情况",
    ]


def test_preamble_has_basis_period_website_and_contact():
    said = "".join(paragraph.text for paragraph in report().preamble)
    for fact in (
        "《中华人民共和国政府信息公开条例》",
        "国办公开办函〔2021〕30号",
        "2022年1月1日至2022年12月31日",
        "www.example.gov.cn",
        "人民路1号",
        "0537-1234567",
        "六个部分",
    ):
        assert fact in said
    assert MISSING not in said


def test_missing_contact_is_marked():
    said = report(identity={"phone": " "}).preamble[-1].text
    assert said.count(MISSING) == 3


def test_tables_stand_in_their_sections():
    grids = {
        number: [p.key for p in section(report(), number).parts if isinstance(p, PrintedTable)]
        for number in range(1, 7)
    }
    assert grids == {1: [], 2: ["disclosure"], 3: ["applications"], 4: ["review"], 5: [], 6: []}


# ------------------------------------------------------------------ the unit's own prose


def test_prose_is_the_units_own_line_by_line():
    document = report(narrative={"overview_management": "第一段。\r\n\r\n　　第二段。"})
    assert under(document, "（三）政府信息管理") == ["第一段。", "第二段。"]


def test_a_heading_typed_once_more_is_not_printed_twice():
    document = report(narrative={"overview_management": "（三）政府信息管理情况\n严格审查。"})
    assert under(document, "（三）政府信息管理") == ["严格审查。"]


def test_short_numbered_lines_are_headings_and_sentences_are_not():
    own = "（一）收费情况\n1.标准\n1.没有收费。"
    parts = section(report(narrative={"other_matters": own}), 6).parts
    assert parts == (Heading("（一）收费情况", 2), Heading("1.标准", 3), ReportParagraph("1.没有收费。"))


def test_inside_a_numbered_part_its_own_numbers_are_not_headings_of_the_same_level():
    parts = section(report(narrative={"problems": "（一）公开不够及时"}), 5).parts
    assert ReportParagraph("（一）公开不够及时") in parts


def test_missing_prose_is_marked_and_nothing_is_invented():
    figures = applications(new=3, granted=3)
    document = report(figures)
    for heading in ("（二）依申请公开", "（三）政府信息管理", "（四）政府信息公开平台建设", "（五）监督保障"):
        assert under(document, heading) == [MISSING]
    assert texts(section(document, 6).parts) == [MISSING]


def test_control_characters_are_removed():
    document = report(unit_name="某\x00局\u202e", narrative={"problems": "甲\x07乙\ufffe丙\t丁\ud800"})
    assert document.unit_name == "某局"
    assert ReportParagraph("甲乙丙 丁") in section(document, 5).parts


# ------------------------------------------------------------------ nothing to report


def test_a_nil_report_says_so_and_marks_only_what_a_human_must_write():
    document = report({**NIL, Key("supplement", "information_fee", "value"): 0})
    (none,) = under(document, "（二）依申请公开")
    assert none == (
        "2022年，本单位新收政府信息公开申请0件，上年结转0件，办理0件，结转下年度继续办理0件；"
        "因政府信息公开引起的行政复议、行政诉讼均为0件。"
    )
    (nil,) = under(document, "（一）主动公开")
    assert nil.startswith(
        "2022年，本单位规章、行政规范性文件、行政许可、行政处罚、行政强制、"
        "行政事业性收费的各项统计数据均为0。"
    )
    assert nil.endswith(MISSING)
    assert texts(section(document, 6).parts) == ["2022年，未收取政府信息公开信息处理费（0元）。"]
    assert not any(isinstance(part, BarChart) for part in section(document, 3).parts)


def test_a_blank_is_not_a_nil_report():
    document = report({**NIL, Key("review", "reconsideration", "upheld"): Mark.BLANK})
    assert under(document, "（二）依申请公开") == [MISSING]


def test_a_fee_is_stated_in_yuan():
    document = report({**NIL, Key("supplement", "information_fee", "value"): Decimal(120)})
    assert texts(section(document, 6).parts) == ["2022年，收取政府信息公开信息处理费120元。"]


# ------------------------------------------------------------------ the county's draft

THIS = applications(
    new=100,
    carried_in=5,
    granted=50,
    partly_granted=20,
    denied_state_secret=1,
    denied_third_party=9,
    unavailable_not_held=15,
    unprocessed_repeat=2,
    other_other=3,
    carried_over=5,
    reconsideration__upheld=3,
    direct_litigation__pending=1,
    litigation_after_reconsideration__corrected=1,
)
LAST = applications(new=80, granted=100, carried_over=5, direct_litigation__upheld=2)


def same(last, this=THIS, **more):
    """Both years on the same 37 units."""
    return Baseline(codes=frozenset(map(str, range(37))), county=BothYears(last=last, this=this), **more)


def county(figures=THIS, **more):
    return report(figures, unit_name="某县人民政府", summary_of=37, **more)


def test_the_draft_says_totals_outcomes_and_disputes():
    mark, received, ended, disputes = under(county(), "（二）依申请公开")
    assert mark.startswith("【草稿")
    assert received == (
        "2022年，37个单位共新收政府信息公开申请100件；上年结转5件。全年办结100件；结转下年度继续办理5件。"
    )
    assert ended == (
        "办结的申请中，予以公开50件，占50.0%；部分公开20件，占20.0%；不予公开10件，占10.0%；"
        "无法提供15件，占15.0%；不予处理2件，占2.0%；其他处理3件，占3.0%。"
    )
    assert "行政复议3件，其中结果维持3件、结果纠正0件、其他结果0件、尚未审结0件。" in disputes
    assert (
        "行政诉讼2件，其中结果维持0件、结果纠正1件、其他结果0件、尚未审结1件（未经复议直接起诉1件、"
        "复议后起诉1件）。" in disputes
    )


def test_every_paragraph_of_the_draft_is_marked():
    drafts = [p for p in section(county(), 1).parts if isinstance(p, ReportParagraph) and p.draft]
    assert len(drafts) == 4 + 4  # 主动公开, 依申请公开


def test_the_draft_compares_with_last_year():
    _, received, _, disputes = under(county(baseline=same(LAST)), "（二）依申请公开")
    assert "申请100件，同比增加20件、增长25.0%；" in received
    assert "办结100件，与上年持平；" in received
    assert "行政复议3件，比上年增加3件（上年为0件）" in disputes
    assert "行政诉讼2件，与上年持平" in disputes


def test_a_comparison_stands_on_the_same_units_and_says_so():
    """37 units were added up, 36 of them have a last year: the change is that of the 36."""
    baseline = same(LAST, applications(new=85, granted=100), left_out={"037 新局": "新设单位"})
    _, received, *_ = under(county(baseline=baseline), "（二）依申请公开")
    assert "申请100件，同口径同比增加5件、增长6.3%；" in received
    assert "办结100件，同口径与上年持平" in received
    assert "按今年已通过的 37 个单位同口径比较" in received
    assert "：新局（新设单位）" in received


@pytest.mark.parametrize(
    ("fee", "silent", "says"),
    [
        (0, 0, "2022年，未收取政府信息公开信息处理费（0元）。"),
        (0, 21, "【待补充：信息处理费有 21 个单位没有填】"),
        (300, 0, "2022年，收取政府信息公开信息处理费300元。"),
        (
            300,
            2,
            (
                "2022年，已经填报的单位共收取政府信息公开信息处理费300元。【待补充：信息处理费有 2 "
                "个单位没有填】"
            ),
        ),
    ],
)
def test_a_county_fee_is_stated_only_when_every_unit_stated_it(fee: int, silent: int, says: str):
    key = Key("supplement", "information_fee", "value")
    document = county({**THIS, key: fee}, silent={key: silent})
    assert texts(section(document, 6).parts)[-1] == says


def test_the_countys_own_prose_replaces_the_draft():
    assert under(county(narrative={"overview_applications": "我们写的。"}), "（二）依申请公开") == [
        "我们写的。"
    ]


def test_a_county_without_applications_divides_by_nothing():
    _, received, ended, disputes = under(
        county(applications(), baseline=same(applications(), applications())), "（二）依申请公开"
    )
    assert "新收政府信息公开申请0件，与上年持平" in received
    assert ended == "本年没有办结的申请。"
    assert "行政复议0件，与上年持平。" in disputes


def test_unknown_totals_are_marked_in_the_draft():
    _, received, ended, _ = under(county({}), "（二）依申请公开")
    assert f"申请{MISSING}件" in received
    assert f"予以公开{MISSING}件；" in ended


def test_the_preamble_of_a_county_says_how_many_units_it_sums_up():
    assert "由37个单位的年度报告汇总而成" in county().preamble[1].text


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (5, 5, "与上年持平"),
        (0, 0, "与上年持平"),
        (3, 0, "比上年增加3件（上年为0件）"),
        (0, 4, "同比减少4件、下降100.0%"),
        (7, 3, "同比增加4件、增长133.3%"),
        (100_000, 100_001, "同比减少1件、下降不足0.1%"),
        (None, 3, ""),
        (3, None, ""),
    ],
)
def test_compare(now, before, said):
    assert compared_to_last(now, before) == said


def test_percentages_are_rounded_half_up_from_exact_numbers():
    assert [in_per_cent(Decimal(n)) for n in ("0.4465", "0.0005", "0.0004", "0", "1")] == [
        "44.7%",
        "0.1%",
        "不足0.1%",
        "0.0%",
        "100.0%",
    ]
    assert share_of_whole(1, 0) == share_of_whole(None, 3) == share_of_whole(1, None) == ""


# ------------------------------------------------------------------ charts, notices


def test_charts_say_who_applied_and_how_applications_ended():
    who, how = (part for part in section(county(), 3).parts if isinstance(part, BarChart))
    assert who.description.startswith("自然人100件；商业企业0件；")
    assert (
        how.description
        == "予以公开50件；部分公开20件；不予公开10件；无法提供15件；不予处理2件；其他处理3件。"
    )


def test_notice_and_draft_are_banners():
    assert report().banners == ()
    assert report(notice="演示数据，为虚构", draft=True).banners == (
        "演示数据，为虚构",
        "草稿：未经审核，不得公布",
    )
