"""None of a thing, however it is told, and shares told in words."""

from fractions import Fraction
from itertools import product

import pytest
from prose_cases import Case, figures, said

from toolkit.form.definition import load_form
from toolkit.rules.prose.claims import read_claims
from toolkit.rules.prose.even_text import quantities
from toolkit.rules.prose.vocabulary import vocabulary_of

SOME = figures("""
    applications.new.natural_person 3 applications.new.business 1 applications.new.legal_service 1
    applications.granted.natural_person 1 applications.partly_granted.natural_person 1
    applications.denied_third_party.business 1 applications.unavailable_not_held.natural_person 1
    applications.unprocessed_petition.legal_service 1 review.reconsideration.upheld 1
    review.direct_litigation.upheld 1 disclosure.normative_documents.issued 1
    disclosure.normative_documents.repealed 1 disclosure.licensing.decisions 5
    disclosure.penalties.decisions 4 disclosure.compulsion.decisions 2 disclosure.charges.amount 3
""")
CASES = [
    none + cause + thing + end
    for none, cause, thing, end in product(
        ("未发生", "没有", "无", "未引发"),
        ("", "因政府信息公开引起的", "针对我局信息公开工作的", "与信息公开有关的", "涉及信息公开方面的"),
        ("行政复议", "行政诉讼", "复议、诉讼", "投诉、行政复议和行政诉讼"),
        ("。", "案件。", "的情况。"),
    )
]
DOCUMENTS = [
    none + deed + thing
    for none, deed, thing in product(
        ("未", "没有", "未曾"),
        ("制发", "制定", "新出台", "印发", "废止", "制定和废止"),
        ("规范性文件。", "行政规范性文件,"),
    )
]
DECISIONS = [
    none + thing + end
    for none, thing, end in product(
        ("未作出", "没有", "未办理", "无"),
        ("行政许可", "行政处罚、行政强制", "行政强制和行政处罚"),
        ("。", "决定。"),
    )
]
OF_WHOM = [
    *(f"{none}{who}提出的申请。" for none, who in product(("未收到", "没有"), ("商业企业", "法律服务机构"))),
    *(f"{who}{none}提出申请。" for none, who in product(("未", "没有"), ("法律服务机构",))),
    *(f"申请人无一{link}{who}。" for link, who in product(("为", "是"), ("自然人", "商业企业"))),
]
OUTCOMES = [
    none + thing + end
    for none, thing, end in product(
        ("没有作出", "不存在", "无", "未作出"), ("不予公开", "部分公开"), ("的答复。", "的情形。")
    )
]


@pytest.mark.parametrize(
    "text", [*CASES, *DOCUMENTS, *DECISIONS, *OF_WHOM, *OUTCOMES, "不收取行政事业性收费。"]
)
def test_none_of_a_thing_is_held_against_the_tables(text: str) -> None:
    case = Case(kind="", texts={"overview_applications": f"全年{text}"}, figures=SOME)
    assert said(case)
    assert not said(Case(kind="", texts=case.texts, figures={}))


@pytest.mark.parametrize(
    "text",
    [
        "公民没有通过法人和其他组织提出申请的,可以当面提出。",
        "对没有作出不予公开的答复,另行说明理由。",
        "未公开行政复议决定书。",
        "3件未予以公开。",
        "没有不予公开的规范性文件。",
        "无论行政复议还是行政诉讼,均依法应诉。",
        "无规章制定权。",
        "未按期制定规范性文件的,予以通报。",
    ],
)
def test_what_only_looks_like_none_is_not(text: str) -> None:
    assert not said(Case(kind="", texts={"overview_applications": text}, figures=SOME))


HAN = "零一二三四五六七八九十"


@pytest.mark.parametrize(("below", "above"), [(b, a) for b in range(2, 11) for a in range(1, b)])
def test_shares_are_told_in_words(below: int, above: int) -> None:
    (share,) = quantities(f"约{HAN[below]}分之{HAN[above]}的申请予以公开")
    assert (share.unit, share.about) == ("%", "约")
    assert abs(Fraction(share.amount) - Fraction(100 * above, below)) < Fraction(1, 100)


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("自然人申请过半。", [("50.00", "超")]),
        ("近半申请", [("50.00", "近")]),
        ("不足半数", [("50.00", "不足")]),
        ("一半以上的申请", [("50.00", "以上")]),
        ("百分之三十五", [("35.00", "")]),
        ("上半年过半年多,一年半", []),
        ("半数", [("50.00", "")]),
    ],
)
def test_halves_are_shares_and_half_years_are_not(text: str, amounts: list[tuple[str, str]]) -> None:
    assert [(str(one.amount), one.about) for one in quantities(text)] == amounts


