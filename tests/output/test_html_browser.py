"""The page in browsers: no faults of accessibility, all by keyboard, without script, on paper, and no request."""

import re
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from poa_lint import lint, render
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.output.html import parts
from tests import browsers, places

pytest.importorskip("playwright")
pytest.importorskip("axe_playwright_python")
needs_chromium = pytest.mark.skipif(browsers.CHROMIUM is None, reason="no Chromium here")
needs_firefox = pytest.mark.skipif(browsers.FIREFOX is None, reason="no Firefox here")
SEED = places.SEED.read_bytes()
TEXT = SEED.decode()
STARTS = [found.start() for found in re.finditer("GOBIERNO DE MEXICALI", TEXT)]
FIRST, LAST = TEXT[: STARTS[1]], TEXT[STARTS[-1] :]
OPEN = "() => { for (const each of document.querySelectorAll('details')) each.open = true; }"
VISIBLE = """() => [...document.querySelectorAll('.item')].filter((each) => each.checkVisibility()).length"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the seed's first and last units, and one in English of several files, a hostile one among them."""
    folder = tmp_path_factory.mktemp("pages")
    nasty = '"><img src=http://x.invalid/a onerror=alert(1)><script>alert(1)</script>'
    hostile = write([Page(metas=(Row(texto=f"100.- {nasty}", observaciones=nasty, meta_anual="5"),))])
    several = lint(LAST, hostile, b"%PDF-1.7", keep=True, language="en")
    (folder / "page.html").write_text(render(lint(FIRST + LAST, keep=True), "html"), encoding="utf-8")
    (folder / "several.html").write_text(render(several, "html", language="en", day="2024-04-15"), encoding="utf-8")
    return folder


@needs_chromium
@pytest.mark.parametrize(("name", "scheme", "wide"), [("page", "light", 1366), ("several", "dark", 390)])
def test_no_fault_of_accessibility_no_request_no_script_of_others(
    pages: Path, chromium: Any, name: str, scheme: str, wide: int
) -> None:
    with chromium.new_context(color_scheme=scheme, viewport={"width": wide, "height": 900}) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: asked.append(message.text))
        page.on("dialog", lambda dialog: asked.append(dialog.message))
        page.goto((pages / f"{name}.html").as_uri())
        page.evaluate(OPEN)
        assert asked == [(pages / f"{name}.html").as_uri()]
        assert page.evaluate("document.documentElement.scrollWidth") <= wide
        page.evaluate(browsers.axe())
        assert page.evaluate(browsers.AXE) == []


@needs_chromium
def test_filters_hide_and_bring_back(pages: Path, chromium: Any) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto((pages / "page.html").as_uri())
        page.get_by_role("button", name="Filtrar").click()
        shown = page.locator("output")
        assert (page.evaluate(VISIBLE), shown.text_content()) == (29, "29 de 29 hallazgos")
        page.uncheck("input[value=info]")
        assert (page.evaluate(VISIBLE), shown.text_content()) == (21, "21 de 29 hallazgos")
        page.select_option("select[name=rule]", "POA301")
        assert (page.evaluate(VISIBLE), shown.text_content()) == (1, "1 de 29 hallazgos")
        assert page.locator(".mark:visible").count() == 1
        page.select_option("select[name=rule]", "")
        page.select_option("select[name=unit]", "f1u2")
        assert (page.evaluate(VISIBLE), shown.text_content()) == (11, "11 de 29 hallazgos")
        page.select_option("select[name=unit]", "")
        page.check("input[value=info]")
        assert page.evaluate(VISIBLE) == 29


@needs_chromium
def test_the_first_screen_has_the_first_error_beside_its_cell(pages: Path, chromium: Any) -> None:
    with chromium.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto((pages / "page.html").as_uri())
        first, row = page.locator("details.f[open]"), page.locator("tr.goal.bad").first
        assert first.count() == 1
        assert row.bounding_box()["y"] < first.bounding_box()["y"] < 800
        assert page.locator("tr.goal:visible:not(.bad), .item:visible, .chart:visible").count() == 0
        page.check("input[value=told]")
        assert page.locator("tr.goal:visible:not(.told)").count() == 0
        page.check("input[value=all]")
        assert page.locator("tr.goal:visible").count() == page.locator("tr.goal").count()


