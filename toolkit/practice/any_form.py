"""The whole year of a made-up county on any form: two years of made-up figures, one unit that sends nothing."""

import csv
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path
from random import Random

from toolkit.answers.submission import Figure, Submission, plain_digits
from toolkit.answers.units import Unit
from toolkit.answers.values_file import HEADER
from toolkit.county.consolidation import Consolidation
from toolkit.county.data_files import units_csv
from toolkit.county.outputs import publish
from toolkit.county.report_files import write_reports
from toolkit.errors import UsageError
from toolkit.files import write_whole
from toolkit.form.definition import load_form
from toolkit.form.expression import Key
from toolkit.form.model import Form
from toolkit.practice.sampling import sample_figures
from toolkit.reporter import as_text
from toolkit.returns.check_year import check_year
from toolkit.returns.fill import fill_workbook
from toolkit.year.founding import found_year
from toolkit.year.issuing import issue
from toolkit.year.sample import sample_roster
from toolkit.year.standing import Standing
from toolkit.year.workspace import SETTINGS, Workspace, workbook_name

COUNTY = "某某县"
NOTICE = "演示数据：所有单位和数字都是虚构的"
UNITS = 8  # of the sample roster
FICTION = "（本段为演示而虚构。）"


def demonstrate_form(folder: Path, name: str, *, say: Callable[[str], None]) -> Workspace:
    """Run a whole year of the form `name` in `folder`; `say` hears of each step.

    Raises UsageError when the folder is in use, DefinitionError when the form contradicts itself.
    """
    form = load_form(name)
    if (folder / SETTINGS).exists() or (folder / "values").exists():
        raise UsageError(f"“{folder}”里已经有演示，请先删除它，或换一个文件夹。")
    year = form.last_year or form.first_year + 1
    units = sample_roster().units[:UNITS]
    say(f"【演示】{COUNTY} {year} 年度，{form.title}。{NOTICE}。")
    last, before = folder / f"{year - 1}年units.csv", _last_year(form, units, year)
    write_whole(last, before.encode())
    roster = folder / "values" / "单位名录.csv"
    write_whole(roster, _roster(units).encode())
    workspace = found_year(
        folder, county=COUNTY, year=year, roster=roster, last_year=last, form=name, notice=NOTICE
    )
    say(f"1. 建立年度文件夹（xxgk init）：{len(units)} 个单位")
    issued = {path.name: path for path in issue(workspace)}
    say(f"2. 下发锁定的工作簿（xxgk issue）：{len(issued)} 份，在 {folder / 'issued'}")
    for unit in units[:-1]:
        values = folder / "values" / f"{unit.code}.csv"
        write_whole(values, _answer(form, unit, year).encode())
        sent = fill_workbook(issued[workbook_name(unit)], values, (name,))
        write_whole(folder / "inbox" / workbook_name(unit), sent.workbook)
    say(f"3. 各单位填报（xxgk fill）：收到 {len(units) - 1} 份，{units[-1].name}还没有报")
    say("4. 校核（xxgk check）：")
    collection, _ = check_year(workspace)
    for line in as_text(collection).splitlines():
        say(f"   {line}")
    say("5. 汇总（xxgk consolidate）：")
    result = publish(workspace)
    for line in (*result.lines, *(f"已写出 {path}" for path in result.written)):
        say(f"   {line}")
    written = write_reports(workspace).written
    say(f"6. 正式报告（xxgk report）：{'、'.join(path.name for path in written)}")
    return workspace


def _roster(units: tuple[Unit, ...]) -> str:
    return "单位代码,单位名称,单位类别\n" + "".join(f"{u.code},{u.name},{u.kind}\n" for u in units)


def _figures(form: Form, unit: Unit, year: int, last: Mapping[Key, Figure]) -> dict[Key, Figure]:
    rng = Random(f"{form.key}-{year}-{unit.code}")  # noqa: S311 (made-up figures, not secrets)
    return sample_figures(form, rng, size=9, density=0.6, kind=unit.kind, last=last)


def _answer(form: Form, unit: Unit, year: int) -> str:
    """Write what a unit answers as a values file."""
    figures = _figures(form, unit, year, _figures(form, unit, year - 1, {}))
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows((*key, plain_digits(figure)) for key, figure in figures.items())
    texts = {"date": f"{year + 1}-01-10"}
    for field in form.identity:
        if not field.fixed:
            text = texts.get(field.kind) or (field.choices[0] if field.choices else "（虚构）")
            writer.writerow(("identity", field.key, "value", text))
    for passage in form.narrative:
        writer.writerow(("narrative", passage.key, "value", f"{unit.name}按要求做了工作。{FICTION}"))
    return target.getvalue()


def _last_year(form: Form, units: tuple[Unit, ...], year: int) -> str:
    standings = tuple(
        Standing(
            unit=unit,
            status="accepted",
            submission=Submission(
                form=form.key,
                year=year - 1,
                unit_code=unit.code,
                unit_name=unit.name,
                figures=_figures(form, unit, year - 1, {}),
            ),
        )
        for unit in units
    )
    return units_csv(
        Consolidation(form=form, county=COUNTY, year=year - 1, notice=NOTICE, standings=standings)
    )
