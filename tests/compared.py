"""An office that compares: an approved plan, and reports of two quarters, of which the second changes a goal."""

from dataclasses import replace
from pathlib import Path

from poa_lint.authoring.samples import Page, Row, write

TEXTS = ("ELABORAR INFORMES DE AVANCE", "ATENDER SOLICITUDES", "REHABILITAR VIALIDADES", "ENTREGAR APOYOS")
FIRST = tuple(Row(texto=f"{100 + number}.- {text}.") for number, text in enumerate(TEXTS))
SECOND = tuple(replace(row, avance=("1", "1", "", ""), absoluto="2", relativo="50%") for row in FIRST)
CHANGED = replace(SECOND[1], meta_anual="5", programado=("1", "1", "1", "2"), relativo="40%")
PLANNED = tuple(replace(row, avance=("", "", "", ""), absoluto="", relativo="") for row in FIRST)
SETTINGS = "compare:\n  plan: planes/{ejercicio}\n  against: informes/{ejercicio}\n"


def report(*rows: Row, fecha: str = "31-mar.-24", **more: str | tuple[str, str]) -> str:
    return write([Page(metas=rows, fecha=fecha, **more)])  # type: ignore[arg-type]


T1 = report(*FIRST)
T2 = report(SECOND[0], CHANGED, *SECOND[2:], fecha="30-jun.-24")
SOUND_T2 = report(*SECOND, fecha="30-jun.-24")
PLAN = report(*PLANNED, fecha="")


def office(folder: Path, settings: str = SETTINGS) -> Path:
    """Its folder: settings, a plan, and the reports of both quarters."""
    texts = {"informes/2024/t1.txt": T1, "informes/2024/t2.txt": T2, "planes/2024/poa.txt": PLAN}
    for name, text in {**texts, "poa-lint.yaml": settings}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
