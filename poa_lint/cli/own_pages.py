"""The reports' own pages beside a summary (`poa-lint summary -f html --pages FOLDER`)."""

from __future__ import annotations

import os
from functools import partial
from typing import NamedTuple

from poa_lint import api
from poa_lint.cli.batch import Batch
from poa_lint.cli.options import UsageError
from poa_lint.config.apply import running_rules
from poa_lint.core.records import replace
from poa_lint.core.result import About, FileResult, Notice, Run
from poa_lint.core.words import words as words_of
from poa_lint.documents import target
from poa_lint.output import REPORTERS, View, missing_extra
from poa_lint.output.year.model import Digest
from poa_lint.output.year.page import names


class PageMaker(NamedTuple):
    """Makes the page of one report where it is linted. `day` is the date on its acknowledgement."""

    language: str
    day: str
    ruleset: str
    rules: int
    catalogue: tuple[About, ...]
    docs: str

    def __call__(self, result: FileResult) -> str:
        """The page of a report, as `-f html` writes it; of an unread file it says to ask for it again.

        Its reader is not who made the file, whom the help of a finding speaks to.
        """
        if result.unread and not result.units:
            ask = partial(words_of(self.language, "letter"), "letter.ask")
            asked = (replace(one, help=ask(help=one.help)) if one.help else one for one in result.diagnostics)
            result = replace(result, diagnostics=tuple(asked))
        run = Run((result,), (), self.rules, self.ruleset, self.catalogue, (), self.language, self.docs)
        return REPORTERS["html"](run, words_of(self.language), View(day=self.day))


class OwnPages:
    """A folder with a page for each report."""

    def __init__(self, batch: Batch, folder: str, page: PageMaker) -> None:
        self.batch, self.folder, self.page = batch, folder, page
        whole = os.path.realpath(folder)
        own = (path for path in batch.paths if os.path.realpath(os.path.dirname(path)) == whole)
        self._names = names.Names(map(os.path.basename, own))  # a report that somebody keeps there stays
        self._written: dict[str, str] = {}

    def write(self, digest: Digest, page: str) -> None:
        """Write the page of a report; one that cannot be written is a notice of the run, and has no link."""
        name = self._names.of(digest)
        place = os.path.join(self.folder, name)
        try:
            target.write(place, page.encode("utf-8", "backslashreplace"))
        except OSError as error:
            self.batch.notices.append(Notice(place, target.sentence(error, self.batch.shell.words)))
        else:
            self._written[digest.path] = name

    @property
    def count(self) -> int:
        """The number of pages that were written."""
        return len(self._written)

    def links(self, summary: str) -> dict[str, str]:
        """The addresses of the pages from a summary with this path, by the reports' paths."""
        return names.links(self._written, summary, self.folder)


def prepare(batch: Batch, folder: str) -> OwnPages:
    """The folder, made where it is not there, and what makes pages for it. Raises UsageError."""
    if missing_extra("html") is not None:
        raise UsageError("no-extra", extra="html")
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise UsageError("pages-folder", name=folder)
    batch.check_folder(folder)
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise UsageError(sentence=f"{folder}: {target.sentence(error, batch.shell.words)}") from error
    held = batch.linter.configured(batch.first)
    running = running_rules(held.rules, held.settings, compared=batch.linter.pool_of(batch.first) is not None)
    about = api.catalogue(held.rules, running, batch.shell.words)
    language, day = batch.shell.words.language, batch.shell.arguments.today or ""
    maker = PageMaker(language, day, batch.ruleset, len(running), about, held.settings.docs)
    return OwnPages(batch, folder, maker)
