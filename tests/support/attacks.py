"""Files made to cost much, for every door of a foreign file, and what a run of the program cost.

`SIZE` 1 is an attack in earnest; the tests run a share of them smaller.
"""

import io
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import recipes as r

MIB = 2**20
# bytes of any one process, and processor time of all of them for one file
MOST_MEMORY, MOST_SECONDS = 700 * MIB, 60.0
ROOT = Path(__file__).parents[2]
Make = Callable[[float], bytes]


# ------------------------------------------------------------------ what a run cost


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a run of the program said and cost.

    Bytes of its largest process, seconds of processor time of all.
    """

    code: int
    said: str
    memory: int
    seconds: float


# A small process that starts the program and measures it: the peak of a process is at first that of what it
# is a copy of, and tests are large.
_MEASURE = """
import os, sys
pid = os.posix_spawn(sys.executable, [sys.executable, "-m", "toolkit", *sys.argv[2:]], os.environ)
_, status, usage = os.wait4(pid, 0)
with open(sys.argv[1], "w") as cost:
    print(os.waitstatus_to_exitcode(status), usage.ru_maxrss * 1024, usage.ru_utime + usage.ru_stime, file=cost)
"""  # noqa: E501


def spend(*arguments: object, folder: Path, seconds: float = 600, **environment: str) -> Cost:
    """Run the program as a user does, and measure it with all processes that it starts."""
    out, cost = folder / "said.txt", folder / "cost.txt"
    with out.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-S", "-E", "-c", _MEASURE, str(cost), *map(str, arguments)],
            cwd=folder,
            stdout=said,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        )
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
    code, memory, used = cost.read_text().split()
    return Cost(
        code=int(code),
        said=out.read_text(encoding="utf-8", errors="replace"),
        memory=int(memory),
        seconds=float(used),
    )


# ------------------------------------------------------------------ pieces


def zipped(entries: dict[str, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target.getvalue()


def number(most: int) -> Callable[[float], int]:
    return lambda size: max(1, int(most * size))


# ------------------------------------------------------------------ workbooks of units

T3 = "表三"


def rows(line: str, most: int, first: int = 60) -> Make:
    """A good workbook with many lines of XML behind its last row."""
    return lambda size: r.with_cells(
        T3, "".join(line.format(i=i) for i in range(first, first + int(most * size)))
    )


def before_end(name: str, xml: str, most: int, wrap: str = "{}", anchor: str = "<pageMargins") -> Make:
    """A good workbook with something many times over behind the cells of one sheet."""

    def make(size: float) -> bytes:
        many = wrap.format("".join(xml.format(i=i) for i in range(1, int(most * size) + 1)))
        return r.in_sheet(name, anchor, lambda _: many + anchor, count=1)

    return make


def part_with(part: str, end: str, piece: str, most: int) -> Make:
    return lambda size: r.rewritten(part, lambda xml: xml.replace(end, piece * int(most * size) + end))


def in_place(address: str, text: Callable[[float], str]) -> Make:
    return lambda size: r.text("文字报告", address, text(size))


def many_sheets(size: float) -> bytes:
    count = int(100_000 * size)
    entries = r.parts(r.good())
    book = entries["xl/workbook.xml"].decode()
    extra = "".join(f'<sheet name="s{i}" sheetId="{i + 100}" r:id="x{i}"/>' for i in range(count))
    links = entries["xl/_rels/workbook.xml.rels"].decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    one = "".join(
        f'<Relationship Id="x{i}" Type="{kind}" Target="worksheets/sheet1.xml"/>' for i in range(count)
    )
    return r.packed(
        {
            **entries,
            "xl/workbook.xml": book.replace("</sheets>", extra + "</sheets>").encode(),
            "xl/_rels/workbook.xml.rels": links.replace(
                "</Relationships>", one + "</Relationships>"
            ).encode(),
        }
    )


def many_parts(size: float) -> bytes:
    return r.packed({**r.parts(r.good()), **{f"xl/media/p{i}.bin": b"x" for i in range(int(60_000 * size))}})


def bomb(size: float) -> bytes:
    """A part of 4 GB in 4 MB."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in r.parts(r.good()).items():
            if name != r.sheet_part(T3):
                archive.writestr(name, content)
        with archive.open(r.sheet_part(T3), "w", force_zip64=True) as stream:
            block = b" " * 2**24
            for _ in range(max(1, int(256 * size))):
                stream.write(block)
    return target.getvalue()


