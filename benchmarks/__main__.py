"""Measure, and print the tables or write them into docs/: `python -m benchmarks [--short] [--write]`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import measures, pages, readers, reckoning
from benchmarks.measures import Amounts, Row, Scale
from poa_lint.cli import lint


def measured(amounts: Amounts, place: Path) -> tuple[list[Row], Scale]:
    """Every figure of docs/performance.md, and those that docs/scale.md reckons with."""
    rates, memory = measures.rates(amounts, place), measures.memory(amounts, place)

    def rows() -> Iterator[Row]:
        yield from measures.cold(amounts, place)
        yield from measures.throughput(rates)
        yield from measures.growth(amounts, place)
        yield from measures.peaks(memory)
        yield from measures.stages(amounts)

    # Ratios hold on other machines too, so they come first.
    found = sorted(rows(), key=lambda row: not ("×" in row.figure or "exponent" in row.measure))
    return found, measures.scale(amounts, rates, memory, place)


def main(said: list[str]) -> int:
    """0, or 2 with a sentence for an option that is none."""
    lint.patient()  # as the command line does
    unknown = set(said) - {"--short", "--write"}
    if unknown:
        print(f"python -m benchmarks [--short] [--write], not {' '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    with TemporaryDirectory() as place:
        amounts = measures.SHORT if "--short" in said else measures.FULL
        rows, scale = measured(amounts, Path(place))
        kinds = readers.table(*readers.kinds(amounts))
    head = pages.heading()
    if "--short" in said:
        head += " A short run: a quick look, no figures to quote."
    performance, known, guessed = (
        pages.table(part) for part in (rows, reckoning.measured(scale), reckoning.reckoned(scale))
    )
    if "--write" in said:
        pages.write(pages.PERFORMANCE, f"{head}\n\n{performance}")
        pages.write(pages.SCALE, f"{head}\n\n{known}", guessed)
        pages.write(pages.OFFICE, f"{head}\n\n{kinds}")
    else:
        print(f"{head}\n\n{performance}\n\n{known}\n\n{guessed}\n\n{kinds}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
