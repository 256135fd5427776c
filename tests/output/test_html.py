"""The page a coordinator opens: whole, safe, and every finding on it can be reached (browsers: test_html_browser)."""

import re
from collections import Counter
from pathlib import Path

import pytest

import poa_lint
from poa_lint import Run, lint, render
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.core.records import replace
from poa_lint.core.result import Notice
from poa_lint.output.html import parts
from poa_lint.output.webpage import digest
from tests import places
from tests.output.markup import Document
from tests.places import ROOT
from tests.program import run as command

SEED = places.SEED.read_bytes()


def page(done: Run, language: str = "es", day: str = "") -> Document:
    return Document(render(done, "html", language=language, day=day))


@pytest.fixture(scope="module")
def seed() -> Run:
    return lint(SEED, keep=True)


@pytest.fixture(scope="module")
def shown(seed: Run) -> Document:
    return page(seed)


def one_row(**cells: object) -> str:
    return write([Page(metas=(Row(**cells),))])  # type: ignore[arg-type] # the cells of a sound row


def test_every_finding_is_told_once_and_listed_once(seed: Run, shown: Document) -> None:
    found = seed.files[0].diagnostics
    told = [
        each.text for each in shown.all("summary") if each.parent and "f" in each.parent.attributes["class"].split()
    ]
    items = [each.text for each in shown.all("li", class_="item")]
    assert len(told) == len(items) == len(found)
    for one in found:
        sentence = one.message[0].upper() + one.message[1:]
        assert sum(" ".join(sentence.split()) in each for each in told) >= 1, one.key
    whole = " ".join(each.text for each in shown.all("div", class_="body"))
    assert all(" ".join(one.work.split()) in whole for one in found if one.group != "lectura")


def test_names_are_unique_and_every_jump_arrives(shown: Document) -> None:
    names = Counter(each.attributes["id"] for each in shown.elements if "id" in each.attributes)
    assert max(names.values()) == 1
    jumps = [each.attributes["href"] for each in shown.all("a")]
    assert len(jumps) > 100
    assert {jump.removeprefix("#") for jump in jumps} <= set(names)


def test_a_listed_finding_jumps_to_its_cell(seed: Run, shown: Document) -> None:
    """The quarters of goal 403 do not add up: its META ANUAL is marked, and the finding stands under its row."""
    item = next(each for each in shown.all("li", class_="item") if "Meta 403 · META ANUAL" in each.text)
    jump = next(each for each in shown.all("a") if each.parent is item)
    cell = next(each for each in shown.elements if each.attributes.get("id") == jump.attributes["href"][1:])
    assert (cell.tag, cell.text) == ("td", "error POA101 2")
    assert set(cell.attributes["class"].split()) == {"figure", "marked", "error"}
    told = next(each for each in shown.elements if each.attributes.get("id") == jump.attributes["data-opens"])
    assert told.inside("td")
    assert "Abr-Jun P 1 + Jul-Sep P (vacía)" in told.text


def test_the_first_of_the_gravest_findings_is_open_and_no_other(seed: Run, shown: Document) -> None:
    opened = [each for each in shown.all("details", class_="f") if "open" in each.attributes]
    first = next(one for one in seed.files[0].diagnostics if one.severity.value == "error")
    (told,) = opened
    assert first.message[1:40] in told.text
    assert "error" in told.attributes["class"].split()
    sound = page(lint(one_row(observaciones="Sin novedad."), keep=True))
    assert not [each for each in sound.all("details", class_="f") if "open" in each.attributes]


def test_a_cell_that_a_repair_names_says_what_is_missing(shown: Document) -> None:
    """Goal 100 programmes 3 of 4: three repairs are possible, so each is a question."""
    row = next(each for each in shown.all("tr", class_="goal") if "100. DIRIGIR" in each.text)
    said = [each.text for each in shown.all("span", class_="mend") if each.parent and each.parent.parent is row]
    assert said == ["¿va 2?", "¿va 2?", "¿falta 1?"]


def test_a_cell_of_a_workbook_is_named_where_a_repair_writes() -> None:
    pytest.importorskip("openpyxl")
    document = page(lint(ROOT / "tests" / "data" / "office" / "informe.xlsx", keep=True))
    said = [each.text for each in document.all("span", class_="mend")]
    assert said[:3] == ["G28: ¿va 2?", "I28: ¿va 2?", "K28: ¿falta 1?"]


