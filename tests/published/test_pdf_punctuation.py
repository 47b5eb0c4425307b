"""Where a font says of a comma only how high itself it is, the comma stays in its line."""

import ctypes
from pathlib import Path
from typing import Any

import docx
import pytest
from shipped_forms import FORMS

from toolkit.published.pages import Paragraph
from toolkit.published.pdf import page
from toolkit.published.sources import open_report

LINES = (
    "草稿：未经审核，不得公布",
    "青禾县水务局2024年度报告",
    "按要求公开信息，编制、发布。未发生泄密。",
    "1.属于国家秘密，收费3.75万元。",
)


@pytest.mark.long
@pytest.mark.office
@pytest.mark.parametrize("below", [0.0, 0.12, 0.2])
def test_punctuation_stays_in_its_line(
    office, below: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As LibreOffice makes some fonts: the box of a comma is a third as high as that of a letter.

    It may hang `below` the letters, by so much of their size.
    """
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    document.save(str(tmp_path / "r.docx"))
    (path,) = office([tmp_path / "r.docx"], "pdf", tmp_path / "out")
    box_of = page.pdfium.FPDFText_GetLooseCharBox

    def squat(text: Any, n: int, box: Any) -> int:
        found = box_of(text, n, box)
        rectangle = ctypes.cast(box, ctypes.POINTER(page.pdfium.FS_RECTF)).contents
        if chr(page.pdfium.FPDFText_GetUnicode(text, n)) in "，、。.":
            tall = rectangle.top - rectangle.bottom
            rectangle.bottom -= below * tall
            rectangle.top = rectangle.bottom + tall / 3
        return found

    monkeypatch.setattr(page.pdfium, "FPDFText_GetLooseCharBox", squat)
    items, _ = open_report(path, FORMS)
    texts = ["".join(item.text.split()) for item in items if isinstance(item, Paragraph)]
    assert texts == list(LINES)
