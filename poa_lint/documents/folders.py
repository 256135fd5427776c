"""Find the reports that a command line names, also inside folders, and count what is left out, by reason."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from poa_lint.core.result import Notice
from poa_lint.core.text import is_glob
from poa_lint.core.words import Words
from poa_lint.documents import SUFFIXES, packages
from poa_lint.documents.encodings import MAX_BYTES
from poa_lint.documents.files import STDIN

if TYPE_CHECKING:  # most runs read all files of a folder
    from poa_lint.documents.selection import Choose, Place, Selection

TEXTS: Final = frozenset({".txt", ".tsv"})
"""The suffixes of texts."""
KINDS: Final = TEXTS.union(SUFFIXES)
"""The suffixes of files that are read when a folder is named."""
LOCKS: Final = ("~$", ".~lock.")
"""Beginnings of names of the files by which Excel, Word and LibreOffice mark one that is open there."""
LOCK_BYTES: Final = 1024
"""A file with the name of such a mark and more bytes than this is none."""
LIBRARIES: Final = {".xlsx": ("openpyxl", "office"), ".xlsm": ("openpyxl", "office"), ".pdf": ("pypdfium2", "pdf")}
"""The library that reads each kind of file, and the extra that installs it; the other kinds need none."""


FOREIGN: Final = "foreign"
"""The reason of a file of a folder that was read and is no report: nothing of a form was seen in it."""
UNKNOWN_TABLE: Final = "unknown-table"
"""The reason of a file that is foreign and has a table, perhaps of a form that nobody has described."""
OWN: Final = "own"
"""The reason of a file that is an output of this program."""
PLAN: Final = "plan"
"""The reason of a file that reports are compared with as the plan."""
NO_PROGRESS: Final = "no-progress"
"""The reason of another plan: it states no cut-off date and nothing achieved."""
UNFILLED: Final = "unfilled"
"""The reason of a form of a period that nobody has filled in yet."""
BY_STAGE: Final = {"plan": NO_PROGRESS, "unfilled": UNFILLED}
"""The reasons of files that are of a form and report nothing, by their stage (`linter.stage`)."""
APART: Final = "apart"
"""The reason of a file that is not counted: it is no report, and nobody takes it for one."""


class Found(NamedTuple):
    """The paths of reports, each once; notices about operands without any; how many files were left out, by reason.

    The reasons are `lock`, `copy` (made by `--annotate`), `hidden`, `link` (to a folder), `other` (no kind that is
    read), `missing-office` and `missing-pdf` (an extra), and those of `documents.selection`. `inside` are the paths
    that nobody named but their folder: one of them in which nothing of a form is seen is left out too, for the reason
    OWN, FOREIGN or UNKNOWN_TABLE. Commands that gather reports also leave out what is NO_PROGRESS or UNFILLED.
    """

    paths: list[str]
    notices: list[Notice]
    left_out: tuple[tuple[str, int], ...] = ()
    inside: frozenset[str] = frozenset()

    @property
    def is_unwanted(self) -> bool:
        """True if patterns leave out all that was named, and nothing is wrong: there was nothing to do."""
        from poa_lint.documents.selection import REASONS

        reasons = {reason for reason, _ in self.left_out}
        return bool(reasons) and not self.paths and not self.notices and reasons <= REASONS


class Wanted(NamedTuple):
    """The files that are read of what a command line names."""

    kinds: Collection[str] = KINDS
    """The suffixes of files that are read in folders."""
    apart: Collection[str] = ()
    """Names of files of settings: they are not counted, and another selection may hold where there is one."""
    choose: Choose | None = None
    """The selection that holds in a folder; None to read all files of these kinds."""
    force: bool = False
    """True if files that are named are selected as well."""
    stdin: str = STDIN
    """The name of the standard input."""


EVERYTHING: Final = Wanted()


def find(operands: Iterable[str], words: Words, wanted: Wanted = EVERYTHING) -> Found:
    """Return the reports that the operands name: files, folders, patterns of names, or the standard input.

    Folders are walked in the order of names; hidden files and folders are left out.
    """
    search = _Search(words, wanted)
    for operand in operands:
        search.add(operand)
    return search.found()


class _Search:
    """Operands looked at one after the other. `left_out` has the reason of each path that is not read."""

    def __init__(self, words: Words, wanted: Wanted) -> None:
        self.words, self.wanted = words, wanted
        self.paths: dict[str, None] = {}
        self.notices: list[Notice] = []
        self.left_out: dict[str, str] = {}
        self.walked, self.named = set[str](), set[str]()

    def add(self, operand: str) -> None:
        """Add what one operand names, or the notice that it names nothing."""
        if operand == STDIN:
            self._file(self.wanted.stdin)
        elif not os.path.lexists(operand):
            self._pattern(operand)
        elif reason := self._reason(operand):
            self.left_out[os.path.realpath(operand)] = reason
        elif os.path.isdir(operand):
            self._folder(operand)
        else:
            self._file(operand)

    def found(self) -> Found:
        """All that was found; of several names of a file the first one, but for that of the standard input."""
        stdin = self.wanted.stdin
        distinct = {_identity(path): path for path in reversed(self.paths)}
        distinct |= {_identity(path): path for path in self.paths if path == stdin}
        first = set(distinct.values())
        left_out = Counter(reason for path, reason in self.left_out.items() if path not in distinct)
        paths = [path for path in self.paths if path in first]
        return Found(paths, self.notices, tuple(sorted(left_out.items())), frozenset(self.walked - self.named))

    def _file(self, path: str) -> None:
        self.paths[path] = None
        self.named.add(path)

    def _reason(self, path: str) -> str:
        """The reason to leave out what somebody names; empty for what is read."""
        if _is_lock(path):
            return "lock"
        if not (self.wanted.force and self.wanted.choose):
            return ""
        from poa_lint.documents.selection import reason_of_named

        return reason_of_named(path, self.wanted.choose(os.path.dirname(path)))

    def _pattern(self, operand: str) -> None:
        """Add what matches a pattern, as if it were named: shells do so, but for that of Windows."""
        if not is_glob(operand):
            self.notices.append(Notice(operand, self.words("notice.missing")))
            return
        from glob import glob

        matches = sorted(glob(operand, recursive=True))
        for path in matches:
            self.add(path)
        if not matches:
            self.notices.append(Notice(operand, self.words("notice.no-match")))

    def _folder(self, operand: str) -> None:
        left_out: dict[str, str] = {}
        faults = list[OSError]()
        inside = list(_walk(operand, self.wanted, left_out, faults))
        self.notices += [Notice(fault.filename, self.words("notice.forbidden")) for fault in faults]
        if not inside:
            self.notices.append(Notice(operand, self.words(f"notice.{_lack(left_out.values())}")))
        self.paths.update(dict.fromkeys(inside))
        self.walked.update(inside)
        self.left_out |= left_out


def together(*found: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Counts of files that were left out, each reason once."""
    numbers = Counter[str]()
    for counts in found:
        numbers.update(dict(counts))
    return tuple(sorted(numbers.items()))


