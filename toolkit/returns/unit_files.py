"""What goes back to one unit: a workbook to correct, a letter, a short text.

The workbook is the unit's own, marked. Where that cannot be marked (another format, rows moved, too large),
all that was typed is carried into a new one, which is marked instead. Where not even the figures are
certain, the list of problems stands alone, beside a new workbook with what could be read.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from toolkit.answers.reading import Reading
from toolkit.answers.submission import Submission
from toolkit.cage import CagedError, caged
from toolkit.errors import raise_under_test
from toolkit.layout.layout import REASONS, Place, lay_out
from toolkit.reading.locating import locate, reason_places
from toolkit.reading.opened import Opened
from toolkit.returns.annotation import STEPS, asking_steps, filled, marked, mended
from toolkit.returns.carrying import Carried, carried_from, with_carried
from toolkit.returns.cases import Case
from toolkit.returns.letter import Letter, letter_docx, letter_text
from toolkit.returns.mending import is_bounded, opened
from toolkit.returns.problem_list import ReturnNotice, problem_list
from toolkit.returns.tasks import Point
from toolkit.returns.untouched import is_untouched, reads_alike
from toolkit.template import Content, render
from toolkit.year.calendar import written_day
from toolkit.year.workspace import Workspace

ANNOTATED, LIST_ALONE, FRESH, LETTER, TEXT = (
    "_退回.xlsx",
    "_问题清单.xlsx",
    "_重填.xlsx",
    "_退回修改通知.docx",
    "_微信.txt",
)
ASKING, ASKING_LETTER = "_请说明.xlsx", "_请说明通知.docx"
NAMED = 12  # things not carried that are named one by one


def files_of(workspace: Workspace, case: Case, blank: Content) -> dict[str, bytes]:
    """Make the files of one unit, by name; `blank` is what it was issued."""
    settings = workspace.settings
    office = {key: settings.office.get(key, "") for key in ("name", "contact", "phone")}
    letter = Letter(
        unit=case.unit.name,
        year=settings.year,
        title=blank.form.title,
        until=case.until,
        points=case.points,
        workbook=f"{case.stem}{ASKING if case.passed else ANNOTATED}",
        office=office["name"],
        contact=office["contact"],
        phone=office["phone"],
        notice=settings.notice,
        passed=case.passed,
    )
    notice = ReturnNotice(
        unit=case.unit.name,
        year=settings.year,
        until=written_day(case.until),
        contact=letter.asks_whom,
        banner=settings.notice,
        steps=asking_steps(letter.nothing_wrong) if case.passed else STEPS,
        opens_at=_first_answer(case),
    )
    marked = _own(workspace, case, blank, notice) or _carried_over(workspace, case, blank, notice)
    if marked is not None:
        workbooks = {letter.workbook: marked}
    else:
        letter = replace(
            letter,
            workbook=f"{case.stem}{FRESH}",
            separate_list=f"{case.stem}{LIST_ALONE}",
            anew=case.result.reading.submission is not None,
            no_workbook=case.no_workbook,
        )
        workbooks = _list_and_fresh(workspace, case, blank, notice, letter)
    return {
        **workbooks,
        f"{case.stem}{ASKING_LETTER if case.passed else LETTER}": letter_docx(letter),
        f"{case.stem}{TEXT}": b"\xef\xbb\xbf" + letter_text(letter).encode(),
    }


def _first_answer(case: Case) -> Place | None:
    """Return the cell at which the workbook opens where only explanations are asked for: the first one's."""
    return next((point.answer for point in case.points if point.answer), None) if case.passed else None


def _own(workspace: Workspace, case: Case, blank: Content, notice: ReturnNotice) -> bytes | None:
    """Mark the unit's own workbook; None when it is too broken for that."""
    reading = case.result.reading
    if not case.readable or reading.submission is None:
        return None
    submission = reading.submission

    def mark() -> bytes | None:
        data = (workspace.folder / reading.file).read_bytes()
        return caged(
            annotate, reading.file, data, blank, submission, case.points, notice, saved=reading.saved
        )

    return _unless_odd(mark)


def _unless_odd(make: Callable[[], bytes | None]) -> bytes | None:
    """Make a workbook; None where that fails: one odd workbook stops no other unit's return."""
    try:
        return make()
    except CagedError:
        return None
    except Exception as error:  # noqa: BLE001 (whatever openpyxl says of it)
        raise_under_test(error)
        return None


