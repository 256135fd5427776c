"""Count how often repairs name the figure that was changed: `python -m benchmarks.repairs [GOALS] [SEED]`.

A sound goal is made at random, one figure of it is changed or moved to the cell beside, and its repairs are sought:

    sound     META ANUAL 8, P 2 2 2 2, A 3 - - -, absoluto 3
    damaged   META ANUAL 8, P 2 2 2 7, …                        # kind `programado`, columns {programado.4}
    repaired  `programado.4` from 7 to 2                        # named, and first if it is the first repair
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.config.settings import Settings
from poa_lint.core.diagnostic import Change
from poa_lint.core.figures import figure_text
from poa_lint.core.forms import built_in_forms
from poa_lint.core.records import replace
from poa_lint.core.source import Source
from poa_lint.linter.check import scorer
from poa_lint.linter.plan import Plans
from poa_lint.linter.repair import Repairs, repairs
from poa_lint.reading import read
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.frames import Frames

CUTS: Final = ("31-mar.-24", "30-jun.-24", "30-sep.-24", "31-dic.-24")
COLUMNS: Final = (
    "meta_anual",
    *(f"{kind}.{quarter}" for quarter in range(1, 5) for kind in ("programado", "avance")),
    "absoluto",
)
"""The columns of figures, left to right."""
KINDS: Final = ("meta_anual", "absoluto", "relativo", "programado", "avance", "vecina")
"""Kinds of damage: the column of the figure that is changed, or `vecina`: a figure stands in the blank cell beside."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal: its figures by column, None for a blank; its observation; and the number of closed quarters."""

    figures: dict[str, int | None]
    observation: str
    closed: int

    def text(self) -> str:
        """The text of a report that has this goal alone."""
        cells = {name: "" if value is None else figure_text(value) for name, value in self.figures.items()}
        row = Row(
            meta_anual=cells["meta_anual"],
            programado=tuple(cells[f"programado.{quarter}"] for quarter in range(1, 5)),
            avance=tuple(cells[f"avance.{quarter}"] for quarter in range(1, 5)),
            absoluto=cells["absoluto"],
            relativo=cells["relativo"] and f"{cells['relativo']}%",
            observaciones=self.observation,
        )
        return write([Page(fecha=CUTS[self.closed - 1], metas=(row,))])

    def changed(self, **figures: int | None) -> "Goal":
        """The same goal with other figures, by column."""
        return replace(self, figures={**self.figures, **figures})


def sound(rng: random.Random) -> Goal:
    """A goal whose arithmetic holds. Some goals leave a quarter or two blank, some achieve a little more or less."""
    closed, scale = rng.randint(1, 4), rng.choice((3, 3, 10, 10, 40, 300, 4000))
    plan: list[int | None] = [rng.randint(1, scale) for _ in range(4)]
    if rng.random() < 0.35:
        for quarter in rng.sample(range(4), rng.randint(1, 2)):
            plan[quarter] = None
    achieved = [_achieved(planned, rng) if quarter < closed else None for quarter, planned in enumerate(plan)]
    goal, total = sum(filter(None, plan)), sum(filter(None, achieved))
    figures: dict[str, int | None] = {
        "meta_anual": goal,
        "absoluto": total,
        "relativo": (200 * total + goal) // (2 * goal),
    }
    for quarter in range(4):
        figures |= {f"programado.{quarter + 1}": plan[quarter], f"avance.{quarter + 1}": achieved[quarter]}
    as_planned = achieved[:closed] == plan[:closed]
    return Goal(figures, "" if as_planned else "SE AJUSTO LO PROGRAMADO POR CAUSAS AJENAS.", closed)


