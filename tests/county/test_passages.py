"""Numbers in published prose: found where one was altered, and no honest rewording is accused."""

from random import Random

import pytest

from toolkit.county.passages import Altered, altered_numbers

SAID = (
    "{year}年，通过门户网站公开各类信息{0}条，制作政策解读{1}个，未发生泄密。",
    "开展业务培训{0}次；参加人员{1}人次，接受群众评议{2}次。",
    "微信公众号发布信息{0}条，阅读量{1}.{2}万次！共回应关切{3}件。",
)


def passages(random: Random) -> tuple[dict[str, str], list[str]]:
    """Passages, and the numbers in them in their order."""
    numbers = [str(random.randint(11, 99)) for _ in range(9)]
    own = {
        "overview_disclosure": SAID[0].format(*numbers[:2], year=2024),
        "overview_safeguards": SAID[1].format(*numbers[2:5]),
        "overview_platform": SAID[2].format(*numbers[5:]),
    }
    return own, numbers


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("words", ["as they were", "set otherwise", "a clause reworded"])
def test_an_altered_number_is_found_and_no_other(seed: int, words: str) -> None:
    random = Random(seed)
    own, _ = passages(random)
    printed = dict(own)
    key = random.choice(sorted(own))
    # “2024年” alone is too short a clause
    at = random.choice([n for n, c in enumerate(own[key]) if c.isdigit() and n > 3])
    printed[key] = f"{own[key][:at]}{(int(own[key][at]) + 1) % 10}{own[key][at + 1 :]}"
    if words == "set otherwise":
        printed = {k: f"　　{t.replace('，', ', ').replace('条', ' 条')}" for k, t in printed.items()}
    if words == "a clause reworded":
        printed = {k: t.replace("未发生泄密", "没有泄密") for k, t in printed.items()}
    (found,) = altered_numbers(own, printed)
    assert found.passage == key
    assert found.own != found.printed
    assert found.own in own[key]


@pytest.mark.parametrize("seed", range(20))
def test_what_is_said_otherwise_is_not_accused(seed: int) -> None:
    own, numbers = passages(Random(seed))
    joined = {"overview_disclosure": "\n".join(own[key] for key in sorted(own, reverse=True))}
    assert not [*altered_numbers(own, joined)]  # in another passage
    reworded = {key: text.replace("公开各类", "主动公开").replace("次", "场次") for key, text in own.items()}
    reworded["overview_disclosure"] += f"另外，微信公众号发布信息{int(numbers[5]) + 1}条。"
    assert not [*altered_numbers(own, reworded)]
    assert not [*altered_numbers({}, own)]
    assert not [*altered_numbers(own, {})]


def test_thousands_and_short_clauses() -> None:
    own = {"a": "全年发布信息12345条，其中网站9件。共3件。"}
    assert not [*altered_numbers(own, {"a": "全年发布信息12,345条，其中网站9件。共4件。"})]
    assert [*altered_numbers(own, {"a": "全年发布信息12,346条，其中网站9件。共3件。"})] == [
        Altered("a", "全年发布信息12346条，其中网站9件", "全年发布信息12345条，其中网站9件")
    ]
