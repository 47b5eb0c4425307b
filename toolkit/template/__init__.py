"""The locked workbook that a unit fills in: a projection of the form, prefilled, with live rules.

`render` makes the whole workbook as bytes; the same content always gives the same bytes. Each sheet has a
module.
"""

from datetime import datetime

from toolkit.layout.packing import pack
from toolkit.layout.place import COVER
from toolkit.template.book import TemplateBook
from toolkit.template.checks import write_checks, write_reasons
from toolkit.template.content import Content
from toolkit.template.cover import write_cover
from toolkit.template.guide import write_guide
from toolkit.template.identity import identity_of, write_identity
from toolkit.template.paste_sheet import write_paste_sheet
from toolkit.template.prose import write_prose
from toolkit.template.tables import write_table
from toolkit.template.working_paper import write_working_paper

__all__ = ["Content", "identity_of", "render", "write_sheets"]


def render(content: Content) -> bytes:
    """Make the locked workbook of one unit (.xlsx), filled as far as `content` goes.

    Deterministic: equal contents give equal bytes. Every formula carries its result, so that a preview on a
    phone shows what Excel would. Open are the typed cells, the passages, the cover's fields and the reasons,
    all else is locked.
    """
    book = TemplateBook.begun(content)
    write_sheets(book)
    return pack(dict(book.workbook.parts()))


def write_sheets(book: TemplateBook) -> None:
    """Write a workbook; of one that is `like` another only what may differ."""
    content = book.content
    book.workbook.set_properties(
        {
            "title": f"{content.unit_name}{content.year}年{content.form.title}",
            "subject": content.form.key,
            "author": content.county,
            "comments": content.notice,
            "created": datetime(content.year, 12, 31),  # noqa: DTZ001 (Excel knows no zones; fixed for equal bytes)
        }
    )
    write_cover(book)
    if book.whole:
        write_guide(book)
    for table in content.form.tables:
        write_table(book, table)
    if content.form.narrative:
        write_prose(book)
    write_checks(book)
    if book.layout.reasons:
        write_reasons(book)
    write_identity(book)
    write_working_paper(book)
    if book.whole and book.layout.paste_zones:
        write_paste_sheet(book)
    book.workbook.get_worksheet_by_name(COVER).activate()
