"""The words that go with a returned workbook: one page, in order, nothing in it comes alive."""

import io
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path
from shutil import which

import docx
import pytest
from correspondence import CHARGES, NEW, check, county, figures, names, opened, returned, send

from toolkit.answers.messages import Finding, finding_titles
from toolkit.form.model import Form, Level, Mark
from toolkit.layout.layout import lay_out
from toolkit.returns import return_all
from toolkit.returns.check_year import check_year
from toolkit.returns.letter import Letter, letter_docx, letter_text
from toolkit.returns.office_overview import office_overview
from toolkit.returns.tasks import points_of
from toolkit.year.workspace import open_workspace


def letter(form: Form, findings: int, words: str = "“自然人”一列收办不平，相差 1。") -> Letter:
    said = [
        Finding(rule="R01", level=Level.ERROR, problem=words, sheet="表三", cell=f"D{n + 7}")
        for n in range(findings)
    ]
    return Letter(
        unit="某某镇人民政府",
        year=2022,
        title=form.title,
        until=date(2023, 1, 15),
        points=points_of(lay_out(form), None, said),
        workbook="001_某某镇人民政府_退回.xlsx",
        office="某县人民政府办公室",
        contact="赵某",
        phone="0537-0000000",
    )


def test_the_letter_says_unit_deadline_points_and_whom_to_ask(form: Form) -> None:
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(letter_docx(letter(form, 2)))).paragraphs)
    for part in (
        "退回修改通知",
        "某某镇人民政府：",
        "2 处必须改正",
        "1. 表三 D7：",
        "2. 表三 D8：",
        "2023年1月15日",
        "赵某",
        "0537-0000000",
        "问题清单",
    ):
        assert part in text, part
    assert letter_docx(letter(form, 2)) == letter_docx(letter(form, 2))


