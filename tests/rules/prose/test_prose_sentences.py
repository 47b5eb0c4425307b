"""The confusion matrix: sentences by kind, half of them true; and the cases kept beside the repository, where they are."""

import json
import sys
from decimal import Decimal

import pytest
from passages import YEAR, cell
from places import REPO, SHARED
from prose_cases import Case, confusion, printed

from toolkit.answers.submission import exact_amount
from toolkit.form.expression import Key

DECIDED = {
    cell(row, "decisions", "disclosure"): amount
    for row, amount in (("licensing", 320), ("penalties", 45), ("compulsion", 2))
}
OTHERS = ("嘉祥县教育局", "嘉祥县财政局")
# The year of passages.YEAR in the cells that are typed.
TYPED = {
    cell(row, column): amount
    for row, column, amount in (
        ("new", "natural_person", 18), ("new", "business", 2), ("carried_in", "natural_person", 3),
        ("granted", "natural_person", 8), ("granted", "business", 2), ("partly_granted", "natural_person", 4),
        ("denied_deliberative", "natural_person", 2), ("unavailable_not_held", "natural_person", 3),
        ("unprocessed_petition", "natural_person", 1), ("other_other", "natural_person", 1),
        ("carried_over", "natural_person", 2),
    )
} | {key: amount for key, amount in YEAR.items() if key.table != "applications" and amount and key.column != "total"} | DECIDED  # fmt: skip
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
    table, amiss = confusion(sentences("prose_sentences.txt"))
    sys.stdout.write("\n".join(("", printed(table), *amiss, "")))
    assert sum(n.total() for n in table.values()) >= 150
    assert sum(n["accused"] for n in table.values()) == 0, amiss
    found, missed = (sum(n[what] for n in table.values()) for what in ("found", "missed"))
    assert found >= 0.95 * (found + missed), amiss


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
    table, amiss = confusion(cases)
    sys.stdout.write("\n".join(("", printed(table), *amiss, "")))
    assert sum(n["accused"] for n in table.values()) == 0, amiss
    assert sum(n["missed"] for n in table.values()) == 0, amiss
