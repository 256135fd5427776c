"""Fixes and formats in files: nothing is written that was not meant, and what is done is told."""

import json
from pathlib import Path

import pytest

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.cli.difference import difference
from poa_lint.cli.rewrite import Rewritten, save
from poa_lint.core.source import Source
from poa_lint.linter.fix import fix
from tests.fixing import ES, checked, row
from tests.places import SEED
from tests.program import run

# Files


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "cp850", "mac_roman")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_file_keeps_its_encoding_its_line_ends_and_its_mark(tmp_path: Path, encoding: str, ends: str) -> None:
    sound = SEED.read_text(encoding="utf-8").replace("I/A", "L/A").replace("É", "é").replace("\n", ends)
    damaged = sound.replace("301.-", "301.", 1)
    path = tmp_path / "informe.txt"
    path.write_bytes(damaged.encode(encoding))
    run(path, "--fix", "--select", "POA803", "--quiet")
    again = (
        sound.replace("100. ", "100.- ")
        .replace("200. ", "200.- ")
        .replace("300. ", "300.- ")
        .replace("400. ", "400.- ")
    )
    assert path.read_bytes() == again.encode(encoding)


def test_lines_in_two_encodings_keep_theirs(tmp_path: Path) -> None:
    lines = write([Page(metas=(Row(texto="100. EVALUACIÓN."), Row(texto="101.- GESTIÓN.")))]).split("\n")
    data = b"\n".join(line.encode("cp1252" if "GESTIÓN" in line else "utf-8") for line in lines)
    (tmp_path / "informe.txt").write_bytes(data)
    run(tmp_path / "informe.txt", "--fix")
    assert (tmp_path / "informe.txt").read_bytes() == data.replace(b"100. ", b"100.- ")


