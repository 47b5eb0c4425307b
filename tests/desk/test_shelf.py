"""Several years on one shelf: each has a desk of its own; settings are changed one value at a time."""

import http.client
import threading
import tomllib
from datetime import date
from urllib.parse import urlencode

import pytest
from correspondence import county
from open_desk import ask, settle

from toolkit.desk.serving import YearsDesk
from toolkit.errors import UsageError
from toolkit.year.entering.setting_edits import change_settings
from toolkit.year.workspace import open_workspace


@pytest.fixture
def shelf(tmp_path):
    desk = YearsDesk(tmp_path / "年报")
    desk.shelf.folder.mkdir()
    thread = threading.Thread(target=desk.run)
    thread.start()
    yield desk
    desk.close()
    thread.join(30)


def form(**fields: str) -> tuple[bytes, str]:
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        for name, text in fields.items()
    )
    return (parts + "--b--\r\n").encode(), "multipart/form-data; boundary=b"


def with_roster(body: bytes, text: str) -> bytes:
    head = 'Content-Disposition: form-data; name="roster"; filename="r.csv"\r\nContent-Type: text/csv'
    return f"--b\r\n{head}\r\n\r\n{text}\r\n".encode() + body


def test_years_are_founded_listed_and_opened_each_at_a_desk_of_its_own(shelf):
    assert "建立第一个年度" in ask(shelf, "GET", "/")[2]
    for year in ("2022", "2023"):
        body, kind = form(county="某县", year=year, contact="赵某", phone="0537-1")
        if year == "2023":
            body = with_roster(body, "单位代码,单位名称,属地\n001,甲局,东街\n")
        assert ask(shelf, "POST", "/do/found", body, Content_Type=kind)[0] == 303
    body, kind = form(county="某县", year="22")
    status, _, said = ask(shelf, "POST", "/do/found", body, Content_Type=kind)
    assert (status, "四位年份" in said) == (409, True)
    made = open_workspace(shelf.shelf.folder / "某县2023").settings
    assert (made.office["contact"], made.office["phone"]) == ("赵某", "0537-1")
    page = ask(shelf, "GET", "/")[2]
    assert "名录里的“属地”栏不认识，没有用到" in page
    assert page.index("某县2023") < page.index("某县2022")
    places = [
        ask(shelf, "GET", f"/open/%E6%9F%90%E5%8E%BF{year}")[1]["location"] for year in (2022, 2023, 2022)
    ]
    assert places[0] == places[2] != places[1]
    assert not places[0].startswith(f"http://127.0.0.1:{shelf.port}/")
    host = places[0].split("/")[2]
    connection = http.client.HTTPConnection(host, timeout=30)
    connection.request("GET", "/" + places[0].split("/", 3)[3])
    answer = connection.getresponse()
    assert answer.status == 303
    answer.read()
    connection.request("GET", "/", headers={"Cookie": answer.headers["set-cookie"].split(";")[0]})
    text = connection.getresponse().read().decode()
    connection.close()
    assert f"http://127.0.0.1:{shelf.port}/" in text and "各年度" in text


@pytest.mark.parametrize("name", ["..", "%2e%2e", "..%2F..", "nothing", "%2Fetc", "a%00b"])
def test_nothing_else_is_opened(shelf, name):
    status, headers, _ = ask(shelf, "GET", f"/open/{name}")
    assert status in {404, 409}
    assert "location" not in headers
    assert ask(shelf, "GET", "/open/x", Cookie=None)[0] == 403


def test_settings_change_one_value_and_leave_the_rest(tmp_path):
    workspace = county(tmp_path / "c")
    path = workspace.folder / "xxgk.toml"
    path.write_text(path.read_text(encoding="utf-8") + "# 我的备注\n", encoding="utf-8")
    before = path.read_text(encoding="utf-8").splitlines()
    change_settings(
        workspace,
        {"office.phone": '0537-"9"\\', "deadlines.default": "2023年1月20日", "deadlines.乡镇街道": ""},
    )
    changed = open_workspace(workspace.folder).settings
    assert changed.office["phone"] == '0537-"9"\\'
    assert changed.deadlines["default"] == date(2023, 1, 20)
    assert changed.deadlines["乡镇街道"] == workspace.settings.deadlines["乡镇街道"]
    after = path.read_text(encoding="utf-8").splitlines()
    assert len([1 for old, new in zip(before, after, strict=True) if old != new]) == 2
    assert after[-1] == "# 我的备注"
    for wrong in ({"deadlines.default": "13月1日"}, {"office.fax": "1"}, {"deadlines.学校": "2020-01-01"}):
        with pytest.raises(UsageError):
            change_settings(workspace, wrong)
        assert path.read_text(encoding="utf-8").splitlines() == after


@pytest.mark.parametrize(
    "before", ["", "[deadlines]", "[deadlines]\ndefault = 2023-01-31  # 全县", "[office]\n"]
)
@pytest.mark.parametrize("after", ["", "\n", "\n[office]\nname = '公开办' # 科"])
def test_a_setting_that_has_no_line_yet_gets_one(tmp_path, before, after):
    workspace = county(tmp_path / "c")
    path = workspace.folder / "xxgk.toml"
    if before.startswith("[office]") and "[office]" in after:
        after = "\n"
    top = path.read_text(encoding="utf-8").partition("[deadlines]")[0]
    path.write_text(f"{top}{before}{after}", encoding="utf-8")
    was = tomllib.loads(path.read_text(encoding="utf-8"))
    change_settings(
        workspace, {"deadlines.退回": "2023-02-10", "deadlines.乡镇街道": "2023-1-20", "office.phone": "1"}
    )
    now = tomllib.loads(path.read_text(encoding="utf-8"))
    assert now.pop("deadlines") == was.pop("deadlines", {}) | {
        "退回": date(2023, 2, 10),
        "乡镇街道": date(2023, 1, 20),
    }
    assert now.pop("office") == was.pop("office", {}) | {"phone": "1"}
    assert now == was
    assert {*f"{before}{after}".splitlines()} <= {*path.read_text(encoding="utf-8").splitlines()}


def test_the_desk_keeps_settings_and_judges_anew(tmp_path):
    from open_desk import served

    workspace = county(tmp_path / "c")
    with served(workspace.folder) as desk:
        told = {"office.phone": "0537-7", "deadlines.default": "2023-02-01", "deadlines.退回": "2023-03-09"}
        body = urlencode(told).encode()
        kind = "application/x-www-form-urlencoded"
        assert ask(desk, "POST", "/do/settings", body, Content_Type=kind)[0] == 303
        settle(desk)
        page = ask(desk, "GET", "/")[2]
        assert (
            "0537-7" in page and "2023-02-01" in page and 'name="deadlines.退回" value="2023-03-09"' in page
        )
