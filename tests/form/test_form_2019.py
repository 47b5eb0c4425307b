"""The form of 2019 and 2020 equals the official one (国办公开办函〔2019〕60号)."""

import pytest

from toolkit.errors import DefinitionError
from toolkit.form.definition import load_form, read_form
from toolkit.form.model import Form, Key, comparable_figures

ITEMS = {"items_last_year": "上一年项目数量", "items_change": "本年增/减"}
DECISIONS = {**ITEMS, "decisions": "处理决定数量"}

DISCLOSURE = [
    (
        "第二十条第（一）项",
        {"produced": "本年新制作数量", "published": "本年新公开数量", "published_total": "对外公开总数量"},
        {"regulations": "规章", "normative_documents": "规范性文件"},
    ),
    ("第二十条第（五）项", DECISIONS, {"licensing": "行政许可", "other_services": "其他对外管理服务事项"}),
    ("第二十条第（六）项", DECISIONS, {"penalties": "行政处罚", "compulsion": "行政强制"}),
    ("第二十条第（八）项", ITEMS, {"charges": "行政事业性收费"}),
    (
        "第二十条第（九）项",
        {"projects": "采购项目数量", "amount": "采购总金额（单位：万元）"},
        {"procurement": "政府集中采购"},
    ),
]

APPLICANTS = {
    "natural_person": ("自然人", ""),
    "business": ("商业企业", "法人或其他组织"),
    "research": ("科研机构", "法人或其他组织"),
    "public_welfare": ("社会公益组织", "法人或其他组织"),
    "legal_service": ("法律服务机构", "法人或其他组织"),
    "other": ("其他", "法人或其他组织"),
    "total": ("总计", ""),
}

OUTCOMES = "三、本年度办理结果"
DENIED, UNAVAILABLE, UNPROCESSED = (
    f"{OUTCOMES}>{group}" for group in ("（三）不予公开", "（四）无法提供", "（五）不予处理")
)
APPLICATIONS = {
    "new": ("一、本年新收政府信息公开申请数量", ""),
    "carried_in": ("二、上年结转政府信息公开申请数量", ""),
    "granted": ("（一）予以公开", OUTCOMES),
    "partly_granted": ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", OUTCOMES),
    "denied_state_secret": ("1.属于国家秘密", DENIED),
    "denied_prohibited_by_law": ("2.其他法律行政法规禁止公开", DENIED),
    "denied_security_stability": ("3.危及“三安全一稳定”", DENIED),
    "denied_third_party": ("4.保护第三方合法权益", DENIED),
    "denied_internal_affairs": ("5.属于三类内部事务信息", DENIED),
    "denied_deliberative": ("6.属于四类过程性信息", DENIED),
    "denied_enforcement_file": ("7.属于行政执法案卷", DENIED),
    "denied_registry_inquiry": ("8.属于行政查询事项", DENIED),
    "unavailable_not_held": ("1.本机关不掌握相关政府信息", UNAVAILABLE),
    "unavailable_not_ready_made": ("2.没有现成信息需要另行制作", UNAVAILABLE),
    "unavailable_unclear": ("3.补正后申请内容仍不明确", UNAVAILABLE),
    "unprocessed_petition": ("1.信访举报投诉类申请", UNPROCESSED),
    "unprocessed_repeat": ("2.重复申请", UNPROCESSED),
    "unprocessed_publication": ("3.要求提供公开出版物", UNPROCESSED),
    "unprocessed_excessive": ("4.无正当理由大量反复申请", UNPROCESSED),
    "unprocessed_confirmation": ("5.要求行政机关确认或重新出具已获取信息", UNPROCESSED),
    "other_handling": ("（六）其他处理", OUTCOMES),
    "concluded": ("（七）总计", OUTCOMES),
    "carried_over": ("四、结转下年度继续办理", ""),
}

REVIEW_ROWS = {
    "reconsideration": ("行政复议", ""),
    "direct_litigation": ("未经复议直接起诉", "行政诉讼"),
    "litigation_after_reconsideration": ("复议后起诉", "行政诉讼"),
}
REVIEW_COLUMNS = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "other": "其他结果",
    "pending": "尚未审结",
    "total": "总计",
}


