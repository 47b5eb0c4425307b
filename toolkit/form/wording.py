"""Rules in words: what a rule asks, in the labels of the form."""

from toolkit.form.expression import in_words
from toolkit.form.model import Form, Instance, Node, Ref, Total


def describe(form: Form, instance: Instance) -> str:
    """Say what a rule asks of one line, in words.

    “自然人：（七）总计 ＋ 结转下年度 ＝ 本年新收 ＋ 上年结转”.
    """
    head = f"{instance.label}：" if instance.each else f"{instance.rule.title}："
    condition = f"（{formula_words(form, instance, instance.when)} 时）" if instance.when is not None else ""
    return head + formula_words(form, instance, instance.check) + condition


def formula_words(form: Form, instance: Instance, node: Node) -> str:
    """Write an expression of a rule in the labels of the form."""
    table = form.table(instance.at.table)

    def name(ref: Ref) -> str:
        if instance.rule.each == "cell" and ref.key == instance.at:
            return "上年数" if ref.last else "本年数"
        line = form.column(ref.key) if instance.rule.each == "row" else form.row(ref.key)
        label = (
            line.name
            if ref.key.table == table.key
            else f"{form.table(ref.key.table).sheet}{form.label(ref.key)}"
        )
        if instance.rule.each in {None, "cell"}:
            label = form.label(ref.key)
        return f"上年{label}" if ref.last else label

    def group(total: Total) -> str:
        groups = form.table(total.refs[0].key.table).groups
        label = next(groups[part].label for part in total.name.split(".") if part in groups)
        return f"{label}合计"

    return in_words(node, name, group)
