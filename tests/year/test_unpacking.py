"""Mails and archives among what units sent: their workbooks count as if sent alone.

Whatever cannot be opened is named.
"""

import io
import itertools
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from compound_file import compound_file, outlook_mail
from correspondence import check, county, figures, send

from toolkit.county.consolidation import consolidate
from toolkit.returns.check_year import check_year
from toolkit.year.collection import collect
from toolkit.year.entering.decisions import pin_version
from toolkit.year.pins import Pin
from toolkit.year.workspace import ACCEPTED, MISSING, UNPACKED, open_workspace

PICTURE = b"\xff\xd8\xff\xe0" + b"scan" * 50


def mail(*attached: tuple[str, bytes], inner: EmailMessage | None = None) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "年报", "a@example.invalid", "b@example.invalid"
    message.set_content("见附件")
    for name, data in attached:
        kind = ("image", "jpeg") if name.endswith(".jpg") else ("application", "octet-stream")
        message.add_attachment(data, maintype=kind[0], subtype=kind[1], filename=name)
    if inner is not None:
        message.add_attachment(inner)
    return message.as_bytes()


def archive(*held: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in held:
            made.writestr(name, data)
    return target.getvalue()


def in_gbk(data: bytes) -> bytes:
    """Name the workbook QQQQ.xlsx of an archive as Chinese Windows would.

    GBK, and no flag that says which writing.
    """
    return data.replace(b"QQQQ.xlsx", "甲局.xlsx".encode("gbk"))


@pytest.fixture
def workspace(tmp_path):
    return county(tmp_path / "c")


def workbook(workspace, code: str) -> bytes:
    path = send(workspace, code, figures(workspace.form, int(code)))
    data = path.read_bytes()
    path.unlink()
    return data


def put(workspace, name: str, data: bytes) -> None:
    (workspace.path("inbox") / name).write_bytes(data)


def test_attachments_count_as_files_of_their_own(workspace):
    books = {code: workbook(workspace, code) for code in ("001", "002", "003")}
    put(
        workspace,
        "转来.eml",
        mail(("甲局 年报.xlsx", books["001"]), ("乙.zip", archive(("乙局.xlsx", books["002"])))),
    )
    put(workspace, "各镇.zip", archive(("各镇/丙镇.xlsx", books["003"]), ("__MACOSX/._x", b"junk")))
    collection = check(workspace)
    assert [s.status for s in collection.standings] == [ACCEPTED] * 3
    assert collection.clean
    files = {s.unit.code: s.file for s in collection.standings}
    assert files["001"].startswith(f"{UNPACKED}/") and files["001"].endswith("_转来.eml/甲局 年报.xlsx")
    assert "转来.eml/乙局.xlsx" in files["002"] and "各镇.zip/丙镇.xlsx" in files["003"]
    assert all((workspace.folder / file).is_file() for file in files.values())
    assert {path.name for path in (workspace.folder / "inbox").iterdir()} == {"转来.eml", "各镇.zip"}
    again = check(workspace)
    assert {s.unit.code: s.file for s in again.standings} == files


def test_mails_saved_by_outlook_are_taken_apart_too(workspace):
    books = {code: workbook(workspace, code) for code in ("001", "002", "003")}
    inner = outlook_mail(("丙镇.zip", archive(("丙镇.xlsx", books["003"]))))
    put(workspace, "转发.msg", compound_file(outlook_mail(("甲局 年报.xlsx", books["001"]), inner)))
    put(workspace, "乙.msg", compound_file(outlook_mail(("../乙局.xlsx", books["002"]))))
    put(workspace, "签名.msg", compound_file(outlook_mail(("logo.png", PICTURE), hidden=True)))
    collection = check(workspace)
    assert [s.status for s in collection.standings] == [ACCEPTED] * 3
    files = {s.unit.code: s.file for s in collection.standings}
    assert files["001"].endswith("转发.msg/甲局 年报.xlsx") and files["002"].endswith("乙.msg/乙局.xlsx")
    assert files["003"].endswith("转发.msg/丙镇.xlsx")
    (other,) = (f for f in collection.files if f.reading.file.startswith("inbox/"))
    assert "Outlook 邮件" in other.findings[0].message  # a picture shown in the words is no attachment


def test_what_its_mail_takes_away_counts_no_more(workspace):
    put(workspace, "甲.eml", mail(("甲局.xlsx", workbook(workspace, "001"))))
    assert check(workspace).standings[0].status == ACCEPTED
    (workspace.folder / "inbox" / "甲.eml").unlink()
    assert check(workspace).standings[0].status == MISSING


def test_names_in_gbk_are_read_and_none_leads_out(workspace):
    book = workbook(workspace, "001")
    put(workspace, "a.zip", in_gbk(archive(("QQQQ.xlsx", book))))
    held = [
        ("../../up.txt", b"1"),
        ("..\\back.txt", b"2"),
        ("/etc/abs.txt", b"3"),
        ("A.txt", b"4"),
        ("x/a.TXT", b"5"),
    ]
    put(workspace, "b.zip", archive(*held))
    before = {path for path in workspace.folder.parent.rglob("*") if UNPACKED not in path.parts}
    collection = check(workspace)
    assert "甲局.xlsx" in (collection.standings[0].file or "")
    taken = {path.name for path in (workspace.folder / UNPACKED).rglob("*.*") if path.is_file()}
    assert taken == {"甲局.xlsx", "up.txt", "back.txt", "abs.txt", "A.txt", "a(2).TXT"}
    new = {path for path in workspace.folder.parent.rglob("*") if UNPACKED not in path.parts} - before
    assert all(path.is_relative_to(workspace.folder) for path in new)


def bomb() -> bytes:
    inner = archive(("x.txt", b"\0" * (40 * 2**20)))
    return archive(("1.zip", inner), ("2.zip", inner))


def deep_mail() -> bytes:
    parts = outlook_mail(("x.txt", b"x"))
    for _ in range(5):
        parts = outlook_mail(parts)
    return compound_file(parts)


def deep() -> bytes:
    data = archive(("x.txt", b"x"))
    for _ in range(4):
        data = archive(("in.zip", data))
    return data


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("炸弹.zip", bomb()),
        ("太深.zip", deep()),
        ("太深.msg", deep_mail()),
        ("断了.msg", compound_file(outlook_mail(("x.txt", b"x" * 9000)))[:5000]),
        ("太多.msg", compound_file(outlook_mail(*((f"{n}.txt", b"x") for n in range(501))))),
        ("太多.zip", archive(*((f"{n}.txt", b"") for n in range(501)))),
        ("断了.zip", archive(("a.txt", b"a" * 500))[:-30]),
        ("空的.zip", archive()),
        ("没有附件.eml", mail()),
        ("不是邮件.eml", b"\x00\x01\x02" * 30),
        ("改名.zip", archive(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_taken_apart_is_named_and_nothing_of_it_counts(workspace, name, data):
    put(workspace, name, data)
    collection = check(workspace)
    (result,) = collection.files
    assert result.reading.file == f"inbox/{name}"
    assert result.findings and result.findings[0].blocks
    assert not list((workspace.folder / UNPACKED).glob("*/*"))


def test_scans_are_filed_with_the_unit_that_sent_its_workbook(workspace):
    for code in ("001", "002", "003"):
        put(workspace, f"{code}_表.xlsx", workbook(workspace, code))
    put(workspace, "甲局签字页.jpg", PICTURE)
    put(workspace, "002_盖章.pdf", b"%PDF-1.4 scan")
    collection = check(workspace)
    filed = {f.reading.file: f for f in collection.files if f.annex}
    assert {name: f.unit.code for name, f in filed.items()} == {
        "inbox/甲局签字页.jpg": "001",
        "inbox/002_盖章.pdf": "002",
    }
    assert collection.clean
    assert all(f.label == "附件" and f.status == "foreign" for f in filed.values())
    assert {one.rule for f in filed.values() for one in f.findings} == {"F13"}
    assert not list((workspace.folder / "returned").glob("*_退回*"))


def test_a_scan_of_any_name_is_of_the_unit_whose_workbook_it_came_with(workspace):
    """In one mail or archive; its own name is heard first, and of two units' workbooks nobody knows."""
    first, second = workbook(workspace, "001"), workbook(workspace, "002")
    put(
        workspace,
        "一.eml",
        mail(("年报.xlsx", first), ("扫描件0001.jpg", PICTURE), ("乙局盖章.jpg", PICTURE)),
    )
    files = {f.reading.file.rpartition("/")[2]: f for f in check(workspace).files}
    assert files["扫描件0001.jpg"].annex and files["扫描件0001.jpg"].unit.code == "001"
    assert not files["乙局盖章.jpg"].annex  # that unit has sent no workbook
    put(workspace, "一.eml", archive(("年报1.xlsx", first), ("年报2.xlsx", second), ("IMG_2.jpg", PICTURE)))
    put(workspace, "说明.eml", mail(("IMG_3.jpg", PICTURE)))
    files = {f.reading.file.rpartition("/")[2]: f for f in check(workspace).files}
    assert not any(file.annex for name, file in files.items() if name.startswith("IMG"))


def test_a_scan_alone_is_no_report_and_an_unknown_one_is_named(workspace):
    put(workspace, "甲局签字页.jpg", PICTURE)
    put(workspace, "IMG_0001.jpg", PICTURE)
    collection = check(workspace)
    assert not any(f.annex for f in collection.files)
    assert [f.findings[0].rule for f in collection.files] == ["F04", "F04"]
    assert not collection.clean
    assert list((workspace.folder / "returned").glob("001_*"))  # the unit is told


@pytest.mark.parametrize("junk", ["~$甲局.xlsx", "Thumbs.db", "甲局/~$甲局.xlsx", ".~lock.甲局.xlsx#"])
def test_what_is_nobody_s_report_is_none_in_an_archive_either(workspace, junk):
    """A workbook that was open while its folder was packed leaves its lock beside it."""
    data, lock = workbook(workspace, "001"), b"\x06user" + b"\0" * 159
    put(workspace, "甲局.zip", archive(("甲局/甲局.xlsx", data), (junk, lock)))
    put(
        workspace,
        "乙局.eml",
        mail(("乙局.xlsx", workbook(workspace, "002")), (junk.rsplit("/", 1)[-1], lock)),
    )
    files = collect(workspace, workers=0).files
    assert [file.status for file in files] == [ACCEPTED, ACCEPTED]


def test_an_archive_of_a_lock_alone_is_told(workspace):
    put(workspace, "甲局.zip", archive(("~$甲局.xlsx", b"\x06user" + b"\0" * 159)))
    (file,) = collect(workspace, workers=0).files
    assert (file.reading.file, file.status) == ("inbox/甲局.zip", "unreadable")


WORD = archive(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>"))
PAGE = b"<html><body>report</body></html>"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("甲局年报.docx", WORD),
        ("001_报告.html", PAGE),
        ("甲局年报.rtf", b"{\\rtf1 x}"),
        ("甲局说明.txt", b"x"),
    ],
)
def test_the_report_as_a_document_is_filed_with_the_units_workbook(workspace, name, data):
    put(workspace, name, data)
    alone = check(workspace)
    assert not alone.clean and [f.rule for f in file_called(alone, name).findings] == ["F04"]
    for code in ("001", "002", "003"):
        put(workspace, f"{code}_表.xlsx", workbook(workspace, code))
    beside = check(workspace)
    assert beside.clean and file_called(beside, name).annex and file_called(beside, name).unit.code == "001"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("甲局改.xlsx", WORD),
        ("甲局改.xls", PAGE),
        ("甲局.csv", b"a,b"),
        ("甲局.rar", b"Rar!x"),
        ("年报.docx", WORD),
    ],
)
def test_what_may_be_another_workbook_or_anybodys_is_asked_about(workspace, name, data):
    for code in ("001", "002", "003"):
        put(workspace, f"{code}_表.xlsx", workbook(workspace, code))
    put(workspace, name, data)
    collection = check(workspace)
    assert not collection.clean and not file_called(collection, name).annex


