"""The gate on explanations: which words of a unit answer a query (核实), and which say nothing."""

from collections import Counter
from collections.abc import Mapping

from toolkit.form import Form

TRIMMED = " \t\r\n　。．.，,！!；;"


def accepted_reasons(form: Form, explanations: Mapping[str, str]) -> dict[str, str]:
    """Return the explanations that say something, by the rule's line.

    Refused: empty phrases, a few characters, the same sentence pasted to more than ``form.gate.repeats`` lines.
    """
    texts = {line: text.strip(TRIMMED) for line, text in explanations.items()}
    times = Counter(texts.values())
    return {
        line: text
        for line, text in texts.items()
        if len(text) >= form.gate.shortest and text not in form.gate.empty and times[text] <= form.gate.repeats
    }
