"""The forms that come with the program, read from grammar/forms/, and what the content of such a file means.

A file is read as plain data, which `core.form_data` writes out before anything is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any, Final

from poa_lint.core.cache import built, built_value, folder
from poa_lint.core.figures import decimal, plain_figure
from poa_lint.core.form import (
    KINDS,
    LAST,
    NONE,
    NUMBERED,
    PERCENTAGES,
    YEAR,
    Column,
    Columna,
    Cutoff,
    Entry,
    Form,
    Head,
    Period,
    Role,
    Wish,
    Year,
)
from poa_lint.core.form_data import FALSE, TRUE, Data, texts, written_out
from poa_lint.core.lazyform import LazyForm
from poa_lint.core.source import Trouble
from poa_lint.core.text import folded, squashed

BUILT: Final = "forms"
"""The built module of the forms: `form_index`, and a function for each form."""
UNIT: Final = ("programa", "unidad_ejecutora")
"""The entries that make pages one unit where a form names no others."""
QUARTERS: Final = {"es": ("trimestre", "trimestres"), "en": ("quarter", "quarters")}
MONTHS: Final = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")


@cache
def built_in_forms() -> tuple[Form, ...]:
    """The forms that come with the program, the main one first; each is made when it is needed."""
    index: list[tuple[str, tuple[str, ...]]] = built_value(BUILT, form_index)
    return tuple(LazyForm(code, titles, partial(_built_in, code)) for code, titles in index)


def _built_in(code: str) -> Form:
    files = built_in_files()
    return form(written_out(files[code], files))


@cache
def built_in_files() -> Mapping[str, Data]:
    """The content of the file of each form that comes with the program, by its code."""
    module = built(BUILT)
    if module is None:
        return {data["form"]: data for data in form_files()}
    makers = {code: getattr(module, maker(number)) for number, (code, _) in enumerate(module.VALUE)}
    return _BuiltFiles({code: cache(make) for code, make in makers.items()})


class _BuiltFiles(Mapping[str, Data]):
    """The content of the files of forms by their codes, each made by a function when it is asked for."""

    def __init__(self, makers: Mapping[str, Callable[[], Data]]) -> None:
        self._makers = makers

    def __getitem__(self, code: str) -> Data:
        return self._makers[code]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def maker(number: int) -> str:
    """The name of the built function that returns the content of the file of a form, by its index in `form_index`."""
    return f"form_{number}"


def form_index() -> list[tuple[str, tuple[str, ...]]]:
    """The code and the first titles of each form that comes with the program, the main form first."""
    files = {data["form"]: data for data in form_files()}
    return [(code, form(written_out(data, files)).first_titles) for code, data in files.items()]


def form_files() -> list[dict[str, Any]]:
    """The content of the files in grammar/forms/, the main form first. Raises ValueError for invalid YAML."""
    from poa_lint.core import yamltree

    found: list[dict[str, Any]] = []
    for path in sorted((folder("grammar") / "forms").glob("*.yaml")):
        tree = yamltree.read(path.read_text(encoding="utf-8"))
        if isinstance(tree, Trouble):
            raise ValueError(f"{path.name}:{tree.line}: {tree.kind} {tree.values}")
        data = yamltree.plain(tree)
        assert isinstance(data, dict)
        data.pop("examples", None)  # pages that only `check-forms` reads
        found.append(data)
    return sorted(found, key=lambda data: data.get("principal") != TRUE)


def form(data: Data) -> Form:
    """The form that `data`, the content of its file written out, states.

    Raises ValueError for an unknown kind of column, a period that closes in no month, and synonyms of no heading.
    """
    periods = tuple(_period(period, number) for number, period in enumerate(data["periods"], 1))
    name = data["name"]
    synonyms = {str(words): tuple(texts(others)) for words, others in data.get("sinonimos", {}).items()}
    for period in data["periods"]:
        if "sinonimos" in period:
            synonyms[period["nombre"]] = (*synonyms.get(period["nombre"], ()), *texts(period["sinonimos"]))
    columns = _columns_of(data["columns"])
    known = {*(words for column in columns for words in column.path), *(period.nombre for period in periods)}
    if unknown := synonyms.keys() - known:
        raise ValueError(f"sinonimos: {', '.join(sorted(unknown))}")
    return Form(
        data["form"],
        {"es": name, "en": name} if isinstance(name, str) else dict(name),
        columns,
        tuple(_called(period, synonyms) for period in periods),
        synonyms,
        _head(data),
        {language: _pair(data, language) for language in QUARTERS},
        data.get("justificacion") == "aparte",
        data.get("numero", {}).get("ambito") == "unidad",
        data.get("numero", {}).get("se_escribe", NUMBERED),
        {name: _wish(stated) for name, stated in data.get("rules", {}).items()},
    )


def _wish(stated: str | Data) -> Wish:
    """The choice about a rule: its severity alone, or with values of its parameters."""
    if isinstance(stated, str):
        return Wish(stated, {})
    params = {name: _value(value) for name, value in stated.get("params", {}).items()}
    return Wish(stated.get("severity", ""), params)


def _value(stated: Any) -> object:
    """A parameter's value: figures are exact, all else is text."""
    if isinstance(stated, list):
        return [_value(item) for item in stated]
    number = plain_figure(stated)
    return stated if number is None else number


