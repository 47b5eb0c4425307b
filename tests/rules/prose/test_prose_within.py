"""Lists within lists, counts told of again, what is told of all of some, comparisons and shares.

Written beside the mending of what two writers' fresh sentences had shown, honest ones and wrong ones.
"""

import pytest
from prose_cases import by_letter, figures, judged_no_worse

UNIT_A = """
    applications.new.natural_person 52 applications.new.business 6 applications.new.public_welfare 1
    applications.new.legal_service 4 applications.new.other 2 applications.carried_in.natural_person 3
    applications.carried_in.business 1 applications.granted.natural_person 21
    applications.granted.business 3 applications.granted.public_welfare 1
    applications.granted.legal_service 1 applications.granted.other 1
    applications.partly_granted.natural_person 9 applications.partly_granted.business 1
    applications.partly_granted.legal_service 1 applications.denied_third_party.natural_person 2
    applications.denied_internal_affairs.natural_person 1 applications.denied_deliberative.natural_person
    2 applications.denied_enforcement_file.legal_service 1
    applications.denied_registry_inquiry.natural_person 1
    applications.unavailable_not_held.natural_person 9 applications.unavailable_not_held.business 2
    applications.unavailable_not_held.legal_service 1
    applications.unavailable_not_ready_made.natural_person 2
    applications.unavailable_unclear.natural_person 1 applications.unprocessed_petition.natural_person 2
    applications.unprocessed_repeat.natural_person 1 applications.other_not_corrected.natural_person 1
    applications.other_other.business 1 applications.other_other.other 1
    applications.carried_over.natural_person 3 review.reconsideration.upheld 3
    review.reconsideration.corrected 1 review.reconsideration.other 2 review.reconsideration.pending 1
    review.direct_litigation.upheld 1 review.direct_litigation.pending 1
    review.litigation_after_reconsideration.upheld 2 review.litigation_after_reconsideration.pending 1
    disclosure.normative_documents.issued 4 disclosure.normative_documents.repealed 2
    disclosure.normative_documents.in_force 17 disclosure.licensing.decisions 1286
    disclosure.penalties.decisions 93 disclosure.compulsion.decisions 6 disclosure.charges.amount
    1284.5307 supplement.website_items.value 842 supplement.wechat_items.value 316
    supplement.short_video_items.value 47 supplement.other_channel_items.value 58
    supplement.meetings.value 3 supplement.trainings.value 2 supplement.trainees.value 135
    supplement.full_time_staff.value 1 supplement.part_time_staff.value 4
    supplement.information_fee.value 460 supplement.suggestions.value 11 supplement.proposals.value 7
"""
UNIT_B = """
    applications.new.natural_person 2 applications.new.legal_service 1
    applications.granted.natural_person 1 applications.partly_granted.legal_service 1
    applications.unavailable_not_held.natural_person 1 disclosure.licensing.decisions 36
    disclosure.penalties.decisions 5 supplement.website_items.value 214 supplement.wechat_items.value 96
    supplement.short_video_items.value 12 supplement.other_channel_items.value 31
    supplement.meetings.value 2 supplement.trainings.value 1 supplement.trainees.value 28
    supplement.part_time_staff.value 2 supplement.suggestions.value 3 supplement.proposals.value 1
"""
UNIT_C = """
    applications.new.natural_person 86 applications.new.business 14 applications.new.research 1
    applications.new.public_welfare 2 applications.new.legal_service 5 applications.new.other 3
    applications.carried_in.natural_person 4 applications.carried_in.business 1
    applications.granted.natural_person 30 applications.granted.business 6 applications.granted.research
    1 applications.granted.public_welfare 1 applications.granted.legal_service 2
    applications.granted.other 1 applications.partly_granted.natural_person 9
    applications.partly_granted.business 2 applications.partly_granted.legal_service 1
    applications.denied_third_party.natural_person 3 applications.denied_internal_affairs.natural_person
    1 applications.denied_deliberative.natural_person 2 applications.denied_deliberative.business 1
    applications.denied_enforcement_file.natural_person 3
    applications.denied_enforcement_file.legal_service 1
    applications.denied_registry_inquiry.natural_person 4
    applications.unavailable_not_held.natural_person 18 applications.unavailable_not_held.business 3
    applications.unavailable_not_held.public_welfare 1 applications.unavailable_not_held.other 1
    applications.unavailable_not_ready_made.natural_person 3
    applications.unavailable_not_ready_made.business 1 applications.unavailable_unclear.natural_person 2
    applications.unprocessed_petition.natural_person 3 applications.unprocessed_repeat.natural_person 2
    applications.other_not_corrected.natural_person 2 applications.other_not_corrected.business 1
    applications.other_other.natural_person 3 applications.other_other.legal_service 1
    applications.carried_over.natural_person 5 applications.carried_over.business 1
    applications.carried_over.other 1 review.reconsideration.upheld 6 review.reconsideration.corrected 2
    review.reconsideration.other 3 review.reconsideration.pending 1 review.direct_litigation.upheld 2
    review.direct_litigation.other 1 review.direct_litigation.pending 1
    review.litigation_after_reconsideration.upheld 3 review.litigation_after_reconsideration.corrected 1
    disclosure.normative_documents.issued 4 disclosure.normative_documents.repealed 2
    disclosure.normative_documents.in_force 19 disclosure.licensing.decisions 1286
    disclosure.penalties.decisions 73 disclosure.compulsion.decisions 5 disclosure.charges.amount
    3812.465 supplement.website_items.value 2158 supplement.wechat_items.value 463
    supplement.short_video_items.value 58 supplement.other_channel_items.value 37
    supplement.meetings.value 6 supplement.trainings.value 3 supplement.trainees.value 245
    supplement.full_time_staff.value 2 supplement.part_time_staff.value 14
    supplement.information_fee.value 1260 supplement.suggestions.value 21 supplement.proposals.value 13
"""
UNIT_D = """
    applications.new.natural_person 412 applications.new.business 58 applications.new.research 3
    applications.new.public_welfare 6 applications.new.legal_service 27 applications.new.other 11
    applications.carried_in.natural_person 15 applications.carried_in.business 3
    applications.carried_in.legal_service 1 applications.granted.natural_person 171
    applications.granted.business 26 applications.granted.research 2 applications.granted.public_welfare
    4 applications.granted.legal_service 11 applications.granted.other 5
    applications.partly_granted.natural_person 48 applications.partly_granted.business 8
    applications.partly_granted.legal_service 4 applications.partly_granted.other 1
    applications.denied_state_secret.natural_person 2
    applications.denied_prohibited_by_law.natural_person 4 applications.denied_third_party.natural_person
    9 applications.denied_third_party.business 3 applications.denied_internal_affairs.natural_person 7
    applications.denied_deliberative.natural_person 12 applications.denied_deliberative.business 2
    applications.denied_deliberative.legal_service 1 applications.denied_enforcement_file.natural_person
    11 applications.denied_enforcement_file.business 1 applications.denied_enforcement_file.legal_service
    3 applications.denied_registry_inquiry.natural_person 16
    applications.unavailable_not_held.natural_person 74 applications.unavailable_not_held.business 9
    applications.unavailable_not_held.research 1 applications.unavailable_not_held.public_welfare 1
    applications.unavailable_not_held.legal_service 4 applications.unavailable_not_held.other 3
    applications.unavailable_not_ready_made.natural_person 10
    applications.unavailable_not_ready_made.business 2 applications.unavailable_unclear.natural_person 8
    applications.unavailable_unclear.business 1 applications.unprocessed_petition.natural_person 19
    applications.unprocessed_repeat.natural_person 8 applications.unprocessed_repeat.business 1
    applications.unprocessed_publication.natural_person 1
    applications.unprocessed_confirmation.natural_person 3
    applications.other_not_corrected.natural_person 6 applications.other_not_corrected.legal_service 1
    applications.other_other.natural_person 7 applications.other_other.business 3
    applications.other_other.public_welfare 1 applications.other_other.legal_service 2
    applications.carried_over.natural_person 11 applications.carried_over.business 5
    applications.carried_over.legal_service 2 applications.carried_over.other 2
    review.reconsideration.upheld 24 review.reconsideration.corrected 5 review.reconsideration.other 9
    review.reconsideration.pending 3 review.direct_litigation.upheld 7 review.direct_litigation.corrected
    1 review.direct_litigation.other 4 review.direct_litigation.pending 2
    review.litigation_after_reconsideration.upheld 11 review.litigation_after_reconsideration.other 2
    review.litigation_after_reconsideration.pending 5 disclosure.normative_documents.issued 17
    disclosure.normative_documents.repealed 6 disclosure.normative_documents.in_force 143
    disclosure.licensing.decisions 48213 disclosure.penalties.decisions 6057
    disclosure.compulsion.decisions 329 disclosure.charges.amount 15420.38 supplement.website_items.value
    21467 supplement.wechat_items.value 8934 supplement.short_video_items.value 612
    supplement.weibo_items.value 305 supplement.other_channel_items.value 1180 supplement.meetings.value
    9 supplement.trainings.value 12 supplement.trainees.value 1034 supplement.full_time_staff.value 38
    supplement.part_time_staff.value 215 supplement.information_fee.value 2860
    supplement.suggestions.value 168 supplement.proposals.value 142
"""
UNIT_E = """
    applications.new.natural_person 37 applications.new.business 4 applications.new.legal_service 3
    applications.carried_in.natural_person 2 applications.granted.natural_person 11
    applications.granted.business 3 applications.granted.legal_service 1
    applications.partly_granted.natural_person 5 applications.partly_granted.legal_service 1
    applications.denied_enforcement_file.natural_person 6
    applications.denied_enforcement_file.legal_service 1 applications.denied_third_party.natural_person 2
    applications.unavailable_not_held.natural_person 5 applications.unavailable_not_held.business 1
    applications.unavailable_unclear.natural_person 1 applications.unprocessed_petition.natural_person 4
    applications.unprocessed_repeat.natural_person 1 applications.other_not_corrected.natural_person 1
    applications.other_other.natural_person 2 applications.carried_over.natural_person 1
    review.reconsideration.upheld 9 review.reconsideration.corrected 3 review.reconsideration.other 4
    review.reconsideration.pending 2 review.direct_litigation.other 1
    review.litigation_after_reconsideration.upheld 4 review.litigation_after_reconsideration.corrected 1
    review.litigation_after_reconsideration.pending 1 disclosure.normative_documents.repealed 1
    disclosure.normative_documents.in_force 2 disclosure.licensing.decisions 9364
    disclosure.penalties.decisions 812 disclosure.compulsion.decisions 46 supplement.website_items.value
    1094 supplement.wechat_items.value 571 supplement.short_video_items.value 143
    supplement.meetings.value 3 supplement.trainings.value 2 supplement.trainees.value 96
    supplement.full_time_staff.value 1 supplement.part_time_staff.value 9 supplement.suggestions.value 8
    supplement.proposals.value 6
"""
UNIT_F = """
    disclosure.normative_documents.in_force 1 disclosure.licensing.decisions 214
    disclosure.penalties.decisions 31 disclosure.compulsion.decisions 2 supplement.website_items.value
    742 supplement.wechat_items.value 538 supplement.short_video_items.value 66 supplement.meetings.value
    4 supplement.trainings.value 3 supplement.trainees.value 117 supplement.full_time_staff.value 1
    supplement.part_time_staff.value 5 supplement.suggestions.value 2
"""
UNIT_G = """
    applications.new.natural_person 7 applications.carried_in.natural_person 1
    applications.granted.natural_person 3 applications.partly_granted.natural_person 1
    applications.unavailable_not_held.natural_person 2 applications.unprocessed_petition.natural_person 1
    applications.carried_over.natural_person 1 review.reconsideration.upheld 1
    disclosure.licensing.decisions 58 supplement.website_items.value 265 supplement.wechat_items.value
    341 supplement.meetings.value 2 supplement.trainings.value 2 supplement.trainees.value 64
    supplement.part_time_staff.value 2
"""
UNIT_H = """
    applications.new.natural_person 9 applications.new.business 1 applications.new.other 2
    applications.granted.natural_person 6 applications.granted.business 1 applications.granted.other 1
    applications.partly_granted.natural_person 2 applications.unavailable_not_held.natural_person 1
    applications.other_other.other 1 disclosure.normative_documents.issued 2
    disclosure.normative_documents.in_force 8 disclosure.licensing.decisions 23
    disclosure.penalties.decisions 3 disclosure.charges.amount 126.8 supplement.website_items.value 655
    supplement.wechat_items.value 389 supplement.meetings.value 5 supplement.trainings.value 4
    supplement.trainees.value 182 supplement.full_time_staff.value 1 supplement.part_time_staff.value 4
    supplement.suggestions.value 17 supplement.proposals.value 9
"""
UNIT_I = """
    applications.new.natural_person 23 applications.new.business 5 applications.new.legal_service 3
    applications.new.other 1 applications.carried_in.natural_person 2
    applications.carried_in.legal_service 1 applications.granted.natural_person 8
    applications.granted.business 2 applications.granted.other 1
    applications.partly_granted.natural_person 5 applications.partly_granted.legal_service 2
    applications.denied_third_party.natural_person 1 applications.denied_third_party.business 1
    applications.denied_enforcement_file.legal_service 1 applications.unavailable_not_held.natural_person
    6 applications.unavailable_not_held.business 1 applications.unavailable_not_ready_made.natural_person
    1 applications.unprocessed_petition.natural_person 2 applications.unprocessed_repeat.natural_person 1
    applications.other_other.business 1 applications.carried_over.natural_person 1
    applications.carried_over.legal_service 1 review.reconsideration.upheld 2
    review.reconsideration.other 1 review.direct_litigation.corrected 1
    disclosure.normative_documents.issued 1 disclosure.normative_documents.in_force 6
    disclosure.licensing.decisions 415 disclosure.penalties.decisions 28 supplement.website_items.value
    523 supplement.wechat_items.value 141 supplement.weibo_items.value 36 supplement.meetings.value 5
    supplement.trainings.value 4 supplement.trainees.value 160 supplement.part_time_staff.value 6
    supplement.suggestions.value 9 supplement.proposals.value 12
"""
UNIT_K = """
    applications.new.natural_person 9 applications.new.business 1 applications.new.research 1
    applications.new.other 1 applications.carried_in.natural_person 1 applications.granted.natural_person
    5 applications.granted.research 1 applications.partly_granted.natural_person 2
    applications.denied_deliberative.natural_person 1 applications.unavailable_not_held.natural_person 1
    applications.unavailable_not_held.business 1 applications.unprocessed_repeat.natural_person 1
    applications.carried_over.other 1 review.reconsideration.other 1
    disclosure.normative_documents.issued 2 disclosure.normative_documents.repealed 3
    disclosure.normative_documents.in_force 8 disclosure.licensing.decisions 47 disclosure.charges.amount
    312.08 supplement.website_items.value 276 supplement.wechat_items.value 154
    supplement.other_channel_items.value 20 supplement.meetings.value 2 supplement.trainings.value 2
    supplement.trainees.value 88 supplement.full_time_staff.value 1 supplement.part_time_staff.value 2
    supplement.suggestions.value 6 supplement.proposals.value 9
"""
BODIES = {
    "A": ("岚坞县市场监督管理局", figures(UNIT_A), {}),
    "B": ("岚坞县市场监督管理局", figures(UNIT_B), {}),
    "C": ("岚坞县市场监督管理局", figures(UNIT_C), {}),
    "D": ("岚坞县市场监督管理局", figures(UNIT_D), {}),
    "E": ("岚坞县市场监督管理局", figures(UNIT_E), {}),
    "F": ("岚坞县市场监督管理局", figures(UNIT_F), {}),
    "G": ("岚坞县市场监督管理局", figures(UNIT_G), {}),
    "H": ("岚坞县市场监督管理局", figures(UNIT_H), {}),
    "I": ("岚坞县市场监督管理局", figures(UNIT_I), {}),
    "K": ("岚坞县市场监督管理局", figures(UNIT_K), {}),
}


@pytest.mark.long
def test_lists_within_lists_and_all_of_some():
    judged_no_worse("prose_sentences_within.txt", by_letter(BODIES, 2024), accused=0, missed=0, count=221)
