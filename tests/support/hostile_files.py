"""Everything that people send back, as a list.

The row of survive.md, how the file is made, and what must come of it.

`outcome`: same (every figure as it was filled in), table (one table unread, its figures unknown), refused
(nothing read), changed (`figures` says what the file now says).
"""

import gzip
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import recipes as r
from openpyxl.comments import Comment
from openpyxl.styles import Protection
from openpyxl.workbook.defined_name import DefinedName

from toolkit.form.model import Key, Mark

T3, T2, T4 = "表三", "表二", "表四"
D7 = Key("applications", "new", "natural_person")
FULL = r.the_form()


@dataclass(frozen=True, kw_only=True)
class Hostile:
    row: int
    name: str
    make: Callable[[], bytes]
    rules: tuple[str, ...] = ()
    outcome: str = "same"
    figures: Mapping[Key, Any] = field(default_factory=dict)
    suffix: str = ".xlsx"


CASES: list[Hostile] = []


def case(
    row: int,
    name: str,
    make: Callable[[], bytes],
    *rules: str,
    outcome: str = "same",
    suffix: str = ".xlsx",
    **more: Any,
) -> None:
    CASES.append(Hostile(row=row, name=name, make=make, rules=rules, outcome=outcome, suffix=suffix, **more))


def book_xml(pattern: str, text: Any) -> Callable[[], bytes]:
    return lambda: r.rewritten("xl/workbook.xml", lambda xml: re.sub(pattern, text, xml, flags=re.DOTALL))


def without(*names: str) -> Callable[[], bytes]:
    """Remove parts and what points to them in the list of content types."""

    def make() -> bytes:
        entries = {n: c for n, c in r.parts(r.good()).items() if n not in names}
        types = entries["[Content_Types].xml"].decode()
        for name in names:
            types = re.sub(rf'<Override PartName="/{re.escape(name)}"[^>]*/>', "", types)
        return r.packed({**entries, "[Content_Types].xml": types.encode()})

    return make


# 2 ---- unlocked, totals typed over
case(2, "保护解除", lambda: r.in_sheet(T3, "<sheetProtection[^>]*/>", ""), "S13")
case(2, "总计覆盖_不等", lambda: r.number(T3, "D30", 999), "T01", "R02")
case(2, "总计覆盖_相等", lambda: r.in_sheet(T3, r"(<c r=\"D30\"[^>]*>)<f>[^<]*</f>", r"\1"), "T01")
case(2, "总计覆盖_文字", lambda: r.text(T3, "D30", "约20"), "T01", "T06")
case(2, "总计覆盖_12件", lambda: r.text(T3, "D30", "9999件"), "T01", "R02")
case(2, "行总计覆盖", lambda: r.number(T3, "J9", 77), "T01", "R03")
case(2, "表四总计覆盖", lambda: r.number(T4, "E7", 77), "T01", "R04")
case(2, "总计清除", lambda: r.cell(T3, "D30", ""), "T07")
case(2, "公式改动_不等", lambda: r.cell(T3, "D30", "<f>SUM(D9:D20)</f><v>1</v>"), "T05", "R02")
case(
    2,
    "公式改动_相等",
    lambda: r.cell(
        T3,
        "J9",
        f"<f>D9+E9+F9+G9+H9+I9</f><v>{r.oracle()[Key('applications', 'granted', 'total')] if Key('applications', 'granted', 'total') in r.oracle() else 0}</v>",  # noqa: E501
    ),
    "T05",
)
case(2, "公式出错", lambda: r.cell(T3, "D30", "<f>SUM(#REF!)</f><v>#REF!</v>", kind="e"), "T05")
case(2, "旧结果", lambda: r.cell(T3, "D30", "<f>SUM(D9:D29)</f><v>999</v>"), "T02")
case(
    2,
    "一格被解锁",
    lambda: r.edited(lambda w: setattr(w[T3]["J9"], "protection", Protection(locked=False))),
    "S13",
)
case(
    2,
    "一格被锁定",
    lambda: r.edited(lambda w: setattr(w[T3]["D9"], "protection", Protection(locked=True))),
    "S13",
)
case(2, "工作簿结构保护解除", book_xml("<workbookProtection[^>]*/>", ""), "S13")

