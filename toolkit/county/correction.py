"""更正: a year that was consolidated as final is consolidated again, and figures have changed.

Each final consolidation is kept whole in `summary/已发布/第N次/`; a later one is compared with the one
before it. The comparison rests on these files alone: the same folder gives the same 更正.
"""

import csv
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from toolkit.answers.csv_files import csv_bytes, csv_lines
from toolkit.county.consolidation import Consolidation
from toolkit.county.data_files import totals_csv, units_csv
from toolkit.errors import OutputError, UsageError
from toolkit.files import (
    FINALS,
    OUTPUT_BYTES,
    ROUND,
    TOTALS_CSV,
    UNITS_CSV,
    final_rounds,
    read_bounded,
    same_content,
    write_all,
    write_whole,
)
from toolkit.form.model import Key, exact_amount, figure_in_words, plain_digits
from toolkit.layout.county_sheets import CORRECTED_ABOVE
from toolkit.layout.layout import lay_out

NOT_SETTLED = "现在是草稿，定稿以后再更正已上报、已公布的"
CORRECTION = "更正.xlsx"
CORRECTION_DATA = "更正.csv"
HEADS = ("表", "单元格", "项目", "已发布", "现在", "增减", "由哪些单位引起")
UPWARD = ("表", "单元格", CORRECTED_ABOVE, "已上报", "现在", "增减")
_YEAR_OF_WORKBOOK = re.compile(r"(\d{4})年汇总\.xlsx$")


@dataclass(frozen=True, kw_only=True)
class CorrectedFigure:
    """One county figure that differs from the published one, and the units that caused it."""

    key: Key
    published: str
    now: str
    causes: tuple[str, ...]

    @property
    def difference(self) -> str:
        """By how much, with its sign; empty where one of the two is no number."""
        try:
            change = exact_amount(Decimal(self.now) - Decimal(self.published))
        except ArithmeticError:
            return ""
        return f"{'+' if change > 0 else ''}{plain_digits(change)}"


@dataclass(frozen=True, kw_only=True)
class Correction:
    """All changes against the published version number ``against``."""

    against: int
    changes: tuple[CorrectedFigure, ...]


def find_correction(
    consolidation: Consolidation, summary: Path, following: int
) -> tuple[int, Correction | None]:
    """Say which published version a consolidation is or would be, and compare it with the one before.

    `following` is the number of the next one.
    None when nothing differs. Raises UsageError where what was published is another year's.
    """
    rounds = final_rounds(summary)
    _require_year(summary, rounds, consolidation.year)
    units = units_csv(consolidation) if rounds else ""
    last = rounds[-1:]
    while rounds and _text(summary, rounds[-1], UNITS_CSV) == units:
        rounds.pop()
    number = following if rounds[-1:] == last else last[0]
    if not rounds:
        return number, None
    against = rounds[-1]
    changes = tuple(_changes(consolidation, units, summary, against))
    return number, Correction(against=against, changes=changes) if changes else None


def keep_version(
    consolidation: Consolidation, outputs: Collection[Path], summary: Path, following: int
) -> Path | None:
    """Keep a final consolidation as the next published version: where; None where its figures are the last.

    Drafts are not kept.
    """
    if consolidation.draft:
        return None
    rounds = final_rounds(summary)
    if rounds and same_content(_folder(summary, rounds[-1]) / UNITS_CSV, summary / UNITS_CSV):
        return None
    folder = _folder(summary, following)
    for path in sorted(outputs, key=lambda path: path.name == UNITS_CSV):
        write_all({folder / path.name: path})  # units.csv last: with it the version is complete
    return folder


def keep_beside(consolidation: Consolidation, document: Path, summary: Path) -> Path | None:
    """Keep a report made of the last published version beside it, unless one is there; return where."""
    rounds = final_rounds(summary)
    if consolidation.draft or not rounds or _text(summary, rounds[-1], UNITS_CSV) != units_csv(consolidation):
        return None
    copy = _folder(summary, rounds[-1]) / document.name
    if not copy.is_file():
        write_whole(copy, document.read_bytes())
    return copy


def summary_is_older(consolidation: Consolidation, summary: Path) -> bool:
    """Whether the totals in the folder were added up of other figures than a consolidation's."""
    path = summary / TOTALS_CSV
    return path.is_file() and (
        read_bounded(path, OUTPUT_BYTES).decode("utf-8-sig", "replace") != totals_csv(consolidation)
    )


def _require_year(summary: Path, rounds: Sequence[int], year: int) -> None:
    """Raise UsageError where a kept version is another year's: the folder was copied with what lay in it."""
    for number in rounds:
        for workbook in _folder(summary, number).glob("*年汇总.xlsx"):
            said = _YEAR_OF_WORKBOOK.search(workbook.name)
            if said is not None and int(said[1]) != year:
                raise UsageError(
                    f"summary/{FINALS}/{ROUND.format(number)} 里是 {said[1]} 年度的“{workbook.name}”，"
                    f"不是 {year} 年度的，像是复制上年的文件夹带来的，所以没有汇总。"
                    f"请先把 summary 移走（不要删掉上年的），再汇总一次。"
                )


def _folder(summary: Path, number: int) -> Path:
    return summary / FINALS / ROUND.format(number)


def _text(summary: Path, number: int, name: str) -> str:
    return read_bounded(_folder(summary, number) / name, OUTPUT_BYTES).decode("utf-8-sig")


