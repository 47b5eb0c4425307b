"""What the styles of a web page do to its text.

Hide it, pale it, strike or raise it, turn it round, print more.

What is hidden or struck through is taken out of the page; where what a reader sees is not certain, a sign is
put beside the digits. Only the style sheets inside the page are read: those elsewhere are not fetched, and
may say something of what has a class (`web`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

import tinycss2
from cssselect import HTMLTranslator, Selector, SelectorError, parse
from cssselect.parser import Class, CombinedSelector, Hash
from lxml import etree

from toolkit.published.formats.ink import MAYBE, PICTURED, PLAIN, Declared, Ink, hidden, inked
from toolkit.published.formats.shown import WITHIN, is_harmless
from toolkit.published.pages import OBJECT, UNSURE

MOST_RULES = 2000
DOUBT = "doubt"  # the attribute of an element that says which style makes its text doubtful
_TOLD = re.compile(r"[\d.,+/\-－−—%万亿千百增减加少]")  # what makes, or changes, a figure
_FOR_OLD_BROWSERS = re.compile(r"\\[90] ?$")
# fonts of pictures have none for Chinese: that is seen as it is written
_HAVE_PICTURES = re.compile("[!-~\u00a1-\u00ff\uf000-\uf0ff]+")
_FLOATED = {"left", "right", "inline-start", "inline-end"}
# begin a line of their own, and end it; whatever else, and what nobody knows (st1:date, nobr), is within one
BLOCKS = frozenset({
    "html", "body", "address", "article", "aside", "blockquote", "center", "dialog", "dd", "details", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frame", "frameset", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "listing", "main", "menu", "nav", "ol",
    "p", "plaintext", "pre", "search", "section", "summary", "ul", "xmp", "table", "caption", "colgroup",
    "col", "tbody", "thead", "tfoot", "tr", "td", "th", "br",
})  # fmt: skip
# print what is no text, or may be changed; what stands in them is for browsers that do not know them
OBJECTS = frozenset({
    "img", "svg", "picture", "object", "embed", "canvas", "math", "input", "select", "textarea", "button",
    "audio", "video", "iframe", "applet", "meter", "progress", "rt",
})  # fmt: skip
_AS_THEY_ARE = BLOCKS | OBJECTS | {"a"}  # no style makes a line of their own of these
_ON_ITS_OWN = {"block", "flex", "grid", "table", "list-item", "flow-root"}  # begins a line, and ends it
_GROUPS = {"media", "supports", "layer", "container", "scope", "starting-style"}
SCREEN = 1280.0  # px: how wide the screen of a desk is
_PSEUDO = re.compile(r"(?<=[\w*\])])::?[\w-]+(?:\((?:[^()]|\([^()]*\))*\))?")
_PSEUDO_ALONE = re.compile(r"::?[\w-]+(?:\((?:[^()]|\([^()]*\))*\))?")
# parts of the browser's own, not of the page's text, and what is pointed at
_ASIDE = re.compile(
    r"::?-[\w-]+(?:\([^()]*\))?|::(?:placeholder|selection|backdrop|marker|file-selector-button|view-transition[\w-]*)"
    r"|:(?:focus-[a-z]+|fullscreen|autofill|any-link|popover-open|user-[a-z]+|placeholder-shown|target-within)"
)
_CSS = HTMLTranslator()
_IDS, _CLASSES = (etree.XPath(f"//@{name}", smart_strings=False) for name in ("id", "class"))

Styles: TypeAlias = "Mapping[etree._Element, Declared]"  # noqa: SLF001 (lxml gives its class no public name)
Weight: TypeAlias = tuple[bool, tuple[int, int, int], int]
Held: TypeAlias = "Mapping[str, tuple[Weight, str]]"
"""What rules of style sheets say of an element: for each property how much that weighs, and its value."""
_CHINESE = re.compile("[一-龥]")
_NONE: Declared = {}
_SILENT: Held = {}


def read_styles(root: etree._Element) -> Styles:
    """Give for each element of a page what styles say of it; those of its own go over those of a sheet."""
    held = _sheets(root)
    plain = {id(sheet): {name: value for name, (_, value) in sheet.items()} for sheet in held.values()}
    found: dict[etree._Element, Declared] = {one: plain[id(sheet)] for one, sheet in held.items() if sheet}
    for element in root.xpath("//*[@style or @color or @bgcolor or @dir or @face]"):
        own, sheet = element.get("style"), held.get(element, _SILENT)
        declared = {**dict(_attributes(element)), **found.get(element, _NONE)}
        declared |= {
            name: value
            for name, value, important in (_inline(own) if own else ())
            if important or not (name in sheet and sheet[name][0][0])
        }
        found[element] = declared
    return found


def show(element: etree._Element, styles: Styles, ink: Ink = PLAIN) -> None:
    """Leave of a page what its readers see, with a sign beside digits where that is not certain."""
    own = styles.get(element, _NONE)
    ink = inked(element.tag, tuple(own.items()), ink) if own or element.tag == "bdo" else ink
    if element.tag == "table" and styles and _folds_a_column(element, styles):
        ink = replace(ink, invisible="col visibility:collapse")
    if ("float" in own or "display" in own) and element.tag not in _AS_THEY_ARE:
        if own.get("float") in _FLOATED and not _stands_alone(element):
            ink = replace(ink, why=ink.why or f"float:{own['float']}")
        if own.get("display") in _ON_ITS_OWN:
            element.tag = "div"
    if own.get("vertical-align") in {"super", "sub"} and element.tag in WITHIN:
        element.tag = "sup"
    if ink.pictured and "font-family" not in own and _names_a_font(element):
        ink = replace(ink, pictured=False)
    odd = bool(ink.doubt) or ink.pictured
    if odd:
        element.text = _as_seen(element, element.text, ink)
    if "content" in own:
        element.text = f"{OBJECT}{element.text or ''}"
    for child in list(element):
        if odd:
            child.tail = _as_seen(element, child.tail, ink)
        if isinstance(child.tag, str):
            if hidden(child, styles.get(child, _NONE)):
                child.drop_tree()
            else:
                show(child, styles, ink)


def _folds_a_column(table: etree._Element, styles: Styles) -> bool:
    """Whether some browsers leave out a column of a table, and with it its figures."""
    return any(
        styles.get(column, _NONE).get("visibility") == "collapse"
        and next(column.iterancestors("table")) is table
        for column in table.iter("col", "colgroup")
    )


def _stands_alone(element: etree._Element) -> bool:
    """Whether nothing is printed beside an element in what holds it."""
    return "".join(element.itertext()).split() == "".join(element.getparent().itertext()).split()


def _names_a_font(element: etree._Element) -> bool:
    """Whether an element says of its text that it has another font than what is round it."""
    return element.get("face") is not None or "font-family" in element.get("style", "").lower()


def _as_seen(element: etree._Element, text: str | None, ink: Ink) -> str | None:
    """Give a text of an element with a sign before it where it may not be seen as it is written."""
    doubt = ink.doubt
    if not (doubt or ink.pictured) or not text or not text.strip():
        return text
    if ink.pictured:
        text = _HAVE_PICTURES.sub(OBJECT, text)
    if not doubt or not text.replace(OBJECT, "").strip():
        return text
    if _TOLD.search(text):
        element.set(DOUBT, doubt)
    return f"{UNSURE}{text}"


# ------------------------------------------------------------------ what is declared


def _attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    for name, attribute in (("color", "color"), ("bgcolor", "background-color"), ("dir", "direction")):
        if value := element.get(name):
            yield attribute, value.lower().strip("; ")
    if PICTURED.match(element.get("face", "")):
        yield "font-family", element.get("face", "")


@lru_cache(maxsize=4096)
def _inline(style: str) -> tuple[tuple[str, str, bool], ...]:
    return tuple(_declarations(tinycss2.parse_blocks_contents(style)))


def _declarations(nodes: Sequence[Any]) -> Iterator[tuple[str, str, bool]]:
    """Give the declarations that may matter to what is seen; what browsers do not know is left out."""
    for node in nodes:
        if node.type != "declaration" or node.name.startswith("_"):
            continue
        value = " ".join(tinycss2.serialize(node.value).split())
        if node.name.startswith("--"):
            yield node.name, value, node.important
        elif node.lower_name == "font-size" and _CHINESE.search(value):
            continue  # “小四”: no browser knows it
        elif node.lower_name == "font-family" and PICTURED.match(value):
            yield node.lower_name, value, node.important
        elif not is_harmless(node.lower_name) and not _FOR_OLD_BROWSERS.search(value):
            yield node.lower_name, value if "var(" in value else value.lower(), node.important


def _sheets(root: etree._Element) -> Mapping[etree._Element, Held]:
    """Give what the style sheets of a page declare for its elements: the strongest rule for each property.

    Elements of which the same rules speak, as most cells of a table, have the very same.
    """
    sheets = [sheet for one in root.iter("style") if (sheet := _sheet(one))]
    held: dict[etree._Element, Held] = {}
    used = _names(root) if sheets else frozenset()
    rules = [rule for sheet in sheets for rule in _parsed(sheet)]
    if len(rules) > MOST_RULES:
        held[root] = {MAYBE: ((False, (0, 0, 0), 0), f"样式有 {len(rules)} 条，没有读完")}
    for order, rule in enumerate(rules[:MOST_RULES]):
        for meant, certain in _selected(rule.selector, used):
            told: dict[int, tuple[Held, Held]] = {}  # what is held now, and then, by which that is
            for element in _elements(meant, root):
                now = held.get(element, _SILENT)
                if id(now) not in told:
                    told[id(now)] = now, _over(now, rule, order, meant, certain=certain)
                held[element] = told[id(now)][1]
    return held


def _sheet(style: etree._Element) -> str:
    """Give a style sheet as it stands in a page, under the medium that it is for."""
    css = style.get("type", "text/css").strip().lower() in {"", "text/css"}
    if not css or style.getparent().tag in {"noscript", "template"}:
        return ""
    text, medium = style.text or "", style.get("media", "")
    if not medium:
        return text
    return (
        f"@media {medium}{{{text.replace('<!--', '').replace('-->', '')}}}"  # marks for the oldest browsers
    )


def _elements(meant: "_Meant", root: etree._Element) -> Sequence[etree._Element]:
    with suppress(etree.XPathError):
        return meant.path(root)  # type: ignore[no-any-return]
    return ()


def _over(held: Held, rule: "_Rule", order: int, meant: "_Meant", *, certain: bool) -> Held:
    """Put what a rule says of an element over what weaker ones do."""
    if not (rule.certain and certain):
        why = "" if MAYBE in held else _doubt_of(rule.declared)
        return {**held, MAYBE: ((False, meant.specificity, order), why)} if why else held
    known = dict(held)
    for name, value, important in rule.declared:
        weight = (important, meant.specificity, order)
        pictured = name == "content" and "url(" in value  # in place of what the element holds
        if meant.beside != (name == "content") and not pictured:
            continue
        if name in known and known[name][0] > weight:
            continue
        if name != "content" or value.strip("\"' ") not in {"", "none", "normal"}:
            known[name] = (weight, value)
    return known


def _doubt_of(declared: Sequence[tuple[str, str, bool]]) -> str:
    """Say what of a rule that may hold would hide a word, if it did."""
    own = {name: value for name, value, _ in declared}
    if hidden(etree.Element("span"), own):
        return "display:none" if own.get("display") == "none" else "text-decoration:line-through"
    raised = own.get("vertical-align", "")
    return (
        f"vertical-align:{raised}"
        if raised in {"super", "sub"}
        else inked("span", tuple(own.items()), PLAIN).doubt
    )


class _Rule(NamedTuple):
    """A rule of a style sheet; ``certain``: whether it holds on a screen, or only where something is so."""

    selector: str
    declared: tuple[tuple[str, str, bool], ...]
    certain: bool


@lru_cache(maxsize=32)
def _parsed(sheet: str) -> tuple[_Rule, ...]:
    return tuple(islice(_rules(tinycss2.parse_stylesheet(sheet), certain=True), MOST_RULES + 1))


def _rules(nodes: Sequence[Any], *, certain: bool, above: str = "") -> Iterator[_Rule]:
    """Give the rules for a screen of a desk, those for every medium too.

    A rule inside another (`above`), or under a condition that is not known, holds perhaps.
    """
    for node in nodes:
        if node.type == "at-rule" and node.content is not None and node.lower_at_keyword in _GROUPS:
            holds = _holds(node.lower_at_keyword, tinycss2.serialize(node.prelude).strip().lower())
            if holds is not False:
                inside = tinycss2.parse_rule_list(node.content)
                yield from _rules(inside, certain=certain and bool(holds), above=above)
        elif node.type == "qualified-rule":
            parts = tinycss2.parse_blocks_contents(node.content)
            selector = above or tinycss2.serialize(node.prelude)
            if declared := tuple(_declarations(parts)):
                yield _Rule(selector, declared, certain and not above)
            yield from _rules(
                [one for one in parts if one.type != "declaration"], certain=False, above=selector
            )


def _holds(keyword: str, condition: str) -> bool | None:
    """Whether what stands under a condition holds on a desk's screen; None where that is not known."""
    if keyword == "layer":
        return True
    if keyword != "media":
        return None if keyword != "supports" or "not" in condition else True
    several = [_query(one) for one in condition.split(",")]
    return True if True in several else None if None in several else False


