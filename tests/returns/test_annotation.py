"""The workbook handed back: its own, marked, still locked and fillable, accepted when it is corrected."""

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import recipes as r
from correspondence import CHARGES, NEW, check, county, figures, names, opened, returned, send, statuses
from openpyxl.styles import Font

from toolkit.errors import OutputError
from toolkit.form.model import Form, Mark
from toolkit.layout.layout import AUTHOR, COVER, IDENTITY, LIST, PASTE, REASONS, REASONS_FIRST, lay_out
from toolkit.layout.look import look
from toolkit.reading.package import Package
from toolkit.reading.workbook import read_file
from toolkit.returns import unit_files
from toolkit.returns.cached_results import cached_results
from toolkit.returns.carrying import carry

MUST = f"FF{look()['colours']['must']}"


def wrong(form: Form) -> dict:
    """One application too many; an amount nobody can read; two blanks."""
    entries = figures(form)
    entries[NEW] += 1
    entries[CHARGES] = "2000万"
    entries[next(k for k in form.inputs if k.table == "review")] = Mark.BLANK
    return entries


def correct(path: Path, form: Form, target: Path) -> None:
    """Do what the list says: go to each cell it links to, and put it right."""
    right, layout = figures(form), lay_out(form)
    by_place = {(p.sheet, p.a1): key for key, p in layout.places.items()}
    book = openpyxl.load_workbook(path)
    links = [
        c.hyperlink.location for row in book[LIST].iter_rows(min_col=3, max_col=3) for c in row if c.hyperlink
    ]
    for link in links:
        sheet, cell = re.fullmatch(r"'?([^'!]+)'?!\$?([A-Z]+\$?\d+)", link.lstrip("#")).groups()
        key = by_place[sheet, cell.replace("$", "")]
        for leaf in (k for k in form.inputs if k in {*form.leaves[key], NEW} or k.table == "review"):
            place = layout.places[leaf]
            book[place.sheet][place.a1].value = right[leaf]
    assert len(links) >= 3
    book.save(target)


