"""Measure which mistakes a set of rules notices: change one thing at a time in sound reports, and lint each."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from poa_lint.authoring.changes import kinds
from poa_lint.authoring.changes.kinds import Change
from poa_lint.authoring.sheets.reports import reports
from poa_lint.authoring.specimens import sound
from poa_lint.config.apply import running_rules
from poa_lint.config.settings import Settings
from poa_lint.core.diagnostic import Severity
from poa_lint.core.form import Form
from poa_lint.core.forms import built_in_forms
from poa_lint.core.source import Source
from poa_lint.core.text import refitted
from poa_lint.core.version import VERSION
from poa_lint.core.words import Words
from poa_lint.linter.pipeline import lint
from poa_lint.rulebook.applicable import of_form
from poa_lint.rulebook.book import Rulebook

MOST: Final = 3
"""The most changes of one kind in one column, so that an audit takes seconds and no column weighs more than another."""
OF_FORM: Final = 1
"""The same for forms that are made from their data, which may have a hundred columns."""

Rows = Sequence[Sequence[str]]
"""A table: its heading, then its rows; the first column is text, the others are figures."""


class Outcome(NamedTuple):
    """A change, and the codes of rules with more findings than before: at error or warning, and at note."""

    change: Change
    noticed: tuple[str, ...]
    noted: tuple[str, ...]


class Tally(NamedTuple):
    """Numbers of changes: made, noticed by an error or a warning, and noted by a note alone."""

    made: int = 0
    noticed: int = 0
    noted: int = 0

    @property
    def missed(self) -> int:
        """The number of changes that no finding tells of."""
        return self.made - self.noticed - self.noted

    @property
    def score(self) -> int:
        """The percentage noticed, rounded down, so that 100 means all; 100 where no change was made."""
        return self.noticed * 100 // self.made if self.made else 100

    def plus(self, outcome: Outcome) -> "Tally":
        """Return the tally with `outcome` counted too."""
        noticed = bool(outcome.noticed)
        return Tally(self.made + 1, self.noticed + noticed, self.noted + (not noticed and bool(outcome.noted)))


@dataclass(frozen=True, slots=True)
class Audit:
    """The scores by kind of change and by column, and by rule the changes that it told of, and those it alone told of.

    `silent` are the rules that ran without a finding, `off` those that did not run, `already` those with an error or a
    warning on the sound reports themselves.
    """

    reports: int
    total: Tally
    kinds: Mapping[str, Tally]
    columns: Mapping[str, Tally]
    rules: Mapping[str, tuple[int, int]]
    silent: tuple[str, ...]
    off: tuple[str, ...]
    already: tuple[str, ...]

    @property
    def unnoticed(self) -> tuple[str, ...]:
        """The kinds of change of which not one was noticed or noted."""
        return tuple(kind for kind, tally in self.kinds.items() if tally.missed == tally.made)


def plan(most: int | None = MOST) -> tuple[Change, ...]:
    """Return the changes of an audit, the same ones at every call; the unchanged reports come first.

    `most` limits the changes of one kind in one column; None for all changes.
    """
    return kinds.changes(sound(), most)


def plan_of(form: Form, most: int | None = OF_FORM) -> tuple[Change, ...]:
    """Return the changes of an audit of a form's samples; those of the program's main form are the ones of `plan`.

    Raises ValueError for a form of which no sample is made.
    """
    return plan() if form is built_in_forms()[0] else kinds.changes(reports(form), most)


def outcomes(changes: Iterable[Change], rules: Rulebook, forms: tuple[Form, ...], words: Words) -> Iterator[Outcome]:
    """Lint each changed report and yield its outcome; the outcome of an unchanged report has all of its findings."""
    before: dict[int, Counter[tuple[str, bool]]] = {}
    for change in changes:
        counts = _counts(change.text, rules, forms, words)
        more = counts - before.get(change.report, Counter())
        if not change.kind:
            before[change.report] = counts
        codes = {grave: tuple(sorted(code for code, is_grave in more if is_grave is grave)) for grave in (True, False)}
        yield Outcome(change, codes[True], codes[False])


def _counts(text: str, rules: Rulebook, forms: tuple[Form, ...], words: Words) -> Counter[tuple[str, bool]]:
    """Count the findings in `text` by the rule's code, with True for an error or a warning and False for a note."""
    result = lint(Source("", text), rules, forms, Settings(), words)
    return Counter((finding.code, finding.severity.rank <= Severity.WARNING.rank) for finding in result.diagnostics)


