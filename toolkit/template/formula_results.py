"""What the formulas of a workbook come to, without the workbook."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from toolkit.layout.look import Formats
from toolkit.template import Content, write_sheets
from toolkit.template.book import TemplateBook


def formula_results(content: Content) -> Mapping[str, Mapping[tuple[int, int], object]]:
    """Return the result of every formula, by sheet and by row and column (from 0), as `render` caches it."""
    workbook = cast("Any", _Results())  # takes what a workbook would be told
    write_sheets(TemplateBook(workbook=workbook, formats=Formats(workbook), content=content))
    return {name: sheet.results for name, sheet in workbook.sheets.items()}


class _Deaf:
    """Takes whatever it is told, and keeps nothing of it."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return _nothing


def _nothing(*args: object, **kwargs: object) -> None:
    """Do nothing."""


class _SheetResults(_Deaf):
    """Stands in for a sheet: keeps the results of its formulas."""

    def __init__(self) -> None:
        self.results: dict[tuple[int, int], object] = {}

    def write_formula(
        self, row: int, column: int, _formula: str, _style: object = None, value: object = 0
    ) -> None:
        self.results[row, column] = value


class _Results(_Deaf):
    """Stands in for a workbook."""

    def __init__(self) -> None:
        self.sheets: dict[str, _SheetResults] = {}

    def locked_sheet(self, name: str) -> _SheetResults:
        return self.sheets.setdefault(name, _SheetResults())

    open_sheet = get_worksheet_by_name = locked_sheet
