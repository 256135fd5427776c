"""The command line as a table: the options of each command, and one sentence for whatever else is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from poa_lint.core.records import record
from poa_lint.core.text import similar

COMMANDS: Final = (
    "explain", "rules", "check-rules", "check-forms", "form-new", "rule-new", "config", "waive", "amend", "keep",
    "pair", "export", "fmt", "show", "lsp", "serve",
)  # fmt: skip
"""The commands by name; linting is the command without one."""
EVERYWHERE: Final = ("", *COMMANDS)
KINDS: Final = ("ampliacion", "reduccion", "recalendarizacion", "interna", "alta", "baja", "texto")
"""The kinds of amendments, as `config.amendments` has them; the command line starts without that module."""


class Option(NamedTuple):
    """One option: its names, the name of its value (None for a flag), the values allowed, and its commands."""

    names: tuple[str, ...]
    takes: str | None = None
    choices: tuple[str, ...] = ()
    commands: tuple[str, ...] = ("",)
    many: bool = False
    """True if it takes a list with commas, and every mention adds to it."""
    again: bool = False
    """True if every mention counts, each with one value."""
    implies: str = ""
    """The field of another flag that it turns on too."""

    @property
    def key(self) -> str:
        """Its long name without dashes; also the key of its sentence in the languages' `option` table."""
        return self.names[0].removeprefix("--")

    @property
    def field(self) -> str:
        """The field of `Arguments` that holds its value."""
        return self.key.replace("-", "_")


