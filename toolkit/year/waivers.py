"""例外: findings that somebody in charge allowed, as data in the year's folder. Kept, counted, printed.

Never blocking.

`waivers.csv` or `waivers.xlsx`: unit, rule (an id, or one line of it: R05.natural_person), year, reason,
approver, and the last day on which the waiver holds.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from toolkit.answers.lists import UNIT_HEADINGS, find_list, read_list, unclear_codes
from toolkit.answers.messages import MESSAGES, Finding
from toolkit.answers.units import Roster
from toolkit.answers.waiver import Use, Waiver
from toolkit.form.days import read_day
from toolkit.form.model import Form

STEM = "waivers"  # .xlsx or .csv
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "unit": UNIT_HEADINGS,
    "rule": ("规则", "规则编号", "rule"),
    "year": ("年度", "年份", "year"),
    "reason": ("理由", "原因", "reason"),
    "approver": ("批准人", "批准", "approver"),
    "expires": ("有效期至", "有效期", "到期", "expires"),
}


def read_waivers(folder: Path, form: Form, roster: Roster) -> tuple[Waiver, ...]:
    """Read the waivers of a year's folder.

    None where there is no file. Raises UsageError with every wrong line.
    """
    path = find_list(folder, STEM)
    if path is None:
        return ()
    kept = read_list(path, "例外", HEADINGS)
    known = {rule.id for rule in form.rules} | {instance.line for instance in form.instances}
    waivers: list[Waiver] = []
    mistakes: list[str] = []
    for line in kept.lines:
        wrong = [
            *unclear_codes(line, ("unit",)),
            *(f"第 {line.row} 行：{what}" for what in _mistakes(line.cells, known, roster)),
        ]
        mistakes += wrong
        waivers += [] if wrong else [_waiver(line.cells)]
    kept.refuse(mistakes)
    return tuple(waivers)


def _waiver(cells: Mapping[str, str]) -> Waiver:
    expires = read_day(cells["expires"])
    assert isinstance(expires, date)  # noqa: S101 (judged before)
    return Waiver(
        unit=cells["unit"],
        rule=cells["rule"],
        year=int(cells["year"]),
        reason=cells["reason"],
        approver=cells["approver"],
        expires=expires,
    )


def _mistakes(cells: Mapping[str, str], known: set[str], roster: Roster) -> Iterator[str]:
    if roster.find(cells["unit"]) is None:
        yield f"单位代码“{cells['unit'][:40]}”不在单位名录里{roster.meant(cells['unit'])}"
    if (said := MESSAGES.get(cells["rule"].partition(".")[0])) is not None:
        yield f"{said.id}（{said.title}）不能登记例外，请单位改正"
    elif cells["rule"] not in known:
        alike = {_bare_rule(rule): rule for rule in known}
        meant = get_close_matches(_bare_rule(cells["rule"]), alike, n=1, cutoff=0.8)
        ask = f"，是不是 {alike[meant[0]]}？" if meant else ""
        yield (
            f"没有“{cells['rule'][:40]}”这条规则{ask}（只有表样的规则可以例外，写编号 R05 或 "
            f"R05.natural_person）"
        )
    if not (cells["year"].isdecimal() and cells["year"].isascii() and len(cells["year"]) == 4):
        yield f"年度“{cells['year'][:40]}”不是四位年份"
    for key in ("reason", "approver"):
        if not cells[key]:
            yield f"没有写{HEADINGS[key][0]}"
    if not isinstance(expires := read_day(cells["expires"]), date):
        yield f"有效期至“{cells['expires'][:40]}”{expires}"


def _bare_rule(text: str) -> str:
    """Reduce the id of a rule to what people keep of it: R05.other is r5.other."""
    return re.sub(r"(?<=\D)0+(?=\d)", "", text.casefold().replace(" ", ""))


def waive(
    findings: Sequence[Finding], waivers: Sequence[Waiver], year: int, due: date | None
) -> list[Finding]:
    """Mark what the unit's waivers allow.

    What followed from such a finding by another rule stands by itself again.

    A waiver holds for its year, if it has not expired on the day on which the report was `due`.
    """
    valid = [waiver for waiver in waivers if not waiver_refusal(waiver, year, due)]
    if not valid:
        return list(findings)
    allowed = {f.line or f.rule: waiver.words for f in findings for waiver in valid if waiver.meets(f)}
    result = []
    for finding in findings:
        words = allowed.get(finding.line or finding.rule)
        if words is None and finding.cause in allowed:
            if finding.cause.split(".")[0] == finding.rule:
                words = allowed[finding.cause]
            else:
                finding = replace(finding, cause=None)  # noqa: PLW2901 (the same finding, now primary)
        result.append(finding if words is None else replace(finding, waived=words))
    return result


def waiver_refusal(waiver: Waiver, year: int, due: date | None) -> str:
    """Say why a waiver does not hold for a report of `year` that is `due`; empty when it does."""
    if waiver.year != year:
        return f"是 {waiver.year} 年度的"
    return f"有效期没有到报送期限（{due}）" if due is not None and waiver.expires < due else ""


def count_uses(
    waivers: Sequence[Waiver],
    findings: Mapping[str, Sequence[Finding]],
    year: int,
    due: Mapping[str, date | None],
) -> tuple[Use, ...]:
    """Count to how many findings each waiver was applied; `findings` and `due` by unit code.

    As everywhere, what only follows from another finding is not counted beside it.
    """
    result = []
    for waiver in waivers:
        said = waiver_refusal(waiver, year, due.get(waiver.unit))
        allowed = [f for f in findings.get(waiver.unit, ()) if f.waived is not None and waiver.meets(f)]
        times = 0 if said else sum(f.primary for f in allowed) or len(allowed)
        result.append(Use(waiver=waiver, times=times, state=said or ("生效" if times else "没有用到")))
    return tuple(result)
