"""Measure what forms cost at start: a hundred that are built ahead, and those of an office, which are not."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from benchmarks.corpus import EXAMPLE
from benchmarks.measures import Row
from benchmarks.programs import BARE, ROOT, lowest

PARTS: Final = ("poa_lint", "rules", "grammar", "bundles")
"""The folders of a checkout that its built modules are made of, or made by."""
MODEL: Final = ROOT / "grammar" / "forms" / "semestral.yaml"
"""The form that others are written after: nine columns, two periods, header and signatures of its own."""

START: Final = """
import sys
sys.path.insert(0, {top!r})
sys.modules["interegular"] = None  # a development tool: with it Lark takes ten times as long for a grammar
from poa_lint.__main__ import run
run()
"""
SHARING: Final = 10
"""One of so many forms begins like the report that is linted."""


def checkout(target: Path, count: int) -> Path:
    """A copy of this checkout in `target` with `count` forms more, all built ahead. Returns `target`."""
    for name in PARTS:
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__", "built"))
    write_forms(target / "grammar" / "forms", count)
    command = (sys.executable, "-m", "bundles.generate")
    subprocess.run(command, cwd=target, env=_only(target), check=True)
    return target


def write_forms(folder: Path, count: int) -> None:
    """Write `count` forms into `folder`, each with a code and a title of its own.

    The first column of every tenth has the title of the seed's: those have to be compared with it, the others do not.
    """
    folder.mkdir(exist_ok=True)
    text = MODEL.read_text(encoding="utf-8").partition("examples:")[0]
    for number in range(count):
        name = f"OFI-{number:03}"
        own = text.replace("EVAL-SEM", name).replace("EVALUACION SEMESTRAL", f"EVALUACION {name}")
        first = f'"Núm. {number}"' if number % SHARING else "L/A"
        own = own.replace('titulo: ["No."]', f"titulo: [{first}]").replace('"No.":', f"{first}:")
        own = own.replace("[NUM, NUMERO, ID, CLAVE]", f"[CLAVE {number}]")
        (folder / f"{name.lower()}.yaml").write_text(own, encoding="utf-8")


def built_ahead(folder: Path, times: int, count: int = 100) -> Iterator[Row]:
    """Cold runs of the seed where `count` forms more are built ahead, against runs without; `folder` holds them."""
    few, many = checkout(folder / "few", 0), checkout(folder / "many", count)
    taken = lowest({"bare": BARE, "few": _seed(few), "many": _seed(many)}, times)
    yield Row(f"cold run of the seed, {count} forms more, built ahead", _against(taken, "many", "few"))


def of_an_office(folder: Path, times: int, counts: tuple[int, int] = (1, 11)) -> Iterator[Row]:
    """Cold runs of the seed where an office has forms of its own: one, and each further one; `folder` holds them."""
    programs: dict[str, tuple[str, ...]] = {"bare": BARE, "0": _seed(ROOT)}
    for count in counts:
        office = folder / f"office-{count}"
        office.mkdir()
        write_forms(office / "formas", count)
        (office / "poa-lint.yaml").write_text("forms: [formas]\n", encoding="utf-8")
        programs[str(count)] = (*programs["0"], "--config", str(office / "poa-lint.yaml"))
    taken = lowest(programs, times)
    first, last = counts
    yield Row("an office's first form, at every start", _more(taken, taken[str(first)] - taken["0"]))
    each = (taken[str(last)] - taken[str(first)]) / (last - first)
    yield Row("each further one", _more(taken, each))


def _seed(top: Path) -> tuple[str, ...]:
    """A program that lints the seed with the program of a checkout, wherever it is started."""
    start = START.format(top=str(top))
    return (sys.executable, "-c", start, str(EXAMPLE), "-f", "concise")


def _only(top: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(top)}


def _against(taken: Mapping[str, float], name: str, other: str) -> str:
    more = 1000 * (taken[name] - taken[other])
    return f"{taken[name] / taken[other]:.2f} × the run without them ({more:+.1f} ms)"


def _more(taken: Mapping[str, float], seconds: float) -> str:
    return f"{seconds / taken['bare']:.1f} × bare Python ({1000 * seconds:.0f} ms)"


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as made:
        for row in (*built_ahead(Path(made), 31), *of_an_office(Path(made), 15)):
            print(f"{row.measure}: {row.figure}")
