"""What is mended in the workbook of one unit is mended as if no other had come before it."""

import io

import openpyxl
import pytest

from toolkit.form.model import Form
from toolkit.layout.layout import PASTE, REASONS, lay_out
from toolkit.layout.lock import UNLOCKED
from toolkit.returns.annotation import issued_book
from toolkit.returns.mending import cell_parted, mend, opened
from toolkit.template import Content, identity_of, render


def cells_of(book) -> dict[str, dict]:
    return {s.title: {at: (c.value, repr(c.protection)) for at, c in s._cells.items()} for s in book}


@pytest.mark.long
def test_what_one_unit_wrote_changes_nothing_in_another_units_workbook(form: Form) -> None:
    content = Content(form=form, unit_code="001", unit_name="甲局", year=form.first_year)
    data, layout, issued = render(content), lay_out(form), issued_book(form, "", UNLOCKED)
    before, lines = cells_of(issued), [(len(s.row_dimensions), len(s.column_dimensions)) for s in issued]
    sheets = [*(table.sheet for table in form.tables), PASTE, REASONS]

    def goes_back(written: object) -> list[tuple[object, bool]]:
        """Write into cells that were issued empty, far down and far right; say how they go back."""
        book = openpyxl.load_workbook(io.BytesIO(data))
        for name in sheets:
            book[name]["AZ90"].value = written
            book[name].row_dimensions[90].height = 0
            book[name].column_dimensions["AZ"].width = 0
        mend(book, issued, layout, opened(data), {}, identity_of(content))
        return [(book[name]["AZ90"].value, book[name]["AZ90"].protection.locked) for name in sheets]

    assert goes_back("=1+1") == [(None, True)] * len(sheets)  # of a formula its result is kept: it has none
    assert goes_back("错写的字") == [("错写的字", False)] * len(sheets)
    assert cells_of(issued) == before
    assert [(len(s.row_dimensions), len(s.column_dimensions)) for s in issued] == lines


@pytest.mark.parametrize("place", ["B2", "B3", "D4", "F6"])
def test_a_cell_to_be_written_into_is_parted_from_others(place: str) -> None:
    sheet = openpyxl.Workbook().active
    for span in ("B2:B4", "C4:D5"):
        sheet.merge_cells(span)
    cell_parted(sheet, place).value = "字"
    assert sheet[place].value == "字"
    parted = {"B3": {"B2:B4"}, "D4": {"C4:D5"}}.get(place, set())
    assert {str(span) for span in sheet.merged_cells.ranges} == {"B2:B4", "C4:D5"} - parted
