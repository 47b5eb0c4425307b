"""More hostile files, found by attacking the reader.

What a program, not a clerk, writes into the parts of a workbook.

Importing this module adds its cases to the list of `hostile_files`; tests take the whole list from here.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Callable

import openpyxl
import recipes as r
from hostile_files import CASES, D7, OLE, T2, T3, book_xml, case, copied_and_changed

from toolkit.form.model import Key, Mark

__all__ = ["CASES"]

UNKNOWN = {"outcome": "changed", "figures": {D7: Mark.UNREADABLE}}


def d7(inner: str, kind: str = "") -> Callable[[], bytes]:
    return lambda: r.cell(T3, "D7", inner, kind=kind)


# ---- error values: never blank, never 0
case(11, "公式除零", d7("<f>1/0</f><v>#DIV/0!</v>", "e"), "C02", "C05", **UNKNOWN)
case(
    11,
    "错误值_确认为零",
    lambda: r.cell(T3, "D7", "<v>#N/A</v>", r.good(identity={"zero_blanks": "是"}), "e"),
    "C02",
    **UNKNOWN,
)
case(
    11,
    "错误值_尾部损坏",
    lambda: r.in_sheet(T3, "</worksheet>", "<bad>", r.cell(T3, "D7", "<v>#N/A</v>", kind="e")),
    "S20",
    outcome="table",
)

# ---- one cell, two contents
case(6, "一格两个v", d7("<v>7</v><v>8</v>"), "C07", **UNKNOWN)
case(6, "数里有注释", d7("<v>7<!-- x -->8</v>"), "C07", **UNKNOWN)
case(6, "数写成CDATA", d7("<v><![CDATA[7]]></v>"), "C07", **UNKNOWN)
case(6, "数写成字符引用", d7("<v>&#55;</v>"), "C07", **UNKNOWN)
case(6, "内联又带值", d7("<is><t>5</t></is><v>7</v>", "inlineStr"), "C02", **UNKNOWN)
case(
    6,
    "一格写两次",
    lambda: r.in_sheet(T3, r'(<c r="D7"[^>]*>.*?</c>)', r'\1<c r="D7"><v>99</v></c>', count=1),
    "C07",
    **UNKNOWN,
)
ROW7 = '<row r="7"><c r="D7"><v>99</v></c></row>'
case(6, "一行写两次_在后", lambda: r.with_cells(T3, ROW7), "C07", **UNKNOWN)
case(6, "一行写两次_在前", lambda: r.in_sheet(T3, "<sheetData>", "<sheetData>" + ROW7), "C07", **UNKNOWN)
case(
    6,
    "两个sheetData",
    lambda: r.in_sheet(T3, "</sheetData>", f"</sheetData><sheetData>{ROW7}</sheetData>"),
    "C07",
    **UNKNOWN,
)
case(6, "数前后有空白", d7("<v> 7 </v>"), "C01", outcome="changed", figures={D7: 7})
case(
    6,
    "注音",
    d7("<is><t>12</t><rPh sb='0' eb='1'><t>34</t></rPh></is>", "inlineStr"),
    "C01",
    outcome="changed",
    figures={D7: 12},
)
case(
    6,
    "回车写成转义",
    d7("<is><t>12_x000D_</t></is>", "inlineStr"),
    "C01",
    outcome="changed",
    figures={D7: 12},
)
case(
    6,
    "公式共用",
    lambda: r.cell(T3, "D7", '<f t="shared" ref="D7:E7" si="0">1+2</f><v>3</v>'),
    "C05",
    outcome="changed",
    figures={D7: 3},
)
case(6, "数组公式", d7('<f t="array" ref="D7">{3}</f><v>3</v>'), "C05", outcome="changed", figures={D7: 3})
for label, content, rule in (
    ("NaN", "NaN", "C02"),
    ("无穷", "1e999", "C03"),
    ("十万位", "9" * 100_000, "C03"),
):
    case(6, f"数是{label}", d7(f"<v>{content}</v>"), rule, **UNKNOWN)
case(6, "地址小写", lambda: r.in_sheet(T3, '<c r="D7"', '<c r="d7"', count=1), outcome="either")
for label, address in (("A0", "A0"), ("区域", "D7:E7"), ("带$", "$D$7")):
    case(
        6,
        f"地址{label}",
        lambda address=address: r.in_sheet(T3, '<c r="D7"', f'<c r="{address}"', count=1),
        "F01",
        outcome="refused",
    )

# ---- what is shown is not what is held


def formatted(code: str) -> bytes:
    """Give D7 a number format of its own, as a paste of formats does; it stays unlocked."""
    entries = r.parts(r.good())
    styles = entries["xl/styles.xml"].decode()
    count = int(re.search(r'<cellXfs count="(\d+)"', styles)[1])
    number = f'<numFmt numFmtId="250" formatCode="{code}"/>'
    styles = re.sub(r'<numFmts count="\d+">', rf"\g<0>{number}", styles)
    if number not in styles:
        styles = styles.replace("<fonts", f'<numFmts count="1">{number}</numFmts><fonts', 1)
    style = '<xf numFmtId="250" fontId="0" fillId="0" borderId="0" xfId="0"><protection locked="0"/></xf>'
    styles = re.sub(r'<cellXfs count="\d+">', f'<cellXfs count="{count + 1}">', styles)
    entries["xl/styles.xml"] = styles.replace("</cellXfs>", style + "</cellXfs>").encode()
    sheet = re.sub(r'<c r="D7" s="\d+"', f'<c r="D7" s="{count}"', entries[r.sheet_part(T3)].decode())
    return r.packed({**entries, r.sheet_part(T3): sheet.encode()})


for label, code in (
    ("百分数", "0%"),
    ("不显示", ";;;"),
    ("缩小一千", "0,"),
    ("缩小一万", "0\\.0,"),
    ("固定的数", "&quot;5&quot;"),
    ("添一个零", "0&quot;0&quot;"),
    ("写成万", "0&quot;万&quot;"),
):
    case(11, f"格式{label}", lambda code=code: formatted(code), "C08", **UNKNOWN)
for label, code in (
    ("带件", "0&quot;件&quot;"),
    ("千分位", "#,##0"),
    ("常规", "General"),
    ("会计", "_ * #,##0_ ;_ * -#,##0_ ;_ * &quot;-&quot;_ ;_ @_ "),
):
    case(11, f"格式{label}", lambda code=code: formatted(code))
case(11, "格式日期", lambda: formatted("yyyy/m/d"), "C03", **UNKNOWN)

# ---- hidden, merged, beside the table
case(
    15,
    "合并两格",
    lambda: r.in_sheet(T3, '(<mergeCells count="\\d+">)', r'\1<mergeCell ref="D7:E7"/>'),
    "S12",
    "C19",
    outcome="changed",
    figures={D7._replace(column="business"): Mark.UNREADABLE},
)
case(15, "行高为零", lambda: r.in_sheet(T3, '(<row r="9"[^>]*?) ht="[^"]*"', r'\1 ht="0"', count=1), "S12")
case(15, "列宽为零", lambda: r.in_sheet(T3, '(<col min="4"[^>]*?) width="[^"]*"', r'\1 width="0"'), "S12")
case(15, "默认不显示", lambda: r.in_sheet(T3, "<sheetFormatPr", '<sheetFormatPr zeroHeight="1"'), "S12")
case(15, "表下有数", lambda: r.with_cells(T3, '<row r="60"><c r="D60"><v>5</v></c></row>'), "F06")
case(
    15,
    "表旁有文本数字",
    lambda: r.in_sheet(
        T3,
        '(<row r="9".*?)</row>',
        r'\1<c r="K9" t="inlineStr"><is><t>5</t></is></c></row>',
        count=1,
    ),
    "S14",
)

# ---- sheets that change places, or are there twice
case(
    12,
    "表二表三互换名称",
    book_xml('"表二"(.*)"表三"', r'"表三"\1"表二"'),
    "S10",
    outcome="either",
)
case(15, "表名后有空格", book_xml('"表三"', '"表三 "'), "S15")
case(15, "两张同名", book_xml('"表二"', '"表三"'), "F01", outcome="refused")


def shown_copy(book: openpyxl.Workbook) -> None:
    """The form's sheet hidden, and a copy to type in, under any name."""
    book[T3].sheet_state = "veryHidden"
    book.copy_worksheet(book[T3]).title = "请填这张"


