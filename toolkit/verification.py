"""Comparing again: every output with what it was made from, every published report with the unit's workbook.

`consolidate` and `report` compare by themselves after writing and fail loudly; `verify` compares at any later time.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from io import StringIO
from pathlib import Path

from toolkit.archive import UNITS, read_units_csv
from toolkit.checks import place_of
from toolkit.collection import collect
from toolkit.consolidation import ACCEPTED, Consolidation, Standing
from toolkit.errors import OutputError, UsageError
from toolkit.expression import Key
from toolkit.form import Form
from toolkit.layout import lay_out
from toolkit.opened import Opened
from toolkit.published import read_published
from toolkit.reading import read_file
from toolkit.sheets import at
from toolkit.submission import Amount, Figure, Mark, exact, plain, settled
from toolkit.workspace import Workspace, safe_name


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One figure that is not the same in two places: what it should be and where from, what was read and where."""

    key: Key
    label: str
    wanted: str
    wanted_at: str
    found: str
    found_at: str


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One output or published report compared. ``problem``: why it could not be compared."""

    name: str
    against: str
    figures: int = 0
    differences: tuple[Difference, ...] = ()
    problem: str = ""

    @property
    def same(self) -> bool:
        """Whether everything was compared and nothing differs."""
        return not self.differences and not self.problem


# ------------------------------------------------------------------ outputs


def summary_figures(form: Form, path: Path) -> dict[Key, str]:
    """Read the tables of a county workbook."""
    book, layout = Opened(path.read_bytes()), lay_out(form)
    found = {}
    for key, place in layout.places.items():
        raw = at(book.rows(place.sheet), place.row, place.column)
        found[key] = plain(exact(Decimal(repr(raw)))) if isinstance(raw, float | int) else str(raw)
    return found


def totals_figures(path: Path) -> dict[Key, str]:
    """Read totals.csv."""
    lines = csv.DictReader(StringIO(path.read_text(encoding="utf-8-sig")))
    return {Key(line["table"], line["row"], line["column"]): line["value"] for line in lines}


def upward_figures(form: Form, path: Path, form_name: str) -> dict[Key, str]:
    """Read the upward submission as the next level will; totals recomputed from its cells."""
    reading = read_file(path, path.name, [form_name])
    if reading.submission is None:
        raise OutputError(f"{path.name} 写出后读不回来：{'；'.join(f.message for f in reading.findings)}")
    return {key: plain(figure) for key, figure in settled(form, reading.submission).items()}


def compare_outputs(workspace: Workspace, consolidation: Consolidation) -> Iterator[Compared]:
    """Re-read what `consolidate` wrote and compare it, figure by figure, with the accepted submissions."""
    form, folder = consolidation.form, workspace.folder / "summary"
    name = f"{safe_name(workspace.settings.county)}{workspace.settings.year}年"
    readers: dict[str, Callable[[Path], dict[Key, str]]] = {
        f"{name}汇总.xlsx": lambda path: summary_figures(form, path),
        "totals.csv": totals_figures,
        f"上报_{name}.xlsx": lambda path: upward_figures(form, path, workspace.form_name),
    }
    for file, read in readers.items():
        path = folder / file
        if not path.is_file():
            yield Compared(
                name=file, against="各单位的工作簿", problem="还没有这个文件，请先运行 xxgk consolidate"
            )
            continue
        differences = tuple(_differences(form, consolidation.totals, read(path), "各单位之和", {}))
        yield Compared(name=file, against="各单位的工作簿", figures=len(form.cells), differences=differences)
    yield _compare_units(consolidation, folder / UNITS)


def _compare_units(consolidation: Consolidation, path: Path) -> Compared:
    """Compare units.csv with what each unit's workbook says, and that it has these units and no others."""
    form, against = consolidation.form, "各单位的工作簿"
    if not path.is_file():
        return Compared(name=UNITS, against=against, problem="还没有这个文件，请先运行 xxgk consolidate")
    kept = read_units_csv(form, path, form)
    differences: list[Difference] = []
    for standing, figures in zip(consolidation.counted, consolidation.figures, strict=True):
        found = {key: plain(figure) for key, figure in kept.figures.get(standing.unit.code, {}).items()}
        for one in _differences(form, figures, found, standing.file or "", {}):
            differences.append(replace(one, label=f"{standing.unit.name} {one.label}"))  # noqa: PERF401
    others = kept.figures.keys() - {standing.unit.code for standing in consolidation.counted}
    return Compared(
        name=path.name,
        against=against,
        figures=len(form.cells) * len(consolidation.counted),
        differences=tuple(differences),
        problem=f"有没有计入汇总的单位：{'、'.join(sorted(others))}" if others else "",
    )


