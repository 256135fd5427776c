"""The page of a year of reports: every unit once, every jump arrives, nothing asked for, nothing hidden."""

import re
from collections import Counter

import pytest

from poa_lint.core.records import replace
from poa_lint.core.words import words
from poa_lint.output import View
from poa_lint.output.webpage import digest
from poa_lint.output.year.model import Risk, Summary, Year
from poa_lint.output.year.page import names, render
from tests.output import summaries
from tests.output.markup import Document, Element

NASTY = '"><img onerror=alert(1) src=x> <script>alert(1)</script> {{ 7*7 }} \u202eabc\u200f \x1b[31m'
SEEN = '"><img onerror=alert(1) src=x> <script>alert(1)</script> {{ 7*7 }} \\u202eabc\\u200f \\x1b[31m'


def linked(summary: Summary) -> dict[str, str]:
    return names.links(names.names(summaries.all_digests(summary.years)), "", "paginas")


def page(summary: Summary, language: str = "es", day: str = "", links: dict[str, str] | None = None) -> Document:
    return Document(render(summary, words(language), View(day=day), linked(summary) if links is None else links))


def rows(document: Document, table: str) -> list[Element]:
    """The rows of the bodies of all tables of a kind."""
    found = [
        each
        for each in document.all("tr")
        if each.inside("tbody") and table in _table(each).attributes.get("class", "").split()
    ]
    assert found
    return found


def _table(element: Element) -> Element:
    while element.tag != "table":
        assert element.parent is not None
        element = element.parent
    return element


def cells(document: Document, row: Element) -> list[str]:
    return [each.text for each in document.elements if each.parent is row]


def names_of(document: Document) -> set[str]:
    counted = Counter(each.attributes["id"] for each in document.elements if "id" in each.attributes)
    assert max(counted.values()) == 1
    return set(counted)


@pytest.fixture(scope="module")
def small() -> Document:
    return page(summaries.small())


def test_each_unit_stands_once_with_a_cell_for_each_period(small: Document) -> None:
    assert [cells(small, row) for row in rows(small, "units")] == [
        ["310/101 DIRECCION DE INGRESOS", "SIN OBSERVACIONES", "JUSTIFICAR12", "CORREGIR3211", "9 de 11 1 en riesgo"],
        ["310/102 CATASTRO", "REVISAR2y 1 informe más", "Falta informe", "NO SE PUDO REVISAR1", "9 de 10"],
        ["310/103 ARCHIVO MUNICIPAL", "Falta informe", "Falta informe", "Falta informe", ""],
        ["999/1 UNIDAD DE NADIE no se esperaba", "", "SIN OBSERVACIONES", "", ""],
    ]


def test_counts_of_findings_are_told_in_words_too(small: Document) -> None:
    told = [each.attributes["aria-label"] for each in small.all("span", class_="n")]
    assert told[:3] == ["1 error, 2 notas", "3 errores, 2 avisos, 1 nota, 1 dispensado", "2 avisos"]


def test_the_first_screen_says_what_came_and_what_to_do_first(small: Document) -> None:
    assert small.one("p", class_="big").text == "Llegaron 5 de 9 informes esperados"
    assert small.one("p", class_="also").text == (
        "4 unidades · 1 sin ningún informe · 1 informe de una unidad que no se esperaba"
    )
    assert [each.text for each in small.all("li") if each.inside("ol")] == [
        "Pida otra vez 1 archivo que no se pudo leer notas.docx",
        "Abra 1 informe que no se pudo revisar, o pídalo en otro archivo 310/102",
        "Pida 4 informes que faltan 310/102, 310/103",
        "Devuelva 1 informe para que lo corrijan 310/101",
        "Pida las observaciones que faltan en 1 informe 310/101",
        "Revise los avisos de 1 informe 310/102",
        "Pregunte por 1 meta que va muy abajo o muy arriba de lo programado 310/101",
        "Confirme cuál informe vale: 1 unidad entregó dos del mismo periodo 310/102",
    ]
    assert [cells(small, row) for row in rows(small, "counts")] == [
        ["NO SE PUDO REVISAR", "0", "0", "1", "1"],
        ["CORREGIR", "0", "0", "1", "1"],
        ["JUSTIFICAR", "0", "1", "0", "1"],
        ["REVISAR", "1", "0", "0", "1"],
        ["SIN OBSERVACIONES", "1", "1", "0", "2"],
        ["Falta informe", "1", "2", "1", "4"],
        ["Metas alcanzadas", "95 %19 de 20", "85 %18 de 21", "72 %8 de 11", ""],
    ]


