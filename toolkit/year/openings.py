"""登记的上年数: opening figures that the office registers, for splits and corrections of last year's report.

`opening.xlsx` or `opening.csv` in the year's folder, a line a figure; what is left blank is not registered.
Which figure it is, is said by its cell (表三 D31) or its names in the table, or by table, row and column as
`units.csv` has them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from toolkit.answers.lists import UNIT_HEADINGS, ListLine, find_list, read_list, unclear_codes
from toolkit.answers.spelling import read_figure
from toolkit.answers.units import Roster, Unit
from toolkit.errors import UsageError
from toolkit.form.model import (
    TIERS,
    Figure,
    Form,
    Key,
    Mark,
    at_tier,
    comparable_figures,
    comparable_part,
    plain_digits,
    sum_figures,
)
from toolkit.year.codes_and_names import same_name

STEM = "opening"  # .xlsx or .csv
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "unit": UNIT_HEADINGS,
    "name": ("单位名称", "名称", "unit_name"),
    "kind": ("单位类别", "类别", "kind"),
    "label": ("上年数", "项目"),
    "value": ("登记的数", "数", "value"),
    "cell": ("格", "单元格", "cell"),
    "table": ("表", "table"),
    "row": ("行", "row"),
    "column": ("列", "column"),
}
_OF_A_CELL = ("table", "row", "column")
_WRITTEN = ("unit", "name", "label", "value", "cell")  # columns of the list that is written to be filled in
_WIDTHS = (12, 30, 40, 14, 18)
_PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?|/?")


def openings_file(folder: Path) -> Path | None:
    """Find the list in a year's folder; None without it. Raises UsageError when it is there twice."""
    return find_list(folder, STEM)


def read_openings(
    folder: Path, form: Form, roster: Roster, asked: Form | None = None
) -> Mapping[str, Mapping[Key, Figure]]:
    """Read what the office registered, by unit code; {} without the file.

    The list is of the year's `form`; of it comes what means the same in the form `asked` for. A total follows
    from its parts where they are all there. Raises UsageError with every line whose unit or cell is not
    known, that comes twice, or whose figure is not a plain one.
    """
    path = openings_file(folder)
    if path is None:
        return {}
    form = at_tier(form, TIERS)  # a unit may be a county, its figures sums
    kept = read_list(path, "登记的上年数", HEADINGS, optional=("name", "kind", "label", "cell", *_OF_A_CELL))
    given: dict[str, dict[Key, Figure]] = {}
    mistakes: list[str] = []
    for line in kept.lines:
        text, mine = line.cells["value"], given.setdefault(line.cells["unit"], {})
        key = _key_of(line, form)
        wrong = [*unclear_codes(line, ("unit",)), *_mistakes(line, key, form, roster, mine)]
        mistakes += wrong
        if not wrong and text and isinstance(key, Key):
            mine[key] = read_figure(text, form.kind(key)).figure
    mistakes += [said for code, mine in given.items() for said in _sums_off(form, roster.label(code), mine)]
    kept.refuse(mistakes)
    whole = {code: mine | _sums(form, mine) for code, mine in given.items() if mine}
    if asked is None or asked.key == form.key:
        return whole
    same = comparable_figures(asked, form)
    return {code: comparable_part(same, mine) for code, mine in whole.items()}


def _key_of(line: ListLine, form: Form) -> Key | str:
    """Find the figure that a line is about, by its keys or as people call it; else say why there is none."""
    parts = [line.cells.get(part, "") for part in _OF_A_CELL]
    if all(parts) and (key := Key(*parts)) in form.position:
        return key
    from toolkit.layout.naming import cell_of, find_figure  # noqa: PLC0415 (slow; only where a cell is named)

    named = line.cells.get("cell", "") or "·".join(filter(None, parts))
    if not named:
        return f"没有写是哪一格：请写在“格”这一栏里，例如 {cell_of(form, form.cells[0])}"
    try:
        return find_figure(form, named)
    except UsageError as why:
        return str(why).rstrip("。")


def _mistakes(
    line: ListLine, key: Key | str, form: Form, roster: Roster, mine: Mapping[Key, Figure]
) -> Iterator[str]:
    code, name, text = line.cells["unit"], line.cells.get("name", ""), line.cells["value"]
    unit = roster.find(code)
    if unit is None:
        yield f"{line.where('unit')}：{roster.unknown(code)}"
    elif name and not same_name(name, unit.name):
        yield f"{line.where('name')}：代码 {code} 在名录里是“{unit.name}”，这里写的是“{name[:40]}”"
    if isinstance(key, str):
        yield f"第 {line.row} 行：{key}。登记的上年数要按本年表样（{form.basis}）的格写，不按上年表样的"
    elif key in mine:
        yield f"第 {line.row} 行：{roster.label(code)} 的{form.label(key)}有两行"
    elif otherwise := line.shown_otherwise("value"):
        yield otherwise
    elif (why := read_figure(text, form.kind(key)).refusal) is not None:
        yield f"{line.where('value')}：“{text[:40]}”{why}"
    elif not _PLAIN.fullmatch(text):
        meant = read_figure(text, form.kind(key)).figure
        yield f"{line.where('value')}：写的是“{text[:40]}”，请只写 {plain_digits(meant)}"


def _sums(form: Form, mine: Mapping[Key, Figure]) -> dict[Key, Figure]:
    return {
        key: sum_figures([mine[leaf] for leaf in leaves])
        for key, leaves in form.sums.items()
        if key not in mine and all(leaf in mine for leaf in leaves)
    }


def _sums_off(form: Form, unit: str, mine: Mapping[Key, Figure]) -> Iterator[str]:
    for key, leaves in form.sums.items():
        said = mine.get(key, Mark.BLANK)
        if not isinstance(said, Mark) and all(leaf in mine for leaf in leaves):
            added = sum_figures([mine[leaf] for leaf in leaves])
            if added != said:
                what = f"{unit} 的{form.label(key)}"
                yield f"{what}是 {plain_digits(said)}，各项相加是 {plain_digits(added)}"


def openings_to_fill(form: Form, units: Sequence[Unit]) -> bytes:
    """Write the workbook in which the office fills in what these units open with; codes stay texts."""
    from toolkit.layout.naming import cell_of  # noqa: PLC0415 (only where units were split)
    from toolkit.layout.row_sheets import sheet_of_rows  # noqa: PLC0415

    asked = [
        key
        for key in form.cells
        if key in form.last_refs and (form.is_input(key) or not form.last_refs.issuperset(form.leaves[key]))
    ]
    heads = [HEADINGS[key][0] for key in _WRITTEN]
    rows = [
        (unit.code, unit.name, form.label(key), "", cell_of(form, key)) for unit in units for key in asked
    ]
    return sheet_of_rows("登记的上年数", heads, _WIDTHS, rows)
