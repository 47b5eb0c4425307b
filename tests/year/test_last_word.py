"""What a unit sends after a report that passed is its last word: it is never passed over in silence.

The figures of the report that passed stay in the sum until the office knows which of the two is meant, and
the summary is a draft until then.
"""

import itertools
import os
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random

import openpyxl
import pytest
import recipes as r
from founding import UNITS, founded, put

from toolkit.answers.units import Unit
from toolkit.county.consolidation import consolidate
from toolkit.form.model import Mark
from toolkit.returns.check_year import check_year
from toolkit.year.collection import collect
from toolkit.year.entering.decisions import pin_version
from toolkit.year.journal import history_of_unit, record_receipts
from toolkit.year.pins import Pin
from toolkit.year.reminders import situations_of
from toolkit.year.workspace import Collection, Workspace, open_workspace

ONE = UNITS[:1]
RUN = datetime(2023, 1, 12, 9, tzinfo=timezone(timedelta(hours=8)))


def saved(data: bytes, day: int) -> bytes:
    """Give a workbook that says it was saved on that day of January."""
    return r.saved_at(f"2023-01-{day:02}T08:00:00", data)


SECOND = {
    "right": lambda: r.number("补充情况", "B5", 7),
    "faulty": lambda: r.text("补充情况", "B5", "约7"),
    "equal": lambda: r.rewritten("docProps/app.xml", lambda x: x + " ", r.good()),
}


def expected(second: str, *, later_run: bool, saved_later: bool) -> tuple[bool, str]:
    """Say whether the second file counts, and what is said of the one that does not."""
    if second == "faulty":
        return False, "V04" if later_run or saved_later else "V02"
    if saved_later:
        return True, "V02"
    return False, "V05" if later_run and second != "equal" else "V02"


def county(folder: Path, second: str, *, later_run: bool, saved_later: bool) -> Workspace:
    folder.mkdir(exist_ok=True)
    workspace = founded(folder, ONE)
    put(workspace, "一.xlsx", saved(r.good(), 10))
    if later_run:
        received(workspace, 0)
    put(workspace, "二.xlsx", saved(SECOND[second](), 11 if saved_later else 9))
    return workspace


def received(workspace: Workspace, day: int) -> Collection:
    """Read the inbox and put it on record, as check does before it writes what goes back."""
    collection = collect(workspace, workers=0)
    record_receipts(workspace, collection, RUN + timedelta(days=day))
    return collection


def said(collection: Collection) -> dict[str, tuple[str, str]]:
    return {
        file.reading.file: (file.status, file.findings[0].rule if file.findings else "")
        for file in collection.files
    }


@pytest.mark.parametrize(
    ("second", "later_run", "saved_later"), [*itertools.product(SECOND, (True, False), (True, False))]
)
def test_a_later_word_counts_or_is_asked_about(tmp_path, second, later_run, saved_later):
    workspace = county(tmp_path, second, later_run=later_run, saved_later=saved_later)
    counts, rule = expected(second, later_run=later_run, saved_later=saved_later)
    names = ("inbox/二.xlsx", "inbox/一.xlsx") if counts else ("inbox/一.xlsx", "inbox/二.xlsx")
    for run in range(3):  # the same is said again, whatever is on record by then
        collection = received(workspace, 1 + run)
        files = said(collection)
        assert files[names[0]][0] == "accepted"
        assert files[names[1]] == ("superseded", rule)
        asked = rule in {"V04", "V05"}
        assert consolidate(workspace, collection).complete is not asked
        assert bool(collection.open_matters) is asked


@pytest.mark.long
def test_a_faulty_correction_goes_back_to_its_unit_and_its_mending_counts(tmp_path):
    workspace = county(tmp_path, "faulty", later_run=True, saved_later=True)
    check_year(workspace, workers=0, now=RUN + timedelta(days=1))
    returned = workspace.folder / "returned"
    back = [path.name for path in returned.iterdir() if path.name.startswith("004_")]
    assert sorted(back) == ["004_司法局_微信.txt", "004_司法局_退回.xlsx", "004_司法局_退回修改通知.docx"]
    points = openpyxl.load_workbook(returned / "004_司法局_退回.xlsx").worksheets[0]
    text = "\n".join(str(cell.value) for row in points.iter_rows() for cell in row if cell.value)
    assert "约7" in text
    assert "pinned.csv" not in text  # what only the office can do is not told to the unit
    put(workspace, "三.xlsx", saved(r.number("补充情况", "B5", 7), 14))
    collection, _ = check_year(workspace, workers=0, now=RUN + timedelta(days=3))
    assert said(collection)["inbox/三.xlsx"][0] == "accepted"
    assert collection.clean
    assert [path.name for path in returned.iterdir() if path.name.startswith("004_")] == [
        "004_司法局_通过回执.docx"
    ]


