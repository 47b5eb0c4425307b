"""No main process takes foreign bytes apart: whatever the command, parsers see them in the cage only."""

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
import recipes as r
from founding import founded

from toolkit.year.issuing import issue

pytestmark = [
    pytest.mark.caged,
    pytest.mark.long,
    pytest.mark.skipif(sys.platform != "linux", reason="where processes are forked or told by their number"),
]

# stands before every parser; what the first process gives one is written down, with the module that did
WATCH = """
import os, sys
os.environ.setdefault("WATCHED", str(os.getpid()))
import email, zipfile
import lxml.etree, lxml.html, olefile, openpyxl, pypdfium2, python_calamine, xlrd

def ours(name, given, more):
    "Whether an archive is being written, or is the one that Python itself may lie in."
    writing = name == "__init__" and (given[2:] + (more.get("mode", "r"),))[0] != "r"
    return writing or (name == "__init__" and str(given[1]).startswith(sys.base_prefix))

def watch(holder, name):
    parser = getattr(holder, name)
    def seen(*given, **more):
        if str(os.getpid()) == os.environ["WATCHED"] and not ours(name, given, more):
            frame = sys._getframe(1)
            while frame and "/toolkit/" not in frame.f_code.co_filename:
                frame = frame.f_back
            if frame:
                with open(os.environ["WATCHED_INTO"], "a") as told:
                    module = frame.f_code.co_filename.split("/toolkit/")[-1]
                    print(module, holder.__name__, name, *map(type, given[1:2]), file=told)
        return parser(*given, **more)
    setattr(holder, name, seen)

for holder, names in {
    python_calamine.CalamineWorkbook: (), openpyxl: ("load_workbook",), xlrd: ("open_workbook",),
    lxml.etree: ("fromstring", "parse", "iterparse"), lxml.html: ("document_fromstring",),
    olefile: ("OleFileIO",), pypdfium2: ("PdfDocument",), email: ("message_from_bytes",),
    zipfile.ZipFile: ("__init__",),
}.items():
    for name in names:
        watch(holder, name)

class Calamine:
    @staticmethod
    def from_path(*given):
        return calamine.from_path(*given)
    @staticmethod
    def from_filelike(*given):
        return calamine.from_filelike(*given)
    @staticmethod
    def from_object(*given):
        return calamine.from_object(*given)

calamine, python_calamine.CalamineWorkbook = python_calamine.CalamineWorkbook, Calamine
for name in ("from_path", "from_filelike", "from_object"):
    watch(Calamine, name)
"""
OWN = ("report/", "layout/")  # write documents and workbooks of ours, from templates of ours
PAGE = "<html><h1>司法局2022年政府信息公开工作年度报告</h1><p>一、总体情况</p></html>"


def given(folder: Path) -> None:
    """A year's folder, and foreign files for all its doors."""
    workspace = founded(folder)
    list(issue(workspace))
    inbox = workspace.path("inbox")
    (inbox / "005.xlsx").write_bytes(r.good(2, unit_code="005", unit_name="财政局"))
    (inbox / "004.xlsx").write_bytes(r.number("表三", "D30", 999))
    (inbox / "坏.xlsx").write_bytes(r.good()[:-500])
    (inbox / "旧.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (inbox / "包.zip").write_bytes(r.packed({"004.xlsx": r.good()}))
    (inbox / "信.eml").write_bytes(b"From: a@b\nTo: c@d\nMIME-Version: 1.0\nContent-Type: text/plain\n\nx\n")
    (folder / "in").mkdir()
    (folder / "in" / "a.html").write_text(PAGE, encoding="utf-8")
    (folder / "in" / "b.xlsx").write_bytes(r.good())
    (folder / "值.csv").write_text("table,row,column,value\napplications,new,natural_person,3\n", "utf-8")
    for name in ("名录.xlsx", "county/waivers.xlsx"):
        book = openpyxl.Workbook()
        heads = ["单位代码", "单位名称", "单位类别"]
        book.active.append(
            heads if "名录" in name else ["单位代码", "规则", "年度", "理由", "批准人", "有效期至"]
        )
        book.active.append(["001", "甲局", "部门"] if "名录" in name else [])
        book.save(folder / name)


@pytest.mark.parametrize(
    "commands",
    [
        [("check", "county"), ("consolidate", "county", "--draft"), ("report", "county", "--units")],
        [("verify", "county", "in/a.html", "--unit", "005"), ("import", "in", "-o", "out")],
        [
            ("fill", "county/issued/004_司法局.xlsx", "--values", "值.csv", "-o", "a.xlsx"),
            ("fill", "county/issued/004_司法局.xlsx", "--values", "in/b.xlsx", "-o", "b.xlsx"),
            ("init", "甲", "--county", "某县", "--year", "2022", "--roster", "名录.xlsx"),
            ("init", "乙", "--county", "某县", "--year", "2023", "--last-year", "in"),
        ],
    ],
    ids=["inbox", "pages", "lists"],
)
def test_what_is_foreign_is_parsed_in_the_cage(commands: list[tuple[str, ...]], tmp_path: Path) -> None:
    given(tmp_path)
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    told = tmp_path / "told.txt"
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-m", "toolkit", *command],
            cwd=tmp_path,
            capture_output=True,
            check=False,
            encoding="utf-8",
            timeout=300,
            env=os.environ
            | {
                "PYTHONPATH": f"{tmp_path / 'watch'}:{Path(__file__).parents[1]}",
                "WATCHED_INTO": str(told),
            },
        )
        assert "Traceback" not in done.stderr, done.stderr
    seen = set(told.read_text("utf-8").splitlines()) if told.exists() else set()
    assert {line for line in seen if not line.startswith(OWN)} == set()
    assert bool(seen) is (commands[0][0] == "check")  # the watch sees what documents are made from
