"""送签稿: one page for the leader who signs.

How complete, how sound, what changed most, what is to be decided, where to sign.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from toolkit.county.workbook.balance import balance_verdict, broken_rules
from toolkit.county.workbook.book import (
    BALANCE,
    BRIEFING,
    FINDINGS,
    STANDINGS,
    WAIVERS,
    CountyBook,
    changed_rate,
    compared_cell,
    group_name,
    write_text,
)
from toolkit.form.elements import Key, name_some
from toolkit.year.workspace import MISSING, RETURNED

RIGHT = 5
RATE = 3
MOST, NAMED = 8, 12
OPINIONS = ("拟办意见", "审核意见", "领导批示")


def write_briefing(book: CountyBook) -> None:
    """Write 送签稿."""
    columns = book.formats.widths["briefing"]["columns"]
    sheet = book.sheet(BRIEFING, columns, f"{book.form.title}汇总送签稿", landscape=False)
    sheet.fit_to_pages(1, 1)
    row = 3
    for part, lines in (
        ("一、报送情况", list(_coverage(book))),
        ("二、核对情况", list(_soundness(book))),
    ):
        row = _part(book, sheet, row, part, lines)
    row = _changes(book, sheet, row)
    decisions = list(_decisions(book)) or ["没有要定的事，请审签。"]
    row = _part(book, sheet, row, "四、请定的事", [f"{n}．{text}" for n, text in enumerate(decisions, 1)])
    for text in OPINIONS:
        sheet.write_string(row, 0, text, book.formats["head"])
        sheet.merge_range(row, 1, row, RIGHT, "", book.formats["cell"])
        sheet.set_row(row, 62)
        row += 1
    sheet.merge_range(
        row,
        0,
        row,
        RIGHT,
        "签字：　　　　　　　　　　　　（盖章）　　　　　　年　　月　　日",
        book.formats["subtitle"],
    )
    sheet.set_row(row, 34)
    sheet.print_area(0, 0, row, RIGHT)
    sheet.set_selection(3, 0, 3, 0)


def _part(
    book: CountyBook, sheet: Worksheet, row: int, title: str, lines: Sequence[str | tuple[str, str]]
) -> int:
    """Write a part; a line that is a formula comes with what it shows. Return the next free row."""
    sheet.merge_range(row, 0, row, RIGHT, title, book.formats["section"])
    sheet.set_row(row, 22)
    room = sum(book.formats.widths["briefing"]["columns"])
    for line in lines:
        row += 1
        sheet.merge_range(row, 0, row, RIGHT, "", book.formats["cell"])
        if isinstance(line, tuple):
            sheet.write_formula(row, 0, line[0], book.formats["cell"], line[1])
        else:
            write_text(sheet, row, 0, line, book.formats["cell"])
        sheet.set_row(row, 16 * book.formats.lines_of(line if isinstance(line, str) else line[1], room) + 5)
    return row + 1


def _coverage(book: CountyBook) -> Iterator[str]:
    c = book.consolidation
    yield "　".join(f"{word} {n} 个" for word, n in book.counts.items()) + (
        f"。现在是草稿，合计只含通过的 {len(c.counted)} 个单位。"
        if c.draft
        else f"。合计含全部 {len(c.counted)} 个单位。"
    )
    for says, names in c.owing.items():
        yield f"{says}（{len(names)} 个）：{_named(names)}"
    if late := [f"{s.unit.name}（{c.late[s.unit.code]} 天）" for s in c.standings if s.unit.code in c.late]:
        yield f"迟报（{len(late)} 个）：{_named(late)}"
    if c.succession is not None and c.succession.changes:
        yield f"单位变动：{c.succession.sentence}"


def _soundness(book: CountyBook) -> Iterator[str | tuple[str, str]]:
    c = book.consolidation
    yield balance_verdict(book)
    asked = [f"{s.unit.name}（{s.waiting_named}）" for s in c.standings if s.waiting]
    yield f"等单位的：{_named(asked)}。" if asked else "没有等单位说明、改正的事。"
    if c.waivers:
        yield f"例外 {len(c.waivers)} 条，用到 {sum(use.times for use in c.waivers)} 处，见“{WAIVERS}”。"
    if book.corrected:
        yield f"与已发布的版本相比，有 {len(book.corrected)} 个合计数变了，各表里标成橙色。"
    if c.silent:
        some = sum(book.form.is_input(key) for key in c.silent)
        yield f"可以不填的项目中，有 {some} 个数不是所有单位都填了，合计只含填了的单位。"


def _named(names: Sequence[str]) -> str:
    return name_some(names, NAMED, f"等 {len(names)} 个，见“{STANDINGS}”")


# ------------------------------------------------------------------ what changed most


def _changes(book: CountyBook, sheet: Worksheet, row: int) -> int:
    """Write the figures that changed most on the same units, live from 同比; return the next free row."""
    baseline = book.baseline
    if baseline is None:
        return _part(book, sheet, row, "三、与上年相比", ["没有上年数，不能比较。"])
    changed = _most_changed(book)
    lines = [f"{baseline.sentence}。", *([] if changed else ["没有变化，或没有能比较的数。"])]
    row = _part(book, sheet, row, "三、与上年相比变化最大的数", lines)
    if not changed:
        return row
    for column, text in enumerate(("表", "项目", "上年", "本年", "增减", "增减率")):
        sheet.write_string(row, column, text, book.formats["head"])
    for key, shown in changed.items():
        row += 1
        _change(book, sheet, row, key, shown)
    return row + 1


def _change(book: CountyBook, sheet: Worksheet, row: int, key: Key, shown: Sequence[object]) -> None:
    """Write a figure's line of 同比 as formulas, and what they show."""
    label = f"{group_name(book.form, key)} {book.form.heading(key)}"
    if silent := book.consolidation.silent.get(key, 0):
        label += f"（{silent} 个单位没有填）"
    sheet.write_string(row, 0, book.form.table(key.table).sheet, book.formats["cell_centred"])
    sheet.write_string(row, 1, label, book.formats["cell"])
    sheet.set_row(row, book.row_height({1: label}, book.formats.widths["briefing"]["columns"]))
    at = compared_cell(book.form, key)
    for column, value in enumerate(shown):
        style = book.formats["percent" if column == RATE else "figure"]
        sheet.write_formula(row, 2 + column, f"={at.moved(columns=column).formula(BRIEFING)}", style, value)