def test_what_the_office_decided_is_not_asked_again(tmp_path):
    for second in ("faulty", "right"):
        workspace = county(tmp_path / second, second, later_run=True, saved_later=False)
        received(workspace, 1)
        pin_version(workspace, Pin(unit_code="004", file="一.xlsx", reason="单位来电：以第一份为准"))
        collection = collect(open_workspace(workspace.folder), workers=0)
        assert said(collection)["inbox/二.xlsx"] == ("superseded", "V02")
        assert collection.clean


@pytest.mark.long
@pytest.mark.parametrize("clock", [1, -30])
def test_a_file_that_comes_after_a_decision_is_asked_about_until_it_is_decided_anew(tmp_path, clock):
    """What lay there when the office decided is settled; a correction sent later waits, whatever its date.

    Nor does it matter that the clock of the office was wrong, and was put back.
    """
    workspace = county(tmp_path, "right", later_run=True, saved_later=True)
    received(workspace, 1)
    chosen, later = "inbox/一.xlsx", "inbox/三.xlsx"
    decisions = itertools.count()

    def decide(file: str) -> Workspace:
        pin_version(workspace, Pin(unit_code="004", file=file, reason=f"局长签字的是这一份{next(decisions)}"))
        return open_workspace(workspace.folder)

    workspace = decide("一.xlsx")
    assert said(received(workspace, 2)) == {chosen: ("accepted", ""), "inbox/二.xlsx": ("superseded", "V02")}
    put(workspace, "空.xlsx", saved(r.good(entries={}), 12))
    put(workspace, "同.xlsx", saved(r.good(), 12))
    assert {rule for _, rule in said(received(workspace, 3)).values()} == {"", "V02"}
    put(workspace, "三.xlsx", saved(r.number("补充情况", "B6", 9), 11))
    for day in (4, 5):
        collection = received(workspace, clock * day)
        assert said(collection)[later] == ("superseded", "V08")
        assert said(collection)["inbox/二.xlsx"] == ("superseded", "V02")
        assert not consolidate(workspace, collection).complete
    for file, counts in (("一.xlsx", chosen), ("三.xlsx", later)):
        workspace = decide(file)
        for day in (6, 7):
            collection = received(workspace, clock * day)
            assert [f for f, (status, _) in said(collection).items() if status == "accepted"] == [counts]
            assert "V08" not in {rule for _, rule in said(collection).values()}


def test_a_pinned_file_that_becomes_another_one_is_asked_about(tmp_path):
    """Its name stays, and what was decided was about what it said."""
    workspace = county(tmp_path, "right", later_run=True, saved_later=True)

    def decide(reason: str) -> Workspace:
        pin_version(workspace, Pin(unit_code="004", file="一.xlsx", reason=reason))
        return open_workspace(workspace.folder)

    workspace = decide("局长签字的是这一份")
    assert received(workspace, 1).findings == ()
    put(workspace, "一.xlsx", saved(r.number("补充情况", "B6", 9), 10))
    for day in (2, 3):
        collection = received(workspace, day)
        assert [f.rule for f in collection.findings] == ["V10"]
        assert not collection.clean
    assert received(decide("局长换了一份签字"), 4).findings == ()
    put(workspace, "一.xlsx", saved(r.good(), 10))  # what was decided on at first came back, and is known
    assert received(decide("局长签字的是这一份"), 5).findings == ()


