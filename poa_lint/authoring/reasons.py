"""The reason why an example came out otherwise than its rule says: what its sentences read, and what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from poa_lint.core.diagnostic import Diagnostic
from poa_lint.core.figures import BLANK, UNKNOWN
from poa_lint.core.report import Informe
from poa_lint.core.text import short
from poa_lint.core.words import Words
from poa_lint.expression.arithmetic import cells_read, shown
from poa_lint.expression.evaluate import value
from poa_lint.expression.resolve import Resolved
from poa_lint.expression.types import Frame
from poa_lint.rulebook.applicable import lacking
from poa_lint.rulebook.book import Check
from poa_lint.rulebook.frames import Frames
from poa_lint.rulebook.nodes import COMPARED

PASS, UNDECIDED = "pass", "unknown"
DECIDING: Final = {PASS: (True, None, UNKNOWN), UNDECIDED: (UNKNOWN,)}
"""The answers that an outcome is explained by, the most telling first; None is of a rule whose `when` is false."""
MAX_CELLS: Final = 20
"""Cells that are looked at for one that is blank."""


def reason(check: Check, given: str, findings: Sequence[Diagnostic], informe: Informe | None, words: Words) -> str:
    """The reason for the outcome `given` of an example; empty where nothing can be said of it.

    For example `en Abr-Jun, expect no se sabe: Abr-Jun A = (vacía)`.
    """
    if findings:
        return findings[0].message
    if informe is None or not check.states or check.rule.each in COMPARED:
        return ""
    forms = {page.form: None for page in informe.paginas if page.form}
    for form in forms:
        absent = lacking(check, form)
        if absent:
            return words("reason.lacking", form=form.code, parts=", ".join(absent))
    frames = Frames(informe)[check.rule.each]
    answers = [(check.result(frame), frame) for frame in frames]
    if check.rule.unless and any(answer is False for answer, _ in answers):
        return words("reason.silent", rules=", ".join(check.rule.unless))
    for wanted in DECIDING.get(given, ()):
        for answer, frame in answers:
            if answer is wanted:
                return _on(check, frame, words)
    return words("reason.nothing", each=check.rule.each)


def _on(check: Check, frame: Frame, words: Words) -> str:
    """The values of a rule's sentences on a frame."""
    parts = [(key, part) for key, part in (("when", check.when), ("expect", check.expect)) if part is not None]
    if len(parts) == 2 and value(parts[0][1], frame) is not True:
        parts = parts[:1]
    said = "; ".join(_said(key, part, frame, words) for key, part in parts)
    name = _name(frame[-1])
    return words("reason.in", name=name, said=said) if name else said


def _said(key: str, part: Resolved, frame: Frame, words: Words) -> str:
    result = value(part, frame)
    answer = words(f"reason.{'unknown' if result is UNKNOWN else 'true' if result else 'false'}", key=key)
    text = shown(part, frame, words)
    said = f"{answer}: {short(text)}" if text else answer
    if result is UNKNOWN and any(cell.value is BLANK for cell in cells_read(part, frame, MAX_CELLS)):
        return f"{said} ({words('reason.blank')})"
    return said


def _name(node: Any) -> str:
    """The words by which a reader knows a node: a period's name, a figure's title; empty for others."""
    return getattr(node, "titulo", "") or (getattr(node, "nombre", "") if hasattr(node, "cerrado") else "")
