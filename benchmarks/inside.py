"""Measure inside this process: how time grows with size, and which stage takes it."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from math import log
from pathlib import Path
from typing import Final

from benchmarks.corpus import document, folder
from benchmarks.generator import Size
from poa_lint import lint
from poa_lint.config.settings import Settings
from poa_lint.core.form import built_in_forms
from poa_lint.core.result import Run
from poa_lint.core.source import Source
from poa_lint.core.words import Words, words
from poa_lint.documents.encodings import decode
from poa_lint.linter.check import Plans, check, judge
from poa_lint.linter.message import Teller
from poa_lint.linter.pipeline import lint as lint_source
from poa_lint.output import REPORTERS, View
from poa_lint.reading import read as build
from poa_lint.reading.lines import blocks
from poa_lint.rulebook.book import Rulebook
from poa_lint.rulebook.builtin import built_in_rules

STAGES: Final = ("decode", "parse", "read", "check", "tell", "the rest", "render")
ENOUGH: Final = 0.2
"""Seconds from which a measure need not be repeated."""


def best(work: Callable[[], object]) -> float:
    """The least seconds that some work takes: repeated while it is short."""
    least, spent = float("inf"), 0.0
    while spent < ENOUGH:
        begun = time.perf_counter()
        work()
        taken = time.perf_counter() - begun
        least, spent = min(least, taken), spent + taken
    return least


def whole(*reports: bytes | Path) -> int:
    """Everything that a run does, and the length of what it says."""
    return len(REPORTERS["terminal"](lint(*reports), words("es"), View()))


def exponent(sizes: Sequence[int], taken: Sequence[float]) -> float:
    """The slope of log time on log size by least squares: 1 is in proportion, 2 quadratic."""
    across, up = [log(size) for size in sizes], [log(spent) for spent in taken]
    middle, height = sum(across) / len(across), sum(up) / len(up)
    rise = sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True))
    return rise / sum((x - middle) ** 2 for x in across)


def by_pages(sizes: Sequence[int]) -> list[float]:
    """The seconds that one file of so many pages takes."""
    return [best(partial(whole, document("mixed", pages, Size.of(pages)))) for pages in sizes]


def by_files(sizes: Sequence[int], place: Path) -> list[float]:
    """The seconds that so many files of a page each take."""
    paths = [Path(path) for path in folder(place, "mixed", sizes[-1], Size.of(1))]
    return [best(partial(whole, *paths[:count])) for count in sizes]


def together(pages: int) -> float:
    """How many times as long one file takes as its pages in files as long as the seed."""
    one = document("mixed", 0, Size.of(pages))
    many = [document("mixed", seed) for seed in range(pages // 5)]
    each = best(lambda: whole(*many)) / sum(map(len, many))
    return best(lambda: whole(one)) / len(one) / each


class _Clock:
    """The seconds spent in a set of methods, the inner ones not counted twice."""

    def __init__(self) -> None:
        self.spent, self.depth = 0.0, 0

    def timed(self, method: Callable[..., object]) -> Callable[..., object]:
        def run(*given: object, **named: object) -> object:
            self.depth += 1
            begun = time.perf_counter()
            try:
                return method(*given, **named)
            finally:
                self.depth -= 1
                if not self.depth:
                    self.spent += time.perf_counter() - begun

        return run


@contextmanager
def _telling() -> Iterator[_Clock]:
    """The time that findings take to be put in words, while rules are checked."""
    clock = _Clock()
    methods = {name: method for name, method in vars(Teller).items() if callable(method) and not name.startswith("_")}
    for name, method in methods.items():
        setattr(Teller, name, clock.timed(method))
    try:
        yield clock
    finally:
        for name, method in methods.items():
            setattr(Teller, name, method)


def shares(documents: Iterable[bytes]) -> dict[str, float]:
    """The part of the time that each stage takes, from 0 to 1."""
    rules, forms, spoken, settings = built_in_rules(), built_in_forms(), words("es"), Settings()
    score = judge(rules)
    spent = dict.fromkeys(STAGES, 0.0)
    for data in documents:
        source = decode(data, "informe.txt")
        assert isinstance(source, Source)
        reading = partial(build.read, source, forms, score, lambda *_: "suma")
        linting = partial(lint_source, source, rules, forms, settings, spoken)
        run = Run((linting(),), (), len(rules.checks), rules.version)
        parse, read, every = best_of(partial(blocks, source.text)), best_of(reading), best_of(linting)
        checked, told = _checking(partial(_checked, reading(), rules, settings, spoken))
        spent["decode"] += best_of(partial(decode, data, "informe.txt"))
        spent["parse"] += parse
        spent["read"] += read - parse
        spent["check"] += checked - told
        spent["tell"] += told
        spent["the rest"] += max(0.0, every - read - checked)
        spent["render"] += best_of(partial(REPORTERS["terminal"], run, spoken, View()))
    whole_time = sum(spent.values())
    return {stage: taken / whole_time for stage, taken in spent.items()}


def _checked(reading: build.Reading, rules: Rulebook, settings: Settings, spoken: Words) -> object:
    return check(reading.informe, reading.facts, Plans(rules, settings), spoken)


def best_of(work: Callable[[], object], times: int = 3) -> float:
    """The least seconds of a few tries."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def _checking(work: Callable[[], object]) -> tuple[float, float]:
    """The seconds of checking, and those of them that go into words."""
    with _telling() as clock:
        tries = []
        for _ in range(3):
            clock.spent = 0.0
            begun = time.perf_counter()
            work()
            tries.append((time.perf_counter() - begun, clock.spent))
    return min(tries)
