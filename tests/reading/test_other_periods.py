"""Another year, a part of a year, another unit's name beside a table; and honest words there."""

from pathlib import Path
from random import Random
from time import process_time

import pytest
import recipes as r
from beside_tables import T3, put, refused
from openpyxl.comments import Comment
from openpyxl.workbook.workbook import Workbook

from toolkit.layout.layout import PROSE, REASONS, lay_out
from toolkit.reading.beside import other_periods
from toolkit.reading.beside.taken_back import takes_back

TITLE = "三、收到和处理政府信息公开申请情况"
PARTS = (
    *("上半年", "下半年", "前三季度", "第3季度", "二〇二二年1—9月", "9月份", "2022年1月至6月"),
    *("截至9月30日", "截止到2022年6月底", "2022.1.1-2022.9.30", "2022年1月1日—2022年9月30日"),
    *("2021年", "２０２１年度", "二〇二三年度", "2021年1月1日至2021年12月31日", "截至2021年12月31日"),
)
WHOLE = ("2022年", "2022年度", "2022年1—12月", "2022年1月1日至12月31日", "截至12月底", "2022.1.1-2022.12.31")
WORDINGS = ("{}", "（{}）", "统计时间：{}", "注：以上为{}数据", "{}数", f"{TITLE}（{{}}）", f"{TITLE}　{{}}")
HONEST = (
    *("填表时间：2023年1月", "制表日期：2023年1月10日", "2023年1月10日", "注：较2021年增加3件"),
    *("2021年结转5件已全部办结", "上半年收到5件", "1月份5件，2月份3件", "本表与2021年口径一致"),
    *(
        "填报单位：司法局（盖章）",
        "填报单位：某县司法局　2023年1月",
        "填报单位：办公室",
        "填报单位：　（盖章）",
    ),
    *("监制单位：国家统计局", "单位：件"),
    *(
        "其中2件作废",
        "《办法》，已废止",
        "本年作废许可证5件",
        "以县政府公布的为准",
        "核对台账为准",
        "经核对无误",
    ),
    *(
        "注：其中3件为上年结转",
        "收费标准调整为10元",
        "上年漏报2件",
        "2021年少报1件",
        "尚有2件未办结",
        "较上年减少2件",
    ),
    *(
        "因机构改革减少3件",
        "改为主动公开的3件",
        "多部门联合答复1件",
        "其中2件未收费",
        "12件均已公开",
        "应为整数",
    ),
    *("填表人：王某　审核人：李某", "补录3件", "修改3件", "重复申请3件", "要求更正公开信息3件"),
    *(
        "电子版与纸质不一致的，以纸质版为准",
        "测试局",
        "样表见网站",
        "数据以统计局公布的为准",
        "演示数据：是虚构的",
    ),
    *("已更正为12件", "D7已按要求改为12", "已剔除3件", "退回后已补上3件", "上一年漏报3件", "前一年少报1件"),
    *("容易填错", "请仔细核对以免填错", "申请人地址填错", "已排查漏报3件", "并非填错"),
    *("审核人：待定", "联系电话有误", "公开网址：待更新", "填报日期2023年", "存在的主要问题不准确"),
    *("因行政许可事项调整为12项", "咨询类12件未计入", "另有3件咨询未统计在内", "涉密文件3件未包含"),
    *("联系电话更正为7654321", "科室调整为3个"),
)
BACK = (
    *("作废", "此表作废", "（已作废）", "草稿", "草稿 勿用", "初稿", "试填", "测试数据", "样表", "※作废※"),
    *("本表数据有误，以签字盖章的纸质件为准", "此表作废，处罚应为12件", "←此数作废", "此数有误，应为12"),
    *("数据有误，以后报的为准", "以另附的表为准", "该数据作废", "本表全部作废！", "张三：此行作废"),
    *("D7应为12", "请将D7改为12", "更正：自然人新收应为50件", "自然人应填五件，请代为修改", "实际12件"),
    *(
        "另有3件未统计在内",
        "还有2件没有录入",
        "漏报3件",
        "注：少报了三件",
        "重复统计2件",
        "剔除2件",
        "再加3件",
    ),
    *(
        "写错了",
        "第七行填错了",
        "上下两行填反了",
        "此数未核实",
        "待核",
        "暂估数",
        "数据仅供参考",
        "表中数据为测算数",
        "D7 应为 12 件",
        "漏报 3 件",
        "重复计算了2件",
        "填串行了",
        "合计有误",
        "正确的是12件",
        "还有3件没报",
        "已统计数应改为12件",
        "查处数漏报3件",
    ),
    *("以上为上年数", "表中均为去年数据", "照抄上年，待更新", "三、收到和处理政府信息公开申请情况（作废）"),
)
OTHERS = ("填报单位：财政局", "单位名称：某镇人民政府", "填表单位：某县财政局（盖章）　2023年1月")


