"""Frozen records from the tables of a TOML file.

Unknown, missing and wrongly typed keys are noted, all of them.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from difflib import get_close_matches
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_type_hints

from toolkit.form.elements import Level

T = TypeVar("T")

_RENAMED = {"in": {"Line": "group", "Group": "within"}}
_WORDED: Mapping[Any, str] = {  # what a value has to be, in words
    Level: " error、query、notice 中的一个",
    str: "文字（要放在双引号里）",
    int: "整数（不加引号）",
    bool: " true 或 false（不加引号）",
    tuple[str, ...]: '一列文字（例：["甲", "乙"]）',
    Mapping[str, int]: "一组整数（例：{ percent = 50 }）",
    Mapping[str, str]: '一组文字（例：{ "甲" = "乙" }）',
    Mapping[str, tuple[str, ...]]: '一组文字的列表（例：{ "甲" = ["乙", "丙"] }）',
}
_ALIKE = 0.6  # a key that is not there is called by the one that it is so much alike
_WHOLE_NUMBERS = range(-(2**53) + 1, 2**53)  # what a sheet's cell can hold exactly


class _Wanted(NamedTuple):
    hint: Any
    required: bool


@cache
def _fields(cls: type[Any]) -> Mapping[str, _Wanted]:
    """Return what a record of this kind holds, by name."""
    hints = get_type_hints(cls)
    return {
        f.name: _Wanted(hints[f.name], f.default is MISSING and f.default_factory is MISSING)
        for f in fields(cls)
    }


def record_of(cls: type[T], raw: object, path: str, mistakes: list[str], **made: object) -> T | None:
    """Build one record from a TOML table, noting unknown, missing and wrongly typed keys."""
    if not isinstance(raw, Mapping):
        mistakes.append(f"{path}：应是一个表")
        return None
    known = {name: f for name, f in _fields(cls).items() if name not in made}  # type: ignore[arg-type]
    values: dict[str, object] = dict(made)
    before = len(mistakes)
    for key, value in raw.items():
        name = _RENAMED.get(key, {}).get(cls.__name__, key)
        if name not in known:
            if name not in made:
                near = get_close_matches(key, {*known, *made}, n=1, cutoff=_ALIKE)
                mistakes.append(f"{path}.{key}：没有这个键" + "".join(f"，是不是 {one}？" for one in near))
        elif (fitting := _fitting(value, known[name].hint)) is None:
            mistakes.append(f"{path}.{key}：{value!r} 不是{_worded(known[name].hint)}")
            values[name] = None  # it is there
        else:
            values[name] = fitting
    for name, f in known.items():
        if name not in values and f.required:
            mistakes.append(f"{path}.{name}：缺少")
    return cls(**values) if len(mistakes) == before else None


def records_of(cls: type[T], raw: object, path: str, mistakes: list[str]) -> tuple[T, ...]:
    """Build a record from each table of a list."""
    made = (
        record_of(cls, item, item_path(path, i, item), mistakes)
        for i, item in enumerate(list_of(raw, path, mistakes))
    )
    return tuple(record for record in made if record is not None)


def item_path(path: str, number: int, item: object) -> str:
    """Name an item of a list by its key or id, as all other mistakes do; by its number where it has none."""
    name = item.get("key", item.get("id")) if isinstance(item, Mapping) else None
    return f"{path}.{name}" if isinstance(name, str) and name else f"{path}[{number}]"


def list_of(raw: object, path: str, mistakes: list[str]) -> list[Any]:
    """Give a list as it stands; anything else is noted and counts as empty."""
    if isinstance(raw, list):
        return raw
    mistakes.append(f"{path}：应是一列表")
    return []


def tables_of(raw: object, path: str, mistakes: list[str]) -> Mapping[str, Mapping[str, Any]]:
    """Give a table of tables as it stands; anything else is noted and counts as empty."""
    if isinstance(raw, Mapping) and all(isinstance(value, Mapping) for value in raw.values()):
        return raw
    mistakes.append(f"{path}：应是一个表")
    return {}


def _worded(hint: Any) -> str:  # noqa: ANN401 (a type hint)
    """Say what a value has to be."""
    return _WORDED.get(hint) or next(said for kind, said in _WORDED.items() if hint == kind | None)


def _fitting(value: object, hint: Any) -> object:  # noqa: ANN401 (a type hint)
    """Return the value as the hint wants it, or None."""
    if hint is Level:
        return Level(value) if isinstance(value, str) and value in set(Level) else None
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
    fits = wanted is not None and type(value) is wanted and (wanted is not int or value in _WHOLE_NUMBERS)
    return value if fits else None
