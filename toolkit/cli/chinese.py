"""How the command line speaks.

Chinese help, a sentence for whatever goes wrong, results to standard output or a file.
"""

import io
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn, TypeVar, cast

import typer
from typer.core import TyperCommand, TyperGroup

from toolkit.cli.examples import EXAMPLES
from toolkit.cli.options import Format
from toolkit.cli.plain_values import take_plainly
from toolkit.cli.progress import end_progress
from toolkit.errors import UsageError, XxgkError, explain_error, harmless, one_line

T = TypeVar("T")
NO_CHINESE_NAMES = "这台机器设的文件名编码写不了中文文件名。请先运行 export LC_ALL=C.UTF-8，再运行 xxgk。"
INTERRUPTED = 130  # what a shell calls a program that was stopped by Ctrl-C
STOPPED = "已停止。写了一半的文件不会留下，再运行一次就接着做完。"

_WORDS = (
    (r" <(?:str|path|list\[Path\])>", lambda found: " " * len(found[0])),
    (r"\{([^{}]*)\}", r"\1"),
    (r"\[(\[[^\[\]]*\])\]", r"\1"),
    (r"(…\]?)\.\.\.", r"\1"),
    (r"\[([一-鿿]+…?)\]", r"［\1］"),
    (r"\bUsage:", "用法："),
    (r"\[OPTIONS\]", "［选项］"),
    (r"COMMAND \[ARGS\]\.\.\.", "命令 …"),
    (r"(?m)^Options:", "选项："),
    (
        r"(--install-completion\s+)Install completion for the current shell\.",
        r"\1在这个命令窗口里装上按 Tab 补全",
    ),
    (
        (
            r"(?s)(--show-completion\s+)Show completion for the current shell, to copy it or\s+customize "
            r"the installation\."
        ),
        r"\1显示补全用的脚本，自己安装",
    ),
    (r"(?m)^Arguments:", "参数："),
    (r"(?m)^Commands:", "命令："),
    (r"Show this message and exit\.", "显示这段帮助"),
    (r"\[default: (.*?)\]", r"［不写就是 \1］"),
    (r"\[required\]", "［必写］"),
    (
        r"(?s)Invalid value for '(.*?)': .*'(.*?)' is not one of (.*?)\.?$",
        lambda found: (
            f"“{found[1]}”不能写 {found[2]}，可以写 {found[3].replace(chr(39), '').replace(', ', '、')}"
        ),
    ),
    (r"(?s)Invalid value for '(.*?)': .*", r"“\1”写得不对"),
    (
        r"Missing (?:argument|option|parameter) ('[^.]*')\.?",
        lambda found: f"缺少“{found[1].replace(chr(39), '')}”",
    ),
    (r"Missing command\.", "缺少命令"),
    (r"No such option: (\S+)", r"没有“\1”这个选项"),
    (r"No such command '(.*?)'\.", r"没有“\1”这个命令"),
    (r"Option '(.*?)' requires an argument\.", r"“\1”后面要写值"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.*?)\)", r"多写了“\1”"),
    (
        r"\s*\(?(?:Did you mean|Possible \w+:) ([^)?]*)[)?]+",
        lambda found: f"，是不是 {found[1].replace(chr(39), '')}？",
    ),
)


def in_chinese(text: str) -> str:
    """Put what the command-line library says into Chinese."""
    for english, chinese in _WORDS:
        text = re.sub(english, chinese, text)
    return text


