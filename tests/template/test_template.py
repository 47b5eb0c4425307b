"""The locked workbook as a unit gets it: locks, prompts, links, caches, print set-up, and equal bytes."""

import io
import re
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest
from shipped_forms import FORMS
from tiny_form import TINY

from toolkit.form.definition import load_form, read_form
from toolkit.form.model import Form, Key
from toolkit.layout.layout import COVER, IDENTITY, PASTE, lay_out
from toolkit.layout.lock import lock_with
from toolkit.template import Content, render


@pytest.fixture(scope="module")
def workbook(form: Form):
    data = render(
        Content(form=form, unit_code="003", unit_name="教育局", year=2022, county="某县", kind="部门")
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(data))


def test_sheets_stand_in_order_and_the_identity_is_hidden(form: Form, workbook) -> None:
    assert workbook.sheetnames == [
        "封面",
        "填报说明",
        "表二",
        "表三",
        "表四",
        "补充情况",
        "文字报告",
        "校核",
        "核实说明",
        "_xxgk",
        "_底稿",
        "粘贴区",
    ]
    assert workbook[IDENTITY].sheet_state == "veryHidden"
    assert {row[0].value: row[1].value for row in workbook[IDENTITY].iter_rows()}["unit_code"] == "003"
    assert workbook.security.lockStructure


def test_only_input_cells_are_unlocked_and_every_one_has_a_prompt(form: Form, workbook) -> None:
    layout = lay_out(form)
    inputs = {layout.places[key] for key in form.inputs}
    inputs |= {layout.identity[f.key] for f in form.identity if not f.fixed}
    inputs |= {p for places in layout.passages.values() for p in places} | set(layout.reasons.values())
    for sheet in workbook.worksheets:
        assert sheet.protection.sheet == (sheet.title != PASTE), sheet.title
        prompted = {
            cell
            for v in sheet.data_validations.dataValidation
            for span in v.sqref.ranges
            for cell in span.cells
        }
        merged = {(row, column) for span in sheet.merged_cells.ranges for row, column in list(span.cells)[1:]}
        unlocked = {
            (cell.row, cell.column)
            for row in sheet.iter_rows()
            for cell in row
            if not cell.protection.locked and (cell.row, cell.column) not in merged
        }
        wanted = {(place.row + 1, place.column + 1) for place in inputs if place.sheet == sheet.title}
        assert unlocked == wanted, sheet.title
        assert wanted <= prompted, sheet.title


def test_prompts_and_stop_messages_are_in_chinese_and_name_the_rule(workbook) -> None:
    for validation in workbook["表三"].data_validations.dataValidation:
        assert validation.showInputMessage
        assert validation.showErrorMessage
        assert validation.errorStyle in {None, "stop"}
        assert validation.errorTitle.startswith("规则 K01")
        assert validation.prompt
        assert len(validation.promptTitle) <= 32


def test_nothing_newer_than_excel_2010_and_nothing_from_outside(form: Form) -> None:
    data = render(Content(form=form, unit_code="003", unit_name="教育局", year=2022))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not any("vba" in name or "externalLink" in name for name in parts)
    assert all(b"_xlfn" not in part and b't="array"' not in part for part in parts.values())


def test_every_total_is_a_formula_with_its_result_cached(form: Form) -> None:
    entries = {key: index % 7 for index, key in enumerate(form.inputs)}
    data = render(Content(form=form, unit_code="003", unit_name="教育局", year=2022, entries=entries))
    formulas = openpyxl.load_workbook(io.BytesIO(data))
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    layout = lay_out(form)
    for key, leaves in form.leaves.items():
        if not form.is_input(key):
            place = layout.places[key]
            assert formulas[place.sheet][place.a1].value.startswith("=SUM(")
            assert values[place.sheet][place.a1].value == sum(entries[leaf] for leaf in leaves)


def test_text_that_looks_like_a_formula_is_only_text(form: Form) -> None:
    evil = '=HYPERLINK("http://x","y")'
    content = Content(
        form=form,
        unit_code="003",
        unit_name=evil,
        year=2022,
        county=evil,
        notice=evil,
        entries={form.inputs[0]: evil},
        identity={"prepared_by": evil},
        narrative={"problems": evil},
        explanations={"R06.regulations": evil},
    )
    for sheet in openpyxl.load_workbook(io.BytesIO(render(content))).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert not (cell.data_type == "f" and "HYPERLINK" in str(cell.value))


def test_the_same_content_gives_the_same_bytes(form: Form) -> None:
    content = Content(
        form=form, unit_code="003", unit_name="教育局", year=2022, lock=lock_with("秘密", "某县2022")
    )
    assert render(content) == render(content)


