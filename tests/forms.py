"""Forms as hypothesis draws them: any periods, columns and header, each way to say the year and the cut-off."""

from typing import Any

from hypothesis import strategies as st

from poa_lint.core.form import Form
from poa_lint.core.form_data import written_out
from poa_lint.core.forms import form
from poa_lint.rulebook.form_file import FULL_MONTHS

MONTHS = ("Ene", "Feb", "Mar", "Abr", "May", "Jun", "Jul", "Ago", "Sep", "Oct", "Nov", "Dic")
ENTRIES: tuple[dict[str, Any], ...] = (
    {"id": "ramo", "etiqueta": ["RAMO"], "clave": r"\d+"},
    {"id": "programa", "etiqueta": ["PROGRAMA PRESUPUESTARIO"], "clave": r"\d{6,10}", "exige": "true"},
    {"id": "proyecto", "etiqueta": ["PROYECTO"], "clave": r"[A-Z]{2}\d{3}"},
    {"id": "finalidad", "etiqueta": ["FINALIDAD"], "clave": r"\d"},
    {"id": "ejes", "etiqueta": ["EJES"], "clave": r"\d{1,3}", "varios": "true"},
    {"id": "lineas_de_accion", "etiqueta": ["LINEAS DE ACCION"], "clave": r"\d+\.\d+\.\d+", "varios": "true"},
    {"id": "municipio", "etiqueta": ["MUNICIPIO"], "exige": "true"},
)
UNIT = {"id": "unidad_ejecutora", "etiqueta": ["AREA RESPONSABLE"], "clave": r"[A-Z]?\d{2,3}", "exige": "true"}
REPEATED: tuple[dict[str, Any], ...] = (
    {"id": "variacion", "titulo": ["Diferencia"], "tipo": "cifra", "signo": "true", "formula": "avance - programado"},
    {"id": "porcentaje", "titulo": ["%"], "tipo": "porcentaje", "formula": "avance / programado * 100"},
    {"id": "gasto", "titulo": ["Pagado"], "tipo": "dinero"},
)
MONEY: tuple[dict[str, Any], ...] = (
    {"id": "autorizado", "titulo": ["Presupuesto autorizado"], "tipo": "dinero"},
    {"id": "ejercido", "titulo": ["Presupuesto ejercido"], "tipo": "dinero"},
    {"id": "resta", "titulo": ["Por ejercer"], "tipo": "dinero", "formula": "autorizado - ejercido"},
    {"id": "ejercido_pct", "titulo": ["% ejercido"], "tipo": "porcentaje", "formula": "ejercido / autorizado * 100"},
)


def _some(items: tuple[dict[str, Any], ...]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Some of the items, in their order."""
    chosen = st.sets(st.integers(0, len(items) - 1))
    return chosen.map(lambda indexes: [items[index] for index in sorted(indexes)])


@st.composite
def _columns(draw: st.DrawFn, *, plan: bool) -> list[dict[str, Any]]:
    own_number = draw(st.booleans())
    repeated = [{"id": "programado", "titulo": ["Programado"], "tipo": "cifra"}]
    if not plan:
        repeated += [{"id": "avance", "titulo": ["Alcanzado"], "tipo": "cifra"}, *draw(_some(REPEATED))]
    above = ["{periodo}"] if draw(st.booleans()) else ["Avance", "{periodo}"]
    periods = [{**column, "titulo": [*above, *column["titulo"]]} for column in repeated]
    lines = [{"id": "lineas", "titulo": ["L/A"], "tipo": "codigos"}]
    number = [{"id": "numero", "titulo": ["Clave"], "tipo": "numero"}]
    totals = (
        {"id": "absoluto", "titulo": ["Acumulado"], "tipo": "cifra"},
        {"id": "relativo", "titulo": ["Avance anual"], "tipo": "porcentaje"},
    )
    money = draw(st.sampled_from(((), MONEY, MONEY[:2])))
    return [
        *(lines if draw(st.booleans()) else ()),
        *(number if own_number else ()),
        {"id": "texto", "titulo": ["Actividad"], "tipo": "texto" if own_number else "meta"},
        {"id": "unidad_medida", "titulo": ["Unidad de medida"], "tipo": "texto"},
        {"id": "meta_anual", "titulo": ["Meta anual"], "tipo": "cifra"},
        {"repetir": "periodos", "columnas": periods},
        *(() if plan else totals[: draw(st.sampled_from((0, 1, 2)))]),
        *money,
        *(
            [{"id": "observaciones", "titulo": ["Observaciones"], "tipo": "observaciones"}]
            if draw(st.booleans())
            else ()
        ),
    ]


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """A form that a page is told from others by: it has a title, and a unit."""
    count = draw(st.sampled_from((3, 4, 6, 12)))
    ends = [12 * number // count for number in range(1, count + 1)]
    begins = [1, *(end + 1 for end in ends[:-1])]
    says = draw(st.sampled_from(("fecha", "fecha", "periodo", "mes", "ninguno")))
    year = draw(st.sampled_from(({"titulo": "CONTROL DE METAS"}, {"titulo": "EJERCICIO FISCAL"}, {})))
    data: dict[str, Any] = {
        "form": "XYZ-07",
        "name": "Control",
        "reconoce": {"titulo": ["CONTROL DE METAS"], **draw(st.sampled_from(({}, {"clave": [r"XYZ[- ]?\d{1,2}"]})))},
        "ejercicio": year,
        "corte": {"dice": says, **({} if says == "ninguno" else {"etiqueta": ["CORTE"]})},
        "unidad": ["unidad_ejecutora"],
        "encabezado": [UNIT, *draw(_some(ENTRIES))],
        "firmas": [{"rol": rol} for rol in draw(st.sampled_from(((), ("FORMULÓ",), ("REVISÓ", "AUTORIZÓ"))))],
        "periods": [
            {
                "nombre": MONTHS[end - 1] if first == end else f"{MONTHS[first - 1]}-{MONTHS[end - 1]}",
                "clave": f"P{number}",
                "cierre": f"fin de {FULL_MONTHS[end - 1]}",
            }
            for number, (first, end) in enumerate(zip(begins, ends, strict=True), 1)
        ],
        "columns": draw(_columns(plan=says == "ninguno")),
        "numero": {"ambito": draw(st.sampled_from(("unidad", "informe")))},
        "justificacion": draw(st.sampled_from(("columna", "aparte"))),
    }
    return form(written_out(data, {}))
