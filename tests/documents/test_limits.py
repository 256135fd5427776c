"""Sizes are asked before anything is read, and a text beyond a limit is told with the limit."""

import io
import sys
import tracemalloc
from pathlib import Path
from types import SimpleNamespace

import pytest

from poa_lint import lint
from poa_lint.core.source import Source, Unreadable
from poa_lint.core.words import words
from poa_lint.documents import encodings, files, open_source
from poa_lint.documents.encodings import MAX_BYTES, Oversized, decode
from poa_lint.documents.limits import LIMITS, Limits, within
from tests.places import SEED
from tests.program import run

SMALL = Limits(lines=3, columns=4, cells=8, characters=10)


def judged(text: str, limits: Limits = SMALL) -> tuple[str, str, str]:
    """The reason why a text is beyond the limits, with the limit and the line that is; empty for one that is within."""
    held = within(Source("a.txt", text), limits)
    return (held.reason, held.limit, held.line) if isinstance(held, Unreadable) else ("", "", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("", "", "")),
        ("a\nb\nc\n", ("", "", "")),
        ("a\nb\nc\nd", ("too-many-lines", "3", "0")),
        ("a\nb\nc\n\n", ("too-many-lines", "3", "0")),
        ("\t\t\t\n", ("", "", "")),
        ("a\n\t\t\t\t\n", ("too-many-columns", "4", "2")),
        ("\t\t\t\t", ("too-many-columns", "4", "1")),
        ("\t\t\t\n\t\t\t\n", ("", "", "")),
        ("\t\t\t\n\t\t\t\n\n", ("too-many-cells", "8", "0")),
        ("0123456789\n0123456789\n012345678", ("", "", "")),
        ("0123456789\n01234567890\n0", ("too-many-characters", "10", "2")),
        ("012345678901", ("too-many-characters", "10", "1")),
        ("a\nb\n01234567890", ("too-many-characters", "10", "3")),
    ],
)
def test_a_text_is_within_its_limits_or_told_with_one(text: str, expected: tuple[str, str, str]) -> None:
    assert judged(text) == expected


def test_an_offices_file_has_limits_of_its_own() -> None:
    office = Source("a.xlsx", "a\nb\nc\nd\n", original=object())  # type: ignore[arg-type]
    assert within(office, SMALL) is office


def test_the_limits_leave_room_for_a_thousand_reports() -> None:
    text = SEED.read_text(encoding="utf-8")
    lines, tabs = text.count("\n"), text.count("\t")
    assert 1_000 * lines <= LIMITS.lines
    assert 500 * (lines + tabs) <= LIMITS.cells
    assert 100 * max(line.count("\t") for line in text.split("\n")) <= LIMITS.columns


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a\tb\n" * 500_001, "el texto tiene más de 500,000 renglones y ningún informe llega a tantos"),
        (b"\n" + b"\t" * 16_384, "el renglón 2 tiene más de 16,384 celdas y ningún informe llega a tantas"),
        (
            (b"4\t" * 9_999 + b"\n") * 201,
            "el texto tiene más de 2,000,000 celdas, con las vacías, y ningún informe llega a tantas",
        ),
        (
            b"\nMETA " + b"9" * 2_000_000 + b"\n",
            "el renglón 2 tiene más de 2,000,000 letras y signos y ningún informe llega a tantos",
        ),
    ],
    ids=["lines", "columns", "cells", "characters"],
)
def test_a_text_that_is_too_large_is_one_finding(data: bytes, message: str) -> None:
    (file,) = lint(data).files
    assert [(one.code, one.message) for one in file.diagnostics] == [("POA007", message)]
    assert file.unread
    english = lint(data, language="en").files[0].diagnostics[0]
    assert message.split(" más de ")[1].split(maxsplit=1)[0] in english.message


def test_settings_raise_a_limit(tmp_path: Path) -> None:
    data = SEED.read_bytes() + b"\n" * 500_000
    assert [one.code for one in lint(data).files[0].diagnostics] == ["POA007"]
    settings = tmp_path / "poa-lint.yaml"
    settings.write_text("limits: {lines: 600000}\n", encoding="utf-8")
    raised = lint(data, config=settings).files[0].diagnostics
    assert [one.key for one in raised] == [one.key for one in lint(SEED).files[0].diagnostics]


