"""One name for one thing: a class name stands once, no public function is called like a variable."""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

import toolkit

TOP = Path(toolkit.__file__).parent
EVERYDAY = {
    *(
        "added",
        "amount",
        "answers",
        "at",
        "blanks",
        "cached",
        "causes",
        "certain",
        "changes",
        "core",
        "count",
    ),
    *("counts", "day", "deadline", "draft", "entries", "entry", "exact", "fee", "fill", "font", "found"),
    *("grouped", "heading", "held", "issued", "key", "line", "marks", "note", "opening", "parts", "percent"),
    *("plain", "printed", "ranges", "result", "said", "settled", "share", "shown", "sides", "sign", "spans"),
    *(
        "sums",
        "tag",
        "told",
        "totals",
        "true",
        "uses",
        "whole",
        "widths",
        "word",
        "words",
        "worth",
        "written",
    ),
}


@cache
def parsed_modules() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(TOP.rglob("*.py"))}


def defined(kind: type[ast.ClassDef] | type[ast.FunctionDef]) -> dict[str, list[str]]:
    """Where each class or public function of the package's modules is defined, nested classes included."""
    places = defaultdict(list)
    for path, tree in parsed_modules().items():
        nodes = ast.walk(tree) if kind is ast.ClassDef else iter(tree.body)
        for node in nodes:
            if isinstance(node, kind):
                places[node.name].append(str(path.relative_to(TOP)))
    return places


def test_a_class_name_means_one_thing() -> None:
    assert {name: there for name, there in defined(ast.ClassDef).items() if len(there) > 1} == {}


def test_functions_are_not_called_like_everyday_variables() -> None:
    places = defined(ast.FunctionDef)
    commands = {"cli/commands.py", "cli/tool_commands.py"}  # named as users type them
    assert {name: there for name in EVERYDAY if (there := set(places.get(name, ())) - commands)} == {}
