"""单位名录: which units owe a report, what they are, and who became whom."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from toolkit.answers.lists import ListLine, codes_in, find_list, read_list, unclear_codes
from toolkit.answers.units import (
    DISSOLVED,
    NORMAL,
    RENAMED,
    STATUSES,
    TOOK_OVER,
    UNSORTED,
    Roster,
    Unit,
    bare_code,
    bare_name,
)
from toolkit.errors import UsageError
from toolkit.layout.row_sheets import begin_workbook

# the key of each column, its official heading first, and other headings that offices use
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": ("单位代码", "代码", "编码", "编号", "code", "unit_code"),
    "name": ("单位名称", "名称", "单位", "name", "unit_name"),
    "kind": ("单位类别", "类别", "类型", "kind"),
    "status": ("状态", "变动情况", "变动", "status"),
    "predecessors": ("前身代码", "前身", "原单位代码", "predecessors", "predecessor"),
    "counted": ("是否计入", "计入", "计入汇总", "counted", "counted_in"),
    "parent": ("主管单位代码", "主管单位", "上级单位代码", "parent"),
    "contact": ("联系人", "contact"),
    "phone": ("电话", "联系电话", "phone"),
    "note": ("备注", "说明", "note"),
}
OPTIONAL = ("kind", "status", "predecessors", "counted", "parent", "contact", "phone", "note")
CODES = ("code", "predecessors", "parent")
DECIDING = ("status", "counted")  # whether a unit reports, and is added up

YES, NO = {"", "是", "计入", "1", "yes", "true", "y"}, {"否", "不计入", "不", "0", "no", "false", "n"}
LONGEST: Mapping[str, int] = {"code": 40, "name": 250, "kind": 40, "contact": 100, "phone": 100, "note": 1000}

_SPACES = re.compile(r"\s+")
_SIGN_OF_CODE = re.compile("[0-9A-Za-z]")
_SUM = re.compile(r"[合小总共累]计([(:0-9].*)?")
_NO_UNIT = "标题、小计、合计、附注一类的行不是单位，请删去这一行"


def find_roster(folder: Path) -> Path:
    """Find the roster of a year's folder: roster.xlsx or roster.csv.

    Raises UsageError when both are there, or none.
    """
    path = find_list(folder, "roster")
    if path is None:
        raise UsageError(
            f"“{folder}”里没有单位名录 roster.xlsx。请用 xxgk init 建立，或放一个 roster.xlsx 进去。"
        )
    return path


def read_roster(path: Path) -> Roster:
    """Read a roster (.xlsx or .csv): who owes a report, its code, name and state, from whom it came.

    Headings may stand in any order and be said as offices say them; columns that are not known are named in
    `unused`. Raises UsageError with every line that is wrong, doubled or alike.
    """
    if not path.is_file():
        raise UsageError(f"没有单位名录 {path.name}。请用 xxgk init 建立，或放一个 roster.xlsx 进去。")
    kept = read_list(path, "单位名录", HEADINGS, optional=OPTIONAL, idle=_owes_nothing)
    mistakes = [said for line in kept.lines for said in (*unclear_codes(line, CODES), *_wrong(line))]
    whole = [line for line in kept.lines if line.cells["code"] and line.cells["name"]]
    roster = Roster(
        units=_by_parents_codes([_unit(line.cells) for line in whole]),
        unused=kept.unused,
        lacking=tuple(HEADINGS[key][0] for key in DECIDING if any(key not in line.columns for line in whole)),
    )
    mistakes += [*_repeated(whole), *_alike(whole), *_parents(roster, whole)]
    if not kept.lines:
        mistakes.append("表头下面一个单位也没有，请至少写一个单位")
    kept.refuse(mistakes)
    return roster


def _owes_nothing(cells: Mapping[str, str]) -> bool:
    """Whether a line is of a body that sends nothing anyway."""
    return cells.get("status") == DISSOLVED or cells.get("counted", "").lower() in NO


def _wrong(line: ListLine) -> Iterator[str]:
    """Name what one line says that cannot be understood."""
    code, name = (unicodedata.normalize("NFKC", line.cells[key]) for key in ("code", "name"))
    a_sum = _SUM.fullmatch(_SPACES.sub("", name)) is not None
    stray = f"；{_NO_UNIT}" if a_sum or sum(map(bool, line.cells.values())) == 1 else ""
    for key in ("code", "name"):
        if not line.cells[key]:
            yield f"{line.where(key)}：没有填{stray}"
    if code and name and not _SIGN_OF_CODE.search(code):
        yield f"{line.where('code')}：“{line.cells['code'][:40]}”里没有数字和字母，不像代码；{_NO_UNIT}"
    elif code and a_sum:
        yield f"{line.where('name')}：“{line.cells['name'][:40]}”不是单位；{_NO_UNIT}"
    for key, text in line.cells.items():
        if len(text) > LONGEST.get(key, 400):
            yield f"{line.where(key)}：太长，有 {len(text)} 个字，最多 {LONGEST.get(key, 400)} 个"
        odd = "" if text.isprintable() else _SPACES.sub("", text)
        unseen = next((letter for letter in odd if not letter.isprintable()), None)
        if unseen is not None:
            yield f"{line.where(key)}：有看不见的字符（U+{ord(unseen):04X}），请删掉重新填写"
    status, counted = line.cells.get("status") or NORMAL, line.cells.get("counted", "")
    if status not in STATUSES:
        yield f"{line.where('status')}：状态“{status[:40]}”不认识，可填 {'、'.join(STATUSES)}"
    if status in TOOK_OVER and not codes_in(line.cells.get("predecessors", "")):
        same = "，代码没有变的写它自己的代码" if status == RENAMED else ""
        yield f"{line.where('predecessors')}：状态是“{status}”，请写上年的代码{same}；上年数要从那里接过来"
    elif status in STATUSES and status not in TOOK_OVER and (others := _others(line)):
        yield (
            f"{line.where('predecessors')}：状态是“{status}”，却写了前身代码 {'、'.join(others)[:40]}；"
            f"从那里来的，状态写{'、'.join(TOOK_OVER)}之一，不是的，请清空"
        )
    if counted.lower() not in YES | NO:
        yield f"{line.where('counted')}：“{counted[:40]}”不认识，请填“是”或“否”"


def _others(line: ListLine) -> tuple[str, ...]:
    """Return the codes of other bodies that a line says its unit came from."""
    return tuple(code for code in codes_in(line.cells.get("predecessors", "")) if code != line.cells["code"])


def _repeated(lines: Sequence[ListLine]) -> Iterator[str]:
    """Name the codes, and the names of living bodies, that come more than once, with their rows.

    Spaces and the width of brackets make no other name.
    """
    there = [line for line in lines if line.cells.get("status") != DISSOLVED]
    for key, several in (("code", lines), ("name", there)):
        same: dict[str, list[ListLine]] = {}
        for line in several:
            same.setdefault(bare_name(line.cells[key]) if key == "name" else line.cells[key], []).append(line)
        for alike in same.values():
            if len(alike) > 1:
                written = "、".join(dict.fromkeys(line.cells[key] for line in alike))
                rows = "、".join(str(line.row) for line in alike)
                yield f"{HEADINGS[key][0]} {written} 出现了 {len(alike)} 次（第 {rows} 行）"


def _alike(lines: Sequence[ListLine]) -> Iterator[str]:
    """Name the codes that differ only in zeros before them, in width or in capitals.

    Nobody can tell them apart.
    """
    seen: dict[str, ListLine] = {}
    for line in lines:
        first = seen.setdefault(bare_code(line.cells["code"]), line)
        if first.cells["code"] != line.cells["code"]:
            yield (
                f"单位代码 {first.cells['code']} 和 {line.cells['code']} 分不清（第 {first.row}、"
                f"{line.row} 行），"
                "只差前面的零、全角或大小写，请改成不同的代码"
            )


def _by_parents_codes(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """Put the code of a unit's parent where its name is written, if no other unit has that name."""
    roster = Roster(units=tuple(units))
    named = {
        unit.parent: parent.code
        for unit in units
        if roster.find(unit.parent) is None and (parent := roster.named(unit.parent))
    }
    return tuple(replace(unit, parent=named.get(unit.parent, unit.parent)) for unit in units)


