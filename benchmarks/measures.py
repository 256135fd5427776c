"""The measures of docs/performance.md and docs/scale.md; most functions give rows of a table, ratios before counts."""

import pickle
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks import cluster, timing
from benchmarks.corpus import EXAMPLE, KINDS, SOUND, document, ledger_file, python_file, write_reports, yaml_file
from benchmarks.programs import BARE, LINT, installed, medians, seconds, usage
from benchmarks.shapes import exponents
from poa_lint import api, lint
from poa_lint.core.words import words
from poa_lint.servers.parcels import lots


class Row(NamedTuple):
    """A line of a table: what is measured, and its figure with its unit."""

    measure: str
    figure: str


class Amounts(NamedTuple):
    """The amounts of everything that is measured: FULL for figures to quote, SHORT for a quick look."""

    kinds: tuple[str, ...]
    """Kinds of reports for throughput, of `corpus.KINDS`."""
    starts: int
    """Cold runs of each program."""
    tries: int
    """Runs of the command line on a folder, of which the fastest counts."""
    pages: tuple[int, ...]
    """Lengths of a file for its growth, ascending."""
    files: tuple[int, ...]
    """Numbers of files for their growth, ascending."""
    seconds: float
    """Seconds that a run for throughput should take."""
    least_files: int
    """The fewest reports of such a run."""
    memory_files: int
    """Reports of the run whose memory is measured."""
    staged_files: int
    """Reports that are measured stage by stage."""
    cluster_files: int
    """Reports sent to a scheduler's workers; 0 measures nothing there."""
    shapes: tuple[int, ...]
    """Sizes of each shape for its growth, ascending."""


FULL: Final = Amounts(
    kinds=KINDS,
    starts=21,
    tries=3,
    pages=(1, 3, 10, 32, 100, 316, 1000),
    files=(10, 32, 100, 316, 1000, 3162, 10_000),
    seconds=5,
    least_files=120,
    memory_files=1000,
    staged_files=20,
    cluster_files=300,
    shapes=(250, 500, 1000, 2000),
)
SHORT: Final = Amounts(
    kinds=("mixed",),
    starts=1,
    tries=1,
    pages=(1, 3, 9),
    files=(2, 4, 8),
    seconds=0.1,
    least_files=4,
    memory_files=8,
    staged_files=1,
    cluster_files=0,
    shapes=(2, 4),
)
MOST: Final = 5000
"""The most reports of a run for throughput: even a fast program needs a second or two for them."""

# As much as a worker has in memory: Dask's part, the rules, and one report after the other.
WORKER: Final = """
import sys, distributed.worker
from pathlib import Path
from poa_lint import lint
for path in sys.argv[1:]:
    lint(Path(path).read_bytes())
"""


class Rates(NamedTuple):
    """Throughput by kind of report and number of processes: documents a second, and MB a second."""

    documents: Mapping[tuple[str, int], float]
    megabytes: Mapping[tuple[str, int], float]


class Memory(NamedTuple):
    """Peaks of one process in MB, on `files` files and on one; None where the system does not tell."""

    files: int
    many: float | None
    single: float | None

    @property
    def for_each(self) -> float | None:
        """MB that a run keeps for each file until it ends."""
        return None if self.many is None or self.single is None else (self.many - self.single) / self.files


class Scale(NamedTuple):
    """The figures that a run over a million reports is estimated from; None for one that could not be measured."""

    rate: float
    """Documents a second of one process."""
    size: float
    """Bytes of a report."""
    sent: float
    """Bytes sent to a worker for a report."""
    returned: float
    """Bytes that it sends back."""
    memory: float | None
    """MB that a run keeps for a report."""
    worker_memory: float | None
    """Peak memory of a worker, in MB."""
    cluster_rate: float | None
    """Documents a second of two workers."""
    client_seconds: float | None
    """Seconds of processor time for a report on the side that sends it."""


def cold(amounts: Amounts, folder: Path) -> Iterator[Row]:
    """Runs of one file against bare Python, and against other linters on files as long, which `folder` will hold."""
    size = EXAMPLE.stat().st_size
    runs: dict[str, Sequence[str]] = {
        "a sound report, concise, into a pipe": (*LINT, str(SOUND), "-f", "concise"),
        "the seed, concise, into a pipe": (*LINT, str(EXAMPLE), "-f", "concise"),
        "the seed, terminal text, into a pipe": (*LINT, str(EXAMPLE)),
        "the seed, in colour": (*LINT, str(EXAMPLE), "--color", "always"),
    }
    others = {
        "yamllint": ("--no-warnings", yaml_file(folder / "goals.yaml", size)),
        "bean-check": ("--no-cache", ledger_file(folder / "goals.beancount", size)),
        "ruff": ("check", "--isolated", "--no-cache", python_file(folder / "figures.py", size)),
    }
    paths = {name: installed(name) for name in others}
    rivals = {name: (path, *others[name]) for name, path in paths.items() if path is not None}
    taken = medians({"bare": BARE, **runs, **rivals}, amounts.starts)
    for name in (*runs, *rivals):
        program = name if name in runs else f"{name}, a file as long as the seed"
        yield Row(f"cold run, {program}", f"{taken[name] / taken['bare']:.1f} × bare Python")
    for name in others.keys() - rivals.keys():
        yield Row(f"cold run, {name}", "not installed here")
    yield Row("bare Python", f"{1000 * taken['bare']:.1f} ms")


