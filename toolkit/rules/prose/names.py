"""Whose report it says it is.

The maker's name, whom to ask, who speaks in the first sentence, and 我局 or 我镇.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from toolkit.answers.units import shortens
from toolkit.rules.prose.even_text import HAN, found_fast, script, seldom
from toolkit.rules.prose.limits import OTHER_BUSINESS
from toolkit.rules.prose.remark import Remark, remark
from toolkit.rules.prose.vocabulary import AREA, COUNTIES, GOVERNMENT, ITSELF, Family, Key, Vocabulary

_BODY = (
    rf"({HAN}{{2,30}}?(?:局|委员会|委|办公室|办|厅|政府|镇|乡|街道|街道办事处|中心|管委会|分局|"
    r"大队|支队))"
)
_SPEAKS_OF_MAKER = found_fast("报告|[请可接]与", "报请可接")
# Who made it; compiled where a report first speaks of that.
_MADE_BY = seldom(
    rf"(?:本(?:年度)?报告)(?:是)?由{_BODY}(?:根据|按照|依据|依照|编制|负责)|(?:请|可|直接)"
    rf"与{_BODY}(?:办公室)?(?:联系|\()|"
    rf"(?:^|\n){_BODY}(?:20\d\d年度?)?政府信息公开(?:工作)?(?:20\d\d年度?)?年度报告|"
    rf"(?:现将?|特此?|兹)(?:予以)?(?:公布|发布|公开|编制)了?{_BODY}(?:20\d\d年度?)?政府信息公开(?:工作)?(?:20\d\d年度?)?年度报告"
)
# “现将城关镇2023年…年度报告公布如下”, “特向社会公布石桥县商务局…”: what is done with it before the name.
_ANNOUNCED = seldom(
    f"^(?:现将?|特此?|兹|谨|予以|组织|编制|制作|形成|撰写|并|向社会(?:公众)?|面向社会|对外|公布|发布|公开|公示|了|{HAN}{{2,12}}?(?:要求|规定),?)+"
)
# Whom one may ask about the report, or who sent it in, as a line at its end: “联系单位：云水县财政局”.
_TO_BE_ASKED = found_fast(
    r"(?:(?:联系|编制|报送|填报|报告|发布)(?:单位|机关|部门)|联系(?:方式|地址)|联系人及?单位)(?:名称)?[:为]"
    rf"{_BODY}(?!{HAN})"
    r"|如(?:对本(?:年度)?报告)?(?:还|仍)?有(?:任何|什么)?(?:疑问|问题|意见|建议|不明)(?:之处|的)?,?"
    rf"(?:请|可|欢迎)(?:直接|及时|随时)?(?:联系|咨询|致电){_BODY}(?!{HAN})",
    "联编报填发如",
)
_ABOVE_US = re.compile("[省市县区州旗盟](?:人民)?政府|委(?:员会)?办")  # who may be asked about all units
# Who speaks at the beginning of a passage, and does what only the unit itself does.
_SPEAKER = re.compile(
    r"\s*(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）、.,])?(?:20\d\d年(?:度)?|今年|本年度?|一年来|"
    r"报告期内)?,?(?:以来,)?"
    rf"({HAN}{{2,24}}?(?:局|委员会|[镇乡](?:人民)?政府|镇|乡|街道|街道办事处|中心|管委会|分局|大队))(?:[,]|在[^,。"
    r"]{2,20},|20\d\d年度?,?)?"
    r"(?:认真|高度重视|积极|严格|坚持|主动公开|共|累计|全年|始终|深入|依法|切实|不断|扎实|紧紧围绕|"
    r"持续|着力|全面|大力|充分|聚焦|紧扣|立足|牢固|稳步|强化|健全|推[进动]|新收|制发|收到|受理|政府信息公开(?:工作)?|认真贯彻|进一步|按照|根据)"
)
# “省市场监管局” and “园区管委会” name none.
_PLACE = seldom(rf"^(?![省市县区](?![中南北]区)|[园景片]区){HAN}{{1,6}}?[省市县区旗州盟]")
# A bureau called by its level, which is that of its place: “市局” is no 县市场监督管理局.
_OF_A_LEVEL = re.compile("[省市县区州旗盟]局")
_PLACES = seldom(rf"{HAN}{{1,6}}?[省市县区旗州盟](?:{HAN}{{2,6}}?[省市县区旗州盟])*")
# The body of which a unit is a part: “县局” and “市场监管局” are not 县市场监管局开发区所.
_PART_OF = re.compile(
    rf"{HAN}*(?:局|委|厅|中心|政府|镇|乡|街道)(?={HAN}{{1,14}}(?:分局|所|[大中支总]队|站|管理部)$)"
)
# The office of a town or bureau that takes in all that comes to it: “镇党政综合办”.
_OWN_OFFICE = seldom(
    "(?<=[局镇乡道委])(?:党政|综合|行政|政务公开|信息公开|政务)*(?:办公室|办|[科股室])(?:负责)?$"
)
_OFFICE_ENDS, _COUNTIES = ("办公室", "办", "科", "股", "室", "负责"), (*"省市县区旗州盟",)
_TOWN = re.compile("[镇乡]人民政府$")
_ITSELF_ENDS = seldom(f"{ITSELF}$")  # “现公布我局2022年度…报告”
_TOWN_NAME = seldom("(?:镇|乡|街道)(?:人民政府|办事处)?$")
_OF_ITS_LEVEL = re.compile("^[县市区旗](?![镇乡])")
# A bureau or town called by what is its own; “镇政府” and “县局” may be anybody's.
_SHORT_NAME = re.compile(rf"(?![我本全各镇乡街机部]){HAN}{{2,}}(?:局|镇|乡|街道)")
_STREET = seldom("街道办事处$")
_INNER = seldom(
    r"(?:政务公开|信息公开|政府信息公开|党政|综合|行政)*(?:办公室|[科室股]|法规科|综合科|领导小组办公室)$"
)
# Where the unit's own pages stand on another's: “网站云水镇专栏”.
_PAGES = re.compile(rf"(?<={HAN})(?:专栏|专区|栏目|板块|子站)$")
_ACCOUNT = re.compile("“([^“”]+)”")
# Accounts of governments, of the press, and of other bodies.
_PUBLIC = seldom(
    "发布|融媒|[日晚早时周]报|报社|电视|广播|新闻|传媒|在线|政务|政府|门户|网|今日|今天|最|热线|头条"
    "|医院|交警|特警|消防|疾控|妇幼|图书馆|文化馆|党建|工会|妇联|学校|中学|小学|公司|集团|社区|[镇乡村]|街道|法院|检察"
)
_ITS_UNITS = re.compile("^[各个]?单位$")
# Cases that are taken in are those against the unit, where it is none of those that hear cases.
_TAKES_IN = seldom("(?:收到|接收|受理|办理|审理|新收|登记).{0,6}复议")
_HEARS_CASES = seldom("司法|复议|(?<![镇乡])人民政府")
# Who is above a town or a county, and those of a county that are not all of it.
_ABOVE = {
    **dict.fromkeys(
        "镇乡道",
        [f"{of}{area}" for area in "县市区" for of in "全我"]
        + ["县里", "市里", "区里", "县政府", "市政府", "区政府"],
    ),
    **dict.fromkeys("县区旗", ("市里", "省里", "市政府", "省政府", "全市", "我市", "全省", "我省", "全州")),
}
_OFFICES = ("县人民政府办公室", "区人民政府办公室", "市人民政府办公室", "旗人民政府办公室")
_DECISIONS_OF_A_COUNTY = 1000  # the smallest county decides more often in a year, no office does
_ZONE_ENDS = ("管理委员会", "管委会")
_TOWNS = "各乡镇街道"
_AREA_TOLD = seldom(
    "全[省市县区州旗盟]|[省市县区州]直|部门|乡镇|镇街|街镇|街道|县[(（、]?市|各县|市州|功能区"
)
_ITSELF_ALONE = seldom("政府(?!信息|网|工作|规章|门户)(?!各?(?:职能|组成)?部门)|本级|自身")
_GOVERNMENT_ENDS = seldom("(?:人民政府|管委会|管理委员会)$")
_KINDS = ("镇", "乡", "街道", "局")
_CALLED = re.compile(r"(?<![“\"（(自])([我本])(镇|乡|街道|局)(?!村|贯|工作室|面|地)")
_QUOTED = re.compile("“[^”]{0,200}”|《[^》]{0,200}》")


def name_remarks(text: str, unit_name: str, others: Iterable[str] = ()) -> tuple[Remark, ...]:
    """Check the names: where the report says who made it or who speaks, it must be `unit_name`.

    Full names of `others` there are copied ones; so are 我镇 and 我街道 in the report of a bureau.
    """
    passage = script(text)
    found = list(_called(passage.text, unit_name))
    strangers: list[str] | None = None  # a county has many units, and few reports say who made them
    for match in _named(passage.text):
        name = _ANNOUNCED.sub("", next(name for name in match.groups() if name))
        if strangers is None:
            strangers = [other for other in others if other not in unit_name and unit_name not in other]
        copied = max((other for other in strangers if other in name), key=len, default=None)
        if match.re is _SPEAKER and not copied and _is_short_for_another(name, unit_name, strangers):
            copied = name
        if copied or not _is_ones_own(name, unit_name, speaks=match.re is _SPEAKER):
            found.append((match.span(), f"这里写的单位是“{copied or name}”，本单位是“{unit_name}”。"))
    for match in _TO_BE_ASKED.finditer(passage.text):
        name = next(name for name in match.groups() if name)
        if not (_ABOVE_US.search(name) and not GOVERNMENT.search(unit_name)) and _is_anothers(
            name, unit_name
        ):
            found.append((match.span(), f"这里写的单位是“{name}”，本单位是“{unit_name}”。"))
    return tuple(remark(passage, span, "unit_name", says) for span, says in sorted(found))


def _is_short_for_another(name: str, unit_name: str, strangers: Iterable[str]) -> bool:
    """Whether one who speaks is called, for short, as another unit of the county is: “县财政局”.

    A government tells of its bureaus, and its office of all; a town's text may be another town's.
    """
    short = _OF_ITS_LEVEL.sub("", name)
    if not _SHORT_NAME.fullmatch(short) or shortens(short, unit_name) or is_own(name, unit_name):
        return False
    town = _TOWN_NAME.search(unit_name) is not None
    if not town and (GOVERNMENT.search(unit_name) or unit_name.endswith(_OFFICE_ENDS)):
        return False
    return any(shortens(short, other) for other in strangers if not town or _TOWN_NAME.search(other))


def _is_anothers(name: str, unit_name: str) -> bool:
    """Whether one who may be asked about the report is, by a whole name, surely not the unit."""
    named, unit = (_PLACE.match(each) or _TOWN.search(each) for each in (_INNER.sub("", name), unit_name))
    return bool(named and unit) and not _is_ones_own(name, unit_name, speaks=False)


def _named(text: str) -> Iterator[re.Match[str]]:
    if ("报告" in text or "与" in text) and _SPEAKS_OF_MAKER.search(text):
        yield from _MADE_BY.finditer(text)
    speaker = _SPEAKER.match(text)
    if speaker:
        yield speaker


def _is_ones_own(name: str, unit_name: str, *, speaks: bool) -> bool:
    """Whether a name may be the unit's.

    Of one that only speaks, another county or another whole name is needed to deny it.
    """
    if unit_name in name or is_own(name, unit_name) or name[0] in "我本全各" or _ITSELF_ENDS.search(name):
        return True
    inner = _INNER.sub("", name)
    if not inner or is_own(inner, unit_name) or not re.search("[局委办镇乡政厅]|街道|中心|大队|支队", inner):
        return True
    if is_own(unit_name, name):  # the full name of what the roster has for short
        return True
    whole = _PLACE.match(name) or _TOWN.search(name)
    if _STREET.search(name) and (_STREET.search(unit_name) or _TOWN.search(unit_name)):
        return False
    return speaks and not (whole and _PLACE.match(unit_name))


def _called(text: str, unit_name: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Where the unit calls itself by another kind of body."""
    bare = unit_name.removesuffix("人民政府").removesuffix("办事处")
    kind = next((kind for kind in _KINDS if bare.endswith(kind)), "")
    if not kind or not ("我" in text or "本" in text):
        return
    even = _QUOTED.sub(lambda match: "□" * len(match[0]), text)
    wrong = next((m for m in _CALLED.finditer(even) if m[2] != kind), None)
    if wrong and (kind == "局" or wrong[2] != "局" or not bare.endswith("分局")):
        yield wrong.span(), f"这里写的是“{wrong[0]}”，本单位是“{unit_name}”，是不是沿用了别的单位的文字？"


