"""A file of amendments is in order or is refused with its place, by its schema too."""

from pathlib import Path

import jsonschema
import pytest

from poa_lint.cli.main import main
from poa_lint.config import amendment_file, amendments
from poa_lint.config.find import find
from poa_lint.config.load import configure
from poa_lint.core.words import LANGUAGES, words
from poa_lint.rulebook import troubles
from poa_lint.rulebook.builtin import built_in_rules
from tests.amendments import PERIODS, amendment, file_of, goal, text_of
from tests.schemas import schema

ADDED = {"tipo": "alta", "metas": [{"donde": "511/101/109", "texto": {"a": "ATENDER QUEJAS."}}]}
FAULTS = [
    (amendment(tipo="aumento"), "not-a-choice"),
    (amendment(tipo=...), "missing-key"),
    (amendment(solicitud=...), "missing-key"),
    (amendment(solicitud="20/02/2024"), "not-a-date"),
    (amendment(autorizacion="2024-02-30"), "not-a-date"),
    (amendment(autorizacion="2024-02-19"), "authorised-first"),
    (amendment(ejercicio="este"), "not-between"),
    (amendment(fecha="2024-02-20"), "unknown-key"),
    (amendment(metas=[]), "not-a-list"),
    (amendment(metas={"donde": "511/101/100"}), "not-a-list"),
    (amendment("511/101/100"), "not-a-mapping"),  # type: ignore[arg-type]
    (amendment(oficio=["a"]), "not-a-text"),
    (amendment(goal(donde="511/101")), "not-a-goal"),
    (amendment(goal(donde="511//100")), "not-a-goal"),
    (amendment(goal(donde=...)), "missing-key"),
    (amendment(goal(avance={"T1": {"de": 1, "a": 2}})), "unknown-key"),
    (amendment(goal(programado={"T5": {"de": 1, "a": 2}})), "not-a-period"),
    (amendment(goal(meta_anual=5)), "not-a-mapping"),
    (amendment(goal(meta_anual={"de": 4})), "missing-key"),
    (amendment(goal(meta_anual={"a": 4})), "missing-key"),
    (amendment(goal(meta_anual={"de": 4, "a": "mucho"})), "not-an-amount"),
    (amendment(goal(meta_anual={"de": 4, "a": "8.000"})), "not-an-amount"),
    (amendment(goal(meta_anual={"de": 4, "a": "4.0"})), "same-amended"),
    (amendment(goal(meta_anual={"de": None, "a": 0})), "same-amended"),
    (amendment(goal(meta_anual={"de": [4], "a": 5})), "not-a-text"),
    (amendment(goal(texto={"de": "A", "a": ""})), "not-a-text"),
    (amendment(goal(meta_anual=...)), "nothing-amended"),
    (amendment(goal(), goal()), "amended-twice"),
    (amendment(tipo="baja"), "removal-changes"),
    (amendment(tipo="alta"), "unknown-key"),
    (amendment(tipo="alta", metas=[{"donde": "511/101/109", "meta_anual": {"a": 3}}]), "missing-key"),
]


@pytest.mark.parametrize(("stated", "kind"), FAULTS, ids=str)
def test_an_amendment_that_is_not_in_order_is_refused_with_its_place(stated: dict[str, object], kind: str) -> None:
    text = text_of(amendment(), stated)
    file, wrong = amendment_file.read("modificaciones.yaml", text, PERIODS)
    assert kind in [trouble.kind for trouble in wrong]
    first = text.index("- oficio", 5) if text.count("- oficio") > 1 else 0
    assert all(trouble.offset >= first for trouble in wrong), "the second amendment is at fault"
    assert file.amendments == ()
    for language in LANGUAGES:
        assert all("{" not in troubles.sentence(trouble, words(language)) for trouble in wrong)


def test_a_period_that_is_misspelt_gets_a_suggestion() -> None:
    text = text_of(amendment(goal(programado={"T33": {"de": 1, "a": 2}})))
    (trouble,) = amendment_file.read("modificaciones.yaml", text, PERIODS)[1]
    assert trouble.suggestion == "T3"