@pytest.mark.parametrize("moved", [False, True])
@pytest.mark.long
def test_a_decision_does_not_pass_to_another_version_that_lay_there_already(tmp_path, moved):
    """The older one is put over the file that was decided on, or lies in another folder under its name."""
    workspace = founded(tmp_path, ONE)
    put(workspace, "第一批/一.xlsx", saved(version((1, 1)), 10))
    put(workspace, "一.xlsx", saved(version((1, 2)), 11))
    pin_version(workspace, Pin(unit_code="004", file="inbox/一.xlsx", reason="局长签字的是这一份"))
    pinned = workspace.folder / "pinned.csv"
    pinned.write_text(pinned.read_text(encoding="utf-8-sig").replace("inbox/", ""), encoding="utf-8")
    workspace = open_workspace(workspace.folder)
    assert received(workspace, 1).clean
    if moved:
        (workspace.folder / "inbox" / "一.xlsx").unlink()
    else:
        put(workspace, "一.xlsx", saved(version((1, 1)), 10))
    for day in (2, 3):
        collection = received(workspace, day)
        assert [f.rule for f in collection.findings] == ["V10"]
        assert not consolidate(workspace, collection).complete
    pin_version(workspace, Pin(unit_code="004", file="一.xlsx", reason="单位来电：以更早的为准"))
    assert received(open_workspace(workspace.folder), 4).clean


def test_what_came_after_a_decision_and_is_taken_away_is_asked_about(tmp_path):
    workspace = founded(tmp_path, ONE)
    put(workspace, "一.xlsx", saved(version((1, 1)), 10))
    pin_version(workspace, Pin(unit_code="004", file="一.xlsx", reason="局长签字的是这一份"))
    workspace = open_workspace(workspace.folder)
    assert received(workspace, 1).clean
    later = put(workspace, "二.xlsx", saved(version((1, 2)), 11))
    assert said(received(workspace, 2))["inbox/二.xlsx"] == ("superseded", "V08")
    later.unlink()
    for day in (3, 4):
        collection = received(workspace, day)
        (finding,) = collection.findings
        assert (finding.rule, "没有采用" in finding.message) == ("V14", True)
        assert not consolidate(workspace, collection).complete
    pin_version(workspace, Pin(unit_code="004", file="一.xlsx", reason="单位来电：还是这一份"))
    assert received(open_workspace(workspace.folder), 5).clean


def test_an_empty_form_is_no_correction(tmp_path):
    workspace = founded(tmp_path, ONE)
    put(workspace, "一.xlsx", saved(r.good(), 10))
    received(workspace, 0)
    put(workspace, "空.xlsx", saved(r.good(entries={}), 11))
    collection = received(workspace, 1)
    assert said(collection)["inbox/空.xlsx"] == ("superseded", "V02")
    assert collection.clean


TABLES = {"disclosure": "表二", "applications": "表三", "review": "表四"}


@pytest.mark.long
@pytest.mark.parametrize("first", [("disclosure",), ("applications", "review"), tuple(TABLES), ()])
@pytest.mark.parametrize("second", [("disclosure",), ("applications", "review"), tuple(TABLES), ()])
@pytest.mark.parametrize("later_run", [True, False])
def test_tables_that_only_the_other_version_fills_in_are_asked_about(tmp_path, first, second, later_run):
    """Two clerks fill in a copy each, or a blank one is sent by mistake: with the blanks said to be 0."""
    workspace = founded(tmp_path, ONE)
    whole = r.figures(1, 0.9)
    for name, tables, day in (("一.xlsx", first, 10), ("二.xlsx", second, 11)):
        entries = {key: figure for key, figure in whole.items() if key.table in tables}
        put(workspace, name, saved(r.good(entries=entries, identity={"zero_blanks": "是"}), day))
        if later_run:
            received(workspace, day)
    lost = [sheet for table, sheet in TABLES.items() if table in first and table not in second]
    collection = received(workspace, 12)
    (older,) = (file for file in collection.files if file.reading.file == "inbox/一.xlsx")
    assert said(collection)["inbox/二.xlsx"][0] == "accepted"
    assert [f.rule for f in older.findings] == ["V09" if lost else "V02"]
    assert [sheet for sheet in TABLES.values() if f"“{sheet}”" in older.findings[0].problem] == lost
    assert consolidate(workspace, collection).complete is not bool(lost)
    pin_version(workspace, Pin(unit_code="004", file="二.xlsx", reason="单位来电：确是零"))
    assert not collect(open_workspace(workspace.folder), workers=0).open_matters


def version(figures: tuple[int, int], **changes: object) -> bytes:
    """Make a workbook that is as all others but for two figures of 补充情况."""
    keys = [key for key in r.the_form().inputs if key.table == "supplement"][:2]
    return r.good(entries={**r.figures(), **dict(zip(keys, figures, strict=True))}, **changes)


