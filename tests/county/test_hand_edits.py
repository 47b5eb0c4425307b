"""What somebody typed into an output of the county is neither lost nor taken in when it is written anew."""

import itertools
import re
from pathlib import Path

import docx
import openpyxl
import pytest
import recipes as r
from founding import UNITS, founded, put

from toolkit.county import outputs
from toolkit.county.outputs import write_summary
from toolkit.county.reports import write_reports
from toolkit.errors import OutputError
from toolkit.year.workspace import Workspace

pytestmark = pytest.mark.long
ONE = UNITS[:1]


def told(workspace: Workspace) -> list[str]:
    """Write all of it, and give what is said of edits."""
    lines = write_summary(workspace, workers=0).lines + write_reports(workspace, units=True, workers=0).lines
    return [line for line in lines if "改过（" in line]


def type_into(path: Path, text: str) -> None:
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        book.worksheets[0]["B40"] = text
        book.save(path)
    elif path.suffix == ".docx":
        document = docx.Document(str(path))
        document.add_paragraph(text)
        document.save(str(path))
    else:
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


@pytest.mark.parametrize(
    "ending",
    [
        "[^/]*汇总.xlsx",
        "上报[^/]*",
        "[^/]*[.]docx",
        "[^/]*[.]html",
        "单位报告/004_司法局[.]docx",
        "单位报告/004_司法局[.]html",
    ],
)
def test_what_was_typed_in_is_kept_and_told_once(tmp_path: Path, ending: str) -> None:
    workspace = founded(tmp_path, ONE)
    put(workspace, "司法局.xlsx", r.good())
    told(workspace)
    everything = ((p, p.relative_to(workspace.folder).as_posix()) for p in workspace.folder.rglob("*.*"))
    (path,) = (p for p, name in everything if re.fullmatch(f"summary/{ending}", name))
    clean = path.read_bytes()
    kept = workspace.folder / "改动过的结果"
    for number in itertools.count(1):
        type_into(path, f"领导改的第 {number} 次")
        typed = path.read_bytes()
        (line,) = told(workspace)
        assert path.name in line
        assert ("county.csv" in line) is (path.parent.name == "summary")
        assert path.read_bytes() == clean
        copy = kept / f"{path.stem}（{number}）{path.suffix}"
        assert copy.read_bytes() == typed
        assert copy.name in line
        if number == 2:
            break
    assert not told(workspace)
    assert len([*kept.iterdir()]) == 2


def test_what_nobody_touched_is_not_spoken_of(tmp_path: Path) -> None:
    """Nor where figures changed, nor where an earlier version of the tool wrote the outputs."""
    workspace = founded(tmp_path, ONE)
    put(workspace, "司法局.xlsx", r.good())
    for _ in range(2):
        assert not told(workspace)
    put(workspace, "司法局.xlsx", r.number("补充情况", "B5", 7))
    assert not told(workspace)
    record = workspace.folder / ".written.json"
    for broken in (b"", b"[]", b"{", b"\xff"):
        record.write_bytes(broken)
        told(workspace)
    record.unlink()
    told(workspace)
    assert record.is_file()
    assert not (workspace.folder / "改动过的结果").exists()


def test_a_run_that_was_killed_between_is_not_taken_for_a_person(tmp_path: Path, monkeypatch) -> None:
    """The outputs are new, the record of them is not yet written."""
    workspace = founded(tmp_path, ONE)
    put(workspace, "司法局.xlsx", r.good())
    told(workspace)
    put(workspace, "司法局.xlsx", r.number("补充情况", "B5", 7))
    with monkeypatch.context() as killed:
        killed.setattr(outputs, "remember_written", interrupt)
        with pytest.raises(KeyboardInterrupt):
            write_summary(workspace, workers=0)
    assert not told(workspace)


def test_an_output_that_is_held_open_is_still_known(tmp_path: Path, monkeypatch) -> None:
    """Who typed into it has it open in Excel: the run that cannot replace it forgets nothing."""
    workspace = founded(tmp_path, ONE)
    put(workspace, "司法局.xlsx", r.good())
    told(workspace)
    (path,) = (workspace.folder / "summary").glob("*汇总.xlsx")
    with monkeypatch.context() as held:
        held.setattr(outputs, "write_all", refuse)
        with pytest.raises(OutputError):
            write_summary(workspace, workers=0)
    type_into(path, "领导改的")
    (line,) = told(workspace)
    assert path.name in line


def test_a_report_that_a_stopped_run_did_not_come_to_is_still_known(tmp_path: Path) -> None:
    """Reports of many units take a while: whoever stops it has not written the others anew."""
    workspace = founded(tmp_path, UNITS[:2])
    put(workspace, "一.xlsx", r.good())
    put(workspace, "二.xlsx", r.good(2, unit_code="005", unit_name="财政局"))
    told(workspace)
    with pytest.raises(KeyboardInterrupt):
        write_reports(workspace, units=True, workers=0, done=stop_after(4))
    path = workspace.folder / "summary" / "单位报告" / "005_财政局.docx"
    type_into(path, "局长改的")
    (line,) = told(workspace)
    assert path.name in line


def stop_after(written: int):
    def done(n: int, total: int) -> None:
        if total > 2 and n == written:
            raise KeyboardInterrupt

    return done


def refuse(*_: object) -> None:
    raise OutputError("汇总.xlsx 在 Excel、WPS 里打开着")


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt
