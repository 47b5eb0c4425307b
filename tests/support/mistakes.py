"""Some forty mistakes of a clerk, as acts upon a workbook that was right.

And what he does who follows only the words.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from toolkit.form.model import Key, plain_digits
from toolkit.layout.layout import LIST, PROSE, Layout, Place, parse_place
from toolkit.template import Content

Act = tuple[str, ...]
NEW, GRANTED, CARRIED = ("new", "granted", "carried_over")
REASON = "已逐笔查对台账，这几件都是当年新发生的，去年没有这类事项。"


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What the clerk knows: the right answers, and where everything stands."""

    layout: Layout
    truth: Content

    def at(self, row: str, column: str = "natural_person", table: str = "applications") -> str:
        """Return a cell as the hands know it."""
        return spot(self.layout.places[Key(table, row, column)])

    def moved(self, at: str, rows: int = 0, columns: int = 0) -> str:
        sheet, _, cell = at.partition("!")
        return spot(parse_place(sheet, cell).moved(rows, columns))

    def field(self, key: str) -> str:
        return spot(self.layout.identity[key])

    def right(self, place: Place) -> str | None:
        """Return what belongs into a cell; None where nothing is typed."""
        for key, where in self.layout.places.items():
            if where == place:
                return plain_digits(self.truth.entries[key]) if self.layout.form.is_input(key) else None  # type: ignore[arg-type]
        for key, where in self.layout.identity.items():
            if where == place:
                return self.truth.shown.get(key, "") or None
        for key, places in self.layout.passages.items():
            if place in places:
                return self.truth.narrative[key] if place == places[0] else ""
        return None


def spot(place: Place) -> str:
    return f"{place.sheet}!{place.a1}"


def zero(desk: Desk) -> str:
    """A cell that rightly holds 0."""
    return next(
        spot(p)
        for k, p in desk.layout.places.items()
        if k.table == "applications" and desk.truth.entries.get(k) == 0
    )


Make = Callable[[Desk], Sequence[Act]]
LOOSE: Act = ("unprotect", "表三")


def typed(text: str, row: str = NEW, how: str = "type") -> Make:
    return lambda d: [(how, d.at(row), text)]


MISTAKES: Mapping[str, Make] = {
    "数后面写“件”": typed("29件"),
    "数后面带空格（文本）": typed("29 ", how="as text"),
    "全角数字": typed("２９", how="as text"),
    "带千分位的文本": typed("1,029", how="as text"),
    "没有的写“无”": lambda d: [("as text", zero(d), "无")],
    "没有的写“/”": lambda d: [("as text", zero(d), "/")],
    "没有的写“——”": lambda d: [("as text", zero(d), "——")],
    "写“约20”": typed("约20"),
    "写汉字“十二”": typed("十二"),
    "件数带小数": typed("3.5", GRANTED),
    "件数是负数": typed("-3", CARRIED),
    "写成日期": typed("2023-01-05", GRANTED),
    "两个数写在一格": typed("12、13"),
    "一格没有填": lambda d: [("blank", d.at(GRANTED))],
    "一行没有填": lambda d: [("blank", d.at(NEW).replace("D7", "D7:I7"))],
    "新收多写一个数字": lambda d: [("type", d.at(NEW), "333")],
    "办理结果写错": lambda d: [("type", d.at(GRANTED), "77")],
    "结转写错": lambda d: [("type", d.at(CARRIED), "55")],
    "剪切一格到旁边": lambda d: [("cut", d.at(NEW), d.moved(d.at(NEW), columns=1))],
    "剪切一段到下一行": lambda d: [("cut", "表三!D9:F9", "表三!D10")],
    "把合计连公式复制到要填的格": lambda d: [("copy", d.at(NEW, "total"), d.at(NEW))],
    "复制别的行（带格式）": lambda d: [("copy", "表三!D7:I7", "表三!D9")],
    "格里写公式 =3+4": typed("=3+4"),
    "格里写公式等于自己的合计": lambda d: [("type", d.at(NEW), f"={d.at(NEW, 'total').partition('!')[2]}")],
    "解除保护，合计换成对的数": lambda d: [LOOSE, ("type", d.at(NEW, "total"), "100000")],
    "解除保护，合计清空": lambda d: [LOOSE, ("blank", d.at(NEW, "total"))],
    "解除保护，插入一行": lambda d: [LOOSE, ("insert row", "表三!10")],
    "解除保护，删除一行": lambda d: [LOOSE, ("delete row", "表三!12")],
    "解除保护，改行名": lambda d: [LOOSE, ("as text", "表三!A7", "一、本年收到的申请")],
    "解除保护，改标题下的单位": lambda d: [LOOSE, ("as text", "表三!A2", "2022 年度")],
    "隐藏一行": lambda d: [LOOSE, ("hide row", "表三!9")],
    "数字加了删除线": lambda d: [LOOSE, ("strike", d.at(NEW))],
    "数字改成白色": lambda d: [LOOSE, ("colour", d.at(NEW), 0xFFF9DB)],
    "数字格式显示“件”": lambda d: [LOOSE, ("number format", d.at(NEW), '0"件"')],
    "数字格式缩小一千倍": lambda d: [LOOSE, ("number format", d.at(NEW), "0,")],
    "金额写“251000元”": lambda d: [("as text", d.at("charges", "amount", "disclosure"), "251000元")],
    "金额写“2000万”": lambda d: [("as text", d.at("charges", "amount", "disclosure"), "2000万")],
    "县级部门填了规章": lambda d: [("type", d.at("regulations", "in_force", "disclosure"), "6")],
    "文字里的数与表不符": lambda d: [
        ("as text", spot(d.layout.narrative["overview_applications"]), "本年新收政府信息公开申请9999件。")
    ],
    "文字没有写全": lambda d: [("blank", spot(d.layout.narrative["problems"]))],
    "联系电话没有写": lambda d: [("blank", d.field("phone"))],
    "填报日期写“今天”": lambda d: [("as text", d.field("date"), "今天")],
    "确认零报告的格写“对”": lambda d: [("as text", d.field("zero_blanks"), "对")],
}
SHORT = (
    "数后面写“件”",
    "一格没有填",
    "剪切一格到旁边",
    "解除保护，合计清空",
    "解除保护，改标题下的单位",
    "数字格式缩小一千倍",
    "县级部门填了规章",
    "文字没有写全",
)


