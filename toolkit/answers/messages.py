"""The catalogue of what the tool itself says: files, sheets, cells, blanks, totals, versions.

Rules of the form are declared with the form; everything else that can be said about a submission is declared
here, once, with a stable id, and the manual prints this list. What a message becomes when it is said of a
place, a `Finding`, is taken from here too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from toolkit.answers.finding import TO_CORRECT as TO_CORRECT
from toolkit.answers.finding import TO_EXPLAIN as TO_EXPLAIN
from toolkit.answers.finding import Finding as Finding
from toolkit.answers.finding import blocks_submission as blocks_submission
from toolkit.answers.finding import count_waiting as count_waiting
from toolkit.answers.finding import name_waiting as name_waiting
from toolkit.answers.finding import sorted_findings as sorted_findings
from toolkit.answers.finding import with_consequences as with_consequences
from toolkit.form.model import Advice, Form, Key, Level, advice
from toolkit.layout.place import Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One thing that can be said.

    ``says`` and ``advice`` are templates, ``example`` fills them for the manual.
    """

    id: str
    level: Level
    title: str
    says: str
    advice: Advice
    example: Mapping[str, str]

    def finding(
        self,
        *,
        at: Place | None = None,
        key: Key | None = None,
        found: Decimal | int | str | None = None,
        expected: Decimal | int | str | None = None,
        cause: str | None = None,
        **facts: object,
    ) -> Finding:
        """Say it of one place."""
        return Finding(
            rule=self.id,
            level=self.level,
            problem=self.says.format(**facts, found=_shown(found), expected=_shown(expected)),
            advice=self.advice.filled(**facts),
            facts=facts,
            table=key.table if key else None,
            row=key.row if key else None,
            column=key.column if key else None,
            sheet=at.sheet if at else None,
            cell=at.a1 if at and at.row >= 0 else None,
            found=found,
            expected=expected,
            cause=cause,
            of_file=True,
        )

    def printed(self) -> str:
        """Give the message with the example filled in."""
        return (self.says + self.fix).format(**self.example)

    @property
    def fix(self) -> str:
        """What to do, as the office reads it."""
        return self.advice.office


def _shown(value: Decimal | int | str | None) -> Decimal | int | str | None:
    """Write an amount without exponent."""
    return format(value, "f") if isinstance(value, Decimal) else value


MESSAGES: dict[str, Message] = {}


def _message(message_id: str, level: Level, title: str, says: str, fix: str, /, **example: str) -> Message:
    message = Message(id=message_id, level=level, title=title, says=says, advice=advice(fix), example=example)
    assert message_id not in MESSAGES, message_id  # noqa: S101 (ids are stable and unique)
    MESSAGES[message_id] = message
    return message


_E, _Q, _N = Level.ERROR, Level.QUERY, Level.NOTICE
_SAVE_AS = "选“文件→另存为”，类型选“Excel 工作簿（*.xlsx）”（WPS：“Microsoft Excel 文件（*.xlsx）”）"

