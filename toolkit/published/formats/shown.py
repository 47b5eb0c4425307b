"""Which style declarations of a web page are known to leave its text to be seen as it is written.

A whitelist: a property that is not known to be harmless, or a value that is not known to show, is doubtful by
its name. The names are those of CSS; a prefix of one browser (-webkit-) counts as none.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from toolkit.reading.seen.lengths import PIXEL, UNITS

SHARED = frozenset({"inherit", "initial", "unset", "revert", "revert-layer", ""})
WITHIN = frozenset({"span", "font", "b", "i", "a", "em", "strong", "u", "small"})  # holds part of a line
_CELLS = frozenset({"td", "th", "tr", "table", "tbody", "thead", "tfoot", "body", "html", "col", "colgroup"})
PREFIX = re.compile(r"-(?:webkit|moz|ms|o|khtml)-")
MEASURE = re.compile(r"(-?\+?(?:\d+\.?\d*|\.\d+))([a-z%]*)")
_N, _U = r"(-?(?:\d+\.?\d*|\.\d+))", r"([a-z%]*)"
_PRODUCT = re.compile(rf"calc\( ?(?:{_N} ?\* ?{_N}{_U}|{_N}{_U} ?([*/]) ?(?!0+\.?0*\b){_N}) ?\)")
# px of a unit; those of a screen as they are on a usual one
PIXELS = {**{unit: size / PIXEL for unit, size in UNITS.items()}, "vw": 12.8, "vh": 8.0, "": 1.0}
_ABOUT = {**PIXELS, **dict.fromkeys(("em", "rem"), 12.0), **dict.fromkeys(("ex", "ch"), 6.0)}
_NEAR = {**_ABOUT, "%": 1.9}
LEAST_HIGH, LEAST_WIDE = 10.0, 40.0  # px of a box that cuts what goes beyond it

# no value of these takes a letter away, moves it, or puts another in its place; the last are of office
# programs, and attributes, which browsers do not know as styles
_HARMLESS = re.compile(
    r"""border.*|outline.*|padding.*|box-(?:shadow|sizing|decoration-break|align|pack|orient|direction|flex)
    |font-(?!size$|palette$|variant$|variant-position$|variant-numeric$|feature-settings$)[\w-]+|line-break
    |text-(?!indent|security|combine|decoration|fill|overflow|stroke|emphasis)[\w-]+
    |text-decoration-(?:color|style|thickness|skip.*)|text-indent-.*
    |word-(?:break|wrap)|overflow-(?:wrap|anchor|clip-margin)|overflow-style|white-space.*|hyphen.*|tab-.*
    |quotes|counter-.*|list-style.*|cursor|caret-.*|accent-color|pointer-events|user-\w+|touch-action|resize
    |appearance|scroll.*|overscroll-.*|tap-highlight-color|will-change|transition.*|transform-(?:origin|style|box)
    |animation-(?!name$)[\w-]+|backface-visibility|perspective-origin|orphans|widows|page.*|break-.*|size|column.*
    |.*print-color-adjust|color-(?:adjust|scheme|interpolation.*|rendering)|forced-color-adjust|caption-side
    |empty-cells|table-layout|css-float|clear|(?:row-|grid-)?gap|grid-(?:row|column)-gap
    |align-.*|justify-.*|place-(?:items|content|self)|flex-(?:wrap|basis|shrink)|min-(?:width|height|.*size)
    |object-(?:fit|position)|background-(?!color$|image$)[\w-]+|shape-.*|image-.*|isolation|writing-mode
    |speak.*|locale|ruby-.*|math-.*|stroke.*|fill.*|stop-.*|flood-.*|marker.*|mask-(?!image|box-image|border)[\w-]+
    |layout-grid.*|layout-flow|mso-.*|punctuation-.*|tab-stops|panose-.*|ime-mode|behaviou?r|lang|rtl-ordering
    |container.*|view-transition-.*|timeline-.*|aspect-ratio|contain-intrinsic-.*|field-sizing|interpolate-size
    |dominant-baseline|baseline-.*|clip-rule|zoom-animation|overflow-scrolling|font-smoothing|osx-font-smoothing
    |high-contrast-adjust|content-zooming|hanging-punctuation|(?:so|-?aw|wps)-.*|v?align|bgcolor|cell(?:padding|spacing)
    |nowrap""".replace("\n", "").replace(" ", ""),
)
_SIDES = r"(?:-(?:top|right|bottom|left|block|inline)(?:-(?:start|end))?)?"
_PLACED = re.compile(
    rf"margin{_SIDES}|margin-(?:start|end|before|after)|inset{_SIDES}|left|right|top|bottom|text-indent|translate"
)
_SIZED = re.compile(r"(?:max-)?(?:width|height|block-size|inline-size)")

_RAISES = r"\b(?:sub|super|ordinal|\w+-fractions)\b"
_NUMBER = r"(?:\d+\.?\d*|\.\d+)"
_ZOOMED = r"(?:0?\.[5-9]\d*|[1-3](?:\.\d+)?|(?:[5-9]\d|[12]\d\d)(?:\.\d+)?%)"
_SHOWS = {
    name: re.compile(values)
    for name, values in {
        "opacity": r"1(?:\.0*)?|0?\.[3-9]\d*|100%|[3-9]\d(?:\.\d+)?%",
        "visibility": r"visible|hidden|collapse",  # which of them holds goes down to what is inside
        "float": r".*",  # told with what stands beside it
        "direction": r".*",
        "display": r"none|-\w+-.*|(?:inline-)?(?:block|flex|grid|table)|inline|list-item|flow-root|contents"
        r"|table-[\w-]+|run-in|ruby[\w-]*|block flow|inline flow",
        "position": r"static|relative|sticky|-webkit-sticky|absolute|fixed",
        "overflow": r".*",
        "overflow-x": r".*",
        "overflow-y": r".*",
        "text-overflow": r"clip|ellipsis",
        "text-decoration": r".*",
        "text-decoration-line": r".*",
        "vertical-align": r".*",
        "text-security": r"none",
        "text-combine-upright": r"none",
        "text-fill-color": r".*",
        "color": r".*",
        "background": r".*",
        "background-color": r".*",
        "background-image": r".*",
        # what raises digits or makes a fraction of them
        "font-variant": rf"(?!.*{_RAISES}).*",
        "font-variant-position": r"normal",
        "font-variant-numeric": rf"(?!.*{_RAISES}).*",
        "font-feature-settings": r"(?!.*(?:sups|subs|sinf|frac|afrc|ordn|dnom|numr)).*",
        "text-stroke": r"(?:.* )?(?:0(?:px|pt|em)?|none|(?:0?\.\d+|1)px)(?: .*)?",
        "text-stroke-width": r"0(?:px|pt|em)?|(?:0?\.\d+|1)px",
        "text-stroke-color": r".*",
        "text-emphasis": r"none.*",
        "text-emphasis-style": r"none",
        "text-emphasis-color": r".*",
        "text-emphasis-position": r".*",
        "font": r".*",
        "font-size": r".*",
        "content": r".*",
        "clip": r"auto",
        "clip-path": r"none",
        "mask": r"none",
        "mask-image": r"none",
        "mix-blend-mode": r"normal",
        "content-visibility": r"visible|auto",
        "animation": r"none|0s",
        "animation-name": r"none",
        "zoom": rf"normal|reset|{_ZOOMED}",
        "scale": rf"none|{_ZOOMED}(?: {_ZOOMED})*",
        "rotate": r"none|0\w*",
        "perspective": r"none",
        "offset": r"none",
        "offset-path": r"none",
        "filter": r"none|gray|(?:(?:grayscale|sepia|saturate|hue-rotate|drop-shadow)\(.*\) ?)+|xray"
        r"|(?:progid:)?(?!.*opacity ?= ?[012]?\d\b)(?:dximage.*|alpha.*|gray.*)|progid ?: ?(?!.*opacity).*",
        "backdrop-filter": r".*",
        "z-index": r"auto|\d+",
        "letter-spacing": rf"normal|{_NUMBER}\w*|-0?\.[0-2]\d*em|-(?:[0-2](?:\.\d+)?|\.\d+)(?:px|pt)",
        "word-spacing": rf"normal|{_NUMBER}\w*|-0?\.[0-2]\d*em|-(?:[0-2](?:\.\d+)?|\.\d+)(?:px|pt)",
        "line-height": r"normal|[1-9].*|0?\.[5-9].*|0?\.[1-4]\d*in|0?\.[2-4]\d*cm|calc\(.*[1-9].*\)",
        "unicode-bidi": r"normal|embed|isolate|plaintext",
        "order": r"0",
        "flex": r".*",
        "flex-grow": r".*",
        "flex-direction": r"row|column",
        "flex-flow": r"(?!.*reverse).*",
        "contain": r"none|content|layout|paint|style|inline-size",
        "all": r".*",
    }.items()
}
_MOVED = re.compile(r"(translate(?:x|y|z|3d)?|scale(?:x|y)?)\(([^()]*)\)|rotate[xyz]?\(0\w*\)")


def is_harmless(name: str) -> bool:
    """Whether no value of a property can hide a letter or show it otherwise."""
    return bool(_HARMLESS.fullmatch(PREFIX.sub("", name, count=1)))


def doubtful(own: Mapping[str, str], tag: str) -> str:
    """Give the first declaration of an element that is not known to show its text; empty when all are."""
    centred = _is_centred(own)
    return next(
        (
            f"{name}:{value}"
            for name, value in own.items()
            if not (_shows(name, value, tag) or (centred and name == "margin-left"))
        ),
        "",
    ) or _cut(own, tag)


def _is_centred(own: Mapping[str, str]) -> bool:
    """Whether a block is set in the middle of the page as old pages do: half of it back from there."""
    wide, back = own.get("width", ""), own.get("margin-left", "")
    numbers = MEASURE.fullmatch(wide), MEASURE.fullmatch(back)
    placed = own.get("position") in {"absolute", "fixed"} and own.get("left") == "50%"
    if not placed or not all(found and found[2] == "px" for found in numbers):
        return False
    return float(wide.removesuffix("px")) == -2 * float(back.removesuffix("px"))


@lru_cache(maxsize=8192)
def _shows(name: str, value: str, tag: str) -> bool:
    if value in SHARED or name.startswith("grid"):  # where the cells of a grid stand is read with its table
        return True
    base = PREFIX.sub("", name, count=1)
    if base == "position" and tag in WITHIN:
        return value in {"static", "relative", "sticky"}
    if _PLACED.fullmatch(base):
        within = tag in WITHIN and base in {"left", "right", "top", "bottom", "inset", "translate"}
        return _is_near(value, 30, 30) if within else _is_near(value, 100)
    if base == "transform":
        return value == "none" or _moves_little(value)
    if _SIZED.fullmatch(base):
        return True  # told with what is cut off
    known = _SHOWS.get(base)
    return bool(known.fullmatch(value)) if known else is_harmless(name)


def _is_near(value: str, back: float, on: float = 1000) -> bool:
    """Whether a shift leaves text where it is looked for: at most so many pixels back, and so many on."""
    value = _PRODUCT.sub(_reckoned, value)
    rest = MEASURE.sub("", value)
    if re.search(r"[*/]|var|attr|env", rest):
        return False
    moved = MEASURE.findall(value)
    return all(unit in _NEAR and -back < float(number) * _NEAR[unit] < on for number, unit in moved)


def _reckoned(product: re.Match[str]) -> str:
    """Give a length that is written as so many times another: calc(-.5 * 1.5rem)."""
    by, length, unit = product[1] or product[7], product[2] or product[4], product[3] or product[5]
    number = float(length) / float(by) if product[6] == "/" else float(length) * float(by)
    return f"{number:.4f}{unit}"


def _moves_little(value: str) -> bool:
    if _MOVED.sub("", value).strip():
        return False
    for name, inside in (found.groups() for found in _MOVED.finditer(value)):
        if name and name.startswith("translate") and not _is_near(inside, 100):
            return False
        if (
            name
            and name.startswith("scale")
            and not all(re.fullmatch(_ZOOMED, part.strip()) for part in inside.split(","))
        ):
            return False
    return True


def _cut(own: Mapping[str, str], tag: str) -> str:
    """Say which size cuts off what an element holds; cells of a table grow with it."""
    cutting = {
        value
        for name in ("overflow", "overflow-x", "overflow-y")
        for value in own.get(name, "").split()
        if value not in SHARED and value != "visible"
    }
    for name, value in own.items() if cutting else ():
        if _SIZED.fullmatch(name):
            numbers = [(float(number), unit) for number, unit in MEASURE.findall(value)]
            least = LEAST_HIGH if "height" in name or "block" in name else LEAST_WIDE
            if (tag in WITHIN and any(unit != "%" for _, unit in numbers)) or any(
                number * _ABOUT.get(unit, 4) < least
                for number, unit in numbers
                if tag not in _CELLS or number < 2
            ):
                return f"{name}:{value};overflow:{' '.join(sorted(cutting))}"
    return ""
