"""What the user chose: which rules, how grave, with which parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from poa_lint.diagnostic import Severity


@dataclass(frozen=True, slots=True)
class Settings:
    """The effective settings of a run.

    `select` and `ignore` hold codes, prefixes of codes, names or groups; an empty `select` means every rule that is
    not off. `acumulacion` tells how a goal (by number) or a unit of measure (by its words, folded) adds up to its
    year: `suma`, `ultimo`, `promedio` or `maximo`.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Severity = Severity.ERROR
    acumulacion: Mapping[str, str] = field(default_factory=dict)
