"""What was written into summary/, by its fingerprints: whether it was changed since, or taken away.

What a person changed in an output is kept before the output is written anew, and said.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from toolkit.errors import UsageError
from toolkit.files import (
    FINALS,
    final_rounds,
    fingerprint_of,
    read_bounded,
    round_of,
    same_content,
    write_all,
    write_whole,
)

RECORD = ".written.json"  # in the year's folder: summary/ is handed up whole
LARGEST = 2**24  # bytes of the record
KEPT = "改动过的结果"  # in the year's folder, not in summary/, which is handed up whole
TYPED_INTO = frozenset({".xlsx", ".docx", ".html"})


def name_in(summary: Path, path: Path) -> str:
    """Name an output by where it lies in summary/."""
    return path.relative_to(summary).as_posix()


def written_in(summary: Path) -> dict[str, str]:
    """Read the record; without one, or with a broken one, nothing is known to be changed."""
    try:
        raw = json.loads(read_bounded(summary.parent / RECORD, LARGEST))
    except (OSError, ValueError, RecursionError, UsageError):
        return {}
    return {str(name): str(told) for name, told in raw.items()} if isinstance(raw, dict) else {}


def write_record(summary: Path, told: Mapping[str, str]) -> None:
    """Write the record. Raises OutputError."""
    record = json.dumps(told, ensure_ascii=False, sort_keys=True, indent=0).encode()
    write_whole(summary.parent / RECORD, record)


def next_round(summary: Path) -> int:
    """Return the number of the next version: no other had it, also of those that are gone."""
    known = (round_of(PurePosixPath(name).parent.name) for name in written_in(summary))
    return max([0, *final_rounds(summary), *known]) + 1


def published_otherwise(summary: Path) -> Iterator[str]:
    """Say what of the published versions is no longer as it was kept: a file changed, the last one gone.

    What was published before another one that is there is compared with nothing any more.
    """
    kept = {name: told for name, told in written_in(summary).items() if name.startswith(f"{FINALS}/")}
    there = {name: (summary / name).is_file() for name in kept}
    rounds = final_rounds(summary)
    for version in sorted({name.rpartition("/")[0] for name in kept}):
        files = [name for name in kept if name.startswith(f"{version}/")]
        if not any(there[name] for name in files):
            if round_of(PurePosixPath(version).name) > max(rounds, default=0):
                yield f"定稿时存下的 summary/{version} 不见了"
            continue
        for name in files:
            if not there[name]:
                yield f"定稿时存下的 summary/{name} 不见了"
            elif fingerprint_of(summary / name) != kept[name]:
                yield f"summary/{name} 定稿以后有人改过（或另存过）"


# ------------------------------------------------------------------ written anew


@contextmanager
def writing_over(summary: Path, outputs: Iterable[Path]) -> Iterator[tuple[str, ...]]:
    """Copy what was changed since it was written out of the way of what is written within; say where.

    Meanwhile nothing is known of the outputs: a run may be killed. What could not be replaced is known again.
    Raises OutputError when something cannot be copied.
    """
    written = written_in(summary)
    names = {path: name_in(summary, path) for path in outputs}
    there = {p: fingerprint_of(p) for p, name in names.items() if name in written and p.is_file()}
    lines = tuple(
        f"summary/{names[path]} 写出以后有人改过（或另存过），改的没有计入，"
        f"已留存为 {KEPT}/{_kept(summary, path).name}，这次写出的是新的。"
        f"{_instead(names[path])}"
        for path, now in there.items()
        if now != written[names[path]]
    )
    if there:
        write_record(summary, {name: told for name, told in written.items() if summary / name not in there})
    try:
        yield lines
    except BaseException:  # a full disk, a file held open, a person who stops it
        held = {names[p]: written[names[p]] for p, now in there.items() if fingerprint_of(p) == now}
        write_record(summary, written_in(summary) | held)
        raise


def remember_written(summary: Path, outputs: Iterable[Path], version: Path | None = None) -> None:
    """Put on record how the outputs were written, and the data of a published `version`.

    Raises OutputError.
    """
    paths = [path for path in outputs if path.suffix in TYPED_INTO]
    paths += version.glob("*.csv") if version is not None else ()
    new = {name_in(summary, path): fingerprint_of(path) for path in paths}
    write_record(summary, written_in(summary) | new)


def _instead(name: str) -> str:
    """Say where to change what an output says; those in a folder are reports of units."""
    return (
        "数和文字不对的，请单位改好工作簿重报。"
        if "/" in name
        else "数不对的，请有关单位改正重报；文字请写在 county.csv 里。"
    )


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
