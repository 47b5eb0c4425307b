"""A past year's units.csv, line by line: whose figure each is, of which cell, and whether it can be one."""

import csv
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import islice, takewhile
from operator import getitem, itemgetter
from typing import NoReturn, TypeAlias

from toolkit.answers.csv_files import NUMBER, CsvError, csv_lines, typed_text
from toolkit.form.model import TIERS, Figure, Form, Key, Kind, Mark, at_tier, comparable_figures, exact_amount

UNITS_HEADER = ("unit_code", "unit_name", "kind", *Key._fields, "value")
LONGEST = 400  # characters of a figure of last year, and digits before its point
_ROUNDED = re.compile(r"[0-9.]+[eE][+-]?[0-9]+")  # what a program saves of a figure that it shows shortened
NOT_READ = (OSError, ValueError, LookupError, csv.Error, InvalidOperation, CsvError)
Units: TypeAlias = tuple[dict[str, str], dict[str, dict[Key, Figure]]]  # names and figures, by code


class WrongLineError(ValueError):
    """What a line of last year's data says that cannot be."""


def refuse(why: str) -> NoReturn:
    """Say what cannot be. Raises WrongLineError."""
    raise WrongLineError(why)


def units_at_once(form: Form, origin: Form, text: str, separator: str) -> Units | None:
    """Read the lines of a file as the tool writes it, a unit at a time; None for any other.

    There nothing is quoted, all units have the cells of the first one in its order, and each of them is
    asked for. `units_of_lines` reads the same from it, and says what is wrong with one of which this is not
    so.
    """
    lines = csv_lines(text)
    if '"' in text or next(lines, "").rstrip("\n") != separator.join(UNITS_HEADER):
        return None
    begin = _beginning(next(lines, ""), separator)
    number = 1 + sum(1 for _ in takewhile(lambda line: line.startswith(begin), lines))
    lines = islice(csv_lines(text), 1, None)
    first = [*islice(lines, number)]
    try:
        names, figures = units_of_lines(form, origin, UNITS_HEADER, csv.reader(first, delimiter=separator))
        keys = next(iter(figures.values()), {}).keys()
        if len(keys) != number:
            return None
        cells = [line.rpartition(separator)[0].removeprefix(begin) for line in first]
        of_kind: dict[Kind, _Judged] = {}
        judged = [of_kind.setdefault(kind_of(form, key), _Judged(form, key)) for key in keys]
        while unit := [*islice(lines, number)]:
            begin = _beginning(unit[0], separator)
            code, name = (typed_text(said).strip() for said in begin.split(separator)[:2])
            heads, _, values = zip(*[line.rpartition(separator) for line in unit], strict=True)
            alike = heads == tuple([begin + cell for cell in cells])
            if not alike or not code or code in names or len(begin) > LONGEST:
                return None
            names[code] = name
            figures[code] = dict(zip(keys, map(getitem, judged, values), strict=True))
    except NOT_READ:
        return None
    return names, figures


def _beginning(line: str, separator: str) -> str:
    """Give what all lines of a unit begin with: code, name and kind."""
    return "".join(f"{said}{separator}" for said in line.split(separator)[:3])


class _Judged(dict[str, Figure]):
    """The figures of one kind by what stands at the end of their lines, each judged once.

    Raises what `judged_figure` does.
    """

    def __init__(self, form: Form, key: Key) -> None:
        super().__init__()
        self._form, self._key = form, key

    def __missing__(self, text: str) -> Figure:
        self[text] = figure = judged_figure(self._form, self._key, text.removesuffix("\n"))
        return figure


def units_of_lines(form: Form, origin: Form, heads: Sequence[str], lines: Iterable[Sequence[str]]) -> Units:
    """Read what stands below the headings: each unit's name and its figures, by its code.

    A province has a million lines: what is said of a cell and of a figure is looked up once. Raises
    WrongLineError, InvalidOperation, IndexError; `lines` stands at the line then.
    """
    names: dict[str, str] = {}
    figures: dict[str, dict[Key, Figure]] = {}
    # one Key for all units, and one judgement of a figure for all cells of its kind
    judged: dict[Kind, dict[str, Figure]] = {}
    known: dict[tuple[str, ...], tuple[Key, dict[str, Figure]]] = {
        there: (here, judged.setdefault(kind_of(form, here), {}))
        for here, there in comparable_figures(form, origin).items()
    }
    theirs = at_tier(origin, TIERS).position.keys() | origin.position.keys()
    value_at, width = heads.index("value"), len(heads)
    named = "unit_name" if "unit_name" in heads else "unit_code"
    whose = itemgetter(heads.index("unit_code"), heads.index(named))
    where = itemgetter(*map(heads.index, ("table", "row", "column")))
    mine: dict[Key, Figure] = {}
    before = None  # the lines of a unit stand together
    for line in lines:
        if len(line) != width:
            if not any(line):
                continue
            if any(line[width:]):
                refuse("栏数多了")
        cell = known.get(where(line))
        if cell is None:
            if any(line) and where(line) not in theirs:
                refuse(f"表样里没有 {'、'.join(where(line))[:LONGEST]} 这一格")
            continue
        if whose(line) != before:
            before = whose(line)
            code, name = (typed_text(text).strip() for text in before)
            mine = figures.setdefault(code, {})
            _require_one_name(names, code, name if named == "unit_name" else "")
        key, said = cell
        if key in mine:
            refuse(f"{code} {names[code]}".strip() + f" 的{form.label(key)}有两行")
        text = line[value_at]
        if text not in said:
            said[text] = judged_figure(form, key, text)
        mine[key] = said[text]
    return names, figures


def _require_one_name(names: dict[str, str], code: str, name: str) -> None:
    """Note the name that goes with a code. Raises WrongLineError."""
    if not code:
        refuse("没有写单位代码")
    if names.setdefault(code, name) != name:
        refuse(f"代码 {code} 有两个名称：{names[code]}、{name}")


def kind_of(form: Form, key: Key) -> Kind:
    """Return what a figure that was kept may be: a county's, of a city's year."""
    return at_tier(form, TIERS).kind(key)


def judged_figure(form: Form, key: Key, text: str) -> Figure:
    """Read a figure of last year and judge it by its kind, as this year's are.

    Raises WrongLineError, InvalidOperation.
    """
    figure = written_figure(text)
    kind = kind_of(form, key)
    if isinstance(figure, Mark) or (type(figure) is int and 0 <= figure <= kind.maximum):
        return figure
    why = kind.refusal(Decimal(figure))
    if why is not None:
        raise WrongLineError(f"{form.label(key)}是 {text}，{why}")
    return figure


@lru_cache(maxsize=4096)  # most figures are small counts
def written_figure(text: str) -> Figure:
    """Read a figure or a mark as the tool writes them. Raises WrongLineError, InvalidOperation."""
    if text in {Mark.BLANK.value, Mark.NOT_APPLICABLE.value}:
        return Mark(text)
    if _ROUNDED.fullmatch(text):
        refuse(f"{text[:LONGEST]} 是科学记数，原来的数已经看不出来")
    if len(text) > LONGEST or not NUMBER.fullmatch(text):
        raise InvalidOperation
    return exact_amount(Decimal(text))
