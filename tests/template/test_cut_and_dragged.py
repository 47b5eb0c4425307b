"""A clerk cuts cells and drags them about: every rule's line on the sheet still says what the checks say."""

from pathlib import Path
from random import Random

import pytest
from engines import ENGINES, calculate, sheet_lines
from fillings import without_caches

from toolkit.form.definition import load_form, sample_forms, shipped_forms
from toolkit.form.model import Form, Key, Table
from toolkit.layout.layout import CHECKS, CheckColumns, lay_out
from toolkit.practice.sampling import sample_figures
from toolkit.reading.workbook import read_file
from toolkit.rules.checks import judge
from toolkit.rules.columns import gather_columns
from toolkit.rules.states import State, result_word
from toolkit.template import Content, render

ROUNDS = 3


def places(form: Form, table: Table) -> list[str]:
    layout = lay_out(form)
    keys = [key for key in table.cells if form.is_input(key)]
    return [f"{layout.places[key].sheet}!{layout.places[key].a1}" for key in keys]


def acts(form: Form, rng: Random) -> list[list[str]]:
    """Cut a cell onto another, two cells onto two others, and one out of the table: in every table."""
    done = []
    for table in form.tables:
        cells = places(form, table)
        done.append(["unprotect", table.sheet])
        if len(cells) > 3:
            one, other, away = rng.sample(cells, 3)
            done += [["cut", one, other], ["cut", away, f"{table.sheet}!BA{rng.randint(40, 60)}"]]
        block = max(table.blocks, key=lambda block: len(block.rows))
        rows = [r.key for r in block.rows if r.sum_of is None]
        column = next(c.key for c in block.columns if c.sum_of is None)
        if table.arrangement != "line" and len(rows) > 5:
            at = lay_out(form).places
            first, second, target = (at[Key(table.key, row, column)] for row in (rows[0], rows[1], rows[3]))
            done.append(["cut", f"{table.sheet}!{first.a1}:{second.a1}", f"{table.sheet}!{target.a1}"])
    return done


@pytest.mark.office
@pytest.mark.long
@pytest.mark.parametrize("name", [*shipped_forms(), *sample_forms()])
def test_cut_and_dragged_cells_carry_no_rule_away(name: str, hands, office, tmp_path: Path) -> None:
    form, layout = load_form(name), lay_out(load_form(name))
    jobs = []
    for number in range(ROUNDS):
        rng = Random(f"{name} {number}")
        content = Content(
            form=form,
            unit_code="001",
            unit_name="甲局",
            year=2022,
            kind="部门",
            entries=sample_figures(form, rng, kind="部门", density=0.8, size=9),
            identity={"zero_blanks": "是"},
        )
        path, saved = tmp_path / f"{number}.xlsx", tmp_path / f"cut{number}.xlsx"
        path.write_bytes(without_caches(render(content)))
        jobs.append({"path": str(path), "acts": acts(form, rng), "save": str(saved)})
    hands(jobs)
    paths = [Path(str(job["save"])) for job in jobs]
    for engine in ENGINES:
        calculate(engine, paths, tmp_path / engine, office)
    for path in paths:
        submission = read_file(path, path.name, [name]).submission
        assert submission is not None
        columns = gather_columns(form, [submission], [submission.last])
        for outcome in judge(form, columns, ["部门"]):
            line, state = outcome.instance.line, State(int(outcome.states[0]))
            expected = result_word(outcome.instance.rule, state, explained=False)
            for engine in ENGINES:
                shown = sheet_lines(tmp_path / engine, path.stem, CHECKS)[layout.checks[line].row]
                assert shown[CheckColumns.RESULT] == expected, (engine, path.stem, line, shown)
