"""Compile the parts of rules: their sentences typed, their messages cut into words and sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from poa_lint.core.facts import SHAPES
from poa_lint.core.figures import UNKNOWN
from poa_lint.core.records import record
from poa_lint.core.source import Trouble
from poa_lint.core.words import Words
from poa_lint.expression.resolve import Resolved, resolve
from poa_lint.expression.syntax import Field, Problem
from poa_lint.expression.types import ANY, TEXT, TRUTH, Frame, Name, Scope, Tables, Type
from poa_lint.rulebook.contradictions import contradictions
from poa_lint.rulebook.nodes import CODED, FIRST_CELL, FRAMES, GOAL_NODES, own_column, scope
from poa_lint.rulebook.rule import LECTURA, Parameter, Rule, Texts

if TYPE_CHECKING:
    from poa_lint.expression.shared import Shared

_WORD = re.compile(r"\w*")
_SLOT = re.compile(r"\{([^{}]*)\}")


@record
class Template:
    """A message: words, and between them sentences or names of values."""

    pieces: tuple[str | Resolved, ...]

    def on(
        self, frame: Frame, words: Words, shared: Shared | None = None, spoken: Callable[[str], str] | None = None
    ) -> str:
        """The message about one frame; `shared` knows the values that it has in common with others of the report.

        `spoken` puts the rule's own words into those of the report's form.
        """
        from poa_lint.expression.arithmetic import value_text
        from poa_lint.expression.evaluate import value

        of = value if shared is None else shared.value
        texts = [
            (spoken(piece) if spoken else piece) if isinstance(piece, str) else value_text(of(piece, frame), words)
            for piece in self.pieces
        ]
        for place in range(1, len(texts) - 1, 2):
            # A blank is told in brackets: `(vacía)`. Where the message has brackets of its own, these do.
            inside = texts[place - 1].endswith("(") and texts[place + 1].startswith(")")
            if inside and texts[place] in (words("blank"), words("unknown")):
                texts[place] = texts[place].strip("()")
        return "".join(texts)


Templates = Mapping[str, Template]
"""By variant."""


class Mending(NamedTuple):
    """A rule's fix, ready: the words, and the cell that is to say them (none: the one that the finding points at)."""

    text: Template
    at: Resolved | None


PARTS: Final = ("when", "expect", "at", "detail", "variant", "see", "message", "help", "fix")


class Compiler:
    """Compiles the parts of rules and notes what is wrong with them."""

    def __init__(self, rules: Mapping[str, Rule], tables: Tables) -> None:
        self.rules, self.tables = rules, tables
        self.troubles: list[Trouble] = []

    def sound(self, rule: Rule, parts: Iterable[tuple[str, object]]) -> bool:
        """True if all `parts` of `rule`, compiled as they are taken, are in order; faults join `troubles`."""
        before = len(self.troubles)
        for name, part in parts:
            if isinstance(part, _ByLanguage):
                part.all()
            if name in ("when", "expect") and isinstance(part, Resolved) and part.constant:
                # Beyond types: a sentence that always holds or never does is no rule.
                self._add(rule, "constant", rule.offset(name), len(rule.sentences[name]), {"key": name})
            if name in ("when", "expect") and isinstance(part, Resolved):
                for problem in contradictions(part, FRAMES[rule.each]):
                    self._problem(rule, name, rule.sentences[name], problem)
        return len(self.troubles) == before

    def part(self, rule: Rule, name: str) -> object:
        """One part of a rule, compiled."""
        if rule.each == LECTURA:
            return self._lectura(rule, name)
        within = self._scope(rule)
        if name == "at" and not rule.at:
            return self._first_cell(rule, within)
        if name in ("at", "see"):
            return tuple(self._fields(rule, name, getattr(rule, name), within))
        if name in ("message", "help"):
            return self._templates(rule, name, within)
        if name == "fix":
            return self._mending(rule, within)
        return self._sentence(rule, name, within, TEXT if name in ("detail", "variant") else TRUTH)

    def _scope(self, rule: Rule) -> Scope:
        names = {parameter.name: self._parameter(rule, parameter) for parameter in rule.parameters}
        return scope(rule.each, names, self.tables, GOAL_NODES if rule.constraint else None)

    def _parameter(self, rule: Rule, parameter: Parameter) -> Name:
        """A parameter's constant, taken from the rule that owns it where it is another's."""
        if parameter.source is not None:
            owner = self.rules.get(parameter.source)
            owned = next((own for own in owner.parameters if own.name == parameter.name), None) if owner else None
            if owned is None or owned.source is not None:
                place = max(rule.text.find(parameter.source, rule.offset("params")), rule.offset("params"))
                values = {"name": parameter.name, "rule": parameter.source}
                self._add(rule, "unknown-parameter", place, len(parameter.source), values)
            else:
                parameter = owned
        stated = parameter.value if parameter.stated else UNKNOWN
        return Name(parameter.type, None, parameter.value, parameter.unit, stated)

    def _sentence(self, rule: Rule, key: str, within: Scope, wanted: Type) -> Resolved | None:
        text = rule.sentences.get(key)
        if text is None:
            return None
        return self._compiled(rule, text, key, within, wanted)

    def _fields(self, rule: Rule, key: str, texts: tuple[str, ...], within: Scope) -> Iterator[Resolved]:
        """The cells that `at` names, and the sentences whose cells `see` shows."""
        for text in texts:
            part = self._compiled(rule, text, key, within, ANY)
            part = None if part is None else _coded(part, text, within)
            if part is not None and not part.in_cells and key in ("at", "fix"):
                place = rule.text.find(text, rule.offset(key))
                self._add(rule, "not-a-cell", place, len(text), {"name": key})
            elif part is not None:
                yield part

    def _first_cell(self, rule: Rule, within: Scope) -> tuple[Resolved, ...]:
        """The cell that a rule points at that names none: the first that `expect` reads, or else the node's own."""
        text = rule.sentences.get("expect", "")
        sentence = resolve(text, within)
        if isinstance(sentence, Problem):  # told of `expect` itself
            return ()
        read = next(_cells_of(sentence, len(within.frame)), None)
        own = resolve(FIRST_CELL[rule.each], within) if read is None else read
        assert isinstance(own, Resolved), "a field of the rule's own node"
        return (own,)

    def _compiled(self, rule: Rule, text: str, key: str, within: Scope, wanted: Type) -> Resolved | None:
        part = resolve(text, within, wanted)
        if isinstance(part, Problem):
            for fault in (part, *part.others):
                self._problem(rule, key, text, fault)
            return None
        return part

    def _problem(self, rule: Rule, key: str, text: str, fault: Problem) -> None:
        if fault.kind == "unknown-field":
            fault = _as_column(fault)
        place = _place(rule.text, rule.offset(key), text, fault.start)
        self._add(rule, fault.kind, place, fault.end - fault.start, fault.values, fault.suggestion)

    def _templates(self, rule: Rule, key: str, within: Scope) -> Mapping[str, Templates]:
        texts: Texts = getattr(rule, key)
        return _ByLanguage(
            texts,
            lambda text: Template(tuple(self._pieces(rule, key, text, within))),
        )

    def _pieces(self, rule: Rule, key: str, text: str, within: Scope) -> Iterator[str | Resolved]:
        for place, piece in enumerate(_SLOT.split(text)):
            if place % 2 == 0:
                yield piece
            elif (part := self._compiled(rule, piece, key, within, ANY)) is not None:
                yield part

    def _mending(self, rule: Rule, within: Scope) -> Mending | None:
        if rule.fix is None:
            return None
        at = next(iter(self._fields(rule, "fix", (rule.fix.at,) if rule.fix.at else (), within)), None)
        return Mending(Template(tuple(self._pieces(rule, "fix", rule.fix.text, within))), at)

    def _lectura(self, rule: Rule, name: str) -> object:
        """A part of a rule of the reading group: its messages are made of the values that the fact carries."""
        shape = SHAPES.get(rule.code)
        if name not in ("message", "help"):
            if shape is None and name == "when":
                self._add(rule, "unknown-fact", rule.offset("code"), len(rule.code), {"code": rule.code})
            return () if name in ("at", "see") else None
        if shape is None:
            return {}
        names = {name: Name(TEXT, slot) for slot, name in enumerate(shape.values)}
        return self._templates(rule, name, Scope({}, ("",) * len(shape.values), names, {}))

    def _add(
        self,
        rule: Rule,
        kind: str,
        offset: int,
        length: int,
        values: Mapping[str, str],
        suggestion: str | None = None,
    ) -> None:
        trouble = Trouble(rule.path, rule.text, kind, offset, max(length, 1), values, suggestion)
        if trouble not in self.troubles:  # a text for several languages is compiled for each
            self.troubles.append(trouble)


