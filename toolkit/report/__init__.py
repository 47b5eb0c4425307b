"""The report itself: one declared content (`compose`), as .docx in 公文 style and as accessible .html.

The flow: tables (as printed) and sentences (what the figures say) → content → docx, html.
"""

from toolkit.report.content import OfficialReport, compose
from toolkit.report.docx import docx_bytes
from toolkit.report.html import html_text

__all__ = ["OfficialReport", "compose", "docx_bytes", "html_text"]
