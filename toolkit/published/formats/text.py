"""Plain text with table cells one a line (or one row a line), as text extractors leave a report.

Which lines are cells is told by the labels of the national forms: a line that is a piece of one, or a
figure, is a cell; a line of prose or a section title ends the table.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from toolkit.form.model import Form
from toolkit.published.labels import label, squeeze
from toolkit.published.pages import LONGEST_TITLE, Cell, Item, Listing, Paragraph
from toolkit.published.printed_amounts import looks_like_value, means_nothing

SHORT = 12  # an unknown text of up to so many characters between cells is a cell too (“见附件”)
_PAGE_NUMBER = re.compile(r"[-—–]\s*\d{1,3}\s*[-—–]|第\s*\d{1,3}\s*页(?:\s*共\s*\d{1,3}\s*页)?")
_ODD_VALUE = re.compile(  # “.96” is the rest of a figure that was broken
    r"(?:[\d０-９]+|[,.，．][\d０-９]+)(?:[,.，．][\d０-９]+)*[^\d.,、，．()（）]{0,4}"
)

# what a browser or a program prints at the head and foot of pages: its address, the hour, a sheet's number
_FURNITURE = re.compile(
    r"\f?\s*(?:(?:file|https?)://\S.*|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s*(?:上午|下午)?\s*\d{1,2}:\d\d\D.*)"
)
_GAP = re.compile(r"[ \u3000\u00a0]{2,}")
_THOUSANDS = re.compile(r"[1-9]\d{0,2} \d{3}")
_STROKES = "|│┃｜"
_RULED = re.compile(r"[-+|=:│┃─━┼├┤┌┐└┘┬┴｜\s]{3,}")

Line = tuple[str, str]


def is_page_number(text: str) -> bool:
    """Whether a line is only a page number, or what a program prints at a page's edge."""
    return bool(_PAGE_NUMBER.fullmatch(text.strip()) or _FURNITURE.fullmatch(text))


def read_lines(lines: Sequence[Line], forms: Sequence[Form]) -> tuple[Item, ...]:
    """Part lines (text and place) into paragraphs and listings of cells."""
    words, titles = _vocabulary(forms), _titles(forms)
    items: list[Item] = []
    run: list[Line] = []
    for line in ((_unpiped(text), place) for text, place in lines if not is_page_number(text)):
        if _is_cell(line[0], words, titles, inside=bool(run)):
            run.append(line)
        else:
            items += _close(run, words)
            run = []
            items.append(Paragraph(line[0].strip(), line[1]))
    return (*items, *_close(run, words))


def with_set_out(items: Sequence[Item], forms: Sequence[Form]) -> tuple[Item, ...]:
    """Read lines that are set out under the title of a table as its cells, where no table is drawn.

    Headings that stand in one paragraph with their texts are parted from them.
    Nothing that is drawn is touched, and what is no table stays as it is.
    """
    tables = {label(table.title).words for form in forms for table in form.tables if table.national}
    titles = _titles(forms)
    items = [one for item in items for one in (_parted(item) if isinstance(item, Paragraph) else (item,))]
    found: list[Item] = []
    at = 0
    while at < len(items):
        item = items[at]
        found.append(item)
        at += 1
        if not (isinstance(item, Paragraph) and label(item.text).words in tables):
            continue
        lines: list[Line] = []
        for one in items[at:]:
            if not isinstance(one, Paragraph) or label(one.text).words in titles:
                break
            lines.append((one.text, one.place))
        end = at + len(lines)
        drawn = end < len(items) and not isinstance(items[end], Paragraph)
        values = [" ".join(split_values(text)[1]) for text, _ in lines]
        # “447 228”: where thousands are set apart too, nobody can tell a blank cell beside them
        if not drawn and any(values) and not any(map(_THOUSANDS.fullmatch, values)):
            read = read_lines(lines, forms)
            if any(isinstance(one, Listing) for one in read):
                found += read
                at = end
    return tuple(found)


def _parted(item: Paragraph) -> Sequence[Paragraph]:
    """Give the lines of a paragraph with breaks in it, where they are headings and texts of their own.

    A sentence, or a heading, that only goes on in the next line stays whole.
    """
    lines = item.text.split("\n")
    whole = len(squeeze(item.text)) <= LONGEST_TITLE and "。" not in item.text
    if len(lines) == 1 or whole or not any(label(one).number for one in lines):
        return (item,)
    return [replace(item, text=line) for line in lines]


