"""更正: a published year is consolidated again; the published version stays, and every change is named."""

import csv
from pathlib import Path

import pytest
from correspondence import NEW, UNITS, county, figures, opened, send

from toolkit.county.outputs import write_summary
from toolkit.county.reports import write_reports
from toolkit.errors import UsageError
from toolkit.form.model import Form
from toolkit.layout.look import look
from toolkit.year.workspace import Workspace, open_workspace


def files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def test_a_correction_names_figures_units_and_keeps_what_was_published(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year", UNITS[:2])
    summary = workspace.folder / "summary"
    for n, code in enumerate(("001", "002")):
        send(workspace, code, figures(form, n))
    assert write_summary(workspace, workers=0).complete
    first = files(summary)
    assert not (summary / "更正.xlsx").exists()
    write_summary(workspace, workers=0)
    assert files(summary) == first  # nothing changed: nothing to correct, the same bytes
    changed = figures(form, 1)
    key = next(k for k in form.inputs if k.table == "disclosure" and k.row == "licensing")
    changed[key] += 3
    send(workspace, "002", changed)
    result = write_summary(workspace, workers=0)
    assert any("已发布" in line and "更正" in line for line in result.lines)
    with (summary / "更正.csv").open(encoding="utf-8-sig") as stream:
        (line,) = list(csv.DictReader(stream))
    assert (line["table"], line["row"], line["column"]) == key
    assert int(line["now"]) - int(line["published"]) == 3
    assert line["units"].startswith("002 乙局")
    rows = list(opened(summary / "更正.xlsx")["更正"].iter_rows(values_only=True))
    assert (rows[1][4] - rows[1][3], rows[1][5]) == (3, "+3")
    cell = opened(summary / "某县2022年汇总.xlsx")["表二"][rows[1][1]]
    assert cell.fill.fgColor.rgb == f"FF{look()['colours']['corrected']}"
    assert f"第1次发布的是 {line['published']}，现在是 {line['now']}" in cell.comment.text
    assert files(summary / "已发布" / "第1次") == {
        n.rsplit("/", 1)[1]: d for n, d in first.items() if n.startswith("已发布/第1次/")
    }
    second = files(summary)
    write_summary(workspace, workers=0)
    assert files(summary) == second  # the same inputs in the same folder: the same bytes, 更正 still there


def test_what_another_year_published_is_not_corrected(form: Form, tmp_path: Path) -> None:
    """Last year's folder was copied for this year, with what lay in its summary."""
    workspace = county(tmp_path / "year", UNITS[:1])
    send(workspace, "001", figures(form))
    assert write_summary(workspace, workers=0).complete
    settings = workspace.folder / "xxgk.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("year = 2022", "year = 2023"), "utf-8")
    before = files(workspace.folder / "summary")
    with pytest.raises(UsageError, match=r"第1次 里是 2022 年度的.*不是 2023 年度的"):
        write_summary(open_workspace(workspace.folder), workers=0)
    assert files(workspace.folder / "summary") == before


@pytest.mark.long
@pytest.mark.parametrize("draft", [True, False])
def test_by_a_draft_nothing_is_corrected_yet(form: Form, tmp_path: Path, draft: bool) -> None:
    workspace = county(tmp_path / "year", UNITS[:1])
    send(workspace, "001", figures(form))
    write_summary(workspace, workers=0)
    send(workspace, "001", figures(form, 2))
    said = "".join(write_summary(workspace, workers=0, draft=draft).lines)
    assert ("请按它更正" in said, "定稿以后再更正" in said) == (not draft, draft)
    summary = workspace.folder / "summary"
    (county_book,) = summary.glob("*汇总.xlsx")
    top = opened(summary / "更正.xlsx")["更正"].oddHeader
    assert ("定稿以后再更正" in f"{top.left.text}{top.center.text}{top.right.text}") is draft
    for sheet in ("封面", "送签稿"):
        cells = str([*opened(county_book)[sheet].iter_rows(values_only=True)])
        assert ("定稿以后再更正" in cells) is draft


@pytest.mark.parametrize(
    ("sent", "why"),
    [((), "还有 2 个单位没有报送"), (("001",), "还有 1 个单位没有报送"), (("001", "002"), "")],
)
def test_a_draft_says_who_is_missing(form: Form, tmp_path: Path, sent: tuple[str, ...], why: str) -> None:
    """Who has not reported has not failed: the screen and the workbook that goes up say the same."""
    workspace = county(tmp_path / "year", UNITS[:2])
    for code in sent:
        send(workspace, code, figures(form))
    lines = [line for line in write_summary(workspace, workers=0).lines if "结果是草稿" in line]
    assert lines == ([f"结果是草稿：{why}。"] if why else [])


def test_a_draft_is_not_published(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year", UNITS[:2])
    send(workspace, "001", {**figures(form), NEW: 0})
    write_summary(workspace, workers=0)
    assert not (workspace.folder / "summary" / "已发布").exists()


def write_words(workspace: Workspace) -> None:
    """Write all that the county has to write itself."""
    said = [("identity", field.key, "甲县的") for field in workspace.form.identity if not field.fixed]
    said += [("narrative", field.key, "按照要求做好工作。") for field in workspace.form.narrative]
    text = "".join(f"{table},{row},value,{text}\n" for table, row, text in said)
    (workspace.folder / "county.csv").write_text(f"table,row,column,value\n{text}", encoding="utf-8")


def test_a_report_is_kept_beside_the_version_it_was_made_of(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year", UNITS[:1])
    send(workspace, "001", figures(form))
    write_summary(workspace, workers=0)
    unfinished = write_reports(workspace, workers=0)
    assert any("没有留进 已发布/" in line for line in unfinished.lines)
    assert not [
        name for name in files(workspace.folder / "summary" / "已发布" / "第1次") if "年度报告" in name
    ]
    write_words(workspace)
    assert not [line for line in write_reports(workspace, workers=0).lines if "本级报告" in line]
    first = files(workspace.folder / "summary" / "已发布" / "第1次")
    assert {name.rsplit(".", 1)[1] for name in first if "工作年度报告" in name} == {"docx", "html"}
    send(workspace, "001", figures(form, 2))
    write_summary(workspace, workers=0)
    write_reports(workspace, workers=0)
    assert files(workspace.folder / "summary" / "已发布" / "第1次") == first
    second = files(workspace.folder / "summary" / "已发布" / "第2次")
    assert all(second[name] != data for name, data in first.items() if "工作年度报告" in name)


def test_a_unit_that_fell_to_nothing_is_named(form: Form, tmp_path: Path) -> None:
    """What was published and is now 0 is a change of that unit, told as such."""
    workspace = county(tmp_path / "year", UNITS[:2])
    key = next(k for k in form.inputs if k.table == "disclosure" and k.row == "licensing")
    for n, code in enumerate(("001", "002")):
        send(workspace, code, {**figures(form, n), key: 4 + n})
    assert write_summary(workspace, workers=0).complete
    send(workspace, "002", {**figures(form, 1), key: 0})
    write_summary(workspace, workers=0)
    lines = csv.DictReader((workspace.folder / "summary" / "更正.csv").read_text("utf-8-sig").splitlines())
    (line,) = [line for line in lines if (line["table"], line["row"], line["column"]) == key]
    assert (line["published"], line["now"]) == ("9", "4")
    assert line["units"] == "002 乙局 5→0"


@pytest.mark.long
def test_a_version_that_is_gone_never_has_its_number_taken(form: Form, tmp_path: Path) -> None:
    """Somebody moved it out to send it: those that are left are compared with, and no other is called so."""
    workspace = county(tmp_path / "year", UNITS[:1])
    published = workspace.folder / "summary" / "已发布"
    for seed in (1, 2):
        send(workspace, "001", figures(form, seed))
        write_summary(workspace, workers=0)
    (published / "第1次").rename(tmp_path / "第1次")
    send(workspace, "001", figures(form, 3))
    lines = write_summary(workspace, workers=0).lines
    assert any("已发布/第2次）相比" in line for line in lines)
    assert not any("不见了" in line for line in lines)  # nothing is compared with it any more
    assert [path.name for path in sorted(published.iterdir())] == ["第2次", "第3次"]
    (published / "第3次").rename(tmp_path / "第3次")
    send(workspace, "001", figures(form, 4))
    assert any("第3次 不见了" in line for line in write_summary(workspace, workers=0).lines)
    assert [path.name for path in sorted(published.iterdir())] == ["第2次", "第4次"]
    assert (published / "第4次" / "units.csv").read_bytes() == (published.parent / "units.csv").read_bytes()
    assert not any("不见了" in line for line in write_summary(workspace, workers=0).lines)
