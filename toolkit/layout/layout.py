"""Where everything stands in the sheets: the only module that knows cell addresses.

The template's writer, the reader, the messages and the county workbook all ask here; none of them counts
rows. Rows and columns count from 0, as in xlsxwriter; `Place.a1` is what the clerk sees. What a layout is
made of, its places, the grids of its tables and the working paper, is taken from here too; modules that know
no form's layout take a `Place` from `toolkit.layout.place`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from toolkit.form.model import Form, Key, Ref, Table
from toolkit.layout.grids import FOOTER as FOOTER
from toolkit.layout.grids import LAST_TITLE as LAST_TITLE
from toolkit.layout.grids import TABLE_TOP as TABLE_TOP
from toolkit.layout.grids import Box as Box
from toolkit.layout.grids import Role as Role
from toolkit.layout.grids import TableGrid as TableGrid
from toolkit.layout.grids import grid_of
from toolkit.layout.paste_zones import PasteZone, paste_zones
from toolkit.layout.place import AUTHOR as AUTHOR
from toolkit.layout.place import CHECKS as CHECKS
from toolkit.layout.place import COVER as COVER
from toolkit.layout.place import GUIDE as GUIDE
from toolkit.layout.place import IDENTITY as IDENTITY
from toolkit.layout.place import LIST as LIST
from toolkit.layout.place import MOST_SPANS as MOST_SPANS
from toolkit.layout.place import OUR_NOTES as OUR_NOTES
from toolkit.layout.place import OURS as OURS
from toolkit.layout.place import PASTE as PASTE
from toolkit.layout.place import PROSE as PROSE
from toolkit.layout.place import REASONS as REASONS
from toolkit.layout.place import ROW_LIMIT as ROW_LIMIT
from toolkit.layout.place import TEXT_LIMIT as TEXT_LIMIT
from toolkit.layout.place import WORKING as WORKING
from toolkit.layout.place import Place as Place
from toolkit.layout.place import join_ranges as join_ranges
from toolkit.layout.place import parse_place as parse_place
from toolkit.layout.place import printable as printable
from toolkit.layout.place import spans_of as spans_of
from toolkit.layout.working_paper import EXPLAINED as EXPLAINED
from toolkit.layout.working_paper import RuleSteps as RuleSteps
from toolkit.layout.working_paper import States as States
from toolkit.layout.working_paper import TableSteps as TableSteps
from toolkit.layout.working_paper import WorkingPaper as WorkingPaper

# the fourth called blank cells on 校核 right ones; the third had no 粘贴区, the second one cell for each
# passage, the first neither 底稿 nor a name
LAYOUT = "5"

DIGEST_ROW = 4  # of the cover: 校验码
COVER_FIRST = 5  # first row of identity fields on the cover
COVER_LABEL, COVER_VALUE = 1, 2
PROSE_FIRST = 3
PROSE_HEAD, PROSE_TEXT, PROSE_COUNT, PROSE_HINTS = range(4)
# of each passage: one paragraph a row, so that a row grows with it and a page may end between two
PASSAGE_ROWS = 10
CHECKS_FIRST = 4
REASONS_FIRST = 4
REASON_RULE, REASON_COLUMN = 1, 4


class CheckColumns:
    """Columns of the sheet 校核."""

    NUMBER, RULE, LEVEL, WHAT, LEFT, RIGHT, DIFFERENCE, RESULT, LINK = range(9)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where everything of a form stands in its workbook."""

    form: Form
    grids: Mapping[str, TableGrid]

    @cached_property
    def sheets(self) -> frozenset[str]:
        """The sheets that may stand in its workbook; any other is the unit's own."""
        return frozenset({*OURS, *(grid.table.sheet for grid in self.grids.values())})

    @cached_property
    def places(self) -> Mapping[Key, Place]:
        """The cell of each figure (its upper left corner when merged)."""
        return {
            key: Place(grid.table.sheet, box.top, box.left)
            for grid in self.grids.values()
            for key, box in grid.figures.items()
        }

    @cached_property
    def last_places(self) -> Mapping[Key, Place]:
        """The cell that shows last year's figure beside each figure."""
        return {key: where for grid in self.grids.values() for key, where in grid.last.items()}

    def at(self, ref: Ref) -> Place:
        """Return the cell of a figure, this year's or last year's."""
        return (self.last_places if ref.last else self.places)[ref.key]

    @cached_property
    def identity(self) -> Mapping[str, Place]:
        """The cell of each field of the cover."""
        return {f.key: Place(COVER, COVER_FIRST + i, COVER_VALUE) for i, f in enumerate(self.form.identity)}

    @cached_property
    def narrative(self) -> Mapping[str, Place]:
        """The first cell of each passage of prose."""
        return {key: places[0] for key, places in self.passages.items()}

    @cached_property
    def passages(self) -> Mapping[str, tuple[Place, ...]]:
        """The cells of each passage of prose, one for each paragraph.

        Its heading stands left of the first.
        """
        return {
            field.key: tuple(
                Place(PROSE, PROSE_FIRST + PASSAGE_ROWS * i + row, PROSE_TEXT) for row in range(PASSAGE_ROWS)
            )
            for i, field in enumerate(self.form.narrative)
        }

    def format_place(self, table: Table) -> Place:
        """Return the first cell of the line on 校核 about a table's kinds; these stand before the rules."""
        return Place(CHECKS, CHECKS_FIRST + self.form.tables.index(table), 0)

    @cached_property
    def checks(self) -> Mapping[str, Place]:
        """The first cell of each rule instance's line on 校核, by `Instance.line`."""
        first = CHECKS_FIRST + len(self.form.tables)
        return {instance.line: Place(CHECKS, first + i, 0) for i, instance in enumerate(self.form.instances)}

    @cached_property
    def reasons(self) -> Mapping[str, Place]:
        """The cell of 核实说明 where the unit explains a query.

        Rules that live in the sheet by `Instance.line`, others by id.
        """
        live = [instance.line for instance in self.form.instances if instance.rule.asks_reason]
        lines = [*live, *(rule.id for rule in self.form.rules if rule.procedure and rule.asks_reason)]
        return {line: Place(REASONS, REASONS_FIRST + i, REASON_COLUMN) for i, line in enumerate(lines)}

    @cached_property
    def working(self) -> WorkingPaper:
        """Where the workbook calculates what 校核, 核实说明 and the cover show."""
        last = {
            Ref(key, last=True): self.last_places[key]
            for key in self.form.cells
            if key in self.form.last_refs
        }
        return WorkingPaper(
            form=self.form,
            figures={**{Ref(key): place for key, place in self.places.items()}, **last},
            rules=list(self.checks),
            reasons=list(self.reasons),
        )

    @cached_property
    def paste_zones(self) -> Mapping[str, PasteZone]:
        """Where whole tables may be pasted, and are laid out, by the table's key."""
        return paste_zones(self.form, self.working.bottom)

    @cached_property
    def flags(self) -> Mapping[str, Place]:
        """The hidden cell on a rule's own sheet that repeats its result for colours, by `Instance.line`."""
        result = {}
        for i, instance in enumerate(self.form.instances):
            grid = self.grids[instance.at.table]
            column = max(grid.right, *(where.column for where in grid.last.values())) + 2
            result[instance.line] = Place(grid.table.sheet, TABLE_TOP + i, column)
        return result

    @cached_property
    def sums(self) -> Mapping[Key, str]:
        """The formula of each total, without the equals sign: “SUM(D7:I7)”."""
        return {
            key: self._sum([self.places[part] for part in parts]) for key, parts in self.form.parts.items()
        }

    @staticmethod
    def _sum(parts: Sequence[Place]) -> str:
        return f"SUM({','.join(spans_of(parts))})"

    def address(self, ref: Ref, seen_from: str) -> str:
        """Return the absolute reference to a figure in a formula on the sheet `seen_from`."""
        return self.at(ref).formula(seen_from)

    def span(self, refs: Sequence[Ref], seen_from: str) -> str:
        """Return the figures as a list of ranges, neighbours joined: “D7:D26,D29”."""
        return ",".join(join_ranges([self.at(ref) for ref in refs], seen_from))


@lru_cache(maxsize=16)
def lay_out(form: Form) -> Layout:
    """Say where everything of a form stands: the cell of each figure, passage, field, rule and reason.

    The one place of cell addresses. Costs next to nothing before it is asked; what it finds is kept for the
    form.
    """
    return Layout(form=form, grids={table.key: grid_of(table) for table in form.tables})
