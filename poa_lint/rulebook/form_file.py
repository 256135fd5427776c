"""Read one file of a form strictly: every key known, every value of its kind, every mistake said with its place.

What needs other forms (`extends`), or the form as a whole, is checked in `rulebook.form_checks`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from poa_lint.core import yamltree
from poa_lint.core.figures import Figure
from poa_lint.core.form import KINDS, NONE
from poa_lint.core.form_data import PERIODS
from poa_lint.core.forms import MONTHS, closing_month
from poa_lint.core.records import record
from poa_lint.core.source import Trouble
from poa_lint.core.text import folded, similar, squashed
from poa_lint.core.words import LANGUAGES
from poa_lint.core.yamltree import Fields, Scalar
from poa_lint.core.yamltree import Mapping as Tree
from poa_lint.rulebook.form_values import (
    COLUMN_ID,
    ID,
    MAX_CODE,
    check_flag,
    check_names,
    check_numbering,
    check_pattern,
    check_some,
    check_wishes,
    id_of,
    mapping_of,
    mappings,
    put,
    said,
    some_items,
    words_in,
)

MAX_COLUMNS: Final = 200
"""The columns of a form, those of every period counted."""
MAX_PERIODS: Final = 53
MAX_LENGTH: Final = 100_000
"""Characters of a form's file: a long one with pages as examples has a tenth of them."""
CODE: Final = re.compile(r"[^\W_](?:[\w .\-/]*\w)?")
DAY: Final = re.compile(r"\d\d-\d\d")
"""The day on which a period closes: `03-31`."""
PERIOD_KEY: Final = re.compile(r"[A-Za-z]{1,3}\d{1,2}")
SAYS: Final = ("fecha", "periodo", "mes", NONE)
"""What the line with the cut-off says."""
PLACES: Final = ("titulo", "etiqueta", "columna")
"""The places where a page states its year."""
RANGES: Final = ("unidad", "informe")
"""Where a goal's number is used once."""
REASONS: Final = ("columna", "aparte")
"""The places where deviations are explained: a column of the form, or another document."""
FULL_MONTHS: Final = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)

REQUIRED: Final = ("form", "name")
WHOLE: Final = ("periods", "columns")
"""What a form that extends none has to state, too."""
KEYS: Final = (
    *REQUIRED,
    "extends",
    "principal",
    "since",
    "reconoce",
    "ejercicio",
    "corte",
    "unidad",
    "encabezado",
    "renglones",
    "firmas",
    *WHOLE,
    "sinonimos",
    "palabras",
    "numero",
    "justificacion",
    "rules",
    "examples",
)
SIGN_KEYS: Final = ("clave", "titulo", "exige")
CUTOFF_KEYS: Final = ("etiqueta", "dice")
JOINING_KEYS: Final = ("quita", "detras")
"""The keys by which an item is put among those of the form that is extended."""
ENTRY_KEYS: Final = ("id", "etiqueta", "clave", "varios", "exige", *JOINING_KEYS)
ROW_KEYS: Final = ("titulo", "total")
ROLE_KEYS: Final = ("rol", "sinonimos")
PERIOD_KEYS: Final = ("nombre", "clave", "cierre", "sinonimos")
INNER_KEYS: Final = ("id", "titulo", "tipo")
"""What a column has to state."""
COLUMN_KEYS: Final = (*INNER_KEYS, "mal_leido", "signo", "formula", "tolerancia")
GROUP_KEYS: Final = ("id", "grupo", "repetir", "columnas", *JOINING_KEYS)
WORD_KEYS: Final = ("periodo",)
NUMBER_KEYS: Final = ("ambito", "se_escribe")
EXAMPLE_KEYS: Final = ("pass", "fail")
PAGE_KEYS: Final = ("page", "codes")
FINDING: Final = re.compile(r"[A-Z]{2,8}[0-9]{1,5}")
"""The code of a finding that an example has to have."""


@record
class StatedForm:
    """A form as its file states it: its content as plain data, and where each of its parts stands."""

    code: str
    fields: Fields
    data: Mapping[str, Any]
    places: Mapping[tuple[str, ...], Fields]
    """The entries and columns of the file, by their list and their ids: `("columns", "periodos", "avance")`."""

    @property
    def path(self) -> str:
        """The path of its file."""
        return self.fields.path

    @property
    def is_sound(self) -> bool:
        """True if no fault has been noted."""
        return not self.fields.troubles


def read(path: str, *, ours: bool = False) -> StatedForm | list[Trouble]:
    """The form that a file states, or the faults of a file that states none. Its own faults are in its `fields`.

    `ours` are the program's, one of which is the main one.
    """
    text, unread = yamltree.file_text(path)
    if unread is not None:
        return [unread]
    if len(text) > MAX_LENGTH:
        return [Trouble(path, text, "yaml-too-long", 0, 1, {"limit": f"{MAX_LENGTH:,}"})]
    tree = yamltree.read(text, path)
    if isinstance(tree, Trouble):
        return [tree]
    if not isinstance(tree, Tree):
        return [Trouble(path, text, "not-a-mapping", tree.mark.offset, values={"key": path.rpartition("/")[2]})]
    fields = Fields(path, text, tree)
    places = _check(fields, KEYS if ours else tuple(key for key in KEYS if key != "principal"))
    data = yamltree.plain(tree)
    assert isinstance(data, dict)
    code = tree.entries.get("form")
    return StatedForm(code.text if isinstance(code, Scalar) else "", fields, data, places)


