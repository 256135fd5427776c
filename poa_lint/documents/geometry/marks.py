"""The words by which lines of print are known that belong to no table: those of our forms, and of letterheads."""

import re
from functools import cache
from typing import Final

from poa_lint.core.forms import built_in_forms
from poa_lint.core.labels import Labels, labels_of

_LETTERHEAD: Final = re.compile(r"gobierno de|(?:[ivxl]+|h\.?)? ?ayuntamiento", re.IGNORECASE)


@cache
def labels() -> Labels:
    """The words of the main form."""
    return labels_of(built_in_forms()[:1])


def is_role(text: str) -> bool:
    """True for a text that begins with the role of one who signs."""
    return labels().role.match(text) is not None


def is_header(text: str) -> bool:
    """True for a line that begins the header of a page."""
    return _LETTERHEAD.match(text) is not None or labels().opening.match(text) is not None


def is_corner(text: str) -> bool:
    """True for the form's code and for the date, which stand in a corner of the page or over its table."""
    return labels().corner.match(text) is not None
