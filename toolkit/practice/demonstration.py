"""A made-up county's whole year, from `init` to the summary, to see what happens.

嘉祥县司法局 has its real published figures of 2022 (all zero in the tables); every other figure is made up by
`sampling` from a fixed seed, and every output says so.
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from random import Random

from toolkit.answers.submission import Submission
from toolkit.answers.units import Roster, Unit
from toolkit.answers.values_file import HEADER
from toolkit.county.consolidation import Consolidation
from toolkit.county.data_files import units_csv
from toolkit.county.outputs import write_summary
from toolkit.county.reports import write_reports
from toolkit.errors import UsageError
from toolkit.files import write_whole
from toolkit.form.definition import load_form
from toolkit.form.model import ZERO_BLANKS_YES, Figure, Form, Key, Mark, plain_digits
from toolkit.practice.sampling import sample_figures, settle_figures
from toolkit.reporter.findings import as_text
from toolkit.reporter.history import history_text
from toolkit.returns.check_year import check_year
from toolkit.returns.fill import fill_workbook
from toolkit.year.founding import found_year
from toolkit.year.issuing import issue
from toolkit.year.journal import history_of_unit
from toolkit.year.past_years import read_history
from toolkit.year.roster import roster_workbook, sample_roster
from toolkit.year.workspace import (
    ACCEPTED,
    SETTINGS,
    Standing,
    Workspace,
    open_workspace,
    settings_text,
    workbook_name,
)

COUNTY, YEAR, FORM = "嘉祥县", 2022, "annual-report-2021"
NOTICE = "演示数据：除嘉祥县司法局外，所有数字都是虚构的"
REAL = "007"  # 嘉祥县司法局
MISSING = "019"
UNBALANCED, SLOPPY = "011", "021"
WRONG = Key("applications", "new", "natural_person")  # the figure that UNBALANCED gets wrong at first
SURNAMES = "王李张刘陈"
SEED = 2022
FIRST_DAY, SECOND_DAY = datetime(2023, 1, 12, 9), datetime(2023, 1, 16, 9)  # noqa: DTZ001 (made up too)
FICTION = "（本段为演示而虚构）"
OTHER_PASSAGES = {
    "overview_management": "对制发的文件逐件审查公开属性。",
    "overview_platform": "在政府门户网站的公开专栏发布信息。",
    "overview_safeguards": "公开工作列入年度考核。",
    "problems": "公开的内容还不够细，更新有时不及时。",
    "improvements": "明确专人负责，按月检查更新情况。",
}

# 嘉祥县司法局 2022, as published: zeros in the tables, and these facts
REAL_SUPPLEMENT = {
    "website_items": 219,
    "wechat_items": 210,
    "short_video_items": 25,
    "meetings": 4,
    "trainings": 2,
    "trainees": 72,
    "information_fee": 0,
    "suggestions": 0,
    "proposals": 0,
}
REAL_IDENTITY = {
    "address": "嘉祥县嘉北庞庄社区北门对过",
    "phone": "0537-6625606",
    "website": "www.jiaxiang.gov.cn",
    "zero_blanks": ZERO_BLANKS_YES,
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a unit of the sample county answers: texts by cell, as in a values file."""

    figures: Mapping[Key, str]
    identity: Mapping[str, str]
    narrative: Mapping[str, str]

    def text(self) -> str:
        """Write the values file."""
        target = StringIO()
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows((*key, text) for key, text in self.figures.items())
        writer.writerows(("identity", key, "value", text) for key, text in self.identity.items())
        writer.writerows(("narrative", key, "value", text) for key, text in self.narrative.items())
        return target.getvalue()


