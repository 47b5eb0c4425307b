"""Every output of the county read again, and compared with what it was made from.

`consolidate` compares by itself after writing and fails loudly.
"""

import csv
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from toolkit.answers.csv_files import csv_lines, inert_text
from toolkit.answers.submission import Submission, place_of, settled_figures
from toolkit.cage import caged, caged_in_turn
from toolkit.county.consolidation import Consolidation
from toolkit.county.database import database_figures, database_lines, figures_digest
from toolkit.errors import OutputError
from toolkit.errors import explain_error as why_not
from toolkit.files import OUTPUT_BYTES, TEXTS_CSV, TOTALS_CSV, UNITS_CSV, read_bounded, require_bounded
from toolkit.form.model import Figure, Form, Key, Mark, kept_amount, kept_figure, plain_digits, with_totals
from toolkit.layout.layout import lay_out
from toolkit.year.workspace import Standing, Workspace

SUBMITTED, NARRATIVE = "各单位的工作簿", "narrative"
QUOTED = frozenset('",\r\n')  # what makes a csv file quote a cell


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One figure that is not the same in two places.

    What it should be and where from, what was read and where.
    """

    key: Key
    label: str
    wanted: str
    wanted_at: str
    found: str
    found_at: str


@dataclass(frozen=True, kw_only=True)
class ComparedOutput:
    """One output or published report compared.

    ``figures``: how many, or how many passages as ``counted`` says; ``problem``: why it could not be
    compared; ``unread``: what was not read and so not compared, with the reason; ``narrative``: the passages
    that were read; ``sentences``: those that the figures contradict, ``altered``: those with another number
    than was submitted; ``doubts``: what to look into first, whose it is, of which year and period.
    """

    name: str
    against: str
    figures: int = 0
    counted: str = "个数"
    differences: tuple[Difference, ...] = ()
    problem: str = ""
    unread: tuple[str, ...] = ()
    narrative: Mapping[str, str] = field(default_factory=dict)
    sentences: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether everything was compared and nothing differs."""
        said = self.sentences or self.altered or self.doubts
        return not (self.differences or self.problem or self.unread or said)


# ------------------------------------------------------------------ outputs


def summary_figures(form: Form, path: Path) -> dict[Key, str]:
    """Read the tables of a county workbook."""
    from toolkit.reading.locating import content_at  # noqa: PLC0415 (only where outputs are read)
    from toolkit.reading.opened import Opened  # noqa: PLC0415

    book, layout = Opened(path.read_bytes()), lay_out(form)
    found = {}
    for key, place in layout.places.items():
        raw = content_at(book.rows(place.sheet), place.row, place.column)
        found[key] = plain_digits(kept_amount(raw)) if isinstance(raw, float | int) else str(raw)
    return found


def totals_figures(path: Path) -> dict[Key, str]:
    """Read totals.csv."""
    lines = csv.DictReader(csv_lines(read_bounded(path, OUTPUT_BYTES).decode("utf-8-sig"), newline=""))
    return {Key.of(line): line["value"] for line in lines}


def upward_figures(form: Form, path: Path, form_name: str) -> dict[Key, str]:
    """Read the upward submission as the next level will; totals recomputed from its cells."""
    from toolkit.reading.workbook import read_file  # noqa: PLC0415 (only where outputs are read)

    reading = read_file(path, path.name, [form_name])
    if reading.submission is None:
        raise OutputError(f"{path.name} 写出后读不回来：{'；'.join(f.message for f in reading.findings)}")
    return {key: plain_digits(figure) for key, figure in settled_figures(form, reading.submission).items()}


def compare_outputs(workspace: Workspace, consolidation: Consolidation) -> Iterator[ComparedOutput]:
    """Re-read what `consolidate` wrote and compare it, figure by figure, with the accepted submissions."""
    form, folder, name = consolidation.form, workspace.folder / "summary", workspace.stem
    exact = consolidation.totals
    kept = {key: kept_figure(figure) for key, figure in exact.items()}
    above = kept if kept == exact else with_totals(form, kept)  # there the sheet adds up what its cells keep
    summary, upward, data = (
        folder / file for file in (f"{name}汇总.xlsx", f"上报_{name}.xlsx", f"{name}.sqlite")
    )
    there = [path for path in (summary, upward, data) if path.is_file()]
    given = caged_in_turn(partial(_read_back, form, workspace.form_name, summary), there, at_once=1)
    for path, wanted in ((summary, kept), (folder / TOTALS_CSV, exact), (upward, above)):
        if not path.is_file():
            yield _absent(path.name)
            continue
        read = next(given)[1]() if path in there else totals_figures(path)
        differences = tuple(figure_differences(form, wanted, read, "各单位之和", {}))
        yield ComparedOutput(
            name=path.name, against=SUBMITTED, figures=len(form.cells), differences=differences
        )
    yield _compare_database(consolidation, data, next(given)[1]) if data in there else _absent(data.name)
    for file, same, told in (
        (UNITS_CSV, _same_figures, _told_figures),
        (TEXTS_CSV, _same_texts, _told_texts),
    ):
        path = folder / file
        if path.is_file():
            compared = _compare_lines(form, path, partial(same, consolidation), partial(told, consolidation))
            yield replace(compared, counted="段文字") if file == TEXTS_CSV else compared
        else:
            yield _absent(file)


