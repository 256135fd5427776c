"""The files that a command is to write: none of them is one that it reads, nor the place of two outputs."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from poa_lint.cli.options import Arguments, UsageError
from poa_lint.config.find import FILES, ConfigFiles, Configured
from poa_lint.core.cache import PACKAGE, folder_path
from poa_lint.documents.files import STDIN

OURS: Final = frozenset(FILES)
"""Names of files that hold what an office decided; one that is there is never an output's place."""
RULES: Final = (".yaml", ".csv")
"""The suffixes of the files that are read in a folder of rules or forms."""
Identity = tuple[int, int] | str


def stated(arguments: Arguments) -> list[str]:
    """The files that a command line asks to be written, copies of workbooks aside."""
    targets = [target for stated in arguments.output_format if (target := stated.partition(":")[2])]
    targets += () if arguments.output is None else (arguments.output,)
    targets += (arguments.baseline,) if arguments.update_baseline and arguments.baseline is not None else ()
    return targets


def check_apart(targets: Iterable[str]) -> None:
    """Raise UsageError for a folder, or where two outputs would go to one file, however it is named."""
    known: set[Identity] = set()
    for target in targets:
        if os.path.isdir(target or os.curdir) or target.endswith((os.sep, "/")):
            raise UsageError("output-is-folder", name=target or os.curdir)
        identity = _identity(target)
        if identity in known:
            raise UsageError("same-output", name=target)
        known.update(() if identity is None else (identity,))


def check_reports(targets: Iterable[str], reports: Iterable[str], kind: str = "output-is-report") -> None:
    """Raise UsageError, of this kind, where one of these files is a report that is to be read."""
    _check(targets, reports, kind)


def check_settings(targets: Iterable[str], found: Iterable[ConfigFiles], others: Iterable[str] = ()) -> None:
    """Raise UsageError where one of these files has settings or waivers, or is one of the `others` that are read."""
    for target in (target for target in targets if os.path.isfile(target)):
        whole = os.path.realpath(target)
        if {os.path.basename(name).lower() for name in (target, whole)} & OURS or _is_ours(whole):
            raise UsageError("output-is-settings", name=target)
    _check(targets, (*(path for files in found for path in files if path is not None), *others), "output-is-settings")


def check_rules(targets: Sequence[str], held: Iterable[Configured]) -> None:
    """Raise UsageError where one of these files is among the settings, rules or forms of an office."""
    if targets:
        _check(targets, (path for configured in held for path in _read_for(configured)), "output-is-settings")


def rule_files(folder: str) -> Iterator[str]:
    """The files in a folder of rules or forms, and in those inside it; or the one file."""
    if os.path.isfile(folder):
        yield folder
    for above, _, names in os.walk(folder):
        yield from (os.path.join(above, name) for name in names if name.lower().endswith(RULES))


def _read_for(configured: Configured) -> Iterator[str]:
    yield from configured.files
    yield from (fault.path for fault in configured.faults)
    for folder in (*configured.settings.folders, *configured.settings.form_folders):
        yield from rule_files(folder)


def _check(targets: Iterable[str], inputs: Iterable[str], kind: str) -> None:
    wanted = {_identity(target): target for target in targets if os.path.isfile(target)}
    for path in inputs if wanted else ():
        target = wanted.get(_identity(0 if path == STDIN else path) or "")
        if target is not None:
            raise UsageError(kind, name=target)


def _identity(path: str | int) -> Identity | None:
    """The file that a path, or an open stream, means, whatever it is called: a link, a hard link, another case.

    Its whole path stands for a file that is not there yet. None for a device or a pipe, which nothing can destroy.
    """
    try:
        found = os.stat(path)
    except OSError:
        return _whole(path)
    if not stat.S_ISREG(found.st_mode):
        return None
    return (found.st_dev, found.st_ino) if found.st_ino else _whole(path)


def _whole(path: str | int) -> str | None:
    """A path as the disk compares it: without its case where the disk makes no difference. None for a stream."""
    if isinstance(path, int):
        return None
    whole = os.path.normcase(os.path.realpath(path))
    folder = os.path.dirname(whole)
    other = folder.swapcase()
    caseless = other != folder and os.path.exists(other) and os.path.samefile(folder, other)
    return whole.casefold() if caseless else whole


def _is_ours(whole: str) -> bool:
    """True for a file of the program itself."""
    folders = (PACKAGE, folder_path("rules"), folder_path("grammar"))
    return whole.startswith(tuple(os.path.join(os.path.realpath(folder), "") for folder in folders))