@pytest.fixture(scope="module")
def form() -> Form:
    return load_form("annual-report-2019")


@pytest.fixture(scope="module")
def later() -> Form:
    return load_form("annual-report-2021")


def _under(form: Form, table: str, group: str | None) -> str:
    here = form.table(table)
    return ">".join(here.groups[key].label for key in here.ancestry(group))


def test_head(form: Form) -> None:
    assert (form.key, form.first_year, form.last_year) == ("annual-report-2019", 2019, 2020)
    assert (form.title, form.basis) == ("政府信息公开工作年度报告", "国办公开办函〔2019〕60号")


def test_disclosure(form: Form) -> None:
    blocks = [
        (block.article, {c.key: c.label for c in block.columns}, {r.key: r.label for r in block.rows})
        for block in form.table("disclosure").blocks
    ]
    assert blocks == DISCLOSURE


def test_applications(form: Form) -> None:
    table = form.table("applications")
    (block,) = table.blocks
    assert {r.key: (r.label, _under(form, "applications", r.group)) for r in block.rows} == APPLICATIONS
    assert {c.key: (c.label, _under(form, "applications", c.group)) for c in block.columns} == APPLICANTS
    assert [r.key for r in block.rows] == list(APPLICATIONS)
    assert [c.key for c in block.columns] == list(APPLICANTS)
    assert table.corner == "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    assert table.columns_title == "申请人情况"


def test_review(form: Form) -> None:
    (block,) = form.table("review").blocks
    assert {r.key: (r.label, _under(form, "review", r.group)) for r in block.rows} == REVIEW_ROWS
    assert {c.key: c.label for c in block.columns} == REVIEW_COLUMNS


def test_national_figures(form: Form) -> None:
    assert sum(key.table != "supplement" for key in form.cells) == 22 + 23 * 7 + 15


def test_changes_may_be_negative_and_nothing_else(form: Form) -> None:
    assert {key.column for key in form.cells if form.kind(key).signed} == {"items_change"}


def test_same_rules_have_the_same_ids(form: Form, later: Form) -> None:
    ours, theirs = {r.id: r.title for r in form.rules}, {r.id: r.title for r in later.rules}
    common = ours.keys() & theirs.keys()
    assert {"R01", "R02", "R03", "R04", "R05", "R07"} <= common
    assert all(ours[rule] == theirs[rule] for rule in common)


def test_concluded_adds_the_eighteen_outcomes(form: Form) -> None:
    parts = form.parts[Key("applications", "concluded", "research")]
    assert [key.row for key in parts] == list(APPLICATIONS)[2:21]


def test_comparable_is_what_means_the_same(form: Form, later: Form) -> None:
    same = comparable_figures(later, form)
    assert comparable_figures(form, later) == {there: here for here, there in same.items()}
    for row in ("other_not_corrected", "other_not_paid", "other_other"):
        assert Key("applications", row, "total") not in same
    assert Key("applications", "concluded", "total") in same
    assert {key for key in same if key.table == "disclosure"} == {
        Key("disclosure", row, "decisions") for row in ("licensing", "penalties", "compulsion")
    }
    assert all(later.row(here).label == form.row(there).label for here, there in same.items())


def test_a_form_is_comparable_with_itself(later: Form) -> None:
    assert set(comparable_figures(later, later)) == set(later.cells)


def test_comparable_names_figures_that_exist() -> None:
    text = """
form = "x"
edition = "1"
title = "x"
basis = "x"
first_year = 2000
[comparable]
y = ["a.nowhere.*"]
[kinds.count]
id = "K01"
label = "x"
says = "x"
[[tables]]
key = "a"
sheet = "a"
title = "a"
arrangement = "list"
[[tables.blocks]]
rows = [{ key = "r", label = "r" }]
columns = [{ key = "c", label = "c" }]
"""
    with pytest.raises(DefinitionError, match=r"comparable\.y：没有“a\.nowhere\.\*”这样的格"):
        read_form(text, "x.toml")
