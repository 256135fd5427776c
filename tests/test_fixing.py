"""Fixes: what is form is mended, figures never change, and everything else in the file stays as it is."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.cli.rewrite import Rewritten, difference, save
from poa_lint.config.settings import Settings
from poa_lint.core.form import built_in_forms
from poa_lint.core.report import Informe
from poa_lint.core.result import FileResult
from poa_lint.core.source import Source
from poa_lint.core.words import words
from poa_lint.documents.encodings import decode
from poa_lint.linter.canonical import formatted, meaning
from poa_lint.linter.check import judge
from poa_lint.linter.fix import Fixed, fix
from poa_lint.linter.pipeline import lint
from poa_lint.reading import read as build
from poa_lint.rulebook.builtin import built_in_rules
from tests.strategies import texts
from tests.test_cli import ROOT, run
from tests.test_seed import SEED

ES = words("es")


def checked(source: Source) -> FileResult:
    return lint(source, built_in_rules(), built_in_forms(), Settings(), ES)


def read(source: Source) -> build.Reading:
    return build.read(source, built_in_forms(), judge(built_in_rules()), lambda *_: "suma")


def fixed(text: str, *, unsafe: bool = False) -> Fixed:
    return fix(Source("informe.txt", text), checked, unsafe=unsafe)


def figures(informe: Informe) -> list[object]:
    """Every programmed and achieved figure, and the annual goals."""
    return [
        [cell.value for cell in (meta.meta_anual, *meta.programado, *meta.avance, meta.absoluto)]
        for meta in informe.metas
    ]


def row(**cells: object) -> str:
    return write([Page(metas=(Row(**cells),))])  # type: ignore[arg-type]


# What is mended


@pytest.mark.parametrize(
    ("before", "after", "unsafe"),
    [
        ("100.- ELABORAR", "100. ELABORAR", False),
        ("L/A\t", "I/A\t", False),
        ("AVANCE.\t", "AVANCE..\t", False),
        ("25%\t", "25 %\t", False),
        ("25%\t", "99%\t", True),
        ("25%\t", "\t", True),
    ],
)
def test_form_comes_back_and_what_is_not_safe_is_asked_for(before: str, after: str, unsafe: bool) -> None:
    sound = write([Page()])
    damaged = sound.replace(before, after, 1)
    assert damaged != sound
    assert fixed(damaged, unsafe=True).source.text == sound
    assert fixed(damaged).source.text == (damaged if unsafe else sound)


def test_commas_go_into_thousands_and_decimals_stay() -> None:
    text = row(meta_anual="8000", programado=("2000", "2,000", "2000", "2000"), avance=("2000.50", "", "", ""),
               absoluto="2000.50", observaciones="SE AJUSTO EL DATO DEL TRIMESTRE.")  # fmt: skip
    after = fixed(text).source.text
    assert "\t8,000\t2,000\t2,000.50\t2,000\t\t2,000\t\t2,000\t\t2,000.50\t" in after


def test_the_seed_is_put_back_under_its_columns_and_its_figures_stay() -> None:
    before = decode(SEED.read_bytes(), "informe.txt")
    assert isinstance(before, Source)
    done = fix(before, checked, unsafe=True)
    mended = [(each.line, each.finding.code if each.finding else "") for each in done.mended]
    assert [line for line, code in mended if code == "POA002"] == [33, 34, 35, 116, 117, 118]
    assert [code for _, code in mended].count("POA803") == 4
    old, new = read(before).informe, read(done.source).informe
    assert figures(old) == figures(new)
    assert all(
        meta.acomodo is None for meta in new.metas if meta.numero.raw in ("101", "102", "103", "207", "208", "209")
    )
    assert [meta.numero.raw for meta in new.metas if meta.acomodo is not None] == ["100"], "doubtful: left for a person"
    untouched = {before.position(meta.span.start).line for meta in old.metas} - {line for line, _ in mended}
    lines = (before.text.split("\n"), done.source.text.split("\n"))
    assert all(lines[0][line - 1] == lines[1][line - 1] for line in untouched)


def test_overlapping_fixes_are_all_made_the_safe_ones_first() -> None:
    """A row that is moved as a whole holds a number and a figure that are mended in their cells."""
    opening = ("4.6.1", "100. ELABORAR INFORMES DE AVANCE.", "INFORME", "4000", "1000", "1000", "1000", "1000")
    text = write([Page(metas=(Row(renglon=(*opening, "", "1000", "", "1000", "25%", "")),))])
    done = fixed(text, unsafe=True)
    assert {each.finding.code for each in done.mended if each.finding} == {"POA002", "POA801", "POA803"}
    assert (
        "100.- ELABORAR INFORMES DE AVANCE.\tINFORME\t4,000\t1,000\t1,000\t1,000\t\t1,000\t\t1,000\t\t1,000\t25%"
        in done.source.text
    )


def test_a_fix_that_brings_a_finding_is_withheld_and_the_others_are_made() -> None:
    def suspicious(source: Source) -> FileResult:
        """A linter that finds something new as soon as the number of goal 101 is written `101.-`."""
        other = source.text.replace("..", ".") if "101.-" not in source.text else source.text.replace("FECHA:", "")
        return checked(Source(source.path, source.text)) if "101.-" not in source.text else checked(Source("", other))

    text = write([Page(metas=(Row(texto="100. ELABORAR."), Row(texto="101. ELABORAR."), Row(texto="102. ELABORAR.")))])
    done = fix(Source("informe.txt", text), suspicious, unsafe=False)
    assert [each.now for each in done.mended] == ["100.-", "102.-"]
    assert [each.now for each in done.withheld] == ["101.-"]
    assert "101. ELABORAR." in done.source.text


# What holds of every report


@given(texts(), st.data())
@settings(max_examples=25)
def test_fixing_again_changes_nothing_and_finds_nothing_new(text: str, data: st.DataObject) -> None:
    lines = text.split("\n")
    rows = [place for place, line in enumerate(lines) if line.count("\t") >= 14 and "%" in line]
    for place in rows:
        cells = lines[place].split("\t")
        blanks = [at for at, cell in enumerate(cells[4:12], 4) if not cell]
        damage = data.draw(st.sampled_from(("none", "lost", "doubled", "comma", "number", "space")))
        if damage == "lost" and blanks:
            del cells[data.draw(st.sampled_from(blanks))]
        elif damage == "doubled":
            at = data.draw(st.integers(4, 12))
            cells.insert(at, cells[at])
        elif damage == "comma":
            cells = [cell.replace(",", "") if at > 2 else cell for at, cell in enumerate(cells)]
        elif damage == "number":
            cells[1] = cells[1].replace(".-", ".", 1)
        elif damage == "space":
            cells = [cell.replace("%", " %") if cell.endswith("%") else cell for cell in cells]
        lines[place] = "\t".join(cells)
    source = Source("informe.txt", "\n".join(lines))
    before = {one.key for one in checked(source).diagnostics}
    done = fix(source, checked, unsafe=True)
    assert {one.key for one in done.result.diagnostics} <= before
    assert fix(done.source, checked, unsafe=True).source.text == done.source.text
    assert figures(read(done.source).informe) == figures(read(source).informe)
    assert figures(read(fix(source, checked, unsafe=False).source).informe) == figures(read(source).informe)


@given(texts())
@settings(max_examples=25)
def test_formatting_keeps_what_the_report_says_and_formatting_again_changes_nothing(text: str) -> None:
    source = Source("informe.txt", text)
    done = formatted(source, read)
    assert meaning(read(done).informe) == meaning(read(source).informe)
    assert formatted(done, read).text == done.text
    assert {one.key for one in checked(done).diagnostics} <= {one.key for one in checked(source).diagnostics}


def test_a_lost_or_doubled_cell_comes_back_byte_for_byte() -> None:
    sound = row(
        meta_anual="26", programado=("6", "7", "6", "7"), avance=("6", "", "", ""), absoluto="6", relativo="23%"
    )
    line = next(line for line in sound.split("\n") if line.startswith("4.6.1\t100"))
    cells = line.split("\t")
    for place in (7, 9, 11):
        lost = "\t".join(cells[:place] + cells[place + 1 :])
        assert fixed(sound.replace(line, lost), unsafe=True).source.text == sound
    for place in (3, 12, 13):
        doubled = "\t".join([*cells[: place + 1], *cells[place:]])
        assert fixed(sound.replace(line, doubled), unsafe=True).source.text.rstrip("\t") == sound.rstrip("\t")


# The canonical form


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("100. ELABORAR.\tINFORME\t4\t", "100.- ELABORAR.\tINFORME\t4\t"),
        ("100.-ELABORAR.\t INFORME \t4\t", "100.- ELABORAR.\tINFORME\t4\t"),
        ('"100.- ELABORAR."\tINFORME\t"4"\t', "100.- ELABORAR.\tINFORME\t4\t"),
        ("100.- ELABORAR.\tINFORME\t\uff14\t", "100.- ELABORAR.\tINFORME\t4\t"),
    ],
)
def test_the_canonical_row(written: str, said: str) -> None:
    text = row(texto="100.- ELABORAR.").replace("100.- ELABORAR.\tINFORME\t4\t", written)
    assert formatted(Source("informe.txt", text), read).text == row(texto="100.- ELABORAR.")
    assert said in row(texto="100.- ELABORAR.")


@pytest.mark.parametrize("relative", ["25 %", "25", "\uff12\uff15\uff05", " 25% "])
def test_a_percentage_has_its_sign_behind_its_last_digit(relative: str) -> None:
    assert "\t25%\t" in formatted(Source("informe.txt", row(relativo=relative)), read).text


@pytest.mark.parametrize("cell", ["l4", "8.000", "-", "#REF!", "doce"])
def test_what_is_no_figure_stays_as_it_is(cell: str) -> None:
    text = row(meta_anual=cell)
    assert formatted(Source("informe.txt", text), read).text == text


def test_trailing_blanks_are_as_many_as_the_form_has_columns() -> None:
    text = row()
    assert formatted(Source("informe.txt", text.replace("25%\t", "25%")), read).text == text
    assert formatted(Source("informe.txt", text.replace("25%\t", "25%\t\t\t\t")), read).text == text


def test_a_displaced_row_is_left_for_fix() -> None:
    text = SEED.read_text(encoding="utf-8")
    done = formatted(Source("informe.txt", text), read).text
    changed = [
        place
        for place, (one, other) in enumerate(zip(text.split("\n"), done.split("\n"), strict=True), 1)
        if one != other
    ]
    assert changed == [80, 161, 164, 167, 171, 224]


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


def test_no_rule_of_ours_may_write_a_figure() -> None:
    """What a rule may write stands in its file: forms of words, never a programmed or an achieved figure."""
    texts = {rule.code: rule.fix.text for rule in built_in_rules().loaded.rules if rule.fix}
    assert texts == {
        "POA002": "",
        "POA004": "",
        "POA801": "{grouped(valor)}",
        "POA802": "{single(texto)}",
        "POA803": "{numero}.-",
    }
    assert (ROOT / "rules").is_dir()