def test_a_message_is_parted_into_problem_and_advice(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    review = [k for k in form.inputs if k.table == "review"]
    send(workspace, "001", figures(form) | {CHARGES: "2000万", review[0]: -3, review[1]: Mark.BLANK})
    (result,) = check(workspace).files
    points = points_of(lay_out(form), result.reading.submission, result.findings)
    said = {p.finding.rule: (p.problem, p.advice) for p in points}
    assert said["K01"][0].endswith("不能是负数。")
    assert said["K01"][1].startswith("只填 0 或正整数")
    assert said["C02"][1] == "请改成数字。"
    assert said["B01"][1].startswith("没有发生的填 0")
    assert all(p.problem + p.finding.advice.office == p.finding.message for p in points)


def test_the_short_text_is_short(form: Form) -> None:
    text = letter_text(letter(form, 40))
    assert len(text) < 600
    assert "40 处必须改正" in text
    assert "1 月 15 日前" in text
    assert "逐条见“问题清单”" in text


@pytest.mark.office
def test_the_letter_takes_one_page_however_many_points(form: Form, office, tmp_path: Path) -> None:
    cases = {
        "few": (1, "差 1。"),
        "many": (60, "“自然人”一列收办不平，相差 1。"),
        "long": (9, "很长的问题。" * 60),
        "odd": (3, "\x01=1+1"),
    }
    for name, (count, words) in cases.items():
        (tmp_path / f"{name}.docx").write_bytes(letter_docx(letter(form, count, words)))
    if which("pdfinfo") is None:
        pytest.skip("没有 pdfinfo")
    for pdf in office([tmp_path / f"{name}.docx" for name in cases], "pdf", tmp_path / "pdf"):
        said = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
        assert "Pages:           1\n" in said, (pdf, said)


def test_points_that_ask_the_same_are_said_together(form: Form) -> None:
    many = letter(form, 60)
    said = [p.text for p in docx.Document(io.BytesIO(letter_docx(many))).paragraphs]
    assert [line for line in said if "60 处：表三 D7:D66。" in line]
    assert not [line for line in said if "见“问题清单”" in line]
    assert "60 处：表三 D7:D66。" in letter_text(many)


def test_numbers_that_a_cell_does_not_take_are_not_called_no_numbers(form: Form, tmp_path: Path) -> None:
    """3.5 is a number, though none of 件; the county's list calls it as the letter does."""
    workspace = county(tmp_path / "year")
    send(workspace, "001", dict.fromkeys(figures(form), Decimal("3.5")))
    check(workspace)
    said = returned(workspace, "_微信.txt").read_text("utf-8")
    assert "件数不合填写要求" in said
    assert "不是数" not in said
    titles = finding_titles(form)
    assert all(titles[kind.id] == f"{kind.label}不合填写要求" for kind in form.kinds.values())


def test_a_very_long_name_breaks_no_file(form: Form, tmp_path: Path) -> None:
    name = "某某县政务公开与政务服务管理工作领导小组及大数据发展与行政审批服务联合办公室" * 3
    workspace = county(tmp_path / "year", (f"001,{name},部门,,",))
    send(workspace, "001", figures(form) | {CHARGES: "2000万"})
    check(workspace)
    assert len(names(workspace)) == 4
    assert all(len(n.encode()) < 255 for n in names(workspace))
    paragraphs = docx.Document(io.BytesIO(returned(workspace, ".docx").read_bytes())).paragraphs
    assert f"{name}：" in [p.text for p in paragraphs]


def test_the_overview_lists_units_points_and_calls(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    send(workspace, "001", figures(form) | {CHARGES: "=1+1", NEW: Mark.BLANK})
    (workspace.path("inbox") / "不知谁的.xlsx").write_bytes(b"PK\x03\x04")
    check(workspace)
    assert "退回一览.xlsx" in names(workspace)
    book = opened(workspace.folder / "returned" / "退回一览.xlsx")
    rows = {sheet.title: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book}
    assert [row[:2] for row in rows["退回单位"]] == [("001", "甲局")]
    assert rows["退回单位"][0][6:8] == ("王某", "0537-1")
    assert {row[0] for row in rows["电话单"]} == {"001", "002", "003"}
    assert rows["电话单"][0][4] == "未报"
    assert rows["没有退回的文件"][0][0] == "inbox/不知谁的.xlsx"
    assert all(c.data_type != "f" for sheet in book for row in sheet.iter_rows() for c in row)
    assert returned(workspace, "_微信.txt").read_text(encoding="utf-8-sig").startswith("【退回修改】甲局")


def test_the_overview_is_made_anew_where_it_is_not_what_it_was_or_says_other_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, made = county(tmp_path / "year"), []

    def counted(*args: object) -> bytes:
        made.append(office_overview(*args))
        return made[-1]

    monkeypatch.setattr(return_all, "office_overview", counted)
    path = workspace.folder / "returned" / "退回一览.xlsx"
    check(workspace)
    check(workspace)
    assert len(made) == 1
    path.write_bytes(b"edited")
    check(workspace)
    path.unlink()
    check(workspace)
    assert len(made) == 3
    assert path.read_bytes() == made[0] == made[2]
    (workspace.path("inbox") / "不知谁的.xlsx").write_bytes(b"PK\x03\x04")
    check(workspace)
    assert len(made) == 4
    assert path.read_bytes() == made[3] != made[0]


def test_every_file_that_does_not_count_is_in_a_sheet_of_the_overview(form: Form, tmp_path: Path) -> None:
    """One of a unit that owes nothing any more goes back to nobody: the office reads of it here."""
    workspace = county(tmp_path / "year")
    send(workspace, "001", figures(form) | {CHARGES: "=1+1"})
    send(workspace, "002", figures(form))
    path = workspace.folder / "roster.xlsx"
    book = opened(path)
    heads = {cell.value: cell.column for row in book.active.iter_rows() for cell in row}
    row = next(cell.row for line in book.active.iter_rows() for cell in line if cell.value == "002")
    book.active.cell(row, heads["状态"]).value = "撤销"
    book.save(path)
    workspace = open_workspace(workspace.folder)
    collection = check(workspace)
    (gone,) = (f.reading.file for f in collection.files if any(one.rule == "U03" for one in f.findings))
    sheets = opened(workspace.folder / "returned" / "退回一览.xlsx")
    told = {(row[0], row[2]) for row in sheets["没有退回的文件"].iter_rows(min_row=2, values_only=True)}
    assert told == {(gone, "U03")}


def test_what_was_deleted_from_returned_is_named(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    send(workspace, "001", figures(form) | {CHARGES: "=1+1"})
    check(workspace)
    went = {name for name in names(workspace) if name.startswith("001")}
    send(workspace, "001", figures(form))
    _, lines = check_year(workspace, workers=0)
    (said,) = (line for line in lines if "删掉了" in line)
    assert all(name in said for name in went)
    assert f"以前写的 {len(went)} 个文件" in said
