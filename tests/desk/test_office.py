"""What lies in a year's folder and decides the result: when it changes, the page is read anew."""

import os
from pathlib import Path

import pytest
from correspondence import county

from toolkit.desk.office import Office
from toolkit.form.definition import start_text


@pytest.fixture
def office(tmp_path: Path) -> Office:
    above = tmp_path / "县"
    above.mkdir()
    (above / "mine.toml").write_text(start_text(), encoding="utf-8")
    (above / "上年.csv").write_text("unit_code\n", encoding="utf-8")
    folder = county(above / "year").folder
    settings = (folder / "xxgk.toml").read_text(encoding="utf-8")
    lines = [line for line in settings.splitlines() if not line.startswith(("form", "last_year"))]
    named = ['form = "../mine.toml"', 'last_year = "../上年.csv"', *lines]
    (folder / "xxgk.toml").write_text("\n".join(named), encoding="utf-8")
    return Office(folder)


def test_what_decides_the_result_is_looked_at(office: Office) -> None:
    lists = [office.folder / "roster.csv", office.folder / "xxgk.toml", office.folder / "inbox" / "001.xlsx"]
    named = [office.folder.parent / "mine.toml", office.folder.parent / "上年.csv"]
    for path in (*lists, *named, office.folder / "pinned.csv"):
        before = office.state()
        path.write_bytes(path.read_bytes() + b"\n" if path.exists() else b"\n")
        os.utime(path, ns=(1, 1))
        assert office.state() != before, path


def test_what_the_tool_writes_itself_is_not(office: Office) -> None:
    before = office.state()
    for name in (
        "收件登记.csv",
        "receipts.jsonl",
        "summary/units.csv",
        "returned/001_退回.xlsx",
        "~$pinned.csv",
    ):
        (path := office.folder / name).parent.mkdir(exist_ok=True)
        path.write_bytes(b"\n")
    assert office.state() == before
