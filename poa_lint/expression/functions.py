"""The functions of the rule language: for each a name, a signature, a body and its meaning in both languages.

Bodies get exact values. A function that is not `lenient` is not called with an argument that is blank or unknown: its
result is then UNKNOWN. Blank items of a list are skipped; an unknown item makes the result UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from poa_lint.core.figures import (
    BLANK,
    UNKNOWN,
    Figure,
    Nothing,
    grouped,
    printed_decimals,
    quotient,
    ratio,
    rounded,
    whole,
)
from poa_lint.core.text import folded, similar_of_many, single_marks
from poa_lint.expression.patterns import matches
from poa_lint.expression.types import ANY, DATE, NUMBER, TEXT, TRUTH, Type, list_of

ACCUMULATIONS: Final = ("suma", "ultimo", "promedio", "maximo")
"""The ways in which the periods of a goal make up its year, for `acumula`."""

Item = tuple[Any, ...]
"""The nodes of the loops of a quantifier, one of each."""
Index = tuple[dict[object, list[Item]], list[Item]]
"""Items by a value of theirs, and those that have none, or of which it is unknown if they count."""


class Function(NamedTuple):
    """A function of the language.

    `es` and `en` say what it returns. `context` names fields of the frame that its body gets behind the arguments.
    """

    name: str
    parameters: tuple[Type, ...]
    result: Type | None
    """None for the type of the first argument; in a quantifier, for a list of the body's type."""
    body: Callable[..., object]
    es: str
    en: str
    context: tuple[str, ...] = ()
    lenient: bool = False
    """True if the body is called with blank and unknown arguments too."""
    cells: bool = False
    """True if the body gets the cell itself instead of its value."""
    on_paper: bool = False
    """True if the first argument is a parameter, whose value the body gets where settings state it (else UNKNOWN), and
    the others are fields, whose cells it gets in place of their values. The result is never missing nor below zero."""
    table: bool = False
    """True if the first argument names a catalogue, which the body gets in its place."""


def contained(item: object, items: Sequence[object]) -> bool | Nothing:
    """True if `item` is one of `items`; UNKNOWN where it is not, but one of them is unknown."""
    return True if item in items else UNKNOWN if UNKNOWN in items else False


def any_of(values: Iterable[object]) -> bool | Nothing:
    """True if one of `values` is true, else UNKNOWN if one is unknown; stops at the first true one."""
    result: bool | Nothing = False
    for value in values:
        if value is True:
            return True
        if value is UNKNOWN:
            result = UNKNOWN
    return result


def all_of(values: Iterable[object]) -> bool | Nothing:
    """True if all of `values` are true, False if one is false, else UNKNOWN; stops at the first false one."""
    result: bool | Nothing = True
    for value in values:
        if value is False:
            return False
        if value is UNKNOWN:
            result = UNKNOWN
    return result


def index(items: Iterable[Item]) -> Index:
    """The index of items, each behind its key and the value of its condition; those that do not count are left out."""
    keyed: dict[object, list[Item]] = {}
    without: list[Item] = []
    for key, holds, *item in items:
        if holds is False:
            continue
        if key.__class__ is Nothing or holds is UNKNOWN:
            without.append(tuple(item))
        else:
            keyed.setdefault(key, []).append(tuple(item))
    return keyed, without


def candidates(index: Index, key: object) -> Sequence[Item]:
    """The items that may decide for a key: those that have it, and those of which it is not known."""
    keyed, without = index
    if key.__class__ is Nothing:
        return [*without, *(item for items in keyed.values() for item in items)]
    found = keyed.get(key, [])
    return found + without if without else found


def _known(values: Sequence[object]) -> list[Any] | None:
    """The values that are not blank; None if one is unknown."""
    if UNKNOWN in values:
        return None
    return [value for value in values if value is not BLANK]


def total(values: Sequence[object]) -> Figure | Nothing:
    """The sum of figures, blanks left out; UNKNOWN where one is unknown."""
    figures = _known(values)
    return UNKNOWN if figures is None else sum(figures)


