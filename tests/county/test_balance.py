"""Each 强制 rule is broken in turn on the county's level: LibreOffice's strip says so of just that line."""

from pathlib import Path

import pytest

from toolkit.answers.submission import Submission
from toolkit.answers.units import Unit
from toolkit.county.consolidation import Consolidation
from toolkit.county.workbook import render
from toolkit.county.workbook.balance import FIRST, RESULT, county_rules
from toolkit.county.workbook.book import BALANCE, Details
from toolkit.form.definition import load_form, sample_forms, shipped_forms
from toolkit.form.model import Form, Instance, Key
from toolkit.layout.layout import Place, lay_out
from toolkit.rules.states import BROKEN
from toolkit.year.workspace import ACCEPTED, Standing

UNIT = Unit(code="001", name="甲局", kind="部门")


def county(form: Form) -> Consolidation:
    """One unit that states 0 everywhere: what it then states is the county's figure."""
    submission = Submission(
        form=form.key,
        year=form.first_year,
        unit_code=UNIT.code,
        unit_name=UNIT.name,
        figures=dict.fromkeys(form.inputs, 0),
    )
    standing = Standing(unit=UNIT, status=ACCEPTED, file="inbox/001.xlsx", submission=submission)
    return Consolidation(form=form, county="甲县", year=form.first_year, notice="", standings=(standing,))


def at(place: Place) -> str:
    return f"{place.sheet}!{place.a1}"


def spoilt(form: Form, line: Instance) -> tuple[Key, str, str]:
    """Give what to change to break the line: the figure, its cell, and what stands there otherwise.

    A figure of the unit; where the rule is about a total as it is shown, that total of the county.
    """
    details = Details(form=form, kinds=(UNIT.kind,), units=1)
    if line.rule.stated:
        total = details.cell(line.at, details.TOTAL).formula("").replace("!", ".")
        return line.at, at(lay_out(form).places[line.at]), f"={total}"
    leaf = next(leaf for ref in line.refs for leaf in form.leaves[ref.key])
    return leaf, at(details.cell(leaf, details.first)), "0"


def depends(form: Form, line: Instance, key: Key) -> bool:
    """Whether a line speaks of a figure: by name, or of a total that it is part of.

    A total that follows its parts agrees with them.
    """
    spoken = {ref.key for ref in line.refs}
    return (
        key in spoken if key in form.parts or line.rule.stated else any(key in form.leaves[k] for k in spoken)
    )


@pytest.mark.office
@pytest.mark.long
@pytest.mark.parametrize("name", [*shipped_forms(), *sample_forms()])
def test_the_strip_says_of_exactly_the_line_that_it_does_not_balance(
    name: str, hands, tmp_path: Path
) -> None:
    form = load_form(name)
    lines = county_rules(form)
    path = tmp_path / "county.xlsx"
    path.write_bytes(render(county(form)))
    strip = [f"{BALANCE}!{Place('', FIRST + n, RESULT).a1}" for n in range(len(lines))]
    changes = [spoilt(form, line) for line in lines]
    mend = [[], *([["type", cell, whole]] for _, cell, whole in changes)]
    spoil = [*([["type", cell, "5"]] for _, cell, _ in changes), []]
    rounds = [[*before, *after] for before, after in zip(mend, spoil, strict=True)]
    (shown,) = hands([{"path": str(path), "rounds": rounds, "show": strip}])
    for number, round_ in enumerate(rounds):
        broken = {n for n, cell in enumerate(strip) if shown[f"{number} {cell}"] == BROKEN}
        if number == len(lines):
            assert not broken, round_  # all is mended again
            continue
        key, line = changes[number][0], lines[number]
        speaking = {n for n, one in enumerate(lines) if depends(form, one, key)}
        follows = {n for n in speaking if lines[n].rule.stated and not line.rule.stated}
        assert number in broken, line
        assert broken == speaking - follows, line