def _as_column(fault: Problem) -> Problem:
    """The fault of an unknown field that is a column of a form, which sentences reach in another way."""
    from poa_lint.core.forms import built_in_forms

    column = own_column(fault.values["name"], built_in_forms())
    if column is None:
        return fault
    values = {"name": fault.values["name"], "column": column[0], "form": column[1]}
    return fault._replace(kind="own-column", values=values, suggestion=None)


def _cells_of(part: Resolved, depth: int) -> Iterator[Resolved]:
    """The fields in cells that a sentence reads on the `depth` nodes of its frame, in its order."""
    if part.in_cells and part.slot < depth:
        yield part
    for inner in part.parts:
        yield from _cells_of(inner, depth)


def _coded(part: Resolved, text: str, within: Scope) -> Resolved:
    """A field that is a node with a code as that code, which stands in a cell: `unidad_ejecutora`."""
    if isinstance(part.node, Field) and part.type.name == "node" and CODED in within.kinds[part.type.kind]:
        coded = resolve(f"{text.strip()}.{CODED}", within)
        return coded if isinstance(coded, Resolved) else part
    return part


def sentences(rule: Rule) -> Iterator[str]:
    """The text of every sentence in a rule: its own, those in its messages in every language, and those of its fix."""
    yield from rule.sentences.values()
    yield from (*rule.at, *rule.see)
    texts = [text for key in (rule.message, rule.help) for variants in key.values() for text in variants.values()]
    if rule.fix is not None:
        texts.append(rule.fix.text)
        yield from (rule.fix.at,) if rule.fix.at else ()
    for text in texts:
        yield from _SLOT.split(text)[1::2]


def _place(text: str, offset: int, sentence: str, start: int) -> int:
    """The offset of a part of a sentence in its file.

    The sentence may be quoted, folded over lines, or in a message: where it cannot be found, that of its first word.
    """
    found = text.find(sentence, offset)
    if found >= 0:
        return found + start
    word = _WORD.match(sentence[start:])
    near = text.find(word[0], offset) if word and word[0] else -1
    return near if near >= 0 else offset


class _ByLanguage(dict[str, Templates]):
    """Texts of a rule by language, each language compiled when it is first asked for."""

    def __init__(self, texts: Texts, compiled: Callable[[str], Template]) -> None:
        super().__init__()
        self.texts, self.compiled = texts, compiled

    def all(self) -> None:
        """Compile every language."""
        for language in self.texts:
            self[language]

    def __missing__(self, language: str) -> Templates:
        self[language] = found = {variant: self.compiled(text) for variant, text in self.texts[language].items()}
        return found
