"""Rules ready to run: what each finds, how often it holds, and the words that tell it, each made when it is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from poa_lint.core.cache import built
from poa_lint.core.diagnostic import Severity
from poa_lint.core.figures import BLANK, UNKNOWN
from poa_lint.core.report import Cell
from poa_lint.core.source import Trouble
from poa_lint.core.text import similar
from poa_lint.core.version import VERSION
from poa_lint.expression import generate
from poa_lint.expression.generate import Answer, Gaps, Parameters, Sweep
from poa_lint.expression.types import STATED, Frame, Tables
from poa_lint.rulebook.compile import PARTS, Mending, Templates
from poa_lint.rulebook.nodes import FRAMES, INNER
from poa_lint.rulebook.rule import LECTURA, Loaded, Rule

if TYPE_CHECKING:
    from poa_lint.expression.resolve import Resolved
    from poa_lint.rulebook.compile import Compiler


class Check:
    """A rule ready to run; each of its parts is compiled when it is first asked for.

    `message` and `help` go by language, then variant. Of a rule of the reading group only they and `fix` are there.
    """

    __slots__ = (*PARTS, "__weakref__", "_book", "answer", "rule", "space")
    rule: Rule
    when: Resolved | None
    expect: Resolved | None
    at: tuple[Resolved, ...]
    detail: Resolved | None
    variant: Resolved | None
    see: tuple[Resolved, ...]
    message: Mapping[str, Templates]
    help: Mapping[str, Templates]
    fix: Mending | None
    answer: Answer
    space: Gaps

    def __init__(self, rule: Rule, book: Book) -> None:
        self.rule, self._book = rule, book

    def __getattr__(self, name: str) -> Any:
        if name in ("answer", "space"):
            part: object = getattr(self._book, name)(self)
        elif name in PARTS:
            part = self._book.compiler.part(self.rule, name)
        else:
            raise AttributeError(name)
        setattr(self, name, part)
        return part

    def parts(self) -> Iterator[tuple[str, object]]:
        """Its parts by name, each compiled when it is taken."""
        return ((name, getattr(self, name)) for name in PARTS)

    @property
    def states(self) -> bool:
        """True if it states a sentence of its own: the rules of reading do not."""
        return self.rule.each != LECTURA

    def result(self, frame: Frame) -> object:
        """True, False, UNKNOWN, or None where the rule does not apply."""
        return self.answer(frame, self._book.values)

    def gaps(self, frame: Frame) -> tuple[object, ...]:
        """How far apart the figures are that its sentence compares; UNKNOWN or BLANK where one is missing."""
        return self.space(frame, self._book.values)

    def on(self, frame: Frame) -> tuple[Callable[[], object], Callable[[], tuple[object, ...]]]:
        """`result` and `gaps` for one frame: its nodes may be written to between two calls."""
        values = self._book.values
        return partial(self.answer, frame, values), partial(self.space, frame, values)

    def place(self, frame: Frame) -> Cell[object]:
        """The cell that a finding on this frame points at: of several the first that is blank."""
        from poa_lint.expression.evaluate import cells

        places: list[Cell[object]] = [cells(at, frame)[0] for at in self.at]
        return next((cell for cell in places if cell.value is BLANK), places[0])


class Group(NamedTuple):
    """Rules that are evaluated together: stated for the same kind of node."""

    name: str
    each: str
    checks: tuple[Check, ...]


class Book:
    """A set of rules with the functions that evaluate them, each written when it is first asked for.

    `values` are the values of parameters, on which no function depends; `off_by_default` holds the codes of the rules
    that run only where somebody asks for them.
    """

    def __init__(self, version: str, loaded: Loaded, values: Parameters, off_by_default: frozenset[str]) -> None:
        self.version, self.loaded, self.values, self.off_by_default = version, loaded, values, off_by_default
        self.tables: Tables = loaded.tables
        self.sweeps: dict[str, Sweep] = {}

    @cached_property
    def compiler(self) -> Compiler:
        """The compiler of the parts of these rules."""
        from poa_lint.rulebook.compile import Compiler

        return Compiler({rule.code: rule for rule in self.loaded.rules}, self.tables)

    def answer(self, check: Check) -> Answer:
        """The function that answers for one frame of a rule."""
        name = f"answer_{check.rule.code}"
        answer: Answer = self._function(name) or generate.function(answer_source(name, check), self.tables)
        return answer

    def space(self, check: Check) -> Gaps:
        """The function that gives the gaps of a rule's sentence on one frame."""
        name = f"gaps_{check.rule.code}"
        gaps: Gaps = self._function(name) or generate.function(gaps_source(name, check), self.tables)
        return gaps

    def sweep(self, group: Group) -> Sweep:
        """The function that goes over all frames of a kind for a group of rules."""
        if group.name not in self.sweeps:
            name = f"sweep_{group.name}"
            self.sweeps[group.name] = self._function(name) or generate.function(sweep_source(name, group), self.tables)
        return self.sweeps[group.name]

    def _function(self, name: str) -> Any:
        """The built function of this name; None where these rules are not the ones that functions were built of."""
        module = built("functions")
        if module is None or self.version != module.VERSION:
            return None
        made = getattr(module, name, None)  # few rules have gaps that are asked for
        return made and generate.bound(made, self.tables)