def _parents(roster: Roster, lines: Sequence[ListLine]) -> Iterator[str]:
    """Name the parents that are hardly those that were meant.

    Of a unit whose figures another compiles: nobody, or nobody who reports. Of any other a code that differs
    from a unit's only in zeros, width or capitals: whoever is not on the roster may be its parent.
    """
    codes = {bare_code(unit.code) for unit in roster.units}
    for unit, line in zip(roster.units, lines, strict=True):
        by, at = roster.find(unit.parent), f"{line.where('parent')}：{unit.label}"
        if not unit.compiled:
            if by is None and bare_code(unit.parent) in codes:
                yield f"{at} 的主管单位 {unit.parent}，名录里没有这个代码{roster.meant(unit.parent)}"
        elif not unit.parent:
            yield f"{at} 的状态是“代编”，请写明由哪个单位代编"
        elif by is None:
            yield f"{at} 由 {unit.parent} 代编，名录里没有这个代码{roster.meant(unit.parent)}"
        elif not by.owes:
            yield f"{at} 由 {unit.parent} 代编，而它自己的状态是“{by.status}”，不报送"


def _unit(cells: Mapping[str, str]) -> Unit:
    one_line = {key: _SPACES.sub(" ", text) for key, text in cells.items()}
    return Unit(
        code=one_line["code"],
        name=one_line["name"],
        kind=one_line.get("kind") or UNSORTED,
        status=one_line.get("status") or NORMAL,
        predecessors=codes_in(one_line.get("predecessors", "")),
        counted=one_line.get("counted", "").lower() not in NO,
        parent=one_line.get("parent", ""),
        contact=one_line.get("contact", ""),
        phone=one_line.get("phone", ""),
        note=one_line.get("note", ""),
    )


