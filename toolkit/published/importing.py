"""Published reports into workbooks: each report becomes a filled workbook of its form and a values file."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from toolkit.answers.finding import Finding, sorted_findings
from toolkit.answers.submission import Mark, plain_digits
from toolkit.answers.values_file import HEADER
from toolkit.errors import UsageError
from toolkit.files import safe_name, write_whole
from toolkit.form.definition import load_form
from toolkit.form.model import Form
from toolkit.published import Published, read_published
from toolkit.rules.checks import check
from toolkit.template import Content, render

PLACES_HEADER = (*HEADER, "place")


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What became of one published report: the files written (none when it could not be read) and what to say."""

    source: Path
    published: Published
    written: tuple[Path, ...]
    findings: tuple[Finding, ...]

    @property
    def read(self) -> int:
        """How many figures were read."""
        return sum(figure is not Mark.BLANK for figure in self.published.amounts.values())


def import_reports(paths: Sequence[Path], folder: Path, forms: Sequence[str]) -> Iterator[Imported]:
    """Read published reports one after the other and write what they say into `folder`.

    Raises UsageError before anything is written when a file is not there.
    """
    absent = [str(path) for path in paths if not path.is_file()]
    if absent:
        raise UsageError(f"找不到文件：{'、'.join(absent)}。请核对文件名。")
    loaded = [load_form(name) for name in forms]
    for path in paths:
        published = read_published(path, loaded)
        form = next((form for form in loaded if form.key == published.form), None)
        if form is None:
            yield Imported(source=path, published=published, written=(), findings=published.findings)
            continue
        findings = tuple(sorted_findings([*published.findings, *_broken_rules(form, published)]))
        yield Imported(
            source=path,
            published=published,
            written=tuple(_write(form, published, folder, path)),
            findings=findings,
        )


def _broken_rules(form: Form, published: Published) -> list[Finding]:
    """Check the report like any submission; what it leaves blank was said when it was read."""
    submission = published.submission(form, "")
    kind = form.kind_of_unit(published.unit_name)
    return [f for f in check(form, [submission], [{}], [kind])[0] if not f.rule.startswith("B")]


def _write(form: Form, published: Published, folder: Path, source: Path) -> Iterator[Path]:
    """Write the workbook, the values and where they stand; no workbook when the report does not say its year."""
    year = published.year
    name = safe_name(f"{published.unit_name}{year}年" if published.unit_name and year else source.stem)
    outputs = {".csv": _values(form, published).encode(), "_出处.csv": _places(form, published).encode()}
    if year is not None:
        outputs = {".xlsx": render(_content(form, published, year, source)), **outputs}
    for suffix, data in outputs.items():
        path = folder / f"{name}{suffix}"
        write_whole(path, data)
        yield path


def _content(form: Form, published: Published, year: int, source: Path) -> Content:
    return Content(
        form=form, unit_code="", unit_name=published.unit_name, year=year, identity=published.identity,
        kind=form.kind_of_unit(published.unit_name),
        narrative=published.narrative, notice=f"导入自 {source.name}，请核对后使用",
        entries={key: published.amounts[key] for key in form.inputs if key in published.amounts},
    )  # fmt: skip


def _values(form: Form, published: Published) -> str:
    """Write what was read as a values file, printed totals too."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(
        (*key, plain_digits(published.amounts[key])) for key in form.cells if key in published.amounts
    )
    writer.writerows(("identity", key, "value", text) for key, text in published.identity.items())
    writer.writerows(("narrative", key, "value", text) for key, text in published.narrative.items())
    return target.getvalue()


def _places(form: Form, published: Published) -> str:
    """Write where in the report each figure stands."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(PLACES_HEADER)
    writer.writerows(
        (*key, published.figures.get(key, ""), published.places.get(key, ""))
        for key in form.cells
        if key in published.amounts
    )
    return target.getvalue()
