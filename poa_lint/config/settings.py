"""The user's choices: which rules run, how grave they are, with which parameters, and where each choice holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from poa_lint.config.patterns import Patterns
from poa_lint.core.diagnostic import Severity
from poa_lint.core.docs import page_of
from poa_lint.core.records import record
from poa_lint.core.text import matches_glob
from poa_lint.documents.limits import LIMITS, Limits

if TYPE_CHECKING:  # it reads YAML, which most runs do not
    from poa_lint.config.compare import Compare
    from poa_lint.config.letter import Letter

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

    def meets(self, year: object, programa: str, unidad: str) -> bool:
        """True if it holds for a unit of a report of that year."""
        named = (f"{programa}/{unidad}", unidad)
        return (not self.years or year in self.years) and (
            not self.units or any(matches_glob(name, glob) for glob in self.units for name in named)
        )


class FileChoice(NamedTuple):
    """The files of folders that are reports: globs against the path from the settings file, and `.gitignore`.

    An empty `include` takes all; `exclude` stands over it.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    gitignore: bool = False


class Origin(NamedTuple):
    """The origin of an effective value: a file and line, a profile, the command line, or the program itself."""

    where: str
    line: int = 0


@record
class Settings:
    """The effective settings of a file.

    `acumulacion` tells how a goal (by number) or a unit of measure (by its words, folded) adds up to its year:
    `suma`, `ultimo`, `promedio` or `maximo`. `folders` are rule folders beside our own, `form_folders` those of
    forms, as absolute paths. `limits` are those of a report's text. `sinonimos` are other words for those on the form,
    each with its own.
    """

    choice: Choice = Choice()
    overrides: tuple[Override, ...] = ()
    fail_on: Severity = Severity.ERROR
    language: str | None = None
    acumulacion: Mapping[str, str] = {}
    folders: tuple[str, ...] = ()
    form_folders: tuple[str, ...] = ()
    packs: Mapping[str, str] = {}
    """The name and version of the installed pack that a folder of rules or forms belongs to, by the folder."""
    origins: Mapping[str, Origin] = {}
    limits: Limits = LIMITS
    sinonimos: Mapping[str, tuple[str, ...]] = {}
    compare: Compare | None = None
    """The files that reports are compared with; None for none."""
    files: FileChoice = FileChoice()
    units: tuple[str, ...] = ()
    """The units that have to report, as `programa/unidad` or `unidad`; none for those of the plan."""
    beside: frozenset[str] = frozenset()
    """The codes of rules that run unless they are ignored or off, though they are not selected: what they find does
    not count (`FileResult.beside`)."""
    docs: str = ""
    """The address of a rule's page, with `{code}` in the place of its code; empty for none (`core.docs`)."""
    order: str | None = None
    """The order of findings for people, `place` or `severity`; None where nothing is stated."""
    letter: Letter | None = None
    """The office's own of the letters to units; None for nothing."""
    applied: Choice = Choice()
    """The severities and parameters that the rules have already: what a form wants of them does not count."""

    def page_of(self, code: str, language: str) -> str:
        """The address of a rule's page; empty where the settings name none, and for rules of an office's own."""
        return page_of(self.docs, code, language)

    def overrides_for(self, path: str) -> tuple[Override, ...]:
        """The overrides that may hold for the file at `path`."""
        numbers = self._paths.matching(path)
        return tuple(
            override for number, override in enumerate(self.overrides) if not override.paths or number in numbers
        )

    @cached_property
    def _paths(self) -> Patterns:
        return Patterns((path, number) for number, override in enumerate(self.overrides) for path in override.paths)


def merged(base: Settings, own: Settings) -> Settings:
    """`own` on top of the settings that it extends."""
    return Settings(
        choice=base.choice.under(own.choice),
        overrides=(*base.overrides, *own.overrides),
        fail_on=own.fail_on if "fail-on" in own.origins else base.fail_on,
        language=own.language or base.language,
        acumulacion={**base.acumulacion, **own.acumulacion},
        folders=(*base.folders, *own.folders),
        form_folders=(*base.form_folders, *own.form_folders),
        packs={**base.packs, **own.packs},
        origins={**base.origins, **own.origins},
        limits=own.limits,
        sinonimos={**base.sinonimos, **own.sinonimos},
        compare=own.compare or base.compare,
        files=FileChoice(
            own.files.include or base.files.include,
            (*base.files.exclude, *own.files.exclude),
            own.files.gitignore if "files.gitignore" in own.origins else base.files.gitignore,
        ),
        units=own.units or base.units,
        docs=own.docs or base.docs,
        order=own.order or base.order,
        letter=own.letter or base.letter,
    )


class Choices:
    """The choices that settings make for the units of a report, where they have overrides."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._years: dict[object, _Year] = {}

    def of(self, year: object, programa: str, unidad: str) -> Choice:
        """The choice that holds for one unit: later overrides win."""
        if year not in self._years:
            self._years[year] = _Year(self.settings, year)
        return self._years[year].of(programa, unidad)


class _Year:
    """The choices of a year. Overrides for all units that stand one after the other are one step, made once."""

    def __init__(self, settings: Settings, year: object) -> None:
        self.base = settings.choice
        self.steps: list[Choice] = []
        self.general: list[int] = []
        """The numbers of the steps that hold for all units."""
        self.made: dict[tuple[int, ...], Choice] = {}
        """The choices by the steps of which they are made."""
        named: list[tuple[str, int]] = []
        held = (override for override in settings.overrides if not override.years or year in override.years)
        for general, overrides in groupby(held, key=_is_general):
            if general:
                self.general.append(len(self.steps))
                self.steps.append(_together(override.choice for override in overrides))
                continue
            for override in overrides:
                named += [(unit, len(self.steps)) for unit in override.units]
                self.steps.append(override.choice)
        self.named = Patterns(named)

    def of(self, programa: str, unidad: str) -> Choice:
        own = self.named.matching(f"{programa}/{unidad}") | self.named.matching(unidad)
        numbers = tuple(sorted({*self.general, *own}))
        if numbers not in self.made:
            self.made[numbers] = _together((self.base, *(self.steps[number] for number in numbers)))
        return self.made[numbers]


def _is_general(override: Override) -> bool:
    return not override.units or "*" in override.units


def _together(choices: Iterable[Choice]) -> Choice:
    """The choice that holds where each of `choices` is stated on top of those before it."""
    select: tuple[str, ...] = ()
    ignore: dict[str, None] = {}
    severity: dict[str, Severity] = {}
    params: dict[str, dict[str, object]] = {}
    for choice in choices:
        select = choice.select or select
        ignore |= dict.fromkeys(choice.ignore)
        severity |= choice.severity
        for code, values in choice.params.items():
            params.setdefault(code, {}).update(values)
    return Choice(select, tuple(ignore), severity, params)
