"""A past year's results as they were kept: units.csv, texts.csv, totals.csv, a county workbook."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import takewhile
from math import isfinite
from operator import itemgetter
from pathlib import Path
from typing import NoReturn, TypeVar

from toolkit.answers.csv_files import CsvError, csv_lines, csv_separated, typed_text
from toolkit.cage import caged
from toolkit.errors import UsageError, explain_error
from toolkit.form.definition import forms_near, load_form
from toolkit.form.model import (
    TIERS,
    Amount,
    Figure,
    Form,
    Key,
    Kind,
    Mark,
    at_tier,
    comparable_figures,
    exact_amount,
)

T = TypeVar("T")
UNITS, TEXTS, TOTALS = "units.csv", "texts.csv", "totals.csv"
UNITS_HEADER = ("unit_code", "unit_name", "kind", "table", "row", "column", "value")
DETAILS, LABELS = "分单位明细", 3  # the county workbook's sheet of units: code, name, kind, then every figure
SHOWN = 5  # units that are named
LONGEST = 400  # characters of a figure of last year, and digits before its point
_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")  # as the tool writes figures, not ２９ or 1_000
_ROUNDED = re.compile(r"[0-9.]+[eE][+-]?[0-9]+")  # what a program saves of a figure that it shows shortened
SUMS = ("合计", "其中：", "填了的单位")
_NOT_READ = (OSError, ValueError, LookupError, csv.Error, InvalidOperation, CsvError)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What was kept of a year: figures, names and prose of each unit, by code (by name without one).

    ``basis`` names the form that the year was reported on; of another form's figures only those are here
    that mean the same, under the keys of the form asked for. ``totals`` are the county's, where they were
    kept.
    """

    basis: str
    figures: Mapping[str, Mapping[Key, Figure]]
    names: Mapping[str, str] = field(default_factory=dict)
    prose: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    totals: Mapping[Key, Figure] = field(default_factory=dict)


def read_units_csv(form: Form, path: Path, origin: Form | None = None) -> Kept:
    """Read a units.csv of the form `origin` (told by its keys) as far as it compares with `form`.

    Raises UsageError naming the line.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise UsageError(f"上年数 {path} 读不了：{explain_error(error)}。") from error
    return _read_once(form, path, origin, (status.st_mtime_ns, status.st_size))


@lru_cache(maxsize=2)  # a consolidation asks twice: for the opening figures, and for the years side by side
def _read_once(form: Form, path: Path, origin: Form | None, _written: tuple[int, int]) -> Kept:
    return caged(_read_units_csv, f"上年数 {path.name}", form, path, origin)


def _read_units_csv(form: Form, path: Path, origin: Form | None) -> Kept:
    lines = None
    try:
        text, separator = _separated(path)  # perhaps saved again by Excel or WPS
        first = csv.DictReader(csv_lines(text), delimiter=separator)
        origin = origin or _origin(form, first, path)
        lines = csv.reader(csv_lines(text), delimiter=separator)
        heads = next(lines, [])
        _must_have(path, heads)
        names, figures = _by_unit(form, origin, heads, lines)
    except _NOT_READ as error:
        at = f"第 {lines.line_num} 行" if lines is not None else ""
        raise UsageError(
            f"上年数 {path} {at}{_gave_up(error)}。请用上年汇总时写出的 {UNITS}，不要改动。"
        ) from error
    try:
        _require_whole(form, figures)
    except _WrongLineError as error:
        raise UsageError(f"上年数 {path} 不对：{error}。请用上年汇总时写出的 {UNITS}，不要改动。") from error
    return Kept(basis=origin.basis, figures=figures, names=names)


def _by_unit(
    form: Form, origin: Form, heads: Sequence[str], lines: Iterable[Sequence[str]]
) -> tuple[dict[str, str], dict[str, dict[Key, Figure]]]:
    """Read what stands below the headings: each unit's name and its figures, by its code.

    A province has a million lines: what is said of a cell and of a figure is looked up once. Raises
    _WrongLineError, InvalidOperation, IndexError; `lines` stands at the line then.
    """
    names: dict[str, str] = {}
    figures: dict[str, dict[Key, Figure]] = {}
    # one Key for all units, and one judgement of a figure for all cells of its kind
    judged: dict[Kind, dict[str, Figure]] = {}
    known: dict[tuple[str, ...], tuple[Key, dict[str, Figure]]] = {
        there: (here, judged.setdefault(_kind(form, here), {}))
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
                _refuse("栏数多了")
        cell = known.get(where(line))
        if cell is None:
            if any(line) and where(line) not in theirs:
                _refuse(f"表样里没有 {'、'.join(where(line))[:LONGEST]} 这一格")
            continue
        if whose(line) != before:
            before = whose(line)
            code, name = (typed_text(text).strip() for text in before)
            mine = figures.setdefault(code, {})
            _require_one_name(names, code, name if named == "unit_name" else "")
        key, said = cell
        if key in mine:
            _refuse(f"{code} 的{form.label(key)}有两行")
        text = line[value_at]
        if text not in said:
            said[text] = _judged_figure(form, key, text)
        mine[key] = said[text]
    return names, figures


def _require_one_name(names: dict[str, str], code: str, name: str) -> None:
    """Note the name that goes with a code. Raises _WrongLineError."""
    if not code:
        _refuse("没有写单位代码")
    if names.setdefault(code, name) != name:
        _refuse(f"代码 {code} 有两个名称：{names[code]}、{name}")


def possible_forms(form: Form, source: Path) -> Iterator[Form]:
    """Give the forms that a past year's `source` may be in.

    This one, then the shipped ones, newest first, and those whose definitions lie near it.
    """
    yield form
    yield from (other for name in forms_near(source) if (other := load_form(name)).key != form.key)


def _origin(form: Form, lines: Iterator[dict[str, str]], path: Path) -> Form:
    """Tell by its keys which form a units.csv is in: the first unit's are looked at."""
    first = next(lines, {})
    unit = takewhile(lambda line: line.get("unit_code") == first.get("unit_code"), lines)
    keys = {(line.get("table"), line.get("row"), line.get("column")) for line in (first, *unit)}
    return next((other for other in possible_forms(form, path) if keys <= set(other.cells)), form)


