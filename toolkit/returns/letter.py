"""The words that go with a returned workbook.

A one-page 退回修改通知 in 公文 style, and a short text for WeChat.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from toolkit.layout.layout import printable
from toolkit.report.document import About, package_document, text_breadth, write_paragraph, write_signature
from toolkit.returns.tasks import Point, count_points, demands_of, explains, where_together
from toolkit.year.calendar import written_day

TITLE, ASKING_TITLE, CORRECTING_TITLE = "退回修改通知", "请说明通知", "请改正通知"
FULL = 56  # half characters in a line
LINE = FULL - 2  # counted on: a line may have to end early
PAGE = 20  # lines below the title of one page
LONGEST = 5  # lines of one point
SHORT_POINTS, SHORT_LETTERS, SHORT_QUOTE = 5, 70, 12  # how much of the points a WeChat text shows


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a letter says: to whom, from whom, until when, about which points, with which workbook.

    The list of problems stands in front of that workbook, or it is a file of its own (``separate_list``)
    beside a new workbook, which is to be filled in (``anew``), or only where the unit's own cannot be mended.
    ``no_workbook``: what came is none, so that there is none to mend.
    ``passed``: the figures passed, and only explanations are asked for.
    """

    unit: str
    year: int
    title: str
    until: date | None
    points: tuple[Point, ...]
    workbook: str
    separate_list: str = ""
    anew: bool = False
    no_workbook: bool = False
    office: str = ""
    contact: str = ""
    phone: str = ""
    notice: str = ""
    passed: bool = False

    @property
    def heading(self) -> str:
        """What the letter is called: a unit that passed is only asked to explain, or to correct."""
        if not self.passed:
            return TITLE
        return ASKING_TITLE if self.explains else CORRECTING_TITLE

    @property
    def explains(self) -> bool:
        """Whether anything is to be explained, not only to be corrected."""
        return explains(self.points)

    @property
    def deadline(self) -> str:
        """The day in words, empty when none is set."""
        return written_day(self.until)

    @property
    def asks_whom(self) -> str:
        """Whom to ask: “联系人：张某，电话：0537-…”."""
        parts = [f"{word}：{text}" for word, text in (("联系人", self.contact), ("电话", self.phone)) if text]
        return "，".join(parts)

    @property
    def nothing_wrong(self) -> str:
        """What to do besides sending the workbook back where nothing has to be corrected."""
        return "在“核实说明”里写明原因，" if any(point.answer for point in self.points) else ""


def letter_docx(letter: Letter) -> bytes:
    """Write the letter; the same letter gives the same bytes, so its date is left to be filled in."""
    about = About(
        title=f"{letter.unit}{letter.year}年{letter.title}{letter.heading}",
        subject=letter.heading,
        keywords=letter.title,
        author=letter.office,
        year=letter.year,
        banners=(letter.notice,) if letter.notice else (),
    )
    return package_document(_body(letter), about)


def _body(letter: Letter) -> Iterator[str]:
    whom, before = f"{letter.unit}：", [opening_words(letter)]
    after = [closing_words(letter), *([f"{letter.asks_whom}。"] if letter.asks_whom else [])]
    signed = 2  # the office, the day
    room = PAGE - signed - _lines(whom, indent=0) - sum(_lines(text) for text in (*before, *after))
    yield write_paragraph("Title", letter.heading)
    yield write_paragraph("Body Text", whom, indent=False)
    yield from (
        write_paragraph("Body Text", text)
        for text in (*before, *points_that_fit(letter.points, room), *after)
    )
    yield write_signature(letter.office)


def opening_words(letter: Letter) -> str:
    """Say what was received and what is wrong with it."""
    if letter.passed:
        return (
            f"你单位报送的{letter.year}年{letter.title}工作簿已通过校核，另有 {count_points(letter.points)}："
        )
    return (
        f"你单位报送的{letter.year}年{letter.title}工作簿，经校核有 {count_points(letter.points)}，"
        f"现退回修改："
    )


def closing_words(letter: Letter) -> str:
    """Say what to do, and until when."""
    until = f"请于{letter.deadline}前" if letter.deadline else "请尽快"
    if letter.passed:
        return (
            f"{until}打开所附“{letter.workbook}”，先核对橙色的格：错了的改正；无误的，"
            f"{letter.nothing_wrong}保存后原样发回。纸质件与电子件须一致。"
        )
    if letter.anew:
        how = (
            f"填好所附“{letter.workbook}”，保存后发回（原来的工作簿不要再用，错在哪里见所附"
            f"“{letter.separate_list}”）"
        )
    elif letter.no_workbook:
        how = f"发来填好的工作簿原件；没有的，填好所附“{letter.workbook}”，保存后发回"
    elif letter.separate_list:
        how = (
            f"按所附“{letter.separate_list}”处理：原来的工作簿还能用的，改好发回；不能用的，"
            f"改填所附“{letter.workbook}”，保存后发回"
        )
    else:
        how = f"打开所附“{letter.workbook}”，按第一页“问题清单”逐条改好，保存后原样发回"
    return f"{until}{how}。纸质件与电子件须一致。"


