"""What is known again of parts that many workbooks share is what is in each of them."""

import io
import random
import zipfile
from xml.etree import ElementTree as ET

import pytest

from toolkit.form.definition import load_form
from toolkit.layout.layout import PROSE_HEAD, lay_out
from toolkit.layout.passages import headings_of
from toolkit.reading import container, values
from toolkit.reading.container import unpacked
from toolkit.reading.values import rows_of, shared_texts, split_at_values
from toolkit.reading.words import passage_places


def archive_of(parts: dict[str, bytes], level: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize("seed", range(6))
def test_every_part_is_its_own(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some the same in several files, packed alike or otherwise; as the library itself unpacks them."""
    monkeypatch.setattr(container, "_KEPT", 5)
    monkeypatch.setattr(container, "_PARTS", container._PartsKnown())
    chance = random.Random(seed)
    common = [chance.randbytes(40) * chance.randrange(1, 60) for _ in range(8)]
    for _ in range(40):
        parts = {str(n): chance.choice([*common, chance.randbytes(50) * 9]) for n in range(6)}
        data = archive_of(parts, chance.randrange(1, 10))
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert {e.filename: unpacked(data, e) for e in archive.infolist()} == parts
    assert max(len(container._PARTS._late), len(container._PARTS._early)) <= 5


def test_a_broken_part_is_not_taken_for_the_whole_one_that_it_says_it_is() -> None:
    content = b"<worksheet>12</worksheet>" * 20
    data = archive_of({"a": content}, 6)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (entry,) = archive.infolist()
    assert unpacked(data, entry) == content
    start = entry.header_offset + 30 + len("a")
    for place in range(start, start + entry.compress_size):
        broken = bytearray(data)
        broken[place] ^= 0xFF
        with pytest.raises(zipfile.BadZipFile):
            unpacked(bytes(broken), entry)
    assert unpacked(data, entry) == content


@pytest.mark.parametrize("room", [0, 2**15, 2**23])
def test_sheets_of_one_length_are_told_apart(room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells in other places, other styles, other kinds: as they were written here."""
    monkeypatch.setattr(values, "_ROOM", room)
    monkeypatch.setattr(values, "_MOST", 7)
    monkeypatch.setattr(values, "_BLANKS", values._Blanks())
    chance = random.Random(room)
    for _ in range(300):
        column, row, kind = chance.choice("ABCD"), chance.randrange(1, 6), chance.choice("sn")
        held = chance.randrange(10)
        xml = (
            f'<worksheet><sheetData><row r="{row}"><c r="{column}{row}" s="{chance.randrange(3)}" t="{kind}">'
            f"<v>{held}</v></c></row></sheetData></worksheet>"
        ).encode()
        texts = shared_texts(
            b"<sst >%b</sst>"
            % b"".join(b"<si><t>%d%d</t></si>" % (n, chance.randrange(9)) for n in range(10))
        )
        assert texts is not None
        content: object = float(held) if kind == "n" else texts[held]
        rows = rows_of(split_at_values(xml), texts, ("0", "1", "2"))
        blank = [""] * "ABCD".index(column)
        assert rows == [*[[*blank, ""]] * (row - 1), [*blank, content]]


def test_rows_are_split_alike_after_whatever_other_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows below a title line are those of the workbook before, or but nearly."""
    monkeypatch.setattr(values, "_LEAST", 0)
    monkeypatch.setattr(values, "_SHEETS", 3)
    chance = random.Random(3)
    for _ in range(300):
        title, columns = chance.choice("甲乙"), chance.choice(("", '<cols><col min="1" max="1"/></cols>'))
        held = [chance.choice((7, 8)) if chance.random() < 0.1 else 7 for _ in range(3)]
        rows = [f'<row r="1"><c r="A1" t="inlineStr"><is><t>{title}</t></is></c></row>'] + [
            f'<row r="{n}"><c r="A{n}"><v>{number}</v></c></row>' for n, number in enumerate(held, 2)
        ]
        xml = f"<worksheet>{columns}<sheetData>{''.join(rows)}</sheetData></worksheet>"
        assert rows_of(split_at_values(xml.encode()), (), "0") == [[title], *([float(n)] for n in held)]


def test_headings_that_say_nothing_are_texts() -> None:
    """What stands below a heading counts as its passage, even if it is but a mark."""
    layout = lay_out(load_form("annual-report-2021"))
    first, *_ = layout.form.narrative
    top = layout.narrative[first.key].row
    for mark in ("：", "…", "。", "（一）"):
        rows = [[""] * (PROSE_HEAD + 1) for _ in range(top + 6)]
        rows[top][PROSE_HEAD] = headings_of(first.section, first.label)[0]
        plain = {f.key: places for f, places in passage_places(layout, rows)}[first.key]
        rows[top + 2][PROSE_HEAD] = mark
        marked = {f.key: places for f, places in passage_places(layout, rows)}[first.key]
        assert {*marked} - {*plain} == {plain[0]._replace(row=top + 2, column=PROSE_HEAD)}, mark


def items_of(*written: str) -> bytes:
    items = "".join(f"<si><t>{text}</t></si>" for text in written)
    return f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{items}</sst>'.encode()


def test_every_character_that_is_referred_to_is_the_one_that_a_parser_finds() -> None:
    """What a digit or a sign may be is left to another reader, as is what is no character at all."""
    numbers = [*range(161, 0xD800), *range(0xE000, 0xFFFE), *range(0x10000, 0x10400)]
    written = [
        "公&amp;".join(f"&#{number};" for number in numbers[first : first + 500])
        for first in range(0, len(numbers), 500)
    ]
    data = items_of("a&lt;&#10;b&gt;&quot;&apos;c", "a;;&#20013;b;", ";&amp;#20013;", *written)
    parsed = tuple("".join(item.itertext()) for item in ET.fromstring(data))
    assert shared_texts(data) == parsed
    for number in (0x31, 159, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF):
        assert shared_texts(items_of(f"公&#{number};开")) is None
    for name in ("#20013", "#20013 ;", "&#20013;", "#x4e2d;", "nbsp;", ";", "amp"):
        assert shared_texts(items_of(f"公&{name}")) is None