def test_an_outcome_that_a_form_does_not_count_stops_nobody() -> None:
    words = vocabulary_of(load_form("annual-report-2019").spoken)
    claims = read_claims("予以公开3件（含逾期不补正1件）", words, 2020)
    assert [claim.amount for claim in claims if claim.readings] == [3]


# Of three, all of which ended as the first says, and of which one was as the second does.
ALL_ALIKE = {
    "行政诉讼3件，均予维持。": ("direct_litigation.upheld", "direct_litigation.corrected"),
    "行政诉讼3件，均以维持结案。": ("direct_litigation.upheld", "direct_litigation.other"),
    "行政诉讼3件，结果均为维持。": ("direct_litigation.upheld", "direct_litigation.pending"),
    "行政诉讼3件，法院全部予以维持。": ("direct_litigation.upheld", "direct_litigation.corrected"),
    "行政诉讼3件，均为直接起诉，法院均维持我局答复。": (
        "direct_litigation.upheld",
        "direct_litigation.corrected",
    ),
    "行政诉讼3件，诉讼案件均为未经复议直接起诉。": (
        "direct_litigation.upheld",
        "litigation_after_reconsideration.upheld",
    ),
    "行政复议3件，复议机关维持了我局的答复。": ("reconsideration.upheld", "reconsideration.corrected"),
    "行政复议只发生3件，以维持结案。": ("reconsideration.upheld", "reconsideration.pending"),
    "因信息公开引起的行政诉讼均已审结。": ("direct_litigation.upheld", "direct_litigation.pending"),
    "结转下年的几件均为自然人申请。": ("carried_over.natural_person", "carried_over.business"),
    "上年结转的申请均为个人提出。": ("carried_in.natural_person", "carried_in.business"),
    "已答复的申请均予以公开，群众满意。": ("granted.natural_person", "unavailable_not_held.natural_person"),
    "没有因逾期不补正而不再处理的申请。": ("granted.natural_person", "other_not_corrected.natural_person"),
    "收到申请3件，均为自然人，均予以公开。": (
        "granted.natural_person",
        "unavailable_not_held.natural_person",
    ),
    "收到申请3件，申请人均为自然人，已全部予以公开。": (
        "granted.natural_person",
        "partly_granted.natural_person",
    ),
}


@pytest.mark.parametrize(("text", "all_of_them", "one"), [(t, *ends) for t, ends in ALL_ALIKE.items()])
def test_what_is_said_of_all_that_was_just_counted(text: str, all_of_them: str, one: str) -> None:
    table = "applications" if "申请" in text else "review"
    for ended, amiss in (
        (f"{table}.{all_of_them} 3", False),
        (f"{table}.{all_of_them} 2 {table}.{one} 1", True),
    ):
        held = figures(f"applications.new.natural_person 3 {ended}")
        assert bool(said(Case(kind="all", texts={"overview_applications": text}, figures=held))) is amiss


def test_what_some_did_not_pay_others_may_have_paid() -> None:
    held = figures("supplement.information_fee.value 560")
    for lead, amiss in (("对享受低保的申请人", False), ("", True), ("对收到的申请", True)):
        texts = {"overview_applications": f"{lead}未收取信息处理费。"}
        assert bool(said(Case(kind="fee", texts=texts, figures=held))) is amiss, lead


@pytest.mark.parametrize(
    "text",
    [
        "收到和上年结转的申请均已办结。",
        "新收、上年结转的申请均按时答复。",
        "承办建议提案，办理结果均已公开。",
        "办结的案件均公开。",
    ],
)
def test_what_is_said_of_several_things_or_of_others_is_not_said_of_one(text: str) -> None:
    held = figures("""applications.new.natural_person 3 applications.carried_in.natural_person 1
        applications.granted.natural_person 3 applications.unavailable_not_held.natural_person 1""")
    assert not said(Case(kind="all", texts={"overview_applications": text}, figures=held))