@pytest.mark.parametrize(
    "stated",
    [
        amendment(tipo="aumento"),
        amendment(tipo=...),
        amendment(solicitud="20/02/2024"),
        amendment(fecha="2024-02-20"),
        amendment(metas=[]),
        amendment(oficio=["a"]),
        amendment(goal(donde="511//100")),
        amendment(goal(donde=...)),
        amendment(goal(avance={"T1": {"de": 1, "a": 2}})),
        amendment(goal(meta_anual=5)),
        amendment(goal(texto={"de": "A", "a": ""})),
    ],
    ids=str,
)
def test_what_the_loader_refuses_by_its_shape_the_schema_refuses(stated: dict[str, object]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([stated], schema("amendments"))


def test_the_amendment_schema_is_in_step_with_the_loader() -> None:
    items = schema("amendments")["items"]
    assert tuple(items["properties"]) == amendment_file.KEYS
    assert tuple(items["required"]) == amendment_file.REQUIRED
    assert items["properties"]["tipo"]["enum"] == list(amendments.KINDS)
    goals = items["properties"]["metas"]["items"]["properties"]
    assert tuple(goals) == amendment_file.GOAL_KEYS
    assert tuple(schema("amendments")["$defs"]["figure"]["properties"]) == amendment_file.CHANGE_KEYS
    jsonschema.validate([amendment(ejercicio=2024), amendment(**ADDED), amendment(tipo="baja")], schema("amendments"))


@pytest.mark.parametrize("text", ["", "# nada todavía\n", "[]\n"])
def test_a_file_without_amendments_is_in_order(text: str) -> None:
    file, wrong = amendment_file.read("modificaciones.yaml", text, PERIODS)
    assert (file.amendments, wrong) == ((), ())


@pytest.mark.parametrize(
    "text", ["oficio: a\n", "- oficio\n", "- [\n", "- &a {oficio: b}\n- *a\n", f"{'[' * 100}{']' * 100}"]
)
def test_a_file_that_is_no_list_of_amendments_is_one_sentence(text: str) -> None:
    assert len(amendment_file.read("modificaciones.yaml", text, PERIODS)[1]) == 1


def test_amendments_hold_in_the_order_of_their_authorisation() -> None:
    later = amendment(oficio="B", solicitud="2024-05-02", autorizacion="2024-05-03")
    same_day = amendment(oficio="C", autorizacion="2024-05-03")
    assert [one.oficio for one in file_of(later, same_day, amendment(oficio="A")).amendments] == ["A", "B", "C"]


def test_the_year_is_that_of_the_request_unless_it_is_stated() -> None:
    asked_in_december = amendment(solicitud="2024-12-20", autorizacion="2025-01-04")
    stated = amendment(ejercicio=2025)
    assert [one.ejercicio for one in file_of(asked_in_december, stated).amendments] == [2025, 2024]


def test_a_letter_and_a_reason_may_be_missing_which_a_rule_tells() -> None:
    bare = file_of(amendment(oficio=..., motivo=...), amendment(oficio="", motivo=None)).amendments
    assert [(one.oficio, one.motivo, one.letter) for one in bare] == [("", "", "s/n")] * 2


def test_amendments_lie_beside_the_settings_or_alone_or_where_the_settings_say(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "modificaciones.yaml").write_text(text_of(amendment()), encoding="utf-8")
    (tmp_path / "dentro").mkdir()
    assert find("dentro").amendments == "modificaciones.yaml"
    (tmp_path / "poa-lint.yaml").write_text("language: es\n", encoding="utf-8")
    found = find("dentro")
    held = configure(found.settings, built_in_rules(), found.waivers, found.amendments)
    assert held.amendments is not None
    assert [one.oficio for one in held.amendments.amendments] == ["TM/114/2024"]
    (tmp_path / "otras.yaml").write_text(text_of(amendment(oficio="OM/1")), encoding="utf-8")
    (tmp_path / "poa-lint.yaml").write_text("compare: {amendments: otras.yaml}\n", encoding="utf-8")
    held = configure(found.settings, built_in_rules(), found.waivers, found.amendments)
    assert held.amendments is not None
    assert [one.oficio for one in held.amendments.amendments] == ["OM/1"]
    (tmp_path / "otras.yaml").write_text("- tipo: baja\n", encoding="utf-8")
    assert {fault.kind for fault in configure("poa-lint.yaml", built_in_rules()).faults} == {"missing-key"}


def test_a_file_of_amendments_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "poa-lint.yaml").write_text("compare: {amendments: otras.yaml}\n", encoding="utf-8")
    assert main(["config"], {}) == 2
    assert "no existe el archivo «otras.yaml»" in capsys.readouterr().out
