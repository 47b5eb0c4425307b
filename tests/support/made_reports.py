"""Published reports made for the tests: figures that differ in every cell, printed in many ways."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from html import escape
from pathlib import Path

from shipped_forms import FORMS

from toolkit.form.model import Figure, Form, Key, Mark, Table, plain_digits, with_totals
from toolkit.published import Published, read_published
from toolkit.published.printed_amounts import read_amount


@dataclass(frozen=True)
class Square:
    """A printed cell; `key` when it holds a figure."""

    text: str
    row: int
    column: int
    height: int = 1
    width: int = 1
    key: Key | None = None


Squares = list[Square]


@dataclass(frozen=True)
class Report:
    """A report to print: head, sections and the squares of its three tables.

    Or the paragraphs and tables of `flow`.
    """

    form: Form
    year: int
    expected: Mapping[Key, Figure]
    tables: Mapping[str, Squares]
    title_year: int | None = None
    flow: Sequence[tuple[str, str]] | None = None

    def changed(self, table: str, change: Callable[[Squares], Squares]) -> "Report":
        return replace(self, tables={**self.tables, table: change(self.tables[table])})

    def without(self, table: str) -> "Report":
        return replace(self, tables={key: squares for key, squares in self.tables.items() if key != table})

    @property
    def national(self) -> list[Key]:
        return [key for key in self.form.cells if self.form.table(key.table).section]


def read(path: Path) -> Published:
    return read_published(path, FORMS)


def rules(published: Published) -> set[str]:
    return {finding.rule for finding in published.findings}


def figures(form: Form, seed: int, most: int = 9000) -> dict[Key, Figure]:
    """Balanced figures, no two typed ones alike, so that one read a line off is seen."""
    rng = random.Random(seed)
    keys = [key for key in form.inputs if form.table(key.table).section]
    numbers = rng.sample(range(1, most), len(keys))
    typed: dict[Key, Figure] = dict(zip(keys, numbers, strict=True))
    for key, number in zip(keys, numbers, strict=True):
        kind = form.kind(key)
        if kind.decimals:
            typed[key] = Decimal(number) + Decimal(rng.randint(1, 9)) / 10
        elif kind.signed:
            typed[key] = number * rng.choice((1, -1))
    whole = with_totals(form, typed)
    for column in ("natural_person", "business", "research", "public_welfare", "legal_service", "other"):
        at = {
            row: Key("applications", row, column)
            for row in ("new", "carried_in", "concluded", "carried_over")
        }
        typed[at["new"]] = whole[at["concluded"]] + whole[at["carried_over"]] - whole[at["carried_in"]]
    return {key: figure for key, figure in with_totals(form, typed).items() if form.table(key.table).section}


def written(figure: Figure, *, signed: bool, rng: random.Random) -> str:
    if signed and isinstance(figure, int):
        styles = ("+{}", "增{}", "{}") if figure > 0 else ("-{}", "减{}", "－{}")
        return rng.choice(styles).format(abs(figure))
    return plain_digits(figure)


def report(
    form: Form, seed: int = 1, year: int | None = None, blanks: float = 0, marks: float = 0, most: int = 9000
) -> Report:
    """Print generated figures (of up to `most`); a part of the cells may be left blank or hold “/”."""
    rng = random.Random(seed + 1000)
    expected = figures(form, seed, most)
    for key in expected:
        chance = rng.random()
        if chance < blanks:
            expected[key] = Mark.BLANK
        elif chance < blanks + marks:
            expected[key] = Mark.NOT_APPLICABLE
    texts = {key: written(f, signed=form.kind(key).signed, rng=rng) for key, f in expected.items()}
    tables = {t.key: DRAW[t.arrangement](t, texts) for t in form.tables if t.section}
    return Report(form, year or form.first_year, expected, tables)


def reprinted(form: Form, year: int, figures: Mapping[Key, str], lines: Sequence[str]) -> Report:
    """Print a real report anew: its own paragraphs (of its text's `lines`), its figures in drawn tables."""
    flow: list[tuple[str, str]] = []
    titles = {table.title: table.key for table in form.tables if table.section}
    skipping = False
    for line in lines:
        key = next((key for title, key in titles.items() if line.strip().endswith(title)), None)
        skipping = key is not None or (skipping and not line.startswith("五、"))
        if key is not None:
            flow += [("p", line.strip()), ("t", key)]
        elif not skipping and line.strip():
            flow.append(("p", line.strip()))
    drawn = {t.key: DRAW[t.arrangement](t, figures) for t in form.tables if t.section}
    expected = {key: read_amount(text, form.kind(key)) for key, text in figures.items()}
    return Report(form, year, expected, drawn, flow=flow)


def _blocks(table: Table, texts: Mapping[Key, str]) -> Squares:
    squares: Squares = []
    width = 1 + max(len(block.columns) for block in table.blocks)
    row = 0
    for block in table.blocks:
        squares.append(Square(block.article, row, 0, width=width))
        last = len(block.columns) - 1
        widths = [width - 1 - last if n == last else 1 for n in range(len(block.columns))]
        squares.append(Square(table.corner, row + 1, 0))
        squares += [Square(c.label, row + 1, 1 + n, width=widths[n]) for n, c in enumerate(block.columns)]
        for r, line in enumerate(block.rows, row + 2):
            squares.append(Square(line.label, r, 0))
            keys = [Key(table.key, line.key, c.key) for c in block.columns]
            squares += [Square(texts[k], r, 1 + n, width=widths[n], key=k) for n, k in enumerate(keys)]
        row += 2 + len(block.rows)
    return squares


def _matrix(table: Table, texts: Mapping[Key, str]) -> Squares:
    (block,) = table.blocks
    squares = [Square(table.corner, 0, 0, 3, 3), Square(table.columns_title, 0, 3, 1, 7)]
    members = [n for n, c in enumerate(block.columns) if c.group]
    squares.append(Square(table.groups["organisations"].label, 1, 3 + members[0], 1, len(members)))
    for n, column in enumerate(block.columns):
        squares.append(Square(column.label, 2 if column.group else 1, 3 + n, 1 if column.group else 2))
    for group in {line.group: None for line in block.rows if line.group}:
        rows = [n for n, line in enumerate(block.rows, 3) if group in table.ancestry(line.group)]
        level = len(table.ancestry(group)) - 1
        squares.append(Square(table.groups[group].label, rows[0], level, rows[-1] - rows[0] + 1))
    for r, line in enumerate(block.rows, 3):
        level = len(table.ancestry(line.group))
        squares.append(Square(line.label, r, level, 1, 3 - level))
        keys = [Key(table.key, line.key, c.key) for c in block.columns]
        squares += [Square(texts[k], r, 3 + n, key=k) for n, k in enumerate(keys)]
    outcomes = [n for n, line in enumerate(block.rows, 3) if table.ancestry(line.group)[:1] == ("outcomes",)]
    squares = [s for s in squares if s.text != table.groups["outcomes"].label]
    squares.append(Square(table.groups["outcomes"].label, outcomes[0], 0, len(outcomes)))
    return sorted(squares, key=lambda s: (s.row, s.column))


def _line(table: Table, texts: Mapping[Key, str]) -> Squares:
    (block,) = table.blocks
    squares = [Square("行政复议", 0, 0, 1, 5), Square("行政诉讼", 0, 5, 1, 10)]
    squares += [Square("未经复议直接起诉", 1, 5, 1, 5), Square("复议后起诉", 1, 10, 1, 5)]
    for n, row in enumerate(block.rows):
        for c, column in enumerate(block.columns):
            squares.append(Square(column.label, 1 if n == 0 else 2, n * 5 + c, 2 if n == 0 else 1))
            key = Key(table.key, row.key, column.key)
            squares.append(Square(texts[key], 3, n * 5 + c, key=key))
    return sorted(squares, key=lambda s: (s.row, s.column))


DRAW = {"blocks": _blocks, "matrix": _matrix, "line": _line}


# ------------------------------------------------------------------ other ways to print the same


def swapped(order: Sequence[int], first: int = 3) -> Callable[[Squares], Squares]:
    """Print the single columns from `first` on in another order, labels and figures together."""

    def change(squares: Squares) -> Squares:
        places = {first + old: first + new for new, old in enumerate(order)}
        moved = [
            replace(s, column=places[s.column]) if s.width == 1 and s.column in places else s for s in squares
        ]
        return sorted(moved, key=lambda s: (s.row, s.column))

    return change


def relabelled(change: Callable[[str], str]) -> Callable[[Squares], Squares]:
    return lambda squares: [s if s.key else replace(s, text=change(s.text)) for s in squares]


def messy(rng: random.Random) -> Callable[[str], str]:
    """Spaces, line breaks, “1、” for “1.”, half-width brackets: as labels are found on real pages."""

    def change(text: str) -> str:
        text = text.replace(".", rng.choice((".", "、", "．"))) if text[:1].isdigit() else text
        if rng.random() < 0.3:
            text = text.replace("（", "(").replace("）", ")")
        if rng.random() < 0.5 and len(text) > 4:
            at = rng.randrange(2, len(text) - 1)
            text = text[:at] + rng.choice(("\n", " ", "\u3000")) + text[at:]
        return text

    return change


def unmerged(squares: Squares, *, repeated: bool = False) -> Squares:
    """Groups not merged: their label in the first row, blank cells below and beside, or `repeated` there."""
    result: Squares = []
    for s in squares:
        result.append(replace(s, height=1, width=1))
        result += [
            Square(s.text if repeated else "", s.row + i, s.column + j)
            for i in range(s.height)
            for j in range(s.width)
            if (i, j) != (0, 0)
        ]
    return sorted(result, key=lambda s: (s.row, s.column))


def cut(squares: Squares, first: int, last: int) -> Squares:
    """Rows `first` to `last` as a table of their own."""
    kept = [s for s in squares if s.row < last and s.row + s.height > first]
    return [
        replace(
            s,
            row=max(s.row, first) - first,
            height=min(s.row + s.height, last) - max(s.row, first),
            text=s.text if s.row >= first else "",
        )
        for s in kept
    ]


def height(squares: Squares) -> int:
    return max(s.row + s.height for s in squares)


# ------------------------------------------------------------------ writers

TITLES = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
PARTS = ("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障")
NUMERALS = "一二三四五"


def _flow(made: Report) -> list[tuple[str, str]]:
    """What is printed, in order: paragraphs and the tables' keys."""
    if made.flow is not None:
        return list(made.flow)
    y = made.year
    flow = [("p", f"测试县民政局{made.title_year or y}年政府信息公开工作年度报告")]
    flow.append(
        ("p", f"统计期限自{y}年1月1日起至{y}年12月31日止（地址：测试县一路9号，联系电话：0100-1234567）。")
    )
    flow.append(("p", "一、总体情况"))
    for numeral, part in zip(NUMERALS, PARTS, strict=True):
        flow += [("p", f"（{numeral}）{part}情况"), ("p", f"这里写{part}。")]
    for table in made.form.tables:
        if table.section:
            flow.append(("p", f"{table.section}、{table.title}"))
            flow += [("t", table.key)] if table.key in made.tables else []
    flow += [("p", "五、存在的主要问题及改进情况"), ("p", "这里写问题。"), ("p", "针对问题，这里写改进。")]
    return [*flow, ("p", "六、其他需要报告的事项"), ("p", "没有其他事项。")]


def html_table(squares: Squares) -> str:
    lines = []
    for row in range(height(squares)):
        cells = [
            f'<td rowspan="{s.height}" colspan="{s.width}">{escape(s.text).replace(chr(10), "<br>")}</td>'
            for s in squares
            if s.row == row
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(lines)}</table>"


def write_html(
    made: Report, path: Path, draw: Callable[[Squares], str] = html_table, encoding: str = "utf-8"
) -> Path:
    body = "".join(
        draw(made.tables[text]) if kind == "t" else f"<p>{escape(text)}</p>" for kind, text in _flow(made)
    )
    page = f'<html><head><meta charset="{encoding}"><title>x</title></head><body>{body}</body></html>'
    path.write_bytes(page.encode(encoding))
    return path


# so wide and high that no figure is broken over lines, and no header over pages, when printed
ROOMY = 420, 550


def write_docx(made: Report, path: Path, page: tuple[int, int] = ROOMY) -> Path:
    from docx import Document
    from docx.shared import Mm

    document = Document()
    document.sections[0].page_width, document.sections[0].page_height = (Mm(side) for side in page)
    for kind, text in _flow(made):
        if kind == "p":
            document.add_paragraph(text)
        else:
            fill_table(document, made.tables[text])
    document.save(str(path))
    return path


def fill_table(holder, squares: Squares) -> None:
    """Add a table to a document or a cell, with its merged cells as Word writes them (ECMA-376, 17.4).

    Its rows are written here: python-docx looks at the whole table for each cell that it merges.
    """
    from docx.oxml import parse_xml

    width = max(s.column + s.width for s in squares)
    try:
        table = holder.add_table(0, width, style="Table Grid")
    except TypeError:  # inside a cell
        table = holder.add_table(0, width)
    sizes = [column.width.twips for column in table.columns]
    at = {(row, s.column): s for s in squares for row in range(s.row, s.row + s.height)}
    for row in range(height(squares)):
        cells, column = "", 0
        while column < width:
            square = at.get((row, column), Square("", row, column))
            cells += _docx_cell(square, sum(sizes[column : column + square.width]), first=square.row == row)
            column += square.width
        table._tbl.append(parse_xml(f'<w:tr xmlns:w="{_WORD}">{cells}</w:tr>'))


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _docx_cell(square: Square, size: int, *, first: bool) -> str:
    across = f'<w:gridSpan w:val="{square.width}"/>' if square.width > 1 else ""
    down = f'<w:vMerge w:val="{"restart" if first else "continue"}"/>' if square.height > 1 else ""
    lines = square.text.split("\n") if first and square.text else ()
    words = "<w:br/>".join(f"<w:t>{escape(line)}</w:t>" for line in lines)
    run = f"<w:r>{words}</w:r>" if words else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/>{across}{down}</w:tcPr><w:p>{run}</w:p></w:tc>'


def write_txt(made: Report, path: Path, style: str = "broken") -> Path:
    """`broken`: a cell a line, rows apart (as antiword and the like); `cells`: only printed texts.

    `rows`: a row a line; `squares`: with an empty text for each square that a merged cell covers.
    """
    lines: list[str] = []
    for kind, text in _flow(made):
        lines += [text, ""] if kind == "p" else _txt_table(made.tables[text], style)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _txt_table(squares: Squares, style: str) -> list[str]:
    lines = []
    for row in range(height(squares)):
        here = sorted((s for s in squares if s.row <= row < s.row + s.height), key=lambda s: s.column)
        texts = [s.text if s.row == row else "" for s in here]
        if style == "squares":
            texts = [text for s, t in zip(here, texts, strict=True) for text in (t, *[""] * (s.width - 1))]
        if style == "broken":
            lines += ["", *(f"\t{text}" for text in texts)]
        elif style == "cells":
            lines += [line for text in texts for line in text.split("\n") if line.strip()]
        else:
            lines.append("\t".join(text.replace("\n", " ") for text in texts))
    return [*lines, ""]


# ------------------------------------------------------------------ what must be true of any reading


def named(published: Published, key: Key) -> bool:
    """Whether some finding names this figure, its row, its column or its whole table."""
    return any(
        f.table in {None, key.table} and f.row in {None, key.row} and f.column in {None, key.column}
        for f in published.findings
        if f.rule in {"P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08", "P09", "P27"}
    )


def never_wrong(published: Published, made: Report) -> list[Key]:
    """Assert that every figure is right or left out and named; give those left out."""
    wrong = {
        key: (published.amounts[key], made.expected[key])
        for key in made.national
        if key in published.amounts and published.amounts[key] != made.expected[key]
    }
    assert not wrong, wrong
    unread = [key for key in made.national if key not in published.amounts]
    assert not [key for key in unread if not named(published, key)]
    assert published.places.keys() >= {key for key in made.national if key in published.amounts}
    return unread
