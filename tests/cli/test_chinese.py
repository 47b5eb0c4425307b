"""The command line speaks Chinese: nothing that the library says in English is left, for any command."""

import re
from collections.abc import Iterator

import pytest
import typer
from typer.main import get_command

from toolkit.cli.chinese import in_chinese
from toolkit.cli.commands import app


def commands(group: typer.core.TyperGroup, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, command in group.commands.items():
        if isinstance(command, typer.core.TyperGroup):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


PATHS = [*commands(get_command(app))]  # type: ignore[arg-type]
LIBRARY = r"(?i)\b(usage|options|arguments?|commands?|args|show this|exit|default|required|got|unexpected)\b"


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_help_is_in_chinese(path: tuple[str, ...]) -> None:
    command = get_command(app)
    context = command.make_context("xxgk", [], resilient_parsing=True)
    for name in path:
        command = command.commands[name]  # type: ignore[attr-defined]
        context = command.make_context(name, [], parent=context, resilient_parsing=True)
    said = command.get_help(context)
    assert "用法：" in said
    assert not re.findall(LIBRARY, said)
    assert not re.findall(r"[\[\]]|<\w+>|\.\.\.|[；，。、] ", said)  # nor its brackets, types, joints


@pytest.mark.parametrize("several", ["argument", "arguments", "argument(s)"])
def test_too_much_is_said_in_chinese(several: str) -> None:
    """However the installed version of the library writes it."""
    assert in_chinese(f"Got unexpected extra {several} (x)") == "多写了“x”"
