"""Ask of a set of rules what it would notice: change one thing at a time in sound reports, and see who speaks."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from poa_lint.authoring.changes.kinds import Change, changes
from poa_lint.authoring.specimens import sound
from poa_lint.config.apply import selected
from poa_lint.config.settings import Choice, Settings
from poa_lint.core.diagnostic import Severity
from poa_lint.core.form import Form
from poa_lint.core.source import Source
from poa_lint.core.version import VERSION
from poa_lint.core.words import Words
from poa_lint.linter.pipeline import lint
from poa_lint.reading import header
from poa_lint.rulebook.book import Rulebook

MOST: Final = 3
"""Changes of one kind in one column, so that an audit takes seconds and no column weighs more than another."""


class Outcome(NamedTuple):
    """What a change was answered with: rules with a finding more than before, at error or warning, and as a note."""

    change: Change
    noticed: tuple[str, ...]
    noted: tuple[str, ...]


class Tally(NamedTuple):
    """How many changes were made, how many an error or a warning tells, how many only a note."""

    made: int = 0
    noticed: int = 0
    noted: int = 0

    @property
    def missed(self) -> int:
        """How many nobody tells."""
        return self.made - self.noticed - self.noted

    @property
    def score(self) -> int:
        """Of a hundred, those told by an error or a warning; 100 only where all are."""
        return self.noticed * 100 // self.made if self.made else 100

    def plus(self, outcome: Outcome) -> "Tally":
        """With one outcome more."""
        noticed = bool(outcome.noticed)
        return Tally(self.made + 1, self.noticed + noticed, self.noted + (not noticed and bool(outcome.noted)))


@dataclass(frozen=True, slots=True)
class Audit:
    """The scores by kind of change and by column; for each rule how many changes it told, and how many it alone.

    `silent` are the rules that ran and never spoke, `off` those that do not run, `already` those that speak, at error
    or warning, of the sound reports themselves.
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
        """The kinds of change that nobody tells, not even in a note."""
        return tuple(kind for kind, tally in self.kinds.items() if tally.missed == tally.made)


def planned(most: int | None = MOST) -> tuple[Change, ...]:
    """The changes of an audit, the same ones every time; the sound reports without a change come first."""
    return changes(sound(), most)


def outcomes(made: Iterable[Change], rules: Rulebook, forms: tuple[Form, ...], words: Words) -> Iterator[Outcome]:
    """What each change is answered with, one after the other; a report without a change by all that is said of it."""
    before: dict[int, Counter[tuple[str, bool]]] = {}
    for change in made:
        found = _found(change.text, rules, forms, words)
        more = found - before.get(change.report, Counter())
        if not change.kind:
            before[change.report] = found
        codes = {grave: tuple(sorted(code for code, rank in more if rank is grave)) for grave in (True, False)}
        yield Outcome(change, codes[True], codes[False])


def _found(text: str, rules: Rulebook, forms: tuple[Form, ...], words: Words) -> Counter[tuple[str, bool]]:
    """How many findings each rule has on a text, those at error or warning apart from its notes."""
    result = lint(Source("", text), rules, forms, Settings(), words)
    return Counter((one.code, one.severity.rank <= Severity.WARNING.rank) for one in result.diagnostics)


def audited(found: Iterable[Outcome], rules: Rulebook) -> Audit:
    """The scores of an audit's outcomes."""
    whole = tuple(found)
    unchanged = [outcome for outcome in whole if not outcome.change.kind]
    answers = [outcome for outcome in whole if outcome.change.kind]
    told, alone = Counter[str](), Counter[str]()
    for outcome in answers:
        spoke = {*outcome.noticed, *outcome.noted}
        told.update(spoke)
        alone.update(spoke if len(spoke) == 1 else ())
    ran = selected(rules, Choice())
    return Audit(
        len(unchanged),
        _tallies(answers, lambda _: "total")["total"],
        _tallies(answers, lambda change: change.kind),
        _tallies(answers, lambda change: change.column),
        {code: (told[code], alone[code]) for code in rules.checks if told[code]},
        tuple(code for code in rules.checks if code in ran and not told[code]),
        tuple(code for code in rules.checks if code not in ran),
        tuple(sorted({code for outcome in unchanged for code in outcome.noticed})),
    )


def _tallies(answers: Iterable[Outcome], by: Callable[[Change], str]) -> dict[str, Tally]:
    tallies: dict[str, Tally] = {}
    for outcome in answers:
        key = by(outcome.change)
        if key:
            tallies[key] = tallies.get(key, Tally()).plus(outcome)
    return tallies