# 3 ---- blank, zero
case(
    3,
    "空表",
    lambda: r.good(entries={}),
    "B02",
    outcome="changed",
    figures=dict.fromkeys(FULL.inputs, Mark.BLANK),
)
case(
    3,
    "全零未确认",
    lambda: r.good(entries=dict.fromkeys(FULL.inputs, 0)),
    "B03",
    outcome="changed",
    figures=dict.fromkeys(FULL.inputs, 0),
)
case(3, "一格空白", lambda: r.cell(T3, "D7", ""), "B01", outcome="changed", figures={D7: Mark.BLANK})
case(
    3,
    "只填总计",
    lambda: r.number(T3, "J7", 9, r.good(entries={k: f for k, f in r.figures().items() if k.row != "new"})),
    "B04",
    outcome="changed",
    figures={k: Mark.BLANK for k in FULL.inputs if k.row == "new"},
)

# 4 ---- defined names
case(4, "名称删除", book_xml("<definedNames>.*</definedNames>", ""), "S13")
case(4, "名称REF", book_xml(r"'_xxgk'!\$B\$1", "#REF!"), "S13")
case(
    4,
    "名称重复",
    book_xml("</definedNames>", '<definedName name="xxgk_form">封面!$A$1</definedName></definedNames>'),
)

