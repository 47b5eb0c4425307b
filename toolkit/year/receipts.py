"""收件登记的各行: what was received, in the order in which it came; `journal` writes them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from toolkit.year.workspace import Workspace

JOURNAL = "receipts.jsonl"
RECEIVED, SAME, JUDGED, GONE = "received", "same", "judged", "gone"


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """One line: a file received, one that was received before, a new judgement of one, or one taken away."""

    time: str
    says: str
    event: str
    file: str
    sha256: str
    unit_code: str = ""
    unit_name: str = ""
    status: str = ""
    saved: str | None = None
    before: str | None = None
    changes: tuple[str, ...] = field(default=())


def read_journal(workspace: Workspace) -> Iterator[Receipt]:
    """Read the lines; what is no line of ours (a torn one, one that somebody wrote) is passed over."""
    path = workspace.folder / JOURNAL
    if not path.is_file():
        return
    names = set(Receipt.__dataclass_fields__)
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            raw: Mapping[str, object] = json.loads(line)
            facts = {key: value for key, value in raw.items() if key in names}
            yield Receipt(**{**facts, "changes": tuple(facts.get("changes", ()))})  # type: ignore[arg-type]
        except (ValueError, TypeError, AttributeError):
            continue


@dataclass(frozen=True, kw_only=True)
class Arrivals:
    """In which order contents, and files that hold them, were first put on record; what is not yet comes last."""

    contents: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def order(self, file: str, sha256: str) -> tuple[int, int]:
        """Say how late a content came; of files with the same content the first is the one that stays."""
        content = self.contents.get(sha256, len(self.contents))
        return content, -self.files.get((file, sha256), len(self.files))


def order_of_arrival(workspace: Workspace) -> Arrivals:
    """Read in which order the files of the folder were received."""
    contents: dict[str, int] = {}
    files: dict[tuple[str, str], int] = {}
    for receipt in read_journal(workspace):
        contents.setdefault(receipt.sha256, len(contents))
        files.setdefault((receipt.file, receipt.sha256), len(files))
    return Arrivals(contents=contents, files=files)