def sentence(found: tuple[tuple[str, int], ...], words: Words) -> str:
    """Say how many files were left out and why; empty where none was."""
    parts = [words.count(f"left-out.{reason}", count) for reason, count in found]
    return words("left-out.all", parts=", ".join(parts)) if parts else ""


def _identity(path: str) -> str:
    """A path that two names of a file share."""
    return path if path == STDIN else os.path.realpath(path)


def _walk(folder: str, wanted: Wanted, left_out: dict[str, str], faults: list[OSError]) -> Iterator[str]:
    """Yield the files that are read. The others join `left_out`, path to reason; unopened folders join `faults`."""
    places: dict[str, Place] = {}
    for parent, folders, names in os.walk(folder, onerror=faults.append):
        place = places.pop(parent, None) or _first(parent, wanted)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in tuple(folders):
            path = os.path.join(parent, name)
            reason = "link" if os.path.islink(path) else place.reason(name, folder=True) if place else ""
            if reason:
                left_out[os.path.abspath(path)] = reason
                folders.remove(name)
            elif place:
                places[path] = place.inside(path, _chosen(path, place.selection, wanted))
        tables = packages.tables(parent, names)
        for name in sorted(names):
            path = os.path.join(parent, name)
            reason = OWN if name in tables else _reason(path, name, wanted, place)
            if not reason:
                yield path
            elif reason != APART:
                left_out[os.path.realpath(path)] = reason


def _lack(reasons: Iterable[str]) -> str:
    """The key of the notice that a folder has no reports: the patterns left none, or there are none."""
    from poa_lint.documents.selection import REASONS

    return "no-reports" if REASONS.isdisjoint(reasons) else "none-chosen"


def _first(folder: str, wanted: Wanted) -> Place | None:
    """The place of a folder that somebody names; None where all of it is read."""
    if wanted.choose is None:
        return None
    from poa_lint.documents.selection import place

    return place(folder, wanted.choose(folder))


def _chosen(folder: str, outer: Selection, wanted: Wanted) -> Selection:
    """The selection of a folder inside another: the same, unless it has a file of settings itself."""
    own = wanted.choose and any(os.path.isfile(os.path.join(folder, name)) for name in wanted.apart)
    return wanted.choose(folder) if own and wanted.choose else outer


def _is_lock(path: str) -> bool:
    named = os.path.basename(path).startswith(LOCKS)
    return named and os.path.isfile(path) and os.path.getsize(path) <= LOCK_BYTES


def _is_copy(path: str) -> bool:
    """True for a workbook that `--annotate` made: its original is the report."""
    if not path.lower().endswith((".xlsx", ".xlsm")) or os.path.getsize(path) > MAX_BYTES:
        return False
    from poa_lint.documents import marking

    try:
        with open(path, "rb") as stream:
            return marking.is_marked(stream.read())
    except OSError:
        return False  # it is named to the reader, who says why it cannot be opened


def _reason(path: str, name: str, wanted: Wanted, place: Place | None) -> str:
    """The reason to leave a file of a folder out; empty for one that is read."""
    if name in wanted.apart:
        return APART
    if _is_lock(path):
        return "lock"
    suffix = os.path.splitext(name)[1].lower()
    if name.startswith("."):
        return "hidden" if suffix in wanted.kinds else APART
    if suffix not in wanted.kinds:
        return "other"
    return (place.reason(name) if place else "") or _missing(suffix) or _unfit(path)


def _unfit(path: str) -> str:
    return "other" if not os.path.isfile(path) else "copy" if _is_copy(path) else ""


@cache
def _missing(suffix: str) -> str:
    """`missing-` and the extra without which no file of that kind can be opened; empty where it can."""
    from importlib.util import find_spec

    library, extra = LIBRARIES.get(suffix, ("", ""))
    return f"missing-{extra}" if library and find_spec(library) is None else ""