def lying_bomb(size: float) -> bytes:
    """A part that says that it is small, and is not."""
    data = bytearray(bomb(size / 8))
    told = data.rindex(b"PK\x01\x02", 0, data.rindex(b"PK\x05\x06"))
    data[told + 24 : told + 28] = (4096).to_bytes(4, "little")
    return bytes(data)


def deep_xml(size: float) -> bytes:
    depth = int(400_000 * size)
    return r.with_cells(
        T3, '<row r="60"><c r="A60"><is>' + "<r>" * depth + "</r>" * depth + "</is></c></row>"
    )


def long_name(size: float) -> bytes:
    return r.rewritten(
        "xl/workbook.xml", lambda x: x.replace('name="表三"', f'name="{"三" * int(32_767 * size)}"')
    )


def shared_formulas(size: float) -> bytes:
    lines = (
        f'<row r="{i}"><c r="A{i}"><f t="shared" si="0"/><v>1</v></c></row>'
        for i in range(61, 61 + int(300_000 * size))
    )
    return r.with_cells(
        T3,
        '<row r="60"><c r="A60"><f t="shared" ref="A60:A900000" si="0">SUM(B60:Z60)</f><v>1</v></c></row>'
        + "".join(lines),
    )


def xls_of_ones(size: float) -> bytes:
    """An old workbook (BIFF8) whose stream holds very many cells.

    Only as much of a container as there must be.
    """
    record = b"\x03\x02\x0e\x00" + (5).to_bytes(2, "little") + (2).to_bytes(2, "little") + bytes(10)
    stream = (
        b"\x09\x08\x10\x00\x00\x06\x10\x00" + bytes(12) + record * int(2_000_000 * size) + b"\x0a\x00\x00\x00"
    )
    return compound(stream)


def compound(stream: bytes) -> bytes:
    """An OLE2 container with one stream “Workbook”."""
    sector = 512
    body = stream.ljust(-(-max(len(stream), 4096) // sector) * sector, b"\0")
    count = len(body) // sector
    fats = -(-(count + 1) // 127)
    while fats * 128 < count + 1 + fats:
        fats += 1
    fats = min(fats, 109)
    chain = [*range(1, count), 0xFFFFFFFE, 0xFFFFFFFE, *[0xFFFFFFFD] * fats]
    fat = b"".join(n.to_bytes(4, "little") for n in chain).ljust(fats * sector, b"\xff")[: fats * sector]

    def entry(name: str, kind: int, child: int, start: int, length: int) -> bytes:
        raw = name.encode("utf-16-le") + b"\0\0"
        return (
            raw.ljust(64, b"\0")
            + len(raw).to_bytes(2, "little")
            + bytes([kind, 1])
            + b"\xff" * 8
            + child.to_bytes(4, "little")
            + bytes(36)
            + start.to_bytes(4, "little")
            + length.to_bytes(8, "little")
        )

    folder = (
        entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, 0, len(body)) + bytes(256)
    )
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0"
        + bytes(10)
        + fats.to_bytes(4, "little")
        + count.to_bytes(4, "little")
        + bytes(4)
        + (4096).to_bytes(4, "little")
        + b"\xfe\xff\xff\xff"
        + bytes(4)
        + b"\xfe\xff\xff\xff"
        + bytes(4)
        + b"".join((count + 1 + i).to_bytes(4, "little") for i in range(fats)).ljust(436, b"\xff")
    )
    return head + body + folder + fat


ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<office:body><office:{kind}>"
)


def open_document(kind: str, inside: Callable[[float], str]) -> Make:
    def make(size: float) -> bytes:
        tail = f"</office:{kind}></office:body></office:document-content>"
        mime = {
            "spreadsheet": "application/vnd.oasis.opendocument.spreadsheet",
            "text": "application/vnd.oasis.opendocument.text",
        }
        return zipped(
            {"mimetype": mime[kind], "content.xml": ODS_HEAD.format(kind=kind) + inside(size) + tail}
        )

    return make


def repeated_cells(_: float) -> str:
    cell = (
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" '
        'office:value="1"><text:p>1</text:p></table:table-cell>'
    )
    return (
        f'<table:table table:name="表三"><table:table-row table:number-rows-repeated="1048576">'
        f"{cell}</table:table-row></table:table>"
    )


