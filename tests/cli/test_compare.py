"""What reports are compared with: the command line's files over those of settings, and what is wrong with them."""

import json
from pathlib import Path

import pytest

from poa_lint.cli.main import main
from tests.compared import PLAN, SOUND_T2, T2, office
from tests.program import run

Capture = pytest.CaptureFixture[str]
T2_FILE = "informes/2024/t2.txt"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(office(tmp_path))
    return tmp_path


def codes(capsys: Capture, *said: str) -> tuple[int, list[str], list[str]]:
    """The exit code, the codes of the rules that compare, and what is said on standard error."""
    code = main([*said, "-f", "concise"], {})
    out, err = capsys.readouterr()
    found = [line.split(": ")[1].split()[1] for line in out.splitlines()]
    return code, [one for one in found if one.startswith("POA9")], err.splitlines()


def test_settings_compare_by_themselves_and_can_be_told_not_to(capsys: Capture) -> None:
    assert codes(capsys, T2_FILE) == (1, ["POA901", "POA902"], [])
    assert codes(capsys, T2_FILE, "--no-compare") == (0, [], [])
    code, _, said = codes(capsys, T2_FILE, "--no-compare", "--plan", "planes")
    assert (code, said) == (2, ["poa-lint: --no-compare no va con --plan. Vea «poa-lint --help»."])


def test_the_first_quarter_is_no_fault_of_order_beside_a_later_one_of_the_same_folder(capsys: Capture) -> None:
    assert codes(capsys, "informes/2024/t1.txt") == (0, [], [])
    code, found, _ = codes(capsys, "informes/2024/t1.txt", "--against", T2_FILE)
    assert (code, found) == (1, ["POA913"])  # but it is where somebody says that the later one is the earlier


def test_the_command_line_takes_the_place_of_the_settings(folder: Path, capsys: Capture) -> None:
    (folder / "otro.txt").write_text(
        PLAN.replace("102.- REHABILITAR VIALIDADES.\tINFORME\t4", "102.- REHABILITAR VIALIDADES.\tINFORME\t9"),
        encoding="utf-8",
    )
    assert codes(capsys, T2_FILE, "--plan", "otro.txt")[1] == ["POA901", "POA902", "POA901"]


def test_reports_are_compared_among_themselves_without_settings(capsys: Capture) -> None:
    code, found, said = codes(capsys, "informes", "--no-config", "--compare")
    assert (code, found, said) == (1, ["POA901", "POA902"], [])


def test_processes_give_the_same_bytes(folder: Path) -> None:
    alone, several = (run("informes", "-f", "json", "--jobs", number, cwd=folder) for number in ("1", "2"))
    assert (several.returncode, several.stdout, several.stderr) == (alone.returncode, alone.stdout, alone.stderr)
    found = [one["code"] for file in json.loads(alone.stdout)["files"] for one in file["diagnostics"]]
    assert found.count("POA901") == 1


def test_a_reissued_plan_holds_from_its_day_on_also_in_the_folder_of_the_first(folder: Path, capsys: Capture) -> None:
    changed = PLAN.replace(
        "ATENDER SOLICITUDES.\tINFORME\t4\t1\t\t1\t\t1\t\t1", "ATENDER SOLICITUDES.\tINFORME\t5\t1\t\t1\t\t1\t\t2"
    )
    assert changed != PLAN
    (folder / "planes/2024/nuevo.txt").write_text(changed, encoding="utf-8")
    new = "{desde: DAY, archivo: 'planes/{ejercicio}/nuevo.txt', oficio: TM/114/2024}"
    issued = f"  plan:\n  - planes/{{ejercicio}}\n  - {new}\n"
    for since, found in (("2024-06-15", []), ("2024-07-15", ["POA901", "POA902"])):
        (folder / "poa-lint.yaml").write_text("compare:\n" + issued.replace("DAY", since), encoding="utf-8")
        assert codes(capsys, T2_FILE)[1] == found


@pytest.mark.parametrize(("require", "lacking"), [("none", 0), ("plan", 1), ("before", 1), ("both", 2)])
def test_a_counterpart_that_is_required_and_missing_is_a_notice(
    folder: Path, capsys: Capture, require: str, lacking: int
) -> None:
    (folder / "poa-lint.yaml").write_text(
        f"compare: {{plan: nada, against: ninguno, require: {require}}}", encoding="utf-8"
    )
    assert main([T2_FILE, "-f", "json"], {}) == (2 if lacking else 0)
    out, err = capsys.readouterr()
    assert [one["path"] for one in json.loads(out).get("notices", [])] == [T2_FILE] * lacking
    assert err.count("los ajustes lo piden (require)") == lacking
    assert err.count("aquí no hay ningún informe con que comparar") == 2


