"""The prose of the benchmark's units: figures that agree with their tables, among sentences drawn by lot.

Passages are as long as published ones (a hundred to three hundred characters), and no two units' are alike
in the sense of the rules: twelve characters that are the same come together only by chance.
"""

from collections.abc import Mapping
from random import Random

from toolkit.answers.units import Unit
from toolkit.form.model import Figure, Form, Key, plain_digits, with_totals
from toolkit.report.sentences import draft_lines

DRAWN = 5
_WHEN = (
    "年初",
    "春季",
    "三月",
    "上半年",
    "汛期以前",
    "年中",
    "八月",
    "秋季",
    "下半年",
    "岁末",
    "每月",
    "每周五",
)
_WHO = (
    "本单位",
    "办公室",
    "各股室",
    "分管同志",
    "公开专班",
    "窗口人员",
    "值班人员",
    "宣传干事",
    "档案室",
    "法规股",
)
_DID = (
    "梳理",
    "更新",
    "核对",
    "清理",
    "完善",
    "听取",
    "检查",
    "补齐",
    "修订",
    "回应",
    "公示",
    "解读",
    "归并",
    "抽查",
)
_WHAT = (
    "公开目录",
    "办事指南",
    "认定依据",
    "陈旧栏目",
    "答复台账",
    "群众意见",
    "文书格式",
    "联系方式",
    "文件标注",
    "考评指标",
    "审查流程",
    "村居提问",
    "热线记录",
    "图解素材",
    "检索标签",
    "专栏导航",
)
_HOW = (
    "逐项",
    "分批",
    "对照清单",
    "会同社区",
    "借助网站",
    "请人把关",
    "边查边改",
    "当场",
    "按季度",
    "抽样",
    "全面",
)
_SO = (
    "时效提高",
    "查找方便",
    "衔接顺畅",
    "问题渐少",
    "责任更清",
    "人手仍缺",
    "能力待增",
    "形式单一",
    "继续坚持",
    "效果待验",
)


def narrative(form: Form, unit: Unit, figures: Mapping[Key, Figure], year: int) -> dict[str, str]:
    """Make up the passages of one unit, the same each time."""
    items = plain_digits(figures[Key("supplement", "website_items", "value")])
    told = {
        "overview_disclosure": f"{year}年，通过政府门户网站主动公开政府信息{items}条。",
        "overview_applications": "".join(
            draft_lines(
                form,
                passage=next(field for field in form.narrative if field.key == "overview_applications"),
                year=year,
                units=1,
                figures=with_totals(form, figures),
                baseline=None,
                silent={},
            )
        ),
        "other_matters": "本年度没有收取政府信息公开信息处理费。",
    }
    fill = filler(unit.code, len(form.narrative))
    return {field.key: told.get(field.key, "") + fill[n] for n, field in enumerate(form.narrative)}


def filler(code: str, passages: int) -> list[str]:
    """Draw the sentences of a unit's passages that tell no figure, the same each time."""
    chance = Random(f"prose-{code}")
    return [_filler(chance) for _ in range(passages)]


def _filler(chance: Random) -> str:
    return "".join(
        f"{chance.choice(_WHEN)}{who}{chance.choice(_HOW)}{chance.choice(_DID)}"
        f"{chance.choice(_WHAT)}和{chance.choice(_WHAT)}，{chance.choice(_SO)}（虚构）。"
        for who in chance.sample(_WHO, DRAWN)
    )
