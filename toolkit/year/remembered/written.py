"""What was written into summary/, by its fingerprints: whether it was changed since, or taken away."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from toolkit.files import PUBLISHED, UsageError, fingerprint_of, read_bounded, write_whole

RECORD = ".written.json"  # in the year's folder: summary/ is handed up whole
LARGEST = 2**24  # bytes of the record


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


def put_on_record(summary: Path, paths: Iterable[Path]) -> None:
    """Put on record how files were written. Raises OutputError."""
    new = {name_in(summary, path): fingerprint_of(path) for path in paths}
    if new:
        write_record(summary, written_in(summary) | new)


def write_record(summary: Path, told: Mapping[str, str]) -> None:
    """Write the record. Raises OutputError."""
    record = json.dumps(told, ensure_ascii=False, sort_keys=True, indent=0).encode()
    write_whole(summary.parent / RECORD, record)


def published_otherwise(summary: Path) -> Iterator[str]:
    """Say what of the published versions is no longer as it was kept: a file changed, a version gone."""
    kept = {name: told for name, told in written_in(summary).items() if name.startswith(f"{PUBLISHED}/")}
    there = {name: (summary / name).is_file() for name in kept}
    for version in sorted({name.rpartition("/")[0] for name in kept}):
        files = [name for name in kept if name.startswith(f"{version}/")]
        if not any(there[name] for name in files):
            yield f"定稿时存下的 summary/{version} 不见了"
            continue
        for name in files:
            if not there[name]:
                yield f"定稿时存下的 summary/{name} 不见了"
            elif fingerprint_of(summary / name) != kept[name]:
                yield f"summary/{name} 定稿以后有人改过（或另存过）"
