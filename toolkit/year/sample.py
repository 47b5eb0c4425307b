"""The roster that a county begins with when it has none: to be edited before anything is issued."""

from importlib.resources import files

from toolkit.answers.units import Roster, Unit


def sample_roster() -> Roster:
    """Return a short roster for a county to edit."""
    text = (files("toolkit.year") / "sample_roster.csv").read_text(encoding="utf-8")
    lines = [line.split(",") for line in text.splitlines()[1:]]
    return Roster(units=tuple(Unit(code=code, name=name, kind=kind) for code, name, kind in lines))
