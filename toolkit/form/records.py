"""Frozen records from the tables of a TOML file.

Unknown, missing and wrongly typed keys are noted, all of them. The record is then made as it seems to be
meant, so that what else is amiss in the definition can be said too.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from datetime import date, time
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
_ELSEWHERE = {("Table", side): "要写在 [[tables.blocks]] 下面" for side in ("rows", "columns")}
# what a form cannot say, in the words in which people try it, and what to write instead
_NUMBERS_ONLY = (
    "格里只能填数：选项、日期、文字写在封面（identity）或文字（narrative）里，选项也可以一项一栏填个数"
)
_ONE_BY_ONE = "行和栏要一个个写明，不能由单位自己加"
_EVERY_CELL = "一块里每行都有全部的栏，栏不同的行放在另一块（arrangement 写 blocks）"
_TWO_SIDES = "允许的误差写在 check 里，例如 甲 - 乙 <= 1 and 乙 - 甲 <= 1"
_TRIED: Mapping[tuple[str, str], str] = {
    **dict.fromkeys((("Kind", "minimum"), ("Kind", "min")), "最小是 0；可以填负数的写 signed = true"),
    **{(cls, key): _NUMBERS_ONLY for cls in ("Kind", "Line") for key in ("choices", "options", "type")},
    ("Kind", "kind"): _NUMBERS_ONLY,
    ("Kind", "format"): "显示成什么样由 decimals（小数位数）和 unit（单位）定，不另写格式",
    **{("Line", key): _ONE_BY_ONE for key in ("repeat", "free", "more", "count")},
    **{("Line", key): _EVERY_CELL for key in ("columns", "only", "except", "cells", "skip")},
    **{
        ("Line", key): "一行一栏不能单独写可不可以空着，放在另一张 required = false 的表里"
        for key in ("required", "optional")
    },
    **{
        ("Line", key): "平均数不能作一格（各单位的加不起来），请写分子、分母"
        for key in ("average_of", "avg_of", "mean_of")
    },
    **{
        ("Line", key): "自动算的只有合计（sum_of）；别的关系写成规则"
        for key in ("formula", "equals", "computed")
    },
    **{("Rule", key): _TWO_SIDES for key in ("tolerance", "within", "allow", "margin")},
}
_LISTED = "应是一列表，每一项写两个方括号（[[…]]）"
_ALIKE = 0.6  # a key that is not there is called by the one that it is so much alike
_WHOLE_NUMBERS = range(-(2**53) + 1, 2**53)  # what a sheet's cell can hold exactly


# what other parts of a definition name or add up: where one is not known, they would be accused of it
_STOOD_ON = frozenset({"key", "group", "kind", "within", "members", "decimals", "unit"})
_YES_NO = {"true": True, "false": False}
_MADE_UP: Mapping[Any, object] = {Level: Level.QUERY, int: 0}  # of a text that is needed: its key
_IN_BLOCK = re.compile(r"\.blocks\[\d+\]\.(?:rows|columns)\.")  # no other path says the block


class Mistakes(list[str]):
    """What is amiss in a definition: key path – what is wrong.

    ``blind``: something is not known that others stand on, so that nothing more can be asked. ``told``: the
    paths of what was made up in its place.
    """

    def __init__(self) -> None:
        """Begin without any."""
        super().__init__()
        self.blind = False
        self.told: set[str] = set()

    def add(self, found: Iterable[str]) -> None:
        """Note what was found, once, and nothing about what was made up."""
        for one in found:
            if one not in self and one.partition("：")[0] not in self.told:
                self.append(one)


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


def record_of(cls: type[T], raw: object, path: str, mistakes: Mistakes, **made: object) -> T | None:
    """Build one record from a TOML table, noting unknown, missing and wrongly typed keys.

    What is wrong in it is made up: by the key that seems to be meant, by the value, by nothing.
    """
    if not isinstance(raw, Mapping):
        mistakes.append(f"{path}：应是一个表")
        mistakes.blind = True
        return None
    known = {name: f for name, f in _fields(cls).items() if name not in made}  # type: ignore[arg-type]
    values: dict[str, object] = dict(made)
    meant: dict[str, object] = {}
    for key, value in raw.items():
        name = _RENAMED.get(key, {}).get(cls.__name__, key)
        if name not in known:
            if name not in made:
                near = get_close_matches(key, {*known, *made}, n=1, cutoff=_ALIKE)
                if (cls.__name__, key) in _ELSEWHERE:
                    near = []
                    mistakes.blind = True
                if tried := _TRIED.get((cls.__name__, key)):
                    near = []
                said = _ELSEWHERE.get((cls.__name__, key), f"没有这个键，{tried}" if tried else "没有这个键")
                mistakes.append(f"{path}.{key}：{said}" + "".join(f"，是不是 {one}？" for one in near))
                meant.update((one, value) for one in near)
        elif (fitting := _fitting(value, known[name].hint)) is None:
            mistakes.append(f"{path}.{key}：{_as_typed(value)} 不是{_worded(known[name].hint)}")
            _make_up(values, name, value, known[name], f"{path}.{key}", mistakes)
        else:
            values[name] = fitting
    for name, value in meant.items():
        if name in made:
            mistakes.blind = True
        elif name not in values:
            _make_up(values, name, value, known[name], f"{path}.{name}", mistakes)
    for name, f in known.items():
        if name not in values and f.required:
            mistakes.append(f"{path}.{name}：缺少")
            _make_up(values, name, None, f, f"{path}.{name}", mistakes)
    return cls(**values)


def _make_up(
    values: dict[str, object], name: str, value: object, wanted: _Wanted, path: str, mistakes: Mistakes
) -> None:
    """Put what seems to be meant by a value that does not fit, or is missing, among the others."""
    likely = _likely(value, wanted.hint)
    if likely is None or likely != value:
        mistakes.told.add(_IN_BLOCK.sub(".", path))
    if likely is None:
        mistakes.blind |= name in _STOOD_ON
        likely = _MADE_UP.get(wanted.hint, name) if wanted.required else None
    if likely is not None:
        values[name] = likely


def _likely(value: object, hint: Any) -> object:  # noqa: ANN401 (a type hint)
    """Return what the hint wants that a value seems to mean, or None."""
    if (fitting := _fitting(value, hint)) is not None:
        return fitting
    match value:
        case int() | float() if hint in (str, str | None):
            return str(value)
        case str() if hint in (int, int | None) and value.isdecimal():
            return int(value)
        case str() if hint is bool:
            return _YES_NO.get(value)
        case str() if hint == tuple[str, ...]:
            return (value,)
        case list() if hint == tuple[str, ...]:
            return tuple(str(one) for one in value)
    return None


def records_of(cls: type[T], raw: object, path: str, mistakes: Mistakes) -> tuple[T, ...]:
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


def list_of(raw: object, path: str, mistakes: Mistakes) -> list[Any]:
    """Give a list as it stands; anything else is noted and counts as empty."""
    if isinstance(raw, list):
        return raw
    mistakes.append(f"{path}：{_LISTED}")
    mistakes.blind = True
    return []


def tables_of(raw: object, path: str, mistakes: Mistakes) -> Mapping[str, Mapping[str, Any]]:
    """Give a table of tables as it stands; anything else is noted and counts as empty."""
    if isinstance(raw, Mapping) and all(isinstance(value, Mapping) for value in raw.values()):
        return raw
    mistakes.append(f"{path}：应是一个表")
    mistakes.blind = True
    return {}


def _as_typed(value: object) -> str:
    """Write a value as it stands in the file: true, 2023-01-01, '文字'."""
    match value:
        case bool():
            return str(value).lower()
        case date() | time():
            return value.isoformat()
    return repr(value)


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
