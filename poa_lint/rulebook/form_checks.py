"""Check a form as a whole: with what it takes from the form that it extends, and beside the other forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import prod
from typing import Any, Final

from poa_lint.core.form import FIGURES, LAST, YEAR, Form, Head, Label
from poa_lint.core.form_data import PERIODS, TRUE
from poa_lint.core.text import folded, similar, squashed
from poa_lint.core.yamltree import Fields, Scalar, items
from poa_lint.core.yamltree import Mapping as Tree
from poa_lint.expression.resolve import resolve
from poa_lint.expression.syntax import Problem
from poa_lint.expression.types import NUMBER, TEXT, Name, Scope
from poa_lint.rulebook.form_file import INNER_KEYS, StatedForm
from poa_lint.rulebook.form_values import COLUMN_ID

Data = Mapping[str, Any]
MAX_DEPTH: Final = 5
"""The lines of a heading."""
MAX_WAYS: Final = 50_000
"""The ways to say all titles of a form, with their synonyms; ours has three thousand."""
AMOUNTS: Final = ("cifra", "dinero", "porcentaje")
KNOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "lineas": ("codigos",),
    "texto": ("meta", "texto"),
    "unidad_medida": ("texto",),
    "meta_anual": AMOUNTS,
    "programado": AMOUNTS,
    "avance": AMOUNTS,
    "absoluto": AMOUNTS,
    "relativo": ("porcentaje",),
    "observaciones": ("observaciones", "texto", "libre"),
}
"""The columns that rules know, by the id without its period, and the kinds that they may be of."""
TEXT_COLUMN: Final = "texto"
"""The column that no form lacks: what a goal is about."""


def check_joining(form: StatedForm, above: Sequence[Data]) -> None:
    """Check the entries and columns of a form against those of the forms `above`, that it extends, the first one last.

    What is taken out has to be there; what is new has to be whole.
    """
    for key in ("encabezado", "columns"):
        known = list(_ids(reversed(above), key))
        for node, item in zip(items(form.fields.node(key)), form.data.get(key) or (), strict=True):
            assert isinstance(node, Tree)
            _check_item(form.fields.within(node), key, item, known)
            if "id" in item:
                known.append(item["id"])


def _check_item(fields: Fields, key: str, item: Data, known: Sequence[str]) -> None:
    name = item.get("id")
    if "detras" in item and item["detras"] not in known:
        near = similar(item["detras"], known)
        fields.trouble("unknown-id", fields.mark("detras"), near, len(item["detras"]), name=item["detras"])
    if item.get("quita") == TRUE:
        if name not in known:
            near = similar(name or "", known)
            fields.trouble("nothing-to-remove", fields.mark("id"), near, len(name or ""), name=name or "")
    elif name not in known:
        is_group = {"grupo", "repetir", "columnas"} & item.keys()
        fields.required(("etiqueta",) if key == "encabezado" else ("columnas",) if is_group else INNER_KEYS)


def _ids(forms: Iterable[Data], key: str) -> Iterator[str]:
    """The ids of the items of a form with those of the forms that it extends, the first one first."""
    ids: dict[str, None] = {}
    for data in forms:
        for item in data.get(key) or ():
            if item.get("quita") == TRUE:
                ids.pop(item["id"], None)
            elif "id" in item:
                ids[item["id"]] = None
    yield from ids


def count(columns: Sequence[Data], periods: int) -> int:
    """The number of columns that a form has when those of every period are written out."""
    return sum(
        len(item["columnas"]) * (periods if item.get("repetir") == PERIODS else 1) if "columnas" in item else 1
        for item in columns
    )


class Whole:
    """A form written out, and the places in its file where the faults of its parts are told."""

    def __init__(self, form: StatedForm, data: Data) -> None:
        self.form, self.data, self.fields = form, data, form.fields
        self.periods = [str(period["nombre"]) for period in data["periods"]]
        self.paths = {column["id"]: list(_texts(column["titulo"])) for column in data["columns"]}

    def check(self) -> None:
        """Note what is wrong with the form as a whole."""
        self._check_ids()
        self._check_titles()
        self._check_synonyms()
        self._check_unit()
        self._check_labels()
        self._check_year()
        if self.form.is_sound:
            for column in self.data["columns"]:
                self._check_formula(column)

    def _trouble(self, fields: Fields | None, key: str, kind: str, near: str | None = None, **values: str) -> None:
        """Note a fault of a value under `key`; where the file does not state it, of the form that it extends."""
        fields = fields or self.fields
        key = key if key in fields.tree.entries else "id" if fields is not self.fields else "extends"
        node = fields.node(key if key in fields.tree.entries else "form")
        assert node is not None
        fields.trouble(kind, node.mark, near, len(node.text) if isinstance(node, Scalar) else 1, **values)

    def _column(self, name: str) -> Fields | None:
        """The place of a column by its id, or of one that repeats by that of one of its periods."""
        bare = name.rpartition(".")[0]
        found = [where for where in self.form.places if where[0] == "columns" and where[-1] in (name, bare)]
        return self.form.places[max(found, key=lambda where: where[-1] == name)] if found else None

    def _check_ids(self) -> None:
        names = [column["id"] for column in self.data["columns"]]
        for number, name in enumerate(names):
            match = COLUMN_ID.fullmatch(name)
            period = match[2] if match else None
            if match is None:
                self._trouble(self._column(name), "id", "not-an-id", value=name)
            elif period not in (None, LAST) and int(period or 0) > len(self.periods):
                values = {"name": name, "count": str(len(self.periods))}
                self._trouble(self._column(name), "id", "no-such-period", **values)
            elif name in names[:number]:
                self._trouble(self._column(name), "id", "id-twice", name=name)
            else:
                self._check_word(name, names[:number])
        for column in self.data["columns"]:
            name, kind = column["id"], column["tipo"]
            allowed = KNOWN.get(name.partition(".")[0], (kind,))
            if kind not in allowed and (name.rpartition(".")[2] in (name, "1", LAST)):
                values = {"name": name, "value": kind, "allowed": ", ".join(allowed)}
                self._trouble(self._column(name), "tipo", "other-kind", allowed[0], **values)
        if TEXT_COLUMN not in names:
            near = similar(TEXT_COLUMN, names)
            self._trouble(None, "columns", "missing-column", near, name=TEXT_COLUMN)

    def _check_word(self, name: str, before: Sequence[str]) -> None:
        """Note an id that is the same word in formulas as another: `avance_1` beside `avance.1`."""
        other = next((other for other in before if _plain(other) == _plain(name)), None)
        if other is not None:
            own, known = (other, name) if "." in name else (name, other)  # the office's own is to have another name
            near = own.replace("_", "")
            values = {"name": own, "other": known, "word": own}
            self._trouble(self._column(own), "id", "same-word", None if near in self.paths else near, **values)

    def _check_titles(self) -> None:
        known: dict[tuple[str, ...], str] = {}
        for column in self.data["columns"]:
            name, path = column["id"], self.paths[column["id"]]
            first = known.setdefault(tuple(map(squashed, path)), name)
            if len(path) > MAX_DEPTH:
                self._trouble(self._column(name), "titulo", "too-deep", limit=str(MAX_DEPTH))
            elif first != name:
                values = {"name": name, "other": first, "title": " ".join(path)}
                self._trouble(self._column(name), "titulo", "heading-twice", **values)

    def _check_synonyms(self) -> None:
        titles = {*(title for path in self.paths.values() for title in path), *self.periods}
        stated = self.fields.node("sinonimos")
        for name in self.form.data.get("sinonimos") or ():
            if name not in titles:
                assert isinstance(stated, Tree)
                by_letters = {squashed(title): title for title in sorted(titles)}
                near = by_letters.get(similar(squashed(name), by_letters) or "")
                self.fields.trouble("unknown-heading", stated.keys[name], near, len(name), name=name)
        counts = {title: 1 + len(list(_texts(self.data["sinonimos"].get(title)))) for title in titles}
        for period in self.data["periods"]:
            counts[str(period["nombre"])] += len(list(_texts(period.get("sinonimos"))))
        if sum(prod(counts[title] for title in path) for path in self.paths.values()) > MAX_WAYS:
            self._trouble(None, "sinonimos", "too-many-ways", limit=f"{MAX_WAYS:,}")

    def _check_unit(self) -> None:
        known = [entry["id"] for entry in self.data.get("encabezado") or ()]
        for item in items(self.fields.node("unidad")):
            if isinstance(item, Scalar) and item.text not in known:
                near = similar(item.text, known)
                self.fields.trouble("unknown-entry", item.mark, near, len(item.text), name=item.text)
        if "unidad" not in self.form.data:
            for name in _texts(self.data.get("unidad")):
                if name not in known:
                    self._trouble(None, "extends", "unknown-entry", similar(name, known), name=name)

    def _check_labels(self) -> None:
        known: dict[str, str] = {}
        for entry in self.data.get("encabezado") or ():
            for word in _texts(entry.get("etiqueta")):
                first = known.setdefault(folded(word), entry["id"])
                if first != entry["id"]:
                    place = self.form.places.get(("encabezado", entry["id"]))
                    self._trouble(place, "etiqueta", "label-twice", name=word, other=first)
        for word in _texts((self.data.get("corte") or {}).get("etiqueta")):
            if folded(word) in known:
                self._trouble(None, "corte", "label-twice", name=word, other=known[folded(word)])

    def _check_year(self) -> None:
        titles = {title for path in self.paths.values() for title in path}
        for words in _texts((self.data.get("ejercicio") or {}).get("columna")):
            if words not in titles:
                near = similar(words, sorted(titles))
                self._trouble(None, "ejercicio", "unknown-heading", near, name=words)
            elif YEAR not in words:
                self._trouble(None, "ejercicio", "no-year", name=words)

    def _check_formula(self, column: Data) -> None:
        formula = str(column.get("formula", ""))
        if not formula:
            return
        place = self._column(column["id"])
        if column["tipo"] not in FIGURES:
            self._trouble(place, "formula", "not-of-figures")
            return
        node = place.node("formula") if place is not None else None
        stated = node.text if isinstance(node, Scalar) else ""
        problem = _fault(stated or formula, *self._scope(column["id"]))
        if problem is None:
            return
        if place is None or node is None:
            self._trouble(None, "extends", problem.kind, problem.suggestion, **problem.values)
            return
        start = max(place.source.find(stated, node.mark.offset), node.mark.offset)
        mark = node.mark._replace(offset=start + problem.start)
        if not any((other.offset, other.kind) == (mark.offset, problem.kind) for other in place.troubles):
            place.trouble(problem.kind, mark, problem.suggestion, problem.end - problem.start, **problem.values)

    def _scope(self, name: str) -> tuple[Scope, dict[str, str]]:
        """The names in the formula of a column, with the ids that they stand for: those of other columns of the row.

        A column of the same period is called by its id without the period, too.
        """
        names: dict[str, Name] = {}
        ids: dict[str, str] = {}
        period = name.rpartition(".")[2] if "." in name else ""
        for column in self.data["columns"]:
            other = column["id"]
            type = NUMBER if column["tipo"] in FIGURES else TEXT
            bare, _, own = other.rpartition(".")
            for word in (other, *([bare] if period and own == period else [])):
                if other != name:
                    ids[_plain(word)] = word
                    names[_plain(word)] = Name(type, None)
        return Scope({}, (), names, {}), ids


def _plain(name: str) -> str:
    """A column's id as one word, as long as before."""
    return name.replace(".", "_")


