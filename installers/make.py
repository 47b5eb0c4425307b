"""`make dist`: a folder that runs on a machine without Python, with something to double-click.

The same recipe on Linux and on Windows; each builds for itself. `python -m installers.make [TARGET]`, TARGET
is `dist`.
"""

import shutil
import sys
from pathlib import Path

import PyInstaller.__main__

HERE = Path(__file__).parent
NAME = "xxgk"
WITH_DATA = ("workbook_templates", "toolkit.desk", "toolkit.year", "docx")
BY_NAME = (
    "uvicorn.protocols.http.h11_impl",
    "uvicorn.loops.asyncio",
    "uvicorn.lifespan.off",
    "openpyxl.cell._writer",
)
LEFT_OUT = (
    "tkinter",
    "pytest",
    "_pytest",
    "hypothesis",
    "selenium",
    "mypy",
    "cryptography",
    "msoffcrypto",
    "matplotlib",
    "IPython",
    "pandas.tests",
    "numpy.f2py",
    "pyarrow",
)


def make(target: Path) -> Path:
    """Build the folder `target`/xxgk anew and return it."""
    options = [
        f"--name={NAME}",
        "--onedir",
        "--console",
        "--noconfirm",
        "--clean",
        "--log-level=WARN",
        f"--distpath={target}",
        f"--workpath={target / 'work'}",
        f"--specpath={target / 'work'}",
        *(f"--collect-data={name}" for name in WITH_DATA),
        *(f"--hidden-import={name}" for name in BY_NAME),
        *(f"--exclude-module={name}" for name in LEFT_OUT),
        str(HERE / "start.py"),
    ]
    PyInstaller.__main__.run(options)
    shutil.rmtree(target / "work")
    folder = target / NAME
    (folder / "_internal" / "docx" / "parts").mkdir(
        exist_ok=True
    )  # python-docx looks for its files from there: ../templates
    starters = "*.cmd" if sys.platform == "win32" else "*.desktop"
    for path in (*HERE.glob(starters), HERE / "先看这里.txt"):
        shutil.copy(path, folder / path.name)
    shutil.copy(HERE.parent / "docs" / "manual.zh-CN.md", folder / "使用手册.md")
    return folder


if __name__ == "__main__":
    made = make(Path(sys.argv[1] if len(sys.argv) > 1 else "dist").resolve())
    size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
    sys.stdout.write(f"{made}：{size // 2**20} MB\n")
