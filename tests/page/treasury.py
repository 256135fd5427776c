"""The pictures of docs/tesoreria.md. Run as a module, it takes them anew (Chromium, LibreOffice, pdftoppm)."""

import subprocess
import tempfile
from contextlib import chdir
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from benchmarks import treasury
from poa_lint.cli.main import main as program
from tests import browsers
from tests.places import ROOT

IMAGES: Final = ROOT / "docs" / "img"
TODAY: Final = "2024-07-15"
WIDTH, HEIGHT = 1100, 700


def main() -> None:
    """Take them."""
    with tempfile.TemporaryDirectory() as name, chdir(name):  # the pictures show the paths that were given
        folder = Path(name)
        treasury.write(folder, 40)
        program(["summary", "T1", "T2", "--no-config", "--plan", "plan.xlsx", "-f", "html", "-o", "resumen.html"], {})
        _pages(folder / "resumen.html")
        _letter(folder)


def _pages(summary: Path) -> None:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browsers.CHROMIUM, args=list(browsers.FLAGS))
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(summary.as_uri())
        page.screenshot(path=IMAGES / "resumen.png")
        page.locator("#y1-units").scroll_into_view_if_needed()
        page.evaluate("document.getElementById('y1-units').scrollIntoView()")
        page.screenshot(path=IMAGES / "resumen-unidades.png")
        browser.close()


def _letter(folder: Path) -> None:
    """The letter of the first report that is returned, as LibreOffice shows it."""
    wrong = next(made for made in treasury.reports(treasury.units(40), 2) if made.kind == "wrong")
    letter = folder / "oficio.docx"
    program(["letter", str(folder / "T2" / wrong.name), "--no-config", "--today", TODAY, "-o", str(letter)], {})
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"  # another LibreOffice may be open
    command = ["soffice", own, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(letter)]
    subprocess.run(command, check=True, capture_output=True)
    first = ["-r", "80", "-f", "1", "-l", "1", "-singlefile", "-png"]
    subprocess.run(["pdftoppm", *first, str(letter.with_suffix(".pdf")), str(IMAGES / "oficio")], check=True)


if __name__ == "__main__":
    main()
