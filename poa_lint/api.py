"""The library: lint reports from a program, with the same results as the command line.

`lint` and `render` are for programs that use poa-lint; they, the command line and the servers stand on `Linter`.
Nothing here prints or exits, and calls may run in several threads at once.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from poa_lint.config.apply import running_rules
from poa_lint.config.find import ConfigFiles, Configured, find, with_waivers
from poa_lint.config.settings import Choice, Settings
from poa_lint.config.waivers import Decisions
from poa_lint.core.diagnostic import Severity
from poa_lint.core.form import Form
from poa_lint.core.form_words import with_synonyms
from poa_lint.core.forms import built_in_forms
from poa_lint.core.records import replace
from poa_lint.core.result import About, FileResult, Notice, Run
from poa_lint.core.source import Source, Trouble, Unreadable
from poa_lint.core.words import LANGUAGES, Words
from poa_lint.core.words import words as words_of
from poa_lint.documents import files, is_kept, open_source
from poa_lint.documents.limits import Limits
from poa_lint.linter.pipeline import lint as lint_source
from poa_lint.output import REPORTERS, View, missing_extra
from poa_lint.rulebook.book import Rulebook
from poa_lint.rulebook.builtin import built_in_rules

if TYPE_CHECKING:  # few runs compare
    from poa_lint.config.amendments import AmendmentFile
    from poa_lint.core.delivery import Delivery
    from poa_lint.linter.pool import Pool

Report = str | bytes | os.PathLike[str]
"""A report: its text, its bytes, or the path of its file."""

NAME: Final = "informe.txt"
"""The name of a report that has none of its own."""


class SettingsError(ValueError):
    """The settings, the rules or the waivers that would hold are not in order, or a rule's name means none.

    Its text has a line for each mistake: the file, line and column, and what is wrong.
    """


class Wishes(NamedTuple):
    """The choices of a call or a command line over any settings file; None and empty where it makes none."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Severity | None = None
    config: str | None = None
    no_config: bool = False
    language: str | None = None
    today: str = ""
    """The day on which waivers are alive or not, as ISO."""
    keep: bool = False
    """True where results keep the report itself, for a format that shows it."""
    stdin: str = files.STDIN
    """The path that the standard input goes by: the settings of that path hold for it."""
    beside: frozenset[str] = frozenset()
    """The codes of rules that run beside the chosen ones (`Settings.beside`)."""


