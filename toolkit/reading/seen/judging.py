"""What a figure's cell is read as, when it does not look like what it holds."""

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import NamedTuple

from toolkit.answers.spelling import DASHES, Raw, read_figure
from toolkit.form.model import SIGNIFICANT, Kind, Mark
from toolkit.reading.seen.look import CellLook, Laid, Letters, has_pictures

_NUMBER = re.compile(r"(-|\()?\s*([1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+|(?=\.[0-9]))(?:\.([0-9]*))?\s*(\))?")

_TURNING = re.compile("[\u202b\u202e\u2067]")  # what stands behind them is shown from right to left
_STRUCK, _UNSEEN, _TURNED = "【划掉的：", "【看不见的：", "【倒过来显示的："
_PICTURED = "【显示成图形的："
_PICTURES_SEEN = "用了符号字体（如 Wingdings），显示出来的是图形，不是这些字"
_LAID = {
    Laid.REPEATED: "对齐方式是“填充”，同样的字会一遍一遍显示，直到占满这一格",
    Laid.TURNED: "字是倒着显示的（转了 180 度左右），6 看着像 9",
    Laid.LEANING: "字是斜着、竖着或者一个一个叠着显示的，行不够高时只看得见其中几位",
    Laid.ACROSS: "对齐方式是“跨列居中”，右边的格空着，数显示在右边的格里",
    Laid.ASIDE: "缩进太大，字被挤到了格子外面，看不见",
    Laid.BARRED: "这一格用条件格式设成了“仅显示数据条”或“仅显示图标”，不显示数",
    Laid.UNSHOWN: "这一格设成了不显示或者不打印，纸上看不见",
}
_ASTRAY = "前面或后面有很多空格或空行，把数挤到了格子外面，纸上看到的可能只是其中几位"
_WIDE_SPACE, _MOST_BLANKS = "\u3000", 8  # so many spaces beside a figure leave it in its cell
_OF_FIGURES = {Laid.LEANING, Laid.ACROSS}  # words are read all the same
_BEFORE, _WORDS = 8, 20  # letters quoted before two texts begin to differ, and of each
NO_WORDS = "【不是文字的："  # a day or a number among words, which may be shown otherwise


class Seen(NamedTuple):
    """``raw``: what is to be read; ``refusal``: why nothing is.

    ``rounded``: what is seen where digits are hidden.

    ``odd``: it is letters (struck out, raised, hidden) and not the format that stand against it.
    """

    raw: Raw
    refusal: str | None = None
    odd: bool = False
    rounded: str | None = None
    unseen_zero: bool = False


def see(raw: Raw, look: CellLook, kind: Kind) -> Seen:
    """Say what a person sees of a cell's content, compared with what is held."""
    if raw is None or raw == "":
        return Seen(raw)
    if look.unseen and raw == 0 and raw is not False:  # hidden as by a format: a blank, and no other figure
        laid = None if look.laid is Laid.BARRED else look.laid
        shown = see(raw, look._replace(unseen=False, laid=laid), kind)
        return shown if shown.refusal is not None else Seen(raw, unseen_zero=True)
    marked = _marks(look, str(raw) if isinstance(raw, str) else "")
    if marked is not None:
        return Seen(raw, marked, odd=True)
    if isinstance(raw, str):
        return Seen(raw, _ASTRAY, odd=True) if _goes_astray(raw) else _text(raw, look)
    if isinstance(raw, int | float) and not isinstance(raw, bool) and raw - raw == 0:
        return _number(Decimal(format(raw, f".{SIGNIFICANT}g")), raw, look, kind)
    return Seen(raw)


def _goes_astray(text: str) -> bool:
    """Whether so many spaces or empty lines stand around a figure that it is seen elsewhere, if at all."""
    figure = text.strip()
    before, _, behind = text.partition(figure) if figure else ("", "", "")
    return any(
        len(blanks) + blanks.count(_WIDE_SPACE) > _MOST_BLANKS or blanks.count("\n") > 1
        for blanks in (before, behind)
    )


