"""The standard sentences of a report, from facts and figures only; the prose itself is the unit's own."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from toolkit.answers.baseline import Baseline
from toolkit.answers.submission import Amount, Figure, Mark, exact_amount, plain_digits
from toolkit.form.expression import Key
from toolkit.form.model import Form, Line, Table

MISSING, DOUBTED = "【待补充】", "【待核】"
DRAFT = "【草稿：按汇总数据自动生成，请核对、改写后删去本提示】"
NUMERALS = "一二三四五六七八九十"

APPLICATIONS, REVIEW, DISCLOSURE = "applications", "review", "disclosure"
NEW, CARRIED_IN, CONCLUDED, CARRIED_OVER = "new", "carried_in", "concluded", "carried_over"
FEE = Key("supplement", "information_fee", "value")

_NUMBERING = re.compile(rf"^(（[{NUMERALS}]+）|[{NUMERALS}]+、)")
_TENTH = Decimal("0.1")


class OutcomePart(NamedTuple):
    """Some rows of a table spoken of together: an outcome, 不予公开 with its eight reasons, 行政诉讼."""

    label: str
    rows: tuple[str, ...]


def parts_of(table: Table, within: str | None = None) -> tuple[OutcomePart, ...]:
    """Give the rows directly in the group `within` (None: the whole table), and each smaller group as one part."""
    result: dict[str, OutcomePart] = {}
    above = table.ancestry(within)
    for row in table.blocks[0].rows:
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


def outcome_parts(table: Table) -> tuple[OutcomePart, ...]:
    """Give the outcomes of 表三 as reports speak of them: 予以公开, 部分公开, 不予公开 … 其他处理."""
    return parts_of(table, next(row.sum_of for row in table.blocks[0].rows if row.key == CONCLUDED))


def without_number(label: str) -> str:
    """Give a label without its （三） or 三、."""
    return _NUMBERING.sub("", label)


def total_column(table: Table) -> Line:
    """Return the 总计 column."""
    return next(column for column in table.blocks[0].columns if column.sum_of is not None)


def added_amount(figures: Mapping[Key, Figure], keys: Sequence[Key]) -> Amount | None:
    """Add figures up; None when one of them is not a number."""
    there = [figures.get(key, Mark.BLANK) for key in keys]
    numbers = [figure for figure in there if not isinstance(figure, Mark)]
    return (
        exact_amount(sum((Decimal(n) for n in numbers), Decimal(0))) if len(numbers) == len(there) else None
    )


def mark_doubted(text: str, quote: str) -> str:
    """Put 【待核】 behind the sentence of a passage in which a doubted quotation stands, else behind the passage."""
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
    """Say basis (条例第五十条 and the form), contents, period, where the report stands and whom to ask.

    `office` is who made the report, where that is not the unit itself.
    """
    maker = office or unit_name
    told = {key: identity.get(key) or MISSING for key in ("website", "address", "phone")}
    yield (
        f"本报告由{maker}根据《中华人民共和国政府信息公开条例》和国家统一的年度报告格式（{form.basis}）编制，"
        f"包括{'、'.join(titles)}{NUMERALS[len(titles) - 1]}个部分。"
    )
    yield f"本报告所列数据的统计期限为{year}年1月1日至{year}年12月31日。" + (
        f"统计表数据由{summary_of}个单位的年度报告汇总而成。" if summary_of is not None else ""
    )
    yield (
        f"本报告的电子版可在{told['website']}查阅和下载。对本报告有疑问的，请与{maker}联系"
        f"（地址：{told['address']}；联系电话：{told['phone']}）。"
    )


# ------------------------------------------------------------------ what a unit's figures say by themselves


def nil_disclosure(form: Form, figures: Mapping[Key, Figure], year: int) -> str | None:
    """Say that 表二 is all 0; None when it is not."""
    if not _all_zero(form, figures, DISCLOSURE):
        return None
    rows = "、".join(row.name for block in form.table(DISCLOSURE).blocks for row in block.rows)
    return f"{year}年，本单位{rows}的各项统计数据均为0。"


def nil_applications(form: Form, figures: Mapping[Key, Figure], year: int) -> str | None:
    """Say that nobody applied, complained or sued; None when somebody did, or when it is not known."""
    if not (_all_zero(form, figures, APPLICATIONS) and _all_zero(form, figures, REVIEW)):
        return None
    disputes = "、".join(part.label for part in parts_of(form.table(REVIEW)))
    return (
        f"{year}年，本单位新收政府信息公开申请0件，上年结转0件，办理0件，结转下年度继续办理0件；"
        f"因政府信息公开引起的{disputes}均为0件。"
    )


def fee_sentence(figures: Mapping[Key, Figure], year: int, silent: int = 0) -> str | None:
    """State the 信息处理费, which the form wants in section 六; None when it is not known.

    `silent` is how many units of a county did not say: their fee is not 0, it is unknown.
    """
    charged = added_amount(figures, [FEE])
    if silent:
        known = (
            f"{year}年，已经填报的单位共收取政府信息公开信息处理费{plain_digits(charged)}元。"
            if charged
            else ""
        )
        return f"{known}{MISSING[:-1]}：信息处理费有 {silent} 个单位没有填】"
    if charged is None:
        return None
    return (
        f"{year}年，收取政府信息公开信息处理费{plain_digits(charged)}元。"
        if charged
        else f"{year}年，未收取政府信息公开信息处理费（0元）。"
    )


def _all_zero(form: Form, figures: Mapping[Key, Figure], table: str) -> bool:
    return all(figures.get(key) == 0 for key in form.table(table).cells)


# ------------------------------------------------------------------ the county's draft


class Years(NamedTuple):
    """This year's totals, and what they may be compared with, where last year is known."""

    form: Form
    this: Mapping[Key, Figure]
    baseline: Baseline | None

    def keys(self, table: str, rows: Sequence[str], column: str = "") -> list[Key]:
        """Name the figures of some rows, in the 总计 column when none is named."""
        return [Key(table, row, column or total_column(self.form.table(table)).key) for row in rows]

    def counted(self, table: str, *rows: str, column: str = "") -> str:
        """Write a sum in 件, 【待补充】 when it is not known."""
        found = added_amount(self.this, self.keys(table, rows, column))
        return f"{MISSING if found is None else plain_digits(found)}件"

    def compared(self, table: str, *rows: str) -> str:
        """Write a sum in 件 and how it changed on the same units (同比), where that is known."""
        if self.baseline is None:
            return self.counted(table, *rows)
        keys, both = self.keys(table, rows), self.baseline.county
        change = compared_to_last(added_amount(both.this, keys), added_amount(both.last, keys))
        same = "" if self.baseline.whole else "同口径"
        return self.counted(table, *rows) + (f"，{same}{change}" if change else "")


