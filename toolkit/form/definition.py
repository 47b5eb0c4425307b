"""Read a form definition (TOML) into a `form.Form`; a contradiction is refused, all of them at once."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from toolkit.errors import DefinitionError, UsageError, explain_error
from toolkit.form.binding import bind
from toolkit.form.contradictions import form_contradictions
from toolkit.form.level import Level
from toolkit.form.model import Block, Chart, Field, Form, Gate, Group, Kind, Line, Rule, Table

T = TypeVar("T")

_RENAMED = {"in": {"Line": "group", "Group": "within"}}


def shipped_forms() -> tuple[str, ...]:
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
            f"没有“{name}”这张表样。现有的表样：{'、'.join(shipped_forms())}；自制的表样请写 .toml 文件的路径。"
        )
    try:
        text = source.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"表样定义 {source.name} 读不了：{explain_error(error)}。请另存为 UTF-8 编码的文本。"
        ) from error
    return read_form(text, source.name)


def read_form(text: str, source: str) -> Form:
    """Read a definition from its TOML `text`; `source` names it in messages."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(source, [f"TOML 写法不对：{explain_error(error)}"]) from error
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
    mistakes.extend(form_contradictions(form))
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
    if name not in shipped_forms():
        mistakes.append(f"{path}：没有“{name}”这张表样，现有 {'、'.join(shipped_forms())}")
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
