"""One result, several reports: text for the terminal, JSON for scripts, a workbook for the desk."""

from toolkit.layout.row_sheets import sheet_of_rows
from toolkit.reporter.comparisons import differences_json, differences_text, differences_workbook, trace_text
from toolkit.reporter.findings import as_json, as_text, as_workbook, finding_lines
from toolkit.reporter.receipts import history_json, history_text, history_workbook
from toolkit.reporter.status import status_json, status_text, status_workbook

__all__ = [
    "as_json",
    "as_text",
    "as_workbook",
    "differences_json",
    "differences_text",
    "differences_workbook",
    "finding_lines",
    "history_json",
    "history_text",
    "history_workbook",
    "sheet_of_rows",
    "status_json",
    "status_text",
    "status_workbook",
    "trace_text",
]
