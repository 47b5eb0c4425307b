"""The command `xxgk`: parse, one library call, report, exit code.

Everything heavy is imported inside a command.

Results go to standard output, progress and messages to standard error. Exit codes: 0 clean, 1 there are 强制
findings or units missing, 2 wrong use, bad definition, or an output that cannot be written.
"""

import gc
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli.chinese import (
    ChineseCommand,
    ChineseGroup,
    deliver,
    errors_as_sentences,
    finish,
    finish_year,
    in_style,
    run,
    say_waiting,
)
from toolkit.cli.form_commands import form_app
from toolkit.cli.options import (
    HERE,
    ClusterOption,
    FolderArgument,
    Format,
    FormatOption,
    OnlyOption,
    OutOption,
    format_of,
    nearest_year,
    typed_day,
    typed_year,
)
from toolkit.cli.progress import show_progress
from toolkit.cli.tool_commands import demo, fill, import_, rules, verify
from toolkit.errors import UsageError
from toolkit.garbage import SELDOM

if TYPE_CHECKING:
    from toolkit.year.workspace import Written

app = typer.Typer(
    cls=ChineseGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="政府信息公开工作年度报告：下发锁定的填报工作簿，收回后校核、汇总、写出汇总表。",
    epilog="一年的顺序：init → issue →（单位填报，收到的放进 inbox/）→ check → consolidate → report；先用 "
    "demo 看一遍。"
    "退出码：0 没有问题；1 有强制错误或有单位未报；2 用法不对、定义有错、结果写不进去。",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line."""
    gc.set_threshold(SELDOM)
    try:
        run(app)
    finally:
        gc.freeze()  # the process ends: all that it made is not looked through twice more for garbage


def _tell_version(asked: bool) -> None:
    if asked:
        from toolkit import __version__  # noqa: PLC0415

        typer.echo(f"xxgk-toolkit {__version__}")
        raise typer.Exit


@app.callback()
def _every_command(
    version: Annotated[
        bool, typer.Option("--version", help="显示版本号", callback=_tell_version, is_eager=True)
    ] = False,
) -> None:
    pass


@app.command(cls=ChineseCommand)
def init(
    folder: Annotated[Path, typer.Argument(metavar="年度文件夹", help="要建立的年度文件夹")],
    county: Annotated[str, typer.Option("--county", metavar="名称", help="名称（县、市、省等），例：嘉祥县")],
    year: Annotated[str, typer.Option("--year", metavar="年份", help="报告年度，例：2022")],
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster",
            metavar="文件",
            help="单位名录（.xlsx 或 .csv），不写就用上年的，上年也没有就给一份样例",
        ),
    ] = None,
    last_year: Annotated[
        Path | None,
        typer.Option(
            "--last-year",
            metavar="文件夹或文件",
            help="上年的年度文件夹、汇总表、units.csv，或放填好的工作簿的文件夹",
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--form", metavar="表样", help="表样名称，或自制表样的 .toml 文件；不写就是 annual-report-2021"
        ),
    ] = None,
    level: Annotated[
        str | None,
        typer.Option(
            "--level", metavar="层级", help="county 县级、city 市级、province 省级；不写就同上年，或 county"
        ),
    ] = None,
    county_before: Annotated[
        str, typer.Option("--county-before", metavar="名称", help="上年以后改过名称的，写原来的名称")
    ] = "",
) -> None:
    """建立一个年度文件夹：设置、单位名录和各个子文件夹。

    写明上年的年度文件夹时，单位名录、报送期限、本办的联系方式都从那里带过来。
    """
    from toolkit.cli.form_commands import sound_form  # noqa: PLC0415
    from toolkit.year.founding import found_year  # noqa: PLC0415
    from toolkit.year.roster import passed_over, sample_roster  # noqa: PLC0415

    with errors_as_sentences():
        if form is not None:
            sound_form(form)
        workspace = found_year(
            folder,
            county=county,
            year=typed_year(year),
            roster=roster,
            last_year=last_year,
            form=form,
            level=level,
            county_before=county_before.strip(),
        )
        units = workspace.roster
        typer.echo(f"已建立 {folder}：{len(units.units)} 个单位。", err=True)
        if said := passed_over(workspace.passed_over):
            typer.echo(said, err=True)
        if units.units == sample_roster().units:
            typer.echo("没有给单位名录，放的是样例：请把 roster.xlsx 改成本级的单位。", err=True)
        typer.echo("下一步：核对 roster.xlsx 和 xxgk.toml，然后运行 xxgk issue。", err=True)


@app.command(cls=ChineseCommand)
def issue(
    folder: FolderArgument = HERE,
    unit: Annotated[
        list[str] | None, typer.Option("--unit", metavar="代码", help="只做这个单位的，可以写多次")
    ] = None,
    selftest: Annotated[
        bool,
        typer.Option("--selftest", help="不下发，只用本机的办公软件试开一份，看锁定、限制、身份还在不在"),
    ] = False,
) -> None:
    """给每个单位做一份锁定的空白工作簿，放进 issued/。"""
    from toolkit.year.issuing import issue as issue_all  # noqa: PLC0415
    from toolkit.year.issuing import told_of_issuing  # noqa: PLC0415
    from toolkit.year.workspace import open_workspace  # noqa: PLC0415

    with errors_as_sentences():
        workspace = open_workspace(folder)
        if selftest:
            from toolkit.practice.office_programs import trials_text  # noqa: PLC0415
            from toolkit.practice.office_test import self_test  # noqa: PLC0415

            trials = self_test(workspace)
            sys.stdout.write(trials_text(trials))
            finish(clean=all(trial.passed for trial in trials))
        owing = len(unit) if unit else sum(one.owes for one in workspace.roster.units)
        paths = []
        for path in issue_all(workspace, unit or (), lambda said: typer.echo(said, err=True)):
            paths.append(path)
            show_progress("下发", len(paths), owing)
        typer.echo(f"已写出 {len(paths)} 份工作簿，在 {folder / 'issued'}。", err=True)
        for said in told_of_issuing(workspace, datetime.now().astimezone().date()):
            typer.echo(said, err=True)


@app.command(cls=ChineseCommand)
def check(
    what: Annotated[
        list[Path] | None,
        typer.Argument(metavar="年度文件夹或文件…", help="年度文件夹，或一个个文件；不写就是当前文件夹"),
    ] = None,
    only: OnlyOption = None,
    form: FormatOption = None,
    output: OutOption = None,
    cluster: ClusterOption = None,
) -> None:
    """读取收回的工作簿，逐格判断、校核勾稽关系。

    写年度文件夹时，还登记收到的文件，把退回的工作簿、通知和微信稿写进 returned/；写文件时只校核。
    """
    from toolkit.cli.cluster import executor_of  # noqa: PLC0415
    from toolkit.form.definition import forms_near  # noqa: PLC0415
    from toolkit.reporter.findings import as_json, as_text, as_workbook  # noqa: PLC0415
    from toolkit.returns.check_year import check_year, years_apart  # noqa: PLC0415
    from toolkit.year.workspace import Collection, open_workspace  # noqa: PLC0415

    def show(collection: Collection) -> None:
        printers = as_text, as_json, as_workbook
        deliver(in_style(style, collection.only(only), *printers), output)

    with errors_as_sentences():
        style = format_of(form, output, Format)
        paths = what or [nearest_year(HERE)]
        absent = [str(path) for path in paths if not path.exists()]
        if absent:
            raise UsageError(f"找不到：{'、'.join(absent)}。")
        if len(paths) == 1 and paths[0].is_dir():
            with executor_of(cluster) as executor:
                collection, lines = check_year(
                    open_workspace(paths[0]),
                    show=show,
                    waiting=say_waiting,
                    executor=executor,
                    done=lambda n, total: show_progress("读取", n, total),
                    made=lambda n, total: show_progress("写退回和回执", n, total),
                )
        elif any(path.is_dir() for path in paths):
            raise UsageError("要么写一个年度文件夹，要么写一个个文件，不能混着写。")
        elif cluster is not None:
            raise UsageError("--cluster 只用于年度文件夹；写一个个文件时请去掉它。")
        else:
            from toolkit.year.inbox.loose import check_files  # noqa: PLC0415

            collection = check_files(paths, forms_near(*paths))
            show(collection)
            lines = years_apart(collection)
        for line in lines:
            typer.echo(line, err=True)
    finish_year(collection.open_matters)


@app.command(cls=ChineseCommand)
def status(
    folder: FolderArgument = HERE,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="代码", help="只看这个单位：它报过哪些文件，每次改了什么")
    ] = None,
    digest: Annotated[
        str | None,
        typer.Option(
            "--digest", metavar="校验码", help="与 --unit 一起用：核对纸上的校验码与收到的文件是否一致"
        ),
    ] = None,
    form: FormatOption = None,
    only: OnlyOption = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="日期", help="按这一天算逾期，例：2023-02-01；不写就是今天"),
    ] = None,
    output: OutOption = None,
) -> None:
    """谁报了，谁退回了，谁还没报，谁逾期；催报的话。"""
    from toolkit.reporter.history import history_json, history_text, history_workbook  # noqa: PLC0415
    from toolkit.reporter.status import status_json, status_text, status_workbook  # noqa: PLC0415
    from toolkit.year.collection import collect  # noqa: PLC0415
    from toolkit.year.journal import history_of_unit  # noqa: PLC0415
    from toolkit.year.paper_digest import compare_digest  # noqa: PLC0415
    from toolkit.year.reminders import count_situations, situations_of  # noqa: PLC0415
    from toolkit.year.workspace import open_workspace  # noqa: PLC0415

    with errors_as_sentences():
        workspace, style = open_workspace(folder), format_of(form, output, Format)
        if digest is not None:
            told, same = compare_digest(workspace, unit, digest)
            typer.echo(told)
            finish(clean=same)
        if unit is not None:
            tellers = history_text, history_json, history_workbook
            deliver(in_style(style, history_of_unit(workspace, unit), *tellers), output)
            return
        collection = collect(workspace, done=lambda n, total: show_progress("读取", n, total))
        day = typed_day(on, "--on") if on else datetime.now().astimezone().date()
        printers = status_text, status_json, status_workbook
        everyone = situations_of(collection.standings, workspace.settings, workspace.form.title, day)
        shown = tuple(s for s in everyone if only is None or s.standing.status == only)
        deliver(in_style(style, (shown, count_situations(everyone)), *printers), output)
    finish_year(collection.open_matters)


@app.command(cls=ChineseCommand)
def consolidate(
    folder: FolderArgument = HERE,
    draft: Annotated[bool, typer.Option("--draft", help="即使各单位都已通过，也标明是草稿")] = False,
) -> None:
    """汇总通过的工作簿，写出汇总表、数据和上报文件，放进 summary/。

    全部单位通过的是正式汇总，另存一份在 summary/已发布/；以后数有变化的，写出更正。
    """
    from toolkit.county.outputs import write_summary  # noqa: PLC0415
    from toolkit.year.workspace import open_workspace  # noqa: PLC0415

    with errors_as_sentences():
        result = write_summary(
            open_workspace(folder),
            draft=draft,
            waiting=say_waiting,
            done=lambda n, total: show_progress("读取", n, total),
            made=lambda n, total: show_progress("写出、重读", n, total),
        )
    _finish_written(result)


def _finish_written(result: "Written") -> None:
    """Say what was written and what a person has to know, and end."""
    for line in (*(f"已写出 {path}" for path in result.written), *result.lines):
        typer.echo(line, err=True)
    finish_year(result.open_matters)


@app.command(cls=ChineseCommand)
def report(
    folder: FolderArgument = HERE,
    units: Annotated[bool, typer.Option("--units", help="每个通过的单位也各写一份")] = False,
) -> None:
    """写出正式的年度报告（.docx 和 .html），放进 summary/。"""
    from toolkit.county.reports import write_reports  # noqa: PLC0415
    from toolkit.year.workspace import open_workspace  # noqa: PLC0415

    with errors_as_sentences():
        result = write_reports(
            open_workspace(folder), units=units, done=lambda n, total: show_progress("已做", n, total)
        )
    _finish_written(result)


@app.command(cls=ChineseCommand)
def desk(
    folder: FolderArgument = HERE,
    years: Annotated[
        bool, typer.Option("--years", help="文件夹里放的是各年度的文件夹：先选一年，或者建立新的一年")
    ] = False,
    browser: Annotated[
        bool,
        typer.Option(
            "--browser/--no-browser", help="打开浏览器（不写就打开），或者只显示网址", show_default=False
        ),
    ] = True,
) -> None:
    """在浏览器里打开工作台：建立、下发、收件、情况、汇总、报告，都在一页上；只在这台电脑上，不上网。"""
    with errors_as_sentences():
        try:
            from toolkit.desk.serving import open_desk  # noqa: PLC0415
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("toolkit"):
                raise
            raise UsageError('工作台要另装几个程序，请运行：pip install "xxgk-toolkit[desk]"') from error
        open_desk(folder, years=years, browser=browser, say=lambda line: typer.echo(line, err=True))


for name, command in (
    ("verify", verify),
    ("fill", fill),
    ("import", import_),
    ("rules", rules),
    ("demo", demo),
):
    app.command(name, cls=ChineseCommand)(command)
app.add_typer(form_app, name="form")
