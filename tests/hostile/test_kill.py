"""Runs that are killed while they write, and many at once on one file: nothing torn, nothing lost, nothing left.

`POA_LINT_KILLS=200` kills so many runs of each kind at moments by chance; each step of a write is tried always.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import yaml

from poa_lint.documents.lock import DRAFT
from tests.fixing import row
from tests.places import FILES, ROOT

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the platform kills in other ways")

KILLS = int(os.environ.get("POA_LINT_KILLS", "6"))
AT_ONCE = 8
WAIVED = ("waive", "POA301", "511/101", "--reason", "Oficio OM-12/2026 anexo tres", "--until", "2099-12-31")
COMMANDS: dict[str, tuple[str, ...]] = {
    "fix": ("informe.txt", "--fix", "-q"),
    "output": ("otro.txt", "-f", "json", "-o", "salida.json"),
    "waive": WAIVED,
    "annotate": ("libro.xlsx", "--annotate", "copia.xlsx", "-q"),
}
WRITTEN = {"fix": "informe.txt", "output": "salida.json", "waive": "dispensas.yaml", "annotate": "copia.xlsx"}
STEPS = ("open", "fsync", "fchmod", "fchown", "link", "replace")
"""The calls of the system by which a file is replaced."""
KILLER = """
import os, signal, sys
from poa_lint.documents import lock, target

count, steps, unnamed, said = int(sys.argv[1]), sys.argv[2].split(","), sys.argv[3], sys.argv[4:]
if unnamed == "named":
    target._UNNAMED = 0
made = 0

def kill():
    global made
    made += 1
    if made == count:
        os.kill(os.getpid(), signal.SIGKILL)

def killing(call):
    def stepped(*given, **named):
        kill()
        answer = call(*given, **named)
        kill()
        return answer
    return stepped

class System:
    def __getattr__(self, name):
        found = getattr(os, name)
        return killing(found) if name in steps else found

target.os = lock.os = System()
from poa_lint.cli.main import main
code = main(said, {})
print(made, file=sys.stderr)
sys.exit(code)
"""


def places(folder: Path) -> Path:
    (folder / "poa-lint.yaml").write_text("{}\n", encoding="utf-8")
    for name in ("informe.txt", "otro.txt"):
        (folder / name).write_text(row(texto="100. ELABORAR."), encoding="utf-8")
    (folder / "salida.json").write_text("lo de antes", encoding="utf-8")
    (folder / "dispensas.yaml").write_text("# lo de antes\n", encoding="utf-8")
    shutil.copy(FILES / "informe.xlsx", folder / "libro.xlsx")
    return folder


def start(folder: Path, *words: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finish(folder: Path, kind: str) -> None:
    process = start(folder, "-m", "poa_lint", *COMMANDS[kind])
    _, told = process.communicate()
    assert process.returncode in (0, 1), told


def content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


@pytest.fixture(scope="module")
def wholes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes | None, bytes | None]]:
    """What each command's file holds before and after: all that may ever be seen of it."""
    found: dict[str, tuple[bytes | None, bytes | None]] = {}
    for kind, name in WRITTEN.items():
        folder = places(tmp_path_factory.mktemp(kind))
        before = content(folder / name)
        finish(folder, kind)
        found[kind] = before, content(folder / name)
    return found


def left(folder: Path) -> set[str]:
    """What is in the folder beside the files that belong there."""
    known = {"poa-lint.yaml", "informe.txt", "otro.txt", "libro.xlsx", *WRITTEN.values()}
    return {path.name for path in folder.iterdir()} - known


def steps_until_done(folder: Path, drafts: str, kind: str) -> Iterator[int]:
    """Kill a run at its first step, a run at its second, and so on, until one is through before it is killed."""
    for count in range(1, 200):
        process = start(folder, "-c", KILLER, str(count), ",".join(STEPS), drafts, *COMMANDS[kind])
        process.communicate()
        if process.returncode != -signal.SIGKILL:
            assert process.returncode in (0, 1)
            return
        yield count