def _must_have(path: Path, heads: Sequence[str]) -> None:
    missing = [name for name in ("unit_code", "table", "row", "column", "value") if name not in heads]
    if missing:
        raise UsageError(
            f"上年数 {path} 不是各单位的数：第一行缺少 {'、'.join(missing)}。要写上年汇总时写出的 "
            f"{UNITS}（totals.csv 只有合计）。"
        )
    if twice := [name for name, times in Counter(heads).items() if name and times > 1]:
        raise UsageError(
            f"上年数 {path} 第一行有两栏“{twice[0][:40]}”，分不清用哪一栏。"
            f"请用上年汇总时写出的 {UNITS}，不要改动。"
        )


class _WrongLineError(ValueError):
    """What a line of last year's data says that cannot be."""


def _refuse(why: str) -> NoReturn:
    raise _WrongLineError(why)


def _kind(form: Form, key: Key) -> Kind:
    """Return what a figure that was kept may be: a county's, of a city's year."""
    return at_tier(form, TIERS).kind(key)


def _judged_figure(form: Form, key: Key, text: str) -> Figure:
    """Read a figure of last year and judge it by its kind, as this year's are.

    Raises _WrongLineError, InvalidOperation.
    """
    figure = _figure(text)
    kind = _kind(form, key)
    if isinstance(figure, Mark) or (type(figure) is int and 0 <= figure <= kind.maximum):
        return figure
    why = kind.refusal(Decimal(figure))
    if why is not None:
        raise _WrongLineError(f"{form.label(key)}是 {text}，{why}")
    return figure


def _require_whole(form: Form, figures: Mapping[str, Mapping[Key, Figure]]) -> None:
    """Judge last year's figures as a whole.

    No unit has lost lines, and its totals are the sums of their parts.

    Raises _WrongLineError.
    """
    most = max(map(len, figures.values()), default=0)
    short = [code for code, mine in figures.items() if len(mine) < most]
    if 0 < len(short) < len(figures) / 2:  # most are alike: the file was cut off, or lines were lost
        had = len(figures[short[0]])
        raise _WrongLineError(
            f"单位 {'、'.join(short[:SHOWN])} 的数少了：{short[0]} 有 {had} 个，多数单位有 {most} 个"
        )
    sums = [(total, itemgetter(total, *leaves)) for total, leaves in form.sums.items()]
    for code, mine in figures.items():
        for total, of in sums:
            try:
                said, *parts = of(mine)
            except KeyError:  # not all of them are there
                continue
            if isinstance(said, Mark):
                continue
            added = _sum(parts)
            if added != said:
                raise _WrongLineError(f"单位 {code} 的{form.label(total)}是 {said}，各项相加是 {added}")


