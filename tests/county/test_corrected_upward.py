"""A county adds up again after its 上报 was sent: the city takes the later sums, whoever saved which when.

What its figures are is read from the county's own totals.csv.
"""

import csv
import itertools
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random

import pytest
import recipes as r
from founding import UNITS as FOUNDED
from founding import founded, put
from openpyxl import Workbook
from two_years import values, year

from toolkit.answers.units import Roster, Unit
from toolkit.county.consolidation import consolidate
from toolkit.county.outputs import write_summary
from toolkit.form.model import Key, plain_digits
from toolkit.layout.place import Place
from toolkit.reading.workbook import read_file
from toolkit.returns.fill import fill_workbook
from toolkit.year.collection import collect
from toolkit.year.journal import record_receipts
from toolkit.year.roster import roster_workbook
from toolkit.year.workspace import Workspace, open_workspace

UNITS = [Unit(code="010", name="甲县农业局"), Unit(code="040", name="甲县旅游局")]
SENT = datetime(2023, 1, 20, 9, tzinfo=timezone(timedelta(hours=8)))
NEW = Key("applications", "new", "natural_person")
FIRST, CORRECTED = "第一次.xlsx", "更正.xlsx"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Give the folder of what the county sent, and what its totals said when it did."""
    folder = tmp_path_factory.mktemp("sent")
    answers = {"010": values(new=3, granted=3), "040": values(new=5, granted=5)}
    workspace = year(folder / "甲县", 2022, UNITS, answers)
    told = {}
    for number, name in enumerate((FIRST, CORRECTED)):
        if number:
            corrected = folder / "改.csv"
            corrected.write_text(values(new=8, granted=8), encoding="utf-8")
            (issued,) = (workspace.folder / "issued").glob("010*")
            mended = fill_workbook(issued, corrected).workbook
            (workspace.folder / "inbox" / "农业局更正.xlsx").write_bytes(mended)
        assert write_summary(workspace, workers=0, now=SENT + timedelta(days=10 * number)).complete
        (upward,) = (workspace.folder / "summary").glob("上报_*.xlsx")
        shutil.copy(upward, folder / name)
        with (workspace.folder / "summary" / "totals.csv").open(encoding="utf-8-sig") as lines:
            told[name] = next(line["value"] for line in csv.DictReader(lines) if Key.of(line) == NEW)
    assert told == {FIRST: "8", CORRECTED: "13"}
    return folder, told


def saved(path: Path, day: int) -> bytes:
    """Give a workbook as Excel saves it, with the moment at which it did."""
    stamp = lambda x: re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>2023-02-{day:02}T08:00:00Z", x)  # noqa: E731
    return r.rewritten("docProps/core.xml", stamp, path.read_bytes())


MARKS = ("sums", "made")


@pytest.mark.parametrize(
    "lost", ["the sheet", *(pytest.param(x, marks=pytest.mark.long) for x in ("all cells", *MARKS))]
)
def test_sums_without_their_marks_are_sent_back(sent, tmp_path: Path, lost: str) -> None:
    """Without them a draft, or a figure typed over, would not be known."""

    def unmark(book: Workbook) -> None:
        if lost == "the sheet":
            del book["_xxgk"]
            return
        for key, value in book["_xxgk"].iter_rows(max_col=2):
            if lost in {"all cells", key.value}:
                key.value = value.value = None

    path = tmp_path / "上报.xlsx"
    for change, returned in ((unmark, True), (lambda _: None, False)):
        path.write_bytes(r.edited(change, (sent[0] / FIRST).read_bytes()))
        reading = read_file(path, path.name, [r.FORM])
        assert any(f.rule == "S19" and f.blocks for f in reading.findings) is returned


HANDS = (None, 3, 9)  # the day on which the file was opened and saved


@pytest.mark.long
@pytest.mark.parametrize(("first", "corrected"), [*itertools.product(HANDS, HANDS)])
@pytest.mark.parametrize("order", ["together", "corrected last", "first last"])
def test_the_city_takes_the_later_sums(sent, tmp_path: Path, first, corrected, order: str) -> None:
    folder, told = sent
    city = year(tmp_path / "市", 2022, [Unit(code="370801", name="甲县")], {}, county="子市")
    data = {
        name: saved(folder / name, day) if day else (folder / name).read_bytes()
        for name, day in ((FIRST, first), (CORRECTED, corrected))
    }
    for number, name in enumerate(sorted(data, reverse=order == "corrected last")):
        (city.folder / "inbox" / name).write_bytes(data[name])
        if order != "together":
            received(city, number)
    collection = received(city, 2)
    (counts,) = (s.submission for s in collection.standings)
    assert counts is not None
    assert plain_digits(counts.figure(NEW)) == told[CORRECTED]
    asked = order == "first last"  # an older one, sent late: that may be meant
    assert bool(collection.open_matters) is asked
    assert consolidate(city, collection).complete is not asked


@pytest.mark.long
@pytest.mark.parametrize(("first", "corrected"), [*itertools.product(HANDS, HANDS)])
@pytest.mark.parametrize("known", [True, False])
def test_sums_overwritten_by_older_ones_are_asked_about(
    sent, tmp_path: Path, first, corrected, known
) -> None:
    """The county calls both alike; who opened and saved which of them when tells nothing."""
    folder, _ = sent
    city = year(tmp_path / "市", 2022, [Unit(code="370801", name="甲县")], {}, county="子市")
    data = [
        saved(folder / name, day) if day else (folder / name).read_bytes()
        for name, day in ((FIRST, first), (CORRECTED, corrected))
    ]
    path = city.folder / "inbox" / "上报_甲县.xlsx"
    for number, held in enumerate([*data[: int(known)], data[1]]):
        path.write_bytes(held)
        assert received(city, number).clean
    path.write_bytes(data[0])
    for number in (2, 3):
        collection = received(city, number)
        assert [f.rule for f in collection.findings] == ["V13"]
        assert not consolidate(city, collection).complete
    path.write_bytes(data[1])
    assert received(city, 4).clean


@pytest.mark.long
def test_sums_that_only_the_roster_changed_are_later_ones(tmp_path: Path) -> None:
    """Nothing is received between the two, nor do they differ in when they were saved."""
    answers = {"010": values(new=3, granted=3), "040": values(new=5, granted=5)}
    workspace = year(tmp_path / "甲县", 2022, UNITS, answers)
    city = year(tmp_path / "市", 2022, [Unit(code="370801", name="甲县")], {}, county="子市")
    for name, units, new in (
        ("乙.xlsx", UNITS, 8),
        ("甲.xlsx", [replace(UNITS[0], counted=False), UNITS[1]], 5),
    ):
        (workspace.folder / "roster.xlsx").write_bytes(roster_workbook(Roster(units=tuple(units))))
        for _ in range(2):  # adding up the same once more changes nothing
            write_summary(open_workspace(workspace.folder), workers=0, now=SENT)
        (upward,) = (workspace.folder / "summary").glob("上报_*.xlsx")
        shutil.copy(upward, city.folder / "inbox" / name)
        os.utime(city.folder / "inbox" / name, (1_700_000_000 - ord(name[0]),) * 2)
        (counts,) = (s.submission for s in collect(city, workers=0).standings)
        assert counts is not None
        assert counts.figure(NEW) == new


@pytest.mark.long
@pytest.mark.parametrize("packed", [True, False])
def test_all_that_a_county_wrote_may_come_with_its_sums(sent, tmp_path: Path, packed: bool) -> None:
    """What lies in summary/ is sent as it is, packed or not: the sums count, the rest is filed with them."""
    folder, told = sent
    city = year(tmp_path / "市", 2022, [Unit(code="370801", name="甲县")], {}, county="子市")
    inbox, summary = city.folder / "inbox", folder / "甲县" / "summary"
    if packed:
        shutil.make_archive(str(inbox / "甲县报来"), "zip", summary)
    else:
        shutil.copytree(summary, inbox / "甲县报来")
        shutil.rmtree(inbox / "甲县报来" / "已发布")  # which says of the sums that they came before
    collection = received(city, 0)
    (counts,) = (s.submission for s in collection.standings)
    assert counts is not None and plain_digits(counts.figures[NEW]) == told[CORRECTED]
    assert collection.clean
    names = {path.name for path in summary.iterdir() if path.is_file() and path.name[0] != "."}
    files = {f.reading.file.rpartition("/")[2]: f for f in collection.files}
    assert {name for name in names if files[name].annex} == {n for n in names if not n.startswith("上报_")}
    (inbox / "别的.xlsx").write_bytes((summary / "更正.xlsx").read_bytes())
    collection = received(city, 1)
    assert not collection.clean
    (told,) = (f.findings for f in collection.files if f.reading.file == "inbox/别的.xlsx")
    assert [finding.rule for finding in told] == ["S28"]


@pytest.mark.long
@pytest.mark.parametrize("packed", [True, False])
def test_a_county_may_send_its_whole_folder(sent, tmp_path: Path, packed: bool) -> None:
    """The sums count; its units' workbooks, its lists and records are filed. A broken workbook stays told."""
    folder, told = sent
    city = year(tmp_path / "市", 2022, [Unit(code="370801", name="甲县"), Unit(code="010", name="乙县")], {})
    settings = city.folder / "xxgk.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("甲县", "某市"), encoding="utf-8")
    city = open_workspace(city.folder)
    inbox, whole = city.folder / "inbox", folder / "甲县"
    if packed:
        shutil.make_archive(str(inbox / "甲县报来"), "zip", whole)
    else:
        shutil.copytree(whole, inbox / "甲县报来")
    collection = received(city, 0)
    first, second = collection.standings
    assert first.submission is not None and plain_digits(first.submission.figures[NEW]) == told[CORRECTED]
    assert second.submission is None  # whose code one of the county's own units has
    assert [f.reading.file for f in collection.files if any(one.blocks for one in f.findings)] == []
    if not packed:
        (inbox / "甲县报来" / "inbox" / "又一份.xlsx").write_bytes(b"PK\x03\x04" + b"x" * 500)
        told_of = [f.reading.file for f in received(city, 1).files if any(one.blocks for one in f.findings)]
        assert told_of == ["inbox/甲县报来/inbox/又一份.xlsx"]


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_sums_that_were_changed_by_hand_are_named_by_their_sheet(tmp_path: Path, seed: int) -> None:
    """Opened, saved and written on, it is what was added up; with another figure in it, it is not."""
    workspace = founded(tmp_path, FOUNDED[:2])
    for number, unit in enumerate(FOUNDED[:2]):
        entries = r.figures(10 * seed + number, 0.9)
        put(workspace, f"{unit.name}.xlsx", r.good(entries=entries, unit_code=unit.code, unit_name=unit.name))
    write_summary(workspace, workers=0, now=SENT)
    (upward,) = (workspace.folder / "summary").glob("上报_*.xlsx")
    random, form = Random(seed), workspace.form

    def said(change: Callable[[Workbook], None]) -> list[str]:
        path = tmp_path / "来件.xlsx"
        path.write_bytes(r.edited(change, upward.read_bytes()))
        return [f.problem for f in read_file(path, path.name, [r.FORM]).findings if f.rule == "S26"]

    def comment(book: Workbook) -> None:
        at = r.lay_out(form).narrative["problems"]
        book[at.sheet][at.a1] = "公开的内容还不够细。"

    assert read_file(upward, upward.name, [r.FORM]).findings == ()
    assert said(lambda _: None) == said(comment) == []
    for table in form.tables:
        key = random.choice([key for key in form.inputs if key.table == table.key])
        at = r.place(*key)

        def other(book: Workbook, at: Place = at) -> None:
            book[at.sheet][at.a1] = (book[at.sheet][at.a1].value or 0) + 1

        (problem,) = said(other)
        assert {sheet for sheet in (t.sheet for t in form.tables) if f"“{sheet}”" in problem} == {table.sheet}


def received(city: Workspace, day: int):
    collection = collect(city, workers=0)
    record_receipts(city, collection, SENT + timedelta(days=30 + day))
    return collection
