"""Reports sent to the workers of a scheduler: the same bytes as at home, whatever becomes of a worker."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

from poa_lint import api, lint
from poa_lint.authoring.samples import Page, Row, write
from poa_lint.cli.main import main
from poa_lint.cli.runner import itself
from poa_lint.config.settings import Choice, Settings
from poa_lint.config.waivers import UNDECIDED
from poa_lint.core.result import FileResult, Notice
from poa_lint.core.words import words
from poa_lint.rulebook.builtin import built_in_rules
from poa_lint.servers import cluster as spreading
from poa_lint.servers import parcels
from poa_lint.servers.tally import total
from tests.compared import office
from tests.goldens import OFFICE
from tests.places import ROOT, SEED
from tests.program import run
from tests.waivers import DEVIATED, file_of, waiver

if TYPE_CHECKING:
    from distributed import Client

pytestmark = pytest.mark.filterwarnings("default")  # Dask's own are not ours to forbid
DASK: Final = ("PATH", "SYSTEMROOT", "HOME")
OURS: Final = parcels.Rules("ours", None, Choice(), built_in_rules().version, ())


def process(*said: str) -> "subprocess.Popen[bytes]":
    """A process of Dask, with poa-lint where it finds it."""
    known = {key: value for key, value in os.environ.items() if key in DASK}
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + said[0], *said[1:]],
        env={**known, "PYTHONPATH": str(ROOT)},
        cwd=tempfile.gettempdir(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


class Cluster(NamedTuple):
    """A scheduler, and a client of ours that watches it."""

    address: str
    client: "Client"

    def worker(self, name: str) -> "subprocess.Popen[bytes]":
        said = (self.address, "--name", name, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
        return process("dask_worker", *said)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler and a worker, each a process of its own that stands elsewhere than the reports."""
    distributed = pytest.importorskip("distributed")
    file = str(tmp_path_factory.mktemp("scheduler") / "scheduler.json")
    started = [
        process("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", file)
    ]
    try:
        with distributed.Client(scheduler_file=file, timeout=30, set_as_default=False) as client:
            made = Cluster(client.scheduler.address, client)
            started.append(made.worker("first"))
            client.wait_for_workers(1, timeout=30)
            yield made
    finally:
        for one in started[::-1]:
            one.kill()
            one.wait()


def reports(folder: Path, count: int) -> list[str]:
    """Reports of several sorts, what is none, and what is not there; with settings, rules and waivers of an office."""
    names = []
    for number in range(count):
        path = folder / f"{number:02}.txt"
        rows = [Row(texto=f"{100 + goal}.- ELABORAR {number}.", meta_anual=str(3 + number % 3)) for goal in range(4)]
        page = Page(metas=(*rows, replace(DEVIATED, texto="104.- AVANZAR.")))
        path.write_text(write([page]), encoding="utf-8" if number % 2 else "cp1252")
        names.append(path.name)
    (folder / names[7]).write_bytes(b"\x00\x01\x02" * 50)
    (folder / names[11]).unlink()
    shutil.copytree(OFFICE, folder / "reglas")
    settings = "rules: [reglas]\nseverity: {POA103: info}\noverrides: [{paths: ['1*.txt'], ignore: [POA101]}]\n"
    (folder / "poa-lint.yaml").write_text(settings, encoding="utf-8")
    waived = waiver(where="511/101/104/observaciones", until="2999-12-31")
    (folder / "dispensas.yaml").write_text(file_of(waived), encoding="utf-8")
    return names


def watched(cluster: Cluster, name: str) -> threading.Event:
    """Set when the scheduler has given a worker of this name something to do."""
    from distributed.diagnostics.plugin import SchedulerPlugin

    class Watching(SchedulerPlugin):
        async def start(self, scheduler: Any) -> None:
            self.scheduler = scheduler

        def transition(self, key: Any, start: Any, finish: Any, *args: Any, **kwargs: Any) -> None:
            task = self.scheduler.tasks.get(key)
            if finish == "processing" and task.processing_on.name == name and str(key).startswith("linted"):
                self.scheduler.log_event("given", key)

    given = threading.Event()
    cluster.client.subscribe_topic("given", lambda _: given.set())
    cluster.client.register_plugin(Watching(), name="watching")
    return given


