"""Word files, OpenDocument texts, workbooks and plain texts as people and programs make them."""

import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from unicodedata import east_asian_width
from zipfile import ZIP_DEFLATED, ZipFile

import made_reports as made
from openpyxl import Workbook
from openpyxl.styles import Font

Writer = Callable[[made.Report, Path], Path]
KEY = ("granted", "research")


def text_of(report: made.Report) -> str:
    return next(s.text for s in report.tables["applications"] if s.key and (s.key.row, s.key.column) == KEY)


def word(
    change: Callable[[str], str] | Callable[[str, str], str], parts: dict[str, tuple[str, str]] | None = None
) -> Writer:
    """A Word file after `change` was made to the XML of its text; it may ask for the text of one figure."""

    def write(report: made.Report, folder: Path) -> Path:
        held = dict(_plain(report, folder))
        xml = held["word/document.xml"].decode("utf-8")
        two = change.__code__.co_argcount == 2
        held["word/document.xml"] = (change(xml, text_of(report)) if two else change(xml)).encode("utf-8")  # type: ignore[call-arg,arg-type]
        for name, (old, new) in (parts or {}).items():
            held[name] = held[name].decode("utf-8").replace(old, new).encode("utf-8")
        path = folder / "r.docx"
        with ZipFile(path, "w", ZIP_DEFLATED) as package:
            for name, data in held.items():
                package.writestr(name, data)
        return path

    return write


_KNOWN: dict[tuple[str, ...], dict[str, bytes]] = {}


def _plain(report: made.Report, folder: Path) -> dict[str, bytes]:
    """Give the parts of the report's Word file; python-docx is slow, so it is made once."""
    asked = (report.form.key, *(s.text for s in report.tables["applications"]))
    if asked not in _KNOWN:
        with ZipFile(made.write_docx(report, folder / "plain.docx")) as package:
            _KNOWN[asked] = {name: package.read(name) for name in package.namelist()}
    return _KNOWN[asked]


def strict(xml: str) -> str:
    return xml.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    ).replace("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")


def beside_merged(xml: str) -> str:
    """Wide cells as old programs write them: hMerge on each square, not a span."""

    def split(found: re.Match[str]) -> str:
        cell, count = found[0], int(found[1])
        first = re.sub(r'<w:gridSpan w:val="\d+"/>', '<w:hMerge w:val="restart"/>', cell)
        rest = "<w:tc><w:tcPr><w:hMerge/></w:tcPr><w:p/></w:tc>"
        vertical = re.search(r"<w:vMerge[^>]*/>", cell)
        if vertical:
            rest = rest.replace("<w:hMerge/>", f"<w:hMerge/>{vertical[0]}")
        return first + rest * (count - 1)

    return re.sub(
        r'<w:tc>(?:(?!</w:tc>).)*?<w:gridSpan w:val="(\d+)"/>.*?</w:tc>', split, xml, flags=re.DOTALL
    )


BOX = (
    '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="wps"><w:drawing><wps:txbx '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    "<w:txbxContent>{0}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    '<v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent>{0}</w:txbxContent>'
    "</v:textbox></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
)


def boxed(xml: str) -> str:
    return re.sub(r"<w:tbl>.*?</w:tbl>", lambda m: BOX.format(m[0]), xml, flags=re.DOTALL)


def boxed_title(xml: str) -> str:
    return re.sub(
        r"<w:p>(?:(?!</w:p>).)*年度报告.*?</w:p>", lambda m: BOX.format(m[0]), xml, count=1, flags=re.DOTALL
    )


def one_run(change: Callable[[str], str]) -> Callable[[str, str], str]:
    """Change the run that prints one figure."""

    def write(xml: str, figure: str) -> str:
        whole = f"<w:r><w:t>{figure}</w:t></w:r>"
        assert xml.count(whole) >= 1
        return xml.replace(whole, change(figure), 1)

    return write


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def deleted_row(xml: str) -> str:
    """A row that was deleted with changes tracked stands above the real one."""
    found = next(m for m in re.finditer(r"<w:tr>.*?</w:tr>", xml, re.DOTALL) if ">（一）予以公开" in m[0])
    old = re.sub(r"<w:t>\d+</w:t>", "<w:t>7</w:t>", found[0])
    gone = old.replace("<w:tr>", '<w:tr><w:trPr><w:del w:id="1" w:author="x"/></w:trPr>', 1)
    return xml.replace(found[0], f"{gone}{found[0]}", 1)


