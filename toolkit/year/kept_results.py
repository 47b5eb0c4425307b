"""A past year's results as they were kept: units.csv, texts.csv, totals.csv, a county workbook."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import takewhile
from math import isfinite
from operator import itemgetter
from pathlib import Path

from toolkit.answers.csv_files import CsvError, csv_lines, csv_separated, typed_text
from toolkit.cage import caged
from toolkit.errors import UsageError, explain_error
from toolkit.files import TOTALS_CSV, UNITS_CSV
from toolkit.form.definition import forms_near, load_form
from toolkit.form.model import (
    Amount,
    Figure,
    Form,
    Key,
    Mark,
    comparable_figures,
    comparable_part,
    kept_amount,
    name_some,
)
from toolkit.layout.county_sheets import DETAILS, LABELS, OF_A_KIND, STATED, TOTAL
from toolkit.year.unit_lines import (
    NOT_READ,
    WrongLineError,
    kind_of,
    refuse,
    units_at_once,
    units_of_lines,
    written_figure,
)

SHOWN = 5  # units that are named
SUMS = (TOTAL, OF_A_KIND, STATED)
_HEAD = re.compile(r"([^\s】]*)\s*\b([0-9]{4}) 年度")  # above the sheet's figures: 某县　2022 年度


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What was kept of a year: figures, names and prose of each unit, by code (by name without one).

    ``basis`` names the form that the year was reported on; of another form's figures only those are here
    that mean the same, under the keys of the form asked for. ``totals`` are the county's, where they were
    kept; ``year`` and ``offices`` (divided by 、) are those that it names itself, if it does.
    """

    basis: str
    figures: Mapping[str, Mapping[Key, Figure]]
    names: Mapping[str, str] = field(default_factory=dict)
    prose: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    totals: Mapping[Key, Figure] = field(default_factory=dict)
    year: int | None = None
    offices: str = ""


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
        at_once = units_at_once(form, origin, text, separator)
        names, figures = at_once or units_of_lines(form, origin, heads, lines)
    except NOT_READ as error:
        at = f"第 {lines.line_num} 行" if lines is not None else ""
        raise UsageError(
            f"上年数 {path} {at}{_gave_up(error)}。请用上年汇总时写出的 {UNITS_CSV}，不要改动。"
        ) from error
    try:
        _require_whole(form, figures, names)
    except WrongLineError as error:
        raise UsageError(
            f"上年数 {path} 不对：{error}。请用上年汇总时写出的 {UNITS_CSV}，不要改动。"
        ) from error
    return Kept(basis=origin.basis, figures=figures, names=names)


def possible_forms(form: Form, source: Path) -> Iterator[Form]:
    """Give the forms that a past year's `source` may be in.

    Its own edition of this one where that lies near it, this one, then the shipped ones, newest first, and
    those whose definitions lie near.
    """
    near = [load_form(name) for name in forms_near(source)]
    yield from (other for other in near if other.key == form.key)
    yield form
    yield from (other for other in near if other.key != form.key)


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
            f"{UNITS_CSV}（{TOTALS_CSV} 只有合计）。"
        )
    if twice := [name for name, times in Counter(heads).items() if name and times > 1]:
        raise UsageError(
            f"上年数 {path} 第一行有两栏“{twice[0][:40]}”，分不清用哪一栏。"
            f"请用上年汇总时写出的 {UNITS_CSV}，不要改动。"
        )


def _require_whole(form: Form, figures: Mapping[str, Mapping[Key, Figure]], names: Mapping[str, str]) -> None:
    """Judge last year's figures as a whole.

    No unit has lost lines, and its totals are the sums of their parts.

    Raises WrongLineError.
    """
    most = max(map(len, figures.values()), default=0)
    label = {code: f"{code} {name}".strip() for code, name in names.items()}
    short = [code for code, mine in figures.items() if len(mine) < most]
    if 0 < len(short) < len(figures) / 2:  # most are alike: the file was cut off, or lines were lost
        had = len(figures[short[0]])
        raise WrongLineError(
            f"{name_some([label[code] for code in short], SHOWN)} 的数少了：{label[short[0]]} 有 {had} 个，"
            f"多数单位有 {most} 个"
        )
    sums = [(total, itemgetter(total, *leaves)) for total, leaves in form.sums.items()]
    parts_of = [itemgetter(*leaves) for leaves in form.sums.values()]
    for code, mine in figures.items():
        with suppress(KeyError, TypeError):  # not all of them are there, or there are marks among them
            if [mine[total] for total in form.sums] == [sum(of(mine)) for of in parts_of]:
                continue
        for total, of in sums:
            try:
                said, *parts = of(mine)
            except KeyError:  # not all of them are there
                continue
            if isinstance(said, Mark):
                continue
            added = _sum(parts)
            if added != said:
                raise WrongLineError(f"{label[code]} 的{form.label(total)}是 {said}，各项相加是 {added}")


def _sum(parts: Sequence[Figure]) -> Amount:
    """Add up what is a number."""
    try:
        return sum(parts)  # type: ignore[arg-type]
    except TypeError:  # there are marks among them
        return sum(part for part in parts if not isinstance(part, Mark))


