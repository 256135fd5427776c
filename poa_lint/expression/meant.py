"""The meaning of people who write a sentence as they would say it: `avance = 0 y observaciones vacía`.

Nothing of it is accepted, so that a rule reads the same everywhere; each is answered with the word of the language.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from poa_lint.core.text import folded, similar

SIGNS: Final[Mapping[str, str]] = {
    "=": "==",
    "<>": "!=",
    "=<": "<=",
    "=>": ">=",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "×": "*",
    "·": "*",
    "÷": "/",
    "−": "-",
    "–": "-",
    "&&": "and",
    "&": "and",
    "||": "or",
    "|": "or",
    "!": "not",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
    "‘": "'",
    "’": "'",
}
"""Signs of other languages and of word processors, by what they mean here."""
WORDS: Final[Mapping[str, str]] = {
    "y": "and",
    "e": "and",
    "and": "and",
    "o": "or",
    "u": "or",
    "or": "or",
    "no": "not",
    "not": "not",
    "en": "in",
    "in": "in",
    "para": "for",
    "si": "if",
    "es": "==",
    "is": "==",
    "equals": "==",
    "mas": "+",
    "menos": "-",
    "por": "*",
    "entre": "/",
}
"""Words between two parts of a sentence, without accents and in lower case; `AND` is one of them."""
COMPARISONS: Final[Mapping[str, str]] = {
    "mayor o igual": ">=",
    "menor o igual": "<=",
    "mayor": ">",
    "menor": "<",
    "igual": "==",
    "distinto": "!=",
    "distinta": "!=",
    "diferente": "!=",
}
CONTAINS: Final = ("contiene", "incluye", "contains", "includes")
BLANKS: Final = ("vacio", "vacia", "vacios", "vacias", "nulo", "nula", "nada", "null", "none", "empty", "blank")
NAMES: Final[Mapping[str, str]] = {
    **dict.fromkeys(CONTAINS, "matches"),
    **dict.fromkeys(BLANKS, "blank"),
    "no": "not",
    "coincide": "matches",
    "suma": "sum",
    "sumar": "sum",
    "cuenta": "count",
    "contar": "count",
    "cuantos": "count",
    "cuantas": "count",
    "todos": "all",
    "todas": "all",
    "cada": "all",
    "alguno": "any",
    "alguna": "any",
    "algun": "any",
    "minimo": "min",
    "maximo": "max",
    "redondear": "round",
    "redondea": "round",
    "letras": "letters",
    "largo": "letters",
    "longitud": "letters",
    "len": "letters",
    "length": "letters",
    "ano": "year",
    "año": "year",
    "parte": "part",
    "sin_acentos": "plain",
    "minusculas": "plain",
    "lower": "plain",
    "verdadero": "true",
    "cierto": "true",
    "falso": "false",
}
"""Names of functions and values, without accents and in lower case, by the name that they have here."""

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "acumulado_relativo": ("relativo",),
    "avance_relativo": ("relativo",),
    "porcentaje": ("relativo",),
    "avance_absoluto": ("absoluto",),
    "acumulado_absoluto": ("absoluto",),
    "acumulado": ("absoluto",),
    "anual": ("meta_anual",),
    "programada": ("programado", "meta_anual"),
    "programados": ("programado",),
    "planeado": ("programado",),
    "realizado": ("avance",),
    "alcanzado": ("avance",),
    "logrado": ("avance",),
    "avances": ("avance",),
    "cantidad": ("valor", "meta_anual"),
    "cifra": ("valor", "meta_anual"),
    "unidad": ("unidad_medida",),
    "medida": ("unidad_medida",),
    "descripcion": ("texto", "nombre"),
    "accion": ("texto",),
    "acciones": ("texto",),
    "metas_y_acciones": ("texto",),
    "text": ("texto",),
    "justificacion": ("observaciones",),
    "comentario": ("observaciones",),
    "l_a": ("lineas",),
    "linea_de_accion": ("lineas",),
    "lineas_de_accion": ("lineas",),
    "fecha_de_corte": ("fecha",),
    "fecha_corte": ("fecha",),
    "formato": ("forma",),
    "trimestre": ("corte", "numero"),
    "trimestres": ("periodos",),
}
"""Words for fields, without accents and in lower case, by the fields that they may mean: the first that there is."""
CONDITIONS: Final = ("si", "if", "cuando", "when")
"""Words before a condition, which stands in a sentence of its own."""
ALIKE: Final = 0.7
"""The likeness from which a field is taken for another one that is misspelt."""
SAME: Final = 0.8
"""The same where the word may be a text that lacks its quotes."""

_DECIMAL: Final = re.compile(r"\d+,\d+")
_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?(?![\d,])")
_PERCENT: Final = re.compile(r"(\d+(?:\.\d+)?)\s*%")
_OPERAND: Final = r"""([\w.]+(?:\([^()]*\))?|"[^"\n]*"|'[^'\n]*')"""
_BEFORE: Final = re.compile(rf"{_OPERAND}\s*\Z")
_SAID: Final = re.compile(rf"(?:(no|not)\s+)?({'|'.join(CONTAINS)})\s+{_OPERAND}", re.IGNORECASE)
_EMPTY: Final = re.compile(
    r"(?:(?:es|esta|está|is)\s+)?(?:(no|not)\s+)?(?:(?:es|esta|está|is)\s+)?(\w+)", re.IGNORECASE
)
_COMPARED: Final = re.compile(rf"{_OPERAND}\s*(==|!=)\s*\Z")
_COMPARISON: Final = re.compile(rf"(?:es\s+)?({'|'.join(COMPARISONS)})\b(?:\s+(?:que|a|de)\b)?", re.IGNORECASE)
_BETWEEN: Final = re.compile(
    r"(?:esta\s+|está\s+|es\s+)?(?:entre|between)\s+(\S+)\s+(?:y|e|a|and)\s+([^\s)]+)", re.IGNORECASE
)
_INDEXED: Final = re.compile(r"([^\W\d][\w.]*?)(?:\.|\[)(\d+)\]?")
_COMPARED_WORD: Final = re.compile(r"(?:==|!=)\s*([^\W\d]\w*(?:\.\w+)?)\s+\Z")
_WORDS: Final = re.compile(r"[^\W\d]\w*(?:\s+(?!(?:and|or|y|o|not|in)\b)[^\W\d]\w*)*")
_DENIAL: Final = re.compile(r"\b(no|not)\s+\Z", re.IGNORECASE)
_WORD: Final = re.compile(r"\w+")


