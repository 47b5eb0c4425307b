"""Numbers each before its kind, behind the thing: it is their sum that is told of the thing."""

from itertools import product

import pytest
from prose_cases import figures, messages_of

UNIT = figures(
    """
    applications.new.natural_person 54 applications.carried_in.natural_person 4
    applications.granted.natural_person 26 applications.partly_granted.natural_person 7
    applications.denied_third_party.natural_person 2 applications.denied_internal_affairs.natural_person 2
    applications.unavailable_not_held.natural_person 11 applications.other_other.natural_person 4
    applications.carried_over.natural_person 6 review.reconsideration.upheld 3
    review.reconsideration.corrected 1 review.reconsideration.pending 2
    disclosure.licensing.decisions 1286 disclosure.penalties.decisions 73
    disclosure.compulsion.decisions 5 supplement.website_items.value 2156
    supplement.wechat_items.value 486 supplement.trainings.value 2 supplement.suggestions.value 9
    supplement.proposals.value 6
    """
)
THINGS = {  # how many, their counter, and kinds that the tables do not count
    "收到政府信息公开申请": (54, "件", ("（网络）", "（信函）", "（当面）")),
    "办结政府信息公开申请": (52, "件", ("按期", "延期", "提前办理")),
    "答复政府信息公开申请": (52, "件", ("通过网络", "通过邮寄", "当面")),
    "予以公开": (26, "件", ("当面答复", "网上答复", "邮寄")),
    "结转下年": (6, "件", ("正在征求意见", "延期", "待补正材料")),
    "行政处罚": (73, "件", ("简易程序", "普通程序", "听证程序")),
    "行政许可": (1286, "件", ("准予", "变更", "延续")),
    "行政强制": (5, "件", ("查封", "扣押", "强制拆除")),
    "人大代表建议": (9, "件", ("由我局主办", "会办", "分办")),
    "政协提案": (6, "件", ("主办", "协办", "参与办理")),
    "微信公众号": (486, "条", ("原创", "转载", "图片信息")),
    "门户网站": (2156, "条", ("动态", "政策文件", "解读稿")),
    "信息公开培训": (2, "期", ("线上", "线下", "现场")),
}
AND = ("、", "，", "、另有")


def told(sentence: str) -> list[str]:
    return messages_of(sentence, UNIT, "p" if sentence.startswith(("门户网站", "微信")) else "a")


@pytest.mark.parametrize("off", [0, 3])
def test_the_sum_of_the_kinds_is_told_of_the_thing(off: int):
    for thing, and_ in product(THINGS, AND):
        whole, counter, (one, other, third) = THINGS[thing]
        parts = [whole - 1, 1] if whole < 3 else [whole - 2, 1, 1]
        kinds = [f"{n}{counter}{kind}" for n, kind in zip(parts, (one, other, third), strict=False)]
        kinds[0] = f"{parts[0] + off}{counter}{one}"
        sentence = thing + "、".join(kinds[:-1]) + and_ + kinds[-1] + "。"
        assert bool(told(sentence)) == bool(off), (sentence, told(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "行政复议3件维持、1件撤销重作，另2件尚在审理之中。",
        "行政复议4件已办结、2件在审。",
        "不予公开2件涉及第三方、2件内部事务。",
        "行政许可15件延续、20件变更、其余为新办。",
        "行政许可1286件含变更、20件延续等。",
        "行政处罚73件含简易程序、8件普通程序。",
        "行政处罚73件、行政强制5件。",
    ],
)
def test_kinds_that_are_all_or_some_are_not_accused(sentence: str):
    assert not told(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "行政复议3件维持、1件撤销重作，另1件尚在审理之中。",
        "行政强制6件强拆、其余为查封。",
        "行政许可1280件准予、20件变更、其余为新办。",
        "行政处罚75件简易程序。",
        "行政处罚65件均为简易程序、行政强制8件。",
    ],
)
def test_kinds_that_do_not_make_the_thing_are_told(sentence: str):
    assert told(sentence)