def taken_back(first: tuple[int, int], second: tuple[int, int], third: tuple[int, int]) -> bool:
    return any(a == c != b for a, b, c in zip(first, second, third, strict=True))


@pytest.mark.long
@pytest.mark.parametrize("later_run", [True, False])
def test_what_was_corrected_and_is_as_before_again_is_asked_about(tmp_path, later_run):
    """Two clerks correct a copy each: the later one brings the first one's figure back as it was."""
    pairs = [*itertools.product((1, 2), repeat=2)]
    for number, three in enumerate(Random(7).sample([*itertools.product(pairs, repeat=3)], 12)):
        (tmp_path / f"{number}").mkdir()
        workspace = founded(tmp_path / f"{number}", ONE)
        for name, figures, day in zip("一二三", three, (10, 11, 12), strict=True):
            put(workspace, f"{name}.xlsx", saved(version(figures), day))
            if later_run:
                received(workspace, day)
        files = said(received(workspace, 13))
        last = files.pop(max(name for name, (status, _) in files.items() if status == "accepted"))
        assert last[0] == "accepted"
        asked = sorted(rule for _, rule in files.values() if rule not in {"V01", "V02"})
        assert asked == (["V11"] if taken_back(*three) else []), three
        if asked:
            pin_version(workspace, Pin(unit_code="004", file="三.xlsx", reason="单位来电：确实改回去"))
            assert collect(open_workspace(workspace.folder), workers=0).clean


def test_a_figure_that_was_returned_as_wrong_is_put_right_without_a_word(tmp_path):
    workspace = founded(tmp_path, ONE)
    for name, data, day in (
        ("一.xlsx", version((1, 1)), 10),
        ("二.xlsx", r.text("补充情况", "B5", "约7"), 11),
        ("三.xlsx", version((1, 2)), 12),
    ):
        put(workspace, name, saved(data, day))
        received(workspace, day)
    assert received(workspace, 13).clean


@pytest.mark.parametrize("days", [(10, 10), (10, 11)])
@pytest.mark.parametrize("apart", [5, 3600])
@pytest.mark.parametrize("later_run", [True, False])
def test_versions_that_nothing_puts_in_an_order_are_asked_about(tmp_path, days, apart, later_run):
    workspace = founded(tmp_path, ONE)
    for name, figures, day, date in zip("一二", ((1, 1), (1, 2)), days, (10**9, 10**9 + apart), strict=True):
        put(workspace, f"{name}.xlsx", saved(version(figures), day))
        os.utime(workspace.folder / "inbox" / f"{name}.xlsx", (date, date))
        if later_run:
            received(workspace, 1 if name == "一" else 2)
    asked = days[0] == days[1] and apart < 60 and not later_run
    for day in (13, 14):  # the same is said when both are on record
        collection = received(workspace, day)
        assert said(collection) == {
            "inbox/二.xlsx": ("accepted", ""),
            "inbox/一.xlsx": ("superseded", "V12" if asked else "V02"),
        }
        assert collection.clean is not asked
    if asked:
        pin_version(workspace, Pin(unit_code="004", file="一.xlsx", reason="单位来电：以这一份为准"))
        assert collect(open_workspace(workspace.folder), workers=0).clean


@pytest.mark.parametrize("days", [*itertools.permutations((10, 11, 12))])
def test_a_file_overwritten_by_an_older_one_is_asked_about(tmp_path, days):
    """One name for all that the unit sends: what stood there is gone, but for the register."""
    workspace = founded(tmp_path, ONE)
    for number, day in enumerate(days):
        put(workspace, "司法局.xlsx", saved(version((1, number)), day))
        for run in (1, 2):
            collection = received(workspace, 2 * number + run)
            older = day < max(days[: number + 1])
            assert [f.rule for f in collection.findings] == (["V13"] if older else [])
            assert collection.clean is not older
            assert consolidate(workspace, collection).complete is not older
    pin_version(workspace, Pin(unit_code="004", file="司法局.xlsx", reason="单位来电：以这一份为准"))
    decided = open_workspace(workspace.folder)
    assert received(decided, 9).clean
    assert received(decided, 10).clean


