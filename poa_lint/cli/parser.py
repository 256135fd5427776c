"""The words of a command line, read by the table of options; one sentence for whatever is no part of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any, Final

from poa_lint.cli.options import BY_NAME, COMMANDS, YIELDING, Arguments, Option, UsageError
from poa_lint.core.dates import iso
from poa_lint.core.text import similar

DATE: Final = "DATE"
"""The value of the options that take a day."""
LIKE_A_COMMAND: Final = 0.75
"""The likeness, from 0 to 1, from which a word that is no file is a misspelt command."""


def parse(argv: Sequence[str], is_there: Callable[[str], bool] = os.path.lexists) -> Arguments:
    """Parse the words of a command line. Options may stand anywhere; `--` ends them; `-` is standard input.

    `is_there` tells whether a file or folder has a name, which decides what is no command. Raises UsageError.
    """
    words = list(argv)
    for word in words:
        if "\0" in word:  # no system passes one on, but a program that calls us may
            raise UsageError("nul", value=word)
    command = _command(words, is_there)
    operands: list[str] = []
    values: dict[str, Any] = {}
    while words:
        word = words.pop(0)
        if word == "--":
            operands += words
            break
        if word == "-" or not word.startswith("-"):
            operands.append(word)
            continue
        option, value = _option(word, words, command)
        if option.many:
            names = tuple(filter(None, (name.strip() for name in value.split(","))))
            values[option.field] = (*values.get(option.field, ()), *names)
        elif option.again:
            values[option.field] = (*values.get(option.field, ()), value)
        else:
            values[option.field] = value if option.takes else True
            values.update({option.implies: True} if option.implies else {})
    return Arguments(command, tuple(operands), **values)


def _command(words: list[str], is_there: Callable[[str], bool]) -> str:
    """The command that the first word that is no option names, taken from `words`; `""` to check.

    A file of the name of a command is meant where options stand before it that the command has not. Raises UsageError
    for a misspelt command.
    """
    at, before = _options_before(words)
    if at == len(words):
        return ""
    first = words[at]
    if first in COMMANDS or (first in YIELDING and not is_there(first)):
        command = "" if first == "check" else first
        if all(command in option.commands for option in before) or not is_there(first):
            words.pop(at)
            return command
        return ""
    if first.replace("-", "").isalpha() and not first.startswith("-") and not is_there(first):
        near = similar(first.lower(), (*COMMANDS, *YIELDING), LIKE_A_COMMAND)
        if near is not None:
            raise UsageError("unknown-command", near, name=first)
    return ""


def _options_before(words: Sequence[str]) -> tuple[int, list[Option]]:
    """The place of the first word that is neither an option nor its value, or the number of words; and those options.

    Behind an option that nobody knows, or behind `--`, there is no such word.
    """
    at, found = 0, list[Option]()
    while at < len(words) and words[at].startswith("-") and words[at] != "-":
        named, follows = _named(words[at])
        if not named:
            return len(words), found
        found += named
        at += 2 if follows else 1
    return min(at, len(words)), found


def _named(word: str) -> tuple[list[Option], bool]:
    """The options that a word names, several of short ones written together; True if a value has to follow."""
    name, equals, _ = word.partition("=")
    option = BY_NAME.get(name)
    if option is not None:
        return [option], option.takes is not None and not equals
    first = None if word.startswith("--") or len(word) < 3 else BY_NAME.get(word[:2])
    if first is None:
        return [], False
    if first.takes is not None:
        return [first], False
    rest, follows = _named(f"-{word[2:]}")
    return ([first, *rest], follows) if rest else ([], False)


def _apart(word: str, rest: list[str], command: str) -> str:
    """The first option of short ones written together; what is after it goes back to `rest`.

    `-fjson` is `-f json` and `-qf` is `-q -f`. Any other word comes back as it is, and so does a long name with one
    dash (`-output`), which nobody means as `-o utput`.
    """
    long_name = f"-{word.partition('=')[0]}"
    if word.startswith("--") or len(word) < 3 or word[2] == "=" or long_name in BY_NAME:
        return word
    option = BY_NAME.get(word[:2])
    if option is None or command not in option.commands:
        return word
    if option.takes is not None:
        return f"{word[:2]}={word[2:]}"
    following = BY_NAME.get(f"-{word[2]}")
    if following is None or command not in following.commands:
        return word
    rest.insert(0, f"-{word[2:]}")
    return word[:2]


def _option(word: str, rest: list[str], command: str) -> tuple[Option, str]:
    """The option that a word names and its value, taken from `rest` where it is not in the word itself."""
    name, equals, value = _apart(word, rest, command).partition("=")
    option = BY_NAME.get(name)
    if option is None or command not in option.commands:
        known = [name for name, option in BY_NAME.items() if command in option.commands]
        raise UsageError("unknown-option", _similar(name, known), option=name)
    if option.takes is None:
        if equals:
            raise UsageError("takes-nothing", option=name)
        return option, ""
    if not equals:
        if not rest or (rest[0].startswith("--") and rest[0] in BY_NAME):
            raise UsageError("needs-value", option=name)
        value = rest.pop(0)
    if option.choices and value not in option.choices:
        near = similar(value, option.choices)
        raise UsageError("not-a-choice", near, option=name, value=value, choices=", ".join(option.choices))
    return option, iso(value) if option.takes == DATE else value


def _similar(name: str, known: Sequence[str]) -> str | None:
    """The known option most like `name`, compared without dashes."""
    bare = {option.lstrip("-"): option for option in known if option.startswith("--")}
    near = similar(name.lstrip("-"), bare)
    return bare[near] if near else None
