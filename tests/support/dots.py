"""What is printed of a sheet's first column, dot by dot: rows of 20 points without margins."""

import re
import subprocess
from pathlib import Path

ROWS, HEIGHT, LEFT, RIGHT = 40, 19.48, 6, 90  # a row of 20 points, and where its letters are, in dots
HIDES, SHOWS = 1.25, 1.7  # contrasts of the darkest and the lightest dot


def luminance(dot: bytes) -> float:
    """As WCAG defines it, written anew."""
    linear = [
        v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in (part / 255 for part in dot)
    ]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrasts(pdf: Path) -> list[float]:
    """The contrast of each row's dots, as printed."""
    subprocess.run(["pdftoppm", "-r", "72", "-singlefile", str(pdf), str(pdf.with_suffix(""))], check=True)
    head, width, _, _, dots = re.split(rb"\s+", pdf.with_suffix(".ppm").read_bytes(), maxsplit=4)
    assert head == b"P6"
    rows = []
    for row in range(ROWS):
        lines = range(int(row * HEIGHT) + 4, int(row * HEIGHT) + 16)
        places = [(line * int(width) + dot) * 3 for line in lines for dot in range(LEFT, RIGHT)]
        shades = {luminance(dots[at : at + 3]) for at in places}
        rows.append((max(shades) + 0.05) / (min(shades) + 0.05))
    return rows
