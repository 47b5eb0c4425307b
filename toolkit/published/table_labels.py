"""The labels of one table of a form, in every form in which they may be printed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from toolkit.form.model import Line, Table
from toolkit.published.labels import Entry, Label, Match, label, label_entries, match


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """The labels of one table in every form in which they may be printed."""

    table: Table
    rows: tuple[Entry, ...]
    columns: tuple[tuple[Entry, ...], ...]
    groups: tuple[Entry, ...]

    @cached_property
    def row_groups(self) -> tuple[Entry, ...]:
        """The groups of rows, without those of columns."""
        holding = {
            key for block in self.table.blocks for row in block.rows for key in self.table.ancestry(row.group)
        }
        return tuple(entry for entry in self.groups if entry.key in holding)

    def block(self, row: str) -> int:
        """Which block of the table has this row."""
        return next(
            i for i, block in enumerate(self.table.blocks) if any(line.key == row for line in block.rows)
        )

    def column(self, text: str, block: int | None = None) -> Match | None:
        """Give the column that a header names, in one block or in whichever block has it."""
        blocks = self.columns if block is None else (self.columns[block],)
        return next((found for one in blocks if (found := match(label(text), one))), None)

    def row(self, text: str, around: Sequence[str]) -> str | None:
        """Give the row that a label names; the group labels `around` it must agree.

        “其他” and “总计” are columns as well as rows: without their number they need their group beside them.
        """
        printed = label(text)
        groups = {
            found.key for one in around if (found := match(label(one), self.row_groups)) and not found.part
        }
        if any(entry.label.words == printed.words for entry in self.groups) and not self._exact(printed):
            return None
        found = match(printed, self.rows)
        if found is None:
            return None
        line = self.line(found.key)
        if groups - set(self.table.ancestry(line.group)):
            return None
        shared = any(entry.label.words == printed.words for block in self.columns for entry in block)
        return found.key if not shared or printed.number or line.group in groups else None

    def in_part(self, text: str, row: str) -> bool:
        """Whether `text` is only a piece of the row's label: short, or broken off at the end of a page."""
        return all(entry.label.words != label(text).words for entry in self.rows if entry.key == row)

    def _exact(self, printed: Label) -> bool:
        return any(entry.label.words == printed.words for entry in self.rows)

    def line(self, row: str) -> Line:
        """Give the row as declared."""
        return next(line for block in self.table.blocks for line in block.rows if line.key == row)


def lexicon(table: Table) -> Lexicon:
    """Gather the labels of a table; a label may also stand in one cell with its groups."""
    labels = {key: group.label for key, group in table.groups.items() if group.printed}

    def forms(line: Line) -> tuple[Entry, ...]:
        path = [labels[key] for key in table.ancestry(line.group) if key in labels]
        joined: Iterator[str] = ("".join((*path[start:], line.label)) for start in range(len(path)))
        return label_entries(line.key, (line.label, line.short), joined)

    return Lexicon(
        table=table,
        rows=tuple(entry for block in table.blocks for row in block.rows for entry in forms(row)),
        columns=tuple(
            tuple(entry for column in block.columns for entry in forms(column)) for block in table.blocks
        ),
        groups=tuple(entry for key, text in labels.items() for entry in label_entries(key, (text,))),
    )
