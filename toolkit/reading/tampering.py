"""A close look: a workbook compared, cell by cell, with what was issued.

Costs only the files that give reason to.

What was issued is the blank workbook of the form: labels, formulas, locks, validations, names, hidden sheets.
Widths, fonts and zoom are nobody's business.
"""

import io
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from toolkit.answers import messages
from toolkit.answers.messages import Finding
from toolkit.form.definition import shipped_workbook
from toolkit.form.model import Form, name_some
from toolkit.layout.layout import (
    COVER,
    GUIDE,
    IDENTITY,
    LAYOUT,
    LIST,
    MOST_SPANS,
    OURS,
    PASTE,
    PROSE,
    REASONS,
    WORKING,
    Box,
    Layout,
    Place,
    TableGrid,
    lay_out,
    parse_place,
    spans_of,
)
from toolkit.reading.beside.own_sheets import figures_noted, own_sheets
from toolkit.reading.opened import Opened
from toolkit.reading.outside import outside, quoted
from toolkit.reading.package import Package
from toolkit.reading.sheet_xml import Sheet, covered, dissect, expand

_OURS = "xxgk_"
_KEYS = ("form", "edition", "year", "unit_code", "unit_name")
_OF_SUMS = ("state", "made", "sums")  # what only a county's sums say of themselves
_NOTHING_READ: Mapping[str, Sequence[Place]] = MappingProxyType({})
_HIDDEN = (WORKING, IDENTITY)
_TITLE_LINE = "A2"

_COMMENTS = "批注"
_ATTACHED = (
    ("externalLinks/", "指向其他工作簿的链接"),
    ("comments", _COMMENTS),
    ("threadedComments/", _COMMENTS),
    ("media/", "图片"),
    ("embeddings/", "嵌入的文件"),
    ("connections.xml", "数据连接"),
)


def issued_bytes(form: Form, kind: str = "") -> bytes:
    """Return a blank workbook of the form, of no unit and without a password.

    That of a unit's `kind` is another one only where other rules apply to it.
    """
    return _blank(form, _told_apart(form, kind))


def issued_workbook(form: Form, kind: str = "") -> tuple[Mapping[str, Sheet], frozenset[str]]:
    """Take a blank workbook of the form apart: its sheets, and the names defined in it."""
    return _issued(form, _told_apart(form, kind))


@lru_cache(maxsize=64)
def _told_apart(form: Form, kind: str) -> str:
    """Return a kind of unit where other rules apply to it than to others; else none."""
    return kind if any(rule.applies_to(kind) != rule.applies_to("") for rule in form.rules) else ""


@lru_cache(maxsize=16)
def _blank(form: Form, kind: str) -> bytes:
    shipped = shipped_workbook(form) if not kind else None  # to render one takes longer than to read ten
    if shipped is not None:
        return shipped
    from toolkit.template import Content, render  # noqa: PLC0415 (only for the files that need it)

    return render(Content(form=form, unit_code="0", unit_name="0", year=form.first_year, kind=kind))


@lru_cache(maxsize=16)
def _issued(form: Form, kind: str) -> tuple[Mapping[str, Sheet], frozenset[str]]:
    package = Package(zipfile.ZipFile(io.BytesIO(_blank(form, kind))))
    return _Sheets(package), frozenset(package.defined)


class _Sheets(Mapping[str, Sheet]):
    """The sheets of a workbook that was issued, each taken apart when it is first asked for."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._known: dict[str, Sheet] = {}

    def __getitem__(self, name: str) -> Sheet:
        if name not in self._known:
            sheet = dissect(self._package.text(self._package.parts[name]), self._package.styles)
            assert sheet is not None  # noqa: S101 (it is ours)
            self._known[name] = sheet
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._package.parts)

    def __len__(self) -> int:
        return len(self._package.parts)


def sums_unmarked(book: Opened) -> bool:
    """Whether names are left for what a county's sums say of themselves, and what they said is gone."""
    return any(f"{_OURS}{key}" in book.defined and not book.identity.get(key) for key in _OF_SUMS)


def seems_as_issued(
    layout: Layout, book: Opened, beside: Mapping[str, Sequence[Place]] = _NOTHING_READ
) -> bool:
    """Whether the workbook is, at a quick glance, as it was issued: nothing that matters was changed in it.

    What stands `beside` the tables is known of the sheets that were read where they were issued.
    """
    package = book.package
    if package is None or book.far or not package.styled or not _book_as_issued(layout, book, package):
        return False
    looks = (book.quick(name) for name in (COVER, PROSE, REASONS))
    if not all(look is not None and look.protected for look in looks):
        return False
    return all(
        _table_as_issued(layout.form, key, book.quick(grid.table.sheet))
        and _first_beside(layout, grid, book, beside) is None
        for key, grid in layout.grids.items()
    )


