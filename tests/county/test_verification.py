"""Outputs and published reports compared with the submissions; figures traced to their cells."""

import csv
import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from random import Random

import openpyxl
import pytest
from command_line import fill, run
from docx import Document
from shares import in_shares

from toolkit.answers.last_year import History
from toolkit.county.consolidation import Consolidation, consolidate
from toolkit.county.report_comparison import WrittenDocument
from toolkit.county.rereading import ComparedOutput, _says, compare_outputs
from toolkit.county.verification import _whose, compare_documents, the_county
from toolkit.files import write_all, write_whole
from toolkit.form.model import Form, Key, plain_digits
from toolkit.layout.layout import lay_out
from toolkit.practice.sampling import sample_figures
from toolkit.year.collection import collect
from toolkit.year.workspace import Workspace, open_workspace

WORDS = {
    Key("narrative", "overview_disclosure", "value"): "公开了很多政府信息。",
    Key("narrative", "overview_management", "value"): "整理历史文件共3125份。",
}


def made(tmp_path: Path, form: Form) -> Path:
    (tmp_path / "r.csv").write_text("code,name,kind\n001,甲局,部门\n002,乙镇,乡镇街道\n", encoding="utf-8")
    folder = tmp_path / "year"
    run("init", folder, "--county", "某县", "--year", 2022, "--roster", tmp_path / "r.csv")
    run("issue", folder)
    for n, code in enumerate(("001", "002")):
        fill(folder, code, sample_figures(form, Random(n)) | WORDS)
    run("consolidate", folder)
    return folder


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory, form: Form) -> Path:
    return made(tmp_path_factory.mktemp("once"), form)


@pytest.fixture
def year(tmp_path: Path, once: Path) -> Path:
    """A folder of its own for each test, the same in all."""
    return shutil.copytree(once, tmp_path / "year")


@pytest.fixture(scope="module")
def reported_once(tmp_path_factory: pytest.TempPathFactory, once: Path) -> Path:
    folder = shutil.copytree(once, tmp_path_factory.mktemp("reported_once") / "year")
    run("report", folder, "--units")
    return folder


@pytest.fixture
def reported_year(tmp_path: Path, reported_once: Path) -> Path:
    """The same with the county's report, and those of the units."""
    return shutil.copytree(reported_once, tmp_path / "year")


def test_all_outputs_and_reports_agree(reported_year: Path) -> None:
    documents = sorted((reported_year / "summary").glob("*报告*.*")) + sorted(
        (reported_year / "summary" / "单位报告").iterdir()
    )
    documents = [path for path in documents if path.suffix in {".docx", ".html"}]
    assert len(documents) == 6
    said = run("verify", reported_year, *documents).stdout
    assert said.count("全部一致") == 6 + 2 * len(documents), said
    assert all(f"【一致】{name}" in said for name in ("units.csv", "texts.csv", "单位报告/001_甲局.html"))
    assert re.search("texts.csv　与 各单位的工作簿：[0-9]+ 段文字全部一致", said)


def test_a_report_names_the_units_that_it_leaves_out(year: Path) -> None:
    (year / "inbox" / "002_乙镇.xlsx").unlink()
    said = run("report", year, "--units", code=1).stderr
    assert "没有报送：乙镇" in said
    assert "没有单位报告（还没有通过）：乙镇" in said
    assert [p.name for p in sorted((year / "summary" / "单位报告").iterdir())] == [
        "001_甲局.docx",
        "001_甲局.html",
    ]


@pytest.fixture(scope="module")
def reported(
    tmp_path_factory: pytest.TempPathFactory, reported_once: Path
) -> tuple[Workspace, Consolidation]:
    folder = tmp_path_factory.mktemp("reported") / "year"
    workspace = open_workspace(shutil.copytree(reported_once, folder))
    return workspace, consolidate(workspace, collect(workspace, workers=0))