def _count(values: Sequence[object]) -> Figure | Nothing:
    figures = _known(values)
    return UNKNOWN if figures is None else len(figures)


def _extreme(choose: Callable[[list[Any]], Any]) -> Callable[[Sequence[object]], object]:
    """The body of `min` or `max`, which `choose` is; UNKNOWN for no figures."""

    def extreme(values: Sequence[object]) -> object:
        figures = _known(values)
        return choose(figures) if figures else UNKNOWN

    return extreme


def _closed(values: Sequence[object], corte: int) -> Sequence[object]:
    return values[:corte]


def _acumula(values: Sequence[object], acumulacion: str) -> Figure | Nothing:
    figures = _known(values)
    if figures is None:
        return UNKNOWN
    match acumulacion:
        case "ultimo":
            return figures[-1] if figures else 0
        case "promedio":
            return quotient(sum(figures), len(figures)) if figures else 0
        case "maximo":
            return max(figures, default=0)
        case "suma":
            added: Figure = sum(figures)
            return added
        case _:
            return UNKNOWN


def _holgura(stated: object, addends: Sequence[Any], total: Any) -> Figure:
    """The slack of a sum: `stated`, or what the rounding of the figures explains, half a place for each of them.

    The place is that of the coarsest figure printed with decimals; without one there is no slack. For example 17.6667
    and 2.6667 against 20.3333 are three figures with four decimals: 3 times 0.00005.
    """
    if not isinstance(stated, Nothing):
        return max(stated, 0)  # type: ignore[call-overload, no-any-return]
    printed = [printed_decimals(cell.raw) for cell in (*addends, total) if not isinstance(cell.value, Nothing)]
    coarsest = min(filter(None, printed), default=0)
    return ratio(len(printed), 2 * 10**coarsest) if coarsest else 0


def _blank(value: object) -> bool | Nothing:
    return UNKNOWN if value is UNKNOWN else value is BLANK


def same(left: object, right: object) -> bool | Nothing:
    """True if two figures are equal, blank being 0; UNKNOWN where one is unknown."""
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    return (0 if left is BLANK else left) == (0 if right is BLANK else right)


def _round(value: Figure, digits: Figure) -> Figure | Nothing:
    return rounded(value, int(digits)) if whole(digits) and 0 <= digits <= 9 else UNKNOWN


def _distinct(values: Sequence[object]) -> Figure | Nothing:
    figures = _known(values)
    return UNKNOWN if figures is None else len(set(figures))


def _part(text: str, number: Figure) -> str | Nothing:
    parts = text.split(".")
    return parts[int(number) - 1] if whole(number) and 1 <= number <= len(parts) else BLANK


def _join(values: Sequence[object], separator: str) -> str | Nothing:
    texts = _known(values)
    return UNKNOWN if texts is None else separator.join(texts)


def _nearest(text: str, values: Sequence[object]) -> str | Nothing:
    texts = _known(values)
    return UNKNOWN if texts is None else similar_of_many(text, texts) or BLANK


