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
from typing import NamedTuple

WIDEST = 11  # characters that General shows of a number at most, the decimal point counted
PRECISE = 400  # digits that hold any number of a cell to its last decimal: they reach 1.8E308
# languages whose numbers are written 1,234.5, and countries where they are not
LANGUAGES, OTHER_SEPARATORS = {"zh", "en", "ja", "ko"}, {"ZA", "IN"}

_COMPARE: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
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
    # the first section whose condition holds applies (OpenDocument), the last one otherwise
    in_order: bool = False

    @property
    def plain(self) -> bool:
        """Whether it shows every whole number from 0 on, and every text, as it is held."""
        first, *others = self.numbers or (FormatSection((General(),)),)
        return (
            (first.condition is None or (self.in_order and first.condition == _FROM_ZERO))
            and first.pieces is not None
            and _bare(first.pieces)
            and (len(others) <= 1 or others[1] == first)
            and (self.text is None or (self.text.of_text and _bare(self.text.pieces or ())))
        )

    def seen(self, value: Decimal) -> tuple[str | None, ...]:
        """Return the texts of which one is shown for a number; None among them where that is not certain."""
        return tuple(_shown(section, value, signed=signed) for section, signed in self._sections(value))

    def seen_text(self, text: str) -> str | None:
        """Return what is shown of a text; None where that is not certain."""
        if self.text is None:
            return text
        pieces = self.text.pieces
        if pieces is None or any(isinstance(piece, (Digits, General)) for piece in pieces):
            return None  # where a number is to stand, one program shows the text, another “0”
        return "".join(piece.text if isinstance(piece, Literal) else text for piece in pieces)

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


NOWHERE = FormatSection(None)


def _conditional(sections: Sequence[FormatSection], value: Decimal) -> list[FormatSection]:
    """Return the sections that one office program or another chooses for the value."""
    first, second = sections[0].condition, sections[1].condition if len(sections) > 1 else None
    if any(section.condition for section in sections[2:]) or value < 0:
        return [*sections, NOWHERE]  # signs and later conditions are each program's own affair
    if first is not None and first.holds(value):
        return [sections[0]]
    if second is not None and second.holds(value):
        return [sections[1]] if first is not None else [sections[0], sections[1]]
    if first is None or len(sections) == 1:
        return [*sections, NOWHERE]
    return list(sections[2 if second is not None else 1 :]) or [NOWHERE]


def _first_that_holds(sections: Sequence[FormatSection], value: Decimal) -> list[tuple[FormatSection, bool]]:
    if value < 0 and len(sections) > 1 and any(section.condition != _FROM_ZERO for section in sections[:-1]):
        return [(NOWHERE, False)]  # whether a minus is put before it depends on the program
    chosen = next((s for s in sections if s.condition is None or s.condition.holds(value)), NOWHERE)
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
