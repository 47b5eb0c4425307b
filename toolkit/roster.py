"""单位名录: which units owe a report, what they are, and who became whom."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from io import BytesIO
from pathlib import Path

from toolkit.errors import UsageError

# the key of each column, its official heading first, and other headings that offices use
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": ("单位代码", "代码", "编码", "编号", "code"),
    "name": ("单位名称", "名称", "单位", "name"),
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
STATUSES = ("正常", "更名", "合并", "拆分", "新设", "代编", "撤销")
NORMAL, MERGED, SPLIT, NEW, COMPILED, DISSOLVED = "正常", "合并", "拆分", "新设", "代编", "撤销"
NO = {"否", "不计入", "不", "0", "no", "false", "n"}
UNSORTED = "其他"
_EPOCH = datetime(2020, 1, 1)  # noqa: DTZ001 (fixed, so that the same roster gives the same bytes)


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """One body of the roster.

    ``predecessors`` are last year's codes of what it took over; ``parent`` is the code of the body that it belongs to,
    where that reports too, or that compiles its report with its own (代编). ``counted``: its figures go into the county's totals (a vertically managed body may report elsewhere).
    """

    code: str
    name: str
    kind: str = UNSORTED
    status: str = NORMAL
    predecessors: tuple[str, ...] = ()
    counted: bool = True
    parent: str = ""
    contact: str = ""
    phone: str = ""
    note: str = ""

    @property
    def owes(self) -> bool:
        """Whether a report is due from it this year: not when it is no more, or another compiles its figures with its own."""
        return self.status != DISSOLVED and not self.compiled

    @property
    def compiled(self) -> bool:
        """Whether its figures are in the report of its parent."""
        return self.status == COMPILED

    @property
    def split(self) -> bool:
        """Whether it came out of a body that was split: what it took over is not in last year's figures."""
        return self.status == SPLIT


@dataclass(frozen=True, kw_only=True)
class Roster:
    """All units, in the office's order."""

    units: tuple[Unit, ...]

    def find(self, code: str) -> Unit | None:
        """Return the unit with this code."""
        return next((unit for unit in self.units if unit.code == code), None)

    def named(self, name: str) -> Unit | None:
        """Return the only unit with this name."""
        found = [unit for unit in self.units if unit.name == name]
        return found[0] if len(found) == 1 else None

    @cached_property
    def compiled(self) -> Mapping[str, Sequence[Unit]]:
        """The units whose figures are in the report of another, by its code."""
        theirs: dict[str, list[Unit]] = {}
        for unit in self.units:
            if unit.compiled:
                theirs.setdefault(unit.parent, []).append(unit)
        return theirs

    def compiling(self, unit: Unit) -> str:
        """Name the other side, where one unit's figures are in the report of another; empty for all others."""
        if unit.compiled:
            by = self.find(unit.parent)
            return f"由 {unit.parent} {by.name if by else ''} 代编"
        theirs = "、".join(f"{u.code} {u.name}" for u in self.compiled.get(unit.code, ()))
        return f"代编 {theirs}" if theirs else ""

    @property
    def due(self) -> tuple[Unit, ...]:
        """The units from which a report is due and counts."""
        return tuple(unit for unit in self.units if unit.owes and unit.counted)


def read_roster(path: Path) -> Roster:
    """Read a roster (.xlsx or .csv). Raises UsageError with every line that is wrong."""
    if not path.is_file():
        raise UsageError(f"没有单位名录 {path.name}。请用 xxgk init 建立，或放一个 roster.xlsx 进去。")
    lines = lines_of_file(path, "单位名录")
    if not lines:
        raise UsageError(f"单位名录 {path.name} 是空的。")
    columns = columns_of(HEADINGS, OPTIONAL, lines[0], f"单位名录 {path.name}")
    units: list[Unit] = []
    mistakes: list[str] = []
    for number, line in enumerate(lines[1:], 2):
        if any(cell.strip() for cell in line):
            unit = _unit(
                {key: line[i].strip() if i < len(line) else "" for key, i in columns.items()},
                number,
                mistakes,
            )
            if unit is not None:
                units.append(unit)
    mistakes += [
        f"单位代码 {code} 出现了 {n} 次" for code, n in Counter(u.code for u in units).items() if n > 1
    ]
    mistakes += _uncompiled(Roster(units=tuple(units)))
    if mistakes:
        raise UsageError(
            f"单位名录 {path.name} 有 {len(mistakes)} 处问题：\n" + "\n".join(f"  {m}" for m in mistakes)
        )
    return Roster(units=tuple(units))