def annotate(
    data: bytes,
    content: Content,
    submission: Submission,
    points: Sequence[Point],
    notice: ReturnNotice,
    *,
    saved: str | None,
) -> bytes | None:
    """Annotate a unit's workbook.

    None when it is too broken for that. `content` is what it was issued with. A workbook in which there is
    nothing to mend goes back as it came but for its marks.
    """
    layout = lay_out(content.form)
    if submission.moved or not is_bounded(data):
        return None
    book = opened(data)
    if (
        any(
            (found := locate(grid, book.rows(grid.table.sheet))).lost or found.moved
            for grid in layout.grids.values()
        )
        or reason_places(layout, book.rows(REASONS)) != layout.reasons
    ):
        return None
    stands = filled(content, layout, book, submission)
    if (as_it_came := _as_it_came(data, book, stands, points, notice)) is not None:
        return as_it_came
    whole = mended(data, book, stands, points, saved=saved)
    return marked(whole[0], points, notice, whole[1]) if whole is not None else None


def _as_it_came(
    data: bytes, book: Opened, content: Content, points: Sequence[Point], notice: ReturnNotice
) -> bytes | None:
    """Mark a workbook in which there is nothing to mend.

    None where there is, or where the marked one does not read as it did: then it is mended.
    """
    if any(point.changes_cells for point in points):
        return None

    def mark() -> bytes | None:
        layout = lay_out(content.form)
        result = marked(data, points, notice, {}) if is_untouched(data, book, layout, content) else None
        return result if result is not None and reads_alike(book, opened(result), layout) else None

    return _unless_odd(mark)


def _carried_over(workspace: Workspace, case: Case, blank: Content, notice: ReturnNotice) -> bytes | None:
    """Carry what the unit typed into a new workbook, and mark that; None when the figures are not certain."""
    reading = case.result.reading
    carried = carried_from(workspace.folder / reading.file, reading, blank) if case.readable else None
    if carried is None:
        return None
    content = with_carried(blank, carried)
    steps = (
        (
            f"你单位发来的工作簿{_why(reading)}，不能直接批注；填的数和文字已原样搬进这份新的工作簿，"
            f"请在这份上改。"
        ),
        *notice.steps,
        *_left(carried),
    )
    notice = replace(notice, steps=steps)
    return _unless_odd(
        lambda: annotate(render(content), blank, content.submission, case.points, notice, saved=None)
    )


def _why(reading: Reading) -> str:
    """Say why a workbook cannot be marked."""
    if not reading.file.lower().endswith((".xlsx", ".xlsm")):
        return "不是 .xlsx 格式"
    if reading.submission is not None and reading.submission.moved:
        return "移动过行列，或者改过工作表名"
    return f"移动过“{REASONS}”的行，或者内部格式不规范、文件太大"


def _list_and_fresh(
    workspace: Workspace, case: Case, blank: Content, notice: ReturnNotice, letter: Letter
) -> dict[str, bytes]:
    """Make the list alone, and a new workbook that holds what could be read."""
    reading = case.result.reading
    carried = carried_from(workspace.folder / reading.file, reading, blank)
    figures = len(carried.figures) if carried else 0
    filled = f"读得出的 {figures} 个数已经填好，请逐个核对" if figures else "没有读得出的数，请重新填写"
    first = (
        f"请填一并发来的“{letter.workbook}”（{filled}），原来的工作簿不要再用。"
        if letter.anew
        else f"原来的工作簿还能用的，照“怎么改”一栏处理后发回；不能用的，"
        f"改填一并发来的“{letter.workbook}”（{filled}）。"
    )
    steps = (
        f"1. {first}",
        "2. 封面显示“可以上报”就保存，把改好的工作簿发回。本页不用发回。",
        *(_left(carried) if figures and carried else ()),
    )
    return {
        letter.workbook: render(with_carried(blank, carried) if carried else blank),
        letter.separate_list: problem_list(case.points, replace(notice, steps=steps), links=False),
    }


def _left(carried: Carried) -> Sequence[str]:
    """Say what could not be carried."""
    if not carried.left:
        return ()
    more = len(carried.left) - NAMED
    lines = [f"没有搬过来的 {len(carried.left)} 处，请自己补上：", *carried.left[:NAMED]]
    return [*lines, f"……还有 {more} 处。"] if more > 0 else lines
