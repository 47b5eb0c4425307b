"""Checks across units: copied figures and prose, double counting, what a split left to whom.

All look only at the one file that counts for each unit. Reports of all zeros, and of a few figures, are
never said to be copies: they are the commonest case in the country.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from toolkit.answers.explanations import weigh, with_answer
from toolkit.answers.last_year import History
from toolkit.answers.messages import Finding
from toolkit.form.model import Amount, Figure, Form, Key, Mark, Rule, Table
from toolkit.form.procedures import Reach, Registry
from toolkit.layout.layout import lay_out
from toolkit.rules.chance import Chance
from toolkit.rules.likeness import alike_passages, likeness_of
from toolkit.rules.unit_report import UnitReport, known_figures, say_finding

OFFICE = ("办公室", "办")
OTHERS_SHOWN = 3
SHORTEST_NAME = 3  # 水务局


Scope: TypeAlias = tuple[Table, ...]
Content: TypeAlias = Mapping[str, frozenset[tuple[Key, Amount]]]


@dataclass(frozen=True, kw_only=True)
class County:
    """The reports that count, side by side."""

    form: Form
    reports: Sequence[UnitReport]
    history: History = field(default_factory=History)

    @cached_property
    def scopes(self) -> Sequence[Scope]:
        """What is compared: the whole report, then each required table."""
        tables = tuple(table for table in self.form.tables if table.required)
        return (tables, *((table,) for table in tables))

    @cached_property
    def _table_of(self) -> Mapping[Key, str]:
        """The table of each typed figure that is compared."""
        inputs = [(key, table.key) for table in self.scopes[0] for key in table.cells]
        return {key: table for key, table in inputs if self.form.is_input(key)}

    @cached_property
    def contents(self) -> Sequence[Content]:
        """What is not 0 in each report."""
        return [self.content(report.submission.figures) for report in self.reports]

    def content(self, figures: Mapping[Key, Figure]) -> Content:
        """Return what is not 0 in the required tables, by table; whatever is no number counts as 0."""
        tables: dict[str, list[tuple[Key, Amount]]] = {table.key: [] for table in self.scopes[0]}
        table_of = self._table_of
        for key, figure in figures.items():
            if figure and not isinstance(figure, Mark) and key in table_of:
                tables[table_of[key]].append((key, figure))
        return {table: frozenset(amounts) for table, amounts in tables.items()}

    @cached_property
    def alike(self) -> Sequence[Sequence[tuple[int, Sequence[int]]]]:
        """For each of the `scopes`: how many figures are not 0, and the reports that have the same ones."""
        return [_alike(self.contents, scope) for scope in self.scopes]

    def amounts(self, index: int, scope: Scope) -> Mapping[Key, Amount]:
        """Return what is not 0 in these tables of a report."""
        return dict(item for table in scope for item in self.contents[index][table.key])

    def chance(self, scope: Scope) -> Chance:
        """Return what is likely by chance in these tables."""
        return Chance(self.form, [self.amounts(index, scope) for index in range(len(self.reports))])

    @cached_property
    def at(self) -> Mapping[str, int]:
        """Where each unit's report stands in `reports`, by code."""
        return {report.unit.code: index for index, report in enumerate(self.reports)}

    def above(self, index: int) -> int | None:
        """Return where the report of its parent stands, or of the government whose office it is.

        Without a parent in the roster: of the unit whose name its own begins with (水务局水政大队).
        """
        unit = self.reports[index].unit
        begun = (unit.name[:length] for length in range(len(unit.name) - 1, SHORTEST_NAME - 1, -1))
        named = next((self.by_name[name] for name in begun if name in self.by_name), None)
        return self.at.get(unit.parent, named)

    @cached_property
    def by_name(self) -> Mapping[str, int]:
        """Where each unit's report stands in `reports`, by name."""
        return {report.unit.name: index for index, report in enumerate(self.reports)}

    def named(self, indices: Sequence[int], count: int | None = None) -> str:
        """Name some units as messages do; with `count` the first of so many."""
        count = len(indices) if count is None else count
        shown = "".join(f"“{self.reports[i].unit.name}”" for i in indices[:OTHERS_SHOWN])
        return shown + (f"等 {count} 个单位" if count > OTHERS_SHOWN else "")


