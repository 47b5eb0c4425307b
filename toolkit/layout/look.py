"""The look of all workbooks, read from `workbook_templates/look.toml`.

The one place that knows fonts and colours.
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


@cache
def look() -> Mapping[str, Any]:
    """Return the look as data."""
    return tomllib.loads((files("workbook_templates") / "look.toml").read_text(encoding="utf-8"))


def _styles() -> dict[str, dict[str, object]]:
    """Name every style of cell that a workbook of ours uses."""
    fonts, sizes, colours = (
        look()["fonts"],
        look()["sizes"],
        {k: f"#{v}" for k, v in look()["colours"].items()},
    )
    body: dict[str, object] = {
        "font_name": fonts["body"],
        "font_size": sizes["body"],
        "valign": "vcenter",
        "text_wrap": True,
    }
    boxed = {**body, "border": 1, "border_color": colours["line"]}
    centred = {**boxed, "align": "center"}
    open_cell = {"bg_color": colours["input"], "locked": False}
    return {
        "plain": body,
        "shrunk": {**body, "text_wrap": False, "shrink": True},
        "bold": {**body, "bold": True},
        "title": {
            **body,
            "font_name": fonts["title"],
            "font_size": sizes["title"],
            "align": "center",
            "text_wrap": False,
        },
        "subtitle": {**body, "font_size": sizes["subtitle"], "align": "center"},
        "section": {
            **body,
            "font_name": fonts["title"],
            "font_size": sizes["subtitle"],
            "align": "left",
            "text_wrap": False,
        },
        "small": {**body, "font_size": sizes["small"]},
        "notice": {**body, "font_color": colours["notice_text"], "bold": True, "align": "center"},
        "status": {**boxed, "bold": True, "font_size": sizes["subtitle"], "align": "center"},
        "head": {**centred, "font_name": fonts["title"], "bg_color": colours["head"]},
        "label": {**boxed, "align": "left"},
        "label_centred": centred,
        "article": {**centred, "font_name": fonts["title"]},
        "corner": {**boxed, "align": "left", "font_size": sizes["small"]},
        "unit": centred,
        "cell": boxed,
        "cell_centred": centred,
        "cell_date": {**centred, "num_format": "yyyy-mm-dd"},
        "number": {**centred, "num_format": "General"},
        "count": {**centred, **open_cell, "num_format": "0"},
        "money": {**centred, **open_cell, "num_format": "General"},
        "paste": {"bg_color": colours["input"]},
        "ready": {**centred, "bg_color": colours["good"], "num_format": "General"},
        "text": {**boxed, **open_cell, "num_format": "@"},
        "date": {**boxed, **open_cell, "num_format": "yyyy-mm-dd", "align": "left"},
        "choice": {**boxed, **open_cell, "num_format": "@", "bold": True},
        "prose": {
            **boxed,
            **open_cell,
            "num_format": "@",
            "font_name": fonts["prose"],
            "valign": "top",
            "font_size": sizes["subtitle"],
        },
        "passage_head": {
            **boxed,
            "font_name": fonts["title"],
            "bg_color": colours["head"],
            "valign": "top",
        },
        "beside": {**body, "font_size": sizes["small"], "valign": "top"},
        "fixed": {**boxed, "bg_color": colours["fixed"], "num_format": "@"},
        "fixed_number": {**boxed, "bg_color": colours["fixed"], "align": "left", "num_format": "0"},
        "figure": {**centred, "num_format": "General", "text_wrap": False, "shrink": True},
        "figure_sum": {
            **centred,
            "num_format": "General",
            "text_wrap": False,
            "shrink": True,
            "bg_color": colours["computed"],
            "bold": True,
        },
        "figure_corrected": {
            **centred,
            "num_format": "General",
            "shrink": True,
            "text_wrap": False,
            "bg_color": colours["corrected"],
        },
        "figure_sum_corrected": {
            **centred,
            "num_format": "General",
            "shrink": True,
            "text_wrap": False,
            "bg_color": colours["corrected"],
            "bold": True,
        },
        "percent": {**centred, "num_format": "0.0%", "text_wrap": False, "shrink": True},
        "draft": {
            **centred,
            "font_name": fonts["title"],
            "font_size": sizes["draft"],
            "bold": True,
            "font_color": colours["notice_text"],
            "border_color": colours["notice_text"],
            "border": 2,
        },
        "left_notice": {**boxed, "font_color": colours["notice_text"]},
        "sum_label": {**boxed, "bg_color": colours["computed"], "bold": True},
        "link_line": {
            **body,
            "font_size": sizes["small"],
            "text_wrap": False,
            "font_color": colours["link"],
            "underline": 1,
        },
        "data": {**body, "text_wrap": False},
        "one_line": {**body, "font_size": sizes["small"], "text_wrap": False},
        "head_small": {**centred, "bg_color": colours["head"], "font_size": sizes["small"]},
        "head_left": {**boxed, "font_name": fonts["title"], "bg_color": colours["head"]},
        "consequence": {**boxed, "font_color": colours["pending_text"]},
        "consequence_centred": {**centred, "font_color": colours["pending_text"]},
        "code": {**boxed, "font_size": sizes["small"], "text_wrap": False},
        "cell_shrunk": {**boxed, "text_wrap": False, "shrink": True},
        "link_centred": {**centred, "font_color": colours["link"], "underline": 1},
        "computed": {**centred, "bg_color": colours["computed"], "num_format": "General"},
        "last": {**centred, "bg_color": colours["last"], "num_format": "General"},
        "last_head": {**centred, "bg_color": colours["last"], "font_size": sizes["small"]},
        "link": {**boxed, "font_color": colours["link"], "underline": 1},
        "sign": {**body, "bottom": 1, "bottom_color": colours["line"]},
        "broken": {"bg_color": colours["broken"], "font_color": colours["broken_text"]},
        "asked": {"bg_color": colours["asked"], "font_color": colours["asked_text"]},
        "good": {"bg_color": colours["good"], "font_color": colours["good_text"]},
        "pending": {"font_color": colours["pending_text"]},
        "hidden": {**body, "hidden": True},
    }


_WIDE = "\u2000".__le__  # whether a character is as wide as a Chinese one


def lines_of(text: str, width: float) -> int:
    """Count the printed lines of a text in a column of so many characters; a Chinese character takes two."""
    room = max(width - 1, 2)
    return sum(max(1, ceil((len(line) + sum(map(_WIDE, line))) / room)) for line in text.split("\n"))


class Formats:
    """The look of one workbook: its formats, made when first asked for by name, its sheets' paper and widths.

    Whoever writes a sheet has it at hand with the book, and asks nobody else how things look.
    """

    lines_of = staticmethod(lines_of)

    def __init__(self, workbook: Workbook) -> None:
        """Make formats for this `workbook`."""
        self._workbook = workbook
        self._styles = _styles()
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

    def drawing_font(self, size: str = "small") -> Mapping[str, object]:
        """Return the font of what is written in a drawing."""
        return {"name": look()["fonts"]["body"], "size": look()["sizes"][size], "bold": False}
