"""Fifteen hundred sentences by a tester who tried to break the judging, true ones and contradictions.

He wrote many of them beside those that had already gone wrong, so the shares say nothing of ordinary prose.
At first 113 true ones were accused and 315 contradictions missed; what has been mended may
not go wrong again.
"""

from dataclasses import replace

from prose_cases import Case, by_letter, figures, judged_no_worse

from toolkit.form.definition import load_form

OTHERS = ("清河县水利局", "清河县教育局", "清河县清河镇")


BUREAU = figures(
    """
    applications.new.natural_person 19 applications.new.business 4 applications.new.legal_service 2
    applications.new.other 1 applications.carried_in.natural_person 2
    applications.granted.natural_person 7 applications.granted.business 2
    applications.partly_granted.natural_person 3 applications.partly_granted.legal_service 1
    applications.denied_third_party.natural_person 1 applications.denied_deliberative.business 1
    applications.denied_enforcement_file.natural_person 1
    applications.unavailable_not_held.natural_person 3 applications.unavailable_not_held.business 1
    applications.unavailable_not_held.other 1 applications.unavailable_not_ready_made.natural_person 1
    applications.unprocessed_petition.natural_person 2 applications.other_not_corrected.natural_person 1
    applications.other_other.legal_service 1 applications.carried_over.natural_person 2
    review.reconsideration.upheld 3 review.reconsideration.corrected 1 review.reconsideration.other 1
    review.reconsideration.pending 1 review.direct_litigation.upheld 1 review.direct_litigation.pending
    1 review.litigation_after_reconsideration.upheld 2 disclosure.normative_documents.issued 3
    disclosure.normative_documents.repealed 2 disclosure.normative_documents.in_force 17
    disclosure.licensing.decisions 862 disclosure.penalties.decisions 45 disclosure.compulsion.decisions
    2 disclosure.charges.amount 1268.35 supplement.website_items.value 734 supplement.wechat_items.value
    312 supplement.short_video_items.value 26 supplement.meetings.value 2 supplement.trainings.value 3
    supplement.trainees.value 140 supplement.full_time_staff.value 1 supplement.part_time_staff.value 6
    supplement.information_fee.value 0 supplement.suggestions.value 14 supplement.proposals.value 21
    """
)
BUREAU_BEFORE = figures(
    """
    applications.new.total 21 applications.carried_in.total 1 applications.concluded.total 20
    applications.carried_over.total 2 disclosure.licensing.decisions 910 disclosure.penalties.decisions
    39 disclosure.charges.amount 1310 review.reconsideration.total 4 review.direct_litigation.total 1
    review.litigation_after_reconsideration.total 1 disclosure.normative_documents.issued 5
    disclosure.normative_documents.in_force 16
    """
)
TOWN = figures(
    """
    applications.new.natural_person 3 applications.granted.natural_person 2
    applications.unavailable_not_held.natural_person 1 disclosure.licensing.decisions 118
    disclosure.penalties.decisions 6
    """
)
TOWN_BEFORE = figures(
    """
    applications.new.total 5 applications.carried_in.total 0 applications.concluded.total 5
    applications.carried_over.total 0
    """
)
OF_2019 = figures(
    """
    applications.other_handling.natural_person 1 applications.other_handling.legal_service 1
    disclosure.licensing.items_last_year 20 disclosure.licensing.items_change 6
    disclosure.penalties.items_last_year 310 disclosure.penalties.items_change 2
    disclosure.compulsion.items_last_year 8 disclosure.compulsion.items_change 0
    disclosure.charges.items_last_year 3 disclosure.charges.items_change 0
    disclosure.procurement.projects 12 disclosure.procurement.amount 3200
    disclosure.normative_documents.produced 3 disclosure.normative_documents.published 3
    disclosure.normative_documents.published_total 17
    """
)
ARCHIVE_BEFORE = figures(
    """
    applications.new.total 2 applications.concluded.total 2
    """
)
UNITS = {  # name, figures, last year's
    "A": ("清河县住房和城乡建设局", BUREAU, BUREAU_BEFORE),
    "G": ("清河县人民政府", BUREAU, BUREAU_BEFORE),
    "O": ("清河县住房和城乡建设局", BUREAU | OF_2019, {}),
    "T": ("清河县柳林镇人民政府", TOWN, TOWN_BEFORE),
    "R": ("清河县柳林镇人民政府", TOWN | figures("review.reconsideration.upheld 1"), TOWN_BEFORE),
    "S": ("清河县柳林镇人民政府", TOWN | figures("review.direct_litigation.pending 1"), TOWN_BEFORE),
    "P": (
        "清河县柳林镇人民政府",
        TOWN | figures("disclosure.normative_documents.issued 1 disclosure.normative_documents.in_force 4"),
        TOWN_BEFORE,
    ),
    "Z": ("清河县档案局", {}, ARCHIVE_BEFORE),
}
ASKED_2019 = frozenset(load_form("annual-report-2019").inputs)


def case_of(unit: str) -> Case:
    case = replace(by_letter(UNITS, 2022)(unit), others=OTHERS)
    if unit != "O":
        return case
    asked = {key: amount for key, amount in case.figures.items() if key in ASKED_2019}
    return replace(case, figures=asked, year=2020, form="annual-report-2019")


def test_sentences_of_a_tester() -> None:
    judged_no_worse("prose_sentences_of_three.txt", case_of, accused=6, missed=60, count=1541)
