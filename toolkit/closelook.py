"""A close look at one workbook with openpyxl: formulas typed over or changed, locks and validations removed, rows
hidden, sheets copied; and bounded reading of sheets with cells far away. Costs only the files that need it."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zipfile import BadZipFile

from toolkit import remark
from toolkit.expression import Key
from toolkit.finding import Finding
from toolkit.form import Form
from toolkit.layout import Grid, Layout, Place
from toolkit.submission import Figure, Mark

WIDEST, LONGEST = 100, 400  # columns and rows of a sheet that are read when it has cells far away


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the close look found: totals that are not our own sum any more, and what to say."""

    stated: Mapping[Key, Figure]
    findings: tuple[Finding, ...]


class BoundedBook:
    """A workbook in which the sheets with far-away cells are read only as far as tables reach."""

    def __init__(self, book: Any, data: bytes, far: frozenset[str]) -> None:  # noqa: ANN401 (reading.Book)
        """Wrap `book`; the sheets named in `far` are read from `data` by openpyxl, row by row."""
        self._book, self._data, self._far = book, data, far
        self.names: tuple[str, ...] = book.names
        self._read: dict[str, list[list[Any]]] = {}

    def rows(self, name: str) -> Any:  # noqa: ANN401 (as reading.Book)
        """Return the rows of a sheet from A1 on, at most `LONGEST` by `WIDEST`."""
        if name not in self._far:
            return self._book.rows(name)
        if name not in self._read:
            import openpyxl  # noqa: PLC0415

            workbook = openpyxl.load_workbook(io.BytesIO(self._data), read_only=True, data_only=True)
            sheet = workbook[name]
            sheet.reset_dimensions()
            lines = sheet.iter_rows(min_row=1, max_row=LONGEST, max_col=WIDEST, values_only=True)
            self._read[name] = [["" if cell is None else cell for cell in line] for line in lines]
        return self._read[name]


def examine_totals(
    form: Form,
    layout: Layout,
    moved: Mapping[Key, Place],
    data: bytes,
    shown: Mapping[Key, Figure],
    sums: Mapping[Key, Figure],
) -> Seen:
    """Tell apart, for every total: cached, recomputed, typed over. `shown` is what the sheet shows, `sums` our own."""
    import openpyxl  # noqa: PLC0415

    try:
        workbook = openpyxl.load_workbook(io.BytesIO(data), data_only=False)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, BadZipFile, SyntaxError) as error:
        return _without_formulas(shown, sums, moved, layout, form, why=type(error).__name__)
    stated: dict[Key, Figure] = {}
    findings: list[Finding] = []
    uncached = False
    for key, seen in shown.items():
        place = moved.get(key) or layout.places[key]
        if place.sheet not in workbook.sheetnames:
            continue
        content = workbook[place.sheet].cell(place.row + 1, place.column + 1).value
        formula = isinstance(content, str) and content.startswith("=") or _is_array(content)
        expected = sums[key] if not isinstance(sums[key], Mark) else 0
        same = seen == expected
        if formula:
            uncached |= isinstance(seen, Mark)
            if not same and not isinstance(seen, Mark):
                findings.append(
                    remark.STALE.finding(at=place, key=key, found=seen, expected=expected, label=form.label(key))  # type: ignore[arg-type]
                )
        elif not isinstance(seen, Mark):
            if same:
                findings.append(remark.TYPED_OVER.finding(at=place, key=key, found=seen, label=form.label(key)))
            stated[key] = seen
    if uncached:
        findings.append(remark.NO_CACHE.finding())
    findings += _changes(form, layout, workbook)
    return Seen(stated=stated, findings=tuple(findings))


def _is_array(content: object) -> bool:
    return type(content).__name__ in {"ArrayFormula", "DataTableFormula"}


def _without_formulas(
    shown: Mapping[Key, Figure],
    sums: Mapping[Key, Figure],
    moved: Mapping[Key, Place],
    layout: Layout,
    form: Form,
    *,
    why: str,
) -> Seen:
    """Where openpyxl refuses the file (.xls, .ods, odd styles): what a total shows is taken as what it states."""
    stated = {}
    for key, seen in shown.items():
        expected = sums[key] if not isinstance(sums[key], Mark) else 0
        if not isinstance(seen, Mark) and seen != expected:
            stated[key] = seen
    findings = []
    if any(isinstance(seen, Mark) for seen in shown.values()):
        findings.append(remark.NO_CACHE.finding())
    return Seen(stated=stated, findings=tuple(findings))


# ------------------------------------------------------------------ what was changed in the template


def _changes(form: Form, layout: Layout, workbook: Any) -> Iterator[Finding]:  # noqa: ANN401 (openpyxl's)
    """Name what differs from what was issued; widths, fonts and zoom are nobody's business."""
    for grid in layout.grids.values():
        name = grid.table.sheet
        copies = [n for n in workbook.sheetnames if n != name and n.startswith(name) and n[len(name) :].strip(" ()（）0123456789副本") == ""]
        if copies:
            yield remark.DOUBLE_SHEET.finding(sheet=name, copies="、".join(copies))
        if name in workbook.sheetnames:
            sheet = workbook[name]
            if not sheet.protection.sheet:
                yield remark.CHANGED.finding(what=f"工作表“{name}”的保护已解除")
            if not sheet.data_validations.dataValidation:
                yield remark.CHANGED.finding(what=f"工作表“{name}”里的填写限制（数据有效性）没有了")
            hidden = _hidden(grid, sheet)
            if hidden:
                yield remark.HIDDEN.finding(sheet=name, what="、".join(hidden))


def _hidden(grid: Grid, sheet: Any) -> list[str]:  # noqa: ANN401 (openpyxl's)
    rows = [f"第 {r} 行" for r, d in sorted(sheet.row_dimensions.items()) if d.hidden and r <= grid.bottom + 1]
    columns = [
        f"{letter} 列" for letter, d in sorted(sheet.column_dimensions.items())
        if d.hidden and d.min is not None and d.min <= grid.right + 1
    ]  # fmt: skip
    return [*rows[:6], *(["等"] if len(rows) > 6 else []), *columns]
