"""The hands of a clerk: workbooks opened, typed into, cut, dragged and saved in LibreOffice's engine.

Run by the system's own Python, which has LibreOffice's `uno`; reads jobs as JSON from standard input, and
writes what the asked cells show as JSON. A job: {"path", "save", "acts": [[name, …]], "show": ["封面!C4"]};
with "rounds", several such lists of acts one after the other, the cells are asked after each ("0 封面!C4").
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.sheet.CellDeleteMode import ROWS as DELETE_ROWS
from com.sun.star.sheet.CellDeleteMode import UP
from com.sun.star.sheet.CellInsertMode import ROWS
from com.sun.star.table import CellRangeAddress

SECONDS = 60


def main() -> None:
    """Do all jobs in one office."""
    program, profile, jobs = sys.argv[1], sys.argv[2], json.load(sys.stdin)
    name = f"clerk{os.getpid()}"  # two runs on one machine meet two programs
    office = subprocess.Popen(
        [
            program,
            "--headless",
            "--norestore",
            f"-env:UserInstallation=file://{profile}",
            f"--accept=pipe,name={name};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        desktop = _connected(name)
        sys.stdout.write(json.dumps([_do(desktop, job) for job in jobs], ensure_ascii=False))
        try:
            desktop.terminate()
        except Exception:  # noqa: BLE001 (the office may hang up first)
            office.terminate()
        office.wait(SECONDS)
    finally:
        if office.poll() is None:
            office.kill()


def _connected(name):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + SECONDS
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={name};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def _do(desktop, job):
    book = desktop.loadComponentFromURL(
        Path(job["path"]).as_uri(),
        "_blank",
        0,
        (PropertyValue("Hidden", 0, True, 0),),  # noqa: FBT003 (uno knows no names)
    )
    try:
        shown = {}
        rounds = job.get("rounds")
        for number, acts in enumerate([job.get("acts", ())] if rounds is None else rounds):
            for name, *words in acts:
                ACTS[name](book, *words)
            book.calculateAll()
            before = "" if rounds is None else f"{number} "
            shown |= {before + at: _cell(book, at).getString() for at in job.get("show", ())}
        if job.get("save"):
            kind = PropertyValue("FilterName", 0, "Calc MS Excel 2007 XML", 0)
            book.storeToURL(Path(job["save"]).as_uri(), (kind,))
    finally:
        book.close(True)  # noqa: FBT003
    return shown


def _cell(book, at):
    sheet, _, cell = at.partition("!")
    return book.Sheets.getByName(sheet).getCellRangeByName(cell)


def _typed(book, at, text):
    cell = _cell(book, at)
    if not (book.Sheets.getByName(at.partition("!")[0]).isProtected() and cell.CellProtection.IsLocked):
        cell.setFormula(text)


def _as_text(book, at, text):
    """Type into a cell that is formatted as text, as after pasting from a chat."""
    _cell(book, at).setString(text)


def _blank(book, at):
    _cell(book, at).clearContents(1 + 2 + 4 + 16)


def _cut(book, at, to):
    """Cut a range and paste it elsewhere on its sheet."""
    source, target = _cell(book, at), _cell(book, to)
    book.Sheets.getByName(at.partition("!")[0]).moveRange(
        target.getCellByPosition(0, 0).getCellAddress(), source.getRangeAddress()
    )


def _copied(book, at, to):
    """Copy a range and paste all of it, formats too."""
    source, target = _cell(book, at), _cell(book, to)
    book.Sheets.getByName(to.partition("!")[0]).copyRange(
        target.getCellByPosition(0, 0).getCellAddress(), source.getRangeAddress()
    )


def _row(book, at, *, insert):
    sheet, _, row = at.partition("!")
    one, number = book.Sheets.getByName(sheet), int(row) - 1
    address = CellRangeAddress(one.RangeAddress.Sheet, 0, number, one.Columns.Count - 1, number)
    one.insertCells(address, ROWS) if insert else one.removeRange(address, DELETE_ROWS)


def _looks(book, at, name, value):
    setattr(_cell(book, at), name, value)


def _number_format(book, at, code):
    locale = uno.createUnoStruct("com.sun.star.lang.Locale")
    formats = book.NumberFormats
    number = formats.queryKey(code, locale, True)  # noqa: FBT003
    _cell(book, at).NumberFormat = number if number >= 0 else formats.addNew(code, locale)


def _hidden(book, at):
    sheet, _, row = at.partition("!")
    book.Sheets.getByName(sheet).Rows.getByIndex(int(row) - 1).IsVisible = False


ACTS = {
    "type": _typed,
    "as text": _as_text,
    "blank": _blank,
    "cut": _cut,
    "copy": _copied,
    "insert row": lambda book, at: _row(book, at, insert=True),
    "delete row": lambda book, at: _row(book, at, insert=False),
    "delete cells": lambda book, at: book.Sheets.getByName(at.partition("!")[0]).removeRange(
        _cell(book, at).getRangeAddress(), UP
    ),
    "unprotect": lambda book, sheet: book.Sheets.getByName(sheet).unprotect(""),
    "rename": lambda book, sheet, to: setattr(book.Sheets.getByName(sheet), "Name", to),
    "drop": lambda book, sheet: book.Sheets.removeByName(sheet),
    "double": lambda book, sheet, to: book.Sheets.copyByName(sheet, to, book.Sheets.Count),
    "colour": lambda book, at, value: _looks(book, at, "CharColor", value),
    "strike": lambda book, at: _looks(book, at, "CharStrikeout", 1),
    "number format": _number_format,
    "hide row": _hidden,
}

if __name__ == "__main__":
    main()
