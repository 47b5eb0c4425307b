"""Characters that are not what they look like: those nobody sees, and those that look like others.

One table for figures, labels, names and words: what certainly changes nothing is dropped or made ordinary,
everywhere alike.
"""

import re
import unicodedata
from functools import lru_cache

# marks of direction that cannot change the order of digits and Latin letters, zero-width characters, soft
# hyphen, byte order mark, variation selectors: nothing is seen of them, whatever they stand in
UNSEEN = frozenset(
    "\u00ad\u034f\u180e\u200b\u200c\u200d\u200e\u2060\u2061\u2062\u2063\u2064\u202a\u202c\u202d\u2066\u2068\u2069\ufeff"
) | frozenset(map(chr, range(0xFE00, 0xFE10)))
# marks that turn the order of what stands behind them: harmless only round a whole figure, and only those
# that force nothing
_AROUND = "\u200f\u061c"
_DROPPED = re.compile(f"[{''.join(sorted(UNSEEN))}]+")

# radicals (U+2E80…) that look like a whole character, and that PDFs, OCR and some input methods put for it.
# Those of U+2F00… are made ordinary by NFKC.
RADICALS = str.maketrans(
    "⺝⺟⺠⺩⺷⻁⻃⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
    "月母民王羊虎西西见角贝车長长门雨青韦页风飞食首马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
)


@lru_cache(maxsize=4096)
def seen_text(text: str) -> str:
    """Return what is seen of a text.

    Without the characters of which nothing is seen, and without blanks around it.
    """
    if text.isascii():
        return text.strip()
    return _DROPPED.sub("", text).strip().strip(_AROUND).strip()


def ordinary_text(text: str) -> str:
    """Return a text in ordinary characters: one width, radicals as the characters that they look like."""
    return text if text.isascii() else unicodedata.normalize("NFKC", seen_text(text).translate(RADICALS))


_ODD = (  # compiled where a figure is refused
    r"[^\t\n\r -~\u00a0\u00b0\u00b1\u00b7\u00d7\u2010-\u2027\u2030-\u203a\u2103\u2116\u2190-\u21ff\u2200-\u22ff\u2460-\u2473\u2500-\u257f\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e\uffe5]"  # noqa: E501
)


def unusual_character(text: str) -> str | None:
    """Name the first character of a figure's text that only looks like an ordinary one, or like nothing."""
    found = re.search(_ODD, text)
    if found is None:
        return None
    odd = found[0]
    shown = f"“{odd}”" if unicodedata.category(odd)[0] in "LNPS" else ""
    return f"{shown}（U+{ord(odd):04X}）"
