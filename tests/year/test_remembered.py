"""What is remembered of a file gives exactly what reading it again would give.

Nothing else is ever believed.
"""

import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from decimal import Decimal
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

import pytest
import recipes as r
from command_line import run
from founding import UNITS, founded, put
from fuzzing import mutant
from hostile_xml import CASES

from toolkit.answers import reading
from toolkit.answers.last_year import History
from toolkit.form.model import Figure, Form, Key, Level, Mark
from toolkit.reporter.findings import as_json
from toolkit.year import past_years
from toolkit.year.collection import collect
from toolkit.year.kept_results import Kept
from toolkit.year.past_years import read_kept
from toolkit.year.remembered import results, sealed
from toolkit.year.remembered.records import Records
from toolkit.year.remembered.results import Remembered
from toolkit.year.remembered.sealed import FOLDER
from toolkit.year.workspace import Collection, Workspace, open_workspace


def told(collection: Collection) -> tuple[str, str]:
    """Everything that was found, with the facts that equality passes over, and the types of all values."""
    return as_json(collection), repr([(f, f.reading.modified) for f in collection.files])


def entries(workspace: Workspace) -> list[Path]:
    folder = workspace.folder / FOLDER
    return sorted(folder.iterdir()) if folder.is_dir() else []


def forget(workspace: Workspace) -> None:
    for entry in entries(workspace):
        entry.unlink()


