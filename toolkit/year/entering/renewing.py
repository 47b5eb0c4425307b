"""换名录: another roster in place of the year's own, which is kept."""

import tempfile
from pathlib import Path

from toolkit.errors import UsageError
from toolkit.files import safe_name, write_whole
from toolkit.year.journal import work_alone
from toolkit.year.roster import find_roster, read_roster
from toolkit.year.workspace import Workspace

REPLACED = "换下的名录"  # in the year's folder: the rosters that were there before, the first one first
ENDINGS = (".xlsx", ".csv")


def renew_roster(workspace: Workspace, name: str, data: bytes) -> Path:
    """Put a roster in the place of the one that the year has, and say where the old one lies now.

    Raises UsageError, and changes nothing, for one that no command would take: with every line that is wrong.
    """
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        raise UsageError(f"单位名录要是 {' 或 '.join(ENDINGS)} 文件，这个是 {safe_name(name)}。")
    with tempfile.TemporaryDirectory() as temporary:
        given = Path(temporary) / safe_name(name)
        write_whole(given, data)
        read_roster(given)
    with work_alone(workspace):
        old = find_roster(workspace.folder)
        kept = workspace.path(REPLACED)
        number = sum(1 for _ in kept.iterdir()) + 1
        before = kept / f"{number:03}{old.suffix}"
        write_whole(before, old.read_bytes())
        write_whole(workspace.folder / f"roster{ending}", data)
        if old.suffix != ending:  # of two rosters neither would be taken
            old.unlink()
    return before
