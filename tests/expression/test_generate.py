"""The functions that are written for sentences say what the sentences say."""

from poa_lint.core.forms import built_in_forms
from poa_lint.core.source import Source
from poa_lint.expression.evaluate import value
from poa_lint.expression.generate import function
from poa_lint.reading import read
from poa_lint.rulebook.book import answer_source, sweep_source
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.frames import Frames
from poa_lint.rulebook.nodes import INNER
from tests.places import SEED


def test_the_written_functions_say_what_the_sentences_say() -> None:
    """One rule on one frame, all rules over all frames, and the sentence's own closures agree on the whole seed."""
    rules = built_in_rules()
    informe = read.read(
        Source("x", SEED.read_text(encoding="utf-8")), built_in_forms(), lambda _: (0, 0), lambda *_: "suma"
    ).informe
    frames = Frames(informe)
    compared = 0
    for group in rules.groups:
        around = INNER[group.each][0] if group.each in INNER else group.each
        noted: list[tuple[int, tuple[object, ...], object]] = []
        held = rules.sweep(group)(frames[around], rules.book.values, noted.append)
        for number, check in enumerate(group.checks):
            said = []
            for frame in frames[group.each]:
                assert check.expect is not None
                applies = True if check.when is None else value(check.when, frame)
                result = value(check.expect, frame) if applies is True else None if applies is False else applies
                assert check.result(frame) is result, (check.rule.code, frame[-1])
                said.append(result)
            assert held[number] == said.count(True)
            assert [answer for place, _, answer in noted if place == number] == [
                each for each in said if each not in (True, None)
            ]
            compared += len(said)
    assert compared > 2_000


def test_functions_are_written_of_names_and_constants_alone() -> None:
    """Whatever a rule's texts say, they come out as constants."""
    rules = built_in_rules()
    for group in rules.groups:
        sources = [sweep_source("sweep", group), *(answer_source("answer", check) for check in group.checks)]
        for source in sources:
            one = function(source, rules.book.tables)
            assert one.__code__.co_names
            assert not {"exec", "eval", "open", "__import__", "getattr"} & set(one.__code__.co_names)
