"""Files made to cost much, at every door.

Bounded memory and processor time, one sentence, and the rest goes on.

`make attack` (XXGK_ATTACK=1) runs all of them in earnest and writes docs/attack.md; otherwise a share of
them, smaller.
"""

import os
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import recipes as r
from attacks import (
    LAST_YEAR,
    MIB,
    MOST_MEMORY,
    MOST_SECONDS,
    REPORTS,
    ROOT,
    ROSTER,
    WORKBOOKS,
    Cost,
    Make,
    list_attacks,
    spend,
)
from founding import founded
from mail_attacks import MAILS
from shares import in_shares

from toolkit.year.issuing import issue

pytestmark = [
    pytest.mark.caged,
    pytest.mark.skipif(sys.platform != "linux", reason="measured with what Linux has"),
]

EARNEST = bool(os.environ.get("XXGK_ATTACK"))
ONLY = os.environ.get("XXGK_ATTACK", "")
SMALL = 0.02  # how large a share of an attack the tests make
GOOD_PAGE = "司法局2022年政府信息公开工作年度报告\n一、总体情况\n我局主动公开信息。\n"
VALUES_HEAD = "table,row,column,value"


@dataclass(frozen=True, kw_only=True)
class Attack:
    """A file at a door: where it is put, the command that meets it, what it must still say and do."""

    door: str
    name: str
    make: Make
    file: str  # where it lies, seen from the folder where the command runs
    command: tuple[str, ...]
    codes: tuple[int, ...] = (0, 1, 2)
    still: str = ""  # what the rest of the batch must come to
    told: bool = True  # whether it is named: what only saves time is made anew without a word

    @property
    def label(self) -> str:
        return f"{self.door}：{self.name}"


def attacks() -> list[Attack]:
    kinds = {name: next((k for k in (".xls", ".ods") if k in name), ".xlsx") for name in WORKBOOKS}
    received = {name: (kinds[name], make) for name, make in WORKBOOKS.items()} | MAILS
    found = [
        Attack(
            door="收件（check）",
            name=name,
            make=make,
            file=f"county/inbox/来件{suffix}",
            command=("check", "county"),
            codes=(0, 1),
            still="【通过】inbox/005_财政局.xlsx",
        )
        for name, (suffix, make) in received.items()
    ]
    for name, (suffix, make) in REPORTS.items():
        found.append(
            Attack(
                door="导入（import）",
                name=name,
                make=make,
                file=f"in/坏{suffix}",
                command=("import", "in", "-o", "out"),
                codes=(0, 1),
                still="好.txt",
            )
        )
        if name in SOME_REPORTS:
            found.append(
                Attack(
                    door="核对公布的报告（verify）",
                    name=name,
                    make=make,
                    file=f"坏{suffix}",
                    command=("verify", "county", f"坏{suffix}", "--unit", "005"),
                    codes=(0, 1),
                )
            )
    for what, head, file, command in (
        ("单位名录", ROSTER, "county/roster", ("issue", "county")),
        (
            "导入的单位名录（init）",
            ROSTER,
            "名录",
            ("init", "new", "--county", "某县", "--year", "2022", "--roster", "名录"),
        ),
        (
            "例外",
            ("单位代码", "规则", "年度", "理由", "批准人", "有效期至"),
            "county/waivers",
            ("check", "county"),
        ),
        ("指定版本", ("单位代码", "文件", "理由"), "county/pinned", ("check", "county")),
        (
            "数据文件（fill）",
            ("table", "row", "column", "value"),
            "数据",
            ("fill", "county/issued/004_司法局.xlsx", "--values", "数据", "-o", "out.xlsx"),
        ),
    ):
        for name, suffix, make in list_attacks(head):
            given = tuple(f"{word}{suffix}" if word in {"名录", "数据"} else word for word in command)
            found.append(Attack(door=what, name=name, make=make, file=f"{file}{suffix}", command=given))
    for name, suffix, make in LAST_YEAR:
        given = ("init", "new", "--county", "某县", "--year", "2022", "--last-year", f"上年{suffix}")
        found.append(Attack(door="上年数（init）", name=name, make=make, file=f"上年{suffix}", command=given))
    for name in SOME_WORKBOOKS:
        make = WORKBOOKS[name]
        found += [
            Attack(
                door="上年填好的工作簿（init）",
                name=name,
                make=make,
                file="上年/甲.xlsx",
                command=("init", "new", "--county", "某县", "--year", "2023", "--last-year", "上年"),
            ),
            Attack(
                door="下发的工作簿（fill）",
                name=name,
                make=make,
                file="模板.xlsx",
                command=("fill", "模板.xlsx", "--values", "好.csv", "-o", "out.xlsx"),
            ),
            Attack(
                door="填过的工作簿（fill）",
                name=name,
                make=make,
                file="旧.xlsx",
                command=("fill", "county/issued/004_司法局.xlsx", "--values", "旧.xlsx", "-o", "out.xlsx"),
            ),
        ]
    return found + settings_and_records()


