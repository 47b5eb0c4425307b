"""Two files of one unit that differ in a typed total only: what is filled in is the same, no more."""

from pathlib import Path

from correspondence import check, county, figures, opened, send

from toolkit.form.model import Form, Key
from toolkit.layout.layout import lay_out

TOTAL = Key("applications", "new", "total")


def test_only_the_cells_that_are_filled_in_are_called_the_same(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year", ("001,甲局,部门,王某,0537-1",))
    path, place = send(workspace, "001", figures(form), name="001_甲局.xlsx"), lay_out(form).places[TOTAL]
    book = opened(path)
    book[place.sheet][place.a1] = 9999
    book.save(path)
    send(workspace, "001", figures(form), name="001_甲局_新.xlsx")
    told = "".join(f.message for file in check(workspace).files for f in file.findings)
    assert "填报的格完全相同" in told
    assert "数字完全相同" not in told
