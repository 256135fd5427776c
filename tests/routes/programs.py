"""The programs that convert files, each found where it is installed; a route is a function of many files at once."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from tests.office.programs import CHROMIUM, OFFICE, print_page

Jobs = Sequence[tuple[Path, Path]]
"""Source and target of each file that a route converts."""
SCRIPT: Final = Path(__file__).with_name("script.py")
VARIABLE: Final = "POA_LINT_CONVERTERS"
"""Names the Python that has the converters that are packages."""
SECONDS: Final = 600
AT_ONCE: Final = 2


class MissingError(Exception):
    """A converter is not installed; its text is the converter's name."""


def needed(name: str, found: str | None = None) -> str:
    """The path of a program. Raises MissingError where it is not installed."""
    path = found or shutil.which(name)
    if path is None:
        raise MissingError(name)
    return path


ENVIRONMENT: Final = {**os.environ, "OMP_THREAD_LIMIT": "1"}
"""Tesseract's threads wait for each other where several run at once."""


def run(command: Sequence[str], given: str | None = None) -> None:
    """Run a program to its end. Raises MissingError with what it says if it fails."""
    done = subprocess.run(
        command,
        input=given,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        errors="replace",
    )
    if done.returncode:
        raise MissingError(f"{Path(command[0]).name}: {(done.stderr.strip() or '?').splitlines()[-1]}")


def each(jobs: Jobs, command: Callable[[Path, Path], Sequence[str]]) -> None:
    """Run a command for each file, some at a time."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda job: run(command(*job)), jobs))


def package(route: str) -> Callable[[Jobs], None]:
    """A route through a package of Python."""

    def convert(jobs: Jobs) -> None:
        python = os.environ.get(VARIABLE)
        if not python:
            raise MissingError(f"{route} ({VARIABLE})")
        run([python, str(SCRIPT), route], "".join(f"{source}\t{target}\n" for source, target in jobs))

    return convert


def poppler(*options: str) -> Callable[[Jobs], None]:
    """A route through `pdftotext`."""

    def convert(jobs: Jobs) -> None:
        program = needed("pdftotext")
        each(jobs, lambda source, target: [program, *options, str(source), str(target)])

    return convert


def pandoc(form: str) -> Callable[[Jobs], None]:
    """A route through `pandoc`, from a document."""

    def convert(jobs: Jobs) -> None:
        program = needed("pandoc")
        each(jobs, lambda source, target: [program, "-f", "docx", "-t", form, "-o", str(target), str(source)])

    return convert


def office(form: str) -> Callable[[Jobs], None]:
    """A route through LibreOffice: `pdf`, `xls`, `txt:Text (encoded):UTF8` …"""

    def convert(jobs: Jobs) -> None:
        program = needed("soffice", OFFICE)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            sources = [str(source) for source, _ in jobs]
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            run([program, profile, "--headless", "--convert-to", form, "--outdir", name, *sources])
            for source, target in jobs:
                written = _written(folder, source.stem, form.partition(":")[0])
                if not written:
                    raise MissingError(f"soffice: nothing written for {source.name}")
                target.write_bytes(b"".join(path.read_bytes() for path in written))

    return convert


def _written(folder: Path, stem: str, suffix: str) -> list[Path]:
    """The files that LibreOffice made of one: more than one where every sheet has its own."""
    return [path for path in (folder / f"{stem}.{suffix}",) if path.exists()] or sorted(
        folder.glob(f"{stem}-*.{suffix}"), key=lambda path: path.stat().st_mtime_ns
    )


def browser(jobs: Jobs) -> None:
    """Pages of HTML printed by Chromium."""
    needed("chromium", CHROMIUM)
    with tempfile.TemporaryDirectory() as name:
        for source, target in jobs:
            shutil.move(print_page(source, Path(name)), target)


def optical(dots: int) -> Callable[[Jobs], None]:
    """A route through an optical reader: pages as pictures, then Tesseract in Spanish."""

    def convert(jobs: Jobs) -> None:
        needed("pdftoppm"), needed("tesseract")
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda job: _seen(job[0], job[1], dots), jobs))

    return convert


def _seen(source: Path, target: Path, dots: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        run([needed("pdftoppm"), "-gray", "-r", str(dots), str(source), f"{name}/page"])
        pieces = []
        for picture in sorted(Path(name).glob("page*")):
            command = [needed("tesseract"), str(picture), str(picture), "-l", "spa", "--psm", "6"]
            run([*command, "-c", "preserve_interword_spaces=1"])
            pieces.append(picture.with_name(f"{picture.name}.txt").read_text(encoding="utf-8"))
        target.write_text("\n".join(pieces), encoding="utf-8")
