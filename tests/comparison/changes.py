"""Changes of a year's second quarter, each with the errors and warnings that have to tell of it, and no others.

A change is looked at beside the first quarter (`antes`), beside the plan (`plan`), and beside both (`ambos`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from tests.comparison.checking import Found
from tests.comparison.year import NOTES, Goal, Unit, Year

Told = frozenset[Found]
Change = Callable[[Year], Year]


@dataclass(frozen=True)
class Case:
    """A change of the second quarter, and what tells of it beside each; `earlier` changes plan and first quarter."""

    name: str
    now: Change
    antes: Told
    plan: Told
    ambos: Told
    earlier: Change = lambda year: year

    def told(self, beside: str) -> Told:
        """What has to be told beside `antes`, `plan` or `ambos`."""
        found: Told = getattr(self, beside)
        return found


def _told(*findings: str) -> Told:
    """Findings as `POA902:103:programado.3`."""
    return frozenset(Found(*finding.split(":")) for finding in findings)


def _case(name: str, now: Change, *told: str, antes: str = "", plan: str = "", earlier: Change = lambda y: y) -> Case:
    """A case; `told` is told beside each, what `antes` has beside an earlier report too, and so `plan`."""
    both = (*told, *antes.split(), *plan.split())
    return Case(name, now, _told(*told, *antes.split()), _told(*told, *plan.split()), _told(*both), earlier)


def _goal(at: int, /, **fields: object) -> Change:
    """A change of the fields of one goal of the first unit."""

    def change(goals: list[Goal]) -> list[Goal]:
        goals[at] = replace(goals[at], **fields)  # type: ignore[arg-type]
        return goals

    return lambda year: year.with_goals(0, change)


def _said(number: int, **cells: object) -> Change:
    """A change of cells as they are written."""
    return _goal(number, said=cells)


def _goals(change: Callable[[list[Goal]], list[Goal]], unit: int = 0) -> Change:
    return lambda year: year.with_goals(unit, change)


def _unit(**page: object) -> Change:
    return lambda year: year.with_unit(0, lambda unit: replace(unit, page=page))


def _counted(goals: list[Goal]) -> list[Goal]:
    """The goals with their numbers running on."""
    return [replace(goal, number=str(100 + at)) for at, goal in enumerate(goals)]


def _without(number: int) -> Callable[[list[Goal]], list[Goal]]:
    return lambda goals: goals[:number] + goals[number + 1 :]


def _swapped(goals: list[Goal]) -> list[Goal]:
    goals[10], goals[11] = goals[11], goals[10]
    return _counted(goals)


def _split(goals: list[Goal]) -> list[Goal]:
    """The goal of 30 a quarter as two of 20 and 10."""
    half = goals[17]
    parts = (
        replace(half, words=f"{half.words[:-1]} {words}.", planned=(size,) * 4, achieved=(size,) * 4)
        for words, size in (("AL NORTE", 20), ("AL SUR", 10))
    )
    first, second = parts
    return _counted([*goals[:17], first, *goals[18:], second])


def _merged(goals: list[Goal]) -> list[Goal]:
    """The last two goals as one."""
    one, other = goals[18:]
    words = f"{one.words[:-1]} Y {other.words}"
    planned = tuple(map(sum, zip(one.planned, other.planned, strict=True)))
    return [*goals[:18], replace(one, words=words, planned=planned, achieved=planned)]


def _moved(year: Year) -> Year:
    """The last goal of the first unit in the second one."""
    last = year.units[0].goals[-1]
    first = year.with_goals(0, lambda goals: goals[:-1])
    return first.with_goals(1, lambda goals: [*goals, replace(last, number="220")])


def _new_unit(year: Year) -> Year:
    goals = tuple(replace(goal, number=f"7{goal.number[1:]}") for goal in year.units[0].goals[:3])
    return Year((*year.units, Unit("107", "JURIDICO", goals)))


_NEW: Final = Goal("120", "ATENDER QUEJAS CIUDADANAS.", "QUEJA", (1, 1, 1, 1), (1, 1, 1, 1))
_EMPTY: Final = replace(_NEW, planned=(0, 0, 0, 0), achieved=(0, 0, 0, 0))

_OTHER: Final = "ATENDER QUEJAS CIUDADANAS."
_LONGER: Final = "SUPERVISAR LOS INFORMES DE GASTO CORRIENTE DE RECAUDACIÓN."
_PLAIN: Final = "elaborar informes de gasto corriente de recaudacion"
_P: Final = " ".join(f"POA902:{{goal}}:programado.{n}" for n in range(1, 5))
"""The findings of a goal all of whose programmed figures differ."""
_BLANK: Final = {"avance": ("", "30", "", ""), "absoluto": "30", "relativo": "25%"}
_WRITTEN: Final = {"meta_anual": "8000", "programado": ("2000",) * 4, "avance": ("2000", "2000", "", "")}


CASES: Final = (
    _case("nothing at all", lambda year: year),
    _case("a goal is dropped", _goals(_without(19)), "POA904:119"),
    _case("a goal is dropped and the others count on", _goals(lambda g: _counted(_without(7)(g))), "POA904:107"),
    _case("a goal of zeros is dropped", lambda y: y, earlier=_goals(lambda goals: [*goals, _EMPTY])),
    _case("a goal is new", _goals(lambda goals: [*goals, _NEW]), "POA905:120:texto"),
    _case("a goal of zeros is new", _goals(lambda goals: [*goals, _EMPTY]), "POA104:120:meta_anual"),
    _case("a number is mistyped", _goal(19, number="191"), "POA602:191:numero"),
    _case("a goal is reworded", _goal(3, words=_LONGER), "POA906:103:texto"),
    _case("another goal has its number", _goal(3, words=_OTHER), "POA906:103:texto"),
    _case("accents, capitals and the full stop only", _goal(0, words=_PLAIN)),
    _case("two goals exchange their numbers", _goals(_swapped)),
    _case("a goal moves to another unit", _moved, "POA908:220:texto"),
    _case(
        "a goal is split in two",
        _goals(_split),
        *("POA906:117:texto", "POA905:120:texto", "POA901:117:meta_anual", *_P.format(goal=117).split()),
        antes="POA903:117:avance.1 POA909:117:absoluto",
    ),
    _case(
        "two goals are merged",
        _goals(_merged),
        *("POA906:118:texto", "POA904:119", "POA901:118:meta_anual", *_P.format(goal=118).split()),
        antes="POA903:118:avance.1 POA909:118:absoluto",
    ),
    _case(
        "the annual goal is raised",
        _goal(3, planned=(30, 30, 30, 40)),
        *("POA901:103:meta_anual", "POA902:103:programado.4"),
    ),
    _case(
        "what an open quarter programmes is put off",
        _goal(3, planned=(30, 30, 20, 40)),
        *("POA902:103:programado.3", "POA902:103:programado.4"),
    ),
    _case(
        "what a closed quarter programmed is changed",
        _goal(3, planned=(31, 30, 30, 29)),
        *("POA902:103:programado.1", "POA902:103:programado.4"),
    ),
    _case(
        "what a closed quarter achieved is changed",
        _goal(3, achieved=(31, 30, 30, 30)),
        antes="POA903:103:avance.1 POA909:103:absoluto",
    ),
    _case(
        "what a closed quarter achieved is made up for in the next",
        _goal(3, achieved=(31, 29, 30, 30)),
        antes="POA903:103:avance.1 POA909:103:absoluto",
    ),
    _case(
        "what a closed quarter achieved is blanked",
        _said(3, **_BLANK),
        *("POA404:103:avance.1", "POA305:103:observaciones"),
        antes="POA903:103:avance.1 POA909:103:absoluto",
    ),
    _case(
        "the absolute progress does not go on from the last",
        _said(3, absoluto="61", relativo="51%"),
        "POA102:103:absoluto",
        antes="POA909:103:absoluto",
    ),
    _case(
        "the last report's absolute progress was not its own quarters'",
        lambda year: year,
        earlier=_said(3, absoluto="31", relativo="26%"),
    ),
    _case("the unit of measure is another", _goal(3, measure="REPORTE"), "POA906:103:unidad_medida"),
    _case("the line of action is another, which is a note", _goal(9, lines="4.6.1")),
    _case("figures are written without commas", _said(5, **_WRITTEN)),
    _case(
        "a zero stands where a blank was",
        _said(2, programado=("0", "1", "0", "1")),
    ),
    _case(
        "the header is changed",
        _unit(subfuncion=("5", "VIVIENDA")),
        "POA912::subfuncion",
    ),
    _case(
        "an observation is copied from the last report",
        _goal(4, achieved=(0, 0, 1, 1), notes=(NOTES[0], NOTES[0], "", "")),
        antes="POA911:104:observaciones",
    ),
    _case("a goal stands twice", _goals(lambda goals: [*goals, replace(goals[3], number="120")]), "POA905:120:texto"),
    _case(
        "a number stands twice",
        _goals(lambda goals: [*goals, replace(_NEW, number="119")]),
        *("POA601:119:numero", "POA905:119:texto"),
    ),
    _case("a unit stands under another programme", _unit(programa=("501", "PROGRAMA")), "POA912::programa"),
    _case("a unit is dropped", lambda year: Year(year.units[1:]), "POA904"),
    _case("a unit is new", _new_unit, "POA905::unidad_ejecutora"),
)
