"""A cluster of machines that read along (`check --cluster`), by way of dask.distributed."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from toolkit.errors import UsageError

if TYPE_CHECKING:
    from concurrent.futures import Executor  # which loads logging

SECONDS = 20  # to find the cluster


@contextmanager
def executor_of(address: str | None) -> Iterator["Executor | None"]:
    """Give the executor of the cluster whose scheduler has this address; none without one.

    Raises UsageError when dask.distributed is not installed, or nobody answers.
    """
    if address is None:
        yield None
        return
    try:
        connect: Any = import_module("distributed").Client  # an extra, with types or not there at all
    except ImportError as error:
        raise UsageError(
            '用 --cluster 要先装 dask.distributed：pip install "xxgk-toolkit[cluster]"。'
        ) from error
    try:
        client = connect(address, timeout=SECONDS)
    except (OSError, ValueError) as error:
        raise UsageError(f"连不上集群 {address}：{SECONDS} 秒里没有应答。请核对调度机的地址。") from error
    with client:
        yield client.get_executor(pure=False)