# ------------------------------------------------------------------ 文件
UNREADABLE = _message(
    "F01",
    _E,
    "文件打不开",
    "这个文件不是能读的工作簿：{why}。",
    f"请⟨让单位⟩用 Excel 或 WPS 打开原来的填报工作簿，{_SAVE_AS}，保存后重新报送。",
    why="文件不完整，像是没有传完",
)
EMPTY_FILE = _message("F02", _E, "空文件", "文件大小是 0 字节，里面什么也没有。", "请⟨让单位⟩重新发送。")
ENCRYPTED = _message(
    "F03",
    _E,
    "文件加了密码",
    "工作簿设了打开密码，读不了。",
    "请⟨让单位⟩在 Excel 的“文件→信息→保护工作簿→用密码进行加密”（WPS：“文件→文档加密→密码加密”）"
    "里清空密码，保存后重新报送。",
)
OTHER_KIND = _message(
    "F04",
    _E,
    "不是 Excel 工作簿",
    "文件名是 {suffix}，内容是{kind}，不是填报的工作簿，没有计入。",
    "{what}",
    suffix=".xlsx",
    kind="照片（JPEG 图片）",
    what="图片里的数不能读取，请让单位报送填好的工作簿原件。",
)
TOO_LARGE = _message(
    "F05",
    _E,
    "文件异常大",
    "{why}，超过安全限度，没有打开。",
    "请⟨让单位⟩用下发的空白工作簿，把数填进去（选择性粘贴→数值），不要整表复制。",
    why="文件展开后有 900 MB",
)
TOO_WIDE = _message(
    "F06",
    _N,
    "表外有零散内容",
    "工作表“{sheet}”在表格以外的 {cell} 等处有内容或格式，没有计入；表内的数照常读取。",
    "请核对那里有没有漏填进表的数⟨，用不着的删去（选中→右键→删除）|，有的填进表里⟩。",
    sheet="表三",
    cell="XFD1048576",
)
CRASHED = _message(
    "F07",
    _E,
    "文件使读取程序出错",
    "读取这个文件时程序中断了（{why}），其他文件不受影响。",
    f"请⟨让单位⟩用 Excel 或 WPS 打开，{_SAVE_AS}，存成新文件后重新报送。",
    why="内存超限",
)
MACROS = _message("F08", _N, "文件带宏", "工作簿里有宏，没有运行，也不会复制到任何结果里；数照常读取。", "")
CONVERTED = _message(
    "F09",
    _N,
    "不是 .xlsx 格式",
    "文件是{kind}格式，已直接读取其中的数。",
    f"下次请{_SAVE_AS}。",
    kind=" .xls（Excel 97-2003）",
)
ANNEX = _message(
    "F13",
    _N,
    "附件",
    "{kind}，作为“{unit}”的附件留存，里面的数没有读{hint}。",
    "",
    kind="PDF 文件",
    unit="001 甲局",
    hint="",
)
WRITTEN_CORRECTION = _message(
    "F15",
    _E,
    "更正写在文件里，不是工作簿",
    "{kind}，名称写着“{word}”，比“{unit}”的工作簿后收到。里面的数没有读，计的仍是“{chosen}”。",
    "请⟨问清单位：改了数的，请让单位⟩改好工作簿重报⟨；数没有变的，"
    "在 pinned.csv 里指定“{chosen}”，理由写明这一份说的是什么⟩。",
    kind="Word 文档",
    word="更正",
    unit="001 甲局",
    chosen="甲局.xlsx",
)
LINK_OUTSIDE = _message(
    "F10",
    _E,
    "链接到文件夹外面",
    "这是一个链接，{where}，没有打开。",
    "请把文件本身复制到 inbox 里。",
    where="指向收件文件夹以外",
)
FOLDER_CLOSED = _message(
    "F14",
    _E,
    "子文件夹打不开",
    "这个子文件夹打不开（{why}），里面的文件都没有读。",
    "请把里面的文件直接放进 inbox 里，或者改短文件夹的名称、少套几层，核对有没有打开它的权限。",
    why="没有权限",
)
CLOSE_LOOK = _message(
    "F11", _N, "格式不规范", "文件的内部格式不规范（{why}），已改用宽容方式读出数值。", "", why="样式表缺失"
)
DANGEROUS = _message(
    "F12",
    _E,
    "文件内部有外部定义",
    "文件内部写有 XML 外部定义（DTD），Excel 和 WPS 都不会这样保存，为安全起见没有读取。",
    f"请⟨让单位⟩用 Excel 或 WPS 打开，{_SAVE_AS}，保存后重新报送。",
)
# ------------------------------------------------------------------ 身份
FOREIGN = _message(
    "S01",
    _E,
    "不是本表样",
    "这个工作簿不是“{form}”的填报工作簿：{why}。",
    "请填写今年下发给本单位的空白工作簿。",
    form="政府信息公开工作年度报告",
    why="找不到表二、表三、表四",
)
OTHER_FORM = _message(
    "S02",
    _E,
    "表样不对",
    "工作簿是表样 {found}，本次要的是 {expected}。",
    "请用今年下发的空白工作簿重新填报。",
    found="annual-report-2019",
    expected="annual-report-2021",
)
OTHER_EDITION = _message(
    "S03",
    _E,
    "工作簿版本不对",
    "工作簿是第 {found} 版，本次用的是第 {expected} 版，没有读取。",
    "请用最新下发的空白工作簿重新填报。",
    found="2",
    expected="1",
)
FORM_CHANGED = _message(
    "S29",
    _E,
    "下发以后表样改过",
    "工作簿是“{form}”的表样改动以前下发的：表里的行、栏、名称或单位改过，没有读取。",
    "⟨不该改的，把表样改回去再校核；该改的，把表样的 edition 加 1，重新下发（xxgk issue），请让单位用新的"
    "工作簿重报，填过的数可以搬过去（xxgk fill）|请用重新下发的空白工作簿填报⟩。",
    form="水井普查年度报表",
)
OTHER_YEAR = _message(
    "S04",
    _E,
    "年度不对",
    "工作簿是 {found} 年度的，本次汇总的是 {expected} 年度。",
    "请确认没有发错文件，并用今年下发的工作簿填报。",
    found="2021",
    expected="2022",
)
UNKNOWN_UNIT = _message(
    "S05",
    _E,
    "单位不在名录里",
    "工作簿的单位是“{unit}”，单位名录里没有{there}。",
    "请核对是否发错；确是应报单位的，请补进 roster.xlsx{recoded}。",
    unit="039 某某局",
    there="，这个名称的代码是 139",
    recoded="；下发以后换过代码的，请把状态写成“更名”，前身代码写 039",
)
UNIT_MISMATCH = _message(
    "S06",
    _E,
    "两个单位的表混在一起",
    "隐藏的身份是“{issued}”，{where}写的是“{shown}”。",
    "请⟨让单位⟩用发给自己的工作簿重新填报，不要借用别的单位、别的年度的文件。",
    issued="004 司法局",
    where="封面",
    shown="005 财政局",
)
RENAMED_SINCE = _message(
    "S23",
    _E,
    "名录里的名称与下发的不同",
    "{what}“{issued}”的，单位名录里这个代码写的是“{shown}”。",
    "⟨名录下发以后改过名称的，请把状态写成“更名”，前身代码写 {code}，再校核；不是同一个单位的，"
    "请让{who}{mend}。|请{mend}，或与我们联系。⟩",
    what="工作簿是发给",
    issued="004 司法局",
    shown="004 财政局",
    code="004",
    who="单位",
    mend="用发给自己的工作簿重新填报",
)
NO_IDENTITY = _message(
    "S07",
    _N,
    "身份信息丢失",
    "隐藏的身份表不见了，已按封面的单位代码认定为“{unit}”。",
    "",
    unit="004 司法局",
)
NO_SHEET = _message(
    "S08",
    _E,
    "缺少工作表",
    "找不到工作表“{sheet}”。",
    "请用空白工作簿重新填报，不要删除或改名工作表。",
    sheet="表三",
)
MOVED = _message(
    "S09",
    _N,
    "行列有移动",
    "工作表“{sheet}”里插入或移动过行列，已按行名、列名找到各格。",
    "请核对数没有填错位置。",
    sheet="表三",
)
LOST_LABELS = _message(
    "S10",
    _E,
    "表的结构被改动",
    "工作表“{sheet}”里{what}，不能确定{unsure}，这张表没有读取。",
    "表旁另写了话（单位、年度、时间，“作废”“应为”“漏报”“数据不全”）的，请把格里的数改对、补全，再删去那句话；"
    "行名、列名变了的，请用空白工作簿重新填报，不要删改、调换行名和列名。",
    sheet="表三",
    what="找不到“（一）予以公开”这一行或列",
    unsure="数填在哪里",
)
UNSEEN = _message(
    "S20",
    _E,
    "表的内部格式看不清",
    "工作表“{sheet}”的内部格式已损坏或不规范，看不清每一格是怎么写的，这张表没有读取。",
    f"请⟨让单位⟩用 Excel 或 WPS 打开，{_SAVE_AS}，保存后重新报送。",
    sheet="表三",
)
NO_TITLE = _message(
    "S21",
    _E,
    "没有写是哪个单位的表",
    "工作表“{sheet}”标题下的“单位：…… 年度”一行没有了或改过，不能确定是不是本单位的表。",
    "请⟨让单位⟩在标题下（A2，退回的工作簿里可以改）照原样补上“单位：{unit} 年度”，核对表里的数，再发回；"
    "或用下发的空白工作簿重新填报。",
    sheet="表三",
    unit="司法局　　2022",
)
NOT_OUR_PAST = _message(
    "S22",
    _E,
    "上年数不是本单位的",
    "工作表“{sheet}”旁边印的上年数有 {count} 个与登记的本单位上年数不同（如“{label}”：印的是 "
    "{found}，登记的是 {expected}），像是别的单位的表，或者是更正上年数以前下发的。",
    "⟨上年数更正过的，请重新下发这个单位的工作簿（xxgk issue --unit），填过的数可以搬过去（xxgk fill）；"
    "没有更正过的，请让单位用发给自己的工作簿重新填报。|请用最近一次发给自己的工作簿重新填报，⟩不要借用别的单位、别的年度的文件。",
    sheet="表三",
    count="12",
    label="新收·自然人",
    found="3",
    expected="4",
)
DOUBLE_SHEET = _message(
    "S11",
    _N,
    "有重复的工作表",
    "除“{sheet}”外还有它的副本“{copies}”，只读取“{sheet}”。",
    "请核对内容填在哪一张里⟨，用不着的副本请删去（右键工作表标签→删除）|，填在副本里的移到“{sheet}”里⟩。",
    sheet="表三",
    copies="表三 (2)",
)
HIDDEN = _message(
    "S12",
    _N,
    "有隐藏或筛选的行列",
    "工作表“{sheet}”里有隐藏的：{what}；隐藏的行、列里的数照样计入，被合并盖住的数不计入。",
    "⟨请选中前后的行列，右键→取消隐藏（筛选的：数据→筛选→清除；合并的：开始→合并→取消合并），再核对。|"
    "退回的这份里已经恢复显示，请再核对。⟩",
    sheet="表三",
    what="第 9 行",
)
CHANGED = _message(
    "S13",
    _N,
    "工作簿被改动",
    "与下发时相比，{what}。",
    "数照常按规则判断。{then}",
    what="工作表“表三”的保护已解除",
    then="下次请不要解除保护。",
)
UNPROTECTED = advice("下次请不要解除保护。⟨|退回的这份里已经恢复。⟩")
DRAGGED = advice(
    "多半是剪切、拖动或带格式粘贴造成的，以后移动数字请用“复制”和“选择性粘贴→数值”。⟨|退回的这份里已经恢复。⟩"
)
UNHIDDEN = advice("⟨要看它：右键工作表标签→取消隐藏。|退回的这份里已经恢复，不用再改。⟩")
MENDED = advice("⟨|退回的这份里已经恢复，不用再改。⟩")
STRAY = _message(
    "S14",
    _E,
    "数填在没有行名的格里",
    "工作表“{sheet}”{cells} 有数，{why}，没有计入。",
    "请把数填到{where}，⟨{away}。|再清空这几格（选中，按 Delete；退回的工作簿里可以改）。⟩",
    sheet="表三",
    cells="D12:E12",
    why="但所在的行或列没有行名、列名，不知道属于哪一项",
    where="有行名、列名的格里",
    away="删去多出来的行或列（右键→删除）",
)
RENAMED = _message(
    "S15",
    _N,
    "工作表改了名",
    "工作表“{sheet}”改名为“{now}”，已按其中的行名、列名认定。",
    "⟨请改回原名（双击工作表标签）。|退回的这份里已经恢复原名。⟩",
    sheet="表三",
    now="Sheet1",
)
TWO_SHEETS = _message(
    "S16",
    _E,
    "两张相同的表，数不一样",
    "“{sheet}”和它的副本“{copy}”填的数不一样（{cells}），不知道以哪张为准。",
    "请只保留填好的一张，数填在“{sheet}”里，删去副本（{how}）⟨|；删不掉的，填发来的重填工作簿："
    "里面没有副本，不一样的各格空着，请对照原件填写⟩。",
    sheet="表三",
    copy="表三 (2)",
    cells="D7、E9",
    how="右键工作表标签→删除",
)
ATTACHED = _message(
    "S17",
    _N,
    "带有外来内容",
    "工作簿里有{what}，没有理会，也不会复制到任何结果里；数照常读取。",
    "",
    what="指向其他工作簿的链接",
)
SHIFTED = _message(
    "S18",
    _E,
    "格子被移动",
    "工作表“{sheet}”里公式从 {old} 跑到了 {new}，说明有格子被插入、删除或移动过，不能确定数填在哪里，"
    "这张表没有读取。",
    "请用空白工作簿重新填报；粘贴时只用“选择性粘贴→数值”，不要插入或删除单元格。",
    sheet="表三",
    old="J9",
    new="K9",
)
UPWARD_DRAFT = _message(
    "S19",
    _E,
    "下级的汇总没有定稿，或看不出",
    "这是下级汇总的{state}。",
    "请下级收齐、定稿后重新运行 xxgk consolidate，报送新的上报文件。",
    state="草稿，还有 2 个单位没有报送",
)
SUMMARY_SENT = _message(
    "S24",
    _E,
    "是下级的汇总表",
    "这是下级自己的汇总表，里面是各单位的数，不是上报用的工作簿，没有读取。",
    "请⟨让下级⟩报送同一文件夹（summary）里名称以“上报_”开头的那一份。",
)
CORRECTION_SENT = _message(
    "S28",
    _E,
    "是下级的更正表",
    "这是下级自己的更正表，里面只有变了的合计，不是上报用的工作簿，没有读取。",
    "请⟨让下级⟩报送更正以后汇总的、同一文件夹（summary）里名称以“上报_”开头的那一份。",
)
SUMS_CHANGED = _message(
    "S26",
    _Q,
    "上报文件汇总以后改过数",
    "这是“{unit}”汇总写出的上报文件，“{sheets}”里的数后来又改过，与它汇总出来的不一样。",
    "请下级改正有关单位的数，重新汇总（xxgk consolidate），报送新的上报文件，不要在上报文件里直接改数。",
    unit="嘉祥县",
    sheets="表二",
)
NOT_SUMS = _message(
    "S25",
    _E,
    "是下级一个单位自己的工作簿",
    "这是“{office}”发给它的一个单位（{unit}）填的，只有这一个单位的数，不是它汇总的，没有计入。",
    "请⟨让下级⟩报送汇总以后写出的、名称以“上报_”开头的那一份。",
    office="甲县",
    unit="001 甲县",
)
OTHER_COUNTY = _message(
    "S27",
    _E,
    "别处下发的工作簿",
    "这个工作簿是“{issuer}”下发的（{unit}），不是“{office}”下发的，没有计入。",
    '⟨请核对是不是发错了地方；名称是下发以后改的，在 xxgk.toml 里加一行 county_before = "{issuer}"，再校核。|'
    "请用发给自己的工作簿填报；不是你单位发来的，请与我们联系。⟩",
    issuer="乙县",
    unit="004 司法局",
    office="甲县",
)
OWN_SUMS = _message(
    "S30",
    _E,
    "是本级自己的上报文件",
    "这是“{office}”自己汇总写出的上报文件，里面是各单位的合计，没有计入。",
    "请把它移出 inbox，另外存好；它是报给上一级的。",
    office="甲县",
)
# ------------------------------------------------------------------ 单元格
READ_AS = _message(
    "C01",
    _N,
    "读作",
    "“{label}”写的是“{found}”，读作 {expected}。",
    "{retype}",
    label="本年新收·自然人",
    found="12件",
    expected="12",
    retype="请在这一格里重新输入，只写数字 12。",
)
DOUBTFUL = _message(
    "C02",
    _E,
    "读不准的数",
    "“{label}”写的是“{found}”，{why}，没有计入。",
    "请改成数字。",
    label="行政事业性收费",
    found="2000万",
    why="带了“万”，而本格单位已经是万元，分不清是 2000 还是 0.2",
)
OUT_OF_KIND = _message(
    "C03",
    _E,
    "不是数",
    "“{label}”填的是 {found}，{why}。",
    "{rule}",
    label="本年新收·自然人",
    found="2023-01-05",
    why="是日期或时间，不是数",
    rule="只填 0 或正整数，不写单位。",
)
TEXT_TOO_LONG = _message(
    "C04",
    _Q,
    "一段文字太长",
    "“{label}”{cell} 这一段有 {found} 字，超过 {lines} 行，打印时会被截断；电子件照常读取。",
    "请⟨让单位⟩在句号处分开，写在几格里（前一格末尾写“（接下格）”的，仍是一段）⟨|；发回的工作簿里能分的已经分好，"
    "核对后用它打印签字，原样发回；仍然太长的请删短⟩。",
    label="（一）主动公开",
    cell="B4",
    found="1200",
    lines="25",
)
FORMULA_TYPED = _message(
    "C05",
    _N,
    "填的是公式",
    "“{label}”填的是公式 {formula}，按{how} {found} 读取。",
    "⟨建议改成数字（复制→选择性粘贴→数值）。|退回的这份里已经改成数字，请核对。⟩",
    label="本年新收·自然人",
    formula="=3+4",
    how="文件里存的结果",
    found="7",
)
FORMULA_EMPTY = _message(
    "C06",
    _E,
    "公式没有结果",
    "“{label}”填的是公式 {formula}，{why}，没有计入。",
    "⟨请改成数字（复制→选择性粘贴→数值）。|请直接输入数字；退回的这份里，这个公式已经去掉。⟩",
    label="本年新收·自然人",
    formula="=[1]Sheet1!A1",
    why="文件里没有它的结果",
)
TWO_CONTENTS = _message(
    "C07",
    _E,
    "一格有两种内容",
    "“{label}”有两种写法（{found}；{other}），不知道以哪个为准，没有计入。",
    f"⟨请让单位用 Excel 或 WPS 打开，核对这一格的数（批注里写着另一个数的，把批注删去），"
    f"{_SAVE_AS}，存成新文件后重新报送。|"
    "请对照原件重新输入这个数；退回的工作簿里，原来的数已经去掉。⟩",
    label="本年新收·自然人",
    found="12",
    other="13",
)
DISGUISED = _message(
    "C08",
    _E,
    "显示的和存的不一样",
    "“{label}”存的是 {found}，但{why}，没有计入。",
    "请对照原件重新输入这个数，只写数字；退回的工作簿里，原来的数已经去掉，格式已经恢复。",
    label="本年新收·自然人",
    found="12",
    why="这一格的格式却使它显示成“1200%”",
)
NO_CHOICE = _message(
    "C09",
    _E,
    "封面的选项不认识",
    "封面“{label}”填的是“{found}”，{why}。",
    "请点开这一格的下拉箭头重新选，不要手工输入。",
    label="空白格按 0 计",
    found="可以",
    why="只能选是或否",
)
NO_DATE = _message(
    "C10",
    _Q,
    "封面的日期不认识",
    "封面“{label}”填的是“{found}”，{why}。",
    "请重新填日期，例：{example}⟨|；退回的工作簿里，原来写的已经去掉⟩。",
    example="2023-01-10",
    label="填报日期",
    found="明天",
    why="看不出是哪一天",
)
MARKED = _message(
    "C11",
    _E,
    "划掉的或看不见的数",
    "“{label}”写的是“{found}”，其中{why}，分不清哪些算数，没有计入。",
    "请对照原件重新输入，只写一个数；退回的工作簿里，原来的数已经去掉，格式已经恢复。",
    label="本年新收·自然人",
    found="1512",
    why="“15”带删除线",
)
HIDDEN_DIGITS = _message(
    "C12",
    _Q,
    "显示的位数不够",
    "“{label}”存的是 {found}，纸面上却显示成 {shown}，两者不一致；按存的数计入。",
    "请核对哪一个对：纸面上的对，就改成纸面上的；存的对，就照发回的工作簿（这一格已恢复显示全部小数）重新打印，"
    "使纸质件和电子件一致。",
    label="行政事业性收费",
    found="72701.6",
    shown="72702",
)
UNSEEN_ZEROS = _message(
    "C13",
    _N,
    "0 没有显示出来",
    "工作表“{sheet}”{cells} 存的是 0，这些格的格式（或“显示零值”的选项）使 0 显示为空白或“-”，按 0 计入。",
    "",
    sheet="表三",
    cells="D7:E9",
)
CIRCULAR = _message(
    "C14",
    _E,
    "公式引用了自己",
    "“{label}”填的是公式 {formula}，这个公式直接或间接引用了本格，算不出数，没有计入。",
    "请改成数字⟨|；退回的工作簿里，这个公式已经去掉⟩。",
    label="本年新收·自然人",
    formula="=SUM(D6:D10)",
)
WORDS_LOST = _message(
    "C15",
    _E,
    "读不到文字",
    "“{label}”这一格是{what}，读不到文字，没有采用。",
    "请⟨让单位删去这一格的内容，|⟩把文字直接写进去⟨|；退回的工作簿里，这一格已经清空⟩。",
    label="总体情况",
    what="一张嵌入的图片（DISPIMG）",
)
WORDS_MARKED = _message(
    "C16",
    _E,
    "划掉的或看不见的文字",
    "“{label}”里{why}，分不清哪些算数，这一格的文字没有采用。",
    "⟨请让单位核对。|⟩退回的工作簿里，这一格已经恢复平常的格式，拿不准的字写成了【划掉的：……】【看不见的：……】"
    "【不是文字的：……】：要的，只去掉括号和冒号前的字；不要的，整个删去；已经清空的，重新输入。",
    label="总体情况",
    why="“较上年增长 20%”带删除线",
)
COVERED = _message(
    "C19",
    _E,
    "合并的格里看不见的内容",
    "“{label}”这一格里存着“{found}”，却被并进了别的格，纸上看不见，没有采用。",
    "请对照原件核对这一片的每一格；退回的工作簿里，这一片已经拆开，看不见的数已经去掉、请重新输入，"
    "看不见的文字写成了【看不见的：……】，要的只去掉括号和冒号前的字，不要的整个删去。",
    label="本年新收·自然人",
    found="12",
)
SHARED = _message(
    "C20",
    _E,
    "几格合并成了一格",
    "“{label}”这一格被并进了 {into}，这一片只看得见一个数，分不清各是多少，没有采用。",
    "请对照原件核对这一片的每一格，各填各的数，没有的填 0；退回的工作簿里，这一片已经拆开。",
    label="行政强制·本年处理决定数量",
    into="B13",
)
WORDS_CUT = _message(
    "C21",
    _E,
    "一段文字像是被截断",
    "“{label}”{cell} 这一段正好 {found} 字，到“{end}”没有说完，像是存文件的程序把后面的截掉了。",
    "请⟨让单位⟩对照原稿补写完整，句末写上句号；下一格接着写的，这一格末尾写“（接下格）”。",
    label="（一）主动公开",
    cell="B4",
    found="255",
    end="……及时回应社会",
)
OVERLAID = _message(
    "C17",
    _Q,
    "上面盖着别的东西",
    "{what}盖在 {cells} 上面{text}，里面的内容没有读取，按格里的内容计入。",
    "请核对：要报的内容写进格里⟨，然后把盖在上面的东西删去或移开。|；盖在上面的东西，退回的工作簿里已经去掉，"
    "没有要改的就原样发回。⟩",
    what="文本框",
    cells="D7:E8",
    text="（写着“12”）",
)
DISGUISED_TOTAL = _message(
    "C18",
    _Q,
    "总计显示的和算的不一样",
    "“{label}”这个总计存的是 {found}，但{why}；总计按各格相加计入，不受影响，纸面上的却是另一个数。",
    "请用发回的工作簿（这一格已恢复原来的格式）打印签字。",
    label="本年新收·总计",
    found="12000",
    why="这一格的格式却使它显示成“12”",
)
# ------------------------------------------------------------------ 空白与零
BLANKS = _message(
    "B01",
    _E,
    "有空白格",
    "“{title}”有 {count} 格没有填：{cells}。",
    "没有发生的填 0；确实都是 0 的，可在封面把“空白格按 0 计”选为“是”。",
    title="表三",
    count="12",
    cells="D7:I8",
)
EMPTY = _message(
    "B02",
    _E,
    "空表",
    "{tables}一格都没有填，封面也没有确认空白就是 0。",
    "请填报；确实全部为 0 的，请在封面把“空白格按 0 计”选为“是”。",
    tables="三张统计表",
)
UNCONFIRMED = _message(
    "B03",
    _Q,
    "零报告待确认",
    "{tables}的数全部是 0，但没有人确认这是零报告。",
    "请在封面把“空白格按 0 计”选为“是”，表示本单位确认全年为零。",
    tables="三张统计表",
)
ONLY_TOTAL = _message(
    "B04",
    _E,
    "只填了总计",
    "“{label}”的总计写的是 {found}，但分项都是空白。",
    "请填写分项，总计由表格自动相加。",
    label="本年新收",
    found="12",
)
NOT_APPLICABLE = _message(
    "B05",
    _N,
    "不适用",
    "“{label}”写的是“{found}”，读作“不适用”，合计时不计数。",
    "",
    label="规章·本年制发件数",
    found="/",
)
COVER_BLANKS = _message(
    "B06",
    _N,
    "封面没有写全",
    "封面还有 {count} 项没有写：{labels}。",
    "请补写；没有写全的，封面不显示“可以上报”。",
    count="2",
    labels="联系电话、审核人",
)
NOT_COPIED = _message(
    "B07",
    _E,
    "贴了没有誊到表里",
    "“{sheet}”{cells}没有填，“粘贴区”{corner} 起却贴着数，没有誊到表里，不能按 0 计。",
    "请把“粘贴区”左边排好的数复制到表里（选择性粘贴→数值）；贴着的数不要了的，请清空。",
    sheet="表三",
    cells="一格都",
    corner="J9",
)
BESIDE_BLANK = _message(
    "B08",
    _Q,
    "空表之外有数",
    "“{sheet}”一格都没有填，按 0 计，{where}却有数，不知道是不是该填在这张表里的。",
    "请核对：是今年的数，请填到表里；不是的，请清空那几格，确实没有发生的，表里填 0。",
    sheet="表三",
    where="“Sheet1”的 D7:E8 ",
)
# ------------------------------------------------------------------ 总计三方核对
TYPED_OVER = _message(
    "T01",
    _N,
    "总计的公式被数字替换",
    "“{label}”的公式不见了，换成了手工填的 {found}；{compared}。",
    "⟨退回的工作簿里公式已经恢复（{issued}），请单位看总计对不对；没有退回的，数按分项计。|退回的这份里公式已经恢复，"
    "请看算出来的总计对不对，不对的改分项。⟩",
    label="（七）总计·自然人",
    found="13",
    compared="按分项相加应是 12",
    issued="=SUM(D9:D29)",
)
STALE = _message(
    "T02",
    _N,
    "总计没有重新计算",
    "“{label}”显示的是 {found}，按分项重新计算是 {expected}；公式还在，只是文件里存的是旧结果。",
    "以重新计算的为准。请⟨单位⟩打开文件按 F9 重算、保存，并核对纸质件上的数。",
    label="（七）总计·自然人",
    found="11",
    expected="12",
)
NO_CACHE = _message(
    "T03",
    _N,
    "公式没有算过",
    "工作簿里的公式没有计算结果（可能由程序填写，没有用 Excel 或 WPS 打开保存过），总计已按分项重新计算。",
    "",
)
LAST_CHANGED = _message(
    "T04",
    _N,
    "上年数被改动",
    "表里的上年数“{label}”是 {found}，登记的是 {expected}，以登记的为准。",
    "⟨|退回的这份里已经改回。⟩",
    label="结转下年度·自然人",
    found="3",
    expected="4",
)
FORMULA_CHANGED = _message(
    "T05",
    _N,
    "总计的公式被改动",
    "“{label}”的公式由 {issued} 改成了 {formula}，显示 {found}；{compared}。",
    "以分项相加为准。⟨退回的工作簿里公式已经恢复（{issued}），请单位看总计对不对；没有退回的，数按分项计。|"
    "退回的这份里公式已经恢复。⟩",
    label="（七）总计·自然人",
    issued="=SUM(D9:D29)",
    formula="=SUM(D9:D28)",
    found="11",
    compared="按分项相加应是 12",
)
OVERTYPED = _message(
    "T06",
    _E,
    "总计与分项不符",
    "“{label}”写的是 {found}，按分项相加是 {expected}。",
    "⟨退回的工作簿里公式已经恢复（{issued}），请单位核对分项。|退回的这份里公式已经恢复：请核对分项，"
    "算出来的总计与纸质件不一样的，改分项或重新打印。⟩",
    label="总计·自然人",
    found="13",
    expected="12",
    issued="=SUM(D9:D29)",
)
CLEARED = _message(
    "T07",
    _N,
    "总计的公式被清除",
    "“{label}”的公式不见了，格里没有数；已按分项相加重新计算。",
    "⟨退回的工作簿里公式已经恢复（{issued}），请单位看总计对不对；没有退回的，数按分项计。|退回的这份里公式已经恢复。⟩",
    label="（七）总计·自然人",
    issued="=SUM(D9:D29)",
)
FORMULA_UNKNOWN = _message(
    "T08",
    _N,
    "看不出总计是否被改过",
    "“{label}”显示的是 {found}，按分项相加是 {expected}；这种文件格式看不出是没有重新计算，"
    "还是公式被换成了数字。",
    f"请⟨单位⟩用 Excel 或 WPS 打开，按 F9 重算，{_SAVE_AS}，保存后重新报送。",
    label="（七）总计·自然人",
    found="11",
    expected="12",
)
LEFT_OUT = _message(
    "T09",
    _E,
    "总计没有加上写成文字的数",
    "“{label}”写的是文字“{found}”，表里的总计 {totals} 没有把它加进去，印出来的总计是错的。",
    "请在这一格里重新输入，只写数字 {number}，看总计变了再重新打印。",
    label="本年新收·自然人",
    found="12件",
    totals="D30、J7",
    number="12",
)
# ------------------------------------------------------------------ 版本与名录
SAME_FILE = _message(
    "V01", _N, "重复的文件", "与“{chosen}”内容完全相同，只计一次。", "", chosen="司法局.xlsx"
)
SUPERSEDED = _message(
    "V02",
    _N,
    "同一单位有多个版本",
    "本单位以“{chosen}”为准（{why}），这个文件不计入。{differences}",
    "",
    chosen="司法局（最终版2）.xlsx",
    why="它保存得最晚",
    differences="与采用的版本有 2 处不同：表三 D7 3→4；表三 D9 1→2。",
)
PIN_LOST = _message(
    "V03",
    _E,
    "指定的文件找不到",
    "pinned.csv 指定“{unit}”以“{file}”为准，收件里没有这个文件，或者它不是这个单位的{why}。",
    "请核对 pinned.csv 里的文件名；不再指定的，删去那一行。",
    unit="004 司法局",
    file="司法局（最终版2）.xlsx",
    why="；今年也没有登记过它，可能是上年的指定",
)
FAULTY_CORRECTION = _message(
    "V04",
    _E,
    "后报的一份有错误，没有采用",
    "单位后来又报来这一份，里面还有必须改正的，没有采用，仍以“{chosen}”为准（它没有强制错误）。{differences}",
    "请⟨让单位⟩改好这一份再报⟨；确实以“{chosen}”为准的，在 pinned.csv 里指定⟩。",
    chosen="司法局.xlsx",
    differences="与采用的版本有 2 处不同：表三 D7 3→4；表三 D9 1→2。",
)
OLDER_CORRECTION = _message(
    "V05",
    _E,
    "后收到的一份保存时间却早",
    "这一份比“{chosen}”后收到，文件里记的时间（保存或汇总）却更早（电脑的时间可能不对），没有采用。{differences}",
    "⟨请问清单位以哪一份为准，在 pinned.csv 里指定。|请告诉我们以哪一份为准。⟩",
    chosen="司法局.xlsx",
    differences="与采用的版本有 1 处不同：表三 D7 3→4。",
)
OTHERS_REPORT = _message(
    "V06",
    _E,
    "文件名写的是另一个单位",
    "文件名写的是“{named}”，里面却是“{unit}”的工作簿，与“{chosen}”的数不同，没有采用。{differences}",
    "⟨请问清这一份是谁的：是“{named}”的，请让它用发给自己的工作簿重新填报；确是“{unit}”的，"
    "请改文件名，或在 pinned.csv 里指定。|请告诉我们这一份是谁的。⟩",
    named="财政局",
    unit="004 司法局",
    chosen="司法局.xlsx",
    differences="与采用的版本有 2 处不同：表三 D7 3→4；表三 D9 1→2。",
)
PIN_UNCLEAR = _message(
    "V07",
    _E,
    "指定的文件有几份",
    "pinned.csv 指定“{unit}”以“{file}”为准，这样叫的有 {count} 份，内容不同：{files}。指定没有用。",
    "请在 pinned.csv 里写出连文件夹在内的名字，或者文件指纹的前 8 位。",
    unit="004 司法局",
    file="司法局.xlsx",
    count="2",
    files="inbox/第一批/司法局.xlsx、inbox/第二批/司法局.xlsx",
)
AFTER_PIN = _message(
    "V08",
    _E,
    "指定以后又收到的一份",
    "本单位以“{chosen}”为准（{why}），指定以后又收到这一份，没有采用。{differences}",
    "⟨请问清单位以哪一份为准：改用这一份的，改 pinned.csv 里的文件；仍以“{chosen}”为准的，在 pinned.csv "
    "里重写理由（写明这一份为什么不用）。|请告诉我们以哪一份为准。⟩",
    chosen="司法局（签字稿）.xlsx",
    why="本办指定：局长签字的是这一份",
    differences="与采用的版本有 1 处不同：表三 D7 3→4。",
)
LEFT_BLANK = _message(
    "V09",
    _E,
    "采用的一份空着，另一份填了",
    "这一份的{tables}填了，采用的“{chosen}”（{why}）里却空着，或者写的都是不适用，"
    "像是分头填的，或者错发了空表。{differences}",
    "⟨请问清单位以哪一份为准：各填了一部分的，请单位合在一份里再报；确是空着的，在 pinned.csv "
    "里指定“{chosen}”。|请告诉我们以哪一份为准：各填了一部分的，请合在一份里再报。⟩",
    tables="“表二”“表四”",
    chosen="司法局（2）.xlsx",
    why="它保存得最晚",
    differences="与采用的版本有 2 处不同：表二 B10 7→空白；表二 B13 1→空白。",
)
UNDONE = _message(
    "V11",
    _E,
    "更正过的数又改了回去",
    "这一份更正过的数，在采用的“{chosen}”（{why}）里又改了回去，像是拿旧的一份改的：{undone}。{differences}",
    "⟨请问清单位以哪一份为准：各改了一部分的，请单位合在一份里再报；确实改回去的，在 pinned.csv "
    "里指定“{chosen}”。|请告诉我们以哪一份为准：各改了一部分的，请合在一份里再报。⟩",
    chosen="司法局（3）.xlsx",
    why="它保存得最晚",
    undone="表二 B10 又与更早的“司法局.xlsx”一样",
    differences="与采用的版本有 2 处不同：表二 B10 7→6；表二 B13 1→2。",
)
NO_ORDER = _message(
    "V12",
    _E,
    "分不出哪一份在后",
    "这一份与“{chosen}”一同收到，保存时间没有写或者相同，分不出哪一份在后，现在计的是“{chosen}”。{differences}",
    "⟨请问清单位以哪一份为准，在 pinned.csv 里指定。|请告诉我们以哪一份为准。⟩",
    chosen="司法局（2）.xlsx",
    differences="与采用的版本有 1 处不同：表三 D7 3→4。",
)
PIN_CHANGED = _message(
    "V10",
    _E,
    "指定的文件换了内容",
    "pinned.csv 指定“{unit}”以“{file}”为准，指定以后这个文件换成了内容不同的一份。",
    "请核对：就以现在这一份为准的，在 pinned.csv 里重写理由（写明为什么换）；不是的，把指定的那一份放回来。",
    unit="004 司法局",
    file="司法局（签字稿）.xlsx",
)
SET_BACK = _message(
    "V13",
    _E,
    "同名的文件换成了更早的一份",
    "“{unit}”的“{file}”换成了更早的一份：登记过的一份{was}，现在的{now}。",
    "请核对：放错了的，把后来的那一份放回来；就以现在这一份为准的，在 pinned.csv 里指定它，写明理由。",
    unit="004 司法局",
    file="司法局.xlsx",
    was="保存（汇总）于 2023-01-12 16:20",
    now="保存（汇总）于 2023-01-10 09:05",
)
TAKEN_AWAY = _message(
    "V14",
    _E,
    "后来报的一份不在了",
    "“{unit}”{later}的“{file}”（{came} 登记，{then}）已不在收件里，"
    "现在计的是更早{earlier}的“{chosen}”，两份不一样。",
    "请核对：误删、误移的，把它放回来；确实不用它的，在 pinned.csv 里指定“{chosen}”，写明理由"
    "（已经指定的，重写理由）。",
    unit="004 司法局",
    later="后来报",
    file="inbox/司法局（更正）.xlsx",
    came="2023-01-12",
    then="当时通过",
    earlier="收到",
    chosen="inbox/司法局.xlsx",
)
SENT_AS_ANOTHER = _message(
    "V15",
    _E,
    "计的一份文件名写的是另一个单位",
    "“{unit}”现在计的是“{file}”，文件名写的却是“{named}”。",
    "请问清这一份是谁填的：是“{named}”的，把它移出 inbox，请它用发给自己的工作簿重新填报；"
    "确是“{unit}”的，请改文件名，或在 pinned.csv 里指定。",
    unit="004 司法局",
    file="inbox/财政局.xlsx",
    named="财政局",
)
NOT_COUNTED = _message(
    "U01", _N, "单位不计入汇总", "单位名录里“{unit}”标明不计入汇总。", "", unit="031 税务局"
)
MISSING = _message("U02", _E, "没有报送", "“{unit}”还没有报送。", "请催报。", unit="005 财政局")
NOT_THERE = _message(
    "U08",
    _E,
    "报过的文件不在了",
    "“{unit}”报过的“{file}”（{came} 登记，当时通过）{gone}，没有计入。",
    "请核对：误删、误移的，把它放回来；要单位重报的，请告诉单位。",
    unit="005 财政局",
    file="inbox/财政局.xlsx",
    came="2023-01-10",
    gone="已不在收件里",
)
NO_PAST = _message(
    "U09",
    _E,
    "工作簿里有上年数，现在没有",
    "{count} 个单位的工作簿里印着上年数，现在却没有它们的上年数（{units}），与上年衔接的规则没有核对。",
    "下发以后改过 xxgk.toml 的 last_year、上年的汇总或名录的，请改回来；"
    "确实没有上年数的，请重新下发这些单位的工作簿。",
    count="2",
    units="004 司法局、005 财政局",
)
LAST_DRAFT = _message(
    "U10",
    _N,
    "上年的汇总没有定稿，或者变过",
    "{what}。",
    "请核对上年的文件夹：没有定稿的定稿，改过、丢了的从备份放回原来的，再校核。",
    what="嘉祥县2021 还没有正式汇总过，上年数用的是草稿，以后可能会变",
)
VANISHED = _message(
    "U11",
    _E,
    "上年的单位今年名录里没有",
    "上年的 {count} 个单位今年的名录里没有，也没有写去向（{units}），它们的数不会有人报。",
    "请核对 roster.xlsx：漏写、误删的，补上；并到别的单位、改了名称的，在承接的那一行写前身代码；"
    "撤销的，保留那一行，状态写“撤销”。",
    count="2",
    units="004 司法局、005 财政局",
)
UNMET = _message(
    "U12",
    _N,
    "登记的说明没有用上",
    "explanations.csv 里有 {count} 条说明没有用上（{which}）。",
    "请核对单位、规则和文件指纹：单位换过文件的，照新的一份重新问、重新登记；不再用的，把那一行删去。",
    count="1",
    which="004 司法局 R06：收件里没有指纹是 3f9a07c2 的文件",
)
DISSOLVED = _message(
    "U03",
    _E,
    "撤销的单位报了数",
    "单位名录里“{unit}”是{status}单位，不应再报送。",
    "请核对由哪个单位承接⟨；数已经在承接单位那里的，把这个文件移出 inbox，另外存好⟩。",
    unit="019 旅游局",
    status="撤销",
)
NO_LAST = _message(
    "U04",
    _N,
    "没有上年数",
    "没有“{unit}”的上年数{why}，与上年衔接的规则没有核对。",
    "",
    unit="025 数据局",
    why="（新设单位）",
)
COMPILED = _message(
    "U06",
    _E,
    "代编的单位报了数",
    "单位名录里“{unit}”{compiling}，数应在代编单位的报告里；这个文件没有计入，以免重复。",
    "请核对由谁报送：自己报送的，把名录里的状态“代编”改为“正常”，并请代编单位减去它的数"
    "⟨；数已经在代编单位那里的，把这个文件移出 inbox，另外存好⟩。",
    unit="013 畜牧站",
    compiling="由 012 农业农村局 代编",
)
NOBODY_COUNTS = _message(
    "U07",
    _E,
    "没有要计入的单位",
    "单位名录里没有一个单位的数要计入（都是不计入、撤销或代编的），合计全是空的。",
    "请核对 roster.xlsx 的“是否计入”和“状态”。",
)
OTHER_NAME = _message(
    "U05",
    _N,
    "单位名称、代码不同",
    "工作簿是发给“{issued}”的，单位名录里是“{unit}”，认作同一个单位。",
    "",
    issued="004 司法局",
    unit="004 某某县司法局",
)

