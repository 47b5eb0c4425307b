"""What makes the tool stop: each exception owns the sentence that a user reads.

What is wrong *inside* what a unit sent is never an exception; it is an `answers.finding.Finding`.
"""

import errno
import os
import re
import unicodedata
from collections.abc import Sequence

LONGEST_LINE = 2000  # characters of a message line
LONGEST_NAME = 100  # of a sheet's name that are shown: Excel allows 31
_BREAKS = re.compile(r"[\t-\r\x1c-\x1f\x85\u2028\u2029]+")
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff]"
)


def harmless(text: str) -> str:
    """Return a text without what steers a terminal or turns the order of letters; its own line ends stay."""
    return text if text.isprintable() else _STEERING.sub("?", text)


def one_line(text: str, most: int = LONGEST_LINE) -> str:
    """Return a text from outside as it may stand in a line of ours.

    It begins no line of its own, and is not too long.
    """
    if len(text) > most:
        text = f"{text[:most]}……"
    return text if text.isprintable() else harmless(_BREAKS.sub(" ", text))


class XxgkError(Exception):
    """The work cannot go on; the message says in Chinese why and what to do. Exit code 2."""


class DefinitionError(XxgkError):
    """A form definition contradicts itself; every mistake is listed with its key path."""

    def __init__(self, source: str, mistakes: Sequence[str]) -> None:
        """Say all `mistakes` found in the definition named `source`."""
        self.mistakes = tuple(mistakes)
        super().__init__(
            f"表样定义 {source} 有 {len(self.mistakes)} 处错误：\n"
            + "\n".join(f"  {one_line(m)}" for m in self.mistakes)
            + "\n改好以后请再查一遍：有的错误要等这些改好了才看得出来。"
        )


class UsageError(XxgkError):
    """A command was given something that it cannot use."""


class OutputError(XxgkError):
    """A result cannot be written; what stood there before is untouched."""


class LinkError(OutputError):
    """Something would be written through a link, and so outside the year's folder."""

    def __init__(self, link: object) -> None:
        """Say which `link`."""
        super().__init__(f"{link} 是一个链接，为安全起见不往里写。请删除这个链接。")


def raise_under_test(error: BaseException) -> None:
    """Raise a mistake of our own again where XXGK_RAISE is set, as our tests set it.

    A user's batch goes on.
    """
    if os.environ.get("XXGK_RAISE") and isinstance(error, Exception) and not isinstance(error, MemoryError):
        raise error


_SYSTEM = {
    errno.ENOENT: "没有这个文件",
    errno.EISDIR: "这是一个文件夹，不是文件",
    errno.ENOTDIR: "路径中间有一段是文件，不是文件夹",
    errno.EACCES: "没有权限，或者文件正在 Excel、WPS 里打开着，请关闭后再试",
    errno.EPERM: "没有权限，或者文件正在 Excel、WPS 里打开着，请关闭后再试",
    errno.ENOSPC: "磁盘满了，请腾出空间后再试",
    errno.EDQUOT: "磁盘满了，请腾出空间后再试",
    errno.EFBIG: "磁盘满了，请腾出空间后再试",
    errno.EROFS: "这个磁盘是只读的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "链接绕了圈子",
    errno.EIO: "磁盘或网络读写出错",
}
_SPOT = re.compile(r"at line (\d+), column (\d+)")
# of a line of TOML: texts in their quotes, comments
_SETTLED = re.compile(r""""(?:[^"\\]|\\.)*"|'[^']*'|#.*""")
# typed for an English sign; those that only are wider than one are told by NFKC
_CHINESE = frozenset("“”‘’「」『』【】、。")
_TEXT = '""'  # what stands for a settled text when the rest of a line is looked at
_KEY_LINE = re.compile(r"[\w-]+\s*=|\[")
_SLIPS = (
    (re.compile(r"^[\w-]+\s*:"), "，键和值的中间写等号 ="),
    (re.compile(r";\s*$"), "，行末不写分号"),
    (re.compile(r",\s*,"), "，多了一个逗号"),
    (re.compile(r"=\s*(?:True|False|TRUE|FALSE)\b"), "，要写小写的 true、false"),
    (re.compile(r"=\s*0\d"), "，数的前面不能有 0"),
    (re.compile(r"=\s*[A-Za-z_]"), "，文字的两边要加英文的引号"),
)
_SAID = {
    "Cannot overwrite": "，这一项写了两次，请只留一行",
    "Cannot declare": "，这一节写了两次，请合成一节",
    "Illegal character '\\n'": "，引号没有合上：一项文字从头到尾写在一行里",
    "Unescaped": "，引号里的 \\ 要写成 /",
}


