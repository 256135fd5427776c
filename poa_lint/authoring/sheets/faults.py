"""Faults of an example of which no report can be made, each with what its writer may mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from poa_lint.core.form import Form
from poa_lint.core.text import folded, similar, similar_code

Changes = Mapping[str, Any]
THOUSANDS: Final = 3
"""The digits behind the comma of a figure: YAML reads `{meta_anual: 1,200}` as two entries, the second `200`."""


class ExampleFault(ValueError):
    """An example of which no report can be made, for what stands under `key`.

    `kind` is a key of the languages' `rule_trouble` table, `values` fill its sentence, `suggestion` is what was
    perhaps meant.
    """

    def __init__(self, kind: str, key: str, suggestion: str | None = None, **values: str) -> None:
        super().__init__(key)
        self.kind, self.key, self.suggestion, self.values = kind, key, suggestion, {"key": key, **values}


def unknown_key(key: str, changes: Changes, known: Iterable[str], form: Form) -> ExampleFault:
    """The fault of a key that is none of those `known` of examples of a form."""
    before = list(changes)[: list(changes).index(key)]
    if changes[key] is None and key.isdecimal() and len(key) == THOUSANDS and before:
        return ExampleFault("example-comma", key, f'{before[-1]}: "{changes[before[-1]]},{key}"')
    return ExampleFault("example-key", key, meant(key, tuple(known), form))


def meant(word: str, known: Sequence[str], form: Form) -> str | None:
    """The one of some keys that a word may mean: a title of the form, or a key that is written otherwise."""
    plain = "_".join(folded(word).split())
    if plain in known:
        return plain
    titled = (column.columna.id.partition(".")[0] for column in form.columns if folded(column.columna.titulo) == plain)
    by_title = next((id for id in titled if id in known), None)
    return by_title or similar(plain, known)


def unknown_form(code: str, forms: Iterable[Form]) -> ExampleFault:
    """The fault of an example that names no form that there is."""
    codes = [form.code for form in forms]
    return ExampleFault("example-form", "form", similar_code(code, codes), value=code, allowed=", ".join(codes))


def listed(key: str, value: object) -> list[Any]:
    """The list under a key. Raises ExampleFault for anything else."""
    if not isinstance(value, list):
        said = "null" if value is None else "..." if isinstance(value, Mapping) else str(value)
        raise ExampleFault("example-list", key, f"{key}: [{said}]")
    return value


def mappings(key: str, value: object) -> list[Changes]:
    """The lists of changes under a key. Raises ExampleFault for anything else."""
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise ExampleFault("example-changes", key)
    return value


def of_periods(form: Form, key: str, value: object) -> list[str]:
    """A text for each period of a form; blanks behind those of a shorter list. Raises ExampleFault."""
    cells = [cell_of(key, cell) for cell in listed(key, value)]
    periods = len(form.periods)
    if len(cells) > periods:
        raise ExampleFault("example-periods", key, given=str(len(cells)), form=form.code, periods=str(periods))
    return [*cells, *[""] * (periods - len(cells))]


def cell_of(key: str, value: object) -> str:
    """A cell: empty for None, a whole number with commas between its thousands, a text as it is.

    Raises ExampleFault for a list and for a mapping.
    """
    return f"{value:,}" if isinstance(value, int) else text_of(key, value)


def text_of(key: str, value: object) -> str:
    """A text that is no figure, such as a year: empty for None. Raises ExampleFault as `cell_of` does."""
    if isinstance(value, list | Mapping):
        raise ExampleFault("example-cell", key)
    return "" if value is None else str(value)
