"""Summaries made by hand, for the formats of a year to write."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from poa_lint.core.records import replace
from poa_lint.core.result import VERDICTS
from poa_lint.output.year.model import GROUPS, Digest, Entry, Risk, Row, Speaking, Summary, Tally, UnitDigest, Year

UNREAD, CORRECT, JUSTIFY, REVIEW, SOUND = VERDICTS
FOUND = {UNREAD: (1, 0, 0), CORRECT: (3, 2, 1), JUSTIFY: (1, 0, 2), REVIEW: (0, 2, 0), SOUND: (0, 0, 0)}
"""Findings that a report with this verdict has here."""
RISK = Risk(
    "102",
    "CELEBRAR SESIONES DEL CONSEJO",
    "POA930",
    "si se cumple lo que falta llega a 6 (2 + 4) y al ritmo actual a 5 (8 × 2 ÷ 3), de una META ANUAL de 8",
)


def digest(
    path: str,
    unit: tuple[str, str, str] = ("310", "101", "DIRECCION DE INGRESOS"),
    verdict: str = SOUND,
    *,
    year: int | None = 2025,
    period: str = "T1",
    progress: Sequence[int] = (1, 8, 1, 2, 0),
    reached: int = 9,
    forecast: tuple[int, int] = (9, 10),
    risks: tuple[Risk, ...] = (),
    waived: int = 0,
    corte: str | None = "2025-03-31",
    ramo: str = "07",
) -> Digest:
    """A report of one unit; `progress` by GROUPS, `forecast` the goals expected and all that can be foreseen."""
    tally = Tally(verdict, FOUND[verdict], waived)
    own = UnitDigest(
        ramo=ramo,
        programa=unit[0],
        unidad=unit[1],
        nombre=unit[2],
        forma="TMM-F004",
        periodo=period,
        metas=sum(progress),
        tally=tally,
        progress=dict(zip(GROUPS, progress, strict=True)),
        reached=reached,
        forecast=forecast[1],
        expected=forecast[0],
        risks=risks,
    )
    rules = {"POA101": FOUND[verdict][0], "POA301": FOUND[verdict][1]}
    return Digest(path, "0" * 64, "text", year, corte, tally, rules, (own,))


def entry(*digests: Digest) -> Entry:
    """The entry of the first digest's unit; the others tell of the same."""
    return Entry(tuple((one, one.units[0]) for one in digests))


def row(
    *digests: Digest,
    unit: tuple[str, str, str] = ("", "", ""),
    expected: bool = True,
    planned: str = "",
    missing: tuple[str, ...] = (),
) -> Row:
    """A unit of all these reports, one a period; `unit` is the one without any."""
    own = digests[-1].units[0] if digests else None
    programa, unidad, nombre = (own.programa, own.unidad, own.nombre) if own else unit
    entries = {one.units[0].periodo: entry(one) for one in digests}
    return Row(programa, unidad, nombre, own.ramo if own else "", entries, expected, planned, missing)


def summary(
    *years: Year,
    rules: tuple[Speaking, ...] = (),
    worst: tuple[Digest, ...] = (),
    apart: tuple[Digest, ...] = (),
    left_out: tuple[tuple[str, int], ...] = (),
    notices: tuple[tuple[str, str], ...] = (),
) -> Summary:
    """A summary of these years, counted."""
    digests = {one.path: one for one in (*all_digests(years), *apart)}
    tallies = [one.tally for one in digests.values()]
    errors, warnings, notes = (sum(tally.found[at] for tally in tallies) for at in range(3))
    verdicts: Mapping[str, int] = Counter(tally.verdict for tally in tallies)
    waived = sum(tally.waived for tally in tallies)
    tally = (errors, warnings, notes)
    return Summary(
        years, rules, worst, apart, len(digests), tally, waived, verdicts, "reglas de prueba", left_out, notices
    )


