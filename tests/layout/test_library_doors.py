"""XlsxWriter still has the private doors that we use, and we use no others."""

import ast
from pathlib import Path

import pytest

import toolkit
from toolkit.layout.xlsxwriter_doors import DOORS

NAMED = {name for names in DOORS.values() for name in names}


@pytest.mark.parametrize(
    ("owner", "door"), [(owner, name) for owner, names in DOORS.items() for name in names]
)
def test_the_library_still_has_the_door(owner: type, door: str) -> None:
    assert callable(getattr(owner, door, None))


def test_every_private_method_that_we_override_is_named() -> None:
    """What a class of ours that stands on the library's defines with an underscore is one of its doors."""
    for path in ("layout/xlsxwriter_doors.py", "layout/lock.py", "county/workbook/long_sheets.py"):
        tree = ast.parse((Path(toolkit.__file__).parent / path).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and any(
                ast.unparse(base).endswith(("Workbook", "Worksheet")) for base in node.bases
            ):
                own = {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
                assert {name for name in own if name.startswith("_") and name[1] != "_"} <= NAMED, node.name
