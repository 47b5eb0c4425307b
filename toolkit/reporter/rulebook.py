"""规则一览: the rule book printed from the form definition, as text, Markdown or workbook."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from toolkit.answers import messages
from toolkit.form.model import Compare, Form, Instance, Level, Rule
from toolkit.form.wording import formula_words

# these messages of the tool are about the form's figures, all others about files and sheets
_ZERO = "表样填写要求：没有发生的填 0，空白不是 0"
# what is asked of blanks, zeros and what stands for a number, and why
BLANKS_AND_ZEROS = (
    (messages.BLANKS, "每一格都有数", _ZERO),
    (messages.EMPTY, "统计表填了数，或者封面确认空白就是 0", _ZERO),
    (messages.UNCONFIRMED, "统计表不全是 0，或者封面确认全年为零", _ZERO),
    (messages.ONLY_TOTAL, "有总计的，分项也有数", "表样填写要求：总计是各分项之和"),
    (messages.NOT_APPLICABLE, "写“/”的是不适用，不是 0，也不是空白", "表样填写要求：不适用、0、空白各不相同"),
    (messages.COVER_BLANKS, "封面各项都写了", "封面是报告的编制人、审核人和联系方式"),
    (messages.NOT_COPIED, "贴在粘贴区的数已经誊到表里", "粘贴区不上报，里面的数不读、不计"),
    (messages.BESIDE_BLANK, "一格都没有填的表，表外也没有数", _ZERO),
)
HEADS = ("编号", "级别", "名称", "适用", "内容", "依据", "举例", "怎么改")


def _facts(form: Form) -> dict[str, str]:
    """Give what examples in the rule book say where a rule has none of its own: the form's own words."""
    key = form.asked[0]
    table, row = form.table(key.table), form.row(key)
    passages = [passage.label for passage in form.narrative] or ["文字"]
    unit = form.unit(key)
    return {
        "each": form.column(key).label,
        "left": "3",
        "right": "4",
        "difference": "1",
        "now": "0",
        "before": "12",
        "passage": passages[min(1, len(passages) - 1)],
        "quote": f"{row.name}5{unit}",
        "compared": f"“{row.name}”说的是 5 {unit}，表里是 4 {unit}",
        "sum": "3＋2",
        "remark": "写的是“……”，应为“……”。",
        "found": "5",
        "expected": "6",
        "other": "“某某局”",
        "sheets": table.sheet,
        "count": "9",
        "absent": passages[-1],
    }


