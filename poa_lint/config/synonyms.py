"""Other words that an office prints for what stands on the form: `sinonimos` in its settings.

sinonimos:
  METAS Y ACCIONES: [ACTIVIDADES, ACCIONES REALIZADAS]      # a title of the table
  PROGRAMA: PROGRAMA MUNICIPAL                              # a label of the header
  AUTORIZÓ: Vo. Bo.                                         # a role
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from poa_lint.core.form_words import words_of
from poa_lint.core.text import similar, squashed
from poa_lint.core.yamltree import Fields, Scalar, items
from poa_lint.rulebook.forms import OfficeForms

KEY: Final = "sinonimos"
MAX_WORDS: Final = 80
"""Characters of a synonym: titles and labels are short."""


def synonyms(fields: Fields, forms: Callable[[], OfficeForms]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The words of these forms, as printed on them, with the synonyms that settings state for them."""
    if fields.node(KEY) is None:
        return
    stated_forms = forms()
    known = {squashed(word): word for form in stated_forms.forms for word in words_of(form)}
    for name, mark, node in fields.entries(fields.node(KEY), KEY):
        word = known.get(squashed(name))
        if word is None and stated_forms.troubles:  # it may be of a form whose file is broken
            continue
        if word is None:
            near = similar(name.upper(), known.values())
            fields.trouble("unknown-title", mark, near, len(name), name=name)
            continue
        stated: list[str] = []
        for item in items(node):
            if isinstance(item, Scalar) and squashed(item.text) and len(item.text) <= MAX_WORDS:
                stated.append(item.text)
            else:
                fields.trouble("not-a-text", item.mark, key=name)
        yield word, tuple(stated)
