"""Letters about a quarter that nobody filled in: one point, true words, and figures only where totals suppose them."""

from pathlib import Path

import pytest

from poa_lint.authoring.samples import sample
from poa_lint.cli.main import main

Capture = pytest.CaptureFixture[str]
DAY = ("--today", "2024-07-05")
SECOND = {"avance": [1, 1], "absoluto": 2, "relativo": "50%"}
COPIED = "NO SE ALCANZÓ LO PROGRAMADO."


def goals(count: int, **said: object) -> list[dict[str, object]]:
    return [{"texto": f"{100 + at}.- ELABORAR INFORMES {at}.", **SECOND, **said} for at in range(count)]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def report(path: str, metas: list[dict[str, object]], fecha: str = "30-jun.-24") -> str:
    Path(path).write_text(sample({"fecha": fecha, "metas": metas}).text(), encoding="utf-8")
    return path


def letter(capsys: Capture, *said: str, code: int = 1) -> str:
    assert main(["letter", *said, *DAY], {}) == code
    return " ".join(capsys.readouterr().out.split())


def test_a_column_that_nobody_filled_in_is_one_point_with_what_each_total_supposes(capsys: Capture) -> None:
    metas = [
        *goals(4, avance=[1, ""]),
        *goals(1, avance=[1, ""], absoluto=1, relativo="25%", observaciones="NO SE ALCANZÓ LO PROGRAMADO."),
    ]
    metas[4]["texto"] = "104.- REVISAR INFORMES."
    text = letter(capsys, report("t2.txt", metas))
    assert "5 metas 1. Llene Abr-Jun A en 5 metas" in text
    assert text.count("Qué corresponde:") == 1
    assert text.count("AVANCE ABSOLUTO supone 1.") == 4
    assert text.count("AVANCE ABSOLUTO supone 0.") == 1, "the same case has the same advice, with its own figure"
    assert "se logró 1" not in text, "what was achieved is not known"
    assert "Escriba 1" not in text
    assert " 2. " not in text


def test_beside_the_last_report_no_advice_contradicts_another(capsys: Capture) -> None:
    first = report("t1.txt", goals(5, avance=[1], absoluto=1, relativo="25%"), "31-mar.-24")
    text = letter(capsys, report("t2.txt", goals(5, avance=[1, ""])), "--against", first)
    assert text.count("AVANCE ABSOLUTO supone 1.") == 5
    assert "se lograron 0" not in text
    assert "Escriba 1" not in text


def test_a_few_goals_have_points_of_their_own(capsys: Capture) -> None:
    text = letter(capsys, report("t2.txt", goals(3, avance=[1, ""])))
    assert "Llene" not in text
    assert text.count("escriba 0 y explique por qué en OBSERVACIONES. AVANCE ABSOLUTO supone 1.") == 3


def test_a_total_below_the_other_quarters_supposes_nothing(capsys: Capture) -> None:
    text = letter(capsys, report("t2.txt", goals(4, avance=[3, ""], absoluto=2, meta_anual=8, programado=[2, 2, 2, 2])))
    assert "supone" not in text


def test_what_asks_each_goal_for_a_figure_of_its_own_is_not_one_point(capsys: Capture) -> None:
    metas = goals(6)
    for at, goal in enumerate(metas):
        goal["absoluto"] = 3 + at
    text = letter(capsys, report("t2.txt", metas))
    assert " 6. " in text


def test_the_same_advice_for_many_goals_is_given_once_and_each_has_its_text(capsys: Capture) -> None:
    said = {"avance": [1, 0], "absoluto": 1, "relativo": "25%", "observaciones": COPIED}
    first = report("t1.txt", goals(5, avance=[0], absoluto=0, relativo="0%", observaciones=COPIED), "31-mar.-24")
    before = report("t1.txt", goals(5, avance=[1], absoluto=1, relativo="25%", observaciones=COPIED), "31-mar.-24")
    assert first == before
    text = letter(capsys, report("t2.txt", goals(5, **said)), "--against", before, code=0)
    assert "1. OBSERVACIONES, en 5 metas: OBSERVACIONES dice lo mismo que en el informe anterior" in text
    assert text.count("Explique la desviación de este trimestre") == 1
    assert text.count("En Abr-Jun se programó 1 y se realizó 0; desviación -1 (-100%).") == 5
    assert main(["observaciones", "t2.txt", "--against", before], {}) == 0
    assert "5 metas deben una explicación; 0 no la deben." in " ".join(capsys.readouterr().out.split())


def test_a_copied_explanation_beside_a_blank_quarter_is_nobody_s_fault_yet(capsys: Capture) -> None:
    before = report("t1.txt", goals(1, avance=[0], absoluto=0, relativo="0%", observaciones=COPIED), "31-mar.-24")
    said = {"avance": [0, ""], "absoluto": 0, "relativo": "0%", "observaciones": COPIED}
    assert "POA911" not in letter(capsys, report("t2.txt", goals(1, **said)), "--against", before)


def test_a_letter_after_a_correction_names_the_point_that_some_of_its_goals_still_have(capsys: Capture) -> None:
    before = report("antes.txt", goals(6, avance=[1, ""]))
    now = report("t2.txt", [*goals(4, avance=[1, ""]), *goals(6)[4:]])
    text = letter(capsys, now, "--previous", before)
    assert "Sigue sin atenderse: el punto 1 de este oficio." in text
    assert text.count("Meta 100 [sigue de la entrega anterior]") == 1
