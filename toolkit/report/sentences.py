"""The standard sentences of a report, from facts and figures only; the prose itself is the unit's own.

What is said is declared with the form (`form.told`); here the places of its templates are filled.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from toolkit.answers.baseline import Baseline
from toolkit.form.calling import figures_named
from toolkit.form.model import (
    Amount,
    Field,
    Figure,
    Form,
    Key,
    Line,
    Statement,
    Table,
    added_amount,
    exact_amount,
    plain_digits,
)
from toolkit.form.told import PLACE

MISSING, DOUBTED = "【待补充】", "【待核】"
DRAFT = "【草稿：按汇总数据自动生成，请核对、改写后删去本提示】"
QUOTED = (
    "【草稿：以下是各单位自己写的句子，逐句摘录，没有改动，相同的只列一次，括号里是哪些单位写的；"
    "请归纳、改写后删去本提示】"
)
NUMERALS = "一二三四五六七八九十"

_NUMBERING = re.compile(rf"^(（[{NUMERALS}]+）|[{NUMERALS}]+、)")
_TENTH = Decimal("0.1")


class OutcomePart(NamedTuple):
    """Some rows of a table spoken of together: an outcome, 不予公开 with its eight reasons, 行政诉讼."""

    label: str
    rows: tuple[str, ...]


def parts_of(table: Table, within: str | None = None) -> tuple[OutcomePart, ...]:
    """Give the rows directly in the group `within`, each smaller group as one part; None: in the table."""
    result: dict[str, OutcomePart] = {}
    above = table.ancestry(within)
    for row in (row for block in table.blocks for row in block.rows):
        path = table.ancestry(row.group)
        if row.sum_of is not None or path[: len(above)] != above:
            continue
        if path == above:
            result[row.key] = OutcomePart(without_number(row.name), (row.key,))
        else:
            group = table.groups[path[len(above)]]
            before = result.get(group.key, OutcomePart(without_number(group.label), ()))
            result[group.key] = before._replace(rows=(*before.rows, row.key))
    return tuple(result.values())


def without_number(label: str) -> str:
    """Give a label without its （三） or 三、."""
    return _NUMBERING.sub("", label)


def total_column(table: Table) -> Line:
    """Return the 总计 column; without one the first."""
    columns = table.blocks[0].columns
    return next((column for column in columns if column.sum_of is not None), columns[0])


def mark_doubted(text: str, quote: str) -> str:
    """Put 【待核】 behind the sentence in which a doubted quotation stands, else behind the passage."""
    at = text.find(quote) if quote else -1
    if at < 0:
        return text.rstrip() + DOUBTED
    end = re.compile(r"[。！？\n]").search(text, at + len(quote) - 1)
    stop = len(text) if end is None else end.start() + (text[end.start()] != "\n")
    return text if text.startswith(DOUBTED, stop) else text[:stop] + DOUBTED + text[stop:]


# ------------------------------------------------------------------ the preamble


def preamble_lines(
    form: Form,
    *,
    year: int,
    unit_name: str,
    office: str,
    titles: Sequence[str],
    identity: Mapping[str, str],
    summary_of: int | None,
) -> Iterator[str]:
    """Say basis, contents, period, where the report stands and whom to ask, as the form words it.

    `office` is who made the report, where that is not the unit itself.
    """
    told = {field.key: identity.get(field.key) or MISSING for field in form.identity} | {
        "maker": office or unit_name,
        "basis": form.basis,
        "titles": "、".join(titles),
        "count": NUMERALS[len(titles) - 1] if titles else "",
        "year": str(year),
        "sources": f"统计表数据由{summary_of}个单位的年度报告汇总而成。" if summary_of is not None else "",
    }
    for paragraph in form.document.preamble:
        yield _filled(paragraph, told)


def _filled(template: str, words: Mapping[str, str]) -> str:
    return PLACE.sub(lambda place: words.get(place[1], MISSING), template)


# ------------------------------------------------------------------ what a unit's figures say by themselves


def nil_sentence(form: Form, figures: Mapping[Key, Figure], year: int, passage: Field) -> str | None:
    """Say that the tables that a passage is about are all 0.

    None when they are not, or when it is not known.
    """
    tables = [form.table(key) for key in passage.nil_of]
    if not tables or any(figures.get(key) != 0 for table in tables for key in table.cells):
        return None
    rows = "、".join(row.name for table in tables for block in table.blocks for row in block.rows)
    return _filled(passage.nil, {"year": str(year), "rows": rows, "missing": MISSING})


def fact_sentences(
    form: Form, figures: Mapping[Key, Figure], year: int, passage: Field, silent: Mapping[Key, int]
) -> str | None:
    """Tell the facts that belong into a passage; None when none of them is known.

    `silent` is how many units of a county did not say: their figure is not 0, it is unknown.
    """
    told = []
    for fact in (fact for fact in form.spoken.facts if str(fact.of) in passage.tells):
        charged = added_amount(figures, [fact.of])
        if charged is None:
            continue
        words = {"year": str(year), "amount": plain_digits(charged)}
        if units := silent.get(fact.of, 0):
            known = _filled(fact.told_some, words) if charged else ""
            told.append(f"{known}{MISSING[:-1]}：{fact.name or form.label(fact.of)}有 {units} 个单位没有填】")
        else:
            template = fact.told if charged or not fact.told_none else fact.told_none
            told.append(_filled(template, words))
    return "".join(told) or None


# ------------------------------------------------------------------ the county's draft


class Years(NamedTuple):
    """This year's totals, and what they may be compared with, where last year is known."""

    form: Form
    this: Mapping[Key, Figure]
    baseline: Baseline | None
    silent: Mapping[Key, int]

    def unit(self, keys: Sequence[Key]) -> str:
        """Return what is counted in these figures."""
        return self.form.unit(keys[0]) if keys else ""

    def counted(self, keys: Sequence[Key]) -> str:
        """Write a sum with its unit, 【待补充】 when it is not known.

        With how many units did not state it.
        """
        found = added_amount(self.this, keys)
        silent = max((self.silent.get(key, 0) for key in keys), default=0)
        if silent and not found:  # nothing, as far as it was stated: that is not none
            return f"{MISSING[:-1]}：{silent}个单位没有填】{self.unit(keys)}"
        said = f"{MISSING if found is None else plain_digits(found)}{self.unit(keys)}"
        return f"{said}（{silent}个单位没有填）" if silent else said

    def compared(self, keys: Sequence[Key]) -> str:
        """Write a sum and how it changed on the same units (同比), where that is known."""
        if self.baseline is None:
            return self.counted(keys)
        both = self.baseline.county
        now, before = added_amount(both.this, keys), added_amount(both.last, keys)
        change = compared_to_last(now, before, self.unit(keys))
        same = "" if self.baseline.whole else "同口径"
        return self.counted(keys) + (f"，{same}{change}" if change else "")

    def shares(self, name: str) -> str:
        """Write the parts of a group one by one, each with its share of them all."""
        table_key, group, column = name.split(".")
        table = self.form.table(table_key)
        whole = added_amount(self.this, figures_named(self.form, name))
        said = []
        for part in parts_of(table, group):
            keys = [Key(table_key, row, column) for row in part.rows]
            of = share_of_whole(added_amount(self.this, keys), whole)
            said.append(f"{part.label}{self.counted(keys)}" + (f"，占{of}" if of else ""))
        return "；".join(said)


