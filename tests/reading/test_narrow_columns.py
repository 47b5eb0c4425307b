"""Figures in columns too narrow for them: a person sees a part of a text, or “####”, and not what is held."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import recipes as r

from toolkit.reading.workbook import read_file

ITEMS = r.place("supplement", "website_items", "value")  # in a column of its own
CHARGES = r.place("disclosure", "charges", "amount")  # in three that are merged
HELD = 11398889
WRITTEN: dict[str, Callable[[Any, str, bytes], bytes]] = {
    "数": lambda at, held, data: r.number(at.sheet, at.a1, held, data),
    "文字": lambda at, held, data: r.text(at.sheet, at.a1, held, data),
}


def narrowed(at: Any, width: str, written: str = "数", held: str = str(HELD)) -> bytes:
    def change(xml: str) -> str:
        return re.sub(r'(<col min="2" [^>]*?width=")[^"]*', rf"\g<1>{width}", xml)

    return WRITTEN[written](at, held, r.rewritten(r.sheet_part(at.sheet), change))


def asked(path: Path, at: Any) -> bool:
    reading = read_file(path, path.name, [r.FORM])
    assert reading.submission is not None
    said = [f.message for f in reading.findings if (f.rule, f.sheet, f.cell) == ("C12", at.sheet, at.a1)]
    assert all("太窄" in message for message in said)
    return bool(said)


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize(("width", "narrow"), [("1.5", True), ("7.5", True), ("7.9", True), ("8.5", False)])
def test_a_figure_without_room_is_asked_about(
    width: str, written: str, *, narrow: bool, tmp_path: Path
) -> None:
    path = tmp_path / "来件.xlsx"
    path.write_bytes(narrowed(ITEMS, width, written))
    assert asked(path, ITEMS) == narrow


def test_small_figures_have_room_and_merged_cells_have_that_of_all(tmp_path: Path) -> None:
    path = tmp_path / "来件.xlsx"
    path.write_bytes(narrowed(ITEMS, "3", held="25"))
    assert not asked(path, ITEMS)
    path.write_bytes(narrowed(CHARGES, "4", held="59237.2449"))
    assert not asked(path, CHARGES)
    path.write_bytes(narrowed(CHARGES, "3", held="59237.2449"))
    assert asked(path, CHARGES)


SHRINKING = '<alignment horizontal="center" vertical="center" shrinkToFit="1"/>'


def shrinking(at: Any, width: str) -> bytes:
    """Let a cell show its content as small as its narrow column asks for (缩小字体填充)."""
    plain = narrowed(at, width)
    styles = r.parts(plain)["xl/styles.xml"].decode()
    last = int(re.findall(r'<cellXfs count="(\d+)"', styles)[0])
    xf = f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">{SHRINKING}</xf>'
    styled = r.rewritten("xl/styles.xml", lambda xml: xml.replace("</cellXfs>", f"{xf}</cellXfs>"), plain)
    cell = re.compile(rf'(<c r="{at.a1}" s=")\d+')
    return r.rewritten(r.sheet_part(at.sheet), lambda xml: cell.sub(rf"\g<1>{last}", xml), styled)


def test_what_shrinks_to_its_column_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "来件.xlsx"
    path.write_bytes(shrinking(ITEMS, "5"))
    assert not asked(path, ITEMS)


@pytest.mark.parametrize("end", ["", ' max=""', ' max="x"', ' max="²"'])
def test_columns_that_do_not_say_where_they_end_are_none(end: str, tmp_path: Path) -> None:
    path = tmp_path / "来件.xlsx"
    path.write_bytes(
        r.rewritten(
            r.sheet_part(ITEMS.sheet), lambda xml: re.sub(r'(<col min="2") max="\d+"', rf"\1{end}", xml)
        )
    )
    assert not asked(path, ITEMS)


@pytest.mark.long
@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_what_libreoffice_cannot_print_is_asked_about(kind: str, office: Any, tmp_path: Path) -> None:
    paths = [tmp_path / f"{width}.xlsx" for width in ("4", "5", "12")]
    for path in paths:
        path.write_bytes(narrowed(ITEMS, path.stem))
    paths.append(tmp_path / "缩小.xlsx")
    paths[-1].write_bytes(shrinking(ITEMS, "5"))
    saved = office(paths, kind, tmp_path / kind)
    for path, printed in zip(saved, office(saved, "pdf", tmp_path / "pdf"), strict=True):
        text = subprocess.run(["pdftotext", str(printed), "-"], check=True, capture_output=True, text=True)
        assert asked(path, ITEMS) == (str(HELD) not in text.stdout)