def _sum(parts: Sequence[Figure]) -> Amount:
    try:
        return sum(parts)  # type: ignore[arg-type]
    except TypeError:  # there are marks among them
        return sum(part for part in parts if not isinstance(part, Mark))


def _require_same_totals(kept: Kept, totals: Mapping[Key, Figure], path: Path) -> None:
    """Raise UsageError when the county's totals are not the sums over its units.

    One is missing, or was changed.
    """
    for key, total in totals.items():
        parts = [f for mine in kept.figures.values() if not isinstance(f := mine.get(key, Mark.BLANK), Mark)]
        if not isinstance(total, Mark) and sum(parts) != total:
            raise UsageError(
                f"上年数 {path.parent} 里 {UNITS} 的 {len(kept.figures)} 个单位，{key} 相加是 "
                f"{sum(parts)}，{TOTALS} 里是 {total}："
                "少了单位，或者改过数。请重新汇总上年。"
            )


def _gave_up(error: Exception) -> str:
    """Say what was wrong with a line, or with the file."""
    if isinstance(error, CsvError):
        return f"{error}"
    if isinstance(error, _WrongLineError):
        return f"不对：{error}"
    if isinstance(error, IndexError):
        return "读不了：栏数不够"
    if isinstance(error, InvalidOperation):
        return "读不了：value 不是数"
    return f"读不了：缺少 {error} 一栏" if isinstance(error, KeyError) else f"读不了：{explain_error(error)}"


@lru_cache(maxsize=4096)  # most figures are small counts
def _figure(text: str) -> Figure:
    if text in {Mark.BLANK.value, Mark.NOT_APPLICABLE.value}:
        return Mark(text)
    if _ROUNDED.fullmatch(text):
        _refuse(f"{text[:LONGEST]} 是科学记数，原来的数已经看不出来")
    if len(text) > LONGEST or not _PLAIN.fullmatch(text):
        raise InvalidOperation
    return exact_amount(Decimal(text))


def _separated(path: Path) -> tuple[str, str]:
    """Give the text of a csv file from its headings on, and its separator."""
    text, separator = csv_separated(path.read_bytes())
    return text.lstrip("\r\n"), separator


def read_texts_csv(path: Path) -> dict[str, dict[str, str]]:
    """Read a texts.csv: each unit's passages, by code. Raises UsageError."""
    prose: dict[str, dict[str, str]] = {}
    try:
        text, separator = _separated(path)
        for line in csv.DictReader(csv_lines(text, newline=""), delimiter=separator):
            prose.setdefault(typed_text(line["unit_code"]), {})[line["passage"]] = typed_text(line["text"])
    except (*_NOT_READ, TypeError) as error:
        raise UsageError(f"上年文字 {path} {_gave_up(error)}。请重新汇总上年。") from error
    return prose


def read_totals_csv(form: Form, path: Path, kept: Kept) -> dict[Key, Figure]:
    """Read the county's own totals: a blank that its units confirmed is 0 in them, and blank in units.csv."""
    known = {key for figures in kept.figures.values() for key in figures}
    totals: dict[Key, Figure] = {}
    try:
        text, separator = _separated(path)
        for line in csv.DictReader(csv_lines(text), delimiter=separator):
            key = Key(line["table"], line["row"], line["column"])
            if key in known and key in form.position:
                totals[key] = _figure(line["value"])
        _require_same_totals(kept, totals, path)
    except (*_NOT_READ, TypeError) as error:
        raise UsageError(f"上年数 {path} {_gave_up(error)}。请重新汇总上年。") from error
    return totals


# ------------------------------------------------------------------ workbooks


