"""One file for each unit: which one counts, why, and that sums do not change.

Whatever else lies in the inbox.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import recipes as r
from founding import UNITS, founded, put
from hostile_xml import CASES
from shares import in_shares

from toolkit.answers.units import Unit
from toolkit.county.consolidation import Consolidation, consolidate
from toolkit.county.data_files import totals_csv, units_csv
from toolkit.form.model import Figure, Key, Level
from toolkit.returns.check_year import check_year
from toolkit.year.collection import collect
from toolkit.year.receipts import read_journal
from toolkit.year.workspace import MISSING, RETURNED, Collection, Workspace, open_workspace


def sums(workspace: Workspace, collection: Collection) -> Mapping[Key, Figure]:
    return Consolidation(
        form=workspace.form, county="某某县", year=r.YEAR, notice="", standings=collection.standings
    ).totals


def rules(collection: Collection) -> dict[str, list[str]]:
    return {f.reading.file: [finding.rule for finding in f.findings] for f in collection.files}


def test_the_same_file_under_three_names_counts_once(tmp_path: Path):
    workspace = founded(tmp_path)
    put(workspace, "司法局.xlsx", r.good())
    alone = sums(workspace, collect(workspace, workers=0))
    put(workspace, "司法局(1).xlsx", r.good(), age=5)
    put(workspace, "子文件夹/副本 司法局.xlsx", r.good(), age=9)
    collection = collect(workspace, workers=0)
    assert sums(workspace, collection) == alone
    assert [f.status for f in collection.files].count("accepted") == 1
    assert sorted(rule for found in rules(collection).values() for rule in found) == ["V01", "V01"]


def test_of_two_versions_the_newest_complete_one_counts(tmp_path: Path):
    workspace = founded(tmp_path)
    put(workspace, "司法局.xlsx", r.text("表三", "D7", "约20"), age=0)  # newer, but has an error
    put(workspace, "司法局（最终版2）.xlsx", r.good(), age=100)
    put(workspace, "司法局（最终版）.xlsx", r.number("补充情况", "B5", 7777), age=200)
    collection = collect(workspace, workers=0)
    by_name = {f.reading.file: f for f in collection.files}
    assert by_name["inbox/司法局（最终版2）.xlsx"].status == "accepted"
    old, wrong = by_name["inbox/司法局（最终版）.xlsx"], by_name["inbox/司法局.xlsx"]
    assert {old.status, wrong.status} == {"superseded"}
    assert "补充情况 B5 7777→" in old.findings[0].message
    assert "文件日期最晚" in old.findings[0].message
    assert "没有强制错误" in wrong.findings[0].message
    assert sums(workspace, collection) == r.oracle()


def test_what_the_file_itself_says_of_its_time_comes_before_the_disks(tmp_path: Path):
    workspace = founded(tmp_path)

    def saved(when: str, value: int) -> bytes:
        stamp = lambda x: r.re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{when}", x)  # noqa: E731
        return r.rewritten("docProps/core.xml", stamp, r.number("补充情况", "B5", value))

    put(workspace, "a.xlsx", saved("2023-01-10T08:00:00Z", 1), age=0)
    put(workspace, "b.xlsx", saved("2023-01-12T08:00:00Z", 2), age=999)
    statuses = {f.reading.file: f.status for f in collect(workspace, workers=0).files}
    assert statuses == {"inbox/a.xlsx": "superseded", "inbox/b.xlsx": "accepted"}


def test_the_decision_is_recorded_and_taken_back(tmp_path: Path):
    """Which of two versions counts stands in the journal and in the office's workbook.

    So does that one was taken away.
    """
    workspace = founded(tmp_path)
    put(workspace, "=司法局.xlsx", r.good(), age=60)
    check_year(workspace, workers=0)
    second = put(workspace, "司法局2.xlsx", r.number("补充情况", "B5", 7))
    check_year(workspace, workers=0)
    sheet = openpyxl.load_workbook(workspace.folder / "returned" / "退回一览.xlsx")["多个版本"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[2:4] for row in rows] == [("inbox/司法局2.xlsx", "是"), ("inbox/=司法局.xlsx", "否")]
    assert rows[1][7].startswith("004,=司法局.xlsx,")
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    last = list(read_journal(workspace))
    assert [r.event for r in last] == ["received", "received", "judged"]
    assert "为准" in last[-1].says
    check_year(workspace, workers=0)
    assert list(read_journal(workspace)) == last
    second.unlink()
    check_year(workspace, workers=0)
    assert [r.event for r in read_journal(workspace)][3:] == ["judged", "gone"]


def test_one_unit_under_two_names(tmp_path: Path):
    workspace = founded(tmp_path, (replace(UNITS[0], name="某某县司法局"), UNITS[1]))
    put(workspace, "甲.xlsx", r.good(unit_name="某某县司法局"))
    put(workspace, "乙.xlsx", r.good(), age=60)
    collection = collect(workspace, workers=0)
    assert sums(workspace, collection) == r.oracle()
    assert sorted(f.status for f in collection.files) == ["accepted", "superseded"]


def test_another_name_is_told(tmp_path: Path):
    workspace = founded(tmp_path, (replace(UNITS[0], name="某某县司法局"),))
    put(workspace, "乙.xlsx", r.good())
    assert rules(collect(workspace, workers=0)) == {"inbox/乙.xlsx": ["U05"]}


def test_a_code_with_a_foreign_name_is_refused(tmp_path: Path):
    workspace = founded(tmp_path)
    put(workspace, "a.xlsx", r.good(unit_name="民政局"))
    (result,) = collect(workspace, workers=0).files
    assert (result.status, [f.rule for f in result.findings]) == ("foreign", ["S23"])


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"year": 2021}, "S04"),
        ({"unit_code": "999", "unit_name": "某某局"}, "S05"),
        ({"unit_code": "019", "unit_name": "旅游局"}, "U03"),
        ({"unit_code": "031", "unit_name": "税务局"}, "U01"),
    ],
)
def test_what_the_roster_and_the_year_say(change, rule, tmp_path: Path):
    workspace = founded(tmp_path)
    put(workspace, "a.xlsx", r.good(**change))
    collection = collect(workspace, workers=0)
    assert rule in rules(collection)["inbox/a.xlsx"]
    assert {f.rule for f in collection.findings} == {"U02"}
    assert all(standing.status in {"missing", "excused"} for standing in collection.standings)


@pytest.mark.parametrize(
    ("code", "said", "remedy"),
    [("999", "“999 某某局”", "前身代码写 999。"), ("", "“某某局”", "请补进 roster.xlsx。")],
)
def test_an_unknown_unit_is_told_by_what_it_says_of_itself(code: str, said: str, remedy: str, tmp_path: Path):
    """A county's sums may have no code: then there is none to be written as a predecessor's."""
    workspace = founded(tmp_path)
    put(workspace, "a.xlsx", r.good(unit_code=code, unit_name="某某局"))
    (told,) = (f.message for f in collect(workspace, workers=0).files[0].findings if f.rule == "S05")
    assert f"工作簿的单位是{said}，" in told and told.endswith(remedy), told


def test_last_years_figures_missing_or_changed(tmp_path: Path):
    key = Key("applications", "carried_over", "natural_person")
    lines = "unit_code,unit_name,kind,table,row,column,value\n" + f"004,司法局,部门,{','.join(key)},0\n"
    (tmp_path / "units.csv").write_text(lines, encoding="utf-8")
    workspace = founded(tmp_path, last_year=tmp_path / "units.csv")
    put(workspace, "a.xlsx", r.good(last={key: 3}))
    put(workspace, "b.xlsx", r.good(unit_code="005", unit_name="财政局"))
    said = rules(collect(workspace, workers=0))
    assert "T04" in said["inbox/a.xlsx"]
    assert "U04" in said["inbox/b.xlsx"]


def test_links_out_of_the_inbox_are_not_followed(tmp_path: Path):
    workspace = founded(tmp_path)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "司法局.xlsx").write_bytes(r.good())
    inbox = workspace.path("inbox")
    (inbox / "链接.xlsx").symlink_to(outside / "司法局.xlsx")
    (inbox / "链接文件夹").symlink_to(outside, target_is_directory=True)
    (inbox / "断了.xlsx").symlink_to(outside / "没有.xlsx")
    (inbox / "圈.xlsx").symlink_to(inbox / "圈.xlsx")
    collection = collect(workspace, workers=0)
    assert len(collection.files) == 4
    assert {(f.status, f.findings[0].rule) for f in collection.files} <= {
        ("unreadable", "F10"),
        ("unreadable", "F01"),
    }
    assert collection.standings[0].status == "missing"
    said = {f.reading.file.removeprefix("inbox/"): f.findings[0].message for f in collection.files}
    assert all("指向收件文件夹以外" in said[name] for name in ("链接.xlsx", "链接文件夹"))
    assert all("找不到" in said[name] for name in ("断了.xlsx", "圈.xlsx"))


def test_links_within_the_inbox_are_no_links_out_of_it(tmp_path: Path):
    workspace = founded(tmp_path)
    put(workspace, "一月/司法局.xlsx", r.good())
    inbox = workspace.path("inbox")
    (inbox / "链接文件夹").symlink_to(inbox / "一月", target_is_directory=True)
    (inbox / "链接.xlsx").symlink_to(inbox / "一月" / "司法局.xlsx")
    collection = collect(workspace, workers=0)
    assert collection.standings[0].status == "accepted"
    assert {f.status for f in collection.files} == {"accepted", "superseded"}
    assert not any(finding.blocks for f in collection.files for finding in f.findings)


def test_a_workbook_that_is_called_like_a_lock_file_is_read(tmp_path: Path):
    workspace = founded(tmp_path)
    put(workspace, "~$司法局.xlsx", r.good())
    put(workspace, "~$财政局.xlsx", b"\x06user " + b" " * 158)  # what Excel leaves beside an open workbook
    collection = collect(workspace, workers=0)
    assert [f.reading.file for f in collection.files] == ["inbox/~$司法局.xlsx"]
    assert collection.standings[0].status == "accepted"


@pytest.mark.parametrize(("age", "settled"), [(3600, True), (0, False), (-3600, False)])
def test_what_cannot_be_read_may_be_the_later_word(tmp_path: Path, age: float, settled: bool):
    """Both came before one `check`; the broken one is an hour older, as old, or newer."""
    workspace = founded(tmp_path, UNITS[:1])
    put(workspace, "司法局（2）.xlsx", r.good())
    put(workspace, "司法局.xlsx", r.good()[:9000], age)
    collection = collect(workspace, workers=0)
    assert collection.standings[0].status == "accepted"
    assert consolidate(workspace, collection).complete is settled
    (workspace.folder / "pinned.csv").write_text(
        "单位代码,文件,理由\n004,司法局（2）.xlsx,电话问过，以这一份为准\n", encoding="utf-8"
    )
    again = open_workspace(workspace.folder)
    assert consolidate(again, collect(again, workers=0)).complete


def test_odd_names_stay_inside_the_folder(tmp_path: Path):
    names = ("../../etc", "a/b\\c:d?*", "CON", "司" * 200, "=1+1")
    units = tuple(Unit(code=f"00{i}", name=name, kind="部门") for i, name in enumerate(names, 1))
    workspace = founded(tmp_path, units)
    for i, unit in enumerate(units):
        put(workspace, f"{i}.xlsx", r.good(unit_code=unit.code, unit_name=unit.name))
    before = sorted(p.name for p in tmp_path.iterdir())
    collection = collect(workspace, workers=0)
    assert [s.status for s in collection.standings] == ["accepted"] * len(units), rules(collection)
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_office_leftovers_are_skipped(tmp_path: Path):
    workspace = founded(tmp_path)
    for name in ("~$司法局.xlsx", ".~司法局.xlsx", ".DS_Store", "Thumbs.db", "desktop.ini"):
        put(workspace, name, b"x")
    assert collect(workspace, workers=0).files == ()


@pytest.mark.parametrize("share", in_shares([(8, 16), (200, 1)]), ids=str)
def test_good_files_beside_hostile_ones(share: tuple[int, int], tmp_path: Path):
    """The same totals, to the byte, as the good ones alone; every hostile file costs only itself and is told.

    All hostile files are of one unit (or of none), whose good file is pinned.
    """
    count, step = share  # good files; hostile ones, every how manieth
    units = tuple(Unit(code=f"{i:03}", name=f"第{i:03}单位", kind=r.KIND) for i in range(100, 100 + count))
    workspace = founded(tmp_path, (*units, UNITS[0]))
    books = [r.good(seed, unit_code="000", unit_name="x") for seed in range(4)]
    for i, unit in enumerate(units):
        put(workspace, f"{unit.code}.xlsx", renamed(books[i % 4], unit))
    put(workspace, "好/司法局.xlsx", r.good())
    (workspace.folder / "pinned.csv").write_text(
        "单位代码,文件,理由\n004,好/司法局.xlsx,测试指定这一份\n", "utf-8"
    )
    alone = published(workspace)
    cases = CASES[::step]
    for number, case in enumerate(cases):
        put(workspace, f"坏/{number:03}{case.suffix}", case.make())
    collection = collect(workspace, workers=2)
    assert published(workspace, collection) == alone
    again = collect(workspace, workers=2)  # from memory, as far as it goes
    assert repr((again.files, again.standings, again.findings)) == repr(
        (collection.files, collection.standings, collection.findings)
    )
    hostile = [f for f in collection.files if f.reading.file.startswith("inbox/坏/")]
    assert len(hostile) == len(cases)
    assert {f.status for f in hostile} == {"superseded", "unreadable", "foreign"}
    assert all(f.findings for f in hostile)  # row 1
    refused = [f for f in hostile if f.status != "superseded"]
    assert all(any(found.level is Level.ERROR for found in f.findings) for f in refused)
    assert not [f.reading.file for f in hostile if any(found.rule == "F07" for found in f.findings)]


def renamed(book: bytes, unit: Unit) -> bytes:
    """Make the workbook of 000 x another unit's, wherever it says whose it is: all these are shared texts."""
    changes = {
        "<t>000</t>": f"<t>{unit.code}</t>",
        "<t>x</t>": f"<t>{unit.name}</t>",
        "单位：x　": f"单位：{unit.name}　",
    }

    def change(xml: str) -> str:
        assert all(old in xml for old in changes)
        for old, new in changes.items():
            xml = xml.replace(old, new)
        return xml

    return r.rewritten("xl/sharedStrings.xml", change, book)


def published(workspace: Workspace, collection: Collection | None = None) -> tuple[str, str]:
    """What consolidation writes of the units that passed: the totals, and every figure of every unit."""
    whole = consolidate(workspace, collection or collect(workspace, workers=2))
    assert not (whole.waiting(MISSING) or whole.waiting(RETURNED))
    return totals_csv(whole), units_csv(whole)