def _pair(data: Data, language: str) -> tuple[str, str]:
    """The words for one period and for several in a language: quarters where a form states none."""
    stated = tuple(texts(data.get("palabras", {}).get("periodo", {}).get(language, QUARTERS[language])))
    return stated[0], stated[-1]


def _called(period: Period, synonyms: Mapping[str, Sequence[str]]) -> Period:
    return period._replace(words=period.words.union(map(squashed, synonyms.get(period.nombre, ()))))


def _period(data: Data, number: int) -> Period:
    name = str(data["nombre"])
    key = str(data.get("clave", f"P{number}"))
    return Period(name, key, closing_month(str(data["cierre"])), frozenset({squashed(name), squashed(key)}))


def closing_month(text: str) -> int:
    """The month at whose end a period closes, of `03-31` or `fin de marzo`. Raises ValueError for anything else."""
    if match := re.fullmatch(r"(\d\d)-\d\d", text):
        return int(match[1])
    name = folded(text).removeprefix("fin de ").strip()[:3]
    return MONTHS.index(name) + 1


def _head(data: Data) -> Head:
    known, rows = data.get("reconoce", {}), data.get("renglones", {})
    entries = tuple(map(_entry, data.get("encabezado", ())))
    codes = tuple(texts(known.get("clave")))
    names = tuple(entry.columna.id for entry in entries)
    unit = tuple(texts(data.get("unidad"))) or tuple(name for name in UNIT if name in names)
    return Head(
        codes,
        tuple(texts(known.get("titulo"))),
        _year(data.get("ejercicio", {})),
        Columna("forma", data["form"]),
        bool(codes) and known.get("exige") != FALSE,
        _cutoff(data.get("corte", {})),
        entries,
        unit,
        tuple(Role(role["rol"], (role["rol"], *texts(role.get("sinonimos")))) for role in data.get("firmas", ())),
        tuple(texts(rows.get("titulo"))),
        tuple(texts(rows.get("total"))),
    )


def _year(data: Data) -> Year:
    place = next((place for place in ("titulo", "etiqueta", "columna") if place in data), "")
    words = tuple(texts(data.get(place)))
    return Year(Columna("ejercicio", _bare(words[0]) if words else "EJERCICIO"), place, words)


def _cutoff(data: Data) -> Cutoff:
    words = tuple(texts(data.get("etiqueta")))
    says = data.get("dice", "fecha" if words else NONE)
    columna = Columna("fecha", words[0] if words else "")
    return Cutoff(Entry(columna, words, "", several=False, required=says != NONE), says)


def _entry(data: Data) -> Entry:
    words = tuple(texts(data["etiqueta"]))
    several, required = data.get("varios") == TRUE, data.get("exige") == TRUE
    return Entry(Columna(data["id"], words[0]), words, data.get("clave", ""), several, required)


def _columns_of(data: Sequence[Data]) -> tuple[Column, ...]:
    """The columns, each called by its heading without the top line, or with it where that is another's name too."""
    paths = [tuple(texts(column["titulo"])) for column in data]
    short = [_bare(" ".join(path[1:] or path)) for path in paths]
    names = [name if short.count(name) == 1 else _bare(" ".join(path)) for name, path in zip(short, paths, strict=True)]
    return tuple(_column(column, path, name) for column, path, name in zip(data, paths, names, strict=True))


def _bare(title: str) -> str:
    """A title without the place of the year."""
    return " ".join(title.replace(YEAR, "").split())


def _column(data: Data, path: tuple[str, ...], title: str) -> Column:
    kind, name = str(data["tipo"]), str(data["id"])
    if kind not in KINDS:
        raise ValueError(f"{name}: {kind} is no kind of column")
    if kind == "porcentaje" and "." in name and not name.endswith(f".{LAST}"):
        kind = "parcial"
    misread = frozenset(map(squashed, texts(data.get("mal_leido"))))
    formula = str(data.get("formula", ""))
    usual = "1" if kind in PERCENTAGES or "/" in formula else "0"  # a quotient is printed rounded
    tolerance = decimal(str(data.get("tolerancia", usual)))
    return Column(Columna(name, title), path, kind, misread, data.get("signo") == TRUE, formula, tolerance)