def test_rows_and_pages_say_what_they_hold(seed: Run, shown: Document) -> None:
    """What is to be corrected is `bad`; a row without findings is neither: the script shows by these words alone."""
    rows = shown.all("tr", class_="goal")
    starts = {one.order[0] for one in seed.files[0].diagnostics if one.severity.value == "error"}
    paper = seed.files[0].paper
    assert paper is not None
    wanted = [meta.span.start in starts for meta in paper.informe.metas]
    assert ["bad" in each.attributes["class"].split() for each in rows] == wanted
    assert True in wanted
    assert False in wanted


def test_each_page_is_its_own_table_with_its_own_columns(seed: Run, shown: Document) -> None:
    tables = shown.all("table", class_="paper")
    assert len(tables) == 5
    heads = [each for each in shown.all("th") if each.attributes.get("scope") == "colgroup" and each.text == "Ene-Mar"]
    assert [each.attributes["colspan"] for each in heads] == ["2"] * 5
    goals = [each for each in shown.all("th", class_="goal") if each.attributes.get("scope") == "row"]
    paper = seed.files[0].paper
    assert paper is not None
    wanted = [" ".join(meta.celdas[1].raw.split()) for meta in paper.informe.metas]
    assert all(words in goal.text for words, goal in zip(wanted, goals, strict=True))
    assert [each.text for each in shown.all("th", class_="lineas")].count("I/A aviso POA004") == 1


