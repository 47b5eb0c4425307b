"""Reading by any executor: what it gives is what this machine alone would give, whoever fails."""

import shutil
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
import recipes as r
from command_line import run
from founding import founded, put

from toolkit.cli import cluster
from toolkit.reading import workers
from toolkit.reading.taken_file import Job
from toolkit.reading.workbook import read_file, read_files
from toolkit.reading.workers import Task, gather, read_share, share_out
from toolkit.reporter.findings import as_json
from toolkit.year.collection import collect
from toolkit.year.remembered.sealed import FOLDER
from toolkit.year.workspace import Workspace


def _itself(reading: object) -> object:
    return reading


TASK = Task(read=read_file, forms=[r.FORM], then=_itself)


def jobs(folder: Path) -> list[Job]:
    files = {
        "1.xlsx": r.good(),
        "2.xlsx": b"PK no workbook",
        "3.xlsx": r.good(),
        "4.txt": b"",
        "5.xlsx": r.good(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [Job(path=folder / name, name=name) for name in (*files, "gone.xlsx")]


class Failing(ThreadPoolExecutor):
    """Loses every second share, as a machine that is switched off does."""

    handed = 0

    def submit(self, fn: Callable[..., object], /, *args: object, **kwargs: object) -> Future[object]:  # type: ignore[override]
        self.handed += 1
        return super().submit(_lost) if self.handed % 2 else super().submit(fn, *args, **kwargs)


def _lost() -> None:
    raise ConnectionError


LONG = [pytest.param(kind, marks=pytest.mark.long) for kind in (ThreadPoolExecutor, ProcessPoolExecutor)]


@pytest.mark.parametrize("kind", [Failing, *LONG])
def test_any_executor_reads_what_this_machine_reads(
    kind: type[Executor], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "CHUNK", 2)
    several, heard = jobs(tmp_path), list[int]()
    how = {"mp_context": get_context("spawn")} if kind is ProcessPoolExecutor else {}
    with kind(2, **how) as executor:  # type: ignore[call-arg]
        shares = share_out(executor, several, TASK)
        made = gather(shares, several, TASK, heard.append)
    assert made == read_files(several, [r.FORM])
    assert heard == sorted(heard)
    assert heard[-1] == len(several)


def test_another_file_of_the_same_name_is_read_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a share is read, the same path may lead to another file."""
    (tmp_path / "1.xlsx").write_bytes(r.good())
    monkeypatch.chdir(tmp_path)
    job = Job(path=Path("1.xlsx"), name="1.xlsx")
    with pytest.raises(OSError, match="not what was handed out"):
        read_share([(job, "0" * 64)], TASK)
    with Elsewhere(1) as executor:
        made = gather(share_out(executor, [job], TASK), [job], TASK)
    assert made == read_files([job], [r.FORM])


class Elsewhere(ThreadPoolExecutor):
    """Finds something else under every path, from whatever folder it works in."""

    def submit(self, fn: Callable[..., object], /, *args: object, **kwargs: object) -> Future[object]:  # type: ignore[override]
        ((job, digest),) = args[0]  # type: ignore[misc]
        assert job.path.is_absolute()
        (job.path.parent / "2.xlsx").write_bytes(b"PK another")
        other = Job(path=job.path.with_name("2.xlsx"), name=job.name)
        return super().submit(fn, [(other, digest)], *args[1:], **kwargs)


def forget(folder: Workspace) -> None:
    shutil.rmtree(folder.folder / FOLDER, ignore_errors=True)


@pytest.mark.long
def test_a_cluster_of_two_workers_gives_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed")
    folder = founded(tmp_path)
    for name, data in (("1.xlsx", r.good()), ("x.xlsx", b"PK"), ("2.xlsx", r.good(2, unit_code="005"))):
        put(folder, name, data)
    alone = as_json(collect(folder))
    forget(folder)
    here = list[int]()  # how many files are read by this process after all

    class Noted(workers.Batch[object]):
        def __init__(self, left: list[Job], *args: object, **kwargs: object) -> None:
            here.append(len(left))
            super().__init__(left, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(workers, "Batch", Noted)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as local:
        address = local.scheduler_address
        ended = run("check", folder.folder, "--format", "json", "--cluster", address, code=1)
    assert ended.stdout.strip() == alone.strip()
    assert here == [0]


def test_without_the_extra_one_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    ended = run("check", founded(tmp_path).folder, "--cluster", "tcp://127.0.0.1:1", code=2)
    assert 'pip install "xxgk-toolkit[cluster]"' in ended.stderr


@pytest.mark.long
def test_a_cluster_that_does_not_answer_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "SECONDS", 1)
    ended = run("check", founded(tmp_path).folder, "--cluster", "tcp://127.0.0.1:1", code=2)
    assert "连不上集群 tcp://127.0.0.1:1" in ended.stderr
