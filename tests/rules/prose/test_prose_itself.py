"""Whatever kind of body a unit is, it may speak of itself: what it says is held against its tables."""

import pytest
from passages import YEAR, rulings

KINDS = {
    "局": "司法局",
    "办": "司法办",
    "委": "发改委",
    "委员会": "供销委员会",
    "镇": "云水镇人民政府",
    "镇政府": "云水镇人民政府",
    "乡人民政府": "云水乡人民政府",
    "街道": "云水街道办事处",
    "街道办": "云水街道办事处",
    "街道办事处": "云水街道办事处",
    "办事处": "云水街道办事处",
    "办公室": "政府办公室",
    "管委会": "开发区管委会",
    "园区": "产业园区",
    "中心": "政务服务中心",
    "学校": "实验学校",
    "校": "实验学校",
    "馆": "档案馆",
    "站": "畜牧站",
    "所": "质检所",
    "处": "房管处",
    "大队": "执法大队",
    "单位": "司法局",
    "机关": "司法局",
}
# each with a figure of the year, and with one that is wrong
COUNTED = (
    "{who}收到政府信息公开申请{n}件。",
    "2022年，{who}新收申请{n}件。",
    "申请均已登记，{who}共收到{n}件。",
)
# wrong in a year with 20 applications and 4 reconsiderations
DENIED = (
    "{who}未收到政府信息公开申请。",
    "没有公民、法人向{who}提出政府信息公开申请。",
    "未收到向{who}提出的政府信息公开申请。",
    "依申请公开方面，{who}没有收到。",
    "未发生因{who}信息公开引起的行政复议。",
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("own", "我本")
def test_a_unit_speaks_of_itself_by_its_kind(own, kind):
    def ruled(text, **amounts):
        return {r for _, r in rulings(text.format(who=own + kind, **amounts), YEAR, unit=KINDS[kind])}

    for text in COUNTED:
        assert "right" in ruled(text, n=20), text
        assert "wrong" not in ruled(text, n=20), text
        assert "wrong" in ruled(text, n=37), text
    for text in DENIED:
        assert ruled(text) == {"wrong"}, text


@pytest.mark.parametrize(
    "other",
    ["县应急安全局", "县安全生产委员会办公室", "县健全办", "镇便民服务中心", "本街道办公室", "本处室"],
)
def test_another_body_whose_name_holds_those_letters_is_not_the_unit(other):
    assert "wrong" not in {r for _, r in rulings(f"{other}收到政府信息公开申请37件。", YEAR, unit="司法局")}
