"""Make the nodes that compare of a report and its counterparts: pairs of goals, of figures, what only one side has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from poa_lint.core.figures import UNKNOWN, Figure, Nothing
from poa_lint.core.form import Columna
from poa_lint.core.report import Cell, Informe, Meta, Pagina, Unidad, absent, pending
from poa_lint.core.text import folded, squashed
from poa_lint.expression.functions import same, total
from poa_lint.rulebook import absences, pairing
from poa_lint.rulebook.absences import apart
from poa_lint.rulebook.certainty import certain, confirmed, unknown
from poa_lint.rulebook.comparison import (
    BEFORE,
    CLOSED,
    PLAN,
    Ausencia,
    Beside,
    Comparacion,
    Cotejo,
    Counterpart,
    LostUnit,
    Pareja,
    Rubro,
)
from poa_lint.rulebook.pairing import CERTAIN, DOUBTFUL, Thresholds
from poa_lint.rulebook.rubros import comparacion, rubro


class Counts(NamedTuple):
    """Numbers of a unit's goals by how they were paired, for one role."""

    same: int = 0
    text: int = 0
    renumbered: int = 0
    moved: int = 0
    doubtful: int = 0
    new: int = 0
    lost: int = 0


class Comparison:
    """The nodes of a report that has counterparts, made once."""

    def __init__(
        self, informe: Informe, beside: Sequence[Beside], lost: Sequence[LostUnit], thresholds: Thresholds
    ) -> None:
        self.informe = informe
        self.beside = {id(one.unidad): one for one in beside}
        self.capped = False
        self._roles = {role: self._paired(role, beside, thresholds) for role in (BEFORE, PLAN)}
        self._doubt(beside, thresholds.like)
        self.unsettled: list[tuple[Counterpart, str]] = []
        """Goals of counterparts, by their numbers, of which some figures are not certain and were not compared."""
        self._sure = {id(meta): self._settled(one, meta) for one in beside for meta in one.unidad.metas}
        self.parejas: dict[int, Pareja] = {}
        for one in beside:
            for meta in one.unidad.metas if one.others else ():
                self.parejas[id(meta)] = self._pareja(one, meta, self._sure[id(meta)])
        self.ausencias = (
            *(absences.unit(one, informe) for one in lost),
            *(absence for one in beside for absence in self._absences(one)),
        )

    def _absences(self, one: Beside) -> Iterator[Ausencia]:
        """The goals that only one side has, told once: of the plan, or of the earlier report where there is no plan."""
        role = PLAN if PLAN in one.others else BEFORE
        if role in one.others:
            found = self._roles[role]
            yield from absences.lost(one, one.others[role], found.taken)
            yield from absences.new(one, one.others[role], found.there)

    def cotejos(self, meta: Meta) -> tuple[Cotejo, ...]:
        """The figures of a goal that have counterparts."""
        found = self.parejas.get(id(meta))
        return found.cotejos if found else ()

    def pareja(self, meta: Meta) -> Pareja | None:
        """A goal with its counterparts; None for one of a unit that has none."""
        return self.parejas.get(id(meta))

    def frames(self, around: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        """The frames of goals with their counterparts behind them; what is not certain of a goal is UNKNOWN."""
        for *outer, meta in around:
            if id(meta) in self.parejas:
                yield (*outer, self._sure[id(meta)], self.parejas[id(meta)])

    def rubros(self, unidad: Unidad, pagina: Pagina) -> Iterator[Rubro]:
        """The header of a page beside that of the nearest counterpart."""
        one = self.beside.get(id(unidad))
        other = one and (one.others.get(BEFORE) or one.others.get(PLAN))
        if other:
            yield rubro(pagina, other)

    def comparaciones(self, unidad: Unidad) -> Iterator[Comparacion]:
        """A unit beside its counterparts, if it has any."""
        one = self.beside.get(id(unidad))
        if one is not None and unidad.paginas:
            yield comparacion(one)

    def counts(self, unidad: Unidad, role: str) -> Counts | None:
        """The numbers of a unit's goals by how they were paired; None without a counterpart of that role."""
        one = self.beside.get(id(unidad))
        other = one.others.get(role) if one else None
        if other is None:
            return None
        found = self._roles[role]
        modes = [found.modes.get(id(meta), ("", 0))[0] for meta in unidad.metas]
        text = sum(
            1
            for meta in unidad.metas
            if (pair := found.modes.get(id(meta))) and pair[0] == pairing.NUMBER and pair[1] < 100
        )
        return Counts(
            same=modes.count(pairing.SAME),
            text=text,
            renumbered=modes.count(pairing.RENUMBERED),
            moved=modes.count(pairing.MOVED),
            doubtful=modes.count(DOUBTFUL),
            new=modes.count(""),
            lost=sum(1 for meta in other.metas if id(meta) not in found.taken),
        )

    def _paired(self, role: str, beside: Sequence[Beside], thresholds: Thresholds) -> _Role:
        units = [(one.unidad.metas, one.others[role].metas) for one in beside if role in one.others]
        here = [meta for own, _ in units for meta in own]
        there = [meta for _, others in units for meta in others]
        found = pairing.pair(_numbered(units), thresholds)
        self.capped = self.capped or found.capped
        return _Role(
            {id(here[pair.here]): there[pair.there] for pair in found.pairs},
            {id(here[pair.here]): (pair.mode, pair.likeness) for pair in found.pairs},
            {id(there[pair.there]): here[pair.here] for pair in found.pairs},
            {id(meta): one.others[role] for one in beside if role in one.others for meta in one.others[role].metas},
        )

    def _doubt(self, beside: Sequence[Beside], like: int) -> None:
        """Doubt goals of the earlier report that are in other words, where the plan has the goal in its own.

        What is told of words is told beside the plan: figures of the earlier report would be compared without a word
        about it. They are, of a text that is very like, unless the plan has another goal in these very words.
        """
        before, plan = self._roles[BEFORE], self._roles[PLAN]
        unlike = [
            (here, likeness)
            for here, (mode, likeness) in before.modes.items()
            if mode in CERTAIN and likeness < 100 and plan.modes.get(here, ("", 0))[1] == 100
        ]
        if not unlike:
            return
        planned = {_words(meta): meta for one in beside if PLAN in one.others for meta in one.others[PLAN].metas}
        for here, likeness in unlike:
            approved = planned.get(_words(before.there[here]))
            if likeness < like or (approved is not None and approved is not plan.there[here]):
                before.modes[here] = (DOUBTFUL, likeness)

    def _settled(self, one: Beside, meta: Meta) -> Meta:
        """A goal with what is certain of it; its counterparts are left with what is certain of them."""
        placed, closed, own = False, _closed_before(one), certain(meta, placed=True)
        for role in self._roles.values():
            other = role.there.get(id(meta))
            if other is None or not (meta.acomodo or other.acomodo):
                continue
            placed = placed or confirmed(own, other, closed)
            likely = (own, *(meta.acomodo.otras if meta.acomodo else ()))
            if other.acomodo and not any(confirmed(one, other, closed) for one in likely):
                side = role.owners[id(other)]
                role.there[id(meta)] = there = certain(other)
                role.owners[id(there)] = side
                self.unsettled.append((side, other.numero.raw))
        return own if placed else certain(meta)

    def _pareja(self, one: Beside, known: Meta, meta: Meta) -> Pareja:
        """A goal with its counterparts: `known` as the report has it, `meta` with what is certain of it."""
        before, plan = (self._certain(role, known) for role in (BEFORE, PLAN))
        role = PLAN if PLAN in one.others else BEFORE
        modo, parecido = self._roles[role].modes.get(id(known), ("", 0))
        in_force = self._roles[role].there.get(id(known))
        nobody = unknown(meta)
        vigente = in_force or nobody
        corte_antes = one.others[BEFORE].closed if BEFORE in one.others else UNKNOWN
        closed = _closed_before(one)
        changed = _changed(meta, vigente, parecido if modo else 100)
        here, there = changed or (meta.texto, vigente.texto)
        other = self._roles[role].owners.get(id(in_force)) if in_force else None
        which = "texto" if there is vigente.texto else "unidad_medida"
        oficio = other.amended.get((vigente.texto.span.start, which), "") if other and changed else ""
        return Pareja(
            modo,
            parecido,
            modo in CERTAIN,
            before is not None,
            plan is not None,
            before or nobody,
            plan or nobody,
            vigente,
            role,
            (other or one.others[role]).archivo,
            corte_antes,
            before is None or _adds_up(before, closed),
            meta.avance[closed : meta.corte] if isinstance(meta.corte, int) else (),
            "falta" if any(map(pending, meta.periodos[closed:])) else "completo",
            changed[0].columna.titulo if changed else "",
            here,
            there,
            *apart(here.raw, there.raw),
            f"dudosa-{role}" if modo == DOUBTFUL else "oficio" if oficio else role,
            _same_lines(meta, vigente),
            ", ".join(cell.raw for cell in vigente.lineas),
            other.nombre if other and modo == pairing.MOVED else "",
            oficio,
            tuple(self._cotejos(one, meta, nobody, before, plan)),
        )

    def _certain(self, role: str, meta: Meta) -> Meta | None:
        """The counterpart of a goal whose figures may be compared."""
        mode, _ = self._roles[role].modes.get(id(meta), ("", 0))
        return self._roles[role].there[id(meta)] if mode in CERTAIN else None

    def _cotejos(
        self, one: Beside, meta: Meta, nobody: Meta, before: Meta | None, plan: Meta | None
    ) -> Iterator[Cotejo]:
        if before is None and plan is None:
            return
        closed = _closed_before(one) if before else 0
        for name, read in _compared(meta, closed):
            cell, old, planned = read(meta), read(before or nobody), read(plan or nobody)
            is_closed = name != "meta_anual" and int(name.partition(".")[2]) <= closed
            achieved = name.startswith("avance")
            role, in_force = (PLAN, planned) if plan else (BEFORE, old)
            if is_closed and before:
                role, in_force = (BEFORE, old) if achieved else (CLOSED, old)
                if plan and not achieved and same(cell.value, planned.value) is True:
                    role, in_force = PLAN, planned  # it puts right what the earlier report had wrong
            side, oficio = self._side(BEFORE if role in (BEFORE, CLOSED) else PLAN, before, plan, name)
            if plan and role == CLOSED and not oficio:
                # Asked for before the period ended, else it would not be there (`amended`): it holds all the same.
                amender, letter = self._side(PLAN, before, plan, name)
                side, oficio, in_force = (amender, letter, planned) if letter else (side, oficio, in_force)
            if oficio:
                role = "oficio"
            titled = cell if cell.columna.titulo != cell.columna.id else in_force
            yield Cotejo(
                name,
                titled.columna.titulo,
                cell,
                old,
                planned,
                in_force,
                role,
                is_closed,
                achieved,
                oficio,
                side.amendments if oficio else side.archivo,
            )

    def _side(self, holder: str, before: Meta | None, plan: Meta | None, name: str) -> tuple[Counterpart, str]:
        """The counterpart of a role, and the letter that changed a column of its goal."""
        goal = before if holder == BEFORE else plan
        side = self._roles[holder].owners[id(goal)]
        return side, side.amended.get((goal.texto.span.start, name), "") if goal else ""


class _Role(NamedTuple):
    """The pairs of one role: the counterpart of a goal, how it was found, the goal of a counterpart, and its unit."""

    there: dict[int, Meta]
    modes: dict[int, tuple[str, int]]
    taken: dict[int, Meta]
    owners: dict[int, Counterpart]


def _numbered(
    units: Iterable[tuple[Sequence[Meta], Sequence[Meta]]],
) -> Iterator[tuple[list[pairing.Goal], list[pairing.Goal]]]:
    """The goals of each unit on both sides as they are compared, numbered through all units."""
    here = there = 0
    for own, others in units:
        yield _goals(own, here), _goals(others, there)
        here, there = here + len(own), there + len(others)


def _words(meta: Meta) -> tuple[str, ...]:
    return pairing.goal("", meta.texto.raw, 0).words


def _goals(metas: Sequence[Meta], first: int) -> list[pairing.Goal]:
    return [pairing.goal(meta.numero.raw, meta.texto.raw, number) for number, meta in enumerate(metas, first)]


def _compared(meta: Meta, closed: int) -> Iterator[tuple[str, Any]]:
    """The ids of the figures of a goal that are compared, each with the function that finds its cell in a goal."""
    yield "meta_anual", lambda goal: goal.meta_anual
    for index in range(len(meta.programado)):
        yield f"programado.{index + 1}", lambda goal, index=index: _at(goal.programado, index, goal)
    for index in range(min(closed, len(meta.avance))):
        yield f"avance.{index + 1}", lambda goal, index=index: _at(goal.avance, index, goal)


def _at(cells: Sequence[Cell[Figure]], index: int, goal: Meta) -> Cell[Figure]:
    return cells[index] if index < len(cells) else absent(Columna("", ""), goal.span.end)


def _closed_before(one: Beside) -> int:
    """The number of periods that the earlier report of a unit closes; 0 where it is not known."""
    other = one.others.get(BEFORE)
    return other.closed if other and isinstance(other.closed, int) else 0


def _adds_up(meta: Meta, closed: int) -> bool:
    """False where the progress to date of a goal is known not to be the sum of the first `closed` periods."""
    return same(meta.absoluto.value, total([cell.value for cell in meta.avance[:closed]])) is not False


def _changed(meta: Meta, other: Meta, likeness: int) -> tuple[Cell[str], Cell[str]] | None:
    """The first cell of words that differs, and the other; None where the goal says the same."""
    if likeness < 100:
        return meta.texto, other.texto
    own, theirs = meta.unidad_medida, other.unidad_medida
    known = own.raw and theirs.raw and not isinstance(own.value, Nothing) and not isinstance(theirs.value, Nothing)
    return (own, theirs) if known and squashed(own.raw) != squashed(theirs.raw) else None


def _same_lines(meta: Meta, other: Meta) -> bool | Nothing:
    """True if two goals name the same lines of action; UNKNOWN where one names none."""
    if not meta.lineas or not other.lineas:
        return UNKNOWN
    return _codes(meta) == _codes(other)


def _codes(meta: Meta) -> set[str]:
    return {folded(cell.raw).strip(" .") for cell in meta.lineas if cell.raw}


def thresholds(values: Mapping[str, object]) -> Thresholds:
    """The thresholds of pairing, which are parameters of POA907."""
    usual = Thresholds()
    named = {name: values.get(f"POA907.{name}") for name in ("parecido", "ventaja", "minimo")}
    like, ahead, under = (
        int(value) if isinstance(value, Figure) else own for value, own in zip(named.values(), usual, strict=True)
    )
    return Thresholds(like, ahead, under)
