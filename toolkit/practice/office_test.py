"""Self-test of the workbook before it goes to sixty units.

What each office program on this machine does to it.

A made-up workbook is opened and saved by the program, read back, and compared with what was issued.
"""

import io
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from math import isclose
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

from toolkit.errors import UsageError
from toolkit.form.model import Form
from toolkit.layout.layout import IDENTITY, lay_out
from toolkit.layout.lock import lock_with
from toolkit.practice.office_programs import PROGRAMS, Program, Survival, Trial, command_of
from toolkit.practice.sampling import sample_figures
from toolkit.reading.workbook import read_file
from toolkit.template import Content, render
from toolkit.year.workspace import Workspace

Openpyxl: TypeAlias = Any  # its books and cells
SECONDS = 180


def self_test(workspace: Workspace) -> tuple[Trial, ...]:
    """Try the year's workbook in every office program found. Raises UsageError when there is none."""
    found = [(program, path) for program in PROGRAMS for path in [command_of(program)] if path]
    if not found:
        names = "、".join(program.name for program in PROGRAMS)
        raise UsageError(
            f"这台电脑上没有找到可以自动试开的办公软件（{names}）。请用 Excel 或 WPS 手工打开一份、"
            f"保存、再运行 xxgk check。"
        )
    content = _specimen(workspace)
    return tuple(_try(program, path, content, workspace.form_name) for program, path in found)


def _specimen(workspace: Workspace) -> Content:
    """Make up a filled workbook of the year, locked with a password."""
    form, settings = workspace.form, workspace.settings
    return Content(
        form=form,
        unit_code="000",
        unit_name="自检单位",
        year=settings.year,
        county=settings.county,
        entries=sample_figures(form, Random(1)),  # noqa: S311 (made-up figures)
        identity={"prepared_by": "=1+1"},
        lock=lock_with(settings.password or "selftest", "selftest"),
    )


def _try(program: Program, command: str, content: Content, form_name: str) -> Trial:
    issued = render(content)
    with tempfile.TemporaryDirectory(prefix="xxgk-") as name:
        folder = Path(name)
        source, target = folder / "before" / "specimen.xlsx", folder / "specimen.xlsx"
        source.parent.mkdir()
        source.write_bytes(issued)
        places = {
            "profile": (folder / "profile").as_uri(),
            "folder": name,
            "source": str(source),
            "target": str(target),
        }
        try:
            arguments = [part.format(**places) for part in program.arguments]
            subprocess.run([command, *arguments], check=True, capture_output=True, timeout=SECONDS)  # noqa: S603 (no text of others)
            survivals = tuple(_compare(content, issued, target, form_name))
        except (OSError, subprocess.SubprocessError) as error:
            survivals = (Survival(what="打开并保存", survived=False, detail=type(error).__name__),)
    return Trial(program=program.name, survivals=survivals)


# ------------------------------------------------------------------ what survived


def _compare(content: Content, issued: bytes, path: Path, form_name: str) -> Iterator[Survival]:

    data = path.read_bytes()
    before, after = (_opened(book) for book in (issued, data))
    reading = read_file(path, path.name, [form_name])
    yield _sheets(before, after)
    yield _locks(before, after)
    yield _structure(after)
    yield _hashes(before, after)
    yield _validations(content.form, after)
    yield _names(before, after)
    yield _hidden(after)
    yield _caches(issued, before, data)
    mine = reading.submission
    known = mine is not None and (mine.unit_code, mine.unit_name, mine.year) == (
        "000",
        "自检单位",
        content.year,
    )
    yield Survival(what="身份（单位、年度、表样）", survived=known and reading.form == content.form.key)
    read = {} if mine is None else {key: mine.figure(key) for key in content.form.inputs}
    wrong = [key for key in content.form.inputs if read.get(key) != content.entries.get(key)]
    yield Survival(
        what="填的数读回来不变", survived=not wrong, detail=f"{len(wrong)} 格不同" if wrong else ""
    )
    told = {f.rule for f in reading.findings}
    yield Survival(
        what="读回时没有把它当成被改动", survived=not told, detail="、".join(sorted(told)), essential=False
    )