OPTIONS: Final = (
    Option(("--select",), "RULES", many=True),
    Option(("--ignore",), "RULES", many=True),
    Option(("--fail-on",), "LEVEL", ("error", "warning", "info")),
    Option(
        ("--output-format", "-f"),
        "FORMAT",
        commands=("", "pair", "export", "rules", "check-rules", "check-forms"),
        again=True,
    ),
    Option(
        ("--output", "-o"),
        "FILE",
        commands=("", "pair", "export", "rules", "check-rules", "check-forms", "show", "form-new", "rule-new", "keep"),
    ),
    Option(
        ("--config",),
        "FILE",
        commands=(
            "",
            "pair",
            "config",
            "explain",
            "rules",
            "check-rules",
            "waive",
            "amend",
            "keep",
            "export",
            "lsp",
            "serve",
        ),
    ),
    Option(
        ("--no-config",),
        commands=("", "pair", "config", "explain", "rules", "check-rules", "keep", "export", "lsp", "serve"),
    ),
    Option(("--against",), "PATH", commands=("", "pair", "amend"), again=True),
    Option(("--plan",), "PATH", commands=("", "pair", "amend"), again=True),
    Option(("--compare",), commands=("", "pair")),
    Option(("--no-compare",)),
    Option(("--previous",), "PATH", again=True),
    Option(("--annotate",), "FILE"),
    Option(("--baseline",), "FILE"),
    Option(("--update-baseline",)),
    Option(("--show-waived",)),
    Option(("--today",), "DATE", commands=("", "keep")),
    Option(("--encoding",), "NAME", commands=("", "pair", "fmt", "show", "form-new", "amend", "keep", "export")),
    Option(("--map",), commands=("show",)),
    Option(("--bom",), commands=("export",)),
    Option(("--jobs", "-j"), "N", commands=("", "pair", "export")),
    Option(("--scheduler",), "ADDRESS", commands=("", "export")),
    Option(("--all",), commands=("", "check-rules", "check-forms")),
    Option(("--quiet", "-q"), commands=("", "check-rules", "check-forms")),
    Option(("--statistics",)),
    Option(("--fix",)),
    Option(("--fix-only",), implies="fix"),
    Option(("--unsafe-fixes",)),
    Option(("--diff",), commands=("", "fmt")),
    Option(("--check",), commands=("fmt",)),
    Option(("--audit",), commands=("check-rules",)),
    Option(("--oficio",), "TEXT", commands=("amend",)),
    Option(("--type",), "KIND", KINDS, ("amend",)),
    Option(("--requested",), "DATE", commands=("amend",)),
    Option(("--authorised",), "DATE", commands=("amend",)),
    Option(("--set",), "VALUE", commands=("amend",), again=True),
    Option(("--was",), "VALUE", commands=("amend",), again=True),
    Option(("--reason",), "TEXT", commands=("waive", "amend")),
    Option(("--until",), "DATE", commands=("waive",)),
    Option(("--authorised-by",), "NAME", commands=("waive", "amend")),
    Option(("--year",), "N", commands=("waive", "amend")),
    Option(("--quarter",), "N", commands=("waive",)),
    Option(("--period",), "KEY", commands=("waive",)),
    Option(("--value",), "TEXT", commands=("waive",)),
    Option(("--form",), "CODE", commands=("rules", "check-rules", "form-new")),
    Option(("--each",), "TEXT", commands=("rule-new",)),
    Option(("--expect",), "TEXT", commands=("rule-new",)),
    Option(("--message",), "TEXT", commands=("rule-new",)),
    Option(("--code",), "CODE", commands=("rule-new",)),
    Option(("--sheet",), "NAME", commands=("form-new",)),
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
    """A command line: the command (`""` is to lint), its operands, and the value of each option.

    An option that was not given is None, False, or empty.
    """

    command: str = ""
    operands: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    output_format: tuple[str, ...] = ()
    output: str | None = None
    config: str | None = None
    no_config: bool = False
    against: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    compare: bool = False
    no_compare: bool = False
    previous: tuple[str, ...] = ()
    annotate: str | None = None
    baseline: str | None = None
    update_baseline: bool = False
    show_waived: bool = False
    today: str | None = None
    encoding: str | None = None
    map: bool = False
    bom: bool = False
    jobs: str | None = None
    scheduler: str | None = None
    all: bool = False
    quiet: bool = False
    statistics: bool = False
    fix: bool = False
    fix_only: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    check: bool = False
    audit: bool = False
    oficio: str | None = None
    type: str | None = None
    requested: str | None = None
    authorised: str | None = None
    set: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    reason: str | None = None
    until: str | None = None
    authorised_by: str | None = None
    year: str | None = None
    quarter: str | None = None
    period: str | None = None
    value: str | None = None
    form: str | None = None
    each: str | None = None
    expect: str | None = None
    message: str | None = None
    code: str | None = None
    sheet: str | None = None
    port: str | None = None
    open: bool = False
    lang: str | None = None
    color: str | None = None
    version: bool = False
    help: bool = False


class UsageError(Exception):
    """A command line that cannot be followed; `main` says why and ends with 2.

    `kind` is a key of the languages' `usage` table, `values` go into its sentence, `suggestion` is what was perhaps
    meant. A `sentence` that is ready already stands in for all three.
    """

    def __init__(self, kind: str = "", suggestion: str | None = None, *, sentence: str = "", **values: str) -> None:
        super().__init__(kind or sentence)
        self.kind, self.suggestion, self.sentence, self.values = kind, suggestion, sentence, values


def language(argv: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language of a run, known before anything can be wrong with the rest: `--lang`, then POA_LINT_LANG."""
    wanted = environment.get("POA_LINT_LANG", "")
    for index, word in enumerate(argv):
        if word.startswith("--lang="):
            wanted = word.removeprefix("--lang=")
        elif word == "--lang" and index + 1 < len(argv):
            wanted = argv[index + 1]
    return "en" if wanted.lower().startswith("en") else "es"


def wanted_language(environment: Mapping[str, str], arguments: Arguments) -> str | None:
    """The language that is asked for over any settings file; None where none is."""
    wanted = arguments.lang or environment.get("POA_LINT_LANG", "")
    return None if not wanted else "en" if wanted.lower().startswith("en") else "es"


def parse(argv: Sequence[str]) -> Arguments:
    """Parse the words of a command line. Options may stand anywhere; `--` ends them; `-` is standard input.

    Raises UsageError.
    """
    words = list(argv)
    for word in words:
        if "\0" in word:  # no system passes one on, but a program that calls us may
            raise UsageError("nul", value=word)
    command = words.pop(0) if words and words[0] in COMMANDS else ""
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


def _option(word: str, rest: list[str], command: str) -> tuple[Option, str]:
    """The option that a word names and its value, taken from `rest` where it is not in the word itself."""
    name, equals, value = word.partition("=")
    option = _BY_NAME.get(name)
    if option is None or command not in option.commands:
        known = [name for name, option in _BY_NAME.items() if command in option.commands]
        raise UsageError("unknown-option", _similar(name, known), option=name)
    if option.takes is None:
        if equals:
            raise UsageError("takes-nothing", option=name)
        return option, ""
    if not equals:
        if not rest or (rest[0].startswith("--") and rest[0] in _BY_NAME):
            raise UsageError("needs-value", option=name)
        value = rest.pop(0)
    if option.choices and value not in option.choices:
        near = similar(value, option.choices)
        raise UsageError("not-a-choice", near, option=name, value=value, choices=", ".join(option.choices))
    return option, value


def _similar(name: str, known: Sequence[str]) -> str | None:
    """The known option most like `name`, compared without dashes."""
    bare = {option.lstrip("-"): option for option in known if option.startswith("--")}
    near = similar(name.lstrip("-"), bare)
    return bare[near] if near else None