def _first_beside(
    layout: Layout, grid: TableGrid, book: Opened, beside: Mapping[str, Sequence[Place]]
) -> Place | None:
    """Find the first cell beside a table that holds something; of a sheet that was read it is known."""
    sheet = grid.table.sheet
    spots = beside[sheet] if sheet in beside else outside(grid, layout.form, book.rows(sheet))
    return next(iter(spots), None)


def _book_as_issued(layout: Layout, book: Opened, package: Package) -> bool:
    """Whether sheets, names and parts are those that were issued."""
    return (
        len(book.names) == len(package.parts) == len(layout.grids) + _others(book, package)
        and len(book.hidden) == len(_HIDDEN) - _first_layout(package)
        and all(name in book.names for name in (COVER, PROSE, REASONS))
        and package.locked
        and not package.linked
        and not any("#REF!" in what for what in package.defined.values())
        and all(f"{_OURS}{key}" in package.defined for key in _KEYS)
        and all(name.startswith((_OURS, "_xlnm.")) for name in package.defined)
        and not any(mark in name for name in package.names for mark, _ in _ATTACHED)
    )


def _others(book: Opened, package: Package) -> int:
    """How many sheets there are besides the tables, as issued; 粘贴区 may be missing, as in earlier ones."""
    return len(OURS) - 2 + (PASTE in book.names) - _first_layout(package)  # without 问题清单 and 粘贴区


def _first_layout(package: Package) -> bool:
    """Whether the workbook was issued before there was 底稿: with its own formulas on 校核."""
    return WORKING not in package.parts and f"{_OURS}layout" not in package.defined


def _older_layout(book: Opened) -> bool:
    """Whether the sheets besides the tables were issued as they are no longer.

    Nothing is compared there cell by cell.
    """
    if book.package is not None and _first_layout(book.package):
        return True
    return book.identity.get("layout", LAYOUT) != LAYOUT


def _of_other_rules(form: Form, book: Opened) -> bool:
    """Whether the rules of a form of one's own were changed since: they stand in every sheet's formulas."""
    stamp = book.identity.get("stamp", "")
    return bool(stamp and form.stamp) and stamp != form.stamp


class _Look(NamedTuple):
    """What a quick look shows of a table as it was issued."""

    sums: Mapping[str, str]
    flags: frozenset[str]
    unlocked: frozenset[str]
    validated: frozenset[str]
    hidden: tuple[int, ...]
    footer: str  # 校验码; workbooks of the first layout have none


@lru_cache(maxsize=64)
def _expected(form: Form, table: str) -> _Look:
    """Say what a quick look must show of a table."""
    layout = lay_out(form)
    grid = layout.grids[table]
    flags = [where for where in layout.flags.values() if where.sheet == grid.table.sheet]
    inputs = {key: box for key, box in grid.figures.items() if form.is_input(key)}
    return _Look(
        sums={layout.places[key].a1: layout.sums[key] for key in form.parts if key.table == table},
        flags=frozenset(where.a1 for where in flags),
        unlocked=frozenset(cell.a1 for box in inputs.values() for cell in _cells(grid, box)),
        validated=frozenset(layout.places[key].a1 for key in inputs),
        hidden=tuple({where.column for where in flags}),
        footer=grid.footer.a1,
    )


@lru_cache(maxsize=64)
def _joined(form: Form, table: str, merged: frozenset[str]) -> tuple[str, ...]:
    """Return the merged cells that cover several figures: only the first of them can be seen."""
    figures = {layout_place.a1 for key, layout_place in lay_out(form).places.items() if key.table == table}
    return tuple(sorted(span for span in merged if len(figures.intersection(expand(span))) > 1))


def _cells(grid: TableGrid, box: Box) -> Iterator[Place]:
    for row in range(box.top, box.bottom + 1):
        for column in range(box.left, box.right + 1):
            yield Place(grid.table.sheet, row, column)


@lru_cache(maxsize=64)
def _table_as_issued(form: Form, table: str, sheet: Sheet | None) -> bool:
    if sheet is None:
        return False
    issued_so = _expected(form, table)
    return (
        sheet.protected
        and len(sheet.formulas) - (issued_so.footer in sheet.formulas)
        == len(issued_so.sums) + len(issued_so.flags)
        and issued_so.sums.items() <= sheet.formulas.items()
        and issued_so.flags <= sheet.formulas.keys()
        and sheet.unlocked == issued_so.unlocked
        and issued_so.validated <= sheet.validated
        and sheet.hidden_columns == issued_so.hidden
        and not _joined(form, table, sheet.merged)
    )


# ------------------------------------------------------------------ what was changed


