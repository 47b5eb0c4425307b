"""What a number format makes of a cell's content: the text that a person sees, where that is certain.

A whitelist: digits, grouping, a decimal point, literals, colours, conditions, scaling, percent, General and
the text of a text cell are rendered; a format that uses anything else (dates, exponents, fractions, numerals
of other scripts) gives no text, and nobody vouches for a number in it. The grammar is that of ECMA-376 part
1, 18.8.31; where office programs choose the section for a value in different ways, every section that one of
them may choose is named.
"""

import operator
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from typing import NamedTuple

WIDEST = 11  # characters that General shows of a number at most, the decimal point counted
PRECISE = 400  # digits that hold any number of a cell to its last decimal: they reach 1.8E308
_LONGEST = 255  # characters of a format code that Excel takes
_SECTIONS = 4

_COMPARE: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}

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


class Condition(NamedTuple):
    """When a section applies: “<10000”."""

    sign: str
    limit: Decimal

    def holds(self, value: Decimal) -> bool:
        """Whether the value meets it."""
        return _COMPARE[self.sign](value, self.limit)


_FROM_ZERO = Condition(">=", Decimal(0))


class Literal(NamedTuple):
    """Characters that are shown as they are."""

    text: str


class Digits(NamedTuple):
    """The number: digits before the point at least, digits behind it, the last ``optional`` vanish as 0.

    ``scale``: the number is shown divided by ten so many times (thousands: 3; percent: −2). ``inside``:
    literals that stand between the digits of a whole number, by the digits right of them: “0.0000” with a
    quoted point shows 元 as 万元.
    """

    whole: int = 0
    decimals: int = 0
    optional: int = 0
    grouped: bool = False
    scale: int = 0
    point: bool = False
    inside: tuple[tuple[int, str], ...] = ()


class General(NamedTuple):
    """The number as it is, in 11 characters."""


class Text(NamedTuple):
    """The text of a cell that holds text."""


Piece = Literal | Digits | General | Text


class FormatSection(NamedTuple):
    """One part of a format; ``pieces`` is None where nobody can say what it shows."""

    pieces: tuple[Piece, ...] | None
    condition: Condition | None = None

    @property
    def of_text(self) -> bool:
        """Whether it is for cells that hold text."""
        return self.pieces is not None and any(isinstance(piece, Text) for piece in self.pieces)


@dataclass(frozen=True, kw_only=True, slots=True)
class NumberFormat:
    """A parsed format: its sections for numbers, and what it makes of text (None: shows it as it is)."""

    numbers: tuple[FormatSection, ...]
    text: FormatSection | None = None
    in_order: bool = (
        False  # the first section whose condition holds applies (OpenDocument), the last one otherwise
    )

    @property
    def plain(self) -> bool:
        """Whether it shows every whole number from 0 on, and every text, as it is held."""
        first, *others = self.numbers or (FormatSection((General(),)),)
        return (
            (first.condition is None or (self.in_order and first.condition == _FROM_ZERO))
            and first.pieces is not None
            and _bare(first.pieces)
            and (len(others) <= 1 or others[1] == first)
            and (self.text is None or (self.text.pieces is not None and _bare(self.text.pieces)))
        )

    def seen(self, value: Decimal) -> tuple[str | None, ...]:
        """Return the texts of which one is shown for a number; None among them where that is not certain."""
        return tuple(_shown(section, value, signed=signed) for section, signed in self._sections(value))

    def seen_text(self, text: str) -> str | None:
        """Return what is shown of a text; None where that is not certain."""
        if self.text is None:
            return text
        if self.text.pieces is None:
            return None
        return "".join(
            piece.text if isinstance(piece, Literal) else text
            for piece in self.text.pieces
            if not isinstance(piece, Digits | General)
        )

    def _sections(self, value: Decimal) -> list[tuple[FormatSection, bool]]:
        """Return the sections that may apply to the value, and whether a negative one gets a minus."""
        sections = self.numbers or (FormatSection((General(),)),)
        if self.in_order:
            return _first_that_holds(sections, value)
        if any(section.condition for section in sections):
            return [(section, value < 0) for section in _conditional(sections, value)]
        if value == 0 and len(sections) > 2:
            return [(sections[2], False)]
        if value < 0:
            return [(sections[1], False)] if len(sections) > 1 else [(sections[0], True)]
        return [(sections[0], False)]


def _bare(pieces: Sequence[Piece]) -> bool:
    """Whether the pieces show a number, or a text, and nothing else, unscaled."""
    return sum(not isinstance(piece, Literal) for piece in pieces) == 1 and all(
        not piece.text.strip()
        if isinstance(piece, Literal)
        else not isinstance(piece, Digits) or (piece.scale == 0 and piece.whole > 0 and not piece.inside)
        for piece in pieces
    )


_NOWHERE = FormatSection(None)


def _conditional(sections: Sequence[FormatSection], value: Decimal) -> list[FormatSection]:
    """Return the sections that one office program or another chooses for the value."""
    first, second = sections[0].condition, sections[1].condition if len(sections) > 1 else None
    if any(section.condition for section in sections[2:]) or value < 0:
        return [*sections, _NOWHERE]  # signs and later conditions are each program's own affair
    if first is not None and first.holds(value):
        return [sections[0]]
    if second is not None and second.holds(value):
        return [sections[1]] if first is not None else [sections[0], sections[1]]
    if first is None or len(sections) == 1:
        return [*sections, _NOWHERE]
    return list(sections[2 if second is not None else 1 :]) or [_NOWHERE]