@pytest.mark.parametrize(
    ("kind", "drafts"),
    [("fix", "nameless"), ("fix", "named"), ("waive", "nameless"), ("waive", "named"), ("output", "nameless")],
)
def test_a_run_that_is_killed_at_any_step_tears_and_loses_nothing(
    tmp_path: Path, kind: str, drafts: str, wholes: dict[str, tuple[bytes | None, bytes | None]]
) -> None:
    folder = places(tmp_path)
    path, (before, after) = folder / WRITTEN[kind], wholes[kind]
    seen: list[bytes | None] = []
    for _ in steps_until_done(folder, drafts, kind):
        seen.append(content(path))
        assert content(path) in (before, after)
        assert all(DRAFT.fullmatch(name) for name in left(folder))
        assert len(left(folder)) <= 1, "each run takes away what the one before it left"
        if content(path) == after:
            path.unlink(missing_ok=True)
            places(folder)
    assert len(seen) > 5
    assert set(seen) == {before, after}
    assert content(path) == after
    assert not left(folder)


def chance(folder: Path, kind: str, moments: random.Random) -> int:
    """Start a run and kill it after a part of the time that such a run takes; its exit code."""
    process = start(folder, "-m", "poa_lint", *COMMANDS[kind])
    try:
        process.communicate(timeout=moments.uniform(0.05, 0.5))
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
    return process.returncode


@pytest.mark.parametrize("kind", COMMANDS)
def test_runs_that_are_killed_by_chance_tear_lose_and_leave_nothing(
    tmp_path: Path, kind: str, wholes: dict[str, tuple[bytes | None, bytes | None]]
) -> None:
    folder, moments = places(tmp_path), random.Random(kind)  # noqa: S311  the same moments in every run
    done = 0
    for _ in range(KILLS):
        done += chance(folder, kind, moments) in (0, 1)
        if kind == "waive":
            text = (folder / "dispensas.yaml").read_text(encoding="utf-8")
            assert text.startswith("# lo de antes\n")
            assert len(yaml.safe_load(text) or ()) >= done, "what was said to be written is there"
        else:
            assert content(folder / WRITTEN[kind]) in wholes[kind]
    finish(folder, kind)
    assert not left(folder)


@pytest.mark.parametrize("kind", ["fix", "output", "annotate"])
def test_of_many_at_once_on_one_file_every_one_leaves_it_whole(
    tmp_path: Path, kind: str, wholes: dict[str, tuple[bytes | None, bytes | None]]
) -> None:
    folder = places(tmp_path)
    started = [start(folder, "-m", "poa_lint", *COMMANDS[kind]) for _ in range(AT_ONCE)]
    told = [process.communicate()[1] for process in started]
    codes = {process.returncode for process in started}
    assert codes <= {0, 1, 2}
    late = [text.decode() for text, process in zip(told, started, strict=True) if process.returncode == 2]
    assert all("cambió mientras se revisaba" in text for text in late)
    assert len(late) < AT_ONCE
    assert content(folder / WRITTEN[kind]) == wholes[kind][1]
    assert not left(folder)


def test_killed_among_many_at_once(tmp_path: Path) -> None:
    """Others go on when one is killed with the lock in its hand."""
    folder = places(tmp_path)
    kill: Callable[..., subprocess.Popen[bytes]] = partial(start, folder, "-c", KILLER)
    started = [kill(str(count), ",".join(STEPS), "nameless", *WAIVED) for count in range(1, 2 * AT_ONCE)]
    whole = [start(folder, "-m", "poa_lint", *WAIVED) for _ in range(AT_ONCE)]
    for process in (*started, *whole):
        process.communicate()
    assert [process.returncode for process in whole] == [0] * AT_ONCE
    done = sum(process.returncode == 0 for process in started)
    written = yaml.safe_load((folder / "dispensas.yaml").read_text(encoding="utf-8"))
    assert len(written) >= AT_ONCE + done
    finish(folder, "waive")
    assert not left(folder)
