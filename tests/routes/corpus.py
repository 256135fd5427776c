"""The corpus: every rendering of every report by every route, one folder for each pair, and the truth beside them."""

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.office import binary
from tests.routes import letters, sheets, webpages
from tests.routes.programs import (
    Jobs,
    MissingError,
    browser,
    office,
    optical,
    package,
    pandoc,
    poppler,
)
from tests.routes.reports import Report, load, save
from tests.routes.saves import SAVES

TRUTH: Final = "truth"
SKIPPED: Final = "skipped.txt"
"""A corpus's file that names what was not made, and why."""
OPTICAL_REPORTS: Final = 4
"""Reports that go through optical readers, which take long: the first ones."""
OPTICAL: Final = ("calc-ruled", "writer-plain", "reportlab-plain", "chromium-wide")
"""Renderers whose pages go through optical readers."""

Route = Callable[[Jobs], None]


def _copy(jobs: Jobs) -> None:
    for source, target in jobs:
        shutil.copyfile(source, target)


def _binary(jobs: Jobs) -> None:
    for source, target in jobs:
        binary.make(source, target)


PDF_PACKAGES: Final = (
    *("pdfplumber-layout", "pdfplumber-text", "pdfplumber-tables", "pypdf", "pypdf-layout"),
    *("pdfminer", "pdfium", "pymupdf", "pymupdf4llm"),
)
"""Routes through packages of Python."""
PDF_ROUTES: Final[dict[str, tuple[str, Route]]] = {
    "itself": (".pdf", _copy),
    "pdftotext-layout": (".txt", poppler("-layout")),
    "pdftotext-fixed-3": (".txt", poppler("-fixed", "3")),
    "pdftotext-fixed-4": (".txt", poppler("-fixed", "4")),
    "pdftotext-raw": (".txt", poppler("-raw")),
    "pdftotext": (".txt", poppler()),
    **{name: (".txt", package(name)) for name in PDF_PACKAGES},
    "ocr-150": (".txt", optical(150)),
    "ocr-200": (".txt", optical(200)),
}
SHEET_ROUTES: Final[dict[str, tuple[str, Route]]] = {
    "itself": (".xlsx", _copy),
    "xls": (".xls", office("xls")),
    "ods": (".ods", office("ods")),
    "xlsb": (".xlsb", _binary),
    "calc-commas": (".csv", office("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1")),
    "calc-semicolons": (
        ".csv",
        office("csv:Text - txt - csv (StarCalc):59,34,ANSI,1,,0,false,true,false,false,false,-1"),
    ),
    "calc-tabs": (".txt", office("txt:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false,false,false,-1")),
    "calc-fixed": (".txt", office("txt:Text - txt - csv (StarCalc):FIX,34,76,1,,0,false,true,false,false,false,-1")),
    "markitdown": (".md", package("markitdown")),
}
LETTER_ROUTES: Final[dict[str, tuple[str, Route]]] = {
    "itself": (".docx", _copy),
    "writer-text": (".txt", office("txt:Text (encoded):UTF8")),
    "pandoc-plain": (".txt", pandoc("plain")),
    "pandoc-gfm": (".md", pandoc("gfm")),
    "pandoc-markdown": (".md", pandoc("markdown")),
    "pandoc-html": (".html", pandoc("html")),
    "markitdown": (".md", package("markitdown")),
    "docx2txt": (".txt", package("docx2txt")),
}


