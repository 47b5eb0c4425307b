"""How a person names a figure.

By its key, by a cell of the workbook (表三 J7), or by its labels (本年新收·总计).
"""

import re
import unicodedata
from collections.abc import Mapping

from rapidfuzz.process import extract

from toolkit.errors import UsageError
from toolkit.form.model import Form, Key
from toolkit.layout.layout import lay_out

_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|[0-9]+[.、])")
_BETWEEN = re.compile(r"[·.,，、/／|>\s!:：_-]+")
_CELL = re.compile(r"(.+?)[\s!:·]*\$?([A-Z]{1,3})\$?([0-9]{1,5})", re.IGNORECASE)


def find_figure(form: Form, name: str) -> Key:
    """Find the figure that is meant.

    Raises UsageError when there is none, or more than one, naming those near it.
    """
    written = unicodedata.normalize("NFKC", name).strip()
    key = Key.read(written)
    if key in form.position:
        return key
    at = _CELL.fullmatch(written)
    cells = {(place.sheet, place.a1): key for key, place in lay_out(form).places.items()}
    if at is not None and (at[1].strip(), at[2].upper() + at[3]) in cells:
        return cells[at[1].strip(), at[2].upper() + at[3]]
    named = _named(form, written)
    if len(named) == 1:
        return next(iter(named))
    if named:
        several = "、".join(
            f"{form.table(key.table).sheet}·{label}" for key, label in list(named.items())[:6]
        )
        raise UsageError(f"“{name[:80]}”有 {len(named)} 个格，是哪一个：{several}？")
    near = [
        label
        for label, _, _ in extract(written, [form.label(key) for key in form.cells], limit=3, score_cutoff=50)
    ]
    meant = f"，是不是“{'”“'.join(dict.fromkeys(near))}”？" if near else "。"
    raise UsageError(
        f"表样里没有“{name[:80]}”这个格{meant}写法：表样的键（{form.cells[0]}）、"
        f"工作簿的格（{cell_of(form, form.cells[0])}）、行·栏的名称（{form.label(form.cells[0])}）。"
    )


def cell_of(form: Form, key: Key) -> str:
    """Name a figure by its cell: 表三 J7."""
    place = lay_out(form).places[key]
    return f"{place.sheet} {place.a1}"


def _named(form: Form, written: str) -> Mapping[Key, str]:
    """Give the figures whose words are all written.

    Those of its row and its column, and of its sheet where it is said.
    """
    asked = _words(written)
    found = {}
    for key in form.cells:
        table, label = form.table(key.table), form.label(key)
        if asked in {_words(label), _words(f"{table.sheet}·{label}"), _words(f"{table.title}·{label}")}:
            found[key] = label
    return found


def _words(label: str) -> tuple[str, ...]:
    """Take a name apart: without numbering, and however its parts are set apart."""
    parts = (unicodedata.normalize("NFKC", part) for part in re.split(r"[·/|]|\s+", label))
    plain = (_BETWEEN.sub("", _NUMBERING.sub("", part.strip())) for part in parts)
    return tuple(part for part in plain if part)