def is_own(words: str, unit_name: str) -> bool:
    """Whether `words` only name the unit itself: “县司法局” for 嘉祥县司法局.

    “全县” too, for a government, and “22个单位”.
    """
    name, words = unicodedata.normalize("NFKC", unit_name), words.removeprefix("在")
    if words and (above := _PART_OF.match(name)) and shortens(words, above[0]):
        return False
    if words.endswith("总局") and not name.endswith("总局"):  # above 国家税务总局云水县税务局
        return False
    if _OF_A_LEVEL.fullmatch(words) and (places := _PLACES.match(name)):
        return places[0].endswith(words[0])
    if OTHER_BUSINESS.fullmatch(words):  # “信访” is no name of 县信访局
        return False
    if words.endswith(_OFFICE_ENDS) and not name.removesuffix("人民政府").endswith(_COUNTIES):
        words = _OWN_OFFICE.sub("", words)
    if (level := _governed(name)) is not None:
        if any(above in words for above in _ABOVE.get(level, ())):  # “全县” in the report of a town
            return False
        if COUNTIES.fullmatch(words):
            return False
        departments = words.endswith("部门") and "全" not in words
        if level not in _TOWNS and (departments or (words and not words.strip(_TOWNS))):
            return False
        words = _ITS_UNITS.sub("", AREA.sub("", words.removesuffix("党委").removesuffix("党工委")))
        if name.endswith(_ZONE_ENDS) and words.startswith("园区"):  # whatever kind of zone it is called
            words = words.removeprefix("园")
    if "复议" in words and _TAKES_IN.fullmatch(words):
        return _HEARS_CASES.search(name) is None
    if account := _ACCOUNT.fullmatch(words):  # “云水发布” of 云水镇
        own = _PLACE.sub("", name)
        called = (name if own.startswith("人民") else own)[:2]
        return called in account[1] or (called[0] in account[1] and shortens(account[1], name))
    return shortens(_PAGES.sub("", words), name)


