"""The county's own words: what it writes into county.csv, and what the rules say of it."""

from collections.abc import Mapping

from toolkit.answers.csv_files import csv_bytes
from toolkit.answers.messages import Finding
from toolkit.answers.submission import Submission
from toolkit.answers.units import History, Unit
from toolkit.answers.values_file import HEADER
from toolkit.county.consolidation import Consolidation
from toolkit.county.upward import COUNTY_WORDS, county_words
from toolkit.errors import UsageError
from toolkit.files import digest_of, write_whole
from toolkit.rules.prose_checks import prose_findings
from toolkit.rules.unit_report import UnitReport
from toolkit.year.journal import work_alone
from toolkit.year.workspace import Workspace


def words_state(workspace: Workspace) -> str:
    """Return what county.csv is now, as a short mark; it changes when somebody else writes into it."""
    path = workspace.folder / COUNTY_WORDS
    return digest_of(path)[:16] if path.is_file() else ""


def keep_words(workspace: Workspace, narrative: Mapping[str, str], state: str) -> str:
    """Write the county's passages, all else in county.csv as it was; return what it is then.

    `state` is what it was when the writer saw it. Raises UsageError when somebody has written into it since.
    """
    with work_alone(workspace):
        if words_state(workspace) != state:
            raise UsageError(f"{COUNTY_WORDS} 刚才在别处改过，这里的没有存。请先把写的复制下来，再刷新本页。")
        was = county_words(workspace)
        passages = {field.key: narrative.get(field.key, "") for field in workspace.form.narrative}
        rows = [
            HEADER,
            *((*key, text) for key, text in was.figures.items()),
            *(("identity", key, "value", text) for key, text in was.identity.items()),
            *(("narrative", key, "value", text) for key, text in passages.items() if text.strip()),
            *(("explanation", key, "value", text) for key, text in was.explanations.items()),
        ]
        write_whole(workspace.folder / COUNTY_WORDS, csv_bytes(rows))
        return words_state(workspace)


def check_words(
    consolidation: Consolidation, history: History, narrative: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Check the county's passages against its totals by the rules that the units' passages are checked by."""
    form = consolidation.form
    submission = Submission(
        form=form.key,
        year=consolidation.year,
        unit_code="",
        unit_name=consolidation.county,
        figures={key: consolidation.totals[key] for key in form.inputs},
        narrative=narrative,
        last=history.county(),
    )
    unit = Unit(code="", name=consolidation.county, kind="")
    return tuple(prose_findings(form, UnitReport(submission=submission, unit=unit, last=history.county())))
