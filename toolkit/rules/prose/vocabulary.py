"""The words of the reports and the figures they may lawfully mean: data only.

A word belongs to a family. Words of one family side by side are read together (“予以公开及部分公开”); the word
nearest to the number leads. What stands between and before them must be neutral, or the claim is not held against
anybody: the list of neutral words is the guard against false accusations, so when in doubt leave a word out.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from toolkit.form.expression import Key
from toolkit.rules.prose.even_text import found_fast


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One lawful meaning of a claim: figures added and taken away."""

    label: str
    plus: tuple[Key, ...]
    minus: tuple[Key, ...] = ()


class Family(StrEnum):
    """Words that are read together."""

    FLOW = "flow"
    OUTCOME = "outcome"
    APPLICANT = "applicant"
    REVIEW = "review"
    DOCUMENT = "document"
    SUPPLEMENT = "supplement"
    NONE = "none"


# Words for parts of all applications.
PARTS = frozenset({Family.OUTCOME, Family.APPLICANT})

# What a sentence speaks of.
APPLICATIONS = "申请"
ABOUT_DISCLOSURE = "申请|公开"
HEADINGS = "予以公开|部分公开|不予公开|无法提供|不予处理|其他处理|属"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Subject:
    """What a number counts: the ``words`` that say so and the ``readings`` it may have.

    ``firm``: a number that fits no reading is wrong (otherwise it is left undecided). ``topic``: what the sentence
    must speak of for the words to mean this at all. ``rows``/``columns``: for subjects that come in pairs (a kind of
    case and its result), the half that this word gives.
    """

    key: str
    family: Family
    words: str
    readings: tuple[Reading, ...] = ()
    units: frozenset[str] = frozenset()
    firm: bool = True
    topic: str = ABOUT_DISCLOSURE
    table: str = ""
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    label: str = ""


CASES = frozenset({"", "件", "件次", "条", "份", "起", "宗", "例", "项", "个"})
SHARES = CASES | {"%"}
ITEMS = frozenset({"件", "条", "篇", "个", "部", "期", "份"})
MONEY = frozenset({"元"})

ORGANISATIONS = ("business", "research", "public_welfare", "legal_service", "other")
DENIED = tuple(
    f"denied_{reason}"
    for reason in (
        "state_secret", "prohibited_by_law", "security_stability", "third_party",
        "internal_affairs", "deliberative", "enforcement_file", "registry_inquiry",
    )
)  # fmt: skip
UNAVAILABLE = ("unavailable_not_held", "unavailable_not_ready_made", "unavailable_unclear")
UNPROCESSED = tuple(
    f"unprocessed_{kind}" for kind in ("petition", "repeat", "publication", "excessive", "confirmation")
)
OTHER_HANDLING = ("other_not_corrected", "other_not_paid", "other_other")
OTHER_HANDLING_OF_2019 = ("other_handling",)  # one row until 2020


def _all(*rows: str) -> tuple[Key, ...]:
    """Name the 总计 cells of table 三 in these rows."""
    return tuple(Key("applications", row, "total") for row in rows)


NEW = Reading(label="本年新收", plus=_all("new"))
IN_HAND = Reading(label="本年新收＋上年结转", plus=_all("new", "carried_in"))
CONCLUDED = Reading(label="（七）总计", plus=_all("concluded"))
CONCLUDED_OF_NEW = Reading(label="（七）总计－上年结转", plus=_all("concluded"), minus=_all("carried_in"))
ANSWERED_OF_2019 = Reading(
    label="（七）总计－（六）其他处理", plus=_all("concluded"), minus=_all(*OTHER_HANDLING_OF_2019)
)
ANSWERED = Reading(label="（七）总计－（六）其他处理", plus=_all("concluded"), minus=_all(*OTHER_HANDLING))
CARRIED_IN = Reading(label="上年结转", plus=_all("carried_in"))
CARRIED_OVER = Reading(label="结转下年度", plus=_all("carried_over"))

# What a percentage in prose may be a part of; 国办公开办函〔2021〕30号 has none, reports use all three.
WHOLES = (CONCLUDED, IN_HAND, NEW)


def _flow(key: str, words: str, *readings: Reading, firm: bool = True) -> Subject:
    return Subject(
        key=key,
        family=Family.FLOW,
        words=words,
        readings=readings,
        units=CASES,
        topic=APPLICATIONS,
        firm=firm,
    )


