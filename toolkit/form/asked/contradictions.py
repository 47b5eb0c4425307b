"""What a definition says against itself."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from string import Formatter

from toolkit.form.calling import figures_named, is_pattern
from toolkit.form.measures import any_differ, differ, unit_at_once
from toolkit.form.model import Chart, Form, Group, Level, Line, Rule, Table, matches_pattern
from toolkit.form.procedures import PROCEDURES
from toolkit.form.told import MANNERS, figure_places, followed_places

SHAPES = ("column", "bar", "pie")
ARRANGEMENTS = ("blocks", "matrix", "line", "list")
FIELD_KINDS = ("text", "date", "choice")
# what the message of a rule with a check may speak of
FACTS = ("each", "left", "right", "difference", "now", "before")
_OF_LAST_YEAR = "before"


def form_contradictions(form: Form) -> Iterator[str]:
    """Give every contradiction of a form with itself: key path – what is wrong – what was found."""
    yield from _twice("tables", [table.key for table in form.tables])
    yield from _twice("tables.sheet", [table.sheet for table in form.tables])
    yield from _twice(
        "rules", [*(rule.id for rule in form.rules), *(kind.id for kind in form.kinds.values())]
    )
    yield from _twice("identity", [field.key for field in form.identity])
    yield from _twice("narrative", [field.key for field in form.narrative])
    for place, fields in (("identity", form.identity), ("narrative", form.narrative)):
        for field in fields:
            path = f"{place}.{field.key}"
            if field.kind not in FIELD_KINDS:
                yield f"{path}.kind：{field.kind!r} 不是 {'、'.join(FIELD_KINDS)} 之一"
            if (field.kind == "choice") != bool(field.choices):
                yield f"{path}.choices：choice 要写出选项，别的不写"
    named = ((f"kind_names.{kind}", one) for kind, patterns in form.kind_names.items() for one in patterns)
    yield from _no_patterns(named)
    for other, patterns in form.comparable.items():
        for pattern in patterns:
            if not any(matches_pattern(key, pattern) for key in form.cells):
                yield f"comparable.{other}：没有“{pattern}”这样的格"
    for table in form.tables:
        yield from _table_contradictions(form, table)
    yield from _twice("charts", [chart.key for chart in form.charts])
    for chart in form.charts:
        yield from _chart_contradictions(form, chart)
    for rule in form.rules:
        if rule.table is not None and rule.table not in {table.key for table in form.tables}:
            yield f"rules.{rule.id}.table：没有“{rule.table}”这张表"
        yield from _rule_contradictions(form, rule)


def told_contradictions(form: Form) -> Iterator[str]:
    """Give what the sentences of the report speak of and the form does not have."""
    tables, known = {table.key for table in form.tables}, {str(key) for key in form.cells}
    for passage in form.narrative:
        path = f"narrative.{passage.key}"
        yield from (f"{path}.nil_of：没有“{key}”这张表" for key in passage.nil_of if key not in tables)
        yield from (f"{path}.tells：没有“{name}”这个格" for name in passage.tells if name not in known)
        for name, manner in figure_places(passage.suggests):
            if manner or not figures_named(form, name):
                yield f"{path}.suggests：没有“{name}{':' if manner else ''}{manner}”这个格"
        yield from (f"{path}.suggests：{odd}" for odd in _other_unit(form, passage.suggests))
        for i, said in enumerate(passage.draft):
            here = f"{path}.draft[{i}]"
            if said.each and said.each not in tables:
                yield f"{here}.each：没有“{said.each}”这张表"
            named = [(said.whole, "")] if said.whole else []
            yield from (f"{here}：{odd}" for odd in _unit_twice(form, said.says))
            for name, manner in (*figure_places(said.says), *named):
                if not figures_named(form, name):
                    yield f"{here}：没有“{name}”这个格"
                if manner not in MANNERS:
                    yield f"{here}：“:{manner}”不是 {'、'.join(filter(None, MANNERS))} 之一"
                elif manner == "shares" and name.split(".")[1] not in form.table(name.split(".")[0]).groups:
                    yield f"{here}：“{name}:shares”要写一个组"
    yield from _no_patterns([("titled", form.titled)])
    yield from _no_patterns((f"notices.{notice.number}.marks", notice.marks) for notice in form.notices)
    for table in form.tables:
        lines: list[Line | Group] = [line for block in table.blocks for line in block.rows]
        of_lines = (*lines, *table.groups.values())
        yield from _no_patterns((f"tables.{table.key}.{line.key}.called", line.called) for line in of_lines)


def _no_patterns(given: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Name what is given, each at its path, and is no pattern."""
    for path, pattern in given:
        if not is_pattern(pattern):
            yield f"{path}：{pattern!r} 不是正则表达式"