def demonstrate(folder: Path, *, say: Callable[[str], None]) -> Workspace:
    """Run the whole year in `folder`.

    `say` hears of each step. Raises UsageError when the folder is in use.
    """
    _require_free(folder)
    say(f"【演示】{COUNTY} {YEAR} 年度。{NOTICE}。")
    form = load_form(FORM)
    before = {unit: _figures(form, unit, {}, YEAR - 1) for unit in sample_roster().units}
    last = _write_last_year(folder, form, COUNTY, YEAR - 1, NOTICE, before)
    workspace = _with_contacts(
        found_year(
            folder, county=COUNTY, year=YEAR, roster=sample_roster(), last_year=last, form=FORM, notice=NOTICE
        )
    )
    answers = made_up_answers(workspace, last)
    _issue_and_fill(workspace, answers, say)
    say(f"3. 各单位填报（xxgk fill）：收到 {len(answers)} 份，在 {folder / 'inbox'}")
    say("4. 校核，退回（xxgk check）：")
    _check(workspace, say, FIRST_DAY)
    corrected = correct_returned(workspace, last)
    say(f"5. {UNBALANCED} 按退回工作簿里的问题清单改好，发回 {corrected.name}，再校核（xxgk check）：")
    _check(workspace, say, SECOND_DAY)
    for line in history_text(history_of_unit(workspace, UNBALANCED)).splitlines():
        say(f"   {line}")
    _consolidate_and_report(workspace, say, 6, SECOND_DAY)
    say(f"结果都在 {folder}。改好退回的工作簿、补上缺的一份，再运行 xxgk consolidate，草稿就成为正式汇总。")
    return workspace


def _with_contacts(workspace: Workspace) -> Workspace:
    """Do what the clerk does first: say in xxgk.toml and in the roster whom to call (all made up)."""
    folder, settings, units = workspace.folder, workspace.settings, workspace.roster.units
    office = {**settings.office, "contact": "赵某", "phone": "0537-0000000"}
    write_whole(folder / SETTINGS, settings_text(replace(settings, office=office)).encode())
    called = (
        replace(unit, phone=REAL_IDENTITY["phone"])
        if unit.code == REAL
        else replace(unit, contact=f"{SURNAMES[number % len(SURNAMES)]}某", phone=f"0537-0000{unit.code}")
        for number, unit in enumerate(units)
    )
    write_whole(folder / "roster.xlsx", roster_workbook(Roster(units=tuple(called))))
    return open_workspace(folder)


def _check(workspace: Workspace, say: Callable[[str], None], day: datetime) -> None:
    collection, lines = check_year(workspace, now=day)
    for line in (*as_text(collection).splitlines(), *lines):
        if not line.startswith("【通过】") or line.endswith("处"):  # of what passed, what has a remark
            say(f"   {line}")


def correct_returned(workspace: Workspace, last: Path) -> Path:
    """Do what the clerk does: correct the one wrong cell in the returned workbook, save it, send it back."""
    (returned,) = (workspace.folder / "returned").glob(f"{UNBALANCED}_*_退回.xlsx")
    unit = workspace.roster.find(UNBALANCED)
    assert unit is not None  # noqa: S101 (it is in the sample roster)
    right = _figures(workspace.form, unit, read_history(workspace.form, last).of(unit), YEAR)[WRONG]
    values = workspace.folder / "values" / f"{UNBALANCED}_改正.csv"
    write_whole(
        values, Answer(figures={WRONG: plain_digits(right)}, identity={}, narrative={}).text().encode()
    )
    sent = workspace.folder / "inbox" / f"{returned.stem}(1).xlsx"
    write_whole(sent, fill_workbook(returned, values).workbook)
    return sent


# ------------------------------------------------------------------ made-up answers


def made_up_answers(workspace: Workspace, last: Path) -> dict[Unit, Answer]:
    """Make up what every unit but the missing one answers; two make typical mistakes."""
    form = workspace.form
    history = read_history(form, last)
    result = {}
    for unit in workspace.roster.units:
        if unit.code == MISSING:
            continue
        figures = _figures(form, unit, history.of(unit), YEAR)
        texts = {key: plain_digits(figure) for key, figure in figures.items()}
        answer = Answer(figures=texts, identity=_identity(unit), narrative=_narrative(unit, figures))
        result[unit] = _with_mistakes(unit, answer)
    return result


