"""A report with one finding, and waivers of that finding."""

from pathlib import Path

import yaml

from poa_lint.authoring.samples import Page, Row, write

DEVIATED = Row(meta_anual="8", programado=("2",) * 4, avance=("3", "", "", ""), absoluto="3", relativo="38%")
"""Unit 511/101, goal 100, first quarter of 2024: 50 % over the plan without an observation, POA301."""
REPORT = write([Page(metas=(DEVIATED,))])
REASON = "Oficio OM-12/2024 de la Oficialía Mayor"
TODAY = "2024-04-15"


def waiver(**changes: object) -> dict[str, object]:
    """A waiver of that finding, as a file states it."""
    one = {"rule": "POA301", "where": "511/101/100/observaciones", "reason": REASON, "until": "2024-12-31"}
    return {key: value for key, value in {**one, **changes}.items() if value is not ...}


def file_of(*stated: dict[str, object]) -> str:
    return yaml.safe_dump(list(stated), allow_unicode=True, sort_keys=False)


def folder_with(tmp_path: Path, *stated: dict[str, object]) -> Path:
    (tmp_path / "informe.txt").write_text(REPORT, encoding="utf-8")
    if stated:
        (tmp_path / "dispensas.yaml").write_text(file_of(*stated), encoding="utf-8")
    return tmp_path
