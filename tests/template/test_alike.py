"""Blank workbooks patched from one another are the same, byte for byte, as if each were rendered whole."""

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from random import Random

import pytest
from shipped_forms import FORM, FORMS

from toolkit.form.model import Figure, Form, Key, Mark
from toolkit.layout.lock import UNLOCKED, Lock, lock_with
from toolkit.practice.sampling import sample_figures
from toolkit.template import Content, alike, render
from toolkit.template.alike import render_alike

NAMES = [
    "教育局",
    '甲&乙<"丙">局',
    "很长的名字" * 20,
    " 两头空格 ",
    "封面",
    "100",
    "总计",
    "教育局\n二行",
    "=1+1",
]
LONG_NOTE = "取自 2021 年度汇总（很长的文件夹名称，写不进封面上那一格，所以封面上不写它）.xlsx，机构合并"


KINDS = sorted(
    {kind for rule in FORM.rules for kind in (*rule.only_kinds, *rule.except_kinds)} | {"部门", ""}
)


def contents(form: Form, kind: str, lock: Lock = UNLOCKED) -> list[Content]:
    """Units with all sorts of names and of figures of last year: none, all, some, zeros, 不适用, money."""
    result = []
    for number, name in enumerate(NAMES):
        last: dict[Key, Figure] = sample_figures(form, Random(f"{kind}{number}"))
        if number % 3 == 1:
            last = {}
        if number % 4 == 2:
            last = {key: Mark.NOT_APPLICABLE if i % 5 == 0 else 0 for i, key in enumerate(last)}
        if number == 6:
            last = dict(list(last.items())[:40])
        note = ["取自 2021 年度汇总", "没有登记上年数，请按上年已公布的报告填写", LONG_NOTE, "教育局"][
            number % 4
        ]
        result.append(
            Content(
                form=form,
                unit_code=f"{number:03d}",
                unit_name=name,
                year=form.first_year,
                kind=kind,
                county="样本县",
                notice="练习用",
                last=last,
                last_note=note,
                lock=lock,
            )
        )
    return result


def same(several: Sequence[Content]) -> bool:
    return list(render_alike(several)) == [render(content) for content in several]


def test_every_unit_of_a_kind_gets_what_a_whole_rendering_gives() -> None:
    assert same(contents(FORM, "部门"))


@pytest.mark.parametrize(
    ("form", "kind"),
    [*(pytest.param(FORM, kind, marks=pytest.mark.long) for kind in KINDS), (FORMS[0], "部门")],
)
def test_so_do_units_of_other_kinds(form: Form, kind: str) -> None:
    assert same(contents(form, kind)[len(kind) % 3 :: 3])


def test_kinds_mixed_years_apart_locked_and_filled_workbooks() -> None:
    lock = lock_with("密码", "县")
    mixed = [replace(one, kind=KINDS[i % 2]) for i, one in enumerate(contents(FORM, "", lock))]
    mixed[3] = replace(mixed[3], year=mixed[3].year + 1)
    mixed[4] = replace(mixed[4], county="另一个县")
    mixed[5] = replace(mixed[5], entries=sample_figures(FORM, Random(5)))
    mixed[6] = replace(mixed[6], state="草稿", notice="")
    assert same(mixed)


def test_openings_are_patched_and_whatever_else_is_filled_in_is_written_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rendered: list[Content] = []

    def noted(content: Content) -> bytes:
        rendered.append(content)
        return render(content)

    monkeypatch.setattr(alike, "render", noted)
    openings = list(FORM.openings)
    units = [
        replace(one, entries={key: (number * place) % 7 for place, key in enumerate(openings)})
        for number, one in enumerate([*contents(FORM, "部门"), *contents(FORM, "部门")[1::4]])
    ]
    some = [dict.fromkeys(openings, 0), {}, {openings[0]: 12}, dict.fromkeys(openings[1:], 5)]
    units[:4] = [replace(one, entries=entries) for one, entries in zip(units, some, strict=False)]
    other = next(key for key in FORM.inputs if key not in FORM.openings)
    odd: list[dict[Key, Figure | str]] = [
        {openings[0]: -1},
        {openings[0]: "无"},
        {openings[0]: Mark.NOT_APPLICABLE},
        {openings[0]: Decimal("1.5")},
        {openings[0]: 3, other: 0},
    ]
    units[5:10] = [replace(one, entries=entries) for one, entries in zip(units[5:10], odd, strict=True)]
    assert same(units)
    assert rendered == units[5:10]


def test_most_are_patched(monkeypatch: pytest.MonkeyPatch) -> None:
    """A patch that never fits would give the same bytes, slowly.

    Of nine units of a kind at most four are models.
    """
    models: list[object] = []
    made = alike._Model.__init__

    def counted(self: alike._Model, *given: object) -> None:
        models.append(self)
        made(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(alike._Model, "__init__", counted)
    units = contents(FORM, KINDS[-1])
    opened = [replace(one, entries={next(iter(FORM.openings)): i}) for i, one in enumerate(units)]
    list(render_alike(units + opened))
    assert len(models) <= 8


def test_a_patched_workbook_is_a_sound_zip() -> None:
    for data in render_alike(contents(FORM, KINDS[-1])):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            assert archive.testzip() is None
