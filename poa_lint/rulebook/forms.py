"""The forms of an office: files in folders of its own, beside those that come with the program.

A form of an office with the code of one of the program's stands in its place; any other comes behind them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from poa_lint.core import yamltree
from poa_lint.core.cache import built_value
from poa_lint.core.form import Form
from poa_lint.core.forms import built_in_forms, form, form_files, written_out
from poa_lint.core.records import record
from poa_lint.core.source import Trouble
from poa_lint.core.yamltree import Mapping as Tree

OURS: Final = "\0"
"""Opens the code of a form of the program's where a form of the office with the same code extends it."""
MAX_KEPT: Final = 64
"""Forms, and sets of forms, that are kept made."""


@record
class OfficeForms:
    """The forms that hold where an office has its own, and the faults of their files."""

    forms: tuple[Form, ...]
    contents: tuple[str, ...] = ()
    """The content of each form of the office, whole, as JSON: another process makes the same form of it."""
    troubles: tuple[Trouble, ...] = ()


def office_forms(folders: Iterable[str]) -> OfficeForms:
    """The program's forms with those in some folders and in the folders inside them."""
    paths = sorted(path for folder in folders for path in Path(folder).rglob("*.yaml"))
    if not paths:
        return OfficeForms(built_in_forms())
    troubles: list[Trouble] = []
    stated: dict[str, Mapping[str, Any]] = {}
    for path in list({path.resolve(): path for path in reversed(paths)}.values())[::-1]:
        text, unread = yamltree.file_text(str(path))
        tree = unread or yamltree.read(text, str(path))
        if isinstance(tree, Trouble):
            troubles.append(tree)
        elif not isinstance(tree, Tree):
            troubles.append(Trouble(str(path), text, "not-a-mapping", tree.mark.offset, values={"key": path.name}))
        else:
            data = yamltree.plain(tree)
            assert isinstance(data, dict)
            stated[str(data.get("form"))] = data
    contents = tuple(json.dumps(whole) for whole in _whole(stated))
    return OfficeForms(with_ours(contents), contents, tuple(troubles))


def _whole(stated: Mapping[str, Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    """The content of the office's forms with all that they take from others."""
    ours = {data["form"]: data for data in built_value("forms", form_files)}
    others = {**ours, **stated, **{f"{OURS}{code}": data for code, data in ours.items()}}
    for code, data in stated.items():
        own = code in ours and data.get("extends") == code
        yield written_out({**data, "extends": f"{OURS}{code}"} if own else data, others)


@lru_cache(maxsize=MAX_KEPT)
def with_ours(contents: tuple[str, ...]) -> tuple[Form, ...]:
    """The program's forms with those that an office has these contents of: the same forms for the same contents."""
    own = {made.code: made for made in map(_made, contents)}
    ours = built_in_forms()
    codes = {form.code for form in ours}
    return (*(own.get(form.code, form) for form in ours), *(form for code, form in own.items() if code not in codes))


@lru_cache(maxsize=MAX_KEPT)
def _made(content: str) -> Form:
    return form(json.loads(content))
