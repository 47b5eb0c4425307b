"""What a page sent: the texts and the files of its form."""

from starlette.datastructures import FormData, UploadFile

MOST_FIELDS = 100


def text_of(form: FormData, name: str) -> str:
    """Return what was typed into a field, trimmed; empty when the page sent no such field."""
    given = form.get(name, "")
    return given.strip() if isinstance(given, str) else ""


async def uploaded_files(form: FormData, name: str) -> list[tuple[str, bytes]]:
    """Return the files of a field: names as sent, which are only names, and contents."""
    given = [part for part in form.getlist(name) if isinstance(part, UploadFile) and part.filename]
    return [(part.filename or "", await part.read()) for part in given]
