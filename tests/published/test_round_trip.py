"""Official documents out and in again: what was written is what is read, and a changed figure is found."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from shares import in_shares
from shipped_forms import FORMS, both_forms, whole_figures

from toolkit.county.report_comparison import WrittenDocument, compare_written
from toolkit.form.model import Form, Key, plain_digits
from toolkit.published import Published, read_published
from toolkit.report import compose, docx_bytes, html_text

WORDS = {field.key: f"这里写{field.label}的话，第{n}段。" for n, field in enumerate(FORMS[1].narrative, 1)}
CHANGED = Key("applications", "granted", "total")


def report(form: Form, seed: int):
    identity = {"website": "www.example.gov.cn", "address": "某县一路9号", "phone": "0100-1234567"}
    return compose(
        form,
        year=form.first_year,
        unit_name="某县民政局",
        figures=whole_figures(form, seed),
        narrative=WORDS,
        identity=identity,
    )


def same(published: Published, form: Form, seed: int) -> None:
    wanted = {
        key: plain_digits(figure)
        for key, figure in whole_figures(form, seed).items()
        if form.table(key.table).section
    }
    assert {key: plain_digits(published.amounts[key]) for key in wanted if key in published.amounts} == wanted
    assert (published.form, published.year, published.unit_name) == (form.key, form.first_year, "某县民政局")
    assert {key: text.replace(" ", "") for key, text in published.narrative.items()} == WORDS


@both_forms
@pytest.mark.parametrize("seed", range(3))
def test_docx_and_html_come_in_as_they_went_out(form: Form, seed: int, tmp_path: Path) -> None:
    made = report(form, seed)
    (tmp_path / "r.docx").write_bytes(docx_bytes(made))
    (tmp_path / "r.html").write_text(html_text(made), encoding="utf-8")
    for name in ("r.docx", "r.html"):
        published = read_published(tmp_path / name, FORMS)
        same(published, form, seed)
        assert not published.findings  # what stands below a chart is none of the report's words


@pytest.mark.office
@pytest.mark.parametrize("kind", in_shares(["pdf", "html", "odt", "rtf", "doc"]))
def test_saved_by_an_office_it_comes_in_as_it_went_out(kind: str, office, tmp_path: Path) -> None:
    for form in FORMS:
        (tmp_path / f"{form.key}.docx").write_bytes(docx_bytes(report(form, 5)))
    for form, path in zip(
        FORMS, office([tmp_path / f"{f.key}.docx" for f in FORMS], kind, tmp_path), strict=True
    ):
        same(read_published(path, FORMS), form, 5)
        wanted = whole_figures(form, 5)
        wrong = {**wanted, CHANGED: wanted[CHANGED] + 1}
        ((_, compared),) = compare_written(form, [WrittenDocument(path, wrong, "某县民政局 inbox/a.xlsx")])
        (found,) = compared.differences
        assert (found.key, found.found) == (CHANGED, plain_digits(wanted[CHANGED]))
        assert found.found_at.startswith("第 " if kind == "pdf" else "表 2 ")


def _in_docx(form: Form, text: str, figure: str) -> bytes:
    document = Document(BytesIO(docx_bytes(report(form, 6))))
    cell = next(
        c for table in document.tables for row in table.rows for c in row.cells[-1:] if c.text == text
    )
    cell.paragraphs[0].runs[0].text = figure
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _in_html(form: Form, text: str, figure: str) -> bytes:
    source = html_text(report(form, 6))
    table = source.index('id="applications"')
    return (source[:table] + source[table:].replace(f">{text}</td>", f">{figure}</td>", 1)).encode()


@both_forms
@pytest.mark.parametrize(("suffix", "change"), [("docx", _in_docx), ("html", _in_html)])
def test_a_changed_figure_is_named_with_both_places(
    form: Form, suffix: str, change: Callable[[Form, str, str], bytes], tmp_path: Path
) -> None:
    wanted = whole_figures(form, 6)
    key = Key("applications", "new", "total")
    text = plain_digits(wanted[key])
    (tmp_path / f"r.{suffix}").write_bytes(change(form, text, f"{text}9"))
    written = WrittenDocument(tmp_path / f"r.{suffix}", wanted, "某县民政局 inbox/a.xlsx")
    ((_, compared),) = compare_written(form, [written])
    (found,) = compared.differences
    assert (found.key, found.wanted, found.found) == (key, text, f"{text}9")
    assert (found.wanted_at, found.found_at[:2]) == ("某县民政局 inbox/a.xlsx", "表 ")