class Linter:
    """Lints files under the settings, rules and waivers that hold for each of them.

    Settings are read once for each folder: a server makes a new linter when a file of settings was saved.
    """

    def __init__(self, wishes: Wishes, words: Words) -> None:
        self.wishes, self.words = wishes, words
        self._by_folder: dict[str, ConfigFiles] = {}
        self._by_files: dict[ConfigFiles, Configured] = {}
        self._narrowed: dict[ConfigFiles, Configured] = {}
        self.pool: Pool | None = None
        """The counterparts of reports for which `pools` has none; None for no comparison."""
        self.pools: Mapping[ConfigFiles, Pool] = {}
        """The counterparts of reports, by the files of settings that hold for them."""
        self.delivered: dict[str, Delivery | Notice] = {}
        """The files that were read already to compare with, by their whole paths."""
        self._given: bytes | None = None

    def files(self, path: str) -> ConfigFiles:
        """The files of settings and waivers that hold for a report."""
        wishes = self.wishes
        if wishes.config is not None or wishes.no_config:
            return ConfigFiles() if wishes.config is None else with_waivers(wishes.config)
        folder = os.path.dirname("" if path == files.STDIN else path)
        if folder not in self._by_folder:
            self._by_folder[folder] = find(folder)
        return self._by_folder[folder]

    def from_files(self, config: ConfigFiles) -> Configured:
        """The settings, rules and waivers as these files state them."""
        if config not in self._by_files:
            self._by_files[config] = _from_files(config)
        return self._by_files[config]

    def configured(self, path: str) -> Configured:
        """The settings, rules and waivers that hold for a file, with the wishes on top."""
        config = self.files(path)
        general = self.from_files(config)
        if general.settings.overrides:
            return self._under_wishes(general, path)
        if config not in self._narrowed:
            self._narrowed[config] = self._under_wishes(general, path)
        return self._narrowed[config]

    def limits(self, path: str) -> Limits:
        """The limits that hold for a file and for its text."""
        return self.from_files(self.files(path)).settings.limits

    def forms(self, path: str) -> tuple[Form, ...]:
        """The forms that a file may have, with the office's words for what stands on them."""
        held = self.from_files(self.files(path))
        return with_synonyms(held.forms, tuple(held.settings.sinonimos.items()))

    def load(self, path: str) -> bytes | Notice:
        """A file's bytes, or the reason why there are none. The standard input may be asked for again."""
        if path != self.wishes.stdin:
            return files.load(path, self.words, self.limits(path).bytes)
        if self._given is None:
            data = files.load(files.STDIN, self.words, self.limits(path).bytes)
            if isinstance(data, Notice):
                return data._replace(path=path)
            self._given = data
        return self._given

    def pool_of(self, path: str) -> Pool | None:
        """The counterparts of a report; None for no comparison."""
        return self.pools.get(self.files(path), self.pool) if self.pools else self.pool

    def check(self, source: Source | Unreadable) -> FileResult:
        """One file's findings under the settings, rules and waivers that hold for it."""
        held = self.configured(source.path)
        decisions = Decisions(held.waivers.waivers, today=self.wishes.today)
        keep, pool = self.wishes.keep, self.pool_of(source.path)
        pool = None if pool is None else pool.under(held.amendments)
        return lint_source(source, held.rules, held.forms, held.settings, self.words, decisions, keep=keep, pool=pool)

    def deliver(self, source: Source | Unreadable) -> Delivery:
        """One file as it is kept for comparing others with it, read under the settings that hold for it.

        Raises BrokenArchive (`linter.archive_reader`) for a kept delivery that is not in order.
        """
        from poa_lint.linter.pipeline import delivered

        held = self.configured(source.path)
        if isinstance(source, Source) and is_kept(source.text):
            from poa_lint.linter import archive_reader

            return archive_reader.read(source, {form.code: form for form in held.forms})
        return delivered(source, held.rules, held.forms, held.settings)

    def run(
        self,
        results: Sequence[FileResult],
        notices: Iterable[Notice] = (),
        *,
        path: str = NAME,
        describe: bool | None = None,
    ) -> Run:
        """These results as a run, with the findings about waivers and amendments.

        The rules of the run are those that hold for `path`. `describe` adds a description of each of them to the run;
        None: where results keep their reports.
        """
        general = self.configured(path)
        running = running_rules(general.rules, general.settings, compared=self.pool_of(path) is not None)
        described = self.wishes.keep if describe is None else describe
        about = catalogue(general.rules, running, self.words) if described else ()
        every = (
            *results,
            *self._waiver_results(results),
            *self._amendment_results(results),
            *self._missing_results(results),
        )
        docs, language = general.settings.docs, self.words.language
        return Run(every, tuple(notices), len(running), general.ruleset, about, language=language, docs=docs)

    def troubles(self, paths: Iterable[str]) -> tuple[Trouble, ...]:
        """The faults of the settings, rules and waivers that hold for these files, each once."""
        faults: dict[tuple[object, ...], Trouble] = {}
        for fault in (fault for path in paths for fault in self.configured(path).faults):
            faults.setdefault((fault.path, fault.offset, fault.kind, *fault.values.values()), fault)
        return tuple(faults.values())

    def _under_wishes(self, general: Configured, path: str) -> Configured:
        wishes, settings = self.wishes, general.settings
        choice = settings.choice.under(Choice(wishes.select, wishes.ignore))
        relative = _relative(path, general.path) if general.path else path
        narrowed = replace(
            settings,
            choice=replace(choice, severity={}, params={}),
            applied=Choice(severity=choice.severity, params=choice.params),
            overrides=settings.overrides_for(relative),
            fail_on=wishes.fail_on or settings.fail_on,
            beside=wishes.beside,
        )
        return replace(general, settings=narrowed)

    def _waiver_results(self, results: Sequence[FileResult]) -> tuple[FileResult, ...]:
        """The findings about the files of waivers that hold for these reports."""
        held: dict[str, tuple[Configured, list[FileResult]]] = {}
        for report in results:
            configured = self.configured(report.path)
            if configured.waivers.waivers:
                held.setdefault(configured.waivers.path, (configured, []))[1].append(report)
        if not held:
            return ()
        from poa_lint.linter import waivers

        told = (
            waivers.result(
                here.waivers, covered, here.rules, here.settings, self.wishes.today, self.words, here.amendments
            )
            for here, covered in held.values()
        )
        return tuple(result for result in told if result is not None)

    def _missing_results(self, results: Sequence[FileResult]) -> tuple[FileResult, ...]:
        """The results of plans that have units which none of these reports has, for each pool of counterparts once."""
        first: dict[int, tuple[Pool, str]] = {}
        for report in results:
            pool = self.pool_of(report.path)
            if pool is not None and pool.against.plans and len(pool.against.together) > 1:
                first.setdefault(id(pool), (pool, report.path))
        if not first:
            return ()
        from poa_lint.linter import unreported

        return tuple(
            result
            for pool, path in first.values()
            for held in (self.configured(path),)
            for result in unreported.results(
                pool,
                results,
                held.forms,
                held.rules,
                held.settings,
                Decisions(held.waivers.waivers, today=self.wishes.today),
                self.words,
            )
        )

    def _amendment_results(self, results: Sequence[FileResult]) -> tuple[FileResult, ...]:
        """The findings about the files of amendments that hold for these reports, where these are compared."""
        held: dict[str, tuple[AmendmentFile, Configured, Pool, list[FileResult]]] = {}
        for report in results if self.pool is not None or self.pools else ():
            configured, pool = self.configured(report.path), self.pool_of(report.path)
            if (file := configured.amendments) is not None and pool is not None:
                held.setdefault(file.path, (file, configured, pool, []))[3].append(report)
        if not held:
            return ()
        from poa_lint.linter import amendments

        told = (
            amendments.result(file, covered, pool, here.forms, here.rules, here.settings, self.words)
            for file, here, pool, covered in held.values()
        )
        return tuple(result for result in told if result is not None)


