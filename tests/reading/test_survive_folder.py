"""Rows 16 to 20 and 24 of what people send back.

What only a year's folder, or a change of the definition, can show.
"""

import errno
import hashlib
import io
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import recipes as r
from command_line import run
from founding import UNITS, founded, put
from hostile_xml import CASES
from places import REPO

from toolkit.answers.messages import Finding
from toolkit.answers.spelling import read_figure
from toolkit.answers.submission import Submission
from toolkit.county import outputs
from toolkit.form.definition import load_form, read_form
from toolkit.form.model import Form, Key, Level, Mark
from toolkit.layout.layout import lay_out
from toolkit.rules.checks import check
from toolkit.template import Content, render
from toolkit.year.workspace import Workspace, open_workspace

HERE = {
    16,
    17,
    19,
    24,
}  # rows with tests in this file; the others are cases of hostile files, or tests named here
ELSEWHERE = {
    1: "tests/year/test_collection.py::test_good_files_beside_hostile_ones",
    14: "tests/year/test_collection.py::test_good_files_beside_hostile_ones",
    20: "tests/year/test_two_years.py::test_a_merged_unit_opens_with_the_sum_and_a_split_one_is_not_judged",
    23: "tests/year/test_collection.py::test_odd_names_stay_inside_the_folder",
}


def test_every_row_has_a_test():
    rows = {case.row for case in CASES} | set(ELSEWHERE) | HERE
    assert rows == set(range(1, 25))
    for named in ELSEWHERE.values():
        path, name = named.split("::")
        assert f"def {name}(" in (REPO / path).read_text(encoding="utf-8")


# ------------------------------ 16: instruction, in-sheet rule, checker: one source

SOURCE = Path("workbook_templates/annual-report-2021.toml")


def bounds(form: Form) -> dict[str, tuple[float, float, str, str]]:
    """What the sheet itself says of each cell.

    Lowest and highest whole number it admits, prompt, stop message.
    """
    book = openpyxl.load_workbook(
        io.BytesIO(render(Content(form=form, unit_code="1", unit_name="甲", year=2022)))
    )
    said = {}
    for table in form.tables:
        for rule in book[table.sheet].data_validations.dataValidation:
            if rule.type == "whole":
                for span in str(rule.sqref).split():
                    for row in book[table.sheet][span] if ":" in span else ((book[table.sheet][span],),):
                        for cell in row:
                            said[f"{table.sheet}!{cell.coordinate}"] = (
                                float(rule.formula1),
                                float(rule.formula2),
                                rule.prompt,
                                rule.error,
                            )
    return said


def judge(form: Form, key: Key, amount: int) -> list[Finding]:
    zero = dict.fromkeys(form.inputs, 0)
    submission = Submission(
        form=form.key,
        year=2022,
        unit_code="1",
        unit_name="甲",
        figures={**zero, key: amount},
        identity={"zero_blanks": "是"},
    )
    return check(form, [submission], [{}], ["部门"])[0]


def test_prompt_validation_and_reader_say_the_same_of_every_cell(form: Form):
    """Row 16: each whole-number cell's prompt, stop message and bounds are the reader's own."""
    places, said = lay_out(form).places, bounds(form)
    keys = [key for key in form.inputs if not form.kind(key).decimals and not form.kind(key).signed]
    assert len(keys) > 150
    for key in keys:
        kind = form.kind(key)
        lowest, highest, prompt, stop = said[f"{places[key].sheet}!{places[key].a1}"]
        assert kind.says in prompt
        assert kind.says in stop
        for number in (lowest, highest):
            assert read_figure(number, kind).figure == int(number)
        for number in (lowest - 1, highest + 1, lowest + 0.5):
            assert read_figure(number, kind).figure is Mark.UNREADABLE


