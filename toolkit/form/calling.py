"""Read ``[spoken]`` of a definition into `elements.Spoken`.

Every name is looked up in the form, all mistakes are listed.

Figures are named ``table.row.column``; a group stands for its members, and sums and differences are written
with ``+`` and ``-``: ``table.concluded.total - table.brought.total``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any

from toolkit.form.model import (
    Block,
    Denial,
    Fact,
    Family,
    Form,
    Group,
    Key,
    Line,
    Meaning,
    Part,
    Spoken,
    Table,
    Word,
)
from toolkit.form.patterns import needs_digit

_KEYS = frozenset(
    {
        "words",
        "bare",
        "denials",
        "facts",
        "wholes",
        "partitions",
        "channels",
        "members",
        "topics",
        "units",
        "families",
        "passages",
    }
)
_WORD_KEYS = frozenset({field.name for field in fields(Word)} - {"readings"} | {"means"})
_FACT_KEYS = frozenset(field.name for field in fields(Fact))
_COUNTED = frozenset({"", "件", "件次", "条", "份", "起", "宗", "例", "项", "个", "次", "人", "人次", "名"})
_MONEY = frozenset({"元"})
_NUMBERING = re.compile(r"^(（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|\d{1,2}[.．、])")
_BRACKETS = re.compile(r"（[^）]*）")
BARE = "*"  # the key of the word for what is counted without a verb
SHORTEST_NAME = 2  # a label of one character is no name that prose could be read by


def spoken_of(form: Form, raw: object, mistakes: list[str], *, proven: bool) -> Spoken:
    """Read what a form declares of its prose.

    Without it the labels of its rows are what prose calls them by. The patterns of a form that is `proven`
    are not tried: some two hundred, as long as all else together.
    """
    called = tuple(_called(form, by_label=raw is None))
    wanyuan = frozenset(key for key in form.cells if "万元" in form.unit(key))
    if raw is None:
        return Spoken(words=called, in_wanyuan=wanyuan)
    if not isinstance(raw, Mapping):
        mistakes.append("spoken：应是一个表")
        return Spoken()
    mistakes.extend(f"spoken.{key}：没有这个键" for key in raw if key not in _KEYS)
    reader = _Reader(form, raw, mistakes, proven=proven)
    listed = (reader.word(f"spoken.words[{i}]", one) for i, one in enumerate(reader.list_of("words")))
    words = tuple(word for word in listed if word is not None)
    bare = raw.get("bare")
    return Spoken(
        words=(*called, *words),
        bare=reader.word("spoken.bare", {"key": BARE, "family": Family.FLOW, **bare})
        if isinstance(bare, dict)
        else None,
        in_wanyuan=wanyuan,
        denials=tuple(reader.denials({word.key for word in words})),
        facts=tuple(reader.facts()),
        wholes=tuple(r for text in reader.texts("wholes") for r in reader.readings([text], "spoken.wholes")),
        partitions=tuple(tuple(map(str, one)) for one in raw.get("partitions", ())),
        channels=reader.pattern(raw.get("channels", ""), "spoken.channels"),
        members=reader.texts("members"),
        passages=reader.passages(),
    )


class _Reader:
    """The declarations of one form while they are read."""

    def __init__(self, form: Form, raw: Mapping[str, Any], mistakes: list[str], *, proven: bool) -> None:
        self.form, self.raw, self.mistakes, self.proven = form, raw, mistakes, proven
        self.topics, self.units = raw.get("topics", {}), raw.get("units", {})
        self.families = raw.get("families", {})

    def list_of(self, name: str) -> Sequence[Mapping[str, Any]]:
        """Give a list of tables."""
        value = self.raw.get(name, [])
        if isinstance(value, list) and all(isinstance(one, Mapping) for one in value):
            return value
        self.mistakes.append(f"spoken.{name}：应是一列表")
        return ()

    def texts(self, name: str) -> tuple[str, ...]:
        """Give a list of texts."""
        value = self.raw.get(name, [])
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        self.mistakes.append(f"spoken.{name}：应是一列文字")
        return ()

    def pattern(self, text: object, path: str) -> str:
        """Give a pattern that can be looked for."""
        try:
            if not self.proven:
                re.compile(str(text))
        except re.error:
            self.mistakes.append(f"{path}：{text!r} 不是正则表达式")
        return str(text)

    def word(self, path: str, one: Mapping[str, Any]) -> Word | None:
        """Read one word, completed by what its family says."""
        unknown = set(one) - _WORD_KEYS
        self.mistakes += [f"{path}.{key}：没有这个键" for key in sorted(unknown)]
        family = str(one.get("family", "none"))
        if family not in set(Family) or not isinstance(one.get("words"), str):
            self.mistakes.append(f"{path}：要写 words，family 要是 {'、'.join(Family)} 之一")
            return None
        if (part := one.get("part")) not in {None, *Part}:
            self.mistakes.append(f"{path}.part：{part!r} 不是 {'、'.join(Part)} 之一")
            return None
        stated = {**self.families.get(family, {}), **one}
        table, rows, columns = str(one.get("table", "")), *self._half(one, path)
        return Word(
            key=str(one.get("key", "")),
            family=Family(family),
            words=self.pattern(one["words"], f"{path}.words"),
            readings=tuple(self.readings(one.get("means", []), f"{path}.means")),
            units=self._named_units(stated.get("units", []), path),
            firm=bool(stated.get("firm", True)),
            topic=self._topic(str(stated.get("topic", "")), path),
            table=table,
            rows=rows,
            columns=columns,
            label=str(one.get("label", "")) or self._label(table, rows, columns, one),
            part=Part(part) if part else None,
            event=one.get("event") is True,
            some=one.get("some") is True,
        )

    def _half(self, one: Mapping[str, Any], path: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Read the rows or columns of a word that comes in pairs; a group stands for its members."""
        if not {"rows", "columns"} & set(one):
            return (), ()
        table = next((t for t in self.form.tables if t.key == one.get("table")), None)
        if table is None:
            self.mistakes.append(f"{path}.table：没有“{one.get('table', '')}”这张表")
            return (), ()
        halves = []
        for name in ("rows", "columns"):
            there = [line.key for block in table.blocks for line in getattr(block, name)]
            keys = [key for word in one.get(name, []) for key in _members(table, str(word))]
            self.mistakes += [f"{path}.{name}：没有“{key}”" for key in keys if key not in there]
            halves.append(tuple(keys))
        return halves[0], halves[1]

    def _label(
        self, table: str, rows: tuple[str, ...], columns: tuple[str, ...], one: Mapping[str, Any]
    ) -> str:
        """Name a half by its group or its line."""
        keys = [str(key) for key in (*one.get("rows", []), *one.get("columns", []))]
        if not (rows or columns) or len(keys) != 1:
            return ""
        return _name(self.form.table(table), keys[0])

    def _named_units(self, value: object, path: str) -> frozenset[str]:
        if isinstance(value, str) and value in self.units:
            value = self.units[value]
        if isinstance(value, list) and all(isinstance(unit, str) for unit in value):
            return frozenset(value)
        self.mistakes.append(f"{path}.units：没有“{value}”这一组单位")
        return frozenset()

    def _topic(self, text: str, path: str) -> str:
        return self.pattern(self.topics.get(text, text), f"{path}.topic")

    def readings(self, means: object, path: str) -> Iterator[Meaning]:
        """Read what a word may mean: sums and differences of figures."""
        if not isinstance(means, list) or not all(isinstance(one, str) for one in means):
            self.mistakes.append(f"{path}：应是一列文字")
            return
        for text in means:
            added: dict[str, list[Key]] = {"+": [], "-": []}
            label = ""
            for sign, name in re.findall(r"([+-]?)\s*([^\s+-]+)", text):
                keys = figures_named(self.form, name)
                if not keys:
                    self.mistakes.append(f"{path}：没有“{name}”这个格")
                added[sign or "+"] += keys
                label += ("" if not label else "－" if sign == "-" else "＋") + _label_of(self.form, name)
            plus = _told_once(tuple(added["+"]), label)
            yield Meaning(label=plus, plus=tuple(added["+"]), minus=tuple(added["-"]))

    def denials(self, known: set[str]) -> Iterator[Denial]:
        """Read what a sentence says there was none of."""
        for i, one in enumerate(self.list_of("denials")):
            path, of = f"spoken.denials[{i}]", tuple(tuple(str(key).split()) for key in one.get("of", []))
            self.mistakes += [
                f"{path}.of：没有“{key}”这个词" for keys in of for key in keys if key not in known
            ]
            words = self.pattern(one.get("words", ""), f"{path}.words")
            yield Denial(words=words, of=of, speaks_of=str(one.get("speaks_of", "")))

    def passages(self) -> Mapping[str, frozenset[str]]:
        """Read what each passage is about."""
        known = {passage.key for passage in self.form.narrative}
        about = self.raw.get("passages", {})
        self.mistakes += [f"spoken.passages.{key}：没有“{key}”这一段" for key in about if key not in known]
        return {
            key: frozenset(self._topic(str(topic), f"spoken.passages.{key}") for topic in topics)
            for key, topics in about.items()
        }

    def facts(self) -> Iterator[Fact]:
        """Read how facts are worded and told."""
        for i, one in enumerate(self.list_of("facts")):
            path = f"spoken.facts[{i}]"
            self.mistakes += [f"{path}.{key}：没有这个键" for key in sorted(set(one) - _FACT_KEYS)]
            keys = figures_named(self.form, str(one.get("of", "")))
            if len(keys) != 1:
                self.mistakes.append(f"{path}.of：没有“{one.get('of', '')}”这个格")
                continue
            patterns = {k: self.pattern(one.get(k, ""), f"{path}.{k}") for k in ("figure", "none")}
            if patterns["figure"] and not self.proven and not needs_digit(patterns["figure"]):
                self.mistakes.append(
                    f"{path}.figure：{patterns['figure']!r} 没有数字也对得上，数要写成 (\\d+)"
                )
            told = {k: str(one.get(k, "")) for k in ("name", "told", "told_none", "told_some")}
            yield Fact(of=keys[0], **patterns, **told)


