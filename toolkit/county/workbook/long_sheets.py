"""Sheets of very many equal lines (a county of 1,000 units has 200,000 figures), written straight as XML.

xlsxwriter keeps an object for each cell until the end and asks several questions of each; here a line is put
into its final form at once. Texts still go through the workbook's shared strings, so none can become a
formula.
"""

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from io import BytesIO
from itertools import chain, count, islice
from typing import Any, TypeAlias, TypeVar

from xlsxwriter import workbook as library
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range

from toolkit.form.model import Amount, Figure, Mark, plain_digits
from toolkit.layout.fast_sheets import OPTIONS, QuickWorksheet, style_number, text_number
from toolkit.layout.place import TEXT_LIMIT

Line = TypeVar("Line")
SheetLine: TypeAlias = Sequence[str | Figure]
Formula: TypeAlias = Callable[[Figure], str]  # of the figure that it shows
PACKED = 4  # of zlib's levels: a twentieth larger than by the usual 6, in half the time


def pieces(name: str, lines: Iterable[Line], room: int) -> Iterator[tuple[str, Iterable[Line]]]:
    """Part lines over as many sheets as hold them, named 数据, 数据2, 数据3.

    The first one is there without a line too.
    """
    left = iter(lines)
    for number in count(1):
        first = list(islice(left, 1))
        if not first and number > 1:
            return
        yield name if number == 1 else f"{name}{number}", chain(first, islice(left, room - len(first)))


class _QuickZip(zipfile.ZipFile):
    def writestr(self, *part: Any, **how: Any) -> None:  # noqa: ANN401 (as they come)
        super().writestr(*part, **{"compresslevel": PACKED, **how})


class LongWorkbook(library.Workbook):  # type: ignore[misc]  # xlsxwriter has no types
    """A workbook with such sheets.

    Packing them took as long as writing them, and xlsxwriter does not let choose how.
    """

    def __init__(self) -> None:
        """Begin a workbook in memory."""
        super().__init__(BytesIO(), OPTIONS)

    def written(self) -> bytes:
        """Close the workbook and return it."""
        self.close()
        return bytes(self.filename.getvalue())

    def _store_workbook(self) -> None:
        usual, library.ZipFile = library.ZipFile, _QuickZip
        try:
            super()._store_workbook()
        finally:
            library.ZipFile = usual


class LongWorksheet(QuickWorksheet):
    """A sheet whose last lines are poured in below those written in the ordinary way."""

    _poured: Sequence[str] = ()

    def pour(
        self,
        first: int,
        styles: Sequence[Format],
        lines: Iterable[SheetLine],
        formulas: Mapping[int, Formula] | None = None,
    ) -> int:
        """Write lines from the row `first` on, all cells of a column in one style.

        A column of `formulas` shows its figures as the results of a formula, in which # is the row's number.
        Return the row after the last.
        """
        live = formulas or {}
        starts = [f'<c r="{xl_col_to_name(column)}' for column in range(len(styles))]
        # the same few values stand in a column again and again; each is put into its form once
        texts: dict[str, int] = {}
        ends = [_Ends(self, style, texts, live.get(column)) for column, style in enumerate(styles)]
        poured: list[str] = []
        for row, line in enumerate(lines, first + 1):
            cells = [
                f"{start}{row}{end[value]}" for start, end, value in zip(starts, ends, line, strict=True)
            ]
            poured.append(
                f'<row r="{row}">{"".join(cells)}</row>'.replace("#", str(row))
            )  # texts are numbers
        self._poured = poured
        if poured:
            self._check_dimensions(first + len(poured) - 1, len(styles) - 1)
        return first + len(poured)

    def shared(self, text: str) -> int:
        """Return the number of a text among the workbook's shared strings."""
        return text_number(self, text[:TEXT_LIMIT])

    def make_table(self, name: str, heads: Sequence[str]) -> None:
        """Make the poured lines a native table with its heads above them, in the first row."""
        options = {
            "name": name,
            "style": "Table Style Light 9",
            "columns": [{"header": head} for head in heads],
        }
        self.add_table(0, 0, 1, len(heads) - 1, options)
        # xlsxwriter notes every cell of a table against overlaps; the range is set afterwards to spare
        # millions
        everything = xl_range(0, 0, max(len(self._poured), 1), len(heads) - 1)
        self.tables[-1].update(range=everything, a_range=everything, autofilter=everything)

    def _write_rows(self) -> None:
        bottom: int = self.dim_rowmax
        self.dim_rowmax: int = bottom - len(self._poured)
        super()._write_rows()
        self.dim_rowmax = bottom
        self.fh.writelines(self._poured)
        self._poured = ()


class _Ends(dict[str | Figure, str]):
    """What follows the row's number in the XML of a column's cell, by the value it shows."""

    def __init__(
        self, sheet: LongWorksheet, style: Format, texts: dict[str, int], formula: Formula | None
    ) -> None:
        super().__init__()
        self._formula = formula
        self._sheet = sheet
        self._texts = texts
        self._style = f'" s="{style_number(style)}"'

    def __missing__(self, value: str | Figure) -> str:
        if self._formula is not None and not isinstance(value, str):
            kind, shown = (' t="str"', value.value) if isinstance(value, Mark) else ("", plain_digits(value))
            rest = f"{kind}><f>{escape(self._formula(value)[1:], quote=False)}</f><v>{shown}</v></c>"
            self[value] = end = self._style + rest
            return end
        self[value] = end = self._style + self._rest(str(value.value) if isinstance(value, Mark) else value)
        return end

    def _rest(self, value: str | Amount) -> str:
        if not isinstance(value, str):
            return f"><v>{plain_digits(value)}</v></c>"
        if not value:
            return "/>"
        if value not in self._texts:
            self._texts[value] = self._sheet.shared(value)
        return f' t="s"><v>{self._texts[value]}</v></c>'
