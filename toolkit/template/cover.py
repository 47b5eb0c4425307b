"""封面: whose workbook it is, how it stands, who answers for it, and what is inside."""

from datetime import datetime, time

from xlsxwriter.worksheet import Worksheet

from toolkit.form.days import FIRST_DAY, LAST_DAY, day_of, example_day
from toolkit.form.model import Field, Table
from toolkit.layout.layout import (
    CHECKS,
    COVER,
    COVER_FIRST,
    COVER_LABEL,
    COVER_VALUE,
    DIGEST_ROW,
    GUIDE,
    PASTE,
    PROSE,
    REASONS,
    Place,
    TableSteps,
)
from toolkit.rules.states import BAD, PENDING
from toolkit.template.book import Counts, TemplateBook, restrict, shade, write_words

HINT = COVER_VALUE + 1
SHORT_HINT = 40  # characters that fit on a line of the cover
SIGNED = ("填报人（签字）：", "审核人（签字）：", "单位负责人（签字）：")
STATUS_ROW = 3
READY, UNCONFIRMED = "可以上报", "零报告待确认"


def write_cover(book: TemplateBook) -> None:
    """Write the cover."""
    sheet, formats, content = book.sheet(COVER), book.formats, book.content
    if not book.whole:
        _write_what_differs(book, sheet)
        return
    formats.set_up(sheet)
    formats.set_widths(sheet, formats.widths["cover"]["columns"])
    sheet.merge_range(0, 1, 0, HINT, content.form.title, formats["title"])
    sheet.merge_range(
        1, 1, 1, HINT, f"{content.county}　{content.year} 年度　（{content.form.basis}）", formats["subtitle"]
    )
    sheet.merge_range(2, 1, 2, HINT, content.notice, formats["notice"])
    sheet.set_row(0, 40)
    sheet.set_row(1, 24)
    _status(book, sheet)
    for field in content.form.identity:
        _field(book, sheet, field)
    row = COVER_FIRST + len(content.form.identity) + 1
    first = next((f for f in content.form.identity if not f.fixed), None)
    if first is not None:
        place = book.layout.identity[first.key]
        sheet.set_selection(place.row, place.column, place.row, place.column)
    row = _signatures(book, sheet, row)
    row = _contents(book, sheet, row)
    sheet.print_area(0, 0, row, HINT)


def _write_what_differs(book: TemplateBook, sheet: Worksheet) -> None:
    """Write only what is not the same on the cover of all blank workbooks of a kind."""
    _status_cell(book, sheet)
    _digest_cell(book, sheet)
    for field in book.form.identity:
        if field.fixed:
            _field(book, sheet, field)
    if book.opened:
        guide = COVER_FIRST + len(book.form.identity) + 1 + len(SIGNED) + 3  # the first line of the contents
        for row, table in enumerate(book.form.tables, guide + 1):
            _table_state(book, sheet, row, table)


def _field(book: TemplateBook, sheet: Worksheet, field: Field) -> None:
    place, formats = book.layout.identity[field.key], book.formats
    text = book.content.shown.get(field.key, "")
    sheet.set_row(place.row, 22)
    sheet.write_string(place.row, COVER_LABEL, field.label, formats["head"])
    says = _says(field, book.content.year)
    hint = "下发时预填，不能修改。" if field.fixed else says if len(says) <= SHORT_HINT else ""
    if field.key == "year" and book.content.last_note:
        hint = f"上年数：{book.content.last_note}。"
        lines = formats.lines_of(hint, formats.widths["cover"]["columns"][HINT])
        sheet.set_row(place.row, max(22, 13 * lines + 4))
    sheet.write_string(place.row, HINT, hint, formats["small"])
    if field.fixed:
        if field.key == "year":
            sheet.write_number(place.row, place.column, book.content.year, formats["fixed_number"])
        else:
            sheet.write_string(place.row, place.column, text, formats["fixed"])
        return
    _open_field(sheet, place, field, text, book)
    if field.kind == "choice":
        sheet.set_row(place.row, 46)
        sheet.write_string(place.row, HINT, field.says, formats["small"])


