"""The command `xxgk`: parse, one library call, report, exit code. Everything heavy is imported inside a command.

Results go to standard output, progress and messages to standard error. Exit codes: 0 clean, 1 there are 强制
findings or units missing, 2 wrong use, bad definition, or an output that cannot be written.
"""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

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
    show_progress,
)
from toolkit.cli.form_commands import form_app
from toolkit.cli.options import (
    HERE,
    FolderArgument,
    Format,
    FormatOption,
    OutOption,
    RuleFormat,
    nearest_year,
    typed_day,
    typed_year,
)
from toolkit.errors import UsageError

app = typer.Typer(
    cls=ChineseGroup,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="政府信息公开工作年度报告：下发锁定的填报工作簿，收回后校核、汇总、写出县级汇总表。",
    epilog="一年的顺序：init → issue →（单位填报，收到的放进 inbox/）→ check → consolidate → report；先用 demo 看一遍。"
    "退出码：0 没有问题；1 有强制错误或有单位未报；2 用法不对、定义有错、结果写不进去。",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(form_app, name="form")


def main() -> None:
    """Run the command line."""
    run(app)


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
    county: Annotated[str, typer.Option("--county", metavar="名称", help="县（市、区）名称，例：嘉祥县")],
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
) -> None:
    """建立一个年度文件夹：设置、单位名录和各个子文件夹。

    写明上年的年度文件夹时，单位名录、报送期限、县办的联系方式都从那里带过来。
    """
    from toolkit.year.founding import found_year  # noqa: PLC0415

    with errors_as_sentences():
        workspace = found_year(
            folder,
            county=county,
            year=typed_year(year),
            roster=roster,
            last_year=last_year,
            form=form,
            level=level,
        )
        units = workspace.roster
        typer.echo(f"已建立 {folder}：{len(units.units)} 个单位。", err=True)
        if units.unused:
            typer.echo(f"名录里的“{'”“'.join(units.unused)}”栏没有用到。", err=True)
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
    from toolkit.practice.office_test import self_test, trials_text  # noqa: PLC0415
    from toolkit.year.issuing import ask_for_openings  # noqa: PLC0415
    from toolkit.year.issuing import issue as issue_all  # noqa: PLC0415
    from toolkit.year.workspace import open_workspace  # noqa: PLC0415

    with errors_as_sentences():
        workspace = open_workspace(folder)
        if selftest:
            trials = self_test(workspace)
            sys.stdout.write(trials_text(trials))
            finish(clean=all(trial.passed for trial in trials))
        paths = list(issue_all(workspace, unit or ()))
        typer.echo(f"已写出 {len(paths)} 份工作簿，在 {folder / 'issued'}。", err=True)
        if asked := ask_for_openings(workspace):
            typer.echo(asked, err=True)


@app.command(cls=ChineseCommand)
def fill(
    template: Annotated[Path, typer.Argument(metavar="工作簿", help="下发的工作簿")],
    values: Annotated[
        Path,
        typer.Option(
            "--values",
            metavar="文件",
            help="数据（CSV：table,row,column,value），或者填过的工作簿（旧版的、别处填的）",
        ),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="文件", help="填好的工作簿写到哪里")],
) -> None:
    """把数据，或者旧版、别处填过的工作簿里的数，填进下发的工作簿；带不过来的逐条列出。"""
    from toolkit.files import write_whole  # noqa: PLC0415
    from toolkit.returns.fill import fill_workbook as fill_in  # noqa: PLC0415

    with errors_as_sentences():
        nearby = sorted(
            str(p)
            for p in (*template.parent.glob("*.toml"), *template.parent.parent.glob("*.toml"))
            if p.name != "xxgk.toml"
        )
        filled = fill_in(template, values, nearby, output)
        write_whole(output, filled.workbook)
        for remark in filled.remarks:
            typer.echo(f"注意：{remark}", err=True)
        typer.echo(f"已写出 {output}", err=True)


