"""Counts that are but bounds: of some months, of an account of one's own, of those who came; and of others.

Written around what fresh writers' sentences showed, honest ones and wrong ones in the marks of the list;
of the wrong ones 22 are not read.
"""

from prose_cases import by_letter, figures, judged_no_worse

_BESIDE = """
    disclosure.normative_documents.issued 2 disclosure.normative_documents.repealed 1
    disclosure.normative_documents.in_force 6 disclosure.licensing.decisions 83
    disclosure.penalties.decisions 57 supplement.website_items.value 305 supplement.wechat_items.value 526
    supplement.short_video_items.value 120 supplement.weibo_items.value 330 supplement.meetings.value 4
    supplement.trainings.value 3 supplement.trainees.value 160
    supplement.full_time_staff.value 2 supplement.part_time_staff.value 3
"""
ALL_PERSONS = figures(f"""
    applications.new.natural_person 9 applications.granted.natural_person 4
    applications.partly_granted.natural_person 1 applications.unavailable_not_held.natural_person 2
    applications.unprocessed_petition.natural_person 1 applications.carried_over.natural_person 1 {_BESIDE}
""")
ALL_SORTS = figures(f"""
    applications.new.natural_person 13 applications.new.business 2 applications.new.legal_service 1
    applications.carried_in.natural_person 2 applications.granted.natural_person 9
    applications.granted.business 2 applications.partly_granted.natural_person 1
    applications.unavailable_not_held.natural_person 2
    applications.unavailable_not_held.legal_service 1 applications.unprocessed_petition.natural_person 1
    applications.carried_over.natural_person 2 {_BESIDE}
""")
BEFORE = figures("applications.new.total 12 applications.concluded.total 12")
UNITS = {  # name, figures, last year's
    "N": ("临溪县卫生健康局", ALL_PERSONS, BEFORE),
    "M": ("临溪县卫生健康局", ALL_SORTS, BEFORE),
    "T": ("双溪镇人民政府", ALL_PERSONS, BEFORE),
}


def test_counts_that_are_but_bounds() -> None:
    judged_no_worse("prose_sentences_bounds.txt", by_letter(UNITS, 2022), accused=0, missed=22, count=418)
