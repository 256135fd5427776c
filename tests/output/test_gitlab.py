"""GitLab's fingerprints are unique and survive a new export."""

import json

from poa_lint.core.records import replace
from poa_lint.core.result import Run
from tests.output.runs import result, run_of, said
from tests.places import SEED


def test_gitlab_fingerprints_are_unique_and_survive_a_new_export(seed: Run) -> None:
    twice = run_of(seed.files[0], replace(seed.files[0], path="otra copia.txt"))
    found = json.loads(said("gitlab", twice))
    assert len({one["fingerprint"] for one in found}) == len(found) == 102
    moved = run_of(result(b"\n" + SEED.read_bytes(), seed.files[0].path))
    assert {one["fingerprint"] for one in json.loads(said("gitlab", moved))} == {
        one["fingerprint"] for one in found[:51]
    }
    for one in found:
        assert set(one) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert one["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert one["description"].startswith(one["check_name"])
