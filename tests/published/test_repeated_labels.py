"""Labels that repeat under other heads, in other groups and blocks: such reports are read as written."""

import random
from collections.abc import Iterator

import pytest
from shipped_forms import shipped_text

from toolkit.form.definition import read_form
from toolkit.form.model import with_totals
from toolkit.published.formats.web import read_html
from toolkit.published.formats.word import read_docx
from toolkit.published.tables_read import read_in_forms
from toolkit.report import compose, docx_bytes, html_text

START = shipped_text("start")
HEAD = START[: START.index("[[tables]]")]
NAMES = ("男", "女", "其他", "单位数", "受伤", "1.企业", "上半年")
OVER = (("城镇", "农村", "2024年"), ("矿山", "工厂", "其中"), ("一、已建立", "二、未建立"))  # by level


def side(dice: random.Random, prefix: str, depth: int) -> tuple[list[str], list[str]]:
    """Draw groups, nested so deep, with few names among them: the groups and the lines of one side."""
    groups: list[str] = []
    lines: list[str] = []

    def draw(within: str, level: int) -> None:
        for name in dice.sample(OVER[level], dice.randint(1, 2) if level else 2):
            key = f"{prefix}g{len(groups)}"
            inside = f', in = "{within}"' if within else ""
            groups.append(f'{{ key = "{key}", label = "{name}"{inside} }}')
            if level + 1 < depth:
                draw(key, level + 1)
            else:
                for label in dice.sample(NAMES, dice.randint(1, 3)):
                    lines.append(f'{{ key = "{prefix}{len(lines)}", label = "{label}", in = "{key}" }}')

    draw("", 0)
    return groups, lines


def matrix(dice: random.Random) -> str:
    across, down = (side(dice, prefix, dice.randint(1, 3)) for prefix in "cr")
    return (
        f'[[tables]]\nkey = "t"\nsection = "一"\nsheet = "表"\ntitle = "表"\narrangement = "matrix"\n'
        f"groups = [{', '.join(across[0] + down[0])}]\n[[tables.blocks]]\n"
        f"columns = [{', '.join(across[1])}]\nrows = [{', '.join(down[1])}]\n"
    )


def blocks(dice: random.Random) -> str:
    alike = dice.random() < 0.5

    def each() -> Iterator[str]:
        for number, title in enumerate(dice.sample(OVER[0], dice.randint(2, 3))):
            names = NAMES[:3] if alike else NAMES[2 * number : 2 * number + 2]
            keys = [f"c{n}" if alike else f"c{number}_{n}" for n in range(len(names))]
            across = ", ".join(
                f'{{ key = "{key}", label = "{name}数" }}' for key, name in zip(keys, names, strict=True)
            )
            down = ", ".join(
                f'{{ key = "r{number}_{n}", label = "{name}" }}'
                for n, name in enumerate(("水", "大气", "土壤"))
            )
            yield f'[[tables.blocks]]\narticle = "{title}"\ncolumns = [{across}]\nrows = [{down}]\n'

    head = '[[tables]]\nkey = "t"\nsection = "一"\nsheet = "表"\ntitle = "表"\narrangement = "blocks"\n'
    return head + "".join(each())


@pytest.mark.parametrize("seed", range(40))
def test_a_report_is_read_as_it_was_written(seed: int) -> None:
    dice = random.Random(seed)
    form = read_form(HEAD + (blocks(dice) if seed % 3 == 0 else matrix(dice)), "own.toml")
    shown = with_totals(form, {key: 100 + n for n, key in enumerate(form.inputs)})
    report = compose(form, year=form.first_year, unit_name="某局", figures=shown, narrative={}, identity={})
    for page in (read_html(html_text(report), [form]), read_docx(docx_bytes(report))):
        assert read_in_forms(page, [form])[0].amounts == shown
