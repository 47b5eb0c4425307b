"""指定版本: a person says in `pinned.csv` which of a unit's files counts, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from toolkit.answers.lists import UNIT_HEADINGS, ListLine, find_list, read_list, unclear_codes
from toolkit.year.workspace import Workspace

STEM = "pinned"  # .csv or .xlsx
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "unit": UNIT_HEADINGS,
    "file": ("文件", "文件名", "file"),
    "reason": ("理由", "原因", "reason"),
}
SHORTEST = 4  # characters of a reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Pin:
    """One decision: this file of the unit counts (its name, its path, or the beginning of its hash)."""

    unit_code: str
    file: str
    reason: str

    @property
    def words(self) -> str:
        """The decision as the register keeps it: another reason is another decision."""
        return f"“{self.file}”为准：{self.reason}"

    def means(self, file: str, sha256: str) -> bool:
        """Whether the pin may mean the file called `file` with this hash."""
        wanted = self.file.replace("\\", "/")
        return (
            self.names(file)
            or wanted == file.rsplit("/", 1)[-1]
            or (len(wanted) >= 8 and sha256.startswith(wanted.lower()))
        )

    def names(self, file: str) -> bool:
        """Whether it names this file whole, with its folder: then it means no other."""
        return self.file.replace("\\", "/") in {file, file.removeprefix("inbox/")}


def read_pins(workspace: Workspace) -> Mapping[str, Pin]:
    """Read the pins by unit; {} without the file. Raises UsageError with every line that is wrong."""
    path = find_list(workspace.folder, STEM)
    if path is None:
        return {}
    kept = read_list(path, "指定版本", HEADINGS)
    pins: dict[str, Pin] = {}
    mistakes: list[str] = []
    for line in kept.lines:
        code, file, reason = (line.cells[key] for key in HEADINGS)
        wrong = [*unclear_codes(line, ("unit",)), *_mistakes(line, workspace, pins)]
        mistakes += wrong
        if not wrong:
            pins[code] = Pin(unit_code=code, file=file, reason=reason)
    kept.refuse(mistakes)
    return pins


def _mistakes(line: ListLine, workspace: Workspace, pins: Mapping[str, Pin]) -> Iterator[str]:
    code, roster = line.cells["unit"], workspace.roster
    if roster.find(code) is None:
        yield f"{line.where('unit')}：{roster.unknown(code)}"
    elif code in pins:
        yield f"{line.where('unit')}：{roster.label(code)} 指定了两次"
    if not line.cells["file"]:
        yield f"{line.where('file')}：没有写以哪个文件为准"
    reason = line.cells["reason"]
    if len(reason) < SHORTEST:
        said = f"“{reason}”太短，至少 {SHORTEST} 个字，要写明为什么以这一份为准" if reason else "要写明理由"
        yield f"{line.where('reason')}：{said}"
