"""Runs in threads: one at a time for a text, of its newest state, and in nobody's way."""

import asyncio
import threading
from collections.abc import Callable

import pytest

from poa_lint.servers.runs import Latest, aside


class Text:
    """A text that changes, and the work on it, which waits until it may end."""

    def __init__(self) -> None:
        self.state = 1
        self.begun: list[int] = []
        self.may_end = threading.Semaphore(0)
        self.value = Latest(lambda: self.state, self.begin)

    def begin(self) -> Callable[[], int]:
        state = self.state
        self.begun.append(state)

        def work() -> int:
            assert self.may_end.acquire(timeout=30)
            return state

        return work


async def begun(text: Text, count: int) -> None:
    while len(text.begun) < count:
        await asyncio.sleep(0)


def known(text: Text) -> tuple[int | None, int | None]:
    return text.value.current, text.value.last


def test_states_that_are_overtaken_are_left_out() -> None:
    async def story() -> None:
        text = Text()
        first = asyncio.create_task(text.value.value())
        await begun(text, 1)
        text.state = 2
        second = asyncio.create_task(text.value.value())
        text.state = 3
        text.may_end.release(2)
        assert (await first, await second) == (3, 3)
        assert text.begun == [1, 3]
        assert known(text) == (3, 3)
        text.state = 4
        assert known(text) == (None, 3)

    asyncio.run(story())


def test_who_stops_waiting_does_not_stop_the_run() -> None:
    async def story() -> None:
        text = Text()
        waiting = asyncio.create_task(text.value.value())
        await begun(text, 1)
        waiting.cancel()
        text.may_end.release()
        assert await text.value.value() == 1
        assert text.begun == [1]

    asyncio.run(story())


def test_the_loop_goes_on_and_ends_without_the_thread() -> None:
    never = threading.Event()

    async def story() -> str:
        running = asyncio.create_task(aside(never.wait))
        answer = await aside(lambda: "answered")
        assert not running.done()
        return answer

    assert asyncio.run(story()) == "answered"
    never.set()


def test_what_the_work_raises_is_raised_where_it_is_waited_for() -> None:
    def work() -> int:
        raise MemoryError

    with pytest.raises(MemoryError):
        asyncio.run(aside(work))
