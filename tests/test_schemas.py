"""The schemas that editors complete by say what the loaders take, and the files of this project keep to them."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from poa_lint.config import load as configuring
from poa_lint.core.cache import folder, package
from poa_lint.core.diagnostic import Severity
from poa_lint.core.words import LANGUAGES
from poa_lint.expression.functions import ACCUMULATIONS
from poa_lint.rulebook import load
from poa_lint.rulebook.nodes import FRAMES
from poa_lint.rulebook.rule import LECTURA

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / f"poa-lint-{name}-1.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(found)
    return found


RULE, SETTINGS = schema("rule"), schema("settings")


def test_the_rule_schema_is_in_step_with_the_loader() -> None:
    known = RULE["properties"]
    assert set(known) == set(load.KEYS)
    assert set(RULE["required"]) == set(load.REQUIRED)
    assert known["each"]["enum"] == [*FRAMES, LECTURA]
    assert known["severity"]["enum"] == [severity.value for severity in Severity]
    assert known["status"]["enum"] == list(load.STATUSES)
    assert known["code"]["pattern"] == f"^{load.CODE.pattern}$"
    assert set(known["examples"]["properties"]) == set(load.EXAMPLE_KEYS)


def test_the_settings_schema_is_in_step_with_the_loader() -> None:
    known = SETTINGS["properties"]
    assert set(known) == set(configuring.KEYS)
    assert set(known["overrides"]["items"]["properties"]) == set(configuring.OVERRIDE_KEYS)
    assert known["fail-on"]["enum"] == list(configuring.LEVELS)
    assert known["language"]["enum"] == list(LANGUAGES)
    accumulation = known["acumulacion"]["properties"]
    assert set(accumulation) == set(configuring.ACCUMULATION_KEYS)
    assert accumulation["metas"]["additionalProperties"]["enum"] == list(ACCUMULATIONS)


@pytest.mark.parametrize("path", sorted(folder("rules").rglob("*.yaml")), ids=lambda path: path.stem)
def test_our_rules_keep_their_schema(path: Path) -> None:
    jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), RULE)


@pytest.mark.parametrize("path", sorted((package() / "config" / "profiles").glob("*.yaml")), ids=lambda path: path.stem)
def test_our_profiles_keep_their_schema(path: Path) -> None:
    jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), SETTINGS)


@pytest.mark.parametrize(
    "text", ["extend: minimo", "overrides: [{ignore: [POA101]}]", "language: fr", "severity: {POA101: grave}"]
)
def test_what_the_loader_refuses_the_schema_refuses(text: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(text), SETTINGS)