def _achieved(planned: int | None, rng: random.Random) -> int | None:
    if planned is None:
        return rng.choice((None, None, 0))
    margin = max(1, planned // 5)
    return max(0, planned + rng.randint(-margin, margin)) if rng.random() < 0.3 else planned


def damaged(goal: Goal, kind: str, rng: random.Random) -> tuple[Goal, frozenset[str]] | None:
    """`goal` with damage of a kind of KINDS, and the columns that are at fault; None where it cannot have it."""
    figures = goal.figures
    if kind == "vecina":
        pairs = [*pairwise(COLUMNS), *pairwise(COLUMNS[::-1])]
        pairs = [(source, target) for source, target in pairs if figures[source] and figures[target] is None]
        if not pairs:
            return None
        source, target = rng.choice(pairs)
        return goal.changed(**{source: None, target: figures[source]}), frozenset({source, target})
    names = [name for name, value in figures.items() if name.startswith(kind) and value is not None]
    if not names:
        return None
    name = rng.choice(names)
    return goal.changed(**{name: _other_figure(figures[name] or 0, rng)}), frozenset({name})


def _other_figure(value: int, rng: random.Random) -> int:
    """A figure other than `value`: with another digit, one more or less, ten times it, or anything up to its double."""
    while True:
        digits = list(str(value))
        digits[rng.randrange(len(digits))] = rng.choice("0123456789")
        other = rng.choice(
            (int("".join(digits)), value + rng.choice((-1, 1)), 10 * value, rng.randint(0, 2 * value + 3))
        )
        if other != value and other >= 0:
            return other


def timed_repairs(goal: Goal) -> tuple[Repairs, float] | None:
    """The repairs of `goal`, and the seconds that finding them took; None where its arithmetic holds."""
    rules, source = built_in_rules(), Source("informe.txt", goal.text())
    informe = read.read(source, built_in_forms(), scorer(rules), lambda *_: "suma").informe
    (frame,) = Frames(informe)["meta"]
    if scorer(rules)(informe.metas[0])[1] == 0:
        return None
    plan = Plans(rules, Settings()).of(2024)
    begun = time.perf_counter()
    return repairs(frame, plan.constraints, plan.grave), time.perf_counter() - begun


def touches(changes: Sequence[Change], columns: frozenset[str]) -> bool:
    """True if the changes of a repair touch all of `columns`."""
    return columns <= {column for change in changes for column in (change.origin, change.target)}


def cases(count: int, seed: int) -> Iterator[tuple[str, Goal, frozenset[str]]]:
    """`count` damaged goals of each kind: kind, goal, and the columns at fault. The same seed gives the same goals."""
    rng = random.Random(seed)  # noqa: S311 - figures, not secrets
    for kind in KINDS:
        number = 0
        while number < count:
            case = damaged(sound(rng), kind, rng)
            if case is not None:
                number += 1
                yield kind, *case


def main(count: int, seed: int) -> None:
    """Print the table of docs/repair.md, from `count` goals of each kind."""
    tally: Counter[tuple[str, str]] = Counter()
    seconds = 0.0
    for kind, goal, columns in cases(count, seed):
        result = timed_repairs(goal)
        if result is None:
            tally[kind, "silent"] += 1
            continue
        repaired, taken = result
        hits = [touches(changes, columns) for changes in repaired.edits]
        seconds += taken
        tally[kind, "broken"] += 1
        tally[kind, "named"] += any(hits)
        tally[kind, "first"] += bool(hits and hits[0])
        tally[kind, "alone"] += repaired.total == 1 and any(hits)
    print("| changed | goals | arithmetic still holds | named | named first | alone |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for kind in KINDS:
        broken = tally[kind, "broken"]
        shares = " | ".join(f"{100 * tally[kind, key] / broken:.1f} %" for key in ("named", "first", "alone"))
        print(f"| {kind} | {count} | {tally[kind, 'silent']} | {shares} |")
    total = sum(tally[kind, "broken"] for kind in KINDS)
    print(f"\n{1000 * seconds / total:.1f} ms a goal with broken arithmetic")


if __name__ == "__main__":
    main(*(int(argument) for argument in (*sys.argv[1:], *("500", "1")[len(sys.argv) - 1 :])))