def _check(fields: Fields, keys: Collection[str]) -> dict[tuple[str, ...], Fields]:
    fields.known(keys)
    fields.required(REQUIRED if "extends" in fields.tree.entries else (*REQUIRED, *WHOLE))
    _check_code(fields)
    _check_name(fields)
    check_flag(fields, "principal")
    fields.text("extends")
    fields.text("since")
    places: dict[tuple[str, ...], Fields] = {}
    _check_signs(fields)
    _check_year(fields)
    _check_cutoff(fields)
    for entry in mappings(fields, "encabezado"):
        _check_entry(entry, places)
    _check_rows(fields)
    _check_roles(fields)
    _check_periods(fields)
    for column in mappings(fields, "columns", MAX_COLUMNS):
        _check_columns(column, ("columns",), places)
    for name, mark, node in fields.entries(fields.node("sinonimos"), "sinonimos"):
        list(words_in(fields, name, mark, node))
    check_names(fields, "unidad")
    _check_words(fields)
    _check_number(fields)
    fields.choice("justificacion", REASONS)
    check_wishes(fields, "rules")
    _check_examples(fields)
    return places


def _check_code(fields: Fields) -> None:
    code = fields.text("form")
    if code and (len(code) > MAX_CODE or not CODE.fullmatch(code)):
        fields.trouble("not-a-form-code", fields.mark("form"), None, len(code), value=code, limit=str(MAX_CODE))


def _check_name(fields: Fields) -> None:
    """The form's name: a text, or one in every language."""
    node = fields.node("name")
    if not isinstance(node, Tree):
        fields.text("name")
        return
    names = fields.within(node)
    names.known(LANGUAGES)
    for language in LANGUAGES:
        if language not in node.entries:
            fields.trouble("missing-language", fields.tree.keys["name"], key="name", language=language)
        names.text(language)


def _check_signs(fields: Fields) -> None:
    """The signs by which a page of the form is known: patterns of its code, and titles."""
    known = mapping_of(fields, "reconoce", SIGN_KEYS)
    if known is not None:
        for item in some_items(known, "clave"):
            check_pattern(known, "clave", item, endless=False)
        list(said(known, "titulo"))
        check_flag(known, "exige")


def _check_year(fields: Fields) -> None:
    """The one place where pages state their year."""
    year = mapping_of(fields, "ejercicio", PLACES)
    if year is not None:
        if len(year.tree.entries) != 1:
            fields.trouble("one-of", fields.tree.keys["ejercicio"], None, len("ejercicio"), allowed=", ".join(PLACES))
        for key in year.tree.entries:
            check_some(year, key)


def _check_cutoff(fields: Fields) -> None:
    cutoff = mapping_of(fields, "corte", CUTOFF_KEYS)
    if cutoff is not None:
        says, words = cutoff.choice("dice", SAYS), list(said(cutoff, "etiqueta"))
        if says != NONE and not words:
            cutoff.trouble("no-words", fields.tree.keys["corte"], None, len("corte"), key="etiqueta")


def _check_entry(entry: Fields, places: dict[tuple[str, ...], Fields]) -> None:
    """A line of the header."""
    entry.known(ENTRY_KEYS)
    entry.required(("id",))
    name = id_of(entry, ID)
    put(entry, ("encabezado", name), places)
    if entry.node("etiqueta") is not None:
        check_some(entry, "etiqueta")
    code = entry.node("clave")
    if code is not None:
        check_pattern(entry, "clave", code, endless=True)
    for key in ("varios", "exige"):
        check_flag(entry, key)
    _check_joining(entry)


def _check_rows(fields: Fields) -> None:
    rows = mapping_of(fields, "renglones", ROW_KEYS)
    for key in ROW_KEYS if rows is not None else ():
        assert rows is not None
        list(said(rows, key))


def _check_roles(fields: Fields) -> None:
    for role in mappings(fields, "firmas"):
        role.known(ROLE_KEYS)
        role.required(("rol",))
        if role.node("rol") is not None:
            list(said(role, "rol"))
            role.text("rol")
        list(said(role, "sinonimos"))


