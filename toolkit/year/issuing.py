"""Issuing: a blank locked workbook for each unit of the roster, prefilled with what is already known."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from toolkit.answers.last_year import UNKNOWN, History
from toolkit.answers.submission import Submission
from toolkit.answers.units import Roster, Unit
from toolkit.errors import UsageError
from toolkit.files import natural_order, write_whole
from toolkit.form.model import Form, Mark, name_some, plain_digits, sum_figures
from toolkit.template.alike import render_alike
from toolkit.template.content import blank_content
from toolkit.year.calendar import passed_deadlines
from toolkit.year.openings import STEM, openings_file, openings_to_fill
from toolkit.year.past_years import history_of, vanished_units
from toolkit.year.roster import sample_roster
from toolkit.year.workspace import Workspace, tier_of, workbook_name

SHOWN = 5  # workbooks that are named


def issue(
    workspace: Workspace, codes: Sequence[str] = (), tell: Callable[[str], object] = lambda _: None
) -> Iterator[Path]:
    """Write the workbooks of the units named by `codes` (all that owe a report when empty), one by one.

    Yields each path as it is written, `issued/CODE_NAME.xlsx`. Before the first, everything is judged that
    would make a wrong workbook: identity across the years and last year's figures; what is only doubtful is
    given to `tell`. Raises UsageError with the list of what to settle; then nothing is written.
    """
    roster, settings = workspace.roster, workspace.settings
    unknown = [roster.unknown(code) for code in codes if roster.find(code) is None]
    if unknown:
        raise UsageError("".join(unknown))
    if roster.units == sample_roster().units:
        raise UsageError("单位名录还是样例，没有改过。请先把 roster.xlsx 改成本级的单位，再下发。")
    units = [u for u in roster.units if (u.code in codes if codes else u.owes)]
    form, history, tier = workspace.form, history_of(workspace, roster), tier_of(settings.level)
    doubts = (
        *(asked.message for asked in vanished_units(roster, history)),
        history.unknown(roster),
        history.gaps(form, units),
        _contradictions(form, history, units),
        _divided_otherwise(form, history, roster),
    )
    for said in filter(None, (history.doubt and f"{history.doubt}。请先核对上年的文件夹，再下发。", *doubts)):
        tell(said)
    lock = settings.lock
    folder = workspace.path("issued")
    now = {workbook_name(unit) for unit in roster.units if unit.owes}
    there = {path.name for path in folder.glob("*.xlsx") if path.name[:2] != "~$"}
    if others := sorted(there - now, key=natural_order):
        tell(
            f"issued/ 里有 {len(others)} 份不是按现在的名录下发的：{name_some(others, SHOWN)}。"
            "是以前下发的，请删除，不要再发给单位。"
        )
    county, year, notice = settings.county, settings.year, settings.notice
    contents = (
        blank_content(form, unit, history, year=year, county=county, notice=notice, lock=lock, tier=tier)
        for unit in units
    )
    for unit, workbook in zip(units, render_alike(contents), strict=True):
        path = folder / workbook_name(unit)
        write_whole(path, workbook)
        yield path


def _contradictions(form: Form, history: History, units: Sequence[Unit]) -> str:
    """Say of which units last year's figures break a rule among themselves: they were never right.

    Empty where there are none.
    """
    from toolkit.rules.checks import check  # noqa: PLC0415 (only where workbooks are issued)

    codes = dict.fromkeys(code for unit in units for code in history.origins(unit) if code in history.figures)
    reports = [
        Submission(
            form=form.key,
            year=0,
            unit_code=code,
            unit_name=history.names.get(code, code),
            figures={key: figure for key, figure in history.figures[code].items() if form.is_input(key)},
        )
        for code in codes
    ]
    rules = {rule.id for rule in form.rules}
    found = check(form, reports, [{}] * len(reports), [""] * len(reports))
    wrong = [
        f"{report.unit_code} {report.unit_name}（{broken.place}：{broken.problem.rstrip('。')}）"
        for report, findings in zip(reports, found, strict=True)
        if (broken := next((f for f in findings if f.rule in rules and f.blocks), None)) is not None
    ]
    if not wrong:
        return ""
    named = name_some(wrong, SHOWN)
    return (
        f"上年数（{history.source}）里有 {len(wrong)} 个单位的数自己对不上：{named}。"
        "已经照样预填。请照上年公布的报告改正那里的数，再下发一次。"
    )


def _divided_otherwise(form: Form, history: History, roster: Roster) -> str:
    """Say where what the office registered of the units of a split is not what there was to divide.

    Empty where it is all divided, or nobody can tell: a part is not registered, or came from others too.
    """
    wrong: list[str] = []
    for code, whole in history.figures.items():
        parts = [
            unit for unit in roster.units if code in unit.predecessors or (unit.code == code and unit.owes)
        ]
        if not any(code in unit.predecessors and unit.split for unit in parts) or any(
            unit.code not in history.given or {*unit.predecessors, code} != {code} for unit in parts
        ):
            continue
        given = [history.given[unit.code] for unit in parts]
        for key in (key for key in form.cells if key in form.last_refs):
            leaves = form.sums.get(key)
            if leaves and all(leaf in mine for mine in given for leaf in leaves):
                continue  # it is told of them
            found = [mine.get(key, Mark.BLANK) for mine in given]
            if UNKNOWN.isdisjoint([whole.get(key, Mark.BLANK), *found]):
                added = sum_figures(found)
                if added != sum_figures([whole[key]]):
                    wrong.append(
                        f"{history.label(code)}的{form.label(key)}是 {plain_digits(whole[key])}，"
                        f"{'、'.join(unit.name for unit in parts)}登记的相加是 {plain_digits(added)}"
                    )
    if not wrong:
        return ""
    return (
        f"登记的上年数与拆分前的对不上，有 {len(wrong)} 处：{name_some(wrong, SHOWN)}。已经照登记的预填。"
        f"请核对 {STEM}.xlsx 里怎样分的，再下发一次。"
    )


def told_of_issuing(workspace: Workspace, today: date) -> tuple[str, ...]:
    """Say what the office should know once workbooks were issued: openings to fill in, odd deadlines."""
    said = (
        *workspace.columns_in_doubt,
        ask_for_openings(workspace),
        *workspace.kinds_of_nobody,
        passed_deadlines(workspace, today),
    )
    return tuple(filter(None, said))


def ask_for_openings(workspace: Workspace) -> str:
    """Say which units have no opening figures after a split.

    Their lines stand ready in opening.xlsx, where that is new.
    """
    roster = workspace.roster
    if not any(unit.split for unit in roster.units):  # last year need not be read again
        return ""
    history = history_of(workspace, roster)
    units = [unit for unit in roster.units if unit.owes and history.unregistered(unit)]
    if not units or not history.source:
        return ""
    named = f"{'、'.join(unit.name for unit in units)}是机构拆分的单位，上年数要由本办登记"
    there = openings_file(workspace.folder)
    if there is not None:
        return f"{named}，{there.name} 里还没有写。"
    path = workspace.folder / f"{STEM}.xlsx"
    write_whole(path, openings_to_fill(workspace.form, units))
    return f"{named}：已写出 {path.name}，请在“登记的数”一栏填上各自分得的数，再下发一次（xxgk issue）。"
