"""What should have been replaced or written.

Placeholders, instructions left in, holes for numbers, passages of one word.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from toolkit.rules.prose.even_text import HAN, Script, found_fast, script, seldom
from toolkit.rules.prose.remark import Remark, remark

_QUOTED = 20  # letters of what was lost that are quoted
_LETTER = 3  # bytes of a Chinese letter in UTF-8
_COUNTED = r"(?:件|条|份|人次|次|元|万元|篇|起|场|期|部|例|名|人|个|年|月|日)"
_PLEASE = (
    r"(?<!申)请(?!求|见|与|联系|拨|登录|点击|访问|扫|参|示|教|假)|如无|若无|如没有|没有的|根据实际|"
    r"按实际|据实|填写|此项|此处|示例|字数|文字描述|单位名称|说明[:：]|简要|概述|可从"
)
# What awaits others, and no words of this report: “《2023年工作要点》（待印发）”.
_TO_COME = (
    "印发|出台|发布|颁|批|下达|答复|开(?!展情况)|建|办(?!公室)|审理|审结|判|验收|执行|实施|投用|启用|完工"
)
_LEFT_IN = found_fast(
    rf"[(【\[][^)】\]\n]{{0,20}}(?:{_PLEASE})[^)】\]\n]{{0,60}}[)】\]]"
    rf"|[(【\[](?:待(?!{_TO_COME})|填|补(?![正偿助贴])|插入)[^)】\]\n]{{0,60}}[)】\]]"
    r"|【\s*】|\(\)|\[\]|【(?:[^】\n]{0,10})(?:数字|名称|金额|年份|日期|数量)[^】\n]{0,10}】"
    r"|(?<![A-Za-z0-9@./_-])20(?:\d[Xx×*_]|[Xx×*_]{2})(?=年)"
    rf"|(?<![A-Za-z0-9@./_-])(?:[Xx×○]{{2,}}|[Xx×]+(?={_COUNTED}))(?![A-Za-z0-9@./_-])"
    rf"|\*{{2,}}|\*(?={_COUNTED})|(?<![A-Za-z0-9@./_-])_{{2,}}(?![A-Za-z0-9@./-])|(?:…{{1,40}}|\.{{3,"
    rf"40}}|-{{2,40}}|\?{{1,40}})(?={_COUNTED}(?:[,。;、)\n]|$))"
    rf"|(?<![A-Za-z0-9])[NM](?={_COUNTED}(?![A-Za-z]))|\{{[^{{}}\n]{{1,20}}\}}(?={_COUNTED})|\[[^\[\]\n]{{1,20}}\](?={_COUNTED})"
    r"|<(?:填写?|请|插入|输入)[^<>\n]{1,20}>|(?:^|(?<=[。\n]))(?:示例|样例|范例|范文|(?:参考)?模板):"
    r"|请(?:各|本)?单位[^,;。]{0,16}填写|照抄(?=上年|往年|去年|其[他它])"
    r"|(?<=\d)字(?:左右|以内|为宜|(?=[。;)]|$))|字数要求"
    r"|#(?:REF!|DIV/0!|N/A|VALUE!|NAME\?|NUM!|NULL!)|\{\{[^{}\n]{0,40}\}\}|\$\{[^{}\n]{0,40}\}"
    r"|某某(?=局|镇|乡|县|市|区|街道|单位|年|委)|(?<![有尚还件起宗])(?:待补充|待填写|待核实|待定)(?=[,。;:)】]|$)"
    r"|此处(?:填写|输入|插入)|请在此处?|(?:该|这)部分以表格形式报告|以下(?:为)?填写说明|填写时(?:请)?删除"
    r"|电话[:：]?(?:0{3,4}-?0{6,8}|[Xx×*]+)(?!\d)",
    "(【\\[Xx×○*_….?#{$某待此请该这以填电2NM<示样范参模字照-",
)
# Words of others, quoted with marks for a name: “整治‘XX同学收’等虚假宣传”; not the name of an account.
_QUOTED_WORDS = seldom(
    r"“(?=[^“”]{0,20}[Xx×]{2})(?=[^“”A-Za-z×]*[A-Za-z×]+[^“”A-Za-z×]{2}|[^“”A-Za-z×]{2})[^“”]{3,20}”"
    "(?!的?(?:政务|官方)?(?:微信|公众号|微博|抖音|视频号|账号|APP|客户端|网站|小程序|平台|专栏|栏目|系统))"
)
# An example's number: none that a telephone has begins with 1 behind the code of its place.
_EXAMPLE_NUMBER = found_fast(r"电话[:：]?(?:(?:010|02\d|0[3-9]\d\d)-?)?12345678?(?!\d)", "电")
# Blanks where a number should be, in the words as they were typed.
_HOLE = seldom(
    rf"(?<={HAN})[ \u3000\u00a0\t]+(?=(?:件次|件|条|份|人次|次|万元|元|篇|起|场|期|例)(?:[，"
    r",。；;、（）()\n]|$))"
)
# Boxes, leftovers of a web page and characters that no font has, which evening out would hide.
_AS_TYPED = found_fast(
    rf"□{{2,20}}|(?<={HAN})[○◯]{{1,20}}(?={_COUNTED})|&(?:nbsp|amp|lt|gt|quot|emsp|ensp);|(?<={HAN})[\ue000-\uf8ff]+(?={HAN})",
    "□○◯&\ue000-\uf8ff",
)
# Letters that were lost on the way, replaced one by one; what stands in each of them, found at once.
_LOST = re.compile(rf"\ufffd+|[?？]{{3,80}}|(?<={HAN})\?{{2}}(?={HAN})|#{{3,80}}|锟斤")
_LOST_MARKS = ("\ufffd", "??", "？？", "###", "锟斤")
# Words read in another encoding than written have none of the stops by which Chinese goes on.
_STOPS, _WITHOUT = "，。", 50
_LATIN = r"[À-ÖØ-öø-ÿ][\u0080-¶¸-ÖØ-öø-ƒˆ˜–-•…‰‹›€™]{3,80}"
_HAN = re.compile(HAN)
_NOTHING_SAID = re.compile(
    r"(?:[\d.,%]+|同上|[(【]?略[)】]?|年月日|(?:详?见|参见)附[件表页]|详见(?:网站|上年|去年)|-+|/+|\.+|…+|空|XX|内容)[。.]?"
)
# A passage that is nothing but words in brackets, and denies nothing, is what the form said should be
# written.
_ONLY_BRACKETS = re.compile(r"[(【](?:(?![无未没不\d])[^()【】\n]){6,80}[)】]。?")
# A heading with nothing below it.
_ONLY_HEADING = re.compile(
    rf"[(（]?[一二三四五六七八九十\d]{{1,2}}[)）、.]\s*(?:(?![未没无已均了]){HAN}){{2,12}}[。:]?"
)
_NONE = re.compile(r"(?:无|暂无|无内容|未开展|不涉及)[。.]?")


def instruction_remarks(
    text: str, instructions: Iterable[str] = (), *, may_be_none: bool = True
) -> tuple[Remark, ...]:
    """Check that nothing was left in.

    Placeholders and sentences of the form's own `instructions` must not be left in the prose.

    ``may_be_none``: whether “无” is an answer in this passage.
    """
    passage = script(text)
    whole = passage.text.strip()
    if (
        _NOTHING_SAID.fullmatch(whole)
        or _ONLY_HEADING.fullmatch(whole)
        or (not may_be_none and _NONE.fullmatch(whole))
    ):
        says = f"只写了“{whole}”，没有写出本单位的情况。"
        return (remark(passage, (0, len(passage.text)), "instruction", says),)
    spans = [match.span() for match in _LEFT_IN.finditer(passage.text)]
    quoted = [range(*words.span()) for words in _QUOTED_WORDS.finditer(passage.text)] if spans else []
    spans = [span for span in spans if not any(span[0] in words for words in quoted)]
    for even in _instructions(tuple(instructions)):
        if even in passage.text:
            place = passage.text.find(even)
            spans.append((place, place + len(even)))
    if _ONLY_BRACKETS.fullmatch(whole) and not spans:
        spans.append((0, len(passage.text)))
    left = [
        remark(passage, span, "instruction", f"“{passage.text[slice(*span)]}”是填写说明或占位文字。")
        for span in sorted(spans)
    ]
    return (*left, *_example_numbers(passage), *_holes(text), *_strays(text))


def _example_numbers(passage: Script) -> Iterator[Remark]:
    """Find telephone numbers that nobody has, left in from an example."""
    for match in _EXAMPLE_NUMBER.finditer(passage.text):
        says = f"“{match[0]}”像是示例里的号码（固定电话不以 1 开头），不是本单位的电话。"
        yield remark(passage, match.span(), "instruction", says)


def _holes(text: str) -> Iterator[Remark]:
    """Find blanks where a number should stand: “收到申请  件”."""
    for match in _HOLE.finditer(text) if " " in text or "\u3000" in text or "\u00a0" in text else ():
        start, end = max(0, match.start() - 4), match.end() + 1
        quote = text[start:end]
        yield Remark(
            subject="instruction", quote=quote, start=start, end=end, says=f"“{quote}”里的数空着，没有填写。"
        )


def _strays(text: str) -> Iterator[Remark]:
    """Find what was typed in place of words, or copied from a page by mistake."""
    for first, last in (*(match.span() for match in _AS_TYPED.finditer(text)), *islice(_lost(text), 1)):
        start, end = max(0, first - 4), min(len(text), min(last, first + _QUOTED) + 4)
        says = f"“{text[start:end]}”里有占位方框、网页代码、乱码或者显示不出的字符，请改正。"
        yield Remark(subject="instruction", quote=text[start:end], start=start, end=end, says=says)


def _lost(text: str) -> Iterator[tuple[int, int]]:
    """Find where letters were lost: one place tells of all of them."""
    if any(mark in text for mark in _LOST_MARKS):
        yield from (match.span() for match in _LOST.finditer(text))
    if sum(map(text.count, _STOPS)) * _WITHOUT < len(text):
        yield from (match.span() for match in _perhaps_garbled().finditer(text) if _is_garbled(match))


@lru_cache(maxsize=1)
def _perhaps_garbled() -> re.Pattern[str]:
    """Return how words look that were read in another encoding; made only where one is in doubt.

    Of Chinese in UTF-8 read as GBK every third letter is one of those that begin as Chinese does in UTF-8.
    """
    pairs = (bytes((first, second)) for first in range(0xE4, 0xEA) for second in range(0x80, 0xC0))
    begin = "".join(pair.decode("gbk", "ignore") for pair in pairs)
    return re.compile(rf"[{begin}].{{0,3}}[{begin}].{{0,3}}[{begin}].{{0,40}}|(?P<latin>{_LATIN})")


def _is_garbled(match: re.Match[str]) -> bool:
    """Whether words are Chinese when they are read as UTF-8, as at least half of them must be."""
    written = match[0].encode("gb18030", "replace")
    letters = len(_HAN.findall(written.decode("utf-8", "ignore")))
    return match["latin"] is not None or letters * _LETTER * 2 > len(written)


@lru_cache
def _instructions(sentences: tuple[str, ...]) -> tuple[str, ...]:
    even = [script(sentence).text.rstrip("。") for sentence in sentences]
    return tuple([sentence for sentence in even if sentence])
