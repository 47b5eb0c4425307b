"""Checks across units: copied figures and prose, double counting, what a split left to whom.

All look only at the one file that counts for each unit. Reports of all zeros, and of a few figures, are never said
to be copies: they are the commonest case in the country.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from toolkit.expression import Key
from toolkit.finding import Finding
from toolkit.form import Form, Rule
from toolkit.history import History
from toolkit.layout import lay_out
from toolkit.likeness import similar_pairs
from toolkit.procedures import Report, known_figures, said
from toolkit.reasons import answered, weigh
from toolkit.submission import Amount, Figure, Mark

OFFICE = ("办公室", "办")
OTHERS_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class County:
    """The reports that count, side by side."""

    form: Form
    reports: Sequence[Report]
    history: History = field(default_factory=History)

    @cached_property
    def scopes(self) -> Mapping[tuple[str, ...], tuple[Key, ...]]:
        """What is compared: the whole report, then each required table, by the sheets' names."""
        tables = {
            t.sheet: tuple(k for k in t.cells if self.form.is_input(k))
            for t in self.form.tables
            if t.required
        }
        return {tuple(tables): tuple(k for keys in tables.values() for k in keys)} | {
            (s,): k for s, k in tables.items()
        }

    @cached_property
    def amounts(self) -> Sequence[Mapping[Key, Amount]]:
        """The typed figures of each report, whatever is no number taken as 0."""
        return [_amounts(report.submission.figures) for report in self.reports]

    @cached_property
    def alike(self) -> Mapping[tuple[str, ...], Mapping[frozenset[tuple[Key, Amount]], list[int]]]:
        """The reports grouped by what is not 0 in them, for each of the `scopes`."""
        return {sheets: _alike(self, keys) for sheets, keys in self.scopes.items()}

    @cached_property
    def at(self) -> Mapping[str, int]:
        """Where each unit's report stands in `reports`, by code."""
        return {report.unit.code: index for index, report in enumerate(self.reports)}

    def above(self, index: int) -> int | None:
        """Return where the report of its parent stands, or that of the government whose office it is."""
        unit = self.reports[index].unit
        word = next((word for word in OFFICE if unit.name.endswith(f"政府{word}")), "")
        return self.at.get(unit.parent, self.by_name.get(unit.name.removesuffix(word)) if word else None)

    @cached_property
    def by_name(self) -> Mapping[str, int]:
        """Where each unit's report stands in `reports`, by name."""
        return {report.unit.name: index for index, report in enumerate(self.reports)}

    def named(self, indices: Sequence[int]) -> str:
        """Name some units as messages do."""
        shown = "".join(f"“{self.reports[i].unit.name}”" for i in indices[:OTHERS_SHOWN])
        return shown + (f"等 {len(indices)} 个单位" if len(indices) > OTHERS_SHOWN else "")


def neighbour_findings(county: County) -> list[list[Finding]]:
    """Check all reports against each other by every rule that does so; the result runs beside the reports."""
    result: list[list[Finding]] = [[] for _ in county.reports]
    reasons = [weigh(county.form, report.submission.explanations) for report in county.reports]
    for rule in county.form.rules:
        for index, finding in PROCEDURES.get(rule.procedure, _none)(county, rule):
            if rule.applies_to(county.reports[index].unit.kind):
                result[index].append(answered(finding, reasons[index].get(rule.id)))
    return result


def _none(_county: County, _rule: Rule) -> Iterator[tuple[int, Finding]]:
    return iter(())


def _amounts(figures: Mapping[Key, Figure]) -> dict[Key, Amount]:
    """Keep the figures that are not 0: the few that are worth comparing."""
    return {key: figure for key, figure in figures.items() if figure and not isinstance(figure, Mark)}


# ------------------------------------------------------------------ copied figures


def _same_figures(county: County, rule: Rule) -> Iterator[tuple[int, Finding]]:
    told: set[int] = set()
    for sheets, keys in county.scopes.items():
        for content, alike in county.alike[sheets].items():
            count = len(content)
            for index in alike if count >= rule.limits["nonzero"] else ():
                others = [i for i in alike if i != index and not _office(county, i, index)]
                if others and index not in told:
                    told.add(index)
                    other = county.named(others)
                    yield (
                        index,
                        _about(county, rule, index, keys, sheets="、".join(sheets), other=other, count=count),
                    )


def _alike(county: County, keys: Sequence[Key]) -> Mapping[frozenset[tuple[Key, Amount]], list[int]]:
    """Group the reports by what is not 0 in these cells."""
    groups: dict[frozenset[tuple[Key, Amount]], list[int]] = defaultdict(list)
    wanted = frozenset(keys)
    for index, amounts in enumerate(county.amounts):
        groups[frozenset(item for item in amounts.items() if item[0] in wanted)].append(index)
    return groups


def _about(county: County, rule: Rule, index: int, keys: Sequence[Key], **facts: Any) -> Finding:  # noqa: ANN401
    """Make a finding that points to the first figure it speaks of that is not 0."""
    amounts = county.amounts[index]
    key = next((key for key in keys if amounts.get(key)), keys[0])
    return said(rule, county.reports[index].submission, key=key, at=lay_out(county.form).places[key], **facts)


def _same_as_last_year(county: County, rule: Rule) -> Iterator[tuple[int, Finding]]:
    for index, report in enumerate(county.reports):
        mine, last = county.amounts[index], _amounts(report.last)
        for sheets, keys in county.scopes.items():
            wanted = [key for key in keys if key in mine or key in last]
            count = sum(key in mine for key in wanted)
            if count >= rule.limits["nonzero"] and all(mine.get(key) == last.get(key) for key in wanted):
                yield index, _about(county, rule, index, keys, sheets="、".join(sheets), count=count)
                break


