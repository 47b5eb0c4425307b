"""Which cells of an .xlsx sheet may show something else than they hold.

By style, by runs, by conditional formats.

The second, newer notation of conditional formats is that of [MS-XLSX] 2.4.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations
from typing import NamedTuple
from xml.etree import ElementTree as ET

from toolkit.layout.place import Place, parse_place
from toolkit.reading.locating import Rows, content_at
from toolkit.reading.seen.conditions import First, Test, compared, first_of, stated
from toolkit.reading.seen.look import CellLook, Grounds, Laid, Letters, shades
from toolkit.reading.seen.xlsx_colours import OFF, Palette, children_of, colours_in, numbered
from toolkit.reading.seen.xlsx_styles import Styles, rule_look, runs_of
from toolkit.reading.sheet_xml import Sheet, expand, parsed_xml
from toolkit.reading.xml_walk import local_name


def rich_cells(
    root: ET.Element, strings: Mapping[str, tuple[Letters, ...]], palette: Palette
) -> Iterator[tuple[str, tuple[Letters, ...]]]:
    """Find the cells whose texts hold letters that may be odd, in a parsed sheet."""
    for cell in (c for data in children_of(root, "sheetData") for row in data for c in row):
        if cell.get("t") == "s":
            number = next((v.text or "" for v in children_of(cell, "v")), "").strip()
            if number in strings:
                yield cell.get("r", "").upper(), strings[number]
        elif cell.get("t") == "inlineStr":
            runs = tuple(run for inside in children_of(cell, "is") for run in runs_of(inside, palette))
            if len(runs) > 1 or any(run.colour or run.odd for run in runs):
                yield cell.get("r", "").upper(), runs


class ConditionalLook(NamedTuple):
    """A conditional format: where, what it changes, and when, if that can be said here."""

    spans: str
    look: CellLook
    when: Test | First | None = None
    priority: int = 0  # the least comes first
    last: bool = False  # no other is looked at behind it where it applies

    def may_apply(self, rows: Rows, address: str) -> bool:
        """Whether it applies to what stands in a cell, or nobody here can say."""
        _, row, column = parse_place("", address)
        if content_at(rows, row, column) == "":
            return False
        return self.when is None or self.when.may_hold(row, column, partial(content_at, rows))


def conditional_looks(root: ET.Element, styles: Styles) -> Iterator[ConditionalLook]:
    """Find the conditional formats of a parsed sheet that may change what is seen."""
    for block in (element for element in root.iter() if local_name(element) == "conditionalFormatting"):
        newer = " ".join(tag.text or "" for tag in children_of(block, "sqref"))
        for rule in children_of(block, "cfRule"):
            own = [rule_look(dxf, {}, styles.palette) for dxf in children_of(rule, "dxf")]
            look = numbered(styles.rules, rule.get("dxfId", "")) if not own else own[0]
            if any(tag.get("showValue", "1") in OFF for tag in rule.iter()):
                look = CellLook(unseen=True, laid=Laid.BARRED)  # a bar or a sign instead of the number
            elif grounds := _scale(rule, styles.palette):
                look = CellLook(grounds=grounds)
            if look is not None and (look.odd or look.coloured):
                spans = block.get("sqref", "") or newer
                yield ConditionalLook(
                    spans=spans,
                    look=look,
                    when=_when(rule, [parse_place("", address) for address in expand(spans)]),
                    priority=_priority(rule),
                    last=rule.get("stopIfTrue", "0") not in OFF,
                )


def _scale(rule: ET.Element, palette: Palette) -> Grounds:
    """Return the grounds that a scale of colours, or a bar, lays behind the letters."""
    scales = [
        [colour for name in ("color", "fillColor") for colour in colours_in(scale, name, palette) if colour]
        for kind in ("colorScale", "dataBar")
        for scale in children_of(rule, kind)
    ]
    return tuple(ground for scale in scales for ground in shades(scale))


def _priority(rule: ET.Element) -> int:
    given = rule.get("priority", "")
    return int(given) if given.isdecimal() else 0


def _when(rule: ET.Element, cells: Sequence[Place]) -> Test | First | None:
    """Return what a rule for these cells asks (18.3.1.10); None where nobody here can say."""
    formulas = [(tag.text or "").strip() for tag in rule if local_name(tag) in {"formula", "f"}]
    kind = rule.get("type", "")
    if kind == "cellIs":
        return compared(rule.get("operator", ""), formulas)
    if kind == "top10" and rule.get("percent", "0") in OFF:
        return first_of(rule.get("rank", ""), cells, smallest=rule.get("bottom", "0") not in OFF)
    return stated(formulas[0], cells) if kind == "expression" and len(formulas) == 1 else None


def odd_looks(
    styles: Styles,
    strings: Mapping[str, tuple[Letters, ...]],
    sheet: Sheet | None,
    xml: Callable[[], str],
    rows: Rows,
) -> Mapping[str, CellLook]:
    """Return the cells of a sheet that may show something else than they hold.

    An ordinary sheet is not even parsed.
    """
    ruled = sheet is None or not sheet.plain or styles.ruled
    if not (styles.odd or strings or ruled):
        return {}
    numbers = sheet.styles if sheet is not None else {}
    odd = (
        {}  # as nearly always: told without looking at each cell
        if sheet is None or styles.odd.isdisjoint(sheet.numbers)
        else {a: styles.look(s or "0") for a, s in numbers.items() if (s or "0") in styles.odd}
    )
    root = parsed_xml(xml()) if strings or ruled else None
    if root is None:
        return odd
    looks: dict[str, CellLook] = {}
    for address, runs in rich_cells(root, strings, styles.palette):
        looks[address] = styles.look(numbers.get(address, "") or "0").with_runs(runs)
    for address, rules in _applying(root, styles, rows).items():
        look = looks.get(address) or styles.look(numbers.get(address, "") or "0")
        for each in (*(rule.look for rule in rules), *_together(rules)):
            look = look.and_perhaps(each)
        looks[address] = look
    return {**odd, **{address: look for address, look in looks.items() if look.odd}}


def _applying(root: ET.Element, styles: Styles, rows: Rows) -> Mapping[str, Sequence[ConditionalLook]]:
    """Return the conditional formats that may apply to each cell, those that come before others first."""
    applying: dict[str, list[ConditionalLook]] = {}
    for rule in sorted(conditional_looks(root, styles), key=lambda rule: rule.priority):
        for address in expand(rule.spans):
            if rule.may_apply(rows, address):
                applying.setdefault(address, []).append(rule)
    return applying


def _together(rules: Sequence[ConditionalLook]) -> Iterator[CellLook]:
    """Return the looks that two rules make together, where the later sets what the first leaves open.

    Letters of the one, ground of the other.
    """
    for first, later in combinations(rules, 2):
        letters, grounds = first.look.letters or later.look.letters, first.look.grounds or later.look.grounds
        if first.look.coloured and not first.last and letters and grounds:
            yield CellLook(letters=letters, grounds=grounds)
