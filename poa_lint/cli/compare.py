"""Read what reports are compared with: plans and earlier reports that a command line or settings name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from poa_lint.api import Linter
from poa_lint.cli.runner import stopped
from poa_lint.cli.shell import Shell
from poa_lint.config.find import FILES as CONFIG_FILES
from poa_lint.core.delivery import Delivery
from poa_lint.core.result import Notice
from poa_lint.documents import files, folders, open_source
from poa_lint.linter.counterparts import Against, Pool
from poa_lint.rulebook.comparison import BEFORE, PLAN


class Read(NamedTuple):
    """The deliveries of a role, and notices about files that could not be read."""

    deliveries: tuple[Delivery, ...]
    notices: tuple[Notice, ...]


def pool(shell: Shell, linter: Linter, reports: Sequence[str]) -> tuple[Pool, tuple[Notice, ...]]:
    """What the command line's reports are compared with, and notices about what could not be read."""
    arguments = shell.arguments
    before = _read(arguments.against, linter, shell)
    plans = _read(arguments.plan, linter, shell)
    among = arguments.compare and not arguments.against
    own = tuple(_deliveries(reports, linter, shell, [])) if among or len(reports) > 1 else ()
    if among:
        before = Read((*before.deliveries, *own), before.notices)
    incomplete = [role for role, read in ((BEFORE, before), (PLAN, plans)) if read.notices]
    incomplete += [
        role
        for role, read in ((BEFORE, before), (PLAN, plans))
        if any(not delivery.complete and not delivery.units for delivery in read.deliveries)
    ]
    against = Against(before.deliveries, plans.deliveries, among=among, incomplete=frozenset(incomplete), together=own)
    return Pool(against), (*before.notices, *plans.notices)


def _read(operands: Iterable[str], linter: Linter, shell: Shell) -> Read:
    """The deliveries that operands name, files or folders."""
    found = folders.find(operands, shell.words, apart=CONFIG_FILES)
    notices = list(found.notices)
    deliveries = []
    for delivery in _deliveries(found.paths, linter, shell, notices):
        if delivery.units or delivery.path not in found.inside:
            deliveries.append(delivery)
            if not delivery.units:
                notices.append(Notice(delivery.path, shell.words("notice.no-report-to-compare")))
    return Read(tuple(deliveries), tuple(notices))


def _deliveries(paths: Iterable[str], linter: Linter, shell: Shell, notices: list[Notice]) -> Iterator[Delivery]:
    for path in paths:
        try:
            most = linter.limits(path).bytes
            data = files.load(path, shell.words, most)
            if isinstance(data, Notice):
                notices.append(data)
                continue
            yield linter.deliver(open_source(data, path, shell.arguments.encoding, most))
        except Exception as error:  # noqa: BLE001 - a defect of ours in one file must not hide the findings in the others
            notices.append(stopped(path, error, shell.words))
