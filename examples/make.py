"""Write everything in the repository that is made from the form definitions and the sample county.

- `workbook_templates/FORM.xlsx`: the blank workbook of each form
- `examples/`: roster, values, filled workbooks and the county workbook of the sample county
- `docs/`: the rule book, the lists of keys and of messages

Tests hold these files equal to what this module makes.
"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from toolkit.form.definition import load_form, sample_forms, shipped_forms
from toolkit.practice.demonstration import demonstrate
from toolkit.reporter import key_list, message_list, rulebook
from toolkit.template import Content, render

REPO = Path(__file__).parent.parent
SHOWN = (
    "007",
    "008",
    "021",
)  # units whose values and filled workbooks are shown: 司法局 (real), 财政局, 梁宝寺镇 (mistakes)


def blank(name: str) -> bytes:
    """Make the blank workbook of a form, for a visitor to open."""
    form = load_form(name)
    return render(
        Content(form=form, unit_code="000", unit_name="（单位名称）", year=form.first_year, county="（县名）")
    )


def blanks() -> Iterator[tuple[Path, bytes]]:
    """The blank workbooks beside the definitions."""
    for name in (*shipped_forms(), *sample_forms()):
        yield REPO / "workbook_templates" / f"{name}.xlsx", blank(name)


def books() -> Iterator[tuple[Path, bytes]]:
    """The rule books, the lists of keys and the list of messages, printed."""
    for name in shipped_forms():
        yield REPO / "docs" / f"rules-{name}.md", rulebook.as_markdown(load_form(name)).encode()
        yield REPO / "docs" / f"keys-{name}.md", key_list.key_catalogue(load_form(name)).encode()
    yield REPO / "docs" / "messages.md", message_list.message_catalogue().encode()


def county() -> Iterator[tuple[Path, bytes]]:
    """The sample county's files."""
    target = REPO / "examples" / "jiaxiang-2022"
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo"
        demonstrate(demo, say=lambda _: None)
        for path in sorted(demo.rglob("*")):
            inside = path.relative_to(demo)
            shown = inside.parts[0] in {"values", "inbox"} and path.name[:3] in SHOWN
            if path.is_file() and (
                shown or inside.parts[0] in {"roster.xlsx", "xxgk.toml"} or path.name.endswith("汇总.xlsx")
            ):
                yield target / inside, path.read_bytes()


def main() -> None:
    """Write all of them."""
    shutil.rmtree(REPO / "examples" / "jiaxiang-2022", ignore_errors=True)
    for path, data in (*blanks(), *books(), *county()):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    main()
