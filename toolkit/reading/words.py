"""The words of a workbook: the cover's fields, the passages of prose, the explanations."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from math import isfinite

from toolkit.answers import messages
from toolkit.answers.characters import seen_text
from toolkit.answers.messages import Finding
from toolkit.answers.spelling import Raw
from toolkit.form.days import day_numbered, example_day
from toolkit.form.model import Field, Form, Key, name_some
from toolkit.layout.layout import (
    COVER,
    MOST_SPANS,
    PROSE,
    PROSE_HEAD,
    PROSE_TEXT,
    REASONS,
    TEXT_LIMIT,
    Layout,
    Place,
    lay_out,
    parse_place,
)
from toolkit.layout.passages import MOST_LINES, headings_of, joined, printed_lines
from toolkit.reading.locating import QUOTED, Rows, bare_label, content_at, explained_matters, reason_places
from toolkit.reading.opened import Opened, Refused
from toolkit.reading.seen.judging import NO_WORDS, set_apart, shown_digits, value_refusal, words_refusal

# what may stand in a cell and is no words: a picture as WPS writes it, an error value
_PICTURE = re.compile(r"=?\s*(?:_xlfn\.)?DISPIMG\s*\(", re.IGNORECASE)
FURTHEST = 60  # rows that a passage may have grown to
_TEXT = "…"  # for any text that is no heading
LONGEST_HEADING = 200  # characters; a longer text is a passage, as the first layouts had them below
# letters that old .xls programs and data bases keep of a text, and that a cell does
_CUT_AT = frozenset({255, TEXT_LIMIT})
_ENDINGS = tuple("。！？；…：”’」』）)】》.!?;:")
_END = 6  # letters of a text that breaks off which are quoted
_YEAR = re.compile("20[0-9]{2}")
_YEAR_WORDS = re.compile("(20[0-9]{2})年度?")
_ERROR = re.compile(r"#[A-Z][A-Z0-9_/]*[!?]?|Err:\d{3}")


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the fields of a sheet say, what is said about them, and those whose words were refused."""

    texts: Mapping[str, str]
    doubts: Sequence[Finding]
    unread: tuple[Key, ...]


def read_cover(layout: Layout, book: Opened) -> Words:
    """Read the cover, and tell what stands in its fields and is none of their choices, or no date.

    A field is found beside its label, also when rows were inserted above it.
    """
    rows = book.rows(COVER)
    cover: dict[str, str] = {}
    doubts: list[Finding] = []
    unread: list[Key] = []
    for field, place in _fields(layout, rows):
        text = _field_text(field, content_at(rows, place.row, place.column), book, place)
        doubt = doubt_words(book, place, field.label, text, dated=field.kind == "date")
        if doubt is not None:
            doubts.append(doubt)
            unread.append(Key("identity", field.key, "value"))
            continue
        if text:
            cover[field.key] = text
        why = field.refusal(text)
        if why is not None:
            said = messages.NO_CHOICE if field.kind == "choice" else messages.NO_DATE
            year = cover.get("year", "")
            example = example_day(int(year) if _YEAR.fullmatch(year) else None)
            doubts.append(said.finding(at=place, label=field.label, found=text, why=why, example=example))
    return Words(texts=cover, doubts=doubts, unread=tuple(unread))


def _fields(layout: Layout, rows: Rows) -> Iterator[tuple[Field, Place]]:
    """Find the cell of every field; one whose label stands nowhere, or more than once, is left out."""
    for field in layout.form.identity:
        place = layout.identity[field.key]
        row = place.row
        if content_at(rows, row, place.column - 1) != field.label:
            spots = [
                i
                for i, line in enumerate(rows)
                if any(bare_label(str(cell)) == bare_label(field.label) for cell in line[: place.column])
            ]
            if len(spots) != 1:
                continue
            row = spots[0]
        yield field, place if row == place.row else place._replace(row=row)


def _field_text(field: Field, raw: Raw, book: Opened, place: Place) -> str:
    """Write a field's content as text; a day that lost its format is a number to Excel."""
    if field.kind == "date" and isinstance(raw, int | float) and not isinstance(raw, bool):
        return text_of(day_numbered(raw, since_1904=book.since_1904) or raw)
    text = _text_at(book, place, raw)
    year = _YEAR_WORDS.fullmatch(bare_label(text)) if field.key == "year" else None
    return year[1] if year else text


def _text_at(book: Opened, place: Place, raw: Raw) -> str:
    """Write a cell's content as text, a number with the zeros that are seen before it (0537…)."""
    digits = shown_digits(raw, book.look(place.sheet, place.a1)) if isinstance(raw, int | float) else None
    return text_of(raw) if digits is None else digits


