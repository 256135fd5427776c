"""A summary as CSV: a line for each unit and period, for each report that is missing, and for each unread file.

Names of columns and verdicts are Spanish in every language: programs read them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

from poa_lint.core.words import Words
from poa_lint.output import View
from poa_lint.output.tables.values import safe
from poa_lint.output.year.model import GROUPS, Digest, Entry, Row, Summary, Tally, Year

MISSING: Final = "FALTA INFORME"
"""The verdict of a unit that had to report and did not."""
GROUP_COLUMNS: Final = dict(
    zip(GROUPS, ("por_debajo", "igual", "por_encima", "sin_programado", "sin_dato"), strict=True)
)
"""The columns that count goals by their progress to date."""
COLUMNS: Final = (
    *("ejercicio", "ramo", "programa", "unidad", "nombre", "esperada", "forma", "periodo", "corte", "veredicto"),
    *("errores", "avisos", "notas", "dispensados", "metas", *GROUP_COLUMNS.values()),
    *("alcanzan", "previstas", "llegan", "en_riesgo", "archivo", "sha256", "otros_archivos", "muy_arriba"),
    *("previstas_sin_dato", "motivo"),
)


def render(summary: Summary, words: Words, view: View) -> str:
    """The summary as lines of CSV with a heading; no text in it is a formula."""
    del words, view
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for year in summary.years:
        for row in year.rows:
            for line in _lines(row, year):
                writer.writerow(_written(line.get(name)) for name in COLUMNS)
    for digest in summary.unread:
        line = _unread(digest)
        writer.writerow(_written(line.get(name)) for name in COLUMNS)
    return stream.getvalue()


def _lines(row: Row, year: Year) -> Iterator[dict[str, Any]]:
    """The lines of a unit, in the order of the periods."""
    unit = {
        "ejercicio": year.ejercicio,
        "ramo": row.ramo,
        "programa": row.programa,
        "unidad": row.unidad,
        "nombre": row.nombre,
        "esperada": row.expected,
    }
    for period in year.periods:
        if period in row.entries:
            yield {**unit, "periodo": period, **_entry(row.entries[period])}
        elif period in row.missing:
            yield {**unit, "periodo": period, "veredicto": MISSING}


def _unread(digest: Digest) -> dict[str, Any]:
    """The line of a file in which no unit could be read."""
    told = {"veredicto": digest.tally.verdict, "archivo": digest.path, "sha256": digest.sha256, "motivo": digest.reason}
    return {**told, **_found(digest.tally)}


def _found(tally: Tally) -> dict[str, Any]:
    """The numbers of findings."""
    return dict(zip(("errores", "avisos", "notas"), tally.found, strict=True)) | {"dispensados": tally.waived}


def _entry(entry: Entry) -> dict[str, Any]:
    unit, report = entry.unit, entry.report
    return {
        "forma": unit.forma,
        "corte": report.corte,
        "veredicto": unit.tally.verdict,
        **_found(unit.tally),
        "metas": unit.metas,
        **{column: unit.progress.get(group, 0) for group, column in GROUP_COLUMNS.items()},
        "alcanzan": unit.reached,
        "previstas": unit.forecast,
        "llegan": unit.expected,
        "en_riesgo": " ".join(dict.fromkeys(risk.meta for risk in unit.at_risk)),
        "archivo": report.path,
        "sha256": report.sha256,
        "otros_archivos": "; ".join(digest.path for digest, _ in entry.digests[1:]),
        "muy_arriba": " ".join(dict.fromkeys(risk.meta for risk in unit.above)),
        "previstas_sin_dato": unit.unforeseen,
        "motivo": report.reason,
    }


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else safe(value) if isinstance(value, str) else str(value)
