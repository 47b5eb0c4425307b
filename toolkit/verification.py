"""Every output is re-read after it is written and compared, figure by figure, with what it was made from."""

import csv
from collections.abc import Iterator, Mapping
from decimal import Decimal
from io import StringIO
from pathlib import Path

from toolkit.consolidation import Consolidation
from toolkit.errors import OutputError
from toolkit.expression import Key
from toolkit.layout import lay_out
from toolkit.opened import Opened
from toolkit.reading import read_file
from toolkit.sheets import at
from toolkit.submission import Figure, Mark, exact, plain


def compare_summary(consolidation: Consolidation, path: Path) -> None:
    """Compare the tables of the county workbook with the totals. Raises OutputError naming every difference."""
    book = Opened(path.read_bytes())
    layout = lay_out(consolidation.form)
    found: dict[Key, str] = {}
    for key, place in layout.places.items():
        raw = at(book.rows(place.sheet), place.row, place.column)
        found[key] = plain(exact(Decimal(repr(raw)))) if isinstance(raw, float | int) else str(raw)
    _compare(path, consolidation.totals, found)


def compare_totals(consolidation: Consolidation, path: Path) -> None:
    """Compare totals.csv with the totals. Raises OutputError naming every difference."""
    lines = csv.DictReader(StringIO(path.read_text(encoding="utf-8-sig")))
    found = {Key(line["table"], line["row"], line["column"]): line["value"] for line in lines}
    _compare(path, consolidation.totals, found)


def compare_upward(consolidation: Consolidation, path: Path) -> None:
    """Read the upward submission as the next level will, and compare. Raises OutputError naming every difference."""
    reading = read_file(path, path.name, [consolidation.form.key])
    if reading.submission is None:
        raise OutputError(f"{path.name} 写出后读不回来：{'；'.join(f.message for f in reading.findings)}")
    found = {key: plain(reading.submission.figure(key)) for key in consolidation.form.inputs}
    wanted = {key: consolidation.totals[key] for key in consolidation.form.inputs}
    _compare(path, wanted, found)


def _compare(path: Path, wanted: Mapping[Key, Figure], found: Mapping[Key, str]) -> None:
    differences = list(_differences(wanted, found))
    if differences:
        shown = "\n".join(f"  {line}" for line in differences[:20])
        raise OutputError(f"{path.name} 写出后重读，有 {len(differences)} 处与汇总不一致，请不要使用：\n{shown}")


def _differences(wanted: Mapping[Key, Figure], found: Mapping[Key, str]) -> Iterator[str]:
    for key, figure in wanted.items():
        read = found.get(key, "")
        expected = plain(figure)
        if read != expected and not (figure is Mark.BLANK and read in {"", "0"}):
            yield f"{key}：应为 {expected or '空白'}，读到 {read or '空白'}"