@pytest.fixture
def county(tmp_path: Path) -> Workspace:
    workspace = founded(tmp_path, UNITS)
    put(workspace, "004.xlsx", r.good(1))
    put(workspace, "司法局（改）.xlsx", r.good(2), age=100)
    put(workspace, "005.xlsx", r.good(3, unit_code="005", unit_name="财政局"))
    put(workspace, "照片.jpg", b"\xff\xd8\xff\xe0" + bytes(60))
    return workspace


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were not known."""
    names: list[str] = []
    known = Remembered.known

    def watched(self: Remembered, jobs: list[results.Job]) -> dict[int, object]:
        found = known(self, jobs)
        names.extend(job.name for number, job in enumerate(jobs) if number not in found)
        return found  # type: ignore[return-value]

    monkeypatch.setattr(Remembered, "known", watched)
    return names


# ------------------------------------------------------------------ the same, every time


@pytest.mark.long
def test_hostile_files_and_mutants_are_judged_the_same_from_memory(tmp_path: Path, opened: list[str]) -> None:
    workspace = founded(tmp_path, UNITS)
    for number, case in enumerate(CASES[::8]):  # all of them: test_collection, among two hundred good ones
        put(workspace, f"坏/{number:03}{case.suffix}", case.make())
    for number in range(10):
        put(workspace, f"变/{number:03}.xlsx", mutant(number).data)
    first = told(collect(workspace, workers=2))
    files = len(opened)
    opened.clear()
    assert told(collect(workspace, workers=2)) == first
    assert len(opened) < files / 2  # those that could not be read, which may go better another time


def test_the_commands_give_the_same_bytes(county: Workspace) -> None:
    def outputs() -> dict[str, bytes]:
        for command in ("check", "consolidate", "report"):
            run(command, str(county.folder), code=None)
        return {
            str(path.relative_to(county.folder)): path.read_bytes()
            for name in ("returned", "summary")
            for path in (county.folder / name).rglob("*")
            if path.is_file() and path.suffix in {".xlsx", ".csv", ".docx", ".html"}
        }

    outputs()  # what came is on record from now on
    forget(county)
    fresh = outputs()
    assert entries(county)
    assert [name for name, data in outputs().items() if data != fresh[name]] == []


def test_a_file_is_known_by_its_content_and_name_not_its_date(county: Workspace, opened: list[str]) -> None:
    collect(county, workers=0)
    opened.clear()
    os.utime(county.path("inbox") / "004.xlsx", (1_600_000_000, 1_600_000_000))
    (county.path("inbox") / "005.xlsx").rename(county.path("inbox") / "财政局.xlsx")
    again = collect(county, workers=0)
    assert opened == ["inbox/财政局.xlsx"]
    dated = next(f.reading.modified for f in again.files if f.reading.file == "inbox/004.xlsx")
    assert dated == datetime.fromtimestamp(1_600_000_000)  # noqa: DTZ006


# ------------------------------------------------------------------ nothing else is believed


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def _other_figure(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"accepted"', b'"returned"').replace(b"1", b"2"))


def _sealed_anew(path: Path) -> None:
    """Whoever knows how entries are sealed still cannot name a kind of record that is not expected."""
    text = '{"r":["Popen","ls"]}'
    path.write_text(f"{sealed.digest_of_texts((path.name, text))}\n{text}")


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _noise(path: Path) -> None:
    path.write_bytes(b"\x80\x04\x95" + bytes(range(256)))


def _a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _deep(path: Path) -> None:
    text = "[" * 100_000
    path.write_text(f"{sealed.digest_of_texts((path.name, text))}\n{text}")


@pytest.mark.parametrize(
    "harm", [_cut, _other_figure, _sealed_anew, _emptied, _noise, _a_folder, _deep], ids=lambda f: f.__name__
)
def test_a_damaged_entry_is_as_if_it_were_not_there(
    harm: Callable[[Path], None], county: Workspace, opened: list[str]
) -> None:
    first = told(collect(county, workers=0))
    for entry in entries(county):
        harm(entry)
    opened.clear()
    assert told(collect(county, workers=0)) == first
    assert len(opened) == 4


def test_entries_that_change_places_are_not_believed(county: Workspace, opened: list[str]) -> None:
    collect(county, workers=0)
    put(county, "004（二）.xlsx", r.good(4))  # kept by itself, as it comes later
    first = told(collect(county, workers=0))
    one, other = (entry for entry in entries(county) if entry.name.startswith("files-"))
    mine, theirs = one.read_bytes(), other.read_bytes()
    one.write_bytes(theirs)
    other.write_bytes(mine)
    opened.clear()
    assert told(collect(county, workers=0)) == first
    assert len(opened) == 5


def test_another_roster_year_form_or_tool_reads_anew(
    county: Workspace, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def anew() -> int:
        opened.clear()
        collect(open_workspace(county.folder), workers=0)
        return len(opened)

    assert (anew(), anew()) == (4, 0)
    settings = county.folder / "xxgk.toml"
    settings.write_text(settings.read_text("utf-8").replace("year = 2022", "year = 2023"), "utf-8")
    assert (anew(), anew()) == (4, 0)
    monkeypatch.setattr(results, "tool_digest", lambda: "another")
    assert anew() == 4
    own = county.folder / "own.toml"
    own.write_text('like = "annual-report-2021"\nform = "own"\nfirst_year = 2021\nedition = "1"\n', "utf-8")
    settings.write_text(settings.read_text("utf-8").replace('"annual-report-2021"', '"own.toml"'), "utf-8")
    assert (anew(), anew()) == (4, 0)
    own.write_text(own.read_text("utf-8").replace('"1"', '"2"'), "utf-8")
    assert anew() == 4
    (county.folder / "roster.xlsx").unlink()
    (county.folder / "roster.csv").write_text("代码,名称,类型\n004,司法局,部门\n", "utf-8")
    assert anew() == 4


@pytest.mark.parametrize("changed", ["code", "rules", "library", "program"])
def test_another_tool_has_another_digest(
    changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its text, the shipped rules, a library; the program where the text is packed into it."""
    texts = {"code": "toolkit/reading/read.py", "rules": "workbook_templates/form.toml", "program": "xxgk"}
    for name in texts.values():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("as it was")
    if changed == "program":
        (tmp_path / texts["code"]).unlink()
    monkeypatch.setattr(sealed, "files", lambda package: tmp_path / package)
    monkeypatch.setattr(sealed.sys, "executable", str(tmp_path / "xxgk"))
    before = sealed.tool_digest.__wrapped__()
    assert sealed.tool_digest.__wrapped__() == before
    if changed == "library":
        monkeypatch.setattr(sealed, "version", lambda name: "0.1" if name == "python-calamine" else "1")
    else:
        (tmp_path / texts[changed]).write_text("another")
    assert sealed.tool_digest.__wrapped__() != before


