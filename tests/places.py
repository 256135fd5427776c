"""Where things stand in the repository."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
SEED: Final = ROOT / "examples" / "cumm-2024-t1" / "informe.txt"
"""A real report: five pages, four units, 25 goals."""
FILES: Final = ROOT / "tests" / "data" / "office"
"""The real report as the programs of offices write it."""
