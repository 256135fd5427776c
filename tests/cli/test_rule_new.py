"""`rule-new` drafts a rule from three answers, with an example that proves it."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poa_lint.authoring import rule_draft
from poa_lint.authoring.rule_draft import Answers, draft
from poa_lint.cli.main import main
from poa_lint.core.cache import folder
from poa_lint.core.words import words
from poa_lint.rulebook.rule_file import from_text

GOAL = ("--each", "meta", "--expect", "meta_anual > 0", "--message", "la meta {numero} dice {meta_anual}")


class Terminal(io.StringIO):
    """Standard input with somebody who types these lines."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def typing(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("".join(f"{line}\n" for line in lines)))


def test_the_draft_is_a_rule_that_check_rules_accepts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule-new", *GOAL, "-o", "mias/sin-cero.yaml"], {}) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "Ejemplo que la prueba: {meta_anual: 0} da «la meta 100 dice 0»" in told.err
    text = Path("mias/sin-cero.yaml").read_text(encoding="utf-8")
    schema = (folder("schemas") / "poa-lint-rule-1.schema.json").as_uri()
    assert text.splitlines()[0] == f"# yaml-language-server: $schema={schema}"
    assert "    - {meta_anual: 0, says: la meta 100 dice 0}" in text
    assert main(["check-rules", "mias"], {}) == 0
    assert main(["rule-new", *GOAL, "-o", "mias/otra.yaml"], {}) == 0
    assert "code: OFI002" in Path("mias/otra.yaml").read_text(encoding="utf-8")
    assert main(["check-rules", "mias"], {}) == 0


def test_without_a_file_it_is_written_to_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule-new", *GOAL, "--code", "TES7"], {}) == 0
    told = capsys.readouterr()
    assert "code: TES7\neach: meta\nexpect: meta_anual > 0\n" in told.out
    assert "check-rules" not in told.err


def test_on_a_terminal_it_asks_and_asks_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typing(
        monkeypatch, "renglón", "meta", "", "meta_anual = 0", "not (meta_anual == 0)", "dice {valr}", "dice {numero}"
    )
    assert main(["rule-new", "-o", "mias/una.yaml"], {}) == 0
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("1. ¿Qué se revisa")
    assert told[1].endswith("¿quiso decir «meta»?")
    assert told[4] == "Escriba una respuesta, o termine con Ctrl+C."
    assert "¿quiso decir «==»?" in told[6]
    assert "no existe el campo «valr»" in told[9]
    assert main(["check-rules", "mias"], {}) == 0


