"""收件: what somebody hands over is put into the inbox under its own name.

Nothing that lies there is replaced.
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from toolkit.files import holds, safe_name, write_whole
from toolkit.year.workspace import Workspace


def receive_file(workspace: Workspace, name: str, data: bytes) -> Path:
    """Put a file into the inbox and say where; the same content under the same name is there already.

    Only the last part of `name` counts, made safe; another content of that name gets a number: 甲局(2).xlsx.
    """
    inbox = workspace.path("inbox")
    for path in _names(inbox, name):
        if not path.is_symlink() and holds(path, data):
            return path
        if not path.exists() and not path.is_symlink():
            write_whole(path, data)
            return path
    raise AssertionError("numbers do not end")


def _names(inbox: Path, name: str) -> Iterator[Path]:
    last = PurePosixPath(name.replace("\\", "/")).name
    safe = safe_name("".join(letter for letter in last if letter.isprintable()).lstrip("~.") or "未命名")
    ending = PurePosixPath(safe).suffix
    stem = safe.removesuffix(ending)
    yield inbox / safe
    number = 2
    while True:
        yield inbox / f"{stem}({number}){ending}"
        number += 1
