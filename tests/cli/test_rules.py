"""A rule is explained, and the rules are listed."""

import json

from tests.program import run


def test_explain_and_rules() -> None:
    page = run("explain", "suma-trimestral").stdout.decode()
    assert page.startswith("POA101 suma-trimestral\n")
    for title in ("Por qué", "Fórmula", "Parámetros", "Cómo corregir", "Fundamento", "Ejemplos"):
        assert title in page
    listed = run("rules").stdout.decode().splitlines()
    assert listed[0].startswith("POA001  texto-suelto")
    assert json.loads(run("rules", "-f", "json").stdout)["rules"][0]["code"] == "POA001"
    assert run("rules", "-f", "markdown").stdout.decode().startswith("| código |")


def test_rules_of_a_form_are_those_that_apply_to_it() -> None:
    every, plan = (run("rules", *said).stdout.decode() for said in ((), ("--form", "poa-plan")))
    assert "POA103" in every
    assert "POA103" not in plan
    assert "POA101" in plan
    wrong = run("rules", "--form", "PbRM-02")
    assert wrong.returncode == 2
    assert "no existe la forma PbRM-02; ¿quiso decir «PbRM-02a»?" in wrong.stderr.decode()
    assert "no existe la forma XYZ; hay: TMM-F004, " in run("rules", "--form", "XYZ").stderr.decode()


def test_several_rules_are_explained_once_each_in_the_order_asked_for() -> None:
    one, other = (run("explain", code).stdout.decode() for code in ("POA102", "POA101"))
    assert run("explain", "POA102", "POA101", "suma-trimestral").stdout.decode() == f"{one}\n\n{other}"


def test_without_a_rule_the_rules_are_listed_by_group_in_the_width_of_the_terminal() -> None:
    done = run("explain", "--lang", "en", COLUMNS="50")
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 0
    assert lines[:2] == ["READING", "  POA001  texto-suelto (warning)"]
    assert max(map(len, lines)) <= 50
    listed = [line.split()[0] for line in lines if line.startswith("  POA")]
    assert sorted(listed) == [rule["code"] for rule in json.loads(run("rules", "-f", "json").stdout)["rules"]]
