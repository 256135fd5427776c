"""The counterparts of an example: the last report and the approved plan as changes of the sound report.

antes: {meta_anual: 8}      # the report of the quarter before, with another goal
plan: {}                    # the approved plan, as the sound report has it
entre: [{fecha: 30-jun.-24}]  # other reports of the same run
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from poa_lint.config.settings import Settings
from poa_lint.core.form import Form
from poa_lint.core.records import replace
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.yamltree import Mapping as Tree
from poa_lint.core.yamltree import Node
from poa_lint.core.yamltree import Sequence as Items
from poa_lint.linter.pipeline import delivered
from poa_lint.linter.pool import Against, Pool
from poa_lint.rulebook.book import Rulebook

BEFORE, PLAN, AMONG = "antes", "plan", "entre"
KEYS: Final = (BEFORE, PLAN, AMONG)
"""Keys of an example that give its counterparts."""
LATER: Final[Mapping[str, object]] = {
    "fecha": "30-jun.-24",
    "avance": [1, 1],
    "absoluto": 2,
    "relativo": "50%",
}
"""The cells of the sound report one quarter later, where an example has an earlier one and does not say it itself."""
NAMES: Final = {BEFORE: "antes.txt", PLAN: "plan.txt", AMONG: "otro.txt"}


def defaults(example: Tree) -> Mapping[str, object]:
    """The cells of an example's report that the example leaves unsaid: one quarter more, beside an earlier report."""
    return LATER if BEFORE in example.entries or AMONG in example.entries else {}


def pool(
    example: Tree,
    source_of: Callable[[str, Node], Source | Unreadable],
    rules: Rulebook,
    forms: tuple[Form, ...],
) -> Pool | None:
    """The counterparts of an example; None for one without counterparts. `source_of` writes the report of a node."""
    if not any(key in example.entries for key in KEYS):
        return None

    def kept(key: str, node: Node) -> object:
        source = source_of(NAMES[key], node)
        return delivered(replace(source, path=NAMES[key], sha256=f"{key}"), rules, forms, Settings())

    found = {key: [kept(key, node) for node in _nodes(example, key)] for key in KEYS}
    before = (*found[BEFORE], *found[AMONG])
    return Pool(Against(before, tuple(found[PLAN]), among=bool(found[AMONG])))  # type: ignore[arg-type]


def _nodes(example: Tree, key: str) -> tuple[Node, ...]:
    node = example.entries.get(key)
    return node.items if isinstance(node, Items) else () if node is None else (node,)
