"""What the desk hands out in one piece is what is to be sent, and nothing older."""

from correspondence import county
from open_desk import ask, served


def test_the_archive_of_blank_workbooks_holds_those_of_the_roster_as_it_is_now(tmp_path):
    folder = county(tmp_path / "c").folder
    (folder / "issued" / "001_旧名称.xlsx").write_bytes((folder / "issued" / "001_甲局.xlsx").read_bytes())
    with served(folder) as desk:
        status, _, archive = ask(desk, "GET", "/take/issued.zip")
    assert status == 200
    assert all(name in archive for name in ("001_甲局.xlsx", "002_乙局.xlsx", "003_丙镇.xlsx"))
    assert "旧名称" not in archive
