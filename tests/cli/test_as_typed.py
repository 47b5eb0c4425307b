"""The command line in a clerk's hands.

Examples that can be typed, figures called by their names, files that say their format.
"""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
import typer
from command_line import run
from correspondence import NEW, check, county, figures, send

from toolkit.cli import chinese
from toolkit.cli.commands import app
from toolkit.cli.examples import EXAMPLES
from toolkit.form.definition import load_form
from toolkit.form.elements import Key
from toolkit.layout.layout import lay_out
from toolkit.layout.naming import find_figure

GROUP = typer.main.get_command(app)


def commands(group: click.Group = GROUP, before: tuple[str, ...] = ()):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*before, name))
        else:
            yield " ".join((*before, name)), command


def test_every_help_ends_with_examples_that_can_be_typed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert {name for name, _ in commands()} == set(EXAMPLES)
    for name, command in commands():
        said = run(*name.split(), "--help").stdout
        for example in EXAMPLES[name]:
            assert f"\n  {example}" in said
            words = shlex.split(example)[1 + len(name.split()) :]
            context = command.make_context(
                name, words
            )  # refuses an option or a number of files that there is not
            assert not context.args


def test_every_help_is_chinese():
    for name in ("", "form", *(name for name, _ in commands())):
        said = run(*name.split(), "--help").stdout
        assert said.startswith("用法："), name
        assert not {"Usage", "Options", "Commands", "exit"} & set(re.findall(r"[A-Za-z]+", said)), name


def test_what_may_be_written_is_listed_in_chinese(tmp_path):
    said = subprocess.run(
        [sys.executable, "-m", "toolkit", "check", str(tmp_path), "--format", "pdf"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert said.returncode == 2
    assert "“--format”不能写 pdf，可以写 text、json、xlsx。" in said.stderr


def test_the_first_line_of_the_readme_works_as_typed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    root = Path(__file__).parents[2]
    for name in ("README.md", "README.zh-CN.md"):
        text = (root / name).read_text(encoding="utf-8")
        first = next(part for part in text.split("`") if part.startswith("xxgk init"))
        words = shlex.split(first)[1:]
        run(*words[:1], f"{name}-year", *words[2:])


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    workspace = county(tmp_path_factory.mktemp("typed") / "c")
    for code in ("001", "002"):
        said = figures(workspace.form, int(code))
        send(workspace, code, said if code == "001" else said | {NEW: int(said[NEW]) + 1})
    (workspace.path("inbox") / "照片.jpg").write_bytes(b"\xff\xd8\xff scan")
    check(workspace)
    return workspace.folder


@pytest.mark.parametrize("name", ["annual-report-2021", "annual-report-2019"])
def test_every_figure_is_found_by_its_cell_and_by_its_names(name):
    form = load_form(name)
    places = lay_out(form).places
    for key in form.cells[::9]:
        place, label = places[key], form.label(key)
        for said in (
            f"{place.sheet} {place.a1}",
            f"{place.sheet}!{place.a1.lower()}",
            ".".join(key),
            label,
            f"{place.sheet}·{label}",
            f"{place.sheet} {label.replace('·', ' ')}",
        ):
            assert find_figure(form, said) == key, said


@pytest.mark.parametrize(
    "said",
    ["本年新收 总计", "本年新收/总计", "一、本年新收·总计", "本年新收｜总计", "applications.new.total"],
)
def test_names_may_be_written_as_people_do(said):
    assert find_figure(load_form("annual-report-2021"), said) == Key("applications", "new", "total")


def test_a_figure_is_traced_by_cell_without_quotation_marks(year, monkeypatch):
    form = load_form("annual-report-2021")
    place = lay_out(form).places[NEW]
    whole = run("verify", year, "--trace", ".".join(NEW)).stdout
    assert run("verify", year, "--trace", place.sheet, place.a1).stdout == whole
    monkeypatch.chdir(year / "inbox")
    assert run("verify", "--trace", place.sheet, place.a1).stdout == whole
    said = run("verify", "--trace", "本年新受·自然人", code=2).stderr
    assert "是不是" in said and "本年新收·自然人" in said


def test_the_name_of_the_file_says_its_format(year, tmp_path):
    for command in ("check", "status"):
        run(command, year, "-o", tmp_path / "a.xlsx", code=1)
        assert (tmp_path / "a.xlsx").read_bytes().startswith(b"PK")
        run(command, year, "-o", tmp_path / "a.json", code=1)
        assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["units"]
        assert "改成一样" in run(command, year, "--format", "json", "-o", tmp_path / "b.xlsx", code=2).stderr
        assert "不会写 .doc" in run(command, year, "-o", tmp_path / "b.doc", code=2).stderr
        assert not (tmp_path / "b.xlsx").exists()
    run("rules", "-o", tmp_path / "r.md")
    assert (tmp_path / "r.md").read_text(encoding="utf-8").startswith("#")


def test_only_shows_one_kind_and_counts_all(year):
    said = run("check", year, "--only", "returned", code=1)
    assert "【退回】" in said.stdout and "【通过】" not in said.stdout and "照片" not in said.stdout
    assert "应报 3" in said.stdout
    assert "还没有办完：退回 1 个单位（乙局）；未报 1 个单位（丙镇）；1 个文件读不了" in said.stderr
    assert "照片" in run("check", year, "--only", "unreadable", code=1).stdout
    told = run("status", year, "--only", "missing", code=1).stdout
    assert "丙镇" in told and "甲局" not in told and "应报 3" in told


def test_all_commands_mean_the_same_by_clean(year):
    last = {
        run(command, year, code=1).stderr.strip().splitlines()[-1]
        for command in ("check", "status", "consolidate", "report")
    }
    assert len(last) == 1 and "（退出码 1）" in last.pop()


def test_a_blank_values_file_is_filled_in_and_read(year, tmp_path):
    book = next((year / "issued").glob("003_*"))
    blank = tmp_path / "v.csv"
    run("fill", book, "--blank", "-o", blank)
    text = blank.read_text(encoding="utf-8-sig")
    line = f"{','.join(NEW)},,"
    assert text.startswith("table,row,column,value,name") and line in text
    assert len(text.splitlines()) > len(load_form("annual-report-2021").inputs)
    blank.write_text(text.replace(line, line[:-1] + "7,"), encoding="utf-8-sig")
    run("fill", book, "--values", blank, "-o", tmp_path / "f.xlsx")
    (file,) = json.loads(run("check", tmp_path / "f.xlsx", "--format", "json", code=None).stdout)["files"]
    assert file["unit_code"] == "003"
    assert "请写明做哪一样" in run("fill", book, "-o", tmp_path / "g.xlsx", code=2).stderr


def test_colour_is_for_terminals_only(year, monkeypatch):
    assert "\x1b" not in run("check", year, code=1).stdout
    assert "\x1b[31m" in chinese.in_colour("【退回】a.xlsx\n    强制 R01　表三").replace("\x1b[1m", "")
    assert click.unstyle(chinese.in_colour("【通过】a\n退回 1")) == "【通过】a\n退回 1"
