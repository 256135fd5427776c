"""Cells right and time per kind of file: `python -m benchmarks.readers [FILES]`, by itself those of tests/data/office.

Times are the best of seven, in milliseconds: reading the file to text, beside decoding the text itself and checking it.
"""

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from poa_lint.api import lint
from poa_lint.readers import Refused, read
from poa_lint.source import decode
from tests.office.content import SEED, right
from tests.office.make import DATA


def best(work: Callable[[], object]) -> float:
    """Milliseconds of the fastest of seven runs."""
    taken = []
    for _ in range(7):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return 1000 * min(taken)


def main(paths: Iterable[Path]) -> None:
    """Print the table."""
    data = SEED.read_bytes()
    print(f"{'text, decoded':28} 375 of 375 {best(lambda: decode(data, 'informe.txt')):7.1f} ms")
    print(f"{'text, checked':28} {'':10} {best(lambda: lint(data)):7.1f} ms")
    for path in paths:
        content = path.read_bytes()
        found = read(content, path.name)
        if isinstance(found, Refused):
            print(f"{path.name:28} {found.reason}")
            continue
        exact, _ = right(found.text)
        taken = best(lambda content=content, name=path.name: read(content, name))  # type: ignore[misc]
        print(f"{path.name:28} {exact:3} of 375 {taken:7.1f} ms")


if __name__ == "__main__":
    main(map(Path, sys.argv[1:]) if len(sys.argv) > 1 else sorted(DATA.iterdir()))
