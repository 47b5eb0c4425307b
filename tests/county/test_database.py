"""The county's year as a SQLite file: exact, re-read, the same bytes for the same inputs."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePath, PureWindowsPath
from urllib.parse import unquote, urlsplit

import pytest
from correspondence import UNITS, county, figures, send

from toolkit.county.database import _opened, sqlite_address
from toolkit.county.outputs import write_summary
from toolkit.county.rereading import compare_outputs
from toolkit.county.verification import consolidate
from toolkit.form.model import Form, Key
from toolkit.year.collection import collect
from toolkit.year.workspace import Workspace

NEW = Key("applications", "new", "total")


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory, form: Form) -> Workspace:
    workspace = county(tmp_path_factory.mktemp("database") / "year", UNITS[:2])
    for n, code in enumerate(("001", "002")):
        send(workspace, code, figures(form, n))
    write_summary(workspace, workers=0)
    return workspace


@pytest.fixture
def database(year: Workspace) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(year.folder / "summary" / "某县2022年.sqlite")
    yield connection
    connection.close()


def test_its_sums_are_the_countys_totals(database: sqlite3.Connection, form: Form) -> None:
    """Computed by SQLite itself from the units' lines, for every figure that all units state."""
    lines = database.execute(
        """SELECT t."table", t."row", t."column", t.number, sum(f.number) FROM totals t
           JOIN figures f USING ("table", "row", "column") WHERE t.stated_by = 2 GROUP BY 1, 2, 3"""
    ).fetchall()
    assert len(lines) > 200
    for *key, total, computed in lines:
        assert total == pytest.approx(computed, abs=1e-9), key
    assert database.execute("SELECT count(*) FROM keys").fetchone() == (len(form.cells),)


def test_it_labels_figures_and_holds_units_findings_files_and_texts(database: sqlite3.Connection) -> None:
    query = "SELECT row_label FROM labelled_figures WHERE unit_name='甲局' AND column_label='总计' LIMIT 1"
    assert database.execute(query).fetchone() is not None
    assert database.execute("SELECT unit_name, status FROM units ORDER BY 1").fetchall() == [
        ("乙局", "accepted"),
        ("甲局", "accepted"),
    ]
    assert database.execute("SELECT count(*) FROM files").fetchone() == (2,)


def test_the_same_inputs_give_the_same_bytes(year: Workspace) -> None:
    path = year.folder / "summary" / "某县2022年.sqlite"
    before = path.read_bytes()
    write_summary(year, workers=0)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "change",
    [
        (
            "UPDATE totals SET value = value || '1' WHERE \"table\"='applications' AND \"row\"='new' AND "
            "\"column\"='total'"
        ),
        (
            "UPDATE figures SET value = '' WHERE unit_code='001' AND \"table\"='applications' AND "
            "\"row\"='new' AND \"column\"='total'"
        ),
        (
            "UPDATE figures SET value = NULL WHERE unit_code='001' AND \"table\"='applications' AND "
            "\"row\"='new' AND \"column\"='total'"
        ),
        (
            "DELETE FROM figures WHERE unit_code='002' AND \"table\"='applications' AND \"row\"='new' "
            "AND \"column\"='total'"
        ),
    ],
)
def test_a_changed_database_is_a_difference(year: Workspace, change: str) -> None:
    path = year.folder / "summary" / "某县2022年.sqlite"
    data = path.read_bytes()
    with sqlite3.connect(path) as connection:
        connection.execute(change)
    connection.close()
    compared = compare_outputs(year, consolidate(year, collect(year, workers=0)))
    (one,) = [c for c in compared if c.name == path.name]
    path.write_bytes(data)
    assert {d.key for d in one.differences} == {NEW}


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (PureWindowsPath(r"\\server\share\某县 1#?%\a.sqlite"), "//server/share/某县 1#?%/a.sqlite"),
        (PureWindowsPath(r"Z:\某县\a.sqlite"), "/Z:/某县/a.sqlite"),
        (PurePath("/home/某县/a.sqlite"), "/home/某县/a.sqlite"),
    ],
)
def test_sqlite_is_told_of_no_server(path: PurePath, address: str) -> None:
    parts = urlsplit(sqlite_address(path))
    assert (parts.scheme, parts.netloc, unquote(parts.path)) == ("file", "", address)
    assert not parts.query + parts.fragment


def test_a_database_is_opened_wherever_it_is_and_not_written(tmp_path: Path) -> None:
    path = Path(f"/{tmp_path}") / "某县 1#?%41.sqlite"  # begins with two strokes, as on another computer
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE seen (a)")
    with closing(_opened(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("seen",)]
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("INSERT INTO seen VALUES (1)")
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("folders", [1, 3, 5])
def test_a_path_that_sqlite_does_not_open_is_read_all_the_same(
    year: Workspace, tmp_path: Path, folders: int
) -> None:
    """A year in folders with long Chinese names: of three bytes each character."""
    deep = tmp_path.joinpath(*["政府信息公开工作年度报告汇总材料" * 3] * folders)
    deep.mkdir(parents=True)
    there = Path(shutil.copy(year.folder / "summary" / "某县2022年.sqlite", deep))
    with closing(_opened(there)) as connection:
        assert connection.execute("SELECT count(*) FROM units").fetchone() == (2,)
    there.unlink()
    with pytest.raises(sqlite3.OperationalError), closing(_opened(there)) as connection:
        connection.execute("SELECT count(*) FROM units")
