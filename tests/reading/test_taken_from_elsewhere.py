"""What a cell does not say itself and programs take from elsewhere: its style, its formula, its sheet."""

import csv
import re
import zipfile
from pathlib import Path
from random import Random

import pytest
import recipes as r

from toolkit.form.model import Key, Mark

APPLICANT = Key("applications", "new", "natural_person")
CELL = r.place(*APPLICANT)
BESIDE = CELL._replace(column=CELL.column + 1)
HELD = 2500
CSV = (
    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,4"  # a sheet, as it is shown
)
ODD = {
    "9": "%",
    "3": None,
    "14": "/",
    "2": None,
    "10": "%",
}  # built-in formats: what they show besides a number


def last_style(data: bytes, xf: str) -> tuple[bytes, int]:
    """Add a style of cells; return its number too."""
    styles = r.parts(data)["xl/styles.xml"].decode()
    found = re.search(r'<cellXfs count="(\d+)"', styles)
    assert found is not None
    more = styles.replace("</cellXfs>", f"{xf}</cellXfs>")
    more = more.replace(found[0], f'<cellXfs count="{int(found[1]) + 1}"')
    return r.packed({**r.parts(data), "xl/styles.xml": more.encode()}), int(found[1])


def styled(number: int | None, data: bytes) -> bytes:
    says = "" if number is None else f' s="{number}"'
    return r.in_sheet(CELL.sheet, rf'<c r="{CELL.a1}" s="\d+"', f'<c r="{CELL.a1}"{says}', data)


def of_row(number_format: str) -> bytes:
    data, style = last_style(held(), f'<xf numFmtId="{number_format}" fontId="0" fillId="0" borderId="0"/>')
    row = f'<row r="{CELL.row + 1}"'
    return r.in_sheet(CELL.sheet, row, f'{row} s="{style}" customFormat="1"', styled(None, data))


def of_column(number_format: str) -> bytes:
    data, style = last_style(held(), f'<xf numFmtId="{number_format}" fontId="0" fillId="0" borderId="0"/>')
    column = f'<col min="{CELL.column + 1}"'
    return r.in_sheet(CELL.sheet, column, f'<col style="{style}" min="{CELL.column + 1}"', styled(None, data))


def of_a_named_style(number_format: str) -> bytes:
    data, style = last_style(held(), '<xf fontId="0" fillId="0" borderId="0" xfId="0"/>')
    normal = re.compile(r'(<cellStyleXfs count="\d+"><xf numFmtId=")\d+')
    return styled(
        style, r.rewritten("xl/styles.xml", lambda x: normal.sub(rf"\g<1>{number_format}", x), data)
    )


def of_the_first_style(number_format: str) -> bytes:
    normal = re.compile(r'(<cellStyleXfs count="\d+"><xf numFmtId=")\d+')
    data = r.rewritten("xl/styles.xml", lambda x: normal.sub(rf"\g<1>{number_format}", x), held())
    return styled(None, data)


def held() -> bytes:
    return r.number(CELL.sheet, CELL.a1, HELD)


LENDERS = {"行": of_row, "列": of_column, "样式": of_a_named_style, "第一个样式": of_the_first_style}


def figure(folder: Path, data: bytes, key: Key = APPLICANT) -> object:
    submission = r.read(folder, data).submission
    return submission.figures[key] if submission is not None else None


@pytest.mark.parametrize("number_format", ODD)
@pytest.mark.parametrize("lender", LENDERS)
def test_a_format_that_a_cell_is_lent_counts(lender: str, number_format: str, tmp_path: Path) -> None:
    """A clerk's program shows 250000% where the row, the column or the named style says so."""
    data = LENDERS[lender](number_format)
    assert figure(tmp_path, data) == (Mark.UNREADABLE if ODD[number_format] else HELD)
    assert ("C08" in r.rules_said(tmp_path, data, CELL)) == bool(ODD[number_format])


@pytest.mark.long
@pytest.mark.office
def test_libreoffice_lends_them_too(office, tmp_path: Path) -> None:
    cases = [(lender, code) for lender in LENDERS for code in ODD]
    for number, (lender, code) in enumerate(cases):
        (tmp_path / f"{number}.xlsx").write_bytes(LENDERS[lender](code))
    office([tmp_path / f"{number}.xlsx" for number in range(len(cases))], CSV, tmp_path / "csv")
    for number, (lender, code) in enumerate(cases):
        (shown,) = (tmp_path / "csv").glob(f"{number}-*.csv")
        cell = list(csv.reader(shown.read_text(encoding="utf-8").splitlines()))[CELL.row][CELL.column]
        assert (ODD[code] or "") in cell, (lender, code)
        assert (cell.replace(",", "") in {"2500", "2500.00"}) == (ODD[code] is None), (lender, code)