@pytest.mark.parametrize(
    ("file", "before", "after", "says"),
    [
        (
            "totals.csv",
            "applications,new,total,{county}",
            "applications,new,total,9{county}",
            ("各单位之和", ""),
        ),
        (
            "units.csv",
            "applications,new,total,{unit}\n",
            "applications,new,total,9{unit}\n",
            ("inbox/001_甲局.xlsx 表三 J7", "第 "),
        ),
        (
            "units.csv",
            "applications,new,total,{unit}\n",
            "applications,old,total,{unit}\n",
            ("inbox/001_甲局.xlsx 表三 J7", "没有这一行"),
        ),
        ("texts.csv", "公开了很多", "公开了很少", ("inbox/001_甲局.xlsx 文字报告 B", "第 2 行")),
        ("某县2022年政府信息公开工作年度报告.html", ">{county}<", ">9{county}<", ("各单位之和", "")),
        ("单位报告/001_甲局.html", ">{unit}<", ">9{unit}<", ("甲局 inbox/001_甲局.xlsx", "")),
    ],
)
def test_one_changed_figure_is_found_and_both_places_are_named(
    reported: tuple[Workspace, Consolidation], file: str, before: str, after: str, says: tuple[str, str]
) -> None:
    workspace, consolidation = reported
    new = Key("applications", "new", "total")
    facts = {
        "county": plain_digits(consolidation.totals[new]),
        "unit": plain_digits(consolidation.figures[0][new]),
    }
    path = workspace.folder / "summary" / file
    text = path.read_text(encoding="utf-8")
    changed = text.replace(before.format(**facts), after.format(**facts), 1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    compared = [
        *compare_outputs(workspace, consolidation),
        *compare_documents(workspace, consolidation, the_county(workspace, consolidation, History())),
    ]
    path.write_text(text, encoding="utf-8")
    (one,) = [c for c in compared if not c.same]
    assert one.name == file
    first = one.differences[-1]
    assert says[0] in first.wanted_at
    assert says[1] in first.found_at


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        (
            "某县2022年政府信息公开工作年度报告.html",
            "新收政府信息公开申请{county}件",
            "新收政府信息公开申请9{county}件",
        ),
        ("单位报告/001_甲局.html", "公开了很多政府信息。", "全年作出行政许可决定9{licensing}件。"),
    ],
)
def test_a_sentence_that_no_longer_says_what_the_tables_do_is_named(
    reported: tuple[Workspace, Consolidation], file: str, before: str, after: str
) -> None:
    workspace, consolidation = reported
    facts = {
        "county": plain_digits(consolidation.totals[Key("applications", "new", "total")]),
        "licensing": plain_digits(consolidation.figures[0][Key("disclosure", "licensing", "decisions")]),
    }
    path = workspace.folder / "summary" / file
    text = path.read_text(encoding="utf-8")
    changed = text.replace(before.format(**facts), after.format(**facts), 1)
    assert changed != text
    assert [
        c.name
        for c in compare_documents(workspace, consolidation, the_county(workspace, consolidation, History()))
        if not c.same
    ] == []
    path.write_text(changed, encoding="utf-8")
    compared = [*compare_documents(workspace, consolidation, the_county(workspace, consolidation, History()))]
    path.write_text(text, encoding="utf-8")
    (one,) = [c for c in compared if not c.same]
    assert one.name == file
    (said,) = one.sentences
    assert "对不上" in said


@pytest.mark.long
def test_a_number_in_the_words_that_was_not_submitted_is_named(reported_year: Path) -> None:
    page = reported_year / "summary" / "单位报告" / "001_甲局.html"
    other = page.with_name("公布的.html")
    other.write_text(page.read_text(encoding="utf-8").replace("3125", "3152"), encoding="utf-8")
    published = shutil.move(other, reported_year.parent)
    said = run("verify", reported_year, published, code=1).stdout
    assert said.count("【不一致】") == 1
    assert "【不一致】公布的.html" in said
    assert "“整理历史文件共3152份”，报送的是“整理历史文件共3125份”" in said
    told = json.loads(run("verify", reported_year, published, "--format", "json", code=1).stdout)
    assert [len(one["altered"]) for one in told if one["name"] == "公布的.html"] == [1]
    run("verify", reported_year, published, "-o", reported_year.parent / "v.xlsx", code=1)
    sheet = openpyxl.load_workbook(reported_year.parent / "v.xlsx").active
    assert "文字里的数与报送的不同" in [row[2] for row in sheet.values]


