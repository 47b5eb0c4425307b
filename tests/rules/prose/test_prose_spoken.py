"""Reports written as one speaks: what was left, masked, given out, and what some applications were about.

Of the wrong ones 68 are not read.
"""

from prose_cases import by_letter, figures, judged_no_worse

POLICE = figures("""
    applications.new.natural_person 41 applications.new.business 6 applications.new.legal_service 3
    applications.new.other 1 applications.carried_in.natural_person 3 applications.granted.natural_person 14
    applications.granted.business 3 applications.partly_granted.natural_person 5
    applications.partly_granted.legal_service 1 applications.denied_enforcement_file.natural_person 9
    applications.denied_enforcement_file.business 2 applications.denied_third_party.natural_person 2
    applications.unavailable_not_held.natural_person 7 applications.unavailable_not_held.legal_service 2
    applications.unavailable_not_ready_made.natural_person 1
    applications.unprocessed_petition.natural_person 3 applications.unprocessed_repeat.natural_person 1
    applications.other_other.other 1 applications.carried_over.natural_person 2
    applications.carried_over.business 1
    review.reconsideration.upheld 3 review.reconsideration.corrected 1 review.reconsideration.pending 1
    review.direct_litigation.upheld 2 review.litigation_after_reconsideration.upheld 1
    review.litigation_after_reconsideration.pending 1 disclosure.normative_documents.issued 3
    disclosure.normative_documents.repealed 2 disclosure.normative_documents.in_force 14
    disclosure.licensing.decisions 2308 disclosure.penalties.decisions 3097
    disclosure.compulsion.decisions 385 disclosure.charges.amount 214.6 supplement.website_items.value 187
    supplement.wechat_items.value 526 supplement.short_video_items.value 120 supplement.weibo_items.value 243
    supplement.meetings.value 2 supplement.trainings.value 2 supplement.trainees.value 62
    supplement.full_time_staff.value 1 supplement.part_time_staff.value 19
    supplement.information_fee.value 120 supplement.suggestions.value 8 supplement.proposals.value 5
""")
POLICE_BEFORE = figures("""
    applications.new.total 38 applications.concluded.total 36 applications.carried_over.total 3
    review.reconsideration.total 4 disclosure.penalties.decisions 2810 disclosure.licensing.decisions 2200
    supplement.wechat_items.value 480 disclosure.normative_documents.in_force 13 supplement.trainings.value 3
""")
TOWN = figures("""
    applications.new.natural_person 4 applications.granted.natural_person 2
    applications.unavailable_not_held.natural_person 1 applications.carried_over.natural_person 1
    disclosure.normative_documents.in_force 1 disclosure.licensing.decisions 31
    disclosure.penalties.decisions 6 supplement.website_items.value 96 supplement.wechat_items.value 58
    supplement.meetings.value 3 supplement.trainings.value 1 supplement.trainees.value 34
    supplement.full_time_staff.value 1 supplement.part_time_staff.value 2 supplement.suggestions.value 2
""")
ARCHIVE = figures("""
    supplement.website_items.value 21 supplement.trainings.value 1 supplement.trainees.value 9
    supplement.part_time_staff.value 1
""")
UNITS = {  # name, figures, last year's
    "P": ("青岩县公安局", POLICE, POLICE_BEFORE),
    "T": ("青岩县云岭镇人民政府", TOWN, {}),
    "Z": ("青岩县档案馆", ARCHIVE, {}),
}


def test_reports_written_as_one_speaks() -> None:
    judged_no_worse("prose_sentences_spoken.txt", by_letter(UNITS, 2023), accused=0, missed=68, count=579)
