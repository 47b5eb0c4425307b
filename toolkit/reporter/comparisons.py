"""What `verify` compared and traced, as text, as JSON, as a workbook."""

import json
from collections import Counter
from collections.abc import Sequence

from toolkit.county.rereading import ComparedOutput, Difference
from toolkit.county.trace import Trace
from toolkit.form.model import Mark, plain_digits
from toolkit.layout.row_sheets import sheet_of_rows

MOST_LISTED = 20  # lines of one kind on the screen
NONE = frozenset({"0", Mark.NOT_APPLICABLE.value, Mark.BLANK.value})
VERDICTS = DIFFERENT, UNFINISHED, NOT_COMPARED, DOUBTED, SAME = (
    "不一致",
    "没有比完",
    "没有比较",
    "要核对",
    "一致",
)


def differences_text(compared: Sequence[ComparedOutput]) -> str:
    """Report what was compared, what is not the same first, and every difference with both places."""
    lines = []
    for one in sorted(compared, key=_urgency):
        same = f"{one.figures} {one.counted}{'' if one.unread else '全部'}一致"
        said = one.problem or (_how_many(one.differences) if one.differences else same)
        said += f"；{len(one.unread)} 处没有读到，没有比较" if one.unread else ""
        said += f"；{len(one.sentences)} 处文字与表不一致" if one.sentences else ""
        said += f"；{len(one.altered)} 处文字里的数与报送的不同" if one.altered else ""
        said += f"；{len(one.doubts)} 处要先核对" if one.doubts else ""
        lines.append(f"【{_verdict(one)}】{one.name}{f'　与 {one.against}' if one.against else ''}：{said}")
        lines += [f"    请先核对：{line}" for line in one.doubts]
        lines += [
            f"    {d.label}：{d.wanted_at} 是 {d.wanted or '空白'}，{one.name} {d.found_at} 是 "
            f"{d.found or '空白'}"
            for d in sorted(one.differences, key=_is_of_none)[:MOST_LISTED]
        ]
        lines += _folded(len(one.differences), "不同")
        lines += [f"    没有读到，没有比较：{line}" for line in one.unread[:MOST_LISTED]]
        lines += _folded(len(one.unread), "没有读到")
        lines += [f"    文字与表不一致：{line}" for line in one.sentences[:MOST_LISTED]]
        lines += _folded(len(one.sentences), "文字与表不一致")
        lines += [f"    文字里的数与报送的不同：{line}" for line in one.altered[:MOST_LISTED]]
        lines += _folded(len(one.altered), "文字里的数与报送的不同")
    counts = Counter(map(_verdict, sorted(compared, key=_urgency)))
    lines.append(
        f"看了 {len(compared)} 份：{'，'.join(f'{n} 份{verdict}' for verdict, n in counts.items())}。"
    )
    return "\n".join(lines) + "\n"


def _is_of_none(difference: Difference) -> bool:
    """Whether both sides show that there was none, each in its way: told last, no other figure is printed."""
    return {difference.wanted, difference.found} <= NONE


def _how_many(differences: Sequence[Difference]) -> str:
    of_none = sum(map(_is_of_none, differences))
    which = "都" if of_none == len(differences) else f"其中 {of_none} 处"
    return f"{len(differences)} 处不同" + (f"（{which}是 0、“/”、空白之间的不同）" if of_none else "")


def _verdict(one: ComparedOutput) -> str:
    if one.same:
        return SAME
    if one.differences or one.sentences or one.altered:
        return DIFFERENT
    if one.problem:
        return NOT_COMPARED
    return UNFINISHED if one.unread else DOUBTED


def _urgency(one: ComparedOutput) -> int:
    return VERDICTS.index(_verdict(one))


def _folded(count: int, what: str) -> list[str]:
    rest = count - MOST_LISTED
    return [f"    ……另有 {rest} 处{what}，全部的请加 --format xlsx -o 结果.xlsx"] if rest > 0 else []


def differences_json(compared: Sequence[ComparedOutput]) -> str:
    """Report the comparisons as JSON."""
    document = [
        {
            "name": one.name,
            "against": one.against,
            "figures": one.figures,
            "problem": one.problem or None,
            "unread": list(one.unread),
            "sentences": list(one.sentences),
            "altered": list(one.altered),
            "doubts": list(one.doubts),
            "differences": [
                {
                    "table": d.key.table,
                    "row": d.key.row,
                    "column": d.key.column,
                    "wanted": d.wanted,
                    "wanted_at": d.wanted_at,
                    "found": d.found,
                    "found_at": d.found_at,
                }
                for d in one.differences
            ],
        }
        for one in compared
    ]
    return json.dumps(document, ensure_ascii=False, indent=1)


def differences_workbook(compared: Sequence[ComparedOutput]) -> bytes:
    """Report the comparisons as a workbook."""
    rows: list[tuple[object, ...]] = []
    for one in compared:
        rows += [
            (one.name, one.against, d.label, d.wanted_at, d.wanted, d.found_at, d.found)
            for d in one.differences
        ]
        rows += [(one.name, one.against, "请先核对", "", "", "", line) for line in one.doubts]
        rows += [(one.name, one.against, "没有读到，没有比较", "", "", "", line) for line in one.unread]
        rows += [(one.name, one.against, "文字与表不一致", "", "", "", line) for line in one.sentences]
        rows += [(one.name, one.against, "文字里的数与报送的不同", "", "", "", line) for line in one.altered]
        if one.same or one.problem:
            rows.append(
                (one.name, one.against, one.problem or f"{one.figures} {one.counted}全部一致", "", "", "", "")
            )
    return sheet_of_rows(
        "核对结果",
        ("文件", "与什么比较", "项目", "应在", "应为", "读自", "读到"),
        (30, 34, 34, 34, 12, 24, 12),
        rows,
    )


def trace_text(trace: Trace) -> str:
    """Report the cells that a county figure is the sum of."""
    lines = [
        (
            f"{trace.label}（{trace.key}）合计 {plain_digits(trace.total) or '空白'}，来自 "
            f"{len(trace.sources)} 个单位：{trace.coverage}"
        )
    ]
    lines += [
        f"    {plain_digits(s.amount)}\t{s.unit}\t{s.file}\t{s.cell}\tsha256 {s.sha256[:12]}"
        for s in trace.sources
    ]
    return "\n".join(lines) + "\n"
