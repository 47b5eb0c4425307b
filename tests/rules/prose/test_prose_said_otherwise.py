"""Figures told in words that were not read: what is put on a site, headings of shares, money, cases closed.

Each sentence with what may stand in place of # and what may not; beside it what is like it and honest.
"""

from itertools import product

import pytest
from prose_cases import PASSAGES, Case, figures, messages_of, said, year_before

UNIT = figures(
    """
    applications.new.natural_person 48 applications.new.business 5 applications.new.legal_service 1
    applications.carried_in.natural_person 4 applications.granted.natural_person 24
    applications.granted.business 2 applications.partly_granted.natural_person 7
    applications.unavailable_not_held.natural_person 11 applications.unprocessed_petition.natural_person 2
    applications.other_not_corrected.natural_person 3 applications.other_other.business 3
    applications.carried_over.natural_person 6 review.reconsideration.upheld 3
    review.reconsideration.corrected 1 review.reconsideration.pending 2 review.direct_litigation.upheld 2
    review.direct_litigation.other 1 review.direct_litigation.pending 1
    disclosure.normative_documents.issued 4 disclosure.normative_documents.repealed 2
    disclosure.normative_documents.in_force 17 disclosure.penalties.decisions 73
    disclosure.licensing.decisions 1286 disclosure.charges.amount 238.6
    supplement.website_items.value 2156 supplement.wechat_items.value 486 supplement.trainings.value 2
    """
)