class Meant(NamedTuple):
    """A part of a sentence, from `start` to `end`, and the words of the language that say it."""

    start: int
    end: int
    suggestion: str


def unexpected(text: str, offset: int) -> Meant | None:
    """The part of a sentence around the `offset` at which it is no longer understood, and what it may mean."""
    ways = (_figure, _sign, _denied, _between, _said_of, _word, _text)
    return next((said for way in ways if (said := way(text, offset)) is not None), None)


def name(text: str, start: int, end: int) -> Meant | None:
    """The same for an unknown name from `start` to `end`."""
    said = folded(text[start:end])
    compared = _COMPARED.search(text[:start]) if said in BLANKS else None
    if compared is not None:
        negated = "not " if compared[2] == "!=" else ""
        return Meant(compared.start(), end, f"{negated}blank({compared[1]})")
    return Meant(start, end, NAMES[said]) if said in NAMES else None


def field(word: str, known: Collection[str]) -> str | None:
    """The one of some fields that an unknown word means, as it is said or misspelt."""
    said = (name for name in FIELDS.get(folded(word), ()) if name in known)
    return next(said, None) or similar(word, sorted(known), ALIKE)


def quoted(word: str, known: Collection[str], plain: bool) -> str | None:
    """An unknown word beside a text as a text, which it is without its quotes; None where it is a misspelt field.

    Beside `plain(...)` it is without accents and capitals.
    """
    if folded(word) in BLANKS or similar(word, sorted(known), SAME):
        return None
    return f'"{folded(word) if plain else word}"'


