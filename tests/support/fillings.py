"""Made-up fillings of the form for tests.

Lawful ones, and ones that break rules, leave blanks, or hold garbage.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from toolkit.form.model import Figure, Form, Key, Mark, with_totals
from toolkit.practice.sampling import sample_figures

# what units write where the office asks: reasons, and words that only look like one
REASONS = (
    "本年清理了两件过期文件",
    "机构改革划出执法职能",
    "划转给\n开发区管委会承接",
    "清理失效文件3件",
    "申请集中在十二月收到",
    "12月底收到7件，尚在答复期内",
    "上年漏报1件，本年补计",
    "涉及同一拆迁项目的批量申请",
    "行政许可事项划转县行政审批局",
    "撤镇设街道，原镇文件全部废止",
    "台账漏登2件，本年更正后补报",
    "均为涉及第三方商业秘密的申请",
    "公安机关出具的处罚由分局填报，我局不再重复统计",
    "申请人主动撤回，归入其他",
    "2022年起不再收取城市道路占用费",
    "非税收入改由税务部门征收",
    "三名申请人分别提出同样的申请",
)
NO_REASONS = (
    "经核实，数据准确无误。",
    "核实无误",
    "无",
    "与实际情况一致！",
    "1111111111",
    "aaaaaaaaaaaaaaa",
    "ABCDEFGHIJKLMN",
    "12345-67890",
    "是是是是是是是是是是",
    "好的好的好的好的",
    "已核对原始台账，确认填报数据真实有效，无需修改。",
    "经逐项核对，数据无误，无需修改",
)
GARBAGE = ("12件", "abc", -3, Decimal("2.5"), 10**12, "无", " 零 ", "/", "—", "１２", "  ", "*", "无/")


@dataclass(frozen=True, kw_only=True)
class Filling:
    entries: dict[Key, Figure | str]
    last: dict[Key, Figure]
    identity: dict[str, str] = field(default_factory=dict)
    explanations: dict[str, str] = field(default_factory=dict)
    kind: str = "部门"


def filling(form: Form, seed: int) -> Filling:
    """One filling of many sorts, by seed."""
    rng = Random(seed)
    kind = rng.choice(["部门", "乡镇街道", "设区的市"])
    last: dict[Key, Figure] = {}
    if rng.random() < 0.6:
        before = with_totals(form, sample_figures(form, rng, kind=kind, size=rng.choice([2, 6, 40])))
        last = {key: before[key] for key in form.last_refs}
    entries: dict[Key, Figure | str] = dict(
        sample_figures(form, rng, last=last, kind=kind, size=rng.choice([2, 9, 4000]))
    )
    if rng.random() < 0.3:  # leave only a few things that are implausible together
        _implausible(form, rng, entries, last)
    for _ in range(rng.choice([0, 0, 1, 2, 5])):  # break something
        key = rng.choice(form.inputs)
        entries[key] = rng.randint(0, 12)
    for _ in range(rng.choice([0, 0, 0, 1, 30])):  # leave blanks
        entries[rng.choice(form.inputs)] = Mark.BLANK
    if rng.random() < 0.15:  # paste garbage
        entries[rng.choice(form.inputs)] = rng.choice(GARBAGE)
    identity = {"zero_blanks": rng.choice(["是", "否"])} if rng.random() < 0.4 else {}
    lines = [
        f"{i.rule.id}.{i.each}" if i.each else i.rule.id for i in form.instances if i.rule.level == "query"
    ]
    explanations = {
        line: rng.choice(REASONS if rng.random() < 0.5 else NO_REASONS)
        for line in lines
        if rng.random() < 0.4
    }
    return Filling(entries=entries, last=last, identity=identity, explanations=explanations, kind=kind)


def _implausible(form: Form, rng: Random, entries: dict[Key, Figure | str], last: dict[Key, Figure]) -> None:
    """Applications of one outcome, much carried over, counts that vanish, appear or jump, 元 as 万元."""
    for key in form.inputs:
        if key.table == "applications":
            entries[key] = 0
    row = rng.choice(["denied_third_party", "other_other", "carried_over"])
    for name in ("new", row):
        entries[Key("applications", name, "business")] = rng.choice([3, 6, 25])
    for row in ("licensing", "penalties", "compulsion"):
        key = Key("disclosure", row, "decisions")
        entries[key] = rng.choice([0, 7, 60])
        if last:
            last[key] = rng.choice([0, 12, 300])
    entries[Key("supplement", "information_fee", "value")] = rng.choice([125, 120])
    if last:
        last[Key("disclosure", "charges", "amount")] = Decimal("25.1")
        entries[Key("disclosure", "charges", "amount")] = rng.choice([251000, Decimal("26.5"), 0])
        last[Key("applications", "new", "total")] = rng.choice([0, 12, 200])


def without_caches(data: bytes) -> bytes:
    """Take every cached formula result out of a workbook, so that whoever opens it must calculate."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result,
    ):
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                part = re.sub(rb"(<f>[^<]*</f>)<v>[^<]*</v>", rb"\1", part)
            result.writestr(entry, part)
    return target.getvalue()
