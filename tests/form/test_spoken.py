"""How prose speaks of a form is declared with it.

Words and what they mean, by groups where the form has groups.
"""

from importlib.resources import files

import pytest
from tiny_form import TINY

from toolkit.errors import DefinitionError
from toolkit.form.definition import load_form, read_form
from toolkit.form.elements import Key
from toolkit.form.patterns import needs_digit

ADDED = (
    '    { key = "other_other", label = "3.其他", in = "other_handling", says = "以上都不是的，'
    '例如申请人主动撤回。" },\n'
)


def test_a_row_added_to_a_group_is_part_of_what_the_words_of_the_group_mean() -> None:

    text = (files("workbook_templates") / "annual-report-2021.toml").read_text(encoding="utf-8")
    assert ADDED in text
    row = '    { key = "other_moved", label = "4.移送", in = "other_handling" },\n'
    form = read_form(text.replace(ADDED, ADDED + row), "next.toml")
    meant = [r.plus for r in form.spoken.by_key["other_handling"].readings]
    rows = ("other_not_corrected", "other_not_paid", "other_other", "other_moved")
    assert meant == [tuple(Key("applications", row, "total") for row in rows)]


def test_a_form_like_another_takes_over_its_words() -> None:
    old, new = load_form("annual-report-2019").spoken, load_form("annual-report-2021").spoken
    assert [word.words for word in old.words] == [word.words for word in new.words]
    assert old.by_key["other_handling"].readings[0].plus == (Key("applications", "other_handling", "total"),)
    assert not old.by_key["charges"].readings


def test_a_form_that_says_nothing_of_its_prose_is_read_by_its_labels() -> None:
    words = {word.key: word for word in read_form(TINY, "tiny.toml").spoken.words}
    assert set(words) == {"duty.planned", "duty.held"}
    assert words["duty.held"].words == "实到"
    assert words["duty.held"].readings[0].plus == (Key("duty", "held", "total"),)


@pytest.mark.parametrize(
    ("spoken", "mistake"),
    [
        ("[spoken]\ncolour = 1", "spoken.colour：没有这个键"),
        ('[spoken]\nwords = [{ family = "fact", words = "(" }]', "spoken.words[0].words：'(' 不是正则表达式"),
        (
            '[spoken]\nwords = [{ family = "fact", words = "x", means = ["duty.no.day"] }]',
            "spoken.words[0].means：没有“duty.no.day”这个格",
        ),
        ('[spoken]\ndenials = [{ words = "没有", of = ["x"] }]', "spoken.denials[0].of：没有“x”这个词"),
        ('[spoken]\nfacts = [{ of = "duty.held" }]', "spoken.facts[0].of：没有“duty.held”这个格"),
        (
            "[spoken]\nfacts = [{ of = 'duty.held.total', figure = '第[一二\\d]次(\\d*)' }]",
            r"spoken.facts[0].figure：'第[一二\\d]次(\\d*)' 没有数字也对得上，数要写成 (\d+)",
        ),
        ('[spoken.passages]\nx = ["y"]', "spoken.passages.x：没有“x”这一段"),
    ],
)
def test_mistakes_in_the_words_are_named(spoken: str, mistake: str) -> None:
    with pytest.raises(DefinitionError) as refusal:
        read_form(f"{TINY}\n{spoken}\n", "tiny.toml")
    assert mistake in refusal.value.mistakes


def test_a_difference_names_what_it_changes() -> None:
    text = (
        'form = "x"\nlike = "annual-report-2021"\nedition = "1"\nfirst_year = 2025\nwithout = '
        '["rules.R99", "tables.applications.none"]\n'
    )
    with pytest.raises(DefinitionError) as refusal:
        read_form(text, "x.toml")
    assert list(refusal.value.mistakes) == [
        "without：底本里没有“rules.R99”",
        "without：底本里没有“tables.applications.none”",
    ]


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        *(
            (text, True)
            for text in (r"(\d+)次", "值班([0-9]{1,3})", r"(?:共|计)(?:(\d+)人|([０-９]+)名)", "3次")
        ),
        *(
            (text, False)
            for text in (r"(\d*)次", r"(\d+|多)次", r"([\d几]+)次", r"(?=\d)?次", r"([^\d])次", "")
        ),
    ],
)
def test_a_figure_is_looked_for_where_a_digit_is(pattern: str, needs: bool) -> None:
    """The patterns that find one without are refused: whoever looks for figures passes such clauses over."""
    assert needs_digit(pattern) is needs