WORKBOOKS: dict[str, Make] = {
    "远处一格（XFD1048576）": lambda _: r.with_cells(
        T3, '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    ),
    "四百万格，有地址": rows(
        '<row r="{i}"><c r="A{i}"><v>1</v></c><c r="B{i}"><v>1</v></c><c r="C{i}"><v>1</v></c><c '
        'r="D{i}"><v>1</v></c></row>',
        1_000_000,
    ),
    "四百万格，没有地址": rows("<row><c/><c/><c/><c/></row>", 1_000_000),
    "四百万格，没有地址，有数": rows(
        "<row><c><v>1</v></c><c><v>1</v></c><c><v>1</v></c><c><v>1</v></c></row>", 1_000_000
    ),
    "一行一千六百万列": lambda size: r.with_cells(T3, "<row>" + "<c/>" * int(12_000_000 * size) + "</row>"),
    "工作表 60 MB": lambda size: r.with_cells(
        T3, '<row r="60"><c r="A60" t="str"><v>' + "甲" * int(20_000_000 * size) + "</v></c></row>"
    ),
    "样式五十万": part_with(
        "xl/styles.xml",
        "</cellXfs>",
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
        500_000,
    ),
    "数字格式二十万": lambda size: r.rewritten(
        "xl/styles.xml",
        lambda x: x.replace(
            "<fonts",
            "<numFmts>"
            + "".join(
                f'<numFmt numFmtId="{i}" formatCode="{"0" * 200}"/>'
                for i in range(200, 200 + int(200_000 * size))
            )
            + "</numFmts><fonts",
        ),
    ),
    "共享文字二百万": part_with("xl/sharedStrings.xml", "</sst>", "<si><t>多余</t></si>", 2_000_000),
    "富文本二百万段": lambda size: r.rewritten(
        "xl/sharedStrings.xml",
        lambda x: x.replace(
            "</sst>", "<si>" + "<r><rPr><b/></rPr><t>a</t></r>" * int(1_500_000 * size) + "</si></sst>"
        ),
    ),
    "数据有效性十万条": before_end(
        T3,
        '<dataValidation type="whole" sqref="A{i}"><formula1>0</formula1></dataValidation>',
        100_000,
        "<dataValidations>{}</dataValidations>",
    ),
    "条件格式十万条": before_end(
        T3,
        '<conditionalFormatting sqref="A{i}"><cfRule type="expression" priority="{i}" '
        'dxfId="0"><formula>A{i}&gt;1</formula></cfRule></conditionalFormatting>',
        100_000,
    ),
    "一条有效性管十万处": before_end(
        T3,
        "A{i} ",
        100_000,
        '<dataValidations><dataValidation type="whole" sqref="{}"><formula1>0</formula1>'
        "</dataValidation></dataValidations>",
    ),
    "合并单元格二十万处": before_end(
        T3, '<mergeCell ref="A{i}:B{i}"/>', 200_000, "<mergeCells>{}</mergeCells>"
    ),
    "合并整张表": lambda _: r.in_sheet(
        T3, '(<mergeCells count="\\d+">)', r'\1<mergeCell ref="A1:XFD1048576"/>'
    ),
    "列二十万条": lambda size: r.in_sheet(
        T3,
        "<cols>",
        lambda _: "<cols>" + '<col min="1" max="16384" width="9" hidden="1"/>' * int(200_000 * size),
        count=1,
    ),
    "超链接二十万": before_end(
        T3, '<hyperlink ref="A{i}" location="x"/>', 200_000, "<hyperlinks>{}</hyperlinks>"
    ),
    "一百万位的数": lambda size: r.number(T3, "D7", "9" * int(1_000_000 * size)),
    "指数极大的数": lambda _: r.number(T3, "D7", "1e999999999"),
    "文字写的长数": lambda size: r.text(T3, "D7", "9" * int(32_767 * size)),
    "公式极长": lambda size: r.cell(
        T3, "J9", "<f>" + "SUM(" * int(200_000 * size) + "1" + ")" * int(200_000 * size) + "</f><v>1</v>"
    ),
    "共享公式三十万": shared_formulas,
    "XML 套四十万层": deep_xml,
    "十万张工作表": many_sheets,
    "六万个部件": many_parts,
    "名称三万字的工作表": long_name,
    "定义名称二十万": lambda size: r.rewritten(
        "xl/workbook.xml",
        lambda x: x.replace(
            "</definedNames>",
            "".join(
                f'<definedName name="n{i}">表三!$A${i}</definedName>' for i in range(1, int(200_000 * size))
            )
            + "</definedNames>",
        ),
    ),
    "解压炸弹 4 GB": bomb,
    "谎报大小的解压炸弹": lying_bomb,
    "文字一段三万字，数字相连": in_place("B4", lambda size: "1,2、" * int(8_000 * size)),
    "文字一段三万字，全是件": in_place("B4", lambda size: "受理申请1件，" * int(4_600 * size)),
    "文字一段三万字，全是空格": in_place("B4", lambda size: " " * int(32_700 * size) + "x"),
    "文字一段三万字，全是括号": in_place("B4", lambda size: "（" * int(32_700 * size)),
    "文字一段三万字，全是组合符": in_place("B4", lambda size: "a" + "\u0301\u0327" * int(16_000 * size)),
    "旧格式 .xls，二百万格": xls_of_ones,
    ".ods 的一格重复一百六十亿次": open_document("spreadsheet", repeated_cells),
    ".ods 一百万格": open_document(
        "spreadsheet",
        lambda size: (
            '<table:table table:name="表三">'
            + '<table:table-row><table:table-cell office:value-type="float" '
            'office:value="1"/></table:table-row>' * int(1_000_000 * size) + "</table:table>"
        ),
    ),
}


# ------------------------------------------------------------------ published reports


def page(inside: Callable[[float], str]) -> Make:
    return lambda size: (
        f"<html><body><h1>司法局2022年政府信息公开工作年度报告</h1>{inside(size)}</body></html>".encode()
    )


def word(inside: Callable[[float], str]) -> Make:
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
        'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
        "</Types>"
    )
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    return lambda size: zipped(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": links,
            "word/document.xml": f'<w:document xmlns:w="{main}"><w:body>{inside(size)}</w:body></w:document>',
        }
    )


