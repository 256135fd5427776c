"""The command line as a table: what may be said, what it means, and one sentence for whatever else is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.core.records import record
from poa_lint.core.text import nearest

COMMANDS: Final = ("explain", "rules", "check-rules", "config", "waive", "fmt", "show", "lsp", "serve")


class Option(NamedTuple):
    """One option: its names, what it takes (None for a flag), what it allows, and the commands that know it."""

    names: tuple[str, ...]
    takes: str | None = None
    choices: tuple[str, ...] = ()
    commands: tuple[str, ...] = ("",)
    many: bool = False
    """Whether it takes a list with commas, and every mention adds to it."""
    again: bool = False
    """Whether every mention counts, each with one value."""

    @property
    def key(self) -> str:
        """Its long name without dashes; also the key of its sentence in the languages' `option` table."""
        return self.names[0].removeprefix("--")


EVERYWHERE: Final = ("", *COMMANDS)

OPTIONS: Final = (
    Option(("--select",), "RULES", many=True),
    Option(("--ignore",), "RULES", many=True),
    Option(("--fail-on",), "LEVEL", ("error", "warning", "info")),
    Option(("--output-format", "-f"), "FORMAT", commands=("", "rules", "check-rules"), again=True),
    Option(("--output", "-o"), "FILE", commands=("", "rules", "check-rules", "show")),
    Option(("--config",), "FILE", commands=("", "config", "explain", "rules", "waive", "lsp", "serve")),
    Option(("--no-config",), commands=("", "config", "explain", "rules", "lsp", "serve")),
    Option(("--annotate",), "FILE"),
    Option(("--baseline",), "FILE"),
    Option(("--update-baseline",)),
    Option(("--show-waived",)),
    Option(("--today",), "DATE"),
    Option(("--encoding",), "NAME", commands=("", "fmt", "show")),
    Option(("--map",), commands=("show",)),
    Option(("--jobs", "-j"), "N"),
    Option(("--scheduler",), "ADDRESS"),
    Option(("--all",), commands=("", "check-rules")),
    Option(("--quiet", "-q"), commands=("", "check-rules")),
    Option(("--statistics",)),
    Option(("--fix",)),
    Option(("--unsafe-fixes",)),
    Option(("--diff",), commands=("", "fmt")),
    Option(("--check",), commands=("fmt",)),
    Option(("--audit",), commands=("check-rules",)),
    Option(("--reason",), "TEXT", commands=("waive",)),
    Option(("--until",), "DATE", commands=("waive",)),
    Option(("--authorised-by",), "NAME", commands=("waive",)),
    Option(("--year",), "N", commands=("waive",)),
    Option(("--quarter",), "N", commands=("waive",)),
    Option(("--value",), "TEXT", commands=("waive",)),
    Option(("--port",), "N", commands=("serve",)),
    Option(("--open",), commands=("serve",)),
    Option(("--lang",), "LANG", ("es", "en"), EVERYWHERE),
    Option(("--color",), "WHEN", ("auto", "always", "never"), EVERYWHERE),
    Option(("--version", "-V"), commands=EVERYWHERE),
    Option(("--help", "-h"), commands=EVERYWHERE),
)
_BY_NAME: Final[Mapping[str, Option]] = {name: option for option in OPTIONS for name in option.names}


@record
class Arguments:
    """What was said on the command line: the command (`""` is to lint), its operands, and the options by key."""

    command: str = ""
    operands: tuple[str, ...] = ()
    values: Mapping[str, str] = {}
    lists: Mapping[str, tuple[str, ...]] = {}

    def flag(self, key: str) -> bool:
        """Whether a flag was given."""
        return key in self.values

    def value(self, key: str, default: str) -> str:
        """What was given for an option."""
        return self.values.get(key, default)


class Misuse(NamedTuple):
    """A command line that says nothing sensible: `kind` is a key of the languages' `usage` table."""

    kind: str
    values: Mapping[str, str]
    suggestion: str | None = None


def language(said: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language of a run, known before anything can be wrong with the rest: `--lang`, then POA_LINT_LANG."""
    asked = environment.get("POA_LINT_LANG", "")
    for place, word in enumerate(said):
        if word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
        elif word == "--lang" and place + 1 < len(said):
            asked = said[place + 1]
    return "en" if asked.lower().startswith("en") else "es"


def stated_language(environment: Mapping[str, str], arguments: Arguments) -> str | None:
    """The language that is asked for, over any settings file; None where none is."""
    asked = arguments.values.get("lang") or environment.get("POA_LINT_LANG", "")
    return None if not asked else "en" if asked.lower().startswith("en") else "es"


def parse(said: Sequence[str]) -> Arguments | Misuse:
    """Read the words of a command line. Options may stand anywhere; `--` ends them; `-` is standard input."""
    words = list(said)
    command = words.pop(0) if words and words[0] in COMMANDS else ""
    operands: list[str] = []
    values: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    while words:
        word = words.pop(0)
        if word == "--":
            operands += words
            break
        if word == "-" or not word.startswith("-"):
            operands.append(word)
            continue
        taken = _option(word, words, command)
        if isinstance(taken, Misuse):
            return taken
        option, value = taken
        values[option.key] = value
        if option.many:
            stated = tuple(filter(None, (name.strip() for name in value.split(","))))
            lists[option.key] = (*lists.get(option.key, ()), *stated)
        elif option.again:
            lists[option.key] = (*lists.get(option.key, ()), value)
    return Arguments(command, tuple(operands), values, lists)


def _near(name: str, known: Sequence[str]) -> str | None:
    """The option that a misspelt one may mean; the dashes are no likeness."""
    bare = {option.lstrip("-"): option for option in known if option.startswith("--")}
    found = nearest(name.lstrip("-"), bare)
    return bare[found] if found else None


def _option(word: str, rest: list[str], command: str) -> tuple[Option, str] | Misuse:
    name, equals, value = word.partition("=")
    option = _BY_NAME.get(name)
    known = [name for name, option in _BY_NAME.items() if command in option.commands]
    if option is None or command not in option.commands:
        return Misuse("unknown-option", {"option": name}, _near(name, known))
    if option.takes is None:
        return Misuse("takes-nothing", {"option": name}) if equals else (option, "")
    if not equals:
        if not rest or (rest[0].startswith("--") and rest[0] in _BY_NAME):
            return Misuse("needs-value", {"option": name})
        value = rest.pop(0)
    if option.choices and value not in option.choices:
        values = {"option": name, "value": value, "choices": ", ".join(option.choices)}
        return Misuse("not-a-choice", values, nearest(value, option.choices))
    return option, value
