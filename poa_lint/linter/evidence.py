"""The evidence of other files about a goal: it breaks ties that the report alone leaves, and overrules nothing.

A row that lost a cell can often be read in two ways that its own arithmetic allows:

    KM⇥2⇥1⇥1⇥⇥⇥⇥1⇥⇥1⇥50%    P 1, A 1, and P 1 in the fourth quarter; or A 1, and P 1 in the second and fourth

The goal of the same number and words in the plan programmes 1 in the first quarter and 1 in the fourth: so the first
reading is taken. Likewise, of several smallest repairs of a goal that one is told under which it says what the plan
says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from poa_lint.core.diagnostic import Change, Diagnostic, Repair
from poa_lint.core.facts import Fact
from poa_lint.core.figures import BLANK, UNKNOWN, figure_text
from poa_lint.core.records import replace
from poa_lint.core.report import Acomodo, Informe, Meta, Pagina, Unidad
from poa_lint.core.text import squashed
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.reading.read import Reading
from poa_lint.reading.row import Judge
from poa_lint.rulebook import pairing
from poa_lint.rulebook.certainty import LEAST, MOST
from poa_lint.rulebook.compared import Comparison
from poa_lint.rulebook.comparison import PLAN, Pareja

PLACED: Final = "POA002"
"""The rule that tells of a displaced row."""
FIGURES: Final = ("POA901", "POA902", "POA903")
"""The rules that tell of a figure which differs from a counterpart's."""
TELLING: Final = 2
"""Figures other than 0 that a counterpart has to state, so that agreeing with it says something."""
AHEAD: Final = 2
"""Figures more in which every other placement has to differ from what is stated."""

Stated = Mapping[str, Any]
"""Values of a goal by the id of their column."""


def settled(reading: Reading, comparison: Comparison, judge: Judge, said: Words) -> Reading:
    """The reading with those displaced rows placed as their counterparts have them, where else it would be a guess.

    The very same reading where none is. `said` has the words about comparing.
    """
    placed = {id(old): new for old, new in _placed(reading.informe, comparison, judge)}
    if not placed:
        return reading
    facts = tuple(_fact(fact, placed, comparison, said) for fact in reading.facts)
    return replace(reading, informe=_with_goals(reading.informe, placed), facts=facts)


def _placed(informe: Informe, comparison: Comparison, judge: Judge) -> Iterator[tuple[Meta, Meta]]:
    """Each goal of which other placements are likely, with the placement that its counterpart speaks for."""
    for unidad, meta, acomodo in _doubtful(informe):
        stated = stated_of(comparison, unidad, meta)
        every = (meta, *acomodo.otras)
        agreeing = [one for one in every if agrees(one, stated)] if stated and not _unreadable(every) else []
        if agreeing and len(agreeing) < len(every) and judge(agreeing[0]) == min(map(judge, every)):
            unsure = acomodo.inciertas if len(agreeing) > 1 else frozenset()
            yield meta, replace(agreeing[0], acomodo=replace(acomodo, otras=tuple(agreeing[1:]), inciertas=unsure))
        elif not agreeing and stated and not _unreadable(every):
            nearest = _nearest(every, stated, judge)
            if nearest:
                yield meta, replace(nearest[0], acomodo=replace(acomodo, otras=tuple(nearest[1:])))


def _nearest(placements: Sequence[Meta], stated: Stated, judge: Judge) -> list[Meta]:
    """The placements that differ from what is stated in so few figures that the row was changed there; none if unsure.

    They say the same where something is stated. Every other one differs in several figures more, for one may be another
    one by chance and a run of them is not; or it differs in one more and breaks more constraints, too.
    """
    ranked = sorted(((_differing(one, stated), judge(one), at) for at, one in enumerate(placements)))
    least, score, first = ranked[0]
    same = sum(value is not BLANK and value != 0 for value in stated.values()) - least
    if least > MOST or same < LEAST:
        return []
    own = _said(placements[first], stated)
    found = [placements[at] for _, _, at in ranked if _said(placements[at], stated) == own]
    others = [(more, worse) for more, worse, at in ranked if _said(placements[at], stated) != own]
    clear = all(more - least >= AHEAD or (more > least and worse > score) for more, worse in others)
    return found if clear else []


def _said(meta: Meta, stated: Stated) -> list[Any]:
    """The figures of a goal in the columns in which something is stated."""
    own = {cifra.columna: cifra.valor.value for cifra in meta.cifras}
    return [_plain(own.get(column, UNKNOWN)) for column in stated]


def _differing(meta: Meta, stated: Stated) -> int:
    """The number of columns in which a goal says something else than is stated."""
    return sum(own != _plain(value) for own, value in zip(_said(meta, stated), stated.values(), strict=True))


def _doubtful(informe: Informe) -> Iterator[tuple[Unidad, Meta, Acomodo]]:
    """The goals whose row may be placed in several ways."""
    for unidad in informe.unidades:
        for meta in unidad.metas:
            if meta.acomodo is not None and meta.acomodo.otras and meta.acomodo.logrado:
                yield unidad, meta, meta.acomodo


def _unreadable(placements: Sequence[Meta]) -> bool:
    """True if a figure of a row cannot be read: what is told of its cell would have to be told of another column."""
    return any(cifra.valor.raw and cifra.valor.value is UNKNOWN for one in placements for cifra in one.cifras)


