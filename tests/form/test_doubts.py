"""What may not be as it was meant is told when a definition is checked; the definition stays a sound one."""

from pathlib import Path

import pytest
from command_line import run
from places import SHARED

from toolkit.form.asked.doubts import doubts
from toolkit.form.definition import load_form, read_form, sample_forms, shipped_forms, start_text

START = start_text()
MEMBERS = 'members = ["from_people", "from_firms"]'
FIRMS = '{ key = "from_firms", label = "单位" },'
TOTAL = '{ key = "all_sources", label = "合计", sum_of = "sources" },'
CLOSED = '{ key = "closed_cases", label = "办结" },'
TONS = """
[kinds.tons]
id = "K11"
label = "重量（吨）"
decimals = 3
unit = "吨"
says = "填数。"
[gate]"""
PEOPLE = '{ key = "from_people", label = "个人" },'


def doubted(*changes: tuple[str, str]) -> list[str]:
    text = START
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return [*doubts(read_form(text, "own.toml"))]


def counted(label: str, key: str = "others") -> str:
    return f'{{ key = "{key}", label = "{label}" }},'


def unit(line: str, said: str) -> tuple[str, str]:
    return line, line.replace(" }", f', unit = "{said}" }}')


PASSED = "tables.cases.all_sources.sum_of：“合计”没有加“"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([(MEMBERS, 'members = ["from_people"]')], f"{PASSED}单位”"),
        ([(MEMBERS, 'members = ["from_firms"]')], f"{PASSED}个人”"),
        ([(FIRMS, FIRMS + counted("社会组织"))], f"{PASSED}社会组织”"),
        ([(PEOPLE, counted("外国人") + PEOPLE)], f"{PASSED}外国人”"),
        ([(FIRMS, FIRMS + counted("其中：小微企业"))], ""),
        ([(TOTAL, TOTAL + counted("其中女性"))], ""),
        ([(TOTAL, TOTAL + counted("投诉"))], ""),
        ([(PEOPLE, counted("上年未结") + PEOPLE), ('label = "合计", sum', 'label = "新收小计", sum')], ""),
        ([unit(FIRMS, "家"), unit(PEOPLE, "人")],
            "tables.cases.all_sources.sum_of：“合计”把人和家加在一起"),
        ([unit(FIRMS, "家"), unit(PEOPLE, "个")], ""),
        ([("closed_cases <= received_cases", "closed_cases >= 0")],
            "rules.Q01.check：永远成立"),
    ],
)  # fmt: skip
def test_what_may_not_be_meant_is_told(changes: list[tuple[str, str]], told: str) -> None:
    said = doubted(*changes)
    assert len(said) == bool(told), said
    assert all(one.startswith(told) for one in said), said


def test_a_unit_that_no_reader_sees_is_told() -> None:
    """The report prints 12.5 in a table that nowhere says 吨."""
    kinds = [("[gate]", TONS), *((line, line.replace(" }", ', kind = "tons" }')) for line in (FIRMS, PEOPLE))]
    kinds.append((TOTAL, TOTAL.replace(" }", ', kind = "tons" }')))
    assert [one for one in doubted(*kinds) if one.startswith("tables.cases：“收到·个人”等格按“吨”填")]
    assert not doubted(*kinds, ('title = "办理情况"', 'title = "办理情况（单位：吨）"'))
    assert not doubted(*kinds, ('section = "一"\n', ""))


VILLAGE = SHARED / "cases" / "forms" / "village.toml"


@pytest.mark.parametrize(
    "name", [*shipped_forms(), *sample_forms(), str(VILLAGE)], ids=lambda name: name.rpartition("/")[2]
)
def test_sound_forms_raise_no_doubt(name: str) -> None:
    if name == str(VILLAGE) and not VILLAGE.is_file():
        pytest.skip("cases/forms/village.toml is not on this machine (set XXGK_SHARED)")
    assert not [*doubts(load_form(name))]


def test_the_command_says_the_doubts_and_is_content(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(START.replace(MEMBERS, 'members = ["from_people"]'), encoding="utf-8")
    done = run("form", "check", str(own))
    assert "没有错误" in done.stdout
    assert f"请核对下面 1 处，不一定是错的：\n  {PASSED}单位”" in done.stdout
    assert "请核对" not in run("form", "check", "sample-school-canteen").stdout
