"""What is told of one applicant, of some of the applications, and by lists beside other lists.

Written beside the mending of what a round of fresh sentences had shown: the true ones were accused or the
wrong ones passed.
"""

import pytest
from prose_cases import by_letter, figures, misjudged

FIGURES = figures(
    "applications.new.natural_person 40 applications.new.business 9 applications.new.legal_service 2 "
    "applications.new.public_welfare 1 applications.carried_in.natural_person 3 "
    "applications.carried_in.business 1 applications.granted.natural_person 14 "
    "applications.granted.business 4 "
    "applications.granted.legal_service 2 applications.partly_granted.natural_person 6 "
    "applications.partly_granted.business 1 applications.denied_third_party.natural_person 2 "
    "applications.denied_deliberative.natural_person 3 applications.denied_deliberative.business 1 "
    "applications.denied_deliberative.public_welfare 1 applications.denied_enforcement_file.natural_person 1 "
    "applications.unavailable_not_held.natural_person 8 applications.unavailable_not_held.business 2 "
    "applications.unprocessed_petition.natural_person 3 applications.other_not_corrected.natural_person 1 "
    "applications.other_not_paid.business 1 applications.carried_over.natural_person 5 "
    "applications.carried_over.business 1 review.reconsideration.upheld 5 review.reconsideration.corrected 1 "
    "review.reconsideration.other 2 review.direct_litigation.upheld 2 review.direct_litigation.pending 1 "
    "review.litigation_after_reconsideration.upheld 1 review.litigation_after_reconsideration.other 1 "
    "disclosure.normative_documents.issued 4 disclosure.normative_documents.repealed 2 "
    "disclosure.normative_documents.in_force 17 disclosure.licensing.decisions 1286 "
    "disclosure.penalties.decisions 213 supplement.website_items.value 2418 "
    "supplement.wechat_items.value 562 "
    "supplement.meetings.value 5 supplement.trainings.value 3 supplement.trainees.value 147 "
    "supplement.suggestions.value 8 supplement.proposals.value 12"
)
BODIES = {
    "B": ("清源县自然资源局", FIGURES, {}),
    "T": ("清源县山口镇人民政府", FIGURES, {}),
    "G": ("清源县人民政府", FIGURES, {}),
}


@pytest.mark.long
def test_what_fresh_sentences_had_shown() -> None:
    accused, missed, _ = misjudged("prose_sentences_of_a_town_and_its_county.txt", by_letter(BODIES, 2023))
    assert not accused
    assert not missed
