"""The served page in a browser: files are dropped, shown and saved, in both languages, with nothing asked of others."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from poa_lint.core.words import words
from poa_lint.servers import answer, web
from tests import browsers
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
    assert page.locator(".verdict").all_text_contents() == ["CORRECT (CORREGIR)", "COULD NOT BE CHECKED"]
    assert page.locator("h1").text_content() == words("en", "page")("title")
    assert {url.partition("?")[0] for url in asked} == {desk.address, f"{desk.address}check"}
