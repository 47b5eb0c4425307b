"""The texts that the cells of a workbook share: of those made of runs, what each run says and how it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.reading.xml_walk import MAIN, walk

_TRUE = {"1", "true", "on"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A piece of a text with a font of its own."""

    text: str
    struck: bool = False
    raised: bool = False  # as superscript or subscript


def rich_strings(data: bytes) -> Mapping[int, tuple[Run, ...]]:
    """Read which shared texts are made of runs, by their numbers. Raises BrokenXMLError."""
    if b"rPr" not in data:  # no run has a font of its own
        return {}
    texts = _Texts("sst/si")
    walk(data, MAIN, texts.visit)
    return texts.rich


def inline_runs(data: bytes) -> tuple[Run, ...]:
    """Read the runs of one text that stands in its cell: its element `is`, as a document of its own. Raises BrokenXMLError."""
    texts = _Texts("is")
    walk(data, MAIN, texts.visit)
    return texts.rich.get(0, ())


@dataclass
class _Texts:
    """What has been read so far of texts whose elements have the path `one`."""

    one: str
    rich: dict[int, tuple[Run, ...]] = field(default_factory=dict)
    number: int = 0
    runs: list[Run] = field(default_factory=list)
    text: str = ""
    struck: bool = False
    raised: bool = False

    def visit(self, path: str, given: Mapping[str, str], text: str) -> None:
        """Take in an element."""
        if path == f"{self.one}/r/t":
            self.text += text
        elif path == f"{self.one}/r/rPr/strike":
            self.struck = given.get("val", "1") in _TRUE
        elif path == f"{self.one}/r/rPr/vertAlign":
            self.raised = given.get("val") in {"superscript", "subscript"}
        elif path == f"{self.one}/r":
            self.runs.append(Run(text=self.text, struck=self.struck, raised=self.raised))
            self.text, self.struck, self.raised = "", False, False
        elif path == self.one:
            if self.runs:
                self.rich[self.number] = tuple(self.runs)
            self.number, self.runs = self.number + 1, []
