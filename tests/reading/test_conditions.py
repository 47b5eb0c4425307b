"""Conditional formats apply only where their conditions hold: those that compare numbers are computed."""

import operator
from pathlib import Path
from random import Random
from struct import pack

import pytest
import recipes as r
from openpyxl.formatting.rule import DifferentialStyle, Rule
from openpyxl.styles import Font
from openpyxl.workbook.workbook import Workbook

from toolkit.form.model import Mark
from toolkit.layout.layout import Place
from toolkit.reading.seen import ods, xls
from toolkit.reading.seen.conditions import stated

WHITE = DifferentialStyle(font=Font(color="FFFFFFFF"))
PENALTIES, COERCION = Place("表二", 12, 1), Place("表二", 13, 1)  # below each other
SIGNS = {
    "=": ("equal", operator.eq),
    "<>": ("notEqual", operator.ne),
    ">": ("greaterThan", operator.gt),
    "<": ("lessThan", operator.lt),
    ">=": ("greaterThanOrEqual", operator.ge),
    "<=": ("lessThanOrEqual", operator.le),
}
TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


def whitened(rule: Rule, spans: str, **held: int) -> bytes:
    def change(book: Workbook) -> None:
        sheet = book["表二"]
        for address, value in held.items():
            sheet[address] = value
        sheet.conditional_formatting.add(spans, rule)

    return r.edited(change)


def unseen(data: bytes, folder: Path) -> set[str | None]:
    """The cells whose figures are refused; of the others all is counted as it was."""
    reading = r.read(folder, data)
    refused = {f.cell for f in reading.findings if f.rule == "C11"}
    assert refused == {
        reading_place.a1
        for key, reading_place in r.lay_out(r.the_form()).places.items()
        if reading.submission.figures.get(key) is Mark.UNREADABLE
    }
    return refused


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("how", ["compared", "formula", "turned", "above"])
def test_a_rule_that_compares_applies_where_it_holds(sign: str, how: str, tmp_path: Path) -> None:
    """With the cell itself, or the same column's cell above it; 0 that is not seen is a blank as ever."""
    name, holds = SIGNS[sign]
    limit, *values = Random(f"{sign}{how}").sample(range(1, 30), 3)
    a1, b1 = PENALTIES.a1, COERCION.a1
    formula = f"{limit}{TURNED.get(sign, sign)}{a1}" if how == "turned" else f"{a1} {sign} {limit}"
    rule = Rule(type="expression", formula=[formula], priority=1, dxf=WHITE)
    if how == "compared":
        rule = Rule(type="cellIs", operator=name, formula=[str(limit)], priority=1, dxf=WHITE)
    spans = b1 if how == "above" else f"{a1}:{b1}"
    compared = {b1: values[0]} if how == "above" else {a1: values[0], b1: values[1]}
    data = whitened(rule, spans, **{a1: values[0], b1: values[1]})
    assert unseen(data, tmp_path) == {cell for cell, value in compared.items() if holds(value, limit)}


@pytest.mark.parametrize("formula", ["B6=0", "$B6=0", "B$6=0", "0=B6"])
def test_zeros_hidden_by_a_rule_hide_no_other_figure(formula: str, tmp_path: Path) -> None:
    rule = Rule(type="expression", formula=[formula], priority=1, dxf=WHITE)
    held = dict.fromkeys(["B6", "C6", "D6", "B7", "C7", "D7", "B13", "B14"], 7)
    assert unseen(whitened(rule, "B6:D17", **held), tmp_path) == set()


@pytest.mark.parametrize(("low", "high"), [(3, 9), (9, 3), (13, 20)])
def test_between_two_numbers(low: int, high: int, tmp_path: Path) -> None:
    rule = Rule(type="cellIs", operator="between", formula=[str(low), str(high)], priority=1, dxf=WHITE)
    data = whitened(rule, PENALTIES.a1, **{PENALTIES.a1: 5})
    assert unseen(data, tmp_path) == {PENALTIES.a1} - ({PENALTIES.a1} if low == 13 else set())


@pytest.mark.parametrize("bottom", [False, True])
@pytest.mark.parametrize("rank", [1, 2])
def test_the_first_ones(rank: int, bottom: bool, tmp_path: Path) -> None:
    rule = Rule(type="top10", rank=rank, bottom=bottom, priority=1, dxf=WHITE)
    data = whitened(rule, f"{PENALTIES.a1}:{COERCION.a1}", **{PENALTIES.a1: 12, COERCION.a1: 5})
    first = COERCION.a1 if bottom else PENALTIES.a1
    assert unseen(data, tmp_path) == ({first} if rank == 1 else {PENALTIES.a1, COERCION.a1})


