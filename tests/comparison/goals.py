"""Made goals of near-identical texts, and what a quarter does to them: dropped, new, reworded, split, merged, moved.

Every goal here knows which goals there it came from, so that a pair is right or wrong by construction.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

Dice = random.Random

VERBS: Final = (
    *("ELABORAR", "REALIZAR", "ATENDER", "SUPERVISAR", "ENTREGAR", "REVISAR"),
    *("ACTUALIZAR", "INTEGRAR", "COORDINAR", "DIFUNDIR", "EVALUAR", "GESTIONAR"),
)
NEW_VERBS: Final = ("PROMOVER", "VIGILAR", "CONTRATAR", "DIGITALIZAR")
"""The verbs of goals that were not there before."""
OBJECTS: Final = (
    *("INFORMES DE AVANCE", "SESIONES DEL COMITÉ TÉCNICO", "SOLICITUDES CIUDADANAS", "OBRAS DE PAVIMENTACIÓN"),
    *("EXPEDIENTES DE PERSONAL", "CAMPAÑAS DE LIMPIEZA", "PADRONES DE USUARIOS", "PERMISOS DE CONSTRUCCIÓN"),
    *("CURSOS DE CAPACITACIÓN", "INSPECCIONES SANITARIAS", "CONVENIOS DE COLABORACIÓN", "PROYECTOS EJECUTIVOS"),
)
QUALIFIERS: Final = (
    *("DE LA ZONA NORTE", "DE LA ZONA SUR", "DEL VALLE DE MEXICALI", "DE LA CABECERA MUNICIPAL", "DEL PRIMER CUADRO"),
    *("DE LAS DELEGACIONES", "CON ENFOQUE DE GÉNERO", "PARA GRUPOS VULNERABLES", "EN ZONAS RURALES", "POR TRIMESTRE"),
)
EXTRA: Final = ("Y SU SEGUIMIENTO", "DE FORMA OPORTUNA", "CONFORME AL PROGRAMA", "QUE SE REQUIERAN")
UNITS, EACH = 20, 40
"""The units, and the goals of each."""


@dataclass(frozen=True)
class Made:
    """A goal: its number, words, and the goals of before that it is, or is a part of; none for a new one."""

    number: int
    words: str
    origins: frozenset[int]


Units = list[list[Made]]


def goals(dice: Dice, units: int = UNITS, each: int = EACH) -> Units:
    """The goals of all units, numbers running on in each."""
    every = [" ".join(words) for words in product(VERBS, OBJECTS, QUALIFIERS)]
    chosen = dice.sample(every, units * each)
    texts = [chosen[unit * each : (unit + 1) * each] for unit in range(units)]
    return [
        [Made(100 + at, words, frozenset((unit * each + at,))) for at, words in enumerate(own)]
        for unit, own in enumerate(texts)
    ]


def touched(before: Units, dice: Dice, share: float) -> Units:
    """The goals of the quarter after: a share of them changed in some way, numbers running on again."""
    now = [list(unit) for unit in before]
    for _ in range(round(share * sum(map(len, before)))):
        dice.choice(_CHANGES)(now, dice)
    return [[replace(goal, number=100 + at) for at, goal in enumerate(unit)] for unit in now]


def _somewhere(now: Units, dice: Dice, room: int = 1) -> tuple[list[Made], int]:
    unit = dice.choice([unit for unit in now if len(unit) >= room])
    return unit, dice.randrange(len(unit) - room + 1)


def _drop(now: Units, dice: Dice) -> None:
    unit, at = _somewhere(now, dice)
    del unit[at]


def _fresh(unit: list[Made], dice: Dice) -> Made:
    """A goal that no quarter had: it begins as no other does, and has one part at most with any goal of its unit.

    One that differs in its verb alone is a reworded goal, for a person as well; the words of another unit are moved.
    """
    while True:
        parts = tuple(map(dice.choice, (NEW_VERBS, OBJECTS, QUALIFIERS)))
        if not any(sum(part in goal.words for part in parts) > 1 for goal in unit):
            return Made(0, " ".join(parts), frozenset())


def _add(now: Units, dice: Dice) -> None:
    unit, at = _somewhere(now, dice)
    unit.insert(at, _fresh(unit, dice))


def _replace(now: Units, dice: Dice) -> None:
    """Another goal stands in the place of one."""
    unit, at = _somewhere(now, dice)
    unit[at] = _fresh(unit, dice)


def _reword(now: Units, dice: Dice) -> None:
    unit, at = _somewhere(now, dice)
    words = unit[at].words.split()
    change = dice.randrange(3)
    if change == 0:
        words += dice.choice(EXTRA).split()
    elif change == 1:
        words[0] = dice.choice(VERBS)
    else:
        words.insert(1, dice.choice(("LOS", "LAS", "DIVERSAS")))
    unit[at] = replace(unit[at], words=" ".join(words))


def _mistype(now: Units, dice: Dice) -> None:
    unit, at = _somewhere(now, dice)
    words = unit[at].words
    place = dice.randrange(len(words) - 1)
    unit[at] = replace(unit[at], words=f"{words[:place]}{words[place + 1]}{words[place]}{words[place + 2 :]}")


def _split(now: Units, dice: Dice) -> None:
    unit, at = _somewhere(now, dice)
    goal = unit[at]
    unit[at : at + 1] = [replace(goal, words=f"{goal.words} ETAPA {n}") for n in (1, 2)]


def _merge(now: Units, dice: Dice) -> None:
    unit, at = _somewhere(now, dice, 2)
    one, other = unit[at : at + 2]
    unit[at : at + 2] = [Made(0, f"{one.words} Y {other.words}", one.origins | other.origins)]


def _move(now: Units, dice: Dice) -> None:
    unit, at = _somewhere(now, dice, 2)
    goal = unit.pop(at)
    other, place = _somewhere(now, dice)
    other.insert(place, goal)


def _swap(now: Units, dice: Dice) -> None:
    unit, at = _somewhere(now, dice, 2)
    unit[at], unit[at + 1] = unit[at + 1], unit[at]


_CHANGES: Final[Sequence[Callable[[Units, Dice], None]]] = (
    *(_drop, _add, _replace, _reword, _reword, _mistype, _split, _merge, _move, _swap),
)


def every(units: Units) -> Iterator[Made]:
    """All goals, in order."""
    return (goal for unit in units for goal in unit)
