"""Publishing a year: county workbook, data files and upward submission, each re-read after writing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from toolkit.county.adding_up import consolidate
from toolkit.county.consolidation import Consolidation, coverage_lines
from toolkit.county.correction import (
    correction_files,
    correction_marks,
    find_correction,
    keep_version,
    remove_unneeded,
)
from toolkit.county.correction import lines_of as correction_lines
from toolkit.county.data_files import texts_csv, totals_csv, units_csv
from toolkit.county.database import database
from toolkit.county.rereading import compare_outputs, require_same
from toolkit.county.same_units import same_units
from toolkit.county.upward import shortened, upward_content
from toolkit.county.workbook import long_lines, long_name, render_long
from toolkit.county.workbook import render as render_summary
from toolkit.files import write_all
from toolkit.template import render as render_workbook
from toolkit.year.collection import collect
from toolkit.year.journal import received_now, record_receipts, work_alone
from toolkit.year.kept_results import TEXTS
from toolkit.year.past_years import Series, past_years
from toolkit.year.standing import Collection
from toolkit.year.workspace import Workspace

STEPS = 4  # the county workbook, the other files, all on disk, all read again


@dataclass(frozen=True, kw_only=True)
class CountyOutputs:
    """What was written, what to say, whether every due unit has passed, and why the year is not clean."""

    written: tuple[Path, ...]
    lines: tuple[str, ...]
    complete: bool
    open_matters: tuple[str, ...]


def publish(
    workspace: Workspace,
    *,
    draft: bool = False,
    workers: int | None = None,
    done: Callable[[int, int], None] | None = None,
    made: Callable[[int, int], None] | None = None,
    waiting: Callable[[], None] | None = None,
    now: datetime | None = None,
) -> CountyOutputs:
    """Add up what has passed and write `summary/`; other runs on the folder wait meanwhile.

    Units that wait, are sent back or missing make it a draft, which names them; `draft` asks for one on
    purpose. Files not yet on record are received `now`. `done` hears of the files that are read, `made` of
    the steps of writing. Every output is read again and compared with the sums. Raises OutputError when a
    result cannot be written or differs.
    """
    with work_alone(workspace, waiting):
        collection = collect(workspace, workers=workers, done=done)
        receipts = record_receipts(workspace, collection, now)
        return _published(workspace, received_now(collection, receipts), draft, made or _unheard)


def _unheard(_done: int, _total: int) -> None:
    """Hear nothing of how far the work has come."""


def _published(
    workspace: Workspace,
    collection: Collection,
    draft: bool,
    made: Callable[[int, int], None],
) -> CountyOutputs:
    """Write what a collection adds up to; to be called `work_alone`."""
    made(0, STEPS)
    consolidation = consolidate(workspace, collection, collection.history, draft=draft)
    submission = upward_content(workspace, consolidation, collection.history)
    folder, name, past = workspace.path("summary"), workspace.stem, past_years(workspace)
    units = units_csv(consolidation)
    correction = find_correction(consolidation, units, folder)
    summary = render_summary(
        consolidation,
        baseline=same_units(consolidation, collection.history),
        corrected=correction_marks(correction),
        past=past.years,
    )
    made(1, STEPS)
    long = render_long(consolidation)
    outputs: dict[Path, bytes] = {
        folder / f"{name}汇总.xlsx": summary,
        folder / "units.csv": units.encode("utf-8-sig"),
        folder / "totals.csv": totals_csv(consolidation).encode("utf-8-sig"),
        folder / TEXTS: texts_csv(consolidation).encode("utf-8-sig"),
        folder / f"上报_{name}.xlsx": render_workbook(submission),
        folder / f"{name}.sqlite": database(consolidation, collection),
        **correction_files(consolidation, correction, folder),
    }
    beside = folder / long_name(name)
    if long is not None:
        outputs[beside] = long
    else:
        remove_unneeded(beside)
    made(2, STEPS)
    write_all(outputs)
    made(3, STEPS)
    require_same(compare_outputs(workspace, consolidation))
    keep_version(consolidation, outputs, folder)
    made(STEPS, STEPS)
    lines = (
        *_lines(consolidation),
        *shortened(consolidation),
        *([_long_line(consolidation, beside)] if long is not None else []),
        *correction_lines(correction),
        *_broken(past),
    )
    return CountyOutputs(
        written=tuple(outputs),
        lines=lines,
        complete=consolidation.complete,
        open_matters=collection.open_matters,
    )


def _long_line(consolidation: Consolidation, beside: Path) -> str:
    lines = long_lines(consolidation)
    return f"“数据”“溯源”各有 {lines} 行，放在汇总工作簿里打开太慢，另写在 {beside.name}。"


def _broken(past: Series) -> list[str]:
    if not past.broken:
        return []
    first = f"只到 {past.years[0].year} 年" if past.years else "没有更早的年度"
    return [f"历年数据{first}：{past.broken}"]


def _lines(consolidation: Consolidation) -> list[str]:
    lines = coverage_lines(consolidation)
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