@pytest.mark.parametrize("later", [True, False])
def test_a_document_that_comes_after_the_workbook_may_say_something_else(workspace, later):
    for code in ("001", "002", "003"):
        put(workspace, f"{code}_表.xlsx", workbook(workspace, code))
    if later:
        check(workspace)
    put(workspace, "甲局年报.docx", WORD)
    put(workspace, "甲局盖章.pdf", b"%PDF-1.4 scan")
    collection = check(workspace)
    told = {f.reading.file: f.findings[0].message for f in collection.files if f.annex}
    assert ["后收到" in told[f"inbox/{name}"] for name in ("甲局年报.docx", "甲局盖章.pdf")] == [later, False]
    assert collection.clean


@pytest.mark.parametrize("later", [True, False])
@pytest.mark.parametrize(
    "name", ["甲局更正说明.docx", "附件/甲局 撤回上报.txt", "以此为准（甲局）.html", "甲局年报.docx"]
)
def test_a_document_called_a_correction_is_asked_about_until_a_workbook_follows_or_it_is_decided(
    workspace, name, later
):
    for code in ("001", "002", "003"):
        put(workspace, f"{code}_表.xlsx", workbook(workspace, code))
    days = itertools.count(1)

    def checked(year):
        return check_year(year, workers=0, now=datetime(2023, 1, next(days), tzinfo=UTC))[0]

    if later:
        checked(workspace)
    (workspace.path("inbox") / "附件").mkdir()
    put(workspace, name, {"docx": WORD, "txt": "我局报的数有误".encode(), "html": PAGE}[name[-4:].strip(".")])
    asked = later and name != "甲局年报.docx"
    for _ in range(2):
        collection = checked(workspace)
        (found,) = file_called(collection, name.rpartition("/")[2]).findings
        assert (found.rule, found.blocks) == (("F15", True) if asked else ("F13", False))
        assert collection.clean is not asked
    pin_version(workspace, Pin(unit_code="001", file="001_表.xlsx", reason="单位来电：只改了文字"))
    decided = open_workspace(workspace.folder)
    for _ in range(2):
        assert checked(decided).clean


@pytest.mark.parametrize("later", [True, False])
def test_what_came_after_a_workbook_and_cannot_be_read_leaves_a_draft(workspace, later):
    """It may be the unit's last word: until it comes again, or the office decides."""
    sent = {code: workbook(workspace, code) for code in ("001", "002", "003")}
    days = itertools.count(1)

    def complete():
        year = open_workspace(workspace.folder)
        return consolidate(
            year, check_year(year, workers=0, now=datetime(2023, 1, next(days), tzinfo=UTC))[0]
        ).complete

    broken = sent["001"][: len(sent["001"]) // 2]
    if not later:
        put(workspace, "甲局（更正）.xlsx", broken)
        complete()
    for code, data in sent.items():
        put(workspace, f"{code}_表.xlsx", data)
    assert complete()
    if later:
        put(workspace, "甲局（更正）.xlsx", broken)
    assert [complete(), complete()] == [not later] * 2
    pin_version(workspace, Pin(unit_code="001", file="001_表.xlsx", reason="单位来电：更正的一份不要了"))
    assert [complete(), complete()] == [True, True]


def file_called(collection, name):
    (found,) = (f for f in collection.files if f.reading.file.rpartition("/")[2] == name)
    return found