# nobody knows which content of the cell is meant, if any
RETYPED = frozenset(
    {
        DISGUISED.id,
        MARKED.id,
        COVERED.id,
        TWO_CONTENTS.id,
        CIRCULAR.id,
        WORDS_LOST.id,
        NO_DATE.id,  # emptied, so that the cover does not say that all is written
    }
)
# total cells whose formula goes back restored
FORMULA_LOST = frozenset({TYPED_OVER.id, FORMULA_CHANGED.id, CLEARED.id})
# said of a total that is no longer our own sum, or may not be
TOTAL_SHOWN = FORMULA_LOST | {FORMULA_UNKNOWN.id}
TO_FILL = RETYPED | {SHARED.id}  # goes back blank, and is no 0 even where all blanks are
SET_APART = frozenset({WORDS_MARKED.id, COVERED.id})  # of words that some may count and some may not
# the look of the cell is what is wrong
REDRAWN = frozenset(
    {
        DISGUISED.id,
        MARKED.id,
        COVERED.id,
        SHARED.id,
        HIDDEN_DIGITS.id,
        DISGUISED_TOTAL.id,
        WORDS_MARKED.id,
    }
)
RELABELLED = frozenset({NO_TITLE.id, STRAY.id})  # in a cell that is locked otherwise


@lru_cache(maxsize=16)
def finding_titles(form: Form) -> Mapping[str, str]:
    """Name everything that can be found, by id.

    The tool's own messages, what a kind of figures refuses, the rules of the form.
    """
    return (
        {message.id: message.title for message in MESSAGES.values()}
        | {kind.id: f"{kind.label}不合填写要求" for kind in form.kinds.values()}
        | {rule.id: rule.title for rule in form.rules}
    )
