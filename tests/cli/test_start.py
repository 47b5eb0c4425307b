"""What a command does not need is not loaded.

Half the time of `status` and `check` on a small folder was pandas.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from founding import founded

from toolkit import reporter

HEAVY = {"pandas", "openpyxl", "lxml"}
PROGRAM = """
import sys
from toolkit.cli.commands import app
app([sys.argv[1], sys.argv[2]], standalone_mode=False)
print(*{name.partition(".")[0] for name in sys.modules}, file=sys.stderr)
"""


@pytest.mark.parametrize("command", ["status", "check"])
def test_nothing_heavy_is_loaded_where_nothing_came(command: str, tmp_path: Path) -> None:
    folder = founded(tmp_path).folder
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, command, folder], capture_output=True, text=True, check=True
    )
    loaded = set(done.stderr.splitlines()[-1].split())
    assert "numpy" in loaded
    assert not loaded & HEAVY


def test_every_report_has_its_module() -> None:
    assert all(callable(getattr(reporter, name)) for name in reporter.__all__)
    with pytest.raises(AttributeError):
        _ = reporter.no_such_report
