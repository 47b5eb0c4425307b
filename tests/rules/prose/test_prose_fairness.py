"""Sentences of our own in the manner of real reports.

Whoever tells the truth is not accused, whoever errs is found.
"""

from collections import Counter

import pytest
from passages import FORM, YEAR, cell, lines, rulings

from toolkit.form.definition import load_form
from toolkit.form.elements import Key
from toolkit.rules.prose import fee_remarks, year_remarks
from toolkit.rules.prose.vocabulary import vocabulary_of
from toolkit.rules.prose.wholes.lists import read_parts

# the made-up bureau of test_prose, with decisions; and a town where nothing happened
BUREAU = YEAR | {
    cell(row, "decisions", "disclosure"): amount
    for row, amount in {"licensing": 320, "penalties": 45, "compulsion": 2}.items()
}
TOWN = dict.fromkeys(FORM.cells, 0)

BALANCED = """
2022年，全局共收到申请20件，同比增长33.3%，加上上年结转的3件，共办理23件，按期办结21件，结转下年度2件。
本年度共收到依申请公开申请20件，其中网上12件，信函6件，当面2件，自然人18件，法人或其他组织2件。
收到申请20件，办结21件，办结率91.3%，按时办结率100%。
受理公民、法人和其他组织提出的政府信息公开申请20件，同比减少4件。
收到公民、法人或者其他组织申请20件，申请人以自然人为主。
全年共收到自然人、法人或其他组织提出的政府信息公开申请20件，全部依法受理。
收到申请20件，其中自然人申请18件，占90%；企业申请2件，占10%。
政府信息公开申请中，自然人占比90%，法人占比10%。
在已办结的21件申请中，予以公开10件，占47.62%；部分公开4件，占19.05%；不予公开2件，占9.52%。
从办理结果看，予以公开14件（含部分公开4件），不予公开2件，无法提供3件，其他2件。
予以公开14件，其中部分公开4件。
公开和部分公开14件，公开率66.7%。
21件申请中，10件予以公开，4件部分公开，2件属于四类过程性信息不予公开，3件本机关不掌握。
予以公开10件，其中网上答复5件，占50%。
予以公开10件（上年7件），部分公开4件（上年5件）。
部分公开4件，其中涉及第三方合法权益2件、个人隐私2件。
共收到申请20件次，均为自然人和企业申请。
收到申请22件，其中2件不属于政府信息公开申请，实际受理20件。
收到申请20件，其中10月收到6件，12月收到4件，4件中有2件结转到2023年1月办理。
收到申请20件，比2021年的15件多5件，2020年为18件。
在办理的23件中，已办结21件，其余2件因征求第三方意见延期至2023年办理。
办结21件，其中按期办结19件，延期办结2件。
上年结转3件，已办结3件；本年新收20件，已办结18件；合计办结21件，未办结2件。
2022年受理的20件申请办结18件，上年结转的3件办结3件。
20件申请中办结18件，结转2件；上年结转3件全部办结，共办结21件。
上年结转的3件申请均已办结，当年20件申请办结18件。
我局本级收到申请12件，所属二级单位收到8件，合计20件。
收到县政府办转来的申请5件，自行收到15件，共计20件。
行政复议及行政诉讼案件共计6件，结果维持3件，其他结果1件，尚未审结2件。
行政复议4件，其中3件已审结，1件未审结。
因政府信息公开被申请行政复议4件，其中维持2件，其他结果1件，尚未审结1件；行政诉讼2件，维持1件，尚未审结1件。
共发生行政诉讼2件，其中上年结转1件，本年新收1件，审结1件。
行政机关负责人出庭应诉2次，行政诉讼案件33件，胜诉30件。
政府信息公开类行政复议案件4件占全部复议案件120件的3.3%。
制发公文120件，其中规范性文件3件，主动公开90件，依申请公开20件，不予公开10件。
制发规范性文件3件，废止1件，截至年底现行有效规范性文件12件。
2018年以来制发规范性文件30件，废止18件，现行有效12件。
我局起草以县政府名义制发规范性文件2件，以我局名义制发3件。
作出行政许可决定320件（新办200件、变更120件）、行政处罚决定45件、行政强制决定2件。
受理行政许可申请330件，办结320件；行政处罚罚款12.5万元。
行政事业性收费592,449元，比上年减少3.5万元，罚没收入30万元。
行政事业性收费59.2449万元，其中不动产登记费40万元，耕地开垦费19.2449万元。
收取信息处理费3件共300元，其中向2名申请人分别收取100元、200元。
2021年收取信息处理费125元，2022年收取300元。
网站发布1320条，其中首页80条，专栏1240条；公众号发布150条，阅读量12万次。
全年主动公开信息1500条，其中网站1320条、微信公众号150条、公开栏30条。
组织政务公开培训2次，参训人员72人次；另派员参加市级培训3次5人次。
承办人大代表建议5件（主办3件、协办2件），政协提案2件，办复率100%。
县长热线受理1203件，办结1198件，网民留言答复85条。
收到不动产登记资料查询申请560件，全部办结。
"""