def test_a_step_about_many_units_names_the_first() -> None:
    year = [summaries.row(summaries.digest(f"{at}.txt", ("1", str(at), "U"), summaries.REVIEW)) for at in range(5)]
    document = page(summaries.summary(Year(2025, ("T1",), tuple(year))))
    (step,) = [each for each in document.all("li") if each.inside("ol")]
    assert step.text == "Revise los avisos de 5 informes 1/0, 1/1, 1/2 y 2 más"
    assert document.one("p", class_="big").text == "5 informes", "nobody says which have to come"


def test_names_are_unique_and_every_jump_arrives() -> None:
    document = page(replace(summaries.small(), years=(*summaries.small().years, *summaries.large(3).years)))
    names = names_of(document)
    jumps = [each.attributes["href"] for each in document.elements if each.attributes.get("href", "").startswith("#")]
    labels = [
        each.attributes[name] for each in document.elements for name in ("aria-labelledby",) if name in each.attributes
    ]
    assert len(jumps) > 40
    assert {*(jump[1:] for jump in jumps), *labels} <= names


def test_every_cell_links_to_the_page_of_its_report(small: Document) -> None:
    outward = [each.attributes["href"] for each in small.all("a") if not each.attributes["href"].startswith("#")]
    assert all(re.fullmatch(r"paginas/[\w.%-]+\.html", one) for one in outward)
    corrected = next(each for each in small.all("a") if each.text == "REVISAR" and each.inside("td"))
    assert corrected.attributes["href"] == "paginas/310-102-t1.html"
    assert not [each for each in page(summaries.small(), links={}).all("a") if each.attributes["href"][0] != "#"]


def test_progress_is_counts_of_goals_and_a_trend_in_words(small: Document) -> None:
    first, second, third = rows(small, "progress")
    assert cells(small, first) == [
        "310/101 DIRECCION DE INGRESOS", "T3", "", "4", "7", "0", "0", "1", "72 %8 de 11", "",
    ]  # fmt: skip
    assert cells(small, second)[-2] == "—", "none of its goals can be measured"
    assert cells(small, third)[0] == "999/1 UNIDAD DE NADIE"
    trends = small.all("svg", class_="trend")
    assert [each.attributes["aria-label"] for each in trends] == [
        "T1: 100 %, SIN OBSERVACIONES; T2: 81 %, JUSTIFICAR; T3: 72 %, CORREGIR",
        "T1: 90 %, REVISAR; T3: NO SE PUDO REVISAR",
        "T2: 90 %, SIN OBSERVACIONES",
    ]
    marks = [each.attributes["href"] for each in small.all("use") if each.parent is trends[0]]
    assert marks == ["#g66", "#m4", "#m2", "#m1"]
    bar = small.all("svg", class_="stack")[0]
    parts = [(each.attributes["class"], each.attributes["width"]) for each in small.all("rect") if each.parent is bar]
    assert parts == [("under", "80"), ("even", "140"), ("unread", "20")]