def small() -> Summary:
    """A year of three units and three quarters: one corrected, one missing, one without any report, one at risk."""
    ingresos, catastro = ("310", "101", "DIRECCION DE INGRESOS"), ("310", "102", "CATASTRO")
    first = digest("T1/310-101.xlsx", ingresos, progress=(0, 9, 1, 2, 0), reached=10)
    second = digest("T2/310-101.xlsx", ingresos, JUSTIFY, period="T2", progress=(3, 7, 1, 1, 0), corte="2025-06-30")
    third = digest(
        "T3/310-101.xlsx",
        ingresos,
        CORRECT,
        period="T3",
        progress=(4, 7, 0, 0, 1),
        reached=8,
        forecast=(9, 11),
        risks=(RISK,),
        waived=1,
        corte="2025-09-30",
    )
    corrected = digest("T1/310-102 corregido.xlsx", catastro, REVIEW)
    withdrawn = digest("T1/310-102.xlsx", catastro, CORRECT, corte="2025-03-30")
    unread = digest(
        "T3/310-102.pdf", catastro, UNREAD, period="T3", progress=(0, 0, 0, 0, 0), reached=0, corte="2025-09-30"
    )
    own = {"T1": entry(corrected, withdrawn), "T3": entry(unread)}
    rows = (
        row(first, second, third, planned="poa.xlsx"),
        Row("310", "102", "CATASTRO", "07", own, planned="poa.xlsx", missing=("T2",)),
        row(unit=("310", "103", "ARCHIVO MUNICIPAL"), planned="poa.xlsx", missing=("T1", "T2", "T3")),
        row(digest("T2/999-1.xlsx", ("999", "1", "UNIDAD DE NADIE"), period="T2", forecast=(0, 0)), expected=False),
    )
    return summary(
        Year(2025, ("T1", "T2", "T3"), rows),
        rules=(Speaking("POA301", "desviacion-sin-observacion", 6, 3), Speaking("POA101", "suma-trimestral", 2, 2)),
        worst=(unread, third),
        apart=(replace(digest("notas.docx", verdict=UNREAD), unread=True, reason="el archivo está dañado"),),
        left_out=(("hidden", 2),),
        notices=(("T4", "no existe ese archivo ni esa carpeta; revise el nombre"),),
    )


def large(units: int, periods: Sequence[str] = ("T1", "T2", "T3", "T4")) -> Summary:
    """A year of so many units, each with a report in every period but for one in forty."""
    chance = random.Random(14)  # noqa: S311 - a made year, the same each time
    rows = []
    for number in range(units):
        own = (str(100 + number // 10), str(100 + number), f"DEPARTAMENTO DE SERVICIOS Y PROGRAMAS {number}")
        digests, missing = [], []
        for period in periods:
            if chance.random() < 1 / 40:
                missing.append(period)
                continue
            digests.append(_made(own, period, chance))
        rows.append(row(*digests, unit=own, planned="planes/2025", missing=tuple(missing)))
    rules = tuple(Speaking(f"POA{100 + at}", "una-regla-de-la-oficina", 900 // at, 300 // at) for at in range(1, 21))
    year = Year(2025, tuple(periods), tuple(rows))
    return summary(year, rules=rules, worst=tuple(all_digests([year]))[:20])


def _made(unit: tuple[str, str, str], period: str, chance: random.Random) -> Digest:
    verdict = chance.choices(VERDICTS, (1, 6, 8, 10, 25))[0]
    under, even, over = chance.randrange(6), chance.randrange(5, 20), chance.randrange(4)
    risks = tuple(RISK for _ in range(chance.choice((0, 0, 0, 1, 3))))
    return digest(
        f"informes/2025/{period}/{unit[0]}-{unit[1]}.xlsx",
        unit,
        verdict,
        period=period,
        progress=(under, even, over, chance.randrange(3), chance.randrange(2)),
        reached=even + over + chance.randrange(under + 1),
        forecast=(even, even + over + under),
        risks=risks,
    )


def all_digests(years: Iterable[Year]) -> list[Digest]:
    """Every report that a unit has, those that were corrected among them."""
    return [one for year in years for row in year.rows for entry in row.entries.values() for one, _ in entry.digests]
