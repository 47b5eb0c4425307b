"""What the next level will send a county's totals back for is said before they are sent.

The judge is the next level itself: the workbook as it was written, read and checked as one that came in.
"""

from pathlib import Path

import openpyxl
import pytest
from two_years import values, year

from toolkit.answers.units import Roster, Unit
from toolkit.county.outputs import write_summary
from toolkit.returns.check_year import check_year
from toolkit.returns.fill import fill_workbook
from toolkit.year.collection import collect
from toolkit.year.founding import found_year
from toolkit.year.inbox.loose import check_files
from toolkit.year.issuing import issue
from toolkit.year.workspace import open_workspace

BEFORE = [Unit(code="010", name="甲县农业局"), Unit(code="040", name="甲县旅游局")]
LEFT = {"010": values(new=3, granted=1, carried_over=2), "040": values(new=5, granted=1, carried_over=4)}
FARMS = BEFORE[0]
GONE = Unit(code="040", name="甲县旅游局", status="撤销")
HEIR = Unit(code="011", name="甲县农旅局", status="合并", predecessors=("010", "040"))
NEW = Unit(code="060", name="甲县数据局", status="新设")

NEXT = {  # the units and what they open with; what is amiss of the county's: found, expected
    "nobody takes over what a dissolved unit left": ([FARMS, GONE], {"010": 2}, [(2, 6)]),
    "whoever was merged takes it over": ([HEIR], {"011": 6}, []),
    "a new unit brings some": ([*BEFORE, NEW], {"010": 2, "040": 4, "060": 1}, [(7, 6)]),
    "a new unit brings none": ([*BEFORE, NEW], {"010": 2, "040": 4, "060": 0}, []),
    "nothing changed": (BEFORE, {"010": 2, "040": 4}, []),
}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("years") / "2022"
    assert write_summary(year(folder, 2022, BEFORE, LEFT), workers=0).complete
    return folder


@pytest.mark.long
@pytest.mark.parametrize("case", NEXT)
def test_a_refusal_above_is_said_with_its_figures(first: Path, tmp_path: Path, case: str) -> None:
    units, opens, amiss = NEXT[case]
    answers = {code: values(carried_in=n, granted=n) for code, n in opens.items()}
    workspace = year(tmp_path / "2023", 2023, units, answers, first)
    outputs = write_summary(workspace, workers=0)
    assert outputs.complete
    (upward,) = (path for path in outputs.written if path.name.startswith("上报_"))
    (above,) = check_files([upward], [workspace.form_name], workers=0).files
    refused = [f for f in above.findings if f.blocks and f.primary]
    assert [(f.found, f.expected) for f in refused] == amiss
    said = [line for line in outputs.lines if "会被退回" in line]
    assert len(said) == bool(amiss)
    for finding in refused:
        assert f"{finding.place}：" in said[0]
        assert f"填的是 {finding.found}，" in said[0]
        assert f"是 {finding.expected}，" in said[0]


