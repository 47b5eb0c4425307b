"""How the styles of an .xlsx make cells look, and the runs of its texts (ECMA-376 part 1, 18.8 and 18.4)."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, TypeAlias
from xml.etree import ElementTree as ET

from toolkit.reading.seen.format_codes import BUILT_IN, NumberFormat, parse
from toolkit.reading.seen.look import (
    BLACK,
    FURTHEST,
    GENERAL,
    SMALLEST,
    CellLook,
    Grounds,
    Laid,
    Letters,
    hidden,
    pictures,
)
from toolkit.reading.seen.xlsx_colours import (
    OFF,
    USUAL,
    Palette,
    children_of,
    first_colour,
    grounds_of,
    numbered,
    palette_of,
    rule_grounds,
)
from toolkit.reading.xml_walk import (
    DEEPEST,
    MAIN,
    BrokenXMLError,
    SchemedError,
    local_name,
    remembered,
    schemed,
)

OddTexts: TypeAlias = Mapping[str, tuple[Letters, ...]]  # texts with odd letters, by their numbers

_MOST_STYLES = 65_536  # Excel takes no more
_MOST_PAIRS = 2**14  # of conditional formats and looks that are compared without looking at the cells
_ONCE = {"numFmts", "numFmt", "cellXfs", "xf", "fonts", "font"}  # only the workbook's own namespace calls so
_PARTS = ("numFmtId", "fontId", "fillId", "borderId")  # of which a style is made, by their numbers
_SYMBOLS = "2"  # the set of characters of fonts that are no text (18.4.1)
_RAISED = {"superscript", "subscript"}
_DAY = re.compile(r"yyyy\\?[-/]mm?\\?[-/]dd?")  # the ordinary ways, which nobody takes for anything else
NO_GROUNDS = frozenset[Grounds]([()])
_UNKNOWN = parse("[]")  # a format of which nothing is known


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class Styles:
    """The styles of a workbook's cells by their numbers.

    ``odd``: those that may show something else than is held; ``unlocking``: those whose cells are not locked;
    ``ordinary``: all others; ``days``: those that show a number as a day.
    ``rules``: the looks that conditional formats give; ``ruled``: whether one makes any cell look odd.
    ``grounds``: all that cells have, or conditional formats give them.
    """

    every: Mapping[str, CellLook] = field(default_factory=dict)
    odd: frozenset[str] = frozenset()
    ordinary: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    unlocking: frozenset[str] = frozenset()
    rules: tuple[CellLook, ...] = ()
    ruled: bool = False
    palette: Palette = USUAL
    grounds: frozenset[Grounds] = NO_GROUNDS

    def look(self, style: str) -> CellLook:
        """Return the look of a style; one that is not there looks like nothing that is known."""
        return self.every.get(style) or (CellLook(formats=(_UNKNOWN,)) if self.every else GENERAL)


NO_STYLES = Styles()


class _Style(NamedTuple):
    """A style of cells: its look, whether that is odd, shows a number as a day, and leaves them unlocked."""

    look: CellLook
    odd: bool
    day: bool
    unlocks: bool


@dataclass(frozen=True, kw_only=True, eq=False, slots=True)
class _Lists:
    """What a part of styles lists: by their numbers formats, fonts, grounds, borders, and looks of cells.

    ``named``: the styles that people see by name, on which those of cells build.
    """

    palette: Palette
    declared: dict[str, str] = field(default_factory=dict)
    fonts: list[ET.Element] = field(default_factory=list)
    fills: list[Grounds] = field(default_factory=list)
    crossed: list[bool] = field(default_factory=list)
    named: list[ET.Element] = field(default_factory=list)
    cells: list[ET.Element] = field(default_factory=list)
    rules: list[ET.Element] = field(default_factory=list)
    known: dict[tuple[str, ...], CellLook] = field(default_factory=dict)

    def take(self, section: str, tag: ET.Element) -> None:
        """Note one entry of a list."""
        match section:
            case "cellXfs" if len(self.cells) < _MOST_STYLES:
                self.cells.append(tag)
            case "cellStyleXfs" if len(self.named) < _MOST_STYLES:
                self.named.append(tag)
            case "numFmts":
                self.declared[tag.get("numFmtId", "")] = tag.get("formatCode", "")
            case "fonts":
                self.fonts.append(tag)
            case "fills":
                self.fills.append(grounds_of(tag, self.palette))
            case "borders":
                self.crossed.append(_crosses(tag))
            case "dxfs":
                self.rules.append(tag)
            case _:
                pass

    def styles_of_cells(self) -> Iterator[_Style]:
        """Give the styles of cells in their order: of those written alike, which are most, what one is."""
        alike: dict[object, _Style] = {}
        for number, cell in enumerate(self.cells):
            written = number and (*cell.attrib.items(), *((each.tag, *each.attrib.items()) for each in cell))
            if written not in alike:
                look = self.look(number)
                alike[written] = _Style(look, look.odd, _shows_day(cell, self.declared), _unlocks(cell))
            yield alike[written]

    def look(self, number: int) -> CellLook:
        """Return the look of the cells' style of a number.

        Where it does not say which format, font … it has, some programs take those of the style it builds on,
        or of the first; and always so for cells that say no style, which are those of style 0.
        """
        cell = self.cells[number]
        own = tuple(cell.get(name, "0") for name in _PARTS)
        said = [cell.get(name, "") for name in _PARTS] if number else [""] * len(_PARTS)
        look = self._made_of(own)
        for named in (numbered(self.named, cell.get("xfId", "0")), *self.named[:1]):
            if named is not None:
                lent = tuple(mine or named.get(n, "0") for n, mine in zip(_PARTS, said, strict=True))
                look = look if lent == own else look.and_perhaps(self._made_of(lent))
        if alignments := children_of(cell, "alignment"):
            laid = next(filter(None, map(_laid, alignments)), None)
            look = look._replace(laid=laid, shrunk=all(map(_shrinks, alignments)))
        return look

    def _made_of(self, parts: tuple[str, ...]) -> CellLook:
        if parts not in self.known:
            number, *others, border = parts
            font, grounds = numbered(self.fonts, others[0]), numbered(self.fills, others[1]) or ()
            letters = (first_colour(font, "color", self.palette) if font is not None else None) or BLACK
            self.known[parts] = CellLook(
                formats=_formats(number, self.declared),
                struck=(font is not None and _is_struck(font)) or bool(numbered(self.crossed, border)),
                unseen=hidden(letters, grounds) or (font is not None and _tiny(font)),
                letters=letters,
                grounds=grounds,
                pictured=font is not None and _pictures(font, "name"),
            )
        return self.known[parts]


@remembered(32)
def read_styles(data: bytes, theme: bytes = b"") -> Styles:
    """Read the part of the styles, their colours by the part of the theme.

    Raises BrokenXMLError, SchemedError.
    """
    if schemed(data):
        raise SchemedError("a DTD")
    lists = _Lists(palette=palette_of(data, theme))
    try:
        for section, tag in _entries(data):
            lists.take(section, tag)
        styles = {str(number): style for number, style in enumerate(lists.styles_of_cells())}
        rules = [rule_look(tag, lists.declared, lists.palette) for tag in lists.rules]
    except (ET.ParseError, ValueError, LookupError) as why:
        raise BrokenXMLError(str(why)) from why
    odd = frozenset(number for number, style in styles.items() if style.odd)
    return Styles(
        every={number: style.look for number, style in styles.items()},
        odd=odd,
        ordinary=frozenset(styles) - odd,
        days=frozenset(number for number, style in styles.items() if style.day),
        unlocking=frozenset(number for number, style in styles.items() if style.unlocks),
        rules=tuple(rules),
        ruled=any(look.odd for look in rules) or _may_hide(rules, lists.known.values()),
        palette=lists.palette,
        grounds=NO_GROUNDS.union(lists.fills, (look.grounds for look in rules)),
    )


def _shows_day(cell: ET.Element, declared: Mapping[str, str]) -> bool:
    return _DAY.fullmatch(declared.get(cell.get("numFmtId", ""), "")) is not None


def _unlocks(cell: ET.Element) -> bool:
    return any(each.get("locked", "1") in OFF for each in children_of(cell, "protection"))


def _entries(xml: bytes) -> Iterator[tuple[str, ET.Element]]:
    """Parse the part bit by bit: each entry with the list that it stands in.

    Entries are dropped from the tree at once.

    Raises BrokenXMLError where a list or an entry is called as one of the styles' in another namespace, as
    other readers may take it for the real one.
    """
    path: list[ET.Element] = []
    for event, element in ET.iterparse(io.BytesIO(xml.lstrip(b" \t\r\n")), ("start", "end")):
        if event == "start":
            space, _, name = str(element.tag)[1:].rpartition("}")
            if name in _ONCE and space not in MAIN:
                raise BrokenXMLError(f"<{name}> of another namespace")
            if len(path) == DEEPEST:
                raise BrokenXMLError("nested too deeply")
            path.append(element)
            continue
        path.pop()
        if len(path) == 2:
            yield local_name(path[1]), element
            path[1].remove(element)


def _may_hide(rules: Sequence[CellLook], own: Iterable[CellLook]) -> bool:
    """Whether rules may give some cell letters that are not seen on their ground, or nobody can say."""
    colours = {(look.letters, look.grounds) for look in (*own, *rules) if not look.unseen}
    return len(rules) * len(colours) > _MOST_PAIRS or any(
        CellLook(letters=letters, grounds=grounds).and_perhaps(rule).unseen
        for rule in rules
        if rule.coloured
        for letters, grounds in colours
    )


def _pictures(font: ET.Element, name: str) -> bool:
    symbols = any(each.get("val") == _SYMBOLS for each in children_of(font, "charset"))
    return any(pictures(each.get("val", ""), symbols=symbols) for each in children_of(font, name))


def _is_struck(font: ET.Element) -> bool:
    return any(child.get("val", "1") not in OFF for child in children_of(font, "strike"))


def _formats(number: str, declared: Mapping[str, str]) -> tuple[NumberFormat, ...]:
    """Return the formats that a number may mean: one that is built in and declared too means either."""
    codes = [codes[number] for codes in (declared, BUILT_IN) if number in codes]
    return tuple(map(parse, dict.fromkeys(codes))) or (_UNKNOWN,)


def _laid(alignment: ET.Element) -> Laid | None:
    """Return how an alignment lays out the content of a cell, where that is not as usual."""
    if alignment.get("horizontal") == "fill":
        return Laid.REPEATED
    steps = alignment.get("indent", "0")
    if steps.isdecimal() and int(steps) > FURTHEST:
        return Laid.ASIDE
    if alignment.get("textRotation", "0") != "0":
        return Laid.LEANING
    return Laid.ACROSS if alignment.get("horizontal") == "centerContinuous" else None


def _shrinks(alignment: ET.Element) -> bool:
    """Whether content without room is shown smaller; what goes on in a second line is not."""
    return alignment.get("shrinkToFit", "0") not in OFF and alignment.get("wrapText", "0") in OFF


def _crosses(border: ET.Element) -> bool:
    """Whether a border strikes its cells through from corner to corner."""
    drawn = any(each.get("style", "none") != "none" for each in children_of(border, "diagonal"))
    return drawn and any(border.get(name, "0") not in OFF for name in ("diagonalUp", "diagonalDown"))


def _tiny(font: ET.Element) -> bool:
    return any(_is_tiny(size.get("val", "")) for size in children_of(font, "sz"))


def _is_tiny(points: str) -> bool:
    try:
        return float(points) < SMALLEST
    except ValueError:
        return False


def rule_look(dxf: ET.Element, declared: Mapping[str, str], palette: Palette) -> CellLook:
    """Return what a conditional format changes of a cell's look."""
    formats = tuple(
        parse(tag.get("formatCode") or declared.get(tag.get("numFmtId", ""), "[]"))
        for tag in children_of(dxf, "numFmt")
    )
    fonts = children_of(dxf, "font")
    letters = next((first_colour(font, "color", palette) for font in fonts), None)
    grounds = next((rule_grounds(fill, palette) for fill in children_of(dxf, "fill")), ())
    return CellLook(
        formats=formats,
        struck=any(_is_struck(font) for font in fonts),
        unseen=any(map(_tiny, fonts)),
        letters=letters,
        grounds=grounds,
    )