def test_a_line_too_many_is_named_where_it_stands(reported: tuple[Workspace, Consolidation]) -> None:
    workspace, consolidation = reported
    summary = workspace.folder / "summary"
    lines, base = summary / "units.csv", summary / f"{workspace.stem}.sqlite"
    before = {path: path.read_bytes() for path in (lines, base)}
    lines.write_bytes(before[lines] + "009,丙局,,x,y,z,5\r\n".encode())
    with closing(sqlite3.connect(base)) as connection, connection:
        connection.execute("INSERT INTO figures VALUES ('009','x','y','z','5',5)")
    compared = {c.name: c for c in compare_outputs(workspace, consolidation) if not c.same}
    for path, data in before.items():
        path.write_bytes(data)
    places = {name: c.differences[-1].found_at for name, c in compared.items()}
    last = len(before[lines].splitlines()) + 1
    assert places == {"units.csv": f"第 {last} 行（多出来的）", base.name: "figures（多出来的）"}


@pytest.mark.parametrize("name", ["甲局", '甲"局', "甲,局", "甲\n局", ""])
def test_a_units_lines_are_those_that_csv_reads(name: str) -> None:
    """Whatever the name: a file whose cells csv would read otherwise is not taken for what it looks like."""
    told = [("t,r,a", "12"), ("t,r,b", ""), ("t,r,c", "/"), ("t,r,d", "-1.5")]
    for end in ("\n", "\r\n"):
        target = StringIO(newline="")
        rows = [["001", name, "部门", *key.split(","), digits] for key, digits in told]
        csv.writer(target, lineterminator=end).writerows(rows)
        lines = [*StringIO(target.getvalue(), newline="")]
        assert _says(lines, ("001", name, "部门"), told)
        assert not _says([*lines[:-1], lines[-1].replace("-1.5", "-1,5")], ("001", name, "部门"), told)
    bare = "".join(f"001,{name},部门,{key},{digits}\n" for key, digits in told)
    with suppress(csv.Error):  # is told where the file is compared
        same = [*csv.reader(StringIO(bare, newline=""))] == rows
        assert _says([*StringIO(bare, newline="")], ("001", name, "部门"), told) == same


def test_a_changed_output_makes_verify_fail(year: Path) -> None:
    path = year / "summary" / "units.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("disclosure,licensing,decisions,", "&9"), encoding="utf-8"
    )
    names = [c["name"] for c in json.loads(run("verify", year, "--format", "json", code=1).stdout)]
    assert names == [
        "某县2022年汇总.xlsx",
        "totals.csv",
        "上报_某县2022年.xlsx",
        "某县2022年.sqlite",
        "units.csv",
        "texts.csv",
    ]


def test_a_report_of_a_unit_that_no_longer_passes_is_told(
    reported: tuple[Workspace, Consolidation],
) -> None:
    workspace, consolidation = reported
    fewer = replace(consolidation, standings=consolidation.standings[1:])
    old = [
        c.name
        for c in compare_documents(workspace, fewer, the_county(workspace, fewer, History()))
        if c.problem
    ]
    assert old == ["单位报告/001_甲局.docx", "单位报告/001_甲局.html"]


@pytest.mark.parametrize("listed", ["建设局（人防办）", "建设局(人防办)"])
@pytest.mark.parametrize("printed", ["建设局（人防办）", "建设局(人防办)"])
def test_whose_a_report_is_does_not_hang_on_the_width_of_brackets(
    reported: tuple[Workspace, Consolidation], listed: str, printed: str
) -> None:
    first, *others = reported[1].standings
    own = replace(first, unit=replace(first.unit, name=listed))
    assert _whose([own, *others], printed, None) is own
    assert _whose([first, *others], printed, None) is None


def test_a_published_figure_that_differs_is_named_with_both_places(reported_year: Path, form: Form) -> None:
    page = reported_year / "summary" / "单位报告" / "001_甲局.html"
    place = lay_out(form).places[Key("disclosure", "licensing", "decisions")]
    book = openpyxl.load_workbook(reported_year / "inbox" / "001_甲局.xlsx")
    figure = book[place.sheet][place.a1].value
    published = reported_year.parent / "页面.html"
    text = page.read_text(encoding="utf-8")
    cell = text.index("行政许可")
    published.write_text(
        text[:cell] + text[cell:].replace(f">{figure}<", f">{figure + 1}<", 1), encoding="utf-8"
    )
    said = run("verify", reported_year, published, code=1).stdout
    assert f"行政许可：甲局 inbox/001_甲局.xlsx 是 {figure}" in said
    assert f"是 {figure + 1}" in said