def growth(amounts: Amounts, folder: Path) -> Iterator[Row]:
    """Growth of the time with the pages of a file and with files, in this process."""
    sizes = amounts.pages
    slope = timing.exponent(sizes, timing.by_pages(sizes))
    yield Row(f"growth from {sizes[0]:,} to {sizes[-1]:,} pages in one file, exponent", f"{slope:.3f}")
    sizes = amounts.files
    slope = timing.exponent(sizes, timing.by_files(sizes, folder / "growth"))
    yield Row(f"growth from {sizes[0]:,} to {sizes[-1]:,} files, exponent", f"{slope:.3f}")
    pages = max(5, amounts.pages[-1])
    ratio = timing.one_against_many(pages)
    yield Row(f"{pages:,} pages in one file against the same bytes in files of five pages", f"{ratio:.2f} ×")


def shapes(amounts: Amounts, folder: Path) -> Iterator[Row]:
    """Growth of the time with each shape of `benchmarks.shapes`."""
    first, *_, last = amounts.shapes
    for name, slope, taken in exponents(amounts.shapes, folder / "shapes"):
        yield Row(f"{first:,} to {last:,} {name}", f"exponent {slope:.2f}, the last in {taken:.2f} s")


def rates(amounts: Amounts, folder: Path) -> Rates:
    """Throughput of the command line, its start included, on one process and on two."""
    data = [document("mixed", seed) for seed in range(5)]
    estimate = timing.best(lambda: timing.lint_and_render(*data)) / len(data)
    count = min(MOST, max(amounts.least_files, int(amounts.seconds / estimate)))
    documents: dict[tuple[str, int], float] = {}
    megabytes: dict[tuple[str, int], float] = {}
    for kind in amounts.kinds:
        paths = write_reports(folder / kind, kind, count)
        size = sum(Path(path).stat().st_size for path in paths) / 1e6
        for jobs in (1, 2):
            program = (*LINT, str(folder / kind), "-f", "concise", "--jobs", str(jobs))
            taken = min(seconds(program) for _ in range(amounts.tries))
            documents[kind, jobs], megabytes[kind, jobs] = count / taken, size / taken
    return Rates(documents, megabytes)


def throughput(rates: Rates) -> Iterator[Row]:
    """The rates as rows."""
    kinds = tuple(dict.fromkeys(kind for kind, _ in rates.documents))
    for kind in kinds:
        ratio = rates.documents[kind, 2] / rates.documents[kind, 1]
        yield Row(f"two processes against one, {kind} reports", f"{ratio:.2f} ×")
    for kind in kinds:
        for jobs in (1, 2):
            title = f"{kind} reports, {'one process' if jobs == 1 else 'two processes'}"
            documents, megabytes = rates.documents[kind, jobs], rates.megabytes[kind, jobs]
            yield Row(title, f"{documents:,.0f} documents/s, {megabytes:.2f} MB/s")


def memory(amounts: Amounts, folder: Path) -> Memory:
    """Peaks of one process that lints many files, and of one that lints a single one."""
    paths = write_reports(folder / "kept", "mixed", amounts.memory_files)
    many = usage((*LINT, str(folder / "kept"), "-f", "concise", "--jobs", "1"))
    single = usage((*LINT, paths[0], "-f", "concise", "--jobs", "1"))
    return Memory(amounts.memory_files, many and many.memory, single and single.memory)


def peaks(memory: Memory) -> Iterator[Row]:
    """The peaks of memory as rows."""
    for files, peak in ((f"{memory.files:,} files", memory.many), ("one file", memory.single)):
        yield Row(f"peak memory of one process, {files}", "not told here" if peak is None else f"{peak:.0f} MB")


def stages(amounts: Amounts) -> Iterator[Row]:
    """The share of each stage in the time of a report, in one row."""
    shares = timing.shares(document("mixed", seed) for seed in range(amounts.staged_files))
    yield Row("share of each stage", ", ".join(f"{name} {100 * share:.0f} %" for name, share in shares.items()))


def scale(amounts: Amounts, rates: Rates, memory: Memory, folder: Path) -> Scale:
    """Measure what is sent and kept for a report, and what a scheduler costs the side that sends them."""
    paths = write_reports(folder / "scale", "mixed", amounts.cluster_files or amounts.least_files)
    size = sum(Path(path).stat().st_size for path in paths) / len(paths)
    linter = api.Linter(api.Wishes(no_config=True, today="2026-01-01"), words("es"))
    sent = sum(len(pickle.dumps(lot)) for lot in lots(paths, linter)) / len(paths)
    returned = len(pickle.dumps(lint(*map(Path, paths)).files)) / len(paths)
    worker_memory = cluster_rate = client_seconds = None
    if amounts.cluster_files and cluster.installed():
        resident = usage((sys.executable, "-c", WORKER, *paths))
        worker_memory = resident and resident.memory
        cluster_rate, client_seconds = _cluster(amounts, paths, folder)
    return Scale(
        rate=rates.documents["mixed", 1],
        size=size,
        sent=sent,
        returned=returned,
        memory=memory.for_each,
        worker_memory=worker_memory,
        cluster_rate=cluster_rate,
        client_seconds=client_seconds,
    )


def _cluster(amounts: Amounts, paths: Sequence[str], folder: Path) -> tuple[float, float | None]:
    """Documents a second of two workers, and the sender's seconds of processor time for a report."""
    options = ("-f", "concise", "--scheduler")
    with cluster.scheduler(folder, 2) as address:
        every, single = (*LINT, str(folder / "scale"), *options, address), (*LINT, paths[0], *options, address)
        seconds(every)  # the workers know the rules from here on
        rate = len(paths) / min(seconds(every) for _ in range(amounts.tries))
        spent, start = usage(every), usage(single)
    return rate, (spent.processor - start.processor) / len(paths) if spent and start else None
