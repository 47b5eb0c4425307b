"""Published reports as they really are: structural kinds, each made from a report with known figures."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path

import made_reports as made
import odd_documents
import odd_pages
from openpyxl import Workbook

from toolkit.published import Published

Writer = Callable[[made.Report, Path], Path]


def page(
    change: Callable[[str], str], squares: Callable[[made.Squares], made.Squares] | None = None
) -> Writer:
    """A web page after `change` was made to its source, and `squares` to the table of applications."""

    def write(report: made.Report, folder: Path) -> Path:
        printed = report.changed("applications", squares) if squares else report
        path = made.write_html(printed, folder / "r.html")
        path.write_text(change(path.read_text("utf-8")), encoding="utf-8")
        return path

    return write


def row_of(squares: made.Squares, row: str) -> int:
    return next(s.row for s in squares if s.key and s.key.row == row)


def cell_too_many(at_end: bool) -> Callable[[made.Squares], made.Squares]:
    def change(squares: made.Squares) -> made.Squares:
        row = row_of(squares, "granted")
        column = 10 if at_end else 6
        moved = [
            replace(s, column=s.column + 1) if s.row == row and s.column >= column else s for s in squares
        ]
        return sorted([*moved, made.Square("", row, column)], key=lambda s: (s.row, s.column))

    return change


def gutter(squares: made.Squares) -> made.Squares:
    """A narrow blank column between the sixth and the seventh."""
    moved = [
        replace(s, column=s.column + 1)
        if s.column >= 6
        else replace(s, width=s.width + (s.column + s.width > 6))
        for s in squares
    ]
    wide = [s for s in moved if s.column <= 6 < s.column + s.width]
    blank = [
        made.Square("", row, 6)
        for row in range(made.height(squares))
        if not any(s.row <= row < s.row + s.height for s in wide)
    ]
    return sorted([*moved, *blank], key=lambda s: (s.row, s.column))


def tall(name: str) -> Callable[[str], str]:
    """The cell that prints `name` spans a row too many."""

    def change(source: str) -> str:
        return re.sub(
            rf'rowspan="(\d+)"([^>]*>{name})', lambda m: f'rowspan="{int(m[1]) + 1}"{m[2]}', source, count=1
        )

    return change


def split_header(squares: made.Squares) -> made.Squares:
    """Every title of a column of organisations stands in two cells, one below the other."""
    titles = [s for s in squares if s.row == 2]
    down = [replace(s, row=s.row + 1) if s.row > 2 else s for s in squares if s not in titles]
    taller = [replace(s, height=s.height + 1) if s.row + s.height == 3 and s.row < 3 else s for s in down]
    halves = [
        replace(s, row=2 + n, text=(s.text[: len(s.text) // 2], s.text[len(s.text) // 2 :])[n])
        for s in titles
        for n in (0, 1)
    ]
    return sorted([*taller, *halves], key=lambda s: (s.row, s.column))


def saved_page(report: made.Report, folder: Path) -> Path:
    message = EmailMessage()
    message.set_content("x")
    message.add_alternative(made.write_html(report, folder / "x.html").read_text("utf-8"), subtype="html")
    message.replace_header("Content-Type", "multipart/related; boundary=b1")
    path = folder / "r.mhtml"
    path.write_bytes(b"From: x\r\n" + bytes(message))
    return path


def workbook(report: made.Report, folder: Path) -> Path:
    book = Workbook()
    sheet = book.active
    row = 0
    for kind, text in made._flow(report):
        if kind == "p":
            row += 1
            sheet.cell(row, 1, text)
            continue
        for s in report.tables[text]:
            cell = sheet.cell(row + s.row + 1, s.column + 1, s.text)
            if s.key and s.text.isdecimal():
                cell.value = int(s.text)
            if s.height > 1 or s.width > 1:
                first, last = (row + s.row + 1, s.column + 1), (row + s.row + s.height, s.column + s.width)
                sheet.merge_cells(
                    start_row=first[0], start_column=first[1], end_row=last[0], end_column=last[1]
                )
        row += made.height(report.tables[text])
    book.save(folder / "r.xlsx")
    return folder / "r.xlsx"


def piped(report: made.Report, folder: Path) -> Path:
    path = made.write_txt(report, folder / "r.txt", "rows")
    lines = path.read_text("utf-8").split("\n")
    path.write_text(
        "\n".join(f"| {line.replace(chr(9), ' | ')} |" if "\t" in line else line for line in lines), "utf-8"
    )
    return path


def relabel(old: str, new: str) -> Callable[[str], str]:
    return lambda source: source.replace(old, new)


MENU = (
    "<ul>"
    + "".join(f"<li><a href='#'>测试县{one}局2021年政府信息公开工作年度报告</a></li>" for one in "甲乙丙")
    + "</ul>"
)
same: Callable[[str], str] = str

KINDS: dict[str, Writer] = {
    "网页": page(same),
    "零宽字符": page(lambda source: re.sub(r"(<td[^>]*>)", "\\1\u200b", source)),
    "行末多一格": page(same, cell_too_many(at_end=True)),
    "行中多一格": page(same, cell_too_many(at_end=False)),
    "空白隔栏": page(same, gutter),
    "跨行多一（无法提供）": page(tall("（四）无法提供")),
    "跨行多一（不予公开）": page(tall("（三）不予公开")),
    "表头分两格": page(same, split_header),
    "（七）合计": page(relabel("（七）总计", "（七）合计")),
    "结转下一年度": page(relabel("结转下年度", "结转下一年度")),
    "兄弟单位的菜单": page(relabel("<body>", f"<body>{MENU}")),
    "面包屑": page(
        relabel(
            "<body>", "<body><div>首页 &gt; 信息公开 &gt; 测试县教育局2021年政府信息公开工作年度报告</div>"
        )
    ),
    "部首字": page(lambda source: source.replace("人", "⼈").replace("民", "⺠")),
    "套在版面表里": page(
        lambda source: source.replace("<body>", "<body><table><tr><td>").replace(
            "</body>", "</td></tr></table></body>"
        )
    ),
    "GB18030": lambda report, folder: made.write_html(report, folder / "r.htm", encoding="gb18030"),
    "网页存成 mhtml": saved_page,
    "别处的工作簿": workbook,
    "文字，制表符": lambda report, folder: made.write_txt(report, folder / "r.txt", "rows"),
    "文字，竖线": piped,
    "文字，一格一行": lambda report, folder: made.write_txt(report, folder / "r.txt", "cells"),
    "文字，antiword": lambda report, folder: made.write_txt(report, folder / "r.txt", "broken"),
    "Word": lambda report, folder: made.write_docx(report, folder / "r.docx"),
    **odd_pages.KINDS,
    **odd_documents.KINDS,
}
DOUBTED = odd_pages.DOUBTED | odd_documents.DOUBTED


def report_of(form, seed: int) -> made.Report:
    rng = random.Random(seed)
    return made.report(form, seed, most=rng.choice((900, 9000)))


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one publication: figures left out (each named), and what is wrong."""

    unread: int
    wrong: tuple[str, ...]

    @property
    def word(self) -> str:
        return "错" if self.wrong else "点名" if self.unread else "全"


def outcome(published: Published, report: made.Report) -> Outcome:
    """Judge a reading: a figure, name or year other than printed, or missing unsaid, is wrong."""
    wrong = [
        f"{key}: {published.amounts[key]} for {report.expected[key]}"
        for key in report.national
        if key in published.amounts and published.amounts[key] != report.expected[key]
    ]
    unread = [key for key in report.national if key not in published.amounts]
    if published.form == report.form.key:
        wrong += [f"{key} is missing unsaid" for key in unread if not made.named(published, key)]
    elif not published.findings:
        wrong.append("nothing is read, nothing is said")
    rules = {finding.rule for finding in published.findings}
    if published.unit_name != "测试县民政局" and (published.unit_name or "P14" not in rules):
        wrong.append(f"unit {published.unit_name}")
    if published.year != report.year and (published.year or not rules & {"P11", "P13"}):
        wrong.append(f"year {published.year}")
    return Outcome(unread=len(unread), wrong=tuple(wrong))
