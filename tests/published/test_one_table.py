"""The tables of a report drawn as one, each below its title: read as if they stood apart."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import made_reports as made
import pytest
from publications import outcome, report_of
from shipped_forms import FORMS, both_forms

from toolkit.form.model import Form
from toolkit.published import read_published

WHOLE = 60  # columns of the one table
BETWEEN = re.compile(r"<p>([一二三四]、[^<]+)</p><table>(.*?)</table>")


def drawn_wide(squares: made.Squares) -> str:
    """A table whose cells are drawn so wide that it has as many columns as the others."""
    times = WHOLE // max(s.column + s.width for s in squares)
    return made.html_table([replace(s, column=s.column * times, width=s.width * times) for s in squares])


def as_one(page: str, title: Callable[[str], str] = str) -> str:
    rows = BETWEEN.sub(
        lambda one: f'<tr><td colspan="{WHOLE}">{title(one[1])}</td></tr>{one[2]}<!--end-->', page
    )
    return re.sub(r"(<tr>.*</tr>)<!--end-->", r"<table>\1</table>", rows)


@both_forms
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "title",
    [
        str,
        lambda title: title.replace("、", ".", 1),
        lambda title: title.replace("四、政府信息公开", "四、因政府信息公开工作被申请"),
    ],
)
def test_tables_drawn_as_one_are_read_whole(
    form: Form, seed: int, title: Callable[[str], str], tmp_path: Path
) -> None:
    report = report_of(form, seed)
    path = made.write_html(report, tmp_path / "r.html", drawn_wide)
    page = as_one(path.read_text("utf-8"), title)
    assert page.count("<table>") == 1
    path.write_text(page, encoding="utf-8")
    assert outcome(read_published(path, FORMS), report).word == "全"


@both_forms
def test_a_table_of_another_year_below_is_not_taken_for_this_years(form: Form, tmp_path: Path) -> None:
    report = report_of(form, 7)
    path = made.write_html(report, tmp_path / "r.html", drawn_wide)
    page = as_one(path.read_text("utf-8"))
    rows = page[page.index("<table>") + len("<table>") : page.index("</table>")]
    more = re.sub(r">(\d)", r">1\1", rows)  # the same rows again, with other figures
    path.write_text(page.replace("</table>", f"{more}</table>"), encoding="utf-8")
    published = read_published(path, FORMS)
    made.never_wrong(published, report)
    assert not any(key.table == "applications" for key in published.amounts)


@both_forms
def test_a_sheet_saved_as_a_page_is_one_table_with_its_prose(form: Form, tmp_path: Path) -> None:
    """Each line in the first cell of a row, the others blank, as Excel and LibreOffice save a sheet."""
    report = report_of(form, 3)
    path = made.write_html(report, tmp_path / "r.html")
    blank = "<td><br></td>" * 14
    page = re.sub(r"</?table>", "", path.read_text("utf-8"))
    page = re.sub(r"<p>(.*?)</p>", rf"<tr><td>\1</td>{blank}</tr>", page)
    path.write_text(page.replace("<body>", "<body><table>").replace("</body>", "</table></body>"), "utf-8")
    published = read_published(path, FORMS)
    assert outcome(published, report).word == "全"
    assert published.narrative["other_matters"] == "没有其他事项。"
    assert published.narrative["problems"] == "这里写问题。"


@both_forms
def test_rows_of_labels_alone_are_no_titles(form: Form, tmp_path: Path) -> None:
    """A table whose figures are blank stays one."""
    report = made.report(form, 3, blanks=1)
    assert outcome(read_published(made.write_html(report, tmp_path / "r.html"), FORMS), report).word == "全"