def test_a_goal_at_risk_has_both_forecasts(small: Document) -> None:
    risk = small.one("div", class_="goals")
    assert risk.attributes["id"] == "y1u1r"
    assert "Meta 102 CELEBRAR SESIONES DEL CONSEJO" in risk.text
    assert (
        "Si se cumple lo que falta llega a 6 (2 + 4) y al ritmo actual a 5 (8 × 2 ÷ 3), de una META ANUAL" in risk.text
    )
    (flagged,) = [each for each in rows(small, "units") if each.attributes.get("class") == "risky"]
    assert flagged.attributes["id"] == "y1u1"


def test_reports_of_the_same_unit_and_period_are_told(small: Document) -> None:
    told = [each.text for each in small.all("li") if each.parent and each.parent.attributes.get("class") == "reports"]
    assert told == [
        "REVISAR T1/310-102 corregido.xlsx · 31 de marzo de 2025 cuenta",
        "CORREGIR T1/310-102.xlsx · 30 de marzo de 2025",
    ]


def test_the_verdict_beside_another_report_is_that_of_the_unit() -> None:
    whole = summaries.digest("dos unidades.txt", verdict=summaries.CORRECT)
    whole = replace(whole, units=(summaries.digest("").units[0],))
    own = replace(summaries.row(whole), entries={"T1": summaries.entry(whole, summaries.digest("otra.txt"))})
    document = page(summaries.summary(Year(2025, ("T1",), (own,))))
    told = [
        each.text for each in document.all("li") if each.parent and each.parent.attributes.get("class") == "reports"
    ]
    assert told[0].startswith("SIN OBSERVACIONES dos unidades.txt")


def test_units_without_a_report_are_named_by_period(small: Document) -> None:
    heads = [each.text for each in small.all("h4")][:3]
    assert heads == ["T1 ene-mar · 1 unidad", "T2 abr-jun · 2 unidades", "T3 jul-sep · 1 unidad"]
    named = [each.text for each in small.all("li") if each.parent and each.parent.attributes.get("class") == "names"]
    assert named[1:3] == ["310/102 CATASTRO", "310/103 ARCHIVO MUNICIPAL no ha entregado ninguno"]


def test_rules_files_and_what_was_not_checked(small: Document) -> None:
    assert [cells(small, row) for row in rows(small, "rules")] == [
        ["POA301 desviacion-sin-observacion", "6", "", "3"],
        ["POA101 suma-trimestral", "2", "", "2"],
    ]
    bars = [
        each.attributes["width"]
        for each in small.all("rect")
        if each.parent and each.parent.attributes["class"] == "bar"
    ]
    assert bars == ["240", "80"]
    assert [cells(small, row)[0] for row in rows(small, "files")] == ["T3/310-102.pdf", "T3/310-101.xlsx"]
    (file,) = [each.text for each in small.all("li") if "notas.docx" in each.text and not each.inside("ol")]
    assert file == "NO SE PUDO REVISAR notas.docx: el archivo está dañado"
    assert (
        len([each for each in small.all("p") if "puede ser de una unidad que aquí figura sin informe" in each.text])
        == 2
    )
    assert "T4: no existe ese archivo" in small.one("p", class_="notice").text
    assert "Sin revisar: 2 archivos ocultos." in small.one("footer").text


def test_several_years_have_a_section_each() -> None:
    one, other = summaries.small().years[0], summaries.large(3).years[0]
    unknown = Year(None, ("",), (summaries.row(summaries.digest("a.txt", year=None, period="")),))
    document = page(summaries.summary(replace(one, ejercicio=2024), other, unknown))
    assert document.one("h1").text == "Resumen de informes 2024, 2025"
    assert [each.text for each in document.all("a") if each.inside("nav")] == [
        "Ejercicio 2024", "Ejercicio 2025", "Sin ejercicio",
    ]  # fmt: skip
    assert len(document.all("section", class_="year")) == 3
    assert len(document.all("form")) == 1
    assert len(rows(document, "units")) == 4 + 3 + 1
    assert "sin periodo" in document.one("section", id="y3").text


