"""What lies in the inbox: the files to read, and those that must not be."""

import os
from pathlib import Path

from toolkit.answers import messages
from toolkit.answers.reading import Reading, unread_file
from toolkit.files import natural_order
from toolkit.reading.taken_file import CLOUD_SUFFIX, Job, is_workbook, unread_folder
from toolkit.year.entering.unpacking import unpack
from toolkit.year.workspace import Workspace


def inbox_files(inbox: Path) -> tuple[list[Job], list[Reading]]:
    """List the files of the inbox, sub-folders too, and say what could not be looked into.

    Links that lead outside or nowhere are refused, and folders that cannot be opened; a folder linked from
    within is read where it lies. The lock files of office programs are skipped.
    """
    jobs, outside, closed = list[Job](), list[Reading](), list[OSError]()
    root = inbox.resolve()
    for folder, folders, names in os.walk(inbox, onerror=closed.append):
        folders.sort(key=natural_order)
        linked = [name for name in folders if _is_link(Path(folder) / name)]  # never walked into
        for name in (*linked, *sorted(names, key=natural_order)):
            path = Path(folder) / name
            if _passed_over(path):
                continue
            shown = _shown(path, inbox)
            if astray := _astray(path, root) if _is_link(path) else "":
                outside.append(unread_file(shown, messages.LINK_OUTSIDE.finding(where=astray)))
            elif name not in linked:
                jobs.append(Job(path=path, name=shown))
    outside += [unread_folder(_shown(Path(error.filename), inbox), error) for error in closed]
    return jobs, outside


def _shown(path: Path, inbox: Path) -> str:
    """Return how messages call what lies in the inbox."""
    shown = path.relative_to(inbox.parent).as_posix().encode("utf-8", "replace").decode()
    if shown.isprintable():
        return shown
    return "".join(letter if letter.isprintable() else "?" for letter in shown)


def _passed_over(path: Path) -> bool:
    """Whether a file is nobody's report.

    A workbook left in the cloud has a placeholder, hidden, that must be told; a workbook may be called like
    the lock file of another.
    """
    name = path.name
    if name.startswith("~$") and is_workbook(path):
        return False
    hidden = name.startswith(("~$", ".")) and not name.lower().endswith(CLOUD_SUFFIX)
    return hidden or name.lower() in {"thumbs.db", "desktop.ini"}


def taken_apart(workspace: Workspace, job: Job) -> list[Job]:
    """Give what a mail or archive holds, each a file of its own; any other file as it is."""
    held = unpack(workspace, job.path)
    return [Job(path=path, name=path.relative_to(workspace.folder).as_posix()) for path in held] or [job]


def _is_link(path: Path) -> bool:
    return os.path.islink(path)  # noqa: PTH114 (a path too long for the system is none; Path would raise)


def _astray(link: Path, root: Path) -> str:
    """Say where a link leads that must not be followed; nothing where it stays within."""
    try:
        return "" if link.resolve(strict=True).is_relative_to(root) else "指向收件文件夹以外"
    except (OSError, RuntimeError):  # also in a circle
        return "指向的文件找不到"
