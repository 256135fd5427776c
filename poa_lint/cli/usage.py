"""The help: the commands and their options, from the table of options and the sentences of a language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from poa_lint.cli import options
from poa_lint.core.text import wrapped
from poa_lint.core.words import Words

WIDEST: Final = 100
"""Columns of a help at most: longer lines are hard to read."""
LEFT: Final = 1 / 3
"""The part of a line that names take at most; the sentence of a longer name begins below it."""
PROGRAM: Final = "poa-lint"


class Entry(NamedTuple):
    """A command as the help shows it: its name (`""` to check), how it is called, and one sentence."""

    command: str
    call: str
    sentence: str


def entries(words: Words) -> list[Entry]:
    """The commands in the order of the help: each line of `help.usage` is a call, two spaces or more, a sentence."""
    lines = (re.split(r"(?<=\S) {2,}", line, maxsplit=1) for line in words("help.usage").splitlines())
    return [Entry(_named(call), call, sentence) for call, sentence in lines]


def _named(call: str) -> str:
    name = call.split()[1]
    return name if name in options.EVERYWHERE else ""


def page(words: Words, command: str, width: int) -> str:
    """The help of a command in at most `width` columns; that of checking (`""`) lists the other commands too."""
    known = entries(words)
    own = [entry for entry in known if entry.command == command]
    lines = [*wrapped(words("help.title"), "", "", width), "", f"{words('help.use')}:"]
    for entry in own:
        lines += wrapped(entry.call, "  ", "      ", width)
        lines += wrapped(entry.sentence, "      ", "      ", width)
    if not command:
        others = [(entry.call.removeprefix(f"{PROGRAM} "), entry.sentence) for entry in known if entry.command]
        lines += ["", f"{words('help.commands')}:", *_table(others, width), ""]
        lines += wrapped(words("help.more"), "  ", "  ", width) + wrapped(words("help.check"), "  ", "  ", width)
    lines += ["", f"{words('help.options')}:", *_table(_options(words, command), width), ""]
    lines += wrapped(words("help.exit"), "", "", width)
    return "\n".join([*lines, *_example(words, command, width), ""])


def _options(words: Words, command: str) -> Iterator[tuple[str, str]]:
    """The options of a command as they are written, each with its sentence."""
    for option in options.OPTIONS:
        if command in option.commands:
            value = f" {words(f'argument.{option.takes}')}" if option.takes else ""
            yield ", ".join(option.names) + value, sentence(words, command, option)


def sentence(words: Words, command: str, option: options.Option) -> str:
    """The sentence about an option; that of `option-of` where a command has its own."""
    return words.table.get(f"option-of.{command or 'check'}.{option.key}") or words(f"option.{option.key}")


def _example(words: Words, command: str, width: int) -> list[str]:
    """The line with an example of a command; none where the language has none."""
    example = words.table.get(f"help.examples.{command or 'check'}")
    return [] if example is None else wrapped(f"{words('help.example')}: {PROGRAM} {example}", "", "    ", width)


def _table(rows: Iterable[tuple[str, str]], width: int) -> list[str]:
    """Names on the left and their sentences, wrapped, on the right."""
    known = list(rows)
    wide = max((len(name) for name, _ in known if len(name) <= width * LEFT), default=0)
    margin = " " * (wide + 4)
    lines: list[str] = []
    for name, said in known:
        beside = len(name) <= wide
        lines += [] if beside else [f"  {name}"]
        lines += wrapped(said, f"  {name.ljust(wide)}  " if beside else margin, margin, width)
    return lines
