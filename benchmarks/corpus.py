"""Folders of reports to measure with, and files of other kinds as long as one."""

import random
from pathlib import Path
from typing import Final

from benchmarks.generator import SEED, Size, report
from benchmarks.programs import ROOT

EXAMPLE: Final = ROOT / "examples" / "cumm-2024-t1" / "informe.txt"
KINDS: Final = ("sound", "mixed", "seed")
"""Without a fault · one goal in ten with one · the example report again and again."""


def document(kind: str, seed: int, size: Size = SEED) -> bytes:
    """One report of a kind."""
    if kind == "seed":
        return EXAMPLE.read_bytes()
    return report(seed, size, faulty=kind == "mixed").text.encode()


def folder(place: Path, kind: str, count: int, size: Size = SEED) -> list[str]:
    """A new folder of so many reports; their paths."""
    place.mkdir()
    paths = [place / f"{number:05}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(document(kind, number, size))
    return list(map(str, paths))


def yaml_file(path: Path, size: int) -> str:
    """A YAML file of about so many bytes, as sound as ours."""
    rng = random.Random(size)  # noqa: S311 - figures, not secrets
    lines = ["---"]
    while sum(map(len, lines)) + len(lines) < size:
        number = len(lines)
        lines += [f"goal_{number}:", f"  programmed: [{rng.randint(1, 99)}, {rng.randint(1, 99)}]", "  unit: report"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def python_file(path: Path, size: int) -> str:
    """A Python file of about so many bytes, as sound as ours."""
    rng = random.Random(size)  # noqa: S311 - figures, not secrets
    parts = ['"""Figures."""\n']
    while sum(map(len, parts)) < size:
        number = len(parts)
        parts.append(
            f"\n\ndef figure_{number}(given: int) -> int:\n    return given * {rng.randint(2, 99)} + {number}\n"
        )
    path.write_text("".join(parts), encoding="utf-8")
    return str(path)
