"""校核结果: every finding of every unit, errors first, consequences below them.

Then how often each rule was broken.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from toolkit.answers.messages import Finding, finding_titles, with_consequences
from toolkit.county.workbook.book import DETAILS, FINDINGS, STANDINGS, CountyBook, write_text
from toolkit.form.model import Level, name_some
from toolkit.layout.place import LINK_LIMIT, ROW_LIMIT, Place
from toolkit.year.workspace import UNCONFIRMED, Standing

HEADS = (
    "序号",
    "级别",
    "规则",
    "单位代码",
    "单位",
    "位置",
    "问题",
    "填报数",
    "应为",
    "说明或例外",
    "由…引起",
)
HEAD = 3
FINDINGS_ROOM = ROW_LIMIT - 2000  # lines of 校核结果; below them stands how often each rule was broken
LEVEL, RULE, CODE, NAME, PLACE, MESSAGE, FOUND, EXPECTED, EXPLAINED, CAUSE = range(1, 11)


@dataclass(frozen=True, kw_only=True, slots=True)
class FindingRow:
    """A finding and the unit it is about; none when it belongs to no unit."""

    finding: Finding
    standing: Standing | None = None


def write_findings(book: CountyBook) -> None:
    """Write 校核结果."""
    columns = book.formats.widths["findings"]["columns"]
    sheet = book.sheet(FINDINGS, columns, f"{book.form.title}校核结果")
    everything = list(_lines(book))
    lines = everything[:FINDINGS_ROOM]
    bottom = HEAD + max(len(lines), 1)
    note = (
        f"灰色的是连带问题，由上面那一条（“由…引起”一栏的规则）造成，先改那一处。各规则的处数见第 "
        f"{bottom + 3} 行起。"
    )
    if len(everything) > len(lines):
        note = f"一张表放不下：共 {len(everything)} 条，这里是前 {len(lines)} 条，强制的在前。{note}"
    sheet.merge_range(2, 0, 2, len(HEADS) - 1, note, book.formats["small"])
    book.heads(sheet, HEAD, HEADS)
    for row, line in enumerate(lines, HEAD + 1):
        _write(book, sheet, row, line)
        texts = {MESSAGE: line.finding.message, EXPLAINED: _reply(line.finding), NAME: _name(line)}
        height = book.row_height(texts, columns)
        sheet.set_row(row, height, None, {"level": 1} if line.finding.cause else {})
    if not lines:
        sheet.merge_range(
            HEAD + 1, 0, HEAD + 1, len(HEADS) - 1, "没有发现问题。", book.formats["cell_centred"]
        )
    sheet.outline_settings(True, False)  # noqa: FBT003 (visible; the button stands above the folded lines)
    words = {Level.ERROR.label: "broken", Level.QUERY.label: "asked"}
    book.formats.colour_words(sheet, HEAD + 1, bottom, LEVEL, words)
    sheet.autofilter(HEAD, 0, bottom, len(HEADS) - 1)
    sheet.freeze_panes(HEAD + 1, 0)
    last = _by_rule(book, sheet, bottom + 2, everything)
    sheet.print_area(0, 0, last, len(HEADS) - 1)


def _lines(book: CountyBook) -> Iterator[FindingRow]:
    """Put errors first, and what follows from a finding of the unit directly behind it."""
    groups: list[tuple[Standing | None, Finding, list[Finding]]] = []
    groups += [(s, *group) for s in book.consolidation.standings for group in with_consequences(s.findings)]
    groups += [(None, finding, []) for finding in book.others]
    for standing, first, consequences in sorted(groups, key=lambda group: group[1].level.order):
        yield from (FindingRow(finding=finding, standing=standing) for finding in (first, *consequences))


def finding_links(book: CountyBook) -> Mapping[str, str]:
    """Return the link to each unit's first finding, by code, for as many as a sheet may have links."""
    links: dict[str, str] = {}
    for row, line in enumerate(_lines(book), HEAD + 1):
        if line.standing is not None and len(links) < LINK_LIMIT // len(Level):
            links.setdefault(line.standing.unit.code, Place(FINDINGS, row, 0).link())
    return links