def read_reasons(layout: Layout, book: Opened) -> tuple[dict[str, str], list[Finding]]:
    """Read the explanations, those that a person reads as they are held.

    Of every other say why not, and of those whose rows were moved, or are gone. Raises Refused.
    """
    rows, made = book.rows(REASONS), _made_places(made_cells(book, REASONS))
    places = reason_places(layout, rows)
    texts: dict[str, str] = {}
    doubts = [*_rows_changed(layout, places)]
    for line, place in places.items():
        raw = content_at(rows, place.row, place.column)
        text = _text_at(book, place, raw) if raw != "" else ""
        if not text and (place.row, place.column) not in made:
            continue
        doubt = doubt_words(book, place, REASONS, text)
        if doubt is not None:
            doubts.append(doubt)
        elif text:
            texts[line] = text
    return texts, doubts


def _rows_changed(layout: Layout, places: Mapping[str, Place]) -> Iterator[Finding]:
    """Say that rows of the explanations were moved, or are gone."""
    whole, issued = Place(REASONS, -1, -1), layout.reasons
    lost = dict.fromkeys(
        rule for line, (rule, _) in explained_matters(layout.form).items() if line not in places
    )
    if lost:
        rules = name_some([*lost], MOST_SPANS)
        what = f"“{REASONS}”里找不到规则 {rules} 的行，写给它的原因没有读取"
        yield messages.CHANGED.finding(at=whole, what=what, then="请照空白工作簿恢复那些行，再写原因。")
    if any(place != issued[line] for line, place in places.items()):
        yield messages.MOVED.finding(at=whole, sheet=REASONS)


def made_cells(book: Opened, sheet: str) -> frozenset[str]:
    """Return the cells of a sheet that are not blank though nothing stands in them: what formulas came to."""
    return frozenset(book.formulas(sheet)).union(book.errors(sheet))


@lru_cache(maxsize=64)  # the same cells in many workbooks
def _made_places(made: frozenset[str]) -> frozenset[tuple[int, int]]:
    """Return the rows and columns of these cells."""
    places = ((address, parse_place("", address)) for address in made)
    return frozenset((place.row, place.column) for address, place in places if place.a1 == address)


def read_passages(layout: Layout, book: Opened) -> Words:
    """Read the passages of prose, each from its heading down to the next.

    A passage with a doubtful cell is unknown.

    Workbooks of the first two layouts have one cell below each heading. Raises Refused.
    """
    texts: dict[str, str] = {}
    doubts: list[Finding] = []
    unread: list[Key] = []
    rows, made = book.rows(PROSE), _made_places(made_cells(book, PROSE))
    for field, places in passage_places(layout, rows):
        lines = [_line_at(book, place, content_at(rows, place.row, place.column)) for place in places]
        cells = [
            (place, text)
            for place, text in zip(places, lines, strict=True)
            if text or (place.row, place.column) in made
        ]
        each = [doubt_words(book, place, field.label, seen_text(text)) for place, text in cells]
        unsure = [doubt for doubt in each if doubt is not None]
        doubts += unsure
        if unsure:
            unread.append(Key("narrative", field.key, "value"))
        elif text := joined(lines):
            texts[field.key] = text
        doubts += [
            messages.TEXT_TOO_LONG.finding(
                at=place, label=field.label, found=len(text), lines=MOST_LINES, cell=place.a1
            )
            for place, text in cells
            if printed_lines(text) > MOST_LINES
        ]
        doubts += [
            messages.WORDS_CUT.finding(
                at=place, label=field.label, found=len(text), cell=place.a1, end=f"……{text[-_END:]}"
            )
            for place, text in cells
            if _is_cut(text)
        ]
    return Words(texts=texts, doubts=doubts, unread=tuple(unread))


def _is_cut(text: str) -> bool:
    """Whether a text is as long as a program leaves one that it cuts, and breaks off."""
    return len(text) in _CUT_AT and not text.rstrip().endswith(_ENDINGS)


def passage_places(layout: Layout, rows: Rows) -> Sequence[tuple[Field, Sequence[Place]]]:
    """Find the cells of each passage.

    Where its heading is gone, they are those that were issued, if no row has moved.
    """
    known = _headings_of(layout.form)
    texts = (text_of(line[PROSE_HEAD]) if len(line) > PROSE_HEAD else "" for line in rows)
    return _places_below(layout.form, tuple([_head(text, known) if text else "" for text in texts]))


def _head(text: str, known: frozenset[str]) -> str:
    label = bare_label(text) if len(text) < LONGEST_HEADING else _TEXT
    return label if label in known else _TEXT


@lru_cache(maxsize=64)
def _headings_of(form: Form) -> frozenset[str]:
    return frozenset(head for field in form.narrative for head in _headings(field.section, field.label))


