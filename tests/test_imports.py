"""Imports point one way: each module or package imports only from those before it in this list."""

import ast
from pathlib import Path

import toolkit

ORDER = """
errors days expression finding look quick lock
form reasons binding wording definition layout printed remark causes submission
roster workspace receipts
likeness copies prose waivers figures checks template
biff intake package anatomy opendocument spelling sheets caches opened tally texts closelook tables reading batch
archive history pins succession procedures neighbours standing consolidation versions examination collection series
published document founding importing reminders
points mending letter annotation sampling catalogue specimen
summary selftest carrying correction fill issuing verification rehearsal journal parcel reporter overview returning
rulebook publishing conversation reports demonstration
options shell cli
""".split()  # noqa: SIM905 (a list to be read)


def imported(path: Path) -> set[str]:
    """The modules of the package that a file imports when it is loaded."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module == "toolkit":
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("toolkit."):
            names.add(str(node.module).split(".")[1])
    return names


def test_every_module_imports_only_what_stands_before_it() -> None:
    folder = Path(toolkit.__file__).parent
    modules = {path.relative_to(folder).parts[0].removesuffix(".py"): [] for path in folder.rglob("*.py")}
    for path in folder.rglob("*.py"):
        modules[path.relative_to(folder).parts[0].removesuffix(".py")].append(path)
    named = {name for name in modules if not name.startswith("__")}
    assert named == set(ORDER)
    for name in named:
        before = set(ORDER[: ORDER.index(name) + 1])
        for path in modules[name]:
            assert imported(path) <= before, f"{path.name} 引用了排在后面的 {imported(path) - before}"