def _other_unit(form: Form, template: str) -> Iterator[str]:
    """Name the figures of a sentence that are told in another unit than they stand in, or in several."""
    for name, after in followed_places(template):
        units = dict.fromkeys(form.stated_unit(key) for key in figures_named(form, name))
        yield from _added_unlike(name, units)
        written = unit_at_once(after)
        yield from (
            f"“{name}”后面写的是“{written}”，这一格按“{unit}”填，请改成一样的"
            for unit in units
            if differ(written, unit)
        )


def _unit_twice(form: Form, template: str) -> Iterator[str]:
    """Name the figures of a draft behind which a unit is written: each is told with its own."""
    for name, after in followed_places(template):
        if not (keys := figures_named(form, name)):
            continue
        yield from _added_unlike(name, dict.fromkeys(form.stated_unit(key) for key in keys))
        own = form.unit(keys[0])
        written = own if own and after.startswith(own) else unit_at_once(after) if own else ""
        if written:
            yield f"“{name}”后面的“{written}”请去掉，数的后面会写上它的单位“{own}”"


def _added_unlike(name: str, units: Iterable[str]) -> Iterator[str]:
    if any_differ(units):
        yield f"“{name}”把{'和'.join(filter(None, units))}加在一起，请分开写"


def _names_in(template: str) -> Iterator[str]:
    """Give the names in braces of a message. Raises ValueError when the braces are amiss."""
    for _, name, spec, conversion in Formatter().parse(template):
        if name is not None:
            if not name or spec or conversion:
                raise ValueError(template)
            yield name


def _rule_contradictions(form: Form, rule: Rule) -> Iterator[str]:
    path = f"rules.{rule.id}"
    if rule.each not in {None, "row", "column", "cell"}:
        yield f"{path}.each：{rule.each!r} 不是 row、column、cell"
    if bool(rule.check) == bool(rule.procedure):
        yield f"{path}：check 和 procedure 要写一个，只写一个"
    if rule.check and ((rule.table is None) != (rule.each == "cell") or not rule.at):
        yield f"{path}：有 check 的规则要写 at 和 table（each 是 cell 的不写 table）"
    if rule.each == "cell" and not rule.over:
        yield f"{path}.over：each 是 cell，要写出各格（表.行.栏）"
    if rule.procedure and rule.procedure not in PROCEDURES:
        yield f"{path}.procedure：没有“{rule.procedure}”这种校核，现有 {'、'.join(PROCEDURES)}"
    elif rule.procedure and set(rule.limits) != set(PROCEDURES[rule.procedure].limits):
        yield f"{path}.limits：应写 {'、'.join(PROCEDURES[rule.procedure].limits) or '空'}"
    if rule.waits and (rule.level is not Level.QUERY or rule.trial):
        yield f"{path}.waits：只有 level 是 query 的规则才等单位说明（试行的不等）"
    if bool(rule.procedure) != bool(rule.asks):
        yield f"{path}.asks：有 procedure 的规则要用一句话写明校核什么，别的不写"
    try:
        known = _facts_of(rule)
        unknown = set(_names_in(rule.says)) - set(known)
        limits = set(_names_in(rule.asks)) - set(rule.limits)
    except ValueError:
        yield f"{path}：says、asks 里的花括号不成对，或里面不是一个名称"
        return
    yield from (f"{path}.asks：没有“{{{name}}}”这一项" for name in sorted(limits))
    yield from (f"{path}.example：没有“{name}”这一项" for name in sorted(set(rule.example) - set(known)))
    yield from (
        f"{path}.says：这条规则没有“{{{name}}}”这一项，可用 {'、'.join(known)}" for name in sorted(unknown)
    )
    yield from _order_contradictions(form, rule)


def _facts_of(rule: Rule) -> tuple[str, ...]:
    """Give what the rule's message may speak of."""
    if procedure := PROCEDURES.get(rule.procedure):
        return procedure.facts
    told_of_last = "last." in rule.check + rule.when
    return tuple(fact for fact in FACTS if told_of_last or fact != _OF_LAST_YEAR)