@needs_chromium
@pytest.mark.parametrize("wide", [1280, 375])
def test_one_error_after_the_other_by_a_key_or_the_button_and_ticked_off(pages: Path, chromium: Any, wide: int) -> None:
    focused = "() => document.activeElement.parentElement.querySelector('.body')?.id"
    with chromium.new_context(viewport={"width": wide, "height": 800}) as context:
        page = context.new_page()
        page.goto((pages / "page.html").as_uri())
        errors = page.evaluate("() => [...document.querySelectorAll('.f.error .body')].map((each) => each.id)")
        walked = []
        for _ in errors:
            page.keyboard.press("F8")
            walked.append(page.evaluate(focused))
            box = page.locator(":focus").bounding_box()
            bar = page.locator("#steps").bounding_box()
            assert 0 <= box["y"] < bar["y"], walked
        assert walked == [*errors[1:], errors[0]]
        page.keyboard.press("Shift+F8")
        assert page.evaluate(focused) == errors[-1]
        page.get_by_role("button", name="Siguiente").click()
        assert page.evaluate(focused) == errors[0]
        assert page.locator("details.f[open]").count() == 1
        page.check("#steps input")
        assert page.locator("#steps .ticked").text_content() == f"1 de {len(errors)} corregidos"
        assert page.locator("details.ticked .body").get_attribute("id") == errors[0]
        page.keyboard.press("F8")
        assert not page.is_checked("#steps input")
        page.keyboard.press("Shift+F8")
        page.uncheck("#steps input")
        assert page.locator("#steps .ticked").text_content() == f"0 de {len(errors)} corregidos"


@needs_chromium
def test_a_jump_to_what_is_not_shown_shows_all(pages: Path, chromium: Any) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto((pages / "page.html").as_uri())
        hidden = page.locator(".entry:not(.bad) dd[id]").first.get_attribute("id")
        page.goto((pages / "page.html").as_uri() + f"#{hidden}")
        page.locator(f"#{hidden}").wait_for(state="visible")
        assert page.is_checked("input[value=all]")


@needs_chromium
def test_the_keyboard_reaches_every_finding(pages: Path, chromium: Any) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto((pages / "page.html").as_uri())
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.is_checked("input[value=bad]"), "the main part is no finding that is hidden"
        page.check("input[value=all]")
        reached = set()
        for _ in range(600):
            page.keyboard.press("Tab")
            found = page.evaluate(
                "() => { const at = document.activeElement;"
                "return at.parentElement?.matches('.f') ? at.nextElementSibling.id : at.tagName }"
            )
            if found == "BODY":
                break
            reached.add(found)
        assert {f"f1h{number}" for number in range(1, 30)} <= reached


@needs_chromium
def test_a_mark_opens_its_finding_without_any_script(pages: Path, chromium: Any) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((pages / "page.html").as_uri())
        mark = page.locator("td .mark.warning").first
        told = page.locator(mark.get_attribute("href"))
        assert not told.is_visible()
        mark.click()
        told.wait_for(state="visible")
        assert not page.locator("form:visible, #steps:visible").count()
        assert not page.locator(".copy").first.is_visible()


@needs_chromium
def test_a_listed_finding_is_opened_and_a_note_is_copied(pages: Path, chromium: Any) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto((pages / "page.html").as_uri())
        page.check("input[value=all]")
        link = page.locator("li.item.warning > a").first
        link.click()
        assert page.locator(f"#{link.get_attribute('data-opens')}").is_visible()
        page.locator(".f", has=page.locator(".copy")).first.locator("summary").click()
        page.locator(".copy").first.click()
        page.get_by_text("Copiado").wait_for()


@needs_chromium
def test_on_letter_paper_it_is_the_acknowledgement(pages: Path, chromium: Any) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto((pages / "page.html").as_uri())
        printed = pdfium.PdfDocument(page.pdf(prefer_css_page_size=True))
    text = "\n".join(sheet.get_textpage().get_text_bounded() for sheet in printed)
    assert {tuple(map(round, sheet.get_size())) for sheet in printed} == {(612, 792)}
    assert len(printed) <= 3
    assert "Acuse de revisión" in text
    assert sha256((FIRST + LAST).encode()).hexdigest() in text
    assert "Los trimestres programan 1 y la META ANUAL es 2" in text
    assert "Imprimir" not in text
    assert "METAS Y ACCIONES\nUNIDAD DE MEDIDA" not in text