def test_months_beside_quarters() -> None:
    monthly = summaries.digest("m.txt", ("1", "1", "MENSUAL"), period="M04")
    year = Year(2025, ("M04", "T1"), (summaries.row(monthly), summaries.row(summaries.digest("t.txt"))))
    document = page(summaries.summary(year))
    assert [each.text for each in document.all("th", class_="period")] == ["M04 abril", "T1 ene-mar"]
    assert [cells(document, row)[1:3] for row in rows(document, "units")] == [
        ["SIN OBSERVACIONES", ""], ["", "SIN OBSERVACIONES"],
    ]  # fmt: skip


def test_ramos_are_told_where_there_are_several() -> None:
    two = [summaries.row(summaries.digest(f"{ramo}.txt", ramo=ramo)) for ramo in ("07", "08")]
    document = page(summaries.summary(Year(2025, ("T1",), tuple(two))))
    assert [cells(document, row)[0][:17] for row in rows(document, "units")] == [
        "ramo 07 · 310/101",
        "ramo 08 · 310/101",
    ]


def test_it_asks_for_nothing_and_its_policy_knows_its_style_and_script() -> None:
    text = render(summaries.small(), words("es"), View(), linked(summaries.small()))
    document = Document(text)
    policy = document.one("meta", **{"http-equiv": "Content-Security-Policy"}).attributes["content"]
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)
    assert style is not None
    assert script is not None
    assert f"style-src '{digest(style[1])}'; script-src '{digest(script[1])}'" in policy
    assert policy.startswith("default-src 'none';")
    assert not re.search(r"https?:|url\(|@import", text)
    outward = {"src", "srcset", "action", "formaction", "data", "poster", "style"}
    assert not [each.attributes for each in document.elements if outward & set(each.attributes)]
    assert not [name for each in document.elements for name in each.attributes if name.startswith("on")]


def test_what_reports_say_is_text() -> None:
    risk = Risk(NASTY, NASTY, "POA930", NASTY)
    unit = (NASTY, NASTY, NASTY)
    both = (
        summaries.digest(NASTY, unit, period=NASTY, risks=(risk,)),
        summaries.digest(f"{NASTY}2", unit, period=NASTY),
    )
    own = replace(summaries.row(both[0], planned=NASTY), entries={NASTY: summaries.entry(*both)})
    silent = summaries.row(unit=unit, planned=NASTY, missing=(NASTY,))
    year = Year(2025, (NASTY,), (own, silent))
    summary = summaries.summary(year, worst=both, apart=both, notices=((NASTY, NASTY),))
    document = page(summary)
    assert not document.all("img")
    assert len(document.all("script")) == 1
    whole = document.one("main").text
    assert whole.count(SEEN) > 20
    shown = "".join("".join(each.words) + "".join(each.attributes.values()) for each in document.elements)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200f\x1b]", shown)
    names_of(document)


def test_english() -> None:
    document = page(summaries.small(), "en", "2025-11-03")
    assert document.one("html").attributes["lang"] == "en"
    assert document.one("p", class_="big").text == "5 of 9 expected reports received"
    assert "3 November 2025" in document.one("header").text
    assert [each.text for each in document.all("th", class_="period")] == ["T1 Jan-Mar", "T2 Apr-Jun", "T3 Jul-Sep"]


def test_a_goal_far_above_what_was_programmed_is_told_apart_from_those_at_risk() -> None:
    above = Risk("103", "ATENDER SOLICITUDES", "POA932", "más del 110% las dos veces")
    told = [
        summaries.digest(f"{at}.txt", ("1", str(at), "U"), risks=risks)
        for at, risks in enumerate(((summaries.RISK, above), (above,), ()))
    ]
    year = Year(2025, ("T1",), tuple(map(summaries.row, told)))
    document = page(summaries.summary(year))
    assert [cells(document, row)[-1] for row in rows(document, "units")] == [
        "9 de 10 1 en riesgo 1 muy arriba",
        "9 de 10 1 muy arriba",
        "9 de 10",
    ]
    assert [each.attributes.get("class", "") for each in rows(document, "units")] == ["risky", "", ""]
    titles = [each.text for each in document.all("h3") if each.text.startswith("Metas ")]
    assert titles == ["Metas en riesgo", "Metas muy arriba de lo programado"]