def _fault(formula: str, scope: Scope, ids: Mapping[str, str]) -> Problem | None:
    """The first fault of a formula, its names as they are written in files."""
    text = formula
    for word, name in sorted(ids.items(), key=lambda item: -len(item[0])):
        text = text.replace(name, word) if "." in name else text
    found = resolve(text, scope, NUMBER)
    if not isinstance(found, Problem):
        return None
    values = {key: ids.get(value, value) for key, value in found.values.items()}
    near = ids.get(found.suggestion, found.suggestion) if found.suggestion else None
    kind = "unknown-column" if found.kind == "unknown-field" else found.kind
    return found._replace(kind=kind, values=values, suggestion=near)


def _texts(value: Any) -> Iterator[str]:
    """The texts of a list, or the one text in its place."""
    yield from () if value is None else (value,) if isinstance(value, str) else map(str, value)


def labels_in(head: Head) -> frozenset[str]:
    """The words of a form's header, of the lines between its goals, and of its signatures."""
    entries = (entry.words for entry in (*head.entries, head.cutoff.entry))
    listed = (head.titles, head.subtitles, head.totals, *entries, *(role.words for role in head.roles))
    return frozenset(word for words in listed for word in words)


def unparted(form: Form, others: Iterable[Form]) -> Form | None:
    """The one of other forms that has the same heading, and every code and title of `form`; None where none has."""
    signs, firsts = _signs(form), frozenset(map(squashed, form.first_titles))
    alike = (other for other in others if not firsts.isdisjoint(map(squashed, other.first_titles)))
    return next((other for other in alike if _same(form, other) and signs <= _signs(other)), None)


def _signs(form: Form) -> frozenset[str]:
    return frozenset((*form.head.codes, *map(folded, form.head.titles)))


def _same(form: Form, other: Form) -> bool:
    """True if a heading may be that of either form."""
    pairs = zip(form.headings, other.headings, strict=False)
    return len(form.headings) == len(other.headings) and all(_alike(*lines) for lines in pairs)


def _alike(line: Sequence[Label], other: Sequence[Label]) -> bool:
    return len(line) == len(other) and all(one.alike & two.alike for one, two in zip(line, other, strict=True))
