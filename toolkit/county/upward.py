"""The upward submission: the county's totals, with its own words, as one unit of the next level.

The words stand in county.csv; the rules are asked what they say of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from toolkit.answers.last_year import History
from toolkit.answers.lists import find_list
from toolkit.answers.messages import Finding
from toolkit.answers.submission import Submission
from toolkit.answers.units import Unit
from toolkit.answers.values_file import Values, read_values, values_bytes
from toolkit.county.consolidation import COUNTY_WORDS, Above, Consolidation
from toolkit.errors import OutputError, UsageError
from toolkit.files import fingerprint_of, write_whole
from toolkit.form.model import (
    TIERS,
    ZERO_BLANKS_YES,
    Figure,
    Form,
    Key,
    Kind,
    Mark,
    at_tier,
    kept_figure,
    name_some,
    plain_digits,
)
from toolkit.rules.unit_report import UnitReport
from toolkit.year.journal import last_entry, work_alone
from toolkit.year.workspace import Workspace, tier_of

if TYPE_CHECKING:
    from toolkit.template import Content

SHOWN = 3  # figures that are named
NONE_WRITTEN: Mapping[str, str] = MappingProxyType({})


def upward_content(
    workspace: Workspace, consolidation: Consolidation, history: History, words: Values, version: int = 1
) -> "Content":
    """Put the county's totals, and its `words`, into the same locked form: it is one unit of the next level.

    By the last entry of the register, and by the `version` where only the roster has changed since, the next
    level knows the later of two.
    """
    from toolkit.template import Content  # noqa: PLC0415 (heavy; not where a report is written)

    settings = workspace.settings
    form = at_tier(consolidation.form, _tier(consolidation, tier_of(settings.level) + 1))
    entries = {key: kept_figure(consolidation.totals[key]) for key in form.inputs}
    office = settings.office
    own = {"prepared_by": office.get("contact", ""), "phone": office.get("phone", "")}
    if _nil(consolidation):
        own["zero_blanks"] = ZERO_BLANKS_YES
    notice = "　".join(
        part for part in (settings.notice, "草稿，未经确认" if consolidation.draft else "") if part
    )
    return Content(
        form=form,
        unit_code=settings.code,
        unit_name=settings.county,
        year=settings.year,
        kind="",
        county=settings.county,
        notice=notice,
        state=_state(consolidation),
        made=f"{last_entry(workspace)} {version:03}",
        notes={table.key: note for table in form.tables if (note := consolidation.coverage(table.cells))},
        entries=entries,
        last=history.county(),
        last_note=f"{settings.year - 1} 年度汇总" if history.source else "",
        identity={key: text for key, text in {**own, **words.identity}.items() if text},
        narrative=words.narrative,
        explanations=words.explanations,
        lock=settings.lock,
    )


def _tier(consolidation: Consolidation, least: int) -> int:
    """Return the tier, `least` or above it, whose cells may hold the totals.

    Above it where the units' figures are sums themselves. Raises OutputError where none may.
    """
    form, totals = consolidation.form, consolidation.totals
    for key in form.inputs:
        while least <= TIERS and not _may_stand(at_tier(form, least).kind(key), totals[key]):
            least += 1
        if least > TIERS:
            raise OutputError(
                f"{form.label(key)}各单位相加是 {plain_digits(totals[key])}，"
                "超过了工作簿一格能准确存的 15 位数，没有写出汇总。请核对各单位填的这个数。"
            )
    return least


def _may_stand(kind: Kind, total: Figure) -> bool:
    kept = kept_figure(total)
    return isinstance(kept, Mark) or kind.admits(Decimal(kept))


def shortened(consolidation: Consolidation) -> list[str]:
    """Name the totals of which a cell does not keep every digit."""
    return [
        f"{consolidation.form.label(key)}的合计是 {plain_digits(total)}，工作簿一格只能准确存 15 位，"
        f"各工作簿里是 {plain_digits(kept)}；totals.csv 里是准确的数。"
        for key, total in consolidation.totals.items()
        if (kept := kept_figure(total)) != total
    ]


def _state(consolidation: Consolidation) -> str:
    """Say why a summary is not final; empty when it is."""
    return f"草稿，{consolidation.why_draft}" if consolidation.draft else ""


def _nil(consolidation: Consolidation) -> bool:
    """Whether the county's year is a zero report.

    Units that pass have confirmed theirs, so it is confirmed.
    """
    return bool(consolidation.counted) and not any(
        consolidation.totals[key] for key in consolidation.form.asked
    )


def county_words(workspace: Workspace) -> Values:
    """Read what the county writes itself (prose, contacts) from county.csv, a values file.

    All empty without it.
    """
    path = _words_file(workspace)
    if path is None:
        return Values(figures={}, identity={}, narrative={}, explanations={})
    words = read_values(workspace.form, path)
    said, year = words.identity.get("year", "").strip(), str(workspace.settings.year)
    if said not in {"", year}:
        raise UsageError(
            f"{path.name} 写的是“{said}”年度的，这里是 {year} 年度，没有用。请核对；确是今年的，改正那一行。"
        )
    named, county = words.identity.get("unit_name", "").strip(), workspace.settings.county
    if named and named not in county and county not in named:
        raise UsageError(
            f"{path.name} 写的是“{named}”的，这里是{county}，没有用。请核对；确是本级的，改正那一行。"
        )
    return words


def _words_file(workspace: Workspace) -> Path | None:
    return find_list(workspace.folder, Path(COUNTY_WORDS).stem)


def idle_figures(words: Values, consolidation: Consolidation) -> Iterator[str]:
    """Say which figures stand among the county's words that are not its sums: nothing is made of them."""
    odd = [
        consolidation.form.label(key)
        for key, text in words.figures.items()
        if text not in {"", plain_digits(consolidation.totals[key])}
    ]
    if odd:
        yield (
            f"{COUNTY_WORDS} 里写了 {len(odd)} 个数（{name_some(odd, SHOWN)}），没有用："
            "本级的数由各单位相加。请删去；数不对的，请有关单位改正重报。"
        )


