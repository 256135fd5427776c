"""The year of a treasury that is made to measure with: the same each time, and wrong only where it is made so."""

from pathlib import Path

from benchmarks import treasury
from poa_lint import lint


def test_a_year_is_the_same_each_time_and_sound_where_it_says_so(tmp_path: Path) -> None:
    kinds = treasury.write(tmp_path / "one", 24)
    assert treasury.write(tmp_path / "two", 24) == kinds
    assert set(kinds) == {"sound", "silent", "wrong", "corrected"}
    texts = sorted((tmp_path / "one").rglob("*.txt"))
    assert all(
        path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes() for path in texts
    )
    first = [made for made in treasury.reports(treasury.units(24), 1) if made.name.endswith(".txt")]
    assert len(first) == 6
    for made in first:
        found = {finding.code for file in lint(made.data).files for finding in file.diagnostics}
        if made.kind == "sound":
            assert not found, made.name
    assert any(lint(made.data).files[0].diagnostics for made in first if made.kind != "sound")
