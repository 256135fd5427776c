"""The user's choices: which rules run, how grave they are, with which parameters, and where each choice holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from poa_lint.core.diagnostic import Severity
from poa_lint.core.records import record
from poa_lint.core.text import is_glob, matches_glob
from poa_lint.documents.limits import LIMITS, Limits

Chosen = Mapping[str, Mapping[str, object]]
"""Parameters by the rule's code, then by name."""


@record
class Choice:
    """The choices that may differ from place to place.

    `select` and `ignore` hold codes, prefixes of codes, names or groups; an empty `select` means every rule that is
    not off. `severity` and `params` go by a rule's code.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = {}
    params: Mapping[str, Mapping[str, object]] = {}

    def under(self, other: Choice) -> Choice:
        """The choice that holds where `other` is stated on top of this one."""
        params = {code: {**self.params.get(code, {}), **other.params.get(code, {})} for code in _keys(self, other)}
        return Choice(
            other.select or self.select,
            (*self.ignore, *other.ignore),
            {**self.severity, **other.severity},
            params,
        )


def _keys(base: Choice, other: Choice) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*base.params, *other.params)))


@record
class Override:
    """A choice that holds only for some files, units or years; what is empty does not narrow it.

    `paths` are globs against the path from the settings file; `units` are `programa/unidad` or `unidad`, globs too.
    """

    choice: Choice
    paths: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    years: tuple[int, ...] = ()

    def meets_path(self, path: str) -> bool:
        """True if it may hold for the file at `path`."""
        return not self.paths or any(matches_glob(path, glob) for glob in self.paths)

    def meets(self, year: object, programa: str, unidad: str) -> bool:
        """True if it holds for a unit of a report of that year."""
        named = (f"{programa}/{unidad}", unidad)
        return (not self.years or year in self.years) and (
            not self.units or any(matches_glob(name, glob) for glob in self.units for name in named)
        )


class Origin(NamedTuple):
    """The origin of an effective value: a file and line, a profile, the command line, or the program itself."""

    where: str
    line: int = 0


@record
class Settings:
    """The effective settings of a file.

    `acumulacion` tells how a goal (by number) or a unit of measure (by its words, folded) adds up to its year:
    `suma`, `ultimo`, `promedio` or `maximo`. `folders` are rule folders beside our own, as absolute paths. `limits` are
    those of a report's text. `sinonimos` are other words for those on the form, each with its own.
    """

    choice: Choice = Choice()
    overrides: tuple[Override, ...] = ()
    fail_on: Severity = Severity.ERROR
    language: str | None = None
    acumulacion: Mapping[str, str] = {}
    folders: tuple[str, ...] = ()
    origins: Mapping[str, Origin] = {}
    limits: Limits = LIMITS
    sinonimos: Mapping[str, tuple[str, ...]] = {}


def merged(base: Settings, own: Settings) -> Settings:
    """`own` on top of the settings that it extends."""
    return Settings(
        choice=base.choice.under(own.choice),
        overrides=(*base.overrides, *own.overrides),
        fail_on=own.fail_on if "fail-on" in own.origins else base.fail_on,
        language=own.language or base.language,
        acumulacion={**base.acumulacion, **own.acumulacion},
        folders=(*base.folders, *own.folders),
        origins={**base.origins, **own.origins},
        limits=own.limits,
        sinonimos={**base.sinonimos, **own.sinonimos},
    )


class Choices:
    """The choices that settings make for the units of a report, where they have overrides."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._overrides: dict[str, dict[int, Override]] = {}
        """The overrides by each unit that they name, and under nothing those for units by pattern, and for all."""
        for number, override in enumerate(settings.overrides):
            for name in override.units or ("",):
                self._overrides.setdefault("" if is_glob(name) else name, {})[number] = override

    def of(self, year: object, programa: str, unidad: str) -> Choice:
        """The choice that holds for one unit: later overrides win."""
        named = [self._overrides.get(name, {}) for name in ("", f"{programa}/{unidad}", unidad)]
        choice = self.settings.choice
        for _, override in sorted({**named[0], **named[1], **named[2]}.items()):
            if override.meets(year, programa, unidad):
                choice = choice.under(override.choice)
        return choice