# 5 ---- foreign things
case(
    5,
    "外来名称",
    lambda: r.edited(lambda w: w.defined_names.add(DefinedName("别处", attr_text="[1]Sheet1!$A$1"))),
    "S17",
)
case(
    5,
    "命名函数",
    book_xml("</definedNames>", '<definedName name="f">_xlfn.LAMBDA(x,x+1)</definedName></definedNames>'),
    "S17",
)
case(5, "批注", lambda: r.edited(lambda w: setattr(w[T3]["D9"], "comment", Comment("请核对", "张三"))), "S17")
case(
    5,
    "外部链接",
    lambda: r.packed({**r.parts(r.good()), "xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
    "S17",
)
case(
    5,
    "填外部公式_有结果",
    lambda: r.cell(T3, "D7", "<f>[1]Sheet1!A1</f><v>3</v>"),
    "C05",
    outcome="changed",
    figures={D7: 3},
)
case(
    5,
    "填外部公式_无结果",
    lambda: r.cell(T3, "D7", "<f>[1]Sheet1!A1</f>"),
    "C06",
    outcome="changed",
    figures={D7: Mark.UNREADABLE},
)

# 6 ---- dimension records
for label, record in (
    ("A1", '<dimension ref="A1"/>'),
    ("没有", ""),
    ("过大", '<dimension ref="A1:XFD1048576"/>'),
    ("乱写", '<dimension ref="??"/>'),
):
    case(6, f"维度{label}", lambda record=record: r.in_every_part('<dimension ref="[^"]*"/>', record))

# 7 ---- far cells, bloat
FAR_ROW = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
case(7, "XFD1048576", lambda: r.with_cells(T3, FAR_ROW), "F06")
case(7, "XFD1048576_单引号", lambda: r.with_cells(T3, FAR_ROW.replace('"', "'")), "F06")
case(7, "XFD1048576_封面", lambda: r.with_cells("封面", FAR_ROW), "F06")
case(7, "XFD1048576_先写", lambda: r.in_sheet(T3, "<sheetData>", "<sheetData>" + FAR_ROW), "F06")
case(
    7,
    "XFD9",
    lambda: r.in_sheet(T3, '(<row r="9".*?)</row>', r'\1<c r="XFD9"><v>3</v></c></row>', count=1),
    "F06",
)
case(
    7,
    "百万格式行",
    lambda: r.with_cells(T3, "".join(f'<row r="{i}" s="1" customFormat="1"/>' for i in range(60, 1_000_000))),
    "F06",
)
case(
    7,
    "百万格式格",
    lambda: r.with_cells(
        T3, "".join(f'<row r="{i}"><c r="A{i}" s="1"/><c r="B{i}" s="1"/></row>' for i in range(60, 300_000))
    ),
    "F06",
)
STYLE = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
case(
    7,
    "样式膨胀",
    lambda: r.rewritten("xl/styles.xml", lambda x: x.replace("</cellXfs>", STYLE * 500_000 + "</cellXfs>")),
)
case(
    7,
    "共享字符串膨胀",
    lambda: r.rewritten(
        "xl/sharedStrings.xml", lambda x: x.replace("</sst>", "<si><t>多余</t></si>" * 1_000_000 + "</sst>")
    ),
)

# 8 ---- no cached results
case(
    8,
    "没有缓存",
    lambda: r.in_every_part(r"(<f>[^<]*</f>)<v>[^<]*</v>", r"\1", only=r"xl/worksheets/.*"),
    "T03",
)
case(8, "openpyxl保存", lambda: r.edited(lambda w: None), "T03")

# 9 ---- what openpyxl refuses
case(9, "没有样式表", without("xl/styles.xml"), "F11")
case(
    9,
    "活动筛选",
    lambda: r.in_sheet(
        T3,
        "<mergeCells",
        '<autoFilter ref="A6:J31"><filterColumn colId="0"><customFilters><customFilter val="x" '
        'operator="bad"/></customFilters></filterColumn></autoFilter><mergeCells',
    ),
)
case(
    9,
    "奇怪填充",
    lambda: r.rewritten(
        "xl/styles.xml",
        lambda x: re.sub('<patternFill patternType="\\w+"', '<patternFill patternType="odd"', x),
    ),
)
case(9, "奇怪颜色", lambda: r.rewritten("xl/styles.xml", lambda x: re.sub('rgb="\\w+"', 'rgb="不是颜色"', x)))


# 10 ---- other kinds of file
def zipped_folder() -> bytes:
    return r.packed({"司法局/004_司法局.xlsx": r.good(), "司法局/说明.txt": b"x"})


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
for label, data, rule in (
    ("零字节", b"", "F02"),
    ("照片", b"\xff\xd8\xff\xe0" + bytes(2000), "F04"),
    ("截图", b"\x89PNG\r\n\x1a\n" + bytes(100), "F04"),
    ("苹果照片", b"\0\0\0\x18ftypheic" + bytes(100), "F04"),
    ("PDF", b"%PDF-1.7\n" + bytes(50), "F04"),
    ("CSV", "表,行,列,值\r\n三,一,二,3\r\n".encode("gbk"), "F04"),
    ("网页", b"<html><body><table><tr><td>1</td></tr></table></body></html>", "F04"),
    (
        "XML表格",
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook '
            b'xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
        ),
        "F04",
    ),
    ("rar", b"Rar!\x1a\x07\x01\x00" + bytes(40), "F04"),
    ("7z", b"7z\xbc\xaf\x27\x1c" + bytes(40), "F04"),
    ("gz", gzip.compress(b"x"), "F04"),
    ("文本", "各位领导好".encode(), "F04"),
    ("旧Word", OLE + "WordDocument".encode("utf-16-le"), "F04"),
    ("旧Office", OLE + bytes(500), "F04"),
    ("加密", OLE + "EncryptedPackage".encode("utf-16-le"), "F03"),
    ("乱字节", bytes(range(256)) * 40, "F01"),
    ("全零", bytes(5000), "F01"),
    ("空压缩包", b"PK\x05\x06" + bytes(18), "F04"),
    ("坏的et", OLE + "Workbook".encode("utf-16-le") + bytes(900), "F01"),
):
    case(10, label, lambda data=data: data, rule, outcome="refused")
case(10, "文件夹压缩包", zipped_folder, "F04", outcome="refused")
case(
    10,
    "Word文档",
    lambda: r.packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
    "F04",
    outcome="refused",
)
case(10, "演示文稿", lambda: r.packed({"ppt/presentation.xml": b"<p/>"}), "F04", outcome="refused")
for tenth in range(1, 10):
    case(
        10,
        f"截断{tenth}成",
        lambda tenth=tenth: r.good()[: len(r.good()) * tenth // 10],
        "F01",
        outcome="refused",
    )
for bytes_left in (1, 2, 4, 30, 100, 511, 4096):
    case(10, f"只有{bytes_left}字节", lambda n=bytes_left: r.good()[:n], outcome="refused")
case(10, "少最后一字节", lambda: r.good()[:-1], "F01", outcome="refused")
case(10, "表的部件丢失", without(r.sheet_part(T3)), outcome="refused")
case(10, "后缀xls", r.good, suffix=".xls")

# 11 ---- validation gone
case(11, "数据有效性全删", lambda: r.in_sheet(T3, "<dataValidations.*</dataValidations>", ""), "S13")
case(
    11, "数据有效性删一条", lambda: r.in_sheet(T3, "<dataValidation .*?</dataValidation>", "", count=1), "S13"
)
for label, raw, rule in (("负数", -3, "K01"), ("小数", 3.0000001, "K01"), ("太大", 1e12, "K01")):
    case(
        11,
        label,
        lambda raw=raw: r.number(T3, "D7", raw),
        rule,
        outcome="changed",
        figures={D7: Mark.UNREADABLE},
    )
case(
    11,
    "日期",
    lambda: r.edited(lambda w: setattr(w[T3]["D7"], "value", __import__("datetime").date(2023, 1, 5))),
    "C03",
    outcome="changed",
    figures={D7: Mark.UNREADABLE},
)
case(
    11,
    "逻辑值",
    lambda: r.cell(T3, "D7", "<v>1</v>", kind="b"),
    "C03",
    outcome="changed",
    figures={D7: Mark.UNREADABLE},
)
case(
    11,
    "错误值",
    lambda: r.cell(T3, "D7", "<v>#N/A</v>", kind="e"),
    outcome="changed",
    figures={D7: Mark.UNREADABLE},
)


# 12 ---- other forms, editions, years, units
def identity(key: str, value: str) -> Callable[[], bytes]:
    rows = ["form", "edition", "year", "unit_code", "unit_name"]
    return lambda: r.text("_xxgk", f"B{rows.index(key) + 1}", value)


case(12, "另一表样", identity("form", "annual-report-2019"), "S02", outcome="refused")
case(12, "表样不明", identity("form", ""), "S02", outcome="refused")
case(12, "新版本", identity("edition", "99"), "S03", outcome="refused")
case(12, "版本不明", identity("edition", ""), "S03", outcome="refused")
case(12, "版本一行没有", lambda: r.in_sheet("_xxgk", '<row r="2".*?</row>', ""), "S03", outcome="refused")
case(12, "上年的工作簿", lambda: r.good(year=2021), "S04")
case(12, "身份与封面不同", identity("unit_name", "财政局"), "S06")
case(12, "借用别单位的表三", lambda: r.text(T3, "A2", "单位：财政局　　2022 年度　　"), "S06")
case(12, "上年的表三", lambda: r.text(T3, "A2", "单位：司法局　　2021 年度　　"), "S06")
case(12, "名录外的单位", lambda: r.good(unit_code="999", unit_name="某某局"), "S05")
case(12, "撤销的单位", lambda: r.good(unit_code="019", unit_name="旅游局"), "U03")
case(12, "没有身份表", lambda: without_sheet("_xxgk"), "S07")
case(
    12, "没有身份表又移动", lambda: without_sheet("_xxgk", r.shifted_rows(T3, 9, 1)), "S03", outcome="refused"
)
case(12, "别的工作簿", lambda: other_workbook(), "S01", outcome="refused")


def other_workbook() -> bytes:
    import openpyxl

    book, target = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = "考勤表"
    book.save(target)
    return target.getvalue()


def without_sheet(name: str, data: bytes | None = None) -> bytes:
    """Delete a sheet as Excel does: the sheet's entry, its part, its relation."""
    entries = r.parts(r.good() if data is None else data)
    part = r.sheet_part(name)
    entries.pop(part)
    book = re.sub(rf'<sheet name="{name}"[^>]*/>', "", entries["xl/workbook.xml"].decode())
    book = re.sub(r"<definedNames>.*</definedNames>", "", book)
    relations = re.sub(
        rf'<Relationship [^>]*Target="{part[3:]}"[^>]*/>', "", entries["xl/_rels/workbook.xml.rels"].decode()
    )
    return r.packed(
        {**entries, "xl/workbook.xml": book.encode(), "xl/_rels/workbook.xml.rels": relations.encode()}
    )


# 13 ---- numbers as text
def d7_text(text: str) -> Callable[[], bytes]:
    return lambda: r.text(T3, "D7", text)


for text, value in ((" 12 ", 12), ("１２", 12), ("12件", 12), ("1,234", 1234), ("零", 0), ("无", 0)):
    case(13, f"写作{text.strip()}", d7_text(text), "C01", outcome="changed", figures={D7: value})
case(13, "写作不适用", d7_text("/"), "B05", outcome="changed", figures={D7: Mark.NOT_APPLICABLE})
for text in ("2000万", "减4", "约20", "12元", "1 2", "2023-01-05"):
    case(13, f"写作{text}", d7_text(text), "C02", outcome="changed", figures={D7: Mark.UNREADABLE})
case(13, "封面代码成了数字", lambda: r.number("封面", "C6", 4))
case(
    13,
    "全部存成文本",
    lambda: r.in_sheet(
        T3, r'<c r="([D-I]\d+)"( s="\d+")?><v>([^<]*)</v></c>', r'<c r="\1"\2 t="str"><v>\3</v></c>'
    ),
    "C01",
)


# 15 ---- rows, columns and sheets
case(15, "表二插三行", lambda: r.shifted_rows(T2, 1, 3), "S09")
case(15, "表三插一行", lambda: r.shifted_rows(T3, 9, 1), "S09")
case(15, "表三中间插两行", lambda: r.shifted_rows(T3, 20, 2), "S09")
case(
    15,
    "表三插行并填数",
    lambda: r.in_sheet(
        T3, '(<row r="10")', r'<row r="9"><c r="D9"><v>5</v></c></row>\1', r.shifted_rows(T3, 9, 1), count=1
    ),
    "S09",
    "S14",
)
case(15, "表四插行", lambda: r.shifted_rows(T4, 4, 1), "S09")
case(15, "补充情况插行", lambda: r.shifted_rows("补充情况", 6, 2), "S09")
case(15, "表三插列", lambda: r.shifted_columns(T3, "E", 1), "S09")
case(15, "表三左边插列", lambda: r.shifted_columns(T3, "A", 2), outcome="either")
case(15, "表四插列", lambda: r.shifted_columns(T4, "C", 1), "S09")
case(15, "表二插列", lambda: r.shifted_columns(T2, "C", 1), "S09")
case(15, "表三删行", lambda: r.shifted_rows(T3, 9, -1), "S10", outcome="table")
case(15, "表三删列", lambda: r.shifted_columns(T3, "E", -1), "S10", outcome="table")
case(15, "表四删列", lambda: r.shifted_columns(T4, "C", -1), "S10", outcome="table")
case(15, "表二删末行", lambda: r.shifted_rows(T2, 17, -1), "S10", outcome="table")
case(15, "单元格右移", lambda: r.pushed(T3, "D9", right=1), "S18", outcome="table")
case(15, "单元格下移", lambda: r.pushed(T3, "D9", down=1), "S18", outcome="table")
case(15, "表二单元格右移", lambda: r.pushed(T2, "B6", right=1), "S14", outcome="either")
case(15, "隐藏行", lambda: r.in_sheet(T3, '<row r="9"', '<row r="9" hidden="1"', count=1), "S12")
case(15, "隐藏列", lambda: r.in_sheet(T3, '<col min="4"', '<col hidden="1" min="4"', count=1), "S12")
case(15, "筛选", lambda: r.in_sheet(T3, '<row r="(9|1\\d)"', r'<row r="\1" hidden="1"'), "S12")
case(15, "两行对调", lambda: swapped("12", "13"), "S10", outcome="table")
case(15, "行名改写", lambda: r.text(T3, "C11", "属于国家秘密的（本单位无）"), "S13")
case(15, "行名清空", lambda: r.cell(T3, "C11", ""), "S10", outcome="table")
case(15, "表名改动", book_xml('name="表三"', 'name="Sheet1"'), "S15")
case(15, "删除表三", lambda: without_sheet(T3), "S08", outcome="table")
case(15, "删除补充情况", lambda: without_sheet("补充情况"), "S08", outcome="table")
case(15, "删除校核", lambda: without_sheet("校核"), "S13")
case(15, "删除封面", lambda: without_sheet("封面"), "S13")
case(15, "隐藏表三", book_xml('(<sheet name="表三")', r'\1 state="hidden"'), "S13")
case(15, "深度隐藏表三", book_xml('(<sheet name="表三")', r'\1 state="veryHidden"'), "S13")
case(15, "身份表显示", book_xml('state="veryHidden" ', ""), "S13")
case(15, "复制表三", lambda: r.edited(lambda w: setattr(w.copy_worksheet(w[T3]), "title", "表三 (2)")), "S11")
case(15, "复制表三并改", lambda: r.edited(copied_and_changed), "S16")


def copied_and_changed(book: Any) -> None:
    copy = book.copy_worksheet(book[T3])
    copy.title = "表三 (2)"
    copy["D7"] = 4321


def swapped(one: str, other: str) -> bytes:
    """Cut a row and insert it elsewhere: two rows change places, labels and figures together."""

    def change(xml: str) -> str:
        rows = {n: re.search(rf'<row r="{n}".*?</row>', xml, re.DOTALL)[0] for n in (one, other)}  # type: ignore[index]
        renumbered = {
            a: re.sub(rf'(r="[A-Z]*){a}"', rf'\g<1>{b}"', rows[a]) for a, b in ((one, other), (other, one))
        }
        return (
            xml.replace(rows[one], "\0")
            .replace(rows[other], renumbered[one])
            .replace("\0", renumbered[other])
        )

    return r.rewritten(r.sheet_part(T3), change)


# 21 ---- formula-like texts
case(
    21,
    "公式样文字",
    lambda: r.good(
        narrative={"problems": '=HYPERLINK("http://x","y")'}, identity={"head": "+cmd|' /C calc'!A1"}
    ),
)

case(21, "文字很长", lambda: r.good(narrative={"problems": "长" * 12_000}), "C04")


# 22 ---- bombs, DTD, macros
def bomb() -> bytes:
    entries = r.parts(r.good())
    return r.packed({**entries, "xl/worksheets/sheet99.xml": bytes(450 * 2**20)})


def lying_bomb() -> bytes:
    """A part that says that it unpacks to little and unpacks to much."""
    data = bytearray(r.packed({**r.parts(r.good()), r.sheet_part(T3): b"<worksheet>" + b" " * 60 * 2**20}))
    name = r.sheet_part(T3).encode()
    entry = data.rindex(name) - 46
    data[entry + 24 : entry + 28] = (100_000).to_bytes(4, "little")
    return bytes(data)


DTD = (
    '<!DOCTYPE x [<!ENTITY a "1"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM '
    '"file:///etc/passwd">]>'
)
case(22, "解压炸弹", bomb, "F05", outcome="refused")
case(22, "说谎的炸弹", lying_bomb, "F05", outcome="refused")
for part in ("xl/worksheets/sheet4.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
    case(
        22,
        f"DTD_{part.rpartition('/')[2]}",
        lambda part=part: r.rewritten(part, lambda x: re.sub(r"(<\?xml[^>]*>)", rf"\1{DTD}", x)),
        "F12",
        outcome="refused",
    )
case(22, "宏", lambda: r.packed({**r.parts(r.good()), "xl/vbaProject.bin": OLE}), "F08", suffix=".xlsm")
case(
    22,
    "许多部件",
    lambda: r.packed({**r.parts(r.good()), **{f"x/{i}": b"" for i in range(4000)}}),
    "F05",
    outcome="refused",
)
case(22, "加密的zip", lambda: flagged(), "F03", outcome="refused")


def flagged() -> bytes:
    """Set the flag that says: encrypted."""
    data = bytearray(r.good())
    for found in re.finditer(rb"PK\x01\x02", bytes(data)):
        data[found.start() + 8] |= 1
    return bytes(data)


# ---- how other programs write
case(
    6,
    "内联字符串",
    lambda: r.in_every_part(
        r'<c r="(\w+)"( s="\d+")? t="s"><v>(\d+)</v></c>', inlined, only=r"xl/worksheets/.*"
    ),
)
case(6, "严格格式", lambda: strict())
case(6, "带前缀", lambda: prefixed())
case(
    6,
    "无格子地址",
    lambda: r.in_every_part(r'(<(?:c|row)) r="\w+"', r"\1", data=dense(), only=r"xl/worksheets/sheet4.xml"),
    outcome="either",
)
case(
    10,
    "打包",
    lambda: b"004.xlsx".ljust(257, b"\0") + b"ustar\x0000" + bytes(248),
    "F04",
    outcome="refused",
)


def inlined(found: re.Match[str]) -> str:
    texts = re.findall(r"<si>(.*?)</si>", r.parts(r.good())["xl/sharedStrings.xml"].decode(), re.DOTALL)
    return f'<c r="{found[1]}"{found[2] or ""} t="inlineStr"><is>{texts[int(found[3])]}</is></c>'


def strict() -> bytes:
    new = {
        r.MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    entries = r.parts(r.good())
    for old, given in new.items():
        entries = {n: c.replace(old.encode(), given.encode()) for n, c in entries.items()}
    return r.packed(entries)


def prefixed() -> bytes:
    """Every element of the sheets with a prefix, as some programs write it."""
    entries = r.parts(r.good())
    for name, content in entries.items():
        if name.startswith("xl/worksheets/"):
            text = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", content.decode()).replace('xmlns="', 'xmlns:x="')
            entries[name] = text.encode()
    return r.packed(entries)


def dense() -> bytes:
    return r.good()
