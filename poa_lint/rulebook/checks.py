"""Make rules runnable: their sentences typed and compiled, their messages cut into words and sentences."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping

from poa_lint.expression.compile import Compiled, compile
from poa_lint.expression.syntax import Problem
from poa_lint.expression.types import ANY, TEXT, TRUTH, Frame, Name, Scope, Tables, Type
from poa_lint.expression.work import value_text
from poa_lint.facts import SHAPES
from poa_lint.fields import GOAL_NODES, scope
from poa_lint.figures import BLANK, UNKNOWN, Nothing
from poa_lint.records import TYPE_CHECKING, NamedTuple, record, replace
from poa_lint.report import Cell
from poa_lint.rulebook.load import Loaded
from poa_lint.rulebook.rule import LECTURA, Parameter, Rule, RuleTrouble, Texts
from poa_lint.settings import Choice
from poa_lint.text import nearest
from poa_lint.version import VERSION

if TYPE_CHECKING:
    from poa_lint.expression.work import Words

_SLOT = re.compile(r"\{([^{}]*)\}")


@record
class Template:
    """A message: words, and between them sentences or names of values."""

    pieces: tuple[str | Compiled, ...]

    def on(self, frame: Frame, words: Words) -> str:
        """The message about one frame."""
        return "".join(
            piece if isinstance(piece, str) else value_text(piece.run(frame), words) for piece in self.pieces
        )


Templates = Mapping[str, Template]
"""By variant."""


class Mending(NamedTuple):
    """A rule's fix, ready: the words, and the cell that is to say them (none: the one that the finding points at)."""

    text: Template
    at: Compiled | None


@record
class Check:
    """A rule ready to run; `message` and `help` by language, then variant."""

    rule: Rule
    when: Compiled | None
    expect: Compiled | None
    at: tuple[Compiled, ...]
    detail: Compiled | None
    see: tuple[Compiled, ...]
    message: Mapping[str, Templates]
    help: Mapping[str, Templates]
    fix: Mending | None = None

    def result(self, frame: Frame) -> object:
        """True, False, UNKNOWN, or None where the rule does not apply."""
        assert self.expect is not None
        if self.when is not None:
            applies = self.when.run(frame)
            if applies is not True:
                return UNKNOWN if isinstance(applies, Nothing) else None
        return self.expect.run(frame)

    def place(self, frame: Frame) -> Cell[object]:
        """The cell that a finding on this frame points at: of several the first that is blank."""
        cells: list[Cell[object]] = [at.cells(frame)[0] for at in self.at if at.cells is not None]
        return next((cell for cell in cells if cell.value is BLANK), cells[0])


class Rulebook(NamedTuple):
    """Every rule, ready, by code; and what is wrong with their files."""

    checks: Mapping[str, Check]
    troubles: tuple[RuleTrouble, ...]
    loaded: Loaded
    version: str
    """Names the set of rules by its content: the same rules have the same version wherever they lie."""

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
    by_code = {rule.code: rule for rule in loaded.rules}
    compiler = _Compiler(by_code, loaded.tables)
    checks = {rule.code: check for rule in loaded.rules if (check := compiler.check(rule)) is not None}
    return Rulebook(checks, (*loaded.troubles, *compiler.troubles), loaded, _version(loaded))


def adjusted(book: Rulebook, choice: Choice) -> Rulebook:
    """The same rules with the severities and parameters that a choice sets, compiled anew where it is needed."""
    if not choice.severity and not choice.params:
        return book
    rules = {rule.code: _chosen(rule, choice) for rule in book.loaded.rules}
    compiler = _Compiler(rules, book.loaded.tables)
    checks: dict[str, Check] = {}
    for code, check in book.checks.items():
        taken = {parameter.source for parameter in check.rule.parameters}
        stale = code in choice.params or taken & set(choice.params)
        done = compiler.check(rules[code]) if stale else replace(check, rule=rules[code])
        if done is not None:
            checks[code] = done
    return book._replace(checks=checks, loaded=replace(book.loaded, rules=tuple(rules.values())))


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
    digest = hashlib.sha256()
    for rule in loaded.rules:
        digest.update(rule.text.encode())
    return f"{VERSION}+{digest.hexdigest()[:8]}"


