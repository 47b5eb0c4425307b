"""The styles of cells by name: how the fonts, sizes and colours of the look are put together."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

Style: TypeAlias = Mapping[str, object]


@dataclass(frozen=True)
class StyleBasis:
    """What styles are put together from: the fonts, sizes and colours of the look, and the common grounds."""

    fonts: Mapping[str, str]
    sizes: Mapping[str, float]
    colours: Mapping[str, str]

    @cached_property
    def body(self) -> Style:
        """Words as most stand on a sheet."""
        font = {"font_name": self.fonts["body"], "font_size": self.sizes["body"]}
        return {**font, "valign": "vcenter", "text_wrap": True}

    @cached_property
    def boxed(self) -> Style:
        """Words in a frame."""
        return {**self.body, "border": 1, "border_color": self.colours["line"]}

    @cached_property
    def centred(self) -> Style:
        """Words in the middle of a frame."""
        return {**self.boxed, "align": "center"}

    @cached_property
    def open_cell(self) -> Style:
        """What a cell that is to be filled in has besides."""
        return {"bg_color": self.colours["input"], "locked": False}


def name_styles(of: StyleBasis) -> dict[str, Style]:
    """Name every style of cell that a workbook of ours uses."""
    return {**_words(of), **_framed(of), **_to_fill(of), **_figures(of), **_colours(of)}


def _words(of: StyleBasis) -> dict[str, Style]:
    """Words that stand on a sheet by themselves."""
    return {
        "plain": of.body,
        "shrunk": {**of.body, "text_wrap": False, "shrink": True},
        "bold": {**of.body, "bold": True},
        "title": {
            **of.body,
            "font_name": of.fonts["title"],
            "font_size": of.sizes["title"],
            "align": "center",
            "text_wrap": False,
        },
        "subtitle": {**of.body, "font_size": of.sizes["subtitle"], "align": "center"},
        "section": {
            **of.body,
            "font_name": of.fonts["title"],
            "font_size": of.sizes["subtitle"],
            "align": "left",
            "text_wrap": False,
        },
        "small": {**of.body, "font_size": of.sizes["small"]},
        "notice": {**of.body, "font_color": of.colours["notice_text"], "bold": True, "align": "center"},
        "link_line": {
            **of.body,
            "font_size": of.sizes["small"],
            "text_wrap": False,
            "font_color": of.colours["link"],
            "underline": 1,
        },
        "data": {**of.body, "text_wrap": False},
        "one_line": {**of.body, "font_size": of.sizes["small"], "text_wrap": False},
        "beside": {**of.body, "font_size": of.sizes["small"], "valign": "top"},
        "sign": {**of.body, "bottom": 1, "bottom_color": of.colours["line"]},
        "hidden": {**of.body, "hidden": True},
    }


def _framed(of: StyleBasis) -> dict[str, Style]:
    """Heads, labels and words in a frame."""
    return {
        "status": {**of.boxed, "bold": True, "font_size": of.sizes["subtitle"], "align": "center"},
        "head": {**of.centred, "font_name": of.fonts["title"], "bg_color": of.colours["head"]},
        "head_small": {**of.centred, "bg_color": of.colours["head"], "font_size": of.sizes["small"]},
        "head_left": {**of.boxed, "font_name": of.fonts["title"], "bg_color": of.colours["head"]},
        "label": {**of.boxed, "align": "left"},
        "label_centred": of.centred,
        "article": {**of.centred, "font_name": of.fonts["title"]},
        "corner": {**of.boxed, "align": "left", "font_size": of.sizes["small"]},
        "unit": of.centred,
        "cell": of.boxed,
        "cell_centred": of.centred,
        "cell_date": {**of.centred, "num_format": "yyyy-mm-dd"},
        "cell_shrunk": {**of.boxed, "text_wrap": False, "shrink": True},
        "code": {**of.boxed, "font_size": of.sizes["small"], "text_wrap": False},
        "consequence": {**of.boxed, "font_color": of.colours["pending_text"]},
        "consequence_centred": {**of.centred, "font_color": of.colours["pending_text"]},
        "left_notice": {**of.boxed, "font_color": of.colours["notice_text"]},
        "link": {**of.boxed, "font_color": of.colours["link"], "underline": 1},
        "must": {**of.centred, "bg_color": of.colours["must"]},
        "explain": {**of.centred, "bg_color": of.colours["explain"]},
        "link_centred": {**of.centred, "font_color": of.colours["link"], "underline": 1},
        "passage_head": {
            **of.boxed,
            "font_name": of.fonts["title"],
            "bg_color": of.colours["head"],
            "valign": "top",
        },
        "draft": {
            **of.centred,
            "font_name": of.fonts["title"],
            "font_size": of.sizes["draft"],
            "bold": True,
            "font_color": of.colours["notice_text"],
            "border_color": of.colours["notice_text"],
            "border": 2,
        },
    }


def _to_fill(of: StyleBasis) -> dict[str, Style]:
    """What a unit fills in, and what the office filled in for it."""
    return {
        "count": {**of.centred, **of.open_cell, "num_format": "0"},
        "money": {**of.centred, **of.open_cell, "num_format": "General"},
        "text": {**of.boxed, **of.open_cell, "num_format": "@"},
        "date": {**of.boxed, **of.open_cell, "num_format": "yyyy-mm-dd", "align": "left"},
        "choice": {**of.boxed, **of.open_cell, "num_format": "@", "bold": True},
        "prose": {
            **of.boxed,
            **of.open_cell,
            "num_format": "@",
            "font_name": of.fonts["prose"],
            "valign": "top",
            "font_size": of.sizes["subtitle"],
        },
        "paste": {"bg_color": of.colours["input"]},
        "fixed": {**of.boxed, "bg_color": of.colours["fixed"], "num_format": "@"},
        "fixed_number": {**of.boxed, "bg_color": of.colours["fixed"], "align": "left", "num_format": "0"},
    }


def _figures(of: StyleBasis) -> dict[str, Style]:
    """Figures that are shown, and the labels beside them."""
    figure = {**of.centred, "num_format": "General", "text_wrap": False, "shrink": True}
    corrected = {**figure, "bg_color": of.colours["corrected"]}
    return {
        "number": {**of.centred, "num_format": "General"},
        "figure": figure,
        "figure_sum": {**figure, "bg_color": of.colours["computed"], "bold": True},
        "figure_corrected": corrected,
        "figure_sum_corrected": {**corrected, "bold": True},
        "percent": {**figure, "num_format": "0.0%"},
        "computed": {**of.centred, "bg_color": of.colours["computed"], "num_format": "General"},
        "last": {**of.centred, "bg_color": of.colours["last"], "num_format": "General"},
        "last_head": {**of.centred, "bg_color": of.colours["last"], "font_size": of.sizes["small"]},
        "sum_label": {**of.boxed, "bg_color": of.colours["computed"], "bold": True},
        "ready": {**of.centred, "bg_color": of.colours["good"], "num_format": "General"},
    }


def _colours(of: StyleBasis) -> dict[str, Style]:
    """Colours that come and go with what a cell holds."""
    return {
        "broken": {"bg_color": of.colours["broken"], "font_color": of.colours["broken_text"]},
        "asked": {"bg_color": of.colours["asked"], "font_color": of.colours["asked_text"]},
        "good": {"bg_color": of.colours["good"], "font_color": of.colours["good_text"]},
        "pending": {"font_color": of.colours["pending_text"]},
    }