def answer_source(name: str, check: Check) -> str:
    """The source of the function `name` that answers for one frame of a rule."""
    return generate.answer(name, _sentence(check), len(FRAMES[check.rule.each]))


def gaps_source(name: str, check: Check) -> str:
    """The source of the function `name` that gives the gaps of a rule's sentence on one frame."""
    return generate.gaps(name, _sentence(check), len(FRAMES[check.rule.each]))


def sweep_source(name: str, group: Group) -> str:
    """The source of the function `name` that goes over all frames of a kind for a group of rules."""
    inner = INNER[group.each][1] if group.each in INNER else None
    return generate.sweep(name, [_sentence(check) for check in group.checks], len(FRAMES[group.each]), inner)


def _sentence(check: Check) -> generate.Sentence:
    rule = check.rule
    assert check.expect is not None
    owners = {parameter.name: parameter.source or rule.code for parameter in rule.parameters}
    return generate.Sentence(check.when, check.expect, owners)


class Rulebook:
    """Every rule, ready to run, by code; and the faults of their files."""

    def __init__(self, checks: Mapping[str, Check], troubles: tuple[Trouble, ...], book: Book) -> None:
        self.checks, self.troubles, self.book = checks, troubles, book
        self.plans: dict[str, Any] = {}
        """The plans that the linter made for these rules, by the choice among them: they go with the rules."""

    @property
    def loaded(self) -> Loaded:
        """The rules as their files state them, with the catalogues beside them."""
        return self.book.loaded

    @property
    def version(self) -> str:
        """The name of the set of rules by its content: the same rules have the same version wherever they lie."""
        return self.book.version

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The rules that state a sentence, by the kind of node that they are stated for; those off by default apart."""
        groups: dict[tuple[str, bool], list[Check]] = {}
        for check in self.checks.values():
            if check.states:
                off = check.rule.code in self.book.off_by_default
                groups.setdefault((check.rule.each, off), []).append(check)
        return tuple(
            Group(f"{each}_off" if off else each, each, tuple(checks)) for (each, off), checks in groups.items()
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
        """The rules that a code, prefix, name or group stands for.

        Of a superseded rule and one that took its name, the name is the other's.
        """
        named = [check.rule for check in self.checks.values() if check.rule.answers_to(name)]
        taken = any(rule.is_named(name) for rule in named if not rule.superseded)
        return tuple([rule for rule in named if not (taken and rule.superseded)])

    def like(self, name: str) -> str | None:
        """The code, name or group that a misspelt one may mean."""
        rules = [check.rule for check in self.checks.values()]
        words = [rule.name for rule in rules] + [rule.group for rule in rules]
        return similar(name.upper(), self.checks) or similar(name, words)


def rulebook(loaded: Loaded) -> Rulebook:
    """Compile every rule. A rule with a mistake is left out, and the mistake joins the troubles."""
    own = [(rule.code, parameter) for rule in loaded.rules for parameter in rule.parameters if not parameter.source]
    values: dict[str, object] = {f"{code}.{parameter.name}": parameter.value for code, parameter in own}
    values |= {f"{code}.{parameter.name}{STATED}": UNKNOWN for code, parameter in own}
    book = Book(_version(loaded), loaded, values, off_by_default(loaded))
    candidates = [Check(rule, book) for rule in loaded.rules]
    checks = {check.rule.code: check for check in candidates if book.compiler.sound(check.rule, check.parts())}
    for rule in loaded.broken:
        book.compiler.sound(rule, Check(rule, book).parts())
    return Rulebook(checks, (*loaded.troubles, *book.compiler.troubles), book)


def off_by_default(loaded: Loaded) -> frozenset[str]:
    """The codes of the rules that run only where somebody asks for them."""
    return frozenset(rule.code for rule in loaded.rules if rule.by_request or rule.severity is Severity.OFF)


def _version(loaded: Loaded) -> str:
    import hashlib

    digest = hashlib.sha256()
    for rule in loaded.rules:
        digest.update(rule.text.encode())
    return f"{VERSION}+{digest.hexdigest()[:8]}"
