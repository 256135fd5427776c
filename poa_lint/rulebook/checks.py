"""Rules ready to run: what each finds, how often it holds, and the words that tell it, each made when it is needed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import CodeType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from poa_lint import ahead
from poa_lint.diagnostic import Severity
from poa_lint.expression.running import Answer, Parameters, Sweep, function
from poa_lint.expression.types import Frame, Tables
from poa_lint.fields import FRAMES, INNER
from poa_lint.figures import BLANK
from poa_lint.records import record, replace
from poa_lint.report import Cell
from poa_lint.rulebook.rule import LECTURA, Loaded, Rule, RuleTrouble
from poa_lint.settings import Choice
from poa_lint.text import nearest
from poa_lint.version import VERSION

if TYPE_CHECKING:
    from poa_lint.expression.compile import Compiled
    from poa_lint.expression.generate import Sentence
    from poa_lint.expression.work import Words
    from poa_lint.rulebook.compiler import Compiler


@record
class Template:
    """A message: words, and between them sentences or names of values."""

    pieces: tuple[str | Compiled, ...]

    def on(self, frame: Frame, words: Words) -> str:
        """The message about one frame."""
        from poa_lint.expression.work import value_text

        return "".join(
            piece if isinstance(piece, str) else value_text(piece.run(frame), words) for piece in self.pieces
        )


Templates = Mapping[str, Template]
"""By variant."""


class Mending(NamedTuple):
    """A rule's fix, ready: the words, and the cell that is to say them (none: the one that the finding points at)."""

    text: Template
    at: Compiled | None


PARTS: Final = ("when", "expect", "at", "detail", "see", "message", "help", "fix")


class Check:
    """A rule ready to run; each of its parts is compiled when it is first asked for.

    `message` and `help` go by language, then variant. Of a rule of the reading group only they and `fix` are there.
    """

    __slots__ = (*PARTS, "_answer", "_book", "remembered", "rule")
    rule: Rule
    when: Compiled | None
    expect: Compiled | None
    at: tuple[Compiled, ...]
    detail: Compiled | None
    see: tuple[Compiled, ...]
    message: Mapping[str, Templates]
    help: Mapping[str, Templates]
    fix: Mending | None

    def __init__(self, rule: Rule, book: Book) -> None:
        self.rule, self._book = rule, book
        self._answer: Answer | None = None
        self.remembered: dict[object, Any] = {}
        """What others found out about it."""

    def __getattr__(self, name: str) -> Any:
        if name not in PARTS:
            raise AttributeError(name)
        part = self._book.compiler.part(self.rule, name)
        setattr(self, name, part)
        return part

    @property
    def states(self) -> bool:
        """Whether it states a sentence of its own."""
        return self.rule.each != LECTURA

    def result(self, frame: Frame) -> object:
        """True, False, UNKNOWN, or None where the rule does not apply."""
        if self._answer is None:
            self._answer = self._book.answer(self)
        return self._answer(frame, self._book.values)

    def place(self, frame: Frame) -> Cell[object]:
        """The cell that a finding on this frame points at: of several the first that is blank."""
        cells: list[Cell[object]] = [at.cells(frame)[0] for at in self.at if at.cells is not None]
        return next((cell for cell in cells if cell.value is BLANK), cells[0])


class Group(NamedTuple):
    """Rules that are evaluated together: stated for the same kind of node."""

    name: str
    each: str
    checks: tuple[Check, ...]


class Book:
    """A set of rules and what is made of them: each function is written when it is first asked for, and kept.

    `values` are the values of parameters, on which no function depends; `asleep` are the rules that their own files put
    to sleep: off, or in trial.
    """

    def __init__(self, version: str, loaded: Loaded, values: Parameters, asleep: frozenset[str]) -> None:
        self.version, self.loaded, self.values, self.asleep = version, loaded, values, asleep
        self.tables: Tables = loaded.tables
        self.sweeps: dict[str, Sweep] = {}

    @cached_property
    def compiler(self) -> Compiler:
        """What compiles the parts of these rules."""
        from poa_lint.rulebook.compiler import Compiler

        return Compiler({rule.code: rule for rule in self.loaded.rules}, self.tables)

    def answer(self, check: Check) -> Answer:
        """The function that answers for one frame of a rule."""

        def written() -> CodeType:
            from poa_lint.expression import generate

            return generate.answer(_sentence(check), len(FRAMES[check.rule.each]))

        made: Answer = function(ahead.made(f"answer/{self.version}/{check.rule.code}", written), self.tables)
        return made

    def sweep(self, group: Group) -> Sweep:
        """The function that goes over all frames of a kind for a group of rules."""

        def written() -> CodeType:
            from poa_lint.expression import generate

            inner = INNER[group.each][1] if group.each in INNER else None
            return generate.sweep([_sentence(check) for check in group.checks], len(FRAMES[group.each]), inner)

        if group.name not in self.sweeps:
            self.sweeps[group.name] = function(ahead.made(f"sweep/{self.version}/{group.name}", written), self.tables)
        return self.sweeps[group.name]


