"""A table whose corner says nothing, moved as a whole: every label still stands in the sheet."""

import pytest
from shipped_forms import shipped_text

from toolkit.form.definition import read_form
from toolkit.layout.grids import TableGrid
from toolkit.layout.layout import lay_out
from toolkit.reading.locating import locate

START = shipped_text("start")


def drawn(grid: TableGrid, down: int, right: int) -> list[list[object]]:
    """Draw a table so many rows and columns from where it was printed, a number in each figure's cell."""
    rows: list[list[object]] = [[""] * (grid.right + right + 1) for _ in range(grid.bottom + down + 1)]
    for number, box in enumerate(grid.boxes):
        rows[box.top + down][box.left + right] = box.text if box.key is None else float(number)
    return rows


@pytest.mark.parametrize("corner", ["", "事项"])
@pytest.mark.parametrize(("down", "right"), [(1, 0), (3, 0), (0, 1), (2, 1)])
def test_a_table_moved_as_a_whole_has_lost_nothing(corner: str, down: int, right: int) -> None:
    form = read_form(
        START.replace('arrangement = "matrix"', f'arrangement = "matrix"\ncorner = "{corner}"'), "own.toml"
    )
    grid = lay_out(form).grids["cases"]
    found = locate(grid, drawn(grid, down, right))
    assert not found.changed
    assert not found.lost
    assert {key: (place.row, place.column) for key, place in found.moved.items()} == {
        key: (box.top + down, box.left + right) for key, box in grid.figures.items()
    }