@lru_cache(maxsize=64)  # the same in many workbooks
def _places_below(form: Form, heads: tuple[str, ...]) -> Sequence[tuple[Field, Sequence[Place]]]:
    """Find the cells of each passage by the headings; in their column stand `_TEXT` and blanks besides."""
    layout = lay_out(form)
    stands: dict[str, list[int]] = {}
    for row, head in enumerate(heads):
        stands.setdefault(head, []).append(row)
    found = {field.key: spots[0] for field in form.narrative if len(spots := _spots(stands, field)) == 1}
    still = all(layout.narrative[key].row == row for key, row in found.items())
    tops = sorted(found.values())
    places: list[tuple[Field, Sequence[Place]]] = []
    for field in form.narrative:
        if field.key not in found:
            places.append((field, layout.passages[field.key] if still else ()))
            continue
        top = found[field.key]
        below = next(
            (row for row in tops if row > top), max(len(heads), layout.passages[field.key][-1].row + 1)
        )
        below = min(below, top + FURTHEST)
        filled = [row for row, head in enumerate(heads[top + 1 : below], start=top + 1) if head]
        single = [Place(PROSE, row, PROSE_HEAD) for row in filled]
        places.append((field, (*single, *[Place(PROSE, row, PROSE_TEXT) for row in range(top, below)])))
    return places


def _spots(stands: Mapping[str, list[int]], field: Field) -> list[int]:
    """Return the rows in which a passage's heading stands."""
    return [row for heading in _headings(field.section, field.label) for row in stands.get(heading, [])]


@lru_cache(maxsize=64)
def _headings(section: str, label: str) -> tuple[str, ...]:
    return tuple(map(bare_label, headings_of(section, label)))


def passage_texts(layout: Layout, book: Opened | None) -> dict[str, str]:
    """Return what stands in the passages, in brackets what may not count; {} where that cannot be seen."""
    if book is None:
        return {}
    try:
        found = {
            field.key: joined([words_set_apart(book, at) for at in places])
            for field, places in passage_places(layout, book.rows(PROSE))
        }
    except Refused:
        return {}
    return {key: text for key, text in found.items() if text}


def _line_at(book: Opened, place: Place, raw: Raw) -> str:
    """Write a paragraph as text, with the spaces at its beginning."""
    if isinstance(raw, str):
        return raw if not raw or raw.strip() else text_of(raw)
    return _text_at(book, place, raw)


def doubt_words(book: Opened, place: Place, label: str, text: str, *, dated: bool = False) -> Finding | None:
    """Say why a cell's words are unknown; `dated`: a day may stand there.

    A picture, an error, a formula without result, words crossed out or hidden, a number shown otherwise.
    """
    sheet, address = place.sheet, place.a1
    formula, error = book.formulas(sheet).get(address), book.errors(sheet).get(address)
    lost = _instead_of_words(text, formula, error)
    if lost is not None:
        return messages.WORDS_LOST.finding(at=place, label=label, what=lost)
    if not text:
        return None
    if address in book.covered(sheet):
        return messages.COVERED.finding(at=place, label=label, found=text[:QUOTED])
    raw, look = content_at(book.rows(sheet), place.row, place.column), book.look(sheet, address)
    words = dated or isinstance(raw, str)
    why = words_refusal(text, look) if words else value_refusal(raw, text, look)
    return messages.WORDS_MARKED.finding(at=place, label=label, why=why) if why is not None else None


def words_set_apart(book: Opened, place: Place) -> str:
    """Return a cell's content as words, in brackets what may not count. Raises Refused."""
    raw = content_at(book.rows(place.sheet), place.row, place.column)
    text = _line_at(book, place, raw)
    look, hidden = book.look(place.sheet, place.a1), place.a1 in book.covered(place.sheet)
    if isinstance(raw, str) or hidden:
        return set_apart(text, look, covered=hidden)
    return f"{NO_WORDS}{text}】" if value_refusal(raw, text, look) is not None else text


def _instead_of_words(text: str, formula: str | None, error: str | None) -> str | None:
    if _PICTURE.match(text) or (formula is not None and _PICTURE.match(formula)):
        return "一张嵌入的图片（DISPIMG）"
    if error is not None or _ERROR.fullmatch(text):
        return f"错误值 {error or text or '#N/A'}"
    return f"公式 ={formula[:60]}，它没有结果" if formula is not None and not text else None


def text_of(raw: Raw) -> str:
    """Write a cell's content as text."""
    if isinstance(raw, str):
        return seen_text(raw) if raw else ""
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, float) and isfinite(raw):
        return format(Decimal(format(raw, ".15g")), "f")
    return "" if raw is None else seen_text(str(raw))
