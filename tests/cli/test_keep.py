"""`poa-lint keep`: what was delivered stays, is compared with, and tells of a report that was changed afterwards."""

import json
from pathlib import Path

from poa_lint.authoring.samples import sample
from tests.program import run

T2 = {"fecha": "30-jun.-24", "avance": [1, 1], "absoluto": 2, "relativo": "50%"}
KEPT = "2024-T1-63-511-101"


def report(folder: Path, name: str, **changes: object) -> Path:
    path = folder / name
    path.write_text(sample(changes).text(), encoding="utf-8")
    return path


def told(*arguments: str, cwd: Path) -> tuple[int, list[str]]:
    """The exit code, and the code and place of each finding."""
    done = run(*arguments, "-f", "concise", cwd=cwd)
    return done.returncode, [" ".join(line.split()[:3:2]) for line in done.stdout.decode().splitlines()]


def test_a_delivery_is_compared_with_like_a_report(tmp_path: Path) -> None:
    report(tmp_path, "t1.txt")
    report(tmp_path, "t2.txt", **T2 | {"avance": [0, 1], "absoluto": 1, "relativo": "25%"})
    done = run("keep", "t1.txt", "--today", "2024-04-05", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == f"101 GERENCIA GENERAL: guardada en archivo/{KEPT}.json\n"
    (tmp_path / "t1.txt").unlink()
    _, found = told("t2.txt", "--select", "POA903", "--against", "archivo", cwd=tmp_path)
    assert found == ["t2.txt:25:54: POA903"]
    document = json.loads(
        run("t2.txt", "--select", "POA903", "--against", "archivo", "-f", "json", cwd=tmp_path).stdout
    )
    assert document["files"][0]["diagnostics"][0]["code"] == "POA903"


def test_the_same_file_again_is_no_new_delivery(tmp_path: Path) -> None:
    report(tmp_path, "t1.txt")
    run("keep", "t1.txt", "--today", "2024-04-05", cwd=tmp_path)
    before = (tmp_path / "archivo" / f"{KEPT}.json").read_bytes()
    done = run("keep", "t1.txt", "--today", "2024-05-05", cwd=tmp_path)
    assert (done.returncode, b"ya estaba guardada" in done.stdout) == (0, True)
    assert [path.name for path in (tmp_path / "archivo").iterdir()] == [f"{KEPT}.json"]
    assert (tmp_path / "archivo" / f"{KEPT}.json").read_bytes() == before


def test_a_report_that_was_changed_after_it_was_kept_is_told_until_it_is_delivered_again(tmp_path: Path) -> None:
    report(tmp_path, "t1.txt")
    run("keep", "t1.txt", cwd=tmp_path)
    against = ("t1.txt", "--select", "POA9", "--against", "archivo")
    assert told(*against, cwd=tmp_path) == (0, []), "as it was delivered"
    first = (tmp_path / "archivo" / f"{KEPT}.json").read_bytes()
    report(tmp_path, "t1.txt", observaciones="Otra.")
    assert told(*against, cwd=tmp_path) == (1, ["t1.txt:20:8: POA913"])
    done = run("keep", "t1.txt", cwd=tmp_path)
    assert f"es la entrega 2, y la anterior se conserva en archivo/{KEPT}.json" in done.stdout.decode()
    assert (tmp_path / "archivo" / f"{KEPT}.json").read_bytes() == first, "no delivery is ever replaced"
    assert told(*against, cwd=tmp_path) == (0, [])
    report(tmp_path, "t1.txt")
    assert told(*against, cwd=tmp_path) == (0, []), "the first delivery was one too"


def test_the_last_delivery_counts_and_not_what_became_of_the_file(tmp_path: Path) -> None:
    for absolute in (1, 2):
        report(tmp_path, "t1.txt", avance=[absolute], absoluto=absolute)
        run("keep", "t1.txt", cwd=tmp_path)
    report(tmp_path, "t1.txt", avance=[3], absoluto=3)
    report(tmp_path, "t2.txt", **T2 | {"avance": [2, 1], "absoluto": 3, "relativo": "75%"})
    against = ("--against", "archivo", "--against", "t1.txt")
    assert told("t2.txt", "--select", "POA9", *against, cwd=tmp_path) == (0, [])


def test_every_unit_has_a_file_of_its_own(tmp_path: Path) -> None:
    report(tmp_path, "t1.txt", paginas=[{}, {"unidad": "102 FINANZAS"}])
    assert run("keep", "t1.txt", "-o", "entregas/2024", cwd=tmp_path).returncode == 0
    names = sorted(path.name for path in (tmp_path / "entregas" / "2024").iterdir())
    assert names == [f"{KEPT}.json", "2024-T1-63-511-102.json"]


def test_what_cannot_be_found_again_is_not_kept(tmp_path: Path) -> None:
    report(tmp_path, "sin-fecha.txt", fecha="")
    (tmp_path / "carta.txt").write_text("Estimado tesorero:\n", encoding="utf-8")
    (tmp_path / "ocupado").write_text("", encoding="utf-8")
    done = run("keep", "sin-fecha.txt", cwd=tmp_path)
    assert (done.returncode, b"revise su FECHA" in done.stderr) == (2, True)
    done = run("keep", "carta.txt", cwd=tmp_path)
    assert (done.returncode, "no tiene ningún informe" in done.stderr.decode()) == (2, True)
    done = run("keep", "sin-fecha.txt", "-o", "ocupado", cwd=tmp_path)
    assert (done.returncode, b"no es una carpeta" in done.stderr) == (2, True)
    assert run("keep", "falta.txt", cwd=tmp_path).returncode == 2
    assert run("keep", cwd=tmp_path).returncode == 2
    assert not (tmp_path / "archivo").exists()


def test_a_broken_delivery_is_a_sentence_with_its_line_and_nothing_is_missed(tmp_path: Path) -> None:
    report(tmp_path, "t1.txt")
    report(tmp_path, "t2.txt", **T2)
    run("keep", "t1.txt", cwd=tmp_path)
    kept = tmp_path / "archivo" / f"{KEPT}.json"
    kept.write_text(kept.read_text(encoding="utf-8").replace('"closed": 1', '"closed": 9'), encoding="utf-8")
    done = run("t2.txt", "--against", "archivo", "-f", "concise", cwd=tmp_path)
    assert done.returncode == 2
    said = done.stderr.decode()
    assert f"{KEPT}.json: no está como se guardó (renglón 16: sus columnas no son las de la forma TMM-F004" in said
    assert b"POA9" not in done.stdout
