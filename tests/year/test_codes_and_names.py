"""Who is who across two years, and how a year begins from the one before: whole or not at all."""

from dataclasses import replace
from pathlib import Path

import pytest

from toolkit.answers.last_year import History
from toolkit.answers.units import Roster, Unit
from toolkit.errors import OutputError, UsageError
from toolkit.form.model import Key
from toolkit.year import founding
from toolkit.year.codes_and_names import require_same_units, same_name, settled_roster
from toolkit.year.founding import found_year
from toolkit.year.issuing import issue
from toolkit.year.roster import roster_workbook, sample_roster
from toolkit.year.workspace import open_workspace

NAMES = {f"{n:03}": f"某县{c}局" for n, c in enumerate("甲乙丙丁戊", 8)}
UNITS = [Unit(code=code, name=name, kind="部门") for code, name in NAMES.items()]


def refused(units: list[Unit]) -> str:
    with pytest.raises(UsageError) as error:
        require_same_units(Roster(units=tuple(units)), History(source="上年", names=NAMES))
    return str(error.value)


def test_codes_shifted_by_one_are_told_apart_from_new_codes_and_from_lost_zeros() -> None:
    require_same_units(Roster(units=tuple(UNITS)), History(names=NAMES))
    shifted = [replace(unit, code=f"{int(unit.code) + 1:03}") for unit in UNITS]
    said = refused(shifted)
    assert "整体错了位（4 个单位" in said
    assert "009 某县甲局：代码 009 上年是“某县乙局”，“某县甲局”上年的代码是 008" in said
    assert "4 个" not in (said := refused([replace(unit, code=f"9{unit.code}") for unit in UNITS]))
    assert "看来有 5 个单位换了新的代码" in said
    assert "状态写“更名”，前身代码写 008" in said
    said = refused([replace(unit, code=unit.code.lstrip("0")) for unit in UNITS])
    assert said.count("前面的零被 Excel 去掉了") == 5


def test_a_code_typed_wide_is_not_said_to_have_lost_its_zeros() -> None:
    said = refused([replace(UNITS[0], code="００８"), *UNITS[1:]])
    assert "上年的代码是 008，两处只差全角或大小写，请改回 008" in said
    assert "前面的零" not in said


@pytest.mark.parametrize(("code", "name"), [("908", "某县 甲局"), ("8", "某县甲")])
def test_a_unit_that_last_year_has_twice_stops_the_year(code: str, name: str) -> None:
    with pytest.raises(UsageError, match=f"写了两次(?s:.)*008 某县甲局，{code} {name}"):
        require_same_units(Roster(units=tuple(UNITS)), History(source="上年", names=NAMES | {code: name}))


def test_last_year_of_another_county_stops_the_year() -> None:
    theirs = {f"9{code}": {} for code in NAMES}
    roster = Roster(units=tuple(UNITS))
    with pytest.raises(UsageError, match="一个也没有"):
        require_same_units(roster, History(source="上年", figures=theirs))
    require_same_units(roster, History(source="上年", figures=theirs | {"008": {}}))


HEIRS = {  # who is there this year, who registered what it opens with, and which codes would be added twice
    "merged into one": ([("20", "合并", "008、009")], "", ""),
    "merged into one, which stays": ([("008", "合并", "009")], "", ""),
    "merged into one, and still there": ([("20", "合并", "008、009"), ("008", "正常", "")], "", "008"),
    "merged, and renamed": ([("20", "合并", "008、009"), ("21", "更名", "009")], "", "009"),
    "renamed twice": ([("20", "更名", "008"), ("21", "更名", "008")], "", "008"),
    "codes moved on": ([("009", "更名", "008"), ("010", "更名", "009")], "", ""),
    "split": ([("20", "拆分", "008"), ("21", "拆分", "008")], "", ""),
    "split, one part stays": ([("008", "正常", ""), ("21", "拆分", "008")], "", ""),
    "split, one part takes all": ([("20", "更名", "008"), ("21", "拆分", "008")], "", "008"),
    "split, and registered": ([("20", "拆分", "008"), ("21", "拆分", "008")], "20 21", ""),
    "divided by what is registered": ([("20", "更名", "008"), ("21", "合并", "008、009")], "20 21", ""),
    "divided, one of two registered": ([("20", "更名", "008"), ("21", "合并", "008、009")], "20", "008"),
    "a new unit under an old code": ([("20", "合并", "008、009"), ("008", "撤销", "")], "", ""),
    "compiled by whoever took it over": ([("008", "合并", "009"), ("009", "代编", "@008")], "", ""),
    "compiled by one, taken over by another": (
        [("010", "正常", ""), ("009", "代编", "@010"), ("20", "合并", "009")],
        "",
        "009",
    ),
}


@pytest.mark.parametrize("case", HEIRS)
def test_what_a_unit_had_passes_to_one_unit_or_is_divided(case: str) -> None:
    """Otherwise its applications would be carried over twice."""
    lines, registered, twice = HEIRS[case]
    units = [
        Unit(
            code=code,
            name=NAMES.get(code, f"某县{code}局"),
            status=status,
            predecessors=() if "@" in before else tuple(filter(None, before.split("、"))),
            parent=before.removeprefix("@") if "@" in before else "",
        )
        for code, status, before in lines
    ]
    carried = Key("applications", "carried_over", "total")
    roster, figures = Roster(units=tuple(units)), {code: {carried: int(code)} for code in NAMES}
    given = {code: {carried: 1} for code in registered.split()}
    history = History(source="上年", names=NAMES, figures=figures, given=given).within(roster)
    if twice:
        with pytest.raises(UsageError, match=f"上年的 {twice} {NAMES[twice]}：今年"):
            require_same_units(roster, history)
        return
    require_same_units(roster, history)
    taken = sum(int(history.of(u).get(carried, 0)) for u in roster.due if u.code not in given)
    whose = {c for u in roster.due if u.code not in given for c in history.origins(u) if history.of(u)}
    assert taken == sum(int(code) for code in whose)