@pytest.mark.long
def test_whose_and_which_year_come_first_and_unread_is_not_blank(reported_year: Path) -> None:
    text = (reported_year / "summary" / "单位报告" / "001_甲局.html").read_text(encoding="utf-8")
    page = reported_year.parent / "页面.html"
    other = int(re.search(r"(20\d\d)年1月1日", text)[1]) - 1
    page.write_text(text.replace(str(other + 1), str(other)), encoding="utf-8")
    assert f"这是 {other} 年度的报告" in run("verify", reported_year, page, code=1).stdout
    page.write_text(text.replace("甲局", "甲某局"), encoding="utf-8")
    assert "相近的有：001 甲局" in run("verify", reported_year, page, code=1).stdout
    assert "不一致" not in run("verify", reported_year, page, "--unit", "001").stdout
    page.write_text(text, encoding="utf-8")
    assert "写的单位是“甲局”" in run("verify", reported_year, page, "--unit", "002", code=1).stdout
    page.write_text(text.replace("甲局", "甲某局"), encoding="utf-8")
    assert "没有代码“999”" in run("verify", reported_year, page, "--unit", "999", code=2).stderr
    head, tail = text.split("行政许可", 1)
    page.write_text(head + "行政许可" + re.sub(r">\d+<", ">见附件<", tail, count=1), encoding="utf-8")
    said = run("verify", reported_year, page, code=1).stdout
    assert "没有读到，没有比较" in said
    assert "见附件" in said
    assert "是 空白" not in said
    assert "留空" not in said  # who compares leaves nothing blank
    page.write_text(text.replace(f"{other + 1}年1月1日", f"{other}年1月1日"), encoding="utf-8")
    said = run("verify", reported_year, page, code=1).stdout
    assert "【要核对】页面.html" in said  # its title is of another reported_year than its period
    assert (
        f"请先核对：年度不一致：标题写 {other + 1}，统计期限写 {other}；是不是 {other + 1} 年度的报告" in said
    )
    assert "没有读到" not in said  # all of it was read and compared
    page.write_text(text.replace(f"{other + 1}年12月31日", f"{other}年12月31日"), encoding="utf-8")
    said = run("verify", reported_year, page, code=1).stdout
    assert "【要核对】页面.html" in said  # the figures are right, the period ends before it begins
    assert f"请先核对：统计期限写的是“{other + 1}年1月1日至{other}年12月31日”，不是整年" in said
    page.write_text(text, encoding="utf-8")
    assert "【一致】页面.html" in run("verify", reported_year, page).stdout
    page.write_text("", encoding="utf-8")
    said = run("verify", reported_year, page, reported_year.parent / "没有.html", code=1).stdout
    assert "页面.html：这个文件读不了：是空文件" in said
    assert "没有.html：找不到这个文件" in said


@pytest.mark.long
@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("公开了很多政府信息。", "", "报送的“（一）主动公开”没有找到：“公开了很多政府信息”"),
        ("公开了很多政府信息。", "公开了不少政府信息。", "“（一）主动公开”的文字与报送的不同：写的是"),
        ("本报告由甲局", "本报告由乙镇", "文中写的编制或联系单位是“乙镇”，不是“甲局”"),
        ("</table>", "</table><p>注：行政许可另有委托办理的 5 件。</p>", "除了表格还有文字“注：行政许可另有"),
        (
            '<tr><th id="disclosure-4-0"',
            '<tr><th>其他文件</th><td>3</td><td>4</td><td>5</td></tr><tr><th id="disclosure-4-0"',
            "有一行“其他文件”不是表样里的行",
        ),
    ],
)
def test_what_else_a_published_page_says_is_no_agreement(
    reported_year: Path, before: str, after: str, says: str
) -> None:
    text = (reported_year / "summary" / "单位报告" / "001_甲局.html").read_text(encoding="utf-8")
    assert before in text
    page = reported_year.parent / "页面.html"
    page.write_text(text.replace(before, after, 1), encoding="utf-8")
    said = run("verify", reported_year, page, code=1).stdout
    assert "【要核对】页面.html" in said
    assert re.search(f"请先核对：.*{says}", said), said
    assert "没有读入" not in said.split("【要核对】")[1]


