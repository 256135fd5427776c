"""The plans that lie in folders of reports: whoever names the folder wants its reports."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from filecmp import cmp
from typing import TYPE_CHECKING

from poa_lint.api import Linter
from poa_lint.cli.shell import Shell
from poa_lint.config.compare import files as existing
from poa_lint.config.compare import of_any_year
from poa_lint.core.result import Notice
from poa_lint.documents.files import STDIN
from poa_lint.documents.folders import PLAN, Found

if TYPE_CHECKING:
    from poa_lint.core.delivery import Delivery


def apart(shell: Shell, linter: Linter, found: Found) -> Found:
    """The files that were found, but for the plans in its folders, which are counted as left out.

    A plan is a file that the command line or settings name as one, or a copy of it, and that closes no period: a first
    quarter's report may stand in for the plan and stays a report. A file that is named itself stays, and so does a
    folder of plans. Raises BrokenRules.
    """
    stated = tuple(dict.fromkeys(map(os.path.realpath, _stated(shell, linter, found))))
    named = list(_named(shell, found, stated)) if stated else []
    if not named:
        return found
    from poa_lint.cli import compare  # few folders have a plan

    read = compare.read(shell, linter, named)
    plans = {path for path, one in zip(named, read, strict=True) if not _reports(one)}
    if not plans:
        return found
    return found._replace(
        paths=[path for path in found.paths if path not in plans],
        inside=found.inside - plans,
        left_out=tuple(sorted((*found.left_out, (PLAN, len(plans))))),
    )


def _stated(shell: Shell, linter: Linter, found: Found) -> Iterator[str]:
    """The files and folders of plans."""
    yield from (path for plan in shell.arguments.plan if plan != STDIN for path in existing(plan))
    for files in dict.fromkeys(map(linter.files, found.inside)):
        held = linter.from_files(files).settings.compare
        yield from (path for issued in (held.plans if held else ()) for path in of_any_year(issued.path))


def _named(shell: Shell, found: Found, stated: Sequence[str]) -> Iterator[str]:
    """The files of folders that are plans by their place or their bytes; no place that holds what is named counts."""
    operands = [os.path.realpath(path) for path in shell.arguments.operands]
    places = [place for place in stated if not any(_is_in(path, (place,)) for path in operands)]
    originals = [place for place in stated if os.path.isfile(place)]
    for path in (path for path in found.paths if path in found.inside):
        if _is_in(path, places) or any(_is_copy(path, original) for original in originals):
            yield path


def _is_copy(path: str, original: str) -> bool:
    """True if a file has the bytes of another; `cmp` reads neither where their sizes differ."""
    try:
        return cmp(path, original, shallow=False)
    except OSError:
        return False  # it is named to the reader, who says why it cannot be opened


def _is_in(path: str, places: Sequence[str]) -> bool:
    """True if a path is one of these places, or lies in one."""
    whole = os.path.realpath(path)
    return any(whole == place or whole.startswith(os.path.join(place, "")) for place in places)


def _reports(one: Delivery | Notice) -> bool:
    """True for a file of which a unit closes a period."""
    if isinstance(one, Notice):
        return False
    return any(isinstance(unit.closed, int) and unit.closed > 0 for unit in one.units)
