"""The words of forms that an office may print otherwise, and forms with further words for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, partial

from poa_lint.core.form import Entry, Form
from poa_lint.core.lazyform import LazyForm
from poa_lint.core.records import replace


def words_of(form: Form) -> Iterator[str]:
    """The words of a form that an office may print otherwise: titles of columns, labels of the header, roles."""
    yield from dict.fromkeys(label.words for line in form.headings for label in line)
    yield from (entry.words[0] for entry in (*form.head.entries, form.head.cutoff.entry) if entry.words)
    yield from (role.name for role in form.head.roles)


@cache
def with_synonyms(forms: tuple[Form, ...], synonyms: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Form, ...]:
    """The forms with further words for those of `words_of`, each a pair of a form's own word and what stands for it."""
    if not synonyms:
        return forms
    more = dict(synonyms)
    return tuple(LazyForm(form.code, _first_titles(form, more), partial(_with, form, more)) for form in forms)


def _first_titles(form: Form, more: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return (*form.first_titles, *more.get(form.first_titles[0], ()))


def _with(form: Form, more: Mapping[str, tuple[str, ...]]) -> Form:
    titles = {label.words for line in form.headings for label in line}
    synonyms = {words: (*form.synonyms.get(words, ()), *more.get(words, ())) for words in titles}

    def called(entry: Entry) -> Entry:
        return entry._replace(words=(*entry.words, *more.get(entry.columna.titulo, ())))

    head = form.head
    head = head._replace(
        entries=tuple(map(called, head.entries)),
        cutoff=head.cutoff._replace(entry=called(head.cutoff.entry)),
        roles=tuple(role._replace(words=(*role.words, *more.get(role.name, ()))) for role in head.roles),
    )
    return replace(form, synonyms=synonyms, head=head)
