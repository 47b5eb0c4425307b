"""What a capable person in the county office would write: openpyxl for reading, pandas for sums and results.

    python benchmarks/plain_script.py INBOX RESULT.xlsx

It reads the same workbooks and writes county totals and the details of every unit; it checks nothing.
"""

import sys
from pathlib import Path

import openpyxl
import pandas as pd

TABLES = {
    "表二": ["B6:D7", "B10:B10", "B13:B14", "B17:B17"],
    "表三": ["D7:J31"],
    "表四": ["A7:O7"],
    "补充情况": ["B5:B17"],
}


def read_unit(path: Path) -> dict[str, object]:
    """Read one workbook: the unit and every figure, by sheet and cell."""
    workbook = openpyxl.load_workbook(path, data_only=True)
    cover = workbook["封面"]
    unit = {"单位代码": cover["C6"].value, "单位名称": cover["C7"].value, "文件": path.name}
    for sheet, areas in TABLES.items():
        for area in areas:
            for row in workbook[sheet][area]:
                for cell in row:
                    unit[f"{sheet}!{cell.coordinate}"] = cell.value
    workbook.close()
    return unit


def main(inbox: Path, result: Path) -> None:
    """Add up all workbooks of a folder."""
    units = pd.DataFrame([read_unit(path) for path in sorted(inbox.glob("*.xlsx"))])
    figures = units.columns[3:]
    units[figures] = units[figures].apply(pd.to_numeric, errors="coerce")
    totals = units[figures].sum().round(6).rename("合计").rename_axis("单元格").reset_index()
    with pd.ExcelWriter(result, engine="openpyxl") as writer:
        totals.to_excel(writer, sheet_name="合计", index=False)
        units.to_excel(writer, sheet_name="分单位明细", index=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
