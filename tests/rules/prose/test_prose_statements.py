"""What reports say of themselves: period, year, notice, names, sections, placeholders, fees."""

import pytest
from real_material import shared

from toolkit.form.definition import load_form
from toolkit.form.elements import Key
from toolkit.rules.prose import (
    fee_remarks,
    instruction_remarks,
    mended_remarks,
    name_remarks,
    notice_remarks,
    period_remarks,
    year_remarks,
)
from toolkit.rules.prose.vocabulary import vocabulary_of

UNIT = "嘉祥县司法局"

NOTICES = load_form("annual-report-2021").notices
WORDS = vocabulary_of(load_form("annual-report-2021").spoken)
FEE = {Key("supplement", "information_fee", "value")}


@pytest.mark.parametrize(
    "text",
    [
        "本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。",
        "统计期限为2022年1月1日至12月31日",
        "所列统计期限自 2022 年 1 月 1 日至 2022 年\n 12 月 31 日",
        "2022年6月1日至7月1日组织了宣传月活动。",
    ],
)
def test_a_whole_year_is_the_period(text):
    assert period_remarks(text, 2022) == ()


@pytest.mark.parametrize(
    "text",
    [
        "统计期限自2021年1月1日起至2021年12月31日止",
        "本报告中数据统计期间从2022年1月1日到2022年12月30日",
        "统计时限为2022年1月2日—2022年12月31日",
    ],
)
def test_any_other_period_is_remarked(text):
    (remark,) = period_remarks(text, 2022)
    assert "应为2022年1月1日至2022年12月31日" in remark.says
    assert remark.quote == text[remark.start : remark.end]


@pytest.mark.parametrize(
    ("text", "amiss"),
    [
        ("嘉祥县司法局2021年政府信息公开工作年度报告", True),
        ("嘉祥县司法局政府信息公开工作2022年度报告", False),
        ("2021年，我局认真落实条例。", True),
        ("2021年，我局建成专栏；2022年，继续完善。", False),
        ("新收1件。2021年收到3件，当年全部答复。", False),
        ("2021年收到3件，全部答复。", True),
        ("按时发布《嘉祥县司法局2021年政府信息公开工作年度报告》，接受监督。", False),
    ],
)
def test_the_year_of_the_report(text, amiss):
    assert bool(year_remarks(text, 2022)) is amiss


@pytest.mark.parametrize(
    ("text", "amiss"),
    [
        ("更正说明：表中“（一）予以公开”自然人一栏应为999，特此更正。", True),
        ("勘误：2022年新收申请应为12件。", True),
        ("表三本年新收应为12件，原填的21件有误。", True),
        ("附表行政处罚一格应为12（填错）。", True),
        ("更正：2021年报告表三新收申请应为12件。", False),
        ("更正：上年公布的新收申请应为12件。", False),
        ("对表三计算有误、应为100%的办结率作了说明。", False),
        ("发现有误的信息及时更正，共更正3条。", False),
        ("已督促城关镇更正：表三新收应为12件。", False),
    ],
)
def test_a_report_that_mends_its_own_table_is_wrong_in_one_of_them(text, amiss):
    assert bool(mended_remarks(text, 2022)) is amiss


@pytest.mark.parametrize(
    ("text", "amiss"),
    [
        ("《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）", ""),
        (
            "国务院办公厅关于印发《中华人民共和国政府信息公开工作年度报告格式》的通知（国办公开办函[2021]30号）",
            "",
        ),
        ("《关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函（2021）30号）", ""),
        ("《信息公开条例》（国令第711号）和国办公开办函〔2021〕30号", ""),
        ("（国办公开办函〔2019〕60号）", "不适用于本年度"),
        ("按照《国务院办公厅关于政府信息公开工作年度报告有关事项的通知》编制", "不适用于本年度"),
        ("《关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2021〕30号）", "对不上"),
        ("《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕31号）", "对不上"),
    ],
)
def test_the_notice_cited(text, amiss):
    remarks = notice_remarks(text, 2022, NOTICES)
    assert bool(remarks) is bool(amiss)
    assert all(amiss in remark.says for remark in remarks)