def test_no_report_is_required_before_the_first_quarter(folder: Path, capsys: Capture) -> None:
    (folder / "poa-lint.yaml").write_text("compare: {against: ninguno, require: before}", encoding="utf-8")
    assert codes(capsys, "informes/2024/t1.txt")[0] == 0


def test_nothing_is_said_to_be_missing_of_a_plan_that_cannot_be_read_in_full(folder: Path, capsys: Capture) -> None:
    extra = SOUND_T2.replace("101\tGERENCIA GENERAL", "102\tCATASTRO")
    (folder / "otra.txt").write_text(extra, encoding="utf-8")
    assert "POA905" in codes(capsys, "otra.txt", "--plan", "planes")[1]
    (folder / "planes/2024/roto.xlsx").write_bytes(b"PK\x03\x04" + b"\0" * 40)
    code, found, said = codes(capsys, "otra.txt", "--plan", "planes")
    assert (code, found) == (2, [])
    (sentence,) = said
    assert sentence.startswith("poa-lint: planes/2024/roto.xlsx: se iba a comparar con él y no se pudo leer completo; ")


@pytest.fixture
def damaged(folder: Path) -> str:
    """A file in the folder of the reports that cannot be read."""
    path = "informes/2024/danado.xlsx"
    (folder / path).write_bytes(b"PK\x03\x04" + b"\0" * 40)
    return path


@pytest.mark.parametrize("command", [(), ("letter",), ("summary",), ("export", "-o", "t"), ("pair",)])
@pytest.mark.parametrize("report", ["t1", "t2"])
def test_a_file_that_was_only_found_and_that_no_report_needs_is_told_and_no_failure(
    damaged: str, capsys: Capture, command: tuple[str, ...], report: str
) -> None:
    """The first quarter has no report before it, and the second found its own."""
    assert main([*command, f"informes/2024/{report}.txt"], {}) < 2
    said = f"poa-lint: al comparar no se pudo leer completo 1 archivo que no hizo falta: {damaged}\n"
    assert capsys.readouterr().err.count(said) == 1


@pytest.mark.parametrize("command", [(), ("letter",), ("summary",), ("export", "-o", "t"), ("pair",)])
def test_a_file_that_may_be_the_report_of_the_period_before_is_a_failure(
    folder: Path, damaged: str, capsys: Capture, command: tuple[str, ...]
) -> None:
    first = (folder / "informes/2024/t1.txt").rename(folder / "primero.txt")
    first.write_text(first.read_text("utf-8").replace("101\tGERENCIA GENERAL", "102\tCATASTRO"), "utf-8")
    assert main([*command, T2_FILE, "primero.txt"], {}) == 2, "one unit is enough, whatever the others have"
    assert f"poa-lint: {damaged}: se iba a comparar con él y no se pudo leer completo; " in capsys.readouterr().err


def test_a_report_further_back_is_not_that_of_the_period_before(folder: Path, damaged: str, capsys: Capture) -> None:
    third = SOUND_T2.replace("30-jun.-24", "30-sep.-24")
    (folder / "informes/2024/t3.txt").write_text(third, encoding="utf-8")
    assert codes(capsys, "informes/2024/t3.txt")[0] == 1
    (folder / T2_FILE).unlink()
    assert codes(capsys, "informes/2024/t3.txt")[0] == 2


def test_what_somebody_named_and_could_not_be_read_is_a_failure(folder: Path, damaged: str, capsys: Capture) -> None:
    assert codes(capsys, T2_FILE, "--against", damaged)[0] == 2
    assert codes(capsys, T2_FILE, "--against", "informes/2024")[0] == 2, "so is a file of a folder named for this run"
    (folder / "poa-lint.yaml").write_text(f"compare: {{against: {damaged}}}", encoding="utf-8")
    assert codes(capsys, "informes/2024/t1.txt")[0] == 2
    (folder / "poa-lint.yaml").write_text("compare: {against: informes/2024, require: plan}", encoding="utf-8")
    assert codes(capsys, "informes/2024/t1.txt")[0] == 2, "what settings require is required"


def test_files_of_a_folder_that_are_no_reports_are_left_out_and_named_ones_are_told(
    folder: Path, capsys: Capture
) -> None:
    (folder / "planes/2024/LEAME.txt").write_text("Los planes de este año.\n", encoding="utf-8")
    assert codes(capsys, T2_FILE, "--plan", "planes") == (1, ["POA901", "POA902"], [])
    code, _, said = codes(capsys, T2_FILE, "--plan", "planes/2024/LEAME.txt", "--against", "no-hay.txt")
    assert code == 2
    assert [line.split(": ")[1] for line in said] == ["no-hay.txt", "planes/2024/LEAME.txt"]


