"""Commands beside the year's road: comparing, filling in, published reports, rules, the demonstration."""

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli.chinese import deliver, errors_as_sentences, finish, in_style
from toolkit.cli.options import HERE, Format, FormatOption, OutOption, RuleFormat, format_of, nearest_year
from toolkit.cli.progress import show_progress
from toolkit.errors import UsageError


def verify(
    folder: Annotated[
        Path,
        typer.Argument(metavar="年度文件夹", help="年度文件夹；追溯时不写就是当前文件夹", show_default=False),
    ] = HERE,
    published: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="公布的报告…", help="公布的网页或文件，或放它们的文件夹，与各单位的工作簿逐数比较"
        ),
    ] = None,
    trace: Annotated[
        str | None,
        typer.Option(
            "--trace",
            metavar="格",
            help="追溯一个合计数：表三 J7（填报表的格）、本年新收·总计（行·栏）、totals.csv 里的键",
        ),
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="代码", help="这些公布的报告是哪个单位的")
    ] = None,
    form: FormatOption = None,
    output: OutOption = None,
) -> None:
    """重读各项输出和公布的报告，与报送的工作簿逐数比较；追溯合计数的来源。"""
    from toolkit.county.trace import trace_figure  # noqa: PLC0415
    from toolkit.county.verification import verify_year  # noqa: PLC0415
    from toolkit.published.importing import passed_over, reports_within  # noqa: PLC0415
    from toolkit.reporter.comparisons import (  # noqa: PLC0415
        differences_json,
        differences_text,
        differences_workbook,
        trace_text,
    )
    from toolkit.year.workspace import open_workspace  # noqa: PLC0415

    with errors_as_sentences():
        if trace is not None:
            # “--trace 表三 J7” without quotation marks: the cell comes as one more file, or in place of the
            # folder
            said, where = [str(path) for path in published or ()], folder
            if not folder.exists():
                said, where = [str(folder), *said], HERE
            traced = trace_figure(open_workspace(nearest_year(where)), " ".join([trace, *said]))
            deliver(trace_text(traced), output)
            return
        workspace, style = open_workspace(nearest_year(folder)), format_of(form, output, Format)
        named = published or []
        reports = [
            one for path in named for one in (reports_within([path], path) if path.is_dir() else [path])
        ]
        checked = verify_year(workspace, reports, unit, done=lambda n, total: show_progress("重读", n, total))
        printers = differences_text, differences_json, differences_workbook
        deliver(in_style(style, checked, *printers), output)
        for path in named:
            for line in passed_over([path], path):
                typer.echo(f"注意：{line}", err=True)
    finish(clean=all(one.same for one in checked))


def fill(
    template: Annotated[Path, typer.Argument(metavar="工作簿", help="下发的工作簿")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="文件", help="填好的工作簿写到哪里")],
    values: Annotated[
        Path | None,
        typer.Option(
            "--values",
            metavar="文件",
            help="数据（CSV：table,row,column,value），或者填过的工作簿（旧版的、别处填的）",
        ),
    ] = None,
    blank: Annotated[
        bool, typer.Option("--blank", help="不填，只写出一份空白的数据文件：每个要填的格一行，带中文名称")
    ] = False,
) -> None:
    """把数据，或者旧版、别处填过的工作簿里的数，填进下发的工作簿；带不过来的逐条列出。"""
    from toolkit.files import write_whole  # noqa: PLC0415
    from toolkit.form.definition import forms_near  # noqa: PLC0415
    from toolkit.returns.fill import blank_values  # noqa: PLC0415
    from toolkit.returns.fill import fill_workbook as fill_in  # noqa: PLC0415

    with errors_as_sentences():
        if blank == (values is not None):
            raise UsageError(
                "请写明做哪一样：--values 文件（把数填进工作簿），或者 --blank（写一份空白的数据文件）。"
            )
        if values is None:
            write_whole(output, blank_values(template, forms_near(template), output))
            typer.echo(f"已写出 {output}：在“value”一栏填数，再用 --values 填进工作簿。", err=True)
            return
        filled = fill_in(template, values, forms_near(template, values), output)
        write_whole(output, filled.workbook)
        for line in filled.lines:
            typer.echo(f"注意：{line}", err=True)
        typer.echo(f"已写出 {output}", err=True)


