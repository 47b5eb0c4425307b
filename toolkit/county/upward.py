"""The upward submission: the county's totals as one unit of the next level."""

from collections.abc import Mapping

from toolkit.answers.last_year import History
from toolkit.answers.submission import ZERO_BLANKS_YES, Figure
from toolkit.answers.values_file import Values, read_values
from toolkit.county.consolidation import Consolidation
from toolkit.form.expression import Key
from toolkit.layout.lock import lock_with
from toolkit.template import Content
from toolkit.year.standing import MISSING, RETURNED
from toolkit.year.workspace import Workspace

COUNTY_WORDS = "county.csv"


def upward_content(workspace: Workspace, consolidation: Consolidation, history: History) -> Content:
    """Put the county's totals into the same locked form: the county is one unit of the next level."""
    settings, form = workspace.settings, consolidation.form
    entries: Mapping[Key, Figure] = {key: consolidation.totals[key] for key in form.inputs}
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
        entries=entries,
        last=history.county(),
        last_note=f"{settings.year - 1} 年度汇总" if history.source else "",
        identity={key: text for key, text in {**own, **words.identity}.items() if text},
        narrative=words.narrative,
        explanations=words.explanations,
        lock=lock_with(settings.password, f"{settings.county}{settings.year}"),
    )


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