def words_state(workspace: Workspace) -> str:
    """Return what county.csv is now, as a short mark; it changes when somebody else writes into it."""
    path = _words_file(workspace)
    return fingerprint_of(path)[:16] if path is not None else ""


def keep_words(workspace: Workspace, narrative: Mapping[str, str], state: str) -> str:
    """Write the county's passages, all else in county.csv as it was; return what it is then.

    `state` is what it was when the writer saw it. Raises UsageError when somebody has written into it since.
    """
    with work_alone(workspace):
        path = _words_file(workspace) or workspace.folder / COUNTY_WORDS
        if path.name != COUNTY_WORDS:
            raise UsageError(f"本级的文字在 {path.name} 里，请在 Excel 或 WPS 里打开它写，这里的没有存。")
        if words_state(workspace) != state:
            raise UsageError(f"{COUNTY_WORDS} 刚才在别处改过，这里的没有存。请先把写的复制下来，再刷新本页。")
        was = county_words(workspace)
        passages = {field.key: narrative.get(field.key, "") for field in workspace.form.narrative}
        rows = [
            *((*key, text) for key, text in was.figures.items()),
            *(("identity", key, "value", text) for key, text in was.identity.items()),
            *(("narrative", key, "value", text) for key, text in passages.items() if text.strip()),
            *(("explanation", key, "value", text) for key, text in was.explanations.items()),
        ]
        write_whole(path, values_bytes(rows))
        return words_state(workspace)


def check_words(
    consolidation: Consolidation,
    history: History,
    narrative: Mapping[str, str],
    explanations: Mapping[str, str] = NONE_WRITTEN,
) -> tuple[Finding, ...]:
    """Check the county's passages against its totals by the rules that the units' passages are checked by."""
    return _said_of_words(consolidation, _as_submission(consolidation, history, narrative, explanations))


def _said_of_words(consolidation: Consolidation, submission: Submission) -> tuple[Finding, ...]:
    if not any(submission.narrative.values()):  # nothing written, nothing found
        return ()
    from toolkit.rules.prose_checks import prose_findings  # noqa: PLC0415 (heavy, and most write nothing)

    unit = Unit(code="", name=consolidation.county, kind="")
    report = UnitReport(submission=submission, unit=unit, last=submission.last)
    return tuple(prose_findings(consolidation.form, report))


def look_above(consolidation: Consolidation, history: History, words: Values) -> Above:
    """Check the county's totals, with its own words, as the next level will; of a draft its words only."""
    submission = _as_submission(consolidation, history, words.narrative, words.explanations)
    of_words = _said_of_words(consolidation, submission)
    if not consolidation.complete:
        return Above(asked=tuple(one for one in of_words if one.waiting))
    from toolkit.rules.checks import check  # noqa: PLC0415 (heavy, and a draft need not be asked)

    (found,) = check(consolidation.form, [submission], [submission.last], [""])
    refused = tuple(one for one in found if one.blocks and one.primary)
    before = {one: _of_last_year(consolidation.form, one) for one in refused}
    open_then = sorted({key for keys in before.values() for key in keys})
    nobody_s = [*_left_open(consolidation, history, open_then)]
    return Above(
        refused=refused,
        carried=tuple(one for one in refused if before[one]),
        asked=tuple(one for one in (*found, *of_words) if one.waiting),
        left={code: left for code, _, left in nobody_s},
        heirless=tuple(
            f"{name}上年的{left}由谁承接：定了的，在名录里给承接单位写状态“合并”、前身代码 {code}，请它改报；"
            "没有承接的，上报时说明。"
            for code, name, left in nobody_s
        ),
    )


def _of_last_year(form: Form, finding: Finding) -> tuple[Key, ...]:
    """Return the figures of last year that a finding was made from."""
    refs = (ref for one in form.instances if one.line == finding.line for ref in one.refs)
    return tuple(ref.key for ref in refs if ref.last)


def _left_open(
    consolidation: Consolidation, history: History, keys: Sequence[Key]
) -> Iterator[tuple[str, str, str]]:
    """Give the units that are gone and went to nobody: code, name, what they had of these figures then."""
    form, succession = consolidation.form, consolidation.succession
    for change in succession.changes if succession is not None else ():
        had = history.figures.get(change.code, {})
        told = [f"“{form.label(key)}”{plain_digits(had[key])}" for key in keys if had.get(key)]
        if told and change.before and not change.relation:
            yield change.code, f"{change.name}（{change.what}）", name_some(told, SHOWN)


def _as_submission(
    consolidation: Consolidation,
    history: History,
    narrative: Mapping[str, str],
    explanations: Mapping[str, str],
) -> Submission:
    """Put the county's totals as the next level will read them."""
    form = consolidation.form
    return Submission(
        form=form.key,
        year=consolidation.year,
        unit_code="",
        unit_name=consolidation.county,
        figures={key: consolidation.totals[key] for key in form.inputs},
        narrative=narrative,
        explanations=explanations,
        last=history.county(),
    )