@pytest.mark.skipif(os.name == "nt", reason="a process is not stopped there")
def test_a_worker_dies_and_the_output_is_that_of_a_local_run(cluster: Cluster, tmp_path: Path) -> None:
    names = reports(tmp_path, 64)
    said = (*names[:40], "-", *names[40:], "no-hay.txt", "-f", "json", "--show-waived")
    alone = run(*said, given=SEED.read_bytes(), cwd=tmp_path)
    given, doomed = watched(cluster, "doomed"), cluster.worker("doomed")
    cluster.client.wait_for_workers(2, timeout=30)
    with ThreadPoolExecutor(1) as pool:
        spread = pool.submit(run, *said, "--scheduler", cluster.address, given=SEED.read_bytes(), cwd=tmp_path)
        was_given = given.wait(30)  # and the rules of the office take a while before it can finish
        doomed.send_signal(signal.SIGKILL)
        doomed.wait()
        done = spread.result(60)
    assert was_given
    assert (done.returncode, done.stdout, done.stderr) == (alone.returncode, alone.stdout, alone.stderr)
    found = json.loads(alone.stdout)
    assert len(found["files"]) == 64
    codes = {one["code"] for file in found["files"] for one in file["diagnostics"]}
    assert {"POA007", "POA101", "POA301"} <= codes
    assert alone.stderr.count(b"\n") == 2


def test_reports_are_compared_there_as_here(cluster: Cluster, tmp_path: Path) -> None:
    said = ("informes", "-f", "json", "--previous", "informes/2024/t1.txt")
    alone = run(*said, cwd=office(tmp_path))
    spread = run(*said, "--scheduler", cluster.address, cwd=tmp_path)
    assert (spread.returncode, spread.stdout, spread.stderr) == (alone.returncode, alone.stdout, alone.stderr)
    codes = [one["code"] for file in json.loads(alone.stdout)["files"] for one in file["diagnostics"]]
    assert {"POA901", "POA902"} <= set(codes)


@pytest.mark.skipif(os.name == "nt", reason="a process is not stopped there")
def test_tables_are_the_same_though_a_worker_dies(cluster: Cluster, tmp_path: Path) -> None:
    names = reports(tmp_path, 40)
    alone = run("export", *names, "-o", "uno", cwd=tmp_path)
    given, doomed = watched(cluster, "doomed-too"), cluster.worker("doomed-too")
    cluster.client.wait_for_workers(2, timeout=30)
    with ThreadPoolExecutor(1) as pool:
        spread = pool.submit(run, "export", *names, "-o", "dos", "--scheduler", cluster.address, cwd=tmp_path)
        was_given = given.wait(30)
        doomed.send_signal(signal.SIGKILL)
        doomed.wait()
        done = spread.result(60)
    assert was_given
    assert (done.returncode, done.stderr) == (alone.returncode, alone.stderr)
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("uno", "dos"))
    assert one == two
    assert len(one["metas.csv"].splitlines()) > 5 * 36


def test_a_bag_comes_to_what_a_local_run_comes_to(cluster: Cluster) -> None:
    import dask
    from dask.bag import from_sequence

    texts = [write([Page(metas=(Row(meta_anual=str(3 + number % 4)),))]) for number in range(20)]
    named = [(f"{number}.txt", text) for number, text in enumerate(texts)]
    local = total(file for name, text in named for file in lint(text, name=name, ignore=["POA103"]).files)
    bag = from_sequence([*named[:-1], (named[-1][0], named[-1][1].encode("utf-16"))], npartitions=7)
    with dask.config.set(scheduler="sync"):
        assert spreading.tally(bag, ignore=["POA103"]) == local
    with cluster.client.as_current():
        assert spreading.tally(bag, ignore=["POA103"], split_every=2) == local
    with dask.config.set(scheduler="sync"):
        assert spreading.tally(from_sequence(texts)) == total(lint(*texts).files)


