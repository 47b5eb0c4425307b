"""What is written beside 表三, over it or on its tab, and whether the table is refused for it."""

from pathlib import Path

import recipes as r
from openpyxl.comments import Comment
from openpyxl.workbook.workbook import Workbook

from toolkit.form.model import Mark
from toolkit.layout.layout import COVER

T3 = "表三"


def put(where: str, said: str, book: Workbook) -> None:
    """Write a statement beside 表三, on its tab or into what is printed around it."""
    sheet = book[T3]
    if where == "tab":
        sheet.title = said.replace("：", " ").replace("\n", " ")[:31]
    elif where == "note":
        sheet["D4"].comment = Comment(f"张三:\n{said}", "张三")
    elif where == "cover":
        book[COVER]["A31"] = said
    elif where == "header":
        sheet.oddHeader.right.text, sheet.oddHeader.right.size = said, 12
    else:
        sheet[where] = said


def refused(tmp_path: Path, where: str, said: str) -> bool:
    reading = r.read(tmp_path, r.edited(lambda book: put(where, said, book)))
    assert reading.submission is not None
    lost = {key.table for key, figure in reading.submission.figures.items() if figure is Mark.UNREADABLE}
    told = [f for f in reading.findings if f.rule == "S10"]
    assert ("applications" in lost if told else not lost) and (where == "cover" or len(lost) < 2)
    assert all(said[:10] in f.problem for f in told if where not in {"tab", "header"})
    return bool(told)
