"""Make the pictures of the README from the sample county's files (`make pictures`)."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from examples.make import REPO

COUNTY = REPO / "examples" / "jiaxiang-2022"
PICTURES = REPO / "docs" / "pictures"
DOTS = 75  # per inch

# picture → workbook and the page of its print-out
SHOWN = {
    "filled-cover": ("inbox/008_嘉祥县财政局.xlsx", 1),
    "filled-table": ("inbox/008_嘉祥县财政局.xlsx", 5),
    "county-cover": ("summary/嘉祥县2022年汇总.xlsx", 1),
    "county-standings": ("summary/嘉祥县2022年汇总.xlsx", 4),
}


def main() -> None:
    """Convert each workbook once and cut out the pages."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for source in dict.fromkeys(source for source, _ in SHOWN.values()):
            program = shutil.which("soffice") or "libreoffice"
            subprocess.run(
                [program, "--headless", "--convert-to", "pdf", "--outdir", folder, str(COUNTY / source)],
                check=True,
            )
        for name, (source, page) in SHOWN.items():
            pdf = Path(folder) / f"{Path(source).stem}.pdf"
            pages = ["-f", str(page), "-l", str(page), "-singlefile"]
            subprocess.run(
                ["pdftoppm", "-png", "-r", str(DOTS), *pages, str(pdf), str(PICTURES / name)], check=True
            )


if __name__ == "__main__":
    main()