def summarise(outcomes: Iterable[Outcome], rules: Rulebook, form: Form | None = None) -> Audit:
    """Return the scores of all outcomes of an audit of `rules`, which are asked as far as they apply to `form`."""
    unchanged: list[Outcome] = []
    changed: list[Outcome] = []
    for outcome in outcomes:
        (changed if outcome.change.kind else unchanged).append(outcome)
    told, alone = Counter[str](), Counter[str]()
    for outcome in changed:
        codes = {*outcome.noticed, *outcome.noted}
        told.update(codes)
        alone.update(codes if len(codes) == 1 else ())
    ran = running_rules(rules, Settings(), compared=False)
    asked = rules.checks if form is None else of_form(rules, form).checks
    return Audit(
        len(unchanged),
        _tallies(changed, lambda _: "total")["total"],
        _tallies(changed, lambda change: change.kind),
        _tallies(changed, lambda change: change.column),
        {code: (told[code], alone[code]) for code in rules.checks if told[code]},
        tuple(code for code in asked if code in ran and not told[code]),
        tuple(code for code in asked if code not in ran),
        tuple(sorted({code for outcome in unchanged for code in outcome.noticed})),
    )


def _tallies(outcomes: Iterable[Outcome], key_of: Callable[[Change], str]) -> dict[str, Tally]:
    """Tally the outcomes by the key of their change; those with an empty key are left out."""
    tallies: dict[str, Tally] = {}
    for outcome in outcomes:
        key = key_of(outcome.change)
        if key:
            tallies[key] = tallies.get(key, Tally()).plus(outcome)
    return tallies


def terminal(audit: Audit, rules: Rulebook, forms: tuple[Form, ...], words: Words, width: int | None = None) -> str:
    """Return the audit as plain text with aligned columns; those that `width` has no room for stand below the names."""
    lines = [_opening(audit, words), ""]
    for rows in _tables(audit, rules, forms, words):
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for first, *rest in rows:
            figures = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
            beside = width is None or sum(widths) + 2 * (len(widths) - 1) <= width
            lines += ["  ".join((first.ljust(widths[0]), *figures))] if beside else [first, "  ".join(("", *figures))]
        lines.append("")
    return refitted("\n".join([*lines, *_lists(audit, rules, forms[0], words), ""]), width)


def markdown(audit: Audit, rules: Rulebook, forms: tuple[Form, ...], words: Words) -> str:
    """Return the audit as Markdown, as a part of a page."""
    lines = [_opening(audit, words), ""]
    for heading, *rows in _tables(audit, rules, forms, words):
        lines += [f"| {' | '.join(heading)} |", f"| --- {'| ---: ' * (len(heading) - 1)}|"]
        lines += [f"| {' | '.join(row)} |" for row in rows]
        lines.append("")
    return "\n".join([*lines, *(f"- {line}" for line in _lists(audit, rules, forms[0], words)), ""])


