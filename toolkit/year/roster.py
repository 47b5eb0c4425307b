"""单位名录: which units owe a report, what they are, and who became whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from toolkit.answers.units import DISSOLVED, NORMAL, STATUSES, TOOK_OVER, UNSORTED, Roster, Unit
from toolkit.errors import UsageError
from toolkit.layout.place import Place
from toolkit.year.lists import codes_in, columns_of, sheet_of_file

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


YES, NO = {"", "是", "计入", "1", "yes", "true", "y"}, {"否", "不计入", "不", "0", "no", "false", "n"}


_EPOCH = datetime(2020, 1, 1)  # noqa: DTZ001 (fixed, so that the same roster gives the same bytes)


def read_roster(path: Path) -> Roster:
    """Read a roster (.xlsx or .csv). Raises UsageError with every line that is wrong."""
    if not path.is_file():
        raise UsageError(f"没有单位名录 {path.name}。请用 xxgk init 建立，或放一个 roster.xlsx 进去。")
    sheet = sheet_of_file(path, "单位名录")
    first = next((i for i, line in enumerate(sheet.lines) if any(line)), None)
    if first is None:
        raise UsageError(f"单位名录 {path.name} 是空的。")
    columns = columns_of(HEADINGS, OPTIONAL, sheet.lines[first], f"单位名录 {path.name}")
    entries: list[RosterLine] = []
    mistakes: list[str] = []
    for number, line in enumerate(sheet.lines[first + 1 :], first + 2):
        if any(cell.strip() for cell in line):
            cells = {key: line[i].strip() if i < len(line) else "" for key, i in columns.items()}
            entry = RosterLine(row=number, columns=columns, cells=cells)
            mistakes += [*_unclear(entry, sheet.unclear), *_wrong(entry)]
            entries.append(entry)
    whole = [entry for entry in entries if entry.cells["code"] and entry.cells["name"]]
    roster = Roster(units=tuple(_unit(entry.cells) for entry in whole))
    mistakes += [*_repeated(whole), *_uncompiled(roster, whole)]
    if not entries:
        mistakes.append("表头下面一个单位也没有，请至少写一个单位")
    if mistakes:
        raise UsageError(
            f"单位名录 {path.name} 有 {len(mistakes)} 处问题：\n" + "\n".join(f"  {m}" for m in mistakes)
        )
    return roster


@dataclass(frozen=True, kw_only=True)
class RosterLine:
    """One line of the roster as it was written: its row, where its columns are, its cells."""

    row: int
    columns: Mapping[str, int]
    cells: Mapping[str, str]

    def at(self, key: str) -> str:
        """Name a cell: 第 3 行“是否计入”（F3）."""
        column = self.columns.get(key)
        where = f"（{Place('', self.row - 1, column).a1}）" if column is not None else ""
        return f"第 {self.row} 行“{HEADINGS[key][0]}”{where}"


def _wrong(entry: RosterLine) -> Iterator[str]:
    """Name what one line says that cannot be understood."""
    for key in ("code", "name"):
        if not entry.cells[key]:
            yield f"{entry.at(key)}：没有填"
    status, counted = entry.cells.get("status") or NORMAL, entry.cells.get("counted", "")
    if status not in STATUSES:
        yield f"{entry.at('status')}：状态“{status}”不认识，可填 {'、'.join(STATUSES)}"
    if status in TOOK_OVER and not codes_in(entry.cells.get("predecessors", "")):
        same = "，代码没有变的写它自己的代码" if status == "更名" else ""
        yield f"{entry.at('predecessors')}：状态是“{status}”，请写上年的代码{same}；上年数要从那里接过来"
    if counted.lower() not in YES | NO:
        yield f"{entry.at('counted')}：“{counted}”不认识，请填“是”或“否”"


def _unclear(entry: RosterLine, unclear: Mapping[tuple[int, int], str]) -> Iterator[str]:
    """Name the codes that are numbers shown in a way that cannot be told."""
    for key in ("code", "predecessors", "parent"):
        style = unclear.get((entry.row, entry.columns.get(key, -1)))
        if style is not None:
            shown = entry.cells[key]
            yield f"{entry.at(key)}：这一格是数 {shown}，数字格式“{style}”使它显示成别的样子，请把格式改成“文本”后重新填写代码"


def _repeated(entries: Sequence[RosterLine]) -> Iterator[str]:
    """Name the codes, and the names of bodies that are still there, that come more than once, with their rows."""
    there = [e for e in entries if e.cells.get("status") != DISSOLVED]
    for key, several in (("code", entries), ("name", there)):
        rows: dict[str, list[str]] = {}
        for entry in several:
            rows.setdefault(entry.cells[key], []).append(str(entry.row))
        for text, numbers in rows.items():
            if len(numbers) > 1:
                yield f"{HEADINGS[key][0]} {text} 出现了 {len(numbers)} 次（第 {'、'.join(numbers)} 行）"


def _uncompiled(roster: Roster, entries: Sequence[RosterLine]) -> Iterator[str]:
    """Name the units of which nobody, or nobody who reports, is said to compile the figures."""
    for unit, entry in zip(roster.units, entries, strict=True):
        by, at = roster.find(unit.parent), f"{entry.at('parent')}：{unit.code} {unit.name}"
        if unit.compiled and not unit.parent:
            yield f"{at} 的状态是“代编”，请写明由哪个单位代编"
        elif unit.compiled and by is None:
            yield f"{at} 由 {unit.parent} 代编，名录里没有这个代码"
        elif unit.compiled and by is not None and not by.owes:
            yield f"{at} 由 {unit.parent} 代编，而它自己的状态是“{by.status}”，不报送"


def _unit(cells: Mapping[str, str]) -> Unit:
    return Unit(
        code=cells["code"],
        name=cells["name"],
        kind=cells.get("kind") or UNSORTED,
        status=cells.get("status") or NORMAL,
        predecessors=codes_in(cells.get("predecessors", "")),
        counted=cells.get("counted", "").lower() not in NO,
        parent=cells.get("parent", ""),
        contact=cells.get("contact", ""),
        phone=cells.get("phone", ""),
        note=cells.get("note", ""),
    )


def roster_workbook(roster: Roster) -> bytes:
    """Write a roster as a workbook that a person edits."""
    from xlsxwriter.workbook import Workbook  # noqa: PLC0415

    from toolkit.layout.look import Formats, set_widths  # noqa: PLC0415

    target = BytesIO()
    workbook = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"title": "单位名录", "created": _EPOCH})
    formats, sheet = Formats(workbook), workbook.add_worksheet("单位名录")
    set_widths(sheet, [10, 30, 12, 8, 14, 10, 14, 12, 18, 36])
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