@pytest.mark.parametrize(("list_name", "odd"), [("fonts", "strike"), ("borders", "diagonal")])
def test_letters_are_lent_too(list_name: str, odd: str, tmp_path: Path) -> None:
    things = {
        "strike": '<font><strike/><sz val="11"/><name val="宋体"/></font>',
        "diagonal": '<border diagonalUp="1"><left/><right/><top/><bottom/><diagonal style="thin"/></border>',
    }
    count = re.search(rf'<{list_name} count="(\d+)"', r.parts(r.good())["xl/styles.xml"].decode())
    assert count is not None
    kept = {"fonts": 'numFmtId="0" fillId="0" borderId="0"', "borders": 'numFmtId="0" fontId="0" fillId="0"'}
    data, style = last_style(held(), f'<xf {kept[list_name]} xfId="0"/>')
    lent = {"fonts": "fontId", "borders": "borderId"}[list_name]

    def change(styles: str) -> str:
        normal = re.search(r"<cellStyleXfs[^>]*><xf[^>]*>", styles)
        assert normal is not None
        other = re.sub(rf'{lent}="\d+"', f'{lent}="{count[1]}"', normal[0])
        return styles.replace(normal[0], other).replace(f"</{list_name}>", f"{things[odd]}</{list_name}>")

    assert figure(tmp_path, r.rewritten("xl/styles.xml", change, styled(style, data))) is Mark.UNREADABLE


@pytest.mark.parametrize("seed", range(6))
def test_the_cells_that_a_formula_fills_are_all_its_own(seed: int, tmp_path: Path) -> None:
    """Of {1,2,3} over three cells the file says the formula in the first only."""
    rng = Random(seed)
    wide, kind = rng.randrange(2, 5), rng.choice(("array", "dataTable"))
    cells = [CELL._replace(column=CELL.column + beside) for beside in range(wide)]
    formula = f'<f t="{kind}" ref="{cells[0].a1}:{cells[-1].a1}" r1="A1">ROW({cells[0].a1}:A9)</f>'
    data = r.cell(CELL.sheet, CELL.a1, f"{formula}<v>{rng.randrange(9)}</v>")
    for cell in cells[1:]:
        data = r.number(cell.sheet, cell.a1, rng.randrange(9), data)
    outside = cells[-1]._replace(column=cells[-1].column + 1)
    said = {cell.a1: r.rules_said(tmp_path, data, cell) for cell in (*cells, outside)}
    assert {a1 for a1, rules in said.items() if rules & {"C05", "C06", "C14"}} == {cell.a1 for cell in cells}


CHOICE = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="x14">{}</mc:Choice></mc:AlternateContent>'
)


def test_cells_in_one_of_two_versions_are_nobody_s(tmp_path: Path) -> None:
    """LibreOffice shows an empty sheet."""
    data = r.in_sheet(CELL.sheet, "<sheetData>.*</sheetData>", lambda found: CHOICE.format(found[0]), held())
    assert figure(tmp_path, data) is None


@pytest.mark.parametrize("what", ["cols", "mergeCells"])
def test_what_hides_cells_is_seen_in_one_of_two_versions(what: str, tmp_path: Path) -> None:
    def change(found: re.Match[str]) -> str:
        merged = found[0].replace("<mergeCell ", f'<mergeCell ref="{CELL.a1}:{BESIDE.a1}"/><mergeCell ', 1)
        hidden = re.sub(rf'(<col min="{CELL.column + 1}" )', r'\1hidden="1" ', merged)
        return CHOICE.format(hidden)

    said = r.read(tmp_path, r.in_sheet(CELL.sheet, rf"<{what}[ >].*?</{what}>", change, held())).findings
    assert {"cols": "S12", "mergeCells": "C19"}[what] in {finding.rule for finding in said}


@pytest.mark.office
@pytest.mark.long
def test_an_ods_with_a_line_for_each_element_is_read(office, tmp_path: Path) -> None:
    """Gnumeric writes it so; spaces between words stay."""
    (tmp_path / "来件.xlsx").write_bytes(held())
    (path,) = office([tmp_path / "来件.xlsx"], "ods", tmp_path / "ods")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    content = parts["content.xml"].decode()
    parts["content.xml"] = re.sub(r"(?<=>)(?=</?table:|<text:p>)", "\n  ", content).encode()
    reading = r.read(tmp_path, r.packed(parts))
    assert reading.submission is not None, reading.findings
    assert reading.submission.figures[APPLICANT] == HELD
