"""Published reports into workbooks: each report becomes a filled workbook of its form and a values file."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from toolkit.answers.messages import sorted_findings
from toolkit.answers.values_file import values_bytes
from toolkit.errors import UsageError, one_line
from toolkit.files import holds, natural_order, safe_name, write_all
from toolkit.form.definition import load_form
from toolkit.form.model import Form, Level, Mark, plain_digits
from toolkit.published import Published, read_all_published
from toolkit.published.notes import Finding, reading_note
from toolkit.rules.checks import check
from toolkit.rules.prose_checks import against_tables
from toolkit.template import Content, render

SUFFIXES = frozenset(
    {
        ".html",
        ".htm",
        ".shtml",
        ".mht",
        ".mhtml",
        ".docx",
        ".doc",
        ".wps",
        ".rtf",
        ".odt",
        ".pdf",
        ".txt",
        ".xlsx",
    }
)
ARCHIVES = frozenset({".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"})
SAVED_WITH = re.compile(r"(?P<page>.+)(?:_files|\.files|_文件)")
PAGES = (".html", ".htm", ".shtml")
MOST_NAMED = 5  # files that were passed over
LONGEST_UNIT = 100  # characters of a unit's name that are shown


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What became of one published report.

    The files written (none when it could not be read) and what to say.
    """

    source: Path
    published: Published
    written: tuple[Path, ...]
    findings: tuple[Finding, ...]

    @property
    def read(self) -> int:
        """How many figures were read."""
        return sum(figure is not Mark.BLANK for figure in self.published.amounts.values())

    @property
    def failed(self) -> bool:
        """Whether nothing of it could be used, or something in it is an error."""
        return self.published.form is None or any(f.level is Level.ERROR for f in self.findings)

    @property
    def headline(self) -> str:
        """What it is and how much was read, in one line."""
        parts = [
            one_line(str(self.source)),
            one_line(self.published.unit_name, LONGEST_UNIT),
            str(self.published.year or ""),
            f"读出 {self.read} 个数",
        ]
        return "　".join(parts)


@dataclass(kw_only=True)
class ImportTally:
    """What became of the reports of one import, counted: of a hundred thousand none is kept in mind."""

    count: int = 0
    asked: int = 0  # to be looked at
    unread: int = 0
    failed: int = 0

    def add(self, imported: Imported) -> None:
        """Count one in."""
        unread = imported.published.form is None
        self.count += 1
        self.unread += unread
        self.asked += not unread and any(f.level is not Level.NOTICE for f in imported.findings)
        self.failed += imported.failed

    @property
    def closing_line(self) -> str:
        """How many reports were read, are to be looked at, and could not be read."""
        good = self.count - self.unread - self.asked
        return f"共 {self.count} 份：读好 {good} 份，要核对 {self.asked} 份，读不了 {self.unread} 份。"


def reports_within(paths: Sequence[Path], output: Path) -> list[Path]:
    """Give the files to import: those named, and what may be a report in the folders named and below.

    What `output` holds was written by an import before and is left out. Raises UsageError when nothing is
    there.
    """
    if not any(path.exists() for path in paths):
        raise UsageError(f"找不到文件：{'、'.join(map(str, paths))}。请核对文件名。")
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found |= dict.fromkeys(one for one in _files(path, output) if _may_report(one))
        else:
            found[path] = None
    return list(found)


def passed_over(paths: Sequence[Path], output: Path) -> Iterator[str]:
    """Say of each folder named which of its files are no reports by their names; nothing where all are."""
    for folder in (path for path in paths if path.is_dir()):
        files = list(_files(folder, output))
        others = [one for one in files if not _may_report(one)]
        where = f"文件夹“{one_line(str(folder))}”里"
        if len(others) == len(files):
            where += "没有可以导入的报告（网页、Word、PDF、表格、文本）"
        if others:
            names = "、".join(one_line(str(one.relative_to(folder))) for one in others[:MOST_NAMED])
            more = f"等 {len(others)} 个" if len(others) > MOST_NAMED else ""
            where += f"{'，' if len(others) == len(files) else ''}没有看的文件：{names}{more}"
        packed = any(one.suffix.lower() in ARCHIVES for one in others)
        if others or not files:
            yield f"{where}。{'压缩包请先解开。' if packed else ''}"


def _may_report(path: Path) -> bool:
    """Whether a file may be a report: by its name, and unless a browser saved it as a part of a page."""
    ending = path.suffix.lower()
    return ending in SUFFIXES and not (ending in PAGES and _is_of_page(path) and not _has_table(path))


def _is_of_page(path: Path) -> bool:
    """Whether a file stands in the folder that a browser saves beside a page, of its name: 年报_files."""
    for holder in path.parents:
        found = SAVED_WITH.fullmatch(holder.name)
        if found and any((holder.parent / f"{found['page']}{end}").is_file() for end in PAGES):
            return True
    return False


def _has_table(path: Path) -> bool:
    """Whether a page that was saved as a part of another one may be the report: it stands in a frame."""
    try:
        return b"<table" in path.read_bytes().lower()
    except OSError:
        return True  # said when it is read


def _files(folder: Path, output: Path) -> Iterator[Path]:
    """Give the files of a folder and below, without hidden ones, and without what an import wrote."""
    shelf = output.resolve()
    for one in sorted(folder.rglob("*"), key=natural_order):
        if one.name.startswith((".", "~$")) or not one.is_file():
            continue
        if shelf == folder.resolve() or not one.resolve().is_relative_to(shelf):
            yield one