def _sheets(before: Openpyxl, after: Openpyxl) -> Survival:
    return Survival(what="工作表和次序", survived=before.sheetnames == after.sheetnames)


def _locks(before: Openpyxl, after: Openpyxl) -> Survival:
    """Sheets protected, and exactly the same cells open."""
    lost = []
    for sheet in before.worksheets:
        if sheet.title not in after.sheetnames or not sheet.protection.sheet:
            continue
        now = after[sheet.title]
        opened = [
            c.coordinate for row in sheet.iter_rows() for c in row if c.has_style and not c.protection.locked
        ]
        still = [at for at in opened if not now[at].protection.locked]
        closed = all(
            now[c.coordinate].protection.locked
            for row in sheet.iter_rows()
            for c in row
            if c.data_type == "f"
        )
        if not now.protection.sheet or len(still) != len(opened) or not closed:
            lost.append(sheet.title)
    return Survival(what="锁定（只有要填的格能改）", survived=not lost, detail="、".join(lost))


def _structure(after: Openpyxl) -> Survival:
    kept = bool(after.security and after.security.lockStructure)
    return Survival(
        what="工作表不能增删改名", survived=kept, detail="" if kept else "保护解除了", essential=False
    )


def _hashes(before: Openpyxl, after: Openpyxl) -> Survival:
    lost = [
        s.title
        for s in before.worksheets
        if s.protection.sheet and s.title in after.sheetnames and not after[s.title].protection.hashValue
    ]
    return Survival(what="保护密码（SHA-512）", survived=not lost, detail="、".join(lost), essential=False)


def _validations(form: Form, after: Openpyxl) -> Survival:
    """Every cell to fill still has its rule."""
    layout = lay_out(form)
    lost = []
    for key in form.inputs:
        place = layout.places[key]
        if place.sheet in after.sheetnames:
            rules = after[place.sheet].data_validations.dataValidation
            if not any(place.a1 in rule.sqref for rule in rules):
                lost.append(f"{place.sheet} {place.a1}")
    return Survival(what="填写限制（数据有效性）", survived=not lost, detail="、".join(lost[:6]))


def _names(before: Openpyxl, after: Openpyxl) -> Survival:
    lost = sorted(set(before.defined_names) - set(after.defined_names))
    return Survival(what="隐藏的名称", survived=not lost, detail="、".join(lost), essential=False)


def _hidden(after: Openpyxl) -> Survival:
    state = after[IDENTITY].sheet_state if IDENTITY in after.sheetnames else "gone"
    detail = "" if state == "veryHidden" else "变成了普通隐藏" if state == "hidden" else "看得见了"
    return Survival(what="身份表深度隐藏", survived=state == "veryHidden", detail=detail, essential=False)


def _caches(issued: bytes, before: Openpyxl, data: bytes) -> Survival:
    """Every formula shows the same result."""
    shown, now = (_opened(book, data_only=True) for book in (issued, data))
    wrong = [
        f"{sheet.title} {cell.coordinate}"
        for sheet in before.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
        and not _alike(shown[sheet.title][cell.coordinate].value, _value(now, sheet.title, cell))
    ]
    return Survival(what="公式和结果", survived=not wrong, detail="、".join(wrong[:6]))


def _value(book: Openpyxl, sheet: str, cell: Openpyxl) -> object:
    return book[sheet][cell.coordinate].value if sheet in book.sheetnames else None


def _alike(before: object, after: object) -> bool:
    """Whether two results are the same.

    An empty text may come back as nothing, a number with the noise of fractions.
    """
    if isinstance(before, int | float) and isinstance(after, int | float):
        return isclose(before, after, rel_tol=1e-14)
    return (before or None) == (after or None)


def _opened(data: bytes, *, data_only: bool = False) -> Openpyxl:
    """Open what an office program saved; what openpyxl misses in it (a default style) is no matter here."""
    import openpyxl  # noqa: PLC0415 (only here is a workbook compared)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(io.BytesIO(data), data_only=data_only)