@pytest.mark.long
def test_the_charts_of_a_printed_page_are_no_other_text(reported_year: Path) -> None:
    """What they say in words, without the marks of our own page: a print, a page that a site took over."""
    text = (reported_year / "summary" / "单位报告" / "001_甲局.html").read_text(encoding="utf-8")
    page = reported_year.parent / "页面.html"
    assert '<figcaption data-xxgk="chart">' in text
    text = text.replace('<figcaption data-xxgk="chart">', "<figcaption>")
    page.write_text(text, encoding="utf-8")
    assert "【一致】页面.html" in run("verify", reported_year, page).stdout
    page.write_text(re.sub(r"(：</strong>\D+)", r"\g<1>9", text, count=1), encoding="utf-8")
    assert (
        "【要核对】页面.html" in run("verify", reported_year, page, code=1).stdout
    )  # a figure of a chart is another


def test_a_total_is_traced_to_its_cells(year: Path, form: Form) -> None:
    said = run("verify", year, "--trace", "applications.new.total").stdout
    assert "来自 2 个单位" in said
    assert "inbox/002_乙镇.xlsx\t表三 J7" in said
    assert (
        "没有“applications.old.total”这个格"
        in run("verify", year, "--trace", "applications.old.total", code=2).stderr
    )


@pytest.mark.long
def test_a_report_is_imported_into_a_filled_workbook(reported_year: Path, tmp_path: Path, form: Form) -> None:
    for suffix in (".docx", ".html"):
        source = reported_year / "summary" / "单位报告" / f"001_甲局{suffix}"
        said = run("import", source, "-o", tmp_path / "in", code=None).stdout
        assert "读出 2" in said, said
        values = {
            tuple(line[:3]): line[3]
            for line in csv.reader(
                (tmp_path / "in" / "甲局2022年.csv").read_text(encoding="utf-8").splitlines()
            )
        }
        for key, figure in sample_figures(form, Random(0)).items():
            if form.required(key):
                assert values[tuple(key)] == plain_digits(figure), key
        document = json.loads(
            run("check", tmp_path / "in" / "甲局2022年.xlsx", "--format", "json", code=None).stdout
        )
        assert not [f for f in document["files"][0]["findings"] if f["level"] == "error"]


