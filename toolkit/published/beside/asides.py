"""Lines beside the figures of a table: which are known to change none of them, how the others are quoted."""

import re
from collections.abc import Sequence

from toolkit.published.labels import label, squeeze
from toolkit.published.notes import Finding, reading_note
from toolkit.published.pages import GOES_ON

MOST_QUOTED = 3  # lines
LONGEST_QUOTED = 30  # characters of one
# 单位：件 · （单位：件、万元） · 收费金额单位：万元: as the form counts
_AS_THE_FORM = re.compile(
    r"(?:(?:收费|收入|数量|金额|计量|计数)*单位|金额|人民币):?(?:(?:件|项|个|万元|人民币|金额|收费)[、,/和及()]*)+"
)
_NUMBER_OF_TABLE = re.compile(r"附?[表件](?:\d|[一二三四])?")
_SIGNED = re.compile(
    r"(?:(?:单位|统计)?(?:填[表报]|制表|编制|经办|审[核批]|复核|负责|联系)人:?"
    r"(?P<name>[\u4e00-\u9fff]{2,3})?(?=(?:单位|统计)?(?:填|制|编|经|审|复|负|联)|$))+"
)
_OFFICE = re.compile(r"(?:填[表报]|制表|编制|报送|编报)(?:单位|机关):?|单位名称:?")
# no name of a person, whatever stands before it: 审核人：有误
_NO_NAME = re.compile(r"[误错估约未非数据纸质准初暂旧]")


def says_nothing(text: str, title: str, unit: str) -> bool:
    """Whether a line beside a table is known to change none of its figures; every other is asked about.

    That it goes on, the number of a page or a table, a piece of its `title`, the units that the form counts
    in, who filled it in: a person, or the `unit` that reports.
    """
    plain = squeeze(text)
    bare = re.sub(r"[()\[\]【】。;]", "", plain)
    words = label(text).words
    if not words or GOES_ON.fullmatch(text.strip()) or words in label(title).words:
        return True
    if _AS_THE_FORM.fullmatch(bare) or _NUMBER_OF_TABLE.fullmatch(bare.rstrip(":、.")):
        return True
    office = _OFFICE.match(plain)
    own = office is not None and plain[office.end() :] in {"", squeeze(unit), "本单位", "本机关"}
    return own or bool(_SIGNED.fullmatch(plain) and not _NO_NAME.search(plain))


def quote_asides(texts: Sequence[str], place: str, *, line: str, whole: str) -> Finding:
    """Ask about `texts` beside the figures below the heading `line`, the first of which stands at `place`.

    Of several the beginnings of the first few are quoted: “、“数据有误”等 5 处”.
    """
    first, *more = (text.strip()[:LONGEST_QUOTED] for text in texts)
    others = "".join(f"、“{text}”" for text in more[: MOST_QUOTED - 1])
    why = others if len(texts) <= MOST_QUOTED else f"{others}等 {len(texts)} 处"
    return reading_note("P23", place=place, found=first, line=line, why=why, whole=whole)
