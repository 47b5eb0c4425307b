"""The history of one unit: what it sent and when, as text, as JSON, as a workbook."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from toolkit.answers.units import Unit
from toolkit.layout.row_sheets import sheet_of_rows
from toolkit.year.receipts import Receipt
from toolkit.year.workspace import FILE_LABELS

HEADS = ("时间", "经过", "文件", "结果", "改了哪些格", "文件指纹（SHA-256）")
WIDTHS = (20, 70, 40, 18, 50, 20)


def history_text(history: tuple[Unit, Sequence[Receipt]]) -> str:
    """Tell the history, one line an event."""
    unit, receipts = history
    if not receipts:
        return f"{unit.label}：还没有收件登记。收到文件后运行 xxgk check。\n"
    head = f"{unit.label}：收到过 {len({r.sha256 for r in receipts})} 个不同的文件\n"
    return head + "".join(f"{_moment(r)}　{r.says}　（{r.sha256[:8]}）\n" for r in receipts)


def history_json(history: tuple[Unit, Sequence[Receipt]]) -> str:
    """Give the lines of the journal as they are."""
    unit, receipts = history
    told = {"unit_code": unit.code, "unit_name": unit.name, "receipts": [asdict(r) for r in receipts]}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def history_workbook(history: tuple[Unit, Sequence[Receipt]]) -> bytes:
    """Put the history on one sheet."""
    _, receipts = history
    rows = [
        (_moment(r), r.says, r.file, FILE_LABELS.get(r.status, ""), "；".join(r.changes), r.sha256)
        for r in receipts
    ]
    return sheet_of_rows("收件经过", HEADS, WIDTHS, rows)


def _moment(receipt: Receipt) -> str:
    return receipt.time.replace("T", " ")[:19]
