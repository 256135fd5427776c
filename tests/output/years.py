"""A made year: the reports of three units in four quarters, with a correction, a gap, and goals that fall behind."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.config.settings import Settings
from poa_lint.core.forms import built_in_forms
from poa_lint.core.result import FileResult
from poa_lint.core.words import words
from poa_lint.documents.encodings import decode
from poa_lint.linter.pipeline import lint
from poa_lint.output.year import calendar
from poa_lint.output.year.calendar import Due, Known
from poa_lint.output.year.model import Digest, Summary
from poa_lint.output.year.record import TRENDS, digest
from poa_lint.rulebook.builtin import built_in_rules

DATES = ("31-mar.-24", "30-jun.-24", "30-sep.-24", "31-dic.-24")
UNITS = {"101": "DIRECCION DE INGRESOS", "102": "CATASTRO MUNICIPAL", "103": "OFICIALIA MAYOR"}
GOALS = {
    "101": ((2, 2, 2, 2), (2, 2, 2, 2)),
    "102": ((10, 10, 10, 10), (5, 0, 0, 10)),
    "103": ((10, 10, 10, 10), (12, 15, 10, 10)),
}
"""The figures that the second goal of each unit programmes and achieves; the first always goes as planned."""
NOTE = "SE EXPLICA EN EL OFICIO 114 DE LA DIRECCION."
DUE = tuple(Due(unit, "511", "63", name, 2024, "plan.txt") for unit, name in (*UNITS.items(), ("104", "OBRAS")))


def goal(number: str, planned: tuple[int, ...], achieved: tuple[int, ...], quarter: int, note: str = "") -> Row:
    """The row of a goal in the report of a quarter."""
    done, annual = sum(achieved[:quarter]), sum(planned)
    return Row(
        texto=f"{number}.- ATENDER SOLICITUDES DE {number}.",
        unidad_medida="SOLICITUD",
        meta_anual=str(annual),
        programado=tuple(map(str, planned)),
        avance=tuple(str(value) if at < quarter else "" for at, value in enumerate(achieved)),
        absoluto=str(done),
        relativo=f"{(200 * done + annual) // (2 * annual)}%",
        observaciones=note,
    )


def page(unit: str, quarter: int, note: str = NOTE) -> Page:
    """The page of a unit in a quarter."""
    planned, achieved = GOALS[unit]
    rows = (
        goal(f"{unit[-1]}00", (1, 1, 1, 1), (1, 1, 1, 1), quarter),
        goal(f"{unit[-1]}01", planned, achieved, quarter, note),
    )
    return replace(Page(), unidad=(unit, UNITS[unit]), fecha=DATES[quarter - 1], metas=rows)


def texts() -> Iterator[tuple[str, str]]:
    """The path and the text of each report: 101 has no third quarter, and 103 corrects its second one."""
    for quarter in range(1, 5):
        for unit in UNITS:
            if (unit, quarter) != ("101", 3):
                yield f"informes/{unit}-t{quarter}.txt", write([page(unit, quarter, "" if unit == "103" else NOTE)])
    yield "informes/103-t2b.txt", write([page("103", 2)])


def linted(path: str, text: str, **choices: object) -> FileResult:
    """The result of a text, with the report and with the rules of trend beside the others."""
    settings = Settings(beside=TRENDS, **choices)  # type: ignore[arg-type]
    return lint(decode(text.encode(), path), built_in_rules(), built_in_forms(), settings, words("es"), keep=True)


@cache
def digests() -> tuple[Digest, ...]:
    """What a summary keeps of each report of the year."""
    return tuple(digest(linted(path, text)) for path, text in texts())


def summary(kept: Iterable[Digest], due: tuple[Due, ...] = DUE) -> Summary:
    """The summary of reports, where a plan says that four units have to report."""
    names = {code: check.rule.name for code, check in built_in_rules().checks.items()}
    return calendar.summary(kept, Known("reglas", names, due))