def _outcome(key: str, label: str, words: str, *rows: str, firm: bool = True) -> Subject:
    readings = [Reading(label=label, plus=_all(*rows))]
    if rows == OTHER_HANDLING:
        readings.append(Reading(label=label, plus=_all(*OTHER_HANDLING_OF_2019)))
    # “不予公开信息8条” are items of information; a reason such as 重复申请 is an outcome only beside others.
    return Subject(
        key=key,
        family=Family.OUTCOME,
        words=words,
        readings=tuple(readings),
        units=SHARES - {"条"},
        topic=HEADINGS if label[0].isdecimal() else APPLICATIONS,
        firm=firm,
    )


def _applicant(key: str, label: str, words: str, *columns: str) -> Subject:
    rows = (
        ("本年新收", ("new",)),
        ("本年新收＋上年结转", ("new", "carried_in")),
        ("（七）总计", ("concluded",)),
    )
    readings = tuple(
        Reading(
            label=f"{name}·{label}", plus=tuple(Key("applications", row, c) for row in among for c in columns)
        )
        for name, among in rows
    )
    return Subject(
        key=key, family=Family.APPLICANT, words=words, readings=readings, units=SHARES, topic=APPLICATIONS
    )


def _cases(key: str, label: str, words: str, *rows: str) -> Subject:
    return Subject(
        key=key,
        family=Family.REVIEW,
        words=words,
        units=CASES,
        topic=ABOUT_DISCLOSURE,
        table="review",
        rows=rows,
        label=label,
    )


def _result(column: str, label: str, words: str) -> Subject:
    return Subject(
        key=column,
        family=Family.REVIEW,
        words=words,
        units=CASES,
        topic=ABOUT_DISCLOSURE,
        columns=(column,),
        label=label,
    )


def _documents(row: str, label: str, words: str) -> Subject:
    return Subject(
        key=row,
        family=Family.DOCUMENT,
        words=words,
        units=ITEMS | {""},
        topic="",
        table="disclosure",
        rows=(row,),
        label=label,
    )


def _documents_done(column: str, label: str, words: str) -> Subject:
    return Subject(
        key=column,
        family=Family.DOCUMENT,
        words=words,
        units=ITEMS | {""},
        topic="",
        columns=(column,),
        label=label,
    )


def _decisions(row: str, label: str, words: str) -> Subject:
    reading = Reading(label=label, plus=(Key("disclosure", row, "decisions"),))
    return Subject(
        key=row, family=Family.NONE, words=words, readings=(reading,), units=CASES - {""}, topic=""
    )


def _fact(
    row: str,
    label: str,
    words: str,
    units: frozenset[str],
    *,
    firm: bool = True,
    topic: str = ABOUT_DISCLOSURE,
) -> Subject:
    reading = Reading(label=label, plus=(Key("supplement", row, "value"),))
    return Subject(
        key=row,
        family=Family.SUPPLEMENT,
        words=words,
        readings=(reading,),
        units=units,
        firm=firm,
        topic=topic,
    )


_NEXT = r"(?:到|至|入|为)?(?:本年)?(?:下一?(?:个)?年度?|次年度?|明年度?)(?:的)?"
_DEAL = r"(?:继续)?(?:办理|答复|处理|办结|回复)?"

