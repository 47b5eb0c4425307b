"""What was measured, as a page: tables, the goals beside what came out, what the READMEs quote."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measuring import MIB, Measured

MARKS = ("<!-- speed -->", "<!-- /speed -->")
NOT_MEASURED = "—"


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What a figure may be at most, and the sentence that says so."""

    what: str
    most: float
    unit: str = "×"

    def met(self, value: float) -> bool:
        """Whether a figure, as exactly as the page shows it, is within the goal."""
        return round(value, 2) <= self.most

    def told(self, value: float) -> str:
        """The goal, and whether it is met, for a table."""
        return f"≤ {self.most:g} {'✓' if self.met(value) else '✗'}"


@dataclass
class Page:
    """The tables as they are measured, the goals that were judged, the few figures that the READMEs quote."""

    head: str = ""
    lines: list[str] = field(default_factory=list)
    goals: list[tuple[Goal, float]] = field(default_factory=list)
    quoted: dict[str, str] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def say(self, *lines: str) -> None:
        """Add lines, and show them."""
        self.lines += lines
        print(*lines, sep="\n", flush=True)

    def table(self, title: str, note: str, columns: str = "ratio") -> None:
        """Begin a table of measurements, which ends with these `columns`."""
        more = columns.split(" | ")
        self.say("", f"## {title}", "", note, "")
        self.say(f"| what | CPU, s | clock, s | peak, MiB | {columns} | goal |")
        self.say(f"|---|--:|--:|--:|{'--:|' * (len(more) + 1)}")

    def row(self, what: str, one: Measured, figures: str, goals: Sequence[tuple[Goal, float]] = ()) -> None:
        """Add a measurement with the figures of the last columns, and the goals that it is judged by."""
        self.goals += goals
        told = ", ".join(goal.told(value) for goal, value in goals)
        self.say(f"| {what} | {one.cpu:.2f} | {one.wall:.2f} | {one.peak / MIB:.0f} | {figures} | {told} |")

    def fail(self, part: str, why: str) -> None:
        """Say that a part could not be measured."""
        self.failed.append(part)
        self.say("", f"**{part}: not measured.** {why}")

    def text(self) -> str:
        """Give the whole page: what it is, the goals, the tables."""
        goals = [
            f"| {goal.what} | {value:.2f} {goal.unit} | ≤ {goal.most:g} | {_yes(goal.met(value))} |"
            for goal, value in self.goals
        ]
        missing = ["", f"**Not measured: {', '.join(self.failed)}.**"] if self.failed else []
        heads = ["", "## Goals", "", "| what | measured | goal | met |", "|---|--:|--:|---|"]
        return "\n".join([self.head, *heads, *goals, *missing, *self.lines]) + "\n"

    def quote(self, readme: Path, sentence: str) -> None:
        """Write what was measured between the marks of a README."""
        begin, end = MARKS
        text = readme.read_text(encoding="utf-8")
        said = re.sub(r"{([^}]*)}", lambda found: self.quoted.get(found[1], NOT_MEASURED), sentence)
        made = f"{begin}\n{said}\n{end}"
        readme.write_text(re.sub(f"{begin}.*?{end}", lambda _: made, text, flags=re.DOTALL), encoding="utf-8")


def _yes(met: bool) -> str:
    return "yes" if met else "**no**"
