"""What is measured: each function gives rows of the table, ratios before counts."""

import pickle
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks import cluster, inside
from benchmarks.corpus import EXAMPLE, KINDS, document, folder, python_file, yaml_file
from benchmarks.programs import BARE, LINT, beside, medians, seconds, used
from poa_lint import api, lint
from poa_lint.servers import cluster as spreading

WORKER: Final = """
import sys, distributed.worker
from pathlib import Path
from poa_lint import lint
for path in sys.argv[1:]:
    lint(Path(path).read_bytes())
"""
"""As much as a worker has in memory: Dask's part, the rules, and one report after the other."""


class Row(NamedTuple):
    """A line of a table: what is measured, and its figure with its unit."""

    measure: str
    figure: str


class Amounts(NamedTuple):
    """How much is measured."""

    kinds: tuple[str, ...]
    starts: int
    tries: int
    pages: tuple[int, ...]
    files: tuple[int, ...]
    seconds: float
    least: int
    kept: int
    staged: int
    spread: int
    """Reports sent to a scheduler's workers; none in a short run."""


FULL: Final = Amounts(
    kinds=KINDS,
    starts=21,
    tries=3,
    pages=(1, 3, 10, 32, 100, 316, 1000),
    files=(10, 32, 100, 316, 1000, 3162, 10_000),
    seconds=5,
    least=120,
    kept=1000,
    staged=20,
    spread=300,
)
SHORT: Final = Amounts(
    kinds=("mixed",),
    starts=1,
    tries=1,
    pages=(1, 3, 9),
    files=(2, 4, 8),
    seconds=0.1,
    least=4,
    kept=8,
    staged=1,
    spread=0,
)
MOST: Final = 5000
"""Files of which even a fast program needs a second or two."""


class Rates(NamedTuple):
    """What is reckoned with: documents a second and MB a second, by kind and number of processes."""

    documents: Mapping[tuple[str, int], float]
    megabytes: Mapping[tuple[str, int], float]


def cold(amounts: Amounts, place: Path) -> Iterator[Row]:
    """A run of one file against bare Python and against other linters on files as long."""
    size = EXAMPLE.stat().st_size
    programs: dict[str, Sequence[str]] = {
        "bare": BARE,
        "concise, into a pipe": (*LINT, str(EXAMPLE), "-f", "concise"),
        "terminal text, into a pipe": (*LINT, str(EXAMPLE)),
        "in colour": (*LINT, str(EXAMPLE), "--color", "always"),
    }
    others = {
        "yamllint": ("--no-warnings", yaml_file(place / "goals.yaml", size)),
        "ruff": ("check", "--isolated", "--no-cache", python_file(place / "figures.py", size)),
    }
    found = {name: beside(name) for name in others}
    programs |= {name: (program, *others[name]) for name, program in found.items() if program is not None}
    taken = medians(programs, amounts.starts)
    for name in list(programs)[1:4]:
        yield Row(f"cold run of the seed, {name}", f"{taken[name] / taken['bare']:.1f} × bare Python")
    for name in others:
        ratio = f"{taken['concise, into a pipe'] / taken[name]:.2f} × {name}" if name in taken else "not installed here"
        yield Row(f"cold run of the seed against {name} on a file as long", ratio)
    yield Row("bare Python", f"{1000 * taken['bare']:.1f} ms")


def growth(amounts: Amounts, place: Path) -> Iterator[Row]:
    """How time grows with the pages of a file and with files, in this process."""
    sizes = amounts.pages
    slope = inside.exponent(sizes, inside.by_pages(sizes))
    yield Row(f"growth from {sizes[0]:,} to {sizes[-1]:,} pages in one file, exponent", f"{slope:.3f}")
    sizes = amounts.files
    slope = inside.exponent(sizes, inside.by_files(sizes, place / "growth"))
    yield Row(f"growth from {sizes[0]:,} to {sizes[-1]:,} files, exponent", f"{slope:.3f}")
    pages = max(5, amounts.pages[-1])
    ratio = inside.together(pages)
    yield Row(f"{pages:,} pages in one file against the same bytes in files of five pages", f"{ratio:.2f} ×")


