"""雷同: copied passages are found, formulas and merely similar subjects are not."""

import random
from itertools import combinations

import pytest

from toolkit.rules.likeness import likeness_of, mask_text, similar_pairs

PASSAGE = (
    "一年来，{unit}把政府信息公开摆在重要位置，成立领导小组，明确专人负责，完善保密审查制度，"
    "全年组织学习{n}次，开展自查{n}次，逐项对照清单补齐栏目，群众满意度稳步提高，下一步将继续加强队伍建设。"
)
OTHER = (
    "我们把政策解读放在首位，请业务骨干走进直播间回答提问，在村口设置大屏滚动播放补贴名单，"
    "并邀请人大代表逐户回访，把看不懂的表述改成家常话，年底又增设了老年人查阅专区，受到各方好评。"
)


def test_a_copy_with_names_and_numbers_changed_is_found():
    texts = [PASSAGE.format(unit="甲县教育局", n=3), OTHER, PASSAGE.format(unit="甲县水务局", n=12)]
    (pair,) = similar_pairs(texts, names=["甲县教育局", "甲县财政局", "甲县水务局"])
    assert (pair.first, pair.second, pair.likeness) == (0, 2, 1.0)


def test_a_lightly_edited_copy_is_found_and_graded():
    edited = PASSAGE.replace("稳步提高", "明显上升").replace("逐项", "认真")
    (pair,) = similar_pairs([PASSAGE, edited], 0.9)
    assert 0.9 <= pair.likeness < 1
    assert similar_pairs([PASSAGE, edited], 0.99) == ()


def test_formulas_are_not_compared():
    formula = "本年度未收到政府信息公开申请，未收取信息处理费。"
    assert similar_pairs([formula, formula, ""]) == ()


def test_short_forms_of_the_name_are_masked():
    assert mask_text("甲县教育局 2022 年公开1,234条，县教育局…", "甲县教育局") == "@0年公开0条，@…"


@pytest.mark.parametrize("shared", [0, 40])
def test_copies_are_found_among_a_thousand_units(shared):
    """Some of every passage is common to all; ten pairs are copies."""
    chance = random.Random(7)
    words = ["".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(3)) for _ in range(400)]
    common = "".join(chance.choices(words, k=shared))
    texts = [common + "".join(chance.choices(words, k=60)) for _ in range(1000)]
    for copy in range(0, 20, 2):
        texts[copy + 1] = texts[copy][:-6] + "已作出改动处"
    assert {(pair.first, pair.second) for pair in similar_pairs(texts)} == {
        (n, n + 1) for n in range(0, 20, 2)
    }


def test_no_pair_is_lost_in_the_sieves():
    """Copies with more and more changed, on both sides of the threshold: as many are found as by measuring every pair."""
    chance = random.Random(11)
    letters = [chr(code) for code in range(0x4E00, 0x4E00 + 700)]
    originals = ["".join(chance.choices(letters, k=chance.randrange(60, 400))) for _ in range(6)]
    texts = []
    for text in originals:
        for changed in range(12):
            places = set(chance.sample(range(len(text)), len(text) * changed // 60))
            texts.append("".join(chance.choice(letters) if i in places else c for i, c in enumerate(text)))
    every = {
        (i, j): found
        for i, j in combinations(range(len(texts)), 2)
        if (found := likeness_of(texts[i], texts[j]))
    }
    assert {(pair.first, pair.second): pair.likeness for pair in similar_pairs(texts)} == every
    assert 40 < len(every) < len(texts) ** 2 / 4
    assert any(found < 0.92 for found in every.values())