def explain_mistyped(error: Exception, text: str) -> str:
    """Say in Chinese where a TOML text is wrong: the line itself, and what in it was typed as Chinese is."""
    why, spot = explain_error(error), _SPOT.search(str(error))
    lines = text.splitlines()
    number = int(spot[1]) if spot else len(lines) if "end of document" in str(error) else 0
    if not 0 < number <= len(lines):
        return why
    if not spot and (unpaired := _unpaired(lines)):
        number, why = unpaired, f"第 {unpaired} 行的引号没有合上"
    line = lines[number - 1]
    loose = _SETTLED.sub("", line)
    wide = "".join(dict.fromkeys("空格" if one.isspace() else one for one in loose if _typed_wide(one)))
    then = next((meant for said, meant in _SAID.items() if said in str(error)), "")
    if line.lstrip().startswith("[[") and "Cannot overwrite" in str(error):
        then = "，前面写成了一个方括号，每一处都要写两个"
    if wide:
        then = f"，里面的 {wide} 是中文输入法打的，要换成英文的"
    elif not then and any("一" <= letter <= "鿿" for letter in loose):
        then = "，中文的两边要加英文的引号"
    then = then or _likely_slip(line, next((one for one in reversed(lines[: number - 1]) if one.strip()), ""))
    return f"{why}（{one_line(line.strip(), LONGEST_NAME)}）{then}"


def _unpaired(lines: Sequence[str]) -> int:
    """Give the number of the first line with a quotation mark that nothing closes; 0 where there is none."""
    if any('"""' in line or "'''" in line for line in lines):  # a text of several lines, as a whole unpaired
        return 0
    loose = (_SETTLED.sub("", line) for line in lines)
    return next((n for n, line in enumerate(loose, 1) if "'" in line or '"' in line), 0)


def _likely_slip(line: str, above: str) -> str:
    """Say what is most likely amiss with a line of TOML, which stands below the line `above`."""
    bare, over = (
        _SETTLED.sub(lambda part: "" if part[0].startswith("#") else _TEXT, one).strip()
        for one in (line, above)
    )
    if line.startswith("PK"):
        return "，这不是文本文件，是工作簿、Word 文件或压缩包"
    if bare.startswith(("{", _TEXT)) and over.endswith(("}", _TEXT)):
        return "，上一行的末尾少了逗号"
    if over.endswith(("}", _TEXT, ",")) and over.startswith(("{", _TEXT)) and _KEY_LINE.match(bare):
        return "，上面的一列少了右方括号 ]"
    if bare.count("{") > bare.count("}"):
        return "，少了右花括号 }，一项要写在一行里"
    return next((told for slip, told in _SLIPS if slip.search(bare)), "")


def _typed_wide(letter: str) -> bool:
    """Whether a sign or digit stands for one that TOML knows: “ or ＝."""
    return letter in _CHINESE or (not letter.isascii() and unicodedata.normalize("NFKC", letter).isascii())


def explain_error(error: Exception) -> str:
    """Say in Chinese why the system, or a reader of texts, gave up on a file."""
    if isinstance(error, UnicodeDecodeError):
        return "不是 UTF-8 编码"
    if isinstance(error, OSError):
        return _SYSTEM.get(error.errno or 0, f"系统不让读写（错误编号 {error.errno or '不明'}）")
    spot = _SPOT.search(str(error))
    if spot is None:
        return "没有写完，或者有写错的地方"
    date = "：没有这一天，日期要写成 年-月-日，月、日各两位" if "Invalid date" in str(error) else ""
    return f"第 {spot[1]} 行第 {spot[2]} 个字处写错了{date}"
