"""A clerk makes a mistake, gets the workbook back, follows only its words.

The cover says 可以上报, and the check passes.

The mistakes are typed through LibreOffice's own engine. All of them with XXGK_CLERK=1 (`make clerk`), which
writes docs/clerk.zh-CN.md; a share of them otherwise.
"""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest
from correspondence import check, county
from mistakes import MISTAKES, SHORT, Act, Desk, follow, write_what_is_missing

import toolkit
from toolkit.form.model import Form
from toolkit.layout.layout import lay_out
from toolkit.practice.sampling import sample_figures
from toolkit.reading.workbook import read_file
from toolkit.returns.fill import content_of
from toolkit.template import Content, render
from toolkit.year.workspace import Workspace

ROUNDS = 3
STATUS = "封面!C4"
WHOLE = bool(os.environ.get("XXGK_CLERK"))


@dataclass
class Trial:
    """One mistake on its way: rounds, cells touched, and how the cover stood at the end."""

    title: str
    rounds: int = 0
    touched: int = 0
    cover: str = ""
    status: str = ""


def truth(form: Form, issued: Content) -> Content:
    """What the unit should have written."""
    cover = {"address": "某县某路1号", "phone": "0537-1", "prepared_by": "王某", "reviewed_by": "李某"}
    return replace(
        issued,
        entries=sample_figures(form, Random(11), density=0.6, kind=issued.kind),
        identity={**cover, "head": "张某", "date": "2023-01-10"},
        narrative={field.key: "按要求做了工作。" for field in form.narrative},
    )


def begin(workspace: Workspace, titles: list[str], hands) -> dict[str, tuple[Trial, Desk]]:
    """Every unit fills its workbook rightly, then makes one mistake."""
    form, jobs, trials = workspace.form, [], {}
    for number, title in enumerate(titles, 1):
        code = f"{number:03}"
        (issued,) = workspace.path("issued").glob(f"{code}_*.xlsx")
        reading = read_file(issued, issued.name, [workspace.form_name])
        desk = Desk(layout=lay_out(form), truth=truth(form, content_of(form, reading)))
        right = workspace.folder / f"{code}.xlsx"
        right.write_bytes(render(desk.truth))
        target = workspace.path("inbox") / issued.name
        jobs.append(
            {"path": str(right), "save": str(target), "acts": MISTAKES[title](desk), "show": [STATUS]}
        )
        trials[code] = (Trial(title=title), desk)
    for (trial, _), shown in zip(trials.values(), hands(jobs), strict=True):
        trial.cover = shown[STATUS]
    return trials


def go_on(workspace: Workspace, trials: dict[str, tuple[Trial, Desk]], hands) -> None:
    """Check; whoever has something to do opens what came back, follows its words, and sends it again."""
    standings = {s.unit.code: s for s in check(workspace).standings}
    jobs, working = [], []
    for code, (trial, desk) in trials.items():
        trial.status = standings[code].status
        back = sorted(workspace.path("returned").glob(f"{code}_*.xlsx"))
        back = [path for path in back if "问题清单" not in path.name]
        missing: list[Act] = write_what_is_missing(desk) if "没有写" in trial.cover else []
        if not back and trial.cover == "可以上报":
            continue
        inbox = next(workspace.path("inbox").glob(f"{code}_*.xlsx"))
        source = back[0] if back else inbox
        acts = [*(follow(desk, source) if back and "重填" not in source.name else []), *missing]
        jobs.append({"path": str(source), "save": str(inbox), "acts": acts, "show": [STATUS]})
        trial.rounds += 1
        trial.touched += len(acts)
        working.append(trial)
    for trial, shown in zip(working, hands(jobs) if jobs else [], strict=True):
        trial.cover = shown[STATUS]


@pytest.mark.long
@pytest.mark.office
def test_whoever_follows_the_words_gets_through(form: Form, hands, tmp_path: Path) -> None:
    titles = list(MISTAKES if WHOLE else SHORT)
    units = tuple(f"{n:03},第{n}局,部门,王某,0537-{n}" for n in range(1, len(titles) + 1))
    workspace = county(tmp_path / "year", units)
    trials = begin(workspace, titles, hands)
    for _ in range(ROUNDS + 1):
        go_on(workspace, trials, hands)
    done = [trial for trial, _ in trials.values()]
    if WHOLE:
        write_table(done)
    stuck = [
        (t.title, t.rounds, t.cover, t.status)
        for t in done
        if (t.cover, t.status) != ("可以上报", "accepted")
    ]
    assert not stuck
    assert all(trial.rounds <= ROUNDS for trial in done)


def write_table(done: list[Trial]) -> None:
    """Write what came of every mistake."""
    lines = [
        "# 填错了会怎样",
        "",
        (
            "每种错都在 LibreOffice 里照经办人的做法做一遍，报上来，只按退回的问题清单和封面上的话改，"
            "直到封面显示“可以上报”、校核通过。"
        ),
        "`make clerk` 重做这张表（需要 LibreOffice 和 python3-uno）。“来回”为 0 的，报上来就通过。",
        "",
        "| 填错的 | 来回 | 改的格 | 最后封面 | 校核 |",
        "|---|---|---|---|---|",
        *(
            f"| {t.title} | {t.rounds} | {t.touched} | {t.cover} | "
            f"{'通过' if t.status == 'accepted' else t.status} |"
            for t in done
        ),
    ]
    path = Path(toolkit.__file__).parent.parent / "docs" / "clerk.zh-CN.md"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