def _own_words(form: Form, example: Mapping[str, str]) -> dict[str, str]:
    """Give what the example of one of our messages says in the words of the form."""
    key = form.asked[0]
    sheet = form.table(key.table).sheet
    words = {"title": sheet, "sheet": sheet, "tables": form.asked_tables, "label": form.row(key).name}
    if blanks := [field.label for field in form.identity if not field.fixed and field.required][:2]:
        words["labels"] = "、".join(blanks)
    own = {name: text for name, text in words.items() if name in example}
    return own | ({"count": str(len(blanks))} if "labels" in own else {})


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintedRule:
    """One rule as printed."""

    id: str
    level: str
    title: str
    scope: str
    formula: str
    basis: str
    example: str
    fix: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The entry in the order of `HEADS`."""
        return (self.id, self.level, self.title, self.scope, self.formula, self.basis, self.example, self.fix)


def printed_rules(form: Form) -> Iterator[PrintedRule]:
    """Every rule that figures and prose are held to.

    Kinds of figures, blanks and zeros, then the rules as declared.
    """
    for kind in form.kinds.values():
        lower = f"-{kind.maximum}" if kind.signed else "0"
        formula = f"{lower} ≤ 数 ≤ {kind.maximum}，" + (
            "整数" if kind.decimals == 0 else f"最多 {kind.decimals} 位小数"
        )
        cells = [key for key in form.inputs if form.kind(key) is kind]
        yield PrintedRule(
            id=kind.id,
            level=Level.ERROR.label,
            title=kind.label,
            scope=f"{len(cells)} 格",
            formula=formula,
            basis="表样填写要求",
            example=f"填 {'3.5' if kind.decimals == 0 else '-1'} 不通过",
            fix=kind.says,
        )
    for message, asked, basis in BLANKS_AND_ZEROS:
        yield PrintedRule(
            id=message.id,
            level=message.level.label,
            title=message.title,
            scope="全部单位",
            formula=asked,
            basis=basis,
            example=message.says.format(**{**message.example, **_own_words(form, message.example)}),
            fix=message.fix,
        )
    for rule in form.rules:
        instances = [instance for instance in form.instances if instance.rule is rule]
        level = rule.level.label + ("（试行）" if rule.trial else "，说明后才计入" if rule.waits else "")
        formula = _formula(form, instances[0]) if instances else rule.asks.format(**rule.limits)
        yield PrintedRule(
            id=rule.id,
            level=level,
            title=rule.title,
            scope=_scope(form, instances),
            formula=formula,
            basis=rule.basis,
            example=_example(form, instances, rule),
            fix=rule.fix,
        )


def _formula(form: Form, instance: Instance) -> str:
    formula = formula_words(form, instance, instance.check)
    return (
        formula if instance.when is None else f"{formula_words(form, instance, instance.when)} 时：{formula}"
    )


def _scope(form: Form, instances: list[Instance]) -> str:
    if not instances:
        return "全部单位"
    rule = instances[0].rule
    sheet = form.table(instances[0].at.table).sheet
    if rule.each == "cell":
        return "、".join(f"{form.table(i.at.table).sheet}{i.label}" for i in instances)
    scope = (
        sheet
        if rule.each is None
        else f"{sheet}，每{'列' if rule.each == 'column' else '行'}（{len(instances)} 处）"
    )
    if rule.except_kinds:
        scope += f"；不用于{'、'.join(rule.except_kinds)}"
    if rule.only_kinds:
        scope += f"；只用于{'、'.join(rule.only_kinds)}"
    return scope


def _example(form: Form, instances: list[Instance], rule: Rule) -> str:
    facts = _facts(form)
    if any(isinstance(one.check, Compare) and one.check.sign in {"<", "<="} for one in instances):
        # is broken by more, not by less
        facts |= {"left": facts["right"], "right": facts["left"]}
    each = {"each": instances[0].label} if instances else {}
    return rule.says.format(**facts | each | dict(rule.example))


def as_text(form: Form) -> str:
    """Print the rule book for the terminal."""
    lines = [f"{form.title}　{form.basis}　表样 {form.key} 第 {form.edition} 版", ""]
    for entry in printed_rules(form):
        lines += [
            f"{entry.id}　{entry.level}　{entry.title}（{entry.scope}）",
            f"    内容：{entry.formula}",
            f"    依据：{entry.basis}",
            f"    举例：{entry.example}",
            f"    处理：{entry.fix}",
        ]
    return "\n".join(lines) + "\n"


def as_markdown(form: Form) -> str:
    """Print the rule book as a Markdown table."""
    lines = [f"# {form.title}：规则一览", "", f"{form.basis}，表样 `{form.key}` 第 {form.edition} 版", ""]
    lines += ["| " + " | ".join(HEADS) + " |", "|" + "---|" * len(HEADS)]
    lines += [
        "| " + " | ".join(cell.replace("|", "\\|") for cell in entry.cells) + " |"
        for entry in printed_rules(form)
    ]
    return "\n".join(lines) + "\n"


def as_workbook(form: Form) -> bytes:
    """Print the rule book as a workbook."""
    from toolkit.layout.row_sheets import sheet_of_rows  # noqa: PLC0415 (only where a workbook is asked for)

    rows = [entry.cells for entry in printed_rules(form)]
    return sheet_of_rows("规则一览", HEADS, (7, 9, 18, 24, 40, 34, 44, 40), rows)
