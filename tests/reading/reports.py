"""A report of one page, and what a report says, places apart."""

from collections.abc import Callable

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.core.report import Clave, Firma, Informe, Meta, Pagina
from poa_lint.core.text import folded
from poa_lint.reading.read import Reading
from tests.places import SEED

Read = Callable[[str], Reading]
SEED_TEXT = SEED.read_text(encoding="utf-8")

ROWS = (
    Row(texto="100.- ELABORAR INFORMES DE AVANCE."),
    Row(texto="101.- CELEBRAR SESIONES.", unidad_medida="SESIÓN"),
)
PAGE = Page(
    ejes=(("3", "MEXICALI CRECE"), ("4", "GOBERNAR PARA SERVIR")),
    lineas_de_accion=(("3.4.1", "VIALIDADES"), ("4.6.1", "MESURA EN EL EJERCICIO DE LOS RECURSOS")),
    metas=ROWS,
)
TEXT = write([PAGE])


# What a report says, places apart -----------------------------------------------------------------------------


def entry(clave: Clave) -> object:
    return clave.codigo.raw, folded(clave.nombre.raw)


def signature(firma: Firma) -> object:
    return firma.rol, folded(firma.cargo.raw), folded(firma.nombre.raw)


def goal(meta: Meta) -> object:
    words = (meta.texto, meta.unidad_medida, meta.observaciones)
    return (
        meta.numero.raw,
        tuple(folded(cell.raw) for cell in words),
        tuple(code.raw for code in meta.lineas),
        tuple(cifra.valor.value for cifra in meta.cifras),
        tuple((period.cerrado, period.ultimo) for period in meta.periodos),
        meta.acomodo,
    )


def page(pagina: Pagina) -> object:
    single = (
        pagina.ramo,
        pagina.programa,
        pagina.unidad_ejecutora,
        pagina.finalidad,
        pagina.funcion,
        pagina.subfuncion,
    )
    return (
        tuple(map(entry, single)),
        tuple(map(entry, pagina.ejes)),
        tuple(map(entry, pagina.lineas)),
        (pagina.ejercicio.value, pagina.forma.raw.upper(), pagina.fecha.value, pagina.cierra),
        tuple(map(goal, pagina.metas)),
        tuple(map(signature, pagina.firmas)),
    )


def contents(informe: Informe) -> object:
    units = tuple(
        (folded(unidad.nombre), tuple(pagina.numero for pagina in unidad.paginas)) for unidad in informe.unidades
    )
    return tuple(map(page, informe.paginas)), units, informe.ejercicio, informe.fecha, informe.corte


def codes(reading: Reading) -> list[tuple[str, str]]:
    return [(fact.code, fact.variant) for fact in reading.facts]
