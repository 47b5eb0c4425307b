"""Fill the input cells of an issued workbook from data.

What stands in it already stays unless the data says otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from toolkit.answers.reading import Reading
from toolkit.answers.values_file import Values, read_values, values_bytes
from toolkit.cage import caged
from toolkit.errors import UsageError
from toolkit.form.definition import load_form, shipped_forms
from toolkit.form.model import Figure, Form, Key, at_tier, plain_digits, with_totals
from toolkit.layout.lock import lock_of
from toolkit.reading.workbook import read_workbooks
from toolkit.returns.carrying import carry, is_workbook, typed_entry
from toolkit.template import Content, render


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A filled workbook, and what there is to say: what was left out, odd fields, totals that are no sums."""

    workbook: bytes
    lines: tuple[str, ...]


def fill_workbook(
    template: Path, values_file: Path, forms: Sequence[str] = (), output: Path | None = None
) -> Filled:
    """Fill `template` with the values of `values_file`: a CSV, or a workbook that was filled in before.

    Values go into the open cells only; totals are recomputed, and where the values file states another the
    lines say so. What has no cell in this form is left and named. Raises UsageError when either cannot be
    used, when they are of two units, or when what is to be written to `output` would replace one of them.
    """
    _usable(template, values_file, output)
    reading, name = _opened(template, forms)
    form, submission = at_tier(load_form(name), reading.tier), reading.submission
    assert submission is not None  # noqa: S101 (an issued workbook has been read)
    values, left = _values_of(form, reading, values_file, forms)
    _same_unit(reading, values)
    entries: dict[Key, Figure | str] = dict(submission.figures)
    entries.update(
        {key: typed_entry(text) for key, text in values.figures.items() if text and form.is_input(key)}
    )
    content = content_of(form, reading)
    content = _with(content, entries, values, template)
    return Filled(
        workbook=render(content),
        lines=(*left, *_odd_fields(form, content), *_odd_totals(form, content, values)),
    )


def blank_values(template: Path, forms: Sequence[str] = (), output: Path | None = None) -> bytes:
    """Write the values file of an issued workbook with nothing in it: a line for each cell, with its name.

    Raises UsageError as `fill_workbook` does.
    """
    _usable(template, None, output)
    form = load_form(_opened(template, forms)[1])
    lines = [[*key, "", form.label(key)] for key in form.inputs]
    for table, fields in (("identity", form.identity), ("narrative", form.narrative)):
        lines += [[table, field.key, "value", "", field.label] for field in fields]
    return values_bytes(lines, "name")


def _opened(template: Path, forms: Sequence[str]) -> tuple[Reading, str]:
    """Read an issued workbook; give it with the name of its form. Raises UsageError when it is none."""
    names = (*forms, *shipped_forms())
    (reading,) = read_workbooks([template], list(names))
    if reading.submission is None or reading.form is None:
        why = "；".join(finding.message for finding in reading.findings)
        raise UsageError(f"“{template.name}”不是下发的填报工作簿：{why}")
    return reading, next(name for name in names if load_form(name).key == reading.form)


def _usable(template: Path, values_file: Path | None, output: Path | None) -> None:
    given = [(template, "下发的工作簿"), *([(values_file, "数据文件")] if values_file is not None else [])]
    for path, what in given:
        if not path.is_file():
            raise UsageError(
                f"找不到{what}“{path}”{'：这是一个文件夹' if path.is_dir() else ''}。请核对文件名。"
            )
        if output is not None and output.exists() and output.samefile(path):
            raise UsageError(f"-o 写的就是{what}“{path}”本身，没有动它。请换一个文件名。")


def _values_of(
    form: Form, reading: Reading, path: Path, forms: Sequence[str]
) -> tuple[Values, tuple[str, ...]]:
    """Read the values of a CSV, or of a filled workbook with what could not be carried from it."""
    if not is_workbook(path):
        return read_values(form, path), ()
    names = sorted({*forms, *shipped_forms()}, key=lambda name: load_form(name).key != form.key)
    (filled,) = read_workbooks([path], names)
    source = next((f for name in names if (f := load_form(name)).key == filled.form), None)
    carried = caged(carry, path.name, form, filled, path, source)
    if not carried.figures and not carried.narrative:
        why = "；".join(finding.message for finding in filled.findings)
        raise UsageError(f"“{path.name}”里没有读出可以带过来的数。{why}")
    code, name, year = carried.whose
    own = str(reading.submission.year) if reading.submission else ""
    mine = reading.submission.unit_name if reading.submission else ""
    left = carried.left
    if year and year != own:
        left = (
            (
                f"“{path.name}”写的是 {year} 年度，填进的是 {own} 年度的工作簿，请核对这些数是不是 {own} "
                f"年度的。"
            ),
            *left,
        )
    whose = {"unit_code": code} if code else {}
    if not code and name not in mine and mine not in name:  # an imported report has no code
        whose = {"unit_name": name}
    identity = {**carried.identity, **whose}
    values = Values(
        figures=carried.figures,
        identity=identity,
        narrative=carried.narrative,
        explanations=carried.explanations,
    )
    return values, left


def content_of(form: Form, reading: Reading) -> Content:
    """Rebuild what an issued workbook was issued with, and what is filled in, from its reading."""
    submission = reading.submission
    assert submission is not None  # noqa: S101 (callers have looked)
    issued = reading.issued
    return Content(
        form=form,
        unit_code=submission.unit_code,
        unit_name=submission.unit_name,
        year=submission.year,
        kind=submission.kind,
        county=issued.get("county", ""),
        notice=issued.get("notice", ""),
        last_note=issued.get("last_note", ""),
        state=issued.get("state", ""),
        made=issued.get("made", ""),
        entries=submission.figures,
        identity=submission.identity,
        narrative=submission.narrative,
        explanations=submission.explanations,
        last=submission.last,
    )


def _with(content: Content, entries: Mapping[Key, Figure | str], values: Values, template: Path) -> Content:
    def merged(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
        return {**old, **{key: text for key, text in new.items() if text}}

    return replace(
        content,
        entries=entries,
        identity=merged(content.identity, values.identity),
        narrative=merged(content.narrative, values.narrative),
        explanations=merged(content.explanations, values.explanations),
        lock=caged(lock_of, template.name, template),
    )


def _same_unit(reading: Reading, values: Values) -> None:
    submission = reading.submission
    assert submission is not None  # noqa: S101 (callers have looked)
    own = {"unit_code": submission.unit_code, "unit_name": submission.unit_name, "year": str(submission.year)}
    for key, mine in own.items():
        given = values.identity.get(key)
        if given and given != mine:
            raise UsageError(f"数据是“{given}”的，工作簿是“{mine}”的，没有填写。请核对文件。")


def _odd_fields(form: Form, content: Content) -> list[str]:
    """Fields of the cover that hold none of their choices, or no date: written as they are, and said."""
    return [
        f"封面“{field.label}”是“{text}”，{why}；照写，请改正。"
        for field in form.identity
        if (why := field.refusal(text := content.identity.get(field.key, "")))
    ]


def _odd_totals(form: Form, content: Content, values: Values) -> list[str]:
    """Totals are formulas; a total in the data that is not the sum of its parts is said, not written."""
    sums = with_totals(form, content.submission.figures)
    lines = []
    for key, text in values.figures.items():
        summed = plain_digits(sums[key])
        if text and not form.is_input(key) and text != summed and typed_entry(text) != sums[key]:
            lines.append(
                f"{form.table(key.table).sheet}“{form.label(key)}”：数据给的总计是 {text}，"
                f"分项相加是 {summed or '空白'}；工作簿按分项相加。"
            )
    return lines
