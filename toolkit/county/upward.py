"""The upward submission: the county's totals as one unit of the next level."""

from decimal import Decimal

from toolkit.answers.submission import ZERO_BLANKS_YES
from toolkit.answers.units import History
from toolkit.answers.values_file import Values, read_values
from toolkit.county.consolidation import Consolidation
from toolkit.errors import OutputError
from toolkit.form.model import TIERS, Figure, Kind, Mark, at_tier, kept_figure, plain_digits
from toolkit.layout.lock import lock_with
from toolkit.template import Content
from toolkit.year.standing import MISSING, RETURNED
from toolkit.year.workspace import Workspace, tier_of

COUNTY_WORDS = "county.csv"


def upward_content(workspace: Workspace, consolidation: Consolidation, history: History) -> Content:
    """Put the county's totals into the same locked form: the county is one unit of the next level."""
    settings = workspace.settings
    form = at_tier(consolidation.form, _tier(consolidation, tier_of(settings.level) + 1))
    entries = {key: kept_figure(consolidation.totals[key]) for key in form.inputs}
    office, words = settings.office, county_words(workspace)
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
        notes={table.key: note for table in form.tables if (note := consolidation.coverage(table.cells))},
        entries=entries,
        last=history.county(),
        last_note=f"{settings.year - 1} 年度汇总" if history.source else "",
        identity={key: text for key, text in {**own, **words.identity}.items() if text},
        narrative=words.narrative,
        explanations=words.explanations,
        lock=lock_with(settings.password, f"{settings.county}{settings.year}"),
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
    open_ = sum(len(consolidation.waiting(status)) for status in (MISSING, RETURNED))
    why = f"还有 {open_} 个单位没有通过" if open_ else "各单位都已通过，县里还没有定稿"
    return f"草稿，{why}" if consolidation.draft else ""


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
    path = workspace.folder / COUNTY_WORDS
    if not path.is_file():
        return Values(figures={}, identity={}, narrative={}, explanations={})
    return read_values(workspace.form, path)
