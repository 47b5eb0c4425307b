"""Sentences about several things at once, and about whose figures the tables hold.

Some shares are of more than one count, a list may follow its sum, an office may speak for its county.
"""

from prose_cases import by_letter, figures, judged_no_worse

OFFICE = """
    applications.new.natural_person 37 applications.new.business 6 applications.new.legal_service 3
    applications.carried_in.natural_person 5 applications.granted.natural_person 13
    applications.granted.business 3 applications.granted.legal_service 1
    applications.partly_granted.natural_person 5 applications.partly_granted.business 1
    applications.denied_third_party.natural_person 1 applications.denied_deliberative.natural_person 3
    applications.denied_third_party.business 1 applications.denied_internal_affairs.natural_person 1
    applications.denied_enforcement_file.natural_person 1 applications.unavailable_not_held.natural_person 6
    applications.unavailable_not_held.business 1 applications.unavailable_not_held.legal_service 1
    applications.unavailable_not_ready_made.legal_service 1 applications.unprocessed_petition.natural_person 3
    applications.unprocessed_repeat.natural_person 2 applications.other_not_corrected.natural_person 2
    applications.other_other.natural_person 1 applications.carried_over.natural_person 4
    review.reconsideration.upheld 5 review.reconsideration.corrected 1 review.reconsideration.other 2
    review.reconsideration.pending 1 review.direct_litigation.upheld 3 review.direct_litigation.other 1
    review.direct_litigation.pending 1 review.litigation_after_reconsideration.upheld 2
    review.litigation_after_reconsideration.pending 1 supplement.meetings.value 6 supplement.trainings.value 3
    supplement.trainees.value 185 supplement.website_items.value 2417 supplement.wechat_items.value 536
"""
DECIDING = """
    disclosure.licensing.decisions 1286 disclosure.penalties.decisions 73 disclosure.compulsion.decisions 5
    disclosure.charges.amount 384.56
"""
WHOLE, OWN = figures(OFFICE + DECIDING), figures(OFFICE)
ONE_OF_EACH = """
    applications.new.natural_person 1 applications.denied_deliberative.natural_person 1
    review.reconsideration.corrected 1 review.direct_litigation.upheld 1
"""
BODIES = {
    "B": ("清河县自然资源和规划局", WHOLE, {}),
    "K": ("清河县人民政府办公室", WHOLE, {}),
    "U": ("清河县水利局", figures(ONE_OF_EACH), {}),
    "Z": ("清河县档案局", figures(""), {}),
    "T": ("清河县人民政府办公室", OWN, {}),
}


def test_relations_between_figures_no_worse():
    judged_no_worse("prose_sentences_relations.txt", by_letter(BODIES, 2023), accused=0, missed=0, count=114)
