"""An office's folder as the page carries it: the files that say something, and the packs of rules that settings name.

Packs are taken from what is installed here, as data: their rules and forms, with the list that pip keeps of them, so
that the page finds them by their names, as the program does.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from importlib import metadata
from pathlib import Path
from typing import Final, NamedTuple

from bundles.contents import Tree
from poa_lint.api import Linter, Wishes
from poa_lint.config import packs
from poa_lint.core.words import LANGUAGES
from poa_lint.core.words import words as words_of
from poa_lint.servers import office
from poa_lint.servers.checker import Checker
from poa_lint.servers.office import Told

OFFICE: Final = "office"
PACKS: Final = "packs"
"""The folders of the files of an office, and of its packs, in what the page carries."""


class Held(NamedTuple):
    """The files as the page carries them, and the words about them by language."""

    files: Tree
    told: dict[str, Told | None]


def read(folder: Path) -> Held:
    """An office's folder. Raises ValueError, with a sentence, for one that the page could not use."""
    name = folder.resolve().name
    taken = [(f"{name}/{path}", folder.joinpath(path).read_bytes()) for path in sorted(_paths(folder))]
    spanish = words_of(LANGUAGES[0])
    with tempfile.TemporaryDirectory() as root:
        try:
            home = office.write(taken, root)
        except office.Unfit as unfit:
            raise ValueError(office.refused(str(unfit), spanish)["problem"]) from unfit
        with chdir(home):
            checkers = {language: Checker(language, Wishes(keep=True)) for language in LANGUAGES}
            checker = checkers[LANGUAGES[0]]
            told = {language: office.described(checkers[language].linter) for language in LANGUAGES}
            if not all(told.values()):
                raise ValueError(f"{folder}: {words_of(LANGUAGES[0], 'page')('office.no-settings')}")
            if faults := checker.disorder(""):
                raise ValueError("\n".join(faults))
            named = set(_packs(checker.linter))
    files = {f"{OFFICE}/{path}": data for path, data in taken}
    return Held(files | {f"{PACKS}/{path}": data for one in named for path, data in _pack_files(one)}, told)


def _paths(folder: Path) -> Iterator[str]:
    """The paths of the files that say something, from the folder."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in names:
            path = Path(parent, name).relative_to(folder).as_posix()
            if office.is_taken(path):
                yield path


def _packs(linter: Linter) -> Iterator[str]:
    """The names of the installed packs that the settings of the working folder, and of those in it, name."""
    for parent, _, _ in os.walk(os.curdir):
        settings = linter.from_files(linter.files(f"{parent}/informe")).settings
        yield from (version.rpartition(" ")[0] for version in settings.packs.values())


def _pack_files(name: str) -> Iterator[tuple[str, bytes]]:
    """The data of a pack: rules, forms, the name and version, and the list of just these files."""
    found = metadata.distribution(name)
    data = [file for file in found.files or () if file.suffix.lower() in packs.SUFFIXES]
    info = f"{found.metadata['Name'].replace('-', '_')}-{found.version}.dist-info"
    for file in data:
        yield file.as_posix(), Path(str(file.locate())).read_bytes()
    yield (
        f"{info}/METADATA",
        f"Metadata-Version: 2.1\nName: {found.metadata['Name']}\nVersion: {found.version}\n".encode(),
    )
    yield f"{info}/RECORD", "".join(f"{file.as_posix()},,\n" for file in data).encode()
