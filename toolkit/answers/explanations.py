"""The gate on explanations: which words of a unit answer a query (核实), and which say nothing."""

import string
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from toolkit.answers.messages import Finding
from toolkit.form.model import Form, Level

# taken out before anything is counted, here and in the sheet
PUNCTUATION = " 　\t\r\n。．.，,、！!；;：:"
# letters and digits are no words; neither are they in the sheet
NO_WORD_SIGNS = string.digits + string.ascii_letters + "+-*/=%()"
LOOKED_AT = 60  # so many characters are looked at for different ones
SHOWN = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """What a unit wrote to one query; ``refusal`` says why it does not count, empty when it does."""

    text: str
    refusal: str = ""


def weigh(form: Form, explanations: Mapping[str, str]) -> dict[str, Reason]:
    """Weigh the explanations, by the rule's line.

    Refused: what holds too little besides words like 核实无误, letters, digits or the same few characters
    again and again, and one sentence pasted to more than ``form.gate.repeats`` lines.
    """
    gate = form.gate
    cores = {line: core_of(form, text) for line, text in explanations.items() if text.strip(PUNCTUATION)}
    times = repeated_times(cores.values())
    result = {}
    for line, said in cores.items():
        refusal = ""
        if len(said) < gate.shortest:
            refusal = f"去掉“核实无误”一类的话和标点，不足 {gate.shortest} 个字，没有说出原因"
        elif count_characters(said) < gate.distinct:
            refusal = f"只有数字、字母或者重复的字，不同的汉字不足 {gate.distinct} 个，没有说出原因"
        elif times[said.casefold()] > gate.repeats:
            refusal = f"同一句话用在了 {times[said.casefold()]} 处，最多 {gate.repeats} 处"
        result[line] = Reason(text=explanations[line].strip(), refusal=refusal)
    return result


def repeated_times(cores: Iterable[str]) -> Counter[str]:
    """Count how often each explanation is given, whatever the case of its letters, as the sheet does."""
    return Counter(core.casefold() for core in cores)


def core_of(form: Form, text: str) -> str:
    """Take punctuation and the words that say nothing out of an explanation; the sheet does the same."""
    for word in (*PUNCTUATION, *form.gate.empty):
        text = text.replace(word, "")
    return text


def count_characters(said: str) -> int:
    """Count the different characters of an explanation that are neither letters nor digits.

    The sheet does the same.
    """
    return len(set(said[:LOOKED_AT]).difference(NO_WORD_SIGNS))


def accepted_reasons(form: Form, explanations: Mapping[str, str]) -> dict[str, str]:
    """Return the explanations that say something, by the rule's line."""
    return {line: reason.text for line, reason in weigh(form, explanations).items() if not reason.refusal}


def with_answer(finding: Finding, reason: Reason | None) -> Finding:
    """Return a query with the unit's answer.

    Its words where they count, why they do not where they do not.
    """
    if reason is None or finding.level is not Level.QUERY:
        return finding
    if not reason.refusal:
        return replace(finding, explained=reason.text)
    shown = reason.text if len(reason.text) <= SHOWN else f"{reason.text[:SHOWN]}…"
    return replace(finding, unaccepted=f"单位写的“{shown}”没有采纳：{reason.refusal}，请重新说明。")