# ------------------------------------------------------------------ what has changed


def _changes(
    consolidation: Consolidation, units: str, summary: Path, against: int
) -> Iterator[CorrectedFigure]:
    before = _totals(_text(summary, against, TOTALS_CSV))
    now = _totals(totals_csv(consolidation))
    old, new = _units(_text(summary, against, UNITS_CSV)), _units(units)
    names = {code: name for units in (old, new) for code, (name, _) in units.items()}
    for key in consolidation.form.cells:
        if before.get(key, "") != now[key]:
            causes = tuple(_causes(key, names, old, new))
            yield CorrectedFigure(key=key, published=before.get(key, ""), now=now[key], causes=causes)


def _totals(text: str) -> dict[Key, str]:
    return {Key.of(line): line["value"] for line in csv.DictReader(csv_lines(text, newline=""))}


def _units(text: str) -> dict[str, tuple[str, dict[Key, str]]]:
    units: dict[str, tuple[str, dict[Key, str]]] = {}
    for line in csv.DictReader(csv_lines(text, newline="")):
        _, figures = units.setdefault(line["unit_code"], (line["unit_name"], {}))
        figures[Key.of(line)] = line["value"]
    return units


def _causes(
    key: Key,
    names: Mapping[str, str],
    old: Mapping[str, tuple[str, Mapping[Key, str]]],
    new: Mapping[str, tuple[str, Mapping[Key, str]]],
) -> Iterator[str]:
    for code, name in names.items():
        was = old[code][1].get(key, "") if code in old else "不在其中"
        is_now = new[code][1].get(key, "") if code in new else "不在其中"
        if was != is_now and {was, is_now} - {"", "0", "不在其中"}:
            yield f"{code} {name} {figure_in_words(was)}→{figure_in_words(is_now)}"


# ------------------------------------------------------------------ as files


def correction_files(
    consolidation: Consolidation, correction: Correction | None, summary: Path
) -> dict[Path, bytes]:
    """Return the files that tell of a correction; without one, those of an earlier time are taken away."""
    if correction is None:
        for name in (CORRECTION, CORRECTION_DATA):
            remove_unneeded(summary / name)
        return {}
    return {
        summary / CORRECTION: correction_workbook(consolidation, correction),
        summary / CORRECTION_DATA: correction_csv(correction),
    }


def remove_unneeded(path: Path) -> None:
    """Take away a result of an earlier time that there is none of now. Raises OutputError."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{path.name} 已不需要，但移不走：可能正在打开着，请关闭后再试。") from error


def correction_marks(correction: Correction | None) -> dict[Key, str]:
    """Say at each changed figure of the county workbook what was published, and who caused the change."""
    if correction is None:
        return {}
    round_ = ROUND.format(correction.against)
    return {
        c.key: f"更正：{round_}发布的是 {figure_in_words(c.published)}，现在是 {figure_in_words(c.now)}。"
        f"\n{'；'.join(c.causes)}"
        for c in correction.changes
    }


def correction_csv(correction: Correction) -> bytes:
    """Write the changes as data."""
    changes = ((*c.key, c.published, c.now, "；".join(c.causes)) for c in correction.changes)
    return csv_bytes([(*Key._fields, "published", "now", "units"), *changes])


def correction_workbook(consolidation: Consolidation, correction: Correction) -> bytes:
    """Write the changes, and what the next level has to change, as a workbook for the desk."""
    from toolkit.layout.row_sheets import sheets_of_rows  # noqa: PLC0415 (only when something was corrected)

    title = f"{consolidation.county}{consolidation.year}年更正（与{FINALS}/{ROUND.format(correction.against)}相比）"  # noqa: E501
    changed = [
        (*_place(consolidation, c.key), _cell(c.published), _cell(c.now), c.difference, "；".join(c.causes))
        for c in correction.changes
    ]
    banner = "　".join(filter(None, (consolidation.notice, NOT_SETTLED if consolidation.draft else "")))
    sheets = (
        ("更正", HEADS, (9, 9, 44, 13, 13, 12, 60), changed),
        (CORRECTED_ABOVE, UPWARD, (9, 9, 60, 13, 13, 12), [row[:-1] for row in changed]),
    )
    return sheets_of_rows(sheets, title=title, banner=banner)


def _cell(value: str) -> Decimal | str:
    """Return a figure as a number, anything else in words."""
    try:
        return Decimal(value)
    except ArithmeticError:
        return figure_in_words(value)


def _place(consolidation: Consolidation, key: Key) -> tuple[str, str, str]:
    form, silent = consolidation.form, consolidation.silent.get(key, 0)
    place = lay_out(form).places[key]
    kind = "（合计，自动相加）" if not form.is_input(key) else ""
    some = f"（{silent} 个单位没有填）" if silent else ""
    return place.sheet, place.a1, f"{form.label(key)}{kind}{some}"


def correction_lines(correction: Correction | None, *, draft: bool) -> list[str]:
    """Say that published figures have changed; by a draft nothing is corrected yet."""
    if correction is None:
        return []
    where = f"{FINALS}/{ROUND.format(correction.against)}"
    changed = (
        f"与已发布的版本（summary/{where}）相比，有 {len(correction.changes)} 个合计数变了，列在 "
        f"summary/{CORRECTION}"
    )
    return [f"{changed}；{NOT_SETTLED if draft else '已上报、已公布的，请按它更正'}。"]
