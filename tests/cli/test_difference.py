"""The marks of a difference: in colour the changed words of long rows, without it what `patch` takes."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_lint.cli.difference import difference
from poa_lint.cli.rewrite import Rewritten
from poa_lint.core.source import Source
from poa_lint.core.words import words
from tests.places import ROOT
from tests.program import run

CODE = re.compile(r"\x1b\[([\d;]*)m")
ES = words("es")


def changes(before: str, after: str, *, colour: bool) -> str:
    report = Rewritten("a.txt", b"", Source("a.txt", before), Source("a.txt", after))
    return difference(report, ES, colour=colour)


def marked(painted: str) -> list[str]:
    """The parts that are shown in reverse."""
    parts = CODE.split(painted)
    return [text for code, text in zip(parts[1::2], parts[2::2], strict=True) if "7" in code.split(";")]


def test_the_changed_words_of_a_long_row_are_marked() -> None:
    row = "100.-\t" + "ELABORAR INFORMES " * 20 + "\t2010\t5\t"
    painted = changes(f"A\n{row}\nB", f"A\n{row.replace('2010', '2,010')}\nB", colour=True)
    assert marked(painted) == ["2010", "2,010"]
    assert "ELABORAR" in painted


def test_cells_that_move_are_marked_by_their_tabs() -> None:
    assert marked(changes("a\tb\tc", "a\t\tb\tc", colour=True)) == ["\t"]


LINES = st.lists(st.text("ab :#\t,.", max_size=12), min_size=1, max_size=6)


@given(LINES, st.data())
def test_without_its_colours_it_is_the_same(lines: list[str], data: st.DataObject) -> None:
    other = [data.draw(st.sampled_from([line, line + "x", line.replace("a", "b b")])) for line in lines]
    plain, painted = (changes("\n".join(lines), "\n".join(other), colour=colour) for colour in (False, True))
    assert ("::" in plain or "\\x" in plain) or CODE.sub("", painted) == plain


def test_many_words_are_marked_at_once() -> None:
    """Two rows with a thousand words each are not compared word by word."""
    before, after = ("\t".join(f"{sign}{number}" for number in range(1500)) for sign in "ab")
    assert marked(changes(f"x {before} y", f"x {after} y", colour=True)) == [before, after]


def test_patch_takes_it(tmp_path: Path) -> None:
    patch = shutil.which("patch")
    if patch is None:
        pytest.skip("patch is not installed")
    report = tmp_path / "informe.txt"
    original = (ROOT / "examples" / "cumm-2024-t1" / "informe.txt").read_bytes()
    report.write_bytes(original)
    shown = run("informe.txt", "--fix", "--diff", cwd=tmp_path, COLUMNS="60").stdout
    assert b"\x1b" not in shown
    subprocess.run([patch, "--quiet", "informe.txt"], input=shown, cwd=tmp_path, check=True)
    patched = report.read_bytes()
    report.write_bytes(original)
    run("informe.txt", "--fix", cwd=tmp_path)
    assert report.read_bytes() == patched != original


def test_colour_is_there_where_it_is_asked_for() -> None:
    said = ("examples/cumm-2024-t1/informe.txt", "--fix", "--diff", "--color")
    assert "2,010" in marked(run(*said, "always").stdout.decode())
    assert run(*said, "never").stdout == run(*said, "auto").stdout