def _uncompiled(roster: Roster) -> Iterator[str]:
    """Name the units of which nobody, or nobody who reports, is said to compile the figures."""
    for unit in roster.units:
        by = roster.find(unit.parent)
        if unit.compiled and not unit.parent:
            yield f"{unit.code} {unit.name}：状态是“代编”，请在“主管单位代码”写明由哪个单位代编"
        elif unit.compiled and by is None:
            yield f"{unit.code} {unit.name}：由 {unit.parent} 代编，名录里没有这个代码"
        elif unit.compiled and by is not None and not by.owes:
            yield f"{unit.code} {unit.name}：由 {unit.parent} 代编，而它自己的状态是“{by.status}”，不报送"


def lines_of_file(path: Path, what: str) -> list[list[str]]:
    """Read the cells of a list that people keep (.xlsx or .csv, whatever its encoding) as texts, line by line."""
    return _csv_lines(path, what) if path.suffix.lower() == ".csv" else _sheet_lines(path, what)


def _csv_lines(path: Path, what: str) -> list[list[str]]:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(data.decode(encoding).splitlines()))
        except UnicodeDecodeError:
            continue
    raise UsageError(f"{what} {path.name} 的编码不认识，请另存为 UTF-8 编码的 CSV。")


def _sheet_lines(path: Path, what: str) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 (only where a sheet is read)

    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    except (CalamineError, OSError) as error:
        raise UsageError(f"{what} {path.name} 打不开：{error}。请用 Excel 或 WPS 另存为 .xlsx。") from error
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def columns_of(
    headings: Mapping[str, tuple[str, ...]], optional: Sequence[str], head: Sequence[str], source: str
) -> dict[str, int]:
    """Find the column of each key by its official heading or another that offices use. Raises UsageError."""
    titles = [title.strip().lower() for title in head]
    columns = {
        key: titles.index(name)
        for key, names in headings.items()
        for name in reversed(names)
        if name in titles
    }
    missing = [names[0] for key, names in headings.items() if key not in columns and key not in optional]
    if missing:
        raise UsageError(f"{source} 的第一行缺少“{'”“'.join(missing)}”。")
    return columns


def _unit(cells: Mapping[str, str], number: int, mistakes: list[str]) -> Unit | None:
    status = cells.get("status") or NORMAL
    if not cells["code"] or not cells["name"]:
        mistakes.append(f"第 {number} 行：缺少单位代码或单位名称")
        return None
    if status not in STATUSES:
        mistakes.append(f"第 {number} 行：状态“{status}”不认识，可填 {'、'.join(STATUSES)}")
        return None
    predecessors = tuple(
        cells.get("predecessors", "").replace("，", ",").replace("、", ",").replace(";", ",").split(",")
    )
    return Unit(
        code=cells["code"],
        name=cells["name"],
        kind=cells.get("kind") or UNSORTED,
        status=status,
        predecessors=tuple(code.strip() for code in predecessors if code.strip()),
        counted=cells.get("counted", "").lower() not in NO,
        parent=cells.get("parent", ""),
        contact=cells.get("contact", ""),
        phone=cells.get("phone", ""),
        note=cells.get("note", ""),
    )


def roster_workbook(roster: Roster) -> bytes:
    """Write a roster as a workbook that a person edits."""
    from xlsxwriter.workbook import Workbook  # noqa: PLC0415

    from toolkit.look import Formats, widths  # noqa: PLC0415

    target = BytesIO()
    workbook = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"title": "单位名录", "created": _EPOCH})
    formats, sheet = Formats(workbook), workbook.add_worksheet("单位名录")
    widths(sheet, [10, 30, 12, 8, 14, 10, 14, 12, 18, 36])
    for column, names in enumerate(HEADINGS.values()):
        sheet.write_string(0, column, names[0], formats["head"])
    for row, unit in enumerate(roster.units, 1):
        cells = (
            unit.code, unit.name, unit.kind, unit.status, "、".join(unit.predecessors),
            "是" if unit.counted else "否", unit.parent, unit.contact, unit.phone, unit.note,
        )  # fmt: skip
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell, formats["text"])
    rows = max(len(roster.units) + 200, 200)
    sheet.data_validation(1, 3, rows, 3, {"validate": "list", "source": list(STATUSES)})
    sheet.data_validation(1, 5, rows, 5, {"validate": "list", "source": ["是", "否"]})
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(roster.units), 1), len(HEADINGS) - 1)
    workbook.close()
    return target.getvalue()
