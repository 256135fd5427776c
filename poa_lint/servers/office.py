"""An office's folder on the page: settings with the rules, forms, waivers and reports that they name.

The files are written into a folder that is empty, and nothing of them is run. `described` says whose rules they are.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypedDict

from poa_lint.api import Linter
from poa_lint.config.compare import YEAR
from poa_lint.config.compare import files as existing
from poa_lint.config.find import FILE, FILES, PROJECT, Configured
from poa_lint.config.settings import Settings
from poa_lint.core.text import visible
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.documents import folders
from poa_lint.documents.encodings import MAX_BYTES
from poa_lint.documents.folders import Wanted
from poa_lint.documents.globs import Globs
from poa_lint.documents.selection import Selection
from poa_lint.linter.candidates import READABLE
from poa_lint.rulebook.builtin import built_in_rules

MOST: Final = 2000
"""The most files of a folder that are taken."""
LONGEST: Final = 400
"""The most letters of a file's path in it."""
NAMES: Final = frozenset({".gitignore"})
SUFFIXES: Final = frozenset({*READABLE, ".yaml", ".toml"})
"""The names, and ends of names, of the files that are taken: the others say nothing about reports."""
ANY_YEAR: Final = "[0-9][0-9][0-9][0-9]"
"""The pattern of a year in a path."""

File = tuple[str, bytes]
"""A file's path in the folder, with slashes, and its bytes."""


class Unfit(ValueError):
    """Raised for a folder that is not taken; its text is the key of the sentence about it (`office.<key>`)."""


class Told(TypedDict):
    """The words about an office's folder for the page."""

    said: str
    """Whose rules hold, and what there is of the office's own; empty where the folder has no settings."""
    problem: str
    """The reason why it is not used; empty where it is."""
    reports: list[str]
    """The paths of its reports, without those that are only compared with."""


def is_taken(path: str) -> bool:
    """True for a file that may say something: settings, rules, forms, reports."""
    name = path.rpartition("/")[2]
    return name in NAMES or (not name.startswith(".") and os.path.splitext(name)[1].lower() in SUFFIXES)


def write(files: Sequence[File], root: str) -> str:
    """Write an office's files into the folder `root`; the folder in which its settings are, `root` itself without any.

    Raises Unfit for too many, too large or oddly named files.
    """
    if len(files) > MOST:
        raise Unfit("many")
    if sum(len(data) for _, data in files) > MAX_BYTES:
        raise Unfit("large")
    for path, data in files:
        parts = path.split("/")
        if len(path) > LONGEST or not all(map(_is_name, parts)):
            raise Unfit("names")
        place = os.path.join(root, *parts)
        try:
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "xb") as stream:  # two files of one name are no folder of anybody's
                stream.write(data)
        except (OSError, ValueError) as error:
            raise Unfit("names") from error
    return os.path.normpath(os.path.join(root, home(path for path, _ in files)))


def home(paths: Iterable[str]) -> str:
    """The folder of the settings among these paths: that of the uppermost file of settings; empty without any."""
    found = [path for path in paths if path.rpartition("/")[2] in FILES]
    rank = {FILE: 0, PROJECT: 1}
    found.sort(key=lambda path: (rank.get(path.rpartition("/")[2], 2), path.count("/"), path))
    return found[0].rpartition("/")[0] if found else ""


def home_in(root: str) -> str:
    """The folder of the settings among the files below `root`."""
    walked = os.walk(root)
    paths = (
        os.path.relpath(os.path.join(at, name), root).replace(os.sep, "/") for at, _, names in walked for name in names
    )
    return os.path.normpath(os.path.join(root, home(paths)))


def described(linter: Linter, name: str = "") -> Told | None:
    """The words about the settings that hold in the working folder, which people call `name`; None without settings."""
    held = linter.files("")
    if not any(held):
        return None
    configured = linter.configured("")
    said = words_of(linter.words.language, "page")
    file = next(filter(None, held))
    called = visible(name or os.path.basename(os.path.dirname(os.path.abspath(file))))
    parts = list(_parts(configured, said))
    told = said("office.rules-of", name=called, file=os.path.basename(file))
    return Told(said=f"{told} {said('office.own', parts=', '.join(parts))}" if parts else told, problem="", reports=[])


def refused(kind: str, words: Words, **values: object) -> Told:
    """The words about a folder that is not used."""
    said = words_of(words.language, "page")
    why = said(f"office.{kind}", most=MOST, size=MAX_BYTES // 1_000_000, **values)
    return Told(said="", problem=said("office.unused", why=why), reports=[])


def reports(linter: Linter) -> list[str]:
    """The reports in the working folder, as settings choose them, but for what these name to compare with."""
    found = folders.find([os.curdir], linter.words, Wanted(folders.KINDS, FILES, lambda at: _selection(linter, at)))
    own = [os.path.normpath(path).replace(os.sep, "/") for path in found.paths]
    held = {linter.files(path) for path in own}
    named = {place for files in held for place in _named(linter.from_files(files).settings)}
    return [path for path in own if not named.intersection(_above(os.path.realpath(path)))]


def _named(settings: Settings) -> Iterator[str]:
    """The files and folders that settings name for something else than to be checked."""
    yield from map(os.path.realpath, (*settings.folders, *settings.form_folders))
    yield from map(os.path.realpath, settings.letter.templates if settings.letter else ())
    compare = settings.compare
    for place in (*(issued.path for issued in compare.plans), *compare.against) if compare else ():
        yield from map(os.path.realpath, existing(place.replace(YEAR, ANY_YEAR), 0))


def _above(path: str) -> Iterator[str]:
    """A path, and the folders that it is in."""
    while path and path != os.path.dirname(path):
        yield path
        path = os.path.dirname(path)


def _selection(linter: Linter, folder: str) -> Selection:
    """The selection that settings make among the files of a folder."""
    held = linter.files(os.path.join(folder, "informe"))
    chosen, own = linter.from_files(held).settings.files, os.path.dirname(held.settings or "")
    include, exclude = Globs(chosen.include, own), Globs(chosen.exclude, own)
    return Selection(include if include.patterns else None, (exclude,) if exclude.patterns else (), chosen.gitignore)


def _parts(configured: Configured, said: Words) -> Iterator[str]:
    """The kinds of things of an office's own, each with its number."""
    settings = configured.settings
    amended = configured.amendments.amendments if configured.amendments else ()
    counts = {
        "rules": len(configured.as_written.checks.keys() - built_in_rules().checks.keys()),
        "forms": len(configured.form_contents),
        "waivers": len(configured.waivers.waivers),
        "amendments": len(amended),
    }
    yield from (said.count(f"office.{kind}", count) for kind, count in counts.items() if count)
    compare = settings.compare
    if compare and compare.plans:
        yield said("office.plan")
    if compare and compare.against:
        yield said("office.against")


def _is_name(part: str) -> bool:
    return part not in ("", os.curdir, os.pardir) and "\\" not in part and not any(letter < " " for letter in part)
