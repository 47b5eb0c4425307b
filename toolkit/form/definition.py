"""Read a form definition (TOML) into a `model.Form`; a contradiction is refused, all of them at once."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from toolkit.errors import DefinitionError, UsageError, XxgkError, explain_error, explain_mistyped
from toolkit.files import read_toml
from toolkit.form.binding import bind
from toolkit.form.calling import spoken_of
from toolkit.form.inheriting import PLAIN, completed, is_plain
from toolkit.form.model import (
    Block,
    Chart,
    Document,
    Field,
    Form,
    Gate,
    Group,
    Kind,
    Line,
    Notice,
    Rule,
    Statement,
    Table,
)
from toolkit.form.records import Mistakes, item_path, list_of, record_of, records_of, tables_of

SAMPLE = "sample-"
# for what is amiss in the first lines of a definition
_HEAD = {"key": "x", "edition": "1", "title": "x", "basis": "x", "first_year": 2025}
_MOST_NEAR = 40  # definitions of one folder that are looked at
_OTHERS = ("look.toml", "start.toml")  # the look of all workbooks; the start of a definition of one's own


def shipped_forms() -> tuple[str, ...]:
    """Return the keys of the national forms that come with the tool, oldest first.

    国办公开办函〔2019〕60号 for the reports of 2019 and 2020, 国办公开办函〔2021〕30号 since; samples are
    left out.
    """
    return tuple(name for name in _definitions() if not name.startswith(SAMPLE))


def sample_forms() -> tuple[str, ...]:
    """Keys of the made-up forms of other subjects that come with the tool, to learn from."""
    return tuple(name for name in _definitions() if name.startswith(SAMPLE))


def _definitions() -> tuple[str, ...]:
    names = (entry.name for entry in files("workbook_templates").iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml") and n not in _OTHERS))


def start_text() -> str:
    """Give the commented start of a definition of one's own."""
    return _shipped("start").read_text(encoding="utf-8")


def forms_near(*places: Path) -> tuple[str, ...]:
    """Name the forms that a file may be: those that come with the tool, then the definitions near it.

    Near is the file's or folder's own folder, and the three above it, the nearest first; what is no whole
    definition is passed over. A shipped form comes first, so that a workbook without its identity is never
    taken for a draft that lies about.
    """
    folders = dict.fromkeys(
        folder
        for place in places
        for folder in (*((place.resolve(),) if place.is_dir() else ()), *place.resolve().parents[:3])
    )
    found: dict[str, str] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("*.toml"))[:_MOST_NEAR]):
        try:
            raw = tomllib.loads(read_toml(path))
            if {"tables", "like"} & set(raw):
                found.setdefault(load_form(str(path)).key, str(path))
        except (OSError, ValueError, RecursionError, XxgkError):
            continue
    own = (*reversed(shipped_forms()), *sample_forms())
    return (*own, *(name for key, name in found.items() if key not in own))


def _shipped(name: str) -> Traversable:
    return files("workbook_templates") / f"{name}.toml"


def shipped_workbook(form: Form) -> bytes | None:
    """Return the blank workbook that comes with the tool beside a form; None for a form of one's own."""
    if form.key not in _definitions() or load_form(form.key) is not form:
        return None
    blank = files("workbook_templates") / f"{form.key}.xlsx"
    return blank.read_bytes() if blank.is_file() else None


def load_form(name: str) -> Form:
    """Load a form: a shipped one by its key (annual-report-2021), any other by the path of its TOML file.

    The same unchanged file gives the same frozen `Form`; a file that was changed is read again. Raises
    UsageError when there is none, DefinitionError with every mistake, by key path, when it contradicts itself
    or cannot be projected into a workbook.
    """
    return _loaded(name, _stamp(Path(name)) if name.endswith(".toml") else None)


def form_sources(name: str) -> tuple[str, ...]:
    """Return the texts that a form is made of: its own and those that it is like.

    Of a shipped one its key alone. Raises UsageError when one is not there.
    """
    return tuple(_made_of(name).values()) if name.endswith(".toml") else (name,)


def form_files(name: str) -> dict[str, bytes]:
    """Return the files of one's own that a form is made of, by name: its own and those that it is like.

    Those that come with the tool are left out; {} for one of them.
    """
    made_of = _made_of(name) if name.endswith(".toml") else {}
    return {Path(one).name: text.encode() for one, text in made_of.items() if one.endswith(".toml")}


def _made_of(name: str) -> dict[str, str]:
    """Give the texts of a form of one's own and of all that it is like, by the names under which it asks."""
    folder, texts = Path(name).parent, {name: _text(name)[0]}

    def other(like: str) -> str:
        texts[like] = _text(like, folder)[0]
        return texts[like]

    raw = completed(tomllib.loads(texts[name]), other, [])
    _completed_rules(raw.get("rules", []), other, [])
    return texts


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes when a file of the same path is written again."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size


@cache
def _loaded(name: str, _: tuple[int, int] | None) -> Form:
    text, source = _text(name)
    if name.endswith(".toml"):
        return read_form(text, source, Path(name).parent)
    return read_form(text, source, proven=True)


