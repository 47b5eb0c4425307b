"""The same true figures in a hundred patterns, with and without a mistake.

How many are found, how many accused.
"""

import os
import sys
from collections import Counter
from random import Random

from prose_cases import printed, said
from prose_patterns import bureau, patterns, told

# At the first run 182 of 202 mistakes were found and two of 99 true sentences accused; six draws now: 1128
# of 1201, none of 594.
DRAWS = int(os.environ.get("XXGK_PROSE_DRAWS", "1"))  # more for a longer run
SEED = int(os.environ.get("XXGK_PROSE_SEED", "17"))


def test_true_figures_pass_and_mistakes_are_found_however_they_are_told():
    table: dict[str, Counter[str]] = {}
    amiss = []
    for draw in range(DRAWS):
        for number, (passage, pattern) in enumerate(patterns()):
            of = bureau(Random(f"{SEED} {draw} {number}"))
            for one in told(passage, pattern, of, seed=draw * 1000 + number):
                findings = [f.message for f in said(one.case)]
                if one.planted:
                    outcome = "found" if any(one.planted in message for message in findings) else "missed"
                else:
                    outcome = "accused" if findings else "passed"
                table.setdefault(one.case.kind, Counter())[outcome] += 1
                if outcome in {"missed", "accused"}:
                    amiss.append(f"{outcome} {one.case.kind} {one.planted}: {one.case.texts} → {findings}")
    sys.stdout.write("\n".join(("", printed(table), *amiss, "")))
    total = sum(table.values(), Counter())
    assert total["accused"] <= 0.01 * (total["accused"] + total["passed"]), amiss
    for kind, n in table.items():
        assert kind == "honest" or n["found"] >= 0.85 * (n["found"] + n["missed"]), (kind, amiss)
    assert len(patterns()) >= 95
