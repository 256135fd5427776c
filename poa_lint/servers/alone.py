"""The page that holds Python itself: its questions, answered under the office's folder that it has or was given.

The folder that a reader gives takes the place of the one that came with the page. Both lie in the page's own file
system, where there is nothing else of the reader's computer.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from typing import Any, Final

from poa_lint.core.words import LANGUAGES
from poa_lint.core.words import words as words_of
from poa_lint.servers import answer as answers
from poa_lint.servers import office
from poa_lint.servers.checker import Checker, File
from poa_lint.servers.office import Told

APART: Final = "soltados"
"""The folder that a file is taken to lie in where its own name is that of another file of the office."""


class Alone:
    """The answers for one page. Names, bytes (JavaScript arrays) and the reader's language in, JSON out."""

    def __init__(self, baked: str = "") -> None:
        """`baked` is the folder of the office's files that came with the page; empty for none."""
        self._baked = os.path.abspath(baked) if baked else ""
        self._baked_home = office.home_in(self._baked) if baked else ""
        self._root, self._home = "", ""
        self._checkers: dict[tuple[str, str], Checker] = {}
        self._enter(self._baked, self._baked_home)

    def answer(self, name: str, data: Any, language: str, again: bool, *others: Any) -> str:
        """The answer for a file. The names and bytes of those that were dropped with it follow, in turn.

        `again` says that the last of them is the same report as it was dropped before.
        """
        files = [(self._path(name, data), data) for name, data in _files((name, data, *others))]
        (path, content), *rest = files
        together, earlier = answers.apart(rest, again=again)
        checked = self._checker(language).check(content, path, together, earlier)
        return json.dumps(answers.answered(checked, content), ensure_ascii=False)

    def summary(self, form: str, language: str, lots: str, *given: Any) -> str:
        """The summary of files as a file to save; `lots` (JSON) says which are checked beside which (`overview`)."""
        from poa_lint.servers import overview

        checker = Checker(_known(language), overview.wanted(self._checker(language).linter.wishes))
        files = [(self._path(name, data), data) for name, data in _files(given)]
        return json.dumps(overview.overview(checker, files, json.loads(lots), form))

    def use(self, language: str, *given: Any) -> str:
        """Use the files of a folder, their paths in it and bytes in turn; none for those that came with the page.

        The answer says whose rules hold now, or why a folder is not used, and names the reports in it.
        """
        if not given:
            self._enter(self._baked, self._baked_home)
            return self.office(language)
        words = words_of(_known(language))
        root = tempfile.mkdtemp(prefix="poa-lint-")
        files = _files(given)
        try:
            home = office.write(files, root)
        except office.Unfit as unfit:
            return _json(office.refused(str(unfit), words))
        before = self._root, self._home
        self._enter(root, home)
        checker = self._checker(language)
        reports = [os.path.relpath(os.path.join(home, path), root) for path in office.reports(checker.linter)]
        faults = checker.disorder("")
        if not faults:
            if before[0] != self._baked:
                shutil.rmtree(before[0], ignore_errors=True)
            return _json({**(self._described(language) or _nothing()), "reports": reports})
        self._enter(*before)
        more = words_of(words.language, "page").count("office.more", len(faults) - 1) if faults[1:] else ""
        return _json({**office.refused("faulty", words, why=faults[0], more=more), "reports": reports})

    def office(self, language: str) -> str:
        """Whose rules hold, in a language; `null` for the program's own alone."""
        return _json(self._described(language) if self._home else None)

    def _described(self, language: str) -> Told | None:
        loose = self._home == self._root != self._baked
        name = words_of(_known(language), "page")("office.yours") if loose else ""
        return office.described(self._checker(language).linter, name)

    def _enter(self, root: str, home: str) -> None:
        """Work in a folder of an office from now on; empty for none."""
        self._root, self._home = root, home
        self._checkers.clear()
        if home:
            os.chdir(home)

    def _checker(self, language: str) -> Checker:
        """The checker for today: waivers are alive or not by the day."""
        key = (_known(language), answers.today())
        if key not in self._checkers:
            wishes = answers.plain()
            self._checkers[key] = Checker(key[0], wishes._replace(no_config=not self._home))
        return self._checkers[key]

    def _path(self, name: str, data: bytes) -> str:
        """The path of a file from the working folder: its own in the office's folder, else that of a file beside it."""
        inside = os.path.join(self._root, *name.split("/")) if self._home else ""
        if inside and _holds(inside, data):
            return os.path.relpath(inside, self._home)
        alone = answers.label(name)
        beside = os.path.join(self._home, alone) if self._home else ""
        return f"{APART}/{alone}" if beside and os.path.lexists(beside) and not _holds(beside, data) else alone


def _holds(path: str, data: bytes) -> bool:
    """True for a file with this content."""
    try:
        with open(path, "rb") as stream:
            return stream.read() == data
    except (OSError, ValueError):
        return False


def _files(given: Sequence[Any]) -> list[File]:
    """Names and contents, which come in turn, as files."""
    return [(str(name), _bytes(data)) for name, data in zip(given[::2], given[1::2], strict=True)]


def _bytes(data: Any) -> bytes:
    """The bytes of a JavaScript array (Pyodide's JsBuffer)."""
    to_bytes: Callable[[], bytes] = data.to_bytes
    return to_bytes()


def _known(language: str) -> str:
    return language if language in LANGUAGES else LANGUAGES[0]


def _nothing() -> Told:
    return Told(said="", problem="", reports=[])


def _json(told: Told | None) -> str:
    return json.dumps(told, ensure_ascii=False)
