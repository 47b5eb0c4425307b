"""What a returned unit is told.

Its findings as points in the order of work, each with place, problem and advice.

The annotated workbook, the letter, the short text and the office's overview all print these points.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.answers import messages
from toolkit.answers.blanks import blanks_finding
from toolkit.answers.messages import Finding
from toolkit.answers.submission import Submission, place_of
from toolkit.form.model import Form, Level, Mark, name_some, plain_digits
from toolkit.layout.layout import Layout, Place, parse_place, printable, spans_of

MUST, CORRECT, EXPLAIN, KNOW = SORTS = "必须改正", "需要改正", "需要说明", "供知悉"
WHOLE_FILE = "整个文件"
SPANS = 4  # places named of one sheet
CONSEQUENCES = 6  # that are named


@dataclass(frozen=True, kw_only=True)
class Point:
    """One thing to do. ``cells`` are those it speaks of, ``answer`` the one where an explanation goes.

    ``restored``: it is about a total whose formula was lost, and goes back restored.
    """

    number: int
    finding: Finding
    title: str
    sort: str
    problem: str
    advice: str
    cells: tuple[Place, ...] = ()
    consequences: tuple[str, ...] = ()
    restored: bool = False
    answer: Place | None = None

    @property
    def where(self) -> str:
        """The place as the clerk finds it: “表三 D30”, “表四 A7:B7”."""
        if not self.finding.sheet:
            return WHOLE_FILE
        if len(self.cells) <= 1:
            return self.finding.place
        return name_spans(self.cells)

    @property
    def redrawn(self) -> bool:
        """Whether the cells look otherwise than issued, which nobody can mend in a locked sheet."""
        return self.finding.rule in messages.REDRAWN

    @property
    def retyped(self) -> bool:
        """Whether nobody knows which figure is meant: it is to be typed again into an empty cell."""
        return self.finding.rule in messages.RETYPED and not self.set_apart

    @property
    def to_fill(self) -> bool:
        """Whether its cells go back without a figure, and are to be filled in."""
        return self.finding.rule in messages.TO_FILL and self.finding.table is not None

    @property
    def set_apart(self) -> bool:
        """Whether it is about words of which some may count and some may not."""
        return self.finding.rule in messages.SET_APART and self.finding.table is None

    @property
    def parted(self) -> bool:
        """Whether a paragraph is too long for a row of paper."""
        return self.finding.rule == messages.TEXT_TOO_LONG.id

    @property
    def relabelled(self) -> bool:
        """Whether the unit has to write into a cell that is locked otherwise."""
        return self.finding.rule in messages.RELABELLED

    @property
    def changes_cells(self) -> bool:
        """Whether its cells have to be made ready for the clerk, beyond being marked."""
        return self.redrawn or self.retyped or self.set_apart or self.parted or self.relabelled

    @property
    def folded(self) -> str:
        """What disappears by itself once this is put right."""
        if not self.consequences:
            return ""
        named = name_some(self.consequences, CONSEQUENCES)
        return f"改好后，连带的 {len(self.consequences)} 处（{named}）会一并消失。"

    @property
    def remedy(self) -> str:
        """What to do, with where an explanation goes and what disappears by itself."""
        answer = f"核对无误的，请在“{self.answer.sheet}”{self.answer.a1} 写明原因。" if self.answer else ""
        return f"{self.advice}{answer}{self.folded}"


def points_of(
    layout: Layout, submission: Submission | None, findings: Sequence[Finding]
) -> tuple[Point, ...]:
    """Put a unit's findings in the order of work.

    What must be changed, what should be, what must be explained, what is good to know. That the formula of a
    total was lost is no point of its own where a rule says that this total is wrong, or only repeats one.
    """
    still = [f for f in findings if f.explained is None and f.waived is None]
    primary = [f for f in still if f.primary]
    lost = {f.place: f.rule for f in primary if f.rule in messages.TOTAL_SHOWN}
    told = {f.place for f in still if f.rule not in messages.TOTAL_SHOWN and f.place in lost}
    primary = [f for f in primary if f.rule not in messages.TOTAL_SHOWN or f.place not in told]
    ordered = sorted(primary, key=lambda f: SORTS.index(_sort(f)))
    return tuple(
        _point(layout, submission, findings, number, f, lost.get(f.place, ""))
        for number, f in enumerate(ordered, 1)
    )


def where_together(points: Sequence[Point]) -> str:
    """Say where several points are."""
    cells = [cell for point in points for cell in point.cells]
    return name_spans(cells) if cells else points[0].where


def name_spans(cells: Sequence[Place]) -> str:
    """Say where cells are, those side by side as one: “表三 D7:I8、K9”; not more than a few of each sheet."""
    said = []
    for sheet in dict.fromkeys(cell.sheet for cell in cells):
        mine = spans_of([cell for cell in cells if cell.sheet == sheet])
        said.append(f"{sheet} {name_some(mine, SPANS)}")
    return "；".join(said)


def told_as_issued(
    layout: Layout, submission: Submission, findings: Sequence[Finding]
) -> tuple[Submission, list[Finding]]:
    """Speak of the cells as issued, where rows, columns or sheets of the unit's own workbook had moved."""
    still = replace(submission, moved={})
    elsewhere = {at.sheet for at in submission.moved.values()} - {at.sheet for at in layout.places.values()}
    return still, [_still(layout, submission, f, elsewhere) for f in findings]


