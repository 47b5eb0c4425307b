"""The headings of a report, of its sections and their parts, and what stands behind one in its line."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache

from toolkit.form.model import Field
from toolkit.published.labels import Label, label, squeeze

NUMERALS = "〇一二三四五六七八九十"
LONGEST_HEADING = 45
_LONGEST_NUMBER = 20  # characters of a number that stands in a line of its own, spaces and all
ALIKE = 0.55  # 四、因政府信息公开工作被申请行政复议、提起行政诉讼情况 is the title of section 四 too
VERY_ALIKE = 0.8  # so much that the words tell the section, whatever number is printed
_PART = re.compile(rf"第([{NUMERALS}])(?:部分|章|节|篇|条)[、:.]?")
# as pages with pictures for headings have them: PART 01, 01; and as lawyers do: 壹、 (陆某 is somebody)
_COUNTED = re.compile(
    r"(?:(?:part|no)?\.?0?(?P<digit>[1-6])|(?:(?P<formal>[壹贰叁肆伍陆])|(?P<roman>I{1,3}|IV|VI?))(?=[、.:]|$))[、.:]?"
    r"(?=\D|$)",
    re.IGNORECASE,
)
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI")
_SENTENCE = "[^。；]{7,}[。；].*"
_AFTER_NUMBER = re.compile(r"^([(（]?[一二三四五六七八九十]{1,3}[)）、.．])\s+")
_BRACKETED = re.compile(r"^[(（][一二三四五六七八九十][)）]")
_ABOUT_IT = "(?:工作|落实|方面)?(?:开展)?(?:的)?(?:情况|方面|工作)"
_COMMA = re.compile("[,，]")
_NOTHING = re.compile(r"[(（]\s*(?:暂?无|没有)")


def heading_of(text: str) -> Label | None:
    """Give what a paragraph says that may be the title of a section; None where it is none."""
    plain = squeeze(text).rstrip("。:")
    sentence = len(plain) > LONGEST_HEADING or "。" in plain or plain.startswith("(")
    if sentence:
        return None
    printed = label(plain)
    if part := _PART.match(plain):
        return printed._replace(number=part[1], words=label(plain[part.end() :]).words)
    if not printed.number and (counted := _COUNTED.match(plain)):
        return printed._replace(number=_counted(counted), words=label(plain[counted.end() :]).words)
    return printed


def _counted(found: re.Match[str]) -> str:
    """Give the form's numeral for a number of another kind; a digit stays one: only the very words fit."""
    if found["digit"]:
        return found["digit"]
    formal = (
        "〇壹贰叁肆伍陆".index(found["formal"]) if found["formal"] else _ROMAN.index(found["roman"].upper())
    )
    return NUMERALS[formal]


def is_number_of(text: str, heading: str, known: Sequence[Label]) -> bool:
    """Whether a line is but the number of the heading below it, one of those that are `known`."""
    if len(text.strip()) > _LONGEST_NUMBER:
        return False
    number, words = heading_of(f"{text.strip()}、"), label(heading).words
    if number is None or number.words or label(heading).number:
        return False
    plain = number.number.lstrip("0")
    meant = (one for one in known if one.words in {words, _words(heading)})
    return any(plain in {one.number, str(NUMERALS.find(one.number))} for one in meant if one.number)


def is_title(printed: Label | None, official: Label, part: str = "") -> bool:
    """Whether a heading is the title of a section: the very words, or the number and nearly the words.

    With a number of another kind (1.) only the very words. One that is nearer to those of the
    `part` with its number is the heading of that: 四、政府信息公开平台建设情况.
    """
    if printed is None:
        return False
    if printed.words == official.words:
        return printed.number in {"", official.number, str(NUMERALS.index(official.number))}
    if printed.words == f"{official.number}{official.words}":  # 一 总体情况
        return True
    if printed.number != official.number:
        return False
    alike = _likeness(printed.words, official.words)
    near = alike >= ALIKE or official.words in printed.words
    return near and alike > _likeness(printed.words, part)


