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