def stated_of(comparison: Comparison, unidad: Unidad, meta: Meta) -> Stated:
    """The figures that the counterparts state of a goal with the same number and words, said once; empty for none.

    What the plan programmes comes before what the earlier report repeats of it. A figure of a row that may be read in
    two ways is not stated.
    """
    pareja = comparison.pareja(meta)
    if pareja is None or pareja.modo != pairing.SAME or not _sole(comparison, unidad, meta):
        return {}
    stated = {cotejo.columna: cotejo.vigente.value for cotejo in pareja.cotejos if cotejo.vigente.value is not UNKNOWN}
    telling = sum(value is not BLANK and value != 0 for value in stated.values())
    return stated if telling >= TELLING else {}


def _sole(comparison: Comparison, unidad: Unidad, meta: Meta) -> bool:
    """True if the number and the words of a goal are said once in its unit, and once in each counterpart of that."""
    own = pairing.goal(meta.numero.raw, meta.texto.raw, 0)
    others = comparison.beside[id(unidad)].others.values()
    return all(_times(own, side) == 1 for side in (unidad.metas, *(other.metas for other in others)))


def _times(goal: pairing.Goal, metas: Sequence[Meta]) -> int:
    """The number of goals with this number and these words."""
    return sum(
        squashed(meta.numero.raw) == goal.number and pairing.goal(meta.numero.raw, meta.texto.raw, 0) == goal
        for meta in metas
    )


def agrees(meta: Meta, stated: Stated) -> bool:
    """True if a goal says in every column what is stated; a blank and 0 are the same."""
    own = {cifra.columna: cifra.valor.value for cifra in meta.cifras}
    return all(_plain(own.get(column, UNKNOWN)) == _plain(value) for column, value in stated.items())


def _plain(value: Any) -> Any:
    return 0 if value is BLANK else value


def witness(comparison: Comparison | None, unidad: Unidad, meta: Meta) -> Callable[[Meta], bool] | None:
    """A function that tells if a goal says, after a repair, what is stated of it; None where nothing is stated."""
    stated = stated_of(comparison, unidad, meta) if comparison is not None else {}
    return (lambda one: agrees(one, stated)) if stated else None


def spoken_for(repairs: Sequence[Repair], comparison: Comparison, meta: Meta, words: Words) -> tuple[Repair, ...]:
    """Repairs with the words about what a counterpart states of the figures that they write."""
    pareja = comparison.pareja(meta)
    assert pareja is not None, "a counterpart speaks for them"
    said = words_of(words.language, "compare")
    return tuple(replace(one, message="; ".join((one.message, *_states(one, pareja, said)))) for one in repairs)


def _states(repair: Repair, pareja: Pareja, said: Words) -> Iterator[str]:
    """A sentence for each figure that a repair writes and a counterpart states."""
    targets = {change.target for change in repair.changes}
    for cotejo in pareja.cotejos:
        value = cotejo.vigente.value
        if cotejo.columna in targets and value is not UNKNOWN:
            role = "plan" if cotejo.contra in (PLAN, "oficio") else "antes"
            yield said(f"compare.states-{role}", value=figure_text(_plain(value)), column=cotejo.titulo)


def told(changes: Sequence[Change], row: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The findings of a row that a figure differs from a counterpart's which these changes put right."""
    touched = {name for change in changes for name in (change.target, change.origin) if name}
    return [
        finding
        for finding in row
        if finding.code in FIGURES and finding.where.columna in touched and finding.derived_from is None
    ]


def altered(changes: Sequence[Change], found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Those among findings of `told` about a figure in whose place the changes write another."""
    over = {change.target for change in changes if change.action == "change"}
    return [finding for finding in found if finding.where.columna in over]


def _fact(fact: Fact, placed: Mapping[int, Meta], comparison: Comparison, said: Words) -> Fact:
    """A fact about a goal that was placed anew; the one about its displacement tells how, and by which file."""
    goal = placed.get(id(fact.meta))
    if goal is None or fact.meta is None:
        return fact
    if fact.code != PLACED:
        return fact._replace(meta=goal)
    cells = tuple(cifra.valor for cifra in goal.cifras)
    figures = " · ".join(f"{cell.columna.titulo} {cell.raw or '-'}" for cell in cells)
    pareja = comparison.pareja(fact.meta)
    assert pareja is not None, "a goal is placed by its counterpart"
    doubtful = bool(goal.acomodo and goal.acomodo.otras)
    acomodo = figures if doubtful else said(f"compare.placed-{pareja.contra}", placement=figures)
    variant = "falta" if fact.variant == "falta_cifra" else fact.variant
    values = {**fact.values, "acomodo": acomodo}
    return fact._replace(meta=goal, cells=cells, values=values, variant=variant, low_confidence=doubtful, edits=())


def _with_goals(informe: Informe, placed: Mapping[int, Meta]) -> Informe:
    """A report with other goals in the places of some, by their identity."""

    def goals(metas: Sequence[Meta]) -> tuple[Meta, ...]:
        return tuple(placed.get(id(meta), meta) for meta in metas)

    pages: dict[int, Pagina] = {id(page): replace(page, metas=goals(page.metas)) for page in informe.paginas}

    def unit(unidad: Unidad) -> Unidad:
        paginas = tuple(pages.get(id(page), page) for page in unidad.paginas)
        return replace(unidad, paginas=paginas, metas=goals(unidad.metas))

    return replace(
        informe,
        paginas=tuple(pages[id(page)] for page in informe.paginas),
        unidades=tuple(map(unit, informe.unidades)),
    )
