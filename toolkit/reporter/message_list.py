"""The catalogue of messages: all that the tool itself says of a submission, and every way to write a figure.

Printed from the code, for the manual; a test holds docs/messages.md equal to it.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from toolkit.answers.messages import MESSAGES, UNCONFIRMED, Message
from toolkit.answers.spelling import REFUSED, SPELLINGS, read_figure, written_content
from toolkit.form.model import Kind, Mark
from toolkit.published.notes import CATALOGUE

KINDS: Mapping[str, Kind] = {
    "count": Kind(key="count", id="K01", label="件数", says=""),
    "wanyuan": Kind(key="wanyuan", id="K02", label="万元", says="", decimals=6, unit="万元"),
    "change": Kind(key="change", id="K04", label="增减", says="", signed=True),
}
RESULTS = {Mark.NOT_APPLICABLE.value: "不适用"}
_BLANK = re.compile(r"\{\w+\}")  # what a sentence is filled in with
CHAPTERS = {
    "F": "文件",
    "S": "身份、工作表和改动",
    "C": "格子里的内容",
    "B": "空白与零",
    "T": "总计（显示的、重算的、公式还在不在）",
    "V": "重复和版本",
    "U": "单位名录",
}


def message_catalogue() -> str:
    """Write the catalogue as Markdown."""
    return "\n".join((*_messages(), *_notes(), *_spellings())) + "\n"


def _messages() -> Iterator[str]:
    yield "# 消息一览"
    yield ""
    yield (
        "本文由程序生成（`python -m toolkit.reporter.message_list`），与程序一致。表样自己的规则（R01 "
        "等）另见 `xxgk rules`。"
    )
    yield (
        "强制：必须改正；核实：要说明原因，不影响通过（规则一览里写着“说明后才计入”的除外）；"
        "提示：供参考，不影响通过。"
    )
    yield f"{UNCONFIRMED.id} {UNCONFIRMED.title}不要说明，要在封面确认，确认以前退回。"
    for chapter, several in groupby(sorted(MESSAGES.values(), key=_order), key=lambda message: message.id[0]):
        yield ""
        yield f"## {CHAPTERS[chapter]}"
        yield ""
        yield "| 编号 | 级别 | 事项 | 例子 |"
        yield "|---|---|---|---|"
        for message in several:
            yield f"| {message.id} | {message.level.label} | {message.title} | {_cell(message.printed())} |"


def _order(message: Message) -> tuple[int, str]:
    return list(CHAPTERS).index(message.id[0]), message.id


def _notes() -> Iterator[str]:
    yield ""
    yield "## 导入公开的报告（`xxgk import`）"
    yield ""
    yield "| 编号 | 级别 | 说什么 | 怎么办 |"
    yield "|---|---|---|---|"
    for number, note in CATALOGUE.items():
        yield f"| {number} | {note.level.label} | {_cell(_BLANK.sub('…', note.whole))} | {_cell(note.fix)} |"


def _spellings() -> Iterator[str]:
    yield ""
    yield "## 数可以怎样写"
    yield ""
    yield "格里最好只写数字。下面的写法意思确定，照读，并逐格列一条提示（C01、B05）："
    yield ""
    yield "| 写法 | 例子 | 读作 |"
    yield "|---|---|---|"
    for spelling in SPELLINGS:
        yield (
            f"| {spelling.title} | {_cell(spelling.example)} | "
            f"{RESULTS.get(spelling.result, spelling.result)} |"
        )
    yield ""
    yield "下面的写法意思不确定，不读、不猜、不计入，逐格退回（C02、C03，超出范围的数用该格的 K01 等编号）："
    yield ""
    yield "| 例子 | 为什么不读 |"
    yield "|---|---|"
    for example, kind in REFUSED:
        yield (
            f"| {_cell(written_content(example))}（{KINDS[kind].label}格） | "
            f"{read_figure(example, KINDS[kind]).refusal} |"
        )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    import sys

    sys.stdout.write(message_catalogue())