ACROSS: Registry[Callable[[County, Rule], Iterator[tuple[int, Finding]]]] = Registry(Reach.UNITS)


def neighbour_findings(county: County) -> list[list[Finding]]:
    """Check all reports against each other by every rule that does so; the result runs beside the reports."""
    result: list[list[Finding]] = [[] for _ in county.reports]
    reasons = [weigh(county.form, report.submission.explanations) for report in county.reports]
    for rule, check in ACROSS.for_rules_of(county.form):
        for index, finding in check(county, rule):
            if rule.applies_to(county.reports[index].unit.kind):
                result[index].append(with_answer(finding, reasons[index].get(rule.id)))
    return result


# ------------------------------------------------------------------ copied figures


@ACROSS.carries_out("same_figures")
def _same_figures(county: County, rule: Rule) -> Iterator[tuple[int, Finding]]:
    told: set[int] = set()
    for scope, groups in zip(county.scopes, county.alike, strict=True):
        several = [alike for count, alike in groups if count >= rule.limits["nonzero"] and len(alike) > 1]
        chance = county.chance(scope) if several else None
        for alike in several:
            amounts = county.amounts(alike[0], scope)
            count = len(amounts)
            for index in alike if chance and not chance.explains(amounts, len(alike)) else ():
                others = [i for i in alike if i != index and not _office(county, i, index)]
                if others and index not in told:
                    told.add(index)
                    other = county.named(others)
                    yield index, _about(county, rule, index, scope, other=other, count=count)


def _alike(contents: Sequence[Content], scope: Scope) -> list[tuple[int, Sequence[int]]]:
    """Group the reports by what is not 0 in these tables."""
    groups: dict[tuple[frozenset[tuple[Key, Amount]], ...], list[int]] = defaultdict(list)
    for index, content in enumerate(contents):
        groups[tuple(content[table.key] for table in scope)].append(index)
    return [(sum(map(len, content)), alike) for content, alike in groups.items()]


def _about(county: County, rule: Rule, index: int, scope: Scope, **facts: Any) -> Finding:  # noqa: ANN401
    """Make a finding about some tables that points to the first figure in them that is not 0."""
    amounts = county.amounts(index, scope)
    key = next((key for table in scope for key in table.cells if key in amounts), scope[0].cells[0])
    submission, sheets = county.reports[index].submission, "、".join(table.sheet for table in scope)
    return say_finding(rule, submission, key=key, at=lay_out(county.form).places[key], sheets=sheets, **facts)


@ACROSS.carries_out("same_as_last_year")
def _same_as_last_year(county: County, rule: Rule) -> Iterator[tuple[int, Finding]]:
    for index, report in enumerate(county.reports):
        mine, last = county.contents[index], report.last.get
        for scope in county.scopes:
            amounts = [item for table in scope for item in mine[table.key]]
            if (
                len(amounts) >= rule.limits["nonzero"]
                and all(last(key) == amount for key, amount in amounts)  # first, as it mostly ends at once
                and all(mine[t.key] == county.content(report.last)[t.key] for t in scope)
            ):
                yield index, _about(county, rule, index, scope, count=len(amounts))
                break


# ------------------------------------------------------------------ copied prose


@ACROSS.carries_out("same_prose")
def _same_prose(county: County, rule: Rule) -> Iterator[tuple[int, Finding]]:
    names = [report.unit.name for report in county.reports]
    for passage in (f.key for f in county.form.narrative):
        texts = [report.submission.narrative.get(passage, "") for report in county.reports]
        alike = alike_passages(texts, rule.limits["percent"] / 100, names)
        for index, (likeness, others, several) in sorted(alike.items()):
            shown = [i for i in others[: OTHERS_SHOWN + 1] if i != index]
            other = county.named(shown, several)
            yield index, _passage(county, rule, index, passage, found=int(likeness * 100), other=other)


@ACROSS.carries_out("same_prose_as_last_year")
def _same_prose_as_last_year(county: County, rule: Rule) -> Iterator[tuple[int, Finding]]:
    for index, report in enumerate(county.reports):
        for passage in county.form.narrative:
            now, before = (s.get(passage.key, "") for s in (report.submission.narrative, report.last_prose))
            found = likeness_of(now, before, rule.limits["percent"] / 100)
            if found:
                yield index, _passage(county, rule, index, passage.key, found=int(found * 100))


