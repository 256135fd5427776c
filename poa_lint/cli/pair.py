"""`poa-lint pair`: which file each unit would be compared with and how its goals pair, before anything is checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from poa_lint.api import Linter
from poa_lint.cli import compare, plans, reports, request, targets
from poa_lint.cli.options import UsageError
from poa_lint.cli.runner import stopped
from poa_lint.cli.shell import CLEAN, TROUBLE, Shell
from poa_lint.core.result import Notice
from poa_lint.core.source import Unreadable
from poa_lint.core.text import printable, visible, wrapped
from poa_lint.core.version import VERSION
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.documents import folders, open_source
from poa_lint.linter.compare import ROLES
from poa_lint.linter.pairs import ReportPairs, UnitPairs, pairs
from poa_lint.output.json import written

FORMATS: Final = ("terminal", "json")


class _Dry(NamedTuple):
    """The reports as they would be compared, and what could not be read."""

    reports: tuple[ReportPairs, ...]
    notices: tuple[Notice, ...]
    left_out: tuple[tuple[str, int], ...]


def pair(shell: Shell) -> int:
    """Show what would be compared with what: 0, or 2 where a file could not be read. Raises UsageError, BrokenRules."""
    wishes = request.wishes(shell, FORMATS)
    said = words_of(shell.words.language, "compare")
    if not shell.arguments.operands and shell.arguments.stdin_filename is None:
        raise UsageError(sentence=said("pair.needs"))
    linter = Linter(wishes, shell.words)
    found = reports.find(shell, linter)
    request.check_targets(shell, linter, reports.unwritable(shell, linter, found, targets.stated(shell.arguments)))
    request.check_rules(shell, linter, found.paths)
    found = plans.apart(shell, linter, found)
    if not request.compares(shell.arguments, linter, found.paths):
        raise UsageError(sentence=said("pair.needs"))
    prepared = compare.prepare(shell, linter, found.paths)
    found.notices.extend(prepared.notices)
    dry = _dry(shell, linter, found)
    lacking = prepared.counting(shell, unpreceded=any(report.unpreceded for report in dry.reports))
    dry = dry._replace(notices=(*dry.notices, *lacking))
    code = CLEAN
    for output in request.outputs(shell):
        text = _json(dry, linter) if output.form == "json" else _table(dry, shell, output.target)
        code = max(code, shell.put(text, machine=output.form == "json", target=output.target))
    for notice in dry.notices:
        shell.warn(f"{notice.path}: {notice.message}")
    if dry.left_out:
        shell.warn(folders.sentence(dry.left_out, shell.words))
    return max(code, TROUBLE if dry.notices or not dry.reports else CLEAN)


def _dry(shell: Shell, linter: Linter, found: folders.Found) -> _Dry:
    """Every report with its pairs. Files of folders that are no reports are left out."""
    said = words_of(shell.words.language, "compare")
    reports, notices, left_out = list[ReportPairs](), [*found.notices], Counter[str]()
    for path in found.paths:
        one = _report(shell, linter, path)
        if isinstance(one, Notice):
            notices.append(one)
        elif one.stage and path in found.inside:
            left_out[folders.BY_STAGE[one.stage]] += 1
        elif one.units:
            reports.append(one)
        elif not (one.foreign and path in found.inside):
            notices.append(Notice(path, said("pair.no-units")))
    return _Dry(tuple(reports), tuple(notices), folders.together(found.left_out, left_out.items()))


def _report(shell: Shell, linter: Linter, path: str) -> ReportPairs | Notice:
    try:
        data = linter.load(path)
        if isinstance(data, Notice):
            return data
        source = open_source(data, path, shell.arguments.encoding, linter.limits(path).bytes, linter.forms(path))
        pool, held = linter.pool_of(path), linter.configured(path)
        if isinstance(source, Unreadable) or pool is None:
            return ReportPairs(path, None, "", ())
        return pairs(source, pool, held.rules, held.forms, held.settings)
    except Exception as error:  # noqa: BLE001 - a defect of ours in one file must not hide what is said of the others
        return stopped(path, error, shell.words)


def _table(dry: _Dry, shell: Shell, target: str | None) -> str:
    return "".join(f"{printable(line.rstrip())}\n" for line in _lines(dry, shell, shell.view(target).width))


def _lines(dry: _Dry, shell: Shell, width: int) -> Iterator[str]:
    """A block for each report; in it a line for each unit, and one for each role below."""
    said = words_of(shell.words.language, "compare")
    for report in dry.reports:
        day = said("pair.at", day=report.corte) if report.corte else ""
        yield from wrapped(" ".join(filter(None, (visible(report.path), day))), "", "  ", width)
        for unit in report.units:
            yield from wrapped(
                said("pair.unit", programa=unit.programa, unidad=visible(unit.nombre)), "  ", "    ", width
            )
            for text in _roles(unit, shell):
                yield from wrapped(text, "    ", "      ", width)
        yield ""


def _roles(unit: UnitPairs, shell: Shell) -> Iterator[str]:
    """The counterpart of a unit in each role with the pairs of its goals, or the reason for none."""
    said = words_of(shell.words.language, "compare")
    for one in unit.found:
        dated = said("pair.at", day=one.corte) if one.corte else ""
        since = said("pair.since", day=one.since) if one.since else ""
        counts = ", ".join(said.count(f"pair.{mode}", n) for mode, n in one.pairs.items() if n)
        where = " ".join(filter(None, (visible(one.path), dated, since)))
        yield f"{said(f'pair.{one.role}')}: {where} · {counts}"
    for role, reason in unit.unpaired:
        why = visible(said(f"unpaired.{reason.kind}", **reason.values))
        yield f"{said(f'pair.{role}')}: {said('pair.none')} ({why})"


def _json(dry: _Dry, linter: Linter) -> str:
    said = words_of(linter.words.language, "compare")
    document: dict[str, Any] = {
        "version": 1,
        "tool": {"name": "poa-lint", "version": VERSION},
        "files": [
            {
                "path": report.path,
                "report": {"ejercicio": report.ejercicio, "corte": report.corte or None},
                "units": [_unit(unit, said) for unit in report.units],
            }
            for report in dry.reports
        ],
    }
    if dry.notices:
        document["notices"] = [{"path": notice.path, "message": notice.message} for notice in dry.notices]
    return written(document, indent=1)


def _unit(unit: UnitPairs, said: Words) -> dict[str, Any]:
    return {
        "programa": unit.programa,
        "unidad": unit.unidad,
        "nombre": unit.nombre,
        "metas": unit.metas,
        "compared": [
            {
                "role": ROLES[one.role],
                "path": one.path,
                "sha256": one.sha256,
                "corte": one.corte or None,
                **({"since": one.since} if one.since else {}),
                **({"oficio": one.oficio} if one.oficio else {}),
                "pairs": dict(one.pairs),
            }
            for one in unit.found
        ],
        "unpaired": [
            {
                "role": ROLES[role],
                "reason": reason.kind,
                "message": said(f"unpaired.{reason.kind}", **reason.values),
            }
            for role, reason in unit.unpaired
        ],
    }
