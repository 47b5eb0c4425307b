"""The prose of the benchmark's units: figures that agree with their tables, among sentences drawn by lot.

Passages are as long as published ones (a hundred to three hundred characters), and no two units' are alike.
"""

from collections.abc import Mapping
from random import Random

from toolkit.answers.units import Unit
from toolkit.form.model import Figure, Form, Key, plain_digits, with_totals
from toolkit.report.sentences import draft_lines

DRAWN = 5
_WHO = ("本单位", "办公室", "各股室", "分管负责同志", "信息公开专班", "窗口人员", "值班人员", "宣传干事")
_DID = (
    "梳理了政策文件的公开目录",
    "更新了办事指南和常见问答",
    "核对了公开属性的认定依据",
    "清理了长期不更新的栏目",
    "完善了申请登记与答复的台账",
    "听取了群众对公开内容的意见",
    "组织了答复文书格式的学习",
    "检查了联系方式是否真实有效",
    "补齐了历史文件的标注",
    "对照考评指标逐项整改",
    "修订了保密审查的流程",
    "回应了村居干部提出的疑问",
)
_SO = (
    "公开的时效有所提高",
    "群众查找信息更加方便",
    "工作衔接比以往顺畅",
    "存量问题逐步消化",
    "责任分工进一步明确",
    "人手不足的情况仍然存在",
    "专业能力还需要提升",
    "解读形式仍较单一",
    "下一步继续坚持",
    "效果有待检验",
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
    sentences = zip(
        chance.sample(_WHO, DRAWN), chance.sample(_DID, DRAWN), chance.sample(_SO, DRAWN), strict=True
    )
    return "".join(f"{who}{did}，{so}（虚构）。" for who, did, so in sentences)
