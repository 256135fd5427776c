"""`letter:` of a settings file: the office's templates of the letter to a unit, and what stands in each letter.

letter:
  template: [plantillas/oficio.docx, plantillas/oficio.txt]   # from the settings file; by the suffix of the letter
  lugar: Mexicali, Baja California
  firma: LIC. ROSA MEZA LUNA
  puesto: TESORERA MUNICIPAL
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from poa_lint.core.yamltree import Fields, Scalar, items

KEYS: Final = ("template", "lugar", "firma", "puesto")


class Letter(NamedTuple):
    """The templates (absolute paths), and the place, the signer and the signer's post of each letter."""

    templates: tuple[str, ...] = ()
    lugar: str = ""
    firma: str = ""
    puesto: str = ""


def letter(fields: Fields, path: Path) -> Letter | None:
    """The `letter` of a settings file; None where it has none. Faults join the troubles of `fields`."""
    own = fields.mapping(fields.node("letter"), "letter")
    if own is None:
        return None
    own.known(KEYS)
    return Letter(tuple(_templates(own, path)), *(own.text(key) for key in KEYS[1:]))


def _templates(own: Fields, path: Path) -> Iterator[str]:
    for node in items(own.node("template")):
        text = node.text if isinstance(node, Scalar) else ""
        whole = os.path.normpath(os.path.join(os.path.abspath(path.parent), text))
        if not text:
            own.trouble("not-a-text", node.mark, key="template")
        elif not os.path.isfile(whole):
            own.trouble("unknown-file", node.mark, None, len(text), name=text)
        else:
            yield whole
