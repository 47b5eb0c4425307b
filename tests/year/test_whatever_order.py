"""Whatever becomes of the files that a unit sends, what it said last counts, or the office is asked.

They come in any order and under any name, are copied, overwritten, taken away; between them the office
checks, and its clock may be put back.
"""

from datetime import datetime, timedelta, timezone
from random import Random

import pytest
import recipes as r
from founding import UNITS, founded, put

from toolkit.county.consolidation import consolidate
from toolkit.layout.layout import lay_out
from toolkit.year.collection import collect
from toolkit.year.journal import record_receipts

CELLS = ("B5", "B6", "B7")  # of 补充情况
FAULTY = "约7"
NAMES = (
    "004_司法局.xlsx",
    "004_司法局(1).xlsx",
    "004_司法局 - 副本.xlsx",
    "第二批/004_司法局.xlsx",
    "司法局.xlsx",
)


def versions(rng: Random) -> list[tuple[object, ...]]:
    """What a unit says in turn: each time one figure is another, or is none."""
    said: list[tuple[object, ...]] = []
    now: list[object] = [rng.randint(1, 9) for _ in CELLS]
    for _ in range(rng.randint(2, 5)):
        at = rng.randrange(len(CELLS))
        now[at] = FAULTY if rng.random() < 0.25 else rng.randint(10, 90)
        said.append(tuple(now))
    return said


def workbook(figures: tuple[object, ...], minute: int) -> bytes:
    data = r.good()
    for address, figure in zip(CELLS, figures, strict=True):
        data = (r.text if figure == FAULTY else r.number)("补充情况", address, figure, data)
    return r.saved_at(f"2023-01-10T08:{minute:02}:00", data)


@pytest.mark.parametrize("seed", [158, *(pytest.param(n, marks=pytest.mark.long) for n in range(110, 150))])
def test_the_last_word_counts_or_is_asked_about(tmp_path, seed):
    rng = Random(seed)
    workspace = founded(tmp_path, UNITS[:1])
    places = {p.a1: key for key, p in lay_out(workspace.form).places.items() if p.sheet == "补充情况"}
    all_of_them = versions(rng)
    now = datetime(2023, 1, 12, 9, tzinfo=timezone(timedelta(hours=8)))
    there: dict[str, int] = {}
    seen: set[int] = set()
    for _ in range(rng.randint(3, 9)):
        if there and rng.random() < 0.2:
            gone = rng.choice([*there])
            (workspace.path("inbox") / gone).unlink()
            del there[gone]
        else:
            name, number = rng.choice(NAMES), rng.randrange(len(all_of_them))
            put(workspace, name, workbook(all_of_them[number], 10 + number), age=rng.choice([0, 1000]))
            there[name] = number
        if rng.random() < 0.4:
            continue
        seen |= {*there.values()}
        now += timedelta(hours=rng.choice([1, -30]))
        collection = collect(workspace, workers=0)
        record_receipts(workspace, collection, now)
        submission = collection.standings[0].submission
        if submission is not None and consolidate(workspace, collection).complete:
            counted = tuple(submission.figure(places[address]) for address in CELLS)
            assert counted == all_of_them[max(seen)]
