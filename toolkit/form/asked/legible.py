"""Whether the texts of a form can be printed where they have to stand, and tell what they name apart."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from toolkit.form.model import NOT_APPLICABLE, Form, Line, Table
from toolkit.form.told import odd_places

FORBIDDEN = '\\/:*?"<>|'  # in the name of a file
TITLE, LABEL, SENTENCE, SHORT = 60, 200, 600, 20  # characters
LITERAL, FORMULA = 200, 6000  # of a text within a formula, and of a formula: Excel has 255 and 8,192
MOST_POINTS = 50  # units on a chart
_RULE_ID = re.compile(r"[A-Z][A-Za-z0-9_-]{0,11}")
_NOTICE = re.compile(r"[^〔〕\d\s]{2,20}〔20\d\d〕\d{1,4}号")
_NUMBERED = re.compile(r"[(（]?([一二三四五六七八九十]{1,3}|\d+)[)）、.．:：]+")  # before a label: （一）, 1.
_FIGURE = re.compile(r"[-+－＋]?\d[\d,，.．]*")
OWN_IDS = "BCFSTU"  # letters under which the tool's own messages on units' files are numbered: S01
PREAMBLE = ("maker", "basis", "titles", "count", "year", "sources")
NIL, DRAFT, SUGGESTED = ("year", "rows", "missing"), ("year", "units", "base", "part"), ("year",)


def text_troubles(form: Form) -> Iterator[str]:
    """Name every text that is missing, too long or not printable, and names that two things share."""
    yield from _text("title", form.title, TITLE)
    if set(form.title) & set(FORBIDDEN):
        yield f"title：“{form.title}”也是报告的文件名，不能有 {' '.join(FORBIDDEN)}"
    yield from _text("edition", form.edition, SHORT)
    yield from _text("basis", form.basis, LABEL)
    yield from _gate_troubles(form)
    for kind in form.kinds.values():
        yield from _text(f"kinds.{kind.key}.label", kind.label, SHORT)
        yield from _text(f"kinds.{kind.key}.unit", kind.unit, SHORT, needed=False)
    for table in form.tables:
        yield from _table_troubles(table)
    yield from _passage_troubles(form)
    for chart in form.charts:
        yield from _text(f"charts.{chart.key}.title", chart.title, TITLE)
        yield from _text(f"charts.{chart.key}.report", chart.report, TITLE, needed=False)
        if not 1 <= chart.top <= MOST_POINTS:
            yield f"charts.{chart.key}.top：要在 1 至 {MOST_POINTS} 之间"
    yield from _rule_troubles(form)
    for notice in form.notices:
        if not _NOTICE.fullmatch(notice.number):
            yield f"notices：文号“{notice.number}”要写成“某办函〔2021〕30号”这样"
    for words in form.outdated:
        if _matches_nothing(words) is not False:
            yield f"outdated：{words!r} 不是正则表达式，或者连空的文字也对得上"


def _text(path: str, text: str, most: int, *, needed: bool = True) -> Iterator[str]:
    if needed and not text.strip():
        yield f"{path}：不能空着"
    if len(text) > most:
        yield f"{path}：{len(text)} 字，最多 {most} 字"
    elif not text.isprintable():
        yield f"{path}：里面有换行或看不见的字符，请去掉"


def _name(path: str, name: str, *, needed: bool = True) -> Iterator[str]:
    """Name also what nobody can tell from a figure or a mere number when it is read off a printed sheet."""
    yield from _text(path, name, LABEL, needed=needed)
    words = _NUMBERED.sub("", name.strip(), count=1)
    if not name.strip():
        return
    if _FIGURE.fullmatch(words) or not any(c.isalpha() or c.isdecimal() for c in words):
        yield f"{path}：“{name}”会当成数、编号或者标点；是年份、年龄的，请写成“2023年”“60岁”这样"
    elif words in NOT_APPLICABLE:
        yield f"{path}：“{name}”会当成格里填的；请写全，例：“不适用的情形”"


def _twice(path: str, names: Iterable[str], what: str, mend: str = "") -> Iterator[str]:
    alike = Counter("".join(name.split()) for name in names)
    yield from (f"{path}：有 {n} {what}都叫“{name}”，分不清{mend}" for name, n in alike.items() if n > 1)


def _gate_troubles(form: Form) -> Iterator[str]:
    gate = form.gate
    if not 1 <= gate.shortest <= LABEL or not 0 <= gate.distinct <= gate.shortest or gate.repeats < 1:
        yield "gate：shortest 要在 1 至 200 之间，distinct 不大于 shortest，repeats 至少是 1"
    for word in gate.empty:
        yield from _text("gate.empty", word, SHORT)


def _table_troubles(table: Table) -> Iterator[str]:
    path = f"tables.{table.key}"
    yield from _text(f"{path}.title", table.title, TITLE)
    for name, text in (("corner", table.corner), ("columns_title", table.columns_title)):
        yield from _name(f"{path}.{name}", text, needed=False)
    yield from _text(f"{path}.note", table.note, LABEL, needed=False)
    yield from _corner_troubles(path, table)
    for group in table.groups.values():
        yield from _name(f"{path}.groups.{group.key}.label", group.label)
    for block in table.blocks:
        for what, side in (("行", block.rows), ("栏", block.columns)):
            for line in side:
                yield from _line_troubles(f"{path}.{line.key}", line)
            places: dict[tuple[str, ...], list[str]] = {}
            for line in side:
                places.setdefault(_printed_round(table, line, what), []).append(line.label)
            for alike in places.values():
                yield from _twice(
                    path, alike, what, "，请改一个名称，或者用 in 写明各在哪一组（组要印出来的）"
                )
    yield from _blocks_alike(path, table)


def _corner_troubles(path: str, table: Table) -> Iterator[str]:
    """Name a corner that is called as a row or a column: 合计 and 总计 are one word to readers."""
    lines = (line.label for block in table.blocks for line in (*block.rows, *block.columns))
    corner, *labels = ("".join(text.split()).replace("总计", "合计") for text in (table.corner, *lines))
    if corner and corner in labels:
        yield f"{path}.corner：“{table.corner}”也是一行或者一栏的名称，分不清，请改一个名称"


def _printed_round(table: Table, line: Line, what: str) -> tuple[str, ...]:
    """Give the labels of the groups that are printed round a line, as the table is arranged."""
    if table.arrangement != "matrix" and not (table.arrangement == "line" and what == "行"):
        return ()  # a list, blocks and the columns of one long line stand there without their groups
    return tuple(table.groups[key].label for key in table.ancestry(line.group) if table.groups[key].printed)


def _blocks_alike(path: str, table: Table) -> Iterator[str]:
    """Name the figures that stand in two blocks under the same words, and no title tells the blocks apart."""
    seen: dict[tuple[str, str, str], int] = {}
    for number, block in enumerate(table.blocks):
        for row in block.rows:
            for column in block.columns:
                words = (block.article, row.label, column.label)
                if seen.setdefault(words, number) != number:
                    yield (
                        f"{path}：第 {seen[words] + 1} 块和第 {number + 1} 块都有“{row.label}”的"
                        f"“{column.label}”，分不清，请给各块写不同的 article（印在块的上面）"
                    )
                    return


def _line_troubles(path: str, line: Line) -> Iterator[str]:
    yield from _name(f"{path}.label", line.label)
    yield from _text(f"{path}.unit", line.unit, SHORT, needed=False)
    yield from _text(f"{path}.article", line.article, LABEL, needed=False)
    if line.opens_with == line.key:
        yield f"{path}.opens_with：不能是自己"
    if line.called and _matches_nothing(line.called):
        yield f"{path}.called：{line.called!r} 连空的文字也对得上"


def _matches_nothing(pattern: str) -> bool | None:
    """Whether a pattern fits an empty text; None where it is none."""
    try:
        return re.compile(pattern).fullmatch("") is not None
    except re.error:
        return None


def _passage_troubles(form: Form) -> Iterator[str]:
    yield from _twice("identity", (field.label for field in form.identity), "项")
    for field in form.identity:
        yield from _name(f"identity.{field.key}.label", field.label, needed=False)
    yield from _twice("narrative", (f"{field.section}·{field.label}" for field in form.narrative), "段")
    preamble = (*PREAMBLE, *(field.key for field in form.identity))
    for i, paragraph in enumerate(form.document.preamble):
        yield from (f"document.preamble[{i}]：{odd}" for odd in odd_places(paragraph, preamble))
    for field in form.narrative:
        path = f"narrative.{field.key}"
        yield from _text(f"{path}.section", field.section, TITLE, needed=False)
        yield from (f"{path}.nil：{odd}" for odd in odd_places(field.nil, NIL))
        yield from (f"{path}.suggests：{odd}" for odd in odd_places(field.suggests, SUGGESTED))
        pieces = re.split(r"\{[^{}]*\}", field.suggests)
        if max(map(len, pieces)) > LITERAL or len(field.suggests) + 60 * len(pieces) > FORMULA:
            yield f"{path}.suggests：太长，Excel 的公式放不下（两个数之间最多 {LITERAL} 字）"
        for i, statement in enumerate(field.draft):
            yield from (f"{path}.draft[{i}]：{odd}" for odd in odd_places(statement.says, DRAFT))


def _rule_troubles(form: Form) -> Iterator[str]:
    for rule in form.rules:
        path = f"rules.{rule.id}"
        if not _RULE_ID.fullmatch(rule.id):
            yield f"{path}.id：“{rule.id}”要写成 R01 这样：大写字母开头，字母、数字，最多 12 个字"
        elif rule.id[0] in OWN_IDS and rule.id[1:].isdecimal() and len(rule.id) == len("S01"):
            yield f"{path}.id：{'、'.join(OWN_IDS)} 加两位数字是程序自己的编号，请换一个字母"
        texts: Sequence[tuple[str, str, int]] = (
            ("title", rule.title, TITLE),
            ("basis", rule.basis, SENTENCE),
            ("says", rule.says, SENTENCE),
            ("fix", rule.fix, SENTENCE),
        )
        for name, text, most in texts:
            yield from _text(f"{path}.{name}", text, most)
        if len(set(rule.over)) < len(rule.over):
            yield f"{path}.over：有重复的"
        if rule.at.startswith("last."):
            yield f"{path}.at：要指今年的格，不能是上年数"