def import_reports(paths: Sequence[Path], folder: Path, forms: Sequence[str]) -> Iterator[Imported]:
    """Read published reports and write what they say into `folder`, in their order.

    The next ones are read while one is written. Nothing is overwritten.

    A file that is missing or cannot be read is one of the results. Raises OutputError when `folder` cannot
    be written.
    """
    loaded = [load_form(name) for name in forms]
    shelf = _Shelf(folder)
    for path, published in zip(paths, read_all_published(paths, loaded), strict=True):
        form = next((form for form in loaded if form.key == published.form), None)
        if form is None:
            yield Imported(source=path, published=published, written=(), findings=published.findings)
            continue
        written, said = _write(form, published, shelf, path)
        findings = sorted_findings([*published.findings, *_broken_rules(form, published), *said])
        yield Imported(source=path, published=published, written=written, findings=tuple(findings))


def _broken_rules(form: Form, published: Published) -> list[Finding]:
    """Check the report like any submission; what it leaves blank was said when it was read.

    Of its prose only what contradicts its tables is told: one of them may be misread.
    """
    submission = published.submission(form, "")
    kind = form.kind_of_unit(published.unit_name)
    found = [f for f in check(form, [submission], [{}], [kind])[0] if not f.rule.startswith("B")]
    return found + against_tables(form, submission, found)


@dataclass
class _Shelf:
    """The names that are taken in a folder.

    Looked through once for each, so that a thousand reports of one name take no longer.

    ``free`` is the next number of a name; ``before`` are the values files of imports before this one, by
    their content, ``now`` those of this one, and ``halves`` the numbers under which one before it has written
    some of its files only.
    """

    folder: Path
    free: dict[str, int] = field(default_factory=dict)
    before: dict[str, dict[bytes, str]] = field(default_factory=dict)
    now: dict[tuple[str, bytes], str] = field(default_factory=dict)
    halves: dict[str, list[int]] = field(default_factory=dict)

    def look(self, name: str) -> None:
        """Look through what stands under a name."""
        if name in self.free:
            return
        number, values, halves = 1, dict[bytes, str](), list[int]()
        while any(there := [path.exists() for path in self.files(name, number)]):
            at = self.folder / f"{_numbered(name, number)}.csv"
            with suppress(OSError):
                values.setdefault(_digest(at.read_bytes()), _numbered(name, number))
            if not all(there[1:]):  # a report that does not say its year has no workbook
                halves.append(number)
            number += 1
        self.free[name], self.before[name], self.halves[name] = number, values, halves

    def files(self, name: str, number: int) -> list[Path]:
        """Give the files of a report, in the order in which they are written."""
        return [
            self.folder / f"{_numbered(name, number)}{suffix}" for suffix in (".xlsx", ".csv", "_出处.csv")
        ]

    def half(self, name: str, outputs: Mapping[str, bytes]) -> int | None:
        """Find the number under which a stopped import wrote some of these files as they would be now."""
        for number in self.halves[name]:
            files = {
                self.folder / f"{_numbered(name, number)}{suffix}": data for suffix, data in outputs.items()
            }
            there = [path for path in files if path.is_file()]
            if there and len(there) < len(files) and all(holds(path, files[path]) for path in there):
                self.halves[name].remove(number)
                return number
        return None


def _write(
    form: Form, published: Published, shelf: _Shelf, source: Path
) -> tuple[tuple[Path, ...], tuple[Finding, ...]]:
    """Write the workbook, the values and where they stand; no workbook when the report does not say its year.

    Where another report of this name was written before, this one gets a number. Where an import before this
    one gave the same, nothing is written: the workbook may have been corrected by hand since.
    """
    year = published.year
    name = safe_name(f"{published.unit_name}{year}年" if published.unit_name and year else source.stem)
    outputs = {
        ".csv": values_bytes(_values(form, published)),
        "_出处.csv": values_bytes(_places(form, published), "place"),
    }
    if year is not None:
        outputs = {".xlsx": render(_content(form, published, year, source)), **outputs}
    shelf.look(name)
    half = shelf.half(name, outputs)
    digest = _digest(outputs[".csv"])
    same = shelf.before[name].get(digest)
    if half is None and same is not None:
        return (), (reading_note("P31", found=same),)
    number = half or shelf.free[name]
    shelf.free[name] = max(shelf.free[name], number + 1)
    files = {shelf.folder / f"{_numbered(name, number)}{suffix}": data for suffix, data in outputs.items()}
    write_all(files)
    alike = shelf.now.setdefault((name, digest), _numbered(name, number))
    if number == 1 or half is not None:
        return tuple(files), ()
    rule = "P30" if alike == _numbered(name, number) else "P37"
    found = name if rule == "P30" else alike
    return tuple(files), (reading_note(rule, found=found, expected=_numbered(name, number)),)


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}（{number}）"


def _digest(data: bytes) -> bytes:
    return sha256(data.removeprefix(BOM_UTF8)).digest()


def _content(form: Form, published: Published, year: int, source: Path) -> Content:
    return Content(
        form=form,
        unit_code="",
        unit_name=published.unit_name,
        year=year,
        identity=published.identity,
        kind=form.kind_of_unit(published.unit_name),
        narrative=published.narrative,
        notice=f"导入自 {source.name}，请核对后使用",
        entries={key: published.amounts[key] for key in form.inputs if key in published.amounts},
    )


def _values(form: Form, published: Published) -> Iterator[tuple[str, ...]]:
    """Give what was read as the lines of a values file, printed totals too."""
    for key in form.cells:
        if key in published.amounts:
            yield (*key, plain_digits(published.amounts[key]))
    yield from (("identity", key, "value", text) for key, text in published.identity.items())
    yield from (("narrative", key, "value", text) for key, text in published.narrative.items())


def _places(form: Form, published: Published) -> Iterator[tuple[str, ...]]:
    """Give where in the report each figure stands."""
    for key in form.cells:
        if key in published.amounts:
            yield (*key, published.figures.get(key, ""), published.places.get(key, ""))
