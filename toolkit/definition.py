"""Read a form definition (TOML) into a `form.Form`; a contradiction is refused, all of them at once."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Formatter
from typing import Any, TypeVar, get_type_hints

from toolkit.binding import bind
from toolkit.errors import DefinitionError, UsageError, told
from toolkit.expression import Key
from toolkit.finding import Level
from toolkit.form import Block, Chart, Field, Form, Gate, Group, Kind, Line, Rule, Table, matches

T = TypeVar("T")

SHAPES = ("column", "bar", "pie")
ARRANGEMENTS = ("blocks", "matrix", "line", "list")
FIELD_KINDS = ("text", "date", "choice")
PROMPT_TITLE_LIMIT = 32  # Excel's own limit for the title of an input prompt
SAYS_LIMIT = 120  # with the rule's number and the kind's sentence it stays below Excel's 255
EMPTY_LIMIT = 45  # with punctuation below the 64 levels to which Excel nests functions
# checks that no expression can say, and the thresholds that each needs
PROCEDURES: Mapping[str, Sequence[str]] = {
    "prose_figures": (),
    "prose_parts": (),
    "prose_period": (),
    "prose_year": (),
    "prose_name": (),
    "prose_notice": (),
    "prose_instructions": (),
    "prose_fee": (),
    "prose_missing": (),
    "same_figures": ("nonzero",),
    "same_as_last_year": ("nonzero",),
    "same_prose": ("percent",),
    "same_prose_as_last_year": ("percent",),
    "parent_contains_child": ("nonzero",),
    "government_and_office": ("nonzero",),
    "split_opening": (),
}
# what a rule's message may speak of
FACTS = frozenset({
    "each", "left", "right", "difference", "now", "before", "passage", "quote", "compared", "sum", "remark", "found", "expected",
    "other", "sheets", "count", "absent",
})  # fmt: skip
_RENAMED = {"in": {"Line": "group", "Group": "within"}}


def shipped() -> tuple[str, ...]:
    """Keys of the forms that come with the tool, oldest first."""
    names = (entry.name for entry in files("workbook_templates").iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml") and n != "look.toml"))


def _shipped(name: str) -> Traversable:
    return files("workbook_templates") / f"{name}.toml"


@cache
def load_form(name: str) -> Form:
    """Load a shipped form by key, or any form by the path of its TOML file.

    Raises UsageError when there is none, DefinitionError with every mistake when it contradicts itself.
    """
    source: Traversable = Path(name) if name.endswith(".toml") else _shipped(name)
    if not source.is_file():
        raise UsageError(
            f"没有“{name}”这张表样。现有的表样：{'、'.join(shipped())}；自制的表样请写 .toml 文件的路径。"
        )
    try:
        text = source.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"表样定义 {source.name} 读不了：{told(error)}。请另存为 UTF-8 编码的文本。"
        ) from error
    return read_form(text, source.name)


def read_form(text: str, source: str) -> Form:
    """Read a definition from its TOML `text`; `source` names it in messages."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(source, [f"TOML 写法不对：{told(error)}"]) from error
    mistakes: list[str] = []
    form = _form(raw, mistakes)
    if form is None or mistakes:
        raise DefinitionError(source, mistakes)
    return form


# ------------------------------------------------------------------ records from TOML


def _record(cls: type[T], raw: object, path: str, mistakes: list[str], **made: object) -> T | None:
    """Build one record from a TOML table, noting unknown, missing and wrongly typed keys."""
    if not isinstance(raw, Mapping):
        mistakes.append(f"{path}：应是一个表")
        return None
    hints = get_type_hints(cls)
    known = {f.name: f for f in fields(cls) if f.name not in made}  # type: ignore[arg-type]
    values: dict[str, object] = dict(made)
    before = len(mistakes)
    for key, value in raw.items():
        name = _RENAMED.get(key, {}).get(cls.__name__, key)
        if name not in known:
            if name not in made:
                mistakes.append(f"{path}.{key}：没有这个键")
        elif (fitting := _fitting(value, hints[name])) is None:
            mistakes.append(f"{path}.{key}：值 {value!r} 的类型不对")
        else:
            values[name] = fitting
    for name, f in known.items():
        if name not in values and f.default is MISSING and f.default_factory is MISSING:
            mistakes.append(f"{path}.{name}：缺少")
    return cls(**values) if len(mistakes) == before else None


def _fitting(value: object, hint: Any) -> object:  # noqa: ANN401 (a type hint)
    """Return the value as the hint wants it, or None."""
    if hint is Level:
        return Level(str(value)) if value in set(Level) else None
    if hint == tuple[str, ...]:
        return tuple(value) if isinstance(value, list) and all(isinstance(v, str) for v in value) else None
    if hint == Mapping[str, int]:
        return value if isinstance(value, dict) and all(type(v) is int for v in value.values()) else None
    if hint == Mapping[str, tuple[str, ...]]:
        lists = (
            {k: _fitting(v, tuple[str, ...]) for k, v in value.items()}
            if isinstance(value, dict)
            else {"": None}
        )
        return None if None in lists.values() else lists
    if hint == Mapping[str, str]:
        return value if isinstance(value, dict) and all(type(v) is str for v in value.values()) else None
    wanted = {str: str, str | None: str, int: int, int | None: int, bool: bool}.get(hint)
    return value if wanted is not None and type(value) is wanted else None


