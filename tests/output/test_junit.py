"""JUnit keeps the schema of Jenkins, with a case for each goal and group."""

import xmlschema

from poa_lint.core.result import Run
from tests.output.runs import DATA, HOSTILE, WAIVER, result, run_of, said
from tests.places import SEED


def test_junit_keeps_the_jenkins_schema(seed: Run) -> None:
    schema = xmlschema.XMLSchema(str(DATA / "junit-10.xsd"))
    waived = run_of(result(SEED.read_bytes(), "a.txt", WAIVER), result(b"", "b.txt"))
    for done in (seed, waived, run_of(), run_of(result(HOSTILE))):
        schema.validate(said("junit", done))


def test_junit_has_a_case_for_each_goal_and_group_the_passing_ones_too(seed: Run) -> None:
    from xml.etree import ElementTree as ET

    suite = ET.fromstring(said("junit", seed)).find("testsuite")  # noqa: S314 - our own output
    assert suite is not None
    cases = {(case.get("classname"), case.get("name")): case for case in suite}
    assert len([1 for _, name in cases if name and name.startswith("meta ") and name.endswith("aritmética")]) == 25
    assert len(cases[("632/202", "meta 403 · aritmética")].findall("failure")) == 3
    assert list(cases["511/101", "meta 101 · aritmética"]) == [], "a case that passes is there too"
    assert ("632/202", "la unidad · firmas") in cases
    assert suite.get("failures") == str(len([case for case in suite if case.find("failure") is not None]))


def test_junit_fails_by_the_threshold_and_skips_the_waived() -> None:
    plain = result(SEED.read_bytes(), "a.txt", WAIVER)
    text = said("junit", run_of(plain))
    assert text.count("<failure ") == sum(one.severity.value == "error" for one in plain.standing)
    assert 'message="POA301' in text
    assert "Oficio &lt;OM-12&gt; de la Oficialía &amp; anexos" in text
    assert text.count("<skipped ") == 1
