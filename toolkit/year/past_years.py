"""Past years, from whatever was kept of them.

Last year's figures of each unit, as they pass to this year's units (renamed, merged, split, new);
and several years together, as far back as each folder names the year before.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit.answers import messages
from toolkit.answers.last_year import UNKNOWN, History
from toolkit.answers.messages import Finding
from toolkit.answers.past_year import PastYear
from toolkit.answers.submission import Submission, settled_figures
from toolkit.answers.units import Roster, bare_code
from toolkit.cage import caged
from toolkit.errors import UsageError, one_line
from toolkit.files import (
    FINALS,
    ROUND,
    TEXTS_CSV,
    TOTALS_CSV,
    UNITS_CSV,
    final_rounds,
    natural_order,
    same_content,
)
from toolkit.form.definition import form_sources, forms_near, load_form
from toolkit.form.model import Figure, Form, Key, Mark, comparable_figures, comparable_part, name_some
from toolkit.year.codes_and_names import require_same_units
from toolkit.year.kept_results import (
    Kept,
    possible_forms,
    read_county_workbook,
    read_texts_csv,
    read_totals_csv,
    read_units_csv,
)
from toolkit.year.openings import read_openings
from toolkit.year.remembered.sealed import Entries, digest_of_texts, tool_digest
from toolkit.year.remembered.written import published_otherwise
from toolkit.year.workspace import SETTINGS, Workspace, is_same_office, open_workspace

MOST_YEARS, SUMMARY = 30, "summary"
SHOWN = 5  # units that are named


@dataclass(frozen=True, kw_only=True)
class Series:
    """Past years, oldest first; ``broken`` says why it does not go further back, when that is a mistake."""

    years: tuple[PastYear, ...] = ()
    broken: str = ""


def last_year_of(workspace: Workspace) -> Path | None:
    """Return where last year's figures are, as the settings say; relative paths are meant from the folder."""
    given = workspace.settings.last_year
    return workspace.folder / given if given else None


def history_of(workspace: Workspace, roster: Roster, form: Form | None = None) -> History:
    """Read last year's figures as they pass to this year's units, for the year's form or another `form`.

    Raises UsageError when they cannot be read, or when codes and names do not go together as they did last
    year.
    """
    asked, year = form or workspace.form, workspace.settings.year - 1
    given = read_openings(workspace.folder, workspace.form, roster, asked)
    source = last_year_of(workspace)
    kept = _known_again(workspace, asked, source, year) if source is not None else None
    if source is not None and kept is not None:
        _require_year(source, kept, year)
        _require_office(source, kept, workspace.settings.county, workspace.settings.county_before)
    doubt = _doubt_of(source) if source is not None else ""
    history = replace(_as_history(source, kept), given=given, doubt=doubt, owed=workspace.owed_last_year())
    history = history.within(roster)
    require_same_units(roster, history)
    return history


def vanished_units(roster: Roster, history: History) -> Iterator[Finding]:
    """Ask about the units of last year of which the roster says nothing; nothing where there are none."""
    if gone := history.vanished(roster):
        yield messages.VANISHED.finding(count=len(gone), units=name_some(gone, SHOWN))


def read_history(
    form: Form, source: Path | None, *, year: int | None = None, county: str = "", before: str = ""
) -> History:
    """Read the figures of the year before from whatever was kept of it.

    `source` is a year's folder, a county workbook, a units.csv, or a folder of filled workbooks, of which
    those of the `year` count. Raises UsageError when something given cannot be read, is of another year, or
    of another office than `county`, which was perhaps called otherwise `before`.
    """
    kept = read_kept(form, source, year) if source is not None else None
    if source is not None and kept is not None and year is not None:
        _require_year(source, kept, year)
        _require_office(source, kept, county, before)
    return _as_history(source, kept)


def _require_year(source: Path, kept: Kept, year: int) -> None:
    """Raise UsageError where last year's figures, or the folder whose results they are, say another year."""
    whose, said = _folder_of(source), kept.year
    if said is None and whose is not None:
        with suppress(UsageError):  # what is wrong there is no matter of this year's
            said = open_workspace(whose).settings.year
    seen = ""
    if said is None and not set(named := _years_named(source)) & {year, year + 1}:  # kept for this year
        said, seen = max(named, default=None), "看文件名"
    if said not in {None, year}:
        raise UsageError(
            f"上年数 {source} {seen}是 {said} 年度的，不是上年（{year} 年度）的，没有用。"
            '请核对 xxgk.toml 的 last_year；没有上年数的，写 last_year = ""。'
        )


