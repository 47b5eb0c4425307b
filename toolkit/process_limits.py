"""What a process that takes foreign files apart may cost, and how the system holds it to that.

On Linux and macOS by limits that it sets itself (setrlimit; macOS holds it to time only), on Windows by a job
object.
"""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

if sys.platform != "win32":  # loaded once for all processes, not in each
    import resource
if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

MIB = 2**20


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one foreign file may cost."""

    memory: int = 512 * MIB  # bytes beyond what the program itself has mapped
    seconds: int = 50  # of processor time: a minute with what the program itself needs
    waiting: float = 300.0  # seconds by the clock, for what waits instead of working
    answer: int = 128 * MIB  # bytes of what was made of the file


LIMITS = Limits()
OTHER_PROGRAM = 4096 * MIB  # address space of a program that is started in the cage, such as LibreOffice
_QUOTA = 1816  # ERROR_NOT_ENOUGH_QUOTA: how Windows ends a process whose time is up
_held = False  # whether this process is a cage


def was_stopped(exitcode: int | None) -> bool:
    """Whether the system ended a process because its time was up."""
    return exitcode == _QUOTA or (hasattr(signal, "SIGXCPU") and exitcode == -signal.SIGXCPU)


def why_it_ended(exitcode: int | None) -> str:
    """Say in Chinese why a process in the cage ended without an answer."""
    if was_stopped(exitcode):
        return f"处理器算了 {LIMITS.seconds} 秒还没有读完"
    if hasattr(signal, "SIGKILL") and exitcode == -signal.SIGKILL:  # nothing in here sends that
        return "读取程序被系统强行结束，多半是这台电脑的内存不够，请先关掉别的程序再读一次"
    return "读取程序崩溃，多半是文件内部损坏或异常庞大"


def too_much() -> str:
    """Say in Chinese that a file needs too much memory."""
    return f"要用的内存超过 {LIMITS.memory // MIB} MB，多半是文件异常庞大"


def is_held() -> bool:
    """Whether this process is a cage already."""
    return _held


def can_fork() -> bool:
    """Whether a copy of this process can work on at once, with all that is loaded.

    A second thread might hold a lock.
    """
    return sys.platform == "linux" and threading.active_count() == 1


@contextmanager
def _no_main() -> Iterator[None]:
    """Hide the running program from a process being started, which would load it again and needs only us.

    It may be a script without the guard that multiprocessing asks for; or large; or standard input.
    """
    main = sys.modules["__main__"]
    hidden: dict[str, object] = {
        n: main.__dict__.pop(n) for n in ("__file__", "__spec__") if n in main.__dict__
    }
    main.__spec__ = None
    try:
        yield
    finally:
        main.__dict__.update(hidden)


def begin_held(
    serve: Callable[..., None], *args: object, seconds: int = 0
) -> "tuple[BaseProcess, Connection]":
    """Start a process that serves at the other end of a pipe, within the limits.

    `serve` gets its end, `args`, and whether it runs in a copy of this program, as `enter` asks. `seconds`
    are its processor time, where it does the work of a few files only.
    """
    forked = can_fork()
    context = multiprocessing.get_context("fork" if forked else "spawn")
    mine, theirs = context.Pipe()
    process: BaseProcess = context.Process(  # type: ignore[attr-defined]
        target=serve, args=(theirs, *args, forked), daemon=True
    )
    with _no_main():
        process.start()
    theirs.close()
    restrict(process, seconds=seconds)
    return process, mine


def end_held(process: "BaseProcess", pipe: Connection) -> None:
    """End such a process, whatever it does."""
    process.kill()
    process.join()
    pipe.close()


def enter(pipe: Connection, limits: Limits, *, forked: bool) -> None:
    """Make this process a cage that answers through `pipe`.

    What native code prints when it gives up is nobody's business.
    """
    global _held  # noqa: PLW0603 (said once, of the whole process)
    _held = True
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program itself says that it was stopped
    if forked:
        _let_go(but=pipe.fileno())
    gc.freeze()  # what is loaded stays: looking through it for garbage would cost time and copies
    if sys.platform != "win32":
        _soften(resource.RLIMIT_AS, mapped_bytes() + limits.memory)
        _soften(resource.RLIMIT_CORE, 0)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 2)


def begin_file(limits: Limits) -> None:
    """Give the next file its processor time, counted from now."""
    if sys.platform != "win32":
        used = resource.getrusage(resource.RUSAGE_SELF)
        _soften(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + limits.seconds)


@contextmanager
def room_for_another_program() -> Iterator[None]:
    """Let a program be started that maps far more memory than it uses, as LibreOffice does."""
    if sys.platform == "win32" or not _held:
        yield
        return
    before, hard = resource.getrlimit(resource.RLIMIT_AS)
    _soften(resource.RLIMIT_AS, OTHER_PROGRAM)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (before, hard))


def _soften(what: int, limit: int) -> None:
    hard = resource.getrlimit(what)[1]
    soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    try:
        resource.setrlimit(what, (soft, hard))
    except (OSError, ValueError):  # a system that does not hold to it
        return


def mapped_bytes() -> int:
    """Return the address space that this process has mapped, in bytes.

    Where the system does not say, a usual one.
    """
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 1024 * MIB
    return pages * os.sysconf("SC_PAGE_SIZE")


def _let_go(but: int) -> None:
    """Close what the program had open when it was copied: its ends of all pipes, and the lock on the folder.

    Otherwise a worker would outlive a program that was killed, and keep the next one waiting.
    """
    os.closerange(3, but)
    os.closerange(but + 1, os.sysconf("SC_OPEN_MAX"))


_jobs: list[Any] = []  # handles of the jobs, which end with this program


def restrict(process: Any, limits: Limits = LIMITS, seconds: int = 0) -> None:  # noqa: ANN401 (a process of multiprocessing)
    """Hold a process just started to its memory and end it with this program, by a job object.

    Elsewhere it holds itself.

    `seconds` are its processor time, where it does the work of a few files only. Written by the documentation
    of Windows, and tried with a stand-in for it: it has not run there.
    """
    if sys.platform != "win32":
        return
    import ctypes  # noqa: PLC0415
    from ctypes import wintypes  # noqa: PLC0415

    class Basic(ctypes.Structure):
        _fields_ = [
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        ]

    class Extended(ctypes.Structure):
        _fields_ = [
            ("BasicLimitInformation", Basic),
            ("IoInfo", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        ]

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    kernel.SetInformationJobObject.argtypes = [wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD]
    kernel.AssignProcessToJobObject.argtypes = [wintypes.HANDLE, wintypes.HANDLE]
    job = kernel.CreateJobObjectW(None, None)
    said = Extended()
    # memory of each process; ends with its last handle
    said.BasicLimitInformation.LimitFlags = 0x100 | 0x2000
    said.ProcessMemoryLimit = limits.memory + 256 * MIB
    if seconds:
        said.BasicLimitInformation.LimitFlags |= 0x2  # processor time of each process
        said.BasicLimitInformation.PerProcessUserTimeLimit = seconds * 10**7  # in units of 100 ns
    kernel.SetInformationJobObject(job, 9, ctypes.byref(said), ctypes.sizeof(said))
    kernel.AssignProcessToJobObject(job, process.sentinel)
    _jobs.append(job)
