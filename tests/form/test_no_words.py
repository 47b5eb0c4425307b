"""What the tool says speaks of the form at hand: no sentence in the code names what others lack."""

import ast
from functools import cache
from pathlib import Path

import toolkit

WORDS = (
    *("政府信息公开", "依申请公开", "主动公开", "不予公开", "三张统计表", "补充情况", "信息处理费", "自然人"),
    *(
        "表二",
        "表三",
        "表四",
        "行政许可",
        "行政复议",
        "行政诉讼",
        "规章",
        "国办",
        "总体情况",
        "新收",
        "申请人",
    ),
)
TOP = Path(toolkit.__file__).parent
# How people write, told apart by patterns: the reading of prose and of published pages, not what is said.
READING = ("rules/prose/", "published/labels.py", "published/titles.py")
# Examples that fill the list of messages; what the program is called in its own help, with its examples.
SHOWN = ("answers/messages.py", "cli/commands.py", "cli/tool_commands.py", "cli/examples.py")


@cache
def sentences(path: Path) -> tuple[ast.Constant, ...]:
    """Every text in a module that is no docstring."""
    nodes = [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    told = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    texts = (n for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))
    return tuple(text for text in texts if id(text) not in told)


def test_no_sentence_names_what_only_the_national_forms_have() -> None:
    found = [
        f"{name}:{one.lineno}: {one.value}"
        for path in sorted(TOP.rglob("*.py"))
        if not (name := path.relative_to(TOP).as_posix()).startswith(("practice/", *READING, *SHOWN))
        for one in sentences(path)
        if any(word in one.value for word in WORDS)
    ]
    assert not found, "\n".join(found)


def test_what_is_said_of_prose_names_no_table_or_fee_of_a_form() -> None:
    """In the reading of prose such words stand in patterns; a sentence ends with a full stop."""
    found = [
        f"{path.name}:{one.lineno}: {one.value}"
        for path in sorted((TOP / "rules" / "prose").glob("*.py"))
        for one in sentences(path)
        if one.value.endswith(("。", "，")) and any(word in one.value for word in WORDS)
    ]
    assert not found, "\n".join(found)


# What only a county's office is called, or says of itself: cities, provinces and departments collect, too.
OF_A_COUNTY = ("县办", "县里", "本县", "县名", "县报告", "县级汇总", "县（市、区）")
BEFORE = "县办校核"  # what our comments in workbooks that went back before began with


def test_nothing_that_is_said_takes_every_office_for_a_county_s() -> None:
    texts = [
        (f"{name}:{one.lineno}", one.value)
        for path in sorted(TOP.rglob("*.py"))
        if not (name := path.relative_to(TOP).as_posix()).startswith(("practice/", *READING))
        for one in sentences(path)
        if one.value != BEFORE
    ]
    shown = (
        *TOP.rglob("*.html"),
        *(TOP / "cli").glob("*.py"),
        *(TOP.parent / "workbook_templates").glob("*.toml"),
    )
    texts += [(str(path), path.read_text(encoding="utf-8")) for path in shown]
    assert len(shown) > 10
    found = [where for where, text in texts if any(word in text for word in OF_A_COUNTY)]
    assert not found, "\n".join(found)