def shown_copy_filled(book: openpyxl.Workbook) -> None:
    copied_and_changed(book)
    book["表三 (2)"].title = "请填这张"


def other_words(book: openpyxl.Workbook, sheet: str, address: str) -> None:
    copy = book.copy_worksheet(book[sheet])
    copy.title = "改过的"
    copy[address] = "另外写的文字"


def moved_copy(book: openpyxl.Workbook, changed: int | None) -> None:
    copy = book.copy_worksheet(book[T3])
    copy.title = "新表三"
    copy["D7"] = changed or copy["D7"].value
    for span in list(copy.merged_cells.ranges):
        copy.unmerge_cells(str(span))
    copy.insert_rows(1, 2)


case(15, "隐藏原表另填一张", lambda: r.edited(shown_copy), "S11", "S13")
case(15, "另一张填了别的数", lambda: r.edited(shown_copy_filled), "S16")
case(15, "另一张下移了填别的数", lambda: r.edited(lambda book: moved_copy(book, 4321)), "S16")
case(15, "另一张文字", lambda: r.edited(lambda book: other_words(book, "文字报告", "B4")), "S11")
case(15, "另一张封面", lambda: r.edited(lambda book: other_words(book, "封面", "C12")), "S11")
case(15, "另一张只是下移了", lambda: r.edited(lambda book: moved_copy(book, None)), "S11")
case(15, "三百张别的表", lambda: r.edited(lambda b: [b.create_sheet(f"s{i}") for i in range(300)]))