def _order_contradictions(form: Form, rule: Rule) -> Iterator[str]:
    """Refuse rules that come after rules that are not there, or after themselves."""
    path = f"rules.{rule.id}.after"
    known = {other.id: other for other in form.rules}
    yield from (f"{path}：没有“{other}”这条规则" for other in rule.after if other not in known)
    before: set[str] = set()
    rest = list(rule.after)
    while rest:
        other = rest.pop()
        if other in known and other not in before:
            before.add(other)
            rest += known[other].after
    if rule.id in before:
        yield f"{path}：绕了一圈又回到自己"


def _table_contradictions(form: Form, table: Table) -> Iterator[str]:
    path = f"tables.{table.key}"
    if table.arrangement not in ARRANGEMENTS:
        yield f"{path}.arrangement：{table.arrangement!r} 不是 {'、'.join(ARRANGEMENTS)} 之一"
    if not table.blocks or any(not block.rows or not block.columns for block in table.blocks):
        yield f"{path}.blocks：每块至少一行一列"
    yield from _twice(path, [str(key) for key in table.cells])
    for block in table.blocks:
        for line in block.lines:
            here = f"{path}.{line.key}"
            if line.kind is not None and line.kind not in form.kinds:
                yield f"{here}.kind：没有“{line.kind}”这一种"
            if line.opens_with and line.opens_with not in {row.key for row in block.rows}:
                yield f"{here}.opens_with：没有“{line.opens_with}”这一行"
    known = {line.key for line in table.lines}
    for group in table.groups.values():
        for member in group.members:
            if member not in known:
                yield f"{path}.groups.{group.key}.members：没有“{member}”这一行或列"
    if "count" not in form.kinds:
        bare = [
            f"{row.key}.{column.key}"
            for block in table.blocks
            for row in block.rows
            for column in block.columns
            if not (row.kind or column.kind)
        ]
        if bare:
            yield f"{path}.{bare[0]}：没有写 kind，也没有定义 count"


def _chart_contradictions(form: Form, chart: Chart) -> Iterator[str]:
    path = f"charts.{chart.key}"
    if chart.shape not in SHAPES:
        yield f"{path}.shape：{chart.shape!r} 不是 {'、'.join(SHAPES)} 之一"
    needed = {"row": ("column",), "column": ("row",), "unit": ("row", "column")}.get(chart.each)
    if needed is None:
        yield f"{path}.each：{chart.each!r} 不是 row、column、unit"
        return
    missing = [name for name in needed if not getattr(chart, name)]
    if missing:
        yield f"{path}：each 是 {chart.each}，要写 {'、'.join(missing)}"
    elif chart.table not in {table.key for table in form.tables}:
        yield f"{path}.table：没有“{chart.table}”这张表"
    elif chart.each == "unit":
        if chart.figure not in form.position:
            yield f"{path}：没有“{chart.figure}”这个格"
    else:
        troubles = [*_point_contradictions(form.table(chart.table), chart, path)]
        yield from troubles or _axis_contradictions(form, chart, path)


def _axis_contradictions(form: Form, chart: Chart, path: str) -> Iterator[str]:
    """Name a chart whose points stand in several units of money or size: one axis has one."""
    units = dict.fromkeys(form.stated_unit(key) for keys in form.points(chart).values() for key in keys)
    if any_differ(units):
        yield f"{path}：图里把{'和'.join(filter(None, units))}画在一起，请用 over 写明只画哪些"


def _point_contradictions(table: Table, chart: Chart, path: str) -> Iterator[str]:
    """Name the lines and groups of a chart that the table does not have."""
    by_row = chart.each == "row"
    fixed = chart.column if by_row else chart.row
    there = {line.key for block in table.blocks for line in block.across(fixed, by_row)}
    if not there:
        yield f"{path}.{'column' if by_row else 'row'}：没有“{fixed}”这一{'列' if by_row else '行'}"
        return
    for name in chart.over:
        members = {name} if name in there else set(table.all_members(name)) if name in table.groups else set()
        if not members or members - there:
            yield f"{path}.over：没有“{name}”这一{'行' if by_row else '列'}或组"


def _twice(path: str, keys: Sequence[str]) -> Iterator[str]:
    yield from (f"{path}：“{key}”出现了 {n} 次" for key, n in Counter(keys).items() if n > 1)
