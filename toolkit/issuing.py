"""Issuing: a blank locked workbook for each unit of the roster, prefilled with what is already known."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from toolkit.collection import history_of
from toolkit.errors import UsageError
from toolkit.form import Form
from toolkit.history import History
from toolkit.lock import Lock, lock_with
from toolkit.roster import NEW, Unit
from toolkit.template import Content, render
from toolkit.workspace import Settings, Workspace, workbook_name, write_whole


def issue(workspace: Workspace, codes: Sequence[str] = ()) -> Iterator[Path]:
    """Write the workbooks of the units named by `codes` (all that owe a report when empty), one after the other.

    Raises UsageError for a code that the roster does not have.
    """
    roster, settings = workspace.roster(), workspace.settings
    unknown = [code for code in codes if roster.find(code) is None]
    if unknown:
        raise UsageError(f"单位名录里没有这些代码：{'、'.join(unknown)}")
    units = [u for u in roster.units if (u.code in codes if codes else u.owes)]
    form, history = workspace.form, history_of(workspace, roster)
    lock = lock_with(settings.password, f"{settings.county}{settings.year}")
    folder = workspace.path("issued")
    for unit in units:
        path = folder / workbook_name(unit)
        write_whole(path, render(content_for(form, settings, unit, history, lock)))
        yield path


def content_for(form: Form, settings: Settings, unit: Unit, history: History, lock: Lock) -> Content:
    """Put together what a unit's blank workbook shows."""
    last = history.of(unit)
    why = history.note(unit)
    if unit.code in history.given:
        note = why
    elif last:
        note = f"取自 {settings.year - 1} 年度汇总（{history.source}）" + (f"，{why}" if why else "")
    else:
        note = f"没有上年数：{why}" if history.source and why else "没有登记上年数，请按上年已公布的报告填写"
    if unit.status == NEW and not last:
        note = "新设单位，没有上年数"
    return Content(
        form=form, unit_code=unit.code, unit_name=unit.name, year=settings.year, kind=unit.kind,
        county=settings.county, notice=settings.notice, last=last, last_note=note, lock=lock,
    )  # fmt: skip
