"""What goes back to a unit without a figure is no 0 when the unit sends it back as it came.

Where the unit has said that its blank cells mean 0, an unread figure must not become one on this way.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import recipes as r
from founding import UNITS, founded, put
from openpyxl import Workbook
from openpyxl.styles import Font

from toolkit.form.model import Key
from toolkit.returns.check_year import check_year

TABLE = "表二"
CELLS = {"B10": "licensing", "B13": "penalties", "B14": "compulsion"}


def merged(book: Workbook, _: str) -> None:
    book[TABLE]["B14"] = None
    book[TABLE].merge_cells("B13:B14")


def struck(book: Workbook, at: str) -> None:
    book[TABLE][at].font = Font(strike=True)


def disguised(book: Workbook, at: str) -> None:
    book[TABLE][at].number_format = "-0"


def circular(book: Workbook, at: str) -> None:
    book[TABLE][at] = f"={at}+1"


def without_sheet(book: Workbook, _: str) -> None:
    del book[TABLE]


def relabelled(book: Workbook, _: str) -> None:
    for at in ("A6", "A7", "A10", "A13"):
        book[TABLE][at] = "改过的行名"


DAMAGE: tuple[Callable[[Workbook, str], None], ...] = (
    merged,
    struck,
    disguised,
    circular,
    without_sheet,
    relabelled,
)


@pytest.mark.long
@pytest.mark.parametrize("damage", DAMAGE, ids=lambda one: one.__name__)
@pytest.mark.parametrize("sure", ["是", ""])
def test_it_is_returned_again(damage: Callable[[Workbook, str], None], sure: str, tmp_path: Path) -> None:
    at, row = Random(damage.__name__).choice([*CELLS.items()])
    entries = {
        **r.figures(),
        **{Key("disclosure", other, "decisions"): 7 for other in CELLS.values()},
    }
    data = r.good(entries=entries, identity={"zero_blanks": sure} if sure else {})
    workspace = founded(tmp_path, UNITS[:1])
    put(workspace, "一.xlsx", r.edited(lambda book: damage(book, at), data))
    check_year(workspace, workers=0)
    back = [p for p in (workspace.folder / "returned").glob("004_*.xlsx") if "问题清单" not in p.name]
    (workspace.path("inbox") / "一.xlsx").unlink()
    shutil.copy(back[0], workspace.path("inbox") / "二.xlsx")
    collection, _ = check_year(workspace, workers=0)
    (standing,) = collection.standings
    assert standing.status == "returned"
    assert standing.submission is not None
    lost = CELLS["B14"] if damage is merged else row
    places = {(f.table, f.row) for f in standing.findings if f.blocks}
    assert ("disclosure", lost) in places or any("没有填" in f.problem for f in standing.findings)
