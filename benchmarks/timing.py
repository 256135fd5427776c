"""Measure inside this process: how time grows with size, and the share of each stage."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from math import log
from pathlib import Path
from typing import Final

from benchmarks.corpus import document, write_reports
from benchmarks.generator import Size
from poa_lint import lint
from poa_lint.config.settings import Settings
from poa_lint.core.forms import built_in_forms
from poa_lint.core.labels import labels_of
from poa_lint.core.result import Run
from poa_lint.core.source import Places, Source
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.documents.encodings import decode
from poa_lint.linter.check import check, scorer
from poa_lint.linter.message import FindingWriter
from poa_lint.linter.pipeline import lint as lint_source
from poa_lint.linter.plan import Plans
from poa_lint.output import REPORTERS, View
from poa_lint.reading import read as build
from poa_lint.reading.lines import blocks
from poa_lint.rulebook.book import Rulebook
from poa_lint.rulebook.builtin import built_in_rules

STAGES: Final = ("decode", "parse", "read", "check", "tell", "the rest", "render")
ENOUGH: Final = 0.2
"""Seconds after which `best` stops repeating."""
TRIES: Final = 3
"""Runs of a stage, of which the fastest counts."""

Work = Callable[[], object]


def best(work: Work) -> float:
    """The seconds of the fastest run of `work`, which is repeated for ENOUGH seconds, and runs at least once."""
    least, spent = float("inf"), 0.0
    while spent < ENOUGH:
        taken = _seconds(work)
        least, spent = min(least, taken), spent + taken
    return least


def _seconds(work: Work) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def lint_and_render(*reports: bytes | Path) -> int:
    """Lint the reports as one run and render it for a terminal; the length of the text."""
    return len(REPORTERS["terminal"](lint(*reports), words_of("es"), View()))


def exponent(sizes: Sequence[int], taken: Sequence[float]) -> float:
    """The slope of log time on log size by least squares: 1 is in proportion, 2 quadratic."""
    xs, ys = [log(size) for size in sizes], [log(seconds) for seconds in taken]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    covariance = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return covariance / sum((x - mean_x) ** 2 for x in xs)


def by_pages(sizes: Sequence[int]) -> list[float]:
    """For each number of pages, the seconds that one file of so many takes."""
    return [best(partial(lint_and_render, document("mixed", pages, Size.of(pages)))) for pages in sizes]


def by_files(sizes: Sequence[int], folder: Path) -> list[float]:
    """For each number of files, the seconds that so many of one page take. `folder` is made and holds them.

    The last size has to be the greatest.
    """
    paths = [Path(path) for path in write_reports(folder, "mixed", sizes[-1], Size.of(1))]
    return [best(partial(lint_and_render, *paths[:count])) for count in sizes]


def one_against_many(pages: int) -> float:
    """The time for a byte of one file of so many pages, divided by that for a byte of files of five pages."""
    long = document("mixed", 0, Size.of(pages))
    short = [document("mixed", seed) for seed in range(pages // 5)]
    for_a_byte = best(lambda: lint_and_render(*short)) / sum(map(len, short))
    return best(lambda: lint_and_render(long)) / len(long) / for_a_byte


def shares(documents: Iterable[bytes]) -> dict[str, float]:
    """The share of each of STAGES in the time of all documents, from 0 to 1.

    Stages that cannot be run alone are differences: `read` is reading less parsing, and `the rest` is a whole run less
    reading and checking. `tell`, putting findings into words, is taken out of `check`.
    """
    rules, forms, words, settings = built_in_rules(), built_in_forms(), words_of("es"), Settings()
    score = scorer(rules)
    spent = dict.fromkeys(STAGES, 0.0)
    for data in documents:
        source = decode(data, "informe.txt")
        assert isinstance(source, Source)
        reading = partial(build.read, source, forms, score, lambda *_: "suma")
        linting = partial(lint_source, source, rules, forms, settings, words)
        run = Run((linting(),), (), len(rules.checks), rules.version)
        parse, read, whole = (
            _fastest(partial(blocks, source.text, labels_of(forms))),
            _fastest(reading),
            _fastest(linting),
        )
        checking, telling = _check_times(partial(_check, source, reading(), rules, settings, words))
        spent["decode"] += _fastest(partial(decode, data, "informe.txt"))
        spent["parse"] += parse
        spent["read"] += read - parse
        spent["check"] += checking - telling
        spent["tell"] += telling
        spent["the rest"] += max(0.0, whole - read - checking)
        spent["render"] += _fastest(partial(REPORTERS["terminal"], run, words, View()))
    total = sum(spent.values())
    return {stage: seconds / total for stage, seconds in spent.items()}


def _fastest(work: Work) -> float:
    return min(_seconds(work) for _ in range(TRIES))


def _check(source: Source, reading: build.Reading, rules: Rulebook, settings: Settings, words: Words) -> object:
    writer = FindingWriter(reading.informe, words, Places(source))
    return check(reading.informe, reading.facts, Plans(rules, settings), writer)


def _check_times(work: Work) -> tuple[float, float]:
    """The seconds of `work`, which checks a report, and those of them that go into words."""
    with _message_clock() as clock:
        tries = []
        for _ in range(TRIES):
            clock.spent = 0.0
            taken = _seconds(work)
            tries.append((taken, clock.spent))
    return min(tries)


class _Clock:
    """The seconds spent in the functions that it wraps; a call inside another is not counted twice."""

    def __init__(self) -> None:
        self.spent, self.depth = 0.0, 0

    def timed(self, function: Callable[..., object]) -> Callable[..., object]:
        def run(*args: object, **kwargs: object) -> object:
            self.depth += 1
            begun = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                self.depth -= 1
                if not self.depth:
                    self.spent += time.perf_counter() - begun

        return run


@contextmanager
def _message_clock() -> Iterator[_Clock]:
    """Time the public methods of `FindingWriter`, which puts findings into words; at the end they are restored."""
    clock = _Clock()
    methods = {
        name: method for name, method in vars(FindingWriter).items() if callable(method) and not name.startswith("_")
    }
    for name, method in methods.items():
        setattr(FindingWriter, name, clock.timed(method))
    try:
        yield clock
    finally:
        for name, method in methods.items():
            setattr(FindingWriter, name, method)
