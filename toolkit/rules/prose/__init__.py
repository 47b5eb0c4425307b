"""Prose against figures: what a report's sentences claim, judged under every lawful reading.

`judge` compares what `claims` and `wholes.parts` read; the ``…_remarks`` look at what a report says
of itself.
"""

from toolkit.rules.prose.amounts import Compared
from toolkit.rules.prose.claim import VERSUS
from toolkit.rules.prose.judgement import Ruling, Verdict, judge
from toolkit.rules.prose.leftovers import instruction_remarks
from toolkit.rules.prose.names import name_remarks
from toolkit.rules.prose.own_statements import (
    fee_remarks,
    mended_remarks,
    notice_remarks,
    period_remarks,
    year_remarks,
)
from toolkit.rules.prose.remark import Remark

__all__ = [
    "VERSUS",
    "Compared",
    "Remark",
    "Ruling",
    "Verdict",
    "fee_remarks",
    "instruction_remarks",
    "judge",
    "mended_remarks",
    "name_remarks",
    "notice_remarks",
    "period_remarks",
    "year_remarks",
]
