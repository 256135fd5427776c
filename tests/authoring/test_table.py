"""The list of rules is written in every format."""

import json

import pytest

from poa_lint.cli.main import main
from poa_lint.rulebook.builtin import built_in_rules

CHECKS = built_in_rules().checks


def test_the_list_of_rules_in_every_format(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["rules", "-f", "json"], {}) == 0
    rules = {rule["code"]: rule for rule in json.loads(capsysbinary.readouterr().out)["rules"]}
    assert rules["POA103"]["params"]["puntos"]["default"] == "1"
    assert rules["POA103"]["params"]["puntos"]["min"] == "0.01"
    assert rules["POA202"]["params"]["unidades"] == {"from": "POA201"}
    assert rules["POA303"]["params"]["frases"]["default"][0] == "n/a"
    assert (
        rules["POA101"]["expect"]
        == "abs(acumula(programado) - meta_anual) <= holgura(tolerancia, programado, meta_anual)"
    )
    assert rules["POA305"]["unless"] == ["POA301", "POA302"]
    assert main(["rules", "-f", "html", "--lang", "en"], {}) == 0
    assert capsysbinary.readouterr().out.startswith(b'<!DOCTYPE html>\n<html lang="en">')
    assert main(["rules", "-f", "markdown"], {}) == 0
    assert capsysbinary.readouterr().out.decode().count("\n") == len(CHECKS) + 2