def test_a_date_that_comes_to_pass_counts_from_memory_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a clock put into the future is no date today, and may be one when it is asked for again."""
    workspace = founded(tmp_path)

    def dated(when: str, value: int) -> bytes:
        stamp = lambda x: r.re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{when}", x)  # noqa: E731
        return r.rewritten("docProps/core.xml", stamp, r.number("补充情况", "B5", value))

    put(workspace, "a.xlsx", dated("2090-01-10T08:00:00Z", 1), age=999)
    put(workspace, "b.xlsx", dated("2022-01-12T08:00:00Z", 2), age=0)

    def counting() -> list[str]:
        return [f.reading.file for f in collect(workspace, workers=0).files if f.status == "accepted"]

    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime(2091, 1, 1, tzinfo=tz)

    assert counting() == ["inbox/b.xlsx"]
    monkeypatch.setattr(reading, "datetime", Later)
    assert counting() == ["inbox/a.xlsx"]


def test_of_many_files_few_entries_are_made_and_each_file_is_known(
    county: Workspace, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who came later, or is gone, costs the others nothing."""
    monkeypatch.setattr(results, "_IN_ONE", 3)
    for number in range(6):
        put(county, f"又{number}.xlsx", r.good(10 + number), age=200 + number)
    first = told(collect(county, workers=0))
    assert sum(entry.name.startswith("files-") for entry in entries(county)) == 4  # ten files, three in each
    opened.clear()
    assert told(collect(county, workers=0)) == first
    (county.path("inbox") / "又1.xlsx").unlink()
    put(county, "又2.xlsx", r.good(30), age=202)
    second = told(collect(county, workers=0))
    assert opened == ["inbox/又2.xlsx"]
    opened.clear()
    assert told(collect(county, workers=0)) == second
    assert opened == []
    forget(county)
    assert told(collect(county, workers=0)) == second


def test_where_nothing_can_be_kept_all_is_read(county: Workspace, opened: list[str], tmp_path: Path) -> None:
    first = told(collect(county, workers=0))
    forget(county)
    (county.folder / FOLDER).rmdir()
    (county.folder / FOLDER).symlink_to(tmp_path, target_is_directory=True)
    before = sorted(tmp_path.iterdir())
    assert told(collect(county, workers=0)) == first
    assert sorted(tmp_path.iterdir()) == before
    (county.folder / FOLDER).unlink()
    (county.folder / FOLDER).write_text("a file")
    assert told(collect(county, workers=0)) == first


def test_two_runs_at_once_share_it(county: Workspace) -> None:
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(collect, county, workers=0) for _ in range(2)]
        first, second = (told(one.result()) for one in both)
    assert first == second == told(collect(county, workers=0))
    assert not [entry for entry in entries(county) if "." in entry.name]