def read_county_workbook(form: Form, path: Path) -> Kept:
    """Read 分单位明细: below the sums by kind and the numbers of the columns, one line a unit."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 (only where a workbook is read)

    try:
        rows = (
            CalamineWorkbook.from_path(str(path)).get_sheet_by_name(DETAILS).to_python(skip_empty_area=False)
        )
    except (CalamineError, OSError, ValueError) as error:
        raise UsageError(f"上年数 {path} 不是汇总表，里面没有“{DETAILS}”。") from error
    sums = [i for i, row in enumerate(rows) if str(row[0]).startswith(SUMS)]
    labels = [str(text).strip() for text in rows[sums[0] - 1][LABELS:]] if sums and sums[0] else []
    while labels and not labels[-1]:  # right of the figures stands which units were compared
        labels.pop()
    origin = next(
        (one for one in possible_forms(form, path) if labels == [one.column(key).label for key in one.cells]),
        None,
    )
    if origin is None:
        raise UsageError(f"上年数 {path} 的“{DETAILS}”与表样 {form.key} 的栏目对不上。")
    figures: dict[str, Mapping[Key, Figure]] = {}
    names: dict[str, str] = {}
    first = sums[-1] + 2
    for number, row in enumerate(rows[first:], first + 1):
        code = _code(row[0])
        try:
            if not code and any(str(cell).strip() for cell in row[: LABELS + len(labels)]):
                _refuse("没有写单位代码")
            if code in figures:
                _refuse(f"代码 {code} 有两行")
            if code:
                figures[code] = comparable_part(form, origin, dict(_cells(origin, row[LABELS:])))
                names[code] = typed_text(str(row[1]).strip())
        except _WrongLineError as error:
            raise UsageError(
                f"上年数 {path} 的“{DETAILS}”第 {number} 行：{error}。请用汇总时写出的文件，不要改动。"
            ) from error
    shown = dict(zip(origin.cells, rows[sums[0]][LABELS:], strict=False))
    try:
        _require_whole(form, figures)
        _require_shown_sums(form, comparable_part(form, origin, shown), figures)
    except _WrongLineError as error:
        raise UsageError(f"上年数 {path} 的“{DETAILS}”：{error}。请用汇总时写出的文件，不要改动。") from error
    return Kept(basis=origin.basis, figures=figures, names=names)


def _require_shown_sums(
    form: Form, shown: Mapping[Key, object], figures: Mapping[str, Mapping[Key, Figure]]
) -> None:
    """Judge the sums that the sheet shows above its units, as far as a program worked them out.

    Raises _WrongLineError where they are not those of the units below: some were taken out, or changed.
    """
    for key, cell in shown.items():
        if isinstance(cell, bool) or not isinstance(cell, int | float) or not isfinite(cell):
            continue
        said = exact_amount(Decimal(format(cell, ".15g")))
        parts = [f for mine in figures.values() if not isinstance(f := mine.get(key, Mark.BLANK), Mark)]
        if sum(parts) != said:
            raise _WrongLineError(
                f"{form.label(key)}的合计是 {said}，下面 {len(figures)} 个单位相加是 {sum(parts)}，"
                "少了单位，或者改过数"
            )


def comparable_part(form: Form, origin: Form, figures: Mapping[Key, T]) -> dict[Key, T]:
    """Give the figures that mean the same in `form`."""
    return {
        here: figures[there] for here, there in comparable_figures(form, origin).items() if there in figures
    }


def _code(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else typed_text(str(cell).strip())


def _cells(form: Form, cells: Sequence[object]) -> Iterator[tuple[Key, Figure]]:
    for key, cell in zip(form.cells, cells, strict=False):
        text = str(cell).strip()
        if isinstance(cell, int | float) and not isinstance(cell, bool) and isfinite(cell):
            amount = exact_amount(
                Decimal(format(cell, ".15g"))
            )  # what lies behind is the noise of binary fractions
            why = _kind(form, key).refusal(Decimal(amount))
            if why is not None:
                raise _WrongLineError(f"{form.label(key)}是 {text}，{why}")
            yield key, amount
        elif text in {Mark.BLANK.value, Mark.NOT_APPLICABLE.value}:
            yield key, Mark(text)
        else:
            raise _WrongLineError(f"{form.label(key)}是“{text[:40]}”，不是数")
