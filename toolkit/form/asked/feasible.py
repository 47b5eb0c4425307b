"""What a form asks of its projections (workbook, document, prose, import) that they cannot do.

Said when it is read.

`group_troubles` must come first: with groups in a circle nothing else can be asked, but of what
`possible_groups` leaves.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from toolkit.form.measures import any_differ
from toolkit.form.model import ZERO_BLANKS_YES, Field, Form, Line, Table
from toolkit.form.procedures import PROCEDURES, Reach
from toolkit.form.reserved_sheets import RESERVED_SHEETS

NEEDED_FIELDS = ("unit_code", "unit_name", "year")
SHEET_LIMIT, PROMPT_TITLE, PROMPT_TEXT, CHOICES = 31, 32, 255, 255  # characters, in Excel
SAYS = 120  # of a line or a kind: with the rule's number both stay below those of a prompt
MOST_EMPTY = 45  # with punctuation below the 64 levels to which Excel nests functions
MOST_DECIMALS, LARGEST = 6, 10**12
# of the largest amount of a kind, in the smallest steps of it: few digits more than a sheet has
MOST_STEPS = 10**16
MOST_CELLS, MOST_COLUMNS, MOST_ROWS = 5000, 100, 500
# columns: with more, figures of eight digits on a page of the report would be too small to be read
PRINTED = 16
YEARS = range(2000, 2100)
ASIDE = ("identity", "narrative", "explanation")  # tables of a values file that are none of the form
_KEY = re.compile(r"[a-z_][a-z0-9_]*")
_FORM_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]*")
_SUMMED = re.compile(r"sum\(\s*([\w.]+)\s*\)")  # what a rule adds up
_SECTION = re.compile(r"([一二三四五六七八九十])、.+")
_NUMERALS = "一二三四五六七八九十"


def group_troubles(form: Form) -> Iterator[str]:
    """Name the groups that are not there, or within themselves: nothing else can be asked of such a form."""
    for table in form.tables:
        path = f"tables.{table.key}"
        for group in table.groups.values():
            if group.within not in {None, *table.groups}:
                yield f"{path}.groups.{group.key}.in：没有“{group.within}”这一组"
        if _is_within_itself(table):
            yield f"{path}.groups：组的 in 绕了一圈"
        for line in table.lines:
            for word, name in (("in", line.group), ("sum_of", line.sum_of)):
                if name not in {None, *table.groups}:
                    yield f"{path}.{line.key}.{word}：没有“{name}”这一组"


def _is_within_itself(table: Table) -> bool:
    """Whether the groups of a table stand within one another in a circle."""
    return _in_a_circle({key: (g.within,) if g.within else () for key, g in table.groups.items()})


def possible_groups(form: Form) -> Form:
    """Give a form without what `group_troubles` names, so that everything else can be asked."""
    return replace(form, tables=tuple(_grouped(table) for table in form.tables))


def _grouped(table: Table) -> Table:
    known, circled = {None, *table.groups}, _is_within_itself(table)

    def there(line: Line) -> Line:
        return replace(
            line,
            group=line.group if line.group in known else None,
            sum_of=line.sum_of if line.sum_of in known else None,
        )

    return replace(
        table,
        groups={
            key: replace(group, within=None if circled or group.within not in known else group.within)
            for key, group in table.groups.items()
        },
        blocks=tuple(
            replace(block, rows=tuple(map(there, block.rows)), columns=tuple(map(there, block.columns)))
            for block in table.blocks
        ),
    )


def standing_troubles(form: Form) -> Iterator[str]:
    """Name what no projection could work with: keys, cover, sheets, groups, sections, kinds."""
    if not _FORM_KEY.fullmatch(form.key):
        yield f"form：{form.key!r} 只能用小写字母、数字和连字符"
    for name, year in (("first_year", form.first_year), ("last_year", form.last_year)):
        if year is not None and year not in YEARS:
            yield f"{name}：应写 {YEARS[0]} 至 {YEARS[-1]} 的年份，写的是 {year}"
    if form.last_year is not None and form.last_year < form.first_year:
        yield f"last_year：{form.last_year} 早于 first_year {form.first_year}"
    if not form.tables:
        yield "tables：至少要有一张表（只收文字的，加一张一行一栏的表就行，例如“报送材料”的份数）"
    elif not any(table.required for table in form.tables):
        yield "tables：至少要有一张必填的表（required 不写或写 true）"
    if form.tables and not any(table.section for table in form.tables):
        yield "tables：至少一张表要写 section（正式报告里的编号），不然报告里没有表"
    have = {field.key for field in form.identity}
    yield from (f"identity：缺少 {key}（封面必须有）" for key in NEEDED_FIELDS if key not in have)
    for field in form.identity:
        if field.key in NEEDED_FIELDS and not field.fixed:
            yield f"identity.{field.key}.fixed：要写 fixed = true（下发时预填，单位不能改）"
        if field.key == "zero_blanks" and ZERO_BLANKS_YES not in field.choices:
            yield f"identity.zero_blanks.choices：要有“{ZERO_BLANKS_YES}”，单位选它就是确认空白格按 0 计"
    yield from (
        f"narrative.{field.key}.kind：文字不写 kind" for field in form.narrative if field.kind != "text"
    )
    for kind in form.kinds.values():
        if not 0 <= kind.decimals <= MOST_DECIMALS or not 0 < kind.maximum <= LARGEST:
            yield (
                f"kinds.{kind.key}：decimals 要在 0 至 {MOST_DECIMALS} 之间，maximum 要在 1 至 {LARGEST} 之间"
            )
        elif kind.maximum * 10**kind.decimals > MOST_STEPS:
            digits = len(str(kind.maximum)) + kind.decimals
            yield f"kinds.{kind.key}：maximum 连小数一共 {digits} 位，Excel 算不准"
        if len(kind.says) > SAYS:
            yield f"kinds.{kind.key}.says：{len(kind.says)} 字，最多 {SAYS} 字"
    for place, fields in (("identity", form.identity), ("narrative", form.narrative)):
        for field in fields:
            yield from _field_troubles(f"{place}.{field.key}", field)
    if len(form.gate.empty) > MOST_EMPTY:
        yield f"gate.empty：{len(form.gate.empty)} 条，最多 {MOST_EMPTY} 条（表里的公式套得太深）"
    yield from heading_troubles(form)
    for table in form.tables:
        yield from _table_troubles(table)
    yield from _rule_sum_troubles(form)
    yield from _unlike_troubles(form)
    yield from _size_troubles(form)


def _size_troubles(form: Form) -> Iterator[str]:
    """Name what a sheet has no room for: the county's has a column for every figure of the form."""
    if len(form.cells) > MOST_CELLS:
        yield f"tables：一共 {len(form.cells)} 格，最多 {MOST_CELLS} 格"
    for table in form.tables:
        for block in table.blocks:
            across, down = len(block.columns), len(block.rows)
            if table.arrangement == "line":  # all of them side by side
                across, down = across * down, 1
            if across > MOST_COLUMNS or down > MOST_ROWS:
                yield f"tables.{table.key}：{down} 行 {across} 栏，最多 {MOST_ROWS} 行 {MOST_COLUMNS} 栏"
            elif across > PRINTED and table.section:
                yield (
                    f"tables.{table.key}：{across} 栏，报告的一页上最多印得下 {PRINTED} 栏，请分成几张表，"
                    "或者去掉 section（不进报告）"
                )


