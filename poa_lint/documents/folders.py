"""Find the reports that a command line names, also inside folders, and count what is left out, by reason."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

from poa_lint.core.result import Notice
from poa_lint.core.words import Words
from poa_lint.documents import SUFFIXES
from poa_lint.documents.encodings import MAX_BYTES
from poa_lint.documents.files import STDIN

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
APART: Final = "apart"
"""The reason of a file that is not counted: it is no report, and nobody takes it for one."""


class Found(NamedTuple):
    """The paths of reports, each once; notices about operands without any; how many files were left out, by reason.

    The reasons are `lock`, `copy` (made by `--annotate`), `hidden`, `link` (to a folder), `other` (no kind that is
    read), `missing-office` and `missing-pdf` (an extra). `inside` are the paths that nobody named but their folder:
    one of them in which nothing of a form is seen is left out too, for the reason FOREIGN.
    """

    paths: list[str]
    notices: list[Notice]
    left_out: tuple[tuple[str, int], ...] = ()
    inside: frozenset[str] = frozenset()


def find(operands: Iterable[str], words: Words, kinds: Collection[str] = KINDS, apart: Collection[str] = ()) -> Found:
    """Return the reports that the operands name.

    Folders are walked in the order of names for files of these kinds (suffixes); hidden files and folders are left
    out. Files named as in `apart` are not counted.
    """
    paths: dict[str, None] = {}
    notices: list[Notice] = []
    left_out: dict[str, str] = {}
    walked, named = set[str](), set[str]()
    for operand in operands:
        if operand != STDIN and os.path.isdir(operand):
            faults = list[OSError]()
            inside = list(_walk(operand, kinds, apart, left_out, faults))
            notices += [Notice(fault.filename, words("notice.forbidden")) for fault in faults]
            if not inside:
                notices.append(Notice(operand, words("notice.no-reports")))
            paths.update(dict.fromkeys(inside))
            walked.update(inside)
        elif operand != STDIN and _is_lock(operand):
            left_out[os.path.realpath(operand)] = "lock"
        elif operand == STDIN or os.path.lexists(operand):
            paths[operand] = None
            named.add(operand)
        else:
            notices.append(Notice(operand, words("notice.missing")))
    distinct = {os.path.realpath(path) if path != STDIN else path: path for path in reversed(paths)}
    first = set(distinct.values())
    counted = tuple(sorted(Counter(left_out.values()).items()))
    return Found([path for path in paths if path in first], notices, counted, frozenset(walked - named))


def sentence(found: tuple[tuple[str, int], ...], words: Words) -> str:
    """Say how many files were left out and why; empty where none was."""
    parts = [words.count(f"left-out.{reason}", count) for reason, count in found]
    return words("left-out.all", parts=", ".join(parts)) if parts else ""


def _walk(
    folder: str, kinds: Collection[str], apart: Collection[str], left_out: dict[str, str], faults: list[OSError]
) -> Iterator[str]:
    """Yield the files that are read. The others join `left_out`, path to reason; unopened folders join `faults`."""
    for parent, folders, names in os.walk(folder, onerror=faults.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (os.path.join(parent, name) for name in folders)
        left_out.update({os.path.abspath(path): "link" for path in paths if os.path.islink(path)})
        for name in sorted(names):
            path = os.path.join(parent, name)
            reason = APART if name in apart else "lock" if _is_lock(path) else _reason(name, kinds)
            if not reason:
                reason = "other" if not os.path.isfile(path) else "copy" if _is_copy(path) else ""
            if not reason:
                yield path
            elif reason != APART:
                left_out[os.path.realpath(path)] = reason


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


def _reason(name: str, kinds: Collection[str]) -> str:
    """The reason to leave a file out; empty for one that is read."""
    suffix = os.path.splitext(name)[1].lower()
    if name.startswith("."):
        return "hidden" if suffix in kinds else APART
    return _missing(suffix) if suffix in kinds else "other"


@cache
def _missing(suffix: str) -> str:
    """`missing-` and the extra without which no file of that kind can be opened; empty where it can."""
    from importlib.util import find_spec

    library, extra = LIBRARIES.get(suffix, ("", ""))
    return f"missing-{extra}" if library and find_spec(library) is None else ""
