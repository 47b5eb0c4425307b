"""Words that limit what a number counts: whose, by which road, from whom, about what, when, in which stage.

They are nearly a closed class, while what else may lead in a number is open (“依法妥善”, “按规定程序”). So a
sentence is left alone for the sake of one of these, never for a word that is merely unknown.
"""

import re
from functools import lru_cache

from toolkit.rules.prose.even_text import HAN, found_fast, seldom
from toolkit.rules.prose.vocabulary import AREA, ITSELF

_ROADS = (
    r"网络|网上|互联网|线上|线下|在线|平台|窗口|大厅|信函|信件|邮寄|邮件|邮箱|邮政|快递|当面|现场|"
    r"上门|电话|传真|书面|口头"
    r"|电子|微信|小程序|客户端|APP|渠道|途径|形式"
)
# All the roads by which applications may come: “通过网站、信函、当面等方式”.
_ROAD = f"(?:{_ROADS}|政府|门户|网站|来|申请)"
_ALL_ROADS = (
    rf"(?:通过|以|经)?(?:{_ROAD}{{1,6}}[、和及或]){{1,8}}{_ROAD}{{1,6}}等(?:各种|多种|不同|法定|"
    rf"[二两三四五六七八九十\d]种)?(?:申请)?(?:渠道|方式|途径|形式)"
)
# What seems to limit and takes in everybody or everything.
_EVERYTHING = found_fast(
    rf"{_ALL_ROADS}|"
    r"(?:自然人|公民|[市居村]民|群众)?[、,]?法人(?:或|和|及|与|以及|、)(?:者)?其他(?:社会)?组织|(?:公民|群众|"
    r"个人|[市居村]民|自然人)[、和及与]?(?:法人|企业|单位|组织)(?:等)?(?=[^\d、,]{0,6}[提申递寄])|社会(?:公众|各界)|公众|群众|"
    r"申请人|服务对象"
    r"|(?:通过|以)?(?:各种|多种|各类|不同|各|所有|全部)(?:申请)?(?:渠道|方式|途径|形式)|全部途径"
    r"|(?:依?申请(?:公开)?)?(?:渠道|途径|窗口|平台)[^\d,;、]{0,6}畅通(?=[,;])|畅通[^\d,;、]{0,10}(?:渠道|途径)(?=[,;])"
    r"|在?查办案件[当之]?中|^同期$|主动公开(?:政府信息|工作)*(?:方面|(?:数据|工作|有关)?情况如下):"
    r"|(?:因|涉及?|有关|关于|针对)?(?:政府)?(?:信息|政务)公开(?:有关|相关)?(?:的)?(?:工作|事项|方面|"
    r"领域|类)?|依申请公开(?:方面|类|工作)?|依申请"
    rf"|[按遵]照?(?:有关|相关|规定){HAN}{{0,6}}|各类|相关|类型|将近|以[本我]?(?:局|镇|乡|街道|委|办)名义|应诉尽诉|应收尽收|应答尽答"
    r"|(?:依据|根据|[依按遵]照?)《[^《》]*(?:政府信息公开|信息处理费)[^《》]*》(?:规定)?"
    r"|按?(?:照)?(?:法律)?法规(?:规定|要求)?|没有遗漏|无一(?:超期|逾期)|统计(?:期|时段)(?:限|间)?内?|"
    r"报告(?:期|年度)(?:限|间)?内?"
    rf"|未(?:超过?期|逾期|延期)|未[到届满](?:法定)?(?:答复|办理)?(?:期限|时限|期)|尚?未到期|其他(?:需要|应当)?(?:说明|报告)的(?:事项|情况|内容)?:?|无(?:超|逾)期|经(?:依法)?(?:审核|审查|核查)后?(?={HAN}{{0,2}}公开|$)|不折不扣|毫不|有效|积极应对|高度重视",
    ",A、查上不主个书互以传依信全公关其口各同因在多大客将小尚居市村平应当形微快所报按政无有服未来根毫没法涉渠照现申电畅相社积窗类线经统网群自途通遵邮针门高",
)
# What makes a bureau's name that of a branch: 云州市公安局云水分局, 国家税务总局云水县税务局.
_BRANCH = rf"{HAN}{{2,12}}?(?:分局|稽查局|[大中支总]队)|(?<=总局){HAN}{{2,8}}?局"
# A body that is not the unit itself; whether it is, the unit's name tells.
_BODIES = (
    rf"{HAN}{{0,14}}?(?:"
    rf"局(?:办公室|{HAN}{{1,4}}(?:[股科](?![理罚学技置分位])|[大中支]队))|"
    rf"(?<![布格大])(?<!(?<!安)全)局(?![面势]|{_BRANCH})|委(?![托员])|委员会|"
    r"(?<![举承主协开督经已应待])(?<!^)办(?![理结复件事公了过])|办公室|办事处|厅|政府(?!信息|网|工作|规章|门户)|镇|"
    r"乡(?!村振)|街道|村|社区|中心|管委会|[科处室股站](?![理罚学技置分位])"
    r"|所(?![有属列涉作公申收掌答办提])|[中总支大]队|法院|检察院|学校|医院|馆(?![藏员内])|(?:卫生|研究|敬老|福利)院|幼儿园|协会|学会|公司|集团|系统|部门|"
    r"单位(?!公开)|机关(?!负责人)|人民政府)(?:机关)?"
)
_BODY = re.compile(_BODIES)
_OWN_BODY = re.compile(f"{ITSELF}|机关(?=负责)")
# Not for information: “法律援助申请742件”, “文物捐赠申请5人”.
_OF_OTHERS = (
    "(?:援助|捐赠|捐献|低保|仲裁|赔偿|补偿|执行|入学|住房|公证|调解|鉴定|退税|补助|贷款|建房|用地|落户|参保"
    "|许可|救助|补贴|认定|裁决|资助|备案)"
    "的?申请(?!公开)"
)
_OTHER_THINGS = (
    r"热线|专线|12345|工单|留言|来信|来访|来电|短信|信访|诉求|投诉|举报|咨询|建议|提案|许可|服务事项|便民服务|证明|"
    rf"救助|补贴|登记费|征询|{_OF_OTHERS}"
)
# Other business, which a bare “办结560件” behind it may go on with.
OTHER_BUSINESS = re.compile(_OTHER_THINGS)
OTHER_APPLICATIONS = seldom(_OF_OTHERS)
_PERSONS = (
    r"公民|自然人|法人|企业|公司|个人|律师|律所|(?:其他|社会|公益|群团)组织|村民|居民|业主|记者|职工|学生|"
    r"当事人|打假|索赔|某|一人|同一|老人|代理人"
)
_MATTERS = (
    r"自身|本级|本部(?!门)|查询(?!事项)|涉及|涉|有关|关于|针对|(?<!分)类(?!型)|方面|领域|专栏|栏目|专项|主题|主动公开|不属于|属|征[地拆]|征收(?!$|\|)"
    r"|治安|拆迁|名义|备案|条线"
)
_STAGES = (
    r"跨年|会商|疑难|重大|复杂|延期|延长|逾期|超期|补正|更正|标注|标识|撤回|撤销|到期|中止|终止|审核|核查|预审|转办|转来|(?<!结)转(?=\|)|转报|报送|重点(?:督办)?$|转派|分派|"
    r"分流|转交|转送|移交|移送|交办|代收|代为|代办|代拟|代写|代书|代填"
    r"|委托|指导|协助|配合|协调|督促|督办|参与|参加|会同|联合|牵头|协办|主办|拟|计划|预计|力争|目标|"
    r"预算|首次|再次|重复|重新|\d[日天]内|当场|当日"
    r"|当天|抽查|抽取|随机|自行|提前|简易|平均|[月日年人]均|\d个?工作日|第[一二三四五六七八九十百\d]+条|每|最|其他|其它|其余|上述|前述|两者|二者|三者|这|该|部分|另[作行]|直接$|(?<!接)待$|滞留|积压|减免|免征|免收|免除|应收|"
    r"应缴|罚没|退还|退回|上级|下级|所属|下属|代表[^建]|出庭|代理"
    r"|因疫情|占|未|没有|不|非(?!税)|无|退|曾|原(?!因)|同期"
)
_LIMITING = re.compile(f"{_ROADS}|{_OTHER_THINGS}|{_PERSONS}|{_MATTERS}|{_STAGES}")
_TIMES = re.compile(r"[本今当全上下]年(?:度)?|年[初末底内](?:以来)?|以来|期间|截至|截止|至|共|累计|总计|合计")
_OF_THE_UNIT = re.compile(f"(?:{_ROADS}|{_PERSONS}|{_STAGES})+")
# What was done in time and what was not are parts, where both are told: “按期办结19件，延期办结2件”.
# What was so when the report was written need not have been so at the year's end.
SO_FAR = re.compile(
    r"至今|目前|现已|现均|现全部|现在|(?:截[至止]|[至到])(?:本?报告)?(?:发稿|发布|公布|编制|填报|报送)"
)
# A count of all cases or documents that is narrowed behind it: “行政复议18件（其中政府信息公开类4件）”.
NARROWED = re.compile(
    r"次?(?!;(?:政府信息公开|信息公开)申请$)[,(;](?:其中)?:?(?:涉及?|属于?|因|关于|与)?(?:政府信息|信息|政务)公开(?:有关|相关|类|方面|领域|工作|行政|案件|申请|"
    r"的|引发|复议|诉讼|有|专题|业务|培训班?)*:?$"
    rf"|[,(;]其中:?由?{ITSELF}[^,;。\d]{{0,12}}$"  # “门户网站更新2万条，其中我办发布2764条”
)
# “共收到214件，其中市局本级126件”, “涉信息公开的4起，我镇1起”
WIDER = seldom(
    rf"[,(;](?:其中:?[^,;。\d]{{0,8}}(?:本级|机关|自身|本部)[^,;。\d]{{0,6}}|{ITSELF})(?=\d+[件起条宗])"
)
IN_TIME = re.compile(r"按期|按时|如期|及时|限期内|期限内|时限内")
OUT_OF_TIME = seldom(r"延期|逾期|超期|超时|延长")


