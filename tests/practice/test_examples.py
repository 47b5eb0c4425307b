"""The files in the repository that are made from the definitions are what the definitions give now."""

import zipfile
from io import BytesIO

import pytest
from places import REPO

from examples.make import blanks, books, county


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_blank_workbooks_are_what_the_definitions_give() -> None:
    """Compared part by part; `make examples` writes them anew."""
    for path, data in blanks():
        assert path.is_file(), path
        old, new = parts(path.read_bytes()), parts(data)
        assert old.keys() == new.keys()
        for name, part in new.items():
            assert old[name] == part, f"{path.name} {name}"


def test_printed_rule_books_are_what_the_definitions_give() -> None:
    for path, data in books():
        assert path.read_bytes() == data, path


@pytest.mark.long
def test_the_sample_county_is_what_the_demo_gives() -> None:
    made = dict(county())
    folder = REPO / "examples" / "jiaxiang-2022"
    assert sorted(path for path in folder.rglob("*") if path.is_file()) == sorted(made)
    for path, data in made.items():
        assert path.read_bytes() == data, path
