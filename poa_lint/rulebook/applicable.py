"""The rules that apply to a form: those whose sentences read nothing that the form does not have.

A rule that names forms (`forms: EVAL-SEM`) applies to these alone.

For example, the sentence of POA103 reads ACUMULADO RELATIVO, and an approved plan has no such column:

    abs(relativo - absoluto / meta_anual * 100) < puntos
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from poa_lint.core.cache import built_value
from poa_lint.core.form import NONE, NUMBERED, Form
from poa_lint.expression.resolve import Resolved
from poa_lint.rulebook.book import Check, Rulebook
from poa_lint.rulebook.nodes import COLUMNS, FRAMES, kinds

Read = tuple[str, str]
"""Something that a sentence reads: a kind of node, and its field; `("meta", "relativo")`."""
EVERY: Final = ""
"""The field of a `Read` that stands for a node itself: a rule for each signature reads `("firma", "")`."""
ENTRIES: Final = ("ramo", "programa", "unidad_ejecutora", "finalidad", "funcion", "subfuncion")
"""The fields of a page that are lines of the header, each with one code."""
APART: Final = ("pagina", "justificacion_aparte")
FORMULAS: Final = ("calculo", EVERY)
HARMLESS: Final = frozenset({APART, FORMULAS})
"""Parts that a form may lack with no rule asked in vain: it has no such node, or `when` is false of its pages."""
CUTOFF: Final = (
    ("pagina", "fecha"),
    ("pagina", "cierra"),
    ("informe", "fecha"),
    ("informe", "corte"),
    ("meta", "corte"),
    ("periodo", "cerrado"),
    ("periodo", "ultimo"),
)
"""The fields that say up to when a form reports."""


def skipped(rules: Rulebook, form: Form) -> frozenset[str]:
    """The codes of the rules that need not be asked about pages of a form, or are for other forms alone."""
    absent = frozenset(lacks(form))
    return _elsewhere(rules, form) | (frozenset() if absent <= HARMLESS else _out(rules, absent))


def _elsewhere(rules: Rulebook, form: Form) -> frozenset[str]:
    """The codes of the rules that name the forms that they are for, and not this one."""
    return frozenset(code for code, check in rules.checks.items() if check.rule.forms and not _is_for(check, form))


def _is_for(check: Check, form: Form) -> bool:
    return form.code in check.rule.forms


def _out(rules: Rulebook, absent: frozenset[Read]) -> frozenset[str]:
    return frozenset(code for code, read in _reads(rules).items() if not absent.isdisjoint(read))


def _reads(rules: Rulebook) -> Mapping[str, Sequence[Read]]:
    """The fields that each rule reads, by its code; built ahead for the program's own rules."""
    built: tuple[str, Mapping[str, Sequence[Read]]] = built_value("reads", lambda: ("", {}))
    return built[1] if built[0] == rules.version else packed_reads(rules)[1]


def packed_reads(rules: Rulebook) -> tuple[str, dict[str, list[Read]]]:
    """The name of a set of rules, and what each rule reads, by its code."""
    return rules.version, {code: sorted(reads(check)) for code, check in rules.checks.items() if check.states}


def reads(check: Check) -> frozenset[Read]:
    """The fields that a rule's sentences read, and the kind of node that it is stated for."""
    frame = FRAMES[check.rule.each]
    parts = [part for part in (check.when, check.expect, *check.at) if part is not None]
    return frozenset({(check.rule.each, EVERY)}.union(*(_fields(part, frame) for part in parts)))


def lacking(check: Check, form: Form) -> tuple[str, ...]:
    """What a form does not have of that which a rule reads, as sentences name it: `meta.relativo`, or `firma`.

    Of a rule for other forms alone it is `forms`.
    """
    if check.rule.forms and not _is_for(check, form):
        return ("forms",)
    absent = (frozenset(lacks(form)) - HARMLESS) & reads(check)
    return tuple(".".join(filter(None, each)) for each in sorted(absent))


def _fields(part: Resolved, frame: tuple[str, ...]) -> Iterator[Read]:
    """The fields on the paths of a sentence; `frame` are the kinds of the nodes around it."""
    kind = frame[part.slot] if part.steps else ""
    for step in part.steps:
        yield kind, step.name
        type = kinds()[kind][step.name].type
        kind = (type.item or type).kind
    inner = frame
    for number, each in enumerate((*part.parts, *part.context)):
        yield from _fields(each, inner)
        if number == 0 and part.slot == len(frame):  # a quantifier: the first part is where its items come from
            inner = (*frame, each.type.item.kind if each.type.item else "")


@cache
def lacks(form: Form) -> tuple[Read, ...]:
    """The parts that a form does not have."""
    return (*_columns(form), *_numbers(form), *_entries(form), *_lines(form), *_marks(form))


def _columns(form: Form) -> Iterator[Read]:
    """The columns that a form does not have, and what stands in them."""
    yield from (("meta", name) for name in COLUMNS if name not in form.index)
    for name in ("programado", "avance"):
        if not any(column.columna.id.startswith(f"{name}.") for column in form.columns):
            yield from (("meta", name), ("periodo", name))
    if not form.has_formulas:
        yield FORMULAS


def _numbers(form: Form) -> Iterator[Read]:
    """The parts of a goal's number that a form does not have: its marks where it has others, or all."""
    if form.number is not None or ("meta" in form.kinds and form.written != NUMBERED):
        yield from (("meta", "numeracion"), ("numeracion", "escrito"))
    elif "meta" not in form.kinds:
        yield from (("meta", "numero"), ("meta", "numeracion"), ("numeracion", EVERY))


def _entries(form: Form) -> Iterator[Read]:
    """The lines of the header with one code that a form does not have."""
    entries = {entry.columna.id for entry in form.head.entries}
    for name in ENTRIES:
        if name not in entries:
            yield from (("pagina", name), ("unidad", name))
    if "finalidad" not in entries:
        yield "nivel", EVERY


def _lines(form: Form) -> Iterator[Read]:
    """The declared axes and lines of action that a form does not have."""
    entries = {entry.columna.id for entry in form.head.entries}
    for name, field, each in (("ejes", "ejes", "eje"), ("lineas_de_accion", "lineas", "linea")):
        if name not in entries:
            yield from (("pagina", field), ("unidad", field), (each, EVERY))
    if "lineas_de_accion" not in entries and "lineas" not in form.index:
        yield "alineacion", EVERY


def _marks(form: Form) -> Iterator[Read]:
    """The parts that a form does not have of its cut-off, its year and its signatures."""
    head = form.head
    if head.cutoff.says == NONE:
        yield from CUTOFF
    if not head.year.place:
        yield from (("pagina", "ejercicio"), ("informe", "ejercicio"))
    if not form.apart:
        yield APART
    if not head.roles:
        yield from (("pagina", "firmas"), ("unidad", "firmas"), ("firma", EVERY))


def of_form(rules: Rulebook, form: Form) -> Rulebook:
    """The rules that apply to a form."""
    out = _out(rules, frozenset(lacks(form))) | _elsewhere(rules, form)
    checks = {code: check for code, check in rules.checks.items() if code not in out}
    return Rulebook(checks, rules.troubles, rules.book)
