"""A passage of prose on its sheet: one paragraph a row, and how many lines of paper it takes."""

from collections.abc import Sequence

PER_LINE = 36  # characters of 仿宋 12 in a printed line of the column
LINE_HEIGHT = 16  # points
TALLEST = 409  # points: Excel's highest row
MOST_LINES = (TALLEST - 8) // LINE_HEIGHT


def heading_of(section: str, label: str) -> str:
    """Return the heading of a passage, as it stands beside it: once, where it is all of its section."""
    alone = section.partition("、")[2] == label
    return section if alone else f"{section}\n{label}"


def headings_of(section: str, label: str) -> tuple[str, ...]:
    """Return the headings by which a passage is found: today's, and that of workbooks issued before."""
    return tuple(dict.fromkeys((heading_of(section, label), f"{section}\n{label}")))


def printed_lines(text: str) -> int:
    """Count the lines of a text on paper, every character as wide as a Chinese one."""
    return sum(max(1, -(-len(line) // PER_LINE)) for line in text.split("\n"))


def spread(text: str, rows: int) -> list[str]:
    """Divide a passage into at most so many cells, one paragraph each.

    The shortest neighbours share one where they must.

    The cells joined by line breaks are the passage again.
    """
    cells = text.split("\n")
    while len(cells) > rows:
        lines = [printed_lines(cell) for cell in cells]
        at = min(range(len(cells) - 1), key=lambda i: lines[i] + lines[i + 1])
        cells[at : at + 2] = ["\n".join(cells[at : at + 2])]
    return cells


def joined(cells: Sequence[str]) -> str:
    """Put a passage together again; blank rows above and below it are not of it."""
    return "\n".join(cells).strip()
