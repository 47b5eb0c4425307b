"""Tables as the national form prints them."""

from dataclasses import replace

import pytest
from docx import Document
from places import REPO, SHARED
from printed_tables import docx_tables

from toolkit.form.definition import load_form
from toolkit.form.model import Block, Group, Key, Kind, Line, Mark, Table
from toolkit.layout.layout import Role
from toolkit.report.tables import fill_table

FORM = load_form("annual-report-2021")
BLANK = REPO / "tests" / "data" / "blank-form-2021.txt"


def printed(grid):
    """Write a grid as `docx_tables` reads one."""
    lines = []
    for r in range(grid.rows):
        merges = [(box, "*" if box.top == r else "^") if box.height > 1 else (box, "") for box in grid.row(r)]
        lines.append(" | ".join(f"{b.width}{m} {b.text if b.top == r else ''}".strip() for b, m in merges))
    return "\n".join(lines)


def grid_of(key, figures=None):
    return fill_table(FORM, FORM.table(key), figures or {})


def test_the_national_tables_are_the_blank_forms_own():
    grids = [fill_table(FORM, table, {}) for table in FORM.tables if table.section]
    assert [(grid.rows, grid.columns) for grid in grids] == [(14, 4), (28, 10), (4, 15)]
    assert "\n\n".join(map(printed, grids)) + "\n" == BLANK.read_text(encoding="utf-8")


def test_the_facts_are_those_of_the_official_word_file():
    source = SHARED / "real" / "blank-form-2021.docx"
    if not source.exists():
        pytest.skip(f"{source} 不在这台机器上")
    tables = docx_tables(Document(str(source)))
    facts = "\n\n".join("\n".join(" | ".join(row) for row in table) for table in tables) + "\n"
    assert facts == BLANK.read_text(encoding="utf-8")


def test_headers_of_a_figure_name_what_it_counts():
    grid = grid_of("applications")
    box = next(b for b in grid.boxes if b.key == Key("applications", "denied_third_party", "research"))
    assert [h.text for h in grid.headers(box)] == [
        "申请人情况",
        "法人或其他组织",
        "科研机构",
        "三、本年度办理结果",
        "（三）不予公开",
        "4.保护第三方合法权益",
    ]


def test_headers_in_a_table_of_blocks_are_those_of_its_own_block():
    grid = grid_of("disclosure")
    box = next(b for b in grid.boxes if b.key == Key("disclosure", "compulsion", "decisions"))
    assert [h.text for h in grid.headers(box)] == ["第二十条第（六）项", "本年处理决定数量", "行政强制"]


def test_every_figure_has_one_box():
    for table in FORM.tables:
        if table.section:
            keys = [box.key for box in fill_table(FORM, table, {}).boxes if box.role is Role.FIGURE]
            assert sorted(keys) == sorted(table.cells)


def test_blank_zero_and_not_applicable_are_written_apart():
    keys = FORM.table("review").cells[:3]
    grid = grid_of("review", dict(zip(keys, (Mark.BLANK, 0, Mark.NOT_APPLICABLE), strict=True)))
    assert [box.text for key in keys for box in grid.boxes if box.key == key] == ["", "0", "/"]


# ------------------------------------------------------------------ other forms: the shapes of the 2019 form


def line(key, **more):
    return Line(key=key, label=key, **more)


def form_with(table):
    change = Kind(key="change", id="K09", label="增减", says="", signed=True)
    return replace(FORM, key="other", tables=(table,), kinds={**FORM.kinds, "change": change})


def test_a_block_with_fewer_columns_is_stretched_and_changes_carry_their_sign():
    table = Table(
        key="d",
        sheet="表二",
        title="主动公开",
        arrangement="blocks",
        section="二",
        corner="信息内容",
        blocks=(
            Block(
                rows=(line("许可"),),
                columns=(line("上年"), line("增减", kind="change"), line("决定")),
                article="第五项",
            ),
            Block(
                rows=(line("收费"),), columns=(line("上年"), line("增减", kind="change")), article="第八项"
            ),
        ),
    )
    figures = {Key("d", "许可", "增减"): 2, Key("d", "收费", "增减"): -4, Key("d", "收费", "上年"): 7}
    assert printed(fill_table(form_with(table), table, figures)).splitlines() == [
        "4 第五项",
        "1 信息内容 | 1 上年 | 1 增减 | 1 决定",
        "1 许可 | 1 | 1 +2 | 1",
        "4 第八项",
        "1 信息内容 | 1 上年 | 2 增减",
        "1 收费 | 1 7 | 2 -4",
    ]


def test_an_outcome_without_reasons_of_its_own_takes_the_room_of_group_and_label():
    groups = {
        "g": Group(key="g", label="三、结果"),
        "sub": Group(key="sub", label="（三）不予公开", within="g"),
    }
    rows = (line("新收"), line("1.秘密", group="sub"), line("（六）其他处理", group="g"))
    table = Table(
        key="a",
        sheet="表三",
        title="申请",
        arrangement="matrix",
        section="三",
        corner="角",
        columns_title="申请人情况",
        blocks=(Block(rows=rows, columns=(line("人"), line("总计"))),),
        groups=groups,
    )
    assert printed(fill_table(form_with(table), table, {})).splitlines() == [
        "3* 角 | 2 申请人情况",
        "3^ | 1 人 | 1 总计",
        "3 新收 | 1 | 1",
        "1* 三、结果 | 1 （三）不予公开 | 1 1.秘密 | 1 | 1",
        "1^ | 2 （六）其他处理 | 1 | 1",
    ]