def find_changes(
    layout: Layout,
    book: Opened,
    kind: str,
    moved: Collection[str] = (),
    beside: Mapping[str, Sequence[Place]] = _NOTHING_READ,
) -> Iterator[Finding]:
    """Name what differs from what was issued to a unit of this `kind`.

    In `moved` sheets only what needs no address. What stands `beside` the tables that were read is known.
    """
    sheets, names = issued_workbook(layout.form, kind)
    yield from (messages.TOO_WIDE.finding(sheet=name, cell=cell) for name, cell in book.far.items())
    for grid in layout.grids.values():
        if grid.table.sheet in {*moved, *book.far}:
            continue
        if (at := _first_beside(layout, grid, book, beside)) is not None:
            yield messages.TOO_WIDE.finding(at=at, sheet=at.sheet, cell=quoted(at, book.rows(at.sheet)))
    older, other_rules = _older_layout(book), _of_other_rules(layout.form, book)
    if book.package is not None and _first_layout(book.package):
        sheets = {
            **sheets,
            **{g.table.sheet: _without_footer(sheets[g.table.sheet], g) for g in layout.grids.values()},
        }
    yield from _whole(layout, book, names, moved)
    tables = {table.sheet: table.key for table in layout.form.tables}
    lifted: list[str] = []
    for name in sheets:
        if name not in book.names or name in {GUIDE, PASTE, WORKING}:  # nothing is read of them
            continue
        before, after = sheets[name], book.seen(name)
        other = other_rules or (older and name not in tables)
        if after is not None:
            if before.protected and not after.protected:
                lifted.append(name)
            what = []
            if before.validated and not after.validated:
                what.append(f"工作表“{name}”的填写限制（数据有效性）全部没有了")
            if not (name in moved or other):
                what += _cellwise(layout.form, name, before, after, sent_back=LIST in book.names)
            if what:
                yield _changed("；".join(what), at=Place(name, -1, -1))
        elif book.package is not None:
            yield _changed(
                f"工作表“{name}”的内部格式改动太大，没有逐格比对锁定和公式", at=Place(name, -1, -1)
            )
        shown = after or book.hiding(name)
        if shown is not None and not other:
            joined = () if name in moved else _joined(layout.form, tables.get(name, ""), shown.merged)
            hidden = _hidden(before, shown, joined)
            if hidden:
                yield messages.HIDDEN.finding(at=Place(name, -1, -1), sheet=name, what=hidden)
    if lifted:  # as a rule from all at once; those that nobody sees are named where they are the only ones
        named = [name for name in lifted if not name.startswith("_")] or lifted
        at = Place(named[0], -1, -1) if len(named) == 1 else None
        yield _changed(f"工作表“{'”“'.join(named)}”的{_LIFTED}", at=at)


def _without_footer(sheet: Sheet, grid: TableGrid) -> Sheet:
    """Return a table's sheet as it was issued before there was a 校验码 below it."""
    formulas = {where: text for where, text in sheet.formulas.items() if where != grid.footer.a1}
    return replace(sheet, formulas=formulas)


def _whole(layout: Layout, book: Opened, names: frozenset[str], moved: Collection[str]) -> Iterator[Finding]:
    """Name what was changed about the workbook as a whole; a renamed sheet is among those that `moved`."""
    package = book.package
    wanted = [name for name in issued_workbook(layout.form)[0] if name != PASTE]
    tables = {table.sheet for table in layout.form.tables}
    gone = [
        name for name in wanted if name not in book.names and name not in tables and not name.startswith("_")
    ]
    if gone:
        yield _changed(f"少了工作表“{'”“'.join(gone)}”")
    hidden = [
        name for name in book.names if name in wanted and name in book.hidden and not name.startswith("_")
    ]
    if hidden:
        what = f"工作表“{'”“'.join(hidden)}”被隐藏了"
        yield messages.CHANGED.finding(what=what, then=messages.UNHIDDEN)
    if IDENTITY in book.names and IDENTITY not in book.hidden:
        yield _changed("隐藏的身份表“_xxgk”被显示出来了")
    own = own_sheets(layout.form, book.names, book.hidden, book.rows)
    added = [f"另加的工作表“{name}”" for name in own if name not in moved]
    figures = [*figures_noted(layout.form, book.names, book.comments)]
    noted = f"{_COMMENTS}（{_listed(figures)}）" if figures else _COMMENTS
    if package is None:
        yield from _attached([*added, *[noted] * any(map(book.comments, book.names))])
        return
    if not package.styled:
        yield messages.CLOSE_LOOK.finding(why="样式表缺失或损坏")
    if not package.locked:
        yield _changed("工作簿的结构保护已解除")
    ours = sorted(name for name in names if name.startswith(_OURS))
    lost = [name for name in ours if _broken(package.defined.get(name)) and name != f"{_OURS}layout"]
    if lost:
        yield _changed(f"名称 {_listed(lost)} 被删除或损坏（不影响读取）")
    attached = added + [what for mark, what in _ATTACHED if any(mark in part for part in package.names)]
    if LIST in package.parts and not any(map(book.comments, book.names)):  # we returned it, all are ours
        attached = [what for what in attached if what != _COMMENTS]
    foreign = [name for name in package.defined if not name.startswith((_OURS, "_xlnm"))]
    if foreign:
        attached.append(f"外来的名称 {_listed(foreign)}")
    yield from _attached([noted if what == _COMMENTS else what for what in attached])


