"""Register an amendment: `poa-lint amend 310/101/103 --oficio … --set meta_anual=9` writes it into its file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.api import Linter
from poa_lint.cli import compare, request, targets
from poa_lint.cli.options import Arguments, UsageError
from poa_lint.cli.shell import Shell
from poa_lint.config import amendment_file
from poa_lint.config import compare as compared
from poa_lint.config.amendment_file import amount, quoted
from poa_lint.config.amendments import (
    ADDITION,
    ANNUAL,
    REMOVAL,
    REWORDING,
    WORDS,
    AmendedGoal,
    Amendment,
    AmendmentFile,
    Change,
    Written,
)
from poa_lint.config.find import AMENDMENTS, Configured
from poa_lint.core.figures import Figure
from poa_lint.core.result import Notice
from poa_lint.core.text import similar, visible
from poa_lint.documents import files, target
from poa_lint.linter import amendments
from poa_lint.linter.pool import Pool
from poa_lint.rulebook import troubles

NEEDED: Final = ("oficio", "reason", "requested", "authorised")
_PLAIN: Final = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,9})?")


class _Wanted(NamedTuple):
    """An amendment as the command line states it: the goal's address, and by column what it was and what it is."""

    where: str
    was: Mapping[str, str]
    now: Mapping[str, str]
    periods: Mapping[str, int]


def amend(shell: Shell) -> int:
    """`poa-lint amend WHERE --oficio … --set COLUMN=VALUE`: write an amendment at the end of its file."""
    arguments = shell.arguments
    linter = Linter(request.wishes(shell), shell.words)
    request.check_rules(shell, linter, ["."])
    held = linter.configured("-")
    wanted = _wanted(arguments, held)
    found = linter.files("-")
    stated = held.settings.compare.amendments if held.settings.compare else ""
    path = stated or found.amendments or os.path.join(os.path.dirname(found.settings or ""), AMENDMENTS)
    targets.check_rules([path], [held])
    pool = _pool(shell, linter, held)
    try:
        with target.alone(path):
            before = _content(path, shell)
            after = _with_another(path, before, wanted, held, pool, shell)
            target.write(path, after.encode("utf-8", "backslashreplace"), was=before, locked=True)
    except OSError as error:
        return shell.tell(path, target.sentence(error, shell.words))
    done = shell.words("amend.done", path=path, oficio=arguments.oficio or "", where=wanted.where)
    return shell.put(visible(done) + "\n")


def _wanted(arguments: Arguments, held: Configured) -> _Wanted:
    """The amendment that the command line states. Raises UsageError."""
    lacks = [key for key in NEEDED if not getattr(arguments, key)]
    changes = arguments.set or arguments.type == REMOVAL
    if len(arguments.operands) != 1 or lacks or not changes:
        raise UsageError("amend-needs")
    where = arguments.operands[0]
    if where.count("/") != 2 or not all(where.split("/")):
        raise UsageError("amend-place", value=where)
    periods = amendment_file.periods_of(held.forms)
    known = (ANNUAL, *periods, *WORDS)
    now, was = (_pairs(option, stated, known) for option, stated in (("set", arguments.set), ("was", arguments.was)))
    stray = next((column for column in was if column not in now and arguments.type != REMOVAL), None)
    if stray is not None:
        raise UsageError("amend-was", column=stray)
    return _Wanted(where, was, now, periods)


def _pairs(option: str, stated: Sequence[str], known: Sequence[str]) -> Mapping[str, str]:
    """The columns and values of `--set` or `--was`. Raises UsageError."""
    pairs: dict[str, str] = {}
    for text in stated:
        column, equals, value = (part.strip() for part in text.partition("="))
        if not equals or column not in known:
            raise UsageError(
                "amend-column", similar(column, known), option=f"--{option}", value=text, known=", ".join(known[:6])
            )
        if column in pairs:
            raise UsageError("amend-twice", option=f"--{option}", column=column)
        pairs[column] = value
    return pairs


def _pool(shell: Shell, linter: Linter, held: Configured) -> Pool:
    """The plans and reports by which it is known what a goal was. Raises UsageError for one that cannot be read."""
    arguments, year = shell.arguments, _year(shell.arguments)
    plans, before = list(arguments.plan), list(arguments.against)
    stated = held.settings.compare
    if stated is not None and not plans:
        plans = [path for issued in stated.plans if not issued.since for path in compared.files(issued.path, year)]
    if stated is not None and not before:
        before = [path for place in stated.against for path in compared.files(place, year)]
    against, notices = compare.gathered(shell, linter, plans, before)
    if notices:
        raise UsageError(sentence=f"{notices[0].path}: {notices[0].message}")
    return Pool(against)


