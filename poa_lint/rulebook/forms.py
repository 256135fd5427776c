"""The forms of an office: files in folders of its own, beside those that come with the program.

A form of an office with the code of one of the program's stands in its place, and may extend it; any other comes
behind them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from poa_lint.core.cache import folder_path
from poa_lint.core.form import Form
from poa_lint.core.form_data import TRUE, written_out
from poa_lint.core.forms import built_in_files, built_in_forms, form
from poa_lint.core.records import record
from poa_lint.core.source import Trouble
from poa_lint.core.text import folded, similar
from poa_lint.core.version import VERSION
from poa_lint.rulebook import form_file, strays
from poa_lint.rulebook.form_checks import Whole, check_joining, count, labels_in, unparted
from poa_lint.rulebook.form_file import MAX_COLUMNS, StatedForm

Data = Mapping[str, Any]

MAX_FILES: Final = 60
"""The files of the folders of forms."""
MAX_EXTENDS: Final = 10
MAX_WRITTEN: Final = 10 * MAX_COLUMNS
"""The columns that are written out at all, of a form and those that it extends."""
MAX_LABELS: Final = 300
"""The words in the header of a form, its lines between goals and its signatures: each becomes part of patterns."""
MAX_ALL_LABELS: Final = 1_500
"""The same of all forms of an office, each word counted once."""
MAX_KEPT: Final = 64
"""Forms, and sets of forms, that are kept made."""
OURS: Final = "\0"
"""Opens the names under which the forms that one extends are looked up."""
UNUSED: Final = ("examples", "since")
"""Keys that nothing is made of."""


@record
class OfficeForms:
    """The forms that hold where an office has its own, and the faults of their files."""

    forms: tuple[Form, ...]
    contents: tuple[str, ...] = ()
    """The content of each form of the office, whole, as JSON: another process makes the same form of it."""
    troubles: tuple[Trouble, ...] = ()
    stated: tuple[StatedForm, ...] = ()
    """Every form of the office as its file states it."""


def office_forms(folders: Iterable[str]) -> OfficeForms:
    """The program's forms with those in some folders and in the folders inside them."""
    folders = tuple(folders)
    if not folders:
        return OfficeForms(built_in_forms())
    paths, crowded = _paths(folders)
    if crowded is not None:
        return OfficeForms(built_in_forms(), troubles=(crowded,))
    ours = bool(paths) and all(map(is_ours, paths))
    files = [form_file.read(path, ours=ours) for path in paths]
    stated = tuple(file for file in files if isinstance(file, StatedForm))
    known: Mapping[str, Data] = {} if ours else built_in_files()
    contents = _Contents(stated, known).contents()
    if not ours:
        forms = with_ours(contents)
    else:
        forms = tuple(map(_made, sorted(contents, key=lambda content: json.loads(content).get("principal") != TRUE)))
    troubles = [fault for file in files for fault in (file if isinstance(file, list) else file.fields.troubles)]
    return OfficeForms(forms, contents, (*troubles, *strays.faults(folders, "forms")), stated)


def ruleset(version: str, contents: Sequence[str]) -> str:
    """The name of a set of rules and an office's forms: `version`, the name of the rules, where it has no forms.

    The same rules and forms have the same name wherever their files lie, and in whatever order.
    """
    if not contents:
        return version
    import hashlib

    digest = hashlib.sha256("\0".join((version, *sorted(contents))).encode())
    return f"{VERSION}+{digest.hexdigest()[:8]}"


def is_ours(path: str) -> bool:
    """True if a file is one of the program's forms."""
    return os.path.realpath(path).startswith(os.path.join(os.path.realpath(folder_path("grammar")), ""))


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


def _paths(folders: Sequence[str]) -> tuple[list[str], Trouble | None]:
    """The files in these folders, each once, in order; or the folder that has too many."""
    paths: dict[str, str] = {}
    for folder in folders:
        found = sorted(islice(Path(folder).rglob("*.yaml"), MAX_FILES + 1))
        for path in found:
            paths.setdefault(os.path.realpath(path), str(path))
        if len(paths) > MAX_FILES:
            return [], Trouble(folder, "", "too-many-forms", 0, values={"limit": str(MAX_FILES)})
    return list(paths.values()), None


