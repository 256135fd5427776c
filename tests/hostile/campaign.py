"""A campaign of damaged inputs: `python -m tests.hostile.campaign --texts 20000 --files 5000 --settings 500 --seed 1`.

Every input has a kind and a number, and is made of them and the seed alone: `--only texts:137` makes one again.
Processes of their own try the inputs, so that one that hangs, eats memory or ends its process is named like any other.
"""

import argparse
import contextlib
import faulthandler
import io
import multiprocessing
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, NamedTuple

from poa_lint.api import Linter, Wishes, render
from poa_lint.cli.main import main as command_line
from poa_lint.cli.runner import tune_garbage_collector
from poa_lint.core.result import FileResult
from poa_lint.core.source import Source, Span
from poa_lint.core.words import words
from poa_lint.documents import open_source
from poa_lint.linter.fix import fix
from tests import places
from tests.hostile import mutations
from tests.program import run as run_program
from tests.waivers import file_of, waiver

SECONDS: float = 5
"""Seconds of work that one input may take; one that waits has twelve times as many."""
MEBIBYTES: Final = 250
"""Memory that inputs may add to the process that tries them: it has some 40 at its start."""
LOT: Final = 250
"""Inputs that one process tries."""
FORMATS: Final = ("terminal", "json", "sarif", "junit", "concise", "markdown", "gitlab")
TODAY: Final = "2024-07-15"
STOPPED: Final = tuple(words("es")(name, problem="\0").split("\0")[0] for name in ("notice.stopped", "notice.defect"))
"""The beginnings of the sentences that tell of a defect of the program."""


class Hang(BaseException):
    """An input took too long; no handler of exceptions may hold it."""


class Failure(NamedTuple):
    """An input that did not get the answer that it should: of its kind, and its number."""

    kind: str
    number: int
    problem: str


class Tally(NamedTuple):
    """The failures of a kind's inputs, the greatest memory of a process (MiB) and the longest time of one (s)."""

    failures: list[Failure]
    peak: int = 0
    slowest: float = 0.0


Input = dict[str, bytes]
"""The files that an input is made of, by their names."""


def made(kind: str, seed: int, number: int) -> Input:
    """The input of this kind and number."""
    dice = random.Random(f"{seed}/{kind}/{number}")  # noqa: S311 - damage, not secrets
    return KINDS[kind].make(dice)


def tried(kind: str, seed: int, count: int, only: int | None = None) -> Tally:
    """Try the inputs of a kind in processes of their own: from 0 up to `count`, or the one of number `only`."""
    failures, peak, slowest = list[Failure](), 0, 0.0
    number, end = (0, count) if only is None else (only, only + 1)
    while number < end:
        told = list(_lot(kind, seed, number, min(end, number + LOT)))
        failures += [Failure(kind, one, problem) for one, problem, _, _ in told if problem]
        peak = max([peak, *(memory for _, _, memory, _ in told)])
        slowest = max([slowest, *(seconds for _, _, _, seconds in told)])
        number = told[-1][0] + 1
    return Tally(failures, peak, slowest)


Told = tuple[int, str, int, float]
"""An input's number, its problem or nothing, the memory of its process so far (MiB) and its time (s)."""


def _lot(kind: str, seed: int, start: int, end: int) -> Iterator[Told]:
    """Yield what a process tells of the inputs that it tries; the last may be the one that ended it."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_try, args=(kind, seed, start, end, theirs))
    process.start()
    theirs.close()
    number = start
    with contextlib.suppress(EOFError):
        while number < end:
            one: Told = ours.recv()
            yield one
            number = one[0] + 1
    process.join()
    if process.exitcode:
        yield number, f"its process ended: {process.exitcode}", 0, 0.0


def _try(kind: str, seed: int, start: int, end: int, told: Connection) -> None:
    """Try inputs one by one and tell of each; a process that once had too much memory ends."""
    signal.signal(signal.SIGPROF, _hang)
    tune_garbage_collector()
    allowed = _peak() + MEBIBYTES
    for number in range(start, end):
        began = time.process_time()
        faulthandler.dump_traceback_later(
            SECONDS * 12, exit=True
        )  # where it waits, or a library lets no signal through
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        problem = _problem(kind, made(kind, seed, number))
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()
        peak = _peak()
        if peak > allowed and not problem:
            problem = f"its process had {peak} MiB"
        told.send((number, problem, peak, time.process_time() - began))
        if peak > allowed:
            return


def _peak() -> int:
    """The most memory that this process had so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _hang(*_: object) -> None:
    raise Hang