@pytest.fixture(scope="module")
def long(pages: Path) -> Path:
    """A page of forty units that is treated as a very long one: its tables are texts until somebody comes near."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(parts, "LONG", 10)
        units = [
            Page(unidad=(str(101 + unit), f"GERENCIA {unit}"), metas=(Row(meta_anual="5"),) * 3) for unit in range(40)
        ]
        html = render(lint(write(units), keep=True), "html")
    (pages / "long.html").write_text(html, encoding="utf-8")
    return pages / "long.html"


WALKED = """() => [document.activeElement.parentElement.querySelector('.body').id,
  document.querySelector('#steps .at').textContent,
  [...document.querySelectorAll('.held')].filter((each) => !each.querySelector('tr, li')).length]"""


@needs_chromium
def test_of_a_very_long_page_there_are_elements_where_somebody_is(long: Path, chromium: Any) -> None:
    errors = re.findall(r'<details class="f error".*?<div class="body" id="(\w+)"', long.read_text("utf-8"), re.DOTALL)
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(long.as_uri())
        held = page.locator(".held").count()
        page.keyboard.press("F8")
        assert page.evaluate(WALKED)[:2] == [errors[1], f"2 de {len(errors)}"]
        page.check("#steps input")
        page.keyboard.press("Shift+F8")
        page.keyboard.press("Shift+F8")
        at, place, empty = page.evaluate(WALKED)
        assert (at, place) == (errors[-1], f"{len(errors)} de {len(errors)}")
        assert held / 2 < empty < held
        assert page.locator(f"#{errors[1]}").count() == 0
        page.keyboard.press("F8")
        page.keyboard.press("F8")
        assert page.evaluate(WALKED)[0] == errors[1]
        assert page.is_checked("#steps input")
        assert page.locator("details.ticked .body").get_attribute("id") == errors[1]


@needs_chromium
def test_a_very_long_page_has_no_fault_of_accessibility(long: Path, chromium: Any) -> None:
    with chromium.new_context(viewport={"width": 375, "height": 800}) as context:
        page = context.new_page()
        page.goto(long.as_uri())
        page.check("input[value=all]")
        assert page.evaluate("document.documentElement.scrollWidth") <= 375
        page.evaluate(browsers.axe())
        assert page.evaluate(browsers.AXE) == []


@needs_chromium
def test_a_jump_a_filter_and_a_search_reach_all_of_a_very_long_page(long: Path, chromium: Any) -> None:
    text = long.read_text("utf-8").partition("<script>")[0]
    rules = Counter(re.findall(r'<details class="f \w+" data-s="\w+" data-r="(\w+)"', text))
    last = re.findall(r'<tr class="goal[^>]*id="(\w+)"', text)[-1]
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(f"{long.as_uri()}#{last}")
        page.wait_for_function(f"() => document.getElementById('{last}')?.getBoundingClientRect().y < innerHeight")
        page.get_by_role("button", name="Filtrar").click()
        page.select_option("select[name=rule]", "POA101")
        shown = f"{rules['POA101']} de {rules.total()} hallazgos"
        assert page.locator("output").text_content() == shown != f"{rules.total()} de {rules.total()} hallazgos"
        page.get_by_role("button", name="Cargar todo").click()
        assert page.locator("details.f").count() == rules.total()
        assert not page.locator("#long").is_visible()


@needs_chromium
def test_a_very_long_page_without_its_script_and_on_paper(long: Path, chromium: Any) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(long.as_uri())
        assert page.locator("tr.goal").last.is_visible()
        assert not page.locator("#long").is_visible()
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(long.as_uri())
        page.evaluate("() => { dispatchEvent(new Event('beforeprint')) }")
        printed = pdfium.PdfDocument(page.pdf(prefer_css_page_size=True))
    text = "\n".join(sheet.get_textpage().get_text_bounded() for sheet in printed)
    assert text.count("y la META ANUAL es 5") == 120


@needs_firefox
def test_firefox_walks_a_very_long_page(long: Path, tmp_path: Path) -> None:
    pytest.importorskip("websocket")
    with browsers.firefox(tmp_path) as firefox:
        firefox.open(long)
        firefox.evaluate("() => document.querySelector('#steps [value=\"-1\"]').click()")
        at, place, empty = firefox.evaluate(WALKED)
        assert place.split(" de ")[0] == place.split(" de ")[1]
        assert empty > 10
        assert firefox.evaluate(f"() => document.getElementById('{at}').checkVisibility()")


@needs_firefox
def test_firefox_shows_the_same(pages: Path, tmp_path: Path) -> None:
    pytest.importorskip("websocket")
    with browsers.firefox(tmp_path) as firefox:
        firefox.open(pages / "page.html", "#f1h2")
        assert firefox.evaluate("() => document.getElementById('f1h2').checkVisibility()")
        assert firefox.evaluate(VISIBLE) == 29
        firefox.evaluate("() => document.querySelector('input[value=info]').click()")
        assert firefox.evaluate(VISIBLE) == 21
        firefox.evaluate("() => document.querySelector('input[value=info]').click()")
        firefox.evaluate(OPEN)
        firefox.evaluate("() => {" + browsers.axe() + "}")
        assert firefox.evaluate(browsers.AXE) == []
