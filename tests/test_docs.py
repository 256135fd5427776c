"""What is made from the rules: their pages, the HTML, the page for rule authors and the rules written from it."""

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from poa_lint.authoring import explain, html
from poa_lint.authoring import markdown as documenting
from poa_lint.authoring.examples import EXPECTED, examples
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.cli.main import main
from poa_lint.core import yamltree
from poa_lint.core.cache import folder
from poa_lint.core.form import built_in_forms
from poa_lint.core.words import LANGUAGES, words
from poa_lint.expression.functions import FUNCTIONS
from poa_lint.rulebook.book import Check, Rulebook, rulebook
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.load import KEYS, load, together
from poa_lint.rulebook.nodes import FRAMES, kinds
from tests.goldens import DOCS, OFFICE, filled

RULES, FORMS = built_in_rules(), built_in_forms()
CHECKS = list(RULES.checks.values())


def test_the_pages_of_the_rules_are_current() -> None:
    pages = {DOCS / "rules" / name: text for name, text in documenting.files(RULES, FORMS)}
    assert set((DOCS / "rules").iterdir()) == set(pages), "`make goldens` rewrites them"
    changed = [path.name for path, text in pages.items() if path.read_text(encoding="utf-8") != text]
    assert changed == [], "`make goldens` rewrites them"


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    for page in (*DOCS.glob("*.md"), *DOCS.glob("rules/*.md")):
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"(?<!\\)\]\(([^)#:\s]+)(?:#[^)]*)?\)", text):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: str(check.rule.code))
def test_an_example_is_shown_whole(check: Check) -> None:
    """What is shown of an example, read as YAML again, is the example."""
    for _, example in examples(check.rule):
        assert isinstance(example, yamltree.Mapping)
        kept = {key: meant(value) for key, value in example.entries.items() if key not in EXPECTED}
        shown = explain.changed(example, words("es"))
        again = yamltree.read(f"{{{shown}}}") if kept else None
        assert kept == (meant(again) if isinstance(again, yamltree.Mapping) else {})


def meant(node: yamltree.Node) -> object:
    """A part of an example as `proving` takes it: figures, texts and blanks told apart."""
    match node:
        case yamltree.Scalar():
            return None if node.is_null else (node.text, node.plain and node.text.isdecimal())
        case yamltree.Sequence():
            return [meant(item) for item in node.items]
        case yamltree.Mapping():
            return {key: meant(value) for key, value in node.entries.items()}


def test_a_page_says_all_that_the_rule_states() -> None:
    page = explain.page(RULES.checks["POA202"], RULES, FORMS, words("es"), 100)
    plain = " ".join(page.split())
    for part in (
        "POA202 nominas-del-trimestre",
        "Grupo: nómina Gravedad: aviso Se revisa en cada: trimestre de cada meta Estado: estable Desde: 0.1",
        "Suele venir de: POA201 nominas-del-ano, POA101 suma-trimestral",
        "lo programado en [nombre] es [programado] y un trimestre lleva de [minimo] a [maximo] nóminas completas",
        "Solo si: plain(meta.unidad_medida) in unidades",
        "unidades: nomina, nominas (el de POA201). Unidades de medida que son nóminas, en minúsculas y sin acentos",
        "minimo: 6 nóminas (entre 0 y 14). Las menos nóminas que caben en un trimestre",
        "hallazgo: unidad_medida: NÓMINA, meta_anual: 26, programado: [5, 7, 7, 7]",
        "> lo programado en Ene-Mar es 5 y un trimestre lleva de 6 a 7 nóminas completas",
    ):
        assert part in plain
    assert max(map(len, page.splitlines())) <= 100


