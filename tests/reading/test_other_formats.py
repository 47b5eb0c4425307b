"""Workbooks saved by LibreOffice as .xlsx, .xls, .ods, under right and wrong names, with a password."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import msoffcrypto
import olefile
import pytest
import recipes as r
from msoffcrypto.format.ooxml import OOXMLFile

from toolkit.form.model import Form, Key, Level, Mark
from toolkit.layout.layout import lay_out
from toolkit.reading.opened import Opened
from toolkit.reading.tampering import seems_as_issued
from toolkit.year.inbox.loose import check_files
from toolkit.year.workspace import FileResult

ERRORS = {"D9": "#DIV/0!", "E9": "#N/A", "F9": "#REF!", "G9": "#NAME?"}
Saved = Callable[[str], dict[str, bytes]]


def with_errors() -> bytes:
    """Formulas that come to errors, in cells for figures; the unit also says that blanks are 0."""
    data = r.good(identity={"zero_blanks": "是"})
    for address, formula in zip(ERRORS, ("1/0", "NA()", "#REF!+1", "nosuch(1)"), strict=True):
        data = r.cell("表三", address, f"<f>{formula}</f><v>{ERRORS[address]}</v>", data, "e")
    return data


SOURCES = {
    "好": lambda: r.text("表三", "D9", "12件"),
    "覆盖": lambda: r.number("表三", "D30", 999),
    "出错": with_errors,
}


@pytest.fixture(scope="module")
def saved(office, tmp_path_factory: pytest.TempPathFactory) -> Saved:
    """The sources as LibreOffice saves them in a format; each format once."""
    folder, done = tmp_path_factory.mktemp("saved"), {}
    for name, make in SOURCES.items():
        (folder / f"{name}.xlsx").write_bytes(make())

    def save(kind: str) -> dict[str, bytes]:
        if kind not in done:
            paths = office([folder / f"{name}.xlsx" for name in SOURCES], kind, folder / kind)
            done[kind] = {path.stem: path.read_bytes() for path in paths}
        return done[kind]

    return save


def judged(tmp_path: Path, data: bytes, suffix: str) -> FileResult:
    path = tmp_path / f"来件.{suffix}"
    path.write_bytes(data)
    (result,) = check_files([path], [r.FORM], workers=0).files
    assert path.read_bytes() == data
    return result


def rules(result: FileResult) -> set[str]:
    return {finding.rule for finding in result.findings}


@pytest.mark.office
def test_what_libreoffice_saved_is_told_at_a_glance(saved: Saved, form: Form):
    data = saved("xlsx")["好"]
    assert seems_as_issued(lay_out(form), Opened(data, zipfile.ZipFile(io.BytesIO(data))))


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize("name", ["好", "覆盖"])
def test_figures_are_read(name: str, kind: str, saved: Saved, tmp_path: Path, form: Form):
    result = judged(tmp_path, saved(kind)[name], kind)
    changed = {} if name == "覆盖" else {Key("applications", "granted", "natural_person"): 12}
    assert dict(result.reading.submission.figures) == {**r.figures(), **changed}
    assert ("F09" in rules(result)) == (kind != "xlsx")
    assert not rules(result) & {"S09", "S10", "S14", "S18", "C07", "C08", "F06"}
    if kind == "xlsx":
        changes = [f.message for f in result.findings if f.rule == "S13"]
        assert all("结构保护已解除" in message for message in changes)  # LibreOffice drops it
    if name == "覆盖":
        assert "R02" in rules(result)
        assert rules(result) & {"T01", "T08"}


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_error_values_are_refused_by_cell(kind: str, saved: Saved, tmp_path: Path):
    result = judged(tmp_path, saved(kind)["出错"], kind)
    refused = {f.cell: f.found for f in result.findings if f.rule == "C02"}
    assert refused == ERRORS
    figures = result.reading.submission.figures
    unknown = {key.column for key in figures if figures[key] is Mark.UNREADABLE}
    assert len(unknown) == len(ERRORS)
    assert result.status == "returned"


@pytest.mark.office
@pytest.mark.parametrize(
    ("kind", "suffix"), [("xls", "xlsx"), ("xls", "et"), ("ods", "xlsx"), ("xlsx", "xls")]
)
def test_a_wrong_name_does_not_matter(kind: str, suffix: str, saved: Saved, tmp_path: Path):
    result = judged(tmp_path, saved(kind)["好"], suffix)
    assert result.reading.submission.figures[Key("applications", "granted", "natural_person")] == 12


@pytest.mark.office
@pytest.mark.parametrize("tenth", [1, 3, 5, 7, 9])
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_a_part_of_a_file_is_refused(kind: str, tenth: int, saved: Saved, tmp_path: Path):
    data = saved(kind)["好"]
    result = judged(tmp_path, data[: len(data) * tenth // 10], kind)
    submission = result.reading.submission
    assert any(f.level is Level.ERROR for f in result.findings) or (
        submission is not None
        and dict(submission.figures) == {**r.figures(), Key("applications", "granted", "natural_person"): 12}
    )


@pytest.mark.long
@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_mutants(kind: str, saved: Saved, tmp_path: Path):
    """Bytes of an .xls, and elements and attributes of an .ods, spoiled at random.

    A finding or a figure, no traceback.
    """
    for seed in range(40):
        rng, data = Random(seed), saved(kind)["好"]
        data = spoiled_bytes(rng, data) if kind == "xls" else spoiled_content(rng, data)
        result = judged(tmp_path, data, kind)
        said = f"{seed}: {[f.message[:80] for f in result.findings]}"
        assert "F07" not in rules(result), said
        assert result.reading.submission is not None or any(
            f.level is Level.ERROR for f in result.findings
        ), said


def spoiled_bytes(rng: Random, data: bytes) -> bytes:
    spoiled = bytearray(data)
    for _ in range(rng.choice((1, 4, 30))):
        spoiled[rng.randrange(len(spoiled))] = rng.randrange(256)
    return bytes(spoiled)


def spoiled_content(rng: Random, data: bytes) -> bytes:
    entries = r.parts(data)
    text = entries["content.xml"].decode()
    pattern = rng.choice((r"<table:table-cell[^>]*>", r' [\w:]+="[^"]*"', r"</?[\w:]+[^>]*>"))
    span = rng.choice(list(re.finditer(pattern, text)))
    other = re.sub(r"\d", lambda _: str(rng.randrange(10)), span[0])
    instead = rng.choice(("", span[0] * 2, other))
    return r.packed(
        {**entries, "content.xml": f"{text[: span.start()]}{instead}{text[span.end() :]}".encode()}
    )


# ------------------------------------------------------------------ locked with a password


def test_an_encrypted_workbook_says_how_to_unlock_it(tmp_path: Path):
    """Encrypted as Excel does (ECMA-376 agile encryption)."""
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(r.good())).encrypt("123456", target)
    assert msoffcrypto.OfficeFile(io.BytesIO(target.getvalue())).is_encrypted()
    result = judged(tmp_path, target.getvalue(), "xlsx")
    assert rules(result) == {"F03"}
    message = result.findings[0].message
    assert "用密码进行加密" in message and "WPS" in message


@pytest.mark.office
def test_an_encrypted_xls_is_told(saved: Saved, tmp_path: Path):
    """The second record of the stream of records says that what follows is encrypted."""
    path = tmp_path / "加密.xls"
    path.write_bytes(saved("xls")["好"])
    with olefile.OleFileIO(str(path), write_mode=True) as container:
        stream = bytearray(container.openstream("Workbook").read())
        second = 4 + int.from_bytes(stream[2:4], "little")
        stream[second : second + 2] = (0x2F).to_bytes(2, "little")
        container.write_stream("Workbook", bytes(stream))
    assert rules(judged(tmp_path, path.read_bytes(), "xls")) >= {"F03"}


@pytest.mark.office
def test_an_encrypted_ods_is_told(saved: Saved, tmp_path: Path):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved("ods")["好"])) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "META-INF/manifest.xml":
                data = data.replace(
                    b"</manifest:manifest>",
                    b'<manifest:file-entry manifest:full-path="x" manifest:media-type="text/xml">'
                    b"<manifest:encryption-data/></manifest:file-entry></manifest:manifest>",
                )
            new.writestr(entry, bytes(len(data)) if entry.filename == "content.xml" else data)
    assert rules(judged(tmp_path, target.getvalue(), "ods")) >= {"F03"}