# Earlier subjects win where two match at the same place; words that only look like one of them come first.
SUBJECTS: Sequence[Subject] = (
    Subject(key="", family=Family.NONE, words=r"不予受理|(?:处理|处罚|许可|复议)决定书|信息处理费管理办法"),
    _flow(
        "carried_over",
        rf"(?:结转|转结|顺延|延续|延期|跨年|转入|转){_NEXT}{_DEAL}|尚?(?:未办结|未答复)|[尚仍正还]在办理|在办理(?=中)|办理(?:过程)?中(?=的?\d)",
        CARRIED_OVER,
    ),
    _flow(
        "carried_in",
        rf"(?:上一?年度?|去年)(?:的)?(?:结转|转结|转入|遗留|跨年)(?:的)?(?:(?:至|到)(?:本年度?|今年))?{_DEAL}|结转上年度?",
        CARRIED_IN,
    ),
    _flow("carried", r"结转|转结", CARRIED_IN, CARRIED_OVER),
    _flow("new", r"新收到?|新增", NEW),
    _flow("received_and_handled", r"收办", IN_HAND, NEW, CONCLUDED),
    _outcome("denied", "（三）不予公开", r"不予以?公开", *DENIED),
    _outcome("unavailable", "（四）无法提供", r"(?:信息)?无法提供", *UNAVAILABLE),
    _outcome("unprocessed", "（五）不予处理", r"不予以?处理", *UNPROCESSED),
    _outcome("other_handling", "（六）其他处理", r"(?:其他|其它)(?:方式)?处理", *OTHER_HANDLING),
    _outcome("partly_granted", "（二）部分公开", r"(?:予以|同意|依法)?部分(?:予以|同意)?公开|区分处理后?(?:予以)?公开|区分处理", "partly_granted"),
    _outcome("granted", "（一）予以公开", r"(?:予以|同意|全部|准予)公开|公开(?=[和及、与或]部分公开)", "granted"),
    _outcome("denied_state_secret", "1.属于国家秘密", r"国家秘密", "denied_state_secret"),
    _outcome("denied_prohibited_by_law", "2.其他法律行政法规禁止公开", r"(?:其他)?法律、?行政法规禁止公开", "denied_prohibited_by_law"),
    _outcome("denied_security_stability", "3.危及“三安全一稳定”", r"(?:危及)?“?三安全一稳定”?", "denied_security_stability"),
    _outcome("denied_third_party", "4.保护第三方合法权益", r"(?:保护)?第三方合法权益", "denied_third_party"),
    _outcome("denied_internal_affairs", "5.属于三类内部事务信息", r"(?:三类)?内部事务性?信息", "denied_internal_affairs"),
    _outcome("denied_deliberative", "6.属于四类过程性信息", r"(?:四类)?过程性信息", "denied_deliberative"),
    _outcome("denied_enforcement_file", "7.属于行政执法案卷", r"行政执法案卷(?:信息)?", "denied_enforcement_file"),
    _outcome("denied_registry_inquiry", "8.属于行政查询事项", r"行政查询(?:事项)?", "denied_registry_inquiry"),
    _outcome("unavailable_not_held", "1.本机关不掌握相关政府信息", r"(?:本机关|我局|本单位)?不掌握(?:相关政府信息)?|(?:信息)?不存在", "unavailable_not_held"),
    _outcome("unavailable_not_ready_made", "2.没有现成信息需要另行制作", r"没有现成信息(?:需要另行制作)?|需要?另行制作", "unavailable_not_ready_made"),
    _outcome("unavailable_unclear", "3.补正后申请内容仍不明确", r"补正后(?:申请)?(?:内容)?仍不明确", "unavailable_unclear"),
    _outcome("unprocessed_petition", "1.信访举报投诉类申请", r"信访、?举报、?投诉类?(?:申请)?", "unprocessed_petition"),
    _outcome("unprocessed_repeat", "2.重复申请", r"重复申请", "unprocessed_repeat"),
    _outcome("unprocessed_publication", "3.要求提供公开出版物", r"(?:要求提供)?公开出版物", "unprocessed_publication"),
    _outcome("unprocessed_excessive", "4.无正当理由大量反复申请", r"(?:无正当理由)?大量、?反复申请", "unprocessed_excessive"),
    _outcome("unprocessed_confirmation", "5.要求确认或重新出具已获取信息", r"(?:要求行政机关)?确认或(?:者)?重新出具(?:已获取信息)?", "unprocessed_confirmation"),
    _outcome("other_not_corrected", "1.逾期不补正、不再处理", r"(?:申请人)?(?:无正当理由)?逾期不补正", "other_not_corrected"),
    _outcome("other_not_paid", "2.逾期不缴费、不再处理", r"(?:申请人)?逾期(?:未|不)(?:按[^,。]{0,8})?缴(?:纳费用|费)", "other_not_paid"),
    _outcome("withdrawn", "（六）3.其他", r"(?:申请人)?(?:主动)?撤(?:回|件|销)(?:申请)?", "other_other", firm=False),
    _cases("direct_litigation", "未经复议直接起诉", r"未经复议直接(?:起诉|提起(?:行政)?诉讼)", "direct_litigation"),
    _cases("litigation_after_reconsideration", "复议后起诉", r"(?:行政|经)*复议后(?:起诉|提起(?:行政)?诉讼)", "litigation_after_reconsideration"),
    _cases("reconsideration", "行政复议", r"(?:行政)?复议", "reconsideration"),
    _cases("litigation", "行政诉讼", r"(?:行政)?诉讼", "direct_litigation", "litigation_after_reconsideration"),
    _result("upheld", "结果维持", r"(?:结果)?维持"),
    _result("corrected", "结果纠正", r"(?:结果)?纠正"),
    _result("other", "其他结果", r"(?:其他|其它)结果"),
    _result("pending", "尚未审结", r"(?:尚未|未)审结|正在审理"),
    _documents("normative_documents", "行政规范性文件", r"(?:行政)?规范性文件"),
    _documents("regulations", "规章", r"(?:政府)?规章"),
    _documents_done("issued", "本年制发件数", r"制发|制定(?:出台|印发|发布)?|新制[发定]|新?印发|新?出台|发布(?=(?:行政)?规范性文件)"),
    _documents_done("repealed", "本年废止件数", r"废止|(?:宣布)?失效(?=(?:的)?(?:行政)?规范性文件)"),
    _documents_done("in_force", "现行有效件数", r"现行有效|继续有效(?=(?:的)?(?:行政)?规范性文件)"),
    _decisions("licensing", "行政许可", r"(?:[作做]出)?行政许可(?:处理)?(?:决定)?(?![^,。;\d]{0,3}(?:申请|事项|相对人|文书|信息|结果|案卷|目录|权|清单|公示))"),
    _decisions("penalties", "行政处罚", r"(?:[作做]出)?行政处罚(?:处理)?(?:决定)?(?![^,。;\d]{0,3}(?:申请|事项|相对人|文书|信息|结果|案卷|目录|权|清单|公示))"),
    _decisions("compulsion", "行政强制", r"(?:[作做]出)?行政强制(?:处理)?(?:决定)?(?![^,。;\d]{0,3}(?:申请|事项|相对人|文书|信息|结果|案卷|目录|权|清单|公示))"),
    Subject(
        key="charges", family=Family.NONE, words=r"行政事业性收费", units=MONEY, topic="",
        readings=(Reading(label="行政事业性收费（万元）", plus=(Key("disclosure", "charges", "amount"),)),),
    ),
    _fact("information_fee", "收取政府信息公开信息处理费（元）", r"信息处理费", MONEY, topic=""),
    _fact("website_items", "政府门户网站主动公开政府信息", r"(?:政府)?(?:门户)?网站", ITEMS, topic="公开|信息"),
    _fact("wechat_items", "政务微信公众号发布信息", r"(?:政务)?微信(?:公众号|公众平台)?|公众号", ITEMS, topic="公开|信息"),
    _fact("short_video_items", "政务短视频账号发布视频", r"抖音号?|短视频|视频号", ITEMS, firm=False),
    _fact("weibo_items", "政务微博发布信息", r"(?:政务)?微博", ITEMS, topic="公开|信息"),
    _fact("trainees", "培训人次", r"(?:培训|参训)(?:人次|人员|人数)|参训", frozenset({"人次", "人", "名", ""})),
    _fact("meetings", "信息公开专题会议", r"专题会议?", frozenset({"次", "场"})),
    _fact("trainings", "信息公开培训", r"培训(?:班|会)?", frozenset({"次", "场", "期"})),
    _fact("full_time_staff", "专职工作人员", r"专职(?:工作)?人员", frozenset({"人", "名"}), firm=False),
    _fact("part_time_staff", "兼职工作人员", r"兼职(?:工作)?人员", frozenset({"人", "名"}), firm=False),
    _fact("suggestions", "承办人大代表建议", r"(?:收到|承办|办理|办结)?(?:人大(?:代表)?|代表)建议", CASES, topic=""),
    _fact("proposals", "承办政协提案", r"(?:收到|承办|办理|办结)?政协(?:委员)?提案", CASES, topic=""),
    _flow("received", r"接收到?|收到|接到|收悉|受理|登记", NEW, IN_HAND),
    _flow("concluded", r"办结|办理完毕|办复", CONCLUDED, CONCLUDED_OF_NEW),
    _flow("answered", r"答复|回复", CONCLUDED, CONCLUDED_OF_NEW, ANSWERED, ANSWERED_OF_2019),
    _flow("handled", r"办理|处理", CONCLUDED, CONCLUDED_OF_NEW, IN_HAND),
    _applicant("natural_person", "自然人", r"自然人", "natural_person"),
    _applicant("organisations", "法人或其他组织", r"(?<!公民[、,和及与或])法人(?:或|和|及|与|、)(?:者)?其他组织", *ORGANISATIONS),
    _applicant("business", "商业企业", r"商业企业", "business"),
    _applicant("research", "科研机构", r"科研机构", "research"),
    _applicant("public_welfare", "社会公益组织", r"社会公益组织", "public_welfare"),
    _applicant("legal_service", "法律服务机构", r"法律服务机构", "legal_service"),
)  # fmt: skip

