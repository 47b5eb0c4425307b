"""What a number may lawfully mean beside the words that speak for it."""

from functools import lru_cache

from toolkit.rules.prose.vocabulary import PARTS, Family, Key, Meaning, Part, taken_together
from toolkit.rules.prose.vocabulary import Word as Subject

_ADDED = frozenset({Family.FACT, Family.DECISION})
_ALL_TOGETHER = ({Part.NEWLY, Part.BROUGHT}, {Part.CAME, Part.BROUGHT}, {Part.DONE, Part.LEFT})


@lru_cache(maxsize=1024)
def lawful_readings(
    subjects: tuple[Subject, ...], earlier: tuple[tuple[Subject, ...], ...], *, joined: bool
) -> tuple[Meaning, ...]:
    """Tell what a number beside these words may lawfully mean.

    Each of the `earlier` may be what a result is that of.
    """
    if any(subject.rows or subject.columns for subject in subjects):
        return _paired(subjects, earlier)
    alternatives = tuple(dict.fromkeys(reading for subject in subjects for reading in subject.readings))
    if joined and {s.part for s in subjects} in _ALL_TOGETHER:  # “新收和上年结转共23件”
        return (taken_together([s.readings[0] for s in subjects]),)
    if joined and subjects[-1].family in _ADDED:  # “网站、微信共2580条”
        return (*alternatives, taken_together([s.readings[0] for s in subjects]))
    if not joined or subjects[-1].family not in PARTS:
        return alternatives
    most = max(len(s.readings) for s in subjects)
    each = [[s.readings[min(i, len(s.readings) - 1)] for s in subjects] for i in range(most)]
    return tuple(taken_together(readings) for readings in each)


def _paired(subjects: tuple[Subject, ...], earlier: tuple[tuple[Subject, ...], ...]) -> tuple[Meaning, ...]:
    """Rows from one word and columns from another: 行政复议 … 结果维持, 规范性文件 … 制发."""
    whole = tuple(s for s in subjects if s.rows and s.columns)[-1:]  # “败诉” says both
    rows = whole or tuple(s for s in subjects if s.rows)
    columns = whole or tuple(s for s in subjects if s.columns)
    among = (rows,) if rows else earlier
    return tuple(_pair(one, columns) for one in among if one and (columns or one[0].family is Family.CASE))


def _pair(rows: tuple[Subject, ...], columns: tuple[Subject, ...]) -> Meaning:
    inside = [s for s in columns if not any(set(s.columns) > set(other.columns) for other in columns)]
    names = tuple(dict.fromkeys(c for s in inside for c in s.columns)) or ("total",)
    label = "＋".join(s.label for s in rows) + "".join(f"·{s.label}" for s in inside if s not in rows)
    among = dict.fromkeys(row for s in rows for row in s.rows)
    return Meaning(label=label, plus=tuple(Key(rows[0].table, row, name) for row in among for name in names))
