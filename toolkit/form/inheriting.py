"""A definition that is ``like`` another is its differences; here it is completed.

Tables are merged key by key. In lists the items are known by their ``key`` (or ``id``): one that the other
has is changed where the new one says so, a new one comes last or, with ``below``, below the item of that
key. Blocks of a table are known by their place. ``without`` names what is not taken over: ``rules.R06``,
``tables.money.spent``; what is declared anew under such a name takes its place.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeGuard

Table = dict[str, Any]
OWN = ("form", "edition", "first_year", "last_year")  # what every form says of itself
_GONE = ""  # no key of a definition; an item with it keeps the place of one that is not taken over
MOST = 8  # forms that are like one another in a row
PLAIN = "要写现有表样的名称，或者同一个文件夹里的 .toml 文件名（不写路径）"


def is_plain(name: str) -> bool:
    """Whether a name leads nowhere else: what a form is like moves with it into a year's folder."""
    return not set(name) & set("/\\:") and name not in {"", ".", ".."}


def completed(
    raw: Mapping[str, Any], read: Callable[[str], str], mistakes: list[str], depth: int = 0
) -> Table:
    """Complete a definition by the ones it is ``like``; `read` gives the TOML text of one by its name.

    `read` raises UsageError when there is none; a broken one is a mistake of this definition.
    """
    own = {key: value for key, value in raw.items() if key not in {"like", "without"}}
    if "like" not in raw:
        if "without" in raw:
            mistakes.append("without：写了 like 才能写 without")
        return own
    if not isinstance(raw["like"], str) or depth >= MOST:
        mistakes.append(f"like：{raw['like']!r} 不能作底本（要写表样的名称，最多连着套 {MOST} 层）")
        return own
    if not is_plain(raw["like"]):
        mistakes.append(f"like：{PLAIN}，写的是“{raw['like']}”")
        return own
    try:
        base = completed(tomllib.loads(read(raw["like"])), read, mistakes, depth + 1)
    except (ValueError, RecursionError) as error:
        mistakes.append(f"like：底本“{raw['like']}”的 TOML 写法不对：{error}")
        return own
    base = {key: value for key, value in base.items() if key not in OWN}
    for path in _paths(raw.get("without", []), mistakes):
        base = _without(base, path.split("."), path, mistakes)
    swept: Table = _swept(_merged_tables(base, own, "", mistakes))
    return swept


def _swept(value: Any) -> Any:  # noqa: ANN401 (whatever TOML holds)
    """Give a definition without the places that were kept for what is not taken over."""
    if isinstance(value, dict):
        return {key: _swept(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_swept(one) for one in value if not (isinstance(one, dict) and _GONE in one)]
    return value


def _paths(value: object, mistakes: list[str]) -> Sequence[str]:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return value
    mistakes.append("without：应是一列文字")
    return ()


def _merged_tables(base: Table, own: Table, path: str, mistakes: list[str]) -> Table:
    merged = dict(base)
    for key, value in own.items():
        here = f"{path}.{key}" if path else key
        before = base.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            merged[key] = _merged_tables(before, value, here, mistakes)
        elif _is_list_of_tables(before) and _is_list_of_tables(value):
            merge = _merged_blocks if key == "blocks" else _merged_lists
            merged[key] = merge(before, value, here, mistakes)
        else:
            merged[key] = value
    return merged


def _is_list_of_tables(value: object) -> TypeGuard[list[Table]]:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _name(item: Table) -> object:
    return item.get("key", item.get("id", item.get("of")))


def _merged_blocks(base: list[Table], own: list[Table], path: str, mistakes: list[str]) -> list[Table]:
    changed = [
        _merged_tables(one, own[i], f"{path}[{i}]", mistakes) if i < len(own) else one
        for i, one in enumerate(base)
    ]
    return [*changed, *own[len(base) :]]


def _merged_lists(base: list[Table], own: list[Table], path: str, mistakes: list[str]) -> list[Table]:
    merged = list(base)
    for item in own:
        name, below = _name(item), item.get("below")
        mine = {key: value for key, value in item.items() if key != "below"}
        place = next((i for i, one in enumerate(merged) if name is not None and _name(one) == name), None)
        if place is not None and _GONE in merged[place]:
            merged[place] = mine
        elif place is not None:
            mine = _merged_tables(merged[place], mine, f"{path}.{name}", mistakes)
            merged[place] = mine
        elif below is None:
            merged.append(mine)
        else:
            above = next((i for i, one in enumerate(merged) if _name(one) == below), None)
            if above is None:
                mistakes.append(f"{path}.{name}.below：没有“{below}”")
            merged.insert(len(merged) if above is None else above + 1, mine)
    return merged


def _without(base: Table, steps: list[str], path: str, mistakes: list[str]) -> Table:
    """Give the definition without what the steps of `path` lead to."""
    head, rest = steps[0], steps[1:]
    if head in base and not rest:
        return {key: value for key, value in base.items() if key != head}
    inner = base.get(head)
    if isinstance(inner, dict):
        return {**base, head: _without(inner, rest, path, mistakes)}
    if _is_list_of_tables(inner):
        return {**base, head: _list_without(inner, rest, path, mistakes)}
    mistakes.append(f"without：底本里没有“{path}”")
    return base


def _list_without(items: list[Table], steps: list[str], path: str, mistakes: list[str]) -> list[Table]:
    """Give a list without an item, or without a part of it: a line of a table stands in one of its blocks."""
    place = next((i for i, one in enumerate(items) if _name(one) == steps[0]), None)
    if place is None:
        mistakes.append(f"without：底本里没有“{path}”")
        return items
    if len(steps) == 1:
        return [*items[:place], {"key": steps[0], _GONE: True}, *items[place + 1 :]]
    item = items[place]
    changed = _line_gone(item, steps[1]) if len(steps) == 2 else None
    if changed is None:
        changed = _without(item, steps[1:], path, mistakes)
    return [*items[:place], changed, *items[place + 1 :]]


def _line_gone(table: Table, line: str) -> Table | None:
    """Give a table without a row or column of any of its blocks; None when it has none of that name."""
    blocks = table.get("blocks")
    if not _is_list_of_tables(blocks):
        return None
    sides = ("rows", "columns")
    kept = [
        {**block, **{s: [one for one in block[s] if one.get("key") != line] for s in sides if s in block}}
        for block in blocks
    ]
    return {**table, "blocks": kept} if kept != blocks else None
