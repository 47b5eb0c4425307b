"""通过回执: one page for each unit that passed.

Which file counts, when it came, its hash and 校验码, the totals, what was explained.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from toolkit.answers.digest import digest_of
from toolkit.answers.messages import Finding
from toolkit.answers.submission import Submission, settled_figures
from toolkit.form.model import Form, Key, Mark, plain_digits
from toolkit.report.document import About, package_document, write_paragraph, write_signature
from toolkit.year.calendar import written_day

TITLE, ACKNOWLEDGEMENT = "通过回执", "_通过回执.docx"
EXPLAINED = 6  # so many explanations are printed
LONGEST = 60  # characters of an explanation


@dataclass(frozen=True, kw_only=True)
class Acknowledgement:
    """What it says: whose, which year and file, when that came, and from whom it is."""

    form: Form
    submission: Submission
    unit: str
    year: int
    file: str
    sha256: str
    findings: tuple[Finding, ...]
    received: datetime | None = None
    office: str = ""
    notice: str = ""


def acknowledgement_docx(passed: Acknowledgement) -> bytes:
    """Write the page; the same content gives the same bytes."""
    about = About(
        title=f"{passed.unit}{passed.year}年{passed.form.title}{TITLE}",
        subject=TITLE,
        author=passed.office,
        keywords=passed.form.title,
        year=passed.year,
        banners=(passed.notice,) if passed.notice else (),
    )
    return package_document(_body(passed), about)


def main_totals(form: Form) -> tuple[Key, ...]:
    """Return the totals that are part of no other total: what a leader compares at a glance."""
    leaves = {key: frozenset(of) for key, of in form.sums.items()}
    return tuple(key for key, mine in leaves.items() if not any(mine < other for other in leaves.values()))


def _body(passed: Acknowledgement) -> Iterator[str]:
    yield write_paragraph("Title", TITLE)
    yield write_paragraph("Body Text", f"{passed.unit}：", indent=False)
    yield write_paragraph(
        "Body Text",
        f"你单位报送的{passed.year}年{passed.form.title}工作簿（{passed.file.rsplit('/', 1)[-1]}）"
        f"已通过校核，计入汇总。",
    )
    if passed.received is not None:
        came = passed.received
        yield write_paragraph("Body Text", f"收到时间：{written_day(came.date())} {came:%H:%M}（收件登记）。")
    yield write_paragraph("Body Text", "文件指纹（SHA-256；文件改动一个字，指纹就不同）：")
    marks = [passed.sha256[i : i + 8] for i in range(0, len(passed.sha256), 8)]
    yield write_paragraph("Body Text", " ".join(marks[:4]), " ".join(marks[4:]), indent=False, align="left")
    code = digest_of(passed.form, passed.submission)
    yield write_paragraph(
        "Body Text", f"校验码：{code}（与工作簿封面、各表下面印的相同；纸上的不同，纸和文件就不一致）。"
    )
    yield write_paragraph("Body Text", f"主要合计：{'；'.join(_totals(passed))}。")
    explained = [finding for finding in passed.findings if finding.explained is not None]
    if explained:
        yield write_paragraph("Body Text", f"你单位说明过的 {len(explained)} 处：")
    for number, finding in enumerate(explained[:EXPLAINED], 1):
        said = str(finding.explained)
        short = said if len(said) <= LONGEST else f"{said[:LONGEST]}……"
        yield write_paragraph("Body Text", f"{number}. {finding.place}（{finding.rule}）：{short}")
    if len(explained) > EXPLAINED:
        yield write_paragraph("Body Text", f"其余 {len(explained) - EXPLAINED} 处见工作簿“核实说明”。")
    yield write_paragraph("Body Text", "签字盖章的纸质件请与这份文件一致；发现有误的，改正后重新报送。")
    yield write_signature(passed.office)


def _totals(passed: Acknowledgement) -> Iterator[str]:
    form, figures = passed.form, settled_figures(passed.form, passed.submission)
    for key in main_totals(form):
        figure = figures[key]
        amount = "没有填" if figure is Mark.BLANK else plain_digits(figure)
        yield f"{form.table(key.table).sheet} {form.label(key)} {amount}"
