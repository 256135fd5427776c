"""Read a file of amendments, and write another one into it: each with its letter, its days and its goals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Final

from poa_lint.config.amendments import (
    ADDITION,
    ANNUAL,
    KINDS,
    REMOVAL,
    WORDS,
    AmendedGoal,
    Amendment,
    AmendmentFile,
    Change,
    Written,
    same,
)
from poa_lint.config.waiver_file import is_date
from poa_lint.core import yamltree
from poa_lint.core.figures import UNKNOWN, Figure, Nothing
from poa_lint.core.form import Form
from poa_lint.core.source import Trouble
from poa_lint.core.text import similar
from poa_lint.core.yamltree import Fields, Mark, Node, Scalar
from poa_lint.core.yamltree import Sequence as Items
from poa_lint.reading.values import figure, percent

REQUIRED: Final = ("tipo", "solicitud", "autorizacion", "metas")
KEYS: Final = ("oficio", "tipo", "solicitud", "autorizacion", "autoriza", "motivo", "ejercicio", "metas")
GOAL_KEYS: Final = ("donde", ANNUAL, "programado", *WORDS)
CHANGE_KEYS: Final = ("de", "a")
DATES: Final = ("solicitud", "autorizacion")

Read = tuple[AmendmentFile, tuple[Trouble, ...]]


def periods_of(forms: Iterable[Form]) -> Mapping[str, int]:
    """The keys of all forms' periods, each with the month at whose end it closes."""
    return {period.clave: period.mes for form in forms for period in form.periods}


def load(path: str, periods: Mapping[str, int]) -> Read:
    """The amendments in a file, and its faults."""
    text, unread = yamltree.file_text(path)
    if unread is not None:
        return AmendmentFile(path, "", ()), (unread,)
    return read(path, text, periods)


def read(path: str, text: str, periods: Mapping[str, int]) -> Read:
    """The amendments that a file's text states, and its faults; `periods` are the keys that may stand in it."""
    tree = yamltree.read(text, path)
    if not isinstance(tree, Trouble):
        return from_tree(path, text, tree, periods)
    return AmendmentFile(path, text, ()), () if tree.kind == "yaml-empty" else (tree,)


def from_tree(path: str, text: str, tree: Node, periods: Mapping[str, int]) -> Read:
    """The amendments in the tree of a text, and its faults; with any fault there are no amendments."""
    troubles: list[Trouble] = []
    file = Fields(path, text, yamltree.Mapping({}, {}, tree.mark), troubles)
    found = sorted(_amendments(file, tree, periods), key=attrgetter("autorizacion"))
    return AmendmentFile(path, text, () if troubles else tuple(found)), tuple(troubles)


def with_another(text: str, fields: Sequence[tuple[str, str]], goal: Sequence[tuple[str, Sequence[str]]]) -> str:
    """The text of a file with another amendment of one goal at its end; what is there stays as it is.

    `fields` are keys and texts; `goal` are the lines of the goal: a key, and the words behind it (none for a key that
    opens the lines that follow it with a deeper indent, which the key has too).
    """
    ends = "\r\n" if "\r\n" in text else "\n"
    lines = [f"{'  ' if number else '- '}{key}: {quoted(value)}" for number, (key, value) in enumerate(fields)]
    lines.append("  metas:")
    for number, (key, values) in enumerate(goal):
        lines.append(f"    {'  ' if number else '- '}{key}:{''.join(f' {value}' for value in values)}")
    gap = "" if not text or text.endswith("\n") else ends
    return text + gap + "".join(f"{line}{ends}" for line in lines)


def quoted(value: str) -> str:
    """A text as YAML reads it back, whatever stands in it."""
    import yaml  # only to write

    whole = yaml.safe_dump(value, allow_unicode=True, default_style='"', width=10**9).strip()
    return whole[1:-1] if _is_plain(value) else whole


def _is_plain(value: str) -> bool:
    """True for a text that needs no quotes: a date, an address, the number of a letter."""
    return value in KINDS or (value.isascii() and re.fullmatch(r"[0-9A-Za-z]+(?:[-/][0-9A-Za-z]+)+", value) is not None)


def _amendments(file: Fields, tree: Node, periods: Mapping[str, int]) -> Iterator[Amendment]:
    name = Path(file.path).name
    if not isinstance(tree, Items):
        file.trouble("not-a-list", tree.mark, key=name)
        return
    for item in tree.items:
        fields = file.mapping(item, name)
        if fields is not None:
            yield _amendment(fields, periods)


def _amendment(fields: Fields, periods: Mapping[str, int]) -> Amendment:
    """One amendment; whatever is missing or wrong in it joins the troubles."""
    fields.known(KEYS)
    fields.required(REQUIRED)
    tipo = fields.choice("tipo", KINDS) or ""
    solicitud, autorizacion = (_date(fields, key) for key in DATES)
    if autorizacion and autorizacion < solicitud:
        fields.trouble("authorised-first", fields.mark("autorizacion"), None, 10, asked=solicitud)
    metas = fields.node("metas")
    goals = tuple(_goal(goal, tipo, periods) for goal in _goals(fields, metas))
    _check_once(fields, goals)
    head = next(iter(fields.tree.keys.values()), fields.tree.mark)
    return Amendment(
        oficio=_words(fields, "oficio"),
        tipo=tipo,
        solicitud=solicitud,
        autorizacion=autorizacion,
        autoriza=_words(fields, "autoriza"),
        motivo=_words(fields, "motivo"),
        ejercicio=_year(fields) or int(solicitud[:4] or 0),
        metas=goals,
        offset=head.offset,
    )


