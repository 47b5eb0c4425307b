"""Another year, a part of a year, or another unit's name, stated beside a table as that of its figures."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from toolkit.answers.units import shortens
from toolkit.form.model import Form
from toolkit.layout.layout import Place, TableGrid
from toolkit.reading.beside.statements import Aside, in_digits, is_of_the_table, may_state
from toolkit.reading.locating import HEAD_ROOM, QUOTED, Rows, bare_label, title_lines

_MAY_NAME, _MAY_DATE = re.compile("[:：]"), re.compile("[年月季截]|[2２二][0０〇○零]|[0-9０-９][./．／]")
_YEAR = r"(20\d\d)(?:年度?|(?=\D|$))"
_TO = r"[-—–―~～至到]+"
_SPAN = re.compile(
    rf"(?:从|自)?(?:{_YEAR})?[./-]?(\d{{1,2}})(?:月份?|[./])?(?:(\d{{1,2}})日?)?起?"
    rf"{_TO}(?:{_YEAR}|同年)?[./-]?(\d{{1,2}})(?:月份?|[./])(?:(\d{{1,2}})日?|底|末)?止?"
)
_UNTIL = re.compile(rf"截[至止]到?(?:目前|(?:{_YEAR})?(\d{{1,2}})月(?:(\d{{1,2}})日|份|底|末)?)止?")
_PART = re.compile(rf"(?:{_YEAR})?(?:[上下]半年度?|前?第?[1-4]季度|\d{{1,2}}月份)")
_WHOLE = re.compile(_YEAR)
# A statement says nothing but of when the table is: these words, the table's title and its sheet's name.
_ABOUT = re.compile(
    r"(?:\d{1,2}、|注|备注|附注|说明|以上|本表|表[中内]|[上此该]表|所[列填]|"
    r"(?:统计|数据|报告|报表|所属|汇总|起止)的?(?:时间|期间|期限|时段|区间|范围|年度|年份|期)?|期间|年度|"
    r"数字?|各?项|均|都|全部|皆|为|是|系|指|的|全年|情况|累计|合计|年度报告|表|"
    r"[:()\[\],.;、。“”\"《》-])*+"  # possessive: no time is lost on what is no statement
)
_WHOSE = re.compile(r"(?:填[报表]|[报编]送|报告|上报|统计)?(?:单位|机关|部门)(?:名称)?(?:\(.{1,4}\))?:(.+)")
_BEHIND = re.compile(r"\((?:盖章|公章|章|签章)\).*|(?:填[报表]|制表|报送|日期|时间).*")
_ORGAN = re.compile(r".+(?:局|镇|乡|委员会|委|办事处|街道|人民政府|政府)")
_WHICHEVER = re.compile("^[本我全各该上报送交省市州县区旗]+|人民(?=政府)")  # says of no organ which it is
_CALLED = 2  # letters of an organ's name before what it is, at the least


def other_period(
    grid: TableGrid, name: str, rows: Rows, said: Sequence[Aside]
) -> tuple[Place, str, str] | None:
    """Find what is `said` of a table: a year, a part of one or a unit that its sheet's title line has not.

    Give the place, what stands there, and what is unsure by it.
    """
    renamed = name != grid.table.sheet
    line = next(title_lines(name, rows, HEAD_ROOM), None) if said or renamed else None
    if line is None:
        return None
    _, unit, year = line
    own = bare_label(unit)
    if renamed and _is_another(_organ_in(name, grid), own):
        return Place(name, -1, -1), f"工作表的名称写着“{name}”", f"填的是不是“{unit}”的数"
    for at, where, text, (years, named, *_) in said:
        if (_is_another(named, own) or not years <= {year}) and is_of_the_table(grid, rows, at):
            meant = f"“{unit}”的数" if years <= {year} else f" {year} 年全年的数"
            return at, f"{where}写着“{text.strip()[:QUOTED]}”", f"填的是不是{meant}"
    return None


def _is_another(named: str, own: str) -> bool:
    """Whether a unit that is named is not the one whose the sheet is."""
    return bool(named) and not (shortens(named, own) or shortens(own, named))


def _organ_in(name: str, grid: TableGrid) -> str:
    """Give the organ that a sheet's new name says beside the table's own; "" where it says none for sure."""
    organ = _WHICHEVER.sub("", bare_label(name.replace(grid.table.sheet, "")).strip("()-_"))
    found = _ORGAN.fullmatch(organ)
    return organ if found and len(organ) > _CALLED else ""


@lru_cache(maxsize=8)
def own_words(form: Form) -> tuple[str, ...]:
    """Return what a form and its tables are called: no period, whatever it says."""
    called = {form.title, *(text for table in form.tables for text in (table.title, table.sheet))}
    return tuple(sorted(filter(None, map(_plain, called)), key=len, reverse=True))


def period_stated(text: str, own: tuple[str, ...]) -> tuple[frozenset[str], str]:
    """Give the years, "" for a part of one, and the unit that a text states beside a table.

    `own` are words that the form itself has.
    """
    named, dated = _MAY_NAME.search(text), _MAY_DATE.search(text)
    if not ((named or dated) and may_state(text)):
        return frozenset(), ""
    return _years_stated(text, own) if dated else frozenset(), _unit_stated(text) if named else ""


def _unit_stated(text: str) -> str:
    """Give the unit of which a text says nothing but that the table is its."""
    found = _WHOSE.fullmatch(bare_label(text))
    unit = _BEHIND.sub("", found[1]) if found else ""
    return unit if _ORGAN.fullmatch(unit) else ""


def _years_stated(text: str, own: tuple[str, ...]) -> frozenset[str]:
    """Give the years of which a text says nothing but that the table is of them."""
    plain = _plain(text)
    for words in own:
        plain = plain.replace(words, "")
    years = frozenset(_years(plain))
    return years if years and _states(plain) else frozenset()


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", in_digits(text))


def _states(plain: str) -> bool:
    """Whether a text says nothing but a period, of the table."""
    for pattern in (_SPAN, _UNTIL, _PART, _WHOLE):
        plain = pattern.sub("", plain)
    return _ABOUT.fullmatch(plain) is not None


def _years(plain: str) -> Iterator[str]:
    """Give the years of which a text names the whole, and "" for what is only a part of one."""
    for found in _SPAN.finditer(plain):
        first, month, day, last, until, end = found.groups()
        whole = (int(month), int(day or 1), int(until), int(end or 31)) == (1, 1, 12, 31)
        yield from filter(None, (first, last)) if whole else ("",)
    for found in _UNTIL.finditer(plain):
        whole = found[2] == "12" and found[3] in {None, "31"}
        yield from filter(None, (found[1],)) if whole else ("",)
    yield from ("" for _ in _PART.finditer(plain))
    yield from (found[1] for found in _WHOLE.finditer(plain))
