"""In which units the figures of a form stand: in one only, wherever it is said, and in one that adds up."""

import re
from collections.abc import Iterator

from toolkit.form.measures import bracketed_unit, measure_of, units_in
from toolkit.form.model import Form, Key, Kind, Line

_ASIDE = re.compile(r"[（(][^（()）]*[）)]|^[（(]?[一二三四五六七八九十\d]+[）).、．]+")
_AVERAGE = re.compile(r"(?:(?:月|年|日|季)?平均|人均|户均|村均|校均|亩均)[^的]{1,12}")
_RATE = re.compile(r".+(?:率|比例|百分比|占比|比重)")
_PARTS = frozenset(("%", "％", "‰", "百分比", "百分点", "个百分点"))
_COUNTED = re.compile(r"[件次人户个家份条起宗项所处名村场期例批部台套辆]|[人件户场]次")


def unit_troubles(form: Form) -> Iterator[str]:
    """Name the figures that stand in two units, and those that no county can add up."""
    said: set[str] = set()
    for key in form.cells:
        row, column, kind = form.row(key), form.column(key), form.kinds.get(form.kind_name(key))
        if kind is None:  # told elsewhere
            continue
        for trouble in (
            *_two_kinds(key, row, column),
            *_two_units(key, row, column, kind),
            *_said_otherwise(form, key, kind),
            *_never_added(key, row, column, kind),
            *_opened_otherwise(form, key, row, kind),
        ):
            if (path := trouble.partition("：")[0]) not in said:
                said.add(path)
                yield trouble


def _two_kinds(key: Key, row: Line, column: Line) -> Iterator[str]:
    if row.kind and column.kind and row.kind != column.kind:
        yield (
            f"tables.{key.table}.{row.key}.kind：这一行写的是“{row.kind}”，“{column.name}”这一栏写的是“{column.kind}”，"
            f"同一格只能有一种，请只在一边写"
        )


def _two_units(key: Key, row: Line, column: Line, kind: Kind) -> Iterator[str]:
    """Name a unit beside a figure, or in the brackets of its label, that is another than its kind's."""
    stated = kind.unit or bracketed_unit(kind.label) or row.unit or bracketed_unit(row.label)
    if not stated:
        return
    for line in (row, column):
        for unit in (line.unit, bracketed_unit(line.label)):
            measured = kind.decimals or measure_of(unit) or measure_of(stated) or {unit, stated} & _PARTS
            if unit and unit != stated and measured:
                yield (
                    f"tables.{key.table}.{line.key}.unit：写的单位是“{unit}”，这一格却按“{stated}”填"
                    f"（kind = {kind.key!r}），请改成一样的"
                )


def _said_otherwise(form: Form, key: Key, kind: Kind) -> Iterator[str]:
    """Name the words round a figure that say another unit of money or size than it stands in."""
    unit = form.stated_unit(key)
    ours = measure_of(unit)
    if ours is None:
        return
    for path, text in _words_round(form, key, kind):
        said = [one for one in units_in(text) if (other := measure_of(one)) and other.of == ours.of]
        if said and ours not in map(measure_of, said):
            yield f"{path}：写的单位是“{said[0]}”，“{form.label(key)}”这一格却按“{unit}”填，请改成一样的"


def _words_round(form: Form, key: Key, kind: Kind) -> Iterator[tuple[str, str]]:
    """Give what is read beside a figure, with the path of each: its kind, titles, groups, hints."""
    table, row, column = form.table(key.table), form.row(key), form.column(key)
    path = f"tables.{table.key}"
    yield from ((f"kinds.{kind.key}.label", kind.label), (f"kinds.{kind.key}.says", kind.says))
    yield from ((f"{path}.title", table.title), (f"{path}.note", table.note))
    yield from ((f"{path}.corner", table.corner), (f"{path}.columns_title", table.columns_title))
    for line in (row, column):
        yield from ((f"{path}.{line.key}.says", line.says), (f"{path}.{line.key}.article", line.article))
        yield from (
            (f"{path}.groups.{one}.label", table.groups[one].label) for one in table.ancestry(line.group)
        )
    yield from (
        (f"{path}.blocks.article", block.article)
        for block in table.blocks
        if row in block.rows and column in block.columns
    )


def _never_added(key: Key, row: Line, column: Line, kind: Kind) -> Iterator[str]:
    """Name percentages, rates and averages: the county's figure would be their sum."""
    unit = row.unit or column.unit or kind.unit
    for line in (row, column):
        words = _ASIDE.sub("", "".join(line.label.split()))
        rate = unit in _PARTS or (
            _RATE.fullmatch(words) and not (_COUNTED.fullmatch(unit) and not kind.decimals)
        )
        if rate or _AVERAGE.fullmatch(words):
            yield (
                f"tables.{key.table}.{line.key}：“{line.name}”各单位的数加不起来（汇总是各单位相加），百分比、"
                f"平均数都不能作一格：请改成分子、分母两格，比率写在文字里"
                f"{'' if unit in _PARTS else '；数的其实是件数、次数的，写明 unit，例如 unit = “次”'}"
            )
            return


def _opened_otherwise(form: Form, key: Key, row: Line, kind: Kind) -> Iterator[str]:
    """Name a row that begins with a figure of last year that is counted otherwise."""
    before = key._replace(row=row.opens_with)
    if row.opens_with and before in form.position:
        last = form.kinds.get(form.kind_name(before))
        apart = (form.stated_unit(before), last and last.decimals) != (form.stated_unit(key), kind.decimals)
        if last is not None and apart:
            yield (
                f"tables.{key.table}.{row.key}.opens_with：这一行按“{kind.label}”填，"
                f"“{form.row(before).name}”按“{last.label}”填，上年的数不能照搬，请写一样的 kind"
            )