def lint(
    *reports: Report,
    config: str | os.PathLike[str] | None = None,
    use_config: bool = False,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    fail_on: str | None = None,
    language: str = "es",
    encoding: str | None = None,
    today: str | None = None,
    name: str = NAME,
    keep: bool = False,
    against: Iterable[Report] = (),
    plan: Iterable[Report] = (),
) -> Run:
    """Lint reports and give the run: a result for each, and a notice for each that could not be read.

    A `str` is a report's text, read as a file of that text in UTF-8 is; `bytes` are its bytes; a file is named by a
    path object. Settings hold where they are asked for: `config` names their file, `use_config` looks for the nearest
    one upward from each file, as the command line does; waivers are beside them. `select`, `ignore` and `fail_on`
    (`error`, `warning`, `info`) stand over settings.
    `language` is `es` or `en`, `encoding` overrides what bytes are read as, `today` (ISO) is the day on which waivers
    are alive or not, `name` what a text or bytes are called in the results. With `keep` the run keeps the reports and
    describes the rules, as `render(run, "html")` needs. Each report is compared with the nearest earlier one `against`
    which it is linted, and with the approved `plan`.

    Raises SettingsError for settings, rules or names of rules that are not in order, ValueError for a language or a
    threshold that is none.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language: {language!r} is none of {', '.join(LANGUAGES)}")
    wishes = Wishes(
        select=tuple(select),
        ignore=tuple(ignore),
        fail_on=None if fail_on is None else Severity(fail_on),
        config=None if config is None else os.fspath(config),
        no_config=not use_config,
        language=language,
        today=today or time.strftime("%Y-%m-%d"),
        keep=keep,
    )
    linter = Linter(wishes, words_of(language))
    results: list[FileResult] = []
    notices: list[Notice] = []
    linter.pool = _pool(linter, tuple(against), tuple(plan), encoding, notices)
    for report in reports:
        source = _source(report, name, encoding, linter)
        if isinstance(source, Notice):
            notices.append(source)
        else:
            _require_order(linter, source.path)
            results.append(linter.check(source))
    return linter.run(results, notices, path=results[0].path if results else name)


def _pool(
    linter: Linter, against: Sequence[Report], plan: Sequence[Report], encoding: str | None, notices: list[Notice]
) -> Pool | None:
    """The counterparts that a call names; None for no comparison. `notices` get what could not be read of it."""
    if not (against or plan):
        return None
    from poa_lint.linter.pool import Against, Pool

    found: dict[str, list[Delivery]] = {}
    incomplete: set[str] = set()
    for role, given in (("antes", against), ("plan", plan)):
        sources = [_source(report, f"{role}.txt", encoding, linter) for report in given]
        notices += [source for source in sources if isinstance(source, Notice)]
        found[role] = [linter.deliver(source) for source in sources if not isinstance(source, Notice)]
        if len(found[role]) < len(sources) or not all(one.units for one in found[role]):
            incomplete.add(role)
    return Pool(Against(tuple(found["antes"]), tuple(found["plan"]), incomplete=frozenset(incomplete)))


def render(run: Run, format: str = "terminal", *, language: str = "es", day: str = "") -> str:
    """A run written in one of the formats of `--output-format`, as a file gets it: no colour, 100 columns.

    `html` shows the reports themselves, which a run has that was made with `keep=True`; `day` (ISO) is the date on its
    acknowledgement. `language` is that of the run. Raises ValueError for a format or a language that is none, and
    ImportError where a format's extra is not installed.
    """
    if format not in REPORTERS or language not in LANGUAGES:
        raise ValueError(f"{format!r} ({language!r}) is none of {', '.join(REPORTERS)} ({', '.join(LANGUAGES)})")
    extra = missing_extra(format)
    if extra is not None:
        raise ImportError(words_of(language)("usage.no-extra", extra=extra))
    return REPORTERS[format](run, words_of(language), View(day=day))


def goals(run: Run) -> list[dict[str, Any]]:
    """The goals of a run's reports as plain rows, for `pandas.DataFrame(...)` or `polars.DataFrame(...)`.

    They are `tables(run)["metas"]`. Raises ValueError for a run that was not made with `keep=True`.
    """
    return tables(run)["metas"]


def tables(run: Run) -> dict[str, list[dict[str, Any]]]:
    """The four tables of `poa-lint export` as plain rows: `unidades`, `metas`, `avances`, `hallazgos`.

    A row has all columns of its table. Figures are floats, whole ones too, since programs take the type of a column
    from its first rows; what is blank is None. Raises ValueError for a run that was not made with `keep=True`.
    """
    from poa_lint.output.tables import TABLES, rows
    from poa_lint.output.tables.values import uniform

    made: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
    for file in run.files:
        for table, found in rows(file, words_of(run.language)).items():
            columns = TABLES[table]
            names = [column.name for column in columns]
            made[table] += (dict(zip(names, uniform(columns, row), strict=True)) for row in found)
    return made


def catalogue(rules: Rulebook, running: Iterable[str], words: Words) -> tuple[About, ...]:
    """A description of each of the rules whose codes are `running`."""
    from poa_lint.authoring.explain import about

    return tuple(about(rules.checks[code], words) for code in sorted(running))


def defect(error: Exception) -> str:
    """An exception of our own as a few words: its kind and the line that raised it."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f"{os.path.basename(frame.tb_frame.f_code.co_filename)}:{frame.tb_lineno}" if frame else "?"
    return f"{type(error).__name__}, {place}"


