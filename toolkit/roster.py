"""单位名录: which units owe a report, what they are, and who became whom."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from io import BytesIO
from itertools import dropwhile
from pathlib import Path

from toolkit.errors import UsageError, told
from toolkit.layout import Place

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
YES, NO = {"", "是", "计入", "1", "yes", "true", "y"}, {"否", "不计入", "不", "0", "no", "false", "n"}
TOOK_OVER = ("更名", MERGED, SPLIT)  # they have predecessors
UNSORTED = "其他"
_UNSEEN = re.compile(r"_.|\[[^\]]*\]")  # spaces as wide as a sign, colours and conditions
_PADDED, _AS_IT_IS = re.compile("0{2,}"), {"General", "0", "#", "@", ""}
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
    sheet = _sheet_of_file(path, "单位名录")
    first = next((i for i, line in enumerate(sheet.lines) if any(line)), None)
    if first is None:
        raise UsageError(f"单位名录 {path.name} 是空的。")
    columns = columns_of(HEADINGS, OPTIONAL, sheet.lines[first], f"单位名录 {path.name}")
    entries: list[Entry] = []
    mistakes: list[str] = []
    for number, line in enumerate(sheet.lines[first + 1 :], first + 2):
        if any(cell.strip() for cell in line):
            cells = {key: line[i].strip() if i < len(line) else "" for key, i in columns.items()}
            entry = Entry(row=number, columns=columns, cells=cells)
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
class Entry:
    """One line of the roster as it was written: its row, where its columns are, its cells."""

    row: int
    columns: Mapping[str, int]
    cells: Mapping[str, str]

    def at(self, key: str) -> str:
        """Name a cell: 第 3 行“是否计入”（F3）."""
        column = self.columns.get(key)
        where = f"（{Place('', self.row - 1, column).a1}）" if column is not None else ""
        return f"第 {self.row} 行“{HEADINGS[key][0]}”{where}"


def _wrong(entry: Entry) -> Iterator[str]:
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


def _unclear(entry: Entry, unclear: Mapping[tuple[int, int], str]) -> Iterator[str]:
    """Name the codes that are numbers shown in a way that cannot be told."""
    for key in ("code", "predecessors", "parent"):
        style = unclear.get((entry.row, entry.columns.get(key, -1)))
        if style is not None:
            shown = entry.cells[key]
            yield f"{entry.at(key)}：这一格是数 {shown}，数字格式“{style}”使它显示成别的样子，请把格式改成“文本”后重新填写代码"


def _repeated(entries: Sequence[Entry]) -> Iterator[str]:
    """Name the codes, and the names of bodies that are still there, that come more than once, with their rows."""
    there = [e for e in entries if e.cells.get("status") != DISSOLVED]
    for key, several in (("code", entries), ("name", there)):
        rows: dict[str, list[str]] = {}
        for entry in several:
            rows.setdefault(entry.cells[key], []).append(str(entry.row))
        for text, numbers in rows.items():
            if len(numbers) > 1:
                yield f"{HEADINGS[key][0]} {text} 出现了 {len(numbers)} 次（第 {'、'.join(numbers)} 行）"


def _uncompiled(roster: Roster, entries: Sequence[Entry]) -> Iterator[str]:
    """Name the units of which nobody, or nobody who reports, is said to compile the figures."""
    for unit, entry in zip(roster.units, entries, strict=True):
        by, at = roster.find(unit.parent), f"{entry.at('parent')}：{unit.code} {unit.name}"
        if unit.compiled and not unit.parent:
            yield f"{at} 的状态是“代编”，请写明由哪个单位代编"
        elif unit.compiled and by is None:
            yield f"{at} 由 {unit.parent} 代编，名录里没有这个代码"
        elif unit.compiled and by is not None and not by.owes:
            yield f"{at} 由 {unit.parent} 代编，而它自己的状态是“{by.status}”，不报送"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A list that people keep: its cells as texts, and the number formats that hide what a cell shows, by row and column."""

    lines: list[list[str]]
    unclear: Mapping[tuple[int, int], str] = field(default_factory=dict)


def lines_of_file(path: Path, what: str) -> list[list[str]]:
    """Read the cells of a list that people keep (.xlsx or .csv, whatever its encoding) as texts, from its head on."""
    return list(dropwhile(lambda line: not any(line), _sheet_of_file(path, what).lines))


def _sheet_of_file(path: Path, what: str) -> Sheet:
    return (
        Sheet(lines=_csv_lines(path, what)) if path.suffix.lower() == ".csv" else _workbook_sheet(path, what)
    )


def _csv_lines(path: Path, what: str) -> list[list[str]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{what} {path.name} 打不开：{told(error)}。") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(data.decode(encoding).splitlines()))
        except UnicodeDecodeError:
            continue
    raise UsageError(f"{what} {path.name} 的编码不认识，请另存为 UTF-8 编码的 CSV。")


def _workbook_sheet(path: Path, what: str) -> Sheet:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 (only where a sheet is read)

    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError) as error:
        why = told(error) if isinstance(error, OSError) else "不是完整的工作簿"
        raise UsageError(f"{what} {path.name} 打不开：{why}。请用 Excel 或 WPS 另存为 .xlsx。") from error
    lines = [[_text(cell) for cell in row] for row in rows]
    unclear: dict[tuple[int, int], str] = {}
    if not any(isinstance(cell, int | float) for row in rows for cell in row):
        return Sheet(lines=lines)  # as our own rosters are
    for (row, column), style in _formats(path, len(lines), max(map(len, lines))).items():
        text = lines[row - 1][column]
        if _PADDED.fullmatch(style):
            lines[row - 1][column] = text.zfill(len(style))  # 12 shown as 012
        else:
            unclear[row, column] = style
    return Sheet(lines=lines, unclear=unclear)


def _formats(path: Path, rows: int, columns: int) -> Mapping[tuple[int, int], str]:
    """Return the number formats of whole numbers that are not shown as they are, by row (from 1) and column (from 0)."""
    from openpyxl import load_workbook  # noqa: PLC0415 (only where a sheet is read)

    found: dict[tuple[int, int], str] = {}
    try:
        sheet = load_workbook(BytesIO(path.read_bytes()), read_only=True, data_only=True).worksheets[0]
        for line in sheet.iter_rows(max_row=rows, max_col=columns):
            for cell in line:
                if type(cell.value) in {int, float} and float(cell.value).is_integer():
                    style = _UNSEEN.sub("", cell.number_format.split(";")[0]).strip()
                    if style not in _AS_IT_IS:
                        found[cell.row, cell.column - 1] = style
    except Exception:  # noqa: BLE001 (an old .xls, or what openpyxl cannot read: then formats are not known)
        return {}
    return found


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


def codes_in(text: str) -> tuple[str, ...]:
    """Return the codes of a list: 010、011."""
    return tuple(code.strip() for code in re.split("[，,、;；]", text) if code.strip())


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
