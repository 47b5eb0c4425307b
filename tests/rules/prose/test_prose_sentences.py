"""The confusion matrix: sentences by kind, half of them true.

And the cases kept beside the repository, where they are.
"""

import json
from decimal import Decimal

import pytest
from growth import MOST, grows
from passages import YEAR, cell
from places import REPO, SHARED
from prose_cases import Case, all_told, said
from shares import in_shares

from toolkit.form.model import Key, exact_amount

DECIDED = {
    cell(row, "decisions", "disclosure"): amount
    for row, amount in (("licensing", 320), ("penalties", 45), ("compulsion", 2))
}
OTHERS = ("嘉祥县教育局", "嘉祥县财政局")
# The year of passages.YEAR in the cells that are typed.
TYPED = (
    {
        cell(row, column): amount
        for row, column, amount in (
            ("new", "natural_person", 18),
            ("new", "business", 2),
            ("carried_in", "natural_person", 3),
            ("granted", "natural_person", 8),
            ("granted", "business", 2),
            ("partly_granted", "natural_person", 4),
            ("denied_deliberative", "natural_person", 2),
            ("unavailable_not_held", "natural_person", 3),
            ("unprocessed_petition", "natural_person", 1),
            ("other_other", "natural_person", 1),
            ("carried_over", "natural_person", 2),
        )
    }
    | {
        key: amount
        for key, amount in YEAR.items()
        if key.table != "applications" and amount and key.column != "total"
    }
    | DECIDED
)
# Where sentences of a kind stand; the others stand under （二）依申请公开.
PASSAGES = dict.fromkeys(
    ("document", "decision", "supplement", "year", "name", "left"), "overview_disclosure"
)
PASSAGES |= dict.fromkeys(("money", "period", "notice"), "other_matters")


def sentences(name):
    for line in (REPO / "tests" / "data" / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, truth, text = line.split("\t")
            rules = frozenset() if truth == "ok" else frozenset({truth})
            passage = PASSAGES.get(kind, "overview_applications")
            yield Case(kind=kind, texts={passage: text}, figures=TYPED, rules=rules, others=OTHERS)


def test_the_sentences_by_kind():
    cases = [*sentences("prose_sentences.txt")]
    assert len(cases) >= 150
    all_told(cases, found=0.95)


def test_sentences_written_when_the_reader_was_done():
    """At first two of 58 true ones were accused and two of 43 mistakes missed.

    Their kinds have been mended since.
    """
    all_told(sentences("prose_sentences_fresh.txt"))


def test_a_message_names_sentence_figure_and_cell_in_one_unit():
    text = "今年工作平稳。全年共收到申请26件，行政事业性收费95.2449万元。"
    applications, charges = said(Case(kind="", texts={"overview_applications": text}, figures=TYPED))
    assert "全年共收到申请26件，行政事业性收费95.2449万元”" in applications.message
    assert "“本年新收”是 20 件（表三 J7）" in applications.message
    assert applications.message.count("都对不上") == 1
    assert "说的是 95.2449 万元，表里“行政事业性收费" in charges.message
    assert "是 59.2449 万元（表二 " in charges.message
    assert "都对不上" not in charges.message


def test_the_same_said_twice_is_one_mistake():
    text = "全年共收到申请26件。"
    texts = {"overview_applications": text, "other_matters": text}
    one, other = said(Case(kind="", texts=texts, figures=TYPED))
    assert one.primary
    assert not other.primary


PIECES = (
    "收到申请1件,其中1件,2件。",
    "1",
    "(",
    "十",
    ",",
    "收到",
    "1,",
    "1(",
    "收到申请1件,",
    "其中1件,",
    "未收到",
    "<a",
    "《",
    "县局",
    "12.3万元、",
    "（一）",
    "我《",
    "办结21件，",
    "净增3件，",
    "收到申请20件，比上年增加3件，",
    "予以公开3件，两项合计占办结总数的5%，",
    "-",
    "…",
    "【",
)


@pytest.mark.parametrize("piece", in_shares(PIECES))
def test_no_pattern_goes_back_and_forth(piece):
    """Half as many characters as a cell holds: in time that grows with length alone."""

    def judge(size: float) -> None:
        texts = {"overview_applications": (piece * 16384)[: int(8192 * size)]}
        assert len(said(Case(kind="", texts=texts, figures=TYPED))) < 20  # one mistake, not a flood of it

    assert grows(judge, least=0.05) < MOST


@pytest.mark.parametrize("name", ["孟姑集镇", "卡山街道", "人民医院", "司法局"])
def test_honest_passages_of_many_bodies(name):
    """True of a unit where nothing happened, or of the bureau's year, in whichever passage they stand."""
    for line in (REPO / "tests" / "data" / "prose_honest.txt").read_text("utf-8").splitlines():
        if line.startswith(("zero", "year")) and line.startswith("year") == (name == "司法局"):
            year, text = line.split("\t")
            figures = TYPED if year == "year" else {}
            of_another = ("镇" in text and name != "孟姑集镇") or ("街道" in text and name != "卡山街道")
            for passage in (
                () if of_another else ("overview_applications", "overview_disclosure", "other_matters")
            ):
                case = Case(kind="", texts={passage: text}, figures=figures, unit="嘉祥县" + name)
                assert not said(case), (text, [f.message for f in said(case)])


def test_the_cases_beside_the_repository():
    path = SHARED / "cases" / "prose" / "cases.json"
    if not path.exists():
        pytest.skip("cases/prose is not on this machine (set XXGK_SHARED)")
    data = json.loads(path.read_text("utf-8"))
    cases = []
    for case in data["cases"]:
        tables = data["shared"][case["tables"]] if isinstance(case["tables"], str) else case["tables"]
        figures = {Key(*name.split(".")): exact_amount(Decimal(amount)) for name, amount in tables.items()}
        rules = frozenset(case.get("rules") or ())
        same = {name: case[name] for name in ("unit", "year", "form", "texts")}
        cases.append(Case(kind=case["set"], figures=figures, rules=rules, **same))
    all_told(cases)
