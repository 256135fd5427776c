"""The findings met, standing and new beside an earlier delivery, as text for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from poa_lint.core.diagnostic import Diagnostic
from poa_lint.core.result import FileResult, Previous
from poa_lint.core.text import visible, wrapped
from poa_lint.core.words import Words
from poa_lint.core.words import words as words_of
from poa_lint.output import address


def section(file: FileResult, previous: Previous, words: Words, width: int) -> Iterator[tuple[str, str]]:
    """The lines of the section, each with the style that it is painted in: met in full, the others by their places."""
    said = words_of(words.language, "compare")
    own = {finding.key: finding for finding in file.diagnostics}
    paths = ", ".join(visible(path) for path, _ in previous.files)
    yield from ((line, "bold") for line in wrapped(said("previous.title", paths=paths), "", "  ", width))
    yield from _list(said.count("previous.met", len(previous.met)), previous.met, words, width, "green")
    for kind, keys in (("standing", previous.standing), ("new", previous.new)):
        findings = [own[key] for key in keys if key in own]
        yield from _list(said.count(f"previous.{kind}", len(keys)), findings, words, width, "")


def _list(
    title: str, findings: Sequence[Diagnostic], words: Words, width: int, style: str
) -> Iterator[tuple[str, str]]:
    yield f"  {title}{':' if findings else ''}", style
    for finding in findings:
        head = " ".join(filter(None, (finding.code, address(finding, words))))
        text = f"{head}: {visible(finding.message)}"
        yield from ((line, "") for line in wrapped(text, "    ", "      ", width))


def counts(previous: Iterable[Previous], words: Words) -> str:
    """The counts of a run, for its last line."""
    said, every = words_of(words.language, "compare"), list(previous)
    numbers = {kind: sum(len(getattr(one, kind)) for one in every) for kind in ("met", "standing", "new")}
    return said("previous.last", **{kind: said.count(f"previous.{kind}", n) for kind, n in numbers.items()})