def _require_office(source: Path, kept: Kept, county: str, before: str) -> None:
    """Raise UsageError where last year's figures, or the folder in which they lie, name another office."""
    whose, said = _folder_of(source), kept.offices
    if not said and whose is not None:
        with suppress(UsageError):  # what is wrong there is no matter of this year's
            said = open_workspace(whose).settings.county
    other = next((one for one in said.split("、") if not is_same_office(one, county, before)), None)
    if other is not None:
        raise UsageError(
            f"上年数 {source} 是“{other}”的，这里是“{county}”，别处的数会接到这里的单位上，所以停下来。"
            f'请核对上年的文件夹或文件；名称改过的，在 xxgk.toml 里加一行 county_before = "{other}"，'
            "init 时写 --county-before。"
        )


def _folder_of(source: Path) -> Path | None:
    """Return the year's folder whose results, or what was sent to it, last year's figures are."""
    at = source.resolve()
    parts = (at, *at.parents)
    years = (one for one in parts if one == at or {one / SUMMARY, one / "inbox"} & {*parts})
    return next((one for one in years if (one / SETTINGS).is_file()), None)


def _years_named(source: Path) -> list[int]:
    """Return the years that a file is called by: a units.csv itself does not say whose it is."""
    return [int(year) for year in re.findall(r"(?<!\d)20\d\d(?!\d)", source.name)]


def _as_history(source: Path | None, kept: Kept | None) -> History:
    if source is None or kept is None:
        return History()
    if not kept.figures:
        raise UsageError(f"上年数 {source} 里没有单位的数。")
    return History(
        source=source.name,
        figures=kept.figures,
        names=kept.names,
        prose=kept.prose,
        totals=kept.totals,
    )


def past_years(workspace: Workspace) -> Series:
    """Follow last year's folder to the year before it, and so on.

    Folders of filled workbooks may hold several years.
    """
    found: dict[int, PastYear] = {}
    broken = ""
    try:
        for one in _back(workspace):
            found.setdefault(one.year, one)
    except UsageError as error:
        broken = str(error)
    return Series(years=tuple(found[year] for year in sorted(found)), broken=broken)


def _back(workspace: Workspace) -> Iterator[PastYear]:
    form, here = workspace.form, workspace
    for year in range(workspace.settings.year - 1, workspace.settings.year - 1 - MOST_YEARS, -1):
        source = last_year_of(here)
        if source is None:
            return
        if not (source / SETTINGS).is_file():
            yield from _without_folder(workspace, source, year)
            return
        before = open_workspace(source)
        if before.settings.year != year:
            raise UsageError(f"“{source.name}”是 {before.settings.year} 年度的，不是 {year} 年度的")
        kept = _known_again(workspace, form, source)
        yield replace(_past(form, year, kept), draft=_unfinished(before, kept, source))
        here = before


def _unfinished(before: Workspace, kept: Kept, source: Path) -> bool:
    """Whether what was kept was added up as a draft.

    Units that owed a report are missing from it, or there is no version that was kept as final.
    """
    if _published_last(_now_in(source)) is None:
        return True
    there = {bare_code(code) for code in kept.figures}
    with suppress(UsageError):  # what is wrong there is no matter of this year's
        return any(bare_code(unit.code) not in there for unit in before.roster.due)
    return False


def _without_folder(workspace: Workspace, source: Path, year: int) -> Iterator[PastYear]:
    """Give what stands at the end of the chain: a file of one year, or filled workbooks of several."""
    form = workspace.form
    if source.is_dir() and not _results_in(source).is_dir():
        several = workbooks_by_year(form, source)
        yield from (_past(form, one, kept) for one, kept in several.items() if one <= year)
    else:
        yield _past(form, year, _known_again(workspace, form, source))


def _past(form: Form, year: int, kept: Kept) -> PastYear:
    county = History(figures=kept.figures, totals=kept.totals).county()
    stated = {
        key: len(kept.figures)
        - [type(figures.get(key, Mark.BLANK)) for figures in kept.figures.values()].count(Mark)
        for key in form.optional
        if key in county
    }
    return PastYear(year=year, basis=kept.basis, units=len(kept.figures), totals=county, stated=stated)


