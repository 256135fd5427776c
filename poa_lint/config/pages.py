"""The address at which an office has the pages of rules, as its settings state it under `docs`."""

import re
from typing import Final

from poa_lint.core.docs import CODE
from poa_lint.core.yamltree import Fields

_SIGNS: Final = "[!-'*-;=?-Z^_a-~]*"
"""ASCII without blanks and without the signs that would end a link of Markdown, or hide its end."""
ADDRESS: Final = re.compile(rf"(?:https?|file)://{_SIGNS}{re.escape(CODE)}{_SIGNS}")
"""An address that editors may open, the pattern of the settings' schema too."""


def address(fields: Fields) -> str:
    """The address under `docs`, with CODE in the place of a rule's code; empty where there is none or it is noted."""
    text = fields.text("docs")
    if not text or ADDRESS.fullmatch(text):
        return text
    fields.trouble("not-pages", fields.tree.entries["docs"].mark, None, len(text), value=text)
    return ""
