"""What a formula that was typed into a figure's cell is worth: the number that the file holds, or none."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple, Protocol

from toolkit.answers import messages
from toolkit.answers.spelling import Raw, written_content
from toolkit.layout.place import Place
from toolkit.reading.formulas.circles import reaches_itself
from toolkit.reading.formulas.recomputed import agrees, recomputed
from toolkit.reading.seen.look import UNREAD

# what comes to another result each time, or each day
_UNSTEADY = re.compile(r"(?<![A-Z.])(?:RAND(?:BETWEEN|ARRAY)?|NOW|TODAY)\(", re.IGNORECASE)


class Judged(NamedTuple):
    """What is said of a formula, and whether its figure counts; ``result``: where the file has none."""

    message: messages.Message
    facts: dict[str, object]
    counts: bool = False
    result: float | None = None


class Book(Protocol):
    """The workbook, as far as its formulas are judged by it."""

    def known_rows(self, name: str) -> Sequence[Sequence[Any]]:
        """Return the rows of a sheet. Raises KeyError where there is none that can be read."""

    def formulas(self, name: str) -> Mapping[str, str]:
        """Return the formulas of a sheet by their cells."""

    def errors(self, name: str) -> Mapping[str, str]:
        """Return the cells of a sheet that hold an error value."""

    @property
    def defined(self) -> Mapping[str, str]:
        """The workbook's defined names and what they stand for."""


def judge_formula(book: Book, here: Place, text: str, raw: Raw) -> Judged:
    """Judge the formula `text` of a cell that holds `raw`."""
    written = "（写法读不出来）" if text == UNREAD else f"={text}"[:60] if text else "（写在别的格里）"
    facts: dict[str, object] = {"formula": written}
    if reaches_itself(here.sheet, here.a1, book.formulas, book.defined):
        return Judged(messages.CIRCULAR, facts)
    result = recomputed(here.sheet, here.a1, book.known_rows, book.formulas)
    if raw == "" or raw is None:
        if result is None or "!" in text or book.errors(here.sheet):
            return Judged(messages.FORMULA_EMPTY, {**facts, "why": "文件里没有它的结果"})
        how = "重新计算的结果（文件里没有存）"
        return Judged(messages.FORMULA_TYPED, {**facts, "how": how}, counts=True, result=float(result))
    if text == UNREAD or (result is None and UNREAD in book.formulas(here.sheet).values()):
        # an old format leaves it unsure how it, or one that it refers to, is computed
        why = f".xls 里看不出它怎么算，存的结果 {written_content(raw)} 靠不住"
        return Judged(messages.FORMULA_EMPTY, {**facts, "why": why})
    if other := _otherwise_computed(text, raw, result):
        found = f"公式 {written} 存着的结果 {written_content(raw)}"
        return Judged(messages.TWO_CONTENTS, {"found": found, "other": other})
    return Judged(messages.FORMULA_TYPED, {**facts, "how": "文件里存的结果"}, counts=True)


def _otherwise_computed(text: str, raw: Raw, result: Fraction | None) -> str:
    """Say what a typed formula comes to where the file holds another number; "" where it holds that one."""
    if _UNSTEADY.search(text):
        return "每次打开重新算出的另一个数"
    if not isinstance(raw, float | int) or result is None or agrees(result, raw):
        return ""
    return f"重新计算的结果 {written_content(float(result))}"