def passed_over(columns: Sequence[str]) -> str:
    """Say which columns of a list were not understood, so not used; empty where all were."""
    named = "”“".join(columns)
    return f"名录里的“{named}”栏不认识，没有用到，原来的名录没有动。" if columns else ""


def sample_roster() -> Roster:
    """Return a short roster for a county that has none, to be edited before anything is issued."""
    text = (files("toolkit.year") / "sample_roster.csv").read_text(encoding="utf-8")
    lines = [line.split(",") for line in text.splitlines()[1:]]
    return Roster(units=tuple(Unit(code=code, name=name, kind=kind) for code, name, kind in lines))


def roster_workbook(roster: Roster) -> bytes:
    """Write a roster as a workbook that a person edits."""
    target = BytesIO()
    workbook, formats = begin_workbook(target, "单位名录")
    sheet = workbook.add_worksheet("单位名录")
    formats.set_widths(sheet, [10, 30, 12, 8, 14, 10, 14, 12, 18, 36])
    for column, names in enumerate(HEADINGS.values()):
        sheet.write_string(0, column, names[0], formats["head"])
    for row, unit in enumerate(roster.units, 1):
        cells = (
            unit.code,
            unit.name,
            unit.kind,
            unit.status,
            "、".join(unit.predecessors),
            "是" if unit.counted else "否",
            unit.parent,
            unit.contact,
            unit.phone,
            unit.note,
        )
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell, formats["text"])
    rows = max(len(roster.units) + 200, 200)
    sheet.data_validation(1, 3, rows, 3, {"validate": "list", "source": list(STATUSES)})
    sheet.data_validation(1, 5, rows, 5, {"validate": "list", "source": ["是", "否"]})
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(roster.units), 1), len(HEADINGS) - 1)
    workbook.close()
    return target.getvalue()
