"""Reports to measure with, one or a folder of them, and files of other linters that are as long as one."""

import random
from pathlib import Path
from typing import Final

from benchmarks.generator import SEED, Size, report
from benchmarks.programs import ROOT

EXAMPLE: Final = ROOT / "examples" / "cumm-2024-t1" / "informe.txt"
SOUND: Final = ROOT / "examples" / "sin-observaciones-t2" / "informe.txt"
"""A report without a finding, a third as long."""
KINDS: Final = ("sound", "mixed", "seed")
"""Kinds of reports: without a fault; one goal in ten with a fault; the example report itself, each time."""


def document(kind: str, seed: int, size: Size = SEED) -> bytes:
    """The report of a kind that follows from `seed`, as the bytes of its file."""
    if kind == "seed":
        return EXAMPLE.read_bytes()
    return report(seed, size, faulty=kind == "mixed").text.encode()


def write_reports(folder: Path, kind: str, count: int, size: Size = SEED) -> list[str]:
    """Make `folder`, write `count` reports of a kind into it, and return their paths.

    Raises FileExistsError if the folder is there.
    """
    folder.mkdir()
    paths = [folder / f"{number:05}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(document(kind, number, size))
    return list(map(str, paths))


def yaml_file(path: Path, size: int) -> str:
    """Write a valid YAML file of about `size` bytes, and return its path."""
    rng = random.Random(size)  # noqa: S311 - figures, not secrets
    lines = ["---"]
    while sum(map(len, lines)) + len(lines) < size:
        number = len(lines)
        lines += [f"goal_{number}:", f"  programmed: [{rng.randint(1, 99)}, {rng.randint(1, 99)}]", "  unit: report"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def python_file(path: Path, size: int) -> str:
    """Write a valid Python file of about `size` bytes, and return its path."""
    rng = random.Random(size)  # noqa: S311 - figures, not secrets
    parts = ['"""Figures."""\n']
    while sum(map(len, parts)) < size:
        number = len(parts)
        parts.append(
            f"\n\ndef figure_{number}(given: int) -> int:\n    return given * {rng.randint(2, 99)} + {number}\n"
        )
    path.write_text("".join(parts), encoding="utf-8")
    return str(path)


def ledger_file(path: Path, size: int) -> str:
    """Write a valid beancount ledger of about `size` bytes, and return its path."""
    lines = ["1900-01-01 open Assets:Goals", "1900-01-01 open Income:Plan"]
    while sum(map(len, lines)) + len(lines) < size:
        day = f"2024-{len(lines) % 12 + 1:02}-{len(lines) % 28 + 1:02}"
        lines += [f'{day} * "Goal {len(lines)}"', f"  Assets:Goals  {len(lines)}.00 MXN", "  Income:Plan"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)
