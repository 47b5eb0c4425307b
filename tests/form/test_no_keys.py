"""No key of a shipped form stands in the code: what the form says is asked of the form."""

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import toolkit
from toolkit.form.definition import sample_forms, shipped_forms

# Ordinary words of the language and of Python, and the cover's fields, which every form has by these names.
ORDINARY = frozenset(
    {
        "address",
        "amount",
        "change",
        "concluded",
        "corrected",
        "count",
        "date",
        "head",
        "issued",
        "letters",
        "money",
        "new",
        "other",
        "pending",
        "phone",
        "prepared_by",
        "published",
        "summary",
        "total",
        "unit_code",
        "unit_name",
        "value",
        "website",
        "year",
        "zero_blanks",
        "opening",
    }
)


def keys_of(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("key"), str):
            yield value["key"]
        for name, one in value.items():
            if name != "spoken":  # the words of prose have names of their own
                yield from keys_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from keys_of(one)


def test_no_key_of_a_shipped_form_stands_in_the_code() -> None:
    keys: set[str] = set()
    for name in (*shipped_forms(), *sample_forms()):
        text = (files("workbook_templates") / f"{name}.toml").read_text(encoding="utf-8")
        keys |= set(keys_of(tomllib.loads(text)))
    distinctive = sorted(keys - ORDINARY)
    assert {"applications", "carried_in", "carried_over", "overview_applications", "information_fee"} <= set(
        distinctive
    )
    pattern = re.compile(rf"""["'.](?:{"|".join(map(re.escape, distinctive))})["'.]""")
    top = Path(toolkit.__file__).parent
    found = [
        f"{path.relative_to(top)}:{number}: {line.strip()}"
        for path in sorted(top.rglob("*.py"))
        if path.relative_to(top).parts[0] != "practice"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found, "\n".join(found)
