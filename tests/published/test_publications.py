"""Reports in many structural kinds: every figure whole or named, never wrong.

`make test` reads each kind once; `make publications` reads it in both forms and several times, prints by
Chromium and LibreOffice too, and writes the table of results, docs/publications.md.
"""

import os
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import prints
import publications
import pytest
from publications import DOUBTED, KINDS, Outcome, outcome, report_of
from shipped_forms import FORMS

from toolkit.published import read_published

LONG = int(os.environ.get("XXGK_PUBLICATIONS", "0"))
SEEDS = range(1, max(LONG, 1) + 1)
LEAST_WHOLE = 0.85
MOST_UNREAD = 15  # of a print: 表四 as a whole, never a part of another table
TABLE = Path(__file__).parents[2] / "docs" / "publications.md"
Outcomes = dict[str, list[Outcome]]


@pytest.fixture(scope="module")
def outcomes() -> Iterator[Outcomes]:
    """What became of each document, by kind; the long run writes it down."""
    found: Outcomes = defaultdict(list)
    yield found
    certain = [one for kind, several in found.items() if kind not in DOUBTED for one in several]
    if len(certain) > len(KINDS) // 2:
        assert sum(one.word == "全" for one in certain) >= LEAST_WHOLE * len(certain)
    if LONG:
        TABLE.write_text("\n".join(table_of(found)), encoding="utf-8")


def table_of(found: Outcomes) -> Iterator[str]:
    """Write the table of results."""
    every = [one for several in found.values() for one in several]
    count = {word: sum(one.word == word for one in every) for word in ("全", "点名", "错")}
    certain = [one for kind, several in found.items() if kind not in DOUBTED for one in several]
    whole = sum(one.word == "全" for one in certain)
    yield "# 公布的报告：读得怎么样"
    yield ""
    yield (
        "由 `make publications` 写成：每种样子用随机的真数做几份，两种表样都做；浏览器打印的由 Chromium "
        "做，PDF 由 LibreOffice 做。"
    )
    yield (
        "“全”是每个数、单位、年度都对；“点名”是读到的都对，没读的一个个说出来；“错”是有一个数、"
        "单位或年度不对又没有说。"
    )
    yield "带 * 的几种里有一个数本来就说不准（白字、上标、没算过的公式……），应当点名，不应当读入。"
    yield ""
    yield f"共 {len(found)} 种 {len(every)} 份：全 {count['全']}，点名 {count['点名']}，错 {count['错']}。"
    yield f"不带 * 的 {len(certain)} 份里，全的占 {100 * whole / max(len(certain), 1):.1f}%。"
    yield ""
    yield "| 样子 | 份数 | 全 | 点名 | 错 | 每份最多没读的数 |"
    yield "|---|---|---|---|---|---|"
    for kind, several in found.items():
        words = [one.word for one in several]
        mark = "*" if kind in DOUBTED else ""
        yield (
            f"| {kind}{mark} | {len(several)} | {words.count('全')} | {words.count('点名')} | "
            f"{words.count('错')} "
            f"| {max(one.unread for one in several)} |"
        )
    yield ""


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_whole_or_named(kind: str, outcomes: Outcomes, tmp_path: Path) -> None:
    turn = list(KINDS).index(kind)
    for form in FORMS if LONG else [FORMS[turn % 2]]:
        for seed in SEEDS:
            report = report_of(form, seed)
            one = outcome(read_published(KINDS[kind](report, tmp_path), FORMS), report)
            outcomes[kind].append(one)
            assert not one.wrong
            assert one.unread <= 7  # one row at most
            assert one.unread or kind not in DOUBTED


@pytest.mark.long
@pytest.mark.office
@pytest.mark.skipif(
    not (shutil.which("chromium") and shutil.which("chromedriver")), reason="没有 Chromium，跳过"
)
def test_prints_of_a_browser(outcomes: Outcomes, tmp_path: Path) -> None:
    with prints.browser(tmp_path) as driver:
        for turn, (kind, how) in enumerate(prints.PRINTS.items()):
            if not LONG and turn % 5:
                continue
            for form in FORMS if LONG else [FORMS[turn % 2]]:
                for seed in SEEDS:
                    report = report_of(form, seed)
                    path = prints.print_page(driver, report, how, tmp_path)
                    one = outcome(read_published(path, FORMS), report)
                    outcomes[kind].append(one)
                    assert not one.wrong, kind
                    assert one.unread <= MOST_UNREAD or kind in prints.UNRULED, kind


@pytest.mark.long
@pytest.mark.office
@pytest.mark.parametrize("paper", prints.PAPERS if LONG else ["LibreOffice A4"])
def test_prints_of_an_office(paper: str, outcomes: Outcomes, office, tmp_path: Path) -> None:
    """With bare page numbers at the foot."""
    for form in FORMS if LONG else FORMS[1:]:
        report = report_of(form, 1)
        source = prints.numbered(
            publications.made.write_docx(report, tmp_path / "r.docx", prints.PAPERS[paper])
        )
        for kind in ("pdf", "odt", "doc", "rtf") if LONG else ("pdf",):
            (path,) = office([source], kind, tmp_path / kind)
            one = outcome(read_published(path, FORMS), report)
            outcomes[f"{paper} {kind}"].append(one)
            assert not one.wrong, kind