NOTHING_HAPPENED = """
2022年，我镇未收到政府信息公开申请，无上年结转，无结转下年度。
收到和办理政府信息公开申请0件，上年结转0件，未发生行政复议、行政诉讼。
全年受理依申请公开0件，与上年持平；2021年收到2件，均已答复。
去年我镇收到申请1件，已按期办结，今年没有收到申请。
行政许可、行政处罚、行政强制均为0件，行政事业性收费0万元，未收取信息处理费。
受理12345热线工单326件，办结率100%；收到信访件15件，均已答复。
受理困难群众救助申请120件，批准95件，不予批准25件，公开公示95件。
未收到申请，因此无予以公开、部分公开、不予公开、无法提供、不予处理等情况。
主动公开信息85条，其中工作动态60条，党务公开15条，财务公开10条。
接待查阅档案申请85件，提供复印件230份。
"""

CONTRADICTED = """
受理公民、法人和其他组织提出的政府信息公开申请24件。|received
全年共收到自然人、法人或其他组织提出的政府信息公开申请24件。|organisations
其中自然人申请17件，占85%。|natural_person
予以公开15件（含部分公开4件）。|granted
公开和部分公开15件。|partly_granted
收到20件，其中网上12件，信函9件。|parts
收到20件，上年结转3件，办结20件，结转2件。|concluded
办结20件，其中按期办结19件。|concluded
行政复议及行政诉讼案件共计7件。|litigation
行政复议及行政诉讼案件共计6件，结果维持4件。|upheld
仍在办理3件。|carried_over
行政事业性收费592450元。|charges
作出行政处罚决定54件。|penalties
收取信息处理费200元。|information_fee
"""

WORDS = vocabulary_of(load_form("annual-report-2021").spoken)
FEE = {Key("supplement", "information_fee", "value")}


@pytest.mark.parametrize("text", lines(BALANCED))
def test_a_bureau_that_tells_the_truth_is_not_accused(text: str) -> None:
    for passage in ("overview_applications", "overview_disclosure", "other_matters"):
        found = rulings(text, BUREAU, field=passage)
        assert "wrong" not in {ruling for _, ruling in found}, found
    assert fee_remarks(text, WORDS, FEE) == year_remarks(text, 2022) == ()


@pytest.mark.parametrize("text", lines(NOTHING_HAPPENED))
def test_a_town_where_nothing_happened_is_not_accused(text: str) -> None:
    for passage in ("overview_applications", "overview_disclosure", "other_matters"):
        found = rulings(text, TOWN, field=passage, unit="嘉祥县孟姑集镇")
        assert "wrong" not in {ruling for _, ruling in found}, found


@pytest.mark.parametrize("line", lines(CONTRADICTED))
def test_a_contradiction_is_found(line: str) -> None:
    text, subject = line.split("|")
    assert (subject, "wrong") in rulings(text, BUREAU)


def test_the_table_of_results() -> None:
    """Not accusing must not mean not reading.

    Most of what the balanced sentences claim is found to be right.
    """
    found = Counter(ruling for text in lines(BALANCED) for _, ruling in rulings(text, BUREAU))
    assert found == {"right": 110, "undecided": 42}


def test_a_whole_divided_twice_is_two_lists_of_parts() -> None:
    (parts,) = read_parts("收到20件，其中网上12件，信函8件，自然人18件，企业2件。", WORDS)
    assert parts.agree
    (parts,) = read_parts("收到20件，其中网上12件，信函8件，涉及征地的15件。", WORDS)
    assert not parts.agree
    assert not parts.contradict