def _attached(what: Sequence[str]) -> Iterator[Finding]:
    """Name what is attached to the workbook, of which nothing is read."""
    if what:
        yield messages.ATTACHED.finding(what="、".join(dict.fromkeys(what)))


_LIFTED = "保护已解除"


@lru_cache(maxsize=256)  # of many workbooks the same is said
def _changed(what: str, at: Place | None = None) -> Finding:
    """Say what was changed, what probably did it, and the one thing to do."""
    cellwise = at is not None and "”" in what and any(word in what for word in ("锁定", "填写限制", "公式"))
    otherwise = messages.DRAGGED if cellwise else messages.MENDED
    then = messages.UNPROTECTED if _LIFTED in what else otherwise
    return messages.CHANGED.finding(at=at, what=what, then=then)


def _broken(target: str | None) -> bool:
    return target is None or "#REF!" in target


@lru_cache(maxsize=64)  # a sheet seen at a quick glance is that of many workbooks
def _cellwise(form: Form, name: str, before: Sheet, after: Sheet, *, sent_back: bool) -> tuple[str, ...]:
    """Differences cell by cell."""
    return tuple(_differences(form, name, before, after, sent_back=sent_back))


def _differences(form: Form, name: str, before: Sheet, after: Sheet, *, sent_back: bool) -> Iterator[str]:
    """Name them; of formulas only those outside the totals, which are told elsewhere.

    `sent_back`: the workbook was returned once, with cells opened that the unit had to mend: the title line,
    and such as were issued blank.
    """
    places = lay_out(form).places
    totals = {places[key].a1 for key in form.parts if places[key].sheet == name}
    unlocked, locked = after.unlocked - before.unlocked, before.unlocked - after.unlocked
    # what is left of a cell that was split is locked, as all cells are that nobody formatted
    split = locked & (covered(before.merged).keys() - covered(after.merged).keys())
    locked -= split
    if sent_back:
        unlocked &= before.holding - {_TITLE_LINE}
    if unlocked:
        yield f"“{name}”{_spans(name, unlocked)} 的锁定被解除"
    if locked:
        yield f"“{name}”{_spans(name, locked)} 被锁定了"
    if split:
        yield f"“{name}”{_spans(name, split)} 从合并的格里拆开了"
    unchecked = before.validated - after.validated
    if unchecked and after.validated:
        yield f"“{name}”{_spans(name, unchecked)} 的填写限制（数据有效性）没有了"
    formulas = {a: text for a, text in before.formulas.items() if a not in totals}
    gone = formulas.keys() - after.formulas.keys()
    if gone:
        yield f"“{name}”{_spans(name, gone)} 的公式没有了"
    other = [
        a for a, text in formulas.items() if a in after.formulas and not are_alike(text, after.formulas[a])
    ]
    if other:
        yield f"“{name}”{_spans(name, other)} 的公式被改动"


def are_alike(issued_text: str, text: str) -> bool:
    """Whether two formulas are the same, however a program spaces, quotes and prefixes them."""
    return issued_text == text or _canonical(issued_text) == _canonical(text)


@lru_cache(maxsize=4096)
def _canonical(text: str) -> str:
    return (
        re.sub(r"[\s$'\"]|_xlfn\.|\bof:", "", text)
        .replace("TRUE()", "TRUE")
        .replace("FALSE()", "FALSE")
        .casefold()
    )


def _spans(name: str, addresses: Collection[str]) -> str:
    places = sorted(parse_place(name, address) for address in addresses)
    return _listed(spans_of(places))


def _listed(names: Sequence[str]) -> str:
    return name_some(names, MOST_SPANS, f" 等 {len(names)} 处")


def _hidden(before: Sheet, after: Sheet, joined: Collection[str]) -> str:
    rows = [f"第 {row + 1} 行" for row in after.hidden_rows if row not in before.hidden_rows]
    columns = [
        f"{Place('', 0, c).a1[:-1]} 列" for c in after.hidden_columns if c not in before.hidden_columns
    ]
    return _listed([*rows, *columns, *(f"{span}（合并成了一格，只看得见第一个数）" for span in joined)])


# ------------------------------------------------------------------ sheets that were copied or renamed
