"""Prose against figures: 33 real sentences (read from beside the repository), our own, and adversaries."""

import json
import re
from collections import Counter
from decimal import Decimal
from re import _constants as kinds  # type: ignore[attr-defined]  # what `re` makes of a pattern
from re import _parser as parser

import pytest
from passages import FORM, RESULTS, YEAR, cell, lines, rulings
from places import REPO
from real_material import shared

from toolkit.form.definition import load_form
from toolkit.rules.prose import (
    Ruling,
    judge,
    leftovers,
    own_statements,
    times,
)
from toolkit.rules.prose.claims import read_claims
from toolkit.rules.prose.even_text import quantities, script
from toolkit.rules.prose.readings import lawful_readings
from toolkit.rules.prose.vocabulary import Meaning, Word, vocabulary_of
from toolkit.rules.prose.wholes.lists import read_parts

FORM_2019 = load_form("annual-report-2019")
KNOWN = json.loads((REPO / "tests" / "data" / "narratives.json").read_text("utf-8"))
(OUTCOMES,) = load_form("annual-report-2021").table("applications").blocks
GROUPS = {
    "denied": tuple(line.key for line in OUTCOMES.rows if line.group == "denied"),
    "unavailable": tuple(line.key for line in OUTCOMES.rows if line.group == "unavailable"),
    "unprocessed": tuple(line.key for line in OUTCOMES.rows if line.group == "unprocessed"),
    "other_handling": tuple(line.key for line in OUTCOMES.rows if line.group == "other_handling"),
}

WORDS = vocabulary_of(load_form("annual-report-2021").spoken)


def figures_of(known):
    """The figures a sentence implies.

    A subtotal stands wholly in its first row, what is not known is absent.
    """
    figures = {}
    for name, amount in known.items():
        if name == "review":
            figures |= {cell("reconsideration", c, "review"): a for c, a in zip(RESULTS, amount, strict=True)}
        elif name == "litigation":
            figures |= {
                cell("direct_litigation", c, "review"): a for c, a in zip(RESULTS, amount, strict=True)
            }
            figures |= {cell("litigation_after_reconsideration", c, "review"): 0 for c in RESULTS}
        elif name in GROUPS:
            figures |= {cell(row): 0 for row in GROUPS[name][1:]} | {cell(GROUPS[name][0]): amount}
        else:
            figures[cell(name)] = amount
    return figures


RIGHT = """
本年度收到政府信息公开申请20件，办结21件（含上年结转3件），结转下年度继续办理2件。
2022年，我局共受理申请23件（其中2021年结转3件），已办结21件，2件结转至2023年。
全年收办申请23件，办理答复21件，另有2件顺延到下年度答复。
嘉祥县司法局新收申请２０件，上年转结3件，答复21件，转下年度办理2件。
共接收依申请公开二十件，办理完毕二十一件。
予以公开10件，部分公开4件，不予公开2件，无法提供3件，不予处理1件，其他处理1件。
予以公开及部分公开14件，其中因本机关不掌握等原因无法提供3件。
10件予以公开，4件部分公开，3件因本机关不掌握而无法提供，2件结转下年度。
予以公开占47.6%，部分公开占19.0%，不予公开占9.5%，无法提供占14.3%。
收到申请20件，其中自然人18件，法人或其他组织2件。
政府信息公开行政复议4件，其中结果维持2件，其他结果1件，尚未审结1件；行政诉讼2件，结果维持1件，尚未审结1件。
全年制发规范性文件3件，废止1件，现行有效12件。
全年行政事业性收费592449元。
行政事业性收费59.24万元。
门户网站公开政府信息1,320条，政务微信公众号发布信息150条。
召开信息公开专题会议4次，组织信息公开培训2次，培训人次达72人。
全年收取信息处理费300元。
收到人大代表建议5件、政协提案2件。
收到申请/ 20 件，答/复 21 件。
"""