def test_a_password_is_kept_as_a_modern_hash(form: Form) -> None:
    lock = lock_with("秘密", "某县2022")
    data = render(Content(form=form, unit_code="003", unit_name="教育局", year=2022, lock=lock))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet, book = (
            archive.read("xl/worksheets/sheet1.xml").decode(),
            archive.read("xl/workbook.xml").decode(),
        )
    assert f'algorithmName="SHA-512" hashValue="{lock.value}"' in sheet
    assert f'workbookAlgorithmName="SHA-512" workbookHashValue="{lock.value}"' in book
    assert "秘密" not in sheet + book


def test_last_years_figures_stand_locked_beside_the_inputs(form: Form) -> None:
    key = Key("applications", "carried_over", "natural_person")
    data = render(Content(form=form, unit_code="003", unit_name="教育局", year=2022, last={key: 17}))
    place = lay_out(form).last_places[key]
    cell = openpyxl.load_workbook(io.BytesIO(data))[place.sheet][place.a1]
    assert cell.value == 17
    assert cell.protection.locked


def test_another_form_gets_its_workbook_without_any_python(tmp_path: Path) -> None:
    tiny = read_form(TINY, "tiny.toml")
    data = render(
        Content(
            form=tiny,
            unit_code="1",
            unit_name="甲",
            year=2025,
            entries={tiny.inputs[0]: 2, tiny.inputs[1]: 3},
        )
    )
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    place = lay_out(tiny).places[Key("duty", "planned", "total")]
    assert book["值班"][place.a1].value == 5
    assert book[COVER]["B1"].value == "值班情况表"


def test_every_sheet_is_printed_one_page_wide_and_none_as_a_single_column(form: Form) -> None:
    """LibreOffice cuts a single column that is wider than the page, fitted or not."""
    blank = Content(form=form, unit_code="003", unit_name="教育局", year=2022)
    book = openpyxl.load_workbook(io.BytesIO(render(blank)))
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
            assert sheet.page_setup.fitToWidth in {None, 1}, sheet.title
            assert "$A$1:$A$" not in (sheet.print_area or ""), sheet.title


def test_no_amount_below_zero_can_be_typed(form: Form, workbook) -> None:
    """Every input whose kind has no sign: its validation refuses what is negative, counts and money alike."""
    validations = {
        table.sheet: workbook[table.sheet].data_validations.dataValidation for table in form.tables
    }
    places = lay_out(form).places
    unsigned = [key for key in form.inputs if not form.kind(key).signed]
    assert {form.kind(key).decimals for key in unsigned} >= {0, 6}
    for key in unsigned:
        place = places[key]
        (rule,) = [r for r in validations[place.sheet] if place.a1 in r.sqref]
        if rule.type == "whole":
            assert (rule.operator or "between", rule.formula1) == ("between", "0"), key
        else:
            top = str(rule.sqref).split()[0].split(":")[0]
            assert rule.type == "custom", key
            assert f"({top}>=0)" in rule.formula1, key


@pytest.mark.parametrize("shipped", FORMS, ids=lambda one: one.key)
def test_live_formulas_nest_little_and_no_cut_cell_can_carry_one_away(shipped: Form) -> None:
    """Besides the sums on the tables, a typed cell is only looked up by its place in its whole sheet."""
    data = render(Content(form=shipped, unit_code="003", unit_name="教育局", year=2020))
    book = openpyxl.load_workbook(io.BytesIO(data))
    tables = {table.sheet for table in shipped.tables}
    looked_up = re.compile(r"INDEX\('[^']+'!\$A\$1:\$[A-Z]+\$\d+,\d+,\d+\)")
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f" or (sheet.title in tables and cell.value.startswith("=SUM(")):
                    continue
                assert _depth(cell.value) <= 24, (sheet.title, cell.coordinate)
                assert len(cell.value) < 1000, (sheet.title, cell.coordinate)
                rest = looked_up.sub("", cell.value)
                assert not any(f"'{table}'!" in rest or f"{table}!" in rest for table in tables), rest


def _depth(formula: str) -> int:
    depth = deepest = 0
    for character in re.sub(r'"[^"]*"', "", formula):
        depth += {"(": 1, ")": -1}.get(character, 0)
        deepest = max(deepest, depth)
    return deepest


def test_a_day_is_shown_as_of_the_year_in_which_the_report_is_filled_in() -> None:
    content = Content(form=load_form("annual-report-2021"), unit_code="001", unit_name="甲局", year=2031)
    with zipfile.ZipFile(io.BytesIO(render(content))) as archive:
        said = "".join(archive.read(name).decode() for name in archive.namelist())
    assert set(re.findall(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}(?=。)", said)) == {"2032-01-10"}
