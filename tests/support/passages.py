"""Passages judged against figures."""

from decimal import Decimal

from toolkit.form.definition import load_form
from toolkit.form.elements import Key
from toolkit.rules.prose import (
    judge,
)
from toolkit.rules.prose.vocabulary import vocabulary_of

FORM = load_form("annual-report-2021")
RESULTS = ("upheld", "corrected", "other", "pending", "total")


def cell(row, column="total", table="applications"):
    return Key(table, row, column)


def rulings(text, figures, *, field="overview_applications", year=2022, unit="嘉祥县司法局", form=FORM):
    verdicts = judge({field: text}, figures, vocabulary_of(form.spoken), year=year, unit_name=unit)
    return [(v.subject, v.ruling.value) for v in verdicts]


# A whole year of a made-up bureau: 20 received, 3 carried in, 21 concluded, 2 carried over.
YEAR = dict.fromkeys(FORM.cells, 0)
YEAR |= {
    cell(row): amount
    for row, amount in {
        "new": 20,
        "carried_in": 3,
        "concluded": 21,
        "carried_over": 2,
        "granted": 10,
        "partly_granted": 4,
        "denied_deliberative": 2,
        "unavailable_not_held": 3,
        "unprocessed_petition": 1,
        "other_other": 1,
    }.items()
}
YEAR |= {
    cell("new", "natural_person"): 18,
    cell("new", "business"): 2,
    cell("carried_in", "natural_person"): 3,
}
YEAR |= {cell("concluded", "natural_person"): 19, cell("concluded", "business"): 2}
YEAR |= {cell("reconsideration", c, "review"): a for c, a in zip(RESULTS, (2, 0, 1, 1, 4), strict=True)}
YEAR |= {cell("direct_litigation", c, "review"): a for c, a in zip(RESULTS, (1, 0, 0, 1, 2), strict=True)}
YEAR |= {
    cell("normative_documents", c, "disclosure"): a
    for c, a in (("issued", 3), ("repealed", 1), ("in_force", 12))
}
YEAR[cell("charges", "amount", "disclosure")] = Decimal("59.2449")
YEAR |= {
    cell(row, "value", "supplement"): amount
    for row, amount in {
        "website_items": 1320,
        "wechat_items": 150,
        "meetings": 4,
        "trainings": 2,
        "trainees": 72,
        "suggestions": 5,
        "proposals": 2,
        "information_fee": 300,
    }.items()
}


def lines(block):
    return [line for line in block.strip().split("\n") if line]
