"""Plain bar charts as inline SVG, with a title, a description and the numbers written beside the bars."""

from collections.abc import Iterator
from html import escape

from toolkit.form.model import plain_digits
from toolkit.report.content import BarChart

_LABEL, _BAR, _VALUE = 132, 300, 108  # widths in drawing units
_STEP, _THICK = 32, 18


def draw_svg(chart: BarChart) -> str:
    """Draw a chart."""
    width, height = _LABEL + _BAR + _VALUE, _STEP * len(chart.bars) + 6
    name = f"chart-{escape(chart.key)}"
    return (
        f'<svg role="img" aria-labelledby="{name}-title {name}-desc" viewBox="0 0 {width} {height}" '
        f'xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{name}-title">{escape(chart.title)}</title>'
        f'<desc id="{name}-desc">{escape(chart.description)}</desc>'
        f"{''.join(_bars(chart))}</svg>"
    )


def _bars(chart: BarChart) -> Iterator[str]:
    longest = max(bar.amount for bar in chart.bars)
    for number, bar in enumerate(chart.bars):
        top = 3 + _STEP * number
        middle = top + _STEP / 2
        length = max(int(bar.amount * _BAR // longest), 1) if bar.amount else 0
        yield (
            f'<text x="{_LABEL - 8}" y="{middle}" text-anchor="end" dominant-baseline="central">'
            f"{escape(bar.label)}</text>"
        )
        yield f'<rect x="{_LABEL}" y="{top + (_STEP - _THICK) / 2}" width="{length}" height="{_THICK}"/>'
        yield (
            f'<text x="{_LABEL + length + 6}" y="{middle}" dominant-baseline="central">'
            f"{escape(plain_digits(bar.amount))}</text>"
        )
