"""Read `files:` of a settings file: which files of folders are reports."""

from __future__ import annotations

from typing import Final

from poa_lint.config.settings import FileChoice
from poa_lint.core.yamltree import Fields

KEYS: Final = ("include", "exclude", "gitignore")


def file_choice(fields: Fields) -> FileChoice:
    """The `files` of a settings file; all files where it has none. Faults join the troubles of `fields`."""
    own = fields.mapping(fields.node("files"), "files")
    if own is None:
        return FileChoice()
    own.known(KEYS)
    include, exclude = (tuple(own.texts(key)) for key in ("include", "exclude"))
    return FileChoice(include, exclude, own.choice("gitignore", ("true", "false")) == "true")
