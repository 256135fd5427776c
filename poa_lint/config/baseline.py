"""A baseline: the keys of the findings that were there when the check was taken up. Debt, not decision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

FORMAT: Final = 1


def text(keys: Iterable[str]) -> str:
    """The file that holds these keys, one a line, so that a change of one is a change of one line."""
    import json

    return json.dumps({"version": FORMAT, "keys": sorted(set(keys))}, ensure_ascii=False, indent=1) + "\n"


def parse(data: bytes) -> frozenset[str] | None:
    """The keys in a baseline file; None where it is none."""
    import json

    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or document.get("version") != FORMAT:
        return None
    keys = document.get("keys")
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        return None
    return frozenset(keys)