# Applications counted without a verb: “政府信息公开申请共计25件”.
BARE_APPLICATIONS = _flow("applications", "申请", NEW, IN_HAND, CONCLUDED)
DECISIONS = frozenset({"licensing", "penalties", "compulsion"})

BY_KEY: Mapping[str, Subject] = {subject.key: subject for subject in (*SUBJECTS, BARE_APPLICATIONS)}

# Words by which a sentence comes back to the unit itself.
OWN = re.compile(r"[我本全](?:局|镇|乡|街道|办|委|院|中心|单位|机关|部门)")

# Words that change nothing about who, when and what a number counts.
_NEUTRAL = (
    r"总额|总件数|收入",
    r"本年度?|全年|年内|今年|当年|年度|年底|年末|截至|截止|1月1日|12月31日|12月底?|自|起|至|止|期间",
    r"我局|我镇|我乡|我街道|我办|我委|我单位|我院|我中心|本局|本镇|本乡|本街道|本机关|本单位|本部门|全局|全镇|全乡|全委",
    r"共计?|总共|累计|合计|总计|一共|计|其中|其(?!他)|加上|另外?|还|有|尚有|尚|剩余|余下|含|包括|包含|中|总",
    r"已办|已经?|均|全部|都|按时序?|按期|如期|及时|依法|依规|按照|规定|规范|法定|期限|在|内|时限|并|完成|完毕|到位",
    r"依申请公开|政府信息公开|政府信息|信息公开|公开|信息|申请人|申请书?|事项|办件|件|数量|数|量|案件|情况|结果|工作",
    r"为|是|达到?|到|的|了|由|予以|给予|作出|做出|进行|答复|来|以|和|或者?|及|与|对|向|系|占|比|约占|比例",
    r"公民|自然人|法人|其他组织|社会公众|公众|群众|申请人|提出|提交|任何|关于",
    r"因|本机关|等|原因|而|属于?|告知|形式|决定|被|提起|发生|产生|引发|引起|涉及政府信息公开",
    r"主动|发布|推送|公布|各类|政务|官方|账号|平台|通过|利用|召开|组织|开展|举办|举行|收取|标准|视频|金额",
    r"费用|条例|第[一二三四五六]|[一二三四五六七]是|[:、\"“”《》.。…\s]|\d+\.",
)  # fmt: skip
NEUTRAL = re.compile("|".join(_NEUTRAL))

