"""拆开: mails and archives among what units sent.

What is in them is read as files of their own, in `unpacked/`.

A mail or archive is opened only where everything in it can be taken out within the limits: what it holds
comes whole, or not at all, and the container then stays what it is, an unreadable file. Names in it are only
names: nothing is written outside the folder of its own that each container gets, called after it and after
its content.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from toolkit.cage import CagedError, caged
from toolkit.errors import OutputError, UsageError
from toolkit.files import holds, read_bounded, safe_name, write_whole
from toolkit.year.entering.containers import CONTAINERS, MOST_BYTES, Item, TooMuchError, take_out
from toolkit.year.workspace import UNPACKED, Workspace


def unpack(workspace: Workspace, container: Path) -> tuple[Path, ...]:
    """Take out what a mail or archive of the inbox holds, and say where it lies now.

    () where it is no such thing.

    Also () where it holds nothing, is locked, broken, or larger than the limits: it is then told as it is.
    """
    if container.suffix.lower() not in CONTAINERS:
        return ()
    try:
        data = read_bounded(container, MOST_BYTES)
        items = caged(take_out, container.name, data)
    except (OSError, UsageError, TooMuchError, CagedError):
        return ()
    try:
        return _written(workspace, container.name, data, items)
    except OutputError:  # a folder that may only be read: the container is told as it is
        return ()


def _written(workspace: Workspace, name: str, data: bytes, items: Sequence[Item]) -> tuple[Path, ...]:
    """Write what was taken out, where it does not lie yet."""
    short = hashlib.sha256(data).hexdigest()[:8]
    folder = workspace.folder / UNPACKED / safe_name(f"{short}_{name}")
    taken: dict[Path, bytes] = {}
    for item in items:
        path = _free(folder, item.name, taken)
        taken[path] = item.data
    for path, content in taken.items():
        if path.is_symlink() or not holds(path, content):
            write_whole(path, content)
    return tuple(taken)


def _free(folder: Path, name: str, taken: dict[Path, bytes]) -> Path:
    """Return a path for a name that no other item has, whatever system tells large letters from small."""
    safe = safe_name("".join(letter for letter in name if letter.isprintable()))
    stem, ending = PurePosixPath(safe).stem, PurePosixPath(safe).suffix
    others = {path.name.casefold() for path in taken}
    number, shown = 1, safe
    while shown.casefold() in others:
        number += 1
        shown = f"{stem}({number}){ending}"
    return folder / shown
