"""A small part of the campaign of damaged inputs: whatever stands in a file, there is a sound answer."""

import pytest

pytest.importorskip("resource", reason="the memory and the time of processes are measured as Unix does")
from tests.hostile import campaign


@pytest.mark.parametrize(("kind", "count"), [("texts", 100), ("files", 30), ("settings", 12)])
def test_damaged_inputs_get_a_sound_answer(kind: str, count: int) -> None:
    assert campaign.tried(kind, 15, count).failures == []


def test_damaged_files_are_told_alike_by_every_process() -> None:
    assert campaign.differing(15, 8, hashes=(0, 1)) == []


def test_an_input_is_made_again_from_its_number() -> None:
    for kind in ("texts", "files", "settings"):
        assert campaign.made(kind, 3, 7) == campaign.made(kind, 3, 7) != campaign.made(kind, 3, 8)


@pytest.mark.parametrize("raised", [ValueError("a defect"), SystemExit(3), campaign.Hang()])
def test_what_leaves_the_program_is_a_failure(monkeypatch: pytest.MonkeyPatch, raised: BaseException) -> None:
    def defective(_: object) -> None:
        raise raised

    monkeypatch.setitem(campaign._TRIALS, "texts", defective)
    assert [one.number for one in campaign.tried("texts", 15, 2).failures] == [0, 1]
