"""SARIF keeps the schema of OASIS and says what its readers require."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from poa_lint.core.result import Notice, Run
from tests.output.runs import DATA, HOSTILE, WAIVER, result, run_of, said
from tests.places import SEED


@pytest.fixture(scope="module")
def sarif_schema() -> Any:
    return jsonschema.Draft4Validator(json.loads((DATA / "sarif-2.1.0.json").read_text(encoding="utf-8")))


def test_sarif_keeps_the_oasis_schema(seed: Run, sarif_schema: Any) -> None:
    waived = run_of(result(SEED.read_bytes(), "a.txt", WAIVER), result(b"%PDF", "b.txt"), notices=(Notice("c", "d"),))
    for done in (seed, waived, run_of(), run_of(result(HOSTILE))):
        sarif_schema.validate(json.loads(said("sarif", done)))


def test_sarif_says_what_its_readers_require(seed: Run) -> None:
    (log,) = json.loads(said("sarif", seed))["runs"]
    assert log["columnKind"] == "unicodeCodePoints"
    assert (log["language"], log["tool"]["driver"]["language"]) == ("es-MX", "es-MX")
    assert log["automationDetails"]["id"].endswith("/")
    rules = log["tool"]["driver"]["rules"]
    for rule in rules:
        assert rule["id"] and rule["name"] and rule["shortDescription"]["text"] and rule["help"]["text"], rule  # noqa: PT018
    for one in log["results"]:
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
        region = one["locations"][0]["physicalLocation"]["region"]
        assert set(region) == {"startLine", "startColumn", "endLine", "endColumn"}
    prints = [one["partialFingerprints"] for one in log["results"]]
    assert (
        len({each["poaKey/v1"] for each in prints}) == len({each["primaryLocationLineHash"] for each in prints}) == 51
    )
    goal = next(one for one in log["results"] if one["partialFingerprints"]["poaKey/v1"].endswith("403/meta_anual"))
    assert goal["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "632/202/403/meta_anual"
    assert goal["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "informes/cumm%202024-t1.txt"
    assert goal["locations"][0]["physicalLocation"]["region"]["startColumn"] == 142
    assert goal["relatedLocations"]
    fixes = [one["fixes"][0]["artifactChanges"][0]["replacements"][0] for one in log["results"] if "fixes" in one]
    assert {"deletedRegion", "insertedContent"} == set(fixes[0])


def test_sarif_suppresses_what_is_waived() -> None:
    (log,) = json.loads(said("sarif", run_of(result(SEED.read_bytes(), "a.txt", WAIVER))))["runs"]
    suppressed = [one for one in log["results"] if "suppressions" in one]
    assert [one["ruleId"] for one in suppressed] == ["POA301"]
    assert suppressed[0]["suppressions"] == [{"kind": "external", "status": "accepted", "justification": WAIVER.reason}]


def test_sarif_tools_counts_the_same_findings(tmp_path: Path, seed: Run) -> None:
    (tmp_path / "poa.sarif").write_text(said("sarif", seed), encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "sarif", "summary", "poa.sarif"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    counts = Counter(one.severity.value for one in seed.files[0].diagnostics)
    assert f"error: {counts['error']}" in told
    assert f"warning: {counts['warning']}" in told
    assert f"note: {counts['info']}" in told


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("./informes/año 1.txt", "informes/a%C3%B1o%201.txt"),
        ("/informes/a#b?.txt", "file:///informes/a%23b%3F.txt"),
        ("C:\\Informes\\t1.txt", "file:///C:/Informes/t1.txt"),
        ("-", "-"),
    ],
)
def test_sarif_paths_are_uris(path: str, uri: str) -> None:
    from poa_lint.output.sarif import _uri

    assert _uri(path) == uri
