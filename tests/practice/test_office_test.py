"""The workbook is tried in every office program at hand before it goes out."""

import os
import shutil
from pathlib import Path

import pytest
from correspondence import county

from toolkit.errors import UsageError
from toolkit.practice.office_programs import Survival, Trial, trials_text
from toolkit.practice.office_test import self_test


@pytest.mark.long
@pytest.mark.office
def test_every_office_program_keeps_what_matters(office, tmp_path: Path) -> None:
    trials = self_test(county(tmp_path / "year"))
    assert "LibreOffice" in {t.program for t in trials}
    assert os.environ.get("CI") != "true" or "Gnumeric" in {t.program for t in trials}
    text = trials_text(trials)
    assert all(t.passed for t in trials), text
    for what in ("锁定", "数据有效性", "名称", "公式和结果", "身份"):
        assert what in text


def test_without_an_office_program_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(UsageError, match="手工打开"):
        self_test(county(tmp_path / "year"))


def test_what_is_lost_is_said() -> None:
    trial = Trial(program="某软件", survivals=(Survival(what="锁定", survived=False, detail="表三"),))
    assert not trial.passed
    text = trials_text((trial,))
    assert text.startswith(
        "【不通过】某软件 打开、保存后再读回\n    丢了　锁定：表三\n结论：先不要下发，某软件 打开、"
        "保存后丢了：锁定。"
    )
    good = Trial(program="另一软件", survivals=(Survival(what="锁定", survived=True),))
    assert "结论：可以下发，但请告诉各单位不要用 某软件 填（会丢：锁定）" in trials_text((good, trial))
    assert "结论：可以下发。" in trials_text((good,))
