"""Find an example in which a rule's sentence is false: a sound report with one change, or two, of what it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice
from typing import Final, NamedTuple

from poa_lint.authoring.drafting.writing import scalar
from poa_lint.authoring.examples import result_of
from poa_lint.authoring.samples import SIGNATURES
from poa_lint.core import yamltree
from poa_lint.core.figures import figure_text
from poa_lint.core.forms import built_in_forms
from poa_lint.core.source import Trouble
from poa_lint.core.words import words
from poa_lint.expression import syntax
from poa_lint.rulebook.book import Check, Rulebook

MAX_TRIES: Final = 400
"""The most reports that are linted in search of one."""
MAX_LETTERS: Final = 500
"""The most letters of a text that is tried where a sentence names a figure, perhaps a number of letters."""
Changes = Mapping[str, object]
"""The changes of an example by key, as `samples.sample` takes them."""
_GOAL: Final = ("meta_anual", "programado", "avance", "absoluto", "relativo", "unidad_medida", "observaciones")
_HEADER: Final = ("ramo", "programa", "unidad", "finalidad", "funcion", "subfuncion")
_SPELT: Final[Mapping[str, str]] = {
    "unidad_ejecutora": "unidad",
    "numero": "texto",
    "numeracion": "texto",
    "metas": "metas",
    "lineas": "lineas_de_accion",
    "corte": "fecha",
    "cerrado": "fecha",
    "ultimo": "fecha",
    "periodos": "avance",
    "firma": "firmas",
    "cargo": "firmas",
    "nombre": "firmas",
}
"""The keys of examples that change fields of other names."""


class Found(NamedTuple):
    """An example, as one line of YAML, the messages of its findings, and the columns that these point at."""

    text: str
    messages: tuple[str, ...]
    columns: tuple[str, ...]


def examples_of(check: Check, rules: Rulebook) -> tuple[Found | None, Found | None]:
    """An example for which the rule speaks and one for which it is silent since its sentence holds; None for none."""
    fails: Found | None = None
    passes: Found | None = None
    for changes in islice(_candidates(check), MAX_TRIES):
        text = flow(changes)
        node = yamltree.read(text)
        assert not isinstance(node, Trouble), text
        try:
            result = result_of(check.rule, node, rules, built_in_forms(), words("es"))
        except (KeyError, ValueError):  # a value that is none of its key's kind
            continue
        findings = [finding for finding in result.diagnostics if finding.code == check.rule.code]
        columns = tuple(finding.where.columna or "" for finding in findings)
        found = Found(text, tuple(finding.message for finding in findings), columns)
        if findings:
            fails = fails or found
        elif result.counts.passed:
            passes = passes or found
        if fails and passes:
            break
    return fails, passes


def flow(value: object) -> str:
    """A value of an example as one line of YAML."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {flow(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    return "null" if value is None else str(value) if isinstance(value, int) else scalar(str(value))


def _candidates(check: Check) -> Iterator[Changes]:
    """The changes that are tried, the simplest first: none, one, then two of those that the sentence speaks of."""
    yield {}
    trees = [tree for key in ("when", "expect") if (tree := _tree(check, key)) is not None]
    nodes = [node for tree in trees for node in _nodes(tree)]
    numbers, texts = _constants(nodes, check)
    single = dict(_changes(numbers, texts))
    named = {_SPELT.get(name, name) for node in nodes if isinstance(node, syntax.Field) for name in node.path}
    spoken = frozenset(named)
    named |= set(_GOAL) if check.rule.each in ("cifra", "periodo", "calculo") else set()
    near = [(key, value) for key, values in single.items() if key in named for value in values]
    first = [(key, value) for key, value in near if key in spoken]
    far = [(key, value) for key, values in single.items() if key not in named for value in values[:4]]
    yield from ({key: value} for key, value in (*near, *far))
    for pairs in (combinations(first, 2), combinations(near, 2)):
        yield from (dict(pair) for pair in pairs if pair[0][0] != pair[1][0])


