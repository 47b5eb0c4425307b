"""An opened workbook: its sheets' rows, and what its own format shows of them besides.

Where all values of a sheet stand as office programs write numbers and texts they are read here, from the same
bytes that the looks are read from; every other sheet, and every other format, is read by python-calamine.
calamine reserves room for the whole used rectangle; a sheet with cells far from any table is therefore cut
first.
"""

import io
import zipfile
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any, TypeVar

from toolkit.answers import messages
from toolkit.answers.messages import Finding
from toolkit.layout.layout import COVER, IDENTITY, OUR_NOTES, Place, parse_place
from toolkit.reading.bad_cells import ambiguous, ambiguous_texts, mended
from toolkit.reading.by_calamine import (
    BrokenError,
    Frame,
    LockedError,
    open_book,
    rows_in,
    sheets_in,
    sheets_of,
)
from toolkit.reading.locating import NOTE, Rows, cells_of, texts_in
from toolkit.reading.package import ODD, Package, PackageError, is_wide, printed_around, text_in
from toolkit.reading.seen import ods, xls
from toolkit.reading.seen.look import GENERAL, CellLook, Overlay, SheetView
from toolkit.reading.seen.xlsx_cells import odd_looks
from toolkit.reading.seen.xlsx_drawings import read_comments, read_overlays
from toolkit.reading.sheet_xml import (
    Sheet,
    covered,
    dissect,
    far_cell,
    glance,
    parsed_xml,
    without_far,
)
from toolkit.reading.values import Split, first_rows, rows_of, split_at_values
from toolkit.reading.xml_walk import BrokenXMLError, SchemedError, schemed

T = TypeVar("T")


class Refused(Exception):  # noqa: N818 (a refusal, told as a finding)
    """The workbook cannot be opened."""

    def __init__(self, finding: Finding) -> None:
        """Keep the `finding` that says why."""
        self.finding = finding
        super().__init__(finding.message)


def _damaged(name: str) -> Refused:
    return Refused(messages.UNREADABLE.finding(why=f"工作表“{name}”的内容已损坏"))


def _otherwise_encoded(part: str) -> Refused:
    why = f"里面的{part}不是按 UTF-8 写的（多半是按 GBK 一类的编码），办公软件不这样写"
    return Refused(messages.UNREADABLE.finding(why=why))


_BEGINNING = 64  # bytes of a part, of which its encoding is told
_BROKEN = "文件不完整或已损坏，像是没有传完"


