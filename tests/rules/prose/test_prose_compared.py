"""Comparisons, ranks, who came to what was held, channels named a clause before, capitals, titles.

Written blind in six rounds, honest ones and wrong ones, while two writers' fresh sentences were mended.
Of the wrong ones 26 are not read: multiples, kinds told by leaving out the others, what a court heard.
"""

from itertools import product

import pytest
from prose_cases import Case, by_letter, figures, judged_no_worse, said

from toolkit.form.elements import Key

FIGURES = {
    "A": """
    applications.new.natural_person 132 applications.new.business 21 applications.new.public_welfare
    1 applications.new.legal_service 9 applications.new.other 3
    applications.carried_in.natural_person 7 applications.carried_in.business 2
    applications.granted.natural_person 41 applications.granted.business 9
    applications.granted.public_welfare 1 applications.granted.legal_service 3
    applications.granted.other 2 applications.partly_granted.natural_person 17
    applications.partly_granted.business 3 applications.partly_granted.legal_service 1
    applications.denied_third_party.natural_person 6 applications.denied_third_party.business 2
    applications.denied_internal_affairs.natural_person 3
    applications.denied_deliberative.natural_person 5 applications.denied_deliberative.business 1
    applications.denied_enforcement_file.natural_person 2
    applications.denied_enforcement_file.legal_service 1
    applications.denied_registry_inquiry.natural_person 4
    applications.unavailable_not_held.natural_person 28 applications.unavailable_not_held.business 4
    applications.unavailable_not_held.legal_service 2 applications.unavailable_not_held.other 1
    applications.unavailable_not_ready_made.natural_person 5
    applications.unavailable_not_ready_made.business 1
    applications.unavailable_unclear.natural_person 2
    applications.unprocessed_petition.natural_person 4
    applications.unprocessed_repeat.natural_person 3 applications.unprocessed_repeat.legal_service 1
    applications.other_not_corrected.natural_person 4 applications.other_other.natural_person 6
    applications.other_other.business 1 applications.carried_over.natural_person 9
    applications.carried_over.business 2 applications.carried_over.legal_service 1
    review.reconsideration.upheld 11 review.reconsideration.corrected 2 review.reconsideration.other
    3 review.reconsideration.pending 1 review.direct_litigation.upheld 4
    review.direct_litigation.other 1 review.direct_litigation.pending 2
    review.litigation_after_reconsideration.upheld 6
    review.litigation_after_reconsideration.corrected 1
    review.litigation_after_reconsideration.pending 1 disclosure.normative_documents.issued 4
    disclosure.normative_documents.repealed 2 disclosure.normative_documents.in_force 19
    disclosure.licensing.decisions 1284 disclosure.penalties.decisions 37 disclosure.charges.amount
    1863.52 supplement.website_items.value 2146 supplement.wechat_items.value 318
    supplement.short_video_items.value 26 supplement.meetings.value 3 supplement.trainings.value 5
    supplement.trainees.value 240 supplement.full_time_staff.value 2
    supplement.part_time_staff.value 6 supplement.information_fee.value 800
    supplement.suggestions.value 14 supplement.proposals.value 9
    """,
    "D": """
    applications.new.natural_person 287 applications.new.business 34 applications.new.research 2
    applications.new.public_welfare 3 applications.new.legal_service 15 applications.new.other 6
    applications.carried_in.natural_person 11 applications.carried_in.business 2
    applications.carried_in.legal_service 1 applications.granted.natural_person 96
    applications.granted.business 13 applications.granted.research 2
    applications.granted.public_welfare 1 applications.granted.legal_service 5
    applications.granted.other 3 applications.partly_granted.natural_person 31
    applications.partly_granted.business 4 applications.partly_granted.legal_service 2
    applications.partly_granted.other 1 applications.denied_state_secret.natural_person 1
    applications.denied_prohibited_by_law.natural_person 2
    applications.denied_third_party.natural_person 9 applications.denied_third_party.business 3
    applications.denied_internal_affairs.natural_person 6
    applications.denied_deliberative.natural_person 11 applications.denied_deliberative.business 1
    applications.denied_enforcement_file.natural_person 5
    applications.denied_enforcement_file.legal_service 2
    applications.denied_registry_inquiry.natural_person 7
    applications.unavailable_not_held.natural_person 68 applications.unavailable_not_held.business 8
    applications.unavailable_not_held.public_welfare 2
    applications.unavailable_not_held.legal_service 4 applications.unavailable_not_held.other 2
    applications.unavailable_not_ready_made.natural_person 12
    applications.unavailable_not_ready_made.business 1
    applications.unavailable_unclear.natural_person 3
    applications.unprocessed_petition.natural_person 9
    applications.unprocessed_repeat.natural_person 6 applications.unprocessed_repeat.business 1
    applications.unprocessed_excessive.natural_person 2
    applications.unprocessed_confirmation.natural_person 1
    applications.other_not_corrected.natural_person 6 applications.other_other.natural_person 9
    applications.other_other.business 2 applications.other_other.legal_service 1
    applications.carried_over.natural_person 14 applications.carried_over.business 3
    applications.carried_over.legal_service 2 review.reconsideration.upheld 19
    review.reconsideration.corrected 3 review.reconsideration.other 5 review.reconsideration.pending
    2 review.direct_litigation.upheld 6 review.direct_litigation.corrected 1
    review.direct_litigation.other 2 review.direct_litigation.pending 3
    review.litigation_after_reconsideration.upheld 8 review.litigation_after_reconsideration.other 1
    review.litigation_after_reconsideration.pending 1 disclosure.normative_documents.issued 11
    disclosure.normative_documents.repealed 6 disclosure.normative_documents.in_force 74
    disclosure.licensing.decisions 286413 disclosure.penalties.decisions 12968
    disclosure.compulsion.decisions 524 disclosure.charges.amount 8217.36
    supplement.website_items.value 15872 supplement.wechat_items.value 9640
    supplement.short_video_items.value 413 supplement.weibo_items.value 205
    supplement.other_channel_items.value 1388 supplement.meetings.value 6 supplement.trainings.value
    8 supplement.trainees.value 517 supplement.full_time_staff.value 64
    supplement.part_time_staff.value 139 supplement.information_fee.value 1800
    supplement.suggestions.value 126 supplement.proposals.value 98
    """,
    "L": """
    applications.new.natural_person 96 applications.new.business 14 applications.new.legal_service 6
    applications.new.other 2 applications.carried_in.natural_person 5
    applications.carried_in.business 1 applications.granted.natural_person 38
    applications.granted.business 6 applications.granted.legal_service 3
    applications.partly_granted.natural_person 15 applications.partly_granted.business 3
    applications.partly_granted.legal_service 1 applications.denied_third_party.natural_person 3
    applications.denied_internal_affairs.natural_person 1
    applications.denied_deliberative.natural_person 2 applications.denied_deliberative.business 1
    applications.denied_registry_inquiry.natural_person 6
    applications.unavailable_not_held.natural_person 17 applications.unavailable_not_held.business 3
    applications.unavailable_not_held.legal_service 1 applications.unavailable_not_held.other 1
    applications.unavailable_not_ready_made.natural_person 3
    applications.unavailable_unclear.natural_person 1
    applications.unprocessed_petition.natural_person 4
    applications.unprocessed_repeat.natural_person 1 applications.other_not_corrected.natural_person
    2 applications.other_other.business 1 applications.other_other.legal_service 1
    applications.other_other.other 1 applications.carried_over.natural_person 8
    applications.carried_over.business 1 review.reconsideration.upheld 7
    review.reconsideration.corrected 2 review.reconsideration.other 3 review.reconsideration.pending
    1 review.direct_litigation.upheld 2 review.direct_litigation.pending 1
    review.litigation_after_reconsideration.upheld 3 review.litigation_after_reconsideration.other 1
    review.litigation_after_reconsideration.pending 1 disclosure.normative_documents.issued 4
    disclosure.normative_documents.repealed 2 disclosure.normative_documents.in_force 21
    disclosure.licensing.decisions 2863 disclosure.penalties.decisions 57
    disclosure.compulsion.decisions 6 disclosure.charges.amount 1386.52
    supplement.website_items.value 1874 supplement.wechat_items.value 412
    supplement.short_video_items.value 36 supplement.other_channel_items.value 128
    supplement.meetings.value 5 supplement.trainings.value 3 supplement.trainees.value 186
    supplement.full_time_staff.value 2 supplement.part_time_staff.value 9
    supplement.information_fee.value 1260 supplement.suggestions.value 17 supplement.proposals.value
    23
    """,
    "T": """
    applications.new.natural_person 2 applications.granted.natural_person 1
    applications.unavailable_not_held.natural_person 1 disclosure.licensing.decisions 43
    disclosure.penalties.decisions 6 supplement.website_items.value 286
    supplement.wechat_items.value 173 supplement.meetings.value 2 supplement.trainings.value 1
    supplement.trainees.value 32 supplement.full_time_staff.value 1 supplement.part_time_staff.value
    2 supplement.suggestions.value 4 supplement.proposals.value 1
    """,
    "U": """
    applications.new.natural_person 2 applications.new.business 1
    applications.granted.natural_person 1 applications.partly_granted.business 1
    applications.carried_over.natural_person 1 review.reconsideration.upheld 1
    disclosure.licensing.decisions 118 disclosure.penalties.decisions 11
    supplement.website_items.value 341 supplement.wechat_items.value 205 supplement.meetings.value 3
    supplement.trainings.value 2 supplement.trainees.value 58 supplement.full_time_staff.value 1
    supplement.part_time_staff.value 3 supplement.suggestions.value 3
    """,
    "G": """
    applications.new.natural_person 342 applications.new.business 38 applications.new.research 2
    applications.new.public_welfare 3 applications.new.legal_service 21 applications.new.other 6
    applications.carried_in.natural_person 11 applications.carried_in.business 2
    applications.carried_in.legal_service 1 applications.granted.natural_person 149
    applications.granted.business 17 applications.granted.research 2
    applications.granted.public_welfare 2 applications.granted.legal_service 11
    applications.granted.other 3 applications.partly_granted.natural_person 42
    applications.partly_granted.business 5 applications.partly_granted.legal_service 3
    applications.denied_state_secret.natural_person 1
    applications.denied_prohibited_by_law.natural_person 3
    applications.denied_security_stability.natural_person 1
    applications.denied_third_party.natural_person 8 applications.denied_third_party.business 2
    applications.denied_internal_affairs.natural_person 5
    applications.denied_deliberative.natural_person 9 applications.denied_deliberative.business 1
    applications.denied_enforcement_file.natural_person 7
    applications.denied_enforcement_file.legal_service 1
    applications.denied_registry_inquiry.natural_person 13
    applications.unavailable_not_held.natural_person 63 applications.unavailable_not_held.business 8
    applications.unavailable_not_held.public_welfare 1
    applications.unavailable_not_held.legal_service 4 applications.unavailable_not_held.other 2
    applications.unavailable_not_ready_made.natural_person 9
    applications.unavailable_not_ready_made.business 1
    applications.unavailable_unclear.natural_person 4
    applications.unprocessed_petition.natural_person 8
    applications.unprocessed_repeat.natural_person 5 applications.unprocessed_repeat.business 1
    applications.unprocessed_publication.natural_person 1
    applications.unprocessed_excessive.natural_person 2
    applications.other_not_corrected.natural_person 5 applications.other_not_corrected.business 1
    applications.other_not_paid.natural_person 1 applications.other_other.natural_person 4
    applications.other_other.legal_service 2 applications.other_other.other 1
    applications.carried_over.natural_person 13 applications.carried_over.business 4
    applications.carried_over.legal_service 1 review.reconsideration.upheld 19
    review.reconsideration.corrected 6 review.reconsideration.other 11
    review.reconsideration.pending 4 review.direct_litigation.upheld 5
    review.direct_litigation.corrected 1 review.direct_litigation.other 2
    review.direct_litigation.pending 3 review.litigation_after_reconsideration.upheld 6
    review.litigation_after_reconsideration.other 1 review.litigation_after_reconsideration.pending
    2 disclosure.normative_documents.issued 12 disclosure.normative_documents.repealed 7
    disclosure.normative_documents.in_force 96 disclosure.licensing.decisions 48213
    disclosure.penalties.decisions 6527 disclosure.compulsion.decisions 341
    disclosure.charges.amount 8326.4471 supplement.website_items.value 13642
    supplement.wechat_items.value 4218 supplement.short_video_items.value 365
    supplement.weibo_items.value 872 supplement.meetings.value 6 supplement.trainings.value 4
    supplement.trainees.value 437 supplement.full_time_staff.value 8
    supplement.part_time_staff.value 126 supplement.information_fee.value 2480
    supplement.suggestions.value 83 supplement.proposals.value 127
    """,
    "P": """
    applications.new.natural_person 54 applications.new.business 17 applications.new.legal_service 3
    applications.new.public_welfare 1 applications.carried_in.natural_person 2
    applications.granted.natural_person 18 applications.granted.business 6
    applications.granted.legal_service 1 applications.partly_granted.natural_person 9
    applications.partly_granted.business 2 applications.denied_third_party.natural_person 3
    applications.denied_third_party.business 2 applications.denied_enforcement_file.natural_person 4
    applications.denied_enforcement_file.business 1 applications.unavailable_not_held.natural_person
    12 applications.unavailable_not_held.business 4 applications.unavailable_not_held.legal_service
    1 applications.unavailable_not_held.public_welfare 1
    applications.unavailable_not_ready_made.natural_person 2
    applications.unprocessed_petition.natural_person 3
    applications.unprocessed_repeat.natural_person 1 applications.other_not_corrected.natural_person
    1 applications.other_not_corrected.business 1 applications.other_other.legal_service 1
    applications.carried_over.natural_person 3 applications.carried_over.business 1
    review.reconsideration.upheld 9 review.reconsideration.corrected 3 review.reconsideration.other
    4 review.reconsideration.pending 2 review.direct_litigation.upheld 1
    review.direct_litigation.other 1 review.direct_litigation.pending 2
    review.litigation_after_reconsideration.upheld 2
    review.litigation_after_reconsideration.corrected 1 disclosure.normative_documents.issued 2
    disclosure.normative_documents.repealed 1 disclosure.normative_documents.in_force 8
    disclosure.licensing.decisions 15736 disclosure.penalties.decisions 1428
    disclosure.compulsion.decisions 63 disclosure.charges.amount 214.36
    supplement.website_items.value 2356 supplement.wechat_items.value 688
    supplement.short_video_items.value 74 supplement.weibo_items.value 51 supplement.meetings.value
    3 supplement.trainings.value 6 supplement.trainees.value 294 supplement.full_time_staff.value 3
    supplement.part_time_staff.value 14 supplement.suggestions.value 11 supplement.proposals.value
    19
    """,
    "d": """
    applications.new.natural_person 287 applications.new.business 34 applications.new.research 2
    applications.new.public_welfare 3 applications.new.legal_service 15 applications.new.other 6
    applications.carried_in.natural_person 11 applications.carried_in.business 2
    applications.carried_in.legal_service 1 applications.granted.natural_person 96
    applications.granted.business 13 applications.granted.research 2
    applications.granted.public_welfare 1 applications.granted.legal_service 5
    applications.granted.other 3 applications.partly_granted.natural_person 31
    applications.partly_granted.business 4 applications.partly_granted.legal_service 2
    applications.partly_granted.other 1 applications.denied_state_secret.natural_person 1
    applications.denied_prohibited_by_law.natural_person 2
    applications.denied_third_party.natural_person 9 applications.denied_third_party.business 3
    applications.denied_internal_affairs.natural_person 6
    applications.denied_deliberative.natural_person 11 applications.denied_deliberative.business 1
    applications.denied_enforcement_file.natural_person 5
    applications.denied_enforcement_file.legal_service 2
    applications.denied_registry_inquiry.natural_person 7
    applications.unavailable_not_held.natural_person 68 applications.unavailable_not_held.business 8
    applications.unavailable_not_held.public_welfare 2
    applications.unavailable_not_held.legal_service 4 applications.unavailable_not_held.other 2
    applications.unavailable_not_ready_made.natural_person 12
    applications.unavailable_not_ready_made.business 1
    applications.unavailable_unclear.natural_person 3
    applications.unprocessed_petition.natural_person 9
    applications.unprocessed_repeat.natural_person 6 applications.unprocessed_repeat.business 1
    applications.unprocessed_excessive.natural_person 2
    applications.unprocessed_confirmation.natural_person 1
    applications.other_not_corrected.natural_person 6 applications.other_other.natural_person 9
    applications.other_other.business 2 applications.other_other.legal_service 1
    applications.carried_over.natural_person 14 applications.carried_over.business 3
    applications.carried_over.legal_service 2 review.reconsideration.upheld 19
    review.reconsideration.corrected 3 review.reconsideration.other 5 review.reconsideration.pending
    2 review.direct_litigation.upheld 6 review.direct_litigation.corrected 1
    review.direct_litigation.other 2 review.direct_litigation.pending 3
    review.litigation_after_reconsideration.upheld 8 review.litigation_after_reconsideration.other 1
    review.litigation_after_reconsideration.pending 1 disclosure.normative_documents.issued 11
    disclosure.normative_documents.repealed 6 disclosure.normative_documents.in_force 74
    disclosure.licensing.decisions 286413 disclosure.penalties.decisions 12968
    disclosure.compulsion.decisions 524 disclosure.charges.amount 8217.36
    supplement.website_items.value 15872 supplement.wechat_items.value 9640
    supplement.short_video_items.value 413 supplement.weibo_items.value 205
    supplement.other_channel_items.value 1388 supplement.meetings.value 6 supplement.trainings.value
    8 supplement.trainees.value 517 supplement.full_time_staff.value 64
    supplement.part_time_staff.value 139 supplement.information_fee.value 1800
    supplement.suggestions.value 126 supplement.proposals.value 98
    """,
    "h": """
    applications.new.natural_person 5 applications.carried_in.natural_person 1
    applications.granted.natural_person 2 applications.denied_internal_affairs.natural_person 1
    applications.unavailable_not_held.natural_person 1 applications.carried_over.natural_person 2
    review.reconsideration.other 1 review.reconsideration.pending 1 disclosure.penalties.decisions
    74 supplement.website_items.value 333 supplement.wechat_items.value 271
    supplement.meetings.value 4 supplement.trainings.value 1 supplement.trainees.value 46
    supplement.full_time_staff.value 1 supplement.part_time_staff.value 2
    supplement.information_fee.value 120 supplement.suggestions.value 3 supplement.proposals.value 1
    """,
    "g": """
    applications.new.natural_person 8 applications.new.legal_service 1
    applications.carried_in.natural_person 1 applications.granted.natural_person 6
    applications.granted.legal_service 1 applications.partly_granted.natural_person 1
    applications.unavailable_not_held.natural_person 2 disclosure.normative_documents.issued 2
    disclosure.normative_documents.repealed 1 disclosure.normative_documents.in_force 8
    disclosure.licensing.decisions 57 disclosure.charges.amount 345.6 supplement.website_items.value
    612 supplement.wechat_items.value 188 supplement.meetings.value 3 supplement.trainings.value 2
    supplement.trainees.value 96 supplement.full_time_staff.value 1 supplement.part_time_staff.value
    2 supplement.information_fee.value 0 supplement.suggestions.value 11 supplement.proposals.value
    8
    """,
}
NAMES = {
    "A": "临溪县自然资源局",
    "D": "临溪县自然资源局",
    "L": "临溪县自然资源局",
    "T": "双江口镇人民政府",
    "U": "柏渡街道办事处",
    "G": "云麓县人民政府",
    "P": "云麓县市场监督管理局",
    "d": "苍岭县人民政府",
    "h": "竹篙镇人民政府",
    "g": "临溪县教育局",
}
UNITS = {letter: (NAMES[letter], figures(told), {}) for letter, told in FIGURES.items()}


