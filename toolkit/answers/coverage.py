"""Coverage: of how many units a sum is, where a unit may leave a figure out.

A sum over figures that only some state is true of these only; how many they are stands wherever it is shown.
"""

from collections.abc import Iterable, Mapping

from toolkit.form.model import Form, Key

_LISTED = 24  # figures that a note names one by one


def coverage_note(form: Form, silent: Mapping[Key, int], units: int, keys: Iterable[Key]) -> str:
    """Say of which of these figures not all of the `units` state a number, and how many do.

    `silent` is how many do not, by figure. Empty where all do. Of very many figures the fewest and the most.
    """
    stated: dict[int, list[str]] = {}
    for key in keys:
        if silent.get(key):
            stated.setdefault(units - silent[key], []).append(form.label(key))
    if not stated:
        return ""
    if sum(map(len, stated.values())) > _LISTED:
        said = f"各数最少 {min(stated)} 个、最多 {max(stated)} 个单位填了"
    else:
        said = "；".join(
            f"{'、'.join(labels)}{'各' if len(labels) > 1 else ''} {number} 个"
            for number, labels in stated.items()
        )
    return f"可以不填的数只含填了的单位（共 {units} 个单位）：{said}。"