def points_that_fit(points: Sequence[Point], room: int) -> list[str]:
    """Return as many points as fit into so many lines, a paragraph each.

    The last one says how many are left out.

    Where they are too many, those that ask the same are said in one paragraph.
    """
    asked = demands_of(points)
    texts = [_point(point) for point in asked]
    if sum(_lines(text) for text in texts) <= room:
        return texts
    said: list[str] = []
    left = len(asked)
    for number, alike in enumerate(_alike(asked), 1):
        text = _several(number, alike) if len(alike) > 1 else _point(replace(alike[0], number=number))
        if sum(_lines(t) for t in (*said, text)) > room - 1:
            break
        said.append(text)
        left -= len(alike)
    if not left:
        return said
    return [*said, f"{'其余' if said else '共'} {left} 处见“问题清单”。"]


def _alike(points: Sequence[Point]) -> list[list[Point]]:
    """Put together the points of one rule that ask the same, in the order of the first of each."""
    groups: dict[tuple[str, str], list[Point]] = {}
    for point in points:
        groups.setdefault((point.finding.rule, point.advice), []).append(point)
    return list(groups.values())


def _several(number: int, alike: Sequence[Point], *, advice: bool = True) -> str:
    """Say several points that ask the same as one."""
    head = f"{number}. {alike[0].title} {len(alike)} 处：{where_together(alike)}。"
    return head + alike[0].advice if advice else head


def _point(point: Point) -> str:
    """Say one point: with what to do where there is room, cut short where even that is too long."""
    head = f"{point.number}. {point.where}：{_ended(point.problem)}"
    whole = f"{head}{point.advice}"
    if _lines(whole) <= LONGEST:
        return whole
    return head if _lines(head) <= LONGEST else f"{head[: LONGEST * LINE // 2 - 4]}……"


def _lines(text: str, indent: int = 4) -> int:
    """Count the lines of a paragraph, its first line indented by so many half characters."""
    return -(-(indent + text_breadth(text)) // LINE)


def letter_text(letter: Letter) -> str:
    """Write the short text: what, how many, the first points, what to do, whom to ask."""
    asked = demands_of(letter.points)
    explains = letter.passed and letter.explains
    heading, how = ("请说明", "说明后发回") if explains else ("请改正", "改好发回")
    until = f"，请在 {letter.until.month} 月 {letter.until.day} 日前{how}" if letter.until else f"，请{how}"
    lines = [
        f"【{heading}】{letter.unit}：你单位 {letter.year} 年{letter.title}工作簿已通过，另有 "
        f"{count_points(letter.points)}{until}。"
        if letter.passed
        else f"【退回修改】{letter.unit}：你单位 {letter.year} 年{letter.title}工作簿有 "
        f"{count_points(letter.points)}{until}。"
    ]
    if len(asked) <= SHORT_POINTS:
        lines += [f"{p.number}. {p.where}：{_short(p)}" for p in asked]
    else:
        lines += _shortened(asked)
    if letter.passed:
        lines.append(
            f"做法：打开附件“{letter.workbook}”，先核对橙色的格，错了的改正；无误的，"
            f"{letter.nothing_wrong}保存后原样发回。"
        )
    elif letter.anew:
        lines.append(
            f"改法：填附件“{letter.workbook}”，保存后发回（不要改成别的格式）。原来的工作簿不要再用，错在哪里见附件"
            f"“{letter.separate_list}”。"
        )
    elif letter.no_workbook:
        lines.append(
            f"改法：发来的不是填报的工作簿，请发填好的工作簿原件；没有的，填附件“{letter.workbook}”，"
            f"保存后发回（不要改成别的格式）。"
        )
    elif letter.separate_list:
        lines.append(
            f"改法：附件“{letter.separate_list}”写明怎样改。原来的工作簿还能用的，改好发回；"
            f"不能用的，填附件“{letter.workbook}”，保存后发回（不要改成别的格式）。"
        )
    else:
        lines.append(
            f"改法：打开附件“{letter.workbook}”，按第一页“问题清单”点蓝字跳到要改的格，改好保存，"
            f"原样发回（不要改成别的格式）。"
        )
    if letter.asks_whom:
        lines.append(f"{letter.asks_whom}。")
    if letter.notice:
        lines.append(f"（{letter.notice}）")
    return "\r\n".join(lines) + "\r\n"


def _shortened(asked: Sequence[Point]) -> Iterator[str]:
    """Say many points in a few lines: those that ask the same in one."""
    groups = _alike(asked)
    for number, alike in enumerate(groups[:SHORT_POINTS], 1):
        if len(alike) > 1:
            yield _several(number, alike, advice=False)
        else:
            yield f"{number}. {alike[0].where}：{_short(alike[0])}"
    left = sum(len(alike) for alike in groups[SHORT_POINTS:])
    yield f"……还有 {left} 处，详见“问题清单”。" if left else "逐条见“问题清单”。"


def _short(point: Point) -> str:
    """Say a problem in a few words: of a sentence that is quoted less, so that the numbers are still said."""
    text, quote = point.problem, printable(str(point.finding.facts.get("quote", "")))
    if len(text) > SHORT_LETTERS and len(quote) > SHORT_QUOTE:
        room = max(SHORT_QUOTE, SHORT_LETTERS - (len(text) - len(quote)))
        text = text.replace(quote, f"{quote[:room]}……", 1)
    most = SHORT_LETTERS + SHORT_QUOTE
    said = _ended(text) if len(text) <= most else f"{text[:SHORT_LETTERS]}……"
    return f"{said}公式已经恢复，总计对的，发回即可。" if point.restored else said


def _ended(text: str) -> str:
    return text if text.endswith(("。", "！", "？")) else f"{text}。"
