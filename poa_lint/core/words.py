"""The tool's fixed texts in the reader's language, from core/languages/."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from poa_lint.core.cache import built_value, package
from poa_lint.core.figures import figure_text
from poa_lint.core.source import Trouble

LANGUAGES: Final = ("es", "en")
"""The languages that the tool speaks."""


class Words:
    """The texts of one language, by key. A missing key is a bug and raises KeyError."""

    def __init__(self, language: str, table: Mapping[str, str]) -> None:
        self.language, self.table = language, table

    def __call__(self, key: str, /, **values: object) -> str:
        """The text for `key`, its placeholders filled with `values`."""
        text = self.table[key]
        return text.format_map({name: str(value) for name, value in values.items()}) if "{" in text else text

    def count(self, key: str, number: int) -> str:
        """The text for `key` with a number, in the singular or plural: `1 error`, `2 errores`."""
        return self(f"{key}.{'one' if number == 1 else 'other'}", n=figure_text(number))

    def problem(self, error: OSError) -> str:
        """The reason of an error of the system in the reader's language; the system's own words for a rare one."""
        from errno import errorcode

        own = self.table.get(f"system.{errorcode.get(error.errno or 0, '')}")
        return own or error.strerror or str(error)

    def section(self, prefix: str) -> dict[str, str]:
        """The texts whose keys begin with `prefix` and a full stop, by the rest of the key."""
        start = f"{prefix}."
        return {key.removeprefix(start): text for key, text in self.table.items() if key.startswith(start)}


@cache
def words(language: str, part: str = "") -> Words:
    """The texts of `es` or `en`, cached. `part` names a file of its own with texts that few runs need (`html`).

    Raises KeyError for another language.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    name = f"{language}-{part}" if part else language
    return Words(language, built_value(f"words_{name.replace('-', '_')}", lambda: table(f"{name}.yaml")))


def table(name: str) -> dict[str, str]:
    """The texts of the file `name` in core/languages/, by dotted key. Raises ValueError for invalid YAML."""
    from poa_lint.core import yamltree

    tree = yamltree.read((package() / "core" / "languages" / name).read_text(encoding="utf-8"))
    if isinstance(tree, Trouble):
        raise ValueError(f"languages/{name}:{tree.line}: {tree.kind} {tree.values}")
    return dict(_flat("", yamltree.plain(tree)))


def _flat(prefix: str, tree: object) -> list[tuple[str, str]]:
    if isinstance(tree, dict):
        return [pair for key, value in tree.items() for pair in _flat(f"{prefix}.{key}" if prefix else key, value)]
    return [(prefix, str(tree or ""))]
