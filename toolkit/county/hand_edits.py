"""What a person changed in an output: kept before the output is written anew, and said."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from toolkit.files import (
    OutputError,
    UsageError,
    fingerprint_of,
    read_bounded,
    same_content,
    write_all,
    write_whole,
)

RECORD = ".written.json"  # of what is easily typed into, the fingerprint as it was written
KEPT = "改动过的结果"  # both in the year's folder, not in summary/, which is handed up whole
TYPED_INTO = frozenset({".xlsx", ".docx", ".html"})
LARGEST = 2**20  # bytes of the record


@contextmanager
def writing_over(summary: Path, outputs: Iterable[Path]) -> Iterator[tuple[str, ...]]:
    """Copy what was changed since it was written out of the way of what is written within; say where.

    Meanwhile nothing is known of the outputs: a run may be killed. What could not be replaced is known again.
    Raises OutputError when something cannot be copied.
    """
    written = _record(summary)
    there = {path: fingerprint_of(path) for path in outputs if path.name in written and path.is_file()}
    lines = tuple(
        f"summary/{path.name} 写出以后有人改过（或另存过），改的没有计入，"
        f"已留存为 {KEPT}/{_kept(path).name}，这次写出的是新的。"
        "数不对的，请有关单位改正重报；文字请写在 county.csv 里。"
        for path, now in there.items()
        if now != written[path.name]
    )
    if there:
        _write(summary, {name: told for name, told in written.items() if summary / name not in there})
    try:
        yield lines
    except OutputError:
        held = {path.name: written[path.name] for path, now in there.items() if fingerprint_of(path) == now}
        _write(summary, _record(summary) | held)
        raise


def remember_written(summary: Path, outputs: Iterable[Path]) -> None:
    """Put on record how the outputs were written."""
    new = {path.name: fingerprint_of(path) for path in outputs if path.suffix in TYPED_INTO}
    _write(summary, _record(summary) | new)


def _write(summary: Path, told: Mapping[str, str]) -> None:
    record = json.dumps(told, ensure_ascii=False, sort_keys=True, indent=0).encode()
    write_whole(summary.parent / RECORD, record)


def _record(summary: Path) -> dict[str, str]:
    """Read the record; without one, or with a broken one, nothing is known to be changed."""
    try:
        raw = json.loads(read_bounded(summary.parent / RECORD, LARGEST))
    except (OSError, ValueError, RecursionError, UsageError):
        return {}
    return {str(name): str(told) for name, told in raw.items()} if isinstance(raw, dict) else {}


def _kept(path: Path) -> Path:
    """Copy a file under the first free name, or find it under that of the same content."""
    copy = next(copy for copy in _copies(path) if not copy.exists() or same_content(copy, path))
    if not copy.exists():
        write_all({copy: path})
    return copy


def _copies(path: Path) -> Iterator[Path]:
    number = 0
    while number := number + 1:
        yield path.parent.parent / KEPT / f"{path.stem}（{number}）{path.suffix}"