def _check_periods(fields: Fields) -> None:
    """The periods of the year: each closes with a month, later than the one before."""
    names: dict[str, str] = {}
    before = 0
    for period in mappings(fields, "periods", MAX_PERIODS):
        period.known(PERIOD_KEYS)
        period.required(("nombre", "cierre"))
        list(said(period, "nombre"))
        list(said(period, "sinonimos"))
        name, key = period.text("nombre"), period.text("clave")
        if key and not PERIOD_KEY.fullmatch(key):
            period.trouble("not-a-period-key", period.mark("clave"), None, len(key), value=key)
            key = ""
        for kind, word in (("nombre", name), ("clave", key)):
            if word and names.setdefault(f"{kind} {squashed(word)}", word) is not word:
                period.trouble("period-twice", period.mark(kind), None, len(word), name=word)
        closing = period.text("cierre")
        month = _month(closing)
        if closing and not month:
            period.trouble("not-a-closing", period.mark("cierre"), _closing(closing), len(closing), value=closing)
        elif month and month <= before:
            period.trouble("period-order", period.mark("cierre"), None, len(closing), name=name)
        before = max(before, month)


def _month(closing: str) -> int:
    """The month at whose end a period closes, from 1; 0 where the words name none."""
    name = folded(closing).removeprefix("fin de ").strip()
    if DAY.fullmatch(closing) or name in (*FULL_MONTHS, *MONTHS):
        month = closing_month(closing)
        return month if month <= len(MONTHS) else 0
    return 0


def _closing(words: str) -> str | None:
    """The closing that is perhaps meant: `fin de marzo`."""
    near = similar(folded(words).rpartition(" ")[2], FULL_MONTHS)
    return None if near is None else f"fin de {near}"


def _check_columns(item: Fields, above: tuple[str, ...], places: dict[tuple[str, ...], Fields]) -> None:
    """A column, or a group of some that stand under the same titles or repeat with the periods."""
    if item.node("columnas") is None and item.node("grupo") is None and item.node("repetir") is None:
        _check_column(item, above, places)
        return
    item.known(GROUP_KEYS)
    name = id_of(item, ID) if item.node("id") is not None else str(item.tree.mark.offset)
    put(item, (*above, name), places)
    list(said(item, "grupo"))
    item.choice("repetir", (PERIODS,))
    for column in mappings(item, "columnas", MAX_COLUMNS):
        _check_column(column, (*above, name), places)
    _check_joining(item)


def _check_column(column: Fields, above: tuple[str, ...], places: dict[tuple[str, ...], Fields]) -> None:
    inner = len(above) > 1
    column.known(COLUMN_KEYS if inner else (*COLUMN_KEYS, *JOINING_KEYS))
    column.required(INNER_KEYS if inner else ("id",))
    put(column, (*above, id_of(column, COLUMN_ID)), places)
    if column.node("titulo") is not None:
        check_some(column, "titulo")
    column.choice("tipo", KINDS)
    list(said(column, "mal_leido"))
    check_flag(column, "signo")
    column.text("formula")
    _check_tolerance(column)
    _check_joining(column)


def _check_tolerance(column: Fields) -> None:
    node = column.node("tolerancia")
    if node is not None:
        value = yamltree.number(node)
        if not isinstance(value, Figure) or value < 0:
            column.trouble("not-a-number", node.mark, key="tolerancia")
        elif column.node("formula") is None:
            column.trouble("needs-key", column.tree.keys["tolerancia"], None, 10, key="tolerancia", other="formula")


def _check_joining(item: Fields) -> None:
    """The keys by which an item is put among those of the form that is extended."""
    check_flag(item, "quita")
    item.text("detras")


def _check_words(fields: Fields) -> None:
    """The form's words for its periods, one and several, in every language."""
    node = fields.node("palabras")
    words = mapping_of(fields, "palabras", WORD_KEYS)
    for name, mark, inner in fields.entries(node, "palabras") if words is not None else ():
        languages = fields.mapping(inner, name)
        if languages is not None:
            languages.known(LANGUAGES)
            for language in LANGUAGES:
                both = languages.node(language)
                if both is None:
                    languages.trouble("missing-language", mark, None, len(name), key=name, language=language)
                elif len(list(words_in(languages, language, both.mark, both))) != 2:
                    languages.trouble("not-both", both.mark, key=language)


def _check_number(fields: Fields) -> None:
    number = mapping_of(fields, "numero", NUMBER_KEYS)
    if number is not None:
        number.choice("ambito", RANGES)
        check_numbering(number, "se_escribe")


def _check_examples(fields: Fields) -> None:
    """The examples: pages, and the findings of those that fail; `authoring.pages` lints them."""
    examples = mapping_of(fields, "examples", EXAMPLE_KEYS)
    for kind in EXAMPLE_KEYS if examples is not None else ():
        assert examples is not None
        for example in mappings(examples, kind):
            example.known(PAGE_KEYS if kind == "fail" else PAGE_KEYS[:1])
            example.required(PAGE_KEYS if kind == "fail" else PAGE_KEYS[:1])
            example.text("page")
            for code in some_items(example, "codes"):
                if not isinstance(code, Scalar) or not FINDING.fullmatch(code.text):
                    value = code.text if isinstance(code, Scalar) else ""
                    example.trouble("not-a-code", code.mark, None, len(value), value=value)
