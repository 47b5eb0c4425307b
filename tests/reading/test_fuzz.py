"""No traceback, no hang, bounded memory, and never a silently wrong number."""

import os
import resource
import time
from pathlib import Path

import fuzzing
import pytest
import recipes as r
from shares import in_shares

from toolkit.form.elements import Level
from toolkit.year.inbox.loose import check_files

MUTANTS = int(os.environ.get("XXGK_FUZZ", "1000"))
SHARES = 16
LONGEST = 60.0  # seconds: a hang, not a slow machine
MEMORY = 2.5 * 2**20  # KB of this process


@pytest.mark.parametrize("share", in_shares(range(SHARES)))
def test_mutants(share: int, tmp_path: Path):
    path = tmp_path / "来件.xlsx"
    for number in range(share, MUTANTS, SHARES):
        mutant = fuzzing.mutant(number)
        path.write_bytes(mutant.data)
        began = time.monotonic()
        (result,) = check_files([path], [r.FORM], workers=0).files
        said = f"mutant {number}: {mutant.how}: {[f.message[:100] for f in result.findings]}"
        assert time.monotonic() - began < LONGEST, said
        assert "F07" not in {f.rule for f in result.findings}, said
        submission = result.reading.submission
        if submission is None:
            assert any(f.level is Level.ERROR for f in result.findings), said
            continue
        wrong = fuzzing.truth(mutant, submission.figures)
        if wrong and not result.findings:
            literal = fuzzing.literal(mutant.data)
            silent = [key for key in wrong if submission.figures[key] != literal.get(key)]
            assert not silent, f"{said} {silent[:5]}"
        named = {(f.table, f.row, f.column) for f in result.findings}
        untold = [key for key in wrong if key in mutant.typed and key not in named]
        assert not untold, f"{said} {untold}"
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < MEMORY, said
