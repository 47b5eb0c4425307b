"""The entries of a year's folder in which is kept what need not be made again, each sealed with its name."""

import hashlib
import os
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Generic, TypeVar

from toolkit.year.remembered.records import Records

R = TypeVar("R")
T = TypeVar("T")
FOLDER = ".remembered"
# libraries on which depends what is read and found
_READERS = ("python-calamine", "openpyxl", "xlrd", "olefile", "rapidfuzz")


class Entries(Generic[T]):
    """Entries of one kind of record, by names that say all that they were made from and with."""

    def __init__(self, folder: Path, kind: type[T], names: Sequence[tuple[str, ...]]) -> None:
        """Look into a year's `folder`; `names` are those of the figures (`Records`)."""
        self._folder, self._records = folder / FOLDER, Records(kind, names)

    @property
    def usable(self) -> bool:
        """Whether entries are here: a folder that leads elsewhere holds nothing."""
        return not self._folder.is_symlink()

    def read(self, name: str) -> T | None:
        """Read an entry; None for what is not there, or not certainly what was written."""
        made = self.read_several(name)
        return made[0] if made is not None and len(made) == 1 else None

    def read_several(self, name: str) -> list[T] | None:
        """Read an entry of several records, one a line: they are taken apart one after the other."""
        return self._made(name, lambda lines: [self._records.record(line) for line in lines])

    def read_among(self, begun: str, wanted: Container[str]) -> Iterator[tuple[str, str, T]]:
        """Read of the entries whose names begin so the records that are `wanted` by names of their own.

        Each with its entry's name and its own.
        """

        def among(lines: list[str]) -> list[tuple[str, T]]:
            parted = [line.partition(" ") for line in lines]
            return [(own, self._records.record(text)) for own, _, text in parted if own in wanted]

        try:
            names = sorted(entry.name for entry in os.scandir(self._folder) if entry.name.startswith(begun))
        except OSError:
            return
        for name in names:
            yield from ((name, own, made) for own, made in self._made(name, among) or ())

    def _made(self, name: str, make: Callable[[list[str]], R]) -> R | None:
        """Make something of an entry's lines; None where it is not there, or not certainly as written."""
        try:
            seal, _, text = (self._folder / name).read_text(encoding="utf-8").partition("\n")
            return make(text.split("\n")) if seal == digest_of_texts((name, text)) else None
        except (OSError, ValueError, LookupError, TypeError, ArithmeticError, RecursionError):
            return None

    def write(self, name: str, made: T) -> bool:
        """Write an entry, whole or not at all; say whether it could be. Raises OSError."""
        return self.write_several(name, [made])

    def write_several(self, name: str, made: Sequence[T]) -> bool:
        """Write an entry of several records; at least one."""
        try:
            text = "\n".join(map(self._records.text, made))  # in JSON no line break stands by itself
        except TypeError:
            return False
        self._write(name, text)
        return True

    def write_among(self, begun: str, made: Mapping[str, T]) -> str:
        """Write in one entry all records that can be written, by names of their own; give the entry's name.

        Empty where there are none. Raises OSError.
        """
        lines = {}
        for own, one in made.items():
            with suppress(TypeError):
                lines[own] = f"{own} {self._records.text(one)}"
        if not lines:
            return ""
        name = f"{begun}{digest_of_texts(lines)[:34]}"
        self._write(name, "\n".join(lines.values()))
        return name

    def _write(self, name: str, text: str) -> None:
        if not self._folder.is_dir():
            self._folder.mkdir(exist_ok=True)
        unfinished = self._folder / f"{name}.{os.getpid()}"
        unfinished.write_bytes(f"{digest_of_texts((name, text))}\n{text}".encode())
        unfinished.replace(self._folder / name)


@cache
def tool_digest() -> str:
    """Return what changes with the tool: its own text, the shipped forms, the libraries that read.

    Where the text is packed into a program (`installers.make`), the program stands for it.
    """
    own = _texts(files("toolkit"), ".py") or [Path(sys.executable).read_bytes()]
    forms = _texts(files("workbook_templates"), ".toml")
    return digest_of_texts([sys.version.split()[0], *map(version, _READERS), *own, *forms])


def version(library: str) -> str:
    """Return the installed version of a library; empty where there is none."""
    known = _installed().get(library.replace("-", "_").lower())
    if known is not None:
        return known
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 (slow, and seldom needed)

    try:
        return version(library)
    except PackageNotFoundError:
        return ""


@cache
def _installed() -> dict[str, str]:
    """Return the versions of the libraries by the names of the folders that say what was installed."""
    found: dict[str, str] = {}
    for place in reversed(sys.path):
        with suppress(OSError):
            for entry in Path(place).iterdir():
                name, _, number = entry.name.removesuffix(".dist-info").rpartition("-")
                if name and entry.suffix == ".dist-info":
                    found[name.lower()] = number
    return found


def _texts(place: Traversable, ending: str) -> list[bytes]:
    found = []
    for entry in sorted(place.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(ending):
            found.append(entry.read_bytes())
        elif entry.name != "__pycache__" and entry.is_dir():
            found += _texts(entry, ending)
    return found


def digest_of_texts(texts: Iterable[str | bytes]) -> str:
    """Hash several texts, each as its own length says, so that no two lists are taken for one."""
    whole = hashlib.blake2b(digest_size=32)  # over megabytes, twice as fast as SHA-256
    for text in texts:
        data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        whole.update(len(data).to_bytes(8, "big"))
        whole.update(data)
    return whole.hexdigest()
