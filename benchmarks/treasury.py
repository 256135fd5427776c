"""The year of a treasury: reports of many units and four quarters, as texts, workbooks and PDFs, some late or wrong.

`python -m benchmarks.treasury FOLDER [UNITS]` writes them (250 units make about a thousand files) with the plan and the
settings of an office beside them, and prints how they were made; the same number makes the same files.
`python -m benchmarks.treasury --measure FOLDER` runs the commands of docs/tesoreria.md over such a folder and prints
how long each took, and the memory of its largest process.
"""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from tests.comparison.writing import WRITERS
from tests.comparison.year import OBJECTS, PLANS, VERBS, Goal, Unit

UNITS: Final = 250
SEED: Final = 20
SUFFIXES: Final = (".xlsx", ".xlsx", ".txt", ".pdf")
"""The suffixes of a unit's files: of four units two deliver workbooks, one texts, one PDFs."""
WORDS: Final = ("INGRESOS", "CATASTRO", "PERSONAL", "OBRA", "ALUMBRADO", "PARQUES", "ARCHIVO", "DEPORTE", "CULTURA")
POSTS: Final = ("DIRECCION DE", "COORDINACION DE", "DEPARTAMENTO DE", "OFICINA DE")
CAUSE: Final = "NO SE ALCANZÓ LO PROGRAMADO EN EL TRIMESTRE POR FALTA DE PERSONAL."


class Made(NamedTuple):
    """A unit's report of a quarter: the file's name, its bytes, and how it was made (`sound`, `late` …)."""

    name: str
    data: bytes
    kind: str


def units(count: int = UNITS) -> list[Unit]:
    """So many units of several programmes, each with eight to twenty goals."""
    rng = random.Random(SEED)  # noqa: S311 - made reports, nothing secret
    return [_unit(rng, number) for number in range(count)]


