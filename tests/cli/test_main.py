"""A run that nobody reads to its end, and one that fails, end in order."""

import os
import subprocess
import sys

from tests.places import ROOT, SEED


def test_a_reader_that_leaves_early_is_no_trouble() -> None:
    known = {**os.environ, "PYTHONPATH": str(ROOT)}
    said = [sys.executable, "-m", "poa_lint", str(SEED), "--all"]
    with subprocess.Popen(said, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=known) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.close()
        assert b"Traceback" not in started.stderr.read()


def test_a_defect_of_ours_is_a_sentence_and_2() -> None:
    program = "import sys, poa_lint.cli.main as cli; cli.main = lambda *_: 1 / 0; sys.argv = ['poa-lint']; cli.run()"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"ZeroDivisionError" in done.stderr
    assert b"Traceback" not in done.stderr
