"""The county's year as one SQLite file, for whoever analyses it.

Figures a line, units, findings, files, keys.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path, PurePath
from typing import TypeAlias
from urllib.parse import quote

from toolkit.answers.messages import Finding
from toolkit.county.consolidation import Consolidation
from toolkit.form.model import Figure, Key, Mark, plain_digits
from toolkit.year.workspace import Collection

_NamedRows: TypeAlias = Iterator[tuple[str, Iterator[tuple[object, ...]]]]  # tables
AT_ONCE = 400  # figures of a unit entered by one statement: no SQLite finds twice as many values too many

# figures are texts, exact to the last digit ("" blank, "/" 不适用); `number` is the same for reckoning, NULL
# where there is none
SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE units (unit_code TEXT PRIMARY KEY, unit_name TEXT, kind TEXT, roster_status TEXT, counted INTEGER,
                    status TEXT, file TEXT, sha256 TEXT, received TEXT, open_queries INTEGER);
CREATE TABLE keys ("table" TEXT, "row" TEXT, "column" TEXT, table_label TEXT, row_label TEXT, column_label TEXT, unit TEXT,
                   is_total INTEGER, required INTEGER, PRIMARY KEY ("table", "row", "column"));
CREATE TABLE figures (unit_code TEXT, "table" TEXT, "row" TEXT, "column" TEXT, value TEXT, number REAL,
                      PRIMARY KEY (unit_code, "table", "row", "column")) WITHOUT ROWID;
CREATE TABLE totals ("table" TEXT, "row" TEXT, "column" TEXT, value TEXT, number REAL, stated_by INTEGER,
                     PRIMARY KEY ("table", "row", "column")) WITHOUT ROWID;
CREATE TABLE texts (unit_code TEXT, passage TEXT, label TEXT, text TEXT, PRIMARY KEY (unit_code, passage));
CREATE TABLE findings (file TEXT, unit_code TEXT, rule TEXT, level TEXT, message TEXT, "table" TEXT, "row" TEXT, "column" TEXT,
                       sheet TEXT, cell TEXT, found TEXT, expected TEXT, line TEXT, cause TEXT, explained TEXT, waived TEXT);
CREATE TABLE files (file TEXT PRIMARY KEY, sha256 TEXT, unit_code TEXT, status TEXT);
CREATE VIEW labelled_figures AS
  SELECT u.unit_code, u.unit_name, u.kind, k.table_label, k.row_label, k.column_label, k.is_total, f.value, f.number
  FROM figures f JOIN units u USING (unit_code) JOIN keys k USING ("table", "row", "column");
"""  # noqa: E501


