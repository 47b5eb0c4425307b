"""Prose against figures: what a report's sentences claim, judged under every lawful reading.

`read_claims` and `read_parts` read, `judge` compares; the ``…_remarks`` look at what a report says of itself.
"""

from toolkit.rules.prose.claims import read_claims
from toolkit.rules.prose.judgement import Compared, Ruling, Verdict, judge
from toolkit.rules.prose.leftovers import instruction_remarks
from toolkit.rules.prose.names import name_remarks
from toolkit.rules.prose.nothing import Claim
from toolkit.rules.prose.own_statements import (
    fee_remarks,
    notice_remarks,
    period_remarks,
    year_remarks,
)
from toolkit.rules.prose.parts import Parts, read_parts
from toolkit.rules.prose.readings import spoken_keys
from toolkit.rules.prose.remark import Remark

__all__ = [
    "Claim",
    "Compared",
    "Parts",
    "Remark",
    "Ruling",
    "Verdict",
    "fee_remarks",
    "instruction_remarks",
    "judge",
    "name_remarks",
    "notice_remarks",
    "period_remarks",
    "read_claims",
    "read_parts",
    "spoken_keys",
    "year_remarks",
]
