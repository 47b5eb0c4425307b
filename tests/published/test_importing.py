"""Importing: nothing overwritten, a bad file costs itself only, folders walked, six years not retyped."""

from dataclasses import replace
from pathlib import Path

import made_reports as made
import pytest

from toolkit.errors import UsageError
from toolkit.form.definition import load_form
from toolkit.published.importing import ImportTally, import_reports, passed_over, reports_within

FORM = load_form("annual-report-2021")


def imported(paths: list[Path], out: Path):
    return list(import_reports(paths, out, [FORM.key]))


def rules(one) -> set[str]:
    return {finding.rule for finding in one.findings}


def test_a_second_report_of_a_unit_and_year_gets_a_number_and_is_said(tmp_path: Path) -> None:
    pages = [made.write_html(made.report(FORM, seed), tmp_path / f"{seed}.html") for seed in (1, 2)]
    first, second = imported(pages, tmp_path / "out")
    assert [path.name for path in first.written] == [
        "测试县民政局2021年.xlsx",
        "测试县民政局2021年.csv",
        "测试县民政局2021年_出处.csv",
    ]
    assert second.written[0].name == "测试县民政局2021年（2）.xlsx"
    assert "P30" in rules(second) - rules(first)
    assert first.written[1].read_bytes() != second.written[1].read_bytes()
    assert first.written[1].read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_second_copy_that_says_the_same_is_not_to_be_chosen_from(tmp_path: Path) -> None:
    """One report as a page and as a Word file, and another one between them."""
    report, other = made.report(FORM, 1), made.report(FORM, 2)
    files = [
        made.write_html(report, tmp_path / "a.html"),
        made.write_html(other, tmp_path / "b.html"),
        made.write_docx(report, tmp_path / "c.docx"),
        made.write_docx(other, tmp_path / "d.docx"),
    ]
    first, second, third, fourth = imported(files, tmp_path / "out")
    said = [
        [(one.rule, one.found) for one in each.findings if one.rule in {"P30", "P37"}]
        for each in (first, second, third, fourth)
    ]
    name = "测试县民政局2021年"
    assert said == [[], [("P30", name)], [("P37", name)], [("P37", f"{name}（2）")]]
    assert third.written[1].read_bytes() == first.written[1].read_bytes()


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("全年收到政府信息公开申请99999件。", True),
        ("更正说明：表三本年新收应为99999件。", True),
        ("全年收到群众来信99999件。", False),
    ],
)
def test_prose_is_held_against_the_tables_that_were_read(sentence: str, told: bool, tmp_path: Path) -> None:
    page = made.write_html(made.report(FORM, 1), tmp_path / "r.html")
    source = page.read_text(encoding="utf-8")
    page.write_text(source.replace("</body>", f"<p>{sentence}</p></body>"), encoding="utf-8")
    (one,) = imported([page], tmp_path / "out")
    quoted = [finding.message for finding in one.findings if finding.rule == "W01"]
    assert any("99999" in message for message in quoted) is told


def test_a_workbook_corrected_by_hand_stays(tmp_path: Path) -> None:
    page = made.write_html(made.report(FORM, 1), tmp_path / "r.html")
    (first,) = imported([page], tmp_path / "out")
    first.written[0].write_bytes(b"corrected")
    (again,) = imported([page], tmp_path / "out")
    assert not again.written
    assert "P31" in rules(again)
    assert first.written[0].read_bytes() == b"corrected"


def test_files_of_one_stem_are_numbered(tmp_path: Path) -> None:
    paths = []
    for seed in (1, 2):
        report = replace(
            made.report(FORM, seed), title_year=2030
        )  # its year is not certain: named after the file
        (tmp_path / str(seed)).mkdir()
        paths.append(made.write_html(report, tmp_path / str(seed) / "年报.html"))
    first, second = imported(paths, tmp_path / "out")
    assert [path.name for path in (*first.written, *second.written)] == [
        "年报.csv",
        "年报_出处.csv",
        "年报（2）.csv",
        "年报（2）_出处.csv",
    ]


