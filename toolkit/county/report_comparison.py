"""Reports read again, as published ones are read, and compared with the figures that they should show.

`report` compares by itself what it wrote, and fails loudly; a published page is compared in the same way.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import tee
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from toolkit.answers.messages import Finding
from toolkit.county.published_words import is_of_charts
from toolkit.county.rereading import ComparedOutput, figure_differences
from toolkit.form.model import Figure, Form, Key, Mark, plain_digits
from toolkit.year.workspace import DOCUMENTS

if TYPE_CHECKING:
    from toolkit.published import Published

# what stands in a report and was not compared, or only after it was made sense of
BESIDE = frozenset({"P12", "P15", "P21", "P22", "P23", "P36", "P39", "P41"})
NO_TABLES = frozenset({"P01", "P02", "P03", "P04", "P21", "P26", "P28", "P32"})  # why none was read


class WrittenDocument(NamedTuple):
    """A document that `report` wrote: the figures that it should show, and whose they are."""

    path: Path
    wanted: Mapping[Key, Figure]
    against: str


def compare_written(
    form: Form, documents: Iterable[WrittenDocument]
) -> Iterator[tuple[Path, ComparedOutput]]:
    """Read the tables of documents back, in their order, and compare them with the figures they should show.

    Documents that follow are asked for, and read, meanwhile: they may be written just then.
    """
    from toolkit.published import read_all_published  # noqa: PLC0415 (not where a year is consolidated)

    ours, theirs = tee(documents)
    reports = read_all_published((one.path for one in theirs), [form], DOCUMENTS)
    for one, report in zip(ours, reports, strict=True):
        yield one.path, compare_report(form, report, one.path, one.wanted, one.against)


def compare_report(
    form: Form, report: "Published", path: Path, wanted: Mapping[Key, Figure], against: str
) -> ComparedOutput:
    """Compare a report that was read with the figures that it should show."""
    if report.form is None:
        problem = "".join(f.message for f in report.findings if f.rule in NO_TABLES) or "没有找到统计表"
        return ComparedOutput(name=path.name, against=against, problem=problem)
    asked = {
        key: figure
        for key, figure in wanted.items()
        if form.table(key.table).national
        and (form.required(key) or {figure, report.amounts.get(key, Mark.BLANK)} != {Mark.BLANK})
    }
    read = {key: figure for key, figure in asked.items() if key in report.amounts}
    found = {key: plain_digits(amount) for key, amount in report.amounts.items()}
    return ComparedOutput(
        name=path.name,
        against=against,
        figures=len(read),
        unread=tuple(_unread(form, report, asked)),
        differences=tuple(figure_differences(form, read, found, against, report.places)),
        narrative=report.narrative,
        doubts=tuple(_beside(form, report, wanted)),
    )


def _beside(form: Form, report: "Published", wanted: Mapping[Key, Figure]) -> Iterator[str]:
    """Say what else the report has: a row or a text that the form has not, a page that is a picture."""
    for finding in report.findings:
        if finding.rule in BESIDE and not is_of_charts(form, wanted, str(finding.facts["whole"])):
            place = f"{finding.cell} " if finding.cell else ""
            yield f"{place}{finding.facts['seen']}"


def _unread(form: Form, report: "Published", asked: Iterable[Key]) -> Iterator[str]:
    """Say what was not read and why: the findings of the report that speak of it, each once."""
    told: dict[str, int] = {}
    for key in asked:
        if key in report.amounts:
            continue
        why = next((f for f in report.findings if f.table == key.table and _speaks_of(f, key)), None)
        place = f"{why.cell} " if why and why.cell else ""
        line = f"{place}{why.facts['seen']}" if why else form.label(key)
        told[line] = told.get(line, 0) + 1
    yield from (f"{line}（{count} 个数）" for line, count in told.items())


def _speaks_of(finding: Finding, key: Key) -> bool:
    unread = finding.rule in {"P05", "P06", "P07", "P08", "P09", "P27"}
    return unread and finding.row in {None, key.row} and finding.column in {None, key.column}