def _year(arguments: Arguments) -> int:
    said = arguments.year or (arguments.requested or "")[:4]
    return int(said) if said.isascii() and said.isdecimal() else 0


def _content(path: str, shell: Shell) -> bytes:
    """The bytes of the file; none where there is no file yet. Raises UsageError for what is no file."""
    data = files.load(path, shell.words) if os.path.exists(path) else b""
    if isinstance(data, Notice):
        raise UsageError("amendments-unreadable", name=path, problem=data.message)
    return data


def _with_another(path: str, before: bytes, wanted: _Wanted, held: Configured, pool: Pool, shell: Shell) -> str:
    """The text of the file with the amendment at its end. Raises UsageError where it is not in order."""
    try:
        text = before.decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError("amendments-not-utf8", name=path) from None
    file, faults = amendment_file.read(path, text.removeprefix("\ufeff"), wanted.periods)
    if faults:
        raise UsageError(sentence=troubles.sentence(faults[0], shell.words))
    was = wanted.was if shell.arguments.type in (ADDITION, REMOVAL) else _was(wanted, file, held, pool, shell)
    fields = list(_fields(shell.arguments, wanted, was))
    after = amendment_file.with_another(text, fields, list(_goal(wanted, was, shell.arguments.type)))
    faults = amendment_file.read(path, after.removeprefix("\ufeff"), wanted.periods)[1]
    if faults:
        raise UsageError(sentence=troubles.sentence(faults[0], shell.words))
    return after


def _was(wanted: _Wanted, file: AmendmentFile, held: Configured, pool: Pool, shell: Shell) -> Mapping[str, str]:
    """Every column as it was: by the command line, or as it holds on the day. Raises UsageError if unknown."""
    arguments = shell.arguments
    programa, unidad, meta = wanted.where.split("/")
    goal = AmendedGoal(programa, unidad, meta, (), 0)
    day = arguments.authorised or ""
    one = Amendment("", "", arguments.requested or "", day, "", "", _year(arguments), (goal,), 0)
    found: dict[str, str] = {}
    for column in wanted.now:
        change = Change(column, None, Written("", "", 0), 0, wanted.periods.get(column, 0))
        known = wanted.was.get(column)
        if known is None:
            known = amendments.in_force(file, one, goal, change, pool, held.forms)
        if known is None:
            raise UsageError("amend-unknown", where=wanted.where, column=column)
        found[column] = known
    return found


def _fields(arguments: Arguments, wanted: _Wanted, was: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The fields of the amendment, in the order of the file."""
    fields = (
        ("oficio", arguments.oficio),
        ("tipo", arguments.type or _kind(wanted, was)),
        ("solicitud", arguments.requested),
        ("autorizacion", arguments.authorised),
        ("autoriza", arguments.authorised_by),
        ("motivo", arguments.reason),
        ("ejercicio", arguments.year),
    )
    return ((key, value) for key, value in fields if value is not None)


def _kind(wanted: _Wanted, was: Mapping[str, str]) -> str:
    """The kind of amendment that its changes are."""
    if ANNUAL in wanted.now:
        before, after = amount(was[ANNUAL]), amount(wanted.now[ANNUAL])
        less = isinstance(before, Figure) and isinstance(after, Figure) and after < before
        return "reduccion" if less else "ampliacion"
    return REWORDING if set(wanted.now) <= set(WORDS) else "recalendarizacion"


def _goal(wanted: _Wanted, was: Mapping[str, str], kind: str | None) -> Iterator[tuple[str, Sequence[str]]]:
    """The lines of the goal: its address, and every change."""
    yield "donde", (quoted(wanted.where),)
    columns = wanted.was if kind == REMOVAL else wanted.now
    for column in (column for column in (*WORDS, ANNUAL) if column in columns):
        yield column, (_change(column, was, wanted.now),)
    periods = [f"{column}: {_change(column, was, wanted.now)}" for column in columns if column in wanted.periods]
    if periods:
        yield "programado", (f"{{{', '.join(periods)}}}",)


def _change(column: str, was: Mapping[str, str], now: Mapping[str, str]) -> str:
    sides = [f"{key}: {_value(side[column])}" for key, side in (("de", was), ("a", now)) if column in side]
    return f"{{{', '.join(sides)}}}"


def _value(raw: str) -> str:
    """A value as YAML reads it back inside braces: null for a blank cell."""
    import json

    if not raw:
        return "null"
    return raw if _PLAIN.fullmatch(raw) else json.dumps(raw, ensure_ascii=False)
