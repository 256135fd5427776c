"""Formats of output, one module each; each is a pure function of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.core.diagnostic import Diagnostic, Repair, Severity
from poa_lint.core.figures import figure_text
from poa_lint.core.result import FileResult, Run
from poa_lint.core.text import visible
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of

DOUBTFUL: Final = "dudosa"
"""The way in which a goal was found in another file that is not certain."""


class View(NamedTuple):
    """The reader's view of a run: columns, colour, all in full, findings only, counts by rule, the waived too.

    With `statistics` formats for people have the counts alone; JSON has them beside the findings, and formats of which
    a finding is the unit have no place for them.
    """

    width: int = 100
    colour: bool = False
    all: bool = False
    quiet: bool = False
    statistics: bool = False
    waived: bool = False
    order: str = "place"
    """The order of findings for people: by their `place`, or by `severity`, the gravest of each unit first."""
    links: bool = False
    """True for a terminal that opens addresses."""
    day: str = ""
    """The day that the reader gave (ISO), for a paper that bears a date; nobody looks at the clock here."""


Render = Callable[[Run, Words, View], str]


class Statistic(NamedTuple):
    """A rule that found something: its code, name and severity, and the number of its findings that count."""

    code: str
    name: str
    severity: Severity
    number: int


def statistics(run: Run) -> list[Statistic]:
    """The number of findings of each rule, the most frequent first."""
    findings = (finding for file in run.files for finding in file.standing)
    counted = Counter((finding.code, finding.rule, finding.severity) for finding in findings)
    found = (Statistic(*key, number) for key, number in counted.items())
    return sorted(found, key=lambda one: (-one.number, one.code, one.severity.rank))


def shown(file: FileResult, view: View) -> Sequence[Diagnostic]:
    """The findings of a file that a person is shown, in the order that they asked for."""
    findings = file.shown(waived=view.waived)
    if view.order != "severity":
        return findings
    units: dict[str, int] = {}
    for finding in findings:
        units.setdefault(finding.unidad, len(units))
    return sorted(findings, key=lambda finding: (units[finding.unidad], finding.severity.rank))


def ways(file: FileResult) -> Mapping[str, list[Repair]]:
    """The smallest repairs of each goal that has several, by the key of the finding that heads what they explain."""
    causes = {finding.key: finding.derived_from for finding in file.diagnostics} if file.repairs else {}
    repairs: dict[str, list[Repair]] = {}
    for repair in file.repairs:
        for key in repair.resolves if repair.of > 1 else ():
            if causes.get(key) not in repair.resolves:
                repairs.setdefault(key, []).append(repair)
    return repairs


def own_help(finding: Diagnostic, of: int, words: Words) -> str:
    """The advice of a rule without its sentence about one of the `of` repairs that its goal has."""
    opening = words.table["repair.one-of"].partition("{what}")[0].format(of=figure_text(of))
    return finding.help.rpartition(opening)[0].strip() or finding.help


def address(finding: Diagnostic, words: Words) -> str:
    """The address of a finding in the words of the form: `pág. 5 · unidad 202 · meta 403 · META ANUAL`."""
    where = finding.where
    parts = (
        ("pagina", where.pagina),
        ("programa", where.programa),
        ("unidad", where.unidad),
        ("meta", where.meta if finding.after is None else ""),
        ("columna", finding.columna),
    )
    texts = [words(f"where.{name}", value=visible(str(value))) for name, value in parts if value]
    if finding.after is not None:
        texts.append(behind(finding.after, words))
    return " · ".join([visible(finding.original.text), *texts] if finding.original else texts)


def told(finding: Diagnostic, words: Words) -> str:
    """The words of other files about a finding, to end its message: ` (t1.txt:35:156 dice 8)`; most have none."""
    if not finding.elsewhere:
        return ""
    from poa_lint.output.counterparts import told

    return told(finding, words)


def doubt(finding: Diagnostic, words: Words) -> str:
    """The reason for a finding's low confidence."""
    if finding.pair is not None and finding.pair[0] == DOUBTFUL:
        return words_of(words.language, "compare")("compare.doubt-pair")
    return words("doubt-row" if finding.where.meta else "doubt-text")


def behind(goal: str, words: Words) -> str:
    """The place in which a missing goal would stand."""
    own = words_of(words.language, "compare")
    return own("compare.after", value=visible(goal)) if goal else own("compare.first")


def _reporter(module: str, function: str = "render") -> Render:
    """The function of a format; its module is imported on the first call: the others cost nothing at start."""

    def render(run: Run, words: Words, view: View) -> str:
        from importlib import import_module

        return str(getattr(import_module(f"{__name__}.{module}"), function)(run, words, view))

    return render


REPORTERS: Final[Mapping[str, Render]] = {
    "terminal": _reporter("terminal"),
    "concise": _reporter("concise"),
    "json": _reporter("json"),
    "jsonl": _reporter("json", "render_lines"),
    "sarif": _reporter("sarif"),
    "github": _reporter("github"),
    "gitlab": _reporter("gitlab"),
    "junit": _reporter("junit"),
    "rdjsonl": _reporter("rdjsonl"),
    "markdown": _reporter("markdown"),
    "html": _reporter("html"),
}
MACHINE: Final = frozenset(REPORTERS) - {"terminal", "concise"}
"""Formats that programs read: UTF-8 whatever the terminal's code page."""
DESCRIBING: Final = frozenset({"sarif", "junit", "html"})
"""Formats that describe the rules that ran."""
SHOWING: Final = frozenset({"html"})
"""Formats that show the report itself: results keep it for them."""
EXTRAS: Final[Mapping[str, tuple[str, str]]] = {"html": ("html", "jinja2")}
"""Formats that need an extra: its name, and the module that it brings."""


def missing_extra(form: str) -> str | None:
    """The extra that a format needs and that is not installed."""
    extra, module = EXTRAS.get(form, ("", ""))
    if not extra:
        return None
    from importlib import import_module

    try:
        import_module(module)
    except ModuleNotFoundError:
        return extra
    return None
