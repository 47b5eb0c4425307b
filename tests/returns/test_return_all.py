"""What is written into the folder of what goes back is on record before it is there; the record is rare."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from toolkit.returns import parcel_contents, return_all
from toolkit.returns.parcel import Parcel
from toolkit.year.workspace import ACCEPTED

UNITS = 3 * return_all.NOTED + 1


def test_each_file_is_on_record_before_it_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    collection = SimpleNamespace(standings=[SimpleNamespace(status=ACCEPTED)])
    workspace = SimpleNamespace(path=tmp_path.joinpath, settings=SimpleNamespace(notice=""))
    parcels = {
        f"{n:03}": Parcel(key=f"{n}", make=lambda n=n: {f"{n:03}.txt": b"%d" % n}) for n in range(UNITS)
    }
    monkeypatch.setattr(parcel_contents, "parcels_of", lambda *_: parcels)
    monkeypatch.setattr(return_all, "cases_of", lambda *_: ())
    monkeypatch.setattr(return_all, "overview_sheets", lambda *_: ())
    monkeypatch.setattr(return_all, "_overview", lambda *_: None)
    monkeypatch.setattr("toolkit.process_limits._held", True)  # made here, not in a cage
    written: list[str] = []
    whole = return_all.write_whole

    def watched(path: Path, data: bytes) -> None:
        if path.name != return_all.RECORD:
            known = json.loads((tmp_path / "returned" / return_all.RECORD).read_bytes())["files"]
            assert path.name in known[path.stem]
        written.append(path.name)
        whole(path, data)

    monkeypatch.setattr(return_all, "write_whole", watched)
    (tmp_path / "returned").mkdir()
    heard: list[tuple[int, int]] = []
    return_all.return_all(workspace, collection, lambda *now: heard.append(now))
    assert heard == [(number, UNITS) for number in range(UNITS + 1)]
    assert written.count(return_all.RECORD) == UNITS // return_all.NOTED + 2
    assert len(set(written)) == UNITS + 1
    del written[:], parcels["000"]
    return_all.return_all(workspace, collection)
    assert written == [return_all.RECORD]  # nothing is made again, and what is no longer true is gone
    assert not (tmp_path / "returned" / "000.txt").exists()
