"""The eight characters on a signed paper, typed at the desk.

The same figures, others, nothing to compare with.
"""

from pathlib import Path

import openpyxl
import pytest
from correspondence import NEW, county, figures, send

from toolkit.errors import UsageError
from toolkit.layout.place import COVER
from toolkit.year.paper_digest import compare_digest
from toolkit.year.workspace import Workspace


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, str]:
    """A county to which one unit has sent its workbook, and what is printed on its cover."""
    workspace = county(tmp_path_factory.mktemp("county") / "year")
    path = send(workspace, "001", figures(workspace.form))
    rows = openpyxl.load_workbook(path, data_only=True)[COVER].iter_rows(values_only=True)
    (printed,) = [row[2] for row in rows if row[1] == "校验码"]
    return workspace, printed


@pytest.mark.parametrize("way", ["{}", " {} ", "lower", "parted"])
def test_the_same_figures(sent: tuple[Workspace, str], way: str) -> None:
    workspace, printed = sent
    typed = {"lower": printed.lower(), "parted": f"{printed[:4]}-{printed[4:]}"}.get(way, way.format(printed))
    said, same = compare_digest(workspace, "001", typed)
    assert same
    assert printed in said
    assert "与纸上的一致" in said


def test_other_figures_and_another_unit(sent: tuple[Workspace, str], tmp_path: Path) -> None:
    workspace, printed = sent
    said, same = compare_digest(workspace, "001", "ABCD2345")
    assert not same
    assert "ABCD2345，不一致" in said
    said, same = compare_digest(workspace, "002", printed)
    assert not same
    assert "002 乙局：还没有收到" in said
    other = county(tmp_path / "year")
    entries = figures(other.form)
    send(other, "001", {**entries, NEW: int(entries[NEW]) + 1})  # type: ignore[call-overload]
    assert not compare_digest(other, "001", printed)[1]


@pytest.mark.parametrize(("code", "said"), [(None, "要写明单位"), ("099", "099")])
def test_without_a_known_unit(sent: tuple[Workspace, str], code: str | None, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        compare_digest(sent[0], code, "ABCD2345")


@pytest.mark.parametrize("typed", ["ABCD", "ABCD23456", ""])
def test_what_has_not_its_length_is_no_digest_of_other_figures(
    sent: tuple[Workspace, str], typed: str
) -> None:
    with pytest.raises(UsageError, match=r"校验码是 8 位.*再输一遍"):
        compare_digest(sent[0], "001", typed)