def _records(cls: type[T], raw: object, path: str, mistakes: list[str]) -> tuple[T, ...]:
    if not isinstance(raw, Sequence) or isinstance(raw, str):
        mistakes.append(f"{path}：应是一列表")
        return ()
    made = (_record(cls, item, f"{path}[{i}]", mistakes) for i, item in enumerate(raw))
    return tuple(record for record in made if record is not None)


def _form(raw: Mapping[str, Any], mistakes: list[str]) -> Form | None:
    kinds = {
        key: kind
        for key, table in _mapping(raw, "kinds", mistakes).items()
        if (kind := _record(Kind, {"key": key, **table}, f"kinds.{key}", mistakes)) is not None
    }
    tables = tuple(
        table
        for i, item in enumerate(raw.get("tables", []))
        if (table := _table(item, f"tables[{i}]", mistakes)) is not None
    )
    gate = _record(Gate, raw.get("gate", {}), "gate", mistakes)
    identity = _records(Field, raw.get("identity", []), "identity", mistakes)
    narrative = _records(Field, raw.get("narrative", []), "narrative", mistakes)
    rules = _records(Rule, _completed(raw.get("rules", []), mistakes), "rules", mistakes)
    charts = _records(Chart, raw.get("charts", []), "charts", mistakes)
    made: dict[str, object] = {"kinds": kinds, "gate": gate, "tables": tables, "identity": identity}
    made |= {"narrative": narrative, "rules": rules, "charts": charts}
    head = {k: v for k, v in raw.items() if k not in made}
    head["key"] = head.pop("form", None)
    head.setdefault("last_year", None)
    if head["last_year"] is None:
        del head["last_year"]
    if mistakes:
        # names cannot be looked up in a form that is only half there
        return None
    form = _record(
        Form,
        head,
        "form",
        mistakes,
        **made,
        instances=(),
        **({} if "last_year" in head else {"last_year": None}),
    )
    if form is None:
        return None
    mistakes.extend(_contradictions(form))
    if mistakes:
        return None
    instances = tuple(instance for rule in rules for instance in bind(form, rule, mistakes))
    return Form(**{f.name: getattr(form, f.name) for f in fields(Form)} | {"instances": instances})


def _completed(rules: object, mistakes: list[str]) -> object:
    """Complete the rules that are `like` the one of the same id in another form; what they declare themselves stands."""
    if not isinstance(rules, list):
        return rules
    return [_like(rule, mistakes) if isinstance(rule, dict) and "like" in rule else rule for rule in rules]


@cache
def _declared_rules(name: str) -> Sequence[Mapping[str, Any]]:
    rules: Sequence[Mapping[str, Any]] = tomllib.loads(_shipped(name).read_text(encoding="utf-8")).get(
        "rules", []
    )
    return rules


def _like(rule: Mapping[str, Any], mistakes: list[str]) -> Mapping[str, Any]:
    path, name = f"rules.{rule.get('id')}.like", str(rule["like"])
    own = {key: value for key, value in rule.items() if key != "like"}
    if name not in shipped():
        mistakes.append(f"{path}：没有“{name}”这张表样，现有 {'、'.join(shipped())}")
        return own
    other = next((other for other in _declared_rules(name) if other.get("id") == rule.get("id")), None)
    if other is None:
        mistakes.append(f"{path}：{name} 里没有“{rule.get('id')}”这条规则")
        return own
    return {**other, **own}


def _mapping(raw: Mapping[str, Any], key: str, mistakes: list[str]) -> Mapping[str, Any]:
    value = raw.get(key, {})
    if isinstance(value, Mapping) and all(isinstance(v, Mapping) for v in value.values()):
        return value
    mistakes.append(f"{key}：应是一个表")
    return {}


def _table(raw: object, path: str, mistakes: list[str]) -> Table | None:
    if not isinstance(raw, Mapping):
        mistakes.append(f"{path}：应是一个表")
        return None
    groups = {
        group.key: group for group in _records(Group, raw.get("groups", []), f"{path}.groups", mistakes)
    }
    blocks = []
    for i, item in enumerate(raw.get("blocks", [])):
        here = f"{path}.blocks[{i}]"
        rows = _records(Line, item.get("rows", []), f"{here}.rows", mistakes)
        columns = _records(Line, item.get("columns", []), f"{here}.columns", mistakes)
        block = _record(Block, item, here, mistakes, rows=rows, columns=columns)
        if block is not None:
            blocks.append(block)
    return _record(Table, raw, path, mistakes, groups=groups, blocks=tuple(blocks))


# ------------------------------------------------------------------ what contradicts itself