def _text(name: str, beside: Path | None = None) -> tuple[str, str]:
    """Give the TOML text of a form and the name of its file.

    `beside` is the folder of the form that asks for it.
    """
    source: Traversable = (beside or Path()) / name if name.endswith(".toml") else _shipped(name)
    if not source.is_file():
        raise UsageError(
            f"没有“{name}”这张表样。现有的表样：{'、'.join(_definitions())}；自制的表样请写 .toml "
            f"文件的路径。"
        )
    try:
        if isinstance(source, Path):
            return read_toml(source), source.name
        return source.read_text(encoding="utf-8-sig"), source.name
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"表样定义 {source.name} 读不了：{explain_error(error)}。请另存为 UTF-8 编码的文本。"
        ) from error


def read_form(text: str, source: str, folder: Path | None = None, *, proven: bool = False) -> Form:
    """Read a definition from its TOML `text`; `source` names it in messages.

    `folder` is where the definitions that it is ``like`` are looked for, besides the shipped ones. What is
    `proven`, because it came with the tool and a test asks it everything, is not asked again for
    contradictions, which takes longer than reading it.
    """
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise DefinitionError(source, [f"TOML 写法不对：{explain_mistyped(error, text)}"]) from error
    mistakes = Mistakes()

    def other(name: str) -> str:
        return _text(name, folder)[0]

    try:
        raw = completed(raw, other, mistakes)
        raw["rules"] = _completed_rules(raw.get("rules", []), other, mistakes)
    except UsageError as error:
        raise DefinitionError(source, [f"like：{error}"]) from error
    form = _form(raw, mistakes, proven=proven)
    if form is None or mistakes:
        raise DefinitionError(source, mistakes)
    return form


# ------------------------------------------------------------------ the form from its parts


def _form(raw: Mapping[str, Any], mistakes: Mistakes, *, proven: bool) -> Form | None:
    inherited = bool(mistakes)
    kinds = {
        key: kind
        for key, table in tables_of(raw.get("kinds", {}), "kinds", mistakes).items()
        if (kind := record_of(Kind, {**table, "key": key}, f"kinds.{key}", mistakes)) is not None
    }
    tables = tuple(
        table
        for i, item in enumerate(list_of(raw.get("tables", []), "tables", mistakes))
        if (table := _table(item, item_path("tables", i, item), mistakes)) is not None
    )
    made: dict[str, Any] = {
        "kinds": kinds,
        "tables": tables,
        "gate": record_of(Gate, raw.get("gate", {}), "gate", mistakes),
    }
    for name, cls in (
        ("rules", Rule),
        ("charts", Chart),
        ("notices", Notice),
    ):
        made[name] = records_of(cls, raw.get(name, []), name, mistakes)
    made["identity"] = _passages(raw, "identity", mistakes)
    made["narrative"] = _passages(raw, "narrative", mistakes)
    made["document"] = record_of(Document, raw.get("document", {}), "document", mistakes)
    head = {"key" if k == "form" else k: v for k, v in raw.items() if k not in {*made, "spoken"}}
    made |= {"instances": (), "stamp": ""} | ({} if "last_year" in head else {"last_year": None})
    whole = not (mistakes.blind or inherited)
    form = _headed({k: v for k, v in head.items() if k != "key" or "key" not in raw}, mistakes, made)
    if "key" in raw:
        mistakes.append("key：没有这个键，是不是 form？")
    if form and whole:
        return _bound(form, raw.get("spoken"), mistakes, proven=proven)
    if form and made["gate"] and made["document"]:
        _ask_apart(form, mistakes)
    return None


def _headed(head: Mapping[str, Any], mistakes: Mistakes, made: Mapping[str, Any]) -> Form | None:
    """Build the form; what is amiss in its first lines is noted and made up, so that the rest is asked."""
    amiss = Mistakes()
    form = record_of(Form, head, "form", amiss, **made)
    paths = [one.removeprefix("form.") for one in amiss]
    mistakes.extend(f"form{one.removeprefix('key')}" if one.startswith("key：") else one for one in paths)
    if not amiss:
        return form
    wrong = {one.partition("：")[0] for one in paths}
    return record_of(
        Form, _HEAD | {k: v for k, v in head.items() if k not in wrong}, "form", Mistakes(), **made
    )


def _passages(raw: Mapping[str, Any], name: str, mistakes: Mistakes) -> tuple[Field, ...]:
    """Read fields of the cover, or passages with the sentences that are drafted for them."""
    found = []
    for i, item in enumerate(list_of(raw.get(name, []), name, mistakes)):
        drafted = item.get("draft", []) if isinstance(item, Mapping) else []
        path = item_path(name, i, item)
        draft = records_of(Statement, drafted, f"{path}.draft", mistakes)
        found.append(record_of(Field, item, path, mistakes, draft=draft))
    return tuple(one for one in found if one is not None)


