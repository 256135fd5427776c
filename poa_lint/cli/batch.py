"""The reports of a command that makes one thing of many: found, linted, and reduced one at a time."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from poa_lint.api import Linter
from poa_lint.cli import plans, reports, request, targets
from poa_lint.cli.runner import Task, processes, reduced, reduced_by_scheduler
from poa_lint.cli.shell import Shell, with_bar
from poa_lint.core.result import FileResult, Notice
from poa_lint.core.words import words as words_of
from poa_lint.documents import folders
from poa_lint.output import REPORTERS

if TYPE_CHECKING:  # loaded only where something is compared
    from poa_lint.cli.compare import Prepared

R = TypeVar("R")


class Batch:
    """The reports that a command line names, under the settings that hold for them.

    Files of folders that are no reports are left out, and so are the forms in them that nobody has filled in. A plan
    that reports nothing is no report even where it is named. `notices` grow while the work is done.
    """

    def __init__(
        self,
        shell: Shell,
        *,
        keep: bool,
        formats: Collection[str] = tuple(REPORTERS),
        beside: frozenset[str] = frozenset(),
        language: str = "",
        plans_too: bool = False,
    ) -> None:
        """Find the reports; nothing of them is read. `keep` is True where `reduce` looks at the report itself.

        `formats` are those that the command writes, `beside` codes of rules that run though they are not selected, and
        whose findings do not count; `language` is that of findings, where it is not the reader's. With `plans_too` a
        plan that is named is taken for what it says, and so are those of folders that have no report.
        Raises UsageError and BrokenRules.
        """
        wishes = request.wishes(shell, formats)._replace(keep=keep, beside=beside)
        self.shell, self.linter = shell, Linter(wishes, shell.words)
        self.found = reports.find(shell, self.linter)
        request.check_targets(shell, self.linter, self.unwritable(targets.stated(shell.arguments)))
        first = self.linter.configured(self.first)
        shell.speak(wishes.language or first.settings.language)
        self.linter.words = words_of(language) if language else shell.words
        request.check_rules(shell, self.linter, self.paths)
        self.found = plans.apart(shell, self.linter, self.found)
        self._plans_too, self._foreign = plans_too, Counter[str]()
        self._prepared: Prepared | None = None

    @property
    def paths(self) -> list[str]:
        """The paths of the reports."""
        return self.found.paths

    @property
    def first(self) -> str:
        """The path of the first report, or that of the first operand: the settings that hold for it are the run's."""
        return self.paths[0] if self.paths else self.shell.arguments.operands[0]

    @property
    def notices(self) -> list[Notice]:
        """Sentences about what could not be done."""
        return self.found.notices

    @property
    def left_out(self) -> tuple[tuple[str, int], ...]:
        """The number of files of folders that are no reports, by reason (`documents.folders.Found`)."""
        return folders.together(self.found.left_out, self._foreign.items())

    @property
    def ruleset(self) -> str:
        """The version of the rules that hold for the first report."""
        return self.linter.configured(self.first).ruleset

    def unwritable(self, outputs: Collection[str]) -> list[str]:
        """The reports that none of these files may replace."""
        return reports.unwritable(self.shell, self.linter, self.found, outputs)

    def check_folder(self, folder: str) -> None:
        """Raise UsageError where files would go into a folder of reports."""
        reports.check_folder(self.shell, self.linter, self.found, folder)

    def compare(self, apart: frozenset[str] = frozenset()) -> None:
        """Read what reports are compared with, where the command line or settings say so; `apart` as in `compare`.

        Raises UsageError and BrokenRules.
        """
        if request.compares(self.shell.arguments, self.linter, self.paths):
            from poa_lint.cli import compare

            self._prepared = compare.prepare(self.shell, self.linter, self.paths, apart)
            self.notices.extend(self._prepared.notices)

    def each(self, reduce: Callable[[FileResult], R]) -> Iterator[R]:
        """Yield what `reduce` makes of each report's result, in order, one at a time and with a progress bar.

        It runs where the result is made, so it has to be picklable. Raises UsageError where a scheduler cannot be used.
        """
        shell, arguments = self.shell, self.shell.arguments
        task = Task(self.linter.wishes, self.linter.words.language, arguments.encoding)
        work = partial(_noted, reduce)
        if arguments.scheduler is not None:
            made = reduced_by_scheduler(task, self.linter, self.paths, arguments.scheduler, work)
        else:
            jobs = processes(arguments.jobs, len(self.paths))
            made = reduced(task, self.linter, self.paths, jobs, work)
        steps = with_bar(made, len(self.paths), time.monotonic, shell.words("working"))
        planned, reported, unpreceded = list[R](), 0, False
        for path, one in zip(self.paths, steps, strict=True):
            if isinstance(one, Notice):
                self.notices.append(one)
            elif not self._is_apart(path, one.reason):
                reported, unpreceded = reported + 1, unpreceded or one.unpreceded
                yield one.made
            elif self._plans_too and one.reason == folders.NO_PROGRESS and not reported:
                planned.append(one.made)
            else:
                self._foreign[one.reason] += 1
        if reported and planned:
            self._foreign[folders.NO_PROGRESS] += len(planned)
        elif planned:
            yield from planned
        if self._prepared is not None:
            self.notices.extend(self._prepared.counting(shell, unpreceded=unpreceded))

    def _is_apart(self, path: str, reason: str) -> bool:
        """True for a file that is no report for this reason."""
        named = path not in self.found.inside
        return bool(reason) and (not named or (reason == folders.NO_PROGRESS and not self._plans_too))

    def tell(self) -> None:
        """Say what could not be done, and what was left out."""
        for notice in self.notices:
            self.shell.warn(f"{notice.path}: {notice.message}")
        if self.left_out:
            self.shell.warn(folders.sentence(self.left_out, self.shell.words))


class _Noted(NamedTuple, Generic[R]):
    """A file that was reduced; `reason` is that to leave it out, which for most holds if it lies in a folder."""

    reason: str
    unpreceded: bool
    made: R


def _noted(reduce: Callable[[FileResult], R], result: FileResult) -> _Noted[R]:
    reason = reports.foreign_reason(result) or folders.BY_STAGE.get(result.stage, "")
    return _Noted(reason, result.unpreceded, reduce(result))
