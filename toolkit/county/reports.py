"""The official reports of a year as documents: the county's and each unit's, as .docx and .html.

Each is read back after writing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from toolkit.answers.last_year import History
from toolkit.answers.submission import Submission, settled_figures, unwritten
from toolkit.county.consolidation import COUNTY_WORDS, Consolidation, consolidate, coverage_lines
from toolkit.county.correction import keep_beside, summary_is_older
from toolkit.county.report_comparison import WrittenDocument, compare_written
from toolkit.county.rereading import require_same
from toolkit.county.same_units import same_units
from toolkit.county.unit_sentences import doubted_passages, quoted_sentences
from toolkit.county.upward import check_words, county_words
from toolkit.files import natural_order, write_whole
from toolkit.report import OfficialReport, compose, docx_bytes, html_text
from toolkit.year.collection import collect
from toolkit.year.remembered.written import remember_written, writing_over
from toolkit.year.workspace import (
    ACCEPTED,
    DOCUMENTS,
    MISSING,
    RETURNED,
    UNITS_FOLDER,
    Standing,
    Workspace,
    Written,
    unit_stem,
)


def write_reports(
    workspace: Workspace,
    *,
    units: bool = False,
    workers: int | None = None,
    done: Callable[[int, int], None] | None = None,
) -> Written:
    """Write the county's report (and, with `units`, that of every unit that passed), each as .docx and .html.

    In the order of sections and tables that 国办公开办函〔2021〕30号 prescribes. What cannot be said truly
    from the figures stands as 【待补充】, sentences under query as 【待核】. Returns what was written and
    what the person has to know. `done` hears how far reading, then writing, is. Raises OutputError when a
    file cannot be written.
    """
    collection = collect(workspace, workers=workers, done=done)
    consolidation = consolidate(workspace, collection, collection.history)
    words = county_words(workspace)
    found = check_words(consolidation, collection.history, words.narrative, words.explanations)
    passages = doubted_passages(workspace.form, words.narrative, found)
    told = _addresses(workspace, words.identity)
    report = _county_report(workspace, consolidation, collection.history, told, passages)
    documents = _county_documents(workspace, consolidation, report)
    lines = [] if consolidation.complete else coverage_lines(consolidation)
    lines += [f"本级的文字（{COUNTY_WORDS}），已标【待核】：{f.message}" for f in found if f.waiting]
    gaps = [*_county_gaps(workspace, report, told, passages)]
    lines += gaps
    summary, stems = workspace.path("summary"), [_stem(workspace)]
    if units:
        passed = [
            (standing, standing.submission)
            for standing in consolidation.standings
            if standing.status == ACCEPTED and standing.submission is not None
        ]
        documents = chain(documents, _unit_documents(workspace, passed))
        stems += [f"{UNITS_FOLDER}/{unit_stem(standing.unit)}" for standing, _ in passed]
        lines += _unit_gaps(workspace, consolidation, passed)
    written: list[Path] = []
    outputs = [summary / f"{stem}{ending}" for stem in stems for ending in DOCUMENTS]
    with writing_over(summary, outputs) as edited:
        for path in _read_back(workspace, documents):
            if len(written) < len(DOCUMENTS) and not gaps:
                keep_beside(consolidation, path, path.parent)
            written.append(path)
            if done is not None:
                done(len(written), len(outputs))
    lines += edited
    remember_written(summary, written)
    lines += _older_beside(workspace, consolidation, written, units=units)
    return Written(
        written=tuple(written),
        lines=tuple(lines),
        complete=consolidation.complete,
        open_matters=collection.open_matters,
    )


def _older_beside(
    workspace: Workspace, consolidation: Consolidation, written: Sequence[Path], *, units: bool
) -> Iterator[str]:
    """Say what lies beside the reports that tells other figures, or is of a unit that does not pass now."""
    folder = workspace.path("summary")
    if summary_is_older(consolidation, folder):
        yield (
            "summary/ 里的汇总和上报文件是按以前收到的写的，合计与这份报告不同；"
            "请再运行一次 xxgk consolidate。"
        )
    of_units = sorted((folder / UNITS_FOLDER).glob("*"), key=natural_order) if units else []
    if older := [path.name for path in of_units if path.suffix in DOCUMENTS and path not in written]:
        yield (
            f"summary/{UNITS_FOLDER}/ 里的 {'、'.join(older)} 是以前写的，现在没有相应的通过的单位，"
            "请核对后删除，不要公布。"
        )


def _addresses(workspace: Workspace, identity: Mapping[str, str]) -> Mapping[str, str]:
    """Say where the county is asked: as it wrote itself, else by the office's telephone."""
    phone = workspace.settings.office.get("phone", "")
    return {"phone": phone, **{key: text for key, text in identity.items() if text}}


