"""The small corpus that the tests read: two reports of one page by some routes, with the class that each is due.

`python -m tests.routes.small FOLDER` makes it anew; the converters must be installed.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from tests.routes.corpus import TRUTH, Maker
from tests.routes.reports import Report, made

DATA: Final = Path(__file__).resolve().parents[1] / "data" / "routes"
TABLE: Final = "expected.tsv"
"""The file of the expectations: folder, class, and `later` for what is still to come."""
SAFE: Final = frozenset({"read", "doubt", "partly", "refused"})
"""The classes of a file that may be read or not, so long as nothing is said falsely."""


class Expected(NamedTuple):
    """A folder of the small corpus, and the classes that its files may have."""

    folder: str
    classes: frozenset[str]
    later: bool
    """True for what the reading does not do yet."""


@cache
def reports() -> tuple[Report, ...]:
    """Two reports of one page and five goals, of offices with other habits."""
    every = made(10, seed=7, sizes=((1, 1, 5),))
    return every[2], every[9]


def expected(folder: Path = DATA) -> Iterator[Expected]:
    """The expectations, in the table's order."""
    for line in (folder / TABLE).read_text(encoding="utf-8").splitlines()[1:]:
        name, kind, when = line.split("\t")
        yield Expected(name, SAFE if kind == "safe" else frozenset({kind}), when == "later")


def files(folder: Path, name: str) -> list[Path]:
    """The converted files of one of the corpus's folders."""
    return sorted((folder / name).iterdir())


def make(folder: Path) -> None:
    """Make the folders that the table names, and the truth."""
    names = [one.folder for one in expected()]
    with tempfile.TemporaryDirectory() as work:
        source = Path(work)
        renderers, routes = (frozenset(name.split("+")[part] for name in names) for part in (0, 1))
        Maker(source, reports(), routes, renderers, print).make()
        for name in (TRUTH, *names):
            shutil.copytree(source / name, folder / name, dirs_exist_ok=True)
            _without_path(folder / name, work)


def _without_path(folder: Path, work: str) -> None:
    """Write other signs, as many, for the place of this run's files, which a browser prints under its pages."""
    other = ("/C:/Informes/2024" + "/Trimestre" * len(work))[: len(work)]
    for path in folder.iterdir():
        content = path.read_bytes()
        if work.encode() in content:
            path.write_bytes(content.replace(work.encode(), other.encode()))


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