def _unpiped(text: str) -> str:
    """Give a line of cells between strokes as cells with tabs, and a line of strokes only as an empty one."""
    if sum(text.count(stroke) for stroke in _STROKES) < 2:
        return "" if _RULED.fullmatch(text.strip()) else text
    if _RULED.fullmatch(text.strip()):
        return ""
    line = text.strip()
    for stroke in _STROKES[1:]:
        line = line.replace(stroke, "|")
    return "\t".join(cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|"))


def _vocabulary(forms: Sequence[Form]) -> str:
    """All words printed in the tables, so that a piece of a label can be looked up."""
    texts = (
        text
        for form in forms
        for table in form.tables
        if table.national
        for text in (
            table.corner,
            table.columns_title,
            *(group.label for group in table.groups.values() if group.printed),
            *(block.article for block in table.blocks),
            *(line.label for line in table.lines),
        )
    )
    return "\n".join(dict.fromkeys(label(text).words for text in texts))


def _titles(forms: Sequence[Form]) -> set[str]:
    sections = (field.section for form in forms for field in form.narrative)
    return {
        label(text).words for text in (*sections, *(table.title for form in forms for table in form.tables))
    }


def _is_cell(line: str, words: str, titles: set[str], *, inside: bool) -> bool:
    if "。" in line or label(line).words in titles:
        return False
    pieces = label_pieces(line, words)
    if not pieces:
        return inside or bool(line.strip())  # blank, or figures only
    if any(piece in words for piece in pieces):
        return True
    return inside and ("\t" in line or len(squeeze(line)) <= SHORT)


def label_pieces(line: str, known: str) -> list[str]:
    """Give the words of the cells in a line, figures left out."""
    pieces = line.split("\t") if "\t" in line.strip() else columns(split_values(line)[0], known)
    return [words for piece in pieces if not looks_like_value(piece) and (words := label(piece).words)]


def columns(text: str, known: str) -> list[str]:
    """Part a line that is set out with spaces.

    Where there are two or more, and between labels of the form.
    """
    parts: list[str] = []
    for part in _GAP.split(text.strip()):
        pieces = part.split()
        apart = label(part).words not in known and all(
            (one := label(piece).words) and one in known for piece in pieces
        )
        parts += pieces if apart else [part]
    return parts


def split_values(line: str) -> tuple[str, list[str]]:
    """Part “规章 1 0 11” into its text and the figures after it."""
    parts = line.split()
    count = 0
    while count < len(parts) and looks_like_value(parts[-1 - count]):
        count += 1
    text = line if count == 0 else " ".join(parts[: len(parts) - count])
    return text, parts[len(parts) - count :]


def _close(run: Sequence[Line], words: str) -> Iterator[Item]:
    """Give a run of cell lines as a listing, or as prose again when it is no table."""
    known = sum(piece in words for piece in {piece for text, _ in run for piece in label_pieces(text, words)})
    values = sum(looks_like_value(text.split()[-1]) for text, _ in run if text.strip())
    if known < 3 or not (values or any(text == "\t" for text, _ in run)):
        yield from (Paragraph(text.strip(), place) for text, place in run)
        return
    if any("\t" in text.strip() for text, _ in run):
        rows = [
            tuple(Cell(text=t.strip(), place=place) for t in text.split("\t"))
            for text, place in run
            if text.strip()
        ]
        yield Listing(tuple(rows), run[0][1], kept_rows=True)
    elif any(text.startswith("\t") for text, _ in run):
        yield Listing(tuple(_broken_rows(run)), run[0][1], kept_rows=True)
    else:
        yield Listing(tuple(_rows_by_labels(run, words)), run[0][1], kept_rows=False)


def _broken_rows(run: Sequence[Line]) -> Iterator[tuple[Cell, ...]]:
    """Cells begin with a tab, rows are apart by an empty line; other lines go on with the cell above."""
    row: list[Cell] = []
    apart = False
    for text, place in run:
        if text.startswith("\t"):
            if apart and row:
                yield tuple(row)
                row = []
            row.append(Cell(text=text.strip(), place=place))
        elif text.strip() and row:
            row[-1] = Cell(text=f"{row[-1].text}\n{text.strip()}", place=row[-1].place)
        apart = not text.strip("\r\n ") and not text.startswith("\t")
    if row:
        yield tuple(row)


def _rows_by_labels(run: Sequence[Line], words: str) -> Iterator[tuple[Cell, ...]]:
    """Begin a row where a text follows a value."""
    row: list[Cell] = []
    for line, place in run:
        text, values = split_values(line)
        if text.strip():
            if row and is_value(row[-1].text) and not is_value(text):
                yield tuple(row)
                row = []
            row += [Cell(text=piece, place=place) for piece in columns(text, words)]
        row += [Cell(text=value, place=place) for value in values]
    if row:
        yield tuple(row)


def is_value(text: str) -> bool:
    """Whether a text stands where a figure should, readable or not (“12件”)."""
    plain = text.strip()
    return looks_like_value(text) or means_nothing(plain) or bool(_ODD_VALUE.fullmatch(plain))
