"""A report that cannot be read back is told when the form is checked, not when the year is over."""

from pathlib import Path

import pytest
from command_line import run

from toolkit.form.definition import load_form, read_form, sample_forms, shipped_forms, start_text
from toolkit.practice.trial_print import unread_tables

START = start_text()


def named(people: str, firms: str) -> str:
    return START.replace('label = "个人"', f'label = "{people}"').replace(
        'label = "单位"', f'label = "{firms}"'
    )


@pytest.mark.parametrize(
    ("people", "firms", "sound"),
    [
        ("（个人）", "(个人)", False),
        ("个人、家庭", "个人家庭", False),
        ("其他", "其它", False),
        ("总计", "单位", False),
        ("1.其他", "2.其他", True),
        ("个人", "家庭", True),
    ],
)
def test_names_that_no_reader_tells_apart_are_told(people: str, firms: str, *, sound: bool) -> None:
    told = [*unread_tables(read_form(named(people, firms), "own.toml"))]
    assert not told if sound else len(told) == 1
    assert all(one.startswith("tables.cases：印成报告再读回来，“办理情况”里“") for one in told)


@pytest.mark.parametrize("name", [*shipped_forms(), *sample_forms()])
def test_the_forms_that_come_with_the_tool_are_read_back(name: str) -> None:
    assert not [*unread_tables(load_form(name))]


def test_the_commands_refuse_such_a_form(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(named("其他", "其它"), encoding="utf-8")
    done = run("form", "check", own, code=2)
    assert "own.toml 有 1 处错误" in done.output + done.stderr
    assert "请改一个名称" in done.output + done.stderr
    year = tmp_path / "year"
    begun = run("init", year, "--county", "某县", "--year", "2025", "--form", own, code=2)
    assert "请改一个名称" in begun.output + begun.stderr and not year.exists()
