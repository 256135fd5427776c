"""Waivers and baselines: what was decided not to correct, who answers for it, until when, and what it costs."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.config import baseline, waiver_file
from poa_lint.config.settings import Choice, Settings
from poa_lint.config.waivers import Decisions, Waiver
from poa_lint.core.form import built_in_forms
from poa_lint.core.result import FileResult
from poa_lint.core.source import Source
from poa_lint.core.words import words
from poa_lint.linter import waivers
from poa_lint.linter.pipeline import lint
from poa_lint.rulebook.builtin import built_in_rules
from tests.test_cli import run
from tests.test_schemas import schema

DEVIATED = Row(meta_anual="8", programado=("2",) * 4, avance=("3", "", "", ""), absoluto="3", relativo="38%")
"""Unit 511/101, goal 100, first quarter of 2024: 50 % over the plan without an observation, POA301."""
REPORT = write([Page(metas=(DEVIATED,))])
REASON = "Oficio OM-12/2024 de la Oficialía Mayor"
TODAY = "2024-04-15"


def waiver(**changes: object) -> dict[str, object]:
    """A waiver of that finding, as a file states it."""
    one = {"rule": "POA301", "where": "511/101/100/observaciones", "reason": REASON, "until": "2024-12-31"}
    return {key: value for key, value in {**one, **changes}.items() if value is not ...}


def file_of(*stated: dict[str, object]) -> str:
    return yaml.safe_dump(list(stated), allow_unicode=True, sort_keys=False)


def linted(*stated: dict[str, object], report: str = REPORT, today: str = TODAY) -> tuple[FileResult, list[str]]:
    """The report under these waivers, and the codes of what is found about them."""
    file, wrong = waiver_file.read("dispensas.yaml", file_of(*stated), built_in_rules())
    assert not wrong
    decisions = Decisions(file.waivers, today=today)
    result = lint(Source("informe.txt", report), built_in_rules(), built_in_forms(), Settings(), words("es"), decisions)
    found = waivers.result(file, [result], built_in_rules(), Settings(), today, words("es"))
    return result, [one.code for one in found.diagnostics] if found else []


def test_a_waived_finding_does_not_count_and_is_not_lost() -> None:
    result, about = linted(waiver(authorised_by="C.P. Ana Ruiz"))
    assert (result.verdict, result.failed, result.standing, about) == ("SIN OBSERVACIONES", False, (), [])
    (one,) = result.diagnostics
    assert one.waived is not None
    assert (one.waived.by, one.waived.reason, one.waived.authorised_by) == ("waiver", REASON, "C.P. Ana Ruiz")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"rule": "desviacion-sin-observacion"},
        {"where": "511/101/100"},
        {"where": "511/101"},
        {"where": 511},
        {"where": "511/*/100/observaciones"},
        {"where": "*/10?/1*/obs*"},
        {"year": 2024, "quarter": 1},
        {"quarter": "T1"},
        {"value": ""},
        {"value": None},
        {"until": TODAY},
    ],
    ids=str,
)
def test_what_a_waiver_covers(changes: dict[str, object]) -> None:
    result, about = linted(waiver(**changes))
    assert (result.standing, about) == ((), [])


@pytest.mark.parametrize(
    ("changes", "about"),
    [
        ({"where": "511/101/101"}, ["POA011"]),
        ({"where": "511/101/100/meta_anual"}, ["POA011"]),
        ({"where": "511/10"}, []),
        ({"where": "511/102/100"}, []),
        ({"rule": "POA101"}, ["POA011"]),
        ({"year": 2023}, []),
        ({"quarter": 2}, []),
        ({"value": "otra cosa"}, ["POA011"]),
        ({"until": "2024-04-14"}, ["POA010"]),
    ],
    ids=str,
)
def test_what_it_does_not_cover_and_what_is_said_of_it(changes: dict[str, object], about: list[str]) -> None:
    """A waiver for another unit, year or quarter says nothing about this report, and nothing is said about it."""
    result, said = linted(waiver(**changes))
    assert [one.code for one in result.standing] == ["POA301"]
    assert said == about


def test_a_waiver_dies_when_its_figure_changes_however_that_is_written() -> None:
    broken = write([Page(metas=(Row(meta_anual="1,250", programado=("1",) * 4, relativo="0%"),))])
    one = waiver(rule="POA101", where="511/101/100/meta_anual", value="1250")
    assert linted(one, report=broken)[1] == []
    result, about = linted(one, report=broken.replace("1,250", "1,251"))
    assert [found.code for found in result.standing] == ["POA101"]
    assert about == ["POA011"]


def test_a_rule_that_does_not_run_leaves_its_waiver_in_peace() -> None:
    file, _ = waiver_file.read("dispensas.yaml", file_of(waiver()), built_in_rules())
    settings = Settings(Choice(ignore=("POA301",)))
    result = lint(Source("informe.txt", REPORT), built_in_rules(), built_in_forms(), settings, words("es"))
    assert waivers.result(file, [result], built_in_rules(), settings, TODAY, words("es")) is None


def test_two_findings_at_one_address_are_both_covered() -> None:
    """The number that tells their keys apart is no part of the address."""
    result, _ = linted(report=REPORT.replace("100.- ELABORAR INFORMES", "100.- ELABORAR  INFORMES.. Y ACTAS..,,"))
    for one in result.diagnostics:
        place = one.key.split(":", 3)[3].partition("#")[0]
        assert Waiver(one.code, place, REASON, TODAY).covers(one)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"reason": ...}, "missing-key"),
        ({"until": ...}, "missing-key"),
        ({"reason": "Oficio 123: -----"}, "short-reason"),
        ({"reason": ""}, "not-a-text"),
        ({"until": "31/12/2024"}, "not-a-date"),
        ({"until": "2024-02-30"}, "not-a-date"),
        ({"rule": "POA999"}, "unknown-rule"),
        ({"rule": "POA3"}, "many-rules"),
        ({"rule": "justificacion"}, "many-rules"),
        ({"rule": "POA008"}, "not-waivable"),
        ({"where": "511//100"}, "not-a-place"),
        ({"quarter": 5}, "not-between"),
        ({"year": "dos mil"}, "not-between"),
        ({"autoriza": "Ana"}, "unknown-key"),
        ({"reason": ["a"]}, "not-a-text"),
    ],
    ids=str,
)
def test_a_waiver_that_is_not_in_order_is_refused_with_its_place(changes: dict[str, object], kind: str) -> None:
    text = file_of(waiver(), waiver(**changes))
    file, wrong = waiver_file.read("dispensas.yaml", text, built_in_rules())
    assert [trouble.kind for trouble in wrong] == [kind]
    assert text.count("\n", 0, wrong[0].offset) >= 4, "the second waiver is at fault"
    assert file.waivers == ()


@pytest.mark.parametrize(
    "changes", [{"reason": ...}, {"autoriza": "Ana"}, {"reason": ["a"]}, {"where": "511//100"}], ids=str
)
def test_what_the_loader_refuses_by_its_shape_the_schema_refuses(changes: dict[str, object]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([waiver(**changes)], schema("waivers"))


def test_the_waiver_schema_is_in_step_with_the_loader() -> None:
    items = schema("waivers")["items"]
    assert tuple(items["properties"]) == waiver_file.KEYS
    assert tuple(items["required"]) == waiver_file.REQUIRED
    jsonschema.validate([waiver(year=2024, quarter=1, value=None, authorised_by="Ana")], schema("waivers"))


@pytest.mark.parametrize("text", ["", "# nada todavía\n", "[]\n"])
def test_a_file_without_waivers_is_in_order(text: str) -> None:
    assert waiver_file.read("dispensas.yaml", text, built_in_rules()) == (("dispensas.yaml", text, ()), ())


@pytest.mark.parametrize(
    "text", ["rule: POA301\n", "- POA301\n", "- [\n", "- &a {rule: POA301}\n- *a\n", f"{'[' * 100}{']' * 100}"]
)
def test_a_file_that_is_no_list_of_waivers_is_one_sentence(text: str) -> None:
    assert len(waiver_file.read("dispensas.yaml", text, built_in_rules())[1]) == 1


# The command line


def folder_with(tmp_path: Path, *stated: dict[str, object]) -> Path:
    (tmp_path / "informe.txt").write_text(REPORT, encoding="utf-8")
    if stated:
        (tmp_path / "dispensas.yaml").write_text(file_of(*stated), encoding="utf-8")
    return tmp_path


def test_waivers_beside_the_settings_hold_and_are_counted(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, waiver(until="2999-12-31"))
    (folder / "poa-lint.yaml").write_text("language: es\n", encoding="utf-8")
    done = run("informe.txt", cwd=folder)
    assert done.returncode == 0
    assert "POA301" not in done.stdout.decode()
    assert "0 errores, 0 avisos, 0 notas, 1 dispensado" in done.stdout.decode()
    shown = run("informe.txt", "--show-waived", cwd=folder).stdout.decode()
    assert f"dispensa: {REASON} (hasta 2999-12-31)" in shown
    assert run("informe.txt", "-f", "concise", cwd=folder).stdout == b""
    assert b"POA301" in run("informe.txt", "-f", "concise", "--show-waived", cwd=folder).stdout
    assert run("informe.txt", "--no-config", cwd=folder).returncode == 1


def test_waivers_hold_without_settings_too_and_from_above(tmp_path: Path) -> None:
    inner = tmp_path / "2024" / "t1"
    inner.mkdir(parents=True)
    folder_with(inner)
    (tmp_path / "dispensas.yaml").write_text(file_of(waiver(until="2999-12-31")), encoding="utf-8")
    assert run("2024/t1/informe.txt", cwd=tmp_path).returncode == 0
    (inner / "poa-lint.yaml").write_text("", encoding="utf-8")
    assert run("2024/t1/informe.txt", cwd=tmp_path).returncode == 1, "settings hold with the waivers beside them alone"


def test_json_holds_the_waived_and_why(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, waiver(until="2999-12-31"))
    document = json.loads(run("informe.txt", "-f", "json", cwd=folder).stdout)
    jsonschema.validate(
        document, json.loads((Path(__file__).parent.parent / "schemas/poa-lint-1.schema.json").read_text())
    )
    (file,) = document["files"]
    assert file["summary"]["waived"] == 1
    assert file["summary"]["error"] == 0
    assert file["verdict"] == "SIN OBSERVACIONES"
    assert file["diagnostics"][0]["waived"] == {"by": "waiver", "reason": REASON, "until": "2999-12-31"}


def test_an_expired_waiver_is_an_error_in_its_file_and_its_finding_counts_again(tmp_path: Path) -> None:
    done = run("informe.txt", "-f", "concise", cwd=folder_with(tmp_path, waiver(until="2024-12-31")))
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 1
    assert lines[0].startswith("informe.txt:")
    assert "POA301" in lines[0]
    assert lines[1].startswith(
        "dispensas.yaml:1:9: error POA010 dispensa-vencida: la dispensa de POA301 en 511/101/100"
    )


def test_an_unused_waiver_is_a_warning_once_for_all_files_of_its_folder(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, waiver(until="2999-12-31"), waiver(rule="POA101", until="2999-12-31"))
    (folder / "otro.txt").write_text(write([Page()]), encoding="utf-8")
    done = run(".", "-f", "concise", cwd=folder)
    assert [line.split()[2] for line in done.stdout.decode().splitlines()] == ["POA011"]
    assert done.returncode == 0


def test_waive_appends_and_leaves_what_is_there_as_it_is(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    before = (
        b"# dispensas de 2024\r\n- {rule: POA101, where: '*', reason: 'acta de cabildo 15/2024', until: 2024-01-01}"
    )
    (folder / "dispensas.yaml").write_bytes(before)
    said = ("--reason", 'Oficio "OM-12": ver #3 \\ ñandú', "--until", "2999-12-31", "--value", "", "--quarter", "1")
    done = run("waive", "POA301", "511/101/100/observaciones", *said, "--authorised-by", "C.P. Ana", cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    after = (folder / "dispensas.yaml").read_bytes()
    assert after.startswith(before + b"\r\n- rule:")
    assert b"\n" not in after.replace(b"\r\n", b"")
    file, wrong = waiver_file.load(str(folder / "dispensas.yaml"), built_in_rules())
    assert not wrong
    assert file.waivers[1].reason == 'Oficio "OM-12": ver #3 \\ ñandú'
    assert (file.waivers[1].value, file.waivers[1].quarter, file.waivers[1].authorised_by) == ("", 1, "C.P. Ana")
    assert run("informe.txt", "--ignore", "POA01", cwd=folder).returncode == 0


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("POA301",), "«waive» necesita una regla, un lugar"),
        (("POA301", "511/101"), "«waive» necesita una regla, un lugar"),
        (("POA301", "511/101", "--reason", REASON, "--until", "2024-01-01"), "ya estaría vencida"),
        (
            ("POA301", "511/101", "--reason", "corto", "--until", "2999-01-01"),
            "necesita 15 letras o más; letras escritas: 5",
        ),
        (("POA301", "511/101", "--reason", REASON, "--until", "mañana"), "«mañana» no es una fecha"),
        (("POA31", "511/101", "--reason", REASON, "--until", "2999-01-01"), "¿quiso decir «POA301»?"),
        (("POA301", "/101", "--reason", REASON, "--until", "2999-01-01"), "«/101» no es un lugar"),
    ],
)
def test_waive_refuses_in_one_sentence_and_writes_nothing(tmp_path: Path, said: tuple[str, ...], sentence: str) -> None:
    done = run("waive", *said, cwd=tmp_path)
    assert done.returncode == 2
    assert sentence in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
    assert not (tmp_path / "dispensas.yaml").exists()


def test_waive_does_not_touch_a_file_that_is_not_in_order(tmp_path: Path) -> None:
    for text in ("- {rule: POA301}\n", "[]\n"):
        (tmp_path / "dispensas.yaml").write_text(text, encoding="utf-8")
        done = run("waive", "POA301", "511", "--reason", REASON, "--until", "2999-01-01", cwd=tmp_path)
        assert done.returncode == 2
        assert (tmp_path / "dispensas.yaml").read_text(encoding="utf-8") == text


def test_a_baseline_takes_what_is_there_and_lets_nothing_new_pass(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    done = run("informe.txt", "--baseline", "deuda.json", "--update-baseline", cwd=folder)
    assert done.returncode == 0
    assert baseline.parse((folder / "deuda.json").read_bytes()) == frozenset(
        {"POA301:2024:T1:511/101/100/observaciones"}
    )
    done = run("informe.txt", "--baseline", "deuda.json", "-f", "json", cwd=folder)
    assert done.returncode == 0
    assert json.loads(done.stdout)["files"][0]["diagnostics"][0]["waived"] == {"by": "baseline"}
    (folder / "informe.txt").write_text(REPORT.replace("\t8\t", "\t9\t"), encoding="utf-8")
    done = run("informe.txt", "--baseline", "deuda.json", "-f", "concise", cwd=folder)
    assert done.returncode == 1
    assert [line.split()[2] for line in done.stdout.decode().splitlines()] == ["POA101", "POA103"]


def test_a_baseline_leaves_out_what_is_waived_and_what_could_not_be_checked(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, waiver(until="2999-12-31"))
    (folder / "vacio.txt").write_text("", encoding="utf-8")
    done = run(".", "--baseline", "deuda.json", "--update-baseline", cwd=folder)
    assert done.returncode == 2, "an empty file is still no report"
    assert baseline.parse((folder / "deuda.json").read_bytes()) == frozenset()


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b'{"version": 2, "keys": []}', b'{"version": 1, "keys": [1]}', b"[" * 100_000, b"\xff"]
)
def test_a_file_that_is_no_baseline_is_one_sentence(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "deuda.json").write_bytes(data)
    done = run("informe.txt", "--baseline", "deuda.json", cwd=folder_with(tmp_path))
    assert (done.returncode, done.stdout) == (2, b"")
    assert "deuda.json no es una línea base" in done.stderr.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("--update-baseline",), "necesita --baseline ARCHIVO"),
        (("--baseline", "no-hay.json"), "no se pudo leer la línea base no-hay.json"),
    ],
)
def test_a_baseline_that_cannot_be_used_is_said(tmp_path: Path, said: tuple[str, ...], sentence: str) -> None:
    done = run("informe.txt", *said, cwd=folder_with(tmp_path))
    assert done.returncode == 2
    assert sentence in done.stderr.decode()
