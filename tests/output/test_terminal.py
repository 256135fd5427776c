"""The terminal at every width, with the findings that the other formats have."""

import json

import pytest

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.core.result import Run
from poa_lint.core.words import words
from poa_lint.output import REPORTERS, View
from tests import places
from tests.output.runs import run_of_texts as run_of

SEED = places.SEED.read_bytes()


def test_every_format_has_the_same_findings() -> None:
    run = run_of(SEED)
    count = len(run.files[0].diagnostics)
    assert len(json.loads(REPORTERS["json"](run, words("es"), View()))["files"][0]["diagnostics"]) == count
    assert REPORTERS["concise"](run, words("es"), View()).count("\n") == count
    assert REPORTERS["terminal"](run, words("es"), View(all=True)).count("  --> ") == count


@pytest.mark.parametrize("width", [60, 100, 200])
@pytest.mark.parametrize("language", ["es", "en"])
def test_no_line_is_wider_than_the_terminal(width: int, language: str) -> None:
    text = REPORTERS["terminal"](run_of(SEED, language=language), words(language), View(width=width))
    assert max(map(len, text.splitlines())) <= width


def test_colour_changes_no_word() -> None:
    from rich.text import Text

    run = run_of(SEED)
    plain = REPORTERS["terminal"](run, words("es"), View())
    painted = REPORTERS["terminal"](run, words("es"), View(colour=True))
    assert [line.rstrip() for line in Text.from_ansi(painted).plain.splitlines()] == plain.rstrip("\n").splitlines()


def test_a_huge_cell_is_cut_where_it_is_shown() -> None:
    row = Row(observaciones="x" * 1_000_000, meta_anual="5", unidad_medida="N" * 5000)
    run = run_of(write([Page(metas=(row,))]).encode())
    for form, render in REPORTERS.items():
        room = 40_000 if form == "html" else 20_000  # the page brings its style and its script
        assert len(render(run, words("es"), View(all=True))) < room, form


def test_plurals_and_verdicts_of_the_last_line() -> None:
    sound = write([Page(), Page(unidad=("102", "FINANZAS"), metas=(Row(texto="200.- X Y."),))]).encode()
    last = REPORTERS["terminal"](run_of(sound), words("es"), View(width=200)).splitlines()[-1]
    assert last.startswith("SIN OBSERVACIONES: 2 unidades · 0 errores, 0 avisos, 0 notas · 2 metas, 28 reglas (0.1.0+")
    english = REPORTERS["terminal"](run_of(sound, language="en"), words("en"), View(width=200)).splitlines()[-1]
    assert english.startswith(
        "NO ISSUES FOUND (SIN OBSERVACIONES): 2 units · 0 errors, 0 warnings, 0 notes · 2 goals, "
    )


def test_a_rule_trouble_points_into_its_file() -> None:
    from poa_lint.core.source import Trouble
    from poa_lint.rulebook.troubles import results

    text = "code: POA101\nexpect: programdo == 1\n"
    trouble = Trouble("r.yaml", text, "unknown-field", text.index("programdo"), 9, {"name": "programdo"}, "programado")
    told = REPORTERS["terminal"](Run(results([trouble], words("es")), (), 1, ""), words("es"), View(quiet=True))
    assert told.splitlines() == [
        "error REGLA campo-desconocido: no existe el campo «programdo»; ¿quiso decir «programado»?",
        "  --> r.yaml:2:9",
        "      expect: programdo == 1",
        "              ^^^^^^^^^",
        "",
    ]
