"""Values for the parameters of rules, as settings and forms state them."""

from __future__ import annotations

from poa_lint.core import yamltree
from poa_lint.core.figures import Figure
from poa_lint.core.text import similar
from poa_lint.core.yamltree import Fields, Mark, Node, Scalar
from poa_lint.core.yamltree import Sequence as Items
from poa_lint.expression.types import NUMBER
from poa_lint.rulebook.rule import Parameter, Rule


def check(rule: Rule, fields: Fields, mark: Mark, name: str, node: Node) -> None:
    """Note a value that is not of its parameter's type or beyond its bounds; `mark` is the place of the `name`."""
    parameters = {parameter.name: parameter for parameter in rule.parameters if parameter.source is None}
    parameter = parameters.get(name)
    if parameter is None:
        near = similar(name, parameters)
        fields.trouble("unknown-parameter", mark, near, len(name), name=name, rule=rule.code)
        return
    given = value(node)
    if parameter.type == NUMBER and not isinstance(given, Figure):
        fields.trouble("not-a-number", node.mark, key=name)
    elif parameter.type.item is not None and not isinstance(given, list):
        fields.trouble("not-a-list", node.mark, key=name)
    elif isinstance(given, Figure) and not _within(given, parameter):
        fields.trouble("out-of-bounds", node.mark, name=name)


def _within(given: Figure, parameter: Parameter) -> bool:
    low, high = parameter.minimum, parameter.maximum
    return (not isinstance(low, Figure) or low <= given) and (not isinstance(high, Figure) or given <= high)


def value(node: Node) -> object:
    """The value that a node states: an exact figure, a text, or a list of these; None for a mapping."""
    if isinstance(node, Items):
        return [value(item) for item in node.items]
    if not isinstance(node, Scalar):
        return None
    number = yamltree.number(node)
    return node.text if number is None else number