def test_a_page_names_its_norm_and_tells_a_rule_that_is_off() -> None:
    page = " ".join(explain.page(RULES.checks["POA102"], RULES, FORMS, words("en")).split())
    assert "Ley General de Contabilidad Gubernamental, article 54: " in page
    off = explain.page(RULES.checks["POA106"], RULES, FORMS, words("es"))
    assert "Gravedad: apagada; corre solo si se pide con --select POA106" in off


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("meta_anual", "meta anual"),
        ("meta.unidad_medida", "unidad medida"),
        ("acumula(closed(avance))", "suma de avance hasta la fecha de corte"),
        ("round((avance - programado) / programado * 100, 2)", "(avance - programado) ÷ programado · 100"),
        ("1 - (2 - absoluto)", "1 - (2 - absoluto)"),
        ("list(l.codigo for l in unidad.lineas)", "cada codigo"),
        ('join([" no ", nombre], "")', "..."),
        ("avance +", "..."),
    ],
)
def test_a_placeholder_is_told_plainly(sentence: str, said: str) -> None:
    assert explain.description(sentence, words("es")) == said


class Reader(HTMLParser):
    """Notes what a page of HTML asks for, where its links go, and its text."""

    VOID = ("meta", "br", "link", "img")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.asked: list[str] = []
        self.tags: set[str] = set()
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.add(value or "")
            elif name == "href":
                self.links.append(value or "")
            elif name in ("src", "srcset", "data", "action", "poster", "style"):
                self.asked.append(value or "")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_html_is_whole_and_asks_nothing_of_anybody(language: str) -> None:
    page = html.html(RULES, FORMS, words(language))
    reader = read(page)
    assert reader.ids == set(RULES.checks)
    assert {link.removeprefix("#") for link in reader.links} <= reader.ids
    assert reader.asked == []
    assert not reader.tags & {"script", "link", "img", "iframe", "object"}
    assert "url(" not in page
    assert "@import" not in page
    assert f'<html lang="{language}">' in page
    text = "".join(reader.said)
    for check in CHECKS:
        assert f"{check.rule.code} {check.rule.name}" in text


def hostile(tmp_path: Path) -> Rulebook:
    text = (OFFICE / "porcentaje-excedido.yaml").read_text(encoding="utf-8")
    for old, new in (
        ("Criterio de la oficina.", "<script>alert(1)</script> & 'a' | `b` [c](d)"),
        ("PORCENTAJE, que no pasa de 100\n  en", "PORCENTAJE, <img src=x onerror=alert(1)>\n  en"),
        ("en META ANUAL dice 400 y la meta se mide en PORCENTAJE, que no pasa de 100", "<b>"),
    ):
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "a&b.yaml").write_text(text, encoding="utf-8")
    return rulebook(load([tmp_path]))


def test_the_words_of_a_rule_are_never_markup(tmp_path: Path) -> None:
    rules = hostile(tmp_path)
    page = html.html(rules, FORMS, words("es"))
    reader = read(page)
    assert not reader.tags & {"script", "img", "b"}
    assert "<script>alert(1)</script> & 'a' | `b` [c](d)" in "".join(reader.said)
    markdown = dict(documenting.files(rules, FORMS))["OFI003.md"]
    assert r"\<script\>alert(1)\</script\> & 'a' \| \`b\` \[c\](d)" in markdown


def test_the_list_of_rules_in_every_format(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["rules", "-f", "json"], {}) == 0
    rules = {rule["code"]: rule for rule in json.loads(capsysbinary.readouterr().out)["rules"]}
    assert rules["POA103"]["params"]["puntos"]["default"] == "1"
    assert rules["POA103"]["params"]["puntos"]["min"] == "0.01"
    assert rules["POA202"]["params"]["unidades"] == {"from": "POA201"}
    assert rules["POA303"]["params"]["frases"]["default"][0] == "n/a"
    assert rules["POA101"]["expect"] == "abs(acumula(programado) - meta_anual) <= tolerancia"
    assert rules["POA305"]["unless"] == ["POA301", "POA302"]
    assert main(["rules", "-f", "html", "--lang", "en"], {}) == 0
    assert capsysbinary.readouterr().out.startswith(b'<!DOCTYPE html>\n<html lang="en">')
    assert main(["rules", "-f", "markdown"], {}) == 0
    assert capsysbinary.readouterr().out.decode().count("\n") == len(CHECKS) + 2


# --- For rule authors -------------------------------------------------------------------------------------------------


