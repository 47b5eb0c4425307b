"""Comparing again at any later time: a year's outputs, published reports with the unit's workbook."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from toolkit.answers.last_year import History
from toolkit.answers.messages import Finding
from toolkit.answers.submission import Submission, settled_figures
from toolkit.county.consolidation import Consolidation, consolidate
from toolkit.county.published_words import altered_sentences, contact_doubts, word_doubts
from toolkit.county.report_comparison import WrittenDocument, compare_report, compare_written
from toolkit.county.rereading import ComparedOutput, compare_outputs
from toolkit.county.upward import check_words, county_words
from toolkit.errors import UsageError
from toolkit.files import natural_order
from toolkit.form.model import Figure, Form, Key
from toolkit.published import Published, read_all_published
from toolkit.published.labels import squeeze, wide_brackets
from toolkit.rules.prose_checks import against_tables
from toolkit.year.collection import collect
from toolkit.year.workspace import DOCUMENTS, UNITS_FOLDER, Standing, Workspace, unit_stem

# messages of the reading
YEAR_DOUBTED, UNIT_DOUBTED = frozenset({"P11", "P13"}), frozenset({"P29", "P38"})
PERIOD_WRONG = frozenset({"P24"})
LEAST_NAME = 4  # characters: a shorter name stands in many others


class Whose(NamedTuple):
    """Whose a document is: the figures that it should show, where they are from, whose name it bears.

    ``known`` is what was found in that one's sentences before, ``words`` are that one's passages, ``contact``
    what it wrote of itself.
    """

    figures: Mapping[Key, Figure]
    against: str
    name: str
    known: Sequence[Finding]
    words: Mapping[str, str]
    contact: Mapping[str, str]


def compare_documents(
    workspace: Workspace,
    consolidation: Consolidation,
    county: Whose,
    done: Callable[[int, int], None] | None = None,
) -> Iterator[ComparedOutput]:
    """Re-read the documents that `report` wrote: their tables, and what their sentences say of these.

    The county's with the totals, each unit's with its workbook.
    """
    form, folder = consolidation.form, workspace.folder / "summary"
    ours = {f"{workspace.stem}{form.title}": county._replace(against="各单位之和")}
    for standing, figures in zip(consolidation.counted, consolidation.figures, strict=True):
        ours[f"{UNITS_FOLDER}/{unit_stem(standing.unit)}"] = _the_unit(standing, figures)
    there = (*folder.iterdir(), *(folder / UNITS_FOLDER).glob("*")) if folder.is_dir() else ()
    found = sorted(there, key=natural_order)
    names = {path: path.relative_to(folder).as_posix() for path in found if path.suffix in DOCUMENTS}
    wanted = {path: ours.get(name.removesuffix(path.suffix)) for path, name in names.items()}
    compared = compare_written(
        form, (WrittenDocument(path, own.figures, own.against) for path, own in wanted.items() if own)
    )
    for number, (path, name) in enumerate(names.items(), 1):
        if done is not None:
            done(number, len(names))
        own = wanted[path]
        if own is None:
            why = "没有与它相应的通过的单位，可能是旧的，请核对后删除或重新运行 xxgk report"
            yield ComparedOutput(name=name, against="", problem=why)
        else:
            yield replace(_with_words(form, next(compared)[1], own, consolidation.year), name=name)


def the_county(workspace: Workspace, consolidation: Consolidation, history: History) -> Whose:
    """Say what a document of the county should show."""
    values = county_words(workspace)
    known = check_words(consolidation, history, values.narrative, values.explanations)
    return Whose(
        figures=consolidation.totals,
        against=f"{consolidation.county}汇总",
        name=consolidation.county,
        known=known,
        words=values.narrative,
        contact=values.identity,
    )


def _the_unit(standing: Standing, figures: Mapping[Key, Figure]) -> Whose:
    name = standing.unit.name
    own = standing.submission
    return Whose(
        figures=figures,
        against=f"{name} {standing.file}",
        name=name,
        known=standing.findings,
        words=own.narrative if own else {},
        contact=own.identity if own else {},
    )


def _with_words(form: Form, compared: ComparedOutput, whose: Whose, year: int) -> ComparedOutput:
    """Say too which sentences the figures contradict, but for what was found in them before.

    And which have other numbers than the same ones that were submitted, or other words. What says just what
    was submitted was judged when that came.
    """
    if compared.problem or compared.narrative == whose.words:
        return compared
    submission = Submission(
        form=form.key,
        year=year,
        unit_code="",
        unit_name=whose.name,
        figures={key: whose.figures[key] for key in form.inputs if key in whose.figures},
        narrative=compared.narrative,
    )
    known = {finding.problem for finding in whose.known}
    found = [f for f in against_tables(form, submission) if f.problem not in known]
    labels = {field.key: field.label for field in form.narrative}
    return replace(
        compared,
        sentences=tuple(f.problem for f in found),
        altered=tuple(altered_sentences(labels, whose.words, compared.narrative)),
        doubts=(*compared.doubts, *word_doubts(labels, whose.words, compared.narrative)),
    )


# ------------------------------------------------------------------ published reports


def verify_year(
    workspace: Workspace,
    published: Sequence[Path],
    unit_code: str | None = None,
    done: Callable[[int, int], None] | None = None,
) -> list[ComparedOutput]:
    """Compare the outputs of a year, and the published reports given, with the submissions.

    `unit_code`: whose the published reports are, whatever they say. `done` hears how many files are read,
    then how many documents. Raises UsageError when no unit has this code.
    """
    collection = collect(workspace, done=done)
    consolidation = consolidate(workspace, collection)
    codes = {standing.unit.code for standing in consolidation.standings}
    if unit_code is not None and unit_code not in codes:
        raise UsageError(f"单位名录里没有代码“{unit_code}”。请核对 --unit 后面的代码。")
    county = the_county(workspace, consolidation, collection.history)
    compared = [
        *compare_outputs(workspace, consolidation),
        *compare_documents(workspace, consolidation, county, done),
    ]
    reports = zip(published, read_all_published(published, [workspace.form]), strict=True)
    return compared + [
        _compare_published(workspace, consolidation, path, report, unit_code, county)
        for path, report in reports
    ]


def _compare_published(
    workspace: Workspace,
    consolidation: Consolidation,
    path: Path,
    report: Published,
    unit_code: str | None,
    county: Whose,
) -> ComparedOutput:
    """Compare a published report with the unit's workbook, or with the county's totals when it is its.

    Whose it is and of which year comes first: a report of another unit or year is not compared.
    """
    form, settings = workspace.form, workspace.settings
    if not path.is_file():
        return ComparedOutput(name=str(path), against="", problem="找不到这个文件")
    name = report.unit_name
    standing = _whose(consolidation.standings, name, unit_code)
    against = standing.unit.name if standing else ""
    if report.year is not None and report.year != settings.year:
        why = f"这是 {report.year} 年度的报告，年度文件夹是 {settings.year} 年度的，没有比较"
        return ComparedOutput(name=path.name, against=against, problem=why)
    if standing is not None and standing.submission is not None:
        own = _the_unit(standing, settled_figures(form, standing.submission))
        told = _compared_with(own, form, report, path, settings.year, named=unit_code is not None)
        other = _whose(consolidation.standings, name, None)
        if told.problem:
            return told
        told = replace(told, doubts=(*told.doubts, *_named_beside(consolidation, standing, report)))
        if other is None or other is standing:
            return told
        said = f"这份报告写的单位是“{name}”，按 --unit 指明的“{against}”比较，是不是它的"
        return replace(told, doubts=(said, *told.doubts))
    if standing is not None:
        why = "这个单位没有可比较的工作簿：还没有报送，或者报送的文件读不了"
        return ComparedOutput(name=path.name, against=against, problem=why)
    if _is_county(name, settings.county):
        return _compared_with(county, form, report, path, settings.year, named=False)
    if report.form is None:
        return compare_report(form, report, path, {}, "")
    near = _near_names(consolidation.standings, name)
    hint = f"，名录里相近的有：{'、'.join(near)}" if near else ""
    why = f"单位“{name or '（没有写）'}”不在单位名录里，没有比较{hint}。是哪个单位的，请用 --unit 代码 指明"
    return ComparedOutput(name=path.name, against="", problem=why)


def _compared_with(
    whose: Whose, form: Form, report: Published, path: Path, year: int, *, named: bool
) -> ComparedOutput:
    """Compare a published report, figures, words and contact, with what it should say."""
    compared = compare_report(form, report, path, whose.figures, whose.against)
    compared = _with_words(form, compared, whose, year)
    compared = _with_contact(form, compared, whose, report)
    return _with_doubts(compared, report, year, named=named)


def _named_beside(consolidation: Consolidation, own: Standing, report: Published) -> Iterator[str]:
    """Say which other unit of the roster is said to have written the report: its text was taken over."""
    for name in (one.unit.name for one in consolidation.standings if one is not own):
        if name not in own.unit.name and _writes(squeeze(name), report.preamble):
            yield f"文中写的编制或联系单位是“{name}”，不是“{own.unit.name}”"


def _writes(name: str, preamble: str) -> bool:
    plain = re.escape(name)
    return name in preamble and bool(
        re.search(rf"(?:由|请与|请联系|单位:){plain}|{plain}\w{{0,4}}(?:编制|联系)", preamble)
    )


def _with_contact(form: Form, compared: ComparedOutput, whose: Whose, report: Published) -> ComparedOutput:
    """Say too where the address or the telephone in print is another."""
    found = () if compared.problem else contact_doubts(form, whose.contact, report.identity)
    return replace(compared, doubts=(*compared.doubts, *found))


def _with_doubts(compared: ComparedOutput, report: Published, year: int, *, named: bool) -> ComparedOutput:
    """Say too where it is not certain of which year a report is, or, unless its unit was told, whose.

    And where its period is not that year: it stands in print, whatever the figures are.
    """
    if compared.problem:
        return compared
    years = [f for f in report.findings if f.rule in YEAR_DOUBTED]
    said = [f"{f.facts['seen']}；是不是 {year} 年度的报告" for f in years]
    said += [f.message for f in report.findings if f.rule in UNIT_DOUBTED and not named]
    said += [f.message for f in report.findings if f.rule in PERIOD_WRONG]
    return replace(compared, doubts=(*said, *compared.doubts))


def _whose(standings: Sequence[Standing], name: str, unit_code: str | None) -> Standing | None:
    """Find the unit of a report: the one told, of this very name, or the only one whose name it ends with."""
    if unit_code is not None:
        return next(one for one in standings if one.unit.code == unit_code)
    written = wide_brackets(name)
    exact = next((one for one in standings if wide_brackets(one.unit.name) == written), None)
    longer = [one for one in standings if name.endswith(one.unit.name) and len(one.unit.name) >= LEAST_NAME]
    return exact or (longer[0] if len(longer) == 1 else None)


def _is_county(name: str, county: str) -> bool:
    """Whether a name is the county's own: 嘉祥县, 嘉祥县人民政府, its office.

    Never another bureau of the county.
    """
    before, found, rest = name.partition(county)
    return (
        bool(found)
        and len(before) < LEAST_NAME
        and rest in {"", "人民政府", "政府", "人民政府办公室", "政府办公室"}
    )


def _near_names(standings: Sequence[Standing], name: str) -> list[str]:
    names = {one.unit.name: one.unit.label for one in standings}
    return [names[one] for one in get_close_matches(name, names, n=3, cutoff=0.5)]