def test_another_name_under_a_code_needs_a_reason() -> None:
    renamed = [*UNITS[1:], Unit(code="008", name="某县数据局", status="新设")]
    assert "改了名称的，状态写“更名”，前身代码写 008" in refused(renamed)
    assert "是不是 008 某县甲局" in refused([*UNITS[1:], Unit(code="8", name="某县数据局", status="新设")])
    explained = replace(renamed[-1], status="更名", predecessors=("008",))
    require_same_units(Roster(units=(*UNITS[1:], explained)), History(names=NAMES))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("嘉祥县司法局", "司法局", True),
        ("城关镇", "城关 镇", True),
        ("民政局（老龄办）", "民政局(老龄办)", True),
        ("城关镇", "城关镇中心小学", False),
        ("财政局", "县财政局", True),
        ("农业局", "农业农村局", False),
    ],
)
def test_a_name_without_its_place_is_the_same(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same_name(other, one) is same


def test_last_years_roster_is_settled() -> None:
    before = [
        Unit(code="1", name="甲", status="合并", predecessors=("7", "8")),
        Unit(code="2", name="乙", status="撤销"),
        Unit(code="3", name="丙", status="代编", parent="1"),
        Unit(code="4", name="丁", status="新设", contact="王某"),
    ]
    assert [
        (u.code, u.status, u.predecessors, u.contact)
        for u in settled_roster(Roster(units=tuple(before))).units
    ] == [
        ("1", "正常", (), ""),
        ("3", "代编", (), ""),
        ("4", "正常", (), "王某"),
    ]


def units_csv(path: Path) -> Path:
    head = "unit_code,unit_name,kind,table,row,column,value\n"
    lines = [f"{u.code},{u.name},部门,applications,new,total,1\n" for u in UNITS]
    path.write_text(head + "".join(lines), encoding="utf-8")
    return path


def test_a_year_begins_from_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its roster, level, deadlines, office go on.

    A path is meant from where the user stands, or from the new folder.
    """
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.xlsx").write_bytes(
        roster_workbook(Roster(units=(*UNITS, Unit(code="020", name="旧局", status="撤销"))))
    )
    first = found_year(Path("2022"), county="某县", year=2022, roster=Path("r.xlsx"), level="city")
    text = (first.folder / "xxgk.toml").read_text("utf-8")
    (first.folder / "xxgk.toml").write_text(
        text.replace('phone = ""', 'phone = "123"').replace('code = ""', 'code = "37"'), "utf-8"
    )
    (first.folder / "summary").mkdir(exist_ok=True)
    units_csv(first.folder / "summary" / "units.csv")
    for number, given in enumerate(("2022", "../2022")):
        settings = (
            year := found_year(Path(f"2023-{number}"), county="某县", year=2023, last_year=Path(given))
        ).settings
        assert [u.code for u in year.roster.units] == list(NAMES)
        assert (settings.level, settings.code, settings.office["phone"], settings.last_year) == (
            "city",
            "37",
            "123",
            "../2022",
        )
        assert settings.deadlines["default"].isoformat() == "2024-01-31"
    bad = Roster(units=tuple(replace(u, code=f"{int(u.code) + 1:03}") for u in UNITS))
    with pytest.raises(UsageError, match="错了位"):
        found_year(Path("bad"), county="某县", year=2023, roster=bad, last_year=Path("2022"))
    assert not Path("bad").exists()
    (year.folder / "roster.xlsx").write_bytes(roster_workbook(bad))
    with pytest.raises(UsageError, match="错了位"):
        list(issue(open_workspace(year.folder)))
    assert not list((year.folder / "issued").iterdir())


def test_without_a_roster_the_units_of_last_years_figures_are_taken(tmp_path: Path) -> None:
    year = found_year(tmp_path / "y", county="某县", year=2023, last_year=units_csv(tmp_path / "u.csv"))
    assert [(u.code, u.name) for u in year.roster.units] == list(NAMES.items())


def test_nothing_is_issued_from_the_sample(tmp_path: Path) -> None:
    year = found_year(tmp_path / "y", county="某县", year=2022)
    assert year.roster.units == sample_roster().units
    with pytest.raises(UsageError, match="还是样例"):
        list(issue(year))


@pytest.mark.parametrize("there", [False, True])
def test_no_half_folder_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool) -> None:
    folder = tmp_path / "y"
    if there:
        folder.mkdir()
        (folder / "note.txt").write_text("mine", "utf-8")

    def full(path: Path, data: bytes) -> None:
        if path.name == "xxgk.toml":
            raise OutputError("磁盘满了")
        path.write_bytes(data)

    monkeypatch.setattr(founding, "write_whole", full)
    with pytest.raises(OutputError):
        found_year(folder, county="某县", year=2022)
    assert sorted(path.name for path in tmp_path.rglob("*")) == (["note.txt", "y"] if there else [])


def test_a_roster_that_lies_there_is_used_and_never_written_over(tmp_path: Path) -> None:
    mine = roster_workbook(Roster(units=tuple(UNITS)))
    (tmp_path / "roster.xlsx").write_bytes(mine)
    with pytest.raises(UsageError, match=r"已经有 roster\.xlsx"):
        found_year(tmp_path, county="某县", year=2022, roster=sample_roster())
    assert len(found_year(tmp_path, county="某县", year=2022).roster.units) == len(UNITS)
    assert (tmp_path / "roster.xlsx").read_bytes() == mine
