"""Judge by a report's numbers of goals if they run through all its units, or if every unit begins anew.

For example, every unit begins anew in the first report; in the second the numbers run on, and 100 stands twice:

    unit 101: 1.- ELABORAR, 2.- CELEBRAR          unit 102: 1.- ATENDER, 2.- PAGAR, 3.- DAR
    unit 101: 100.- ELABORAR, 101.- CELEBRAR      unit 102: 200.- ATENDER, 201.- PAGAR, 100.- DAR
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from poa_lint.core.report import Meta, Unidad
from poa_lint.core.text import folded

Numbers = Mapping[int, str]
"""The texts of a unit's goals by their numbers."""


def begins_anew(unidades: Sequence[Unidad]) -> bool:
    """True if every unit numbers its goals from the same number on, or from 1 or 2, and they are not the same goals.

    Where the first number is not 1, two numbers at least have to stand in several units: one may be a slip.
    """
    units = [numbers for unidad in unidades if (numbers := _numbers(unidad.metas))]
    if len(units) < 2 or not all(map(_run_on, units)):
        return False
    first = [min(numbers) for numbers in units]
    shared = _shared(units)
    from_one = min(first) == 1 and max(first) <= 2
    return (from_one or (len(set(first)) == 1 and len(shared) > 1)) and any(shared.values())


def order(meta: Meta) -> int | None:
    """The number of a goal as a figure, without the letters of one put in later: 103 of `103-BIS`."""
    rest = meta.numero.raw.lstrip("0123456789")
    digits = meta.numero.raw.removesuffix(rest)
    suffix = rest.lstrip("- \u2013")
    return int(digits) if 0 < len(digits) <= 9 and (not suffix or suffix.isalpha()) else None


def _numbers(metas: Sequence[Meta]) -> Numbers:
    return {number: meta.texto.raw for meta in reversed(metas) if (number := order(meta)) is not None}


def _run_on(numbers: Numbers) -> bool:
    """True if most numbers of a unit follow closely on its first one."""
    first = min(numbers)
    return sum(number <= first + 2 * len(numbers) for number in numbers) * 2 > len(numbers)


def _shared(units: Sequence[Numbers]) -> dict[int, bool]:
    """The numbers that several units have, each with True if their goals say different things."""
    texts: dict[int, list[str]] = {}
    for numbers in units:
        for number, text in numbers.items():
            texts.setdefault(number, []).append(text)
    return {number: len(set(map(folded, found))) > 1 for number, found in texts.items() if len(found) > 1}