SOME_WORKBOOKS = (
    "远处一格（XFD1048576）",
    "四百万格，没有地址，有数",
    "工作表 60 MB",
    "样式五十万",
    "数据有效性十万条",
    "XML 套四十万层",
    "解压炸弹 4 GB",
)
SOME_REPORTS = (
    "网页，跨行跨列的格",
    "网页，表里套表",
    "Word，解压炸弹",
    "PDF，三十万个画线指令",
    "文本，一百万行",
)  # the same reader as for `import`


def settings_and_records() -> list[Attack]:
    def toml(inside: Callable[[float], str]) -> Make:
        return lambda size: (
            'county = "某县"\nyear = 2022\nform = "annual-report-2021"\n' + inside(size)
        ).encode()

    of_settings: dict[str, Make] = {
        "六千万字": toml(lambda size: "# " + "甲" * int(20_000_000 * size)),
        "套十万层": toml(lambda size: "a = " + "[" * int(100_000 * size)),
        "点号十万个": toml(lambda size: "a" + ".a" * int(100_000 * size) + " = 1"),
        "一百万项": toml(lambda size: "".join(f"a{i} = 1\n" for i in range(int(1_000_000 * size)))),
        "一个数一百万位": toml(lambda size: "a = " + "9" * int(1_000_000 * size)),
    }
    of_records: dict[str, Make] = {
        "一行六千万字": lambda size: b'{"says": "' + b"a" * int(60_000_000 * size) + b'"}\n',
        "套十万层": lambda size: b"[" * int(100_000 * size) + b"\n",
        "三十万行": lambda size: (
            b'{"time": "2023-01-01T00:00:00", "says": "x", "event": "received", "file": "inbox/a", '
            b'"sha256": "0"}\n' * int(300_000 * size)
        ),
        "三百万行": lambda size: (
            b'{"time": "2023-01-01T00:00:00", "says": "x", "event": "received", "file": "inbox/a", '
            b'"sha256": "0"}\n' * int(3_000_000 * size)
        ),
    }
    return [
        *(
            Attack(
                door="设置 xxgk.toml", name=n, make=m, file="county/xxgk.toml", command=("issue", "county")
            )
            for n, m in of_settings.items()
        ),
        *(
            Attack(
                door="表样 .toml（form check）",
                name=n,
                make=m,
                file="表样.toml",
                command=("form", "check", "表样.toml"),
            )
            for n, m in of_settings.items()
        ),
        *(
            Attack(door=door, name=n, make=m, file=file, command=("check", "county"), told=told)
            for door, file, told in (
                ("收件登记 receipts.jsonl", "county/receipts.jsonl", True),
                ("退回记录 .record.json", "county/returned/.record.json", False),
            )
            for n, m in of_records.items()
        ),
    ]