@pytest.mark.long
def test_sentences_that_compare() -> None:
    judged_no_worse("prose_sentences_compared.txt", by_letter(UNITS, 2024), accused=0, missed=26, count=452)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "收到申请166件，企业申请最多。",
            "“企业最多”对不上：表里“本年新收·商业企业”比“本年新收·自然人”少 111（",
        ),
        ("行政处罚决定多于行政许可决定。", "表里“行政处罚”比“行政许可”少 1247（表二"),
        ("行政许可决定比行政处罚决定多1274件。", "表里“行政许可”比“行政处罚”多 1247 件（表二"),
    ],
)
def test_a_comparison_is_told_in_words(sentence: str, told: str) -> None:
    texts = {"overview_applications": sentence}
    (finding,) = said(Case(kind="compared", texts=texts, figures=figures(FIGURES["A"])))
    assert told in finding.message
    assert "说的是" not in finding.message


# Since last year, before the thing: the thing, this year's figure of it and last year's
THINGS = {
    "行政复议": ("review.reconsideration.upheld", 11, 14),
    "行政处罚": ("disclosure.penalties.decisions", 37, 25),
    "行政许可": ("disclosure.licensing.decisions", 1284, 1300),
    "行政许可案件": ("disclosure.licensing.decisions", 1284, 1100),
    "新收申请": ("applications.new.natural_person", 132, 130),
}
SINCE = ("同比{way}", "较上年{way}了", "与2021年相比，{way}", "比上年又{way}")


