"""Work grows with what there is to do, not faster: four times as much takes less than eight times as long.

XXGK_GROWTH=10 measures at ten times the size: 50,000 to 100,000 validations, 10,000 to 20,000 files in the
register.
"""

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
import recipes as r
from attacks import WORKBOOKS, page, pdf, text_of, word
from correspondence import county
from growth import MOST, grows
from shares import in_shares

from toolkit.answers import messages
from toolkit.answers.reading import unread_file
from toolkit.form.definition import load_form, shipped_forms
from toolkit.form.model import Form
from toolkit.published import _read
from toolkit.published.importing import import_reports
from toolkit.reading.workbook import read_file
from toolkit.year.inbox.listing import inbox_files
from toolkit.year.journal import record_receipts
from toolkit.year.receipts import order_of_arrival
from toolkit.year.workspace import UNREADABLE, Collection, FileResult

TIMES = float(os.environ.get("XXGK_GROWTH", "1"))


def test_what_is_quadratic_is_noticed() -> None:
    def quadratic(size: float) -> None:
        _ = [0 for _ in range(int(400 * size)) for _ in range(int(400 * size))]

    def linear(size: float) -> None:
        _ = [0 for _ in range(int(200_000 * size))]

    assert grows(quadratic, least=0) > MOST > grows(linear, least=0)


SHARE = ("数据有效性十万条", "合并单元格二十万处", "四百万格，没有地址，有数")
ALL = (*SHARE, "条件格式十万条", "共享公式三十万", "共享文字二百万", "定义名称二十万", "公式极长")


@pytest.mark.parametrize("name", in_shares(ALL if TIMES > 1 else SHARE))
def test_a_workbook(name: str, tmp_path: Path) -> None:
    share = (0.01 if "没有地址" in name else 0.05) * TIMES
    made: dict[float, Path] = {}
    for size in (0.5, 2):
        made[size] = tmp_path / f"{size}.xlsx"
        made[size].write_bytes(WORKBOOKS[name](share * size))
    assert grows(lambda size: read_file(made[size], "a.xlsx", [r.FORM])) < MOST


ROW = "<tr>" + "<td>1</td>" * 10 + "</tr>"
LINES = 49_500 if TIMES > 1 else 20_000  # twice as many are as many as a report may have
REPORTS = {
    "a.html": page(lambda n: "<p>一</p>" * int(LINES * n) + f"<table>{ROW * int(LINES * n / 20)}</table>"),
    "words.txt": text_of(lambda n: "公开信息1条。\n" * int(LINES * n)),
    "figures.txt": text_of(lambda n: "1 2 3 4 5 6 7\n" * int(LINES * n)),
    "titles.txt": text_of(lambda n: "一、总体情况\n二、主动公开政府信息情况\n" * int(LINES * n / 2)),
    "a.docx": word(lambda n: "<w:p><w:r><w:t>一</w:t></w:r></w:p>" * int(LINES * n)),
    "a.pdf": pdf(lambda _: "BT /F1 9 Tf (1) Tj ET", lambda n: int(LINES * n)),
}


@pytest.mark.long
@pytest.mark.parametrize("name", REPORTS if TIMES > 1 else ["figures.txt", "titles.txt", "a.pdf"])
def test_a_report(name: str, tmp_path: Path) -> None:
    forms = [load_form(one) for one in shipped_forms()]
    made: dict[float, Path] = {}
    for size in (0.5, 2):
        made[size] = tmp_path / f"{size}{name}"
        made[size].write_bytes(REPORTS[name](size))
    assert grows(lambda size: _read(made[size], forms), least=0.05) < MOST


@pytest.mark.long
@pytest.mark.skipif(TIMES <= 1, reason="writes workbooks: by XXGK_GROWTH only")
def test_many_reports_of_one_name(tmp_path: Path) -> None:
    for number in range(24):
        (tmp_path / f"{number}").mkdir()
        (tmp_path / f"{number}" / "a.txt").write_text(
            f"一、总体情况\n公开信息{number}条。\n", encoding="utf-8"
        )

    def work(size: float) -> None:
        paths = [tmp_path / f"{number}" / "a.txt" for number in range(int(12 * size))]
        list(import_reports(paths, tmp_path / f"out{time.monotonic_ns()}", shipped_forms()))

    assert grows(work, least=0.1) < MOST


@pytest.mark.long
def test_the_register_and_the_inbox(form: Form, tmp_path: Path) -> None:
    said = messages.UNREADABLE.finding(why="测试")

    def work(size: float) -> None:
        folder = tmp_path / f"{time.monotonic_ns()}"
        folder.mkdir()
        workspace = bare(folder)
        count = int(1000 * TIMES * size)
        results = [
            FileResult(reading=reading, status=UNREADABLE, findings=reading.findings)
            for number in range(count)
            if (reading := replace(unread_file(f"inbox/{number}.xlsx", said), sha256=f"{number:064x}"))
        ]
        for _ in range(2):
            record_receipts(workspace, Collection(form=form, year=2022, files=tuple(results)))
        assert len(order_of_arrival(workspace).contents) == count
        for number in range(count // 10):
            (workspace.folder / "inbox" / f"{number}").touch()
        assert len(inbox_files(workspace.folder / "inbox")[0]) == count // 10

    def bare(folder: Path):
        return county(folder / "year", ("001,甲局,部门,,",))

    assert grows(work, least=0.3) < MOST