def _read_back(form: Form, form_name: str, summary: Path, path: Path) -> Any:  # noqa: ANN401 (each as its reader gives it)
    """Read an output that a library has to take apart; one process, held as for foreign files, reads all."""
    if path == summary:
        return summary_figures(form, path)
    return database_figures(path) if path.suffix == ".sqlite" else upward_figures(form, path, form_name)


def _compare_database(
    consolidation: Consolidation, path: Path, read: Callable[[], tuple[dict[Key, str], dict[str, str]]]
) -> ComparedOutput:
    """Compare both kinds of figures of the SQLite file: the county's totals, and every unit's."""
    form = consolidation.form
    try:
        totals, units = read()
        differences = [*figure_differences(form, consolidation.totals, totals, "各单位之和", {})]
        if units != _as_read(consolidation):
            differences += _other_figures(consolidation, caged(database_lines, path.name, path))
    except (OSError, sqlite3.Error) as error:
        return ComparedOutput(name=path.name, against=SUBMITTED, problem=f"读不了：{why_not(error)}")
    figures = len(form.cells) * (1 + len(consolidation.counted))
    return ComparedOutput(name=path.name, against=SUBMITTED, figures=figures, differences=tuple(differences))


def _as_read(c: Consolidation) -> dict[str, str]:
    """Give the digest of what the SQLite file should say of each unit."""
    keys = sorted(c.form.cells)  # as the file keeps them
    at, columns = [c.form.position[key] for key in keys], [*map(",".join, zip(*keys, strict=True))]
    return {
        s.unit.code: figures_digest((len(keys), *columns, ",".join([written[n] for n in at])))
        for s, written in zip(c.counted, c.written, strict=True)
    }


def _other_figures(consolidation: Consolidation, units: Mapping[str, Sequence[str]]) -> Iterator[Difference]:
    """Name every figure of the SQLite file that differs."""
    read: dict[tuple[str, Key], str] = {}
    for code, lines in units.items():
        for line in lines:
            *key, digits = line.split("\t", 3) if line.count("\t") > 2 else ("", "", "", line)
            read[code, Key(*key)] = digits
    for one in _told_figures(consolidation):
        found = read.pop((one.standing.unit.code, one.key), None)
        if found != one.value:
            yield _missed(consolidation.form, one, found or "", "figures")
    yield from (_stranger(("", code, "", *key, value), "figures") for (code, key), value in read.items())


def _absent(file: str) -> ComparedOutput:
    return ComparedOutput(name=file, against=SUBMITTED, problem="还没有这个文件，请先运行 xxgk consolidate")


# ------------------------------ outputs of one line a figure, one line a passage


class Told(NamedTuple):  # as many as there are figures: light
    """What a line of an output should say.

    How it begins, its last cell, and whose figure or passage that is.
    """

    head: tuple[str, ...]
    value: str
    standing: Standing
    key: Key


def _same_figures(consolidation: Consolidation, text: TextIO) -> int | None:
    """Count the figures of units.csv where they are those, in this order."""
    keys = [",".join(key) for key in consolidation.form.cells]
    for standing, written in zip(consolidation.counted, consolidation.written, strict=True):
        if not _says([*islice(text, len(keys))], _whose(standing), [*zip(keys, written, strict=True)]):
            return None
    return None if next(csv.reader(text), None) else len(keys) * len(consolidation.counted)


def _says(lines: Sequence[str], whose: Sequence[str], told: Sequence[tuple[str, str]]) -> bool:
    """Whether lines say a unit's figures: as their text where no cell need be quoted, else read as csv."""
    if QUOTED.isdisjoint("".join(whose)):
        head = ",".join(whose)
        if lines == [f"{head},{key},{digits}\n" for key, digits in told]:
            return True
    return [*csv.reader(lines)] == [[*whose, *key.split(","), digits] for key, digits in told]


def _whose(standing: Standing) -> tuple[str, str, str]:
    unit = standing.unit
    return inert_text(unit.code), inert_text(unit.name), inert_text(unit.kind)


def _told_figures(consolidation: Consolidation) -> Iterator[Told]:
    for standing, written in zip(consolidation.counted, consolidation.written, strict=True):
        whose = _whose(standing)
        for key, digits in zip(consolidation.form.cells, written, strict=True):
            yield Told((*whose, *key), digits, standing, key)