# Words for a whole area: lawful in the report of a government, somebody else's figures in the report of a bureau.
AREA = re.compile(
    r"[全我本][省市县区州旗盟]|各级(?:行政机关|各部门)?|行政机关|各?(?:职能)?部门|各?(?:乡镇|镇街|镇|街道)|[省市县区]政府"
)
GOVERNMENT = re.compile(r"(?:人民政府|[省市县区州旗盟镇乡]|街道|管委会|汇总\))$")

# Labels that together are all there is: parts that bear them all must add up to the whole.
PARTITIONS: Sequence[tuple[str, ...]] = (
    ("主动公开", "依申请公开", "不予公开"),
    ("自然人", "法人"),
    ("予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理"),
    ("维持", "纠正", "其他结果", "未审结"),
    ("未经复议", "复议后"),
)
CATCH_ALL = re.compile(r"^(?:其他|其它)(?:信息|类|渠道|方式)?$")
# One item may stand on several of these, so their parts may lawfully exceed the whole.
CHANNELS = re.compile(r"网站|微信|公众号|微博|抖音|头条|新媒体|平台|公开栏|视频|客户端|报刊|广播|电视")


class Term(NamedTuple):
    """A word of the vocabulary as it stands in a text."""

    subject: Subject
    start: int
    end: int


# What the words of the subjects can begin with.
OPENINGS = (
    "“三上不专主予人仍作依保信全公其兼内准出制办区印危去参受同商四回国在培处复大尚废延微我承抖接撤收政新无未本正没法"
    "现申登发继失宣做代短确社科第答纠经结维网自行补要规视许诉跨转过还逾部重门需顺"
)

_ANY = found_fast(
    "|".join(subject.words for subject in SUBJECTS), OPENINGS
)  # without groups: three times as fast
_WORDS = re.compile("|".join(f"(?P<s{index}>{subject.words})" for index, subject in enumerate(SUBJECTS)))


@lru_cache(maxsize=512)
def terms(text: str) -> tuple[Term, ...]:
    """Every word of the vocabulary in `text`, in order."""
    return tuple(Term(_subject(text, match.start()), *match.span()) for match in _ANY.finditer(text))


def _subject(text: str, place: int) -> Subject:
    """Tell which subject's word stands at `place`."""
    match = _WORDS.match(text, place)
    assert match is not None  # noqa: S101 (the same words were found there)
    return SUBJECTS[int(str(match.lastgroup)[1:])]
