"""What the office changes in xxgk.toml through the tool: one value at a time.

Everything else in the file stays as it is.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from toolkit.errors import UsageError
from toolkit.files import read_toml, write_whole
from toolkit.form.days import read_day
from toolkit.year.journal import work_alone
from toolkit.year.workspace import SETTINGS, Workspace, open_workspace


def change_settings(workspace: Workspace, said: Mapping[str, str]) -> Path:
    """Put new values into xxgk.toml, by section and key: ``office.phone``, ``deadlines.default``.

    Empty days are left; a value that has no line yet gets one at the top of its section.

    Raises UsageError when a day cannot be read, or the file could not be read with the new values.
    """
    with work_alone(workspace):
        path = workspace.folder / SETTINGS
        before = text = read_toml(path).replace("\r\n", "\n").rstrip("\n") + "\n"
        for name, value in said.items():
            section, _, key = name.partition(".")
            if section == "deadlines" and not value:
                continue
            written = _day(key, value) if section == "deadlines" else json.dumps(value, ensure_ascii=False)
            text = _changed(text, section, key, written)
        if text != before:
            write_whole(path, text.encode())
        try:
            open_workspace(workspace.folder)
        except UsageError:
            write_whole(path, before.encode())
            raise
    return path


def _day(key: str, value: str) -> str:
    day = read_day(value)
    if not isinstance(day, date):
        raise UsageError(f"{key}的期限“{value[:40]}”{day}")
    return day.isoformat()


def _changed(text: str, section: str, key: str, value: str) -> str:
    """Change one value where it stands, its comment stays behind it; or add a line for it."""
    quoted = json.dumps(key, ensure_ascii=False)
    found = re.search(rf"(?ms)^\[{re.escape(section)}\][^\n]*\n(.*?)(?=^\[|\Z)", text)
    if found is None:
        return f"{text}\n[{section}]\n{quoted} = {value}\n"
    names = "|".join({re.escape(key), re.escape(quoted)})
    line = re.search(
        rf"(?m)^[ \t]*(?:{names})[ \t]*=[ \t]*(\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|[^#\n]*?)[ \t]*(?=#|$)",
        found[1],
    )
    if line is None:
        return f"{text[: found.start(1)]}{quoted} = {value}\n{text[found.start(1) :]}"
    at = found.start(1) + line.start(1), found.start(1) + line.end(1)
    return text[: at[0]] + value + text[at[1] :]
