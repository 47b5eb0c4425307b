"""What a person sees in a cell is what counts.

Each kind as .xlsx, and as LibreOffice saves it in .xls and .ods.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import recipes as r
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import ColorScaleRule, DifferentialStyle, Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.numbers import NumberFormat as Declared
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from toolkit.form.model import Key, Level, Mark
from toolkit.layout.layout import lay_out
from toolkit.year.inbox.listing import inbox_files
from toolkit.year.inbox.loose import check_files
from toolkit.year.workspace import FileResult

MONEY, COUNT = Key("disclosure", "charges", "amount"), Key("disclosure", "licensing", "decisions")
REFUSED = Mark.UNREADABLE
OLDER = [pytest.mark.office, pytest.mark.long]  # .xls and .ods, as LibreOffice saves them
Change = Callable[[Any, Any], None]  # of a workbook and one of its cells


@dataclass(frozen=True, kw_only=True)
class Sight:
    """One way to fill a cell: what it must be read as, and the rules of which one is said of it."""

    name: str
    key: Key
    change: Change
    figure: Any
    rules: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ("xlsx", "xls", "ods")


def shown(name: str, key: Key, code: str, value: Any, figure: Any, *rules: str, **more: Any) -> Sight:
    def change(_book: Any, cell: Any) -> None:
        cell.value, cell.number_format = value, code

    return Sight(name=name, key=key, change=change, figure=figure, rules=rules, **more)


def typed(name: str, key: Key, value: Any, figure: Any, *rules: str, **more: Any) -> Sight:
    def change(_book: Any, cell: Any) -> None:
        cell.value = value

    return Sight(name=name, key=key, change=change, figure=figure, rules=rules, **more)


def held(value: Any, change: Change) -> Change:
    """A change of looks, upon another value than its own."""

    def changed(book: Any, cell: Any) -> None:
        change(book, cell)
        cell.value = value

    return changed


def struck(_book: Any, cell: Any) -> None:
    cell.value, cell.font = 15, Font(strike=True)


def white(_book: Any, cell: Any) -> None:
    cell.value, cell.font = 15, Font(color="FFFFFFFF")


def tiny(_book: Any, cell: Any) -> None:
    cell.value, cell.font = 15, Font(sz=1)


def dark(_book: Any, cell: Any) -> None:
    cell.value, cell.fill = 15, PatternFill("darkGrid", fgColor="FF000000", bgColor="FF000000")


def coloured(rule: Rule) -> Change:
    def change(_book: Any, cell: Any) -> None:
        cell.value = 25
        cell.parent.conditional_formatting.add(cell.coordinate, rule)

    return change


BLACKENED = Rule(
    type="expression",
    formula=["TRUE"],
    priority=1,
    dxf=DifferentialStyle(fill=PatternFill(bgColor="FF000000")),
)
WHITENED = Rule(
    type="expression", formula=["TRUE"], priority=1, dxf=DifferentialStyle(font=Font(color="FFFFFFFF"))
)
SCALE = ColorScaleRule(start_type="min", start_color="FFFFFFFF", end_type="max", end_color="FF000000")


def zeros_hidden(book: Any, cell: Any) -> None:
    formula = f"0=${cell.column_letter}{cell.row}"
    coloured(Rule(type="expression", formula=[formula], priority=1, dxf=WHITENED.dxf))(book, cell)


def circle(_book: Any, cell: Any) -> None:
    cell.value = f"=SUM({cell.coordinate}:B40)"


def ruled(condition: str, code: str, value: Any) -> Change:
    def change(_book: Any, cell: Any) -> None:
        cell.value = value
        style = DifferentialStyle(numFmt=Declared(numFmtId=190, formatCode=code))
        rule = Rule(type="cellIs", operator="greaterThan", formula=[condition], dxf=style, priority=1)
        cell.parent.conditional_formatting.add(cell.coordinate, rule)

    return change


def run(text: str, **look: Any) -> TextBlock:
    return TextBlock(InlineFont(**look), text)


def repeated(_book: Any, cell: Any) -> None:
    cell.value, cell.alignment = 1, Alignment(horizontal="fill")


CASES = [
    Sight(name="填充", key=COUNT, change=repeated, figure=REFUSED, rules=("C11",)),
    shown("元当万元", MONEY, "0\\.0000", 7270125, REFUSED, "C08"),
    shown("元当万元二", MONEY, "0!.0000", 7270125, REFUSED, "C08", kinds=("xlsx",)),
    shown("带元", MONEY, '#,##0.00"元"', 7270125, 727.0125, "C01"),
    shown("人民币", MONEY, '"¥"#,##0.00', 7270125, REFUSED, "C08"),
    shown("会计人民币", MONEY, "_ [$¥-804]* #,##0.00_ ", 7270125, REFUSED, "C08"),
    shown("条件", COUNT, "[<10000]0;0\\.0,", 25000, REFUSED, "C08"),
    shown("条件藏", COUNT, "[<10]0;;", 25, REFUSED, "C08"),
    shown("负", COUNT, "-0", 25, REFUSED, "C08"),
    shown("括号", COUNT, "\\(0\\)", 25, REFUSED, "C08"),
    shown("千分", COUNT, '0"‰"', 25, REFUSED, "C08"),
    shown("百分", COUNT, "0%", 25, REFUSED, "C08"),
    shown("百分零", COUNT, "0%", 0, 0),
    shown("万", COUNT, '0"万"', 25, REFUSED, "C08"),
    shown("千位", COUNT, "0,", 25000, REFUSED, "C08"),
    shown("常规", COUNT, "General", 25, 25),
    shown("千分位", COUNT, "#,##0", 25000, 25000),
    shown("件", COUNT, '0"件"', 25, 25, "C01"),
    shown("件在括号里", COUNT, '#,##0"（件）"', 25000, 25000, "C01"),
    shown("语言的名字", COUNT, "[$-zh-CN]#,##0", 25000, 25000),
    shown("德语的名字", COUNT, "[$-de-DE]#.##0", 25, REFUSED, "C08", kinds=("xlsx",)),
    shown("一段德语的名字", COUNT, "0;[$-de-DE]#.##0", 25, REFUSED, "C08", kinds=("xlsx",)),
    shown("会计", COUNT, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 25, 25),
    shown("会计零", COUNT, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 0, 0, "C13"),
    shown("红", COUNT, "[Red]0", 25, 25),
    shown("通用", COUNT, "G/通用格式", 25, 25, kinds=("xlsx",)),
    shown("极大", COUNT, "#,##0.00", 1e200, REFUSED, kinds=("xlsx",)),
    shown("极大千位", COUNT, "0,", 1e200, REFUSED, "C08", kinds=("xlsx",)),
    shown("零作横", COUNT, '0;-0;"—"', 25, 25),
    shown("藏小数", MONEY, "#,##0", 72701.6, 72701.6, "C12"),
    shown("百分文本", COUNT, "0%", "25", 25, "C01"),
    shown("文本藏", COUNT, ";;;", "25", REFUSED, "C08"),
    shown("德文格式", COUNT, "[$-407]#.##0", 25, REFUSED, "C08"),
    shown("一段德文", COUNT, "[<=25][$-407]000;0.00", 1234, REFUSED, "C08"),
    shown("中文数字", COUNT, "[DBNum1][$-804]General", 25, REFUSED, "C08"),
    shown("年月", COUNT, 'yyyy"年"m"月"', 25, REFUSED, "C03"),
    shown("恰好", COUNT, '[=25]"三十";General', 25, REFUSED, "C08"),
    shown("前加一", COUNT, '"1"0', 25, REFUSED, "C08"),
    shown("文本后加零", COUNT, '@"0"', "25", 250, "C01"),
    Sight(
        name="条件格式",
        key=COUNT,
        change=ruled("10", "0,", 25000),
        figure=REFUSED,
        rules=("C08",),
    ),
    Sight(name="条件不合", key=COUNT, change=ruled("30000", "0,", 25000), figure=25000),
    Sight(name="条件藏零", key=COUNT, change=zeros_hidden, figure=25),
    Sight(name="整格删", key=COUNT, change=struck, figure=REFUSED, rules=("C11",)),
    Sight(name="白字", key=COUNT, change=white, figure=REFUSED, rules=("C11",)),
    Sight(name="白字的零", key=COUNT, change=held(0, white), figure=0),
    Sight(name="条件白的零", key=COUNT, change=held(0, coloured(WHITENED)), figure=0, kinds=("xlsx", "ods")),
    Sight(name="白字写的零", key=COUNT, change=held("0", white), figure=REFUSED, rules=("C11",)),
    Sight(name="划掉的零", key=COUNT, change=held(0, struck), figure=REFUSED, rules=("C11",)),
    shown("白字格式的五", COUNT, '[White]"5"', 0, REFUSED, "C08"),
    Sight(name="小字", key=COUNT, change=tiny, figure=REFUSED, rules=("C11",)),
    Sight(name="黑底", key=COUNT, change=dark, figure=REFUSED, rules=("C11",), kinds=("xlsx",)),
    Sight(
        name="条件黑底",
        key=COUNT,
        change=coloured(BLACKENED),
        figure=REFUSED,
        rules=("C11",),
        kinds=("xlsx",),
    ),
    Sight(
        name="条件白",
        key=COUNT,
        change=coloured(WHITENED),
        figure=REFUSED,
        rules=("C11",),
        kinds=("xlsx", "ods"),  # LibreOffice leaves the rule out of an .xls
    ),
    Sight(name="色阶", key=COUNT, change=coloured(SCALE), figure=REFUSED, rules=("C11",), kinds=("xlsx",)),
    shown("零头千分位", COUNT, "0\\,000", 25, REFUSED, "C08", kinds=("xlsx",)),
    typed("小字前", COUNT, CellRichText(run("1", sz=1), "25"), REFUSED, "C11"),
    typed("删除线", COUNT, CellRichText(run("15", strike=True), "12"), REFUSED, "C11"),
    typed("上标", COUNT, CellRichText("12", run("1", vertAlign="superscript")), REFUSED, "C11"),
    typed("白字前", COUNT, CellRichText(run("1", color="FFFFFFFF"), "25"), REFUSED, "C11"),
    typed("粗体", COUNT, CellRichText(run("1", b=True), "25"), 125, "C01"),
    typed("逗号", MONEY, "0,251", REFUSED, "C02"),
    typed("全角逗号", MONEY, "0，251", REFUSED, "C02"),
    typed("方向", COUNT, "\u202d25\u202c", 25, "C01"),
    typed("左右", COUNT, "\u200e25\u00ad", 25, "C01"),
    typed("反向", COUNT, "\u202e52\u202c", REFUSED, "C02"),
    typed("上标字符", COUNT, "12\u00b9", REFUSED, "C02"),
    Sight(name="自己", key=COUNT, change=circle, figure=REFUSED, rules=("C14",), kinds=("xlsx",)),
    *(typed(f"横{ord(dash):04X}", COUNT, dash, Mark.NOT_APPLICABLE, "B05") for dash in "−―─‐"),
]


def cells_of(cases: Sequence[Sight]) -> Iterator[dict[Sight, Key]]:
    """Lay the cases out over few workbooks.

    Those of a count each in a cell of its own, those of money one by one.
    """
    counts = [key for key in r.the_form().inputs if key.table == "applications"]
    money = [case for case in cases if case.key == MONEY]
    counted = [case for case in cases if case.key == COUNT]
    assert len(counted) <= len(counts)
    first = dict(zip(counted, counts, strict=False))
    for case in money or [None]:
        yield first | ({case: MONEY} if case else {})
        first = {}


def made(cases: dict[Sight, Key]) -> bytes:
    def change(book: Any) -> None:
        for case, key in cases.items():
            place = r.place(*key)
            case.change(book, book[place.sheet][place.a1])

    return r.edited(change)


@pytest.fixture(scope="module")
def seen_as(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Callable[[Sight, str], tuple[Key, FileResult]]:
    """Return the cell that a case stands in and what was read of its workbook, in the format asked for."""
    folder = tmp_path_factory.mktemp("sights")
    done: dict[str, dict[Sight, tuple[Key, FileResult]]] = {}

    def result_of(case: Sight, kind: str) -> tuple[Key, FileResult]:
        if kind not in done:
            books = list(cells_of([each for each in CASES if kind in each.kinds]))
            paths = [folder / f"{kind}{number}.xlsx" for number in range(len(books))]
            for path, cases in zip(paths, books, strict=True):
                path.write_bytes(made(cases))
            if kind != "xlsx":
                paths = request.getfixturevalue("office")(paths, kind, folder / kind)
            done[kind] = {
                each: (key, result)
                for path, cases in zip(paths, books, strict=True)
                for result in [judged(path)]
                for each, key in cases.items()
            }
        return done[kind][case]

    return result_of


def judged(path: Path) -> FileResult:
    (result,) = check_files([path], [r.FORM], workers=0).files
    return result


EACH = [
    pytest.param(case, kind, id=f"{case.name}-{kind}", marks=OLDER if kind != "xlsx" else [])
    for case in CASES
    for kind in case.kinds
]


@pytest.mark.parametrize(("case", "kind"), EACH)
def test_what_is_seen_counts(case: Sight, kind: str, seen_as: Callable[[Sight, str], tuple[Key, FileResult]]):
    key, result = seen_as(case, kind)
    at = r.place(*key)
    said = [(f.rule, f.message) for f in result.findings if (f.sheet, f.cell) == (at.sheet, at.a1)]
    assert result.reading.submission is not None, said
    figure = result.reading.submission.figures[key]
    assert figure == case.figure or (not isinstance(figure, Mark) and float(figure) == case.figure), said
    assert set(case.rules) <= {rule for rule, _ in said}, said
    if not case.rules:
        assert not {rule for rule, _ in said} & {"C01", "C02", "C03", "C08", "C11", "C12"}, said


# ------------------------------------------------------------------ words


def passage() -> Any:
    layout = lay_out(r.the_form())
    return next(iter(layout.narrative.values()))


def formula_of(text: str) -> Change:
    def change(_book: Any, cell: Any) -> None:
        cell.value = text

    return change


def rich(*runs: str | TextBlock) -> Change:
    def change(_book: Any, cell: Any) -> None:
        cell.value = CellRichText(*runs)

    return change


def all_struck(_book: Any, cell: Any) -> None:
    cell.value, cell.font = "全年没有收到申请。", Font(strike=True)


def unshown(_book: Any, cell: Any) -> None:
    cell.value, cell.number_format = "全年没有收到申请。", ";;;"


def apostrophed(_book: Any, cell: Any) -> None:
    cell.value = '=HYPERLINK("http://x","y")'
    cell.data_type = "s"


def valued(value: Any, code: str = "General") -> Change:
    def change(_book: Any, cell: Any) -> None:
        cell.value, cell.number_format = value, code

    return change


@dataclass(frozen=True, kw_only=True)
class Words:
    """One way to fill a passage: the rule that is said of it, or none where the words count."""

    name: str
    change: Change
    rule: str | None
    kinds: tuple[str, ...] = ("xlsx", "xls", "ods")


WORDS = [
    Words(name="图片", change=formula_of('=_xlfn.DISPIMG("ID_0F3A",1)'), rule="C15", kinds=("xlsx",)),
    Words(name="错误", change=formula_of("=#REF!"), rule="C15"),
    Words(name="除零", change=formula_of("=1/0"), rule="C15", kinds=("xls", "ods")),
    Words(name="无结果", change=formula_of('="a"&B1'), rule="C15", kinds=("xlsx",)),
    Words(name="划掉", change=rich(run("增长二成。", strike=True), "减少一成。"), rule="C16"),
    Words(name="白字", change=rich(run("增长二成。", color="FFFFFFFF"), "减少一成。"), rule="C16"),
    Words(name="小字", change=rich(run("增长二成。", sz=1), "减少一成。"), rule="C16"),
    Words(name="倒字", change=formula_of("全年\u202e没有\u202c收到申请。"), rule="C16"),
    Words(name="零宽", change=formula_of("全年\u200b没有收到申请。"), rule=None),
    Words(name="全划", change=all_struck, rule="C16"),
    Words(name="格式藏", change=unshown, rule="C16"),
    Words(name="脚注", change=rich("面积 12 m", run("2", vertAlign="superscript"), "。"), rule=None),
    Words(name="粗体", change=rich(run("本年", b=True), "减少一成。"), rule=None),
    Words(name="公式样", change=apostrophed, rule=None, kinds=("xlsx",)),
    Words(name="数", change=valued(25), rule=None),
    Words(name="数千分位", change=valued(3985758, "#,##0"), rule=None),
    Words(name="数百分", change=valued(0.25, "0%"), rule="C16"),
    Words(name="数藏小数", change=valued(0.256, "0.0"), rule="C16"),
    Words(name="数带字", change=valued(25, '0"万"'), rule="C16"),
    Words(name="日期", change=valued(date(2022, 12, 30), 'm"月"d"日"'), rule="C16"),
    Words(name="逻辑", change=valued(value=True), rule="C16", kinds=("xlsx", "xls")),
    Words(name="井号", change=formula_of("#1 号文件等三件。"), rule=None),
]
EACH_WORDS = [
    pytest.param(case, kind, id=f"{case.name}-{kind}", marks=OLDER if kind != "xlsx" else [])
    for case in WORDS
    for kind in case.kinds
]


@pytest.fixture(scope="module")
def worded(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Callable[[Words, str], Path]:
    folder = tmp_path_factory.mktemp("words")
    done: dict[str, dict[str, Path]] = {}

    def path_of(case: Words, kind: str) -> Path:
        if kind not in done:
            sources = []
            for each in (each for each in WORDS if kind in each.kinds):
                sources.append(folder / f"{each.name}.xlsx")
                place, change = passage(), each.change
                sources[-1].write_bytes(r.edited(lambda b: change(b, b[place.sheet][place.a1])))  # noqa: B023 (called at once)
            if kind != "xlsx":
                sources = request.getfixturevalue("office")(sources, kind, folder / kind)
            done[kind] = {path.stem: path for path in sources}
        return done[kind][case.name]

    return path_of


@pytest.mark.parametrize(("case", "kind"), EACH_WORDS)
def test_words_that_nobody_reads_are_not_taken(case: Words, kind: str, worded: Callable[[Words, str], Path]):
    result = judged(worded(case, kind))
    at = passage()
    said = [(f.rule, f.message) for f in result.findings if (f.sheet, f.cell) == (at.sheet, at.a1)]
    assert result.reading.submission is not None
    key = next(iter(lay_out(r.the_form()).narrative))
    taken = result.reading.submission.narrative.get(key)
    rules = {rule for rule, _ in said} & {"C15", "C16"}
    assert rules == ({case.rule} if case.rule else set()), said
    assert (taken is None) == (case.rule is not None), taken


def merged(name: str, span: str) -> bytes:
    """Merge cells as a program does that keeps what stands in them."""

    def more(found: re.Match[str]) -> str:
        return f'<mergeCells count="{int(found[1]) + 1}">{found[2]}<mergeCell ref="{span}"/></mergeCells>'

    return r.in_sheet(name, r'<mergeCells count="(\d+)">(.*?)</mergeCells>', more)


def merging() -> dict[str, tuple[bytes, Any, int]]:
    """Merge a figure, a whole table, a passage: the cells that are no longer seen."""
    keys = [key for key in r.the_form().inputs if key.table == COUNT.table]
    whole = sorted((r.place(*key) for key in keys), key=lambda at: (at.row, at.column))
    last = whole[-1]._replace(column=max(at.column for at in whole))
    one, words = r.place(*COUNT), passage()
    above = one._replace(row=one.row - 1)
    told = "全年没有收到申请。"
    return {
        "数": (merged(one.sheet, f"{above.a1}:{one.a1}"), one, 1),
        "表": (merged(one.sheet, f"{whole[0].a1}:{last.a1}"), whole[-1], len(keys) - 1),
        "字": (
            r.text(words.sheet, words.a1, told, merged(words.sheet, f"A{words.row}:{words.a1}")),
            words,
            1,
        ),
    }


@pytest.mark.parametrize("name", ["数", "表", "字"])
@pytest.mark.parametrize("kind", ["xlsx", *(pytest.param(k, marks=OLDER) for k in ("xls", "ods"))])
def test_what_a_merge_covers_is_not_taken(
    name: str, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    data, at, cells = merging()[name]
    path = tmp_path / "并.xlsx"
    path.write_bytes(data)
    if kind != "xlsx":
        (path,) = request.getfixturevalue("office")([path], kind, tmp_path / kind)
    result = judged(path)
    said = [f for f in result.findings if f.rule == "C19"]
    assert (at.sheet, at.a1) in {(f.sheet, f.cell) for f in said}, [f.message for f in result.findings]
    assert len(said) == cells
    submission = result.reading.submission
    assert submission is not None
    assert all(submission.figures[Key(f.table, f.row, f.column)] is REFUSED for f in said if f.table)
    assert name != "字" or next(iter(r.the_form().narrative)).key not in submission.narrative


def drawn(anchor: str, inside: str, place: Any, data: bytes | None = None) -> bytes:
    """Put a drawing over a cell, as office programs write it."""
    space = "http://schemas.openxmlformats.org/drawingml/2006"
    xml = (
        f'<xdr:wsDr xmlns:xdr="{space}/spreadsheetDrawing" xmlns:a="{space}/main">'
        f"<xdr:{anchor}>{inside}<xdr:clientData/></xdr:{anchor}></xdr:wsDr>"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
    part = r.sheet_part(place.sheet)
    relations = part.replace("worksheets/", "worksheets/_rels/") + ".rels"
    entries = r.parts(r.good() if data is None else data)
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    link = f'<Relationship Id="rIdOver" Type="{kind}" Target="../drawings/over.xml"/>'
    there = f'<drawing xmlns:o="{kind.removesuffix("/drawing")}" o:id="rIdOver"/></worksheet>'
    sheet = entries[part].decode().replace("</worksheet>", there)
    before = entries.get(relations, f"{head}</Relationships>".encode()).decode()
    return r.packed(
        {
            **entries,
            part: sheet.encode(),
            relations: before.replace("</Relationships>", f"{link}</Relationships>").encode(),
            "xl/drawings/over.xml": xml.encode(),
        }
    )


def corner(name: str, row: int, column: int, off: int = 0) -> str:
    return (
        f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>{off}</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>{off}</xdr:rowOff></xdr:{name}>"
    )


BOX = "<xdr:sp><xdr:txBody><a:p><a:r><a:t>台账 12 件</a:t></a:r></a:p></xdr:txBody></xdr:sp>"


@pytest.mark.parametrize("where", ["passage", "figure"])
@pytest.mark.parametrize(
    ("anchor", "thing", "named"),
    [
        ("twoCellAnchor", BOX, "文本框"),
        ("oneCellAnchor", "<xdr:pic/>", "图片"),
        ("twoCellAnchor", "<xdr:pic/>", "图片"),
    ],
)
def test_what_lies_over_cells_is_named(tmp_path: Path, where: str, anchor: str, thing: str, named: str):
    at = passage() if where == "passage" else r.place(*COUNT)
    end = (
        corner("to", at.row + 1, at.column + 1)
        if anchor == "twoCellAnchor"
        else '<xdr:ext cx="9000" cy="9000"/>'
    )
    path = tmp_path / "盖.xlsx"
    path.write_bytes(drawn(anchor, corner("from", at.row, at.column) + end + thing, at))
    said = [f for f in judged(path).findings if f.rule == "C17"]
    assert [(f.sheet, f.cell) for f in said] == [(at.sheet, at.a1)]
    assert named in said[0].message and f"盖在 {at.a1} 上面" in said[0].message
    assert ("台账 12 件" in said[0].message) == (thing == BOX)


def test_a_text_box_that_says_another_figure_takes_the_table_back(tmp_path: Path):
    at, path = r.place(*COUNT), tmp_path / "盖.xlsx"
    ends = corner("from", at.row, at.column) + corner("to", at.row + 1, at.column + 1)
    path.write_bytes(drawn("twoCellAnchor", ends + BOX.replace("台账 12 件", "实为 12 件"), at))
    (said,) = (f for f in judged(path).findings if f.rule == "S10")
    assert said.sheet == at.sheet and "实为 12 件" in said.message


@pytest.mark.parametrize("damage", ["beside", "broken"])
def test_what_lies_elsewhere_or_is_damaged_costs_nothing(tmp_path: Path, damage: str):
    at = r.place(*COUNT)
    inside = corner("from", at.row + 100, at.column) + corner("to", at.row + 102, at.column) + BOX
    path = tmp_path / "盖.xlsx"
    path.write_bytes(drawn("twoCellAnchor", inside if damage == "beside" else "<xdr:pic", at))
    result = judged(path)
    assert result.reading.submission is not None
    assert not [f for f in result.findings if f.rule == "C17" or f.rule.startswith("F")]


# ------------------------------------------------------------------ what the sheet itself hides

TOTAL = next(key for key in r.the_form().parts if r.the_form().parts[key] and r.oracle()[key])


def unseen_zeros(book: Any) -> None:
    at = r.place(*COUNT)
    book[at.sheet][at.a1] = 0
    for sheet in book:
        sheet.sheet_view.showZeros = False


def disguised_total() -> bytes:
    """The style of one total is percent."""
    at = r.place(*TOTAL)
    xml = r.parts(r.good())[r.sheet_part(at.sheet)].decode()
    (style,) = re.findall(rf'<c r="{at.a1}" s="(\d+)"', xml)

    def change(text: str) -> str:
        head, tag, body = text.partition("<cellXfs")
        styles = list(re.finditer(r"<xf [^>]*>", body))
        xf = styles[int(style)]
        percent = re.sub(r'numFmtId="\d+"', 'numFmtId="9"', xf[0]).replace(
            "<xf ", '<xf applyNumberFormat="1" '
        )
        percent = re.sub(r'( applyNumberFormat="1")(.*)\1', r"\1\2", percent)
        return head + tag + body[: xf.start()] + percent + body[xf.end() :]

    return r.rewritten("xl/styles.xml", change)


def rare_name(book: Any) -> None:
    at = r.place(*COUNT)
    book[at.sheet][at.a1] = 25
    book[at.sheet]["Z90"], book[at.sheet]["Z91"] = "𠮷林", '=Z90&"家"'


def boxed() -> bytes:
    at = r.place(*COUNT)
    inside = corner("from", at.row, at.column) + corner("to", at.row + 1, at.column + 1)
    nothing = (
        '<xdr:nvSpPr><xdr:cNvPr id="2" name="a"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="1" cy="1"/></a:xfrm><a:prstGeom prst="rect"/></xdr:spPr>'
    )
    return drawn("twoCellAnchor", inside + BOX.replace("<xdr:sp>", f"<xdr:sp>{nothing}"), at)


HIDDEN: dict[str, tuple[Callable[[], bytes], Key, Any, str | None]] = {
    "零不显示": (lambda: r.edited(unseen_zeros), COUNT, 0, "C13"),
    "合计": (disguised_total, TOTAL, None, "C18"),
    "生僻字": (lambda: r.edited(rare_name), COUNT, 25, None),
    "文本框": (lambda: boxed(), COUNT, r.figures()[COUNT], "C17"),
}


@pytest.fixture(scope="module")
def hiding(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Callable[[str, str], Path]:
    folder = tmp_path_factory.mktemp("hidden")
    done: dict[str, list[Path]] = {}

    def path_of(name: str, kind: str) -> Path:
        if "xlsx" not in done:
            done["xlsx"] = [folder / f"{each}.xlsx" for each in HIDDEN]
            for path in done["xlsx"]:
                path.write_bytes(HIDDEN[path.stem][0]())
        if kind not in done:
            done[kind] = request.getfixturevalue("office")(done["xlsx"], kind, folder / kind)
        return next(path for path in done[kind] if path.stem == name)

    return path_of


@pytest.mark.parametrize("name", HIDDEN)
@pytest.mark.parametrize("kind", ["xlsx", *(pytest.param(k, marks=OLDER) for k in ("xls", "ods"))])
def test_what_the_sheet_hides_is_told(name: str, kind: str, hiding: Callable[[str, str], Path]):
    _, key, figure, rule = HIDDEN[name]
    result = judged(hiding(name, kind))
    at, submission = r.place(*key), result.reading.submission
    said = {f.rule for f in result.findings if f.sheet == at.sheet and (f.cell == at.a1 or f.rule == "C13")}
    assert submission is not None, [f.message for f in result.findings]
    assert figure is None or submission.figures[key] == figure
    assert said & {"C13", "C17", "C18"} == ({rule} if rule else set()), [f.message for f in result.findings]


@pytest.mark.office
@pytest.mark.long
def test_a_conditional_format_of_an_xls_may_cross_a_figure_out(hiding: Callable[[str, str], Path]):
    """The rules' letters as LibreOffice writes them, but crossed out ([MS-XLS] 2.5.92.

    Ts, and tsNinch that it counts).
    """
    path = hiding("生僻字", "xls")
    weight, colour = b"\x90\x01" + bytes(6), b"\x10" + bytes(7)
    plain = b"\xff\xff\xff\xff" + bytes(4) + weight + colour + b"\x9a"
    data = path.read_bytes()
    assert plain in data
    crossed = path.with_name("划.xls")
    struck = b"\xff\xff\xff\xff\x80" + bytes(3) + weight + colour + b"\x1a"
    crossed.write_bytes(data.replace(plain, struck))
    result = judged(crossed)
    assert result.reading.submission is not None and result.reading.submission.figures[COUNT] is REFUSED
    assert "删除线" in next(f.message for f in result.findings if f.cell == r.place(*COUNT).a1)


@pytest.mark.parametrize("formula", ["SUM(自己,1)", 'INDIRECT("{at}")+1'])
def test_a_circle_by_a_name_or_by_words_is_found(tmp_path: Path, formula: str):
    at, path = r.place(*COUNT), tmp_path / "圈.xlsx"
    inner = f"<f>{formula.format(at=at.a1)}</f><v>0</v>".replace('"', "&quot;")
    name = f"<definedName name=\"自己\">'{at.sheet}'!{at.a1}</definedName></definedNames>"
    path.write_bytes(
        r.rewritten(
            "xl/workbook.xml",
            lambda x: x.replace("</definedNames>", name),
            r.cell(at.sheet, at.a1, inner),
        )
    )
    result = judged(path)
    assert [(f.sheet, f.cell) for f in result.findings if f.rule == "C14"] == [(at.sheet, at.a1)]
    assert result.reading.submission is not None and result.reading.submission.figures[COUNT] is REFUSED


# ------------------------------------------------------------------ one bad cell costs one cell


def bad(at: Any, value: str, kind: str) -> bytes:
    return r.cell(at.sheet, at.a1, f"<v>{value}</v>", kind=kind)


@pytest.mark.parametrize("literal", ["#SPILL!", "#CALC!", "#GETTING_DATA", "#BUSY!", "Err:502"])
@pytest.mark.parametrize("kind", ["e", ""])
def test_an_error_of_any_kind_costs_its_cell_only(tmp_path: Path, literal: str, kind: str):
    at, path = r.place(*COUNT), tmp_path / "错.xlsx"
    path.write_bytes(bad(at, literal, kind))
    result = judged(path)
    figures = result.reading.submission.figures if result.reading.submission else {}
    assert {key: figures.get(key) for key in r.the_form().inputs if figures.get(key) != r.figures()[key]} == {
        COUNT: REFUSED
    }
    (said,) = [f for f in result.findings if f.level is Level.ERROR]
    assert (said.sheet, said.cell) == (at.sheet, at.a1) and literal in said.message


MORE = '<x:more xmlns:x="urn:x"><v>99</v></x:more>'
CONTENTS = {
    "<v>25</v><extLst><ext uri='x'><v>99</v></ext></extLst>": ("", 25),
    f"{MORE}<v>25</v>": ("", REFUSED),
    f"<v>25</v>{MORE}": ("", REFUSED),
    "<v>25</v>": ("b", REFUSED),
    "<v>2.5</v>": ("s", REFUSED),
    # what one reader passes over and another takes in
    "<v>1<x/>2</v>": ("", REFUSED),
    "<is><t>12</t></is>": ("", REFUSED),
    "<is><t>1<t>3</t>2</t></is>": ("inlineStr", REFUSED),
    "<is><r><t>1</t><x>3</x></r></is>": ("inlineStr", REFUSED),
    "<is><r><t>12</t><t>34</t></r></is>": ("inlineStr", REFUSED),
}


SHARED = {
    "another namespace": '<z:si xmlns:z="urn:z"><z:t>777</z:t></z:si>',
    "an extension": "<extLst><ext><si><t>777</t></si></ext></extLst>",
    "a text within a text": "<si><t>1<t>3</t>2</t></si>",
    "two texts in a run": "<si><r><t>12</t><t>34</t></r></si>",
    "a run of another namespace": '<si><r><t>12</t></r><z:r xmlns:z="urn:z"><z:t>34</z:t></z:r></si>',
}


@pytest.mark.parametrize("item", SHARED.values(), ids=SHARED)
def test_shared_texts_that_readers_count_differently(item: str, tmp_path: Path) -> None:
    path = tmp_path / "共用.xlsx"
    path.write_bytes(r.rewritten("xl/sharedStrings.xml", lambda xml: xml.replace("<si>", f"{item}<si>", 1)))
    assert {f.rule for f in judged(path).findings} == {"F01"}


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ('<f t="shared" si="0"/>', "填的是公式 （写在别的格里），"),
        ('<f t="dataTable" ref="D7" r1="A1"/>', "填的是公式 =TABLE(A1)，"),
        ("<f>1+2</f>", "填的是公式 =1+2，"),
    ],
)
def test_a_formula_that_stands_elsewhere_is_called_so(tmp_path: Path, formula: str, said: str) -> None:
    path = tmp_path / "公式.xlsx"
    path.write_bytes(r.cell("表三", "D7", f"{formula}<v>3</v>"))
    assert [said in f.problem for f in judged(path).findings if f.rule == "C05"] == [True]


def test_a_cell_of_another_namespace_is_not_read(tmp_path: Path) -> None:
    at, path = r.place(*COUNT), tmp_path / "外.xlsx"
    cell = rf'<c r="{at.a1}"( s="\d+")[^>]*?(?:/>|>.*?</c>)'
    foreign = f'<z:c xmlns:z="urn:z" r="{at.a1}"><v>25</v></z:c>'
    path.write_bytes(r.in_sheet(at.sheet, cell, foreign))
    result = judged(path)
    assert result.reading.submission is not None
    assert result.reading.submission.figures[COUNT] is REFUSED


@pytest.mark.parametrize("content", CONTENTS)
def test_a_cell_with_more_than_its_content_costs_itself_at_most(tmp_path: Path, content: str):
    """What no program writes into a cell is told as an error, not read; extensions say nothing of it."""
    at, path, (kind, figure) = r.place(*COUNT), tmp_path / "多.xlsx", CONTENTS[content]
    cell = rf'<c r="{at.a1}"( s="\d+")[^>]*?(?:/>|>.*?</c>)'
    given = f' t="{kind}"' if kind else ""
    path.write_bytes(
        r.in_sheet(at.sheet, cell, lambda found: f'<c r="{at.a1}"{found[1]}{given}>{content}</c>')
    )
    result = judged(path)
    assert result.reading.submission is not None
    figures = result.reading.submission.figures
    assert {key: figures[key] for key in r.the_form().inputs if figures[key] != r.figures()[key]} == {
        COUNT: figure
    }
    said = {(f.sheet, f.cell) for f in result.findings if f.level is Level.ERROR}
    assert said <= {(at.sheet, at.a1)} and bool(said) == (figure is REFUSED)


def test_an_error_beside_the_table_costs_nothing(tmp_path: Path):
    at, path = r.place(*COUNT), tmp_path / "错.xlsx"
    row = '<row r="90"><c r="B90" t="e"><f>SEQUENCE(3)</f><v>#SPILL!</v></c><c r="C90"><v>7</v></c></row>'
    path.write_bytes(r.with_cells(at.sheet, row))
    result = judged(path)
    assert result.reading.submission is not None
    figures = result.reading.submission.figures
    assert {key: figures[key] for key in r.the_form().inputs} == dict(r.figures())
    assert not [f for f in result.findings if f.level is Level.ERROR]


def test_an_error_in_a_passage_costs_the_passage(tmp_path: Path):
    at, path = passage(), tmp_path / "错.xlsx"
    path.write_bytes(bad(at, "#SPILL!", "e"))
    said = [f for f in judged(path).findings if f.rule == "C15"]
    assert [(f.sheet, f.cell) for f in said] == [(at.sheet, at.a1)] and "#SPILL!" in said[0].message


# ------------------------------------------------------------------ days since 1904


@pytest.mark.parametrize("kind", ["xlsx", *(pytest.param(k, marks=OLDER) for k in ("xls", "ods"))])
@pytest.mark.parametrize(("mac", "day"), [(True, "2025-01-10"), (False, "2021-01-09")])
def test_a_day_without_its_format_is_counted_from_the_workbooks_own_beginning(
    tmp_path: Path, request: pytest.FixtureRequest, kind: str, mac: bool, day: str
):
    layout = lay_out(r.the_form())
    field = next(field for field in r.the_form().identity if field.kind == "date")
    at = layout.identity[field.key]

    def change(book: Any) -> None:
        cell = book[at.sheet][at.a1]
        cell.value, cell.number_format = 44205, "General"
        book.epoch = CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900

    path = tmp_path / "日.xlsx"
    path.write_bytes(r.edited(change))
    if kind != "xlsx":
        (path,) = request.getfixturevalue("office")([path], kind, tmp_path / kind)
    submission = judged(path).reading.submission
    assert submission is not None and submission.identity[field.key] == day


# ------------------------------------------------------------------ zeros before a telephone number


@pytest.mark.parametrize("kind", ["xlsx", *(pytest.param(k, marks=OLDER) for k in ("xls", "ods"))])
@pytest.mark.parametrize(
    ("code", "read"),
    [("00000000000", "05371234567"), ("[>99999999]00000000000;0", "05371234567"), ("0", "5371234567")],
)
def test_zeros_that_a_format_puts_before_a_number_among_words_are_read(
    tmp_path: Path, request: pytest.FixtureRequest, kind: str, code: str, read: str
):
    layout, at_words = lay_out(r.the_form()), passage()
    at = layout.identity["phone"]

    def change(book: Any) -> None:
        for place in (at, at_words):
            book[place.sheet][place.a1].value = 5371234567
            book[place.sheet][place.a1].number_format = code

    path = tmp_path / "话.xlsx"
    path.write_bytes(r.edited(change))
    if kind != "xlsx":
        (path,) = request.getfixturevalue("office")([path], kind, tmp_path / kind)
    submission = judged(path).reading.submission
    assert submission is not None and submission.identity["phone"] == read
    assert read in submission.narrative.values()


# ------------------------------------------------------------------ kinds of files


def archive(*names: str) -> bytes:
    return r.packed(dict.fromkeys(names, b"x"))


def locked(data: bytes) -> bytes:
    """Set the sign of a password on the only entry, in its own head and in the directory."""
    marked = bytearray(data)
    for at in (6, data.rfind(b"PK\x01\x02") + 8):
        marked[at] |= 1
    return bytes(marked)


MAIL = (
    "From: a@b.cn\r\nTo: c@d.cn\r\nSubject: =?utf-8?B?5bm05oql?=\r\n "
    "=?utf-8?B?5bm05oql?=\r\nMIME-Version: 1.0\r\n\r\n<html>"
)
PAGE = "From: <Saved by Blink>\r\nSubject: x\r\nDate: Fri, 6 Jan 2023\r\nMIME-Version: 1.0\r\n\r\n<html>"
FILES = [
    ("司法局.eml", MAIL.encode(), "邮件（.eml）"),
    ("草稿.eml", f"MIME-Version: 1.0\r\n{MAIL[MAIL.index('Subject') :]}".encode(), "邮件（.eml）"),
    ("司法局.xlsx", f"Received: from x\r\n{MAIL}".encode(), "邮件（.eml）"),
    ("司法局.mht", PAGE.encode(), "单个文件网页"),
    ("司法局.xlsx", b"b\x14#e" + bytes(4000), "文档安全软件"),
    ("司法局.xlsx", b"%TSD-Header-###%" + bytes(4000), "文档安全软件"),
    ("司法局.numbers", archive("index.xml", "buildVersionHistory.plist"), "Numbers"),
    ("司法局.numbers", archive("Index.zip", "preview.jpg"), "Numbers"),
    ("司法局.gsheet", b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1"}', "Google 表格"),
    (".004_司法局.xlsx.icloud", b"bplist00" + bytes(100), "iCloud"),
    ("winmail.dat", b"\x78\x9f\x3e\x22" + bytes(500), "winmail.dat"),
    ("司法局.z01", b"PK\x07\x08" + b"x" * 3000, "分成几卷"),
    ("司法局.zip", locked(archive("司法局.xlsx")), "加了密码的压缩包"),
    ("司法局.xlsx.crdownload", archive("xl/workbook.xml")[:60], "没有下载完"),
    ("甲县units.csv", "\ufeffunit_code,unit_name,kind,table,row,column,value\n".encode(), "上报_"),
    ("甲县totals.csv", b"table,row,column,value\n", "上报_"),
    ("~WRL0001.tmp", archive("xl/workbook.xml")[:60], "临时文件"),
    ("~0012.tmp", b"", "临时文件"),
    ("5A3F2C10", b"", "临时文件"),
    ("司法局.xlsx.part", b"", "没有下载完"),
    ("司法局.xlsx.baiduyun.p.downloading", bytes(4000), "没有下载完"),
]


@pytest.mark.parametrize(("name", "data", "kind"), FILES, ids=[f"{n}-{k}" for n, _, k in FILES])
def test_each_kind_of_file_has_its_own_sentence(tmp_path: Path, name: str, data: bytes, kind: str):
    (tmp_path / name).write_bytes(data)
    jobs, _ = inbox_files(tmp_path)
    (result,) = check_files([job.path for job in jobs], [r.FORM], workers=0).files
    (said,) = result.findings
    assert said.rule == "F04" and kind in said.message, said.message


def test_a_lock_file_that_is_named_by_itself_is_no_damaged_report(tmp_path: Path):
    """In the inbox it is passed over; `xxgk check *.xlsx` names it."""
    path = tmp_path / "~$司法局.xlsx"
    path.write_bytes(b"\x05Zhang" + b" " * 159)
    (result,) = check_files([path], [r.FORM], workers=0).files
    (said,) = result.findings
    assert "临时文件" in said.message and "损坏" not in said.message


@pytest.mark.parametrize("name", ["~WRL0001.tmp", "司法局.tmp", "5A3F2C10"])
def test_a_report_under_the_name_of_a_temporary_file_is_read(tmp_path: Path, name: str):
    (tmp_path / name).write_bytes(r.good())
    (result,) = check_files([tmp_path / name], [r.FORM], workers=0).files
    assert result.reading.submission is not None


def test_a_folder_s_dot_is_no_ending_of_the_file(tmp_path: Path):
    (tmp_path / "甲.县").mkdir()
    (tmp_path / "甲.县" / "说明").write_text("见附件", encoding="utf-8")
    jobs, _ = inbox_files(tmp_path)
    (result,) = check_files([job.path for job in jobs], [r.FORM], workers=0).files
    assert [f.message.partition("，")[0] for f in result.findings] == ["文件名是 没有后缀"]


@pytest.mark.parametrize(
    "inner", ['<f>_xlfn.DISPIMG("ID_0F3A",1)</f><v>=DISPIMG("ID_0F3A",1)</v>', '<v>=DISPIMG("ID_0F3A",1)</v>']
)
def test_a_picture_in_a_passage_as_wps_saves_it(tmp_path: Path, inner: str):
    at, path = passage(), tmp_path / "图.xlsx"
    path.write_bytes(r.cell(at.sheet, at.a1, inner.replace('"', "&quot;"), kind="str"))
    result = judged(path)
    assert [(f.sheet, f.cell) for f in result.findings if f.rule == "C15"] == [(at.sheet, at.a1)]
    assert result.reading.submission is not None and not result.reading.submission.narrative