def _from_files(config: ConfigFiles) -> Configured:
    if config == ConfigFiles():
        return Configured(Settings(), built_in_rules(), (), None, built_in_rules(), built_in_forms())
    from poa_lint.config.load import configure

    return configure(config.settings, built_in_rules(), config.waivers, config.amendments)


def _relative(path: str, config: str) -> str:
    """A report's path from its settings file, with slashes; its whole path where they stand on different drives."""
    try:
        relative = os.path.relpath(path, os.path.dirname(config))
    except ValueError:
        relative = os.path.abspath(path)
    return relative.replace(os.sep, "/")


def _source(report: Report, name: str, encoding: str | None, linter: Linter) -> Source | Unreadable | Notice:
    if isinstance(report, str | bytes):
        data, encoding = (_saved(report), None) if isinstance(report, str) else (report, encoding)
        return open_source(data, name, encoding, linter.limits(name).bytes, linter.forms(name))
    path = os.path.normpath(os.fspath(report))
    return files.read(path, encoding, linter.words, linter.limits(path).bytes, linter.forms(path))


def _saved(text: str) -> bytes:
    """The bytes of a file with this text, so that a text is read as its file is: NULs, quoted cells and all.

    A lone surrogate stands for the byte that Python made it of (`errors="surrogateescape"`), or is written as it is.
    """
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return b"".join(
            char.encode("utf-8", "surrogateescape" if "\udc80" <= char <= "\udcff" else "surrogatepass")
            for char in text
        )


def _require_order(linter: Linter, path: str) -> None:
    """Raise SettingsError where what holds for a file is not in order, or a wish names no rule."""
    held = linter.configured(path)
    from poa_lint.rulebook import troubles

    lines = [
        f"{file.path}:{finding.start.line}:{finding.start.column}: {finding.message}"
        for file in troubles.results(held.faults, linter.words)
        for finding in file.diagnostics
    ]
    lines += (
        linter.words("usage.unknown-rule", name=name)
        for name in (*linter.wishes.select, *linter.wishes.ignore)
        if not held.rules.named(name)
    )
    if lines:
        raise SettingsError("\n".join(lines))