def hidden_row(xml: str) -> str:
    found = next(m for m in re.finditer(r"<w:tr>.*?</w:tr>", xml, re.DOTALL) if ">（一）予以公开" in m[0])
    old = re.sub(r"<w:t>\d+</w:t>", "<w:t>7</w:t>", found[0])
    gone = old.replace("<w:tr>", "<w:tr><w:trPr><w:hidden/></w:trPr>", 1)
    return xml.replace(found[0], f"{gone}{found[0]}", 1)


def unnumbered(xml: str) -> str:
    """The numbers of rows (“1.”) are the program's own, not in the text."""
    return re.sub(r"<w:t>\d\.", "<w:t>", xml)


def two_halves(xml: str) -> str:
    """The large table is two tables with an empty paragraph between them."""
    rows = list(re.finditer(r"<w:tr>.*?</w:tr>", xml, re.DOTALL))
    at = next(m for m in rows if "与行政诉讼无关" in m[0] or "重复申请" in m[0])
    start = xml.rindex("<w:tbl>", 0, at.start())
    head = re.match(r"<w:tbl>.*?(?=<w:tr>)", xml[start:], re.DOTALL)
    assert head
    return f"{xml[: at.start()]}</w:tbl><w:p/>{head[0]}{xml[at.start() :]}"


_STYLE = '<w:style w:type="character" w:styleId="{0}"><w:name w:val="{0}"/><w:rPr>{1}</w:rPr></w:style>'
STYLED = {
    "word/styles.xml": (
        "</w:styles>",
        _STYLE.format("Gone", "<w:vanish/>")
        + _STYLE.format("Pale", '<w:color w:val="FFFFFF"/>')
        + "</w:styles>",
    )
}


# ------------------------------------------------------------------ OpenDocument

_ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">'
    "<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>"
    "{body}</office:text></office:body>"
    "</office:document-content>"
)
_ODT_STYLES = (
    '<style:style style:name="Gone" style:family="text"><style:text-properties '
    'text:display="none"/></style:style>'
    '<style:style style:name="Pale" style:family="text"><style:text-properties '
    'fo:color="#ffffff"/></style:style>'
    '<style:style style:name="Struck" style:family="text"><style:text-properties '
    'style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="Up" style:family="text"><style:text-properties '
    'style:text-position="super 58%"/></style:style>'
)


def open_document(change: Callable[[str], str] = str, row: str = "<table:table-row>") -> Writer:
    """An OpenDocument text; `change` is made to the XML of one figure's cell."""

    def write(report: made.Report, folder: Path) -> Path:
        body = "".join(
            f"<text:p>{escape(text)}</text:p>"
            if kind == "p"
            else _odt_table(report.tables[text], change, row)
            for kind, text in made._flow(report)
        )
        path = folder / "r.odt"
        with ZipFile(path, "w") as package:
            package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
            package.writestr("content.xml", _ODT.format(styles=_ODT_STYLES, body=body))
        return path

    return write


def _odt_table(squares: made.Squares, change: Callable[[str], str], row: str) -> str:
    width = max(s.column + s.width for s in squares)
    lines = []
    for number in range(made.height(squares)):
        line, column = "", 0
        while column < width:
            s = next((one for one in squares if (one.row, one.column) == (number, column)), None)
            if s is None:
                line += "<table:covered-table-cell/>"
                column += 1
                continue
            text = escape(s.text)
            if s.key and (s.key.row, s.key.column) == KEY:
                text = change(text)
            line += (
                f'<table:table-cell table:number-columns-spanned="{s.width}" '
                f'table:number-rows-spanned="{s.height}">'
                f"<text:p>{text}</text:p></table:table-cell>"
            )
            if s.width > 1:
                line += f'<table:covered-table-cell table:number-columns-repeated="{s.width - 1}"/>'
            column += s.width
        lines.append(f"{row}{line}</table:table-row>")
    return f"<table:table>{''.join(lines)}</table:table>"


