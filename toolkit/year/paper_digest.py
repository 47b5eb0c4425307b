"""The digest on a signed paper, compared with the file that counts for its unit."""

from toolkit.answers.digest import digest_of, is_same, plain_digest
from toolkit.errors import UsageError, one_line
from toolkit.year.collection import collect
from toolkit.year.workspace import Workspace

_SHOWN = 20  # characters of what was typed


def compare_digest(workspace: Workspace, code: str | None, typed: str) -> tuple[str, bool]:
    """Say whether the digest typed from paper is that of the unit's file.

    Raises UsageError without a known unit, and where what was typed has not the length of a digest.
    """
    if code is None:
        raise UsageError("核对校验码要写明单位：xxgk status --unit 代码 --digest 校验码。")
    unit = workspace.roster.find(code)
    if unit is None:
        raise UsageError(workspace.roster.unknown(code))
    standing = next((s for s in collect(workspace).standings if s.unit.code == code), None)
    if standing is None or standing.submission is None:
        return f"{unit.label}：还没有收到可以读的工作簿，无法核对校验码。", False
    expected = digest_of(workspace.form, standing.submission)
    whose = f"{unit.label}：{standing.file} 的校验码是 {expected}"
    if is_same(typed, expected):
        return f"{whose}，与纸上的一致。", True
    shown = typed.strip().upper()
    if len(plain_digest(typed)) != len(expected):
        said = one_line(shown, _SHOWN)
        raise UsageError(f"校验码是 {len(expected)} 位，写的“{said}”不是。请照纸上的再输一遍。")
    advice = (
        "请先核对有没有看错、输错；确实不同的，纸质件与电子件的数不同，"
        "请该单位用报来的文件重新打印、签字，或者把与纸质件一致的文件重新报来。"
    )
    return f"{whose}，输入的是 {shown}，不一致。{advice}", False