def _most_changed(book: CountyBook) -> Mapping[Key, Sequence[object]]:
    """Give the figures of the national tables that changed most: last year, this year, change, rate.

    Of a table that has row totals these; else each cell.
    """
    if book.baseline is None:
        return {}
    both = book.baseline.county
    changes = {key: change for key in book.form.cells if _told(book, key) and (change := both.change(key))}
    most = sorted(changes, key=lambda key: abs(Decimal(changes[key])), reverse=True)[:MOST]
    return {
        key: (both.last[key], both.this[key], changes[key], changed_rate(changes[key], both.last[key]))
        for key in most
    }


def _told(book: CountyBook, key: Key) -> bool:
    table = book.form.table(key.table)
    totals = {column.key for block in table.blocks for column in block.columns if column.sum_of is not None}
    return table.national and (not totals or key.column in totals)


# ------------------------------------------------------------------ what is to be decided


def _decisions(book: CountyBook) -> Iterator[str]:
    c = book.consolidation
    if broken := broken_rules(book):
        yield f"合计有 {broken} 条强制规则不通过：请先查明，再签（见“{BALANCE}”）。"
    if book.above.refused:
        yield (
            f"合计有 {len(book.above.refused)} 处不合规则，上报会被退回（{book.above.places}）："
            "先查明改正，还是说明原因、请上一级登记例外。"
        )
    yield from book.above.heirless
    if book.above.asked:
        yield f"上报后还会被问 {len(book.above.asked)} 处：原因由谁写（写进上报文件的“核实说明”）。"
    missing, returned = len(c.waiting(MISSING)), len(c.waiting(RETURNED))
    if missing or returned:
        said = "、".join(
            f"{n} 个单位{what}" for n, what in ((missing, "没有报送"), (returned, "退回没有改好")) if n
        )
        yield f"{said}：继续催报，还是先按草稿上报。"
    elif c.draft:
        yield "单位已全部通过，还没有定稿：是否按这些数定稿上报。"
    asked = [one.waits_now for s in c.standings for one in s.findings if one.waiting]
    if held := sum(asked):
        yield f"{held} 处单位说明了才计入：催单位说明（见“{FINDINGS}”）。"
    if rest := len(asked) - held:
        yield f"{rest} 处等单位说明，不影响计入：等说明，还是按现在的数汇总（见“{FINDINGS}”）。"
    if c.waivers:
        yield f"{len(c.waivers)} 条例外：是否同意（见“{WAIVERS}”）。"
    if book.corrected:
        what = "定稿以后再更正发布" if c.draft else "是否更正发布"
        yield f"{len(book.corrected)} 个已发布的合计数变了：{what}。"
    if book.baseline is not None and book.baseline.left_out:
        left_out = len(book.baseline.left_out)
        yield f"{left_out} 个单位没有上年数，同比不含它们：是否登记上年数（opening.xlsx）。"
    if c.succession is not None and (odd := [one.name for one in c.succession.changes if not one.explained]):
        yield f"{_named(odd)}的变动没有说明：请核对名录。"
