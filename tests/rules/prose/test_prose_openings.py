"""A pattern that is tried only where it can begin finds what it finds without."""

import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

import pytest
from passages import FORM
from places import REPO

from toolkit.form.definition import load_form, shipped_forms
from toolkit.form.elements import Family, Spoken, Word
from toolkit.form.patterns import openings, sieved
from toolkit.rules import prose
from toolkit.rules.prose.even_text import script
from toolkit.rules.prose.sentences.nothing import denials
from toolkit.rules.prose.vocabulary import vocabulary_of

SENTENCES = [
    line.split("\t")[-1]
    for line in (REPO / "tests" / "data" / "prose_sentences_of_two.txt").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("(?:行政)?复议", "复行"),
        ("(?<!不)公开|[未没]收到", "公未没"),
        ("(?:a|b)+c", "ab"),
        ("x{0,2}y", "xy"),
        ("(?:行政)?", ""),
        (r"\d件", ""),
        ("[^件]", ""),
        (".件", ""),
        ("(?i:a)", ""),
        ("(?i)a", ""),
    ],
)
def test_what_a_pattern_can_begin_with(words: str, begins: str) -> None:
    assert openings(words) == "".join(sorted(begins))


def test_the_words_and_denials_of_the_form_are_found_as_without_a_sieve() -> None:
    any_word = "|".join(f"(?:{word.words})" for word in FORM.spoken.words)
    for words in (any_word, *(denial.words for denial in FORM.spoken.denials)):
        assert openings(words), words  # or nothing is won
        plain, fast = re.compile(words), sieved(words)
        for text in SENTENCES:
            assert [m.span() for m in plain.finditer(text)] == [m.span() for m in fast.finditer(text)]


@pytest.mark.parametrize("form", shipped_forms())
def test_the_words_of_a_form_are_found_as_by_one_pattern_of_all(form: str) -> None:
    _require_same_words(load_form(form).spoken)


@pytest.mark.parametrize(
    "words",
    [
        "[^行]政",
        "(?i:a)",
        "办结(申请)(?P<x>量)?",
        "办结?|申",
        "(?<=件)公开",
        "办?",
        "|办结",
        "(?:申)??(?:请)??",
    ],
)
def test_words_of_a_form_of_ones_own_are_found_as_by_one_pattern(words: str) -> None:
    _require_same_words(
        Spoken(words=(Word(key="own", family=Family.FACT, words=words), *FORM.spoken.words[:9]))
    )


def _require_same_words(spoken: Spoken) -> None:
    """Require the words that one pattern finds, tried at every place; which of them, by their own numbers."""
    every = re.compile("|".join(f"(?P<s{i}>{word.words})" for i, word in enumerate(spoken.words)))
    numbers = {name: int(name[1:]) for name in every.groupindex if re.fullmatch(r"s\d+", name)}
    vocabulary = vocabulary_of(spoken)
    for text in {script(line).text for line in _kept()}:
        told = [(t.start, t.end, spoken.words.index(t.subject)) for t in vocabulary.terms(text)]
        found = [m for m in every.finditer(text) if m[0]]
        assert told == [(*m.span(), next(i for n, i in numbers.items() if m[n] is not None)) for m in found]


def _kept() -> set[str]:
    """Give every third of the kept sentences."""
    files = (REPO / "tests" / "data").glob("prose_*.txt")
    return {line.split("\t")[-1] for path in files for line in path.read_text("utf-8").splitlines()[::3]}


_SIEVE = re.compile(r"\(\?=\[((?:\\.|[^\]\\])*)\]\)(.*)", re.DOTALL)


def _sieves() -> Iterator[tuple[str, re.Pattern[str], re.Pattern[str], str]]:
    """Each pattern that is tried only where it can begin: what it lets through, and its words alone."""
    for module in iter_modules(prose.__path__, prose.__name__ + "."):
        for name, pattern in vars(import_module(module.name)).items():
            words = getattr(pattern, "pattern", None)  # of one that is made later, too
            sieve = _SIEVE.fullmatch(words) if isinstance(words, str) else None
            if sieve:
                yield f"{module.name}.{name}", pattern, re.compile(f"[{sieve[1]}]"), sieve[2]


def test_every_sieve_lets_through_what_its_words_find() -> None:
    texts = _kept()
    texts |= {script(text).text for text in texts}
    sieves = list(_sieves())
    assert len(sieves) > 10
    for name, fast, begins, words in sieves:
        plain = re.compile(words)
        assert all(map(begins.match, openings(words))), name
        for text in texts:
            assert [m.span() for m in plain.finditer(text)] == [m.span() for m in fast.finditer(text)], name


def test_denials_are_found_as_one_by_one() -> None:
    first = FORM.spoken.denials[0]
    grouped = tuple(replace(first, words=words) for words in ("(甲)?乙", r"(没|未)有马,\1有船"))
    for spoken in (FORM.spoken, replace(FORM.spoken, denials=(*grouped, *FORM.spoken.denials))):
        for text in (*(script(sentence).text for sentence in SENTENCES), "没有马,没有船。"):
            each = [(m.span(), d.of) for d in spoken.denials for m in re.finditer(d.words, text)]
            assert [(match.span(), of) for match, of in denials(text, spoken)] == each
