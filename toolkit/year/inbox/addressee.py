"""Whom to write to about a file, where it is not certain whose it is."""

import re
from collections.abc import Sequence

from toolkit.answers import messages
from toolkit.answers.units import Roster, Unit
from toolkit.year.workspace import FileResult

_TOWN = re.compile(r"(.+(?:[镇乡]|街道))(?:人民政府|政府|办事处)")
_MIXED = {messages.UNIT_MISMATCH.id, messages.RENAMED_SINCE.id}


def find_addressee(result: FileResult, roster: Roster) -> Unit | None:
    """Say whose a file is that could not be read.

    By its own code, or by the unit that a workbook of another edition was issued to, or by the one unit that
    the file's name names.

    Nobody's, where only the roster has another code for its name: there the unit can mend nothing.

    A file that says two units is nobody's, unless its name and what is seen in it say the same one, and only
    the hidden identity another: then that one sent it, and the other did nothing.
    """
    if any(f.rule in {messages.LINK_OUTSIDE.id, messages.FOLDER_CLOSED.id} for f in result.findings):
        return None
    if any(f.rule == messages.UNKNOWN_UNIT.id and f.facts.get("there") for f in result.findings):
        return None
    if is_mixed(result):
        sender = named_by_file(result, roster)
        seen = " ".join(str(f.facts.get("shown", "")) for f in result.findings)
        return sender if sender is not None and sender != result.unit and sender.name in seen else None
    return result.unit or _issued_to(result, roster) or named_by_file(result, roster)


def _issued_to(result: FileResult, roster: Roster) -> Unit | None:
    """Find the unit by a workbook's hidden identity: its code and its name must both be that unit's."""
    issued = result.reading.issued
    unit = roster.find(issued.get("unit_code", ""))
    return unit if unit is not None and unit in roster.due and unit.name == issued.get("unit_name") else None


def is_mixed(result: FileResult) -> bool:
    """Whether a file says two units: the office has to know, whoever is written to."""
    return any(f.rule in _MIXED for f in result.findings)


def names_said(result: FileResult) -> str:
    """Return what a file says of its unit where it says two."""
    mixed = [f.facts for f in result.findings if f.rule in _MIXED]
    return " ".join(str(facts.get(side, "")) for facts in mixed for side in ("issued", "shown"))


def in_short(name: str) -> str:
    """Return a town's or a street's name as everybody writes it: 疃里镇 for 疃里镇人民政府."""
    found = _TOWN.fullmatch(name)
    return found[1] if found else name


def named_by_file(result: FileResult, roster: Roster) -> Unit | None:
    """Find the one unit of which a report is due that a file's name names."""
    name = result.reading.file.rsplit("/", 1)[-1]
    called = ((unit, in_short(unit.name)) for unit in roster.due)
    return only_one([(u, short) for u, short in called if short in name or name.startswith(f"{u.code}_")])


def only_one(named: Sequence[tuple[Unit, str]]) -> Unit | None:
    """Return the one unit that a file's name names, of those that it seems to: each with what it is called.

    Who is called by a part of another's name is not named.
    """
    longest = [
        unit for unit, called in named if not any(called in other and called != other for _, other in named)
    ]
    return longest[0] if len(longest) == 1 else None