def is_misnumbered(printed: Label | None, official: Label, own: Sequence[str]) -> bool:
    """Whether a heading is the title of a section by its words alone: its number is that of another one.

    Sections counted on from one that was left out, or with a number twice. `own`: what has the printed number
    in the form, a section and a part; to none of these is it as near.
    """
    if printed is None or printed.number not in {*NUMERALS} - {official.number}:
        return False
    within = official.words in printed.words
    alike = 1.0 if within else _likeness(printed.words, official.words)
    return alike >= VERY_ALIKE and all(
        one not in printed.words and _likeness(printed.words, one) < alike for one in own if one
    )


def running_heading(text: str) -> tuple[Label, str]:
    """Give what may be a heading at the beginning of a paragraph, up to its stop, and what follows it."""
    found = (_until(_AFTER_NUMBER.sub(r"\1", text.strip()), stop) for stop in (r"[。：:]", r"\s"))
    head, rest = min(found, key=lambda one: len(one[0]))
    return label(head), rest


def after_title(text: str, official: Label, part: str) -> str:
    """Give what follows the title of a section in its own paragraph (六、其他需要报告的事项：无)."""
    plain = text.strip()
    if not plain.startswith(official.number):
        return ""
    for stop in (r"\s", r"[。：:]", "[—–-]+", "(?=[（(])"):
        head, rest = _until(plain, stop)
        printed = label(head)
        exact = printed == official
        if rest and (exact or (stop[0] == "[" and is_title(printed, official, part))):
            return rest if stop[0] != "(" or _NOTHING.match(rest) else ""
    return ""


def after_part(text: str, one: Field) -> str | None:
    """Give what follows a part's heading in its paragraph (“（一）主动公开情况。2024年…”).

    None: it is not its heading. A space ends the very words, any other heading ends at a stop. What begins
    with the very words and is a sentence only with what follows them is both.
    """
    plain = _AFTER_NUMBER.sub(r"\1", text.strip())
    official = label(one.label)
    spaced, after_space = _until(plain, r"\s")
    if after_space and _words(spaced) == official.words and _is_part(spaced, official):
        return after_space
    head, rest = _until(plain, r"[。：:]")
    bare = _bare(official).match(plain)
    if bare and (not rest or _COMMA.search(head)):
        return bare["rest"]
    if _is_part(head, official):
        return plain if re.search(r"\d", label(head).words) else rest  # one with a figure is more than that
    return after_space if after_space and _is_part(spaced, official) else None


def after_moved_part(text: str, one: Field) -> str | None:
    """Give what follows the very words of a part that has the number of another: it was moved."""
    plain, moved = _BRACKETED.subn(f"（{label(one.label).number}）", text.strip(), count=1)
    head, _ = _until(plain, r"[。：:\s]")
    return after_part(plain, one) if moved and _words(head) == label(one.label).words else None


def _words(head: str) -> str:
    """Give the words of a part's heading without those that any of them may end with."""
    return re.sub(rf"{_ABOUT_IT}$", "", label(head).words)


def _is_part(head: str, official: Label) -> bool:
    """Whether a heading is that of a part: the very words, or the number and nearly the words."""
    number, words = label(head).number, _words(head)
    if not words or len(head) > LONGEST_HEADING or number not in {"", official.number}:
        return False
    if words == official.words:
        return True
    within = official.words in words or words in official.words
    return bool(number) and (within or _likeness(words, official.words) >= ALIKE)


@cache
def _bare(official: Label) -> re.Pattern[str]:
    """Give the pattern of a heading that runs on into its text: its number, its very words, what follows."""
    words = r"\s*".join(map(re.escape, official.words))
    return re.compile(
        rf"[(（]?{official.number}[)）、.．]{words}{_ABOUT_IT}[，,\s]*(?P<rest>{_SENTENCE})", re.DOTALL
    )


def _until(text: str, stop: str) -> tuple[str, str]:
    found = re.search(stop, text)
    return (text[: found.start()], text[found.end() :].strip()) if found else (text, "")


def _likeness(words: str, official: str) -> float:
    return SequenceMatcher(None, words, official, autojunk=False).ratio() if official else 0
