"""What the office does about a unit at the desk: explanations, exceptions, versions, packets.

And stopping the work.
"""

import http.client
import io
import time
import zipfile
from urllib.parse import urlencode

import pytest
from correspondence import NEW, check, county, figures, send
from open_desk import ask, served, settle, upload

from toolkit.answers.messages import finding_titles
from toolkit.desk.work import StoppedError
from toolkit.form.elements import Key
from toolkit.year.entering.explained import read_explained

REGULATIONS = Key("disclosure", "regulations", "in_force")
REASON = "本年代县政府起草并由市政府公布一件规章，按要求填报在本单位"
KIND = "application/x-www-form-urlencoded"


@pytest.fixture
def desk(tmp_path):
    workspace = county(tmp_path / "c")
    send(workspace, "001", {**figures(workspace.form), REGULATIONS: 1})
    said = figures(workspace.form, 2)
    send(workspace, "002", said | {NEW: int(said[NEW]) + 1})
    with served(workspace.folder) as open_desk:
        ask(open_desk, "POST", "/do/check", b"")
        settle(open_desk)
        yield open_desk


def do(desk, what: str, **fields: str):
    answer = ask(desk, "POST", f"/do/{what}", urlencode(fields).encode(), Content_Type=KIND)
    settle(desk)
    return answer


def field(page: str, name: str) -> str:
    return page.split(f'name="{name}" value="')[1].partition('"')[0]


@pytest.mark.long
def test_another_roster_takes_the_place_of_the_year_s_and_a_wrong_one_does_not(desk):
    folder = desk.office.folder
    (old,) = folder.glob("roster.*")
    before = old.read_bytes()
    body, kind = upload(
        "名录.csv", "单位代码,单位名称,单位类别\n001,甲局,部门\n001,乙局,部门\n".encode(), "roster"
    )
    code, _, said = ask(desk, "POST", "/do/roster", body, Content_Type=kind)
    assert code == 409 and "001" in said
    assert old.read_bytes() == before
    text = "单位代码,单位名称,单位类别,属地\n001,甲局,部门,\n002,乙局,部门,\n007,庚局,部门,东街\n"
    body, kind = upload("名录.csv", text.encode(), "roster")
    assert ask(desk, "POST", "/do/roster", body, Content_Type=kind)[0] == 303
    settle(desk)
    assert [path.name for path in folder.glob("roster.*")] == ["roster.csv"]
    assert "名录里的“属地”栏不认识" in ask(desk, "GET", "/")[2]
    assert [path.read_bytes() for path in (folder / "换下的名录").iterdir()] == [before]
    assert {s.unit.code for s in desk.office.year.collection.standings} == {"001", "002", "007"}


@pytest.mark.long
def test_the_units_reports_tell_how_far_they_are_and_can_be_stopped(desk):
    told = []

    def hear(done: int, total: int) -> None:
        told.append((done, total))
        if len(told) > 1 and done == 1:
            raise StoppedError

    desk.office.work.tell = hear
    do(desk, "report", units="1")
    assert told[-1][0] == 1 and "已停止" in desk.office.work.error


def waiting(desk) -> int:
    return desk.office.year.collection.standings[0].waiting


@pytest.mark.long
def test_an_explanation_given_by_telephone_answers_that_file_only(desk):
    page = ask(desk, "GET", "/unit/001")[2].split('action="/do/explain"')[1]
    said = {name: field(page, name) for name in ("unit", "rule", "file")} | {"by": "王某 1月20日来电"}
    assert waiting(desk) == 1
    refused = do(desk, "explain", **said, text="核实无误")
    assert refused[0] == 409 and "没有说出原因" in refused[2]
    assert not read_explained(desk.office.workspace())
    assert do(desk, "explain", **said, text=REASON)[0] == 303
    assert waiting(desk) == 0
    answered = desk.office.year.collection.standings[0].findings
    assert any(f.explained == f"{REASON}（王某 1月20日来电，本办登记）" for f in answered)
    page = ask(desk, "GET", "/unit/001")[2]
    assert 'action="/do/explain"' not in page
    assert not [
        path for path in (desk.office.folder / "returned").iterdir() if "001_甲局_请说明" in path.name
    ]
    workspace = desk.office.workspace()
    send(workspace, "001", {**figures(workspace.form), REGULATIONS: 2}, name="001_新.xlsx")
    assert check(workspace).standings[0].waiting == 1  # other figures: asked anew


