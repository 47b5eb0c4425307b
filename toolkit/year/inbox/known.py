"""What the office knows besides the files of the inbox."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.answers.last_year import History
from toolkit.answers.waiver import Waiver
from toolkit.year.entering.explained import Explained
from toolkit.year.pins import Pin
from toolkit.year.receipts import Arrivals


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the office knows besides the files: last year, waivers, which file counts, what came when."""

    history: History
    waivers: Sequence[Waiver]
    explained: Sequence[Explained]
    pins: Mapping[str, Pin]
    came: Arrivals
