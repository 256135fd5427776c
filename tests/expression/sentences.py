"""Sentences about one goal, compiled or refused."""

from poa_lint.authoring.samples import Row
from poa_lint.core.figures import ratio
from poa_lint.expression.resolve import Resolved, resolve
from poa_lint.expression.syntax import Problem
from poa_lint.expression.types import ANY, NUMBER, Name, Type
from poa_lint.rulebook.nodes import scope

CATALOGUES = {"funcional": {"2": "Desarrollo social", "2.2.1": "Urbanización"}}
SCOPE = scope("meta", {"tolerancia": Name(NUMBER, None, ratio(1, 10), "puntos")}, CATALOGUES)
ROW = Row(
    lineas="4.2.3 4.6.1",
    texto="103.- CELEBRAR SESIONES DEL ÓRGANO.",
    unidad_medida="SESIÓN",
    meta_anual="8",
    programado=("2", "2", "", "4"),
    avance=("3", "doce", "", ""),
    absoluto="3",
    relativo="37.5%",
)


def compiled(text: str) -> Resolved:
    found = resolve(text, SCOPE)
    assert isinstance(found, Resolved), found
    return found


def problem(text: str, wanted: Type = ANY) -> Problem:
    found = resolve(text, SCOPE, wanted)
    assert isinstance(found, Problem), text
    return found
