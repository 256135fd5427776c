"""A report beside the last one and the plan: small ones, in which each kind of difference is there once."""

from dataclasses import replace

from poa_lint.api import NAME, Linter, Wishes
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.core.delivery import Delivery
from poa_lint.core.result import Run
from poa_lint.core.words import words
from poa_lint.documents import open_source
from poa_lint.linter.pool import Against, Pool

BEFORE, NOW, PLAN = "t1.txt", "t2.txt", "plan.txt"


def goal(number: int, texto: str, **cells: str | tuple[str, ...]) -> Row:
    """A sound goal of the second quarter: four a year, one in each quarter."""
    usual = Row(texto=f"{number}.- {texto}", avance=("1", "1", "", ""), absoluto="2", relativo="50%")
    return replace(usual, **cells)  # type: ignore[arg-type]


AUDITS, SALES, AUCTIONS, REQUESTS = "AUDITAR CUENTAS.", "VENDER PREDIOS.", "REALIZAR REMATES.", "ATENDER QUEJAS."

EARLIER = tuple(
    replace(goal(number, texto), avance=("1", "", "", ""), absoluto="1", relativo="25%")
    for number, texto in enumerate((AUDITS, SALES, AUCTIONS, REQUESTS), 205)
)
"""The goals of the first quarter."""
APPROVED = tuple(replace(row, avance=("", "", "", ""), absoluto="", relativo="") for row in EARLIER)
"""The same goals as they were approved: nothing is achieved yet."""
LATER = (
    goal(205, AUDITS, meta_anual="9", programado=("1", "1", "6", "1"), relativo="22.22%"),
    goal(206, SALES, programado=("1", "1", "0", "2"), avance=("0", "1", "", ""), absoluto="1", relativo="25%"),
    goal(207, REQUESTS),
    goal(209, "PAVIMENTAR CALLES."),
)
"""Those of the second: an annual goal, P of two quarters and A of a closed one changed; 207 lost, 208 renumbered."""


def report(metas: tuple[Row, ...], fecha: str = "30-jun.-24") -> str:
    return write([Page(metas=metas, fecha=fecha)])


def plan() -> str:
    """The approved plan, which has no date."""
    return report(APPROVED, "")


def linter(language: str = "es", *, keep: bool = False) -> Linter:
    return Linter(Wishes(no_config=True, keep=keep, today="2024-07-15"), words(language))


def delivered(data: bytes, path: str) -> Delivery:
    return linter().deliver(open_source(data, path))


def compared(
    now: bytes | None = None,
    before: bytes | None = None,
    plan: bytes | None = None,
    *,
    language: str = "es",
    paths: tuple[str, str, str] = (NOW, BEFORE, PLAN),
    keep: bool = False,
) -> Run:
    """A report compared with the last one, and with a plan where there is one; by default those above."""
    last = report(EARLIER, "31-mar.-24").encode() if before is None else before
    deliveries = (delivered(last, paths[1]),) if last else ()
    plans = () if plan is None else (delivered(plan, paths[2]),)
    made = linter(language, keep=keep)
    made.pool = Pool(Against(deliveries, plans))
    result = made.check(open_source(report(LATER).encode() if now is None else now, paths[0]))
    return made.run([result], path=NAME, describe=True)
