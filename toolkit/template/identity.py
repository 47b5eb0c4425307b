"""The hidden sheet by which a workbook is known again: form, edition, unit, year."""

from toolkit.layout.layout import IDENTITY, LAYOUT, Place
from toolkit.template.book import TemplateBook
from toolkit.template.content import Content


def identity_of(content: Content) -> dict[str, str]:
    """Return what a workbook is known by."""
    return {
        "form": content.form.key,
        "edition": content.form.edition,
        "year": str(content.year),
        "unit_code": content.unit_code,
        "unit_name": content.unit_name,
        "kind": content.kind,
        "county": content.county,
        "notice": content.notice,
        "last_note": content.last_note,
        "layout": LAYOUT,
        **({"state": content.state} if content.state else {}),
        **({"made": content.made, "sums": _sums(content)} if content.made else {}),
        **({"tier": str(content.form.tier)} if content.form.tier else {}),
        **({"stamp": content.form.stamp} if content.form.stamp else {}),
    }


def _sums(content: Content) -> str:
    """Say by what the sums of each table are known again, to tell whether one was changed by hand."""
    return " ".join(f"{k}={known}" for k, known in content.submission.known_sums(content.form).items())


def write_identity(book: TemplateBook) -> None:
    """Write the hidden identity, and names for its cells that survive a rename of the sheet."""
    sheet = book.sheet(IDENTITY)
    for row, (key, value) in enumerate(identity_of(book.content).items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
        if key != "stamp":  # tells of the form, not of the workbook
            book.workbook.define_name(f"xxgk_{key}", f"={Place(IDENTITY, row, 1).formula('')}")
    sheet.very_hidden()