def _problem(kind: str, files: Input) -> str:
    """The fault in what the program makes of an input; empty where there is none."""
    try:
        KINDS[kind].trial(files)
    except Hang:
        return f"it takes more than {SECONDS} s: {_last_lines()}"
    except (Exception, SystemExit):  # noqa: BLE001 - whatever leaves the program is what is looked for
        return _last_lines()
    return ""


def _last_lines() -> str:
    return " | ".join(line.strip() for line in traceback.format_exc().splitlines()[-5:])


def _report(files: Input) -> None:
    """Check a report as a linter does, look at its findings, show them, and mend it."""
    ((name, data),) = files.items()
    linter, dice = _linter(), random.Random(len(data))  # noqa: S311 - a choice of formats
    source = open_source(data, name)
    result = linter.check(source)
    require_sound(result, source.text if isinstance(source, Source) else None)
    run = linter.run([result], path=name)
    for form in dice.sample(FORMATS, 2):
        assert render(run, form) or form == "concise"
    if dice.random() < 0.05:
        assert render(linter.run([result], path=name, describe=True), "html")
    if isinstance(source, Source) and source.original is None:
        fix(source, linter.check, unsafe=dice.random() < 0.5)


def _workbook(files: Input) -> None:
    """Check an office's file, and write its marked copy as the command line does."""
    _report(files)
    ((name, data),) = files.items()
    if len(data) % 3:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        _command(str(path), "--no-config", "--annotate", str(Path(folder, f"copia{path.suffix}")))


def _settings(files: Input) -> None:
    """Check a report under settings, rules and waivers."""
    with tempfile.TemporaryDirectory() as folder:
        _write(files, Path(folder))
        for said in ((f"{folder}/informe.txt",), ("check-rules", f"{folder}/reglas")):
            _command(*said)


def _text_file(dice: random.Random) -> Input:
    return {"informe.txt": mutations.text(dice)}


def _office_file(dice: random.Random) -> Input:
    suffix, data = mutations.file(dice)
    return {f"informe{suffix}": data}


def _office_settings(dice: random.Random) -> Input:
    return mutations.settings(dice, _office())


class Kind(NamedTuple):
    """A kind of inputs: the function that makes one of chance, and the one that tries it."""

    make: Callable[[random.Random], Input]
    trial: Callable[[Input], None]


OWN: Final = ("texts", "files", "settings")
"""The kinds of this campaign."""
KINDS: Final[dict[str, Kind]] = {
    "texts": Kind(_text_file, _report),
    "files": Kind(_office_file, _workbook),
    "settings": Kind(_office_settings, _settings),
}