def test_a_file_named_on_both_sides_is_said_and_not_compared_with_itself(capsys: Capture) -> None:
    code, found, said = codes(capsys, T2_FILE, "--no-config", "--against", T2_FILE)
    assert (code, found) == (0, [])
    assert said == [f"poa-lint: {T2_FILE}: se indicó para revisarlo y para comparar; no se compara consigo mismo"]


def test_standard_input_is_read_once_and_compared(folder: Path) -> None:
    done = run("-", "-f", "concise", given=T2.replace("ENTREGAR", "REPARTIR").encode(), cwd=folder)
    assert done.returncode == 1
    assert done.stdout.decode().count("POA901") == 1
    among = run("-", "informes/2024/t1.txt", "--no-config", "--compare", "-f", "concise", given=T2.encode(), cwd=folder)
    assert among.stdout.decode().count("POA902") == 1


def test_a_report_that_is_mended_is_not_its_own_duplicate(folder: Path, capsys: Capture) -> None:
    (folder / T2_FILE).write_text(T2.replace("40%", "40 %"), encoding="utf-8")
    assert codes(capsys, T2_FILE, "--fix")[1] == ["POA901", "POA902"]
    assert "40 %" not in (folder / T2_FILE).read_text(encoding="utf-8")


@pytest.mark.parametrize("option", ["--plan=planes", "--against=planes/2024/poa.txt", "--previous=planes"])
def test_no_output_overwrites_what_is_compared_with(folder: Path, capsys: Capture, option: str) -> None:
    assert main([T2_FILE, option, "-o", "planes/2024/poa.txt"], {}) == 2
    assert "es uno de los archivos con que se compara" in capsys.readouterr().err
    assert (folder / "planes/2024/poa.txt").read_text(encoding="utf-8") == PLAN


def test_config_shows_what_holds(folder: Path, capsys: Capture) -> None:
    assert main(["config"], {}) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("compare.")]
    assert lines == [
        f"compare.plan = {folder / 'planes' / '{ejercicio}'}  (poa-lint.yaml:2)",
        f"compare.against = {folder / 'informes' / '{ejercicio}'}  (poa-lint.yaml:3)",
        "compare.require = none  (poa-lint.yaml:1)",
    ]


def test_pair_says_what_is_compared_with_what_and_why_not(capsys: Capture) -> None:
    assert main(["pair", "informes"], {"COLUMNS": "200"}) == 0
    assert capsys.readouterr().out == (
        "informes/2024/t1.txt al corte 2024-03-31\n"
        "  programa 511 · unidad 101 GERENCIA GENERAL\n"
        "    POA aprobado: planes/2024/poa.txt · 4 iguales\n"
        "    informe anterior: ninguno (lo que hay no es anterior: 2024-06-30)\n"
        "\n"
        "informes/2024/t2.txt al corte 2024-06-30\n"
        "  programa 511 · unidad 101 GERENCIA GENERAL\n"
        "    POA aprobado: planes/2024/poa.txt · 4 iguales\n"
        "    informe anterior: informes/2024/t1.txt al corte 2024-03-31 · 4 iguales\n"
        "\n"
    )
    assert main(["pair", "informes"], {"COLUMNS": "60"}) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 60


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (T2.replace("2024", "2023").replace("30-jun.-24", "30-jun.-23"), "other-year"),
        (T2.replace("101\tGERENCIA GENERAL", "102\tCATASTRO"), "absent"),
    ],
)
def test_pair_gives_machines_the_reason(folder: Path, capsys: Capture, text: str, reason: str) -> None:
    (folder / "x.txt").write_text(text, encoding="utf-8")
    assert main(["pair", "x.txt", "--no-config", "--plan", "planes", "-f", "json"], {}) == 0
    (file,) = json.loads(capsys.readouterr().out)["files"]
    (unit,) = file["units"]
    assert (unit["compared"], [one["reason"] for one in unit["unpaired"]]) == ([], [reason])


def test_pair_needs_something_to_compare_with_and_tells_what_it_cannot_read(folder: Path, capsys: Capture) -> None:
    assert main(["pair", T2_FILE, "--no-config"], {}) == 2
    assert capsys.readouterr().err.startswith("poa-lint: «pair» necesita un informe y con qué compararlo")
    (folder / "basura.txt").write_bytes(b"\x00\x01\x02" * 50)
    assert main(["pair", T2_FILE, "basura.txt"], {}) == 2
    out, err = capsys.readouterr()
    assert out.startswith(T2_FILE)
    assert err == "poa-lint: basura.txt: no se leyó ninguna unidad\n"
