"""A form that is made when it is needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from poa_lint.core.form import Form


class LazyForm(Form):
    """A form of which the code and the first titles are known, and that is made when anything else is asked of it.

    Of a hundred forms a report is of one, and few others have a title that its lines begin with.
    """

    def __init__(self, code: str, first_titles: tuple[str, ...], make: Callable[[], Form]) -> None:
        vars(self).update(code=code, first_titles=first_titles, _make=make)

    def __getattr__(self, name: str) -> Any:
        if name not in Form.__match_args__:
            raise AttributeError(name)
        made = self._make()
        vars(self).update({field: getattr(made, field) for field in Form.__match_args__})
        return getattr(made, name)

    @property
    def is_made(self) -> bool:
        """True if something was asked that only the whole form tells."""
        return "columns" in vars(self)