class Opened:
    """An opened workbook. ``package`` is None where the format is not the zipped XML of .xlsx."""

    def __init__(self, data: bytes, archive: zipfile.ZipFile | None = None) -> None:
        """Open a workbook's bytes. Raises Refused."""
        self.package = _package(archive, data) if archive else None
        self._data = data
        frame = self.package.frame if self.package is not None and self.package.usual else None
        self._sheets = _sheets_of(frame) if frame is not None else sheets_in(self._calamine)
        self.names = tuple(name for name, _ in self._sheets)
        package = self.package
        if package is not None and package.texts is None and ambiguous_texts(package.strings):
            why = "共用文字的写法不合规范，各种软件读出来的会不一样"
            raise Refused(messages.UNREADABLE.finding(why=why))
        twice = next((name for name, times in Counter(self.names).items() if times > 1), None)
        if twice is not None:
            raise Refused(messages.UNREADABLE.finding(why=f"里面有两张同名的工作表“{twice}”"))
        if self.package is not None and self.names != self.package.sheet_names:
            raise Refused(messages.UNREADABLE.finding(why="里面的工作表清单有两种读法，不知道以哪种为准"))
        self.far: dict[str, str] = {}
        self._rows: dict[str, Rows] = {}
        self._parts: dict[str, bytes] = {}
        self._bad: dict[str, Mapping[str, str]] = {}  # cells that had to be mended, and what stood there
        self._looks: dict[str, Mapping[str, CellLook]] = {}
        self._split: dict[str, Split] = {}
        self._texts: dict[str, frozenset[str]] = {}
        self._around: dict[str, Sequence[tuple[Place, str, str]]] = {}
        self._quick: dict[str, Sheet | None] = {}
        self._thorough: dict[str, Sheet | None] = {}

    @cached_property
    def _calamine(self) -> Any:  # noqa: ANN401 (calamine's workbook)
        """The workbook for calamine to read, once a sheet calls for it. Raises Refused."""
        return _book(self._seen())

    def _seen(self) -> bytes:
        """Return what calamine is to read: the workbook as it came, if it finds the same parts in it."""
        if self.package is None and self._data.startswith(b"PK"):
            return ods.for_calamine(self._data)
        if self.package is None or self.package.as_came(self._data):
            return self._data
        return self.package.packed_anew()

    def rows(self, name: str) -> Rows:
        """Return the rows of a sheet, from A1 on; [] when it is not there. Raises Refused."""
        if name not in self._rows:
            self._rows[name] = self._read(name) if name in self.names else []
        return self._rows[name]

    def known_rows(self, name: str) -> Rows:
        """Return the rows of a sheet. Raises KeyError where there is none that can be read."""
        if name in self.names:
            with suppress(Refused):  # told where it is read
                return self.rows(name)
        raise KeyError(name)

    def first_rows(self, name: str, height: int) -> Rows:
        """Return the first rows of a sheet of which nothing else is read. Raises Refused."""
        if name in self._rows or self.package is None:
            return self.rows(name)[:height]
        texts = self.package.texts
        rows = first_rows(self._part(name), texts, height) if texts is not None else None
        return self.rows(name)[:height] if rows is None else rows

    def _read(self, name: str) -> Rows:
        rows = self._plain_rows(name)
        return self._read_by_calamine(name) if rows is None else rows

    def _plain_rows(self, name: str) -> Rows | None:
        """Return the rows of a sheet whose values all stand as office programs write them."""
        sheet = self.quick(name)
        if self.package is None or sheet is None or not sheet.orderly or self.package.texts is None:
            return None
        styles = self.package.styles
        days = frozenset[str]() if self.package.since_1904 else styles.days
        return rows_of(self._split[name], self.package.texts, styles.ordinary, days)

    def _read_by_calamine(self, name: str) -> Rows:
        if (
            self.package is not None
            and (unsure := ambiguous(self.text(name), self.package.text_count)) is not False
        ):
            if unsure is None or far_cell(self.text(name)) is not None:
                raise _damaged(name)
            return self._read_mended(name, self.text(name))
        # a sheet with far cells does not let itself be glanced at
        far = None if self._quick.get(name) else far_cell(self.text(name))
        book = self._calamine
        if far is not None:
            self.far[name] = far
            text = without_far(self.text(name))
            self._parts[name] = text.encode()
            for looks in (self._split, self._quick, self._thorough):
                looks.pop(name, None)  # what was seen before it was cut
            book = _book(self._cut(name, text))
        elif is_wide(self._part(name)):  # calamine may find nothing in it
            book = _book(self._cut(name, self.text(name)))
        try:
            return rows_in(book, name)
        except BrokenError:  # a wrong dimension record is no reason to give up
            return self._retry(name, self.text(name))

    def _retry(self, name: str, text: str) -> Rows:
        text = without_far(text)
        try:
            return rows_in(_book(self._cut(name, text)), name)
        except BrokenError as error:
            if self.package is None:
                raise _damaged(name) from error
            return self._read_mended(name, text)

    def _read_mended(self, name: str, text: str) -> Rows:
        """Read a sheet with an error in each cell that is not read for sure. Raises Refused."""
        careful = mended(text, self.package.text_count) if self.package is not None else None
        if careful is None:
            raise _damaged(name)
        text, self._bad[name] = careful
        try:
            return rows_in(_book(self._cut(name, text)), name)
        except BrokenError as error:
            raise _damaged(name) from error

    def text(self, name: str) -> str:
        """Return a sheet's XML; "" where there is none that can be looked at.

        Raises Refused where it declares a DTD.
        """
        return text_in(self._part(name))

    def _part(self, name: str) -> bytes:
        """Return a sheet's XML as it came, without far cells. Raises Refused where it declares a DTD."""
        if name not in self._parts:
            part = self.package.sheet(name) if self.package else b""
            try:
                if schemed(part):
                    raise Refused(messages.DANGEROUS.finding())
            except BrokenXMLError as why:
                raise _otherwise_encoded(f"工作表“{name}”") from why
            if b"\0" in part[:_BEGINNING] and not is_wide(part):  # UTF-16 that does not say so
                raise _otherwise_encoded(f"工作表“{name}”")
            self._parts[name] = part
        return self._parts[name]

    def _cut(self, name: str, text: str) -> bytes:
        """Return the workbook with one sheet's XML instead of its own, the other sheets left out."""
        if self.package is None or name not in self.package.parts:
            raise BrokenError
        return self.package.packed_anew({name: text})

    def quick(self, name: str) -> Sheet | None:
        """Look at a sheet quickly; None when its XML is not as office programs write it."""
        if name not in self._quick:
            split = self._split[name] = split_at_values(self._part(name))
            self._quick[name] = glance(split.skeleton, self.package.styles) if self.package else None
        return self._quick[name]

    def sheet(self, name: str) -> Sheet | None:
        """Look at a sheet thoroughly; None when the format does not show it."""
        if name not in self._thorough:
            text = self.text(name)
            self._thorough[name] = dissect(text, self.package.styles) if self.package and text else None
        return self._thorough[name]

    def printed_around(self, name: str) -> Sequence[str]:
        """Return what a sheet prints above and below its pages. Raises Refused."""
        if self.package is None:
            return self._view(name).around
        self.quick(name)
        return printed_around(self._split[name].skeleton)

    def said_around(
        self, name: str, told: Callable[[frozenset[str]], Mapping[str, T]], answers: Container[Place]
    ) -> Iterator[tuple[Place, str, str, T]]:
        """Give what is written on a sheet, over it, beside its cells or on the cover, or printed with it.

        Only that of which something is `told`: its place, where that is in words, the text, what was told.
        The cover's `answers` to what the form asks are none. Raises Refused.
        """
        yield from ((at, f" {at.a1} ", text, said) for at, text, said in self.said_in(name, told))
        whole = Place(name, -1, -1)
        on_cover = self.said_in(COVER, told) if COVER in self.names else ()
        beside = (each for each in on_cover if each[0] not in answers)
        yield from ((whole, f"“{COVER}”的 {at.a1} ", text, said) for at, text, said in beside)
        if name not in self._around:
            self._around[name] = self._written_around(name)
        around = self._around[name]
        said = told(frozenset([text for *_, text in around]))
        yield from ((at, where, text, said[text]) for at, where, text in around if text in said)

    def _written_around(self, name: str) -> Sequence[tuple[Place, str, str]]:
        """Give what is written elsewhere than in cells: its place, where that is in words, and the text."""
        whole = Place(name, -1, -1)
        around = [(whole, "工作表的名称", name)]
        around += [(whole, each.what, each.text) for each in self.overlays(name)]  # wherever it was put
        around += [(whole, "页眉或页脚", text) for text in self.printed_around(name)]
        around += [
            (parse_place(name, cell), f" {cell} {NOTE}", line)
            for cell, note in self.comments(name).items()
            for line in note.splitlines()
        ]
        return around

    def said_in(
        self, name: str, told: Callable[[frozenset[str]], Mapping[str, T]]
    ) -> Iterator[tuple[Place, str, T]]:
        """Give the cells of whose text something is `told`: place, text, and what was told."""
        if name not in self._texts:
            self._texts[name] = texts_in(self.rows(name))
        said = told(self._texts[name])
        return ((at, text, said[text]) for at, text in cells_of(name, self.rows(name), said))

    def seen(self, name: str) -> Sheet | None:
        """Look at a sheet, quickly where that is enough; None when neither look shows it."""
        return self.quick(name) or self.sheet(name)

    def hiding(self, name: str) -> Sheet | None:
        """Return what a sheet hides and merges, as far as its format tells; None where it does not."""
        if self.package is not None or name not in self._views:
            return self.seen(name)
        view = self._view(name)
        return Sheet(hidden_rows=view.hidden_rows, hidden_columns=view.hidden_columns, merged=view.merged)

    def looks(self, name: str) -> Mapping[str, CellLook]:
        """Return the cells of a sheet that may show something else than they hold, and how they look.

        Raises Refused.
        """
        if name not in self._looks:
            package, rows = self.package, self.rows(name)  # far cells are cut when they are read
            if package is None:
                self._looks[name] = self._view(name).odd
            else:
                sheet = self.seen(name)
                self._looks[name] = odd_looks(
                    package.styles, package.odd_strings, sheet, lambda: self.text(name), rows
                )
        return self._looks[name]

    def look(self, name: str, address: str) -> CellLook:
        """Return how any one cell looks. Raises Refused."""
        if address in self.looks(name):
            return self.looks(name)[address]
        if self.package is None:
            return self._view(name).looks.get(address, GENERAL)
        sheet = self.seen(name)
        return self.package.styles.look((sheet.styles.get(address, "") if sheet else "") or "0")

    def formulas(self, name: str) -> Mapping[str, str]:
        """Return the formulas of a sheet by their cells, as far as the format tells. Raises Refused."""
        if self.package is None:
            return self._view(name).formulas
        look = self.seen(name)
        return {} if look is None else look.formulas

    def errors(self, name: str) -> Mapping[str, str]:
        """Return the cells of a sheet that hold an error value: calamine leaves them blank.

        Raises Refused.
        """
        if self.package is None:
            return self._view(name).errors
        look, _ = self.seen(name), self.rows(name)
        bad = self._bad.get(name, {})
        return bad if look is None else {**look.errors, **bad} if bad else look.errors

    def covered(self, name: str) -> Mapping[str, str]:
        """Return the cells of a sheet that are merged into others, each with the one seen. Raises Refused."""
        if self.package is None:
            return covered(self._view(name).merged)
        look = self.seen(name)
        return covered(look.merged) if look is not None else {}

    def overlays(self, name: str) -> Sequence[Overlay]:
        """Return what lies over the cells of a sheet. Raises Refused."""
        if self.package is None:
            return self._view(name).overlays
        drawings = [part for part in map(self.package.read, self.package.drawings(name)) if part]
        if not drawings:  # as nearly always
            return ()
        sheet = parsed_xml(self.text(name))
        return [overlay for part in drawings for overlay in read_overlays(part, sheet)]

    def comments(self, name: str) -> Mapping[str, str]:
        """Return what the comments of a sheet say, by their cells, but for ours. Raises Refused."""
        if self.package is None:
            read = [self._view(name).comments]
        else:
            parts = self.package.drawings(name, ("comments",))
            read = [read_comments(self.package.read(part)) for part in parts]
        return {c: said for notes in read for c, said in notes.items() if not said.startswith(OUR_NOTES)}

    def narrow(self, name: str) -> Mapping[int, float]:
        """Return the narrow columns of a sheet, and for how many digits they have room. Raises Refused."""
        if self.package is None:
            return self._view(name).narrow
        look = self.seen(name)
        return {} if look is None else look.narrow

    def shows_zeros(self, name: str) -> bool:
        """Whether zeros are shown in a sheet: an option can leave them blank. Raises Refused."""
        if self.package is None:
            return self._view(name).shows_zeros
        look = self.seen(name)
        return look is None or look.shows_zeros

    @property
    def defined(self) -> Mapping[str, str]:
        """The workbook's defined names and what they stand for, where the format tells."""
        return self.package.defined if self.package is not None else {}

    @cached_property
    def identity(self) -> Mapping[str, str]:
        """What the workbook says of itself on its hidden sheet; {} when the sheet is gone. Raises Refused."""
        rows = [row for row in self.rows(IDENTITY) if len(row) > 1 and row[0]]
        return {str(row[0]): _code(row[1]) for row in rows}

    def _view(self, name: str) -> SheetView:
        return self._views.get(name, SheetView())

    @cached_property
    def _views(self) -> Mapping[str, SheetView]:
        """What is seen of the sheets of a workbook that is not zipped XML of .xlsx."""
        try:
            if not self._data.startswith(b"PK"):
                return xls.read_views(self._data)
            with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
                parts = [archive.read(part) if part in archive.namelist() else b"" for part in ods.PARTS]
            if any(part and schemed(part) for part in parts):
                raise Refused(messages.DANGEROUS.finding())
            return ods.read_views(*parts)
        except ODD as error:
            raise Refused(messages.UNREADABLE.finding(why=_BROKEN)) from error

    @cached_property
    def since_1904(self) -> bool:
        """Whether the workbook counts days from 1904 on, as old ones of Apple machines do. Raises Refused."""
        if self.package is not None:
            return self.package.since_1904
        try:
            if not self._data.startswith(b"PK"):
                return xls.since_1904(self._data)
            with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
                return bool(self._views) and ods.since_1904(archive.read(ods.PARTS[0]))
        except ODD as error:
            raise Refused(messages.UNREADABLE.finding(why=_BROKEN)) from error

    @cached_property
    def hidden(self) -> Mapping[str, bool]:
        """The sheets that cannot be seen; True for those that only a program can show again."""
        return {
            name: state.endswith("VeryHidden")
            for name, state in self._sheets
            if not state.endswith(".Visible")
        }