# ------------------------------------------------------------------ what was kept


def read_kept(form: Form, source: Path, year: int | None = None) -> Kept:
    """Read a past year from whatever was kept of it, as far as it can be compared with `form`.

    `year` picks one of several years of filled workbooks. Raises UsageError when there is nothing to read.
    """
    if source.is_dir():
        summary = _results_in(source)
        if (summary / UNITS_CSV).is_file():
            origin = load_form(open_workspace(source).form_name) if (source / SETTINGS).is_file() else None
            kept = read_units_csv(form, summary / UNITS_CSV, origin)
            texts, sums = summary / TEXTS_CSV, summary / TOTALS_CSV
            return replace(
                kept,
                prose=caged(read_texts_csv, f"上年文字 {texts.name}", texts) if texts.is_file() else {},
                totals=caged(read_totals_csv, f"上年数 {sums.name}", form, sums, kept)
                if sums.is_file()
                else {},
            )
        if (source / SETTINGS).is_file():
            raise UsageError(
                f"上年数 {source} 里没有 summary/{UNITS_CSV}。请先汇总上年，或写出 {UNITS_CSV} 的路径。"
            )
        return _one_year(workbooks_by_year(form, source), source, year)
    if not source.is_file():
        raise UsageError(
            f"找不到上年数 {source}。可以写上年的年度文件夹、汇总表、{UNITS_CSV}，或放填好的工作簿的文件夹。"
        )
    return (
        caged(read_county_workbook, f"上年数 {source.name}", form, source)
        if source.suffix.lower() == ".xlsx"
        else read_units_csv(form, source)
    )


def _results_in(source: Path) -> Path:
    """Return where the results lie: in a year's folder, or in the folder given itself.

    Those that were published last, where what lies there now is something else: a draft, or changed since.
    """
    return _published_instead(source) or _now_in(source)


def _published_instead(source: Path) -> Path | None:
    """Return the folder of what was published last where something else lies there now; None where not."""
    now = _now_in(source)
    final = _published_last(now)
    return None if final is None or _same_units(final, now) else final


def _now_in(source: Path) -> Path:
    return source if (source / UNITS_CSV).is_file() else source / SUMMARY


def _published_last(results: Path) -> Path | None:
    """Return the folder of the version that was kept last as final; None where there is none."""
    rounds = final_rounds(results)
    return results / FINALS / ROUND.format(rounds[-1]) if rounds else None


def _same_units(one: Path, other: Path) -> bool:
    mine, theirs = one / UNITS_CSV, other / UNITS_CSV
    return theirs.is_file() and mine.stat().st_size == theirs.stat().st_size and same_content(mine, theirs)


def _doubt_of(source: Path) -> str:
    """Say why last year's figures are not simply those that lie in its folder now; "" where they are."""
    if otherwise := "，".join(published_otherwise(_now_in(source)) if source.is_dir() else ()):
        return f"{source.name} 里{otherwise}，上年数可能不是公布的"
    if (final := _published_instead(source)) is not None:
        return (
            f"{source.name} 现在的汇总不是正式的（是草稿，或者定稿以后改过），"
            f"上年数用的是最后一次正式汇总（{FINALS}/{final.name}）"
        )
    if (source / SETTINGS).is_file() and _published_last(_now_in(source)) is None:
        return f"{source.name} 还没有正式汇总过，上年数用的是草稿，以后可能会变"
    return ""


def _known_again(workspace: Workspace, form: Form, source: Path, year: int | None = None) -> Kept:
    """Read a past year as `read_kept` does, or know it again by the content of its files.

    Only filled workbooks may be of several years.
    """
    of_any_year, of_this = (form.key, source), (form.key, source, year)
    for asked in (of_any_year, of_this):
        if asked in workspace.read:
            kept: Kept = workspace.read[asked]
            return kept
    entries, name = Entries(workspace.folder, Kept, form.cells), ""
    if form is workspace.form and entries.usable:
        with suppress(OSError):
            name = _name_of(workspace, source)
    known = entries.read(name) if name else None
    kept = known or read_kept(form, source, year)
    if name and known is None:
        with suppress(OSError):
            entries.write(name, kept)
    workspace.read[of_any_year if name else of_this] = kept
    return kept


