"""A form that is made when it is needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from poa_lint.core.form import Form


class LazyForm(Form):
    """A form of which the code and the first titles are known, and that is made when anything else is asked of it.

    It is a `Form` like any other from then on, and the same object. Of a hundred forms a report is of one, and few
    others have a title that its lines begin with.
    """

    def __init__(self, code: str, first_titles: tuple[str, ...], make: Callable[[], Form]) -> None:
        vars(self).update(code=code, first_titles=first_titles, _make=make)

    def __getattr__(self, name: str) -> Any:
        if name not in Form.__match_args__:
            raise AttributeError(name)
        made = self._make()  # by two threads at once twice, to the same end
        vars(self).update({field: getattr(made, field) for field in Form.__match_args__})
        self.__class__ = Form  # type: ignore[assignment]
        return getattr(made, name)
