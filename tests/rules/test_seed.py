"""The real report: exactly the findings that are in it, on their rows and columns, and nothing else."""

import pytest

from poa_lint.config.settings import Settings
from poa_lint.core.diagnostic import Diagnostic, Severity
from poa_lint.core.forms import built_in_forms
from poa_lint.core.result import FileResult
from poa_lint.core.source import Source
from poa_lint.core.words import words
from poa_lint.documents.encodings import decode
from poa_lint.linter.pipeline import lint
from poa_lint.rulebook.builtin import built_in_rules
from tests.places import SEED


@pytest.fixture(scope="module")
def result() -> FileResult:
    return lint(decode(SEED.read_bytes(), "informe.txt"), built_in_rules(), built_in_forms(), Settings(), words("es"))


def test_errors_and_warnings_are_exactly_these(result: FileResult) -> None:
    found = [
        (start.line, one.code, one.where.unidad, one.where.meta, one.where.columna)
        for one, (start, _) in zip(result.diagnostics, result.positions, strict=True)
        if one.severity in (Severity.ERROR, Severity.WARNING)
    ]
    assert sorted(found) == [
        (32, "POA002", "101", "100", ""),
        (32, "POA101", "101", "100", "meta_anual"),
        (33, "POA002", "101", "101", ""),
        (33, "POA501", "101", "101", "lineas"),
        (34, "POA002", "101", "102", ""),
        (35, "POA002", "101", "103", ""),
        (35, "POA301", "101", "103", "observaciones"),
        (35, "POA501", "101", "103", "lineas"),
        (35, "POA501", "101", "103", "lineas"),
        (35, "POA501", "101", "103", "lineas"),
        (83, "POA501", "102", "203", "lineas"),
        (86, "POA501", "102", "206", "lineas"),
        (116, "POA002", "102", "207", ""),
        (117, "POA002", "102", "208", ""),
        (118, "POA002", "102", "209", ""),
        (161, "POA004", "201", "", "lineas"),
        (165, "POA501", "201", "301", "lineas"),
        (166, "POA501", "201", "302", "lineas"),
        (169, "POA001", "201", "", ""),
        (171, "POA501", "201", "304", "lineas"),
        (224, "POA101", "202", "400", "meta_anual"),
        (224, "POA403", "202", "400", "avance.3"),
        (225, "POA101", "202", "401", "meta_anual"),
        (225, "POA403", "202", "401", "avance.3"),
        (225, "POA501", "202", "401", "lineas"),
        (226, "POA101", "202", "402", "meta_anual"),
        (226, "POA403", "202", "402", "avance.3"),
        (227, "POA101", "202", "403", "meta_anual"),
        (227, "POA102", "202", "403", "absoluto"),
        (227, "POA103", "202", "403", "relativo"),
        (232, "POA704", "202", "", "nombre"),
    ]


def test_the_notes_are_exactly_these(result: FileResult) -> None:
    notes = [
        (one.code, start.line)
        for one, (start, _) in zip(result.diagnostics, result.positions, strict=True)
        if one.severity is Severity.INFO
    ]
    lines: dict[str, list[int]] = {}
    for code, line in sorted(notes):
        lines.setdefault(code, []).append(line)
    assert lines == {
        "POA502": [22, 23, 68, 153],
        "POA508": [213],
        "POA703": [50, 133, 195],
        "POA801": [167, 171],
        "POA802": [226, 227],
        "POA803": [32, 80, 164, 224],
        "POA804": [165],
        "POA806": [144, 149, 155],
    }


def test_the_displaced_rows_are_read_as_they_were_meant(result: FileResult) -> None:
    placed = {one.where.meta: one for one in result.diagnostics if one.code == "POA002"}
    shown = {goal: [cell.raw for cell in one.cells] for goal, one in placed.items()}
    assert shown == {
        "100": ["4", "1", "1", "1", "", "1", "", "", "", "1", "25%"],
        "101": ["26", "6", "6", "7", "", "6", "", "7", "", "6", "23%"],
        "102": ["4", "1", "1", "1", "", "1", "", "1", "", "1", "25%"],
        "103": ["8", "2", "3", "2", "", "2", "", "2", "", "3", "38%"],
        "207": ["1", "0", "0", "1", "0", "0", "0", "0", "0", "0", "0%"],
        "208": ["12", "3", "3", "3", "0", "3", "0", "3", "0", "3", "25%"],
        "209": ["12", "3", "3", "3", "0", "3", "0", "3", "0", "3", "25%"],
    }
    assert {one.confidence.value for one in placed.values()} == {"high"}


def test_the_arithmetic_can_be_followed(result: FileResult) -> None:
    work = {(one.code, one.where.meta): one.work for one in result.diagnostics}
    assert work["POA101", "403"] == (
        "Ene-Mar P (vacía) + Abr-Jun P 1 + Jul-Sep P (vacía) + Oct-Dic P (vacía) = 1; META ANUAL = 2; diferencia -1"
    )
    assert work["POA102", "403"] == "AVANCE ABSOLUTO = 1; Ene-Mar A (vacía) = 0; diferencia 1"
    assert work["POA103", "403"] == (
        "ACUMULADO RELATIVO = 0%; AVANCE ABSOLUTO 1 ÷ META ANUAL 2 · 100 = 50; diferencia -50; límite 1 %"
    )


def test_verdicts(result: FileResult) -> None:
    assert [verdict for _, verdict in result.verdicts] == ["CORREGIR", "CORREGIR", "REVISAR", "CORREGIR"]
    assert result.summary is not None
    assert (result.summary.unidades, result.summary.metas, result.summary.paginas) == (4, 25, 5)


def test_keys_are_unique_and_survive_a_new_export(result: FileResult) -> None:
    keys = [one.key for one in result.diagnostics]
    assert len(set(keys)) == len(keys)
    assert "POA101:2024:T1:632/202/403/meta_anual" in keys
    text = SEED.read_text(encoding="utf-8")
    again = lint(
        Source("otro.txt", "\n\n" + text.replace("\n", "\r\n")),
        built_in_rules(),
        built_in_forms(),
        Settings(),
        words("en"),
    )
    assert [one.key for one in again.diagnostics] == keys


def test_what_follows_from_another_names_it(result: FileResult) -> None:
    by_code: dict[tuple[str, str], Diagnostic] = {(one.code, one.where.meta): one for one in result.diagnostics}
    assert by_code["POA103", "403"].derived_from == by_code["POA101", "403"].key, "one repair explains both"
    assert by_code["POA301", "103"].derived_from is None