def _marks(look: CellLook, text: str) -> str | None:
    """Say which letters of a cell are struck out, raised or cannot be seen; None when all of them count."""
    if look.struck:
        return "整格带删除线"
    if look.unseen and look.laid is not Laid.BARRED:
        return "字看不见（颜色与底色相近，或者字号太小）"
    if look.laid is not None:
        return _LAID[look.laid]
    if look.pictured and not look.runs and (not text or has_pictures(text)):
        return _PICTURES_SEEN
    odd = [run for run in look.runs if run.odd]
    return "、".join(f"“{run.text.strip()[:20]}”{_how(run)}" for run in odd[:3]) if odd and text else None


def words_refusal(text: str, look: CellLook) -> str | None:
    """Say why the words of a cell are not what a person reads in it.

    None when they are. Footnote marks are words too.
    """
    if look.runs:
        odd = tuple(run for run in look.runs if run.struck or run.unseen or run.changed)
        look = look._replace(runs=odd, pictured=False)
    if look.laid in _OF_FIGURES:
        look = look._replace(laid=None)
    marked = _marks(look, text)
    if marked is not None:
        return marked
    left = next((mark for mark in (_STRUCK, _UNSEEN, _TURNED, _PICTURED, NO_WORDS) if mark in text), None)
    if left is not None:
        return f"还留着“{left}……】”"
    turning = _TURNING.search(text)
    if turning is not None:
        return f"有使字倒过来显示的控制符（U+{ord(turning[0]):04X}）"
    seen = _text(text, look)
    if seen.refusal is None and seen.raw == text:
        return None
    return seen.refusal or "存的是“{}”，显示的却是“{}”".format(*_apart(text, str(seen.raw)))


def _apart(held: str, shown: str) -> tuple[str, str]:
    """Quote two texts from a little before where they begin to differ."""
    same = next((at for at, (one, other) in enumerate(zip(held, shown, strict=False)) if one != other), None)
    first = max((min(len(held), len(shown)) if same is None else same) - _BEFORE, 0)
    one, other = (("…" if first else "") + text[first : first + _WORDS] for text in (held, shown))
    return one, other


def set_apart(text: str, look: CellLook, *, covered: bool = False) -> str:
    """Write words so that all of them can be seen: those that may not count in brackets, refused while there.

    `covered`: they stand in a cell that is merged into another.
    """
    if look.struck or not text:
        return f"{_STRUCK}{text}】" if text else text
    if covered or look.unseen or look.laid in {Laid.ASIDE, Laid.UNSHOWN}:
        return f"{_UNSEEN}{text}】"
    if _TURNING.search(text):
        return f"{_TURNED}{_TURNING.sub('', text)}】"
    if look.pictured and not look.runs and has_pictures(text):
        return f"{_PICTURED}{text}】"
    if not any(run.struck or run.unseen or run.changed for run in look.runs if run.text.strip()):
        shown = _text(text, look)
        return text if shown.refusal is None and shown.raw == text else f"{_UNSEEN}{text}】"
    return "".join(_bracketed(run) for run in look.runs)


def _bracketed(run: Letters) -> str:
    mark = _STRUCK if run.struck else _UNSEEN if run.unseen else _PICTURED if run.changed else ""
    return f"{mark}{run.text}】" if mark and run.text.strip() else run.text


def value_refusal(raw: Raw, text: str, look: CellLook) -> str | None:
    """Say why a number or a day among words is not what a person reads there; None when it is `text`."""
    marked = _marks(look, text)
    if marked is not None:
        return marked
    if not isinstance(raw, int | float) or isinstance(raw, bool):
        return "是日期、时间或逻辑值，不是文字"
    held = Decimal(format(raw, f".{SIGNIFICANT}g"))
    seen = (each for one in look.formats for each in one.seen(held))
    other = next(
        (
            each or "别的样子"
            for each in seen
            if not each or each.strip().replace(",", "").lstrip("0") != text.lstrip("0")
        ),
        None,
    )
    return f"存的是数 {text[:20]}，显示的却是“{other[:20]}”" if other is not None else None


def shown_digits(raw: Raw, look: CellLook) -> str | None:
    """Return the digits of a number as they are seen, with the zeros that a format puts before them.

    A telephone number, a code; None where it shows no zeros, or nobody knows how many.
    """
    if not isinstance(raw, int | float) or isinstance(raw, bool) or raw - raw != 0:
        return None
    held = Decimal(format(raw, f".{SIGNIFICANT}g"))
    seen = {(each or "").strip() for one in look.formats for each in one.seen(held)}
    text = seen.pop() if len(seen) == 1 else ""
    return text if text.isascii() and text.isdecimal() and Decimal(text) == held else None


