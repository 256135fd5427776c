"""Keep what was delivered: a file for each unit of a report, by which a later one is compared.

A delivery is never replaced. The same file again is no new delivery; another one of the same unit and cut-off is kept
beside the first (`-2`), since a corrected report is delivered again and both are part of the file.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from poa_lint.api import Linter
from poa_lint.cli import plans, reports, request
from poa_lint.cli.options import UsageError
from poa_lint.cli.runner import stopped
from poa_lint.cli.shell import CLEAN, Shell
from poa_lint.core.delivery import Delivery, KeptUnit
from poa_lint.core.form import Form
from poa_lint.core.records import replace
from poa_lint.core.result import Notice
from poa_lint.core.source import Unreadable
from poa_lint.core.text import visible
from poa_lint.core.words import words as words_of
from poa_lint.documents import folders, is_kept, open_source, target
from poa_lint.linter import archive
from poa_lint.linter.candidates import KEPT_SUFFIX
from poa_lint.linter.deliveries import day

FOLDER: Final = "archivo"
"""The folder in which deliveries are kept, where none is named."""
_UNSAFE: Final = re.compile(r"[^0-9A-Za-z_.]+")
_SHA256: Final = re.compile(r'"sha256": "([0-9a-f]{64})"')
_HEAD: Final = 4096
"""Characters at the beginning of a kept delivery in which its file's digest stands."""


def keep(shell: Shell) -> int:
    """`poa-lint keep INFORME... [-o archivo/]`: keep every unit as it is delivered; 2 where one could not be kept."""
    arguments = shell.arguments
    folder = arguments.output or FOLDER
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise UsageError("keep-folder", name=folder)
    shell.arguments = replace(arguments, output=None)  # a folder, and no place for what is said
    linter = Linter(request.wishes(shell), shell.words)
    found = reports.find(shell, linter)
    request.check_rules(shell, linter, found.paths)
    found = plans.apart(shell, linter, found)
    keeper = _Keeper(shell, linter, folder)
    for notice in found.notices:
        keeper.refuse(notice.path, notice.message)
    for path in found.paths:
        keeper.report(path, named=path not in found.inside)
    left_out = folders.together(found.left_out, keeper.left_out.items())
    if left_out:
        shell.warn(folders.sentence(left_out, shell.words))
    return shell.put("".join(f"{visible(line)}\n" for line in keeper.done)) or keeper.code


class _Place(NamedTuple):
    """The place of a delivery: the file, the number of the delivery, and the latest one's file, if there is one."""

    path: str
    number: int
    before: str


class _Keeper:
    """Keeps the units of reports in a folder; `done` are the sentences about them, `code` is the exit code.

    `left_out` counts files of folders that are of a form and report nothing, by reason.
    """

    def __init__(self, shell: Shell, linter: Linter, folder: str) -> None:
        self.shell, self.linter, self.folder = shell, linter, folder
        self.words = words_of(shell.words.language, "compare")
        self.done: list[str] = []
        self.left_out = Counter[str]()
        self.code = CLEAN

    def refuse(self, path: str, sentence: str) -> None:
        """Say why something was not kept."""
        self.code = self.shell.tell(path, sentence)

    def report(self, path: str, *, named: bool) -> None:
        """Keep the units of a report; a file that only lay in a folder may be none."""
        try:
            self._report(path, named=named)
        except OSError as error:
            self.refuse(path, target.sentence(error, self.shell.words))
        except Exception as error:  # noqa: BLE001 - a defect of ours in one file must not keep the others from being kept
            self.refuse(path, stopped(path, error, self.shell.words).message)

    def _report(self, path: str, *, named: bool) -> None:
        most = self.linter.limits(path).bytes
        data = self.linter.load(path)
        if isinstance(data, Notice):
            self.refuse(path, data.message)
            return
        source = open_source(data, path, self.shell.arguments.encoding, most)
        if not isinstance(source, Unreadable) and is_kept(source.text):
            self.refuse(path, self.words("compare.keep-kept"))
            return
        delivery = self.linter.deliver(source)
        if delivery.stage and not named:
            self.left_out[folders.BY_STAGE[delivery.stage]] += 1
            return
        if not delivery.units and named:
            self.refuse(path, self.shell.words("notice.no-report-to-compare"))
        held = self.linter.configured(path)
        forms = {form.code: form for form in held.forms}
        for unit in delivery.units:
            self._unit(delivery, unit, forms, held.rules.version)

    def _unit(self, delivery: Delivery, unit: KeptUnit, forms: Mapping[str, Form], ruleset: str) -> None:
        period = forms[unit.form].key(unit.closed)
        lacks = _lacks(delivery, unit)
        if lacks or not isinstance(unit.closed, int) or not unit.closed:
            self.refuse(delivery.path, self.words(f"compare.keep-{lacks or 'fecha'}", unit=unit.nombre))
            return
        os.makedirs(self.folder, exist_ok=True)
        base = os.path.join(self.folder, _name(delivery, unit, period))
        with target.alone(base + KEPT_SUFFIX):
            place = _place(base, delivery.sha256)
            if place is None:
                self.done.append(self.words("compare.keep-same", unit=unit.nombre, path=_latest(base)[0]))
                return
            kept = archive.Kept(self.linter.wishes.today, place.number, ruleset, period)
            text = archive.text(delivery, unit, kept)
            target.write(place.path, text.encode("utf-8"), was=b"", locked=True)
        kind = "again" if place.before else "done"
        values = {"unit": unit.nombre, "path": place.path, "before": place.before, "n": str(place.number)}
        self.done.append(self.words(f"compare.keep-{kind}", **values))


def _lacks(delivery: Delivery, unit: KeptUnit) -> str:
    """The part that a unit lacks to be found again: `ejercicio`, `fecha`, `unidad`, or pages; empty for nothing."""
    if not isinstance(delivery.ejercicio, int):
        return "ejercicio"
    if not day(delivery.fecha):
        return "fecha"
    if not unit.identity:
        return "unidad"
    return "" if unit.complete else "paginas"


def _name(delivery: Delivery, unit: KeptUnit, period: str) -> str:
    """The name of a unit's file without suffix: `2025-T1-07-310-101`."""
    codes = (unit.ramo, *unit.identity.values())
    return "-".join(_UNSAFE.sub("_", part) for part in (str(delivery.ejercicio), period, *codes) if part)


def _kept(base: str) -> Iterator[tuple[str, str]]:
    """The deliveries of a unit and cut-off that are kept already, in their order: the file, and the report's digest."""
    number = 1
    while os.path.lexists(path := _path(base, number)):
        with open(path, encoding="utf-8", errors="replace") as stream:
            match = _SHA256.search(stream.read(_HEAD))
        yield path, match[1] if match else ""
        number += 1


def _latest(base: str) -> tuple[str, str]:
    return list(_kept(base))[-1]


def _place(base: str, sha256: str) -> _Place | None:
    """The place for a delivery; None where the last one that was kept is of this very file."""
    kept = list(_kept(base))
    if kept and kept[-1][1] == sha256:
        return None
    number = len(kept) + 1
    return _Place(_path(base, number), number, kept[-1][0] if kept else "")


def _path(base: str, number: int) -> str:
    return f"{base}{f'-{number}' if number > 1 else ''}{KEPT_SUFFIX}"