def test_reports_of_2020_follow_the_notice_of_2019():
    assert notice_remarks("（国办公开办函〔2019〕60号）", 2020, NOTICES) == ()
    assert notice_remarks("（国办公开办函〔2021〕30号）", 2020, NOTICES)
    assert notice_remarks("（国办公开办函〔2021〕30号）", 2015, NOTICES) == ()


@pytest.mark.parametrize(
    ("text", "amiss"),
    [
        ("本报告由嘉祥县司法局按照条例编制。", False),
        ("如有疑问，请与嘉祥县司法局办公室联系", False),
        ("如有疑问，请与我局办公室联系", False),
        ("本报告由县司法局根据条例编制。", False),
        ("本年度报告由嘉祥县教育局根据条例编制。", True),
        ("嘉祥县教育局2022年政府信息公开工作年度报告", True),
        ("在嘉祥县教育局指导下开展普法。", False),
    ],
)
def test_the_unit_names_itself(text, amiss):
    assert bool(name_remarks(text, UNIT)) is amiss


def test_a_copied_name_is_said():
    (remark,) = name_remarks("请与嘉祥县教育局联系", UNIT, ["嘉祥县教育局", UNIT])
    assert remark.says == "这里写的单位是“嘉祥县教育局”，本单位是“嘉祥县司法局”。"


@pytest.mark.parametrize(
    "text",
    ["（文字描述）", "XX年共收到××件", "（填写本单位情况）", "概述本年主动公开政府信息的情况。", "____"],
)
def test_what_should_have_been_replaced(text):
    assert instruction_remarks(text, ["概述本年主动公开政府信息的情况。"])


def test_prose_of_ones_own_is_no_placeholder():
    assert (
        instruction_remarks(
            "我局概述了全年情况（见附件），主动公开12条。", ["概述本年主动公开政府信息的情况。"]
        )
        == ()
    )


@pytest.mark.parametrize(
    ("text", "amiss"),
    [
        ("全年收取信息处理费3940元。", ""),
        ("收取信息处理费3945元。", "整数倍"),
        ("收取信息处理费0.394万元。", "单位应是元"),
        ("未收取信息处理费。", ""),
        ("严格落实《政府信息公开信息处理费管理办法》。", ""),
    ],
)
def test_fees_are_tens_of_yuan(text, amiss):
    remarks = fee_remarks(text, WORDS, FEE)
    assert bool(remarks) is bool(amiss)
    assert all(amiss in remark.says for remark in remarks)


def test_a_real_report_has_nothing_amiss_in_its_own_year():
    text = shared("jiaxiang-sfj-2022.txt").read_text("utf-8")
    checks = (period_remarks, year_remarks, lambda text, year: notice_remarks(text, year, NOTICES))
    assert [remark for check in checks for remark in check(text, 2022)] == []
    assert (
        *name_remarks(text, UNIT),
        *instruction_remarks(text),
        *fee_remarks(text, WORDS, FEE),
    ) == ()
    assert [len(check(text, 2023)) for check in checks] == [1, 1, 0]


@pytest.mark.parametrize(
    ("text", "amiss"),
    [
        ("收到申请N件。", True),
        ("收到申请○○件。", True),
        ("主动公开{count}条。", True),
        ("[主动公开条数]条。", True),
        ("<填写单位名称>认真落实条例。", True),
        ("（略）", True),
        ("示例：我局全年公开信息。", True),
        ("字数不少于200字。", True),
        ("请各单位根据实际填写改进措施，不要照抄上年内容。", True),
        ("建立“1+N”公开体系，推行“三级联动”。", False),
        ("整治“XX同学收”“××神药”等虚假宣传。", False),
        ("“XX发布”微信公众号推送信息20条。", True),
        ("举办“XX”主题活动。", True),
        ("主动公开“五公开”信息XX条。", True),
        ("撰写2000字以上的调研报告3篇。", False),
        ("开展示范创建，设立模范窗口；字典、年份、不要式行为。", False),
    ],
)
def test_what_was_to_be_replaced_is_named_however_it_is_written(text, amiss):
    assert bool(instruction_remarks(text)) is amiss