def _sentence(check: Check) -> Sentence:
    from poa_lint.expression.generate import Sentence

    rule = check.rule
    assert check.expect is not None
    return Sentence(check.when, check.expect, {one.name: one.source or rule.code for one in rule.parameters})


class Rulebook:
    """Every rule, ready, by code; and what is wrong with their files."""

    def __init__(self, checks: Mapping[str, Check], troubles: tuple[RuleTrouble, ...], book: Book) -> None:
        self.checks, self.troubles, self.book = checks, troubles, book
        self.kept: dict[object, Any] = {}
        """What follows from these rules and a choice among them, by that choice."""

    @property
    def loaded(self) -> Loaded:
        """The rules as their files state them, and what is beside them."""
        return self.book.loaded

    @property
    def version(self) -> str:
        """Names the set of rules by its content: the same rules have the same version wherever they lie."""
        return self.book.version

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The rules that state a sentence, by what they are stated for; those that seldom run apart."""
        found: dict[tuple[str, bool], list[Check]] = {}
        for check in self.checks.values():
            if check.states:
                found.setdefault((check.rule.each, check.rule.code in self.book.asleep), []).append(check)
        return tuple(
            Group(f"{each}-" if asleep else each, each, tuple(checks)) for (each, asleep), checks in found.items()
        )

    @cached_property
    def silencing(self) -> frozenset[str]:
        """The rules beside which others are silent."""
        return frozenset(code for check in self.checks.values() for code in check.rule.unless)

    def sweep(self, group: Group) -> Sweep:
        """The function that evaluates a group's rules on every frame of their kind.

        It is given those frames or, of a kind that stands in a field of the node around it, the frames of that node.
        """
        return self.book.sweep(group)

    def named(self, name: str) -> tuple[Rule, ...]:
        """The rules that a code, prefix, name or group stands for."""
        return tuple(check.rule for check in self.checks.values() if check.rule.answers_to(name))

    def like(self, name: str) -> str | None:
        """The code, name or group that a misspelt one may mean."""
        every = [check.rule for check in self.checks.values()]
        words = [rule.name for rule in every] + [rule.group for rule in every]
        return nearest(name.upper(), self.checks) or nearest(name, words)


def rulebook(loaded: Loaded) -> Rulebook:
    """Compile every rule. A rule with a mistake is left out, and the mistake told."""
    values = {
        f"{rule.code}.{one.name}": one.value for rule in loaded.rules for one in rule.parameters if one.source is None
    }
    book = Book(_version(loaded), loaded, values, asleep(loaded))
    checks = {rule.code: check for rule in loaded.rules if book.compiler.sound(check := Check(rule, book))}
    return Rulebook(checks, (*loaded.troubles, *book.compiler.troubles), book)


def asleep(loaded: Loaded) -> frozenset[str]:
    """The rules that run only where somebody asks for them."""
    return frozenset(rule.code for rule in loaded.rules if rule.by_request or rule.severity is Severity.OFF)


def adjusted(rules: Rulebook, choice: Choice) -> Rulebook:
    """The same rules with the severities and parameters that a choice sets."""
    if not choice.severity and not choice.params:
        return rules
    changed = {*choice.severity, *choice.params}
    loaded = rules.loaded
    own = replace(
        loaded, rules=tuple([_chosen(rule, choice) if rule.code in changed else rule for rule in loaded.rules])
    )
    values = {f"{code}.{name}": value for code, named in choice.params.items() for name, value in named.items()}
    book = Book(rules.version, own, {**rules.book.values, **values}, rules.book.asleep)
    checks = {rule.code: Check(rule, book) for rule in own.rules if rule.code in rules.checks}
    return Rulebook(checks, rules.troubles, book)


def _chosen(rule: Rule, choice: Choice) -> Rule:
    values = choice.params.get(rule.code, {})
    parameters = tuple(
        replace(parameter, value=values[parameter.name]) if parameter.name in values else parameter
        for parameter in rule.parameters
    )
    return replace(
        rule,
        severity=choice.severity.get(rule.code, rule.severity),
        parameters=parameters,
        by_request=rule.by_request and rule.code not in choice.severity,
    )


def _version(loaded: Loaded) -> str:
    import hashlib

    digest = hashlib.sha256()
    for rule in loaded.rules:
        digest.update(rule.text.encode())
    return f"{VERSION}+{digest.hexdigest()[:8]}"
