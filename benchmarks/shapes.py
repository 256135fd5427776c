"""The shapes in which a report or its settings may grow, each measured at a few sizes: time has to be in proportion."""

import gc
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from benchmarks.timing import TRIES, Work, exponent
from poa_lint import lint
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.config.load import configure
from poa_lint.core.result import Run
from poa_lint.core.text import folded
from poa_lint.core.words import words
from poa_lint.output import REPORTERS, View
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.troubles import results

AIM: Final = 1.05
"""The exponent that no shape should be above."""

Shape = Callable[[int, Path], Work]
"""From a size and an empty folder, in which its files may stand, to what is measured."""


def _linted(pages: Sequence[Page], config: Path | None = None) -> Work:
    """The work of linting a report and rendering what was found."""
    data = write(pages).encode()

    def work() -> None:
        run = lint(data, config=config, today="2024-06-01")
        for form in ("concise", "json", "terminal"):
            REPORTERS[form](run, words("es"), View())

    return work


def _goals(count: int, **cells: object) -> tuple[Row, ...]:
    return tuple(replace(Row(texto=f"{100 + number}.- ELABORAR INFORMES."), **cells) for number in range(count))  # type: ignore[arg-type]


def _units(count: int, *goals: Row) -> list[Page]:
    """The pages of so many units, each with two goals that have gaps between their numbers."""
    return [
        Page(
            unidad=(str(101 + number), f"GERENCIA {number}"),
            metas=goals
            or (Row(texto=f"{4 * number}.- ELABORAR INFORMES."), Row(texto=f"{4 * number + 2}.- CELEBRAR SESIONES.")),
        )
        for number in range(count)
    ]


def units(count: int, _: Path) -> Work:
    """Units, each on a page of its own."""
    return _linted(_units(count))


def pages(count: int, _: Path) -> Work:
    """Pages of one unit, whose goals have gaps between their numbers."""
    return _linted([Page(metas=(Row(texto=f"{100 + 2 * number}.- ELABORAR INFORMES."),)) for number in range(count)])


def goals(count: int, _: Path) -> Work:
    """Goals on one page."""
    return _linted([Page(metas=_goals(count))])


def broken_rows(count: int, _: Path) -> Work:
    """Goals whose sums do not hold, and as many whose cells are displaced."""
    wrong = _goals(count, meta_anual="5", absoluto="2", relativo="30%")
    cells = ("4.6.1", "9.- ELABORAR INFORMES.", "INFORME", "4", "1", "1", "1", "", "1", "", "", "1", "25%")
    return _linted([Page(metas=(*wrong, *_goals(count // 4, renglon=cells)))])


def names(count: int, _: Path) -> Work:
    """Units of one code whose names, and signatures whose people, are spelled in two ways."""
    spelled = [("ADMINISTRACIÓN", "IBÁÑEZ"), ("ADMINISTRACION", "IBAÑEZ")]
    return _linted(
        [
            Page(
                unidad=("101", f"{spelled[number % 2][0]} {number // 2}"),
                metas=(Row(texto=f"{100 + number}.- ELABORAR INFORMES."),),
                firmas=(("AUTORIZÓ", "RESPONSABLE DEL RAMO", f"LIC. {spelled[number % 2][1]} {number // 2}"),),
            )
            for number in range(count)
        ]
    )


def units_of_measure(count: int, _: Path) -> Work:
    """Units of measure, each spelled in two ways."""
    spelled = ("SESIÓN", "SESION")
    rows = (replace(row, unidad_medida=f"{spelled[n % 2]} {n // 2}") for n, row in enumerate(_goals(count)))
    return _linted([Page(metas=tuple(rows))])


def waivers(count: int, folder: Path) -> Work:
    """Waivers, a third of them used, a third for what is not at fault, a third expired."""
    places = [(f"{100 + number}", "2024-12-31" if number % 3 else "2024-01-31") for number in range(count)]
    entry = "- {{rule: POA101, where: 511/101/{}/meta_anual, reason: Oficio de la Oficialía Mayor, until: {}}}\n".format
    (folder / "dispensas.yaml").write_text("".join(entry(*place) for place in places), encoding="utf-8")
    (folder / "poa-lint.yaml").write_text("select: [POA101, POA010, POA011]\n", encoding="utf-8")
    rows = (replace(row, meta_anual="5") if n % 3 == 1 else row for n, row in enumerate(_goals(count)))
    return _linted([Page(metas=tuple(rows))], folder / "poa-lint.yaml")


def overrides(count: int, folder: Path) -> Work:
    """Overrides, each for one of as many units."""
    text = "".join(f"- {{units: ['{101 + number}'], ignore: [POA602]}}\n" for number in range(count))
    (folder / "poa-lint.yaml").write_text(f"overrides:\n{text}", encoding="utf-8")
    return _linted(_units(count), folder / "poa-lint.yaml")


def lines_of_an_entry(count: int, _: Path) -> Work:
    """Lines of action of one entry, each carried by a goal."""
    codes = [f"4.{1 + number // 100}.{1 + number % 100}" for number in range(count)]
    rows = tuple(replace(row, lineas=code) for row, code in zip(_goals(count), codes, strict=True))
    return _linted([Page(lineas_de_accion=tuple((code, f"LÍNEA {code}") for code in codes), metas=rows)])


def lines_at_fault(count: int, _: Path) -> Work:
    """Lines of action of one unit that no goal has, and as many goals with a line that the unit does not declare."""
    codes = [f"4.{1 + number // 100}.{1 + number % 100}" for number in range(count)]
    rows = tuple(replace(row, lineas=f"{code}9") for row, code in zip(_goals(count), codes, strict=True))
    return _linted([Page(lineas_de_accion=tuple((code, f"LÍNEA {code}") for code in codes), metas=rows)])


def troubles(count: int, folder: Path) -> Work:
    """Names of no rule on one line of the settings."""
    path = folder / "poa-lint.yaml"
    path.write_text(f"ignore: [{', '.join(f'R{number}' for number in range(count))}]\n", encoding="utf-8")

    def work() -> None:
        run = Run(results(configure(str(path), built_in_rules()).faults, words("es")), (), 0, "")
        for form in ("concise", "json", "terminal"):
            REPORTERS[form](run, words("es"), View())

    return work


SHAPES: Final[Mapping[str, Shape]] = {
    "units": units,
    "pages": pages,
    "goals": goals,
    "broken rows": broken_rows,
    "names": names,
    "units of measure": units_of_measure,
    "waivers": waivers,
    "overrides": overrides,
    "lines of an entry": lines_of_an_entry,
    "lines at fault": lines_at_fault,
    "troubles": troubles,
}


def exponents(sizes: Sequence[int], folder: Path) -> Iterator[tuple[str, float, float]]:
    """For each shape the slope of log time on log size, and the seconds of the last of `sizes`, the greatest."""
    for name, shape in SHAPES.items():
        works = []
        for size in sizes:
            place = folder / f"{shape.__name__}-{size}"
            place.mkdir(parents=True)
            works.append(shape(size, place))
        works[0]()  # what the first run loads and compiles is no part of a shape's growth
        taken = [min(_unread(work) for _ in range(TRIES)) for work in works]
        yield name, exponent(sizes, taken), taken[-1]


def _unread(work: Work) -> float:
    """The seconds of processor time of `work` on what was never read: a small report would find itself in caches."""
    for each in gc.get_objects():
        if isinstance(each, type(folded)) and each.cache_parameters()["maxsize"]:
            each.cache_clear()
    gc.collect()
    begun = time.process_time()
    work()
    return time.process_time() - begun
