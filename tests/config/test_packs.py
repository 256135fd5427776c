"""A pack of rules is an installed distribution of data: its files are read, its code is not run."""

import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from poa_lint.api import Linter, Wishes
from poa_lint.authoring.samples import sample
from poa_lint.cli.main import main
from poa_lint.config import packs
from poa_lint.core.result import Notice
from poa_lint.core.words import words
from poa_lint.servers import parcels
from tests.places import ROOT

PACK = ROOT / "examples" / "paquete-de-reglas"
NAME = "paquete-de-reglas"
RULE = "code: OFI9\neach: meta\nexpect: meta_anual > 0\nmessage: x\nexamples: {fail: [{meta_anual: 0}]}\n"
BOOM = "raise SystemExit('code of a pack was run')\n"


def install(site: Path, files: dict[str, str], name: str = NAME, version: str = "1.0.0", more: str = "") -> None:
    """Write a distribution as pip leaves it: its files, and their list."""
    info = f"{name.replace('-', '_')}-{version}.dist-info"
    files = {**files, f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"}
    for path, text in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, encoding="utf-8")
    record = "".join(f"{path},,\n" for path in (*files, f"{info}/RECORD"))
    (site / info / "RECORD").write_text(record + more, encoding="utf-8")


def files_of(pack: Path) -> dict[str, str]:
    """The files of the template that its wheel has, and modules that must not be imported."""
    inside = pack / "paquete_de_reglas"
    data = {str(path.relative_to(pack)): path.read_text(encoding="utf-8") for path in inside.rglob("*.yaml")}
    return {**data, "paquete_de_reglas/__init__.py": BOOM, "paquete_de_reglas/reglas/__init__.py": BOOM}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of installed packages on Python's path; the working folder has a report."""
    site, here = tmp_path / "site", tmp_path / "informes"
    site.mkdir()
    here.mkdir()
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.chdir(here)
    text = sample({"observaciones": "SE CELEBRÓ UNA SESIÓN."}).text()
    Path("informe.txt").write_text(text, encoding="utf-8")
    Path("poa-lint.yaml").write_text(f"rules: [{NAME}]\n", encoding="utf-8")
    return site


