"""What in a sound definition may not be as it was meant: told when it is checked, never refused."""

import re
from collections.abc import Iterator, Sequence

from toolkit.form.asked.judgeable import always_holds
from toolkit.form.measures import bracketed_unit, differ, measure_of, units_in
from toolkit.form.model import Block, Form, Key, Line, Table

_PEOPLE = frozenset({"人", "名", "位", "人次"})
_OF_WHICH = re.compile(r"[\s（(#*＃]*其中")
_WHOLE = re.compile(r"[合总共]计|总数|总和|总量")


def doubts(form: Form) -> Iterator[str]:
    """Name the totals that pass over a line, or add people to things, units not printed, idle rules."""
    for table in form.tables:
        for block in table.blocks:
            for side in (block.rows, block.columns):
                yield from _passed_over(form, table, block, side)
        yield from _not_printed(form, table)
    yield from dict.fromkeys(_people_and_things(form))
    for rule in form.rules:
        bound = [one for one in form.instances if one.rule is rule]
        if bound and not rule.stated and all(always_holds(form, one) for one in bound):
            yield f"rules.{rule.id}.check：永远成立，什么也查不出来，请核对是不是写反了"


def _passed_over(form: Form, table: Table, block: Block, side: Sequence[Line]) -> Iterator[str]:
    """Name the typed lines among those that a total adds up, or above a 合计, which it leaves out."""
    by_row = side is block.rows
    places = {line.key: at for at, line in enumerate(side)}

    def cell(line: Line) -> Key:
        other = (block.columns if by_row else block.rows)[0].key
        return Key(table.key, line.key, other) if by_row else Key(table.key, other, line.key)

    for total in (line for line in side if line.sum_of):
        added = {leaf.row if by_row else leaf.column for leaf in form.leaves[cell(total)]}
        inside = [places[key] for key in added if key in places]
        if not inside:
            continue
        first = 0 if _WHOLE.fullmatch("".join(total.label.split())) else min(inside)
        last = max(*inside, places[total.key])
        left_out = [
            line.name
            for line in side[first : last + 1]
            if not line.sum_of
            and line.key not in added
            and not _OF_WHICH.match(line.label)
            and not differ(form.stated_unit(cell(line)), form.stated_unit(cell(total)))
        ]
        if left_out:
            yield (
                f"tables.{table.key}.{total.key}.sum_of：“{total.name}”没有加“{'、'.join(left_out)}”，"
                f"要加的请写进组“{total.sum_of}”；是其中项的，名称写成“其中：…”"
            )


def _not_printed(form: Form, table: Table) -> Iterator[str]:
    """Name a unit of money or size that stands nowhere in the printed table."""
    if not table.section:
        return
    printed = [table.title, table.note, table.corner, table.columns_title]
    printed += [text for block in table.blocks for text in (block.article, *_articles(block))]
    printed += [group.label for group in table.groups.values() if group.printed]
    told = {unit for text in printed for unit in units_in(text)}
    missing: dict[str, str] = {}
    for key in table.cells:
        row, column, unit = form.row(key), form.column(key), form.stated_unit(key)
        beside = {bracketed_unit(row.label), bracketed_unit(column.label)} | told
        if table.arrangement == "list":
            beside.add(row.unit)
        if measure_of(unit) and unit not in beside:
            missing.setdefault(unit, form.label(key))
    for unit, label in missing.items():
        yield (
            f"tables.{table.key}：“{label}”等格按“{unit}”填，印出来的表上没有写单位，"
            f"请在行、栏的名称或表名里写上（{unit}）"
        )


def _articles(block: Block) -> Iterator[str]:
    return (line.article for line in block.lines)


def _people_and_things(form: Form) -> Iterator[str]:
    for key, parts in form.parts.items():
        units = {form.stated_unit(part) for part in parts} - {""}
        if units & _PEOPLE and units - _PEOPLE:
            total = form.column(key) if form.column(key).sum_of else form.row(key)
            said = "和".join(sorted(units))
            yield f"tables.{key.table}.{total.key}.sum_of：“{total.name}”把{said}加在一起，请核对"
