"""Sentences written of another bureau by somebody who had not looked at the vocabulary; half of them true.

At the first run 38 of 56 mistakes were found and 2 of 51 true sentences accused; none of the four about
growth since last year was. Their kinds have been mended since; two of the mistakes turned out to be arguable
and are not counted.
"""

from dataclasses import replace
from decimal import Decimal

from passages import cell
from places import REPO
from prose_cases import Case, all_told, said

NATURAL, BUSINESS, LEGAL = "natural_person", "business", "legal_service"
DECIDED = {"licensing": 1286, "penalties": 73, "compulsion": 5}
SUPPLEMENT = {
    "website_items": 2417,
    "wechat_items": 536,
    "short_video_items": 48,
    "meetings": 6,
    "trainings": 3,
    "trainees": 185,
    "full_time_staff": 2,
    "part_time_staff": 9,
    "information_fee": 1160,
    "suggestions": 12,
    "proposals": 19,
}
APPLICATIONS = {
    "new": {NATURAL: 37, BUSINESS: 6, LEGAL: 3},
    "carried_in": {NATURAL: 5},
    "granted": {NATURAL: 13, BUSINESS: 3, LEGAL: 1},
    "partly_granted": {NATURAL: 5, BUSINESS: 1},
    "denied_third_party": {NATURAL: 1, BUSINESS: 1},
    "denied_internal_affairs": {NATURAL: 1},
    "denied_deliberative": {NATURAL: 3},
    "denied_enforcement_file": {NATURAL: 1},
    "unavailable_not_held": {NATURAL: 6, BUSINESS: 1, LEGAL: 1},
    "unavailable_not_ready_made": {LEGAL: 1},
    "unprocessed_petition": {NATURAL: 3},
    "unprocessed_repeat": {NATURAL: 2},
    "other_not_corrected": {NATURAL: 2},
    "other_other": {NATURAL: 1},
    "carried_over": {NATURAL: 4},
}
REVIEW = {
    "reconsideration": {"upheld": 5, "corrected": 1, "other": 2, "pending": 1},
    "direct_litigation": {"upheld": 3, "other": 1, "pending": 1},
    "litigation_after_reconsideration": {"upheld": 2, "pending": 1},
}
# 46 received and 5 carried in, 47 concluded and 4 carried over.
BUREAU = (
    {cell(row, column): n for row, columns in APPLICATIONS.items() for column, n in columns.items()}
    | {cell(row, column, "review"): n for row, columns in REVIEW.items() for column, n in columns.items()}
    | {cell(row, "decisions", "disclosure"): n for row, n in DECIDED.items()}
    | {cell(row, "value", "supplement"): n for row, n in SUPPLEMENT.items()}
    | {
        cell("normative_documents", c, "disclosure"): n
        for c, n in (("issued", 4), ("repealed", 2), ("in_force", 15))
    }
    | {cell("charges", "amount", "disclosure"): Decimal("384.56")}
)
LAST = {
    cell(row): n for row, n in (("new", 40), ("carried_in", 3), ("concluded", 38), ("carried_over", 5))
} | {
    cell("licensing", "decisions", "disclosure"): 1340,
    cell("penalties", "decisions", "disclosure"): 81,
    cell("charges", "amount", "disclosure"): Decimal("402.1"),
    cell("reconsideration", "total", "review"): 7,
}
PASSAGES = dict.fromkeys(
    ("applications", "disclosure", "management", "platform", "safeguards"), "overview_{}"
) | dict.fromkeys(("problems", "improvements", "other_matters"), "{}")


def sentences(name: str):
    path = REPO / "tests" / "data" / name
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, truth, passage, text = line.split("\t")
            if truth != "open":
                yield Case(
                    kind=kind,
                    texts={PASSAGES[passage].format(passage): text},
                    figures=BUREAU,
                    rules=frozenset() if truth == "ok" else frozenset(truth.split("|")),
                    last=LAST,
                    year=2023,
                    unit="清河县自然资源和规划局",
                    others=("清河县水利局", "清河县教育局", "清河县清河镇"),
                )


def test_the_unseen_sentences_by_kind():
    all_told(sentences("prose_sentences_unseen.txt"))


def test_a_hundred_more_by_kind():
    """At the first run 39 of 53 mistakes were found and 2 of 47 true sentences accused.

    Then some kinds were mended, and four of the mistakes turned out to be arguable.
    """
    all_told(sentences("prose_sentences_hundred.txt"), found=0.9)


def test_growth_is_told_with_both_years_figures():
    text = "全年收到申请46件，同比增长25%。行政事业性收费384.56万元，比上年增加17.54万元。"
    case = Case(kind="", texts={"overview_applications": text}, figures=BUREAU, last=LAST, year=2023)
    received, charges = (finding.message for finding in said(case))
    assert "“增长25%”对不上：“本年新收”今年是 46 件（表三 J7），上年是 40 件，增加 6 件（15％）" in received
    assert "384.56 万元（表二 " in charges
    assert "上年是 402.1 万元，减少 17.54 万元（4.36％）" in charges
    assert not said(replace(case, last={}))  # nothing is known of last year
    (only,) = said(replace(case, texts={"overview_applications": "全年收到申请64件，同比增长60%。"}))
    assert "是 46 件" in only.message  # one wrong count, one finding