class ChineseCommand(TyperCommand):
    """A command whose help has Chinese headings, and ends with examples of what one really types."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 (the library's context)
        """Read what was typed."""
        take_plainly(self.get_params(ctx))
        return super().parse_args(ctx, args)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 (the library's)
        """Write the examples."""
        examples = EXAMPLES.get(ctx.command_path.partition(" ")[2], ())
        if examples:
            formatter.write("\n例：\n" + "".join(f"  {example}\n" for example in examples))

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 (the library's context)
        """Return the help."""
        return in_chinese(super().get_help(ctx))


class ChineseGroup(TyperGroup):
    """The list of commands, with Chinese headings."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 (the library's context)
        """Read what was typed."""
        take_plainly(self.get_params(ctx))
        return super().parse_args(ctx, args)

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 (the library's context)
        """Return the help."""
        return in_chinese(super().get_help(ctx))


class _PlainStream(io.TextIOWrapper):
    """A stream that nothing can steer by what it writes, whatever file the text comes from."""

    def write(self, text: str) -> int:
        """Write a text without what moves the cursor or turns the order of letters."""
        return super().write(harmless(text))


def _plain(stream: Any) -> Any:  # noqa: ANN401 (whatever stands for a stream; None in a program without a window)
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        return stream
    stream.flush()
    return _PlainStream(buffer, encoding="utf-8", errors="replace", line_buffering=True)


def run(app: Callable[..., Any]) -> None:
    """Run the command line with UTF-8 streams; wrong use is told in a sentence, exit code 2."""
    sys.stdout, sys.stderr = _plain(sys.stdout), _plain(sys.stderr)
    usage_error, error = cast("tuple[type[Exception], type[Exception]]", typer.BadParameter.__mro__[1:3])
    try:
        code = app(prog_name="xxgk", standalone_mode=False)
    except (usage_error, error) as wrong:
        said = in_chinese(wrong.format_message())  # type: ignore[attr-defined]
        end = "" if said.endswith("？") else "。"
        typer.echo(
            said if said.startswith("用法") else f"用法不对：{said}{end}用 xxgk --help 看怎样写。", err=True
        )
        sys.exit(2)
    except (typer.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    if code == INTERRUPTED:
        typer.echo(STOPPED, err=True)
    sys.exit(code if isinstance(code, int) else 0)


# ------------------------------------------------------------------ results


@contextmanager
def errors_as_sentences() -> Iterator[None]:
    """Turn our own errors into their sentence and exit code 2."""
    try:
        try:
            yield
        finally:
            end_progress()
    except XxgkError as error:
        typer.echo(f"错误：{error}", err=True)
        raise typer.Exit(2) from error
    except BrokenPipeError:
        raise typer.Exit(0) from None
    except UnicodeEncodeError as error:
        typer.echo(f"错误：{NO_CHINESE_NAMES}", err=True)
        raise typer.Exit(2) from error
    except OSError as error:
        typer.echo(
            f"错误：{one_line(str(error.filename or '文件'))} 读写不了：{explain_error(error)}。", err=True
        )
        raise typer.Exit(2) from error


def in_style(
    style: StrEnum,
    result: T,
    text: Callable[[T], str],
    other: Callable[[T], str],
    workbook: Callable[[T], bytes],
) -> str | bytes:
    """Print a result in the style asked for: text, workbook, or the other text (JSON, Markdown)."""
    if style.value == Format.XLSX:
        return workbook(result)
    return text(result) if style.value == Format.TEXT else other(result)


def deliver(result: str | bytes, output: Path | None) -> None:
    """Write a result to a file whole, or to standard output."""
    from toolkit.files import write_whole  # noqa: PLC0415

    data = harmless(result).encode() if isinstance(result, str) else result
    if output is not None:
        write_whole(output, data)
        typer.echo(f"已写出 {output}", err=True)
    elif isinstance(result, bytes):
        raise UsageError("工作簿不能显示在屏幕上，请用 -o 写明文件名。")
    else:
        _show(result)


def _show(text: str) -> None:
    """Write a result to standard output.

    Coloured, past the stream that lets no colour through, on a terminal only.
    """
    terminal = sys.__stdout__
    ansi = sys.platform != "win32" or "WT_SESSION" in os.environ
    if terminal is None or not (sys.stdout.isatty() and ansi) or os.environ.get("NO_COLOR"):
        sys.stdout.write(text)
        return
    sys.stdout.flush()
    terminal.write(in_colour(harmless(text)))
    terminal.flush()


_COLOURS = (
    (r"【(?:退回|打不开|不一致|不通过)】|(?m:^ *强制(?= ))|退回(?= [1-9])|未报(?= [1-9])", "red"),
    (r"【不是本次的表】|(?m:^ *核实(?= ))|待说明(?= [1-9])", "yellow"),
    (r"【(?:通过|一致)】|通过(?= [1-9])", "green"),
)


def in_colour(text: str) -> str:
    """Colour the words that say what became of something; for a terminal only."""
    for pattern, colour in _COLOURS:
        text = re.sub(pattern, lambda found, colour=colour: typer.style(found[0], fg=colour, bold=True), text)  # type: ignore[misc]
    return text


def say_waiting() -> None:
    """Say that another run on the same folder has to end first."""
    typer.echo("另一个人正在对这个文件夹运行 xxgk，等他做完……", err=True)


def finish(*, clean: bool) -> NoReturn:
    """End with the exit code: 0 when everything is clean, 1 when not."""
    raise typer.Exit(0 if clean else 1)


def finish_year(open_matters: Sequence[str]) -> NoReturn:
    """End with the exit code, and say why it is not 0: every command on a year means the same by it."""
    if open_matters:
        typer.echo(f"还没有办完：{'；'.join(open_matters)}。（退出码 1）", err=True)
    finish(clean=not open_matters)
