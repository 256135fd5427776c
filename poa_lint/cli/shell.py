"""What a command is run in: its arguments, the reader's language, and where its output goes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TextIO, TypeVar

from poa_lint.cli.options import Arguments
from poa_lint.core.records import record, replace
from poa_lint.core.words import Words, words
from poa_lint.documents import files
from poa_lint.documents.encodings import encoded
from poa_lint.output import View

if TYPE_CHECKING:
    from poa_lint.cli.rewrite import Rewritten

CLEAN: Final = 0
FINDINGS: Final = 1
TROUBLE: Final = 2


@record
class Shell:
    """What the program was called with and where it may write."""

    arguments: Arguments
    words: Words
    environment: Mapping[str, str]

    def speaking(self, language: str | None) -> Shell:
        """The same shell in another language, where one is asked for."""
        return self if language is None else replace(self, words=words(language))

    def view(self, to_file: str | None = None) -> View:
        """How the reader looks at the output. A file gets neither colour nor the terminal's width."""
        to_file = to_file or self.arguments.values.get("output")
        when = self.arguments.value("color", "never" if to_file else "auto")
        wide = UNKNOWN_WIDTH if to_file else width(self.environment, sys.stdout)
        return View(
            wide,
            colour(when, self.environment, sys.stdout),
            self.arguments.flag("all"),
            self.arguments.flag("quiet"),
            self.arguments.flag("statistics"),
            self.arguments.flag("show-waived"),
            self.arguments.value("today", ""),
        )

    def complain(self, kind: str, suggestion: str | None = None, **values: str) -> int:
        """Say in a sentence what is wrong with the command line."""
        message = self.words(f"usage.{kind}", **values)
        if suggestion:
            message = self.words("suggestion", message=message, suggestion=suggestion)
        return self.refuse(message)

    def refuse(self, message: str) -> int:
        """Say why nothing is done."""
        end = "" if message.endswith("?") else "."
        print(f"poa-lint: {message}{end} {self.words('usage.hint')}", file=sys.stderr)
        return TROUBLE

    def warn(self, sentence: str) -> None:
        """Say something that changes nothing about the outcome."""
        print(f"poa-lint: {sentence}", file=sys.stderr)

    def put(self, text: str, *, machine: bool = False, target: str | None = None) -> int:
        """Write the output where it was asked for: 0, or 2 with a sentence where that failed."""
        target = target or self.arguments.values.get("output")
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
            return self._unwritten("stdout", error)
        return CLEAN

    def pass_on(self, one: Rewritten) -> int:
        """Hand a report from standard input on to standard output, changed, in the encoding that it came in."""
        new = encoded(one.after, one.data)
        if new is None:
            self.warn(f"{one.path}: {self.words('notice.not-encodable', encoding=one.before.encoding)}")
        sys.stdout.buffer.write(one.data if new is None else new)
        sys.stdout.buffer.flush()
        return CLEAN if new is not None else TROUBLE

    def write(self, path: str, text: str) -> int:
        """Write a file, whole or not at all: 0, or 2 with a sentence where that failed."""
        try:
            files.write(path, text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            return self._unwritten(path, error)
        return CLEAN

    def _unwritten(self, target: str, error: OSError) -> int:
        problem = self.words("notice.cannot-write", problem=error.strerror or str(error))
        print(f"poa-lint: {target}: {problem}", file=sys.stderr)
        return TROUBLE


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