def shown(path: Path) -> dict[str, str]:
    """Give what each sheet of a workbook says, formulas as they show."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: "\n".join(
            str(c) for row in sheet.iter_rows(values_only=True) for c in row if c is not None
        )
        for sheet in book
    }


@pytest.mark.long
@pytest.mark.parametrize("case", NEXT)
def test_who_signs_reads_that_the_totals_will_be_sent_back(first: Path, tmp_path: Path, case: str) -> None:
    """The screen, the exit code and the page that the leader signs say the same."""
    units, opens, amiss = NEXT[case]
    answers = {code: values(carried_in=n, granted=n) for code, n in opens.items()}
    outputs = write_summary(year(tmp_path / "2023", 2023, units, answers, first), workers=0)
    (summary,) = (path for path in outputs.written if path.name.endswith("汇总.xlsx"))
    said = shown(summary)
    assert bool(outputs.open_matters) is bool(amiss)
    assert all("上报后会被退回（表三 D8）" in why for why in outputs.open_matters)
    for sheet in ("送签稿", "封面"):
        assert ("与上年衔接有 1 处不符（表三 D8），上报会被退回。" in said[sheet]) is bool(amiss)
        assert ("条强制规则，合计全部通过。" in said[sheet]) is not bool(amiss)
    assert ("上报会被退回（表三 D8）：" in said["送签稿"].partition("四、请定的事")[2]) is bool(amiss)
    left = "甲县旅游局（撤销）上年的“结转下年度·自然人”4由谁承接"
    nobody = GONE in units
    assert (left in said["送签稿"]) is (left in "".join(outputs.lines)) is nobody
    assert ("“结转下年度·自然人”4由谁承接？" in said["单位变动"]) is nobody


@pytest.mark.long
def test_what_the_next_level_will_ask_is_said_until_the_county_gives_its_reasons(tmp_path: Path) -> None:
    """A unit's reason is not the county's: its sums are asked again, by the next level's own check."""
    asked = "disclosure,regulations,issued,1\ndisclosure,regulations,in_force,1\n"
    workspace = year(tmp_path / "2022", 2022, BEFORE, {**LEFT, "010": LEFT["010"] + asked})
    for again in range(2):
        outputs = write_summary(workspace, workers=0)
        (upward,) = (path for path in outputs.written if path.name.startswith("上报_"))
        (above,) = check_files([upward], [workspace.form_name], workers=0).files
        waiting = [f for f in above.findings if f.waiting]
        said = [line for line in outputs.lines if "上报后还会被问" in line]
        assert [bool(waiting), bool(said)] == [not again, not again]
        for finding in waiting:
            assert f"{len(waiting)} 处" in said[0] and f"{finding.place}：" in said[0]
            assert finding.line is not None and finding.line in said[0].partition("规则依次写")[2]
        assert not outputs.open_matters
        reasons = {f.line: f"省里授权本县制定的办法，{f.cell}是这一件" for f in waiting}
        text = "".join(f"explanation,{line},value,{why}\n" for line, why in reasons.items())
        (workspace.folder / "county.csv").write_text(f"table,row,column,value\n{text}", encoding="utf-8")


@pytest.mark.long
def test_a_draft_is_not_judged_for_the_next_level(first: Path, tmp_path: Path) -> None:
    workspace = year(tmp_path / "2023", 2023, [*BEFORE, NEW], {"010": values(carried_in=2, granted=2)}, first)
    assert not [line for line in write_summary(workspace, workers=0).lines if "会被退回" in line]


@pytest.mark.long
def test_the_workbook_of_a_county_s_own_body_is_not_taken_for_the_county_s(tmp_path: Path) -> None:
    """Body and county may bear one name and one code; only the city's own workbooks and sums are let in."""
    county = Unit(code="370801", name="甲县")
    own = year(tmp_path / "甲县", 2022, [county, *BEFORE], {"370801": values(new=3, granted=3), **LEFT})
    settings = own.folder / "xxgk.toml"
    text = settings.read_text(encoding="utf-8").replace('code = ""', 'code = "370801"')
    settings.write_text(text, encoding="utf-8")
    write_summary(open_workspace(own.folder), workers=0)
    (upward,) = (own.folder / "summary").glob("上报_*.xlsx")
    (body,) = (own.folder / "inbox").glob("370801*.xlsx")
    for level, rule in (("city", "S25"), ("county", "S27"), ("province", "S25")):
        found_year(tmp_path / level, county="子市", year=2022, roster=Roster(units=(county,)), level=level)
        above = open_workspace(tmp_path / level)
        (blank,) = issue(above)
        for path, taken in ((body, False), (upward, True), (blank, True)):
            inbox = above.path("inbox") / "甲县.xlsx"
            data = path.read_bytes()
            if path == blank:
                (tmp_path / "v.csv").write_text(values(new=1, granted=1), encoding="utf-8")
                data = fill_workbook(blank, tmp_path / "v.csv").workbook
            inbox.write_bytes(data)
            (file,) = collect(above, workers=0).files
            assert (file.status == "accepted") is taken
            assert [f.rule for f in file.findings if f.blocks] == ([] if taken else [rule])
        inbox.write_bytes(body.read_bytes())
        check_year(above, workers=0)  # what goes back may be filled in and counts
        for again in (above.folder / "returned").glob("*_重填.xlsx"):
            inbox.write_bytes(fill_workbook(again, tmp_path / "v.csv").workbook)
            (file,) = collect(above, workers=0).files
            assert file.status == "accepted"


