"""`xxgk form`: start a definition of one's own, and list its mistakes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli.chinese import ChineseCommand, ChineseGroup, errors_as_sentences

if TYPE_CHECKING:
    from toolkit.form.model import Form

form_app = typer.Typer(
    cls=ChineseGroup,
    help="自己做一张表样：new 写一份带说明的开头，check 列出其中的错误。",
    no_args_is_help=True,
)


@form_app.command("new", cls=ChineseCommand)
def new(
    file: Annotated[Path, typer.Argument(metavar="文件", help="写到哪里，例：我的表.toml；已有的文件不动")],
) -> None:
    """写一份带说明的表样开头，照着改成自己的表。"""
    from toolkit.errors import UsageError  # noqa: PLC0415
    from toolkit.files import write_whole  # noqa: PLC0415
    from toolkit.form.definition import start_text  # noqa: PLC0415

    with errors_as_sentences():
        if file.suffix != ".toml":
            raise UsageError(f"“{file.name}”要以 .toml 结尾，例：我的表.toml。")
        if file.exists():
            raise UsageError(f"“{file}”已经有了，没有动它。请换一个文件名。")
        write_whole(file, start_text().encode())
        typer.echo(f"已写出 {file}。用记事本改好以后，运行 xxgk form check {file}。", err=True)


@form_app.command("check", cls=ChineseCommand)
def check(
    file: Annotated[str, typer.Argument(metavar="文件", help="表样的 .toml 文件，或现有表样的名称")],
) -> None:
    """列出表样定义里的全部错误，每条写明在哪个键。"""
    from toolkit.form.asked.doubts import doubts  # noqa: PLC0415

    with errors_as_sentences():
        form = sound_form(file)
        typer.echo(
            f"表样 {form.key}（{form.title}）没有错误：{len(form.tables)} 张表，{len(form.cells)} 格"
            f"（其中要填 {len(form.inputs)} 格），{len(form.narrative)} 段文字，{len(form.rules)} 条规则。"
        )
        if doubtful := [*doubts(form)]:
            typer.echo(f"请核对下面 {len(doubtful)} 处，不一定是错的：")
            typer.echo("\n".join(f"  {one}" for one in doubtful))
        typer.echo(f"下一步：xxgk demo 演示 --form {file}，看看做出来是什么样。", err=True)


def sound_form(name: str) -> "Form":
    """Load a form whose report can be read back. Raises DefinitionError."""
    from toolkit.errors import DefinitionError  # noqa: PLC0415
    from toolkit.form.definition import load_form  # noqa: PLC0415
    from toolkit.practice.trial_print import unread_tables  # noqa: PLC0415

    form = load_form(name)
    if unread := [*unread_tables(form)]:
        raise DefinitionError(Path(name).name, unread)
    return form
