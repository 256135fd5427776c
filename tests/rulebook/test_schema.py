"""The schema that editors complete rules by says what the loader takes, and our rules keep to it."""

from pathlib import Path

import jsonschema
import pytest
import yaml

from poa_lint.core.cache import folder
from poa_lint.core.diagnostic import Severity
from poa_lint.rulebook import rule_file
from poa_lint.rulebook.nodes import FRAMES
from poa_lint.rulebook.rule import LECTURA
from tests.schemas import schema

RULE = schema("rule")


def test_the_rule_schema_is_in_step_with_the_loader() -> None:
    known = RULE["properties"]
    assert set(known) == set(rule_file.KEYS)
    assert set(RULE["required"]) == set(rule_file.REQUIRED)
    assert known["each"]["enum"] == [*FRAMES, LECTURA]
    assert known["severity"]["enum"] == [severity.value for severity in Severity]
    assert known["status"]["enum"] == list(rule_file.STATUSES)
    assert known["code"]["pattern"] == f"^{rule_file.CODE.pattern}$"
    assert set(known["examples"]["properties"]) == set(rule_file.EXAMPLE_KEYS)


@pytest.mark.parametrize("path", sorted(folder("rules").rglob("*.yaml")), ids=lambda path: path.stem)
def test_our_rules_keep_their_schema(path: Path) -> None:
    jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), RULE)
