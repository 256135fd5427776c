"""What is kept between runs changes nothing but the time: kept, stale, broken, hostile or unwritable."""

import marshal
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from poa_lint.core import cache as ahead
from poa_lint.core.form import built_in_forms
from poa_lint.core.source import Source
from poa_lint.expression.evaluate import value
from poa_lint.expression.generate import answer, function, sweep
from poa_lint.reading import read
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.rulebook.frames import Frames
from poa_lint.rulebook.nodes import FRAMES, INNER
from tests.conftest import SEED

ROOT = Path(__file__).resolve().parent.parent


def run(cache: str, *said: str, report: Path = SEED) -> tuple[int, bytes]:
    """The command line in a process of its own, with a folder for what is kept ("": none)."""
    environment = {**os.environ, ahead.VARIABLE: cache, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "poa_lint", str(report), *said], env=environment, capture_output=True, check=False
    )
    assert done.stderr == b""
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def expected() -> tuple[int, bytes]:
    return run("", "-f", "json")


def kept(folder: Path) -> Path:
    (only,) = folder.glob("*.bin")
    return only


def test_the_output_is_the_same_before_and_after_keeping(tmp_path: Path, expected: tuple[int, bytes]) -> None:
    cache = tmp_path / "inner" / "poa-lint"
    assert run(str(cache), "-f", "json") == expected
    before = kept(cache).read_bytes()
    assert run(str(cache), "-f", "json") == expected
    assert kept(cache).read_bytes() == before, "nothing new was made, so nothing is written"
    assert cache.stat().st_mode & 0o077 == 0
    assert kept(cache).stat().st_mode & 0o077 == 0


def test_nothing_is_kept_where_nothing_is_to_be(tmp_path: Path) -> None:
    environment = {**os.environ, ahead.VARIABLE: "", "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    environment.pop("XDG_CACHE_HOME", None)
    subprocess.run([sys.executable, "-m", "poa_lint", "--version"], env=environment, capture_output=True, check=True)
    assert list(tmp_path.iterdir()) == []


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def of_another_kind(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 not ours")


def writable_by_others(path: Path) -> None:
    """Whoever can write here could have us run his code: the code in it would say so."""
    body = marshal.dumps(((), b"", {"rules": marshal.dumps("hostile")}))
    path.write_bytes(ahead.MAGIC + ahead._check(body) + body)
    path.chmod(0o666)


@pytest.mark.parametrize("spoil", [flipped, cut_short, emptied, of_another_kind, writable_by_others])
def test_a_spoilt_file_is_as_good_as_none(
    tmp_path: Path, expected: tuple[int, bytes], spoil: Callable[[Path], None]
) -> None:
    assert run(str(tmp_path / "kept"), "-f", "json") == expected
    path = kept(tmp_path / "kept")
    spoil(path)
    assert run(str(tmp_path / "kept"), "-f", "json") == expected
    assert kept(tmp_path / "kept").stat().st_mode & 0o077 == 0
    assert run(str(tmp_path / "kept"), "-f", "json") == expected


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has other rights")
def test_a_folder_that_others_may_write_to_is_not_used(tmp_path: Path, expected: tuple[int, bytes]) -> None:
    tmp_path.chmod(0o777)
    assert run(str(tmp_path), "-f", "json") == expected
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_costs_nothing_but_time(tmp_path: Path, expected: tuple[int, bytes]) -> None:
    (tmp_path / "file").write_text("in the way")
    assert run(str(tmp_path / "file" / "poa-lint"), "-f", "json") == expected


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of its own for the test, in a program whose files the test owns."""
    program = tmp_path / "program" / "poa_lint"
    program.mkdir(parents=True)
    (program / "module.py").write_text("one")
    monkeypatch.setattr(ahead, "HERE", str(program))
    monkeypatch.setattr(ahead, "_store", [])
    monkeypatch.setenv(ahead.VARIABLE, str(tmp_path / "kept"))
    return program / "module.py"


def surprise() -> object:
    raise AssertionError("it was kept, and need not be made")


def again() -> None:
    ahead.save()
    ahead.forget()


def test_what_was_made_is_not_made_again(store: Path) -> None:
    assert ahead.made("sum", lambda: [1, 2]) == [1, 2]
    ahead.add("table", "key", ("value", 3))
    again()
    assert ahead.made("sum", surprise) == [1, 2]
    assert ahead.table("table") == {"key": ("value", 3)}


def test_a_file_that_changed_makes_everything_anew(store: Path) -> None:
    ahead.made("sum", lambda: 1)
    again()
    store.write_text("two")
    assert ahead.made("sum", lambda: 2) == 2


def test_a_file_that_was_only_touched_changes_nothing(store: Path) -> None:
    """A checkout gives every file another time; what counts is what they say."""
    ahead.made("sum", lambda: 1)
    again()
    os.utime(store, ns=(1, 1))
    assert ahead.made("sum", surprise) == 1
    again()
    assert ahead.made("sum", surprise) == 1


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
        from poa_lint.rulebook.book import _sentence

        sentences = [_sentence(check) for check in group.checks]
        inner = INNER[group.each][1] if group.each in INNER else None
        code = sweep(sentences, len(FRAMES[group.each]), inner)
        assert function(code, rules.book.tables).__code__.co_names
        for sentence in sentences:
            one = function(answer(sentence, len(FRAMES[group.each])), rules.book.tables)
            assert not {"exec", "eval", "open", "__import__", "getattr"} & set(one.__code__.co_names)