def _field_troubles(path: str, field: Field) -> Iterator[str]:
    if not _KEY.fullmatch(field.key):
        yield f"{path}：键只能用小写字母、数字和下划线"
    if not field.label or len(field.label) > PROMPT_TITLE:
        yield f"{path}.label：要有 1 至 {PROMPT_TITLE} 字（提示框的标题）"
    if len(field.says) > PROMPT_TEXT:
        yield f"{path}.says：{len(field.says)} 字，最多 {PROMPT_TEXT} 字（提示框）"
    if len(",".join(field.choices)) > CHOICES or any("," in choice or not choice for choice in field.choices):
        yield f"{path}.choices：各项连起来最多 {CHOICES} 字，不能有逗号和空项"


def heading_troubles(form: Form) -> Iterator[str]:
    """Name the sheets and the sections that cannot be called as they are."""
    yield from _sheet_troubles(form.tables)
    yield from _section_troubles(form)


def _sheet_troubles(tables: Sequence[Table]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for table in tables:
        path, name = f"tables.{table.key}.sheet", table.sheet
        if not name.strip() or len(name) > SHEET_LIMIT:
            yield f"{path}：“{name}”有 {len(name)} 字，要有 1 至 {SHEET_LIMIT} 字"
        if set(name) & set("[]:*?/\\'") or any(ord(letter) < 32 for letter in name):
            yield f"{path}：“{name}”里有工作表名不能用的字符（[ ] : * ? / \\ '）"
        if name != name.strip():
            yield f"{path}：“{name}”的前后不能有空格"
        if name.strip().casefold() in {reserved.casefold() for reserved in RESERVED_SHEETS} | {"history"}:
            yield f"{path}：“{name}”是本工具自己用的工作表名，请换一个"
        if name.casefold() in seen:
            yield f"{path}：“{name}”与 {seen[name.casefold()]} 的表名相同（不分大小写）"
        seen[name.casefold()] = table.key


def _section_troubles(form: Form) -> Iterator[str]:
    titles: dict[str, str] = {}
    stated: list[tuple[str, str]] = []
    for field in form.narrative:
        match = _SECTION.fullmatch(field.section)
        if match is None:
            yield f"narrative.{field.key}.section：“{field.section}”要以编号开头，例：“四、工作总结”"
        else:
            stated.append((f"narrative.{field.key}.section", field.section))
    for table in form.tables:
        if table.section and (len(table.section) != 1 or table.section not in _NUMERALS):
            yield f"tables.{table.key}.section：“{table.section}”要是一至十中的一个字"
        elif table.section:
            here, title = f"tables.{table.key}.section", f"{table.section}、{table.title}"
            if title in titles.values():
                yield f"{here}：“{title}”已经是另一张表的"
            stated.append((here, title))
    for path, title in stated:
        if titles.setdefault(title[0], title) != title:
            yield f"{path}：编号“{title[0]}”有两个标题：“{titles[title[0]]}”和“{title}”"


def _table_troubles(table: Table) -> Iterator[str]:
    path = f"tables.{table.key}"
    for key in dict.fromkeys([table.key, *table.groups, *(line.key for line in table.lines)]):
        if not _KEY.fullmatch(key) or key in {"last", "figure"}:
            yield f"{path}：键 {key!r} 只能用小写字母、数字和下划线，不能叫 last、figure"
    if table.key in ASIDE:
        yield f"{path}：表的键不能叫 {'、'.join(ASIDE)}"
    yield from (
        f"{path}.{line.key}：和一个组同名"
        for line in table.lines
        if line.key in table.groups and line.sum_of is None and _clashes(table, line)
    )
    for line in table.lines:
        if len(line.name) > PROMPT_TITLE:
            yield (
                f"{path}.{line.key}.short：名称 {len(line.name)} 字，提示框的标题最多 {PROMPT_TITLE} 字，"
                f"请加 short"
            )
        if len(line.says) > SAYS:
            yield f"{path}.{line.key}.says：{len(line.says)} 字，最多 {SAYS} 字"
    if table.arrangement in {"matrix", "line", "list"} and len(table.blocks) > 1:
        yield f"{path}.blocks：{table.arrangement} 只能有一块，几块的表用 blocks"
    yield from _sum_troubles(path, table, "rows", [row for block in table.blocks for row in block.rows])
    for block in table.blocks:
        yield from _sum_troubles(path, table, "columns", block.columns)


def _clashes(table: Table, line: Line) -> bool:
    """Whether a name would mean both a line and a group of other lines."""
    members = [key for block in table.blocks for key in table.members(block, line.key)]
    return members not in ([], [line.key])


def _unlike_troubles(form: Form) -> Iterator[str]:
    """Name totals that add up 件 and 万元, or are of another kind than what they add up."""
    said: set[str] = set()
    for key, parts in form.parts.items():
        try:
            own, kinds = form.kind(key), [form.kind(part) for part in parts]
        except KeyError:  # a kind or a line that is not there is told elsewhere
            continue
        name = key.column if form.column(key).sum_of else key.row
        path = f"tables.{key.table}.{name}"
        if path in said or not kinds:
            continue
        units = dict.fromkeys(filter(None, map(form.stated_unit, (*parts, key))))
        unlike = {kind.unit for kind in kinds} - {own.unit}
        measured = any_differ(units)
        if unlike or measured or max(kind.decimals for kind in kinds) > own.decimals:
            said.add(path)
            labels = "、".join(units if measured else dict.fromkeys(kind.label for kind in (*kinds, own)))
            yield (
                f"{path}.kind：合计与相加的各项不是一样的数（{labels}），"
                f"请写一样的 kind、一样的单位，或者不加在一起"
            )


def _rule_sum_troubles(form: Form) -> Iterator[str]:
    """Name the sums in rules that would leave out a total which stands in their group."""
    tables = {table.key: table for table in form.tables}
    for rule in form.rules:
        for name in _SUMMED.findall(f"{rule.check} {rule.when}"):
            parts = [part for part in name.split(".") if part != "last"]
            table = tables.get(parts[0] if len(parts) > 2 else rule.table or "")
            group = parts[-2] if len(parts) > 1 else parts[0]
            if table is None or group not in table.groups:
                continue
            yield from (f"rules.{rule.id}：{one}" for one in _left_out(table, group))


def _sum_troubles(path: str, table: Table, word: str, side: Sequence[Line]) -> Iterator[str]:
    """Name what is amiss in totals of the columns of a block, or of the rows of all blocks."""
    keys = [line.key for line in side]
    parts: dict[str, tuple[str, ...]] = {}
    for line in side:
        if line.sum_of is None:
            continue
        here = f"{path}.{line.key}.sum_of"
        members = table.groups[line.sum_of].members or tuple(
            key for key in table.all_members(line.sum_of) if word == "rows" or key in keys
        )
        parts[line.key] = members
        if not members:
            yield f"{here}：组“{line.sum_of}”里没有可以相加的"
        if len(set(members)) < len(members):
            yield f"{here}：组“{line.sum_of}”里有重复的，会加两遍"
        if strange := [key for key in members if key not in keys]:
            yield f"{here}：“{'、'.join(strange)}”不在同一块的 {word} 里，不能相加"
        elif word == "rows":
            yield from _block_troubles(here, table, line)
    if _in_a_circle(parts):
        yield f"{path}.{word}：合计绕了一圈，加到了自己"
    else:
        yield from _addend_troubles(path, table, side, parts)


def _block_troubles(path: str, table: Table, total: Line) -> Iterator[str]:
    """Name the rows of other blocks of which it does not show whether, or how, a total adds them up."""
    group = table.groups[total.sum_of or ""]
    columns_of = {row.key: {c.key for c in block.columns} for block in table.blocks for row in block.rows}
    own = next(block for block in table.blocks if any(row.key == total.key for row in block.rows))
    names = {row.key: row.name for block in table.blocks for row in block.rows}
    rows = [key for key in table.all_members(group.key) if key not in {row.key for row in own.rows}]
    shared = [names[key] for key in rows if columns_of[key] & columns_of[total.key]]
    apart = [names[key] for key in rows if columns_of[key].isdisjoint(columns_of[total.key])]
    added = {column for key in table.all_members(group.key) for column in columns_of[key]}
    bare = [column.name for column in own.columns if column.sum_of is None and column.key not in added]
    if bare:
        yield f"{path}：相加的各行都没有“{'、'.join(bare)}”这一栏"
    elif group.members and apart:
        yield f"{path}：“{'、'.join(apart)}”在另一块，没有与“{total.name}”同键的栏，不能相加"
    elif shared and not group.members:
        yield (
            f"{path}：组“{group.key}”里还有别的块的“{'、'.join(shared)}”，看不出加不加：要加的，给这一组用 "
            f"members 写明加哪些；不加的，各块各用一个组"
        )


def _addend_troubles(
    path: str, table: Table, side: Sequence[Line], parts: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """Name totals that would add a line twice, by way of a subtotal, or leave out one among their lines."""
    names = {line.key: line.name for line in side}

    def typed(key: str) -> tuple[str, ...]:
        return tuple(one for part in parts[key] for one in typed(part)) if key in parts else (key,)

    for line in side:
        if line.sum_of is None:
            continue
        added, members = typed(line.key), parts[line.key]
        if len(set(members)) == len(members) and len(set(added)) < len(added):
            twice = dict.fromkeys(names.get(one, one) for one in added if added.count(one) > 1)
            yield (
                f"{path}.{line.key}.sum_of：“{'、'.join(twice)}”加了两遍，又单独加，又在小计里加，请只留一样"
            )
        yield from (f"{path}.{line.key}.sum_of：{trouble}" for trouble in _left_out(table, line.sum_of))


def _left_out(table: Table, group: str) -> Iterator[str]:
    """Name the totals in a group whose sum has nothing of them: they add up what stands elsewhere."""
    if table.groups[group].members:
        return
    inside = {key for key in table.groups if group in table.ancestry(key)}
    computed = {line.key: line for line in table.lines if line.sum_of is not None}

    def typed(key: str, *above: str) -> set[str]:
        if key in above or (line := computed.get(key)) is None or line.sum_of is None:
            return {key}
        return {one for part in table.all_members(line.sum_of) for one in typed(part, key, *above)}

    for key, line in computed.items():
        if line.group in inside and not typed(key) <= {*table.all_members(group)}:
            yield (
                f"组“{group}”里只加要填的，“{line.name}”是另一组“{line.sum_of}”的合计，不会加进去："
                f"请给组“{line.sum_of}”写 in，或者在组“{group}”里用 members 写明加哪些"
            )


def _in_a_circle(needs: Mapping[str, Sequence[str | None]]) -> bool:
    waiting = set(needs)
    while free := {key for key in waiting if not {one for one in needs[key] if one in waiting}}:
        waiting -= free
    return bool(waiting)


# ------------------------------------------------------------------ rules


def procedure_troubles(form: Form) -> Iterator[str]:
    """Name the procedures that would never find anything in this form."""
    for rule in form.rules:
        procedure = PROCEDURES.get(rule.procedure)
        path = f"rules.{rule.id}.procedure"
        if procedure is None:
            continue
        prose = procedure.reach is Reach.PROSE or "percent" in procedure.limits
        if prose and not form.narrative:
            yield f"{path}：{rule.procedure} 要看文字，表样没有 narrative"
        if rule.procedure == "prose_notice" and not form.notices:
            yield f"{path}：prose_notice 要有 notices，写明规定报告格式的通知"
        if rule.procedure in {"prose_fee", "split_opening"} and not rule.over:
            yield f"{path}：{rule.procedure} 要用 over 写明是哪些格（表.行.栏）"
        if rule.procedure == "split_opening" and len(rule.over) not in {0, 2}:
            yield f"rules.{rule.id}.over：split_opening 要写两格：今年的上年结转、上年的结转下年度"
        for name, number in rule.limits.items():
            if not 1 <= number <= (100 if name == "percent" else MOST_CELLS):
                yield f"rules.{rule.id}.limits.{name}：{number} 太小或太大"
        known = {str(key) for key in form.cells}
        yield from (f"rules.{rule.id}.over：没有“{each}”这个格" for each in rule.over if each not in known)