def condition(text: str, offset: int) -> int | None:
    """The offset of a word like `si` that opens a condition, which has no place in a sentence; None if there is none.

    `offset` is where the sentence is no longer understood. Inside brackets it may be one on the items of a list.
    """
    opening = _WORD.match(text.lstrip())
    if opening is not None and folded(opening[0]) in CONDITIONS:
        return len(text) - len(text.lstrip())
    word = _WORD.match(text, offset)
    inside = text.count("(", 0, offset) > text.count(")", 0, offset)
    return offset if word is not None and folded(word[0]) in CONDITIONS and not inside else None


def taken(text: str, offset: int) -> re.Match[str] | None:
    """The part around an offset that takes one thing of a list by its number, `programado[1]`; None without one."""
    return next((match for match in _INDEXED.finditer(text) if match.start() < offset < match.end()), None)


def _figure(text: str, offset: int) -> Meant | None:
    """A figure with commas between thousands or a decimal comma, or a percentage."""
    for pattern in (_THOUSANDS, _DECIMAL):
        for match in pattern.finditer(text):
            if match.start() <= offset < match.end():
                return Meant(*match.span(), match[0].replace(",", "" if pattern is _THOUSANDS else "."))
    for match in _PERCENT.finditer(text):
        if match.start() <= offset < match.end():
            return Meant(*match.span(), match[1])
    return None


def _between(text: str, offset: int) -> Meant | None:
    """An operand that is said to lie between two others."""
    before, limits = _BEFORE.search(text[:offset]), _BETWEEN.match(text, offset)
    if before is None or limits is None:
        return None
    low, high = (_THOUSANDS.sub(lambda figure: figure[0].replace(",", ""), limit) for limit in limits.groups())
    return Meant(before.start(), limits.end(), f"{before[1]} >= {low} and {before[1]} <= {high}")


def _sign(text: str, offset: int) -> Meant | None:
    """A sign, of two characters where both belong together; of `<>` the second is what is not understood."""
    for start, end in ((offset - 1, offset + 1), (offset, offset + 2), (offset, offset + 1)):
        if start >= 0 and end <= len(text) and text[start:end] in SIGNS:
            return Meant(start, end, SIGNS[text[start:end]])
    return None


def _said_of(text: str, offset: int) -> Meant | None:
    """Something that is said of the operand before it: that it contains a text, or is empty."""
    before = _BEFORE.search(text[:offset])
    if before is None:
        return None
    contained = _SAID.match(text, offset)
    if contained is not None:
        negated = "not " if contained[1] else ""
        word = f'"{contained[3]}"' if contained[3].isalpha() else contained[3]
        return Meant(before.start(), contained.end(), f"{negated}matches({before[1]}, {word})")
    empty = _EMPTY.match(text, offset)
    if empty is not None and folded(empty[2]) in BLANKS:
        return Meant(before.start(), empty.end(), f"{'not ' if empty[1] else ''}blank({before[1]})")
    return None


def _word(text: str, offset: int) -> Meant | None:
    """A word between two parts."""
    compared = _COMPARISON.match(text, offset)
    if compared is not None:
        return Meant(*compared.span(), COMPARISONS[folded(compared[1])])
    word = _WORD.match(text, offset)
    if word is not None and folded(word[0]) in WORDS:
        return Meant(*word.span(), WORDS[folded(word[0])])
    return None


def _text(text: str, offset: int) -> Meant | None:
    """A text of several words behind a comparison, without its quotes."""
    before, rest = _COMPARED_WORD.search(text[:offset]), _WORDS.match(text, offset)
    if before is None or rest is None:
        return None
    return Meant(before.start(1), rest.end(), f'"{text[before.start(1) : rest.end()]}"')


def _denied(text: str, offset: int) -> Meant | None:
    """A `no` before what is not understood: it was taken for a field."""
    before = _DENIAL.search(text[:offset])
    return None if before is None else Meant(before.start(1), before.end(1), "not")
