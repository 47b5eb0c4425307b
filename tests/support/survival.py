"""Slow, bad and good readers for the batch tests: what a parser does that crashes or hangs."""

import os
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.answers.reading import Reading
from toolkit.reading.workbook import read_file


def troubled(path: Path, name: str, forms: Sequence[str]) -> Reading:
    """Abort, run out of memory, hang, raise or answer without end where the file's name says so.

    Else read.
    """
    if "crash" in name:
        os.abort()
    if "hang" in name:
        time.sleep(600)
    if "raise" in name:
        raise ValueError(name)
    reading = read_file(path, name, forms)
    return replace(reading, issued={"much": "甲" * 10_000_000}) if "much" in name else reading