def as_json(audit: Audit, rules: Rulebook, forms: tuple[Form, ...], words: Words) -> str:
    """Return the audit as JSON; scores are percentages, rounded down."""
    del words
    document = {
        "version": 1,
        "tool": {"name": "poa-lint", "version": VERSION, "ruleset": rules.version},
        "form": forms[0].code,
        "reports": audit.reports,
        "total": _object(audit.total),
        "kinds": [{"kind": kind, **_object(tally)} for kind, tally in audit.kinds.items()],
        "columns": [{"column": column, **_object(tally)} for column, tally in audit.columns.items()],
        "rules": [
            {"code": code, "rule": rules.checks[code].rule.name, "told": told, "alone": alone}
            for code, (told, alone) in audit.rules.items()
        ],
        "unnoticed": audit.unnoticed,
        "silent": audit.silent,
        "off": audit.off,
        "already": audit.already,
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _object(tally: Tally) -> dict[str, int]:
    return {**tally._asdict(), "missed": tally.missed, "score": tally.score}


def _tables(audit: Audit, rules: Rulebook, forms: tuple[Form, ...], words: Words) -> Iterator[Rows]:
    figures = [words(key) for key in ("made", "noticed", "noted", "missed", "score")]
    rows = [(kind_text(kind, forms[0], words), *_figures(tally)) for kind, tally in audit.kinds.items()]
    yield [(words("change"), *figures), *rows, (words("total"), *_figures(audit.total))]
    titles = _titles(forms, words)
    yield [
        (words("column"), *figures),
        *((titles[column], *_figures(audit.columns[column])) for column in titles if column in audit.columns),
    ]
    yield [
        (words("rule"), words("told"), words("alone")),
        *((_code_and_name(code, rules), str(told), str(alone)) for code, (told, alone) in audit.rules.items()),
    ]


def kind_text(kind: str, form: Form, words: Words) -> str:
    """Return the name of a kind of change, in the words of a form."""
    cutoff, period = form.head.cutoff.entry.columna.titulo, form.words[words.language][0]
    return words(f"kind.{kind}", cutoff=cutoff, period=period)


def _figures(tally: Tally) -> tuple[str, ...]:
    return (*map(str, (tally.made, tally.noticed, tally.noted, tally.missed)), f"{tally.score}%")


def _titles(forms: tuple[Form, ...], words: Words) -> dict[str, str]:
    """Map columns and lines of the header to their titles on the form, in its order, or to a name in `words`."""
    forms = forms[:1]  # the form of the reports
    heads = [form.head for form in forms]
    lines = [
        columna
        for head in heads
        for columna in (
            head.year.columna,
            *(entry.columna for entry in head.entries),
            head.code,
            head.cutoff.entry.columna,
        )
    ]
    columns = (column.columna for form in forms for column in form.columns)
    names = words.section("name")
    titles = {columna.id: names.get(columna.id, columna.titulo) for columna in (*lines, *columns)}
    return {**titles, **{role.name: role.name for head in heads for role in head.roles}, **names}


def _code_and_name(code: str, rules: Rulebook) -> str:
    return f"{code} {rules.checks[code].rule.name}"


def _lists(audit: Audit, rules: Rulebook, form: Form, words: Words) -> Iterator[str]:
    """The lists below the tables: kinds of change without a finding, and rules without one, off, or with too many."""
    lists = {
        "unnoticed": [kind_text(kind, form, words) for kind in audit.unnoticed],
        "silent": [_code_and_name(code, rules) for code in audit.silent],
        "off": [_code_and_name(code, rules) for code in audit.off],
        "already": [_code_and_name(code, rules) for code in audit.already],
    }
    for key, names in lists.items():
        if names or key in ("unnoticed", "silent"):
            yield f"{words(key)}: {'; '.join(names) or words('none')}."


def _opening(audit: Audit, words: Words) -> str:
    numbers = {
        "changes": audit.total.made,
        "reports": audit.reports,
        "rules": len(audit.rules) + len(audit.silent),
    }
    return words("opening", **{key: words.count(key, number) for key, number in numbers.items()})


FORMATS: Final[Mapping[str, Callable[[Audit, Rulebook, tuple[Form, ...], Words], str]]] = {
    "terminal": terminal,
    "json": as_json,
    "markdown": markdown,
}
"""The functions that write an audit, by the name of the format."""
