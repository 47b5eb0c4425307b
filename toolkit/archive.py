"""A past year's results as they were kept: units.csv, a county workbook, a year's folder, a folder of filled workbooks."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from io import StringIO
from operator import itemgetter
from pathlib import Path

from toolkit.errors import UsageError
from toolkit.expression import Key
from toolkit.form import Form
from toolkit.submission import Figure, Mark, exact, totals

UNITS, TEXTS = "units.csv", "texts.csv"
DETAILS, LABELS = "分单位明细", 3  # the county workbook's sheet of units: code, name, kind, then every figure
SUMS = ("合计", "其中：")


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What was kept of a year: figures, names and prose of each unit, by code."""

    figures: Mapping[str, Mapping[Key, Figure]]
    names: Mapping[str, str] = field(default_factory=dict)
    prose: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_kept(form: Form, source: Path) -> Kept:
    """Read a past year from whatever was kept of it. Raises UsageError when there is nothing to read."""
    if source.is_dir():
        summary = source / "summary"
        if (summary / UNITS).is_file():
            kept = read_units_csv(form, summary / UNITS)
            texts = summary / TEXTS
            return Kept(
                figures=kept.figures, names=kept.names, prose=_texts(texts) if texts.is_file() else {}
            )
        if (source / "xxgk.toml").is_file():
            raise UsageError(f"上年数 {source} 里没有 summary/{UNITS}。请先汇总上年，或写出 {UNITS} 的路径。")
        return _workbooks(form, source)
    if not source.is_file():
        raise UsageError(
            f"找不到上年数 {source}。可以写上年的年度文件夹、汇总表、{UNITS}，或放填好的工作簿的文件夹。"
        )
    return (
        _county_workbook(form, source) if source.suffix.lower() == ".xlsx" else read_units_csv(form, source)
    )


def read_units_csv(form: Form, path: Path) -> Kept:
    """Read a units.csv; figures that the form does not have are left out. Raises UsageError naming the line."""
    figures: dict[str, dict[Key, Figure]] = {}
    names: dict[str, str] = {}
    known: dict[tuple[str, ...], Key] = {key: key for key in form.cells}  # one Key for all units
    lines = None
    try:
        lines = csv.reader(StringIO(path.read_text(encoding="utf-8-sig")))
        heads = next(lines, [])
        code_at, value_at = heads.index("unit_code"), heads.index("value")
        name_at = heads.index("unit_name") if "unit_name" in heads else None
        where = itemgetter(*map(heads.index, ("table", "row", "column")))
        for line in lines:
            key = known.get(where(line)) if line else None
            if key is not None:
                code = _typed(line[code_at])
                figures.setdefault(code, {})[key] = _figure(line[value_at])
                names[code] = _typed(line[name_at]) if name_at is not None else ""
    except (OSError, ValueError, IndexError, csv.Error, InvalidOperation) as error:
        at = f"第 {lines.line_num} 行" if lines is not None else ""
        raise UsageError(f"上年数 {path} {at}读不了：{error!r}") from error
    return Kept(figures=figures, names=names)


def _typed(text: str) -> str:
    """Take away the apostrophe that keeps a spreadsheet from reading a text as a formula."""
    return text[1:] if text[:1] == "'" else text


@lru_cache(maxsize=4096)  # most figures are small counts
def _figure(text: str) -> Figure:
    if text in {Mark.BLANK.value, Mark.NOT_APPLICABLE.value}:
        return Mark(text)
    return exact(Decimal(text))


def _texts(path: Path) -> dict[str, dict[str, str]]:
    prose: dict[str, dict[str, str]] = {}
    try:
        for line in csv.DictReader(StringIO(path.read_text(encoding="utf-8-sig"), newline="")):
            prose.setdefault(_typed(line["unit_code"]), {})[line["passage"]] = _typed(line["text"])
    except (OSError, UnicodeDecodeError, KeyError) as error:
        raise UsageError(f"上年文字 {path} 读不了：{error!r}") from error
    return prose


# ------------------------------------------------------------------ workbooks


def _county_workbook(form: Form, path: Path) -> Kept:
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
    if labels != [form.column(key).label for key in form.cells]:
        raise UsageError(f"上年数 {path} 的“{DETAILS}”与表样 {form.key} 的栏目对不上。")
    figures, names = {}, {}
    for row in rows[sums[-1] + 2 :]:
        code = _code(row[0])
        if code:
            figures[code] = dict(_cells(form, row[LABELS:]))
            names[code] = _typed(str(row[1]).strip())
    return Kept(figures=figures, names=names)


def _code(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else _typed(str(cell).strip())


def _cells(form: Form, cells: Sequence[object]) -> Iterator[tuple[Key, Figure]]:
    for key, cell in zip(form.cells, cells, strict=False):
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            yield key, exact(round(Decimal(repr(cell)), form.kind(key).decimals))
        else:
            yield key, Mark.NOT_APPLICABLE if str(cell).strip() == Mark.NOT_APPLICABLE.value else Mark.BLANK


def _workbooks(form: Form, folder: Path) -> Kept:
    """Read a folder of filled workbooks, such as imported reports; those of another form are left out."""
    from toolkit.batch import Job, read_files  # noqa: PLC0415 (only where workbooks are read)
    from toolkit.definition import shipped  # noqa: PLC0415

    paths = sorted(path for path in folder.rglob("*.xlsx") if not path.name.startswith(("~$", ".")))
    if not paths:
        raise UsageError(f"上年数 {folder} 里没有 summary/{UNITS}，也没有填好的工作簿。")
    readings = read_files([Job(path=path, name=str(path)) for path in paths], list(reversed(shipped())))
    known = [r.submission for r in readings if r.submission is not None and r.form == form.key]
    return Kept(
        figures={s.unit_code: totals(form, s.figures) for s in known},
        names={s.unit_code: s.unit_name for s in known},
        prose={s.unit_code: s.narrative for s in known},
    )
