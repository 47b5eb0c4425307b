"""The county's words are kept beside what else county.csv holds, and checked by the units' rules."""

import pytest
from correspondence import check, county, figures, send

from toolkit.county.consolidation import consolidate
from toolkit.county.outputs import publish
from toolkit.county.reports import write_reports
from toolkit.county.upward import check_words, county_words, keep_words, words_state
from toolkit.errors import UsageError


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


@pytest.mark.long
def test_adding_up_says_what_its_totals_contradict(tmp_path):
    """The words stand in the workbook that goes up, which the next level checks."""
    workspace = county(tmp_path / "c")
    send(workspace, "001", figures(workspace.form))
    for number, said in (("99999", True), ("", False)):
        words = {"overview_applications": f"2022年新收政府信息公开申请{number}件。"} if number else {}
        keep_words(workspace, words, words_state(workspace))
        lines = publish(workspace, workers=0).lines
        assert any("county.csv" in line and "99999" in line for line in lines) is said
