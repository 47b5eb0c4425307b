"""The command line as a script calls it."""

import csv
from pathlib import Path

from typer.testing import CliRunner

from toolkit.cli.commands import app
from toolkit.form.model import Key, plain_digits

ROSTER = "单位代码,单位名称,单位类别\n001,甲局,部门\n002,乙局,部门\n003,丙镇,乡镇街道\n"


def run(*arguments: object, code: int | None = 0):
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    assert code is None or result.exit_code == code, (result.exit_code, result.output, result.stderr)
    return result


def values(path: Path, figures: dict[Key, object], **identity: str) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["table", "row", "column", "value"])
        writer.writerows(
            (*key, plain_digits(value) if not isinstance(value, str) else value)
            for key, value in figures.items()
        )
        writer.writerows(("identity", key, "value", text) for key, text in identity.items())
    return path


def fill(
    folder: Path, code: str, figures: dict[Key, object], name: str | None = None, **identity: str
) -> Path:
    template = next((folder / "issued").glob(f"{code}_*.xlsx"))
    target = folder / "inbox" / (name or template.name)
    run("fill", template, "--values", values(folder / f"{code}.csv", figures, **identity), "-o", target)
    return target
