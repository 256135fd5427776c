"""The address of a rule's page, made of the one that settings state."""

from typing import Final

CODE: Final = "{code}"
"""The part of the address in whose place a rule's code goes."""
LANGUAGE: Final = "{lang}"
"""The part of the address, if it has one, in whose place the reader's language goes: `es` or `en`."""


def page_of(docs: str, code: str, language: str) -> str:
    """The address of a rule's page; empty where `docs` is, and for rules of an office's own."""
    return docs.replace(CODE, code).replace(LANGUAGE, language) if code.startswith("POA") else ""