def _says(field: Field, year: int) -> str:
    """Say what goes into a field; of a day with an example of when the report of that year is filled in."""
    if field.kind != "date":
        return field.says
    return f"{field.says.removesuffix('。') or '填日期'}，例：{example_day(year)}。"


def _open_field(sheet: Worksheet, place: Place, field: Field, text: str, book: TemplateBook) -> None:
    style = book.formats[field.kind]
    when = day_of(text) if field.kind == "date" else None
    if when is not None:
        sheet.write_datetime(place.row, place.column, datetime.combine(when, time()), style)
    else:
        write_words(sheet, place.row, place.column, text, style)
    rule: dict[str, object] = {"validate": "length", "criteria": "<=", "value": 200}
    stop = "最多 200 字。"
    if field.kind == "date":
        rule = {
            "validate": "date",
            "criteria": "between",
            "minimum": FIRST_DAY,
            "maximum": LAST_DAY,
        }
        stop = "请填日期，写成“年-月-日”。"  # of every year alike, as all that stands behind the cells
    if field.kind == "choice":
        rule, stop = (
            {"validate": "list", "source": list(field.choices)},
            f"只能选{'或'.join(field.choices)}。",
        )
    prompt = (field.label, field.says or f"填写{field.label}。")
    restrict(sheet, place, place, rule, prompt=prompt, refusal=(field.label, stop))


# ------------------------------------------------------------------ status


def _status_cell(book: TemplateBook, sheet: Worksheet) -> None:
    """State the overall result: 还有 N 处错误, N 格待填, N 处待说明, or 可以上报."""
    counts, working = book.counts, book.layout.working
    e, q, b, z, m = (
        working.step(name).formula(COVER) for name in ("errors", "asked", "blank", "nothing", "missing")
    )
    formula = (
        f'=IF({e}>0,"还有 "&{e}&" 处错误",IF({b}>0,"还有 "&{b}&" 格待填",'
        f'IF({z}>0,"{UNCONFIRMED}",IF({q}>0,"还有 "&{q}&" 处待说明",'
        f'IF({m}>0,"还有 "&{m}&" 项没有写好（封面、文字）","{READY}")))))'
    )
    sheet.write_formula(STATUS_ROW, COVER_VALUE, formula, book.formats["status"], status_word(counts))


def _status(book: TemplateBook, sheet: Worksheet) -> None:
    sheet.set_row(STATUS_ROW, 30)
    sheet.write_string(STATUS_ROW, COVER_LABEL, "填报状态", book.formats["head"])
    _status_cell(book, sheet)
    sheet.write_url(STATUS_ROW, HINT, Place(CHECKS, 0, 0).link(), book.formats["link"], "查看校核结果")
    _digest(book, sheet)
    cell = Place(COVER, STATUS_ROW, COVER_VALUE)
    for text, style in ((READY, "good"), ("错误", "broken"), ("待", "asked"), ("没有写", "asked")):
        colour = {"type": "text", "criteria": "containing", "value": text, "format": book.formats[style]}
        shade(sheet, cell, cell, colour)


def _digest(book: TemplateBook, sheet: Worksheet) -> None:
    """Show the digest of all figures, the same that is printed below every table."""
    row = DIGEST_ROW
    sheet.set_row(row, 22)
    sheet.write_string(row, COVER_LABEL, "校验码", book.formats["head"])
    _digest_cell(book, sheet)
    sheet.write_string(row, HINT, "各表下面也印着；纸质件与电子件的应当一样。", book.formats["small"])


def _digest_cell(book: TemplateBook, sheet: Worksheet) -> None:
    formula = f"={book.layout.working.step('digest').formula(COVER)}"
    sheet.write_formula(DIGEST_ROW, COVER_VALUE, formula, book.formats["fixed"], book.digest_word)


def status_word(counts: Counts) -> str:
    """Say the overall status."""
    if counts.errors:
        return f"还有 {counts.errors} 处错误"
    if counts.blank:
        return f"还有 {counts.blank} 格待填"
    if counts.nothing:
        return UNCONFIRMED
    if counts.asked:
        return f"还有 {counts.asked} 处待说明"
    return f"还有 {counts.missing} 项没有写好（封面、文字）" if counts.missing else READY