@pytest.mark.long
@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("held", [*itertools.product((1, 2), repeat=3)])
@pytest.mark.parametrize("taken", [*itertools.chain(*(itertools.combinations("一二三", n) for n in (1, 2)))])
def test_a_version_that_counted_and_is_taken_away_is_asked_about(tmp_path, held, taken, together):
    """Of what a unit sent in turn the last counts; an older one counts only when the office has said so."""
    workspace = founded(tmp_path, ONE)
    for day, (name, number) in enumerate(zip("一二三", held, strict=True), 10):
        put(workspace, f"{name}.xlsx", saved(version((1, number)), day))
        if not together:
            received(workspace, day)
    received(workspace, 13)
    content = {name: (workspace.folder / "inbox" / f"{name}.xlsx").read_bytes() for name in taken}
    for name in taken:
        (workspace.folder / "inbox" / f"{name}.xlsx").unlink()
    left = max(set("一二三") - set(taken), key="一二三".index)
    since = held["一二三".index(left) :]
    missed = len(set(since)) > 1 and (not together or "三" in taken)
    for day in (14, 15):  # it is asked until it is answered
        collection = received(workspace, day)
        assert [f.rule for f in collection.findings] == (["V14"] if missed else [])
        assert consolidate(workspace, collection).complete is not missed
    pin_version(workspace, Pin(unit_code="004", file=f"{left}.xlsx", reason="单位来电：以这一份为准"))
    decided = open_workspace(workspace.folder)
    assert received(decided, 16).clean
    assert received(decided, 17).clean
    (workspace.folder / "pinned.csv").unlink()
    for name, data in content.items():
        put(workspace, f"{name}.xlsx", data)
    assert "V14" not in [f.rule for f in received(open_workspace(workspace.folder), 18).findings]


@pytest.mark.long
@pytest.mark.parametrize("later", ["二.xlsx", "三.xlsx", ""])
def test_a_correction_with_errors_that_is_taken_away_is_asked_about(tmp_path, later):
    """The unit has said that its figures are others: until it sends them right, or the office decides."""
    workspace = founded(tmp_path, ONE)
    put(workspace, "一.xlsx", saved(r.good(), 10))
    assert received(workspace, 10).clean
    gone = put(workspace, "二.xlsx", saved(r.text("补充情况", "B5", "约7"), 11))
    assert not received(workspace, 11).clean
    gone.unlink()
    for day in (12, 13):
        collection = received(workspace, day)
        (told,) = collection.findings
        assert told.rule == "V14"
        assert f"“{UNITS[0].label}”" in told.message
        assert "二.xlsx" in told.message
        assert "通过" not in told.message
        assert not consolidate(workspace, collection).complete
    if later:
        put(workspace, later, saved(r.number("补充情况", "B5", 7), 14))
    else:
        pin_version(workspace, Pin(unit_code="004", file="一.xlsx", reason="单位来电：以这一份为准"))
    for day in (15, 16):
        assert received(open_workspace(workspace.folder), day).clean


@pytest.mark.long
def test_an_empty_workbook_that_is_taken_away_is_nobodys_word(tmp_path):
    workspace = founded(tmp_path, ONE)
    put(workspace, "一.xlsx", saved(r.good(), 10))
    received(workspace, 10)
    gone = put(workspace, "二.xlsx", saved(r.good(entries={}, identity={}), 11))
    received(workspace, 11)
    gone.unlink()
    assert received(workspace, 12).clean


NAMED = [  # what the only file of 司法局 is called, and whether that is another unit's name
    ("财政局.xlsx", True),
    ("第一批/某某县财政局2022年报.xlsx", True),
    ("005_财政局.xlsx", True),
    ("财政局（司法局代发）.xlsx", False),
    ("财政局/司法局.xlsx", False),
    ("财政局/2022年报.xlsx", False),
    ("报财政局.xlsx", False),
    ("送某某县财政局备案.xlsx", False),
    ("005_司法.xlsx", False),  # the office numbers what comes
    ("财政局、教育局.xlsx", False),
    ("旅游局.xlsx", False),  # of which no report is due
]


