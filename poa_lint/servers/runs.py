"""Work aside from the loop that answers an editor: in threads, one run at a time for a text, of its newest state."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import Generic, TypeVar

R = TypeVar("R")


async def aside(work: Callable[[], R]) -> R:
    """Do `work` in a thread, for whose end the program does not wait; its result, or what it raises."""
    future: Future[R] = Future()
    future.set_running_or_notify_cancel()  # who stops waiting does not stop the thread

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - it is raised again where it is waited for
            future.set_exception(error)

    Thread(target=run, daemon=True).start()
    return await asyncio.wrap_future(future)


class Latest(Generic[R]):
    """A value made of a text that changes: made where it is asked for, and again where the text has changed since.

    `stamp` gives the state of the text; `begin` takes it as it stands and gives the work, which is done in a thread. A
    run that a change overtakes is not stopped; its value is that of an older text, and the next run begins at its end.
    """

    def __init__(self, stamp: Callable[[], object], begin: Callable[[], Callable[[], R]]) -> None:
        self._stamp, self._begin = stamp, begin
        self._task: asyncio.Task[None] | None = None
        self._made: tuple[object, R] | None = None

    @property
    def last(self) -> R | None:
        """The value of the newest text for which there is one; None where there is none yet."""
        return None if self._made is None else self._made[1]

    @property
    def current(self) -> R | None:
        """The value of the text as it stands; None where it is still to be made."""
        return self._made[1] if self._made is not None and self._made[0] == self._stamp() else None

    async def value(self) -> R:
        """The value of the text as it stands at the end, after as many runs as its changes demand."""
        while (value := self.current) is None:
            self._task = self._task or asyncio.create_task(self._make())
            await asyncio.shield(self._task)
        return value

    async def _make(self) -> None:
        stamp = self._stamp()
        try:
            self._made = stamp, await aside(self._begin())
        finally:
            self._task = None
