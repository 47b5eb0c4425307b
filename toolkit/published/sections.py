"""The prose of a report: its title and period, who reports, and the six sections with their parts."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import zip_longest

from toolkit.form.model import Field, Form
from toolkit.published.beside.asides import quote_asides, says_nothing
from toolkit.published.headings import (
    NUMERALS,
    after_moved_part,
    after_part,
    after_title,
    heading_of,
    is_misnumbered,
    is_number_of,
    is_title,
    running_heading,
)
from toolkit.published.labels import Label, label, squeeze
from toolkit.published.notes import Finding, reading_note
from toolkit.published.page_foot import cut_foot
from toolkit.published.pages import GOES_ON, Grid, Listing, Paragraph
from toolkit.published.titles import Period, Titled, read_period, read_title

LONGEST_TITLED = 80  # a longer line is not the title of a report
_YEAR = r"(\d{4}|[二][〇○零Oo0][〇○零一二三四五六七八九]{2})"
_IMPROVES = re.compile(
    r"^[—–●◆•·*-]*(?:针对|下一步|下步|今后|改进|为此|对此|\(?二\)?[、.]?改进|20\d\d年,?我?.{0,6}将)"
)
# other numbers that all parts of a section may have: 1. or ① or 一是 or 第一，
_OTHER_NUMBER = re.compile(
    r"[(（]?(?P<digit>[1-5１-５](?=[)）.．、])|[①-⑤])[)）.．、]*|第?(?P<numeral>[一二三四五])(?:是|[,，:：])"
)
LEAST_PARTS = 2  # of a section, before a number of another kind is taken for that of a part
# the headings of the two passages of section 五, where each stands in a line of its own
_OF_PROBLEMS = re.compile(
    r"(?:工作中)?(?:当前|目前|仍)?(?:存在)?的?(?:主要|突出)?(?:问题|不足|困难)(?:[和与及]不足)?(?:情况)?"
)
_OF_IMPROVEMENT = re.compile(
    r"(?:下一?步|今后)?(?:的|工作)?(?:改进|整改|努力|工作)(?:情况|措施|方向|打算|计划|安排|思路)"
)
_SENTENCE = re.compile(r"[。,;:!?]")  # no title has these
_INSTRUCTION = re.compile(r"^[（(]文字描述.*[）)]$")  # left over from the blank form
_PHONE = r"(?:\(0\d{2,3}\)[-—–]?|0\d{2,3}[-—–]?)?(?:1[3-9]\d{9}|\d{7,8}|123\d\d)(?:(?:转|-)\d{1,5})?(?!\d)"
_AREA = re.compile(r"\(?(010|02\d|0[3-9]\d{2})\)?[-—–]?(?=\d{7,8}(?!\d))")
# of letters that Chinese words have not: with others it would begin with what stands before it
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w.-]+", re.ASCII)
_IDENTITY = {
    "address": re.compile(r"地址[:]((?:\([^()]*\)|.)+?)(?=[,;。)]|邮编|邮政编码|联系电话|电话|$)"),
    "phone": re.compile(
        rf"(?:电话|热线|[Tt][Ee][Ll])(?:号码)?(?:\([^)\d]{{0,6}}\))?[:.]?({_PHONE}(?:[、/]{_PHONE})*)"
    ),
    "website": re.compile(r"(?<![\w-])([\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/[\w./?=&%#-]*)?)", re.ASCII),
}


@dataclass(frozen=True, kw_only=True)
class Prose:
    """What the words of a report say; the year is None when the report contradicts itself.

    ``preamble`` is what stands above the first section, evened; ``tabled`` are the tables that stand in a
    section of prose, with the title of that.
    """

    unit_name: str
    preamble: str
    year: int | None
    identity: dict[str, str]
    narrative: dict[str, str]
    findings: tuple[Finding, ...]
    tabled: tuple[tuple[Grid | Listing, str], ...] = ()


@dataclass
class _Sections:
    """The paragraphs before the first section, those of each by its number; tables in a section of prose."""

    preamble: list[Paragraph] = field(default_factory=list)
    bodies: dict[str, list[Paragraph]] = field(default_factory=dict)
    tabled: list[tuple[Grid | Listing, str]] = field(default_factory=list)


def read_prose(form: Form, items: Sequence[Paragraph | Grid | Listing]) -> Prose:
    """Read title, period, identity and sections.

    `items` in reading order with the form's tables left as marks.
    """
    sections = _sections(form, items)
    findings: list[Finding] = []
    first_section = next(iter(sections.bodies.values()), [])
    period = read_period(sections.preamble, first_section)
    title = read_title(form, sections.preamble, period)
    unit, year = title.unit, _year(title, period, findings)
    identity = _identity(sections.preamble, form, findings)
    narrative: dict[str, str] = {}
    titles = section_titles(form)
    if last := next(reversed(sections.bodies), ""):  # as printed, wherever it is in the form
        ending = sections.bodies[last]
        findings += _cut_again(ending, form, titles[last])
        findings += cut_foot(ending, titles[last], _titled(form), unit)
    for number, name in titles.items():
        fields = [one for one in form.narrative if label(one.section).number == number]
        body = [
            p
            for p in sections.bodies.get(number, [])
            if p.text.strip() and not _INSTRUCTION.match(p.text.strip())
        ]
        if len(fields) > 2:
            narrative |= _parts(fields, body, findings)
        elif len(fields) == 2:
            narrative |= _problems(fields, body, findings)
        elif fields:
            narrative[fields[0].key] = _join(body)
        elif asked := [p for p in body if not says_nothing(p.text, name, unit)]:
            texts = [p.text for p in asked]
            findings.append(quote_asides(texts, asked[0].place, line=name, whole=_join(body)))
        if fields and (unseen := next((p for p in body if p.unseen), None)):
            findings.append(reading_note("P41", place=unseen.place, line=name, found=unseen.unseen[:30]))
    narrative = {key: text for key, text in narrative.items() if text}
    # where two passages share a section, the first is asked for: nobody can say where the second should begin
    by_section = [[one for one in form.narrative if one.section == each.section] for each in form.narrative]
    improving = {fields[1] for fields in by_section if len(fields) == 2}
    findings += [
        reading_note("P18", line=one.label, row=one.key, table_key="narrative")
        for one in form.narrative
        if one.key not in narrative and one not in improving
    ]
    if not unit:
        findings.append(reading_note("P14"))
    return Prose(
        unit_name=unit,
        preamble="".join(squeeze(p.text) for p in sections.preamble),
        year=year,
        identity=identity,
        narrative=narrative,
        findings=tuple(findings),
        tabled=tuple((table, titles[number]) for table, number in sections.tabled),
    )


def titles_within(form: Form, items: Sequence[Paragraph | Grid | Listing]) -> tuple[str, ...]:
    """Give the titles of the reports in a file: those that a first section follows, each once.

    The title of last year's report alone is a link to it, as web pages have them.
    """
    number, first = next(iter(section_titles(form).items()))
    found: dict[str, None] = {}
    above, title = "", ""
    for text in (squeeze(p.text) for p in paragraphs(items) if p.text.strip()):
        if len(text) <= LONGEST_TITLED and (match := _titled(form).match(text)):
            title = match[0] if match[1] else above + match[0]
        elif title and is_title(heading_of(text), label(first)) and label(text).number == number:
            found[title] = None
            title = ""
        above = text
    return tuple(found)


def periods_within(form: Form, items: Sequence[Paragraph | Grid | Listing]) -> tuple[str, ...]:
    """Give the periods of the reports in a file, where there is one of another year for each.

    A report begins with its first section; a list of contents has no table before the next one.
    """
    number, first = next(iter(section_titles(form).items()))
    parts: list[tuple[list[Paragraph], list[Paragraph]]] = []
    above: list[Paragraph] = []
    tabled = True
    for item in items:
        if not isinstance(item, Paragraph):
            above, tabled = [], True
        elif tabled and is_title(heading_of(item.text), label(first)) and label(item.text).number == number:
            parts.append((above, []))
            above, tabled = [], False
        else:
            above.append(item)
            if parts and not tabled:
                parts[-1][1].append(item)
    periods = [period for part in parts if (period := read_period(*part)) is not None]
    several = len({period.first for period in periods}) > 1
    return tuple(dict.fromkeys(period.text for period in periods)) if several else ()


def _cut_again(body: list[Paragraph], form: Form, name: str) -> tuple[Finding, ...]:
    """Take the report's second copy from its last section: its title again, its first section below.

    As pages have it that show one text for computers and one for telephones. Its tables are compared.
    """
    number, first = next(iter(section_titles(form).items()))
    begins = (n for n, p in enumerate(body) if is_title(heading_of(p.text), label(first)))
    below = next((n for n in begins if label(body[n].text).number == number), 0)
    start = next((n for n in range(below) if _titled(form).match(squeeze(body[n].text))), None)
    if start is None:
        return ()
    again = body[start]
    del body[start:]
    return (reading_note("P33", place=again.place, line=name, found=again.text.strip()[:30]),)


def section_titles(form: Form) -> dict[str, str]:
    """Give the six sections, in order, by their Chinese number."""
    titles = {label(one.section).number: one.section for one in form.narrative}
    titles |= {table.section: f"{table.section}、{table.title}" for table in form.tables if table.national}
    return {number: titles[number] for number in NUMERALS if number in titles}


@lru_cache
def _titled(form: Form) -> re.Pattern[str]:
    """Give the pattern of a title: who reports, the year, and what such a report is called."""
    return re.compile(rf"^(?:关于)?(.*?){_YEAR}年度?(?:{form.titled or re.escape(form.title)})")


def _sections(form: Form, items: Sequence[Paragraph | Grid | Listing]) -> _Sections:
    result = _Sections()
    titles = {number: label(name) for number, name in section_titles(form).items()}
    parts = {part.number: part.words for one in form.narrative if (part := label(one.label)).number}
    known = (*titles.values(), *(label(one.label) for one in form.narrative))
    told = {label(one.section).number for one in form.narrative}
    left = list(titles)
    body = result.preamble
    tabled = below = False
    for item, after_it in zip_longest(items, items[1:]):
        if not isinstance(item, Paragraph):
            tabled, below = bool(result.bodies), True
            if (here := next(reversed(result.bodies), "")) in told:
                result.tabled.append((item, here))
            continue
        if isinstance(after_it, Paragraph) and is_number_of(item.text, after_it.text, known):
            continue
        heading = heading_of(item.text)
        number = heading and next((n for n in left if is_title(heading, titles[n], parts.get(n, ""))), None)
        running = ((n, after_title(item.text, titles[n], parts.get(n, ""))) for n in left if n in told)
        after = {n: rest for n, rest in running if rest}
        number = number or next(iter(after), None) or _misnumbered(heading, titles, parts, left)
        at_table = below or isinstance(after_it, Grid | Listing)
        if number is None and at_table and heading and _SENTENCE.search(squeeze(item.text)) is None:
            # the next number below a table, or above one, whatever its words: 三、依申请公开情况
            number = heading.number if heading.number in left[:1] else None
        if number is None and result.bodies and not tabled:
            first = next(iter(result.bodies))
            if is_title(heading, titles[first]) and _is_contents(result.bodies):
                # the sections begin here; what stands between a list of contents and them is the preamble
                result = _Sections(preamble=[*result.preamble, *body])
                number, left = first, list(titles)
        number = number or _moved(heading, titles, {*result.bodies, *left})
        if number is None:
            if not (isinstance(after_it, Grid | Listing) and _is_of_table(item.text, titles, told)):
                body.append(item)
        else:
            left, below = left[left.index(number) + 1 :] if number in left else left, False
            body = result.bodies.setdefault(number, [])
            if number in after:
                body.append(replace(item, text=after[number]))
    return result


def _is_of_table(text: str, titles: Mapping[str, Label], told: Collection[str]) -> bool:
    """Whether a line above a table is its title, with “表1” before it, or says that it goes on."""
    if GOES_ON.fullmatch(text.strip()):
        return True
    words = label(text).words
    named = (titles[n].words for n in titles if n not in told)
    return len(text) <= LONGEST_TITLED and "。" not in text and any(words.endswith(one) for one in named)


def _misnumbered(
    heading: Label | None, titles: Mapping[str, Label], parts: Mapping[str, str], left: Sequence[str]
) -> str | None:
    """Give the section that a heading with the number of another one is the title of; None of none.

    One that is not the next needs the very words.
    """
    if heading is None:
        return None
    own = [titles[heading.number].words if heading.number in titles else "", parts.get(heading.number, "")]
    fitting = (n for n in left if is_misnumbered(heading, titles[n], own))
    return next((n for n in fitting if n == left[0] or heading.words == titles[n].words), None)


def _moved(heading: Label | None, titles: Mapping[str, Label], others: Collection[str]) -> str | None:
    """Give the section that a heading is the very title of and that was passed over: it is printed later."""
    if heading is None or not heading.number:
        return None
    passed = (n for n in titles if n not in others and titles[n].words == heading.words)
    return next((n for n in passed if is_title(heading, titles[n])), None)


def _is_contents(bodies: Mapping[str, Sequence[Paragraph]]) -> bool:
    """Whether the titles of sections found so far are a list of contents: no sentence between any two."""
    *listed, _ = bodies.values()
    short = (len(p.text) <= LONGEST_TITLED and "。" not in p.text for body in listed for p in body)
    return bool(listed) and all(short)


def _join(body: Sequence[Paragraph]) -> str:
    return "\n".join(p.text.strip() for p in body if p.text.strip())


# ------------------------------------------------------------------ title, period, identity


def _year(title: Titled, period: Period | None, findings: list[Finding]) -> int | None:
    if title.others:
        findings.append(reading_note("P29", found="；".join(title.others), expected=title.text))
    if title.told:
        findings.append(reading_note("P38", found=title.unit, expected=title.told))
    if period is not None and not period.whole:
        findings.append(reading_note("P24", found=period.text))
    elif title.part:
        findings.append(reading_note("P24", found=title.part))
    if title.odd:
        rule, expected = ("P11", period.first) if period else ("P13", None)
        findings.append(reading_note(rule, found=title.odd, expected=expected))
        return None
    if period is None:
        findings += [] if title.year else [reading_note("P13")]
        return title.year
    if title.year is not None and title.year != period.first:
        findings.append(reading_note("P11", found=title.year, expected=period.first))
        return None
    return period.first if period.first == period.last else title.year


def _identity(preamble: Sequence[Paragraph], form: Form, findings: list[Finding]) -> dict[str, str]:
    text = " ".join(squeeze(p.text) for p in preamble)
    labels = {one.key: one.label for one in form.identity}
    result: dict[str, str] = {}
    for key, pattern in _IDENTITY.items():
        here = _MAIL.sub("", text) if key == "website" else text
        found = list(dict.fromkeys(one.rstrip("/.") for one in pattern.findall(here)))
        if key == "website":
            found = [one for one in found if re.search(r"[a-z]", one) and "." in one]
        if key == "phone":
            found = list(dict.fromkeys(_AREA.sub(r"\1-", one) for one in found))
        if len(found) == 1:
            result[key] = found[0]
        elif found:
            findings.append(
                reading_note(
                    "P25", line=labels.get(key, key), found="、".join(found), table_key="identity", row=key
                )
            )
    return result


# ------------------------------------------------------------------ parts of a section


def _parts(fields: Sequence[Field], body: Sequence[Paragraph], findings: list[Finding]) -> dict[str, str]:
    """Part section 一 by its headings （一）…（五）.

    What stands before the first belongs to none and goes to （一）.
    """
    texts = [paragraph.text.strip() for paragraph in body]
    lead, parts = _parted(fields, texts, str)
    if not parts:
        others = _parted(fields, texts, _as_numbered)
        lead, parts = others if len(others[1]) >= LEAST_PARTS else (lead, parts)
    if lead:
        why = "在（一）之前有文字" if parts else "没有分（一）至（五）"
        findings.append(
            reading_note("P17", found=why, line=fields[0].label, table_key="narrative", row=fields[0].key)
        )
    parts[fields[0].key] = [*lead, *parts.get(fields[0].key, ())]
    return {key: "\n".join(texts) for key, texts in parts.items()}


def _parted(
    fields: Sequence[Field], texts: Sequence[str], numbered: Callable[[str], str]
) -> tuple[list[str], dict[str, list[str]]]:
    """Give what stands before the first heading of a part, and below each; `numbered` reads their numbers."""
    lead: list[str] = []
    parts: dict[str, list[str]] = {}
    left = list(fields)
    here = lead
    for text in texts:
        line = numbered(text)
        headed = ((one, left[n + 1 :], after_part(line, one)) for n, one in enumerate(left))
        unsaid = [one for one in fields if one.key not in parts]
        moved = ((one, [o for o in left if o is not one], after_moved_part(line, one)) for one in unsaid)
        found = next((each for each in (*headed, *moved) if each[-1] is not None), None)
        if found is None:
            here.append(text)
            continue
        one, left, rest = found
        here = parts[one.key] = [text if rest == line else rest] if rest else []
    return lead, parts


def _as_numbered(text: str) -> str:
    """Give a text with the number of a part as the form has it, where it has one of another kind."""
    found = _OTHER_NUMBER.match(text)
    if found is None:
        return text
    number = found["numeral"] or NUMERALS[unicodedata.digit(found["digit"])]
    return f"（{number}）{text[found.end() :]}"


def _problems(fields: Sequence[Field], body: Sequence[Paragraph], findings: list[Finding]) -> dict[str, str]:
    """Part section 五 where a paragraph turns from problems to what is done about them."""
    problems, improvements = fields
    titles = [label(one.label).words for one in fields]
    read = [_without_heading(p.text, titles) for p in body]
    asked = max((n for n, (which, _) in enumerate(read) if which == 0), default=-1)
    named = next((n for n, (which, _) in enumerate(read) if which == 1 and n > asked), None)
    turning = (n for n, p in enumerate(body) if n and _IMPROVES.match(squeeze(p.text)))
    turn = named if named is not None else next(turning, None)
    if turn is None and body:
        findings.append(reading_note("P16", table_key="narrative", row=problems.key))
    said = [text.strip() for _, text in read]
    end = len(body) if turn is None else turn
    parts = {problems.key: said[:end], improvements.key: said[end:]}
    return {key: "\n".join(filter(None, texts)) for key, texts in parts.items()}


def _without_heading(text: str, titles: Sequence[str]) -> tuple[int | None, str]:
    """Give which passage of section 五 a paragraph is the heading of, 0 or 1, and what it says below it.

    A heading stands in a line of its own, or has a number before it.
    """
    head, rest = running_heading(text)
    for heading, below in ((label(text), ""), (head, rest)):
        for which, known in enumerate((_OF_PROBLEMS, _OF_IMPROVEMENT)):
            numbered = not below or heading.number
            if numbered and (heading.words == titles[which] or known.fullmatch(heading.words)):
                return which, below
    return None, text


def paragraphs(items: Sequence[Paragraph | Grid | Listing]) -> Iterator[Paragraph]:
    """Only the paragraphs."""
    yield from (item for item in items if isinstance(item, Paragraph))
