"""Each kind of sentence, told with drawn figures: true as they stand, wrong where one number is another.

What is true is added up here from the drawn cells, not by the judging.
"""

from collections.abc import Callable, Mapping
from random import Random

import pytest
from prose_cases import Case, said

from toolkit.form.model import Key

WHO = ("natural_person", "business", "legal_service")
DENIED = ("denied_third_party", "denied_deliberative", "denied_enforcement_file")
OUTCOMES = ("granted", "partly_granted", *DENIED, "unavailable_not_held", "unprocessed_petition")
RESULTS = ("upheld", "corrected", "other", "pending")
Drawn = Mapping[str, int]
Amount = Callable[[Drawn], int]


def drawn(random: Random) -> dict[str, int]:
    """Draw the cells of a bureau that balance: what came in is what was concluded and left over."""
    cells = {f"applications.{row}.{who}": random.randint(2, 9) for row in OUTCOMES for who in WHO}
    for who in WHO:
        left, brought = random.randint(3, 6), random.randint(1, 2)
        done = sum(cells[f"applications.{row}.{who}"] for row in OUTCOMES)
        cells[f"applications.carried_over.{who}"] = left
        cells[f"applications.carried_in.{who}"] = brought
        cells[f"applications.new.{who}"] = done + left - brought
    cells |= {f"review.reconsideration.{result}": random.randint(2, 9) for result in RESULTS}
    cells |= {f"review.direct_litigation.{result}": random.randint(2, 9) for result in RESULTS}
    cells |= {f"disclosure.{row}.decisions": random.randint(20, 900) for row in ("licensing", "penalties")}
    cells |= {
        f"disclosure.normative_documents.{kind}": random.randint(2, 9) for kind in ("issued", "repealed")
    }
    cells["disclosure.normative_documents.in_force"] = random.randint(20, 60)
    return cells


def total(row: str, *columns: str) -> Amount:
    """Add up a row; `columns` narrow it."""
    return lambda cells: sum(
        amount
        for key, amount in cells.items()
        if key.startswith(f"{row}.") and (not columns or key.split(".")[2] in columns)
    )


def every_denied(cells: Drawn) -> int:
    """Add up the rows of what was denied."""
    return sum(total(f"applications.{row}")(cells) for row in DENIED)


NEW, LEFT = total("applications.new"), total("applications.carried_over")
HEARD, CORRECTED = total("review.reconsideration", *RESULTS[:3]), total("review.reconsideration", "corrected")
TOLD: list[tuple[str, str, Amount]] = [
    ("overview_applications", "申请中有{n}件因收到时间较晚结转下年度继续办理。", LEFT),
    ("overview_applications", "尚有{n}件申请未到答复期限，结转2023年办理。", LEFT),
    ("overview_applications", "{n}件申请系年末收到，结转下一年度办理。", LEFT),
    ("overview_applications", "剩余{n}件申请将于2023年答复。", LEFT),
    ("overview_applications", "收到政府信息公开申请，共{n}件。", NEW),
    ("overview_applications", "受理信访事项186件、政府信息公开申请{n}件。", NEW),
    ("overview_applications", "接受群众依申请公开{n}件。", NEW),
    ("overview_applications", "接转上年度申请{n}件。", total("applications.carried_in")),
    ("overview_applications", "申请中{n}件由律师事务所提出。", total("applications.new", "legal_service")),
    ("overview_applications", "{n}件申请来自个人。", total("applications.new", "natural_person")),
    ("overview_applications", "占比最大的是不予公开的申请，共{n}件。", every_denied),
    (
        "overview_applications",
        "不予公开申请中，涉及第三方合法权益{n}件。",
        total("applications.denied_third_party"),
    ),
    (
        "overview_applications",
        "政府信息公开行政复议已全部审结{n}件。",
        total("review.reconsideration", *RESULTS[:3]),
    ),
    (
        "overview_applications",
        "信息公开行政复议中，被市政府复议纠正{n}件。",
        total("review.reconsideration", "corrected"),
    ),
    ("overview_disclosure", "全年作出许可决定{n}件。", total("disclosure.licensing")),
    ("overview_disclosure", "全年下达行政处罚决定书{n}份。", total("disclosure.penalties")),
    ("overview_disclosure", "核发施工许可等行政许可{n}件。", total("disclosure.licensing")),
    (
        "overview_disclosure",
        "印发《物业管理办法》等规范性文件{n}件。",
        total("disclosure.normative_documents", "issued"),
    ),
    ("overview_disclosure", "规范性文件新增{n}件。", total("disclosure.normative_documents", "issued")),
    ("overview_disclosure", "清理废止规范性文件{n}件。", total("disclosure.normative_documents", "repealed")),
]
NONE = [  # there was some of each of these
    "未发生针对我局的信息公开行政复议、行政诉讼。",
    "无申请人因信息公开申请行政复议或提起行政诉讼。",
    "实现政府信息公开零复议、零诉讼。",
    "政府信息公开方面，行政诉讼全年没有发生。",
    "无行政许可、行政处罚。",
    "行政许可、行政处罚等数据为0。",
    "行政许可、行政处罚事项均为零。",
    "无规章、规范性文件。",
    "我局信息公开申请量实现零申请。",
    "依申请公开工作方面，本年度未收到。",
    "申请人均为企业。",
]
OF_SOME = [  # whatever the number, it may be so
    "对{n}件答复进行了复查。",
    "抽查答复{n}件。",
    "申请人对{n}件答复提出异议。",
    "办结的申请有{n}件延期答复。",
    "对行政处罚不服申请行政复议{n}件，均维持。",
    "行政复议{n}件（均含非信息公开类案件）。",
    "申请中{n}件征求了第三方意见。",
    "关于物业管理的申请{n}件，均为自然人提出。",
    "下一步，全年组织信息公开培训{n}次。",
    "力争公开率达100%，举办政务公开培训{n}次。",
    "审结行政处罚案件{n}件。",
    "开展安全生产检查326次，行政处罚{n}起。",
    "专项行动中，行政处罚{n}起。",
    "截至年底，公众号累计发布信息{n}条。",
    "在省级以上网站发布信息{n}条。",
    "利用{n}个网站公开信息。",
    "告知信息不存在{n}件，告知申请人向其他部门申请{n}件。",
    "以县政府名义印发规范性文件{n}件。",
    "印发《物业管理办法》{n}件规范性文件。",
    "3名村民联名提交的申请{n}件中，已公开部分信息。",
]


