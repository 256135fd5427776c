"""Sound reports to take through converters: their content, page by page, and the truth about them as JSON."""

import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from benchmarks.generator import CUTS, FUNCIONES
from poa_lint import lint
from poa_lint.authoring.specimens import Goal
from poa_lint.core.text import folded
from tests.routes import phrases

ROLES: Final = ("ELABORÓ", "REVISÓ", "AUTORIZÓ")
LABELS: Final = ("RAMO:", "PROGRAMA", "UNIDAD EJECUTORA", "FINALIDAD", "FUNCION", "SUBFUNCION")
MONTHS: Final = {"31-mar.": "31 de marzo de", "30-jun.": "30 de junio de"}
OPENING: Final = ("L/A", "METAS Y ACCIONES", "UNIDAD DE MEDIDA", "META ANUAL")
TITLES: Final = (
    (*OPENING, "PERIODO", *[""] * 7, "AVANCE ABSOLUTO", "ACUMULADO RELATIVO", "OBSERVACIONES"),
    ("", "", "", "", "Ene-Mar", "", "Abr-Jun", "", "Jul-Sep", "", "Oct-Dic", "", "", "", ""),
    ("", "", "", "", *("P", "A") * 4, "", "", ""),
)
"""The three lines of the table's heading."""
SIZES: Final = (
    (1, 1, 5),
    (2, 1, 9),
    (3, 2, 14),
    (5, 4, 25),
    (1, 1, 6),
    (4, 3, 19),
    (2, 2, 11),
    (3, 3, 15),
    (5, 4, 24),
    (4, 2, 15),
)
"""Pages, units and goals of the reports, in turns: 143 goals in ten reports."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page as it stands on paper."""

    titles: tuple[str, ...]
    header: tuple[tuple[str, str, str], ...]
    """Label, code and name of each line; the label is empty where a line goes on."""
    form: str
    fecha: str
    rows: tuple[tuple[str, ...], ...]
    """The goals, each of 15 cells."""
    signatures: tuple[tuple[str, str, str], ...]
    """Role, charge and name."""
    unit: str


@dataclass(frozen=True, slots=True)
class Style:
    """The habits of the office that prints a report."""

    beside: bool
    """True where signatures stand side by side, False one below the other."""
    clipped: bool
    """True where a workbook's header has its codes in the column right beside the labels, which cuts these."""
    tabs: bool
    """True where a document's header is made of tabs, False for a table."""
    dated: bool
    """True where form and date stand at the right end, False below the header."""


@dataclass(frozen=True, slots=True)
class Report:
    """A sound report: its name, the office's habits, and its pages."""

    name: str
    style: Style
    leaves: tuple[Leaf, ...]

    @property
    def goals(self) -> int:
        """The number of its goals."""
        return sum(len(leaf.rows) for leaf in self.leaves)


def made(count: int = len(SIZES), seed: int = 1, sizes: tuple[tuple[int, int, int], ...] = SIZES) -> list[Report]:
    """Reports that follow from `seed`, all without a finding at error or warning in their tabbed text."""
    return [_report(number, seed * 1000 + number, sizes[number % len(sizes)]) for number in range(count)]


