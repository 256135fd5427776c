"""`poa-lint completion SHELL`: a script by which a shell completes our commands, options and their values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Final, NamedTuple

from poa_lint.cli import options, usage
from poa_lint.cli.options import UsageError
from poa_lint.cli.shell import Shell
from poa_lint.core.text import similar
from poa_lint.core.words import Words
from poa_lint.rulebook.builtin import built_in_rules

SHELLS: Final = ("bash", "zsh", "fish", "powershell")

FREE, NOTHING, FILES, FOLDERS, RULES, COMMANDS = "free", "nothing", "files", "folders", "rules", "commands"
"""The kinds of what may be typed: any text, nothing at all, names of files or folders, codes of rules, commands."""
WORDS, OUTPUTS = "words", "outputs"
"""The kinds of a value that is one of a few words; behind that of an output a colon and a file may stand."""
_KINDS: Final = {"FILE": FILES, "PATH": FILES, "FOLDER": FOLDERS, "RULES": RULES}
"""The kinds of options' values by their names; those of other names are free."""
_FORMATS: Final = {
    "rules": ("poa_lint.authoring.table", "FORMATS"),
    "pair": ("poa_lint.cli.pair", "FORMATS"),
    "export": ("poa_lint.output.tables.sinks", "SINKS"),
    "letter": ("poa_lint.cli.letter", "FORMS"),
    "observaciones": ("poa_lint.cli.observaciones", "FORMS"),
    "summary": ("poa_lint.output.year", "FORMATS"),
}
"""The module and name of the formats of each command that has not those of checking."""
_SEVERAL: Final = ("", "pair", "summary")
"""The commands that write several formats at once, each into its file (`sarif:informe.sarif`)."""


class Value(NamedTuple):
    """The words that may be typed in a place: their kind, and the words themselves where it is one of a few."""

    kind: str
    words: tuple[str, ...] = ()
    many: bool = False
    """True for a list with commas."""


class Named(NamedTuple):
    """An option of a command: its names, its sentence, the value it takes (None for a flag) and its name."""

    names: tuple[str, ...]
    sentence: str
    value: Value | None
    takes: str
    again: bool
    """True if it may be mentioned again."""


class Command(NamedTuple):
    """A command: its name (`check` for the one that may go without), its sentence, its options, its operands."""

    name: str
    sentence: str
    options: tuple[Named, ...]
    operands: Value


class Line(NamedTuple):
    """Everything that a command line may hold, in one language. `rules` are codes, each with its name."""

    commands: tuple[Command, ...]
    rules: tuple[tuple[str, str], ...]


_OPERANDS: Final = {
    "explain": Value(RULES),
    "waive": Value(RULES),
    "help": Value(COMMANDS),
    "completion": Value(WORDS, SHELLS),
    "check-forms": Value(FOLDERS),
    **dict.fromkeys(("rules", "rule-new", "lsp", "serve", "version", "man", "amend"), Value(NOTHING)),
}
"""The operands of commands that do not take files."""


def completion(shell: Shell) -> int:
    """`poa-lint completion bash|zsh|fish|powershell`. Raises UsageError."""
    operands = shell.arguments.operands
    if len(operands) > 1:
        raise UsageError("too-many", command="completion")
    if not operands or operands[0] not in SHELLS:
        near = similar(operands[0].lower(), SHELLS) if operands else None
        raise UsageError("completion-needs", near, choices=", ".join(SHELLS))
    return shell.put(script(operands[0], shell.words), machine=True)


def script(shell: str, words: Words) -> str:
    """The script for one of SHELLS, with descriptions in the language of `words`."""
    write: Callable[[Line], str] = import_module(f"{__name__}.{shell}").script
    return write(line(words))


def line(words: Words) -> Line:
    """The parts of a command line, from the table of options."""
    rules = tuple((code, check.rule.name) for code, check in built_in_rules().checks.items())
    return Line(tuple(_command(entry, words) for entry in usage.entries(words)), rules)


def _command(entry: usage.Entry, words: Words) -> Command:
    own = tuple(
        Named(
            option.names,
            usage.sentence(words, entry.command, option),
            _value(option, entry.command) if option.takes else None,
            words(f"argument.{option.takes}") if option.takes else "",
            option.many or option.again,
        )
        for option in options.OPTIONS
        if entry.command in option.commands
    )
    operands = _OPERANDS.get(entry.command, Value(FILES))
    return Command(entry.command or "check", entry.sentence, own, operands)


def _value(option: options.Option, command: str) -> Value:
    if option.takes == "FORMAT":
        module, name = _FORMATS.get(command, ("poa_lint.output", "REPORTERS"))
        formats: Sequence[str] = tuple(getattr(import_module(module), name))
        return Value(OUTPUTS if command in _SEVERAL else WORDS, tuple(formats))
    if option.choices:
        return Value(WORDS, option.choices)
    return Value(_KINDS.get(option.takes or "", FREE), many=option.many)
