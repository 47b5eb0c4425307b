"""Values files: a unit's answers as a list, raw texts by key."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.answers.csv_files import csv_bytes
from toolkit.answers.lists import read_list
from toolkit.form.model import Form, Key

HEADER = (*Key._fields, "value")
_HEADINGS = {
    "table": ("table", "表"),
    "row": ("row", "行"),
    "column": ("column", "列"),
    "value": ("value", "值"),
}


@dataclass(frozen=True, kw_only=True)
class Values:
    """A values file: raw texts by key, not judged."""

    figures: Mapping[Key, str]
    identity: Mapping[str, str]
    narrative: Mapping[str, str]
    explanations: Mapping[str, str]


def values_bytes(lines: Iterable[Sequence[str]], *more: str) -> bytes:
    """Write a values file: its head, then a line for each cell or passage; `more` names columns behind."""
    return csv_bytes([(*HEADER, *more), *lines])


def read_values(form: Form, path: Path) -> Values:
    """Read a values file (.csv or .xlsx): a line for each cell or passage, ``table,row,column,value``.

    The tables `identity`, `narrative` and `explanation` hold the cover's fields, the passages and the
    reasons, their key in `row`. Values stay as they were typed. Raises UsageError listing every line whose
    key the form does not have, or that comes twice.
    """
    kept = read_list(path, "数据文件", _HEADINGS, verbatim=("value",))
    figures: dict[Key, str] = {}
    texts: dict[str, dict[str, str]] = {"identity": {}, "narrative": {}, "explanation": {}}
    known = {
        "identity": {field.key: field.label for field in form.identity},
        "narrative": {field.key: field.label for field in form.narrative},
    }
    mistakes = []
    shown = set[str]()  # tables of which it was said what they have
    for line in kept.lines:
        key, value = Key.of(line.cells), line.cells["value"]
        if key.table in texts:
            mine, there = texts[key.table], key.row in known.get(key.table, {key.row: ""})
            name = f"{key.table}.{key.row}"
            if not there:
                choices = "" if key.table in shown else _choices(key.table, known[key.table])
                mistakes.append(f"第 {line.row} 行：{name} 不是这张表样的项目{choices}")
                shown.add(key.table)
            elif key.row in mine:
                mistakes.append(f"第 {line.row} 行：{name} 重复")
            mine[key.row] = value
        elif key not in form.position or key in figures:
            mistakes.append(f"第 {line.row} 行：{key} {'重复' if key in figures else '不是这张表样的格'}")
        else:
            figures[key] = value.strip()
    kept.refuse(mistakes)
    return Values(
        figures=figures,
        identity=texts["identity"],
        narrative=texts["narrative"],
        explanations=texts["explanation"],
    )


def _choices(table: str, labels: Mapping[str, str]) -> str:
    named = "、".join(f"{key}（{label}）" for key, label in labels.items())
    return f"。{table} 的行可以写：{named}"
