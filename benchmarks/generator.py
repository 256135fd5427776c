"""Generate reports, sound or faulty, no two alike; the same seed gives the same report."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from benchmarks.faults import faulty_row
from poa_lint.authoring.samples import Page, write
from poa_lint.authoring.specimens import Goal
from poa_lint.core.records import replace

CUTS: Final = ("31-mar.", "30-jun.", "30-sep.", "31-dic.")
FAULTY: Final = 10
"""In a faulty report one goal of so many has a fault."""

# Words of the header, the goals and the signatures, in Spanish as the form is.
RAMOS: Final = ("CONSEJO", "INSTITUTO", "DIRECCIÓN", "SISTEMA", "FIDEICOMISO", "COORDINACIÓN")
TEMAS: Final = (
    "URBANIZACIÓN",
    "DEPORTE",
    "CULTURA",
    "DESARROLLO ECONÓMICO",
    "SALUD PÚBLICA",
    "PROTECCIÓN AL AMBIENTE",
    "VIVIENDA",
    "ATENCIÓN A LA JUVENTUD",
    "MOVILIDAD",
    "SERVICIOS PÚBLICOS",
)
AREAS: Final = ("GERENCIA", "SUBDIRECCIÓN", "COORDINACIÓN", "JEFATURA", "UNIDAD", "DEPARTAMENTO")
MATERIAS: Final = (
    "FINANZAS",
    "PLANEACIÓN",
    "OBRAS",
    "PROMOCIÓN",
    "CONTROL INTERNO",
    "RECURSOS HUMANOS",
    "SERVICIOS GENERALES",
    "ASUNTOS JURÍDICOS",
    "INFORMÁTICA",
    "ATENCIÓN CIUDADANA",
    "PROYECTOS",
    "COMUNICACIÓN SOCIAL",
)
FUNCIONES: Final = (
    (("2", "DESARROLLO SOCIAL"), ("2", "VIVIENDA Y SERVICIOS A LA COMUNIDAD"), ("1", "URBANIZACIÓN")),
    (("2", "DESARROLLO SOCIAL"), ("2", "VIVIENDA Y SERVICIOS A LA COMUNIDAD"), ("2", "DESARROLLO COMUNITARIO")),
    (("2", "DESARROLLO SOCIAL"), ("1", "PROTECCIÓN AMBIENTAL"), ("2", "ADMINISTRACIÓN DEL AGUA")),
    (("1", "GOBIERNO"), ("8", "OTROS SERVICIOS GENERALES"), ("3", "SERVICIOS DE COMUNICACIÓN Y MEDIOS")),
    (("1", "GOBIERNO"), ("5", "ASUNTOS FINANCIEROS Y HACENDARIOS"), ("1", "ASUNTOS FINANCIEROS")),
)
EJES: Final = (
    "CIUDAD QUE CRECE",
    "BIENESTAR PARA TODOS",
    "SEGURIDAD Y PAZ",
    "GOBERNAR PARA SERVIR",
    "GOBIERNO ABIERTO",
)
MEDIOS: Final = ("MEJORAMIENTO", "FORTALECIMIENTO", "AMPLIACIÓN", "MODERNIZACIÓN", "SEGUIMIENTO", "TRANSPARENCIA")
FINES: Final = (
    "DE LA ATENCIÓN A LA POBLACIÓN",
    "DE LOS ESPACIOS PÚBLICOS",
    "DEL GASTO Y LAS INVERSIONES",
    "DE LA INFRAESTRUCTURA",
    "DE LA INFORMACIÓN GUBERNAMENTAL",
)
VERBOS: Final = (
    "ELABORAR",
    "ATENDER",
    "REHABILITAR",
    "DIFUNDIR",
    "SUPERVISAR",
    "GESTIONAR",
    "ORGANIZAR",
    "ACTUALIZAR",
    "VERIFICAR",
    "ENTREGAR",
    "INTEGRAR",
    "CAPACITAR EN",
)
OBJETOS: Final = (
    ("INFORMES DE AVANCE", "INFORME"),
    ("SOLICITUDES DE LA CIUDADANÍA", "SOLICITUD"),
    ("VIALIDADES DE LA CABECERA", "KILÓMETRO"),
    ("CURSOS PARA EL PERSONAL", "CURSO"),
    ("EXPEDIENTES DE OBRA", "EXPEDIENTE"),
    ("ESTADOS DE CUENTA", "ESTADO DE CUENTA"),
    ("SESIONES DEL CONSEJO", "SESIÓN"),
    ("MANUALES DE PROCEDIMIENTOS", "MANUAL"),
    ("FERIAS DE SERVICIOS", "EVENTO"),
    ("VISITAS A LAS COLONIAS", "VISITA"),
    ("APOYOS A LAS FAMILIAS", "APOYO"),
    ("LUMINARIAS", "LUMINARIA"),
)
MODOS: Final = (
    "CONFORME A LO ESTABLECIDO EN LA NORMATIVIDAD APLICABLE",
    "EN COORDINACIÓN CON LAS DEPENDENCIAS DE LOS TRES ÓRDENES DE GOBIERNO",
    "PARA EL CUMPLIMIENTO DE LOS PROGRAMAS DE LA ENTIDAD",
    "CON LA PARTICIPACIÓN DE LOS COMITÉS DE VECINOS",
    "MEDIANTE LOS MEDIOS QUE SE TENGAN AL ALCANCE",
    "EN LAS DELEGACIONES DEL VALLE",
)
CAUSAS: Final = (
    "SE REPROGRAMÓ POR FALTA DE VEHÍCULO",
    "SE ADELANTÓ A PETICIÓN DE LA CIUDADANÍA",
    "EL PROVEEDOR ENTREGÓ DESPUÉS DE LO CONVENIDO",
    "SE RECIBIERON MÁS SOLICITUDES QUE LAS PREVISTAS",
    "LA CONVOCATORIA SE PUBLICÓ EN OTRA FECHA",
)
TITULOS: Final = ("LIC.", "ING.", "ARQ.", "C.P.", "MTRA.", "DR.")
NOMBRES: Final = (
    "ROSA ELENA",
    "JORGE LUIS",
    "CARMEN",
    "MARTHA",
    "ENRIQUE",
    "SILVIA",
    "RAÚL",
    "ADRIANA",
    "TOMÁS",
    "INÉS",
)
APELLIDOS: Final = (
    "MEZA",
    "PEÑA",
    "ORTIZ",
    "LUNA",
    "VEGA",
    "SOTO",
    "IBARRA",
    "DURÁN",
    "COTA",
    "RUBIO",
    "CAMPA",
    "ZAVALA",
)
FIRMAS: Final = (
    ("ELABORÓ", "COORDINADOR ADMINISTRATIVO"),
    ("REVISÓ", "RESPONSABLE DEL PROGRAMA"),
    ("AUTORIZÓ", "RESPONSABLE DEL RAMO"),
)


class Size(NamedTuple):
    """The size of a report: its pages, units and goals."""

    pages: int = 5
    units: int = 4
    goals: int = 25

    @classmethod
    def of(cls, pages: int) -> "Size":
        """The size of a report of `pages` pages that has as many units and goals on a page as the example report."""
        return cls(pages, max(1, pages * 4 // 5), 5 * pages)


SEED: Final = Size()
"""The size of the example report, about 10 KB: a quarter of one entity."""


class Generated(NamedTuple):
    """A report's text, and the numbers of the goals that have a fault, in order."""

    text: str
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entity:
    """The things that all pages of a report share."""

    page: Page
    """A page with the ramo, the year and the date filled in."""
    quarters: int
    """The number of closed quarters."""
    lines: tuple[tuple[str, str], ...]
    """The lines of action to choose from: code and name."""


