"""Whether the report of a form can be read back: two columns whose names differ in a comma alone cannot.

What a report prints is read again before anybody may use it. Where that cannot succeed it is said when the
form is checked, not when the year is over.
"""

from collections.abc import Iterator

from toolkit.form.model import Form, Key, Table, with_totals
from toolkit.published.formats.web import read_html
from toolkit.published.tables_read import read_in_forms
from toolkit.report import compose, html_text

_MOST_NAMED = 4


def unread_tables(form: Form) -> Iterator[str]:
    """Name the tables of which some figures, all different, are not read back from a printed report."""
    shown = with_totals(form, {key: number for number, key in enumerate(form.inputs, 1)})
    page = html_text(
        compose(form, year=form.first_year, unit_name="某局", figures=shown, narrative={}, identity={})
    )
    readings = read_in_forms(read_html(page, [form]), [form])
    read = readings[0].amounts if readings else {}
    for table in form.tables:
        lost = [key for key in table.cells if read.get(key) != shown[key]] if table.section else []
        if lost:
            yield f"tables.{table.key}：{_said(form, table, lost)}"


def _said(form: Form, table: Table, lost: list[Key]) -> str:
    side = {key.column for key in lost}, {key.row for key in lost}
    by_column = len(side[0]) <= len(side[1])
    lines = dict.fromkeys(form.column(key).name if by_column else form.row(key).name for key in lost)
    named = "、".join([*lines][:_MOST_NAMED]) + ("等" if len(lines) > _MOST_NAMED else "")
    what = "栏" if by_column else "行"
    return (
        f"印成报告再读回来，“{table.title}”里“{named}”这几{what}的数认不准，report 会停下。多半是两行、"
        "两栏的名称只差标点、括号、编号，或者一个叫“合计”一个叫“总计”，请改一个名称"
    )