def pdf(stream: Callable[[float], str], pages: Callable[[float], int] = lambda _: 1) -> Make:
    """A page that draws what `stream` says, as often as there are `pages`."""
    import zlib

    def make(size: float) -> bytes:
        drawn, count = zlib.compress(stream(size).encode()), pages(size)
        objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
        kids = " ".join(f"{5 + i} 0 R" for i in range(count))
        objects.append(f"<</Type/Pages/Count {count}/Kids[{kids}]>>".encode())
        objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n" % len(drawn) + drawn + b"\nendstream")
        objects += [
            (
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 "
                b"R>>>>/Contents 4 0 R>>"
            )
        ] * count
        out, at = bytearray(b"%PDF-1.4\n"), []
        for i, one in enumerate(objects, 1):
            at.append(len(out))
            out += b"%d 0 obj\n" % i + one + b"\nendobj\n"
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in at)
        out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
        return bytes(out)

    return make


def saved_page(size: float) -> bytes:
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
    return head + b"--x\r\nContent-Type: text/plain\r\n\r\na\r\n" * int(300_000 * size) + b"--x--\r\n"


def text_of(inside: Callable[[float], str]) -> Make:
    return lambda size: ("司法局2022年政府信息公开工作年度报告\n" + inside(size)).encode()


