"""An office's folder on the page with Python inside: it holds there exactly as it does on the command line."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bundles import office as bundled
from poa_lint.authoring.samples import Page, Row, sample, write
from poa_lint.servers import answer as answers
from poa_lint.servers import office
from poa_lint.servers.alone import Alone
from tests import amendments, offices, waivers
from tests.config.test_forms import office as office_forms
from tests.config.test_packs import NAME, PACK, files_of, install
from tests.output import beside
from tests.program import run

SETTINGS = """\
rules: [reglas, paquete-de-reglas]
forms: formas
ignore: [POA6]
severity: {POA401: error}
params: {POA301: {umbral: 40}}
overrides:
  - {paths: ["T2/*"], ignore: [POA1]}
compare: {plan: planes/*.txt, against: entregados, require: both}
"""
REPORTS = ("informe.txt", "T2/informe.txt", "otro.txt", "cuatrimestral.txt")


class Buffer:
    """A JavaScript array as Pyodide hands it over."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def to_bytes(self) -> bytes:
        return self.data


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A treasury's folder: its own rule, a pack, waivers, amendments, the plan, what was delivered, three reports."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(answers, "today", lambda: "2024-07-10")
    install(tmp_path / "site", files_of(PACK), NAME)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    here = tmp_path / "Tesorería de X"
    for name in ("T2", "planes", "entregados"):
        (here / name).mkdir(parents=True)
    offices.office(here)
    office_forms(here, "cuatrimestral")
    texts = {
        "poa-lint.yaml": SETTINGS,
        "dispensas.yaml": waivers.file_of(waivers.waiver(), waivers.waiver(rule="POA101", where="9/9")),
        "modificaciones.yaml": amendments.text_of(
            amendments.amendment(), amendments.amendment(amendments.goal(donde="511/101/999"), oficio="TM/115/2024")
        ),
        "planes/2024.txt": sample({"fecha": "", "avance": ["", "", "", ""]}).text(),
        "entregados/t1.txt": sample({}).text(),
        "informe.txt": offices.REPORT,
        "T2/informe.txt": offices.REPORT,
        "otro.txt": write([Page(metas=(Row(meta_anual="5", texto="100.- OTRA COSA."),), fecha="30-jun.-24")]),
    }
    for path, text in texts.items():
        (here / path).write_text(text, encoding="utf-8")
    return here


def given(folder: Path, name: str = "Oficina") -> Iterator[Any]:
    """The files of a folder as the page hands them over, in turn."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"{name}/{path.relative_to(folder).as_posix()}"
            yield Buffer(path.read_bytes())


def told(folder: Path, path: str, *more: str) -> Any:
    """The file's results as the command line gives them in the folder."""
    done = run(path, "-f", "json", "--today", "2024-07-10", *more, cwd=folder)
    return json.loads(done.stdout)


def answered(alone: Alone, name: str, data: bytes, language: str = "es") -> Any:
    return json.loads(alone.answer(name, Buffer(data), language, False))


def used(alone: Alone, folder: Path, language: str = "es") -> Any:
    return json.loads(alone.use(language, *given(folder)))


@pytest.mark.parametrize("path", REPORTS)
def test_the_findings_are_the_command_lines(folder: Path, path: str) -> None:
    expected = told(folder, path)
    alone = Alone()
    assert used(alone, folder)["problem"] == ""
    answer = answered(alone, f"Oficina/{path}", (folder / path).read_bytes())
    said = json.loads(answer["json"])
    assert said["files"] == expected["files"]
    assert {key: said[key] for key in said if key != "files"} == {
        key: expected[key] for key in expected if key != "files"
    }


def test_the_same_again_in_the_other_language(folder: Path) -> None:
    alone = Alone()
    used(alone, folder)
    said = json.loads(answered(alone, "Oficina/otro.txt", (folder / "otro.txt").read_bytes(), "en")["json"])
    assert said["files"] == told(folder, "otro.txt", "--lang", "en")["files"]


def test_a_report_dropped_beside_the_folder_is_checked_as_if_it_lay_in_it(folder: Path) -> None:
    data = (folder / "otro.txt").read_bytes() + b"\n"
    (folder / "suelto.txt").write_bytes(data)
    expected = told(folder, "suelto.txt")
    (folder / "suelto.txt").unlink()
    alone = Alone()
    used(alone, folder)
    assert json.loads(answered(alone, "suelto.txt", data)["json"])["files"] == expected["files"]
    same_name = answered(alone, "informe.txt", data)
    assert same_name["name"] == "soltados/informe.txt", "another file of the folder has its name"


def test_it_says_whose_rules_hold_and_what_there_is(folder: Path) -> None:
    alone = Alone()
    said = used(alone, folder)
    assert said["said"] == (
        "Reglas de: Oficina (poa-lint.yaml). Además de las del programa: 2 reglas propias, 1 forma propia, "
        "2 dispensas, 2 oficios que modifican el POA, se compara con el POA aprobado, "
        "se compara con informes anteriores."
    )
    assert json.loads(alone.office("en"))["said"].startswith(
        "Rules of: Oficina (poa-lint.yaml). Besides the program's:"
    )
    assert json.loads(alone.use("es")) is None, "without a folder nothing is the office's"
    assert "OFI100" not in answered(alone, "informe.txt", offices.REPORT.encode())["json"]


def test_its_reports_are_those_that_settings_choose_without_what_is_only_compared_with(folder: Path) -> None:
    assert used(Alone(), folder)["reports"] == [
        f"Oficina/{name}" for name in ("cuatrimestral.txt", "informe.txt", "otro.txt", "T2/informe.txt")
    ]
    text = SETTINGS + 'files: {exclude: ["T2/", "cuatrimestral.*"]}\n'
    (folder / "poa-lint.yaml").write_text(text, encoding="utf-8")
    assert used(Alone(), folder)["reports"] == ["Oficina/informe.txt", "Oficina/otro.txt"]


def test_files_that_are_dropped_together_take_the_place_of_those_that_settings_name(folder: Path) -> None:
    """As `--plan` does on the command line."""
    plan = sample({"fecha": "", "meta_anual": 9, "avance": ["", "", "", ""]}).text().encode()
    data = (folder / "otro.txt").read_bytes()
    (folder / "nuevo.txt").write_bytes(plan)
    expected = told(folder, "otro.txt", "--plan", "nuevo.txt")
    (folder / "nuevo.txt").unlink()
    alone = Alone()
    used(alone, folder)
    answer = json.loads(alone.answer("otro.txt", Buffer(data), "es", False, "nuevo.txt", Buffer(plan)))
    (file, *_) = json.loads(answer["json"])["files"]
    assert [(one["role"], one["path"]) for one in file["compared"]] == [
        ("plan", "nuevo.txt"),
        ("before", "entregados/t1.txt"),
    ]
    assert {one["key"] for one in file["diagnostics"]} == {one["key"] for one in expected["files"][0]["diagnostics"]}


def test_what_came_with_the_page_holds_again_when_a_folder_is_put_away(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "otra"
    other.mkdir()
    (other / "poa-lint.yaml").write_text("select: [POA1]\n", encoding="utf-8")
    alone = Alone(str(folder))
    assert json.loads(alone.office("es"))["said"].startswith("Reglas de: Tesorería de X (poa-lint.yaml).")
    before = answered(alone, "suelto.txt", offices.REPORT.encode())
    assert used(alone, other)["said"] == "Reglas de: Oficina (poa-lint.yaml)."
    during = answered(alone, "suelto.txt", offices.REPORT.encode())
    assert json.loads(alone.use("es"))["said"].startswith("Reglas de: Tesorería de X")
    assert answered(alone, "suelto.txt", offices.REPORT.encode()) == before != during


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ignore: [", "poa-lint.yaml, renglón 1: "),
        ("rules: no-hay", "no-hay"),
        ("ignore: [NADA1]\nselect: [NADA2]", "(Y 1 falla más.)"),
        ("select: [POA101]\nignore: [POA101]", "no deja ninguna regla"),
        ("extends: /etc/passwd", "/etc/passwd"),
        ("rules: ../../..", "renglón 1"),
        ("\0", "renglón 1"),
        ("a: " * 100, "renglón 1"),
    ],
)
def test_settings_that_are_not_in_order_are_one_sentence_and_reports_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    here = tmp_path / "x"
    here.mkdir()
    (here / "poa-lint.yaml").write_text(text, encoding="utf-8")
    (here / "informe.txt").write_text(offices.REPORT, encoding="utf-8")
    alone = Alone()
    plain = answered(alone, "informe.txt", offices.REPORT.encode())
    told = used(alone, here)
    assert told["problem"].startswith("La carpeta no se usó: ")
    assert told["problem"].endswith("Los informes se revisan con las reglas de esta página.")
    assert said in told["problem"]
    assert told["reports"] == ["Oficina/informe.txt"]
    assert answered(alone, "Oficina/informe.txt", offices.REPORT.encode()) == plain


def test_settings_of_one_folder_that_are_not_in_order_are_told_with_its_reports(folder: Path) -> None:
    (folder / "T2" / "poa-lint.yaml").write_text("ignore: [NADA]\n", encoding="utf-8")
    alone = Alone()
    assert used(alone, folder)["problem"] == ""
    answer = answered(alone, "Oficina/T2/informe.txt", offices.REPORT.encode())
    assert answer["troubles"] == ["T2/poa-lint.yaml, renglón 1: no existe la regla «NADA»."]
    assert answer["verdict"] == "CORREGIR"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([("a/poa-lint.yaml", b"")] * 2, "dos archivos con el mismo"),
        ([("../poa-lint.yaml", b"")], "no se puede usar"),
        ([("/etc/poa-lint.yaml", b"")], "no se puede usar"),
        ([("a\\poa-lint.yaml", b"")], "no se puede usar"),
        ([("a/\0.yaml", b"")], "no se puede usar"),
        ([("a/\ud800.yaml", b"")], "no se puede usar"),
        ([("a.yaml", b""), ("a.yaml/b.yaml", b"")], "no se puede usar"),
        ([("a" * 500, b"")], "no se puede usar"),
        ([(f"{number}.yaml", b"") for number in range(office.MOST + 1)], "más de 2000 archivos"),
    ],
    ids=range(9),
)
def test_a_folder_that_is_not_taken_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: list[tuple[str, bytes]], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    alone = Alone()
    parts = [part for path, data in files for part in (path, Buffer(data))]
    told = json.loads(alone.use("es", *parts))
    assert said in told["problem"]
    assert told["reports"] == []
    assert answered(alone, "informe.txt", offices.REPORT.encode())["verdict"] == "CORREGIR"


def test_too_much_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(office, "MAX_BYTES", 1_000_000)
    told = json.loads(Alone().use("es", "poa-lint.yaml", Buffer(b"#" * 1_000_001)))
    assert "pesan más de 1 MB" in told["problem"]


@pytest.mark.parametrize(
    ("paths", "home"),
    [
        (["a/informe.txt"], ""),
        (["a/b/poa-lint.yaml", "a/poa-lint.yaml"], "a"),
        (["poa-lint.yaml", "a/poa-lint.yaml"], ""),
        (["a/dispensas.yaml", "a/b/poa-lint.yaml"], "a/b"),
        (["a/dispensas.yaml"], "a"),
    ],
)
def test_the_uppermost_settings_are_the_offices(paths: list[str], home: str) -> None:
    assert office.home(paths) == home


def test_only_files_that_say_something_are_taken() -> None:
    taken = ("poa-lint.yaml", "a/REGLAS.YAML", "t1.xlsx", "plan.json", ".gitignore", "pyproject.toml", "catalogo.csv")
    assert all(map(office.is_taken, taken))
    assert not any(map(office.is_taken, ("foto.jpg", ".oculto.yaml", "programa.py", "a/Makefile", "~$t1.doc")))


def test_nothing_of_a_folder_is_run(folder: Path) -> None:
    (folder / "reglas" / "__init__.py").write_text("raise SystemExit('run')\n", encoding="utf-8")
    (folder / "sitecustomize.py").write_text("raise SystemExit('run')\n", encoding="utf-8")
    alone = Alone()
    assert used(alone, folder)["problem"] == ""
    assert answered(alone, "Oficina/informe.txt", offices.REPORT.encode())["verdict"] == "CORREGIR"


def test_files_dropped_together_are_compared_without_a_folder_too() -> None:
    now, before = beside.report(beside.LATER).encode(), beside.report(beside.EARLIER, "31-mar.-24").encode()
    said = json.loads(Alone().answer("t2.txt", Buffer(now), "en", False, "t1.txt", Buffer(before)))
    assert said["compared"][0].startswith("Compared with t1.txt (cut-off 31 March 2024): 1 unit, 3 goals the same")


def test_what_is_made_into_a_page_holds_there_with_its_pack_and_nothing_else_installed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = told(folder, "otro.txt")
    (folder / "programa.py").write_text("raise SystemExit('run')\n", encoding="utf-8")
    held = bundled.read(folder)
    assert not [path for path in held.files if path.endswith(".py")], "data alone"
    assert held.told["es"] is not None
    for path, data in held.files.items():
        (tmp_path / "baked" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "baked" / path).write_bytes(data)
    shutil.rmtree(tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "baked" / bundled.PACKS))
    alone = Alone(str(tmp_path / "baked" / bundled.OFFICE))
    assert json.loads(alone.office("es")) == held.told["es"]
    answer = answered(alone, "otro.txt", (folder / "otro.txt").read_bytes())
    assert json.loads(answer["json"])["files"] == expected["files"]


@pytest.mark.parametrize(("text", "said"), [("ignore: [NADA]", "renglón 1"), (None, "no tiene poa-lint.yaml")])
def test_no_page_is_made_with_a_folder_that_it_could_not_use(tmp_path: Path, text: str | None, said: str) -> None:
    if text is not None:
        (tmp_path / "poa-lint.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        bundled.read(tmp_path)
