"""Totals, rules and charts over several blocks of a table mean every row that they name, or are refused."""

import random
from collections.abc import Sequence

import pytest
from shipped_forms import shipped_text

from toolkit.errors import DefinitionError
from toolkit.form.definition import read_form
from toolkit.form.model import Key, refs_of
from toolkit.layout.layout import lay_out

START = shipped_text("start")
HEAD = START[: START.index("[[tables]]")]


def block(columns: Sequence[str], rows: Sequence[tuple[str, str]]) -> str:
    """Write a block of the keys of its columns and its rows, each row with what else is said of it."""
    across = ", ".join(f'{{ key = "{key}", label = "栏{key}" }}' for key in columns)
    down = ",\n".join(f'{{ key = "{key}", label = "行{key}"{more} }}' for key, more in rows)
    return f'[[tables.blocks]]\narticle = "{rows[0][0]}"\ncolumns = [{across}]\nrows = [\n{down}\n]\n'


def form_of(groups: str, *blocks: str, after: str = "") -> str:
    """Write a form of one table of blocks."""
    return (
        f'{HEAD}[[tables]]\nkey = "t"\nsection = "一"\nsheet = "表"\ntitle = "表"\narrangement = "blocks"\n'
        f"groups = [{groups}]\n{''.join(blocks)}{after}"
    )


def rule(check: str, at: str, each: str = "") -> str:
    return (
        f'[[rules]]\nid = "W01"\nlevel = "error"\ntitle = "x"\ntable = "t"\n{each}check = "{check}"\n'
        f'at = "{at}"\nbasis = "x"\nsays = "{{left}} {{right}}"\nfix = "x"\n'
    )


IN = ', in = "g"'
SUM = ', sum_of = "g"'
UPPER, LOWER = block("ab", [("p", IN), ("q", IN)]), block("ab", [("r", IN), ("s", IN)])


def refusal(text: str) -> str:
    with pytest.raises(DefinitionError) as refused:
        read_form(text, "x.toml")
    return str(refused.value)


@pytest.mark.parametrize("seed", range(12))
def test_a_total_adds_up_all_its_members_in_whichever_block(seed: int) -> None:
    """Members drawn from several blocks: the total is over just them, in the reader and in the sheet."""
    dice = random.Random(seed)
    rows = [[f"r{i}{j}" for j in range(dice.randint(1, 4))] for i in range(dice.randint(2, 4))]
    keys = [key for one in rows for key in one]
    members = [key for key in keys if dice.random() < 0.7] or keys
    home = dice.randrange(len(rows))
    blocks = [
        block("ab", [*((key, "") for key in one), *([("whole", SUM)] if i == home else [])])
        for i, one in enumerate(rows)
    ]
    named = ", ".join(f'"{key}"' for key in members)
    text = form_of(f'{{ key = "g", label = "组", printed = false, members = [{named}] }}', *blocks)
    form = read_form(text, "x.toml")
    layout = lay_out(form)
    for column in "ab":
        assert form.sums[Key("t", "whole", column)] == tuple(Key("t", key, column) for key in members)
        formula = layout.sums[Key("t", "whole", column)]
        added = {cell for part in formula[4:-1].split(",") for cell in cells_of(part)}
        assert added == {layout.places[Key("t", key, column)].a1 for key in members}, formula


def cells_of(span: str) -> list[str]:
    """Give the cells of a range of one column: B5:B7."""
    first, _, last = span.partition(":")
    return [f"{first[0]}{n}" for n in range(int(first[1:]), int((last or first)[1:]) + 1)]