def told(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_the_template_is_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-rules", str(PACK / "paquete_de_reglas" / "reglas")], {}) == 0
    assert told(capsys) == "1 regla y 3 ejemplos, todo en orden.\n"


def test_the_rules_of_an_installed_pack_run_and_config_tells_their_version(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    install(site, files_of(PACK))
    assert main(["informe.txt", "-f", "concise"], {}) == 0
    assert "warning OFI001 observacion-sin-oficio: OBSERVACIONES no cita el oficio" in told(capsys)
    assert main(["config"], {}) == 0
    folder = site / "paquete_de_reglas" / "reglas"
    assert f"rules = {folder.resolve()}  (del paquete paquete-de-reglas 1.0.0, poa-lint.yaml:1)" in told(capsys)
    assert not [name for name in sys.modules if name.startswith("paquete_de_reglas")]


def test_config_tells_where_each_rule_is_stated(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    install(site, files_of(PACK))
    Path("mias").mkdir()
    Path("mias/otra.yaml").write_text(RULE, encoding="utf-8")
    Path("poa-lint.yaml").write_text(f"rules: [{NAME}, mias]\n", encoding="utf-8")
    assert main(["config"], {}) == 0
    told_of = told(capsys)
    assert "OFI001 observacion-sin-oficio = warning  (del paquete paquete-de-reglas 1.0.0)" in told_of
    assert f"OFI9 otra = warning  ({Path('mias/otra.yaml')})" in told_of
    assert "POA101 suma-trimestral = error  (programa)" in told_of


def test_check_rules_takes_the_name_of_a_pack_and_says_whose_rules_it_took(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    install(site, files_of(PACK))
    assert main(["check-rules", NAME], {}) == 0
    assert told(capsys) == "1 regla y 3 ejemplos, todo en orden.\n"
    assert main(["check-rules", "paquete-de-regals"], {}) == 2
    Path("mias").mkdir()
    Path("mias/otra.yaml").write_text(RULE, encoding="utf-8")
    Path("poa-lint.yaml").write_text("rules: [mias]\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["check-rules"], {}) == 0
    assert "para las de su oficina: poa-lint check-rules mias" in capsys.readouterr().err


def test_a_name_may_be_spelt_as_pip_allows(site: Path) -> None:
    install(site, files_of(PACK))
    for name in ("paquete_de_reglas", "Paquete.De-Reglas"):
        assert packs.find(name, "rules") is not None


def test_the_version_of_the_rules_covers_those_of_a_pack(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    versions = []
    for change in ("", "# otra\n"):
        files = files_of(PACK)
        rule = "paquete_de_reglas/reglas/observacion-sin-oficio.yaml"
        install(site, {**files, rule: files[rule] + change})
        main(["informe.txt", "-f", "json"], {})
        versions.append(told(capsys).split('"ruleset": "')[1].split('"')[0])
    assert versions[0] != versions[1]


def test_the_rules_of_a_pack_travel_as_contents_to_a_worker_without_it(site: Path) -> None:
    install(site, files_of(PACK))
    linter = Linter(Wishes(), words("es"))
    (lot,) = list(parcels.lots(["informe.txt"], linter))
    shutil.rmtree(site)
    (codes,) = parcels.linted(
        pickle.loads(pickle.dumps(lot)),  # noqa: S301 - what travels is pickled
        language="es",
        encoding=None,
        reduce=lambda result: [finding.code for finding in result.diagnostics],
    )
    assert not isinstance(codes, Notice)
    assert "OFI001" in codes


def test_a_folder_that_is_there_wins(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    install(site, files_of(PACK))
    Path(NAME).mkdir()
    (Path(NAME) / "otra.yaml").write_text(RULE, encoding="utf-8")
    main(["informe.txt", "-f", "concise"], {})
    assert "OFI001" not in told(capsys)


def test_an_empty_folder_does_not_hide_a_pack_in_silence(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    install(site, files_of(PACK))
    Path(NAME).mkdir()
    assert main(["informe.txt", "-f", "concise"], {}) == 2
    assert "no tiene reglas y oculta al paquete instalado" in told(capsys)


def test_forms_come_from_packs_too(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = next((ROOT / "tests" / "data" / "formas").rglob("*.yaml"))
    install(site, {**files_of(PACK), "paquete_de_reglas/formas/una.yaml": form.read_text(encoding="utf-8")})
    Path("poa-lint.yaml").write_text(f"forms: [{NAME}]\n", encoding="utf-8")
    assert main(["config"], {}) == 0
    assert "(del paquete paquete-de-reglas 1.0.0, poa-lint.yaml:1)" in told(capsys)


def test_a_pack_that_is_missing_or_empty_is_a_sentence(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["informe.txt", "-f", "concise"], {}) == 2
    said = told(capsys)
    assert "revise cómo se escribe el nombre" in said
    assert "pip install" not in said  # whoever holds the name on a public index would be trusted
    install(site, {"paquete_de_reglas/otra/regla.yaml": "code: OFI1\n"})
    assert main(["informe.txt", "-f", "concise"], {}) == 2
    assert "paquete-sin-reglas: el paquete «paquete-de-reglas» está instalado" in told(capsys)
    Path("mis-reglas").mkdir()
    Path("poa-lint.yaml").write_text("rules: [mis-regals]\n", encoding="utf-8")
    assert main(["informe.txt", "-f", "concise"], {}) == 2
    assert "¿quiso decir «mis-reglas»?" in told(capsys)


OUTSIDE = ["../afuera/reglas/regla.yaml", "{top}/afuera/reglas/regla.yaml", "a/../../afuera/reglas/regla.yaml"]


@pytest.mark.parametrize("path", OUTSIDE)
def test_files_that_a_pack_lists_outside_its_place_are_not_read(site: Path, path: str) -> None:
    outside = site.parent / "afuera" / "reglas"
    outside.mkdir(parents=True)
    (outside / "regla.yaml").write_text("code: OFI1\n", encoding="utf-8")
    install(site, {}, more=f"{path.format(top=site.parent)},,\n")
    found = packs.find(NAME, "rules")
    assert found is not None
    assert found.folders == ()


@pytest.mark.parametrize("name", ["", "..", "/", "a b", "a\0b", "-r", "ñ", "a" * 5_000])
def test_what_can_be_no_name_is_not_looked_up(name: str) -> None:
    assert packs.find(name, "rules") is None


def test_damaged_metadata_is_no_pack(site: Path) -> None:
    info = site / "paquete_de_reglas-1.0.0.dist-info"
    info.mkdir()
    (info / "RECORD").write_bytes(b"\xff\xfe,,\n")
    found = packs.find(NAME, "rules")
    assert found is None or not found.folders


@pytest.mark.bundles
def test_the_template_is_built_and_installed(tmp_path: Path) -> None:
    wheel = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(PACK)]
    subprocess.run([sys.executable, *wheel], check=True, capture_output=True)
    (built,) = tmp_path.glob("*.whl")
    target = ["-m", "pip", "install", "--no-deps", "--no-index", "--target", str(tmp_path / "site"), str(built)]
    subprocess.run([sys.executable, *target], check=True, capture_output=True)
    program = "import sys; sys.path.insert(0, sys.argv[1]); "
    program += "from poa_lint.config import packs; print(packs.find(*sys.argv[2:]))"
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "site"), NAME, "rules"],
        check=True,
        capture_output=True,
        cwd=ROOT,
    )
    assert "reglas" in done.stdout.decode()