@pytest.mark.long
@pytest.mark.parametrize(("name", "asked"), NAMED)
def test_a_file_that_counts_and_is_called_by_another_units_name_is_asked_about(tmp_path, name, asked):
    """A clerk has filled in the workbook of another unit, which has not reported yet."""
    workspace = founded(tmp_path, (*UNITS, Unit(code="006", name="教育局", kind="部门")))
    put(workspace, name, r.good())
    for code, unit in (("005", "财政局"), ("006", "教育局")):
        put(workspace, f"{unit}（自己的）.xlsx", r.good(2 + int(code), unit_code=code, unit_name=unit))
    collection = received(workspace, 10)
    assert [f.rule for f in collection.findings] == ["V15"] * asked
    assert collection.clean is not asked
    assert consolidate(workspace, collection).complete is not asked
    if asked:
        assert collection.findings[0].message.startswith("“004 司法局”")
        assert "财政局" in collection.findings[0].message
        pin_version(workspace, Pin(unit_code="004", file=f"inbox/{name}", reason="单位来电：是司法局的"))
        assert received(open_workspace(workspace.folder), 11).clean


def test_an_inbox_that_is_put_back_as_it_was_is_asked_about(tmp_path):
    """The office restores last week's folder; the workbooks do not say when they were saved."""
    workspace = founded(tmp_path, ONE)
    old, new = (version((1, number)) for number in (1, 2))
    for day, data in ((10, old), (11, new)):
        put(workspace, "司法局.xlsx", data)
        assert received(workspace, day).clean
    put(workspace, "司法局.xlsx", old)
    for day in (12, 13):
        (told,) = received(workspace, day).findings
        assert told.rule == "V13"
        assert told.message.startswith(f"“{UNITS[0].label}”")
        assert told.message.count("司法局.xlsx") == 1
    put(workspace, "司法局.xlsx", new)
    assert received(workspace, 14).clean


def test_a_unit_whose_report_was_taken_away_is_not_said_to_have_sent_nothing(tmp_path):
    workspace = founded(tmp_path, ONE)
    path = put(workspace, "司法局.xlsx", saved(r.good(), 10))
    received(workspace, 10)
    data = path.read_bytes()
    path.unlink()
    for day in (11, 12):
        collection = received(workspace, day)
        assert [f.rule for f in collection.findings] == ["U02", "U08"]
        (told,) = situations_of(
            collection.standings, workspace.settings, "年度报告", (RUN + timedelta(99)).date()
        )
        assert "报过的“司法局.xlsx”没有留用" in told.reminder
        assert "没有收到" not in told.reminder
    path.write_bytes(data)
    assert received(workspace, 13).clean


def test_a_report_that_was_overwritten_by_a_useless_file_is_not_said_to_be_gone(tmp_path):
    """There is a file of that name: whoever looks finds it."""
    workspace = founded(tmp_path, ONE)
    put(workspace, "司法局.xlsx", saved(r.good(), 10))
    received(workspace, 10)
    put(workspace, "司法局.xlsx", saved(r.good(year=r.YEAR - 1), 11))
    (told,) = [f for f in received(workspace, 11).findings if f.rule == "U08"]
    assert "换成另一份" in told.message
    assert "不在收件里" not in told.message


def test_a_returned_report_that_is_taken_away_is_no_report(tmp_path):
    workspace = founded(tmp_path, ONE)
    path = put(workspace, "司法局.xlsx", r.text("补充情况", "B5", "约7"))
    received(workspace, 10)
    path.unlink()
    assert [f.rule for f in received(workspace, 11).findings] == ["U02"]


def test_of_copies_the_one_that_is_called_plainly_is_named(tmp_path):
    workspace = founded(tmp_path, ONE)
    for name in (
        "司法局.xlsx",
        "司法局 - 副本.xlsx",
        "司法局(1).xlsx",
        "A司法局.xlsx",
        "司法局（最终版）.xlsx",
    ):
        put(workspace, name, r.good())
    for day in (1, 2):
        files = said(received(workspace, day))
        assert [name for name, (status, _) in files.items() if status == "accepted"] == ["inbox/司法局.xlsx"]
    put(workspace, "司.xlsx", r.good())  # what came first stays
    assert said(received(workspace, 3))["inbox/司法局.xlsx"] == ("accepted", "")


