"""Labels that are alike are told apart by what is printed round them, or refused."""

import pytest
from shipped_forms import shipped_text

from toolkit.errors import DefinitionError
from toolkit.form.definition import read_form

START = shipped_text("start")
HEAD = START[: START.index("[[tables]]")]
TWINS = '{ key = "a", label = "其他", in = "g" }, { key = "b", label = "其他", in = "h" }'
OTHERS = '{ key = "c", label = "甲" }, { key = "d", label = "乙" }'


def table(arrangement: str, columns: str, rows: str, *, printed: bool = True) -> str:
    unseen = "" if printed else ", printed = false"
    groups = f'{{ key = "g", label = "城镇"{unseen} }}, {{ key = "h", label = "农村"{unseen} }}'
    return (
        f'{HEAD}[[tables]]\nkey = "t"\nsection = "一"\nsheet = "表"\ntitle = "表"\n'
        f'arrangement = "{arrangement}"\ngroups = [{groups}]\n'
        f"[[tables.blocks]]\ncolumns = [{columns}]\nrows = [{rows}]\n"
    )


@pytest.mark.parametrize(
    ("arrangement", "columns", "rows", "printed", "apart"),
    [
        ("matrix", OTHERS, TWINS, True, True),
        ("matrix", TWINS, OTHERS, True, True),
        ("line", OTHERS, TWINS, True, True),
        ("matrix", OTHERS, TWINS, False, False),
        ("matrix", TWINS, OTHERS, False, False),
        ("line", TWINS, OTHERS, True, False),
        ("list", OTHERS, TWINS, True, False),
        ("blocks", OTHERS, TWINS, True, False),
    ],
)
def test_only_a_printed_group_tells_two_lines_apart(
    arrangement: str, columns: str, rows: str, *, printed: bool, apart: bool
) -> None:
    text = table(arrangement, columns, rows, printed=printed)
    if apart:
        read_form(text, "own.toml")
        return
    with pytest.raises(DefinitionError, match=r"tables\.t：有 2 [行栏]都叫“其他”"):
        read_form(text, "own.toml")


@pytest.mark.parametrize(
    ("first", "second"), [("", ""), ("上半年", "上半年"), ("上半年", "下半年"), ("", "下半年")]
)
def test_blocks_of_the_same_words_need_titles(first: str, second: str) -> None:
    blocks = [
        f'[[tables.blocks]]\narticle = "{title}"\ncolumns = [{{ key = "n", label = "件数" }}]\n'
        f'rows = [{{ key = "r{i}", label = "水" }}]\n'
        for i, title in enumerate((first, second))
    ]
    text = (
        f'{HEAD}[[tables]]\nkey = "t"\nsection = "一"\nsheet = "表"\ntitle = "表"\narrangement = "blocks"\n'
    )
    if first != second:
        read_form(text + "".join(blocks), "own.toml")
        return
    with pytest.raises(DefinitionError, match=r"tables\.t：第 1 块和第 2 块都有“水”的“件数”"):
        read_form(text + "".join(blocks), "own.toml")


@pytest.mark.parametrize(
    ("arrangement", "columns", "rows", "each", "check", "names"),
    [
        ("matrix", TWINS, OTHERS, "column", "c <= d", ["城镇·其他", "农村·其他"]),
        ("matrix", OTHERS, TWINS, "row", "c <= d", ["城镇·其他", "农村·其他"]),
        ("matrix", OTHERS, OTHERS.replace('"c"', '"e"').replace('"d"', '"f"'), "row", "c <= d", ["甲", "乙"]),
    ],
)
def test_a_message_says_which_of_two_lines_of_one_name(
    arrangement: str, columns: str, rows: str, each: str, check: str, names: list[str]
) -> None:
    rule = (
        f'[[rules]]\nid = "Q01"\nlevel = "error"\ntitle = "x"\ntable = "t"\neach = "{each}"\n'
        f'check = "{check}"\n'
        f'at = "c"\nbasis = "x"\nsays = "“{{each}}”一列。"\nfix = "x"\n'
    )
    form = read_form(table(arrangement, columns, rows) + rule, "own.toml")
    assert [instance.label for instance in form.instances] == names
