"""The schema that editors complete settings by says what the loader takes, and our profiles keep to it."""

from pathlib import Path

import jsonschema
import pytest
import yaml

from poa_lint.cli.options import BY_NAME
from poa_lint.config import load as configuring
from poa_lint.core.cache import package
from poa_lint.core.words import LANGUAGES
from poa_lint.expression.functions import ACCUMULATIONS
from tests.offices import configured
from tests.schemas import schema

SETTINGS = schema("settings")


def test_the_settings_schema_is_in_step_with_the_loader() -> None:
    known = SETTINGS["properties"]
    assert set(known) == set(configuring.KEYS)
    assert set(known["overrides"]["items"]["properties"]) == set(configuring.OVERRIDE_KEYS)
    assert known["fail-on"]["enum"] == list(configuring.LEVELS)
    assert known["language"]["enum"] == list(LANGUAGES)
    assert known["order"]["enum"] == list(configuring.ORDERS) == list(BY_NAME["--order"].choices)
    accumulation = known["acumulacion"]["properties"]
    assert set(accumulation) == set(configuring.ACCUMULATION_KEYS)
    assert accumulation["metas"]["additionalProperties"]["enum"] == list(ACCUMULATIONS)


@pytest.mark.parametrize("path", sorted((package() / "config" / "profiles").glob("*.yaml")), ids=lambda path: path.stem)
def test_our_profiles_keep_their_schema(path: Path) -> None:
    jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), SETTINGS)


@pytest.mark.parametrize(
    "text",
    [
        "extend: minimo",
        "overrides: [{ignore: [POA101]}]",
        "language: fr",
        "severity: {POA101: grave}",
        "docs: https://example.org",
    ],
)
def test_what_the_loader_refuses_the_schema_refuses(text: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(text), SETTINGS)


ADDRESSES = {
    "https://example.org/reglas/{code}.html": True,
    "file:///srv/reglas/{code}.md#es": True,
    "HTTPS://example.org/{code}": False,
    "https://example.org/{lang}/{code}/": True,
    "https://example.org/reglas": False,
    "https://example.org/{code}) [otra](x": False,
    "https://example.org/{code} x": False,
    "https://ejemplo.méxico/{code}": False,
    "javascript://{code}": False,
    "command:x{code}": False,
}


@pytest.mark.parametrize(("address", "taken"), ADDRESSES.items())
def test_the_schema_and_the_loader_take_the_same_addresses_of_pages(tmp_path: Path, address: str, taken: bool) -> None:
    held = configured(tmp_path, yaml.safe_dump({"docs": address}))
    assert [trouble.kind for trouble in held.faults] == ([] if taken else ["not-pages"])
    assert held.settings.page_of("POA101", "es") == (
        address.replace("{code}", "POA101").replace("{lang}", "es") if taken else ""
    )
    assert jsonschema.Draft202012Validator(SETTINGS).is_valid({"docs": address}) is taken
