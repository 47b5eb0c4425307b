"""Claims of nothing, which name no number: “未收到申请”, “无复议诉讼”, “均已答复”.

The words are the form's.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from toolkit.form.elements import Spoken

_NOT = re.compile("[未没无零均全都]|不收|不存在")

# All that came was answered; only where the year's end is meant does it say that nothing was carried over.
ALL_ANSWERED = re.compile(
    r"(?:年内)?(?:均|全部|都)(?:已|予以|按时|按期|如期|依法|及时|在|法定|规定|期限|时限|内|年内|全部|"
    r"办理|和|并)*(?:办结|答复|回复|办理|办复)+(?!率)"
)
BY_YEAR_END = re.compile("年内|办结")


_pattern = lru_cache(maxsize=256)(re.compile)  # made where a sentence speaks of its thing, not before


def denials(sentence: str, spoken: Spoken) -> Iterator[tuple[re.Match[str], tuple[tuple[str, ...], ...]]]:
    """What a `sentence` says there was none of.

    Where, and the keys of the words (with the other half of a pair).
    """
    if not _NOT.search(sentence):
        return
    for denial in spoken.denials:
        if denial.speaks_of in sentence:
            for match in _pattern(denial.words).finditer(sentence):
                yield match, denial.of
