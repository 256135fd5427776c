"""A file of waivers is in order or is refused with its place, by its schema too."""

import jsonschema
import pytest

from poa_lint.config import waiver_file
from poa_lint.rulebook.builtin import built_in_rules
from tests.schemas import schema
from tests.waivers import file_of, waiver


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"reason": ...}, "missing-key"),
        ({"until": ...}, "missing-key"),
        ({"reason": "Oficio 123: -----"}, "short-reason"),
        ({"reason": ""}, "not-a-text"),
        ({"until": "31/12/2024"}, "not-a-date"),
        ({"until": "2024-02-30"}, "not-a-date"),
        ({"rule": "POA999"}, "unknown-rule"),
        ({"rule": "POA3"}, "many-rules"),
        ({"rule": "justificacion"}, "many-rules"),
        ({"rule": "POA008"}, "not-waivable"),
        ({"where": "511//100"}, "not-a-place"),
        ({"quarter": 5}, "not-between"),
        ({"year": "dos mil"}, "not-between"),
        ({"autoriza": "Ana"}, "unknown-key"),
        ({"reason": ["a"]}, "not-a-text"),
    ],
    ids=str,
)
def test_a_waiver_that_is_not_in_order_is_refused_with_its_place(changes: dict[str, object], kind: str) -> None:
    text = file_of(waiver(), waiver(**changes))
    file, wrong = waiver_file.read("dispensas.yaml", text, built_in_rules())
    assert [trouble.kind for trouble in wrong] == [kind]
    assert text.count("\n", 0, wrong[0].offset) >= 4, "the second waiver is at fault"
    assert file.waivers == ()


@pytest.mark.parametrize(
    "changes", [{"reason": ...}, {"autoriza": "Ana"}, {"reason": ["a"]}, {"where": "511//100"}], ids=str
)
def test_what_the_loader_refuses_by_its_shape_the_schema_refuses(changes: dict[str, object]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([waiver(**changes)], schema("waivers"))


def test_the_waiver_schema_is_in_step_with_the_loader() -> None:
    items = schema("waivers")["items"]
    assert tuple(items["properties"]) == waiver_file.KEYS
    assert tuple(items["required"]) == waiver_file.REQUIRED
    jsonschema.validate([waiver(year=2024, quarter=1, value=None, authorised_by="Ana")], schema("waivers"))


@pytest.mark.parametrize("text", ["", "# nada todavía\n", "[]\n"])
def test_a_file_without_waivers_is_in_order(text: str) -> None:
    assert waiver_file.read("dispensas.yaml", text, built_in_rules()) == (("dispensas.yaml", text, ()), ())


@pytest.mark.parametrize(
    "text", ["rule: POA301\n", "- POA301\n", "- [\n", "- &a {rule: POA301}\n- *a\n", f"{'[' * 100}{']' * 100}"]
)
def test_a_file_that_is_no_list_of_waivers_is_one_sentence(text: str) -> None:
    assert len(waiver_file.read("dispensas.yaml", text, built_in_rules())[1]) == 1