def _governed(name: str) -> str | None:
    """Tell what a government governs, by the last letter of its area: 县, 镇; None of any other body."""
    return _GOVERNMENT_ENDS.sub("", name)[-1:] if GOVERNMENT.search(name) else None


def tells_of_its_area(narrative: Iterable[str], unit_name: str) -> bool:
    """Whether a government above the towns reports on its area, in which it is one body among others."""
    level = _governed(unicodedata.normalize("NFKC", unit_name))
    governs = level is not None and level not in _TOWNS
    return governs and any(_AREA_TOLD.search(text) for text in narrative)


def is_itself(words: str) -> bool:
    """Whether `words` name a government as one body of its area: 县政府, 市政府办公室, 本级."""
    return (
        not any(more in words for more in ("全", "名义", "作为")) and _ITSELF_ALONE.search(words) is not None
    )


def may_be_its_account(words: str, unit_name: str) -> bool:
    """Whether `words` may be how a unit calls an account, where they are no letters of its name.

    Those of governments and papers are known by theirs.
    """
    return _PUBLIC.search(words) is None and not is_own(words, unit_name)


def speaks_for(unit_name: str, figures: Mapping[Key, int | Decimal], vocabulary: Vocabulary) -> str:
    """Name whose figures they are.

    An office of a government decides little itself: with many decisions they are those of its whole county.
    """
    if not unit_name.endswith(_OFFICES):
        return unit_name
    decided = (w.readings for w in vocabulary.spoken.words if w.family is Family.DECISION)
    keys = {key for readings in decided for reading in readings for key in reading.plus}
    many = sum(figures.get(key) or 0 for key in keys) >= _DECISIONS_OF_A_COUNTY
    return unit_name.removesuffix("室").removesuffix("办公") if many else unit_name
