"""Publishing a year: the county workbook, the data files and the upward submission, each re-read after writing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from toolkit.archive import TEXTS
from toolkit.collection import Collection, collect
from toolkit.consolidation import Consolidation
from toolkit.correction import correct, corrections, keep, marks
from toolkit.correction import lines_of as correction_lines
from toolkit.expression import Key
from toolkit.history import History
from toolkit.journal import alone, arrivals, record
from toolkit.lock import lock_with
from toolkit.series import Series, past_years
from toolkit.standing import MISSING, RETURNED, standing_counts
from toolkit.submission import ZERO_BLANKS_YES, Figure, Values, read_values
from toolkit.succession import reconcile
from toolkit.summary import render as render_summary
from toolkit.summary.data import texts_csv, totals_csv, units_csv
from toolkit.template import Content
from toolkit.template import render as render_workbook
from toolkit.verification import compare_outputs, require_same
from toolkit.workspace import Workspace, write_all

COUNTY_WORDS = "county.csv"


@dataclass(frozen=True, kw_only=True)
class Published:
    """What was written, what to say about it, and whether every due unit has passed."""

    written: tuple[Path, ...]
    lines: tuple[str, ...]
    complete: bool


def publish(
    workspace: Workspace,
    *,
    draft: bool = False,
    workers: int | None = None,
    done: Callable[[int, int], None] | None = None,
    waiting: Callable[[], None] | None = None,
    now: datetime | None = None,
) -> Published:
    """Add up what has passed and write `summary/`; other runs on the folder wait meanwhile.

    Files not yet on record are received `now`. Raises OutputError when a result cannot be written or differs.
    """
    with alone(workspace, waiting):
        collection = collect(workspace, workers=workers, done=done)
        record(workspace, collection, now)
        return _published(workspace, collection, draft=draft)


def _published(workspace: Workspace, collection: Collection, *, draft: bool) -> Published:
    """Write what a collection adds up to; to be called `alone`."""
    consolidation = consolidate(workspace, collection, collection.history, draft=draft)
    submission = upward(workspace, consolidation, collection.history)
    folder, name, past = workspace.path("summary"), workspace.stem, past_years(workspace)
    units = units_csv(consolidation)
    correction = correct(consolidation, units, folder)
    summary = render_summary(
        consolidation,
        last=submission.last or None,
        last_kinds=collection.history.by_kind(workspace.roster()),
        corrected=marks(correction),
        past=past.years,
    )
    outputs: dict[Path, bytes] = {
        folder / f"{name}汇总.xlsx": summary,
        folder / "units.csv": units.encode(),
        folder / "totals.csv": totals_csv(consolidation).encode(),
        folder / TEXTS: texts_csv(consolidation).encode(),
        folder / f"上报_{name}.xlsx": render_workbook(submission),
        **corrections(consolidation, correction, folder),
    }
    write_all(outputs)
    require_same(compare_outputs(workspace, consolidation))
    keep(consolidation, outputs, folder)
    lines = (*_lines(consolidation), *correction_lines(correction), *_broken(past))
    return Published(written=tuple(outputs), lines=lines, complete=consolidation.complete)


def consolidate(
    workspace: Workspace, collection: Collection, history: History | None = None, *, draft: bool = False
) -> Consolidation:
    """Put a collection together as the county's year."""
    settings, first = workspace.settings, arrivals(workspace)
    return Consolidation(
        form=workspace.form, county=settings.county, year=settings.year, notice=settings.notice,
        standings=tuple(replace(s, received=first.get(s.sha256 or "")) for s in collection.standings),
        draft_wanted=draft, waivers=collection.waivers,
        succession=reconcile(workspace.roster(), history) if history is not None and history.names else None,
    )  # fmt: skip


def upward(workspace: Workspace, consolidation: Consolidation, history: History) -> Content:
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
        form=form, unit_code=settings.code, unit_name=settings.county, year=settings.year, kind="", county=settings.county,
        notice=notice, state=_state(consolidation), entries=entries, last=history.county(), last_note=f"{settings.year - 1} 年度汇总" if history.source else "",
        identity={key: text for key, text in {**own, **words.identity}.items() if text},
        narrative=words.narrative, explanations=words.explanations,
        lock=lock_with(settings.password, f"{settings.county}{settings.year}"),
    )  # fmt: skip


def _state(consolidation: Consolidation) -> str:
    """Say why a summary is not final; empty when it is."""
    open_ = sum(len(consolidation.waiting(status)) for status in (MISSING, RETURNED))
    why = f"还有 {open_} 个单位没有通过" if open_ else "各单位都已通过，县里还没有定稿"
    return f"草稿，{why}" if consolidation.draft else ""


def _nil(consolidation: Consolidation) -> bool:
    """Whether the county's year is a zero report: units that pass have confirmed theirs, so it is confirmed."""
    return bool(consolidation.counted) and not any(
        consolidation.totals[key] for key in consolidation.form.asked
    )


def county_words(workspace: Workspace) -> Values:
    """Read what the county writes itself (prose, contacts) from county.csv, a values file; all empty without it."""
    path = workspace.folder / COUNTY_WORDS
    if not path.is_file():
        return Values(figures={}, identity={}, narrative={}, explanations={})
    return read_values(workspace.form, path)


def _broken(past: Series) -> list[str]:
    if not past.broken:
        return []
    first = f"只到 {past.years[0].year} 年" if past.years else "没有更早的年度"
    return [f"历年数据{first}：{past.broken}"]


def coverage(consolidation: Consolidation) -> list[str]:
    """Say how many due units there are, and name those that have not passed."""
    counts = standing_counts(consolidation.standings)
    lines = ["　".join(f"{label} {n}" for label, n in counts.items())]
    for status, says in ((MISSING, "没有报送"), (RETURNED, "退回，还没有改好或确认")):
        names = [s.named for s in consolidation.waiting(status)]
        if names:
            lines.append(f"{says}：{'、'.join(names)}")
    return lines


def _lines(consolidation: Consolidation) -> list[str]:
    lines = coverage(consolidation)
    waiting, waived = (
        sum(getattr(s, what) for s in consolidation.standings) for what in ("waiting", "waived")
    )
    if waiting or waived:
        lines.append(f"待说明 {waiting} 处，例外 {waived} 处（不影响通过）")
    if consolidation.succession is not None and consolidation.succession.changes:
        lines.append(f"单位变动：{consolidation.succession.sentence}")
    if consolidation.draft:
        lines.append(
            "结果是草稿：" + ("还有单位没有通过。" if not consolidation.complete else "按 --draft 标明。")
        )
    return lines
