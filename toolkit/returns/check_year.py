"""The conversation with the units: read what came, record it, return what has to go back."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.returns.return_all import Returned, return_all
from toolkit.year.collection import collect
from toolkit.year.journal import received_now, record_receipts, work_alone
from toolkit.year.workspace import ACCEPTED, AFTER_RETURN, MISSING, SETTINGS, Collection, Workspace

NAMED = 4  # of the files that were deleted

if TYPE_CHECKING:
    from concurrent.futures import Executor  # which loads logging


def check_year(
    workspace: Workspace,
    *,
    show: Callable[[Collection], None] = lambda _: None,
    waiting: Callable[[], None] | None = None,
    workers: int | None = None,
    executor: "Executor | None" = None,
    done: Callable[[int, int], None] | None = None,
    made: Callable[[int, int], None] | None = None,
    now: datetime | None = None,
) -> tuple[Collection, tuple[str, ...]]:
    """Check everything in the inbox, `show` the result, record it, write `returned/`.

    Returns the collection and what there is to say of the writing, a line each. Files not yet on record are
    received `now`. `done` hears of the files that are read, `made` of how many units what goes back is
    there. An `executor` reads in place of this machine's workers. Other runs on the folder wait meanwhile
    (`waiting` hears when this one has to). Raises OutputError when a file cannot be written.
    """
    with work_alone(workspace, waiting):
        collection = collect(workspace, workers=workers, executor=executor, done=done)
        show(collection)
        receipts = record_receipts(workspace, collection, now)
        collection = received_now(collection, receipts)
        returned = return_all(workspace, collection, made)
    today = (now or datetime.now().astimezone()).date()
    return collection, tuple(_lines(workspace, collection, len(receipts), returned, today))


def years_apart(collection: Collection) -> tuple[str, ...]:
    """Say so where loose files are of several years: each is then checked as of its own."""
    years = {f.reading.submission.year for f in collection.files if f.reading.submission is not None} - {0}
    several = "、".join(str(year) for year in sorted(years))
    return (f"这些文件是 {several} 几个年度的，各按自己的年度核对。",) if len(years) > 1 else ()


def _lines(
    workspace: Workspace, collection: Collection, receipts: int, returned: Returned, today: date
) -> list[str]:
    lines = [f"收件登记新增 {receipts} 条（receipts.jsonl）。"] if receipts else []
    back = [case.unit for case in returned.cases if not case.passed]
    asked = len(returned.cases) - len(back)
    if back:
        lines.append(
            f"退回 {len(back)} 个单位：工作簿、通知和微信稿在 returned/，总表是 returned/退回一览.xlsx。"
            + _counted_otherwise(collection, returned)
        )
    if asked:
        lines.append(
            f"请说明 {asked} 个单位（已通过，有核实要说明或者改正）：标好的工作簿、通知和微信稿也在 "
            f"returned/，名称是“…_请说明…”。"
        )
    if returned.cases:
        office = workspace.settings.office
        if not (office.get("contact") or office.get("phone")):
            lines.append(
                "本办的联系人和电话没有写，通知里也就没有；写在 xxgk.toml 的 [office] 里"
                "（工作台：建立→联系人、期限）以后再校核一次。"
            )
    if passed := sorted({case.until for case in returned.cases if case.until and case.until < today}):
        lines.append(
            f"通知里写的改好期限 {'、'.join(day.isoformat() for day in passed)} 已经过了：请在 {SETTINGS} 的 "
            f'[deadlines] 下面加一行 "{AFTER_RETURN}" = 日期（两边的引号也要写；工作台：建立→联系人、期限），'
            f"再校核一次，然后发给单位。"
        )
    lines += [*workspace.columns_in_doubt, *workspace.kinds_of_nobody]
    if returned.removed:
        lines.append(_deleted(returned.removed))
    lines += [f"{path.name} 后来有人改过，没有动它；已不需要时请自行删除。" for path in returned.kept]
    return lines


def _deleted(removed: tuple[Path, ...]) -> str:
    """Say which files were deleted: written by this tool, unchanged since, and no longer true."""
    named = "、".join(path.name for path in removed[:NAMED]) + (" 等" if len(removed) > NAMED else "")
    return f"returned/ 里以前写的 {len(removed)} 个文件已不需要（后来没有人改过），删掉了：{named}。"


def _counted_otherwise(collection: Collection, returned: Returned) -> str:
    """Say which of those written to do not count as sent back, and as what they count."""
    status = {standing.unit.code: standing.status for standing in collection.standings}
    back = [case.unit for case in returned.cases if not case.passed]
    useless = "、".join(unit.name for unit in back if status.get(unit.code) == MISSING)
    counting = "、".join(unit.name for unit in back if status.get(unit.code) == ACCEPTED)
    said = f"其中 {useless} 发来的不能用，统计里算“未报”。" if useless else ""
    return said + (f"其中 {counting} 另有一份已通过，统计里算“通过”。" if counting else "")