# ------------------------------------------------------------------ names of figures


@lru_cache(maxsize=1024)
def figures_named(form: Form, name: str) -> tuple[Key, ...]:
    """Give the figures that ``table.row.column`` names, a group standing for its members.

    None when there are none.
    """
    parts = name.split(".")
    table = next((t for t in form.tables if t.key == parts[0]), None)
    if table is None or len(parts) != 3:
        return ()
    keys = tuple(Key(table.key, r, c) for r in _members(table, parts[1]) for c in _members(table, parts[2]))
    return keys if keys and all(key in form.position for key in keys) else ()


def _members(table: Table, name: str) -> tuple[str, ...]:
    if name not in table.groups or any(name == line.key for line in table.lines):
        return (name,)
    return table.all_members(name)


def _line(table: Table, name: str) -> Line | Group | None:
    return next((line for line in table.lines if line.key == name), table.groups.get(name))


def _name(table: Table, key: str) -> str:
    line = _line(table, key)
    return line.name if isinstance(line, Line) else line.label if line else key


def _label_of(form: Form, name: str) -> str:
    """Name figures as messages do: “本年新收”, “本年新收·自然人”, “（三）不予公开”."""
    parts = name.split(".")
    keys = figures_named(form, name)
    if not keys:
        return name
    table = form.table(keys[0].table)
    label, block = _name(table, parts[1]), _block(table, keys[0].row)
    if len(block.columns) > 1 and parts[2] != _total(block):
        label += f"·{_name(table, parts[2])}"
    money = {form.kind(key).unit for key in keys} if len(keys) == 1 else set()
    return label + "".join(f"（{unit}）" for unit in money if unit and unit not in label)


