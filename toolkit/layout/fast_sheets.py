"""A sheet of xlsxwriter that takes our formulas as they are."""

from xlsxwriter.worksheet import Worksheet


class QuickWorksheet(Worksheet):  # type: ignore[misc]
    """A sheet whose formulas are not searched for functions newer than Excel 2010: we write none.

    xlsxwriter looks for some thirty of them in every formula, half the time of writing a workbook of rules.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002 (xlsxwriter's signature)
        return formula.removeprefix("=")