def _name_of(workspace: Workspace, source: Path) -> str:
    """Name what is kept of a past year by all that it is made from; empty for workbooks. Raises OSError."""
    folder, forms = source, list(forms_near(source))
    if source.is_dir():
        folder = _results_in(source)
        if not (folder / UNITS_CSV).is_file():
            return ""
        if (source / SETTINGS).is_file():
            forms.append(open_workspace(source).form_name)
    paths = [folder / name for name in (UNITS_CSV, TEXTS_CSV, TOTALS_CSV)] if source.is_dir() else [source]
    made_from: list[str | bytes] = [tool_digest(), workspace.form_name, source.suffix.lower()]
    for name in (workspace.form_name, *forms):
        made_from += [name, *form_sources(name)]
    for path in paths:
        made_from += [path.name, path.read_bytes() if path.is_file() else ""]
    return f"past-{digest_of_texts(made_from)[:34]}"


def workbooks_by_year(form: Form, folder: Path) -> dict[int, Kept]:
    """Read a folder of filled workbooks, such as imported reports, of any year and form.

    One that was issued and never filled in is none. Raises UsageError when there are none, or when a unit
    has two different ones for a year.
    """
    from toolkit.reading.workbook import read_workbooks  # noqa: PLC0415 (only where workbooks are read)

    there = (path for path in folder.rglob("*.xlsx") if not path.name.startswith(("~$", ".")))
    paths = sorted(there, key=natural_order)
    readings = read_workbooks(paths, forms_near(folder))
    if broken := [r for r in readings if r.unreadable]:
        said = "\n".join(f"  {one_line(r.file)}：{r.findings[0].message}" for r in broken)
        raise UsageError(f"上年数 {folder} 里有 {len(broken)} 份打不开，上年数没有用。不要的请移走：\n{said}")
    filled = [r for r in readings if r.submission is not None and _says(r.submission)]
    known = [(r.file, r.submission) for r in filled if r.submission is not None]
    offices = "、".join(
        sorted({r.issued.get("county", "") for r in filled if not r.issued.get("made")} - {""})
    )
    if not known:
        raise UsageError(f"上年数 {folder} 里没有 summary/{UNITS_CSV}，也没有填好的工作簿。")
    years: dict[int, dict[str, tuple[str, Submission]]] = {}
    for file, one in known:
        code = one.unit_code or one.unit_name
        before, other = years.setdefault(one.year, {}).setdefault(code, (file, one))
        if (other.form, other.figures) != (one.form, one.figures):
            raise UsageError(
                f"上年数 {folder} 里“{code}”{one.year}年有两份不同的工作簿：{before}、{file}。请只留一份。"
            )
    return {
        year: replace(_kept(form, folder, [one for _, one in units.values()]), offices=offices)
        for year, units in sorted(years.items())
    }


def _says(one: Submission) -> bool:
    """Whether a workbook says anything of its unit's figures, even that all are 0."""
    return one.zero_blanks or any(figure is not Mark.BLANK for figure in one.figures.values())


def _known_figures(form: Form, one: Submission) -> dict[Key, Figure]:
    """Return the figures of a workbook that nobody judged: a sum without all its parts is not known."""
    figures = dict(settled_figures(form, one))
    for total, leaves in form.sums.items():
        if any(figures[leaf] in UNKNOWN and form.required(leaf) for leaf in leaves):
            figures[total] = Mark.BLANK
    return figures


def _kept(form: Form, folder: Path, units: Sequence[Submission]) -> Kept:
    forms = {one.key: one for one in reversed([*possible_forms(form, folder)])}
    of = {one.unit_code or one.unit_name: one for one in units}
    return Kept(
        basis="、".join(sorted({forms[one.form].basis for one in units})),
        figures={
            code: comparable_part(
                comparable_figures(form, forms[one.form]), _known_figures(forms[one.form], one)
            )
            for code, one in of.items()
        },
        names={code: one.unit_name for code, one in of.items()},
        prose={code: one.narrative for code, one in of.items()},
    )


def _one_year(years: Mapping[int, Kept], folder: Path, year: int | None) -> Kept:
    if year is None and len(years) == 1:
        return next(iter(years.values()))
    if year is None or year not in years:
        there = "、".join(str(one) for one in years)
        raise UsageError(f"上年数 {folder} 里的工作簿是 {there} 年度的，没有 {year or '能确定'} 年度的。")
    return years[year]
