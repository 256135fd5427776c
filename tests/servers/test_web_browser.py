"""The served page in a browser: files are dropped, shown and saved, in both languages, with nothing asked of others."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from poa_lint.core.words import words
from poa_lint.servers import answer, web
from tests import browsers
from tests.output import beside
from tests.places import SEED

pytest.importorskip("playwright")
pytest.importorskip("axe_playwright_python")
pytestmark = pytest.mark.skipif(browsers.CHROMIUM is None, reason="no Chromium here")
DONE = "() => [...document.querySelectorAll('#results li')].every((one) => one.dataset.step === 'done')"


@pytest.fixture
def desk() -> Iterator[web.Desk]:
    with web.open_desk(0, answer.plain(), words("es")) as served:
        thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield served
        served.shutdown()
        thread.join()


@pytest.fixture
def page() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        program = driver.chromium.launch(executable_path=browsers.CHROMIUM, args=list(browsers.FLAGS))
        yield program.new_page(viewport={"width": 390, "height": 800}, color_scheme="dark")
        program.close()


def test_a_report_and_a_broken_file(desk: web.Desk, page: Any, tmp_path: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    broken = tmp_path / "<b>&.docx"
    broken.write_bytes(b"PK\x03\x04")
    page.goto(desk.address)
    page.set_input_files("#files", [SEED, broken])
    page.wait_for_function(DONE)
    assert page.locator(".verdict").all_text_contents() == ["CORREGIR", "NO SE PUDO REVISAR"]
    assert page.locator(".name").all_text_contents() == ["informe.txt", "<b>&.docx"]
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.evaluate(browsers.axe())
    assert page.evaluate(browsers.AXE) == []
    with page.expect_download() as saved:
        page.get_by_role("button", name="Guardar el acuse").click()
    assert saved.value.suggested_filename == "informe.revisado.html"
    frame = page.frame_locator("#shown iframe")
    assert frame.locator("output").text_content() == "51 de 51 hallazgos"
    page.click("#language")
    page.wait_for_function(DONE)
    assert page.locator(".verdict").all_text_contents() == ["NEEDS CORRECTION (CORREGIR)", "COULD NOT BE CHECKED"]
    assert page.locator("h1").text_content() == words("en", "page")("title")
    assert {url.partition("?")[0] for url in asked} == {desk.address, f"{desk.address}check"}


def test_files_dropped_together_are_compared(desk: web.Desk, page: Any, tmp_path: Path) -> None:
    files = {
        "a.txt": beside.plan(),
        "b.txt": beside.report(beside.EARLIER, "31-mar.-24"),
        "c.txt": beside.report(beside.LATER),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    page.goto(desk.address)
    page.set_input_files("#files", [tmp_path / name for name in files])
    page.wait_for_function(DONE)
    said = page.locator("#results li").nth(2).locator(".compared").all_text_contents()
    assert [one.partition(":")[0] for one in said] == [
        "Comparado con a.txt (POA aprobado)",
        "Comparado con b.txt (corte 31 de marzo de 2024)",
    ]
    assert page.locator("#results li").nth(0).locator(".compared").text_content().startswith("No tiene FECHA")
    page.evaluate(browsers.axe())
    assert page.evaluate(browsers.AXE) == []
    better = beside.report(beside.LATER).replace("PAVIMENTAR CALLES", "ATENDER QUEJAS DE VECINOS")
    (tmp_path / "d.txt").write_text(better, encoding="utf-8")
    page.set_input_files("#files", [tmp_path / "d.txt"])
    page.wait_for_function(DONE)
    names = page.locator("#results .name").all_text_contents()
    assert names == ["a.txt", "b.txt", "d.txt"], "the corrected report takes the place of what it was"
    card = page.locator("#results li").nth(2)
    assert card.locator(".compared").count() == 2, "it is compared with what the first one was compared with"
    assert card.locator(".again").text_content().startswith("Frente al que soltó antes (c.txt):")


def test_a_corrected_report_says_what_was_met(desk: web.Desk, page: Any, tmp_path: Path) -> None:
    text = SEED.read_text(encoding="utf-8")
    (tmp_path / "informe.txt").write_text(text.replace("31/03/2024", "31-mar.-24"), encoding="utf-8")
    page.goto(desk.address)
    page.set_input_files("#files", [tmp_path / "informe.txt"])
    page.wait_for_function(DONE)
    page.get_by_role("button", name="Ver qué corregir").click()
    fixed = page.evaluate("atob(poaLint.answers()[0].fixed)").encode("latin-1")
    (tmp_path / "corregido.txt").write_bytes(fixed)
    page.set_input_files("#files", [tmp_path / "corregido.txt"])
    page.wait_for_function(DONE)
    assert page.locator("#results .name").all_text_contents() == ["corregido.txt"]
    met = page.locator("#results details.met")
    met.locator("summary").click()
    assert met.locator("p:visible").count() == len(page.evaluate("poaLint.answers()[0].previous.met")) > 0
    assert page.locator("#shown h2").text_content() == "corregido.txt", "what is open follows"
    page.evaluate(browsers.axe())
    assert page.evaluate(browsers.AXE) == []
    page.click("#language")
    page.wait_for_function(DONE)
    assert page.locator(".again").text_content().startswith("Beside the one dropped before (informe.txt):")
