"""Values files: a unit's answers as CSV, raw texts by key."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from toolkit.errors import UsageError, explain_error
from toolkit.form.expression import Key
from toolkit.form.model import Form

LIVE = frozenset("=+-@\t\r\n＝＋－＠")
HEADER = ("table", "row", "column", "value")


def inert_text(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{text}" if text[:1] in LIVE or text.lstrip()[:1] in LIVE else text


@dataclass(frozen=True, kw_only=True)
class Values:
    """A values file: raw texts by key, not judged."""

    figures: Mapping[Key, str]
    identity: Mapping[str, str]
    narrative: Mapping[str, str]
    explanations: Mapping[str, str]


def read_values(form: Form, path: Path) -> Values:
    """Read a values file (CSV ``table,row,column,value``, UTF-8 with or without BOM).

    Raises UsageError listing every line whose key the form does not have, or that comes twice.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"数据文件 {path.name} 读不了：{explain_error(error)}。要写 UTF-8 编码的 CSV 文件。"
        ) from error
    lines = list(csv.reader(StringIO(text)))
    if not lines or tuple(cell.strip() for cell in lines[0]) != HEADER:
        raise UsageError(f"数据文件 {path.name} 的第一行应是 {','.join(HEADER)}。")
    figures: dict[Key, str] = {}
    texts: dict[str, dict[str, str]] = {"identity": {}, "narrative": {}, "explanation": {}}
    known = {"identity": {f.key for f in form.identity}, "narrative": {f.key for f in form.narrative}}
    mistakes = []
    for number, line in enumerate(lines[1:], 2):
        if not any(line):
            continue
        if len(line) != len(HEADER):
            mistakes.append(f"第 {number} 行：应有 {len(HEADER)} 栏，有 {len(line)} 栏")
            continue
        table, row, column, value = line[0].strip(), line[1].strip(), line[2].strip(), line[3]
        key = Key(table, row, column)
        if table in texts:
            if row not in known.get(table, {row}) or row in texts[table]:
                mistakes.append(
                    f"第 {number} 行：{table}.{row} {'重复' if row in texts[table] else '不是这张表样的项目'}"
                )
            texts[table][row] = value
        elif key not in form.position or key in figures:
            mistakes.append(f"第 {number} 行：{key} {'重复' if key in figures else '不是这张表样的格'}")
        else:
            figures[key] = value.strip()
    if mistakes:
        raise UsageError(
            f"数据文件 {path.name} 与表样 {form.key} 对不上：\n" + "\n".join(f"  {m}" for m in mistakes)
        )
    return Values(
        figures=figures,
        identity=texts["identity"],
        narrative=texts["narrative"],
        explanations=texts["explanation"],
    )
