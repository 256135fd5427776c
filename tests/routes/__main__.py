"""`python -m tests.routes`: make a corpus and compare what is read of it with the truth."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.routes import table
from tests.routes.comparison import outcomes
from tests.routes.corpus import Maker, kept
from tests.routes.reports import SIZES, made


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.routes", description=__doc__)
    parser.add_argument("--out", type=Path, help="keep the corpus in this folder")
    parser.add_argument("--reports", type=int, default=len(SIZES), help="number of reports")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--routes", default="", help="only these routes, with commas between them")
    parser.add_argument("--renderers", default="", help="only these renderers, with commas between them")
    parser.add_argument("--only-run", type=Path, help="convert nothing: compare the corpus in this folder")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    parser.add_argument("--details", action="store_true", help="print what is wrong, file by file, before the table")
    return parser.parse_args()


def main() -> None:
    options = _options()
    routes, renderers = (frozenset(filter(None, said.split(","))) for said in (options.routes, options.renderers))
    with tempfile.TemporaryDirectory() as name:
        folder = options.only_run or options.out or Path(name)
        if options.only_run is None:
            reports = made(options.reports, options.seed)
            Maker(folder, reports, routes, renderers, lambda line: print(line, file=sys.stderr)).make()
        found = outcomes(folder, kept(folder), routes, renderers)
    if options.details:
        print(table.details(found), end="\n\n")
    print(table.markdown(found) if options.markdown else table.text(found))


if __name__ == "__main__":
    main()
