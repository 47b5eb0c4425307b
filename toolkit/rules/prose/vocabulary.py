"""The words of a form's reports in a text, and the words of all reports that change nothing.

Data and its finding.

What the words are and what they may lawfully mean is declared with the form (`form.spoken`). Words of one
family side by side are read together (“予以公开及部分公开”); the word nearest to the number leads. What
stands between and before them must be neutral, or the claim is not held against anybody: the list of neutral
words is the guard against false accusations, so when in doubt leave a word out. The records of the form that
the words are (`Word`, `Meaning` …) are taken from here by all who read prose.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import islice
from typing import NamedTuple

from toolkit.form.elements import Family, Key, Meaning, Notice, Part, Spoken, Word
from toolkit.form.patterns import openings, tells_numbers_apart

__all__ = [
    "APPLICATION_NOUN",
    "AREA",
    "CAME",
    "CASES",
    "CATCH_ALL",
    "DONE",
    "ELSEWHERE",
    "GOVERNMENT",
    "ITSELF",
    "OF_ALL_APPLICANTS",
    "OWN",
    "PARTS",
    "PERSONS",
    "Family",
    "Key",
    "Meaning",
    "Notice",
    "Part",
    "Spoken",
    "Term",
    "Vocabulary",
    "Word",
    "not_neutral",
    "taken_together",
    "told_of_all",
    "vocabulary_of",
]

# Words for parts of all that came.
PARTS = frozenset({Family.OUTCOME, Family.WHO})
OF_ALL_APPLICANTS = frozenset({Family.FLOW, Family.OUTCOME})  # of them all, unless it is said whose
DONE = Part.DONE
CAME = frozenset({Part.CAME, Part.NEWLY})
# Of what was brought or left, not of what came.
ELSEWHERE = frozenset({Part.BROUGHT, Part.LEFT, Part.EITHER})
CASES = frozenset({"", "件", "件次", "条", "份", "起", "宗", "例", "项", "个"})  # counters of what came

PERSONS = frozenset({"人次", "次", "名", "人"})  # so many came, or more: one may apply twice

# What a unit calls itself, longer names first: “我街道办事处”, “全局”; not “安全办公室”, “基本办结”.
_BODIES = (
    r"街道办事处|街道办(?!公室)|街道|办事处|办公室|办|管委会|委员会|委|局|[镇乡](?:人民)?政府|镇|乡|中心|单位|机关|"
    r"部门(?!户)|学校|校|院|馆|站|厅|园区|[大支总]队|所(?![有属涉])|处(?![理罚分置室])|会(?![议同计])"
)
ITSELF = rf"(?:(?:我|(?<![基根原])本|(?<![安健完齐])全(?!部))(?:{_BODIES}))"
OWN = re.compile(ITSELF)  # by which a sentence comes back to the unit itself

APPLICATION_NOUN = re.compile(
    r"(?:依申请公开|公开)?(?:政府信息公开|信息公开|政府信息|依申请公开)?(?:的)?申请(?!人|[书表](?![\d,;。]))|"
    r"依申请公开(?!政府信息|信息|文件)"
)

# Words that change nothing about who, when and what a number counts.
_NEUTRAL = (
    r"总额|总件数|收入|办[了过]|[来出]自(?:[一二两三四五六七八九\d]{1,2}家)?|由[一二两三四五六七八九\d]{1,2}家|相关|相应|[两二三四五六\d][项类](?:行政|处理|决定|主体|申请人?|事项)*(?=[共合总一相加])",
    r"本年度?|全年|年内|今年|当年|年度|年底|年末|截至|截止|1月1日|12月31日|12月底?|自|起|至|止|期间",
    rf"{ITSELF}(?:专栏|专区)?",
    r"仅|为主|居多|合起来|相加|获得?|业务量|共计?|总共|累计|合计|总计|一共|计|其中|其(?!他)|加上|另外?|还|有|尚有|尚|剩余|余下|含|包括|包含|中|总",
    (
        r"已办|已经?|均|全部|都|按时序?|按照?(?:规定|要求)|按期|如期|及时|依法|依规|按照|规定|规范|法定|期限|在|内(?!容)|时限|并|"
        r"完成|完毕|到位"
    ),
    (
        r"依申请(?:公开)?|政府信息公开|政府信息|信息公开|公开|信息|申请人|申请主体|申请[书表]?|事项|办件|收件|件|数量|数|量|"
        r"案件|情况|结果|工作"
    ),
    r"过来|组成|队伍|实(?:际)?(?:为|属|系)|受?保护|情形|类(?=申请|答复|占|\d|的\d|$)|[二两三四五六七八]类(?=(?:共计|合计|总计)(?!占))|所|比重|为|是|达到?|到|的|了|由|予以|给予|作出|做出|进行|答复|来|以|和|或者?|及|与|对|向|系|占|比|约占|比例",
    r"公民|自然人|法人|其他组织|社会公众|公众|群众|申请人|提出|提交|任何|关于",
    r"因|本机关|等|原因|而|属于?|告知|形式|决定|被|提起|发生|产生|出现|引发|引起|涉及政府信息公开",
    (
        r"[二两三四五六七八九十\d]{1,3}[个大类种家](?:主要|新媒体|政务|公开|发布|信息)*(?:渠道|平台|阵地|载体|媒介|媒体|端口|账号|"
        r"窗口|途径)"
    ),
    r"主动|发布|推送|公布|更新|上传|登载|刊登|刊发|编发|推文|博文|图文|发文|发稿|推出|文章|稿件|作品|内容|各类|政务|官方|账号|平台|通过|利用|召开|组织|开展|举办|举行|收取|标准|视频|金额",
    # what is taken in, said in brackets behind a thing
    r"\((?:含|包括)?[^()\d,;]{1,30}(?:等|在内)\)|\((?:含|包括|包含|主要[为是有])[^()\d;]{1,40}\)|入库|实收|收缴|征缴|解缴|上缴|缴(?:入)?(?:国)?库",
    r"立改废释?|率[为是达到约]*$|费用|条例|第[一二三四五六]|[一二三四五六七]是|[:、\"“”《》.。…\s]|\d+\.",
)
_ANY_NEUTRAL = re.compile("|".join(_NEUTRAL))

# Words for a whole area: lawful in the report of a government, somebody else's figures in the report of a
# bureau.
AREA = re.compile(
    r"[全我本][省市县区州旗盟]|(?<![社园地小城辖])[省市县区州旗盟]里|各级(?:行政机关|各部门)?|行政机关|各?(?:职能)?部门|各?(?:乡镇|镇街|镇|"
    r"街道)|[省市县区]政府"
)
GOVERNMENT = re.compile(r"(?:人民政府|[省市县区州旗盟镇乡]|街道|管委会|汇总\))$")

CATCH_ALL = re.compile(r"^(?:其他|其它)(?:信息|类|渠道|方式)?$")


@lru_cache(maxsize=1024)  # what stands between the numbers of reports is soon said
def not_neutral(words: str) -> str:
    """Give what is left of `words` without the neutral ones."""
    return _ANY_NEUTRAL.sub("", words)


class _Words(dict[str, Sequence[tuple[int, re.Pattern[str]]]]):
    """Words in their order by the character that they begin with: the number of each, and its pattern.

    Looked for one character after another, they are found three times as fast as in one long pattern, and
    only those are compiled that begin with a character that was met.
    """

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = [(word.words, openings(word.words)) for word in words]
        self._begins = {character for _, begin in self._words for character in begin}
        self._compiled = cache(re.compile)
        everywhere = not all(begin for _, begin in self._words)  # a word that begins with any character
        sieve = f"[{re.escape(''.join(sorted(self._begins)))}]" if self._begins else r"(?!)"
        self._places = re.compile(r"(?s:.)" if everywhere else sieve)

    def __missing__(self, character: str) -> Sequence[tuple[int, re.Pattern[str]]]:
        if character and character not in self._begins:
            return self[""]
        self[character] = [
            (number, self._compiled(words))
            for number, (words, begins) in enumerate(self._words)
            if not begins or (character and character in begins)
        ]
        return self[character]

    def found(self, text: str) -> Iterator[tuple[int, re.Match[str]]]:
        """Find the words one behind the other, as one pattern of all of them would."""
        here = 0
        for place in self._places.finditer(text):
            start = place.start()
            if start < here:
                continue
            for number, pattern in self[place[0]]:
                found = pattern.match(text, start)
                if found is not None and found.end() == start:  # a word that may be nothing, and more
                    again = islice(pattern.finditer(text, start), 2)
                    found = next((m for m in again if m[0] and m.start() == start), None)
                if found is not None:
                    here = found.end()
                    yield number, found
                    break


class Term(NamedTuple):
    """A word of the vocabulary as it stands in a text."""

    subject: Word
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Vocabulary:
    """What the prose of a form speaks of, ready to be looked for.

    `vocabulary_of` makes it once for a form.
    """

    spoken: Spoken

    @cached_property
    def by_key(self) -> Mapping[str, Word]:
        """The words by their keys, with the one for what is counted without a verb."""
        bare = {self.spoken.bare.key: self.spoken.bare} if self.spoken.bare else {}
        return {**self.spoken.by_key, **bare}

    @cached_property
    def _words(self) -> _Words:
        return _Words(self.spoken.words)

    @lru_cache(maxsize=512)  # noqa: B019 (one vocabulary for a form, kept as long as the form)
    def terms(self, text: str) -> tuple[Term, ...]:
        """Every word of the vocabulary in `text`, in order."""
        words = self.spoken.words
        return tuple([Term(words[number], *found.span()) for number, found in self._words.found(text)])

    @cached_property
    def names_numbers(self) -> bool:
        """Whether a pattern of the form names a number itself, as “12345” does."""
        words = (*self.spoken.words, *filter(None, (self.spoken.bare,)))
        patterns = [each for word in words for each in (word.words, word.topic)]
        patterns += [denial.words for denial in self.spoken.denials] + [self.spoken.channels]
        return any(map(tells_numbers_apart, patterns))

    def part(self, key: str) -> Part | None:
        """Tell what a word of flow says of the flow."""
        word = self.by_key.get(key)
        return word.part if word is not None else None

    def family(self, key: str) -> Family:
        """Tell the family of a word."""
        word = self.by_key.get(key)
        return word.family if word is not None else Family.NONE

    def first(self, part: Part) -> Meaning | None:
        """Give the plain reading of the first word for a part of the flow."""
        return self._first.get(part)

    @cached_property
    def _first(self) -> Mapping[Part, Meaning]:
        words = [word for word in self.spoken.words if word.readings]
        return {word.part: word.readings[0] for word in reversed(words) if word.part is not None}

    @cached_property
    def pending(self) -> Word | None:
        """The word for cases that have not ended: its result is none of those of all that have."""
        results = [word for word in self.spoken.words if word.family is Family.CASE and word.columns]
        ended = max(results, key=lambda word: len(word.columns), default=None)
        open_still = (w for w in results if ended and not {*w.columns} & {*ended.columns})
        return next(open_still, None) if ended and len(ended.columns) > 1 else None

    @cached_property
    def left(self) -> Word | None:
        """The word for what is left for next year."""
        return next((word for word in self.spoken.words if word.part is Part.LEFT), None)


@lru_cache(maxsize=16)
def vocabulary_of(spoken: Spoken) -> Vocabulary:
    """Make the vocabulary of a form."""
    return Vocabulary(spoken=spoken)


def told_of_all(subject: Word, *, of_applications: bool = False) -> Word:
    """Give a word of which none is told: where there are no lawsuits at all, none are about disclosure."""
    return replace(subject, topic="") if subject.family is Family.CASE or of_applications else subject


def taken_together(readings: Sequence[Meaning]) -> Meaning:
    """Add up what is listed together: “予以公开及部分公开”, “自然人和商业企业”."""
    distinct = tuple(dict.fromkeys(readings))
    plus = tuple(dict.fromkeys(key for reading in distinct for key in reading.plus))
    return Meaning(label="＋".join(reading.label for reading in distinct), plus=plus)