WRONG = """
收到申请19件。|received
办结20件。|concluded
办理政府信息公开申请25件。|handled
予以公开11件。|granted
予以公开及部分公开15件。|partly_granted
无法提供4件。|unavailable
其中自然人17件。|natural_person
法人和其他组织3件。|organisations
政府信息公开行政复议5件。|reconsideration
政府信息公开行政复议4件，其中维持3件。|upheld
行政诉讼2件均尚未审结。|pending
结转下年度1件。|carried_over
2021年结转2件。|carried_in
共收到申请二十一件。|received
收到政府信息公开申请２４件。|received
未收到政府信息公开申请。|received
未发生政府信息公开行政复议和行政诉讼。|reconsideration
收到申请20件，均已办结。|all_answered
收到申请20件，均为自然人。|organisations
予以公开占60%。|granted
制发规范性文件4件。|issued
废止规范性文件2件，现行有效13件。|in_force
行政事业性收费69.2万元。|charges
门户网站公开政府信息1,321条。|website_items
未收取任何费用。|information_fee
"""

# None of these may be called wrong: another year, another body, a part, a rough number, or not applications
# at all.
FAIR = """
2021年，我局共收到政府信息公开申请15件，办结15件。
与2021年相比，2022年我局新收申请20件，同比增加5件，增长33.3%。
第一季度收到申请6件，第二季度收到5件，上半年共办结9件。
截至2022年6月30日，收到申请7件。
近三年累计受理政府信息公开申请58件，全部按期答复。
自2008年以来，共受理申请231件。
2023年，我局将办理申请100件。
其中通过网络收到申请12件，信函收到8件，答复12件。
县自然资源局收到申请30件，办结28件，结转下年度2件；县住建局收到9件。
县政府办代收申请7件，委托县公安局办理5件。
全县共收到政府信息公开申请310件，办结305件，结转下年度5件。
县政府受理申请88件，办结80件。
我局收到政府信息公开申请20件，其中涉及土地征收类申请11件，予以公开5件。
各股室答复6件，法规股办理15件。
我局指导各乡镇办理申请45件。
收到12345热线转办件560件，办结560件，答复率100%。
受理群众来信来访85件，处理投诉14件。
现场答复咨询35次，电话答复220件。
办理行政复议案件126件，其中维持80件，纠正12件。
代理县政府行政诉讼案件33件。
我局作为第三人的行政诉讼7件。
予以公开、部分公开、不予公开分别为10件、4件、2件。
收到申请约30件，答复20余件，共收到申请二十件以上。
公开信息中，不予公开信息8条，依申请公开信息28条。
主动公开规范性文件8件，清理规范性文件20件。
“平安A”公众号发布信息80条，“法治B”公众号发布信息70条。
县门户网站财政专栏公开信息35条。
召开党组会议12次，开展业务培训9次，培训120人次。
收到申请之日起20个工作日内予以答复，第三十条规定补正5件以下。
收到申请23件，均已答复。
收到申请20份（含重复申请3份）。
收到人大代表建议5件、政协提案2件，均已办结。
收到申请20件，县长信箱183条，均已办结。
收取停车费12万元，全年行政事业性收费约80万元。
"""


@pytest.mark.parametrize("text", lines(RIGHT))
def test_true_sentences_are_right(text):
    found = rulings(text.replace("/", "\n"), YEAR)
    assert found
    assert {ruling for _, ruling in found} == {"right"}, found


@pytest.mark.parametrize("line", lines(WRONG))
def test_false_sentences_are_wrong(line):
    text, subject = line.split("|")
    assert (subject, "wrong") in rulings(text, YEAR)


@pytest.mark.parametrize("text", lines(FAIR))
def test_nobody_is_accused_wrongly(text):
    for field in ("overview_applications", "overview_disclosure", "other_matters"):
        assert "wrong" not in {ruling for _, ruling in rulings(text, YEAR, field=field)}, rulings(text, YEAR)


def test_a_government_may_speak_of_its_whole_area():
    text = "全县共收到政府信息公开申请19件。"
    assert rulings(text, YEAR, unit="嘉祥县人民政府") == [("received", "wrong")]
    assert rulings(text, YEAR, unit="嘉祥县司法局") == [("received", "undecided")]


def test_a_verdict_says_what_was_compared():
    (verdict,) = judge(
        {"other_matters": "本年共受理申请 62 件。"}, YEAR, WORDS, year=2022, unit_name="嘉祥县司法局"
    )
    assert verdict.ruling is Ruling.WRONG
    assert (verdict.field, verdict.quote, verdict.claimed) == ("other_matters", "受理申请 62 件", 62)
    assert [(c.label, c.amount, c.keys) for c in verdict.compared] == [
        ("本年新收", 20, (cell("new"),)),
        ("本年新收＋上年结转", 23, (cell("new"), cell("carried_in"))),
    ]


