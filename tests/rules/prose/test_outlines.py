"""Sentences that differ in their counts alone are read once, and claim what each would claim by itself."""

import re
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from places import REPO

from toolkit.form.definition import load_form
from toolkit.rules.prose import outlines
from toolkit.rules.prose.claim import Claim
from toolkit.rules.prose.claims import _read
from toolkit.rules.prose.even_text import quantities, script
from toolkit.rules.prose.outlines import outline, read_once
from toolkit.rules.prose.vocabulary import Vocabulary, vocabulary_of

DATA = REPO / "tests" / "data"
WORDS = vocabulary_of(load_form("annual-report-2021").spoken)
TELLING = ("0", "1", "100", "2022", "10.5", "0.0")
PUT = (
    "新收申请{}件，同比增长{}%，比上年增加{}件。",
    "申请量去年为{}件，今年{}件。",
    "上年收到申请{}件，增长{}.5倍。",
    "收到申请{}件，办结率{}%，其中自然人{}件，占{}.{}%。",
    "行政复议{}件，均为维持；行政诉讼由上年的{}件增至{}件。",
    "收到申请{}余件，予以公开{}件，约占{}成。",
    "收取费用{}.2万元，{}元未收；第{}件、{}-{}件、1,{}件。",
    "收到申请{}件，行政许可自然人{}个月内企业提交{}件。",
    "收到申请{}件，网站自然人{}个工作日内企业提交{}件，由{}名律师提出，予以公开{}件。",
)


def sentences() -> list[str]:
    """Sentences of the tests' own, real ones, and some of all shapes in which numbers stand."""
    written = [
        line.split("\t")[-1]
        for file in sorted(DATA.glob("prose_*.txt"))
        for line in file.read_text("utf-8").splitlines()
    ]
    written += re.findall(r'[\u4e00-\u9fff][^"\n]{10,400}', (DATA / "narratives.json").read_text("utf-8"))
    even = [script(text, 2022).text for text in (*written, *(put.replace("{}", "7") for put in PUT))]
    return list(dict.fromkeys(part for text in even for part in text.split("。") if re.search(r"\d", part)))


def renumbered(sentence: str, chance: Random) -> str:
    """The sentence with other numbers, some of them those by which a sentence reads in another way."""
    return re.sub(
        r"\d+",
        lambda _: chance.choice(TELLING) if chance.random() < 0.2 else str(chance.randrange(1, 300)),
        sentence,
    )


def apart(sentence: str, inherited: str = "") -> str:
    """What the sentence by itself claims, to the spelling of its amounts; quotes are put in by the caller."""
    found = _read(sentence, WORDS, quantities(sentence), inherited)
    return repr([claim._replace(quote="") for claim in found])


def shared(sentence: str, inherited: str = "") -> str:
    return repr([claim._replace(quote="") for claim in read_once(_read, sentence, WORDS, inherited)])


def test_read_by_its_outline_a_sentence_claims_what_it_claims_by_itself():
    chance, told = Random("outlines"), 0
    for sentence in chance.sample(sentences(), 250):
        for text in (sentence, renumbered(sentence, chance), renumbered(sentence, chance)):
            told += (expected := apart(text)).count("Claim(")
            assert shared(text) == expected, text
            assert shared(text, "县自然资源局3件") == apart(text, "县自然资源局3件"), text
    assert told > 1000


@pytest.mark.long
def test_so_do_all_sentences_with_many_numbers():
    chance = Random("all outlines")
    for sentence in sentences():
        for _ in range(2):
            text = renumbered(sentence, chance)
            assert shared(text) == apart(text), text


@pytest.mark.parametrize("put", PUT)
def test_words_that_repeat_a_count_are_those_of_the_sentence(put: str):
    chance = Random(put)
    for _ in range(20):
        text = script(renumbered(put.replace("{}", "7"), chance), 2022).text.rstrip("。")
        assert shared(text) == apart(text), text


def test_counts_are_left_out_and_nothing_else():
    text = "2022年12月31日前收到12件,办结100件、0件,占37.5%,1,234件,第3件,12345件,3-5件"
    short = outline(text)
    assert short.text == "2022年12月31日前收到1件,办结100件、0件,占1.1%,1,234件,第3件,12345件,3-5件"
    counts = ("办结", "占", "1,234件", "3-5件")  # what stands behind is as far from them as it was
    assert [short.place(short.text.index(words)) for words in counts] == [*map(text.index, counts)]


def test_sentences_with_other_numbers_are_read_once():
    outlines._of_outline.cache_clear()
    for number in (*range(1, 60), 101, 998):
        text = f"全年办结{number}件;结转下年度继续办理{number + 1}件"
        assert [c.amount for c in read_once(_read, text, WORDS, "")] == [number, number + 1]
    assert outlines._of_outline.cache_info().misses == 1


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("12件以上", True),
        ("[3-7]号", True),
        ("热线(?=[^1]件)", True),
        (r"(\d)\1件", True),
        (r"(?P<a>\d)(?P=a)件", True),
        ("收到(?=[{5}]件)", True),
        ("收到(?<!3)件", True),
        (r"\d{1,3}件", False),
        (r"\d\d件", True),
        (r"\d+\d件", True),
        (r"(?:\d[项件]){2}", True),
        (r"(?<=\d\d件)热线", False),
        ("[0-9]+号(?:件|条)?[^件]", False),
        ("[!-~]+.件$", False),
    ],
)
def test_a_form_whose_words_name_a_number_is_read_sentence_by_sentence(words: str, named: bool):
    spoken, hidden = WORDS.spoken, replace(WORDS.spoken.words[0], key="")
    own = (replace(hidden, words=words), replace(hidden, words="热线电话"))
    assert Vocabulary(spoken=replace(spoken, words=(*own, *spoken.words))).names_numbers is named
    assert not WORDS.names_numbers


def test_claims_made_anew_differ_in_what_they_are_given_alone() -> None:
    claim = Claim._make(range(len(Claim._fields)))
    placed = claim._replace(quote="共5件", start=3, end=6, sentence=2)
    assert claim.placed("共5件", 3, 6, 2) == placed
    other = claim._replace(amount=Decimal(7), part=Decimal(5), start=3, end=6)
    assert claim.of(Decimal(7), Decimal(5), 3, 6) == other