def test_settings_limit_the_bytes_of_a_file(tmp_path: Path) -> None:
    data = SEED.read_bytes()
    settings = tmp_path / "poa-lint.yaml"
    settings.write_text(f"limits: {{bytes: {len(data) - 1}}}\n", encoding="utf-8")
    path = tmp_path / "informe.txt"
    path.write_bytes(data)
    for report in (data, path):
        (finding,) = lint(report, config=settings).files[0].diagnostics
        assert finding.message.startswith("el archivo pesa más de 0.0")
    done = run(path, "-f", "concise")
    assert "POA007" in done.stdout.decode()
    settings.write_text(f"limits: {{bytes: {len(data)}}}\n", encoding="utf-8")
    for report in (data, path):
        assert len(lint(report, config=settings).files[0].diagnostics) > 1


def test_settings_raise_the_limit_of_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, settings = tmp_path / "informe.txt", tmp_path / "poa-lint.yaml"
    with path.open("wb") as stream:
        stream.write(SEED.read_bytes())
        stream.truncate(MAX_BYTES + 1)
    settings.write_text("limits: {bytes: 200000000}\n", encoding="utf-8")
    asked: list[int] = []

    def read(stream: object, most: int) -> bytes:
        asked.append(most)
        return SEED.read_bytes()

    monkeypatch.setattr(files, "_limited", read)
    raised = lint(path, config=settings).files[0].diagnostics
    assert asked == [200_000_000]
    assert [one.key for one in raised] == [one.key for one in lint(SEED).files[0].diagnostics]
    (usual,) = lint(path).files[0].diagnostics
    assert usual.message == "el archivo pesa más de 100 MB y ningún informe llega a tanto"


def test_a_file_of_50_gb_is_told_by_its_size_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    huge = tmp_path / "big.txt"
    with huge.open("wb") as stream:
        stream.truncate(50_000_000_000)  # a file with a hole: it takes no room
    monkeypatch.setattr("builtins.open", None)
    assert isinstance(files.load(str(huge), words("es")), Oversized)
    monkeypatch.undo()
    done = run(huge, SEED, "-f", "concise", "--select", "POA007")
    assert done.returncode == 2
    assert done.stdout.decode().splitlines() == [
        f"{huge}:1:1: error POA007 archivo-ilegible: el archivo pesa más de 100 MB y ningún informe llega a tanto"
    ]


class Endless(io.RawIOBase):
    """A stream without end that notes the bytes which are asked of it."""

    asked = 0

    def read(self, size: int = -1) -> bytes:
        assert size >= 0, "all of a stream without end was asked for"
        self.asked += size
        return b"x" * size


def test_of_the_standard_input_no_more_is_read_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Endless()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=stream))
    assert isinstance(files.load(files.STDIN, words("es"), 1_000), Oversized)
    assert stream.asked == 1_001


def test_what_is_oversized_has_no_text_and_no_digest() -> None:
    for data in (Oversized(), bytes(MAX_BYTES + 1)):
        source = open_source(data, "big.txt")
        assert isinstance(source, Unreadable)
        assert source.reason == "size"
        assert bool(source.sha256) is (len(data) > 0)


@pytest.mark.parametrize("data", [b"EL INFORME " * 900_000, "AÑO MÁS ".encode("cp1252") * 1_250_000], ids=["utf", "cp"])
def test_a_text_without_line_ends_takes_little_memory(data: bytes) -> None:
    lint(b"FECHA")
    tracemalloc.start()
    try:
        (finding,) = lint(data).files[0].diagnostics
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert finding.code == "POA007"
    assert peak < 5 * len(data)


def test_a_file_of_millions_of_lines_is_of_one_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    data = "AÑO\n".encode("cp1252") * 3 + "FUNCIÓN".encode()
    mixed = decode(data, "a.txt")
    assert isinstance(mixed, Source)
    assert mixed.encoding == "utf-8+cp1252"
    monkeypatch.setattr(encodings, "MAX_MIXED", 2)
    single = decode(data, "a.txt")
    assert isinstance(single, Source)
    assert single.encoding == "cp1252"
    assert single.text.startswith("AÑO\nAÑO\nAÑO\nFUNCI")


@pytest.mark.parametrize(
    "data",
    [
        "AÑO\nFUNCIÓN\r\nx".encode("cp1252"),
        "AÑO\n".encode("cp1252") + "FUNCIÓN\n\n".encode(),
        "FUNCIÓN".encode() + b"\n" + "AÑO".encode("cp1252"),
    ],
)
def test_single_bytes_are_decoded_line_by_line(data: bytes) -> None:
    source = decode(data, "a.txt")
    assert isinstance(source, Source)
    assert source.text.replace("\r", "") in ("AÑO\nFUNCIÓN\nx", "AÑO\nFUNCIÓN\n\n", "FUNCIÓN\nAÑO")
    assert encodings.encoded(source, data) == data
