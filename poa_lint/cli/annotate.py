"""`--annotate`: what was found in workbooks, written into copies of them. The originals are never touched."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from poa_lint.cli import targets
from poa_lint.cli.options import UsageError
from poa_lint.core.result import FileResult, Notice
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.documents import files, marking, target
from poa_lint.documents.document import UnreadableFile
from poa_lint.documents.limits import HIGHEST
from poa_lint.output import marked

WORKBOOK: Final = "xlsx"
"""The kind of file that a marked copy is made of."""


class Copied(NamedTuple):
    """A marked copy that was written: its path, and the numbers of findings and of marked cells in it."""

    path: str
    findings: int
    cells: int


def copies(place: str, paths: Sequence[str], others: Sequence[str] = ()) -> dict[str, str]:
    """The path of each file's copy: `place` itself, or a file of the same name in a folder that is there.

    Raises UsageError. An original is never a copy's place, under whatever name, nor is the place of one of the `others`
    that the run writes. A file that is there already is replaced only where it is a marked copy itself.
    """
    folder = Path(place) if Path(place).is_dir() else None
    if folder is None and len(paths) > 1:
        raise UsageError("annotate-alone")
    by_path: dict[str, str] = {}
    for path in paths:
        copy = folder / Path(path).name if folder else Path(place)
        fault = "annotate-twice" if str(copy) in by_path.values() else _unfit(copy, Path(path))
        if fault:
            raise UsageError(fault, name=str(copy))
        by_path[path] = str(copy)
    targets.check_apart((*by_path.values(), *others))
    targets.check_reports(by_path.values(), paths)
    return by_path


def annotate(file: FileResult, data: bytes, copy: str, words: Words, *, waived: bool) -> Copied | Notice | None:
    """Write the marked copy of a workbook, or the sentence that says why not.

    `data` are the bytes that were checked; where they are empty (the file was checked on another computer) they are
    read again. None for a file that cannot be read: it has a finding that says so.
    """
    if not file.encoding:
        return None
    if file.kind != WORKBOOK:
        return Notice(file.path, words("notice.only-workbooks"))
    try:
        return _copy(file, data or _read_again(file, words), copy, words, waived=waived)
    except _NoCopy as reason:
        return reason.notice


def sentence(copied: Copied, words: Words) -> str:
    """The line that tells the user where the marked copy is and how many findings are in it."""
    office = words_of(words.language, "office")
    written = office.count("annotate.done", copied.findings).format(path=copied.path)
    return f"{written} {office.count('annotate.cells', copied.cells)}"


def _unfit(copy: Path, original: Path) -> str:
    """The reason why a copy may not be written there, a key of the `usage` table; empty where it may."""
    if not (copy.exists() or copy.is_symlink()):
        return ""
    if copy.exists() and original.exists() and copy.samefile(original):
        return "annotate-same"
    try:
        return "" if copy.is_file() and marking.is_marked(copy.read_bytes()) else "annotate-exists"
    except OSError:
        return "annotate-exists"


class _NoCopy(Exception):
    """The sentence that says why there is no copy; it never leaves the module."""

    def __init__(self, path: str, sentence: str) -> None:
        super().__init__(sentence)
        self.notice = Notice(path, sentence)


def _copy(file: FileResult, data: bytes, copy: str, words: Words, *, waived: bool) -> Copied:
    if marking.is_marked(data):
        raise _NoCopy(file.path, words("notice.marked-already"))
    findings = marked.told(file, waived=waived)
    try:
        suffix = ".xlsm" if marking.has_macros(data) else ".xlsx"
        if Path(copy).suffix.lower() != suffix:
            raise _NoCopy(copy, words("notice.copy-name", suffix=suffix))
        new = marked.copy(findings, data, words)
        target.write(copy, new)
    except UnreadableFile:
        raise _NoCopy(file.path, words("notice.not-markable")) from None
    except OSError as error:
        raise _NoCopy(copy, target.sentence(error, words)) from error
    return Copied(copy, len(findings), len({marked.place(finding) for finding in findings}))


def _read_again(file: FileResult, words: Words) -> bytes:
    """The bytes of a file that was checked elsewhere and is still the same."""
    data = files.load(file.path, words, HIGHEST)
    if isinstance(data, Notice):
        raise _NoCopy(data.path, data.message)
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise _NoCopy(file.path, words("notice.changed-meanwhile"))
    return data