@pytest.mark.parametrize("lines", [[], ["meta"], ["meta", "meta_anual > 0"]])
def test_an_input_that_ends_is_a_sentence(
    lines: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typing(monkeypatch, *lines)
    assert main(["rule-new"], {}) == 2
    assert "«rule-new» necesita tres respuestas" in capsys.readouterr().err


def test_a_condition_is_an_option_and_the_last_question(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rule-new", *GOAL, "--when", 'unidad_medida == "SESION"', "-o", "mis reglas/una.yaml"], {}) == 0
    assert 'Pruébela con «poa-lint check-rules "mis reglas/una.yaml"»' in capsys.readouterr().err
    assert '\nwhen: unidad_medida == "SESION"\n' in Path("mis reglas/una.yaml").read_text(encoding="utf-8")
    assert main(["check-rules", "mis reglas"], {}) == 0
    typing(monkeypatch, "meta", "meta_anual > 0", "dice {numero}", "unidad = 1", "meta_anual < 9")
    assert main(["rule-new", "-o", "otra.yaml"], {}) == 0
    assert "\nwhen: meta_anual < 9\n" in Path("otra.yaml").read_text(encoding="utf-8")
    typing(monkeypatch, "meta", "meta_anual > 0", "dice {numero}", "")
    assert main(["rule-new", "-o", "sin.yaml"], {}) == 0
    assert "when:" not in Path("sin.yaml").read_text(encoding="utf-8")


def test_faults_of_answers_name_no_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule-new", "--each", "meta", "--expect", "a =", "--message", "x", "-o", "una.yaml"], {}) == 2
    told = capsys.readouterr()
    assert "una.yaml" not in told.out
    assert "No se escribió ningún archivo" in told.err


WRONG = [
    ((), "«rule-new» necesita tres respuestas"),
    (GOAL[:4], "«rule-new» necesita tres respuestas"),
    ((*GOAL, "sin-cero.yaml"), "se dice con -o"),
    ((*GOAL, "-o", "sin-cero.txt"), "no termina en .yaml"),
    ((*GOAL, "-o", "esta.yaml"), "ya está ahí"),
    (("--each", "hojas", *GOAL[2:]), "--each no admite hojas"),
]


@pytest.mark.parametrize(("said", "sentence"), WRONG)
def test_what_cannot_be_followed_is_told(
    said: tuple[str, ...], sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("meta\n"))
    Path("esta.yaml").write_text("x", encoding="utf-8")
    assert main(["rule-new", *said], {}) == 2
    assert sentence in capsys.readouterr().err
    assert Path("esta.yaml").read_text(encoding="utf-8") == "x"


NO_CODES = [("POA101", "clave-reservada"), ("OFI", "clave-mal-formada"), ("OFI1\nstatus: preview", "clave-mal-formada")]


@pytest.mark.parametrize(("code", "fault"), NO_CODES)
def test_a_code_that_is_none_or_the_programs_is_refused(
    code: str, fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rule-new", *GOAL, "--code", code, "-o", "una.yaml"], {}) == 2
    assert f"REGLA {fault}" in capsys.readouterr().out
    assert not Path("una.yaml").exists()


def test_all_faults_of_the_answers_are_told_and_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    said = ("--each", "meta", "--expect", "meta_anul > 0 and suma(programado) > 1", "--message", "{numer}")
    assert main(["rule-new", *said, "-o", "una.yaml"], {}) == 2
    out = capsys.readouterr().out
    for meant in ("meta_anual", "sum", "numero"):
        assert f"¿quiso decir «{meant}»?" in out
    assert not Path("una.yaml").exists()


def test_where_no_example_is_found_the_file_and_the_output_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    always = ("--each", "meta", "--expect", "meta_anual >= 0 or meta_anual < 0", "--message", "x")
    assert main(["rule-new", *always, "-o", "una.yaml"], {}) == 0
    assert "No se halló un cambio" in capsys.readouterr().err
    assert "  # No se halló un ejemplo" in Path("una.yaml").read_text(encoding="utf-8")
    assert main(["check-rules", "una.yaml"], {}) == 1


FOUND = [
    ("periodo", "blank(avance) or avance <= programado * 2"),
    ("cifra", "valor <= 500"),
    ("meta", 'not (plain(unidad_medida) == "litros" and meta_anual > 500)'),
    ("meta", 'blank(observaciones) or matches(plain(observaciones), "oficio")'),
    ("pagina", "year(fecha) == ejercicio"),
    ("firma", "not blank(cargo)"),
    ("firma", 'rol != "AUTORIZÓ" or matches(cargo, "RESPONSABLE")'),
    ("meta", "letters(texto) < 200"),
    ("periodo", "avance <= 2 * programado or not blank(meta.observaciones)"),
    ("meta", "corte < 4 or relativo >= 80"),
    ("meta", "corte != 3 or absoluto == sum(closed(avance))"),
    ("periodo", "not (numero == 4 and cerrado) or avance > 0"),
    ("unidad", "count(m for m in metas) <= 10"),
    ("informe", "count(u for u in unidades) == 1"),
]


@pytest.mark.parametrize(("each", "expect"), FOUND)
def test_examples_are_found_for_what_offices_ask(each: str, expect: str) -> None:
    made = draft(Answers(each, expect, "mal", "OFI1"), "una.yaml", words("es"))
    assert made.fails is not None
    assert made.passes is not None
    assert made.fails.messages[0] == "mal"


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="{}"), max_size=40).filter(str.strip))
def test_any_message_stands_in_the_file_as_it_was_given(message: str) -> None:
    given_text = " ".join(message.split())
    text = rule_draft._file(Answers("meta", "meta_anual > 0", given_text, "OFI1"), None, None, words("es"))
    rule, troubles = from_text(Path("una.yaml"), text)
    assert not troubles or not given_text
    assert rule is not None
    assert rule.message["es"][""] == given_text.strip()
    assert rule.sentences == {"expect": "meta_anual > 0"}
