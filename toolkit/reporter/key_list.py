"""The keys of a form, printed.

What values files, `units.csv` and `totals.csv` call each figure, and where it stands.
"""

from collections.abc import Iterator

from toolkit.form.model import Form
from toolkit.layout.layout import lay_out


def key_catalogue(form: Form) -> str:
    """Print every key of a form as Markdown: tables with name and cell, the cover's fields, the passages."""
    return "\n".join(_lines(form)) + "\n"


def _lines(form: Form) -> Iterator[str]:
    yield f"# 数据文件的键：{form.title}（{form.key}）\n"
    yield (
        "本文由程序按表样生成。数据文件、`units.csv`、`totals.csv`、`.sqlite` 里都用这些键；"
        "格是下发的工作簿里的格；总计由程序算，数据文件里可以不写。"
    )
    places = lay_out(form).places
    for table in form.tables:
        yield f"\n## {table.sheet}　{table.title}　`{table.key}`\n"
        yield "| row | column | 名称 | 格 | 计量单位 | 填 |"
        yield "|---|---|---|---|---|---|"
        for key in form.cells:
            if key.table == table.key:
                typed = "填" if form.is_input(key) else "算"
                yield (
                    f"| `{key.row}` | `{key.column}` | {form.label(key)} | {places[key].a1} | "
                    f"{form.unit(key)} | {typed} |"
                )
    for name, what, fields in (
        ("identity", "封面", form.identity),
        ("narrative", "文字报告", form.narrative),
    ):
        yield f"\n## {what}　`{name}`（`column` 写 `value`）\n"
        yield "| row | 名称 |"
        yield "|---|---|"
        for field in fields:
            yield f"| `{field.key}` | {field.label} |"
