"""Words beside a table that take its figures back: “作废”, “草稿”, “以纸质件为准”, “D7应为12”, “漏报3件”."""

import re
from collections.abc import Sequence

from toolkit.layout.layout import Place, TableGrid
from toolkit.reading.beside.corrections import correction_in
from toolkit.reading.beside.statements import Aside, in_digits, is_of_the_table, may_state
from toolkit.reading.locating import (
    CORRECTS,
    FIGURE,
    NOTE,
    QUOTED,
    Rows,
    content_at,
    holds_figure,
    is_beside,
)

_MAY_TAKE_BACK = re.compile(
    "作废|草稿|初稿|试填|测|样表|样例|示例|勿用|不要用|[有未没]|不[对准全完齐一符含]|为准|参考|照抄|正确|[上去前]年|"
    "[应实改更订纠修调待估暂预错反重串漏少多误剔扣减加补先只仅抄缺差落]|"
    "初步|大[概致约]|[约概凑]数|随便|瞎填|乱填|含[上去前]"
)
_OURS = "(?:[此本该这]|以?上述?|全)[张份页个]?"
_PARTS = "工?作?(?:报告|年报|统计|表|[合总]计|数据?|页|稿|数字|内容|版|簿|文件|[行列格项])"
_CELL = "[A-Za-z]{1,2}[0-9]{1,3}(?:单元)?格?"
_OF_IT = (  # said of a cell, of the table, of its figures, of the file
    f"(?:{_CELL})?(?:{_OURS})?(?:{_PARTS})*[中内里]?的?(?:{_PARTS})?"
)
_SO = "(?:[已现暂仅均都全是为系请]|全部)*"
_FIGURES = "的?(?:数据?|数字|情况|件)?"
_PAST_YEAR = "[上去前]1?年度?"
_UNSURE = (
    "(?:尚?未|没有?|未经)(?:最[终后])?(?:核[实对准]|确[认定]|审[定核]|定稿?)|"
    "待(?:核[实对定]?|定|更新|确认)|暂[定估列]|估[算计]|测算|预[估计]数|"
    "仅供参考|不准确?|照抄(?:上年|去年)?"
)
# not ended yet, and written for the time being, or without looking
_FOR_NOW = (
    "(?:还|尚)?(?:没有?|未)(?:全部|完全)?(?:统计|汇总|核对|录入|填报?|报)(?:完[成毕]?|齐全?|全|好)|未完成(?:统计|汇总)|"
    "待[^待]{1,6}(?:核[实对定]|确[认定]|更新|补[充报全齐])|(?:等|待).{0,8}(?:核[实对定]|确认)后再?[填报补改].{0,2}|"
    "不(?:完整|齐?全)|初步(?:统计|汇总|测?算)?|(?:暂时?|先|临时)[填报写](?:的|这个?|此)*数?|"
    "(?:后续|以后|年[后底末]|下次|届时|到时)再?(?:补[充报齐]|更新|修改|更正|改)|"
    "大[概致约]的?数|[约概]数|凑个?数|(?:随便|瞎|乱)填的?|"
    f"(?:照抄?|抄|套用)了?{_PAST_YEAR}的?(?:数据?|数字)(?:[填写报]的?)?|抄{_PAST_YEAR}的?|"
    "与(?:台账|系统|平台|实际|登记簿?|原始|底册)[^1相无]{0,4}(?:不1致|不相?符|有出入|有差[异别]|对不上)"
)
_WRONG = "错了|作废|草稿|初稿|试填|测试|样表|样例|示例|勿用|不要用|有误|不对"
_BACK = f"(?:{_WRONG}|{_UNSURE}|{_FOR_NOW})(?:[了件稿版表用行列格]|数据?)*"
_PAST = (
    f"(?:{_OURS}(?:{_PARTS})*|(?:{_PARTS})+)[中内里]?(?:所[列填])?(?:[都均]|全部?)?[为是]"
    "(?:上年|去年|前年)度?的?(?:数据?|数字|情况)?"
)
# a part of the year that is not in it, another year that is, rows that are missing, where the right ones are
_TIME = "(?:第?[1-4]季度|[0-9十]{1,2}月份?|[上下]半年)"
_NOT_ALL = (
    f"(?:缺少?|少|还?差|不含|未含|(?:未|没有?)(?:算|统计|包[含括]|填|报|录入?)了?){_TIME}{_FIGURES}"
    f"|{_TIME}{_FIGURES}(?:还|尚)?(?:未|没有?)(?:统计|计入|录入?|填报?|上?报|算|含)(?:进去|进来)?"
    f"|[只仅](?:是|为|有|统计到?|算到?|填到?|报到?|含)(?!12月|十2月)[0-9十]{{1,2}}月[份底末]?{_FIGURES}"
    f"|[只仅](?:是|为|有|统计到?|算|填|报|含)(?:第?[1-4]季度|前[1-3]季度|[上下]半年){_FIGURES}"
    f"|(?:包?含|包括)了?{_PAST_YEAR}的?(?:数据?|数字)"
    "|(?:正确|准确|实际)的?(?:数[据字]?|件数)?(?:请|详)?[见看].{1,8}"
    "|[少漏多](?:[填报写录]|填报)了?[0-9]{1,2}[行列格栏]"
)
# what blank cells mean, and how a number of things changed in the year, are no figure of the table
_NO_FIGURE = (
    "(?!.{0,6}空[白格着].{0,4}[填为]0$)"
    f"(?!(?!.{{0,6}}数|{_CELL}).{{0,12}}[由从]原?来?的?[0-9]+[项条类种个元](?:调整|变更)[为成到至]{FIGURE}$)"
)
# what a figure is said to be instead, or to lack; nothing of an earlier year, or of what is no figure,
# or of what shall not be, or is mended, or was for others to write
_DONE = (
    "已(?:按.{0,6}|经|重新|全部|作)?(?:更?改|更正|订正|纠正|修[改正]|调整|剔除|扣除|减去|加上|补上)"
    "|(?:排[除查]|查处|通报)[漏少多误错重填]"
)
_WARNED = "是否|防止|避免|以[防免]|免得|小心|容易|易[填写报录抄]|并非"
_THEIRS = "(?:申请[人书表]|当事人|群众)(?:姓名|地址|电话)?[填写报录抄]"
_WHAT = (
    "(?:(?!上1?年|去年|往年|前1?年|20[0-9]{2}年|标准|[期时]限|办法|制度|机构|单位|预算|复议|诉讼|电话|手机|传真|邮编"
    "|(?:事项|清单|目录|栏目?|编制|人员|口径|科室|街道|办事处|社区)调整"
    f"|[勿别无未没不若如]|{_DONE}|{_WARNED}|{_THEIRS}).){{0,20}}"
)
_COUNTED = "(?:统计|计入|录入|填报?|上报|报|列入|包[含括]|含|算|计)(?:进去|进来|在内)?"
_UNCOUNTED = "(?!.*(?:咨询|涉密).*[未没])"  # what is no application is in no table
_OTHERWISE = (
    f"{_NO_FIGURE}{_UNCOUNTED}{_WHAT}(?:(?:{CORRECTS}|正确的?(?:数[据字量值]?)?[为是]){FIGURE}"
    f"|(?:[漏少多误错重]|重复)(?:报送?|填报?|计算?|统计|录入?|算|登记?)了?{FIGURE}"
    f"|{FIGURE}.{{0,6}}(?:[未漏]|没有?)(?:作|予)?{_COUNTED}"
    f"|(?:暂时?|先|临时)(?:[填报写列录记]|按)[了为入]?{FIGURE}(?:[填报算]报?)?|{FIGURE}[为是]暂[填定列估]的?"
    f"|(?:遗漏|[漏落]了|漏掉了?){FIGURE}|{FIGURE}被?(?:遗漏|漏)[了掉报填]*"
    f"|(?:未|没有?)(?:统计|计入|算[上进]|录入|填[报入]|包[含括]).{{0,8}}{FIGURE}"
    f"|(?:剔除|扣除|减去|加上|补上|再[加减])了?{FIGURE}|[填写报录抄](?:错|反|重|串)[行列栏格了]*)"
)
_OTHERS = "纸质|书面|签字|盖章|扫描|更正|另[一1附]|后[一1报]|新[表报的]|附[件表]|邮件|微信"
_ELSEWHERE = f"(?:请|应|均|一律)?以.{{0,6}}(?:{_OTHERS}).{{0,8}}为准"
_TAKEN = re.compile(f"{_OF_IT}{_SO}{_BACK}|{_ELSEWHERE}|{_PAST}|{_OF_IT}{_SO}(?:{_NOT_ALL})|{_OTHERWISE}")
_PLAINLY = re.compile(f"{_OURS}{_PARTS}.{{0,4}}作废")  # so much that the rest may say what it will
_ALONGSIDE = re.compile(
    f"{_OF_IT}|应?该?实?际?更?[正改]?[为是][0-9]+[件条次项人个]?|[备附]?注|更正|(?:情况|特此)?说明|请.{{0,12}}"
    "|[0-9]{1,2}|[A-Za-z]{1,2}[0-9]{1,3}"  # of a heading; of a cell
)
_EXAMPLE = re.compile(r"\s*[(（]?(?:举?例如?|示例|样例|比如|譬如|如)[:：,，]")
_LONGEST = 120  # characters of such words; what is longer is prose
# writes a comment; who shall sign, or where, may be left open: “审核人：待定”
_WHO = re.compile(r"\s*(?![^:：]*(?:[人址话箱编]|日期)[:：]\s*[待暂])[^\s:：]{1,6}[:：]")
# between a figure and what is said of it
_SPACED = re.compile(
    r"(?<=[为是成际报填计算录了去上除加])[^\S\n]+(?=[0-9])|(?<=[0-9])[^\S\n]+(?=[件条次项人个份元])"
)
_COLON = re.compile(r"(?:(?<=更正|订正|改正|正确)|(?<=[应实改])为)[:：](?=[^\S\n]*[0-9])")  # “更正：12”
_BETWEEN = re.compile(r"[\s,，。;；:：、!！()（）\[\]【】“”\"《》←→↑↓*※-]+")