# ------------------------------------------------------------------ signatures and contents


def _signatures(book: TemplateBook, sheet: Worksheet, row: int) -> int:
    """Leave places to sign and seal on the printed copy; return the next free row."""
    for text in SIGNED:
        sheet.set_row(row, 28)
        sheet.write_string(row, COVER_LABEL, text, book.formats["plain"])
        sheet.write_blank(row, COVER_VALUE, None, book.formats["sign"])
        row += 1
    sheet.write_string(row, COVER_VALUE, "（单位盖章）", book.formats["subtitle"])
    sheet.write_string(row, HINT, "年　　月　　日", book.formats["subtitle"])
    sheet.set_row(row, 34)
    return row + 2


def _contents(book: TemplateBook, sheet: Worksheet, row: int) -> int:
    """List the sheets with links and the state of each table."""
    formats = book.formats
    for column, text in ((COVER_LABEL, "工作表"), (COVER_VALUE, "内容"), (HINT, "状态")):
        sheet.write_string(row, column, text, formats["head"])
    entries: list[tuple[str, str, Table | None]] = [(GUIDE, "怎样填、依据是什么", None)]
    entries += [(t.sheet, t.heading, t) for t in book.form.tables]
    if book.form.narrative:
        titles = dict.fromkeys(passage.section or passage.label for passage in book.form.narrative)
        entries.append((PROSE, "；".join(titles), None))
    entries.append((CHECKS, "每条规则的结果，随填随算", None))
    if book.layout.reasons:
        entries.append((REASONS, "需要说明的事项在这里写明原因", None))
    if book.layout.paste_zones:
        entries.append((PASTE, "整表粘贴进来，核对合计，再誊抄（不上报、不打印）", None))
    for name, what, table in entries:
        row += 1
        lines = formats.lines_of(what, formats.widths["cover"]["columns"][COVER_VALUE])
        if lines > 1:
            sheet.set_row(row, 15 * lines)
        sheet.write_url(row, COVER_LABEL, Place(name, 0, 0).link(), formats["link"], name)
        sheet.write_string(row, COVER_VALUE, what, formats["cell"])
        sheet.write_blank(row, HINT, None, formats["cell_centred"])
        if table is not None:
            _table_state(book, sheet, row, table)
        elif name == PROSE:
            _prose_state(book, sheet, row)
    return row


def _prose_state(book: TemplateBook, sheet: Worksheet, row: int) -> None:
    """Say how many of the passages are written."""
    places = book.layout.passages
    spans = (f"{cells[0].formula(COVER)}:{cells[-1].formula(PROSE)}" for cells in places.values())
    written = "+".join(f"(SUMPRODUCT(LEN(TRIM({span})))>0)" for span in spans)
    formula = f'="已写 "&({written})&"/{len(places)}"'
    said = sum(bool(book.content.narrative.get(key)) for key in places)
    sheet.write_formula(row, HINT, formula, book.formats["cell_centred"], f"已写 {said}/{len(places)}")


def _table_state(book: TemplateBook, sheet: Worksheet, row: int, table: Table) -> None:
    """Say how many cells of a table are still blank, or that some hold no number."""
    count, steps = book.table_counts[table.key], book.layout.working.tables[table.key]
    asked, blank, wrong = (
        steps._replace(column=column).formula(COVER)
        for column in (TableSteps.ASKED, TableSteps.BLANK, TableSteps.WRONG)
    )
    still = PENDING if table.required else "未填"
    formula = f'=IF({wrong}>0,"有填错的格，{BAD}","已填 "&({asked}-{blank})&" 格，{still} "&{blank}&" 格")'
    done = f"已填 {count.asked - count.blank} 格，{still} {count.blank} 格"
    said = f"有填错的格，{BAD}" if count.wrong else done
    sheet.write_formula(row, HINT, formula, book.formats["cell_centred"], said)