def test_the_step_about_goals_arrives_where_none_is_at_risk() -> None:
    above = Risk("103", "ATENDER SOLICITUDES", "POA932", "más del 110% las dos veces")
    year = Year(2025, ("T1",), (summaries.row(summaries.digest("a.txt", risks=(above,))),))
    document = page(summaries.summary(year))
    (step,) = [each for each in document.all("a") if each.text.startswith("Pregunte")]
    assert step.attributes["href"].removeprefix("#") in names_of(document)


def test_nothing_to_do_and_nothing_at_all() -> None:
    sound = Year(2025, ("T1",), (summaries.row(summaries.digest("a.txt")),))
    text = page(summaries.summary(sound)).one("main").text
    assert "No hay nada que pedir ni que corregir." in text
    assert "Entregue el acuse de 1 informe sin observaciones." in text
    empty = page(summaries.summary())
    assert empty.one("h1").text == "Resumen de informes"
    assert not empty.all("table")


def test_a_thousand_reports_are_a_page_of_less_than_a_megabyte() -> None:
    summary = summaries.large(250)
    text = render(summary, words("es"), View(), linked(summary))
    assert len(text.encode()) < 1_000_000
    codes = re.findall(r'<tr id="y1u\d+"[^>]*><th scope="row"><span class="code">(.*?)</span>', text)
    assert codes == [f"{row.programa}/{row.unidad}" for row in summary.years[0].rows]


def test_what_could_not_be_read_is_asked_for_once_and_a_plan_is_no_such_file() -> None:
    lost = replace(summaries.digest("T2/x.pdf", verdict=summaries.UNREAD), unread=True, reason="es un <escaneo>")
    plan = summaries.digest("POA.xlsx")
    years = [Year(year, ("T1",), (summaries.row(summaries.digest(f"{year}.txt", year=year)),)) for year in (2024, 2025)]
    document = page(summaries.summary(*years, worst=(lost,), apart=(lost, plan)))
    (step,) = [each for each in document.all("li") if each.inside("ol")]
    assert step.text == "Pida otra vez 1 archivo que no se pudo leer T2/x.pdf"
    assert [each.text for each in document.all("li") if "escaneo" in each.text] == [
        "NO SE PUDO REVISAR T2/x.pdf: es un <escaneo>"
    ]
    files = [cells(document, row)[0] for row in rows(document, "files")]
    assert files == ["T2/x.pdf es un <escaneo>", "POA.xlsx"], "those with findings, then those that report nothing"


def test_a_goal_without_a_figure_is_told_beside_the_forecast() -> None:
    first = summaries.digest("1.txt", forecast=(2, 2))
    first = replace(first, units=(replace(first.units[0], unforeseen=15),))
    (row,) = rows(page(summaries.summary(Year(2025, ("T1",), (summaries.row(first),)))), "units")
    assert row.text.endswith("2 de 2 15 sin dato")


def test_reports_in_the_wrong_folder_are_a_step_and_a_list() -> None:
    year = Year(2025, ("T1",), (summaries.row(summaries.digest("T3/a.txt")),), {"T1": ("T3/a.txt",)})
    document = page(summaries.summary(year))
    (step,) = [each.text for each in document.all("li") if each.inside("ol")]
    assert step == "Revise la FECHA o el lugar de 1 informe que no es del periodo de su carpeta T3/a.txt"
    assert "y1-strays" in names_of(document)
    assert len([each for each in document.all("li") if each.text == "T3/a.txt"]) == 1