_PART = re.compile(f"{_ROADS}|涉及?|有关|关于|针对|类|方面|领域|征[地拆]|征收|拆迁")


@lru_cache(maxsize=2048)  # numbers are led in by much the same words
def limits(words: str) -> str:
    """Give the limiting words in what leads in a number; empty where nothing limits it.

    Of a body its whole name is given, which may turn out to be the unit's own.
    """
    if not words:
        return ""
    rest = _OWN_BODY.sub("|", _EVERYTHING.sub("|", words))
    area = "".join(AREA.findall(rest))
    rest = AREA.sub("|", rest) if area else rest
    limiting = _LIMITING.search(rest)
    return area + (limiting[0] if limiting else body_in(rest))


@lru_cache(maxsize=2048)
def without_everybody(words: str) -> str:
    """Give what leads in a number without what takes in everybody or everything."""
    return _EVERYTHING.sub("", words)


SAID_OF_SOME = re.compile(  # “对没有公开的申请，说明了理由”, “对享受低保的申请人未收取费用”
    "(?:对于?|将|把|就|如|若|凡)$|对(?!收到|受理|办[理结]|答复|提[出交]|所有|全部)[^,;。]{2,24}的(?:申请人?|当事人|群众|企业)$"
)
OF_DISCLOSURE = seldom(  # what our cases and applications are about
    rf"(?:与|因|就|由|对|针对|有关|关于|涉及)*{ITSELF}?的?(?:政府信息|信息|政务|依申请)公开"
    r"(?:工作|申请|事项|事务|方面|领域|答复|问题|有关|相关|类|而|被|提起|引发|引起|导致|产生|申请|的)*"
)
NEAR = 80  # characters before a number that may still speak of it
SAYS_ALL = re.compile("共|合计|总计|累计")


def body_in(words: str) -> str:
    """Give the name of a body in what leads in a number; empty where there is none."""
    found = _BODY.search(_TIMES.sub("|", words))
    return found[0] if found else ""


def names_a_body(limiting: str) -> bool:
    """Whether a limit is the name of a body, which may be the unit itself."""
    return _BODY.fullmatch(limiting) is not None


def names_a_part(limiting: str) -> bool:
    """Whether a limit is a road by which some of the applications came, or what some were about."""
    return _PART.fullmatch(limiting) is not None


def passes_on(limiting: str) -> bool:
    """Whether a limit goes for the rest of its sentence.

    Another body or matter does, a road or a person does not; one and the same person does.
    """
    if limiting in {"多", "少"}:  # “比行政诉讼多3件”
        return False
    return limiting == "同一" or _OF_THE_UNIT.fullmatch(limiting) is None