def _name(line: FindingRow) -> str:
    return line.standing.unit.name if line.standing else "（不属于名录中的单位）"


def _reply(finding: Finding) -> str:
    """Say what answers a finding: a waiver, the unit's words, or that these are awaited."""
    if finding.waived:
        return f"例外：{finding.waived}"
    return finding.explained or finding.waits_for or (UNCONFIRMED if finding.unconfirmed else "")


def _write(book: CountyBook, sheet: Worksheet, row: int, line: FindingRow) -> None:
    finding, grey = line.finding, line.finding.cause is not None
    style = book.formats["consequence" if grey else "cell"]
    centred = book.formats["consequence_centred" if grey else "cell_centred"]
    sheet.write_number(row, 0, row - HEAD, centred)
    write_text(sheet, row, LEVEL, finding.level.label, centred)
    write_text(sheet, row, RULE, finding.rule, centred)
    _unit(book, sheet, row, line)
    write_text(sheet, row, PLACE, finding.place, centred)
    write_text(sheet, row, MESSAGE, finding.message, style)
    for column, value in ((FOUND, finding.found), (EXPECTED, finding.expected)):
        if isinstance(value, int | Decimal):
            sheet.write_number(row, column, value, centred)
        else:
            write_text(sheet, row, column, value or "", centred)
    write_text(sheet, row, EXPLAINED, _reply(finding), style)
    write_text(sheet, row, CAUSE, finding.cause or "", centred)


def _unit(book: CountyBook, sheet: Worksheet, row: int, line: FindingRow) -> None:
    """Write code and name of the unit; the code leads to its figures, the name to how it stands."""
    unit = line.standing.unit if line.standing else None
    code = unit.code if unit else ""
    targets = ((CODE, code, DETAILS, book.unit_rows), (NAME, _name(line), STANDINGS, book.standing_rows))
    for column, text, sheet_name, rows in targets:
        if code in rows and row < LINK_LIMIT // 2:
            link = Place(sheet_name, rows[code], 0).link()
            sheet.write_url(row, column, link, book.formats["link"], text)
        else:
            write_text(sheet, row, column, text, book.formats["cell"])


def _by_rule(book: CountyBook, sheet: Worksheet, row: int, lines: list[FindingRow]) -> int:
    """Write how often each rule was broken and by how many units; return the last row."""
    heads = ((0, 0, "规则"), (1, 1, "级别"), (2, 4, "名称"), (5, 5, "处数"), (6, 6, "涉及单位"))
    for left, right, text in heads:
        if left == right:
            sheet.write_string(row, left, text, book.formats["head"])
        else:
            sheet.merge_range(row, left, row, right, text, book.formats["head"])
    primary = [line for line in lines if line.finding.primary]
    counts = Counter((line.finding.level.order, line.finding.rule) for line in primary)
    titles = finding_titles(book.form)
    for row, ((order, rule), number) in enumerate(sorted(counts.items()), row + 1):  # noqa: B020, PLR1704
        level = list(Level)[order]
        names = [_name(line) for line in primary if (line.finding.level, line.finding.rule) == (level, rule)]
        sheet.write_string(row, 0, rule, book.formats["cell_centred"])
        sheet.write_string(row, 1, level.label, book.formats["cell_centred"])
        sheet.merge_range(row, 2, row, 4, titles.get(rule, ""), book.formats["cell"])
        sheet.write_number(row, 5, number, book.formats["number"])
        write_text(sheet, row, 6, _some(names), book.formats["cell"])
    return row


def _some(names: list[str]) -> str:
    different = list(dict.fromkeys(names))
    return f"{len(different)} 个：{name_some(different, 3)}"