@pytest.mark.long
def test_a_list_kept_by_hand_is_judged_line_by_line(desk):
    path = desk.office.folder / "explanations.csv"
    path.write_text("单位代码,规则,文件指纹,说明,谁说明的\n999,R99,abc,好,\n", encoding="utf-8")
    do(desk, "check")
    for told in ("没有代码 999", "没有“R99”这条规则", "前 8 位", "没有写是谁说明的"):
        assert told in desk.office.work.error


@pytest.mark.long
def test_an_exception_and_a_version_are_registered(desk):
    rule = next(f.rule for f in desk.office.year.collection.standings[1].findings if f.blocks)
    given = {"unit": "002", "rule": rule, "reason": "市里统一口径", "approver": "钱某"}
    title = finding_titles(desk.office.workspace().form)[rule]  # a number alone says nothing to who chooses
    assert f'<option value="{rule}">{rule} {title}</option>' in ask(desk, "GET", "/unit/002")[2]
    assert "有效期至" in do(desk, "waive", **given, expires="明天")[2]
    assert do(desk, "waive", **given, expires="2099-01-01")[0] == 303
    assert desk.office.year.collection.standings[1].status == "accepted"
    send(desk.office.workspace(), "002", figures(desk.office.workspace().form, 2), name="002_新.xlsx")
    assert do(desk, "pin", unit="002", file="002_新.xlsx", reason="电话确认")[0] == 303
    assert desk.office.year.collection.standings[1].file == "inbox/002_新.xlsx"


@pytest.mark.long
def test_everything_for_the_units_is_one_archive(desk):
    connection = http.client.HTTPConnection("127.0.0.1", desk.port)
    connection.request("GET", "/take/returned.zip", headers={"Cookie": f"xxgk_desk_{desk.port}={desk.token}"})
    with zipfile.ZipFile(io.BytesIO(connection.getresponse().read())) as archive:
        assert any(name.startswith("002_乙局_退回") for name in archive.namelist())
        assert archive.testzip() is None
    connection.close()
    assert "/take/returned.zip" in ask(desk, "GET", "/units")[2]


@pytest.mark.long
def test_work_stops_at_its_next_step_and_can_be_begun_again(desk):
    before = {path: path.read_bytes() for path in desk.office.folder.rglob("*") if path.is_file()}
    steps = []

    def task():
        for n in range(2000):
            steps.append(n)
            desk.office.work.tell(n, 2000)
            time.sleep(0.01)
        return ["不该做完"]

    assert desk.office.work.start("校核", task)
    assert 'action="/do/stop"><button' in ask(desk, "GET", "/")[2]
    assert "正在做另一件事" in ask(desk, "POST", "/do/check", b"")[2]
    assert ask(desk, "POST", "/do/stop", b"")[0] == 303
    settle(desk)
    assert len(steps) < 2000 and "已停止" in desk.office.work.error
    assert {path: path.read_bytes() for path in before} == before
    assert do(desk, "check")[0] == 303
    assert desk.office.work.error == ""


def test_a_check_that_is_stopped_changes_nothing(desk, monkeypatch):
    year = desk.office.year

    def stopped(_done: int, _total: int) -> None:
        raise StoppedError

    monkeypatch.setattr(desk.office.work, "tell", stopped)
    do(desk, "check")
    assert "已停止" in desk.office.work.error
    assert desk.office.year is year
