"""The labels of one table of a form, in every form in which they may be printed."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from toolkit.form.model import Form, Line, Table
from toolkit.published.labels import LAST_YEAR, Entry, Match, label, label_entries, match, squeeze
from toolkit.published.printed_amounts import looks_like_value

MOST_KNOWN = 20_000  # answers remembered; what is asked again and again is soon known anew
MOST_SHAPES = 50  # tables
_OTHER_MONEY = "元"  # no piece of 万元
LONG = 15  # characters of a label that need not be quoted with what follows it
# columns that some print beside those of the form: last year's figures, by how much this year's differ
_COMPARED = re.compile(rf"{LAST_YEAR}|同比|[比较]上年|增减")


@lru_cache(maxsize=8192)
def is_figure(text: str) -> bool:
    """Whether a cell is blank or holds a figure: it names nothing."""
    return not text.strip() or looks_like_value(text)


class Answers(dict[tuple[object, ...], object]):
    """Answers by what was asked, not more than so many."""

    def __init__(self, most: int = MOST_KNOWN) -> None:
        """Begin with none."""
        super().__init__()
        self.most = most

    def __setitem__(self, asked: tuple[object, ...], answer: object) -> None:
        """Remember an answer; when there are too many, forget those before it."""
        if len(self) >= self.most:
            self.clear()
        super().__setitem__(asked, answer)


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

    @cached_property
    def _known(self) -> "Answers":
        """What was looked up before: the same labels are asked for again and again."""
        return Answers()

    @cached_property
    def shapes(self) -> "Answers":
        """Where the figures stand in tables of the shapes that were read before."""
        return Answers(MOST_SHAPES)

    @cached_property
    def _lines(self) -> dict[str, tuple[int, Line]]:
        return {line.key: (i, line) for i, block in enumerate(self.table.blocks) for line in block.rows}

    @cached_property
    def _shared(self) -> frozenset[str]:
        """Words that are the label of a column: as that of a row they need more."""
        return frozenset(entry.label.words for block in self.columns for entry in block)

    @cached_property
    def _exact(self) -> frozenset[str]:
        return frozenset(entry.label.words for entry in self.rows)

    @cached_property
    def _group_words(self) -> frozenset[str]:
        return frozenset(entry.label.words for entry in self.groups)

    def block(self, row: str) -> int:
        """Which block of the table has this row."""
        return self._lines[row][0]

    def named_row(
        self, labels: tuple[str, ...], within: frozenset[int] = frozenset()
    ) -> tuple[str, str] | None:
        """Give the row that the labels beside one another name, and which of them names it.

        None when there is none, or more than one. Of several blocks with a row of that name it is that of
        the block which they stand `within`.
        """
        asked = ("row", labels, within)
        if asked not in self._known:
            found = {row: text for text in labels if (row := self.row(text, labels, within))}
            self._known[asked] = next(iter(found.items())) if len(found) == 1 else None
        return self._known[asked]  # type: ignore[return-value]

    def is_header(self, labels: tuple[str, ...]) -> bool:
        """Whether labels beside one another are columns: two at least, or one beside no row's."""
        asked = ("header", labels)
        if asked not in self._known:
            columns = {found.key for text in labels if (found := self.column(text))}
            columns |= {words for text in labels if (words := label(text).words) in self._twin_heads}
            alone = len(columns) == 1 and any(self.row(text, labels) for text in labels)
            self._known[asked] = bool(columns) and not alone
        return self._known[asked]  # type: ignore[return-value]

    def column(self, text: str, block: int | None = None) -> Match | None:
        """Give the column that a header names, in one block or in whichever block has it."""
        asked = (text, block)
        if is_figure(text):
            return None
        if asked not in self._known:
            blocks = self.columns if block is None else (self.columns[block],)
            printed = label(text)
            self._known[asked] = next((found for one in blocks if (found := match(printed, one))), None)
        return self._known[asked]  # type: ignore[return-value]

    def group(self, text: str) -> str | None:
        """Give the group of rows that a label names."""
        asked = ("group", text)
        if is_figure(text):
            return None
        if asked not in self._known:
            found = match(label(text), self.row_groups)
            self._known[asked] = found.key if found and not found.part else None
        return self._known[asked]  # type: ignore[return-value]

    def row(self, text: str, around: Sequence[str], within: frozenset[int] = frozenset()) -> str | None:
        """Give the row that a label names; the group labels `around` it must agree.

        “其他” and “总计” are columns as well as rows: without their number they need their group beside them,
        and where they stand in none, no other label.
        """
        if is_figure(text):
            return None
        groups, beside = self._groups_among(tuple(around))
        single = bool(around) and all(one == text or not one.strip() for one in around)
        asked = (text, groups, beside, single, within)
        if asked not in self._known:
            self._known[asked] = self._row(text, groups, beside, within, single=single)
        return self._known[asked]  # type: ignore[return-value]

    def _groups_among(self, texts: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
        """Give the groups that labels name, and the words of those labels that are some group's."""
        asked = ("groups", texts)
        if asked not in self._known:
            self._known[asked] = (
                frozenset(found for text in texts if (found := self.group(text))),
                frozenset(label(text).words for text in texts) & self._group_words,
            )
        return self._known[asked]  # type: ignore[return-value]

    def _row(
        self,
        text: str,
        groups: frozenset[str],
        beside: frozenset[str],
        within: frozenset[int],
        *,
        single: bool,
    ) -> str | None:
        printed = label(text)
        if printed.words in self._group_words and printed.words not in self._exact:
            return None
        if len(called := self._rows_called.get(printed.words, ())) > 1:
            here = [row for row in called if self._stands_in(row, groups, beside)]
            if len(here) > 1 and within:
                here = [row for row in here if self.block(row) in within]
            if len(here) > 1 and beside:
                here = [row for row in here if self._path(row) == beside]
            if len(here) > 1 and (single or printed.words not in self._shared):  # 合计 beside 总计
                here = [row for row in here if squeeze(self.line(row).label) == squeeze(text)]
            return here[0] if len(here) == 1 else None
        found = match(printed, self.rows)
        if found is None:
            return None
        line = self.line(found.key)
        if groups - set(self.table.ancestry(line.group)):
            return None
        box = self._box(line)
        told = self._is_beside(box, beside) if box else single
        return found.key if printed.words not in self._shared or printed.number or told else None

    def _stands_in(self, row: str, groups: frozenset[str], beside: frozenset[str]) -> bool:
        """Whether a row is the one of its name that stands in just these groups, whose words are `beside`."""
        line = self.line(row)
        box = self._box(line)
        boxed = self._is_beside(box, beside) if box else not groups
        return boxed and not groups - set(self.table.ancestry(line.group))

    def _is_beside(self, group: str, beside: frozenset[str]) -> bool:
        return label(self.table.groups[group].label).words in beside

    def _path(self, row: str) -> frozenset[str]:
        """Give the words of all groups that are printed round a row."""
        path = (self.table.groups[key] for key in self.table.ancestry(self.line(row).group))
        return frozenset(label(group.label).words for group in path if group.printed)

    def _box(self, line: Line) -> str | None:
        """Give the innermost group round a row that is printed."""
        path = self.table.ancestry(line.group)
        return next((key for key in reversed(path) if self.table.groups[key].printed), None)

    @cached_property
    def _rows_called(self) -> dict[str, tuple[str, ...]]:
        """The rows by the words of their labels: “其他” may stand in more than one group."""
        return _by_words(row for block in self.table.blocks for row in block.rows)

    @cached_property
    def _columns_called(self) -> tuple[dict[str, tuple[str, ...]], ...]:
        return tuple(_by_words(block.columns) for block in self.table.blocks)

    @cached_property
    def _twin_heads(self) -> frozenset[str]:
        """The words of columns that share their label with another, and of the groups printed above them."""
        found: set[str] = set()
        for block, called in zip(self.table.blocks, self._columns_called, strict=True):
            twins = {key for keys in called.values() if len(keys) > 1 for key in keys}
            for column in (one for one in block.columns if one.key in twins):
                above = (self.table.groups[key] for key in self.table.ancestry(column.group))
                heads = (column.label, *(group.label for group in above if group.printed))
                found |= {label(text).words for text in heads}
        return frozenset(found)

    def blocks_called(self, text: str) -> frozenset[int]:
        """Which blocks of the table bear this title."""
        words = "".join(text.split())
        return frozenset(
            i for i, one in enumerate(self.table.blocks) if words and "".join(one.article.split()) == words
        )

    def blocks_headed(self, keys: Collection[str]) -> frozenset[int]:
        """Which blocks have all their columns among these."""
        return frozenset(
            i
            for i, one in enumerate(self.table.blocks)
            if {column.key for column in one.columns} <= set(keys)
        )

    def sums_up(self, index: int, numbers: Mapping[str, int]) -> bool:
        """Whether the columns of a block's row add up to the total that the form declares.

        False when it declares none.
        """
        block = self.table.blocks[index]
        totals = {line.key: line.sum_of for line in block.columns if line.sum_of}
        return bool(totals) and all(
            numbers[key] == sum(numbers[part] for part in self.table.members(block, group))
            for key, group in totals.items()
        )

    def needs_group(self, text: str) -> bool:
        """Whether more than one column of a block bears this label: its group must stand above it."""
        words = label(text).words
        return any(len(called.get(words, ())) > 1 for called in self._columns_called)

    def is_compared(self, text: str) -> bool:
        """Whether a title is that of a column beside the form's: last year's, or what differs from it."""
        return bool(_COMPARED.match(text.lstrip())) and self.column(text) is None

    def rows_named(self, text: str) -> Iterator[str]:
        """Give the rows of the blocks whose title stands in a text, with more beside it perhaps."""
        plain = squeeze(text)
        for block in self.table.blocks:
            if block.article and squeeze(block.article) in plain:
                yield from (row.key for row in block.rows)

    @cached_property
    def _printed(self) -> tuple[str, ...]:
        """Every label of the table, its title and corner, the longest first."""
        table = self.table
        lines = [text for line in table.lines for text in (line.label, line.short)]
        titles = [table.title, table.heading, table.corner, table.columns_title]
        articles = [one.article for one in table.blocks]
        groups = [group.label for group in table.groups.values() if group.printed]
        found = {text for text in (*lines, *titles, *articles, *groups) if text}
        return tuple(sorted(found, key=len, reverse=True))

    @cached_property
    def _printed_words(self) -> tuple[str, ...]:
        joined = (entry.label.words for block in (self.rows, *self.columns, self.groups) for entry in block)
        found = {*joined, *(label(text).words for text in self._printed)} - {""}
        return tuple(sorted(found, key=len, reverse=True))

    def beyond(self, text: str) -> str:
        """Give the words of a text that are none of the table's labels, nor a piece of one."""
        asked = ("beyond", text)
        if asked not in self._known:
            words = label(text).words
            if words != _OTHER_MONEY and any(words in one for one in self._printed_words):
                words = ""
            for one in self._printed_words:
                words = re.sub(rf"[一二三四五六七八九十\d]?{re.escape(one)}", "", words) if words else ""
            self._known[asked] = words
        return self._known[asked]  # type: ignore[return-value]

    def after_label(self, text: str) -> str:
        """Give what follows the long label that a text begins with; nothing where it begins with none."""
        plain = squeeze(text)
        known = (one for one in map(squeeze, self._printed) if len(one) >= LONG and plain.startswith(one))
        if (begins := next(known, None)) is None:
            return ""
        end = next(n for n in range(len(text) + 1) if len(squeeze(text[:n])) >= len(begins))
        return text[end:].strip()

    def in_part(self, text: str, row: str) -> bool:
        """Whether `text` is only a piece of the row's label: short, or broken off at the end of a page."""
        return all(entry.label.words != label(text).words for entry in self.rows if entry.key == row)

    def line(self, row: str) -> Line:
        """Give the row as declared."""
        return self._lines[row][1]


def _by_words(lines: Iterable[Line]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        words = label(line.label).words
        found[words] = (*found.get(words, ()), line.key)
    return found


@lru_cache(maxsize=16)
def lexicons(form: Form) -> tuple[Lexicon, ...]:
    """Gather the labels of the tables that a published report prints."""
    return tuple(lexicon(table) for table in form.tables if table.national)


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
