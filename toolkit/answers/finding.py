"""A finding: one thing that is wrong or worth knowing about what a unit sent, and where."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from toolkit.errors import LONGEST_NAME, one_line
from toolkit.form.elements import NO_ADVICE, Advice, Key, Level

TO_EXPLAIN, TO_CORRECT = "待说明", "待改正"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One finding: ``problem`` says what is wrong, ``advice`` what to do, to office and to unit.

    ``unaccepted`` says why the unit's explanation does not count; ``facts`` are what the sentences were made
    of. Place: ``table``/``row``/``column`` as in the form, ``sheet``/``cell`` as the clerk sees them.
    ``cause`` names the rule of the primary finding that explains this one (it is then only a consequence).
    ``line``: the rule's line, by which explanations and waivers name it (R06.regulations). ``explained``:
    the unit's own explanation of a query, accepted by the gate. ``waived``: who allowed the waiver, and
    why; such a finding is kept and counted, but neither blocks nor asks. ``confirm``: a query that the unit
    answers by a confirmation on the cover, without which its report does not count. ``waits``: a query
    without whose explanation it does not count either. ``of_file``: said of the file itself, by no rule of
    the form; neither explanation nor waiver can answer it.
    """

    rule: str
    level: Level
    problem: str
    advice: Advice = NO_ADVICE
    unaccepted: str = ""
    facts: Mapping[str, object] = field(default_factory=dict, hash=False, compare=False)
    table: str | None = None
    row: str | None = None
    column: str | None = None
    sheet: str | None = None
    cell: str | None = None
    found: Decimal | int | str | None = None
    expected: Decimal | int | str | None = None
    line: str | None = None
    cause: str | None = None
    explained: str | None = None
    waived: str | None = None
    confirm: bool = False
    waits: bool = False
    of_file: bool = False

    def __post_init__(self) -> None:
        """See to it that no text from outside begins a line of its own, whoever says the finding."""
        for name in ("problem", "unaccepted", "explained", "cell"):
            text = getattr(self, name)
            if text and (safe := one_line(text)) is not text:
                object.__setattr__(self, name, safe)
        if self.advice is not NO_ADVICE:
            object.__setattr__(self, "advice", Advice(*map(one_line, self.advice)))

    @property
    def message(self) -> str:
        """The whole sentence as the office reads it: what is wrong, what was found, what to do."""
        return f"{self.problem}{self.advice.office}{self.unaccepted}"

    @property
    def key(self) -> Key | None:
        """The figure that it is about, if it is about one."""
        if self.table is None or self.row is None or self.column is None:
            return None
        return Key(self.table, self.row, self.column)

    @property
    def primary(self) -> bool:
        """Whether it stands by itself: no consequence of another finding."""
        return self.cause is None

    @property
    def blocks(self) -> bool:
        """Whether it sends the submission back by its level."""
        return self.level is Level.ERROR and self.waived is None

    @property
    def waiting(self) -> bool:
        """Whether it still waits for the unit.

        For its explanation (待说明), or its correction where none can answer (待改正).
        """
        asks = self.level is Level.QUERY and self.primary and not self.confirm
        return asks and self.explained is None and self.waived is None

    @property
    def waits_for(self) -> str:
        """The word for what it waits for; empty where it does not."""
        return (TO_CORRECT if self.of_file else TO_EXPLAIN) if self.waiting else ""

    @property
    def unconfirmed(self) -> bool:
        """Whether it sends the submission back until the unit confirms it (待确认零报告)."""
        return self.confirm and self.waived is None

    @property
    def keeps_back(self) -> bool:
        """Whether it sends the submission back.

        By its level, or until the unit has confirmed or explained.
        """
        return self.blocks or self.unconfirmed or self.waits_now

    @property
    def waits_now(self) -> bool:
        """Whether the submission does not count until the unit has explained this."""
        return self.waits and self.waiting

    @property
    def place(self) -> str:
        """Sheet and cell as the clerk finds them, e.g. “表三 D27”.

        Empty when the finding is about the whole file.
        """
        return " ".join(one_line(part, LONGEST_NAME) for part in (self.sheet, self.cell) if part)


def count_waiting(findings: Iterable[Finding]) -> Mapping[str, int]:
    """Count what still waits for the unit, by what it waits for: 待说明, 待改正; nothing where none does."""
    counts = Counter(finding.waits_for for finding in findings)
    return {word: counts[word] for word in (TO_EXPLAIN, TO_CORRECT) if counts[word]}


def name_waiting(findings: Iterable[Finding]) -> str:
    """Say what still waits for the unit: “待说明 2 处、待改正 1 处”."""
    return "、".join(f"{word} {n} 处" for word, n in count_waiting(findings).items())


def sorted_findings(findings: Sequence[Finding]) -> list[Finding]:
    """Errors first; within a level in the order of the sheets, consequences behind their cause."""
    return sorted(findings, key=lambda f: (f.level.order, f.cause is not None))


def with_consequences(findings: Sequence[Finding]) -> list[tuple[Finding, list[Finding]]]:
    """Give each primary finding with what follows from it.

    A consequence whose cause is not there stands by itself.
    """
    groups: list[tuple[Finding, list[Finding]]] = [(f, []) for f in findings if f.primary]
    heads = {name: group for f, group in reversed(groups) for name in (f.rule, f.line) if name}
    heads |= {f.line: group for f, group in groups if f.line}
    for finding in findings:
        if finding.cause in heads:
            heads[finding.cause].append(finding)
        elif finding.cause is not None:
            groups.append((finding, []))
    return groups


def blocks_submission(findings: Sequence[Finding]) -> bool:
    """Whether these findings send the submission back.

    Any 强制 one, a zero report that nobody confirmed, a rule that waits.
    """
    return any(f.keeps_back for f in findings)
