"""指定版本: a person says which of a unit's files counts, and why, in the plain file `pinned.csv` of the year's folder."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.answers.units import Roster
from toolkit.errors import UsageError
from toolkit.year.workspace import Workspace

PINS = "pinned.csv"
HEADER = ("单位代码", "文件", "理由")
SHORTEST = 4  # characters of a reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Pin:
    """One decision: this file of the unit counts (its name, its path, or the beginning of its hash)."""

    unit_code: str
    file: str
    reason: str

    def means(self, file: str, sha256: str) -> bool:
        """Whether the pin means the file called `file` with this hash."""
        wanted = self.file.replace("\\", "/")
        return wanted in {file, file.removeprefix("inbox/"), file.rsplit("/", 1)[-1]} or (
            len(wanted) >= 8 and sha256.startswith(wanted.lower())
        )


def read_pins(workspace: Workspace, roster: Roster) -> Mapping[str, Pin]:
    """Read the pins by unit; {} without the file. Raises UsageError with every line that is wrong."""
    path = workspace.folder / PINS
    if not path.is_file():
        return {}
    data = path.read_bytes()
    try:
        lines = list(csv.reader(data.decode("utf-8-sig").splitlines()))
    except UnicodeDecodeError:
        lines = list(csv.reader(data.decode("gb18030", "replace").splitlines()))
    if not lines or tuple(cell.strip() for cell in lines[0][: len(HEADER)]) != HEADER:
        raise UsageError(f"{PINS} 的第一行应是 {','.join(HEADER)}。")
    pins: dict[str, Pin] = {}
    mistakes: list[str] = []
    for number, line in enumerate(lines[1:], 2):
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        mistake = _mistake(cells, roster, pins)
        if mistake:
            mistakes.append(f"第 {number} 行：{mistake}")
        else:
            pins[cells[0]] = Pin(unit_code=cells[0], file=cells[1], reason=cells[2])
    if mistakes:
        raise UsageError(f"{PINS} 有 {len(mistakes)} 处问题：\n" + "\n".join(f"  {m}" for m in mistakes))
    return pins


def _mistake(cells: Sequence[str], roster: Roster, pins: Mapping[str, Pin]) -> str:
    if len(cells) < len(HEADER) or not cells[1]:
        return f"应写 {'、'.join(HEADER)} 三项"
    if roster.find(cells[0]) is None:
        return f"单位名录里没有代码 {cells[0]}"
    if cells[0] in pins:
        return f"单位 {cells[0]} 指定了两次"
    if len(cells[2]) < SHORTEST:
        return "要写明理由"
    return ""
