"""A progress bar on standard error, where that is a terminal and the work takes long."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[int, int], None]
_CELLS = 30
_PATIENCE = 0.5
_STEP = 0.1


@contextmanager
def bar(label: str) -> Iterator[Progress]:
    """A function that is told (done, total) and draws; the bar is gone at the end."""
    shows = sys.stderr is not None and sys.stderr.isatty()
    drawn = 0.0
    next_draw = time.monotonic() + _PATIENCE

    def progress(done: int, total: int) -> None:
        nonlocal drawn, next_draw
        now = time.monotonic()
        if not shows or now < next_draw or total <= 0:
            return
        drawn, next_draw = now, now + _STEP
        share = min(1.0, done / total)
        full = round(share * _CELLS)
        blocks = "#" * full + "·" * (_CELLS - full)
        print(f"\r{label} [{blocks}] {share:4.0%}", end="", file=sys.stderr, flush=True)

    try:
        yield progress
    finally:
        if drawn:
            print(
                "\r" + " " * (len(label) + _CELLS + 9) + "\r", end="", file=sys.stderr, flush=True
            )