@pytest.mark.long
@pytest.mark.parametrize("level", ["county", "city", "province"])
@pytest.mark.parametrize("code", ["", "370801", "010"])
def test_its_own_sums_are_none_of_its_units(tmp_path: Path, code: str, level: str) -> None:
    """They lie in the inbox by mistake; above, the county may have a code that one of its units has here."""
    county = Unit(code="370801", name="甲县")
    own = year(tmp_path / "甲县", 2022, [county, *BEFORE], {"370801": values(new=3, granted=3), **LEFT})
    settings = own.folder / "xxgk.toml"
    text = settings.read_text(encoding="utf-8").replace('code = ""', f'code = "{code}"')
    settings.write_text(text.replace('level = "county"', f'level = "{level}"'), encoding="utf-8")
    write_summary(open_workspace(own.folder), workers=0)
    (upward,) = (own.folder / "summary").glob("上报_*.xlsx")
    totals = own.folder / "summary" / "totals.csv"
    before = totals.read_bytes()
    (own.folder / "inbox" / "甲县.xlsx").write_bytes(upward.read_bytes())
    result = write_summary(open_workspace(own.folder), workers=0)
    assert [("S30" in why, "甲县.xlsx" in why) for why in result.open_matters] == [(False, True)]
    assert totals.read_bytes() == before
    for path in (own.folder / "inbox").glob("[0-9]*.xlsx"):
        path.unlink()
    collection = collect(open_workspace(own.folder), workers=0)
    assert [[f.rule for f in file.findings if f.blocks] for file in collection.files] == [["S30"]]
    assert {standing.status for standing in collection.standings} == {"missing"}


@pytest.mark.long
@pytest.mark.parametrize(("code", "told"), [("370802", "（370801）"), ("", ""), ("370801", "")])
def test_sums_under_another_county_s_code_are_told_with_their_own(
    first: Path, tmp_path: Path, code: str, told: str
) -> None:
    """The county mends the line of its settings; who has written no code is known by the name."""
    own = year(tmp_path / "甲县", 2022, BEFORE, LEFT)
    settings = own.folder / "xxgk.toml"
    name = own.settings.county
    text = settings.read_text(encoding="utf-8").replace('code = ""', f'code = "{code}"')
    settings.write_text(text, encoding="utf-8")
    write_summary(open_workspace(own.folder), workers=0)
    (upward,) = (own.folder / "summary").glob("上报_*.xlsx")
    counties = Roster(units=(Unit(code="370801", name=name), Unit(code="370802", name="乙县")))
    above = found_year(tmp_path / "市", county="子市", year=2022, roster=counties, level="city")
    (above.path("inbox") / upward.name).write_bytes(upward.read_bytes())
    (file,) = collect(above, workers=0).files
    found = [f for f in file.findings if f.blocks]
    assert [f.rule for f in found] == ["S23"] * bool(told)
    assert file.status == ("foreign" if told else "accepted")
    assert all(f"请让下级把 xxgk.toml 里的 code 改成它自己的{told}" in f.message for f in found)


@pytest.mark.long
@pytest.mark.parametrize(
    ("before", "issuer", "taken"),
    [
        ("", "甲县", True),
        ("", "甲县人民政府", True),
        ("", "乙县", False),
        ("", "甲市", False),
        ("乙县", "乙县", True),
        ("丙县", "乙县", False),
    ],
)
def test_what_another_county_issued_is_not_counted(
    tmp_path: Path, before: str, issuer: str, taken: bool
) -> None:
    """Its units may bear the same codes and names; what a county was called when it issued can be said."""
    unit = Unit(code="004", name="司法局")
    ours = found_year(tmp_path / "甲县", county="甲县", year=2022, roster=Roster(units=(unit,)))
    theirs = found_year(tmp_path / "来", county=issuer, year=2022, roster=Roster(units=(unit,)))
    (blank,) = issue(theirs)
    (tmp_path / "v.csv").write_text(values(new=1, granted=1), encoding="utf-8")
    (ours.path("inbox") / "司法局.xlsx").write_bytes(fill_workbook(blank, tmp_path / "v.csv").workbook)
    settings = ours.folder / "xxgk.toml"
    (first,) = collect(ours, workers=0).files  # what is remembered of it holds until the settings change
    settings.write_text(f'county_before = "{before}"\n{settings.read_text("utf-8")}', encoding="utf-8")
    (file,) = collect(open_workspace(ours.folder), workers=0).files
    assert (file.status == "accepted") is taken
    assert [f.rule for f in file.findings if f.blocks] == ([] if taken else ["S27"])
    assert (first.status == "accepted") is (taken and not before)