def rates(amounts: Amounts, place: Path) -> Rates:
    """Documents a second through the command line, its start included, on one process and on two."""
    data = [document("mixed", seed) for seed in range(5)]
    each = inside.best(lambda: inside.whole(*data)) / len(data)
    count = min(MOST, max(amounts.least, int(amounts.seconds / each)))
    documents: dict[tuple[str, int], float] = {}
    megabytes: dict[tuple[str, int], float] = {}
    for kind in amounts.kinds:
        paths = folder(place / kind, kind, count)
        size = sum(Path(path).stat().st_size for path in paths) / 1e6
        for jobs in (1, 2):
            program = (*LINT, str(place / kind), "-f", "concise", "--jobs", str(jobs))
            taken = min(seconds(program) for _ in range(amounts.tries))
            documents[kind, jobs], megabytes[kind, jobs] = count / taken, size / taken
    return Rates(documents, megabytes)


def throughput(found: Rates) -> Iterator[Row]:
    """The rates as rows."""
    kinds = tuple(dict.fromkeys(kind for kind, _ in found.documents))
    for kind in kinds:
        ratio = found.documents[kind, 2] / found.documents[kind, 1]
        yield Row(f"two processes against one, {kind} reports", f"{ratio:.2f} ×")
    for kind in kinds:
        for jobs in (1, 2):
            title = f"{kind} reports, {'one process' if jobs == 1 else 'two processes'}"
            documents, megabytes = found.documents[kind, jobs], found.megabytes[kind, jobs]
            yield Row(title, f"{documents:,.0f} documents/s, {megabytes:.2f} MB/s")


class Memory(NamedTuple):
    """The peak of one process in MB, for one file and for many; None where the system does not tell."""

    files: int
    many: float | None
    one: float | None

    @property
    def each(self) -> float | None:
        """What a run keeps for each file until it ends."""
        return None if self.many is None or self.one is None else (self.many - self.one) / self.files


def memory(amounts: Amounts, place: Path) -> Memory:
    """The peak of one process that lints many files, and of one that lints a single one."""
    paths = folder(place / "kept", "mixed", amounts.kept)
    many = used((*LINT, str(place / "kept"), "-f", "concise", "--jobs", "1"))
    one = used((*LINT, paths[0], "-f", "concise", "--jobs", "1"))
    return Memory(amounts.kept, many and many[0], one and one[0])


def peaks(found: Memory) -> Iterator[Row]:
    """The peaks as rows."""
    for count, peak in ((found.files, found.many), (1, found.one)):
        many = "one file" if count == 1 else f"{count:,} files"
        yield Row(f"peak memory of one process, {many}", "not told here" if peak is None else f"{peak:.0f} MB")


def stages(amounts: Amounts) -> Iterator[Row]:
    """Where the time of a document goes."""
    found = inside.shares(document("mixed", seed) for seed in range(amounts.staged))
    said = ", ".join(f"{name} {100 * share:.0f} %" for name, share in found.items())
    yield Row("share of each stage", said)


class Scale(NamedTuple):
    """What a run over a million reports is reckoned from; what could not be measured here is None."""

    rate: float
    size: float
    sent: float
    returned: float
    kept: float | None
    worker: float | None
    spread: float | None
    client: float | None


def scale(amounts: Amounts, found: Rates, kept: Memory, place: Path) -> Scale:
    """What is sent and kept for a report, and what spreading costs the side that asks."""
    paths = folder(place / "scale", "mixed", amounts.spread or amounts.least)
    size = sum(Path(path).stat().st_size for path in paths) / len(paths)
    asked = api.Asked((), (), None, None, no_config=True, language=None, today="2026-01-01")
    sent = sum(len(pickle.dumps(lot)) for lot in spreading.lots(paths, asked, "es")) / len(paths)
    returned = len(pickle.dumps(lint(*map(Path, paths)).files)) / len(paths)
    worker = spread = client = None
    if amounts.spread and cluster.there():
        resident = used((sys.executable, "-c", WORKER, *paths))
        worker = resident and resident[0]
        said = ("-f", "concise", "--scheduler")
        with cluster.scheduler(place, 2) as address:
            every, single = (*LINT, str(place / "scale"), *said, address), (*LINT, paths[0], *said, address)
            seconds(every)  # the workers know the rules from here on
            spread = len(paths) / min(seconds(every) for _ in range(amounts.tries))
            spent, start = used(every), used(single)
        client = (spent[1] - start[1]) / len(paths) if spent and start else None
    return Scale(found.documents["mixed", 1], size, sent, returned, kept.each, worker, spread, client)