# ---- the package
def with_a_second(part: str, content: bytes, *, first: bool) -> bytes:
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w") as archive:
        warnings.simplefilter("ignore")
        entries = list(r.parts(r.good()).items())
        for name, data in [(part, content), *entries] if first else [*entries, (part, content)]:
            archive.writestr(name, data)
    return target.getvalue()


for label, first in (("在前", True), ("在后", False)):
    case(
        22,
        f"部件有两份_{label}",
        lambda first=first: with_a_second(
            r.sheet_part(T3), r.parts(r.number(T3, "D7", 99))[r.sheet_part(T3)], first=first
        ),
        "F01",
        outcome="refused",
    )
case(
    22,
    "部件有两份_大小写",
    lambda: r.packed({**r.parts(r.good()), "XL/Workbook.xml": b"<workbook/>"}),
    "F01",
    outcome="refused",
)
case(
    9,
    "反斜杠",
    lambda: r.packed({n.replace("/", "\\"): c for n, c in r.parts(r.good()).items()}),
    "F01",
    outcome="refused",
)
case(9, "不压缩", lambda: repacked(zipfile.ZIP_STORED))
case(9, "别的压缩法", lambda: repacked(zipfile.ZIP_LZMA), "F01", outcome="refused")
case(9, "后面有多余字节", lambda: r.good() + bytes(1000))
case(
    6,
    "UTF16",
    lambda: r.packed(
        {
            **r.parts(r.good()),
            r.sheet_part(T3): r.parts(r.good())[r.sheet_part(T3)]
            .decode()
            .replace("UTF-8", "UTF-16")
            .encode("utf-16"),
        }
    ),
)
case(
    6,
    "带BOM",
    lambda: r.packed(
        {n: b"\xef\xbb\xbf" + c if n.endswith((".xml", ".rels")) else c for n, c in r.parts(r.good()).items()}
    ),
)
case(
    6,
    "只用ASCII",
    lambda: r.packed({n: ascii_only(c) if n.endswith(".xml") else c for n, c in r.parts(r.good()).items()}),
)
case(
    6,
    "绝对路径",
    lambda: r.rewritten("xl/_rels/workbook.xml.rels", lambda x: x.replace('"worksheets', '"/xl/worksheets')),
)
case(
    5,
    "串行批注",
    lambda: r.packed(
        {
            **r.parts(r.good()),
            "xl/threadedComments/threadedComment1.xml": b"<ThreadedComments/>",
            "xl/persons/person.xml": b"<personList/>",
        }
    ),
    "S17",
)
for label, when in (("不存在", "2022-13-45T99:99:99Z"), ("在将来", "9999-12-31T23:59:59Z")):
    case(
        18,
        f"保存时间{label}",
        lambda when=when: r.rewritten(
            "docProps/core.xml", lambda x: re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{when}", x)
        ),
    )


def repacked(method: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in r.parts(r.good()).items():
            archive.writestr(name, content)
    return target.getvalue()


def ascii_only(content: bytes) -> bytes:
    """Every Chinese character as a numeric reference, as simple programs write them."""
    return content.decode().encode("ascii", "xmlcharrefreplace")


# ---- kinds of file
for label, data in (
    ("OFD", r.packed({"OFD.xml": b"<x/>", "Doc_0/Document.xml": b"<x/>"})),
    ("二进制工作簿", r.packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"\x83\x01\0"})),
    ("Unicode文本", "表\t1\r\n".encode("utf-16")),
    ("单个文件网页", b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n"),
    ("快捷方式", b"L\0\0\0\x01\x14\x02\0" + bytes(200)),
    ("网址", b"[InternetShortcut]\r\nURL=https://docs.qq.com/sheet/x\r\n"),
    ("扫描件", b"II*\0" + bytes(100)),
    ("程序", b"MZ" + bytes(1000)),
    ("邮件", OLE + "__properties_version1.0".encode("utf-16-le") + bytes(500)),
    ("套娃压缩包", r.packed({"a.zip": b"PK\3\4"})),
):
    case(10, label, lambda data=data: data, "F04", outcome="refused")

# ---- texts that only look like a number: refused, never guessed
for text in (
    "１２、",
    "1O",
    "Ⅻ",
    "⑫",
    "1²",
    "١٢",
    "=12",
    "'12",
    "12+3",
    "12件（含3件）",
    "(12)",
    "12-",
    "1,23",
    "0x10",
    "TRUE",
):
    case(13, f"像数_{text}", lambda text=text: r.text(T3, "D7", text), "C02", **UNKNOWN)
CHARGES = Key("disclosure", "charges", "amount")
for text in ("25.1万", "¥12", "-12万元", "三十万元", "1.2.3"):
    case(
        13,
        f"像钱_{text}",
        lambda text=text: r.text(T2, "B17", text),
        "C02",
        outcome="changed",
        figures={CHARGES: Mark.UNREADABLE},
    )
