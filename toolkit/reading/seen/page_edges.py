"""What is printed above and below a sheet's pages, as Excel writes it in one text with codes."""

import re

_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|[A-Za-z]|[0-9]+ ?)')  # of font, page and day


def edge_texts(coded: str) -> tuple[str, ...]:
    """Return what stands left, in the middle and right, each by itself and without codes."""
    return tuple(filter(None, (_CODES.sub("", each) for each in re.split("&[LCR]", coded))))
