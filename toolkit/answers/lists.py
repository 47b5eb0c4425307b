"""Lists that people keep and edit (roster, waivers, opening figures, pinned files, county's words).

.xlsx or .csv.

One reader for all: the first line names the columns, in any order, with headings that offices use; what no
column or line is known by is named, with its row and cell as Excel shows them.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

from toolkit.answers.list_sheets import ListSheet, sheet_of_file
from toolkit.errors import UsageError, one_line
from toolkit.layout.place import Place

ENDINGS = (".xlsx", ".csv")
UNIT_HEADINGS = ("单位代码", "代码", "单位", "unit_code", "unit")  # a column whose lines each name a unit
# what a list is called when a program has saved it otherwise, or an ending that Windows hides was added
_NEARLY = (".xls", ".xlsm", ".et", ".ods", ".txt", ".tsv", ".csv.txt", ".xlsx.txt", ".csv.csv", ".xlsx.xlsx")
_COPY = re.compile(r"[\s_-]*(?:\(\d+\)|（\d+）|副本|copy|new|最终版?|最新)+$")  # behind a file's name
_NAME_ALIKE = 0.9  # how like the name of a file must be to that of a list to be meant for it: waiver.csv
ALIKE = 0.7  # how like a heading must be to another one to be meant for it
_AS_HELD = re.compile(r"(?:#,##)?0(?:\.(0+))?")  # how a number is shown as it is, with so many decimals
_AGAIN = "请把格式改成“常规”后重新填写"
_ROUNDED = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+")  # what Excel makes of a long code in a csv file
_QUOTES = frozenset("'\"=“”‘’＂＇＝")
_SHOWN = 40  # characters of a heading that is not known
_TITLES = 5  # lines of which one is the heading: offices write a title above it


@dataclass(frozen=True, kw_only=True)
class ListLine:
    """One line of a list: its row, the texts of its cells by key, its columns and their names."""

    row: int
    cells: Mapping[str, str]
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    unclear: Mapping[str, str] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)

    def shown_otherwise(self, key: str) -> str:
        """Say that the format of a cell shows another number than it holds; empty where it does not."""
        style = self.formats.get(key, "")
        plain, decimals = _AS_HELD.fullmatch(style), self.cells[key].partition(".")[2]
        if not style or (plain and len(plain[1] or "") >= len(decimals)):
            return ""
        return f"{self.where(key)}：存的是 {self.cells[key]}，数字格式“{style}”使它显示成别的样子，{_AGAIN}"

    def where(self, key: str) -> str:
        """Name a cell: 第 3 行“是否计入”（F3）."""
        column = self.columns.get(key)
        at = f"（{Place('', self.row - 1, column).a1}）" if column is not None else ""
        return f"第 {self.row} 行“{self.titles[key]}”{at}"


@dataclass(frozen=True, kw_only=True)
class KeptList:
    """A list as it was read: its lines, what is wrong with its shape, the columns that mean nothing to us."""

    name: str
    lines: tuple[ListLine, ...]
    mistakes: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()

    def refuse(self, mistakes: Sequence[str]) -> None:
        """Raise UsageError with all `mistakes`, those of its shape first; do nothing when there are none."""
        said = [*self.mistakes, *mistakes]
        if said:
            raise UsageError(
                f"{self.name} 有 {len(said)} 处问题：\n" + "\n".join(f"  {one_line(one)}" for one in said)
            )


def find_list(folder: Path, stem: str) -> Path | None:
    """Find a list of a year's folder, .xlsx or .csv.

    None without one. Raises UsageError when both are there, and where only one is there that is named so
    nearly that it was meant for it: what is written in it is not passed over.
    """
    there = [path for ending in ENDINGS if (path := folder / f"{stem}{ending}").is_file()]
    if len(there) > 1:
        names = " 和 ".join(path.name for path in there)
        raise UsageError(f"{names} 都在“{folder}”里，不知道以哪一个为准。请只留一个。")
    if there:
        return there[0]
    there = [path for path in folder.iterdir() if _is_meant_for(stem, path)] if folder.is_dir() else []
    if there:
        names = "、".join(sorted(path.name for path in there))
        raise UsageError(
            f"“{folder}”里的 {names} 没有用：这份清单要叫 {stem}.xlsx 或 {stem}.csv。"
            "请用 Excel 或 WPS 打开，另存为其中一种（要看清文件名最后的几个字母）；不要的，请移走。"
        )
    return None


def _is_meant_for(stem: str, path: Path) -> bool:
    """Whether a file is called nearly as a list: with another ending, as a copy of it, with a letter less."""
    name = path.name.lower()
    endings = [ending for ending in (*ENDINGS, *_NEARLY) if name.endswith(ending)]
    bare = name.removesuffix(max(endings, key=len, default=""))
    meant = get_close_matches(_COPY.sub("", bare), [stem], cutoff=_NAME_ALIKE)
    return bool(endings and meant) and not name.startswith(".") and path.is_file()


def read_list(
    path: Path,
    what: str,
    headings: Mapping[str, Sequence[str]],
    *,
    optional: Sequence[str] = (),
    verbatim: Sequence[str] = (),
    idle: Callable[[Mapping[str, str]], bool] = lambda _: False,
) -> KeptList:
    """Read a list by its `headings` (the official one of each key first, then others that offices use).

    `verbatim` are the keys whose texts keep their outer spaces. Empty lines are passed over; their rows
    still count. Lines that are struck out or hidden may be meant or not, so they are mistakes, but for
    those that are `idle`: nothing comes of them either way.
    Raises UsageError when the file cannot be read or a column is missing; what single cells say is the
    caller's to judge.
    """
    name = f"{what} {path.name}"
    sheet = sheet_of_file(path, what)
    first = heading_at(headings, optional, sheet.lines)
    if first is None:
        raise UsageError(f"{name} 是空的。")
    head = [_heading(title) for title in sheet.lines[first]]
    beside = {title: _required(headings, optional, lines) for title, lines in sheet.beside.items()}
    if (there := "”“".join(title for title in beside if beside[title])) and _missing(
        headings, optional, head
    ):
        raise UsageError(f"{name} 的第一张工作表不是这份清单，“{there}”才是。请把它移到最前面。")
    columns = columns_of(headings, optional, head, name)
    mistakes, unused = _other_columns(headings, columns, head, first + 1)
    mine = _required(headings, optional, sheet.lines)
    mistakes += [
        f"工作表“{title}”里也有这份清单的 {len(theirs - mine)} 行，是第一张工作表里没有的；只读第一张，"
        "请把它们并到第一张里，不要的请删去（右键工作表标签→删除）"
        for title, theirs in beside.items()
        if theirs - mine
    ]
    mistakes += [
        f"{Place('', *top).a1}:{Place('', *end).a1} 是合并的单元格，只有第一行读得到；请取消合并，每一行都写"
        for top, end in sheet.merged
        if end[0] >= first
    ]
    titles = {key: names[0] for key, names in headings.items()}
    lines = []
    for row, cells in enumerate(sheet.lines[first + 1 :], first + 2):
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(head) :]):
            mistakes.append(
                f"第 {row} 行：有 {len(cells)} 栏，表头只有 {len(head)} 栏；文字里有逗号的，要用引号括起来"
            )
        line = _line_of(sheet, row, cells, columns, titles, verbatim)
        lines.append(line)
        if (sheet.struck or sheet.hidden) and not idle(line.cells):
            mistakes += _not_meant(sheet, line, optional)
    return KeptList(name=name, lines=tuple(lines), mistakes=tuple(mistakes), unused=tuple(unused))


def _line_of(
    sheet: ListSheet,
    row: int,
    cells: Sequence[str],
    columns: Mapping[str, int],
    titles: Mapping[str, str],
    verbatim: Sequence[str],
) -> ListLine:
    texts = {key: cells[i] if i < len(cells) else "" for key, i in columns.items()}
    return ListLine(
        row=row,
        columns=columns,
        titles=titles,
        cells={key: text if key in verbatim else text.strip() for key, text in texts.items()},
        unclear={key: why for key, i in columns.items() if (why := sheet.unclear.get((row, i)))},
        formats={key: style for key, i in columns.items() if (style := sheet.formats.get((row, i)))},
    )


def _not_meant(sheet: ListSheet, line: ListLine, optional: Sequence[str]) -> Iterator[str]:
    """Say of a line that it is struck out or hidden, as what is no longer meant."""
    struck = [key for key, i in line.columns.items() if (line.row, i) in sheet.struck and key not in optional]
    if struck:
        yield f"{line.where(struck[0])}：划了删除线；还算数的，请去掉删除线，不算的，请删去这一行"
    if line.row in sheet.hidden:
        yield f"第 {line.row} 行：被隐藏了；还算数的，请取消隐藏，不算的，请删去这一行"


def heading_at(
    headings: Mapping[str, Sequence[str]], optional: Sequence[str], lines: Sequence[Sequence[str]]
) -> int | None:
    """Find the line of the headings: the first, or one below a title; None where nothing is written."""
    written = (i for i, line in enumerate(lines) if any(cell.strip() for cell in line))
    candidates = [*islice(written, _TITLES)]
    found = (i for i in candidates if not _missing(headings, optional, lines[i]))
    return next(found, candidates[0] if candidates else None)


def _required(
    headings: Mapping[str, Sequence[str]], optional: Sequence[str], lines: Sequence[Sequence[str]]
) -> set[tuple[str, ...]]:
    """Give what the lines of a sheet say in the columns that must be there; empty where these are not."""
    first = heading_at(headings, optional, lines)
    if first is None or _missing(headings, optional, lines[first]):
        return set()
    found = _columns(headings, lines[first])
    columns = [at for key, at in found.items() if key not in optional]
    said = (
        tuple(line[at].strip() if at < len(line) else "" for at in columns) for line in lines[first + 1 :]
    )
    return {cells for cells in said if all(cells)}


def columns_of(
    headings: Mapping[str, Sequence[str]], optional: Sequence[str], head: Sequence[str], source: str
) -> dict[str, int]:
    """Find the column of each key by its official heading or another that offices use. Raises UsageError."""
    if missing := _missing(headings, optional, head):
        known = {name for names in headings.values() for name in names}
        others = [title for title in map(_heading, head) if title not in known]
        nearly = [(title[:_SHOWN], name) for name in missing for title in others if name in title]
        meant = "".join(f"“{one_line(title)}”请改成“{name}”。" for title, name in nearly)
        raise UsageError(f"{source} 的第一行缺少“{'”“'.join(missing)}”。{meant}")
    return _columns(headings, head)


def _heading(title: str) -> str:
    """Give a heading without the spaces and line breaks that are put in it for looks."""
    return "".join(title.split())


def _columns(headings: Mapping[str, Sequence[str]], head: Sequence[str]) -> dict[str, int]:
    titles = [_heading(title).lower() for title in head]
    return {
        key: titles.index(name)
        for key, names in headings.items()
        for name in reversed(names)
        if name in titles
    }


def _missing(
    headings: Mapping[str, Sequence[str]], optional: Sequence[str], head: Sequence[str]
) -> list[str]:
    columns = _columns(headings, head)
    return [names[0] for key, names in headings.items() if key not in columns and key not in optional]


def _other_columns(
    headings: Mapping[str, Sequence[str]], columns: Mapping[str, int], head: Sequence[str], row: int
) -> tuple[list[str], list[str]]:
    """Say which columns come twice or are written nearly as one that is not there; name the useless ones."""
    mistakes, unused = [], []
    absent = [name for key, names in headings.items() if key not in columns for name in names]
    for i, title in enumerate(head):
        at = f"第 {row} 行“{title}”（{Place('', row - 1, i).a1}）"
        if not title or i in columns.values():
            continue
        if title in head[:i]:
            mistakes.append(f"{at}：有两栏都叫这个名字，请只留一栏")
        elif meant := get_close_matches(title, absent, n=1, cutoff=ALIKE):
            mistakes.append(f"{at}：没有这一栏，是不是“{meant[0]}”？")
        else:
            unused.append(title)
    return mistakes, unused


def codes_in(text: str) -> tuple[str, ...]:
    """Return the codes of a list: 010、011."""
    return tuple(code.strip() for code in re.split("[，,、;；]", text) if code.strip())


def unclear_codes(line: ListLine, keys: Sequence[str]) -> Iterator[str]:
    """Name the codes of a line that a program has made something else of, and those in quotation marks."""
    for key in keys:
        text = line.cells.get(key, "")
        rounded = "是科学记数，原来的代码看不出来了" if _ROUNDED.fullmatch(text) else ""
        if why := line.unclear.get(key, rounded):
            yield f"{line.where(key)}：这一格是数 {text}，{why}，请把格式改成“文本”后重新填写代码"
        elif _QUOTES & set(text):
            yield f"{line.where(key)}：代码写的是 {text[:40]}，不要加引号和等号，请只写代码"