ATTACKS = attacks()
SHARED = (
    "收件（check）：四百万格，没有地址，有数",
    "导入（import）：网页，一行二十万格",
    "单位名录：远处一格",
    "上年数（init）：指数极大的数",
    "收件（check）：邮件，三十万个附件",
)
COSTS: dict[str, str] = {}  # the line of each attack in docs/attack.md
SHARE = [a for a in ATTACKS if a.label in SHARED]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    workspace = founded(folder)
    list(issue(workspace))
    (workspace.folder / "inbox" / "005_财政局.xlsx").write_bytes(
        r.good(2, unit_code="005", unit_name="财政局")
    )
    (folder / "in").mkdir()
    (folder / "in" / "好.txt").write_text(GOOD_PAGE, encoding="utf-8")
    (folder / "好.csv").write_text(VALUES_HEAD + "\napplications,new,natural_person,3\n", encoding="utf-8")
    return folder


def run(attack: Attack, base: Path, folder: Path, size: float) -> tuple[int, Cost]:
    shutil.copytree(base, folder, dirs_exist_ok=True)
    target = folder / attack.file
    target.parent.mkdir(exist_ok=True)
    for other in target.parent.glob(f"{target.stem}.*"):  # the good one, which would be another list
        other.unlink()
    target.write_bytes(attack.make(size))
    if "verify" in attack.command:
        spend("consolidate", "county", folder=folder)
    length = target.stat().st_size
    return length, spend(*attack.command, folder=folder)


@pytest.mark.parametrize("attack", in_shares(ATTACKS if EARNEST else SHARE), ids=lambda a: a.label)
def test_what_costs_much_costs_one_sentence(attack: Attack, base: Path, tmp_path: Path) -> None:
    if ONLY not in {"", "1"} and not re.search(ONLY, attack.label):
        pytest.skip("not asked for")
    length, cost = run(attack, base, tmp_path, 1 if EARNEST else SMALL)
    COSTS[attack.label] = line_of(attack, length, cost)
    assert "Traceback" not in cost.said, cost.said[-2000:]
    assert cost.code in attack.codes, (cost.code, cost.said[-2000:])
    assert cost.memory <= MOST_MEMORY, cost.memory / MIB
    assert cost.seconds <= MOST_SECONDS, cost.seconds
    name = Path(attack.file).name
    assert name in cost.said or cost.code == 0 or not attack.told, cost.said[-2000:]
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", cost.said.replace("\r", ""))
    assert attack.still in cost.said, cost.said[-3000:]


def sentence(attack: Attack, said: str) -> str:
    """The sentence about the file, as short as it fits into a table."""
    name = Path(attack.file).name
    lines = said.splitlines()
    at = next((i for i, line in enumerate(lines) if name in line), None)
    if at is None:
        return ""
    told = " ".join(line.strip() for line in lines[at : at + 3])
    return told[:160].replace("|", "／")


def line_of(attack: Attack, length: int, cost: Cost) -> str:
    told = sentence(attack, cost.said)
    return (
        f"| {attack.door} | {attack.name} | {length / MIB:.1f} | {cost.memory / MIB:.0f} | "
        f"{cost.seconds:.1f} | {told} |"
    )


@pytest.fixture(scope="module", autouse=True)
def table():
    """Write what the runs cost into docs/attack.md.

    Those that were not asked for stay as they stand there.
    """
    yield
    if not EARNEST or not COSTS:
        return
    path = ROOT / "docs" / "attack.md"
    before = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    lines = {" | ".join(line.split(" | ")[:2]): line for line in before if line.startswith("| ")}
    lines |= {" | ".join(line.split(" | ")[:2]): line for line in COSTS.values()}
    order = [f"| {attack.door} | {attack.name}" for attack in ATTACKS]
    path.write_text(HEAD + "".join(f"{lines[at]}\n" for at in order if at in lines), encoding="utf-8")


HEAD = """# What files made to cost much did cost

Written by `make attack`, which puts each file at its door and runs the command as a user does. Memory is the peak of the largest process
(at most 700 MB), time the processor time of all processes together (at most 60 s); a run without any such file takes some 100 MB and 1 to 3 s.

| door | file | its size, MB | memory, MB | time, s | what was said of it |
|---|---|---|---|---|---|
"""  # noqa: E501
