"""`--annotate`: what was found in workbooks, written into copies of them. The originals are never touched."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from poa_lint.core.diagnostic import Diagnostic
from poa_lint.core.result import FileResult, Notice
from poa_lint.core.words import Words, words
from poa_lint.documents import files, marking
from poa_lint.documents.document import Unfit

HEADINGS: Final = ("code", "severity", "sheet", "cell", "unit", "goal", "message", "help")
WORKBOOK: Final = "xlsx"
"""The kind of file that a marked copy is made of."""
READING: Final = "lectura"


class Wrong(NamedTuple):
    """Why nothing can be marked: a key of the languages' `usage` table, and the values of its sentence."""

    kind: str
    values: Mapping[str, str] = {}


class Written(NamedTuple):
    """A copy that was made: where, with how many findings in how many cells."""

    path: str
    findings: int
    cells: int


def copies(target: str, paths: Sequence[str]) -> dict[str, str] | Wrong:
    """Where the copy of each file goes: `target` itself, or a file of the same name in a folder that is there.

    An original is never a copy's place, under whatever name. A file that is there already is replaced only where it
    is a marked copy itself.
    """
    if files.STDIN in paths:
        return Wrong("annotate-stdin")
    folder = Path(target) if Path(target).is_dir() else None
    if folder is None and len(paths) > 1:
        return Wrong("annotate-alone")
    places: dict[str, str] = {}
    for path in paths:
        copy = folder / Path(path).name if folder else Path(target)
        wrong = "annotate-twice" if str(copy) in places.values() else _unfit(copy, Path(path))
        if wrong:
            return Wrong(wrong, {"name": str(copy)})
        places[path] = str(copy)
    return places


def _unfit(copy: Path, original: Path) -> str:
    """Why a copy may not be written there; empty where it may."""
    if not (copy.exists() or copy.is_symlink()):
        return ""
    if copy.exists() and original.exists() and copy.samefile(original):
        return "annotate-same"
    try:
        return "" if copy.is_file() and marking.is_marked(copy.read_bytes()) else "annotate-exists"
    except OSError:
        return "annotate-exists"


def annotate(
    found: Iterable[FileResult], places: Mapping[str, str], spoken: Words, *, waived: bool
) -> Iterator[Written | Notice]:
    """Write a marked copy of each file, or say why not; a file that cannot be read has a finding that says so."""
    for file in found:
        if file.encoding:
            try:
                yield _copy(file, places[file.path], spoken, waived=waived)
            except _Refused as refused:
                yield refused.notice


class _Refused(Exception):
    """Why there is no copy; it never leaves the module."""

    def __init__(self, path: str, sentence: str) -> None:
        super().__init__(sentence)
        self.notice = Notice(path, sentence)


def _copy(file: FileResult, copy: str, spoken: Words, *, waived: bool) -> Written:
    data = _workbook(file, spoken)
    told = words(spoken.language, "office")
    every = [one for one in file.diagnostics if waived or one.waived is None]
    try:
        suffix = ".xlsm" if marking.has_macros(data) else ".xlsx"
        if Path(copy).suffix.lower() != suffix:
            raise _Refused(copy, spoken("notice.copy-name", suffix=suffix))
        new = marking.marked(data, [_finding(one, spoken, told) for one in every], _labels(told))
        files.write(copy, new)
    except Unfit:
        raise _Refused(file.path, spoken("notice.not-markable")) from None
    except OSError as error:
        problem = error.strerror or str(error)
        raise _Refused(copy, spoken("notice.cannot-write", problem=problem)) from error
    return Written(copy, len(every), len({_place(one) for one in every}))


def _workbook(file: FileResult, spoken: Words) -> bytes:
    """The bytes of a workbook that was checked and is still the same."""
    if file.kind != WORKBOOK:
        raise _Refused(file.path, spoken("notice.only-workbooks"))
    data = files.load(file.path, spoken)
    if isinstance(data, Notice):
        raise _Refused(*data)
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise _Refused(file.path, spoken("notice.changed-meanwhile"))
    if marking.is_marked(data):
        raise _Refused(file.path, spoken("notice.marked-already"))
    return data


def sentence(one: Written, spoken: Words) -> str:
    """What was written."""
    told = words(spoken.language, "office")
    done = told.count("annotate.done", one.findings).format(path=one.path)
    return f"{done} {told.count('annotate.cells', one.cells)}"


def _labels(told: Words) -> marking.Labels:
    headings = tuple(told(f"annotate.{key}") for key in HEADINGS)
    return marking.Labels(told("annotate.index"), headings, told("annotate.nothing"), told.table["annotate.back"])


def _place(one: Diagnostic) -> tuple[str, str]:
    data = one.original.data if one.original else {}
    return str(data.get("sheet", "")), str(data.get("cell", ""))


def _finding(one: Diagnostic, spoken: Words, told: Words) -> marking.Finding:
    sheet, cell = _place(one)
    severity = spoken(f"severity.{one.severity.value}")
    if one.waived is not None:
        severity = told("annotate.waived", severity=severity)
    name = f"{one.code} {one.rule}"
    work = told("annotate.work", work=one.work) if one.work and one.group != READING else ""
    reason = spoken(f"waived-by.{one.waived.by}", **one.waived._asdict()) if one.waived else ""
    return marking.Finding(
        level=one.severity.value if one.waived is None else "waived",
        sheet=sheet,
        cell=cell,
        words=(name, severity, sheet, cell, one.unidad, one.where.meta, one.message, reason or one.help),
        heading=f"{severity.upper()} {name}",
        comment="\n".join(filter(None, (one.message, work, reason or one.help))),
    )
