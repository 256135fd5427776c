"""GitHub's commands are escaped and named as it knows them; a reviewer reads where a finding stands."""

from collections import Counter

import pytest

from poa_lint.core.result import Run
from tests.output.runs import HOSTILE, result, run_of, said
from tests.places import SEED


def test_github_escapes_percent_line_ends_colons_and_commas() -> None:
    found = result(HOSTILE, "a,b:c%.txt")
    line = said("github", run_of(found)).splitlines()[0]
    head, _, message = line.removeprefix("::").partition("::")
    assert "file=a%2Cb%3Ac%25.txt" in head
    assert "title=" in head
    assert "\n" not in message
    assert "%25" in said("github", run_of(result(SEED.read_bytes())))
    assert "%0A" in message


def test_github_names_levels_as_it_knows_them(seed: Run) -> None:
    levels = Counter(line.split()[0] for line in said("github", seed).splitlines())
    assert levels == {"::error": 18, "::warning": 13, "::notice": 20}


@pytest.mark.parametrize("form", ["github", "gitlab", "rdjsonl"])
def test_a_reviewer_reads_where_a_finding_stands_in_the_words_of_the_form(seed: Run, form: str) -> None:
    assert "programa 632 · unidad 202 · meta 403 · META ANUAL" in said(form, seed)
