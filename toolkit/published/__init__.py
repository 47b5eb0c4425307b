"""Published reports (Word, web page, PDF, spreadsheet, text) read into the figures and words of a form.

The flow: `sources` opens a file as paragraphs and tables (`pages`), `tables_read` reads its tables in every
form and so recognises the form, `beside` looks at what is said in and round them, `sections` and `facts` read
the prose. What is not certain is left blank and named (`notes`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from toolkit.answers.submission import Submission
from toolkit.cage import CagedError, caged_in_turn
from toolkit.files import fingerprint_of
from toolkit.form.model import Figure, Form, Key, Mark
from toolkit.published.captions import is_titled, taken_apart
from toolkit.published.facts import read_facts
from toolkit.published.notes import Finding, reading_note
from toolkit.published.pages import Grid, Item, Listing, prose
from toolkit.published.printed_amounts import read_amount
from toolkit.published.sections import paragraphs, periods_within, read_prose, titles_within
from toolkit.published.sources import load_readers, open_report
from toolkit.published.tables_read import Figures, mixed, read_in_forms
from toolkit.published.unreadable import DAMAGED, UnreadableFileError

__all__ = ["Published", "read_all_published", "read_published"]


_LACKING = frozenset({"P04", "P05"})  # a table that was not found


@dataclass(frozen=True, kw_only=True)
class Published:
    """A published report as read.

    ``figures`` is what is printed, ``amounts`` what it says exactly (blank and 不适用 as marks), ``places``
    where it stands; a figure that could not be read is in none of them but in ``findings``. ``form`` is None
    when no table was found, ``year`` None when the report does not say or contradicts itself. ``preamble`` is
    what it says above its first section.
    """

    file: str
    sha256: str = ""
    form: str | None = None
    year: int | None = None
    unit_name: str = ""
    preamble: str = ""
    figures: Mapping[Key, str] = field(default_factory=dict)
    amounts: Mapping[Key, Figure] = field(default_factory=dict)
    places: Mapping[Key, str] = field(default_factory=dict)
    narrative: Mapping[str, str] = field(default_factory=dict)
    identity: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def submission(self, form: Form, unit_code: str) -> Submission:
        """Give the report as a unit's answers.

        Printed totals become ``stated``, as if typed over their formulas.
        """
        printed = {key: figure for key, figure in self.amounts.items() if figure is not Mark.BLANK}
        return Submission(
            form=form.key,
            year=self.year or 0,
            unit_code=unit_code,
            unit_name=self.unit_name,
            figures={key: figure for key, figure in printed.items() if form.is_input(key)},
            stated={key: figure for key, figure in printed.items() if not form.is_input(key)},
            identity=self.identity,
            narrative=self.narrative,
        )


def read_published(path: Path, forms: Sequence[Form]) -> Published:
    """Read a published report (.html, .docx, .doc, .pdf, .xlsx …) in whichever of `forms` its tables are.

    Figures come with where they stood; what is doubtful is left blank and named in the findings, the title,
    unit and year too. Read in a cage; never raises for what is wrong in the file.
    """
    return next(read_all_published([path], forms))


def read_all_published(
    paths: Iterable[Path], forms: Sequence[Form], endings: Collection[str] | None = None
) -> Iterator[Published]:
    """Read published reports as `read_published` does, in their order, several at once.

    `endings` are those of the files, where they are known before all `paths` are.
    """
    if endings is None:
        paths = [*paths]
        endings = {path.suffix.lower() for path in paths}
    load_readers(endings)
    for path, reading in caged_in_turn(partial(_read, forms=forms), paths):
        try:
            yield reading()
        except CagedError as error:
            yield Published(file=path.name, findings=(UnreadableFileError("P03", error.why).finding,))


def _read(path: Path, forms: Sequence[Form]) -> Published:
    """Read a report here and now."""
    if not path.is_file():
        return Published(file=path.name, findings=(reading_note("P32"),))
    try:
        return _read_open(path, forms)
    except UnreadableFileError as error:
        finding = error.finding
    except (*DAMAGED, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, OSError) as error:
        # a file that is odd in a way that nobody has thought of costs that file only
        finding = reading_note("P03", found=f"里面的结构太怪（{type(error).__name__}）")
    return Published(file=path.name, sha256=_sha256(path), findings=(finding,))


def _read_open(path: Path, forms: Sequence[Form]) -> Published:
    items, missed = open_report(path, forms)
    items = tuple(taken_apart(items, forms))
    readings = read_in_forms(items, forms)
    # on a draw the later form: only 表四 is there, which is the same in all of them
    best = max(reversed(readings), key=lambda reading: reading.score)
    return _published(path, items, best, (*missed, *mixed(best, readings)))


def _published(path: Path, items: Sequence[Item], figures: Figures, missed: Sequence[Finding]) -> Published:
    form = figures.form
    words = tuple(prose(items, figures.pieces))
    several = titles_within(form, words)
    if len(several) > 1 or (several := periods_within(form, words)):
        finding = reading_note("P26", found="；".join(several))
        return Published(file=path.name, sha256=_sha256(path), findings=(finding,))
    said = read_prose(form, words)
    figures = figures.of_report(said.unit_name, said.year)
    unread = tuple(figures.findings())
    if not any(finding.rule in _LACKING for finding in unread):
        missed = [finding for finding in missed if finding.rule != "P42"]  # the page itself has the report
    # else it is no report, or has it in another file
    told = figures.seen or said.narrative or (said.unit_name and not missed)
    facts, unclear = read_facts(form, tuple(paragraphs(words)), said.year)
    stated = {key: read_amount(value, form.kind(key)) for key, (value, _) in facts.items()}
    amounts = {**figures.amounts, **{key: figure for key, figure in stated.items() if figure is not None}}
    return Published(
        file=path.name,
        sha256=_sha256(path),
        form=form.key if figures.seen else None,
        year=said.year,
        unit_name=said.unit_name,
        preamble=said.preamble,
        figures={key: figures.cells[key].text.strip() for key in figures.amounts}
        | {key: value for key, (value, _) in facts.items()},
        amounts=amounts,
        places={key: figures.cells[key].place for key in figures.amounts}
        | {key: sentence for key, (_, sentence) in facts.items()},
        narrative=said.narrative,
        identity=said.identity,
        findings=(
            *missed,
            *unread,
            *_astray(figures, said.tabled),
            *(said.findings if told else ()),
            *_year_fits(form, said.year, figures),
            *unclear,
        ),
    )


def _year_fits(form: Form, year: int | None, figures: Figures) -> tuple[Finding, ...]:
    fits = year is None or (form.first_year <= year and (form.last_year is None or year <= form.last_year))
    return () if fits or not figures.score else (reading_note("P12", found=year, basis=form.basis),)


def _astray(figures: Figures, tabled: Iterable[tuple[Grid | Listing, str]]) -> Iterator[Finding]:
    """Name the tables without a title in a section of prose: they may be of another year, or an example.

    `tabled`: the tables in such sections, with the titles of these.
    """
    for table in figures.national:
        for one in figures.candidates[table.key]:
            below = next((title for piece, title in tabled if piece is one.pieces[0]), None)
            if below is not None and not is_titled(one.around.words, table.title):
                place = one.places[0]
                yield reading_note("P43", place=place, table=table.title, table_key=table.key, found=below)


def _sha256(path: Path) -> str:
    try:
        return fingerprint_of(path)
    except OSError:
        return ""
