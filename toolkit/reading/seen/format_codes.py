"""Reading a format code: a number format as .xlsx and .xls write it down.

Who reads codes takes the `NumberFormat` that a code is from here, too.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from toolkit.reading.seen.number_formats import (
    LANGUAGES,
    NOWHERE,
    OTHER_SEPARATORS,
    Condition,
    Digits,
    FormatSection,
    General,
    Literal,
    NumberFormat,
    Piece,
    Text,
)

__all__ = ["BUILT_IN", "NumberFormat", "parse"]


_LONGEST = 255  # characters of a format code that Excel takes
_SECTIONS = 4
# numbers of formats that need no declaration (18.8.30), as a Chinese Excel shows them; those of dates are
# left out
BUILT_IN: Mapping[str, str] = {
    "0": "General",
    "1": "0",
    "2": "0.00",
    "3": "#,##0",
    "4": "#,##0.00",
    "5": '"¥"#,##0;"¥"-#,##0',
    "6": '"¥"#,##0;[Red]"¥"-#,##0',
    "7": '"¥"#,##0.00;"¥"-#,##0.00',
    "8": '"¥"#,##0.00;[Red]"¥"-#,##0.00',
    "9": "0%",
    "10": "0.00%",
    "37": "#,##0;-#,##0",
    "38": "#,##0;[Red]-#,##0",
    "39": "#,##0.00;-#,##0.00",
    "40": "#,##0.00;[Red]-#,##0.00",
    "41": '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    "42": '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    "43": '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    "44": '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    "49": "@",
}
# not white, which is not seen
_COLOURS = r"black|blue|cyan|green|magenta|red|yellow|黑色|蓝色|青色|绿色|洋红|洋红色|红色|黄色"
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"'
    r"|\\(?P<escaped>.)"
    r"|_(?P<space>.)"
    r"|\*(?P<fill>.)"
    r"|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<general>General(?!\w)|G/通用格式|常规)"
    r"|(?P<digits>[0#?][0#?,]*(?:\.[0#?,]*)?|\.[0#?][0#?,]*)"
    r"|(?P<text>@)"
    r"|(?P<percent>%)"
    r"|(?P<direct>(?-i:[-+$()（） '<>={}~^&￥¥　，、。一-鿿]))",  # no letters, which come in two cases
    re.IGNORECASE | re.DOTALL,
)
_APART = re.compile(r'"[^"]*"?|[\\!_*].?|\[[^\]]*\]?', re.DOTALL)  # what is quoted, escaped or in brackets
_CONDITION = re.compile(r"\s*(<=|>=|<>|<|>|=)\s*(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)\s*")
_LANGUAGE = re.compile(r"\[\$[^\]-]*-([^\]]+)\]")
_LOCALE = re.compile(r"\$([^-]*)(?:-(.+))?", re.DOTALL)
# languages whose numbers are written 1,234.5, by their codes (MS-LCID) or else by their names (“zh-CN”): some
# programs write a number as the format's language does, so that “[$-407]#.##0” shows 25 as 25,000
_LCIDS = {"4", "404", "804", "C04", "1004", "1404", "9", "409", "809", "C09", "1009", "1409", "411", "412"}
_WHITESPACE_FILLS = {" ", "　"}


@lru_cache(maxsize=2048)
def parse(code: str) -> NumberFormat:
    """Read a format code as .xlsx and .xls hold it; what cannot be vouched for shows as None."""
    if len(code) > _LONGEST:
        return NumberFormat(numbers=(NOWHERE,))
    parts = _split(code)
    sections = [_section(part) for part in parts]
    if not all(_writes_as_here(language[1]) for language in _LANGUAGE.finditer(code)):
        # some programs write the numbers of every section in the language of one
        sections = [section if section.of_text else NOWHERE for section in sections]
    if len(sections) > _SECTIONS:
        return NumberFormat(numbers=(NOWHERE,), text=NOWHERE)
    if len(sections) == _SECTIONS:
        return NumberFormat(numbers=tuple(sections[:-1]), text=sections[-1])
    if sections[-1].of_text or "@" in _APART.sub("", parts[-1]):  # for texts, though it be unknown how
        numbers = tuple(sections[:-1])
        only_text = not numbers and sections[-1].pieces == (Text(),)
        return NumberFormat(numbers=numbers if numbers or only_text else (NOWHERE,), text=sections[-1])
    return NumberFormat(numbers=tuple(sections))


def _split(code: str) -> list[str]:
    """Part a code at the semicolons that are not quoted, escaped or bracketed."""
    parts, current = [], ""
    for piece in re.findall(rf'{_APART.pattern}|;|[^"\\!_*\[;]+', code, re.DOTALL):
        if piece == ";":
            parts.append(current)
            current = ""
        else:
            current += piece
    return [*parts, current]


def _section(part: str) -> FormatSection:
    pieces: list[Piece] = []
    condition, at, percents = None, 0, 0
    while at < len(part):
        token = _TOKEN.match(part, at)
        if token is None:
            return NOWHERE
        at = token.end()
        kind, text = str(token.lastgroup), token[str(token.lastgroup)]
        if kind == "bracket" and condition is None and _CONDITION.fullmatch(text):
            condition = _condition(text)
            continue
        piece = _piece(kind, text)
        if piece is None:
            return FormatSection(None, condition)
        percents += kind == "percent"
        pieces.append(piece)
    return FormatSection(_sound(pieces, percents), condition)


def _condition(text: str) -> Condition:
    found = _CONDITION.fullmatch(text)
    assert found is not None  # noqa: S101 (its caller has looked)
    return Condition(found[1], Decimal(found[2]))


def _piece(kind: str, text: str) -> Piece | None:
    """Say what one token shows; None when that is not certain."""
    match kind:
        case "quoted" | "escaped" | "direct":
            return Literal(text)
        case "space":
            return Literal(" ")
        case "fill":
            return Literal("") if text in _WHITESPACE_FILLS else None
        case "bracket":
            return _bracket(text)
        case "general":
            return General()
        case "text":
            return Text()
        case "percent":
            return Literal("%")
    return _placeholders(text)


def _bracket(text: str) -> Piece | None:
    if re.fullmatch(
        rf"{_COLOURS}|颜色\s*([3-9]|[1-4]\d|5[0-6])|color\s*([3-9]|[1-4]\d|5[0-6])", text, re.IGNORECASE
    ):
        return Literal("")
    locale = _LOCALE.fullmatch(text)
    return Literal(locale[1]) if locale and _writes_as_here(locale[2] or "804") else None


def _writes_as_here(language: str) -> bool:
    """Whether numbers are written as in Chinese, in the language of a code (“804”) or name (“zh-CN”)."""
    name, *subtags = language.split("-")
    return language.upper().lstrip("0") in _LCIDS or (
        name in LANGUAGES and all(each.isalpha() and each not in OTHER_SEPARATORS for each in subtags)
    )


def _placeholders(text: str) -> Digits:
    """Read “#,##0.00,”: commas within the digits group them, those behind divide by a thousand each."""
    whole, point, behind = text.partition(".")
    scaling = len(whole) - len(whole.rstrip(",")) + len(behind) - len(behind.rstrip(","))
    inside, places = whole.rstrip(","), behind.replace(",", "")
    return Digits(
        whole=len(inside.replace(",", "").lstrip("#?")),
        decimals=len(places),
        optional=len(places) - len(places.rstrip("#?")),
        grouped="," in inside,
        scale=3 * scaling,
        point=bool(point),
    )