def _query(query: str) -> bool | None:
    answers: list[bool | None] = []
    for part in re.split(r"\band\b", query):
        plain = part.strip().removeprefix("only ").strip("() ")
        if found := re.fullmatch(r"(min|max)-width\s*:\s*([\d.]+)(px|r?em)", plain):
            width = float(found[2]) * (1 if found[3] == "px" else 16)
            answers.append(width <= SCREEN if found[1] == "min" else width >= SCREEN)
        elif plain in {"all", "screen", "", "orientation: landscape", "orientation:landscape"}:
            answers.append(True)
        else:
            other = plain in {
                "print",
                "speech",
                "handheld",
                "tv",
                "projection",
                "aural",
                "braille",
                "embossed",
            }
            answers.append(False if other or plain.startswith(("prefers-", "orientation")) else None)
    return False if False in answers else None if None in answers else True


def _names(root: etree._Element) -> frozenset[str]:
    """Every class and id of the page, as a selector writes them."""
    found = {f"#{one}" for one in _IDS(root)}
    return frozenset(found | {f".{name}" for one in {*_CLASSES(root)} for name in one.split()})


def _loose(text: str) -> str:
    """Give a selector without what depends on more than the page: it means more elements then."""
    if _ASIDE.search(text):
        text = ",".join(one for one in text.split(",") if not _ASIDE.search(one)) or "none"
    return _PSEUDO_ALONE.sub("*", _PSEUDO.sub("", text))