SAID = {
    # all that was published, and how much of it on the site
    "主动公开政府信息2642条，其中门户网站#条，微信公众号486条。": ("2156", "2165"),
    "主动公开各类政府信息2642条次，其中：政府网站#条次。": ("2156", "2165"),
    "发布路况信息120条，其中网站#条。": ("20", ""),
    "在县人民政府网公开信息#条。": ("2156", "2165"),
    "在省人民政府网公开信息#条。": ("58", ""),
    "规范性文件：新出台4件，废止2件，现存#件。": ("17", "71"),
    # shares of all that came, whatever was counted
    "涉及土地征收20件，占申请总量的#%。": ("37", "53"),
    "土地征收12件、房屋拆迁8件，合计20件，占新收总量的#%。": ("37", "53"),
    "复议70件，其中信息公开类6件，占收件总量的#%。": ("8.6", ""),
    "接听热线230件，占收件总量的#%。": ("10", ""),
    # some taken off, or put among others
    "收到申请54件，剔除重复申请1件后实际办理#件。": ("53", ""),
    "申请人撤回申请3件，计入其他处理#件。": ("1", ""),
    "申请人均为自然人的有#件，企业5件。": ("48", "84"),
    "申请54件，均为#。": ("", "自然人"),
    "已结复议#件。": ("4", "6"),
    "招生季（6—8月）收到申请#件。": ("19", ""),
    "收到申请#件（1—6月）。": ("21", ""),
    "收到申请#件（1—12月）。": ("54", "45"),
    "收到申请21件（上半年），办结#件。": ("52", "45 60"),
    "收到申请21件（1—6月），办结#件。": ("52", "45 60"),
    "10日内答复的有#件。": ("15", ""),
    "我局重新作出答复#件。": ("2", ""),
    "2021年受理、2022年办结的申请#件。": ("4", ""),
    "上一年度未办结、顺延至本年的申请#件。": ("4", "5"),
    "全县现行有效规范性文件共213件，其中以本局名义印发的#件。": ("17", ""),
    "现行有效规范性文件17件，其中本年制发#件。": ("4", "8"),
    "建议提案共35件，应公开的#件已在网站公开复文。": ("17", ""),
    "收到申请54件，2021年接转#件。": ("4", "6"),
    "收到申请54件，其中企业5件，企业占比#%。": ("9.3", "19.3"),
    "网站2156条，微信公众号486条，大喇叭、公开栏等其他渠道58条，合计#条。": ("2700", "2070"),
    # what stands in brackets behind its sum
    "收到申请54件（网络#件、信函20件）。": ("34", "43"),
    "行政复议6件（维持3件，撤销#件，未审结2件）。": ("1", "8"),
    "行政处罚73件（警告60件、罚款#件）。": ("13 65", ""),
    # put on a site, and what else is new
    "门户网站新增信息#条。": ("2156", "2165"),
    "政府网站新增公开信息#条。": ("2156", "2165"),
    "政府网站新公开信息#条。": ("2156", "2165"),
    "微信公众号新增推文#条。": ("486", "468"),
    "网站新增栏目#个、信息2156条。": ("5", ""),
    "当年新增公开事项#项，收到申请54件。": ("20", ""),
    "新增信息公开申请#件。": ("54", "45"),
    # shares below a heading, and halves
    "各类答复占比依次为：予以公开#、部分公开13.5%。": ("50%", "40% 59.4%"),
    "答复结果占比：予以公开#、部分公开13.5%。": ("50%", "40%"),
    "占比分别为：予以公开50.0%、部分公开#。": ("13.5%", "23.5%"),
    "信访件占比：予以公开#。": ("12.3%", ""),
    "#申请由个人提出，部分公开的不到一半。": ("九成", ""),
    "部分公开的占#。": ("一成以上", "一半以上 半数以上"),
    "部分公开的超过#。": ("一成", "一半 半数 三分之一"),
    # cases that are closed, and won
    "信息公开复议案件6件，已结#件。": ("4", "5"),
    "行政诉讼案件4件，已结案#件。": ("3", "4"),
    "信息公开行政复议已结#件，未结2件。": ("4", "5"),
    "信息公开复议案件已结#件。": ("4", "5"),
    "信息公开行政诉讼#件，我局全部胜诉。": ("2 3", "4"),
    "信访已结#件，信息公开复议6件。": ("5", ""),
    "行政复议案件6件，已结4件；收到申请54件，已结#件。": ("52", ""),
    "行政复议6件、行政诉讼4件；信息公开申请#件。": ("54", ""),
    "行政复议6件、行政诉讼4件，政府信息公开申请#件。": ("54", ""),
    "行政诉讼4件，审结#件，均胜诉。": ("3", ""),
    "行政诉讼#件，全部胜诉。": ("2 3", "4"),
    "出庭应诉#件，均胜诉。": ("12", ""),
    "行政复议方面，共#件。": ("6", "5"),
    "行政复议方面#件，行政诉讼方面4件。": ("6", "8"),
    "行政诉讼方面，共#件。": ("4", "6"),
    "因征地引发的行政复议方面，共#件。": ("40", ""),
    "行政复议方面，审理#件。": ("40", ""),
    "行政复议方面，解答咨询#件。": ("40", ""),
    # documents that are kept
    "行政规范性文件保留#件。": ("17 15", "19"),
    "经清理，继续保留规范性文件#件。": ("17", "19"),
    "清理规范性文件19件，保留#件、修改2件、废止2件。": ("15", ""),
    "行政规范性文件有效#件。": ("17", "19"),
    "规范性文件有效期#年。": ("5", ""),
    # in time, and as what they were taken
    "按时办结#件，超期0件。": ("52 50", "55"),
    "按期办结#件，延期办结4件。": ("48", "58"),
    "答复时限内办结#件。": ("52 50 48", "55"),
    "#件按信访举报投诉类申请不予处理。": ("2", "5"),
    "因申请人逾期不补正而不再处理的#件。": ("3", "5"),
    # whose they are
    "非自然人申请#件。": ("6", "8"),
    "企业类申请#件。": ("5", "9"),
    "自然人申请48件中，予以公开#件。": ("24", "28"),
    "自然人申请的48件中，予以公开#件。": ("24", "28"),
    "自然人申请的涉及征地的12件中，予以公开#件。": ("2", ""),
    # decisions
    "查办案件中作出行政处罚决定#件。": ("73", "37"),
    "在查办环境违法案件中作出行政处罚决定#件。": ("37", ""),
    # sums behind their parts
    "房屋征收（22件）、物业管理（15件）、工程规划（9件），合计#件。": ("46", "48"),
    "基础设施配套费180.2万元、污水处理费#万元，行政事业性收费合计238.6万元。": ("58.4 28.4", "68.4"),
    "两期培训分别有60人、65人参加，共#人次。": ("125 130", "115"),
    "上年结转4件（网上1件）、新收（54件），合计#件。": ("58", ""),
    # what is in hand, sued for, kept as it is
    "截至年底，尚有#件在办，依法结转至2023年度继续办理。": ("6", "8"),
    "尚有#件投诉在办。": ("8", ""),
    "未经复议直接提起的信息公开行政诉讼#件。": ("4", "5"),
    "对复议决定不服又向人民法院起诉的#件。": ("0", "4"),
    "不服复议决定向人民法院起诉的#件。": ("0", "4"),
    "被诉至法院的信息公开案件#件。": ("4", "6"),
    "被诉至法院的劳动争议案件#件。": ("6", ""),
    "清理后继续执行的规范性文件共计#件。": ("17", "71"),
    "以信访、举报、投诉形式提出的申请#件，不作为政府信息公开申请处理并告知渠道。": ("2", "4"),
    "以信访、举报、投诉形式提出的申请#件，已转信访部门。": ("4", ""),
    "不予公开类合计#件。": ("0", "21"),
    "公民提交的申请为#件，企业5件，其他组织1件。": ("48", "84"),
    "公民提交的申请#件，均已答复。": ("52", ""),
    "予以公开的比例为#%。": ("50", "62.5"),
    "公开比例为#%。": ("50 63.5", ""),
    "门户网站镇子站公开信息#条。": ("2156", "2165"),
    "依申请公开方面，全年收件#件，办结52件。": ("54", "45"),
    "我局共收件#件。": ("54", "45"),
    "政务服务窗口收件#件。": ("45", ""),
    "全年行政许可收件#件，办结320件。": ("320", ""),
    # what others count
    "本局行政复议6件，代管的3家事业单位另发生行政复议#件，由各单位在其年报中统计。": ("3", ""),
}
BEFORE = year_before(
    UNIT
    | figures(
        """
        applications.new.natural_person 34 applications.new.business 5 applications.new.legal_service 1
        disclosure.penalties.decisions 100 supplement.website_items.value 1925
        """
    )
)