def taken_back(
    grid: TableGrid, rows: Rows, said: Sequence[Aside], notice: str
) -> tuple[Place, str, str] | None:
    """Find words, `said` of a table or between its columns, that take its figures back.

    Those of the office's own `notice`, with which the workbook was issued, are none: it stands on the cover
    too. Give the place, what stands there, and what is unsure by it.
    """
    for at, where, text, stated in said:
        here = stated.back and (is_of_the_table(grid, rows, at) or _is_close_by(grid, at))
        if here and _is_told_otherwise(grid, rows, at, where, text):
            continue
        if here and text.strip() not in notice:
            return at, f"{where}写着“{text.strip()[:QUOTED]}”", "表里的数对不对、算不算"
    return None


def _is_told_otherwise(grid: TableGrid, rows: Rows, at: Place, where: str, text: str) -> bool:
    """Whether a text is judged with a figure: that of its cell, which a comment corrects, or itself one."""
    if not where.endswith(NOTE):
        return is_beside(grid, at.row, at.column, text)
    figures = any((box.top, box.left) == (at.row, at.column) for box in grid.figures.values())
    return correction_in(text) is not None and (figures or holds_figure(content_at(rows, at.row, at.column)))


def _is_close_by(grid: TableGrid, at: Place) -> bool:
    """Whether a place is in the table's own columns, or between them and those of last year."""
    return at.column < min(where.column for where in grid.last.values())


def takes_back(text: str, own: Sequence[str] = ()) -> bool:
    """Whether a text says of the table beside it that its figures do not count.

    Of the table by name, or nothing else: “作废许可证5件” is said of something else. `own` are words that the
    form itself has.
    """
    if len(text) > _LONGEST or not (may_state(text) and _MAY_TAKE_BACK.search(text)) or _EXAMPLE.match(text):
        return False
    said = _COLON.sub("为", _SPACED.sub("", in_digits(text)))
    for words in own:
        said = said.replace(words, "")
    clauses = [clause for clause in _BETWEEN.split(_WHO.sub("", said, count=1)) if clause]
    if any(map(_PLAINLY.fullmatch, clauses)):
        return True
    taken = False
    for clause in clauses:  # prose mostly ends it with the first one
        if _TAKEN.fullmatch(clause):
            taken = True
        elif not _ALONGSIDE.fullmatch(clause):
            return False
    return taken