def _same_texts(consolidation: Consolidation, text: TextIO) -> int | None:
    """Count the lines of texts.csv where they are those, in this order."""
    count = 0
    for line, one in zip_longest(csv.reader(text), _told_texts(consolidation)):
        if line is None or one is None or line != [*one.head, one.value]:
            return None
        count += 1
    return count


def _told_texts(consolidation: Consolidation) -> Iterator[Told]:
    for standing in consolidation.counted:
        code, name, _ = _whose(standing)
        for passage in consolidation.form.narrative:
            if text := _submission(standing).narrative.get(passage.key):
                key = Key(NARRATIVE, passage.key, "value")
                yield Told((code, name, passage.key), inert_text(text), standing, key)


def _compare_lines(
    form: Form,
    path: Path,
    same: Callable[[TextIO], int | None],
    told: Callable[[], Iterator[Told]],
) -> ComparedOutput:
    """Compare a file with what it should say: whether it is the `same`; else with what each line should.

    A line that nobody reported is a difference too.
    """
    try:
        require_bounded(path, OUTPUT_BYTES)
        with path.open(encoding="utf-8-sig", newline="") as text:
            next(csv.reader(text), None)
            count = same(text)
        differences = () if count is not None else tuple(_other_lines(form, path, told()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return ComparedOutput(name=path.name, against=SUBMITTED, problem=f"读不了：{why_not(error)}")
    return ComparedOutput(name=path.name, against=SUBMITTED, figures=count or 0, differences=differences)


def _other_lines(form: Form, path: Path, told: Iterator[Told]) -> Iterator[Difference]:
    """Name every line that differs, in whatever order they stand."""
    text = read_bounded(path, OUTPUT_BYTES).decode("utf-8-sig")
    lines, wanted = csv.reader(csv_lines(text, newline="")), {one.head: one for one in told}
    next(lines, None)
    for line in filter(None, lines):
        one = wanted.pop(tuple(line[:-1]), None)
        if one is None:
            yield _stranger(line, f"第 {lines.line_num} 行")
        elif line[-1] != one.value:
            yield _missed(form, one, line[-1], f"第 {lines.line_num} 行")
    yield from (_missed(form, one, "", "没有这一行") for one in wanted.values())


def _missed(form: Form, one: Told, found: str, found_at: str) -> Difference:
    """Say what a line should say and from which cell of which file, and what it says."""
    unit, layout = one.standing.unit, lay_out(form)
    passage = one.key.table == NARRATIVE
    place = (
        layout.narrative[one.key.row]
        if passage
        else place_of(layout.places, _submission(one.standing), one.key)
    )
    label = next(f.label for f in form.narrative if f.key == one.key.row) if passage else form.label(one.key)
    return Difference(
        key=one.key,
        label=f"{unit.label} {label}",
        wanted=one.value,
        found=found,
        found_at=found_at,
        wanted_at=f"{one.standing.file} {place.sheet} {place.a1}",
    )


def _stranger(line: Sequence[str], found_at: str) -> Difference:
    """Say that a line stands in an output that should not."""
    key = Key(*([*line[3:6], "", "", ""][:3]))
    return Difference(
        key=key,
        label=" ".join(line[:-1]),
        wanted="",
        wanted_at=SUBMITTED,
        found=line[-1],
        found_at=f"{found_at}（多出来的）",
    )


def _submission(standing: Standing) -> Submission:
    assert standing.submission is not None  # noqa: S101 (asked only of units whose figures count)
    return standing.submission


def require_same(compared: Iterable[ComparedOutput]) -> None:
    """Raise OutputError naming all outputs that are not what they were made from, with where they differ."""
    unlike = [one for one in compared if not one.same]
    lines = []
    for one in unlike:
        lines.append(f"{one.name} 写出后重读，与汇总不一致，请不要使用。{one.problem}")
        lines += [
            f"  {d.label}：应为 {d.wanted or '空白'}，读到 {d.found or '空白'}"
            for d in one.differences[: max(20 // len(unlike), 1)]
        ]
        lines += [f"  {what}" for what in one.unread[:3]]
    if lines:
        raise OutputError("\n".join(lines))


def figure_differences(
    form: Form,
    wanted: Mapping[Key, Figure],
    found: Mapping[Key, str],
    wanted_at: str,
    places: Mapping[Key, str],
) -> Iterator[Difference]:
    """Name every figure that was not read as it is `wanted`; a blank may be read as nothing or 0."""
    for key, figure in wanted.items():
        read, expected = found.get(key, ""), plain_digits(figure)
        if read == expected or (figure is Mark.BLANK and read in {"", "0"}):
            continue
        yield Difference(
            key=key,
            label=form.label(key),
            wanted=expected,
            wanted_at=wanted_at,
            found=read,
            found_at=places.get(key, ""),
        )
