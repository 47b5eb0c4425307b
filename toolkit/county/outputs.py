"""Publishing a year: what is written for the county, each re-read after writing.

County workbook, data files and upward submission.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from toolkit.county.consolidation import Above, Consolidation, consolidate, coverage_lines
from toolkit.county.correction import (
    Correction,
    correction_files,
    correction_lines,
    correction_marks,
    find_correction,
    keep_version,
    remove_unneeded,
)
from toolkit.county.data_files import texts_csv, totals_csv, units_data
from toolkit.county.database import database
from toolkit.county.rereading import compare_outputs, require_same
from toolkit.county.same_units import same_units
from toolkit.county.upward import (
    county_words,
    idle_figures,
    look_above,
    shortened,
    upward_content,
)
from toolkit.county.workbook import FINDINGS_ROOM, is_long, long_lines, long_name, render_long
from toolkit.county.workbook import render as render_summary
from toolkit.files import TEXTS_CSV, TOTALS_CSV, UNITS_CSV, fingerprint_of, write_all
from toolkit.template import Content
from toolkit.template import render as render_workbook
from toolkit.year.collection import collect
from toolkit.year.journal import received_now, record_receipts, work_alone
from toolkit.year.past_years import Series, past_years
from toolkit.year.remembered.written import (
    next_round,
    published_otherwise,
    remember_written,
    writing_over,
)
from toolkit.year.workspace import (
    DOCUMENTS,
    UNITS_FOLDER,
    Collection,
    Workspace,
    Written,
    passing_in_spite,
)

_PUT_BACK = "更正和明年的上年数都要用它，请从备份放回原来的；没有备份的，请把它与公布的逐项核对。"


def write_summary(
    workspace: Workspace,
    *,
    draft: bool = False,
    workers: int | None = None,
    done: Callable[[int, int], None] | None = None,
    made: Callable[[int, int], None] | None = None,
    waiting: Callable[[], None] | None = None,
    now: datetime | None = None,
) -> Written:
    """Add up what has passed and write `summary/`; other runs on the folder wait meanwhile.

    Units that wait, are sent back or missing make it a draft, which names them; `draft` asks for one on
    purpose. Files not yet on record are received `now`. `done` hears of the files that are read, `made` of
    the steps of writing. Every output is read again and compared with the sums. Raises OutputError when a
    result cannot be written or differs.
    """
    with work_alone(workspace, waiting):
        collection = collect(workspace, workers=workers, done=done)
        receipts = record_receipts(workspace, collection, now)
        return _written(workspace, received_now(collection, receipts), draft, made or _unheard)


def _unheard(_done: int, _total: int) -> None:
    """Hear nothing of how far the work has come."""


def _written(
    workspace: Workspace,
    collection: Collection,
    draft: bool,
    made: Callable[[int, int], None],
) -> Written:
    """Write what a collection adds up to; to be called `work_alone`."""
    consolidation = consolidate(workspace, collection, collection.history, draft=draft)
    folder, past = workspace.path("summary"), past_years(workspace)
    following = next_round(folder)
    version, correction = find_correction(consolidation, folder, following)
    beside, long = folder / long_name(workspace.stem), is_long(consolidation)
    words = county_words(workspace)
    submission = upward_content(workspace, consolidation, collection.history, words, version)
    above = look_above(consolidation, collection.history, words)
    outputs = _outputs(workspace, consolidation, collection, submission, correction, past, above)
    if long:
        outputs[beside] = partial(render_long, consolidation)
    else:
        remove_unneeded(beside)
    steps = len(outputs) + 1
    made(0, steps)
    before = _data_of(folder)
    # the data files first, while little else is in memory: the workbooks leave it in pieces
    in_turn = sorted(outputs.items(), key=lambda item: item[0].suffix == ".xlsx")
    with writing_over(folder, outputs) as edited:
        write_all(
            {
                path: partial(_made, given, partial(made, number, steps))
                for number, (path, given) in enumerate(in_turn, 1)
            }
        )
    require_same(compare_outputs(workspace, consolidation))
    otherwise = tuple(published_otherwise(folder))  # before a version takes the place of one that is gone
    remember_written(folder, outputs, keep_version(consolidation, outputs, folder, following))
    made(steps, steps)
    lines = (
        *workspace.columns_in_doubt,
        *_lines(consolidation),
        *shortened(consolidation),
        *([_long_line(consolidation, beside)] if long else []),
        *_left_out(workspace, consolidation),
        *above.lines,
        *idle_figures(words, consolidation),
        *correction_lines(correction, draft=consolidation.draft),
        *(f"{what}：{_PUT_BACK}" for what in otherwise),
        *_broken(past),
        *edited,
        *_older_beside(workspace, outputs, changed=before not in {"", _data_of(folder)}),
    )
    return Written(
        written=tuple(outputs),
        lines=lines,
        complete=consolidation.complete,
        open_matters=(*collection.open_matters, *above.open_matters),
    )


def _made(given: bytes | Callable[[], bytes], tell: Callable[[], None]) -> bytes:
    """Make an output, and tell that it is made."""
    data = given() if callable(given) else given
    tell()
    return data


def _outputs(
    workspace: Workspace,
    consolidation: Consolidation,
    collection: Collection,
    submission: Content,
    correction: Correction | None,
    past: Series,
    above: Above,
) -> dict[Path, bytes | Callable[[], bytes]]:
    """Give what is written, each file by what makes it; `submission` is what the next level gets."""
    folder, name = workspace.path("summary"), workspace.stem

    def summary() -> bytes:
        return render_summary(
            consolidation,
            baseline=same_units(consolidation, collection.history),
            corrected=correction_marks(correction),
            past=past.years,
            above=above,
        )

    def csv(write: Callable[[Consolidation], str]) -> Callable[[], bytes]:
        return lambda: write(consolidation).encode("utf-8-sig")

    return {
        folder / f"{name}汇总.xlsx": summary,
        folder / UNITS_CSV: partial(units_data, consolidation),
        folder / TOTALS_CSV: csv(totals_csv),
        folder / TEXTS_CSV: csv(texts_csv),
        folder / f"上报_{name}.xlsx": partial(render_workbook, submission),
        folder / f"{name}.sqlite": partial(database, consolidation, collection),
        **correction_files(consolidation, correction, folder),
    }


def _long_line(consolidation: Consolidation, beside: Path) -> str:
    lines = long_lines(consolidation)
    return f"“数据”“溯源”各有 {lines} 行，放在汇总工作簿里打开太慢，另写在 {beside.name}。"


def _left_out(workspace: Workspace, consolidation: Consolidation) -> Iterator[str]:
    """Say how many findings the sheet of findings has no room for, and where they stand."""
    found = sum(len(standing.findings) for standing in consolidation.standings)
    if found > FINDINGS_ROOM:
        yield (
            f"校核发现共 {found} 条，“校核结果”一张表只放得下 {FINDINGS_ROOM} 条（强制的在前），"
            f"其余在 {workspace.stem}.sqlite 的 findings 里。"
        )


def _data_of(folder: Path) -> str:
    """Tell in short what a report would be made of; empty where nothing was added up yet."""
    return "".join(
        fingerprint_of(path) for name in (UNITS_CSV, TEXTS_CSV) if (path := folder / name).is_file()
    )


def _older_beside(workspace: Workspace, outputs: Iterable[Path], *, changed: bool) -> Iterator[str]:
    """Say what lies beside the outputs that tells what is no longer so."""
    folder, title = workspace.path("summary"), workspace.form.title
    mine = {path.name for path in outputs} | {f"{workspace.stem}{title}{ending}" for ending in DOCUMENTS}
    endings = ("汇总.xlsx", "数据溯源.xlsx", ".sqlite", *(title + ending for ending in DOCUMENTS))
    there = {path.name for path in folder.iterdir() if path.is_file()} - mine
    older = sorted(name for name in there if name.endswith(endings) or name.startswith("上报_"))
    if shown := [name for name in older if not name.startswith(("~$", "."))]:
        yield (
            f"summary/ 里还有以前写的、这次没有更新的（例如改过名称）：{'、'.join(shown)}。"
            "请核对后删除，不要上报、不要公布。"
        )
    of_units = [path for path in (folder / UNITS_FOLDER).glob("*") if path.suffix in DOCUMENTS]
    if changed and (of_units or any((folder / name).is_file() for name in mine if name.endswith(DOCUMENTS))):
        how = "xxgk report --units" if of_units else "xxgk report"
        yield f"数或文字与上一次汇总不同：summary/ 里的报告如果是按以前的写的，请再运行 {how}。"


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
        rest = passing_in_spite(one for s in consolidation.standings for one in s.findings)
        lines.append(f"{consolidation.waiting_named}，例外 {waived} 处（{rest}）")
    if consolidation.succession is not None and consolidation.succession.changes:
        lines.append(f"单位变动：{consolidation.succession.sentence}")
    if consolidation.draft:
        lines.append(
            f"结果是草稿：{consolidation.why_draft}{'（--draft）' if consolidation.complete else ''}。"
        )
    return lines