def draft_lines(
    form: Form, *, year: int, units: int, figures: Mapping[Key, Figure], baseline: Baseline | None
) -> Iterator[str]:
    """Draft the county's （二）依申请公开 from its totals, for a person to edit."""
    years = Years(form, figures, baseline)
    a = APPLICATIONS
    yield (
        f"{year}年，{units}个单位共新收政府信息公开申请{years.compared(a, NEW)}；上年结转{years.counted(a, CARRIED_IN)}。"
        f"全年办结{years.compared(a, CONCLUDED)}；结转下年度继续办理{years.counted(a, CARRIED_OVER)}。"
        + (f"（{baseline.sentence}。）" if baseline is not None else "")
    )
    yield _outcomes(years)
    yield "".join(f"因政府信息公开引起的{sentence}" for sentence in _disputes(years))


def _outcomes(years: Years) -> str:
    concluded = added_amount(years.this, years.keys(APPLICATIONS, [CONCLUDED]))
    if concluded == 0:
        return "本年没有办结的申请。"
    said = []
    for part in outcome_parts(years.form.table(APPLICATIONS)):
        of = share_of_whole(added_amount(years.this, years.keys(APPLICATIONS, part.rows)), concluded)
        said.append(f"{part.label}{years.counted(APPLICATIONS, *part.rows)}" + (f"，占{of}" if of else ""))
    return f"办结的申请中，{'；'.join(said)}。"


def _disputes(years: Years) -> Iterator[str]:
    table = years.form.table(REVIEW)
    results = [column for column in table.blocks[0].columns if column.sum_of is None]
    for part in parts_of(table):
        sentence = f"{part.label}{years.compared(REVIEW, *part.rows)}"
        if added_amount(years.this, years.keys(REVIEW, part.rows)):
            counts = (f"{c.label}{years.counted(REVIEW, *part.rows, column=c.key)}" for c in results)
            sentence += f"，其中{'、'.join(counts)}"
        if len(part.rows) > 1:
            counts = (
                f"{row.name}{years.counted(REVIEW, row.key)}"
                for row in table.blocks[0].rows
                if row.key in part.rows
            )
            sentence += f"（{'、'.join(counts)}）"
        yield f"{sentence}。"


def share_of_whole(part: Amount | None, whole: Amount | None) -> str:
    """Write a part of a whole in per cent with one decimal; empty when there is nothing to divide."""
    return in_per_cent(Decimal(part) / Decimal(whole)) if part is not None and whole else ""


def compared_to_last(now: Amount | None, before: Amount | None) -> str:
    """Say how a count changed against last year; empty when one of the two is not known."""
    if now is None or before is None:
        return ""
    if now == before:
        return "与上年持平"
    more, change = now > before, exact_amount(abs(Decimal(now) - Decimal(before)))
    if before == 0:
        return f"比上年增加{plain_digits(change)}件（上年为0件）"
    rate = in_per_cent(Decimal(change) / Decimal(before))
    return f"同比{'增加' if more else '减少'}{plain_digits(change)}件、{'增长' if more else '下降'}{rate}"


def in_per_cent(ratio: Decimal) -> str:
    """Write a ratio: “44.7%”, half up; what is there but too small to show is 不足0.1%."""
    rounded = (ratio * 100).quantize(_TENTH, ROUND_HALF_UP)
    return "不足0.1%" if ratio and not rounded else f"{rounded}%"