def database(consolidation: Consolidation, collection: Collection) -> bytes:
    """Write a year as a SQLite file, as bytes; the same inputs give the same bytes."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(SCHEMA)
        for table, rows in _tables(consolidation, collection):
            places = ",".join("?" * len(connection.execute(f"PRAGMA table_info({table})").fetchall()))
            connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608 (our own names)
        _enter_figures(connection, consolidation)
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()


def _enter_figures(connection: sqlite3.Connection, c: Consolidation) -> None:
    """Enter the units' figures, many by one statement: a third of what it costs line by line.

    They come in the order in which the table keeps them.
    """
    in_order, codes = sorted(c.form.cells), [s.unit.code for s in c.counted]
    written = dict(zip(c.form.cells, zip(*c.written, strict=True), strict=bool(codes)))
    for first in range(0, len(in_order) if codes else 0, AT_ONCE):
        keys = in_order[first : first + AT_ONCE]
        many, columns = len(keys), [c.columns[key] for key in keys]
        lines = (f"(?1,'{k.table}','{k.row}','{k.column}',?{n},?{n + many})" for n, k in enumerate(keys, 2))
        connection.executemany(
            f"INSERT INTO figures VALUES {','.join(lines)}",  # noqa: S608 (a key is lower-case letters, _, digits)
            zip(codes, *[written[key] for key in keys], *map(_numbers, columns), strict=True),
        )


def _tables(c: Consolidation, collection: Collection) -> _NamedRows:
    yield from _of_the_year(c)
    yield from _of_figures(c)
    yield from _of_files(collection)


def _of_the_year(c: Consolidation) -> _NamedRows:
    form = c.form
    facts = {"county": c.county, "year": c.year, "form": form.key, "basis": form.basis, "draft": int(c.draft)}
    yield "facts", ((name, str(value)) for name, value in facts.items())
    yield (
        "units",
        (
            (
                s.unit.code,
                s.unit.name,
                s.unit.kind,
                s.unit.status,
                int(s.unit.counted),
                s.status,
                s.file,
                s.sha256,
                s.received.isoformat() if s.received else None,
                s.waiting,
            )
            for s in c.standings
        ),
    )
    yield (
        "keys",
        (
            (
                *key,
                form.table(key.table).title,
                form.row(key).name,
                form.heading(key),
                form.row(key).unit or form.column(key).unit,
                int(key in form.sums),
                int(form.required(key)),
            )
            for key in form.cells
        ),
    )


def _of_figures(c: Consolidation) -> _NamedRows:
    form, stated = c.form, len(c.counted)
    yield (
        "totals",
        (
            (*key, plain_digits(total := c.totals[key]), _number(total), stated - c.silent.get(key, 0))
            for key in form.cells
        ),
    )
    yield (
        "texts",
        (
            (s.unit.code, field.key, field.label, s.submission.narrative[field.key])
            for s in c.counted
            if s.submission is not None
            for field in form.narrative
            if s.submission.narrative.get(field.key)
        ),
    )


def _of_files(collection: Collection) -> _NamedRows:
    yield (
        "findings",
        (
            _finding(f, file.reading.file, file.unit.code if file.unit else None)
            for file in collection.files
            for f in file.findings
        ),
    )
    yield (
        "files",
        (
            (file.reading.file, file.reading.sha256, file.unit.code if file.unit else None, file.status)
            for file in collection.files
        ),
    )


def _numbers(figures: Sequence[Figure]) -> Sequence[float | int | None]:
    return figures if {*map(type, figures)} == {int} else [*map(_number, figures)]  # type: ignore[return-value]


def _number(figure: Figure) -> float | int | None:
    if type(figure) is int:  # most are
        return figure
    return None if isinstance(figure, Mark) else float(figure)


def _finding(f: Finding, file: str, code: str | None) -> tuple[object, ...]:
    found, expected = (None if value is None else str(value) for value in (f.found, f.expected))
    return (
        file,
        code,
        f.rule,
        f.level.value,
        f.message,
        f.table,
        f.row,
        f.column,
        f.sheet,
        f.cell,
        found,
        expected,
        f.line,
        f.cause,
        f.explained,
        f.waived,
    )


def database_figures(path: Path) -> tuple[dict[Key, str], dict[str, str]]:
    """Read totals, and each unit's `figures_digest` by its code, back from a SQLite file.

    Where the file gives a unit's figures in another order than its table's, the digest is another; all are
    then to be compared one by one. Raises sqlite3.Error.
    """
    with closing(_opened(path)) as connection:
        totals = {
            Key(*line[:3]): line[3]
            for line in connection.execute('SELECT "table","row","column",value FROM totals')
        }
        units = {str(code): figures_digest(told) for code, *told in connection.execute(_TOLD)}
    return totals, units


def database_lines(path: Path) -> dict[str, list[str]]:
    """Read every unit's figures by its code, one text each: key and value, parted by tabs.

    Raises sqlite3.Error.
    """
    units: dict[str, list[str]] = {}
    with closing(_opened(path)) as connection:
        for code, text in connection.execute(f"SELECT unit_code,{_LINE} FROM figures"):  # noqa: S608 (our own names)
            units.setdefault(str(code), []).append(str(text))
    return units


LONGEST_PATH = 400  # bytes: SQLite opens none by a path of 512


def _opened(path: Path) -> sqlite3.Connection:
    """Open a SQLite file only to read it, and only what stands in it."""
    if len(os.fsencode(path.absolute())) > LONGEST_PATH:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise sqlite3.OperationalError(str(error)) from error
        connection = sqlite3.connect(":memory:")
        connection.deserialize(data)
        return connection
    return sqlite3.connect(f"{sqlite_address(path.absolute())}?mode=ro&immutable=1", uri=True)


def sqlite_address(path: PurePath) -> str:
    """Return the address by which SQLite finds a file, also one in a folder of another computer.

    SQLite takes no server in an address: its name is a part of the path, “file:////server/share/…”.
    """
    plain = path.as_posix()
    return "file://" + ("" if plain.startswith("/") else "/") + quote(os.fsencode(plain), safe="/:")


_LINE = """"table"||char(9)||"row"||char(9)||"column"||char(9)||ifnull(value,'NULL')"""
# unit by unit: how many lines, and each column of them joined by commas, which none of ours holds
_TOLD = """SELECT unit_code,count(*),group_concat("table"),group_concat("row"),group_concat("column"),
           group_concat(ifnull(value,'NULL')) FROM figures GROUP BY unit_code"""


def figures_digest(told: Iterable[object]) -> str:
    """Return a digest of what a SQLite file tells of a unit's figures.

    How many they are; then their tables, rows, columns and values, in the table's order, each joined by
    commas.
    """
    return hashlib.sha256("\n".join(map(str, told)).encode("utf-8", "replace")).hexdigest()
