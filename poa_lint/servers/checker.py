"""Files that are dropped on a page, checked as the command line checks them in the working folder.

The settings that hold for a file's path hold; it is compared with what they name, and with what was dropped with it.
Settings that are not in order are told in a sentence, and the file is checked by the program's own rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from poa_lint.api import Linter, Wishes, defect
from poa_lint.config.apply import selected
from poa_lint.core.records import replace
from poa_lint.core.result import FileResult, Notice, Run
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.text import visible
from poa_lint.core.words import LANGUAGES
from poa_lint.core.words import words as words_of
from poa_lint.documents import files, open_source
from poa_lint.output.counterparts import sentences
from poa_lint.rulebook.comparison import BEFORE, PLAN
from poa_lint.servers.earlier import beside
from poa_lint.servers.together import Together, together

if TYPE_CHECKING:  # few files are compared
    from poa_lint.core.delivery import Delivery
    from poa_lint.linter.pool import Pool

File = tuple[str, bytes]
"""A file's path from the working folder, or its name, and its bytes."""


class Checked(NamedTuple):
    """A file as it was checked, with the linter that did it.

    `said` are sentences about what it was compared with, `troubles` about settings that could not be used.
    """

    source: Source | Unreadable
    run: Run
    linter: Linter
    said: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()

    @property
    def result(self) -> FileResult:
        """The file's own result; those of the files of waivers and amendments come after it."""
        return self.run.files[0]


class Checker:
    """Checks files one after the other. Settings, and the files to compare with, are read once."""

    def __init__(self, language: str, wishes: Wishes) -> None:
        self.linter = Linter(wishes, words_of(language if language in LANGUAGES else LANGUAGES[0]))
        self._kept: dict[str, Delivery | Notice] = {}

    def check(
        self, data: bytes, path: str, others: Sequence[File] = (), earlier: File | None = None, *, own: bool = False
    ) -> Checked:
        """Check a file beside the `others` that were dropped with it, and beside what it was `earlier`.

        With `own` the program's own rules check it, whatever the settings are.
        """
        troubles = () if own else self.disorder(path)
        if troubles:
            plain = Checker(self.linter.words.language, self.linter.wishes._replace(no_config=True, config=None))
            return plain.check(data, path, others, earlier, own=True)._replace(troubles=troubles)
        linter = self.linter
        source = self._open(path, data)
        dropped = together(source, [self._open(*file) for file in others], linter) if others else None
        linter.pool, notices, said = self._pool(source, dropped)
        result = linter.check(source)
        if earlier is not None:
            result = beside(result, self._open(*earlier), linter)
        notices += [Notice(path, sentence) for sentence in result.lacking]
        said += [
            notice.message if notice.path == path else f"{visible(notice.path)}: {notice.message}" for notice in notices
        ]
        spoken = _compared(dropped, result, linter) if dropped or linter.pool else ()
        run = linter.run([result], notices, path=path)
        return Checked(source, run, linter, (*spoken, *map(sentence, said)))

    def disorder(self, path: str) -> tuple[str, ...]:
        """Sentences about the faults of the settings for a path; none where they are in order."""
        from poa_lint.rulebook import troubles

        words, faults = self.linter.words, self.linter.troubles([path])
        if not faults:
            held = self.linter.configured(path)
            return (
                ()
                if selected(held.rules, held.settings.choice)
                else (words_of(words.language, "page")("office.no-rules"),)
            )
        said = words_of(words.language, "page")
        return tuple(
            said("office.fault", path=visible(fault.path), line=fault.line, why=troubles.sentence(fault, words))
            for fault in faults
        )

    def _open(self, path: str, data: bytes) -> Source | Unreadable:
        linter = self.linter
        return open_source(data, path, most=linter.limits(path).bytes, forms=linter.forms(path))

    def _pool(
        self, source: Source | Unreadable, dropped: Together | None
    ) -> tuple[Pool | None, list[Notice], list[str]]:
        """The counterparts of a file, notices about those that could not be read, and remarks.

        As on a command line, files that were dropped with it take the place of those that settings name for their role.
        """
        held = self.linter.configured(source.path)
        given = dropped.against if dropped else None
        if held.settings.compare is None and given is None:
            return None, [], []
        from poa_lint.linter.pool import Pool

        if held.settings.compare is None:
            return (None if given is None else Pool(given)), [], []
        from poa_lint.linter.candidates import Candidates, by_settings

        candidates = Candidates(partial(self._deliveries, source), self.linter.words, (source.path,))
        wanted = by_settings(held.settings.compare)
        if given is not None:
            roles = frozenset(role for role in (PLAN, BEFORE) if given.of(role))
            plans, before = (() if role in roles else wanted.of(role) for role in (PLAN, BEFORE))
            wanted = wanted._replace(plans=plans, against=before)
        against = candidates.against(wanted, candidates.years(wanted, (source.path,)))
        if given is not None:
            against = replace(
                against, before=given.before or against.before, plans=given.plans or against.plans, among=True
            )
        remarks = [f"{visible(remark.path)}: {remark.message}" for remark in candidates.remarks]
        return Pool(against), [*candidates.notices, *candidates.doubtful], remarks

    def _deliveries(self, source: Source | Unreadable, paths: Sequence[str]) -> Iterable[Delivery | Notice]:
        """Files as they are kept for comparing, the one that is checked as it was dropped."""
        for path in paths:
            if path == source.path:
                yield self.linter.deliver(source)
                continue
            if path not in self._kept:
                self._kept[path] = self._delivery(path)
            yield self._kept[path]

    def _delivery(self, path: str) -> Delivery | Notice:
        from poa_lint.linter.archive_reader import BrokenArchive
        from poa_lint.rulebook import troubles

        words = self.linter.words
        if faults := self.disorder(path):
            return Notice(path, faults[0])
        data = files.load(path, words, self.linter.limits(path).bytes)
        if isinstance(data, Notice):
            return data
        try:
            return self.linter.deliver(self._open(path, data))
        except BrokenArchive as error:
            problem = troubles.sentence(error.trouble, words)
            return Notice(path, words("notice.broken-archive", line=error.trouble.line, problem=problem))
        except Exception as error:  # noqa: BLE001 - a defect of ours in one file must not hide the findings in the other
            return Notice(path, words("notice.stopped", problem=defect(error)))


def _compared(dropped: Together | None, result: FileResult, linter: Linter) -> Iterator[str]:
    """The sentences about what a file was compared with; a name at the start of a sentence stays as it is."""
    names = tuple(one.path for one in dropped.others) if dropped else ()
    said = dropped.said(result, linter) if dropped else (*sentences(result, linter.words), *result.remarks)
    for text in said:
        yield f"{text}." if names and text.startswith(names) else sentence(text)


def sentence(message: str) -> str:
    """A message on its own: with a capital letter and a full stop."""
    return message[:1].upper() + message[1:].rstrip(".") + "."