def judged(passage: str, text: str, cells: Drawn) -> list[str]:
    """Return what is said of a sentence of a bureau with these cells and some facts of its own."""
    facts = {"trainings": 40, "meetings": 40, "wechat_items": 40, "website_items": 40}
    named = cells | {f"supplement.{fact}.value": amount for fact, amount in facts.items()}
    case = Case(
        kind="",
        texts={passage: text},
        figures={Key(*name.split(".")): amount for name, amount in named.items()},
        unit="清河县住房和城乡建设局",
    )
    return [finding.message for finding in said(case)]


@pytest.mark.parametrize(("passage", "text", "amount"), TOLD, ids=[text for _, text, _ in TOLD])
def test_a_kind_is_true_as_drawn_and_wrong_otherwise(passage: str, text: str, amount: Amount) -> None:
    for seed in range(5):
        cells = drawn(Random(seed))
        right = amount(cells)
        assert judged(passage, text.format(n=right), cells) == []
        assert judged(passage, text.format(n=right + 1000), cells)


@pytest.mark.parametrize("text", NONE)
def test_none_is_wrong_where_there_was_some_and_right_where_there_was_none(text: str) -> None:
    for passage in ("overview_applications", "overview_disclosure"):
        if "许可" not in text or passage == "overview_disclosure":
            assert judged(passage, text, drawn(Random(1)))
        assert judged(passage, text, {}) == []


@pytest.mark.parametrize("text", OF_SOME)
def test_what_is_told_of_some_accuses_nobody(text: str) -> None:
    for seed in range(3):
        for passage in ("overview_applications", "overview_disclosure", "improvements"):
            assert judged(passage, text.format(n=3 + seed), drawn(Random(seed))) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("申请数量较上年有所下降。", True),
        ("申请数量较上年有所增加。", False),
        ("收到政府信息公开申请30件，较上年略有减少。", True),
        ("申请量与上年相比翻了一番。", True),
        ("收到政府信息公开申请30件，比上年增加了一倍。", True),
        ("收到政府信息公开申请30件，比上年增加了两成。", False),
        ("申请答复工作量较上年有所下降。", False),
        ("答复质量较上年有所下降。", False),
    ],
)
def test_growth_in_words(text: str, wrong: bool) -> None:
    before = Key("applications", "new", "total")
    case = Case(
        kind="",
        texts={"overview_applications": text},
        figures={
            Key("applications", "new", "natural_person"): 30,
            Key("applications", "granted", "natural_person"): 30,
        },
        last={before: 25, before._replace(row="concluded"): 25, before._replace(row="carried_in"): 0},
    )
    assert bool(said(case)) is wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("收到申请3件，均已公开。", True),
        ("收到申请3件，均在法定期限内予以公开。", True),
        ("收到申请3件，均答复不予公开。", True),
        ("收到申请3件，均为企业提出。", True),
        ("收到申请3件，均为自然人提出。", False),
        ("收到申请3件，均已按期办结并公开。", False),
        ("4名村民提交政府信息公开申请。", True),
        ("2名村民提交政府信息公开申请。", False),
        ("收到申请4人次。", True),
        ("收到5名村民联名提交的申请3件。", False),
        ("收到申请3件，其中1件因年底收到结转下年度。", True),
        ("上年结转2件，均为企业申请。", True),
        ("收到政府信息公开申请3件，2件公开，1件不公开。", True),
        ("收到政府信息公开申请3件，2件公开。", False),
    ],
)
def test_a_town(text: str, wrong: bool) -> None:
    town = {
        "applications.new.natural_person": 3,
        "applications.granted.natural_person": 2,
        "applications.unavailable_not_held.natural_person": 1,
    }
    assert bool(judged("overview_applications", text, town)) is wrong
