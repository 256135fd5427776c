"""The command line as a table: the options of each command, and what a command line says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.core.records import record

COMMANDS: Final = (
    "explain", "rules", "check-rules", "check-forms", "form-new", "rule-new", "config", "waive", "amend",
    "keep", "next", "pair", "export", "letter", "observaciones", "summary", "fmt", "show", "lsp", "serve",
)  # fmt: skip
"""The commands by name; linting is the command without one."""
FOLDERS: Final = ("", "pair", "export", "summary", "letter", "observaciones", "keep", "fmt")
"""The commands that take folders of reports."""
YIELDING: Final = ("check", "help", "version", "completion", "man")
"""Commands whose names yield to a file or folder of that name, which could be checked before there were these.

`check` is the name of the command without a name.
"""
EVERYWHERE: Final = ("", *COMMANDS, *(name for name in YIELDING if name != "check"))
KINDS: Final = ("ampliacion", "reduccion", "recalendarizacion", "interna", "alta", "baja", "texto")
"""The kinds of amendments, as `config.amendments` has them; the command line starts without that module."""


def _on(commands: str) -> tuple[str, ...]:
    """The commands that have an option, from their names; `check` is to lint."""
    return tuple("" if name == "check" else name for name in commands.split())


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
    Option(("--select",), "RULES", commands=_on("check letter observaciones summary"), many=True),
    Option(("--ignore",), "RULES", commands=_on("check letter observaciones summary"), many=True),
    Option(("--fail-on",), "LEVEL", ("error", "warning", "info"), commands=_on("check letter observaciones summary")),
    Option(
        ("--output-format", "-f"),
        "FORMAT",
        commands=_on("check rules check-rules check-forms pair export letter observaciones summary"),
        again=True,
    ),
    Option(
        ("--output", "-o"),
        "FILE",
        commands=_on(
            "check rules check-rules check-forms form-new rule-new keep next pair export letter observaciones summary"
            " show"
        ),
    ),
    Option(
        ("--config",),
        "FILE",
        commands=_on(
            "check explain rules check-rules config waive amend keep next pair export letter observaciones summary"
            " lsp serve"
        ),
    ),
    Option(
        ("--no-config",),
        commands=_on(
            "check explain rules check-rules config keep next pair export letter observaciones summary lsp serve"
        ),
    ),
    Option(("--include",), "GLOB", commands=FOLDERS, again=True),
    Option(("--exclude",), "GLOB", commands=FOLDERS, again=True),
    Option(("--gitignore",), commands=FOLDERS),
    Option(("--force-exclude",), commands=_on("check fmt")),
    Option(("--stdin-filename",), "FILE", commands=FOLDERS),
    Option(("--against",), "PATH", commands=_on("check amend pair letter summary"), again=True),
    Option(("--plan",), "PATH", commands=_on("check amend pair letter summary"), again=True),
    Option(("--compare",), commands=_on("check pair letter summary")),
    Option(("--no-compare",), commands=_on("check letter summary")),
    Option(("--previous",), "PATH", commands=_on("check letter"), again=True),
    Option(("--template",), "FILE", commands=_on("letter")),
    Option(("--template-new",), "FILE", commands=_on("letter")),
    Option(("--annotate",), "FILE"),
    Option(("--baseline",), "FILE", commands=_on("check summary")),
    Option(("--update-baseline",)),
    Option(("--show-waived",)),
    Option(("--today",), "DATE", commands=_on("check keep letter observaciones summary")),
    Option(
        ("--encoding",),
        "NAME",
        commands=_on("check form-new amend keep next pair export letter observaciones summary fmt show"),
    ),
    Option(("--map",), commands=_on("show")),
    Option(("--bom",), commands=_on("export observaciones")),
    Option(("--pages",), "FOLDER", commands=_on("summary")),
    Option(("--jobs", "-j"), "N", commands=_on("check pair export letter observaciones summary")),
    Option(("--scheduler",), "ADDRESS", commands=_on("check export summary")),
    Option(("--all",), commands=_on("check check-rules check-forms letter summary")),
    Option(("--quiet", "-q"), commands=_on("check check-rules check-forms export letter summary")),
    Option(("--statistics",)),
    Option(("--order",), "ORDER", ("place", "severity")),
    Option(("--exit-zero",), commands=_on("check export letter observaciones summary fmt")),
    Option(("--fix",)),
    Option(("--fix-only",), implies="fix"),
    Option(("--unsafe-fixes",)),
    Option(("--diff",), commands=_on("check fmt")),
    Option(("--check",), commands=_on("fmt")),
    Option(("--audit",), commands=_on("check-rules")),
    Option(("--oficio",), "TEXT", commands=_on("amend")),
    Option(("--type",), "KIND", KINDS, commands=_on("amend")),
    Option(("--requested",), "DATE", commands=_on("amend")),
    Option(("--authorised",), "DATE", commands=_on("amend")),
    Option(("--set",), "VALUE", commands=_on("amend"), again=True),
    Option(("--was",), "VALUE", commands=_on("amend"), again=True),
    Option(("--reason",), "TEXT", commands=_on("waive amend")),
    Option(("--until",), "DATE", commands=_on("waive letter")),
    Option(("--authorised-by",), "NAME", commands=_on("waive amend")),
    Option(("--year",), "N", commands=_on("waive amend")),
    Option(("--quarter",), "N", commands=_on("waive")),
    Option(("--period",), "KEY", commands=_on("waive")),
    Option(("--value",), "TEXT", commands=_on("waive")),
    Option(("--form",), "CODE", commands=_on("rules check-rules form-new")),
    Option(("--each",), "TEXT", commands=_on("rule-new")),
    Option(("--expect",), "TEXT", commands=_on("rule-new")),
    Option(("--when",), "TEXT", commands=_on("rule-new")),
    Option(("--message",), "TEXT", commands=_on("rule-new")),
    Option(("--code",), "CODE", commands=_on("rule-new")),
    Option(("--sheet",), "NAME", commands=_on("form-new")),
    Option(("--port",), "N", commands=_on("serve")),
    Option(("--open",), commands=_on("serve")),
    Option(("--lang",), "LANG", ("es", "en"), commands=EVERYWHERE),
    Option(("--color",), "WHEN", ("auto", "always", "never"), commands=EVERYWHERE),
    Option(("--version", "-V"), commands=EVERYWHERE),
    Option(("--help", "-h"), commands=EVERYWHERE),
)
BY_NAME: Final[Mapping[str, Option]] = {name: option for option in OPTIONS for name in option.names}
"""The options by each of their names."""


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
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    gitignore: bool = False
    force_exclude: bool = False
    stdin_filename: str | None = None
    against: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    compare: bool = False
    no_compare: bool = False
    previous: tuple[str, ...] = ()
    template: str | None = None
    template_new: str | None = None
    annotate: str | None = None
    baseline: str | None = None
    update_baseline: bool = False
    show_waived: bool = False
    today: str | None = None
    encoding: str | None = None
    map: bool = False
    bom: bool = False
    pages: str | None = None
    jobs: str | None = None
    scheduler: str | None = None
    all: bool = False
    quiet: bool = False
    statistics: bool = False
    order: str | None = None
    exit_zero: bool = False
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
    when: str | None = None
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
