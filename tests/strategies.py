"""Sound reports as hypothesis draws them: every figure follows from the others, and nothing is out of place."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from hypothesis import strategies as st

from poa_lint.authoring.samples import SIGNATURES, Page, Row, write

FECHAS: Final = ("31-mar.-24", "30-jun.-24", "30-sep.-24", "31-dic.-24")
"""The cut-off dates that close one, two, three and four quarters."""

UNIDADES: Final = (
    "INFORME",
    "SESIÓN",
    "KM",
    "M2",
    "M3",
    "PZA",
    "LTS.",
    "REUNIONES",
    "ESTADOS DE CUENTA",
    "ACCIÓN DE PROMOCIÓN",
    "INFORME DE AVANCE DE GESTION FINANCIERA",
)
ACCIONES: Final = (
    "ELABORAR INFORMES.",
    "ACTUALIZAR LOS INSTRUMENTOS NORMATIVOS",
    "CELEBRAR SESIONES DEL ÓRGANO DE GOBIERNO CONFORME A LA LEY DE URBANIZACIÓN DEL ESTADO.",
    "MANTENER ACTUALIZADA LA INFORMACIÓN DE LOS ARTÍCULOS 81, 82 Y 83 DE LA LEY DE TRANSPARENCIA.",
    "INFORMAR DEL DESCUENTO DE HASTA EL 100% EN RECARGOS (2024).",
)
OBSERVACIONES: Final = (
    "Se reprogramó por falta de quórum.",
    "Con motivo de la cantidad entregada de estados de cuenta se incrementó el número de solicitudes atendidas.",
    "2 sesiones se pospusieron por acuerdo del Consejo.",
)
CODIGOS: Final = ("2.3.4", "3.4.1", "3.7.2", "4.2.3", "4.6.1", "4.6.12")
NOMINAS: Final = ((6, 7, 6, 7), (7, 6, 6, 7), (6, 7, 7, 6), (7, 6, 7, 6))
OPENINGS: Final = (".- ", ". ", ".-", " - ")
ODD: Final = tuple("\t\r\f\x0b\x1c\x85\u2028\u00a0\ufeff \0%.,-0149lAÓáñ#¡²\u0301\u202e")
"""Characters that break reports: ends of lines of other systems, invisible ones, digits that are none."""


def written(figure: Decimal) -> str:
    """A figure as the paper writes it: `2,011`, `12.5`."""
    whole, _, decimals = f"{figure:,f}".partition(".")
    decimals = decimals.rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole


def relative(absoluto: Decimal, meta_anual: Decimal, decimals: int = 0) -> str:
    """ACUMULADO RELATIVO, rounded half up."""
    points = (absoluto * 100 / meta_anual).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{points:,f}%"


def figures() -> st.SearchStrategy[Decimal]:
    """A quarter's plan above zero: mostly small and whole, up to tens of thousands, now and then with decimals."""
    return st.one_of(
        st.integers(1, 12).map(Decimal),
        st.integers(1, 12).map(Decimal),
        st.integers(13, 30_000).map(Decimal),
        st.integers(1, 2_000).map(lambda quarters: Decimal(quarters) / 4),
    )


@st.composite
def _plan(draw: st.DrawFn) -> tuple[str, Sequence[Decimal]]:
    """A unit of measure and what the quarters programme, one of them at least."""
    if draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from(("NOMINA", "NÓMINA"))), [Decimal(n) for n in draw(st.sampled_from(NOMINAS))]
    same = draw(st.one_of(st.none(), figures()))
    plan = [same if same is not None else draw(figures()) for _ in range(4)]
    idle = draw(st.sets(st.integers(0, 3), max_size=3))
    return draw(st.sampled_from(UNIDADES)), [Decimal(0) if at in idle else p for at, p in enumerate(plan)]