def test_an_unknown_figure_leaves_a_claim_undecided():
    figures = {cell("new"): 59}
    assert rulings("共受理申请59件。", figures) == [("received", "right")]
    assert rulings("共受理申请62件。", figures) == [("received", "undecided")]
    assert rulings("共受理申请62件。", figures | {cell("carried_in"): 3}) == [("received", "right")]
    assert rulings("共受理申请62件。", figures | {cell("carried_in"): 4}) == [("received", "wrong")]


# ------------------------------------------------------------------ parts of a whole


@pytest.mark.parametrize(
    ("text", "ruling"),
    [
        ("主动公开信息30条：10+15+5。", "right"),
        ("主动公开信息30条：10+15+6。", "wrong"),
        ("收到20件，其中当面5件，来信7件，网上8件。", "right"),
        ("收到20件，其中当面5件，来信7件，网上9件。", "wrong"),
        ("收到20件，其中当面5件，来信7件。", "undecided"),
        ("收到20件，其中自然人15件，法人或其他组织4件。", "wrong"),
        ("发布信息100条：文件类10条、动态类60条、其他30条。", "right"),
        ("发布信息100条：文件类10条、动态类60条、其他20条。", "wrong"),
        ("发布信息100条，其中网站90条，微信公众号60条。", "undecided"),
        ("发布信息100条，其中网站90条，微信公众号600条。", "wrong"),
        ("发布信息50条。其中主动公开20条，依申请公开10条，不予公开5条。", "wrong"),
        ("收到20件，办结18件（含上年2件），其中当面10件，网上8件。", "right"),
    ],
)
def test_parts_are_held_against_their_whole(text, ruling):
    assert [r for s, r in rulings(text, {}) if s == "parts"] == [ruling]


def test_a_list_ends_where_something_new_begins():
    (parts,) = read_parts("收到20件，其中当面12件，网上8件，答复18件，行政复议1件。", WORDS)
    assert parts.parts == (12, 8)


# ------------------------------------------------------------------ reading


def test_numbers_as_they_are_written():
    text = script(
        "１２件、十二件、一百零五件、1,234件、二〇件、1.2万件、３万元、５０余件、12.5％，第30条，2022年"
    ).text
    assert [(q.amount, q.unit) for q in quantities(text)] == [
        (12, "件"),
        (12, "件"),
        (105, "件"),
        (1234, "件"),
        (20, "件"),
        (12000, "件"),
        (30000, "元"),
        (50, "件"),
        (Decimal("12.5"), "%"),
    ]


def test_a_comma_within_a_number_and_between_two():
    read = [(q.amount, q.unit) for q in quantities("1,234.5万元、7,345.1%、1,234,567条")]
    assert read == [(12345000, "元"), (7, ""), (Decimal("345.1"), "%"), (1234567, "条")]


def test_a_quote_is_the_original_text():
    text = "2024 年，共受理政府信\n息公开申请 ３１１９ 件。"
    (claim,) = read_claims(text, WORDS, 2024)
    assert claim.quote == "受理政府信\n息公开申请 ３１１９ 件" == text[claim.start : claim.end]


@pytest.mark.parametrize("before", range(780, 801))
def test_no_number_is_cut_in_two_where_a_sentence_has_no_end(before: int):
    claims = read_claims(f"{'甲' * before}，收到政府信息公开申请1234件", WORDS, 2024)
    assert [claim.amount for claim in claims] in ([], [1234])


def test_the_vocabulary_speaks_of_figures_that_a_form_has():
    for form in (FORM, FORM_2019):
        words = form.spoken.words
        halves = {word: [o for o in words if o.columns and o.family is word.family] for word in words}
        readings = {r for word in words for o in (word, *halves[word]) for r in both_mean(word, o)}
        assert len(readings) > 50
        assert {key for r in readings for key in (*r.plus, *r.minus)} <= {*form.cells}


def both_mean(*words: Word) -> tuple[Meaning, ...]:
    return lawful_readings(words, (), joined=False)


