"""The county's words are kept beside what else county.csv holds, and checked by the units' rules."""

import openpyxl
import pytest
from correspondence import check, county, figures, send

from toolkit.answers.values_file import Values
from toolkit.county import upward
from toolkit.county.consolidation import consolidate
from toolkit.county.outputs import write_summary
from toolkit.county.reports import write_reports
from toolkit.county.upward import check_words, county_words, idle_figures, keep_words, words_state
from toolkit.errors import UsageError
from toolkit.form.model import plain_digits


def test_passages_are_kept_exactly_and_nothing_else_is_lost(tmp_path):
    workspace = county(tmp_path / "c")
    path = workspace.folder / "county.csv"
    path.write_text(
        "table,row,column,value\nidentity,phone,value,0537-1\nexplanation,R06.regulations,value,清理了两件\n",
        encoding="utf-8",
    )
    said = {"problems": "=一、公开不够细，\n“更新”不及时。", "improvements": "  - 专人负责"}
    state = keep_words(workspace, said, words_state(workspace))
    kept = county_words(workspace)
    assert kept.narrative == said
    assert (kept.identity, kept.explanations) == ({"phone": "0537-1"}, {"R06.regulations": "清理了两件"})
    assert state == words_state(workspace)
    with pytest.raises(UsageError, match="别处改过"):
        keep_words(workspace, {}, "older")
    assert county_words(workspace).narrative == said


def test_a_wrong_figure_in_the_county_words_is_found(tmp_path):
    workspace = county(tmp_path / "c")
    send(workspace, "001", figures(workspace.form))
    collection = check(workspace)
    consolidation = consolidate(workspace, collection)
    assert consolidation.counted
    right = consolidation.totals[
        next(k for k in workspace.form.cells if k == ("applications", "new", "total"))
    ]
    for number, wrong in ((int(right), False), (int(right) + 1, True)):
        words = {"overview_applications": f"2022年新收政府信息公开申请{number}件。"}
        found = check_words(consolidation, collection.history, words)
        assert any(f.row == "overview_applications" for f in found) is wrong


def test_the_report_marks_what_its_totals_contradict_and_says_so(tmp_path):
    workspace = county(tmp_path / "c")
    send(workspace, "001", figures(workspace.form))
    check(workspace)
    keep_words(
        workspace,
        {"overview_applications": "2022年新收政府信息公开申请99999件。没有别的。"},
        words_state(workspace),
    )
    reports = write_reports(workspace)
    assert any("county.csv" in line and "99999" in line for line in reports.lines)
    (page,) = (path.read_text(encoding="utf-8") for path in reports.written if path.suffix == ".html")
    assert "99999件。<" in page
    assert page.index("99999件。") < page.index("【待核】") < page.index("没有别的。")


def test_what_the_county_has_not_written_is_said_as_the_report_shows_it(tmp_path):
    """Every mark in the document is counted, and its passage named with the key to write it under."""
    workspace = county(tmp_path / "c")
    send(workspace, "001", figures(workspace.form))
    check(workspace)
    words = {"overview_applications": "2022年新收政府信息公开申请99999件。", "problems": "公开不够细。"}
    keep_words(workspace, words, words_state(workspace))
    reports = write_reports(workspace)
    (page,) = (path.read_text(encoding="utf-8") for path in reports.written if path.suffix == ".html")
    said = "".join(line for line in reports.lines if line.startswith("本级报告"))
    for sign in ("待补充", "草稿", "待核"):
        shown = page.count(f"【{sign}")
        assert (f"{shown} 处【{sign}】" in said) is bool(shown)
    assert "待核】" in said
    assert "identity.address＝" in said
    assert "identity.year" not in said
    for field in workspace.form.narrative:
        assert (f"narrative.{field.key}＝{field.label}" in said) is (field.key not in words)


@pytest.mark.long
def test_adding_up_says_what_its_totals_contradict(tmp_path):
    """The words stand in the workbook that goes up, which the next level checks."""
    workspace = county(tmp_path / "c")
    send(workspace, "001", figures(workspace.form))
    for number, said in (("99999", True), ("", False)):
        words = {"overview_applications": f"2022年新收政府信息公开申请{number}件。"} if number else {}
        keep_words(workspace, words, words_state(workspace))
        lines = write_summary(workspace, workers=0).lines
        assert any("county.csv" in line and "99999" in line for line in lines) is said


def test_the_words_may_stand_in_a_workbook(tmp_path):
    workspace = county(tmp_path / "c")
    book = openpyxl.Workbook()
    for row in (["table", "row", "column", "value"], ["narrative", "problems", "value", "公开不够细。"]):
        book.active.append(row)
    book.save(workspace.folder / "county.xlsx")
    assert county_words(workspace).narrative == {"problems": "公开不够细。"}
    with pytest.raises(UsageError, match=r"county.xlsx"):
        keep_words(workspace, {}, words_state(workspace))
    (workspace.folder / "county.csv").write_bytes(b"")
    with pytest.raises(UsageError, match="不知道以哪一个为准"):
        county_words(workspace)


def ask_words(workspace, key, value, refusal):
    """Write into county.csv whose words they are: they are taken, or refused by what is said then."""
    path = workspace.folder / "county.csv"
    path.write_text(f"table,row,column,value\nidentity,{key},value,{value}\n", encoding="utf-8")
    if refusal:
        with pytest.raises(UsageError, match=refusal):
            county_words(workspace)
    else:
        assert not county_words(workspace).narrative


def test_words_of_another_year_are_not_taken(tmp_path):
    workspace = county(tmp_path / "c")
    for year, refusal in (("2021", "2021"), (str(workspace.settings.year), ""), ("", "")):
        ask_words(workspace, "year", year, refusal)


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("{}", ""), ("{}人民政府", ""), ("某市{}", ""), ("", ""), ("乙县", "写的是“乙县”的")],
)
def test_the_words_of_another_county_are_not_used(tmp_path, name, refusal):
    workspace = county(tmp_path / "c")
    ask_words(workspace, "unit_name", name.format(workspace.settings.county), refusal)


def test_figures_among_the_words_are_said_not_to_count(tmp_path):
    """A file written by `fill --blank` has a line for each cell."""
    workspace = county(tmp_path / "c")
    send(workspace, "001", figures(workspace.form))
    consolidation = consolidate(workspace, check(workspace))
    key = next(k for k in workspace.form.inputs if consolidation.totals[k])
    total = plain_digits(consolidation.totals[key])
    for value, said in (("", False), (total, False), (f"{total}1", True)):
        rows = [("table", "row", "column", "value"), (*key, value)]
        text = "\n".join(map(",".join, rows))
        (workspace.folder / "county.csv").write_text(text, encoding="utf-8")
        lines = list(idle_figures(county_words(workspace), consolidation))
        assert bool(lines) is said
        assert all(workspace.form.label(key) in line for line in lines)


def test_the_totals_are_put_together_once_for_all_that_the_next_level_asks(tmp_path, monkeypatch) -> None:
    workspace = county(tmp_path / "c")
    send(workspace, "001", figures(workspace.form))
    collection = check(workspace)
    consolidation = consolidate(workspace, collection, collection.history)
    made, words = [], Values(figures={}, identity={}, narrative={"problems": "公开不够细。"}, explanations={})
    put_together = upward._as_submission
    monkeypatch.setattr(upward, "_as_submission", lambda *a: made.append(a) or put_together(*a))
    upward.look_above(consolidation, collection.history, words)
    assert len(made) == 1
