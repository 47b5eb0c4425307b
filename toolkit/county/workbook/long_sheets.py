"""Sheets of very many equal lines (a county of 1,000 units has 200,000 figures), written straight as XML.

xlsxwriter keeps an object for each cell until the end and asks several questions of each; here a line is put
into its final form at once. Texts still go through the workbook's shared strings, so none can become a
formula.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from io import BytesIO
from itertools import chain, count, islice, repeat
from typing import TypeAlias, TypeVar
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range

from toolkit.form.model import Amount, Figure, Mark, plain_digits
from toolkit.layout.place import TEXT_LIMIT
from toolkit.layout.xlsxwriter_doors import QuickWorksheet, UnpackedWorkbook, style_number, text_number

Line = TypeVar("Line")
Cells: TypeAlias = tuple[str | Figure, ...]
SheetLine: TypeAlias = Sequence[str | Figure | Cells]
Formula: TypeAlias = Callable[[Figure], str]  # of the figure that it shows
POURED = b"<!-- poured -->"  # where the lines stand in a sheet's XML
AT_ONCE = 256  # lines that are packed at once
PACKED = 2  # of zlib's levels: a sixth larger than by the usual 6, in a third of the time


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


class LongWorkbook(UnpackedWorkbook):
    """A workbook with such sheets.

    Packing them took as long as writing them, and xlsxwriter does not let choose how.
    """

    worksheet_class = QuickWorksheet  # of the sheets that no other class is asked for

    def written(self) -> bytes:
        """Close the workbook and zip it; lines are poured into a sheet as they are made, being too many."""
        parts, target = self.parts(), BytesIO()
        sheets = {
            f"xl/worksheets/sheet{number}.xml": sheet
            for number, sheet in enumerate(self.worksheets(), 1)
            if isinstance(sheet, LongWorksheet)
        }
        with ZipFile(target, "w", ZIP_DEFLATED, self.allow_zip64, PACKED) as archive:
            for name, data in parts:
                head, _, tail = data.partition(POURED)
                with archive.open(name, "w") as part:
                    part.write(head)
                    for several in sheets[name].poured() if name in sheets else ():
                        part.write(several)
                    part.write(tail)
        return target.getvalue()


class LongWorksheet(QuickWorksheet):
    """A sheet whose last lines are poured in below those written in the ordinary way."""

    _first = _poured = 0
    # some lines each, column by column in the XML of their parts, # for the row's number
    _blocks: Sequence[Sequence[Sequence[bytes]]] = ()

    def pour(
        self,
        first: int,
        styles: Sequence[Format],
        lines: Iterable[SheetLine],
        formulas: Mapping[int, Formula] | None = None,
    ) -> int:
        """Write lines from the row `first` on, all cells of a column in one style.

        What stands side by side in many lines may be given as one part of a line, a tuple of its cells. A
        column of `formulas` shows its figures as the results of a formula, in which # is the row's number.
        Return the row after the last.
        """
        told = iter(lines)
        line = next(told, None)
        if line is not None:
            parts, given = _parts_like(self, line, styles, formulas or {}), chain([line], told)
            self._first, self._blocks = first, []
            while several := [*islice(given, AT_ONCE)]:
                columns = zip(*several, strict=True)
                made = [map(part.__getitem__, column) for part, column in zip(parts, columns, strict=True)]
                self._poured += len(several)
                self._blocks.append([*zip(*zip(*made, strict=True), strict=True)])  # made line by line
            self._check_dimensions(first + self._poured - 1, len(styles) - 1)
        return first + self._poured

    def poured(self) -> Iterator[bytes]:
        """Give the lines as they stand in the sheet's XML, many at once."""
        numbers = map(b"%d".__mod__, count(self._first + 1))
        for block in self._blocks:
            lines = map(b"".join, zip(*block, strict=True))
            # no part holds a # of its own: texts are numbers
            yield b"".join(map(bytes.replace, lines, repeat(b"#"), numbers))

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
        everything = xl_range(0, 0, max(self._poured, 1), len(heads) - 1)
        self.tables[-1].update(range=everything, a_range=everything, autofilter=everything)

    def _write_rows(self) -> None:
        bottom: int = self.dim_rowmax
        self.dim_rowmax: int = bottom - self._poured
        super()._write_rows()
        self.dim_rowmax = bottom
        self.fh.write(POURED.decode())


class _Parts(dict[str | Figure | Cells, bytes]):
    """The XML of a part of a line, by what it shows: the same few stand there again and again.

    # stands for the row's number. The first part ``begins`` a line, the last one ``ends`` it.
    """

    begins = ends = ""

    def __init__(
        self,
        sheet: LongWorksheet,
        column: int,
        styles: Sequence[Format],
        texts: dict[str, int],
        formula: Formula | None,
    ) -> None:
        super().__init__()
        self._formula = formula
        self._sheet = sheet
        self._texts = texts
        self._starts = [
            f'<c r="{xl_col_to_name(at)}#" s="{style_number(style)}"'
            for at, style in enumerate(styles, column)
        ]

    def __missing__(self, part: str | Figure | Cells) -> bytes:
        cells = part if isinstance(part, tuple) else (part,)
        made = "".join([start + self._end(cell) for start, cell in zip(self._starts, cells, strict=True)])
        self[part] = data = f"{self.begins}{made}{self.ends}".encode()
        return data

    def _end(self, value: str | Figure) -> str:
        if self._formula is not None and not isinstance(value, str):
            kind, shown = (' t="str"', value.value) if isinstance(value, Mark) else ("", plain_digits(value))
            return f"{kind}><f>{escape(self._formula(value)[1:], quote=False)}</f><v>{shown}</v></c>"
        return self._plain(str(value.value) if isinstance(value, Mark) else value)

    def _plain(self, value: str | Amount) -> str:
        if not isinstance(value, str):
            return f"><v>{plain_digits(value)}</v></c>"
        if not value:
            return "/>"
        if value not in self._texts:
            self._texts[value] = self._sheet.shared(value)
        return f' t="s"><v>{self._texts[value]}</v></c>'


def _parts_like(
    sheet: LongWorksheet, line: SheetLine, styles: Sequence[Format], formulas: Mapping[int, Formula]
) -> Sequence[_Parts]:
    """Prepare the parts of lines like this one, each with its columns."""
    texts: dict[str, int] = {}
    parts, column = [], 0
    for cells in line:
        after = column + (len(cells) if isinstance(cells, tuple) else 1)
        parts.append(_Parts(sheet, column, styles[column:after], texts, formulas.get(column)))
        column = after
    parts[0].begins, parts[-1].ends = '<row r="#">', "</row>"
    return parts
