"""What is written: JSON by its schema, the terminal at every width, the same findings everywhere."""

import json
from pathlib import Path

import jsonschema
import pytest

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.config.settings import Settings
from poa_lint.core.form import built_in_forms
from poa_lint.core.result import Notice, Run
from poa_lint.core.source import Source
from poa_lint.core.words import words
from poa_lint.documents.encodings import decode
from poa_lint.linter.pipeline import lint
from poa_lint.output import REPORTERS, View
from poa_lint.rulebook.builtin import built_in_rules

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = json.loads((ROOT / "schemas" / "poa-lint-1.schema.json").read_text(encoding="utf-8"))
SEED = (ROOT / "examples" / "cumm-2024-t1" / "informe.txt").read_bytes()


def run_of(*texts: bytes, language: str = "es", notices: tuple[Notice, ...] = ()) -> Run:
    files = tuple(
        lint(decode(text, f"informe-{number}.txt"), built_in_rules(), built_in_forms(), Settings(), words(language))
        for number, text in enumerate(texts)
    )
    return Run(files, notices, 28, built_in_rules().version)


@pytest.mark.parametrize("language", ["es", "en"])
def test_json_keeps_its_schema(language: str) -> None:
    run = run_of(SEED, b"", b"\0\0", b"%PDF-1.7", language=language, notices=(Notice("x.txt", "no existe"),))
    document = json.loads(REPORTERS["json"](run, words(language), View()))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(document, SCHEMA)
    codes = [one["code"] for file in document["files"] for one in file["diagnostics"]]
    assert codes.count("POA007") == 2
    assert codes.count("POA008") == 1


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
    assert english.startswith("NO REMARKS (SIN OBSERVACIONES): 2 units · 0 errors, 0 warnings, 0 notes · 2 goals, ")


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


def test_positions_count_code_points_and_only_line_feeds() -> None:
    text = write([Page(metas=(Row(texto="100.- ÑANDÚ\u2028X Y.", meta_anual="5"),))])
    file = lint(Source("x", text), built_in_rules(), built_in_forms(), Settings(), words("es"))
    (start, end) = file.positions[[one.code for one in file.diagnostics].index("POA101")]
    line = text.split("\n")[start.line - 1]
    assert line[start.column - 1 : end.column - 1] == "5"