def _county_gaps(
    workspace: Workspace, report: OfficialReport, told: Mapping[str, str], written: Mapping[str, str]
) -> Iterator[str]:
    """Say where the county's own report still has something for a person to write, and under which name."""
    if not report.to_watch:
        return
    counts = Counter(chain.from_iterable(report.to_watch.values()))
    said = "、".join(f"{n} 处【{sign}】" for sign, n in counts.items())
    empty = [
        f"identity.{field.key}＝{field.label}"
        for field in workspace.form.identity
        if not field.fixed
        and f"{{{field.key}}}" in "".join(workspace.form.document.preamble)
        and not told.get(field.key)
    ]
    empty += [
        f"narrative.{field.key}＝{field.label}"
        for field in workspace.form.narrative
        if field.section and not written.get(field.key, "").strip()
    ]
    yield f"本级报告还有 {said}，写好再公布，这一份没有留进 已发布/：{'、'.join(report.to_watch)}。"
    if empty:
        yield f"本级报告的文字写在 {COUNTY_WORDS} 里，再运行 xxgk report；还没有写的：{'、'.join(empty)}。"


def _unit_gaps(
    workspace: Workspace, consolidation: Consolidation, passed: Sequence[tuple[Standing, Submission]]
) -> Iterator[str]:
    """Say what the units that passed have not written, and which have no report."""
    for standing, submission in passed:
        if absent := unwritten(workspace.form, submission.identity, submission.narrative):
            yield f"{standing.unit.name}的报告里没有写的（工作簿里是空的）：{'、'.join(absent)}"
    if left_out := [s.named for status in (MISSING, RETURNED) for s in consolidation.waiting(status)]:
        yield f"没有单位报告（还没有通过）：{'、'.join(left_out)}"


def _county_documents(
    workspace: Workspace, consolidation: Consolidation, report: OfficialReport
) -> Iterator[WrittenDocument]:
    named = workspace.path("summary") / _stem(workspace)
    yield from _write(report, WrittenDocument(named, consolidation.totals, "汇总"))


def _stem(workspace: Workspace) -> str:
    return f"{workspace.stem}{workspace.form.title}"


def _unit_documents(
    workspace: Workspace, passed: Sequence[tuple[Standing, Submission]]
) -> Iterator[WrittenDocument]:
    folder = workspace.path("summary") / UNITS_FOLDER
    for standing, submission in passed:
        shown = WrittenDocument(
            folder / unit_stem(standing.unit), settled_figures(workspace.form, submission), "汇总"
        )
        yield from _write(unit_report(workspace, standing), shown)


def _write(report: OfficialReport, shown: WrittenDocument) -> Iterator[WrittenDocument]:
    """Write a report in each way; what it should show is named without the ending."""
    for suffix, data in zip(DOCUMENTS, (docx_bytes(report), html_text(report).encode()), strict=True):
        path = shown.path.with_name(shown.path.name + suffix)
        write_whole(path, data)
        yield shown._replace(path=path)


def _read_back(workspace: Workspace, documents: Iterable[WrittenDocument]) -> Iterator[Path]:
    """Read documents back while others are written: one that does not show its figures is no result.

    All are read, so that all of those are named; none counts as written after the first of them.
    """
    unlike = []
    for path, compared in compare_written(workspace.form, documents):
        if not compared.same:
            unlike.append(compared)
        elif not unlike:
            yield path
    require_same(unlike)


def _county_report(
    workspace: Workspace,
    consolidation: Consolidation,
    history: History,
    identity: Mapping[str, str],
    narrative: Mapping[str, str],
) -> OfficialReport:
    """Compose the county's report from its totals and its own words; what is missing is marked."""
    settings = workspace.settings
    return compose(
        consolidation.form,
        year=settings.year,
        unit_name=settings.county,
        figures=consolidation.totals,
        narrative=narrative,
        identity=identity,
        baseline=same_units(consolidation, history),
        summary_of=len(consolidation.counted),
        silent=consolidation.silent,
        quotes=quoted_sentences(consolidation),
        office=settings.office.get("name", ""),
        notice=settings.notice,
        draft=consolidation.draft,
    )


def unit_report(workspace: Workspace, standing: Standing) -> OfficialReport:
    """Compose a unit's report from its own figures and words; a sentence under query is marked 【待核】."""
    submission = standing.submission
    assert submission is not None  # noqa: S101 (asked only of units that passed)
    return compose(
        workspace.form,
        year=submission.year,
        unit_name=standing.unit.name,
        figures=settled_figures(workspace.form, submission),
        narrative=doubted_passages(workspace.form, submission.narrative, standing.findings),
        identity=submission.identity,
        notice=workspace.settings.notice,
    )
