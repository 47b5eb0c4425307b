"""How seldom Python looks for garbage where nearly all that is made is kept, as files that were read are."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 100_000  # new objects before it is looked for
HARDLY = 1_000_000  # where files are only read: they leave no garbage that would have to be looked for


@contextmanager
def seldom_looked_for() -> Iterator[None]:
    """Let garbage be hardly looked for in a block that reads files, in the whole process.

    Where it is looked for never, or even more seldom, that stays so.
    """
    before = gc.get_threshold()
    if before[0]:
        gc.set_threshold(max(before[0], HARDLY), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