def _figures(form: Form, unit: Unit, last: Mapping[Key, Figure], year: int) -> dict[Key, Figure]:
    if unit.code == REAL:
        zeros: dict[Key, Figure] = dict.fromkeys(form.asked, 0)
        supplement = {Key("supplement", row, "value"): n for row, n in REAL_SUPPLEMENT.items()}
        return zeros | supplement
    rng = Random(f"{SEED}-{year}-{unit.code}")  # noqa: S311 (made-up figures, not secrets)
    town = unit.kind == "乡镇街道"
    figures = sample_figures(form, rng, size=2 if town else 5, density=0.1 if town else 0.3, kind=unit.kind)
    for key in figures:  # nearly all who apply are natural persons
        if key.table == "applications" and key.column != "natural_person" and rng.random() < 0.95:
            figures[key] = 0
    figures = settle_figures(form, figures, last, unit.kind)
    for row, low, high in (("licensing", 5, 900), ("penalties", 3, 1200), ("compulsion", 0, 60)):
        key = Key("disclosure", row, "decisions")
        before = last.get(key, Mark.BLANK)
        made = rng.randint(low, high // (20 if town else 1))
        figures[key] = (
            made if isinstance(before, Mark) else max(low, int(before) * rng.randint(80, 125) // 100)
        )
    figures[Key("disclosure", "charges", "amount")] = (
        Decimal(rng.randint(0, 9_000_000)) / 10_000 if not town else 0
    )
    for row, high in (
        ("website_items", 400),
        ("wechat_items", 300),
        ("short_video_items", 60),
        ("meetings", 6),
        ("trainings", 4),
        ("trainees", 120),
    ):
        figures[Key("supplement", row, "value")] = rng.randint(1, high)
    return figures


def _identity(unit: Unit) -> dict[str, str]:
    if unit.code == REAL:
        return REAL_IDENTITY
    return {
        "address": f"{COUNTY}某路 {int(unit.code)} 号（虚构）",
        "phone": "0537-0000000",
        "website": "www.example.invalid",
        "prepared_by": "张某",
        "reviewed_by": "李某",
        "head": "王某",
        "date": "2023-01-10",
    }


def _narrative(unit: Unit, figures: Mapping[Key, Figure]) -> dict[str, str]:
    """Write a few sentences whose figures are those of the tables."""

    def total(row: str) -> int:
        mine = (f for key, f in figures.items() if key.table == "applications" and key.row == row)
        return sum(int(f) for f in mine if not isinstance(f, Mark))

    items = figures[Key("supplement", "website_items", "value")]
    made = "" if unit.code == REAL else FICTION
    new, carried_in, carried_over = total("new"), total("carried_in"), total("carried_over")
    received = f"{YEAR}年收到政府信息公开申请{new}件，上年结转{carried_in}件，结转下年度{carried_over}件。"
    return {
        "overview_disclosure": f"{YEAR}年通过政府门户网站主动公开政府信息{plain_digits(items)}条。{made}",
        "overview_applications": received + made,
        **{key: text + FICTION for key, text in OTHER_PASSAGES.items()},
        "other_matters": "本年度没有收取政府信息公开信息处理费。" + made,
    }


def _with_mistakes(unit: Unit, answer: Answer) -> Answer:
    """Two units make the mistakes that are seen every year."""
    figures = dict(answer.figures)
    if unit.code == UNBALANCED:  # 收办不平: one more application than results
        figures[WRONG] = str(int(figures[WRONG]) + 1)
    elif unit.code == SLOPPY:  # an amount of unclear unit, a count with its counter, two blank cells
        figures[Key("disclosure", "charges", "amount")] = "2000万"
        figures[Key("disclosure", "licensing", "decisions")] = (
            f"{figures[Key('disclosure', 'licensing', 'decisions')]}件"
        )
        for column in ("upheld", "corrected"):
            figures[Key("review", "reconsideration", column)] = ""
    else:
        return answer
    return Answer(figures=figures, identity=answer.identity, narrative=answer.narrative)


# ------------------------------------------------------------------ what every year goes through


def _require_free(folder: Path) -> None:
    if (folder / SETTINGS).exists() or (folder / "values").exists():
        raise UsageError(f"“{folder}”里已经有演示，请先删除它，或换一个文件夹。")


def _write_last_year(
    folder: Path, form: Form, county: str, year: int, notice: str, units: Mapping[Unit, Mapping[Key, Figure]]
) -> Path:
    """Write a made-up county's units.csv of the `year` before."""
    standings = tuple(
        Standing(
            unit=unit,
            status=ACCEPTED,
            submission=Submission(
                form=form.key, year=year, unit_code=unit.code, unit_name=unit.name, figures=figures
            ),
        )
        for unit, figures in units.items()
    )
    made = Consolidation(form=form, county=county, year=year, notice=notice, standings=standings)
    path = folder / f"{year}年units.csv"
    write_whole(path, units_csv(made).encode())
    return path


def _issue_and_fill(workspace: Workspace, answers: Mapping[Unit, Answer], say: Callable[[str], None]) -> None:
    """Issue the workbooks, and put into the inbox what each unit makes of its own."""
    folder = workspace.folder
    say(f"1. 建立年度文件夹（xxgk init）：{len(workspace.roster.units)} 个单位")
    issued = {path.name: path for path in issue(workspace)}
    say(f"2. 下发锁定的工作簿（xxgk issue）：{len(issued)} 份，在 {folder / 'issued'}")
    for unit, answer in answers.items():
        values, name = folder / "values" / f"{unit.code}.csv", workbook_name(unit)
        write_whole(values, answer.text().encode())
        sent = fill_workbook(issued[name], values, (workspace.form_name,))
        write_whole(folder / "inbox" / name, sent.workbook)


def _consolidate_and_report(
    workspace: Workspace, say: Callable[[str], None], number: int, now: datetime | None = None
) -> None:
    """Take the last two steps, the first of them the one of this `number`."""
    result = write_summary(workspace, now=now)
    say(f"{number}. 汇总（xxgk consolidate）：")
    for line in (*result.lines, *(f"已写出 {path}" for path in result.written)):
        say(f"   {line}")
    written = write_reports(workspace).written
    say(f"{number + 1}. 正式报告（xxgk report）：{'、'.join(path.name for path in written)}")


# ------------------------------------------------------------------ any form

SOME_COUNTY, MADE_UP, UNITS = "某某县", "演示数据：所有单位和数字都是虚构的", 8  # units of the sample roster


def demonstrate_form(folder: Path, name: str, *, say: Callable[[str], None]) -> Workspace:
    """Run a whole year of the form `name` in `folder`; `say` hears of each step.

    Raises UsageError when the folder is in use, DefinitionError when the form contradicts itself.
    """
    form = load_form(name)
    _require_free(folder)
    year = form.last_year or form.first_year + 1
    units = sample_roster().units[:UNITS]
    say(f"【演示】{SOME_COUNTY} {year} 年度，{form.title}。{MADE_UP}。")
    before = {unit: _any_figures(form, unit, year - 1, {}) for unit in units}
    last = _write_last_year(folder, form, SOME_COUNTY, year - 1, MADE_UP, before)
    roster = folder / "values" / "单位名录.csv"
    write_whole(roster, _roster_csv(units).encode())
    workspace = found_year(
        folder, county=SOME_COUNTY, year=year, roster=roster, last_year=last, form=name, notice=MADE_UP
    )
    answers = {unit: _any_answer(form, unit, year, before[unit]) for unit in units[:-1]}
    _issue_and_fill(workspace, answers, say)
    say(f"3. 各单位填报（xxgk fill）：收到 {len(answers)} 份，{units[-1].name}还没有报")
    say("4. 校核（xxgk check）：")
    collection, _ = check_year(workspace)
    for line in as_text(collection).splitlines():
        say(f"   {line}")
    _consolidate_and_report(workspace, say, 5)
    return workspace


def _roster_csv(units: tuple[Unit, ...]) -> str:
    return "单位代码,单位名称,单位类别\n" + "".join(f"{u.code},{u.name},{u.kind}\n" for u in units)


def _any_figures(form: Form, unit: Unit, year: int, last: Mapping[Key, Figure]) -> dict[Key, Figure]:
    rng = Random(f"{form.key}-{year}-{unit.code}")  # noqa: S311 (made-up figures, not secrets)
    try:
        return sample_figures(form, rng, size=9, density=0.6, kind=unit.kind, last=last)
    except AssertionError as error:
        raise UsageError(
            f"演示编不出合各条规则的数（{error}）。请看看表样里有没有两条互相矛盾的规则；规则没有写错的，"
            f"不用演示，照常 init、issue 就行。"
        ) from error


def _any_answer(form: Form, unit: Unit, year: int, last: Mapping[Key, Figure]) -> Answer:
    """Make up what a unit answers."""
    texts = {"date": f"{year + 1}-01-10"}
    return Answer(
        figures={key: plain_digits(figure) for key, figure in _any_figures(form, unit, year, last).items()},
        identity={
            field.key: texts.get(field.kind) or (field.choices[0] if field.choices else "（虚构）")
            for field in form.identity
            if not field.fixed
        },
        narrative={passage.key: f"{unit.name}按要求做了工作。{FICTION}" for passage in form.narrative},
    )
