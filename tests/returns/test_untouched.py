"""A workbook in which nothing has to be mended goes back as it came; that is what mending would have come to.

The oracle: the same workbook mended by openpyxl all the same, both read by openpyxl, cell by cell. And what
is changed anywhere in the XML of one that is as issued gives it away.
"""

import io
import re
import zipfile
from functools import lru_cache
from pathlib import Path
from random import Random

import openpyxl
import pytest
from correspondence import NEW, check, county, figures, send
from openpyxl.cell.cell import MergedCell

from toolkit.form.model import Form, Mark
from toolkit.layout.layout import lay_out
from toolkit.layout.packing import pack
from toolkit.returns import unit_files
from toolkit.returns.mending import opened
from toolkit.returns.untouched import is_untouched
from toolkit.template import Content, render
from toolkit.year.workspace import Workspace

LOOKS = ("font", "fill", "border", "alignment", "number_format", "protection")


def asked(form: Form, seed: int) -> dict:
    """Something to correct in most, something to explain in all."""
    rng, entries = Random(seed), figures(form, seed)
    entries[next(k for k in form.inputs if k.table == "disclosure" and k.column == "in_force")] = 7 + seed
    for key in rng.sample(list(form.inputs), rng.randint(0, 3)):
        entries[key] = rng.choice((Mark.BLANK, "2000万", "约3件", "＝1+1", 10**6, Mark.NOT_APPLICABLE))
    if rng.random() < 0.5:
        entries[NEW] += 1
    return entries


def made(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *, mended: bool) -> tuple[bytes, bool]:
    """Check anew; return the returned workbook, and whether it went back as it came."""
    said = []

    def told(*args: object) -> bool:
        said.append(whether(*args))
        return said[-1] and not mended

    whether = unit_files.is_untouched
    for path in (workspace.folder / "returned").glob("*"):
        path.unlink()
    with monkeypatch.context() as patched:
        patched.setattr(unit_files, "is_untouched", told)
        patched.setattr("toolkit.process_limits._held", True)  # so that it is asked here
        check(workspace)
    (path,) = (workspace.folder / "returned").glob("001_*.xlsx")
    return path.read_bytes(), bool(said) and all(said)


def rules(sheet) -> list:
    validations = {
        (
            str(v.sqref),
            v.type,
            v.operator,
            v.formula1,
            v.formula2,
            v.prompt,
            v.error,
            v.promptTitle,
            v.allowBlank,
        )
        for v in sheet.data_validations.dataValidation
    }
    colours = [
        (str(span.sqref), rule.type, rule.operator, tuple(rule.formula), rule.dxf)
        for span in sheet.conditional_formatting
        for rule in span.rules
    ]
    return [sorted(validations, key=str), sorted(colours, key=str)]


def is_alike(one, other) -> None:
    """Compare two sheets in all that a clerk sees or a program holds to."""
    name = one.title
    assert one.sheet_state == other.sheet_state, name
    assert vars(one.protection) == vars(other.protection), name
    assert sorted(map(str, one.merged_cells.ranges)) == sorted(map(str, other.merged_cells.ranges)), name
    assert rules(one) == rules(other), name
    assert (one.print_area, one.print_title_rows) == (other.print_area, other.print_title_rows), name
    assert vars(one.page_setup) | {"_parent": 0} == vars(other.page_setup) | {"_parent": 0}, name
    assert str(one.oddFooter.center.text) == str(other.oddFooter.center.text), name
    assert (one.freeze_panes, one.sheet_view.tabSelected) == (
        other.freeze_panes,
        other.sheet_view.tabSelected,
    )
    assert [vars(s) for s in one.sheet_view.selection] == [vars(s) for s in other.sheet_view.selection], name
    widths = [{k: d.hidden or d.width for k, d in s.column_dimensions.items()} for s in (one, other)]
    heights = [{k: d.height for k, d in s.row_dimensions.items() if d.height} for s in (one, other)]
    assert widths[0] == widths[1], name
    assert heights[0] == heights[1], name
    assert {*one._cells} == {*other._cells}, name
    for at, cell in one._cells.items():
        is_cell_alike(cell, other._cells[at], f"{name} {cell.coordinate}")


