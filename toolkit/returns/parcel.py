"""A parcel for one unit, the hash by which its files are known again, and how several are made."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from toolkit.cage import CagedError, caged_in_turn
from toolkit.process_limits import can_fork

AT_ONCE = 128  # parcels that cages are told of, each with all that it is made from


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What goes to one unit: what it is made from, and how to make the files by their names.

    `make` can be sent to another process. ``ready`` gets what is the same for many units.
    """

    key: str
    make: Callable[[], dict[str, bytes]]
    ready: Callable[[], object] | None = None


def make_in_turn(parcels: Mapping[str, Parcel]) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Make the parcels in their order, by the units' codes: several in a cage, on all processors.

    One that fails there is made here, where nothing is in a cage but each step that takes a unit's own file
    apart.
    """
    for parcel in parcels.values() if can_fork() else ():
        if parcel.ready is not None:
            parcel.ready()  # once, and not in each cage
    for codes in _several(list(parcels), AT_ONCE):
        makes = {str(number): parcels[code].make for number, code in enumerate(codes)}
        for code, (path, made) in zip(
            codes, caged_in_turn(partial(_made, makes), map(Path, makes)), strict=True
        ):
            try:
                files = made()
            except CagedError:
                files = makes[path.name]()
            yield code, files


def _several(codes: list[str], most: int) -> Iterator[list[str]]:
    for first in range(0, len(codes), most):
        yield codes[first : first + most]


def _made(makes: Mapping[str, Callable[[], dict[str, bytes]]], path: Path) -> dict[str, bytes]:
    return makes[path.name]()


def hash_of(data: bytes) -> str:
    """Return the SHA-256 of what stands in a file."""
    return hashlib.sha256(data).hexdigest()