def test_a_returned_workbook_is_marked_and_still_whole(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year", settings={'password = ""': 'password = "secret"'})
    original = send(workspace, "001", wrong(form))
    bytes_before = original.read_bytes()
    assert statuses(check(workspace)) == ["returned", "missing", "missing"]
    assert original.read_bytes() == bytes_before
    issued, book = opened(original), opened(returned(workspace))
    assert book.sheetnames == [LIST, *issued.sheetnames]
    place = lay_out(form).places[CHARGES]
    assert book[place.sheet][place.a1].fill.fgColor.rgb == MUST
    comment = book[place.sheet][place.a1].comment.text
    for part in ("C02", "2000万", "怎么改", "请改成数字"):
        assert part in comment
    for sheet in issued.worksheets:
        mine = book[sheet.title]
        assert mine.protection.hashValue == sheet.protection.hashValue
        assert bool(sheet.protection.hashValue) == (sheet.title != PASTE), sheet.title
        assert mine.protection.sheet == (sheet.title != PASTE)
        assert mine.sheet_state == sheet.sheet_state
        assert len(mine.data_validations.dataValidation) == len(sheet.data_validations.dataValidation)
        assert len(mine.conditional_formatting) == len(sheet.conditional_formatting)
        assert (mine.print_area, mine.print_title_rows) == (sheet.print_area, sheet.print_title_rows)
        for row in sheet.iter_rows():
            for cell in row:
                assert mine[cell.coordinate].value in {cell.value, None if cell.value == "" else cell.value}
                assert mine[cell.coordinate].protection.locked == cell.protection.locked
    assert book.security.lockStructure
    assert book.security.workbookHashValue == issued.security.workbookHashValue
    assert set(book.defined_names) == set(issued.defined_names)
    assert book[IDENTITY].sheet_state == "veryHidden"
    assert book[LIST].protection.sheet
    own, back = cached_results(bytes_before), cached_results(returned(workspace).read_bytes())
    assert {name: back[name] for name in own} == own


def test_the_list_says_errors_before_queries_and_folds_consequences(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    entries = wrong(form)
    entries[next(k for k in form.inputs if k.table == "disclosure" and k.column == "in_force")] = 7
    send(workspace, "001", entries)
    collection = check(workspace)
    rows = [[c.value for c in row] for row in opened(returned(workspace))[LIST].iter_rows(min_row=8)]
    sorts = [row[1] for row in rows]
    assert sorts == sorted(sorts, key=("必须改正", "需要说明", "供知悉").index)
    assert [row[0] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    (result,) = collection.files
    assert len(rows) == sum(f.primary and f.explained is None and f.waived is None for f in result.findings)
    asked = [row for row in rows if row[1] == "需要说明"]
    assert asked
    assert all(row[8].startswith(REASONS) and f"“{REASONS}”" in row[7] for row in asked)


def test_the_same_check_writes_the_same_bytes(form: Form, tmp_path: Path) -> None:
    made = []
    for n in range(2):
        (tmp_path / str(n)).mkdir()
        workspace = county(tmp_path / str(n) / "year")
        send(workspace, "001", wrong(form))
        check(workspace)
        made.append({p.name: p.read_bytes() for p in (workspace.folder / "returned").iterdir()})
    assert made[0] == made[1]


def test_what_was_typed_stays_text_and_what_was_issued_comes_back(form: Form, tmp_path: Path) -> None:
    """A text like =1+1 stays text, a typed formula becomes its value.

    Formulas, locks and prompts are mended.
    """
    workspace = county(tmp_path / "year")
    path = send(workspace, "001", wrong(form), prepared_by="=1+1")
    book = opened(path)
    layout = lay_out(form)
    total = layout.places[NEW._replace(column="total")]
    book[total.sheet][total.a1] = 9999
    book[total.sheet].protection.sheet = False
    book[total.sheet].data_validations.dataValidation = []
    del book[IDENTITY]
    draft = book.create_sheet("草稿")
    draft["A1"] = '=HYPERLINK("http://example.invalid","x")'
    book.save(path)
    check(workspace)
    back = opened(returned(workspace))
    prepared = layout.identity["prepared_by"]
    assert (back[COVER][prepared.a1].value, back[COVER][prepared.a1].data_type) == ("=1+1", "s")
    assert back[total.sheet][total.a1].value.startswith("=SUM(")
    assert back[total.sheet].protection.sheet
    assert back[total.sheet].data_validations.dataValidation
    assert back[IDENTITY].sheet_state == "veryHidden"
    assert "草稿" in back.sheetnames
    assert back["草稿"]["A1"].data_type != "f"


@pytest.mark.long
def test_a_second_round_bears_no_marks_of_the_first(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    path = send(workspace, "001", wrong(form))
    check(workspace)
    book = opened(returned(workspace))
    place = lay_out(form).places[CHARGES]
    book[place.sheet][place.a1] = 25
    book.save(path)  # the unit corrects one of three, and sends the annotated copy back
    assert statuses(check(workspace))[0] == "returned"
    second = opened(returned(workspace))
    cell = second[place.sheet][place.a1]
    assert cell.comment is None
    assert cell.fill.fgColor.rgb == f"FF{look()['colours']['input']}"
    assert second.sheetnames.count(LIST) == 1
    comments = [c.comment.text for s in second for row in s.iter_rows() for c in row if c.comment]
    assert comments
    assert all(text.startswith(f"【{AUTHOR}】") and text.count(AUTHOR) == 1 for text in comments)


def test_a_corrected_workbook_is_accepted_and_nothing_is_left(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    path = send(workspace, "001", wrong(form))
    check(workspace)
    assert len(names(workspace)) == 4
    (workspace.folder / "returned" / "办公室的备忘.txt").write_text("别动")
    correct(returned(workspace), form, path)
    collection = check(workspace)
    assert statuses(collection)[0] == "accepted", collection.files
    assert {f.rule for f in collection.files[0].findings} <= {
        "T03"
    }  # openpyxl leaves no results; nothing else is remarked
    assert names(workspace) == {"退回一览.xlsx", "办公室的备忘.txt"}


@pytest.mark.long
def test_a_file_that_is_open_in_excel_stops_none_of_the_others(
    form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows a file that a program holds open can be neither replaced nor removed."""
    workspace = county(tmp_path / "year")
    for code in ("001", "002"):
        send(workspace, code, wrong(form))
    text = workspace.path("returned") / "001_甲局_微信.txt"
    text.symlink_to(tmp_path / "elsewhere")  # what stands there cannot be replaced either
    with pytest.raises(OutputError, match=r"1 个文件没有更新.*\n.*001_甲局_微信.txt"):
        check(workspace)
    assert len(names(workspace)) == 7  # three of each unit, the one of them still the link, and the overview
    text.unlink()
    check(workspace)
    assert text.is_file()
    send(workspace, "001", figures(form))

    def held(path: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(13, "in use", str(path), missing_ok)

    with monkeypatch.context() as windows:
        windows.setattr(Path, "unlink", held)
        with pytest.raises(OutputError, match="移不走"):
            check(workspace)
    assert len(names(workspace)) == 7
    check(workspace)
    assert len(names(workspace)) == 4


@pytest.mark.long
@pytest.mark.office
def test_the_round_trip_through_libreoffice(form: Form, office, tmp_path: Path) -> None:
    """Returned → opened and saved in LibreOffice → the marked cells corrected → saved again → accepted."""
    workspace = county(tmp_path / "year")
    path = send(workspace, "001", wrong(form))
    check(workspace)
    (saved,) = office([returned(workspace)], "xlsx", tmp_path / "saved")
    correct(saved, form, saved)
    (again,) = office([saved], "xlsx", tmp_path / "again")
    path.write_bytes(again.read_bytes())
    collection = check(workspace)
    assert statuses(collection)[0] == "accepted", collection.files[0].findings
    assert names(workspace) == {"退回一览.xlsx"}


@pytest.mark.long
@pytest.mark.office
def test_a_workbook_saved_by_libreoffice_is_annotated_whole(form: Form, office, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    path = send(workspace, "001", wrong(form))
    (saved,) = office([path], "xlsx", tmp_path / "saved")
    path.write_bytes(saved.read_bytes())
    check(workspace)
    book = opened(returned(workspace))
    assert book[IDENTITY].sheet_state == "veryHidden"
    with zipfile.ZipFile(returned(workspace)) as archive:
        for name, part in Package(archive).parts.items():
            xml = archive.read(part)
            assert xml.count(b"<f>") == len(cached_results(returned(workspace).read_bytes())[name]), name
            assert not re.search(rb"</f><v\s*/>|</f></c>", xml), name


@pytest.mark.long
def test_what_cannot_be_marked_itself_is_carried_over_and_marked(form: Form, tmp_path: Path) -> None:
    """Rows inserted, a sheet renamed.

    The unit gets all it typed in a new workbook, marked where the cells stand there.
    """
    workspace = county(tmp_path / "year")
    path = send(workspace, "001", wrong(form), prepared_by="王五")
    book = opened(path)
    book["表三"].insert_rows(12)
    book["表四"].title = "第四张"
    book.save(path)
    assert statuses(check(workspace))[0] == "returned"
    back, layout = opened(returned(workspace)), lay_out(form)
    review = next(k for k in form.inputs if k.table == "review")
    for key in (CHARGES, review):
        place = layout.places[key]
        assert back[place.sheet][place.a1].fill.fgColor.rgb == MUST, key
    for key, figure in wrong(form).items():
        place, typed = layout.places[key], "" if figure is Mark.BLANK else figure
        assert str(back[place.sheet][place.a1].value or "0") == str(typed or "0"), key
    assert back[COVER][layout.identity["prepared_by"].a1].value == "王五"
    listed = {str(c.value) for row in back[LIST].iter_rows() for c in row}
    assert any("移动过行列" in text for text in listed)
    places = {f"{p.sheet} {p.a1}" for p in layout.places.values()}
    assert {text for text in listed if re.fullmatch(r"(表.|第四张) [A-Z]+\d+", text)} <= places
    correct(returned(workspace), form, path)
    assert statuses(check(workspace))[0] == "accepted"


@pytest.mark.long
def test_explanations_whose_rows_have_moved_go_back_to_their_own(form: Form, tmp_path: Path) -> None:
    """Where the list says to write one, the row of that very rule is."""
    workspace = county(tmp_path / "year")
    path = send(workspace, "001", wrong(form))
    book, layout = opened(path), lay_out(form)
    texts = {place.a1: f"{line} 是划出两项职能以后的数" for line, place in layout.reasons.items()}
    for cell, text in texts.items():
        book[REASONS][cell].value = text
    book[REASONS].insert_rows(REASONS_FIRST + 1)
    book.save(path)
    check(workspace)
    back = opened(returned(workspace))[REASONS]
    assert {cell: back[cell].value for cell in texts} == texts


def test_a_workbook_too_broken_to_annotate_gets_the_list_and_a_fresh_one(form: Form, tmp_path: Path) -> None:
    workspace = county(tmp_path / "year")
    path = send(workspace, "001", figures(form))
    book = opened(path)
    book["表四"]["A4"] = "乱"
    book["表四"]["A5"] = "乱"
    book["表三"].delete_rows(12, 2)
    book.save(path)
    (workspace.path("inbox") / "乙局的年报.xlsx").write_bytes(b"PK\x03\x04 torn")
    check(workspace)
    assert {n.split("_", 2)[2] for n in names(workspace) if n.startswith("001")} == {
        "问题清单.xlsx",
        "重填.xlsx",
        "退回修改通知.docx",
        "微信.txt",
    }
    assert any(n.startswith("002") and n.endswith("重填.xlsx") for n in names(workspace))
    fresh = opened(returned(workspace, "_重填.xlsx"))
    place = lay_out(form).places[CHARGES]
    assert fresh[place.sheet][place.a1].value == pytest.approx(float(figures(form)[CHARGES]))
    assert fresh[place.sheet].protection.sheet
    alone = opened(returned(workspace, "_问题清单.xlsx"))
    assert alone.sheetnames == [LIST]
    said = " ".join(str(c.value) for row in alone[LIST].iter_rows() for c in row if c.value)
    assert "个数已经填好" in said
    assert "找不到" in said  # what could not be carried
    text = returned(workspace, "_微信.txt").read_text(encoding="utf-8-sig")
    assert "填附件“001_甲局_重填.xlsx”" in text
    assert "第一页" not in text
    torn = next((workspace.folder / "returned").glob("002_*_微信.txt")).read_text(encoding="utf-8-sig")
    for known, words in ((True, said), (True, text), (False, torn)):  # one thing to do, where that is certain
        assert ("原来的工作簿不要再用" in words) is known
        assert ("原来的工作簿还能用的" in words) is not known


def test_what_looks_otherwise_than_it_is_comes_back_empty_and_a_lost_title_open(
    form: Form, tmp_path: Path
) -> None:
    """Nobody can change a cell's look in a locked sheet, or write its title; and no figure passes unseen."""
    workspace = county(tmp_path / "year")
    path = send(workspace, "001", figures(form))
    place = lay_out(form).places[NEW]
    book = openpyxl.load_workbook(path)
    book[place.sheet][place.a1].number_format = "0,"
    book[place.sheet][place.a1].font = Font(strike=True)
    book["表四"]["A2"].value = "2022 年度"
    book.save(path)
    assert statuses(check(workspace))[0] == "returned"
    back, issued = opened(returned(workspace)), openpyxl.load_workbook(path)
    cell = back[place.sheet][place.a1]
    assert issued[place.sheet][place.a1].value is not None
    assert (cell.value, cell.number_format, cell.font.strike or False) == (None, "0", False)
    assert not back["表四"]["A2"].protection.locked
    assert back["表三"]["A2"].protection.locked
    reading = read_file(path, path.name, [workspace.form_name])
    carried = carry(form, reading, path, form)
    assert NEW not in carried.figures
    assert any("请对照原件重新填" in line for line in carried.left)


@pytest.mark.long
def test_words_hidden_in_a_heading_come_back_to_be_seen(form: Form, tmp_path: Path) -> None:
    """The cells of a heading were issued joined; what a unit left in them stops nobody's return."""
    workspace = county(tmp_path / "year")
    path = send(workspace, "001", figures(form))
    path.write_bytes(r.text("文字报告", "A36", "旧的一段。", path.read_bytes()))
    assert statuses(check(workspace))[0] == "returned"
    cell = opened(returned(workspace))["文字报告"]["A36"]
    assert cell.value == "【看不见的：旧的一段。】"
    assert not cell.protection.locked


def test_a_workbook_that_nothing_can_be_marked_in_stops_nobodys_return(
    form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise AttributeError

    monkeypatch.delenv("XXGK_RAISE", raising=False)
    monkeypatch.setattr(unit_files, "annotate", failing)
    workspace = county(tmp_path / "year")
    send(workspace, "001", wrong(form))
    assert statuses(check(workspace))[0] == "returned"
    assert returned(workspace, "_重填.xlsx").exists()
    assert returned(workspace, "_问题清单.xlsx").exists()
