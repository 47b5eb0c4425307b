"""A cage for foreign files: a process of its own, with bounded memory, processor time and output.

A parser that crashes, swells or never ends costs that one file a sentence.
"""

import os
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from toolkit.errors import XxgkError
from toolkit.process_limits import (
    LIMITS,
    Limits,
    begin_file,
    begin_held,
    end_held,
    enter,
    is_held,
    mapped_bytes,
    too_much,
    was_stopped,
    why_it_ended,
)

MOST_AT_ONCE = 8  # files in cages at once: each may need half a gigabyte
MOST_IN_ONE = 256  # files in one cage, one after the other: the first costs ten times as much as the next
P = ParamSpec("P")
T = TypeVar("T")


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


def caged(function: Callable[P, T], name: str, *args: P.args, **kwargs: P.kwargs) -> T:
    """Return `function(*args, **kwargs)`, made in a process of its own; `name` is how messages call the file.

    What the function raises is raised here. It and its arguments can be sent to another process, as can what
    it returns. In a cage it is simply called. Raises CagedError.
    """
    if is_held():
        return function(*args, **kwargs)
    cage = _Cage(partial(function, *args, **kwargs), most=1)
    try:
        cage.begin(name)
        return cage.result()  # type: ignore[no-any-return]
    finally:
        cage.stop()


def caged_in_turn(
    function: Callable[[Path], T], paths: Iterable[Path], *, at_once: int = MOST_AT_ONCE
) -> Iterator[tuple[Path, Callable[[], T]]]:
    """Give for each file how to get what `function` makes of it, in a cage, in their order.

    Files that follow are read meanwhile, as many at once as the machine has processors, `at_once` at most. A
    cage takes some files one after the other, so that what was looked up for one serves the next. One that
    fails where others were read before is read again in a new cage: nothing they left behind is held against
    it. Asking raises as `caged` does.
    """
    files = iter(paths)
    if is_held():
        yield from ((path, partial(function, path)) for path in files)
        return
    underway: deque[tuple[Path, _Cage]] = deque()
    free: list[_Cage] = []
    try:
        while True:
            for path in islice(files, min(os.cpu_count() or 1, at_once) - len(underway)):
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
        self.calls = 0
        self.process, self.pipe = begin_held(
            _serve, self.function, LIMITS, seconds=LIMITS.seconds * self.most
        )

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
            raise (TooLongError if was_stopped(code) else CagedError)(name, why_it_ended(code)) from None
        try:
            outcome = pickle.loads(answer)  # noqa: S301 (from our own process)
        except MemoryError:
            raise CagedError(name, too_much()) from None
        if isinstance(outcome, _Raised):
            raise outcome.error
        return outcome

    def stop(self) -> None:
        """End the process."""
        end_held(self.process, self.pipe)


@dataclass(frozen=True)
class _Raised:
    """What a function raised."""

    error: BaseException


def _serve(pipe: Connection, function: Callable[..., Any], limits: Limits, forked: bool) -> None:
    enter(pipe, limits, forked=forked)
    most = mapped_bytes() + limits.memory // 2
    # What files leave behind is room that the next would lack: it gets a new cage.
    while mapped_bytes() <= most:
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