def _passage(county: County, rule: Rule, index: int, passage: str, *, found: int, other: str = "") -> Finding:
    label = next(f.label for f in county.form.narrative if f.key == passage)
    return say_finding(
        rule,
        county.reports[index].submission,
        key=Key("narrative", passage, "value"),
        at=lay_out(county.form).narrative[passage],
        found=found,
        passage=label,
        other=other,
    )


# ------------------------------------------------------------------ counted twice


@ACROSS.carries_out("parent_contains_child")
def _parent_contains_child(county: County, rule: Rule) -> Iterator[tuple[int, Finding]]:
    """Ask a parent, or a government, whose every figure is at least that of its child, or of its office."""
    whole = county.scopes[0]
    for child, report in enumerate(county.reports):
        index = county.above(child)
        if index is None or not (report.unit.counted and county.reports[index].unit.counted):
            continue
        theirs, mine = (
            dict(item for amounts in county.contents[i].values() for item in amounts) for i in (child, index)
        )
        repeated = theirs == mine and _office(county, child, index)  # which is another rule's matter
        contained = all(theirs.get(key, 0) <= mine.get(key, 0) for key in theirs.keys() | mine.keys())
        if len(theirs) >= rule.limits["nonzero"] and contained and not repeated:
            yield (
                index,
                _about(county, rule, index, whole, other=county.named([child]), count=len(theirs)),
            )


@ACROSS.carries_out("government_and_office")
def _government_and_office(county: County, rule: Rule) -> Iterator[tuple[int, Finding]]:
    """县政府办公室 also reports for the county government.

    Where both report, one must not repeat the other.
    """
    for count, alike in county.alike[0]:
        for index in alike if count >= rule.limits["nonzero"] else ():
            others = [i for i in alike if _office(county, i, index)]
            if others:
                other = county.named(others)
                yield index, _about(county, rule, index, county.scopes[0], other=other, count=count)


def _office(county: County, one: int, other: int) -> bool:
    """Whether one unit is the government whose office the other is."""
    names = county.reports[one].unit.name, county.reports[other].unit.name
    short, long = sorted(names, key=len)
    return short.endswith("政府") and long in {short + word for word in OFFICE}


@ACROSS.carries_out("split_opening")
def _split_opening(county: County, rule: Rule) -> Iterator[tuple[int, Finding]]:
    """Ask where what the units of a split took over is not what was left before, column by column."""
    heirs: dict[str, list[int]] = defaultdict(list)
    for index, report in enumerate(county.reports):
        for code in report.unit.predecessors if report.unit.split else ():
            heirs[code].append(index)
    for code, several in heirs.items():
        if code in county.at and county.at[code] not in several:  # what stays may name itself, too
            several.append(county.at[code])
        apart = next(_apart(county, rule, county.history.figures.get(code, {}), several), None)
        if apart is not None:
            key, found, expected = apart
            other = f"“{county.history.names.get(code, code)}”"
            for index in several:
                yield (
                    index,
                    say_finding(
                        rule,
                        county.reports[index].submission,
                        key=key,
                        at=lay_out(county.form).places[key],
                        found=found,
                        expected=expected,
                        other=other,
                        each=county.form.column(key).label,
                    ),
                )


def _apart(
    county: County, rule: Rule, before: Mapping[Key, Figure], several: Sequence[int]
) -> Iterator[tuple[Key, Amount, Amount]]:
    """Give the columns in which units together do not have what was left, typed ones before the total."""
    this, that = map(Key.read, rule.over)
    known = [known_figures(county.form, county.reports[i].submission) for i in several]
    columns = [key for key in county.form.table(this.table).cells if key.row == this.row]
    for key in sorted(columns, key=county.form.is_input, reverse=True):
        carried = before.get(that._replace(column=key.column))
        openings = [figures.get(key) for figures in known]
        if carried is None or isinstance(carried, Mark) or None in openings:
            continue
        total = sum(amount for amount in openings if amount is not None)
        if total != carried:
            yield key, total, carried