@pytest.mark.parametrize(
    ("text", "amiss"),
    [
        ("报告期自2021年12月1日至2022年11月30日。", True),
        ("本年报涵盖2022年1月至10月的数据。", True),
        ("报告期自2022年1月1日至2022年12月31日。", False),
        ("活动涵盖2022年1月至10月的三个阶段。", False),
    ],
)
def test_a_period_is_one_however_it_is_called(text, amiss):
    assert bool(period_remarks(text, 2022)) is amiss


def test_a_heading_of_another_year_was_left_over():
    assert year_remarks("一、2021年总体情况\n我局公开信息20条。", 2022)
    assert not year_remarks("一、2022年总体情况\n我局公开信息20条。", 2022)


@pytest.mark.parametrize("done", ["现公布", "现将", "特编制并公布", "特向社会公布", "按照条例要求，现公布"])
def test_what_is_done_with_a_report_is_no_part_of_its_makers_name(done):
    town = "清河县城关镇人民政府"
    assert not name_remarks(f"{done}城关镇2022年政府信息公开工作年度报告。", town)
    assert not name_remarks(f"{done}我镇2022年政府信息公开工作年度报告。", town)
    if "要求" not in done:
        assert name_remarks(f"{done}石桥县商务局2022年政府信息公开工作年度报告。", UNIT)


@pytest.mark.parametrize(
    ("text", "amiss"),
    [
        ("根据《中华人民共和国政务公开条例》第五十条编制。", True),
        ("根据《中华人民共和国政府信息公开条例》第五十九条编制。", True),
        ("根据《中华人民共和国政府信息公开条例》第五十条编制。", False),
        ("依据国办公开办函〔2021〕30号编制，国办公开办函〔2019〕60号规定的格式已不再使用。", False),
    ],
)
def test_a_law_and_its_articles_are_those_there_are(text, amiss):
    assert bool(notice_remarks(text, 2022, NOTICES, load_form("annual-report-2021").outdated)) is amiss


SPOKEN = (
    "2022年，{}认真贯彻落实《条例》。",
    "{}高度重视政务公开。",
    "{}2022年主动公开信息3条。",
    "一、{}深入推进政务公开。",
)
ROSTER = ("嘉祥县司法局", "嘉祥县财政局", "嘉祥县教育和体育局", "嘉祥县梁宝寺镇人民政府", "卧龙山街道办事处")


@pytest.mark.parametrize(
    ("unit", "own", "others"),
    [
        (
            "嘉祥县司法局",
            ("司法局", "县司法局", "我局", "县局"),
            ("财政局", "县财政局", "县教体局", "梁宝寺镇"),
        ),
        ("嘉祥县财政局", ("县财政局", "财政局"), ("县司法局", "教育和体育局", "卧龙山街道")),
        ("嘉祥县梁宝寺镇人民政府", ("梁宝寺镇", "我镇", "县财政局"), ("卧龙山街道",)),
        ("嘉祥县人民政府办公室", ("县财政局", "梁宝寺镇", "县政府办公室"), ()),
        ("嘉祥县公安局交通警察大队", ("县公安局", "公安局"), ("县司法局",)),
    ],
)
def test_who_speaks_for_short_is_the_unit_and_no_other_of_its_county(
    unit: str, own: tuple[str, ...], others: tuple[str, ...]
) -> None:
    for sentence in SPOKEN:
        for name in own:
            assert not name_remarks(sentence.format(name), unit, ROSTER), (sentence, name)
        for name in others:
            (said,) = name_remarks(sentence.format(name), unit, ROSTER)
            assert f"“{name}”" in said.says
        assert not name_remarks(
            f"按照{others[0] if others else '县财政局'}要求，认真公开预算。", unit, ROSTER
        )