def is_cell_alike(cell, model, where: str) -> None:
    mine, theirs = (
        ("", "n") if c.value in (None, "") else (c.value, c.data_type.replace("inlineStr", "s"))
        for c in (cell, model)
    )
    assert mine == theirs, where
    if not isinstance(cell, MergedCell):
        assert (cell.comment and cell.comment.text) == (model.comment and model.comment.text), where
        link, other = (c.hyperlink and (c.hyperlink.location, c.hyperlink.tooltip) for c in (cell, model))
        assert link == other, where
    for look in LOOKS:
        assert repr(getattr(cell, look)) == repr(getattr(model, look)), f"{where} {look}"


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_what_goes_back_as_it_came_is_what_mending_comes_to(
    form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    settings = {'password = ""': 'password = "secret"'} if seed % 2 else {}
    workspace = county(tmp_path / "year", settings=settings)
    send(workspace, "001", asked(form, seed), prepared_by="王五")
    light, untouched = made(workspace, monkeypatch, mended=False)
    assert untouched
    heavy, _ = made(workspace, monkeypatch, mended=True)
    one, other = (openpyxl.load_workbook(io.BytesIO(data)) for data in (light, heavy))
    assert light != heavy
    assert one.sheetnames == other.sheetnames
    assert one.active.title == other.active.title
    assert vars(one.security) == vars(other.security)
    assert {n: d.attr_text for n, d in one.defined_names.items()} == {
        n: d.attr_text for n, d in other.defined_names.items()
    }
    for sheet in one:
        is_alike(sheet, other[sheet.title])
    shown, model = (openpyxl.load_workbook(io.BytesIO(data), data_only=True) for data in (light, heavy))
    for sheet in shown:
        values = [{at: c.value or "" for at, c in s._cells.items()} for s in (sheet, model[sheet.title])]
        assert values[0] == values[1], sheet.title


# ------------------------------------------------------------------ what gives a workbook away

COVER_PART, TABLE, WORKING, BOOK = (
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet4.xml",
    "xl/worksheets/sheet11.xml",
    "xl/workbook.xml",
)


@lru_cache
def workbook(form: Form) -> tuple[Content, dict[str, bytes]]:
    content = Content(
        form=form,
        unit_code="001",
        unit_name="甲局",
        year=form.first_year,
        entries=figures(form),
        identity={"prepared_by": "王五"},
    )
    with zipfile.ZipFile(io.BytesIO(render(content))) as archive:
        return content, {name: archive.read(name) for name in archive.namelist()}


def goes_back_as_it_came(content: Content, parts: dict[str, bytes]) -> bool:
    data = pack(parts)
    return is_untouched(data, opened(data), lay_out(content.form), content)


@pytest.mark.long
def test_what_is_filled_in_does_not_touch_a_workbook(form: Form) -> None:
    assert goes_back_as_it_came(*workbook(form))


@pytest.mark.long
@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        (TABLE, r"(<f>SUM\([^<]*</f><v>)\d+", r"\g<1>99991"),
        (COVER_PART, r'(t="str"><f>[^<]*</f><v>)还有[^<]*', r"\g<1>可以上报"),
        (WORKING, r"(<f>[^<]*</f><v>)\d+", r"\g<1>77"),
        (TABLE, ' showErrorMessage="1"', ""),
        (BOOK, r'(<sheet name="粘贴区")', r'\g<1> state="hidden"'),
        (BOOK, ' state="veryHidden"', ' state="hidden"'),
        (TABLE, "<f>SUM", '<f t="array" ref="J7">SUM'),
        (TABLE, "</worksheet>", "<unheardOf/></worksheet>"),
    ],
)
def test_any_change_in_what_was_issued_gives_a_workbook_away(
    form: Form, part: str, before: str, after: str
) -> None:
    content, parts = workbook(form)
    xml = parts[part].decode()
    changed = re.sub(before, after, xml, count=1)
    assert changed != xml
    assert not goes_back_as_it_came(content, {**parts, part: changed.encode()})