# ------------------------------------------------------------------ following the words


def told(path: Path) -> Iterator[dict[str, str]]:
    """Give the lines of the list in front of a returned workbook, by their heads."""
    sheet = openpyxl.load_workbook(path)[LIST]
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    head = next(i for i, row in enumerate(rows) if row[0] == "序号")
    for row in rows[head + 1 :]:
        yield dict(zip(rows[head], row, strict=True))


def follow(desk: Desk, path: Path) -> list[Act]:
    """Do what the words of the list say, knowing the right figures; nothing else."""
    acts: dict[str, Act] = {}
    standing = openpyxl.load_workbook(path, data_only=True)
    for line in told(path):
        cells = named_cells(line["在哪里"])
        remedy = line["怎么改"]
        written = re.search(r"补上“([^”]+)”", remedy)
        if written:
            acts |= {spot(place): ("as text", spot(place), written[1]) for place in cells}
            continue
        number = re.search(r"只写数字 ([0-9.]+)", remedy)
        if "这一列" in remedy or "这一行" in remedy:
            cells = [*cells, *beside(desk, cells, column="这一列" in remedy)]
        changed = False
        for place in cells:
            right = number[1] if number else desk.right(place)
            if right is None and "下拉箭头重新选" in remedy:
                right = "否"
            if right is None:
                continue
            held = standing[place.sheet][place.a1].value if place.sheet in standing.sheetnames else None
            if number or ("" if held is None else str(held)) != right:
                how = "as text" if place.sheet == PROSE or "date" in place.sheet else "type"
                acts[spot(place)] = (how, spot(place), right) if right else ("blank", spot(place))
                changed = True
        if line["说明写在"] and not changed:
            (answer,) = named_cells(line["说明写在"])
            acts[spot(answer)] = ("as text", spot(answer), REASON)
    return list(acts.values())


def write_what_is_missing(desk: Desk) -> list[Act]:
    """The cover says that something is not written: write it."""
    form = desk.layout.form
    fields = [desk.layout.identity[f.key] for f in form.identity if f.required]
    passages = [desk.layout.narrative[f.key] for f in form.narrative if f.required]
    texts = [("as text", spot(p), str(desk.right(p))) for p in passages]
    return [*(("type", spot(p), str(desk.right(p))) for p in fields), *texts]


def named_cells(where: str) -> list[Place]:
    """Read “表三 D7:I8、K9；封面 C9”."""
    cells = []
    for part in where.split("；"):
        sheet, _, spans = part.removesuffix(" 等").partition(" ")
        for span in spans.split("、"):
            ends = re.findall(r"[A-Z]+[0-9]+", span)
            if not ends:
                continue
            first, last = parse_place(sheet, ends[0]), parse_place(sheet, ends[-1])
            cells += [
                Place(sheet, row, column)
                for row in range(first.row, last.row + 1)
                for column in range(first.column, last.column + 1)
            ]
    return cells


def beside(desk: Desk, cells: Sequence[Place], *, column: bool) -> list[Place]:
    """Return the cells of the same column (or row) of the table."""
    part = "column" if column else "row"
    wanted = {(cell.sheet, getattr(cell, part)) for cell in cells}
    return [p for p in desk.layout.places.values() if (p.sheet, getattr(p, part)) in wanted]