def save(report: Report, folder: Path) -> None:
    """Write the truth about a report into a folder."""
    path = folder / f"{report.name}.json"
    path.write_text(
        json.dumps({"titles": TITLES, **asdict(report)}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


def load(path: Path) -> Report:
    """The report whose truth a file holds."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Report(data["name"], Style(**data["style"]), tuple(_leaf(one) for one in data["leaves"]))


def tabbed(report: Report) -> str:
    """The report's text with tabs between its cells, as the program likes it best."""
    lines: list[str] = []
    for leaf in report.leaves:
        lines += ["", *leaf.titles, "", *("\t".join(line) for line in leaf.header), "", leaf.form, ""]
        lines += [f"FECHA: {leaf.fecha}", "", *("\t".join(cells) for cells in (*TITLES, *leaf.rows)), ""]
        lines += (piece for signature in leaf.signatures for piece in (signature[0], "", *signature[1:], ""))
    return "\n".join(lines) + "\n"


def _leaf(data: dict[str, object]) -> Leaf:
    fields = {key: _frozen(value) for key, value in data.items()}
    return Leaf(**fields)  # type: ignore[arg-type]


def _frozen(value: object) -> object:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


def _report(number: int, seed: int, size: tuple[int, int, int]) -> Report:
    for attempt in range(50):
        rng = random.Random(f"{seed}.{attempt}")  # noqa: S311  figures, not secrets
        style = Style(beside=number % 2 == 1, clipped=number % 5 == 4, tabs=number % 3 == 2, dated=number % 4 < 2)
        report = Report(f"informe-{number + 1:02}", style, tuple(_leaves(rng, size)))
        if not _faults(report):
            return report
    raise ValueError(f"no sound report follows from {seed}")


def _faults(report: Report) -> list[str]:
    found = lint(tabbed(report)).files[0].diagnostics
    return [finding.code for finding in found if finding.severity.value != "info"]


def _leaves(rng: random.Random, size: tuple[int, int, int]) -> Iterator[Leaf]:
    pages, units, goals = size
    quarters, year = rng.randint(1, 4), rng.randint(2022, 2026)
    cut = CUTS[quarters - 1]
    fecha = f"{MONTHS[cut]} {year}" if cut in MONTHS and rng.random() < 0.3 else f"{cut}-{year % 100}"
    town, council = rng.choice(phrases.TOWNS)
    titles = (f"GOBIERNO DE {town}", council, f"PROGRAMA OPERATIVO ANUAL {year}", "AVANCE FÍSICO PROGRAMÁTICO")
    ramo = ("RAMO:", str(rng.randint(10, 99)), rng.choice(phrases.RAMOS))
    programme = ("PROGRAMA", str(rng.randint(101, 699)), rng.choice(phrases.PROGRAMAS))
    names, author = rng.sample(phrases.UNIDADES, units), _people(rng, 1)[0]
    opened = rng.choice(("", "", "0"))
    for unit in range(units):
        header, codes = _header(rng, (str(101 + unit), names[unit]))
        people = (*_people(rng, 2, author), author)
        signed = tuple(zip(ROLES, rng.choice(phrases.CARGOS), people, strict=True))
        indices = range(unit * pages // units, (unit + 1) * pages // units)
        number = 100 * (unit + 1)
        left = _used(codes)
        for index in indices:
            count = (index + 1) * goals // pages - index * goals // pages
            rows = tuple(_row(rng, number + place, quarters, opened, left) for place in range(count))
            number += count
            last = index == indices[-1]
            yield Leaf(
                titles, (ramo, programme, *header), "TMM-F004", fecha, rows, signed if last else (), str(101 + unit)
            )


def _used(codes: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The codes for goal after goal: each code of a unit comes once before any comes again."""
    wide = max(1, len(codes) - 2)
    yield codes[:wide]
    yield codes[wide - 1 :]
    while True:
        for start in range(len(codes)):
            yield tuple(sorted({codes[start], codes[(start + start % 2) % len(codes)]}))


def _header(rng: random.Random, unit: tuple[str, str]) -> tuple[tuple[tuple[str, str, str], ...], tuple[str, ...]]:
    """The header's lines from the unit on, and the codes of its lines of action."""
    classes = FUNCIONES[rng.randrange(len(FUNCIONES))]
    codes: set[str] = set()
    while len(codes) < rng.randint(2, 5):
        codes.add(f"{rng.randint(1, 3)}.{rng.randint(1, 6)}.{rng.randint(1, 9)}")
    axes = sorted({code[0] for code in codes})
    lines = list(zip(LABELS[2:], (unit, *classes), strict=True))
    header = [(label, *pair) for label, pair in lines]
    header += [("" if n else "EJE DE GOBIERNO", axis, phrases.EJES[int(axis) - 1]) for n, axis in enumerate(axes)]
    names = rng.sample(phrases.LINEAS, len(codes))
    ordered = tuple(sorted(codes))
    header += [("" if n else "LINEAS DE ACCION", *pair) for n, pair in enumerate(zip(ordered, names, strict=True))]
    return tuple(header), ordered


def _people(rng: random.Random, count: int, *others: str) -> list[str]:
    """Full names of three to eight words with their titles, none alike and none of `others`."""
    found: list[str] = []
    while len(found) < count:
        surnames = rng.sample(phrases.APELLIDOS, 2)
        name = f"{rng.choice(phrases.TITULOS)} {rng.choice(phrases.NOMBRES)} {' '.join(surnames)}"
        taken = {folded(one.partition(" ")[2]) for one in (*found, *others)}
        if folded(name.partition(" ")[2]) not in taken:
            found.append(name)
    return found


def _row(
    rng: random.Random, number: int, quarters: int, opened: str, codes: Iterator[tuple[str, ...]]
) -> tuple[str, ...]:
    lines = " ".join(next(codes))
    while True:
        goal = replace(_goal(rng, number), lineas=lines, abierto=opened)
        cells = goal.row(quarters).cells()
        if not _lone(cells, quarters):
            return cells


def _lone(cells: tuple[str, ...], quarters: int) -> bool:
    """True where a goal is out of order by its own figures and words, so that another is made in its place."""
    from poa_lint.authoring.samples import Page, Row, write

    page = Page(
        fecha=f"{CUTS[quarters - 1]}-24",
        lineas_de_accion=tuple((code, f"LÍNEA {code}") for code in cells[0].split()),
        ejes=tuple((axis, f"EJE {axis}") for axis in sorted({code[0] for code in cells[0].split()})),
        metas=(Row(renglon=cells),),
    )
    return any(found.severity.value != "info" for found in lint(write([page])).files[0].diagnostics)


def _goal(rng: random.Random, number: int) -> Goal:
    """A goal with its plan, what was achieved and, where that differs, the observation about it."""
    if rng.random() < 0.1:
        payrolls = rng.choice((("6", "7", "6", "7"), ("7", "6", "7", "6")))
        return Goal("", f"{number}.- SEGUIMIENTO AL GASTO DE SERVICIOS PERSONALES.", "NÓMINA", payrolls, payrolls)
    measured = rng.random() < 0.2
    object, unit = rng.choice(phrases.MEDIDAS if measured else phrases.OBJETOS)
    ways = ", ".join(rng.sample(phrases.MODOS, rng.randint(0, 4)))
    text = f"{number}.- {rng.choice(phrases.VERBOS)} {object}{', ' if ways else ''}{ways}."
    plan = _plan(rng)
    done = list(plan)
    observations = ""
    if rng.random() < 0.4:
        done = [max(0, figure + rng.randint(-1, 1) * max(1, figure // rng.randint(3, 9))) for figure in plan]
        observations = " ".join(rng.sample(phrases.CAUSAS, rng.randint(1, 3)))
    blank = rng.choice(("", "0"))
    scale = rng.choice((1, 10, 100)) if measured else 1
    planned = tuple(_figure(figure, scale) if figure else blank for figure in plan)
    achieved = tuple(_figure(figure, scale) for figure in done)
    return Goal("", text, unit, planned, achieved, decimales=rng.choice((0, 0, 0, 1, 2)), observaciones=observations)


def _plan(rng: random.Random) -> list[int]:
    scale = rng.choice((3, 3, 12, 40, 300, 4000, 60_000))
    plan = [rng.randint(1, scale) for _ in range(4)]
    if rng.random() < 0.3:
        plan[rng.randrange(4)] = 0
    return plan


def _figure(value: int, scale: int) -> str:
    """A figure as it is printed: commas between its thousands, decimals without zeros at their end."""
    whole, rest = divmod(value, scale)
    decimals = f"{rest:0{len(str(scale)) - 1}}".rstrip("0") if rest else ""
    return f"{whole:,}.{decimals}" if decimals else f"{whole:,}"
