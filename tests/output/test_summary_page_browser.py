"""The page of a year in a browser: no faults of accessibility, filters and sorting by keyboard, and on paper."""

from pathlib import Path
from typing import Any

import pytest

from poa_lint.core.records import replace
from poa_lint.core.words import words
from poa_lint.output import View
from poa_lint.output.year.page import names, render
from tests import browsers
from tests.output import summaries

pytest.importorskip("playwright")
pytest.importorskip("axe_playwright_python")
pytestmark = pytest.mark.skipif(browsers.CHROMIUM is None, reason="no Chromium here")
SHOWN = """(table) => [...document.querySelectorAll(`table.${table} tbody tr`)]
  .filter((row) => row.checkVisibility()).map((row) => row.querySelector('.code').textContent)"""
PERIODS = (
    "() => [...document.querySelectorAll('.period')].filter((one) => one.checkVisibility()).map((one) => one.dataset.p)"
)
FOCUS = "() => document.activeElement.textContent"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small year; two years in English, one of months; a hundred units."""
    folder = tmp_path_factory.mktemp("pages")
    months = summaries.large(4, [f"M{month:02}" for month in range(1, 13)])
    two = replace(months, years=(*summaries.small().years, replace(months.years[0], ejercicio=2026)))
    for name, summary, language in (
        ("small", summaries.small(), "es"),
        ("two", two, "en"),
        ("many", summaries.large(120), "es"),
    ):
        links = names.links(names.names(summaries.all_digests(summary.years)), "", "paginas")
        text = render(summary, words(language), View(), links)
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def small(pages: Path, chromium: Any) -> Any:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto((pages / "small.html").as_uri())
        yield page


@pytest.mark.parametrize(
    ("name", "scheme", "wide"), [("small", "light", 1280), ("two", "dark", 1280), ("two", "light", 375)]
)
def test_no_fault_of_accessibility_no_request_nothing_cut(
    pages: Path, chromium: Any, name: str, scheme: str, wide: int
) -> None:
    with chromium.new_context(color_scheme=scheme, viewport={"width": wide, "height": 800}) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: asked.append(message.text))
        page.goto((pages / f"{name}.html").as_uri())
        assert asked == [(pages / f"{name}.html").as_uri()]
        assert page.evaluate("document.documentElement.scrollWidth") <= wide
        page.evaluate(browsers.axe())
        assert page.evaluate(browsers.AXE) == []


def test_on_a_telephone_the_unit_stays(pages: Path, chromium: Any) -> None:
    with chromium.new_context(viewport={"width": 375, "height": 800}) as context:
        page = context.new_page()
        page.goto((pages / "small.html").as_uri())
        page.evaluate("document.querySelector('#y1-units .scroll').scrollLeft = 200")
        unit = page.locator("#y1u1 > th").bounding_box()
        assert unit["x"] >= 0
        assert unit["width"] < 375 / 2


def test_filters_hide_units_everywhere_and_bring_them_back(small: Any) -> None:
    everyone = ["310/101", "310/102", "310/103", "999/1"]
    said = small.locator("output")
    assert (small.evaluate(SHOWN, "units"), said.text_content()) == (everyone, "4 de 4 unidades")
    small.fill("input[name=text]", "dirección  310/1")
    assert (small.evaluate(SHOWN, "units"), said.text_content()) == (["310/101"], "1 de 4 unidades")
    assert small.evaluate(SHOWN, "progress") == ["310/101"]
    small.fill("input[name=text]", "")
    small.check("input[name=missing]")
    assert small.evaluate(SHOWN, "units") == ["310/102", "310/103"]
    assert not small.locator(".goals").is_visible()
    small.select_option("select[name=period]", "-T1")
    assert small.evaluate(SHOWN, "units") == ["310/103"]
    assert small.evaluate(PERIODS) == ["T1"]
    small.click("button[name=clear]")
    assert (small.evaluate(SHOWN, "units"), small.evaluate(PERIODS)) == (everyone, ["T1", "T2", "T3"])
    small.check("input[name=risk]")
    assert small.evaluate(SHOWN, "units") == ["310/101"]
    small.uncheck("input[name=risk]")
    small.select_option("select[name=verdict]", "v4")
    small.select_option("select[name=period]", "-T2")
    assert small.evaluate(SHOWN, "units") == ["999/1"]


def test_a_step_shows_its_units(small: Any) -> None:
    small.check("input[name=risk]")
    small.click("text=Revise los avisos")
    assert small.evaluate(SHOWN, "units") == ["310/102"]
    assert not small.is_checked("input[name=risk]")


def test_sorting_and_filtering_by_keyboard_alone(small: Any) -> None:
    small.keyboard.press("Tab")
    assert small.evaluate("document.activeElement.className") == "skip"
    for _ in range(60):
        small.keyboard.press("Tab")
        if small.evaluate(FOCUS).startswith("T1"):
            break
    head = small.locator("th[data-p=T1]")
    small.keyboard.press("Enter")
    assert small.evaluate(SHOWN, "units") == ["310/103", "310/102", "310/101", "999/1"], "what is missing stands first"
    assert head.get_attribute("aria-sort") == "ascending"
    small.keyboard.press("Space")
    assert small.evaluate(SHOWN, "units") == ["310/101", "310/102", "310/103", "999/1"], (
        "what is not there, always last"
    )
    assert head.get_attribute("aria-sort") == "descending"
    small.keyboard.press("Tab")
    small.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") is None


def test_numbers_sort_as_numbers(small: Any) -> None:
    small.click("#y1-progress button:has-text('Por debajo')")
    assert small.evaluate(SHOWN, "progress") == ["310/101", "999/1", "310/102"]
    small.click("#y1-progress button:has-text('Alcanzadas')")
    assert small.evaluate(SHOWN, "progress") == ["310/101", "999/1", "310/102"]
    small.click("#y1-progress button:has-text('Unidad')")
    assert small.evaluate(SHOWN, "progress") == ["310/101", "310/102", "999/1"]


def test_without_script_everything_is_read(pages: Path, chromium: Any) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((pages / "small.html").as_uri())
        assert not page.locator("form").is_visible()
        assert not page.locator("output").is_visible()
        assert page.locator("button:visible").count() == 0
        assert page.locator("table.units tbody tr:visible").count() == 4


def test_on_letter_paper_each_sheet_has_the_head_of_its_table(pages: Path, chromium: Any) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto((pages / "many.html").as_uri())
        page.select_option("select[name=verdict]", "v1")
        printed = pdfium.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert {tuple(map(round, sheet.get_size())) for sheet in printed} == {(792, 612)}
    sheets = [sheet.get_textpage().get_text_bounded() for sheet in printed]
    assert "de 120 unidades" in sheets[0], "a table with some of the units says so"
    assert "Buscar unidad" not in "".join(sheets)
    assert sheets[1].startswith("Unidad T1 ene-mar T2 abr-jun T3 jul-sep T4 oct-dic Cierre previsto")
    assert sum(text.count("DEPARTAMENTO") for text in sheets) >= 150, "in the table, in the progress, in the lists"
