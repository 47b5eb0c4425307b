"""One unit's passages with its tables and the truth about them; what the tool says of them, counted."""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeAlias

from places import REPO

from toolkit.answers.messages import Finding
from toolkit.answers.submission import Submission
from toolkit.answers.units import Unit
from toolkit.form.definition import load_form
from toolkit.form.elements import Key
from toolkit.rules.prose_checks import prose_findings
from toolkit.rules.unit_report import UnitReport

JUDGED = frozenset(f"W0{n}" for n in range(1, 9))
PASSAGES = {  # by the letter that lists of sentences have for them
    "a": "overview_applications",
    "d": "overview_disclosure",
    "m": "overview_management",
    "p": "overview_platform",
    "s": "overview_safeguards",
    "o": "other_matters",
    "q": "problems",
    "i": "improvements",
}


def figures(text: str) -> dict[Key, object]:
    """Read “table.row.column amount” one behind the other."""
    words = text.split()
    return {
        Key(*name.split(".")): int(amount) if amount.isdecimal() else Decimal(amount)
        for name, amount in zip(words[::2], words[1::2], strict=True)
    }


def year_before(figures: dict[Key, object]) -> dict[Key, object]:
    """Last year's figures with their totals, as a published report gives them."""
    form = load_form("annual-report-2021")
    known = dict.fromkeys(form.asked, 0) | figures
    return known | {
        total: sum(known[leaf] for leaf in leaves if leaf in known) for total, leaves in form.sums.items()
    }


@dataclass(frozen=True, kw_only=True)
class Case:
    """``rules``: those that must speak, one of them; none for passages that are true."""

    kind: str
    texts: Mapping[str, str]
    figures: Mapping[Key, object]
    rules: frozenset[str] = frozenset()
    unit: str = "嘉祥县司法局"
    year: int = 2022
    form: str = "annual-report-2021"
    last: Mapping[Key, object] = field(default_factory=dict)
    others: tuple[str, ...] = ()


def said(case: Case) -> list[Finding]:
    """Return what W01 to W08 say of a case whose other required figures are 0."""
    form = load_form(case.form)
    zeros = dict.fromkeys(form.asked, 0)
    typed = {key: amount for key, amount in case.figures.items() if key not in form.sums}
    submission = Submission(
        form=form.key,
        year=case.year,
        unit_code="001",
        unit_name=case.unit,
        figures=zeros | typed,
        narrative=case.texts,
        explanations={},
    )
    unit = Unit(code="001", name=case.unit, kind="县直部门")
    report = UnitReport(submission=submission, unit=unit, last=case.last)
    return [f for f in prose_findings(form, report, case.others) if f.rule in JUDGED]


def messages_of(text: str, figures: Mapping[Key, object], passage: str = "a") -> list[str]:
    """Return what is said of one text in a passage, by the passage's letter."""
    return [f.message for f in said(Case(kind="", texts={PASSAGES[passage]: text}, figures=figures))]


def confusion(cases: Iterable[Case]) -> tuple[dict[str, Counter[str]], list[str]]:
    """Count by kind what was found, missed, passed and accused; and list what went wrong."""
    table: dict[str, Counter[str]] = {}
    amiss = []
    for case in cases:
        findings = said(case)
        if case.rules:
            outcome = "found" if case.rules & {f.rule for f in findings} else "missed"
        else:
            outcome = "accused" if findings else "passed"
        table.setdefault(case.kind, Counter())[outcome] += 1
        if outcome in {"missed", "accused"}:
            amiss.append(
                f"{outcome} {case.kind}: {' / '.join(case.texts.values())} → {[f.message for f in findings]}"
            )
    return table, amiss


def all_told(cases: Iterable[Case], *, found: float = 1) -> None:
    """Every mistake, or that share of them, is found and nothing true accused; print the matrix."""
    table, amiss = confusion(cases)
    sys.stdout.write("\n".join(("", printed(table), *amiss, "")))
    total = sum(table.values(), Counter())
    assert not total["accused"], amiss
    assert total["found"] >= found * (total["found"] + total["missed"]), amiss


def printed(table: Mapping[str, Counter[str]]) -> str:
    """Print the confusion matrix as lines."""
    rows = {**table, "all": sum(table.values(), Counter())}
    return "\n".join(
        f"{kind:12} found {n['found']:4} of {n['found'] + n['missed']:4}   accused {n['accused']:3} "
        f"of {n['accused'] + n['passed']:4}"
        for kind, n in rows.items()
    )


def misjudged(file: str, case_of: Callable[[str], Case]) -> tuple[list[str], list[str], int]:
    """Judge a list of sentences in tests/data: the true ones accused, the others missed, how many there are.

    `case_of` gives by a unit's letter the case whose only words are the sentence.
    """
    accused, missed = [], []
    lines = (REPO / "tests" / "data" / file).read_text("utf-8").splitlines()[1:]
    told = [
        (unit, passage, *one) for unit, passage, *rest in map(_columns, lines) for one in _versions(*rest)
    ]
    for unit, passage, truth, sentence in told:
        found = said(replace(case_of(unit), texts={PASSAGES[passage]: sentence}))
        if truth == "ok" and found:
            accused.append(sentence)
        if truth == "W" and not found:
            missed.append(sentence)
    return accused, missed, len(told)


_MARKED = re.compile(r"\{([^{|}]*)\|([^{|}]*)\}")


def _columns(line: str) -> list[str]:
    return line.split("\t")


def _versions(truth: str, sentence: str) -> Iterator[tuple[str, str]]:
    """Give a sentence, and again with each of the wrong figures that stand beside right ones: “{32|38}件”."""
    true, right = _MARKED.sub(r"\1", sentence), _MARKED.split(sentence)
    yield truth, true
    for wrong in range(1, len(right), 3):
        yield (
            "W",
            "".join(
                part
                for i, part in enumerate(right)
                if i % 3 == 0 or i == wrong + 1 or (i % 3 == 1 and i != wrong)
            ),
        )


def judged_no_worse(
    file: str, case_of: Callable[[str], Case], *, accused: int, missed: int, count: int
) -> None:
    """Hold how many true sentences of a list in tests/data may be accused and mistakes missed at the most."""
    wrongly, overlooked, told = misjudged(file, case_of)
    assert told == count
    assert len(wrongly) <= accused, wrongly
    assert len(overlooked) <= missed, overlooked


Bodies: TypeAlias = Mapping[str, tuple[str, Mapping[Key, object], Mapping[Key, object]]]


def by_letter(bodies: Bodies, year: int) -> Callable[[str], Case]:
    """Return what gives a body's case by its letter, from its name, its figures and last year's."""

    def case_of(letter: str) -> Case:
        name, now, before = bodies[letter]
        return Case(kind="", texts={}, figures=now, last=before, year=year, unit=name)

    return case_of
