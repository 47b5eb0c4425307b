"""雷同: copied passages are found, whole, reordered or in part.

Formulas and merely similar subjects are not.
"""

import random
import time
import tracemalloc
from itertools import permutations

import pytest

from toolkit.rules.likeness import alike_passages, likeness_of, mask_text

PASSAGE = (
    "一年来，{unit}把政府信息公开摆在重要位置，成立领导小组，明确专人负责，完善保密审查制度，"
    "全年组织学习{n}次，开展自查{n}次，逐项对照清单补齐栏目，群众满意度稳步提高，下一步将继续加强队伍建设。"
)
OTHER = (
    "我们把政策解读放在首位，请业务骨干走进直播间回答提问，在村口设置大屏滚动播放补贴名单，"
    "并邀请人大代表逐户回访，把看不懂的表述改成家常话，年底又增设了老年人查阅专区，受到各方好评。"
)
SENTENCES = (
    "县里的政策文件印发后三日内由承办科室送到公开专栏。",
    "办事窗口把申请须知做成折页，方便不会上网的老人取用。",
    "分管领导每季度听一次汇报，对答复质量逐件点评。",
    "审计部门抽查了历年台账，发现的缺项都已补录。",
    "技术人员更换了检索程序，旧网页的附件重新能够打开。",
    "各股室轮流派人到热线值班，把问得最多的事写成问答。",
)
OWN = "今年我们还邀请退休教师担任监督员，请他们每月浏览一遍栏目并提出意见。"
TOWN = "乡里赶集的日子，工作人员把补贴名册摊在桌上，由村民当面核对姓名和面积。"


def pairs(texts, threshold=0.5, names=()):
    found = alike_passages(texts, threshold, names)
    return {
        (min(one, other), max(one, other)) for one, a in found.items() for other in a.others if other != one
    }


def test_a_copy_with_names_and_numbers_changed_is_found():
    texts = [PASSAGE.format(unit="甲县教育局", n=3), OTHER, PASSAGE.format(unit="甲县水务局", n=12)]
    found = alike_passages(texts, names=["甲县教育局", "甲县财政局", "甲县水务局"])
    assert found == {0: (1.0, [0, 2], 1), 2: (1.0, [0, 2], 1)}


@pytest.mark.parametrize(
    "copied",
    [
        "".join(reversed(SENTENCES)),
        "".join(SENTENCES[:3]) + TOWN + OWN,
        OWN + "".join(SENTENCES),
        "".join(SENTENCES).replace("逐件点评", "认真点评").replace("三日内", "五日内"),
        "".join(f"（{n}）{sentence}\n" for n, sentence in enumerate(SENTENCES, 1)),
        "".join(SENTENCES).replace("。", "；"),
    ],
    ids=["reordered", "half copied", "one own sentence added", "words changed", "numbered", "other marks"],
)
def test_a_copy_is_found_in_whatever_dress(copied):
    assert pairs(["".join(SENTENCES), OTHER, copied]) == {(0, 2)}


def test_one_sentence_in_common_is_no_copy():
    assert pairs(["".join(SENTENCES), SENTENCES[0] + OTHER + OWN + TOWN]) == set()


@pytest.mark.parametrize(
    "formula",
    [
        "本年度未收到政府信息公开申请，未收取信息处理费。",
        (
            "2022年，我局收到政府信息公开申请0件，上年结转0件，办结0件，其中予以公开0件，部分公开0件，"
            "不予公开0件，结转下年度0件；行政复议0件，行政诉讼0件。"
        ),
        (
            "本年度没有收到政府信息公开申请，没有发生因政府信息公开引起的行政复议和行政诉讼，"
            "没有收取信息处理费，没有上年结转的申请，也没有结转下年度的申请。"
        ),
        "根据《中华人民共和国政府信息公开条例》和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》要求编制。",
    ],
)
def test_formulas_are_not_compared(formula):
    assert pairs([formula, formula, "", formula]) == set()


def test_short_forms_of_the_name_are_masked():
    assert mask_text("甲县教育局 2022 年公开1,234条，县教育局…", "甲县教育局") == "@0年公开0条，@…"


def test_the_same_passage_as_last_year_is_graded():
    edited = PASSAGE.replace("稳步提高", "明显上升").replace("逐项", "认真")
    assert 0.9 <= likeness_of(PASSAGE, edited) < 1
    assert likeness_of(PASSAGE, edited, 0.99) == 0


def share(one, other):
    """Measure by hand: how much of `one` stands in runs of twelve characters in `other`."""
    taken = set()
    for start in range(len(one) - 11):
        if one[start : start + 12] in other:
            taken |= set(range(start, start + 12))
    return len(taken) / len(one)


@pytest.mark.slow
def test_no_copy_is_lost_on_the_way():
    """Among passages drawn from a pool of sentences, the same copies are found as by measuring every pair."""
    chance = random.Random(11)
    pool = ["".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(30)) + "。" for _ in range(60)]
    texts = ["".join(chance.sample(pool, 6)) for _ in range(150)]
    for copy in range(0, 30, 2):  # half of it, in another order
        texts[copy + 1] = "".join(chance.sample(pool, 3)) + texts[copy][93:]
    every = {
        (i, j)
        for i, j in permutations(range(len(texts)), 2)
        if i < j and max(share(texts[i], texts[j]), share(texts[j], texts[i])) >= 0.5
    }
    found = pairs(texts)
    assert {(n, n + 1) for n in range(0, 30, 2)} <= found <= every
    assert {i for pair in found for i in pair} == {i for pair in every for i in pair}


def measured(texts):
    tracemalloc.start()
    began = time.process_time()
    found = alike_passages(texts)
    spent, (_, most) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return found, spent, most


@pytest.mark.slow
def test_one_model_text_for_all_costs_little_more_than_a_text_of_ones_own():
    """A thousand units: each its own text; all the same; all the same with a sentence of one's own."""
    chance = random.Random(3)
    drawn = ["".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(270)) for _ in range(1000)]
    model = drawn[0]
    distinct, spent, most = measured(drawn)
    same, spent_same, most_same = measured([model] * 1000)
    dressed, spent_dressed, most_dressed = measured([model[:240] + "。" + text[:30] for text in drawn])
    assert not distinct
    assert {(a.likeness, a.several) for a in same.values()} == {(1.0, 999)}
    assert len(dressed) == 1000
    assert all(a.likeness >= 0.85 for a in dressed.values())
    assert spent_same <= 1.2 * spent
    assert max(most_same, most_dressed) <= 1.2 * most
    assert spent_dressed <= 3  # each is measured against a few others: linear all the same