# ------------------------------------------------------------------ copied prose


def _same_prose(county: County, rule: Rule) -> Iterator[tuple[int, Finding]]:
    for passage in county.form.narrative:
        mine = [i for i, r in enumerate(county.reports) if r.submission.narrative.get(passage.key)]
        texts = [county.reports[i].submission.narrative[passage.key] for i in mine]
        names = [county.reports[i].unit.name for i in mine]
        alike: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for pair in similar_pairs(texts, rule.limits["percent"] / 100, names):
            alike[pair.first].append((pair.likeness, pair.second))
            alike[pair.second].append((pair.likeness, pair.first))
        for position, others in sorted(alike.items()):
            likeness = int(max(others)[0] * 100)
            other = county.named([mine[i] for _, i in others])
            yield (
                mine[position],
                _passage(county, rule, mine[position], passage.key, found=likeness, other=other),
            )


def _same_prose_as_last_year(county: County, rule: Rule) -> Iterator[tuple[int, Finding]]:
    for index, report in enumerate(county.reports):
        for passage in county.form.narrative:
            texts = [s.get(passage.key, "") for s in (report.submission.narrative, report.last_prose)]
            for pair in similar_pairs(texts, rule.limits["percent"] / 100) if all(texts) else ():
                yield index, _passage(county, rule, index, passage.key, found=int(pair.likeness * 100))


def _passage(county: County, rule: Rule, index: int, passage: str, *, found: int, other: str = "") -> Finding:
    label = next(f.label for f in county.form.narrative if f.key == passage)
    return said(
        rule, county.reports[index].submission, key=Key("narrative", passage, "value"),
        at=lay_out(county.form).narrative[passage], found=found, passage=label, other=other,
    )  # fmt: skip


# ------------------------------------------------------------------ counted twice


def _parent_contains_child(county: County, rule: Rule) -> Iterator[tuple[int, Finding]]:
    """Ask a parent, or a government, whose every figure is at least that of its child, or of its office."""
    keys = next(iter(county.scopes.values()))
    for child, report in enumerate(county.reports):
        index = county.above(child)
        if index is None or not (report.unit.counted and county.reports[index].unit.counted):
            continue
        theirs, mine = county.amounts[child], county.amounts[index]
        count = sum(bool(theirs.get(key)) for key in keys)
        repeated = all(theirs.get(key) == mine.get(key) for key in keys) and _office(county, child, index)
        contained = all(theirs.get(key, 0) <= mine.get(key, 0) for key in keys)
        if (
            count >= rule.limits["nonzero"] and contained and not repeated
        ):  # the same figures are another rule's matter
            yield index, _about(county, rule, index, keys, other=county.named([child]), count=count)


def _government_and_office(county: County, rule: Rule) -> Iterator[tuple[int, Finding]]:
    """县政府办公室 also reports for the county government: where both report, one must not repeat the other."""
    whole, keys = next(iter(county.scopes.items()))
    for alike in county.alike[whole].values():
        count = sum(bool(county.amounts[alike[0]].get(key)) for key in keys)
        for index in alike if count >= rule.limits["nonzero"] else ():
            others = [i for i in alike if _office(county, i, index)]
            if others:
                other = county.named(others)
                yield (
                    index,
                    _about(county, rule, index, keys, sheets="、".join(whole), other=other, count=count),
                )


def _office(county: County, one: int, other: int) -> bool:
    """Whether one unit is the government whose office the other is."""
    names = county.reports[one].unit.name, county.reports[other].unit.name
    short, long = sorted(names, key=len)
    return short.endswith("政府") and long in {short + word for word in OFFICE}


def _split_opening(county: County, rule: Rule) -> Iterator[tuple[int, Finding]]:
    """Ask where what the units of a split took over does not add up to what was left before it, column by column."""
    heirs: dict[str, list[int]] = defaultdict(list)
    for index, report in enumerate(county.reports):
        for code in report.unit.predecessors if report.unit.split else ():
            heirs[code].append(index)
    for code, several in heirs.items():
        if code in county.at:
            several.append(county.at[code])
        apart = next(_apart(county, rule, county.history.figures.get(code, {}), several), None)
        if apart is not None:
            key, found, expected = apart
            other = f"“{county.history.names.get(code, code)}”"
            for index in several:
                yield index, said(
                    rule, county.reports[index].submission, key=key, at=lay_out(county.form).places[key],
                    found=found, expected=expected, other=other, each=county.form.column(key).label,
                )  # fmt: skip


def _apart(
    county: County, rule: Rule, before: Mapping[Key, Figure], several: Sequence[int]
) -> Iterator[tuple[Key, Amount, Amount]]:
    """Give the columns in which several units together do not have what was left, typed ones before their total."""
    this, that = (Key(*name.split(".")) for name in rule.over)
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


PROCEDURES: Mapping[str, Callable[[County, Rule], Iterator[tuple[int, Finding]]]] = {
    "same_figures": _same_figures,
    "same_as_last_year": _same_as_last_year,
    "same_prose": _same_prose,
    "same_prose_as_last_year": _same_prose_as_last_year,
    "parent_contains_child": _parent_contains_child,
    "government_and_office": _government_and_office,
    "split_opening": _split_opening,
}
