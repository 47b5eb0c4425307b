"""What a sheet asks of what is typed, how it colours, where it links: the same however a program writes it.

All that stands behind a sheet's cells is looked at. What is left out means what the standard says (ECMA-376
Part 1, 18.3.1), the numbers of looks mean the looks; what is not known is kept as it stands, and so is like
nothing that was issued.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from lxml import etree

from toolkit.reading.sheet_xml import expand

Element: TypeAlias = Any  # lxml's
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ELSEWHERE = {"sheetProtection", "mergeCells"}  # compared by themselves
_ON_PAPER = {
    "phoneticPr",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
}
_UNSAID = {
    "dataValidations": {"disablePrompts": "0"},
    "dataValidation": {
        "type": "none",
        "errorStyle": "stop",
        "imeMode": "noControl",
        "operator": "between",
        "allowBlank": "0",
        "showDropDown": "0",
        "showInputMessage": "0",
        "showErrorMessage": "0",
        "errorTitle": "",
        "error": "",
        "promptTitle": "",
        "prompt": "",
    },
    "conditionalFormatting": {"pivot": "0"},
    "cfRule": {
        "stopIfTrue": "0",
        "aboveAverage": "1",
        "percent": "0",
        "bottom": "0",
        "equalAverage": "0",
        "text": "",
    },
    "hyperlink": {"tooltip": ""},
}
_NOT_MEANT = {"count", "xWindow", "yWindow", "sqref", "priority", "dxfId", "display"}
_BITS = {"true": "1", "false": "0"}


@lru_cache(maxsize=64)
def sheet_rules(xml_start: str, tail: str, looks: tuple[object, ...]) -> frozenset[object]:
    """Return what stands behind the cells of a sheet; `looks` are those that conditions can give.

    `xml_start` is the tag that the sheet's XML begins with, `tail` all behind its cells. Raises
    etree.LxmlError, ValueError and LookupError where it is no such XML.
    """
    if "<!" in tail or "<?" in tail:
        raise ValueError(tail)
    root = etree.fromstring(f"{xml_start}{tail}")
    found: list[object] = []
    for child in root:
        name = str(child.tag).removeprefix(_MAIN)
        if name == "conditionalFormatting":
            found += _coloured(child, looks)
        elif name in {"dataValidations", "hyperlinks"}:
            found += [(name, _said(child, name)), *map(_asked, child)]
        elif name not in _ELSEWHERE | _ON_PAPER:
            found.append(_whole(child))
    return frozenset([*_in_order(root), *found])


def looks_of_conditions(styles: bytes) -> tuple[object, ...]:
    """Return the looks that a workbook's conditions can give, by their numbers. Raises etree.LxmlError."""
    several = etree.fromstring(styles).find(f"{_MAIN}dxfs")
    return () if several is None else tuple(map(_whole, several))


def besides(unsaid: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Return what attributes say besides what they would mean unsaid."""
    bits = {name: _BITS.get(value, value) for name, value in given.items()}
    return {name: value for name, value in bits.items() if unsaid.get(name) != value}


def _asked(one: Element) -> object:
    name = str(one.tag).removeprefix(_MAIN)
    return (name, _said(one, name), _cells(one), tuple(map(_whole, one)))


def _coloured(around: Element, looks: tuple[object, ...]) -> Iterator[object]:
    for one in around:
        name = str(one.tag).removeprefix(_MAIN)
        look = looks[int(one.get("dxfId"))] if "dxfId" in one.attrib else None
        outer = _said(around, "conditionalFormatting")
        yield (name, outer, _cells(around), _said(one, name), look, tuple(map(_whole, one)))


def _in_order(root: Element) -> Iterator[object]:
    """Give which condition outshines which other of the same cells: where they are in their order."""
    rules = [
        (int(one.get("priority")), _cells(around), tuple(map(_whole, one)))
        for around in root.iter(f"{_MAIN}conditionalFormatting")
        for one in around
    ]
    for place, (_, cells, inside) in enumerate(sorted(rules, key=lambda rule: rule[0])):
        yield ("order", place, cells, inside)


def _cells(one: Element) -> frozenset[str]:
    return frozenset(expand(one.get("sqref", "")))


def _said(one: Element, name: str) -> frozenset[tuple[str, str]]:
    """Return what an element's attributes say besides what they would mean unsaid."""
    given = {key: value for key, value in one.attrib.items() if not _aside(key)}
    return frozenset(besides(_UNSAID.get(name, {}), given).items())


def _aside(key: str) -> bool:
    """Whether an attribute says nothing of what is asked: a revision's number, a count."""
    return key in _NOT_MEANT or key.endswith("}uid")


def _whole(element: Element) -> object:
    """Return an element with all that stands in it."""
    return (element.tag, frozenset(element.attrib.items()), element.text or "", tuple(map(_whole, element)))
