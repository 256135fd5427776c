"""The lines around the table of a sound report: letterhead, entries, cut-off and signatures, as a form says them."""

from __future__ import annotations

from typing import Final

from poa_lint.authoring.sheets.codes import code, takes
from poa_lint.authoring.sheets.sheet import Clave, Dato, Firma
from poa_lint.core.dates import Fecha
from poa_lint.core.form import NONE, YEAR, Entry, Form, Head
from poa_lint.core.forms import MONTHS
from poa_lint.core.text import folded, squashed
from poa_lint.rulebook.form_file import FULL_MONTHS

GOBIERNO: Final = "GOBIERNO DE VILLA NUEVA"
UNITS: Final = (("101", "GERENCIA DE PLANEACIÓN Y CONTROL"), ("102", "GERENCIA DE FINANZAS Y PROMOCIÓN"))
"""The codes and names of the two units of a report."""
CLAVES: Final[dict[str, tuple[Clave, ...]]] = {
    "ramo": (("63", "CONSEJO DE URBANIZACIÓN MUNICIPAL"),),
    "programa": (("511", "GESTIÓN ADMINISTRATIVA"),),
    "finalidad": (("2", "DESARROLLO SOCIAL"),),
    "funcion": (("2", "VIVIENDA Y SERVICIOS A LA COMUNIDAD"),),
    "subfuncion": (("1", "URBANIZACIÓN"),),
    "ejes": (("3", "MEXICALI CRECE"), ("4", "GOBERNAR PARA SERVIR")),
    "lineas_de_accion": (
        ("3.4.1", "REACONDICIONAMIENTO DE VIALIDADES"),
        ("4.6.1", "MESURA EN EL EJERCICIO DE LOS RECURSOS PÚBLICOS"),
        ("4.2.3", "MEJORAMIENTO DE LA ATENCIÓN CIUDADANA"),
    ),
}
"""The codes and names of the entries that rules know. A unit's goals use the lines; the second uses the last two."""
NAMES: Final = ("VILLA NUEVA", "FORTALECIMIENTO DE LOS INGRESOS", "CAPTACIÓN Y RECAUDACIÓN", "ADMINISTRACIÓN MUNICIPAL")
"""The names of other entries."""
PEOPLE: Final = (
    ("COORDINADOR ADMINISTRATIVO", "LIC. ROSA ELENA MEZA LUNA"),
    ("RESPONSABLE DEL PROGRAMA", "ING. JORGE LUIS PEÑA SOTO"),
    ("RESPONSABLE DEL RAMO", "ARQ. CARMEN ORTIZ VEGA"),
    ("TITULAR DE LA DEPENDENCIA", "C.P. MARTHA IRENE SOLÍS PAZ"),
    ("DIRECTOR DE ÁREA", "ING. TOMÁS RIVERA CANO"),
)
"""Charge and name of those who sign."""


def membrete(head: Head) -> tuple[str, ...]:
    """Return the lines above the header: a form's title, and the one with the year."""
    year, titles = head.year, head.titles
    dated = f"{year.words[0]} {YEAR}" if year.place == "titulo" else ""
    others = [title for title in titles if not folded(dated).startswith(folded(title))]
    if dated and len(others) == len(titles) and titles:  # a page with titles states the year in one of them
        dated, others = f"{titles[0]} - {dated}", []
    labelled = f"{year.words[0]}: {YEAR}" if year.place == "etiqueta" else ""
    lines = (GOBIERNO, dated, *others[:1], labelled)
    return (*(line for line in lines if line), "")


def forma(form: Form) -> str:
    """Return the code that the form's pages show; empty where they show none. Raises ValueError, see `codes.code`."""
    codes = form.head.codes
    if not codes:
        return ""
    return form.code if any(takes(pattern, form.code) for pattern in codes) else code(codes[0])


def datos(form: Form, unit: int, period: str) -> tuple[Dato, ...]:
    """Return the entries of a page of the first unit (0) or the second one (1), in a report that closes `period`.

    Raises ValueError, see `codes.code`.
    """
    own = telling(form.head)
    entries = enumerate(form.head.entries)
    return tuple(_dato(entry, index, unit, period, own=entry.columna.id == own) for index, entry in entries)


def telling(head: Head) -> str:
    """Return the id of the entry that tells two units apart; empty where none does."""
    names = [entry.columna.id for entry in head.entries if entry.columna.id in head.unit]
    return "unidad_ejecutora" if "unidad_ejecutora" in names else (names or [""])[0]


def _dato(entry: Entry, index: int, unit: int, period: str, *, own: bool) -> Dato:
    name = entry.columna.id
    if not entry.code:
        words = UNITS[unit][1] if own else period if name in ("periodo", "mes") else NAMES[index % len(NAMES)]
        return Dato(name, f"{entry.words[0]}:", (("", words),))
    known = CLAVES.get(name, (("", NAMES[index % len(NAMES)]),))
    first = unit if own or len(known) > 1 else 0  # the second unit has no project of the first line
    stated = (UNITS[unit],) if own or name == "unidad_ejecutora" else known[first:]
    claves = [(_code(entry.code, given, first + place), words) for place, (given, words) in enumerate(stated)]
    return Dato(name, entry.words[0], tuple(claves) if entry.several else tuple(claves[:1]))


def _code(pattern: str, given: str, number: int) -> str:
    return given if takes(pattern, given) else code(pattern, number)


def lines_of_action(form: Form) -> tuple[str, ...]:
    """Return the codes of the lines of action that goals may use."""
    entry = next((entry for entry in form.head.entries if entry.columna.id == "lineas_de_accion"), None)
    given = tuple(code for code, _ in CLAVES["lineas_de_accion"])
    if entry is None or not entry.code:
        return given
    return tuple(_code(entry.code, one, index) for index, one in enumerate(given))


def corte(form: Form, closed: int, year: int) -> str:
    """Return what a page says of its cut-off: a date, the name of a period, or a month; empty for nothing."""
    says = form.head.cutoff.says
    if says == NONE:
        return ""
    period = form.periods[closed - 1]
    if says == "fecha":
        return fecha(period.end(year))
    month = FULL_MONTHS[period.mes - 1]
    named = month if says == "mes" and squashed(month) in period.words else period.nombre
    return f"{named} {year}" if says == "mes" else named


def fecha(day: Fecha) -> str:
    """Return a day as a header writes it: `31-mar.-25`."""
    return f"{day.dia}-{MONTHS[day.mes - 1]}.-{day.ano % 100:02d}"


def firmas(form: Form) -> tuple[Firma, ...]:
    """Return the signatures of a form, each by another person."""
    return tuple((role.name, *PEOPLE[index % len(PEOPLE)]) for index, role in enumerate(form.head.roles))
