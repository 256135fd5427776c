"""The forms that come with the program, read from grammar/forms/, and what the content of such a file means.

A file is read as plain data. `extends` takes over another form, and columns that repeat with the periods of the year
are written out, before anything is made of it:

    {repetir: periodos, columnas: [{id: programado, titulo: ["{periodo}", P], …}]}

becomes, with the periods Ene-Mar and Abr-Jun, `programado.1` under Ene-Mar and `programado.2` under Abr-Jun.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from poa_lint.core.cache import built_value, folder
from poa_lint.core.figures import decimal
from poa_lint.core.form import (
    KINDS,
    LAST,
    NONE,
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
    Year,
)
from poa_lint.core.records import replace
from poa_lint.core.source import Trouble
from poa_lint.core.text import folded, squashed

Data = Mapping[str, Any]
"""The content of a form's file: text, lists and mappings of text."""
JOINED: Final = ("reconoce", "renglones", "sinonimos")
"""The keys under which a form that extends another states only what differs."""
PERIODS: Final = "periodos"
"""The word for columns that repeat with the periods of the year."""
PERIOD: Final = "{periodo}"
"""The place of a period's name in a title of a column that repeats."""
TRUE: Final = "true"
FALSE: Final = "false"
"""Nothing in a form's file is anything but text, `true` and `false` too."""
UNIT: Final = ("programa", "unidad_ejecutora")
"""The entries that make pages one unit where a form names no others."""
QUARTERS: Final = {"es": ("trimestre", "trimestres"), "en": ("quarter", "quarters")}
MONTHS: Final = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")


@cache
def built_in_forms() -> tuple[Form, ...]:
    """The forms that come with the program, the main one first."""
    files: list[dict[str, Any]] = built_value("forms", form_files)
    stated = {data["form"]: data for data in files}
    return tuple(form(written_out(data, stated)) for data in files)


def words_of(form: Form) -> Iterator[str]:
    """The words of a form that an office may print otherwise: titles of columns, labels of the header, roles."""
    yield from dict.fromkeys(label.words for line in form.headings for label in line)
    yield from (entry.words[0] for entry in (*form.head.entries, form.head.cutoff.entry) if entry.words)
    yield from (role.name for role in form.head.roles)


@cache
def with_synonyms(forms: tuple[Form, ...], synonyms: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Form, ...]:
    """The forms with further words for those of `words_of`, each a pair of a form's own word and what stands for it."""
    return tuple(_with(form, dict(synonyms)) for form in forms) if synonyms else forms


def _with(form: Form, more: Mapping[str, tuple[str, ...]]) -> Form:
    titles = {label.words for line in form.headings for label in line}
    synonyms = {words: (*form.synonyms.get(words, ()), *more.get(words, ())) for words in titles}

    def called(entry: Entry) -> Entry:
        return entry._replace(words=(*entry.words, *more.get(entry.columna.titulo, ())))

    head = form.head
    head = head._replace(
        entries=tuple(map(called, head.entries)),
        cutoff=head.cutoff._replace(entry=called(head.cutoff.entry)),
        roles=tuple(role._replace(words=(*role.words, *more.get(role.name, ()))) for role in head.roles),
    )
    return replace(form, synonyms=synonyms, head=head)


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


def written_out(data: Data, others: Mapping[str, Data]) -> dict[str, Any]:
    """A form's data with all that it takes from the form that it extends, and its columns one by one.

    Raises ValueError for a form that extends an unknown one, or itself.
    """
    whole = _repeated(_extended(data, others, ()))
    titles = {title for column in whole["columns"] for title in _texts(column["titulo"])}
    kept = titles.union(data.get("sinonimos", {}))  # those of columns that were taken out go with them
    whole["sinonimos"] = {title: others for title, others in whole.get("sinonimos", {}).items() if title in kept}
    return whole


def _extended(data: Data, others: Mapping[str, Data], above: tuple[str, ...]) -> dict[str, Any]:
    """The data on top of those of the form that it extends: words are joined, everything else is replaced.

    Lists of entries and columns are joined by ids: what one of the same id states replaces the other's, `quita` takes
    it out, and a new one goes behind the one that `detras` names, or to the end.
    """
    name = data.get("extends")
    if name is None:
        return dict(data)
    if name in above or name not in others or others[name] is data:
        raise ValueError(f"extends: {name}")
    base = _extended(others[name], others, (*above, name))
    base.pop("principal", None)
    for key, value in data.items():
        if key in ("columns", "encabezado"):
            base[key] = _joined(base[key], value)
        elif key in JOINED:
            base[key] = {**base.get(key, {}), **value}
        elif key != "extends":
            base[key] = value
    return base


def _joined(base: Sequence[Data], own: Sequence[Data]) -> list[Data]:
    """The items of both by their ids. Raises ValueError for an id to take out that is not there."""
    joined = list(base)
    for item in own:
        places = {other["id"]: index for index, other in enumerate(joined) if "id" in other}
        bare = {key: value for key, value in item.items() if key not in ("detras", "quita")}
        at = places.get(item.get("id"))
        if at is not None:
            joined[at : at + 1] = [] if item.get("quita") == TRUE else [{**joined[at], **bare}]
        elif item.get("quita") == TRUE:
            raise ValueError(f"quita: {item.get('id')}")
        elif item.get("detras") in places:
            joined.insert(places[item["detras"]] + 1, bare)
        else:
            joined.append(bare)
    return joined


