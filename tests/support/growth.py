"""How work grows with its size: what is linear takes four times as long, what is quadratic sixteen times."""

import gc
import time
from collections.abc import Callable

MOST = 8.0  # of four times the size
ROUNDS = 8  # two at least: a busy machine slows one run or another, and the least of each is what it takes


def grows(work: Callable[[float], None], least: float = 0.02) -> float:
    """How many times as long work of four times the size takes; `least` seconds are nobody's growth."""

    def spent(size: float) -> float:
        gc.disable()  # what it costs depends on all that other tests left behind
        began = time.process_time()
        try:
            work(size)
            return time.process_time() - began
        finally:
            gc.enable()

    spent(0.5)  # what is loaded the first time
    small = large = times = float("inf")
    for turn in range(ROUNDS):
        small, large = min(small, spent(0.5)), min(large, spent(2))
        times = (large + least) / (small + least)
        if turn and times < MOST:
            break
    return times
