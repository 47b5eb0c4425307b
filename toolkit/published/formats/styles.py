"""What the styles of a web page do to its text.

Hide it, pale it, strike or raise it, turn it round, print more.

What is hidden or struck through is taken out of the page; where what a reader sees is not certain, a sign is
put beside the digits. Only the style sheets inside the page count: those elsewhere are not fetched.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any, TypeAlias

import tinycss2
from cssselect import HTMLTranslator, SelectorError, parse
from lxml import etree
from tinycss2.color4 import parse_color

from toolkit.published.pages import OBJECT

MOST_RULES = 2000
PALE = 0.07  # of 1: how little a colour may differ from what is behind it
_WORTH = frozenset(
    {
        "display",
        "visibility",
        "color",
        "background",
        "background-color",
        "font-size",
        "opacity",
        "text-decoration",
        "text-decoration-line",
        "vertical-align",
        "unicode-bidi",
        "content",
        "text-indent",
        "left",
        "top",
        "margin-left",
        "clip",
        "clip-path",
        "height",
        "max-height",
        "width",
        "max-width",
        "overflow",
        "transform",
        "zoom",
        "font",
        "filter",
        "scale",
        "translate",
        "content-visibility",
        "right",
        "bottom",
        "-webkit-text-fill-color",
        "grid-template-columns",
        "grid-area",
        "grid-row",
        "grid-column",
        "flex",
        "flex-grow",
    }
)
_WORDS = re.compile("|".join(_WORTH))
_NAMES = re.compile(r"[.#][\w-]+")
_FAR = re.compile(r"-\d{3,}")
_NOTHING = re.compile(r"[01](?:px|pt)?|0[a-z%]*|(?:0?\.\d+)(?:px|pt)|0?\.[01]\d*(?!rem)[a-z%]*")
_FAINT = re.compile(r"(?:calc\()?(?:0(?:\.0\d*)?%?|\.0\d*)\)?")
_TURNED = re.compile(r"scale[xy]?\((?:0|-)|rotate|matrix|-\d{3,}")
_TINY_FONT = re.compile(r"(?:^|\s)(?:0(?:px|pt|r?em|%)?|0?\.[01]\d*(?:px|pt|em|%)?|0?\.\d+(?:px|pt))(?=\s|/)")
_ONE_POINT = re.compile(r"rect\((?:[01](?:px)?[\s,]*){4}\)")
_CSS = HTMLTranslator()

Declared: TypeAlias = Mapping[str, str]
Styles: TypeAlias = "Mapping[etree._Element, Declared]"  # noqa: SLF001 (lxml gives its class no public name)
Colour: TypeAlias = tuple[float, float, float]
Weight: TypeAlias = tuple[bool, tuple[int, int, int], int]
_NONE: Declared = {}
_WITHIN = frozenset({"span", "font", "b", "i", "a", "em"})
_PLACED = ("text-indent", "left", "right", "top", "bottom", "margin-left", "translate")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Ink:
    """How text is seen, as it goes down from an element to those in it."""

    colour: Colour = (0.0, 0.0, 0.0)
    behind: Colour = (1.0, 1.0, 1.0)
    gone: bool = False  # of no size, transparent, or off the page
    invisible: bool = False
    turned: bool = False

    @property
    def doubtful(self) -> bool:
        """Whether its digits may not be seen, or not in their order."""
        pale = max(abs(one - other) for one, other in zip(self.colour, self.behind, strict=True)) < PALE
        return pale or self.gone or self.invisible or self.turned


_PLAIN = _Ink()


def read_styles(root: etree._Element) -> Styles:
    """Give for each element of a page what styles say of it; those of its own go over those of a sheet."""
    held = _sheets(root)
    found: dict[etree._Element, Declared] = {}
    for element in root.iter(etree.Element):
        own = dict(_attributes(element))
        if element in held or own:
            found[element] = {**{name: value for name, (_, value) in held.get(element, {}).items()}, **own}
    return found


def show(element: etree._Element, styles: Styles, ink: _Ink = _PLAIN) -> None:
    """Leave of a page what its readers see, with a sign beside digits where that is not certain."""
    own = styles.get(element, _NONE)
    ink = _inked(element, own, ink) if own or element.tag == "bdo" else ink
    if own.get("vertical-align") in {"super", "sub"} and element.tag in _WITHIN:
        element.tag = "sup"
    if "content" in own:
        element.text = f"{OBJECT}{element.text or ''}"
    if ink.doubtful:
        element.text = _signed(element.text)
    for child in list(element):
        if ink.doubtful:
            child.tail = _signed(child.tail)
        if isinstance(child.tag, str):
            if _hidden(child, styles.get(child, _NONE)):
                child.drop_tree()
            else:
                show(child, styles, ink)


def _signed(text: str | None) -> str | None:
    return f"{OBJECT}{text}" if text and any(c.isdecimal() for c in text) else text


def _hidden(element: etree._Element, own: Declared) -> bool:
    return (
        own.get("display") == "none"
        or "line-through" in f"{own.get('text-decoration')} {own.get('text-decoration-line')}"
        or element.get("hidden") is not None
        or element.get("type") == "hidden"
        or element.get("data-xxgk") is not None  # what our own pages say to readers on a small screen
    )


def _inked(element: etree._Element, own: Declared, ink: _Ink) -> _Ink:
    behind = own.get("background-color") or own.get("background")
    colour = own.get("-webkit-text-fill-color") or own.get("color", "")
    parsed = _colour(colour)
    return replace(
        ink,
        behind=ink.behind
        if behind in {None, "none", "inherit", "initial"}
        else _colour(str(behind)) or ink.behind,
        colour=parsed or ink.colour,
        gone=ink.gone
        or _is_clear(colour)
        or ("var(" in colour and element.tag in _WITHIN)  # of a word only, and nobody looked it up
        or _is_gone(own),
        invisible=own["visibility"] in {"hidden", "collapse"} if "visibility" in own else ink.invisible,
        turned=ink.turned or element.tag == "bdo" or "override" in own.get("unicode-bidi", ""),
    )


def _is_gone(own: Declared) -> bool:
    """Whether text is of no size, transparent, or placed where nobody looks."""
    shut = not {"hidden", "clip"}.isdisjoint(own.get("overflow", "").split()) and any(
        _NOTHING.fullmatch(own.get(name, "")) for name in ("height", "max-height", "width", "max-width")
    )
    away = any(_FAR.search(own.get(name, "")) for name in _PLACED)
    return (
        shut
        or away
        or bool(_FAINT.fullmatch(own.get("zoom", "")))
        or bool(_NOTHING.fullmatch(own.get("font-size", "")))
        or bool(_FAINT.fullmatch(own.get("opacity", "")))
        or bool(_TINY_FONT.search(own.get("font", "")))
        or "opacity(0" in own.get("filter", "")
        or own.get("scale", "1").startswith(("0", "-"))
        or own.get("content-visibility") == "hidden"
        or own.get("clip", "").startswith("rect(0")
        or bool(_ONE_POINT.fullmatch(own.get("clip", "")))
        or own.get("clip-path", "none") not in {"none", "initial", "unset"}
        or bool(_TURNED.search(own.get("transform", "")))
    )


def _is_clear(text: str) -> bool:
    """Whether a colour lets everything behind it through."""
    found = parse_color(text)
    return found is not None and not isinstance(found, str) and found.alpha < PALE


@lru_cache(maxsize=512)
def _colour(text: str) -> Colour | None:
    """Give red, green and blue of a colour as a style writes it; None where it is none."""
    found = parse_color(text)
    if found is None or isinstance(found, str) or found.alpha < PALE:
        return None
    red, green, blue = (float(part) for part in found.to("srgb").coordinates)
    return red, green, blue


# ------------------------------------------------------------------ what is declared


def _attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    for name, attribute in (("color", "color"), ("bgcolor", "background-color")):
        if value := element.get(name):
            yield attribute, value.lower()
    style = element.get("style")
    if style and _WORDS.search(style.lower()):
        yield from _inline(style)


@lru_cache(maxsize=4096)
def _inline(style: str) -> tuple[tuple[str, str], ...]:
    nodes = tinycss2.parse_blocks_contents(style)
    return tuple((name, value) for name, value, _ in _declarations(nodes))


def _declarations(nodes: Sequence[Any]) -> Iterator[tuple[str, str, bool]]:
    for node in nodes:
        if node.type == "declaration" and node.lower_name in _WORTH:
            yield node.lower_name, " ".join(tinycss2.serialize(node.value).lower().split()), node.important


def _sheets(root: etree._Element) -> dict[etree._Element, dict[str, tuple[Weight, str]]]:
    """Give what the style sheets of a page declare for its elements: the strongest rule for each property."""
    sheets = [one.text for one in root.iter("style") if one.text and _WORDS.search(one.text.lower())]
    held: dict[etree._Element, dict[str, tuple[Weight, str]]] = {}
    used = _names(root) if sheets else frozenset()
    rules = (rule for sheet in sheets for rule in _rules(tinycss2.parse_stylesheet(sheet)))
    for order, (selector, declared) in enumerate(islice(rules, MOST_RULES)):
        for element, specificity, beside in _selected(root, selector, used):
            known = held.setdefault(element, {})
            for name, value, important in declared:
                weight = (important, specificity, order)
                if beside != (name == "content") or (name in known and known[name][0] > weight):
                    continue
                if name != "content" or value.strip("\"' ") not in {"", "none", "normal"}:
                    known[name] = (weight, value)
    return held


def _rules(nodes: Sequence[Any]) -> Iterator[tuple[str, list[tuple[str, str, bool]]]]:
    """Give the rules for a screen, those for every medium too.

    The selector, and what is worth knowing of it.
    """
    for node in nodes:
        if node.type == "at-rule" and node.lower_at_keyword == "media" and node.content:
            if tinycss2.serialize(node.prelude).strip().lower() in {"all", "screen", "only screen"}:
                yield from _rules(tinycss2.parse_rule_list(node.content))
        elif node.type == "qualified-rule":
            declared = list(_declarations(tinycss2.parse_blocks_contents(node.content)))
            if declared:
                yield tinycss2.serialize(node.prelude), declared


def _names(root: etree._Element) -> frozenset[str]:
    """Every class and id of the page, as a selector writes them."""
    found = {f"#{one}" for one in root.xpath("//@id")}
    return frozenset(found | {f".{name}" for one in root.xpath("//@class") for name in one.split()})


def _selected(
    root: etree._Element, text: str, used: frozenset[str]
) -> Iterator[tuple[etree._Element, tuple[int, int, int], bool]]:
    """Give the elements that a selector means, how special it is, and whether it prints beside them."""
    try:
        for one in parse(text):
            if one.pseudo_element in {None, "before", "after"} and used.issuperset(
                _NAMES.findall(one.canonical())
            ):
                for element in root.xpath(_CSS.selector_to_xpath(one)):
                    yield element, one.specificity(), one.pseudo_element is not None
    except (SelectorError, etree.XPathError):
        return
