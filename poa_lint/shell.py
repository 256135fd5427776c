"""What a command is run in: its arguments, the reader's language, and where its output goes."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from poa_lint import files, terminal
from poa_lint.options import Arguments
from poa_lint.records import record, replace
from poa_lint.reporters import View
from poa_lint.words import Words, words

if TYPE_CHECKING:
    from poa_lint.rewriting import Rewritten

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
        wide = terminal.UNKNOWN_WIDTH if to_file else terminal.width(self.environment, sys.stdout)
        return View(
            wide,
            terminal.colour(when, self.environment, sys.stdout),
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
        new = one.after.encoded(one.data)
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