def _command(*said: str) -> None:
    """Run the command line in this process: no exception leaves it, and it tells of no defect of its own."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = command_line(said, {})
    told = err.buffer.getvalue().decode()
    assert code in (0, 1, 2), code
    assert not any(sentence in told for sentence in STOPPED), told[-300:]


def require_sound(result: FileResult, text: str | None) -> None:
    """Findings have keys of their own, and every place that they name lies in the text."""
    keys = [finding.key for finding in result.diagnostics]
    assert len(set(keys)) == len(keys), "two findings have one key"
    for finding in result.diagnostics:
        assert finding.message
        assert finding.start <= finding.end, finding.code
        edits = [edit.span for edit in finding.edits]
        for span in (finding.span, *(near.span for near in finding.related), *edits):
            require_inside(span, len(text or ""), finding.code)
        assert all(one.end <= other.start for one, other in pairwise(edits)), finding.code
    tidy = [edit.span for edit in result.tidy]
    for span in tidy:
        require_inside(span, len(text or ""), "tidy")


def require_inside(span: Span, length: int, code: str) -> None:
    """The span lies in a text of this length."""
    assert 0 <= span.start <= span.end <= length, (code, span, length)


@cache
def _linter() -> Linter:
    return Linter(Wishes(no_config=True, today=TODAY, keep=True), words("es"))


@cache
def _office() -> dict[str, str]:
    """Settings, rules and waivers that are in order, and a report."""
    data = places.ROOT / "tests" / "data"
    rules = {f"reglas/{path.name}": path.read_text("utf-8") for path in (data / "reglas-de-oficina").glob("*.yaml")}
    settings = (
        "extends: estricto\nrules: reglas\nfail-on: warning\nlanguage: es\nignore: [POA803, firmas]\n"
        "severity:\n  POA101: warning\n  OFI001: error\nparams:\n  OFI001: {maximo: 300}\n"
        'overrides:\n  - units: ["511/*"]\n    ignore: [POA301]\n  - paths: ["*.txt"]\n    severity: {POA102: info}\n'
    )
    day = "2099-12-31"  # alive on whatever day this runs
    waivers = file_of(waiver(until=day), waiver(rule="POA101", where="511/101/100/meta_anual", year=2024, until=day))
    report = places.SEED.read_text("utf-8")
    return {"poa-lint.yaml": settings, "dispensas.yaml": waivers, "informe.txt": report, **rules}


def differing(seed: int, count: int, hashes: Sequence[int] = range(5)) -> list[str]:
    """Runs over a folder of damaged files that do not tell byte by byte what the first tells."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            files = made("files" if number % 4 == 0 else "texts", seed, number)
            _write({f"{number:04}-{name}": data for name, data in files.items()}, Path(folder))
        said = ("--no-config", "--output-format", "json", folder)
        runs = {
            f"PYTHONHASHSEED={number} --jobs {1 + number % 3}": run_program(
                "--jobs", str(1 + number % 3), *said, PYTHONHASHSEED=str(number)
            )
            for number in hashes
        }
    first = next(iter(runs.values()))
    told = (first.returncode, first.stdout, first.stderr)
    return [name for name, one in runs.items() if (one.returncode, one.stdout, one.stderr) != told]


def _write(files: Input, folder: Path) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _keep(failure: Failure, seed: int, folder: Path) -> None:
    """Write the input of a failure, and what was wrong, to a folder."""
    place = folder / f"{failure.kind}-{seed}-{failure.number}"
    _write({**made(failure.kind, seed, failure.number), "problem.txt": failure.problem.encode()}, place)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.campaign", description=__doc__)
    for kind, count in (("texts", 20_000), ("files", 5_000), ("settings", 500), ("together", 200)):
        parser.add_argument(f"--{kind}", type=int, default=count)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="one input by its kind and number: texts:137")
    parser.add_argument("--keep", type=Path, help="a folder for the inputs that failed")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run a campaign and print its figures and failures; 1 where there is a failure."""
    asked = _parser().parse_args(argv)
    only_kind, _, only = (asked.only or "").partition(":")
    failed = 0
    for kind in [only_kind] if only else OWN:
        began = time.monotonic()
        tally = tried(kind, asked.seed, getattr(asked, kind), int(only) if only else None)
        count, took = 1 if only else getattr(asked, kind), time.monotonic() - began
        print(f"{kind}: {count} in {took:.0f} s, {len(tally.failures)} failed", end="; ")
        print(f"at most {tally.peak} MiB and {tally.slowest:.1f} s", flush=True)
        for failure in tally.failures:
            print(f"  --seed {asked.seed} --only {kind}:{failure.number}: {failure.problem}")
            if asked.keep:
                _keep(failure, asked.seed, asked.keep)
        failed += len(tally.failures)
    if asked.together and not only:
        different = differing(asked.seed, asked.together)
        print(f"together: {asked.together} files in one folder, 5 runs; {len(different)} differ", *different)
        failed += len(different)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
