"""A small part of the campaign of damaged inputs: whatever stands in a file, there is a sound answer."""

import os
import sys
from collections.abc import Callable
from functools import partial

import pytest

pytest.importorskip("resource", reason="the memory and the time of processes are measured as Unix does")
from tests.hostile import campaign


@pytest.mark.parametrize(("kind", "count"), [("texts", 150), ("files", 40), ("settings", 20)])
def test_damaged_inputs_get_a_sound_answer(kind: str, count: int) -> None:
    assert campaign.tried(kind, 15, count).failures == []


def test_damaged_files_are_told_alike_by_every_process() -> None:
    assert campaign.differing(15, 8, hashes=(0, 1)) == []


def test_an_input_is_made_again_from_its_number() -> None:
    for kind in ("texts", "files", "settings"):
        assert campaign.made(kind, 3, 7) == campaign.made(kind, 3, 7) != campaign.made(kind, 3, 8)


def _raise() -> None:
    raise ValueError("a defect")


def _spin() -> None:
    while True:
        pass


@pytest.mark.parametrize(
    ("defect", "said"),
    [
        (_raise, "ValueError: a defect"),
        (partial(sys.exit, 3), "SystemExit: 3"),
        (partial(os._exit, 3), "its process ended: 3"),
        (_spin, "it takes more than"),
        (partial(bytes.ljust, b"", 300 << 20, b"x"), "its process had"),
    ],
    ids=["an exception", "an exit", "the end of the process", "a hang", "much memory"],
)
def test_whatever_the_program_must_not_do_is_named(
    monkeypatch: pytest.MonkeyPatch, defect: Callable[[], object], said: str
) -> None:
    if defect is _spin:  # the others may take their time on a busy machine
        monkeypatch.setattr(campaign, "SECONDS", 0.2)

    def trial(_: campaign.Input) -> None:
        defect()

    monkeypatch.setitem(campaign.KINDS, "texts", campaign.KINDS["texts"]._replace(trial=trial))
    failures = campaign.tried("texts", 15, 2).failures
    assert [(one.number, said in one.problem) for one in failures] == [(0, True), (1, True)]
