"""A converted file's reading against the truth: its class, its goals and figures, and what is said falsely."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Final, NamedTuple

from poa_lint import lint
from poa_lint.cli.lint import exit_code
from poa_lint.core.diagnostic import Confidence, Diagnostic
from poa_lint.core.figures import BLANK, UNKNOWN, Figure, Nothing
from poa_lint.core.report import Meta
from tests.routes.reports import Report

CLASSES: Final = ("read", "doubt", "partly", "refused", "wrong")
"""Classes of files, the best first: all read and nothing said; read, with a doubt told; some goals read, the rest
told; refused in one sentence; a figure under a wrong column without a word, or a false finding."""
REFUSALS: Final = frozenset({"POA005", "POA007", "POA008"})
DOUBTS: Final = frozenset({"POA002", "POA003"})
"""The rules that say that a row, or a figure in it, cannot be read for sure."""
NAMES: Final = ("meta_anual", *(f"{kind}.{quarter}" for quarter in (1, 2, 3, 4) for kind in ("programado", "avance")))
COLUMNS: Final = dict(zip((*NAMES, "absoluto", "relativo"), range(3, 14), strict=True))
"""The columns of figures, by their place among a goal's cells."""
WORDS: Final = (0, 1, 2, 14)
"""The places of the cells that hold words."""


class Slip(NamedTuple):
    """A figure that is not what it should be: goal, column, the text that was read and the truth."""

    goal: str
    column: str
    read: str
    truth: str


class Outcome(NamedTuple):
    """One file compared with the truth."""

    folder: str
    report: str
    kind: str
    """One of CLASSES."""
    goals: int
    read: int
    """Goals of which every figure is right."""
    figures: int
    right: int
    words: int
    """Cells of words that are right but for white space."""
    wrong: tuple[Slip, ...]
    """Figures that differ without a word, though the text has the right ones."""
    told: int
    """Figures that differ in rows about which a doubt is told."""
    lost: int
    """Figures that differ since the converter's text has not the right ones."""
    false: tuple[str, ...]
    """Findings at error or warning that are neither a doubt nor the refusal, in short."""
    exit: int


def outcomes(
    folder: Path, reports: Mapping[str, Report], routes: frozenset[str], renderers: frozenset[str]
) -> list[Outcome]:
    """Every converted file of a corpus compared, in the order of folders; no routes or no renderers are all of them."""
    paths = [path for path in sorted(folder.glob("*+*/*")) if path.stem in reports]
    chosen = [path for path in paths if _asked(path.parent.name, routes, renderers)]
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(outcome, chosen, [reports[path.stem] for path in chosen], chunksize=8))


def _asked(name: str, routes: frozenset[str], renderers: frozenset[str]) -> bool:
    renderer, _, route = name.partition("+")
    return (not routes or route in routes) and (not renderers or renderer in renderers)


def outcome(path: Path, report: Report) -> Outcome:
    """One file compared with the truth about its report."""
    run = lint(path, keep=True, today="2026-01-01")
    file = run.files[0] if run.files else None
    findings = () if file is None else tuple(one for one in file.standing if one.severity.value != "info")
    read = () if file is None or file.paper is None else file.paper.informe.metas
    optical = path.parent.name.partition("+")[2].startswith("ocr")
    text = path.read_text(encoding="utf-8", errors="replace") if optical else None
    code = exit_code(run)
    compared = _compared(read, report, _doubted(findings), text)
    false = _false(findings, code, compared.broken)
    false += tuple(f"EXTRA a goal {number!r} that is not there" for number in compared.extra)
    outcome = Outcome(
        path.parent.name,
        report.name,
        "",
        report.goals,
        compared.read,
        report.goals * len(COLUMNS),
        compared.right,
        compared.words,
        tuple(compared.wrong),
        compared.told,
        compared.lost,
        false,
        code,
    )
    every = () if file is None else file.standing
    return outcome._replace(kind=_kind(outcome, every, bool(read)))