def _unit(rng: random.Random, number: int) -> Unit:
    word = WORDS[number % len(WORDS)]
    name = f"{POSTS[number // len(WORDS) % len(POSTS)]} {word}"
    goals = tuple(_goal(rng, 100 + index, word) for index in range(rng.randint(8, 20)))
    programme = (
        str(500 + number // 100),
        ("GESTION ADMINISTRATIVA", "SERVICIOS", "DESARROLLO URBANO")[number // 100 % 3],
    )
    return Unit(str(100 + number % 100), name, goals, {"programa": programme})


def _goal(rng: random.Random, number: int, word: str) -> Goal:
    thing, measure = rng.choice(OBJECTS)
    planned = rng.choice(PLANS)
    achieved, notes = list(planned), [""] * 4
    kind = rng.random()
    if kind < 0.05:  # nothing is done, quarter after quarter
        achieved, notes = [0] * 4, [CAUSE] * 4
    elif kind < 0.12:
        slow = rng.randrange(4)
        achieved[slow], notes[slow] = planned[slow] // 2, CAUSE if planned[slow] else ""
    elif kind < 0.16:
        achieved = [2 * figure for figure in planned]
        notes = ["SE ATENDIERON MÁS SOLICITUDES QUE LAS PROGRAMADAS."] * 4
    verb = VERBS[number % len(VERBS)]
    lines = "4.6.2" if number % 7 == 2 else "4.6.1"
    words = f"{verb} {thing} DE {word} {number}."
    return Goal(str(number), words, measure, planned, tuple(achieved), tuple(notes), lines)


def reports(made: Sequence[Unit], quarter: int) -> Iterator[Made]:
    """The reports of a quarter (1 to 4): a few are missing, a few are wrong, and a few come twice."""
    rng = random.Random(f"{SEED} {quarter}")  # noqa: S311 - made reports, nothing secret
    for number, unit in enumerate(made):
        suffix = SUFFIXES[number % len(SUFFIXES)]
        programme = dict(unit.page)["programa"][0]  # type: ignore[index] # a code and a name
        name = f"{programme}-{unit.code}-{number:05d}"
        kind = rng.random()
        if kind < 0.03:
            continue
        if kind < 0.15:
            wrong = replace(unit, goals=tuple(_wrong(rng, goal, quarter) for goal in unit.goals))
            yield Made(f"{name}{suffix}", WRITERS[suffix]([wrong.sheet(quarter)]), "wrong")
            if kind < 0.05:
                yield Made(f"{name}-corregido{suffix}", WRITERS[suffix]([unit.sheet(quarter)]), "corrected")
        elif kind < 0.25:
            silent = replace(unit, goals=tuple(replace(goal, notes=("",) * 4) for goal in unit.goals))
            yield Made(f"{name}{suffix}", WRITERS[suffix]([silent.sheet(quarter)]), "silent")
        else:
            yield Made(f"{name}{suffix}", WRITERS[suffix]([unit.sheet(quarter)]), "sound")


def _wrong(rng: random.Random, goal: Goal, quarter: int) -> Goal:
    if rng.random() > 0.2:
        return goal
    done = sum(goal.achieved[:quarter])
    fault = rng.choice(({"absoluto": str(done + 1)}, {"relativo": "101%"}, {"meta_anual": str(goal.annual + 1)}))
    return replace(goal, said=fault)


def write(folder: Path, count: int = UNITS) -> Counter[str]:
    """Write the year into a folder: the plan, `poa-lint.yaml`, and `T1` to `T4`; the number of files by kind."""
    made, kinds = units(count), Counter[str]()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.xlsx").write_bytes(WRITERS[".xlsx"](unit.plan() for unit in made))
    (folder / "poa-lint.yaml").write_text("compare:\n  plan: plan.xlsx\n  against: T*\n", "utf-8")
    for quarter in range(1, 5):
        (folder / f"T{quarter}").mkdir(exist_ok=True)
        for report in reports(made, quarter):
            (folder / f"T{quarter}" / report.name).write_bytes(report.data)
            kinds[report.kind] += 1
    return kinds


COMMANDS: Final = {
    "`summary`": ("summary", "{reports}"),
    "`summary -f xlsx`": ("summary", "{reports}", "-f", "xlsx", "-o", "{out}/resumen.xlsx"),
    "`summary -f html --pages`": (
        *("summary", "{reports}", "-f", "html", "-o", "{out}/resumen.html"),
        *("--pages", "{out}/paginas"),
    ),
    "`export`": ("export", "{reports}", "-o", "{out}/csv"),
    "`export -f xlsx`": ("export", "{reports}", "-f", "xlsx", "-o", "{out}/xlsx"),
    "`letter`": ("letter", "{reports}", "-o", "{out}/oficios"),
}
"""The commands that are measured, by the words of the table."""


def measure(folder: Path, *others: str) -> Iterator[str]:
    """The lines of a table: each command over the reports of a year, its seconds and its memory."""
    reports = sorted(str(path) for path in folder.glob("T[1-4]"))
    yield f"| {sum(len(list(Path(path).iterdir())) for path in reports):,} archivos | segundos | memoria |"
    yield "| --- | --- | --- |"
    for words, command in COMMANDS.items():
        with TemporaryDirectory() as out:
            said = [one.format(out=out) for part in command for one in (reports if part == "{reports}" else (part,))]
            began = time.perf_counter()
            process = subprocess.Popen(
                [sys.executable, "-m", "poa_lint", *said, "--no-config", *others],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            _, _, used = os.wait4(process.pid, 0)
            yield f"| {words} | {time.perf_counter() - began:.0f} s | {used.ru_maxrss / 1024:.0f} MB |"


def main(arguments: Sequence[str]) -> int:
    """Write the year that the command line asks for, or measure one."""
    if arguments[0] == "--measure":
        for line in measure(Path(arguments[1]), *arguments[2:]):
            print(line, flush=True)
        return 0
    folder, *count = arguments
    for kind, number in sorted(write(Path(folder), *map(int, count)).items()):
        print(f"{kind}: {number}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