def require_same(compared: Iterator[Compared]) -> None:
    """Raise OutputError naming every difference, where an output is not what it was made from."""
    for one in compared:
        if not one.same:
            lines = [
                f"  {d.label}：应为 {d.wanted or '空白'}，读到 {d.found or '空白'}"
                for d in one.differences[:20]
            ]
            raise OutputError(
                "\n".join([f"{one.name} 写出后重读，与汇总不一致，请不要使用。{one.problem}", *lines])
            )


def _differences(
    form: Form,
    wanted: Mapping[Key, Figure],
    found: Mapping[Key, str],
    wanted_at: str,
    places: Mapping[Key, str],
) -> Iterator[Difference]:
    for key, figure in wanted.items():
        read, expected = found.get(key, ""), plain(figure)
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


# ------------------------------------------------------------------ published reports


def verify_year(workspace: Workspace, published: Sequence[Path]) -> list[Compared]:
    """Compare the outputs of a year, and the published reports given, with the submissions."""
    from toolkit.publishing import consolidate  # noqa: PLC0415 (publishing compares after writing and needs us)

    consolidation = consolidate(workspace, collect(workspace))
    compared = list(compare_outputs(workspace, consolidation))
    return compared + [compare_published(workspace, consolidation, path) for path in published]


def compare_published(workspace: Workspace, consolidation: Consolidation, path: Path) -> Compared:
    """Compare a published report with the unit's workbook, or with the county's totals when it is the county's."""
    form, settings = workspace.form, workspace.settings
    if not path.is_file():
        return Compared(name=str(path), against="", problem="找不到这个文件")
    report = read_published(path, [form])
    name = report.unit_name
    standing = next((s for s in consolidation.standings if s.unit.name == name), None)
    if standing is not None and standing.submission is not None:
        return compare_document(
            form, path, settled(form, standing.submission), f"{standing.unit.name} {standing.file}"
        )
    if standing is not None:
        return Compared(name=path.name, against=name, problem="这个单位没有可比较的工作簿")
    if report.form is None or name.startswith(settings.county):
        return compare_document(form, path, consolidation.totals, f"{settings.county}汇总")
    return Compared(name=path.name, against="", problem=f"单位“{name}”不在单位名录里，没有比较")


def compare_document(form: Form, path: Path, wanted: Mapping[Key, Figure], against: str) -> Compared:
    """Read a document's tables back and compare them with the figures they should show."""
    report = read_published(path, [form])
    if report.form is None:
        return Compared(
            name=path.name,
            against=against,
            problem="；".join(f.message for f in report.findings) or "没有找到统计表",
        )
    found = {key: plain(amount) for key, amount in report.amounts.items()}
    asked = {key: figure for key, figure in wanted.items() if form.required(key)}
    differences = tuple(_differences(form, asked, found, against, report.places))
    return Compared(name=path.name, against=against, figures=len(asked), differences=differences)


# ------------------------------------------------------------------ 溯源


@dataclass(frozen=True, kw_only=True)
class Source:
    """One unit's part of a county figure: amount, file, its hash, and the cell it was read from."""

    unit: str
    amount: Amount
    file: str
    sha256: str
    cell: str


@dataclass(frozen=True, kw_only=True)
class Trace:
    """A county figure and the cells it is the sum of."""

    key: Key
    label: str
    total: Figure
    sources: tuple[Source, ...]


def trace_figure(workspace: Workspace, name: str) -> Trace:
    """Trace a county figure (table.row.column) to the cells of the accepted submissions.

    Raises UsageError when the form has no such figure.
    """
    from toolkit.publishing import consolidate  # noqa: PLC0415

    key = Key(*name.split(".")) if name.count(".") == 2 else Key(name, "", "")
    form = workspace.form
    if key not in form.position:
        raise UsageError(f"表样里没有“{name}”这个格。写法是 表.行.列，例：{form.cells[0]}")
    consolidation = consolidate(workspace, collect(workspace))
    sources = [
        source
        for standing, figures in zip(consolidation.counted, consolidation.figures, strict=True)
        if (source := _source(form, standing, key, figures[key])) is not None
    ]
    return Trace(key=key, label=form.label(key), total=consolidation.totals[key], sources=tuple(sources))


def _source(form: Form, standing: Standing, key: Key, figure: Figure) -> Source | None:
    if isinstance(figure, Mark) or standing.submission is None or standing.status != ACCEPTED:
        return None
    place = place_of(lay_out(form), standing.submission, key)
    return Source(
        unit=f"{standing.unit.code} {standing.unit.name}", amount=figure, file=standing.file or "",
        sha256=standing.sha256 or "", cell=f"{place.sheet} {place.a1}",
    )  # fmt: skip