class _Compiler:
    def __init__(self, rules: Mapping[str, Rule], tables: Tables) -> None:
        self.rules, self.tables = rules, tables
        self.troubles: list[RuleTrouble] = []

    def check(self, rule: Rule) -> Check | None:
        """One rule made runnable; None, and its troubles noted, where it is not in order."""
        before = len(self.troubles)
        if rule.each == LECTURA:
            done = self._lectura(rule)
        else:
            within = self._scope(rule)
            done = Check(
                rule,
                when=self._sentence(rule, "when", within, TRUTH),
                expect=self._sentence(rule, "expect", within, TRUTH),
                at=tuple(self._fields(rule, "at", rule.at, within)),
                detail=self._sentence(rule, "detail", within, TEXT),
                see=tuple(self._fields(rule, "see", rule.see, within)),
                message=self._templates(rule, "message", rule.message, within),
                help=self._templates(rule, "help", rule.help, within),
                fix=self._mending(rule, within),
            )
            self._sound(done)
        return done if len(self.troubles) == before else None

    def _scope(self, rule: Rule) -> Scope:
        names = {parameter.name: self._parameter(rule, parameter) for parameter in rule.parameters}
        return scope(rule.each, names, self.tables, GOAL_NODES if rule.constraint else None)

    def _parameter(self, rule: Rule, parameter: Parameter) -> Name:
        """A parameter's constant, taken from the rule that owns it where it is another's."""
        if parameter.source is not None:
            owner = self.rules.get(parameter.source)
            owned = next((own for own in owner.parameters if own.name == parameter.name), None) if owner else None
            if owned is None or owned.source is not None:
                place = rule.text.find(parameter.source, rule.marks["params"].offset)
                values = {"name": parameter.name, "rule": parameter.source}
                self._add(rule, "unknown-parameter", place, len(parameter.source), values)
            else:
                parameter = owned
        return Name(parameter.type, None, parameter.value, parameter.unit)

    def _sentence(self, rule: Rule, key: str, within: Scope, wanted: Type) -> Compiled | None:
        text = rule.sentences.get(key)
        if text is None:
            return None
        return self._compiled(rule, text, rule.marks[key].offset, within, wanted)

    def _fields(self, rule: Rule, key: str, texts: tuple[str, ...], within: Scope) -> Iterator[Compiled]:
        """The cells that `at` names, and the sentences whose cells `see` shows."""
        for text in texts:
            done = self._compiled(rule, text, rule.marks[key].offset, within, ANY)
            if done is not None and done.cells is None and key in ("at", "fix"):
                place = rule.text.find(text, rule.marks[key].offset)
                self._add(rule, "not-a-cell", place, len(text), {"name": key})
            elif done is not None:
                yield done

    def _compiled(self, rule: Rule, text: str, offset: int, within: Scope, wanted: Type) -> Compiled | None:
        done = compile(text, within, wanted)
        if isinstance(done, Problem):
            place = _place(rule.text, offset, text, done.start)
            self._add(rule, done.kind, place, done.end - done.start, done.values, done.suggestion)
            return None
        return done

    def _sound(self, check: Check) -> None:
        """Beyond types: a sentence that always holds or never does is no rule."""
        rule = check.rule
        for key, sentence in (("when", check.when), ("expect", check.expect)):
            if sentence is not None and sentence.constant:
                self._add(rule, "constant", rule.marks[key].offset, len(rule.sentences[key]), {"key": key})

    def _templates(self, rule: Rule, key: str, texts: Texts, within: Scope) -> dict[str, Templates]:
        return {
            language: {variant: self._template(rule, key, text, within) for variant, text in variants.items()}
            for language, variants in texts.items()
        }

    def _template(self, rule: Rule, key: str, text: str, within: Scope) -> Template:
        pieces: list[str | Compiled] = []
        for place, piece in enumerate(_SLOT.split(text)):
            if place % 2 == 0:
                pieces.append(piece)
            elif (done := self._compiled(rule, piece, rule.marks[key].offset, within, ANY)) is not None:
                pieces.append(done)
        return Template(tuple(pieces))

    def _mending(self, rule: Rule, within: Scope) -> Mending | None:
        if rule.fix is None:
            return None
        at = next(iter(self._fields(rule, "fix", (rule.fix.at,) if rule.fix.at else (), within)), None)
        return Mending(self._template(rule, "fix", rule.fix.text, within), at)

    def _lectura(self, rule: Rule) -> Check:
        """A rule of the reading group: its messages are made of the values that the fact carries."""
        shape = SHAPES.get(rule.code)
        if shape is None:
            self._add(rule, "unknown-fact", rule.marks["code"].offset, len(rule.code), {"code": rule.code})
            return Check(rule, None, None, (), None, (), {}, {})
        names = {name: Name(TEXT, slot) for slot, name in enumerate(shape.values)}
        within = Scope({}, ("",) * len(shape.values), names, {})
        message = self._templates(rule, "message", rule.message, within)
        return Check(rule, None, None, (), None, (), message, self._templates(rule, "help", rule.help, within))

    def _add(
        self,
        rule: Rule,
        kind: str,
        offset: int,
        length: int,
        values: Mapping[str, str],
        suggestion: str | None = None,
    ) -> None:
        self.troubles.append(RuleTrouble(rule.path, rule.text, kind, offset, max(length, 1), values, suggestion))


def _place(text: str, offset: int, sentence: str, start: int) -> int:
    """Where a part of a sentence stands in its file: the sentence may be quoted, folded over lines, or in a message."""
    found = text.find(sentence, offset)
    if found >= 0:
        return found + start
    word = re.match(r"\w*", sentence[start:])
    near = text.find(word[0], offset) if word and word[0] else -1
    return near if near >= 0 else offset