@st.composite
def _achieved(draw: st.DrawFn, planned: Decimal, explained: bool) -> Decimal:
    """What a closed quarter achieved: the plan or within a tenth of it; more or less where an observation tells why."""
    if explained and draw(st.booleans()):
        return draw(st.sampled_from((Decimal(0), Decimal(planned // 2), planned * 2, planned + 1, planned + 3)))
    slack = int(planned) // 10
    return planned + draw(st.integers(-slack, slack)) if slack else planned


@st.composite
def rows(draw: st.DrawFn, closed: int, number: int = 100, codes: Sequence[str] = CODIGOS) -> Row:
    """A goal whose figures agree with each other and with a date that closes `closed` quarters.

    Quarters without a plan, and quarters not yet closed, are blank or `0`, in one style a row.
    """
    unidad, plan = draw(_plan())
    explained = draw(st.integers(0, 2)) == 0
    done = [draw(_achieved(planned, explained)) for planned in plan[:closed]]
    idle, still_open = draw(st.sampled_from((("", ""), ("0", "0"), ("", "0"), ("0", ""))))
    meta_anual, absoluto = sum(plan, Decimal(0)), sum(done, Decimal(0))
    lineas = draw(st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True))
    reported = [written(a) if a or p else idle for a, p in zip(done, plan, strict=False)]
    return Row(
        lineas=draw(st.sampled_from((" ", ", "))).join(sorted(lineas)),
        texto=f"{number}{draw(st.sampled_from(OPENINGS))}{draw(st.sampled_from(ACCIONES))}",
        unidad_medida=unidad,
        meta_anual=written(meta_anual),
        programado=tuple(written(planned) if planned else idle for planned in plan),
        avance=(*reported, *[still_open] * (4 - closed)),
        absoluto=written(absoluto),
        relativo=relative(absoluto, meta_anual, draw(st.sampled_from((0, 0, 0, 2)))),
        observaciones=draw(st.sampled_from(OBSERVACIONES)) if explained else "",
    )


@st.composite
def units(draw: st.DrawFn, closed: int, place: int, most_goals: int = 3) -> tuple[Page, ...]:
    """The pages of one unit, signed on the last; every line of action that a goal uses is declared."""
    count = draw(st.integers(1, 2))
    first = 100 * (place + 1)
    goals: list[tuple[Row, ...]] = []
    for _ in range(count):
        size = draw(st.integers(1, most_goals))
        goals.append(tuple(draw(rows(closed, first + at)) for at in range(size)))
        first += size
    used = sorted({code.strip(",") for group in goals for row in group for code in row.lineas.split()})
    base = Page(
        programa=("511", "GESTION ADMINISTRATIVA") if place < 2 else ("632", "INFRAESTRUCTURA SOCIAL BÁSICA"),
        unidad=(str(101 + place), f"GERENCIA {'ABCDEFG'[place]} DE OBRA"),
        ejes=tuple((eje, f"EJE {eje} PARA TODOS") for eje in sorted({code[0] for code in used})),
        lineas_de_accion=tuple((code, "MESURA EN EL EJERCICIO DE LOS RECURSOS") for code in used),
        fecha=FECHAS[closed - 1],
    )
    last = len(goals) - 1
    return tuple(replace(base, metas=g, firmas=SIGNATURES if at == last else ()) for at, g in enumerate(goals))


@st.composite
def reports(draw: st.DrawFn, most_units: int = 3, most_goals: int = 3) -> tuple[Page, ...]:
    """The pages of a sound report."""
    closed = draw(st.integers(1, 4))
    count = draw(st.integers(1, most_units))
    return tuple(page for place in range(count) for page in draw(units(closed, place, most_goals)))


def texts() -> st.SearchStrategy[str]:
    """The text of a sound report."""
    return reports().map(write)


@st.composite
def damaged(draw: st.DrawFn, text: str) -> str:
    """`text` with a few characters, lines or stretches lost, doubled, exchanged or put in between."""
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from((0, 1, 1, 2, 30, 400))))
        instead = st.sampled_from(("", "\n", "\t", text[start:end] * 2, *ODD))
        text = text[:start] + draw(instead) + text[end:]
    return text
