"""Amendments of the sound report's goal, 511/101/100 of 2024, as a file states them."""

from typing import Any

import yaml

from poa_lint.config import amendment_file
from poa_lint.config.amendments import AmendmentFile
from poa_lint.core.forms import built_in_forms

PERIODS = amendment_file.periods_of(built_in_forms())


def goal(**changes: object) -> dict[str, object]:
    """The goal with a change of its year, 4 to 5, and others in its place."""
    one: dict[str, object] = {"donde": "511/101/100", "meta_anual": {"de": 4, "a": 5}}
    return {key: value for key, value in {**one, **changes}.items() if value is not ...}


def amendment(*goals: dict[str, object], **changes: object) -> dict[str, object]:
    """An amendment of that goal, asked for and authorised in the first quarter."""
    one = {
        "oficio": "TM/114/2024",
        "tipo": "ampliacion",
        "solicitud": "2024-02-20",
        "autorizacion": "2024-02-25",
        "autoriza": "Tesorería Municipal",
        "motivo": "El comité sesiona cada mes",
        "metas": list(goals) or [goal()],
    }
    return {key: value for key, value in {**one, **changes}.items() if value is not ...}


def text_of(*stated: dict[str, Any]) -> str:
    return yaml.safe_dump(list(stated), allow_unicode=True, sort_keys=False)


def file_of(*stated: dict[str, Any]) -> AmendmentFile:
    """These amendments, read."""
    file, wrong = amendment_file.read("modificaciones.yaml", text_of(*stated), PERIODS)
    assert not wrong, wrong
    return file
