"""A figure written with words is read, but a sheet's sums go without it.

Told at its cell, not as a sum to be recalculated.
"""

import io
from pathlib import Path

import openpyxl
import pytest
import recipes as r

from toolkit.reading.workbook import read_file
from toolkit.returns.cached_results import cached_results, with_results
from toolkit.template import render
from toolkit.template.content import Content

FIGURE, NAME = r.place("applications", "new", "natural_person"), "表三 D7"
CONTENT = {"form": r.the_form(), "unit_code": r.CODE, "unit_name": r.NAME, "year": r.YEAR, "kind": r.KIND}


def as_saved(text: str) -> bytes:
    """A workbook in which the cell holds words, as an office program calculates and saves it."""
    key = next(k for k, place in r.lay_out(r.the_form()).places.items() if place == FIGURE)
    made = render(Content(**CONTENT, entries={**r.figures(1), key: text}))
    return with_results(made, cached_results(made), None)


def found(data: bytes, folder: Path) -> dict[str, object]:
    path = folder / "a.xlsx"
    path.write_bytes(data)
    return {f.rule: f for f in read_file(path, path.name, [r.FORM]).findings}


@pytest.mark.parametrize("text", ["29件", "29 ", "２９", "1,029"])
def test_sums_that_leave_words_out_are_told_at_the_words_and_returned(text: str, tmp_path: Path) -> None:
    said = found(as_saved(text), tmp_path)
    assert "T02" not in said
    assert f"{said['T09'].sheet} {said['T09'].cell}" == NAME
    assert said["T09"].level == "error"
    assert "J7" in said["T09"].message
    assert said["C01"].cause == said["T09"].line  # one cell, one line


@pytest.mark.parametrize("text", ["无", "/", "—", " "])
def test_words_that_the_sheet_reads_as_the_reader_does_are_not_asked_again(text: str, tmp_path: Path) -> None:
    said = found(as_saved(text), tmp_path)
    assert not said.keys() & {"T02", "T09"}
    assert all("重新输入" not in f.message for f in said.values())


def test_the_sheet_names_the_cell_that_holds_no_number() -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_saved("29件")), data_only=True)
    said = [row[3] for row in book["校核"].iter_rows(min_row=5, max_row=8, values_only=True)]
    assert [text.partition("。")[2] for text in said] == ["", "填错的：D7", "", ""]


def test_an_old_result_is_still_told_as_not_recalculated(tmp_path: Path) -> None:
    made = r.good()
    results = cached_results(made)
    cell = r.place("applications", "new", "total")
    old = results[cell.sheet][cell.a1]
    results[cell.sheet][cell.a1] = old._replace(text=str(int(old.text) + 7).encode())
    said = found(with_results(made, results, None), tmp_path)
    assert "T02" in said
    assert "T09" not in said


def test_a_total_typed_over_is_left_to_the_rule_that_judges_it(tmp_path: Path) -> None:
    form, figures = r.the_form(), r.figures(1)
    total = next(i.at for i in form.instances if i.rule.stated and i.at in form.sums)
    said = found(render(Content(**CONTENT, entries=figures, stated={total: 999_999})), tmp_path)
    assert {"T01", "T06"} & said.keys() == {"T01"}


def test_two_such_cells_are_two_lines_each_with_its_own_consequence(tmp_path: Path) -> None:
    """The same address on another sheet, where nothing is left out, stays a line of its own."""
    layout = r.lay_out(r.the_form())
    beside = next(k for k, p in layout.places.items() if p.sheet == FIGURE.sheet and p.a1 == "E7")
    first = next(k for k, p in layout.places.items() if p == FIGURE)
    elsewhere = next(k for k, p in layout.places.items() if p.sheet == "表二" and p.a1 == FIGURE.a1)
    entries = {**r.figures(1), first: "29件", beside: "3件", elsewhere: "4件"}
    made = render(Content(**CONTENT, entries=entries))
    path = tmp_path / "a.xlsx"
    path.write_bytes(with_results(made, cached_results(made), None))
    findings = read_file(path, path.name, [r.FORM]).findings
    causes = {(f.sheet, f.cell): f.cause for f in findings if f.rule == "C01"}
    lines = {(f.sheet, f.cell): f.line for f in findings if f.rule == "T09"}
    assert len(set(lines.values())) == len(lines) >= 2
    assert {at: lines.get(at) for at in causes} == causes


@pytest.mark.parametrize("written", ["7件", "７"])
def test_a_total_typed_over_in_words_is_the_number_that_it_says(written: str, tmp_path: Path) -> None:
    total = r.place("applications", "new", "total")
    key = next(k for k, place in r.lay_out(r.the_form()).places.items() if place == total)
    leaves = r.the_form().sums[key]
    entries = {**r.figures(1), **dict.fromkeys(leaves, 0), next(iter(leaves)): 7}
    made, other = (
        render(Content(**CONTENT, entries=entries)),
        written.translate({ord("7"): "8", ord("７"): "８"}),
    )
    right, wrong = (found(r.text(total.sheet, total.a1, said, made), tmp_path) for said in (written, other))
    assert "与分项相加的结果一致" in right["T01"].message
    assert "按分项相加应是 7" in wrong["T01"].message
    assert wrong["T01"].expected == 7