def grew(thing: str, way: str, by: int) -> list[str]:
    name, now, before = THINGS[thing]
    table, row, column = name.split(".")
    total = column if table == "disclosure" else "total"
    last = {Key(table, row, total): before}
    texts = {"overview_applications": way + f"{thing}{by}件。"}
    case = Case(kind="grew", texts=texts, figures=figures(f"{name} {now}"), last=last)
    return [finding.message for finding in said(case)]


@pytest.mark.parametrize("off", [0, 7])
def test_a_thing_behind_how_it_grew_is_told_of_both_years(off: int) -> None:
    for thing, since in product(THINGS, SINCE):
        _, now, before = THINGS[thing]
        way = since.format(way="增加" if now > before else "减少")
        assert bool(grew(thing, way, abs(now - before) + off)) is bool(off), (thing, way)


@pytest.mark.parametrize(
    ("sentence", "amiss"),
    [
        ("比上年少受理申请4件。", False),
        ("较2021年多办结6件、多结转2件。", False),
        ("减少行政处罚12件，同比下降14.1%。", False),
        ("少作出行政处罚12件。", False),
        ("多办理行政许可186件。", False),
        ("同比多发布微信信息66条。", False),
        ("增加行政复议至18件。", True),
        ("收到申请60件，同比增加4件。", True),
        ("至少办结申请260件。", True),
    ],
)
def test_without_last_year_s_figures_growth_is_left_open(sentence: str, amiss: bool) -> None:
    texts = {"overview_applications": sentence}
    assert bool(said(Case(kind="grew", texts=texts, figures=figures(FIGURES["A"])))) is amiss
