"""Measure what comparing costs: `python -m benchmarks.compared [REPORTS]`, of which a quarter are entities of one year.

Figures are ratios of processor time, and memory of one process: reports compared among themselves against the same
reports linted. Their findings are the same but for those that compare.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.generator import quarter
from benchmarks.programs import LINT, usage

REPORTS = 1000


def write_year(folder: Path, reports: int) -> None:
    """Write the four quarters of so many entities as there are for this number of reports into `folder`."""
    for entity in range(reports // 4):
        for number in range(1, 5):
            (folder / f"{entity:04}-T{number}.txt").write_text(quarter(entity, number), encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Print one line; 0, or 2 where this system does not tell what a process used."""
    count = int(arguments[0]) if arguments else REPORTS
    with TemporaryDirectory() as folder:
        write_year(Path(folder), count)
        said = (*LINT, folder, "--no-config", "-f", "concise", "--jobs", "1", "--ignore", "POA911")
        alone, compared = usage(said), usage((*said, "--compare"))
    if alone is None or compared is None:
        print("not told here", file=sys.stderr)
        return 2
    ratio, more = compared.processor / alone.processor, compared.memory - alone.memory
    print(f"{count:,} reports: {ratio:.2f} x the time of linting them, {more:.0f} MB more ({alone.processor:.1f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
