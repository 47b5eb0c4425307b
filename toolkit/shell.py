"""The command line's own words in Chinese: headings of the help, and what it says of a wrong option."""

import re
import sys
from collections.abc import Callable
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup

_WORDS = (
    (r"\bUsage:", "用法："),
    (r"\[OPTIONS\]", "［选项］"),
    (r"COMMAND \[ARGS\]\.\.\.", "命令 …"),
    (r"(?m)^Options:", "选项："),
    (r"(?m)^Arguments:", "参数："),
    (r"(?m)^Commands:", "命令："),
    (r"Show this message and exit\.", "显示这段帮助"),
    (r"\[default: (.*?)\]", r"［不写就是 \1］"),
    (r"\[required\]", "［必写］"),
    (r"(?s)Invalid value for '(.*?)': .*'(.*?)' is not one of (.*?)\.?$", r"“\1”不能写 \2，可以写 \3"),
    (r"(?s)Invalid value for '(.*?)': .*", r"“\1”写得不对"),
    (r"Missing (?:argument|option|parameter) '(.*?)'\.?", r"缺少“\1”"),
    (r"Missing command\.", "缺少命令"),
    (r"No such option: (\S+)", r"没有“\1”这个选项"),
    (r"No such command '(.*?)'\.", r"没有“\1”这个命令"),
    (r"Option '(.*?)' requires an argument\.", r"“\1”后面要写值"),
    (r"Got unexpected extra arguments? \((.*?)\)", r"多写了“\1”"),
    (r"Did you mean (.*?)\?", r"是不是 \1？"),
)


def in_chinese(text: str) -> str:
    """Put what the command-line library says into Chinese."""
    for english, chinese in _WORDS:
        text = re.sub(english, chinese, text)
    return text


class ChineseCommand(TyperCommand):
    """A command whose help has Chinese headings."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 (the library's context)
        """Return the help."""
        return in_chinese(super().get_help(ctx))


class ChineseGroup(TyperGroup):
    """The list of commands, with Chinese headings."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 (the library's context)
        """Return the help."""
        return in_chinese(super().get_help(ctx))


def run(app: Callable[..., Any]) -> None:
    """Run the command line with UTF-8 streams; wrong use is told in a sentence, exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    usage_error, error = cast("tuple[type[Exception], type[Exception]]", typer.BadParameter.__mro__[1:3])
    try:
        code = app(prog_name="xxgk", standalone_mode=False)
    except (usage_error, error) as wrong:
        said = in_chinese(wrong.format_message())  # type: ignore[attr-defined]
        typer.echo(
            said if said.startswith("用法") else f"用法不对：{said}。用 xxgk --help 看怎样写。", err=True
        )
        sys.exit(2)
    except typer.Abort:
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)
