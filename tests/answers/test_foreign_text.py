"""What a text from outside may do: it stands in a line of ours, and nothing else."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from toolkit.answers import messages
from toolkit.answers.csv_files import LIVE, csv_bytes, csv_rows
from toolkit.cli.chinese import _PlainStream
from toolkit.errors import DefinitionError, UsageError, one_line
from toolkit.files import SETTINGS_BYTES, safe_name
from toolkit.form.definition import read_form
from toolkit.form.model import Form
from toolkit.published import Published
from toolkit.published.importing import _places, _values
from toolkit.year.workspace import open_workspace

NASTY = "甲\n错误：假的一行\r\x1b[2J\u202e倒\u2028下\x85\x9b31m\u2066\x07"
STEERING = set("\n\r\x1b\u202e\u2028\x85\x9b\u2066\x07")


def test_a_message_is_one_line_that_steers_nothing():
    said = messages.SAME_FILE.finding(chosen=NASTY)
    assert not STEERING & set(said.message)
    assert not STEERING & set(replace(said, explained=NASTY).explained or "")
    assert not STEERING & set(replace(said, sheet=NASTY, cell="A1").place)
    assert len(messages.SAME_FILE.finding(chosen="甲" * 1_000_000).message) < 2100
    assert one_line("　甲　乙\t丙") == "　甲　乙 丙"


def test_a_name_of_a_file_is_what_it_looks_like():
    assert not STEERING & set(safe_name(NASTY))
    assert safe_name("局\u202excod.exe") == "局_xcod.exe"


@pytest.mark.parametrize(
    "text",
    [
        'county = "某县"\nyear = 2022\nform = "annual-report-2021"\n"a\\n错误：假的" = 1\n',
        "a = " + "[" * 50_000,
        "a = " + "9" * 10_000,
        "#" + "甲" * SETTINGS_BYTES,
    ],
    ids=["line break", "deep", "long number", "large"],
)
def test_settings_are_refused_in_lines_of_ours(tmp_path: Path, text: str):
    (tmp_path / "xxgk.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        open_workspace(tmp_path)
    assert not any(line.startswith("错误：假的") for line in str(refused.value).splitlines())
    if len(text) < SETTINGS_BYTES:
        with pytest.raises(DefinitionError):
            read_form(text, "甲.toml")


def test_nothing_steers_the_terminal():
    raw = io.BytesIO()
    stream = _PlainStream(raw, encoding="utf-8", errors="replace")
    stream.write("一行\n" + NASTY + "\n")
    stream.flush()
    assert not (STEERING - {"\n"}) & set(raw.getvalue().decode())


def test_no_csv_of_an_import_holds_a_live_formula(form: Form):
    words = {
        key: f"{mark}HYPERLINK(1)" for key, mark in zip((f.key for f in form.narrative), "=+-@", strict=False)
    }
    figure = form.inputs[0]
    report = Published(
        file="a.html",
        form=form.key,
        narrative=words,
        amounts={figure: 5},
        figures={figure: "+5"},
        places={figure: "=1"},
        identity={"address": "\t=1"},
    )
    for lines in (_values(form, report), _places(form, report)):
        data = csv_bytes(lines)
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))):
            assert not any(cell[:1] in LIVE for cell in row if not cell.lstrip("-").isdecimal())
    back = {row[1]: row[3] for row in csv_rows(csv_bytes(_values(form, report))) if row[0] == "narrative"}
    assert back == words  # nothing is lost by it
