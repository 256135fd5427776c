"""`poa-lint man`: the manual as a page for `man` (roff), made from the table of options as the help is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from poa_lint.cli import options, usage
from poa_lint.cli.options import UsageError
from poa_lint.cli.shell import Shell
from poa_lint.core.version import VERSION
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of

_ROFF: Final = {"\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti", '"': "\\(dq"}
"""Signs that roff reads otherwise, or prints as others."""


def man(shell: Shell) -> int:
    """`poa-lint man`: the manual in the reader's language. Raises UsageError."""
    if shell.arguments.operands:
        raise UsageError("takes-no-name", command="man")
    return shell.put(page(shell.words), machine=True)


def page(words: Words) -> str:
    """The manual in roff, UTF-8. It bears no date: the same version is the same page."""
    own = words_of(words.language, "man")
    entries = usage.entries(words)
    checking = next(entry for entry in entries if not entry.command)
    lines = [
        "'\\\" -*- coding: UTF-8 -*-",
        f'.TH POA\\-LINT 1 "" "poa\\-lint {VERSION}" "{text(own("manual"))}"',
        ".nh",  # no word and no name is taken apart
        ".ad l",
        *_section(own("name"), f"poa\\-lint \\- {text(own('about'))}"),
        *_section(own("synopsis"), *_synopsis(checking, own)),
        *_section(own("description"), text(words("help.title")), ".PP", text(own("description-more"))),
        *_section(own("commands")),
        *(line for entry in entries if entry.command for line in _command(entry, words, own)),
        *_section(own("options"), text(own("options-of"))),
        *_options(words),
        *_section(own("exit"), text(words("help.exit"))),
        *_section(own("environment"), *_terms(own.section("variable"))),
        *_section(own("files"), *_terms(own.section("file"))),
        *_section(own("see"), text(own("see-more"))),
    ]
    return "\n".join([*lines, ""])


def _section(title: str, *lines: str) -> list[str]:
    return [f'.SH "{text(title.upper())}"', *lines]


def _synopsis(checking: usage.Entry, own: Words) -> Iterator[str]:
    for call in (checking.call, f"{usage.PROGRAM} {own('any-command')}"):
        yield _call(call)
        yield ".br"


def _call(call: str) -> str:
    """A way to call the program: its name and the command's in bold."""
    words = call.split(" ")
    bold = 2 if words[1] in options.EVERYWHERE else 1
    rest = " ".join(words[bold:])
    return f"\\fB{text(' '.join(words[:bold]))}\\fR {text(rest)}".rstrip()


def _command(entry: usage.Entry, words: Words, own: Words) -> Iterator[str]:
    """A command: how it is called, what it does, its options by name."""
    yield from (".TP", _call(entry.call), text(f"{entry.sentence}."))
    names = ", ".join(
        f"\\fB{text(option.names[0])}\\fR"
        for option in options.OPTIONS
        if entry.command in option.commands and option.commands != options.EVERYWHERE
    )
    if names:
        yield from (".br", f"{text(own('its-options'))}: {names}.")
    example = words(f"help.examples.{entry.command}")
    if example != entry.command:
        yield from (".br", f"{text(words('help.example'))}: {text(f'{usage.PROGRAM} {example}')}")


def _options(words: Words) -> Iterator[str]:
    """Every option; where commands mean different things by it, each meaning with its commands."""
    for option in options.OPTIONS:
        names = ", ".join(f"\\fB{text(name)}\\fR" for name in option.names)
        value = f" \\fI{text(words(f'argument.{option.takes}'))}\\fR" if option.takes else ""
        yield from (".TP", names + value)
        meanings: dict[str, list[str]] = {}
        for command in option.commands:
            meanings.setdefault(usage.sentence(words, command, option), []).append(command or "check")
        for number, (sentence, commands) in enumerate(meanings.items()):
            everywhere = option.commands == options.EVERYWHERE
            where = "" if everywhere else f" ({', '.join(commands)})"
            yield from ([".br"] if number else [])
            yield text(f"{sentence}{where}.")


def _terms(rows: dict[str, str]) -> Iterator[str]:
    """Names in bold, each with its sentence."""
    for name, sentence in rows.items():
        yield from (".TP", f"\\fB{text(name)}\\fR", text(sentence))


def text(plain: str) -> str:
    """A text that roff prints as it is; no line of it is taken for a request."""
    safe = "".join(_ROFF.get(sign, sign) for sign in plain)
    return f"\\&{safe}" if safe.startswith(".") else safe