def _still(layout: Layout, submission: Submission, finding: Finding, elsewhere: Collection[str]) -> Finding:
    key = finding.key
    where = submission.moved.get(key) if key is not None else None
    if key is not None and finding.rule == messages.BLANKS.id:
        form = layout.form
        mine = [k for k in form.inputs if k.table == key.table and submission.figure(k) is Mark.BLANK]
        said = blanks_finding(form.table(key.table), mine, [layout.places[k] for k in mine])
        return replace(finding, problem=said.problem, facts=said.facts, sheet=said.sheet, cell=said.cell)
    if key is not None and where is not None and (finding.sheet, finding.cell) == (where.sheet, where.a1):
        return replace(finding, sheet=layout.places[key].sheet, cell=layout.places[key].a1)
    return replace(finding, sheet=None, cell=None) if finding.sheet in elsewhere else finding


def demands_of(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the points that ask something of the unit."""
    return tuple(point for point in points if point.sort != KNOW)


def count_points(points: Sequence[Point]) -> str:
    """Say how much there is to do: “3 处必须改正、1 处需要说明”."""
    numbers = [(sum(p.sort == sort for p in points), sort) for sort in SORTS if sort != KNOW]
    return "、".join(f"{n} 处{sort}" for n, sort in numbers if n)


def explains(points: Sequence[Point]) -> bool:
    """Whether anything is to be explained, not only to be corrected."""
    return any(point.sort == EXPLAIN for point in points)


def _sort(finding: Finding) -> str:
    if finding.level is Level.ERROR or finding.confirm:
        return MUST
    if finding.level is Level.QUERY:
        return CORRECT if finding.of_file else EXPLAIN
    return KNOW


def _point(
    layout: Layout,
    submission: Submission | None,
    findings: Sequence[Finding],
    number: int,
    finding: Finding,
    lost: str,
) -> Point:
    sort = _sort(finding)
    line = _line(layout.form, finding)
    causes = {line, finding.rule, finding.line, lost} - {"", None}
    follow = [f for f in findings if f.cause in causes and (not f.place or f.place != finding.place)]
    return Point(
        number=number,
        finding=finding,
        title=messages.finding_titles(layout.form).get(finding.rule, finding.rule),
        sort=sort,
        problem=printable(finding.problem + finding.unaccepted),
        advice=printable(finding.advice.unit),
        cells=tuple(_cells(layout, submission, finding)),
        consequences=tuple(dict.fromkeys(f.place or f.rule for f in follow)),
        restored=lost in messages.FORMULA_LOST,
        answer=layout.reasons.get(line, layout.reasons.get(finding.rule)) if sort == EXPLAIN else None,
    )


def _line(form: Form, finding: Finding) -> str:
    """Return the rule's line that the finding is of: “R06.regulations”."""
    of_it = (i.line for i in form.instances if i.rule.id == finding.rule and i.at == finding.key)
    return next(of_it, finding.rule)


def _cells(layout: Layout, submission: Submission | None, finding: Finding) -> Iterator[Place]:
    """Give the cells to look at: that of the finding; all blank ones where it is about blanks."""
    if finding.rule == messages.BLANKS.id and submission is not None:
        for key in layout.form.table(finding.table or "").cells:
            if layout.form.is_input(key) and submission.figure(key) is Mark.BLANK:
                yield place_of(layout.places, submission, key)
    elif finding.sheet and finding.cell:
        yield parse_place(finding.sheet, finding.cell)


# ------------------------------------------------------------------ words


def shown_value(value: object) -> str:
    """Write what was found or expected; nothing where there is none."""
    return "" if value is None else value if isinstance(value, str) else plain_digits(value)  # type: ignore[arg-type]