@pytest.mark.parametrize(
    "seed", [*range(6), *(pytest.param(n, marks=pytest.mark.long) for n in range(6, 40))]
)
def test_a_statement_of_another_period_is_refused_and_of_the_year_let_be(seed: int, tmp_path: Path) -> None:
    rng = Random(seed)
    where, wording = rng.choice(("A1", "A3", "A34", "A36", "header", "note", "cover")), rng.choice(WORDINGS)
    assert refused(tmp_path, where, wording.format(rng.choice(PARTS)))
    assert not refused(tmp_path, where, wording.format(rng.choice(WHOLE)))


@pytest.mark.parametrize("said", ["表三（2021年）", "上半年", "2021", "表三（作废）"])
def test_a_tab_says_it_too(said: str, tmp_path: Path) -> None:
    assert refused(tmp_path, "tab", said)
    assert not refused(tmp_path, "tab", "表三（2022年）")


@pytest.mark.parametrize("said", ["财政局", "县财政局表三", "表三（东街街道办事处）", "梁宝寺镇"])
def test_a_tab_called_as_another_unit_is_refused(said: str, tmp_path: Path) -> None:
    assert refused(tmp_path, "tab", said)


@pytest.mark.parametrize("said", ["司法局", "某某县司法局", "县局", "报省局", "乡镇", "法规股", "县人民政府"])
def test_a_tab_that_says_no_other_unit_is_let_be(said: str, tmp_path: Path) -> None:
    assert not refused(tmp_path, "tab", said)


@pytest.mark.parametrize("said", OTHERS)
def test_another_units_name_is_refused(said: str, tmp_path: Path) -> None:
    assert refused(tmp_path, Random(said).choice(("A3", "A34", "header", "note", "cover")), said)


@pytest.mark.parametrize("where", ["A1", "K9", "header", "note", "cover"])
def test_words_that_take_a_table_back_are_refused(where: str, tmp_path: Path) -> None:
    """Wherever they stand: beside a row too, before last year's figures."""
    assert refused(tmp_path, where, Random(where).choice(BACK))


@pytest.mark.parametrize("said", ["漏报3件", "D7应为987"])
@pytest.mark.parametrize("where", ["A3", "A34", "U7", "cover", "note"])
def test_words_that_say_a_figure_otherwise_are_refused(where: str, said: str, tmp_path: Path) -> None:
    assert refused(tmp_path, where, said)


def test_words_that_take_something_else_back_are_let_be() -> None:
    own = other_periods.own_words(r.the_form())
    assert [said for said in BACK if not takes_back(said, own)] == []
    assert [said for said in HONEST if takes_back(said, own)] == []


@pytest.mark.parametrize("named", ["表三", "表四"])
def test_words_that_name_a_table_are_said_of_that_one(named: str, tmp_path: Path) -> None:
    reading = r.read(tmp_path, r.edited(lambda book: put("cover", f"{named}的数据未核实", book)))
    assert [f.sheet for f in reading.findings if f.rule == "S10"] == [named]