def _words(fields: Fields, key: str) -> str:
    """The text under a key; a rule, not this reader, tells that a letter or a reason is missing."""
    node = fields.node(key)
    missing = isinstance(node, Scalar) and (node.is_null or not node.text.strip())
    return "" if missing else fields.text(key).strip()


def _date(fields: Fields, key: str) -> str:
    """A day, as ISO; empty where it is missing or noted as none."""
    text = fields.text(key).strip()
    if text and not is_date(text):
        fields.trouble("not-a-date", fields.mark(key), None, len(text), value=text)
        return ""
    return text


def _year(fields: Fields) -> int | None:
    node = fields.node("ejercicio")
    if node is None:
        return None
    text = node.text if isinstance(node, Scalar) else ""
    if text.isascii() and text.isdecimal() and 1900 <= int(text[:5]) <= 2999:
        return int(text)
    fields.trouble("not-between", node.mark, None, max(len(text), 1), key="ejercicio", min="1900", max="2999")
    return None


def _goals(fields: Fields, node: Node | None) -> Iterator[Fields]:
    """The fields of every goal of the list under `metas`, which has one at least."""
    if node is None:
        return
    if not isinstance(node, Items) or not node.items:
        fields.trouble("not-a-list", node.mark, key="metas")
        return
    for item in node.items:
        goal = fields.mapping(item, "metas")
        if goal is not None:
            yield goal


def _goal(fields: Fields, tipo: str, periods: Mapping[str, int]) -> AmendedGoal:
    fields.known(GOAL_KEYS)
    fields.required(("donde",))
    donde = fields.text("donde").strip()
    parts = tuple(part.strip() for part in donde.split("/"))
    if donde and (len(parts) != 3 or not all(parts)):
        fields.trouble("not-a-goal", fields.mark("donde"), None, len(donde), value=donde)
    changes = tuple(_changes(fields, tipo, periods))
    if tipo == REMOVAL and any(change.column not in WORDS for change in changes):
        fields.trouble("removal-changes", fields.tree.mark, value=donde)
    if tipo == ADDITION and "texto" not in fields.tree.entries:
        fields.trouble("missing-key", fields.tree.mark, key="texto")
    if tipo != REMOVAL and not changes:
        fields.trouble("nothing-amended", fields.tree.mark, value=donde)
    programa, unidad, meta = parts if len(parts) == 3 else ("", "", "")
    mark = fields.tree.entries.get("donde", fields.tree).mark
    return AmendedGoal(programa, unidad, meta, changes, mark.offset)


def _changes(fields: Fields, tipo: str, periods: Mapping[str, int]) -> Iterator[Change]:
    for key in (*WORDS, ANNUAL):
        node = fields.node(key)
        if node is not None:
            yield from _change(fields, key, fields.tree.keys[key], node, tipo)
    for key, mark, node in fields.entries(fields.node("programado"), "programado"):
        if key not in periods:
            fields.trouble("not-a-period", mark, similar(key, periods), len(key), value=key)
        for change in _change(fields, key, mark, node, tipo):
            yield change._replace(mes=periods.get(key, 0))


def _change(fields: Fields, column: str, mark: Mark, node: Node, tipo: str) -> Iterator[Change]:
    """The change of a cell: what it was and what it is; an `alta` has only what it is."""
    own = fields.mapping(node, column)
    if own is None:
        return
    own.known(CHANGE_KEYS if tipo != ADDITION else ("a",))
    wanted = {ADDITION: ("a",), REMOVAL: ("de",)}.get(tipo, CHANGE_KEYS)
    own.required(wanted)
    was, now = (_written(own, key, column) for key in CHANGE_KEYS)
    if was and now and (was.raw == now.raw if column in WORDS else same(was.value, now.value)):
        own.trouble("same-amended", mark, None, len(column), key=column, value=now.raw)
    if now is None and was is not None and tipo == REMOVAL:
        now = was
    if now is not None:
        yield Change(column, was, now, mark.offset)


def _written(own: Fields, key: str, column: str) -> Written | None:
    node = own.node(key)
    if node is None:
        return None
    if not isinstance(node, Scalar):
        own.trouble("not-a-text", node.mark, key=key)
        return None
    raw = "" if node.is_null else node.text.strip()
    if column in WORDS:
        if not raw:
            own.trouble("not-a-text", own.tree.keys[key], None, len(key), key=key)
        return Written(raw, raw, node.mark.offset)
    value = amount(raw)
    if value is UNKNOWN:
        own.trouble("not-an-amount", node.mark, None, len(raw), value=raw)
    return Written(raw, value, node.mark.offset)


def amount(raw: str) -> Figure | Nothing:
    """The figure that a text states as a cell would: BLANK for nothing, UNKNOWN for no figure."""
    return percent(raw) if raw.endswith("%") else figure(raw)


def _check_once(fields: Fields, goals: Sequence[AmendedGoal]) -> None:
    """Note every goal that one amendment names twice: which of the two would hold?"""
    seen: set[str] = set()
    for goal in goals:
        if goal.donde in seen and goal.programa:
            fields.troubles.append(
                Trouble(
                    fields.path, fields.source, "amended-twice", goal.offset, len(goal.donde), {"value": goal.donde}
                )
            )
        seen.add(goal.donde)