def test_a_folder_is_walked_and_bad_files_cost_themselves_only(tmp_path: Path) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    made.write_html(made.report(FORM, 1), tmp_path / "in" / "sub" / "a.html")
    (tmp_path / "in" / "b.pdf").write_bytes(b"%PDF-1.7 cut short")
    (tmp_path / "in" / "note.json").write_text("{}")
    paths = reports_within([tmp_path / "in", tmp_path / "gone.docx"], tmp_path / "in" / "out")
    results = imported(paths, tmp_path / "in" / "out")
    assert [(one.source.name, one.failed) for one in results] == [
        ("b.pdf", True),
        ("a.html", False),
        ("gone.docx", True),
    ]
    tally = ImportTally()
    for one in results:
        tally.add(one)
    assert tally.failed == sum(one.failed for one in results)
    assert tally.closing_line == "共 3 份：读好 0 份，要核对 1 份，读不了 2 份。"
    assert reports_within([tmp_path / "in"], tmp_path / "in" / "out") == paths[:2]


def test_what_a_folder_holds_besides_reports_is_said(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    (source / "2021").mkdir(parents=True)
    assert "没有可以导入的报告" in next(passed_over([source], out))
    (source / "2021" / "全部.zip").write_bytes(b"PK")
    (said,) = passed_over([source], out)
    assert "没有可以导入的报告" in said
    assert "2021/全部.zip" in said.replace("\\", "/")
    assert "先解开" in said
    made.write_html(made.report(FORM, 1), source / "a.html")
    (said,) = passed_over([source], out)
    assert "没有可以导入" not in said
    assert "全部.zip" in said
    (source / "2021" / "全部.zip").unlink()
    assert not list(passed_over([source], out))


@pytest.mark.parametrize("end", ["</body></html>", ""])
@pytest.mark.parametrize("titled", [True, False])
def test_two_years_in_one_page_are_told_though_their_figures_are_equal(
    end: str, titled: bool, tmp_path: Path
) -> None:
    page = made.write_html(made.report(FORM, 1), tmp_path / "a.html").read_text(encoding="utf-8")
    page = page.replace("</body></html>", end)
    if not titled:
        page = page.replace("2021年政府信息公开", "政府信息公开")
    (tmp_path / "a.html").write_text(page + page.replace("2021", "2020"), encoding="utf-8")
    (one,) = imported([tmp_path / "a.html"], tmp_path / "out")
    assert "P26" in rules(one)
    assert not one.published.amounts


def test_nothing_there_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="找不到文件"):
        reports_within([tmp_path / "none.pdf"], tmp_path)


@pytest.mark.parametrize("beside", ["年报_files", "年报.files"])
def test_what_a_browser_saves_beside_a_page_is_no_report(beside: str, tmp_path: Path) -> None:
    """But for a frame with tables in it, which may be the report."""
    folder = tmp_path / "in"
    (folder / beside).mkdir(parents=True)
    (folder / "年报.html").write_text("<html><iframe></iframe></html>", encoding="utf-8")
    advert, frame = folder / beside / "ad.html", folder / beside / "saved_resource.html"
    advert.write_text("<html>通知公告</html>", encoding="utf-8")
    frame.write_text("<html><TABLE><tr><td>1</td></tr></TABLE></html>", encoding="utf-8")
    assert reports_within([folder], tmp_path / "out") == sorted([folder / "年报.html", frame])
    assert "ad.html" in "".join(passed_over([folder], tmp_path / "out"))
    (folder / "年报.html").unlink()  # a folder of that name alone says nothing
    assert reports_within([folder], tmp_path / "out") == [advert, frame]


def test_a_page_that_is_no_report_is_told_once(tmp_path: Path) -> None:
    """What it does not have besides is no news."""
    page = tmp_path / "r.html"
    page.write_text("<html><body><p>通知公告</p></body></html>", encoding="utf-8")
    assert [finding.rule for finding in made.read(page).findings] == ["P04"]
