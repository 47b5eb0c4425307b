"""What a person changed in an output: kept before the output is written anew, and said."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from toolkit.files import (
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
LARGEST = 2**24  # bytes of the record


@contextmanager
def writing_over(summary: Path, outputs: Iterable[Path]) -> Iterator[tuple[str, ...]]:
    """Copy what was changed since it was written out of the way of what is written within; say where.

    Meanwhile nothing is known of the outputs: a run may be killed. What could not be replaced is known again.
    Raises OutputError when something cannot be copied.
    """
    written = _record(summary)
    names = {path: _name(summary, path) for path in outputs}
    there = {p: fingerprint_of(p) for p, name in names.items() if name in written and p.is_file()}
    lines = tuple(
        f"summary/{names[path]} 写出以后有人改过（或另存过），改的没有计入，"
        f"已留存为 {KEPT}/{_kept(summary, path).name}，这次写出的是新的。"
        f"{_instead(names[path])}"
        for path, now in there.items()
        if now != written[names[path]]
    )
    if there:
        _write(summary, {name: told for name, told in written.items() if summary / name not in there})
    try:
        yield lines
    except BaseException:  # a full disk, a file held open, a person who stops it
        held = {names[p]: written[names[p]] for p, now in there.items() if fingerprint_of(p) == now}
        _write(summary, _record(summary) | held)
        raise


def remember_written(summary: Path, outputs: Iterable[Path]) -> None:
    """Put on record how the outputs were written."""
    new = {_name(summary, path): fingerprint_of(path) for path in outputs if path.suffix in TYPED_INTO}
    _write(summary, _record(summary) | new)


def _instead(name: str) -> str:
    """Say where to change what an output says; those in a folder are reports of units."""
    return (
        "数和文字不对的，请单位改好工作簿重报。"
        if "/" in name
        else "数不对的，请有关单位改正重报；文字请写在 county.csv 里。"
    )


def _name(summary: Path, path: Path) -> str:
    """Name an output by where it lies in summary/."""
    return path.relative_to(summary).as_posix()


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


def _kept(summary: Path, path: Path) -> Path:
    """Copy a file under the first free name, or find it under that of the same content."""
    copy = next(copy for copy in _copies(summary, path) if not copy.exists() or same_content(copy, path))
    if not copy.exists():
        write_all({copy: path})
    return copy


def _copies(summary: Path, path: Path) -> Iterator[Path]:
    number = 0
    while number := number + 1:
        yield summary.parent / KEPT / f"{path.stem}（{number}）{path.suffix}"
