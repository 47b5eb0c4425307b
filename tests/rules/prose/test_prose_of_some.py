"""Counts of some of one's own: of those there may be more, never fewer; what ends or comes beside them."""

import pytest
from prose_cases import figures, messages_of

TABLES = figures("""
    applications.new.natural_person 27 applications.new.business 6 applications.new.legal_service 3
    applications.carried_in.natural_person 1 applications.granted.natural_person 25
    applications.granted.business 5 applications.partly_granted.legal_service 3
    applications.unavailable_not_held.natural_person 3 applications.carried_over.business 1
    review.reconsideration.upheld 28 review.reconsideration.pending 6 review.direct_litigation.upheld 11
    review.direct_litigation.pending 4 review.litigation_after_reconsideration.upheld 12
    disclosure.normative_documents.issued 5 disclosure.normative_documents.repealed 4
    disclosure.normative_documents.in_force 22 disclosure.licensing.decisions 1286
    disclosure.penalties.decisions 73 disclosure.compulsion.decisions 31
    supplement.website_items.value 1248 supplement.wechat_items.value 365
    supplement.short_video_items.value 120 supplement.weibo_items.value 645
    supplement.meetings.value 3 supplement.trainings.value 4 supplement.trainees.value 212
""")

# Each with what is true, or as much as there may be of it, in place of # and what is wrong of it.
PLAIN = {
    # what a channel published: some of all that it did
    "我局微博发布警情通报、防范提示等信息#条，做到及时公开。": ("645 500 12", "654 900"),
    "短视频账号公开发布方言说政策系列作品#条。": ("120 21", "210"),
    "通过政府门户网站主动公开财政、民生等方面的信息共计#条。": ("1248 337", "1428"),
    "县政府门户网站公开政府信息#条。": ("1248", "1284 1247"),
    "微信公众号编发新闻动态、转载要闻等信息#条，主动公开。": ("365 900 12", ""),
    # by whom, against whom
    "全年由主要负责同志主持召开信息公开专题会议#次。": ("3 2", "13"),
    "对未按规定参加年检的社会组织作出行政处罚决定#件，均已公开。": ("73 4", "91"),
    "开展信息公开业务培训4场，各股室、基层所业务骨干#人次参加。": ("212 90", "272"),
    "开展信息公开业务培训4场，#人次参加。": ("212", "272 122"),
    # what stands in brackets, examples, reasons
    "我局共办理各类行政许可（含设立、变更、注销登记）#件。": ("1286", "1268"),
    "政务短视频账号（含抖音、快手、视频号）合计发布视频#条，主动公开。": ("120", "102"),
    "依法采取查封场所、扣押物品等行政强制#件，信息均已公开。": ("31", "13"),
    "制发行政规范性文件5件，因上位法修改、适用期已过等原因废止#件，现行有效22件。": ("4", "11"),
    "办结申请分类统计为：予以公开#件，部分公开3件，无法提供3件。": ("30", "33"),
    "商业企业（主要为校外培训机构、校服供应企业）申请#件，自然人申请27件。": ("6", "16"),
    "围绕新条例解读组织信息公开专题培训#次。": ("4 3", "14"),
    "作出治安、交通、禁毒等各类行政处罚#件，均已公开。": ("73", "37"),
    "短视频账号发布视频作品#条，主动公开。": ("120", "102"),
    "涉及本局的政府信息公开行政复议案件#件。": ("34", "43"),
    # each of several in turn
    "微信公众号、微博、短视频账号分别发布信息#条、645条、120条。": ("365", "356"),
    "自然人、商业企业、法律服务机构分别新收申请27件、6件、#件。": ("3", "13"),
    # whose the one was, without 均
    "结转下年度继续办理的1件系#提出，因需征求第三方意见，尚未答复。": ("商业企业", "自然人"),
    "上年结转1件为#申请，已依法答复。": ("自然人", "商业企业"),
    "收到申请36件，商业企业#件予以公开，法律服务机构3件部分公开。": ("5", "4"),
    "上年结转政府信息公开申请1件，皆为#提出。": ("自然人", "商业企业"),
    "收到申请36件，年内已#办结。": ("基本", "悉数"),
    "收到申请36件，法律服务机构#件已全部办结，商业企业1件转到下年。": ("3", "5"),
    # how cases ended of which the kinds are told; a case that was heard before
    "未审结的案件有10件，其中复议6件，直接起诉#件。": ("4", ""),
    "行政复议34件，尚未审结6件，维持率为#。": ("82.4%", "28.4%"),
    "各类行政复议案件63件，与政府信息公开有关的#件。": ("34", ""),
    "行政诉讼5件，已审结4件，其中维持#件、其他结果1件，信息公开工作平稳。": ("", "4"),
    "行政诉讼27件，经复议的#件，未经复议的15件。": ("12", "21"),
    "行政诉讼27件，经复议的12件，未经复议的#件。": ("15", "51"),
    # what is told behind a list, or of others
    "公开信息1200条，其中政策解读39条；视频号发布120条，微信推送365条，三者合计#条。": ("1685", ""),
    "答复里予以公开30件，其中财政类4件、民生类9件；微博发布信息#条。": ("645", ""),
    # how many stood at the year's beginning is another count; the only one is one
    "年初有#件未办结，加上全年收到的36件，合计37件申请。": ("1", "2"),
    "答复申请36件，其中唯一#件无法提供的申请内容不明。": ("一", ""),
}
TRUE = [text.replace("#", told) for text, (right, _) in PLAIN.items() for told in right.split()]
WRONG = [(text.replace("#", told), told) for text, (_, wrong) in PLAIN.items() for told in wrong.split()]


def _said(text: str) -> list[str]:
    return messages_of(text, TABLES)


@pytest.mark.parametrize("text", TRUE)
def test_what_may_be_so_is_not_accused(text: str) -> None:
    assert not _said(text)


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_what_cannot_be_so_is_found(text: str, told: str) -> None:
    assert any(told in message for message in _said(text))