def test_what_the_form_of_the_year_does_not_count_no_sentence_contradicts():
    """Until 2020 （六）其他处理 was one row, 行政事业性收费 were counted, 现行有效 was not asked."""
    figures = dict.fromkeys(FORM_2019.cells, 0)
    figures |= {
        cell(row): amount
        for row, amount in (("new", 5), ("concluded", 5), ("granted", 3), ("other_handling", 2))
    }
    context = {"year": 2020, "form": FORM_2019}
    for text in ("予以公开3件，其他处理2件。", "予以公开及其他处理5件。", "答复3件。"):
        assert {ruling for _, ruling in rulings(text, figures, **context)} == {"right"}, text
    assert rulings("其他处理3件。", figures, **context) == [("other_handling", "wrong")]
    assert rulings("现行有效规范性文件12件，行政事业性收费5万元。", figures, **context) == []


# ------------------------------------------------------------------ the real sentences


def test_the_table_of_results():
    """Of what the 33 sentences claim: nothing balanced is called wrong, the three contradictions are."""
    table = Counter(verdict.split()[1] for known in KNOWN for verdict in known["verdicts"])
    assert table == {"right": 117, "undecided": 23, "wrong": 3}
    assert {known["unit"] for known in KNOWN if any("wrong" in verdict for verdict in known["verdicts"])} == {
        "福州市城乡建设局",
        "临夏州公安局",
        "漳平市人民政府办公室",
    }
    assert {known["unit"]: known["remarks"] for known in KNOWN if known["remarks"]} == {
        "吴起县周湾镇": ["period"],
        "滕州市综合行政执法局": ["notice"],
    }


@pytest.mark.parametrize("number", range(33), ids=lambda number: KNOWN[number]["unit"])
def test_the_real_sentences(number):
    real, known = json.loads(shared("narratives.json").read_text("utf-8"))[number], KNOWN[number]
    figures = figures_of(known["figures"])
    found = rulings(real["text"], figures, year=known["year"], unit=known["unit"])
    assert [f"{subject} {ruling}" for subject, ruling in found] == known["verdicts"]


def test_a_figure_off_by_one_is_found():
    """Recall: each figure that a real sentence implies is shifted by 1, the others staying as they are.

    What is not found is implied but not stated (“均答复” gives no number), or another lawful reading still
    fits.
    """
    texts = [real["text"] for real in json.loads(shared("narratives.json").read_text("utf-8"))]
    claimed = found = 0
    for text, known in zip(texts, KNOWN, strict=True):
        figures = dict.fromkeys(FORM.cells, 0) | figures_of(known["figures"])
        context = {"year": known["year"], "unit": known["unit"]}
        before = Counter(rulings(text, figures, **context))
        for key in figures_of(known["figures"]):
            if figures[key] and key.column == "total":
                claimed += 1
                after = Counter(rulings(text, figures | {key: figures[key] + 1}, **context))
                found += any(ruling == "wrong" for _, ruling in after - before)
    assert claimed == 97
    assert found >= 71


def openings(pattern: parser.SubPattern) -> tuple[set[str], bool]:
    """The characters that what matches a pattern can begin with, and whether it may be empty."""
    found: set[str] = set()
    for kind, inside in pattern:
        if kind in {kinds.ASSERT, kinds.ASSERT_NOT, kinds.AT}:
            continue
        if kind is kinds.LITERAL:
            here, empty = {chr(inside)}, False
        elif kind is kinds.IN:
            spans = [(one, one) if what is kinds.LITERAL else one for what, one in inside]
            here, empty = {chr(code) for first, last in spans for code in range(first, last + 1)}, False
        elif kind is kinds.BRANCH:
            each = [openings(one) for one in inside[1]]
            here, empty = set().union(*(one for one, _ in each)), any(empty for _, empty in each)
        else:  # a group, or something repeated
            here, empty = openings(inside[-1])
            empty = empty or (kind is not kinds.SUBPATTERN and inside[0] == 0)
        found |= here
        if not empty:
            return found, False
    return found, True


@pytest.mark.parametrize("pattern", [times._WORDS, own_statements._PERIOD, leftovers._LEFT_IN])
def test_no_word_begins_otherwise_than_it_is_looked_for(pattern: re.Pattern[str]):
    (_, (_, looked_for)), *words = parser.parse(pattern.pattern)
    assert openings(words) == (openings(looked_for)[0], False)
