"""What may be said about a published report: stable ids, levels and sentences, declared once.

What a note becomes when it is said of a place, a `Finding`, is taken from here too.
"""

from typing import NamedTuple

from toolkit.answers.messages import Finding as Finding  # noqa: PLC0414 (handed on)
from toolkit.errors import one_line
from toolkit.form.elements import Key, Level, advice


class Note(NamedTuple):
    """One entry: how much it weighs, what is wrong (with the values found), what to do.

    ``left``: what an import leaves blank because of it; who only compares leaves nothing.
    """

    level: Level
    says: str
    fix: str
    left: str = ""

    @property
    def whole(self) -> str:
        """What is wrong, and what is left blank because of it."""
        return f"{self.says}{self.left}"


E, Q, N = Level.ERROR, Level.QUERY, Level.NOTICE

CATALOGUE: dict[str, Note] = {
    "P01": Note(
        E, "这个 PDF 没有文字，是扫描件或图片", "请用网站上的网页、Word 原稿或可以选中文字的 PDF 导入"
    ),
    "P02": Note(E, "这个 Word 文件{found}", "请用 Word 或 WPS 打开，另存为 .docx 再导入"),
    "P03": Note(
        E, "这个文件读不了：{found}", "请核对文件；能打开的，另存为 .docx、网页、有文字的 PDF 或 .txt 再试"
    ),
    "P04": Note(
        E,
        "没有找到年度报告的统计表",
        "请核对是不是年度报告；在浏览器里看得到表格的，请打印成 PDF 再读；表格是图片的，请换成有文字的文件",
    ),
    "P05": Note(E, "没有找到“{table}”这张表", "请核对报告，照原件补填", "，表内各项都留空"),
    "P06": Note(Q, "没有读到“{line}”这一行：{why}", "请照原件补填", "；这一行留空"),
    "P07": Note(Q, "没有读到“{line}”这一列：{why}", "请照原件补填", "；这一列留空"),
    "P08": Note(Q, "“{line}”没有读入：{why}", "请照原件补填", "；这一格留空"),
    "P09": Note(
        E,
        "“{table}”在文中有数字不同的几张（{found}），不知道该用哪一张",
        "请照原件补填",
        "，表内各项都留空",
    ),
    "P10": Note(
        Q, "“{line}”印的是 {found}，各项相加是 {expected}", "两处都照原件读入，请核对是原件有误还是转换有误"
    ),
    "P11": Note(
        Q, "年度不一致：标题写 {found}，统计期限写 {expected}", "请核对后填写报告年度", "；报告年度留空"
    ),
    "P12": Note(Q, "{found} 年度的报告用了《{basis}》的表样", "请核对年度；表样用错的，应改用该年度的表样"),
    "P13": Note(Q, "没有找到报告的年度", "请填写报告年度"),
    "P14": Note(N, "没有找到单位名称", "请填写单位名称"),
    "P15": Note(Q, "有一行“{found}”不是表样里的行", "请核对这一行的数字应计入哪一行", "，没有读入"),
    "P16": Note(N, "第五部分没有分开写问题和改进，全部放在“存在的主要问题”", "需要时请分开"),
    "P17": Note(N, "第一部分{found}，放在“{line}”的开头", "需要时请调整"),
    "P18": Note(Q, "没有找到“{line}”的文字", "请核对报告，照原件补写"),
    "P19": Note(N, "“{line}”在文中有几个数（{found}），没有读入", "请核对后填写"),
    "P20": Note(N, "“{line}”没有印单位，按“{expected}”读入", "请核对单位"),
    "P21": Note(Q, "这一页是图片，没有文字", "请照原件补填这一页的内容", "，没有读入"),
    "P22": Note(Q, "“{table}”像是《{found}》的表样，与其他表不一致", "请核对，对不上的项目照原件补填"),
    "P23": Note(N, "“{line}”除了表格还有文字“{found}”{why}", "需要时请移到其他部分", "，没有读入"),
    "P24": Note(N, "统计期限写的是“{found}”，不是整年", "应为 1 月 1 日至 12 月 31 日，请核对"),
    "P25": Note(N, "{line}有几个（{found}），没有读入", "请核对后填写"),
    "P26": Note(
        E,
        "文件里有几份报告（{found}），分不清哪些数字是哪一份的，都没有读入",
        "请分开，一份报告一个文件，再导入",
    ),
    "P27": Note(E, "“{table}”写的是 {found} 年的数，不是本报告年度的，没有读入", "请核对年度，照原件补填"),
    "P28": Note(N, "这是旧式的 Word 文件，由 LibreOffice 转换后读入", "请对照原件核对"),
    "P29": Note(N, "文中还有别的标题（{found}），按“{expected}”读入", "请核对是哪个单位、哪一年的"),
    "P30": Note(Q, "已经有同一单位同一年度的“{found}”，没有覆盖；这一份写成“{expected}”", "请核对该用哪一份"),
    "P31": Note(N, "已经有“{found}”，读出的内容相同，没有再写", "需要重新导入的，请先移走原来的文件"),
    "P32": Note(E, "找不到这个文件", "请核对文件名和所在的文件夹"),
    "P33": Note(
        N, "“{line}”后面像是落款、附件或网站自己的文字（“{found}”起），没有读入", "是报告内容的，请补写"
    ),
    "P34": Note(N, "“{line}”{why}印成“{found}”这样带小数点的，按整数读入", "请核对"),
    "P35": Note(N, "这一页正文旁边另有一栏（“{found}”起），像是网站的栏目，没有读入", "是报告内容的，请补写"),
    "P36": Note(Q, "“{line}”印的是“{found}”，按 {expected} {unit}读", "请核对单位", "入"),
    "P37": Note(
        N,
        "已经有同一单位同一年度的“{found}”，读出的数和文字与这一份完全相同；这一份写成“{expected}”",
        "两份用哪一份都可以",
    ),
    "P38": Note(
        Q, "标题里的单位读成“{found}”，文中写的是“{expected}”，前面可能是网站的文字", "请核对单位名称"
    ),
    "P39": Note(Q, "文件里有 {found} 个字坏了，读成“\ufffd”", "请照原件核对，改正这些字"),
    "P40": Note(
        Q,
        "“{table}”里一个数也没有",
        "请对照网页：页面上有数的，是打开网页时才填进去的，请在浏览器里打印成 PDF 再导入；没有数的，照原件填",
    ),
    "P41": Note(
        Q,
        "“{line}”里有页面上可能看不见的字（“{found}”起：与底同色、太小、透明、移到页外），照文件里的读入",
        "请对照页面核对，看不见的删去",
    ),
    "P42": Note(
        N,
        "网页里另有附件或框架（{found}），没有看",
        "请从网站下载附件，框架里的网页在浏览器里单独打开、保存，再导入",
    ),
    "P43": Note(
        Q,
        "“{table}”印在“{found}”下面，上面没有它的标题，照印的读",
        "请核对是不是本单位本年度的数",
        "入",
    ),
}


def reading_note(
    rule: str,
    *,
    place: str = "",
    key: Key | None = None,
    table: str | None = None,
    row: str | None = None,
    column: str | None = None,
    found: str | int | None = None,
    expected: str | int | None = None,
    **words: str,
) -> Finding:
    """Make the finding `rule`; ``cell`` is the place as the reader sees it, told before the sentence.

    Of its facts, ``seen`` is what was seen, without what an import does about it, ``whole`` all of a text of
    which the sentence has but the beginning.
    """
    entry = CATALOGUE[rule]
    told = {"found": found, "expected": expected, "table": table or "", **words}
    says = entry.whole.format(**told)
    return Finding(
        rule=rule,
        level=entry.level,
        problem=f"{says.rstrip('。')}。",
        advice=advice(f"{entry.fix}。"),
        facts={"seen": one_line(entry.says.format(**told)), "whole": words.get("whole", "")},
        table=key.table if key else words.get("table_key"),
        row=key.row if key else row,
        column=key.column if key else column,
        cell=place or None,
        found=found,
        expected=expected,
    )
