"""Who is who across two years: the name is the second witness of the code.

A roster whose running numbers shifted by one would give every unit its neighbour's figures of last year;
nothing is issued, read or added up from a roster that contradicts last year's without saying why.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from toolkit.answers.last_year import History
from toolkit.answers.units import (
    COMPILED,
    DISSOLVED,
    NEW,
    NORMAL,
    Roster,
    Unit,
    bare_code,
    bare_name,
    folded_code,
)
from toolkit.errors import UsageError

SEVERAL = 3  # units of which the same is true: then the whole column is wrong
SHOWN = 40  # lines of the list that are printed
_PLACE = re.compile(r".*[省市县区旗州盟]")  # what may stand before a body's name, or be left out


def require_same_units(roster: Roster, history: History) -> None:
    """Raise UsageError with every unit whose code and name do not go together as they did last year.

    Also when last year has a unit twice, under two codes, or one passes to two units of this year (its
    figures would be added up twice), and when it has none of this year's: then it is another county's.
    """
    if doubles := list(_doubles(history.names)):
        raise UsageError(
            f"上年数（{history.source}）里有 {len(doubles)} 个单位像是写了两次，合计会重复，所以停下来。"
            "请用上年汇总时写出的文件，不要改动。\n" + "\n".join(f"  {said}" for said in doubles[:SHOWN])
        )
    lines = list(_contradictions(roster, history.names))
    if not lines:
        _require_some(roster, history)
        _require_one_heir(roster, history)
        return
    shifted, recoded = (sum(kind == what for what, _ in lines) for kind in ("shifted", "recoded"))
    head = ""
    if shifted >= SEVERAL:
        head = f"看来代码这一栏整体错了位（{shifted} 个单位的名称上年在别的代码下），请先核对整栏。"
    elif recoded >= SEVERAL:
        head = f"看来有 {recoded} 个单位换了新的代码。"
    raise UsageError(
        f"单位名录与上年数（{history.source}）有 {len(lines)} 处对不上，上年数会接到别的单位上，"
        f"所以停下来。{head}\n" + _first([line for _, line in lines], "处")
    )


def _first(lines: Sequence[str], counter: str) -> str:
    """Give the first of several lines, and how many more there are."""
    more = [f"……还有 {len(lines) - SHOWN} {counter}"] if len(lines) > SHOWN else []
    return "\n".join(f"  {line}" for line in (*lines[:SHOWN], *more))


def _require_some(roster: Roster, history: History) -> None:
    due = [unit for unit in roster.due if unit.status != NEW or unit.predecessors]
    if due and history.figures and not any(c in history.figures for u in due for c in history.origins(u)):
        raise UsageError(
            f"上年数（{history.source}）里的 {len(history.figures)} 个单位（"
            f"{'、'.join(history.names.get(c) or c for c in list(history.figures)[:3])} 等），"
            "今年的名录里一个也没有，看来是别处的数，所以停下来。请核对 xxgk.toml 的 last_year；"
            '没有上年数的，写 last_year = ""。'
        )


def _require_one_heir(roster: Roster, history: History) -> None:
    """Raise UsageError where a unit's last year passes to one unit as a whole, and to another one, too."""
    heirs: dict[str, list[Unit]] = {}
    for unit in roster.due:
        for code in history.origins(unit):
            heirs.setdefault(code, []).append(unit)
    lines = [
        f"上年的 {history.label(code)}"
        f"：今年{'、'.join(f'“{u.label}”（{u.status}）' for u in several)}都接它的上年数"
        for code, several in heirs.items()
        if code in history.figures and len(several) > 1 and any(_takes_all(u, history) for u in several)
    ]
    if lines:
        head = (
            f"单位名录里有 {len(lines)} 个上年的单位接到几个单位名下，上年结转会算两遍，所以停下来。"
            "只由一个单位承接的，前身代码只写在那一行，已不再报送的状态写“撤销”；几个单位分着承接的，"
            "各行状态都写“拆分”，上年数由本办登记。"
        )
        raise UsageError(f"{head}\n{_first(lines, '个')}")


