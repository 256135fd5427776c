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
from tests import browsers, offices
from tests.page import tasks
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
    found = [[code.partition(":")[0] for code, _, _ in answered(answer)] for answer in done["answers"]]
    assert [len(codes) - codes.count("POA915") for codes in found] == [51, 51]
    assert [codes.count("POA915") for codes in found] == [4, 4], "each of the four units is in the other file, too"


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
        browser, (made / "poa-lint.html").as_uri(), tmp_path, before=BREAKING, lots=[[str(OFFICE[0])], [str(SEED)]]
    )
    assert done["cards"][0].split("\n")[-1] == "No se pudo revisar: out of memory"
    assert answered(done["answers"][1]) == told(SEED)


@pytest.mark.parametrize("browser", BROWSERS)
def test_an_old_browser_gets_a_word(browser: str, made: Path, tmp_path: Path) -> None:
    done = drive(browser, (made / "poa-lint.html").as_uri(), tmp_path, before="delete globalThis.DecompressionStream;")
    assert "demasiado antiguo" in done["old"]
    assert done["old"].endswith("DecompressionStream")


@pytest.mark.parametrize("browser", BROWSERS)
def test_four_tasks_are_done_by_keys(browser: str, made: Path, tmp_path: Path) -> None:
    """Files are given by hand; Enter opens a report, and F8 goes from each finding to the next."""
    told = tasks.done(browser, (made / "poa-lint.html").as_uri(), tmp_path)
    assert told["said"] == []
    book, text, justified, compared = told["tasks"]
    assert (book["keys"], book["findings"], book["seen"]) == (18, 18, ["18 de 18", "0 de 18 corregidos"])
    assert text["seen"][1].startswith("Frente al que soltó antes (avance.txt): 9 corregidos,")
    assert justified["seen"][1:] == [
        "SIN OBSERVACIONES",
        "Frente al que soltó antes (desviado.txt): 1 corregido, 0 siguen, 0 nuevos.",
    ]
    assert sum(one.startswith("Comparado con") for one in compared["seen"]) == 3


DONE = "() => [...document.querySelectorAll('#results li')].every((one) => one.dataset.step === 'done')"


@pytest.fixture
def treasury(tmp_path: Path) -> Path:
    """A treasury's folder with a rule of its own, and a report in it."""
    folder = tmp_path / "Tesorería de X"
    folder.mkdir()
    offices.office(folder)
    (folder / "poa-lint.yaml").write_text("rules: reglas\nignore: [POA6]\n", encoding="utf-8")
    return folder


@pytest.mark.skipif(browsers.CHROMIUM is None, reason="no Chromium here")
def test_a_folder_that_is_dropped_or_chosen_holds_until_it_is_put_away(
    made: Path, treasury: Path, tmp_path: Path
) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    loose = tmp_path / "suelto.txt"
    loose.write_text(offices.REPORT, encoding="utf-8")
    with sync_api.sync_playwright() as driver:
        program = driver.chromium.launch(executable_path=browsers.CHROMIUM, args=list(browsers.FLAGS))
        opened = program.new_page()
        opened.goto((made / "poa-lint.html").as_uri())
        opened.wait_for_selector("html[data-ready]")
        hand, box = opened.context.new_cdp_session(opened), opened.locator("#drop").bounding_box()
        files = {"items": [], "files": [str(treasury), str(loose)], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            hand.send("Input.dispatchDragEvent", {"type": kind, "x": box["x"] + 9, "y": box["y"] + 9, "data": files})
        opened.wait_for_selector("#put-away:not([hidden])")
        opened.wait_for_function(DONE)
        told = "Reglas de: Tesorería de X (poa-lint.yaml). Además de las del programa: 1 regla propia."
        assert opened.locator("#office .rules").text_content() == told
        assert opened.locator(".name").all_text_contents() == ["suelto.txt", "informe.txt"]
        assert ["OFI100" in one["json"] for one in opened.evaluate("() => poaLint.answers()")] == [False, True]
        opened.click("#put-away")
        opened.wait_for_selector("#put-away[hidden]", state="attached")
        opened.wait_for_function(DONE)
        assert ["OFI100" in one["json"] for one in opened.evaluate("() => poaLint.answers()")] == [False, False]
        opened.set_input_files("#folder", str(treasury))
        opened.wait_for_selector("#put-away:not([hidden])")
        opened.wait_for_function(DONE)
        assert opened.locator("#office .rules").text_content() == told
        for form, begins in (("html", b"<!doctype html>"), ("xlsx", b"PK")):
            with opened.expect_download() as saved:
                opened.click(f"#all-{form}")
            assert Path(saved.value.path()).read_bytes().startswith(begins)
        opened.evaluate(browsers.axe())
        assert opened.evaluate(browsers.AXE) == []
        program.close()


@pytest.mark.parametrize("browser", BROWSERS)
def test_a_page_that_is_made_with_a_folder_checks_by_its_rules(browser: str, treasury: Path, tmp_path: Path) -> None:
    page.main(tmp_path / "oficina.html", treasury)
    page.modules(testing=True)
    report = tmp_path / "informe.txt"
    report.write_text(offices.REPORT, encoding="utf-8")
    done = drive(
        browser,
        (tmp_path / "oficina.html").as_uri(),
        tmp_path,
        lots=[[str(report)]],
        evaluate=["document.querySelector('#office .rules').textContent"],
    )
    shutil.copy(report, treasury / "informe.txt")
    expected = poa_lint.lint(treasury / "informe.txt", use_config=True).files[0].diagnostics
    assert answered(done["answers"][0]) == [(one.key, one.message, one.severity.value) for one in expected]
    assert done["evaluated"][0].startswith("Reglas de: Tesorería de X (poa-lint.yaml).")


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