Rows = Sequence[Sequence[str]]
"""A table: its heading, then its rows; the first column is words, the others are figures."""


def _tables(audit: Audit, rules: Rulebook, forms: tuple[Form, ...], words: Words) -> Iterator[Rows]:
    figures = [words(key) for key in ("made", "noticed", "noted", "missed", "score")]
    kinds = [(words(f"kind.{kind}"), *_figures(tally)) for kind, tally in audit.kinds.items()]
    yield [(words("change"), *figures), *kinds, (words("total"), *_figures(audit.total))]
    titles = _titles(forms, words)
    yield [
        (words("column"), *figures),
        *((titles[column], *_figures(audit.columns[column])) for column in titles if column in audit.columns),
    ]
    yield [
        (words("rule"), words("told"), words("alone")),
        *((_named(code, rules), str(told), str(alone)) for code, (told, alone) in audit.rules.items()),
    ]


def _figures(tally: Tally) -> tuple[str, ...]:
    return (*map(str, (tally.made, tally.noticed, tally.noted, tally.missed)), f"{tally.score}%")


def _titles(forms: tuple[Form, ...], words: Words) -> dict[str, str]:
    """The columns and header lines as the form calls them, in its order; a column that we name has a word of ours."""
    lines = (header.EJERCICIO, *header.LABELS.values(), header.FORMA, header.FECHA)
    columns = (column.columna for form in forms for column in form.columns)
    own = words.section("name")
    titles = {columna.id: own.get(columna.id, columna.titulo) for columna in (*lines, *columns)}
    return {**titles, **{role: role for role in header.ROLES.values()}, **own}


def _named(code: str, rules: Rulebook) -> str:
    return f"{code} {rules.checks[code].rule.name}"


def _sentences(audit: Audit, rules: Rulebook, words: Words) -> Iterator[str]:
    """What the tables do not say: kinds that nobody notices, rules that never spoke."""
    stated = {
        "unnoticed": [words(f"kind.{kind}") for kind in audit.unnoticed],
        "silent": [_named(code, rules) for code in audit.silent],
        "off": [_named(code, rules) for code in audit.off],
        "already": [_named(code, rules) for code in audit.already],
    }
    for key, found in stated.items():
        if found or key in ("unnoticed", "silent"):
            yield f"{words(key)}: {'; '.join(found) or words('none')}."


def _opening(audit: Audit, words: Words) -> str:
    counts = {key: words.count(f"{key}", number) for key, number in _counted(audit)}
    return words("opening", **counts)


def _counted(audit: Audit) -> tuple[tuple[str, int], ...]:
    rules = len(audit.rules) + len(audit.silent)
    return (("changes", audit.total.made), ("reports", audit.reports), ("rules", rules))


def terminal(audit: Audit, rules: Rulebook, forms: tuple[Form, ...], words: Words) -> str:
    """The audit for a person."""
    lines = [_opening(audit, words), ""]
    for rows in _tables(audit, rules, forms, words):
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for first, *rest in rows:
            figures = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
            lines.append("  ".join((first.ljust(widths[0]), *figures)))
        lines.append("")
    return "\n".join([*lines, *_sentences(audit, rules, words), ""])


def markdown(audit: Audit, rules: Rulebook, forms: tuple[Form, ...], words: Words) -> str:
    """The audit as a part of a page of documentation."""
    lines = [_opening(audit, words), ""]
    for heading, *rows in _tables(audit, rules, forms, words):
        lines += [f"| {' | '.join(heading)} |", f"| --- {'| ---: ' * (len(heading) - 1)}|"]
        lines += [f"| {' | '.join(row)} |" for row in rows]
        lines.append("")
    return "\n".join([*lines, *(f"- {sentence}" for sentence in _sentences(audit, rules, words)), ""])


def as_json(audit: Audit, rules: Rulebook, forms: tuple[Form, ...], words: Words) -> str:
    """The audit for programs. Scores are of a hundred, rounded down."""
    del forms, words
    document = {
        "version": 1,
        "tool": {"name": "poa-lint", "version": VERSION, "ruleset": rules.version},
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


FORMATS: Final[Mapping[str, Callable[[Audit, Rulebook, tuple[Form, ...], Words], str]]] = {
    "terminal": terminal,
    "json": as_json,
    "markdown": markdown,
}
