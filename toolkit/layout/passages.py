"""A passage of prose on its sheet: one paragraph a row, and how many lines of paper it takes."""

import re
from collections.abc import Sequence

PER_LINE = 36  # characters of 仿宋 12 in a printed line of the column
LINE_HEIGHT = 16  # points
TALLEST = 409  # points: Excel's highest row
MOST_LINES = (TALLEST - 8) // LINE_HEIGHT
CONTINUES = "（接下格）"  # at the end of a cell: the paragraph goes on in the next one
_GOES_ON = re.compile(rf"{CONTINUES}\s*\n")  # where nothing follows, words are missing: it stays to be seen
_ENDS = ("。", "！", "？", "；", "，", "、")  # where a paragraph may be parted, the best first


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


def row_height(text: str) -> float:
    """Return how high (points) the row of a paragraph is."""
    return min(TALLEST, LINE_HEIGHT * (printed_lines(text) if text else 0) + 4)


def spread(text: str, rows: int) -> list[str]:
    """Divide a passage into at most so many cells, one paragraph each.

    The shortest neighbours share one where they must, and what is higher than a row can be is parted while
    there are rows. `joined` puts them together again.
    """
    cells = text.split("\n")
    for number in range(len(cells) - 1, -1, -1):
        cells[number : number + 1] = _parted(cells[number], rows - len(cells) + 1)
    while len(cells) > rows:
        lines = [printed_lines(cell) for cell in cells]
        at = min(range(len(cells) - 1), key=lambda i: lines[i] + lines[i + 1])
        cells[at : at + 2] = ["\n".join(cells[at : at + 2])]
    return cells


def _parted(cell: str, rows: int) -> list[str]:
    """Part a paragraph that paper would cut, at the ends of sentences, into at most so many cells."""
    parts: list[str] = []
    while printed_lines(cell) > MOST_LINES and len(parts) + 1 < rows:
        room = cell[: MOST_LINES * PER_LINE - len(CONTINUES)]
        at = next((i for end in _ENDS if (i := room.rfind(end) + 1) > len(room) // 2), len(room))
        parts.append(cell[:at] + CONTINUES)
        cell = cell[at:]
    return [*parts, cell]


def joined(cells: Sequence[str]) -> str:
    """Put a passage together again; blank rows above and below it are not of it."""
    return _GOES_ON.sub("", "\n".join(cells).strip())
