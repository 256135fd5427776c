"""What is made for people who install nothing: poa-lint.html in real browsers, poa-lint.pyz under a bare Python.

`make bundles-test` runs these; the ordinary suite does not: they take minutes, and the build asks the registries.
"""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import pytest

import poa_lint
from bundles import page, pyz
from poa_lint import api
from tests.page.browsers import PROGRAMS, cut, drive
from tests.places import FILES, SEED

pytestmark = [
    pytest.mark.bundles,
    pytest.mark.skipif(shutil.which("npm") is None, reason="the page is made with node and npm"),
]
OFFICE = [
    FILES / name for name in ("informe.xlsx", "informe.docx", "renglones-cortados.pdf", "informe.ods", "informe.xls")
]
BROWSERS = [
    pytest.param(name, marks=pytest.mark.skipif(program is None, reason=f"no {name} here"))
    for name, program in PROGRAMS.items()
]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundles")
    page.main(folder / "poa-lint.html")
    page.modules(testing=True)
    pyz.main(folder / "poa-lint.pyz")
    return folder


def told(path: Path) -> list[tuple[str, str, str]]:
    """A report's findings as the command line tells them."""
    diagnostics = poa_lint.lint(path).files[0].diagnostics
    return [(one.key, one.message, one.severity.value) for one in diagnostics]


def answered(answer: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The findings in what a page lets its reader save."""
    (file,) = json.loads(answer["json"])["files"]
    return [(one["key"], one["message"], one["severity"]) for one in file["diagnostics"]]


@pytest.mark.parametrize("browser", BROWSERS)
def test_the_page_finds_what_the_command_line_finds_without_a_network(browser: str, made: Path, tmp_path: Path) -> None:
    """Every request there is, is for the page itself and what it holds; where it can be, the network is cut."""
    files = [SEED, *OFFICE]
    done = drive(browser, (made / "poa-lint.html").as_uri(), tmp_path, lots=[[str(file) for file in files]])
    assert [answered(answer) for answer in done["answers"]] == [told(file) for file in files]
    assert {url.split(":")[0] for url in done["requests"]} <= {"file", "blob", "data"}
    assert done["said"] == []
    if not cut():
        pytest.skip("the findings agree, but this machine does not let the network be cut")


@pytest.mark.parametrize("browser", BROWSERS)
def test_files_are_dropped_and_broken_ones_are_said(browser: str, made: Path, tmp_path: Path) -> None:
    broken = tmp_path / "roto.docx"
    broken.write_bytes((FILES / "informe.docx").read_bytes()[:3000])
    done = drive(
        browser,
        (made / "poa-lint.html").as_uri(),
        tmp_path,
        lots=[[str(broken), str(SEED)]],
        drop=True,
        evaluate=["document.querySelector('#shown iframe').contentDocument === null", "document.documentElement.lang"],
    )
    assert done["cards"][0].split("\n")[:2] == ["roto.docx", "NO SE PUDO REVISAR"]
    assert answered(done["answers"][1]) == told(SEED)
    fixed = api.lint(base64.b64decode(done["answers"][1]["fixed"]))
    assert not [one for one in fixed.files[0].diagnostics if one.fixable.value == "safe"]
    assert done["evaluated"] == [True, "es"], "the report stands in a frame of its own, out of the page's reach"


@pytest.mark.parametrize("browser", BROWSERS)
def test_where_workers_are_refused_the_page_does_it_itself(browser: str, made: Path, tmp_path: Path) -> None:
    done = drive(
        browser,
        (made / "poa-lint.html").as_uri(),
        tmp_path,
        before="globalThis.Worker = class { constructor() { throw new Error('refused'); } };",
        lots=[[str(SEED), str(FILES / "renglones-cortados.pdf")]],
    )
    assert [len(answered(answer)) for answer in done["answers"]] == [51, 51]


@pytest.mark.parametrize("browser", BROWSERS)
def test_a_corrected_report_takes_the_place_of_what_it_was(browser: str, made: Path, tmp_path: Path) -> None:
    mended = tmp_path / "corregido.txt"
    mended.write_bytes(SEED.read_bytes().replace(b"100. DIRIGIR", b"100.- DIRIGIR", 1))
    done = drive(browser, (made / "poa-lint.html").as_uri(), tmp_path, lots=[[str(SEED)], [str(mended)]])
    (answer,) = done["answers"]
    assert answered(answer) == told(mended)
    assert len(answer["previous"]["met"]) == len(told(SEED)) - len(told(mended)) > 0
    assert answer["previous"]["new"] == []


BREAKING = """
globalThis.Worker = class extends Worker {
  postMessage(what) {
    if (what[0] === 1 && !globalThis.broken) {
      globalThis.broken = true;
      this.onerror(new ErrorEvent("error", { message: "out of memory" }));
    } else super.postMessage(what);
  }
};
"""


@pytest.mark.parametrize("browser", BROWSERS)
def test_after_a_file_that_ends_everything_the_next_one_is_checked(browser: str, made: Path, tmp_path: Path) -> None:
    done = drive(
        browser, (made / "poa-lint.html").as_uri(), tmp_path, before=BREAKING, lots=[[str(OFFICE[0]), str(SEED)]]
    )
    assert done["cards"][0].split("\n")[-1] == "No se pudo revisar: out of memory"
    assert answered(done["answers"][1]) == told(SEED)


@pytest.mark.parametrize("browser", BROWSERS)
def test_an_old_browser_gets_a_word(browser: str, made: Path, tmp_path: Path) -> None:
    done = drive(browser, (made / "poa-lint.html").as_uri(), tmp_path, before="delete globalThis.DecompressionStream;")
    assert "demasiado antiguo" in done["old"]
    assert done["old"].endswith("DecompressionStream")


def test_the_same_bytes_twice(made: Path, tmp_path: Path) -> None:
    page.main(tmp_path / "poa-lint.html")
    pyz.main(tmp_path / "poa-lint.pyz")
    for name in ("poa-lint.html", "poa-lint.pyz", "poa-lint.bat"):
        again, before = ((folder / name).read_bytes() for folder in (tmp_path, made))
        assert hashlib.sha256(again).digest() == hashlib.sha256(before).digest(), name


@pytest.mark.parametrize("form", ["terminal", "json", "html"])
def test_the_archive_says_what_the_installed_program_says(form: str, made: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "bare", symlinks=os.name != "nt")
    python = tmp_path / "bare" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    said = [str(SEED), "-f", form, "--today", "2026-04-15", "--color", "always"]
    known = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    expected = subprocess.run([sys.executable, "-m", "poa_lint", *said], env=known, capture_output=True, check=False)
    for _ in range(2):
        done = subprocess.run(
            [str(python), "-I", str(made / "poa-lint.pyz"), *said],
            env=known,
            capture_output=True,
            check=False,
            cwd=tmp_path,
        )
        assert (done.returncode, done.stdout, done.stderr) == (1, expected.stdout, b"")
