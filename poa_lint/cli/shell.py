"""The surroundings of a command: its arguments, the reader's language, the screen, and the places for its output."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TextIO, TypeVar

from poa_lint.cli.options import Arguments, UsageError
from poa_lint.core.text import visible, wrapped
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.documents.encodings import encoded
from poa_lint.output import View

if TYPE_CHECKING:
    from poa_lint.cli.rewrite import Rewritten

R = TypeVar("R")

CLEAN: Final = 0
FINDINGS: Final = 1
TROUBLE: Final = 2
INTERRUPTED: Final = 130
"""Ended by Ctrl-C: 128 and the number of its signal, as shells have it."""

NARROWEST: Final = 40
WIDEST: Final = 200
UNKNOWN_WIDTH: Final = 100
NOT_FORCED: Final = ("0", "false")
"""Values of FORCE_COLOR that forbid colour, as programs on Node.js have them; any other one asks for it."""
PATIENCE: Final = 1.0
"""Seconds of work before a progress bar is worth its import."""


class Shell:
    """The arguments of a command, the language it speaks, and the ways in which it may write."""

    def __init__(self, arguments: Arguments, words: Words, environment: Mapping[str, str]) -> None:
        self.arguments, self.words, self.environment = arguments, words, environment

    def speak(self, language: str | None) -> None:
        """Go on in another language, where one is asked for."""
        self.words = self.words if language is None else words_of(language)

    def view(self, to_file: str | None = None) -> View:
        """The reader's view of the output. A file gets neither colour nor the terminal's width."""
        arguments = self.arguments
        to_file = to_file or arguments.output
        painted = colour(arguments.color or ("never" if to_file else "auto"), self.environment, sys.stdout)
        return View(
            UNKNOWN_WIDTH if to_file else width(self.environment, sys.stdout),
            painted,
            arguments.all,
            arguments.quiet,
            arguments.statistics,
            arguments.show_waived,
            arguments.order or "place",
            painted and not to_file and opens_addresses(self.environment, sys.stdout),
            arguments.today or "",
        )

    def room(self) -> int | None:
        """The columns of a list that has one thing a line: those of the screen, or stated; None in a pipe or a file."""
        stated = self.environment.get("COLUMNS", "").isdecimal() or sys.stdout.isatty()
        return width(self.environment, sys.stdout) if stated and self.arguments.output is None else None

    def complain(self, error: UsageError) -> int:
        """Say in a sentence what is wrong with the command line; the exit code."""
        message = error.sentence or self.words(f"usage.{error.kind}", **error.values)
        if error.suggestion:
            message = self.words("suggestion", message=message, suggestion=error.suggestion)
        end = "" if message.endswith("?") else "."
        self.warn(f"{message}{end} {self.words('usage.hint')}")
        return TROUBLE

    def warn(self, sentence: str) -> None:
        """Say a sentence on standard error, after the program's name."""
        self.say(f"poa-lint: {sentence}")

    def say(self, sentence: str) -> None:
        """Say a sentence on standard error, where no name in it steers a terminal or begins a line.

        It is one line for a program that reads it, and wrapped for a person at a terminal.
        """
        line = visible(sentence)
        at_terminal = sys.stderr.isatty()
        lines = wrapped(line, "", "  ", width(self.environment, sys.stderr)) if at_terminal else [line]
        print("\n".join(lines), file=sys.stderr)

    def put(self, text: str, *, machine: bool = False, target: str | None = None) -> int:
        """Write the output to the file or stream that was asked for: 0, or 2 with a sentence where that failed."""
        target = target or self.arguments.output
        if target is not None:
            return self.write(target, text)
        try:
            if machine:
                sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
                sys.stdout.buffer.flush()
            else:
                sys.stdout.write(text)
                sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as error:
            return self.tell("stdout", self.words("notice.cannot-write", problem=self.words.problem(error)))
        return CLEAN

    def pass_on(self, report: Rewritten) -> int:
        """Hand a report from standard input on to standard output, changed, in the encoding that it came in."""
        new = encoded(report.after, report.data)
        if new is None:
            self.warn(f"{report.path}: {self.words('notice.not-encodable', encoding=report.before.encoding)}")
        sys.stdout.buffer.write(report.data if new is None else new)
        sys.stdout.buffer.flush()
        return CLEAN if new is not None else TROUBLE

    def write(self, path: str, text: str) -> int:
        """Write a file, whole or not at all: 0, or 2 with a sentence where that failed."""
        from poa_lint.documents import target  # a run that writes to the screen alone needs none of it

        try:
            target.write(path, text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            return self.tell(path, target.sentence(error, self.words))
        return CLEAN

    def tell(self, path: str, sentence: str) -> int:
        """Say what is wrong with a file; the exit code."""
        self.warn(f"{path}: {sentence}")
        return TROUBLE


def ignore_interrupts() -> None:
    """Let a second Ctrl-C not disturb the ending that the first one began."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def ending_on_terminate() -> Iterator[None]:
    """Let SIGTERM end what is done inside like an exception, so that nothing unfinished is left; 128 and its number."""
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():  # where no signal arrives
        yield
        return
    before = signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(number: int, _: object) -> None:
    sys.exit(128 + number)


def width(environment: Mapping[str, str], stream: TextIO) -> int:
    """The columns of the terminal: COLUMNS, the terminal's own answer, or 100 for a pipe; from 40 to 200."""
    stated = environment.get("COLUMNS", "")
    if stated.isdecimal() and int(stated):
        columns = int(stated)
    elif stream.isatty():
        columns = os.get_terminal_size(stream.fileno()).columns or UNKNOWN_WIDTH
    else:
        columns = UNKNOWN_WIDTH
    return min(max(columns, NARROWEST), WIDEST)


def colour(when: str, environment: Mapping[str, str], stream: TextIO) -> bool:
    """True for colour: as asked, else by NO_COLOR and FORCE_COLOR, else only on a terminal that can show it."""
    if when != "auto":
        return when == "always"
    if environment.get("NO_COLOR"):
        return False
    forced = environment.get("FORCE_COLOR")
    if forced:
        return forced.lower() not in NOT_FORCED
    return stream.isatty() and environment.get("TERM") != "dumb"


def opens_addresses(environment: Mapping[str, str], stream: TextIO) -> bool:
    """True for a terminal that shows addresses as links, or passes over them; the console of Linux prints them."""
    return stream.isatty() and environment.get("TERM") not in ("dumb", "linux")


def escape_what_it_cannot_encode(stream: Any) -> None:
    """Let a stream of any code page take any text: a character that it lacks becomes an escape, not a crash."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")


def with_bar(results: Iterable[R], total: int, clock: Callable[[], float], title: str) -> Iterator[R]:
    """Pass results on; on a terminal, show a progress bar once the work has taken longer than a second."""
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
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """The number of files that are done in a second."""

        def render(self, task: Task) -> Text:
            """The rate of the last seconds; nothing before there is one."""
            speed = task.finished_speed or task.speed
            return Text(f"{speed:,.0f}/s" if speed else "")

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), Rate())
    progress = Progress(*columns, TimeRemainingColumn(compact=True), console=Console(stderr=True), transient=True)
    progress.add_task(title, total=total)
    progress.start()
    return progress