def _bound(form: Form, spoken: object, mistakes: Mistakes, *, proven: bool) -> Form | None:
    """Bind the rules and the words of prose to the figures that they speak of."""
    if not proven:
        form = _asked(form, mistakes)
    sound = [rule for rule in form.rules if not mistakes or _can_be_bound(form, rule)]
    amiss: list[str] = []
    instances = tuple(instance for rule in sound for instance in bind(form, rule, amiss))
    mistakes.add(amiss)
    if any(one.startswith(("tables", "kinds")) for one in mistakes):
        return None
    if not proven:
        from toolkit.form.asked.judgeable import rule_troubles  # noqa: PLC0415 (not for what is proven)
        from toolkit.form.stamp import stamp_of  # noqa: PLC0415

        mistakes.add(rule_troubles(form, instances))
        form = replace(form, stamp=stamp_of(form))
    spoken_words = spoken_of(form, spoken, amiss, proven=proven)
    mistakes.add(amiss)
    return replace(form, instances=instances, spoken=spoken_words)


def _can_be_bound(form: Form, rule: Rule) -> bool:
    """Whether the names in a rule can be looked up although something is amiss in the form."""
    keys = [table.key for table in form.tables]
    placed = rule.table is None if rule.each == "cell" else keys.count(rule.table or "") == 1
    return placed and bool(rule.at) and rule.each in {None, "row", "column", "cell"}


def _ask_apart(form: Form, mistakes: Mistakes) -> None:
    """Ask what needs no name looked up, which cannot be in a form that is only half there."""
    from toolkit.form.asked.feasible import heading_troubles  # noqa: PLC0415 (not for what is proven)
    from toolkit.form.asked.legible import text_troubles  # noqa: PLC0415

    mistakes.add(heading_troubles(form))
    mistakes.add(text_troubles(form))


def _asked(form: Form, mistakes: Mistakes) -> Form:
    """Ask a form whether it contradicts itself; give it with the groups that can be asked for."""
    # not for what is proven
    from toolkit.form.asked.contradictions import form_contradictions, told_contradictions  # noqa: PLC0415
    from toolkit.form.asked.feasible import (  # noqa: PLC0415
        group_troubles,
        possible_groups,
        procedure_troubles,
        standing_troubles,
    )
    from toolkit.form.asked.legible import text_troubles  # noqa: PLC0415
    from toolkit.form.asked.units import unit_troubles  # noqa: PLC0415

    if troubled := [*group_troubles(form)]:
        mistakes.add(troubled)
        form = possible_groups(form)
    for troubles in (
        standing_troubles,
        text_troubles,
        unit_troubles,
        form_contradictions,
        told_contradictions,
        procedure_troubles,
    ):
        # what a group or a total that is not there lacks is no mistake of its own
        mistakes.add(one for one in troubles(form) if not (troubled and ".sum_of：" in one))
    return form


def _completed_rules(rules: object, other: Callable[[str], str], mistakes: list[str]) -> object:
    """Complete the rules that are `like` the one of the same id in another form.

    What they declare themselves stands.
    """
    if not isinstance(rules, list):
        return rules

    @cache
    def declared(name: str) -> Sequence[object]:
        """Give the rules of another form, read once for all that are like one of them."""
        found: Sequence[object] = completed(tomllib.loads(other(name)), other, mistakes).get("rules", [])
        return found

    return [
        _like(rule, declared, mistakes) if isinstance(rule, dict) and "like" in rule else rule
        for rule in rules
    ]


def _like(
    rule: Mapping[str, Any], declared: Callable[[str], Sequence[object]], mistakes: list[str]
) -> Mapping[str, Any]:
    path, name = f"rules.{rule.get('id')}.like", str(rule["like"])
    own = {key: value for key, value in rule.items() if key != "like"}
    if not is_plain(name):
        mistakes.append(f"{path}：{PLAIN}")
        return own
    try:
        rules = declared(name)
    except (UsageError, ValueError, RecursionError) as error:
        mistakes.append(f"{path}：{error}")
        return own
    base = next((r for r in rules if isinstance(r, dict) and r.get("id") == rule.get("id")), None)
    if base is None:
        mistakes.append(f"{path}：{name} 里没有“{rule.get('id')}”这条规则")
        return own
    return {**base, **own}


def _table(raw: object, path: str, mistakes: Mistakes) -> Table | None:
    if not isinstance(raw, Mapping):
        mistakes.append(f"{path}：应是一个表")
        return None
    listed = records_of(Group, raw.get("groups", []), f"{path}.groups", mistakes)
    groups = {group.key: group for group in listed}
    mistakes.extend(
        f"{path}.groups：“{key}”出现了不止一次" for key in groups if [g.key for g in listed].count(key) > 1
    )
    blocks = []
    for i, item in enumerate(list_of(raw.get("blocks", []), f"{path}.blocks", mistakes)):
        here = f"{path}.blocks[{i}]"
        if not isinstance(item, Mapping):
            mistakes.append(f"{here}：应是一个表")
            continue
        rows = records_of(Line, item.get("rows", []), f"{here}.rows", mistakes)
        columns = records_of(Line, item.get("columns", []), f"{here}.columns", mistakes)
        block = record_of(Block, item, here, mistakes, rows=rows, columns=columns)
        if block is not None:
            blocks.append(block)
    return record_of(Table, raw, path, mistakes, groups=groups, blocks=tuple(blocks))
