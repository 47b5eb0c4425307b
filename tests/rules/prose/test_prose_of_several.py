"""What one number of a sentence is beside others: last year's, a total, a rest, a share, a rank."""

import pytest
from prose_cases import PASSAGES, Case, figures, said

TABLES = figures("""
    applications.new.natural_person 41 applications.new.business 12 applications.new.legal_service 5
    applications.carried_in.natural_person 2 applications.carried_over.natural_person 2
    applications.new.public_welfare 2 applications.granted.natural_person 18 applications.granted.business 4
    applications.partly_granted.natural_person 6 applications.denied_third_party.business 4
    applications.denied_deliberative.natural_person 4 applications.denied_internal_affairs.legal_service 2
    applications.unavailable_not_held.natural_person 7 applications.unprocessed_petition.natural_person 5
    applications.unprocessed_repeat.business 3 applications.unprocessed_excessive.public_welfare 2
    applications.other_not_corrected.natural_person 2 applications.other_other.legal_service 3
    review.direct_litigation.upheld 2 review.litigation_after_reconsideration.upheld 3
    disclosure.normative_documents.issued 11 disclosure.normative_documents.repealed 4
    disclosure.normative_documents.in_force 30 disclosure.licensing.decisions 46
""")

# Each with what is true in place of # and what is wrong of it.
PLAIN = {
    # last year's figure, in brackets or before this year's
    "新收申请60件，比上年（50件）增长#。": ("20%", "25%"),
    "申请量比上年（50件）增长#。": ("20%", "30%"),
    "相较上年的50件，新收数#。": ("增长20%", "下降16.7%"),
    "承办人大代表建议9件、政协提案12件，较上年的17件#4件。": ("增加", ""),
    "新收申请60件，比上年多10件（上年#件）。": ("50", "54"),
    "与上年的30件相比，今年收到的60件#。": ("翻了一番 增长100%", "增长200%"),
    "新收申请60件，比上年多12件（上年为48件），增长#。": ("25%", "35%"),
    "上年收到#件，本年收到60件，件数与上年持平。": ("60", "52"),
    "新收申请60件，是上年（20件）的#倍。": ("3", "2"),
    "新收申请由上年的90件降到今年的60件，减少#。": ("三成多", "五成多"),
    "较上年申请量（#件）增加10件。": ("50", ""),
    "新收申请60件，相比上年新收的#件，下降15%。": ("71 70", ""),
    # totals behind their parts
    "四个季度依次收到申请10件、20件、18件、#件，合计60件。": ("12", "15"),
    "1—6月收到33件，7—12月收到27件，#。": ("上半年比下半年多6件", "下半年比上半年多6件"),
    "1至6月收到#件，7至12月收到33件，共60件。": ("27", "37"),
    "1月至6月收到27件，7月至12月收到#件，合计60件。": ("33", "35"),
    "上半年收到#件，下半年收到33件，全年共收到政府信息公开申请60件。": ("27", "25"),
    "结果：①予以公开22件；②部分公开6件；③不予公开10件。三项总计#件。": ("38", "40"),
    "收到申请60件，来自自然人41件、企业12件、律所5件、公益组织2件，上年结转2件，合计#件。": ("62", "65"),
    "今年新收60件，上年结转2件，按申请人分：自然人#件，其他申请人19件。": ("43", "47"),
    "新出台行政规范性文件11件，同时废止4件，净增#件。": ("7", "9"),
    "公众号关注人数1.2万人，新增栏目3个，下线1个，活动惠及300人，净增#人。": ("4200", ""),
    "收到申请60件，由自然人#件、企业12件、其他7件三部分组成。": ("41", "43"),
    "公开信息190条，分为政策68条、动态110条、其他#条三类。": ("12", "22"),
    "收到申请60件，均为书面提出。按渠道统计，网上提交28件、信函#件、当面递交2件。": ("30 20", "40"),
    # no parts of what was counted before them
    "废止行政规范性文件4件，其中1件系2015年印发，目前现行有效#件。": ("30", ""),
    "办理行政许可46件，其中29件为注销登记，含在#件之内。": ("46", ""),
    "新收申请60件，一季度10件、二季度20件、三季度18件、四季度#件。": ("12", "15"),
    "网上28件，邮局寄来30件，自己送来2件，加起来一共#件。": ("60", "66"),
    # what is left of a whole
    "60件申请里，自然人41件，企业12件，其余#件由律所和公益组织提出。": ("7", "17"),
    "不予处理10件，信访举报投诉类5件、重复申请3件，其余#件为大量反复申请。": ("2", "4"),
    "不予公开10件，第三方合法权益4件，过程性信息4件，其余#件为内部事务信息。": ("2", "3"),
    # shares told in words
    "企业申请12件，#申请总数的一半。": ("不到", "超过"),
    "自然人申请41件，已#申请总数的一半。": ("超过", "不足"),
    "办结60件，予以公开22件，部分公开6件，两项相加#办结总数的一半。": ("不到", "超过"),
    "予以公开22件，部分公开6件，两者相加占办结总数的#。": ("46.7%", "56.7%"),
    "自然人申请41件、企业申请12件，两类合计占申请总数的#。": ("88.3%", "78.3%"),
    "不予公开10件，过程性信息居首位，占到#。": ("四成", "七成"),
    "予以公开和部分公开合计28件，占全部办结件的近#。": ("五成", "七成"),
    "予以公开22件，恰好占#。": ("三分之一", "一半"),
    "自然人和商业企业提出的各占#。": ("", "一半"),
    "办结的60件中，无法提供7件，不予公开占一成半左右，其中#系过程性信息。": ("四成", "九成"),
    "予以公开22件，部分公开6件；占比依次为36.67%、#。": ("10%", "13%"),
    "予以公开占办结的#。": ("三成半 近四成", "四成半"),
    # ranks
    "提出申请最多的是自然人，其次是#。": ("商业企业", "法律服务机构"),
    "申请人中自然人最多，其次是商业企业，#排在第三。": ("法律服务机构", "社会公益组织"),
    "自然人申请最多，商业企业次之，第三是#。": ("法律服务机构", "社会公益组织"),
    "企业#于法律服务机构。": ("多", "少"),
    "自然人提出41件，商业企业提出12件，企业申请量#自然人。": ("少于", "超过"),
    "不予公开10件，略#无法提供的7件。": ("多于", "少于"),
    "予以公开22件，位居第一；其次是#。": ("不予公开", "其他处理"),
    "从办理结果看，无法提供的件数已#不予公开。": ("少于", "超过"),
    "予以公开22件，不予公开11件，前者是后者的#倍。": ("", "5"),
    "法人和其他组织提出的申请中，#数量居首。": ("商业企业", "法律服务机构"),
    "予以公开22件，不予公开10件，后者是其他处理（5件）的#倍。": ("2", "4"),
    "予以公开的最多，#的次之，其后是部分公开。": ("不予公开 不予处理", "无法提供"),
    "县自然资源局收到30件，县征收办#件，其他部门共4件，合计60件。": ("26", ""),
    "予以公开22件，部分公开6件，前者#后者的四倍。": ("不到", "超过"),
    "复议维持0件，未经复议直接起诉维持2件，经复议后起诉维持3件，合计维持#件。": ("5", ""),
    "企业申请当年办结11件，3件拿到了所需资料，#件因不掌握无法提供。": ("1", ""),
    # cases about something else
    "一年里没有人因为这个申请行政复议，诉讼#件。": ("5", "7"),
    "经复议之后又起诉的#件，法院判决维持行政行为的3件。": ("3", "5"),
    "商业企业提交12件，连同上年转来的#件，年内办结11件，其中半数予以公开。": ("1", ""),
    "发生复议#件、应诉6件，均为不服行政处罚，无一涉及政府信息公开。": ("21", ""),
    "没有因信息公开发生复议，审计决定引发的复议#件。": ("1", ""),
    "没有信息公开复议案件，不服处罚的复议13件，纠正#件。": ("2", ""),
    "没有信息公开复议案件，我局作为复议机关审理各类案件#件，纠正2件。": ("137", ""),
    "全年引发行政诉讼#件。": ("5", "7"),
    "不经复议直接起诉#件，经复议后起诉3件。": ("2", "4"),
    "另据统计，全年复议#件、诉讼11件，扣除公开类后为复议31件。": ("38", ""),
    "无信息公开复议，代写行政复议申请书#份，合同诉讼1起。": ("3", ""),
    "#件因公开答复引起的行政诉讼正在审理。": ("1", ""),
    "县（市）气象局分别收到#件、1件、0件，由其单独报告。": ("2", ""),
    "60件新收申请全部由#提出。": ("群众", "企业 自然人"),
    # of some described, no more than of all
    "未能满足需求的20件中，本机关不掌握#件。": ("7 5", "9"),
    "内容有争议的26件申请中，予以公开#件。": ("22 20", "24"),
    "县信访局转来的26件中，予以公开#件。": ("20 24", ""),
    "县本级收到32件，答复31件。答复件中，予以公开#件。": ("20 24", ""),
    "收到的60件申请均已依法答复，并全部#。": ("反馈申请人", "予以公开"),
    # words of clerks
    "告知无法提供的7件，理由#是本机关不掌握相关信息。": ("主要 全部", ""),
    "告知不予公开的10件，理由#是过程性信息。": ("主要", "全部"),
    "全年须答复#件，已答复60件。": ("62", "65"),
    "1.予以公开的，22件。2.部分公开的，#件。": ("6", "8"),
    "上一年度未办结而转入本年的申请有#件。": ("2", "3"),
    "全年未办理行政#事项，行政处罚和行政强制均为零。": ("处罚", "许可"),
    "年初结余#件，年末留存2件。": ("2", "4"),
    "年初结余2件，年末在办#件。": ("2", "4"),
    "全年办结60件，年末#在办件。": ("尚有", "无"),
    "公开或者部分公开的#件。": ("28", "26"),
    "其他处理5件，其中申请人收到补正通知后无正当理由逾期不补正的#件。": ("2", "4"),
    "收到60件，#件由村民个人提出。": ("41", "45"),
    "60件申请中企业仅12件，个人达#件。": ("41", "48"),
    "行政诉讼共5件，其中#件当事人未经复议，直接向人民法院起诉。": ("2", "3"),
    "办理结果（件）：予以公开｜#，部分公开｜6，不予公开｜10。": ("22", "20"),
    "重复申请和大量反复申请两类，#。": ("分别为3件、2件", "均为3件"),
    # not the documents of this year, not this year's alone
    "全局入库文件816件，标注失效、废止#件。": ("4 203", ""),
    "上年结转2件，与本年新收合计#件。": ("62", ""),
}
TRUE = [text.replace("#", told) for text, (right, _) in PLAIN.items() for told in right.split()]
WRONG = [(text.replace("#", told), told) for text, (_, wrong) in PLAIN.items() for told in wrong.split()]


def _said(text: str) -> list[str]:
    return [f.message for f in said(Case(kind="several", texts={PASSAGES["a"]: text}, figures=TABLES))]


@pytest.mark.parametrize("text", TRUE)
def test_what_may_be_so_is_not_accused(text: str) -> None:
    assert not _said(text)


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_what_cannot_be_so_is_found(text: str, told: str) -> None:
    assert _said(text), told


@pytest.mark.parametrize(("total", "right"), [(11, True), (12, False)])
def test_what_is_added_up_behind_is_no_whole(total: int, right: bool) -> None:
    text = f"出台县政府规范性文件4件、部门规范性文件7件，全县合计制定规范性文件{total}件、废止4件。"
    county = Case(kind="several", texts={PASSAGES["d"]: text}, figures=TABLES, unit="嘉祥县人民政府")
    assert (not said(county)) is right