def span(style: str, text: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


# ------------------------------------------------------------------ workbooks


def book(change: Callable[[Workbook, made.Report], None], *, sheets: bool = False) -> Writer:
    """A workbook of another make after `change`; `sheets`: a sheet for each table."""

    def write(report: made.Report, folder: Path) -> Path:
        workbook = Workbook()
        sheet, row = workbook.active, 0
        for kind, text in made._flow(report):
            if kind == "p":
                row += 1
                sheet.cell(row, 1, text)
                continue
            if sheets:
                sheet, row = workbook.create_sheet(text), 0
            for s in report.tables[text]:
                cell = sheet.cell(row + s.row + 1, s.column + 1, s.text)
                if s.key and re.fullmatch(r"\d+", s.text):
                    cell.value = int(s.text)
                if s.height > 1 or s.width > 1:
                    sheet.merge_cells(
                        start_row=row + s.row + 1,
                        start_column=s.column + 1,
                        end_row=row + s.row + s.height,
                        end_column=s.column + s.width,
                    )
            row += made.height(report.tables[text])
        change(workbook, report)
        workbook.save(folder / "r.xlsx")
        return folder / "r.xlsx"

    return write


def cell_of(workbook: Workbook, report: made.Report):
    figure = int(text_of(report))
    return next(c for sheet in workbook for row in sheet for c in row if c.value == figure)


def white(workbook: Workbook, report: made.Report) -> None:
    cell_of(workbook, report).font = Font(color="FFFFFFFF")


def struck(workbook: Workbook, report: made.Report) -> None:
    cell_of(workbook, report).font = Font(strike=True)


def shown_otherwise(number_format: str) -> Callable[[Workbook, made.Report], None]:
    def change(workbook: Workbook, report: made.Report) -> None:
        cell_of(workbook, report).number_format = number_format

    return change


def rows_hidden(workbook: Workbook, report: made.Report) -> None:
    """An older row, hidden, right above the real one."""
    cell = cell_of(workbook, report)
    sheet, row = cell.parent, cell.row
    for other in list(sheet.merged_cells.ranges):
        if other.min_row <= row <= other.max_row and other.max_row > row:
            continue
    sheet.row_dimensions[row].hidden = True


def narrow(workbook: Workbook, report: made.Report) -> None:
    cell = cell_of(workbook, report)
    cell.parent.column_dimensions[cell.column_letter].width = 1.5


def formula(workbook: Workbook, report: made.Report) -> None:
    cell = cell_of(workbook, report)
    cell.value = f"={cell.value}+0"


def older_sheet(workbook: Workbook, report: made.Report) -> None:
    """A hidden sheet with other figures."""
    copy = workbook.copy_worksheet(workbook.active)
    for row in copy:
        for cell in row:
            if isinstance(cell.value, int):
                cell.value = 3
    copy.sheet_state = "hidden"


# ------------------------------------------------------------------ plain text


def width_of(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def aligned(gap: int = 2, *, merged: bool = True, blank_lines: bool = False) -> Writer:
    """Columns set out with spaces, as `pdftotext -layout` and careful typists do.

    Each label whole in its first line.
    """

    def write(report: made.Report, folder: Path) -> Path:
        lines: list[str] = []
        for kind, text in made._flow(report):
            lines += [text, ""] if kind == "p" else _aligned(report.tables[text], gap, blank_lines)
        path = folder / "r.txt"
        path.write_text("\n".join(lines), "utf-8")
        return path

    return write


def _aligned(squares: made.Squares, gap: int, blank_lines: bool) -> list[str]:
    columns = max(s.column + s.width for s in squares)
    widths = [
        max((width_of(s.text) for s in squares if s.column == c and s.width == 1), default=4) + gap
        for c in range(columns)
    ]
    left = [sum(widths[:c]) for c in range(columns + 1)]
    lines = []
    for number in range(made.height(squares)):
        line = ""
        for s in sorted((one for one in squares if one.row == number), key=lambda one: one.column):
            line += " " * max(left[s.column] - width_of(line), 1 if line else 0) + s.text
        lines += [line, ""] if blank_lines else [line]
    return [*lines, ""]


def separated(sign: str, *, rule: bool = False) -> Writer:
    def write(report: made.Report, folder: Path) -> Path:
        path = made.write_txt(report, folder / "r.txt", "rows")
        lines = []
        for line in path.read_text("utf-8").split("\n"):
            if "\t" in line:
                lines.append(sign + line.replace("\t", sign) + sign if rule else line.replace("\t", sign))
            else:
                lines.append(line)
        path.write_text("\n".join(lines), "utf-8")
        return path

    return write


KINDS: dict[str, Writer] = {
    "Word，严格格式": word(strict),
    "Word，横向旧式合并": word(beside_merged),
    "Word，文本框里的表": word(boxed),
    "Word，文本框里的标题": word(boxed_title),
    "Word，修订删去一行": word(deleted_row),
    "Word，隐藏的一行": word(hidden_row),
    "Word，自动编号": word(unnumbered),
    "Word，表断成两截": word(two_halves),
    "Word，隐藏的字（样式）": word(one_run(lambda f: run("9", '<w:rStyle w:val="Gone"/>') + run(f)), STYLED),
    "Word，白字（样式）": word(one_run(lambda f: run("9", '<w:rStyle w:val="Pale"/>') + run(f)), STYLED),
    "Word，白字": word(one_run(lambda f: run("9", '<w:color w:val="FFFFFF"/>') + run(f))),
    "Word，隐藏的字": word(one_run(lambda f: run("9", "<w:vanish/>") + run(f))),
    "Word，修订": word(
        one_run(
            lambda f: (
                f'<w:del w:id="1" w:author="x"><w:r><w:delText>9</w:delText></w:r></w:del><w:ins '
                f'w:id="2" w:author="x">{run(f)}</w:ins>'
            )
        )
    ),
    "Word，脚注号": word(one_run(lambda f: run(f) + run("2", '<w:vertAlign w:val="superscript"/>'))),
    "Word，升高的字": word(
        one_run(lambda f: run(f) + run("2", '<w:position w:val="12"/><w:sz w:val="10"/>'))
    ),
    "Word，公式": word(
        one_run(
            lambda f: (
                run(f) + '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r>'
                "<m:t>2</m:t></m:r></m:oMath>"
            )
        )
    ),
    "Word，域": word(one_run(lambda f: f'<w:fldSimple w:instr="=SUM(LEFT)">{run(f)}</w:fldSimple>')),
    "Word，两段": word(one_run(lambda f: f"{run(f[:1])}</w:p><w:p>{run(f[1:])}")),
    "Word，从右到左": word(one_run(lambda f: f'<w:bdo w:val="rtl">{run(f)}</w:bdo>')),
    "ODT": open_document(),
    "ODT，隐藏的字": open_document(lambda t: span("Gone", "9") + t),
    "ODT，白字": open_document(lambda t: span("Pale", "9") + t),
    "ODT，划掉的字": open_document(lambda t: span("Struck", "9") + t),
    "ODT，上标": open_document(lambda t: t + span("Up", "2")),
    "ODT，批注": open_document(lambda t: f"{t}<office:annotation><text:p>9</text:p></office:annotation>"),
    "ODT，两段": open_document(lambda t: f"{t[:1]}</text:p><text:p>{t[1:]}"),
    "工作簿，一表一张": book(lambda _, __: None, sheets=True),
    "工作簿，白字": book(white),
    "工作簿，划掉": book(struck),
    "工作簿，格式 0!.0": book(shown_otherwise('0"0"')),
    "工作簿，不显示": book(shown_otherwise(";;;")),
    "工作簿，按千显示": book(shown_otherwise("0,")),
    "工作簿，隐藏的行": book(rows_hidden),
    "工作簿，列太窄": book(narrow),
    "工作簿，没算过的公式": book(formula),
    "工作簿，隐藏的表": book(older_sheet),
    "文字，空格对齐": aligned(),
    "文字，空格对齐宽": aligned(6, blank_lines=True),
    "文字，一空格": separated(" "),
    "文字，四空格": separated("    "),
    "文字，竖线框": separated("|", rule=True),
    "文字，全角竖线": separated("｜", rule=True),
    "文字，制表线": separated("│", rule=True),
}

# one figure (or its row) is not certain there, and must be asked for
DOUBTED = {
    "Word，白字",
    "Word，白字（样式）",
    "Word，脚注号",
    "Word，升高的字",
    "Word，公式",
    "Word，两段",
    "Word，从右到左",
    "ODT，白字",
    "ODT，上标",
    "ODT，两段",
    "工作簿，白字",
    "工作簿，划掉",
    "工作簿，格式 0!.0",
    "工作簿，不显示",
    "工作簿，按千显示",
    "工作簿，隐藏的行",
    "工作簿，没算过的公式",
}