def _first_that_holds(sections: Sequence[FormatSection], value: Decimal) -> list[tuple[FormatSection, bool]]:
    if value < 0 and len(sections) > 1 and any(section.condition != _FROM_ZERO for section in sections[:-1]):
        return [(_NOWHERE, False)]  # whether a minus is put before it depends on the program
    chosen = next((s for s in sections if s.condition is None or s.condition.holds(value)), _NOWHERE)
    return [(chosen, value < 0 and len(sections) == 1)]


def _shown(section: FormatSection, value: Decimal, *, signed: bool) -> str | None:
    if section.pieces is None:
        return None
    parts = []
    for piece in section.pieces:
        match piece:
            case Literal(text):
                if any(unicodedata.category(letter)[0] == "N" for letter in text):
                    return None  # whether a point stands before it depends on the program
                parts.append(text)
            case Digits():
                parts.append(_digits(piece, abs(value)))
            case General():
                number = _general(abs(value))
                if number is None:
                    return None
                parts.append(number)
    text = "".join(parts)
    # a minus stands before everything, literals too
    return f"-{text.lstrip()}" if signed and re.search(r"[0-9]", text) else text


def _general(value: Decimal) -> str | None:
    """Write a number as General does; None where it takes an exponent."""
    text = format(value.normalize(), "f")
    if len(text) <= WIDEST:
        return text
    whole = text.partition(".")[0]
    return (
        None if len(whole) > WIDEST or value < Decimal("0.0001") else _rounded(value, WIDEST - 1 - len(whole))
    )


def _rounded(value: Decimal, decimals: int) -> str:
    with localcontext() as context:
        context.prec = PRECISE
        text = format(value.quantize(Decimal(1).scaleb(-max(decimals, 0)), rounding=ROUND_HALF_UP), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _digits(digits: Digits, value: Decimal) -> str:
    with localcontext() as context:
        context.prec = PRECISE
        scaled = value.scaleb(-digits.scale)
        text = format(scaled.quantize(Decimal(1).scaleb(-digits.decimals), rounding=ROUND_HALF_UP), "f")
    whole, _, behind = text.partition(".")
    whole = whole.lstrip("0").zfill(digits.whole) if digits.whole else whole.lstrip("0")
    if digits.grouped:
        whole = re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", ",", whole)
    for right, text_between in digits.inside:
        whole = f"{whole[:-right]}{text_between}{whole[-right:]}"
    kept = len(behind) - digits.optional
    behind = behind[:kept] + behind[kept:].rstrip("0")
    return whole + ("." if digits.point else "") + behind


# ------------------------------------------------------------------ reading a format code

_COLOURS = (
    r"black|blue|cyan|green|magenta|red|yellow|"
    r"黑色|蓝色|青色|绿色|洋红|洋红色|红色|黄色"
)  # not white, which is not seen
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
    r"|(?P<direct>[-+$()（） '<>={}~^&￥¥　]|[一-鿿]|[，、。])",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\s*(<=|>=|<>|<|>|=)\s*(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)\s*")
_LANGUAGE = re.compile(r"\[\$[^\]-]*-([0-9A-F]+)\]", re.IGNORECASE)
_LOCALE = re.compile(r"\$([^-]*)(?:-([0-9A-F]{1,4}))?", re.IGNORECASE)
# languages whose numbers are written 1,234.5, by their codes (MS-LCID): some programs write a number as the
# format's language does, so that “[$-407]#.##0” shows 25 as 25,000
_LCIDS = {"4", "404", "804", "C04", "1004", "1404", "9", "409", "809", "C09", "1009", "1409", "411", "412"}
LANGUAGES, OTHER_SEPARATORS = {"zh", "en", "ja", "ko"}, {"ZA", "IN"}
_WHITESPACE_FILLS = {" ", "　"}


@lru_cache(maxsize=2048)
def parse(code: str) -> NumberFormat:
    """Read a format code as .xlsx and .xls hold it; what cannot be vouched for shows as None."""
    if len(code) > _LONGEST:
        return NumberFormat(numbers=(_NOWHERE,))
    sections = [_section(part) for part in _split(code)]
    if any(language[1].upper().lstrip("0") not in _LCIDS for language in _LANGUAGE.finditer(code)):
        # some programs write the numbers of every section in the language of one
        sections = [section if section.of_text else _NOWHERE for section in sections]
    if len(sections) > _SECTIONS:
        return NumberFormat(numbers=(_NOWHERE,), text=_NOWHERE)
    if len(sections) == _SECTIONS:
        return NumberFormat(numbers=tuple(sections[:-1]), text=sections[-1])
    if sections[-1].of_text:
        numbers = tuple(sections[:-1])
        only_text = not numbers and sections[-1].pieces == (Text(),)
        return NumberFormat(numbers=numbers if numbers or only_text else (_NOWHERE,), text=sections[-1])
    return NumberFormat(numbers=tuple(sections))


def _split(code: str) -> list[str]:
    """Part a code at the semicolons that are not quoted, escaped or bracketed."""
    parts, current = [], ""
    for piece in re.findall(r'"[^"]*"?|[\\!_*].?|\[[^\]]*\]?|;|[^"\\!_*\[;]+', code, re.DOTALL):
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
            return _NOWHERE
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
    if locale is None or (locale[2] or "804").upper().lstrip("0") not in _LCIDS:
        return None
    return Literal(locale[1])


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
