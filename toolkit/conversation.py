"""The conversation with the units, one step after each check: record what came, return what has to go back."""

from toolkit.collection import Collection
from toolkit.journal import alone, record
from toolkit.returning import Returned, return_all
from toolkit.workspace import Workspace


def converse(workspace: Workspace, collection: Collection) -> tuple[str, ...]:
    """Record the files of a collection and write `returned/`; return what there is to say of it.

    Raises OutputError when a file there cannot be written.
    """
    with alone(workspace):
        receipts = record(workspace, collection)
        returned = return_all(workspace, collection)
    return tuple(_lines(len(receipts), returned))


def _lines(receipts: int, returned: Returned) -> list[str]:
    lines = [f"收件登记新增 {receipts} 条（receipts.jsonl）。"] if receipts else []
    if returned.cases:
        lines.append(
            f"退回 {len(returned.cases)} 个单位：工作簿、通知和微信稿在 returned/，总表是 returned/退回一览.xlsx。"
        )
    if returned.removed:
        lines.append(f"已不需要退回的 {len(returned.removed)} 个文件从 returned/ 移走了。")
    lines += [f"{path.name} 后来有人改过，没有动它；已不需要时请自行删除。" for path in returned.kept]
    return lines
