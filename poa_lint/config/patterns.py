"""Find the shell patterns that a name matches without trying all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from poa_lint.core.text import is_glob, matches_glob

_SIGN: Final = re.compile(r"[*?\[\]]")


class Patterns:
    """Numbers under texts and shell patterns: those of the ones that a name matches are found by how it begins or ends.

    `511/1*` is looked at for names that begin with `511/1`, `*/101` for those that end with `/101`; of a pattern with
    letters at both ends the longer part counts. Only patterns without letters at either end are tried on every name.
    """

    def __init__(self, numbered: Iterable[tuple[str, int]]) -> None:
        self._numbers: dict[str, list[int]] = {}
        for text, number in numbered:
            self._numbers.setdefault(text, []).append(number)
        self._openings: dict[str, list[str]] = {}
        self._closings: dict[str, list[str]] = {}
        for text in filter(is_glob, self._numbers):
            opening, closing = _ends(text)
            table, part = (self._closings, closing) if len(closing) > len(opening) else (self._openings, opening)
            table.setdefault(part, []).append(text)
        self._lengths = [sorted({len(part) for part in table}) for table in (self._openings, self._closings)]

    def matching(self, name: str) -> set[int]:
        """The numbers under `name` itself and under the patterns that match it, case included."""
        numbers = {number for glob in self._near(name) if matches_glob(name, glob) for number in self._numbers[glob]}
        return numbers if is_glob(name) else numbers.union(self._numbers.get(name, ()))

    def _near(self, name: str) -> Iterator[str]:
        """The patterns that begin or end like `name`."""
        openings, closings = self._lengths
        for length in openings:
            yield from self._openings.get(name[:length], ())
        for length in closings:
            yield from self._closings.get(name[-length:], ())


def _ends(glob: str) -> tuple[str, str]:
    """The letters before the first sign of a pattern, and those behind the last."""
    parts = _SIGN.split(glob)
    return parts[0], parts[-1]
