"""Numbers in published prose: found where one was altered, and no honest rewording is accused."""

from random import Random

import pytest

from toolkit.county.passages import Altered, Reworded, altered_numbers, reworded
from toolkit.county.published_words import contact_doubts, word_doubts
from toolkit.form.model import Form

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


@pytest.mark.parametrize("seed", range(5))
def test_what_only_one_side_says_is_told_once(seed: int) -> None:
    own, numbers = passages(Random(seed))
    set_otherwise = {"overview_disclosure": "　".join(own[key].replace("，", ", ") for key in sorted(own))}
    assert not [*reworded(own, set_otherwise)]  # another order, other marks, all in one passage
    assert not [*reworded({}, own)]  # nothing was submitted to compare with
    altered = {**own, "overview_safeguards": own["overview_safeguards"].replace(numbers[2], "100", 1)}
    assert [*altered_numbers(own, altered)]
    assert not [*reworded(own, altered)]  # told as a number already
    fewer = {**own, "overview_platform": ""}
    (left_out,) = reworded(own, fewer)
    assert (left_out.passage, left_out.printed, len(left_out.own)) == ("overview_platform", (), 2)
    added = {**own, "overview_safeguards": own["overview_safeguards"] + "追究责任3人。"}
    assert [*reworded(own, added)] == [Reworded("overview_safeguards", ("追究责任3人",), ())]


def test_how_words_that_differ_are_told() -> None:
    labels = {"problems": "存在的主要问题", "improvements": "改进情况"}
    own = {"problems": "公开不够细。更新不及时。", "improvements": "专人负责。"}

    def told(**printed: str) -> list[str]:
        return [*word_doubts(labels, own, {**own, **printed})]

    assert told() == []
    assert told(improvements="") == ["报送的“改进情况”没有找到：“专人负责”"]
    assert told(problems="公开不够细。") == ["“存在的主要问题”里缺报送的文字：“更新不及时”"]
    assert told(improvements="专人负责。按月检查。") == ["“改进情况”里多出报送的没有的文字：“按月检查”"]
    assert told(problems="公开很细。更新及时。") == [
        "“存在的主要问题”的文字与报送的不同：写的是“公开很细”（共 2 句），报送的是“公开不够细”（共 2 句）"
    ]


@pytest.mark.parametrize(
    "printed",
    [
        "1.公开不够细。2.更新不及时。",
        "存在的主要问题：公开不够细。更新不及时。",
        "一是公开不够细；二是更新不及时。",
        "（一）存在的主要问题情况。公开不够细。（2）更新不及时。",
    ],
)
def test_a_number_or_a_heading_before_a_sentence_is_no_other_word(printed: str) -> None:
    labels = {"problems": "（一）存在的主要问题"}
    own = {"problems": "公开不够细。更新不及时。"}
    assert [*word_doubts(labels, own, {"problems": printed})] == []
    assert [*word_doubts(labels, {"problems": printed}, own)] == []
    assert [*word_doubts(labels, own, {"problems": printed.replace("公开不够", "未公开不够")})]
    assert [*word_doubts(labels, own, {"problems": printed.replace("公开不够", "3公开不够")})]


def test_another_telephone_is_told_and_another_writing_of_it_is_not(form: Form) -> None:
    own = {"phone": "0537-6625606", "address": "某县 人民路1号（三楼）", "website": "https://www.a.gov.cn/"}
    same = {"phone": "05376625606", "address": "某县人民路1号", "website": "www.a.gov.cn"}
    assert not [*contact_doubts(form, own, same)]
    assert not [*contact_doubts(form, {}, same)]
    assert [*contact_doubts(form, own, {"phone": "0537-6625600"})] == [
        "联系电话写的是“0537-6625600”，报送的是“0537-6625606”"
    ]
