"""Several formats in one run, and outputs that cannot be."""

import json
from pathlib import Path

import pytest

from tests.places import SEED
from tests.program import run


def test_several_formats_in_one_run(tmp_path: Path) -> None:
    done = run(SEED, "-f", "sarif:poa.sarif", "-f", "junit:poa.xml", "--output-format", "concise", cwd=tmp_path)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 51
    assert len(json.loads((tmp_path / "poa.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]) == 51
    assert (tmp_path / "poa.xml").read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("-f", "sarif", "-f", "json"), "solo un formato puede ir a la pantalla"),
        (("-f", "sarf:x"), "¿quiso decir «sarif»?"),
        (("-f", "json:no/hay/x.json"), "no se pudo escribir"),
    ],
)
def test_outputs_that_cannot_be(tmp_path: Path, said: tuple[str, ...], sentence: str) -> None:
    done = run(SEED, *said, cwd=tmp_path)
    assert done.returncode == 2
    assert sentence in done.stderr.decode()