def _told_once(keys: tuple[Key, ...], label: str) -> str:
    """Say a column that every part of a sum stands in only once: “本年新收＋上年结转·自然人”."""
    ends = {part.partition("·")[2] for part in label.split("＋")}
    if len(keys) < 2 or len(ends) != 1 or not (end := ends.pop()):
        return label
    return "＋".join(part.partition("·")[0] for part in label.split("＋")) + f"·{end}"


def _block(table: Table, row: str) -> Block:
    return next(block for block in table.blocks if any(line.key == row for line in block.rows))


def _total(block: Block) -> str | None:
    return next((column.key for column in block.columns if column.sum_of is not None), None)


# ------------------------------------------------------------------ what rows say of themselves


def _called(form: Form, *, by_label: bool) -> Iterator[Word]:
    """Give the words of rows and groups that say how prose calls them; `by_label`: of all, by their labels.

    A row is spoken of by its total, or by its only figure; a row of several figures without a total by none.
    """
    names: dict[str, int] = {}
    for _, _, name in _nameable(form):
        names[name] = names.get(name, 0) + 1
    for table, line, name in sorted(_nameable(form), key=lambda one: -len(one[2])):
        plain = by_label and len(name) >= SHORTEST_NAME and names[name] == 1
        words = line.called or (re.escape(name) if plain else "")
        keys = _figures_of(table, line)
        if not words or not keys or not is_pattern(words):
            continue
        money = "元" in form.kind(keys[0]).unit
        yield Word(
            key=f"{table.key}.{line.key}",
            family=Family.FACT,
            words=words,
            readings=(Meaning(label=line.name if isinstance(line, Line) else line.label, plus=keys),),
            units=_MONEY if money else _COUNTED,
        )


def is_pattern(text: str) -> bool:
    """Whether a text is a regular expression."""
    try:
        re.compile(text)
    except re.error:  # said with the other contradictions of the form
        return False
    return True


def _nameable(form: Form) -> Iterator[tuple[Table, Line | Group, str]]:
    for table in form.tables:
        lines: list[Line | Group] = [row for block in table.blocks for row in block.rows]
        for line in (*lines, *table.groups.values()):
            label = line.name if isinstance(line, Line) else line.label
            yield table, line, _BRACKETS.sub("", _NUMBERING.sub("", label))


def _figures_of(table: Table, line: Line | Group) -> tuple[Key, ...]:
    if isinstance(line, Group) and not line.printed:
        return ()
    found: list[Key] = []
    for row in _members(table, line.key):
        block = next((b for b in table.blocks if any(one.key == row for one in b.rows)), None)
        if block is None:
            return ()
        column = _total(block) or (block.columns[0].key if len(block.columns) == 1 else None)
        if column is None:
            return ()
        found.append(Key(table.key, row, column))
    return tuple(found)