def test_permissions_stay_and_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "informe.txt", tmp_path / "enlace.txt"
    path.write_text(row(texto="100. ELABORAR."), encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    assert run(link, "--fix").returncode == 0
    assert "100.- ELABORAR." in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()


def test_a_file_that_changed_meanwhile_or_is_read_only_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "informe.txt"
    data = row(texto="100. ELABORAR.").encode()
    source = Source(str(path), data.decode())
    one = Rewritten(str(path), data, source, fix(source, checked, unsafe=False).source)
    path.write_bytes(data + b"\nuna linea mas\n")
    notice = save(one, ES)
    assert notice is not None
    assert "cambió mientras se revisaba" in notice.message
    path.write_bytes(data)
    path.chmod(0o444)
    done = run(path, "--fix")
    assert done.returncode == 2
    assert "solo lectura" in done.stderr.decode()
    assert "POA803" in done.stdout.decode(), "what is still there is still told"
    assert path.read_bytes() == data


def test_what_the_encoding_cannot_hold_is_not_written(tmp_path: Path) -> None:
    data = row(texto="100. ELABORAR.").encode("cp1252")
    before = Source(str(tmp_path / "informe.txt"), data.decode("cp1252"), "cp1252")
    Path(before.path).write_bytes(data)
    after = Source(before.path, before.text.replace("ELABORAR", "ΕΛΑ"), "cp1252")
    notice = save(Rewritten(before.path, data, before, after), ES)
    assert notice is not None
    assert "cp1252" in notice.message
    assert Path(before.path).read_bytes() == data


# The command line


def test_fix_mends_tells_and_ends_by_what_is_left(tmp_path: Path) -> None:
    path = tmp_path / "informe.txt"
    path.write_text(row(texto="100. ELABORAR.", relativo="99%"), encoding="utf-8")
    done = run(path)
    assert "1 hallazgo se arregla con --fix, 1 más con --fix --unsafe-fixes." in done.stdout.decode()
    done = run(path, "--fix")
    assert (done.returncode, done.stderr.decode()) == (1, "poa-lint: 1 arreglo en 1 archivo.\n")
    assert "POA803" not in done.stdout.decode()
    assert run(path, "--fix", "--unsafe-fixes").returncode == 0
    assert path.read_text(encoding="utf-8") == row(texto="100.- ELABORAR.")


def test_diff_shows_cells_and_lines_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "informe.txt"
    text = row(texto="100. ELABORAR.")
    path.write_text(text, encoding="utf-8")
    done = run("informe.txt", "--diff", cwd=tmp_path)
    lines = done.stdout.decode().splitlines()
    number = text[: text.index("100.")].count("\n") + 1
    assert lines[:4] == [
        f"informe.txt:{number}: POA803 100. -> 100.-",
        "--- informe.txt",
        "+++ informe.txt",
        f"@@ -{number} +{number} @@",
    ]
    assert lines[4].startswith("-4.6.1\t100. ELABORAR.\t")
    assert lines[5].startswith("+4.6.1\t100.- ELABORAR.\t")
    assert done.returncode == 1
    assert path.read_text(encoding="utf-8") == text
    path.write_text(row(), encoding="utf-8")
    done = run("informe.txt", "--diff", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_difference_cannot_steer_the_terminal_and_knows_a_last_line_without_an_end() -> None:
    before = Source("a\x1b.txt", "uno\n\x1b[31mdos")
    after = Source("a\x1b.txt", "uno\n\x1b[31mtres")
    said = difference(Rewritten("a\x1b.txt", b"", before, after), ES)
    assert said == (
        "--- a\\x1b.txt\n+++ a\\x1b.txt\n@@ -2 +2 @@\n-\\x1b[31mdos\n\\ No newline at end of file\n"
        "+\\x1b[31mtres\n\\ No newline at end of file\n"
    )


def test_standard_input_is_mended_to_standard_output() -> None:
    text = row(texto="100. ELABORAR.", observaciones="AÑO")
    done = run("-", "--fix", given=text.encode("cp1252"))
    assert done.stdout == text.replace("100.", "100.-").encode("cp1252")
    assert "SIN OBSERVACIONES" in done.stderr.decode()
    done = run("fmt", "-", given=text.encode("utf-16"))
    assert done.stdout == text.replace("100.", "100.-").encode("utf-16")


def test_unsafe_fixes_alone_are_a_misuse() -> None:
    done = run(SEED, "--unsafe-fixes")
    assert done.returncode == 2
    assert "va con --fix o con --diff" in done.stderr.decode()


def test_fmt_writes_checks_and_shows(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(row(relativo="25 %" if name == "a.txt" else "25%"), encoding="utf-8")
    done = run("fmt", ".", "--check", cwd=tmp_path)
    assert (done.returncode, done.stdout.decode().strip()) == (1, "./a.txt")
    assert run("fmt", ".", "--diff", cwd=tmp_path).stdout.decode().startswith("--- ./a.txt\n+++ ./a.txt\n@@ ")
    done = run("fmt", ".", cwd=tmp_path)
    assert (done.returncode, done.stderr.decode()) == (0, "poa-lint: 1 archivo cambia.\n")
    assert (tmp_path / "a.txt").read_bytes() == (tmp_path / "b.txt").read_bytes()
    assert run("fmt", ".", "--check", cwd=tmp_path).returncode == 0
    (tmp_path / "c.txt").write_bytes(b"%PDF-1.4")
    done = run("fmt", ".", "no-hay.txt", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 2


def test_json_holds_the_edits_and_says_who_mends() -> None:
    document = json.loads(run(SEED, "-f", "json").stdout)
    by_level: dict[str, set[str]] = {}
    for one in document["files"][0]["diagnostics"]:
        by_level.setdefault(one["fixable"], set()).add(one["code"])
        assert bool(one["edits"]) == (one["fixable"] in ("safe", "unsafe"))
    assert by_level["safe"] == {"POA004", "POA801", "POA802", "POA803"}
    assert by_level["unsafe"] == {"POA002"}
    assert by_level["shown"] == {"POA101"}
