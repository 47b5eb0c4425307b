"""Decisions of the office are lines of its lists; a list that would not be read any more stays as it was."""

from datetime import date

import pytest
from correspondence import county, figures, send

from toolkit.answers.messages import Finding
from toolkit.answers.waiver import Waiver
from toolkit.errors import UsageError
from toolkit.form.model import Key, Level
from toolkit.year.collection import collect
from toolkit.year.entering.decisions import add_waiver, pin_version
from toolkit.year.entering.explained import answer_queries, read_explained
from toolkit.year.entering.receiving import receive_file
from toolkit.year.pins import Pin, read_pins
from toolkit.year.waivers import read_waivers

REGULATIONS = Key("disclosure", "regulations", "in_force")


@pytest.fixture
def workspace(tmp_path):
    return county(tmp_path / "c")


def test_a_pin_replaces_the_older_one_of_its_unit_only(workspace):
    for code, file in (("001", "a.xlsx"), ("002", "b.xlsx"), ("001", "=c.xlsx")):
        pin_version(workspace, Pin(unit_code=code, file=file, reason="单位来电说明"))
    pins = read_pins(workspace)
    assert {code: pin.file for code, pin in pins.items()} == {"001": "=c.xlsx", "002": "b.xlsx"}


def test_a_decision_without_a_reason_changes_nothing(workspace):
    pin_version(workspace, Pin(unit_code="001", file="a.xlsx", reason="单位来电说明"))
    before = (workspace.folder / "pinned.csv").read_bytes()
    with pytest.raises(UsageError, match="理由"):
        pin_version(workspace, Pin(unit_code="002", file="b.xlsx", reason=""))
    assert (workspace.folder / "pinned.csv").read_bytes() == before


def test_other_columns_and_their_order_stay(workspace):
    path = workspace.folder / "waivers.csv"
    path.write_text(
        "理由,规则,单位代码,年度,批准人,有效期至,备注\n旧的理由,R05,002,2022,赵某,2023-12-31,留着\n",
        encoding="gbk",
    )
    new = Waiver(
        unit="001",
        rule="R06",
        year=2022,
        reason="两个单位，合并办理",
        approver="钱某",
        expires=date(2023, 6, 30),
    )
    add_waiver(workspace, new)
    assert "留着" in path.read_text(encoding="utf-8-sig")
    kept = read_waivers(workspace.folder, workspace.form, workspace.roster)
    assert [waiver.unit for waiver in kept] == ["002", "001"]
    assert kept[1] == new


def test_a_column_is_the_one_that_every_command_takes(workspace):
    """Of 单位代码 and 单位 the first counts, wherever the list is read."""
    (workspace.folder / "pinned.csv").write_text(
        "单位代码,单位,文件,理由\n002,乙局,b.xlsx,单位来电说明\n", encoding="gbk"
    )
    pin_version(workspace, Pin(unit_code="001", file="a.xlsx", reason="单位来电说明"))
    assert set(read_pins(workspace)) == {"001", "002"}


def test_what_is_received_never_replaces_what_lies_there(workspace):
    sent = send(workspace, "001", figures(workspace.form), name="甲局.xlsx")
    data = sent.read_bytes()
    assert receive_file(workspace, "甲局.xlsx", data) == sent
    second = receive_file(workspace, "x/甲局.xlsx", data + b"\0")
    third = receive_file(workspace, "甲局.xlsx", b"another")
    assert [second.name, third.name] == ["甲局(2).xlsx", "甲局(3).xlsx"]
    assert sent.read_bytes() == data
    assert receive_file(workspace, "甲局.xlsx", b"another") == third


def test_a_title_above_the_list_stays(workspace):
    path = workspace.folder / "pinned.csv"
    path.write_text("某县指定版本,,\n单位代码,文件,理由\n001,a.xlsx,单位来电说明\n", encoding="utf-8")
    for code, file in (("001", "c.xlsx"), ("002", "b.xlsx")):
        pin_version(workspace, Pin(unit_code=code, file=file, reason="单位来电说明"))
    pins = read_pins(workspace)
    assert {code: pin.file for code, pin in pins.items()} == {"001": "c.xlsx", "002": "b.xlsx"}
    assert path.read_text(encoding="utf-8-sig").startswith("某县指定版本")


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("{0}", True),
        ("{0:.8}", True),
        (" {1} {2} ", True),
        ("{0:.7}", None),
        ("{0:.8}，", None),
        ("0" * 8, False),
    ],
)
def test_a_hash_may_be_copied_as_it_is_printed(workspace, said, answered):
    sha = "ab12cd34" * 8
    path = workspace.folder / "explanations.csv"
    written = said.format(sha, sha[:8].upper(), sha[8:16])
    words = "清理了两件过期的文件，已经公布"
    path.write_text(
        f"单位代码,规则,文件指纹,说明,谁说明的\n001,R06,{written},{words},王某\n", encoding="utf-8"
    )
    if answered is None:
        with pytest.raises(UsageError, match=r"（C2）：要写文件指纹"):
            read_explained(workspace)
        return
    query = Finding(rule="R06", level=Level.QUERY, problem="请核实。")
    (found,) = answer_queries([query], read_explained(workspace), "001", sha)
    assert (found.explained is not None) is answered


def test_an_answer_that_meets_nothing_is_told(workspace):
    """Of a hash that no file has, of another unit's file, to a rule of which nothing is asked there."""
    form = workspace.form
    for code in ("001", "002"):
        send(workspace, code, {**figures(form), REGULATIONS: 2}, name=f"{code}.xlsx")
    (first, second) = (f for f in collect(workspace, workers=0).files if f.judged)
    asked = next(f.rule for f in first.findings if f.waiting)
    other = next(rule.id for rule in form.rules if rule.id not in {f.rule for f in first.findings})
    lines = {
        (asked, first.reading.sha256[:8]): "",
        (asked, "0" * 8): "收件里没有指纹是 00000000 的文件",
        (asked, second.reading.sha256): f"指纹是“{second.reading.file}”的",
        (other, first.reading.sha256): "没有这一条要说明的",
    }
    for (rule, sha), told in lines.items():
        (workspace.folder / "explanations.csv").write_text(
            "单位代码,规则,文件指纹,说明,谁说明的\n"
            f"{first.unit.code},{rule},{sha},清理了两件过期的文件，已经公布,王某\n",
            encoding="utf-8",
        )
        said = [f.message for f in collect(workspace, workers=0).findings if f.rule == "U12"]
        assert len(said) == bool(told)
        assert all(told in each and rule in each and first.unit.name in each for each in said)
