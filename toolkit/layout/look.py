"""The look of all workbooks, read from `workbook_templates/look.toml`.

The one place that knows fonts and colours of workbooks.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import ceil
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from toolkit.layout.styles import StyleBasis, name_styles


@cache
def look() -> Mapping[str, Any]:
    """Return the look as data."""
    return tomllib.loads((files("workbook_templates") / "look.toml").read_text(encoding="utf-8"))


_WIDE = "\u2000".__le__  # whether a character is as wide as a Chinese one


def lines_of(text: str, width: float) -> int:
    """Count the printed lines of a text in a column of so many characters; a Chinese character takes two."""
    room = max(width - 1, 2)
    return sum(max(1, ceil((len(line) + sum(map(_WIDE, line))) / room)) for line in text.split("\n"))


class Formats:
    """The look of one workbook: its formats, made when first asked for by name, its sheets' paper and widths.

    Whoever writes a sheet has it at hand with the book, and asks nobody else how things look.
    """

    HIGHEST = 400  # points of a row that is as high as its words: programs show no more than 409
    lines_of = staticmethod(lines_of)

    def __init__(self, workbook: Workbook) -> None:
        """Make formats for this `workbook`."""
        self._workbook = workbook
        colours = {name: f"#{colour}" for name, colour in look()["colours"].items()}
        self._styles = name_styles(StyleBasis(look()["fonts"], look()["sizes"], colours))
        self._made: dict[str, Format] = {}
        self.widths: Mapping[str, Any] = look()["widths"]
        self.heights: Mapping[str, float] = look()["heights"]
        self.colours: Mapping[str, str] = look()["colours"]

    def __getitem__(self, name: str) -> Format:
        """Return the format called `name`."""
        if name not in self._made:
            self._made[name] = self._workbook.add_format(self._styles[name])
        return self._made[name]

    def set_up(self, sheet: Worksheet, *, landscape: bool = False, tall: bool = False) -> None:
        """Set the paper: A4, fitted to its width (and, unless `tall`, to one page), page numbers, margins."""
        paper = look()["paper"]
        sheet.set_paper(paper["code"])
        sheet.set_margins(*paper["margins"])
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0 if tall else 1)
        sheet.set_footer("&C第 &P 页 共 &N 页")
        sheet.hide_gridlines(2)
        sheet.set_zoom(look()["zoom"]["sheet"])
        if landscape:
            sheet.set_landscape()

    def set_widths(self, sheet: Worksheet, columns: Sequence[float]) -> None:
        """Set the widths of the first columns, in characters."""
        for index, width in enumerate(columns):
            sheet.set_column(index, index, width)

    def colour_words(
        self, sheet: Worksheet, first: int, last: int, column: int, words: Mapping[str, str]
    ) -> None:
        """Colour the cells of a column (rows from `first` to `last`) that show a word: a style for each."""
        for word, style in words.items():
            condition = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": self[style]}
            sheet.conditional_format(first, column, last, column, condition)

    def drawing_font(self, size: str = "small") -> Mapping[str, object]:
        """Return the font of what is written in a drawing."""
        return {"name": look()["fonts"]["body"], "size": look()["sizes"][size], "bold": False}

    @property
    def drawing_lines(self) -> Mapping[str, object]:
        """The thin lines behind what is drawn."""
        return {"visible": True, "line": {"color": f"#{self.colours['grid']}", "width": 0.5}}


def write_words(sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    """Write a text into a cell; where there is none the cell is empty."""
    if text:
        sheet.write_string(row, column, text, style)
    else:
        sheet.write_blank(row, column, None, style)
