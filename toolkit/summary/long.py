"""Sheets of very many equal lines (a county of 1,000 units has 200,000 figures), written straight as XML.

xlsxwriter keeps an object for each cell until the end and asks several questions of each; here a line is put
into its final form at once. Texts still go through the workbook's shared strings, so none can become a formula.
"""

from collections.abc import Iterable, Sequence

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

from toolkit.submission import Figure, Mark, plain
from toolkit.summary.limits import TEXT_LIMIT


class LongWorksheet(Worksheet):  # type: ignore[misc]
    """A sheet whose last lines are poured in below those written in the ordinary way."""

    _poured: Sequence[str] = ()

    def pour(self, first: int, styles: Sequence[Format], lines: Iterable[Sequence[str | Figure]]) -> int:
        """Write lines from the row `first` on, all cells of a column in one style; return the row after the last."""
        starts = [f'<c r="{xl_col_to_name(column)}' for column in range(len(styles))]
        ends = [f'" s="{style._get_xf_index()}"' for style in styles]  # noqa: SLF001 (no public way)
        texts: dict[str, str] = {}
        poured: list[str] = []
        for row, line in enumerate(lines, first + 1):
            parts = [f'<row r="{row}">']
            for start, end, value in zip(starts, ends, line, strict=True):
                if isinstance(value, Mark):
                    value = str(value.value)  # noqa: PLW2901 (a mark is written as its sign)
                if not isinstance(value, str):
                    parts.append(f"{start}{row}{end}><v>{plain(value)}</v></c>")
                    continue
                if value not in texts:
                    texts[value] = self._shared(value)
                parts.append(f"{start}{row}{end}{texts[value]}")
            parts.append("</row>")
            poured.append("".join(parts))
        self._poured = poured
        if poured:
            self._check_dimensions(first + len(poured) - 1, len(styles) - 1)
        return first + len(poured)

    def _shared(self, text: str) -> str:
        """Return the rest of a cell's XML that shows a text, or nothing."""
        if not text:
            return "/>"
        index = self.str_table._get_shared_string_index(text[:TEXT_LIMIT])  # noqa: SLF001
        return f' t="s"><v>{index}</v></c>'

    def make_table(self, name: str, heads: Sequence[str]) -> None:
        """Make the poured lines a native table with its heads above them, in the first row."""
        options = {
            "name": name,
            "style": "Table Style Light 9",
            "columns": [{"header": head} for head in heads],
        }
        self.add_table(0, 0, 1, len(heads) - 1, options)
        # xlsxwriter notes every cell of a table against overlaps; the range is set afterwards to spare millions
        everything = xl_range(0, 0, max(len(self._poured), 1), len(heads) - 1)
        self.tables[-1].update(range=everything, a_range=everything, autofilter=everything)

    def _write_rows(self) -> None:
        bottom: int = self.dim_rowmax
        self.dim_rowmax: int = bottom - len(self._poured)
        super()._write_rows()
        self.dim_rowmax = bottom
        self.fh.writelines(self._poured)
