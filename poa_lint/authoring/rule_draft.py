"""Draft the file of a rule from three answers: what is looked at, what must hold, and what is said if not.

A fourth one may say when it is looked at at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from poa_lint.authoring.counterexample import Found, examples_of
from poa_lint.authoring.drafting.writing import scalar
from poa_lint.core.cache import folder_path
from poa_lint.core.source import Trouble
from poa_lint.core.text import folded, similar
from poa_lint.core.words import Words
from poa_lint.rulebook.book import Rulebook, rulebook
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.load import together
from poa_lint.rulebook.nodes import FRAMES
from poa_lint.rulebook.rule import Loaded
from poa_lint.rulebook.rule_file import MEANT, from_text

SCHEMA: Final = "poa-lint-rule-1.schema.json"
LETTERS: Final = "OFI"
"""The letters of a code that nobody chose: of an office."""


class Answers(NamedTuple):
    """The answers, and the code of the rule; `when` is empty where it holds for each."""

    each: str
    expect: str
    message: str
    code: str
    when: str = ""


class Draft(NamedTuple):
    """A drafted rule: its file's text, the faults of the answers as faults of that text, and its examples."""

    text: str
    troubles: tuple[Trouble, ...]
    fails: Found | None
    passes: Found | None


def draft(answers: Answers, path: str, words: Words) -> Draft:
    """The file of a rule with these answers, and an example of a report in which its sentence is false.

    The example is searched for only where the answers are in order.
    """
    text = _file(answers, None, None, words)
    rules = _read(text, path)
    if rules.troubles:
        return Draft(text, rules.troubles, None, None)
    fails, passes = examples_of(rules.checks[answers.code], rules)
    return Draft(_file(answers, fails, passes, words), (), fails, passes)


def faults(answers: Answers, words: Words) -> tuple[Trouble, ...]:
    """The faults of the answers so far, those that are missing aside."""
    whole = answers._replace(message=answers.message or "x")
    return _read(_file(whole, None, None, words), "").troubles


def unknown_each(each: str) -> str | None:
    """The known thing that an unknown one may mean: `renglón` is `meta`; empty if nothing is alike.

    None for a known one.
    """
    if each in FRAMES:
        return None
    said = MEANT.get(folded(each), "")
    return said if said in FRAMES else similar(folded(each), FRAMES) or ""


def free_code(taken: Iterable[str]) -> str:
    """The first code of an office that no rule has."""
    codes = set(taken)
    return next(code for number in range(1, 10_000) if (code := f"{LETTERS}{number:03}") not in codes)


def schema_address() -> str | None:
    """The address of the schema of rules in this installation; None where it comes without."""
    try:
        return (Path(folder_path("schemas")) / SCHEMA).as_uri()
    except FileNotFoundError:  # a program in one file has none
        return None


def _read(text: str, path: str) -> Rulebook:
    """The drafted rule beside the program's. Its example is not made yet, and is not missed."""
    rule, troubles = from_text(Path(path), text)
    own = Loaded((rule,) if rule is not None and not troubles else (), tuple(troubles), {}, {})
    if rule is not None and troubles:
        own = Loaded((), tuple(troubles), {}, {}, (rule,))
    return rulebook(together(own, built_in_rules().loaded))


def _file(answers: Answers, fails: Found | None, passes: Found | None, words: Words) -> str:
    """The text of the file; before the examples are searched for it has an empty one in their place."""
    return "\n".join([*_opening(words), *_stated(answers), *_examples(fails, passes, words), ""])


def _opening(words: Words) -> Iterator[str]:
    address = schema_address()
    if address is not None:
        yield f"# yaml-language-server: $schema={address}"
    yield f"# {words('rule-new.comment')}"


def _stated(answers: Answers) -> Iterator[str]:
    yield f"code: {scalar(answers.code)}"
    yield f"each: {scalar(answers.each)}"
    if answers.when:
        yield f"when: {_sentence(answers.when)}"
    yield f"expect: {_sentence(answers.expect)}"
    yield f"message: {_sentence(answers.message)}"


def _sentence(text: str) -> str:
    """A sentence in YAML, without quotes where it stays what it is: errors in it are shown as they were typed."""
    line = " ".join(text.split())
    safe = line[:1] not in "\"'[]{}>|*&!%#`@-?:," and line.isprintable()
    if safe and ": " not in line and " #" not in line and not line.endswith(":") and line != scalar(line):
        return line
    return scalar(line)


def _examples(fails: Found | None, passes: Found | None, words: Words) -> Iterator[str]:
    yield "examples:"
    if passes is not None:
        yield "  pass:"
        yield f"    - {passes.text}"
    if fails is None:
        yield f"  # {words('rule-new.no-example-comment')}"
    yield "  fail:"
    yield f"    - {_with_message(fails)}"


def _with_message(found: Found | None) -> str:
    """A failing example with the message that it gives; the sound report itself where there is none."""
    if found is None:
        return "{}"
    inner = found.text[1:-1]
    return f"{{{', '.join(filter(None, (inner, f'says: {scalar(found.messages[0])}')))}}}"