TD = "<td>1</td>"
REPORTS: dict[str, tuple[str, Make]] = {
    "网页，跨行跨列的格": (
        ".html",
        page(
            lambda size: (
                "<table>"
                + '<tr><td rowspan="65534" colspan="1000">1</td></tr>' * int(3_000 * size)
                + "</table>"
            )
        ),
    ),
    "网页，表里套表": (
        ".html",
        page(
            lambda size: (
                "<table><tr><td>" * int(100_000 * size) + "1" + "</td></tr></table>" * int(100_000 * size)
            )
        ),
    ),
    "网页，套二百层的表，每层多行": (
        ".html",
        page(
            lambda size: (
                ("<table>" + f"<tr>{TD}</tr>" * int(100 * size) + "<tr><td>") * 200
                + "</td></tr></table>" * 200
            )
        ),
    ),
    "网页，三百万段": (".html", page(lambda size: "<p>一</p>" * int(3_000_000 * size))),
    "网页，一百万个链接": (
        ".html",
        page(lambda size: "<div>" + "<a href=x>一</a>" * int(1_000_000 * size) + "</div>"),
    ),
    "网页，span 套十万层": (".html", page(lambda size: "<span>" * int(100_000 * size) + "一")),
    "网页，div 套二百层，各有很多段": (
        ".html",
        page(lambda size: ("<div>" + "<p>一</p>" * int(5_000 * size)) * 200),
    ),
    "网页，一百万格": (
        ".html",
        page(lambda size: "<table>" + f"<tr>{TD * 10}</tr>" * int(100_000 * size) + "</table>"),
    ),
    "网页，一行二十万格": (".html", page(lambda size: f"<table><tr>{TD * int(200_000 * size)}</tr></table>")),
    "网页，十万张表": (".html", page(lambda size: f"<table><tr>{TD}</tr></table>" * int(100_000 * size))),
    "网页，一段五千万字": (
        ".html",
        page(lambda size: "<p>" + "本年受理1件，" * int(2_700_000 * size) + "</p>"),
    ),
    "网页，样式极长": (
        ".html",
        page(lambda size: '<p style="' + "color:red;" * int(3_000_000 * size) + '">一</p>'),
    ),
    "文本，一百万行": (".txt", text_of(lambda size: "一\n" * int(1_000_000 * size))),
    "文本，一行五千万字": (".txt", text_of(lambda size: "一、" * int(8_000_000 * size))),
    "文本，全是数的行": (".txt", text_of(lambda size: "1\n" * int(2_000_000 * size))),
    "文本，二十万行只用回车分开": (".txt", text_of(lambda size: "公开信息1条。\r" * int(200_000 * size))),
    "文本，六百万个看不见的字": (".txt", text_of(lambda size: "\u200b" * int(6_000_000 * size))),
    "网页，UTF-16，没有标记": (
        ".html",
        lambda size: (
            page(lambda part: "<p>公开信息1条。</p>" * int(50_000 * part))(size).decode().encode("utf-16-le")
        ),
    ),
    "文本，五万行都是报告的标题": (
        ".txt",
        text_of(lambda size: "司法局2022年政府信息公开工作年度报告\n" * int(50_000 * size)),
    ),
    "文本，章节标题三十万行": (
        ".txt",
        text_of(lambda size: "一、总体情况\n二、主动公开\n" * int(150_000 * size)),
    ),
    "Word，一百万段": (
        ".docx",
        word(lambda size: "<w:p><w:r><w:t>一</w:t></w:r></w:p>" * int(1_000_000 * size)),
    ),
    "Word，一百万格": (
        ".docx",
        word(
            lambda size: (
                "<w:tbl>"
                + ("<w:tr>" + "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>" * 10 + "</w:tr>")
                * int(80_000 * size)
                + "</w:tbl>"
            )
        ),
    ),
    "Word，表里套表": (
        ".docx",
        word(
            lambda size: (
                "<w:tbl><w:tr><w:tc>" * int(50_000 * size)
                + "<w:p/>"
                + "</w:tc></w:tr></w:tbl>" * int(50_000 * size)
            )
        ),
    ),
    "Word，一格横跨十亿列": (
        ".docx",
        word(
            lambda _: (
                '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p><w:r><w:t>'
                "1</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
            )
        ),
    ),
    "Word，解压炸弹": (".docx", word(lambda size: " " * int(190_000_000 * size))),
    "PDF，三十万个画线指令": (
        ".pdf",
        pdf(
            lambda size: "".join(
                f"{i % 595} {i % 842} m {i % 500} {i % 700} l S\n" for i in range(int(300_000 * size))
            )
        ),
    ),
    "PDF，三十万段文字": (
        ".pdf",
        pdf(
            lambda size: (
                "BT /F1 9 Tf "
                + "".join(f"1 0 0 1 {i % 595} {i % 842} Tm (12) Tj\n" for i in range(int(300_000 * size)))
                + "ET"
            )
        ),
    ),
    "PDF，三十万个方格": (
        ".pdf",
        pdf(
            lambda size: "".join(
                f"{i * 7 % 595} {i * 3 % 842} 20 10 re S\n" for i in range(int(300_000 * size))
            )
        ),
    ),
    "PDF，十万页": (".pdf", pdf(lambda _: "BT /F1 9 Tf (1) Tj ET", number(100_000))),
    "PDF，一页的内容 190 MB": (".pdf", pdf(lambda size: "0 0 m\n" * int(30_000_000 * size))),
    ".odt，一格重复十亿次": (
        ".odt",
        open_document(
            "text",
            lambda _: (
                '<table:table><table:table-row table:number-rows-repeated="1000000000">'
                '<table:table-cell table:number-columns-repeated="1000000000"><text:p>1</text:p>'
                "</table:table-cell></table:table-row></table:table>"
            ),
        ),
    ),
    ".odt，一百万段": (
        ".odt",
        open_document("text", lambda size: "<text:p>一</text:p>" * int(1_000_000 * size)),
    ),
    ".odt，空格重复十亿个": (
        ".odt",
        open_document("text", lambda _: '<text:p><text:s text:c="1000000000"/></text:p>'),
    ),
    "单个文件网页，三十万部分": (".mhtml", saved_page),
    "表格文件，远处一格": (".xlsx", WORKBOOKS["远处一格（XFD1048576）"]),
    "表格文件，四百万格": (".xlsx", WORKBOOKS["四百万格，有地址"]),
    "表格文件，解压炸弹": (".xlsx", bomb),
}


