"""What a command does not need is not loaded.

Half the time of `status` and `check` on a small folder was pandas; then numpy, pydantic (with which typer
judges what is typed), the readers and the rules. The benchmark has the times; the modules are counted here.
"""

import subprocess
import sys
from pathlib import Path

import pytest
import typer
from founding import founded

from toolkit.cli import chinese
from toolkit.cli.commands import app

HEAVY = {"pandas", "openpyxl", "lxml", "numpy", "pydantic", "rapidfuzz", "python_calamine", "docx", "olefile"}
OF_FILES = {"toolkit.reading.workbook", "toolkit.rules.checks", "toolkit.rules.prose", "toolkit.template"}
PROGRAM = """
import sys
from toolkit.cli.commands import app
app([sys.argv[1], sys.argv[2]], standalone_mode=False)
print(*sys.modules, file=sys.stderr)
"""


@pytest.mark.parametrize("command", ["status", "check"])
def test_nothing_heavy_is_loaded_where_nothing_came(command: str, tmp_path: Path) -> None:
    folder = founded(tmp_path).folder
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, command, folder], capture_output=True, text=True, check=True
    )
    loaded = set(done.stderr.splitlines()[-1].split())
    assert "toolkit.year.collection" in loaded
    assert not loaded & (HEAVY | OF_FILES)
    assert ("xlsxwriter" in loaded) == (command == "check")  # which writes the office's overview


def test_what_reads_publications_is_not_loaded_to_consolidate(tmp_path: Path) -> None:
    folder = founded(tmp_path).folder
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "consolidate", folder], capture_output=True, text=True, check=True
    )
    loaded = set(done.stderr.splitlines()[-1].split())
    assert "toolkit.county.workbook" in loaded
    assert not {name for name in loaded if name.startswith("toolkit.published")}


def test_the_help_loads_nothing_of_a_year() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "status", "--help"], capture_output=True, text=True, check=True
    )
    ours = {name for name in done.stderr.splitlines()[-1].split() if name.startswith("toolkit.")}
    assert {name.split(".")[1] for name in ours} <= {"cli", "errors", "form", "garbage"}
    assert not any(name.startswith("toolkit.form.") for name in ours - {"toolkit.form.days"})


def test_the_library_still_has_the_door_for_plain_values() -> None:
    command = typer.main.get_command(app)
    assert all(hasattr(parameter, "get_runtime_param") for parameter in command.params)


def values_of(typed: list[str]) -> dict[str, object]:
    status = typer.main.get_command(app).commands["status"]  # type: ignore[attr-defined]
    return dict(status.make_context("status", [*typed]).params)


@pytest.mark.parametrize(
    "typed",
    [
        [],
        ["某县"],
        ["某县", "--unit", "001", "--only", "returned", "--format", "json", "-o", "a.json", "--on", "1"],
    ],
    ids=len,
)
def test_what_is_typed_becomes_what_the_library_makes_of_it(
    typed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = values_of(typed)
    monkeypatch.setattr(chinese, "take_plainly", lambda _: None)
    by_library = values_of(typed)
    assert plain == by_library
    assert [type(value) for value in plain.values()] == [type(value) for value in by_library.values()]