_TABLE: Final = (
    Function(
        "sum",
        (list_of(NUMBER),),
        NUMBER,
        total,
        "suma; los vacíos no cuentan, y puros vacíos suman 0",
        "sum; blanks are skipped, and blanks alone are 0",
    ),
    Function(
        "acumula",
        (list_of(NUMBER),),
        NUMBER,
        _acumula,
        "lo que los periodos hacen del año: su suma, o el último, el promedio o el máximo si la meta así se mide",
        "what the periods make of the year: their sum, or the last, mean or greatest where the goal is so measured",
        context=("acumulacion",),
    ),
    Function(
        "closed",
        (list_of(ANY),),
        None,
        _closed,
        "solo los periodos ya cerrados en la fecha de corte",
        "only the periods that the cut-off date has closed",
        context=("corte",),
    ),
    Function(
        "holgura",
        (NUMBER, list_of(NUMBER), NUMBER),
        NUMBER,
        _holgura,
        "lo que una suma y su total pueden diferir: el parámetro si los ajustes lo dan; si no, media unidad del último "
        "decimal impreso por cada cifra, y nada entre enteros",
        "how much a sum and its total may differ: the parameter if settings state it; else half a unit of the last "
        "printed decimal for each figure, and nothing between whole numbers",
        on_paper=True,
    ),
    Function("count", (list_of(ANY),), NUMBER, _count, "cuántos hay; los vacíos no cuentan", "how many are written"),
    Function("distinct", (list_of(ANY),), NUMBER, _distinct, "cuántos distintos hay", "how many different ones"),
    Function("min", (list_of(NUMBER),), NUMBER, _extreme(min), "el menor", "the least"),
    Function("max", (list_of(NUMBER),), NUMBER, _extreme(max), "el mayor", "the greatest"),
    Function("abs", (NUMBER,), NUMBER, abs, "sin signo", "without its sign"),
    Function(
        "round",
        (NUMBER, NUMBER),
        NUMBER,
        _round,
        "redondeo a n decimales, .5 hacia arriba",
        "rounded, half up",
    ),
    Function("whole", (NUMBER,), TRUTH, whole, "es un entero", "is a whole number"),
    Function("blank", (ANY,), TRUTH, _blank, "no hay nada escrito", "nothing is written", lenient=True),
    Function(
        "same",
        (NUMBER, NUMBER),
        TRUTH,
        same,
        "son la misma cifra; vacío y 0 son lo mismo",
        "are the same figure; blank and 0 are the same",
        lenient=True,
    ),
    Function("plain", (TEXT,), TEXT, folded, "sin acentos ni mayúsculas", "without accents and capitals"),
    Function(
        "letters",
        (TEXT,),
        NUMBER,
        lambda text: sum(map(str.isalpha, text)),
        "cuántas letras tiene",
        "how many letters it has",
    ),
    Function(
        "written",
        (ANY,),
        TEXT,
        lambda cell: cell.raw or BLANK,
        "tal como está escrito",
        "as it is written",
        cells=True,
        lenient=True,
    ),
    Function(
        "grouped",
        (NUMBER,),
        TEXT,
        lambda cell: grouped(cell.raw) or BLANK,
        "la cifra como está escrita, con la coma de los miles",
        "the figure as it is written, with the commas of its thousands",
        cells=True,
        lenient=True,
    ),
    Function(
        "single",
        (TEXT,),
        TEXT,
        single_marks,
        "el texto con un solo signo donde está dos veces",
        "the text with one mark where it stands twice",
    ),
    Function("matches", (TEXT, TEXT), TRUTH, matches, "contiene el patrón", "contains the pattern"),
    Function("year", (DATE,), NUMBER, lambda fecha: fecha.ano, "el año de una fecha", "the year of a date"),
    Function(
        "part", (TEXT, NUMBER), TEXT, _part, 'la parte n de una clave: part("4.6.1", 1) es 4', "the n-th part of a code"
    ),
    Function("join", (list_of(TEXT), TEXT), TEXT, _join, "los textos unidos", "the texts joined"),
    Function("list", (list_of(ANY),), None, list, "la lista de lo que se pide", "the list of what is asked for"),
    Function(
        "nearest",
        (TEXT, list_of(TEXT)),
        TEXT,
        _nearest,
        "el texto más parecido de una lista; vacío si ninguno se parece",
        "the most similar text of a list; blank where none is similar",
    ),
    Function(
        "known",
        (TEXT, TEXT),
        TRUTH,
        lambda table, code: code in table,
        "la clave está en el catálogo",
        "the code is in the catalogue",
        table=True,
    ),
    Function(
        "named",
        (TEXT, TEXT),
        TEXT,
        lambda table, code: table.get(code, BLANK),
        "el nombre que el catálogo da a la clave",
        "the name that the catalogue gives to the code",
        table=True,
    ),
    Function("all", (list_of(TRUTH),), TRUTH, all_of, "se cumple en todos", "holds for each", lenient=True),
    Function("any", (list_of(TRUTH),), TRUTH, any_of, "se cumple en alguno", "holds for one at least", lenient=True),
)

FUNCTIONS: Final[Mapping[str, Function]] = {function.name: function for function in _TABLE}
"""The functions of the language by name."""
