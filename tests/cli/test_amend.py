"""`poa-lint amend` writes an amendment that holds, and says in a sentence why it does not."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from poa_lint.authoring.samples import sample
from poa_lint.core import yamltree
from poa_lint.core.source import Trouble
from tests.amendments import amendment, goal, text_of
from tests.program import run
from tests.schemas import schema

LETTER = ("--oficio", "TM/114/2024", "--reason", "El comité sesiona cada mes")


def dated(requested: str, authorised: str) -> tuple[str, ...]:
    return ("--requested", requested, "--authorised", authorised)


DAYS = dated("2024-02-20", "2024-02-25")
STATED = (*LETTER, *DAYS)
FILE = "modificaciones.yaml"


def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.txt").write_text(sample({}).text(), encoding="utf-8")
    (tmp_path / "t1.txt").write_text(sample({"meta_anual": 5, "programado": [1, 1, 2, 1]}).text(), encoding="utf-8")
    return tmp_path


def amended(cwd: Path) -> list[dict[str, object]]:
    tree = yamltree.read((cwd / FILE).read_text(encoding="utf-8"))
    assert not isinstance(tree, Trouble), tree
    stated: Any = yamltree.plain(tree)
    jsonschema.validate(stated, schema("amendments"))
    found: list[dict[str, object]] = stated
    return found


def told(cwd: Path) -> list[str]:
    done = run("t1.txt", "--select", "POA9", "--plan", "plan.txt", "-f", "concise", cwd=cwd)
    return [line.split()[2] for line in done.stdout.decode().splitlines()]


def test_it_is_written_with_what_the_plan_says_and_holds(tmp_path: Path) -> None:
    cwd = folder(tmp_path)
    assert told(cwd) == ["POA901", "POA902"]
    done = run("amend", "511/101/100", *STATED, "--set", "meta_anual=5", "--set", "T3=2", "--plan", "plan.txt", cwd=cwd)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == f"Escrita en {FILE}: el oficio TM/114/2024 modifica la meta 511/101/100.\n"
    (one,) = amended(cwd)
    assert (one["oficio"], one["tipo"]) == ("TM/114/2024", "ampliacion")
    change = {"de": "4", "a": "5"}
    assert one["metas"] == [{"donde": "511/101/100", "meta_anual": change, "programado": {"T3": {"de": "1", "a": "2"}}}]
    assert told(cwd) == []


def test_the_next_letter_starts_from_the_last_one(tmp_path: Path) -> None:
    cwd = folder(tmp_path)
    run("amend", "511/101/100", *STATED, "--set", "meta_anual=5", "--plan", "plan.txt", cwd=cwd)
    later = ("--oficio", "B", "--reason", "Menos", "--requested", "2024-03-01", "--authorised", "2024-03-02")
    assert run("amend", "511/101/100", *later, "--set", "meta_anual=2", cwd=cwd).returncode == 0
    assert amended(cwd)[1]["metas"] == [{"donde": "511/101/100", "meta_anual": {"de": "5", "a": "2"}}]
    assert amended(cwd)[1]["tipo"] == "reduccion"


def test_the_plan_of_the_settings_says_it_too_and_the_file_is_the_one_that_they_name(tmp_path: Path) -> None:
    cwd = folder(tmp_path)
    (cwd / "otras.yaml").write_text("# las de este año\n", encoding="utf-8")
    settings = "compare: {plan: plan.txt, amendments: otras.yaml}\n"
    (cwd / "poa-lint.yaml").write_text(settings, encoding="utf-8")
    assert run("amend", "511/101/100", *STATED, "--set", "T4=", cwd=cwd).returncode == 0
    assert (cwd / "otras.yaml").read_text(encoding="utf-8").startswith("# las de este año\n- oficio: TM/114/2024\n")
    assert "programado: {T4: {de: 1, a: null}}" in (cwd / "otras.yaml").read_text(encoding="utf-8")
    assert not (cwd / FILE).exists()


def test_a_report_that_is_compared_tells_what_is_wrong_with_the_letters(tmp_path: Path) -> None:
    """The settings name the plan, or the command line does: the letter is about a goal that the plan lacks."""
    cwd = folder(tmp_path)
    stated = amendment(goal(donde="511/101/999"))
    (cwd / FILE).write_text(text_of(stated), encoding="utf-8")
    for settings, options in (("", ("--plan", "plan.txt")), ("compare: {plan: plan.txt}\n", ())):
        (cwd / "poa-lint.yaml").write_text(settings, encoding="utf-8")
        done = run("t1.txt", *options, "-f", "concise", "--select", "POA92", cwd=cwd)
        assert [line.split()[2] for line in done.stdout.decode().splitlines()] == ["POA920"]
        assert done.stdout.decode().startswith(FILE)


def test_words_additions_and_removals_are_written_so_that_they_are_read_back(tmp_path: Path) -> None:
    cwd = folder(tmp_path)
    odd = 'PINTAR: "bardas" {y} #calles'
    run("amend", "511/101/109", *STATED, "--type", "alta", "--set", f"texto={odd}", "--set", "T4=2", cwd=cwd)
    run("amend", "511/101/100", *STATED, "--type", "baja", cwd=cwd)
    run("amend", "511/101/100", *STATED, "--set", "unidad_medida=ACTA", "--was", "unidad_medida=INFORME", cwd=cwd)
    added, removed, reworded = amended(cwd)
    assert added["metas"] == [{"donde": "511/101/109", "texto": {"a": odd}, "programado": {"T4": {"a": "2"}}}]
    assert (removed["tipo"], removed["metas"]) == ("baja", [{"donde": "511/101/100"}])
    assert reworded["tipo"] == "texto"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "necesita una meta"),
        (("511/101/100", *LETTER, "--set", "meta_anual=5"), "necesita una meta"),
        (("511/101/100", *STATED), "necesita una meta"),
        (("511/101", *STATED, "--set", "meta_anual=5"), "no es una meta, como 310/101/103"),
        (("511/101/100", *STATED, "--set", "meta=5"), "necesita una columna y su valor"),
        (("511/101/100", *STATED, "--set", "meta_anual"), "necesita una columna y su valor"),
        (("511/101/100", *STATED, "--set", "T3=1", "--set", "T3=2"), "dice T3 dos veces"),
        (("511/101/100", *STATED, "--set", "T3=1", "--was", "T4=2"), "ningún --set la cambia"),
        (("511/101/100", *STATED, "--set", "T3=1"), "no se sabe qué decía T3"),
        (("511/101/100", *STATED, "--set", "T3=x", "--was", "T3=1"), "no es una cifra"),
        (("511/101/100", *STATED, "--set", "T3=1", "--was", "T3=1"), "no cambia nada"),
        (("511/101/100", *STATED, "--set", "T3=1", "--plan", "falta.txt"), "falta.txt"),
        (("511/101/100", *STATED, "--type", "aumento", "--set", "T3=1"), "aumento"),
        (("511/101/100", *LETTER, *dated("ayer", "hoy"), "--set", "T3=2", "--was", "T3=1"), "fecha"),
        (
            ("511/101/100", *LETTER, *dated("2024-02-25", "2024-02-20"), "--set", "T3=2", "--was", "T3=1"),
            "antes de solicitarse",
        ),
    ],
    ids=lambda value: " ".join(value[-4:]) if isinstance(value, tuple) else value,
)  # fmt: skip
def test_what_is_wrong_with_a_command_line_is_one_sentence(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = run("amend", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in done.stderr.decode()
    assert not (tmp_path / FILE).exists()


def test_a_file_with_faults_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("- tipo: baja\n", encoding="utf-8")
    assert run("amend", "511/101/100", *STATED, "--set", "T3=2", "--was", "T3=1", cwd=tmp_path).returncode == 2
    assert (tmp_path / FILE).read_text(encoding="utf-8") == "- tipo: baja\n"


def test_a_waiver_of_such_a_figure_is_allowed_and_points_to_amend(tmp_path: Path) -> None:
    cwd = folder(tmp_path)
    stated = ("--reason", "Lo decidió la Tesorería", "--until", "2999-12-31")
    done = run("waive", "POA901", "511/101/100/meta_anual", *stated, cwd=cwd)
    assert (done.returncode, b"poa-lint amend 511/101/100" in done.stdout) == (0, True)
    assert told(cwd) == ["POA902"]
    run("amend", "511/101/100", *STATED, "--set", "meta_anual=5", "--set", "T3=2", "--plan", "plan.txt", cwd=cwd)
    done = run("t1.txt", "--plan", "plan.txt", "-f", "concise", cwd=cwd)
    (line,) = [line for line in done.stdout.decode().splitlines() if "POA011" in line]
    assert line.endswith("ya no hace falta: el oficio TM/114/2024 modificó la meta")
