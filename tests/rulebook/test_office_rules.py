"""Rules of an office cannot silence the program's: what clashes is refused in its file, what replaces is said."""

from pathlib import Path

import pytest

from poa_lint.cli.main import main
from poa_lint.core.cache import folder
from poa_lint.core.source import Trouble
from poa_lint.rulebook.book import Rulebook, rulebook
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.load import load, together
from tests.places import SEED

RULE = """code: TES004
since: "2026"
status: stable
each: meta
severity: warning
when: not blank(observaciones)
expect: matches(observaciones, "oficio")
at: observaciones
message: {es: "la observación no cita oficio", en: "x"}
help: {es: Cite., en: Cite.}
why: {es: Acuerdo., en: Agreement.}
basis: [{note: Acuerdo}]
examples:
  pass: [{observaciones: oficio 12}]
  fail: [{observaciones: SIN NADA, says: la observación no cita oficio}]
"""
OFFICE = "observacion-con-oficio"
WAIVER = """- rule: {rule}
  where: 511/101
  reason: Oficio OM-12/2024 de la Oficialía Mayor
  until: 2029-12-31
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a report and settings that name the folder of rules, which is empty."""
    (tmp_path / "reglas").mkdir()
    (tmp_path / "inf.txt").write_bytes(SEED.read_bytes())
    (tmp_path / "poa-lint.yaml").write_text("rules: [reglas]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(office: Path, name: str, *changes: tuple[str, str]) -> Path:
    """The rule, changed, in a file of that name."""
    text = RULE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = office / "reglas" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def loaded(office: Path) -> Rulebook:
    return rulebook(together(load([office / "reglas"]), built_in_rules().loaded))


def troubles(office: Path) -> list[tuple[str, str, int]]:
    """The faults: their kind, the words that they point at, their line."""
    return [(fault.kind, _pointed(fault), fault.line) for fault in loaded(office).troubles]


def _pointed(fault: Trouble) -> str:
    return fault.text[fault.offset : fault.offset + fault.length]


REPLACING = ("since", "replaces: {}\nsince")


def replacing(what: str) -> tuple[str, str]:
    return REPLACING[0], REPLACING[1].format(what)


REFUSED = [
    ("linea-no-declarada", [], ("name-ours", "c", 1)),
    ("LINEA-NO-DECLARADA", [], ("name-ours", "c", 1)),
    ("alineacion", [], ("name-group", "c", 1)),
    (OFFICE, [("TES004", "POA501")], ("code-reserved", "POA501", 1)),
    (OFFICE, [("TES004", "POA950")], ("code-reserved", "POA950", 1)),
    (OFFICE, [("TES004", "POA501"), replacing("POA501")], ("code-reserved", "POA501", 1)),
    (OFFICE, [("since", "aliases: [POA501]\nsince")], ("name-ours", "POA501", 2)),
    (OFFICE, [("since", "aliases: [suma-trimestral]\nsince")], ("name-ours", "suma-trimestral", 2)),
    (OFFICE, [replacing("POA51")], ("unknown-rule", "POA51", 2)),
    (OFFICE, [replacing("[POA501, linea-mal]")], ("unknown-rule", "linea-mal", 2)),
    ("linea-no-declarada", [replacing("POA101")], ("name-ours", "c", 1)),
]


@pytest.mark.parametrize(("name", "changes", "told"), REFUSED)
def test_what_is_the_programs_is_refused_at_its_place(
    office: Path, name: str, changes: list[tuple[str, str]], told: tuple[str, str, int]
) -> None:
    write(office, name, *changes)
    assert troubles(office) == [told]
    assert "POA501" in loaded(office).checks


def test_a_clash_ends_the_run_with_one_sentence_however_many_reports_there_are(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(office, "linea-no-declarada")
    for number in range(3):
        (office / f"otro-{number}.txt").write_bytes(SEED.read_bytes())
    assert main([".", "--output-format", "concise"], {}) == 2
    (line,) = capsys.readouterr().out.splitlines()
    assert line == (
        f"{path}:1:1: error REGLA nombre-del-programa: «linea-no-declarada» es de POA501 linea-no-declarada, regla del "
        "programa; use otro nombre o, si la suya va en su lugar, escriba «replaces: POA501»"
    )
    assert main(["check-rules", "reglas"], {}) == 2
    assert "nombre-del-programa" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["linea-no-declarada", OFFICE])
@pytest.mark.parametrize("what", ["POA501", "linea-no-declarada", "[POA501, POA502]"])
def test_a_rule_that_replaces_another_says_so_everywhere(
    office: Path, name: str, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(office, name, replacing(what))
    assert main(["check-rules", "reglas"], {}) == 0
    told = f"TES004 {name} reemplaza a POA501 linea-no-declarada, que deja de correr.\n"
    assert told in capsys.readouterr().out
    assert main(["inf.txt", "--output-format", "concise"], {}) in (0, 1)
    found = capsys.readouterr().out
    assert "POA501" not in found
    assert "TES004" in found
    main(["config"], {})
    assert "POA501 linea-no-declarada = off  (reemplazada por TES004)" in capsys.readouterr().out
    main(["explain", "POA501"], {})
    assert f"La reemplaza: TES004 {name}" in capsys.readouterr().out
    main(["explain", "TES004"], {})
    assert "Reemplaza a: POA501 linea-no-declarada" in capsys.readouterr().out
    main(["rules", "--output-format", "json"], {})
    assert '"replaced_by": [\n    "TES004"' in capsys.readouterr().out


def test_what_is_replaced_runs_for_no_choice(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(office, OFFICE, replacing("POA501"))
    stated = "rules: [reglas]\nselect: [alineacion]\nseverity: {POA501: error}\n"
    (office / "poa-lint.yaml").write_text(stated, encoding="utf-8")
    main(["inf.txt", "--output-format", "concise"], {})
    told = capsys.readouterr()
    assert "POA502" in told.out
    assert "POA501" not in told.out
    assert "la regla POA501 linea-no-declarada no corre; esta oficina la reemplaza con TES004" in told.err


def test_a_waiver_of_a_replaced_rule_is_told_by_which(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(office, OFFICE, replacing("POA501"))
    (office / "dispensas.yaml").write_text(WAIVER.format(rule="POA501"), encoding="utf-8")
    main(["inf.txt", "--output-format", "concise"], {})
    told = [line for line in capsys.readouterr().out.splitlines() if "POA011" in line]
    words = "la dispensa de POA501 en 511/101 no cubre nada: esta oficina reemplaza POA501 con TES004"
    assert told == [f"dispensas.yaml:1:9: warning POA011 dispensa-sin-uso: {words}"]


def test_a_name_that_was_taken_is_the_new_rules(office: Path) -> None:
    write(office, "linea-no-declarada", replacing("POA501"))
    rules = loaded(office)
    assert [rule.code for rule in rules.named("linea-no-declarada")] == ["TES004"]
    assert [rule.code for rule in rules.named("POA501")] == ["POA501"]


def test_rules_that_look_at_a_replaced_one_look_at_the_other(office: Path) -> None:
    write(office, OFFICE, replacing("[POA101, POA301]"))
    rules = loaded(office)
    assert not rules.troubles, "POA102 takes a parameter from POA101"
    assert "TES004" in rules.checks["POA305"].rule.unless
    assert "POA301" not in rules.checks["POA305"].rule.unless
    assert "TES004" in rules.checks["POA103"].rule.follows
    assert not rules.checks["POA101"].rule.constraint


@pytest.mark.parametrize("broken", ["a: b: c", RULE.replace("each: meta", "each: metas"), "- 1\n"])
@pytest.mark.parametrize("name", ["suma-trimestral", "clasificacion-inexistente", OFFICE])
def test_a_broken_file_is_told_alone_and_in_itself(office: Path, name: str, broken: str) -> None:
    path = office / "reglas" / f"{name}.yaml"
    path.write_text(broken, encoding="utf-8")
    write(office, "otra", ("since", "unless: POA101\nsince"))
    faults = loaded(office).troubles
    assert {fault.path for fault in faults} == {str(path)}
    assert len({(fault.kind, fault.offset) for fault in faults}) == len(faults)
    assert "POA101" in loaded(office).checks


def test_two_rules_of_one_code_or_name_are_told_at_the_second(office: Path) -> None:
    first = write(office, "a-primera")
    second = write(office, "b-segunda")
    (fault,) = loaded(office).troubles
    assert (fault.path, fault.kind, _pointed(fault)) == (str(second), "rule-twice", "TES004")
    assert fault.values["other"] == str(first)
    (office / "reglas" / "z").mkdir()
    second.replace(office / "reglas" / "z" / "a-primera.yaml")
    write(office, "z/a-primera", ("TES004", "TES001"))
    (fault,) = loaded(office).troubles
    assert (Path(fault.path).parent.name, fault.kind, fault.offset) == ("z", "rule-twice", 0)


def test_a_folder_that_is_named_twice_is_read_once(office: Path) -> None:
    write(office, OFFICE)
    folders = [office / "reglas", office, office / "reglas" / ".." / "reglas"]
    (office / "poa-lint.yaml").unlink()
    assert not load(folders).troubles


def test_catalogues_of_the_program_stay_the_programs(office: Path) -> None:
    write(office, OFFICE)
    own = office / "reglas" / "conac_funcional.csv"
    own.write_text("codigo,nombre\n9.9.9,NADA\n", encoding="utf-8")
    (fault,) = loaded(office).troubles
    assert (fault.kind, fault.path) == ("table-ours", str(own))
    assert loaded(office).loaded.tables == built_in_rules().loaded.tables


def test_the_programs_own_folder_is_no_office() -> None:
    ours = load([folder("rules")])
    assert not together(ours, built_in_rules().loaded).troubles
    part = together(load([folder("rules") / "nomina"]), built_in_rules().loaded)
    assert not part.troubles
    assert len(part.rules) == len(ours.rules)


def test_a_rule_may_be_silent_where_a_row_was_not_read_with_certainty(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The seed has seven displaced rows (POA002): what a rule says of them speaks of cells as they were placed."""
    never = (
        ('matches(observaciones, "oficio")', "blank(texto)"),
        ("when: not blank(observaciones)\n", ""),
        ("at: observaciones", "at: texto"),
    )
    examples = RULE[RULE.index("examples:") :], "examples:\n  fail: [{}]\n"

    def spoken() -> int:
        main(["inf.txt", "-f", "concise", "--select", "TES004,POA002"], {})
        return capsys.readouterr().out.count("TES004")

    write(office, OFFICE, *never, examples)
    everywhere = spoken()
    write(office, OFFICE, *never, examples, ("expect:", "unless: renglon-desalineado\nexpect:"))
    assert (everywhere, spoken()) == (25, 18)
