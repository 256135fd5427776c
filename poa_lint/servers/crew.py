"""Processes that check one file each, so that a file which takes too long can be ended and holds no other up."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from poa_lint import api
from poa_lint.api import Wishes
from poa_lint.servers import answer as answers
from poa_lint.servers.answer import Answer

if TYPE_CHECKING:  # few ask for a summary
    from poa_lint.servers.overview import Saved

SIZE: Final = max(2, min(4, os.cpu_count() or 1))
"""Files that are checked at the same time."""
SECONDS: Final = 120
"""Seconds that checking a file may take, as reading a PDF may; the largest text takes half of them."""
MEMORY: Final = 4_000_000_000
"""Bytes that checking a file may take, where the system can hold a process to them."""

Work = Callable[[Connection], None]
Reply = Mapping[str, Any]
"""The answer that the page gets: an `Answer`, or a `Saved` file."""


class Task(NamedTuple):
    """A file to check: its bytes, its name, the reader's language, and the wishes for it.

    `others` are the names and bytes of the files that were dropped with it, `earlier` those of the same report as it
    was dropped before.
    """

    data: bytes
    name: str
    language: str
    wishes: Wishes
    others: tuple[tuple[str, bytes], ...] = ()
    earlier: tuple[str, bytes] | None = None

    def reply(self) -> Answer:
        """The answer for the file."""
        return answers.answer(self.data, self.name, self.language, self.wishes, self.others, self.earlier)


class Gathering(NamedTuple):
    """A summary to make of files (`servers.overview`): their names and bytes, and which are checked beside which."""

    files: tuple[tuple[str, bytes], ...]
    lots: tuple[tuple[int, ...], ...]
    form: str
    language: str
    wishes: Wishes

    def reply(self) -> Saved:
        """The summary as a file."""
        from poa_lint.servers import overview
        from poa_lint.servers.checker import Checker

        checker = Checker(self.language, overview.wanted(self.wishes))
        files = [(answers.label(name), data) for name, data in self.files]
        return overview.overview(checker, files, self.lots, self.form)


class Defect(Exception):
    """Raised for a file over which the program broke; its text is the defect."""


class TooLong(Exception):
    """Raised for a file that took too long, or more memory than there is for one."""


class Busy(Exception):
    """Raised where no process was free in time."""


class Crew:
    """Up to `size` processes, each started when it is needed and kept for the next file. Safe among threads."""

    def __init__(self, seconds: float = SECONDS, size: int = SIZE, work: Work | None = None) -> None:
        self.seconds = seconds
        """Seconds that a file may take, and that it may wait for a process."""
        self._work = work or check
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._free = threading.Semaphore(size)
        self._lock = threading.Lock()

    def ready(self) -> None:
        """Start a process before it is needed: it loads the program meanwhile."""
        self._put(self._take())

    def ask(self, task: Task | Gathering) -> Reply:
        """The answer for a task. Raises Defect, TooLong or Busy."""
        if not self._free.acquire(timeout=self.seconds):
            raise Busy
        try:
            worker = self._take()
            try:
                reply = worker.ask(task, self.seconds)
            except BaseException:
                self._end(worker)
                raise
            self._put(worker)
        finally:
            self._free.release()
        if isinstance(reply, str):
            raise Defect(reply)
        return reply

    def end(self) -> None:
        """End all processes, whatever they do; who waits for an answer is told TooLong."""
        with self._lock:
            idle, self._idle = self._idle, []
            self._all.difference_update(idle)
            busy = tuple(self._all)
        for worker in idle:
            worker.end()
        for worker in busy:
            worker.process.kill()  # the thread that waits for its answer closes the pipe: it may be reading from it

    def _take(self) -> _Worker:
        with self._lock:
            worker = self._idle.pop() if self._idle else _Worker(self._work)
            self._all.add(worker)
            return worker

    def _put(self, worker: _Worker) -> None:
        with self._lock:
            self._idle.append(worker)

    def _end(self, worker: _Worker) -> None:
        with self._lock:
            self._all.discard(worker)
        worker.end()


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, work: Work) -> None:
        # Started anew on every system: a copy of a process with threads may hold their locks for ever.
        fresh = multiprocessing.get_context("spawn")
        self.pipe, other = fresh.Pipe()
        self.process = fresh.Process(target=work, args=(other,), daemon=True)
        self.process.start()
        other.close()

    def ask(self, task: Task | Gathering, seconds: float) -> Reply | str:
        """The answer for a file, or the words of a defect. Raises TooLong where none comes in time."""
        try:
            self.pipe.send(task)
            if self.pipe.poll(seconds):
                reply: Reply | str = self.pipe.recv()
                return reply
        except (EOFError, OSError) as error:  # it ended over the file
            raise TooLong from error
        raise TooLong

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def check(pipe: Connection) -> None:
    """Check the files that come through a pipe, until it is closed. It is what a process of the crew does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the server ends its crew itself
    _limit_memory()
    answers.warm_up()
    while True:
        try:
            task: Task | Gathering = pipe.recv()
        except EOFError:
            return
        reply: Reply | str
        try:
            reply = task.reply()
        except MemoryError:
            return
        except Exception as error:  # noqa: BLE001 - a defect of ours in one file must not end the server
            reply = api.defect(error)
        pipe.send(reply)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has none
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, most))