def _code(raw: object) -> str:
    return str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw).strip()


def _package(archive: zipfile.ZipFile, data: bytes) -> Package:
    """Find a workbook's parts. Raises Refused."""
    try:
        package = Package(archive, data)
        dangerous = package.schemed(package.strings_part)
        _ = package.parts, package.styles
    except SchemedError as why:
        raise Refused(messages.DANGEROUS.finding()) from why
    except PackageError as why:
        raise Refused(messages.UNREADABLE.finding(why=str(why))) from why
    except BrokenXMLError as why:
        raise _otherwise_encoded("部件") from why
    if dangerous:
        raise Refused(messages.DANGEROUS.finding())
    return package


def _sheets_of(frame: Frame) -> Sequence[tuple[str, str]]:
    """Return the names of a workbook's sheets, and whether each is seen. Raises Refused."""
    try:
        return sheets_of(frame)
    except BrokenError as error:
        raise _refusal(error) from error


def _book(data: bytes) -> Any:  # noqa: ANN401 (calamine's workbook)
    """Open a workbook for calamine to read. Raises Refused."""
    try:
        return open_book(data)
    except BrokenError as error:
        raise _refusal(error) from error


def _refusal(error: BrokenError) -> Refused:
    locked = isinstance(error, LockedError)
    return Refused(messages.ENCRYPTED.finding() if locked else messages.UNREADABLE.finding(why=_BROKEN))