def _contradictions(form: Form) -> Iterator[str]:
    yield from _twice("tables", [table.key for table in form.tables])
    yield from _twice("tables.sheet", [table.sheet for table in form.tables])
    yield from _twice(
        "rules", [*(rule.id for rule in form.rules), *(kind.id for kind in form.kinds.values())]
    )
    yield from _twice("identity", [field.key for field in form.identity])
    yield from _twice("narrative", [field.key for field in form.narrative])
    for field in (*form.identity, *form.narrative):
        if field.kind not in FIELD_KINDS:
            yield f"{field.key}.kind：{field.kind!r} 不是 {'、'.join(FIELD_KINDS)} 之一"
        if (field.kind == "choice") != bool(field.choices):
            yield f"{field.key}.choices：choice 要写出选项，别的不写"
    for kind, patterns in form.kind_names.items():
        yield from (
            f"kind_names.{kind}：{pattern!r} 不是正则表达式"
            for pattern in patterns
            if not _is_pattern(pattern)
        )
    for other, patterns in form.comparable.items():
        for pattern in patterns:
            if not any(matches(key, pattern) for key in form.cells):
                yield f"comparable.{other}：没有“{pattern}”这样的格"
    for table in form.tables:
        yield from _table_contradictions(form, table)
    if len(form.gate.empty) > EMPTY_LIMIT:
        yield f"gate.empty：{len(form.gate.empty)} 条，最多 {EMPTY_LIMIT} 条（表里的公式套得太深）"
    yield from _twice("charts", [chart.key for chart in form.charts])
    for chart in form.charts:
        yield from _chart_contradictions(form, chart)
    for rule in form.rules:
        if rule.table is not None and rule.table not in {table.key for table in form.tables}:
            yield f"rules.{rule.id}.table：没有“{rule.table}”这张表"
        yield from _rule_contradictions(form, rule)


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


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
    elif rule.procedure and set(rule.limits) != set(PROCEDURES[rule.procedure]):
        yield f"{path}.limits：应写 {'、'.join(PROCEDURES[rule.procedure]) or '空'}"
    if bool(rule.procedure) != bool(rule.asks):
        yield f"{path}.asks：有 procedure 的规则要用一句话写明校核什么，别的不写"
    unknown = {name for _, name, _, _ in Formatter().parse(rule.says) if name} - FACTS
    yield from (
        f"{path}.says：没有“{{{name}}}”这一项，可用 {'、'.join(sorted(FACTS))}" for name in sorted(unknown)
    )
    yield from _order_contradictions(form, rule)


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
    for group in table.groups.values():
        if group.within is not None and group.within not in table.groups:
            yield f"{path}.groups.{group.key}.in：没有“{group.within}”这一组"
    for block in table.blocks:
        keys = {line.key for line in (*block.rows, *block.columns)}
        for line in (*block.rows, *block.columns):
            here = f"{path}.{line.key}"
            if line.group is not None and line.group not in table.groups:
                yield f"{here}.in：没有“{line.group}”这一组"
            if line.kind is not None and line.kind not in form.kinds:
                yield f"{here}.kind：没有“{line.kind}”这一种"
            if len(line.name) > PROMPT_TITLE_LIMIT:
                yield f"{here}.short：名称 {len(line.name)} 字，提示框的标题最多 {PROMPT_TITLE_LIMIT} 字，请加 short"
            if len(line.says) > SAYS_LIMIT:
                yield f"{here}.says：{len(line.says)} 字，最多 {SAYS_LIMIT} 字"
            if line.sum_of is not None and line.sum_of not in table.groups:
                yield f"{here}.sum_of：没有“{line.sum_of}”这一组"
        for group in table.groups.values():
            for member in group.members:
                if len(table.blocks) == 1 and member not in keys:
                    yield f"{path}.groups.{group.key}.members：没有“{member}”这一行或列"
    if (
        not any(line.kind for block in table.blocks for line in (*block.rows, *block.columns))
        and "count" not in form.kinds
    ):
        yield f"{path}：没有写 kind，也没有定义 count"


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
        if Key(chart.table, chart.row, chart.column) not in form.position:
            yield f"{path}：没有“{chart.table}.{chart.row}.{chart.column}”这个格"
    else:
        yield from _point_contradictions(form.table(chart.table), chart, path)


def _point_contradictions(table: Table, chart: Chart, path: str) -> Iterator[str]:
    """Name the lines and groups of a chart that the table does not have."""
    by_row = chart.each == "row"
    fixed = chart.column if by_row else chart.row
    for block in table.blocks:
        rows, columns = ({line.key for line in lines} for lines in (block.rows, block.columns))
        if fixed in (columns if by_row else rows):
            there = rows if by_row else columns
            for name in chart.over:
                members = (
                    {name}
                    if name in there
                    else set(table.members(block, name))
                    if name in table.groups
                    else set()
                )
                if not members or members - there:
                    yield f"{path}.over：没有“{name}”这一{'行' if by_row else '列'}或组"
            return
    yield f"{path}.{'column' if by_row else 'row'}：没有“{fixed}”这一{'列' if by_row else '行'}"


def _twice(path: str, keys: Sequence[str]) -> Iterator[str]:
    yield from (f"{path}：“{key}”出现了 {n} 次" for key, n in Counter(keys).items() if n > 1)