def test_a_very_long_page_is_the_same_page_with_its_tables_and_lists_as_texts(
    seed: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a script a browser shows what stands in `noscript`; with it, all of it is one text."""
    short = render(seed, "html")
    monkeypatch.setattr(parts, "LONG", 10)
    long = render(seed, "html")
    held = re.compile(r'<div class="held" data-lines="\d+"><noscript>\n(.*?)\n?</noscript></div>\n', re.DOTALL)
    texts = held.findall(long)
    assert sum(text.count('<details class="f ') for text in texts) > 20
    assert sum(text.count('<tr class="goal') for text in texts) == 25
    assert not any("</noscript" in text or "<script" in text for text in texts)
    note = re.compile(r'<p class="long on-screen".*?</p>\n')
    assert note.search(long)
    blank = re.compile(r"\n+")
    assert blank.sub("\n", note.sub("", held.sub(r"\1\n", long))) == blank.sub("\n", short)


def test_it_asks_for_nothing_and_its_policy_knows_its_style_and_script(seed: Run, shown: Document) -> None:
    text = render(seed, "html")
    policy = shown.one("meta", **{"http-equiv": "Content-Security-Policy"}).attributes["content"]
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)
    assert style is not None
    assert script is not None
    assert policy.startswith("default-src 'none';")
    assert f"style-src '{digest(style[1])}'" in policy
    assert f"script-src '{digest(script[1])}'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?:|url\(|@import", text)
    outward = {"src", "srcset", "action", "formaction", "data", "poster", "style"}
    assert not [each.attributes for each in shown.elements if outward & set(each.attributes)]
    assert not [name for each in shown.elements for name in each.attributes if name.startswith("on")]


def test_what_a_report_says_is_text() -> None:
    nasty = '"><img onerror=alert(1) src=x> <script>alert(1)</script> {{ 7*7 }} \u202eabc\u200f \x1b[31m'
    text = one_row(texto=f"100.- {nasty}", observaciones=nasty, unidad_medida="'\"><b>", meta_anual="5")
    document = page(lint(text.replace("MUNICIPIO", "<i>"), keep=True, name='"><svg onload=x>.txt'))
    assert not document.all("img")
    assert not document.all("b")
    assert not document.all("i")
    assert len(document.all("script")) == 1
    assert not [each for each in document.all("svg") if "onload" in each.attributes]
    goal = document.one("th", class_="goal", scope="row")
    assert '"><img onerror=alert(1) src=x> <script>alert(1)</script> {{ 7*7 }} \\u202eabc\\u200f \\x1b[31m' in goal.text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b]", "".join("".join(each.words) for each in document.elements))


def test_a_cell_of_a_megabyte_is_cut_and_opens() -> None:
    document = page(lint(one_row(observaciones="x" * 1_000_000), keep=True))
    more = document.one("details", class_="more")
    assert more.text.startswith("ver todo: 1,000,000 letras")
    assert more.text.endswith("x" * 999_400)


def test_several_files_have_an_index_and_a_section_each() -> None:
    sound = write([Page()])
    done = lint(SEED, sound, b"%PDF-1.7 broken", Path("no-hay.txt"), keep=True)
    document = page(done)
    sections = [each.attributes["id"] for each in document.all("section", class_="file")]
    rows = [each for each in document.all("a") if each.inside("nav")]
    assert [each.attributes["href"] for each in rows] == [f"#{name}" for name in sections] == ["#f1", "#f2", "#f3"]
    assert "no existe ese archivo" in document.one("p", class_="notice").text
    loose = document.one("li", class_="whole")
    assert "POA007" in loose.text
    names = Counter(each.attributes["id"] for each in document.elements if "id" in each.attributes)
    assert max(names.values()) == 1


def test_english() -> None:
    document = page(lint(SEED, keep=True, language="en"), "en")
    assert document.one("html").attributes["lang"] == "en"
    assert {each.attributes.get("lang") for each in document.all("table", class_="paper")} == {"es"}
    assert {each.attributes.get("lang") for each in document.all("div", class_="beside")} == {"en"}
    assert document.one("p", class_="big").text == "NEEDS CORRECTION (CORREGIR)"


def test_the_acknowledgement_has_what_it_is_about(seed: Run) -> None:
    document = page(seed, day="2024-04-15")
    facts = document.one("dl", class_="facts").text
    assert seed.files[0].sha256 in facts
    assert seed.ruleset in facts
    assert "15 de abril de 2024" in facts
    assert "31 de marzo de 2024" in facts
    unsigned = page(seed).one("dl", class_="facts")
    assert unsigned.text.endswith("Fecha de la revisión")
    assert len(document.one("div", class_="hands").text.split("Firma")) == 3


def test_a_note_has_the_figures_and_leaves_the_cause_to_a_person(shown: Document) -> None:
    note = shown.all("p", class_="text")[0]
    assert note.text == (
        "En Ene-Mar se programó 2 y se realizó 3; desviación +1 (+50%). "
        "Causa: ________. Se repone o se ajusta: ________."
    )
    assert note.attributes["lang"] == "es"


def test_rows_that_moved_and_rows_that_nobody_can_place(shown: Document) -> None:
    displaced = next(each for each in shown.all("span", class_="raws"))
    assert displaced.text.startswith("3.4.1 3.7.2100. DIRIGIR")
    row = "3.4.1\t100.- X Y.\t" + "\t".join("abcdefghijklmnopq")
    text = write([Page()])
    first = next(line for line in text.split("\n") if "\t100.-" in line)
    document = page(lint(text.replace(first, row), keep=True))
    unread = document.one("tr", class_="unread")
    assert unread.text.endswith("abcdefghijklmnopq")


def test_a_table_with_other_columns_shows_its_rows() -> None:
    text = write([Page()]).replace("META ANUAL", "META ANUAL\tOTRA")
    shown = page(lint(text, keep=True))
    assert shown.all("tr", class_="unread") == []


def test_loose_words_stand_where_they_are_in_the_table(shown: Document) -> None:
    assert "Handwritten signature and initials" in shown.one("tr", class_="stray").text


def test_what_is_waived_is_shown_and_not_counted(seed: Run) -> None:
    from poa_lint import Waived

    file = seed.files[0]
    why = Waived("waiver", "Oficio OM-12/2026, anexo 3", "C.P. Ana Ruiz", "2026-12-31")
    waived = replace(file, diagnostics=tuple(replace(one, waived=why) for one in file.diagnostics))
    document = page(replace(seed, files=(waived,)))
    assert document.one("p", class_="big").text == "SIN OBSERVACIONES"
    assert len(document.all("details", class_="waived")) == len(file.diagnostics)
    reasons = [each.text for each in document.all("dd")]
    said = "Oficio OM-12/2026, anexo 3 (hasta 2026-12-31); autoriza: C.P. Ana Ruiz"
    assert reasons.count(said) == len(file.diagnostics)


def test_bars_are_as_long_as_the_figures() -> None:
    row = Row(meta_anual="8", programado=("2", "2", "2", "2"), avance=("3", "", "", ""), absoluto="3", relativo="38%")
    document = page(lint(write([Page(metas=(row,))]), keep=True))
    drawing = document.one("svg", class_="pair")
    assert drawing.attributes["aria-label"] == "programado 2, realizado 3, meta anual 8"
    assert document.one("rect", class_="planned").attributes["width"] == "60"
    assert document.one("rect", class_="achieved").attributes["width"] == "90"
    assert "1 por encima" in document.one("p", class_="states").text


def test_a_goal_in_percent_is_drawn_in_points_where_one_period_is_closed() -> None:
    """Nobody knows how several of its periods add up; one alone is what it is."""
    row = Row(meta_anual="100%", programado=("25%",) * 4, avance=("20%", "", "", ""), absoluto="20%", relativo="20%")
    document = page(lint(write([Page(metas=(row,))]), keep=True))
    assert document.one("svg", class_="pair").attributes["aria-label"] == (
        "programado 25%, realizado 20%, meta anual 100%"
    )
    assert "se programó 25% y se realizó 20%; desviación -5 puntos (-20%)" in document.one("p", class_="text").text
    half = replace(row, avance=("20%", "20%", "", ""))
    later = page(lint(write([Page(metas=(half,), fecha="30-jun.-24")]), keep=True))
    assert later.one("svg", class_="pair").attributes["aria-label"].startswith("programado (sin dato)")
    assert "1 sin dato" in later.one("p", class_="states").text


def test_without_a_date_nothing_is_drawn() -> None:
    document = page(lint(write([Page(fecha="")]), keep=True))
    assert not document.all("svg")


def test_an_office_file_says_the_cell() -> None:
    pytest.importorskip("openpyxl")
    done = lint(ROOT / "tests" / "data" / "office" / "informe.xlsx", keep=True)
    document = page(done)
    sources = [each.text for each in document.all("p", class_="source")]
    assert "POA301 desviacion-sin-observacion · hoja 'UE 101' celda N31" in sources
    listed = [each.text for each in document.all("bdi", class_="origin")]
    assert "hoja 'UE 101' celda N31" in listed  # the list is what is printed


def test_a_run_that_kept_no_report_tells_its_findings_all_the_same(seed: Run) -> None:
    bare = lint(SEED)
    assert bare.files[0].paper is None
    document = page(bare)
    assert not document.all("table", class_="paper")
    assert len(document.all("details", class_="f")) == len(seed.files[0].diagnostics)
    assert page(replace(bare, notices=(Notice("x", "y"),), files=())).one("p", class_="notice").text.endswith("x: y")


def test_the_command_line_writes_it(tmp_path: Path) -> None:
    report, copy = ROOT / "examples" / "cumm-2024-t1" / "informe.txt", tmp_path / "informe.txt"
    copy.write_bytes(SEED)
    done = command(report, "-f", f"html:{tmp_path / 'a.html'}", "-f", "concise", "--today", "2024-04-15")
    assert done.returncode == 1
    assert "15 de abril de 2024" in (tmp_path / "a.html").read_text(encoding="utf-8")
    twice = command(report, copy, "-f", "html", "--jobs", "2")
    assert twice.stdout.decode().count('<table class="paper"') == 10


def test_a_rule_that_is_not_in_order_is_told_on_a_page(tmp_path: Path) -> None:
    (tmp_path / "poa-lint.yaml").write_text("ignor: [POA301]\n", encoding="utf-8")
    (tmp_path / "informe.txt").write_text(write([Page()]), encoding="utf-8")
    done = command(tmp_path / "informe.txt", "-f", "html")
    assert done.returncode == 2
    assert "ignor: [POA301]" in Document(done.stdout.decode()).one("pre", class_="excerpt").text


def test_without_the_extra_it_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    from poa_lint.cli.main import main

    monkeypatch.setitem(sys.modules, "jinja2", None)
    assert main(["x.txt", "-f", "html"], {}) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert 'pip install "poa-lint[html]"' in said.err
    assert main(["check-rules", "-f", "html"], {}) == 2
    assert 'pip install "poa-lint[html]"' in capsys.readouterr().err
    with pytest.raises(ImportError, match="poa-lint"):
        render(poa_lint.lint(), "html")


def test_a_format_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="htm"):
        render(lint(), "htm")


def test_reports_are_kept_only_where_they_are_shown() -> None:
    """An ordinary run holds findings alone; jinja2 is imported for the page and nothing else."""
    from tests.program import imported

    report = str(ROOT / "examples" / "cumm-2024-t1" / "informe.txt")
    assert not {"jinja2", "markupsafe"} & imported("-f", "concise", report)