def _sound(pieces: Sequence[Piece], percents: int) -> tuple[Piece, ...] | None:
    """Join what belongs together; None where there is more than one number, or a text beside a number."""
    joined = _joined(pieces)
    if joined is None or sum(not isinstance(piece, Literal) for piece in joined) > 1:
        return None
    if percents and any(isinstance(piece, General) for piece in joined):
        return None
    return tuple(
        piece._replace(scale=piece.scale - 2 * percents) if isinstance(piece, Digits) else piece
        for piece in joined
    )


def _joined(pieces: Sequence[Piece]) -> list[Piece] | None:
    """Put the literals that stand between digits into the one number that they all belong to."""
    spots = [i for i, piece in enumerate(pieces) if isinstance(piece, Digits)]
    if len(spots) <= 1:
        return list(pieces)
    run = pieces[spots[0] : spots[-1] + 1]
    groups = [piece for piece in run if isinstance(piece, Digits)]
    if any(group.point or group.grouped or not group.whole for group in groups) or any(
        group.scale for group in groups[:-1]
    ):
        return None
    between: list[tuple[int, str]] = []
    right = 0
    for piece in reversed(run):
        if isinstance(piece, Digits):
            right += piece.whole
        elif isinstance(piece, Literal):
            between.append((right, piece.text))
        else:
            return None
    return [
        *pieces[: spots[0]],
        Digits(whole=right, scale=groups[-1].scale, inside=tuple(between)),
        *pieces[spots[-1] + 1 :],
    ]
