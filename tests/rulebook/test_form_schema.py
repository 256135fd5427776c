"""The schema that editors complete forms by says what the loader takes, and our forms keep to it."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from poa_lint.core.cache import folder
from poa_lint.core.form import KINDS
from poa_lint.core.words import LANGUAGES
from poa_lint.rulebook import form_file, form_values
from tests.places import ROOT
from tests.rulebook.test_forms import BROKEN, FORM
from tests.schemas import schema

SCHEMA = schema("form", 2)
OURS = sorted((folder("grammar") / "forms").glob("*.yaml"))
OFFICES = sorted((ROOT / "tests" / "data" / "formas").glob("*.yaml"))
BEYOND = (
    *("unknown-form", "form-circle", "label-twice", "unknown-entry", "period-order", "period-twice", "missing-column"),
    *(
        "id-twice",
        "heading-twice",
        "no-such-period",
        "same-word",
        "nothing-to-remove",
        "unknown-id",
        "unknown-column",
        "wrong-type",
    ),
    *(
        "expression-end",
        "unknown-function",
        "not-of-figures",
        "unknown-heading",
        "no-year",
        "no-words",
        "duplicate-key",
    ),
    *("pattern-syntax", "pattern-endless", "pattern-group", "pattern-anchor", "pattern-empty", "pattern-ambiguous"),
    *("too-deep", "other-kind"),
)
"""Faults that depend on other values, or on patterns, and that a schema cannot tell."""

TOLD = [(old, new, kind) for old, new, (kind, words, _) in BROKEN if kind not in BEYOND and words != "principal"]


def keys(part: dict[str, Any]) -> tuple[str, ...]:
    return tuple(part["properties"])


def test_the_form_schema_is_in_step_with_the_loader() -> None:
    known, parts = SCHEMA["properties"], SCHEMA["$defs"]
    assert set(known) == set(form_file.KEYS)
    assert set(SCHEMA["required"]) == set(form_file.REQUIRED)
    assert set(known["name"]["oneOf"][1]["properties"]) == set(LANGUAGES)
    assert set(keys(known["reconoce"])) == set(form_file.SIGN_KEYS)
    assert keys(known["ejercicio"]) == form_file.PLACES
    assert set(keys(known["corte"])) == set(form_file.CUTOFF_KEYS)
    assert known["corte"]["properties"]["dice"]["enum"] == list(form_file.SAYS)
    assert set(keys(known["encabezado"]["items"])) == set(form_file.ENTRY_KEYS)
    assert set(keys(known["renglones"])) == set(form_file.ROW_KEYS)
    assert set(keys(known["firmas"]["items"])) == set(form_file.ROLE_KEYS)
    assert set(keys(known["periods"]["items"])) == set(form_file.PERIOD_KEYS)
    assert set(keys(parts["inner"])) == set(form_file.COLUMN_KEYS)
    assert set(keys(parts["column"])) == {*form_file.COLUMN_KEYS, *form_file.JOINING_KEYS}
    assert set(keys(parts["group"])) == set(form_file.GROUP_KEYS)
    assert parts["inner"]["properties"]["tipo"]["enum"] == list(KINDS)
    assert keys(known["palabras"]) == form_file.WORD_KEYS
    assert keys(known["numero"]) == form_file.NUMBER_KEYS
    assert known["numero"]["properties"]["ambito"]["enum"] == list(form_file.RANGES)
    assert known["justificacion"]["enum"] == list(form_file.REASONS)
    assert known["rules"]["additionalProperties"]["oneOf"][1]["properties"].keys() == set(form_values.WISH_KEYS)
    assert parts["severity"]["enum"] == list(form_values.SEVERITIES)
    assert keys(known["examples"]) == form_file.EXAMPLE_KEYS
    assert keys(known["examples"]["properties"]["fail"]["items"]) == form_file.PAGE_KEYS


@pytest.mark.parametrize("path", [*OURS, *OFFICES], ids=lambda path: path.stem)
def test_forms_in_order_keep_their_schema(path: Path) -> None:
    jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), SCHEMA)


@pytest.mark.parametrize(("old", "new", "kind"), TOLD, ids=[f"{n}-{kind}" for n, (_, _, kind) in enumerate(TOLD)])
def test_what_the_loader_refuses_the_schema_refuses(old: str, new: str, kind: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(FORM.replace(old, new, 1)), SCHEMA)