# ------------------------------------------------------------------ texts with runs

_RUN = b"rPr"  # how the letters of a run look
# without any of them the runs of a text look alike
_MARKS = (b"olor", b"sz", b"strike", b"vertAlign", b"rFont")


def odd_strings(data: bytes, palette: Palette = USUAL, grounds: frozenset[Grounds] = NO_GROUNDS) -> OddTexts:
    """Return by number the texts of the string table with letters that are odd on any of the grounds."""
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff") and (
        _RUN not in data or not any(mark in data for mark in _MARKS) or _ordinary_runs(data, palette, grounds)
    ):
        return {}
    try:
        root = ET.fromstring(data)
    except (ET.ParseError, ValueError, LookupError):
        return {}
    runs = {str(number): runs_of(item, palette) for number, item in enumerate(root)}
    return {number: each for number, each in runs.items() if any(_odd_on(run, grounds) for run in each)}


def _odd_on(run: Letters, grounds: Iterable[Grounds]) -> bool:
    return any(run.on(each).odd for each in grounds)


def _ordinary_runs(data: bytes, palette: Palette, grounds: frozenset[Grounds]) -> bool:
    """Whether no run of any text can be odd: told by their few looks, as LibreOffice writes them.

    False where it cannot be told without parsing: where a look is written in any other way.
    """
    looks = [piece.partition(b"</rPr>") for piece in data.split(b"<rPr>")[1:]]
    plain = data.count(b"rPr") == 2 * len(looks) and all(end for _, end, _ in looks)
    plain = plain and not (b"!" in data and b"<!" in data)  # the one mark is found ten times as fast
    # each begun and ended as one is
    return plain and not any(_odd_run(look, palette, grounds) for look in {look for look, _, _ in looks})


