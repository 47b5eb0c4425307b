"""The report as neutral content: title, preamble, six sections of headings, paragraphs, tables and charts."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from toolkit.answers.baseline import Baseline
from toolkit.answers.coverage import coverage_note
from toolkit.form.model import Amount, Field, Figure, Form, Key, Table, added_amount, plain_digits
from toolkit.report import sentences
from toolkit.report.sentences import MISSING, NUMERALS, without_number
from toolkit.report.tables import PrintedTable, fill_table

TO_WATCH = re.compile(r"(【(?:待补充|待核|草稿)[^】]*】)")
_SIGN = re.compile(r"【(待补充|待核|草稿)")
"""What a person still has to see to; both renderers make it stand out."""

PREAMBLE = "开头"
_PASSAGE = 2  # the level of a passage's heading
DRAFT_BANNER = "草稿：未经审核，不得公布"
_HEADING_LIMIT = 40
_SUBHEADS = ((re.compile(rf"（[{NUMERALS}]+）"), 2), (re.compile(r"\d{1,2}[.．]"), 3))
_ENDINGS = "。；：，！？.;:,!?"
_FORBIDDEN = {"Cc", "Cf", "Cs"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the section's own: level 2 （一）, level 3 1."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class ReportParagraph:
    """A paragraph; ``draft``: written by the tool for a person to edit."""

    text: str
    draft: bool = False


class Bar(NamedTuple):
    """One bar of a chart."""

    label: str
    amount: Amount


@dataclass(frozen=True, kw_only=True, slots=True)
class BarChart:
    """A plain bar chart; what it shows is also said in words."""

    key: str
    title: str
    bars: tuple[Bar, ...]
    unit: str

    @property
    def description(self) -> str:
        """The chart in words."""
        return "；".join(f"{bar.label}{plain_digits(bar.amount)}{self.unit}" for bar in self.bars) + "。"


Part: TypeAlias = Heading | ReportParagraph | PrintedTable | BarChart


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """One of the numbered sections: “一、总体情况”."""

    heading: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficialReport:
    """The whole report; every text in it is free of control characters and means only itself."""

    unit_name: str
    year: int
    title: str
    subject: str
    keywords: str
    banners: tuple[str, ...]
    preamble: tuple[ReportParagraph, ...]
    sections: tuple[Section, ...]

    @property
    def title_lines(self) -> tuple[str, str]:
        """The title parted where a long one is broken: the unit, and the rest."""
        return self.unit_name, self.title.removeprefix(self.unit_name)

    @property
    def to_watch(self) -> Mapping[str, Sequence[str]]:
        """What a person still has to see to, 待补充, 待核 or 草稿, mark by mark, under its headings."""
        marks = {PREAMBLE: [sign for part in self.preamble for sign in _signs(part)]}
        for section in self.sections:
            under = section.heading
            for part in section.parts:
                if isinstance(part, Heading) and part.level == _PASSAGE:
                    under = f"{section.heading.partition('、')[0]}{part.text}"
                marks.setdefault(under, []).extend(_signs(part))
        return {place: signs for place, signs in marks.items() if signs}


def _signs(part: Part) -> list[str]:
    return _SIGN.findall(part.text) if isinstance(part, Heading | ReportParagraph) else []


def compose(
    form: Form,
    *,
    year: int,
    unit_name: str,
    figures: Mapping[Key, Figure],
    narrative: Mapping[str, str],
    identity: Mapping[str, str],
    baseline: Baseline | None = None,
    summary_of: int | None = None,
    silent: Mapping[Key, int] | None = None,
    quotes: Mapping[str, Sequence[str]] | None = None,
    office: str = "",
    notice: str = "",
    draft: bool = False,
) -> OfficialReport:
    """Put a report together from a unit's (or, with `summary_of`, so many units') figures and prose.

    `baseline` is what a county's figures are compared with; `silent` how many units did not state an
    optional figure; `quotes` the units' own sentences on a passage. `office` is who made it, where that is
    not the unit itself: a county's is made by its 政府办公室. `figures` holds totals too
    (`form.model.with_totals`); blanks that the unit confirmed as 0 are 0 in it. What is missing is marked
    【待补充】. `notice` and `draft` are printed on every page.
    """
    name = _one_line(unit_name) or MISSING
    texts = _Texts(
        form=form,
        year=year,
        figures=figures,
        narrative=narrative,
        baseline=baseline,
        summary_of=summary_of,
        silent=silent or {},
        quotes=quotes or {},
    )
    sections = tuple(_sections(texts))
    preamble = sentences.preamble_lines(
        form,
        year=year,
        unit_name=name,
        office=_one_line(office),
        titles=[without_number(section.heading) for section in sections],
        identity={key: _one_line(text) for key, text in identity.items()},
        summary_of=summary_of,
    )
    return OfficialReport(
        unit_name=name,
        year=year,
        title=f"{name}{year}年{form.title}",
        subject=form.document.subject or form.title,
        keywords=form.subject,
        banners=tuple(filter(None, (_one_line(notice), DRAFT_BANNER if draft else ""))),
        preamble=tuple(ReportParagraph(text) for text in preamble),
        sections=sections,
    )


# ------------------------------------------------------------------ sections


@dataclass(frozen=True, kw_only=True)
class _Texts:
    """What the sections are written from."""

    form: Form
    year: int
    figures: Mapping[Key, Figure]
    narrative: Mapping[str, str]
    baseline: Baseline | None
    summary_of: int | None
    silent: Mapping[Key, int]
    quotes: Mapping[str, Sequence[str]]

    def passage(self, field: Field, top: int) -> Iterator[Part]:
        """Give a unit's own words; without them what the figures say by themselves, or 【待补充】.

        `top` is the highest level of headings free to the unit.
        """
        own = tuple(_prose(self.narrative.get(field.key, ""), field.label, top))
        yield from own or self._instead(field)

    def _instead(self, field: Field) -> Iterator[ReportParagraph]:
        form, figures, year = self.form, self.figures, self.year
        if field.draft and self.summary_of is not None:
            said = sentences.draft_lines(
                form,
                passage=field,
                year=year,
                units=self.summary_of,
                figures=figures,
                baseline=self.baseline,
                silent=self.silent,
            )
            yield from (ReportParagraph(text, draft=True) for text in (sentences.DRAFT, *said))
            return
        if quotes := self.quotes.get(field.key):
            yield from (ReportParagraph(text, draft=True) for text in (sentences.QUOTED, *quotes))
            return
        stated = sentences.fact_sentences(form, figures, year, field, self.silent)
        if stated is None and self.summary_of is None:
            stated = sentences.nil_sentence(form, figures, year, field)
        yield ReportParagraph(stated or MISSING)


def _sections(texts: _Texts) -> Iterator[Section]:
    """Give the sections in the order of their numerals: prose of the narrative fields, then tables."""
    form = texts.form
    prose = {
        field.section: [f for f in form.narrative if f.section == field.section]
        for field in form.narrative
        if field.section
    }
    tables = {f"{table.section}、{table.title}": table for table in form.tables if table.national}
    for heading in sorted({*prose, *tables}, key=lambda text: NUMERALS.index(text[0])):
        parts = [*_passages(texts, prose.get(heading, ()))]
        if heading in tables:
            parts += [fill_table(form, tables[heading], texts.figures), *_coverage(texts, tables[heading])]
            parts += charts_of(form, texts.figures, tables[heading].key)
        yield Section(heading=heading, parts=tuple(parts))


def _passages(texts: _Texts, fields: Sequence[Field]) -> Iterator[Part]:
    """Give each passage under its （一）; a section of a single passage needs no heading below its own."""
    for numeral, field in zip(NUMERALS, fields, strict=False):
        if len(fields) > 1:
            yield Heading(f"（{numeral}）{without_number(field.label)}", 2)
        yield from texts.passage(field, top=3 if len(fields) > 1 else 2)


def _coverage(texts: _Texts, table: Table) -> Iterator[ReportParagraph]:
    """Say below a table of how many units its sums are, where a unit may leave a figure out."""
    if note := coverage_note(texts.form, texts.silent, texts.summary_of or 0, table.cells):
        yield ReportParagraph(f"注：{note}")


def charts_of(form: Form, figures: Mapping[Key, Figure], table: str) -> Iterator[BarChart]:
    """Draw the charts that the form wants below a table; nothing is drawn when all is 0 or not known."""
    for chart in (chart for chart in form.charts if chart.report and chart.table == table):
        points = form.points(chart)
        bars = tuple(
            Bar(without_number(label), added_amount(figures, keys) or 0) for label, keys in points.items()
        )
        if any(bar.amount for bar in bars):
            unit = form.unit(next(iter(points.values()))[0])
            yield BarChart(key=chart.key, title=chart.report, bars=bars, unit=unit)


# ------------------------------------------------------------------ texts that people typed


def _lines(text: str) -> list[str]:
    """Part a typed text into its lines, without control characters and without spaces at their ends."""
    plain_lines = ("".join(map(_allowed, line)).strip() for line in text.splitlines())
    return [line for line in plain_lines if line]


@lru_cache(maxsize=8192)
def _allowed(character: str) -> str:
    if character == "\t":
        return " "
    # U+FFFE and U+FFFF may not stand in XML; the rest of the forbidden categories never means anything in
    # print
    return "" if unicodedata.category(character) in _FORBIDDEN or character in "\ufffe\uffff" else character


def _one_line(text: str) -> str:
    return " ".join(_lines(text))


def _prose(text: str, label: str, top: int) -> Iterator[Part]:
    """Read a passage: paragraphs, and short lines numbered （一） or 1. as headings."""
    lines = _lines(text)
    if lines and _bare(lines[0]) == _bare(label):
        lines = lines[1:]  # the heading, typed once more
    for line in lines:
        level = next((level for sign, level in _SUBHEADS if level >= top and sign.match(line)), None)
        short = len(line) <= _HEADING_LIMIT and not line.endswith(tuple(_ENDINGS))
        yield Heading(line, level) if level and short else ReportParagraph(line)


def _bare(line: str) -> str:
    return without_number(line).rstrip(_ENDINGS).removesuffix("情况")