class _Contents:
    """The forms of files with all that they take from others, checked as wholes and beside each other."""

    def __init__(self, stated: Sequence[StatedForm], known: Mapping[str, Data]) -> None:
        self.stated, self.known = stated, known
        self.by_code: dict[str, StatedForm] = {}
        for one in stated:
            if one.code:
                self.by_code.setdefault(one.code, one)

    def contents(self) -> tuple[str, ...]:
        """The content of each form that is in order, as JSON. The faults of the others join those of their files."""
        self._check_codes()
        chains = [(one, self._chain(one)) for one in self.by_code.values()]
        made: list[tuple[StatedForm, str]] = []
        for one, chain in chains:
            content = self._content(one, chain) if chain is not None and one.is_sound else None
            if content is not None:
                made.append((one, content))
        return tuple(content for _, content in self._parted(made))

    def _check_codes(self) -> None:
        first: dict[str, StatedForm] = {}
        for one in self.stated:
            other = first.setdefault(folded(one.code), one) if one.code else one
            if other is not one:
                mark = one.fields.mark("form")
                one.fields.trouble("form-twice", mark, None, len(one.code), name=one.code, other=other.fields.path)

    def _chain(self, form: StatedForm) -> list[Data] | None:
        """The forms that one extends, the nearest first; None where one of them is missing, or not in order."""
        chain: list[Data] = []
        above, data = [form.code], form.data
        while isinstance(name := data.get("extends"), str):
            own = None if name == above[-1] else self.by_code.get(name)
            if len(chain) > MAX_EXTENDS or (own is form) or (name == form.code and name not in self.known):
                self._trouble(form, "form-circle", str(form.data["extends"]))
                return None
            if own is None and name not in self.known:
                if data is form.data:
                    self._trouble(form, "unknown-form", name, similar(name, (*self.by_code, *self.known)))
                return None
            if own is not None and (name in above or not own.is_sound):
                return None
            data = self.known[name] if own is None else own.data
            above.append(name)
            chain.append(data)
        return chain

    def _trouble(self, form: StatedForm, kind: str, name: str, near: str | None = None) -> None:
        form.fields.trouble(kind, form.fields.mark("extends"), near, len(name), name=name)

    def _content(self, form: StatedForm, chain: Sequence[Data]) -> str | None:
        """A form's content, whole; None where a fault is noted."""
        check_joining(form, chain)
        if not form.is_sound:
            return None
        names = [f"{OURS}{number}" for number in range(len(chain))]  # forms of one code may extend each other
        others = {
            name: {**data, "extends": above} if above else data
            for name, above, data in zip(names, (*names, "")[1:], chain, strict=True)
        }
        data = {**form.data, "extends": names[0]} if chain else form.data
        every = (data, *chain)
        periods = next((one["periods"] for one in every if "periods" in one), ())
        least = sum(count(one.get("columns", ()), len(periods)) for one in every)
        whole = written_out(data, others) if least <= MAX_WRITTEN else {"columns": range(least)}
        if len(whole["columns"]) > MAX_COLUMNS:
            mark = form.fields.tree.keys.get("columns", form.fields.mark("form"))
            form.fields.trouble("too-many", mark, None, len("columns"), key="columns", limit=str(MAX_COLUMNS))
            return None
        Whole(form, whole).check()
        kept = {key: value for key, value in whole.items() if key not in UNUSED}
        return None if form.fields.troubles else json.dumps(kept)

    def _parted(self, made: Sequence[tuple[StatedForm, str]]) -> Iterable[tuple[StatedForm, str]]:
        """Those forms whose tables are no other form's, or that have a code or a title of their own."""
        codes = {one.code for one, _ in made}
        before = [form for form in (built_in_forms() if self.known else ()) if form.code not in codes]
        labels = frozenset[str]()
        for one, content in made:
            form = _made(content)
            words, other = labels_in(form.head), unparted(form, before)
            mark, length = one.fields.mark("form"), len(one.code)
            if len(words) > MAX_LABELS or len(labels | words) > MAX_ALL_LABELS:
                limit = MAX_LABELS if len(words) > MAX_LABELS else MAX_ALL_LABELS
                one.fields.trouble("too-many-labels", mark, None, length, limit=f"{limit:,}")
            elif other is not None:
                one.fields.trouble("same-heading", mark, None, length, name=one.code, other=other.code)
            else:
                yield one, content
            labels |= words
            before.append(form)