def draft_lines(
    form: Form,
    *,
    passage: Field,
    year: int,
    units: int,
    figures: Mapping[Key, Figure],
    baseline: Baseline | None,
    silent: Mapping[Key, int],
) -> Iterator[str]:
    """Draft a passage of the county's report from its totals, for a person to edit.

    `silent` is how many units did not state an optional figure; where that is all that is known of it, none
    is said.
    """
    base = f"（{baseline.public}。）" if baseline is not None else ""
    words = {"year": str(year), "units": str(units), "base": base}
    for statement in passage.draft:
        yield _stated(Years(form, figures, baseline, silent), statement, words)


def _stated(years: Years, statement: Statement, words: Mapping[str, str]) -> str:
    whole = added_amount(years.this, figures_named(years.form, statement.whole)) if statement.whole else None
    if whole == 0:
        return statement.nil
    if statement.each:
        parts = _each_part(years, years.form.table(statement.each))
        return "".join(_said(years, statement.says, {**words, "part": part}) for part in parts)
    return _said(years, statement.says, words)


def _said(years: Years, template: str, words: Mapping[str, str]) -> str:
    def fill(place: re.Match[str]) -> str:
        name, manner = place[1], place[2] or ""
        if "." not in name:
            return words.get(name, MISSING)
        keys = figures_named(years.form, name)
        if manner == "shares":
            return years.shares(name)
        return years.compared(keys) if manner == "compared" else years.counted(keys)

    return PLACE.sub(fill, template)


def _each_part(years: Years, table: Table) -> Iterator[str]:
    """Tell the kinds of a table one by one, with what became of each: “行政复议2件，其中结果维持1件…”."""
    total = total_column(table).key
    results = [column for column in table.blocks[0].columns if column.sum_of is None and column.key != total]
    for part in parts_of(table):
        keys = [Key(table.key, row, total) for row in part.rows]
        sentence = f"{part.label}{years.compared(keys)}"
        if results and added_amount(years.this, keys):
            counts = (
                f"{c.label}{years.counted([Key(table.key, r, c.key) for r in part.rows])}" for c in results
            )
            sentence += f"，其中{'、'.join(counts)}"
        if len(part.rows) > 1:
            rows = (row for block in table.blocks for row in block.rows if row.key in part.rows)
            counts = (f"{row.name}{years.counted([Key(table.key, row.key, total)])}" for row in rows)
            sentence += f"（{'、'.join(counts)}）"
        yield f"{sentence}。"


def share_of_whole(part: Amount | None, whole: Amount | None) -> str:
    """Write a part of a whole in per cent with one decimal; empty when there is nothing to divide."""
    return in_per_cent(Decimal(part) / Decimal(whole)) if part is not None and whole else ""


def compared_to_last(now: Amount | None, before: Amount | None, unit: str = "件") -> str:
    """Say how a figure changed against last year; empty when one of the two is not known."""
    if now is None or before is None:
        return ""
    if now == before:
        return "与上年持平"
    more, change = now > before, exact_amount(abs(Decimal(now) - Decimal(before)))
    if before == 0:
        return f"比上年增加{plain_digits(change)}{unit}（上年为0{unit}）"
    rate = in_per_cent(Decimal(change) / Decimal(before))
    return f"同比{'增加' if more else '减少'}{plain_digits(change)}{unit}、{'增长' if more else '下降'}{rate}"


def in_per_cent(ratio: Decimal) -> str:
    """Write a ratio: “44.7%”, half up; what is there but too small to show is 不足0.1%."""
    rounded = (ratio * 100).quantize(_TENTH, ROUND_HALF_UP)
    return "不足0.1%" if ratio and not rounded else f"{rounded}%"