def _repeated(data: dict[str, Any]) -> dict[str, Any]:
    """The data with the columns of every group one by one."""
    items, periods = data["columns"], data["periods"]
    groups = [item["columnas"] for item in items if item.get("repetir") == PERIODS]
    repeating = [column["id"] for group in groups for column in group]
    return {**data, "columns": [column for item in items for column in _columns(item, periods, repeating)]}


def _columns(item: Data, periods: Sequence[Data], repeating: Sequence[str]) -> Iterator[Data]:
    """The columns that an item of `columns` states: itself, those of a group, or those of a group for each period.

    `repeating` are the ids of all columns that repeat, of whatever group: a formula means those of its own period.
    """
    if "columnas" not in item:
        yield item
        return
    above, columns = list(_texts(item.get("grupo"))), item["columnas"]
    for number, period in enumerate(periods, 1) if item.get("repetir") == PERIODS else ((0, {"nombre": ""}),):
        for column in columns:
            made = {**column, "titulo": [*above, *_texts(column["titulo"])]}
            if number:
                made["id"] = f"{column['id']}.{number}"
                if "formula" in column:
                    made["formula"] = _of_period(column["formula"], repeating, number)
                made["titulo"] = [title.replace(PERIOD, period["nombre"]) for title in made["titulo"]]
            yield made


def _of_period(formula: str, names: Sequence[str], number: int) -> str:
    """A formula about columns that repeat, about those of one period: of `avance - programado` the second one's."""
    return re.sub(
        rf"\b(?:{'|'.join(map(re.escape, names))})\b(?!\.)", lambda match: f"{match[0]}.{number}", str(formula)
    )


def _texts(value: Any) -> Iterable[str]:
    """The texts of a list, or the one text in its place."""
    return () if value is None else (value,) if isinstance(value, str) else map(str, value)


def form(data: Data) -> Form:
    """The form that `data`, the content of its file written out, states.

    Raises ValueError for an unknown kind of column, a period that closes in no month, and synonyms of no heading.
    """
    periods = tuple(_period(period, number) for number, period in enumerate(data["periods"], 1))
    name = data["name"]
    synonyms = {str(words): tuple(_texts(others)) for words, others in data.get("sinonimos", {}).items()}
    for period in data["periods"]:
        if "sinonimos" in period:
            synonyms[period["nombre"]] = (*synonyms.get(period["nombre"], ()), *_texts(period["sinonimos"]))
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
    )


def _pair(data: Data, language: str) -> tuple[str, str]:
    """The words for one period and for several in a language: quarters where a form states none."""
    stated = tuple(_texts(data.get("palabras", {}).get("periodo", {}).get(language, QUARTERS[language])))
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
    codes = tuple(_texts(known.get("clave")))
    names = tuple(entry.columna.id for entry in entries)
    unit = tuple(_texts(data.get("unidad"))) or tuple(name for name in UNIT if name in names)
    return Head(
        codes,
        tuple(_texts(known.get("titulo"))),
        _year(data.get("ejercicio", {})),
        Columna("forma", data["form"]),
        bool(codes) and known.get("exige") != FALSE,
        _cutoff(data.get("corte", {})),
        entries,
        unit,
        tuple(Role(role["rol"], (role["rol"], *_texts(role.get("sinonimos")))) for role in data.get("firmas", ())),
        tuple(_texts(rows.get("titulo"))),
        tuple(_texts(rows.get("total"))),
    )


def _year(data: Data) -> Year:
    place = next((place for place in ("titulo", "etiqueta", "columna") if place in data), "")
    words = tuple(_texts(data.get(place)))
    return Year(Columna("ejercicio", _bare(words[0]) if words else "EJERCICIO"), place, words)


def _cutoff(data: Data) -> Cutoff:
    words = tuple(_texts(data.get("etiqueta")))
    says = data.get("dice", "fecha" if words else NONE)
    columna = Columna("fecha", words[0] if words else "")
    return Cutoff(Entry(columna, words, "", several=False, required=says != NONE), says)


def _entry(data: Data) -> Entry:
    words = tuple(_texts(data["etiqueta"]))
    several, required = data.get("varios") == TRUE, data.get("exige") == TRUE
    return Entry(Columna(data["id"], words[0]), words, data.get("clave", ""), several, required)


def _columns_of(data: Sequence[Data]) -> tuple[Column, ...]:
    """The columns, each called by its heading without the top line, or with it where that is another's name too."""
    paths = [tuple(_texts(column["titulo"])) for column in data]
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
    misread = frozenset(map(squashed, _texts(data.get("mal_leido"))))
    formula = str(data.get("formula", ""))
    usual = "1" if kind in PERCENTAGES or "/" in formula else "0"  # a quotient is printed rounded
    tolerance = decimal(str(data.get("tolerancia", usual)))
    return Column(Columna(name, title), path, kind, misread, data.get("signo") == TRUE, formula, tolerance)