@pytest.mark.parametrize("sheet", ["补充情况", "文字报告", "表二"])
def test_what_the_later_version_no_longer_says_at_all_is_asked_about(tmp_path, sheet):
    """A correction made in a fresh workbook lacks what was written in the first; a table may be 不适用."""
    words = {field.key: "全年认真做好政府信息公开各项工作。" for field in r.the_form().narrative}
    without = {"补充情况": "supplement", "表二": "disclosure"}.get(sheet, "")
    mark = Mark.NOT_APPLICABLE if sheet == "表二" else Mark.BLANK
    figures = {key: 7 if key.table == "supplement" else figure for key, figure in r.figures().items()}
    fewer = {key: mark if key.table == without else figure for key, figure in figures.items()}
    workspace = founded(tmp_path, ONE)
    put(workspace, "一.xlsx", saved(r.good(entries=figures, narrative=words), 10))
    put(
        workspace, "二.xlsx", saved(r.good(entries=fewer, narrative={} if sheet == "文字报告" else words), 11)
    )
    collection = received(workspace, 12)
    (older,) = (file for file in collection.files if file.reading.file == "inbox/一.xlsx")
    assert [f.rule for f in older.findings] == ["V09"]
    assert f"这一份的“{sheet}”填了" in older.findings[0].problem


def test_the_register_tells_a_passed_over_file_in_whole_sentences(tmp_path):
    workspace = county(tmp_path, "right", later_run=True, saved_later=False)
    received(workspace, 1)
    _, receipts = history_of_unit(workspace, "004")
    assert not [line.says for line in receipts if "。。" in line.says]


@pytest.mark.parametrize("own", ["right", "faulty"])
@pytest.mark.parametrize("day", [9, 11])
@pytest.mark.parametrize(
    ("name", "doubted"),
    [
        ("财政局.xlsx", True),
        ("005_财政局_2022.xlsx", True),
        ("附件/报县政府 财政局（最终版）.xlsx", True),
        ("司法局和财政局核对过的.xlsx", False),
        ("年报2.xlsx", False),
        ("004_改好.xlsx", False),
    ],
)
def test_a_neighbour_s_figures_in_a_unit_s_workbook_do_not_take_its_place(tmp_path, own, day, name, doubted):
    """A unit that filled in the blank workbook of another sends it under its own name."""
    workspace = founded(tmp_path, UNITS[:2])
    put(workspace, "司法局.xlsx", saved(SECOND[own](), 10))
    put(workspace, name, saved(r.good(2), day))
    for run in range(2):
        collection = received(workspace, run)
        files = said(collection)
        mine, other = files["inbox/司法局.xlsx"], files[f"inbox/{name}"]
        if doubted:
            assert mine[0] == ("accepted" if own == "right" else "returned")
            assert other == ("superseded", "V06")
            assert "以哪一份为准还没有定" in "".join(collection.open_matters)
        else:
            assert "V06" not in {mine[1], other[1]}
    if doubted:
        pin_version(workspace, Pin(unit_code="004", file=name, reason="单位来电：是它的"))
        again = collect(open_workspace(workspace.folder), workers=0)
        assert said(again)[f"inbox/{name}"][0] == "accepted"


@pytest.mark.parametrize(
    ("name", "doubted"),
    [
        ("乙镇.xlsx", True),
        ("乙镇人民政府（改）.xlsx", True),
        ("丙街道2022.xlsx", True),
        ("乙镇财政所.xlsx", True),
        ("甲镇.xlsx", False),
        ("甲镇政府给乙镇看过的.xlsx", False),
        ("年报.xlsx", False),
    ],
)
def test_a_town_is_named_by_the_name_that_everybody_writes(tmp_path, name, doubted):
    names = ("甲镇人民政府", "乙镇人民政府", "丙街道办事处", "乙镇财政所")
    towns = [replace(UNITS[0], code=f"02{i}", name=unit) for i, unit in enumerate(names)]
    workspace = founded(tmp_path, tuple(towns))
    own = {"unit_code": "020", "unit_name": "甲镇人民政府"}
    put(workspace, "甲.xlsx", saved(r.good(**own), 10))
    put(workspace, name, saved(r.good(2, **own), 11))
    collection = collect(workspace, workers=0)
    assert ("V06" in {rule for _, rule in said(collection).values()}) is doubted


def test_a_single_file_may_be_called_anything(tmp_path):
    workspace = founded(tmp_path, UNITS[:2])
    put(workspace, "财政局.xlsx", r.good())
    (file,) = collect(workspace, workers=0).files
    assert file.status == "accepted"
