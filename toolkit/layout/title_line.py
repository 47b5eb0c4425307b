"""The line under each title, “单位：司法局　　2022 年度”: made and read here, and nowhere else."""

import re

_WHOSE = re.compile(r"\s*单位[：:]\s*(\S.*?)\s+(\d{4})\s*年度")
TITLED = "单位"  # stands in every such line
LONGEST = 400  # characters of a cell that are looked at


def title_line(unit: str, year: int) -> str:
    """Say whose sheet it is, and of which year."""
    return f"单位：{unit}　　{year} 年度"


def read_title_line(text: str) -> tuple[str, str] | None:
    """Return the unit and the year that a title line names; None where the text is no such line."""
    found = _WHOSE.match(text[:LONGEST])
    return (found[1], found[2]) if found else None