# ------------------------------------------------------------------ lists that people keep, last year's data


def plain_workbook(head: Sequence[str], rest: Callable[[float], str] = lambda _: "") -> Make:
    """A simple workbook: a line of headings, and whatever XML of rows comes behind it."""

    def make(size: float) -> bytes:
        cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in head)
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        links = "http://schemas.openxmlformats.org/package/2006/relationships"
        return zipped(
            {
                "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="rels" '
                'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default '
                'Extension="xml" ContentType="application/xml"/></Types>',
                "_rels/.rels": f'<Relationships xmlns="{links}"><Relationship '
                f'Id="r1" Type="{kind}/officeDocument" '
                f'Target="xl/workbook.xml"/></Relationships>',
                "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{kind}">'
                f'<sheets><sheet name="分单位明细" '
                f'sheetId="1" r:id="r1"/></sheets></workbook>',
                "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{links}">'
                f'<Relationship Id="r1" '
                f'Type="{kind}/worksheet" '
                f'Target="worksheets/sheet1.xml"/></Relationships>',
                "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData><row r="1">{cells}</row>'
                f"{rest(size)}</sheetData></worksheet>",
            }
        )

    return make


ROSTER = ("单位代码", "单位名称", "单位类别")


def lines(head: str, line: str, most: int) -> Make:
    return lambda size: (head + "\n" + "".join(line.format(i=i) for i in range(int(most * size)))).encode()


def list_attacks(head: Sequence[str]) -> list[tuple[str, str, Make]]:
    """Attacks for any list: what it is, how the file ends, and how it is made."""
    titles = ",".join(head)
    return [
        (
            "远处一格",
            ".xlsx",
            plain_workbook(head, lambda _: '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        ),
        (
            "四百万格",
            ".xlsx",
            plain_workbook(
                head,
                lambda size: (
                    "<row><c><v>1</v></c><c><v>1</v></c><c><v>1</v></c><c><v>1</v></c></row>"
                    * int(1_000_000 * size)
                ),
            ),
        ),
        ("解压炸弹", ".xlsx", plain_workbook(head, lambda size: " " * int(1_000_000_000 * size))),
        ("一百万行", ".csv", lines(titles, "{i},单位{i},部门\n", 1_000_000)),
        (
            "一格六千万字",
            ".csv",
            lambda size: (titles + "\n001," + "甲" * int(20_000_000 * size) + ",部门\n").encode(),
        ),
        ("一行三千万栏", ".csv", lambda size: (titles + "\n" + "," * int(30_000_000 * size) + "\n").encode()),
        ("引号不成对", ".csv", lambda size: (titles + '\n"' + "甲,\n" * int(5_000_000 * size)).encode()),
    ]


HEADER = "unit_code,unit_name,kind,table,row,column,value"
FIGURE = "disclosure,regulations,made"
LAST_YEAR: list[tuple[str, str, Make]] = [
    ("二百万行", ".csv", lines(HEADER, "{i:07},单位{i},部门," + FIGURE + ",1\n", 2_000_000)),
    (
        "一个数一百万位",
        ".csv",
        lambda size: f"{HEADER}\n001,甲局,部门,{FIGURE},{'9' * int(1_000_000 * size)}\n".encode(),
    ),
    (
        "指数极大的数",
        ".csv",
        lambda _: f"{HEADER}\n001,甲局,部门,applications,new,natural_person,1e999999\n".encode(),
    ),
    (
        "一格六千万字",
        ".csv",
        lambda size: f"{HEADER}\n001,{'甲' * int(20_000_000 * size)},部门,{FIGURE},1\n".encode(),
    ),
    (
        "远处一格",
        ".xlsx",
        plain_workbook(("单位",), lambda _: '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    ),
    (
        "四百万格",
        ".xlsx",
        plain_workbook(
            ("单位",),
            lambda size: (
                "<row><c><v>1</v></c><c><v>1</v></c><c><v>1</v></c><c><v>1</v></c></row>"
                * int(1_000_000 * size)
            ),
        ),
    ),
]
