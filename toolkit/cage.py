"""A cage for foreign files: a process of its own, with bounded memory, processor time and output.

A parser that crashes, swells or never ends costs that one file a sentence. On Linux and macOS the system
holds the process to its limits (setrlimit; macOS holds it to time only), on Windows a job object does.
"""

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from toolkit.errors import XxgkError

MIB = 2**20
MOST_AT_ONCE = 8  # files in cages at once: each may need half a gigabyte
MOST_IN_ONE = 64  # files in one cage, one after the other
P = ParamSpec("P")
T = TypeVar("T")


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


class CagedError(XxgkError):
    """A foreign file cost more than it may, or made its parser crash; ``why`` says which."""

    def __init__(self, name: str, why: str) -> None:
        """Say `why` of the file called `name`."""
        self.why = why
        super().__init__(f"{name} 没有读：{why}。请用 Excel、WPS 或原来的程序打开，另存成新文件后再试。")

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it pass from one process to another."""
        return CagedError, (self.args[0].partition(" 没有读：")[0], self.why)


class TooLongError(CagedError):
    """A foreign file took more time than it may."""


_inside = False  # whether this process is a cage


def caged(function: Callable[P, T], name: str, *args: P.args, **kwargs: P.kwargs) -> T:
    """Return `function(*args, **kwargs)`, made in a process of its own; `name` is how messages call the file.

    What the function raises is raised here. It and its arguments can be sent to another process, as can what
    it returns. In a cage it is simply called. Raises CagedError.
    """
    if _inside:
        return function(*args, **kwargs)
    cage = _Cage(partial(function, *args, **kwargs), most=1)
    try:
        cage.begin(name)
        return cage.result()  # type: ignore[no-any-return]
    finally:
        cage.stop()


def caged_in_turn(
    function: Callable[[Path], T], paths: Iterable[Path]
) -> Iterator[tuple[Path, Callable[[], T]]]:
    """Give for each file how to get what `function` makes of it, in a cage, in their order.

    Files that follow are read meanwhile, as many at once as the machine has processors. A cage takes some
    files one after the other, so that what was looked up for one serves the next. One that fails where others
    were read before is read again in a new cage: nothing they left behind is held against it. Asking raises
    as `caged` does.
    """
    files = iter(paths)
    if _inside:
        yield from ((path, partial(function, path)) for path in files)
        return
    underway: deque[tuple[Path, _Cage]] = deque()
    free: list[_Cage] = []
    try:
        while True:
            for path in islice(files, min(os.cpu_count() or 1, MOST_AT_ONCE) - len(underway)):
                cage = free.pop() if free else _Cage(function, most=MOST_IN_ONE)
                underway.append((path, cage))
                cage.begin(path.name, path)
            if not underway:
                return
            path, cage = underway[0]
            yield path, cage.result
            underway.popleft()
            if cage.calls < cage.most:
                free.append(cage)
            else:
                cage.stop()
    finally:
        for cage in (*free, *(one for _, one in underway)):
            cage.stop()


class _Cage:
    """A process that calls one function, at ``most`` so many times; ``calls``: how often it did."""

    def __init__(self, function: Callable[..., Any], most: int) -> None:
        self.function, self.most = function, most
        self._start()

    def _start(self) -> None:
        forked = can_fork()
        context = multiprocessing.get_context("fork" if forked else "spawn")
        self.calls = 0
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(  # type: ignore[attr-defined]
            target=_serve, args=(theirs, self.function, LIMITS, forked), daemon=True
        )
        with no_main():
            self.process.start()
        theirs.close()
        restrict(self.process, seconds=LIMITS.seconds * self.most)

    def begin(self, name: str, *args: Any) -> None:  # noqa: ANN401 (whatever the function takes)
        """Make the next call, for the file called `name`."""
        self.call = (name, args)
        self.calls += 1
        with suppress(OSError):  # it is gone: told by `result`
            self.pipe.send(self.call)

    def result(self) -> Any:  # noqa: ANN401 (whatever the function returns)
        """Wait for the answer; raises what the function raised, or CagedError."""
        try:
            return self._answer()
        except CagedError as error:
            used, self.calls = self.calls > 1, self.most  # nothing more is read where one failed
            if not used or isinstance(error, TooLongError):
                raise
        self.stop()
        self._start()
        self.begin(self.call[0], *self.call[1])
        self.calls = self.most
        return self._answer()

    def _answer(self) -> Any:  # noqa: ANN401
        name = self.call[0]
        try:
            if not self.pipe.poll(LIMITS.waiting):
                raise TooLongError(name, f"{LIMITS.waiting:g} 秒还没有读完")
            answer = self.pipe.recv_bytes(LIMITS.answer)
        except (EOFError, OSError):
            self.process.join(timeout=10)
            code = self.process.exitcode
            raise (TooLongError if _was_stopped(code) else CagedError)(name, why_it_ended(code)) from None
        try:
            outcome = pickle.loads(answer)  # noqa: S301 (from our own process)
        except MemoryError:
            raise CagedError(name, too_much()) from None
        if isinstance(outcome, _Raised):
            raise outcome.error
        return outcome

    def stop(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _was_stopped(exitcode: int | None) -> bool:
    """Whether the system ended a process because its time was up."""
    return exitcode == _QUOTA or (hasattr(signal, "SIGXCPU") and exitcode == -signal.SIGXCPU)


def why_it_ended(exitcode: int | None) -> str:
    """Say in Chinese why a process in the cage ended without an answer."""
    if _was_stopped(exitcode):
        return f"处理器算了 {LIMITS.seconds} 秒还没有读完"
    if hasattr(signal, "SIGKILL") and exitcode == -signal.SIGKILL:  # nothing in here sends that
        return "读取程序被系统强行结束，多半是这台电脑的内存不够，请先关掉别的程序再读一次"
    return "读取程序崩溃，多半是文件内部损坏或异常庞大"


def too_much() -> str:
    """Say in Chinese that a file needs too much memory."""
    return f"要用的内存超过 {LIMITS.memory // MIB} MB，多半是文件异常庞大"


@dataclass(frozen=True)
class _Raised:
    """What a function raised."""

    error: BaseException


def _serve(pipe: Connection, function: Callable[..., Any], limits: Limits, forked: bool) -> None:
    enter(pipe, limits, forked=forked)
    most = _mapped() + limits.memory // 2
    while _mapped() <= most:  # what files leave behind is room that the next would lack: it gets a new cage
        try:
            name, args = pipe.recv()
        except EOFError:
            return
        begin_file(limits)
        pipe.send_bytes(_made(function, name, args, limits))


def _made(function: Callable[..., Any], name: str, args: tuple[Any, ...], limits: Limits) -> bytes:
    """Pack what the function returns or raises."""
    try:
        answer = pickle.dumps(function(*args))
    except MemoryError:
        answer = pickle.dumps(_Raised(CagedError(name, too_much())))
    except BaseException as error:  # noqa: BLE001 (native code that panics raises no Exception)
        answer = _packed(error)
    if len(answer) > limits.answer:
        answer = pickle.dumps(_Raised(CagedError(name, "里面的内容异常多")))
    return answer


def _packed(error: BaseException) -> bytes:
    """Pack an exception; one that cannot be sent as what it is becomes a CagedError."""
    try:
        packed = pickle.dumps(_Raised(error))
        pickle.loads(packed)  # noqa: S301
    except Exception:  # noqa: BLE001
        return pickle.dumps(_Raised(CagedError("文件", f"读取时出错（{type(error).__name__}）")))
    if not isinstance(error, Exception):
        return pickle.dumps(_Raised(CagedError("文件", f"读取时出错（{type(error).__name__}）")))
    return packed


# ------------------------------------------------------------------ processes


def can_fork() -> bool:
    """Whether a copy of this process can work on at once, with all that is loaded.

    A second thread might hold a lock.
    """
    return sys.platform == "linux" and threading.active_count() == 1


@contextmanager
def no_main() -> Iterator[None]:
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


def enter(pipe: Connection, limits: Limits, *, forked: bool) -> None:
    """Make this process a cage that answers through `pipe`.

    What native code prints when it gives up is nobody's business.
    """
    global _inside  # noqa: PLW0603 (said once, of the whole process)
    _inside = True
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program itself says that it was stopped
    if forked:
        _let_go(but=pipe.fileno())
    gc.freeze()  # what is loaded stays: looking through it for garbage would cost time and copies
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 (not there on Windows)

        _soften(resource.RLIMIT_AS, _mapped() + limits.memory)
        _soften(resource.RLIMIT_CORE, 0)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 2)


def begin_file(limits: Limits) -> None:
    """Give the next file its processor time, counted from now."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415

        used = resource.getrusage(resource.RUSAGE_SELF)
        _soften(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + limits.seconds)


