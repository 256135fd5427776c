"""The words by which lines of print are known that belong to no table: those of a form, and of letterheads."""

import re
from functools import cache, cached_property
from typing import Final

from poa_lint.core.form import Form
from poa_lint.core.forms import built_in_forms
from poa_lint.core.labels import Labels, labels_of

_LETTERHEAD: Final = re.compile(r"gobierno de|(?:[ivxl]+|h\.?)? ?ayuntamiento", re.IGNORECASE)


class Marks:
    """The words of one form."""

    def __init__(self, form: Form) -> None:
        self.form = form

    @cached_property
    def labels(self) -> Labels:
        """The form's words as patterns."""
        return labels_of((self.form,))

    def is_role(self, text: str) -> bool:
        """True for a text that begins with the role of one who signs."""
        return self.labels.role.match(text) is not None

    def is_header(self, text: str) -> bool:
        """True for a line that begins the header of a page."""
        return _LETTERHEAD.match(text) is not None or self.labels.opening.match(text) is not None

    def is_corner(self, text: str) -> bool:
        """True for the form's code and for the date, which stand in a corner of the page or over its table."""
        return self.labels.corner.match(text) is not None


@cache
def marks_of(form: Form | None = None) -> Marks:
    """The words of a form; without one, of the main form."""
    return Marks(built_in_forms()[0] if form is None else form)