@app.command(cls=ChineseCommand)
def check(
    what: Annotated[
        list[Path] | None,
        typer.Argument(metavar="年度文件夹或文件…", help="年度文件夹，或一个个文件；不写就是当前文件夹"),
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help="结果的格式：text 文字，json 数据，xlsx 工作簿")
    ] = Format.TEXT,
    output: OutOption = None,
) -> None:
    """读取收回的工作簿，逐格判断、校核勾稽关系。

    写年度文件夹时，还登记收到的文件，把该退回的（批注好的工作簿、通知、微信稿）写进 returned/；写一个个文件时只校核。
    """
    from toolkit import reporter  # noqa: PLC0415
    from toolkit.form.definition import shipped_forms  # noqa: PLC0415
    from toolkit.returns.check_year import check_year, years_apart  # noqa: PLC0415
    from toolkit.year.collection import Collection, check_files  # noqa: PLC0415
    from toolkit.year.workspace import open_workspace  # noqa: PLC0415

    def show(collection: Collection) -> None:
        printers = reporter.as_text, reporter.as_json, reporter.as_workbook
        deliver(in_style(form, collection, *printers), output)

    with errors_as_sentences():
        paths = what or [nearest_year(HERE)]
        absent = [str(path) for path in paths if not path.exists()]
        if absent:
            raise UsageError(f"找不到：{'、'.join(absent)}")
        if len(paths) == 1 and paths[0].is_dir():
            collection, lines = check_year(
                open_workspace(paths[0]),
                show=show,
                waiting=say_waiting,
                done=lambda n, total: show_progress("读取", n, total),
            )
        elif any(path.is_dir() for path in paths):
            raise UsageError("要么写一个年度文件夹，要么写一个个文件，不能混着写。")
        else:
            collection = check_files(paths, list(reversed(shipped_forms())))
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
    form: FormatOption = Format.TEXT,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="日期", help="按这一天算逾期，例：2023-02-01；不写就是今天"),
    ] = None,
    output: OutOption = None,
) -> None:
    """谁报了，谁退回了，谁还没报，谁逾期；催报的话。"""
    from toolkit import reporter  # noqa: PLC0415
    from toolkit.year.collection import collect  # noqa: PLC0415
    from toolkit.year.journal import history_of_unit  # noqa: PLC0415
    from toolkit.year.paper_digest import compare_digest  # noqa: PLC0415
    from toolkit.year.reminders import situations_of  # noqa: PLC0415
    from toolkit.year.workspace import open_workspace  # noqa: PLC0415

    with errors_as_sentences():
        workspace = open_workspace(folder)
        if digest is not None:
            told, same = compare_digest(workspace, unit, digest)
            typer.echo(told)
            finish(clean=same)
            return
        if unit is not None:
            tellers = reporter.history_text, reporter.history_json, reporter.history_workbook
            deliver(in_style(form, history_of_unit(workspace, unit), *tellers), output)
            return
        collection = collect(workspace, done=lambda n, total: show_progress("读取", n, total))
        day = typed_day(on, "--on") if on else datetime.now().astimezone().date()
        printers = reporter.status_text, reporter.status_json, reporter.status_workbook
        standing = situations_of(collection.standings, workspace.settings, workspace.form.title, day)
        deliver(in_style(form, standing, *printers), output)
    finish_year(collection.open_matters)


@app.command(cls=ChineseCommand)
def consolidate(
    folder: FolderArgument = HERE,
    draft: Annotated[bool, typer.Option("--draft", help="即使各单位都已通过，也标明是草稿")] = False,
) -> None:
    """汇总通过的工作簿，写出县级汇总表、数据和上报文件，放进 summary/。

    全部单位通过的是正式汇总，另存一份在 summary/已发布/；以后数有变化的，写出更正。
    """
    from toolkit.county.outputs import publish  # noqa: PLC0415
    from toolkit.year.workspace import open_workspace  # noqa: PLC0415

    with errors_as_sentences():
        result = publish(
            open_workspace(folder),
            draft=draft,
            waiting=say_waiting,
            done=lambda n, total: show_progress("读取", n, total),
        )
        for path in result.written:
            typer.echo(f"已写出 {path}", err=True)
        for line in result.lines:
            typer.echo(line, err=True)
    finish_year(result.open_matters)


@app.command(cls=ChineseCommand)
def report(
    folder: FolderArgument = HERE,
    units: Annotated[bool, typer.Option("--units", help="每个通过的单位也各写一份")] = False,
) -> None:
    """写出正式的年度报告（.docx 和 .html），放进 summary/。"""
    from toolkit.county.report_files import write_reports  # noqa: PLC0415
    from toolkit.year.workspace import open_workspace  # noqa: PLC0415

    with errors_as_sentences():
        result = write_reports(open_workspace(folder), units=units)
        for path in result.written:
            typer.echo(f"已写出 {path}", err=True)
        for line in result.lines:
            typer.echo(line, err=True)
    finish_year(result.open_matters)


@app.command(cls=ChineseCommand)
def verify(
    folder: Annotated[Path, typer.Argument(metavar="年度文件夹", help="年度文件夹")],
    published: Annotated[
        list[Path] | None,
        typer.Argument(metavar="公布的报告…", help="公布的网页或文件，与各单位的工作簿逐数比较"),
    ] = None,
    trace: Annotated[
        str | None,
        typer.Option("--trace", metavar="格", help="追溯一个合计数，例：表.行.栏，写法同 totals.csv"),
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="代码", help="这些公布的报告是哪个单位的")
    ] = None,
    form: FormatOption = Format.TEXT,
    output: OutOption = None,
) -> None:
    """重读各项输出和公布的报告，与报送的工作簿逐数比较；追溯合计数的来源。"""
    from toolkit import reporter  # noqa: PLC0415
    from toolkit.county.trace import trace_figure  # noqa: PLC0415
    from toolkit.county.verification import verify_year  # noqa: PLC0415
    from toolkit.year.workspace import open_workspace  # noqa: PLC0415

    with errors_as_sentences():
        workspace = open_workspace(folder)
        if trace is not None:
            deliver(reporter.trace_text(trace_figure(workspace, trace)), output)
            return
        checked = verify_year(workspace, published or (), unit)
        printers = reporter.differences_text, reporter.differences_json, reporter.differences_workbook
        deliver(in_style(form, checked, *printers), output)
    finish(clean=all(one.same for one in checked))