def _kind(found: Outcome, findings: tuple[Diagnostic, ...], any_goal: bool) -> str:
    """A file's class."""
    if found.wrong or found.false:
        return "wrong"
    if not any_goal:
        return "refused" if found.exit == 2 and len(findings) == 1 and findings[0].code in REFUSALS else "wrong"
    if found.read < found.goals:
        return "partly"
    return "doubt" if any(one.severity.value != "info" for one in findings) else "read"


class _Compared:
    """The comparison of goals, counted as it goes."""

    def __init__(self) -> None:
        self.read = self.right = self.words = self.told = self.lost = 0
        self.wrong: list[Slip] = []
        self.extra: list[str] = []
        self.broken: set[str] = set()
        """Numbers of goals whose figures the text itself has not."""


def _compared(read: Iterable[Meta], report: Report, doubted: frozenset[str], text: str | None) -> _Compared:
    compared = _Compared()
    truth = {_number(cells): cells for leaf in report.leaves for cells in leaf.rows}
    lines = None if text is None else [line.split() for line in text.splitlines()]
    left = dict(truth)
    for number, cells in truth.items():
        if lines is not None and not _printed(cells, lines):
            compared.broken.add(number)
    for meta in read:
        number = meta.numero.raw.strip()
        if number in left:
            _goal(compared, meta, left.pop(number), told=number in doubted)
        elif number or any(cell.valor.value not in {BLANK, UNKNOWN} for cell in meta.cifras):
            compared.extra.append(number)
    return compared


def _goal(compared: _Compared, meta: Meta, cells: tuple[str, ...], *, told: bool) -> None:
    values = {cifra.columna: cifra.valor for cifra in meta.cifras}
    number = _number(cells)
    right = 0
    for column, place in COLUMNS.items():
        cell = values.get(column)
        value = UNKNOWN if cell is None else cell.value
        if value == figure(cells[place]):
            right += 1
        elif value is UNKNOWN or told:
            compared.told += 1
        elif number in compared.broken:
            compared.lost += 1
        else:
            compared.wrong.append(Slip(number, column, "" if cell is None else cell.raw, cells[place]))
    compared.right += right
    compared.read += right == len(COLUMNS)
    said = (
        " ".join(code.raw for code in meta.lineas),
        _whole_text(meta),
        meta.unidad_medida.raw,
        meta.observaciones.raw,
    )
    compared.words += sum(_plain(one) == _plain(cells[place]) for one, place in zip(said, WORDS, strict=True))


def _whole_text(meta: Meta) -> str:
    return meta.texto.raw if meta.texto.raw.startswith(meta.numero.raw) else f"{meta.numeracion.raw}{meta.texto.raw}"


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def figure(text: str) -> Figure | Nothing:
    """The value of a cell of the truth."""
    if not text:
        return BLANK
    value = Fraction(text.replace(",", "").rstrip("%"))
    return value.numerator if value.denominator == 1 else value


def _number(cells: tuple[str, ...]) -> str:
    return cells[1].partition(".")[0]


def _printed(cells: tuple[str, ...], lines: list[list[str]]) -> bool:
    """True where some line has the goal's figures in their order."""
    wanted = [cell for cell in cells[3:14] if cell]
    return any(_within(wanted, iter(line)) for line in lines)


def _within(wanted: list[str], words: Iterator[str]) -> bool:
    return all(any(word == one for word in words) for one in wanted)


def _doubted(findings: Iterable[Diagnostic]) -> frozenset[str]:
    """The numbers of the goals about which a doubt is told."""
    return frozenset(one.where.meta for one in findings if _doubts(one))


def _doubts(finding: Diagnostic) -> bool:
    return finding.code in DOUBTS or finding.confidence is Confidence.LOW


def _false(findings: Iterable[Diagnostic], code: int, broken: set[str]) -> tuple[str, ...]:
    false = []
    for one in findings:
        refusal = one.code in REFUSALS and code == 2
        of_text = one.where.meta in broken
        if not (refusal or _doubts(one) or of_text):
            false.append(f"{one.code} {one.severity.value} {one.start.line}:{one.start.column} {one.message}")
    return tuple(false)


def codes(found: Iterable[Outcome]) -> Counter[str]:
    """The codes of false findings, counted."""
    return Counter(line.split(" ", 1)[0] for one in found for line in one.false)