@contextmanager
def room_for_another_program() -> Iterator[None]:
    """Let a program be started that maps far more memory than it uses, as LibreOffice does."""
    if sys.platform == "win32" or not _inside:
        yield
        return
    import resource  # noqa: PLC0415

    before, hard = resource.getrlimit(resource.RLIMIT_AS)
    _soften(resource.RLIMIT_AS, OTHER_PROGRAM)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (before, hard))


def _soften(what: int, limit: int) -> None:
    import resource  # noqa: PLC0415

    hard = resource.getrlimit(what)[1]
    soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    try:
        resource.setrlimit(what, (soft, hard))
    except (OSError, ValueError):  # a system that does not hold to it
        return


def _mapped() -> int:
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


# ------------------------------------------------------------------ Windows

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
    said.BasicLimitInformation.LimitFlags = (
        0x100 | 0x2000
    )  # memory of each process; ends with its last handle
    said.ProcessMemoryLimit = limits.memory + 256 * MIB
    if seconds:
        said.BasicLimitInformation.LimitFlags |= 0x2  # processor time of each process
        said.BasicLimitInformation.PerProcessUserTimeLimit = seconds * 10**7  # in units of 100 ns
    kernel.SetInformationJobObject(job, 9, ctypes.byref(said), ctypes.sizeof(said))
    kernel.AssignProcessToJobObject(job, process.sentinel)
    _jobs.append(job)