def _require_same_totals(kept: Kept, totals: Mapping[Key, Figure], path: Path) -> None:
    """Raise UsageError when the county's totals are not the sums over its units.

    One is missing, or was changed.
    """
    for key, total in totals.items():
        added = _sum([mine.get(key, Mark.BLANK) for mine in kept.figures.values()])
        if not isinstance(total, Mark) and added != total:
            raise UsageError(
                f"上年数 {path.parent} 里 {UNITS_CSV} 的 {len(kept.figures)} 个单位，{key} 相加是 "
                f"{added}，{TOTALS_CSV} 里是 {total}："
                "少了单位，或者改过数。请重新汇总上年。"
            )


def _gave_up(error: Exception) -> str:
    """Say what was wrong with a line, or with the file."""
    if isinstance(error, CsvError):
        return f"{error}"
    if isinstance(error, WrongLineError):
        return f"不对：{error}"
    if isinstance(error, IndexError):
        return "读不了：栏数不够"
    if isinstance(error, InvalidOperation):
        return "读不了：value 不是数"
    return f"读不了：缺少 {error} 一栏" if isinstance(error, KeyError) else f"读不了：{explain_error(error)}"


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
    except (*NOT_READ, TypeError) as error:
        raise UsageError(f"上年文字 {path} {_gave_up(error)}。请重新汇总上年。") from error
    return prose


def read_totals_csv(form: Form, path: Path, kept: Kept) -> dict[Key, Figure]:
    """Read the county's own totals: a blank that its units confirmed is 0 in them, and blank in units.csv."""
    known = {key for figures in kept.figures.values() for key in figures}
    totals: dict[Key, Figure] = {}
    try:
        text, separator = _separated(path)
        for line in csv.DictReader(csv_lines(text), delimiter=separator):
            key = Key.of(line)
            if key in known and key in form.position:
                totals[key] = written_figure(line["value"])
        _require_same_totals(kept, totals, path)
    except (*NOT_READ, TypeError) as error:
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
        (one for one in possible_forms(form, path) if labels == [one.heading(key) for key in one.cells]),
        None,
    )
    if origin is None:
        raise UsageError(f"上年数 {path} 的“{DETAILS}”与表样 {form.key} 的栏目对不上。")
    same = comparable_figures(form, origin)
    figures: dict[str, Mapping[Key, Figure]] = {}
    names: dict[str, str] = {}
    first = sums[-1] + 2
    for number, row in enumerate(rows[first:], first + 1):
        code = _code(row[0])
        try:
            if not code and any(str(cell).strip() for cell in row[: LABELS + len(labels)]):
                refuse("没有写单位代码")
            if code in figures:
                refuse(f"代码 {code} 有两行")
            if code:
                figures[code] = comparable_part(same, dict(_cells(origin, row[LABELS:])))
                names[code] = typed_text(str(row[1]).strip())
        except WrongLineError as error:
            raise UsageError(
                f"上年数 {path} 的“{DETAILS}”第 {number} 行：{error}。请用汇总时写出的文件，不要改动。"
            ) from error
    shown = dict(zip(origin.cells, rows[sums[0]][LABELS:], strict=False))
    try:
        _require_whole(form, figures, names)
        _require_shown_sums(form, comparable_part(same, shown), figures)
    except WrongLineError as error:
        raise UsageError(f"上年数 {path} 的“{DETAILS}”：{error}。请用汇总时写出的文件，不要改动。") from error
    heading = " ".join(str(cell) for row in rows[: sums[0]] for cell in row)
    said = _HEAD.search(heading)
    office, year = (said[1], int(said[2])) if said else ("", None)
    return Kept(basis=origin.basis, figures=figures, names=names, year=year, offices=office)


def _require_shown_sums(
    form: Form, shown: Mapping[Key, object], figures: Mapping[str, Mapping[Key, Figure]]
) -> None:
    """Judge the sums that the sheet shows above its units, as far as a program worked them out.

    Raises WrongLineError where they are not those of the units below: some were taken out, or changed.
    """
    for key, cell in shown.items():
        if isinstance(cell, bool) or not isinstance(cell, int | float) or not isfinite(cell):
            continue
        said = kept_amount(cell)
        added = _sum([mine.get(key, Mark.BLANK) for mine in figures.values()])
        if added != said:
            raise WrongLineError(
                f"{form.label(key)}的合计是 {said}，下面 {len(figures)} 个单位相加是 {added}，"
                "少了单位，或者改过数"
            )


def _code(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else typed_text(str(cell).strip())


def _cells(form: Form, cells: Sequence[object]) -> Iterator[tuple[Key, Figure]]:
    for key, cell in zip(form.cells, cells, strict=False):
        text = str(cell).strip()
        if isinstance(cell, int | float) and not isinstance(cell, bool) and isfinite(cell):
            amount = kept_amount(cell)
            why = kind_of(form, key).refusal(Decimal(amount))
            if why is not None:
                raise WrongLineError(f"{form.label(key)}是 {text}，{why}")
            yield key, amount
        elif text in {Mark.BLANK.value, Mark.NOT_APPLICABLE.value}:
            yield key, Mark(text)
        else:
            raise WrongLineError(f"{form.label(key)}是“{text[:40]}”，不是数")
