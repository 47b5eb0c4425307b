"""What a rule says of a unit, and the word for it on the sheet 校核 and in every report."""

from enum import IntEnum

from toolkit.form.model import Level, Rule


class State(IntEnum):
    """What a rule says of a unit."""

    HOLDS = 0
    BROKEN = 1
    PENDING = 2
    NO_LAST = 3
    NOT_APPLICABLE = 4
    UNREADABLE = 5


GOOD, BROKEN, PENDING, NO_LAST_WORD, NONE, BAD = "通过", "不通过", "待填", "无上年数", "不适用", "待改"
ASKED, REASONED, INFORMED = "待说明", "已说明", "提示"

_WORDS = {
    State.HOLDS: GOOD,
    State.PENDING: PENDING,
    State.NO_LAST: NO_LAST_WORD,
    State.NOT_APPLICABLE: NONE,
    State.UNREADABLE: BAD,
}


def result_word(rule: Rule, state: State, *, explained: bool) -> str:
    """Return the word for a rule's result, the same on the sheet 校核 and in every report."""
    if state is not State.BROKEN:
        return _WORDS[state]
    match level_of(rule):
        case Level.ERROR:
            return BROKEN
        case Level.QUERY:
            return REASONED if explained else ASKED
    return INFORMED


def level_of(rule: Rule) -> Level:
    """Return the level that counts: a 试行 rule only informs."""
    return Level.NOTICE if rule.trial else rule.level
