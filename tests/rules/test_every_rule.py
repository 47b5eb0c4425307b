"""Whatever `xxgk rules` prints is found by exactly its id, in a workbook that breaks it alone.

And a good one breaks none.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest
from openpyxl import Workbook
from recipes import edited
from shares import in_shares
from shipped_forms import FORMS
from submissions import LONG, across, applications, report, several

from toolkit.answers.last_year import History
from toolkit.form.model import Form, Key, with_totals
from toolkit.layout.layout import PASTE, lay_out
from toolkit.practice.sampling import sample_figures
from toolkit.practice.specimen import breaking_specimen, content_of
from toolkit.reporter.rulebook import printed_rules
from toolkit.rules.across_units import ACROSS
from toolkit.rules.unit_report import UnitReport
from toolkit.template import Content, render
from toolkit.year.inbox.loose import check_files

IDS = [form.key for form in FORMS]
UNIT = "甲县司法局"
# 3.5 件, seven decimals of 万元, a tenth of a 分, and half an item more
NOT_OF_ITS_KIND = {"K01": 3.5, "K02": 1.2345678, "K03": 1.234, "K04": 2.5}
# said of a unit that received and answered five applications
SAID = {
    "W01": "收到政府信息公开申请7件。",
    "W02": "收到政府信息公开申请5件，其中涉及征地3件，涉及拆迁4件。",
    "W03": "本报告的统计期限自{last}年1月1日起至{last}年12月31日止。",
    "W04": "{last}年，我局认真落实条例。",
    "W05": "本报告由乙县财政局编制。",
    "W06": "按照国办公开办函{other}编制。",
    "W07": "概述本年主动公开政府信息的情况。",
    "W08": "本年度收取信息处理费125元。",
}
NOTICE_OF_OTHER_YEARS = {"annual-report-2019": "〔2021〕30号", "annual-report-2021": "〔2019〕60号"}


def content(form: Form, entries_=None, **more) -> Content:
    zeros = dict.fromkeys(form.asked, 0)
    given = {"entries": zeros | (entries_ or {}), "identity": {"zero_blanks": "是"}} | more
    return Content(form=form, unit_code="001", unit_name=UNIT, year=form.first_year, kind="部门", **given)


def typed(form: Form) -> Iterator[tuple[str, Content]]:
    """Workbooks in which one cell, or all of them, are not filled in as they should be."""
    for kind in form.kinds.values():
        key = next(key for key in form.inputs if form.kind(key) is kind)
        yield kind.id, content(form, {key: NOT_OF_ITS_KIND[kind.id]})
    first, total = Key("applications", "new", "natural_person"), Key("applications", "new", "total")
    zeros = dict.fromkeys(form.asked, 0)
    yield (
        "B01",
        content(
            form,
            entries={k: 0 for k in zeros if k != first} | {Key("review", "reconsideration", "upheld"): 1},
            identity={},
        ),
    )
    yield "B02", content(form, entries={}, identity={})
    yield "B03", content(form, identity={})
    yield "B04", content(form, entries={k: 0 for k in zeros if k.row != "new"}, stated={total: 3})
    yield "B05", content(form, {first: "/"})
    some = next(field.key for field in form.identity if field.required)
    yield "B06", content(form, identity={"zero_blanks": "是", some: "0537-1234567"})


def written(form: Form) -> Iterator[tuple[str, Content]]:
    """Workbooks with one sentence amiss."""
    five = applications(new=5, granted=5)
    facts = {"last": form.first_year - 1, "other": NOTICE_OF_OTHER_YEARS[form.key]}
    for rule in form.rules:
        if rule.id in SAID:
            prose = {field.key: "没有。" for field in form.narrative}
            prose["overview_applications"] = SAID[rule.id].format(**facts)
            yield rule.id, content(form, five, narrative=prose)
    yield "W09", content(form, five, narrative={"problems": "没有。"})


def elsewhere(form: Form) -> Iterator[tuple[str, bytes]]:
    """Workbooks with a table that is blank while a figure lies where it is pasted, or below the table."""
    table, zone = next(iter(lay_out(form).paste_zones.items()))
    zeros = {key: 0 for key in form.asked if key.table != table}
    blank = render(content(form, entries=zeros))

    def paste(book: Workbook) -> None:
        book[PASTE].cell(zone.corner.row + zone.height, zone.corner.column + zone.pasted_width, 7)

    def below(book: Workbook) -> None:
        sheet = book[form.table(table).sheet]
        sheet.cell(sheet.max_row + 2, 2, 7)

    yield "B07", edited(paste, blank)
    yield "B08", edited(below, blank)


def broken(form: Form) -> dict[str, bytes]:
    """One workbook for each rule that a single workbook can break."""
    computed = {
        r.id: content_of(form, breaking_specimen(form, r.id, Random(r.id))) for r in form.rules if r.check
    }
    contents = {**computed, **dict(typed(form)), **dict(written(form))}
    return {**{rule: render(one) for rule, one in contents.items()}, **dict(elsewhere(form))}


@pytest.mark.parametrize("form", in_shares(reversed(FORMS)), ids=IDS[::-1])
@pytest.mark.slow
def test_a_workbook_that_breaks_one_rule_is_found_by_its_id(form: Form, tmp_path: Path) -> None:
    made = broken(form)
    printed = {entry.id for entry in printed_rules(form)}
    assert set(made) == printed - {rule.id for rule in form.rules if rule.procedure in ACROSS.checks}
    for rule, one in made.items():
        (tmp_path / f"{rule}.xlsx").write_bytes(one)
    found = {
        Path(result.reading.file).stem: {f.rule for f in result.findings if f.primary and f.rule in printed}
        for result in check_files(sorted(tmp_path.glob("*.xlsx")), [form.key], workers=0).files
    }
    assert found == {rule: {rule} for rule in made}


@pytest.mark.parametrize("form", FORMS, ids=IDS)
def test_a_good_workbook_breaks_none(form: Form, tmp_path: Path) -> None:
    rng = Random(5)
    last = with_totals(form, sample_figures(form, rng, size=30))
    figures = sample_figures(form, rng, last=last, size=9)
    year, received = (
        form.first_year,
        sum(figures[k] for k in form.leaves[Key("applications", "new", "total")]),
    )
    prose = {field.key: "没有。" for field in form.narrative} | {
        "overview_applications": f"{year}年，我局收到政府信息公开申请{received}件。",
        "other_matters": f"统计期限自{year}年1月1日起至{year}年12月31日止。本报告由{UNIT}编制。",
    }
    path = tmp_path / "good.xlsx"
    path.write_bytes(render(content(form, figures, last=last, narrative=prose)))
    (result,) = check_files([path], [form.key], workers=0).files
    assert {f.rule for f in result.findings} & {entry.id for entry in printed_rules(form)} == set()


def copied() -> Iterator[tuple[str, Sequence[UnitReport], Sequence[UnitReport], History]]:
    """For each rule across units.

    Reports of which one at least breaks it, the same mended, and last year's figures.
    """
    same, twice = several(5), {key: figure * 2 for key, figure in several(5).items()}
    one, two = report(figures=same), report("002", "甲县财政局", several(6))
    none = History()
    yield "X01", (one, report("002", "甲县财政局", same)), (one, two), none
    yield "X02", (report(figures=same, last=with_totals(FORMS[1], same)),), (one,), none
    prose = report(narrative={"problems": LONG})
    yield "X03", (prose, report("002", "甲县财政局", narrative={"problems": LONG})), (prose, two), none
    yield "X04", (report(narrative={"problems": LONG}, last_prose={"problems": LONG}),), (prose,), none
    child = report("002", "甲县法律援助中心", same, parent="001")
    yield "X05", (report(figures=twice), child), (report(figures=several(6)), child), none
    few, office = (
        applications(new=1, granted=1),
        report("002", "甲县人民政府办公室", applications(new=1, granted=1)),
    )
    more = report("001", "甲县人民政府", applications(new=2, granted=2))
    yield "X06", (report("001", "甲县人民政府", few), office), (more, office), none
    before = History(figures={"020": {Key("applications", "carried_over", "total"): 5}})
    heirs = [
        report(code, name, applications(carried_in=n), status="拆分", predecessors=("020",))
        for code, name, n in (("021", "甲县住建局", 3), ("022", "甲县交通局", 3), ("022", "甲县交通局", 2))
    ]
    yield "X07", (heirs[0], heirs[1]), (heirs[0], heirs[2]), before


def test_units_that_break_one_rule_together_are_found_by_its_id() -> None:
    cases = list(copied())
    assert {rule for rule, *_ in cases} == {r.id for r in FORMS[1].rules if r.procedure in ACROSS.checks}
    for rule, wrong, right, history in cases:
        assert set().union(*across(*wrong, history=history)) == {rule}
        assert set().union(*across(*right, history=history)) == set(), rule
