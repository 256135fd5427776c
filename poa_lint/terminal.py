"""What the program may do to the screen it writes to: how wide it is, colour or not, a bar while it works."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, TextIO, TypeVar

R = TypeVar("R")

NARROWEST: Final = 40
WIDEST: Final = 200
UNKNOWN_WIDTH: Final = 100
PATIENCE: Final = 1.0
"""Seconds of work before a bar is worth its import."""


def width(environment: Mapping[str, str], stream: TextIO) -> int:
    """Columns of the terminal: COLUMNS, the terminal's own word, or 100 for a pipe; from 40 to 200."""
    stated = environment.get("COLUMNS", "")
    if stated.isdecimal() and int(stated):
        columns = int(stated)
    elif stream.isatty():
        columns = os.get_terminal_size(stream.fileno()).columns or UNKNOWN_WIDTH
    else:
        columns = UNKNOWN_WIDTH
    return min(max(columns, NARROWEST), WIDEST)


def colour(when: str, environment: Mapping[str, str], stream: TextIO) -> bool:
    """Whether to colour: as asked, else NO_COLOR, FORCE_COLOR, else only on a terminal that can."""
    if when != "auto":
        return when == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"


def survive(stream: Any) -> None:
    """Let a stream of any code page take any text: what it cannot write becomes an escape, not a crash."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")


def with_bar(results: Iterable[R], total: int, clock: Callable[[], float], title: str) -> Iterator[R]:
    """Pass results on; on a terminal, show a bar once the work has taken longer than a second."""
    begun, bar = clock(), None
    try:
        for number, result in enumerate(results, 1):
            if bar is None and total > number and sys.stderr.isatty() and clock() - begun > PATIENCE:
                bar = _bar(title, total)
            if bar is not None:
                bar.update(bar.task_ids[0], completed=number)
            yield result
    finally:
        if bar is not None:
            bar.stop()


def _bar(title: str, total: int) -> Any:
    from rich.console import Console
    from rich.progress import Progress

    progress = Progress(console=Console(stderr=True), transient=True)
    progress.add_task(title, total=total)
    progress.start()
    return progress