@pytest.mark.parametrize(
    "formula", ["AND(B13>100,1)", "LEN(B13)=2", "B13+0>100", "B13=C13", "MOD(B13,2)=1", '"100"<B13', "Z99=5"]
)
def test_what_nobody_computes_here_may_hold(formula: str, tmp_path: Path) -> None:
    rule = Rule(type="expression", formula=[formula], priority=1, dxf=WHITE)
    assert unseen(whitened(rule, "B13", B13=12), tmp_path) == {"B13"}


def test_rectangles_in_no_order_leave_their_first_cell_unsure() -> None:
    above, below = Place("", 12, 1), Place("", 13, 1)
    assert stated("B13=0", [above, below]) is not None
    assert stated("B13=0", [below, above]) is None


# ------------------------------------------------------------------ the other formats

ODS = """<d xmlns:office="o" xmlns:table="t" xmlns:style="s" xmlns:fo="f" xmlns:calcext="c">
<office:automatic-styles><style:style style:name="w" style:family="table-cell">
<style:text-properties fo:color="#ffffff"/></style:style>
<style:style style:name="n" style:family="table-cell">{rule}</style:style></office:automatic-styles>
<table:table table:name="表"><table:table-row><table:table-cell table:style-name="n" office:value-type="float"
office:value="{value}"/></table:table-row>{block}</table:table></d>"""
MAP = '<style:map style:condition="{}" style:apply-style-name="w" style:base-cell-address="表.A1"/>'
BLOCK = (
    '<calcext:conditional-format calcext:target-range-address="表.A1:表.A1"><calcext:condition '
    'calcext:apply-style-name="w" calcext:value="{}" calcext:base-cell-address="表.A1"/>'
    "</calcext:conditional-format>"
)


@pytest.mark.parametrize(
    ("asked", "rule", "values"),
    [
        ("cell-content()=0", MAP, {0: True, 5: False}),
        ("cell-content()!=0", MAP, {0: False, 5: True}),
        ("cell-content-is-between(3,9)", MAP, {0: False, 5: True}),
        ("is-true-formula([.A1]=0)", MAP, {0: True, 5: False}),
        ("is-true-formula(ISBLANK([.A1]))", MAP, {0: True, 5: True}),
        ("=0", BLOCK, {0: True, 5: False}),
        ("&gt;=5", BLOCK, {0: False, 5: True}),
        ("between(3,9)", BLOCK, {0: False, 5: True}),
        ("formula-is([.$A$1]=0)", BLOCK, {0: True, 5: False}),
        ("top-elements(1)", BLOCK, {0: True, 5: True}),
        ("duplicate", BLOCK, {0: True, 5: True}),
    ],
)
def test_rules_of_opendocument(asked: str, rule: str, values: dict[int, bool]) -> None:
    for value, applies in values.items():
        said = {"rule": "", "block": "", "rule" if rule is MAP else "block": rule.format(asked)}
        view = ods.read_views(ODS.format(value=value, **said).encode(), b"")["表"]
        assert view.looks["A1"].unseen == applies, (asked, value)


BESIDE, EXACT = b"\x4c\x00\x00\x00\xc0", b"\x44\x0c\x00\x01\x00"  # the cell itself; $B$13


@pytest.mark.parametrize(
    ("kind", "sign", "first", "second", "asks"),
    [
        (1, 3, b"\x1e\x00\x00", b"", "=0"),
        (1, 1, b"\x1e\x03\x00", b"\x1f" + pack("<d", 9.5), ">=3<=9.5"),
        (2, 0, BESIDE + b"\x1e\x00\x00\x0b", b"", "=0"),
        (2, 0, b"\x1e\x05\x00" + BESIDE + b"\x0a", b"", ">=5"),
        (2, 0, EXACT + b"\x1e\x01\x00\x0e", b"", "<>1"),
        (2, 0, BESIDE + b"\x22\x01\x00\x00", b"", None),  # another function
        (2, 0, BESIDE, b"", None),
        (2, 0, b"\x0b", b"", None),
        (2, 0, b"\x1e", b"", None),
        (0, 0, b"\x1e\x01\x00", b"", None),
    ],
)
def test_rules_of_old_workbooks(kind: int, sign: int, first: bytes, second: bytes, asks: str | None) -> None:
    rule = pack("<BBHH", kind, sign, len(first), len(second)) + bytes(12) + first + second
    when = xls._when(rule, [Place("", 12, 1), Place("", 13, 1)])
    said = None if when is None else "".join(f"{one.sign}{one.limit}" for one in when.conditions)
    assert said == asks
    if asks == "<>1":
        assert not when.may_hold(13, 1, lambda *at: 1.0 if at == (12, 1) else 7.0)
