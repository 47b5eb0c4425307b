"""A parcel for one unit, and the hash by which its files are known again."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What goes to one unit: what it is made from, and how to make the files."""

    key: str
    make: Callable[[], dict[str, bytes]]


def hash_of(data: bytes) -> str:
    """Return the SHA-256 of what stands in a file."""
    return hashlib.sha256(data).hexdigest()
