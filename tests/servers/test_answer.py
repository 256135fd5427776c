"""A file dropped on the page: what the page is told of it."""

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest

import poa_lint
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.servers import answer as dropped
from tests.output import beside
from tests.places import FILES, SEED

PLAIN = dropped.plain()


def answered(data: bytes, name: str = "informe.txt", language: str = "es") -> dropped.Answer:
    return dropped.answer(data, name, language, PLAIN)


def test_the_answer_is_what_the_command_line_finds() -> None:
    answer = answered(SEED.read_bytes())
    (file,) = json.loads(answer["json"])["files"]
    assert [one["key"] for one in file["diagnostics"]] == [one.key for one in poa_lint.lint(SEED).files[0].diagnostics]
    assert (answer["verdict"], answer["counts"]) == ("CORREGIR", "18 errores, 13 avisos, 20 notas")
    assert answer["html"].startswith("<!doctype html>")
    assert "POA101" in answer["html"]


def test_the_mended_text_is_what_fix_writes(tmp_path: Path) -> None:
    report = tmp_path / "informe.txt"
    report.write_bytes(SEED.read_bytes())
    subprocess.run([sys.executable, "-m", "poa_lint", "--fix", str(report)], capture_output=True, check=False)
    answer = answered(SEED.read_bytes())
    assert answer["fixed"] is not None
    assert base64.b64decode(answer["fixed"]) == report.read_bytes()
    assert answer["fixes"] == 9


def test_a_sound_text_and_an_offices_file_have_nothing_to_mend() -> None:
    assert answered(write([Page()]).encode())["fixed"] is None
    assert answered((FILES / "informe.xlsx").read_bytes(), "informe.xlsx")["fixed"] is None


def test_the_marked_workbook_is_what_annotate_writes(tmp_path: Path) -> None:
    from tests.program import run

    book, data = FILES / "informe.xlsx", (FILES / "informe.xlsx").read_bytes()
    run(book, "--annotate", tmp_path / "a.xlsx", "-q")
    answer = answered(data, "informe.xlsx")
    assert answer["marked"] is not None
    marked = base64.b64decode(answer["marked"])
    assert (marked, answer["marked_as"]) == ((tmp_path / "a.xlsx").read_bytes(), "xlsx")
    assert answered(marked, "informe.xlsx")["marked"] is None, "it is marked once"
    assert answered(SEED.read_bytes())["marked"] is None


@pytest.mark.parametrize(
    ("data", "language", "said"),
    [
        (b"", "es", "El archivo no tiene ninguna página"),
        (b"\0\x01\x02", "es", "El archivo no es texto"),
        ("Estimado señor:".encode(), "es", "El archivo no tiene ninguna página"),
        (b"", "en", "The file has no page"),
        (b"", "xx", "El archivo no tiene"),
    ],
)
def test_what_cannot_be_checked_is_a_sentence(data: bytes, language: str, said: str) -> None:
    answer = answered(data, language=language)
    assert answer["unread"].startswith(said)
    assert answer["unread"].endswith(".")
    assert (answer["verdict"], answer["html"], answer["fixed"]) == ("", "", None)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ana\\informe trimestral.txt", "informe trimestral.txt"),
        ("C:informe.txt", "informe.txt"),
        ("..", "informe.txt"),
        ("", "informe.txt"),
        ("a\0b\n\u202ec.txt", "a_b__c.txt"),
        ("x" * 5000 + ".xlsx", "x" * 195 + ".xlsx"),
    ],
)
def test_a_name_is_never_a_path(name: str, label: str) -> None:
    assert dropped.label(name) == label


T1, T2 = beside.report(beside.EARLIER, "31-mar.-24").encode(), beside.report(beside.LATER).encode()
POA = beside.plan().encode()


def dropped_with(data: bytes, name: str, *others: tuple[str, bytes], language: str = "es") -> dropped.Answer:
    return dropped.answer(data, name, language, PLAIN, others)


def test_of_files_dropped_together_the_date_tells_which_is_which() -> None:
    """The names say nothing, and neither does the order."""
    answer = dropped_with(T2, "c.txt", ("a.txt", POA), ("b.txt", T1))
    (file,) = json.loads(answer["json"])["files"]
    assert [(one["role"], one["path"]) for one in file["compared"]] == [("plan", "a.txt"), ("before", "b.txt")]
    assert {"POA901", "POA902", "POA903", "POA904", "POA905"} <= {one["code"] for one in file["diagnostics"]}
    counts = "1 unidad, 3 metas iguales o reconocidas, 1 perdida, 1 nueva, 0 dudosas."
    assert answer["compared"] == [
        f"Comparado con a.txt (POA aprobado): {counts}",
        f"Comparado con b.txt (corte 31 de marzo de 2024): {counts}",
    ]
    assert "Comparación" in answer["html"]


