"""The digest on a signed paper, compared with the file that counts for its unit."""

from toolkit.answers.digest import digest_of, is_same
from toolkit.errors import UsageError
from toolkit.year.collection import collect
from toolkit.year.workspace import Workspace


def compare_digest(workspace: Workspace, code: str | None, typed: str) -> tuple[str, bool]:
    """Say whether the digest typed from paper is that of the unit's file.

    Raises UsageError without a known unit.
    """
    if code is None:
        raise UsageError("核对校验码要写明单位：xxgk status --unit 代码 --digest 校验码。")
    unit = workspace.roster.find(code)
    if unit is None:
        raise UsageError(workspace.roster.unknown(code))
    standing = next((s for s in collect(workspace).standings if s.unit.code == code), None)
    if standing is None or standing.submission is None:
        return f"{code} {unit.name}：还没有收到可以读的工作簿，无法核对校验码。", False
    expected = digest_of(workspace.form, standing.submission)
    whose = f"{code} {unit.name}：{standing.file} 的校验码是 {expected}"
    if is_same(typed, expected):
        return f"{whose}，与纸上的一致。", True
    advice = "请该单位用报来的文件重新打印、签字，或者把与纸质件一致的文件重新报来。"
    shown = typed.strip().upper()
    return f"{whose}，纸上的是 {shown}，不一致：纸质件与电子件的数不同。{advice}", False