def report(seed: int, size: Size = SEED, *, faulty: bool = False) -> Generated:
    """The report that follows from `seed`. Linting it gives no error and no warning, except for goals with a fault.

    With `faulty`, one goal in FAULTY, and at least one, gets a fault of `benchmarks.faults`.
    """
    rng = random.Random(seed)  # noqa: S311 - figures, not secrets
    entity = _entity(rng)
    pages = list(_pages(rng, entity, size))
    chosen = set(rng.sample(range(size.goals), max(1, size.goals // FAULTY))) if faulty else set()
    faults: list[str] = []
    first = 0
    for index, page in enumerate(pages):
        rows = list(page.metas)
        for number, row in enumerate(rows):
            if first + number in chosen:
                rows[number] = faulty_row(rng, row, entity.quarters)
                faults.append(row.texto.partition(".")[0])
        first += len(rows)
        pages[index] = replace(page, metas=tuple(rows))
    return Generated(write(pages), tuple(faults))


def quarter(seed: int, number: int, size: Size = SEED) -> str:
    """The report of a quarter (1 to 4) of the entity that follows from `seed`; its goals are the same in all four."""
    rng = random.Random(seed)  # noqa: S311 - figures, not secrets
    entity = _entity(rng)
    page = replace(
        entity.page, ejercicio="2024", ramo=(str(1000 + seed), entity.page.ramo[1]), fecha=f"{CUTS[number - 1]}-24"
    )
    return write(list(_pages(rng, _Entity(page, number, entity.lines), size)))


def _entity(rng: random.Random) -> _Entity:
    year, quarters = rng.randint(2022, 2027), rng.randint(1, 4)
    ramo = f"{rng.choice(RAMOS)} MUNICIPAL DE {rng.choice(TEMAS)}"
    lines: dict[str, str] = {}
    while len(lines) < 12:
        code = ".".join(str(rng.randint(1, top)) for top in (len(EJES), 6, 9))
        lines[code] = f"{rng.choice(MEDIOS)} {rng.choice(FINES)}"
    page = Page(
        ejercicio=str(year),
        ramo=(str(rng.randint(10, 99)), ramo),
        fecha=f"{CUTS[quarters - 1]}-{year % 100}",
    )
    return _Entity(page, quarters, tuple(sorted(lines.items())))


def _pages(rng: random.Random, entity: _Entity, size: Size) -> Iterator[Page]:
    """The pages, unit by unit. The last page of each unit is signed."""
    authority = _person(rng)
    for unit in range(size.units):
        indices = range(unit * size.pages // size.units, (unit + 1) * size.pages // size.units)
        unit_page = _unit(rng, entity, unit)
        people = (_person(rng, authority), _person(rng, authority), authority)
        number = 100 * (unit + 1)
        for index in indices:
            rows = []
            for _ in range(index * size.goals // size.pages, (index + 1) * size.goals // size.pages):
                rows.append(_goal(rng, unit_page, number).row(entity.quarters))
                number += 1
            signed = tuple((*role, name) for role, name in zip(FIRMAS, people, strict=True))
            yield replace(unit_page, metas=tuple(rows), firmas=signed if index == indices[-1] else ())


def _unit(rng: random.Random, entity: _Entity, unit: int) -> Page:
    """A page with the header of the unit, which is counted from 0."""
    finalidad, funcion, subfuncion = FUNCIONES[rng.randrange(len(FUNCIONES))]
    lines = tuple(sorted(rng.sample(entity.lines, rng.randint(2, 4))))
    axes = sorted({code[0] for code, _ in lines})
    return replace(
        entity.page,
        programa=(str(500 + unit // 4), f"PROGRAMA DE {MATERIAS[unit // 4 % len(MATERIAS)]}"),
        unidad=(str(101 + unit), f"{rng.choice(AREAS)} DE {rng.choice(MATERIAS)} {unit + 1}"),
        finalidad=finalidad,
        funcion=funcion,
        subfuncion=subfuncion,
        ejes=tuple((axis, EJES[int(axis) - 1]) for axis in axes),
        lineas_de_accion=lines,
    )


def _person(rng: random.Random, other: str = "") -> str:
    """A title and a name, which is not that of `other`."""
    while True:
        name = f"{rng.choice(TITULOS)} {rng.choice(NOMBRES)} {rng.choice(APELLIDOS)} {rng.choice(APELLIDOS)}"
        if name.partition(" ")[2] != other.partition(" ")[2]:
            return name


def _goal(rng: random.Random, page: Page, number: int) -> Goal:
    """A goal whose arithmetic holds, and which has an observation where it was not achieved as planned."""
    codes = " ".join(sorted(code for code, _ in rng.sample(page.lineas_de_accion, rng.randint(1, 2))))
    if rng.random() < 0.08:
        return _payroll(rng, codes, number)
    objects, unit = rng.choice(OBJETOS)
    ways = ", ".join(rng.sample(MODOS, rng.randint(1, 2)))
    text = f"{number}.- {rng.choice(VERBOS)} {rng.randint(2, 900)} {objects} {ways}."
    planned = _plan(rng)
    achieved, observation = planned, ""
    if rng.random() < 0.25:
        achieved = [_near(rng, figure) for figure in planned]
        observation = f"{rng.choice(CAUSAS)}, OFICIO {rng.randint(1, 999)}."
    return Goal(
        codes,
        text,
        unit,
        tuple(f"{figure:,}" if figure else rng.choice(("", "0")) for figure in planned),
        tuple(f"{figure:,}" for figure in achieved),
        abierto=rng.choice(("", "", "", "0")),
        decimales=rng.choice((0, 0, 0, 1, 2)),
        observaciones=observation,
    )


def _payroll(rng: random.Random, codes: str, number: int) -> Goal:
    """A goal that counts fortnights, as the rules about payrolls want it: 26 in the year, always achieved."""
    plan = rng.choice((("6", "7", "6", "7"), ("7", "6", "7", "6"), ("6", "6", "7", "7")))
    text = f"{number}.- {rng.choice(VERBOS)} LA NÓMINA DEL PERSONAL {rng.choice(MODOS)}."
    return Goal(codes, text, "NÓMINA", plan, plan, abierto=rng.choice(("", "0")))


def _plan(rng: random.Random) -> list[int]:
    """The figures programmed for the four quarters; one of them may be 0."""
    scale = rng.choice((3, 10, 40, 300, 4000, 60_000))
    plan = [rng.randint(1, scale) for _ in range(4)]
    if rng.random() < 0.3:
        plan[rng.randrange(4)] = 0
    return plan


def _near(rng: random.Random, figure: int) -> int:
    """`figure`, or a figure somewhat above or below it."""
    return max(0, figure + rng.randint(-1, 1) * max(1, figure // rng.randint(3, 9)))