def test_last_year_is_known_by_its_content(county: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read of last year's files is not read again, until one of them or its entry is another."""
    key = ("applications", "new", "natural_person")
    last = county.folder / "last.csv"
    heads = "unit_code,unit_name,table,row,column,value\n"
    last.write_text(f"{heads}004,{county.roster.units[0].name},{','.join(key)},7\n", encoding="utf-8")
    county = replace(county, settings=replace(county.settings, last_year=last.name))
    times: list[Path] = []

    def counted(form: Form, source: Path, year: int | None = None) -> Kept:
        times.append(source)
        return read_kept(form, source, year)

    monkeypatch.setattr(past_years, "read_kept", counted)

    def figure() -> object:
        """Ask as a command of its own does, which opens the folder anew."""
        return past_years.history_of(replace(county), county.roster).figures["004"][Key(*key)]

    assert [figure(), figure(), len(times)] == [7, 7, 1]
    last.write_text(last.read_text(encoding="utf-8").replace(",7", ",8"), encoding="utf-8")
    assert [figure(), figure(), len(times)] == [8, 8, 2]
    for entry in entries(county):
        entry.write_text(entry.read_text(encoding="utf-8").replace("8]", "9]"), encoding="utf-8")
    assert [figure(), len(times)] == [8, 3]


def test_what_is_long_unused_goes(county: Workspace) -> None:
    collect(county, workers=0)
    used = {entry.name for entry in entries(county)}
    for number in range(200):
        (county.folder / FOLDER / f"{number:040x}").write_text("old")
    collect(county, workers=0)
    assert {entry.name for entry in entries(county)} == used


# ------------------------------------------------------------------ records


class Pair(NamedTuple):
    one: object
    other: object


@dataclass(frozen=True, kw_only=True)
class Held:
    figures: dict[Key, Figure]
    pair: Pair
    facts: dict[str, object]


class Turn(IntEnum):
    LEFT = 1


@dataclass(frozen=True)
class Chosen:
    level: Level
    turn: Turn
    mark: Mark
    several: tuple[Level | Turn | Mark | int, ...] | None
    facts: dict[str, Level | Turn | Mark] | None


KEYS = tuple(Key("t", "r", str(number)) for number in range(9))


def values() -> Iterator[object]:
    yield from (0, 1, True, False, None, "", "1", 1.5, 10**40, Decimal("1.50"), Decimal("1.5"), Decimal("-0"))
    yield from (Mark.BLANK, Mark.NOT_APPLICABLE, (), (1, [Decimal(2)], {"a": ("b",)}), [{}], {})
    yield from (datetime(2023, 1, 2, 3, 4, 5, 6), "行\n\u2028\x00", {"d": "1"}, {"r": ["Pair", 1, 2]})


def test_every_value_comes_back_as_it_was() -> None:
    records = Records(Held, KEYS)
    for value in values():
        one = Held(figures={KEYS[3]: Mark.UNREADABLE, KEYS[0]: 7}, pair=Pair(value, 1), facts={"x": value})
        back = records.record(records.text(one))
        assert repr(back) == repr(one)
        assert list(back.figures) == list(one.figures)
        assert back.figures[KEYS[3]] is Mark.UNREADABLE


@pytest.mark.parametrize("value", [Level.QUERY, Turn.LEFT, Mark.BLANK])
def test_a_choice_comes_back_as_one_beside_nothing_but_single_values(value: object) -> None:
    records = Records(Chosen, ())
    back = records.record(records.text(Chosen(Level.ERROR, Turn.LEFT, Mark.BLANK, (value, 1), {"x": value})))
    assert (back.level, back.turn, back.mark) == (Level.ERROR, Turn.LEFT, Mark.BLANK)
    chosen = (back.level, back.turn, back.mark, back.several[0], back.facts["x"])
    assert [*map(type, chosen)] == [Level, Turn, Mark, type(value), type(value)]
    alone = records.text(Chosen(Level.ERROR, Turn.LEFT, Mark.BLANK, None, None))
    assert type(records.record(alone).level) is Level


@pytest.mark.parametrize("value", [{1, 2}, b"bytes", object(), Key, Workspace, 1j])
def test_what_cannot_be_written_exactly_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        Records(Held, KEYS).text(Held(figures={}, pair=Pair(value, 1), facts={}))


@pytest.mark.parametrize(
    "text", ["", "1", "[]", "{}", '{"r":["Held"]}', '{"r":["Path","/"]}', '{"x":[1]}', '{"r":["Pair",1,2]}']
)
def test_anything_else_is_no_record(text: str) -> None:
    with pytest.raises((ValueError, LookupError, TypeError)):
        Records(Held, KEYS).record(text)


def test_entries_are_plain_json(county: Workspace) -> None:
    collect(county, workers=0)
    for entry in entries(county):
        _seal, *records = entry.read_text("utf-8").split("\n")
        assert records
        named = entry.name.startswith("files-")  # of several files, each by a name of its own
        assert all(json.loads(record.partition(" ")[2] if named else record) for record in records)


def test_last_year_s_figures_and_opening_figures_are_told_apart() -> None:
    figures = {"001": {Key("applications", "new", "total"): 3}}
    assert [*results._told(History(figures=figures))] != [*results._told(History(given=figures))]
