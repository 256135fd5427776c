"""Check files beside others as the program does, and say of each finding what is compared in tests."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from poa_lint.api import Linter, Wishes
from poa_lint.core.delivery import Delivery
from poa_lint.core.diagnostic import Diagnostic, Severity
from poa_lint.core.result import FileResult
from poa_lint.core.words import words
from poa_lint.documents import open_source
from poa_lint.linter.pool import Against, Pool

Files = Mapping[str, bytes]
TODAY = "2024-12-31"


def delivered(files: Files) -> tuple[Delivery, ...]:
    """Files as they are kept for comparing others with them."""
    return tuple(linter().deliver(open_source(data, name)) for name, data in files.items())


def check(
    files: Files, before: tuple[Delivery, ...] = (), plans: tuple[Delivery, ...] = (), *, among: bool = False
) -> list[FileResult]:
    """The results of files beside what was delivered before and the plans, and of the plans where they have any."""
    one = Linter(Wishes(no_config=True, today=TODAY), words("es"))
    one.pool = Pool(Against(before, plans, among=among, together=delivered(files)))
    return list(one.run([one.check(open_source(data, name)) for name, data in files.items()]).files)


@cache
def linter() -> Linter:
    """A linter with nothing to compare with."""
    return Linter(Wishes(no_config=True, today=TODAY), words("es"))


class Found(NamedTuple):
    """What a finding is about: its code, the number of its goal, and the id of its column."""

    code: str
    goal: str = ""
    column: str = ""


def found(results: list[FileResult]) -> set[Found]:
    """What the errors and warnings are about."""
    return {about(finding) for finding in grave(results)}


def about(finding: Diagnostic) -> Found:
    """What a finding is about."""
    return Found(finding.code, finding.where.meta, finding.where.columna)


def grave(results: list[FileResult]) -> list[Diagnostic]:
    """The errors and warnings."""
    every = (finding for result in results for finding in result.diagnostics)
    return [finding for finding in every if finding.severity.rank <= Severity.WARNING.rank]