@pytest.mark.parametrize(
    ("groups", "blocks", "said"),
    [
        (
            '{ key = "g", label = "组", printed = false }',
            (UPPER, block("ab", [("r", IN), ("whole", SUM)])),
            "tables.t.whole.sum_of：组“g”里还有别的块的“行p、行q”",
        ),
        (
            '{ key = "g", label = "组", printed = false, members = ["p", "r"] }',
            (block("ab", [("p", "")]), block("cd", [("r", ""), ("whole", SUM)])),
            "“行p”在另一块，没有与“行whole”同键的栏",
        ),
        (
            '{ key = "g", label = "组", printed = false, members = ["p"] }',
            (block("a", [("p", "")]), block("ab", [("r", ""), ("whole", SUM)])),
            "相加的各行都没有“栏b”这一栏",
        ),
        (
            '{ key = "g", label = "组", printed = false, members = ["p", "zz"] }',
            (block("ab", [("p", "")]), block("ab", [("r", ""), ("whole", SUM)])),
            "tables.t.groups.g.members：没有“zz”",
        ),
        (
            '{ key = "g", label = "组", members = ["p", "other"] }, '  # noqa: ISC004
            '{ key = "h", label = "组", members = ["whole", "r"] }',
            (block("ab", [("p", ""), ("other", ', sum_of = "h"')]), block("ab", [("r", ""), ("whole", SUM)])),
            "tables.t.rows：合计绕了一圈",
        ),
    ],
)
def test_what_does_not_show_what_is_added_up_is_refused(
    groups: str, blocks: tuple[str, ...], said: str
) -> None:
    """A total never adds up only those of its own block when the definition can be read otherwise."""
    assert said in refusal(form_of(groups, *blocks))


def test_each_block_may_have_totals_of_its_own() -> None:
    """One group in blocks of other columns, or a group for each block: nothing to ask."""
    text = form_of(
        '{ key = "g", label = "组", printed = false }',
        block("ab", [("p", IN), ("first", SUM)]),
        block("cd", [("r", IN), ("second", SUM)]),
    )
    form = read_form(text, "x.toml")
    assert form.parts[Key("t", "first", "a")] == (Key("t", "p", "a"),)
    assert form.parts[Key("t", "second", "c")] == (Key("t", "r", "c"),)


@pytest.mark.parametrize(
    ("check", "at", "each"),
    [("sum(g.a) <= 9", "p.a", ""), ("sum(g) <= 9", "p", 'each = "column"\nover = ["a"]\n')],
)
def test_a_rule_adds_up_a_group_in_every_block(check: str, at: str, each: str) -> None:
    """What a rule calls by the name of a group is all of it, not what stands in the first block."""
    text = form_of('{ key = "g", label = "组", printed = false }', UPPER, LOWER, after=rule(check, at, each))
    (instance,) = read_form(text, "x.toml").instances
    assert [ref.key for ref in refs_of(instance.check)] == [Key("t", key, "a") for key in "pqrs"]


def test_a_rule_adds_up_a_group_that_stands_in_a_later_block_or_across() -> None:
    """A group of the second block, and one of columns, are found."""
    blocks = block("ab", [("p", "")]), block("ab", [("r", IN), ("s", IN)])
    both = '{ key = "g", label = "组" }, { key = "w", label = "宽", printed = false, members = ["a", "b"] }'
    form = read_form(form_of(both, *blocks, after=rule("sum(g.b) <= sum(r.w)", "r.a")), "x.toml")
    assert [str(ref.key) for ref in refs_of(form.instances[0].check)] == [
        "t.r.b",
        "t.s.b",
        "t.r.a",
        "t.r.b",
    ]


def test_a_chart_shows_every_row_that_has_its_column() -> None:
    """Rows of all blocks are points, and rows of one name are told apart."""
    chart = '[[charts]]\nkey = "c"\ntitle = "图"\nshape = "bar"\ntable = "t"\neach = "row"\ncolumn = "a"\n'
    groups = '{ key = "g", label = "城" }, { key = "h", label = "乡" }'
    blocks = UPPER, block("ab", [("r", ', in = "h"')]).replace('"行r"', '"行q"')
    form = read_form(form_of(groups, *blocks, after=chart), "x.toml")
    points = form.points(form.charts[0])
    assert points == {
        "行p": (Key("t", "p", "a"),),
        "城·行q": (Key("t", "q", "a"),),
        "乡·行q": (Key("t", "r", "a"),),
    }
