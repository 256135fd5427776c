"""Cold runs against bare Python, and documents a second: `python -m benchmarks [--short]`."""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from poa_lint.linter import built_in_forms, built_in_rules, lint
from poa_lint.settings import Settings
from poa_lint.source import decode
from poa_lint.words import words

SEED = Path(__file__).resolve().parent.parent / "examples" / "cumm-2024-t1" / "informe.txt"


def cold(program: list[str], times: int) -> float:
    """Median seconds of a program started afresh."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        subprocess.run(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        taken.append(time.perf_counter() - begun)
    return median(taken)


def documents(times: int) -> float:
    """Seed-size documents read, checked and told in a second, on one core; the best of five."""
    data, rules, forms, spoken = SEED.read_bytes(), built_in_rules(), built_in_forms(), words("es")
    best = 0.0
    for _ in range(5):
        begun = time.perf_counter()
        for _ in range(times):
            lint(decode(data, "informe.txt"), rules, forms, Settings(), spoken)
        best = max(best, times / (time.perf_counter() - begun))
    return best


def main() -> None:
    """Print the table."""
    short = "--short" in sys.argv
    times = 3 if short else 15
    bare = cold([sys.executable, "-I", "-c", "pass"], times)
    rows = [
        ("cold run of the seed, concise, into a pipe", [str(SEED), "-f", "concise"]),
        ("cold run of the seed, terminal text, into a pipe", [str(SEED)]),
        ("cold run of the seed, with colour (rich)", [str(SEED), "--color", "always"]),
    ]
    print("| measure | figure |\n| --- | --- |")
    for title, said in rows:
        ratio = cold([sys.executable, "-m", "poa_lint", *said], times) / bare
        print(f"| {title} | {ratio:.1f} x bare Python |")
    print(f"| documents a second, one core | {documents(5 if short else 40):.0f} |")


if __name__ == "__main__":
    main()
