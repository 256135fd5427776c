"""Reports under the settings of an office, and an office with a rule of its own."""

from pathlib import Path

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.config.find import Configured
from poa_lint.config.load import configure
from poa_lint.core.forms import built_in_forms
from poa_lint.core.result import FileResult
from poa_lint.core.source import Source
from poa_lint.core.words import words
from poa_lint.linter.pipeline import lint
from poa_lint.rulebook.builtin import built_in_rules
from tests.program import run
from tests.waivers import DEVIATED

REPORT = write(
    [
        Page(metas=(DEVIATED,)),
        Page(programa=("632", "OBRAS"), unidad=("201", "OBRAS"), metas=(Row(texto="200.- ABRIR CAMINOS."),)),
    ]
).replace("\t4\t1\t1\t1\t\t1\t\t1\t\t1\t25%", "\t5\t1\t1\t1\t\t1\t\t1\t\t1\t20%")
"""Goal 200 of unit 632/201 programmes 4 of 5: POA101."""


def configured(folder: Path, text: str, name: str = "poa-lint.yaml") -> Configured:
    (folder / name).write_text(text, encoding="utf-8")
    return configure(str(folder / name), built_in_rules())


def checked(found: Configured) -> FileResult:
    assert not [(trouble.kind, trouble.values) for trouble in found.troubles]
    return lint(Source("informe.txt", REPORT), found.rules, built_in_forms(), found.settings, words("es"))


def codes(found: Configured) -> list[str]:
    return [one.code for one in checked(found).diagnostics if one.severity.value != "info"]


def office(folder: Path, **changes: str) -> Path:
    """Settings with one rule of the office's own: goals programme five at least, code OFI100."""
    rule = {
        "code": "OFI100",
        "since": '"2025"',
        "status": "stable",
        "each": "meta",
        "severity": "warning",
        "expect": "meta_anual >= 5",
        "at": "meta_anual",
        "message": "{es: es poco, en: it is little}",
        "help": "{es: Programe más., en: Programme more.}",
        "why": "{es: Porque sí., en: Because.}",
        "basis": "[{note: Criterio de la oficina.}]",
        "examples": "{pass: [{meta_anual: 5, relativo: 20%}], fail: [{}]}",
    }
    (folder / "reglas").mkdir(exist_ok=True)
    text = "".join(f"{key}: {value}\n" for key, value in {**rule, **changes}.items())
    (folder / "reglas" / "meta-pequena.yaml").write_text(text, encoding="utf-8")
    (folder / "informe.txt").write_text(write([Page()]), encoding="utf-8")
    (folder / "poa-lint.yaml").write_text("rules: reglas\n", encoding="utf-8")
    return folder


def told(folder: Path, *said: str) -> tuple[list[str], str]:
    """The codes found in the folder's report, and what is said beside."""
    done = run("informe.txt", "-f", "concise", *said, cwd=folder)
    return [line.split()[2] for line in done.stdout.decode().splitlines()], done.stderr.decode()
