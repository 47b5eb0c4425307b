"""How much the rule book costs: 1,000 made-up units, read and checked with and without the rules.

python benchmarks/rules.py [UNITS]
"""

import sys
import tempfile
import time
from pathlib import Path
from random import Random

from toolkit.checks import check
from toolkit.definition import load_form
from toolkit.history import History
from toolkit.neighbours import County, neighbour_findings
from toolkit.procedures import Report, prose_findings
from toolkit.reading import read_file
from toolkit.roster import Unit
from toolkit.sampling import sample
from toolkit.submission import Submission, totals
from toolkit.template import Content, render

FORM = load_form("annual-report-2021")
READ = 20  # files that are really read, to know what a file costs


def made_up(number: int) -> Report:
    """One unit with figures, last year's figures, and about 1,200 characters of prose."""
    rng = Random(number)
    before = totals(FORM, sample(FORM, rng, density=0.1))
    figures = sample(FORM, rng, density=0.1, last=before)
    words = "公开审查制度落实专人检查栏目更新考核培训解读回应群众关切完善平台规范申请答复流程"
    narrative = {}
    for field in FORM.narrative:
        sentences = ["".join(rng.choice(words) for _ in range(24)) + "。" for _ in range(5)]
        narrative[field.key] = "".join(sentences) + f"全年培训{rng.randint(1, 99)}次。"
    submission = Submission(
        form=FORM.key, year=2022, unit_code=f"{number:04}", unit_name=f"第{number}局", figures=figures,
        narrative=narrative, identity={"zero_blanks": "是"},
    )  # fmt: skip
    return Report(submission=submission, unit=Unit(code=f"{number:04}", name=f"第{number}局"), last=before)


def timed(what: str, run: object) -> float:
    """Run, print and return the seconds of this process (other work on the machine does not count)."""
    start = time.process_time()
    run()  # type: ignore[operator]
    seconds = time.process_time() - start
    print(f"{what:<40}{seconds:8.2f} s")
    return seconds


def main(units: int) -> None:
    """Measure reading, the rules of the sheet, prose, and the rules across units."""
    reports = [made_up(number) for number in range(units)]
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for report in reports[:READ]:
            s = report.submission
            content = Content(
                form=FORM, unit_code=s.unit_code, unit_name=s.unit_name, year=2022, entries=s.figures,
                narrative=s.narrative, identity=s.identity, last=report.last,
            )  # fmt: skip
            paths.append(Path(folder) / f"{s.unit_code}.xlsx")
            paths[-1].write_bytes(render(content))
        read_file(paths[0], "", [FORM.key])
        each = timed(f"reading {READ} files", lambda: [read_file(p, "", [FORM.key]) for p in paths]) / READ
    submissions, names = [r.submission for r in reports], [r.unit.name for r in reports]
    sheet = timed(
        "rules of the sheet", lambda: check(FORM, submissions, [r.last for r in reports], [""] * units)
    )
    prose = timed("rules of prose", lambda: [prose_findings(FORM, r, names) for r in reports])
    county = County(form=FORM, reports=reports, history=History())
    across = timed("rules across units", lambda: neighbour_findings(county))
    print(f"reading all {units} in one process{each * units:>21.2f} s")
    print(f"the rules add {100 * (sheet + prose + across) / (each * units):.0f} % (one process for both)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
