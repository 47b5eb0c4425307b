"""The county's year as one SQLite file, for whoever analyses it.

Figures a line, units, findings, files, keys.
"""

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from toolkit.answers.messages import Finding
from toolkit.county.consolidation import Consolidation
from toolkit.form.model import Figure, Key, Mark, plain_digits
from toolkit.year.workspace import Collection

_NamedRows: TypeAlias = Iterator[tuple[str, Iterator[tuple[object, ...]]]]  # tables

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
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()


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
                form.column(key).label,
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
        "figures",
        (
            (s.unit.code, *key, digits, _number(figures[key]))
            for s, figures, written in zip(c.counted, c.figures, c.written, strict=True)
            for key, digits in zip(form.cells, written, strict=True)
        ),
    )
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


def _number(figure: Figure) -> float | int | None:
    return None if isinstance(figure, Mark) else figure if isinstance(figure, int) else float(figure)


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


def database_figures(data: bytes) -> tuple[dict[Key, str], dict[str, list[str]]]:
    """Read totals, and the units' figures by code, back from a SQLite file.

    A unit's are one text each (`figure_line`), in the order of their keys. Raises sqlite3.Error.
    """
    connection = sqlite3.connect(":memory:")
    units: dict[str, list[str]] = {}
    try:
        connection.deserialize(data)
        totals = {
            Key(*line[:3]): line[3]
            for line in connection.execute('SELECT "table","row","column",value FROM totals')
        }
        tab = "||char(9)||"
        line = tab.join(('"table"', '"row"', '"column"', "ifnull(value,'NULL')"))
        lines = connection.execute(f"SELECT unit_code,{line} FROM figures ORDER BY 1,2")  # noqa: S608 (our own names)
        for code, several in groupby(lines, itemgetter(0)):
            units[str(code)] = [str(text) for _, text in several]
    finally:
        connection.close()
    return totals, units


def figure_line(key: Key, digits: str) -> str:
    """Return a figure as `database_figures` gives it."""
    return "\t".join((*key, digits))
