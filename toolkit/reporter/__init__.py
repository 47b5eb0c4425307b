"""One result, several reports: text for the terminal, JSON for scripts, a workbook for the desk.

Each kind of result has a module, loaded when it is first asked for: comparing outputs needs pandas, a list
of who reported does not.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.layout.row_sheets import sheet_of_rows
    from toolkit.reporter.comparisons import (
        differences_json,
        differences_text,
        differences_workbook,
        trace_text,
    )
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

_HOMES = {
    "as": "toolkit.reporter.findings",
    "differences": "toolkit.reporter.comparisons",
    "finding": "toolkit.reporter.findings",
    "history": "toolkit.reporter.receipts",
    "sheet": "toolkit.layout.row_sheets",
    "status": "toolkit.reporter.status",
    "trace": "toolkit.reporter.comparisons",
}  # by how a report's name begins


def __getattr__(name: str) -> object:
    """Give a report by its name, from the module it lives in."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(_HOMES[name.partition("_")[0]]), name)