def _how(run: Letters) -> str:
    if run.struck or run.unseen:
        return "带删除线" if run.struck else "是看不见的字"
    return _PICTURES_SEEN if run.changed else "是上标或下标"


def _text(raw: str, look: CellLook) -> Seen:
    shown = [each.seen_text(raw) for each in look.formats]
    if all(text == raw for text in shown):
        return Seen(raw)
    if not raw.strip():
        return Seen(raw)
    text = shown[0]
    if text is None or len(set(shown)) > 1:
        return Seen(raw, "这一格的格式却使它显示成别的样子")
    if not text.strip():
        return Seen(raw, "这一格的格式却使它显示为空白")
    # a text of which nothing is shown, another in its place, is nobody's figure
    return Seen(text) if raw.strip() in text else Seen(raw, f"这一格的格式却使它显示成“{text.strip()}”")


def _number(held: Decimal, raw: Raw, look: CellLook, kind: Kind) -> Seen:
    judged = [_one(text, held, raw, kind) for each in look.formats for text in each.seen(held)]
    refused = next((seen for seen in judged if seen.refusal), None)
    if refused is not None:
        return refused
    figures = {read_figure(seen.raw, kind).figure for seen in judged}
    if len(figures) > 1:
        return Seen(raw, "在不同的格式下显示成不同的数")
    special = next((seen for seen in judged if seen.rounded or seen.unseen_zero), None)
    return special or (judged[0] if judged else Seen(raw))


def _one(text: str | None, held: Decimal, raw: Raw, kind: Kind) -> Seen:
    """Compare one text that may be seen with the number that is held."""
    if text is None:
        return Seen(raw, "这一格的格式却使它显示成别的样子（如日期、分数、科学计数）")
    text = text.strip()
    if held == 0 and not re.search(r"[1-9一二三四五六七八九]", text):
        return _zero(text, raw, kind)
    number = _as_number(text)
    if number is None:
        return _with_words(text, held, raw, kind)
    if number == held:
        return Seen(raw)
    return (
        Seen(raw, rounded=text) if _rounds(number, held) else Seen(raw, f"这一格的格式却使它显示成“{text}”")
    )


def _zero(text: str, raw: Raw, kind: Kind) -> Seen:
    if _as_number(text.removesuffix("%").strip()) == 0:
        return Seen(raw)
    if "0" in text:  # “两百0”
        return _with_words(text, Decimal(0), raw, kind)
    if not text or set(text) <= DASHES:
        return Seen(raw, unseen_zero=True)
    read = read_figure(text, kind).figure
    return (
        Seen(text)
        if read == 0 and not isinstance(read, Mark)
        else Seen(raw, f"这一格的格式却使它显示成“{text}”")
    )


def _with_words(text: str, held: Decimal, raw: Raw, kind: Kind) -> Seen:
    """Read a number and its unit as if both had been typed."""
    if not text:
        return Seen(raw, "这一格的格式却使它显示为空白")
    digits = re.findall(r"[0-9][0-9,]*\.?[0-9]*|\.[0-9]+", text)
    number = _as_number(digits[0]) if len(digits) == 1 else None
    if number != held or read_figure(text, kind).refusal is not None:
        return Seen(raw, f"这一格的格式却使它显示成“{text}”")
    return Seen(text)


def _as_number(text: str) -> Decimal | None:
    found = _NUMBER.fullmatch(text)
    if found is None or (found[1] == "(") != (found[4] == ")"):
        return None
    amount = Decimal(f"{found[2].replace(',', '') or '0'}.{found[3] or '0'}")
    return -amount if found[1] else amount


def _rounds(shown: Decimal, held: Decimal) -> bool:
    """Whether the shown number is the held one with fewer decimals."""
    places = max(0, -int(shown.as_tuple().exponent))
    with localcontext() as context:
        context.prec = len(format(held, "f")) + places + 1
        return any(
            held.quantize(Decimal(1).scaleb(-each), rounding=ROUND_HALF_UP) == shown
            for each in range(places + 1)
        )
