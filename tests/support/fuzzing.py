"""Mutants of valid filled workbooks, with a fixed seed, and an oracle that knows what each sheet now says.

A mutant is well read when every figure equals the one in the sheet, or when there is a finding.
Run many: make fuzz, or make fuzz N=5000
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from xml.etree import ElementTree as ET

import recipes as r

from toolkit.form.model import Figure, Key, Mark
from toolkit.layout.layout import lay_out

TABLES = [table.sheet for table in r.the_form().tables]
PLACES = lay_out(r.the_form()).places
INPUTS = r.the_form().inputs


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """Bytes, what was done, and the figures that its sheets now show.

    None where only a refusal or finding is right.
    """

    how: str
    data: bytes
    changed: Mapping[Key, Any] = field(default_factory=dict)
    typed: frozenset[Key] = frozenset()  # the figures whose cells were changed: a finding must name each


def mutant(number: int) -> Mutant:
    """Make a mutant: the same number always gives the same one."""
    rng = Random(number)
    return rng.choice(WAYS)(rng)


def _bytes(rng: Random) -> Mutant:
    """Flip, cut, double or blank some bytes of the file."""
    data = bytearray(r.good(rng.randrange(3)))
    for _ in range(rng.choice((1, 1, 2, 8))):
        at = rng.randrange(len(data))
        match rng.randrange(4):
            case 0:
                data[at] ^= 1 << rng.randrange(8)
            case 1:
                del data[at : at + rng.randrange(1, 50)]
            case 2:
                data[at:at] = data[at : at + rng.randrange(1, 50)]
            case 3:
                data[at : at + 16] = bytes(16)
    return Mutant(how="bytes", data=bytes(data))


def _entries(rng: Random) -> Mutant:
    """Drop, empty, swap, double or rename a part."""
    entries = r.parts(r.good(rng.randrange(3)))
    one, other = rng.sample(sorted(entries), 2)
    match rng.randrange(5):
        case 0:
            entries.pop(one)
        case 1:
            entries[one] = b""
        case 2:
            entries[one], entries[other] = entries[other], entries[one]
        case 3:
            entries[one] = entries[other]
        case 4:
            entries[one.upper()] = entries.pop(one)
    return Mutant(how=f"entry {one}", data=r.packed(entries))


def _xml(rng: Random) -> Mutant:
    """Drop, double or spoil an element or an attribute somewhere in the XML."""
    entries = r.parts(r.good(rng.randrange(3)))
    name = rng.choice(sorted(n for n in entries if n.endswith((".xml", ".rels"))))
    text = entries[name].decode()
    pattern = rng.choice(
        (
            r"<[^/?!][^>]*/>",
            r"</?[a-zA-Z][^>]*>",
            r' [\w:]+="[^"]*"',
            r"<c [^>]*?(?:/>|>.*?</c>)",
            r"<row .*?</row>",
            r"<v>[^<]*</v>",
        )
    )
    found = list(re.finditer(pattern, text, re.DOTALL))
    if not found:
        return _xml(rng)
    span = rng.choice(found)
    instead = rng.choice(
        (
            "",
            span[0] * 2,
            re.sub(r"\d", lambda m: str(rng.randrange(10)), span[0]),
            span[0].replace('"', "'"),
            f"<!-- {rng.random()} -->" if span[0].startswith("<") else "",
        )
    )
    entries[name] = (text[: span.start()] + instead + text[span.end() :]).encode()
    return Mutant(how=f"xml {name}: {span[0][:80]} -> {instead[:80]}", data=r.packed(entries))


CONTENTS: tuple[tuple[str, str, Any], ...] = (
    ("", "<v>7</v>", 7),
    ("", "<v>0</v>", 0),
    ("", "<v>7.0</v>", 7),
    ("n", "<v>1E2</v>", 100),
    ("", "", Mark.BLANK),
    ("str", "<v>7</v>", 7),
    ("inlineStr", "<is><t>7</t></is>", 7),
    ("inlineStr", "<is><r><t>1</t></r><r><t>2</t></r></is>", 12),
    ("inlineStr", "<is><t>１２件</t></is>", None),
    ("inlineStr", "<is><t>约7</t></is>", None),
    ("inlineStr", "<is><t>/</t></is>", Mark.NOT_APPLICABLE),
    ("", "<v>-7</v>", None),
    ("", "<v>1e99</v>", None),
    ("", "<v>0.123456789</v>", None),
    ("b", "<v>1</v>", None),
    ("e", "<v>#REF!</v>", None),
    ("d", "<v>2023-01-05</v>", None),
    ("s", "<v>0</v>", None),
    ("s", "<v>99999</v>", None),
    ("", "<v>abc</v>", None),
    ("", "<f>3+4</f><v>7</v>", 7),
    ("", "<f>3+4</f>", None),
    ("nonsense", "<v>7</v>", None),
)


def _cells(rng: Random) -> Mutant:
    """Put something else into some cells for figures: it is known which, and what they now say."""
    seed = rng.randrange(3)
    data, changed = r.good(seed), {}
    for key in rng.sample(INPUTS, rng.choice((1, 1, 3))):
        kind, inner, says = rng.choice(CONTENTS)
        data = r.cell(PLACES[key].sheet, PLACES[key].a1, inner, data, kind)
        changed[key] = says
    says = {**r.figures(seed), **changed}
    return Mutant(how=f"cells {changed}", data=data, changed=says, typed=frozenset(changed))


def _totals(rng: Random) -> Mutant:
    """Spoil some totals: the figures stay what they were."""
    seed = rng.randrange(3)
    data = r.good(seed)
    for key in rng.sample(sorted(r.the_form().parts), 2):
        kind, inner, _ = rng.choice(CONTENTS)
        data = r.cell(PLACES[key].sheet, PLACES[key].a1, inner, data, kind)
    return Mutant(how="totals", data=data, changed=r.figures(seed))


def _moved(rng: Random) -> Mutant:
    """Insert or delete rows, columns or single cells."""
    seed = rng.randrange(3)
    sheet, row, column = rng.choice(TABLES), rng.randrange(1, 32), rng.choice("ABCDEFGHIJ")
    try:
        match rng.randrange(4):
            case 0:
                data = r.shifted_rows(sheet, row, rng.choice((-2, -1, 1, 2, 5)), r.good(seed))
            case 1:
                data = r.shifted_columns(sheet, column, rng.choice((-1, 1, 2)), r.good(seed))
            case 2:
                data = r.pushed(
                    sheet, f"{rng.choice('DEFG')}{rng.randrange(7, 30)}", right=1, data=r.good(seed)
                )
            case _:
                data = r.pushed(
                    sheet, f"{rng.choice('DEFG')}{rng.randrange(7, 30)}", down=1, data=r.good(seed)
                )
    except (AssertionError, ValueError):  # there is no such cell
        return _moved(rng)
    return Mutant(how=f"moved {sheet} {row} {column}", data=data, changed=r.figures(seed))


WAYS: tuple[Callable[[Random], Mutant], ...] = (
    _bytes,
    _entries,
    _xml,
    _xml,
    _cells,
    _cells,
    _cells,
    _totals,
    _moved,
    _moved,
)


def truth(given: Mutant, figures: Mapping[Key, Figure]) -> list[Key]:
    """The figures that were read and are not what the sheet says."""
    candidates = [given.changed] if given.changed else [r.figures(seed) for seed in range(3)]
    wrong = [
        [k for k in INPUTS if figures[k] is not Mark.UNREADABLE and figures[k] != says[k]]
        for says in candidates
    ]
    return min(wrong, key=len)


def literal(data: bytes) -> Mapping[Key, Figure]:
    """The numbers that stand in the XML of the printed cells, read independently.

    A spoiled digit is a figure all the same.
    """
    entries, found = r.parts(data), {}
    for table in TABLES:
        root = ET.fromstring(entries[r.sheet_part(table)])
        cells = {cell.get("r"): cell for cell in root.iter(f"{{{r.MAIN}}}c") if cell.get("t", "n") == "n"}
        for key in INPUTS:
            cell = cells.get(PLACES[key].a1) if PLACES[key].sheet == table else None
            if cell is not None:
                found[key] = r.as_number(cell.findtext(f"{{{r.MAIN}}}v") or "")
    return found
