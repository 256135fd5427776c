"""The settings that hold for a report are the nearest ones upward."""

from pathlib import Path

from poa_lint.config.find import find
from poa_lint.config.load import configure
from poa_lint.rulebook.builtin import built_in_rules
from tests.offices import codes


def test_the_nearest_file_upward_holds_and_no_other(tmp_path: Path) -> None:
    inner = tmp_path / "2024" / "t1"
    inner.mkdir(parents=True)
    (tmp_path / "poa-lint.yaml").write_text("ignore: [POA301]", encoding="utf-8")
    assert find(str(inner)).settings == str(tmp_path / "poa-lint.yaml")
    (tmp_path / "2024" / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert find(str(inner)).settings == str(tmp_path / "poa-lint.yaml")
    (tmp_path / "2024" / "pyproject.toml").write_text("[tool.poa-lint]\nignore = ['POA101']\n", encoding="utf-8")
    found = configure(find(str(inner)).settings, built_in_rules())
    assert codes(found) == ["POA301"]
