"""Old to new: what a unit typed elsewhere gets into the right workbook, what cannot is listed."""

from pathlib import Path

import pytest
import recipes as r
from correspondence import CHARGES, NEW, check, county, figures, opened, returned, send, statuses

from toolkit.errors import UsageError
from toolkit.form.model import Form, Key, Mark
from toolkit.layout.layout import IDENTITY, Role, lay_out
from toolkit.reading.workbook import read_file
from toolkit.returns.carrying import carry
from toolkit.returns.fill import fill_workbook
from toolkit.template import Content, render


def issued(workspace, code: str = "001") -> Path:
    return next((workspace.folder / "issued").glob(f"{code}_*.xlsx"))


def filled(workspace, path: Path, form: Form, target: Path):
    result = fill_workbook(issued(workspace), path)
    target.write_bytes(result.workbook)
    submission = read_file(target, "new.xlsx", [form.key]).submission
    assert submission is not None
    return submission, result.lines


def test_a_filled_copy_is_carried_whole(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    entries = figures(form) | {CHARGES: "2000万"}
    path = send(workspace, "001", entries, prepared_by="张某")
    submission, remarks = filled(workspace, path, form, tmp_path / "new.xlsx")
    assert remarks == ()
    assert submission.figure(NEW) == entries[NEW]
    assert submission.identity["prepared_by"] == "张某"
    place = lay_out(form).places[CHARGES]
    assert opened(tmp_path / "new.xlsx")[place.sheet][place.a1].value == "2000万"  # judged when it comes back


def test_another_edition_is_carried_by_its_labels_and_the_rest_is_listed(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    path = send(workspace, "001", figures(form), prepared_by="张某")
    book = opened(path)
    for row in book[IDENTITY].iter_rows():
        if row[0].value == "edition":
            row[1].value = "0"
        if row[0].value == "year":
            row[1].value = "2021"
    layout = lay_out(form)
    key = next(k for k in form.inputs if k.table == "applications" and k.row not in {"new", "carried_in"})
    place = layout.places[key]
    labels = [c for c in book[place.sheet][place.row + 1] if c.value == form.row(key).label]
    labels[0].value = "一项旧的项目"
    book[place.sheet][place.a1] = 5
    book.save(path)
    submission, remarks = filled(workspace, path, form, tmp_path / "new.xlsx")
    assert any("2021 年度" in r for r in remarks)
    assert any(form.row(key).label in r and "没有带过来" in r for r in remarks)
    assert any("一项旧的项目" in r for r in remarks)
    for other in form.inputs:
        if (other.table, other.row) != (key.table, key.row):
            assert submission.figure(other) == figures(form)[other], other
    assert submission.identity["prepared_by"] == "张某"


@pytest.mark.parametrize("what", ["heads of blocks", "labels of rows", "a unit"])
def test_no_figure_is_carried_under_another_label(what: str, form: Form, tmp_path: Path) -> None:
    """Where labels were exchanged or changed, nobody knows what stands beside them."""
    workspace = county(tmp_path / "year")
    path = send(workspace, "001", figures(form))
    book, layout = opened(path), lay_out(form)

    def exchange(table: str, role: Role, text: str, other: str) -> None:
        boxes = [box for box in layout.grids[table].captions if box.role is role]
        first, second = (next(box for box in boxes if end in box.text) for end in (text, other))
        sheet = book[layout.grids[table].table.sheet]
        for box, now in ((first, second.text), (second, first.text)):
            sheet.cell(box.top + 1, box.left + 1).value = now

    lost: set[Key] = set()
    if what == "heads of blocks":
        exchange("review", Role.HEAD, "直接起诉", "复议后起诉")
        lost = {
            key for key in form.inputs if key.row in {"direct_litigation", "litigation_after_reconsideration"}
        }
    elif what == "labels of rows":
        exchange("disclosure", Role.LABEL, "行政处罚", "行政强制")
        lost = {key for key in form.inputs if key.table == "disclosure"}
    else:
        unit = next(
            box for box in layout.grids["supplement"].captions if box.role is Role.UNIT and box.text == "元"
        )
        book[layout.grids["supplement"].table.sheet].cell(unit.top + 1, unit.left + 1).value = "万元"
        lost = {key for key in form.inputs if key.table == "supplement"}
    book.save(path)
    submission, remarks = filled(workspace, path, form, tmp_path / "new.xlsx")
    carried = {key for key in lost if submission.figure(key) is not Mark.BLANK}
    assert not carried, carried
    assert any("没有带过来" in remark for remark in remarks)
    for key in form.inputs:
        if key.table == "applications":
            assert submission.figure(key) == figures(form)[key], key


def told_by(form: Form, table: str, number: int, role: Role) -> set[Key]:
    """Say by the definition of the form for which figures the `number`-th label of rows or columns stands."""
    blocks = form.table(table).blocks
    lines = [
        {
            Key(table, row.key, column.key)
            for row in block.rows
            for column in block.columns
            if line in (row, column)
        }
        for block in blocks
        for line in (block.rows if role is Role.LABEL else block.columns)
    ]
    return lines[number]


@pytest.mark.parametrize("role", [Role.HEAD, pytest.param(Role.LABEL, marks=pytest.mark.long)])
def test_a_label_that_says_another_thing_costs_its_own_figures_only(
    role: Role, form: Form, tmp_path: Path
) -> None:
    """表二 has several heads under each other: what one of them says is nothing to the next."""
    workspace = county(tmp_path / "year")
    entries, grid = figures(form), lay_out(form).grids["disclosure"]
    path = send(workspace, "001", entries)
    for number, box in enumerate(box for box in grid.captions if box.role is role):
        book = opened(path)
        book[grid.table.sheet].cell(box.top + 1, box.left + 1).value = f"{box.text}（上年）"
        book.save(changed := tmp_path / "changed.xlsx")
        carried = carry(form, read_file(changed, changed.name, [form.key]), changed, form)
        gone = {key for key in form.inputs if carried.figures.get(key) != str(entries[key])}
        assert gone == told_by(form, "disclosure", number, role), box.text
        assert any(box.text in left and "没有带过来" in left for left in carried.left)


def test_sheets_of_the_units_own_are_named(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    path = send(workspace, "001", figures(form))
    book = opened(path)
    book.create_sheet("草稿")["A1"] = 5
    book.create_sheet("空的")
    book["表三"].insert_rows(12)
    book.save(path)
    _, remarks = filled(workspace, path, form, tmp_path / "new.xlsx")
    assert remarks == ("工作表“草稿”不是表样里的，没有带过来。",)


def test_another_units_workbook_is_refused(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    path = send(workspace, "002", figures(form))
    with pytest.raises(UsageError, match="002"):
        fill_workbook(issued(workspace), path)
    (tmp_path / "torn.xlsx").write_bytes(b"PK\x03\x04torn")
    with pytest.raises(UsageError, match="没有读出"):
        fill_workbook(issued(workspace), tmp_path / "torn.xlsx")


@pytest.mark.parametrize(
    ("name", "taken"), [("甲局", True), ("某县甲局", True), ("某县乙局", False), ("乙局", False)]
)
def test_another_unit_s_report_without_a_code_is_refused(
    form: Form, tmp_path: Path, name: str, taken: bool
) -> None:
    """Reports that were imported say their unit by name alone."""
    workspace = county(tmp_path / "year")
    path = tmp_path / "导入.xlsx"
    path.write_bytes(
        render(Content(form=form, unit_code="", unit_name=name, year=2022, entries=figures(form)))
    )
    if taken:
        submission, _ = filled(workspace, path, form, tmp_path / "new.xlsx")
        assert submission.figure(NEW) == figures(form)[NEW]
        assert submission.unit_name == "甲局"
    else:
        with pytest.raises(UsageError, match=name):
            fill_workbook(issued(workspace), path)


def test_a_number_without_end_goes_back_like_any_mistake(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    path = send(workspace, "001", figures(form))
    place = lay_out(form).places[NEW]
    path.write_bytes(r.number(place.sheet, place.a1, "1e999", path.read_bytes()))
    assert statuses(check(workspace))[0] == "returned"
    assert returned(workspace).is_file()