@app.command(cls=ChineseCommand)
def desk(
    folder: FolderArgument = HERE,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="打开浏览器，或者只显示网址")
    ] = True,
) -> None:
    """在浏览器里打开工作台：建立、下发、收件、情况、汇总、报告，都在一页上；只在这台电脑上，不上网。"""
    with errors_as_sentences():
        try:
            from toolkit.desk.serving import open_desk  # noqa: PLC0415
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("toolkit"):
                raise
            raise UsageError("工作台要另装几个程序，请运行：pip install 'xxgk-toolkit[desk]'") from error
        open_desk(folder, browser=browser, say=lambda line: typer.echo(line, err=True))


@app.command("import", cls=ChineseCommand)
def import_(
    files: Annotated[list[Path], typer.Argument(metavar="文件…", help="已公布的年度报告，或放报告的文件夹")],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="文件夹", help="填好的工作簿和数据写到这个文件夹")
    ],
) -> None:
    """把已公布的年度报告读成填好的工作簿和数据文件；写文件夹时连里面的子文件夹一起读，已有的文件不覆盖。"""
    from toolkit.form.definition import shipped_forms  # noqa: PLC0415
    from toolkit.published.importing import closing_line, import_reports, reports_within  # noqa: PLC0415
    from toolkit.reporter import finding_lines  # noqa: PLC0415

    done = []
    with errors_as_sentences():
        paths = reports_within(files, output)
        for imported in import_reports(paths, output, shipped_forms()):
            done.append(imported)
            show_progress("导入", len(done), len(paths))
            typer.echo(imported.headline)
            for line in finding_lines(imported.findings):
                typer.echo(line)
            for path in imported.written:
                typer.echo(f"已写出 {path}", err=True)
        typer.echo(closing_line(done), err=True)
    finish(clean=bool(done) and not any(imported.failed for imported in done))


@app.command(cls=ChineseCommand)
def rules(
    form: Annotated[
        str, typer.Option("--form", metavar="表样", help="表样名称，或 .toml 文件")
    ] = "annual-report-2021",
    style: Annotated[
        RuleFormat, typer.Option("--format", help="text 文字，md 网页文稿，xlsx 工作簿")
    ] = RuleFormat.TEXT,
    output: OutOption = None,
    attempt: Annotated[
        Path | None,
        typer.Option("--try", metavar="文件", help="用这个改过的表样（.toml）重新校核以往的年度文件夹"),
    ] = None,
    folders: Annotated[
        list[Path] | None, typer.Argument(metavar="[年度文件夹…]", help="与 --try 合用")
    ] = None,
    examples: Annotated[
        Path | None,
        typer.Option("--examples", metavar="文件夹", hidden=True, help="每条规则写一份只违反它的工作簿"),
    ] = None,
) -> None:
    """印出规则一览：编号、级别、依据、公式、举例；或先用以往的年度试一试改过的规则。"""
    from toolkit.form.definition import load_form  # noqa: PLC0415
    from toolkit.reporter import rulebook  # noqa: PLC0415

    if attempt is not None or folders:
        _try(attempt, folders or [], style, output)
        return
    if examples is not None:
        from toolkit.practice.specimen import write_specimens  # noqa: PLC0415

        with errors_as_sentences():
            for path in write_specimens(load_form(form), examples):
                typer.echo(f"已写出 {path}", err=True)
        return
    printers = rulebook.as_text, rulebook.as_markdown, rulebook.as_workbook
    with errors_as_sentences():
        deliver(in_style(style, load_form(form), *printers), output)


def _try(attempt: Path | None, folders: list[Path], style: RuleFormat, output: Path | None) -> None:
    """Try a changed rule book over past years."""
    from toolkit.practice import rule_trial  # noqa: PLC0415

    printers = rule_trial.as_text, rule_trial.as_markdown, rule_trial.as_workbook
    with errors_as_sentences():
        if attempt is None or not folders:
            raise UsageError("试一试改过的规则，要写：xxgk rules --try 表样.toml 年度文件夹…")
        deliver(in_style(style, rule_trial.rehearse(attempt, folders), *printers), output)


@app.command(cls=ChineseCommand)
def demo(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="演示放在哪里")] = Path("demo"),
    form: Annotated[
        str | None,
        typer.Option("--form", metavar="表样", help="用别的表样演示：表样名称，或自制表样的 .toml 文件"),
    ] = None,
) -> None:
    """演示一个虚构县的全年工作：建立、下发、填报、校核、汇总。"""
    from toolkit.practice.demonstration import FORM, demonstrate, demonstrate_form  # noqa: PLC0415

    def say(line: str) -> None:
        typer.echo(line, err=True)

    with errors_as_sentences():
        if form in {None, FORM}:
            demonstrate(folder, say=say)
        else:
            demonstrate_form(folder, str(form), say=say)