def test_the_plan_and_the_earlier_report_have_answers_of_their_own() -> None:
    plan = dropped_with(POA, "a.txt", ("b.txt", T1), ("c.txt", T2))
    assert plan["compared"] == [
        "No tiene FECHA ni avances, así que se tomó como el POA aprobado con que se comparan los demás."
    ]
    assert "compared" not in json.loads(plan["json"])["files"][0]
    last = dropped_with(T1, "b.txt", ("a.txt", POA), ("c.txt", T2))
    assert last["compared"][1:] == ["No se comparó con c.txt: es de un corte posterior (30 de junio de 2024)."]
    assert [one["role"] for one in json.loads(last["json"])["files"][0]["compared"]] == ["plan"]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (T2.replace(b"30-jun.-24", b"30-jun.-l4"), "No se comparó con x: no se sabe su FECHA."),
        (T2.replace(b"30-jun.-24", b""), "No se comparó con x: no se sabe su FECHA."),
        (b"notas", "No se comparó con x: no se reconoció ninguna unidad en él."),
        (
            T1.replace(b"\t101\t", b"\t102\t"),
            "No se comparó con x: no es el informe anterior de ninguna de estas unidades.",
        ),
        (T2.replace(b"CALLES", b"AVENIDAS"), "No se comparó con x: es del mismo corte (30 de junio de 2024)."),
        (T2, "x es este mismo archivo; no se comparó con él."),
        (
            T1.replace(b"ANUAL 2024", b"ANUAL 2023"),
            "No se comparó con el informe anterior: el informe es de 2024 y el otro de 2023.",
        ),
    ],
    ids=[
        "unreadable date",
        "figures without a date",
        "no report",
        "another unit",
        "same day",
        "itself",
        "another year",
    ],
)
def test_what_is_not_compared_is_said_and_nothing_is_claimed_of_it(other: bytes, said: str) -> None:
    """A report whose date cannot be read is no plan: what it lacks would be said to be missing from the plan."""
    answer = dropped_with(T2, "t2.txt", ("x", other))
    assert said in answer["compared"]
    found = {one["code"] for one in json.loads(answer["json"])["files"][0]["diagnostics"]}
    assert not {code for code in found if code.startswith("POA90")}


def test_a_file_without_a_date_that_achieves_something_is_compared_with_nothing() -> None:
    answer = dropped_with(T2.replace(b"30-jun.-24", b""), "x.txt", ("t1.txt", T1))
    assert answer["compared"] == ["No se comparó con los demás archivos, porque no se sabe su FECHA."]


FAULTY, MENDED = (write([Page(metas=(Row(meta_anual=goal),), fecha="31-mar.-24")]).encode() for goal in ("5", "4"))


def test_a_corrected_report_says_what_was_met_what_stands_and_what_is_new() -> None:
    """It is the command line's `--previous`: the same findings met, standing and new."""
    again = dropped.answer(MENDED, "b.txt", "es", PLAIN, (), ("a.txt", FAULTY))
    before, alone = answered(FAULTY), answered(MENDED)
    assert again["delivery"] == before["delivery"] != []
    assert alone["previous"] is None
    (file,) = json.loads(again["json"])["files"]
    keys = {one["key"] for one in json.loads(before["json"])["files"][0]["diagnostics"]}
    now = {one["key"] for one in file["diagnostics"]}
    assert {one["key"] for one in file["previous"]["met"]} == keys - now
    previous = again["previous"]
    assert previous is not None
    assert (len(previous["met"]), previous["new"]) == (len(keys - now), [])
    assert any("META ANUAL" in line for line in previous["met"])
    assert previous["said"].startswith(f"Frente al que soltó antes (a.txt): {len(keys - now)} corregido")
    worse = dropped.answer(FAULTY, "b.txt", "en", PLAIN, (), ("a.txt", MENDED))["previous"]
    assert worse is not None
    assert (worse["met"], len(worse["new"])) == ([], len(keys - now))


@pytest.mark.parametrize("other", [T2, b"notas", b"", FAULTY.replace(b"\t101\t", b"\t102\t")])
def test_another_report_is_no_earlier_one(other: bytes) -> None:
    again = dropped.answer(MENDED, "b.txt", "es", PLAIN, (), ("a.txt", other))
    assert again == answered(MENDED, "b.txt")


def test_a_report_dropped_again_is_compared_with_the_same_others() -> None:
    again = dropped.answer(T2, "c.txt", "es", PLAIN, (("b.txt", T1),), ("c.txt", T2))
    assert [one["path"] for one in json.loads(again["json"])["files"][0]["compared"]] == ["b.txt"]
    assert again["previous"] is not None
    assert (again["previous"]["met"], again["previous"]["new"]) == ([], [])


def test_the_last_of_the_files_is_the_earlier_one_only_where_it_is_said() -> None:
    files = [("a", b"1"), ("b", b"2")]
    assert dropped.apart(files, again=True) == ((("a", b"1"),), ("b", b"2"))
    assert dropped.apart(files, again=False) == (tuple(files), None)
    assert dropped.apart([], again=True) == ((), None)


def test_names_of_other_files_are_text_on_the_page() -> None:
    answer = dropped_with(T2, "t2.txt", ("<img src=x>\u202e.txt", T1))
    assert "<img" not in answer["html"]
    assert "\u202e" not in "".join((answer["html"], *answer["compared"]))


def test_what_a_report_says_is_text_on_the_page() -> None:
    hostile = write(
        [Page(metas=(Row(texto="100.- <script>alert(1)</script>", observaciones="<img src=x onerror=y>"),))]
    )
    answer = answered(hostile.encode(), "<b>.txt")
    assert "<script>alert" not in answer["html"]
    assert "<img" not in answer["html"]
    assert "<b>.txt" not in answer["html"]


def test_rehearsing_leaves_nothing_behind() -> None:
    before = answered(SEED.read_bytes())
    dropped.warm_up()
    assert answered(SEED.read_bytes()) == before