def test_what_is_no_report_is_said(year: Path, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("只是一段话。", encoding="utf-8")
    assert "P04" in run("import", tmp_path / "x.txt", "-o", tmp_path / "in", code=1).stdout
    assert "没有找到" in run("verify", year, tmp_path / "x.txt", code=1).stdout


def test_the_reports_of_a_folder_are_compared(reported_year: Path, tmp_path: Path) -> None:
    folder = tmp_path / "公布的"
    shutil.copytree(reported_year / "summary" / "单位报告", folder)
    (folder / "截图.png").write_bytes(b"\x89PNG")
    ended = run("verify", reported_year, folder, code=0)
    assert "【一致】001_甲局.html　与 甲局 inbox/" in ended.stdout
    assert "截图.png" in ended.stderr


def test_a_unit_s_workbook_is_no_published_report(year: Path, tmp_path: Path) -> None:
    workbook = next((year / "inbox").glob("001*.xlsx"))
    said = run("import", workbook, "-o", tmp_path / "in", code=1).stdout
    assert "P03" in said
    assert "last_year" in said
    assert "没有读入" not in said


def test_nobody_is_asked_to_explain_what_was_imported(year: Path, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("甲局2022年政府信息公开工作年度报告\n一、总体情况\n", encoding="utf-8")
    said = run("import", tmp_path / "x.txt", "-o", tmp_path / "in", code=None).stdout
    assert "核实" in said
    assert "待说明" not in said


@pytest.mark.parametrize(
    ("output", "spoil"),
    [
        ("totals.csv", lambda data: data.replace(b"applications,new,total,", b"applications,new,total,1")),
        pytest.param(
            "units.csv",
            lambda data: data.replace(b"applications,new,total,", b"applications,new,total,1", 1),
            marks=pytest.mark.long,
        ),
        ("units.csv", lambda data: data.replace("002,乙镇".encode(), "003,丙镇".encode())),
    ],
)
def test_an_output_that_reads_back_otherwise_stops_the_command(
    year: Path, output: str, spoil, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the cause (disk, virus guard, our mistake), a wrong output never passes as a result."""

    def tampering(files: Mapping[Path, Callable[[], bytes]]) -> None:
        write_all({path: spoil(make()) if path.name == output else make for path, make in files.items()})

    monkeypatch.setattr("toolkit.county.outputs.write_all", tampering)
    said = run("consolidate", year, code=2).stderr
    assert f"{output} 写出后重读，与汇总不一致，请不要使用" in said


@pytest.mark.parametrize("suffix", in_shares(["docx", "html"]))
def test_a_document_that_reads_back_otherwise_stops_the_command(
    year: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    totals = csv.reader((year / "summary" / "totals.csv").read_text(encoding="utf-8").splitlines())
    figure = next(line[3] for line in totals if line[:3] == ["applications", "new", "total"])

    def tampering(path: Path, data: bytes) -> None:
        write_whole(path, _misprinted(data, figure) if path.suffix == f".{suffix}" else data)

    monkeypatch.setattr("toolkit.county.reports.write_whole", tampering)
    said = run("report", year, code=2).stderr
    assert f".{suffix} 写出后重读，与汇总不一致" in said
    assert f"应为 {figure}，读到 {figure}0" in said


def test_every_document_that_reads_back_otherwise_is_named(
    year: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Later ones stand there already when the first is read."""

    def comparing(_: Form, documents: Iterator[WrittenDocument]) -> Iterator[tuple[Path, ComparedOutput]]:
        for one in [*documents]:
            unread = ("表三",) if one.path.suffix == ".html" else ()
            yield one.path, ComparedOutput(name=one.path.name, against="汇总", unread=unread)

    monkeypatch.setattr("toolkit.county.reports.compare_written", comparing)
    said = run("report", year, "--units", code=2).stderr
    pages = [path.name for path in (year / "summary").rglob("*.html")]
    assert len(pages) == 3
    assert said.count("请不要使用") == 3
    assert all(f"{name} 写出后重读，与汇总不一致" in said for name in pages)


def _misprinted(data: bytes, figure: str) -> bytes:
    """Print one figure of the tables with a nought too many."""
    if not data.startswith(b"PK"):
        return data.replace(f">{figure}</td>".encode(), f">{figure}0</td>".encode(), 1)
    book = Document(BytesIO(data))
    cell = next(c for table in book.tables for row in table.rows for c in row.cells if c.text == figure)
    cell.paragraphs[0].runs[0].text = f"{figure}0"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("read", ["", "0"])
@pytest.mark.parametrize("file", ["totals.csv", "units.csv", "某县2022年汇总.xlsx"])
def test_a_figure_that_reads_back_as_blank_or_zero_is_a_difference(
    reported: tuple[Workspace, Consolidation], file: str, read: str
) -> None:
    """The guard against lost figures: a number may never come back as nothing, in any output."""
    workspace, consolidation = reported
    new = Key("applications", "new", "total")
    path = workspace.folder / "summary" / file
    data = path.read_bytes()
    if path.suffix == ".csv":
        source = consolidation.totals if file == "totals.csv" else consolidation.figures[0]
        line = f"applications,new,total,{plain_digits(source[new])}"
        text = data.decode("utf-8-sig")
        assert line in text
        path.write_text(text.replace(line, f"applications,new,total,{read}", 1), encoding="utf-8")
    else:
        book = openpyxl.load_workbook(path)
        place = lay_out(consolidation.form).places[new]
        book[place.sheet][place.a1].value = int(read) if read else None
        book.save(path)
    differing = [one for one in compare_outputs(workspace, consolidation) if one.name == file]
    path.write_bytes(data)
    (one,) = differing
    assert new in {difference.key for difference in one.differences}
