"""Whether a unit's workbook is as it was issued in all but what it filled in: then nothing has to be mended.

What decides is a list of what may be there, so that anything else is looked at and mended cell by cell.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from toolkit.form.model import Form, Mark
from toolkit.layout.layout import (
    COVER,
    IDENTITY,
    LIST,
    PASTE,
    PROSE,
    REASONS,
    Layout,
    Place,
    parse_place,
)
from toolkit.layout.look import look
from toolkit.reading.locating import Rows, content_at
from toolkit.reading.opened import Opened
from toolkit.reading.sheet_xml import Sheet, attributes
from toolkit.reading.tampering import are_alike, find_changes, issued_bytes, issued_workbook
from toolkit.returns.mending import as_it_stands, opened
from toolkit.returns.sheet_rules import besides, looks_of_conditions, sheet_rules
from toolkit.template import Content, identity_of
from toolkit.template.formula_results import formula_results

_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core|custom)\.xml"
    r"|xl/(?:workbook|styles|sharedStrings|calcChain)\.xml|xl/_rels/workbook\.xml\.rels|xl/theme/theme\d+\.xml"
    r"|xl/worksheets/(?:sheet\d+\.xml|_rels/sheet\d+\.xml\.rels)|xl/printerSettings/printerSettings\d+\.bin"
)
_MACROS = b"macroEnabled"
_NO_RESULT = "</f></c>"
_FILLS = re.compile(rb"<fills .*?</fills>", re.DOTALL)
_UNSAID = {  # what a protection's attributes mean where they are left out (ECMA-376, CT_SheetProtection)
    **dict.fromkeys(("sheet", "objects", "scenarios", "selectLockedCells", "selectUnlockedCells"), "0"),
    **dict.fromkeys(("lockStructure", "lockWindows", "lockRevision"), "0"),
    **dict.fromkeys(("formatCells", "formatColumns", "formatRows", "insertColumns", "insertRows"), "1"),
    **dict.fromkeys(
        ("insertHyperlinks", "deleteColumns", "deleteRows", "sort", "autoFilter", "pivotTables"), "1"
    ),
}


def is_untouched(data: bytes, book: Opened, layout: Layout, content: Content) -> bool:
    """Whether the workbook `data`, opened as `book`, is as issued but for what was filled in.

    `content` is what it was issued with and what stands in it: its formulas' results are of that, each.
    Raises whatever is said of odd XML.
    """
    package = book.package
    if package is None or not package.as_came(data) or not all(map(_PARTS.fullmatch, package.names)):
        return False
    sheets, _ = issued_workbook(content.form, content.kind)
    return (
        book.names == tuple(sheets)
        and book.hidden == _as_issued(content.form, content.kind).hidden
        and _MACROS not in package.read("[Content_Types].xml")
        and not _marked(_styles(book))
        and not any(find_changes(layout, book, content.kind))
        and all(_sheet_untouched(book, name, sheet, content) for name, sheet in sheets.items())
        and _protection(package.text("xl/workbook.xml"), of="workbook")
        == _locked({"lockStructure": "1"}, content.lock.attributes("workbook"))
        and _kept(layout, book, content)
        and _up_to_date(book, content)
    )


def reads_alike(book: Opened, after: Opened, layout: Layout) -> bool:
    """Whether a workbook that was marked reads as before: values, formulas, and which cells are open."""
    tables = (table.sheet for table in layout.form.tables)
    return after.names == (LIST, *book.names) and all(
        _held(book.rows(name)) == _held(after.rows(name))
        and (seen := book.seen(name)) is not None
        and (now := after.seen(name)) is not None
        and (seen.formulas, seen.unlocked) == (now.formulas, now.unlocked)
        for name in (COVER, *tables, PROSE, REASONS, IDENTITY)
        if name in book.names
    )


def _held(rows: Rows) -> Mapping[tuple[int, int], object]:
    """Return what stands in the cells that are not blank."""
    return {
        (row, column): value
        for row, line in enumerate(rows)
        for column, value in enumerate(line)
        if value not in ("", None)
    }


def _marked(styles: bytes) -> bool:
    """Whether cells bear the colours of an earlier round."""
    fills = _FILLS.search(styles)
    colours = [look()["colours"][name].encode() for name in ("must", "explain")]
    return fills is None or any(colour in fills[0].upper() for colour in colours)


def _sheet_untouched(book: Opened, name: str, before: Sheet, content: Content) -> bool:
    after, xml = book.quick(name), book.text(name)
    if after is None or _NO_RESULT in xml:
        return False
    issued = _as_issued(content.form, content.kind)
    strays = _strays(before, after) if name != PASTE else frozenset()  # what is pasted there stays there
    return (
        _alike(before, after)
        and _rules(book, name) == _rules(issued, name)
        and _protection(_tail(xml))
        == _locked(_protection(_tail(issued.text(name))), content.lock.attributes())
        and not any(_stands(book.rows(name), address) for address in strays)
    )


@lru_cache(maxsize=256)  # a sheet seen at a quick glance is that of many workbooks
def _alike(before: Sheet, after: Sheet) -> bool:
    """Whether formulas, merged cells and all that is hidden are as issued."""
    return (
        before.formulas.keys() == after.formulas.keys()
        and all(are_alike(text, after.formulas[cell]) for cell, text in before.formulas.items())
        and before.merged == after.merged
        and set(before.hidden_columns) == set(after.hidden_columns)
        and set(before.hidden_rows) == set(after.hidden_rows)
    )


@lru_cache(maxsize=256)
def _strays(before: Sheet, after: Sheet) -> frozenset[str]:
    """Return the cells that were not issued."""
    return frozenset(after.styles.keys() - before.styles.keys())


def _stands(rows: Rows, address: str) -> bool:
    place = parse_place("", address)
    return content_at(rows, place.row, place.column) not in ("", None)


@lru_cache(maxsize=16)
def _as_issued(form: Form, kind: str) -> Opened:
    """Open a workbook as it is issued."""
    return opened(issued_bytes(form, kind))


def _rules(book: Opened, name: str) -> frozenset[object]:
    """Return what stands behind the cells of a sheet."""
    head, _, tail = book.text(name).rpartition("</sheetData>")
    start = head.index("<worksheet")
    return sheet_rules(head[start : head.index(">", start) + 1], tail, _looks(_styles(book)))


def _styles(book: Opened) -> bytes:
    package = book.package
    return package.read(package.styles_part or "") if package is not None else b""


@lru_cache(maxsize=64)
def _looks(styles: bytes) -> tuple[object, ...]:
    return looks_of_conditions(styles)


def _tail(xml: str) -> str:
    return xml.rpartition("</sheetData>")[2]


def _protection(xml: str, of: str = "sheet") -> dict[str, str]:
    """Return what a protection says besides what it would mean unsaid; nothing where there is none."""
    found = re.search(rf"<{of}Protection\b([^>]*)>", xml)
    return besides(_UNSAID, attributes(found[1]) if found else {})


def _locked(protection: Mapping[str, str], password: Sequence[tuple[str, object]]) -> dict[str, str]:
    """Return what a protection says that is locked with a password, where there is one."""
    return {**protection, **{name: str(value) for name, value in password}} if protection else {}


def _kept(layout: Layout, book: Opened, content: Content) -> bool:
    """Whether last year's figures and the identity are as issued."""
    last = all(
        as_it_stands(content_at(book.rows(at.sheet), at.row, at.column)) == content.last.get(key, Mark.BLANK)
        for key, at in layout.last_places.items()
    )
    known = identity_of(content)
    identity = [tuple(map(str, row[:2])) for row in book.rows(IDENTITY)] == [*known.items()]
    names = all(
        are_alike(Place(IDENTITY, row, 1).formula(""), book.defined.get(f"xxgk_{key}", ""))
        for row, key in enumerate(known)
    )
    return last and identity and names


def _up_to_date(book: Opened, content: Content) -> bool:
    """Whether every formula shows what it comes to; those of 粘贴区 look at what nobody reads."""
    for name, results in formula_results(content).items():
        if name == PASTE:
            continue
        rows = book.rows(name)
        for where, result in results.items():
            shown = content_at(rows, *where)
            if shown != result and as_it_stands(shown) != as_it_stands(result):
                return False
    return True
