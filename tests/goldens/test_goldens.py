"""The goldens are what the program writes now."""

from pathlib import Path

import pytest

from tests.goldens import produced


@pytest.mark.parametrize(
    ("path", "text"), list(produced()), ids=lambda value: value.name if isinstance(value, Path) else ""
)
def test_goldens(path: Path, text: str) -> None:
    assert path.read_bytes().decode("utf-8") == text, "`make goldens` rewrites them and prints the difference"
