"""文字报告: what is written comes back as it was, whatever its paragraphs, from older layouts too."""

import io
from pathlib import Path
from random import Random

import openpyxl
import pytest
import recipes as r

from toolkit.answers.reading import Reading
from toolkit.layout.layout import PASSAGE_ROWS, PROSE, lay_out
from toolkit.layout.passages import CONTINUES, MOST_LINES, joined, printed_lines, spread
from toolkit.reading.workbook import read_file
from toolkit.returns.carrying import carry
from toolkit.returns.mending import is_whole, load_bounded
from toolkit.template import Content

FORM = r.the_form()
KEYS = [field.key for field in FORM.narrative]


def read(data: bytes, folder: Path) -> Reading:
    path = folder / "a.xlsx"
    path.write_bytes(data)
    return read_file(path, path.name, [FORM.key])


def passages(seed: int) -> dict[str, str]:
    random = Random(seed)
    return {
        key: "\n".join(
            random.choice(["", "　　", " "]) + "政务公开" * random.randint(0, 200)
            for _ in range(random.choice([1, 2, 9, 10, 11, 30]))
        ).strip()
        for key in KEYS
    }


@pytest.mark.parametrize("seed", range(4))
def test_what_is_written_comes_back_paragraph_by_paragraph(seed: int, tmp_path: Path) -> None:
    written = passages(seed)
    reading = read(r.good(narrative=written), tmp_path)
    assert reading.submission is not None
    assert reading.submission.narrative == {key: text for key, text in written.items() if text}


def test_each_paragraph_has_its_row_while_there_is_one() -> None:
    assert spread("一\n二\n三", 10) == ["一", "二", "三"]
    many = spread("\n".join(map(str, range(30))), 10)
    assert len(many) == PASSAGE_ROWS
    assert "\n".join(many).split("\n") == [str(n) for n in range(30)]


def test_the_heading_stands_beside_the_first_paragraph() -> None:
    """So no page ends between the two; a row is never parted by a page."""
    sheet = openpyxl.load_workbook(io.BytesIO(r.good(narrative=passages(1))))[PROSE]
    for field in FORM.narrative:
        first = lay_out(FORM).narrative[field.key]
        assert field.label in sheet.cell(first.row + 1, 1).value
    heights = [sheet.row_dimensions[row].height for row in range(4, sheet.max_row + 1)]
    assert max(height for height in heights if height) <= 409


def test_a_paragraph_that_paper_cuts_is_told_in_the_sheet_and_by_the_reader(tmp_path: Path) -> None:
    def pasted(book: openpyxl.Workbook) -> None:
        book[PROSE]["B5"], book[PROSE]["B14"] = "字" * 901, "字" * 900

    data = r.edited(pasted, r.good(narrative={KEYS[0]: "首段。"}))
    (said,) = [f for f in read(data, tmp_path).findings if f.rule == "C04"]
    assert (said.sheet, said.cell, said.found) == (PROSE, "B5", 901)


@pytest.mark.parametrize("text", ["甲乙丙。" * 500, "字" * 2000, "首段。\n" + "一，" * 1000 + "\n　　末段。"])
def test_two_thousand_characters_are_parted_over_the_rows_and_are_one_passage_again(
    text: str, tmp_path: Path
) -> None:
    cells = spread(text, PASSAGE_ROWS)
    assert 3 <= len(cells) <= PASSAGE_ROWS
    assert max(map(printed_lines, cells)) <= MOST_LINES
    data = r.good(narrative={KEYS[0]: text})
    reading = read(data, tmp_path)
    assert reading.submission is not None
    assert reading.submission.narrative == {KEYS[0]: text}
    assert not [f for f in reading.findings if f.rule == "C04"]
    assert "打印会被截断" not in openpyxl.load_workbook(io.BytesIO(data), data_only=True)[PROSE]["C4"].value


def layout_of_last_year(data: bytes) -> bytes:
    """The passages as they were issued before: a heading, and below it one cell."""

    def change(book: openpyxl.Workbook) -> None:
        sheet = book[PROSE]
        texts = []
        for field in FORM.narrative:
            places = lay_out(FORM).passages[field.key]
            cells = [sheet[place.a1].value or "" for place in places]
            texts.append((f"{field.section}　{field.label}", "\n".join(cells).strip()))
        for span in [*sheet.merged_cells.ranges]:
            if span.min_row > 3:
                sheet.unmerge_cells(str(span))
        sheet.delete_rows(4, 200)
        for number, pair in enumerate(texts):
            for below, text in enumerate(pair):
                sheet.cell(4 + 2 * number + below, 1).value = text
        book["_xxgk"]["B10"].value = "2"
        assert book["_xxgk"]["A10"].value == "layout"

    return r.edited(change, data)


def test_a_paragraph_that_goes_on_nowhere_says_so() -> None:
    assert joined(["依申请公开5件" + CONTINUES, "，均已办结。"]) == "依申请公开5件，均已办结。"
    assert joined(["依申请公开5件" + CONTINUES, ""]).endswith(CONTINUES)


def test_passages_of_the_layout_before_are_read_and_carried(tmp_path: Path) -> None:
    written = passages(3)
    data = layout_of_last_year(r.good(narrative=written))
    reading = read(data, tmp_path)
    assert reading.submission is not None
    assert reading.submission.narrative == {key: text for key, text in written.items() if text}
    assert not any("文字报告" in f.message for f in reading.findings if f.rule == "S13")
    carried = carry(FORM, reading, tmp_path / "a.xlsx", FORM)
    assert carried.narrative == reading.submission.narrative
    own, issued = load_bounded(data), load_bounded(r.good())
    assert not is_whole(own, issued)  # so the unit gets a fresh workbook with what it typed


def test_rows_put_in_above_a_passage_move_it(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book[PROSE]
        spans = [str(span) for span in sheet.merged_cells.ranges if span.min_row > 3]
        for span in spans:
            sheet.unmerge_cells(span)
        sheet.insert_rows(10, 3)

    written = {KEYS[0]: "首段。\n次段。", KEYS[3]: "三段。"}
    reading = read(r.edited(change, r.good(narrative=written)), tmp_path)
    assert reading.submission is not None
    assert reading.submission.narrative == written


def test_what_is_required_and_not_written_keeps_the_cover_from_ready() -> None:
    def status(**changes: object) -> str:
        return openpyxl.load_workbook(io.BytesIO(r.good(**changes)), data_only=True)["封面"]["C4"].value

    cover = {field.key: "2023-01-10" for field in FORM.identity if field.required}
    whole = dict.fromkeys(KEYS, "写了。")
    assert status(identity=cover, narrative=whole) == "可以上报"
    assert status(identity=cover) == "还有 8 项没有写好（封面、文字）"
    assert status(identity={**cover, "phone": ""}, narrative={**whole, KEYS[2]: " "}).startswith("还有 2 项")
    assert Content(form=FORM, unit_code="1", unit_name="一", year=2022).identity == {}
