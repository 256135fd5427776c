"""Measure, and print the tables or write them into docs/: `python -m benchmarks [--short] [--write]`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import documents, estimates, measures, pages
from benchmarks.measures import Amounts, Row, Scale
from poa_lint.cli import runner

USAGE = "python -m benchmarks [--short] [--write]"


def main(arguments: list[str]) -> int:
    """Run with the command line's `arguments`. Return 0, or 2 after a sentence about an unknown option."""
    runner.tune_garbage_collector()  # as the command line does
    unknown = set(arguments) - {"--short", "--write"}
    if unknown:
        print(f"{USAGE}, not {' '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    amounts = measures.SHORT if "--short" in arguments else measures.FULL
    with TemporaryDirectory() as folder:
        rows, scale = measure(amounts, Path(folder))
        shapes = pages.table(measures.shapes(amounts, Path(folder)))
        office = documents.table(*documents.measure(amounts))
    heading = pages.heading()
    if "--short" in arguments:
        heading += " A short run: a quick look, no figures to quote."
    performance, basis, totals = (pages.table(part) for part in (rows, estimates.basis(scale), estimates.totals(scale)))
    if "--write" in arguments:
        pages.write(pages.PERFORMANCE, f"{heading}\n\n{performance}", shapes)
        pages.write(pages.SCALE, f"{heading}\n\n{basis}", totals)
        pages.write(pages.OFFICE, f"{heading}\n\n{office}")
    else:
        print(f"{heading}\n\n{performance}\n\n{shapes}\n\n{basis}\n\n{totals}\n\n{office}")
    return 0


def measure(amounts: Amounts, folder: Path) -> tuple[list[Row], Scale]:
    """The rows of docs/performance.md, and the figures that docs/scale.md is estimated from.

    Reports to measure with are written into `folder`.
    """
    rates, memory = measures.rates(amounts, folder), measures.memory(amounts, folder)

    def rows() -> Iterator[Row]:
        yield from measures.cold(amounts, folder)
        yield from measures.throughput(rates)
        yield from measures.growth(amounts, folder)
        yield from measures.peaks(memory)
        yield from measures.stages(amounts)

    # Ratios hold on other machines too, so they come first.
    ordered = sorted(rows(), key=lambda row: not ("×" in row.figure or "exponent" in row.measure))
    return ordered, measures.scale(amounts, rates, memory, folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
