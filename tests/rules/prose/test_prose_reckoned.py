"""Sums, averages, multiples and ranks that a sentence reckons from its own numbers or from the tables.

Written beside fresh sentences of another writer and then twice blind; of the wrong ones 9 are not read.
"""

import pytest
from prose_cases import Case, by_letter, figures, judged_no_worse, said

from toolkit.rules.prose.reckoned import read_reckoned

BUREAU = figures("""
    applications.new.natural_person 30 applications.new.business 9 applications.new.legal_service 2
    applications.carried_in.natural_person 4 applications.carried_in.business 1
    applications.carried_over.natural_person 3 applications.granted.natural_person 13
    applications.granted.business 4 applications.partly_granted.natural_person 5
    applications.partly_granted.business 1 applications.denied_third_party.natural_person 2
    applications.denied_deliberative.natural_person 1 applications.denied_enforcement_file.natural_person 3
    applications.denied_enforcement_file.business 1 applications.unavailable_not_held.natural_person 4
    applications.unavailable_not_held.business 3 applications.unavailable_not_held.legal_service 1
    applications.unavailable_not_ready_made.natural_person 1
    applications.unavailable_not_ready_made.business 1
    applications.unprocessed_petition.natural_person 1 applications.other_not_corrected.natural_person 1
    applications.other_other.legal_service 1 review.reconsideration.upheld 3
    review.reconsideration.corrected 1 review.reconsideration.pending 1 review.direct_litigation.upheld 2
    review.litigation_after_reconsideration.upheld 1 review.litigation_after_reconsideration.pending 1
    disclosure.normative_documents.issued 4 disclosure.normative_documents.repealed 1
    disclosure.normative_documents.in_force 15 disclosure.licensing.decisions 820
    disclosure.penalties.decisions 46 disclosure.compulsion.decisions 5 disclosure.charges.amount 12.4
    supplement.website_items.value 640 supplement.wechat_items.value 215
    supplement.short_video_items.value 30 supplement.other_channel_items.value 12
    supplement.meetings.value 3 supplement.trainings.value 2 supplement.trainees.value 84
    supplement.full_time_staff.value 1 supplement.part_time_staff.value 4
    supplement.information_fee.value 200 supplement.suggestions.value 6 supplement.proposals.value 4
""")
TOWN = figures("""
    applications.new.natural_person 4 applications.new.business 5 applications.new.legal_service 1
    applications.carried_over.natural_person 1 applications.granted.natural_person 1
    applications.granted.business 3 applications.denied_registry_inquiry.business 1
    applications.denied_third_party.natural_person 1 applications.unavailable_not_held.natural_person 1
    applications.unavailable_not_held.business 1 applications.unavailable_not_held.legal_service 1
    disclosure.normative_documents.in_force 2 disclosure.licensing.decisions 58
    disclosure.penalties.decisions 4 supplement.website_items.value 120 supplement.wechat_items.value 160
    supplement.meetings.value 2 supplement.trainings.value 1 supplement.trainees.value 25
    supplement.part_time_staff.value 1 supplement.suggestions.value 3
""")
UNITS = {"B": ("云溪县水利局", BUREAU, {}), "T": ("临江镇人民政府", TOWN, {})}


@pytest.mark.long
def test_what_a_sentence_reckons() -> None:
    judged_no_worse("prose_sentences_reckoned.txt", by_letter(UNITS, 2022), accused=0, missed=9, count=403)


@pytest.mark.parametrize("held", [2, 3, 7])
@pytest.mark.parametrize("each", [9, 16])
def test_an_average_is_what_comes_out(held: int, each: int) -> None:
    for told in (each - 2, each, each + 2):
        text = f"全年开展业务学习{held}场，共{held * each}人次参加，平均每场{told}人次。"
        found = said(Case(kind="reckoned", texts={"improvements": text}, figures={}))
        assert bool(found) == (told != each)


def test_of_what_stands_first_one_that_is_more_is_named() -> None:
    text = {"overview_applications": "办理结果中，以不予处理的最多。"}
    (finding,) = said(Case(kind="ranked", texts=text, figures=BUREAU))
    assert "“（五）不予处理”比“（一）予以公开”少 16" in finding.message


def test_a_third_of_several_is_reckoned_beside_half_a_year() -> None:
    told = "上半年办结20件。全年办结100件，其中网络30件、当面20件，两项合计不到办结总数的三分之一。"
    assert [(one.words, one.right) for one in read_reckoned(told, 2022)] == [
        ("两项合计不到办结总数的三分之一", False)
    ]
