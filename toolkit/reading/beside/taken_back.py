"""Words beside a table that take its figures back: “作废”, “草稿”, “以纸质件为准”."""

import re
from collections.abc import Sequence

from toolkit.layout.layout import Place, TableGrid
from toolkit.reading.beside.corrections import correction_in
from toolkit.reading.beside.statements import Aside, in_digits, is_of_the_table, may_state
from toolkit.reading.locating import NOTE, QUOTED, Rows, content_at, holds_figure

_MAY_TAKE_BACK = re.compile("作废|草稿|初稿|试填|测试|样表|样例|示例|勿用|不要用|有误|不对|为准|未经?确认")
_OURS = "(?:[此本该这]|以?上述?|全)[张份页个]?"
_PARTS = "工?作?(?:报告|年报|表|数据?|页|稿|数字|内容|版|簿|文件|[行列格项])"
_OF_IT = (
    f"(?:{_OURS})?(?:{_PARTS})*[中内里]?的?(?:{_PARTS})?"  # said of the table, of its figures, of the file
)
_SO = "(?:[已现暂仅均都全是为系请]|全部)*"
_BACK = "(?:作废|草稿|初稿|试填|测试|样表|样例|示例|勿用|不要用|有误|不对|未经?确认)(?:[了件稿版表用]|数据?)*"
_OTHERS = "纸质|书面|签字|盖章|扫描|更正|另[一1附]|后[一1报]|新[表报的]|附[件表]|邮件|微信"
_ELSEWHERE = f"(?:请|应|均|一律)?以.{{0,6}}(?:{_OTHERS}).{{0,8}}为准"
_TAKEN = re.compile(f"{_OF_IT}{_SO}{_BACK}|{_ELSEWHERE}")
_PLAINLY = re.compile(f"{_OURS}{_PARTS}.{{0,4}}作废")  # so much that the rest may say what it will
_ALONGSIDE = re.compile(f"{_OF_IT}|应?该?实?际?更?[正改]?[为是][0-9]+[件条次项人个]?|备?注|说明")
_WHO = re.compile(r"\s*[^\s:：]{1,6}[:：]")  # writes a comment
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
        if here and where.endswith(NOTE) and _corrects_a_figure(rows, at, text):
            continue
        if here and text.strip() not in notice:
            return at, f"{where}写着“{text.strip()[:QUOTED]}”", "表里的数还算不算"
    return None


def _corrects_a_figure(rows: Rows, at: Place, comment: str) -> bool:
    """Whether a comment says another number than the figure of its cell: judged with that figure."""
    return correction_in(comment) is not None and holds_figure(content_at(rows, at.row, at.column))


def _is_close_by(grid: TableGrid, at: Place) -> bool:
    """Whether a place is in the table's own columns, or between them and those of last year."""
    return at.column < min(where.column for where in grid.last.values())


def takes_back(text: str, own: Sequence[str] = ()) -> bool:
    """Whether a text says of the table beside it that its figures do not count.

    Of the table by name, or nothing else: “作废许可证5件” is said of something else. `own` are words that the
    form itself has.
    """
    if not (may_state(text) and _MAY_TAKE_BACK.search(text)):
        return False
    said = in_digits(text)
    for words in own:
        said = said.replace(words, "")
    clauses = [clause for clause in _BETWEEN.split(_WHO.sub("", said, count=1)) if clause]
    if any(map(_PLAINLY.fullmatch, clauses)):
        return True
    taken = [clause for clause in clauses if _TAKEN.fullmatch(clause)]
    return bool(taken) and all(clause in taken or _ALONGSIDE.fullmatch(clause) for clause in clauses)
