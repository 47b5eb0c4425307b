"""Binding a rule to the cells it stands for: its expressions, with every name looked up in the form."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from toolkit.form.expression import ExpressionError, Resolve, is_truth, parse
from toolkit.form.model import Form, Instance, Key, Line, Node, Ref, Rule, Table, names_apart

FIGURE = "figure"  # in a rule for single cells: the cell


def bind(form: Form, rule: Rule, mistakes: list[str]) -> Iterator[Instance]:
    """Apply a rule to each column or row that it stands for."""
    if rule.procedure:
        return
    if rule.each == "cell":
        yield from _cell_instances(form, rule, mistakes)
        return
    assert rule.table is not None  # noqa: S101 (refused before as a contradiction)
    table = form.table(rule.table)
    lines = {
        line.key: line
        for block in table.blocks
        for line in (block.columns if rule.each == "column" else block.rows if rule.each == "row" else ())
    }
    names = _names(table, [*lines.values()])
    unknown = [key for key in rule.over if key not in lines]
    if unknown:
        mistakes.append(f"rules.{rule.id}.over：没有“{'、'.join(unknown)}”")
        return
    for number, each in enumerate(rule.over or tuple(lines) or ("",), 1):

        def resolve(path: tuple[str, ...], each: str = each) -> tuple[Ref, ...]:
            return _resolve(form, table, rule, each, path)

        try:
            instance = _bound(rule, number, each, resolve)
        except ExpressionError as error:
            mistakes.append(f"rules.{rule.id}：{error}")
            return
        yield replace(instance, label=names[each] if each else form.label(instance.at))


def _names(table: Table, lines: Sequence[Line]) -> Mapping[str, str]:
    """Name lines as messages do; those of one name by their group, or by the title of their block."""
    titles = {line.key: block.article for block in reversed(table.blocks) for line in block.lines}
    named = [(one.name, table.groups[one.group].label if one.group else titles[one.key]) for one in lines]
    return dict(zip((one.key for one in lines), names_apart(named), strict=True))


def _cell_instances(form: Form, rule: Rule, mistakes: list[str]) -> Iterator[Instance]:
    """Apply a rule to each cell that it names; in it ``figure`` is that cell."""
    for number, each in enumerate(rule.over, 1):
        key = Key.read(each)
        if key not in form.position:
            mistakes.append(f"rules.{rule.id}.over：没有“{each}”这个格")
            return
        table = form.table(key.table)

        def resolve(path: tuple[str, ...], key: Key = key, table: Table = table) -> tuple[Ref, ...]:
            if path[-1] == FIGURE and path[:-1] in {(), ("last",)}:
                return (Ref(key, len(path) > 1),)
            return _resolve(form, table, rule, "", path)

        try:
            yield replace(_bound(rule, number, each, resolve), label=form.label(key))
        except ExpressionError as error:
            mistakes.append(f"rules.{rule.id}：{error}")
            return


def _bound(rule: Rule, number: int, each: str, resolve: Resolve) -> Instance:
    """Bind a rule's expressions to the figures that `resolve` finds. Raises ExpressionError."""
    check = parse(rule.check, resolve)
    when = parse(rule.when, resolve) if rule.when else None
    at = resolve(tuple(rule.at.split(".")))[0].key
    marks = tuple(resolve(tuple(m.split(".")))[0].key for m in rule.marks) or (at,)
    _require_truth(check, when)
    return Instance(rule=rule, number=number, each=each, label="", check=check, when=when, at=at, marks=marks)


def _require_truth(*nodes: Node | None) -> None:
    if not all(node is None or is_truth(node) for node in nodes):
        raise ExpressionError("check 和 when 要是一个比较式")


def _resolve(form: Form, table: Table, rule: Rule, each: str, path: tuple[str, ...]) -> tuple[Ref, ...]:
    """Find the figures that a name in a rule means; bare names are cells of the rule's row or column."""
    last = path[0] == "last"
    name = path[1:] if last else path
    match name:
        case (line,) if each:
            by_row = rule.each == "row"
            lines = table.all_members(line) if line in table.groups else (line,)
            cells = (Key(table.key, each, m) if by_row else Key(table.key, m, each) for m in lines)
            keys = _there(form, cells) if line in table.groups else tuple(cells)
        case (*elsewhere, row, column) if len(elsewhere) <= 1:
            keys = _named(form, elsewhere[0] if elsewhere else table.key, row, column)
        case _:
            keys = ()
    if not keys or any(k not in form.position for k in keys):
        raise ExpressionError(f"没有“{'.'.join(path)}”这个格")
    return tuple(Ref(k, last) for k in keys)


def _named(form: Form, table_key: str, row: str, column: str) -> tuple[Key, ...]:
    """Give the cell of a row in a column, or those of a group of rows or columns."""
    table = next((t for t in form.tables if t.key == table_key), None)
    if table is None or not {row, column} & set(table.groups):
        return (Key(table_key, row, column),)
    rows = table.all_members(row) if row in table.groups else (row,)
    grouped = column in table.groups and all(column != line.key for line in table.lines)
    columns = table.all_members(column) if grouped else (column,)
    return _there(form, (Key(table_key, one, other) for one in rows for other in columns))


def _there(form: Form, keys: Iterable[Key]) -> tuple[Key, ...]:
    """Give those cells of a group that there are: a row of another block may lack the column."""
    return tuple(key for key in keys if key in form.position)