@pytest.mark.parametrize("option", ["--fix", "--diff", "--jobs=2"])
def test_what_only_this_machine_can_do_is_refused(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(SEED), option, "--scheduler", "tcp://127.0.0.1:1"], {}) == 2
    assert capsys.readouterr().err.startswith(f"poa-lint: {option.partition('=')[0]} no va con --scheduler. ")


def test_a_scheduler_that_does_not_answer_is_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(spreading, "PATIENCE", 0.2)
    for address in ("tcp://127.0.0.1:1", "nada://x"):
        assert main([str(SEED), "--lang", "en", "--scheduler", address], {}) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith(f"poa-lint: no Dask scheduler answers at {address}. ")


def test_without_the_extra_it_is_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main([str(SEED), "--scheduler", "tcp://127.0.0.1:1"], {}) == 2
    assert 'pip install "poa-lint[dask]"' in capsys.readouterr().err


def test_other_rules_and_files_that_kill_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(spreading, "_await", lambda *_: None)

    class Client:
        """A scheduler whose workers die under every report that says MUERE, and have other rules."""

        def nthreads(self) -> dict[str, int]:
            return {"one": 1}

        def submit(self, work: Any, lot: parcels.Lot, pools: Any, *, pure: bool) -> Any:
            future: Future[object] = Future()
            if any(isinstance(one, parcels.Parcel) and b"MUERE" in one.data for one in lot.parcels):
                future.set_exception(distributed.KilledWorker("lot", None, 3))
            else:
                future.set_result(work(lot, pools))
            return future

    sent = [parcels.Parcel(f"{text}.txt", text.encode(), Settings(), OURS, UNDECIDED) for text in ("a", "MUERE")]
    work = partial(parcels.linted, language="en", encoding=None, reduce=itself)
    client: Any = Client()
    first, second = spreading._in_order(client, work, [parcels.Lot(tuple(sent))])
    assert isinstance(first, FileResult)
    assert second == Notice("MUERE.txt", words("en")("notice.killed"))
    (shown,) = parcels.linted(parcels.Lot((sent[0]._replace(keep=True),)), language="en", encoding=None, reduce=itself)
    assert isinstance(shown, FileResult)
    assert (first.paper is None, shown.paper is None) == (True, False)
    other = sent[0]._replace(rules=OURS._replace(name="others", version="0.0+0"))
    with pytest.raises(parcels.OtherRules):
        parcels.linted(parcels.Lot((other,)), language="en", encoding=None, reduce=itself)


def test_lots_are_small_and_read_when_they_leave(tmp_path: Path) -> None:
    linter = api.Linter(api.Wishes(no_config=True, today="2024-04-15"), words("es"))
    paths = []
    for number in range(40):
        (tmp_path / f"{number}.txt").write_bytes(b"x" * (600_000 if number == 0 else 1))
        paths.append(str(tmp_path / f"{number}.txt"))
    sent = parcels.lots(paths, linter)
    assert len(next(sent).parcels) == parcels.LOT_FILES
    (tmp_path / "39.txt").unlink()
    (tmp_path / "16.txt").write_bytes(b"x" * parcels.LOT_BYTES)
    rest = list(sent)
    assert [len(lot.parcels) for lot in rest] == [1, 16, 7]
    assert isinstance(rest[-1].parcels[-1], Notice)


def test_a_worker_with_other_rules_is_refused_before_anything_is_sent(
    cluster: Cluster, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreading, "built_in_rules", lambda: SimpleNamespace(version="0.0+0"))
    assert main([str(SEED), "--lang", "en", "--scheduler", cluster.address], {}) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"poa-lint: a worker cannot check these reports ({built_in_rules().version}); all need ")