def _takes_all(unit: Unit, history: History) -> bool:
    """Whether all that its predecessors had is what a unit opens with: the office has not divided it."""
    return unit.code not in history.given and not history.unregistered(unit)


def _doubles(names: Mapping[str, str]) -> Iterator[str]:
    """Say which codes of last year are one unit: the same name, or the same number with and without zeros."""
    seen: dict[tuple[str, str], str] = {}
    for code, name in names.items():
        for what in (("name", bare_name(name) if name != code else ""), ("code", bare_code(code))):
            if what[1] and seen.setdefault(what, code) != code:
                yield f"{seen[what]} {names[seen[what]]}，{code} {name}"
                break


def _contradictions(roster: Roster, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Say of each unit that is said to be as it was, or new, what last year's names say against it."""
    codes: dict[str, list[str]] = {}
    for code, name in names.items():
        if name and code != name:
            codes.setdefault(bare_name(name), []).append(code)
    for unit in roster.units:
        if unit.status not in {NORMAL, NEW} or unit.predecessors:
            continue
        before = names.get(unit.code, "")
        elsewhere = [code for code in codes.get(bare_name(unit.name), ()) if code != unit.code]
        where = f"{unit.label}："
        if before and not same_name(before, unit.name):
            if len(elsewhere) == 1:
                yield (
                    "shifted",
                    (
                        f"{where}代码 {unit.code} 上年是“{before}”，“{unit.name}”上年的代码是 "
                        f"{elsewhere[0]}；请核对代码"
                    ),
                )
            else:
                yield (
                    "renamed",
                    (
                        f"{where}代码 {unit.code} 上年是“{before}”；改了名称的，状态写“更名”，前身代码写 "
                        f"{unit.code}；是另一个单位的，换一个代码"
                    ),
                )
        elif not before and len(elsewhere) == 1:
            yield _recoded(where, unit, elsewhere[0])
        elif not before and (lost := _zeros_lost(unit, names)):
            yield (
                "zeros",
                f"{where}上年没有代码 {unit.code}，是不是 {lost} {names[lost]}？Excel 会去掉前面的零",
            )


def _recoded(where: str, unit: Unit, before: str) -> tuple[str, str]:
    if folded_code(unit.code) == folded_code(before):
        return "zeros", f"{where}上年的代码是 {before}，两处只差全角或大小写，请改回 {before}"
    if bare_code(unit.code) == bare_code(before) and len(before) < len(unit.code):
        return (
            "zeros",
            (
                f"{where}上年数里的代码是 {before}，前面的零被 Excel 去掉了；请用上年汇总时写出的文件，"
                f"不要用 Excel 存过的，或者把那里的 {before} 改回 {unit.code}"
            ),
        )
    if bare_code(unit.code) == bare_code(before):
        return (
            "zeros",
            (
                f"{where}上年的代码是 {before}，前面的零被 Excel 去掉了，请把这一栏的格式改成“文本”，"
                f"改回 {before}"
            ),
        )
    return (
        "recoded",
        (
            f"{where}上年的代码是 {before}；代码没有变的请改回 {before}，换了代码的状态写“更名”，"
            f"前身代码写 {before}"
        ),
    )


def _zeros_lost(unit: Unit, names: Mapping[str, str]) -> str:
    near = [code for code in names if bare_code(code) == bare_code(unit.code) and code != unit.code]
    return near[0] if len(near) == 1 else ""


def same_name(one: str, other: str) -> bool:
    """Whether two names are one body's: the same, but for the place's name before one of them."""
    short, long = sorted((bare_name(one), bare_name(other)), key=len)
    return short == long or (long.endswith(short) and bool(_PLACE.fullmatch(long.removesuffix(short))))


def settled_roster(roster: Roster) -> Roster:
    """Return the roster with which the next year begins.

    What changed is settled, what was dissolved is left out.
    """
    return Roster(
        units=tuple(
            replace(unit, status=unit.status if unit.status == COMPILED else NORMAL, predecessors=())
            for unit in roster.units
            if unit.status != DISSOLVED
        )
    )