@lru_cache(maxsize=256)
def _odd_run(look: bytes, palette: Palette, grounds: frozenset[Grounds]) -> bool:
    """Whether letters of a look, the inside of an <rPr>, do not count as those beside them do."""
    try:
        return _odd_on(_run("0", ET.fromstring(b"<rPr>" + look + b"</rPr>"), palette), grounds)
    except (ET.ParseError, ValueError, LookupError):
        return True


def runs_of(item: ET.Element, palette: Palette) -> tuple[Letters, ...]:
    """Return the runs of one text, an <si> or <is>."""
    runs = []
    for run in item:
        if local_name(run) == "t":
            runs.append(Letters(run.text or ""))
        elif local_name(run) == "r":
            text = "".join(t.text or "" for t in children_of(run, "t"))
            look = next(iter(children_of(run, "rPr")), None)
            runs.append(Letters(text) if look is None else _run(text, look, palette))
    return tuple(runs)


def _run(text: str, look: ET.Element, palette: Palette) -> Letters:
    raised = any(tag.get("val", "") in _RAISED for tag in children_of(look, "vertAlign"))
    colour = first_colour(look, "color", palette) or BLACK
    return Letters(
        text,
        struck=_is_struck(look),
        raised=raised,
        unseen=_tiny(look),
        colour=colour,
        pictured=_pictures(look, "rFont"),
    )
