"""Shared fixtures: the form, LibreOffice where it is, the real material where it is."""

import gc
import json
import math
import os
import shutil
import subprocess
import time
from copy import copy
from pathlib import Path
from zlib import crc32

import pytest
from openpyxl.worksheet.merge import MergedCellRange
from places import SHARED

from toolkit import cage
from toolkit.form.definition import load_form
from toolkit.form.model import Form
from toolkit.garbage import SELDOM
from toolkit.process_limits import is_held

os.environ["XXGK_RAISE"] = "1"  # a mistake of our own is no finding here, in the workers neither
gc.set_threshold(SELDOM)  # as the command does


def _lock_alike(merged: MergedCellRange) -> None:
    """Lock merged cells as their first one.

    openpyxl also draws the lines around them anew, which takes half of its time, and which no test looks at.
    """
    lock = copy(merged.start_cell.protection)
    for place in merged.cells:
        merged.ws._cells[place].protection = lock


MergedCellRange.format = _lock_alike
UNTIL = float(os.environ.get("XXGK_UNTIL", "inf"))  # seconds since 1970 after which no long test begins


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where time may run out, take the files in another order every time: none is always the last."""
    if math.isfinite(UNTIL):
        items.sort(key=lambda item: crc32(f"{UNTIL} {item.path.name}".encode()))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Read foreign files in this process, as within a cage: here, where much is loaded, each fork is dear."""
    if time.time() > UNTIL and item.get_closest_marker("long"):
        pytest.skip("时间到了，这次不再做")
    cage.is_held = is_held if item.get_closest_marker("caged") else lambda: True


@pytest.fixture(scope="session")
def form() -> Form:
    return load_form("annual-report-2021")


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of real sheets; tests that read it skip where it is not."""
    folder = SHARED / "real"
    if not folder.is_dir():
        pytest.skip("没有 ../shared/real（真实材料），跳过")
    return folder


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory):
    """Convert a list of files with LibreOffice: office(paths, "xlsx", folder). Must be there in CI."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI 上必须有 LibreOffice")
        pytest.skip("没有 LibreOffice，跳过")
    profile = tmp_path_factory.mktemp("profile")

    def convert(paths: list[Path], kind: str, folder: Path) -> list[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        command = [
            program,
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
        ]
        subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=240)
        return [folder / f"{path.stem}.{kind.split(':', maxsplit=1)[0]}" for path in paths]

    return convert


HANDS = Path(__file__).parent / "support" / "clerk_hands.py"
PYTHON = "/usr/bin/python3"  # the one that has LibreOffice's uno


@pytest.fixture(scope="session")
def hands(tmp_path_factory: pytest.TempPathFactory):
    """Do jobs in LibreOffice: hands(jobs) → what the asked cells show."""
    program = shutil.which("soffice")
    has_uno = (
        Path(PYTHON).exists()
        and not subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode
    )
    if program is None or not has_uno:
        if os.environ.get("CI") == "true":
            pytest.fail("CI 上必须有 LibreOffice 和 python3-uno")
        pytest.skip("没有 LibreOffice 或 python3-uno，跳过")
    profile = tmp_path_factory.mktemp("hands")

    def work(jobs: list[dict[str, object]]) -> list[dict[str, str]]:
        done = subprocess.run(
            [PYTHON, str(HANDS), program, str(profile)],
            input=json.dumps(jobs),
            capture_output=True,
            text=True,
            check=False,
            timeout=1200,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    return work