def test_changing_the_definition_changes_instruction_sheet_and_checker(tmp_path: Path):
    """Row 16: one word, one bound and one rule changed in the one source.

    Prompt, sheet, reader and finding follow.
    """
    text = (REPO / SOURCE).read_text(encoding="utf-8")
    for old, new in (
        ("maximum = 9_999_999_999", "maximum = 50"),
        ("只填 0 或正整数，不写单位、不写汉字。没有发生填 0。", "只填 0 到 50。"),
        (
            'check = "concluded + carried_over == new + carried_in"',
            'check = "concluded + carried_over <= new + carried_in"',
        ),
        ("一列收办不平：", "一列办的比收的多："),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    form, key = read_form(text, "改过的.toml"), Key("applications", "new", "business")
    _, highest, prompt, stop = bounds(form)["表三!E7"]
    assert (highest, "只填 0 到 50。" in prompt, "只填 0 到 50。" in stop) == (50, True, True)
    assert read_figure(51.0, form.kind(key)).refusal
    assert not read_figure(51.0, load_form(r.FORM).kind(key)).refusal
    assert "R01" not in {f.rule for f in judge(form, key, 1)}
    assert "R01" in {f.rule for f in judge(load_form(r.FORM), key, 1)}
    more = [f for f in judge(form, Key("applications", "granted", "business"), 1) if f.rule == "R01"]
    assert more and all("一列办的比收的多" in f.message for f in more)
    book = openpyxl.load_workbook(
        io.BytesIO(render(Content(form=form, unit_code="1", unit_name="甲", year=2022)))
    )
    (line,) = [row for row in book["校核"].values if row[1] == "R01" and str(row[3]).startswith("商业企业")]
    assert line[3] == "商业企业：（七）总计 ＋ 结转下年度 ≤ 本年新收 ＋ 上年结转"
    assert re.search(r"<=", line[7])


# ------------------------------------------------------------------ 17: errors first; bound to the hash


def test_errors_stand_first_and_are_counted_apart(tmp_path: Path):
    """Row 17: a file with one error among many notices; the error is said first, and the counts are apart."""
    data = r.text("表三", "D7", "约20")
    for address in ("E9", "F9", "G9", "H9", "E10", "F10", "G10"):
        data = r.text("表三", address, "12件", data)
    (tmp_path / "a.xlsx").write_bytes(data)
    (file,) = json.loads(run("check", tmp_path / "a.xlsx", "--format", "json", code=1).stdout)["files"]
    levels = [finding["level"] for finding in file["findings"]]
    order = {"error": 0, "query": 1, "notice": 2}
    assert levels == sorted(levels, key=order.__getitem__)
    assert levels.count("notice") >= 7
    apart = [finding["level"] for finding in file["findings"] if finding["cause"] is None]
    first, second, *_ = run("check", tmp_path / "a.xlsx", code=1).stdout.splitlines()
    assert re.search(rf"强制 {apart.count('error')} 处.*提示 {apart.count('notice')} 处", first)
    assert second.strip().startswith("强制")


def test_a_result_is_bound_to_the_files_hash(tmp_path: Path):
    """Row 17: after a corrected file under the same name, nothing of the old result is left."""
    workspace = founded(tmp_path)
    path = put(workspace, "司法局.xlsx", r.text("表三", "D7", "约20"))
    (before,) = checked(workspace)
    assert before["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert "C02" in {f["rule"] for f in before["findings"]}
    assert any("司法局" in p.name for p in workspace.path("returned").iterdir())
    path.write_bytes(r.good())
    (after,) = checked(workspace)
    assert after["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest() != before["sha256"]
    assert (after["status"], after["findings"]) == ("accepted", [])
    left = {p.name.rsplit("_", 1)[-1] for p in workspace.path("returned").iterdir() if "司法局" in p.name}
    assert left == {"通过回执.docx"}


def checked(workspace: Workspace) -> list[dict]:
    return json.loads(run("check", workspace.folder, "--format", "json", code=1).stdout)["files"]


# ------------------------------------------------------------------ 19: every output is re-read and compared


def spoiled_text(make: Callable) -> Callable:
    """A figure of a data file comes out wrong."""
    return lambda *given, **more: re.sub(r",(\d+)\n", r",9\1\n", make(*given, **more), count=1)


def spoiled_data(make: Callable) -> Callable:
    """The same of one that is written as bytes."""
    return lambda *given, **more: re.sub(rb",(\d+)\n", rb",9\1\n", make(*given, **more), count=1)


def spoiled_book(make: Callable) -> Callable:
    """A figure of a workbook comes out wrong."""

    def change(*given, **more) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(make(*given, **more)))
        book["表三"]["D7"] = 12345
        target = io.BytesIO()
        book.save(target)
        return target.getvalue()

    return change


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one accepted unit, published: made once, copied for each test."""
    workspace = founded(tmp_path_factory.mktemp("published"), UNITS[:1])
    put(workspace, "司法局.xlsx", r.good())
    outputs.write_summary(workspace, workers=0)
    return workspace.folder


@pytest.fixture
def published(once: Path, tmp_path: Path) -> Workspace:
    return open_workspace(Path(shutil.copytree(once, tmp_path / "county")))


@pytest.mark.parametrize(
    ("maker", "spoil", "file"),
    [
        ("units_data", spoiled_data, "units.csv"),
        ("totals_csv", spoiled_text, "totals.csv"),
        ("render_summary", spoiled_book, "汇总.xlsx"),
        ("render_workbook", spoiled_book, "上报"),
    ],
)
def test_an_output_with_a_wrong_figure_is_refused(
    maker: str, spoil: Callable, file: str, published: Workspace, monkeypatch: pytest.MonkeyPatch
):
    """Row 19: whatever makes an output wrong, consolidation names file and figure, and ends with 2."""
    monkeypatch.setattr(outputs, maker, spoil(getattr(outputs, maker)))
    said = run("consolidate", published.folder, code=2).stderr
    assert file in said
    assert "请不要使用" in said
    assert re.search(r"应为 \S+，读到 \S+", said)


def test_an_output_that_the_disk_garbles_is_refused(published: Workspace, monkeypatch: pytest.MonkeyPatch):
    """Row 19: every file, also those without figures, is read again after it is written."""
    replace = Path.replace

    def garbled(self: Path, target: Path) -> Path:
        if target.name == "texts.csv":
            self.write_bytes(self.read_bytes()[:-5] + b"?????")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", garbled)
    assert "texts.csv 写出后重读" in run("consolidate", published.folder, code=2).stderr


# ------------------------------------------------------------------ 24: full disk, locked target


def no_room(_handle: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    "command",
    [
        ("consolidate",),
        ("report", "--units"),
        ("issue",),
        ("check",),
        ("check", "--format", "json", "-o", "结果.json"),
    ],
    ids=" ".join,
)
def test_a_full_disk(command: tuple[str, ...], published: Workspace, monkeypatch: pytest.MonkeyPatch):
    """Row 24: what stood there is whole, nothing is left half-written, a clerk's sentence, exit code 2."""
    put(
        published,
        "司法局.xlsx",
        r.text("表三", "D7", "约20") if command[0] == "check" else r.number("补充情况", "B5", 7),
    )
    monkeypatch.chdir(published.folder)
    name, *options = command
    before = contents(published.folder)
    monkeypatch.setattr(os, "fsync", no_room)
    said = run(name, ".", *options, code=2).stderr
    assert "磁盘满了" in said
    assert "Error" not in said and "No space" not in said
    after = contents(published.folder)
    assert {k: v for k, v in after.items() if k in before and not k.endswith((".jsonl", ".lock"))} == {
        k: v for k, v in before.items() if not k.endswith((".jsonl", ".lock"))
    }
    assert not [name for name in after if ".xxgk-" in name]


def test_a_summary_that_is_open_in_excel(published: Workspace, monkeypatch: pytest.MonkeyPatch):
    """Row 24: Windows lets nobody replace a file that Excel holds open.

    Then no file of the summary is replaced.
    """
    before = contents(published.path("summary"))
    put(published, "司法局.xlsx", r.number("补充情况", "B5", 7))
    held, opened = next(published.path("summary").glob("*汇总.xlsx")), Path.open

    def open_unless_held(self: Path, mode: str = "r", *given, **more):
        if self == held and mode == "r+b":
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(self, mode, *given, **more)

    monkeypatch.setattr(Path, "open", open_unless_held)
    said = run("consolidate", published.folder, code=2).stderr
    assert held.name in said
    assert "Excel、WPS 里打开着，请关闭后再试" in said
    assert contents(published.path("summary")) == before
    monkeypatch.undo()
    run("consolidate", published.folder)
    assert contents(published.path("summary")) != before


def test_a_target_that_cannot_be_replaced_at_the_last_moment(
    published: Workspace, monkeypatch: pytest.MonkeyPatch
):
    """Row 24: the file not replaced is whole and old, those before it whole and new, and both are named."""
    put(published, "司法局.xlsx", r.number("补充情况", "B5", 7))
    before, replace = contents(published.path("summary")), Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.name == "totals.csv":
            raise PermissionError(errno.EACCES, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    said = run("consolidate", published.folder, code=2).stderr
    assert "totals.csv 写不进去" in said
    assert "units.csv 已经是新的，请处理后重新运行" in said
    after = contents(published.path("summary"))
    assert after["totals.csv"] == before["totals.csv"]
    assert after.keys() == before.keys()


def test_a_folder_that_cannot_be_written(published: Workspace, tmp_path: Path):
    """Row 24: a file stands where a folder should be."""
    target = tmp_path / "结果"
    target.write_bytes(b"x")
    said = run("check", published.folder, "--format", "json", "-o", target / "a.json", code=2).stderr
    assert "结果" in said
    assert target.read_bytes() == b"x"


def test_levels_have_one_order():
    assert [level.value for level in sorted(Level, key=lambda level: level.order)] == [
        "error",
        "query",
        "notice",
    ]
