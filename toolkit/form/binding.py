"""Binding a rule to the cells it stands for: its expressions, with every name looked up in the form."""

from collections.abc import Iterator
from dataclasses import replace

from toolkit.form.expression import ExpressionError, Resolve, is_truth, parse
from toolkit.form.model import Form, Instance, Key, Node, Ref, Rule, Table

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
        yield replace(instance, label=lines[each].name if each else form.label(instance.at))


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
            block = next(b for b in table.blocks if each in {x.key for x in b.lines})
            lines = table.members(block, line) if line in table.groups else (line,)
            by_row = rule.each == "row"
            keys = tuple(Key(table.key, each, m) if by_row else Key(table.key, m, each) for m in lines)
        case (*elsewhere, row, column) if len(elsewhere) <= 1:
            keys = _named(form, elsewhere[0] if elsewhere else table.key, row, column)
        case _:
            keys = ()
    if not keys or any(k not in form.position for k in keys):
        raise ExpressionError(f"没有“{'.'.join(path)}”这个格")
    return tuple(Ref(k, last) for k in keys)


def _named(form: Form, table_key: str, row: str, column: str) -> tuple[Key, ...]:
    """Give the cell of a row, or those of a group of rows, in a column."""
    table = next((t for t in form.tables if t.key == table_key), None)
    rows = table.members(table.blocks[0], row) if table is not None and row in table.groups else (row,)
    return tuple(Key(table_key, each, column) for each in rows)
