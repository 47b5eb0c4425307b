"""说明: what the figures mean: blanks, zeros, units, drafts, corrections, comparisons, rates."""

from collections.abc import Iterator

from toolkit.county.workbook.book import (
    BALANCE,
    COMPARISON,
    DATA,
    DETAILS,
    LOOKUP,
    NOTES,
    RECEIVED,
    SERIES,
    TRACE,
    UNKNOWN,
    CountyBook,
)

FIRST = 3


def write_notes(book: CountyBook) -> None:
    """Write 说明."""
    columns = book.formats.widths["notes"]["columns"]
    sheet = book.sheet(NOTES, columns, "汇总说明", landscape=False)
    book.heads(sheet, FIRST - 1, ("事项", "口径"))
    row = FIRST
    for head, text in _notes(book):
        sheet.write_string(row, 0, head, book.formats["cell_centred"])
        sheet.write_string(row, 1, text, book.formats["cell"])
        sheet.set_row(row, min(16 * book.formats.lines_of(text, columns[1]) + 6, book.formats.HIGHEST))
        row += 1
    sheet.print_area(0, 0, row - 1, 1)


def _notes(book: CountyBook) -> Iterator[tuple[str, str]]:
    yield from _of_cells(book)
    yield from _of_the_year(book)
    yield from _of_sheets(book)


def _of_cells(book: CountyBook) -> Iterator[tuple[str, str]]:
    """Say what is in the sums, and what the signs in a cell mean."""
    c = book.consolidation
    yield (
        "数据来自",
        (
            f"各单位报送、校核通过并按名录计入的工作簿，共 {len(c.counted)} 个单位；"
            f"总计都由各格重新计算，不用文件里存的总计。"
        ),
    )
    yield "空格", "单位没有填，也没有在封面确认“空白格按 0 计”。空格不是 0，不参加合计。"
    yield "0", "单位填了 0，或在封面确认空白按 0 计。"
    yield "/", "不适用。所有单位都是“/”的，合计也是“/”。"
    yield UNKNOWN, "没有这个数，或口径不同，不能比较。"
    for label, silent in _optional(book):
        stated = len(c.counted) - silent
        yield (
            label,
            (
                f"可以不填的项目：{len(c.counted)} 个单位中 {stated} 个填了数，合计只含这 {stated} "
                f"个单位；{silent} 个没有填。"
            ),
        )


def _of_the_year(book: CountyBook) -> Iterator[tuple[str, str]]:
    """Say how far the year is, and what changed since it was published."""
    yield (
        "草稿",
        (
            "现在是草稿：还有单位没有报送、没有通过或没有说明，合计不是全部单位的数。"
            if book.consolidation.draft
            else "现在是正式汇总：应报单位都已通过。"
        ),
    )
    yield (
        RECEIVED,
        (
            "以收件登记为准，文件第一次读到的那天；还没有登记的，是文件保存的日期。"
            "状态、信件、催报和迟报的天数都按这一天算。"
        ),
    )
    if book.corrected:
        yield (
            "更正",
            (
                "与已发布的版本不同的合计数标成橙色，批注写明原来的数和引起变化的单位；"
                "已发布的版本在“已发布”文件夹里原样保留。"
            ),
        )


def _of_sheets(book: CountyBook) -> Iterator[tuple[str, str]]:
    """Say how single sheets are to be read."""
    if book.baseline is not None:
        yield f"{COMPARISON}、图", f"{book.baseline.sentence}。增减率＝（本年－上年）÷上年，上年是 0 的不算。"
    if book.past:
        yield SERIES, "各年按当年计入的单位合计，单位数写在表头；机构变动会使各年口径不同，不计算增减率。"
    yield BALANCE, "强制规则在合计上重算一遍，随数据自动变化。"
    where = f"（另在“{book.elsewhere}”）" if book.beside else ""
    yield (
        DATA,
        (
            f"一数一行{where}，只列不为 0 的数；填了 0、没有填、不适用的看“{DETAILS}”或 units.csv。"
            f"“是否合计”为“否”的可以直接相加；为“是”的是总计、小计，相加会重复。“{LOOKUP}”只用“否”的。"
        ),
    )
    yield (
        "改数",
        (
            f"要改数，请改单位的工作簿后重新运行 xxgk consolidate。在“{DETAILS}”里试改，各表、"
            f"图和勾稽会跟着变，但与“{DATA}”“{TRACE}”和来源文件就不一致了。"
        ),
    )


def _optional(book: CountyBook) -> Iterator[tuple[str, int]]:
    for key, silent in book.consolidation.silent.items():
        if book.form.is_input(key):
            yield book.form.label(key), silent