SINCE_LAST_YEAR = {
    "2021年收到申请40件，2022年为#件。": ("54", "45 59"),
    "2021年收到申请40件，2022年增至#件，增长35%。": ("54", "59"),
    "2021年收到申请40件，2022年增至54件，增长#%。": ("35", "40"),
    "上年作出行政处罚100件，今年降至#件。": ("73", "37"),
    "上年办理建议6件、提案10件，今年为#件、14件。": ("9", ""),
    "申请受理量持续攀升，由2021年的40件增至#件。": ("54", "59"),
    "申请受理量持续攀升，由2021年的#件增至54件。": ("40", ""),
    "群众满意度持续提升，投诉由2021年的40件降至#件。": ("12", ""),
    "与2021年相比，新收申请增加14件，网站信息增加#条，行政处罚减少27件。": ("231", "213"),
    "与2021年相比，新收申请增加14件，网站信息增加231条，行政处罚减少#件。": ("27", "37"),
    "与2021年相比，新收申请增加14件，群众投诉减少#件，栏目增加3个。": ("8 80", ""),
    "收到申请54件，同去年比多了#件。": ("14", "15"),
    "收到申请54件，较上年涨幅为#%。": ("35", "53"),
}

MONEY = {"238.6": "283.6", "二百三十八点六": "二百八十三点六", "238万6千": "283万6千"}
IN_FULL = {
    "二百三十八万六千": "二百八十三万六千",
    "贰佰叁拾捌万陆仟": "贰佰捌拾叁万陆仟",
    "238万6千": "238万7千",
}


def told(sentence: str) -> list[str]:
    return [message for passage in "pa" for message in messages_of(sentence, UNIT, passage)]


@pytest.mark.parametrize(("sentence", "right", "wrong"), [(s, *each) for s, each in SAID.items()])
def test_what_is_said_otherwise_is_judged_alike(sentence: str, right: str, wrong: str) -> None:
    for number in right.split():
        assert not told(sentence.replace("#", number)), number
    for number in wrong.split():
        assert told(sentence.replace("#", number)), number


@pytest.mark.parametrize(("sentence", "right", "wrong"), [(s, *each) for s, each in SINCE_LAST_YEAR.items()])
def test_how_it_grew_is_read_however_it_is_said(sentence: str, right: str, wrong: str) -> None:
    def told_since(number: str) -> list[str]:
        texts = {PASSAGES["a"]: sentence.replace("#", number)}
        return [f.message for f in said(Case(kind="", texts=texts, figures=UNIT, last=BEFORE))]

    for number in right.split():
        assert not told_since(number), number
    for number in wrong.split():
        assert told_since(number), number


def test_money_is_read_however_it_is_written() -> None:
    for lead, (right, wrong) in product(("行政事业性收费", "全年行政事业性收费共计"), MONEY.items()):
        for end in ("万", "万元") if right == "238.6" else ("元",) if "千" in right else ("万元",):
            assert not told(f"{lead}{right}{end}。")
            assert told(f"{lead}{wrong}{end}。"), (lead, wrong, end)
    for right, wrong in IN_FULL.items():
        assert not told(f"行政事业性收费{right}元。")
        assert told(f"行政事业性收费{wrong}元。")
    assert not told("上午九点三十分培训，访问量12.5万，行政事业性收费238.6万元。")


@pytest.mark.parametrize("none", ["没有办理行政许可业务", "无行政许可办理", "没有行政许可业务"])
def test_a_deed_that_never_was_is_denied_however_it_is_said(none: str) -> None:
    assert told(f"全年{none}。")
    assert not told(f"全年{none}超期的情形。")


@pytest.mark.parametrize(
    "none", ["申请事项均为主动公开范围，不存在本机关不掌握的情形", "没有收到商业企业和社会组织的申请"]
)
def test_none_of_a_kind_is_denied_however_it_is_said(none: str) -> None:
    assert told(f"{none}。")
    assert not told(none.replace("本机关不掌握", "属于第三方信息").replace("商业企业和", "科研机构和") + "。")