def _tree(check: Check, key: str) -> syntax.Node | None:
    tree = syntax.parse(check.rule.sentences[key]) if key in check.rule.sentences else None
    return None if isinstance(tree, syntax.Problem) else tree


def _nodes(node: object) -> Iterator[syntax.Node]:
    """A part of a sentence and the parts inside it."""
    if isinstance(node, tuple):
        for item in node:
            yield from _nodes(item)
    elif isinstance(node, syntax.Node):
        yield node
        for name in node.__match_args__:
            yield from _nodes(getattr(node, name))


def _constants(nodes: Iterable[syntax.Node], check: Check) -> tuple[list[str], list[str]]:
    """The figures and the texts to try: those of the sentence and of its parameters, and those just beside them."""
    values = [node.value for node in nodes if isinstance(node, syntax.Literal) and not isinstance(node.value, bool)]
    values += [parameter.value for parameter in check.rule.parameters if isinstance(parameter.value, str | int)]
    figures = [value for value in values if not isinstance(value, str)]
    around = [figure for value in figures for figure in (value, value + 1, value - 1, value + value)]
    numbers = [figure_text(number).replace(",", "") for number in (*around, 0, 1, 9, -1, 1000)]
    texts = [str(value).upper() for value in values if isinstance(value, str)]
    long = [_words(figure) for figure in figures if isinstance(figure, int) and 0 < figure <= MAX_LETTERS]
    return list(dict.fromkeys(numbers)), list(dict.fromkeys(["", *texts, "OTRO", "N/A", *long]))


def _words(letters: int) -> str:
    """A text of some more letters than these."""
    return " ".join(["PALABRA"] * (letters // 7 + 2))


def _signatures() -> Iterator[list[object]]:
    """Those who sign, one of them with another charge or another's name; or one of them alone."""
    for place, (role, charge, _) in enumerate(SIGNATURES):
        others = [*SIGNATURES[:place], *SIGNATURES[place + 1 :]]
        for changed in ((role, "ENCARGADO", "LIC. OTRA PERSONA"), (role, charge, others[0][2]), (role, "", "")):
            signed = [*SIGNATURES[:place], changed, *SIGNATURES[place + 1 :]]
            yield ["|".join(parts) for parts in signed]
        yield ["|".join(SIGNATURES[place])]


def _changes(numbers: Sequence[str], texts: Sequence[str]) -> Iterator[tuple[str, list[object]]]:
    """The values to try for each key of an example."""
    cells: list[object] = [None, *(int(number) if number.isdecimal() else number for number in numbers)]
    for key in ("meta_anual", "absoluto"):
        yield key, cells
    yield "relativo", [None, *(f"{number}%" for number in numbers)]
    yield "programado", [quarters for cell in cells for quarters in ([cell, cell, cell, cell], [cell, 1, 1, 1])]
    yield "avance", [quarters for cell in cells for quarters in ([cell], [cell, cell, cell, cell])]
    for key in ("unidad_medida", "observaciones", "lineas"):
        yield key, list(texts)
    yield "texto", [f"100.- {text}".strip() for text in texts]
    for key in _HEADER:
        yield key, [*(f"9 {text}".strip() for text in texts), *texts]
    yield "ejes", [[], ["9 OTRO EJE"]]
    yield "lineas_de_accion", [[], ["9.9.9 OTRA LINEA"], ["4.6.1 UNA", "4.6.2 OTRA"]]
    yield "firmas", [[], ["ELABORÓ||"], *_signatures()]
    yield "fecha", ["", "30-jun.-24", "31-dic.-24", "30-sep.-24", "15-mar.-24", "31-mar.-23"]
    yield "ejercicio", ["2023", ""]
    yield "metas", [[{}, {}], [{}, {"texto": "100.- ELABORAR INFORMES DE AVANCE."}], [{} for _ in range(12)]]
    yield "paginas", [[{}, {}], [{}, {"unidad": "102 OTRA"}]]