class _Meant(NamedTuple):
    """What a selector means: the path to it, and the classes and ids that have to be on the page.

    ``letters``: some letters of it only; ``beside``: what is printed beside it.
    """

    path: etree.XPath
    names: tuple[str, ...]
    specificity: tuple[int, int, int]
    letters: bool
    beside: bool


@lru_cache(maxsize=MOST_RULES)
def _paths(text: str) -> tuple[_Meant, ...] | None:
    """Give what the selectors of a list mean; None where one cannot be read."""
    try:
        return tuple(_meant(parse(text)))
    except SelectorError:
        return None


def _meant(selectors: Sequence[Selector]) -> Iterator[_Meant]:
    for one in selectors:
        path = _CSS.selector_to_xpath(one)
        letters = one.pseudo_element in {"first-letter", "first-line"}
        if letters or one.pseudo_element in {None, "before", "after"}:
            with suppress(etree.XPathError):
                yield _Meant(
                    path=etree.XPath(path),
                    names=tuple(_needed(one.parsed_tree)),
                    specificity=one.specificity(),
                    letters=letters,
                    beside=one.pseudo_element is not None and not letters,
                )


def _needed(tree: Any) -> Iterator[str]:  # noqa: ANN401
    """Give the classes and ids that an element must have; not those of which it may, or must not."""
    while (within := getattr(tree, "selector", None)) is not None:
        if isinstance(tree, Class):
            yield f".{tree.class_name}"
        elif isinstance(tree, Hash):
            yield f"#{tree.id}"
        elif isinstance(tree, CombinedSelector):
            yield from _needed(tree.subselector)
        tree = within


def _selected(text: str, used: frozenset[str]) -> Iterator[tuple[_Meant, bool]]:
    """Give what a selector means on a page with these names, and whether that is certain.

    Of a selector that cannot be read what it may mean.
    """
    paths, certain = _paths(text), True
    if paths is None:
        paths, certain = _paths(_loose(text)), False
    for one in paths or ():
        if used.issuperset(one.names):
            yield one, certain and not one.letters