def test_the_page_for_rule_authors_is_current() -> None:
    path, text = filled("rule-authors.md")
    assert path.read_text(encoding="utf-8") == text, "`make goldens` rewrites it"


def test_the_page_for_rule_authors_names_every_key_field_and_word() -> None:
    text = (DOCS / "rule-authors.md").read_text(encoding="utf-8")
    names = {*FRAMES, *FUNCTIONS, *(name for fields in kinds().values() for name in fields)}
    assert not [name for name in names if f"| `{name}` |" not in text]
    assert not [key for key in KEYS if f"`{key}`" not in text]


def test_every_field_has_its_meaning_and_every_meaning_its_field() -> None:
    spanish, english = (words(language, "fields").table for language in LANGUAGES)
    assert set(spanish) == set(english)
    fields = {f"{kind}.{name}" for kind, known in kinds().items() for name in known}
    stated = {key for key in spanish if "." in key and not key.startswith(("any.", "kind.", "words."))}
    assert stated <= fields
    shared = {key.partition(".")[2] for key in fields - stated}
    assert shared == {key.removeprefix("any.") for key in spanish if key.startswith("any.")}
    assert {key.removeprefix("kind.") for key in spanish if key.startswith("kind.")} == set(kinds()) | set(FRAMES)


@pytest.fixture(scope="module")
def office() -> Rulebook:
    return rulebook(together(load([OFFICE]), load([folder("rules")])))


def test_an_office_tries_the_rules_that_it_wrote(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-rules", str(OFFICE)], {}) == 0
    assert capsys.readouterr().out == "3 reglas y 18 ejemplos, todo en orden.\n"


def test_the_rules_of_an_office_speak_of_its_reports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fuel = Row(
        texto="100.- SURTIR COMBUSTIBLE.",
        unidad_medida="LITROS",
        meta_anual="2,000",
        programado=("500", "500", "500", "500"),
        avance=("520", "", "", ""),
        absoluto="520",
        relativo="26%",
    )
    sessions = Row(
        texto="101.- CELEBRAR SESIONES.",
        avance=("2", "", "", ""),
        absoluto="2",
        relativo="50%",
        observaciones="Se celebró una sesión extraordinaria.",
    )
    share = Row(
        texto="102.- ATENDER SOLICITUDES.",
        unidad_medida="Porcentaje",
        meta_anual="400",
        programado=("100", "100", "100", "100"),
        avance=("100", "", "", ""),
        absoluto="100",
    )
    (tmp_path / "informe.txt").write_text(write([Page(metas=(fuel, sessions, share))]), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["informe.txt"], {}) == 0
    capsys.readouterr()
    shutil.copytree(OFFICE, tmp_path / "mis-reglas")
    (tmp_path / "poa-lint.yaml").write_text("rules: [mis-reglas]\n", encoding="utf-8")
    assert main(["informe.txt", "--output-format", "concise"], {}) == 1
    letter = "en Ene-Mar se programó 1 y se logró 2, y OBSERVACIONES no cita el oficio que lo autoriza"
    assert [line.partition(": ")[2] for line in capsys.readouterr().out.splitlines()] == [
        "error OFI001 litros-por-trimestre: en Ene-Mar A dice 520 litros y el límite es de 500 por trimestre",
        f"warning OFI002 observacion-sin-oficio: {letter}",
        "error OFI003 porcentaje-excedido: en META ANUAL dice 400 y la meta se mide en PORCENTAJE, que no pasa de 100",
    ]
    stated = "rules: [mis-reglas]\nparams:\n  OFI001: {maximo: 600}\n"
    (tmp_path / "otras.yaml").write_text(stated, encoding="utf-8")
    main(["informe.txt", "--output-format", "concise", "--config", "otras.yaml"], {})
    assert "OFI001" not in capsys.readouterr().out


def test_a_rule_of_an_office_is_asked_for_by_its_code(office: Rulebook) -> None:
    assert [rule.name for rule in office.named("OFI001")] == ["litros-por-trimestre"]
    assert len(office.named("OFI")) == 3
    assert len(office.named("POA1")) == 8
    assert not office.named("O")
    assert not office.named("OFI9")
