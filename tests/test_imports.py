"""The house: packages import only upwards in the written order, no circles, no crowded folder."""

import ast
from functools import cache
from pathlib import Path

import toolkit

ORDER = [
    "errors",
    "garbage",
    "deflate",
    "files",
    "process_limits",
    "cage",
    "form",
    "layout",
    "answers",
    "report",
    "rules",
    "template",
    "reading",
    "published",
    "year",
    "county",
    "returns",
    "reporter",
    "practice",
    "desk",
    "cli",
]
SHELLS = {"desk", "cli"}  # where people come in: they call every room, and nothing calls them
# what a module hands on beside its own (what that is made of, or ends in): who imports it takes both from it
HANDED_ON = {
    "form.elements": "form.model",
    "form.figures": "form.model",
    "form.lines": "form.model",
    "layout.grids": "layout.layout",
    "layout.place": "layout.layout",
    "layout.working_paper": "layout.layout",
    "answers.finding": "answers.messages",
    "year.settings": "year.workspace",
}
MOST = 22  # modules in a folder
TOP = Path(toolkit.__file__).parent
MODULES = {
    "toolkit." + ".".join(path.relative_to(TOP).with_suffix("").parts).removesuffix(".__init__"): path
    for path in TOP.rglob("*.py")
}


@cache
def imported(module: str) -> frozenset[str]:
    """The modules of the package that a module imports, inside functions too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("toolkit."):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                names.add(whole if whole in MODULES else str(node.module))
    return frozenset(names - {module})


def room(module: str) -> str:
    return module.split(".")[1]


def test_every_package_imports_only_what_stands_before_it() -> None:
    rooms = {room(module) for module in MODULES} - {"__init__", "__main__"}
    assert rooms == set(ORDER)
    for module in MODULES:
        if room(module) in rooms:
            for other in imported(module):
                assert ORDER.index(room(other)) <= ORDER.index(room(module)), f"{module} imports {other}"


def test_no_module_stands_in_a_circle() -> None:
    waiting = {module: imported(module) & set(MODULES) for module in MODULES}
    while free := {module for module, needs in waiting.items() if not needs & set(waiting)}:
        waiting = {module: needs for module, needs in waiting.items() if module not in free}
    assert not waiting


def test_no_folder_is_crowded() -> None:
    for folder in {path.parent for path in MODULES.values()}:
        assert len(list(folder.glob("*.py"))) <= MOST, folder


def test_every_package_has_its_folder_of_tests() -> None:
    tests = Path(__file__).parent
    for package in ORDER:
        if (TOP / package).is_dir():
            assert list((tests / package).glob("**/test_*.py")), package


def loaded(module: str) -> set[str]:
    """Every module that is loaded with a module."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        new = imported(waiting.pop()) - found
        found |= new
        waiting += new
    return found


def longest(module: str, known: dict[str, int]) -> int:
    """How many modules stand in the longest chain of imports from a module down, itself included."""
    if module not in known:
        known[module] = 1 + max((longest(other, known) for other in imported(module)), default=0)
    return known[module]


def test_a_name_is_taken_from_one_place() -> None:
    """Outside its package nobody imports a part beside the module that hands it on."""
    for module in MODULES:
        for part, door in HANDED_ON.items():
            if room(module) != room(f"toolkit.{part}"):
                assert not {f"toolkit.{part}", f"toolkit.{door}"} <= imported(module), f"{module}: {part}"


def test_the_county_workbook_does_not_load_the_reader() -> None:
    assert not {
        module for module in loaded("toolkit.county.workbook") if room(module) in {"reading", "template"}
    }


def test_chains_of_imports_do_not_grow() -> None:
    """No chain is longer than sixteen, and a module imports at most four others on average.

    What stops the tool is not counted: it is raised everywhere, as Python's own exceptions are.
    """
    assert longest("toolkit.cli.commands", {}) <= 16
    library = [module for module in MODULES if room(module) not in SHELLS]
    assert sum(len(imported(module) - {"toolkit.errors"}) for module in library) / len(library) <= 4
