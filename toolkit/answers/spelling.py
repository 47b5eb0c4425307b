"""What people type into a figure's cell, and what it certainly means.

One table of readings, printed in the manual.

Reading returns a value and what there is to say about it; it never raises and never guesses.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeAlias

from toolkit.answers.characters import seen_text, unusual_character
from toolkit.form.model import (
    NOT_APPLICABLE,
    SIGNIFICANT,
    Amount,
    Figure,
    Kind,
    Mark,
    exact_amount,
    plain_digits,
)

Raw: TypeAlias = str | float | bool | date | datetime | time | timedelta | None

COUNTERS = "件条次人项个份部宗起例篇期场"
NOTHING = {"无", "零", "没有", "〇", "无。", "暂无"}
DASHES = frozenset("-‐‑‒–—―−─━⸺⸻﹘﹣－⁃")  # all of them are seen as the same stroke
_STROKES = 3  # so many dashes beside each other are still one
# What the sheet itself takes as the reader does, since the printed sum stays right: the words above, and
# what is dropped between their characters; any other text it asks to be typed again as a number.
SHEET_SPACES = (" ", "\u3000", "\u00a0", "\n", "\t")
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
SHEET_ZEROS = tuple(sorted({*NOTHING, *(word.translate(_WIDE) for word in NOTHING)}))
_SHEET_STROKES = {"-", "--", "—", "——", "———", "－", "–"}  # of the dashes, those that a sheet's formula lists
SHEET_NOTHING = tuple(
    sorted({word for each in NOT_APPLICABLE | _SHEET_STROKES for word in (each, each.translate(_WIDE))})
)
_PLAIN = re.compile(r"[0-9]{1,15}(\.[0-9]{1,15})?")
_THOUSAND_OR_ONE = ".000"  # of a count: 1.000 may be meant for 1,000
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]{1,15})?")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # １２，．（ … to 12,.(
_UNIT = re.compile(r"(?<=[0-9])\(([^()0-9]+)\)\Z")  # behind a number, in brackets: 12（件）
_PARTED = re.compile(r"[0-9.,]\s+[0-9.,]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """What a cell means.

    ``normalised``: it was not a plain number, and is listed as “读作”; ``refusal``: why it cannot be taken.
    """

    figure: Figure
    normalised: bool = False
    refusal: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Spelling:
    """One way of writing a figure.

    What it looks like, how it is read, an example in a cell of ``kind`` for the manual.
    """

    title: str
    example: str
    result: str
    read: Callable[[str, Kind], Amount | Mark | None]
    kind: str = "count"


def _plain(text: str, kind: Kind) -> Amount | None:
    if not _PLAIN.fullmatch(text) or (not kind.decimals and text.endswith(_THOUSAND_OR_ONE)):
        return None
    return exact_amount(Decimal(text))


def _thousands(text: str, _kind: Kind) -> Amount | None:
    return exact_amount(Decimal(text.replace(",", ""))) if _THOUSANDS.fullmatch(text) else None


def _digits(text: str, kind: Kind) -> Amount | None:
    """Read plain digits, with or without commas between the thousands."""
    return _plain(text, kind) if _PLAIN.fullmatch(text) else _thousands(text, kind)


def _counted(text: str, kind: Kind) -> Amount | None:
    """Read “12件” in a cell of counts."""
    bare = (
        text.removesuffix("人次") if text.endswith("人次") else text[:-1] if text[-1:] in COUNTERS else None
    )
    if kind.unit or bare is None:
        return None
    return _digits(bare, kind)


def _money(text: str, kind: Kind) -> Amount | None:
    """Read an amount whose unit is written out whole: 元 or 万元, in a cell of either."""
    for unit, steps in (("万元", 10_000), ("元", 1)):
        bare = text.removesuffix(unit)
        if kind.unit and bare != text:
            number = _digits(bare, kind)
            own = 10_000 if kind.unit == "万元" else 1
            return None if number is None else exact_amount(Decimal(number) * steps / own)
    return None


def _change(text: str, kind: Kind) -> Amount | None:
    """Read “+2”, “减4”, “0/0” in a cell of changes (本年增/减 of the 2019 form)."""
    if not kind.signed:
        return None
    if text in {"0/0", "+0/-0"}:
        return 0
    sign = {"+": 1, "增": 1, "增加": 1, "-": -1, "−": -1, "减": -1, "减少": -1}
    for word in sorted(sign, key=len, reverse=True):
        if text.startswith(word) and _PLAIN.fullmatch(text[len(word) :]):
            return exact_amount(Decimal(text[len(word) :]) * sign[word])
    return None


def is_dash(text: str) -> bool:
    """Whether a text is a stroke, however it is drawn."""
    return bool(text) and len(text) <= _STROKES and set(text) <= DASHES


SPELLINGS: tuple[Spelling, ...] = (
    Spelling(title="文本格式的数字、全角数字、带空格的数字", example="１２", result="12", read=_plain),
    Spelling(title="带千分位的数", example="3,985,758", result="3985758", read=_thousands),
    Spelling(
        title="带量词的数（件、条、次、人、项、个、份、部、宗、起、例、篇、期、场、人次）",
        example="12件",
        result="12",
        read=_counted,
    ),
    Spelling(
        title="写明单位的金额（元、万元，自动换算成本格的单位）",
        example="251000元",
        result="25.1",
        read=_money,
        kind="wanyuan",
    ),
    Spelling(
        title="增减数（只在 2019 年表样的“本年增/减”格）",
        example="减4",
        result="-4",
        read=_change,
        kind="change",
    ),
    Spelling(
        title="无、零、没有", example="无", result="0", read=lambda text, _: 0 if text in NOTHING else None
    ),
    Spelling(
        title="/、—、-、不适用（读作“不适用”，不是 0，合计时不计数）",
        example="/",
        result="/",
        read=lambda text, _: Mark.NOT_APPLICABLE if text in NOT_APPLICABLE or is_dash(text) else None,
    ),
)

# what is refused, for the manual: an example, and the kind of cell it stands in
REFUSED: tuple[tuple[Raw, str], ...] = (
    ("2000万", "wanyuan"),
    ("1.2亿", "wanyuan"),
    ("减4", "count"),
    ("+2", "count"),
    ("0/0", "count"),
    ("12、13", "count"),
    ("1 2", "count"),
    (3.0000001, "count"),
    (-3, "count"),
    ("12元", "count"),
    ("0,251", "wanyuan"),
    ("十二", "count"),
    ("约20", "count"),
    ("①", "count"),
    ("12%", "count"),
    (date(2023, 1, 5), "count"),
    ("2023-01-05", "count"),
    (True, "count"),
    ("#REF!", "count"),
    (0.0000001, "wanyuan"),
)


def certain_figure(raw: Raw, kind: Kind) -> Figure | None:
    """Read what nearly every cell holds, a plain count or nothing; None when `read_figure` has to judge."""
    if type(raw) is float and raw.is_integer() and 0 <= raw <= kind.maximum:
        return int(raw)
    return Mark.BLANK if raw == "" or raw is None else None


def read_figure(raw: Raw, kind: Kind) -> Read:
    """Read one cell's content as a figure of this `kind`, or say why it is none.

    `raw` is what the file holds: nothing, a truth, a number, a text, a day. A figure that was written
    otherwise than as plain digits (29件, １２, 1,234) was normalised; a negative, broken or doubtful
    one comes with a refusal and no figure. Money counts in the form's unit; where another is written out
    (251000元 in a cell of 万元), it is converted, and normalised too.
    """
    match raw:
        case None:
            return Read(figure=Mark.BLANK)
        case bool():
            return _refuse("是逻辑值，不是数")
        case int() | float():
            if raw != raw or raw in (float("inf"), float("-inf")):  # noqa: PLR0124 (NaN)
                return _refuse("不是一个数")
            return _judged(Decimal(format(raw, f".{SIGNIFICANT}g")), kind, normalised=False)
        case str():
            return _read_text(raw, kind)
    return _refuse("是日期或时间，不是数")


def sheet_text(text: str) -> str:
    """Take the spaces out of a text as the sheet does."""
    for space in SHEET_SPACES:
        text = text.replace(space, "")
    return text


def sheet_figure(text: str) -> Figure:
    """Say what a text in a figure's cell is to the sheet.

    Nothing, 0, 不适用, or something to be typed again.
    """
    bare = sheet_text(text)
    if not bare:
        return Mark.BLANK
    if bare in SHEET_ZEROS:
        return 0
    return Mark.NOT_APPLICABLE if bare in SHEET_NOTHING else Mark.UNREADABLE


def _read_text(raw: str, kind: Kind) -> Read:
    text = seen_text(raw.translate(_FULL_WIDTH))
    if not text:
        return Read(figure=Mark.BLANK)
    if _PARTED.search(text):
        return _refuse("数字中间有空格或换行，分不清是一个数还是两个数")
    text = _UNIT.sub(r"\1", re.sub(r"\s+", "", text))
    for spelling in SPELLINGS:
        figure = spelling.read(text, kind)
        if isinstance(figure, Mark):
            return Read(figure=figure, normalised=True)
        if figure is not None:
            return _judged(Decimal(figure), kind, normalised=True)
    return _refuse(_why(text))


def _judged(amount: Decimal, kind: Kind, *, normalised: bool) -> Read:
    refusal = kind.refusal(amount)
    if refusal is not None:
        return _refuse(refusal)
    return Read(figure=exact_amount(amount), normalised=normalised)


def _refuse(why: str) -> Read:
    return Read(figure=Mark.UNREADABLE, refusal=why)


def _why(text: str) -> str:
    odd = unusual_character(text)
    if odd is not None:
        return f"其中有看不见的或不是普通数字的字符{odd}"
    if text.startswith("=") or "DISPIMG" in text:
        return "是嵌在格里的图片或没有算出来的公式"
    if re.fullmatch(r"0[0-9]*(,[0-9]{3})+", text):
        return "以 0 开头又有逗号，分不清逗号是千分位还是小数点"
    if re.fullmatch(r"[0-9.,]+[万亿千百]", text):
        return f"带了“{text[-1]}”，没有写明单位，分不清大小"
    if re.fullmatch(r"(?!\d\d/\d\d?$)\d{2,4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?", text):
        return "是日期，不是数"
    if re.fullmatch(r"[-+][0-9].*|[增减].*", text):
        return "写的是增减或负数，不是数量"
    if re.match("#N/A[（(]", text):  # what no office program writes into a file
        return "在文件里的写法不合规范，用不同的软件打开，看到的会不一样"
    if re.match(r"#[A-Z]|Err:", text):
        return "是公式出错的结果"
    if re.search(r"[0-9][/、;~][0-9]", text):
        return "一格里有两个数"
    return "不是一个确定的数"


# what stood in a cell that was read as an error: it says so, lest anybody take it for a figure
_NO_ERROR = re.compile("#N/A（存的是“(.*)”）", re.DOTALL)


def cell_content(raw: Raw) -> Amount | str:
    """Return what a cell holds, for a finding.

    A number as a number, words as the clerk sees them, shortened.
    """
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        return exact_amount(Decimal(repr(raw))) if math.isfinite(raw) else str(raw)
    if isinstance(raw, timedelta):  # as hours, minutes and seconds are shown that go on beyond a day
        minutes, seconds = divmod(round(raw.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    text = _NO_ERROR.sub(r"\1", str(raw))
    return text if len(text) <= 40 else text[:40] + "…"


def written_content(raw: Raw) -> str:
    """Write a cell's content for a message."""
    holds = cell_content(raw)
    return holds if isinstance(holds, str) else plain_digits(holds)