def test_a_blank_cell_of_which_a_comment_says_a_figure_is_told_itself(tmp_path: Path) -> None:
    def note(book: Workbook) -> None:
        book[T3]["D7"].value, book[T3]["D7"].comment = None, Comment("应为12", "张三")

    reading = r.read(tmp_path, r.edited(note))
    assert {f.rule for f in reading.findings if f.cell == "D7"} == {"C07"}


def test_words_beside_last_years_figures_take_nothing_back(tmp_path: Path) -> None:
    assert not refused(tmp_path, "L9", "此行作废")


def test_the_office_s_own_notice_takes_nothing_back(tmp_path: Path) -> None:
    """It stands on the cover of every workbook that was issued so."""
    assert "S10" not in {f.rule for f in r.read(tmp_path, r.good(notice="测试数据")).findings}


@pytest.mark.parametrize(
    ("code", "name"),
    [("2021", "财政局"), ("2099", "第2023工程处"), ("01", "2021年"), ("2022-1", "上半年办公室")],
)
def test_what_a_unit_is_called_states_no_period(code: str, name: str, tmp_path: Path) -> None:
    reading = r.read(tmp_path, r.good(unit_code=code, unit_name=name))
    assert "S10" not in {f.rule for f in reading.findings}


def test_honest_words_are_let_be(tmp_path: Path) -> None:
    def beside(book: Workbook) -> None:
        for row, said in enumerate(HONEST):
            put(f"A{34 + row}", said, book)
            put(f"{'BCDEFGHI'[row % 8]}{34 + row}", said, book)
        put("A3", HONEST[0], book)
        put("header", HONEST[1], book)
        put("note", "\n".join(HONEST), book)
        put("cover", HONEST[-2], book)

    reading = r.read(tmp_path, r.edited(beside))
    assert not [f for f in reading.findings if f.rule == "S10"]


def test_the_heading_of_figures_of_ones_own_is_not_said_of_the_table(tmp_path: Path) -> None:
    def beside(book: Workbook) -> None:
        for row in range(7, 31):
            book[T3].cell(row + 40, 4).value = row
        book[T3]["A42"] = "2021年数据"

    reading = r.read(tmp_path, r.edited(beside))
    assert not [f for f in reading.findings if f.rule == "S10"]


@pytest.mark.parametrize(("year", "told"), [(2021, "S11"), (2022, "S16")])
def test_last_years_table_on_a_sheet_of_its_own_is_no_second_one(
    year: int, told: str, tmp_path: Path
) -> None:
    def kept(book: Workbook) -> None:
        copy = book.copy_worksheet(book[T3])
        copy.title, copy["A2"], copy["D7"] = "去年的", f"单位：{r.NAME}　　{year} 年度", 777

    reading = r.read(tmp_path, r.edited(kept))
    assert {f.rule for f in reading.findings} & {"S11", "S16"} == {told}


@pytest.mark.parametrize(
    "part", ["统计期间", "数据时间", "2021年", "1-", "填报单位：", "年度报告表", "此表作", "以纸质"]
)
def test_long_texts_cost_no_time(part: str) -> None:
    began = process_time()
    for times in (40, 20_000):
        assert not other_periods.period_stated(f"2021年{part * times}甲", ())[0]
    assert process_time() - began < 2


@pytest.mark.parametrize("sheet", [PROSE, REASONS])
def test_words_on_the_sheets_of_words_take_every_table_back(sheet: str, tmp_path: Path) -> None:
    """But no explanation of a figure, and no passage that speaks of something else."""
    layout = lay_out(r.the_form())
    free = {PROSE: "A90", REASONS: "H5"}[sheet]
    own = {PROSE: layout.narrative, REASONS: layout.reasons}[sheet]
    typed = next(iter(own.values())).a1
    for cell, said, back in (
        (free, "本报告作废", True),
        (free, "已打印", False),
        (typed, "数据有误", sheet == PROSE),
    ):
        data = r.edited(lambda book, cell=cell, said=said: setattr(book[sheet][cell], "value", said))
        sheets = {f.sheet for f in r.read(tmp_path, data).findings if f.rule == "S10"}
        assert sheets == ({table.sheet for table in r.the_form().tables} if back else set())