@dataclass(slots=True)
class Maker:
    """Makes a corpus in a folder, part after part; what cannot be made is said by `say` and kept in `skipped`."""

    folder: Path
    reports: Sequence[Report]
    routes: frozenset[str]
    """The routes to take; empty for all."""
    renderers: frozenset[str]
    """The renderers to take; empty for all."""
    say: Callable[[str], None]
    skipped: list[str] = field(default_factory=list)

    def make(self) -> None:
        """Make everything: the truth, the renderings, and what the routes make of them; slow routes last."""
        (self.folder / TRUTH).mkdir(parents=True, exist_ok=True)
        for report in self.reports:
            save(report, self.folder / TRUTH)
        if self._asked("made"):
            self._saves()
        for renderer, suffix, routes in (("sheet", ".xlsx", SHEET_ROUTES), ("document", ".docx", LETTER_ROUTES)):
            if self._asked(renderer):
                self._take(renderer, routes, self._render(renderer, suffix))
        papers = {name: made for name in PAPERS if self._asked(name) and (made := self._paper(name))}
        for slow in (False, True):
            for name, made in papers.items():
                chosen = {route: one for route, one in PDF_ROUTES.items() if route.startswith("ocr") == slow}
                if not slow or name in OPTICAL:
                    self._take(name, chosen, made[:OPTICAL_REPORTS] if slow else made)
        (self.folder / SKIPPED).write_text("".join(f"{line}\n" for line in self.skipped), encoding="utf-8")

    def _saves(self) -> None:
        for name, (suffix, encoding, writer) in SAVES.items():
            if self._wanted(name):
                target = self._target("made", name)
                for report in self.reports:
                    (target / f"{report.name}{suffix}").write_bytes(writer(report).encode(encoding, "replace"))

    def _render(self, renderer: str, suffix: str) -> list[Path]:
        """The files of a renderer, one for each report."""
        folder = self.folder / "renderings" / renderer
        folder.mkdir(parents=True, exist_ok=True)
        paths = [folder / f"{report.name}{suffix}" for report in self.reports]
        for report, path in zip(self.reports, paths, strict=True):
            RENDERERS[renderer](report, path)
        return paths

    def _paper(self, renderer: str) -> list[Path]:
        """The PDFs of a renderer, those of a kept corpus where they are there; none where its program is missing."""
        source, suffix, convert = PAPERS[renderer]
        folder = self.folder / "renderings" / renderer
        folder.mkdir(parents=True, exist_ok=True)
        targets = [folder / f"{report.name}.pdf" for report in self.reports]
        if all(target.exists() for target in targets):
            return targets
        sources = self._truths() if source == TRUTH else self._render(source, suffix)
        return targets if self._done(renderer, convert, list(zip(sources, targets, strict=True))) else []

    def _truths(self) -> list[Path]:
        return [self.folder / TRUTH / f"{report.name}.json" for report in self.reports]

    def _take(self, renderer: str, routes: dict[str, tuple[str, Route]], sources: Iterable[Path]) -> None:
        paths = list(sources)
        for name, (suffix, convert) in routes.items():
            if self._wanted(name):
                target = self._target(renderer, name)
                self._done(f"{renderer}+{name}", convert, [(path, target / f"{path.stem}{suffix}") for path in paths])

    def _done(self, name: str, convert: Route, jobs: Jobs) -> bool:
        try:
            convert(jobs)
        except MissingError as missing:
            self.skipped.append(f"{name}: {missing}")
            self.say(f"skipped {self.skipped[-1]}")
            return False
        self.say(f"made {name}")
        return True

    def _wanted(self, route: str) -> bool:
        return not self.routes or route in self.routes

    def _asked(self, renderer: str) -> bool:
        return not self.renderers or renderer in self.renderers

    def _target(self, renderer: str, route: str) -> Path:
        target = self.folder / f"{renderer}+{route}"
        target.mkdir(parents=True, exist_ok=True)
        return target


RENDERERS: Final[dict[str, Callable[[Report, Path], None]]] = {
    "sheet": sheets.write,
    "sheet-plain": lambda report, path: sheets.write(report, path, framed=False),
    "document": letters.write,
    "document-plain": lambda report, path: letters.write(report, path, framed=False),
    "page-wide": lambda report, path: webpages.write(report, path, wide=True),
    "page-narrow": lambda report, path: webpages.write(report, path, wide=False),
}
PAPERS: Final[dict[str, tuple[str, str, Route]]] = {
    "calc-ruled": ("sheet", ".xlsx", office("pdf")),
    "calc-plain": ("sheet-plain", ".xlsx", office("pdf")),
    "writer-ruled": ("document", ".docx", office("pdf")),
    "writer-plain": ("document-plain", ".docx", office("pdf")),
    "chromium-wide": ("page-wide", ".html", browser),
    "chromium-narrow": ("page-narrow", ".html", browser),
    "reportlab-ruled": (TRUTH, "", package("ruled")),
    "reportlab-plain": (TRUTH, "", package("plain")),
    "reportlab-narrow": (TRUTH, "", package("narrow")),
}
"""What PDFs are printed of, and by what."""


def kept(folder: Path) -> dict[str, Report]:
    """The reports whose truth a corpus holds, by name."""
    return {path.stem: load(path) for path in sorted((folder / TRUTH).glob("*.json"))}