def import_(
    files: Annotated[list[Path], typer.Argument(metavar="文件…", help="已公布的年度报告，或放报告的文件夹")],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="文件夹", help="填好的工作簿和数据写到这个文件夹")
    ],
    form: Annotated[
        list[str] | None,
        typer.Option(
            "--form",
            metavar="表样",
            help="报告用的表样：表样名称，或自制表样的 .toml 文件；不写就在自带的表样里认",
        ),
    ] = None,
) -> None:
    """把已公布的年度报告读成填好的工作簿和数据文件；写文件夹时连里面的子文件夹一起读，已有的文件不覆盖。"""
    from toolkit.form.definition import shipped_forms  # noqa: PLC0415
    from toolkit.published.importing import (  # noqa: PLC0415
        ImportTally,
        import_reports,
        passed_over,
        reports_within,
    )
    from toolkit.reporter.findings import finding_lines  # noqa: PLC0415

    tally = ImportTally()
    with errors_as_sentences():
        paths = reports_within(files, output)
        for imported in import_reports(paths, output, form or shipped_forms()):
            tally.add(imported)
            show_progress("导入", tally.count, len(paths))
            typer.echo(imported.headline)
            for line in finding_lines(imported.findings, asked=False):
                typer.echo(line)
            for path in imported.written:
                typer.echo(f"已写出 {path}", err=True)
        for said in passed_over(files, output):
            typer.echo(f"注意：{said}", err=True)
        typer.echo(tally.closing_line, err=True)
    finish(clean=bool(tally.count) and not tally.failed)


def rules(
    form: Annotated[
        str, typer.Option("--form", metavar="表样", help="表样名称，或 .toml 文件")
    ] = "annual-report-2021",
    style: Annotated[
        RuleFormat | None,
        typer.Option("--format", help="text 文字，md 网页文稿，xlsx 工作簿；不写就看 -o 的文件名"),
    ] = None,
    output: OutOption = None,
    attempt: Annotated[
        Path | None,
        typer.Option("--try", metavar="文件", help="用这个改过的表样（.toml）重新校核以往的年度文件夹"),
    ] = None,
    folders: Annotated[list[Path] | None, typer.Argument(metavar="年度文件夹…", help="与 --try 合用")] = None,
    examples: Annotated[
        Path | None,
        typer.Option("--examples", metavar="文件夹", help="每条规则写一份只违反它的工作簿，练习、试表用"),
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
        deliver(in_style(format_of(style, output, RuleFormat), load_form(form), *printers), output)


def _try(attempt: Path | None, folders: list[Path], style: RuleFormat | None, output: Path | None) -> None:
    """Try a changed rule book over past years."""
    from toolkit.practice import rule_trial  # noqa: PLC0415

    printers = rule_trial.as_text, rule_trial.as_markdown, rule_trial.as_workbook
    with errors_as_sentences():
        if attempt is None or not folders:
            raise UsageError("试一试改过的规则，要写：xxgk rules --try 表样.toml 年度文件夹…")
        chosen = format_of(style, output, RuleFormat)
        deliver(in_style(chosen, rule_trial.rehearse(attempt, folders), *printers), output)


def demo(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="演示放在哪里")] = Path("demo"),
    form: Annotated[
        str | None,
        typer.Option("--form", metavar="表样", help="用别的表样演示：表样名称，或自制表样的 .toml 文件"),
    ] = None,
) -> None:
    """演示一个虚构县的全年工作：建立、下发、填报、校核、退回改正、汇总、写报告。"""
    from toolkit.practice.demonstration import FORM, demonstrate, demonstrate_form  # noqa: PLC0415

    def say(line: str) -> None:
        typer.echo(line, err=True)

    with errors_as_sentences():
        if form in {None, FORM}:
            demonstrate(folder, say=say)
        else:
            demonstrate_form(folder, str(form), say=say)
